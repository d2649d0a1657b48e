//! The work in the panes: moving, going from one to the other, opening what is chosen.

use crate::app::answer::Answer;
use crate::app::carry;
use crate::app::choice::Motion;
use crate::app::effect::Effect;
use crate::app::go::compare;
use crate::app::layout::Pane;
use crate::app::state::State;
use crate::app::topics::Topics;
use crate::view::sidebar;

/// Moves in whatever has the keys.
pub(super) fn motion(state: &mut State, motion: Motion) -> Vec<Effect> {
    let Some(layout) = state.layout() else { return Vec::new() };
    if state.overlay.is_some() {
        state.ask_overlay(|machine, below| {
            machine.step(motion, below);
            Answer::Stay
        });
        return Vec::new();
    }
    match state.focus {
        Pane::List => state.list.step(motion, layout.rows(Pane::List)),
        Pane::Topics => state.topics.step(motion, layout.rows(Pane::Topics)),
        Pane::Text => {
            let height = state.text_height();
            state.reader.step(motion.rows(height));
        }
    }
    Vec::new()
}

/// Gives the keys to a pane.
pub(super) fn focus(state: &mut State, pane: Pane) -> Vec<Effect> {
    state.focus = pane;
    Vec::new()
}

/// Gives the keys to the pane so many further on.
pub(super) fn turn(state: &mut State, steps: usize) -> Vec<Effect> {
    let at = Pane::ALL.iter().position(|pane| *pane == state.focus).unwrap_or(1);
    focus(state, Pane::ALL[(at + steps) % Pane::ALL.len()])
}

/// To the pane on the left; in the list: shut.
pub(super) fn left(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Pane::Topics => focus(state, Pane::Text),
        Pane::Text => focus(state, Pane::List),
        Pane::List => {
            state.list.shut(state.shelf.as_ref());
            Vec::new()
        }
    }
}

/// To the pane on the right; in a list: open.
pub(super) fn right(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Pane::Text => focus(state, Pane::Topics),
        Pane::List => {
            let height = state.layout().map_or(0, |layout| layout.rows(Pane::List));
            let answer = state.list.right(state.shelf.as_ref(), height);
            carry::out(state, answer)
        }
        Pane::Topics => open(state),
    }
}

/// Opens what is chosen. In the text that is the comparison of what the cursor is on.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let answer = match state.focus {
        Pane::List => state.list.enter(state.shelf.as_ref()),
        Pane::Topics => state.ask_topics(Topics::enter),
        Pane::Text => return compare(state),
    };
    carry::out(state, answer)
}

/// A click on a row in view of a list opens it.
pub(super) fn click(state: &mut State, pane: Pane, down: usize) -> Vec<Effect> {
    let (list, topics) = (&mut state.list, &mut state.topics);
    let (row, count, choice) = if pane == Pane::List {
        (list.choice.top + down, list.outline.len(), &mut list.choice)
    } else {
        let row = topics.choice.top + down;
        let there = row < topics.rows.len();
        let row = if there { sidebar::head(&topics.rows, row) } else { row };
        (row, topics.rows.len(), &mut topics.choice)
    };
    if row >= count {
        return Vec::new();
    }
    choice.selected = row;
    open(state)
}
