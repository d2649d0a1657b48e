//! Speakers: whom the sources of quotes resolve to.
//!
//! | module | its part |
//! |---|---|
//! | [`event`] | one name for each speaker of an event |
//! | [`name`] | the parts of a person's name |
//! | [`mention`] | the names in a text, whole |
//! | [`people`] | whom the names of one article stand for |
//! | [`source`] | who a source is: a name, a pronoun, a description |
//!
//! What no rule resolves has no speaker.

mod event;
mod mention;
mod name;
mod people;
mod source;

pub use event::unify;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::analysis::language::Lexicon;
use crate::analysis::language::english::reported::is_passive;
use crate::analysis::prose::Prose;
use crate::analysis::speaker::mention::Kind;
use crate::analysis::speaker::source::{Last, Read, Sources, Who};
use crate::analysis::tag::Tag;
use crate::analysis::{Quote, QuoteKind, SpeakerId};
use crate::text::Span;
use crate::text::token::fold;

/// A person or a body with the words that say what they are: "foreign", "minister".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// By whom quotes are credited to them.
    pub id: SpeakerId,
    /// The name in full, or what the article calls them.
    pub name: String,
    /// Folded words of titles and appositions.
    pub roles: Vec<String>,
    /// Whether it is no person.
    pub is_body: bool,
    /// Whether the article names them in full.
    pub is_named: bool,
}

/// Resolves the sources of `quotes`, in order of the text; returns whom they are credited to, and
/// whom the article names in full.
pub fn resolve(text: &str, prose: &Prose, quotes: &mut [Quote]) -> Vec<Known> {
    let mut sources = Sources::new(text, prose);
    let content = || quotes.iter().flat_map(|quote| quote.content.iter().copied());
    sources.people.leave_out(content());
    let mut last: Option<Last> = None;
    let mut around: Vec<(Span, Option<Who>)> = Vec::new(); // quotes that have begun
    let mut credited: Vec<Option<Who>> = Vec::with_capacity(quotes.len());
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
            // A paragraph that is only a quote goes on with the speaker of the one before, also
            // where one about that speaker stands between.
            None if quote.kind == QuoteKind::Direct && quote.cue.is_none() => {
                let carried = last.as_ref().filter(|last| match paragraph - last.paragraph {
                    0 | 1 => true,
                    2 => {
                        sources.leading(last.end, hull.start).map(Who::Party).as_ref()
                            == Some(&last.who)
                    }
                    _ => false,
                });
                carried.map(|last| last.who.clone())
            }
            None => sharing(prose, quote, last.as_ref(), &sources),
        };
        // "told CNN" names the way that the words took; "told Mr. Holt" does not. Of "Lund said that
        // Rask denied it" the denial comes through Lund.
        let outer = quote.source.and_then(outer).and_then(|(_, outer)| outer.clone());
        match outer.filter(|outer| who.as_ref().is_some_and(|who| who != outer)) {
            Some(outer) => quote.via = Some(sources.shown(&outer).to_owned()),
            None if quote.via.as_deref().is_some_and(|via| sources.is_person(via)) => {
                quote.via = None;
            }
            None => {}
        }
        around.push((hull, who.clone()));
        if let (Some(who), false) = (&who, nested) {
            let end = hull.end.max(quote.source.map_or(0, |source| source.end));
            last = Some(Last { paragraph, who: who.clone(), end });
        }
        credited.push(who);
    }
    number(&sources, quotes, &credited)
}

/// Numbers those whom an article names in full, and then those whom its quotes are credited to.
fn number(sources: &Sources, quotes: &mut [Quote], credited: &[Option<Who>]) -> Vec<Known> {
    let mut known: Vec<Known> = Vec::new();
    let add = |known: &mut Vec<Known>, who: &Who, is_named| {
        let id = SpeakerId::new(known.len());
        let (roles, is_body) = match who {
            Who::Party(who) if is_named => {
                let party = &sources.people.all[*who];
                (party.roles.clone(), party.kind == Kind::Body)
            }
            _ => (Vec::new(), false),
        };
        known.push(Known { id, name: sources.shown(who).to_owned(), roles, is_body, is_named });
        id
    };
    let mut ids: FxHashMap<Who, SpeakerId> = FxHashMap::default();
    for (at, party) in sources.people.all.iter().enumerate() {
        if party.is_full() {
            let who = Who::Party(at);
            let id = add(&mut known, &who, true);
            ids.insert(who, id);
        }
    }
    for (quote, who) in quotes.iter_mut().zip(credited) {
        quote.speaker = who.as_ref().map(|who| match ids.get(who) {
            Some(id) => *id,
            None => {
                let id = add(&mut known, who, false);
                ids.insert(who.clone(), id);
                id
            }
        });
    }
    known
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
fn fits(lexicon: &Lexicon, roles: &[String], described: &[&str]) -> bool {
    let told = |word: &&str| {
        roles
            .iter()
            .any(|role| role == word || lexicon.role_means(role, word) || role.starts_with(word))
    };
    described.iter().all(told)
}

/// The folded last name that a name is compared by.
pub fn last_name(name: &str) -> String {
    fold(name.split_whitespace().next_back().unwrap_or(""))
}

#[cfg(test)]
mod tests;
