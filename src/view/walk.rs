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

/// One step of a walk from `from` within the event of `view`, or on into the next that has a stop;
/// `None` where there is no stop in any event.
pub fn step(coverage: &Coverage, view: &EventView, soft: Soft, walk: Walk, way: Way, from: From) -> Option<(usize, Stop, Crossed)> {
    let stops = stops(coverage, view, walk);
    let here = from.stop.map_or((from.article, Span::new(from.at, from.at)), |stop| (stop.passage.article, stop.passage.span));
    let key = |stop: &Stop| view.position(stop.passage);
    let here = view.position(Passage::new(here.0, here.1));
    let other = |stop: &&Stop| walk != Walk::Topic || stop.finding != from.topic.map(Finding::Topic);
    // A cursor that only stands on a line may take the first stop that begins right there.
    let after = |stop: &&Stop| if from.stop.is_some() { key(stop) > here } else { key(stop) >= here };
    let found = match way {
        Way::On => stops.iter().filter(after).find(other),
        Way::Back => stops.iter().rev().filter(|stop| key(stop) < here).find(other),
    };
    if let Some(stop) = found {
        return Some((view.event, *stop, Crossed::Nothing));
    }
    let count = coverage.findings.events.len();
    for distance in 1..=count {
        let (event, wrapped) = match way {
            Way::On => ((view.event + distance) % count, view.event + distance >= count),
            Way::Back => ((view.event + count - distance) % count, distance > view.event),
        };
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

/// Whether an event can have a stop at all: told without looking at places, so that a walk over
/// thousands of events that nobody else tells is one look each.
fn may_stop(coverage: &Coverage, event: usize, soft: Soft, walk: Walk) -> bool {
    let Some(event) = coverage.findings.events.get(event) else { return false };
    let quoted = |id: &ArticleId| coverage.findings.articles.get(id.index()).is_some_and(|found| !found.quotes.is_empty());
    match walk {
        Walk::Conflict => event.conflicts.iter().any(|conflict| soft.shows(conflict)),
        Walk::Topic => !event.topics.is_empty(),
        Walk::Quote => event.articles.iter().any(quoted),
    }
}

/// All stops of one event in reading order. One passage in several conflicts of a dispute is one stop.
fn stops(coverage: &Coverage, view: &EventView, walk: Walk) -> Vec<Stop> {
    let Some(event) = coverage.findings.events.get(view.event) else { return Vec::new() };
    let spot_stop = |spot: Spot| Stop { passage: spot.passage, finding: Some(spot.finding) };
    match walk {
        Walk::Conflict => {
            let mut stops: Vec<Stop> =
                view.all_spots().filter(|spot| matches!(spot.finding, Finding::Conflict(_))).map(spot_stop).collect();
            let group = |stop: &Stop| match stop.finding {
                Some(Finding::Conflict(index)) => event.conflicts.get(index).map(|conflict| conflict.group),
                _ => None,
            };
            stops.dedup_by_key(|stop| (stop.passage, group(stop)));
            stops
        }
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
    use crate::view::event::{EventView, Soft};
    use crate::view::fixture;

    fn walk_all(walk: Walk, way: Way) -> Vec<(usize, String, Crossed)> {
        let coverage = fixture::coverage();
        let mut view = EventView::new(&coverage, 0, Soft::Hidden);
        let article = coverage.findings.events[0].articles[0];
        let mut from = From { article, at: 0, stop: None, topic: None };
        let mut found = Vec::new();
        loop {
            let (event, stop, crossed) = step(&coverage, &view, Soft::Hidden, walk, way, from).unwrap();
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
