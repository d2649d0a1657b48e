//! The library is loaded, and changes while it is read: what is new slides in, and the reader keeps
//! their place, their choice and what is open.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::app::adopt::{OpenEvent, adopt};
use crate::app::effect::Effect;
use crate::app::go;
use crate::app::jumps::Place;
use crate::app::overlay::machine::Base;
use crate::app::state::State;
use crate::app::{corrections, dismissals, links, notes, opening, searching, titles};
use crate::config::action::Action;
use crate::library::store::Touched;
use crate::view::outline::{self, Row};
use crate::view::shelf::{Kept, Loaded, Number, Shelf};

/// Takes in what was loaded; after a reload the reader stays where they were.
pub(super) fn load(state: &mut State, loaded: Loaded) -> Vec<Effect> {
    let again = state.number().is_some();
    let stopped = state.loading.take().is_some_and(|loading| loading.cancelled);
    (state.problems, state.notices) = (loaded.problems, loaded.notices);
    let (old, new) = (Arc::clone(&state.shelf), loaded.shelf);
    // Ids hold over a reload.
    let moved = |number: Number| {
        let (place, article) = old.find(number)?;
        new.named(&old.event(place)?.articles.get(article)?.id)
    };
    state.lift();
    dismissals::reloaded(state, old.as_ref(), new.as_ref(), &moved);
    titles::reloaded(state, old.as_ref(), new.as_ref(), &moved);
    notes::reloaded(state, new.as_ref(), &moved);
    links::reloaded(state, new.as_ref(), &moved);
    state.reading.reloaded(&moved);
    corrections::reloaded(state, &moved);
    for bookmark in &mut state.bookmarks {
        bookmark.place = bookmark.place.and_then(|(article, at)| Some((moved(article)?, at)));
    }
    let chosen = adopt(state, Arc::clone(&new), &moved, OpenEvent::Anew);
    if !again {
        open_few(state);
    }
    if let Some(article) = state.number() {
        state.list.choose_article(state.shelf.as_ref(), article);
    } else if let Some(first) = state
        .resume
        .take()
        .filter(|place| new.find(place.article).is_some())
        .or_else(|| first(state))
    {
        let focus = state.focus;
        go::stand(state, first);
        state.focus = if again { focus } else { state.focus };
    }
    if let Some(chosen) = chosen.filter(|_| again) {
        state.list.choose(state.shelf.as_ref(), chosen);
    }
    if stopped {
        let key = state.settings.key_of(Action::Reload);
        return state.say(format!(
            "stopped: what is here may not be all, and not all compared; {key} reads again"
        ));
    }
    problems(state).filter(|_| new.articles() > 0).map_or_else(Vec::new, |words| state.say(words))
}

/// How many problems there are, and the key that shows them; nothing where there are none.
fn problems(state: &State) -> Option<String> {
    let key = state.settings.key_of(Action::Problems);
    match state.problems.len() {
        0 => None,
        1 => Some(format!("one problem: {key} shows it")),
        count => Some(format!("{count} problems: {key} shows them")),
    }
}

/// Where reading begins.
fn first(state: &State) -> Option<Place> {
    let place = outline::first_disputed(state.shelf.as_ref(), state.settings.soft)?;
    Some(Place::at(state.shelf.event(place)?.articles.first()?.number, 0))
}

/// Opens all events in the list where they fit on a screen or so.
fn open_few(state: &mut State) {
    const A_SCREEN_OR_SO: usize = 60;
    if state.shelf.events() + state.shelf.articles() <= A_SCREEN_OR_SO {
        (0..state.shelf.events()).for_each(|event| state.list.unfold(state.shelf.as_ref(), event));
    }
    state.list.make(state.shelf.as_ref());
}

/// Takes in a library of which these articles are not as they were; any may be where nobody knows.
pub(super) fn changed(state: &mut State, loaded: Loaded, touched: Option<&Touched>) -> Vec<Effect> {
    let loading = state.loading.clone();
    if state.number().is_none() {
        let effects = load(state, loaded);
        state.loading = loading;
        return effects;
    }
    let known = state.problems.len();
    (state.problems, state.notices) = (loaded.problems, loaded.notices);
    let (old, new) = (Arc::clone(&state.shelf), loaded.shelf);
    let stays = stays(state, new.as_ref(), touched);
    if !stays {
        lift_if(state, |base| base == Base::Event);
    }
    let kept = state
        .list
        .filter
        .take()
        .map(|(written, kept)| (written, carried(&kept, old.as_ref(), new.as_ref())));
    let above = state.list.choice.selected.saturating_sub(state.list.choice.top);
    let all_open = state.list.open.len() == old.events();
    let there = |article: Number| new.find(article).map(|_| article);
    adopt(state, Arc::clone(&new), &there, if stays { OpenEvent::Stays } else { OpenEvent::Anew });
    if all_open {
        let row = state.chosen_row();
        open_few(state);
        row.into_iter().for_each(|row| state.list.choose(state.shelf.as_ref(), row));
    }
    let written = kept.as_ref().map(|(written, _)| written.clone());
    if kept.is_some() {
        let row = state.chosen_row();
        state.list.filter = kept;
        state.list.make(state.shelf.as_ref());
        row.into_iter().for_each(|row| state.list.choose(state.shelf.as_ref(), row));
    }
    // The chosen row stays where it is on the screen.
    state.list.choice.top = state.list.choice.selected.saturating_sub(above);
    if state.number().is_none() {
        // What was read is gone: what is chosen, or comes nearest to it, takes its place.
        nearest(state).into_iter().for_each(|place| opening::stand(state, place, None));
    }
    if state.problems.len() > known {
        state.notice = problems(state);
    }
    searching::ask_again(state, written)
}

/// The library is as its files are, or was stopped on the way there.
pub(super) fn settled(state: &mut State, stopped: bool) -> Vec<Effect> {
    state.loading = None;
    if stopped {
        let key = state.settings.key_of(Action::Reload);
        return state.say(format!(
            "stopped: what is here may not be all, and not all compared; {key} goes on"
        ));
    }
    Vec::new()
}

/// The article of the chosen row, else the first of all.
fn nearest(state: &State) -> Option<Place> {
    let (event, article) = match state.chosen_row() {
        Some(Row::Article(event, article)) => (event, article),
        Some(Row::Event(event) | Row::Story(event, _)) => (event, 0),
        Some(Row::Singles(_)) | None => (0, 0),
    };
    Some(Place::at(state.shelf.event(event)?.articles.get(article)?.number, 0))
}

/// Whether the open event is as it was: then nothing of what is read moves.
fn stays(state: &State, new: &dyn Shelf, touched: Option<&Touched>) -> bool {
    let Some(touched) = touched else { return false };
    let changed: FxHashSet<Number> = touched.changed.iter().copied().collect();
    let unchanged = || {
        let article = state.coverage.number(state.reader.article?);
        let (place, _) = new.find(article)?;
        let (before, now) = (state.row_of(article)?.0, new.event(place)?);
        Some(before == now && !now.articles.iter().any(|article| changed.contains(&article.number)))
    };
    unchanged().unwrap_or(false)
}

/// Takes away what lies over the panes where it shows what is not as it was; what it may come back
/// to is of the event as well.
fn lift_if(state: &mut State, is_gone: impl Fn(Base) -> bool) {
    state.under.retain_mut(|overlay| !is_gone(overlay.machine().base()));
    let base = state.overlay.as_mut().map(|overlay| overlay.machine().base());
    if base.is_some_and(is_gone) {
        state.lift();
    }
}

/// What a filter keeps, on another shelf; what is new comes when it is asked again.
fn carried(kept: &Kept, old: &dyn Shelf, new: &dyn Shelf) -> Kept {
    let mut carried = Kept::new();
    for (place, articles) in kept {
        let Some(event) = old.event(*place) else { continue };
        for article in articles.iter().filter_map(|article| event.articles.get(*article)) {
            if let Some((event, article)) = new.find(article.number) {
                carried.entry(event).or_default().push(article);
            }
        }
    }
    carried.values_mut().for_each(|articles| articles.sort_unstable());
    carried
}

/// Takes in a grouping; the reader stays where they are, and what was open and chosen stays so by
/// its articles.
pub(super) fn regrouped(state: &mut State, asked: u64, shelf: Arc<dyn Shelf>) -> Vec<Effect> {
    if asked != state.corrections.asked {
        return Vec::new();
    }
    lift_if(state, |base| base != Base::Nothing);
    let query = state.list.filter.as_ref().map(|(query, _)| query.clone());
    let row = adopt(state, shelf, &Some, OpenEvent::Anew);
    if let Some(row @ Row::Article(event, _)) = row {
        state.list.unfold(state.shelf.as_ref(), event);
        state.list.make(state.shelf.as_ref());
        state.list.choose(state.shelf.as_ref(), row);
    }
    // The filter's articles are elsewhere in the list.
    searching::ask_again(state, query)
}
