//! What the second reader finds: pairs of sentences that a model of the reader's own takes for
//! conflicts. They are its findings, shown by its name and beside those of the rules, and are
//! counted nowhere as theirs.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::{Conflict, ConflictKind};
use crate::corpus::Passage;
use crate::view::Coverage;
use crate::view::conflicts::{self, between};
use crate::view::event::Soft;

/// Findings of an event at most, the surest.
pub const MOST: usize = 12;
/// How likely one is from which on it is shown without being asked for.
pub const SHOWN: f32 = 0.5;

/// A conflict that a model sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged<Side = Passage> {
    /// The model's name.
    pub model: Arc<str>,
    /// How the sides disagree.
    pub kind: ConflictKind,
    /// On what, in the model's words: one line that may be shown; may be empty.
    pub point: String,
    /// How likely a reader agrees, from 0 to 1.
    pub likely: f32,
    /// Two sentences of one event; the same where both sides stand in one.
    pub sides: [Side; 2],
}

impl<Side> Judged<Side> {
    /// The same with its sides told otherwise; `None` where one of them cannot be.
    pub fn placed<Other>(self, place: impl Fn(Side) -> Option<Other>) -> Option<Judged<Other>> {
        let Judged { model, kind, point, likely, sides } = self;
        let [a, b] = sides.map(place);
        Some(Judged { model, kind, point, likely, sides: [a?, b?] })
    }
}

/// The surest of what was found in one event, each pair once.
pub fn surest(mut all: Vec<Judged>) -> Vec<Judged> {
    let pair = |judged: &Judged| {
        let [a, b] = judged.sides;
        [a.min(b), a.max(b)]
    };
    all.sort_by(|a, b| b.likely.total_cmp(&a.likely).then_with(|| a.sides.cmp(&b.sides)));
    let mut found: Vec<Judged> = Vec::new();
    for judged in all {
        if found.len() < MOST && !found.iter().any(|other| pair(other) == pair(&judged)) {
            found.push(judged);
        }
    }
    found
}

impl Coverage {
    /// What the second reader finds in event number `event` and the rules do not, each with its
    /// place in the coverage's list and the dispute that it belongs to: one of the rules', or one
    /// of its own behind them. The likely ones, all where `soft` asks for them; none that the reader
    /// dismissed.
    pub fn judged_alone(&self, event: usize, soft: Soft) -> Vec<(usize, usize, &Judged)> {
        let Some(found) = self.findings.events.get(event) else { return Vec::new() };
        let shown: BTreeSet<usize> = self.shown(event, soft).map(|(index, _)| index).collect();
        let conflicts = || found.conflicts.iter().enumerate();
        let disputed =
            || conflicts().filter(|(index, _)| shown.contains(index)).map(|(_, conflict)| conflict);
        let links = self.links_in(event).count();
        let mut next =
            conflicts().map(|(_, conflict)| conflict.group + 1).max().unwrap_or(0) + links;
        let mut alone: Vec<(usize, usize, &Judged)> = Vec::new();
        for (place, judged) in self.judged_in(event) {
            let by_rules = between(self, [judged.sides]);
            let is_known = by_rules.iter().any(|(_, index)| shown.contains(index));
            let is_dismissed = by_rules.iter().any(|at| self.dismissed.contains(at));
            // What the reader confirmed is a link now.
            let is_linked =
                self.links_in(event).any(|link| conflicts::are_one(link.sides, judged.sides));
            let is_hidden = judged.likely < SHOWN && soft == Soft::Hidden;
            if is_hidden || is_known || is_dismissed || is_linked {
                continue;
            }
            let of_rules = disputed().find(|conflict| judged.disputes(conflict));
            let beside = alone.iter().find(|(.., other)| judged.shares(other.kind, other.sides));
            let group = of_rules
                .map(|conflict| conflict.group)
                .or(beside.map(|(_, group, _)| *group))
                .unwrap_or_else(|| {
                    next += 1;
                    next - 1
                });
            alone.push((place, group, judged));
        }
        alone
    }

    /// The models that find conflict number `index` of event number `event`, too.
    pub fn also(&self, event: usize, index: usize) -> Vec<&str> {
        let found = self.findings.events.get(event);
        let Some(conflict) = found.and_then(|found| found.conflicts.get(index)) else {
            return Vec::new();
        };
        let sides = [conflict.a.passage, conflict.b.passage];
        let finds = |(_, judged): &(usize, &Judged)| conflicts::are_one(judged.sides, sides);
        let found = self.judged_in(event).filter(finds);
        let models: BTreeSet<&str> = found.map(|(_, judged)| &*judged.model).collect();
        models.into_iter().collect()
    }

    /// All that the second reader finds in event number `event`, surest first, each with its place
    /// in the coverage's list.
    fn judged_in(&self, event: usize) -> impl Iterator<Item = (usize, &Judged)> {
        let at =
            |judged: &Judged| self.findings.event_of.get(judged.sides[0].article.index()).copied();
        let from = self.judged.partition_point(|judged| at(judged) < Some(event));
        let to = self.judged.partition_point(|judged| at(judged) <= Some(event));
        let range = self.judged.get(from..to.max(from)).unwrap_or_default();
        range.iter().enumerate().map(move |(place, judged)| (from + place, judged))
    }
}

impl Judged {
    /// Its sides, one where both stand in one sentence.
    pub fn places(&self) -> Vec<Passage> {
        let [a, b] = self.sides;
        if a == b { vec![a] } else { vec![a, b] }
    }

    /// Whether a conflict of the rules is of the same dispute.
    fn disputes(&self, conflict: &Conflict) -> bool {
        self.shares(conflict.kind, [conflict.a.passage, conflict.b.passage])
    }

    /// Whether it shares a passage with a finding of this kind, or one like it, between `sides`.
    fn shares(&self, kind: ConflictKind, sides: [Passage; 2]) -> bool {
        let is_dispute = |kind| {
            matches!(kind, ConflictKind::Denial | ConflictKind::Account | ConflictKind::Settled)
        };
        let related = kind == self.kind || is_dispute(kind) && is_dispute(self.kind);
        let meets = |a: &Passage, b: &Passage| a.article == b.article && a.span.overlaps(b.span);
        related && self.sides.iter().any(|side| sides.iter().any(|other| meets(side, other)))
    }
}
