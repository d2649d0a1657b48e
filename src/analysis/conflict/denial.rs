//! Denial: asserted here, denied there. Three rules: one predicate with and without negation; a whole
//! that does not include what another puts into it; what one is said to deny, and another asserts.

use std::collections::BTreeSet;

use crate::analysis::conflict::predicate::{Predicate, predicates};
use crate::analysis::conflict::{Finding, side};
use crate::analysis::form::Term;
use crate::analysis::lexicon::{self, CUES, Stance};
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::telling::{Telling, Tellings, term, terms};
use crate::analysis::{ConflictKind, Quote, Strength, speaker};
use crate::text::Span;

/// Share of the denied clause's weight that an assertion must hold.
const ASSERTED: f32 = 0.6;
/// Content words of a denied clause below which it says too little to be found again.
const DENIED_WORDS: usize = 2;
/// Weight of a subject that can stand for a predicate without an object.
const SUBJECT: f32 = 2.0;
/// Share of the smaller object's weight that two predicates must have in common.
const OBJECT: f32 = 0.34;

/// Denials of an event.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    let mut found = negated(event);
    found.extend(not_included(event));
    found.extend(denied(event));
    found
}

type Told<'a, 'e> = (&'e Telling<'a>, Predicate);

/// One predicate with and without negation, of one subject and object.
fn negated(event: &Tellings) -> Vec<Finding> {
    let mut negations = all_predicates(event, |word: &Word| word.is_content() && !word.capital);
    negations.retain(|(_, p)| p.negated && !p.hedged);
    let stems: BTreeSet<&str> = negations.iter().map(|(_, p)| p.stem.as_str()).collect();
    let mut assertions = all_predicates(event, |word: &Word| stems.contains(word.stem.as_str()));
    assertions.retain(|(_, p)| !p.negated && !p.hedged);
    let mut found = Vec::new();
    for (there, no) in &negations {
        for (here, yes) in assertions.iter().filter(|(_, yes)| yes.stem == no.stem) {
            if !two_voices(here, yes.clause, there, no.clause) || denies(here, yes.clause) || denies(there, no.clause) {
                continue;
            }
            let Some(share) = acts_alike(event, yes, no) else { continue };
            let why = format!("“{}” against “{}”, of the same subject and object", shown(here, yes.shown), shown(there, no.shown));
            let strength = if share > 0.5 { Strength::Hard } else { Strength::Medium };
            found.push(Finding::new(
                ConflictKind::Denial,
                strength,
                0.7 + 0.3 * share,
                why,
                side(here, yes.clause),
                side(there, no.clause),
            ));
        }
    }
    found
}

/// The share of their objects, from 0 to 1, that two predicates have in common, when they have one
/// subject and their objects meet. Where one has none ("the alarm did not sound"), the subjects must be equal.
fn acts_alike(event: &Tellings, yes: &Predicate, no: &Predicate) -> Option<f32> {
    if yes.object.is_empty() || no.object.is_empty() {
        return (!no.subject.is_empty() && yes.subject == no.subject && event.weigh(&no.subject) >= SUBJECT).then_some(0.5);
    }
    let object: Vec<&Term> = yes.object.intersection(&no.object).collect();
    let share = event.weigh(object.iter().copied()) / event.weigh(&yes.object).min(event.weigh(&no.object)).max(0.1);
    let one_subject = yes.subject.intersection(&no.subject).next().is_some();
    (one_subject && !object.is_empty() && share >= OBJECT).then_some(share)
}

/// "X does not include Y" against "X on Y".
fn not_included(event: &Tellings) -> Vec<Finding> {
    let mut found = Vec::new();
    for (there, no) in all_predicates(event, |word: &Word| word.stem == "includ" || word.stem == "cover") {
        if !no.negated || no.subject.len() < 2 {
            continue;
        }
        for (here, sentence, held) in event.sentences_with_terms() {
            let itself = here.id == there.id && sentence.span.overlaps(no.clause);
            let Some((span, member)) = includes(sentence, held, &no.subject, &no.object).filter(|_| !itself) else { continue };
            if !two_voices(here, span, there, no.clause) {
                continue;
            }
            let span = here.voice(Span::new(span.end - 1, span.end)).and_then(|quote| quote.hull().intersect(span)).unwrap_or(span);
            let why = format!("“{}” is part of it in one account and left out in the other", shown(here, member));
            found.push(Finding::new(ConflictKind::Denial, Strength::Hard, 0.85, why, side(here, span), side(there, no.clause)));
        }
    }
    found
}

/// The words of a sentence that assert the whole and, after a preposition close by, one of the members; and
/// the words of that member.
fn includes(sentence: &Sentence, held: &BTreeSet<Term>, whole: &BTreeSet<Term>, members: &BTreeSet<Term>) -> Option<(Span, Span)> {
    const CLOSE: usize = 5;
    let words = &sentence.words;
    let main: Vec<&Term> = whole.iter().filter(|term| held.contains(*term)).collect();
    if main.len() < 2 || main.len() + 1 < whole.len() || words.iter().any(|word| lexicon::is_negation(&word.folded)) {
        return None;
    }
    let last = words.iter().rposition(|word| word.is_content() && whole.contains(word.term()))?;
    let reach = words.get(last + 1..words.len().min(last + 1 + CLOSE))?;
    reach.first().filter(|word| matches!(word.folded.as_str(), "on" | "about" | "over" | "for" | "of" | "with"))?;
    let member = reach.iter().position(|word| word.is_content() && members.contains(word.term()))?;
    // The whole name of the member: "summer flow", not "summer".
    let until = reach[member..].iter().position(|word| !word.is_content()).map_or(reach.len(), |length| member + length);
    let first = words.iter().position(|word| word.is_content() && whole.contains(word.term()))?;
    let opener = (0..first).rev().find(|i| words[*i].is_mark() || words[*i].is("that")).map_or(0, |i| i + 1);
    Some((words[opener].span.hull(reach[until - 1].span), reach[member].span.hull(reach[until - 1].span)))
}

/// What one is said to deny, and somebody else asserts.
fn denied(event: &Tellings) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut assertions: Option<Vec<Vec<Assertion>>> = None; // made when there is a denial
    for there in &event.all {
        for quote in there.quotes.iter().filter(|quote| is_denial(there, quote)) {
            let words = inside(there, quote.hull());
            let claimed = terms(&words);
            let Some(head) = words.iter().find(|word| word.is_content()).map(term).filter(|_| claimed.len() >= DENIED_WORDS) else {
                continue;
            };
            let all = assertions.get_or_insert_with(|| event.all.iter().map(Assertion::of).collect());
            let denial = Denial { there, quote, span: quote.cue.map_or(quote.hull(), |cue| cue.hull(quote.hull())), claimed, head };
            found.extend(event.all.iter().zip(all).filter_map(|(here, assertions)| best_assertion(event, here, assertions, &denial)));
        }
    }
    found
}

/// What somebody is said to deny.
struct Denial<'a, 'e> {
    there: &'e Telling<'a>,
    quote: &'a Quote,
    /// Cue and content.
    span: Span,
    /// Terms of the content.
    claimed: BTreeSet<Term>,
    /// The first of them, without which nothing asserts the rest.
    head: Term,
}

/// A sentence, or what is reported in it, that denies nothing.
struct Assertion {
    span: Span,
    terms: BTreeSet<Term>,
    future: bool,
}

impl Assertion {
    /// The assertions of one article, in order.
    fn of(telling: &Telling) -> Vec<Assertion> {
        let asserts = |sentence: &Sentence| {
            let span = clause_of(telling, sentence);
            let words = inside(telling, span);
            let negative = words.iter().any(|word| lexicon::is_negation(&word.folded)) || denies(telling, span) || holds_denial(sentence);
            (!negative).then(|| Assertion { span, terms: terms(&words), future: is_future(&words) })
        };
        telling.prose.sentences.iter().filter_map(asserts).collect()
    }
}

/// The assertion of `here` that holds most of what is denied.
fn best_assertion(event: &Tellings, here: &Telling, assertions: &[Assertion], denial: &Denial) -> Option<Finding> {
    let total = event.weigh(&denial.claimed).max(0.1);
    let future = is_future(&inside(denial.there, denial.span));
    let holder = denial.quote.speaker.as_deref();
    let asserted = assertions.iter().filter(|assertion| assertion.future == future && assertion.terms.contains(&denial.head));
    let shares = asserted.filter_map(|assertion| {
        let span = assertion.span;
        let shared: Vec<&Term> = denial.claimed.intersection(&assertion.terms).collect();
        let share = event.weigh(shared.iter().copied()) / total;
        // What is said in two words must be asserted in both, and in not many more.
        let whole = shared.len() == denial.claimed.len() && assertion.terms.len() <= 2 * denial.claimed.len() + 2;
        if share < ASSERTED || (shared.len() <= 2 && !whole) || (here.id == denial.there.id && span.overlaps(denial.span)) {
            return None;
        }
        let own = here.speaker(span).as_deref().zip(holder).is_some_and(|(a, b)| speaker::same(a, b));
        (!own).then_some((share, span))
    });
    let (share, span) = shares.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let why = format!("asserted, and denied by {}", holder.unwrap_or("somebody"));
    let (a, b) = (side(here, span), side(denial.there, denial.span));
    Some(Finding::new(ConflictKind::Denial, Strength::Medium, 0.4 + 0.5 * share, why, a, b))
}

/// The content of the widest quote in a sentence, else the sentence.
fn clause_of(telling: &Telling, sentence: &Sentence) -> Span {
    let inner = telling.quotes.iter().flat_map(|quote| &quote.content).copied().filter(|part| sentence.span.covers(*part));
    inner.max_by_key(|hull| hull.len()).unwrap_or(sentence.span)
}

fn inside(telling: &Telling, span: Span) -> Vec<Word> {
    let first = telling.prose.sentence_at(span.start).unwrap_or(0);
    let sentences = telling.prose.sentences[first..].iter().take_while(|sentence| sentence.span.start < span.end);
    sentences.flat_map(|sentence| &sentence.words).filter(|word| span.covers(word.span)).cloned().collect()
}

/// The predicates of all sentences whose verb `wanted` wants.
fn all_predicates<'a, 'e>(event: &'e Tellings<'a>, wanted: impl Fn(&Word) -> bool) -> Vec<Told<'a, 'e>> {
    let mut found = Vec::new();
    for (telling, sentence) in event.sentences() {
        found.extend(predicates(telling, sentence, &wanted).into_iter().map(|predicate| (telling, predicate)));
    }
    found
}

/// Whether two passages are told by different outlets or different speakers.
fn two_voices(here: &Telling, a: Span, there: &Telling, b: Span) -> bool {
    if here.id != there.id {
        return true;
    }
    match (here.speaker(a), there.speaker(b)) {
        (Some(a), Some(b)) => !speaker::same(&a, &b),
        (a, b) => a != b,
    }
}

/// Whether the innermost quote around `span` is itself a denial, so that its negation belongs to its holder.
fn denies(telling: &Telling, span: Span) -> bool {
    telling.voice(span).is_some_and(|quote| is_denial(telling, quote))
}

fn is_denial(telling: &Telling, quote: &Quote) -> bool {
    quote.cue.is_some_and(|cue| {
        let folded = cue.of(&telling.article.text).to_lowercase();
        CUES.get(&folded).is_some_and(|cue| cue.stance == Stance::Denies) || folded.starts_with("denial")
    })
}

/// What will be and what is are two claims.
fn is_future(words: &[Word]) -> bool {
    words.iter().any(|word| matches!(word.folded.as_str(), "will" | "would" | "shall" | "won't"))
}

fn holds_denial(sentence: &Sentence) -> bool {
    sentence.words.iter().any(|word| CUES.get(&word.folded).is_some_and(|cue| cue.stance == Stance::Denies))
}

fn shown(telling: &Telling, span: Span) -> String {
    span.of(&telling.article.text).split_whitespace().collect::<Vec<_>>().join(" ")
}
