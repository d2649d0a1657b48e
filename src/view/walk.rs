//! Walks: from a place to the next dispute, quote, topic or outlet's version of one event, over the
//! borders of articles; and where they go on into another event.

use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::view::Coverage;
use crate::view::event::{EventView, Finding, Point, Soft, Spot};
use crate::view::shelf::Measure;

/// What to walk to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Disputes and the reader's links, each where it stands first.
    Dispute,
    /// Attributions.
    Quote,
    /// Versions of another topic than the one left.
    Topic,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards the end.
    On,
    /// Towards the beginning.
    Back,
}

/// A place to stand on: a passage, and the finding that it was walked to for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Where.
    pub passage: Passage,
    /// What; `None` for a quote.
    pub finding: Option<Finding>,
}

/// Where a walk over disputes is. It goes on from there wherever crossing has led since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The dispute or the link.
    pub point: Point,
    /// Where it stands first, which is its place among the others even when it is dismissed.
    pub first: Passage,
    /// The passage that the reader was brought to last.
    pub landed: Passage,
}

impl Thread {
    /// That of a reader who was brought to `stop`, a place of a dispute or link; `None` where it is
    /// none.
    pub fn at(view: &EventView, stop: Stop) -> Option<Thread> {
        let (point, first) = view.point_of(stop.finding?)?;
        Some(Thread { point, first: first.passage, landed: stop.passage })
    }
}

/// Where a walk begins.
#[derive(Clone, Copy, Debug)]
pub struct From {
    /// The article.
    pub article: ArticleId,
    /// The byte of the cursor.
    pub at: usize,
    /// The stop that the cursor was brought to and has not left.
    pub stop: Option<Stop>,
    /// The chosen topic, left behind by a walk to the next topic.
    pub topic: Option<usize>,
    /// Where a walk over disputes is; without it, it begins at the cursor.
    pub thread: Option<Thread>,
}

/// One step of a walk from `from` within the event of `view`; `None` where the walk goes on into
/// another event.
pub fn step(
    coverage: &Coverage,
    view: &EventView,
    walk: Walk,
    way: Way,
    from: From,
) -> Option<Stop> {
    match (walk, from.thread) {
        (Walk::Dispute, Some(thread)) => next_dispute(view, way, thread),
        (Walk::Dispute, None) => {
            nearest_place(view, way, Passage::new(from.article, Span::new(from.at, from.at)))
        }
        (Walk::Quote | Walk::Topic, _) => {
            next_stop(view, &stops(coverage, view, walk), (walk, way), from)
        }
    }
}

/// The dispute or link after that of `thread`, or before it.
fn next_dispute(view: &EventView, way: Way, thread: Thread) -> Option<Stop> {
    let here = view.rank_of(thread.first, thread.point);
    let mut points = view.points().iter();
    let rank = |(point, first): &(Point, Spot)| view.rank_of(first.passage, *point);
    let next = match way {
        Way::On => points.find(|point| rank(point) > here),
        Way::Back => points.rfind(|point| rank(point) < here),
    };
    next.map(|(_, first)| spot_stop(*first))
}

/// The first place of any dispute, finding of the second reader or link from `here` on, in reading order; going back the last one before.
fn nearest_place(view: &EventView, way: Way, here: Passage) -> Option<Stop> {
    let here = view.position(here);
    let walked = |spot: &Spot| {
        matches!(spot.finding, Finding::Conflict(_) | Finding::Judged(_) | Finding::Link(_))
    };
    let mut places = view.all_spots().filter(walked);
    let next = match way {
        Way::On => places.find(|spot| view.position(spot.passage) >= here),
        Way::Back => places.rfind(|spot| view.position(spot.passage) < here),
    };
    next.map(spot_stop)
}

fn next_stop(
    view: &EventView,
    stops: &[Stop],
    (walk, way): (Walk, Way),
    from: From,
) -> Option<Stop> {
    let here = from.stop.map_or((from.article, Span::new(from.at, from.at)), |stop| {
        (stop.passage.article, stop.passage.span)
    });
    let key = |stop: &Stop| view.position(stop.passage);
    let here = view.position(Passage::new(here.0, here.1));
    let other =
        |stop: &&Stop| walk != Walk::Topic || stop.finding != from.topic.map(Finding::Topic);
    // A cursor that only stands on a line may take the first stop that begins right there.
    let after =
        |stop: &&Stop| if from.stop.is_some() { key(stop) > here } else { key(stop) >= here };
    // Several topics may have a stop at one passage: from a stop the walk goes by its place among
    // all.
    let standing = from.stop.and_then(|stop| stops.iter().position(|other| *other == stop));
    let found = match (way, standing) {
        (Way::On, Some(at)) => stops.iter().skip(at + 1).find(other),
        (Way::On, None) => stops.iter().filter(after).find(other),
        (Way::Back, Some(at)) => stops.iter().take(at).rev().find(other),
        (Way::Back, None) => stops.iter().rev().filter(|stop| key(stop) < here).find(other),
    };
    found.copied()
}

/// Where a walk comes into the event of `view`: at its first stop, or going back at its last.
pub fn entry(coverage: &Coverage, view: &EventView, walk: Walk, way: Way) -> Option<Stop> {
    let stops = stops(coverage, view, walk);
    match way {
        Way::On => stops.first(),
        Way::Back => stops.last(),
    }
    .copied()
}

/// Whether an event of this measure can have a stop, besides the reader's links and what
/// the second reader found: told without
/// looking into it. A topic is something that several articles tell or that one of several leaves out.
pub fn may_stop(measure: Measure, soft: Soft, walk: Walk) -> bool {
    match walk {
        Walk::Dispute => measure.disputes.shown(soft) > 0,
        Walk::Topic => measure.articles > 1,
        Walk::Quote => true,
    }
}

fn spot_stop(spot: Spot) -> Stop {
    Stop { passage: spot.passage, finding: Some(spot.finding) }
}

/// All stops of one event in order.
fn stops(coverage: &Coverage, view: &EventView, walk: Walk) -> Vec<Stop> {
    let Some(event) = coverage.findings.events.get(view.event) else { return Vec::new() };
    match walk {
        Walk::Dispute => view.points().iter().map(|(_, first)| spot_stop(*first)).collect(),
        Walk::Topic => view
            .all_spots()
            .filter(|spot| matches!(spot.finding, Finding::Topic(_)))
            .map(spot_stop)
            .collect(),
        Walk::Quote => {
            let quotes = |article: &ArticleId| {
                let article = *article;
                let found = coverage
                    .findings
                    .articles
                    .get(article.index())
                    .map_or(&[][..], |findings| &findings.quotes);
                found.iter().map(move |quote| Stop {
                    passage: Passage::new(article, quote.hull()),
                    finding: None,
                })
            };
            event.articles.iter().flat_map(quotes).collect()
        }
    }
}

/// The next outlet's version of `topic`, seen from `article`; comes round to the first. `None`
/// where no other article tells it.
pub fn next_version(
    coverage: &Coverage,
    view: &EventView,
    topic: usize,
    article: ArticleId,
    way: Way,
) -> Option<Stop> {
    let versions = &coverage.findings.events.get(view.event)?.topics.get(topic)?.versions;
    let mut places: Vec<usize> =
        versions.iter().filter_map(|version| view.place(version.article)).collect();
    places.sort_unstable();
    places.dedup();
    let here = view.place(article)?;
    let place = match way {
        Way::On => places.iter().find(|place| **place > here).or(places.first()),
        Way::Back => places.iter().rev().find(|place| **place < here).or(places.last()),
    };
    let place = *place.filter(|place| **place != here)?;
    let first = versions
        .iter()
        .filter(|version| view.place(version.article) == Some(place))
        .min_by_key(|version| version.span)?;
    Some(Stop { passage: *first, finding: Some(Finding::Topic(topic)) })
}

#[cfg(test)]
mod tests {
    use super::{From, Stop, Thread, Walk, Way, entry, may_stop, next_version, step};
    use crate::corpus::ArticleId;
    use crate::view::event::{EventView, Finding, Soft};
    use crate::view::shelf::{Count, Measure};
    use crate::view::{Coverage, fixture};

    /// The words of the stops of a walk through one event, from one end to the other.
    fn walk_all(walk: Walk, way: Way) -> Vec<String> {
        let coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let mut next = entry(&coverage, &view, walk, way);
        let mut found = Vec::new();
        while let Some(stop) = next {
            found.push(coverage.corpus.words(stop.passage).to_owned());
            assert!(found.len() < 40, "{found:?}");
            let topic =
                if let Some(Finding::Topic(topic)) = stop.finding { Some(topic) } else { None };
            let from = From {
                article: stop.passage.article,
                at: stop.passage.span.start,
                stop: Some(stop),
                topic,
                thread: None,
            };
            next = step(&coverage, &view, walk, way, from);
        }
        found
    }

    /// The fixture with one passage in two disputes.
    fn shared() -> Coverage {
        let mut coverage = fixture::coverage();
        let mut other = coverage.findings.events[0].conflicts[2].clone();
        other.a = coverage.findings.events[0].conflicts[0].a.clone();
        other.group = 7;
        coverage.findings.events[0].conflicts.push(other);
        coverage
    }

    /// The numbers of the disputes of a walk that begins at `from`.
    fn numbers(coverage: &Coverage, view: &EventView, way: Way, mut from: From) -> Vec<usize> {
        let mut seen = Vec::new();
        while let Some(stop) = step(coverage, view, Walk::Dispute, way, from) {
            let Some(Finding::Conflict(index)) = stop.finding else { panic!("{stop:?}") };
            seen.push(view.number(coverage.findings.events[0].conflicts[index].group).unwrap().0);
            assert!(seen.len() < 40, "{seen:?}");
            from = From {
                article: stop.passage.article,
                at: stop.passage.span.start,
                thread: Thread::at(view, stop),
                ..from
            };
        }
        seen
    }

    fn at(article: ArticleId, at: usize) -> From {
        From { article, at, stop: None, topic: None, thread: None }
    }

    #[test]
    fn a_walk_comes_to_each_dispute_once_in_order_and_goes_both_ways() {
        for coverage in [fixture::coverage(), shared()] {
            let view = EventView::new(&coverage, 0, Soft::Hidden);
            let articles = &coverage.findings.events[0].articles;
            let count = view.disputes().len();
            assert!(count > 2);
            assert_eq!(
                numbers(&coverage, &view, Way::On, at(articles[0], 0)),
                (1..=count).collect::<Vec<_>>()
            );
            // Back from the end: from the last place of all, then by the order of disputes.
            let last = entry(&coverage, &view, Walk::Dispute, Way::Back).unwrap();
            let from = From { thread: Thread::at(&view, last), ..at(articles[2], usize::MAX) };
            assert_eq!(
                numbers(&coverage, &view, Way::Back, from),
                (1..count).rev().collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn a_walk_begins_at_the_cursor_and_goes_on_from_its_dispute_wherever_it_was_crossed_to() {
        let coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let event = &coverage.findings.events[0];
        // In the last article the next place is one of a dispute that begins in another.
        let stop =
            step(&coverage, &view, Walk::Dispute, Way::On, at(event.articles[2], 0)).unwrap();
        assert_eq!(stop.passage.article, event.articles[2]);
        let before =
            step(&coverage, &view, Walk::Dispute, Way::Back, at(event.articles[2], 0)).unwrap();
        assert_eq!(before.passage.article, event.articles[1]);
        // From any side of the first dispute the next is the second.
        let [first, second] = [0, 1].map(|at| &view.disputes()[at]);
        for index in &first.conflicts {
            for side in [&event.conflicts[*index].a, &event.conflicts[*index].b] {
                let landed =
                    Stop { passage: side.passage, finding: Some(Finding::Conflict(*index)) };
                let from = From {
                    thread: Thread::at(&view, landed),
                    ..at(side.passage.article, side.passage.span.start)
                };
                let next = step(&coverage, &view, Walk::Dispute, Way::On, from).unwrap();
                assert_eq!(next.passage, second.first.passage);
            }
        }
    }

    #[test]
    fn the_walk_keeps_its_place_when_its_dispute_is_dismissed() {
        let mut coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let stop = |view: &EventView, at: usize| {
            let first = view.disputes()[at].first;
            Stop { passage: first.passage, finding: Some(first.finding) }
        };
        let thread = Thread::at(&view, stop(&view, 1));
        let [before, after] = [0, 2].map(|at| stop(&view, at).passage);
        coverage.dismissed = view.disputes()[1].conflicts.iter().map(|index| (0, *index)).collect();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let from = From { thread, ..at(coverage.findings.events[0].articles[2], 0) };
        let next = |way| step(&coverage, &view, Walk::Dispute, way, from).unwrap().passage;
        assert_eq!((next(Way::Back), next(Way::On)), (before, after));
    }

    #[test]
    fn quotes_are_walked_both_ways() {
        let (on, mut back) = (walk_all(Walk::Quote, Way::On), walk_all(Walk::Quote, Way::Back));
        back.reverse();
        assert_eq!(on, back);
        assert!(on.len() > 4);
    }

    #[test]
    fn what_nobody_else_tells_has_no_topics_and_what_nobody_disputes_no_conflicts() {
        let alone = Measure { articles: 1, ..Measure::default() };
        let soft =
            Measure { articles: 2, disputes: Count { firm: 0, soft: 1 }, ..Measure::default() };
        let stops = |measure, shown| {
            [Walk::Dispute, Walk::Topic, Walk::Quote].map(|walk| may_stop(measure, shown, walk))
        };
        assert_eq!(stops(alone, Soft::Shown), [false, false, true]);
        assert_eq!(
            (stops(soft, Soft::Hidden), stops(soft, Soft::Shown)),
            ([false, true, true], [true; 3])
        );
    }

    #[test]
    fn versions_go_round_the_outlets() {
        let coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let articles = &coverage.findings.events[0].articles;
        let mut article = articles[0];
        for expected in [articles[1], articles[0]] {
            article = next_version(&coverage, &view, 0, article, Way::On).unwrap().passage.article;
            assert_eq!(article, expected);
        }
    }
}
