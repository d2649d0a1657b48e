//! What is searched for in the text, asked of the library, and what the list is kept to.

use std::sync::Arc;

use crate::app::answer::{Answer, Origin, Question, Seek, Wait};
use crate::app::effect::{Asked, Effect, Scope};
use crate::app::go::{go, hit_from};
use crate::app::jumps::Place;
use crate::app::marks::Marks;
use crate::app::overlay::Overlay;
use crate::app::overlay::everything::Everything;
use crate::app::reader::Sought;
use crate::app::state::State;
use crate::view::find::Needle;
use crate::view::query::Query;
use crate::view::shelf::{Found, Kept, Number};
use crate::view::speaker::Speaker;

/// Opens the search over everything: as it was left where its words still stand out in the text.
pub(super) fn open_everything(state: &mut State) -> Vec<Effect> {
    let everything = state.searched.clone().unwrap_or_default();
    state.lay(Overlay::Everything(Box::new(everything)));
    Vec::new()
}

/// What is known of the articles now.
fn marks(state: &State) -> Marks {
    let noted = state.notes.all().iter().filter_map(|note| Some(note.at?.article));
    Marks {
        read: Arc::clone(&state.reading.read),
        seen: Arc::clone(&state.reading.seen),
        noted: noted.collect(),
        left: state.list.dismissed.clone(),
        soft: state.settings.soft,
    }
}

/// Asks the library; what was asked before is not wanted any more.
pub(super) fn ask(state: &mut State, question: Question) -> Vec<Effect> {
    state.generation += 1;
    match question {
        Question::Find(scope, written, query) => {
            let asked = Asked { written, query, marks: marks(state) };
            vec![Effect::Find(scope, asked, state.generation)]
        }
        Question::Speakers => vec![Effect::Speakers(state.generation)],
        Question::Nothing(Wait::Nothing) => Vec::new(),
        Question::Nothing(_) => vec![Effect::Stop],
    }
}

/// Does something to what is searched or filtered for.
pub(super) fn seek(state: &mut State, seek: Seek) -> Vec<Effect> {
    match seek {
        Seek::Letters(letters, origin) => type_letters(state, &letters, origin),
        Seek::Taken(letters, origin) => take_letters(state, &letters, origin),
        Seek::GivenUp(origin) => {
            state.uncover();
            (state.reader.cursor, state.reader.top) = origin;
            clear_search(state);
            Vec::new()
        }
        Seek::Found(query, place) => go_found(state, query, place),
        Seek::Unfiltered(wait) => {
            state.list.keep(state.shelf.as_ref(), None);
            ask(state, Question::Nothing(wait))
        }
        Seek::NoFilter(wait) => {
            state.uncover();
            clear_filter(state);
            ask(state, Question::Nothing(wait))
        }
        Seek::Nothing(wait) => {
            state.uncover();
            ask(state, Question::Nothing(wait))
        }
    }
}

/// Searches in the text while it is typed, from where the reader was.
fn type_letters(state: &mut State, letters: &str, origin: Origin) -> Vec<Effect> {
    state.reader.sought = Sought::Letters(Needle::new(letters));
    state.reader.search(&state.coverage);
    (state.reader.cursor, state.reader.top) = origin;
    state.reader.stop = None;
    hit_from(state, origin.0);
    Vec::new()
}

/// Takes the search in the text as it is typed.
fn take_letters(state: &mut State, letters: &str, (cursor, _): Origin) -> Vec<Effect> {
    state.uncover();
    let here = state.number().map(|article| Place::at(article, cursor));
    here.into_iter().for_each(|place| state.jumps.leave(place));
    if !state.reader.sought.is_empty() && state.reader.hits.is_empty() {
        return state.say(format!("not in this text: {letters}; s searches everything"));
    }
    Vec::new()
}

/// Goes to what a search over everything found; the words of the query can be walked with n.
fn go_found(state: &mut State, query: Query, place: Place) -> Vec<Effect> {
    state.reader.sought = Sought::Query(query);
    if let Some(Overlay::Everything(everything)) = state.overlay.take() {
        state.searched = Some(*everything);
    }
    state.lift();
    go(state, place);
    state.reader.search(&state.coverage);
    Vec::new()
}

/// Nothing is searched for any more.
pub(super) fn clear_search(state: &mut State) {
    (state.reader.sought, state.searched) = (Sought::default(), None);
    state.reader.hits.clear();
}

/// The list is whole again.
pub(super) fn clear_filter(state: &mut State) {
    state.generation += 1; // an answer on its way is not wanted any more
    state.list.filter = None;
    state.list.make(state.shelf.as_ref());
    if let Some(article) = state.number() {
        state.list.choose_article(state.shelf.as_ref(), article);
    }
}

/// What is to be asked of another shelf: what is being typed, else what the list was kept to.
pub(super) fn ask_again(state: &mut State, filter: Option<String>) -> Vec<Effect> {
    let is_typed = match &state.overlay {
        Some(Overlay::Filter(_)) => true,
        Some(Overlay::Everything(everything)) => everything.line.wait != Wait::Nothing,
        _ => false,
    };
    if is_typed {
        return match state.ask_overlay(|machine, below| machine.changed(below)) {
            Answer::Ask(question) => ask(state, question),
            Answer::Seek(what) => seek(state, what),
            _ => Vec::new(),
        };
    }
    let asked = filter.and_then(|written| Some((Query::typing(&written).ok()?, written)));
    asked.map_or_else(Vec::new, |(query, written)| {
        ask(state, Question::Find(Scope::Filter, written, query))
    })
}

/// What was found is elsewhere on the shelf; `moved` tells which article is which.
pub(super) fn adopted(state: &mut State, moved: &dyn Fn(Number) -> Option<Number>) {
    if let Some(Overlay::Everything(everything)) = &mut state.overlay {
        everything.moved(state.shelf.as_ref(), moved);
    }
    if let Some(everything) = &mut state.searched {
        everything.moved(state.shelf.as_ref(), moved);
    }
}

/// The answer takes its time.
pub(super) fn late(state: &mut State) -> Vec<Effect> {
    let wait = match &mut state.overlay {
        Some(Overlay::Everything(everything)) => &mut everything.line.wait,
        Some(Overlay::Filter(line)) => &mut line.wait,
        _ => return Vec::new(),
    };
    if *wait == Wait::Short {
        *wait = Wait::Long;
    }
    Vec::new()
}

/// The search over everything, where it is open and waits for the answer of this generation.
fn waiting(state: &mut State, generation: u64) -> Option<&mut Everything> {
    match &mut state.overlay {
        Some(Overlay::Everything(everything)) if generation == state.generation => Some(everything),
        _ => None,
    }
}

/// Takes in the first that a search over everything found; the rest is on its way.
pub(super) fn begun(state: &mut State, generation: u64, found: Vec<Found>) -> Vec<Effect> {
    if let Some(everything) = waiting(state, generation) {
        everything.begin(generation, found);
    }
    Vec::new()
}

/// Takes in all that a search over everything found.
pub(super) fn found(state: &mut State, generation: u64, found: Vec<Found>) -> Vec<Effect> {
    let answer =
        waiting(state, generation).map(|everything| everything.take_found(generation, found));
    match answer {
        Some(Answer::Seek(what)) => seek(state, what),
        _ => Vec::new(),
    }
}

/// Takes in what the filter keeps.
pub(super) fn filtered(
    state: &mut State,
    generation: u64,
    written: String,
    kept: Kept,
) -> Vec<Effect> {
    if generation == state.generation {
        if let Some(Overlay::Filter(line)) = &mut state.overlay {
            line.wait = Wait::Nothing;
        }
        state.list.keep(state.shelf.as_ref(), Some((written, kept)));
    }
    Vec::new()
}

/// Who is quoted anywhere has been counted.
pub(super) fn counted(state: &mut State, generation: u64, all: Vec<Speaker>) -> Vec<Effect> {
    if let Some(Overlay::Speakers(speakers)) = &mut state.overlay
        && generation == state.generation
    {
        speakers.count(all);
    }
    Vec::new()
}
