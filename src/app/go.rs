//! From place to place: walks, crossings, jumps back and forward, hits of the search.

use std::collections::BTreeSet;

use crate::app::coming::{Onward, Target};
use crate::app::crossing::Crossing;
use crate::app::effect::Effect;
use crate::app::jumps::Place;
use crate::app::layout::Pane;
use crate::app::overlay::Overlay;
use crate::app::overlay::mirror::Mirror;
use crate::app::state::State;
use crate::app::{links, opening, second};
use crate::corpus::Passage;
use crate::text::Span;
use crate::view::event::{EventView, Finding};
use crate::view::walk::{self as view_walk, From, Stop, Thread, Walk, Way};
use crate::view::{Coverage, outline};

/// Jumps to a place, noting the one that is left.
pub(super) fn go(state: &mut State, place: Place) {
    if let Some(here) = state.place() {
        state.jumps.leave(here);
    }
    stand(state, place);
}

/// Jumps to a stop of the open event.
pub(super) fn go_stop(state: &mut State, stop: Stop) {
    go(state, place_of(&state.coverage, stop));
}

fn place_of(coverage: &Coverage, Stop { passage, finding }: Stop) -> Place {
    Place {
        stop: Some((passage.span, finding)),
        ..Place::at(coverage.number(passage.article), passage.span.start)
    }
}

/// Puts the cursor at a place, with the passage a third down the pane.
pub(super) fn stand(state: &mut State, place: Place) {
    state.focus = Pane::Text;
    state.reading.jump();
    opening::stand(state, place, None);
    state.list.choose_article(state.shelf.as_ref(), place.article);
}

/// The walk over disputes, as long as it goes on: while what the reader was brought to last, by the
/// walk, by crossing or by going back and forth, is in view. So moving a few lines around it and
/// looking at both sides is no leaving; opening an article, searching, going on to something else
/// and scrolling away is, and then the next dispute is the next one from the cursor.
fn thread(state: &State) -> Option<Thread> {
    let reader = &state.reader;
    let thread = reader.thread.filter(|thread| Some(thread.landed.article) == reader.article)?;
    let (row, top) = (reader.page.rows.row_of(thread.landed.span.start), reader.top_row());
    (top..top + state.text_height()).contains(&row).then_some(thread)
}

pub(super) fn walk(state: &mut State, walk: Walk, way: Way) -> Vec<Effect> {
    go_on(state, Onward { walk, way, distance: 0, opened: 0, compares: false })
}

/// Walks to the next dispute and lays its sides beside each other.
pub(super) fn walk_comparing(state: &mut State, way: Way) -> Vec<Effect> {
    go_on(state, Onward { walk: Walk::Dispute, way, distance: 0, opened: 0, compares: true })
}

fn go_on(state: &mut State, walk: Onward) -> Vec<Effect> {
    let (Some(place), Some(article)) = (state.place(), state.reader.article) else {
        return state.say("nothing is open");
    };
    let from = From {
        article,
        at: place.at,
        stop: state.reader.stop,
        topic: state.topics.topic(),
        thread: thread(state),
    };
    match view_walk::step(&state.coverage, &state.reader.view, walk.walk, walk.way, from) {
        Some(stop) => {
            go_stop(state, stop);
            if walk.compares { compare_here(state) } else { Vec::new() }
        }
        None => onward(state, walk, None),
    }
}

/// So many events are opened for one step of a walk; nobody waits for more.
const OPENED: usize = 500;

/// Goes on with a walk into the next event that has a stop. `event` is the one that was asked for,
/// where it has come.
pub(super) fn onward(
    state: &mut State,
    mut walk: Onward,
    mut event: Option<Coverage>,
) -> Vec<Effect> {
    let (order, measures) = (state.list.order.clone(), state.shelf.measures());
    let here = state.place().and_then(|place| order.rank(state.shelf.find(place.article)?.0));
    let besides = if walk.walk == Walk::Dispute {
        links::events(state).union(&second::events(state)).copied().collect()
    } else {
        BTreeSet::new()
    };
    let (Some(here), count) = (here, order.len()) else { return Vec::new() };
    loop {
        if let Some(event) = event.take() {
            let event = opening::as_kept(state, event);
            let view = EventView::new(&event, 0, state.settings.soft);
            if let Some(stop) = view_walk::entry(&event, &view, walk.walk, walk.way) {
                return enter(state, event, stop, (walk, here));
            }
        }
        walk.distance += 1;
        if walk.distance > count || walk.opened == OPENED {
            return nowhere(state, walk.walk);
        }
        let rank = match walk.way {
            Way::On => (here + walk.distance) % count,
            Way::Back => (here + count - walk.distance) % count,
        };
        let Some(place) = order.get(rank) else { continue };
        let measure = outline::without(
            &state.list.dismissed,
            place,
            measures.get(place).copied().unwrap_or_default(),
        );
        let may_stop = view_walk::may_stop(measure, state.settings.soft, walk.walk);
        if !may_stop && !besides.contains(&place) {
            continue;
        }
        let Some(article) =
            state.shelf.event(place).and_then(|event| Some(event.articles.first()?.number))
        else {
            continue;
        };
        walk.opened += 1;
        event = state.shelf.at_hand(article);
        if event.is_none() {
            opening::ask(state, article, Target::Walk(walk));
            return Vec::new();
        }
    }
}

/// Takes in the event of an opening.
pub(super) fn opened(state: &mut State, number: u64, event: Option<Coverage>) -> Vec<Effect> {
    let Some(opening) = state.opening.take_if(|opening| opening.number == number) else {
        return Vec::new();
    };
    match (opening.target, event) {
        (Target::Walk(walk), event) => onward(state, walk, event),
        (Target::Stand(place, top), Some(event)) => {
            opening::enter(state, event);
            opening::arrive(state, place, top);
            Vec::new()
        }
        (Target::Stand(..), None) => state.say("this article could not be read"),
    }
}

/// Comes to a stop of another event, or of the same one from its other end.
fn enter(
    state: &mut State,
    event: Coverage,
    stop: Stop,
    (walk, here): (Onward, usize),
) -> Vec<Effect> {
    let (place, count) = (place_of(&event, stop), state.list.order.len());
    let none = if walk.walk == Walk::Dispute && state.reader.view.points().is_empty() {
        "no disputes here; "
    } else {
        ""
    };
    let label = event.findings.events.first().map(|event| event.label.clone()).unwrap_or_default();
    if let Some(here) = state.place() {
        state.jumps.leave(here);
    }
    if state.coverage.local(place.article).is_none() {
        opening::enter(state, event);
    }
    stand(state, place);
    if walk.compares && state.overlay.is_none() {
        compare_here(state);
    }
    match walk.way {
        way if walk.is_round(here, count) => state.say(format!("{none}{}", round(way))),
        Way::On => state.say(format!("{none}on to the next event: {label}")),
        Way::Back => state.say(format!("{none}back to the event before: {label}")),
    }
}

/// What is said where a way leads on from the other end.
pub(super) fn round(way: Way) -> &'static str {
    match way {
        Way::On => "that was the last; on from the first",
        Way::Back => "that was the first; on from the last",
    }
}

fn nowhere(state: &mut State, walk: Walk) -> Vec<Effect> {
    match walk {
        Walk::Dispute => {
            let one = state.list.order.len() == 1;
            let words =
                state.below().no_disputes(if one { "in this event" } else { "in any event" });
            state.say(words)
        }
        Walk::Quote => state.say("no quotes here"),
        Walk::Topic => state.say("no other topics here"),
    }
}

pub(super) fn version(state: &mut State, way: Way) -> Vec<Effect> {
    let (Some(topic), Some(article)) = (state.topics.topic(), state.reader.article) else {
        return state.say("no topic here; ]t goes to the next");
    };
    match view_walk::next_version(&state.coverage, &state.reader.view, topic, article, way) {
        Some(stop) => {
            go_stop(state, stop);
            Vec::new()
        }
        None => state.say("no other outlet tells this"),
    }
}

pub(super) fn cross(state: &mut State) -> Vec<Effect> {
    if let Some(mut crossing) = state.standing_crossing().cloned() {
        crossing.at = (crossing.at + 1) % crossing.sides.len();
        state.crossing = Some(crossing);
    } else if let Some((stop, sides)) = crossable(state) {
        // The finding itself is the origin: the cursor may stand at the beginning of its line only.
        state.reader.cursor = stop.passage.span.start;
        state.reader.stop = Some(stop);
        let finding = stop.finding.unwrap_or(Finding::Point);
        state.crossing = Some(Crossing { sides, at: 1, finding });
    } else {
        return state.say("nothing here is told by anybody else; ]c goes to the next dispute");
    }
    let Some(crossing) = state.crossing.clone() else { return Vec::new() };
    let Some(passage) = crossing.sides.get(crossing.at).copied() else { return Vec::new() };
    let thread = thread(state);
    go_side(state, crossing);
    // To cross a topic beside the walk is no leaving of it either.
    state.reader.thread =
        state.reader.thread.or(thread.map(|thread| Thread { landed: passage, ..thread }));
    // Where one is the status line says: a notice would stand where the reason does.
    Vec::new()
}

/// What can be crossed at the cursor, with its sides: a finding that was walked to; a dispute, the
/// same words or the same text that stand there; else the point of the sentence.
fn crossable(state: &State) -> Option<(Stop, Vec<Passage>)> {
    let below = state.below();
    let came_by = |finding: Finding| {
        state.reader.stop.is_some() || !matches!(finding, Finding::Topic(_) | Finding::Point)
    };
    let found = state.reader.current.and_then(|stop| {
        let sides = below.sides(stop.passage, stop.finding.filter(|finding| came_by(*finding))?);
        (sides.len() > 1).then_some((stop, sides))
    });
    found.or_else(|| {
        let passage = below.point()?;
        let sides = below.sides(passage, Finding::Point);
        (sides.len() > 1).then_some((Stop { passage, finding: Some(Finding::Point) }, sides))
    })
}

/// Lays the sides of the current finding beside each other.
pub(super) fn compare(state: &mut State) -> Vec<Effect> {
    match Mirror::open(&state.below()) {
        Ok(mirror) => {
            state.lay(Overlay::Mirror(Box::new(mirror)));
        }
        Err(words) => state.refuse(words),
    }
    Vec::new()
}

/// Lays the sides of what the reader was just brought to beside each other.
pub(super) fn compare_here(state: &mut State) -> Vec<Effect> {
    state.reader.current = state.reader.stop;
    compare(state)
}

/// To the side that a crossing is at, and on with it.
pub(super) fn go_side(state: &mut State, crossing: Crossing) {
    let Some(passage) = crossing.sides.get(crossing.at).copied() else { return };
    let finding =
        crossing.finding_of(&state.coverage, &state.reader.view, state.settings.soft, passage);
    state.crossing = Some(crossing);
    go_stop(state, Stop { passage, finding: Some(finding) });
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

/// To place number `index` of the jumps.
pub(super) fn jump(state: &mut State, index: usize) {
    let Some(here) = state.place() else { return };
    if let Some(place) = state.jumps.to(index, here) {
        stand(state, place);
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
    (state.reader.stop, state.reader.thread) = (None, None);
    let height = state.text_height();
    let (row, top) = (state.reader.row(), state.reader.top_row());
    if !(top..top + height).contains(&row) {
        state.reader.aim(height);
    }
}

pub(super) fn next_hit(state: &mut State, way: Way) -> Vec<Effect> {
    if state.reader.sought.is_empty() {
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
