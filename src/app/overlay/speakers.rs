//! The list of speakers over the panes: of the open event or of everything, one of them with their
//! quotes.

use tui_input::Input;

use crate::app::answer::{Aim, Answer, Question, Wait};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::citation::citation;
use crate::app::jumps::Place;
use crate::app::layout::{Layout, Listing};
use crate::app::overlay::machine::{Base, Machine};
use crate::config::action::Action;
use crate::view::Coverage;
use crate::view::find::Needle;
use crate::view::speaker::{self, QuoteId, Speaker};

/// Whose speakers are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Those of the open event.
    #[default]
    Event,
    /// Those of everything that is loaded.
    Everything,
}

/// The list of speakers. It is counted when it is opened; to draw it only looks at the rows in
/// view.
#[derive(Clone, Debug, Default)]
pub struct Speakers {
    /// Whose speakers they are.
    pub reach: Reach,
    /// All of them.
    pub all: Vec<Speaker>,
    /// What is shown of them.
    pub rows: Vec<speaker::Row>,
    /// The chosen row.
    pub choice: Choice,
    /// The speaker whose quotes are shown.
    pub open: Option<usize>,
    /// What the names are kept to.
    pub filter: Input,
    /// Whether keys type into the filter.
    pub typing: bool,
    /// Whether they are still being counted.
    pub running: bool,
    /// The speaker who was chosen before they were.
    before: Option<Box<Speaker>>,
}

impl Speakers {
    /// Those of the open event.
    fn of(event: &Coverage) -> Speakers {
        let mut speakers =
            Speakers { all: speaker::speakers(event, event.corpus.ids()), ..Speakers::default() };
        speakers.list();
        speakers
    }

    /// Takes in who is quoted, and chooses who was chosen before.
    pub(in crate::app) fn count(&mut self, all: Vec<Speaker>) {
        (self.all, self.running) = (all, false);
        self.list();
        // A description is its event's own: the same words may be another speaker's elsewhere.
        let same = |one: &Speaker, other: &Speaker| {
            one.name.eq_ignore_ascii_case(&other.name)
                && one.events.iter().any(|event| other.events.contains(event))
        };
        let before = self.before.take();
        let index =
            before.and_then(|before| self.all.iter().position(|speaker| same(speaker, &before)));
        self.choose(index.unwrap_or(0));
    }

    /// Makes the rows again after something that they depend on has changed.
    pub fn list(&mut self) {
        self.rows = speaker::rows(&self.all, self.open, &Needle::new(self.filter.value()));
    }

    /// The chosen speaker, or the one of the chosen quote.
    pub fn chosen(&self) -> Option<usize> {
        match self.rows.get(self.choice.selected)? {
            speaker::Row::Speaker(index) => Some(*index),
            speaker::Row::Quote(_) => self.open, // nobody else's are shown
        }
    }

    /// The chosen quote.
    pub fn quote(&self) -> Option<QuoteId> {
        match self.rows.get(self.choice.selected) {
            Some(speaker::Row::Quote(id)) => Some(*id),
            _ => None,
        }
    }

    /// The quotes that are meant by what is chosen: one, or all of a speaker.
    pub fn quoted(&self) -> Vec<QuoteId> {
        let of_speaker = || {
            self.chosen()
                .and_then(|index| self.all.get(index))
                .map_or(&[][..], |speaker| &speaker.quotes)
                .to_vec()
        };
        self.quote().map_or_else(of_speaker, |id| vec![id])
    }

    /// Chooses the row of speaker number `index`.
    fn choose(&mut self, index: usize) {
        self.choice.selected =
            self.rows.iter().position(|row| *row == speaker::Row::Speaker(index)).unwrap_or(0);
    }

    /// Opens speaker number `index`, or shuts who is open, and brings as much of the quotes into
    /// view as fits.
    fn unfold(&mut self, index: usize, open: bool, height: usize) {
        self.open = open.then_some(index);
        self.list();
        self.choose(index);
        let end = self.choice.selected
            + 1
            + if open { self.all.get(index).map_or(0, |speaker| speaker.quotes.len()) } else { 0 };
        self.choice.top = self.choice.top.max(end.saturating_sub(height)).min(self.choice.selected);
    }

    /// Keeps to everybody again.
    fn clear(&mut self) {
        let chosen = self.chosen();
        (self.filter, self.typing) = (Input::default(), false);
        self.list();
        self.choose(chosen.unwrap_or(0));
    }

    /// The list at the speaker of the quote at the cursor.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Speakers, String> {
        let (Some(place), Some(article)) = (below.place(), below.reader.article) else {
            return Err("nothing is open".into());
        };
        let row = below.reader.page.rows.get(below.reader.row());
        let (at, row) = place.stop.map_or((place.at, row), |(span, _)| (span.start, span));
        let quote = speaker::quote_at(below.coverage, article, at, row);
        let mut speakers = Speakers::of(below.coverage);
        let has = |id: QuoteId| speakers.all.iter().position(|one| one.quotes.contains(&id));
        let index = quote.and_then(has).unwrap_or(0);
        speakers.choose(index);
        Ok(speakers)
    }

    fn height(below: &Below<'_>) -> usize {
        below.layout.map_or(1, |layout| usize::from(places(&layout).list.height))
    }

    /// Opens or shuts the chosen speaker, or goes to the chosen quote.
    fn enter(&mut self, below: &Below<'_>) -> Answer {
        match self.rows.get(self.choice.selected).copied() {
            Some(speaker::Row::Speaker(index)) => {
                self.unfold(index, self.open != Some(index), Speakers::height(below));
                Answer::Stay
            }
            Some(speaker::Row::Quote(id)) => below.shelf.quote(id).map_or(Answer::Stay, |said| {
                let (article, span) = (said.at.article, said.at.span);
                let stop = Some((span, None));
                Answer::Go(Aim::Place(Place { stop, ..Place::at(article, span.start) }))
            }),
            None => Answer::Stay,
        }
    }

    fn right(&mut self, below: &Below<'_>) -> Answer {
        if self.quote().is_some() || self.open != self.chosen() {
            return self.enter(below);
        }
        self.step(Motion::Rows(1), below);
        Answer::Stay
    }

    fn left(&mut self, below: &Below<'_>) -> Answer {
        match self.open {
            Some(open) if self.chosen() == Some(open) => {
                self.unfold(open, false, Speakers::height(below));
                Answer::Stay
            }
            _ => self.shut(below),
        }
    }

    /// From the event to everything, or back; the chosen speaker stays chosen.
    fn switch(&mut self, below: &Below<'_>) -> Answer {
        let reach = self.reach;
        let chosen = self.chosen().and_then(|index| self.all.get(index)).cloned().map(Box::new);
        *self = Speakers {
            before: chosen.or(self.before.take()),
            filter: std::mem::take(&mut self.filter),
            ..Speakers::default()
        };
        match reach {
            Reach::Everything => {
                self.count(Speakers::of(below.coverage).all);
                Answer::Ask(Question::Nothing(Wait::Nothing))
            }
            Reach::Event => {
                (self.reach, self.running) = (Reach::Everything, true);
                Answer::Ask(Question::Speakers)
            }
        }
    }
}

impl Machine for Speakers {
    fn opener(&self) -> Option<Action> {
        Some(Action::Speakers)
    }

    fn base(&self) -> Base {
        Base::Grouping
    }

    fn line(&mut self) -> Option<&mut Input> {
        self.typing.then_some(&mut self.filter)
    }

    fn choose(&mut self, row: usize) -> bool {
        let is_there = row < self.rows.len();
        if is_there {
            self.choice.selected = row;
        }
        is_there
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        self.choice.step(motion, self.rows.len(), Speakers::height(below));
    }

    fn act(&mut self, action: Action, below: &Below<'_>) -> Answer {
        match action {
            Action::Open => self.enter(below),
            Action::Right => self.right(below),
            Action::Left => self.left(below),
            Action::NextPane | Action::PreviousPane => self.switch(below),
            Action::Search | Action::Filter => {
                self.typing = true;
                Answer::Stay
            }
            Action::Copy => {
                let said = self.quoted().into_iter().filter_map(|id| below.shelf.quote(id));
                Answer::Copy(said.map(|said| citation(&said.article, &said.words)).collect())
            }
            _ => Answer::Pass,
        }
    }

    /// The filter holds other words now.
    fn changed(&mut self, _below: &Below<'_>) -> Answer {
        self.open = None;
        self.list();
        self.choice = Choice::default();
        Answer::Stay
    }

    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        self.typing = false;
        Answer::Stay
    }

    /// Everybody is there again, before it closes.
    fn shut(&mut self, _below: &Below<'_>) -> Answer {
        if !self.typing && self.filter.value().is_empty() {
            return Answer::Close;
        }
        self.clear();
        Answer::Stay
    }

    fn fit(&mut self, below: &Below<'_>) {
        if below.layout.is_some() {
            self.choice.follow(self.rows.len(), Speakers::height(below));
        }
    }
}

/// Where the parts of the list are on the screen of `layout`.
pub fn places(layout: &Layout) -> Listing {
    layout.listing(112, 34)
}
