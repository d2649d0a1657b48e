//! English: its syntax, its spelling and which lists it reads. A rule that is no rule of English
//! has no place here; a word that a list can hold stands under `assets/lexicon/en`.

pub mod clause;
pub mod complement;
pub(in crate::analysis) mod dispute;
pub(in crate::analysis) mod furniture;
pub mod phrase;
pub mod reported;
mod saying;
pub(in crate::analysis) mod sentence;
mod spelling;
mod tag;
pub(in crate::analysis) mod wording;

use rust_stemmers::{Algorithm, Stemmer};

use crate::analysis::language::Grammar;
use crate::analysis::language::lexicon::{Files, Forms, Lexicon};

/// The grammar of English.
pub(super) const GRAMMAR: Grammar = Grammar {
    tag: tag::tag,
    clauses: sentence::clauses,
    features: spelling::features,
    verb_forms: spelling::verb_forms,
    contraction: spelling::contraction,
    without_possessive: spelling::without_possessive,
    spelling: spelling::american,
};

pub(super) const FILES: Files = Files {
    features: &[
        include_str!("../../../assets/lexicon/en/function_words.txt"),
        include_str!("../../../assets/lexicon/en/features.txt"),
        include_str!("../../../assets/lexicon/en/disputes.txt"),
        include_str!("../../../assets/lexicon/en/replies.txt"),
        include_str!("../../../assets/lexicon/en/epithets.txt"),
        include_str!("../../../assets/lexicon/en/relatives.txt"),
        include_str!("../../../assets/lexicon/en/documents.txt"),
    ],
    stopwords: include_str!("../../../assets/lexicon/en/stopwords.txt"),
    negations: include_str!("../../../assets/lexicon/en/negation.txt"),
    vague: include_str!("../../../assets/lexicon/en/vague_nouns.txt"),
    unnamed: include_str!("../../../assets/lexicon/en/anonymous.txt"),
    roles: include_str!("../../../assets/lexicon/en/roles.txt"),
    cues: include_str!("../../../assets/lexicon/en/cues.txt"),
    cue_nouns: include_str!("../../../assets/lexicon/en/cue_nouns.txt"),
    opposed: include_str!("../../../assets/lexicon/en/opposed.txt"),
    synonyms: include_str!("../../../assets/lexicon/en/synonyms.txt"),
    open: include_str!("../../../assets/lexicon/en/open.txt"),
    boilerplate: include_str!("../../../assets/lexicon/en/boilerplate.txt"),
    numbers: include_str!("../../../assets/lexicon/en/numbers.txt"),
    calendar: include_str!("../../../assets/lexicon/en/calendar.txt"),
    bodies: include_str!("../../../assets/lexicon/en/bodies.txt"),
};

/// The lists of English.
pub(super) fn lexicon() -> Lexicon {
    Lexicon::new(&FILES, Forms { stem, of_verb: spelling::forms })
}

/// The Snowball stem (Porter 2) of a folded word; what does not look like an English word is its
/// own stem.
pub(super) fn stem(folded: &str) -> String {
    if !folded.bytes().all(|b| b.is_ascii_alphabetic()) {
        return folded.to_owned();
    }
    Stemmer::create(Algorithm::English).stem(folded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{FILES, spelling, stem};
    use crate::analysis::language::lexicon::entries;
    use crate::analysis::language::{ENGLISH, Feature, Frames, Stance, VerbForms};

    #[test]
    fn stems_join_the_forms_of_a_verb() {
        assert_eq!(stem("pressed"), stem("pressing"));
        assert_eq!(stem("g20"), "g20");
    }

    /// Rules that once named stems ask for features: a stem is that of a listed word.
    #[test]
    fn features_hold_for_all_forms_of_a_stem() {
        let has = |word: &str, feature| ENGLISH.lexicon.features(word, &stem(word)).has(feature);
        for (word, feature) in [
            ("scheduled", Feature::Planned),
            ("remembers", Feature::OfMind),
            ("recalled", Feature::OfMind),
            ("excluded", Feature::GivesUp),
            ("guilty", Feature::Proved),
            ("possibly", Feature::Hedges),
            ("perhaps", Feature::Hedges),
            ("persuaded", Feature::Makes),
            ("includes", Feature::Includes),
        ] {
            assert!(has(word, feature), "{word}");
        }
    }

    #[test]
    fn cues_know_their_forms_and_guards() {
        let cue = |form: &str| ENGLISH.lexicon.cue(form);
        for (form, lemma) in [
            ("said", "say"),
            ("denies", "deny"),
            ("admitted", "admit"),
            ("agreeing", "agree"),
            ("stressed", "stress"),
        ] {
            assert_eq!(cue(form).map(|cue| cue.lemma), Some(lemma), "{form}");
        }
        let guarded = |form: &str| cue(form).is_some_and(|cue| cue.guarded);
        assert!(guarded("states") && !guarded("stated"));
        assert_eq!(cue("told").map(|cue| cue.stance), Some(Stance::Tells));
    }

    #[test]
    fn no_line_of_the_verbs_is_of_an_unknown_kind() {
        let kinds = ["verb", "both", "irregular", "irregular-both", "double"];
        assert!(
            { entries(spelling::VERBS) }
                .all(|line| line.split_once('\t').is_some_and(|(kind, _)| kinds.contains(&kind)))
        );
        let frames = |line: &&str| {
            line.split('\t')
                .nth(1)
                .and_then(Frames::read)
                .is_some_and(|read| read != Frames::default())
        };
        assert_eq!(entries(FILES.cues).find(|line| !frames(line)), None);
    }

    #[test]
    fn verbs_know_their_forms() {
        let forms = spelling::verb_forms;
        for (form, expected) in [
            ("said", VerbForms::PAST),
            ("denies", VerbForms::THIRD),
            ("spoken", VerbForms::PARTICIPLE),
            ("dying", VerbForms::GERUND),
        ] {
            assert!(forms(form).any(expected), "{form}");
        }
        assert!(forms("plans").any(VerbForms::NOUN) && !forms("accepts").any(VerbForms::NOUN));
        assert!(forms("planned").any(VerbForms::PAST), "by its doubled letter");
        assert_eq!(forms("bridging"), VerbForms::GERUND);
    }

    #[test]
    fn lists_are_read_whole() {
        let lexicon = &ENGLISH.lexicon;
        let is = |word: &str, feature| {
            lexicon.features(word, &stem(word)).and(spelling::features(word)).has(feature)
        };
        assert!(is("didn't", Feature::Negation) && is("never", Feature::Negation));
        assert!(!is("note", Feature::Negation));
        assert!(is("officials", Feature::Unnamed) && is("authorities", Feature::Unnamed));
        assert!(!is("bridges", Feature::Unnamed));
        assert!(is("against", Feature::Preposition) && !is("against", Feature::Day));
        assert!(is("denying", Feature::Denies), "by its stem");
        assert!(
            lexicon.role_means("president", "leader") && !lexicon.role_means("leader", "president")
        );
        assert!(lexicon.boilerplate("photo credits").contains(&"photo credit"));
        let claims = lexicon.synonym(&stem("claim"));
        assert!(claims.is_some() && claims == lexicon.synonym(&stem("assurances")));
        assert!(!lexicon.opposed("rejected").is_empty());
    }
}
