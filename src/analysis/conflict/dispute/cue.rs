//! The words that dispute, and what they dispute: "denied any role in the leak", "called it a lie",
//! "had nothing to do with".

use crate::analysis::conflict::predicate::{clause_start, is_partial, is_verb};
use crate::analysis::lexicon::{self, Class, Disputing, Stance};
use crate::analysis::prose::Word;
use crate::analysis::quote::phrase;
use crate::analysis::tag::Tag;

/// Words after a dispute that are read as what it is about.
const REACH: usize = 16;
/// Words between what is called false and the word for it.
const CALLED: usize = 12;
/// Words between a negation and what it denies a link with.
pub(super) const NEAR: usize = 4;

/// How a word disputes: the words of what is disputed, and whether the holder denies it of himself.
pub(super) struct Cue {
    /// The disputing words, as indexes.
    pub(super) cue: (usize, usize),
    /// The disputed words, as indexes.
    pub(super) object: (usize, usize),
    pub(super) kind: CueKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CueKind {
    /// denied, rejected the claim
    Denies,
    /// called it false; false claims
    False,
    /// had nothing to do with
    Link,
}

/// The dispute that the word at `at` begins.
pub(super) fn cue_at(words: &[Word], at: usize) -> Option<Cue> {
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
        stem if Disputing::Denies.has(stem) => (1, false),
        stem if Disputing::Rejects.has(stem) => (1, true),
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
        .is_some_and(|word| Disputing::Withheld.has(&word.stem));
    let passive =
        helpers.clone().any(|word| word.can_be(Class::Be)) && !word.folded.ends_with("ing");
    let unsure = |word: &Word| lexicon::is_negation(&word.folded) || word.can_be(Class::Modal);
    let negated = words[from..at].iter().rev().take(3).any(unsure);
    if !is_verb(words, at) || passive || negated || withheld {
        return None;
    }
    let object = (at + length, object_end(words, at + length));
    let wished = at > 0 && words[at - 1].is("to");
    let claims = words.get(object.0..object.1)?.iter().any(|word| Disputing::Claim.has(&word.stem));
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
        && words[at.saturating_sub(3)..at].iter().any(|word| lexicon::is_negation(&word.folded));
    if !(not_true
        || Disputing::False.has(&word.stem) && !word.capital && !word.folded.ends_with("ing")
        || word.is("misleading"))
    {
        return None;
    }
    let from = clause_start(words, at);
    let denied = !not_true && words[from..at].iter().any(|word| lexicon::is_negation(&word.folded));
    let hedged = words[from..at].iter().any(|word| {
        matches!(
            word.folded.as_str(),
            "if" | "whether" | "or" | "would" | "could" | "may" | "might"
        )
    });
    let doubled = words.iter().any(|word| word.cue_noun == Some(Stance::Denies));
    let modifies = words
        .get(at + 1)
        .is_some_and(|next| next.tag.is_nominal() && !Disputing::Claim.has(&next.stem));
    if denied || hedged || doubled || modifies {
        return None;
    }
    if words.get(at + 1).is_some_and(|next| Disputing::Claim.has(&next.stem))
        && words.get(at + 2).is_some_and(phrase::is_preposition)
    {
        return Some(Cue {
            cue: (at, at + 2),
            object: (at + 1, object_end(words, at + 1)),
            kind: CueKind::False,
        });
    }
    let is_be = |word: &Word| word.can_be(Class::Be) || word.contraction == Some("is");
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
    if !lexicon::is_negation(&word.folded) || is_partial(words, at..at + 1, at) {
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
            [Disputing::Link, Disputing::Part, Disputing::Trace]
                .iter()
                .any(|class| class.has(&word.stem))
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
