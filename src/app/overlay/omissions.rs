//! What an article leaves out, over the panes: article by article, with what only it tells.

use crate::app::answer::{Aim, Answer};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::citation::cited;
use crate::app::layout::{Layout, Listing};
use crate::app::overlay::machine::{Base, Machine};
use crate::config::action::Action;
use crate::corpus::ArticleId;
use crate::view::omission::{Omission, Omissions};
use crate::view::outline;

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
pub enum GapRow<'a> {
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
    fn of(below: &Below<'_>, article: ArticleId) -> Gaps {
        let omissions = Omissions::of(below.coverage, &below.reader.view, article);
        let mut gaps = Gaps { article, omissions, choice: Choice::default() };
        gaps.choice.onto(&gaps.entries(), 1);
        gaps
    }

    /// The rows.
    pub fn rows(&self) -> Vec<GapRow<'_>> {
        let Omissions { leaves_out, not_found, only } = &self.omissions;
        let heads = [
            GapRow::LeavesOut(leaves_out.len()),
            GapRow::NotFound(not_found.len()),
            GapRow::Only(only.len()),
        ];
        let parts = heads.into_iter().zip([leaves_out, not_found, only]);
        parts
            .flat_map(|(head, below)| {
                std::iter::once(head).chain(below.iter().map(GapRow::Omission))
            })
            .collect()
    }

    /// What is chosen.
    pub fn chosen(&self) -> Option<&Omission> {
        match self.rows().get(self.choice.selected)? {
            GapRow::Omission(omission) => Some(omission),
            GapRow::LeavesOut(_) | GapRow::NotFound(_) | GapRow::Only(_) => None,
        }
    }

    /// For each row whether it is no heading.
    fn entries(&self) -> Vec<bool> {
        self.rows().iter().map(|row| matches!(row, GapRow::Omission(_))).collect()
    }

    /// Where the parts of the list are on the screen of `layout`.
    pub fn places(&self, layout: &Layout) -> Listing {
        let rows = u16::try_from(self.rows().len()).unwrap_or(u16::MAX).saturating_add(AROUND);
        layout.listing(110, rows.clamp(20, 40))
    }

    fn height(&self, below: &Below<'_>) -> Option<usize> {
        Some(usize::from(self.places(&below.layout?).list.height))
    }

    /// The gaps of the open article.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Gaps, String> {
        let Some(article) = below.reader.article else { return Err("nothing is open".into()) };
        if below.event().is_none_or(|event| event.articles.len() < 2) {
            return Err(outline::ALONE.into());
        }
        Ok(Gaps::of(below, article))
    }

    /// Shows the gaps of another article of the event, so many letters on.
    fn turn(&mut self, by: isize, below: &Below<'_>) -> Answer {
        let articles = below.event().map_or(&[][..], |event| &event.articles);
        let at = articles.iter().position(|article| *article == self.article).unwrap_or(0);
        let next = (at + articles.len()).saturating_add_signed(by) % articles.len().max(1);
        if let Some(article) = articles.get(next) {
            *self = Gaps::of(below, *article);
        }
        Answer::Stay
    }
}

impl Machine for Gaps {
    fn opener(&self) -> Option<Action> {
        Some(Action::Omissions)
    }

    fn base(&self) -> Base {
        Base::Event
    }

    /// Topics may be called otherwise, or be others.
    fn renew(&mut self, below: &Below<'_>) -> Answer {
        *self = Gaps::of(below, self.article);
        Answer::Stay
    }

    /// From entry to entry.
    fn choose(&mut self, row: usize) -> bool {
        let is_there = self.entries().get(row) == Some(&true);
        if is_there {
            self.choice.selected = row;
        }
        is_there
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        if let Some(height) = self.height(below) {
            self.choice.walk(motion, &self.entries(), height);
        }
    }

    fn act(&mut self, action: Action, below: &Below<'_>) -> Answer {
        let chosen = self.chosen().map(|omission| omission.opens);
        match action {
            Action::Open | Action::Right => {
                chosen.map_or(Answer::Stay, |stop| Answer::Go(Aim::Stop(stop)))
            }
            Action::NextPane => self.turn(1, below),
            Action::PreviousPane => self.turn(-1, below),
            Action::Copy => Answer::Copy(cited(below.coverage, chosen.map(|stop| stop.passage))),
            _ => Answer::Pass,
        }
    }

    fn fit(&mut self, below: &Below<'_>) {
        if let Some(height) = self.height(below) {
            self.choice.follow_under(self.rows().len(), height);
        }
    }
}
