//! What comes into a session from the world: keys, the mouse, a new size, answers of other threads.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::app::layout::Size;
use crate::app::made::{Bookmark, Correction, Dismissal, Link, Note, TopicCorrection};
use crate::config::action::Action;
use crate::config::key::Key;
use crate::library::own::{Hint, Widths};
use crate::library::store::Touched;
use crate::view::Coverage;
use crate::view::judged::Judged;
use crate::view::shelf::{Anchor, Found, Kept, Loaded, Number, Shelf};
use crate::view::speaker::Speaker;
use crate::view::unread;

/// A message to the session.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The first button was pressed on a cell.
    Click(u16, u16),
    /// It was pressed on the hint of a key that asks for this.
    Do(Action),
    /// It was pressed on a row of the list over the panes.
    Pick(usize),
    /// It was pressed beside what lies over the panes.
    Outside,
    /// The pointer was moved to a cell with the first button held.
    Drag(u16, u16),
    /// The first button was let go.
    Release,
    /// The wheel was turned over a cell, by so many rows.
    Wheel(u16, u16, isize),
    /// The screen has this size now.
    Resize(Size),
    /// How far the loading is.
    Progress(String),
    /// The files are read.
    Loaded(Loaded),
    /// A reading anew was given up.
    Stopped,
    /// The library has changed; of these articles what is known of them, or of any.
    Changed(Loaded, Option<Touched>),
    /// All that there was to do for the library is done, or was stopped.
    Settled(bool),
    /// The first that a search over everything of this generation found.
    Begun(u64, Vec<Found>),
    /// What a search over everything of this generation found.
    Found(u64, Vec<Found>),
    /// What the filter of this generation keeps.
    Filtered(u64, String, Kept),
    /// What was searched for has not been found for a moment.
    Late,
    /// Who is quoted anywhere, counted for this generation.
    Speakers(u64, Vec<Speaker>),
    /// The event of this opening by itself; `None` where it could not be read.
    Opened(u64, Option<Box<Coverage>>),
    /// What the second reader has found so far in the open event of this number.
    Judged(u64, Vec<Judged>),
    /// What it found earlier in any event, looked up for this number.
    Recalled(u64, Vec<Judged<Anchor>>),
    /// Why it does not answer, in one word.
    Unjudged(u64, &'static str),
    /// The bookmarks kept from earlier.
    Bookmarks(Vec<Bookmark>),
    /// The notes, those of this session last, as they are known of what was loaded.
    Notes(Vec<Note>),
    /// The links, those of this session last, as they are known of what was loaded.
    Links(Vec<Link>),
    /// The articles that were read, and the byte at which each was left last, as far as they were
    /// loaded.
    Read(FxHashSet<Number>, FxHashMap<Number, usize>),
    /// The articles that were there when the reader had read in their event, likewise.
    Seen(FxHashSet<Number>),
    /// The next unread article, for the search of this number.
    Unread(u64, unread::Next),
    /// The hints that did their part in earlier sessions. Comes before all else, where hints are
    /// given at all.
    Hinted(BTreeSet<Hint>),
    /// The widths of the panes, as they were left in the last session.
    Widths(Widths),
    /// Where the last session ended: an article and a byte. Comes before what is loaded.
    Resume(Number, usize),
    /// The corrections of the grouping, those of this session last, as they are known of what was
    /// loaded.
    Corrections(Vec<Correction>),
    /// What is said of topics, that of this session last, as it is known of what was loaded.
    Topics(Vec<TopicCorrection>),
    /// The conflicts that are none, those of this session last, as they are known of what was
    /// loaded.
    Dismissals(Vec<Dismissal>),
    /// The grouping of this number.
    Regrouped(u64, Arc<dyn Shelf>),
    /// Something to tell the reader.
    Notice(String),
}
