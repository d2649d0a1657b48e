//! The reader's corrections of the grouping (these two are one event, this article is another) and
//! of outlets that nothing names. Made with a key or two, taken back with one; what they change is
//! found on another thread and taken in when it comes.

use std::sync::Arc;

use crate::app::effect::Effect;
use crate::app::layout::Pane;
use crate::app::made::{Chosen, Correction, Made, Named};
use crate::app::overlay::Overlay;
use crate::app::overlay::naming::Naming;
use crate::app::state::State;
use crate::app::titles;
use crate::config::action::Action;
use crate::view::outline::{self, Row};
use crate::view::shelf::{Change, Number, ShelfEvent};

fn remove(state: &mut State, place: usize) -> Correction {
    let after = state.corrections.all.len() - 1 - place;
    Made::forget(&mut state.made, &Made::Correction, after);
    state.corrections.all.remove(place)
}

/// What the keys are about: the chosen row of the list, else the open article.
fn chosen(state: &State) -> Option<Chosen> {
    if state.focus != Pane::List {
        return state.number().map(Chosen::Article);
    }
    match state.chosen_row()? {
        Row::Event(event) | Row::Story(_, event) => {
            Some(Chosen::Event(state.shelf.event(event)?.earliest()?.number))
        }
        Row::Article(event, article) => {
            Some(Chosen::Article(state.shelf.event(event)?.articles.get(article)?.number))
        }
        Row::Singles(_) => None,
    }
}

fn event_of(state: &State, article: Number) -> Option<Arc<ShelfEvent>> {
    state.row_of(article).map(|(event, _)| event)
}

/// The articles that share the event of `article`.
fn others(state: &State, article: Number) -> Vec<Number> {
    let event = event_of(state, article);
    let articles = event.iter().flat_map(|event| &event.articles).map(|other| other.number);
    articles.filter(|other| *other != article).collect()
}

fn label(state: &State, article: Number) -> String {
    event_of(state, article).map(|event| event.label.clone()).unwrap_or_default()
}

/// `The Courier, “Bridge closed”`
fn title(state: &State, article: Number) -> String {
    let Some((event, place)) = state.row_of(article) else { return String::new() };
    let article = &event.articles[place];
    format!("{}, “{}”", outline::name(&article.outlet), article.called())
}

/// What is to be joined, and how: said until it is done or given up.
pub(crate) fn joining(state: &State) -> Option<String> {
    let key = state.settings.key_of(Action::Join);
    Some(match state.corrections.joining? {
        Chosen::Event(article) => {
            format!("{key} on another event joins them, esc gives up: “{}”", label(state, article))
        }
        Chosen::Article(article) => format!(
            "{key} on another event moves it there, esc gives up: {}",
            title(state, article)
        ),
    })
}

/// Marks what is to be joined; the second time joins what is marked with what is chosen. Where the
/// topics have the keys that is a topic.
pub(super) fn join(state: &mut State) -> Vec<Effect> {
    if state.focus == Pane::Topics && state.corrections.joining.is_none() {
        return titles::join(state);
    }
    state.topics.joining = None;
    let key = state.settings.key_of(Action::Join);
    let Some(chosen) = chosen(state) else {
        return state.say("choose an event or an article first");
    };
    let Some(marked) = state.corrections.joining else {
        state.corrections.joining = Some(chosen);
        return Vec::new();
    };
    if marked == chosen {
        state.corrections.joining = None;
        return state.say("not joined");
    }
    let (article, with) = (marked.article(), chosen.article());
    if others(state, article).contains(&with) || article == with {
        return state
            .say(format!("these are one event already; {key} on another one joins, esc gives up"));
    }
    state.corrections.joining = None;
    let (apart_from, words) = match marked {
        Chosen::Event(_) => (
            Vec::new(),
            format!("“{}” and “{}” are one event", label(state, article), label(state, with)),
        ),
        Chosen::Article(_) => (
            others(state, article),
            format!("{} tells “{}”", title(state, article), label(state, with)),
        ),
    };
    let change = Change { article, apart_from, with: Some(with), ..Change::default() };
    correct(state, change, words)
}

/// Makes an article an event of its own; where the topics have the keys, parts a topic again.
pub(super) fn apart(state: &mut State) -> Vec<Effect> {
    if state.focus == Pane::Topics {
        return titles::apart(state);
    }
    let key = state.settings.key_of(Action::Apart);
    let Some(chosen) = chosen(state) else { return state.say("choose an article first") };
    let article = chosen.article();
    let apart_from = others(state, article);
    match chosen {
        _ if apart_from.is_empty() => state.say("this is an event of one article already"),
        Chosen::Event(_) => {
            state.say(format!("choose one of its articles: {key} makes it an event of its own"))
        }
        Chosen::Article(_) => {
            state.corrections.joining = None;
            let words =
                format!("{} is no part of “{}”", title(state, article), label(state, article));
            correct(state, Change { article, apart_from, ..Change::default() }, words)
        }
    }
}

/// Opens the line in which the outlet of the chosen article is named, where nothing else names it.
pub(super) fn open_naming(state: &mut State) -> Vec<Effect> {
    let article = match chosen(state) {
        Some(Chosen::Article(article)) => article,
        Some(Chosen::Event(_)) | None => {
            let key = state.settings.key_of(Action::Name);
            return state.say(format!(
                "choose an article of an event: {key} names its outlet, where nothing else does"
            ));
        }
    };
    let Some((event, place)) = state.row_of(article) else { return Vec::new() };
    let Some(row) = event.articles.get(place) else { return Vec::new() };
    if !outline::can_be_named(&row.path) {
        return state.say("only the outlet of an article in a file can be named".to_owned());
    }
    let named = last_name(state, article);
    if !row.outlet.guessed && named.is_none() {
        return state
            .say(format!("the article or its folder names its outlet: {}", row.outlet.name));
    }
    let input = named.map(str::to_owned).unwrap_or_default().into();
    state.lay(Overlay::Name(Box::new(Naming { input, named: Named::Outlet(article) })));
    Vec::new()
}

/// What the reader called the outlet of `article` last.
fn last_name(state: &State, article: Number) -> Option<&str> {
    let changes = state.corrections.all.iter().rev().filter_map(|one| one.change.as_ref());
    changes.filter(|change| change.article == article).find_map(|change| change.outlet.as_deref())
}

/// Takes the name that was typed for the outlet of `article`; without words it is called again as
/// it was found.
pub(super) fn name_outlet(state: &mut State, article: Number, typed: &str) -> Vec<Effect> {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = last_name(state, article).map(str::to_owned);
    if named.as_deref().unwrap_or_default() == typed {
        return state.say("the outlet is called as it was");
    }
    if !typed.is_empty() {
        let title =
            state.row_of(article).map(|(event, place)| event.articles[place].called().to_owned());
        let words = format!("“{}” is by {typed}", title.unwrap_or_default());
        let change = Change { article, outlet: Some(typed), ..Change::default() };
        return correct(state, change, words);
    }
    let is_name = |one: &Correction| {
        one.change
            .as_ref()
            .is_some_and(|change| change.article == article && change.outlet.is_some())
    };
    let names = state.corrections.all.iter().enumerate().rev().filter(|(_, one)| is_name(one));
    let places: Vec<usize> = names.map(|(place, _)| place).collect();
    places.into_iter().flat_map(|place| take_back(state, place)).collect()
}

fn correct(state: &mut State, change: Change, words: String) -> Vec<Effect> {
    let key = state.settings.key_of(Action::Undo);
    state.say(format!("{key} undoes it: {words}"));
    let correction = Correction { words, change: Some(change), kept: None };
    // Made again it counts from now on: the latest wins.
    if let Some(place) =
        state.corrections.all.iter().position(|other| other.change == correction.change)
    {
        remove(state, place);
    }
    state.corrections.all.push(correction.clone());
    state.make(Made::Correction);
    [Effect::Correct(correction)].into_iter().chain(regroup(state)).collect()
}

/// Makes a correction again that was undone.
pub(super) fn again(state: &mut State, correction: Correction) -> Vec<Effect> {
    state.say(format!("again: {}", correction.words));
    state.corrections.all.push(correction.clone());
    state.made.push(Made::Correction);
    [Effect::Correct(correction)].into_iter().chain(regroup(state)).collect()
}

/// Takes back correction number `place`.
pub(super) fn take_back(state: &mut State, place: usize) -> Vec<Effect> {
    if place >= state.corrections.all.len() {
        return Vec::new();
    }
    let correction = remove(state, place);
    state.say(format!("undone: {}", correction.words));
    [Effect::Uncorrect(correction)].into_iter().chain(regroup(state)).collect()
}

/// The corrections that say something of what is open.
fn changes(state: &State) -> Vec<Change> {
    state.corrections.all.iter().filter_map(|correction| correction.change.clone()).collect()
}

/// Asks for the grouping that the corrections make, where it is not the one that there is.
fn regroup(state: &mut State) -> Vec<Effect> {
    state.corrections.asked += 1;
    let wanted = changes(state);
    if wanted == state.shelf.corrected() {
        return Vec::new();
    }
    vec![Effect::Regroup(wanted, state.corrections.asked)]
}

/// The corrections kept from earlier and in this session, as they are known of what was loaded.
pub(super) fn take_corrections(state: &mut State, all: Vec<Correction>) -> Vec<Effect> {
    state.corrections.all = all;
    regroup(state)
}

/// After a reload answers about the articles before it say nothing; `moved` tells where these are
/// now.
pub(super) fn reloaded(state: &mut State, moved: &dyn Fn(Number) -> Option<Number>) {
    state.corrections.asked += 1;
    state.corrections.joining = None;
    state.undone.clear();
    for correction in &mut state.corrections.all {
        correction.change = correction.change.take().and_then(|change| {
            let apart_from: Vec<Number> =
                change.apart_from.iter().filter_map(|other| moved(*other)).collect();
            let with = change.with.and_then(moved);
            let says = with.is_some() || !apart_from.is_empty() || change.outlet.is_some();
            let article = moved(change.article)?;
            Some(Change { article, apart_from, with, outlet: change.outlet }).filter(|_| says)
        });
    }
}
