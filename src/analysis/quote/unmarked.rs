//! Speech without quotation marks: tweets with their signature, transcripts, block quotes.
//!
//! Each is told by what stands around it: `Brandt tweeted: … — Ilse Brandt (@brandt)`, paragraphs
//! that begin with `BRANDT:` again and again, and a paragraph to which the one before leads with a
//! cue and a colon.

use std::collections::BTreeMap;

use crate::analysis::language::Language;
use crate::analysis::language::english::phrase::{Phrase, is_opening, phrase_at};
use crate::analysis::language::english::reported::is_cue_verb;
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
    if led && !begins_marked && first.words.len() > 2 {
        return vec![unmarked(paragraph)];
    }
    tweets(text, paragraph, sentences)
}

fn unmarked(span: Span) -> Quoted {
    Quoted { span, closed: true, marked: false }
}

/// From "tweeted:" to the signature behind a dash: "— Ilse Brandt (@brandt)".
fn tweets(text: &str, paragraph: Span, sentences: &[Sentence]) -> Vec<Quoted> {
    let mut found: Vec<Quoted> = Vec::new();
    let part = paragraph.of(text);
    for (at, _) in part.match_indices("(@") {
        let head = part.get(..at).unwrap_or("");
        let Some(dash) = head.rfind(['—', '–']).filter(|dash| at - dash < SIGNATURE) else {
            continue;
        };
        let end = paragraph.start + dash;
        let from = found.last().map_or(paragraph.start, |last| last.span.end);
        let words = sentences
            .iter()
            .flat_map(|sentence| &sentence.words)
            .filter(|word| word.span.start >= from && word.span.end <= end);
        let words: Vec<&Word> = words.collect();
        let colon =
            (1..words.len()).rev().find(|i| words[*i].is(":") && words[i - 1].cue.is_some());
        let start = colon.and_then(|colon| words.get(colon + 1)).map(|word| word.span.start);
        let marked = start
            .is_some_and(|start| Span::new(start, end).of(text).starts_with(['“', '"', '‘', '\'']));
        let span = start
            .map(|start| Span::new(start, end).trim(text))
            .filter(|span| !span.is_empty() && !marked);
        found.extend(span.map(unmarked));
    }
    found
}

/// Bytes of a signature at most, and between its dash and its handle.
const SIGNATURE: usize = 80;

/// Who signs the quote that ends with the paragraph at byte `end`, in a line of its own: "— Ilse
/// Brandt, Harbour Town". The line is no part of the account, so that its words are read here.
pub(super) fn signature(text: &str, end: usize, language: &'static Language) -> Option<Span> {
    let rest = text.get(end..)?;
    let line = rest.trim_start().lines().next()?;
    let dash = line.starts_with(['—', '–', '-']) && line.len() < SIGNATURE;
    let start = end + (rest.len() - rest.trim_start().len());
    if !dash {
        return None;
    }
    let words = words_in(text, Span::new(start, start + line.len()), language);
    let name =
        phrase_at(&words, 1, words.len()).filter(|name| words[name.start].tag == Tag::Name)?;
    (words.len() <= 14 && !words.iter().any(|word| word.tag.is_finite())).then(|| name.span(&words))
}

/// Whether a sentence that ends in a colon leads to speech in the next paragraph: a cue verb,
/// seldom anything else, is in it.
pub(super) fn leads(sentence: &Sentence) -> bool {
    let words = &sentence.words;
    (0..words.len())
        .rev()
        .take(12)
        .any(|at| is_cue_verb(words, at) && words[at].cue.is_some_and(|cue| !cue.guarded))
}
