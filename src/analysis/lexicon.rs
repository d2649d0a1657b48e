//! The lists of English by the names that the rules of speakers know them by, until those ask the
//! language of their words.

use rustc_hash::FxHashSet;

use crate::analysis::language::{ENGLISH, Features};

pub use crate::analysis::language::Feature as Class;
pub(crate) use crate::analysis::language::lexicon::entries;

/// The words of a list.
pub fn words(file: &'static str) -> FxHashSet<&'static str> {
    entries(file).flat_map(str::split_whitespace).collect()
}

/// The features of a folded word, but of those that its stem has.
pub fn classes(folded: &str) -> Features {
    let ending = ENGLISH.grammar.as_ref().map(|rules| (rules.features)(folded));
    ENGLISH.lexicon.features(folded, "").and(ending.unwrap_or_default())
}

/// Whether a folded word is a stop word.
pub fn is_stopword(folded: &str) -> bool {
    classes(folded).has(Class::Stopword)
}

/// Whether a folded word says what a person is.
pub fn is_role(folded: &str) -> bool {
    classes(folded).has(Class::Role)
}

/// Whether a folded noun heads a source that is not named.
pub fn is_anonymous_head(folded: &str) -> bool {
    classes(folded).has(Class::Unnamed)
}

/// Whether role word `mention` may stand for role word `role`.
pub fn role_means(role: &str, mention: &str) -> bool {
    ENGLISH.lexicon.role_means(role, mention)
}
