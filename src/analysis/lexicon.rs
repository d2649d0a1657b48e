//! The lists of English by the names that what is not moved yet knows them by.

use crate::analysis::language::{Cue, ENGLISH, Feature, Features};
pub use crate::analysis::language::{Feature as Class, Stance};

/// Forms of cue verbs.
pub struct Cues;
/// Forms of cue verbs.
pub const CUES: Cues = Cues;

impl Cues {
    /// One of them.
    pub fn get(&self, folded: &str) -> Option<Cue> {
        ENGLISH.lexicon.cue(folded)
    }
}

/// Features of a folded word.
pub fn classes(folded: &str) -> Features {
    let ending = ENGLISH.grammar.as_ref().map(|rules| (rules.features)(folded));
    ENGLISH.lexicon.features(folded, "").and(ending.unwrap_or_default())
}
/// Whether it is a stop word.
pub fn is_stopword(folded: &str) -> bool {
    classes(folded).has(Feature::Stopword)
}
/// Whether it negates its clause.
pub fn is_negation(folded: &str) -> bool {
    classes(folded).has(Feature::Negation)
}
/// Whether it negates the verb after it.
pub fn is_verbal_negation(folded: &str) -> bool {
    matches!(folded, "not" | "never" | "cannot" | "hardly") || folded.ends_with("n't")
}
/// Whether it is a role.
pub fn is_role(folded: &str) -> bool {
    classes(folded).has(Feature::Role)
}
/// See the lexicon.
pub fn role_means(role: &str, mention: &str) -> bool {
    ENGLISH.lexicon.role_means(role, mention)
}
/// Opposed predicates.
pub struct Opposed;
/// Opposed predicates.
pub const OPPOSED: Opposed = Opposed;
impl Opposed {
    /// Whether there is one.
    pub fn contains_key(&self, stem: &str) -> bool {
        !ENGLISH.lexicon.opposed(stem).is_empty()
    }
    /// Its pairs.
    pub fn get(&self, stem: &str) -> Option<&'static [(usize, usize)]> {
        Some(ENGLISH.lexicon.opposed(stem)).filter(|pairs| !pairs.is_empty())
    }
}
/// Open phrases.
pub static OPEN: std::sync::LazyLock<Vec<Vec<&'static str>>> =
    std::sync::LazyLock::new(|| ENGLISH.lexicon.open().to_vec());
/// How a word disputes.
#[derive(Clone, Copy)]
pub struct Disputing(Feature);
#[allow(non_upper_case_globals, missing_docs, reason = "until what uses it reads features")]
impl Disputing {
    pub const Denies: Disputing = Disputing(Feature::Denies);
    pub const Rejects: Disputing = Disputing(Feature::Rejects);
    pub const False: Disputing = Disputing(Feature::False);
    pub const Link: Disputing = Disputing(Feature::Link);
    pub const Part: Disputing = Disputing(Feature::Part);
    pub const Trace: Disputing = Disputing(Feature::Trace);
    pub const Withheld: Disputing = Disputing(Feature::Withheld);
    pub const Claim: Disputing = Disputing(Feature::Claim);
    pub const Accuses: Disputing = Disputing(Feature::Accuses);
    /// Whether the stem, or the word, is of it.
    pub fn has(self, word: &str) -> bool {
        if self.0 == Feature::Accuses {
            classes(word).has(self.0)
        } else {
            ENGLISH.lexicon.features("", word).has(self.0)
        }
    }
}
