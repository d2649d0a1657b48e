//! Noun phrases and subjects, read from tags: who stands before or after a cue. No parser; what
//! these rules do not recognise is no phrase.

use crate::analysis::language::{Feature, VerbForms};
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;
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

    /// Its words.
    pub fn of(self, words: &[Word]) -> &[Word] {
        &words[self.start..self.end]
    }
}

/// Words in the longest phrase that names a source; longer ones are mostly two phrases.
const LONGEST: usize = 15;

/// Whether the word can be a determiner.
pub fn is_determiner(word: &Word) -> bool {
    word.has(Feature::Determiner) || word.tag == Tag::That
}

/// Whether the word can be a personal pronoun or `who`.
pub fn is_pronoun(word: &Word) -> bool {
    word.has(Feature::Subject) || word.is("everyone")
}

/// Whether the word can be an auxiliary or modal verb.
pub fn is_auxiliary(word: &Word) -> bool {
    word.has(Feature::Auxiliary)
}

/// Whether the word can be a preposition.
pub fn is_preposition(word: &Word) -> bool {
    word.has(Feature::Preposition)
}

/// Whether the word may stand between a subject and its verb.
pub fn is_adverb(word: &Word) -> bool {
    !word.capital && word.has(Feature::Adverb) || word.has(Feature::Day)
}

/// Whether a lower-case word can be a past form.
pub fn is_past(word: &Word) -> bool {
    !word.capital && word.verb.any(VerbForms::PAST)
}

/// Whether a lower-case word can be a finite verb.
pub fn is_verb_like(word: &Word) -> bool {
    let third = word.folded.len() > 3 && word.folded.ends_with('s') && !word.folded.ends_with("ss");
    !word.is_mark()
        && !word.capital
        && (word.verb.any(VerbForms::PAST) || word.cue.is_some() || third)
}

/// Whether the word is "himself" or another of its kind.
fn is_reflexive(word: &Word) -> bool {
    word.folded.ends_with("self") || word.folded.ends_with("selves")
}

/// Whether the word may stand between a subject and its verb, or between a verb and what follows
/// it.
pub fn is_between(word: &Word) -> bool {
    matches!(word.tag, Tag::Adverb | Tag::Day | Tag::Negation | Tag::Auxiliary)
        || is_reflexive(word)
}

/// Where the verb group that ends with the verb at `verb` begins: "has also said", "was expected to
/// say".
pub fn group_start(words: &[Word], from: usize, verb: usize) -> usize {
    let mut at = verb;
    while at > from {
        let before = &words[at - 1];
        let chained = before.tag == Tag::To
            && at >= from + 2
            && (words[at - 2].tag.is_verb() || is_eager(&words[at - 2]));
        let governs = words[at].tag == Tag::To && (before.tag.is_verb() || is_eager(before));
        if is_between(before) || chained || governs {
            at -= 1;
            continue;
        }
        // has in the past described
        let inset = (from + 1..at)
            .rev()
            .take(4)
            .find(|i| words[*i].tag == Tag::Preposition && words[i - 1].tag == Tag::Auxiliary);
        match inset.filter(|_| at == verb && before.tag.is_nominal()) {
            Some(preposition) => at = preposition,
            None => break,
        }
    }
    at
}

/// Whether "quick", "able", "likely" may lead to an infinitive that reports.
fn is_eager(word: &Word) -> bool {
    word.has(Feature::Eager)
}

/// The noun phrase that ends just before `end`, without what is attached to it by a preposition.
fn bare_ending(words: &[Word], from: usize, end: usize) -> Option<Phrase> {
    let last = words.get(end.checked_sub(1)?).filter(|_| end > from)?;
    if last.tag == Tag::Pronoun && !is_reflexive(last) {
        return Some(Phrase { start: end - 1, end });
    }
    let mut start = end;
    while start > from && end - start < LONGEST {
        let word = &words[start - 1];
        let joined = (word.is("and") || word.is("or"))
            && start < end
            && start >= from + 2
            && words[start - 2].tag.is_nominal()
            && (words[start - 2].tag == Tag::Name) == (words[start].tag == Tag::Name);
        // "policy planning director"
        let modifier = matches!(word.tag, Tag::Gerund | Tag::Participle)
            && start < end
            && start >= from + 2
            && words[start].tag.is_nominal()
            && words[start].is_role()
            && words[start - 2].tag.is_nominal();
        let hyphened = word.tag == Tag::Participle
            && start < end
            && start >= from + 2
            && words[start - 2].tag == Tag::Determiner;
        if word.tag == Tag::Determiner {
            start -= 1;
            if start > from && words[start - 1].tag == Tag::Determiner {
                continue;
            }
            break;
        }
        if !(word.tag.is_nominal() || joined || modifier || hyphened) {
            break;
        }
        start -= 1;
    }
    while start < end && words[start].tag == Tag::Conjunction {
        start += 1;
    }
    let named =
        words[start..end].iter().any(|word| word.tag.is_nominal() || word.tag == Tag::Determiner);
    (start < end && named).then_some(Phrase { start, end })
}

/// Whether a preposition attaches a phrase to the one before it: "a spokesman for the mayor",
/// "voters in both states".
fn attaches(word: &Word) -> bool {
    word.has(Feature::Attaches)
}

/// The noun phrase that ends just before `end` and begins no earlier than `from`, with the phrases
/// attached to it.
pub fn phrase_ending(words: &[Word], from: usize, end: usize) -> Option<Phrase> {
    let own = bare_ending(words, from, end)?;
    let mut whole = own;
    while whole.start >= from + 2
        && attaches(&words[whole.start - 1])
        && end - whole.start < LONGEST
    {
        let Some(head) = bare_ending(words, from, whole.start - 1)
            .filter(|head| words[head.end - 1].tag != Tag::Pronoun)
        else {
            break;
        };
        whole.start = head.start;
    }
    let in_another =
        whole.start > from && matches!(words[whole.start - 1].tag, Tag::Preposition | Tag::To);
    Some(if in_another || end - whole.start > LONGEST { own } else { whole })
}

/// The noun phrase that begins at `start` and ends no later than `to`, with "of …" and, after a
/// role, the body that it is for.
pub fn phrase_at(words: &[Word], start: usize, to: usize) -> Option<Phrase> {
    let to = to.min(words.len());
    let first = words.get(start).filter(|_| start < to)?;
    if first.tag == Tag::Pronoun {
        return Some(Phrase { start, end: start + 1 });
    }
    let mut end = start;
    let mut headed = false;
    while end < to && end - start < LONGEST {
        let word = &words[end];
        let joined = (word.is("and") || word.is("or"))
            && headed
            && words.get(end + 1).is_some_and(|next| {
                next.tag.is_nominal()
                    && (next.tag == Tag::Name) == (words[end - 1].tag == Tag::Name)
            });
        let of = headed && word.is("of")
            || headed
                && attaches(word)
                && (words[end - 1].is_role() || words[end - 1].is_unnamed());
        let inner =
            |tag: Tag| matches!(tag, Tag::Participle | Tag::Gerund) && !headed && end > start;
        let determiner = word.tag == Tag::Determiner
            && (!headed || matches!(words[end - 1].tag, Tag::Preposition | Tag::To));
        if !(word.tag.is_nominal() || joined || of || inner(word.tag) || determiner) {
            break;
        }
        headed |= word.tag.is_nominal();
        end += 1;
    }
    while end > start && matches!(words[end - 1].tag, Tag::Preposition | Tag::To | Tag::Conjunction)
    {
        end -= 1;
    }
    (headed || end > start).then_some(Phrase { start, end })
}

/// The subject of the verb group that ends before `end`: adverbs, auxiliaries and days before the
/// verb are skipped, and apposition and relative clauses too ("Ada Lund, who met her deputy, Bo
/// Rask, said"). Looks no further left than `from`.
pub fn subject_before(words: &[Word], from: usize, end: usize) -> Option<Phrase> {
    let mut end = end;
    while end > from {
        let time = time_words(words, from, end).max(usize::from(
            words[end - 1].is("on") && words.get(end).is_some_and(|day| day.tag == Tag::Day),
        ));
        if time == 0 && !is_between(&words[end - 1]) {
            break;
        }
        end -= time.max(1);
    }
    let before = words.get(end.checked_sub(1)?).filter(|_| end > from)?;
    match before.tag {
        Tag::Mark if is_break(before) => interrupted(words, from, end - 1),
        Tag::Relative | Tag::That => relative(words, from, end - 1),
        // those surveyed said
        Tag::Verb | Tag::Participle if before.verb.any(VerbForms::PARTICIPLE) => {
            phrase_ending(words, from, end - 1)
                .filter(|phrase| !words[phrase.start].has(Feature::Subject))
        }
        _ => {
            let phrase = phrase_ending(words, from, end)?;
            Some(head_of_relative(words, from, phrase).unwrap_or(phrase))
        }
    }
}

/// Words of "who asked not to be named".
const UNNAMED: usize = 6;

/// Of "officials who asked not to be named" before its verb at `end`: the officials.
pub fn unnamed_before(words: &[Word], end: usize) -> Option<Phrase> {
    let who = end
        .checked_sub(UNNAMED)
        .filter(|who| words[*who].is("who") && stays_unnamed(words, who + 1))?;
    phrase_ending(words, 0, who)
}

/// Whether the verb at `at` tells that somebody stays unnamed ("officials who asked not to be
/// named"): it reports nothing.
pub fn stays_unnamed(words: &[Word], at: usize) -> bool {
    let is = |ahead: usize, listed: &[&str]| {
        words.get(at + ahead).is_some_and(|word| listed.contains(&word.folded.as_str()))
    };
    is(1, &["anonymity"])
        || is(1, &["not"])
            && is(2, &["to"])
            && is(3, &["be"])
            && is(4, &["named", "identified", "quoted", "cited"])
}

fn is_break(word: &Word) -> bool {
    matches!(word.folded.as_str(), "," | "—" | "–" | ")" | "-" | "]")
}

/// How many words before `end` say when: on Friday evening, last week.
fn time_words(words: &[Word], from: usize, end: usize) -> usize {
    let is = |at: usize, listed: &[&str]| {
        at >= from && at < end && listed.contains(&words[at].folded.as_str())
    };
    let Some(last) = end.checked_sub(1).filter(|last| *last > from) else { return 0 };
    let mut at = last;
    if at >= from && words[at].has(Feature::TimeNoun) {
        at -= 1;
    }
    if words[at].tag == Tag::Day
        || at < last && is(at, &["last", "this", "next", "that", "late", "early", "earlier"])
    {
        at -= usize::from(at > from && is(at - 1, &["on", "late", "early"]));
        return end - at;
    }
    0
}

/// Of "Ada Lund, the head of works, who came late," before its verb, with the last mark at `mark`:
/// the name, or else the first phrase of the chain that is no part of what is put in.
fn interrupted(words: &[Word], from: usize, mark: usize) -> Option<Phrase> {
    // Else what the sentence begins with: "An opinion drafted in May, and seen by the Post, said".
    apposed(words, from, mark).or_else(|| {
        phrase_at(words, from, mark).filter(|first| words[first.start].tag != Tag::Pronoun)
    })
}

/// The phrase before the mark at `mark` that nothing but what is put in separates from it.
pub fn apposed(words: &[Word], from: usize, mark: usize) -> Option<Phrase> {
    // Speech that ends before it is no part of it.
    let from = (from..mark)
        .rev()
        .find(|at| matches!(words[*at].folded.as_str(), "”" | "\"" | "»"))
        .map_or(from, |close| close + 1);
    let mut found = None;
    let mut aside = mark; // where the stretch put in ends
    for at in (from..mark).rev().filter(|at| is_break(&words[*at]) || words[*at].is("(")) {
        if in_parentheses(words, from, at) {
            continue;
        }
        if holds_clause(&words[at + 1..aside]) {
            break;
        }
        aside = at;
        let Some(phrase) =
            phrase_ending(words, from, at).filter(|phrase| can_open(words, from, *phrase))
        else {
            continue;
        };
        let name = phrase_at(words, at + 1, mark)
            .filter(|name| name.end == mark && words[name.start].tag == Tag::Name);
        if words[phrase.start].tag == Tag::Name {
            found = Some(head_of_relative(words, from, phrase).unwrap_or(phrase));
            break;
        }
        // "her deputy, Bo Rask, said"
        let both = name.map(|name| Phrase { start: phrase.start, end: name.end });
        if both.is_some() {
            found = both;
            break;
        }
        found = Some(head_of_relative(words, from, phrase).unwrap_or(phrase));
    }
    found
}

/// Whether what ends before the mark at `at` stands in parentheses: (R–Holt)
fn in_parentheses(words: &[Word], from: usize, at: usize) -> bool {
    let before = words[from..at].iter().rev().take(LONGEST);
    let paren = { before }.find(|word| word.is("(") || word.is(")"));
    paren.is_some_and(|paren| paren.is("("))
}

/// Whether a phrase before a comma can be the subject of a verb further on: no object, no time and
/// no place ("Ada Lund, 30, of Brenk, Ohio, said").
fn can_open(words: &[Word], from: usize, phrase: Phrase) -> bool {
    let time = words[phrase.end - 1].has(Feature::SpanOfTime);
    let Some(before) = phrase.start.checked_sub(1).filter(|before| *before >= from) else {
        return !time;
    };
    let opens = words[before].is("as") && (before == from || is_break(&words[before - 1]));
    let governed = matches!(words[before].tag, Tag::Preposition | Tag::To) && !opens
        || words[before].tag.is_verb() && before > from;
    let place = words[before].is(",")
        && words[from].tag != Tag::Preposition
        && words[phrase.start].tag == Tag::Name
        && phrase_ending(words, from, before).is_some_and(|town| {
            town.start > from
                && words[town.start].tag == Tag::Name
                && words[town.start - 1].tag == Tag::Preposition
        });
    let number = phrase.of(words).iter().all(|word| word.tag == Tag::Number);
    !(time || governed || place || number)
}

/// Whether a stretch holds a verb of its own, which no relative pronoun brings.
fn holds_clause(words: &[Word]) -> bool {
    let finite = words.iter().position(|word| word.tag.is_finite());
    finite.is_some_and(|finite| {
        !words[..finite].iter().any(|word| matches!(word.tag, Tag::Relative | Tag::That))
    })
}

/// `NP[,] who` before a verb, with the pronoun at `at`: both, so that the pronoun is part of the
/// source.
fn relative(words: &[Word], from: usize, at: usize) -> Option<Phrase> {
    let end = if at > from && words[at - 1].is(",") { at - 1 } else { at };
    let head =
        phrase_ending(words, from, end).filter(|head| words[head.end - 1].tag != Tag::Pronoun);
    let start = head.map_or(at, |head| head.start);
    Some(Phrase { start, end: at + 1 })
}

/// The head of a relative clause that ends with `last`: "advisers who have run the numbers".
fn head_of_relative(words: &[Word], from: usize, last: Phrase) -> Option<Phrase> {
    let object = words[last.start].tag == Tag::Pronoun;
    if words[last.start].has(Feature::Subject) {
        return None;
    }
    let mut stretch = (from + 1..last.start).rev().take(25).take_while(|at| !words[*at].is_mark());
    // "that" is relative beside its verb: organisations that have endorsed him
    let pronoun = stretch.find(|at| match words[*at].tag {
        Tag::That => object && words[at + 1].tag.is_finite() && words[at - 1].tag.is_nominal(),
        _ => words[*at].is("who") || words[*at].is("which"),
    })?;
    let verbs = words[pronoun + 1..last.start].iter().filter(|word| word.tag.is_finite()).count();
    if verbs == 0 {
        return None;
    }
    phrase_ending(words, from, pronoun)
}

/// Whether a clause begins at `at`: a noun phrase or a pronoun, and a finite verb of its own before
/// `to`.
pub fn begins_clause(words: &[Word], at: usize, to: usize) -> bool {
    let Some(first) = words.get(at) else { return false };
    if first.contraction.is_some() {
        return true; // "she'll", "they've": subject and verb in one
    }
    if first.is_mark() && !is_opening(first)
        || matches!(first.tag, Tag::Preposition | Tag::Conjunction | Tag::To | Tag::Verb)
    {
        return false;
    }
    let mut waiting = 0; // relative pronouns whose verb has not come
    let stretch = &words[at + 1..to.min(words.len()).max(at + 1)];
    for (i, word) in stretch.iter().enumerate() {
        // "such a part, as I think he has": the phrase has no verb of its own
        if word.is(",")
            && stretch.get(i + 1).is_some_and(|next| {
                next.is("as") || next.tag == Tag::Conjunction && !next.is("and") && !next.is("or")
            })
        {
            return false;
        }
        match word.tag {
            Tag::Relative | Tag::That => waiting += 1,
            Tag::Verb | Tag::Auxiliary if waiting > 0 => waiting -= 1,
            Tag::Verb | Tag::Auxiliary => return true,
            Tag::Pronoun if word.contraction.is_some() => return true,
            Tag::Mark if matches!(word.folded.as_str(), ";" | ":" | "—") => return false,
            _ => {}
        }
    }
    false
}

/// Whether the mark opens a quotation.
pub fn is_opening(word: &Word) -> bool {
    matches!(word.folded.as_str(), "“" | "\"" | "‘" | "«" | "„" | "'" | "''" | "``")
}
