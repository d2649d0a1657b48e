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

/// The word operations from `a` of `text_a` to `b` of `text_b` (Myers' algorithm over folded
/// words).
pub fn words(text_a: &str, a: Span, text_b: &str, b: Span) -> Vec<WordOp> {
    let (words_a, words_b) = (folded(text_a, a), folded(text_b, b));
    let keys =
        |words: &[(String, Span)]| words.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
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

/// Where a form of an utterance is cut, beside a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cut {
    /// At its beginning.
    Before,
    /// At its end.
    After,
    /// At both.
    Both,
}

/// Where `b` of `text_b` leaves out words with which `a` of `text_a` begins or ends; `None` where
/// it leaves out none there, or where the two have no word in common.
pub fn cut(text_a: &str, a: Span, text_b: &str, b: Span) -> Option<Cut> {
    let ops = words(text_a, a, text_b, b);
    let common = ops.iter().any(|op| matches!(op, WordOp::Same { .. }));
    // "that" alone before a reported clause is no cut.
    let several = |a: Span| a.of(text_a).split_whitespace().nth(1).is_some();
    let left_out =
        |op: Option<&WordOp>| common && matches!(op, Some(WordOp::Cut { a }) if several(*a));
    match (left_out(ops.first()), left_out(ops.last())) {
        (true, true) => Some(Cut::Both),
        (true, false) => Some(Cut::Before),
        (false, true) => Some(Cut::After),
        (false, false) => None,
    }
}

/// Whether `a` of `text_a` and `b` of `text_b` differ in a word.
pub fn differ(text_a: &str, a: Span, text_b: &str, b: Span) -> bool {
    let words = |text, span| folded(text, span).into_iter().map(|(word, _)| word);
    !words(text_a, a).eq(words(text_b, b))
}

fn folded(text: &str, within: Span) -> Vec<(String, Span)> {
    tokens(text, within)
        .filter(|t| t.kind != TokenKind::Mark)
        .map(|t| (fold(t.span.of(text)), t.span))
        .collect()
}

fn hull(words: &[(String, Span)], range: std::ops::Range<usize>) -> Option<Span> {
    let covered = words.get(range)?;
    Some(covered.first()?.1.hull(covered.last()?.1))
}

#[cfg(test)]
mod tests {
    use super::{Cut, WordOp, cut, words};
    use crate::text::Span;

    #[test]
    fn a_swapped_and_a_cut_word_are_told_apart() {
        let (a, b) =
            ("We were told nothing before Tuesday", "“We were told little before tuesday,”");
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

    #[test]
    fn a_form_is_cut_where_it_leaves_out_the_beginning_or_the_end() {
        let whole = "We were told nothing before Tuesday by anyone";
        let of = |text: &str| cut(whole, Span::new(0, whole.len()), text, Span::new(0, text.len()));
        assert_eq!(of("told nothing before Tuesday by anyone"), Some(Cut::Before));
        assert_eq!(of("We were told nothing"), Some(Cut::After));
        assert_eq!(of("told nothing before"), Some(Cut::Both));
        assert_eq!(of("We were told little before Tuesday by anyone"), None);
        assert_eq!(of("Ferries sail again"), None);
    }
}
