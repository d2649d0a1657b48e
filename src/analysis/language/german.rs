//! German: which lists it reads. Its syntax is not written yet, so it has no grammar: what stands
//! inside quotation marks is credited by the cue verb and the name beside it, and nothing else is
//! claimed.

use rust_stemmers::{Algorithm, Stemmer};

use crate::analysis::language::lexicon::{Files, Forms, Lexicon};

pub(super) const FILES: Files = Files {
    features: &[include_str!("../../../assets/lexicon/de/features.txt")],
    stopwords: include_str!("../../../assets/lexicon/de/stopwords.txt"),
    negations: "",
    vague: "",
    unnamed: include_str!("../../../assets/lexicon/de/anonymous.txt"),
    roles: include_str!("../../../assets/lexicon/de/roles.txt"),
    cues: include_str!("../../../assets/lexicon/de/cues.txt"),
    cue_nouns: "",
    opposed: "",
    synonyms: "",
    open: "",
    boilerplate: include_str!("../../../assets/lexicon/de/boilerplate.txt"),
    numbers: include_str!("../../../assets/lexicon/de/numbers.txt"),
    calendar: include_str!("../../../assets/lexicon/de/calendar.txt"),
    bodies: "",
};

/// The lists of German.
pub(super) fn lexicon() -> Lexicon {
    Lexicon::new(&FILES, Forms { stem, of_verb: |lemma| vec![lemma.to_owned()] })
}

/// The Snowball stem of a folded word; what does not look like a German word is its own stem.
pub(super) fn stem(folded: &str) -> String {
    if !folded.chars().all(char::is_alphabetic) {
        return folded.to_owned();
    }
    Stemmer::create(Algorithm::German).stem(folded).into_owned()
}
