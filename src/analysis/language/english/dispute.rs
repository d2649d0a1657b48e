//! The words that dispute, and what they dispute: "denied any role in the leak", "called it a lie",
//! "had nothing to do with".

use crate::analysis::language::english::phrase;
use crate::analysis::language::english::sentence::{clause_start, is_partial, is_verb};
use crate::analysis::language::{Feature, Stance};
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;

/// Words after a dispute that are read as what it is about.
const REACH: usize = 16;
/// Words between what is called false and the word for it.
const CALLED: usize = 12;
/// Words between a negation and what it denies a link with.
pub(in crate::analysis) const NEAR: usize = 4;

/// How a word disputes: the words of what is disputed, and whether the holder denies it of himself.
pub(in crate::analysis) struct Cue {
    /// The disputing words, as indexes.
    pub(in crate::analysis) cue: (usize, usize),
    /// The disputed words, as indexes.
    pub(in crate::analysis) object: (usize, usize),
    pub(in crate::analysis) kind: CueKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum CueKind {
    /// denied, rejected the claim
    Denies,
    /// called it false; false claims
    False,
    /// had nothing to do with
    Link,
}

/// The dispute that the word at `at` begins.
pub(in crate::analysis) fn cue_at(words: &[Word], at: usize) -> Option<Cue> {
    denies_at(words, at).or_else(|| false_at(words, at)).or_else(|| link_at(words, at))
}

/// "denied any role in the leak", "played down the comments", "disagrees with the council".
fn denies_at(words: &[Word], at: usize) -> Option<Cue> {
    let word = &words[at];
    let next = |offset: usize, listed: &[&str]| {
        words.get(at + offset).is_some_and(|word| listed.contains(&word.folded.as_str()))
    };
    let (length, rejects) = match word.stem.as_str() {
        "plai" if next(1, &["down"]) => (2, true),
        "push" if next(1, &["back"]) && next(2, &["on", "against"]) => (3, true),
        "disagre" if next(1, &["with"]) => (2, false),
        _ if word.has(Feature::Denies) => (1, false),
        _ if word.has(Feature::Rejects) => (1, true),
        _ => return None,
    };
    let from = clause_start(words, at);
    let helpers = words[from..at]
        .iter()
        .rev()
        .take_while(|word| phrase::is_auxiliary(word) || phrase::is_adverb(word) || word.is("to"));
    let after = |word: &&Word| !phrase::is_determiner(word);
    let withheld = words
        .get(at + length..)
        .and_then(|rest| rest.iter().find(after))
        .is_some_and(|word| word.has(Feature::Withheld));
    let passive = helpers.clone().any(|word| word.has(Feature::Be)) && !word.has(Feature::InIng);
    let unsure = |word: &Word| word.is_negation() || word.has(Feature::Modal);
    let negated = words[from..at].iter().rev().take(3).any(unsure);
    if !is_verb(words, at) || passive || negated || withheld {
        return None;
    }
    let object = (at + length, object_end(words, at + length));
    let wished = at > 0 && words[at - 1].is("to");
    let claims = words.get(object.0..object.1)?.iter().any(|word| word.has(Feature::Claim));
    ((!rejects || claims) && !wished).then_some(Cue {
        cue: (at, at + length),
        object,
        kind: CueKind::Denies,
    })
}

/// "the report is false", "called the claim a lie", "false allegations of fraud".
fn false_at(words: &[Word], at: usize) -> Option<Cue> {
    let word = &words[at];
    let not_true = word.is("true")
        && at > 0
        && words[at.saturating_sub(3)..at].iter().any(|word| word.is_negation());
    if !(not_true
        || word.has(Feature::False) && !word.capital && !word.has(Feature::InIng)
        || word.is("misleading"))
    {
        return None;
    }
    let from = clause_start(words, at);
    let denied = !not_true && words[from..at].iter().any(|word| word.is_negation());
    let hedged = words[from..at].iter().any(|word| {
        matches!(
            word.folded.as_str(),
            "if" | "whether" | "or" | "would" | "could" | "may" | "might"
        )
    });
    let doubled = words.iter().any(|word| word.cue_noun == Some(Stance::Denies));
    let modifies =
        words.get(at + 1).is_some_and(|next| next.tag.is_nominal() && !next.has(Feature::Claim));
    if denied || hedged || doubled || modifies {
        return None;
    }
    if words.get(at + 1).is_some_and(|next| next.has(Feature::Claim))
        && words.get(at + 2).is_some_and(phrase::is_preposition)
    {
        return Some(Cue {
            cue: (at, at + 2),
            object: (at + 1, object_end(words, at + 1)),
            kind: CueKind::False,
        });
    }
    let is_be = |word: &Word| word.has(Feature::Be) || word.contraction == Some("is");
    let between = |word: &Word| {
        phrase::is_adverb(word)
            || phrase::is_determiner(word)
            || is_quotation(word)
            || word.is("a")
            || word.is("not")
    };
    let from = (0..at)
        .rev()
        .find(|i| matches!(words[*i].folded.as_str(), ";" | "—" | ":" | "that" | ","))
        .map_or(0, |i| i + 1);
    let before = (from..at).rev().find(|i| !between(&words[*i]))?;
    let (verb, object) = if is_be(&words[before]) {
        (before, (from, before))
    } else {
        let call = (from..at)
            .rev()
            .find(|i| matches!(words[*i].stem.as_str(), "call" | "label" | "dub" | "deem"))
            .filter(|i| at - i <= CALLED)?;
        (call, (call + 1, at))
    };
    Some(Cue { cue: (verb, at + 1), object, kind: CueKind::False })
}

/// "had nothing to do with the leak", "was not involved in it", "no record of her".
fn link_at(words: &[Word], at: usize) -> Option<Cue> {
    let word = &words[at];
    if !word.is_negation() || is_partial(words, at..at + 1, at) {
        return None;
    }
    let nothing = word.is("nothing")
        && words
            .get(at + 1..at + 4)
            .is_some_and(|next| next[0].is("to") && next[1].is("do") && next[2].is("with"));
    let end = if nothing {
        at + 4
    } else {
        let reach = at + 1..words.len().min(at + 1 + NEAR);
        let met = |word: &Word| matches!(word.folded.as_str(), "met" | "meet");
        let links = |word: &Word| {
            [Feature::Link, Feature::Part, Feature::Trace].iter().any(|feature| word.has(*feature))
        };
        let link = reach.clone().find(|i| links(&words[*i]) || met(&words[*i]))?;
        if words[at + 1..link].iter().any(|word| word.is_mark() || phrase::is_preposition(word)) {
            return None;
        }
        link + 1
    };
    let from = clause_start(words, at);
    if words[from..at].iter().any(|word| {
        matches!(
            word.folded.as_str(),
            "if" | "whether" | "would" | "could" | "may" | "might" | "should"
        )
    }) {
        return None;
    }
    Some(Cue { cue: (at, end), object: (end, object_end(words, end)), kind: CueKind::Link })
}

/// Where what is disputed from `from` ends: before the next clause or verb.
fn object_end(words: &[Word], from: usize) -> usize {
    let end = words.len().min(from + REACH);
    let stops = |i: usize| {
        let word = &words[i];
        let next = words.get(i + 1);
        let more = next.is_some_and(|next| {
            (next.is("and") || next.is("or"))
                && words.get(i + 2).is_some_and(phrase::is_preposition)
        });
        let verb = next.is_some_and(|next| {
            matches!(next.tag, Tag::Verb | Tag::Auxiliary) || phrase::is_past(next)
        });
        matches!(word.folded.as_str(), "but" | "which" | "who" | "while" | "although" | "because")
            || word.is_mark() && !is_quotation(word) && !more
            || (word.is("and") || word.is("but")) && verb
    };
    (from..end).find(|i| stops(*i)).unwrap_or(end)
}

fn is_quotation(word: &Word) -> bool {
    matches!(word.folded.as_str(), "“" | "”" | "\"" | "‘" | "’" | "'" | "-")
}
