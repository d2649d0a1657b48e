//! One name for each speaker of an event.
//!
//! Method: full names that may be one person's are one: forms of one given name and spellings of
//! it, never a first letter. Two whom one article tells apart stay apart. An initial, and a last
//! name alone, are whoever alone bears them. A body is all of its words, or their initials.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::ArticleFindings;
use crate::analysis::speaker::name::{Name, plain};
use crate::analysis::speaker::{Known, described_by};

/// Persons of one last name, or bodies of one abbreviation, that are compared with each other.
const NAMESAKES: usize = 32;

/// One speaker of the event.
#[derive(Default)]
struct One {
    /// Their names, each with how many quotes have it.
    names: Vec<(String, usize)>,
    persons: Vec<Name>,
    /// In which articles they are named, and how.
    named: Vec<(usize, Name)>,
    roles: Vec<String>,
}

impl One {
    /// Whether a name of an article may be theirs, whom the article may call otherwise.
    fn may_bear(&self, article: usize, name: &Name, strict: bool) -> bool {
        let other = self.named.iter().any(|(at, known)| {
            *at == article && known != name && known.is_full() && name.is_full()
        });
        !other && self.persons.iter().any(|known| known.may_be(name, strict))
    }

    /// The name that most quotes have, of those with more than one word.
    fn called(&self) -> Option<&str> {
        let full = self.names.iter().filter(|(name, _)| name.contains(' '));
        let most = full.max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        most.map(|(name, _)| name.as_str())
    }
}

/// A name of an article.
struct Named<'a> {
    article: usize,
    shown: &'a str,
    quotes: usize,
    is_body: bool,
    words: Vec<String>,
    roles: &'a [String],
}

/// Gives the speakers of one event one name each. A description that its article does not resolve
/// ("the transport minister") is the person of whom another article of the event says it.
pub fn unify(event: &mut [&mut ArticleFindings]) {
    let (all, by_name) = speakers(event);
    let known: Vec<Known> = all
        .iter()
        .filter(|one| !one.persons.is_empty())
        .filter_map(|one| {
            let name = one.called()?.to_owned();
            Some(Known { name, roles: one.roles.clone(), is_body: false })
        })
        .collect();
    for (article, found) in event.iter_mut().enumerate() {
        for quote in found.quotes.iter_mut().filter(|quote| !quote.anonymous) {
            let Some(speaker) = &quote.speaker else { continue };
            let one = by_name.get(&(article, speaker.clone())).and_then(|one| all[*one].called());
            let described =
                || speaker.starts_with("the ").then(|| described_by(&known, speaker)).flatten();
            if let Some(name) = one.map(str::to_owned).or_else(described) {
                quote.speaker = Some(name);
            }
        }
    }
}

/// The speakers of an event, and which of them each name of each article stands for.
fn speakers(event: &[&mut ArticleFindings]) -> (Vec<One>, FxHashMap<(usize, String), usize>) {
    let mut all: Vec<One> = Vec::new();
    let mut by_name = FxHashMap::default();
    let mut by_last: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let mut bodies: FxHashMap<String, usize> = FxHashMap::default();
    let mut by_initials: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let named: Vec<Named> =
        event.iter().enumerate().flat_map(|(article, found)| names(article, found)).collect();
    let strict = told_apart(&named);
    let mut later = Vec::new();
    for name in &named {
        let person = Name::new(name.words.iter().map(String::as_str));
        if name.is_body && name.words.len() > 1 {
            let next = all.len();
            let one = *bodies.entry(name.words.join(" ")).or_insert(next);
            if one == next {
                all.push(One::default());
                for initials in initials(name.shown) {
                    by_initials.entry(initials).or_default().push(one);
                }
            }
            take(&mut all[one], name, None);
            by_name.insert((name.article, name.shown.to_owned()), one);
        } else if person.is_full() && !name.is_body && !is_initial(&person) {
            let bearers = by_last.entry(person.last.clone()).or_default();
            let strict = strict.contains(&person.last);
            let known = bearers.iter().take(NAMESAKES).copied();
            let one = { known }.find(|one| all[*one].may_bear(name.article, &person, strict));
            let one = one.unwrap_or_else(|| {
                all.push(One::default());
                bearers.push(all.len() - 1);
                all.len() - 1
            });
            take(&mut all[one], name, Some(person));
            by_name.insert((name.article, name.shown.to_owned()), one);
        } else {
            later.push((name, person));
        }
    }
    for (name, person) in later {
        let bearers = by_last.get(&person.last).map_or(&[][..], Vec::as_slice);
        let fits = |one: &&usize| {
            let may = || all[**one].may_bear(name.article, &person, false);
            let last = || {
                let suffix =
                    |known: &Name| person.suffix.is_none() || known.suffix == person.suffix;
                all[**one].persons.iter().any(suffix)
            };
            if person.is_full() { may() } else { last() }
        };
        let mut fitting: Vec<usize> =
            bearers.iter().take(NAMESAKES).filter(fits).copied().collect();
        if name.is_body {
            fitting = by_initials.get(&name.words.join("")).cloned().unwrap_or_default();
        }
        let one = match fitting.as_slice() {
            [one] => *one,
            [] if person.is_full() && !name.is_body => {
                all.push(One::default());
                by_last.entry(person.last.clone()).or_default().push(all.len() - 1);
                all.len() - 1
            }
            _ => continue,
        };
        take(&mut all[one], name, Some(person).filter(|_| !name.is_body));
        by_name.insert((name.article, name.shown.to_owned()), one);
    }
    (all, by_name)
}

/// The names of an article: who is quoted, and whom it names in full.
fn names<'a>(article: usize, found: &'a ArticleFindings) -> Vec<Named<'a>> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for quote in found.quotes.iter().filter(|quote| !quote.anonymous) {
        *counts.entry(quote.speaker.as_deref().unwrap_or("")).or_default() += 1;
    }
    let known: FxHashSet<&str> = found.known.iter().map(|known| known.name.as_str()).collect();
    let mut names: Vec<Named> = Vec::new();
    let named = |shown: &'a str, quotes, is_body, roles| Named {
        article,
        shown,
        quotes,
        is_body,
        words: words(shown),
        roles,
    };
    for known in &found.known {
        let quotes = counts.get(known.name.as_str()).copied().unwrap_or(0);
        names.push(named(&known.name, quotes, known.is_body, &known.roles));
    }
    let mut others: Vec<(&str, usize)> =
        counts.into_iter().filter(|(name, _)| !known.contains(name)).collect();
    others.sort_unstable();
    let capital = |name: &str| {
        name.starts_with(char::is_uppercase)
            || name.contains(char::is_uppercase)
                && !name.starts_with("the ")
                && !name.starts_with("a ")
    };
    for (name, quotes) in others.into_iter().filter(|(name, _)| capital(name)) {
        // In a language without grammar nobody is known but who is quoted.
        if name.split_whitespace().count() == 1 || found.known.is_empty() {
            names.push(named(name, quotes, name.chars().all(|c| !c.is_lowercase()), &[]));
        }
    }
    names
}

fn take(one: &mut One, name: &Named, person: Option<Name>) {
    match one.names.iter_mut().find(|(known, _)| known == name.shown) {
        Some((_, quotes)) => *quotes += name.quotes,
        None => one.names.push((name.shown.to_owned(), name.quotes)),
    }
    if let Some(person) = person.filter(Name::is_full) {
        if !one.persons.contains(&person) {
            one.persons.push(person.clone());
        }
        one.named.push((name.article, person));
    }
    one.roles.extend(name.roles.iter().cloned());
}

/// The last names of which an article tells one with "Jr." from one without.
fn told_apart(named: &[Named]) -> FxHashSet<String> {
    let mut forms: FxHashMap<(usize, String), (bool, bool)> = FxHashMap::default();
    for name in named.iter().filter(|name| !name.is_body) {
        let person = Name::new(name.words.iter().map(String::as_str));
        if person.is_full() {
            let with = person.suffix.is_some();
            let both = forms.entry((name.article, person.last)).or_default();
            *both = (both.0 || with, both.1 || !with);
        }
    }
    forms.into_iter().filter(|(_, both)| *both == (true, true)).map(|((_, last), _)| last).collect()
}

/// Whether a person is known by an initial only: "J. Lund" may be Joe or Jill.
fn is_initial(name: &Name) -> bool {
    name.called().is_some_and(|name| name.trim_end_matches('.').chars().count() == 1)
}

/// The plain words of a name, "and" for "&", without "the".
fn words(shown: &str) -> Vec<String> {
    let words = shown.split_whitespace().map(|word| if word == "&" { "and" } else { word });
    words.map(plain).filter(|word| word != "the").collect()
}

/// The initials of a body's name, with those of its small words and without.
fn initials(shown: &str) -> Vec<String> {
    let letters = |all: bool| -> String {
        let words = shown.split_whitespace();
        let own = words.filter(|word| all || word.starts_with(char::is_uppercase));
        own.filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect()
    };
    let mut both = vec![letters(true), letters(false)];
    both.dedup();
    both
}
