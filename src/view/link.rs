//! Links: what the reader says that two passages are to each other.

use serde::{Deserialize, Serialize};

use crate::analysis::ConflictKind;
use crate::corpus::Passage;

/// What two passages are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LinkKind {
    /// The second says what the first says.
    #[serde(rename = "says the same")]
    Same,
    /// The second answers the first.
    #[serde(rename = "answers")]
    Answers,
    /// They stand against each other.
    #[serde(untagged)]
    Conflict(ConflictKind),
}

impl LinkKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [LinkKind; 8] = [
        LinkKind::Conflict(ConflictKind::Denial),
        LinkKind::Conflict(ConflictKind::Account),
        LinkKind::Conflict(ConflictKind::Number),
        LinkKind::Conflict(ConflictKind::Wording),
        LinkKind::Conflict(ConflictKind::Attribution),
        LinkKind::Conflict(ConflictKind::Settled),
        LinkKind::Same,
        LinkKind::Answers,
    ];

    /// The word for it on the screen and in output.
    pub fn name(self) -> &'static str {
        match self {
            LinkKind::Same => "says the same",
            LinkKind::Answers => "answers",
            LinkKind::Conflict(kind) => kind.name(),
        }
    }

    /// What it says, for who chooses one.
    pub fn what(self) -> &'static str {
        match self {
            LinkKind::Same => "the second says what the first says",
            LinkKind::Answers => "the second answers the first",
            LinkKind::Conflict(kind) => match kind {
                ConflictKind::Denial => "asserted in the one, denied in the other",
                ConflictKind::Account => "one point, told incompatibly",
                ConflictKind::Number => "one quantity, different numbers",
                ConflictKind::Wording => "one utterance, different words",
                ConflictKind::Attribution => "one claim, credited to different speakers",
                ConflictKind::Settled => "decided in the one, open in the other",
            },
        }
    }
}

/// A link between two passages of one coverage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What they are to each other.
    pub kind: LinkKind,
    /// One line why; may be empty.
    pub why: String,
    /// The two, the one that was chosen first before the other.
    pub sides: [Passage; 2],
}

#[cfg(test)]
mod tests {
    use super::LinkKind;

    #[test]
    fn every_kind_is_written_as_it_is_called_and_read_again() {
        for kind in LinkKind::ALL {
            let written = serde_json::to_string(&kind).unwrap();
            assert_eq!(written, format!("{:?}", kind.name()));
            assert_eq!(serde_json::from_str::<LinkKind>(&written).unwrap(), kind);
        }
        assert!(serde_json::from_str::<LinkKind>("\"quarrels\"").is_err());
    }
}
