//! Beside: two turns next to each other that disagree without a word of contrast between two
//! holders: one names or accuses another, who answers; one holder takes back what he held; the
//! outlet says how it is in fact; some see it so, and others another way.
//!
//! Not done: the same further apart, or in two articles.

// The bounds below were chosen, not tuned.

use crate::analysis::ConflictKind;
use crate::analysis::conflict::Finding;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::turn::{Turn, is_of_the_same_side, opposes};
use crate::analysis::form::Term;
use crate::analysis::language::Feature;
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Holder, Tellings, terms};

/// Words behind a verb in which its object begins.
const NEAR: usize = 6;
/// Words from the beginning of an answer in which it opposes at once.
const EARLY: usize = 6;

/// The pairs of an event, whose turns are `turns` by article.
pub(super) fn detect(event: &Tellings, turns: &[Vec<Turn>]) -> Vec<Finding> {
    let pairs = turns.iter().flat_map(|turns| turns.windows(2)).filter(|pair| {
        let (one, next) = (&pair[0], &pair[1]);
        let unfit = |turn: &Turn| turn.is_long() || turn.is_silent();
        next.sentence - one.sentence <= 1 && !unfit(one) && !unfit(next)
    });
    pairs.filter_map(|pair| answered(event, &pair[0], &pair[1])).collect()
}

/// Evidence of a pattern that joins two turns.
fn evidence(event: &Tellings, pattern: Pattern, points: f32, one: &Turn, next: &Turn) -> Evidence {
    let held = terms(one.own());
    let both = terms(next.own());
    let both: Vec<&Term> = both.intersection(&held).collect();
    Evidence {
        holder: next.holder.is_some(),
        points,
        shared: both.len(),
        weight: event.weigh(both.iter().copied()),
        ..Evidence::of(pattern)
    }
}

/// The summed worth of the signs that were seen.
fn sum(signs: &[(bool, f32)]) -> f32 {
    signs.iter().filter(|(seen, _)| *seen).map(|(_, worth)| worth).sum()
}

/// How whoever was named answers.
#[derive(Clone, Copy, PartialEq)]
enum Retort {
    /// Denies a claim, or what is laid at his door.
    Denies,
    /// Defends himself.
    Defends,
    /// Says something to it.
    Responds,
}

/// The verb of answering that is the turn's own: told of its holder, not denied, not quoted.
fn retort<'t>(event: &Tellings, turn: &'t Turn, holder: &Holder) -> Option<(Retort, &'t Word)> {
    let words = turn.words;
    let mut clauses = turn.clauses().filter(|clause| {
        let verb = &words[clause.verb];
        let helpers = &words[clause.start()..clause.verb];
        let passive = verb.tag == Tag::Participle && helpers.iter().any(|w| w.has(Feature::Be));
        let taken_back =
            helpers.iter().any(|word| word.is_negation() || word.has(Feature::Conditional));
        let of_holder = || {
            let subject = clause.subject.map(|subject| subject.span(words));
            subject.is_some_and(|span| {
                let name = span.of(&turn.telling.article.text);
                event.one_voice(&Holder::Called(name.to_owned()), holder)
            })
        };
        !passive
            && !taken_back
            && !clause.mood.is_hedged()
            && matches!(verb.tag, Tag::Verb | Tag::Participle)
            && !turn.telling.is_quoted(verb.span.start)
            && of_holder()
    });
    clauses.find_map(|clause| {
        let verb = &words[clause.verb];
        let object = words[clause.verb + 1..turn.range.end].iter().take(NEAR);
        let has = |feature: Feature| object.clone().any(|word| word.has(feature));
        let of_claim = has(Feature::Claim)
            || has(Feature::Contention)
            || has(Feature::Points)
            || object.clone().take(2).any(|word| word.tag == Tag::That)
            || object.clone().next().is_none_or(|word| word.is_mark());
        let of_himself = verb.has(Feature::Denies)
            && (has(Feature::Link) || has(Feature::Part) || has(Feature::Wrongdoing));
        if has(Feature::Withheld) {
            None
        } else if verb.has(Feature::Denies) || verb.has(Feature::Rejects) {
            (of_claim || of_himself).then_some((Retort::Denies, verb))
        } else if verb.has(Feature::Defends) {
            Some((Retort::Defends, verb))
        } else {
            verb.has(Feature::Responds).then_some((Retort::Responds, verb))
        }
    })
}

/// Whether it lays something at a holder's door, or finds fault with him: he stands right behind
/// the word for it.
fn accuses(event: &Tellings, turn: &Turn, holder: &Holder) -> bool {
    let Some(last) = event.called(holder).split_whitespace().next_back() else { return false };
    let own = turn.own();
    let text = &turn.telling.article.text;
    let named = |at: usize| {
        let mut behind = own[at + 1..].iter().take(NEAR).take_while(|word| !word.is_mark());
        behind.any(|word| word.span.of(text).starts_with(last))
    };
    (0..own.len())
        .any(|at| (own[at].has(Feature::Accuses) || own[at].has(Feature::Attacks)) && named(at))
}

/// "The union accused Holt of hiding the crack. Holt dismissed that." Who is named in what is held
/// against him answers right behind it.
fn answered(event: &Tellings, claim: &Turn, answer: &Turn) -> Option<Finding> {
    let (one, other) = (claim.holder.as_ref()?, answer.holder.as_ref()?);
    if answer.against.is_some()
        || event.one_voice(one, other)
        || is_of_the_same_side(answer)
        || claim.asks()
        || !claim.names(event, other)
    {
        return None;
    }
    let found = retort(event, answer, other);
    let accused = accuses(event, claim, other);
    let opposes = answer.own().iter().take(EARLY).any(opposes);
    let points = sum(&[
        (matches!(found, Some((Retort::Denies, _))), 2.0),
        (matches!(found, Some((Retort::Defends | Retort::Responds, _))), 1.0),
        (accused, 1.0),
        (opposes, 1.0),
        (answer.names(event, one), 0.5),
        (claim.quoted() > 0.0 || claim.says().is_some(), 0.5),
    ]);
    if found.is_none() && !(accused && opposes) {
        return None;
    }
    let why = match found {
        Some((_, verb)) => {
            format!("who is named in it answers right behind: “{}”", answer.lowercase(verb))
        }
        None => "who is accused in it speaks against it right behind".to_owned(),
    };
    let evidence = evidence(event, Pattern::Answered, points, claim, answer);
    Some(Finding::new(ConflictKind::Denial, evidence, why, claim.stand(), answer.stand()))
}
