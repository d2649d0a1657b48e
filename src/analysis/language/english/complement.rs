//! Complements: what a cue verb takes after it, by the frames that the lexicon gives it.

use crate::analysis::language::english::clause::is_closing;
use crate::analysis::language::english::phrase::{
    Phrase, begins_clause, group_start, is_opening, phrase_at, subject_before,
};
use crate::analysis::language::{Cue, Feature, Frames, Stance};
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;

/// What follows a cue as its content.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis) struct Complement {
    pub(in crate::analysis) start: usize,
    /// One past the cue's last word: "called for".
    pub(in crate::analysis) cue_end: usize,
    /// Whether it is a clause and not a phrase.
    pub(in crate::analysis) clause: bool,
    /// Whom it was told to.
    pub(in crate::analysis) told: Option<Phrase>,
}

/// Words between a cue and its content at most. Set by eye.
const REACH: usize = 25;

/// What the frames of the cue at `at` take after it.
pub(in crate::analysis) fn complement(
    words: &[Word],
    at: usize,
    cue: Cue,
    passive: bool,
) -> Option<Complement> {
    let next = words.get(at + 1);
    let out = cue.frames.any(Frames::OUT) && next.is_some_and(|next| next.is("out"));
    if cue.frames.any(Frames::OUT)
        && !out
        && !next.is_some_and(|next| next.is("to") || next.tag == Tag::That)
    {
        return None;
    }
    let mut search =
        Search { words, at, cue, passive, cue_end: at + 1 + usize::from(out), told: None };
    let mut i = search.cue_end;
    while i < words.len() && i - at < REACH {
        match search.step(i) {
            Step::On(next) => i = next,
            Step::Content { start, clause } => {
                return Some(Complement {
                    start,
                    cue_end: search.cue_end,
                    clause,
                    told: search.told,
                });
            }
            Step::Nothing => return None,
        }
    }
    None
}

/// What a word after a cue is to its complement.
enum Step {
    /// No part of it; it may come from this word on.
    On(usize),
    /// It begins at this word.
    Content { start: usize, clause: bool },
    /// There is none.
    Nothing,
}

impl Step {
    /// To `next`, where there is one.
    fn on(next: Option<usize>) -> Step {
        next.map_or(Step::Nothing, Step::On)
    }

    /// A content that begins at `start`, where `so`.
    fn content(so: bool, start: usize, clause: bool) -> Step {
        if so { Step::Content { start, clause } } else { Step::Nothing }
    }
}

/// A search for a complement, word by word.
struct Search<'a> {
    words: &'a [Word],
    /// The cue verb.
    at: usize,
    cue: Cue,
    passive: bool,
    cue_end: usize,
    told: Option<Phrase>,
}

impl Search<'_> {
    fn takes(&self, frames: Frames) -> bool {
        self.cue.frames.any(frames)
    }

    fn step(&mut self, i: usize) -> Step {
        let (words, word) = (self.words, &self.words[i]);
        let next = words.get(i + 1);
        match word.tag {
            Tag::That => self.that(i),
            Tag::Adverb | Tag::Day | Tag::Negation => Step::On(i + 1),
            _ if word.is("if") || word.has(Feature::Question) && word.tag != Tag::Pronoun => {
                Step::content(self.takes(Frames::CLAUSE), i, true)
            }
            Tag::To
                if next.is_some_and(|next| {
                    next.tag == Tag::Plain || next.is("be") || next.is("have") || next.is("do")
                }) =>
            {
                self.infinitive(i)
            }
            Tag::Preposition | Tag::To => self.preposition(i),
            // wrote "" in the form
            Tag::Mark if is_opening(word) => {
                Step::content(next.is_none_or(|next| next.folded != word.folded), i, true)
            }
            Tag::Mark if matches!(word.folded.as_str(), "," | "-" | "—" | "–" | "(") => {
                Step::on(aside_end(words, i, self.cue))
            }
            Tag::Mark => Step::Nothing,
            // which the council said should be shut
            Tag::Auxiliary | Tag::Verb
                if i == self.at + 1
                    && self.takes(Frames::CLAUSE)
                    && after_relative(words, self.at) =>
            {
                Step::Content { start: i, clause: true }
            }
            // told cheering crowds that
            Tag::Gerund
                if self.takes(Frames::ADDRESSEE)
                    && self.told.is_none()
                    && next.is_some_and(|next| next.tag.is_nominal()) =>
            {
                self.phrase(i)
            }
            Tag::Gerund => Step::content(self.takes(Frames::GERUND), i, false),
            _ => self.phrase(i),
        }
    }

    /// "that" and a clause, or "that" itself.
    fn that(&self, i: usize) -> Step {
        let words = self.words;
        let pronoun = words.get(i + 1).is_none_or(|next| {
            let phrase = matches!(next.tag, Tag::Preposition | Tag::To)
                && !begins_clause(words, i + 2, words.len());
            next.is_mark() && !is_opening(next) && !next.is(",") || phrase
        });
        Step::content(self.takes(if pronoun { Frames::NOUN } else { Frames::CLAUSE }), i, !pronoun)
    }

    /// "to" and a verb. Of "urged them to leave" both are the content, of "told them to leave" what
    /// they were told.
    fn infinitive(&self, i: usize) -> Step {
        let asked = self.told.is_some()
            && matches!(
                self.cue.stance,
                Stance::Asks | Stance::Tells | Stance::Demands | Stance::Says
            );
        // "vowed not to leave"
        let negated = i > self.cue_end && self.words[i - 1].tag == Tag::Negation;
        let start = self
            .told
            .filter(|_| self.cue.stance != Stance::Tells)
            .map_or(i - usize::from(negated), |told| told.start);
        Step::content(
            self.takes(Frames::TO) || asked || self.passive && self.takes(Frames::ADDRESSEE),
            start,
            true,
        )
    }

    /// A preposition that belongs to the cue, or one whose phrase says when, where and to whom.
    fn preposition(&mut self, i: usize) -> Step {
        let words = self.words;
        let Some(next) = words.get(i + 1) else { return Step::Nothing };
        // talked about how the bridge was shut
        let question = self.takes(Frames::CLAUSE)
            && next.has(Feature::Question)
            && words[i].tag == Tag::Preposition;
        let end = prepositional_end(words, i);
        let listener =
            end.is_some_and(|end| words.get(end).is_some_and(|next| next.tag == Tag::That));
        let time = next.tag == Tag::Day || next.has(Feature::Month);
        let own = self.cue.frames.takes(&words[i].folded)
            && !time
            && !listener
            && (self.told.is_none() || self.takes(Frames::ADDRESSEE));
        if !(question || own) {
            return Step::on(end);
        }
        if self.told.is_none() {
            self.cue_end = i + 1;
        }
        Step::content(question || !next.is_mark() || is_opening(next), i + 1, question)
    }

    /// One who is told, a clause without "that", or a phrase.
    fn phrase(&mut self, i: usize) -> Step {
        let words = self.words;
        if self.takes(Frames::ADDRESSEE) && self.told.is_none() && !self.passive {
            let Some(one) = addressee(words, i) else { return Step::Nothing };
            let whole = phrase_at(words, one.start, words.len()).filter(|whole| {
                words.get(whole.end).is_some_and(|next| matches!(next.tag, Tag::To | Tag::That))
            });
            let one = whole.unwrap_or(one);
            if follows_told(words, one.end, self.cue) {
                self.told = Some(one);
                return Step::On(one.end);
            }
        }
        let to = words.len().min(i + REACH + 5).min(clause_limit(words, i));
        if self.takes(Frames::CLAUSE) && begins_clause(words, i, to) {
            return Step::Content { start: i, clause: true };
        }
        if self.takes(Frames::NAMED) {
            return Step::content(names_it(words, i), i, false);
        }
        let phrase = matches!(
            words[i].tag,
            Tag::Noun | Tag::Name | Tag::Number | Tag::Determiner | Tag::Pronoun | Tag::Participle
        );
        Step::content(phrase && self.takes(Frames::NOUN), i, false)
    }
}

/// Whether the subject of the verb at `at` follows a relative pronoun, whose clause then ends in
/// what is reported.
fn after_relative(words: &[Word], at: usize) -> bool {
    let subject = subject_before(words, 0, group_start(words, 0, at));
    subject
        .and_then(|subject| subject.start.checked_sub(1))
        .is_some_and(|before| matches!(words[before].tag, Tag::Relative | Tag::That))
}

/// The opening "if" clause that belongs to what is said: "If it fails, Brandt says, …", "If it
/// fails, Brandt says it will close".
pub(in crate::analysis) fn condition(
    words: &[Word],
    cue: usize,
    found: Complement,
) -> Option<Phrase> {
    let comma = words[..cue].iter().position(|word| word.is(","))?;
    let subject = subject_before(words, 0, group_start(words, 0, cue))?;
    let bare = found.clause && words[found.start].tag != Tag::That;
    (bare && words[0].is("if") && subject.start == comma + 1)
        .then_some(Phrase { start: 0, end: comma })
}

/// Whether a word judges by how it ends: baseless, unfounded.
fn is_judgement(word: &Word) -> bool {
    word.has(Feature::LikeAdjective) || word.has(Feature::InEd) && word.folded.starts_with("un")
}

/// Whether an object and what it is called stand at `at`: "him divisive", "the plan a mistake".
fn names_it(words: &[Word], at: usize) -> bool {
    let Some(object) = phrase_at(words, at, words.len()) else { return false };
    let named = words.get(object.end).is_some_and(|next| {
        next.tag == Tag::Determiner
            || is_opening(next)
            || words[at].tag == Tag::Pronoun && (next.tag.is_nominal() || next.tag == Tag::Adverb)
    });
    // "the criticism baseless"
    let judged = words[at].tag == Tag::Determiner
        && object.end > at + 2
        && is_judgement(&words[object.end - 1]);
    let quoted = words[at..].iter().take(12).any(is_opening);
    let inside = object
        .of(words)
        .windows(2)
        .any(|pair| pair[0].tag == Tag::Name && pair[1].tag == Tag::Noun);
    named || judged || quoted || inside
}

/// The end of the words before which a clause that begins at `at` must have its verb.
fn clause_limit(words: &[Word], at: usize) -> usize {
    (at..words.len())
        .find(|i| matches!(words[*i].folded.as_str(), ";" | ":"))
        .unwrap_or(words.len())
}

/// Of "CNN that …" and "reporters the plan was …" the one told.
fn addressee(words: &[Word], at: usize) -> Option<Phrase> {
    let from = at + usize::from(words.get(at)?.tag == Tag::Gerund);
    let phrase = Phrase { start: at, ..phrase_at(words, from, words.len())? };
    if words[at].tag == Tag::Pronoun {
        return Some(phrase);
    }
    // "told Brandt cars could": names end where small letters begin.
    let end = (at + 1..phrase.end)
        .find(|i| words[at].tag == Tag::Name && words[*i].tag == Tag::Noun && !words[*i].is_mark());
    Some(Phrase { start: at, end: end.unwrap_or(phrase.end) })
}

/// Whether what was told follows at `at`.
fn follows_told(words: &[Word], at: usize, cue: Cue) -> bool {
    words.get(at).is_some_and(|next| match next.tag {
        Tag::That
        | Tag::To
        | Tag::Relative
        | Tag::Preposition
        | Tag::Day
        | Tag::Adverb
        | Tag::Conjunction => true,
        Tag::Mark => is_opening(next) || matches!(next.folded.as_str(), "," | "—" | "–"),
        _ => {
            cue.stance != Stance::Says && begins_clause(words, at, words.len())
                || next.has(Feature::Question)
        }
    })
}

/// Where the prepositional phrase that begins at `at` ends.
fn prepositional_end(words: &[Word], at: usize) -> Option<usize> {
    let next = words.get(at + 1)?;
    if is_opening(next) {
        // said on “Morning Hour” that
        let close = (at + 2..words.len())
            .find(|i| matches!(words[*i].folded.as_str(), "”" | "\"" | "’" | "»"))?;
        return Some(close + 1);
    }
    if next.tag == Tag::Day || next.tag == Tag::Gerund {
        return Some(at + 2);
    }
    let end = phrase_at(words, at + 1, words.len())?.end;
    // on the channel’s “Morning Hour”
    let title = words.get(end).is_some_and(is_opening);
    let mut close = (end + 2..words.len())
        .find(|i| title && is_closing(&words[*i]))
        .map_or(end, |close| close + 1);
    while close > end && words.get(close).is_some_and(is_closing) {
        close += 1;
    }
    Some(close)
}

/// Where what is put in between a cue and "that", or the preposition that it takes, ends: "said,
/// however, that", "accused Lund, her deputy, of".
fn aside_end(words: &[Word], open: usize, cue: Cue) -> Option<usize> {
    let mark = if words[open].is("(") { ")" } else { words[open].folded.as_str() };
    let close = (open + 1..words.len().min(open + REACH)).find(|i| words[*i].is(mark))?;
    words.get(close + 1).filter(|next| {
        next.tag == Tag::That || next.has(Feature::Question) || cue.frames.takes(&next.folded)
    })?;
    (!words[open + 1..close].iter().any(|word| word.tag == Tag::That)).then_some(close + 1)
}

/// Past the addressee, adverbs and days after a cue that has no content behind it: "he said on
/// Friday", "she told them".
pub(in crate::analysis) fn skip_told(words: &[Word], at: usize, cue: Cue) -> usize {
    let mut i = at;
    if cue.frames.any(Frames::ADDRESSEE)
        && let Some(told) = addressee(words, i)
    {
        i = told.end;
    }
    while let Some(word) = words.get(i) {
        i = match word.tag {
            Tag::Adverb | Tag::Day => i + 1,
            Tag::Preposition | Tag::To => match prepositional_end(words, i) {
                Some(end) => end,
                None => break,
            },
            Tag::Determiner | Tag::Noun
                if words.get(i + 1).is_some_and(|next| {
                    matches!(next.folded.as_str(), "week" | "month" | "year")
                }) =>
            {
                i + 2
            }
            _ => break,
        };
    }
    i
}
