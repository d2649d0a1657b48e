//! What is compared: the sentences of quotes, and what stands inside quotation marks within or
//! beside them, or in a headline.

use crate::analysis::prose::{Prose, Word};
use crate::analysis::telling::{Telling, Tellings};
use crate::analysis::{Quote, QuoteKind, SpeakerId};
use crate::corpus::Passage;
use crate::text::Span;

/// Words of an utterance that are aligned: alignment costs the product of two of them.
const LONGEST: usize = 200;

/// One sentence of a quote, or what of a sentence stands inside quotation marks.
#[derive(Debug)]
pub struct Utterance<'a> {
    /// Index into the event's tellings.
    pub telling: usize,
    /// The quote that it belongs to; `None` for words in quotation marks that no cue credits to
    /// anybody.
    pub quote: Option<&'a Quote>,
    /// Its words, without marks.
    pub words: Vec<&'a Word>,
    /// Where it stands.
    pub passage: Passage,
    /// Whether all of it stands inside quotation marks.
    pub marked: bool,
    /// Whether it is a sentence of a quote that the article does not repeat after another one: an
    /// account of its own.
    pub own: bool,
}

impl Utterance<'_> {
    /// Whom the article credits with it.
    pub fn speaker(&self) -> Option<SpeakerId> {
        self.quote.and_then(|quote| quote.speaker)
    }

    /// Whether the article gives any of it as the speaker's own words.
    pub fn is_quoted(&self) -> bool {
        self.marked || self.quote.is_some_and(|quote| quote.kind != QuoteKind::Indirect)
    }
}

/// The utterances of an event, in order of article, then text.
pub fn utterances<'t>(event: &'t Tellings<'_>) -> Vec<Utterance<'t>> {
    event.all.iter().enumerate().flat_map(|(index, telling)| told(index, telling)).collect()
}

fn told<'t>(index: usize, telling: &'t Telling<'_>) -> Vec<Utterance<'t>> {
    let mut found: Vec<Utterance> = Vec::new();
    let parts = || {
        telling.quotes.iter().flat_map(|quote| quote.content.iter().map(move |part| (quote, *part)))
    };
    for (quote, part) in parts() {
        found.extend(sentences(telling.whole, part).filter_map(|words| {
            let passage = telling.passage(with_marks(hull(&words), part));
            let marked = telling.marks_around(hull(&words)).is_some();
            let own = telling
                .prose
                .sentences
                .get(telling.prose.sentence_at(words[0].span.start).unwrap_or(0));
            let own = own.is_some_and(|sentence| sentence.span.covers(words[0].span));
            // What is repeated in the outlet's words is the other outlet's report, not the
            // speaker's utterance.
            (own || quote.kind != QuoteKind::Indirect).then_some(Utterance {
                telling: index,
                quote: Some(quote),
                words,
                passage,
                marked,
                own,
            })
        }));
    }
    for quoted in &telling.quoted {
        let whole = parts().any(|(_, part)| quoted.span.covers(part));
        let quote = telling.voice(quoted.span);
        found.extend(sentences(telling.whole, quoted.span).filter(|_| !whole).filter_map(
            |words| {
                let passage = telling.passage(with_marks(hull(&words), quoted.span));
                let known = quote.is_some_and(|quote| quote.kind == QuoteKind::Direct);
                (!known).then_some(Utterance {
                    telling: index,
                    quote,
                    words,
                    passage,
                    marked: true,
                    own: false,
                })
            },
        ));
    }
    for (span, words) in &telling.headed {
        let words: Vec<&Word> = words.iter().filter(|word| !word.is_mark()).take(LONGEST).collect();
        let passage = telling.passage(*span);
        found.push(Utterance {
            telling: index,
            quote: None,
            words,
            passage,
            marked: true,
            own: false,
        });
    }
    found.sort_by_key(|utterance| {
        (
            utterance.passage.span.start,
            std::cmp::Reverse(utterance.passage.span.end),
            !utterance.own,
        )
    });
    found.dedup_by(|b, a| {
        a.passage == b.passage && a.quote.map(Quote::hull) == b.quote.map(Quote::hull)
    });
    found
}

/// The words of `part` sentence by sentence, without marks.
fn sentences(prose: &Prose, part: Span) -> impl Iterator<Item = Vec<&Word>> {
    let first = prose.sentence_at(part.start).unwrap_or(0);
    let words = prose.sentences[first.min(prose.sentences.len())..]
        .iter()
        .take_while(move |s| s.span.start < part.end)
        .flat_map(|s| &s.words);
    let inside: Vec<&Word> = words.filter(|word| part.covers(word.span)).collect();
    let sentences: Vec<Vec<&Word>> = inside
        .split(|word| word.is(".") || word.is("!") || word.is("?"))
        .map(|sentence| {
            sentence
                .iter()
                .copied()
                .filter(|word| !word.is_mark())
                .take(LONGEST)
                .collect::<Vec<_>>()
        })
        .filter(|words| !words.is_empty())
        .collect();
    sentences.into_iter()
}

fn hull(words: &[&Word]) -> Span {
    words
        .first()
        .zip(words.last())
        .map_or_else(Span::default, |(first, last)| first.span.hull(last.span))
}

/// The utterance with the quotation marks that touch it.
fn with_marks(span: Span, part: Span) -> Span {
    let start = if span.start - part.start <= '“'.len_utf8() { part.start } else { span.start };
    Span::new(start, if part.end - span.end <= 2 * '”'.len_utf8() { part.end } else { span.end })
}
