//! The outline of the coverage: events, opened to their articles, with counts of conflicts.

use std::collections::BTreeSet;

use crate::corpus::{Article, ArticleId};
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

    /// The event that most is disputed in, the earliest of equals.
    pub fn most_disputed(&self) -> Option<usize> {
        (0..self.events.len()).rev().max_by_key(|event| self.events[*event])
    }
}

/// The rows to show: all events, those in `open` with their articles. With `kept`, only those
/// articles and the events that hold one, all open.
pub fn rows(coverage: &Coverage, open: &BTreeSet<usize>, kept: Option<&BTreeSet<ArticleId>>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (index, event) in coverage.findings.events.iter().enumerate() {
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
    let name = if article.outlet.name.is_empty() { "unknown outlet" } else { &article.outlet.name };
    if article.outlet.guessed { format!("{name}?") } else { name.to_owned() }
}

/// A day as newspapers print it: `4 Mar 2025`; empty where none is known.
pub fn day(article: &Article) -> String {
    article.published.map(|published| published.date.strftime("%-d %b %Y").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Counts, Row, day, outlet, rows};
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
    fn conflicts_are_counted_at_both_sides() {
        let coverage = fixture::coverage();
        let counts = Counts::new(&coverage, Soft::Hidden);
        assert_eq!(counts.most_disputed(), Some(0));
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
