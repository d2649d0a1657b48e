//! Attribution: one claim, credited to different named speakers by two articles.

use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::{Finding, Reason, Stand};
use crate::analysis::language::{Feature, Stance};
use crate::analysis::quantity::is_number;
use crate::analysis::telling::{Holder, Tellings};
use crate::analysis::variant::{Alignment, Utterance};
use crate::analysis::{ConflictKind, QuoteKind};
use crate::text::token::fold;

/// Aligned share of the longer report from which two reports are of one claim.
const SHARED: f32 = 0.7;
/// Aligned content words of a claim that is not told by chance in two mouths.
const CONTENT: usize = 4;

/// Claims of an event that two speakers are credited with.
pub(super) fn detect(
    event: &Tellings,
    utterances: &[Utterance],
    alignments: &[Alignment],
) -> Vec<Finding> {
    alignments.iter().filter_map(|alignment| credited(event, utterances, alignment)).collect()
}

fn credited(event: &Tellings, utterances: &[Utterance], alignment: &Alignment) -> Option<Finding> {
    let (a, b) = (&utterances[alignment.a], &utterances[alignment.b]);
    let (x, y) = (named(event, a)?, named(event, b)?);
    let one_name = shares_a_name(event, (a, x), (b, y));
    if alignment.whole < SHARED || alignment.content < CONTENT || one_name {
        return None;
    }
    // "Holt said she knew" and "Rask said she knew" are two claims.
    let of_himself = |utterance: &Utterance| {
        utterance
            .words
            .iter()
            .find(|word| !word.has(Feature::That))
            .is_some_and(|word| word.has(Feature::Somebody))
    };
    if of_himself(a) || of_himself(b) {
        return None;
    }
    let numbers = |utterance: &Utterance| {
        utterance
            .words
            .iter()
            .filter(|word| is_number(word))
            .map(|word| word.folded.clone())
            .collect::<Vec<_>>()
    };
    if numbers(a) != numbers(b) {
        return None; // two values are two claims
    }
    let why = Reason::of(x, y, |x, y| format!("one claim is credited to {x} and to {y}"));
    let side = |utterance: &Utterance| Stand {
        passage: utterance.passage,
        holder: utterance.speaker().map(Holder::Speaker),
    };
    Some(Finding::new(
        ConflictKind::Attribution,
        Evidence {
            shared: alignment.content,
            share: alignment.whole,
            ..Evidence::of(Pattern::Credited)
        },
        why,
        side(a),
        side(b),
    ))
}

/// Whether the names have a word in common: mostly two ways to call one speaker.
fn shares_a_name(event: &Tellings, (a, x): (&Utterance, &str), (b, y): (&Utterance, &str)) -> bool {
    let holder = |utterance: &Utterance| utterance.speaker().map(Holder::Speaker);
    let one_voice = holder(a).zip(holder(b)).is_some_and(|(a, b)| event.one_voice(&a, &b));
    one_voice
        || x.split_whitespace()
            .any(|word| y.split_whitespace().any(|other| fold(word) == fold(other)))
}

/// The speaker, when it is a person or body with a name who is credited by a cue. Of direct speech
/// two outlets seldom credit two speakers; where it seems so, one of them was mostly taken wrongly
/// (read on ten such pairs of AllSides). Who denies, doubts or asks a claim is not credited with
/// it.
fn named<'a>(event: &Tellings<'a>, utterance: &Utterance) -> Option<&'a str> {
    let quote = utterance.quote?;
    let cue = quote.cue?.of(&event.all[utterance.telling].article.text);
    let stance =
        event.all[utterance.telling].prose.language.lexicon.cue(&fold(cue)).map(|cue| cue.stance);
    if quote.kind == QuoteKind::Direct
        || matches!(stance, Some(Stance::Denies | Stance::Doubts | Stance::Asks))
    {
        return None;
    }
    let name = event.name(quote.speaker.filter(|_| !quote.anonymous)?)?;
    name.starts_with(char::is_uppercase)
        .then_some(name)
        .filter(|name| !name.starts_with("The ") && !name.starts_with("A "))
}
