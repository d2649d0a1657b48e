//! Two wordings of one thing in English: contractions, helpers in two tenses, spellings.

use crate::analysis::prose::Word;

/// The two words that a contraction stands for: "they’ve" is "they" and "ve", "didn’t" is "did" and
/// "not". Of any other word itself.
pub(in crate::analysis) fn drawn_apart(word: &Word) -> (&str, Option<&str>) {
    let folded = word.folded.as_str();
    match folded {
        "cannot" | "can't" => ("can", Some("not")),
        "won't" => ("will", Some("not")),
        "gonna" => ("going", Some("to")),
        _ => match (word.contraction, folded.strip_suffix("n't")) {
            (Some(verb), _) => (folded.split('\'').next().unwrap_or(folded), Some(verb)),
            (None, Some(head)) => (head, Some("not")),
            (None, None) => (folded, None),
        },
    }
}

/// Forms of one helping verb.
const HELPERS: [&[&str]; 7] = [
    &["am", "is", "are", "was", "were"],
    &["has", "have", "had"],
    &["do", "does", "did"],
    &["can", "could"],
    &["will", "would"],
    &["may", "might"],
    &["shall", "should"],
];

/// Whether two folded words are forms of one helping verb.
pub(in crate::analysis) fn one_helper(a: &str, b: &str) -> bool {
    HELPERS.iter().any(|forms| forms.contains(&a) && forms.contains(&b))
}

/// Whether a folded word is a past form of a helping verb.
pub(in crate::analysis) fn is_past_helper(folded: &str) -> bool {
    matches!(folded, "was" | "were" | "had" | "did" | "could" | "would" | "might" | "should")
}

/// A folded word without what British and American English spell in two ways.
pub(in crate::analysis) fn british(word: &str) -> String {
    let spellings = [
        ("our", "or"),
        ("ise", "ize"),
        ("isa", "iza"),
        ("isi", "izi"),
        ("tre", "ter"),
        ("ll", "l"),
        ("tors", "ters"),
    ];
    spellings.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from, to))
}
