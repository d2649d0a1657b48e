//! Truth: one is said to lie, and says that it is the truth, or that the other lies; claims that one calls credible and
//! another false.

use std::collections::BTreeSet;

use crate::analysis::conflict::{Finding, side};
use crate::analysis::form::Term;
use crate::analysis::lexicon::{self, Disputing};
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::speaker;
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Telling, Tellings, term};
use crate::analysis::{ConflictKind, Quote, Strength};
use crate::text::Span;

/// Words between a name and the word that says it lies.
const NEAR: usize = 4;

/// Weight of the words that two sentences share from which they speak of one claim.
const ONE_CLAIM: f32 = 3.0;

/// Somebody is said to lie.
struct Charge<'a, 'e> {
    telling: &'e Telling<'a>,
    span: Span,
    /// The last word of the name, folded.
    liar: String,
    phrase: Span,
}

/// Disputes of an event about who tells the truth.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    let mut found = sworn(event);
    found.extend(believed(event));
    found
}

/// A claim with what it is called.
struct Called<'a, 'e> {
    telling: &'e Telling<'a>,
    span: Span,
    phrase: Span,
    terms: BTreeSet<Term>,
    speaker: Option<String>,
}

/// Claims that one voice calls credible and another false.
fn believed(event: &Tellings) -> Vec<Finding> {
    let called =
        |is: fn(&Word) -> bool| event.sentences().filter_map(|(telling, sentence)| called(telling, sentence, is)).collect::<Vec<Called>>();
    let credible = called(|word| matches!(word.folded.as_str(), "credible" | "legitimate" | "truthful" | "genuine" | "substantiated"));
    if credible.is_empty() {
        return Vec::new();
    }
    let untrue = called(|word| Disputing::False.has(&word.stem));
    let pair = |yes: &Called, no: &Called| {
        let shared = event.weigh(yes.terms.intersection(&no.terms));
        let two_voices = yes.speaker != no.speaker;
        let shown = |called: &Called| called.phrase.of(&called.telling.article.text).to_owned();
        let why = format!("“{}” against “{}”", shown(yes), shown(no));
        let (a, b) = (side(yes.telling, yes.span), side(no.telling, no.span));
        (two_voices && shared >= ONE_CLAIM).then(|| Finding::new(ConflictKind::Denial, Strength::Medium, 0.5 + shared / 40.0, why, a, b))
    };
    credible.iter().flat_map(|yes| untrue.iter().filter_map(move |no| pair(yes, no))).collect()
}

/// "credible allegations against the mayor", "false sexual assault claims".
fn called<'a, 'e>(telling: &'e Telling<'a>, sentence: &Sentence, is: fn(&Word) -> bool) -> Option<Called<'a, 'e>> {
    let words = &sentence.words;
    let at = words.iter().position(is)?;
    let noun = (at + 1..words.len().min(at + 1 + NEAR)).find(|i| Disputing::Claim.has(&words[*i].stem))?;
    let between = words[at + 1..noun].iter().all(|word| word.tag.is_nominal());
    let doubted = words[at.saturating_sub(2)..at].iter().any(|word| lexicon::is_negation(&word.folded));
    if !between || doubted || words.last().is_some_and(|word| word.is("?")) {
        return None;
    }
    let phrase = words[at].span.hull(words[noun].span);
    let span = telling.voice(phrase).and_then(|quote| quote.hull().intersect(sentence.span)).unwrap_or(sentence.span);
    let about = words.iter().filter(|word| word.is_content() && !phrase.covers(word.span) && !Disputing::Claim.has(&word.stem));
    Some(Called { telling, span, phrase, terms: about.map(term).collect(), speaker: telling.speaker(phrase) })
}

/// Who is said to lie, and what they say to that.
fn sworn(event: &Tellings) -> Vec<Finding> {
    let charges: Vec<Charge> = event.sentences().filter_map(|(telling, sentence)| charge(telling, sentence)).collect();
    let mut found = Vec::new();
    for here in &event.all {
        for quote in here.quotes {
            let Some((speaker, span)) = quote.speaker.as_deref().zip(swears(here, quote)) else { continue };
            let liar = speaker::last_name(speaker);
            let own = |charge: &Charge| charge.telling.speaker(charge.phrase).is_some_and(|other| speaker::same(&other, speaker));
            let mut against = charges.iter().filter(|charge| charge.liar == liar && !own(charge));
            let Some(charge) = against.clone().find(|charge| charge.telling.id == here.id).or_else(|| against.next()) else { continue };
            let phrase = charge.phrase.of(&charge.telling.article.text);
            let why = format!("said to lie (“{phrase}”), and speaks of the truth");
            found.push(Finding::new(ConflictKind::Denial, Strength::Medium, 0.6, why, side(charge.telling, charge.span), side(here, span)));
        }
    }
    found
}

/// "Holt is lying", "called Holt a liar".
fn charge<'a, 'e>(telling: &'e Telling<'a>, sentence: &Sentence) -> Option<Charge<'a, 'e>> {
    let words = &sentence.words;
    let at = words.iter().position(|word| matches!(word.folded.as_str(), "lying" | "liar" | "lied" | "lies"))?;
    let before = &words[at.saturating_sub(NEAR)..at];
    let doubted = |word: &Word| lexicon::is_negation(&word.folded) || matches!(word.folded.as_str(), "if" | "whether" | "to" | "about");
    // What is admitted or proved before a court is no charge.
    let proved = |word: &Word| matches!(word.stem.as_str(), "plead" | "pled" | "guilti" | "convict" | "admit" | "charg" | "congress");
    let rests = words.get(at + 1).is_some_and(|next| matches!(next.folded.as_str(), "in" | "on" | "down" | "at" | "there" | "beside"));
    if rests || before.iter().any(doubted) || words.iter().any(proved) || words.last().is_some_and(|word| word.is("?")) {
        return None;
    }
    let name = before.iter().rev().find(|word| word.tag == Tag::Name)?;
    Some(Charge {
        telling,
        span: sentence.span,
        liar: speaker::last_name(name.span.of(&telling.article.text)),
        phrase: name.span.hull(words[at].span),
    })
}

/// The sentence of a quote that says that it is the truth, or that the other does not tell it.
fn swears(telling: &Telling, quote: &Quote) -> Option<Span> {
    quote.content.iter().find_map(|part| {
        let first = telling.prose.sentence_at(part.start)?;
        let sentences = telling.prose.sentences[first..].iter().take_while(|sentence| sentence.span.start < part.end);
        let said = sentences.filter_map(|sentence| {
            let inside: Vec<&Word> = sentence.words.iter().filter(|word| part.covers(word.span)).collect();
            let tells = inside
                .windows(3)
                .any(|three| matches!(three[0].stem.as_str(), "tell" | "told" | "speak") && three[1].is("the") && three[2].is("truth"));
            tells.then(|| inside[0].span.hull(inside[inside.len() - 1].span))
        });
        said.take(1).next()
    })
}
