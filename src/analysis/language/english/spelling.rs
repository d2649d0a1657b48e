//! What English spelling tells of a word: forms of verbs, adverbs, contractions, and the two ways
//! to spell one word.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::language::lexicon::entries;
use crate::analysis::language::{Feature, Features, VerbForms};

pub(super) const VERBS: &str = include_str!("../../../../assets/lexicon/en/verbs.txt");
const CUES: &str = include_str!("../../../../assets/lexicon/en/cues.txt");

/// The features that the ending of a folded word gives it.
pub(super) fn features(folded: &str) -> Features {
    let adverb = folded.len() > 4 && folded.ends_with("ly") && !NOT_ADVERBS.contains(&folded);
    let not = folded.ends_with("n't");
    let like_adjective = ["able", "ible", "ful", "ous", "less", "iliar"]
        .iter()
        .any(|ending| folded.len() > ending.len() + 3 && folded.ends_with(ending));
    let told = [
        (Feature::Negation, not),
        (Feature::VerbalNegation, not),
        (Feature::Auxiliary, not),
        (Feature::Other, folded.contains('\'')),
        (Feature::Adverb, adverb),
        (Feature::InEd, folded.ends_with("ed")),
        (Feature::InIng, folded.ends_with("ing")),
        (Feature::InLy, folded.ends_with("ly")),
        (Feature::LikeAdjective, like_adjective),
        (Feature::Woman, folded.ends_with("woman")),
        (Feature::Ordinal, is_ordinal(folded)),
    ];
    let mut features = Features::default();
    told.iter().filter(|(_, is)| *is).for_each(|(feature, _)| features.add(*feature));
    features
}

/// Whether it is a number with its ending: 21st.
fn is_ordinal(folded: &str) -> bool {
    let letters = folded.trim_start_matches(|c: char| c.is_ascii_digit());
    letters.len() < folded.len() && ["st", "nd", "rd", "th"].contains(&letters)
}

/// Words in -ly that are nouns, names, adjectives or verbs.
const NOT_ADVERBS: [&str; 14] = [
    "family", "reply", "supply", "apply", "rally", "ally", "imply", "comply", "rely", "italy",
    "july", "assembly", "friendly", "likely",
];

/// What a pronoun is drawn together with. Folding takes "’s" off; of a pronoun it is no possessive
/// ending.
pub(super) fn contraction(folded: &str, ends_in_s: bool) -> Option<&'static str> {
    let pronoun =
        ["he", "she", "it", "that", "there", "who", "what", "here", "let"].contains(&folded);
    let end = folded.split_once('\'').map(|(_, end)| end);
    if pronoun && ends_in_s {
        Some("s")
    } else {
        ["ll", "d", "re", "m", "ve"].into_iter().find(|known| end == Some(known))
    }
}

/// A name without its possessive ending.
pub(super) fn without_possessive(name: &str) -> &str {
    name.strip_suffix("’s")
        .or_else(|| name.strip_suffix("'s"))
        .unwrap_or(name)
        .trim_end_matches(['’', '\''])
}

/// A stem as American outlets spell it.
pub(super) fn american(stem: &str) -> String {
    match (stem.strip_suffix("is"), stem.len()) {
        (Some(head), 6..) => format!("{head}iz"),
        _ if stem.len() > 4 => stem.replace("our", "or"),
        _ => stem.to_owned(),
    }
}

/// The forms of a verb, by the list of irregular ones or by rule: all that the lists count as it.
pub(super) fn forms(lemma: &str) -> Vec<String> {
    let [plain, third, past, gerund] = inflections(lemma);
    let past = IRREGULAR
        .get(lemma)
        .map_or_else(|| vec![past], |forms| forms.iter().map(|form| (*form).to_owned()).collect());
    [plain, third, gerund].into_iter().chain(past).collect()
}

/// Irregular lemmas to their past form and participle.
static IRREGULAR: LazyLock<FxHashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    entries(VERBS)
        .filter(|line| line.starts_with("irregular"))
        .filter_map(|line| line.split_once('\t')?.1.split_once(' '))
        .map(|(lemma, forms)| (lemma, forms.split_whitespace().collect()))
        .collect()
});

/// Spellings of common verbs.
static KNOWN: LazyLock<FxHashMap<String, VerbForms>> = LazyLock::new(|| {
    let mut known: FxHashMap<String, VerbForms> = FxHashMap::default();
    let mut add = |spelling: &str, forms: VerbForms| {
        let all = known.entry(spelling.to_owned()).or_default();
        *all = all.and(forms);
    };
    for line in entries(CUES) {
        let Some(mut listed) = line.split('\t').nth(2).map(str::split_whitespace) else { continue };
        let Some([plain, third, past, gerund]) = listed.next().map(inflections) else { continue };
        let noun = |form: &str| listed.clone().any(|listed| listed.strip_prefix('~') == Some(form));
        let kinds = [
            (&plain, VerbForms::PLAIN),
            (&third, VerbForms::THIRD),
            (&past, VerbForms::PAST.and(VerbForms::PARTICIPLE)),
        ];
        for (form, forms) in kinds.into_iter().chain([(&gerund, VerbForms::GERUND)]) {
            add(
                form,
                if noun(form) && forms.any(VerbForms::PLAIN.and(VerbForms::THIRD)) {
                    forms.and(VerbForms::NOUN)
                } else {
                    forms
                },
            );
        }
    }
    for line in entries(VERBS) {
        let Some((kind, listed)) = line.split_once('\t') else { continue };
        let noun = if kind.ends_with("both") { VerbForms::NOUN } else { VerbForms::default() };
        let listed: Vec<&str> = listed.split_whitespace().collect();
        let irregular = kind.starts_with("irregular");
        let lemmas = if irregular { &listed[..1] } else { &listed[..] };
        for lemma in lemmas.iter().filter(|_| kind != "double") {
            let [plain, third, past, gerund] = inflections(lemma);
            add(&plain, VerbForms::PLAIN.and(noun));
            add(&third, VerbForms::THIRD.and(noun));
            add(&gerund, VerbForms::GERUND);
            if !irregular {
                add(&past, VerbForms::PAST.and(VerbForms::PARTICIPLE));
            }
        }
        if let (true, [_, past, participle]) = (irregular, listed.as_slice()) {
            add(past, VerbForms::PAST);
            add(participle, VerbForms::PARTICIPLE);
        }
    }
    known
});

/// Words in -ing that are no verbs.
const NOT_GERUNDS: [&str; 14] = [
    "evening",
    "morning",
    "during",
    "something",
    "nothing",
    "anything",
    "everything",
    "spring",
    "string",
    "ceiling",
    "wedding",
    "shilling",
    "sterling",
    "offspring",
];

/// Lemmas whose last letter is doubled: admitted.
static DOUBLED: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let lines = entries(VERBS);
    lines.filter_map(|line| line.strip_prefix("double\t")).flat_map(str::split_whitespace).collect()
});

/// The verb forms that a folded word can be, by list, else by its ending.
pub(super) fn verb_forms(folded: &str) -> VerbForms {
    if let Some(known) = KNOWN.get(folded) {
        return *known;
    }
    match folded {
        _ if folded.len() > 4 && folded.ends_with("ed") && !folded.ends_with("eed") => {
            VerbForms::PAST.and(VerbForms::PARTICIPLE)
        }
        _ if folded.len() > 5 && folded.ends_with("ing") && !NOT_GERUNDS.contains(&folded) => {
            VerbForms::GERUND
        }
        _ => VerbForms::default(),
    }
}

/// The regular forms of an English verb: lemma, -s, -ed, -ing.
fn inflections(lemma: &str) -> [String; 4] {
    let before_y = lemma.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    let third = match before_y {
        Some(stem) => format!("{stem}ies"),
        None if lemma.ends_with(['s', 'x', 'z', 'o'])
            || lemma.ends_with("ch")
            || lemma.ends_with("sh") =>
        {
            format!("{lemma}es")
        }
        None => format!("{lemma}s"),
    };
    let doubled = if DOUBLED.contains(lemma) {
        lemma.chars().next_back().map(String::from).unwrap_or_default()
    } else {
        String::new()
    };
    let past = match before_y {
        Some(stem) => format!("{stem}ied"),
        None if lemma.ends_with('e') => format!("{lemma}d"),
        None => format!("{lemma}{doubled}ed"),
    };
    let gerund = match lemma.strip_suffix("ie") {
        Some(stem) => format!("{stem}ying"),
        None => match lemma
            .strip_suffix('e')
            .filter(|stem| !stem.ends_with(['e', 'o']) && stem.len() > 1)
        {
            Some(stem) => format!("{stem}ing"),
            None => format!("{lemma}{doubled}ing"),
        },
    };
    [lemma.to_owned(), third, past, gerund]
}
