//! The library changes while it is read: what is new slides in, and the reader keeps their place,
//! their choice and what is open.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::app::jumps::Place;
use crate::app::opening::stand;
use crate::app::overlay::Overlay;
use crate::app::receive::{adopt, load, open_few, problems};
use crate::app::{Effect, State, everything};
use crate::config::action::Action;
use crate::library::store::Touched;
use crate::view::outline::Row;
use crate::view::shelf::{Kept, Loaded, Number, Shelf};

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
    if !stays && state.overlay.as_ref().is_some_and(is_of_event) {
        state.overlay = None;
    }
    let kept = state
        .list
        .filter
        .take()
        .map(|(written, kept)| (written, carried(&kept, old.as_ref(), new.as_ref())));
    let above = state.list.choice.selected.saturating_sub(state.list.choice.top);
    let all_open = state.list.open.len() == old.events();
    let there = |article: Number| new.find(article).map(|_| article);
    adopt(state, Arc::clone(&new), &there, stays);
    if all_open {
        let row = state.chosen_row();
        open_few(state);
        row.into_iter().for_each(|row| state.choose_row(row));
    }
    let written = kept.as_ref().map(|(written, _)| written.clone());
    if kept.is_some() {
        let row = state.chosen_row();
        state.list.filter = kept;
        state.make_list();
        row.into_iter().for_each(|row| state.choose_row(row));
    }
    // The chosen row stays where it is on the screen.
    state.list.choice.top = state.list.choice.selected.saturating_sub(above);
    if state.number().is_none() {
        // What was read is gone: what is chosen, or comes nearest to it, takes its place.
        nearest(state).into_iter().for_each(|place| stand(state, place, None));
    }
    if state.problems.len() > known {
        state.notice = problems(state);
    }
    everything::ask_again(state, written)
}

/// The library is as its files are, or was stopped on the way there.
pub(super) fn settled(state: &mut State, stopped: bool) -> Vec<Effect> {
    state.loading = None;
    if stopped {
        let key = state.settings.config.keymap.key_of(Action::Reload);
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

/// Whether an overlay shows findings of the open event, which have other numbers when it changes.
fn is_of_event(overlay: &Overlay) -> bool {
    matches!(
        overlay,
        Overlay::Compare(_) | Overlay::Matrix(_) | Overlay::Conflicts(_) | Overlay::Omissions(_)
    )
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
