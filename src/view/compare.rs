//! Two passages beside each other: their sentences, and the words that differ.

use crate::corpus::Passage;
use crate::text::diff::{self, WordOp};
use crate::text::sentence::index_at;
use crate::text::{Span, paragraph};
use crate::view::Coverage;

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The passage itself.
    pub passage: Passage,
    /// The passage's sentences, one before and one after, paragraph by paragraph.
    pub context: Vec<Span>,
    /// Words of the passage that the other does not have.
    pub differs: Vec<Span>,
}

/// Two passages beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The one that it began with.
    pub left: Beside,
    /// The other.
    pub right: Beside,
}

/// Compares two passages.
pub fn compare(coverage: &Coverage, left: Passage, right: Passage) -> Comparison {
    let text = |passage: Passage| {
        coverage
            .corpus
            .articles()
            .get(passage.article.index())
            .map_or("", |article| article.text.as_str())
    };
    let ops = diff::words(text(left), left.span, text(right), right.span);
    let (mut of_left, mut of_right) = (Vec::new(), Vec::new());
    for op in ops {
        match op {
            WordOp::Same { .. } => {}
            WordOp::Cut { a } => of_left.push(a),
            WordOp::Added { b } => of_right.push(b),
            WordOp::Swapped { a, b } => {
                of_left.push(a);
                of_right.push(b);
            }
        }
    }
    let beside =
        |passage, differs| Beside { passage, context: context(coverage, passage), differs };
    Comparison { left: beside(left, of_left), right: beside(right, of_right) }
}

/// The passage's paragraphs, cut to its sentences with one before and one after.
fn context(coverage: &Coverage, passage: Passage) -> Vec<Span> {
    let Some(article) = coverage.corpus.articles().get(passage.article.index()) else {
        return Vec::new();
    };
    let found = coverage.findings.articles.get(passage.article.index());
    let sentences = found.map_or(&[][..], |found| found.sentences.as_slice());
    let hull = match (
        index_at(sentences, passage.span.start),
        index_at(sentences, passage.span.end.saturating_sub(1)),
    ) {
        (Some(first), Some(last)) => {
            let before = sentences.get(first.saturating_sub(1)).copied().unwrap_or(passage.span);
            let after =
                sentences.get(last + 1).or(sentences.get(last)).copied().unwrap_or(passage.span);
            before.hull(after).hull(passage.span)
        }
        _ => passage.span,
    };
    let of_whole = paragraph::paragraphs(hull.of(&article.text))
        .into_iter()
        .map(|part| part.shift(hull.start));
    let context: Vec<Span> = of_whole.collect();
    if context.is_empty() { vec![passage.span] } else { context }
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::view::fixture;

    #[test]
    fn the_differing_words_and_the_sentences_around_are_there() {
        let coverage = fixture::coverage();
        let conflict = &coverage.findings.events[0].conflicts[0];
        let found = compare(&coverage, conflict.a.passage, conflict.b.passage);
        let text = &coverage.corpus.article(found.left.passage.article).text;
        assert!(!found.left.differs.is_empty() && !found.right.differs.is_empty());
        assert!(found.left.differs.iter().all(|span| found.left.passage.span.covers(*span)));
        let whole = found.left.context.first().unwrap().hull(*found.left.context.last().unwrap());
        assert!(
            whole.covers(found.left.passage.span) && whole.len() > found.left.passage.span.len(),
            "{}",
            whole.of(text)
        );
    }
}
