//! What an article leaves out, over the panes: article by article, with what only it tells.

use crate::app::choice::{Choice, Motion};
use crate::app::go::go_stop;
use crate::app::layout::{Layout, Listing};
use crate::app::overlay::Overlay;
use crate::app::update::show;
use crate::app::{Effect, State};
use crate::config::action::Action;
use crate::corpus::ArticleId;
use crate::view::omission::{Omission, Omissions};

/// The gaps of one article, and which of them is chosen.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    /// The article.
    pub article: ArticleId,
    /// What it leaves out, and what only it tells.
    pub omissions: Omissions,
    /// The chosen row; headings are rows too.
    pub choice: Choice,
}

/// One row of the list.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// Below it stands what the article leaves out: how much.
    LeavesOut(usize),
    /// Below it stands what was not found in it: how much.
    NotFound(usize),
    /// Below it stands what only it tells: how much.
    Only(usize),
    /// A point that it leaves out or alone tells.
    Omission(&'a Omission),
}

/// Rows of the box beside those of the list: frame, head, gap and foot.
const AROUND: u16 = 10;

impl Gaps {
    fn of(state: &State, article: ArticleId) -> Gaps {
        let omissions = Omissions::of(&state.coverage, &state.reader.view, article);
        let mut gaps = Gaps { article, omissions, choice: Choice::default() };
        gaps.choice.onto(&gaps.entries(), 1);
        gaps
    }

    /// The rows.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let Omissions { leaves_out, not_found, only } = &self.omissions;
        let heads = [
            Row::LeavesOut(leaves_out.len()),
            Row::NotFound(not_found.len()),
            Row::Only(only.len()),
        ];
        let parts = heads.into_iter().zip([leaves_out, not_found, only]);
        parts
            .flat_map(|(head, below)| std::iter::once(head).chain(below.iter().map(Row::Omission)))
            .collect()
    }

    /// What is chosen.
    pub fn chosen(&self) -> Option<&Omission> {
        match self.rows().get(self.choice.selected)? {
            Row::Omission(omission) => Some(omission),
            Row::LeavesOut(_) | Row::NotFound(_) | Row::Only(_) => None,
        }
    }

    /// For each row whether it is no heading.
    fn entries(&self) -> Vec<bool> {
        self.rows().iter().map(|row| matches!(row, Row::Omission(_))).collect()
    }

    /// Where the parts of the list are on the screen of `layout`.
    pub fn places(&self, layout: &Layout) -> Listing {
        let rows = u16::try_from(self.rows().len()).unwrap_or(u16::MAX).saturating_add(AROUND);
        layout.listing(110, rows.clamp(20, 40))
    }

    /// Moves the choice from entry to entry.
    pub(super) fn step(&mut self, motion: Motion, layout: &Layout) {
        let height = usize::from(self.places(layout).list.height);
        self.choice.walk(motion, &self.entries(), height);
    }

    /// Makes the list fit the screen again.
    pub(super) fn fit(&mut self, layout: &Layout) {
        let (count, height) = (self.rows().len(), usize::from(self.places(layout).list.height));
        self.choice.follow_under(count, height);
    }
}

/// Opens the gaps of the open article.
pub(super) fn open_omissions(state: &mut State) -> Vec<Effect> {
    let Some(article) = state.reader.article else { return state.say("nothing is open") };
    if state.event().is_none_or(|event| event.articles.len() < 2) {
        return state.say("no other article tells this event: there is nothing to compare");
    }
    let gaps = Gaps::of(state, article);
    show(state, Overlay::Omissions(Box::new(gaps)))
}

/// What an action means in the list, where it means something of its own.
pub(super) fn in_omissions(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open | Action::Right => Some(enter(state)),
        Action::NextPane => Some(article(state, 1)),
        Action::PreviousPane => Some(article(state, -1)),
        _ => None,
    }
}

fn enter(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Omissions(gaps)) = &state.overlay else { return Vec::new() };
    if let Some(stop) = gaps.chosen().map(|omission| omission.opens) {
        state.overlay = None;
        go_stop(state, stop);
    }
    Vec::new()
}

/// Shows the gaps of another article of the event, so many letters on.
fn article(state: &mut State, by: isize) -> Vec<Effect> {
    let Some(Overlay::Omissions(gaps)) = &state.overlay else { return Vec::new() };
    let articles = state.event().map_or(&[][..], |event| &event.articles);
    let at = articles.iter().position(|article| *article == gaps.article).unwrap_or(0);
    let next = (at + articles.len()).saturating_add_signed(by) % articles.len().max(1);
    let Some(article) = articles.get(next).copied() else { return Vec::new() };
    let gaps = Gaps::of(state, article);
    show(state, Overlay::Omissions(Box::new(gaps)))
}
