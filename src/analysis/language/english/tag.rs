//! Parts of speech, as far as attributions need them: what can be inside a noun phrase and what is
//! a verb.
//!
//! Method: as in Brill's tagger, each form has what the lists and its ending allow, and where that
//! is more than one, the words beside it decide. Closed classes come from a list; names from
//! capitals; verbs from a list of common ones with a mark for those that are nouns as often, and
//! from the endings -ed and -ing; all else is a noun (an adjective is part of a noun phrase and
//! needs no name of its own).

use crate::analysis::language::{Feature, VerbForms};
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;
use crate::text::token::TokenKind;

/// Tags the words of one sentence.
pub(super) fn tag(words: &mut [Word]) {
    let mut last = None; // the word before that is no adverb
    for at in 0..words.len() {
        let (head, rest) = words.split_at_mut(at);
        let Some((word, after)) = rest.split_first_mut() else { break };
        let before = Before(last.map(|last: usize| &head[last]));
        word.tag = tag_of(word, before, after, at == 0 || opens(head));
        if !matches!(word.tag, Tag::Adverb | Tag::Negation | Tag::Day) || word.possessive {
            last = Some(at);
        }
    }
}

/// Whether a sentence or a quotation begins after these words.
fn opens(head: &[Word]) -> bool {
    head.last().is_some_and(|word| {
        word.is_mark()
            && matches!(word.folded.as_str(), "“" | "\"" | "‘" | ":" | "…" | "—" | "'" | "(" | ".")
    })
}

/// The word before, adverbs passed over.
#[derive(Clone, Copy)]
struct Before<'a>(Option<&'a Word>);

impl Before<'_> {
    fn tag(self) -> Option<Tag> {
        self.0.map(|word| word.tag)
    }

    fn is(self, tags: &[Tag]) -> bool {
        self.tag().is_some_and(|tag| tags.contains(&tag))
    }

    /// Whether it is an auxiliary of `class`, or ends in one of these after its apostrophe.
    fn helps(self, class: Feature, contracted: &[&str]) -> bool {
        self.0.is_some_and(|word| {
            word.tag == Tag::Auxiliary && word.has(class)
                || word.contraction.is_some_and(|end| contracted.contains(&end))
        })
    }

    fn plural(self) -> bool {
        self.0.is_some_and(|word| word.folded.ends_with('s') && !word.folded.ends_with("ss"))
    }

    fn possessive(self) -> bool {
        self.0.is_some_and(|word| word.possessive || word.has(Feature::Possessive))
    }

    fn subject(self) -> bool {
        self.0.is_some_and(|word| word.contraction.is_none() && word.has(Feature::Subject))
    }

    /// Whether a plain form follows it: to, would, did.
    fn leads_to_plain(self) -> bool {
        self.is(&[Tag::To])
            || self.helps(Feature::Modal, &["ll", "d"])
            || self.helps(Feature::Do, &[])
    }
}

fn tag_of(word: &Word, before: Before, after: &[Word], first: bool) -> Tag {
    match word.kind {
        TokenKind::Mark => {
            return if word.is("&") || word.is("$") || word.is("%") {
                Tag::Noun
            } else {
                Tag::Mark
            };
        }
        TokenKind::Number => return Tag::Number,
        TokenKind::Word => {}
    }
    // "US" is no pronoun and "May" no verb.
    if word.capital && !first && !word.is("i") && word.contraction.is_none() {
        return if word.has(Feature::Day) { Tag::Day } else { Tag::Name };
    }
    // Will Lund, May Lund
    let named = matches!(word.folded.as_str(), "will" | "may")
        && after.first().is_some_and(|next| next.capital && !next.is_mark());
    if word.capital && named {
        return Tag::Name;
    }
    if let Some(tag) = closed(word, before, after) {
        return tag;
    }
    verb(word, before, after).unwrap_or(if word.capital { Tag::Name } else { Tag::Noun })
}

/// The tag of a word of grammar.
fn closed(word: &Word, before: Before, after: &[Word]) -> Option<Tag> {
    if !word.is_of_grammar() {
        return None;
    }
    if word.contraction.is_some() {
        return Some(Tag::Pronoun);
    }
    let next = after.first();
    let nominal_next = next.is_some_and(|next| {
        !next.is_mark() && !next.has(Feature::Preposition) && !next.has(Feature::Adverb)
    });
    Some(match word.folded.as_str() {
        "that" => Tag::That,
        "to" if before.0.is_some_and(|word| word.has(Feature::PhrasalTo)) => Tag::Preposition,
        "to" => Tag::To,
        "there" => Tag::Pronoun,
        "her" if !nominal_next => Tag::Pronoun,
        "no" if next.is_none_or(|next| next.is_mark()) => Tag::Adverb,
        "both" | "all" | "each"
            if next.is_some_and(|next| {
                !next.capital
                    && next.verb.any(VerbForms::PAST.and(VerbForms::THIRD).and(VerbForms::GERUND))
                    && !next.verb.any(VerbForms::NOUN)
            }) =>
        {
            Tag::Adverb
        }
        "not" | "never" => Tag::Negation,
        "who" | "which" | "whom" | "whose" | "what" => Tag::Relative,
        "like" if before.leads_to_plain() || before.subject() => Tag::Verb,
        "may" if word.capital => Tag::Noun,
        _ if word.has(Feature::Auxiliary) => Tag::Auxiliary,
        _ if word.has(Feature::Day) => Tag::Day,
        _ if word.has(Feature::Determiner) && (nominal_next || !word.has(Feature::Adverb)) => {
            Tag::Determiner
        }
        _ if word.has(Feature::Pronoun) => Tag::Pronoun,
        _ if word.has(Feature::Preposition) && !word.has(Feature::Adverb) => Tag::Preposition,
        _ if word.has(Feature::Conjunction) => Tag::Conjunction,
        _ if word.has(Feature::Preposition) => Tag::Preposition,
        _ if word.has(Feature::Adverb) => Tag::Adverb,
        _ => return None,
    })
}

/// The tag of a form that can be a verb; `None` where it is none here.
fn verb(word: &Word, before: Before, after: &[Word]) -> Option<Tag> {
    let forms = word.verb;
    if forms == VerbForms::default() || word.possessive {
        return None;
    }
    let alone =
        before.0.is_some_and(|word| word.tag == Tag::Determiner && word.has(Feature::StandsAlone));
    if alone
        && forms.any(VerbForms::PAST)
        && !forms.any(VerbForms::NOUN)
        && after.first().is_none_or(|next| !next.is_lower_noun())
    {
        return Some(Tag::Verb);
    }
    let noun_before =
        before.is(&[Tag::Determiner, Tag::Preposition, Tag::Number]) || before.possessive();
    if forms.any(VerbForms::PLAIN) && before.leads_to_plain() {
        return Some(Tag::Plain);
    }
    if forms.any(VerbForms::PARTICIPLE)
        && (before.helps(Feature::Be, &["re", "m", "s"])
            || before.helps(Feature::Have, &["ve", "s", "d"]))
    {
        return Some(Tag::Participle);
    }
    if forms.any(VerbForms::GERUND) {
        let noun = before.is(&[Tag::Determiner]) || before.possessive() && !before.subject();
        return (!noun).then_some(Tag::Gerund);
    }
    if noun_before {
        return None;
    }
    if forms.any(VerbForms::PAST) && !forms.any(VerbForms::PLAIN) {
        return Some(if forms.any(VerbForms::PARTICIPLE) {
            past(before, after)
        } else {
            Tag::Verb
        });
    }
    let plain = forms.any(VerbForms::PLAIN);
    if forms.any(VerbForms::NOUN) {
        return present_or_noun(word, plain, before, after);
    }
    if forms.any(VerbForms::PLAIN.and(VerbForms::THIRD).and(VerbForms::PAST)) {
        let third = forms.any(VerbForms::THIRD);
        let agrees = third
            || before.plural()
            || before.subject()
            || !before.is(&[Tag::Noun, Tag::Name])
            || forms.any(VerbForms::PAST);
        return agrees.then_some(Tag::Verb);
    }
    Some(Tag::Participle)
}

/// A form in -ed: finite after a subject, unless "by" follows; a participle beside a noun.
fn past(before: Before, after: &[Word]) -> Tag {
    let by = after.first().is_some_and(|next| next.is("by"));
    let subject = before.is(&[
        Tag::Noun,
        Tag::Name,
        Tag::Pronoun,
        Tag::Relative,
        Tag::That,
        Tag::Mark,
        Tag::Conjunction,
    ]);
    if subject && !by { Tag::Verb } else { Tag::Participle }
}

/// A form that is a noun as often: a verb after a subject that agrees with it, when an object or a
/// clause follows.
fn present_or_noun(word: &Word, plain: bool, before: Before, after: &[Word]) -> Option<Tag> {
    let tag = before.tag()?;
    if before.subject() || (tag == Tag::Relative) || (tag == Tag::That && !plain) {
        return Some(Tag::Verb);
    }
    let agrees = match tag {
        Tag::Name => !plain || before.plural(),
        Tag::Noun => before.plural() == plain,
        Tag::Conjunction | Tag::Mark => true,
        _ => false,
    };
    let next = after.first()?;
    // "notes dryly that"
    let that = after.iter().find(|next| !next.has(Feature::InLy))?;
    let object = that.is("that") && word.cue.is_some()
        || next.has(Feature::Determiner)
        || next.has(Feature::Pronoun)
        || next.has(Feature::Question)
        || matches!(next.folded.as_str(), "“" | "\"")
        || (next.capital && !next.is_mark())
        || (next.is("to") && after.get(1).is_some_and(|then| then.verb.any(VerbForms::PLAIN)));
    (agrees && object).then_some(Tag::Verb)
}

#[cfg(test)]
mod tests {
    use crate::analysis::language::ENGLISH;
    use crate::analysis::prose::{Prose, Word};
    use crate::analysis::tag::Tag;

    /// The words of `text` that are verbs, finite ones marked with a star.
    #[track_caller]
    fn check(text: &str, verbs: &[&str]) {
        let prose = Prose::new(text, &[], &ENGLISH);
        let words = prose
            .sentences
            .iter()
            .flat_map(|sentence| &sentence.words)
            .filter(|word| word.tag.is_verb());
        let shown = |word: &Word| {
            format!("{}{}", word.folded, if word.tag == Tag::Verb { "*" } else { "" })
        };
        assert_eq!(words.map(shown).collect::<Vec<_>>(), verbs);
    }

    #[test]
    fn what_is_noun_and_verb_is_told_by_its_neighbours() {
        check("The state reports on bridges are kept.", &["kept"]);
        check("The mayor claims that the bridge was shut.", &["claims*", "shut"]);
        check("Her claims on the bridge shocked the town.", &["shocked*"]);
        check("They plan to close it.", &["plan*", "close"]);
        check("The plan to close it failed.", &["close", "failed*"]);
    }

    #[test]
    fn participles_and_past_forms() {
        check("The council has closed the bridge built by Brandt.", &["closed", "built"]);
        check("Brandt, asked about it, wanted time.", &["asked*", "wanted*"]);
        check("She was quick to say it works.", &["say", "works*"]);
    }
}
