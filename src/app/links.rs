//! Links that the reader makes between two passages: here, there, and what they are to each other.
//! They are walked, crossed and listed like the disputes that were found, and marked as the
//! reader's. The view has those of the open event; the others are listed.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::effect::Effect;
use crate::app::jumps::Place;
use crate::app::layout::Pane;
use crate::app::made::{Link, LinkSide, Made, Rewritten};
use crate::app::overlay::Overlay;
use crate::app::overlay::linking::Linking;
use crate::app::second;
use crate::app::state::State;
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::view::conflicts::are_one;
use crate::view::event::Finding;
use crate::view::judged::Judged;
use crate::view::link::LinkKind;
use crate::view::shelf::{Anchor, Number, Shelf};
use crate::view::{Coverage, link, outline};

/// Chooses the passage at the cursor; the second time lets the reader say what the two are to each
/// other. At the same place once more it is given up.
pub(super) fn bind(state: &mut State) -> Vec<Effect> {
    let Some(passage) = state.below().linkable() else { return state.say("nothing is open") };
    // On a counterpart both are chosen: the sentence that it answers, and itself.
    if let Some(crossing) = state.standing_crossing()
        && crossing.finding == Finding::Point
        && let Some(first) = crossing.sides.first().copied()
        && crossing.at > 0
    {
        return bind_both(state, [first, passage]);
    }
    // What the second reader found is confirmed so.
    if let Some(judged) = second::here(state).and_then(|index| state.coverage.judged.get(index)) {
        let sides = judged.sides;
        return bind_both(state, sides);
    }
    let here = side(&state.coverage, passage);
    let Some(first) = state.links.half.take() else {
        state.links.half = Some(here);
        return Vec::new();
    };
    if is_same_place(first.at, here.at) {
        return state.say("not linked");
    }
    open(state, [first, here], None)
}

/// Lets the reader say what two passages of the open event are to each other.
pub(super) fn bind_both(state: &mut State, passages: [Passage; 2]) -> Vec<Effect> {
    state.links.half = None;
    let sides = passages.map(|passage| side(&state.coverage, passage));
    let is_between = |judged: &&Judged| are_one(judged.sides, passages);
    let judged = state.coverage.judged.iter().find(is_between);
    let proposed = judged.map(|judged| (LinkKind::Conflict(judged.kind), judged.point.clone()));
    open(state, sides, proposed)
}

/// What is to be linked with what comes next: said until it is done or given up.
pub(crate) fn half(state: &State) -> Option<String> {
    let half = state.links.half.as_ref()?;
    let key = state.settings.key_of(Action::Link);
    let words = half.words.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!("{key} on another passage links the two, esc gives up: {} “{words}”", half.outlet))
}

fn side(coverage: &Coverage, passage: Passage) -> LinkSide {
    let article = coverage.corpus.article(passage.article);
    LinkSide {
        words: coverage.corpus.words(passage).to_owned(),
        outlet: outline::outlet(article),
        title: article.title.clone(),
        at: Some(coverage.anchor(passage)),
    }
}

/// Whether two passages share words: a passage is not linked with itself, nor with a part of it.
fn is_same_place(a: Option<Anchor>, b: Option<Anchor>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a.article == b.article && a.span.overlaps(b.span))
}

/// Opens the choice of a kind, at the one that is proposed; a link that there is between the two is
/// changed.
fn open(
    state: &mut State,
    sides: [LinkSide; 2],
    proposed: Option<(LinkKind, String)>,
) -> Vec<Effect> {
    let [a, b] = places(&sides);
    let is_between = |link: &&Link| [[a, b], [b, a]].contains(&places(&link.sides));
    let linking = match state.links.all().iter().find(is_between) {
        Some(there) => Linking::of(there.clone()),
        None => Linking::new(sides, proposed),
    };
    state.focus = Pane::Text;
    state.lay_over(Overlay::Link(Box::new(linking)));
    Vec::new()
}

fn places(sides: &[LinkSide; 2]) -> [Option<Anchor>; 2] {
    sides.each_ref().map(|side| side.at)
}

/// Takes what was chosen and typed.
pub(super) fn write(state: &mut State, rewritten: Rewritten<Link>) -> Vec<Effect> {
    if rewritten.was == rewritten.is {
        return Vec::new();
    }
    let [list, undo] = [Action::Notes, Action::Undo].map(|action| state.settings.key_of(action));
    let effects = change(state, rewritten);
    state.say(format!("linked; {list} lists the links, {undo} takes it back"));
    effects
}

/// Deletes a link.
pub(super) fn delete(state: &mut State, link: Link) -> Vec<Effect> {
    let words = format!("link deleted; {} brings it back", state.settings.key_of(Action::Undo));
    let effects = change(state, Rewritten { was: Some(link), is: None });
    state.say(words);
    effects
}

fn change(state: &mut State, rewritten: Rewritten<Link>) -> Vec<Effect> {
    let effects = put(state, rewritten.was.clone(), rewritten.is.clone());
    state.make(Made::Link(Box::new(rewritten)));
    effects
}

fn put(state: &mut State, was: Option<Link>, is: Option<Link>) -> Vec<Effect> {
    let here = state.number();
    let is_here = |side: &LinkSide| side.at.is_some_and(|at| Some(at.article) == here);
    if is.iter().flat_map(|link| &link.sides).any(is_here) {
        here.into_iter().for_each(|article| state.reading.stay(article));
    }
    state.links.replace(was.as_ref(), is.clone());
    refresh(state);
    vec![Effect::Link { was: was.map(Box::new), is: is.map(Box::new) }]
}

/// Takes back what was done last to a link.
pub(super) fn undo(state: &mut State, rewritten: Rewritten<Link>) -> Vec<Effect> {
    let Rewritten { was, is } = rewritten;
    let words = |link: &Option<Link>| link.as_ref().map(Link::said).unwrap_or_default();
    state.say(match (&was, &is) {
        (None, _) => format!("link taken back: {}", words(&is)),
        (Some(_), None) => format!("the link is there again: {}", words(&was)),
        (Some(_), Some(_)) => format!("the link is as it was: {}", words(&was)),
    });
    put(state, is, was)
}

/// Does to a link again what was taken back.
pub(super) fn again(state: &mut State, rewritten: Rewritten<Link>) -> Vec<Effect> {
    state.say(match &rewritten.is {
        Some(link) => format!("linked again: {}", link.said()),
        None => "link deleted again".to_owned(),
    });
    state.made.push(Made::Link(Box::new(rewritten.clone())));
    put(state, rewritten.was, rewritten.is)
}

/// The link that a key means in the panes: the current finding.
pub(super) fn here(state: &State) -> Option<Link> {
    let finding = state.reader.current.filter(|_| state.focus == Pane::Text)?.finding;
    let Some(Finding::Link(index)) = finding else { return None };
    state.links.found(&state.coverage, index).cloned()
}

/// The links kept from earlier and in this session, as they are known of what was loaded.
pub(super) fn take_links(state: &mut State, all: Vec<Link>) -> Vec<Effect> {
    state.links.set(all);
    refresh(state);
    Vec::new()
}

/// Makes anew what follows from the links. A place of the jumps may name one by a number that is
/// another's now.
fn refresh(state: &mut State) {
    if !find(state) {
        return;
    }
    state.reader.forget(&state.coverage, state.settings.soft);
    (state.reader.stop, state.crossing) = (None, None);
    let is_link = |place: &Place| matches!(place.stop, Some((_, Some(Finding::Link(_)))));
    state
        .jumps
        .remap(|place| Some(if is_link(&place) { Place { stop: None, ..place } } else { place }));
    state.renew_overlays();
}

/// Finds the links of the open event; whether they are others than before.
pub(super) fn find(state: &mut State) -> bool {
    let found = in_event(state, &state.coverage);
    let others = found != state.coverage.links;
    if others {
        Arc::make_mut(&mut state.coverage).links = found;
    }
    others
}

/// An event with the links between its passages.
pub(super) fn with_links(state: &State, event: Coverage) -> Coverage {
    Coverage { links: in_event(state, &event), ..event }
}

fn in_event(state: &State, event: &Coverage) -> Vec<link::Link> {
    // An article may have changed since its links were looked up.
    let passage = |side: &LinkSide| {
        let at = side.at?;
        let passage = Passage::new(event.local(at.article)?, at.span);
        let words = event.corpus.words(passage).split_whitespace();
        words.eq(side.words.split_whitespace()).then_some(passage)
    };
    let local = |link: &Link| {
        let [a, b] = link.sides.each_ref().map(passage);
        Some(link::Link { kind: link.kind, why: link.why.clone(), sides: [a?, b?] })
    };
    state.links.all().iter().filter_map(local).collect()
}

/// The places of the events that have a link between two of their passages.
pub(super) fn events(state: &State) -> BTreeSet<usize> {
    let event = |side: &LinkSide| side.at.and_then(|at| Some(state.shelf.find(at.article)?.0));
    let of = |link: &Link| {
        let [a, b] = link.sides.each_ref().map(event);
        a.filter(|_| a == b)
    };
    state.links.all().iter().filter_map(of).collect()
}

/// After a reload: a side stays where its article has the same words there; `moved` tells where the
/// articles are now.
pub(super) fn reloaded(
    state: &mut State,
    new: &dyn Shelf,
    moved: &dyn Fn(Number) -> Option<Number>,
) {
    let place = |side: &mut LinkSide| {
        side.at = side.at.and_then(|at| {
            let now = Anchor { article: moved(at.article)?, ..at };
            (new.words(now)? == side.words).then_some(now)
        });
    };
    let mut all = state.links.all().to_vec();
    all.iter_mut().flat_map(|link| &mut link.sides).for_each(place);
    state.links.set(all);
    state.links.half.iter_mut().for_each(place);
    state.links.half.take_if(|half| half.at.is_none());
    for made in &mut state.made {
        if let Made::Link(rewritten) = made {
            let both = rewritten.was.iter_mut().chain(&mut rewritten.is);
            both.flat_map(|link| &mut link.sides).for_each(place);
        }
    }
}
