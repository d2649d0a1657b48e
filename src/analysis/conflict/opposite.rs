//! Opposite: direct opposites of one object, anywhere in an event: ousted here, resigned there
//! (`opposed.txt` of the language).
//!
//! Method: the words of both poles are looked for in all turns; two of them are of one object where
//! the words around them agree, weighed by how seldom the event holds them. The list is short: of a
//! long one, what was found was right two times in a hundred.
//!
//! Not done: opposites that no list holds, and one word with and without a negation (`denial`).

// The bounds below are a prototype's, raised by what the weights here are more; none was tuned by
// itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::ConflictKind;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::turn::Turn;
use crate::analysis::conflict::{Finding, Reason};
use crate::analysis::form::Term;
use crate::analysis::language::{Feature, Opposed};
use crate::analysis::prose::Word;
use crate::analysis::telling::{Tellings, term, terms};

/// Words on each side of a pole that are its context.
const CONTEXT: usize = 8;
/// Words before it in which a condition makes it open, and a negation turns it.
const OPEN: usize = 6;
const TURNED: usize = 3;
/// Weight of the common context, and of all that two turns share, from which they are of one
/// object: either pair, or the last by itself.
const NEARLY: (f32, f32) = (2.8, 8.0);
const MORE: (f32, f32) = (1.8, 9.5);
const ALONE: f32 = 5.0;
/// The same of the context within so many sentences of one article.
const CLOSE: f32 = 2.3;
const SENTENCES: usize = 3;
/// Words of one pole that are looked at in an event: no article of news holds as many.
const MOST: usize = 120;

/// A word of a pole in its turn.
struct Held<'t, 'a, 'e> {
    turn: &'t Turn<'a, 'e>,
    known: &'static Opposed,
    /// Which word of the turn's sentence it is.
    at: usize,
    /// Terms around it; those of its object where the pair is of acts.
    context: BTreeSet<Term>,
    /// Terms of the turn.
    terms: BTreeSet<Term>,
}

/// Pairs of opposites in an event, whose turns are `turns` by article.
pub(super) fn detect(event: &Tellings, turns: &[Vec<Turn>]) -> Vec<Finding> {
    let mut poles: BTreeMap<(usize, usize), Vec<Held>> = BTreeMap::new();
    for turn in turns.iter().flatten().filter(|turn| !turn.is_long()) {
        for held in turn.range.clone().filter_map(|at| held(turn, at)) {
            let pole = poles.entry((held.known.pair, held.known.side)).or_default();
            if pole.len() < MOST {
                pole.push(held);
            }
        }
    }
    let pairs: BTreeSet<usize> = poles.keys().map(|(pair, _)| *pair).collect();
    let of_pair = |pair: usize| {
        let (ones, others) = (poles.get(&(pair, 0))?, poles.get(&(pair, 1))?);
        let found = |one| others.iter().filter_map(move |other| opposites(event, one, other));
        Some(ones.iter().flat_map(found).collect::<Vec<_>>())
    };
    pairs.into_iter().filter_map(of_pair).flatten().collect()
}

/// The pole at the word `at`, where it is told of what is.
fn held<'t, 'a, 'e>(turn: &'t Turn<'a, 'e>, at: usize) -> Option<Held<'t, 'a, 'e>> {
    let words = turn.words;
    let own = &words[..turn.range.end];
    let known = words[at].opposed().iter().find(|known| {
        let rest = own.get(at + 1..at + 1 + known.rest.len());
        rest.is_some_and(|rest| rest.iter().zip(&known.rest).all(|(word, known)| word.is(known)))
    })?;
    let end = at + 1 + known.rest.len();
    let before = |count: usize| &words[turn.range.start.max(at.saturating_sub(count))..at];
    let named = words[at].capital && at > 0;
    let open = before(OPEN).iter().any(|word| {
        word.has(Feature::Conditional) || word.has(Feature::Asked) || word.has(Feature::Possible)
    });
    if named || open || before(TURNED).iter().any(|word| word.is_negation()) {
        return None;
    }
    let stops = |word: &&Word| [";", ":", "-", "(", ")"].iter().any(|mark| word.is(mark));
    let behind = own[end..].iter().take(CONTEXT).take_while(|word| !stops(word));
    let ahead = before(CONTEXT).iter().rev().take_while(|word| !stops(word));
    let content = |word: &&Word| word.is_content() && word.opposed().is_empty();
    let mut context: BTreeSet<Term> = behind.filter(content).map(term).collect();
    if !known.acts {
        context.extend(ahead.filter(content).map(term));
    } else if known.persons {
        context.extend(ahead.filter(|word| word.capital).filter(content).map(term));
    }
    Some(Held { turn, known, at, context, terms: terms(turn.own()) })
}

fn opposites(event: &Tellings, one: &Held, other: &Held) -> Option<Finding> {
    let (a, b) = (one.turn, other.turn);
    let one_article = a.telling.id == b.telling.id;
    let apart = a.sentence.abs_diff(b.sentence);
    let one_voice = match (&a.holder, &b.holder) {
        (Some(one), Some(other)) => event.one_voice(one, other),
        (None, None) => one_article,
        _ => false,
    };
    // A sentence that holds both poles tells of more than one act.
    let both = |held: &Held, side: usize| {
        let mut own = held.turn.own().iter().flat_map(|word| word.opposed());
        own.any(|known| known.pair == one.known.pair && known.side == side)
    };
    if one_voice || one_article && apart == 0 || both(one, 1) || both(other, 0) {
        return None;
    }
    let names: BTreeSet<Term> = [a, b]
        .iter()
        .filter_map(|turn| turn.holder.as_ref())
        .flat_map(|holder| event.called(holder).split_whitespace())
        .map(|word| Term::from(word.to_lowercase()))
        .collect();
    let weigh = |one: &BTreeSet<Term>, other: &BTreeSet<Term>| {
        event.weigh(one.intersection(other).filter(|term| !names.contains(*term)))
    };
    let weight = weigh(&one.context, &other.context);
    let all = weigh(&one.terms, &other.terms);
    let enough = weight >= NEARLY.0 && all >= NEARLY.1
        || weight >= MORE.0 && all >= MORE.1
        || weight >= ALONE
        || one_article && apart <= SENTENCES && weight >= CLOSE;
    if !enough {
        return None;
    }
    let shown = |held: &Held| {
        let last = held.at + held.known.rest.len();
        let span = held.turn.words[held.at].span.hull(held.turn.words[last].span);
        span.of(&held.turn.telling.article.text).to_lowercase()
    };
    let why = Reason::of(&shown(one), &shown(other), |x, y| {
        format!("one says “{x}” and the other the opposite, “{y}”")
    });
    let evidence = Evidence {
        weight,
        same_words: one.known.persons,
        shared: one.context.intersection(&other.context).count(),
        ..Evidence::of(Pattern::Opposites)
    };
    Some(Finding::new(ConflictKind::Account, evidence, why, a.stand(), b.stand()))
}
