//! Account: two sources tell one point with predicates that cannot both hold (`assets/lexicon/opposed.txt`).

use std::collections::BTreeSet;

use crate::analysis::conflict::predicate::predicates;
use crate::analysis::conflict::{Finding, side};
use crate::analysis::lexicon::OPPOSED;
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::telling::{Telling, Tellings, term, terms};
use crate::analysis::{ConflictKind, Strength};
use crate::text::Span;

/// Weight of shared terms, predicates excluded, from which two sentences speak of one point.
const SHARED: f32 = 4.0;

struct Opposed<'a, 'e> {
    telling: &'e Telling<'a>,
    sentence: &'a Sentence,
    shown: Span,
    object: BTreeSet<String>,
    sides: Vec<(usize, usize)>,
}

/// Pairs of incompatible accounts in an event.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    let wanted = |word: &Word| OPPOSED.contains_key(&word.stem);
    let occurrences: Vec<Opposed> = event
        .sentences()
        .flat_map(|(telling, sentence)| {
            predicates(telling, sentence, wanted).into_iter().filter(|p| !p.negated && !p.hedged).map(move |predicate| Opposed {
                telling,
                sentence,
                shown: predicate.shown,
                object: predicate.object,
                sides: OPPOSED.get(&predicate.stem).cloned().unwrap_or_default(),
            })
        })
        .collect();
    let mut found = Vec::new();
    for (index, a) in occurrences.iter().enumerate() {
        for b in &occurrences[index + 1..] {
            found.extend(opposed(event, a, b));
        }
    }
    found
}

fn opposed(event: &Tellings, a: &Opposed, b: &Opposed) -> Option<Finding> {
    let against = a.sides.iter().any(|(pair, side)| b.sides.iter().any(|(other, against)| pair == other && side != against));
    if !against || a.sentence.span == b.sentence.span && a.telling.id == b.telling.id {
        return None;
    }
    let (x, y) = (clause(a), clause(b));
    let voices = (a.telling.speaker(a.shown), b.telling.speaker(b.shown));
    // Two people each told of one: only what two sources say of one point is a conflict of accounts.
    if voices.0.is_none() && voices.1.is_none() || voices.0 == voices.1 {
        return None;
    }
    // What the two predicates act on must meet in more than a name.
    let names: BTreeSet<String> = a.sentence.words.iter().filter(|word| word.capital).map(term).collect();
    if a.object.intersection(&b.object).all(|term| names.contains(term)) {
        return None;
    }
    let shared: Vec<String> = terms(&words(a, x)).intersection(&terms(&words(b, y))).cloned().collect();
    let weight = event.weigh(&shared);
    if shared.len() < 2 || weight < SHARED {
        return None;
    }
    let (one, other) = (a.shown.of(&a.telling.article.text), b.shown.of(&b.telling.article.text));
    let why = format!("“{one}” against “{other}”: two accounts of one point");
    Some(Finding::new(ConflictKind::Account, Strength::Medium, 0.4 + weight / 40.0, why, side(a.telling, x), side(b.telling, y)))
}

/// The part of the sentence in the same voice as the predicate.
fn clause(occurrence: &Opposed) -> Span {
    let voice = occurrence.telling.voice(occurrence.shown).map(crate::analysis::Quote::hull);
    voice.and_then(|hull| hull.intersect(occurrence.sentence.span)).unwrap_or(occurrence.sentence.span)
}

fn words(occurrence: &Opposed, span: Span) -> Vec<Word> {
    occurrence.sentence.words.iter().filter(|word| span.covers(word.span) && !OPPOSED.contains_key(&word.stem)).cloned().collect()
}
