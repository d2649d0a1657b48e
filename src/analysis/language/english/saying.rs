//! Whether a cue reports a saying: what somebody did not say, may say or was asked to say is none,
//! and what a thing "suggests" or "adds" is nobody's word.

use crate::analysis::language::english::phrase::{group_start, is_opening};
use crate::analysis::language::{Cue, Feature, Frames, Stance, VerbForms};
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;

/// Whether the verb at `at` tells that something was not said, or only might be: "did not mention",
/// "would blame", "refused to say", "nobody can say".
pub(in crate::analysis) fn is_unsaid(words: &[Word], at: usize) -> bool {
    let start = group_start(words, 0, at);
    let (mut past, mut possible) = (false, false);
    for i in start..at {
        let word = &words[i];
        let negated = word.tag == Tag::Negation || word.has(Feature::Negation);
        let only = negated && words[i + 1..at].first().is_some_and(|next| next.has(Feature::Only));
        let wanted = word.tag == Tag::To && i > 0 && words[i - 1].has(Feature::Unrealised);
        if negated && !only || wanted {
            return true;
        }
        // "would later tell": what came to pass.
        past |= word.has(Feature::CameLater);
        possible |= word.has(Feature::Modal) && !word.has(Feature::Future)
            || word.contraction.is_some_and(|end| end == "d");
    }
    if possible && !past {
        return true;
    }
    let nobody = clause_words(words, start).first().is_some_and(|first| {
        [Feature::None, Feature::Negation, Feature::Anybody].iter().any(|one| first.has(*one))
    });
    // "the act of denying"
    let named = words[at].tag == Tag::Gerund
        && at > 1
        && words[at - 1].has(Feature::Of)
        && words[at - 2].tag == Tag::Noun;
    nobody || named
}

/// The words of a clause before its verb group.
fn clause_words(words: &[Word], end: usize) -> &[Word] {
    let ends = |word: &Word| {
        matches!(word.tag, Tag::Mark | Tag::Conjunction | Tag::That | Tag::Relative)
            || word.tag.is_verb()
    };
    let from = words[..end].iter().rposition(ends).map_or(0, |before| before + 1);
    &words[from..end]
}

/// Whether a source is a thing, which says nothing: the economy, yields. What somebody wrote is
/// none, and neither is a body.
pub(in crate::analysis) fn is_thing(source: &[Word]) -> bool {
    if source.iter().any(|word| word.has(Feature::Who)) {
        return false;
    }
    let core = source
        .iter()
        .position(|word| matches!(word.tag, Tag::Preposition | Tag::To | Tag::Mark | Tag::Relative))
        .filter(|core| *core > 0)
        .map_or(source, |core| &source[..core]);
    // "a person familiar": what stands behind its noun hides nobody.
    let own = core.iter().rposition(|word| word.possessive).map_or(0, |owner| owner + 1);
    let speaks = |word: &Word| {
        word.capital && word.tag != Tag::Determiner
            || !matches!(word.tag, Tag::Noun | Tag::Determiner | Tag::Number)
            || word.is_role()
            || word.is_unnamed()
            || word.bodies != 0
            || word.has(Feature::Document)
            || word.has(Feature::Speaks)
            || word.has(Feature::Counted)
            || word.has(Feature::Collective)
            || word.has(Feature::Kin)
            || word.has(Feature::Man)
            || word.has(Feature::Woman)
            || is_agent(&word.folded)
            || word.folded.starts_with("ex-")
    };
    let core = &core[own..];
    // "the Brenk economy": of what stands before a common noun no name speaks.
    let common = core.last().is_some_and(|head| head.tag == Tag::Noun && !head.capital);
    core.iter().any(|word| word.tag == Tag::Noun)
        && !core.iter().any(|word| speaks(word) && !(common && word.tag == Tag::Name))
}

/// Whether a noun ends as those for people do: voters, economists.
fn is_agent(folded: &str) -> bool {
    let one = folded.strip_suffix('s').unwrap_or(folded);
    ["er", "or", "ist", "ant", "ent", "ian", "ee", "man", "men", "woman", "women", "ive"]
        .iter()
        .any(|end| one.ends_with(end))
}

/// Whether a phrase behind a cue names only what was spoken of: "mentioned the bridge", "condemned
/// the plan". "Called it a mistake", "accused them of waste" and "promised jobs" tell what was said.
pub(in crate::analysis) fn is_topic(phrase: &[Word], cue: Cue, bare: bool) -> bool {
    // "expressed concern that it may fall", "referred to it as a hoax"
    let judges = cue.stance == Stance::Judges || !bare;
    let told = judges && phrase.iter().any(|word| word.has(Feature::As))
        || phrase.iter().take(4).any(|word| word.tag == Tag::That);
    let judged = bare
        && cue.stance == Stance::Judges
        && !cue.frames.any(Frames::NAMED)
        && !phrase.iter().any(|word| word.is("for") || word.is("of"));
    let marked = phrase.iter().any(is_opening);
    // "dismissed the claims" says that they are false.
    let claims = cue.stance == Stance::Denies && phrase.iter().any(|word| word.has(Feature::Claim));
    !marked && !told && !claims && (judged || cue.frames.any(Frames::TOPIC))
}

/// Whether a participle stands before its noun: "the full, detailed list", "a heavily charged word".
pub(in crate::analysis) fn is_before_its_noun(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    if !word.verb.any(VerbForms::PARTICIPLE)
        || !words.get(at + 1).is_some_and(|next| next.tag == Tag::Noun && !next.capital)
    {
        return false;
    }
    let mut before = at;
    while before > 0
        && (words[before - 1].has(Feature::InLy) || words[before - 1].tag == Tag::Adverb)
    {
        before -= 1;
    }
    let Some(one) = before.checked_sub(1).map(|one| &words[one]) else { return false };
    one.tag == Tag::Determiner && !one.has(Feature::StandsAlone)
        || one.is(",")
            && before >= 3
            && words[before - 3].tag == Tag::Determiner
            && words[before - 2].tag == Tag::Noun
}
