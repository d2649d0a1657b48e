//! The list of events and articles: what is shown of it, what is chosen and what is open.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::app::answer::{Aim, Answer};
use crate::app::choice::{Choice, Motion};
use crate::app::made::Dismissal;
use crate::view::event::Soft;
use crate::view::outline::{
    self, Dismissed, Order, Outline, Places, Row, Sequence, Shape, Singles,
};
use crate::view::shelf::{Anchor, Kept, Number, Shelf};

/// The list of events and articles.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What is shown.
    pub outline: Outline,
    /// Which is chosen.
    pub choice: Choice,
    /// The events that are open, with the rows below them.
    pub open: BTreeMap<usize, Arc<[Row]>>,
    /// The filter and the articles that it keeps.
    pub filter: Option<(String, Kept)>,
    /// What the events are sorted by.
    pub by: Order,
    /// All events, sorted so: sorted anew only when something changes, since there may be a
    /// million.
    pub order: Places,
    /// What is left of the events in which conflicts do not count.
    pub dismissed: Dismissed,
    /// The place of the event of each dismissal, looked up once.
    pub(super) places: BTreeMap<[Anchor; 2], Option<usize>>,
    /// Whether events of one article are listed.
    pub singles: Singles,
    /// How an event's articles are ordered.
    pub sequence: Sequence,
}

impl List {
    /// The chosen row.
    pub fn chosen(&self) -> Option<Row> {
        self.outline.row(self.choice.selected)
    }

    /// Sorts the events anew, and makes the rows of them.
    pub(super) fn sort(&mut self, shelf: &dyn Shelf, soft: Soft) {
        self.order = outline::sorted(shelf, self.by, soft, &self.dismissed);
        self.make(shelf);
    }

    /// Makes the rows anew; what was chosen stays so where it is shown.
    pub(super) fn make(&mut self, shelf: &dyn Shelf) {
        let chosen = self.chosen();
        let shape = Shape {
            order: &self.order,
            open: &self.open,
            kept: self.filter.as_ref().map(|(_, kept)| kept),
            singles: self.singles,
            sequence: self.sequence,
        };
        self.outline = Outline::new(shelf, shape);
        if let Some(chosen) = chosen {
            self.choose(shelf, chosen);
        }
    }

    /// Chooses `row`; what is folded away is in the last row.
    pub(super) fn choose(&mut self, shelf: &dyn Shelf, row: Row) {
        let single = match row {
            Row::Singles(_) => true,
            Row::Event(event) | Row::Article(event, _) | Row::Story(event, _) => {
                shelf.event(event).is_some_and(|event| event.articles.len() == 1)
            }
        };
        let folded = || self.outline.folded_row().filter(|_| single);
        if let Some(at) = self.outline.find(row).or_else(folded) {
            self.choice.selected = at;
        }
    }

    /// Chooses an article, opening its event.
    pub(super) fn choose_article(&mut self, shelf: &dyn Shelf, article: Number) {
        let Some((event, article)) = shelf.find(article) else { return };
        if !self.open.contains_key(&event) {
            self.unfold(shelf, event);
            self.make(shelf);
        }
        self.choose(shelf, Row::Article(event, article));
    }

    /// Opens the event at a place.
    pub(super) fn unfold(&mut self, shelf: &dyn Shelf, place: usize) {
        self.open.insert(place, outline::below(shelf, place, self.sequence));
    }

    /// Keeps the list to what is kept, from its beginning.
    pub(super) fn keep(&mut self, shelf: &dyn Shelf, kept: Option<(String, Kept)>) {
        self.filter = kept;
        self.make(shelf);
        self.choice = Choice::default();
    }

    /// Moves the choice; `height` rows are in view.
    pub(super) fn step(&mut self, motion: Motion, height: usize) {
        self.choice.step(motion, self.outline.len(), height);
    }

    /// Opens the chosen row, or shuts it where it is an open event.
    pub(super) fn enter(&mut self, shelf: &dyn Shelf) -> Answer {
        match self.chosen() {
            Some(Row::Event(event)) => {
                if self.open.remove(&event).is_none() {
                    self.unfold(shelf, event);
                }
                self.make(shelf);
                Answer::Stay
            }
            Some(Row::Article(event, article)) => shelf
                .event(event)
                .and_then(|event| Some(event.articles.get(article)?.number))
                .map_or(Answer::Stay, |article| Answer::Go(Aim::Article(article))),
            Some(Row::Story(_, other)) => {
                let row = Row::Event(other);
                // Where it is one of those folded away, that is told too.
                let folded = self.outline.find(row).is_none();
                let answer = if folded { self.fold(shelf) } else { Answer::Stay };
                self.unfold(shelf, other);
                self.make(shelf);
                self.choose(shelf, row);
                answer
            }
            Some(Row::Singles(_)) => self.fold(shelf),
            None => Answer::Stay,
        }
    }

    /// Opens the chosen row; into an open event it goes.
    pub(super) fn right(&mut self, shelf: &dyn Shelf, height: usize) -> Answer {
        match self.chosen() {
            Some(Row::Event(event)) if self.open.contains_key(&event) => {
                self.step(Motion::Rows(1), height);
                Answer::Stay
            }
            _ => self.enter(shelf),
        }
    }

    /// Shuts the event of the chosen row.
    pub(super) fn shut(&mut self, shelf: &dyn Shelf) {
        if let Some(Row::Event(event) | Row::Article(event, _) | Row::Story(event, _)) =
            self.chosen()
        {
            self.open.remove(&event);
            self.make(shelf);
            self.choose(shelf, Row::Event(event));
        }
    }

    /// Sorts by the next thing that it can be sorted by.
    pub(super) fn sort_next(&mut self, shelf: &dyn Shelf, soft: Soft) -> Answer {
        self.by = self.by.next();
        self.sort(shelf, soft);
        Answer::Say(
            match self.by {
                Order::Time => "events by time, the newest first",
                Order::Outlets => "events by how many outlets tell them",
                Order::Disputes => "events by how many disputes they hold",
            }
            .into(),
        )
    }

    /// Folds the events of one article away, or lists them again.
    pub(super) fn fold(&mut self, shelf: &dyn Shelf) -> Answer {
        let count = outline::singles(shelf);
        if count == 0 {
            return Answer::Say("every event here has several articles".into());
        }
        let (singles, words) = match self.singles {
            Singles::Listed => (Singles::Folded, "folded into the last row"),
            Singles::Folded => (Singles::Listed, "listed"),
        };
        self.singles = singles;
        self.make(shelf);
        let also = if self.filter.is_some() { " when the filter is gone" } else { "" };
        Answer::Say(format!("events of one article are {words}{also}: {count}"))
    }

    /// An event's articles by their letters, or by time.
    pub(super) fn turn_sequence(&mut self, shelf: &dyn Shelf) -> Answer {
        let (sequence, words) = match self.sequence {
            Sequence::Letters => {
                (Sequence::Timeline, "articles of an event by time, undated ones last")
            }
            Sequence::Timeline => (Sequence::Letters, "articles of an event by outlet"),
        };
        self.sequence = sequence;
        let open: Vec<usize> = self.open.keys().copied().collect();
        open.into_iter().for_each(|event| self.unfold(shelf, event));
        self.make(shelf);
        Answer::Say(words.into())
    }

    /// The dispute that a dismissal is of: the place of its event, and what its conflicts share.
    pub(super) fn dispute_of(&self, dismissal: &Dismissal) -> Option<(usize, usize)> {
        let sides = dismissal.sides?;
        let event = self.places.get(&sides).copied().flatten()?;
        let known =
            self.dismissed.get(&event)?.without.iter().find(|(other, _)| *other == sides)?;
        Some((event, known.1?))
    }

    /// The dismissals as they are listed: of each dispute the first, by its place among all.
    pub(crate) fn dismissals_listed(&self, all: &[Dismissal]) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let is_first = |dismissal: &Dismissal| {
            self.dispute_of(dismissal).is_none_or(|dispute| seen.insert(dispute))
        };
        let first: Vec<bool> = all.iter().map(is_first).collect();
        (0..all.len()).filter(|place| first.get(*place) == Some(&true)).collect()
    }
}
