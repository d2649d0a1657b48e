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

use jiff::civil::Date;

use crate::corpus::Published;
use crate::text::Span;
use crate::text::paragraph::paragraphs;
use crate::text::sentence::{index_at, sentences};
use crate::text::token::{TokenKind, fold, tokens};

pub use memory::{Told, search};
pub use parse::Broken;

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
    /// Whether `words`, as many as the term has, are its words.
    fn is(&self, words: &[(String, Span)]) -> bool {
        let last = self.words.len().saturating_sub(1);
        let same = |(at, (wanted, (word, _))): (usize, (&String, &(String, Span)))| {
            word == wanted || self.unfinished && at == last && word.starts_with(wanted.as_str())
        };
        self.words.iter().zip(words).enumerate().all(same)
    }

    /// The places among `words` where it stands.
    fn places(&self, words: &[(String, Span)]) -> Vec<Span> {
        let windows = words.windows(self.words.len().max(1)).filter(|window| self.is(window));
        windows.filter_map(|window| Some(window.first()?.1.hull(window.last()?.1))).collect()
    }

    /// Whether it stands in `name`.
    fn is_in(&self, name: &str) -> bool {
        !self.places(&folded_words(name)).is_empty()
    }
}

/// The words of `text` as they are compared, with their places.
pub(crate) fn folded_words(text: &str) -> Vec<(String, Span)> {
    let found = tokens(text, Span::new(0, text.len())).filter(|token| token.kind != TokenKind::Mark);
    found.map(|token| (fold(token.span.of(text)), token.span)).collect()
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
}

/// Where an article answers a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The words asked for, in bytes of the text; empty where they stand in the title alone, or none was asked for.
    pub at: Span,
    /// The sentence around them.
    pub sentence: Span,
}

/// At most this many places of an article: more than anyone goes through.
const PLACES: usize = 20;

impl Query {
    /// Whether it asks for nothing, and so for every article.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// What it must know of an article.
    pub fn asks(&self) -> Asks {
        let any = |wanted: fn(&Test) -> bool| self.conditions.iter().any(|condition| wanted(&condition.test));
        Asks { said: any(|test| matches!(test, Test::Said(_))), told: any(|test| matches!(test, Test::Speaker(_) | Test::Topic(_))) }
    }

    /// The conditions, for what proposes articles.
    pub(crate) fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// Where `subject` answers: the sentences that hold all words asked for or, where there is none, the first of each
    /// word; `None` where it does not answer.
    pub fn find(&self, subject: &Subject<'_>) -> Option<Vec<Place>> {
        // What costs nothing is asked first.
        if !self.conditions.iter().all(|condition| condition.cheap(subject).is_none_or(|holds| holds != condition.negated)) {
            return None;
        }
        let needs_words = self.conditions.iter().any(|condition| condition.term().is_some());
        let (text, title) = if needs_words { (folded_words(subject.text), folded_words(subject.title)) } else { Default::default() };
        let mut wanted = Vec::new();
        for condition in &self.conditions {
            let Some(term) = condition.term() else { continue };
            let mut places = term.places(&text);
            let holds = match condition.test {
                Test::Said(_) => {
                    places.retain(|place| subject.said.iter().any(|part| part.covers(*place)));
                    !places.is_empty()
                }
                _ => !places.is_empty() || !term.places(&title).is_empty(),
            };
            if holds == condition.negated {
                return None;
            }
            if !condition.negated {
                wanted.push(places);
            }
        }
        Some(around(subject, &wanted))
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
fn around(subject: &Subject<'_>, wanted: &[Vec<Span>]) -> Vec<Place> {
    let text = subject.text;
    let paragraphs = paragraphs(text);
    // Only where a word stands are sentences wanted.
    let holding: Vec<Span> =
        paragraphs.iter().copied().filter(|part| wanted.iter().any(|places| first_in(places, *part).is_some())).collect();
    let language = subject.language.unwrap_or("en");
    let found = sentences(text, &holding, language);
    let of =
        |spans: &[Span], at: Span| index_at(spans, at.start).and_then(|index| spans.get(index).copied()).filter(|span| span.covers(at));
    let together = found.iter().filter(|sentence| wanted.iter().all(|places| first_in(places, **sentence).is_some()));
    let places = together.filter_map(|sentence| Some(Place { at: first_in(wanted.first()?, *sentence)?, sentence: *sentence }));
    let mut places: Vec<Place> = places.take(PLACES).collect();
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
