//! Two passages beside each other, ready for their columns.

use crate::app::answer::{Aim, Answer, Revision};
use crate::app::below::Below;
use crate::app::choice::Motion;
use crate::app::citation::cited;
use crate::app::crossing::Crossing;
use crate::app::layout::Size;
use crate::app::overlay::machine::{Base, Machine, scrolled};
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::text::wrap::Rows;
use crate::view::compare::{Beside, Comparison, compare};
use crate::view::event::{Finding, conflict_between};
use crate::view::walk::{Stop, Way};

/// Two passages beside each other, ready for their columns.
#[derive(Clone, Debug)]
pub struct Compare {
    /// The finding that was compared; `None` when a reader opened a bare pair.
    pub origin: Stop,
    /// All sides, the first on the left.
    pub sides: Vec<Passage>,
    /// Which of them is on the right.
    pub at: usize,
    /// The two.
    pub comparison: Comparison,
    /// Rows scrolled down.
    pub scroll: usize,
    /// The two columns, wrapped for `width` cells.
    pub rows: [Rows; 2],
    /// Cells of a column.
    pub width: usize,
}

impl Compare {
    /// The sides of the current finding.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Compare, String> {
        let Some(origin @ Stop { passage, finding: Some(finding) }) = below.reader.current else {
            return Err("nothing to compare here; ]c goes to the next dispute".into());
        };
        let mut sides = below.sides(passage, finding);
        if let Some(opposite) = below.opposite() {
            // The pair is the one of the status line, wherever a crossing has come to.
            sides.retain(|side| *side != opposite);
            sides.insert(1.min(sides.len()), opposite);
        }
        let Some(other) = sides.get(1).copied() else { return Err("no other side here".into()) };
        let comparison = compare(below.coverage, passage, other);
        let rows = Default::default();
        Ok(Compare { origin, sides, at: 1, comparison, scroll: 0, rows, width: 0 })
    }

    /// The next side comes to the right.
    fn next_side(&mut self, below: &Below<'_>) -> Answer {
        self.at = if self.at + 1 < self.sides.len() { self.at + 1 } else { 1 };
        let (Some(left), Some(right)) =
            (self.sides.first().copied(), self.sides.get(self.at).copied())
        else {
            return Answer::Stay;
        };
        self.comparison = compare(below.coverage, left, right);
        (self.scroll, self.width) = (0, 0);
        if self.sides.len() == 2 {
            Answer::Say("there are only these two sides".into())
        } else {
            Answer::Stay
        }
    }

    /// To the side on the right.
    fn enter(&self) -> Answer {
        match self.origin.finding {
            Some(finding) if self.at < self.sides.len() => {
                Answer::Go(Aim::Side(Crossing { sides: self.sides.clone(), at: self.at, finding }))
            }
            _ => Answer::Close,
        }
    }

    /// The two passages.
    fn pair(&self) -> [Passage; 2] {
        [self.comparison.left.passage, self.comparison.right.passage]
    }

    /// What is done to what the reader says is none: a link of the reader's own is deleted.
    fn dismissed(&self, below: &Below<'_>) -> Revision {
        if let Some(Finding::Judged(index)) = self.origin.finding {
            return Revision::Refuse(index);
        }
        let link = match self.origin.finding {
            Some(Finding::Link(index)) => below.links.found(below.coverage, index),
            _ => None,
        };
        link.map_or_else(
            || Revision::Dismiss(self.conflict(below)),
            |link| Revision::Unlink(Box::new(link.clone())),
        )
    }

    /// The conflict that is compared.
    fn conflict(&self, below: &Below<'_>) -> Option<usize> {
        let Some(Finding::Conflict(index)) = self.origin.finding else { return None };
        conflict_between(below.coverage, below.reader.view.event, index, self.pair())
            .or(Some(index))
    }
}

impl Machine for Compare {
    fn opener(&self) -> Option<Action> {
        Some(Action::Compare)
    }

    fn base(&self) -> Base {
        Base::Event
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        let rows = self.rows[0].len().max(self.rows[1].len());
        self.scroll = scrolled(self.scroll, motion, rows, below.height());
    }

    fn act(&mut self, action: Action, below: &Below<'_>) -> Answer {
        match action {
            Action::Open | Action::Right => self.enter(),
            Action::Cross => self.next_side(below),
            Action::NextConflict => Answer::Go(Aim::Next(Way::On)),
            Action::PreviousConflict => Answer::Go(Aim::Next(Way::Back)),
            Action::Dismiss => Answer::Change(self.dismissed(below)),
            Action::Link => Answer::Change(Revision::Bind(self.pair())),
            Action::Copy => Answer::Copy(cited(below.coverage, self.pair())),
            _ => Answer::Pass,
        }
    }

    fn fit(&mut self, below: &Below<'_>) {
        let width = compare_width(below.size);
        if self.width == width {
            return;
        }
        let wrap = |beside: &Beside| {
            let article = below.coverage.corpus.articles().get(beside.passage.article.index());
            Rows::wrap(article.map_or("", |article| article.text.as_str()), &beside.context, width)
        };
        self.rows = [wrap(&self.comparison.left), wrap(&self.comparison.right)];
        self.width = width;
    }

    /// What is no dispute any more, or linked no more, need not be compared.
    fn after_change(&mut self, below: &Below<'_>) -> Answer {
        if matches!(self.origin.finding, Some(Finding::Link(_) | Finding::Judged(_))) {
            return Answer::Close;
        }
        let event = below.reader.view.event;
        let is_dismissed = |index: usize| below.coverage.dismissed.contains(&(event, index));
        if self.conflict(below).is_some_and(is_dismissed) { Answer::Close } else { Answer::Stay }
    }
}

/// Whether a comparison has its sides beside each other on a screen of `size`, or one below the
/// other.
pub fn compares_beside(size: Size) -> bool {
    size.width >= 72
}

/// The cells of one column of a comparison on a screen of `size`.
fn compare_width(size: Size) -> usize {
    // Wider than this nobody reads a column; below, two columns share the screen less frame and
    // gaps.
    let all = usize::from(size.width);
    let width =
        if compares_beside(size) { (all.saturating_sub(9)) / 2 } else { all.saturating_sub(4) };
    width.clamp(8, 74)
}
