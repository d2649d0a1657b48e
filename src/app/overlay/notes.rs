//! The list of the notes.

use crate::app::answer::{Aim, Answer, Revision};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::jumps::Place;
use crate::app::overlay::machine::Machine;
use crate::config::action::Action;

/// The list of the notes.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoteList {
    /// The chosen one.
    pub choice: Choice,
}

impl NoteList {
    /// The list at the last one.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<NoteList, String> {
        match below.notes.all().len().checked_sub(1) {
            Some(selected) => Ok(NoteList { choice: Choice { selected, top: 0 } }),
            None => Err(format!("no notes yet: {} writes one", below.key_of(Action::Note))),
        }
    }
}

impl Machine for NoteList {
    fn opener(&self) -> Option<Action> {
        Some(Action::Notes)
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        self.choice.step(motion, below.notes.all().len(), below.height());
    }

    fn act(&mut self, action: Action, below: &Below<'_>) -> Answer {
        let note = below.notes.all().get(self.choice.selected);
        match (action, note) {
            (Action::Undo, _) => Answer::Do(Action::Undo),
            (Action::Open | Action::Right, None) => Answer::Close,
            (Action::Open | Action::Right, Some(note)) => match note.at {
                Some(at) => Answer::Go(Aim::Place(Place::at(at.article, at.span.start))),
                None => Answer::CloseSaying(
                    "the article of this note is not open, or its words are gone".into(),
                ),
            },
            (Action::Note, Some(note)) => Answer::Change(Revision::Reword(note.clone())),
            (Action::Dismiss, Some(note)) => Answer::Change(Revision::Delete(note.clone())),
            _ => Answer::Pass,
        }
    }

    fn after_change(&mut self, below: &Below<'_>) -> Answer {
        let count = below.notes.all().len();
        self.choice.selected = self.choice.selected.min(count.saturating_sub(1));
        if count == 0 { Answer::Close } else { Answer::Stay }
    }
}
