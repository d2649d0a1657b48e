//! What the reader makes, as it is kept.

use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::analysis::correction;
use crate::corpus::{Corpus, Passage};
use crate::library::own::Key;
use crate::view::link::LinkKind;
use crate::view::topic;

/// A place that the reader wants to find again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// What it is called on the screen; two may be called the same.
    pub name: String,
    /// The article; with the byte, what tells a bookmark from all others.
    pub article: Key,
    /// The byte of its text.
    pub byte: usize,
    /// The words there, by which it is found when the text has changed.
    pub words: String,
}

/// A correction of the grouping, or of who published an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What it says, for the reader.
    pub words: String,
    /// The article that it is about.
    pub article: Key,
    /// Articles that do not tell its event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart_from: Vec<Key>,
    /// An article that tells the same event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Key>,
    /// The outlet of the article, where nothing else names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
}

impl Correction {
    /// What is kept of `correction` of the grouping, made in `corpus`.
    pub fn of(corpus: &Corpus, correction: &correction::Correction, words: &str) -> Self {
        let others = correction.apart_from.iter().chain(&correction.with).copied();
        let mut keys =
            Key::all(corpus, &[correction.article].into_iter().chain(others).collect::<Vec<_>>());
        let with = correction.with.and_then(|_| keys.pop());
        let article = keys.remove(0);
        Correction { words: words.to_owned(), article, apart_from: keys, with, outlet: None }
    }

    /// Whether both say the same, whatever their words for it.
    pub(super) fn is_same(&self, other: &Correction) -> bool {
        self.with.is_some() == other.with.is_some()
            && self.outlet == other.outlet
            && self.keys().eq(other.keys())
    }

    /// All articles that it speaks of, the one that it is about first.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        [&self.article].into_iter().chain(&self.apart_from).chain(&self.with)
    }
}

/// A conflict that is none: the two passages by their words, so that it is found whatever the
/// analysis or an edit changes around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissal {
    /// What it said, for the reader.
    pub words: String,
    /// The two passages.
    pub sides: [Anchor; 2],
}

/// A passage, by its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The article.
    pub article: Key,
    /// The first byte of the passage in its text.
    pub byte: usize,
    /// All its words.
    pub words: String,
}

impl Anchor {
    /// Ties to a passage of `corpus`.
    pub fn of(corpus: &Corpus, passage: Passage) -> Self {
        let words = corpus.words(passage).to_owned();
        Anchor { article: Key::of(corpus, passage.article), byte: passage.span.start, words }
    }
}

impl Dismissal {
    /// What is kept of the conflict between two passages of `corpus`.
    pub fn of(corpus: &Corpus, sides: [Passage; 2], words: &str) -> Self {
        Dismissal { words: words.to_owned(), sides: sides.map(|side| Anchor::of(corpus, side)) }
    }

    /// Whether both are of the same two passages, whatever their words for it.
    pub(super) fn is_same(&self, other: &Dismissal) -> bool {
        self.sides[0].byte == other.sides[0].byte && self.sides == other.sides
    }
}

/// What the reader writes on a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The passage.
    pub at: Anchor,
    /// What the reader says of it.
    pub text: String,
    /// The day on which it was written, ISO 8601; empty where that is not known.
    pub made: String,
    /// Who published the article, so that the note says of whom it speaks where the article is
    /// gone; empty where that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outlet: String,
    /// The title of the article.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
}

impl Note {
    /// A note on a passage of `corpus`, written on the day `made`.
    pub fn of(corpus: &Corpus, passage: Passage, text: &str, made: Date) -> Self {
        let article = corpus.article(passage.article);
        let (outlet, title) = (article.outlet.name.clone(), article.title.clone());
        Note {
            at: Anchor::of(corpus, passage),
            text: text.to_owned(),
            made: made.to_string(),
            outlet,
            title,
        }
    }

    /// Whether both say the same of the same passage.
    pub(super) fn is_same(&self, other: &Note) -> bool {
        self.at.byte == other.at.byte && self.text == other.text && self.at == other.at
    }
}

/// The day that an entry says it was made on, where it gives one.
pub fn day(made: &str) -> Option<Date> {
    made.parse().ok()
}

/// What the reader says that two passages are to each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What they are to each other.
    pub kind: LinkKind,
    /// One line why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The day on which it was made, ISO 8601; empty where that is not known.
    pub made: String,
    /// The two, the one that was chosen first before the other.
    pub sides: [LinkSide; 2],
}

/// A passage that is linked, and of whom it is where its article is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSide {
    /// The passage.
    pub at: Anchor,
    /// Who published the article; empty where that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outlet: String,
    /// The title of the article.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
}

impl Link {
    /// A link between two passages of `corpus`, made on the day `made`.
    pub fn of(
        corpus: &Corpus,
        sides: [Passage; 2],
        (kind, why): (LinkKind, &str),
        made: Date,
    ) -> Self {
        let side = |passage: Passage| {
            let article = corpus.article(passage.article);
            let (outlet, title) = (article.outlet.name.clone(), article.title.clone());
            LinkSide { at: Anchor::of(corpus, passage), outlet, title }
        };
        Link { kind, why: why.to_owned(), made: made.to_string(), sides: sides.map(side) }
    }

    /// The articles of its sides.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.sides.iter().map(|side| &side.at.article)
    }

    /// Whether both say the same of the same two passages.
    pub(super) fn is_same(&self, other: &Link) -> bool {
        let places = |link: &Link| link.sides.each_ref().map(|side| side.at.byte);
        places(self) == places(other)
            && (self.kind, &self.why) == (other.kind, &other.why)
            && self.sides.iter().zip(&other.sides).all(|(one, two)| one.at == two.at)
    }
}

/// What the reader says of a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicCorrection {
    /// What it says, for the reader.
    pub words: String,
    /// What is said of which.
    #[serde(flatten)]
    pub correction: topic::Correction<Anchor>,
}

impl TopicCorrection {
    /// What is kept of `correction`, made in `corpus`.
    pub fn of(corpus: &Corpus, correction: &topic::Correction<Passage>, words: &str) -> Self {
        let topic::Correction { topic, says } = correction;
        let anchors = |passages: &[Passage]| {
            passages.iter().map(|passage| Anchor::of(corpus, *passage)).collect()
        };
        let says = match says {
            topic::Says::Called(title) => topic::Says::Called(title.clone()),
            topic::Says::With(with) => topic::Says::With(anchors(with)),
        };
        let correction = topic::Correction { topic: anchors(topic), says };
        TopicCorrection { words: words.to_owned(), correction }
    }

    /// The articles that it speaks of.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.correction.passages().map(|anchor| &anchor.article)
    }

    /// Whether both say the same, whatever their words for it.
    pub(super) fn is_same(&self, other: &TopicCorrection) -> bool {
        self.correction == other.correction
    }
}

/// Where the reader was last in an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The article.
    pub article: Key,
    /// The byte of its text.
    pub byte: usize,
}

/// What a reader is told of at first: in the status lines, until its key was used once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hint {
    /// That there is a way from dispute to dispute.
    Walk,
    /// That there is one from a side to the other.
    Cross,
    /// That both can be laid beside each other.
    Beside,
}

/// Columns of the panes beside the text, where the reader has set them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Widths {
    /// Of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<u16>,
    /// Of the topics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topics: Option<u16>,
}

/// Where the reader was last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The PATHs that were open, canonical.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opened: Vec<PathBuf>,
    /// The id of the event, where one was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The article and the byte of its text, where one was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}
