//! The language of `s` and `f`: words and "phrases" that must all occur, fields, and `-` for what must not.
//!
//! | written | an article is kept when |
//! |---|---|
//! | `bridge` | the word is in its text or title |
//! | `"up to date"` | these words follow each other there |
//! | `outlet:courier` | its outlet's name has the word |
//! | `speaker:brandt` | it quotes somebody of that name |
//! | `said:warned` | the word is inside what it quotes |
//! | `topic:repairs` | it tells a topic of its event that is labelled so |
//! | `after:2025-03-04` | it was published on that day or later (`2025` and `2025-03` are days too: their first) |
//! | `before:2025-03` | it was published before that day |
//! | `is:unread`, `is:read` | the reader has not, or has, read it |
//! | `-` before any of these | it is not so |
//!
//! A field takes a word or a phrase: `speaker:"ilse brandt"`. Words are compared as [`fold`] gives them, so case, hyphens,
//! apostrophes and possessive endings do not matter.
//!
//! A query is read once ([`Query::parse`]) and asked of one article at a time ([`Query::find`]). The store's index only
//! proposes articles; whether one is found is decided here, so the store and the articles in memory cannot differ.

mod memory;
mod parse;
mod rows;

use jiff::civil::Date;

use crate::analysis::Depth;
use crate::corpus::Published;
use crate::text::Span;
use crate::text::paragraph::paragraphs;
use crate::text::sentence::{index_at, sentences};
use crate::text::token::{TokenKind, fold, tokens};

pub use memory::{Told, search};
pub use parse::Broken;
pub use rows::rows;

/// A query that was read: all of its conditions must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    conditions: Vec<Condition>,
}

/// One condition, or its opposite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) negated: bool,
    pub(crate) test: Test,
}

/// What a condition asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// These words, in the text or the title.
    Words(Term),
    /// These words, in the outlet's name.
    Outlet(Term),
    /// These words, in the name of somebody quoted.
    Speaker(Term),
    /// These words, inside what is quoted.
    Said(Term),
    /// These words, in the label of a topic told.
    Topic(Term),
    /// Published on this day or later.
    After(Date),
    /// Published before this day.
    Before(Date),
    /// Read, or not.
    Read(bool),
}

/// Words that follow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Term {
    /// Folded; at least one.
    pub(crate) words: Vec<String>,
    /// Whether the last is only the beginning of a word: it is still being typed.
    pub(crate) unfinished: bool,
}

impl Term {
    /// The places among the words of `text` where it stands.
    fn places(&self, text: &str, words: &[Span]) -> Vec<Span> {
        let Some(first) = self.words.first().and_then(|word| word.chars().next()) else { return Vec::new() };
        let windows = words.windows(self.words.len());
        // Few words begin with the right letter, and only those are folded.
        let may_be = windows.filter(|window| window.first().is_some_and(|word| begins(word.of(text), first)));
        let found = may_be.filter(|window| (0..).zip(*window).all(|(at, word)| self.is(at, word.of(text))));
        found.filter_map(|window| Some(window.first()?.hull(*window.last()?))).collect()
    }

    /// Whether `word` is the term's word number `at`.
    fn is(&self, at: usize, word: &str) -> bool {
        let word = fold(word);
        let is_begun = self.unfinished && at + 1 == self.words.len();
        self.words.get(at).is_some_and(|wanted| word == *wanted || is_begun && word.starts_with(wanted.as_str()))
    }

    /// Whether it stands in `name`.
    fn is_in(&self, name: &str) -> bool {
        !self.places(name, &words(name)).is_empty()
    }
}

/// Whether `word` begins with `letter` when it is folded.
fn begins(word: &str, letter: char) -> bool {
    word.chars().next().is_some_and(|first| first == letter || first.to_lowercase().next() == Some(letter))
}

/// The words of `text`, without the marks between them.
fn words(text: &str) -> Vec<Span> {
    tokens(text, Span::new(0, text.len())).filter(|token| token.kind != TokenKind::Mark).map(|token| token.span).collect()
}

/// The words of `text` as they are compared.
pub(crate) fn folded_words(text: &str) -> impl Iterator<Item = String> {
    tokens(text, Span::new(0, text.len())).filter(|token| token.kind != TokenKind::Mark).map(|token| fold(token.span.of(text)))
}

/// An article as a query looks at it. What [`Query::asks`] says is not asked for may be left empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// The headline.
    pub title: &'a str,
    /// The text.
    pub text: &'a str,
    /// ISO 639-1 code of its language, by which sentences are told.
    pub language: Option<&'a str>,
    /// The outlet's name.
    pub outlet: &'a str,
    /// When it was published.
    pub published: Option<Published>,
    /// Whether the reader has read it.
    pub read: bool,
    /// What is quoted: the parts of every quote's content, in bytes of the text.
    pub said: &'a [Span],
    /// Who is quoted, under the names of the article's event.
    pub speakers: &'a [String],
    /// The labels of the topics of its event that it tells.
    pub topics: &'a [String],
}

/// What a query must know of an article besides its own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asks {
    /// [`Subject::said`].
    pub said: bool,
    /// [`Subject::speakers`] or [`Subject::topics`].
    pub told: bool,
    /// [`Subject::read`].
    pub read: bool,
}

/// Where an article answers a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The words asked for, in bytes of the text; empty where they stand in the title alone, or none was asked for.
    pub at: Span,
    /// The sentence around them.
    pub sentence: Span,
}

/// At most this many places of an article: what a list of results shows of it.
const PLACES: usize = 3;

impl Query {
    /// Whether it asks for nothing, and so for every article.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Whether its last word is still being typed.
    pub(crate) fn is_unfinished(&self) -> bool {
        self.conditions.iter().filter_map(Condition::term).any(|term| term.unfinished)
    }

    /// How far articles must be analysed for it.
    pub fn needs(&self) -> Option<Depth> {
        let topics = self.conditions.iter().any(|condition| matches!(condition.test, Test::Topic(_)));
        let quotes = self.asks().said || self.asks().told;
        topics.then_some(Depth::Everything).or(quotes.then_some(Depth::Quotes))
    }

    /// What it must know of an article.
    pub fn asks(&self) -> Asks {
        let any = |wanted: fn(&Test) -> bool| self.conditions.iter().any(|condition| wanted(&condition.test));
        Asks {
            said: any(|test| matches!(test, Test::Said(_))),
            told: any(|test| matches!(test, Test::Speaker(_) | Test::Topic(_))),
            read: any(|test| matches!(test, Test::Read(_))),
        }
    }

    /// The conditions, for what proposes articles.
    pub(crate) fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// Where `subject` answers: the sentences that hold all words asked for or, where there is none, the first of each
    /// word; `None` where it does not answer.
    pub fn find(&self, subject: &Subject<'_>) -> Option<Vec<Place>> {
        self.find_most(subject, PLACES)
    }

    /// Likewise, but at most `most` of them.
    fn find_most(&self, subject: &Subject<'_>, most: usize) -> Option<Vec<Place>> {
        // What costs nothing is asked first.
        if !self.conditions.iter().all(|condition| condition.cheap(subject).is_none_or(|holds| holds != condition.negated)) {
            return None;
        }
        let needs_words = self.conditions.iter().any(|condition| condition.term().is_some());
        let text = if needs_words { words(subject.text) } else { Vec::new() };
        let mut wanted = Vec::new();
        for condition in &self.conditions {
            let Some(term) = condition.term() else { continue };
            let mut places = term.places(subject.text, &text);
            let holds = match condition.test {
                Test::Said(_) => {
                    places.retain(|place| subject.said.iter().any(|part| part.covers(*place)));
                    !places.is_empty()
                }
                _ => !places.is_empty() || term.is_in(subject.title),
            };
            if holds == condition.negated {
                return None;
            }
            if !condition.negated {
                wanted.push(places);
            }
        }
        Some(around(subject, &wanted, most))
    }
}

impl Condition {
    /// The words that must be looked for in the text.
    fn term(&self) -> Option<&Term> {
        match &self.test {
            Test::Words(term) | Test::Said(term) => Some(term),
            _ => None,
        }
    }

    /// Whether its test holds, where the text is not needed to tell.
    fn cheap(&self, subject: &Subject<'_>) -> Option<bool> {
        let published = subject.published.map(|published| published.date);
        match &self.test {
            Test::Words(_) | Test::Said(_) => None,
            Test::Outlet(term) => Some(term.is_in(subject.outlet)),
            Test::Speaker(term) => Some(subject.speakers.iter().any(|name| term.is_in(name))),
            Test::Topic(term) => Some(subject.topics.iter().any(|label| term.is_in(label))),
            Test::After(day) => Some(published.is_some_and(|published| published >= *day)),
            Test::Before(day) => Some(published.is_some_and(|published| published < *day)),
            Test::Read(read) => Some(subject.read == *read),
        }
    }
}

/// The sentences of `subject` around the places of each term.
fn around(subject: &Subject<'_>, wanted: &[Vec<Span>], most: usize) -> Vec<Place> {
    let text = subject.text;
    let paragraphs = paragraphs(text);
    let language = subject.language.unwrap_or("en");
    // Only where a word stands are sentences wanted, and only the first ones.
    let mut found: Vec<Span> = Vec::new();
    let mut places: Vec<Place> = Vec::new();
    for paragraph in paragraphs.iter().filter(|part| wanted.iter().any(|places| first_in(places, **part).is_some())) {
        if places.len() == most {
            break;
        }
        let from = found.len();
        found.extend(sentences(text, &[*paragraph], language));
        let together = found.iter().skip(from).filter(|sentence| wanted.iter().all(|places| first_in(places, **sentence).is_some()));
        let answers = together.filter_map(|sentence| Some(Place { at: first_in(wanted.first()?, *sentence)?, sentence: *sentence }));
        places.extend(answers.take(most - places.len()));
    }
    let of =
        |spans: &[Span], at: Span| index_at(spans, at.start).and_then(|index| spans.get(index).copied()).filter(|span| span.covers(at));
    if places.is_empty() {
        let firsts = wanted.iter().filter_map(|places| places.first().copied());
        let place = |at| Place { at, sentence: of(&found, at).or_else(|| of(&paragraphs, at)).unwrap_or(at) };
        places = firsts.map(place).collect();
        places.sort();
        places.dedup_by_key(|place| place.sentence);
    }
    if places.is_empty() {
        // Its title or its fields answer, which need not stand in the text.
        let beginning = paragraphs.first().map(|first| sentences(text, &[*first], language));
        let sentence = beginning.and_then(|sentences| sentences.first().copied()).unwrap_or_default();
        places.push(Place { at: Span::default(), sentence });
    }
    places
}

/// The first of `places` (in order, not overlapping) that stands inside `span`.
fn first_in(places: &[Span], span: Span) -> Option<Span> {
    let first = places.partition_point(|place| place.start < span.start);
    places.get(first).copied().filter(|place| span.covers(*place))
}
