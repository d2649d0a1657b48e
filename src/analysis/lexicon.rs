//! The word lists under `assets/lexicon`, parsed once. A list is data: one plain file each, with
//! its source in a head comment.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// The lines of a list file that hold entries.
fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

fn words(file: &'static str) -> HashSet<&'static str> {
    entries(file).flat_map(str::split_whitespace).collect()
}

/// Words without content of their own, folded.
pub static STOPWORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("../../assets/lexicon/stopwords.txt")));

/// Words that turn a clause into its opposite, folded.
static NEGATIONS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("../../assets/lexicon/negation.txt")));

/// Singular head words of sources that are not named.
static ANONYMOUS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("../../assets/lexicon/anonymous.txt")));

/// How lines begin that are no part of an account, folded.
pub static BOILERPLATE: LazyLock<Vec<&str>> =
    LazyLock::new(|| entries(include_str!("../../assets/lexicon/boilerplate.txt")).map(str::trim).collect());

/// Phrases, as folded words, that say that something is not decided.
pub static OPEN: LazyLock<Vec<Vec<&str>>> =
    LazyLock::new(|| entries(include_str!("../../assets/lexicon/open.txt")).map(|line| line.split_whitespace().collect()).collect());

/// A class of words of grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// the, her, several
    Determiner,
    /// she, they, who
    Pronoun,
    /// in, against
    Preposition,
    /// and, because
    Conjunction,
    /// has, would
    Auxiliary,
    /// also, never
    Adverb,
    /// monday, yesterday
    Day,
    /// Past forms that no ending tells: went, held.
    Past,
    /// What "in her words" may say: words, view.
    Telling,
}

impl Class {
    /// Whether a folded word is of the class.
    pub fn has(self, folded: &str) -> bool {
        FUNCTION_WORDS.get(&self).is_some_and(|words| words.contains(folded))
    }
}

/// Words of grammar by class.
static FUNCTION_WORDS: LazyLock<HashMap<Class, HashSet<&str>>> = LazyLock::new(|| {
    let classes = [
        ("determiner", Class::Determiner),
        ("pronoun", Class::Pronoun),
        ("preposition", Class::Preposition),
        ("conjunction", Class::Conjunction),
        ("auxiliary", Class::Auxiliary),
        ("adverb", Class::Adverb),
        ("day", Class::Day),
        ("past", Class::Past),
        ("telling", Class::Telling),
    ];
    let mut by_class: HashMap<Class, HashSet<&str>> = HashMap::new();
    for line in entries(include_str!("../../assets/lexicon/function_words.txt")) {
        let Some((name, listed)) = line.split_once('\t') else { continue };
        if let Some((_, class)) = classes.iter().find(|(known, _)| *known == name) {
            by_class.entry(*class).or_default().extend(listed.split_whitespace());
        }
    }
    by_class
});

/// What a cue does with its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Gives it: said, explained.
    Says,
    /// Gives it to somebody: told.
    Tells,
    /// Asks it.
    Asks,
    /// Holds it to be untrue: denied.
    Denies,
    /// Holds it to be unsure.
    Doubts,
    /// Takes another's side: agreed, echoed.
    Endorses,
    /// Wants it done: urged.
    Demands,
    /// Says what it thinks of somebody or something: praised, accused.
    Judges,
}

fn stance(name: &str) -> Stance {
    match name {
        "tells" => Stance::Tells,
        "asks" => Stance::Asks,
        "denies" => Stance::Denies,
        "doubts" => Stance::Doubts,
        "endorses" => Stance::Endorses,
        "demands" => Stance::Demands,
        "judges" => Stance::Judges,
        _ => Stance::Says,
    }
}

/// One form of a cue verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The verb's lemma.
    pub lemma: &'static str,
    /// What it does with its content.
    pub stance: Stance,
    /// Whether the form is more often something else and needs a subject and a clause beside it.
    pub guarded: bool,
}

/// Forms of cue verbs, folded, to what they are.
pub static CUES: LazyLock<HashMap<String, Cue>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for line in entries(include_str!("../../assets/lexicon/cues.txt")) {
        let Some((name, rest)) = line.split_once('\t') else { continue };
        let mut listed = rest.split_whitespace();
        let Some(lemma) = listed.next() else { continue };
        let stance = stance(name);
        for form in inflections(lemma) {
            forms.insert(form, Cue { lemma, stance, guarded: false });
        }
        for form in listed {
            let (form, guarded) = form.strip_prefix('~').map_or((form, false), |form| (form, true));
            forms.insert(form.to_owned(), Cue { lemma, stance, guarded });
        }
    }
    forms
});

/// Nouns that report, folded, singular and plural, to their stance.
pub static CUE_NOUNS: LazyLock<HashMap<String, Stance>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for line in entries(include_str!("../../assets/lexicon/cue_nouns.txt")) {
        let Some((name, noun)) = line.split_once('\t') else { continue };
        forms.insert(noun.to_owned(), stance(name));
        forms.insert(format!("{noun}s"), stance(name));
    }
    forms
});

/// Words that say what a person is, to the words that may stand for them.
static ROLES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    entries(include_str!("../../assets/lexicon/roles.txt"))
        .map(|line| line.split_once(':').map_or((line.trim(), ""), |(role, others)| (role.trim(), others)))
        .map(|(role, others)| (role, others.split_whitespace().collect()))
        .collect()
});

/// Sets of predicates that cannot both hold of one thing: each stem to `(pair, side)`, side 0 or 1.
pub static OPPOSED: LazyLock<BTreeMap<String, Vec<(usize, usize)>>> = LazyLock::new(|| {
    let mut stems: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (pair, line) in entries(include_str!("../../assets/lexicon/opposed.txt")).enumerate() {
        for (side, members) in line.split('|').enumerate().take(2) {
            for word in members.split_whitespace() {
                stems.entry(crate::text::token::stem(word)).or_default().push((pair, side));
            }
        }
    }
    stems
});

/// Words that mean nearly the same in news: each stem to its class.
static SYNONYMS: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let mut classes = HashMap::new();
    for (class, line) in entries(include_str!("../../assets/lexicon/synonyms.txt")).enumerate() {
        for word in line.split_whitespace() {
            classes.entry(crate::text::token::stem(word)).or_insert(class);
        }
    }
    classes
});

/// The class of near synonyms that a stem belongs to.
pub fn synonym(stem: &str) -> Option<usize> {
    SYNONYMS.get(stem).copied()
}

/// Whether two stems are equal or near synonyms.
pub fn alike(a: &str, b: &str) -> bool {
    a == b || synonym(a).is_some_and(|class| synonym(b) == Some(class))
}

/// Whether a folded word is a stop word.
pub fn is_stopword(folded: &str) -> bool {
    STOPWORDS.contains(folded)
}

/// Whether a folded word negates its clause.
pub fn is_negation(folded: &str) -> bool {
    NEGATIONS.contains(folded) || folded.ends_with("n't")
}

/// Whether a folded word negates the verb after it: not, never, but not "no".
pub fn is_verbal_negation(folded: &str) -> bool {
    matches!(folded, "not" | "never" | "cannot" | "hardly") || folded.ends_with("n't")
}

/// Whether a folded noun, singular or plural, heads a source that is not named.
pub fn is_anonymous_head(folded: &str) -> bool {
    ANONYMOUS.contains(folded) || singular(folded).is_some_and(|one| ANONYMOUS.contains(one.as_str()))
}

/// The singular of a folded regular plural.
pub fn singular(folded: &str) -> Option<String> {
    folded.strip_suffix("ies").map(|s| format!("{s}y")).or_else(|| folded.strip_suffix('s').map(str::to_owned))
}

/// Whether a folded word says what a person is.
pub fn is_role(folded: &str) -> bool {
    ROLES.contains_key(folded)
}

/// Whether role word `mention` may stand for role word `role`.
pub fn role_means(role: &str, mention: &str) -> bool {
    role == mention || ROLES.get(role).is_some_and(|others| others.contains(&mention))
}

/// The regular forms of an English verb: lemma, -s, -ed, -ing.
fn inflections(lemma: &str) -> Vec<String> {
    const DOUBLED: [&str; 2] = ["admit", "quip"];
    let mut forms = vec![lemma.to_owned()];
    let consonant_y = lemma.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    if let Some(stem) = consonant_y {
        forms.extend([format!("{stem}ies"), format!("{stem}ied"), format!("{lemma}ing")]);
    } else if let Some(stem) = lemma.strip_suffix('e').filter(|stem| !stem.ends_with('e')) {
        forms.extend([format!("{lemma}s"), format!("{lemma}d"), format!("{stem}ing")]);
    } else if DOUBLED.contains(&lemma) {
        let last = lemma.chars().last().unwrap_or_default();
        forms.extend([format!("{lemma}s"), format!("{lemma}{last}ed"), format!("{lemma}{last}ing")]);
    } else if lemma.ends_with(['s', 'x', 'z']) || lemma.ends_with("ch") || lemma.ends_with("sh") {
        forms.extend([format!("{lemma}es"), format!("{lemma}ed"), format!("{lemma}ing")]);
    } else if lemma.ends_with("ee") {
        forms.extend([format!("{lemma}s"), format!("{lemma}d"), format!("{lemma}ing")]);
    } else {
        forms.extend([format!("{lemma}s"), format!("{lemma}ed"), format!("{lemma}ing")]);
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::{BOILERPLATE, CUES, Class, OPPOSED, Stance, alike, is_anonymous_head, is_negation, role_means};
    use crate::text::token::stem;

    #[test]
    fn cues_know_their_forms_and_guards() {
        for (form, lemma) in [("said", "say"), ("denies", "deny"), ("admitted", "admit"), ("agreeing", "agree"), ("stressed", "stress")] {
            assert_eq!(CUES.get(form).map(|cue| cue.lemma), Some(lemma), "{form}");
        }
        assert!(CUES["states"].guarded && !CUES["stated"].guarded);
        assert_eq!(CUES["told"].stance, Stance::Tells);
    }

    #[test]
    fn no_line_of_the_lists_is_of_an_unknown_kind() {
        let stances = ["says", "tells", "asks", "denies", "doubts", "endorses", "demands", "judges"];
        for file in [include_str!("../../assets/lexicon/cues.txt"), include_str!("../../assets/lexicon/cue_nouns.txt")] {
            assert!(super::entries(file).all(|line| line.split_once('\t').is_some_and(|(stance, _)| stances.contains(&stance))));
        }
        let words: usize = super::FUNCTION_WORDS.values().map(std::collections::HashSet::len).sum();
        let listed = super::entries(include_str!("../../assets/lexicon/function_words.txt"));
        assert_eq!(words, listed.map(|line| line.split_whitespace().count() - 1).sum::<usize>());
        assert!(Class::Preposition.has("against") && !Class::Day.has("against"));
    }

    #[test]
    fn lists_are_read_whole() {
        assert!(is_negation("didn't") && is_negation("never") && !is_negation("note"));
        assert!(is_anonymous_head("officials") && is_anonymous_head("authorities") && !is_anonymous_head("bridges"));
        assert!(role_means("president", "leader") && !role_means("leader", "president"));
        assert!(BOILERPLATE.contains(&"photo credit"));
        assert!(alike(&stem("assurances"), &stem("claim")));
        assert!(OPPOSED.contains_key(&stem("rejected")));
    }
}
