//! What an event's articles only repeat. Ten outlets that print one agency's text are one witness:
//! what a copy has from another article of the event is left out where accounts are compared, and
//! so are earlier versions of an article.
//!
//! A sentence that was altered in a number, a negation or a quote says something else, and is
//! compared.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::analysis::Proses;
use crate::analysis::copy::{Copies, CopyKind};
use crate::analysis::prose::{Prose, Sentence};
use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::text::token::TokenKind;

/// A passage that is counted with another one of its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echo {
    /// What is repeated: of a copy the copy, of two versions the earlier one.
    pub passage: Passage,
    /// What it is counted with: the original, the later version.
    pub of: Passage,
    /// Another outlet's text, or the outlet's own at another time.
    pub kind: CopyKind,
    /// Whether it says something else by a number, a negation or a quote.
    pub altered: bool,
}

/// The echoes among the articles of one event, paragraph by paragraph, in order of article, then
/// text.
pub(crate) fn echoes(repeated: &[Repeated], proses: &Proses) -> Vec<Echo> {
    let paragraph = |passage: Passage| {
        let prose = proses.get(passage.article)?;
        prose
            .sentences
            .get(prose.sentence_at(passage.span.start)?)
            .map(|sentence| sentence.paragraph)
    };
    let one = |a: &Repeated, b: &Repeated| {
        let key = |sentence: &Repeated| {
            (
                sentence.passage.article,
                sentence.of.article,
                sentence.kind,
                paragraph(sentence.passage),
            )
        };
        key(a) == key(b)
    };
    let hull = |a: Passage, b: Passage| Passage::new(a.article, a.span.hull(b.span));
    let joined = |a: Echo, b: Echo| Echo {
        passage: hull(a.passage, b.passage),
        of: hull(a.of, b.of),
        kind: a.kind,
        altered: a.altered || b.altered,
    };
    let echo = |sentence: &Repeated| Echo {
        passage: sentence.passage,
        of: sentence.of,
        kind: sentence.kind,
        altered: sentence.altered,
    };
    repeated
        .chunk_by(one)
        .filter_map(|sentences| sentences.iter().map(echo).reduce(joined))
        .collect()
}

/// What articles of one event have of each other, as it was found: passage, original, kind; in
/// order of article, then text.
fn shared_passages(copies: &Copies, articles: &[ArticleId]) -> Vec<(Passage, Passage, CopyKind)> {
    let places: BTreeMap<ArticleId, usize> =
        articles.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let of_event = articles
        .iter()
        .flat_map(|id| copies.of(*id))
        .filter(|same| places.contains_key(&same.original));
    let mut found: Vec<(Passage, Passage, CopyKind)> = Vec::new();
    for same in of_event {
        let pair = |here: Span, there: Span| {
            (Passage::new(same.article, here), Passage::new(same.original, there))
        };
        let passages = same.passages.iter().map(|passage| pair(passage.here, passage.there));
        match same.kind {
            // What stood in an earlier version alone has nobody to be counted with.
            CopyKind::Copy if copies.is_superseded(same.original) => {}
            CopyKind::Copy => found.extend(passages.map(|(passage, of)| (passage, of, same.kind))),
            CopyKind::Version => {
                let rewritten = same
                    .changes
                    .iter()
                    .filter_map(|change| Some(pair(change.after?, change.before?)));
                found.extend(
                    passages.chain(rewritten).map(|(of, passage)| (passage, of, same.kind)),
                );
            }
        }
    }
    found.sort_by_key(|(passage, of, _)| (places.get(&passage.article), passage.span, *of));
    found
}

/// A sentence that repeats another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The sentence.
    pub passage: Passage,
    /// The sentence that it repeats.
    pub of: Passage,
    /// Another outlet's text, or the outlet's own at another time.
    pub kind: CopyKind,
    /// Whether it says something else by a number, a negation or a quote.
    pub altered: bool,
}

/// The sentences of an event's articles that repeat one of another of them.
pub(crate) fn repeated(copies: &Copies, articles: &[ArticleId], proses: &Proses) -> Vec<Repeated> {
    let mut found = Vec::new();
    for (passage, of, kind) in shared_passages(copies, articles) {
        let inside = |passage: Passage| {
            let sentences = proses.get(passage.article).map_or(&[][..], |prose| &prose.sentences);
            let from =
                sentences.partition_point(|sentence| sentence.span.end <= passage.span.start);
            sentences[from..]
                .iter()
                .take_while(move |sentence| sentence.span.start < passage.span.end)
        };
        let originals: Vec<&Sentence> = inside(of).collect();
        for sentence in inside(passage) {
            let likest = originals
                .iter()
                .map(|original| (shared(sentence, original), original))
                .rev()
                .max_by_key(|(words, _)| *words);
            let Some((words, original)) = likest else { continue };
            if 2 * words >= length(sentence).max(length(original)) {
                found.push(Repeated {
                    passage: Passage::new(passage.article, sentence.span),
                    of: Passage::new(of.article, original.span),
                    kind,
                    altered: says_else(sentence, original),
                });
            }
        }
    }
    found
}

/// What `article` tells by itself: its prose without what it repeats. `None` where it repeats
/// nothing.
pub fn own(article: ArticleId, prose: &Prose, repeated: &[Repeated]) -> Option<Prose> {
    let repeats = |span: Span| {
        repeated
            .iter()
            .any(|sentence| sentence.passage == Passage::new(article, span) && !sentence.altered)
    };
    if !repeated.iter().any(|sentence| sentence.passage.article == article) {
        return None;
    }
    let sentences =
        prose.sentences.iter().filter(|sentence| !repeats(sentence.span)).cloned().collect();
    Some(Prose {
        paragraphs: prose.paragraphs.clone(),
        sentences,
        links: prose.links.clone(),
        language: prose.language,
    })
}

fn length(sentence: &Sentence) -> usize {
    sentence.words.iter().filter(|word| !word.is_mark()).count()
}

/// The words of a sentence as sorted numbers.
fn numbers(
    sentence: &Sentence,
    wanted: impl Fn(&crate::analysis::prose::Word) -> bool,
) -> Vec<u64> {
    let mut numbers: Vec<u64> = sentence
        .words
        .iter()
        .filter(|word| !word.is_mark() && wanted(word))
        .map(|word| word.number)
        .collect();
    numbers.sort_unstable();
    numbers
}

/// How many words two sentences share.
fn shared(a: &Sentence, b: &Sentence) -> usize {
    let (a, b) = (numbers(a, |_| true), numbers(b, |_| true));
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        count += usize::from(x == y);
        (i, j) = (i + usize::from(x <= y), j + usize::from(y <= x));
    }
    count
}

fn says_else(a: &Sentence, b: &Sentence) -> bool {
    let telling = |sentence| {
        numbers(sentence, |word| {
            word.kind == TokenKind::Number
                || word.is_negation()
                || crate::analysis::quantity::is_number(word)
        })
    };
    let quotes = |sentence: &Sentence| {
        sentence
            .words
            .iter()
            .any(|word| matches!(word.folded.as_str(), "“" | "”" | "\"" | "''" | "``"))
    };
    telling(a) != telling(b)
        || (quotes(a) || quotes(b)) && numbers(a, |_| true) != numbers(b, |_| true)
}

#[cfg(test)]
mod tests {
    use crate::analysis::Strength;
    use crate::analysis::testing::one_event;

    const WIRE: &str = "Engineers found cracks in the north pier of the bridge on Monday, and the repairs will keep 90 pilots ashore, the port \
                        authority said after a meeting in the old customs house.";

    #[test]
    fn a_dispute_with_one_text_is_one_however_many_print_it() {
        let own = "Repairs of the north pier of the bridge will keep 140 pilots ashore.";
        let count = |texts: &[&str]| {
            one_event(texts)
                .1
                .conflicts
                .iter()
                .filter(|conflict| conflict.strength != Strength::Soft)
                .count()
        };
        assert_eq!(count(&[WIRE, own]), 1);
        assert_eq!(count(&[WIRE, own, WIRE, WIRE, WIRE]), 1);
    }

    #[test]
    fn who_prints_anothers_text_tells_the_topic_all_the_same() {
        let (_, event) = one_event(&[
            WIRE,
            "Cracks in the north pier of the bridge were found by engineers.",
            WIRE,
        ]);
        let topic = event.topics.first().expect("two tell of the cracks");
        assert_eq!((topic.versions.len(), topic.missing.len()), (3, 0));
        assert_eq!(event.echoes.len(), 1);
        assert_eq!((event.echoes[0].passage.article.0, event.echoes[0].of.article.0), (2, 0));
    }

    #[test]
    fn a_number_altered_in_a_copy_is_a_conflict_with_its_original() {
        let altered = WIRE.replace("90 pilots", "140 pilots");
        let (_, event) = one_event(&[
            WIRE,
            &altered,
            "Ferry tickets will be free until summer, and two boats were hired.",
        ]);
        assert_eq!(event.echoes.len(), 1);
        assert_eq!(event.conflicts.len(), 1, "{:?}", event.conflicts);
    }
}
