//! The list of what could not be read, and of what was passed over.

use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::overlay::machine::Machine;
use crate::config::action::Action;

/// The list of the problems.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProblemList {
    /// The chosen one.
    pub choice: Choice,
}

impl ProblemList {
    /// The list at its first.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<ProblemList, String> {
        match below.problems {
            0 => Err("no problems: everything could be read".into()),
            _ => Ok(ProblemList::default()),
        }
    }
}

impl Machine for ProblemList {
    fn opener(&self) -> Option<Action> {
        Some(Action::Problems)
    }

    fn choose(&mut self, row: usize) -> bool {
        self.choice.selected = row;
        true
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        self.choice.step(motion, below.problems, below.height());
    }
}
