//! Another shelf in the place of the one that there was.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::jumps::Place;
use crate::app::state::State;
use crate::app::{dismissals, links, opening, searching, titles};
use crate::view::outline::{self, Row};
use crate::view::shelf::{Number, Shelf};

/// What becomes of the open event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpenEvent {
    /// It is as it was.
    Stays,
    /// It is opened anew.
    Anew,
}

/// Takes another shelf in the place of the one that there was; `moved` tells which article is
/// which. The reader stays where they are, and what was open in the list stays so by its articles.
/// Where the open event stays as it is, it is not opened again. Gives the row that was chosen,
/// which is chosen where it is shown.
pub(super) fn adopt(
    state: &mut State,
    shelf: Arc<dyn Shelf>,
    moved: &dyn Fn(Number) -> Option<Number>,
    event: OpenEvent,
) -> Option<Row> {
    let stays = event == OpenEvent::Stays;
    let old = std::mem::replace(&mut state.shelf, shelf);
    let new = Arc::clone(&state.shelf);
    // The event that now has the first article of the old one that is still there.
    let event = |place: usize| {
        let article =
            old.event(place)?.articles.iter().find_map(|article| moved(article.number))?;
        new.find(article).map(|(place, _)| place)
    };
    let row = |row: Row| match row {
        Row::Event(place) | Row::Story(place, _) => event(place).map(Row::Event),
        Row::Article(place, article) => {
            let (place, article) =
                new.find(moved(old.event(place)?.articles.get(article)?.number)?)?;
            Some(Row::Article(place, article))
        }
        Row::Singles(count) => Some(Row::Singles(count)),
    };
    let (chosen, standing) =
        (state.list.chosen().and_then(row), state.standing().filter(|_| !stays));
    let open: BTreeSet<usize> = state.list.open.keys().filter_map(|place| event(*place)).collect();
    searching::adopted(state, moved);
    // What was found in an event may be in another place now, and answers about the old shelf say
    // nothing of the new one.
    let as_it_was = stays.then(|| Arc::clone(&state.coverage));
    let place = |place: Place| {
        let article = moved(place.article)?;
        let stays = as_it_was.as_ref().is_some_and(|event| event.local(article).is_some());
        Some(if stays { place } else { Place::at(article, place.at) })
    };
    state.jumps.remap(place);
    state.generation += 1;
    state.recollection.leave();
    if !stays {
        opening::shut(state);
        state.reader.forget(&state.coverage, state.settings.soft);
    }
    (state.list.filter, state.list.outline) = (None, outline::Outline::default());
    state.list.open.clear();
    open.into_iter().for_each(|event| state.list.unfold(state.shelf.as_ref(), event));
    state.list.places.clear();
    state.list.dismissed.clear();
    dismissals::find(state);
    links::find(state);
    titles::find(state);
    state.list.sort(state.shelf.as_ref(), state.settings.soft);
    if let Some((here, top)) = standing.and_then(|(here, top)| Some((place(here)?, top))) {
        opening::stand(state, here, top);
    }
    if let Some(chosen) = chosen {
        state.list.choose(state.shelf.as_ref(), chosen);
    }
    chosen
}
