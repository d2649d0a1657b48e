//! Opening an event: at once where it is at hand, else when it comes. No key waits for it; what
//! comes too late is dropped.

use std::sync::Arc;

use crate::app::go::{Onward, onward};
use crate::app::jumps::Place;
use crate::app::{Effect, State, Topics, dismissals};
use crate::corpus::Passage;
use crate::view::Coverage;
use crate::view::shelf::Number;
use crate::view::walk::{Stop, Thread};

/// An event that is on its way.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    /// One of its articles.
    event: Number,
    /// What is wanted of it.
    target: Target,
    number: u64,
    /// Whether the world has been told.
    asked: bool,
}

/// What is wanted of an event.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// To stand at a place; with this byte in the first row in view, else a third down.
    Stand(Place, Option<usize>),
    /// To go on with a walk.
    Walk(Onward),
}

impl Opening {
    /// The article that is to be read; a walk does not know it before it is there.
    pub(super) fn article(&self) -> Option<Number> {
        match self.target {
            Target::Stand(place, _) => Some(place.article),
            Target::Walk(_) => None,
        }
    }
}

impl State {
    /// What is to be asked for: the opening that the world has not been told of.
    pub(super) fn asks(&mut self) -> Option<Effect> {
        let opening = self.opening.as_mut().filter(|opening| !opening.asked)?;
        opening.asked = true;
        Some(Effect::Open(opening.event, opening.number))
    }

    /// The place of the cursor or, where its event is on its way, of where it will be; and the byte
    /// at the top of the view.
    pub(super) fn standing(&self) -> Option<(Place, Option<usize>)> {
        match self.opening.as_ref().map(|opening| &opening.target) {
            Some(Target::Stand(place, top)) => Some((*place, *top)),
            _ => Some((self.place()?, Some(self.reader.top))),
        }
    }
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
}

/// Asks for the event of an article.
pub(super) fn ask(state: &mut State, event: Number, target: Target) {
    state.openings += 1;
    state.opening = Some(Opening { event, target, number: state.openings, asked: false });
}

/// Takes in the event of an opening.
pub(super) fn opened(state: &mut State, number: u64, event: Option<Coverage>) -> Vec<Effect> {
    let Some(opening) = state.opening.take_if(|opening| opening.number == number) else {
        return Vec::new();
    };
    match (opening.target, event) {
        (Target::Walk(walk), event) => onward(state, walk, event),
        (Target::Stand(place, top), Some(event)) => {
            enter(state, event);
            arrive(state, place, top);
            Vec::new()
        }
        (Target::Stand(..), None) => state.say("this article could not be read"),
    }
}

/// Makes `event` the open one.
pub(super) fn enter(state: &mut State, event: Coverage) {
    shut(state);
    let event = dismissals::without_dismissed(state, event);
    state.reader.enter(&event, state.settings.soft);
    state.coverage = Arc::new(event);
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
