//! The search over everything: what is typed is read as a query and asked of the library on another
//! thread. A query that is broken asks nothing, and what the last good one found stays.

use rustc_hash::{FxHashMap, FxHashSet};
use tui_input::Input;

use crate::app::answer::{Answer, Question, Seek, Wait};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::effect::Scope;
use crate::app::jumps::Place;
use crate::app::layout::{Area, Layout, Listing};
use crate::app::overlay::machine::{Machine, typed};
use crate::app::overlay::query_line::QueryLine;
use crate::config::key::Key;
use crate::corpus::Published;
use crate::view::origin::first;
use crate::view::query::Query;
use crate::view::shelf::{Found, Number, Sentence, Shelf};

/// Articles that a search over everything lists: a few screens of them, newest first. Who wants
/// others writes more words.
pub const LISTED: usize = 200;

/// The search over everything.
#[derive(Clone, Debug, Default)]
pub struct Everything {
    /// What is typed.
    pub line: QueryLine,
    /// What was asked for last.
    query: Query,
    /// The articles that answered, newest first.
    pub found: Vec<Found>,
    /// What they are shown by.
    pub order: FoundOrder,
    /// Whether there are more of them than are listed.
    pub more: bool,
    /// What is shown.
    pub rows: Vec<FoundRow>,
    /// The chosen row.
    pub choice: Choice,
    /// Of each event the article that was published before all others that were found of it, where
    /// that can be told and all that answer are here.
    pub firsts: FxHashMap<usize, Number>,
    /// Whether the choice was taken before the answer came.
    taken: bool,
    /// The search of which the first answers are here.
    begun: u64,
}

/// What is found is shown by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FoundOrder {
    /// The newest first.
    #[default]
    Time,
    /// The most relevant of them first ([`Found::rank`]), the newest of those that are equally so.
    Relevance,
}

/// A row of the search over everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundRow {
    /// The event at a place of the shelf, above what was found in it.
    Event(usize),
    /// An article that was found, and which of its sentences.
    Sentence(usize, usize),
}

/// Where the parts of the search over everything are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EverythingPlaces {
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
    pub fn places(&self, layout: &Layout) -> EverythingPlaces {
        let Listing { frame, head, list, foot } = layout.listing(120, 40);
        // A caret, and below it what is wrong in full; else a gap, where there is room for one.
        let broken = match &self.line.broken {
            Some(_) => 4.min(list.height.saturating_sub(1)),
            None => u16::from(list.height >= 8),
        };
        let list = Area { y: list.y + broken, height: list.height - broken, ..list };
        EverythingPlaces {
            frame,
            line: head,
            broken: Area { y: head.y + 1, height: broken, ..head },
            list,
            foot,
        }
    }

    fn find_firsts(&mut self) {
        let mut of_event: FxHashMap<usize, Vec<(Number, Option<Published>)>> = FxHashMap::default();
        for found in self.found.iter().filter(|_| !self.more) {
            of_event.entry(found.place.0).or_default().push((found.article, found.published));
        }
        let firsts = of_event.into_iter();
        self.firsts = firsts.filter_map(|(event, all)| Some((event, first(&all)?))).collect();
    }

    /// Makes the rows: the events in the order of the first article that was found in each.
    fn list(&mut self) {
        let mut found: Vec<(usize, &Found)> = self.found.iter().enumerate().collect();
        if self.order == FoundOrder::Relevance {
            found.sort_by_cached_key(|(_, found)| found.rank(&self.query));
        }
        let mut seen = FxHashSet::default();
        let events =
            found.iter().map(|(_, found)| found.place.0).filter(|event| seen.insert(*event));
        let mut rows = Vec::new();
        for event in events {
            rows.push(FoundRow::Event(event));
            let found = found.iter().filter(|(_, found)| found.place.0 == event);
            rows.extend(found.flat_map(|(at, found)| {
                (0..found.sentences.len()).map(move |sentence| FoundRow::Sentence(*at, sentence))
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
    fn turn(&mut self) {
        self.order =
            if self.order == FoundOrder::Time { FoundOrder::Relevance } else { FoundOrder::Time };
        self.list_anew();
    }

    /// Makes the rows anew, with the first of them chosen.
    fn list_anew(&mut self) {
        self.choice = Choice::default();
        self.list();
    }

    /// For each row whether it is no heading.
    fn sentences(&self) -> Vec<bool> {
        self.rows.iter().map(|row| matches!(row, FoundRow::Sentence(..))).collect()
    }

    fn leave_heading(&mut self, way: isize) {
        self.choice.onto(&self.sentences(), way);
    }

    /// The sentence of a row.
    pub fn sentence(&self, row: FoundRow) -> Option<(&Found, &Sentence)> {
        let FoundRow::Sentence(found, sentence) = row else { return None };
        let found = self.found.get(found)?;
        Some((found, found.sentences.get(sentence)?))
    }

    /// What is chosen.
    pub fn chosen(&self) -> Option<(&Found, &Sentence)> {
        self.sentence(*self.rows.get(self.choice.selected)?)
    }

    /// Lists the first that was found; the rest is on its way.
    pub(in crate::app) fn begin(&mut self, generation: u64, found: Vec<Found>) {
        (self.found, self.more, self.begun) = (found, false, generation);
        self.firsts.clear();
        self.list_anew();
    }

    /// Lists all that was found, and answers what is to be done where the choice was taken before
    /// that.
    pub(in crate::app) fn take_found(&mut self, generation: u64, mut found: Vec<Found>) -> Answer {
        self.more = found.len() > LISTED;
        found.truncate(LISTED);
        (self.found, self.line.wait) = (found, Wait::Nothing);
        self.find_firsts();
        // What came first may have been walked in; more of one event may now be above what is
        // chosen.
        if self.begun == generation && self.choice.selected > 1 {
            self.list_again();
        } else {
            self.list_anew();
        }
        if self.taken { self.enter() } else { Answer::Stay }
    }

    /// What was found is elsewhere on the shelf now; `moved` tells which article is which.
    pub(in crate::app) fn moved(
        &mut self,
        shelf: &dyn Shelf,
        moved: &dyn Fn(Number) -> Option<Number>,
    ) {
        let chosen = self.chosen().map(|(found, sentence)| (moved(found.article), sentence.at));
        self.found.retain_mut(|found| {
            let now =
                moved(found.article).and_then(|article| Some((article, shelf.find(article)?)));
            (found.article, found.place) = now.unwrap_or((found.article, found.place));
            now.is_some()
        });
        self.find_firsts();
        self.list();
        let is_chosen = |row: &FoundRow| {
            self.sentence(*row).map(|(found, sentence)| (Some(found.article), sentence.at))
                == chosen
        };
        let at = self.rows.iter().position(|row| chosen.is_some() && is_chosen(row));
        self.choice.selected = at.unwrap_or(self.choice.selected);
        self.leave_heading(1);
    }

    /// To the chosen sentence; what is still on its way is gone to when it comes.
    fn enter(&mut self) -> Answer {
        self.taken = self.line.wait != Wait::Nothing;
        if self.taken {
            return Answer::Stay;
        }
        let Some((found, sentence)) = self.chosen() else { return Answer::Stay };
        let place = Place::at(found.article, sentence.at.start);
        Answer::Seek(Seek::Found(self.query.clone(), place))
    }

    /// What is typed is asked.
    pub(in crate::app) fn ask(&mut self) -> Answer {
        self.taken = false;
        let Some((query, waiting)) = self.line.read() else { return Answer::Stay };
        if query.is_empty() {
            *self = Everything {
                line: std::mem::take(&mut self.line),
                order: self.order,
                ..Everything::default()
            };
            return Answer::Ask(Question::Nothing(waiting));
        }
        self.query = query.clone();
        Answer::Ask(Question::Find(Scope::Everything, self.line.input.value().to_owned(), query))
    }

    fn height(&self, below: &Below<'_>) -> Option<usize> {
        Some(usize::from(self.places(&below.layout?).list.height))
    }
}

impl Machine for Everything {
    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line.input)
    }

    /// From sentence to sentence.
    fn choose(&mut self, row: usize) -> bool {
        let is_there = self.sentences().get(row) == Some(&true);
        if is_there {
            self.choice.selected = row;
        }
        is_there
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        if let Some(height) = self.height(below) {
            self.choice.walk(motion, &self.sentences(), height);
        }
    }

    fn changed(&mut self, _below: &Below<'_>) -> Answer {
        self.ask()
    }

    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        self.enter()
    }

    fn shut(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Seek(Seek::Nothing(self.line.wait))
    }

    fn key(&mut self, key: Key, below: &Below<'_>) -> Answer {
        if key != Key::ctrl('r') {
            return typed(self, key, below);
        }
        self.turn();
        Answer::Stay
    }

    fn fit(&mut self, below: &Below<'_>) {
        if let Some(height) = self.height(below) {
            self.choice.follow_under(self.rows.len(), height);
        }
    }
}
