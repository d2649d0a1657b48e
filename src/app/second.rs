//! What the second reader says of the open event: asked for when it is opened, and shown beside what
//! the rules found as soon as it is there. Nothing waits for it.

use std::sync::Arc;

use crate::app::effect::Effect;
use crate::app::jumps::Place;
use crate::app::state::State;
use crate::view::conflicts::are_one;
use crate::view::event::Finding;
use crate::view::judged::Judged;

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
    let coverage = &state.coverage;
    let pairs: Vec<_> =
        state.dismissals.iter().filter_map(|dismissal| dismissal.passages(coverage)).collect();
    let is_left = |judged: &&Judged| !pairs.iter().any(|pair| are_one(judged.sides, *pair));
    let (left, refused): (Vec<Judged>, Vec<Judged>) =
        state.second.found.iter().cloned().partition(|judged| is_left(&judged));
    let others = (&left, &refused) != (&coverage.judged, &coverage.refused);
    if others {
        let coverage = Arc::make_mut(&mut state.coverage);
        (coverage.judged, coverage.refused) = (left, refused);
        forget_places(state);
    }
    others
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
