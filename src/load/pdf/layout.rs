//! Pieces of text on pages to paragraphs: lines, columns, words broken at the end of a line, and the
//! running heads that stand on every page.

use std::collections::{BTreeMap, BTreeSet};

use super::words::Piece;

/// Pieces nearer than this are one word, those farther apart than [`COLUMN`] stand in other columns; in
/// sizes of the letters.
const WORD: f64 = 0.15;
const COLUMN: f64 = 1.6;
/// Lines of one block are at most so far apart, in sizes of the letters.
const LINES: f64 = 2.0;
/// A line that is shorter than this share of its block ends a paragraph, if it ends a sentence.
const SHORT: f64 = 0.85;

/// A line belongs to one of so many blocks that were drawn last.
const BESIDE: usize = 100;

/// A line of a column.
#[derive(Clone, Debug)]
struct Line {
    x: f64,
    y: f64,
    end: f64,
    size: f64,
    text: String,
}

/// Lines below one another.
#[derive(Clone, Debug)]
pub(super) struct Block {
    lines: Vec<Line>,
}

impl Block {
    pub(super) fn size(&self) -> f64 {
        self.lines.first().map_or(0.0, |line| line.size)
    }

    /// Its words, as one line.
    pub(super) fn text(&self) -> String {
        self.paragraphs().join(" ")
    }

    fn paragraphs(&self) -> Vec<String> {
        let left = self.lines.iter().map(|line| line.x).fold(f64::INFINITY, f64::min);
        let right = self.lines.iter().map(|line| line.end).fold(0.0, f64::max);
        let mut gaps: Vec<f64> = self.lines.windows(2).map(|pair| pair[0].y - pair[1].y).collect();
        gaps.sort_by(f64::total_cmp);
        let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
        let mut paragraphs: Vec<String> = Vec::new();
        let mut before: Option<&Line> = None;
        for line in &self.lines {
            let begins = before.is_none_or(|before| {
                let is_short = before.end - left < (right - left) * SHORT;
                let is_indented =
                    line.x - left > line.size * 0.8 && before.x - left < line.size * 0.5;
                is_indented
                    || before.y - line.y > usual * 1.3
                    || is_short && ends_sentence(&before.text)
            });
            match paragraphs.last_mut() {
                Some(paragraph) if !begins => append(paragraph, &line.text),
                _ => paragraphs.push(line.text.clone()),
            }
            before = Some(line);
        }
        paragraphs
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', ')', '»', '“']).ends_with(['.', '!', '?', ':'])
}

/// Adds a line to a paragraph; a word that was broken at its end is one again.
fn append(paragraph: &mut String, line: &str) {
    let is_broken = paragraph.ends_with(['-', '\u{2010}', '\u{ad}'])
        && paragraph.chars().rev().nth(1).is_some_and(char::is_alphabetic)
        && line.starts_with(char::is_lowercase);
    if is_broken {
        paragraph.pop();
    } else {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// The blocks of a page in the order in which they were drawn.
pub(super) fn blocks(pieces: &[Piece]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines(pieces) {
        let is_below = |block: &Block| {
            block.lines.last().is_some_and(|last| {
                let gap = last.y - line.y;
                let overlaps = line.x < last.end && last.x < line.end;
                let is_as_large = (last.size - line.size).abs() < last.size * 0.15;
                gap > last.size * 0.5 && gap < last.size * LINES && overlaps && is_as_large
            })
        };
        match blocks.iter_mut().rev().take(BESIDE).find(|block| is_below(block)) {
            Some(block) => block.lines.push(line),
            None => blocks.push(Block { lines: vec![line] }),
        }
    }
    blocks
}

fn lines(pieces: &[Piece]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        let size = piece.size.max(1.0);
        if let Some(line) = lines.last_mut()
            && (line.y - piece.y).abs() < size * 0.4
            && piece.x - line.end < size * COLUMN
            && piece.x - line.end > -size
        {
            let is_apart = piece.x - line.end > size * WORD;
            if is_apart && !line.text.ends_with(' ') && !piece.text.starts_with(' ') {
                line.text.push(' ');
            }
            line.text.push_str(&piece.text);
            line.end = line.end.max(piece.end);
            continue;
        }
        lines.push(Line { x: piece.x, y: piece.y, end: piece.end, size, text: piece.text.clone() });
    }
    for line in &mut lines {
        line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

/// The paragraphs of all pages without what stands at the top or the foot of several.
pub(super) fn paragraphs(pages: Vec<Vec<Block>>) -> Vec<String> {
    let heads = running_heads(&pages);
    let mut paragraphs: Vec<String> = Vec::new();
    for page in pages {
        let edges = edges(&page);
        for (at, block) in page.iter().enumerate() {
            if edges.contains(&at) {
                let head = without_numbers(&block.text());
                if head.is_empty() || heads.contains(&head) {
                    continue;
                }
            }
            for paragraph in block.paragraphs() {
                // A paragraph goes on in the next column, or on the next page.
                match paragraphs.last_mut() {
                    Some(last)
                        if !ends_sentence(last) && paragraph.starts_with(char::is_lowercase) =>
                    {
                        append(last, &paragraph);
                    }
                    _ => paragraphs.push(paragraph),
                }
            }
        }
    }
    paragraphs
}

/// The places of the blocks of one line that stand highest and lowest on a page.
fn edges(page: &[Block]) -> BTreeSet<usize> {
    if page.len() < 2 {
        return BTreeSet::new();
    }
    let height =
        |at: &usize| page.get(*at).and_then(|block| block.lines.first()).map_or(0.0, |line| line.y);
    let mut places: Vec<usize> = (0..page.len()).collect();
    places.sort_by(|a, b| height(b).total_cmp(&height(a)));
    let edge = places.iter().take(2).chain(places.iter().rev().take(2));
    edge.filter(|at| page.get(**at).is_some_and(|block| block.lines.len() == 1)).copied().collect()
}

/// What stands at the edge of more than one page, numbers aside.
fn running_heads(pages: &[Vec<Block>]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let heads: BTreeSet<String> = edges(page)
            .iter()
            .filter_map(|at| page.get(*at))
            .map(|block| without_numbers(&block.text()))
            .collect();
        for head in heads {
            *counts.entry(head).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(head, _)| head).collect()
}

fn without_numbers(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}
