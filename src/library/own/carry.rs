//! What is worth carrying to another home: all that the reader made, but not where the reader was.
//! As JSON it can be taken in again.

use std::collections::BTreeSet;
use std::io;

use serde::{Deserialize, Serialize};

use crate::corpus::Problem;
use crate::library::own::disk::object;
use crate::library::own::{
    Bookmark, Correction, Dismissal, Kept, Key, Link, Note, TopicCorrection, day,
};
use crate::report::json;

/// What tells the format from other JSON.
const FORMAT: &str = "notes";
/// The version of the format. A later one is refused.
const VERSION: u32 = 1;

/// What is carried: one object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    rashomon: String,
    version: u32,
    /// Bookmarks in the order in which they were made.
    #[serde(default)]
    pub bookmarks: Vec<Bookmark>,
    /// Notes in the order in which they were written.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// Links in the order in which they were made.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Conflicts that are none.
    #[serde(default)]
    pub dismissals: Vec<Dismissal>,
    /// Corrections of the grouping in the order in which they were made.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// What the reader says of topics, in the order in which it was said.
    #[serde(default)]
    pub topics: Vec<TopicCorrection>,
    /// Articles that were read.
    #[serde(default)]
    pub read: BTreeSet<Key>,
}

/// How many of each were new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct New {
    /// Bookmarks.
    pub bookmarks: usize,
    /// Notes.
    pub notes: usize,
    /// Links.
    pub links: usize,
    /// Dismissed conflicts.
    pub dismissals: usize,
    /// Corrections of the grouping.
    pub corrections: usize,
    /// Corrections of topics.
    pub topics: usize,
    /// Articles read.
    pub read: usize,
}

impl Carried {
    /// What of `kept` is worth carrying.
    pub fn of(kept: &Kept) -> Self {
        Carried {
            rashomon: FORMAT.to_owned(),
            version: VERSION,
            bookmarks: kept.bookmarks().to_vec(),
            notes: kept.notes().to_vec(),
            links: kept.links().to_vec(),
            dismissals: kept.dismissals().to_vec(),
            corrections: kept.corrections().to_vec(),
            topics: kept.topics().to_vec(),
            read: kept.read_articles().cloned().collect(),
        }
    }

    /// Reads the JSON that [`Carried::to_json`] wrote; else says what is wrong in the file `path`.
    pub fn parse(json: &[u8], path: &str) -> Result<Self, Problem> {
        let problem = |line: Option<u64>, what: String| {
            let hint =
                "rashomon notes export writes what can be imported; nothing of yours was changed";
            Problem { path: path.to_owned(), line, what, hint: hint.to_owned() }
        };
        let carried: Carried = object(json).map_err(|error| {
            problem(
                Some(error.line() as u64).filter(|line| *line > 0),
                format!("is no export of notes: {error}"),
            )
        })?;
        match (carried.rashomon.as_str(), carried.version) {
            (FORMAT, VERSION) => Ok(carried),
            (FORMAT, version) => Err(problem(
                None,
                format!("is of version {version}, which this rashomon does not know"),
            )),
            (other, _) => Err(problem(None, format!("is no export of notes, but of {other}"))),
        }
    }

    /// Takes from the notes and links what is given as their day and is none; says of how many, as a
    /// problem of the file `path`.
    pub fn drop_wrong_days(&mut self, path: &str) -> Option<Problem> {
        let of_notes = self.notes.iter_mut().map(|note| &mut note.made);
        let days = of_notes.chain(self.links.iter_mut().map(|link| &mut link.made));
        let wrong = days.filter(|made| !made.is_empty() && day(made).is_none());
        let count = wrong.map(String::clear).count();
        let what =
            format!("{count} of its notes and links say that they were made on what is no day");
        (count > 0).then(|| Problem {
            path: path.to_owned(),
            line: None,
            what,
            hint: "they are taken in without one".into(),
        })
    }

    /// As one JSON object, with a line's end. It may be shown on a terminal, and reads back
    /// exactly.
    pub fn to_json(&self) -> io::Result<String> {
        Ok(json::pretty(self)? + "\n")
    }

    /// The keys of the articles that anything is said of.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        let bookmarks = self.bookmarks.iter().map(|bookmark| &bookmark.article);
        let notes = self.notes.iter().map(|note| &note.at.article);
        let sides =
            self.dismissals.iter().flat_map(|dismissal| &dismissal.sides).map(|side| &side.article);
        let links = self.links.iter().flat_map(Link::keys);
        let topics = self.topics.iter().flat_map(TopicCorrection::keys);
        bookmarks.chain(notes).chain(links).chain(sides).chain(topics).chain(&self.read)
    }
}

impl Kept {
    /// Takes in what was carried, behind what is there; what is there already stays as it is. Gives
    /// how many of each were new.
    pub fn import(&mut self, carried: Carried) -> New {
        let mut new = New::default();
        for bookmark in carried.bookmarks {
            if !self
                .bookmarks()
                .iter()
                .any(|other| other.byte == bookmark.byte && other.article == bookmark.article)
            {
                new.bookmarks += 1;
                self.add_bookmark(bookmark);
            }
        }
        for note in carried.notes {
            if !self.notes().iter().any(|other| other.is_same(&note)) {
                new.notes += 1;
                self.add_note(note);
            }
        }
        for link in carried.links {
            if !self.links().iter().any(|other| other.is_same(&link)) {
                new.links += 1;
                self.add_link(link);
            }
        }
        for dismissal in carried.dismissals {
            if !self.dismissals().iter().any(|other| other.is_same(&dismissal)) {
                new.dismissals += 1;
                self.add_dismissal(dismissal);
            }
        }
        for correction in carried.corrections {
            if !self.corrections().iter().any(|other| other.is_same(&correction)) {
                new.corrections += 1;
                self.add_correction(correction);
            }
        }
        for topic in carried.topics {
            if !self.topics().iter().any(|other| other.is_same(&topic)) {
                new.topics += 1;
                self.add_topic(topic);
            }
        }
        for article in carried.read {
            if !self.is_read(&article) {
                new.read += 1;
                self.set_read(article);
            }
        }
        new
    }
}
