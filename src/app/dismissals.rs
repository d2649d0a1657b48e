//! Disputes that the reader says are none. They leave the walks, the counts and the lists; they are
//! listed apart, and can be taken back. What is kept is each conflict of a dispute by itself: the
//! analysis may put them together otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analysis::{Conflict, ConflictKind, Side};
use crate::app::effect::Effect;
use crate::app::layout::Pane;
use crate::app::made::{Dismissal, Made};
use crate::app::state::State;
use crate::app::{links, second};
use crate::config::action::Action;
use crate::view::Coverage;
use crate::view::conflicts::between;
use crate::view::event::{Finding, conflict_between};
use crate::view::outline::Dismissed;
use crate::view::shelf::{Anchor, Number, Shelf};
use crate::view::sidebar;

/// The conflict that a key means in the panes: the chosen one of the topics, else the current one.
fn meant(state: &State) -> Option<usize> {
    let chosen =
        state.topics.rows.get(state.topics.choice.selected).filter(|_| state.focus == Pane::Topics);
    match (chosen, state.reader.current.and_then(|stop| stop.finding)) {
        (Some(sidebar::Row::Dispute(index, ..)), _) => Some(*index),
        (_, Some(Finding::Conflict(index))) => Some(index),
        _ => None,
    }
}

/// Dismisses the dispute that a key means in the panes; a link of the reader's own is deleted.
pub(super) fn dismiss_here(state: &mut State) -> Vec<Effect> {
    if let Some(link) = links::here(state) {
        return links::delete(state, link);
    }
    if let Some(judged) = second::here(state).filter(|_| state.focus == Pane::Text) {
        return refuse(state, judged);
    }
    let conflict = meant(state).or_else(|| dismissed_here(state));
    dismiss(state, conflict)
}

/// A dismissed conflict with a side in the row of the cursor.
fn dismissed_here(state: &State) -> Option<usize> {
    let (article, row) = (state.reader.article?, state.reader.page.rows.get(state.reader.row()));
    let is_here = |side: &Side| side.passage.article == article && side.passage.span.overlaps(row);
    let event = state.reader.view.event;
    let conflicts = state.event()?.conflicts.iter().enumerate();
    let dismissed =
        conflicts.filter(|(index, _)| state.coverage.dismissed.contains(&(event, *index)));
    let mut here = dismissed.filter(|(_, conflict)| is_here(&conflict.a) || is_here(&conflict.b));
    here.next().map(|(index, _)| index)
}

/// Dismisses a finding of the second reader.
pub(super) fn refuse(state: &mut State, index: usize) -> Vec<Effect> {
    let Some(judged) = state.coverage.judged.get(index) else { return Vec::new() };
    let words = format!("{}: {} ({})", judged.kind.name(), judged.point, judged.model);
    let sides = judged.sides.map(|side| state.coverage.anchor(side));
    let made = Dismissal { words, sides: Some(sides), kept: None };
    let key = state.settings.key_of(Action::Undo);
    let notice = format!("{key} takes it back: not a dispute: {}", made.words);
    state.make(Made::Dismissal);
    state.dismissals.push(made.clone());
    refresh(state);
    state.say(notice);
    vec![Effect::Dismiss(vec![made])]
}

/// Dismisses the pair of passages that a key means in the panes: this side and the next.
pub(super) fn dismiss_pair_here(state: &mut State) -> Vec<Effect> {
    let pair = state.reader.current.and_then(|stop| {
        let Some(Finding::Conflict(index)) = stop.finding else { return None };
        let sides = [stop.passage, state.opposite()?];
        conflict_between(&state.coverage, state.reader.view.event, index, sides)
    });
    dismiss_pair(state, pair)
}

/// Dismisses one conflict of a dispute; where it is the last that is left, the dispute.
pub(super) fn dismiss_pair(state: &mut State, conflict: Option<usize>) -> Vec<Effect> {
    let event = state.reader.view.event;
    let pair = conflict.and_then(|index| state.event()?.conflicts.get(index));
    let Some(pair) = pair else { return dismiss(state, None) };
    let is_left = |index: &usize| !state.coverage.dismissed.contains(&(event, *index));
    let is_of_it = |other: &Conflict| other.group == pair.group;
    let left = state.event().map_or(0, |event| {
        let all = event.conflicts.iter().enumerate();
        all.filter(|(index, other)| is_of_it(other) && is_left(index)).count()
    });
    if left < 2 || !conflict.is_some_and(|index| is_left(&index)) {
        return dismiss(state, conflict);
    }
    let made = vec![dismissal(&state.coverage, pair)];
    let key = state.settings.key_of(Action::Undo);
    let notice = format!("{key} takes it back: not a pair of the dispute: {}", pair.why);
    put_away(state, made, notice)
}

/// Dismisses the dispute of a conflict, all of it; one that is dismissed is taken back.
pub(super) fn dismiss(state: &mut State, conflict: Option<usize>) -> Vec<Effect> {
    let key = |action| state.settings.key_of(action);
    let event = state.reader.view.event;
    let conflict = conflict.and_then(|index| state.event()?.conflicts.get(index));
    let Some(conflict) = conflict else {
        let words = format!(
            "no dispute here; {} goes to the next, {} lists them",
            key(Action::NextConflict),
            key(Action::Conflicts)
        );
        return state.say(words);
    };
    let (group, why) = (conflict.group, conflict.why.clone());
    let dispute: Vec<(usize, &Conflict)> = state.event().map_or(Vec::new(), |event| {
        event.conflicts.iter().enumerate().filter(|(_, conflict)| conflict.group == group).collect()
    });
    let made: Vec<Dismissal> = dispute
        .into_iter()
        .filter(|(index, _)| !state.coverage.dismissed.contains(&(event, *index)))
        .map(|(_, conflict)| dismissal(&state.coverage, conflict))
        .collect();
    if made.is_empty() {
        let of_group =
            state.place().and_then(|place| Some((state.shelf.find(place.article)?.0, group)));
        let place =
            (0..state.dismissals.len()).rev().find(|place| dispute_of(state, *place) == of_group);
        return place.map_or_else(Vec::new, |place| restore(state, place));
    }
    let notice = format!("{} takes it back: not a dispute: {why}", key(Action::Undo));
    put_away(state, made, notice)
}

/// Takes in what is dismissed, and says so.
fn put_away(state: &mut State, made: Vec<Dismissal>, notice: String) -> Vec<Effect> {
    made.iter().for_each(|_| state.make(Made::Dismissal));
    state.dismissals.extend(made.iter().cloned());
    refresh(state);
    state.say(notice);
    vec![Effect::Dismiss(made)]
}

fn dismissal(coverage: &Coverage, conflict: &Conflict) -> Dismissal {
    let sides = [conflict.a.passage, conflict.b.passage].map(|side| coverage.anchor(side));
    Dismissal { words: words(conflict.kind, &conflict.why), sides: Some(sides), kept: None }
}

/// `denial: “told nothing” against a receipt`
fn words(kind: ConflictKind, why: &str) -> String {
    format!("{}: {why}", kind.name())
}

/// The dispute that dismissal number `place` is of.
fn dispute_of(state: &State, place: usize) -> Option<(usize, usize)> {
    state.list.dispute_of(state.dismissals.get(place)?)
}

/// Takes back dismissal number `place` and all others of its dispute: it is one after all.
pub(super) fn restore(state: &mut State, place: usize) -> Vec<Effect> {
    let dispute = dispute_of(state, place);
    let is_of_it = |other: &usize| {
        *other == place || dispute.is_some() && dispute_of(state, *other) == dispute
    };
    let places: Vec<usize> = (0..state.dismissals.len()).filter(is_of_it).collect();
    let mut restored = Vec::new();
    for place in places.into_iter().rev() {
        let from_end = state.dismissals.len() - 1 - place;
        Made::forget(&mut state.made, &Made::Dismissal, from_end);
        restored.push(state.dismissals.remove(place));
    }
    restored.reverse();
    refresh(state);
    if let Some(first) = restored.first() {
        state.notice = Some(format!("a dispute again: {}", first.words));
    }
    vec![Effect::Restore(restored)]
}

/// Dismisses again what was taken back.
pub(super) fn again(state: &mut State, all: Vec<Dismissal>) -> Vec<Effect> {
    state.made.extend(all.iter().map(|_| Made::Dismissal));
    state.dismissals.extend(all.iter().cloned());
    refresh(state);
    if let Some(first) = all.first() {
        state.notice = Some(format!("not a dispute, again: {}", first.words));
    }
    vec![Effect::Dismiss(all)]
}

/// Finds anew which conflicts are dismissed, and makes anew what follows from it.
pub(super) fn refresh(state: &mut State) {
    let judged = second::find(state);
    if !find(state) && !judged {
        return;
    }
    state.reader.forget(&state.coverage, state.settings.soft);
    (state.reader.stop, state.crossing) = (None, None);
    state.topics.forget();
    state.list.sort(state.shelf.as_ref(), state.settings.soft);
    state.renew_overlays();
}

/// Finds which conflicts are dismissed; whether that are others than before.
pub(super) fn find(state: &mut State) -> bool {
    let shelf = Arc::clone(&state.shelf);
    let mut by_event: BTreeMap<usize, Vec<[Anchor; 2]>> = BTreeMap::new();
    for sides in state.dismissals.iter().filter_map(|dismissal| dismissal.sides) {
        let place = *state
            .list
            .places
            .entry(sides)
            .or_insert_with(|| shelf.find(sides[0].article).map(|(place, _)| place));
        place.into_iter().for_each(|place| by_event.entry(place).or_default().push(sides));
    }
    let left = |(place, sides): (usize, Vec<[Anchor; 2]>)| {
        let known = state
            .list
            .dismissed
            .get(&place)
            .filter(|left| left.without.iter().map(|(sides, _)| sides).eq(&sides));
        Some((place, known.cloned().or_else(|| shelf.left(place, &sides))?))
    };
    let all: Dismissed = by_event.into_iter().filter_map(left).collect();
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
    let passages = |dismissal: &Dismissal| dismissal.passages(event);
    between(event, state.dismissals.iter().filter_map(passages))
}

/// The dismissals kept from earlier and in this session, as they are known of what was loaded.
pub(super) fn take_dismissals(state: &mut State, all: Vec<Dismissal>) -> Vec<Effect> {
    state.dismissals = all;
    refresh(state);
    Vec::new()
}

/// After a reload: a place stays where its article has the same words there; `moved` tells where
/// the articles are now.
pub(super) fn reloaded(
    state: &mut State,
    old: &dyn Shelf,
    new: &dyn Shelf,
    moved: &dyn Fn(Number) -> Option<Number>,
) {
    let place = |at: Anchor| {
        let now = Anchor { article: moved(at.article)?, ..at };
        (new.words(now)? == old.words(at)?).then_some(now)
    };
    for dismissal in &mut state.dismissals {
        dismissal.sides = dismissal.sides.and_then(|[a, b]| Some([place(a)?, place(b)?]));
    }
}
