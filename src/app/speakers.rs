//! The list of speakers over the panes: of the open event or of everything, one of them with their
//! quotes.

use tui_input::Input;

use crate::app::choice::{Choice, Motion};
use crate::app::go::go;
use crate::app::jumps::Place;
use crate::app::layout::{Layout, Listing};
use crate::app::overlay::Overlay;
use crate::app::update::{close, motion, show};
use crate::app::{Effect, State};
use crate::config::action::Action;
use crate::view::Coverage;
use crate::view::find::Needle;
use crate::view::speaker::{self, QuoteId, Row, Speaker};

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
    pub rows: Vec<Row>,
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

/// Where the parts of the list are on the screen of `layout`.
pub fn places(layout: &Layout) -> Listing {
    layout.listing(112, 34)
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
    fn count(&mut self, all: Vec<Speaker>) {
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
            Row::Speaker(index) => Some(*index),
            Row::Quote(_) => self.open, // nobody else's are shown
        }
    }

    /// The chosen quote.
    pub fn quote(&self) -> Option<QuoteId> {
        match self.rows.get(self.choice.selected) {
            Some(Row::Quote(id)) => Some(*id),
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
            self.rows.iter().position(|row| *row == Row::Speaker(index)).unwrap_or(0);
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
    pub(super) fn clear(&mut self) {
        let chosen = self.chosen();
        (self.filter, self.typing) = (Input::default(), false);
        self.list();
        self.choose(chosen.unwrap_or(0));
    }
}

/// Opens the list at the speaker of the quote at the cursor.
pub(super) fn open_speakers(state: &mut State) -> Vec<Effect> {
    let (Some(place), Some(article)) = (state.place(), state.reader.article) else {
        return state.say("nothing is open");
    };
    let row = state.reader.page.rows.get(state.reader.row());
    let (at, row) = place.stop.map_or((place.at, row), |(span, _)| (span.start, span));
    let quote = speaker::quote_at(&state.coverage, article, at, row);
    let mut speakers = Speakers::of(&state.coverage);
    let of_quote =
        quote.and_then(|id| speakers.all.iter().position(|speaker| speaker.quotes.contains(&id)));
    speakers.choose(of_quote.unwrap_or(0));
    show(state, Overlay::Speakers(Box::new(speakers)))
}

/// What an action means in the list, where it means something of its own.
pub(super) fn in_speakers(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open => Some(enter(state)),
        Action::Right => Some(right(state)),
        Action::Left => Some(left(state)),
        Action::NextPane | Action::PreviousPane => Some(switch(state)),
        Action::Search | Action::Filter => Some(filter(state)),
        _ => None,
    }
}

fn height(state: &State) -> usize {
    state.layout().map_or(1, |layout| usize::from(places(&layout).list.height))
}

fn enter(state: &mut State) -> Vec<Effect> {
    let height = height(state);
    let Some(Overlay::Speakers(speakers)) = &mut state.overlay else { return Vec::new() };
    match speakers.rows.get(speakers.choice.selected).copied() {
        Some(Row::Speaker(index)) => speakers.unfold(index, speakers.open != Some(index), height),
        Some(Row::Quote(id)) => {
            if let Some(at) = state.shelf.quote(id).map(|said| said.at) {
                state.overlay = None;
                go(
                    state,
                    Place { stop: Some((at.span, None)), ..Place::at(at.article, at.span.start) },
                );
            }
        }
        None => {}
    }
    Vec::new()
}

fn right(state: &mut State) -> Vec<Effect> {
    match &state.overlay {
        Some(Overlay::Speakers(speakers))
            if speakers.quote().is_none() && speakers.open == speakers.chosen() =>
        {
            motion(state, Motion::Rows(1))
        }
        _ => enter(state),
    }
}

fn left(state: &mut State) -> Vec<Effect> {
    let height = height(state);
    match &mut state.overlay {
        Some(Overlay::Speakers(speakers))
            if speakers.open.is_some() && speakers.open == speakers.chosen() =>
        {
            speakers.unfold(speakers.open.unwrap_or(0), false, height);
            Vec::new()
        }
        _ => close(state),
    }
}

/// From the event to everything, or back; the chosen speaker stays chosen.
fn switch(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Speakers(before)) = state.overlay.take() else { return Vec::new() };
    let chosen = before
        .chosen()
        .and_then(|index| before.all.get(index))
        .cloned()
        .map(Box::new)
        .or(before.before);
    let mut speakers = Speakers { before: chosen, filter: before.filter, ..Speakers::default() };
    state.generation += 1;
    let effects = match before.reach {
        Reach::Everything => {
            speakers.count(Speakers::of(&state.coverage).all);
            Vec::new()
        }
        Reach::Event => {
            (speakers.reach, speakers.running) = (Reach::Everything, true);
            vec![Effect::Speakers(state.generation)]
        }
    };
    show(state, Overlay::Speakers(Box::new(speakers)));
    effects
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

fn filter(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Speakers(speakers)) = &mut state.overlay {
        speakers.typing = true;
    }
    Vec::new()
}

/// The filter holds other words now.
pub(super) fn filtered(speakers: &mut Speakers) {
    speakers.open = None;
    speakers.list();
    speakers.choice = Choice::default();
}

/// Makes the list fit the screen again.
pub(super) fn fit(speakers: &mut Speakers, layout: &Layout) {
    speakers.choice.follow(speakers.rows.len(), usize::from(places(layout).list.height));
}

/// Moves the choice.
pub(super) fn step(speakers: &mut Speakers, motion: Motion, layout: &Layout) {
    speakers.choice.step(motion, speakers.rows.len(), usize::from(places(layout).list.height));
}
