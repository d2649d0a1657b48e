//! Speakers: whom the sources of quotes resolve to.
//!
//! Method: names are chains of capitals, joined by their last name; titles before and appositions
//! after a name teach its roles, by which descriptions ("the transport minister") are resolved;
//! `he` and `she` are whom a sentence since the last quote is about, else the last speaker, else
//! the last person named, and nobody whom their words name; a description is also resolved by what
//! the event's other articles say of a person; a source without a name, role or pronoun stands for
//! itself. What no rule resolves has no speaker.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::analysis::lexicon::{self, Class};
use crate::analysis::prose::{Prose, Word, words};
use crate::analysis::{ArticleFindings, Quote, QuoteKind, quote};
use crate::text::Span;
use crate::text::token::fold;

/// One person or body that an article names.
#[derive(Clone, Debug)]
struct Person {
    name: String,
    /// The forms with a first name, and how often each stands in the article.
    forms: Vec<(String, usize)>,
    first_at: usize,
    roles: Vec<String>,
}

/// Everybody that an article names, by folded last name.
#[derive(Debug, Default)]
struct People {
    by_last: BTreeMap<String, Person>,
    /// Where each is named: byte and folded last name, in order.
    mentions: Vec<(usize, String)>,
    /// Those of the mentions that begin a sentence, in order.
    subjects: Vec<(usize, String)>,
}

/// The last speaker before a quote.
#[derive(Clone, Debug)]
struct Last {
    paragraph: usize,
    name: String,
    /// Where the words and the attribution end, in bytes.
    end: usize,
}

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
    let people = People::of(text, prose);
    let mut last: Option<Last> = None;
    // Hulls are in order of their start; with the furthest end up to each, whether one covers a
    // span is one look.
    let starts: Vec<usize> = quotes.iter().map(|quote| quote.hull().start).collect();
    let furthest: Vec<usize> = quotes
        .iter()
        .scan(0, |end, quote| {
            *end = quote.hull().end.max(*end);
            Some(*end)
        })
        .collect();
    for (index, quote) in quotes.iter_mut().enumerate() {
        let at = quote.hull().start;
        let paragraph = prose.paragraphs.partition_point(|p| p.start <= at);
        let nested = quote.source.is_some_and(|source| {
            let begun = starts[..index].partition_point(|start| *start <= source.start);
            begun > 0 && furthest[begun - 1] >= source.end
        });
        match quote.source {
            Some(source) => {
                let shown = words(text, source);
                quote.anonymous = quote::is_anonymous(&shown);
                quote.speaker = people.resolve(text, source, &shown, quote.hull(), last.as_ref());
            }
            None if quote.kind == QuoteKind::Direct && quote.cue.is_none() => {
                // A paragraph that is only a quote goes on with the speaker of the one before.
                let carried = last.as_ref().filter(|last| paragraph - last.paragraph <= 1);
                quote.speaker = carried.map(|last| last.name.clone());
            }
            None => {}
        }
        // "told CNN" names the way that an unnamed source's words took; "told Mr. Holt" does not.
        if !quote.anonymous || quote.via.as_deref().is_some_and(|via| people.is_person(via)) {
            quote.via = None;
        }
        if let (Some(speaker), false) = (&quote.speaker, nested) {
            let end = quote.hull().end.max(quote.source.map_or(0, |source| source.end));
            last = Some(Last { paragraph, name: speaker.clone(), end });
        }
    }
    let told = people
        .by_last
        .into_values()
        .filter(|person| !person.roles.is_empty() && person.name.contains(' '));
    told.map(|person| Known { name: person.name, roles: person.roles }).collect()
}

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

impl People {
    fn of(text: &str, prose: &Prose) -> People {
        let mut people = People::default();
        let mut chains = Vec::new();
        for sentence in &prose.sentences {
            chains.extend(name_chains(&sentence.words));
        }
        for chain in &chains {
            people.learn(text, chain);
        }
        people.mentions.sort();
        people.subjects.sort();
        people
    }

    fn learn(&mut self, text: &str, chain: &Chain) {
        let Some(last) = chain.name.last() else { return };
        let key = last.folded.clone();
        let name = join(text, &chain.name);
        let at = chain.name[0].span.start;
        let known = self.by_last.contains_key(&key);
        if chain.name.len() == 1
            && !known
            && chain.title.is_empty()
            && chain.starts_sentence
            && lexicon::is_stopword(&key)
        {
            return;
        }
        let person = self.by_last.entry(key.clone()).or_insert_with(|| Person {
            name: name.clone(),
            forms: Vec::new(),
            first_at: at,
            roles: Vec::new(),
        });
        if (2..=4).contains(&chain.name.len()) {
            match person.forms.iter_mut().find(|(form, _)| *form == name) {
                Some((_, count)) => *count += 1,
                None => person.forms.push((name, 1)),
            }
            // The form that stands most often: "Donald Trimp" and not "Billionaire Donald Trimp".
            let most = person.forms.iter().rev().max_by_key(|(_, count)| *count);
            person.name = most.map_or_else(String::new, |(form, _)| form.clone());
        }
        person.first_at = person.first_at.min(at);
        person.roles.extend(chain.title.iter().cloned());
        if chain.starts_sentence {
            self.subjects.push((at, key.clone()));
        }
        self.mentions.push((at, key));
    }

    fn resolve(
        &self,
        text: &str,
        source: Span,
        shown: &[Word],
        content: Span,
        last: Option<&Last>,
    ) -> Option<String> {
        let first = shown.first()?;
        if matches!(first.folded.as_str(), "he" | "she" | "his" | "her") && shown.len() == 1 {
            // Whom a sentence since the last quote is about, else the last speaker, else the last
            // person named. Nobody whom the words name is the one who says them: "he said that he
            // never met Lund".
            let named: Vec<String> = words(text, content)
                .iter()
                .filter(|word| word.capital)
                .map(|word| word.folded.clone())
                .collect();
            let other = |name: &String| !named.contains(&last_name(name));
            let since = self
                .subject_between(last.map_or(0, |last| last.end), source.start.min(content.start))
                .filter(other);
            let speaker = last
                .map(|last| &last.name)
                .filter(|name| !name.starts_with(char::is_lowercase) && other(name));
            return since
                .or_else(|| speaker.cloned())
                .or_else(|| self.named_before(source.start).filter(other));
        }
        if matches!(
            first.folded.as_str(),
            "i" | "we"
                | "you"
                | "who"
                | "it"
                | "they"
                | "its"
                | "their"
                | "my"
                | "our"
                | "this"
                | "that"
        ) && shown.len() == 1
        {
            return None;
        }
        // "Senator Ada Lund of Brenk": the person before the place.
        let of = shown
            .iter()
            .position(|word| matches!(word.folded.as_str(), "of" | "from"))
            .unwrap_or(0);
        let person = shown[..of]
            .iter()
            .rev()
            .filter(|word| word.capital)
            .find_map(|word| self.by_last.get(&word.folded));
        if let Some(person) = person.filter(|person| person.name.contains(' ')) {
            return Some(person.name.clone());
        }
        let capitals: Vec<&Word> =
            shown.iter().filter(|word| word.capital && !word.is_mark()).collect();
        let anonymous = quote::is_anonymous(shown);
        if !anonymous
            && let Some(name) =
                capitals.iter().rev().find_map(|word| self.by_last.get(&word.folded))
        {
            let role = shown.last().is_some_and(|last| last.is_role() && !last.capital);
            if !role {
                return Some(name.name.clone());
            }
        }
        self.by_body(shown)
            .or_else(|| self.by_role(shown, source.start))
            .or_else(|| Some(describe(text, source)))
    }

    /// Whether `name` is somebody with a first name.
    fn is_person(&self, name: &str) -> bool {
        self.by_last.get(&last_name(name)).is_some_and(|person| person.name.contains(' '))
    }

    /// The body whose last name word a description repeats: "the authority" of the Bridges
    /// Authority.
    fn by_body(&self, shown: &[Word]) -> Option<String> {
        let (first, last) = (shown.first()?, shown.last()?);
        let body = self.by_last.get(&last.folded).filter(|body| body.name.contains(' '))?;
        (shown.len() == 2 && first.is("the") && !last.capital).then(|| body.name.clone())
    }

    /// The person whose learnt roles hold all content words of a description.
    fn by_role(&self, shown: &[Word], at: usize) -> Option<String> {
        let described: Vec<&str> = shown
            .iter()
            .filter(|word| word.is_content())
            .map(|word| word.folded.as_str())
            .collect();
        if !described.iter().any(|word| lexicon::is_role(word)) || !shown.first()?.is("the") {
            return None;
        }
        let mut fitting = self
            .by_last
            .values()
            .filter(|person| person.first_at < at && fits(&person.roles, &described));
        let first = fitting.next()?;
        fitting.next().is_none().then(|| first.name.clone())
    }

    /// The last person with whose name a sentence begins between two bytes.
    fn subject_between(&self, from: usize, to: usize) -> Option<String> {
        let until = self.subjects.partition_point(|(at, _)| *at < to);
        let since = self.subjects[..until].iter().rev().take_while(|(at, _)| *at >= from);
        let mut persons = since.filter_map(|(_, key)| self.by_last.get(key));
        persons.find(|person| person.name.contains(' ')).map(|person| person.name.clone())
    }

    fn named_before(&self, at: usize) -> Option<String> {
        let before = self.mentions.partition_point(|(mention, _)| *mention < at);
        let persons = self.mentions.get(..before)?.iter().rev();
        persons
            .filter_map(|(_, key)| self.by_last.get(key))
            .find(|person| person.name.contains(' '))
            .map(|person| person.name.clone())
    }
}

/// A description as a name: as it stands, without the relative clause that it begins.
fn describe(text: &str, source: Span) -> String {
    let words: Vec<&str> = source.of(text).split_whitespace().collect();
    let named = words
        .iter()
        .position(|word| matches!(*word, "who" | "which" | "that"))
        .filter(|at| *at > 0)
        .unwrap_or(words.len());
    let shown = words[..named].join(" ").trim_end_matches(',').to_owned();
    // "The company" begins a sentence and is "the company".
    let first = words
        .first()
        .map(|word| word.to_lowercase())
        .filter(|first| lexicon::classes(first).has(Class::Determiner));
    match first.and_then(|first| Some(format!("{first}{}", shown.get(first.len()..)?))) {
        Some(small) => small,
        None => shown,
    }
}

/// A run of capitals, with the titles before and the apposition after it.
struct Chain {
    title: Vec<String>,
    name: Vec<Word>,
    starts_sentence: bool,
}

/// The names in one sentence.
fn name_chains(words: &[Word]) -> Vec<Chain> {
    let mut chains = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !(is_name_word(&words[at]) || opens_name(words, at)) {
            at += 1;
            continue;
        }
        let start = at;
        while at < words.len()
            && (is_name_word(&words[at])
                || opens_name(words, at)
                || joins_title(words, start, at)
                || joins_firm(words, at))
        {
            at += 1;
            if words[at - 1].folded.len() > 1 && is_possessive(&words[at - 1]) {
                break;
            }
        }
        let run = &words[start..at];
        // "Secretary of State Rex Holt": the title's own complement goes with it.
        let role = run.iter().rposition(|word| word.is_role()).map_or(0, |i| i + 1);
        let complement = usize::from(run.get(role).is_some_and(|word| word.is("of"))) * 2;
        let (title, name) = run.split_at((role + complement).min(run.len()));
        let mut roles: Vec<String> =
            title.iter().filter(|word| word.is_content()).map(|word| word.folded.clone()).collect();
        if roles.is_empty() && start > 0 {
            roles.extend(small_titles(words, start));
        }
        if !name.is_empty() && name.len() <= 5 {
            roles.extend(apposition(words, at));
            chains.push(Chain { title: roles, name: name.to_vec(), starts_sentence: start == 0 });
        }
    }
    chains
}

fn is_name_word(word: &Word) -> bool {
    word.capital
        && !word.is_mark()
        && (word.is_content() || word.folded.len() <= 2 && word.folded.ends_with('.'))
}

/// `New` before a name: New York.
fn opens_name(words: &[Word], at: usize) -> bool {
    words[at].is("new") && words[at].capital && words.get(at + 1).is_some_and(is_name_word)
}

/// `&` inside the name of a firm: Grell & Sons.
fn joins_firm(words: &[Word], at: usize) -> bool {
    words[at].is("&") && words.get(at + 1).is_some_and(is_name_word)
}

fn is_possessive(word: &Word) -> bool {
    word.span.len() > word.folded.len() + 1
}

/// `of` inside a title: Secretary of State.
fn joins_title(words: &[Word], start: usize, at: usize) -> bool {
    words[at].is("of")
        && at > start
        && words[at - 1].is_role()
        && words.get(at + 1).is_some_and(is_name_word)
}

/// Lower-case role words just before a name: "foreign minister Anna Holt".
fn small_titles(words: &[Word], start: usize) -> Vec<String> {
    let role = words[start - 1].is_role();
    let run =
        words[..start].iter().rev().take_while(|word| !word.is_mark() && word.is_content()).take(3);
    if role { run.map(|word| word.folded.clone()).collect() } else { Vec::new() }
}

/// The content words of ", the harbour board's head of works, who" after a name, when they tell a
/// role.
fn apposition(words: &[Word], at: usize) -> Vec<String> {
    let opens = words.get(at).is_some_and(|word| word.is(","))
        && words.get(at + 1).is_some_and(|word| quote_opens_role(word) || word.is_role());
    if !opens {
        return Vec::new();
    }
    let run: Vec<&Word> = words
        .iter()
        .skip(at + 1)
        .take(9)
        .take_while(|word| !word.is_mark() && !word.is("who") && !word.is("and"))
        .collect();
    // Of "the president's lawyer" only the lawyer is meant.
    let owner = run
        .iter()
        .rposition(|word| word.possessive)
        .filter(|owner| run[..=*owner].iter().any(|word| word.is_role()));
    let run = &run[owner.map_or(0, |owner| owner + 1)..];
    if !run.iter().any(|word| word.is_role()) {
        return Vec::new();
    }
    run.iter().filter(|word| word.is_content()).map(|word| word.folded.clone()).collect()
}

fn quote_opens_role(word: &Word) -> bool {
    matches!(word.folded.as_str(), "the" | "a" | "an" | "his" | "her" | "its" | "their")
        || word.span.len() > word.folded.len() + 1
}

fn join(text: &str, name: &[Word]) -> String {
    name.iter().map(|word| bare(word.span.of(text))).collect::<Vec<_>>().join(" ")
}

/// A name without its possessive ending.
fn bare(shown: &str) -> &str {
    shown
        .strip_suffix("’s")
        .or_else(|| shown.strip_suffix("'s"))
        .or_else(|| shown.strip_suffix(['’', '\'']))
        .unwrap_or(shown)
}

#[cfg(test)]
mod tests {
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
