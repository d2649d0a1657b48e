//! The list of the notes, and below them of the links.

use crate::app::answer::{Aim, Answer, Revision};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::jumps::Place;
use crate::app::made::{Link, LinkSide, Note};
use crate::app::overlay::machine::Machine;
use crate::config::action::Action;
use crate::view::shelf::Anchor;

/// The list of the notes and links.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoteList {
    /// The chosen one.
    pub choice: Choice,
}

impl NoteList {
    /// The list at the last one.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<NoteList, String> {
        match count(below).checked_sub(1) {
            Some(selected) => Ok(NoteList { choice: Choice { selected, top: 0 } }),
            None => Err(format!(
                "no notes yet: {} writes one, {} links two passages",
                below.key_of(Action::Note),
                below.key_of(Action::Link)
            )),
        }
    }

    /// The chosen note, or the chosen link.
    fn chosen<'a>(&self, below: &Below<'a>) -> Option<Entry<'a>> {
        let (notes, links) = (below.notes.all(), below.links.all());
        let link = || links.get(self.choice.selected.checked_sub(notes.len())?).map(Entry::Link);
        notes.get(self.choice.selected).map(Entry::Note).or_else(link)
    }
}

/// What one row stands for.
enum Entry<'a> {
    Note(&'a Note),
    Link(&'a Link),
}

/// How many notes and links there are.
fn count(below: &Below<'_>) -> usize {
    below.notes.all().len() + below.links.all().len()
}

/// To words of the reader's; says of `what` they are where they are not there.
fn to(at: Option<Anchor>, what: &str) -> Answer {
    match at {
        Some(at) => Answer::Go(Aim::Place(Place::at(at.article, at.span.start))),
        None => Answer::CloseSaying(format!(
            "the article of this {what} is not open, or its words are gone"
        )),
    }
}

impl Machine for NoteList {
    fn opener(&self) -> Option<Action> {
        Some(Action::Notes)
    }

    fn choose(&mut self, row: usize) -> bool {
        self.choice.selected = row;
        true
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        self.choice.step(motion, count(below), below.height());
    }

    fn act(&mut self, action: Action, below: &Below<'_>) -> Answer {
        use Entry::{Link, Note};
        let at = |side: Option<&LinkSide>| side.and_then(|side| side.at);
        match (action, self.chosen(below)) {
            (Action::Undo | Action::Redo, _) => Answer::Do(action),
            (Action::Open | Action::Right, None) => Answer::Close,
            (Action::Open | Action::Right, Some(Note(note))) => to(note.at, "note"),
            (Action::Note, Some(Note(note))) => Answer::Change(Revision::Reword(note.clone())),
            (Action::Dismiss, Some(Note(note))) => Answer::Change(Revision::Delete(note.clone())),
            // To the first side that is there, or to the other one.
            (Action::Open | Action::Right, Some(Link(link))) => {
                to(link.sides.iter().find_map(|side| side.at), "link")
            }
            (Action::Cross, Some(Link(link))) => to(at(link.sides.last()), "side of the link"),
            (Action::Note | Action::Link, Some(Link(link))) => {
                Answer::Change(Revision::Relink(Box::new(link.clone())))
            }
            (Action::Dismiss, Some(Link(link))) => {
                Answer::Change(Revision::Unlink(Box::new(link.clone())))
            }
            _ => Answer::Pass,
        }
    }

    fn after_change(&mut self, below: &Below<'_>) -> Answer {
        let count = count(below);
        self.choice.selected = self.choice.selected.min(count.saturating_sub(1));
        if count == 0 { Answer::Close } else { Answer::Stay }
    }
}
