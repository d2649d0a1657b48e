//! The topics of an event with each outlet's version, and what they disagree about.

use crate::analysis::Gap;
use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::text::wrap::Rows;
use crate::view::Coverage;
use crate::view::event::{Dispute, EventView};

/// A group of rows that opens and shuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// One of the event's topics.
    Topic(usize),
    /// Disputes that belong to no topic.
    Rest,
}

/// Which of an entry's rows one is: what an entry says may go on over several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first row, with the outlet's letter.
    Head,
    /// A further one.
    More,
}

/// One row of the sidebar. Its span is the part of the words that stands on it; of an entry's last
/// row it reaches to the end of the words, which may be more than fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A heading and how many disputes are below it.
    Heading(Heading, usize),
    /// The second row of a topic's title, by its place in the event's list: the part of the title
    /// that stands on it.
    Title(usize, Span),
    /// An outlet's version of the topic above.
    Version(Passage, Span, Part),
    /// An article whose version of the topic above is another article's text.
    Echo(Passage, ArticleId),
    /// An article that has no version of the topic above.
    Missing(ArticleId, Gap),
    /// A dispute of the group above, by the place of its surest conflict in the event's list; the
    /// span is one of its reason.
    Dispute(usize, Span, Part),
}

impl Row {
    /// Whether the row goes on with the entry of the row above.
    pub fn continues(self) -> bool {
        matches!(
            self,
            Row::Title(..) | Row::Version(_, _, Part::More) | Row::Dispute(_, _, Part::More)
        )
    }
}

/// The first row of the entry that row `index` belongs to.
pub fn head(rows: &[Row], index: usize) -> usize {
    (0..=index).rev().find(|at| rows.get(*at).is_none_or(|row| !row.continues())).unwrap_or(0)
}

/// Rows of an outlet's version: enough for most sentences in a column of 40 cells.
const VERSION_ROWS: usize = 3;
/// Rows of a topic's title.
const TITLE_ROWS: usize = 3;
/// Cells that a title has more than a version: no letter and margin stand before it, but a sign.
const WIDER: usize = 2;
/// Cells behind its first row, where disputes are counted: a space, the number and its sign.
const COUNT: usize = 3;
/// Cells that the second letter of a dispute and the sign before it take from its reason.
const LETTERS: usize = 2;
/// Rows of a dispute's reason.
const REASON_ROWS: usize = 2;

/// `words` of `text` on at most `most` rows of `width` cells.
fn lines(text: &str, words: Span, width: usize, most: usize) -> Vec<(Span, Part)> {
    let wrapped = Rows::wrap(text, &[words], width);
    let count = wrapped.len().min(most);
    let line = |at: usize| {
        let row = wrapped.get(at);
        let span = if at + 1 == count { Span::new(row.start, words.end) } else { row };
        (span, if at == 0 { Part::Head } else { Part::More })
    };
    (0..count).map(line).collect()
}

/// The parts of a topic's title that stand on its rows, where versions have `width` cells and the
/// count of its `disputes` stands behind it; the last one reaches to its end.
fn title(label: &str, disputes: usize, width: usize) -> Vec<Span> {
    let room = (width + WIDER).saturating_sub(if disputes > 0 { COUNT } else { 0 });
    let rows = lines(label, Span::new(0, label.len()), room, TITLE_ROWS);
    rows.into_iter().map(|(span, _)| span).collect()
}

/// The rows: every topic, the `open` one with its versions, gaps and disputes, on columns of
/// `width` cells.
pub fn rows(
    coverage: &Coverage,
    view: &EventView,
    open: Option<Heading>,
    width: usize,
) -> Vec<Row> {
    let Some(event) = coverage.findings.events.get(view.event) else { return Vec::new() };
    let about = |topic: Option<usize>| {
        view.disputes().iter().filter(move |dispute| dispute.topic == topic).map(Dispute::surest)
    };
    let reasons = |index: usize| {
        let why = event.conflicts.get(index).map_or("", |conflict| conflict.why.as_str());
        let whole = Span::new(0, why.len());
        lines(why, whole, width.saturating_sub(LETTERS), REASON_ROWS)
            .into_iter()
            .map(move |(span, part)| Row::Dispute(index, span, part))
    };
    let mut rows = Vec::new();
    for (index, topic) in event.topics.iter().enumerate() {
        let disputes = about(Some(index)).count();
        rows.push(Row::Heading(Heading::Topic(index), disputes));
        let title = title(&topic.label, disputes, width);
        rows.extend(title.into_iter().skip(1).map(|line| Row::Title(index, line)));
        if open != Some(Heading::Topic(index)) {
            continue;
        }
        for article in &event.articles {
            let versions = topic.versions.iter().filter(|version| version.article == *article);
            if let Some(gap) = topic.gap(*article).filter(|_| !event.is_superseded(*article)) {
                rows.push(Row::Missing(*article, gap));
            }
            let mut told = Vec::new(); // by whom, of what this article only repeats
            rows.extend(versions.flat_map(|version| {
                if let Some(echo) = event.echo_of(*version).filter(|echo| !echo.altered) {
                    let again = told.contains(&echo.of.article);
                    told.push(echo.of.article);
                    return if again {
                        Vec::new()
                    } else {
                        vec![Row::Echo(*version, echo.of.article)]
                    };
                }
                let shown = view.disputed(*version).span;
                let text = &coverage.corpus.article(*article).text;
                let room = width - usize::from(width > 0 && shown.start > version.span.start); // for the sign of the cut
                lines(text, shown, room, VERSION_ROWS)
                    .into_iter()
                    .map(|(span, part)| Row::Version(*version, span, part))
                    .collect()
            }));
        }
        rows.extend(about(Some(index)).flat_map(reasons));
    }
    let rest = about(None).count();
    if rest > 0 {
        rows.push(Row::Heading(Heading::Rest, rest));
        if open == Some(Heading::Rest) {
            rows.extend(about(None).flat_map(reasons));
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
    fn the_open_topic_shows_versions_gaps_and_disputes() {
        let coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let topics = coverage.findings.events[0].topics.len();
        let found = rows(&coverage, &view, Some(Heading::Topic(0)), 30);
        assert!(matches!(found[0], Row::Heading(Heading::Topic(0), n) if n > 0));
        assert!(found.iter().any(|row| matches!(row, Row::Missing(..))));
        assert!(found.iter().any(|row| matches!(row, Row::Dispute(..))));
        let headings = found.iter().filter(|row| matches!(row, Row::Heading(..))).count();
        assert_eq!(headings, topics + 1, "and a last group for disputes without a topic");
    }
}
