//! Predicates: a verb with its subject, its objects and whether it is negated, read from the words
//! around it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::analysis::QuoteKind;
use crate::analysis::form::Term;
use crate::analysis::lexicon;
use crate::analysis::prose::{self, Sentence, Word};
use crate::analysis::quote::phrase::{self, Phrase, is_adverb, is_auxiliary};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Telling, term, terms};
use crate::text::Span;

/// Words after a verb that are read as its objects.
const REACH: usize = 14;

/// How a predicate is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    /// As what is or was.
    Told,
    /// As what will be.
    Future,
    /// Asked, wished, possible or conditional.
    Hedged,
}

impl Mood {
    pub(super) fn is_hedged(self) -> bool {
        self == Mood::Hedged
    }
}

/// One verb and what stands around it.
#[derive(Clone, Debug)]
pub(super) struct Predicate {
    /// The verb's stem.
    pub(super) stem: String,
    /// The verb as it stands, with its negation.
    pub(super) shown: Span,
    /// Whether the clause denies it.
    pub(super) negated: bool,
    /// How it is told.
    pub(super) mood: Mood,
    /// Terms of the subject; empty where none was found.
    pub(super) subject: BTreeSet<Term>,
    /// Whether the subject is a pronoun that stands for somebody unknown.
    pub(super) open: bool,
    /// The name on which the verb acts, by its last word.
    pub(super) patient: Option<Term>,
    /// Terms of what follows, to the clause's end.
    pub(super) object: BTreeSet<Term>,
    /// From the subject's first word to the clause's end.
    pub(super) clause: Span,
}

/// The predicates of one sentence whose verb `wanted` wants.
pub(super) fn predicates(
    telling: &Telling,
    sentence: &Sentence,
    wanted: impl Fn(&Word) -> bool,
) -> Vec<Predicate> {
    let words = &sentence.words;
    let asked = words.last().is_some_and(|word| word.is("?"));
    (0..words.len())
        .filter(|at| wanted(&words[*at]) && is_verb(words, *at))
        .map(|at| predicate(telling, words, at, asked))
        .collect()
}

/// Whether the word stands where a verb stands and has the form of one: no determiner or
/// preposition before it, no capital, and an ending or a helper before it that tells.
pub(super) fn is_verb(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    if word.is_mark() || (word.capital && at > 0) {
        return false;
    }
    let Some(before) = at.checked_sub(1).map(|i| &words[i]) else { return false };
    // "tax cuts for all": a noun after a noun.
    if word.tag == Tag::Noun
        && word.folded.ends_with('s')
        && words.get(at + 1).is_none_or(phrase::is_preposition)
    {
        return false;
    }
    let finite = phrase::is_verb_like(word) || word.folded.ends_with("ing");
    let helped = is_auxiliary(before)
        || is_adverb(before)
        || before.is("to")
        || lexicon::is_verbal_negation(&before.folded)
        || before.is(",");
    if !finite && !helped && !phrase::is_pronoun(before) {
        return false;
    }
    let noun_before = phrase::is_determiner(before)
        || (phrase::is_preposition(before) && !before.is("to"))
        || before.is("of");
    !(noun_before
        || before.span.len() > before.folded.len() + 1
            && !before.is_mark()
            && before.span.end < word.span.start
            && is_possessive(before))
}

fn is_possessive(word: &Word) -> bool {
    // The folded form drops "’s", which takes four bytes with its mark, and hyphens, which take one
    // each.
    word.span.len() >= word.folded.len() + 2
}

fn predicate(telling: &Telling, words: &[Word], at: usize, asked: bool) -> Predicate {
    let from = clause_start(words, at);
    let mut first = at;
    while first > from
        && (is_auxiliary(&words[first - 1])
            || is_adverb(&words[first - 1])
            || lexicon::is_verbal_negation(&words[first - 1].folded))
    {
        first -= 1;
    }
    // "did not, though, include"
    while first > from + 3
        && words[first - 1].is(",")
        && words[first - 3].is(",")
        && is_connective(&words[first - 2])
    {
        first -= 3;
        while first > from
            && (is_auxiliary(&words[first - 1])
                || is_adverb(&words[first - 1])
                || lexicon::is_verbal_negation(&words[first - 1].folded))
        {
            first -= 1;
        }
    }
    let helpers = &words[first..at];
    let mut negated = helpers.iter().any(|word| lexicon::is_verbal_negation(&word.folded));
    let subject = phrase::subject_before(words, from, first);
    // "no players kneeled": told by a past form only, since a plural noun looks like a present one.
    let none = |subject: Phrase| {
        let of_another = words[subject.start..subject.end].iter().any(phrase::is_preposition);
        (words[subject.start].is("no") || words[subject.start].is("neither")) && !of_another
    };
    negated |= phrase::is_past(&words[at]) && subject.is_some_and(none);
    negated &= !is_partial(words, first..at, at);
    let modal = |word: &Word| {
        matches!(
            word.folded.as_str(),
            "would" | "could" | "might" | "may" | "should" | "must" | "can"
        )
    };
    let conditional = words[from..at]
        .iter()
        .any(|word| matches!(word.folded.as_str(), "if" | "whether" | "unless"));
    let infinitive = first > 0 && words[first - 1].is("to");
    let mut end = clause_end(words, at + 1);
    while end > at + 1 && words[end - 1].is_mark() {
        end -= 1;
    }
    let start = subject.map_or(first, |phrase| phrase.start);
    let inside = |words: &[Word]| {
        words.first().zip(words.last()).map_or_else(Span::default, |(a, b)| a.span.hull(b.span))
    };
    let named = subject.map(|phrase| subject_terms(telling, &words[phrase.start..phrase.end]));
    let will = |word: &Word| {
        matches!(word.folded.as_str(), "will" | "won't" | "shall")
            || word.contraction == Some("will")
    };
    let mood = match () {
        () if asked || conditional || infinitive || helpers.iter().any(modal) => Mood::Hedged,
        () if helpers.iter().any(will) => Mood::Future,
        () => Mood::Told,
    };
    Predicate {
        stem: words[at].stem.clone(),
        shown: inside(&words[first..=at]),
        negated,
        mood,
        open: subject
            .is_some_and(|phrase| words[phrase.start..phrase.end].iter().all(phrase::is_pronoun))
            && named.as_ref().is_none_or(BTreeSet::is_empty),
        subject: named.unwrap_or_default(),
        patient: patient(telling, words, at + 1),
        object: terms(&words[at + 1..end.max(at + 1)]),
        clause: inside(&words[start..end.max(at + 1)]),
    }
}

fn is_connective(word: &Word) -> bool {
    matches!(
        word.folded.as_str(),
        "however" | "though" | "therefore" | "too" | "instead" | "moreover" | "also"
    )
}

/// Whether a word is reported without quotation marks: there "he" is mostly who says it.
fn is_reported(telling: &Telling, word: &Word) -> bool {
    !telling.is_quoted(word.span.start)
        && telling.voice(word.span).is_some_and(|quote| quote.kind == QuoteKind::Indirect)
}

/// The name right after a verb; of "me" and "us" the speaker's.
fn patient(telling: &Telling, words: &[Word], at: usize) -> Option<Term> {
    let first = words.get(at)?;
    if first.is("me") || first.is("us") {
        return speaker_terms(telling, first).pop();
    }
    let phrase = phrase::phrase_at(words, at, words.len())?;
    let names = words[phrase.start..phrase.end].iter().skip_while(|word| !word.capital);
    names.take_while(|word| word.capital).last().filter(|word| word.is_content()).map(term)
}

/// The words of the name of whoever says `word`, in order.
fn speaker_terms(telling: &Telling, word: &Word) -> Vec<Term> {
    let speaker = telling.speaker(word.span).unwrap_or_default();
    prose::words(&speaker, Span::new(0, speaker.len()))
        .iter()
        .filter(|word| word.is_content())
        .map(term)
        .collect()
}

/// The content words of a subject; of "I" and "we", and of "he" in what is reported, those of the
/// speaker's name.
fn subject_terms(telling: &Telling, words: &[Word]) -> BTreeSet<Term> {
    if let [pronoun] = words
        && (pronoun.is("i")
            || pronoun.is("we")
            || (pronoun.is("he") || pronoun.is("she")) && is_reported(telling, pronoun))
    {
        return speaker_terms(telling, pronoun).into_iter().collect();
    }
    words
        .iter()
        .filter(|word| word.is_content() && !lexicon::is_role(&word.folded))
        .map(term)
        .collect()
}

/// "not only", "not just", "did not … until", "had not … before": what is told is that it is so.
pub(super) fn is_partial(words: &[Word], helpers: Range<usize>, verb: usize) -> bool {
    let only = |word: &Word| {
        matches!(word.folded.as_str(), "only" | "just" | "merely" | "simply" | "solely")
    };
    let later = |word: &Word| word.is("until") || word.is("before") || word.is("till");
    helpers
        .clone()
        .any(|at| lexicon::is_negation(&words[at].folded) && words.get(at + 1).is_some_and(only))
        || words[verb..clause_end(words, verb)].iter().any(later)
}

pub(super) fn clause_start(words: &[Word], at: usize) -> usize {
    let boundary =
        |word: &Word| matches!(word.folded.as_str(), ";" | "—" | "“" | "\"" | ":" | "that");
    (0..at).rev().find(|i| boundary(&words[*i])).map_or(0, |i| i + 1)
}

pub(super) fn clause_end(words: &[Word], from: usize) -> usize {
    let stop = |i: usize| {
        let next = words.get(i + 1);
        let quote_ends =
            matches!(words[i].folded.as_str(), "”" | "\"") && i > 0 && words[i - 1].is_mark();
        quote_ends
            || matches!(words[i].folded.as_str(), ";" | "—" | "." | "?" | "!")
            || (words[i].is(",")
                && next.is_some_and(|next| {
                    matches!(
                        next.folded.as_str(),
                        "but" | "which" | "who" | "while" | "although" | "and"
                    )
                }))
    };
    (from..words.len().min(from + REACH))
        .find(|i| stop(*i))
        .unwrap_or(words.len().min(from + REACH))
}
