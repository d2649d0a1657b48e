//! Languages: all that the passes know of the one that an article is written in.
//!
//! A language has lists (`assets/lexicon/<code>`), a stemmer, and a grammar where somebody has
//! written its rules. The passes read features and tags of words, never their spelling; where there
//! is no grammar, what needs one finds nothing.

pub mod cue;
pub mod english;
pub mod feature;
pub mod lexicon;
pub mod verb;

use std::sync::LazyLock;

pub use cue::{Cue, Frames, Stance};
pub use feature::{Feature, Features};
pub use lexicon::Lexicon;
pub use verb::VerbForms;

use crate::analysis::prose::Word;

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
    /// The features that the ending of a folded word gives it.
    pub(super) features: fn(&str) -> Features,
    /// The forms of a verb that a folded word can be.
    pub(super) verb_forms: fn(&str) -> VerbForms,
    /// The verb with which a folded word, that may have lost a final s, is drawn together.
    pub(super) contraction: fn(&str, bool) -> Option<&'static str>,
    /// A stem without what is only one of two ways to spell it.
    pub(super) spelling: fn(&str) -> String,
}

/// How many languages there are.
pub(super) const COUNT: usize = 1;
/// Every language.
pub static ALL: [&Language; COUNT] = [&ENGLISH];

/// English, the one language with a grammar.
pub static ENGLISH: Language = Language {
    code: "en",
    number: 0,
    stem: english::stem,
    lexicon: LazyLock::new(english::lexicon),
    grammar: Some(english::GRAMMAR),
};

impl Language {
    /// The Snowball stem of a folded word; what does not look like a word of the language is its
    /// own stem.
    pub fn stem(&self, folded: &str) -> String {
        (self.stem)(folded)
    }

    /// Its place among [`ALL`].
    pub(super) fn number(&self) -> usize {
        self.number
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Language) -> bool {
        self.number == other.number
    }
}

impl Eq for Language {}
