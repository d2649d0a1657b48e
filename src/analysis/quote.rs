//! Quotes: content, cue and source of what somebody is reported to have said.
//!
//! Method: rules in the order that published rule systems give them (GenderGapTracker's cue and
//! subject patterns, Krestel's reporting verbs, O'Keefe's sieves for direct speech), without a
//! parser. Marks are paired first; a quoted span that begins like a sentence is direct speech and
//! looks for its cue after it, then before it, then takes over the speaker before it. Outside of
//! direct speech, and inside each direct quote, cue verbs, cue nouns and `according to` open
//! reported clauses; one with quoted words inside is mixed.

pub mod beside;
mod direct;
pub mod marks;
mod unmarked;

use crate::analysis::language::english::reported::{Stretch, reports};
use crate::analysis::language::{Feature, Language, Stance};
use crate::analysis::prose::{Prose, Sentence, Word};
use crate::analysis::quote::direct::{
    INTERRUPTION, Link, Surroundings, goes_on, governed, is_speech, is_title, lead, opened,
    says_something,
};
use crate::analysis::quote::marks::{Quoted, quoted};
use crate::analysis::tag::Tag;
use crate::analysis::{Quote, QuoteKind};
use crate::text::Span;

/// The quotes of one article in order of their first byte; sources are not resolved to speakers
/// yet.
pub fn extract(text: &str, prose: &Prose) -> Vec<Quote> {
    let mut found = Vec::new();
    let mut rest = prose.sentences.as_slice();
    let mut before = Before {
        transcript: unmarked::is_transcript(text, prose),
        language: prose.language,
        ..Before::default()
    };
    for (index, paragraph) in prose.paragraphs.iter().enumerate() {
        let count = rest.iter().take_while(|sentence| sentence.paragraph == index).count();
        let (here, later) = rest.split_at(count);
        rest = later;
        before = paragraph_quotes(text, *paragraph, here, &prose.links, &before, &mut found);
    }
    found.iter_mut().for_each(|quote| join_overlapping(&mut quote.content));
    found.sort_by_key(|quote| (quote.hull().start, std::cmp::Reverse(quote.hull().end)));
    found.dedup_by(|b, a| a.hull() == b.hull());
    found
}

/// Puts parts in order, and makes one of those that share bytes, as where a fragment in one is
/// never closed.
fn join_overlapping(parts: &mut Vec<Span>) {
    parts.sort_by_key(|part| part.start);
    parts.dedup_by(|next, part| {
        let shares = next.start < part.end;
        part.end = if shares { part.end.max(next.end) } else { part.end };
        shares
    });
}

/// What the paragraph before leaves to the next one.
#[derive(Clone, Copy, Debug, Default)]
struct Before<'a> {
    /// The quote whose mark it did not close, by its index.
    open: Option<usize>,
    /// Its last sentence, when a colon leads from it to what follows.
    lead: Option<&'a Sentence>,
    /// Whether the article is a transcript.
    transcript: bool,
    /// The article's language.
    language: &'static Language,
}

fn paragraph_quotes<'a>(
    text: &str,
    paragraph: Span,
    sentences: &'a [Sentence],
    links: &[Span],
    left: &Before,
    found: &mut Vec<Quote>,
) -> Before<'a> {
    let mut marks = quoted(text, paragraph);
    if !links.is_empty() {
        marks.retain(|quoted| !links.iter().any(|link| link.covers(quoted.span)));
    }
    let led = left.lead.is_some_and(unmarked::leads);
    let unmarked = unmarked::speech(text, paragraph, sentences, left.transcript, led);
    marks.retain(|quoted| !unmarked.iter().any(|speech| speech.span.overlaps(quoted.span)));
    marks.extend(unmarked);
    marks.sort_by_key(|quoted| quoted.span.start);
    let (full, fragments): (Vec<Quoted>, Vec<Quoted>) = marks
        .into_iter()
        .partition(|quoted| is_speech(text, paragraph, sentences, left.language, *quoted));
    let first = found.len();
    let mut cues = Vec::new(); // cue and source of each direct quote that has one
    let open = direct_quotes(text, paragraph, sentences, &full, left, &mut cues, found);
    if let Some(quote) =
        found.get_mut(first..).and_then(<[Quote]>::last_mut).filter(|quote| quote.source.is_none())
    {
        quote.source = unmarked::signature(text, quote.hull().end, left.language);
    }
    for sentence in sentences {
        for stretch in outside(&sentence.words, &full) {
            reported_quotes(text, stretch, &fragments, &cues, found);
        }
    }
    for speech in &full {
        for stretch in inner_sentences(sentences, *speech, text) {
            let from = found.len();
            reported_quotes(text, stretch, &[], &cues, found);
            let mut kept = found.split_off(from);
            kept.retain(|quote| is_at_second_hand(stretch, quote));
            found.append(&mut kept);
        }
    }
    take_in_what_follows(text, found, first);
    let covered: Vec<Span> = found[first..].iter().map(Quote::hull).collect();
    let alone = |fragment: &&Quoted| !covered.iter().any(|hull| hull.overlaps(fragment.span));
    for fragment in fragments.iter().filter(alone) {
        let governed = overlapping(sentences, fragment.span).first().and_then(|sentence| {
            opened(&sentence.words, fragment.span)
                .or_else(|| governed(&sentence.words, fragment.span))
        });
        found.extend(match governed {
            Some((content, link)) if !is_title(text, fragment.span) => {
                let kind =
                    if content == fragment.span { QuoteKind::Direct } else { QuoteKind::Mixed };
                Some(Quote {
                    content: vec![content],
                    cue: link.cue,
                    source: link.source,
                    ..blank(kind)
                })
            }
            _ if says_something(text, fragment.span) => {
                Some(Quote { content: vec![fragment.span], ..blank(QuoteKind::Mixed) })
            }
            _ => None,
        });
    }
    Before {
        open,
        transcript: left.transcript,
        language: left.language,
        lead: sentences
            .last()
            .filter(|sentence| sentence.words.last().is_some_and(|word| word.is(":"))),
    }
}

/// Joins speech without a cue of its own to the reported clause before it in the paragraph: It was
/// “good,” she said. “Go on.”
fn take_in_what_follows(text: &str, found: &mut Vec<Quote>, first: usize) {
    let mut at = first;
    while at < found.len() {
        let speech = found[at].hull();
        let floating = found[at].kind == QuoteKind::Direct && found[at].cue.is_none();
        let before = (first..found.len()).filter(|_| floating).find(|i| {
            let report = &found[*i];
            let end = report.hull().end;
            let said = report.cue.is_some_and(|cue| cue.start >= end && cue.end <= speech.start);
            let quoted = Span::new(0, end).of(text).ends_with(['”', '"', '\'']);
            let gap = Span::new(end, speech.start.max(end)).of(text);
            said && quoted
                && end <= speech.start
                && gap.len() < INTERRUPTION
                && gap.trim_end().ends_with('.')
        });
        match before {
            Some(before) => {
                let further = found.remove(at);
                found[before - usize::from(before > at)].content.extend(further.content);
            }
            None => at += 1,
        }
    }
}

/// Adds the direct quotes of a paragraph, and returns the index of the one that it leaves open.
fn direct_quotes(
    text: &str,
    paragraph: Span,
    sentences: &[Sentence],
    full: &[Quoted],
    left: &Before,
    links: &mut Vec<Link>,
    found: &mut Vec<Quote>,
) -> Option<usize> {
    let mut before: Option<Span> = None; // the source of the paragraph's quote before
    let mut last: Option<usize> = None; // that quote
    for (at, speech) in full.iter().enumerate() {
        let next = full.get(at + 1).copied();
        let previous = at.checked_sub(1).map(|i| full[i]);
        let near = Surroundings::new(sentences, previous, *speech, next);
        let link = near.after(text).or_else(|| near.before()).or_else(|| near.beside(text));
        let link = link.unwrap_or_default();
        links.extend(link.cue.map(|_| link));
        let opens_paragraph = speech.span.start == paragraph.start;
        if opens_paragraph
            && speech.marked
            && let Some(quote) = left.open.and_then(|open| found.get_mut(open))
        {
            // A quote over several paragraphs opens its mark in each; its cue may stand in any.
            quote.content.push(speech.span);
            (quote.cue, quote.source) = (quote.cue.or(link.cue), quote.source.or(link.source));
            (before, last) = (quote.source, left.open);
            continue;
        }
        let further =
            previous.is_some_and(|previous| goes_on(text, previous, *speech, link.cue.is_some()));
        if further
            && let Some(quote) = last.and_then(|last| found.get_mut(last))
            && (link.cue.is_none() || link.cue == quote.cue || quote.cue.is_none())
        {
            quote.content.push(speech.span);
            (quote.cue, quote.source) = (quote.cue.or(link.cue), quote.source.or(link.source));
            continue;
        }
        let led = left.lead.filter(|_| opens_paragraph && link.cue.is_none()).and_then(lead);
        let link = led.unwrap_or(link);
        let whole = opens_paragraph && speech.span.end == paragraph.end;
        if link.cue.is_none() && !whole && is_title(text, speech.span) {
            continue;
        }
        let source = link.source.or(if link.cue.is_none() { before } else { None });
        before = source.or(before);
        last = Some(found.len());
        found.push(Quote {
            content: vec![speech.span],
            cue: link.cue,
            source,
            ..blank(QuoteKind::Direct)
        });
    }
    full.last().filter(|speech| !speech.closed && speech.span.end == paragraph.end).and(last)
}

fn blank(kind: QuoteKind) -> Quote {
    Quote {
        kind,
        content: Vec::new(),
        cue: None,
        source: None,
        speaker: None,
        anonymous: false,
        via: None,
    }
}

/// The sentences (in order, apart from each other) that share a byte with `span`.
fn overlapping(sentences: &[Sentence], span: Span) -> &[Sentence] {
    let from = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let to = sentences.partition_point(|sentence| sentence.span.start < span.end);
    sentences.get(from..to).unwrap_or_default()
}

/// The stretches of a sentence outside of direct speech.
fn outside<'a>(words: &'a [Word], full: &'a [Quoted]) -> impl Iterator<Item = &'a [Word]> {
    let mut at = 0; // the quoted span that a word may be in; both are in order
    let key = words.iter().map(move |word| {
        while full.get(at).is_some_and(|quoted| quoted.span.end <= word.span.start) {
            at += 1;
        }
        full.get(at).is_some_and(|quoted| quoted.span.covers(word.span))
    });
    let inside: Vec<bool> = key.collect();
    let mut from = 0;
    let mut stretches = Vec::new();
    for at in 0..=words.len() {
        if at == words.len() || inside[at] {
            stretches.push(&words[from..at]);
            from = at + 1;
        }
    }
    stretches.into_iter().filter(|stretch| !stretch.is_empty())
}

/// The sentences inside direct speech, which the sentence splitter leaves whole.
fn inner_sentences<'a>(sentences: &'a [Sentence], speech: Quoted, text: &str) -> Vec<&'a [Word]> {
    let inside = speech.inside(text);
    let mut stretches = Vec::new();
    for sentence in overlapping(sentences, inside) {
        let from = sentence.words.partition_point(|word| word.span.start < inside.start);
        let to = sentence.words.partition_point(|word| word.span.end <= inside.end);
        let words = sentence.words.get(from..to).unwrap_or_default();
        stretches.extend(
            words
                .split(|word| matches!(word.folded.as_str(), "." | "!" | "?"))
                .filter(|stretch| !stretch.is_empty()),
        );
    }
    stretches
}

/// Whether a report inside of direct speech gives the words of somebody else who is named: a
/// denial, or a clause with "that". What "I said" and "you say" report is no other's word, and of
/// the rest few readers would say that it is a quote.
fn is_at_second_hand(words: &[Word], quote: &Quote) -> bool {
    let within = |span: Span| words.iter().filter(move |word| span.covers(word.span));
    let named = quote.source.is_some_and(|source| within(source).any(|word| word.tag == Tag::Name));
    let denies = quote.cue.is_some_and(|cue| {
        within(cue).any(|word| word.cue.is_some_and(|cue| cue.stance == Stance::Denies))
    });
    let that = quote
        .content
        .first()
        .is_some_and(|content| within(*content).next().is_some_and(|word| word.tag == Tag::That));
    named && (denies || that)
}

/// Adds the reported clauses of one stretch of words.
fn reported_quotes(
    text: &str,
    words: &[Word],
    fragments: &[Quoted],
    links: &[Link],
    found: &mut Vec<Quote>,
) {
    if !words
        .iter()
        .any(|word| word.cue.is_some() || word.cue_noun.is_some() || word.has(Feature::Attribution))
    {
        return;
    }
    let known = links.iter().filter_map(|link| {
        let cue = link.cue?;
        let at = words.iter().position(|word| word.span.start == cue.start)?;
        Some((at, link.source))
    });
    let mut stretch = Stretch { words, known: known.collect() };
    for report in reports(&mut stretch) {
        let mut content: Vec<Span> = report.content.iter().map(|part| part.span(words)).collect();
        for (span, part) in content.iter_mut().zip(&report.content) {
            let from = fragments.partition_point(|fragment| fragment.span.end <= span.start);
            let reach = *span;
            let edges =
                fragments[from..].iter().take_while(|fragment| fragment.span.start <= reach.end);
            for edge in edges.filter(|fragment| fragment.span.overlaps(reach)) {
                *span = grow(*span, edge.span, words[part.end - 1].span.end);
            }
        }
        let inner: Vec<&Quoted> = fragments
            .iter()
            .filter(|fragment| content.iter().any(|span| span.covers(fragment.span)))
            .collect();
        let kind = match (inner.as_slice(), content.as_slice()) {
            ([], _) => QuoteKind::Indirect,
            ([only], [whole]) if only.span == *whole => QuoteKind::Direct,
            _ => QuoteKind::Mixed,
        };
        let outlet = |span: Span| words[0].language.without_possessive(span.of(text)).to_owned();
        let via = report.via.map(outlet);
        found.push(Quote {
            kind,
            content,
            cue: Some(report.cue),
            source: report.source,
            speaker: None,
            anonymous: false,
            via,
        });
    }
}

/// A part of content that touches a quoted fragment takes its marks in.
fn grow(part: Span, fragment: Span, last_word_end: usize) -> Span {
    let mut grown = part;
    if fragment.start < part.start && part.start - fragment.start <= '“'.len_utf8() {
        grown.start = fragment.start;
    }
    if fragment.end > part.end && last_word_end <= fragment.end {
        grown.end = fragment.end;
    }
    grown
}

/// Whether a phrase names nobody: officials, a person familiar with the talks, state media. "The
/// minister" is somebody.
pub fn is_anonymous(words: &[Word]) -> bool {
    let ends = |word: &Word| {
        matches!(word.tag, Tag::Preposition | Tag::To | Tag::Relative) && !word.has(Feature::Of)
            || word.has(Feature::Who)
            || word.is(",")
    };
    let end = words.iter().position(ends).unwrap_or(words.len());
    let (Some(first), Some(last)) = (words.first(), words[..end].last()) else { return false };
    let definite = first.has(Feature::The) || first.has(Feature::Possessive);
    let indefinite = first.tag == Tag::Determiner && !definite;
    let several = last.folded.ends_with('s') || last.has(Feature::Collective);
    let unnamed = |word: &Word| word.is_unnamed() && (!word.capital || word.span == first.span);
    unnamed(last) && (!definite || several) || indefinite && words[..end].iter().any(unnamed)
}

#[cfg(test)]
mod tests;
