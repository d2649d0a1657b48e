//! The disputes of an event as a list, by kind or by topic, then the reader's links, and what the
//! reader dismissed last; all of them, or those that one of their finders found; and which conflicts
//! the reader's dismissals mean.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Conflict, ConflictKind, EventFindings};
use crate::corpus::Passage;
use crate::view::Coverage;
use crate::view::event::{Dispute, EventView, Point, Soft};
use crate::view::judged::Judged;
use crate::view::record::By;

/// What the list puts together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Disputes of one kind: that of their surest conflict.
    #[default]
    Kind,
    /// Disputes about one topic.
    Topic,
}

impl Grouping {
    /// The other one.
    pub fn other(self) -> Grouping {
        match self {
            Grouping::Kind => Grouping::Topic,
            Grouping::Topic => Grouping::Kind,
        }
    }

    /// `by kind`, for titles.
    pub fn name(self) -> &'static str {
        match self {
            Grouping::Kind => "by kind",
            Grouping::Topic => "by topic",
        }
    }
}

/// What stands together under one heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Disputes of one kind.
    Kind(ConflictKind),
    /// Disputes about one of the event's topics.
    Topic(usize),
    /// Disputes of no topic.
    Rest,
    /// What the second reader found alone.
    Judged,
    /// What the reader linked.
    Links,
    /// What the reader says is no dispute.
    Dismissed,
    /// What the second reader found and the reader says is none; under the same heading.
    Refused,
}

/// One row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A heading and how many are below it.
    Heading(Group, usize),
    /// A dispute, by the place of its surest conflict in the event's list.
    Dispute(usize),
    /// A finding of the second reader, by its place in the coverage's list.
    Judged(usize),
    /// One of the reader's links, by its place in the coverage's list.
    Link(usize),
    /// A finding of the second reader that the reader dismissed, by its place among those.
    Refused(usize),
}

/// The rows: the disputes that `view` shows, in each group the surest first, then what the second
/// reader found alone, then the reader's links, then all of the event that is dismissed; of these
/// what the finder `by` found, where one is named.
pub fn rows(
    coverage: &Coverage,
    view: &EventView,
    grouping: Grouping,
    by: Option<&str>,
) -> Vec<Row> {
    let is_wanted = |row: &Row| {
        by.is_none_or(|name| found_by(coverage, view, *row).iter().any(|by| by.name() == name))
    };
    let mut all = entries(coverage, view, grouping);
    all.retain(|(group, index)| is_wanted(&row(*group, *index)));
    let heading = |group| if group == Group::Refused { Group::Dismissed } else { group };
    let groups = all.chunk_by(|a, b| heading(a.0) == heading(b.0));
    groups
        .flat_map(|group| {
            let heading = Row::Heading(heading(group[0].0), group.len());
            std::iter::once(heading).chain(group.iter().map(|(group, index)| row(*group, *index)))
        })
        .collect()
}

/// Everybody who found something that the list has.
pub fn finders<'a>(coverage: &'a Coverage, view: &EventView) -> BTreeSet<By<'a>> {
    let all = entries(coverage, view, Grouping::default());
    all.into_iter().flat_map(|(group, index)| found_by(coverage, view, row(group, index))).collect()
}

/// Who found what a row shows.
fn found_by<'a>(coverage: &'a Coverage, view: &EventView, row: Row) -> Vec<By<'a>> {
    let model = |judged: &'a Judged| By::Model(&judged.model);
    match row {
        Row::Heading(..) => Vec::new(),
        Row::Dispute(index) => {
            let all = view.dispute_of(index).map_or(vec![index], |all| all.conflicts.clone());
            let also = all.into_iter().flat_map(|index| coverage.also(view.event, index));
            std::iter::once(By::Rashomon).chain(also.map(By::Model)).collect()
        }
        Row::Judged(index) => coverage.judged.get(index).map(model).into_iter().collect(),
        Row::Refused(index) => coverage.refused.get(index).map(model).into_iter().collect(),
        Row::Link(_) => vec![By::Reader],
    }
}

fn row(group: Group, index: usize) -> Row {
    match group {
        Group::Judged => Row::Judged(index),
        Group::Links => Row::Link(index),
        Group::Refused => Row::Refused(index),
        Group::Kind(_) | Group::Topic(_) | Group::Rest | Group::Dismissed => Row::Dispute(index),
    }
}

/// All that the list has, in its order.
fn entries(coverage: &Coverage, view: &EventView, grouping: Grouping) -> Vec<(Group, usize)> {
    let Some(event) = coverage.findings.events.get(view.event) else { return Vec::new() };
    let group = |dispute: &Dispute| match grouping {
        Grouping::Kind => event
            .conflicts
            .get(dispute.surest())
            .map_or(Group::Rest, |conflict| Group::Kind(conflict.kind)),
        Grouping::Topic => dispute.topic.map_or(Group::Rest, Group::Topic),
    };
    let shown = view.disputes().iter().map(|dispute| (group(dispute), dispute.surest()));
    let links = view.points().iter().filter_map(|(point, _)| match point {
        Point::Judged(index) => Some((Group::Judged, *index)),
        Point::Link(index) => Some((Group::Links, *index)),
        Point::Dispute(_) => None,
    });
    let dismissed =
        dismissed(coverage, view.event).into_iter().map(|index| (Group::Dismissed, index));
    // What the rules found too is listed as theirs.
    let is_alone = |judged: &Judged| between(coverage, [judged.sides]).is_empty();
    let refused = coverage.refused.iter().enumerate().filter(|(_, judged)| is_alone(judged));
    let refused = refused.map(|(index, _)| (Group::Refused, index));
    let mut all: Vec<(Group, usize)> = shown.chain(links).chain(dismissed).chain(refused).collect();
    all.sort_unstable_by_key(|(group, index)| {
        let is_dispute = row(*group, *index) == Row::Dispute(*index);
        (*group, is_dispute && is_within(event, *index), *index)
    });
    all
}

/// Whether conflict number `index` of an event stands inside one article: what parts accounts comes
/// before that.
pub fn is_within(event: &EventFindings, index: usize) -> bool {
    event.conflicts.get(index).is_some_and(|conflict| {
        let [a, b] = [&conflict.a, &conflict.b];
        a.passage.article == b.passage.article
    })
}

/// The disputes of event number `event` that are dismissed, by their surest conflicts: those of
/// which no conflict is left, not even a soft one.
pub fn dismissed(coverage: &Coverage, event: usize) -> Vec<usize> {
    let left: BTreeSet<usize> =
        coverage.shown(event, Soft::Shown).map(|(_, conflict)| conflict.group).collect();
    let conflicts = coverage.findings.events.get(event).map_or(&[][..], |event| &event.conflicts);
    let mut gone: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, conflict) in
        conflicts.iter().enumerate().filter(|(_, conflict)| !left.contains(&conflict.group))
    {
        gone.entry(conflict.group).or_insert(index);
    }
    let mut gone: Vec<usize> = gone.into_values().collect();
    gone.sort_unstable();
    gone
}

/// The conflicts that stand between the two places of one of `pairs`, by event and place in its
/// list. The analysis may draw the borders of a side otherwise than it did: two places are the same
/// where they share half of the shorter one.
pub fn between(
    coverage: &Coverage,
    pairs: impl IntoIterator<Item = [Passage; 2]>,
) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    for pair in pairs {
        let [a, _] = pair;
        let Some(at) = coverage.findings.event_of.get(a.article.index()).copied() else { continue };
        let conflicts = coverage.findings.events.get(at).map_or(&[][..], |event| &event.conflicts);
        let meets = |conflict: &Conflict| are_one([conflict.a.passage, conflict.b.passage], pair);
        found.extend(
            conflicts
                .iter()
                .enumerate()
                .filter(|(_, conflict)| meets(conflict))
                .map(|(index, _)| (at, index)),
        );
    }
    found
}

/// Whether both are the same two places, whatever the order.
pub(crate) fn are_one([x, y]: [Passage; 2], [a, b]: [Passage; 2]) -> bool {
    (same(x, a) && same(y, b)) || (same(x, b) && same(y, a))
}

fn same(a: Passage, b: Passage) -> bool {
    let shared = a.span.intersect(b.span).filter(|_| a.article == b.article);
    shared.is_some_and(|shared| 2 * shared.len() >= a.span.len().min(b.span.len()))
}

#[cfg(test)]
mod tests {
    use super::{Group, Grouping, Row, between, dismissed, rows};
    use crate::analysis::ConflictKind::{Denial, Number, Wording};
    use crate::corpus::Passage;
    use crate::text::Span;
    use crate::view::event::{EventView, Finding, Soft, Spot};
    use crate::view::link::{Link, LinkKind};
    use crate::view::{Coverage, event, fixture};

    fn listed(coverage: &Coverage, grouping: Grouping) -> Vec<Row> {
        rows(coverage, &EventView::new(coverage, 0, Soft::Hidden), grouping, None)
    }

    fn sides(coverage: &Coverage, index: usize) -> [Passage; 2] {
        let conflict = &coverage.findings.events[0].conflicts[index];
        [conflict.a.passage, conflict.b.passage]
    }

    #[test]
    fn disputes_stand_by_kind_or_by_topic_and_dismissed_ones_last() {
        use Group::{Dismissed, Kind, Rest, Topic};
        use Row::{Dispute, Heading};
        let mut coverage = fixture::coverage();
        coverage.dismissed = [(0, 2), (0, 5), (1, 0)].into();
        let by_kind = [
            Heading(Kind(Denial), 1),
            Dispute(0),
            Heading(Kind(Number), 1),
            Dispute(3),
            Heading(Kind(Wording), 1),
            Dispute(4),
            Heading(Dismissed, 2),
            Dispute(2),
            Dispute(5),
        ];
        assert_eq!(listed(&coverage, Grouping::Kind), by_kind);
        let by_topic = [
            Heading(Topic(1), 1),
            Dispute(0),
            Heading(Topic(2), 1),
            Dispute(3),
            Heading(Rest, 1),
            Dispute(4),
            Heading(Dismissed, 2),
            Dispute(2),
            Dispute(5),
        ];
        assert_eq!(listed(&coverage, Grouping::Topic), by_topic);
        // A dispute is dismissed when none of its conflicts is left; until then another stands for
        // it.
        coverage.dismissed = [(0, 0)].into();
        assert_eq!(
            (listed(&coverage, Grouping::Kind)[1], dismissed(&coverage, 0)),
            (Dispute(1), vec![])
        );
        coverage.dismissed.insert((0, 1));
        assert_eq!(dismissed(&coverage, 0), [0]);
    }

    #[test]
    fn links_stand_behind_the_disputes_and_those_to_another_event_do_not() {
        let mut coverage = fixture::coverage();
        let [a, b] = sides(&coverage, 0);
        let away = Passage::new(coverage.findings.events[1].articles[0], Span::new(0, 5));
        let link = |sides| Link { kind: LinkKind::Answers, why: String::new(), sides };
        coverage.links = vec![link([a, away]), link([b, a]), link([a, a])];
        coverage.dismissed = [(0, 2)].into();
        for grouping in [Grouping::Kind, Grouping::Topic] {
            let rows = listed(&coverage, grouping);
            let expected = [
                Row::Heading(Group::Links, 2),
                Row::Link(1),
                Row::Link(2),
                Row::Heading(Group::Dismissed, 1),
                Row::Dispute(2),
            ];
            assert!(rows.ends_with(&expected), "{rows:?}");
        }
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let count = view.disputes().len();
        assert_eq!(view.points().len(), count + 2, "walked with the disputes");
        assert_eq!(view.number(coverage.findings.events[0].conflicts[0].group).unwrap().1, count);
        let spot = Spot { passage: a, finding: Finding::Link(1) };
        assert_eq!(event::sides(&coverage, &view, spot, Soft::Hidden), [a, b]);
        assert_eq!(EventView::new(&coverage, 1, Soft::Hidden).points().len(), 1);
    }

    #[test]
    fn what_is_dismissed_is_shown_and_walked_nowhere() {
        let mut coverage = fixture::coverage();
        coverage.dismissed = between(&coverage, [sides(&coverage, 2)]);
        assert_eq!(
            coverage.shown(0, Soft::Shown).count() + 1,
            coverage.findings.events[0].conflicts.len()
        );
        let view = EventView::new(&coverage, 0, Soft::Shown);
        assert!(
            view.dispute_of(2).is_none()
                && view.number(coverage.findings.events[0].conflicts[2].group).is_none()
        );
        assert!(view.all_spots().all(|spot| spot.finding != Finding::Conflict(2)));
    }

    #[test]
    fn a_dismissal_means_the_conflict_at_its_places_whatever_the_order_and_the_borders() {
        let coverage = fixture::coverage();
        let [a, b] = sides(&coverage, 2);
        let wider =
            Passage::new(a.article, Span::new(a.span.start.saturating_sub(20), a.span.end + 2));
        let narrower = Passage::new(b.article, Span::new(b.span.start, b.span.end - 9));
        for pair in [[a, b], [b, a], [wider, narrower]] {
            assert_eq!(between(&coverage, [pair]), [(0, 2)].into());
        }
        let edge = Passage::new(a.article, Span::new(a.span.end - 3, a.span.end + 20));
        for pair in [[a, a], [edge, b], [a, sides(&coverage, 0)[0]]] {
            assert_eq!(between(&coverage, [pair]), [].into());
        }
    }
}
