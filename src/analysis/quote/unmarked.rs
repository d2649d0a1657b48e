//! Speech without quotation marks: tweets with their signature, transcripts, block quotes.
//!
//! Each is told by what stands around it: `Brandt tweeted: … — Ilse Brandt (@brandt)`, paragraphs
//! that begin with `BRANDT:` again and again, and a paragraph to which the one before leads with a
//! cue and a colon.

use std::collections::BTreeMap;

use crate::analysis::language::Language;
use crate::analysis::language::english::phrase::{Phrase, is_opening, phrase_at};
use crate::analysis::language::english::reported::{according_to, is_cue_verb};
use crate::analysis::prose::{Prose, Sentence, Word, words_in};
use crate::analysis::quote::marks::Quoted;
use crate::analysis::tag::Tag;
use crate::text::Span;

/// Words of the longest label of a speaker: "Council Chairman Bo Rask:". This and the next two are
/// set by eye.
const LABEL: usize = 5;
/// Paragraphs with a label that a transcript has at least, of which one label returns.
const LABELLED: usize = 3;

/// Whether the article is a transcript: paragraphs begin with labels of speakers, and one of them
/// returns.
pub(super) fn is_transcript(text: &str, prose: &Prose) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut last = usize::MAX;
    for sentence in &prose.sentences {
        let first = sentence.paragraph != last;
        last = sentence.paragraph;
        let said = |label: &Phrase| {
            sentence.words.get(label.end + 1..).is_some_and(|rest| {
                rest.iter().any(|word| !word.capital && word.tag != Tag::Number && !word.is_mark())
            })
        };
        if let Some(label) = label(&sentence.words).filter(|_| first).filter(said) {
            *counts.entry(label.span(&sentence.words).of(text)).or_default() += 1;
        }
    }
    counts.values().sum::<usize>() >= LABELLED && counts.values().any(|count| *count > 1)
}

/// The label that a paragraph's first words are: capitals up to a colon.
fn label(words: &[Word]) -> Option<Phrase> {
    let end = words.iter().take(LABEL + 1).position(|word| word.is(":")).filter(|end| *end > 0)?;
    let named = words[..end].iter().all(|word| word.capital && !word.is_mark());
    let set_off = words.get(end + 1).is_some_and(|next| next.span.start > words[end].span.end);
    (named && set_off).then_some(Phrase { start: 0, end })
}

/// What a paragraph holds of speech without marks, in order. `led` is whether the paragraph before
/// leads to it.
pub(super) fn speech(
    text: &str,
    paragraph: Span,
    sentences: &[Sentence],
    transcript: bool,
    led: bool,
) -> Vec<Quoted> {
    let Some(first) = sentences.first() else { return Vec::new() };
    let begins_marked = first.words.first().is_none_or(is_opening);
    if transcript && let Some(label) = label(&first.words) {
        let Some(start) = first.words.get(label.end + 1) else { return Vec::new() };
        let marked = is_opening(start) || start.tag == Tag::Number;
        return if marked {
            Vec::new()
        } else {
            vec![unmarked(Span::new(start.span.start, paragraph.end))]
        };
    }
    // A paragraph with quotes of its own is told by whom it names.
    let quotes = || paragraph.of(text).contains(['“', '"', '«']);
    if led && !begins_marked && first.words.len() > 2 && !quotes() {
        return vec![unmarked(paragraph)];
    }
    tweets(text, paragraph, sentences)
}

fn unmarked(span: Span) -> Quoted {
    Quoted { span, closed: true, marked: false }
}

/// Tweets: from "tweeted:", or from where the paragraph or its tweet before ends, to the signature
/// behind a dash, "— Ilse Brandt (@brandt)"; what stands behind "Ilse Brandt (@brandt)" at the
/// beginning of a paragraph; a paragraph that such a signature follows.
fn tweets(text: &str, paragraph: Span, sentences: &[Sentence]) -> Vec<Quoted> {
    let mut found: Vec<Quoted> = Vec::new();
    let part = paragraph.of(text);
    let mut from = paragraph.start; // where the tweet before ends
    for (at, _) in part.match_indices("(@") {
        let head = part.get(..at).unwrap_or("");
        let Some(dash) = head.rfind(['—', '–']).filter(|dash| at - dash < SIGNATURE) else {
            continue;
        };
        let end = paragraph.start + dash;
        let rest = Span::new(paragraph.start + at, paragraph.end).of(text);
        let signed = end_of_signature(rest);
        let words = sentences
            .iter()
            .flat_map(|sentence| &sentence.words)
            .filter(|word| word.span.start >= from && word.span.end <= end);
        let words: Vec<&Word> = words.collect();
        let colon =
            (1..words.len()).rev().find(|i| words[*i].is(":") && words[i - 1].cue.is_some());
        let start = colon
            .and_then(|colon| words.get(colon + 1))
            .map(|word| word.span.start)
            .or(signed.map(|_| from));
        let span = start
            .filter(|start| *start < end)
            .map(|start| without_links(text, Span::new(start, end)));
        let marked = span.is_some_and(|span| span.of(text).starts_with(['“', '"', '‘', '\'']));
        found.extend(span.filter(|span| !span.is_empty() && !marked).map(unmarked));
        from = paragraph.start + at + signed.unwrap_or(0);
    }
    if found.is_empty() {
        found.extend(behind_a_handle(text, paragraph));
    }
    let after = text.get(paragraph.end..).unwrap_or("").trim_start();
    let line = after.lines().next().unwrap_or("");
    let signs = line.starts_with(['—', '–'])
        && line.find("(@").is_some_and(|at| at < SIGNATURE)
        && line.len() < 2 * SIGNATURE;
    if found.is_empty() && signs && !part.starts_with(['“', '"', '‘', '\'']) {
        found.push(unmarked(without_links(text, paragraph)));
    }
    found
}

/// Where the signature that goes on with `rest`, "(@brandt) March 4, 2025", ends; `None` where the
/// sentence goes on.
fn end_of_signature(rest: &str) -> Option<usize> {
    let close = rest.find(')')? + 1;
    let date = rest.get(close..)?.trim_start();
    let year = date.find(|c: char| c.is_ascii_digit()).and_then(|digit| {
        let comma = date.get(digit..)?.find(", ")?;
        Some(digit + comma + 6).filter(|year| *year < DATED)
    });
    match year {
        Some(year) if date.starts_with(char::is_uppercase) => Some(rest.len() - date.len() + year),
        _ if date.is_empty() => Some(rest.len()),
        _ => None,
    }
}

/// Bytes of the date behind a handle at most.
const DATED: usize = 24;

/// The text behind "Ilse Brandt (@brandt)" at the beginning of a paragraph.
fn behind_a_handle(text: &str, paragraph: Span) -> Option<Quoted> {
    let part = paragraph.of(text);
    let open = part.find(" (@").filter(|open| *open < SIGNATURE)?;
    let named = part.get(..open)?.split_whitespace();
    let close = open + part.get(open..)?.find(')')? + 1;
    let rest = part.get(close..)?;
    let opens = |c: char| c.is_uppercase() || c.is_numeric() || "“\"‘@#".contains(c);
    let span = without_links(text, Span::new(paragraph.start + close, paragraph.end));
    let begins = rest.trim_start_matches([':', ' ']).starts_with(opens);
    let capitals = named.clone().all(|word| word.starts_with(|c: char| !c.is_lowercase()));
    let said = span.of(text).split_whitespace().count() > 2;
    (capitals && named.count() <= LABEL && begins && said).then(|| unmarked(span))
}

fn is_link(word: &str) -> bool {
    word.contains("://") || word.starts_with("pic.twitter")
}

/// A span without the links that a tweet ends with, and without space.
fn without_links(text: &str, span: Span) -> Span {
    let mut span = span.trim(text);
    while let Some(last) = span.of(text).split_whitespace().next_back()
        && is_link(last)
    {
        span = Span::new(span.start, span.end - last.len()).trim(text);
    }
    span
}

/// Bytes of a signature at most, and between its dash and its handle.
const SIGNATURE: usize = 80;

/// Who signs the quote that ends with the paragraph at byte `end`, in a line of its own: "— Ilse
/// Brandt, Harbour Town". The line is no part of the account, so that its words are read here.
pub(super) fn signature(text: &str, end: usize, language: &'static Language) -> Option<Span> {
    let mut rest = text.get(end..)?.trim_start();
    while let Some(link) = rest.split_whitespace().next().filter(|word| is_link(word)) {
        rest = rest.get(link.len()..)?.trim_start();
    }
    let line = rest.lines().next()?;
    let dash = line.starts_with(['—', '–', '-'])
        && (line.len() < SIGNATURE || line.find("(@").is_some_and(|at| at < SIGNATURE));
    let start = text.len() - rest.len();
    if !dash {
        return None;
    }
    let words = words_in(text, Span::new(start, start + line.len()), language);
    let name =
        phrase_at(&words, 1, words.len()).filter(|name| words[name.start].tag == Tag::Name)?;
    (words.len() <= 14 && !words.iter().any(|word| word.tag.is_finite())).then(|| name.span(&words))
}

/// Whether a sentence that ends in a colon leads to speech in the next paragraph: a cue verb, seldom
/// anything else or right before the colon, or "according to" is in it.
pub(super) fn leads(sentence: &Sentence) -> bool {
    let words = &sentence.words;
    let last = words.iter().rposition(|word| !word.is_mark());
    (0..words.len()).rev().take(12).any(|at| {
        let sure = words[at].cue.is_some_and(|cue| !cue.guarded) || Some(at) == last;
        is_cue_verb(words, at) && sure || according_to(words, at).is_some()
    })
}
