//! The word lists of one language, parsed once. A list is data: one plain file each under
//! `assets/lexicon`, with its source in a head comment; a language that lacks one gives an empty
//! text.

use rustc_hash::FxHashMap;

use crate::analysis::language::cue::{Cue, Frames, Stance};
use crate::analysis::language::feature::{Feature, Features};
use crate::analysis::language::number::Numbers;

/// The lines of a list file that hold entries.
pub(crate) fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

fn words(file: &'static str) -> impl Iterator<Item = &'static str> {
    entries(file).flat_map(str::split_whitespace)
}

/// The texts of a language's lists.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Files {
    /// Features: name, words. Behind a name with a star all forms of the stems count, behind one
    /// with a plus those with an s as well.
    pub(super) features: &'static [&'static str],
    pub(super) stopwords: &'static str,
    pub(super) negations: &'static str,
    pub(super) vague: &'static str,
    pub(super) unnamed: &'static str,
    pub(super) roles: &'static str,
    pub(super) cues: &'static str,
    pub(super) cue_nouns: &'static str,
    pub(super) opposed: &'static str,
    pub(super) synonyms: &'static str,
    pub(super) open: &'static str,
    pub(super) boilerplate: &'static str,
    pub(super) numbers: &'static str,
    pub(super) calendar: &'static str,
    pub(super) bodies: &'static str,
}

/// How a line of opposites is read: words of what is the same around, acts, acts on persons.
const OPPOSED: [&str; 3] = ["words", "acts", "persons"];

/// What stands behind the name of a feature in a list: see [`Files::features`].
const SIGNS: [char; 2] = ['*', '+'];

/// How a language makes other forms of the words that its lists hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forms {
    /// The stem of a folded word.
    pub(super) stem: fn(&str) -> String,
    /// The forms of a cue verb that its list does not name.
    pub(super) of_verb: fn(&str) -> Vec<String>,
}

/// The lists of one language.
#[derive(Debug)]
pub struct Lexicon {
    stem: fn(&str) -> String,
    /// By folded word.
    features: FxHashMap<String, Features>,
    /// By stem.
    of_stems: FxHashMap<String, Features>,
    cues: FxHashMap<String, Cue>,
    cue_nouns: FxHashMap<String, Stance>,
    roles: FxHashMap<&'static str, Vec<&'static str>>,
    opposed: FxHashMap<&'static str, Vec<Opposed>>,
    synonyms: FxHashMap<String, usize>,
    open: Vec<Vec<&'static str>>,
    boilerplate: FxHashMap<&'static str, Vec<&'static str>>,
    numbers: Numbers,
    weekdays: Vec<&'static str>,
    months: FxHashMap<&'static str, Month>,
    /// Each to the kinds of body that it is a word for, as bits.
    bodies: FxHashMap<&'static str, u64>,
}

/// A word or phrase that is one pole of two which cannot both hold of one object.
#[derive(Debug)]
pub struct Opposed {
    /// Which pair of poles.
    pub pair: usize,
    /// Which of the two: 0 or 1.
    pub side: usize,
    /// The words of a phrase behind its first, folded.
    pub rest: Vec<&'static str>,
    /// Whether it is an act, which is of one object where what follows agrees.
    pub acts: bool,
    /// Whether the act is one on a person, who may stand before it too.
    pub persons: bool,
}

/// A month, as a form of its name gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its number, from 0.
    pub number: u64,
    /// Whether the form is more often another word.
    pub guarded: bool,
}

impl Default for Lexicon {
    /// Lists that hold nothing.
    fn default() -> Lexicon {
        let none = Forms { stem: str::to_owned, of_verb: |lemma| vec![lemma.to_owned()] };
        Lexicon::new(&Files::default(), none)
    }
}

impl Lexicon {
    pub(super) fn new(files: &Files, forms: Forms) -> Lexicon {
        let mut lexicon = Lexicon {
            stem: forms.stem,
            features: FxHashMap::default(),
            of_stems: FxHashMap::default(),
            cues: cues(files.cues, forms),
            cue_nouns: cue_nouns(files.cue_nouns),
            roles: roles(files.roles),
            opposed: opposed(files.opposed),
            synonyms: synonyms(files.synonyms, forms),
            open: entries(files.open).map(|line| line.split_whitespace().collect()).collect(),
            boilerplate: FxHashMap::default(),
            numbers: Numbers::new(files.numbers, forms.stem),
            weekdays: Vec::new(),
            months: FxHashMap::default(),
            bodies: FxHashMap::default(),
        };
        for line in entries(files.boilerplate).map(str::trim) {
            lexicon.boilerplate.entry(first_word(line)).or_default().push(line);
        }
        for line in entries(files.calendar) {
            lexicon.take_in_calendar(line);
        }
        for (kind, line) in entries(files.bodies).enumerate() {
            lexicon.take_in_bodies(kind, line);
        }
        for (feature, list) in [
            (Feature::Stopword, files.stopwords),
            (Feature::Negation, files.negations),
            (Feature::Vague, files.vague),
            (Feature::Unnamed, files.unnamed),
        ] {
            words(list).for_each(|word| lexicon.mark(word, feature));
        }
        let roles: Vec<&str> = lexicon.roles.keys().copied().collect();
        roles.into_iter().for_each(|role| lexicon.mark(role, Feature::Role));
        for line in files.features.iter().flat_map(|list| entries(list)) {
            lexicon.take_in(line);
        }
        lexicon
    }

    /// Takes in a line of features; one of an unknown name is none, which a test looks for.
    fn take_in(&mut self, line: &'static str) {
        let Some((name, listed)) = line.split_once('\t') else { return };
        let Some(feature) = Feature::named(name.trim_end_matches(SIGNS)) else { return };
        for word in listed.split_whitespace() {
            if name.ends_with('*') {
                self.of_stems.entry((self.stem)(word)).or_default().add(feature);
                continue;
            }
            self.mark(word, feature);
            if name.ends_with('+') {
                self.mark(&format!("{word}s"), feature);
            }
        }
    }

    /// Takes in the words for one kind of body: those that call it later, and behind a bar those
    /// that only stand in names.
    fn take_in_bodies(&mut self, kind: usize, line: &'static str) {
        let Some((_, words)) = line.split_once('\t') else { return };
        let (called, named) = words.split_once('|').unwrap_or((words, ""));
        for word in called.split_whitespace() {
            self.mark(word, Feature::CallsABody);
        }
        for word in called.split_whitespace().chain(named.split_whitespace()) {
            *self.bodies.entry(word).or_default() |= 1 << (kind % 64);
        }
    }

    /// Takes in the days of the week, or the forms of a month behind its number.
    fn take_in_calendar(&mut self, line: &'static str) {
        let Some((number, listed)) = line.split_once('\t') else { return };
        let words = listed.split_whitespace();
        let Some(number) = number.parse().ok().and_then(|number: u64| number.checked_sub(1)) else {
            self.weekdays.extend(words);
            return;
        };
        for word in words {
            let month = Month { number, guarded: word.starts_with('~') };
            self.months.insert(word.trim_start_matches('~'), month);
        }
    }

    fn mark(&mut self, word: &str, feature: Feature) {
        self.features.entry(word.to_owned()).or_default().add(feature);
    }

    /// The features of a folded word with its stem.
    pub fn features(&self, folded: &str, stem: &str) -> Features {
        let own = self.features.get(folded).copied().unwrap_or_default();
        own.and(self.of_stems.get(stem).copied().unwrap_or_default())
    }

    /// The kinds of body, as bits, that a folded word, singular or plural, is a word for. The first
    /// kind is a firm.
    pub fn bodies(&self, folded: &str) -> u64 {
        let known = |word: &str| self.bodies.get(word).copied();
        known(folded).or_else(|| known(folded.strip_suffix('s')?)).unwrap_or(0)
    }

    /// The cue that a folded word can be as a verb.
    pub fn cue(&self, folded: &str) -> Option<Cue> {
        self.cues.get(folded).copied()
    }

    /// Whether what a text calls a report begins with a noun for a denial: denials.
    pub fn begins_in_denial(&self, folded: &str) -> bool {
        let mut denials = self.cue_nouns.iter().filter(|(_, stance)| **stance == Stance::Denies);
        denials.any(|(noun, _)| folded.starts_with(noun.as_str()))
    }

    /// What a folded word reports as a noun.
    pub fn cue_noun(&self, folded: &str) -> Option<Stance> {
        self.cue_nouns.get(folded).copied()
    }

    /// The class of near synonyms that a stem belongs to.
    pub fn synonym(&self, stem: &str) -> Option<usize> {
        self.synonyms.get(stem).copied()
    }

    /// The direct opposites that a folded word begins.
    pub fn opposed(&self, folded: &str) -> &[Opposed] {
        self.opposed.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Its number words, units and bounds.
    pub fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// Whether a folded word is a day of the week.
    pub fn is_weekday(&self, folded: &str) -> bool {
        self.weekdays.contains(&folded)
    }

    /// The month that a folded word names, in full or short.
    pub fn month(&self, folded: &str) -> Option<Month> {
        self.months.get(folded).copied()
    }

    /// Phrases, as folded words, that say that something is not decided.
    pub fn open(&self) -> &[Vec<&'static str>] {
        &self.open
    }

    /// Whether a folded word ends in one that says what a person is, as compounds do:
    /// Verkehrsministerin.
    pub fn ends_in_role(&self, folded: &str) -> bool {
        self.roles.keys().any(|role| folded.ends_with(role))
    }

    /// Whether role word `mention` may stand for role word `role`.
    pub fn role_means(&self, role: &str, mention: &str) -> bool {
        role == mention || self.roles.get(role).is_some_and(|others| others.contains(&mention))
    }

    /// Those ways for a line to begin that is no part of an account, folded, that share their first
    /// word with `text`.
    pub fn boilerplate(&self, text: &str) -> &[&'static str] {
        self.boilerplate.get(first_word(text)).map_or(&[], Vec::as_slice)
    }
}

/// The letters and digits that a text begins with, or the one character that is neither.
fn first_word(text: &str) -> &str {
    let length = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    text.get(..length.max(text.chars().next().map_or(0, char::len_utf8))).unwrap_or("")
}

/// Forms of cue verbs, folded, to what they are.
fn cues(list: &'static str, forms: Forms) -> FxHashMap<String, Cue> {
    let mut known = FxHashMap::default();
    for line in entries(list) {
        let mut columns = line.split('\t');
        let (Some(name), Some(frames), Some(listed)) =
            (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let mut listed = listed.split_whitespace();
        let (Some(stance), Some(lemma), Some(frames)) =
            (Stance::named(name), listed.next(), Frames::read(frames))
        else {
            continue;
        };
        let cue = Cue { lemma, stance, frames, guarded: false };
        for form in (forms.of_verb)(lemma) {
            known.insert(form, cue);
        }
        for form in listed {
            known.insert(
                form.trim_start_matches('~').to_owned(),
                Cue { guarded: form.starts_with('~'), ..cue },
            );
        }
    }
    known
}

/// Nouns that report, folded, to their stance.
fn cue_nouns(list: &'static str) -> FxHashMap<String, Stance> {
    let mut known = FxHashMap::default();
    for line in entries(list) {
        let Some((name, listed)) = line.split_once('\t') else { continue };
        let Some(stance) = Stance::named(name) else { continue };
        known.extend(listed.split_whitespace().map(|noun| (noun.to_owned(), stance)));
    }
    known
}

/// Words that say what a person is, to the words that may stand for them.
fn roles(list: &'static str) -> FxHashMap<&'static str, Vec<&'static str>> {
    entries(list)
        .map(|line| {
            line.split_once(':').map_or((line.trim(), ""), |(role, others)| (role.trim(), others))
        })
        .map(|(role, others)| (role, others.split_whitespace().collect()))
        .collect()
}

/// Direct opposites by the first word of each.
fn opposed(list: &'static str) -> FxHashMap<&'static str, Vec<Opposed>> {
    let mut known: FxHashMap<&str, Vec<Opposed>> = FxHashMap::default();
    for (pair, line) in entries(list).enumerate() {
        let Some((how, poles)) = line.split_once('\t') else { continue };
        for (side, members) in poles.split('|').enumerate().take(2) {
            for phrase in members.split_whitespace() {
                let mut words = phrase.split('_');
                let Some(first) = words.next() else { continue };
                known.entry(first).or_default().push(Opposed {
                    pair,
                    side,
                    rest: words.collect(),
                    acts: how != OPPOSED[0],
                    persons: how == OPPOSED[2],
                });
            }
        }
    }
    // "no threat" before "no".
    known.values_mut().for_each(|all| all.sort_by_key(|one| std::cmp::Reverse(one.rest.len())));
    known
}

/// Words that mean nearly the same in news: each stem to its class.
fn synonyms(list: &'static str, forms: Forms) -> FxHashMap<String, usize> {
    let mut classes = FxHashMap::default();
    for (class, line) in entries(list).enumerate() {
        for word in line.split_whitespace() {
            classes.entry((forms.stem)(word)).or_insert(class);
        }
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::{OPPOSED, SIGNS, entries};
    use crate::analysis::language::feature::Feature;
    use crate::analysis::language::number::KINDS;
    use crate::analysis::language::{Stance, english, german};

    /// What is not known by its name would be left out in silence.
    #[test]
    fn no_line_of_the_lists_is_of_an_unknown_kind() {
        for files in [&english::FILES, &german::FILES] {
            let features = files.features.iter().flat_map(|list| entries(list));
            let unknown = |line: &&str| {
                line.split_once('\t')
                    .is_none_or(|(name, _)| Feature::named(name.trim_end_matches(SIGNS)).is_none())
            };
            assert_eq!({ features }.find(unknown), None);
            let how =
                |line: &&str| line.split('\t').next().is_some_and(|how| OPPOSED.contains(&how));
            assert_eq!(entries(files.opposed).find(|line| !how(line)), None);
            let mut cues = entries(files.cues).chain(entries(files.cue_nouns));
            let stance = |line: &&str| line.split('\t').next().and_then(Stance::named).is_none();
            assert_eq!(cues.find(stance), None);
            let kind =
                |line: &&str| line.split('\t').next().is_some_and(|kind| KINDS.contains(&kind));
            assert_eq!(entries(files.numbers).find(|line| !kind(line)), None);
        }
    }
}
