//! Speakers: whom the sources of quotes resolve to.
//!
//! | module | its part |
//! |---|---|
//! | [`event`] | one name for each speaker of an event |
//! | [`given`] | given names and their forms |
//! | [`name`] | the parts of a person's name |
//! | [`mention`] | the names in a text, whole |
//! | [`people`] | whom the names of one article stand for |
//! | [`source`] | who a source is: a name, a pronoun, a description |
//!
//! What no rule resolves has no speaker.

mod event;
mod given;
mod mention;
mod name;
mod people;
mod source;
#[cfg(test)]
mod tests;

pub use event::unify;

use serde::{Deserialize, Serialize};

use crate::analysis::language::english::reported::is_passive;
use crate::analysis::lexicon;
use crate::analysis::prose::Prose;
use crate::analysis::speaker::mention::Kind;
use crate::analysis::speaker::people::Party;
use crate::analysis::speaker::source::{Last, Read, Sources, Who};
use crate::analysis::tag::Tag;
use crate::analysis::{Quote, QuoteKind};
use crate::text::Span;
use crate::text::token::fold;

/// A person or a body with the words that say what they are: "foreign", "minister".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The name in full.
    pub name: String,
    /// Folded words of titles and appositions.
    pub roles: Vec<String>,
    /// Whether it is no person.
    pub is_body: bool,
}

/// Resolves the sources of `quotes`, in order of the text; returns whom the article names in full.
pub fn resolve(text: &str, prose: &Prose, quotes: &mut [Quote]) -> Vec<Known> {
    let mut sources = Sources::new(text, prose);
    let content = || quotes.iter().flat_map(|quote| quote.content.iter().copied());
    sources.people.leave_out(content());
    let mut last: Option<Last> = None;
    let mut around: Vec<(Span, Option<Who>)> = Vec::new(); // quotes that have begun
    for quote in quotes.iter_mut() {
        let hull = quote.hull();
        let paragraph = prose.paragraphs.partition_point(|p| p.start <= hull.start);
        while around.last().is_some_and(|(outer, _)| outer.end <= hull.start) {
            around.pop();
        }
        let outer =
            |source: Span| around.iter().rev().take(NESTED).find(|(outer, _)| outer.covers(source));
        let nested = quote.source.is_some_and(|source| outer(source).is_some());
        let who = match quote.source {
            Some(source) => {
                let outer = outer(source).and_then(|(_, who)| who.as_ref());
                let Read { who, anonymous } = sources.read(source, hull, last.as_ref(), outer);
                quote.anonymous = anonymous;
                who
            }
            // A paragraph that is only a quote goes on with the speaker of the one before.
            None if quote.kind == QuoteKind::Direct && quote.cue.is_none() => {
                let carried = last.as_ref().filter(|last| paragraph - last.paragraph <= 1);
                carried.map(|last| last.who.clone())
            }
            None => sharing(prose, quote, last.as_ref(), &sources),
        };
        // "told CNN" names the way that an unnamed source's words took; "told Mr. Holt" does not.
        if !quote.anonymous || quote.via.as_deref().is_some_and(|via| sources.is_person(via)) {
            quote.via = None;
        }
        quote.speaker = who.as_ref().map(|who| sources.shown(who).to_owned());
        around.push((hull, who.clone()));
        if let (Some(who), false) = (who, nested) {
            let end = hull.end.max(quote.source.map_or(0, |source| source.end));
            last = Some(Last { paragraph, who, end });
        }
    }
    let told = sources.people.all.into_iter().filter(Party::is_full);
    told.map(|party| Known {
        is_body: party.kind == Kind::Body,
        name: party.shown,
        roles: party.roles,
    })
    .collect()
}

/// Whose words a further verb of a sentence reports, of which no subject was found: "“A,” she said,
/// adding that B", "he said A and warned that B".
fn sharing(prose: &Prose, quote: &Quote, last: Option<&Last>, sources: &Sources) -> Option<Who> {
    let cue = quote.cue?;
    let sentence = prose.sentences.get(prose.sentence_at(cue.start)?)?;
    let at = sentence.words.iter().position(|word| word.span.start == cue.start)?;
    let verb = &sentence.words[at];
    let before = sentence.words[..at].last();
    let joined = before.is_some_and(|before| before.tag == Tag::Conjunction);
    if verb.tag != Tag::Gerund && !joined || is_passive(&sentence.words, at) {
        return None;
    }
    let spoke = last.filter(|last| last.end > sentence.span.start && last.end <= cue.start);
    spoke
        .map(|last| last.who.clone())
        .or_else(|| sources.leading(sentence.span.start, cue.start).map(Who::Party))
}

/// Quotes around a quote that are looked at.
const NESTED: usize = 8;

/// Whether roles hold all words of a description.
fn fits(roles: &[String], described: &[&str]) -> bool {
    let told = |word: &&str| {
        roles
            .iter()
            .any(|role| role == word || lexicon::role_means(role, word) || role.starts_with(word))
    };
    described.iter().all(told)
}

/// The one person whom "the transport minister" fits.
fn described_by(known: &[Known], description: &str) -> Option<String> {
    let words: Vec<String> = description.split_whitespace().skip(1).map(fold).collect();
    let described: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !lexicon::is_stopword(word)).collect();
    let role = described.iter().any(|word| lexicon::is_role(word));
    let mut fitting = known.iter().filter(|person| role && fits(&person.roles, &described));
    let first = fitting.next()?;
    fitting.next().is_none().then(|| first.name.clone())
}

/// The folded last name that a name is compared by.
pub fn last_name(name: &str) -> String {
    fold(name.split_whitespace().next_back().unwrap_or(""))
}

/// Whether two names of an event, which gives each of its speakers one, are the same speaker.
pub fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

#[cfg(test)]
mod unified {
    use crate::analysis::analyze;
    use crate::corpus::{Article, Corpus};

    #[test]
    fn two_spellings_in_one_event_are_one_speaker() {
        let article = |id: &str, text: &str| Article {
            id: id.into(),
            title: "Dam talks end".into(),
            text: text.into(),
            ..Article::default()
        };
        let corpus = Corpus::new(vec![
            article(
                "a",
                "Andrei Tolvan said the dam talks ended in Brenk. Tolvan said the dam would stay.",
            ),
            article("b", "Andrey Tolvan said the dam talks in Brenk had ended."),
        ]);
        let findings = analyze(&corpus);
        let speakers: Vec<_> = findings
            .articles
            .iter()
            .flat_map(|found| &found.quotes)
            .filter_map(|quote| quote.speaker.clone())
            .collect();
        assert_eq!(findings.events.len(), 1);
        assert_eq!(speakers, ["Andrei Tolvan"; 3]);
    }

    #[test]
    fn what_one_article_calls_somebody_another_says_who_it_is() {
        let article = |id: &str, text: &str| Article {
            id: id.into(),
            title: "Dam talks end".into(),
            text: text.into(),
            ..Article::default()
        };
        let corpus = Corpus::new(vec![
            article(
                "a",
                "Transport Minister Andrei Tolvan met the dam board in Brenk. The dam talks in Brenk ended on Friday.",
            ),
            article(
                "b",
                "The dam talks in Brenk have ended. The transport minister said the dam would stay.",
            ),
        ]);
        let findings = analyze(&corpus);
        assert_eq!(findings.events.len(), 1);
        assert_eq!(findings.articles[1].quotes[0].speaker.as_deref(), Some("Andrei Tolvan"));
    }
}
