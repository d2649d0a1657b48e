//! Noun phrases by word lists and capitals: who stands before or after a cue. No parser; what these
//! rules do not recognise is no phrase.

use crate::analysis::lexicon::{self, CUES, Class};
use crate::analysis::prose::Word;
use crate::text::Span;

/// Words of one phrase: indices `start..end` of the words it was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// First word.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
}

impl Phrase {
    /// The bytes of the phrase.
    pub fn span(self, words: &[Word]) -> Span {
        words[self.start].span.hull(words[self.end - 1].span)
    }

    /// Whether it is a name, a pronoun, or a noun for people.
    pub fn is_personal(self, words: &[Word]) -> bool {
        words[self.start..self.end].iter().any(|word| (word.capital && !is_determiner(word)) || is_pronoun(word) || is_role_or_people(word))
    }
}

/// Words in the longest phrase that names a source; longer ones are mostly two phrases.
const LONGEST: usize = 12;

/// Whether the word is a determiner.
pub fn is_determiner(word: &Word) -> bool {
    Class::Determiner.has(&word.folded)
}

/// Whether the word is a personal pronoun or `who`.
pub fn is_pronoun(word: &Word) -> bool {
    Class::Pronoun.has(&word.folded)
}

/// Whether the word is an auxiliary or modal verb.
pub fn is_auxiliary(word: &Word) -> bool {
    Class::Auxiliary.has(&word.folded) || word.folded.ends_with("n't")
}

/// Whether the word is a preposition.
pub fn is_preposition(word: &Word) -> bool {
    Class::Preposition.has(&word.folded)
}

/// Whether the word is a conjunction.
pub fn is_conjunction(word: &Word) -> bool {
    Class::Conjunction.has(&word.folded)
}

/// Whether the word may stand between a subject and its verb.
pub fn is_adverb(word: &Word) -> bool {
    let folded = word.folded.as_str();
    Class::Adverb.has(folded) || Class::Day.has(folded) || (folded.len() > 4 && folded.ends_with("ly") && !word.capital)
}

/// Whether the word can be inside a noun phrase.
fn is_nominal(word: &Word) -> bool {
    if word.is_mark() {
        return word.is("&");
    }
    let cue = CUES.get(&word.folded).is_some_and(|cue| !cue.guarded) && !word.capital;
    let relative = matches!(word.folded.as_str(), "that" | "which" | "who" | "whom" | "whose" | "what" | "how" | "there");
    !(cue || relative || is_preposition(word) || is_conjunction(word) || is_auxiliary(word) || is_adverb(word)) || word.folded == "of"
}

/// Whether `words[start..end]` can name a source: a name, a pronoun, or a noun with its determiner,
/// or the plural of people who are not named.
fn names_source(words: &[Word]) -> bool {
    let Some(last) = words.last() else { return false };
    if words.len() == 1 && is_pronoun(last) {
        return true;
    }
    if last.folded == "of" || is_determiner(last) || lexicon::is_negation(&last.folded) {
        return false;
    }
    words.iter().any(|word| word.capital && !is_determiner(word) && !is_pronoun(word))
        || words.first().is_some_and(is_determiner)
        || lexicon::is_anonymous_head(&last.folded)
        || lexicon::is_role(&last.folded)
}

/// The phrase that ends just before `end`; adverbs, auxiliaries and days before the cue are skipped,
/// and between commas apposition and relative clauses too ("Ada Lund, who met her deputy, Bo Rask, said").
/// Looks no further left than `from`.
pub fn subject_before(words: &[Word], from: usize, end: usize) -> Option<Phrase> {
    let mut end = end;
    while end > from && (is_adverb(&words[end - 1]) || is_auxiliary(&words[end - 1]) || is_day_phrase(words, from, end)) {
        end -= 1;
    }
    let before = words.get(end.checked_sub(1)?)?;
    if end <= from {
        return None;
    }
    if before.is(",") || before.is("—") || before.is(")") {
        return (from..end - 1)
            .filter(|at| *at == from || matches!(words[at - 1].folded.as_str(), "," | ";" | "and" | "but" | "while" | "as" | "—" | ":"))
            .find_map(|at| phrase_at(words, at, end).filter(|phrase| phrase.end < end && words[phrase.end].is_mark()));
    }
    phrase_ending(words, from, end)
}

/// `on Friday` before the cue: the preposition or the day.
fn is_day_phrase(words: &[Word], from: usize, end: usize) -> bool {
    let word = &words[end - 1];
    word.is("on") && end < words.len() && Class::Day.has(&words[end].folded) && end > from + 1
}

/// The longest phrase that ends at `end` and begins no earlier than `from`.
pub fn phrase_ending(words: &[Word], from: usize, end: usize) -> Option<Phrase> {
    if end > from && is_pronoun(&words[end - 1]) {
        return Some(Phrase { start: end - 1, end });
    }
    let mut start = end;
    while start > from && end - start < LONGEST {
        let word = &words[start - 1];
        let names_joined =
            word.is("and") && start >= from + 2 && words[start - 2].capital && words.get(start).is_some_and(|next| next.capital);
        let title =
            (word.is("for") || word.is("to") || word.is("at") || word.is("in")) && start < end && starts_title(words, from, start - 1);
        if !(is_nominal(word) || names_joined || title) {
            break;
        }
        start -= 1;
        if is_determiner(word) && start > from && !words[start - 1].is("of") && !is_determiner(&words[start - 1]) {
            break;
        }
    }
    while start < end && (words[start].is("of") || words[start].is("and")) {
        start += 1;
    }
    (start < end && names_source(&words[start..end])).then_some(Phrase { start, end })
}

/// Whether the preposition at `at` belongs to a role before it: "a spokesman for", "ambassador to", "officials in".
fn starts_title(words: &[Word], from: usize, at: usize) -> bool {
    at > from && {
        let before = &words[at - 1].folded;
        lexicon::is_role(before)
            || lexicon::is_anonymous_head(before)
            || lexicon::singular(before).is_some_and(|one| lexicon::is_role(&one))
    }
}

/// The longest phrase that begins at `start` and ends no later than `to`.
pub fn phrase_at(words: &[Word], start: usize, to: usize) -> Option<Phrase> {
    let first = words.get(start)?;
    if is_pronoun(first) {
        return Some(Phrase { start, end: start + 1 });
    }
    let mut end = start;
    while end < to.min(words.len()) && end - start < LONGEST {
        let word = &words[end];
        let inner_determiner = end > start
            && is_determiner(word)
            && !["of", "for"].contains(&words[end - 1].folded.as_str())
            && !is_determiner(&words[end - 1]);
        let verb = end > start && words[end - 1].capital && !word.capital && is_past(word);
        let names_joined = word.is("and") && end > start && words[end - 1].capital && words.get(end + 1).is_some_and(|next| next.capital);
        let title = matches!(word.folded.as_str(), "for" | "to" | "at" | "in" | "with") && starts_title(words, start, end);
        if inner_determiner || verb || !(is_nominal(word) || names_joined || title) {
            break;
        }
        end += 1;
    }
    while end > start && (words[end - 1].is("of") || words[end - 1].is("and") || is_preposition(&words[end - 1])) {
        end -= 1;
    }
    (end > start && names_source(&words[start..end])).then_some(Phrase { start, end })
}

/// Whether a reported clause without `that` can begin with the word at `at`: a subject stands there, and a
/// verb follows it before `to`.
pub fn begins_clause(words: &[Word], at: usize, to: usize) -> bool {
    let Some(first) = words.get(at) else { return false };
    if first.is_mark() || is_preposition(first) || is_conjunction(first) {
        return false;
    }
    if first.folded.split_once('\'').is_some_and(|(pronoun, _)| Class::Pronoun.has(pronoun)) {
        return true; // "she'll", "they've": subject and verb in one
    }
    let subject = is_determiner(first) || is_pronoun(first) || first.capital || first.is("there") || first.folded.ends_with('s');
    let verb = words[at + 1..to.min(words.len()).max(at + 1)].iter().take(18).any(|word| is_auxiliary(word) || is_verb_like(word));
    (subject && verb) || (is_auxiliary(first) && !first.is("being"))
}

/// Whether a lower-case word has the look of a past form.
pub fn is_past(word: &Word) -> bool {
    !word.is_mark() && !word.capital && (word.folded.ends_with("ed") || Class::Past.has(&word.folded))
}

/// Whether a lower-case word has the look of a finite verb.
pub fn is_verb_like(word: &Word) -> bool {
    let third_person = word.folded.len() > 3 && word.folded.ends_with('s') && !word.folded.ends_with("ss");
    is_past(word) || (!word.is_mark() && !word.capital && (CUES.contains_key(&word.folded) || third_person))
}

fn is_role_or_people(word: &Word) -> bool {
    lexicon::is_role(&word.folded) || lexicon::is_anonymous_head(&word.folded)
}
