//! What the reader makes: bookmarks, notes, links, corrections of the grouping
//! and of topics, disputes that are none.

use std::collections::BTreeMap;

use crate::corpus::Passage;
use crate::library::own;
use crate::text::Span;
use crate::view::Coverage;
use crate::view::link::LinkKind;
use crate::view::shelf::{Anchor, Change, Number};
use crate::view::topic;

/// A place that the reader wants to find again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// What it is called; two may be called the same.
    pub name: String,
    /// The words that stand there.
    pub words: String,
    /// Where it is; `None` where its article is not in the library.
    pub place: Option<(Number, usize)>,
    /// What it is kept as: article and byte; `None` where it was made since the files were read.
    pub kept: Option<(own::Key, usize)>,
}

/// A note, as the session knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What the reader says.
    pub text: String,
    /// The words that it is said of.
    pub words: String,
    /// Who published them.
    pub outlet: String,
    /// The title of their article.
    pub title: String,
    /// Where they stand; `None` where their article is not open, or they are gone from it.
    pub at: Option<Anchor>,
    /// What it is kept as; `None` where it was written since the files were read.
    pub kept: Option<own::Note>,
}

impl Note {
    /// Whether both say the same of the same words.
    fn is_same(&self, other: &Note) -> bool {
        self.text == other.text && self.at == other.at && self.words == other.words
    }
}

/// All notes.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// In the order in which they were written.
    all: Vec<Note>,
    /// Which of them stand in an article.
    of: BTreeMap<Number, Vec<usize>>,
}

impl Notes {
    /// All, in the order in which they were written.
    pub fn all(&self) -> &[Note] {
        &self.all
    }

    /// Those on an article, with their passages.
    pub fn of(&self, article: Number) -> impl Iterator<Item = (&Note, Span)> {
        let places = self.of.get(&article).into_iter().flatten();
        places
            .filter_map(|place| self.all.get(*place))
            .filter_map(|note| Some((note, note.at?.span)))
    }

    /// Takes `all` in the place of those that there were.
    pub(super) fn set(&mut self, all: Vec<Note>) {
        self.all = all;
        self.of.clear();
        for (place, note) in self.all.iter().enumerate() {
            note.at.iter().for_each(|at| self.of.entry(at.article).or_default().push(place));
        }
    }

    /// Puts `is` in the place of `was`, or behind all where there is none.
    pub(super) fn replace(&mut self, was: Option<&Note>, is: Option<Note>) {
        let mut all = std::mem::take(&mut self.all);
        let place = was.and_then(|was| all.iter().position(|note| note.is_same(was)));
        match (place, is) {
            (Some(place), Some(is)) => all[place] = is,
            (Some(place), None) => drop(all.remove(place)),
            (None, is) => all.extend(is),
        }
        self.set(all);
    }
}

/// What was done to one note, link or topic: what it was, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rewritten<T> {
    pub(super) was: Option<T>,
    pub(super) is: Option<T>,
}

/// What the reader says that two passages are to each other, as the session knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What they are to each other.
    pub kind: LinkKind,
    /// One line why; may be empty.
    pub why: String,
    /// The two, the one that was chosen first before the other.
    pub sides: [LinkSide; 2],
    /// What it is kept as; `None` where it was made since the files were read.
    pub kept: Option<own::Link>,
}

/// A passage that is linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSide {
    /// Its words.
    pub words: String,
    /// Who published them.
    pub outlet: String,
    /// The title of their article.
    pub title: String,
    /// Where they stand; `None` where their article is not open, or they are gone from it.
    pub at: Option<Anchor>,
}

impl Link {
    /// `denial: told nothing against a receipt`
    pub fn said(&self) -> String {
        said(self.kind, &self.why)
    }

    /// Whether both say the same of the same words.
    fn is_same(&self, other: &Link) -> bool {
        (self.kind, &self.why) == (other.kind, &other.why)
            && self.sides.iter().zip(&other.sides).all(|(a, b)| a.at == b.at && a.words == b.words)
    }
}

/// What a link says: `denial: told nothing against a receipt`.
pub fn said(kind: LinkKind, why: &str) -> String {
    let colon = if why.is_empty() { "" } else { ": " };
    format!("{}{colon}{why}", kind.name())
}

/// All links.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// In the order in which they were made.
    all: Vec<Link>,
    /// Which of them have a side in an article, each with where that is.
    of: BTreeMap<Number, Vec<(usize, Span)>>,
    /// The passage that is to be linked with what comes next.
    pub half: Option<LinkSide>,
}

impl Links {
    /// All, in the order in which they were made.
    pub fn all(&self) -> &[Link] {
        &self.all
    }

    /// The passages of an article that are linked or to be linked.
    pub fn of(&self, article: Number) -> impl Iterator<Item = Span> {
        let half = self.half.iter().filter_map(|half| half.at);
        let half = half.filter(move |at| at.article == article).map(|at| at.span);
        self.in_article(article).map(|(_, span)| span).chain(half)
    }

    /// The links that have a side in an article, each with where that is.
    pub fn in_article(&self, article: Number) -> impl Iterator<Item = (&Link, Span)> {
        let places = self.of.get(&article).into_iter().flatten();
        places.filter_map(|(place, span)| Some((self.all.get(*place)?, *span)))
    }

    /// The one that number `index` of the links of `coverage` is.
    pub fn found(&self, coverage: &Coverage, index: usize) -> Option<&Link> {
        let found = coverage.links.get(index)?;
        let places = found.sides.map(|side| Some(coverage.anchor(side)));
        self.all.iter().find(|link| {
            link.kind == found.kind
                && link.why == found.why
                && link.sides.each_ref().map(|side| side.at) == places
        })
    }

    /// Takes `all` in the place of those that there were.
    pub(super) fn set(&mut self, all: Vec<Link>) {
        self.all = all;
        self.of.clear();
        for (place, link) in self.all.iter().enumerate() {
            for at in link.sides.iter().filter_map(|side| side.at) {
                self.of.entry(at.article).or_default().push((place, at.span));
            }
        }
    }

    /// Puts `is` in the place of `was`, or behind all where there is none.
    pub(super) fn replace(&mut self, was: Option<&Link>, is: Option<Link>) {
        let mut all = std::mem::take(&mut self.all);
        let place = was.and_then(|was| all.iter().position(|link| link.is_same(was)));
        match (place, is) {
            (Some(place), Some(is)) => all[place] = is,
            (Some(place), None) => drop(all.remove(place)),
            (None, is) => all.extend(is),
        }
        self.set(all);
    }
}

/// One correction, as the session knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What it says.
    pub words: String,
    /// What it does to the articles that are there; `None` where it says nothing of them.
    pub change: Option<Change>,
    /// What it is kept as; `None` where it was made since the files were read.
    pub kept: Option<own::Correction>,
}

/// All corrections.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    /// In the order in which they were made; a later one wins.
    pub all: Vec<Correction>,
    /// What is to be joined with what comes next.
    pub joining: Option<Chosen>,
    /// The number of the last grouping that was asked for; older answers are dropped.
    pub(super) asked: u64,
}

/// What a correction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// A whole event, by its earliest article.
    Event(Number),
    /// An article alone.
    Article(Number),
}

impl Chosen {
    /// The article that stands for it.
    pub fn article(self) -> Number {
        match self {
            Chosen::Event(article) | Chosen::Article(article) => article,
        }
    }
}

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A topic, by its place in the open event.
    Topic(usize),
    /// The outlet of an article.
    Outlet(Number),
}

impl Named {
    /// What it is called in the line.
    pub fn what(self) -> &'static str {
        match self {
            Named::Topic(_) => "topic",
            Named::Outlet(_) => "outlet",
        }
    }
}

/// What the reader says of a topic, as the session knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicCorrection {
    /// What it says.
    pub words: String,
    /// What is said of which, by passages that are there; `None` where a topic has none left.
    pub correction: Option<topic::Correction<Anchor>>,
    /// What it is kept as; `None` where it was made since the files were read.
    pub kept: Option<own::TopicCorrection>,
}

/// A conflict that is none, as the session knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    /// What it said: its kind and its reason.
    pub words: String,
    /// Where its sides stand; `None` where an article is not open, or the words are gone from it.
    pub sides: Option<[Anchor; 2]>,
    /// What it is kept as; `None` where it was made since the files were read.
    pub kept: Option<own::Dismissal>,
}

impl Dismissal {
    /// Its sides, where they stand in `event`.
    pub(super) fn passages(&self, event: &Coverage) -> Option<[Passage; 2]> {
        let [a, b] =
            self.sides?.map(|side| Some(Passage::new(event.local(side.article)?, side.span)));
        Some([a?, b?])
    }
}

/// What the reader made in this session: what an undo takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// The last of the corrections.
    Correction,
    /// The last of the dismissals.
    Dismissal,
    /// A note written, changed or deleted.
    Note(Box<Rewritten<Note>>),
    /// A link made, changed or deleted.
    Link(Box<Rewritten<Link>>),
    /// A topic named, joined, or as it was found.
    Topic(Box<Rewritten<TopicCorrection>>),
}

/// What was undone: what a redo makes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Undone {
    /// A correction.
    Correction(Box<Correction>),
    /// All of a dispute.
    Dismissals(Vec<Dismissal>),
    /// A note written, changed or deleted.
    Note(Box<Rewritten<Note>>),
    /// A link made, changed or deleted.
    Link(Box<Rewritten<Link>>),
    /// A topic named, joined, or as it was found.
    Topic(Box<Rewritten<TopicCorrection>>),
}

impl Made {
    /// Forgets the one of a kind that so many of the same kind were made after.
    pub(super) fn forget(made: &mut Vec<Made>, kind: &Made, after: usize) {
        let found = made
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, other)| *other == kind)
            .nth(after)
            .map(|(place, _)| place);
        if let Some(place) = found {
            made.remove(place);
        }
    }
}
