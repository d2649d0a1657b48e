//! What comes in from the world: keys, the mouse, a new size, answers of other threads.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::correction::Regrouped;
use crate::app::choice::Motion;
use crate::app::corrections::{self, Correction};
use crate::app::dismissals::{self, Dismissal};
use crate::app::go::{hit_from, open_found, stand};
use crate::app::jumps::Place;
use crate::app::layout::{Pane, Size};
use crate::app::overlay::{Overlay, Typing, typing};
use crate::app::speakers;
use crate::app::update::{click_row, close, motion, run_palette, update};
use crate::app::{Bookmark, Effect, Loading, Scope, State, Topics};
use crate::config::action::Action;
use crate::config::key::Key;
use crate::config::keymap::Meaning;
use crate::corpus::{ArticleId, Passage};
use crate::text::wrap;
use crate::view::Coverage;
use crate::view::find::Needle;
use crate::view::outline::{self, Counts};
use crate::view::sidebar;

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
    Loaded(Arc<Coverage>),
    /// A reading anew was given up.
    Stopped,
    /// What a search over everything of this generation found.
    Found(u64, Vec<Passage>),
    /// What the filter of this generation keeps.
    Filtered(u64, String, Vec<ArticleId>),
    /// The bookmarks kept from earlier.
    Bookmarks(Vec<Bookmark>),
    /// The corrections of the grouping, those of this session last, as they are known of what was loaded.
    Corrections(Vec<Correction>),
    /// The conflicts that are none, those of this session last, as they are known of what was loaded.
    Dismissals(Vec<Dismissal>),
    /// The grouping of this number.
    Regrouped(u64, Box<Regrouped>),
    /// Something to tell the reader.
    Notice(String),
}

/// Takes in one message.
pub fn receive(state: &mut State, message: Message) -> Vec<Effect> {
    let effects = match message {
        Message::Key(key) => press(state, key),
        Message::Paste(text) => paste(state, &text),
        Message::Click(x, y) => click(state, x, y),
        Message::Wheel(x, y, rows) => wheel(state, x, y, rows),
        Message::Resize(size) => resize(state, size),
        Message::Progress(what) => progress(state, what),
        Message::Loaded(coverage) => load(state, coverage),
        Message::Stopped => stopped(state),
        Message::Found(generation, found) => found_everything(state, generation, found),
        Message::Filtered(generation, query, kept) => filtered(state, generation, query, kept),
        Message::Bookmarks(bookmarks) => kept(state, bookmarks),
        Message::Corrections(all) => corrections::kept(state, all),
        Message::Dismissals(all) => dismissals::kept(state, all),
        Message::Regrouped(asked, regrouped) => corrections::regrouped(state, asked, *regrouped),
        Message::Notice(words) => state.say(words),
    };
    state.settle();
    effects
}

fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let keymap = Arc::clone(&state.settings.config);
    let always = [Action::Quit, Action::Suspend, Action::Redraw];
    if state.overlay.as_ref().is_some_and(Overlay::types) {
        return match keymap.keymap.meaning(&[key]) {
            Meaning::Asks(action) if always.contains(&action) && key.typed().is_none() => update(state, action),
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
        Overlay::Filter(input) => typing(input, key),
        Overlay::Everything(everything) => typing(&mut everything.input, key),
        Overlay::Speakers(speakers) => typing(&mut speakers.filter, key),
        Overlay::Compare(_)
        | Overlay::Matrix(_)
        | Overlay::Conflicts(_)
        | Overlay::Omissions(_)
        | Overlay::Bookmarks(_)
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
            state.reader.needle = needle;
            state.reader.search(&state.coverage);
            (state.reader.cursor, state.reader.top) = origin;
            state.reader.stop = None;
            hit_from(state, origin.0);
        }
        Some(Overlay::Filter(input)) => {
            let query = input.value().trim().to_owned();
            return find(state, Scope::Filter, query);
        }
        Some(Overlay::Everything(everything)) => {
            everything.running = true;
            let query = everything.input.value().trim().to_owned();
            return find(state, Scope::Everything, query);
        }
        _ => {}
    }
    Vec::new()
}

fn find(state: &mut State, scope: Scope, query: String) -> Vec<Effect> {
    state.generation += 1;
    vec![Effect::Find(scope, query, state.generation)]
}

/// Enter was pressed in a line of input.
fn accepted(state: &mut State) -> Vec<Effect> {
    match state.overlay.take() {
        Some(Overlay::Palette(palette)) => run_palette(state, &palette),
        Some(Overlay::Search(search)) => {
            state.jumps.leave(Place { article: state.reader.article.unwrap_or_default(), at: search.origin.0, stop: None });
            if !state.reader.needle.is_empty() && state.reader.hits.is_empty() {
                return state.say(format!("not in this text: {}; s searches everything", search.input.value()));
            }
            Vec::new()
        }
        Some(Overlay::Everything(everything)) => open_found(state, &everything),
        Some(Overlay::Help(mut help)) => {
            // Enter leaves the line and keeps the lines that it found.
            let lines = std::mem::take(&mut help.lines);
            state.overlay = Some(Overlay::Help(crate::app::overlay::Help { query: None, lines, top: help.top }));
            Vec::new()
        }
        Some(Overlay::Speakers(mut list)) => {
            list.typing = false;
            state.overlay = Some(Overlay::Speakers(list));
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

fn found_everything(state: &mut State, generation: u64, found: Vec<Passage>) -> Vec<Effect> {
    if let Some(Overlay::Everything(everything)) = &mut state.overlay
        && generation == state.generation
    {
        everything.found = found;
        everything.running = false;
        everything.choice = crate::app::choice::Choice::default();
    }
    Vec::new()
}

fn filtered(state: &mut State, generation: u64, query: String, kept: Vec<ArticleId>) -> Vec<Effect> {
    if generation == state.generation {
        state.list.filter = (!query.is_empty()).then(|| (query, kept.into_iter().collect()));
        state.make_list();
        state.list.choice = crate::app::choice::Choice::default();
    }
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
        Pane::List => click_row(state, pane, state.list.choice.top + row, fresh),
        Pane::Topics => click_row(state, pane, state.topics.choice.top + row, fresh),
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
        Some(Pane::List) => state.list.choice.scroll(rows, state.list.rows.len(), layout.rows(Pane::List)),
        Some(Pane::Topics) => {
            let topics = &mut state.topics;
            topics.choice.scroll(rows, topics.rows.len(), layout.rows(Pane::Topics));
            // The choice is an entry's first row, the next one in view where it came to stand inside one.
            let from = topics.choice.selected;
            let first = topics.rows.iter().skip(from).position(|row| !row.continues());
            topics.choice.selected = first.map_or_else(|| sidebar::head(&topics.rows, from), |down| from + down);
        }
        None => {}
    }
    Vec::new()
}

/// Where the articles of one coverage are in the next: by their ids, which hold over a reload.
struct Moved(Vec<Option<ArticleId>>);

impl Moved {
    fn new(old: &Coverage, new: &Coverage) -> Moved {
        let ids = new.corpus.ids().map(|id| (new.corpus.article(id).id.as_str(), id));
        let ids: BTreeMap<&str, ArticleId> = ids.collect();
        Moved(old.corpus.articles().iter().map(|article| ids.get(article.id.as_str()).copied()).collect())
    }

    fn article(&self, old: ArticleId) -> Option<ArticleId> {
        self.0.get(old.index()).copied().flatten()
    }

    /// The event that now has the first article of the old event that is still there.
    fn event(&self, old: &Coverage, new: &Coverage, event: usize) -> Option<usize> {
        let articles = &old.findings.events.get(event)?.articles;
        let article = articles.iter().find_map(|article| self.article(*article))?;
        new.findings.event_of.get(article.index()).copied()
    }

    /// A place, no further than the text goes now. What it was a stop for may be no finding any more.
    fn place(&self, new: &Coverage, place: Place) -> Option<Place> {
        let article = self.article(place.article)?;
        let text = &new.corpus.article(article).text;
        let at = (0..=place.at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        Some(Place { article, at, stop: None })
    }

    fn row(&self, old: &Coverage, new: &Coverage, row: outline::Row) -> Option<outline::Row> {
        match row {
            outline::Row::Event(event) => self.event(old, new, event).map(outline::Row::Event),
            outline::Row::Article(_, article) => {
                let article = self.article(article)?;
                Some(outline::Row::Article(*new.findings.event_of.get(article.index())?, article))
            }
            outline::Row::Story(event, _) => self.event(old, new, event).map(outline::Row::Event),
            outline::Row::Singles(count) => Some(outline::Row::Singles(count)),
        }
    }
}

/// Takes in what was loaded; after a reload the reader stays where they were.
fn load(state: &mut State, coverage: Arc<Coverage>) -> Vec<Effect> {
    let again = state.reader.article.is_some();
    let stopped = state.loading.take().is_some_and(|loading| loading.cancelled);
    let old = std::mem::replace(&mut state.coverage, coverage);
    let moved = Moved::new(&old, &state.coverage);
    dismissals::reloaded(state, &old, |article| moved.article(article));
    let new = Arc::clone(&state.coverage);
    // Answers about the old articles that are still on their way say nothing of the new ones.
    state.generation += 1;
    state.counts = Counts::new(&new, state.settings.soft);
    state.topics = Topics::default();
    state.crossing = None;
    state.overlay = None;
    state.jumps.remap(|place| moved.place(&new, place));
    for bookmark in &mut state.bookmarks {
        let place = bookmark.place.and_then(|(article, at)| moved.place(&new, Place { article, at, stop: None }));
        bookmark.place = place.map(|place| (place.article, place.at));
    }
    corrections::reloaded(state, |article| moved.article(article));
    let place = state.place().and_then(|place| moved.place(&new, place));
    let reader = std::mem::take(&mut state.reader);
    state.reader.needle = reader.needle;
    let chosen = state.list.rows.get(state.list.choice.selected).and_then(|row| moved.row(&old, &new, *row));
    state.list.filter = None;
    if again {
        state.list.open = state.list.open.iter().filter_map(|event| moved.event(&old, &new, *event)).collect();
    } else {
        open_few(state);
    }
    state.list.rows.clear();
    state.sort_list();
    let first = || {
        let event = state.counts.first_disputed(&new)?;
        let article = new.findings.events.get(event)?.articles.first()?;
        Some(Place { article: *article, at: 0, stop: None })
    };
    if let Some(place) = place.or_else(first) {
        let focus = state.focus;
        stand(state, place);
        state.focus = if again { focus } else { state.focus };
    }
    if let Some(chosen) = chosen.filter(|_| again) {
        state.choose_row(chosen);
    }
    if stopped {
        let key = state.settings.config.keymap.key_of(Action::Reload);
        return state.say(format!("stopped: what is here may not be all, and not all compared; {key} reads again"));
    }
    match (new.problems.len(), new.corpus.articles().len()) {
        (_, 0) | (0, _) => Vec::new(),
        (1, _) => state.say("one problem: P shows it"),
        (count, _) => state.say(format!("{count} problems: P shows them")),
    }
}

/// Opens all events in the list where they fit on a screen or so.
fn open_few(state: &mut State) {
    const A_SCREEN_OR_SO: usize = 60;
    let events = &state.coverage.findings.events;
    let rows = events.len() + events.iter().map(|event| event.articles.len()).sum::<usize>();
    state.list.open = if rows <= A_SCREEN_OR_SO { (0..events.len()).collect() } else { std::collections::BTreeSet::new() };
}
