//! The lines of `s` and `f`: what is typed is read as a query and asked of the library on another
//! thread. A query that is broken asks nothing, and what the last good one found stays.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tui_input::Input;

use crate::app::choice::{Choice, Motion};
use crate::app::go::go;
use crate::app::jumps::Place;
use crate::app::layout::{Area, Layout, Listing};
use crate::app::overlay::Overlay;
use crate::app::reader::Sought;
use crate::app::update::show;
use crate::app::{Effect, Scope, State};
use crate::view::query::{Broken, Query};
use crate::view::shelf::{Found, Kept, Number, Sentence};

/// Articles that a search over everything lists: a few screens of them, newest first. Who wants
/// others writes more words.
pub const LISTED: usize = 200;

/// What is asked of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The query as it is written.
    pub written: String,
    /// The query.
    pub query: Query,
    /// What the reader has read.
    pub read: Arc<FxHashSet<Number>>,
}

/// A line in which a query is typed.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What is typed.
    pub input: Input,
    /// What is wrong with it.
    pub broken: Option<Broken>,
    /// Whether an answer is on its way.
    pub wait: Wait,
}

/// How long an answer has been on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wait {
    /// None is.
    #[default]
    Nothing,
    /// Since just now: nothing need be said.
    Short,
    /// So long that the reader wonders.
    Long,
}

/// The search over everything.
#[derive(Clone, Debug, Default)]
pub struct Everything {
    /// What is typed.
    pub line: Line,
    /// What was asked for last.
    query: Query,
    /// The articles that answered, newest first.
    pub found: Vec<Found>,
    /// What they are shown by.
    pub order: Order,
    /// Whether there are more of them than are listed.
    pub more: bool,
    /// What is shown.
    pub rows: Vec<Row>,
    /// The chosen row.
    pub choice: Choice,
    /// Whether the choice was taken before the answer came.
    taken: bool,
    /// The search of which the first answers are here.
    begun: u64,
}

/// What is found is shown by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    #[default]
    Time,
    /// The most relevant of them first ([`Found::rank`]), the newest of those that are equally so.
    Relevance,
}

/// A row of the search over everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The event at a place of the shelf, above what was found in it.
    Event(usize),
    /// An article that was found, and which of its sentences.
    Sentence(usize, usize),
}

/// Where the parts of the search over everything are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The box, frame included.
    pub frame: Area,
    /// The row in which is typed.
    pub line: Area,
    /// What is wrong with it, else empty.
    pub broken: Area,
    /// The rows.
    pub list: Area,
    /// What is chosen, in full.
    pub foot: Area,
}

impl Everything {
    /// Where its parts are on the screen of `layout`.
    pub fn places(&self, layout: &Layout) -> Places {
        let Listing { frame, head, list, foot } = layout.listing(120, 40);
        // A caret, and below it what is wrong in full; else a gap, where there is room for one.
        let broken = match &self.line.broken {
            Some(_) => 4.min(list.height.saturating_sub(1)),
            None => u16::from(list.height >= 8),
        };
        let list = Area { y: list.y + broken, height: list.height - broken, ..list };
        Places {
            frame,
            line: head,
            broken: Area { y: head.y + 1, height: broken, ..head },
            list,
            foot,
        }
    }

    /// Makes the rows: the events in the order of the first article that was found in each.
    fn list(&mut self) {
        let mut found: Vec<(usize, &Found)> = self.found.iter().enumerate().collect();
        if self.order == Order::Relevance {
            found.sort_by_cached_key(|(_, found)| found.rank(&self.query));
        }
        let mut seen = FxHashSet::default();
        let events =
            found.iter().map(|(_, found)| found.place.0).filter(|event| seen.insert(*event));
        let mut rows = Vec::new();
        for event in events {
            rows.push(Row::Event(event));
            let found = found.iter().filter(|(_, found)| found.place.0 == event);
            rows.extend(found.flat_map(|(at, found)| {
                (0..found.sentences.len()).map(move |sentence| Row::Sentence(*at, sentence))
            }));
        }
        self.rows = rows;
        self.leave_heading(1);
    }

    /// Makes the rows anew, with the choice and its place on the screen kept.
    fn list_again(&mut self) {
        let chosen = self.rows.get(self.choice.selected).copied();
        let above = self.choice.selected.saturating_sub(self.choice.top);
        self.list();
        self.choice.selected =
            chosen.and_then(|row| self.rows.iter().position(|other| *other == row)).unwrap_or(0);
        self.choice.top = self.choice.selected.saturating_sub(above);
        self.leave_heading(1);
    }

    /// Shows what was found in the other order, from its beginning.
    pub(super) fn turn(&mut self) {
        self.order = if self.order == Order::Time { Order::Relevance } else { Order::Time };
        self.list_anew();
    }

    /// Makes the rows anew, with the first of them chosen.
    fn list_anew(&mut self) {
        self.choice = Choice::default();
        self.list();
    }

    /// For each row whether it is no heading.
    fn sentences(&self) -> Vec<bool> {
        self.rows.iter().map(|row| matches!(row, Row::Sentence(..))).collect()
    }

    fn leave_heading(&mut self, way: isize) {
        self.choice.onto(&self.sentences(), way);
    }

    /// The sentence of a row.
    pub fn sentence(&self, row: Row) -> Option<(&Found, &Sentence)> {
        let Row::Sentence(found, sentence) = row else { return None };
        let found = self.found.get(found)?;
        Some((found, found.sentences.get(sentence)?))
    }

    /// What is chosen.
    pub fn chosen(&self) -> Option<(&Found, &Sentence)> {
        self.sentence(*self.rows.get(self.choice.selected)?)
    }

    /// Moves the choice from sentence to sentence.
    pub(super) fn step(&mut self, motion: Motion, layout: &Layout) {
        let height = usize::from(self.places(layout).list.height);
        self.choice.walk(motion, &self.sentences(), height);
    }

    /// Makes the list fit the screen again.
    pub(super) fn fit(&mut self, layout: &Layout) {
        let height = usize::from(self.places(layout).list.height);
        self.choice.follow_under(self.rows.len(), height);
    }
}

/// Opens the search over everything: as it was left where its words still stand out in the text.
pub(super) fn open_everything(state: &mut State) -> Vec<Effect> {
    let everything = state.searched.clone().unwrap_or_default();
    show(state, Overlay::Everything(everything))
}

/// The line of `s` or `f` holds other words now.
pub(super) fn typed(state: &mut State) -> Vec<Effect> {
    let (line, scope) = match &mut state.overlay {
        Some(Overlay::Everything(everything)) => {
            everything.taken = false;
            (&mut everything.line, Scope::Everything)
        }
        Some(Overlay::Filter(line)) => (line, Scope::Filter),
        _ => return Vec::new(),
    };
    let written = line.input.value().to_owned();
    let query = match Query::typing(&written) {
        Ok(query) => query,
        Err(broken) => {
            line.broken = Some(broken);
            return Vec::new();
        }
    };
    line.broken = None;
    let waiting = std::mem::replace(
        &mut line.wait,
        if query.is_empty() { Wait::Nothing } else { Wait::Short },
    );
    state.generation += 1;
    if let (Some(Overlay::Everything(everything)), false) = (&mut state.overlay, query.is_empty()) {
        everything.query = query.clone();
    }
    if !query.is_empty() {
        return vec![Effect::Find(
            scope,
            Asked { written, query, read: Arc::clone(&state.reading.read) },
            state.generation,
        )];
    }
    match &mut state.overlay {
        Some(Overlay::Everything(everything)) => {
            *everything = Everything {
                line: std::mem::take(&mut everything.line),
                order: everything.order,
                ..Everything::default()
            };
        }
        _ => filter(state, None),
    }
    stop(waiting)
}

/// What is to be asked of another shelf: what is being typed, else what the list was kept to.
pub(super) fn ask_again(state: &mut State, filter: Option<String>) -> Vec<Effect> {
    match &state.overlay {
        Some(Overlay::Filter(_)) => return typed(state),
        Some(Overlay::Everything(everything)) if everything.line.wait != Wait::Nothing => {
            return typed(state);
        }
        _ => {}
    }
    let asked = filter.and_then(|written| Some((Query::typing(&written).ok()?, written)));
    asked.map_or_else(Vec::new, |(query, written)| {
        state.generation += 1;
        vec![Effect::Find(
            Scope::Filter,
            Asked { written, query, read: Arc::clone(&state.reading.read) },
            state.generation,
        )]
    })
}

/// What was found is elsewhere on the shelf; `moved` tells which article is which.
pub(super) fn adopted(state: &mut State, moved: &dyn Fn(Number) -> Option<Number>) {
    let open = match &mut state.overlay {
        Some(Overlay::Everything(everything)) => Some(everything),
        _ => None,
    };
    for everything in open.into_iter().chain(&mut state.searched) {
        let chosen =
            everything.chosen().map(|(found, sentence)| (moved(found.article), sentence.at));
        everything.found.retain_mut(|found| {
            let now = moved(found.article)
                .and_then(|article| Some((article, state.shelf.find(article)?)));
            (found.article, found.place) = now.unwrap_or((found.article, found.place));
            now.is_some()
        });
        everything.list();
        let is_chosen = |row: &Row| {
            everything.sentence(*row).map(|(found, sentence)| (Some(found.article), sentence.at))
                == chosen
        };
        let at = everything.rows.iter().position(|row| chosen.is_some() && is_chosen(row));
        everything.choice.selected = at.unwrap_or(everything.choice.selected);
        everything.leave_heading(1);
    }
}

/// What stops a search of which nobody waits for the answer any more.
fn stop(wait: Wait) -> Vec<Effect> {
    if wait == Wait::Nothing { Vec::new() } else { vec![Effect::Stop] }
}

/// Gives up what is typed in `line`: its answer is not wanted any more.
pub(super) fn give_up(state: &mut State, line: &Line) -> Vec<Effect> {
    state.generation += 1;
    stop(line.wait)
}

impl State {
    /// Whether a search was asked for just now whose answer has not come.
    pub fn waits(&self) -> bool {
        match &self.overlay {
            Some(Overlay::Everything(Everything { line, .. }) | Overlay::Filter(line)) => {
                line.wait == Wait::Short
            }
            _ => false,
        }
    }
}

/// The answer takes its time.
pub(super) fn late(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Everything(Everything { line, .. }) | Overlay::Filter(line)) =
        &mut state.overlay
        && line.wait == Wait::Short
    {
        line.wait = Wait::Long;
    }
    Vec::new()
}

/// Takes in the first that a search over everything found; the rest is on its way.
pub(super) fn begun(state: &mut State, generation: u64, found: Vec<Found>) -> Vec<Effect> {
    let Some(Overlay::Everything(everything)) = &mut state.overlay else { return Vec::new() };
    if generation == state.generation {
        (everything.found, everything.more, everything.begun) = (found, false, generation);
        everything.list_anew();
    }
    Vec::new()
}

/// Takes in all that a search over everything found.
pub(super) fn found(state: &mut State, generation: u64, mut found: Vec<Found>) -> Vec<Effect> {
    let Some(Overlay::Everything(everything)) = &mut state.overlay else { return Vec::new() };
    if generation != state.generation {
        return Vec::new();
    }
    everything.more = found.len() > LISTED;
    found.truncate(LISTED);
    (everything.found, everything.line.wait) = (found, Wait::Nothing);
    // What came first may have been walked in; more of one event may now be above what is chosen.
    if everything.begun == generation && everything.choice.selected > 1 {
        everything.list_again();
    } else {
        everything.list_anew();
    }
    if everything.taken { enter(state) } else { Vec::new() }
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
        filter(state, Some((written, kept)));
    }
    Vec::new()
}

/// Keeps the list to what is kept.
fn filter(state: &mut State, kept: Option<(String, Kept)>) {
    state.list.filter = kept;
    state.make_list();
    state.list.choice = Choice::default();
}

/// Goes to the chosen sentence; the words of the query can be walked with n. What is still on its
/// way is gone to when it comes.
pub(super) fn enter(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Everything(everything)) = &mut state.overlay else { return Vec::new() };
    everything.taken = everything.line.wait != Wait::Nothing;
    if everything.taken {
        return Vec::new();
    }
    let Some((article, at)) =
        everything.chosen().map(|(found, sentence)| (found.article, sentence.at.start))
    else {
        return Vec::new();
    };
    state.reader.sought = Sought::Query(everything.query.clone());
    state.searched = Some(std::mem::take(everything));
    state.overlay = None;
    go(state, Place::at(article, at));
    state.reader.search(&state.coverage);
    Vec::new()
}
