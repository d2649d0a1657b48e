//! Lets the reader act, and takes note of what was read by that: see [`ReadMarks`].
//!
//! [`ReadMarks`]: crate::app::reading::ReadMarks

use crate::app::effect::Effect;
use crate::app::jumps::Place;
use crate::app::layout::Pane;
use crate::app::state::State;
use crate::view::shelf::Number;

/// Lets the reader act, and takes note of what was read by that, and of what was left. To move in
/// an article is to read it.
pub(super) fn acting(
    state: &mut State,
    act: impl FnOnce(&mut State) -> Vec<Effect>,
) -> Vec<Effect> {
    let (before, stayed, is_coming) =
        (standing(state), state.reading.stayed, state.coming().is_some());
    let (width, visited) = (state.settings.width, state.reading.visited);
    state.reading.has_jumped = false;
    let mut effects = act(state);
    let is_moved = standing(state) != before && state.settings.width == width;
    if is_moved {
        state.reading.sought += 1; // who has gone elsewhere does not wait for what was sought
    }
    if let Some((was, _)) = before {
        let is_left = state.number() != Some(was.article);
        if is_left && stayed == Some(was.article) {
            state.reading.left(was);
            effects.push(Effect::Left(was.article, was.at));
        } else if !is_left && is_moved && !is_coming && !state.reading.has_jumped {
            state.reading.stay(was.article);
        }
    }
    let number = state.number().filter(|_| state.coming().is_none());
    let come = state.reading.coming.take_if(|_| number.is_some() || state.opening.is_none());
    let read = come.filter(|article| number == Some(*article) && state.reading.set(*article, true));
    effects.extend(read.map(|article| Effect::Read(vec![article])));
    if let Some(article) = visited.filter(|article| !is_in_event_of(state, *article)) {
        state.reading.visited.take_if(|now| *now == article);
        effects.extend(see(state, article));
    }
    effects
}

/// Whether the reader is in the event of an article.
fn is_in_event_of(state: &State, article: Number) -> bool {
    let event = |article| state.shelf.find(article).map(|(event, _)| event);
    state.number().is_some_and(|here| event(here) == event(article))
}

/// All of the event of an article that was read in is seen; gives what is to be kept.
pub(super) fn see(state: &mut State, article: Number) -> Option<Effect> {
    let (event, _) = state.row_of(article)?;
    let unseen = state.reading.unseen(&event);
    state.reading.see(&unseen);
    (!unseen.is_empty()).then_some(Effect::Seen(unseen))
}

/// The place of the cursor, and the byte at the top of the view.
fn standing(state: &State) -> Option<(Place, Option<usize>)> {
    state.standing().map(|(place, top)| (Place::at(place.article, place.at), top))
}

/// Lets the reader open something: the article that this leads to is read.
pub(super) fn entering(
    state: &mut State,
    act: impl FnOnce(&mut State) -> Vec<Effect>,
) -> Vec<Effect> {
    let in_text = |state: &State| state.focus == Pane::Text && state.overlay.is_none();
    let elsewhere = !in_text(state);
    let effects = act(state);
    if let Some(article) = state.number().filter(|_| elsewhere && in_text(state)) {
        state.reading.stay(article);
    }
    effects
}
