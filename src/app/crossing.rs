//! A walk from side to side of one dispute, and back to where it began.

use crate::analysis::{Conflict, EventFindings};
use crate::corpus::Passage;
use crate::view::Coverage;
use crate::view::event::{EventView, Finding, Soft, conflict_between, side_of};
use crate::view::walk::Stop;

/// A walk from side to side of one dispute.
#[derive(Clone, Debug)]
pub(super) struct Crossing {
    /// The sides; where it began is the first.
    pub(super) sides: Vec<Passage>,
    /// Which of them it is at.
    pub(super) at: usize,
    /// What is crossed.
    pub(super) finding: Finding,
}

impl Crossing {
    /// Whether a reader at `stop` stands in it: at the side that it has come to, of the dispute
    /// that it goes through. Two disputes may have a side at one passage.
    pub(super) fn is_at(&self, stop: Stop, event: Option<&EventFindings>) -> bool {
        let group = |finding: Finding| match finding {
            Finding::Conflict(index) => event?.conflicts.get(index).map(|conflict| conflict.group),
            _ => None,
        };
        let Some(finding) = stop.finding else { return false };
        let is_of_it = finding == self.finding
            || group(finding).is_some() && group(finding) == group(self.finding);
        is_of_it && self.sides.get(self.at) == Some(&stop.passage)
    }

    /// Which finding a side stands for: the conflict with where it began, where there is one.
    pub(super) fn finding_of(
        &self,
        coverage: &Coverage,
        view: &EventView,
        soft: Soft,
        passage: Passage,
    ) -> Finding {
        let (Finding::Conflict(index), Some(event), Some(origin)) =
            (self.finding, coverage.findings.events.get(view.event), self.sides.first().copied())
        else {
            return self.finding;
        };
        if passage == origin {
            return self.finding;
        }
        let group = event.conflicts.get(index).map(|conflict| conflict.group);
        // The surest of the dispute, the crossed one before all others.
        let dispute = || {
            coverage.shown(view.event, soft).filter(|(_, conflict)| Some(conflict.group) == group)
        };
        let crossed = || dispute().filter(|(other, _)| *other == index).chain(dispute());
        let is_side =
            |conflict: &Conflict| [conflict.a.passage, conflict.b.passage].contains(&passage);
        let first = |fits: &dyn Fn(&Conflict) -> bool| {
            crossed().find(|(_, conflict)| fits(conflict)).map(|(index, _)| index)
        };
        let has_words = |conflict: &Conflict| side_of(coverage, event, conflict, passage).is_some();
        let found = conflict_between(coverage, view.event, index, [origin, passage])
            .or_else(|| first(&is_side))
            .or_else(|| first(&has_words));
        found.map_or(self.finding, Finding::Conflict)
    }
}
