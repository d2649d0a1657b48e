//! What comes in from the world: keys, the mouse, a new size, answers of other threads.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::app::acting::{acting, entering};
use crate::app::adjust::set_pane;
use crate::app::answer::{Answer, Seek};
use crate::app::below::Below;
use crate::app::choice::Motion;
use crate::app::effect::Effect;
use crate::app::jumps::Place;
use crate::app::layout::{Pane, Size};
use crate::app::made::Bookmark;
use crate::app::message::Message;
use crate::app::overlay::Overlay;
use crate::app::overlay::mirror::Mirror;
use crate::app::state::{Loading, State};
use crate::app::update::{answered, update};
use crate::app::{
    corrections, dismissals, go, hints, links, living, notes, opening, panes, searching, second,
    titles, unread,
};
use crate::config::action::Action;
use crate::config::key::Key;
use crate::config::keymap::Meaning;
use crate::text::wrap;
use crate::view::shelf::Number;

/// Takes in one message.
pub fn receive(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Key(key) => acting(state, |state| press(state, key)),
        Message::Paste(text) => paste(state, &text),
        Message::Click(x, y) => acting(state, |state| click(state, x, y)),
        Message::Do(action) => acting(state, |state| update(state, action)),
        Message::Pick(row) => acting(state, |state| pick(state, row)),
        Message::Outside => acting(state, |state| update(state, Action::Close)),
        Message::Drag(x, _) => drag(state, x),
        Message::Release => {
            state.dragged = None;
            Vec::new()
        }
        Message::Wheel(x, y, rows) => acting(state, |state| wheel(state, x, y, rows)),
        Message::Resize(size) => resize(state, size),
        Message::Progress(what) => progress(state, what),
        Message::Loaded(loaded) => living::load(state, loaded),
        Message::Stopped => stopped(state),
        Message::Changed(loaded, touched) => living::changed(state, loaded, touched.as_ref()),
        Message::Settled(stopped) => living::settled(state, stopped),
        Message::Begun(generation, found) => searching::begun(state, generation, found),
        Message::Found(generation, found) => searching::found(state, generation, found),
        Message::Filtered(generation, query, kept) => {
            searching::filtered(state, generation, query, kept)
        }
        Message::Late => searching::late(state),
        Message::Speakers(generation, all) => searching::counted(state, generation, all),
        Message::Opened(number, event) => {
            acting(state, |state| go::opened(state, number, event.map(|event| *event)))
        }
        Message::Judged(number, found) => second::judged(state, number, found),
        Message::Recalled(number, found) => second::recalled(state, number, found),
        Message::Unjudged(number, fault) => second::unjudged(state, number, fault),
        Message::Bookmarks(bookmarks) => take_bookmarks(state, bookmarks),
        Message::Notes(notes) => notes::take_notes(state, notes),
        Message::Links(links) => links::take_links(state, links),
        Message::Read(read, places) => take_read(state, read, places),
        Message::Seen(seen) => {
            state.reading.know_seen(seen);
            Vec::new()
        }
        Message::Unread(number, found) => {
            acting(state, |state| unread::sought(state, number, found))
        }
        Message::Hinted(known) => hints::begin(state, &known),
        Message::Widths(widths) => {
            state.settings.set_widths(widths);
            Vec::new()
        }
        Message::Resume(article, at) => resume(state, article, at),
        Message::Corrections(all) => corrections::take_corrections(state, all),
        Message::Topics(all) => titles::take_titles(state, all),
        Message::Dismissals(all) => dismissals::take_dismissals(state, all),
        Message::Regrouped(asked, regrouped) => living::regrouped(state, asked, regrouped),
        Message::Notice(words) => state.say(words),
    };
    state.settle();
    effects.extend(opening::asks(state));
    effects.extend(second::asks(state));
    effects.extend(second::recalls(state));
    effects
}

fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let keymap = Arc::clone(&state.settings.config);
    let always = [Action::Quit, Action::Suspend, Action::Redraw];
    if types(state) {
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
            state.refused = false;
            let help = keymap.keymap.key_of(Action::Help);
            state.say(format!("{pressed} does nothing; {help} shows the keys"))
        }
    }
}

/// Whether keys type into a line of what lies over the panes.
fn types(state: &mut State) -> bool {
    state.overlay.as_mut().is_some_and(|overlay| overlay.machine().line().is_some())
}

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if !types(state) {
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
    state.notice = None;
    match state.ask_overlay(|machine, below| machine.key(key, below)) {
        // What was found is opened by that.
        answer @ Answer::Seek(Seek::Found(..)) => entering(state, |state| answered(state, answer)),
        answer => answered(state, answer),
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

fn take_bookmarks(state: &mut State, bookmarks: Vec<Bookmark>) -> Vec<Effect> {
    state.bookmarks = bookmarks;
    Vec::new()
}

fn click(state: &mut State, x: u16, y: u16) -> Vec<Effect> {
    state.pending.clear();
    if let Some(Overlay::Mirror(_)) = state.overlay {
        return at_mirror(state, |mirror, below| mirror.click(below, x, y));
    }
    if state.overlay.is_some() {
        return Vec::new();
    }
    let Some(layout) = state.layout() else { return Vec::new() };
    state.dragged = layout.edge_at(x, y);
    if state.dragged.is_some() {
        return Vec::new();
    }
    let Some(pane) = layout.pane_at(x, y) else { return Vec::new() };
    state.notice = None;
    let inside = layout.area(pane).map(|area| layout.inside(area));
    let row = inside.filter(|inside| inside.contains(x, y)).map(|inside| usize::from(y - inside.y));
    state.focus = pane;
    let Some(row) = row else { return Vec::new() };
    match pane {
        Pane::Text => click_text(state, x, y),
        Pane::List | Pane::Topics => entering(state, |state| panes::click(state, pane, row)),
    }
}

/// Lets the two accounts beside each other take what the mouse does.
fn at_mirror(state: &mut State, does: impl FnOnce(&mut Mirror, &Below<'_>)) -> Vec<Effect> {
    let Some(mut overlay) = state.overlay.take() else { return Vec::new() };
    if let Overlay::Mirror(mirror) = &mut overlay {
        does(mirror, &state.below());
    }
    state.overlay = Some(overlay);
    Vec::new()
}

/// Opens a row of the list over the panes.
fn pick(state: &mut State, row: usize) -> Vec<Effect> {
    (state.notice, state.refused) = (None, false);
    state.pending.clear();
    let answer = state.ask_overlay(|machine, below| {
        if !machine.choose(row) {
            Answer::Stay
        } else if machine.line().is_some() {
            machine.accepted(below)
        } else {
            machine.act(Action::Open, below)
        }
    });
    entering(state, |state| answered(state, answer))
}

/// Puts the border that is held at a column.
fn drag(state: &mut State, x: u16) -> Vec<Effect> {
    match (state.dragged, state.layout()) {
        (Some(pane), Some(layout)) => set_pane(state, pane, layout.width_at(pane, x)),
        _ => Vec::new(),
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
    let mut all = row.char_indices();
    let covers =
        |(at, c): &(usize, char)| wrap::cells(row.get(..at + c.len_utf8()).unwrap_or(row)) > cells;
    let found = all.find(covers).or_else(|| row.char_indices().next_back());
    found.map_or(0, |(at, _)| at)
}

fn wheel(state: &mut State, x: u16, y: u16, rows: isize) -> Vec<Effect> {
    if let Some(Overlay::Mirror(_)) = state.overlay {
        return at_mirror(state, |mirror, below| mirror.wheel(below, (x, y), rows));
    }
    if state.overlay.is_some() {
        return panes::motion(state, Motion::Rows(rows));
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
            state.topics.scroll(rows, layout.rows(Pane::Topics));
        }
        None => {}
    }
    Vec::new()
}

/// Takes in what is known of earlier.
fn take_read(
    state: &mut State,
    read: FxHashSet<Number>,
    places: FxHashMap<Number, usize>,
) -> Vec<Effect> {
    state.reading.know(read, places);
    Vec::new()
}
