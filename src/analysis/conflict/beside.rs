//! Beside: two turns next to each other that disagree without a word of contrast between two
//! holders: one names or accuses another, who answers; one holder takes back what he held; the
//! outlet says how it is in fact; some see it so, and others another way.
//!
//! Not done: the same further apart, or in two articles.

// The bounds below were chosen, not tuned.

use crate::analysis::ConflictKind;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::turn::{Turn, is_of_the_same_side, opposes};
use crate::analysis::conflict::{Finding, Stand};
use crate::analysis::form::Term;
use crate::analysis::language::Feature;
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Holder, Tellings, terms};

/// Words behind a verb in which its object begins.
const NEAR: usize = 6;
/// Words from the beginning of an answer in which it opposes at once.
const EARLY: usize = 6;

/// Points from which one holder is seen to have held two positions.
const LEAST: f32 = 1.9;

/// The pairs of an event, whose turns are `turns` by article.
pub(super) fn detect(event: &Tellings, turns: &[Vec<Turn>]) -> Vec<Finding> {
    let pairs = turns.iter().flat_map(|turns| turns.windows(2)).filter(|pair| {
        let (one, next) = (&pair[0], &pair[1]);
        let unfit = |turn: &Turn| turn.is_long() || turn.is_silent();
        next.sentence - one.sentence <= 1 && !unfit(one) && !unfit(next)
    });
    let families = [answered, reversed, in_fact, otherwise];
    pairs
        .flat_map(|pair| families.iter().filter_map(|family| family(event, &pair[0], &pair[1])))
        .collect()
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
            let verb = answer.lowercase(verb);
            format!("who is named in the claim answers right behind it: “{verb}”")
        }
        None => "who is accused in the claim speaks against it right behind".to_owned(),
    };
    let evidence = evidence(event, Pattern::Answered, points, claim, answer);
    Some(Finding::new(ConflictKind::Denial, evidence, why, claim.stand(), answer.stand()))
}

/// "Holt initially said the pier was sound, but later called it cracked." One holder, two
/// positions.
fn reversed(event: &Tellings, before: &Turn, after: &Turn) -> Option<Finding> {
    let holder = before.holder.as_ref()?;
    let same = goes_on(event, after, holder);
    let told = before.says().is_some() || before.quoted() > 0.0;
    if !same || !told || after.own().iter().take(EARLY).any(|word| word.has(Feature::Also)) {
        return None;
    }
    let outside = |turn: &Turn, feature: Feature| {
        let mut own = turn.own().iter();
        own.any(|word| word.has(feature) && !turn.telling.is_quoted(word.span.start))
    };
    let against = after.against.map(|at| &after.words[at]);
    let against = against.is_some_and(|word| word.has(Feature::But) || word.has(Feature::However));
    let taken_back = takes_back(event, after, holder);
    let early = outside(before, Feature::AtFirst);
    let late = outside(after, Feature::Late);
    let points = sum(&[
        (early, 1.4),
        (outside(before, Feature::Before), 0.7),
        (late, 0.6),
        (against, 0.7),
        (taken_back.is_some(), 2.0),
    ]);
    if points < LEAST {
        return None;
    }
    let name = event.called(holder);
    let why = match taken_back {
        Some(verb) => {
            let verb = after.lowercase(verb);
            format!("both are credited to {name}, who takes it back: “{verb}”")
        }
        None => format!("both are credited to {name}, the one first and the other later"),
    };
    let evidence = evidence(event, Pattern::Reversed, points, before, after);
    let stand = Stand { holder: Some(holder.clone()), ..after.stand() };
    Some(Finding::new(ConflictKind::Account, evidence, why, before.stand(), stand))
}

/// Whether a holder's turn follows: he is its subject, in his name, a pronoun or none.
fn goes_on(event: &Tellings, turn: &Turn, holder: &Holder) -> bool {
    if turn.holder.as_ref().is_some_and(|other| !event.one_voice(holder, other)) {
        return false;
    }
    let Some(first) = turn.clauses().next() else { return false };
    let subject = first.subject.filter(|subject| subject.start >= turn.range.start);
    let own = match subject {
        None => turn.range.start > 0,
        Some(subject) => {
            let name = subject.span(turn.words).of(&turn.telling.article.text);
            let pronoun = &turn.words[subject.start];
            pronoun.has(Feature::Subject) && pronoun.has(Feature::Somebody)
                || event.one_voice(&Holder::Called(name.to_owned()), holder)
        }
    };
    own && !first.mood.is_hedged() && turn.words[turn.range.start].tag != Tag::That
}

/// The verb with which a holder takes back what he held: backtracked, walked it back, changed his
/// mind.
fn takes_back<'t>(event: &Tellings, turn: &'t Turn, holder: &Holder) -> Option<&'t Word> {
    let words = turn.words;
    let clauses = turn.clauses().filter(|clause| !clause.negated && !clause.mood.is_hedged());
    let found = clauses.map(|clause| (clause, &words[clause.verb])).find(|(clause, verb)| {
        let behind = words[clause.verb + 1..turn.range.end].iter().take(3);
        let has = |feature: Feature| behind.clone().any(|word| word.has(feature));
        let next = |feature: Feature| behind.clone().take(1).any(|word| word.has(feature));
        let takes_back = verb.has(Feature::TurnsAbout)
            || verb.has(Feature::Walks) && has(Feature::Back)
            || verb.has(Feature::Back) && next(Feature::Off)
            || verb.has(Feature::Changes) && has(Feature::Position);
        let own = clause.subject.is_none_or(|subject| {
            let name = subject.span(words).of(&turn.telling.article.text);
            subject.of(words).iter().all(|word| word.tag == Tag::Pronoun)
                || event.one_voice(&Holder::Called(name.to_owned()), holder)
        });
        takes_back && own && !turn.telling.is_quoted(verb.span.start)
    });
    found.map(|(_, verb)| verb)
}

/// "Holt said the pier was sound. In fact, it had sunk." The outlet holds it against somebody's
/// claim.
fn in_fact(event: &Tellings, claim: &Turn, answer: &Turn) -> Option<Finding> {
    claim.holder.as_ref()?;
    let own = answer.own();
    let opens = own.first()?.tag == Tag::Preposition;
    let at = own.iter().take(3).position(|word| word.has(Feature::Fact)).filter(|_| opens)?;
    let of_outlet = answer.holder.is_none() && answer.says().is_none() && answer.quoted() == 0.0;
    let told = claim.says().is_some() || claim.quoted() > 0.0;
    if !of_outlet || !told || claim.asks() {
        return None;
    }
    let points = sum(&[
        (claim.own().iter().any(|word| word.has(Feature::Claims)), 1.0),
        (answer.opposes(), 1.0),
        (claim.quoted() > 0.0, 0.5),
    ]);
    let phrase = own[0].span.hull(own[at].span).of(&answer.telling.article.text).to_lowercase();
    let why = format!("the outlet goes on from the claim with “{phrase}”");
    let evidence = evidence(event, Pattern::InFact, points, claim, answer);
    Some(Finding::new(ConflictKind::Denial, evidence, why, claim.stand(), answer.stand()))
}

/// "Some see the pier as a ruin. Others call it a monument."
fn otherwise(event: &Tellings, one: &Turn, next: &Turn) -> Option<Finding> {
    let views = |turn: &Turn, who: Feature| {
        let own = turn.own().iter().take(EARLY);
        let at = own.clone().position(|word| word.has(who)).filter(|at| *at < 2)?;
        own.skip(at).any(|word| word.has(Feature::Views) || word.cue.is_some()).then_some(at)
    };
    views(one, Feature::Some)?;
    let opponents = views(next, Feature::Opponents);
    let at = opponents.or_else(|| views(next, Feature::Others))?;
    let held = one.holder.is_some() && next.holder.is_some();
    if !held || one.asks() || next.has(Feature::Also) {
        return None;
    }
    let points = sum(&[
        (opponents.is_some(), 1.0),
        (next.opposes() != one.opposes(), 1.0),
        (next.against.is_some(), 1.0),
    ]);
    let who = next.lowercase(&next.own()[at]);
    let why = format!("the sentence that comes next says what “{who}” hold");
    let evidence = evidence(event, Pattern::Otherwise, points, one, next);
    Some(Finding::new(ConflictKind::Account, evidence, why, one.stand(), next.stand()))
}
