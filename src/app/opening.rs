//! Opening an event: at once where it is at hand, else when it comes. No key waits for it; what
//! comes too late is dropped.

use std::sync::Arc;

use crate::app::coming::{Opening, Target};
use crate::app::effect::Effect;
use crate::app::jumps::Place;
use crate::app::state::State;
use crate::app::topics::Topics;
use crate::app::{dismissals, links, second, titles};
use crate::corpus::Passage;
use crate::view::Coverage;
use crate::view::shelf::Number;
use crate::view::walk::{Stop, Thread};

/// What is to be asked for: the opening that the world has not been told of.
pub(super) fn asks(state: &mut State) -> Option<Effect> {
    let opening = state.opening.as_mut().filter(|opening| !opening.asked)?;
    opening.asked = true;
    Some(Effect::Open(opening.event, opening.number))
}

/// Puts the cursor at a place: in the open event, else in that of its article, which is opened.
pub(super) fn stand(state: &mut State, place: Place, top: Option<usize>) {
    state.opening = None;
    if state.coverage.local(place.article).is_some() {
        return arrive(state, place, top);
    }
    match state.shelf.at_hand(place.article) {
        Some(event) => {
            enter(state, event);
            arrive(state, place, top);
        }
        None => {
            shut(state);
            ask(state, place.article, Target::Stand(place, top));
        }
    }
}

/// Shuts the open event.
pub(super) fn shut(state: &mut State) {
    (state.coverage, state.topics, state.crossing, state.opening) =
        (Arc::default(), Topics::default(), None, None);
    state.reader.shut();
    state.second.leave();
    (state.point, state.point_made_for) = (None, None);
}

/// Asks for the event of an article.
pub(super) fn ask(state: &mut State, event: Number, target: Target) {
    state.openings += 1;
    state.opening = Some(Opening { event, target, number: state.openings, asked: false });
}

/// Makes `event` the open one.
pub(super) fn enter(state: &mut State, event: Coverage) {
    shut(state);
    state.second.found = second::known_in(state, &event);
    let event = as_kept(state, event);
    state.reader.enter(&event, state.settings.soft);
    state.coverage = Arc::new(event);
}

/// An event with what the reader made of it.
pub(super) fn as_kept(state: &State, event: Coverage) -> Coverage {
    let event = links::with_links(state, dismissals::without_dismissed(state, event));
    titles::with_titles(state, second::with_known(state, event))
}

/// Puts the cursor at a place of the open event.
pub(super) fn arrive(state: &mut State, place: Place, top: Option<usize>) {
    let coverage = Arc::clone(&state.coverage);
    let Some(article) = coverage.local(place.article) else { return };
    state.reader.open(&coverage, article, place.at);
    let stop =
        place.stop.map(|(span, finding)| Stop { passage: Passage::new(article, span), finding });
    state.reader.stop = stop;
    state.reader.thread = place.thread.or_else(|| Thread::at(&state.reader.view, stop?));
    let column =
        state.layout().map_or(40, |layout| usize::from(layout.column(state.settings.width).width));
    state.reader.fit(&coverage, state.settings.soft, column);
    match top {
        Some(top) => state.reader.top = top,
        None => state.reader.aim(state.text_height()),
    }
}
