//! Denial: asserted here, denied there. Three rules: one predicate with and without negation; a
//! whole that does not include what another puts into it; what one is said to deny, and another
//! asserts.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::predicate::{Predicate, predicates};
use crate::analysis::conflict::{Finding, Reason, shown, side};
use crate::analysis::form::Term;
use crate::analysis::language::{Feature, Stance};
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::telling::{Holder, Telling, Tellings};
use crate::analysis::{ConflictKind, Quote};
use crate::text::Span;

/// Weight of a subject that can stand for a predicate without an object.
const SUBJECT: f32 = 2.0;
/// Share of the smaller object's weight that two predicates must have in common.
const OBJECT: f32 = 0.34;

/// Denials of an event.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    let mut found = negated(event);
    found.extend(not_included(event));
    found
}

type Told<'a, 'e> = (&'e Telling<'a>, Predicate);

/// One predicate with and without negation, of one subject and object.
fn negated(event: &Tellings) -> Vec<Finding> {
    let mut negations = all_predicates(event, is_negative, |word: &Word| {
        word.is_content() && !word.capital && !is_of_mind(word)
    });
    negations.retain(|(_, p)| p.negated && !p.mood.is_hedged());
    let stems: BTreeSet<&str> = negations.iter().map(|(_, p)| p.stem.as_str()).collect();
    let mut assertions = all_predicates(
        event,
        |_: &Sentence| true,
        |word: &Word| stems.contains(word.stem.as_str()),
    );
    assertions.retain(|(_, p)| !p.negated && !p.mood.is_hedged());
    let mut by_stem: BTreeMap<&str, Vec<&Told>> = BTreeMap::new();
    for told in &assertions {
        by_stem.entry(told.1.stem.as_str()).or_default().push(told);
    }
    let mut found = Vec::new();
    for (there, no) in &negations {
        for (here, yes) in by_stem.get(no.stem.as_str()).into_iter().flatten() {
            let Some(share) = acts_alike(event, yes, no) else { continue };
            let one_speaker = here
                .speaker(yes.clause)
                .zip(there.speaker(no.clause))
                .is_some_and(|(a, b)| event.one_voice(&Holder::Speaker(a), &Holder::Speaker(b)));
            if one_speaker
                || yes.mood != no.mood
                || !two_voices(here, yes.clause, there, no.clause)
                || denies(here, yes.clause)
                || denies(there, no.clause)
                || is_of_the_moment(there, no.clause)
            {
                continue;
            }
            let why = Reason::of(&shown(here, yes.shown), &shown(there, no.shown), |x, y| {
                format!("one says “{x}” and the other “{y}”, of the same subject and object")
            });
            let evidence = Evidence {
                shared: yes.object.intersection(&no.object).count(),
                weight: event.weigh(yes.object.intersection(&no.object)),
                share,
                same_words: yes.subject == no.subject && yes.object == no.object,
                ..Evidence::of(Pattern::Negated)
            };
            found.push(Finding::new(
                ConflictKind::Denial,
                evidence,
                why,
                side(here, yes.clause),
                side(there, no.clause),
            ));
        }
    }
    found
}

/// "Nobody had owned up as of Tuesday": later somebody did.
fn is_of_the_moment(telling: &Telling, clause: Span) -> bool {
    let sentence =
        telling.prose.sentence_at(clause.start).and_then(|at| telling.prose.sentences.get(at));
    let words = sentence.map_or(&[][..], |sentence| &sentence.words);
    words.iter().any(|word| word.has(Feature::Yet))
        || words.windows(2).any(|two| {
            two[0].has(Feature::As) && two[1].has(Feature::Of)
                || two[0].has(Feature::So) && two[1].has(Feature::Far)
        })
}

/// What was given up is part of it no more.
fn is_given_up(word: &Word) -> bool {
    word.has(Feature::GivesUp)
}

/// What one thinks, another may not think.
fn is_of_mind(word: &Word) -> bool {
    word.has(Feature::OfMind)
}

/// The share of their objects, from 0 to 1, that two predicates have in common, when they have one
/// subject and their objects meet. Where one has none ("the alarm did not sound"), the subjects
/// must be equal, and both act or both are acted on: who asked may not have been asked.
fn acts_alike(event: &Tellings, yes: &Predicate, no: &Predicate) -> Option<f32> {
    if yes.object.is_empty() || no.object.is_empty() {
        return (!no.subject.is_empty()
            && yes.subject == no.subject
            && yes.passive == no.passive
            && event.weigh(&no.subject) >= SUBJECT)
            .then_some(0.5);
    }
    let object: Vec<&Term> = yes.object.intersection(&no.object).collect();
    let share = event.weigh(object.iter().copied())
        / event.weigh(&yes.object).min(event.weigh(&no.object)).max(0.1);
    let one_subject = yes.subject.intersection(&no.subject).next().is_some();
    let may_be_one = one_subject || (yes.open || no.open) && yes.open != no.open;
    if may_be_one && yes.patient.is_some() && yes.patient == no.patient {
        return Some(share.clamp(OBJECT, 0.5)); // one did it to the other, and did not
    }
    (one_subject && !object.is_empty() && share >= OBJECT).then_some(share)
}

/// "X does not include Y" against "X on Y".
fn not_included(event: &Tellings) -> Vec<Finding> {
    let mut found = Vec::new();
    for (there, no) in all_predicates(event, is_negative, |word: &Word| word.has(Feature::Includes))
    {
        if !no.negated || no.subject.len() < 2 {
            continue;
        }
        for (here, sentence, held) in event.sentences_with_terms() {
            let itself = here.id == there.id && sentence.span.overlaps(no.clause);
            let Some((span, member)) =
                includes(sentence, held, &no.subject, &no.object).filter(|_| !itself)
            else {
                continue;
            };
            if !two_voices(here, span, there, no.clause) {
                continue;
            }
            let span = here
                .voice(Span::new(span.end - 1, span.end))
                .and_then(|quote| quote.hull().intersect(span))
                .unwrap_or(span);
            let part = shown(here, member);
            let why = Reason {
                forth: format!("“{part}” is part of it in one account and left out in the other"),
                back: Some(format!(
                    "“{part}” is left out in one account and part of it in the other"
                )),
            };
            found.push(Finding::new(
                ConflictKind::Denial,
                Evidence::of(Pattern::Excluded),
                why,
                side(here, span),
                side(there, no.clause),
            ));
        }
    }
    found
}

/// The words of a sentence that assert the whole and, after a preposition close by, one of the
/// members; and the words of that member.
fn includes(
    sentence: &Sentence,
    held: &BTreeSet<Term>,
    whole: &BTreeSet<Term>,
    members: &BTreeSet<Term>,
) -> Option<(Span, Span)> {
    const CLOSE: usize = 5;
    let words = &sentence.words;
    let main: Vec<&Term> = whole.iter().filter(|term| held.contains(*term)).collect();
    if main.len() < 2
        || main.len() + 1 < whole.len()
        || words.iter().any(|word| word.is_negation() || is_given_up(word))
    {
        return None;
    }
    let last = words.iter().rposition(|word| word.is_content() && whole.contains(word.term()))?;
    let reach = words.get(last + 1..words.len().min(last + 1 + CLOSE))?;
    reach.first().filter(|word| word.has(Feature::BringsPart))?;
    let member =
        reach.iter().position(|word| word.is_content() && members.contains(word.term()))?;
    // The whole name of the member: "summer flow", not "summer".
    let until = reach[member..]
        .iter()
        .position(|word| !word.is_content())
        .map_or(reach.len(), |length| member + length);
    let first = words.iter().position(|word| word.is_content() && whole.contains(word.term()))?;
    let opener = (0..first)
        .rev()
        .find(|i| words[*i].is_mark() || words[*i].has(Feature::That))
        .map_or(0, |i| i + 1);
    Some((
        words[opener].span.hull(reach[until - 1].span),
        reach[member].span.hull(reach[until - 1].span),
    ))
}

fn is_negative(sentence: &Sentence) -> bool {
    sentence.words.iter().any(|word| word.is_negation())
}

/// The predicates, whose verb `wanted` wants, of the sentences that are `asked`.
fn all_predicates<'a, 'e>(
    event: &'e Tellings<'a>,
    asked: impl Fn(&Sentence) -> bool,
    wanted: impl Fn(&Word) -> bool,
) -> Vec<Told<'a, 'e>> {
    let mut found = Vec::new();
    for (telling, sentence) in event.sentences().filter(|(_, sentence)| asked(sentence)) {
        found.extend(
            predicates(telling, sentence, &wanted)
                .into_iter()
                .map(|predicate| (telling, predicate)),
        );
    }
    found
}

/// Whether two passages are told by different outlets or different speakers.
fn two_voices(here: &Telling, a: Span, there: &Telling, b: Span) -> bool {
    if here.id != there.id {
        return true;
    }
    here.speaker(a) != there.speaker(b)
}

/// Whether the innermost quote around `span` is itself a denial, so that its negation belongs to
/// its holder.
fn denies(telling: &Telling, span: Span) -> bool {
    telling.voice(span).is_some_and(|quote| is_denial(telling, quote))
}

fn is_denial(telling: &Telling, quote: &Quote) -> bool {
    quote.cue.is_some_and(|cue| {
        let folded = cue.of(&telling.article.text).to_lowercase();
        let lexicon = &telling.prose.language.lexicon;
        lexicon.cue(&folded).is_some_and(|cue| cue.stance == Stance::Denies)
            || lexicon.begins_in_denial(&folded)
    })
}
