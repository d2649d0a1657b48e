//! What the world must do: what comes out of a session.

use crate::app::made::{Bookmark, Correction, Dismissal, Link, Note, TopicCorrection};
use crate::app::marks::Marks;
use crate::library::own::Hint;
use crate::view::query::Query;
use crate::view::shelf::{Change, Number};
use crate::view::unread::Unread;

/// Something that the world must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Hand this on for pasting: put it on the terminal's clipboard, and into what keeps one
    /// between.
    Copy(String),
    /// Open this address in the browser.
    Browser(String),
    /// Open this file at this line, counted from 1.
    Editor(String, usize),
    /// Take the mouse from the terminal, or give it back.
    Mouse(bool),
    /// Keep for good this bookmark, and forget those that it takes the place of, in one change.
    Bookmark {
        /// What is forgotten.
        was: Vec<Bookmark>,
        /// What is kept.
        is: Option<Bookmark>,
    },
    /// Keep this note for good, and forget the one that it takes the place of, in one change.
    Note {
        /// What is forgotten.
        was: Option<Box<Note>>,
        /// What is kept.
        is: Option<Box<Note>>,
    },
    /// Keep this link for good, and forget the one that it takes the place of, in one change.
    Link {
        /// What is forgotten.
        was: Option<Box<Link>>,
        /// What is kept.
        is: Option<Box<Link>>,
    },
    /// Keep for good what is said of this topic, and forget what it takes the place of, in one
    /// change.
    Topic {
        /// What is forgotten.
        was: Option<Box<TopicCorrection>>,
        /// What is kept.
        is: Option<Box<TopicCorrection>>,
    },
    /// Keep for good that these articles were read.
    Read(Vec<Number>),
    /// Keep for good that they were not.
    Unread(Vec<Number>),
    /// Keep for good that these articles were there when the reader had read in their event.
    Seen(Vec<Number>),
    /// Keep for good the byte at which this article was left.
    Left(Number, usize),
    /// Keep for good that this hint has done its part.
    Hinted(Hint),
    /// Keep this correction for good.
    Correct(Correction),
    /// Forget this correction.
    Uncorrect(Correction),
    /// Keep for good that these are no conflicts, in one change.
    Dismiss(Vec<Dismissal>),
    /// Forget that.
    Restore(Vec<Dismissal>),
    /// Group anew with these corrections on another thread and send the answer with the number.
    Regroup(Vec<Change>, u64),
    /// Search on another thread and send the answer with the generation.
    Find(Scope, Asked, u64),
    /// Stop searching.
    Stop,
    /// Count on another thread who is quoted anywhere and send the answer with the generation.
    Speakers(u64),
    /// Open the event of this article on another thread and send it with the number of the opening.
    Open(Number, u64),
    /// Ask the second reader about the open event on another thread, once it has stayed open for a
    /// moment, and send what it found with the number.
    Judge(u64),
    /// Look up on another thread what the second reader found in any event and send it with the
    /// number.
    Recall(u64),
    /// Look for the next unread article on another thread and send the answer with the number.
    Seek(Box<Unread<'static>>, u64),
    /// Read the files again.
    Reload,
    /// Stop reading the files.
    Cancel,
    /// Give the terminal back, stop, and come back.
    Suspend,
    /// Draw everything again.
    Redraw,
    /// Leave.
    Quit,
}

/// Where to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In everything, for places.
    Everything,
    /// In everything, for articles to keep in the list.
    Filter,
}

/// What is asked of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The query as it is written.
    pub written: String,
    /// The query.
    pub query: Query,
    /// What is known of the articles.
    pub marks: Marks,
}
