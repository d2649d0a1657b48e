//! Word differences of two short passages, for variants and for the side-by-side view.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::text::Span;
use crate::text::token::{TokenKind, fold, tokens};

/// One step from passage a to passage b; the spans are those of their texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum WordOp {
    /// The same words, but for case, marks and hyphens.
    Same {
        /// Words of a.
        a: Span,
        /// The same words of b.
        b: Span,
    },
    /// Words that only a has.
    Cut {
        /// Words of a.
        a: Span,
    },
    /// Words that only b has.
    Added {
        /// Words of b.
        b: Span,
    },
    /// Words of a in whose place b has others.
    Swapped {
        /// Words of a.
        a: Span,
        /// Words of b.
        b: Span,
    },
}

/// The word operations from `a` of `text_a` to `b` of `text_b` (Myers' algorithm over folded words).
pub fn words(text_a: &str, a: Span, text_b: &str, b: Span) -> Vec<WordOp> {
    let (words_a, words_b) = (folded(text_a, a), folded(text_b, b));
    let keys = |words: &[(String, Span)]| words.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    capture_diff_slices(Algorithm::Myers, &keys(&words_a), &keys(&words_b))
        .into_iter()
        .filter_map(|op| {
            let side_a = || hull(&words_a, op.old_range());
            let side_b = || hull(&words_b, op.new_range());
            Some(match op {
                DiffOp::Equal { .. } => WordOp::Same { a: side_a()?, b: side_b()? },
                DiffOp::Delete { .. } => WordOp::Cut { a: side_a()? },
                DiffOp::Insert { .. } => WordOp::Added { b: side_b()? },
                DiffOp::Replace { .. } => WordOp::Swapped { a: side_a()?, b: side_b()? },
            })
        })
        .collect()
}

/// Whether `a` of `text_a` and `b` of `text_b` differ in a word.
pub fn differ(text_a: &str, a: Span, text_b: &str, b: Span) -> bool {
    let words = |text, span| folded(text, span).into_iter().map(|(word, _)| word);
    !words(text_a, a).eq(words(text_b, b))
}

fn folded(text: &str, within: Span) -> Vec<(String, Span)> {
    tokens(text, within).filter(|t| t.kind != TokenKind::Mark).map(|t| (fold(t.span.of(text)), t.span)).collect()
}

fn hull(words: &[(String, Span)], range: std::ops::Range<usize>) -> Option<Span> {
    let covered = words.get(range)?;
    Some(covered.first()?.1.hull(covered.last()?.1))
}

#[cfg(test)]
mod tests {
    use super::{WordOp, words};
    use crate::text::Span;

    #[test]
    fn a_swapped_and_a_cut_word_are_told_apart() {
        let (a, b) = ("We were told nothing before Tuesday", "“We were told little before tuesday,”");
        let ops = words(a, Span::new(0, a.len()), b, Span::new(0, b.len()));
        let swapped: Vec<_> = ops
            .iter()
            .filter_map(|op| match op {
                WordOp::Swapped { a: x, b: y } => Some((x.of(a), y.of(b))),
                _ => None,
            })
            .collect();
        assert_eq!(swapped, [("nothing", "little")]);
        assert_eq!(ops.len(), 3);
    }
}
