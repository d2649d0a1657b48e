//! From place to place: walks, crossings, jumps back and forward, hits of the search.

use std::sync::Arc;

use crate::analysis::Conflict;
use crate::app::jumps::Place;
use crate::app::layout::Pane;
use crate::app::overlay::{Everything, Overlay};
use crate::app::{Crossing, Effect, State};
use crate::config::action::Action;
use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::view::conflicts;
use crate::view::event::{Finding, Soft, Spot, conflict_between, side_of, sides};
use crate::view::find::Needle;
use crate::view::walk::{self as view_walk, Crossed, From, Stop, Walk, Way};

/// Jumps to a place, noting the one that is left.
pub(super) fn go(state: &mut State, article: ArticleId, at: usize, stop: Option<Stop>) {
    if let Some(here) = state.place() {
        state.jumps.leave(here);
    }
    stand(state, Place { article, at, stop });
}

pub(super) fn go_stop(state: &mut State, stop: Stop) {
    go(state, stop.passage.article, stop.passage.span.start, Some(stop));
}

/// Puts the cursor at a place, with the passage a third down the pane.
pub(super) fn stand(state: &mut State, place: Place) {
    let coverage = Arc::clone(&state.coverage);
    state.reader.open(&coverage, state.settings.soft, place.article, place.at);
    state.reader.stop = place.stop;
    state.focus = Pane::Text;
    let column = state.layout().map_or(40, |layout| usize::from(layout.column(state.settings.width).width));
    state.reader.fit(&coverage, state.settings.soft, column);
    let height = state.text_height();
    state.reader.aim(height);
    state.choose_in_list();
}

pub(super) fn walk(state: &mut State, walk: Walk, way: Way) -> Vec<Effect> {
    let Some(place) = state.place() else { return state.say("nothing is open") };
    if walk == Walk::Conflict && conflict_counts(state).0 == 0 {
        return no_conflicts(state);
    }
    let from = From { article: place.article, at: place.at, stop: place.stop, topic: state.topic() };
    let coverage = Arc::clone(&state.coverage);
    let (view, order) = (Arc::clone(&state.reader.view), Arc::clone(&state.list.order));
    let Some((event, stop, crossed)) = view_walk::step(&coverage, &order, &view, state.settings.soft, walk, way, from) else {
        let what = match walk {
            Walk::Conflict => "conflicts",
            Walk::Quote => "quotes",
            Walk::Topic => "other topics",
        };
        return state.say(format!("no {what} here"));
    };
    go_stop(state, stop);
    let label = coverage.findings.events.get(event).map_or("", |event| event.label.as_str());
    match (crossed, way) {
        (Crossed::Nothing, _) => Vec::new(),
        (Crossed::Event, Way::On) => state.say(format!("on to the next event: {label}")),
        (Crossed::Event, Way::Back) => state.say(format!("back to the event before: {label}")),
        (Crossed::End, Way::On) => state.say("that was the last; on from the first"),
        (Crossed::End, Way::Back) => state.say("that was the first; on from the last"),
    }
}

/// Says that no conflicts are shown in the open event, and where there are some.
pub(super) fn no_conflicts(state: &mut State) -> Vec<Effect> {
    let key = |action| state.settings.config.keymap.key_of(action);
    let (hidden, dismissed) = (conflict_counts(state).1, conflicts::dismissed(&state.coverage, state.reader.view.event).count());
    let hidden = (hidden > 0).then(|| format!("; hidden soft ones: {hidden}, {} shows them", key(Action::Soft)));
    let dismissed = (dismissed > 0).then(|| format!("; dismissed: {dismissed}, {} lists them", key(Action::Conflicts)));
    state.say(format!("no conflicts in this event{}{}", hidden.unwrap_or_default(), dismissed.unwrap_or_default()))
}

/// Shown conflicts of the open event, and those that only soft ones would add.
pub(crate) fn conflict_counts(state: &State) -> (usize, usize) {
    let all = state.coverage.shown(state.reader.view.event, Soft::Shown).count();
    let shown = state.reader.view.conflicts().len();
    (shown, all - shown)
}

pub(super) fn version(state: &mut State, way: Way) -> Vec<Effect> {
    let (Some(topic), Some(place)) = (state.topic(), state.place()) else {
        return state.say("no topic here; ]t goes to the next");
    };
    match view_walk::next_version(&state.coverage, &state.reader.view, topic, place.article, way) {
        Some(stop) => {
            go_stop(state, stop);
            Vec::new()
        }
        None => state.say("no other outlet tells this"),
    }
}

pub(super) fn cross(state: &mut State) -> Vec<Effect> {
    if let Some(crossing) = &mut state.crossing
        && state.reader.stop.is_some_and(|stop| Some(&stop.passage) == crossing.sides.get(crossing.at))
    {
        crossing.at = (crossing.at + 1) % crossing.sides.len();
    } else {
        let Some(Stop { passage, finding: Some(finding) }) = state.reader.current else {
            return state.say("nothing to cross here; ]c goes to the next conflict");
        };
        let sides = sides(&state.coverage, &state.reader.view, Spot { passage, finding }, state.settings.soft);
        if sides.len() < 2 {
            return state.say("no other side here; ]c goes to the next conflict");
        }
        // The finding itself is the origin: the cursor may stand at the beginning of its line only.
        state.reader.cursor = passage.span.start;
        state.reader.stop = state.reader.current;
        state.crossing = Some(Crossing { sides, at: 1, finding });
    }
    let Some(crossing) = state.crossing.clone() else { return Vec::new() };
    let Some(passage) = crossing.sides.get(crossing.at).copied() else { return Vec::new() };
    let finding = finding_of_side(state, &crossing, passage);
    go_stop(state, Stop { passage, finding: Some(finding) });
    // Where one is the status line says: a notice would stand where the reason does.
    Vec::new()
}

/// Which finding a side of a crossing stands for: the conflict with where it began, where there is one.
pub(super) fn finding_of_side(state: &State, crossing: &Crossing, passage: Passage) -> Finding {
    let (Finding::Conflict(index), Some(event), Some(origin)) = (crossing.finding, state.event(), crossing.sides.first().copied()) else {
        return crossing.finding;
    };
    if passage == origin {
        return crossing.finding;
    }
    let (at, soft) = (state.reader.view.event, state.settings.soft);
    let group = event.conflicts.get(index).map(|conflict| conflict.group);
    // The surest of the dispute, the crossed one before all others.
    let dispute = || state.coverage.shown(at, soft).filter(|(_, conflict)| Some(conflict.group) == group);
    let crossed = || dispute().filter(|(other, _)| *other == index).chain(dispute());
    let is_side = |conflict: &Conflict| [conflict.a.passage, conflict.b.passage].contains(&passage);
    let first = |fits: &dyn Fn(&Conflict) -> bool| crossed().find(|(_, conflict)| fits(conflict)).map(|(index, _)| index);
    let has_words = |conflict: &Conflict| side_of(&state.coverage, event, conflict, passage).is_some();
    let found = conflict_between(&state.coverage, at, origin, passage).or_else(|| first(&is_side)).or_else(|| first(&has_words));
    found.map_or(crossing.finding, Finding::Conflict)
}

pub(super) fn back(state: &mut State) -> Vec<Effect> {
    let Some(here) = state.place() else { return Vec::new() };
    match state.jumps.back(here) {
        Some(place) => {
            stand(state, place);
            Vec::new()
        }
        None => state.say("nothing to go back to"),
    }
}

pub(super) fn forward(state: &mut State) -> Vec<Effect> {
    match state.jumps.forward() {
        Some(place) => {
            stand(state, place);
            Vec::new()
        }
        None => state.say("nothing ahead"),
    }
}

/// Brings the cursor to the first hit at or after byte `from`, or round to the first of all.
pub(super) fn hit_from(state: &mut State, from: usize) {
    let hits = &state.reader.hits;
    let next = hits.partition_point(|hit| hit.start < from);
    if let Some(hit) = hits.get(next).or(hits.first()).copied() {
        let wrapped = hit.start < from;
        stand_on_hit(state, hit);
        if wrapped {
            state.notice = Some("found nothing further down; on from the top".into());
        }
    }
}

pub(super) fn stand_on_hit(state: &mut State, hit: Span) {
    state.reader.cursor = hit.start;
    state.reader.stop = None;
    let height = state.text_height();
    let (row, top) = (state.reader.row(), state.reader.top_row());
    if !(top..top + height).contains(&row) {
        state.reader.aim(height);
    }
}

pub(super) fn next_hit(state: &mut State, way: Way) -> Vec<Effect> {
    if state.reader.needle.is_empty() {
        return state.say("nothing searched for yet: / searches this text, s everything");
    }
    state.focus = Pane::Text;
    let (hits, at) = (&state.reader.hits, state.reader.cursor);
    let (next, round) = match way {
        Way::On => (hits.iter().find(|hit| hit.start > at), hits.first()),
        Way::Back => (hits.iter().rev().find(|hit| hit.start < at), hits.last()),
    };
    let Some(hit) = next.or(round).copied() else { return state.say("not in this text") };
    let wrapped = next.is_none();
    if let Some(here) = state.place() {
        state.jumps.leave(here);
    }
    stand_on_hit(state, hit);
    match (wrapped, way) {
        (false, _) => Vec::new(),
        (true, Way::On) => state.say("that was the last; on from the top"),
        (true, Way::Back) => state.say("that was the first; on from the bottom"),
    }
}

/// Goes to the chosen place of a search over everything; its words can be walked with n.
pub(super) fn open_found(state: &mut State, everything: &Everything) -> Vec<Effect> {
    let Some(passage) = everything.found.get(everything.choice.selected).copied() else {
        state.overlay = Some(Overlay::Everything(everything.clone()));
        return Vec::new();
    };
    state.reader.needle = Needle::new(everything.input.value());
    go(state, passage.article, passage.span.start, None);
    let coverage = Arc::clone(&state.coverage);
    state.reader.search(&coverage);
    Vec::new()
}
