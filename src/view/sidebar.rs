//! The topics of an event with each outlet's version, and what they disagree about.

use crate::corpus::{ArticleId, Passage};
use crate::view::Coverage;
use crate::view::event::EventView;

/// A group of rows that opens and shuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// One of the event's topics.
    Topic(usize),
    /// Conflicts that belong to no topic.
    Rest,
}

/// One row of the sidebar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A heading and how many conflicts are below it.
    Heading(Heading, usize),
    /// An outlet's version of the topic above.
    Version(Passage),
    /// An article that leaves the topic above out.
    Missing(ArticleId),
    /// A conflict of the group above, by its place in the event's list.
    Conflict(usize),
}

/// The rows: every topic, the `open` one with its versions, gaps and conflicts.
pub fn rows(coverage: &Coverage, view: &EventView, open: Option<Heading>) -> Vec<Row> {
    let Some(event) = coverage.findings.events.get(view.event) else { return Vec::new() };
    let about = |topic: Option<usize>| {
        view.conflicts().iter().copied().filter(move |index| event.conflicts.get(*index).is_some_and(|c| c.topic == topic))
    };
    let mut rows = Vec::new();
    for (index, topic) in event.topics.iter().enumerate() {
        rows.push(Row::Heading(Heading::Topic(index), about(Some(index)).count()));
        if open != Some(Heading::Topic(index)) {
            continue;
        }
        for article in &event.articles {
            let mut versions = topic.versions.iter().filter(|version| version.article == *article).peekable();
            if versions.peek().is_none() {
                rows.push(Row::Missing(*article));
            }
            rows.extend(versions.map(|version| Row::Version(*version)));
        }
        rows.extend(about(Some(index)).map(Row::Conflict));
    }
    let rest = about(None).count();
    if rest > 0 {
        rows.push(Row::Heading(Heading::Rest, rest));
        if open == Some(Heading::Rest) {
            rows.extend(about(None).map(Row::Conflict));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{Heading, Row, rows};
    use crate::view::event::{EventView, Soft};
    use crate::view::fixture;

    #[test]
    fn the_open_topic_shows_versions_gaps_and_conflicts() {
        let coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let topics = coverage.findings.events[0].topics.len();
        let found = rows(&coverage, &view, Some(Heading::Topic(0)));
        assert!(matches!(found[0], Row::Heading(Heading::Topic(0), n) if n > 0));
        assert!(found.iter().any(|row| matches!(row, Row::Missing(_))));
        assert!(found.iter().any(|row| matches!(row, Row::Conflict(_))));
        let headings = found.iter().filter(|row| matches!(row, Row::Heading(..))).count();
        assert_eq!(headings, topics + 1, "and a last group for conflicts without a topic");
    }
}
