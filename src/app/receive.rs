//! What comes in from the world: keys, the mouse, a new size, answers of other threads.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::app::choice::Motion;
use crate::app::corrections::{self, Correction};
use crate::app::dismissals::{self, Dismissal};
use crate::app::everything;
use crate::app::go::{hit_from, stand};
use crate::app::jumps::Place;
use crate::app::layout::{Pane, Size};
use crate::app::living;
use crate::app::notes::{self, Note};
use crate::app::opening;
use crate::app::overlay::{Overlay, Typing, typing};
use crate::app::reader::Sought;
use crate::app::reading;
use crate::app::speakers;
use crate::app::update::{click_row, close, motion, run_palette, update};
use crate::app::{Bookmark, Effect, Loading, State};
use crate::config::action::Action;
use crate::config::key::Key;
use crate::config::keymap::Meaning;
use crate::library::store::Touched;
use crate::text::wrap;
use crate::view::Coverage;
use crate::view::find::Needle;
use crate::view::outline::{self, Row};
use crate::view::shelf::{Found, Kept, Loaded, Number, Shelf};
use crate::view::sidebar;
use crate::view::speaker::Speaker;
use crate::view::unread;

/// A message to the session.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The first button was pressed on a cell.
    Click(u16, u16),
    /// The wheel was turned over a cell, by so many rows.
    Wheel(u16, u16, isize),
    /// The screen has this size now.
    Resize(Size),
    /// How far the loading is.
    Progress(String),
    /// The files are read.
    Loaded(Loaded),
    /// A reading anew was given up.
    Stopped,
    /// The library has changed; of these articles what is known of them, or of any.
    Changed(Loaded, Option<Touched>),
    /// All that there was to do for the library is done, or was stopped.
    Settled(bool),
    /// The first that a search over everything of this generation found.
    Begun(u64, Vec<Found>),
    /// What a search over everything of this generation found.
    Found(u64, Vec<Found>),
    /// What the filter of this generation keeps.
    Filtered(u64, String, Kept),
    /// What was searched for has not been found for a moment.
    Late,
    /// Who is quoted anywhere, counted for this generation.
    Speakers(u64, Vec<Speaker>),
    /// The event of this opening by itself; `None` where it could not be read.
    Opened(u64, Option<Box<Coverage>>),
    /// The bookmarks kept from earlier.
    Bookmarks(Vec<Bookmark>),
    /// The notes, those of this session last, as they are known of what was loaded.
    Notes(Vec<Note>),
    /// The articles that were read, and the byte at which each was left last, as far as they were
    /// loaded.
    Read(FxHashSet<Number>, FxHashMap<Number, usize>),
    /// The next unread article, for the search of this number.
    Unread(u64, unread::Next),
    /// Where the last session ended: an article and a byte. Comes before what is loaded.
    Resume(Number, usize),
    /// The corrections of the grouping, those of this session last, as they are known of what was
    /// loaded.
    Corrections(Vec<Correction>),
    /// The conflicts that are none, those of this session last, as they are known of what was
    /// loaded.
    Dismissals(Vec<Dismissal>),
    /// The grouping of this number.
    Regrouped(u64, Arc<dyn Shelf>),
    /// Something to tell the reader.
    Notice(String),
}

/// Takes in one message.
pub fn receive(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Key(key) => reading::acting(state, |state| press(state, key)),
        Message::Paste(text) => paste(state, &text),
        Message::Click(x, y) => reading::acting(state, |state| click(state, x, y)),
        Message::Wheel(x, y, rows) => reading::acting(state, |state| wheel(state, x, y, rows)),
        Message::Resize(size) => resize(state, size),
        Message::Progress(what) => progress(state, what),
        Message::Loaded(loaded) => load(state, loaded),
        Message::Stopped => stopped(state),
        Message::Changed(loaded, touched) => living::changed(state, loaded, touched.as_ref()),
        Message::Settled(stopped) => living::settled(state, stopped),
        Message::Begun(generation, found) => everything::begun(state, generation, found),
        Message::Found(generation, found) => everything::found(state, generation, found),
        Message::Filtered(generation, query, kept) => {
            everything::filtered(state, generation, query, kept)
        }
        Message::Late => everything::late(state),
        Message::Speakers(generation, all) => speakers::counted(state, generation, all),
        Message::Opened(number, event) => reading::acting(state, |state| {
            opening::opened(state, number, event.map(|event| *event))
        }),
        Message::Bookmarks(bookmarks) => kept(state, bookmarks),
        Message::Notes(notes) => notes::kept(state, notes),
        Message::Read(read, places) => reading::known(state, read, places),
        Message::Unread(number, found) => {
            reading::acting(state, |state| reading::sought(state, number, found))
        }
        Message::Resume(article, at) => resume(state, article, at),
        Message::Corrections(all) => corrections::kept(state, all),
        Message::Dismissals(all) => dismissals::kept(state, all),
        Message::Regrouped(asked, regrouped) => corrections::regrouped(state, asked, regrouped),
        Message::Notice(words) => state.say(words),
    };
    state.settle();
    effects.extend(state.asks());
    effects
}

fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let keymap = Arc::clone(&state.settings.config);
    let always = [Action::Quit, Action::Suspend, Action::Redraw];
    if state.overlay.as_ref().is_some_and(Overlay::types) {
        return match keymap.keymap.meaning(&[key]) {
            Meaning::Asks(action) if always.contains(&action) && key.typed().is_none() => {
                update(state, action)
            }
            _ => type_key(state, key),
        };
    }
    state.pending.push(key);
    match keymap.keymap.meaning(&state.pending) {
        Meaning::Begins => {
            state.notice = None;
            Vec::new()
        }
        Meaning::Asks(action) => {
            state.pending.clear();
            update(state, action)
        }
        Meaning::Nothing => {
            let pressed = crate::config::key::written(&state.pending);
            let alone = state.pending.len() == 1;
            state.pending.clear();
            // Esc in the middle of a sequence only gives it up.
            if !alone && key.is("esc") {
                return Vec::new();
            }
            let help = keymap.keymap.key_of(Action::Help);
            state.say(format!("{pressed} does nothing; {help} shows the keys"))
        }
    }
}

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if !state.overlay.as_ref().is_some_and(Overlay::types) {
        return Vec::new(); // pasted text is no row of commands
    }
    let mut effects = Vec::new();
    for c in text.chars().filter(|c| !c.is_control()).take(500) {
        effects = type_key(state, Key::char(c));
    }
    effects
}

/// A key for the line of input of the open overlay.
fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(mut overlay) = state.overlay.take() else { return Vec::new() };
    state.notice = None;
    let typed = match &mut overlay {
        Overlay::Help(help) => help.query.as_mut().map_or(Typing::Same, |input| typing(input, key)),
        Overlay::Palette(palette) => typing(&mut palette.input, key),
        Overlay::Search(search) => typing(&mut search.input, key),
        Overlay::Filter(line) => typing(&mut line.input, key),
        Overlay::Everything(everything) if key == Key::ctrl('r') => {
            everything.turn();
            Typing::Same
        }
        Overlay::Everything(everything) => typing(&mut everything.line.input, key),
        Overlay::Note(writing) => typing(&mut writing.input, key),
        Overlay::Speakers(speakers) => typing(&mut speakers.filter, key),
        Overlay::Compare(_)
        | Overlay::Matrix(_)
        | Overlay::Conflicts(_)
        | Overlay::Omissions(_)
        | Overlay::Bookmarks(_)
        | Overlay::Notes(_)
        | Overlay::Corrections(_)
        | Overlay::Problems(_) => Typing::Same,
    };
    state.overlay = Some(overlay);
    match typed {
        Typing::Same => Vec::new(),
        Typing::Closed => close(state),
        Typing::Step(rows) => motion(state, Motion::Rows(rows)),
        Typing::Changed => changed(state),
        Typing::Accepted => accepted(state),
    }
}

/// The line of input holds other words now.
fn changed(state: &mut State) -> Vec<Effect> {
    let config = Arc::clone(&state.settings.config);
    match &mut state.overlay {
        Some(Overlay::Help(help)) => help.list(&config.keymap),
        Some(Overlay::Palette(palette)) => palette.list(),
        Some(Overlay::Speakers(list)) => speakers::filtered(list),
        Some(Overlay::Search(search)) => {
            let (needle, origin) = (Needle::new(search.input.value()), search.origin);
            state.reader.sought = Sought::Letters(needle);
            state.reader.search(&state.coverage);
            (state.reader.cursor, state.reader.top) = origin;
            state.reader.stop = None;
            hit_from(state, origin.0);
        }
        Some(Overlay::Filter(_) | Overlay::Everything(_)) => return everything::typed(state),
        _ => {}
    }
    Vec::new()
}

/// Enter was pressed in a line of input.
fn accepted(state: &mut State) -> Vec<Effect> {
    match state.overlay.take() {
        Some(Overlay::Palette(palette)) => run_palette(state, &palette),
        Some(Overlay::Search(search)) => {
            state
                .number()
                .into_iter()
                .for_each(|article| state.jumps.leave(Place::at(article, search.origin.0)));
            if !state.reader.sought.is_empty() && state.reader.hits.is_empty() {
                return state.say(format!(
                    "not in this text: {}; s searches everything",
                    search.input.value()
                ));
            }
            Vec::new()
        }
        Some(Overlay::Note(writing)) => notes::written(state, *writing),
        Some(Overlay::Everything(everything)) => {
            state.overlay = Some(Overlay::Everything(everything));
            reading::entering(state, everything::enter)
        }
        Some(Overlay::Help(mut help)) => {
            // Enter leaves the line and keeps the lines that it found.
            let lines = std::mem::take(&mut help.lines);
            state.overlay = Some(Overlay::Help(crate::app::overlay::Help {
                query: None,
                lines,
                top: help.top,
            }));
            Vec::new()
        }
        Some(Overlay::Speakers(mut list)) => {
            list.typing = false;
            state.overlay = Some(Overlay::Speakers(list));
            Vec::new()
        }
        // What is wrong is still to be read.
        Some(Overlay::Filter(line)) if line.broken.is_some() => {
            state.overlay = Some(Overlay::Filter(line));
            Vec::new()
        }
        Some(Overlay::Filter(_)) => {
            state.focus = Pane::List;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn resize(state: &mut State, size: Size) -> Vec<Effect> {
    state.size = size;
    Vec::new()
}

fn progress(state: &mut State, what: String) -> Vec<Effect> {
    if let Some(loading) = &mut state.loading {
        loading.what = what;
    } else {
        state.loading = Some(Loading { what, cancelled: false });
    }
    Vec::new()
}

fn stopped(state: &mut State) -> Vec<Effect> {
    state.loading = None;
    state.say("stopped reading; what was read before stays")
}

fn resume(state: &mut State, article: Number, at: usize) -> Vec<Effect> {
    state.resume = Some(Place::at(article, at));
    Vec::new()
}

fn kept(state: &mut State, bookmarks: Vec<Bookmark>) -> Vec<Effect> {
    state.bookmarks = bookmarks;
    Vec::new()
}

fn click(state: &mut State, x: u16, y: u16) -> Vec<Effect> {
    state.pending.clear();
    if state.overlay.is_some() {
        return Vec::new();
    }
    let Some(layout) = state.layout() else { return Vec::new() };
    let Some(pane) = layout.pane_at(x, y) else { return Vec::new() };
    state.notice = None;
    let inside = layout.area(pane).map(|area| layout.inside(area));
    let row = inside.filter(|inside| inside.contains(x, y)).map(|inside| usize::from(y - inside.y));
    let fresh = state.focus != pane;
    state.focus = pane;
    let Some(row) = row else { return Vec::new() };
    match pane {
        Pane::Text => click_text(state, x, y),
        Pane::List => reading::entering(state, |state| {
            click_row(state, pane, state.list.choice.top + row, fresh)
        }),
        Pane::Topics => reading::entering(state, |state| {
            click_row(state, pane, state.topics.choice.top + row, fresh)
        }),
    }
}

/// Puts the cursor on the character that was clicked.
fn click_text(state: &mut State, x: u16, y: u16) -> Vec<Effect> {
    let column = state.column();
    let Some(down) = y.checked_sub(column.y) else { return Vec::new() };
    let row = state.reader.top_row() + usize::from(down);
    if row >= state.reader.page.rows.len() || state.reader.page.rows.get(row).is_empty() {
        return Vec::new();
    }
    state.reader.stand_on(row);
    let span = state.reader.page.rows.get(row);
    let cells = usize::from(x.saturating_sub(column.x));
    let at = state.reader.text(&state.coverage).map_or(0, |text| byte_at(span.of(text), cells));
    state.reader.cursor = span.start + at;
    Vec::new()
}

/// The byte of the character of `row` that covers the cell `cells`, or of its last one.
fn byte_at(row: &str, cells: usize) -> usize {
    let mut used = 0;
    for (at, c) in row.char_indices() {
        used += wrap::cells(c.encode_utf8(&mut [0; 4]));
        if used > cells {
            return at;
        }
    }
    row.char_indices().next_back().map_or(0, |(at, _)| at)
}

fn wheel(state: &mut State, x: u16, y: u16, rows: isize) -> Vec<Effect> {
    if state.overlay.is_some() {
        return motion(state, Motion::Rows(rows));
    }
    let Some(layout) = state.layout() else { return Vec::new() };
    match layout.pane_at(x, y) {
        Some(Pane::Text) => {
            let height = state.text_height();
            state.reader.scroll(rows, height);
        }
        Some(Pane::List) => {
            state.list.choice.scroll(rows, state.list.outline.len(), layout.rows(Pane::List));
        }
        Some(Pane::Topics) => {
            let topics = &mut state.topics;
            topics.choice.scroll(rows, topics.rows.len(), layout.rows(Pane::Topics));
            // The choice is an entry's first row, the next one in view where it came to stand
            // inside one.
            let from = topics.choice.selected;
            let first = topics.rows.iter().skip(from).position(|row| !row.continues());
            topics.choice.selected =
                first.map_or_else(|| sidebar::head(&topics.rows, from), |down| from + down);
        }
        None => {}
    }
    Vec::new()
}

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
    state.overlay = None;
    dismissals::reloaded(state, old.as_ref(), new.as_ref(), &moved);
    notes::reloaded(state, new.as_ref(), &moved);
    state.reading.reloaded(&moved);
    corrections::reloaded(state, &moved);
    for bookmark in &mut state.bookmarks {
        bookmark.place = bookmark.place.and_then(|(article, at)| Some((moved(article)?, at)));
    }
    let chosen = adopt(state, Arc::clone(&new), &moved, false);
    if !again {
        open_few(state);
    }
    if let Some(article) = state.number() {
        state.choose_in_list(article);
    } else if let Some(first) = state
        .resume
        .take()
        .filter(|place| new.find(place.article).is_some())
        .or_else(|| first(state))
    {
        let focus = state.focus;
        stand(state, first);
        state.focus = if again { focus } else { state.focus };
    }
    if let Some(chosen) = chosen.filter(|_| again) {
        state.choose_row(chosen);
    }
    if stopped {
        let key = state.settings.config.keymap.key_of(Action::Reload);
        return state.say(format!(
            "stopped: what is here may not be all, and not all compared; {key} reads again"
        ));
    }
    problems(state).filter(|_| new.articles() > 0).map_or_else(Vec::new, |words| state.say(words))
}

/// How many problems there are, and the key that shows them; nothing where there are none.
pub(super) fn problems(state: &State) -> Option<String> {
    let key = state.settings.config.keymap.key_of(Action::Problems);
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

/// Takes another shelf in the place of the one that there was; `moved` tells which article is
/// which. The reader stays where they are, and what was open in the list stays so by its articles.
/// Where the open event `stays` as it is, it is not opened again. Gives the row that was chosen,
/// which is chosen where it is shown.
pub(super) fn adopt(
    state: &mut State,
    shelf: Arc<dyn Shelf>,
    moved: &dyn Fn(Number) -> Option<Number>,
    stays: bool,
) -> Option<Row> {
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
        (state.chosen_row().and_then(row), state.standing().filter(|_| !stays));
    let open: BTreeSet<usize> = state.list.open.keys().filter_map(|place| event(*place)).collect();
    everything::adopted(state, moved);
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
    if !stays {
        opening::shut(state);
        state.reader.forget(&state.coverage, state.settings.soft);
    }
    (state.list.filter, state.list.outline) = (None, outline::Outline::default());
    state.list.open.clear();
    open.into_iter().for_each(|event| state.unfold(event));
    state.list.places.clear();
    state.list.dismissed.clear();
    dismissals::find(state);
    state.sort_list();
    if let Some((here, top)) = standing.and_then(|(here, top)| Some((place(here)?, top))) {
        opening::stand(state, here, top);
    }
    if let Some(chosen) = chosen {
        state.choose_row(chosen);
    }
    chosen
}

/// Opens all events in the list where they fit on a screen or so.
pub(super) fn open_few(state: &mut State) {
    const A_SCREEN_OR_SO: usize = 60;
    if state.shelf.events() + state.shelf.articles() <= A_SCREEN_OR_SO {
        (0..state.shelf.events()).for_each(|event| state.unfold(event));
    }
    state.make_list();
}
