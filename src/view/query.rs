//! The language of `s` and `f`: words and "phrases" that must all occur, fields, and `-` for what
//! must not.
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
//! | `is:new` | it came after the reader had read in its event |
//! | `has:conflict` | a dispute that is shown has a side in it |
//! | `has:note` | the reader wrote a note on it |
//! | `kind:number` | a dispute of that kind has a side in it |
//! | `-` before any of these | it is not so |
//!
//! A field takes a word or a phrase: `speaker:"ilse brandt"`. Words are compared as [`fold`] gives
//! them, so case, hyphens, apostrophes and possessive endings do not matter.
//!
//! A query is read once ([`Query::parse`]) and asked of one article at a time ([`Query::find`]).
//! The store's index only proposes articles; whether one is found is decided here, so the store and
//! the articles in memory cannot differ.

mod memory;
mod parse;
mod rows;
mod term;

use jiff::civil::Date;

use crate::analysis::{ConflictKind, Depth};
use crate::corpus::{Article, Published};
use crate::text::Span;
use crate::text::paragraph::paragraphs;
use crate::text::sentence::{index_at, sentences};

pub use memory::{Labels, search};
pub use parse::Broken;
pub use rows::rows;
pub(crate) use term::{Term, folded_words};

/// What can be written, with examples to copy, and what it finds: for readers. All that is written
/// must hold.
pub const LANGUAGE: [(&str, &str); 12] = [
    ("bridge cracks", "both words, in the text or the title"),
    ("\"up to date\"", "these words one after the other"),
    ("said:warned", "inside a quote; also said:\"up to date\""),
    ("speaker:brandt", "articles that quote somebody of that name"),
    ("outlet:courier", "articles of this outlet"),
    ("topic:repairs", "articles that tell this topic of their event"),
    ("after:2025-03-04", "published on that day or later; also after:2025-03"),
    ("before:2025-03", "published before that day"),
    ("is:unread", "not read yet; or is:read; is:new: came since"),
    ("has:conflict", "with a side of a dispute; has:note: with a note"),
    ("kind:number", "with a side of a dispute of this kind"),
    ("-ferry", "without this; also -outlet:courier and so on"),
];

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
    /// This is known of it, or not.
    Known(Known, bool),
}

/// What the library and its reader know of an article besides its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It was read.
    Read,
    /// It came after the reader had read in its event.
    New,
    /// The reader wrote a note on it.
    Noted,
    /// A dispute that is shown has a side in it.
    Disputed,
    /// A dispute of this kind has.
    Kind(ConflictKind),
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
    /// What of all that is asked ([`Query::known`]) is known of it.
    pub known: &'a [Known],
    /// What is quoted: the parts of every quote's content, in bytes of the text.
    pub said: &'a [Span],
    /// Who is quoted, under the names of the article's event.
    pub speakers: &'a [String],
    /// The labels of the topics of its event that it tells.
    pub topics: &'a [String],
}

impl<'a> Subject<'a> {
    /// An article with what is known of it besides: whether it is read, what it quotes, whom, and
    /// on which topics.
    pub fn new(
        article: &'a Article,
        known: &'a [Known],
        said: &'a [Span],
        told: &'a Labels,
    ) -> Subject<'a> {
        Subject {
            title: &article.title,
            text: &article.text,
            language: article.language.as_deref(),
            outlet: &article.outlet.name,
            published: article.published,
            known,
            said,
            speakers: &told.speakers,
            topics: &told.topics,
        }
    }
}

/// What a query must know of an article besides its own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asks {
    /// [`Subject::said`].
    pub said: bool,
    /// [`Subject::speakers`] or [`Subject::topics`].
    pub told: bool,
    /// Something that only a reader can know.
    pub reader: bool,
}

/// Where an article answers a query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The first words asked for, in bytes of the text; empty where they stand in the title alone,
    /// or none was asked for.
    pub at: Span,
    /// The sentence around them.
    pub sentence: Span,
    /// All words asked for that stand in the sentence, in order; they may overlap.
    pub words: Vec<Span>,
}

/// Bytes of a text that are looked at first where it is long: the load set's articles are all
/// shorter.
const BEGINNING: usize = 64_000;

/// At most this many places of an article: what a list of results shows of it.
const PLACES: usize = 3;

impl Query {
    /// Whether it asks for nothing, and so for every article.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Whether its last word is still being typed, and so short that it may begin many words.
    pub(crate) fn is_hardly_begun(&self) -> bool {
        const LETTERS: usize = 3;
        let is_short =
            |term: &Term| term.words.last().is_none_or(|word| word.chars().count() <= LETTERS);
        self.conditions
            .iter()
            .filter_map(Condition::term)
            .any(|term| term.unfinished && is_short(term))
    }

    /// How far articles must be analysed for it.
    pub fn needs(&self) -> Option<Depth> {
        let topics = self.conditions.iter().any(|condition| match condition.test {
            Test::Topic(_) => true,
            Test::Known(known, _) => matches!(known, Known::Disputed | Known::Kind(_)),
            _ => false,
        });
        let quotes = self.asks().said || self.asks().told;
        topics.then_some(Depth::Everything).or(quotes.then_some(Depth::Quotes))
    }

    /// What it must know of an article.
    pub fn asks(&self) -> Asks {
        let any = |wanted: fn(&Test) -> bool| {
            self.conditions.iter().any(|condition| wanted(&condition.test))
        };
        Asks {
            said: any(|test| matches!(test, Test::Said(_))),
            told: any(|test| matches!(test, Test::Speaker(_) | Test::Topic(_))),
            reader: any(|test| {
                matches!(test, Test::Known(Known::Read | Known::New | Known::Noted, _))
            }),
        }
    }

    /// What of all that it asks is known of an article, as `is` tells.
    pub fn known(&self, is: impl Fn(Known) -> bool) -> Vec<Known> {
        let asked = self.conditions.iter().filter_map(|condition| match condition.test {
            Test::Known(known, _) => Some(known),
            _ => None,
        });
        asked.filter(|known| is(*known)).collect()
    }

    /// The conditions, for what proposes articles.
    pub(crate) fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// The words asked for that stand in `text`, of which `said` is quoted: in order, not
    /// overlapping, at most `most`.
    pub fn hits(&self, text: &str, said: &[Span], most: usize) -> Vec<Span> {
        let wanted = self
            .conditions
            .iter()
            .filter(|condition| !condition.negated && condition.term().is_some());
        let mut hits: Vec<Span> =
            wanted.flat_map(|condition| condition.places(text, said)).collect();
        hits.sort();
        let mut end = 0;
        hits.retain(|hit| {
            hit.start >= end && {
                end = hit.end;
                true
            }
        });
        hits.truncate(most);
        hits
    }

    /// How many of the words and phrases asked for stand in `text`.
    pub fn count_in(&self, text: &str) -> usize {
        let wanted = self.conditions.iter().filter(|condition| !condition.negated);
        wanted.filter_map(Condition::term).filter(|term| term.is_in(text)).count()
    }

    /// Where `subject` answers: the sentences that hold all words asked for or, where there is
    /// none, the first of each word; `None` where it does not answer.
    pub fn find(&self, subject: &Subject<'_>) -> Option<Vec<Place>> {
        self.find_most(subject, PLACES)
    }

    /// Likewise, but at most `most` of them.
    fn find_most(&self, subject: &Subject<'_>, most: usize) -> Option<Vec<Place>> {
        // Where the beginning of a long text has all the places that are wanted, the rest is not
        // looked at.
        let is_one_term =
            || self.conditions.iter().filter(|condition| condition.term().is_some()).count() == 1;
        if subject.text.len() > 2 * BEGINNING
            && is_one_term()
            && self.conditions.iter().all(|condition| !condition.negated)
        {
            let beginning =
                subject.text.get(..subject.text.floor_char_boundary(BEGINNING)).unwrap_or_default();
            let end = beginning.rfind("\n\n").unwrap_or(0);
            let subject = Subject { text: beginning.get(..end).unwrap_or_default(), ..*subject };
            let all = |places: &Vec<Place>| {
                places.len() == most && places.iter().all(|place| !place.at.is_empty())
            };
            if let Some(places) = self.find_in(&subject, most).filter(all) {
                return Some(places);
            }
        }
        self.find_in(subject, most)
    }

    fn find_in(&self, subject: &Subject<'_>, most: usize) -> Option<Vec<Place>> {
        // What costs nothing is asked first.
        if !self.conditions.iter().all(|condition| {
            condition.cheap(subject).is_none_or(|holds| holds != condition.negated)
        }) {
            return None;
        }
        let mut wanted = Vec::new();
        for condition in &self.conditions {
            let Some(term) = condition.term() else { continue };
            let places = condition.places(subject.text, subject.said);
            let holds = !places.is_empty()
                || matches!(condition.test, Test::Words(_)) && term.is_in(subject.title);
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

    /// The places of its words in `text`, of which `said` is quoted.
    fn places(&self, text: &str, said: &[Span]) -> Vec<Span> {
        let Some(term) = self.term() else { return Vec::new() };
        let mut places = term.places(text);
        if matches!(self.test, Test::Said(_)) {
            places.retain(|place| said.iter().any(|part| part.covers(*place)));
        }
        places
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
            Test::Known(known, wanted) => Some(subject.known.contains(known) == *wanted),
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
    for paragraph in paragraphs
        .iter()
        .filter(|part| wanted.iter().any(|places| first_in(places, **part).is_some()))
    {
        if places.len() == most {
            break;
        }
        let from = found.len();
        found.extend(sentences(text, &[*paragraph], language));
        let together = found
            .iter()
            .skip(from)
            .filter(|sentence| wanted.iter().all(|places| first_in(places, **sentence).is_some()));
        let answers = together.filter_map(|sentence| {
            Some(place(first_in(wanted.first()?, *sentence)?, *sentence, wanted))
        });
        places.extend(answers.take(most - places.len()));
    }
    let of = |spans: &[Span], at: Span| {
        index_at(spans, at.start)
            .and_then(|index| spans.get(index).copied())
            .filter(|span| span.covers(at))
    };
    if places.is_empty() {
        let firsts = wanted.iter().filter_map(|places| places.first().copied());
        let around = |at| of(&found, at).or_else(|| of(&paragraphs, at)).unwrap_or(at);
        places = firsts.map(|at| place(at, around(at), wanted)).collect();
        places.sort();
        places.dedup_by_key(|place| place.sentence);
    }
    if places.is_empty() {
        // Its title or its fields answer, which need not stand in the text.
        let beginning = paragraphs.first().map(|first| sentences(text, &[*first], language));
        let sentence =
            beginning.and_then(|sentences| sentences.first().copied()).unwrap_or_default();
        places.push(Place { at: Span::default(), sentence, words: Vec::new() });
    }
    places
}

/// A place with all that is `wanted` of its sentence.
fn place(at: Span, sentence: Span, wanted: &[Vec<Span>]) -> Place {
    let inside = |places: &'_ Vec<Span>| -> Vec<Span> {
        let first = places.partition_point(|place| place.start < sentence.start);
        places.iter().skip(first).take_while(|place| place.start < sentence.end).copied().collect()
    };
    let mut words: Vec<Span> =
        wanted.iter().flat_map(inside).filter(|word| sentence.covers(*word)).collect();
    words.sort();
    words.dedup();
    Place { at, sentence, words }
}

/// The longest snippet, in bytes. The longest sentences of newspapers have half of it; what is
/// longer is a list, a table or a text without full stops.
pub(crate) const SNIPPET: usize = 600;

impl Place {
    /// Its sentence, or as much of it around the words as a snippet may have, cut between words
    /// where there are some.
    pub fn snippet(&self, text: &str) -> Span {
        let (span, at) = (self.sentence, self.at);
        if span.len() <= SNIPPET {
            return span;
        }
        let room = SNIPPET.saturating_sub(at.len()) / 2;
        let start = at.start.saturating_sub(room).clamp(span.start, span.end);
        let end = (at.end.max(start) + room).clamp(start, span.end);
        let start = (start..=span.end).find(|at| text.is_char_boundary(*at)).unwrap_or(span.start);
        let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
        let (before, after) = (
            Span::new(start, at.start.clamp(start, end)),
            Span::new(at.end.clamp(start, end), end),
        );
        let from = before
            .of(text)
            .find(char::is_whitespace)
            .filter(|_| start > span.start)
            .map_or(start, |gap| start + gap);
        let to = after
            .of(text)
            .rfind(char::is_whitespace)
            .filter(|_| end < span.end)
            .map_or(end, |gap| after.start + gap);
        Span::new(from, to).trim(text)
    }
}

/// The first of `places` (in order, not overlapping) that stands inside `span`.
fn first_in(places: &[Span], span: Span) -> Option<Span> {
    let first = places.partition_point(|place| place.start < span.start);
    places.get(first).copied().filter(|place| span.covers(*place))
}

#[cfg(test)]
mod tests {
    use super::{BEGINNING, PLACES, Query, Subject};

    /// Where a text answers a query, in bytes, and what its beginning alone answers.
    fn starts(query: &str, text: &str) -> Vec<usize> {
        let places = Query::parse(query).unwrap().find(&Subject { text, ..Subject::default() });
        places.into_iter().flatten().map(|place| place.at.start).collect()
    }

    #[test]
    fn of_a_long_text_the_first_places_are_found_wherever_they_stand() {
        let filler = "The quay lay still in the rain.\n\n".repeat(3 * BEGINNING / 32);
        let at_both_ends = |before: usize, after: usize| {
            let some = |count| "A heron came by.\n\n".repeat(count);
            format!("{}{filler}{}", some(before), some(after))
        };
        for (before, after) in [(PLACES, 1), (PLACES + 2, 0), (PLACES - 1, 4), (0, 2), (1, 0)] {
            let text = at_both_ends(before, after);
            let all: Vec<usize> =
                text.match_indices("heron").map(|(at, _)| at).take(PLACES).collect();
            assert_eq!(starts("heron", &text), all, "{before} before and {after} after");
        }
        // What must not be there may stand at the end; and of two words both must be there.
        assert_eq!(starts("quay -heron", &at_both_ends(0, 1)), Vec::<usize>::new());
        let both = format!("{}A heron on a mole.\n\n", at_both_ends(PLACES, 0));
        assert_eq!(starts("heron mole", &both), [both.rfind("heron").unwrap()]);
    }
}
