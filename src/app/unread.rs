//! From article to article that was not read, and marking them by hand.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::app::acting::see;
use crate::app::effect::Effect;
use crate::app::go::{go, round};
use crate::app::jumps::Place;
use crate::app::layout::Pane;
use crate::app::state::State;
use crate::config::action::Action;
use crate::view::outline::Row;
use crate::view::shelf::Number;
use crate::view::unread::{Next, Unread};
use crate::view::walk::Way;

/// The articles that the key means: those of the chosen row of the list, else the open one; and
/// what to call them.
fn meant(state: &State) -> Option<(Vec<Number>, String)> {
    if state.focus != Pane::List || state.overlay.is_some() {
        let article = state.number()?;
        return Some((vec![article], "this article".to_owned()));
    }
    match state.chosen_row()? {
        Row::Event(event) | Row::Story(_, event) => {
            let articles: Vec<Number> =
                state.shelf.event(event)?.articles.iter().map(|article| article.number).collect();
            let words = match articles.len() {
                1 => "this article".to_owned(),
                count => format!("all {count} articles of this event"),
            };
            Some((articles, words))
        }
        Row::Article(event, article) => Some((
            vec![state.shelf.event(event)?.articles.get(article)?.number],
            "this article".to_owned(),
        )),
        Row::Singles(_) => None,
    }
}

/// Marks what is meant as read, or as unread where it was.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    let Some((articles, words)) = meant(state).filter(|(articles, _)| !articles.is_empty()) else {
        return state.say("choose an event or an article first");
    };
    let read = !articles.iter().all(|article| state.reading.is_read(*article));
    let changed: Vec<Number> =
        articles.into_iter().filter(|article| state.reading.set(*article, read)).collect();
    // It stays so while it is open, whatever is done in it.
    state.reading.stayed =
        state.number().filter(|article| changed.contains(article)).or(state.reading.stayed);
    let verb = if words.starts_with("all") { "count" } else { "counts" };
    state.say(format!("{words} {verb} as {}", if read { "read" } else { "unread" }));
    let first = changed.first().copied().filter(|_| read);
    let kept = if read { Effect::Read(changed) } else { Effect::Unread(changed) };
    [kept].into_iter().chain(first.and_then(|article| see(state, article))).collect()
}

/// So many events are looked through at once; what is further is looked for on another thread.
const AT_ONCE: usize = 100;

/// Goes to the next article that was not read.
pub(super) fn next_unread(state: &mut State, way: Way) -> Vec<Effect> {
    let unread = Unread {
        order: Cow::Borrowed(&state.list.order),
        kept: state.list.filter.as_ref().map(|(_, kept)| Cow::Borrowed(kept)),
        sequence: state.list.sequence,
        read: Arc::clone(&state.reading.read),
        from: from(state),
        way,
    };
    match unread.seek(state.shelf.as_ref(), AT_ONCE, &AtomicBool::new(false)) {
        Next::Further => {
            let unread = Box::new(unread.into_owned());
            state.reading.sought += 1;
            vec![Effect::Seek(unread, state.reading.sought)]
        }
        found => arrive(state, found),
    }
}

/// Where to look from: the chosen row of the list where that has the keys, else the open article.
fn from(state: &State) -> (usize, Option<usize>) {
    let chosen = state.chosen_row().filter(|_| state.focus == Pane::List);
    let (place, article) = match chosen {
        Some(Row::Article(event, article)) => (event, Some(article)),
        Some(Row::Event(event) | Row::Story(event, _)) => (event, None),
        Some(Row::Singles(_)) | None => {
            let open = state.number().and_then(|article| state.shelf.find(article));
            open.map_or((0, None), |(event, article)| (event, Some(article)))
        }
    };
    (state.list.order.rank(place).unwrap_or(0), article)
}

/// Takes in what was sought, unless the reader has gone elsewhere since.
pub(super) fn sought(state: &mut State, number: u64, found: Next) -> Vec<Effect> {
    if number == state.reading.sought { arrive(state, found) } else { Vec::new() }
}

fn arrive(state: &mut State, found: Next) -> Vec<Effect> {
    let (article, over) = match found {
        Next::Found(article, over) => (article, over),
        Next::Nowhere => return nothing_unread(state),
        Next::Further => return Vec::new(),
    };
    if state.number() == Some(article) {
        return state.say("there is no other unread article");
    }
    let at = state.reading.last(article);
    go(state, Place::at(article, at));
    state.reading.stay(article);
    over.map_or_else(Vec::new, |way| state.say(round(way)))
}

fn nothing_unread(state: &mut State) -> Vec<Effect> {
    let among = if state.list.filter.is_some() { "what the filter keeps" } else { "everything" };
    state.say(format!(
        "{among} was read; {} marks an article as unread",
        state.settings.key_of(Action::Read)
    ))
}
