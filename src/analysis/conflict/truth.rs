//! Truth: one is said to lie, and says that it is the truth, or that the other lies.

use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::{Finding, side};
use crate::analysis::language::Feature;
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Telling, Tellings};
use crate::analysis::{ConflictKind, Quote, SpeakerId};
use crate::text::Span;

/// Words between a name and the word that says it lies.
const NEAR: usize = 4;

/// Somebody is said to lie.
struct Charge<'a, 'e> {
    telling: &'e Telling<'a>,
    span: Span,
    /// Who alone bears the name.
    liar: SpeakerId,
    phrase: Span,
}

/// Who is said to lie, and what they say to that.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    let charges: Vec<Charge> = event
        .sentences()
        .filter_map(|(telling, sentence)| charge(event, telling, sentence))
        .collect();
    let mut found = Vec::new();
    for here in &event.all {
        for quote in here.quotes {
            let Some((speaker, span)) = quote.speaker.zip(swears(here, quote)) else { continue };
            let own = |charge: &Charge| charge.telling.speaker(charge.phrase) == Some(speaker);
            let mut against =
                charges.iter().filter(|charge| charge.liar == speaker && !own(charge));
            let Some(charge) = against
                .clone()
                .find(|charge| charge.telling.id == here.id)
                .or_else(|| against.next())
            else {
                continue;
            };
            let phrase = charge.phrase.of(&charge.telling.article.text);
            let why = format!("who is said to lie (“{phrase}”) speaks of the truth");
            found.push(Finding::new(
                ConflictKind::Denial,
                Evidence::of(Pattern::Lie),
                why,
                side(charge.telling, charge.span),
                side(here, span),
            ));
        }
    }
    found
}

/// "Holt is lying", "called Holt a liar".
fn charge<'a, 'e>(
    event: &Tellings,
    telling: &'e Telling<'a>,
    sentence: &Sentence,
) -> Option<Charge<'a, 'e>> {
    let words = &sentence.words;
    let at = words.iter().position(|word| word.has(Feature::Lies))?;
    let before = &words[at.saturating_sub(NEAR)..at];
    let asked = |word: &Word| word.has(Feature::OnlyAsked);
    let mut own = telling.clauses(sentence).iter().filter(|clause| clause.holds(at));
    let denied = own.any(|clause| clause.negated || clause.mood.is_hedged())
        || before.iter().any(|word| word.is_negation());
    // What is admitted or proved before a court is no charge.
    let proved = |word: &Word| word.has(Feature::Proved);
    let rests = words.get(at + 1).is_some_and(|next| next.has(Feature::Where));
    if rests
        || denied
        || before.iter().any(asked)
        || words.iter().any(proved)
        || words.last().is_some_and(|word| word.is("?"))
    {
        return None;
    }
    let name = before.iter().rev().find(|word| word.tag == Tag::Name)?;
    Some(Charge {
        telling,
        span: sentence.span,
        liar: event.bearer(&name.folded)?,
        phrase: name.span.hull(words[at].span),
    })
}

/// The sentence of a quote that says that it is the truth, or that the other does not tell it.
fn swears(telling: &Telling, quote: &Quote) -> Option<Span> {
    quote.content.iter().find_map(|part| {
        let first = telling.prose.sentence_at(part.start)?;
        let sentences = telling.prose.sentences[first..]
            .iter()
            .take_while(|sentence| sentence.span.start < part.end);
        let said = sentences.filter_map(|sentence| {
            let inside: Vec<&Word> =
                sentence.words.iter().filter(|word| part.covers(word.span)).collect();
            let tells = inside.windows(3).any(|three| {
                three[0].has(Feature::Tells)
                    && three[1].has(Feature::The)
                    && three[2].has(Feature::Truth)
            });
            tells.then(|| inside[0].span.hull(inside[inside.len() - 1].span))
        });
        said.take(1).next()
    })
}
