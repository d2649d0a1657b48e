//! The reader's corrections of topics: what one is called, and which two are one. Made with a key
//! or two where the topics have the keys; listed and taken back with the other corrections.

use std::sync::Arc;

use crate::app::effect::Effect;
use crate::app::jumps::Place;
use crate::app::layout::Pane;
use crate::app::made::{Made, Named, Rewritten, TopicCorrection};
use crate::app::overlay::Overlay;
use crate::app::overlay::naming::Naming;
use crate::app::state::State;
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::view::Coverage;
use crate::view::event::Finding;
use crate::view::shelf::{Anchor, Number, Shelf};
use crate::view::topic::{Correction, Says, passages};

/// Opens the line in which the chosen topic, else the open one, is named.
pub(super) fn name(state: &mut State) -> Vec<Effect> {
    let Some(topic) = meant(state) else { return no_topic(state) };
    state.focus = Pane::Topics;
    let naming = Naming { input: title(state, topic).into(), named: Named::Topic(topic) };
    state.lay(Overlay::Name(Box::new(naming)));
    Vec::new()
}

/// The topic that a key means: the one of the chosen row where the topics have the keys, else the
/// open one.
fn meant(state: &State) -> Option<usize> {
    if state.focus == Pane::Topics { state.topics.chosen() } else { state.topics.topic() }
}

fn no_topic(state: &mut State) -> Vec<Effect> {
    let key = state.settings.key_of(Action::NextTopic);
    state.say(format!("choose a topic first; {key} goes to the next"))
}

fn title(state: &State, topic: usize) -> String {
    let topic = state.event().and_then(|event| event.topics.get(topic));
    topic.map(|topic| topic.label.clone()).unwrap_or_default()
}

/// Takes the title that was typed; without words the topic is called again as it was found.
pub(super) fn write(state: &mut State, topic: usize, typed: &str) -> Vec<Effect> {
    let found = state.coverage.title_found(state.reader.view.event, topic);
    let found = found.unwrap_or_default().to_owned();
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let was = last(state, topic, |says| matches!(says, Says::Called(_)));
    let is_found = typed.is_empty() || typed == found;
    if typed == title(state, topic) || is_found && was.is_none() {
        return state.say("the topic is called as it was");
    }
    if is_found {
        return take_back(state, was);
    }
    let words = format!("“{found}” is called “{typed}”");
    correct(state, (topic, was), Says::Called(typed), words)
}

/// What is to be joined: said until it is done or given up.
pub(crate) fn joining(state: &State) -> Option<String> {
    let topic = title(state, state.topics.joining?);
    let key = state.settings.key_of(Action::Join);
    Some(format!("{key} on another topic joins them, esc gives up: “{topic}”"))
}

/// Marks the chosen topic; the second time joins what is marked to what is chosen.
pub(super) fn join(state: &mut State) -> Vec<Effect> {
    let Some(topic) = meant(state) else { return no_topic(state) };
    let Some(marked) = state.topics.joining.take() else {
        state.topics.joining = Some(topic);
        return Vec::new();
    };
    if marked == topic {
        return state.say("not joined");
    }
    let words = format!("“{}” and “{}” are one topic", title(state, marked), title(state, topic));
    let with = anchors(state, topic);
    correct(state, (marked, None), Says::With(with), words)
}

/// Parts again what was joined last to the chosen topic.
pub(super) fn apart(state: &mut State) -> Vec<Effect> {
    let Some(topic) = meant(state) else { return no_topic(state) };
    let was = last(state, topic, |says| matches!(says, Says::With(_)));
    if was.is_none() {
        let key = state.settings.key_of(Action::Join);
        return state.say(format!("this topic is as it was found; {key} joins two"));
    }
    take_back(state, was)
}

/// The last of the corrections that say something of a topic of the open event.
fn last(state: &State, topic: usize, says: fn(&Says<Passage>) -> bool) -> Option<TopicCorrection> {
    let of = Some((state.reader.view.event, topic));
    let is_of_it = |one: &&TopicCorrection| {
        here(&state.coverage, one)
            .is_some_and(|here| says(&here.says) && state.coverage.topic_of(&here.topic) == of)
    };
    state.titles.iter().rev().find(is_of_it).cloned()
}

fn anchors(state: &State, topic: usize) -> Vec<Anchor> {
    let topic = state.event().and_then(|event| event.topics.get(topic));
    let named_by = topic.map(passages).unwrap_or_default();
    named_by.into_iter().map(|passage| state.coverage.anchor(passage)).collect()
}

fn correct(
    state: &mut State,
    (topic, was): (usize, Option<TopicCorrection>),
    says: Says<Anchor>,
    words: String,
) -> Vec<Effect> {
    let key = state.settings.key_of(Action::Undo);
    let notice = format!("{key} undoes it: {words}");
    let correction = Correction { topic: anchors(state, topic), says };
    let is = TopicCorrection { words, correction: Some(correction), kept: None };
    let effects = change(state, Rewritten { was, is: Some(is) });
    state.say(notice);
    effects
}

/// Takes back what was said of a topic.
fn take_back(state: &mut State, was: Option<TopicCorrection>) -> Vec<Effect> {
    let key = state.settings.key_of(Action::Undo);
    let words = was.as_ref().map(|was| was.words.clone()).unwrap_or_default();
    let effects = change(state, Rewritten { was, is: None });
    state.say(format!("no more, {key} undoes that: {words}"));
    effects
}

/// Takes back number `place` of what was said.
pub(super) fn take_back_at(state: &mut State, place: usize) -> Vec<Effect> {
    let was = state.titles.get(place).cloned();
    if was.is_none() { Vec::new() } else { take_back(state, was) }
}

fn change(state: &mut State, rewritten: Rewritten<TopicCorrection>) -> Vec<Effect> {
    let effects = put(state, rewritten.was.clone(), rewritten.is.clone());
    state.make(Made::Topic(Box::new(rewritten)));
    effects
}

fn put(
    state: &mut State,
    was: Option<TopicCorrection>,
    is: Option<TopicCorrection>,
) -> Vec<Effect> {
    let same = |one: &TopicCorrection, other: &TopicCorrection| {
        one.correction == other.correction && one.words == other.words
    };
    let place =
        was.as_ref().and_then(|was| state.titles.iter().rposition(|other| same(other, was)));
    place.into_iter().for_each(|place| drop(state.titles.remove(place)));
    state.titles.extend(is.clone());
    refresh(state);
    vec![Effect::Topic { was: was.map(Box::new), is: is.map(Box::new) }]
}

/// Takes back what was done last to a topic.
pub(super) fn undo(state: &mut State, rewritten: Rewritten<TopicCorrection>) -> Vec<Effect> {
    let Rewritten { was, is } = rewritten;
    let words = |one: &Option<TopicCorrection>| {
        one.as_ref().map(|one| one.words.clone()).unwrap_or_default()
    };
    let notice = match &is {
        Some(_) => format!("undone: {}", words(&is)),
        None => format!("again: {}", words(&was)),
    };
    let effects = put(state, is, was);
    state.say(notice);
    effects
}

/// Does to a topic again what was taken back.
pub(super) fn again(state: &mut State, rewritten: Rewritten<TopicCorrection>) -> Vec<Effect> {
    let notice = match &rewritten.is {
        Some(one) => format!("again: {}", one.words),
        None => "again as it was found".to_owned(),
    };
    state.made.push(Made::Topic(Box::new(rewritten.clone())));
    let effects = put(state, rewritten.was, rewritten.is);
    state.say(notice);
    effects
}

/// What was said of topics earlier and in this session, as it is known of what was loaded.
pub(super) fn take_titles(state: &mut State, all: Vec<TopicCorrection>) -> Vec<Effect> {
    state.titles = all;
    refresh(state);
    Vec::new()
}

/// Makes anew what follows from the topics. What is open stays open, as the topic that has its
/// first passage; a place of the jumps may name one by a number that is another's now.
fn refresh(state: &mut State) {
    let open = state.topics.topic().map(|topic| anchors(state, topic));
    if !find(state) {
        return;
    }
    state.reader.forget(&state.coverage, state.settings.soft);
    (state.reader.stop, state.crossing) = (None, None);
    let is_topic = |place: &Place| matches!(place.stop, Some((_, Some(Finding::Topic(_)))));
    state
        .jumps
        .remap(|place| Some(if is_topic(&place) { Place { stop: None, ..place } } else { place }));
    let open = open.and_then(|anchors| {
        let passages: Vec<Passage> = anchors
            .iter()
            .filter_map(|at| Some(Passage::new(state.coverage.local(at.article)?, at.span)))
            .collect();
        Some(state.coverage.topic_of(&passages)?.1)
    });
    state.topics.forget();
    state.ask_topics(|topics, below| topics.reopen(open, below));
    state.renew_overlays();
}

/// Finds what is said of the open event; whether that is other than before.
pub(super) fn find(state: &mut State) -> bool {
    let said = in_event(state, &state.coverage);
    // Without the copy that a change makes, where there is none.
    if !state.coverage.topics.differ(&said) {
        return false;
    }
    Arc::make_mut(&mut state.coverage).correct_topics(said)
}

/// An event with its topics as the reader corrects them.
pub(super) fn with_titles(state: &State, mut event: Coverage) -> Coverage {
    event.correct_topics(in_event(state, &event));
    event
}

fn in_event(state: &State, event: &Coverage) -> Vec<Correction<Passage>> {
    state.titles.iter().filter_map(|one| here(event, one)).collect()
}

fn here(event: &Coverage, one: &TopicCorrection) -> Option<Correction<Passage>> {
    one.correction.as_ref()?.found(|at| Some(Passage::new(event.local(at.article)?, at.span)))
}

/// After a reload: a passage stays where its article has the same words there; `moved` tells where
/// the articles are now.
pub(super) fn reloaded(
    state: &mut State,
    old: &dyn Shelf,
    new: &dyn Shelf,
    moved: &dyn Fn(Number) -> Option<Number>,
) {
    let place = |at: &Anchor| {
        let now = Anchor { article: moved(at.article)?, ..*at };
        (new.words(now)? == old.words(*at)?).then_some(now)
    };
    let again = |one: &mut TopicCorrection| {
        one.correction = one.correction.as_ref().and_then(|correction| correction.found(place));
    };
    state.titles.iter_mut().for_each(again);
    state.topics.joining = None;
    for made in &mut state.made {
        if let Made::Topic(rewritten) = made {
            rewritten.was.iter_mut().chain(&mut rewritten.is).for_each(again);
        }
    }
}
