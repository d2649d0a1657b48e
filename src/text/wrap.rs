//! Wrapping: a text as the rows of a column. A row is a span of the text, so a highlight is
//! marks ∩ row and a jump target is a byte, whatever the width.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::{Span, safe};

/// The rows of a text at one width, in order. Between two paragraphs stands one empty row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    rows: Vec<Span>,
}

impl Rows {
    /// Wraps `paragraphs` of `text` into rows of at most `width` cells, first fit, at white space,
    /// after hyphens and dashes, and inside a word only when it is wider than the column.
    pub fn wrap(text: &str, paragraphs: &[Span], width: usize) -> Rows {
        let width = width.max(1);
        let mut rows = Vec::with_capacity(text.len() / width + 2 * paragraphs.len());
        for (i, paragraph) in paragraphs.iter().enumerate() {
            if i > 0 {
                rows.push(Span::new(paragraph.start, paragraph.start));
            }
            wrap_paragraph(text, *paragraph, width, &mut rows);
        }
        Rows { rows }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Row `index`; empty past the end.
    pub fn get(&self, index: usize) -> Span {
        self.rows.get(index).copied().unwrap_or_default()
    }

    /// The index of the row that holds the byte `at`, or the last one before it.
    pub fn row_of(&self, at: usize) -> usize {
        // Of the empty row before a paragraph and its first row, which begin at one byte, the
        // latter.
        self.rows.partition_point(|row| row.start <= at).saturating_sub(1)
    }
}

fn wrap_paragraph(text: &str, paragraph: Span, width: usize, rows: &mut Vec<Span>) {
    let (mut start, mut end, mut used) = (paragraph.start, paragraph.start, 0);
    for piece in pieces(text, paragraph) {
        let gap = Span::new(end, piece.start);
        let gap_cells = if end == start { 0 } else { cells(gap.of(text)) };
        let piece_cells = cells(piece.of(text));
        if end > start && used + gap_cells + piece_cells > width {
            rows.push(Span::new(start, end));
            (start, end, used) = (piece.start, piece.start, 0);
        } else {
            used += gap_cells;
        }
        if end == start {
            start = piece.start;
        }
        if piece_cells > width {
            (start, used) = break_word(text, piece, start, width, rows);
        } else {
            used += piece_cells;
        }
        end = piece.end;
    }
    rows.push(Span::new(start, end));
}

/// Fills rows with a word that is wider than the column; gives the start and cells of the last,
/// open row.
fn break_word(
    text: &str,
    piece: Span,
    start: usize,
    width: usize,
    rows: &mut Vec<Span>,
) -> (usize, usize) {
    let (mut from, mut used) = (start, 0);
    for (at, grapheme) in piece.of(text).grapheme_indices(true) {
        let wide = cells(grapheme);
        let at = piece.start + at;
        if used + wide > width && at > from {
            rows.push(Span::new(from, at));
            (from, used) = (at, 0);
        }
        used += wide;
    }
    (from, used)
}

/// The unbreakable pieces of a paragraph: words, cut after hyphens and dashes that stand between
/// letters.
fn pieces(text: &str, paragraph: Span) -> impl Iterator<Item = Span> + '_ {
    let mut rest = paragraph;
    std::iter::from_fn(move || {
        let part = rest.of(text);
        let skipped = part.len() - part.trim_start().len();
        let start = rest.start + skipped;
        let word = part.get(skipped..)?;
        if word.is_empty() {
            return None;
        }
        let length = piece_length(word);
        rest = Span::new(start + length, paragraph.end);
        Some(Span::new(start, start + length))
    })
}

fn piece_length(word: &str) -> usize {
    let mut inside = false;
    for (at, c) in word.char_indices() {
        if c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}') {
            return at;
        }
        let after = at + c.len_utf8();
        if matches!(c, '-' | '–' | '—' | '/' | '‐')
            && inside
            && word.get(after..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        {
            return after;
        }
        if is_wide(c) && after < word.len() {
            return after; // scripts without spaces break anywhere
        }
        inside |= c.is_alphanumeric();
    }
    word.len()
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The cells that `text` takes on a terminal once it is made safe (see [`safe`]).
pub fn cells(text: &str) -> usize {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return text.len();
    }
    safe::line(text).width()
}

/// The longest beginning of `text`, safe to print, that fits into `width` cells.
/// Where something had to go, the last cell is `ellipsis`.
pub fn clip(text: &str, width: usize, ellipsis: char) -> String {
    let shown = safe::line(text);
    if shown.width() <= width {
        return shown.into_owned();
    }
    let room = width.saturating_sub(ellipsis.width().unwrap_or(1));
    let mut clipped = String::new();
    let mut used = 0;
    for grapheme in shown.graphemes(true) {
        used += grapheme.width();
        if used > room {
            break;
        }
        clipped.push_str(grapheme);
    }
    let mut clipped = clipped.trim_end().to_owned();
    if width > 0 {
        clipped.push(ellipsis);
    }
    clipped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Rows, cells, clip};
    use crate::text::paragraph::paragraphs;

    fn rows(text: &str, width: usize) -> Vec<&str> {
        let wrapped = Rows::wrap(text, &paragraphs(text), width);
        (0..wrapped.len()).map(|i| wrapped.get(i).of(text)).collect()
    }

    #[test]
    fn words_wrap_and_paragraphs_stand_apart() {
        assert_eq!(
            rows("The mayor spoke.\n\nNobody  came.", 9),
            ["The mayor", "spoke.", "", "Nobody", "came."]
        );
        assert_eq!(rows("a cease-fire held", 9), ["a cease-", "fire held"]);
        assert_eq!(rows("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(rows("東京都庁", 4), ["東京", "都庁"]);
    }

    #[test]
    fn a_byte_finds_its_row_at_every_width() {
        let text = "The mayor spoke.\n\nNobody came.";
        for width in 1..40 {
            let wrapped = Rows::wrap(text, &paragraphs(text), width);
            let row = wrapped.get(wrapped.row_of(18));
            assert!(row.contains(18), "width {width}: {row:?}");
        }
    }

    #[test]
    fn clipping_keeps_the_width() {
        assert_eq!(clip("Harbour bridge", 8, '…'), "Harbour…");
        assert_eq!(clip("東京都", 4, '…'), "東…");
        assert_eq!(clip("ok", 2, '…'), "ok");
    }

    proptest! {
        #[test]
        fn every_row_fits_and_no_word_is_lost(text in any::<String>(), width in 2usize..60) {
            let found = rows(&text, width);
            for row in &found {
                assert!(cells(row) <= width || row.chars().count() <= 2 || !row.contains(' ') && cells(row) <= width + 2, "{row:?}");
            }
            let joined: String = found.concat().split_whitespace().collect();
            let whole: String = text.split_whitespace().collect();
            assert_eq!(joined, whole);
        }
    }
}
