//! Walks: from a place to the next conflict, quote, topic or outlet's version of one event, over the borders of articles;
//! and where they go on into another event.

use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::view::Coverage;
use crate::view::event::{EventView, Finding, Soft, Spot};
use crate::view::shelf::Measure;

/// What to walk to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Sides of conflicts.
    Conflict,
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
}

/// One step of a walk from `from` within the event of `view`; `None` where the walk goes on into another event.
pub fn step(coverage: &Coverage, view: &EventView, walk: Walk, way: Way, from: From) -> Option<Stop> {
    let stops = stops(coverage, view, walk);
    let here = from.stop.map_or((from.article, Span::new(from.at, from.at)), |stop| (stop.passage.article, stop.passage.span));
    let key = |stop: &Stop| view.position(stop.passage);
    let here = view.position(Passage::new(here.0, here.1));
    let other = |stop: &&Stop| walk != Walk::Topic || stop.finding != from.topic.map(Finding::Topic);
    // A cursor that only stands on a line may take the first stop that begins right there.
    let after = |stop: &&Stop| if from.stop.is_some() { key(stop) > here } else { key(stop) >= here };
    // Several disputes may have a stop at one passage: from a stop the walk goes by its place among all.
    let standing = from.stop.and_then(|stop| stops.iter().position(|other| same(coverage, view, *other, stop)));
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

/// Whether an event of this measure can have a stop: told without looking into it. A topic is something that several articles
/// tell or that one of several leaves out.
pub fn may_stop(measure: Measure, soft: Soft, walk: Walk) -> bool {
    match walk {
        Walk::Conflict => measure.shown(soft) > 0,
        Walk::Topic => measure.articles > 1,
        Walk::Quote => true,
    }
}

/// Whether two stops are one: at one passage, and of conflicts in one dispute.
fn same(coverage: &Coverage, view: &EventView, a: Stop, b: Stop) -> bool {
    let group = |stop: Stop| match stop.finding {
        Some(Finding::Conflict(index)) => coverage.findings.events.get(view.event)?.conflicts.get(index).map(|conflict| conflict.group),
        _ => None,
    };
    a.passage == b.passage && (a.finding == b.finding || group(a).is_some() && group(a) == group(b))
}

/// All stops of one event in reading order.
fn stops(coverage: &Coverage, view: &EventView, walk: Walk) -> Vec<Stop> {
    let Some(event) = coverage.findings.events.get(view.event) else { return Vec::new() };
    let spot_stop = |spot: Spot| Stop { passage: spot.passage, finding: Some(spot.finding) };
    match walk {
        Walk::Conflict => view.stops().iter().map(|(spot, _)| spot_stop(*spot)).collect(),
        Walk::Topic => view.all_spots().filter(|spot| matches!(spot.finding, Finding::Topic(_))).map(spot_stop).collect(),
        Walk::Quote => {
            let quotes = |article: &ArticleId| {
                let article = *article;
                let found = coverage.findings.articles.get(article.index()).map_or(&[][..], |findings| &findings.quotes);
                found.iter().map(move |quote| Stop { passage: Passage::new(article, quote.hull()), finding: None })
            };
            event.articles.iter().flat_map(quotes).collect()
        }
    }
}

/// The next outlet's version of `topic`, seen from `article`; comes round to the first. `None`
/// where no other article tells it.
pub fn next_version(coverage: &Coverage, view: &EventView, topic: usize, article: ArticleId, way: Way) -> Option<Stop> {
    let versions = &coverage.findings.events.get(view.event)?.topics.get(topic)?.versions;
    let mut places: Vec<usize> = versions.iter().filter_map(|version| view.place(version.article)).collect();
    places.sort_unstable();
    places.dedup();
    let here = view.place(article)?;
    let place = match way {
        Way::On => places.iter().find(|place| **place > here).or(places.first()),
        Way::Back => places.iter().rev().find(|place| **place < here).or(places.last()),
    };
    let place = *place.filter(|place| **place != here)?;
    let first = versions.iter().filter(|version| view.place(version.article) == Some(place)).min_by_key(|version| version.span)?;
    Some(Stop { passage: *first, finding: Some(Finding::Topic(topic)) })
}

#[cfg(test)]
mod tests {
    use super::{From, Walk, Way, entry, may_stop, next_version, step};
    use crate::view::event::{EventView, Finding, Soft};
    use crate::view::fixture;
    use crate::view::shelf::Measure;

    /// The words of the stops of a walk through one event, from one end to the other.
    fn walk_all(walk: Walk, way: Way) -> Vec<String> {
        let coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let mut next = entry(&coverage, &view, walk, way);
        let mut found = Vec::new();
        while let Some(stop) = next {
            found.push(coverage.corpus.words(stop.passage).to_owned());
            assert!(found.len() < 40, "{found:?}");
            let topic = if let Some(Finding::Topic(topic)) = stop.finding { Some(topic) } else { None };
            let from = From { article: stop.passage.article, at: stop.passage.span.start, stop: Some(stop), topic };
            next = step(&coverage, &view, walk, way, from);
        }
        found
    }

    #[test]
    fn a_walk_over_conflicts_stops_once_at_each_side_and_goes_both_ways() {
        let on = walk_all(Walk::Conflict, Way::On);
        let mut seen = on.clone();
        seen.dedup();
        assert_eq!(seen, on, "no side twice");
        let mut back = walk_all(Walk::Conflict, Way::Back);
        back.reverse();
        assert_eq!(on, back);
        assert!(on.len() > 5);
    }

    #[test]
    fn the_numbers_of_stops_count_up_by_one() {
        let mut coverage = fixture::coverage();
        // One passage in two conflicts of its dispute (as in the fixture), and in one of another dispute.
        let mut other = coverage.findings.events[0].conflicts[2].clone();
        other.a = coverage.findings.events[0].conflicts[0].a.clone();
        other.group = 7;
        coverage.findings.events[0].conflicts.push(other);
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        for (way, first, last) in [(Way::On, 1, view.stops().len()), (Way::Back, view.stops().len(), 1)] {
            let article = coverage.findings.events[0].articles[if way == Way::On { 0 } else { 2 }];
            let at = if way == Way::On { 0 } else { usize::MAX };
            let mut from = From { article, at, stop: None, topic: None };
            let mut seen = Vec::new();
            while let Some(stop) = step(&coverage, &view, Walk::Conflict, way, from) {
                let Some(Finding::Conflict(index)) = stop.finding else { panic!("{stop:?}") };
                seen.push(view.rank(stop.passage, coverage.findings.events[0].conflicts[index].group).0);
                from = From { article: stop.passage.article, at: stop.passage.span.start, stop: Some(stop), topic: None };
            }
            assert_eq!((seen.first(), seen.last()), (Some(&first), Some(&last)));
            assert!(seen.windows(2).all(|pair| pair[0].abs_diff(pair[1]) == 1), "{seen:?}");
        }
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
        let (alone, soft) = (Measure { articles: 1, ..Measure::default() }, Measure { articles: 2, soft: 1, ..Measure::default() });
        let stops = |measure, shown| [Walk::Conflict, Walk::Topic, Walk::Quote].map(|walk| may_stop(measure, shown, walk));
        assert_eq!(stops(alone, Soft::Shown), [false, false, true]);
        assert_eq!((stops(soft, Soft::Hidden), stops(soft, Soft::Shown)), ([false, true, true], [true; 3]));
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
