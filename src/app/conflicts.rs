//! The list of the event's disputes over the panes, by kind or by topic, with those that were
//! dismissed.

use crate::app::choice::{Choice, Motion};
use crate::app::dismissals::restore;
use crate::app::go::go_stop;
use crate::app::layout::{Layout, Listing};
use crate::app::overlay::Overlay;
use crate::app::update::{open_compare_here, show, soft};
use crate::app::{Effect, State};
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::view::conflicts::{self, Grouping, Row};
use crate::view::event::{Dispute, Finding, Spot};
use crate::view::walk::Stop;

/// The list. It is made when it is opened and when what it shows has changed; to draw it only looks
/// at the rows in view.
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

    /// The chosen dispute, by the place of its surest conflict in the event's list.
    pub fn chosen(&self) -> Option<usize> {
        match self.rows.get(self.choice.selected)? {
            Row::Dispute(index) => Some(*index),
            Row::Heading(..) => None,
        }
    }

    /// Chooses the dispute whose surest conflict is number `index`, else the first.
    fn choose(&mut self, index: Option<usize>) {
        let at =
            self.rows.iter().position(|row| index.is_some_and(|index| *row == Row::Dispute(index)));
        self.choice.selected = at.unwrap_or(0);
        self.leave_heading(1);
    }

    /// For each row whether it is no heading.
    fn disputes(&self) -> Vec<bool> {
        self.rows.iter().map(|row| matches!(row, Row::Dispute(_))).collect()
    }

    fn leave_heading(&mut self, way: isize) {
        self.choice.onto(&self.disputes(), way);
    }

    /// Moves the choice from dispute to dispute.
    pub(super) fn step(&mut self, motion: Motion, layout: &Layout) {
        let height = usize::from(self.places(layout).list.height);
        self.choice.walk(motion, &self.disputes(), height);
    }

    /// Makes the list fit the screen again.
    pub(super) fn fit(&mut self, layout: &Layout) {
        let height = usize::from(self.places(layout).list.height);
        self.choice.follow_under(self.rows.len(), height);
    }
}

/// Opens the list at the current dispute.
pub(super) fn open_conflicts(state: &mut State) -> Vec<Effect> {
    let rows = conflicts::rows(&state.coverage, &state.reader.view, Grouping::default());
    if rows.is_empty() {
        return crate::app::go::no_disputes(state, "in this event");
    }
    let mut list = Conflicts { rows, ..Conflicts::default() };
    list.choose(state.dispute().map(Dispute::surest));
    show(state, Overlay::Conflicts(Box::new(list)))
}

/// Lists the disputes anew where the list is open: what was chosen stays so, else what stands in
/// its place is.
pub(super) fn relist(state: &mut State) {
    let list = match &mut state.overlay {
        Some(Overlay::Conflicts(list)) => Some(list),
        Some(Overlay::Compare(open)) => open.list.as_mut(),
        _ => None,
    };
    let Some(list) = list else { return };
    let (chosen, place) = (list.chosen(), list.choice.selected);
    let dismissed =
        |index: usize| state.coverage.dismissed.contains(&(state.reader.view.event, index));
    list.rows = conflicts::rows(&state.coverage, &state.reader.view, list.grouping);
    match chosen {
        // What was just dismissed goes to the end, where nobody wants to follow it.
        Some(index) if !dismissed(index) => list.choose(Some(index)),
        _ => {
            list.choice.selected = place.min(list.rows.len().saturating_sub(1));
            list.leave_heading(1);
        }
    }
    if list.rows.is_empty() && matches!(state.overlay, Some(Overlay::Conflicts(_))) {
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
    let Some(conflict) = state.event().and_then(|event| event.conflicts.get(index)) else {
        return Vec::new();
    };
    let first = state.reader.view.dispute_of(index).map(|dispute| dispute.first);
    // One that is dismissed is shown where it stands, and no stop of any walk.
    let spot =
        first.unwrap_or(Spot { passage: conflict.a.passage, finding: Finding::Conflict(index) });
    let stop = Stop { passage: spot.passage, finding: Some(spot.finding) };
    state.overlay = None;
    go_stop(state, stop);
    Vec::new()
}

/// Goes to the chosen dispute and lays its sides beside each other; when that is closed, the list
/// is there again.
fn compare(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Conflicts(list)) = state.overlay.clone() else { return Vec::new() };
    enter(state);
    let effects = open_compare_here(state);
    if let Some(Overlay::Compare(open)) = &mut state.overlay {
        open.list = Some(list);
    }
    effects
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
        Some(index) if state.coverage.dismissed.contains(&(state.reader.view.event, index)) => {
            crate::app::dismissals::dismiss(state)
        }
        _ => match state.dismissals.len().checked_sub(1) {
            Some(last) => restore(state, last),
            None => state.say("nothing was dismissed"),
        },
    }
}

/// Both sides of the chosen dispute's surest conflict.
pub(super) fn passages(state: &State, list: &Conflicts) -> Vec<Passage> {
    let conflict = list.chosen().and_then(|index| state.event()?.conflicts.get(index));
    conflict.map_or_else(Vec::new, |conflict| vec![conflict.a.passage, conflict.b.passage])
}

/// The list is there again after a comparison: the current dispute is chosen in it.
pub(super) fn come_back(state: &mut State) {
    let current = state.dispute().map(Dispute::surest);
    if let (Some(Overlay::Conflicts(list)), Some(current)) = (&mut state.overlay, current) {
        list.choose(Some(current));
    }
}
