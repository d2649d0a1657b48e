//! Speakers: whom the sources of quotes resolve to.
//!
//! | module | its part |
//! |---|---|
//! | [`given`] | given names and their forms |
//! | [`name`] | the parts of a person's name |
//! | [`mention`] | the names in a text, whole |
//! | [`people`] | whom the names of one article stand for |
//! | [`source`] | who a source is: a name, a pronoun, a description |
//!
//! What no rule resolves has no speaker.

mod given;
mod mention;
mod name;
mod people;
mod source;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::analysis::lexicon;
use crate::analysis::prose::Prose;
use crate::analysis::quote::reported::is_passive;
use crate::analysis::speaker::source::{Last, Read, Sources, Who};
use crate::analysis::tag::Tag;
use crate::analysis::{ArticleFindings, Quote, QuoteKind};
use crate::text::Span;
use crate::text::token::fold;

/// A person with the words that say what they are: "foreign", "minister".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// First and last name.
    pub name: String,
    /// Folded words of titles and appositions.
    pub roles: Vec<String>,
}

/// Resolves the sources of `quotes`, in order of the text; returns the persons whose roles the
/// article tells.
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
    let told =
        sources.people.all.into_iter().filter(|party| !party.roles.is_empty() && party.is_full());
    told.map(|party| Known { name: party.shown, roles: party.roles }).collect()
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

/// Gives the speakers of one event one name each: of those that are the same, the one that most
/// quotes have. A description that its article does not resolve ("the transport minister") is the
/// person of whom another article of the event says it.
pub fn unify(event: &mut [&mut ArticleFindings]) {
    let mut known: Vec<Known> = Vec::new();
    for told in event.iter().flat_map(|article| &article.known) {
        match known.iter_mut().find(|person| same(&person.name, &told.name)) {
            Some(person) => person.roles.extend(told.roles.iter().cloned()),
            None => known.push(told.clone()),
        }
    }
    for quote in event.iter_mut().flat_map(|article| &mut article.quotes) {
        let described = quote
            .speaker
            .as_deref()
            .filter(|speaker| !quote.anonymous && speaker.starts_with("the "));
        if let Some(name) = described.and_then(|described| described_by(&known, described)) {
            quote.speaker = Some(name);
        }
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for quote in event.iter().flat_map(|article| &article.quotes) {
        *counts.entry(quote.speaker.clone().unwrap_or_default()).or_default() += 1;
    }
    let mut names: Vec<(String, usize)> =
        counts.into_iter().filter(|(name, _)| name.contains(' ')).collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for quote in event.iter_mut().flat_map(|article| &mut article.quotes) {
        let Some(speaker) = quote.speaker.as_mut().filter(|_| !quote.anonymous) else { continue };
        if let Some((name, _)) = names.iter().find(|(name, _)| same(name, speaker)) {
            speaker.clone_from(name);
        }
    }
}

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

/// Whether two names, of two articles, are the same speaker: equal, or one last name with first
/// names that do not contradict each other (Sergey and Sergei do not, Anna and Bo do).
pub fn same(a: &str, b: &str) -> bool {
    if a.eq_ignore_ascii_case(b) {
        return true;
    }
    let (mut first_a, mut first_b) = (a.split_whitespace(), b.split_whitespace());
    let (Some(a1), Some(b1)) = (first_a.next(), first_b.next()) else { return false };
    let (single_a, single_b) = (first_a.next().is_none(), first_b.next().is_none());
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    capital(a1)
        && capital(b1)
        && last_name(a) == last_name(b)
        && (single_a || single_b || fold(a1).chars().next() == fold(b1).chars().next())
}

#[cfg(test)]
mod unified {
    use super::same;
    use crate::analysis::analyze;
    use crate::corpus::{Article, Corpus};

    #[test]
    fn one_last_name_is_one_speaker_unless_the_first_names_differ() {
        assert!(same("Andrei Tolvan", "Andrey Tolvan") && same("Tolvan", "Andrei Tolvan"));
        assert!(!same("Anna Holt", "Bo Holt") && !same("officials", "Officials of Holt"));
    }

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
