//! Walks: from a place to the next conflict, quote, topic or outlet's version, over the borders of
//! articles and events.

use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::view::Coverage;
use crate::view::event::{EventView, Finding, Soft, Spot};

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

/// Borders that a step went over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossed {
    /// None of an event.
    Nothing,
    /// Into another event.
    Event,
    /// Over the end of everything, to the other end.
    End,
}

/// One step of a walk from `from` within the event of `view`, or on into the next of `order` that has a stop;
/// `None` where there is no stop in any event.
pub fn step(
    coverage: &Coverage,
    order: &[usize],
    view: &EventView,
    soft: Soft,
    walk: Walk,
    way: Way,
    from: From,
) -> Option<(usize, Stop, Crossed)> {
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
    if let Some(stop) = found {
        return Some((view.event, *stop, Crossed::Nothing));
    }
    let (count, here) = (order.len(), order.iter().position(|event| *event == view.event).unwrap_or(0));
    for distance in 1..=count {
        let (place, wrapped) = match way {
            Way::On => ((here + distance) % count, here + distance >= count),
            Way::Back => ((here + count - distance) % count, distance > here),
        };
        let event = order[place];
        if !may_stop(coverage, event, soft, walk) {
            continue;
        }
        let stops = self::stops(coverage, &EventView::new(coverage, event, soft), walk);
        let end = match way {
            Way::On => stops.first(),
            Way::Back => stops.last(),
        };
        if let Some(stop) = end {
            return Some((event, *stop, if wrapped { Crossed::End } else { Crossed::Event }));
        }
    }
    None
}

/// Whether two stops are one: at one passage, and of conflicts in one dispute.
fn same(coverage: &Coverage, view: &EventView, a: Stop, b: Stop) -> bool {
    let group = |stop: Stop| match stop.finding {
        Some(Finding::Conflict(index)) => coverage.findings.events.get(view.event)?.conflicts.get(index).map(|conflict| conflict.group),
        _ => None,
    };
    a.passage == b.passage && (a.finding == b.finding || group(a).is_some() && group(a) == group(b))
}

/// Whether an event can have a stop at all: told without looking at places, so that a walk over
/// thousands of events that nobody else tells is one look each.
fn may_stop(coverage: &Coverage, index: usize, soft: Soft, walk: Walk) -> bool {
    let Some(event) = coverage.findings.events.get(index) else { return false };
    let quoted = |id: &ArticleId| coverage.findings.articles.get(id.index()).is_some_and(|found| !found.quotes.is_empty());
    match walk {
        Walk::Conflict => coverage.shown(index, soft).next().is_some(),
        Walk::Topic => !event.topics.is_empty(),
        Walk::Quote => event.articles.iter().any(quoted),
    }
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
    use super::{Crossed, From, Walk, Way, next_version, step};
    use crate::view::event::{EventView, Finding, Soft};
    use crate::view::fixture;
    use crate::view::outline::newest_first;

    fn walk_all(walk: Walk, way: Way) -> Vec<(usize, String, Crossed)> {
        let coverage = fixture::coverage();
        let mut view = EventView::new(&coverage, 0, Soft::Hidden);
        let article = coverage.findings.events[0].articles[0];
        let mut from = From { article, at: 0, stop: None, topic: None };
        let mut found = Vec::new();
        loop {
            let (event, stop, crossed) = step(&coverage, &newest_first(&coverage), &view, Soft::Hidden, walk, way, from).unwrap();
            found.push((event, coverage.corpus.words(stop.passage).to_owned(), crossed));
            if crossed == Crossed::End || found.len() > 40 {
                return found;
            }
            view = EventView::new(&coverage, event, Soft::Hidden);
            from = From { article: stop.passage.article, at: stop.passage.span.start, stop: Some(stop), topic: None };
        }
    }

    #[test]
    fn a_walk_over_conflicts_comes_round_and_stops_once_at_each_side() {
        let found = walk_all(Walk::Conflict, Way::On);
        let (last, before) = found.split_last().unwrap();
        assert_eq!(last.2, Crossed::End);
        assert_eq!(found[0].1, last.1);
        let mut seen: Vec<_> = before.iter().map(|(event, words, _)| (*event, words.clone())).collect();
        let count = seen.len();
        seen.dedup();
        assert_eq!(seen.len(), count, "no side twice: {found:#?}");
        assert!(before.iter().any(|(_, _, crossed)| *crossed == Crossed::Event));
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
            while let Some((0, stop, Crossed::Nothing)) =
                step(&coverage, &newest_first(&coverage), &view, Soft::Hidden, Walk::Conflict, way, from)
            {
                let Some(Finding::Conflict(index)) = stop.finding else { panic!("{stop:?}") };
                seen.push(view.rank(stop.passage, coverage.findings.events[0].conflicts[index].group).0);
                from = From { article: stop.passage.article, at: stop.passage.span.start, stop: Some(stop), topic: None };
            }
            assert_eq!((seen.first(), seen.last()), (Some(&first), Some(&last)));
            assert!(seen.windows(2).all(|pair| pair[0].abs_diff(pair[1]) == 1), "{seen:?}");
        }
    }

    #[test]
    fn walks_over_events_go_as_the_outline_does() {
        let mut coverage = fixture::coverage();
        for (event, day) in [(0, 4), (1, 5)] {
            coverage.findings.events[event].from = Some(crate::corpus::Published::on(jiff::civil::date(2025, 3, day)));
        }
        let view = EventView::new(&coverage, 1, Soft::Hidden);
        let last = view.stops().last().map(|(spot, _)| super::Stop { passage: spot.passage, finding: Some(spot.finding) });
        let from = From { article: last.unwrap().passage.article, at: 0, stop: last, topic: None };
        let (event, _, crossed) = step(&coverage, &newest_first(&coverage), &view, Soft::Hidden, Walk::Conflict, Way::On, from).unwrap();
        assert_eq!((event, crossed), (0, Crossed::Event), "the newer event is before the older one");
    }

    #[test]
    fn quotes_are_walked_both_ways() {
        let on = walk_all(Walk::Quote, Way::On);
        let back = walk_all(Walk::Quote, Way::Back);
        assert!(on.len() > 4);
        assert_eq!(back[0].2, Crossed::End, "back from the beginning is the end: {back:?}");
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
