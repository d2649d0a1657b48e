//! The reader's corrections of the grouping: these two are one event, this article is another. Made
//! with a key or two, taken back with one; what they change is found on another thread and taken in
//! when it comes.

use std::sync::Arc;

use crate::app::choice::Choice;
use crate::app::dismissals::restore;
use crate::app::everything;
use crate::app::go::go;
use crate::app::jumps::Place;
use crate::app::layout::Pane;
use crate::app::notes::{self, Rewritten};
use crate::app::overlay::Overlay;
use crate::app::receive::adopt;
use crate::app::update::show;
use crate::app::{Effect, State, dismissals};
use crate::config::action::Action;
use crate::library::own;
use crate::view::outline::{self, Row};
use crate::view::shelf::{Change, Number, Shelf, ShelfEvent};

/// One correction, as the session knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What it says.
    pub words: String,
    /// What it does to the articles that are there; `None` where it says nothing of them.
    pub change: Option<Change>,
    /// What it is kept as; `None` where it was made since the files were read.
    pub kept: Option<own::Correction>,
}

/// All corrections.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    /// In the order in which they were made; a later one wins.
    pub all: Vec<Correction>,
    /// What is to be joined with what comes next.
    pub joining: Option<Chosen>,
    /// The number of the last grouping that was asked for; older answers are dropped.
    asked: u64,
}

/// What the reader made in this session: what an undo takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// The last of the corrections.
    Correction,
    /// The last of the dismissals.
    Dismissal,
    /// A note written, changed or deleted.
    Note(Box<Rewritten>),
}

impl Made {
    /// Forgets the one of a kind that so many of the same kind were made after.
    pub(super) fn forget(made: &mut Vec<Made>, kind: &Made, after: usize) {
        let found = made
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, other)| *other == kind)
            .nth(after)
            .map(|(place, _)| place);
        if let Some(place) = found {
            made.remove(place);
        }
    }
}

fn remove(state: &mut State, place: usize) -> Correction {
    let after = state.corrections.all.len() - 1 - place;
    Made::forget(&mut state.made, &Made::Correction, after);
    state.corrections.all.remove(place)
}

/// What a correction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// A whole event, by its earliest article.
    Event(Number),
    /// An article alone.
    Article(Number),
}

impl Chosen {
    /// The article that stands for it.
    pub fn article(self) -> Number {
        match self {
            Chosen::Event(article) | Chosen::Article(article) => article,
        }
    }
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
pub fn joining(state: &State) -> Option<String> {
    let key = state.settings.config.keymap.key_of(Action::Join);
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

/// Marks what is to be joined; the second time joins what is marked with what is chosen.
pub(super) fn join(state: &mut State) -> Vec<Effect> {
    let key = state.settings.config.keymap.key_of(Action::Join);
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
    correct(state, Change { article, apart_from, with: Some(with) }, words)
}

/// Makes an article an event of its own.
pub(super) fn apart(state: &mut State) -> Vec<Effect> {
    let key = state.settings.config.keymap.key_of(Action::Apart);
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
            correct(state, Change { article, apart_from, with: None }, words)
        }
    }
}

fn correct(state: &mut State, change: Change, words: String) -> Vec<Effect> {
    let key = state.settings.config.keymap.key_of(Action::Undo);
    state.say(format!("{key} undoes it: {words}"));
    let correction = Correction { words, change: Some(change), kept: None };
    // Made again it counts from now on: the latest wins.
    if let Some(place) =
        state.corrections.all.iter().position(|other| other.change == correction.change)
    {
        remove(state, place);
    }
    state.corrections.all.push(correction.clone());
    state.made.push(Made::Correction);
    [Effect::Correct(correction)].into_iter().chain(regroup(state)).collect()
}

/// How many things the list of corrections has: corrections of the grouping, then dismissed
/// disputes.
pub(super) fn listed(state: &State) -> usize {
    state.corrections.all.len() + dismissals::listed(state).len()
}

/// The dismissal that row `index` of the list stands for.
fn dismissal(state: &State, index: usize) -> Option<usize> {
    dismissals::listed(state).get(index.checked_sub(state.corrections.all.len())?).copied()
}

/// Takes back the last correction, dismissal or note of this session, or the chosen one of the
/// list.
pub(super) fn undo(state: &mut State) -> Vec<Effect> {
    let corrections = state.corrections.all.len();
    if let Some(Overlay::Corrections(choice)) = &state.overlay {
        let row = choice.selected;
        let effects = match dismissal(state, row) {
            Some(place) => restore(state, place),
            None if row < corrections => take_back(state, row),
            None => Vec::new(),
        };
        let last = listed(state).checked_sub(1);
        state.overlay =
            last.map(|last| Overlay::Corrections(Choice { selected: row.min(last), top: 0 }));
        return effects;
    }
    let place = |count: usize| count.checked_sub(1);
    match state.made.last() {
        Some(Made::Correction) => {
            place(corrections).map_or_else(Vec::new, |last| take_back(state, last))
        }
        Some(Made::Dismissal) => {
            place(state.dismissals.len()).map_or_else(Vec::new, |last| restore(state, last))
        }
        Some(Made::Note(_)) => match state.made.pop() {
            Some(Made::Note(rewritten)) => notes::undo(state, *rewritten),
            _ => Vec::new(),
        },
        None => {
            let key = state.settings.config.keymap.key_of(Action::Corrections);
            let earlier = if listed(state) > 0 {
                format!("; {key} lists the earlier ones")
            } else {
                String::new()
            };
            state.say(format!("nothing was corrected since rashomon was started{earlier}"))
        }
    }
}

/// Takes back correction number `place`.
fn take_back(state: &mut State, place: usize) -> Vec<Effect> {
    let correction = remove(state, place);
    state.say(format!("undone: {}", correction.words));
    [Effect::Uncorrect(correction)].into_iter().chain(regroup(state)).collect()
}

/// Lists the corrections.
pub(super) fn open_corrections(state: &mut State) -> Vec<Effect> {
    let Some(last) = listed(state).checked_sub(1) else {
        let key = |action| state.settings.config.keymap.key_of(action);
        let (join, apart, dismiss) = (key(Action::Join), key(Action::Apart), key(Action::Dismiss));
        let words = format!(
            "no corrections: {join} joins two events, {apart} takes an article out of one, {dismiss} says that a dispute is none"
        );
        return state.say(words);
    };
    show(state, Overlay::Corrections(Choice { selected: last, top: 0 }))
}

/// Goes to the article that a correction is about, or to the first side of a dismissed dispute.
pub(super) fn go_correction(state: &mut State, index: usize) -> Vec<Effect> {
    let dismissal = dismissal(state, index).and_then(|place| state.dismissals.get(place));
    let place = match (state.corrections.all.get(index), dismissal) {
        (Some(correction), _) => correction.change.as_ref().map(|change| (change.article, 0)),
        (_, Some(dismissal)) => dismissal.sides.map(|[first, _]| (first.article, first.span.start)),
        _ => return Vec::new(),
    };
    match place {
        Some((article, at)) => {
            go(state, Place::at(article, at));
            Vec::new()
        }
        None => state.say("the articles of this correction are not open"),
    }
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
pub(super) fn kept(state: &mut State, all: Vec<Correction>) -> Vec<Effect> {
    state.corrections.all = all;
    regroup(state)
}

/// After a reload answers about the articles before it say nothing; `moved` tells where these are
/// now.
pub(super) fn reloaded(state: &mut State, moved: &dyn Fn(Number) -> Option<Number>) {
    state.corrections.asked += 1;
    state.corrections.joining = None;
    for correction in &mut state.corrections.all {
        correction.change = correction.change.take().and_then(|change| {
            let apart_from: Vec<Number> =
                change.apart_from.iter().filter_map(|other| moved(*other)).collect();
            let with = change.with.and_then(moved);
            let says = with.is_some() || !apart_from.is_empty();
            Some(Change { article: moved(change.article)?, apart_from, with }).filter(|_| says)
        });
    }
}

/// Takes in a grouping; the reader stays where they are, and what was open and chosen stays so by
/// its articles.
pub(super) fn regrouped(state: &mut State, asked: u64, shelf: Arc<dyn Shelf>) -> Vec<Effect> {
    if asked != state.corrections.asked {
        return Vec::new();
    }
    if matches!(
        state.overlay,
        Some(
            Overlay::Compare(_)
                | Overlay::Speakers(_)
                | Overlay::Matrix(_)
                | Overlay::Conflicts(_)
                | Overlay::Omissions(_)
        )
    ) {
        state.overlay = None;
    }
    let query = state.list.filter.as_ref().map(|(query, _)| query.clone());
    let row = adopt(state, shelf, &Some, false);
    if let Some(row @ Row::Article(event, _)) = row {
        state.unfold(event);
        state.make_list();
        state.choose_row(row);
    }
    // The filter's articles are elsewhere in the list.
    everything::ask_again(state, query)
}
