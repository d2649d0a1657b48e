//! The list of the event's conflicts over the panes, by kind or by topic, with those that were dismissed.

use crate::app::choice::{Choice, Motion};
use crate::app::dismissals::restore;
use crate::app::go::go_stop;
use crate::app::layout::{Layout, Listing};
use crate::app::overlay::Overlay;
use crate::app::update::{open_compare, show, soft};
use crate::app::{Effect, State};
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::view::conflicts::{self, Grouping, Row};
use crate::view::event::Finding;
use crate::view::walk::Stop;

/// The list. It is made when it is opened and when what it shows has changed; to draw it only looks at the rows in view.
#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    /// What is put together.
    pub grouping: Grouping,
    /// What is shown.
    pub rows: Vec<Row>,
    /// The chosen row.
    pub choice: Choice,
}

/// Rows of the box beside those of the list: frame, head, gap and foot.
const AROUND: u16 = 10;

impl Conflicts {
    /// Where the parts of the list are on the screen of `layout`.
    pub fn places(&self, layout: &Layout) -> Listing {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX).saturating_add(AROUND);
        layout.listing(130, rows.clamp(20, 40))
    }

    /// The chosen conflict, by its place in the event's list.
    pub fn chosen(&self) -> Option<usize> {
        match self.rows.get(self.choice.selected)? {
            Row::Conflict(index) => Some(*index),
            Row::Heading(..) => None,
        }
    }

    /// Chooses conflict number `index`, else the first.
    fn choose(&mut self, index: Option<usize>) {
        let at = self.rows.iter().position(|row| index.is_some_and(|index| *row == Row::Conflict(index)));
        self.choice.selected = at.unwrap_or(0);
        self.leave_heading(1);
    }

    /// For each row whether it is no heading.
    fn conflicts(&self) -> Vec<bool> {
        self.rows.iter().map(|row| matches!(row, Row::Conflict(_))).collect()
    }

    fn leave_heading(&mut self, way: isize) {
        self.choice.onto(&self.conflicts(), way);
    }

    /// Moves the choice from conflict to conflict.
    pub(super) fn step(&mut self, motion: Motion, layout: &Layout) {
        let height = usize::from(self.places(layout).list.height);
        self.choice.walk(motion, &self.conflicts(), height);
    }

    /// Makes the list fit the screen again.
    pub(super) fn fit(&mut self, layout: &Layout) {
        let height = usize::from(self.places(layout).list.height);
        self.choice.follow_under(self.rows.len(), height);
    }
}

/// Opens the list at the current conflict.
pub(super) fn open_conflicts(state: &mut State) -> Vec<Effect> {
    let rows = conflicts::rows(&state.coverage, &state.reader.view, Grouping::default());
    if rows.is_empty() {
        return crate::app::go::no_conflicts(state);
    }
    let current = match state.reader.current.and_then(|stop| stop.finding) {
        Some(Finding::Conflict(index)) => Some(index),
        _ => None,
    };
    let mut list = Conflicts { rows, ..Conflicts::default() };
    list.choose(current);
    show(state, Overlay::Conflicts(Box::new(list)))
}

/// Lists the conflicts anew where the list is open: what was chosen stays so, else what stands in its place is.
pub(super) fn relist(state: &mut State) {
    let Some(Overlay::Conflicts(list)) = &mut state.overlay else { return };
    let (chosen, place) = (list.chosen(), list.choice.selected);
    let dismissed = |index: usize| state.coverage.dismissed.contains(&(state.reader.view.event, index));
    list.rows = conflicts::rows(&state.coverage, &state.reader.view, list.grouping);
    match chosen {
        // What was just dismissed goes to the end, where nobody wants to follow it.
        Some(index) if !dismissed(index) => list.choose(Some(index)),
        _ => {
            list.choice.selected = place.min(list.rows.len().saturating_sub(1));
            list.leave_heading(1);
        }
    }
    if list.rows.is_empty() {
        state.overlay = None;
    }
}

/// What an action means in the list, where it means something of its own.
pub(super) fn in_conflicts(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open | Action::Right => Some(enter(state)),
        Action::Compare => Some(compare(state)),
        Action::NextPane | Action::PreviousPane => Some(regroup(state)),
        Action::Soft => {
            let effects = soft(state);
            relist(state);
            Some(effects)
        }
        Action::Undo => Some(take_back(state)),
        _ => None,
    }
}

fn enter(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Conflicts(list)) = &state.overlay else { return Vec::new() };
    let Some(index) = list.chosen() else { return Vec::new() };
    let Some(conflict) = state.event().and_then(|event| event.conflicts.get(index)) else { return Vec::new() };
    let stop = Stop { passage: conflict.a.passage, finding: Some(Finding::Conflict(index)) };
    state.overlay = None;
    go_stop(state, stop);
    Vec::new()
}

/// Goes to the chosen conflict and lays its sides beside each other.
fn compare(state: &mut State) -> Vec<Effect> {
    enter(state);
    state.reader.current = state.reader.stop;
    open_compare(state)
}

fn regroup(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Conflicts(list)) = &mut state.overlay {
        let chosen = list.chosen();
        list.grouping = list.grouping.other();
        list.rows = conflicts::rows(&state.coverage, &state.reader.view, list.grouping);
        list.choose(chosen);
    }
    Vec::new()
}

/// Takes back the chosen dismissal, else the last one of all.
fn take_back(state: &mut State) -> Vec<Effect> {
    let chosen = match &state.overlay {
        Some(Overlay::Conflicts(list)) => list.chosen(),
        _ => None,
    };
    match chosen {
        Some(index) if state.coverage.dismissed.contains(&(state.reader.view.event, index)) => crate::app::dismissals::dismiss(state),
        _ => match state.dismissals.len().checked_sub(1) {
            Some(last) => restore(state, last),
            None => state.say("nothing was dismissed"),
        },
    }
}

/// Both sides of the chosen conflict.
pub(super) fn passages(state: &State, list: &Conflicts) -> Vec<Passage> {
    let conflict = list.chosen().and_then(|index| state.event()?.conflicts.get(index));
    conflict.map_or_else(Vec::new, |conflict| vec![conflict.a.passage, conflict.b.passage])
}
