//! Conflicts that the reader says are none. They leave the walks, the counts and the lists of conflicts; they are listed apart,
//! and can be taken back.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::ConflictKind;
use crate::app::corrections::Made;
use crate::app::layout::Pane;
use crate::app::overlay::Overlay;
use crate::app::{Effect, State, conflicts};
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::library::own;
use crate::view::Coverage;
use crate::view::conflicts::between;
use crate::view::event::{Finding, conflict_between};
use crate::view::outline::Dismissed;
use crate::view::shelf::{Anchor, Number, Shelf};
use crate::view::sidebar;

/// A conflict that is none, as the session knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    /// What it said: its kind and its reason.
    pub words: String,
    /// Where its sides stand; `None` where an article is not open, or the words are gone from it.
    pub sides: Option<[Anchor; 2]>,
    /// What it is kept as; `None` where it was made since the files were read.
    pub kept: Option<own::Dismissal>,
}

/// The conflict that a key means: the chosen one of a list, the compared one, else the current one.
fn meant(state: &State) -> Option<usize> {
    match &state.overlay {
        Some(Overlay::Conflicts(list)) => return list.chosen(),
        Some(Overlay::Compare(open)) => {
            let Some(Finding::Conflict(index)) = open.origin.finding else { return None };
            let (left, right) = (open.comparison.left.passage, open.comparison.right.passage);
            return conflict_between(&state.coverage, state.reader.view.event, left, right).or(Some(index));
        }
        _ => {}
    }
    let chosen = state.topics.rows.get(state.topics.choice.selected).filter(|_| state.focus == Pane::Topics);
    match (chosen, state.reader.current.and_then(|stop| stop.finding)) {
        (Some(sidebar::Row::Conflict(index, ..)), _) => Some(*index),
        (_, Some(Finding::Conflict(index))) => Some(index),
        _ => None,
    }
}

/// Dismisses the conflict that is meant; one that is dismissed is taken back.
pub(super) fn dismiss(state: &mut State) -> Vec<Effect> {
    let key = |action| state.settings.config.keymap.key_of(action);
    let event = state.reader.view.event;
    let Some(index) = meant(state) else {
        let words = format!("no conflict here; {} goes to the next, {} lists them", key(Action::NextConflict), key(Action::Conflicts));
        return state.say(words);
    };
    if state.coverage.dismissed.contains(&(event, index)) {
        let means = |dismissal: &Dismissal| between(&state.coverage, here(&state.coverage, dismissal)).contains(&(event, index));
        return state.dismissals.iter().position(means).map_or_else(Vec::new, |place| restore(state, place));
    }
    let Some(conflict) = state.event().and_then(|event| event.conflicts.get(index)) else { return Vec::new() };
    let sides = [conflict.a.passage, conflict.b.passage].map(|side| state.coverage.anchor(side));
    let dismissal = Dismissal { words: words(conflict.kind, &conflict.why), sides: Some(sides), kept: None };
    let notice = format!("{} takes it back: not a conflict: {}", key(Action::Undo), conflict.why);
    if matches!(state.overlay, Some(Overlay::Compare(_))) {
        state.overlay = None;
    }
    state.dismissals.push(dismissal.clone());
    state.made.push(Made::Dismissal);
    refresh(state);
    state.say(notice);
    vec![Effect::Dismiss(dismissal)]
}

/// `denial: “told nothing” against a receipt`
fn words(kind: ConflictKind, why: &str) -> String {
    format!("{}: {why}", kind.name())
}

/// Takes back dismissal number `place`: it is a conflict after all.
pub(super) fn restore(state: &mut State, place: usize) -> Vec<Effect> {
    let from_end = state.dismissals.len() - 1 - place;
    Made::forget(&mut state.made, &Made::Dismissal, from_end);
    let dismissal = state.dismissals.remove(place);
    refresh(state);
    state.say(format!("a conflict again: {}", dismissal.words));
    vec![Effect::Restore(dismissal)]
}

/// Finds anew which conflicts are dismissed, and makes anew what follows from it.
pub(super) fn refresh(state: &mut State) {
    if !find(state) {
        return;
    }
    state.reader.forget(&state.coverage, state.settings.soft);
    (state.reader.stop, state.crossing) = (None, None);
    state.topics.made_for = None;
    state.sort_list();
    conflicts::relist(state);
}

/// Finds which conflicts are dismissed; whether that are others than before.
pub(super) fn find(state: &mut State) -> bool {
    let sides: Vec<[Anchor; 2]> = state.dismissals.iter().filter_map(|dismissal| dismissal.sides).collect();
    let (mut all, shelf) = (Dismissed::new(), &state.shelf);
    for sides in sides {
        let disputes = state.list.disputes.entry(sides).or_insert_with(|| shelf.disputes(sides));
        all.extend(disputes.iter().map(|dispute| ((dispute.event, dispute.index), *dispute)));
    }
    let found = in_event(state, &state.coverage);
    let others = found != state.coverage.dismissed || all != state.list.dismissed;
    state.list.dismissed = all;
    if found != state.coverage.dismissed {
        Arc::make_mut(&mut state.coverage).dismissed = found;
    }
    others
}

/// An event with what was dismissed of it.
pub(super) fn without_dismissed(state: &State, event: Coverage) -> Coverage {
    Coverage { dismissed: in_event(state, &event), ..event }
}

fn in_event(state: &State, event: &Coverage) -> BTreeSet<(usize, usize)> {
    between(event, state.dismissals.iter().filter_map(|dismissal| here(event, dismissal)))
}

/// The sides of a dismissed conflict, where they stand in `event`.
fn here(event: &Coverage, dismissal: &Dismissal) -> Option<[Passage; 2]> {
    let [a, b] = dismissal.sides?.map(|side| Some(Passage::new(event.local(side.article)?, side.span)));
    Some([a?, b?])
}

/// The dismissals kept from earlier and in this session, as they are known of what was loaded.
pub(super) fn kept(state: &mut State, all: Vec<Dismissal>) -> Vec<Effect> {
    state.dismissals = all;
    refresh(state);
    Vec::new()
}

/// After a reload: a place stays where its article has the same words there; `moved` tells where the articles are now.
pub(super) fn reloaded(state: &mut State, old: &dyn Shelf, new: &dyn Shelf, moved: &dyn Fn(Number) -> Option<Number>) {
    let place = |at: Anchor| {
        let now = Anchor { article: moved(at.article)?, ..at };
        (new.words(now)? == old.words(at)?).then_some(now)
    };
    for dismissal in &mut state.dismissals {
        dismissal.sides = dismissal.sides.and_then(|[a, b]| Some([place(a)?, place(b)?]));
    }
}
