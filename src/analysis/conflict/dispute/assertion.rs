//! What may be disputed: a sentence, or what is reported in it, that disputes nothing itself.

use std::collections::BTreeSet;

use crate::analysis::form::Term;
use crate::analysis::language::{Feature, Stance};
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Telling, terms};
use crate::corpus::ArticleId;
use crate::text::Span;

/// Words among which what asserts something has its verb.
const VERB: usize = 12;

/// A sentence, or what is reported in it, that disputes nothing.
pub(super) struct Assertion {
    pub(super) telling: ArticleId,
    pub(super) sentence: usize,
    pub(super) span: Span,
    pub(super) terms: BTreeSet<Term>,
    /// Whether it lays something at somebody's door.
    pub(super) accuses: bool,
    /// Whether it is said to be likely only.
    pub(super) hedged: bool,
    /// Whether somebody is credited with it.
    pub(super) told: bool,
}

impl Assertion {
    /// What a sentence asserts, or what is reported in it; `None` where it disputes or asks.
    pub(super) fn in_sentence(
        telling: &Telling,
        index: usize,
        sentence: &Sentence,
    ) -> Option<Assertion> {
        let inner = telling
            .quotes
            .iter()
            .flat_map(|quote| &quote.content)
            .copied()
            .filter(|part| sentence.span.covers(*part));
        let inner = inner.max_by_key(|hull| hull.len());
        let span = inner.unwrap_or(sentence.span);
        let words: Vec<Word> =
            sentence.words.iter().filter(|word| span.covers(word.span)).cloned().collect();
        let denies = |word: &Word| {
            word.is_negation()
                || word.has(Feature::False)
                || word.cue.is_some_and(|cue| cue.stance == Stance::Denies)
                || word.has(Feature::Denies)
        };
        let open = |word: &Word| word.has(Feature::Asked);
        let negative = sentence.words.iter().any(denies)
            || words.iter().any(open)
            || words.last().is_some_and(|word| word.is("?"));
        let accuses = (0..words.len()).any(|at| is_accusing(&words, at));
        let hedged = words.iter().any(|word| word.has(Feature::Hedges));
        // "The inquiry into the leak" names it and asserts nothing.
        let says =
            words.iter().take(VERB).any(|word| matches!(word.tag, Tag::Verb | Tag::Auxiliary));
        let told =
            inner.is_some() || words.iter().any(|word| word.cue.is_some() && word.tag == Tag::Verb);
        (says && !negative).then(|| Assertion {
            telling: telling.id,
            sentence: index,
            span,
            terms: terms(&words),
            accuses,
            hedged,
            told,
        })
    }
}

/// "responsible", "accuses"; "behind" of what somebody is.
pub(super) fn is_accusing(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    word.has(Feature::Accuses)
        && (!word.has(Feature::Behind) || at > 0 && words[at - 1].has(Feature::Be))
}
