//! Predicates: what a clause says of whom, by the terms of its subject and its objects.

use std::collections::BTreeSet;

use crate::analysis::QuoteKind;
use crate::analysis::clause::{Clause, Mood};
use crate::analysis::form::Term;
use crate::analysis::language::Feature;
use crate::analysis::language::english::phrase;
use crate::analysis::language::english::reported::is_passive;
use crate::analysis::prose::{self, Sentence, Word};
use crate::analysis::telling::{Telling, term, terms};
use crate::text::Span;

/// One verb and what stands around it.
#[derive(Clone, Debug)]
pub(super) struct Predicate {
    /// The verb's stem.
    pub(super) stem: String,
    /// The verb as it stands, with its negation.
    pub(super) shown: Span,
    /// Whether the clause denies it.
    pub(super) negated: bool,
    /// Whether it is done to its subject.
    pub(super) passive: bool,
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
    let clauses = telling.clauses(sentence).iter();
    clauses
        .filter(|clause| wanted(&words[clause.verb]))
        .map(|clause| predicate(telling, words, clause))
        .collect()
}

fn predicate(telling: &Telling, words: &[Word], clause: &Clause) -> Predicate {
    let hull = |words: &[Word]| {
        words.first().zip(words.last()).map_or_else(Span::default, |(a, b)| a.span.hull(b.span))
    };
    let subject = clause.subject.map(|subject| subject.of(words));
    let named = subject.map(|subject| subject_terms(telling, subject));
    Predicate {
        stem: words[clause.verb].stem.clone(),
        shown: hull(&words[clause.verb_group()]),
        negated: clause.negated,
        passive: is_passive(words, clause.verb),
        mood: clause.mood,
        open: subject.is_some_and(|subject| subject.iter().all(phrase::is_pronoun))
            && named.as_ref().is_none_or(BTreeSet::is_empty),
        subject: named.unwrap_or_default(),
        patient: patient(telling, words, clause.verb + 1),
        object: terms(&words[clause.object()]),
        clause: hull(&words[clause.start()..clause.object().end]),
    }
}

/// Whether a word is reported without quotation marks: there "he" is mostly who says it.
fn is_reported(telling: &Telling, word: &Word) -> bool {
    !telling.is_quoted(word.span.start)
        && telling.voice(word.span).is_some_and(|quote| quote.kind == QuoteKind::Indirect)
}

/// The name right after a verb; of "me" and "us" the speaker's.
fn patient(telling: &Telling, words: &[Word], at: usize) -> Option<Term> {
    let first = words.get(at)?;
    if first.has(Feature::FirstObject) {
        return speaker_terms(telling, first).pop();
    }
    let phrase = phrase::phrase_at(words, at, words.len())?;
    let names = words[phrase.start..phrase.end].iter().skip_while(|word| !word.capital);
    names.take_while(|word| word.capital).last().filter(|word| word.is_content()).map(term)
}

/// The words of the name of whoever says `word`, in order.
fn speaker_terms(telling: &Telling, word: &Word) -> Vec<Term> {
    let speaker = telling.speaker(word.span).and_then(|id| telling.name(id)).unwrap_or_default();
    prose::words_in(speaker, Span::new(0, speaker.len()), word.language)
        .iter()
        .filter(|word| word.is_content())
        .map(term)
        .collect()
}

/// The content words of a subject; of "I" and "we", and of "he" in what is reported, those of the
/// speaker's name.
fn subject_terms(telling: &Telling, words: &[Word]) -> BTreeSet<Term> {
    if let [pronoun] = words
        && (pronoun.has(Feature::FirstSubject)
            || pronoun.has(Feature::HeOrShe) && is_reported(telling, pronoun))
    {
        return speaker_terms(telling, pronoun).into_iter().collect();
    }
    words.iter().filter(|word| word.is_content() && !word.is_role()).map(term).collect()
}
