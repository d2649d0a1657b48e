//! Settled: decided here, open there (`open.txt` of the language). What is settled and what
//! is open share words; no rule checks that they are one thing.

use std::collections::BTreeSet;

use crate::analysis::clause::Clause;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::{Finding, Reason, side};
use crate::analysis::form::Term;
use crate::analysis::language::Feature;
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::telling::{Telling, Tellings, terms};
use crate::analysis::{ConflictKind, Quote};
use crate::text::Span;

/// Share of the open sentence's weight that the decided one must hold.
const SHARED: f32 = 0.6;
/// Share from which one term is enough.
const ALL: f32 = 0.95;
/// Terms that both must hold.
const TERMS: usize = 2;

/// Points of an event that one article gives as decided and another as open.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    let decided = |(here, sentence, _): &(&Telling, &Sentence, _)| {
        decides(here, sentence) && openness(here, sentence).is_none()
    };
    let decisions: Vec<_> = event.sentences_with_terms().filter(decided).collect();
    let mut found = Vec::new();
    for (there, open) in event.sentences() {
        let Some((phrase, left)) = openness(there, open) else { continue };
        let total = event.weigh(&left).max(0.1);
        for (here, decided, held) in decisions.iter().filter(|(here, _, _)| here.id != there.id) {
            let shared: Vec<&Term> = held.intersection(&left).collect();
            let share = event.weigh(shared.iter().copied()) / total;
            if share < SHARED || (shared.len() < TERMS && share < ALL) {
                continue;
            }
            let why = Reason {
                forth: format!("one gives it as decided and the other as open: “{phrase}”"),
                back: Some(format!("one gives it as open, “{phrase}”, and the other as decided")),
            };
            let (a, b) = (side(here, decided.span), side(there, open.span));
            found.push(Finding::new(
                ConflictKind::Settled,
                Evidence {
                    shared: shared.len(),
                    weight: event.weigh(shared.iter().copied()),
                    share,
                    ..Evidence::of(Pattern::Settled)
                },
                why,
                a,
                b,
            ));
        }
    }
    found
}

/// The phrase that says that something is open, and the terms of the rest of the sentence.
fn openness(telling: &Telling, sentence: &Sentence) -> Option<(String, BTreeSet<Term>)> {
    let folded: Vec<&str> = sentence.words.iter().map(|word| word.folded.as_str()).collect();
    let voice = telling.quotes.iter().map(Quote::hull).filter(|hull| sentence.span.covers(*hull));
    let voice: Vec<Span> = voice.collect();
    telling.prose.language.lexicon.open().iter().find_map(|phrase| {
        let at = folded.windows(phrase.len()).position(|window| window == phrase.as_slice())?;
        let said = sentence.words[at].span;
        // Of "…, the authority told the station" only what was told is open.
        let clause = voice
            .iter()
            .copied()
            .filter(|hull| hull.covers(said))
            .min_by_key(|hull| hull.len())
            .unwrap_or(sentence.span);
        let rest =
            sentence.words.iter().enumerate().filter(|(i, word)| {
                !(at..at + phrase.len()).contains(i) && clause.covers(word.span)
            });
        let rest: Vec<Word> = rest.map(|(_, word)| word.clone()).collect();
        Some((phrase.join(" "), terms(&rest)))
    })
}

/// Whether a clause gives something as decided or done, and does not deny it.
fn decides(telling: &Telling, sentence: &Sentence) -> bool {
    let open = sentence.words.iter().any(|word| word.is("?") || word.has(Feature::Undecided));
    let decided = |clause: &Clause| {
        let mut own = (0..sentence.words.len()).filter(|word| clause.holds(*word));
        !clause.negated
            && !clause.mood.is_hedged()
            && own.any(|word| sentence.words[word].has(Feature::Decides))
    };
    !open && telling.clauses(sentence).iter().any(decided)
}
