//! What an overlay or a pane answers to what is asked of it: data. `carry` does what it says, so
//! that neither need know the session, nor one another.

use crate::app::crossing::Crossing;
use crate::app::effect::Scope;
use crate::app::jumps::Place;
use crate::app::made::{Link, Named, Note, Rewritten};
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::view::query::Query;
use crate::view::shelf::Number;
use crate::view::walk::{Stop, Way};

/// What is to be done.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// It means nothing of its own here.
    Pass,
    /// Nothing more: it stays open.
    Stay,
    /// It closes; what it lay over is there again.
    Close,
    /// It closes, with these words.
    CloseSaying(String),
    /// It stays, with these words.
    Say(String),
    /// It closes, and the reader is brought somewhere.
    Go(Aim),
    /// It closes, and an action is carried out.
    Run(Action),
    /// It stays, and what an action means in the panes is done.
    Do(Action),
    /// Something is asked of the library on another thread; what was asked before is not wanted
    /// any more.
    Ask(Question),
    /// Something is done to what is searched or filtered for.
    Seek(Seek),
    /// Something that the reader made is changed; it stays as long as it has anything to show.
    Change(Revision),
    /// These citations are copied.
    Copy(Vec<String>),
}

/// Where to bring the reader.
#[derive(Clone, Debug)]
pub(super) enum Aim {
    /// To a place of the library.
    Place(Place),
    /// Into an article, where it was left last.
    Article(Number),
    /// To a stop of the open event.
    Stop(Stop),
    /// To the side that a crossing is at, and on with it.
    Side(Crossing),
    /// To a stop, with its sides beside each other over what is open.
    Compared(Stop),
    /// To a place that was jumped from, by its number.
    Jump(usize),
    /// To the next dispute, with its sides beside each other.
    Next(Way),
    /// To the list.
    List,
}

/// What is asked of the library.
#[derive(Clone, Debug)]
pub(super) enum Question {
    /// A query, with how it is written.
    Find(Scope, String, Query),
    /// Who is quoted anywhere.
    Speakers,
    /// Nothing; what is being searched is stopped where an answer is still on its way.
    Nothing(Wait),
}

/// How long an answer has been on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wait {
    /// None is.
    #[default]
    Nothing,
    /// Since just now: nothing need be said.
    Short,
    /// So long that the reader wonders.
    Long,
}

/// Where the cursor and the view were before a search in the text.
pub(super) type Origin = (usize, usize);

/// What is done to what is searched or filtered for.
#[derive(Clone, Debug)]
pub(super) enum Seek {
    /// These letters are searched in the text, from where the reader was.
    Letters(String, Origin),
    /// That search is taken as it is.
    Taken(String, Origin),
    /// It is given up.
    GivenUp(Origin),
    /// What a search over everything found here is gone to; its words are searched in the text.
    Found(Query, Place),
    /// The list is kept to nothing while its filter is typed.
    Unfiltered(Wait),
    /// The filter is given up.
    NoFilter(Wait),
    /// The search over everything is closed.
    Nothing(Wait),
}

/// What is changed of what the reader made.
#[derive(Clone, Debug)]
pub(super) enum Revision {
    /// Bookmark number so many is dropped.
    Unmark(usize),
    /// The line opens in which a note is changed.
    Reword(Note),
    /// The line opens in which a note is written on a passage of the open event.
    Annotate(Passage),
    /// A note is deleted.
    Delete(Note),
    /// A note is as it was typed: what it was, and what it is.
    Write(Box<Rewritten<Note>>),
    /// The box opens in which the reader says what two passages are to each other.
    Bind([Passage; 2]),
    /// The box opens in which a link is changed.
    Relink(Box<Link>),
    /// A link is deleted.
    Unlink(Box<Link>),
    /// A link is as it was chosen and typed: what it was, and what it is.
    Link(Box<Rewritten<Link>>),
    /// This topic or outlet is called as it was typed.
    Name(Named, String),
    /// What was said of a topic, number so many, is taken back.
    Rename(usize),
    /// Correction number so many is taken back.
    Uncorrect(usize),
    /// Dismissal number so many is taken back.
    Restore(usize),
    /// A finding of the second reader is dismissed.
    Refuse(usize),
    /// The dispute of this conflict is dismissed or, where it was, taken back.
    Dismiss(Option<usize>),
    /// This conflict alone is dismissed.
    DismissPair(Option<usize>),
}
