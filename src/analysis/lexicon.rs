//! The word lists under `assets/lexicon`, parsed once. A list is data: one plain file each, with
//! its source in a head comment.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// The lines of a list file that hold entries.
pub(super) fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

pub(super) fn words(file: &'static str) -> FxHashSet<&'static str> {
    entries(file).flat_map(str::split_whitespace).collect()
}

/// Words without content of their own, folded.
pub static STOPWORDS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| words(include_str!("../../assets/lexicon/stopwords.txt")));

/// Nouns that name no point by themselves, folded.
static VAGUE: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| words(include_str!("../../assets/lexicon/vague_nouns.txt")));

/// Words that turn a clause into its opposite, folded.
static NEGATIONS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| words(include_str!("../../assets/lexicon/negation.txt")));

/// Head words of sources that are not named, folded, singular and plural.
static ANONYMOUS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let singular = words(include_str!("../../assets/lexicon/anonymous.txt"));
    singular.iter().flat_map(|word| [(*word).to_owned(), plural(word)]).collect()
});

/// How lines begin that are no part of an account, folded, by their first words.
static BOILERPLATE: LazyLock<FxHashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut lines: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for line in entries(include_str!("../../assets/lexicon/boilerplate.txt")).map(str::trim) {
        lines.entry(first_word(line)).or_default().push(line);
    }
    lines
});

/// Those ways for a line to begin that is no part of an account, folded, that share their first
/// word with `text`.
pub fn boilerplate(text: &str) -> &'static [&'static str] {
    BOILERPLATE.get(first_word(text)).map_or(&[], Vec::as_slice)
}

/// The letters and digits that a text begins with, or the one character that is neither.
fn first_word(text: &str) -> &str {
    let length = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    text.get(..length.max(text.chars().next().map_or(0, char::len_utf8))).unwrap_or("")
}

/// How texts credit an agency, with the name by which it is an outlet itself.
pub static AGENCIES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = entries(include_str!("../../assets/lexicon/agencies.txt"));
    lines
        .filter_map(|line| line.split_once('|'))
        .map(|(credit, name)| (credit.trim(), name.trim()))
        .collect()
});

/// Phrases, as folded words, that say that something is not decided.
pub static OPEN: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    entries(include_str!("../../assets/lexicon/open.txt"))
        .map(|line| line.split_whitespace().collect())
        .collect()
});

/// A class of words of grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// the, her, several
    Determiner,
    /// his, whose
    Possessive,
    /// she, them, who
    Pronoun,
    /// Pronouns that are subjects: she, they, who
    Subject,
    /// in, against
    Preposition,
    /// and, because
    Conjunction,
    /// has, would
    Auxiliary,
    /// Forms of "to be".
    Be,
    /// Forms of "to have".
    Have,
    /// Forms of "to do".
    Do,
    /// would, cannot
    Modal,
    /// also, never
    Adverb,
    /// monday, yesterday
    Day,
    /// january, sept
    Month,
    /// who, which
    Relative,
    /// Words that open an indirect question: whether, how.
    Question,
    /// What "in her words" may say: words, view.
    Telling,
    /// What may open an attribution without a verb: according, in
    Attribution,
    /// Words of grammar of no class above, and contractions: not, she'll
    Other,
    /// See [`is_stopword`].
    Stopword,
    /// See [`is_negation`].
    Negation,
    /// See [`is_role`].
    Role,
    /// See [`is_anonymous_head`].
    Unnamed,
}

/// The classes of the list of function words, by the names that it gives them.
const CLASSES: [(&str, Class); 19] = [
    ("determiner", Class::Determiner),
    ("possessive", Class::Possessive),
    ("pronoun", Class::Pronoun),
    ("subject", Class::Subject),
    ("preposition", Class::Preposition),
    ("conjunction", Class::Conjunction),
    ("auxiliary", Class::Auxiliary),
    ("be", Class::Be),
    ("have", Class::Have),
    ("do", Class::Do),
    ("modal", Class::Modal),
    ("adverb", Class::Adverb),
    ("day", Class::Day),
    ("month", Class::Month),
    ("relative", Class::Relative),
    ("question", Class::Question),
    ("telling", Class::Telling),
    ("attribution", Class::Attribution),
    ("other", Class::Other),
];

/// The classes that a word can be of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u32);

impl Classes {
    /// Whether `class` is one of them.
    pub fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u16) != 0
    }

    /// Whether it is of any class of grammar.
    pub fn any(self) -> bool {
        self.0 & ((1 << Class::Stopword as u32) - 1) != 0
    }

    fn add(&mut self, class: Class) {
        self.0 |= 1 << class as u16;
    }
}

/// Words of grammar with their classes.
static FUNCTION_WORDS: LazyLock<FxHashMap<&str, Classes>> = LazyLock::new(|| {
    let mut known: FxHashMap<&str, Classes> = FxHashMap::default();
    for line in entries(include_str!("../../assets/lexicon/function_words.txt")) {
        let Some((name, listed)) = line.split_once('\t') else { continue };
        if let Some((_, class)) = CLASSES.iter().find(|(known, _)| *known == name) {
            listed.split_whitespace().for_each(|word| known.entry(word).or_default().add(*class));
        }
    }
    known
});

/// The classes of grammar that a folded word can be of.
pub fn classes(folded: &str) -> Classes {
    let mut classes = FUNCTION_WORDS.get(folded).copied().unwrap_or_default();
    let others = [
        (Class::Stopword, is_stopword(folded)),
        (Class::Negation, is_negation(folded)),
        (Class::Role, is_role(folded)),
        (Class::Unnamed, is_anonymous_head(folded)),
        (Class::Auxiliary, folded.ends_with("n't")),
        (Class::Other, folded.contains('\'')),
    ];
    others.iter().filter(|(_, is)| *is).for_each(|(class, _)| classes.add(*class));
    if folded.len() > 4 && folded.ends_with("ly") && !NOT_ADVERBS.contains(&folded) {
        classes.add(Class::Adverb);
    }
    classes
}

/// Words in -ly that are nouns, names, adjectives or verbs.
const NOT_ADVERBS: [&str; 14] = [
    "family", "reply", "supply", "apply", "rally", "ally", "imply", "comply", "rely", "italy",
    "july", "assembly", "friendly", "likely",
];

/// The forms of a verb that one spelling can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VerbForms(u8);

impl VerbForms {
    /// say
    pub const PLAIN: VerbForms = VerbForms(1);
    /// says
    pub const THIRD: VerbForms = VerbForms(2);
    /// said
    pub const PAST: VerbForms = VerbForms(4);
    /// spoken
    pub const PARTICIPLE: VerbForms = VerbForms(8);
    /// saying
    pub const GERUND: VerbForms = VerbForms(16);
    /// The spelling is as often a noun: plan, reports.
    pub const NOUN: VerbForms = VerbForms(32);

    /// Whether it can be one of `forms`.
    pub fn any(self, forms: VerbForms) -> bool {
        self.0 & forms.0 != 0
    }

    /// Both sets.
    #[must_use]
    pub const fn and(self, other: VerbForms) -> VerbForms {
        VerbForms(self.0 | other.0)
    }
}

/// Spellings of common verbs.
static VERBS: LazyLock<FxHashMap<String, VerbForms>> = LazyLock::new(|| {
    let mut known: FxHashMap<String, VerbForms> = FxHashMap::default();
    let mut add = |spelling: &str, forms: VerbForms| {
        let all = known.entry(spelling.to_owned()).or_default();
        *all = all.and(forms);
    };
    for line in entries(include_str!("../../assets/lexicon/cues.txt")) {
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
    for line in entries(include_str!("../../assets/lexicon/verbs.txt")) {
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
    let lines = entries(include_str!("../../assets/lexicon/verbs.txt"));
    lines.filter_map(|line| line.strip_prefix("double\t")).flat_map(str::split_whitespace).collect()
});

/// The verb forms that a folded word can be, by list, else by its ending.
pub fn verb_forms(folded: &str) -> VerbForms {
    if let Some(known) = VERBS.get(folded) {
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

/// What may begin a cue's content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames(u32);

impl Frames {
    /// A clause: said (that) it was shut.
    pub const CLAUSE: Frames = Frames(1);
    /// A noun phrase: denied the report.
    pub const NOUN: Frames = Frames(2);
    /// An infinitive: promised to leave.
    pub const TO: Frames = Frames(4);
    /// A verb in -ing: denied taking it.
    pub const GERUND: Frames = Frames(8);
    /// One who is addressed may stand before it: told them that.
    pub const ADDRESSEE: Frames = Frames(16);
    /// "out" may follow the verb: pointed out that.
    pub const OUT: Frames = Frames(32);
    /// A noun phrase and what it is called: called it a mistake.
    pub const NAMED: Frames = Frames(64);
    /// How many bits stand for the frames above.
    const FIRST_PREPOSITION: u32 = 7;

    /// The frames that the letters and prepositions of a list's column name; `None` where one is
    /// unknown.
    fn read(column: &str) -> Option<Frames> {
        let mut parts = column.split('+');
        let letters = parts.next().unwrap_or("").chars().map(|letter| match letter {
            'c' => Some(Frames::CLAUSE),
            'n' => Some(Frames::NOUN),
            't' => Some(Frames::TO),
            'g' => Some(Frames::GERUND),
            'a' => Some(Frames::ADDRESSEE),
            'o' => Some(Frames::OUT),
            'x' => Some(Frames::NAMED),
            _ => None,
        });
        let prepositions = parts.map(Frames::of_preposition);
        letters
            .chain(prepositions)
            .try_fold(Frames::default(), |all, one| Some(Frames(all.0 | one?.0)))
    }

    fn of_preposition(word: &str) -> Option<Frames> {
        let at = PREPOSITIONS.iter().position(|known| *known == word)?;
        Some(Frames(1 << (at as u32 + Frames::FIRST_PREPOSITION)))
    }

    /// Whether one of `others` is among them.
    pub fn any(self, others: Frames) -> bool {
        self.0 & others.0 != 0
    }

    /// Whether the content may follow this preposition.
    pub fn takes(self, preposition: &str) -> bool {
        Frames::of_preposition(preposition).is_some_and(|frame| self.any(frame))
    }
}

/// Prepositions that belong to a cue.
const PREPOSITIONS: [&str; 13] =
    ["as", "about", "of", "on", "for", "to", "against", "at", "with", "by", "upon", "into", "over"];

/// One form of a cue verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The verb's lemma.
    pub lemma: &'static str,
    /// What it does with its content.
    pub stance: Stance,
    /// What may begin its content.
    pub frames: Frames,
    /// Whether the form is more often something else and needs a subject and a content beside it.
    pub guarded: bool,
}

/// Forms of cue verbs, folded, to what they are.
pub static CUES: LazyLock<FxHashMap<String, Cue>> = LazyLock::new(|| {
    let irregular: FxHashMap<&str, Vec<&str>> =
        entries(include_str!("../../assets/lexicon/verbs.txt"))
            .filter(|line| line.starts_with("irregular"))
            .filter_map(|line| line.split_once('\t')?.1.split_once(' '))
            .map(|(lemma, forms)| (lemma, forms.split_whitespace().collect()))
            .collect();
    let mut forms = FxHashMap::default();
    for line in entries(include_str!("../../assets/lexicon/cues.txt")) {
        let mut columns = line.split('\t');
        let (Some(name), Some(frames), Some(listed)) =
            (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let mut listed = listed.split_whitespace();
        let (Some(lemma), Some(frames)) = (listed.next(), Frames::read(frames)) else { continue };
        let cue = Cue { lemma, stance: stance(name), frames, guarded: false };
        let [plain, third, past, gerund] = inflections(lemma);
        let past = irregular.get(lemma).map_or_else(
            || vec![past],
            |forms| forms.iter().map(|form| (*form).to_owned()).collect(),
        );
        for form in [plain, third, gerund].into_iter().chain(past) {
            forms.insert(form, cue);
        }
        for form in listed {
            forms.insert(
                form.trim_start_matches('~').to_owned(),
                Cue { guarded: form.starts_with('~'), ..cue },
            );
        }
    }
    forms
});

/// Nouns that report, folded, singular and plural, to their stance.
pub static CUE_NOUNS: LazyLock<FxHashMap<String, Stance>> = LazyLock::new(|| {
    let mut forms = FxHashMap::default();
    for line in entries(include_str!("../../assets/lexicon/cue_nouns.txt")) {
        let Some((name, noun)) = line.split_once('\t') else { continue };
        forms.insert(noun.to_owned(), stance(name));
        forms.insert(format!("{noun}s"), stance(name));
    }
    forms
});

/// Words that say what a person is, to the words that may stand for them.
static ROLES: LazyLock<FxHashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    entries(include_str!("../../assets/lexicon/roles.txt"))
        .map(|line| {
            line.split_once(':').map_or((line.trim(), ""), |(role, others)| (role.trim(), others))
        })
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

/// How a word takes part in a dispute: the classes of `disputes.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disputing {
    /// denies it
    Denies,
    /// rejects a claim
    Rejects,
    /// false, a hoax
    False,
    /// a connection with it
    Link,
    /// involvement in it
    Part,
    /// a record of it
    Trace,
    /// entry, coverage: denied to somebody
    Withheld,
    /// the claim, her remarks
    Claim,
    /// accuses, blames, is behind
    Accuses,
}

/// The classes of the list of disputes, by the names that it gives them.
const DISPUTING: [(&str, Disputing); 9] = [
    ("denies", Disputing::Denies),
    ("rejects", Disputing::Rejects),
    ("false", Disputing::False),
    ("link", Disputing::Link),
    ("part", Disputing::Part),
    ("trace", Disputing::Trace),
    ("withheld", Disputing::Withheld),
    ("claim", Disputing::Claim),
    ("accuses", Disputing::Accuses),
];

/// Words of disputes: each stem to the bits of its classes.
static DISPUTES: LazyLock<FxHashMap<String, u16>> = LazyLock::new(|| {
    let mut known: FxHashMap<String, u16> = FxHashMap::default();
    for line in entries(include_str!("../../assets/lexicon/disputes.txt")) {
        let Some((name, listed)) = line.split_once('\t') else { continue };
        if let Some((_, class)) = DISPUTING.iter().find(|(known, _)| *known == name) {
            let key = |word: &str| {
                if *class == Disputing::Accuses {
                    word.to_owned()
                } else {
                    crate::text::token::stem(word)
                }
            };
            listed
                .split_whitespace()
                .for_each(|word| *known.entry(key(word)).or_default() |= class.bit());
        }
    }
    known
});

impl Disputing {
    /// Whether words of this stem are of this class; for [`Disputing::Accuses`] it is the folded
    /// word that counts.
    pub fn has(self, stem: &str) -> bool {
        DISPUTES.get(stem).is_some_and(|classes| classes & self.bit() != 0)
    }

    fn bit(self) -> u16 {
        1 << self as u8
    }
}

/// Words that mean nearly the same in news: each stem to its class.
static SYNONYMS: LazyLock<FxHashMap<String, usize>> = LazyLock::new(|| {
    let mut classes = FxHashMap::default();
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

/// Whether a folded word is a stop word.
pub fn is_stopword(folded: &str) -> bool {
    STOPWORDS.contains(folded)
}

/// Whether a folded noun names no point by itself.
pub fn is_vague(folded: &str) -> bool {
    VAGUE.contains(folded)
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
    ANONYMOUS.contains(folded)
}

/// The regular plural of a folded noun.
fn plural(noun: &str) -> String {
    noun.strip_suffix('y').map_or_else(|| format!("{noun}s"), |stem| format!("{stem}ies"))
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

#[cfg(test)]
mod tests {
    use super::{
        CUES, Class, Frames, OPPOSED, Stance, VerbForms, boilerplate, is_anonymous_head,
        is_negation, role_means, synonym, verb_forms,
    };
    use crate::text::token::stem;

    #[test]
    fn cues_know_their_forms_and_guards() {
        for (form, lemma) in [
            ("said", "say"),
            ("denies", "deny"),
            ("admitted", "admit"),
            ("agreeing", "agree"),
            ("stressed", "stress"),
        ] {
            assert_eq!(CUES.get(form).map(|cue| cue.lemma), Some(lemma), "{form}");
        }
        assert!(CUES["states"].guarded && !CUES["stated"].guarded);
        assert_eq!(CUES["told"].stance, Stance::Tells);
    }

    #[test]
    fn no_line_of_the_lists_is_of_an_unknown_kind() {
        let stances =
            ["says", "tells", "asks", "denies", "doubts", "endorses", "demands", "judges"];
        let cues: Vec<&str> =
            super::entries(include_str!("../../assets/lexicon/cues.txt")).collect();
        let nouns = super::entries(include_str!("../../assets/lexicon/cue_nouns.txt"));
        assert!(nouns.chain(cues.iter().copied()).all(|line| {
            line.split_once('\t').is_some_and(|(stance, _)| stances.contains(&stance))
        }));
        let frames = |line: &&str| {
            line.split('\t')
                .nth(1)
                .and_then(Frames::read)
                .is_some_and(|frames| frames != Frames::default())
        };
        assert_eq!(cues.iter().find(|line| !frames(line)), None);
        let listed = super::entries(include_str!("../../assets/lexicon/function_words.txt"));
        assert!({ listed }.all(|line| {
            line.split_once('\t')
                .is_some_and(|(name, _)| super::CLASSES.iter().any(|(known, _)| *known == name))
        }));
        let verbs = super::entries(include_str!("../../assets/lexicon/verbs.txt"));
        let kinds = ["verb", "both", "irregular", "irregular-both", "double"];
        assert!(
            { verbs }
                .all(|line| line.split_once('\t').is_some_and(|(kind, _)| kinds.contains(&kind)))
        );
        assert!(
            super::classes("against").has(Class::Preposition)
                && !super::classes("against").has(Class::Day)
        );
    }

    #[test]
    fn verbs_know_their_forms() {
        for (form, forms) in [
            ("said", VerbForms::PAST),
            ("denies", VerbForms::THIRD),
            ("spoken", VerbForms::PARTICIPLE),
            ("dying", VerbForms::GERUND),
        ] {
            assert!(verb_forms(form).any(forms), "{form}");
        }
        assert!(
            verb_forms("plans").any(VerbForms::NOUN) && !verb_forms("accepts").any(VerbForms::NOUN)
        );
        assert!(verb_forms("planned").any(VerbForms::PAST), "by its doubled letter");
        assert_eq!(verb_forms("bridging"), VerbForms::GERUND);
    }

    #[test]
    fn lists_are_read_whole() {
        assert!(is_negation("didn't") && is_negation("never") && !is_negation("note"));
        assert!(
            is_anonymous_head("officials")
                && is_anonymous_head("authorities")
                && !is_anonymous_head("bridges")
        );
        assert!(role_means("president", "leader") && !role_means("leader", "president"));
        assert!(boilerplate("photo credits").contains(&"photo credit"));
        assert!(
            synonym(&stem("claim"))
                .is_some_and(|class| synonym(&stem("assurances")) == Some(class))
        );
        assert!(OPPOSED.contains_key(&stem("rejected")));
    }
}
