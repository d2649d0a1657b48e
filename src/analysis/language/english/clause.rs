//! Where reported content begins and ends in its sentence.
//!
//! Measured on PolNeAR's training part (6,000 attributions with a speech verb): four in five end
//! with the sentence, the others mostly at `, which`, `, while`, `, saying`, `, but he`, or where
//! the speaker's next verb follows.

use crate::analysis::language::english::phrase::{
    Phrase, begins_clause, is_between, is_opening, phrase_at,
};
use crate::analysis::language::english::reported::is_cue_verb;
use crate::analysis::language::{Feature, Stance};
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;

/// Whether the verb at `at` stands in a clause that `who` or `which` opens.
pub(in crate::analysis) fn in_relative_clause(words: &[Word], at: usize) -> bool {
    let brings = |at: usize| {
        words[at].is("who")
            || words[at].is("which")
            || words[at].tag == Tag::That && words[at + 1].tag.is_finite()
    };
    let from = words[..at].iter().rposition(|word| word.is(",")).map_or(0, |comma| comma + 1);
    (from.max(at.saturating_sub(12))..at).any(brings)
}

/// Where a content that ends before the mark at `mark` begins: with the sentence, after its
/// conjunction, or after a semicolon.
pub(in crate::analysis) fn content_start(words: &[Word], mark: usize) -> usize {
    let after = (0..mark)
        .rev()
        .find(|i| matches!(words[*i].folded.as_str(), ";" | ":"))
        .map_or(0, |i| i + 1);
    let mut start = after;
    while start < mark
        && (words[start].is_mark() && !is_opening(&words[start])
            || matches!(words[start].folded.as_str(), "but" | "and" | "so" | "yet"))
    {
        start += 1;
    }
    start
}

/// Where a reported content that begins at `start` ends: at a relative clause, a dash, a contrast
/// or another attribution, else with the sentence. A phrase ends sooner than a clause.
pub(in crate::analysis) fn content_end(words: &[Word], start: usize, clause: bool) -> usize {
    let mut quoted = false;
    let mut end = words.len();
    for at in start..words.len() {
        let word = &words[at];
        match word.folded.as_str() {
            _ if !word.is_mark() => {}
            "“" => quoted = true,
            "”" => quoted = false,
            "\"" => quoted = !quoted,
            _ => {}
        }
        if at > start && !quoted && ends_content(words, start, at, clause) {
            end = at;
            break;
        }
    }
    while end > start
        && words[end - 1].is_mark()
        && !matches!(
            words[end - 1].folded.as_str(),
            "”" | "\"" | "’" | "'" | "%" | ")" | "$" | "»" | "]"
        )
    {
        end -= 1;
    }
    end
}

/// Where the main clause of "After the vote, Brandt …" begins: past an opening phrase and its
/// comma.
pub(in crate::analysis) fn main_clause_start(words: &[Word], to: usize) -> usize {
    let opens = words.first().is_some_and(|word| {
        matches!(
            word.tag,
            Tag::Preposition | Tag::Conjunction | Tag::Gerund | Tag::Participle | Tag::Relative
        )
    });
    let comma = |at: &usize| words[*at].is(",") && subject_and_verb(words, at + 1);
    if opens { (0..to).find(comma).map_or(0, |comma| comma + 1) } else { 0 }
}

/// Of "When Brandt said that it was shut, the council met" and "Asked whether it was shut, she
/// left" the comma before the main clause: where the attribution stands in an opening clause of its
/// own, its content ends there.
pub(in crate::analysis) fn main_clause(
    words: &[Word],
    cue: usize,
    start: usize,
    end: usize,
) -> Option<usize> {
    let first = words.iter().position(|word| !word.is_mark())?;
    let opens = words[first].has(Feature::OpensClause)
        || first == cue && matches!(words[cue].tag, Tag::Gerund | Tag::Participle)
        || first + 1 == cue && words[first].tag == Tag::Adverb && words[cue].tag == Tag::Gerund;
    // "Brandt, who said that it was shut, left early"
    if in_relative_clause(words, cue) {
        let verb = |at: usize| {
            words[at + 1..].iter().find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation))
        };
        return (start + 1..end)
            .find(|at| words[*at].is(",") && verb(*at).is_some_and(|verb| verb.tag.is_finite()));
    }
    let alone = !words[first..cue].iter().any(|word| word.is(","));
    let comma = |at: &usize| {
        let subject = phrase_at(words, at + 1, words.len());
        words[*at].is(",")
            && subject.is_some_and(|subject| {
                words[subject.end..]
                    .iter()
                    .take(30)
                    .find(|word| !is_between(word) || word.tag == Tag::Auxiliary)
                    .is_some_and(|word| word.tag.is_finite() || word.is(","))
            })
    };
    (opens && alone).then(|| (start + 1..end).find(comma)).flatten()
}

/// Whether a content that began at `start` ends before the word at `at`.
fn ends_content(words: &[Word], start: usize, at: usize, clause: bool) -> bool {
    let word = &words[at];
    // “A,” she said, “and—” Rask cut in: “No!” He called it “a mistake.” A clerk left.
    if word.capital && at > start + 1 && is_closing(&words[at - 1]) && is_end(&words[at - 2]) {
        return true;
    }
    if !(word.is_mark() || word.has(Feature::Conjunction) || word.has(Feature::Preposition)) {
        return false;
    }
    let next = words.get(at + 1);
    let is = |at: usize, listed: &[&str]| {
        words.get(at).is_some_and(|word| listed.contains(&word.folded.as_str()))
    };
    // "on Sept. 12" goes on.
    let stops = word.is(".") && next.is_some_and(|next| next.tag != Tag::Number);
    if word.is(";") || stops {
        return true;
    }
    if matches!(word.folded.as_str(), "—" | "–") || word.is("-") && next.is_some() {
        return !words[at + 1..].iter().any(|later| later.folded == word.folded);
    }
    let closed = at > start && words[at - 1].is(",") && is_closing(word);
    if !clause
        && is_closing(word)
        && (is(at + 1, &["in", "on", "at", "during", "after", "before"])
            || next.is_some_and(|next| next.tag == Tag::Day))
    {
        return true;
    }
    if word.is(",") || closed {
        let Some(next) = next else { return false };
        let relative = next.is("which") || next.is("who") || next.is("whose");
        let contrast = is(at + 1, &["while", "although", "though", "according", "despite"]);
        let said = next.tag == Tag::Gerund && next.cue.is_some();
        let same_speaker = is(at + 1, &["but", "and"])
            && words.get(at + 2).is_some_and(|then| {
                then.tag == Tag::Verb || then.tag == Tag::Auxiliary && clause && next.is("but")
            });
        let turn = next.is("but")
            && words
                .get(at + 2)
                .is_some_and(|then| then.has(Feature::Subject) || then.tag == Tag::Name);
        let aside = next.is("and")
            && words
                .get(at + 2)
                .is_some_and(|then| then.tag == Tag::Relative || !clause && then.tag == Tag::That);
        let goes_on = relative
            && words[at..]
                .windows(3)
                .any(|w| w[0].is(",") && w[1].is("and") && w[2].tag == Tag::That);
        return (relative && !goes_on)
            || aside
            || is_claim_of_another(words, at + 1)
            || !clause && next.is("as")
            || contrast
            || said
            || same_speaker
            || turn
            || attribution_follows(words, at + 1)
            || !clause && next.tag == Tag::Conjunction && subject_and_verb(words, at + 2)
            || !clause
                && (next.tag == Tag::Gerund
                    || next.tag == Tag::Conjunction && !is(at + 1, &["and", "or"]));
    }
    if is(at, &["and", "but"]) {
        let mut then = at + 1;
        while words.get(then).is_some_and(|word| matches!(word.tag, Tag::Adverb)) {
            then += 1;
        }
        let said = |word: &Word| word.cue.is_some_and(|cue| !cue.guarded);
        let has_said = || {
            words[then..]
                .iter()
                .find(|word| !is_between(word))
                .is_some_and(|word| word.tag == Tag::Participle && said(word))
        };
        // "said it was late and warned that …"; after a phrase any verb is the speaker's.
        return words.get(then).is_some_and(|verb| {
            verb.tag == Tag::Verb && (said(verb) || !clause || leads_to_saying(words, then))
                || verb.tag == Tag::Auxiliary && (!clause || has_said())
        }) && !words[start..at].iter().any(|word| word.tag == Tag::Relative && !clause);
    }
    !clause && word.has(Feature::GoesOn) && begins_clause(words, at + 1, words.len())
}

/// Whether the verb at `at` leads to one of saying: "went on to suggest".
fn leads_to_saying(words: &[Word], at: usize) -> bool {
    let stretch = words.get(at + 1..words.len().min(at + 4)).unwrap_or_default();
    stretch
        .windows(2)
        .any(|pair| pair[0].tag == Tag::To && pair[1].tag == Tag::Plain && pair[1].cue.is_some())
}

/// Whether what was said is called a claim that another denies at `at`: "a claim she denies", "an
/// allegation that Ada Lund rejected".
fn is_claim_of_another(words: &[Word], at: usize) -> bool {
    let Some(claim) = phrase_at(words, at, words.len()) else { return false };
    // "a claim she": the pronoun is no part of the phrase, a name may be
    let end = (claim.start..claim.end)
        .find(|i| words[*i].has(Feature::Claim) || words[*i].cue_noun.is_some())
        .map(|head| head + 1);
    let Some(end) = end.filter(|_| words[at].tag == Tag::Determiner) else { return false };
    let brings = words.get(end).is_some_and(|next| {
        matches!(next.tag, Tag::Pronoun | Tag::That | Tag::Relative | Tag::Name | Tag::Determiner)
    });
    brings
        && words[end..].iter().take(CLAIMED).any(|word| {
            word.cue.is_some_and(|cue| matches!(cue.stance, Stance::Denies | Stance::Doubts))
        })
}

/// Words from a claim to the verb that denies it at most. Set by eye.
const CLAIMED: usize = 8;

/// Whether a short noun phrase and a finite verb stand at `at`.
fn subject_and_verb(words: &[Word], at: usize) -> bool {
    let verb = |subject: Phrase| {
        words[subject.end..]
            .iter()
            .find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation))
            .is_some_and(|word| word.tag.is_finite())
    };
    phrase_at(words, at, words.len()).is_some_and(verb)
}

/// Whether the mark ends a quotation that a sentence or an interruption ends.
fn is_end(word: &Word) -> bool {
    matches!(word.folded.as_str(), "—" | "–" | "." | "!" | "?" | "…")
}

/// Whether the mark can close a quotation.
pub(in crate::analysis) fn is_closing(word: &Word) -> bool {
    matches!(word.folded.as_str(), "”" | "\"" | "»" | "'" | "’")
}

/// Whether `[and] NP cue` stands at `at`, within a few words.
fn attribution_follows(words: &[Word], at: usize) -> bool {
    let at = at + usize::from(words.get(at).is_some_and(|word| word.is("and")));
    phrase_at(words, at, words.len()).is_some_and(|phrase| {
        let mut verb = phrase.end;
        while words.get(verb).is_some_and(is_between) {
            verb += 1;
        }
        phrase.end - at <= 6
            && verb < words.len()
            && is_cue_verb(words, verb)
            && words[verb].cue.is_some_and(|cue| !cue.guarded)
    })
}
