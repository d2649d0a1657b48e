//! What was read and what was not, and where each article was left.
//!
//! An article counts as read when the reader opened it (with `Enter`, a click, or as the next
//! unread one), or was brought to it by a walk or a jump and then moved in it or wrote on it. One
//! that a walk only passed over does not.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::app::go::{go, round};
use crate::app::jumps::Place;
use crate::app::layout::Pane;
use crate::app::{Effect, State};
use crate::config::action::Action;
use crate::view::outline::Row;
use crate::view::shelf::{Number, ShelfEvent};
use crate::view::unread::{Next, Unread};
use crate::view::walk::Way;

/// What was read, and where it was left.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The articles that were read.
    pub(super) read: Arc<FxHashSet<Number>>,
    /// The byte at which each was left last.
    places: FxHashMap<Number, usize>,
    /// What was marked as read, or as unread, since the files were read: it holds over what is
    /// known of earlier.
    since: BTreeMap<Number, bool>,
    /// The article that counts as read and is open since it does, so that marking it as unread
    /// holds while it is open.
    stayed: Option<Number>,
    /// Whether the reader was brought where they are by a walk or another jump, since a key was
    /// pressed.
    has_jumped: bool,
    /// The article that counts as read as soon as it is there.
    coming: Option<Number>,
    /// The number of the last search for an unread one; an answer to an older one is dropped, and
    /// any where a key was pressed since.
    sought: u64,
}

impl Reading {
    /// Whether an article was read.
    pub fn is_read(&self, article: Number) -> bool {
        self.read.contains(&article)
    }

    /// Whether all articles of an event were.
    pub fn is_all_read(&self, event: &ShelfEvent) -> bool {
        !self.read.is_empty() && event.articles.iter().all(|article| self.is_read(article.number))
    }

    /// How many articles of an event were not.
    pub fn unread(&self, event: &ShelfEvent) -> usize {
        event.articles.iter().filter(|article| !self.is_read(article.number)).count()
    }

    /// The byte at which an article was left last; its first one where it was not open before.
    pub(super) fn last(&self, article: Number) -> usize {
        self.places.get(&article).copied().unwrap_or(0)
    }

    fn set(&mut self, article: Number, read: bool) -> bool {
        if self.is_read(article) == read {
            return false;
        }
        let all = Arc::make_mut(&mut self.read);
        self.since.insert(article, read);
        if read { all.insert(article) } else { all.remove(&article) }
    }

    /// The reader stays in an article: it counts as read from now on.
    pub(super) fn stay(&mut self, article: Number) {
        if self.stayed.replace(article) != Some(article) {
            self.coming = Some(article);
        }
    }

    /// The reader is brought to a place: that alone is no reading.
    pub(super) fn jump(&mut self) {
        self.has_jumped = true;
    }

    fn left(&mut self, place: Place) {
        self.stayed = self.stayed.filter(|article| *article != place.article);
        self.places.insert(place.article, place.at);
    }

    /// After a reload; `moved` tells where the articles are now.
    pub(super) fn reloaded(&mut self, moved: &dyn Fn(Number) -> Option<Number>) {
        self.read = Arc::new(self.read.iter().filter_map(|article| moved(*article)).collect());
        self.places =
            self.places.iter().filter_map(|(article, at)| Some((moved(*article)?, *at))).collect();
        self.stayed = self.stayed.and_then(moved);
        self.since.clear();
        self.sought += 1;
    }

    /// Takes in what is known of earlier. What was done since the files were read holds.
    fn take_in(&mut self, read: FxHashSet<Number>, places: FxHashMap<Number, usize>) {
        self.read = Arc::new(read);
        for (article, read) in std::mem::take(&mut self.since) {
            self.set(article, read);
        }
        let here = std::mem::replace(&mut self.places, places);
        self.places.extend(here);
    }
}

/// Lets the reader act, and takes note of what was read by that, and of what was left. To move in
/// an article is to read it.
pub(super) fn acting(
    state: &mut State,
    act: impl FnOnce(&mut State) -> Vec<Effect>,
) -> Vec<Effect> {
    let (before, stayed, is_coming) =
        (standing(state), state.reading.stayed, state.coming().is_some());
    let width = state.settings.width;
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
    effects
}

impl State {
    /// Where the reader leaves: article and byte, and whether the article counts as read.
    pub fn leaving(&self) -> Option<(Number, usize, bool)> {
        let (place, _) = self.standing()?;
        Some((place.article, place.at, self.reading.stayed == Some(place.article)))
    }
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
    vec![if read { Effect::Read(changed) } else { Effect::Unread(changed) }]
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
        state.settings.config.keymap.key_of(Action::Read)
    ))
}

/// Takes in what is known of earlier.
pub(super) fn known(
    state: &mut State,
    read: FxHashSet<Number>,
    places: FxHashMap<Number, usize>,
) -> Vec<Effect> {
    state.reading.take_in(read, places);
    Vec::new()
}
