//! Cues: verbs and nouns that report what somebody says, with what they do with it and what may
//! follow them.

/// What a cue does with its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Gives it: said, explained.
    Says,
    /// Gives it to somebody: told.
    Tells,
    /// Asks it.
    Asks,
    /// Holds it to be untrue: denied.
    Denies,
    /// Holds it to be unsure.
    Doubts,
    /// Takes another's side: agreed, echoed.
    Endorses,
    /// Wants it done: urged.
    Demands,
    /// Says what it thinks of somebody or something: praised, accused.
    Judges,
}

/// The stances by the names that the lists give them.
const STANCES: [(&str, Stance); 8] = [
    ("says", Stance::Says),
    ("tells", Stance::Tells),
    ("asks", Stance::Asks),
    ("denies", Stance::Denies),
    ("doubts", Stance::Doubts),
    ("endorses", Stance::Endorses),
    ("demands", Stance::Demands),
    ("judges", Stance::Judges),
];

impl Stance {
    /// The stance of this name in the lists.
    pub(super) fn named(name: &str) -> Option<Stance> {
        STANCES.iter().find(|(known, _)| *known == name).map(|(_, stance)| *stance)
    }
}

/// What may begin a cue's content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames(u32);

impl Frames {
    /// A clause: said (that) it was shut.
    pub const CLAUSE: Frames = Frames(1);
    /// A noun phrase: denied the report.
    pub const NOUN: Frames = Frames(2);
    /// An infinitive: promised to leave.
    pub const TO: Frames = Frames(4);
    /// A verb in -ing: denied taking it.
    pub const GERUND: Frames = Frames(8);
    /// One who is addressed may stand before it: told them that.
    pub const ADDRESSEE: Frames = Frames(16);
    /// "out" may follow the verb: pointed out that.
    pub const OUT: Frames = Frames(32);
    /// A noun phrase and what it is called: called it a mistake.
    pub const NAMED: Frames = Frames(64);
    /// A noun phrase tells only what it was about: mentioned the bridge.
    pub const TOPIC: Frames = Frames(128);
    /// Only what somebody wrote is its subject: the poll shows.
    pub const WRITTEN: Frames = Frames(256);
    /// How many bits stand for the frames above.
    const FIRST_PREPOSITION: u32 = 9;

    /// The frames that the letters and prepositions of a list's column name; `None` where one is
    /// unknown.
    pub(super) fn read(column: &str) -> Option<Frames> {
        let mut parts = column.split('+');
        let letters = parts.next().unwrap_or("").chars().map(|letter| match letter {
            'c' => Some(Frames::CLAUSE),
            'n' => Some(Frames::NOUN),
            't' => Some(Frames::TO),
            'g' => Some(Frames::GERUND),
            'a' => Some(Frames::ADDRESSEE),
            'o' => Some(Frames::OUT),
            'x' => Some(Frames::NAMED),
            'b' => Some(Frames::TOPIC),
            'd' => Some(Frames::WRITTEN),
            _ => None,
        });
        let prepositions = parts.map(Frames::of_preposition);
        letters
            .chain(prepositions)
            .try_fold(Frames::default(), |all, one| Some(Frames(all.0 | one?.0)))
    }

    fn of_preposition(word: &str) -> Option<Frames> {
        let at = PREPOSITIONS.iter().position(|known| *known == word)?;
        Some(Frames(1 << (at as u32 + Frames::FIRST_PREPOSITION)))
    }

    /// Whether one of `others` is among them.
    pub fn any(self, others: Frames) -> bool {
        self.0 & others.0 != 0
    }

    /// Whether the content may follow this preposition.
    pub fn takes(self, preposition: &str) -> bool {
        Frames::of_preposition(preposition).is_some_and(|frame| self.any(frame))
    }
}

/// Prepositions that belong to a cue.
const PREPOSITIONS: [&str; 13] =
    ["as", "about", "of", "on", "for", "to", "against", "at", "with", "by", "upon", "into", "over"];

/// One form of a cue verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The verb's lemma.
    pub lemma: &'static str,
    /// What it does with its content.
    pub stance: Stance,
    /// What may begin its content.
    pub frames: Frames,
    /// Whether the form is more often something else and needs a subject and a content beside it.
    pub guarded: bool,
}
