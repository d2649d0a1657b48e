//! What an article is about, as the terms by which it is compared with others.

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::prose::{Prose, Word, words_in};
use crate::corpus::{Article, Published};
use crate::text::Span;
use crate::text::token::TokenKind;

/// A term: its kind in the two highest bits, below them 30 bits of a hash. Of two million terms one
/// in five hundred shares its number with another, which no likeness of hundreds of terms notices.
pub(super) type Term = u32;

/// Kinds of terms. Each kind counts for its own share of the likeness, however many terms it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words of headline and body, and pairs of words with capitals.
    Word,
    /// Words and pairs of the headline alone.
    Headline,
    /// Names in the body: capitals within a sentence, and chains of them.
    Name,
    /// Days of the week, months with their day or year, years: what tells one happening from its
    /// look-alike.
    Time,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub(super) const ALL: [Kind; 4] = [Kind::Word, Kind::Headline, Kind::Name, Kind::Time];

    /// The kind of `term`.
    pub(super) fn of(term: Term) -> Kind {
        Kind::ALL[(term >> 30) as usize]
    }

    fn term(self, number: u64) -> Term {
        (self as u32) << 30 | (number ^ number >> 32) as u32 >> 2
    }
}

/// Occurrences that a word of the headline counts for among the words.
const HEADLINE: f32 = 1.5;
/// Words of the body that are read: what an article is about stands in its first part (300: ecbplus
/// .884 against .891).
const READ: usize = 500;
/// Words of the body in which days and years are looked for: later ones are of what happened
/// before.
const DATED: usize = 300;

/// How often an article uses each of its terms, and what else its likeness to others depends on.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// A hash of the article's id: what ties are broken by, whatever the order in which articles
    /// come.
    pub key: u64,
    /// The day on which it was published, counted from 1 January 1970.
    pub day: Option<i32>,
    /// A hash of its outlet's name, where that is not a guess.
    pub outlet: Option<u64>,
    /// Its terms in order, each once.
    pub terms: Box<[Term]>,
    /// How often it uses each term, in halves, at most 255.
    pub counts: Box<[u8]>,
}

impl Profile {
    /// The profile of `article`, whose account is `prose`.
    pub fn new(article: &Article, prose: &Prose) -> Profile {
        let title = words_in(&article.title, Span::new(0, article.title.len()), prose.language);
        let mut found = Counts(FxHashMap::with_capacity_and_hasher(TERMS, FxBuildHasher));
        found.words(Kind::Word, &title, HEADLINE);
        found.words(Kind::Headline, &title, 1.0);
        let body = || {
            let mut before = 0;
            prose.sentences.iter().map(|sentence| &*sentence.words).map_while(move |words| {
                let read = before;
                before += words.len();
                (read <= READ).then_some((read, words))
            })
        };
        let lower: FxHashSet<u64> = body()
            .flat_map(|(_, words)| words)
            .filter(|word| !word.capital && !word.is_mark())
            .map(|word| word.number)
            .collect();
        for (before, words) in body() {
            found.words(Kind::Word, words, 1.0);
            found.names(words, &lower);
            if before <= DATED {
                found.times(words);
            }
        }
        let mut counted: Vec<(Term, f32)> = found.0.into_iter().collect();
        counted.sort_unstable_by_key(|(term, _)| *term);
        let (terms, counts): (Vec<Term>, Vec<u8>) =
            counted.into_iter().map(|(term, count)| (term, (count * 2.0).min(255.0) as u8)).unzip();
        let outlet = (!article.outlet.guessed && !article.outlet.name.is_empty())
            .then(|| xxh3_64(article.outlet.name.as_bytes()));
        let day = article.published.map(Published::day);
        Profile { key: key(&article.id), day, outlet, terms: terms.into(), counts: counts.into() }
    }
}

/// The [`Profile::key`] of the article of this id.
pub(super) fn key(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

/// Terms that most articles stay below.
const TERMS: usize = 800;

/// Terms as they are counted.
struct Counts(FxHashMap<Term, f32>);

impl Counts {
    fn add(&mut self, kind: Kind, number: u64, weight: f32) {
        *self.0.entry(kind.term(number)).or_default() += weight;
    }

    fn words(&mut self, kind: Kind, words: &[Word], weight: f32) {
        for word in words.iter().filter(|word| tells(word)) {
            self.add(kind, word.number, weight);
        }
        for pair in words
            .windows(2)
            .filter(|pair| pair.iter().all(|word| word.capital && word.is_content()))
        {
            self.add(kind, joined(pair[0].number, pair[1].number), weight);
        }
    }

    /// Names of a sentence; the first word is one where the article never writes it in `lower`
    /// case.
    fn names(&mut self, words: &[Word], lower: &FxHashSet<u64>) {
        let is_name = |at: usize, word: &Word| {
            word.capital && tells(word) && (at > 0 || !lower.contains(&word.number))
        };
        let mut chain = (0, 0);
        for (at, word) in words.iter().enumerate() {
            if is_name(at, word) {
                self.add(Kind::Name, word.number, 1.0);
                chain = (chain.0 + 1, joined(chain.1, word.number));
            }
            let ends = !is_name(at, word) || at + 1 == words.len();
            if ends && std::mem::take(&mut chain.0) > 1 {
                self.add(Kind::Name, chain.1, 1.0);
            }
            if ends {
                chain.1 = 0;
            }
        }
    }

    fn times(&mut self, words: &[Word]) {
        for (at, word) in words.iter().enumerate() {
            let folded = word.folded.trim_end_matches('.');
            let lexicon = &word.language.lexicon;
            if word.capital && lexicon.is_weekday(folded) {
                self.add(Kind::Time, xxh3_64(folded.as_bytes()), 1.0);
            } else if let Some(month) = lexicon.month(folded).filter(|_| word.capital) {
                let next = words.get(at + 1).filter(|next| {
                    next.kind == TokenKind::Number
                        && next.folded.bytes().all(|b| b.is_ascii_digit())
                });
                match next {
                    Some(number) => {
                        self.add(Kind::Time, joined(month.number + 1, number.number), 2.0);
                    }
                    None if !month.guarded => self.add(Kind::Time, month.number + 1, 1.0),
                    None => {}
                }
            } else if folded.len() == 4
                && (folded.starts_with("19") || folded.starts_with("20"))
                && folded.bytes().all(|b| b.is_ascii_digit())
            {
                self.add(Kind::Time, word.number, 1.0);
            }
        }
    }
}

/// Whether a word tells what an article is about.
fn tells(word: &Word) -> bool {
    word.is_content() && word.folded.chars().nth(1).is_some()
}

/// One number for two in this order.
fn joined(a: u64, b: u64) -> u64 {
    a.rotate_left(1).wrapping_add(b)
}
