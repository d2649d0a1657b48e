//! Languages: all that the passes know of the one that an article is written in.
//!
//! A language has lists (`assets/lexicon/<code>`), a stemmer, and a grammar where somebody has
//! written its rules. The passes read features and tags of words, never their spelling; where there
//! is no grammar, what needs one finds nothing.

pub mod cue;
pub mod english;
pub mod feature;
mod german;
pub(in crate::analysis) mod given;
pub mod lexicon;
pub(in crate::analysis) mod names;
pub mod number;
pub mod verb;

use std::sync::LazyLock;

pub use cue::{Cue, Frames, Stance};
pub use feature::{Feature, Features};
pub use lexicon::{Lexicon, Opposed};
pub use verb::VerbForms;

use crate::analysis::clause::Clause;
use crate::analysis::form::form;
use crate::analysis::prose::Word;
use crate::corpus::Article;
use crate::text::Span;
use crate::text::token::{TokenKind, tokens};

/// One language.
#[derive(Debug)]
pub struct Language {
    /// ISO 639-1.
    pub code: &'static str,
    /// Its place among [`ALL`].
    number: usize,
    /// The stem of a folded word.
    stem: fn(&str) -> String,
    /// Its word lists.
    pub lexicon: LazyLock<Lexicon>,
    /// Its rules, where it has some.
    pub grammar: Option<Grammar>,
}

/// The rules of a language for its words, one by one and in their sentence.
#[derive(Debug)]
pub struct Grammar {
    /// Tells what each word of a sentence is in it.
    pub(super) tag: fn(&mut [Word]),
    /// The clauses of a sentence, in the order of their verbs.
    pub(super) clauses: fn(&[Word]) -> Vec<Clause>,
    /// The features that the ending of a folded word gives it.
    pub(super) features: fn(&str) -> Features,
    /// The forms of a verb that a folded word can be.
    pub(super) verb_forms: fn(&str) -> VerbForms,
    /// The verb with which a folded word, that may have lost a final s, is drawn together.
    pub(super) contraction: fn(&str, bool) -> Option<&'static str>,
    /// A name without its possessive ending.
    pub(super) without_possessive: fn(&str) -> &str,
    /// A stem without what is only one of two ways to spell it.
    pub(super) spelling: fn(&str) -> String,
}

/// How many languages there are.
pub(super) const COUNT: usize = 17;
/// Every language; the last is that of a text of which nobody knows it.
pub static ALL: [&Language; COUNT] = [
    &ENGLISH,
    &GERMAN,
    &OTHERS[0],
    &OTHERS[1],
    &OTHERS[2],
    &OTHERS[3],
    &OTHERS[4],
    &OTHERS[5],
    &OTHERS[6],
    &OTHERS[7],
    &OTHERS[8],
    &OTHERS[9],
    &OTHERS[10],
    &OTHERS[11],
    &OTHERS[12],
    &OTHERS[13],
    &UNKNOWN,
];

/// English, the one language with a grammar.
pub static ENGLISH: Language = Language {
    code: "en",
    number: 0,
    stem: english::stem,
    lexicon: LazyLock::new(english::lexicon),
    grammar: Some(english::GRAMMAR),
};

/// German: its lists. Nobody has written its rules yet.
pub static GERMAN: Language = Language {
    code: "de",
    number: 1,
    stem: german::stem,
    lexicon: LazyLock::new(german::lexicon),
    grammar: None,
};

/// The languages that are known by their names alone: sentences are split as theirs.
static OTHERS: [Language; 14] = [
    Language::bare("ar", 2),
    Language::bare("zh", 3),
    Language::bare("fr", 4),
    Language::bare("hi", 5),
    Language::bare("it", 6),
    Language::bare("ja", 7),
    Language::bare("ko", 8),
    Language::bare("nl", 9),
    Language::bare("pt", 10),
    Language::bare("ru", 11),
    Language::bare("es", 12),
    Language::bare("sv", 13),
    Language::bare("tr", 14),
    Language::bare("vi", 15),
];

/// A language that nobody knows.
pub static UNKNOWN: Language = Language::bare("", 16);

/// Words of a text that are looked at to tell its language: with 150 the quotes of 1,586 articles
/// are those with 300.
const READ: usize = 150;
/// Share of stop words that tells the language of a text. Of 2,800 English articles the one with
/// the fewest among its first 300 words has .31; lists of related languages share some words.
const SHARE: f32 = 0.2;

impl Language {
    const fn bare(code: &'static str, number: usize) -> Language {
        Language {
            code,
            number,
            stem: str::to_owned,
            lexicon: LazyLock::new(Lexicon::default),
            grammar: None,
        }
    }

    /// The language of this code.
    pub fn of_code(code: &str) -> &'static Language {
        ALL.into_iter().find(|language| language.code == code).unwrap_or(&UNKNOWN)
    }

    /// The language of an article: the one whose stop words its text holds enough of. Where its
    /// loader tells another, or no list tells one, it has no lists and no grammar.
    pub fn of(article: &Article) -> &'static Language {
        let told = article.language.as_deref();
        let found = Language::of_text(&article.text);
        match told.map(Language::of_code) {
            Some(told) if told != found => Some(told).filter(|told| !told.has_lists()),
            _ => Some(found),
        }
        .unwrap_or_default()
    }

    /// The language whose stop words a text holds enough of; [`UNKNOWN`] where it holds too few.
    pub fn of_text(text: &str) -> &'static Language {
        let (mut held, mut words) = ([0usize; LISTED.len()], 0usize);
        let tokens = tokens(text, Span::new(0, text.len()));
        for token in { tokens }.filter(|token| token.kind == TokenKind::Word).take(READ) {
            words += 1;
            // Most texts are English, and their forms are wanted next.
            let form = form(&ENGLISH, token.span.of(text), token.kind);
            for (count, is) in held.iter_mut().zip(form.stopword_of) {
                *count += usize::from(is);
            }
        }
        let most = held.iter().copied().max().unwrap_or(0);
        let mut first = LISTED.iter().zip(held).filter(|(_, count)| *count == most);
        match (first.next(), first.next()) {
            (Some((language, _)), None) if most as f32 >= SHARE * words as f32 => language,
            _ => &UNKNOWN,
        }
    }

    /// In which of the languages with lists a folded word is a stop word.
    pub(super) fn stopword_of(folded: &str) -> [bool; LISTED.len()] {
        LISTED.map(|language| language.lexicon.features(folded, "").has(Feature::Stopword))
    }

    /// Whether it has lists of its own.
    fn has_lists(&self) -> bool {
        LISTED.contains(&self)
    }

    /// The Snowball stem of a folded word; what does not look like a word of the language is its
    /// own stem.
    pub fn stem(&self, folded: &str) -> String {
        (self.stem)(folded)
    }

    /// The features of a folded word, but of those that its stem has.
    pub(in crate::analysis) fn features(&self, folded: &str) -> Features {
        let ending = self.grammar.as_ref().map(|rules| (rules.features)(folded));
        self.lexicon.features(folded, "").and(ending.unwrap_or_default())
    }

    /// A name as a text shows it, without its possessive ending.
    pub fn without_possessive<'n>(&self, name: &'n str) -> &'n str {
        self.grammar.as_ref().map_or(name, |rules| (rules.without_possessive)(name))
    }

    /// Its place among [`ALL`].
    pub(super) fn number(&self) -> usize {
        self.number
    }
}

/// The languages with lists.
pub(super) const LISTED: [&Language; 2] = [&ENGLISH, &GERMAN];

impl Default for &'static Language {
    fn default() -> &'static Language {
        &UNKNOWN
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Language) -> bool {
        self.number == other.number
    }
}

impl Eq for Language {}
