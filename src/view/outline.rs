//! The outline of the coverage: events, opened to their articles, with counts of conflicts.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::corpus::{Article, ArticleId, Outlet, Published};
use crate::view::Coverage;
use crate::view::event::Soft;

/// One row of the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// An event, by its place among all.
    Event(usize),
    /// An article of the event above it.
    Article(usize, ArticleId),
}

/// How many conflicts there are, counted once for a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By event.
    pub events: Vec<usize>,
    /// By article: conflicts that have a side in it.
    pub articles: Vec<usize>,
}

impl Counts {
    /// Counts the conflicts that are shown.
    pub fn new(coverage: &Coverage, soft: Soft) -> Counts {
        let mut counts = Counts { events: vec![0; coverage.findings.events.len()], articles: vec![0; coverage.corpus.articles().len()] };
        for (index, event) in coverage.findings.events.iter().enumerate() {
            for conflict in event.conflicts.iter().filter(|conflict| soft.shows(conflict)) {
                counts.events[index] += 1;
                let (a, b) = (conflict.a.passage.article, conflict.b.passage.article);
                for article in [Some(a), (b != a).then_some(b)].into_iter().flatten() {
                    if let Some(count) = counts.articles.get_mut(article.index()) {
                        *count += 1;
                    }
                }
            }
        }
        counts
    }

    /// The first event of the outline that has conflicts, else the first of all: where reading begins.
    pub fn first_disputed(&self, coverage: &Coverage) -> Option<usize> {
        let order = order(coverage);
        let disputed = |event: &&usize| self.events.get(**event).is_some_and(|count| *count > 0);
        order.iter().find(disputed).or(order.first()).copied()
    }
}

/// The events as the outline lists them: newest first, undated ones last, ties as in the findings.
pub fn order(coverage: &Coverage) -> Vec<usize> {
    let events = &coverage.findings.events;
    let mut order: Vec<usize> = (0..events.len()).collect();
    // Nothing is less than any date: reversed, undated events come last.
    order.sort_by_key(|event| Reverse(events[*event].from.map(Published::order)));
    order
}

/// The rows to show: all events, those in `open` with their articles. With `kept`, only those
/// articles and the events that hold one, all open.
pub fn rows(coverage: &Coverage, open: &BTreeSet<usize>, kept: Option<&BTreeSet<ArticleId>>) -> Vec<Row> {
    let mut rows = Vec::new();
    for index in order(coverage) {
        let Some(event) = coverage.findings.events.get(index) else { continue };
        match kept {
            None => {
                rows.push(Row::Event(index));
                if open.contains(&index) {
                    rows.extend(event.articles.iter().map(|article| Row::Article(index, *article)));
                }
            }
            Some(kept) => {
                let mut articles = event.articles.iter().filter(|article| kept.contains(article)).peekable();
                if articles.peek().is_some() {
                    rows.push(Row::Event(index));
                    rows.extend(articles.map(|article| Row::Article(index, *article)));
                }
            }
        }
    }
    rows
}

/// An outlet's name as it is shown: with `?` where it was guessed.
pub fn outlet(article: &Article) -> String {
    name(&article.outlet)
}

/// The same, of the outlet alone.
pub fn name(outlet: &Outlet) -> String {
    let name = if outlet.name.is_empty() { "unknown outlet" } else { &outlet.name };
    if outlet.guessed { format!("{name}?") } else { name.to_owned() }
}

/// A day as newspapers print it: `4 Mar 2025`; empty where none is known.
pub fn day(article: &Article) -> String {
    article.published.map(|published| published.date.strftime("%-d %b %Y").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Counts, Row, day, order, outlet, rows};
    use crate::corpus::Published;
    use crate::view::event::Soft;
    use crate::view::fixture;

    #[test]
    fn open_events_show_their_articles() {
        let coverage = fixture::coverage();
        let shut = rows(&coverage, &BTreeSet::new(), None);
        assert_eq!(shut, [Row::Event(0), Row::Event(1)]);
        let open = rows(&coverage, &BTreeSet::from([0]), None);
        assert_eq!(open.len(), 5);
        let kept = BTreeSet::from([coverage.findings.events[1].articles[0]]);
        assert_eq!(rows(&coverage, &BTreeSet::new(), Some(&kept)).len(), 2);
    }

    #[test]
    fn the_newest_event_comes_first_and_undated_ones_last() {
        let mut coverage = fixture::coverage();
        let mut undated = coverage.findings.events[0].clone();
        undated.conflicts.clear();
        coverage.findings.events.push(undated);
        for (event, day) in [(0, 4), (1, 5)] {
            coverage.findings.events[event].from = Some(Published::on(jiff::civil::date(2025, 3, day)));
        }
        assert_eq!(order(&coverage), [1, 0, 2]);
        assert_eq!(rows(&coverage, &BTreeSet::new(), None), [Row::Event(1), Row::Event(0), Row::Event(2)]);
        assert_eq!(Counts::new(&coverage, Soft::Hidden).first_disputed(&coverage), Some(1));
        coverage.findings.events[1].conflicts.clear();
        assert_eq!(Counts::new(&coverage, Soft::Hidden).first_disputed(&coverage), Some(0));
        coverage.findings.events[0].conflicts.clear();
        assert_eq!(Counts::new(&coverage, Soft::Hidden).first_disputed(&coverage), Some(1));
    }

    #[test]
    fn conflicts_are_counted_at_both_sides() {
        let coverage = fixture::coverage();
        let counts = Counts::new(&coverage, Soft::Hidden);
        assert_eq!(counts.first_disputed(&coverage), Some(0));
        assert!(counts.articles.iter().sum::<usize>() > counts.events[0]);
    }

    #[test]
    fn a_guessed_outlet_says_so() {
        let coverage = fixture::coverage();
        let article = coverage.corpus.articles().last().unwrap();
        assert_eq!(outlet(article), "shortwave?");
        assert_eq!(day(&coverage.corpus.articles()[0]), "4 Mar 2025");
    }
}
