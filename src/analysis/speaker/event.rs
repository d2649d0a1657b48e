//! One name for each speaker of an event.
//!
//! Method: full names that may be one person's are one: forms of one given name and spellings of
//! it, never a first letter. Two whom one article tells apart stay apart. An initial, and a last
//! name alone, are whoever alone bears them. A body is all of its words, or their initials.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::language::names::plain;
use crate::analysis::language::{ENGLISH, Feature};
use crate::analysis::speaker::name::Name;
use crate::analysis::speaker::{Known, fits};
use crate::analysis::{ArticleFindings, SpeakerId};
use crate::text::token::fold;

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
    id: SpeakerId,
    shown: &'a str,
    quotes: usize,
    is_body: bool,
    words: Vec<String>,
    roles: &'a [String],
}

/// Gives the speakers of one event one number and one name each. A description that its article
/// does not resolve ("the transport minister") is the person of whom another article of the event
/// says it.
pub fn unify(event: &mut [&mut ArticleFindings]) {
    let (all, resolved) = speakers(event);
    let mut found: Vec<(usize, SpeakerId, Is)> = Vec::new();
    for (article, told) in event.iter_mut().enumerate() {
        let quoted = quoted(told);
        for known in &mut told.speakers {
            let is_told = known.is_named || quoted.contains_key(&known.id);
            let one = resolved.get(&(article, known.id)).copied();
            let one = one.or_else(|| described_by(&all, &known.name)).filter(|_| is_told);
            let one = one.and_then(|one| Some((one, all[one].called()?)));
            if let Some((_, name)) = one {
                name.clone_into(&mut known.name);
            }
            let called = known.name.to_ascii_lowercase();
            found.push((article, known.id, Is { called, one: one.map(|(one, _)| one) }));
        }
    }
    // By name, so that the order of the articles numbers nobody otherwise.
    let all: BTreeSet<&Is> = found.iter().map(|(_, _, is)| is).collect();
    let numbers: FxHashMap<&Is, SpeakerId> =
        all.into_iter().enumerate().map(|(at, is)| (is, SpeakerId::new(at))).collect();
    let numbered: FxHashMap<(usize, SpeakerId), SpeakerId> = found
        .iter()
        .filter_map(|(article, old, is)| Some(((*article, *old), *numbers.get(is)?)))
        .collect();
    for (article, told) in event.iter_mut().enumerate() {
        let number = |id: SpeakerId| numbered.get(&(article, id)).copied();
        for known in &mut told.speakers {
            known.id = number(known.id).unwrap_or(known.id);
        }
        told.speakers.sort_by_key(|known| known.id);
        for quote in &mut told.quotes {
            quote.speaker = quote.speaker.and_then(number);
        }
    }
}

/// Who a speaker of an article is in its event: whoever is called so, in small letters, or the one
/// of that name.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Is {
    called: String,
    one: Option<usize>,
}

/// The one person whom "the transport minister" fits.
fn described_by(all: &[One], description: &str) -> Option<usize> {
    let lexicon = &ENGLISH.lexicon;
    let is = |word: &str, feature| lexicon.features(word, "").has(feature);
    let words: Vec<String> = description.split_whitespace().map(fold).collect();
    let (first, words) = words.split_first()?;
    let described: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !is(word, Feature::Stopword)).collect();
    if !description.starts_with(char::is_lowercase)
        || !is(first, Feature::The)
        || !described.iter().any(|word| is(word, Feature::Role))
    {
        return None;
    }
    let fits = |one: &One| {
        !one.persons.is_empty() && one.called().is_some() && fits(lexicon, &one.roles, &described)
    };
    let mut fitting = (0..all.len()).filter(|one| fits(&all[*one]));
    fitting.next().filter(|_| fitting.next().is_none())
}

/// The speakers of an event, and which of them each speaker of each article is.
fn speakers(event: &[&mut ArticleFindings]) -> (Vec<One>, FxHashMap<(usize, SpeakerId), usize>) {
    let mut all: Vec<One> = Vec::new();
    let mut resolved = FxHashMap::default();
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
            resolved.insert((name.article, name.id), one);
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
            resolved.insert((name.article, name.id), one);
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
        resolved.insert((name.article, name.id), one);
    }
    (all, resolved)
}

/// How many quotes an article credits to each of those whom it names.
fn quoted(found: &ArticleFindings) -> FxHashMap<SpeakerId, usize> {
    let mut counts = FxHashMap::default();
    for speaker in
        found.quotes.iter().filter(|quote| !quote.anonymous).filter_map(|quote| quote.speaker)
    {
        *counts.entry(speaker).or_default() += 1;
    }
    counts
}

/// The names of an article: whom it names in full, and who is quoted.
fn names(article: usize, found: &ArticleFindings) -> Vec<Named<'_>> {
    let counts = quoted(found);
    let named = |known: &'_ Known, is_body| Named {
        article,
        id: known.id,
        quotes: counts.get(&known.id).copied().unwrap_or(0),
        is_body,
        words: words(&known.name),
        shown: "",
        roles: &[],
    };
    let full = found.speakers.iter().filter(|known| known.is_named);
    let mut names: Vec<Named> = full
        .map(|known| Named {
            shown: &known.name,
            roles: &known.roles,
            ..named(known, known.is_body)
        })
        .collect();
    let capital = |name: &str| {
        name.starts_with(char::is_uppercase)
            || name.contains(char::is_uppercase)
                && !name.starts_with("the ")
                && !name.starts_with("a ")
    };
    // In a language without grammar nobody is named in full.
    let nobody = names.is_empty();
    let mut others: Vec<&Known> = found
        .speakers
        .iter()
        .filter(|known| !known.is_named && counts.contains_key(&known.id) && capital(&known.name))
        .filter(|known| nobody || known.name.split_whitespace().count() == 1)
        .collect();
    others.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    names.extend(others.into_iter().map(|known| Named {
        shown: &known.name,
        ..named(known, known.name.chars().all(|c| !c.is_lowercase()))
    }));
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

/// The plain words of a name, "&" for "and", without "the".
fn words(shown: &str) -> Vec<String> {
    let is = |word: &str, feature| ENGLISH.lexicon.features(word, "").has(feature);
    let words = shown.split_whitespace().map(plain).filter(|word| !is(word, Feature::The));
    words.map(|word| if is(&word, Feature::And) { "&".to_owned() } else { word }).collect()
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
