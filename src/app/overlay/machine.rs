//! What every overlay is: a machine that is handed a key or an action with what is open below it,
//! changes itself, and answers what is to be done.

use tui_input::Input;

use crate::app::answer::Answer;
use crate::app::below::Below;
use crate::app::choice::Motion;
use crate::app::overlay::typing::{Typing, typing};
use crate::config::action::Action;
use crate::config::key::Key;

/// What must stay as it is for what an overlay shows to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Base {
    /// Nothing: it shows no findings, or finds them again by itself.
    Nothing,
    /// The findings of the open event.
    Event,
    /// The grouping of the articles into events.
    Grouping,
}

/// An overlay. Most have a list in which something is chosen; what they leave out does nothing.
pub(in crate::app) trait Machine {
    /// The action that opens it and, pressed again, closes it.
    fn opener(&self) -> Option<Action> {
        None
    }

    /// What must stay as it is for it to hold.
    fn base(&self) -> Base {
        Base::Nothing
    }

    /// The line into which keys type, where there is one.
    fn line(&mut self) -> Option<&mut Input> {
        None
    }

    /// Moves what is chosen or in view.
    fn step(&mut self, _motion: Motion, _below: &Below<'_>) {}

    /// Chooses a row of its list; gives whether it can be opened.
    fn choose(&mut self, _row: usize) -> bool {
        false
    }

    /// What an action means in it, where it means something of its own.
    fn act(&mut self, _action: Action, _below: &Below<'_>) -> Answer {
        Answer::Pass
    }

    /// The line holds other words now.
    fn changed(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Stay
    }

    /// Enter was pressed in the line.
    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Close
    }

    /// The reader wants it closed; one that has something else to give up first may stay.
    fn shut(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Close
    }

    /// Takes a key into its line.
    fn key(&mut self, key: Key, below: &Below<'_>) -> Answer {
        typed(self, key, below)
    }

    /// Makes it ready for the size of the screen.
    fn fit(&mut self, _below: &Below<'_>) {}

    /// Which conflicts are shown or dismissed is another now.
    fn renew(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Stay
    }

    /// What it answered to be changed is changed.
    fn after_change(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Stay
    }

    /// What lay over it is closed.
    fn uncovered(&mut self, _below: &Below<'_>) {}
}

/// Takes a key into the line of a machine.
pub(in crate::app) fn typed<M: Machine + ?Sized>(
    machine: &mut M,
    key: Key,
    below: &Below<'_>,
) -> Answer {
    let Some(line) = machine.line() else { return Answer::Stay };
    match typing(line, key) {
        Typing::Same => Answer::Stay,
        Typing::Closed => machine.shut(below),
        Typing::Step(rows) => {
            if below.layout.is_some() {
                machine.step(Motion::Rows(rows), below);
            }
            Answer::Stay
        }
        Typing::Changed => machine.changed(below),
        Typing::Accepted => machine.accepted(below),
    }
}

/// A first line in view, moved, such that the last page stays full.
pub(in crate::app) fn scrolled(top: usize, motion: Motion, count: usize, height: usize) -> usize {
    top.saturating_add_signed(motion.rows(height)).min(count.saturating_sub(height))
}
