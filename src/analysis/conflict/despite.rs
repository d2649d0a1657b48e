//! Despite: what a sentence tells in spite of a claim that it names: "Despite the mayor's claim that
//! the pier was sound, it sank", "the log is at odds with her account of a calm night".
//!
//! Not done: a claim that is named and not told ("despite the denials").

// The bounds below were chosen, not tuned.

use std::ops::Range;

use crate::analysis::ConflictKind;
use crate::analysis::conflict::Finding;
use crate::analysis::conflict::Stand;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::verdict::maker;
use crate::analysis::language::Feature;
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Holder, Telling, Tellings};
use crate::text::Span;

/// Words between the word that sets against and the noun for the claim.
const NEAR: usize = 7;
/// Words of the shortest side, and how many of them say something by themselves.
const FEWEST: usize = 4;
const TELLING: usize = 2;
/// Bytes of the longest side.
const LONGEST: usize = 420;

/// The pairs of an event.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    event.sentences().filter_map(|(telling, sentence)| in_sentence(telling, sentence)).collect()
}

fn in_sentence(telling: &Telling, sentence: &Sentence) -> Option<Finding> {
    let words = &sentence.words;
    if words.last().is_some_and(|word| word.is("?")) {
        return None;
    }
    (0..words.len()).find_map(|at| despite(telling, words, at))
}

/// The pair whose word that sets against stands at `at`.
fn despite(telling: &Telling, words: &[Word], at: usize) -> Option<Finding> {
    let word = &words[at];
    let to = |at: usize| {
        words.get(at).is_some_and(|word| matches!(word.tag, Tag::To | Tag::Preposition))
    };
    let phrase = word.has(Feature::Contrary) && to(at + 1);
    let verb = word.tag == Tag::Verb && !word.has(Feature::Denies);
    let plain = matches!(word.tag, Tag::Preposition | Tag::Gerund) || verb;
    if !(phrase || word.has(Feature::Despite) && plain) {
        return None;
    }
    let noun_follows = at + 1 + usize::from(phrase);
    // "in stark contrast to", "at odds with"
    let opens = (at.saturating_sub(2)..at).find(|at| words[*at].tag == Tag::Preposition);
    let from = opens.filter(|_| phrase).unwrap_or(at);
    if from > 0 && words[from - 1].tag == Tag::Determiner {
        return None;
    }
    let outside = |at: usize| !telling.is_quoted(words[at].span.start);
    let noun = (noun_follows..words.len().min(noun_follows + NEAR))
        .take_while(|at| !words[*at].is_mark())
        .find(|at| names_claim(&words[*at]))?;
    // The claim must be told: "that …", "of having …", "to …".
    let (told, next) = (words.get(noun + 1)?, words.get(noun + 2)?);
    let that = told.tag == Tag::That && !next.tag.is_finite();
    let act = told.has(Feature::Of) && next.tag == Tag::Gerund
        || told.tag == Tag::To && next.tag == Tag::Plain;
    if !(that || act) || !outside(at) || !outside(noun) {
        return None;
    }
    let last = words.len() - words.iter().rev().take_while(|word| word.is_mark()).count();
    let (claim, rest) = if from == 0 {
        let comma = (noun + 2..last)
            .find(|at| words[*at].is(",") && outside(*at) && begins(&words[at + 1]))?;
        (noun_follows..comma, comma + 1..last)
    } else {
        let end =
            (noun + 2..last).find(|at| ends_claim(&words[*at]) && outside(*at)).unwrap_or(last);
        let start = words[..from].iter().rposition(|word| word.is(";")).map_or(0, |at| at + 1);
        let stop = if verb { noun + 1 } else { from };
        let stop = stop - words[start..stop].iter().rev().take_while(|w| w.is_mark()).count();
        (noun_follows..end, start..stop)
    };
    let whole = |range: &Range<usize>| {
        let own = &words[range.clone()];
        let telling = own.iter().filter(|word| word.is_content()).count();
        let verb = own.iter().any(|word| word.tag.is_verb() || word.tag == Tag::Auxiliary);
        own.len() >= FEWEST && telling >= TELLING && (verb || range.start != rest.start)
    };
    let span = |range: &Range<usize>| words[range.start].span.hull(words[range.end - 1].span);
    if !whole(&claim)
        || !whole(&rest)
        || span(&claim).len() >= LONGEST
        || span(&rest).len() >= LONGEST
    {
        return None;
    }
    let marker = words[from..noun_follows].iter().map(|word| word.span).reduce(Span::hull)?;
    let why = format!(
        "one sentence has the claim, and what it tells “{}” it",
        marker.of(&telling.article.text).to_lowercase()
    );
    let claimant = maker(telling, &words[noun_follows..noun]);
    let holder = telling.speaker(span(&rest)).map(Holder::Speaker);
    let stand = |span: Span, holder| Stand { passage: telling.passage(span), holder };
    let evidence = Evidence {
        holder: holder.is_some(),
        points: if that { 1.0 } else { 0.5 },
        ..Evidence::of(Pattern::Despite)
    };
    Some(Finding::new(
        ConflictKind::Denial,
        evidence,
        why,
        stand(span(&claim), claimant),
        stand(span(&rest), holder),
    ))
}

fn names_claim(word: &Word) -> bool {
    (word.has(Feature::Contention) || word.has(Feature::Claim) || word.has(Feature::Promise))
        && word.tag == Tag::Noun
}

fn ends_claim(word: &Word) -> bool {
    [",", ";", "—", "–", "(", ":"].iter().any(|mark| word.is(mark))
        || word.is_mark() && word.folded.starts_with('-')
}

/// Whether a main clause can begin here.
fn begins(word: &Word) -> bool {
    word.capital || matches!(word.tag, Tag::Pronoun | Tag::Determiner | Tag::Noun) || word.is_mark()
}
