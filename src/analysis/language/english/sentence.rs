//! Clauses of English: which words are their verbs, where they begin and end, what denies them and
//! what makes them less than told.

use std::ops::Range;

use crate::analysis::clause::{Clause, Mood};
use crate::analysis::language::Feature;
use crate::analysis::language::english::phrase::{self, Phrase, is_adverb, is_auxiliary};
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;

/// Words after a verb that are read as its objects.
const REACH: usize = 14;

/// The clauses of a sentence, in the order of their verbs.
pub(super) fn clauses(words: &[Word]) -> Vec<Clause> {
    let asked = words.last().is_some_and(|word| word.is("?"));
    (0..words.len()).filter(|at| is_verb(words, *at)).map(|at| clause(words, at, asked)).collect()
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
    let finite = phrase::is_verb_like(word) || word.has(Feature::InIng);
    let helped = is_auxiliary(before)
        || is_adverb(before)
        || before.is("to")
        || before.has(Feature::VerbalNegation)
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

/// Whether a word may stand between a verb and the first of its helpers.
fn is_helper(word: &Word) -> bool {
    is_auxiliary(word) || is_adverb(word) || word.has(Feature::VerbalNegation)
}

/// Where the helpers of the verb at `at` begin.
fn helpers_start(words: &[Word], from: usize, at: usize) -> usize {
    let back = |mut first: usize| {
        while first > from && is_helper(&words[first - 1]) {
            first -= 1;
        }
        first
    };
    let mut first = back(at);
    // "did not, though, include"
    while first > from + 3
        && words[first - 1].is(",")
        && words[first - 3].is(",")
        && words[first - 2].has(Feature::Connective)
    {
        first = back(first - 3);
    }
    first
}

fn clause(words: &[Word], at: usize, asked: bool) -> Clause {
    let opens = clause_start(words, at);
    let group = helpers_start(words, opens, at);
    let helpers = &words[group..at];
    let subject = phrase::subject_before(words, opens, group);
    // "no players kneeled": told by a past form only, since a plural noun looks like a present one.
    let none = |subject: Phrase| {
        let of_another = subject.of(words).iter().any(phrase::is_preposition);
        words[subject.start].has(Feature::None) && !of_another
    };
    let denied = helpers.iter().any(|word| word.has(Feature::VerbalNegation))
        || phrase::is_past(&words[at]) && subject.is_some_and(none);
    let conditional = words[opens..at].iter().any(|word| word.has(Feature::Conditional));
    let infinitive = group > 0 && words[group - 1].is("to");
    let possible = helpers.iter().any(|word| word.has(Feature::Possible));
    let mood = if asked || conditional || infinitive || possible {
        Mood::Hedged
    } else if helpers.iter().any(|word| word.has(Feature::Future)) {
        Mood::Future
    } else {
        Mood::Told
    };
    let mut end = clause_end(words, at + 1);
    while end > at + 1 && words[end - 1].is_mark() {
        end -= 1;
    }
    Clause {
        opens,
        subject,
        group,
        verb: at,
        negated: denied && !is_partial(words, group..at, at),
        mood,
        past: phrase::is_past(&words[at]),
        stance: words[at].cue.map(|cue| cue.stance),
        end,
    }
}

/// "not only", "not just", "did not … until", "had not … before": what is told is that it is so.
pub(super) fn is_partial(words: &[Word], helpers: Range<usize>, verb: usize) -> bool {
    let only = |word: &Word| word.has(Feature::Only);
    let later = |word: &Word| word.has(Feature::Until);
    helpers.clone().any(|at| words[at].is_negation() && words.get(at + 1).is_some_and(only))
        || words[verb..clause_end(words, verb)].iter().any(later)
}

/// Where the clause of the word at `at` begins.
pub(in crate::analysis) fn clause_start(words: &[Word], at: usize) -> usize {
    let boundary =
        |word: &Word| matches!(word.folded.as_str(), ";" | "—" | "“" | "\"" | ":" | "that");
    (0..at).rev().find(|i| boundary(&words[*i])).map_or(0, |i| i + 1)
}

/// Where the clause that goes on at `from` ends.
pub(super) fn clause_end(words: &[Word], from: usize) -> usize {
    let stop = |i: usize| {
        let next = words.get(i + 1);
        let quote_ends =
            matches!(words[i].folded.as_str(), "”" | "\"") && i > 0 && words[i - 1].is_mark();
        quote_ends
            || matches!(words[i].folded.as_str(), ";" | "—" | "." | "?" | "!")
            || (words[i].is(",") && next.is_some_and(|next| next.has(Feature::EndsClause)))
    };
    (from..words.len().min(from + REACH))
        .find(|i| stop(*i))
        .unwrap_or(words.len().min(from + REACH))
}
