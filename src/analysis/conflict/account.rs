//! Account: two sources tell one point with predicates that cannot both hold
//! (`opposed.txt` of the language).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::predicate::{Predicate, predicates};
use crate::analysis::conflict::{Finding, side};
use crate::analysis::form::Term;
use crate::analysis::language::Feature;
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::telling::{Telling, Tellings, term, terms};
use crate::analysis::{ConflictKind, Quote, SpeakerId};
use crate::text::Span;

/// Weight of shared terms, predicates excluded, from which two sentences speak of one point.
const SHARED: f32 = 4.0;

struct Opposed<'a, 'e> {
    telling: &'e Telling<'a>,
    sentence: Span,
    shown: Span,
    /// The part of the sentence in the same voice as the predicate.
    clause: Span,
    /// Terms of the clause, opposed predicates excluded.
    terms: BTreeSet<Term>,
    /// What the predicate acts on, names excluded.
    object: BTreeSet<Term>,
    speaker: Option<SpeakerId>,
}

/// Pairs of incompatible accounts in an event.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    let mut by_side: BTreeMap<(usize, usize), Vec<Rc<Opposed>>> = BTreeMap::new();
    for (telling, sentence) in event.sentences() {
        for predicate in predicates(telling, sentence, |word| !word.opposed().is_empty()) {
            // "Agreed to meet" and "refused to sign" are of two acts; "backed by the yard" acts the
            // other way round.
            let after = sentence.words.iter().find(|word| word.span.start >= predicate.shown.end);
            let other_way = after.is_some_and(|word| word.has(Feature::OtherWay));
            // A sentence that holds both sides of a pair tells of more than one act.
            let in_sentence: BTreeSet<(usize, usize)> =
                sentence.words.iter().flat_map(|word| word.opposed()).copied().collect();
            let open = sentence
                .words
                .iter()
                .take_while(|word| word.span.start < predicate.shown.start)
                .last()
                .is_some_and(|word| word.has(Feature::Yet));
            if open || predicate.negated || predicate.mood.is_hedged() || other_way {
                continue;
            }
            let sides = telling.prose.language.lexicon.opposed(&predicate.stem).iter().copied();
            let opposed = Rc::new(opposed(telling, sentence, &predicate));
            sides
                .filter(|(pair, side)| !in_sentence.contains(&(*pair, 1 - side)))
                .for_each(|side| by_side.entry(side).or_default().push(Rc::clone(&opposed)));
        }
    }
    let mut found = Vec::new();
    let pairs: BTreeSet<usize> = by_side.keys().map(|(pair, _)| *pair).collect();
    for pair in pairs {
        let (Some(ones), Some(others)) = (by_side.get(&(pair, 0)), by_side.get(&(pair, 1))) else {
            continue;
        };
        found.extend(
            ones.iter()
                .flat_map(|one| others.iter().filter_map(|other| two_accounts(event, one, other))),
        );
    }
    found
}

fn opposed<'a, 'e>(
    telling: &'e Telling<'a>,
    sentence: &'a Sentence,
    predicate: &Predicate,
) -> Opposed<'a, 'e> {
    let voice = telling.voice(predicate.shown).map(Quote::hull);
    let clause = voice.and_then(|hull| hull.intersect(sentence.span)).unwrap_or(sentence.span);
    let inside = |word: &&Word| clause.covers(word.span) && word.opposed().is_empty();
    let words: Vec<Word> = sentence.words.iter().filter(inside).cloned().collect();
    let names: BTreeSet<Term> =
        sentence.words.iter().filter(|word| word.capital).map(term).collect();
    Opposed {
        telling,
        sentence: sentence.span,
        shown: predicate.shown,
        clause,
        terms: terms(&words),
        object: predicate.object.difference(&names).cloned().collect(),
        speaker: telling.speaker(predicate.shown),
    }
}

fn two_accounts(event: &Tellings, a: &Opposed, b: &Opposed) -> Option<Finding> {
    let one_sentence = a.sentence == b.sentence && a.telling.id == b.telling.id;
    // Two people each told of one: only what two sources say of one point is a conflict of
    // accounts.
    let one_voice = a.speaker == b.speaker;
    // What the two predicates act on must meet in more than a name.
    if one_sentence || one_voice || a.object.is_disjoint(&b.object) {
        return None;
    }
    let shared: Vec<&Term> = a.terms.intersection(&b.terms).collect();
    let weight = event.weigh(shared.iter().copied());
    if shared.len() < 2 || weight < SHARED {
        return None;
    }
    let (one, other) = (a.shown.of(&a.telling.article.text), b.shown.of(&b.telling.article.text));
    let why = format!("“{one}” against “{other}”: two accounts of one point");
    let evidence = Evidence { shared: shared.len(), weight, ..Evidence::of(Pattern::Opposed) };
    Some(Finding::new(
        ConflictKind::Account,
        evidence,
        why,
        side(a.telling, a.clause),
        side(b.telling, b.clause),
    ))
}
