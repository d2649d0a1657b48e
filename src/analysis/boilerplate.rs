//! Parts of an article that are no account of the event: headline, deck, dateline, date, byline,
//! headings, photo credits, promotion. They stay in the text, are dimmed on the screen and left
//! out of analysis.
//!
//! Method: a page has a head, a body and a tail. The head is the short paragraphs before the first
//! one that reads like prose; there the first line without a full stop is the headline, and a
//! sentence between headline and date or byline is the deck. Dates, datelines, bylines and credits
//! are told by pattern, promotion by how its lines begin (`boilerplate.txt` of the language).
//! What looks like prose is never taken for boilerplate without a pattern.

use serde::{Deserialize, Serialize};

use crate::analysis::language::english::furniture::{self, BYLINE, CREDIT, DATE, DATELINE};
use crate::analysis::language::{Language, Lexicon};
use crate::text::paragraph::paragraphs;
use crate::text::token::fold;
use crate::text::{Span, safe};

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartKind {
    /// The title at the head of the text.
    Headline,
    /// The line below the title that sums up.
    Deck,
    /// Where, and by which agency: `PORT ELSIN, March 4 —`
    Dateline,
    /// When it was published or updated.
    Date,
    /// Who wrote it.
    Byline,
    /// A heading inside the text.
    Heading,
    /// Credits, promotion, biography, links: no part of the account at all.
    Boilerplate,
}

/// One part and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Bytes of the article's text.
    pub span: Span,
}

/// Words in the longest line that can be a heading, a kicker or a caption rather than prose.
/// Of the 1,586 AllSides articles nearly all subheads have fewer.
const HEADING_WORDS: usize = 14;
/// Words from which a paragraph of one sentence reads as prose and ends the head of the page.
const PROSE_WORDS: usize = 20;
/// Words in the longest headline.
const HEADLINE_WORDS: usize = 28;
/// Paragraphs that the head of a page has at most.
const HEAD_PARAGRAPHS: usize = 9;

/// Words of the longest byline.
const BYLINE_WORDS: usize = 14;

/// The parts of `text`, in order, not overlapping. `title` is the article's, where its source gave
/// one; without it a headline is looked for at the head of the text. `language` is its language, of
/// which promotion is told.
pub fn find(text: &str, title: Option<&str>, language: &Language) -> Vec<Part> {
    let blocks: Vec<Block> =
        paragraphs(text).into_iter().map(|span| Block::new(text, span, language)).collect();
    let head = head_length(&blocks, title);
    let mut parts = head_parts(text, &blocks[..head], title);
    let tail = tail_start(&blocks, head);
    for (index, block) in blocks.iter().enumerate().skip(head) {
        match block.body_part(text, index >= tail) {
            Some(kind) => parts.push(Part { kind, span: block.span }),
            None if index <= head + 1 => parts.extend(openings(text, block.span)),
            None => {}
        }
    }
    parts
}

/// Bytes of the longest paragraph that can be furniture: no pattern is tried on a line of 50 MB.
const SHORT: usize = 600;

/// What a line of prose ends with, in the scripts that have other full stops too.
const STOPS: [char; 14] = ['.', '!', '?', ':', ';', ',', '…', '—', '。', '！', '？', '؟', '۔', '।'];

/// What may close a line behind its stop; German ends a quotation with “ or «.
const CLOSING: [char; 9] = ['”', '"', '’', '\'', ')', '»', '」', '“', '«'];

/// A paragraph and what tells prose from furniture.
struct Block<'a> {
    span: Span,
    shown: &'a str,
    stopped: bool,
    pattern: Option<PartKind>,
}

impl<'a> Block<'a> {
    fn new(text: &'a str, span: Span, language: &Language) -> Block<'a> {
        let shown = span.of(text);
        let stopped = shown.trim_end_matches(CLOSING).ends_with(STOPS);
        let pattern = if shown.len() <= SHORT { pattern_kind(shown, language) } else { None };
        Block { span, shown, stopped, pattern }
    }

    /// How many words it has, as far as that is worth counting.
    fn words(&self) -> usize {
        if self.shown.len() <= SHORT { self.shown.split_whitespace().count() } else { usize::MAX }
    }

    /// Whether the paragraph can only be the account itself.
    fn is_prose(&self) -> bool {
        self.pattern.is_none()
            && self.stopped
            && (self.words() >= PROSE_WORDS || sentence_ends(self.shown) > 1)
    }

    /// What a paragraph below the head is, when it is no account.
    fn body_part(&self, text: &str, in_tail: bool) -> Option<PartKind> {
        let heading =
            !self.stopped && self.words() <= HEADING_WORDS && !holds_speech(self.span.of(text));
        match self.pattern {
            Some(kind) => Some(kind),
            None if in_tail && (heading || furniture::is_biography(self.shown)) => {
                Some(PartKind::Boilerplate)
            }
            None if heading => Some(PartKind::Heading),
            None => None,
        }
    }
}

fn holds_speech(shown: &str) -> bool {
    shown.starts_with(['“', '"', '«', '„', '»'])
        || shown.ends_with(['”', '"', '»', '“', '«'])
        || shown.contains(" (@") && !shown.starts_with(['—', '–', '-'])
}

fn sentence_ends(shown: &str) -> usize {
    shown
        .match_indices(['.', '!', '?'])
        .filter(|(at, _)| {
            shown
                .get(at + 1..)
                .is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '”', '"']))
        })
        .count()
}

/// What a whole paragraph is by its pattern.
fn pattern_kind(shown: &str, language: &Language) -> Option<PartKind> {
    // Plain searches first: the patterns are tried where they can match only.
    let digits = shown.bytes().take(60).any(|b| b.is_ascii_digit());
    if digits && DATE.find(shown).is_some_and(|found| found.end() == shown.len()) {
        return Some(PartKind::Date);
    }
    let promotes = promotes(shown, &language.lexicon);
    if furniture::opens_byline(shown)
        && !promotes
        && shown.split_whitespace().count() <= BYLINE_WORDS
        && BYLINE.is_match(shown)
    {
        return Some(PartKind::Byline);
    }
    (promotes || is_credit(shown)).then_some(PartKind::Boilerplate)
}

/// Whether a line of `text` begins as bylines do: without one there is no byline, which costs less
/// to say than to find all parts.
pub fn may_have_byline(text: &str) -> bool {
    text.lines().any(|line| furniture::opens_byline(line.trim_start()))
}

/// Bytes at the end of a line in which a credit stands: longer ones are paragraphs. Chosen; the
/// quotes of 1,586 articles are the same with it.
const CREDITED: usize = 300;

/// Whether a line of one sentence at most ends in a credit.
fn is_credit(shown: &str) -> bool {
    let from = shown.len().saturating_sub(CREDITED);
    let from = (from..shown.len()).find(|at| shown.is_char_boundary(*at)).unwrap_or(0);
    if !furniture::may_end_in_credit(shown.get(from..).unwrap_or("")) {
        return false;
    }
    let own_line = |credit: &str| credit.starts_with(['P', 'I']) && credit.contains(':');
    // "A Post/Radio Nord poll found that …" goes on in small words; a credit has one or two.
    let names = |credit: &str| {
        let small = |word: &&str| word.starts_with(char::is_lowercase);
        credit.split_whitespace().filter(small).count() <= 2
    };
    CREDIT
        .find_at(shown, from)
        .filter(|credit| own_line(credit.as_str()) || names(credit.as_str()))
        .is_some_and(|credit| {
            own_line(credit.as_str())
                || !shown.get(..credit.start()).unwrap_or("").contains(['.', '!', '?'])
        })
}

fn promotes(shown: &str, lexicon: &Lexicon) -> bool {
    let beginning = || shown.chars().take(60).filter_map(safe::picture);
    let first: String =
        beginning().skip_while(|c| c.is_whitespace()).take_while(|c| !c.is_whitespace()).collect();
    let lines = [&fold(&first), &first.to_lowercase()].map(|word| lexicon.boilerplate(word));
    if lines.iter().all(|lines| lines.is_empty()) {
        return false;
    }
    let beginning: String = beginning().collect();
    let folded = beginning
        .split_whitespace()
        .map(|word| fold(word.trim_end_matches(',')))
        .collect::<Vec<_>>()
        .join(" ");
    let lower = beginning.to_lowercase();
    lines
        .into_iter()
        .flatten()
        .any(|line| starts_with_words(&folded, line) || starts_with_words(&lower, line))
}

/// Whether `text` begins with `line` and does not go on with letters of the same word.
fn starts_with_words(text: &str, line: &str) -> bool {
    text.strip_prefix(line).is_some_and(|rest| {
        line.ends_with([':', '@', '©']) || !rest.starts_with(char::is_alphanumeric)
    }) && (line.contains([' ', ':', '@']) || text.len() <= line.len() + 24)
}

/// How many paragraphs stand before the account.
fn head_length(blocks: &[Block], title: Option<&str>) -> usize {
    let limit = blocks.len().min(HEAD_PARAGRAPHS);
    let prose = blocks.iter().take(limit).position(Block::is_prose).unwrap_or(0);
    // Short paragraphs of whole sentences before it are the account already, unless furniture
    // follows them.
    let furniture = |block: &Block| {
        block.pattern.is_some()
            || !block.stopped
            || opens_with_date(block.shown)
            || title.is_some_and(|title| same_line(title, block.shown))
    };
    blocks.iter().take(prose).rposition(furniture).map_or(0, |last| last + 1)
}

fn opens_with_date(shown: &str) -> bool {
    DATE.find(shown).is_some_and(|found| found.start() == 0 && !found.is_empty())
}

fn head_parts(text: &str, blocks: &[Block], title: Option<&str>) -> Vec<Part> {
    let is_title = |block: &Block| title.is_some_and(|title| same_line(title, block.shown));
    let headline = blocks.iter().position(is_title).or_else(|| {
        let candidate = |block: &Block| {
            block.pattern.is_none()
                && !opens_with_date(block.shown)
                && block.words() <= HEADLINE_WORDS
        };
        let untitled = title.is_none_or(str::is_empty);
        let long = |least: usize| {
            blocks.iter().position(|block| {
                candidate(block) && !ends_in_stop(block.shown) && block.words() >= least
            })
        };
        if untitled { long(4).or_else(|| long(2)) } else { None }
    });
    let mut parts = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if Some(index) == headline {
            parts.push(Part { kind: PartKind::Headline, span: block.span });
        } else if let Some(kind) = block.pattern {
            parts.push(Part { kind, span: block.span });
        } else {
            let date = openings(text, block.span);
            let rest = Span::new(
                date.last().map_or(block.span.start, |part| part.span.end),
                block.span.end,
            )
            .trim(text);
            parts.extend(date);
            let below_headline =
                headline.is_some_and(|headline| headline + 1 == index) && block.words() > 4;
            let sums_up =
                below_headline || ends_in_stop(block.shown) || block.words() > HEADING_WORDS;
            let kind = if sums_up { PartKind::Deck } else { PartKind::Boilerplate };
            if !rest.is_empty() {
                parts.push(Part { kind, span: rest });
            }
        }
    }
    parts
}

fn ends_in_stop(shown: &str) -> bool {
    shown.trim_end_matches(['”', '"', '’', '\'', ')', '»']).ends_with(['.', ':', ';', ','])
}

/// Whether two lines are the same headline, whatever the case and marks.
fn same_line(a: &str, b: &str) -> bool {
    fn letters(line: &str) -> impl Iterator<Item = char> {
        line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(a).next().is_some() && letters(a).eq(letters(b))
}

/// Dateline and date glued to the beginning of a paragraph of the account.
fn openings(text: &str, paragraph: Span) -> Vec<Part> {
    let mut parts = Vec::new();
    let shown = paragraph.of(text);
    let beginning =
        shown.get(..shown.char_indices().nth(120).map_or(shown.len(), |(at, _)| at)).unwrap_or("");
    if let Some(found) = DATE.find(beginning).filter(|found| !found.is_empty()) {
        parts.push(Part {
            kind: PartKind::Date,
            span: Span::new(0, found.end()).shift(paragraph.start),
        });
    } else if let Some(found) = DATELINE.find(beginning) {
        parts.push(Part {
            kind: PartKind::Dateline,
            span: Span::new(0, found.end()).shift(paragraph.start).trim(text),
        });
    }
    parts
}

/// The index of the first paragraph of the page's tail: from the first credit, promotion or
/// biography in the second half on, as long as little prose follows it.
fn tail_start(blocks: &[Block], head: usize) -> usize {
    let from = head + (blocks.len() - head) / 2;
    let furniture = |block: &Block| {
        block.pattern == Some(PartKind::Boilerplate)
            || (block.shown.len() <= SHORT
                && furniture::is_biography(block.shown)
                && block.words() < 60)
    };
    let first = blocks.iter().enumerate().skip(from.max(head)).find(|(_, block)| furniture(block));
    first.map_or(blocks.len(), |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::{PartKind, find};
    use crate::analysis::language::ENGLISH;

    #[track_caller]
    fn check(text: &str, title: Option<&str>, expected: &[(PartKind, &str)]) {
        let found: Vec<_> = find(text, title, &ENGLISH)
            .into_iter()
            .map(|part| (part.kind, part.span.of(text)))
            .collect();
        assert_eq!(found, expected);
    }

    const BODY: &str = "The council closed the harbour bridge on Tuesday after engineers found cracks in two of the piers that carry its middle span.";

    #[test]
    fn a_head_with_headline_deck_byline_and_date() {
        let text = format!(
            "Harbour Bridge Shut After Cracks Are Found\n\nThe mayor says nobody told her.\n\nBy Ida Moss\n\nMarch 4, 2025 Updated: March 5, 2025\n\nPORT ELSIN, March 4 — {BODY}"
        );
        check(
            &text,
            None,
            &[
                (PartKind::Headline, "Harbour Bridge Shut After Cracks Are Found"),
                (PartKind::Deck, "The mayor says nobody told her."),
                (PartKind::Byline, "By Ida Moss"),
                (PartKind::Date, "March 4, 2025 Updated: March 5, 2025"),
                (PartKind::Dateline, "PORT ELSIN, March 4 —"),
            ],
        );
    }

    #[test]
    fn a_date_glued_to_the_deck_and_one_before_the_lead() {
        let text = format!(
            " date 2025-03-04 The two offices tell it differently.\n\nUpdated at 6:40 a.m. CET {BODY}"
        );
        check(
            &text,
            None,
            &[
                (PartKind::Date, "date 2025-03-04"),
                (PartKind::Deck, "The two offices tell it differently."),
                (PartKind::Date, "Updated at 6:40 a.m. CET"),
            ],
        );
    }

    #[test]
    fn a_kicker_a_caption_and_a_tail() {
        let text = format!(
            "The Quay\n\nFive Things About the ‘Very Short’ Bridge Talk\n\nClarity is not one of them.\n\nbrandt bridge\n\n{BODY}\n\n{BODY}\n\nWhat happens now\n\n{BODY}\n\nPhoto credit: ADA LUND/Nordpress\n\nIda Moss is the harbour editor of the Quay and the author of Low Water, published July 2020.\n\nTrending Now Sponsored Links\n\nMore from the Quay\n\nBy Boxlink"
        );
        check(
            &text,
            None,
            &[
                (PartKind::Boilerplate, "The Quay"),
                (PartKind::Headline, "Five Things About the ‘Very Short’ Bridge Talk"),
                (PartKind::Deck, "Clarity is not one of them."),
                (PartKind::Boilerplate, "brandt bridge"),
                (PartKind::Heading, "What happens now"),
                (PartKind::Boilerplate, "Photo credit: ADA LUND/Nordpress"),
                (
                    PartKind::Boilerplate,
                    "Ida Moss is the harbour editor of the Quay and the author of Low Water, published July 2020.",
                ),
                (PartKind::Boilerplate, "Trending Now Sponsored Links"),
                (PartKind::Boilerplate, "More from the Quay"),
                (PartKind::Byline, "By Boxlink"),
            ],
        );
    }

    #[test]
    fn prose_is_left_alone() {
        check(
            &format!("{BODY}\n\nShe left early.\n\n“No comment,” she said."),
            Some("Bridge shut"),
            &[],
        );
        check("She left early.\n\nNobody knew why.", None, &[]);
        check("", None, &[]);
    }

    #[test]
    fn a_headline_that_the_source_gave_is_found_again() {
        check(
            &format!("BRIDGE SHUT!\n\n{BODY}"),
            Some("Bridge shut"),
            &[(PartKind::Headline, "BRIDGE SHUT!")],
        );
    }
}
