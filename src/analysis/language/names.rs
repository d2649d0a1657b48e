//! What names are made of, in whatever language they stand: particles, suffixes, given names, and
//! letters with marks.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::analysis::language::feature::{Feature, Features};
use crate::analysis::language::given;
use crate::analysis::language::lexicon::entries;
use crate::text::token::{fold, is_combining};

/// Letters with marks, to the plain ones.
static LETTERS: LazyLock<FxHashMap<char, &str>> = LazyLock::new(|| {
    let lines = entries(include_str!("../../../assets/lexicon/names/letters.txt"));
    lines
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(plain, marked)| marked.chars().map(move |letter| (letter, plain)))
        .collect()
});

/// Small words of names, folded.
static PARTICLES: LazyLock<FxHashMap<&str, Features>> = LazyLock::new(|| {
    let mut known: FxHashMap<&str, Features> = FxHashMap::default();
    let lines = entries(include_str!("../../../assets/lexicon/names/particles.txt"));
    for (kind, words) in lines.filter_map(|line| line.split_once('\t')) {
        let Some(feature) = Feature::named(kind) else { continue };
        words.split_whitespace().for_each(|word| known.entry(word).or_default().add(feature));
    }
    known
});

fn particle(folded: &str) -> Features {
    PARTICLES.get(folded).copied().unwrap_or_default()
}

/// What a word can be in a name, by its spelling and folded.
pub(in crate::analysis) fn features(shown: &str, folded: &str) -> Features {
    let mut features = Features::default();
    let own = particle(folded);
    for feature in [Feature::OpensLastName, Feature::InsideName, Feature::NameSuffix] {
        if own.has(feature) {
            features.add(feature);
        }
    }
    if given::is_given(folded) {
        features.add(Feature::Given);
    }
    if shown.len() == 3 && shown.bytes().all(|letter| letter.is_ascii_uppercase()) {
        features.add(Feature::ThreeLetters);
    }
    if has_particle(shown) {
        features.add(Feature::JoinedParticle);
    }
    features
}

/// Whether a word begins with a small particle and goes on with a capital: al-Rashidi, d’Arcy.
fn has_particle(shown: &str) -> bool {
    let parts = shown.split_once(['-', '‑', '\'', '’']);
    parts.is_some_and(|(small, rest)| {
        rest.starts_with(char::is_uppercase) && particle(small).has(Feature::JoinedParticle)
    })
}

/// Whether a folded word is a particle inside a name: Klaas ten Brink.
pub(in crate::analysis) fn is_particle(folded: &str) -> bool {
    let own = particle(folded);
    own.has(Feature::OpensLastName) || own.has(Feature::InsideName)
}

/// Whether a folded word says which of two of one name is meant.
pub(in crate::analysis) fn is_suffix(folded: &str) -> bool {
    particle(folded).has(Feature::NameSuffix)
}

/// A word as names are compared: folded, letters without their marks, however they are saved.
pub(in crate::analysis) fn plain(word: &str) -> String {
    let folded = fold(word);
    if folded.is_ascii() {
        return folded;
    }
    let mut plain = String::with_capacity(folded.len());
    for c in folded.chars().filter(|c| !is_combining(*c)) {
        match LETTERS.get(&c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::has_particle;

    #[test]
    fn particles_join_a_capital() {
        assert!(has_particle("al-Rashidi") && has_particle("d’Arcy"));
        assert!(!has_particle("anti-Lund") && !has_particle("Lund-Holt"));
    }
}
