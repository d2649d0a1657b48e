//! Why words stand out: the marks of one article, flattened once into pieces that do not overlap,
//! so that a row asks for its own and pays nothing for the rest.

use crate::analysis::QuoteKind;
use crate::corpus::ArticleId;
use crate::text::Span;
use crate::view::Coverage;
use crate::view::event::{EventView, Finding};

/// A set of reasons to stand out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(u16);

impl Mark {
    /// Nothing stands out.
    pub const NONE: Mark = Mark(0);
    /// No account of the event: dateline, credit, promotion.
    pub const DIM: Mark = Mark(1);
    /// A headline, deck or heading.
    pub const HEADING: Mark = Mark(1 << 1);
    /// Content inside quotation marks.
    pub const QUOTE: Mark = Mark(1 << 2);
    /// Reported content.
    pub const INDIRECT: Mark = Mark(1 << 3);
    /// The words that attribute.
    pub const CUE: Mark = Mark(1 << 4);
    /// The words that name a source.
    pub const SPEAKER: Mark = Mark(1 << 5);
    /// One form of an utterance.
    pub const VARIANT: Mark = Mark(1 << 6);
    /// A side of a conflict.
    pub const CONFLICT: Mark = Mark(1 << 7);
    /// A version of the chosen topic.
    pub const CHOSEN: Mark = Mark(1 << 8);
    /// Words that the other side does not have.
    pub const DIFFERS: Mark = Mark(1 << 9);
    /// The current finding.
    pub const CURRENT: Mark = Mark(1 << 10);
    /// Found by the search.
    pub const HIT: Mark = Mark(1 << 11);
    /// Another article's text.
    pub const ECHO: Mark = Mark(1 << 12);
    /// The reader wrote a note on it.
    pub const NOTE: Mark = Mark(1 << 13);
    /// A side of one of the reader's links.
    pub const LINK: Mark = Mark(1 << 14);
    /// A side of what the second reader found.
    pub const JUDGED: Mark = Mark(1 << 15);

    /// Both sets.
    pub fn with(self, other: Mark) -> Mark {
        Mark(self.0 | other.0)
    }

    /// This set but for what is in `other`.
    pub fn without(self, other: Mark) -> Mark {
        Mark(self.0 & !other.0)
    }

    /// Whether all of `other` is in.
    pub fn has(self, other: Mark) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A piece of a text and why it stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the text.
    pub span: Span,
    /// The reasons.
    pub mark: Mark,
}

/// The pieces of one article that stand out: in order, not overlapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pieces: Vec<Piece>,
}

impl Marks {
    /// Flattens marked spans, in any order and overlapping as they may.
    pub fn flatten(marked: &[Piece]) -> Marks {
        let mut borders: Vec<(usize, bool, u16)> = Vec::with_capacity(2 * marked.len());
        for piece in marked.iter().filter(|piece| !piece.span.is_empty()) {
            borders.push((piece.span.start, true, piece.mark.0));
            borders.push((piece.span.end, false, piece.mark.0));
        }
        borders.sort_unstable();
        let (mut depth, mut from) = ([0u32; 16], 0);
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, begins, bits) in borders {
            let now = (0..16).filter(|bit| depth[*bit] > 0).fold(0, |set, bit| set | 1 << bit);
            if at > from && now != 0 {
                match pieces.last_mut() {
                    Some(last) if last.span.end == from && last.mark.0 == now => last.span.end = at,
                    _ => pieces.push(Piece { span: Span::new(from, at), mark: Mark(now) }),
                }
            }
            from = at;
            for (bit, count) in depth.iter_mut().enumerate().filter(|(bit, _)| bits & 1 << bit != 0)
            {
                let _ = bit;
                *count = if begins { *count + 1 } else { count.saturating_sub(1) };
            }
        }
        Marks { pieces }
    }

    /// The pieces that share a byte with `row`.
    pub fn within(&self, row: Span) -> &[Piece] {
        let from = self.pieces.partition_point(|piece| piece.span.end <= row.start);
        let to = self.pieces.partition_point(|piece| piece.span.start < row.end);
        self.pieces.get(from..to.max(from)).unwrap_or_default()
    }

    /// All pieces.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }
}

/// The marks of `article` that hold whatever the cursor does: parts, quotes, variants, conflicts.
pub fn of_article(coverage: &Coverage, view: &EventView, article: ArticleId) -> Marks {
    let mut marked = Vec::new();
    let mut add = |span: Span, mark: Mark| marked.push(Piece { span, mark });
    if let Some(found) = coverage.findings.articles.get(article.index()) {
        for part in &found.parts {
            add(part.span, part_mark(part.kind));
        }
        for quote in &found.quotes {
            let mark = if quote.kind == QuoteKind::Direct { Mark::QUOTE } else { Mark::INDIRECT };
            quote.content.iter().for_each(|span| add(*span, mark));
            quote.cue.iter().for_each(|span| add(*span, Mark::CUE));
            quote.source.iter().for_each(|span| add(*span, Mark::SPEAKER));
        }
    }
    for spot in view.spots(article) {
        match spot.finding {
            Finding::Conflict(_) => add(spot.passage.span, Mark::CONFLICT),
            Finding::Judged(_) => add(spot.passage.span, Mark::JUDGED),
            Finding::Variant(_) => add(spot.passage.span, Mark::VARIANT),
            Finding::Echo(_) => add(spot.passage.span, Mark::ECHO),
            // Also those to another event are marked, and so by the session.
            Finding::Link(_) | Finding::Topic(_) | Finding::Point => {}
        }
    }
    Marks::flatten(&marked)
}

fn part_mark(kind: crate::analysis::boilerplate::PartKind) -> Mark {
    use crate::analysis::boilerplate::PartKind;
    match kind {
        PartKind::Headline | PartKind::Heading => Mark::HEADING,
        PartKind::Deck => Mark::NONE,
        PartKind::Dateline | PartKind::Date | PartKind::Byline | PartKind::Boilerplate => Mark::DIM,
    }
}

/// The pieces of one row, in order and without gaps: the marks that always hold and, over them,
/// those of the moment in `over` (in any order; few).
pub fn of_row(row: Span, always: &Marks, over: &[Piece]) -> Vec<Piece> {
    let mut marked: Vec<Piece> = always.within(row).to_vec();
    marked.extend(over.iter().filter(|piece| piece.span.overlaps(row)));
    for piece in &mut marked {
        piece.span = piece.span.intersect(row).unwrap_or_default();
    }
    let flat = Marks::flatten(&marked);
    let mut pieces = Vec::with_capacity(2 * flat.pieces.len() + 1);
    let mut from = row.start;
    for piece in flat.pieces {
        if piece.span.start > from {
            pieces.push(Piece { span: Span::new(from, piece.span.start), mark: Mark::NONE });
        }
        from = piece.span.end;
        pieces.push(piece);
    }
    if from < row.end {
        pieces.push(Piece { span: Span::new(from, row.end), mark: Mark::NONE });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Mark, Marks, Piece, of_row};
    use crate::text::Span;

    fn piece(start: usize, end: usize, mark: Mark) -> Piece {
        Piece { span: Span::new(start, end), mark }
    }

    #[test]
    fn overlapping_marks_become_pieces_in_order() {
        let marks = Marks::flatten(&[
            piece(5, 20, Mark::QUOTE),
            piece(10, 15, Mark::CONFLICT),
            piece(12, 30, Mark::QUOTE),
        ]);
        let both = Mark::QUOTE.with(Mark::CONFLICT);
        assert_eq!(
            marks.pieces(),
            [piece(5, 10, Mark::QUOTE), piece(10, 15, both), piece(15, 30, Mark::QUOTE)]
        );
    }

    #[test]
    fn a_row_is_covered_without_gaps() {
        let marks = Marks::flatten(&[piece(5, 20, Mark::QUOTE), piece(40, 50, Mark::CUE)]);
        let row = of_row(Span::new(10, 30), &marks, &[piece(18, 60, Mark::HIT)]);
        assert_eq!(
            row,
            [
                piece(10, 18, Mark::QUOTE),
                piece(18, 20, Mark::QUOTE.with(Mark::HIT)),
                piece(20, 30, Mark::HIT)
            ]
        );
        assert_eq!(of_row(Span::new(30, 35), &marks, &[]), [piece(30, 35, Mark::NONE)]);
        assert!(of_row(Span::new(7, 7), &marks, &[]).is_empty());
    }
}
