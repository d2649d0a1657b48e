//! What the second reader says of the open event: asked for when it is opened, and shown beside what
//! the rules found as soon as it is there. Nothing waits for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::effect::Effect;
use crate::app::jumps::Place;
use crate::app::state::State;
use crate::corpus::Passage;
use crate::view::Coverage;
use crate::view::conflicts::are_one;
use crate::view::event::{Finding, Soft};
use crate::view::judged::{Judged, SHOWN, surest};
use crate::view::shelf::Anchor;

/// What is to be asked for: the second reader's word on an event that was just opened.
pub(super) fn asks(state: &mut State) -> Option<Effect> {
    let is_on = state.settings.config.second.url.is_some();
    let is_open = state.reader.article.is_some();
    if !is_on || !is_open || state.second.asked {
        return None;
    }
    state.second.asked = true;
    Some(Effect::Judge(state.second.number))
}

/// Takes in what it found in the event of this number.
pub(super) fn judged(state: &mut State, number: u64, found: Vec<Judged>) -> Vec<Effect> {
    if number == state.second.number {
        remember(state, &found);
        (state.second.found, state.second.fault) = (found, None);
        if find(state) {
            state.reader.forget(&state.coverage, state.settings.soft);
            state.renew_overlays();
        }
    }
    Vec::new()
}

/// Takes in why it does not answer.
pub(super) fn unjudged(state: &mut State, number: u64, fault: &'static str) -> Vec<Effect> {
    if number == state.second.number {
        state.second.fault = Some(fault);
    }
    Vec::new()
}

/// Finds what of it is not dismissed; whether that is something else than before.
pub(super) fn find(state: &mut State) -> bool {
    let (left, refused) = parted(state, &state.coverage, state.second.found.clone());
    let others = (&left, &refused) != (&state.coverage.judged, &state.coverage.refused);
    if others {
        let coverage = Arc::make_mut(&mut state.coverage);
        (coverage.judged, coverage.refused) = (left, refused);
        forget_places(state);
    }
    others
}

/// What of `found` in `event` is left, and what the reader dismissed.
fn parted(state: &State, event: &Coverage, found: Vec<Judged>) -> (Vec<Judged>, Vec<Judged>) {
    let pairs: Vec<_> =
        state.dismissals.iter().filter_map(|dismissal| dismissal.passages(event)).collect();
    found.into_iter().partition(|judged| !pairs.iter().any(|pair| are_one(judged.sides, *pair)))
}

/// What is to be asked for: what was found in the events of a library that was just opened.
pub(super) fn recalls(state: &mut State) -> Option<Effect> {
    let is_on = state.settings.config.second.url.is_some();
    if !is_on || state.shelf.events() == 0 || state.recollection.asked {
        return None;
    }
    state.recollection.asked = true;
    Some(Effect::Recall(state.recollection.number))
}

/// Takes in what was found earlier. Of the open event what is known by now is newer.
pub(super) fn recalled(
    state: &mut State,
    number: u64,
    mut found: Vec<Judged<Anchor>>,
) -> Vec<Effect> {
    if number == state.recollection.number {
        found.retain(|judged| !is_of(&state.coverage, judged));
        let here = |judged: &Judged<Anchor>| is_of(&state.coverage, judged);
        found.extend(state.recollection.found.iter().filter(|judged| here(judged)).cloned());
        state.recollection.found = found;
    }
    Vec::new()
}

/// Remembers what was found in the open event in the place of what was known of it.
fn remember(state: &mut State, found: &[Judged]) {
    let event = &state.coverage;
    let known = &mut state.recollection.found;
    known.retain(|judged| !is_of(event, judged));
    known.extend(
        found.iter().cloned().filter_map(|judged| judged.placed(|side| Some(event.anchor(side)))),
    );
}

fn is_of(event: &Coverage, judged: &Judged<Anchor>) -> bool {
    judged.sides.iter().all(|side| event.local(side.article).is_some())
}

/// What is known of what was found in `event`.
pub(super) fn known_in(state: &State, event: &Coverage) -> Vec<Judged> {
    let here = |side: Anchor| Some(Passage::new(event.local(side.article)?, side.span));
    let known = state.recollection.found.iter().cloned();
    surest(known.filter_map(|judged| judged.placed(here)).collect())
}

/// An event with that, but for what is dismissed.
pub(super) fn with_known(state: &State, event: Coverage) -> Coverage {
    let (judged, refused) = parted(state, &event, known_in(state, &event));
    Coverage { judged, refused, ..event }
}

/// The places of the events in which something is known that is shown.
pub(super) fn events(state: &State) -> BTreeSet<usize> {
    let is_shown =
        |judged: &&Judged<Anchor>| judged.likely >= SHOWN || state.settings.soft == Soft::Shown;
    let event = |judged: &Judged<Anchor>| {
        let [a, b] = judged.sides.map(|side| state.shelf.find(side.article));
        let (a, b) = (a?.0, b?.0);
        (a == b).then_some(a)
    };
    state.recollection.found.iter().filter(is_shown).filter_map(event).collect()
}

/// Places that name a finding of the second reader by a number that is another's now are where they
/// are and no more. All else that the reader is at stays so.
fn forget_places(state: &mut State) {
    let is_judged = |finding: Option<Finding>| matches!(finding, Some(Finding::Judged(_)));
    if state.reader.stop.is_some_and(|stop| is_judged(stop.finding)) {
        (state.reader.stop, state.crossing) = (None, None);
    }
    let bare = |place: Place| {
        let names = place.stop.is_some_and(|(_, finding)| is_judged(finding));
        Some(if names { Place { stop: None, ..place } } else { place })
    };
    state.jumps.remap(bare);
}

/// The finding of the second reader that a key means in the panes: the current one.
pub(super) fn here(state: &State) -> Option<usize> {
    match state.reader.current?.finding? {
        Finding::Judged(index) => Some(index),
        _ => None,
    }
}
