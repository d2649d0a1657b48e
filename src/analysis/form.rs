//! Forms: what the lists and the spelling say of one word, worked out once for each spelling.
//!
//! A corpus repeats its words: the 3.9 MB of the measured set hold 740,000 words in 46,000
//! spellings. So folding, stemming and every list are asked once a spelling, and a word is a place
//! and a shared form.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::language::{self, Cue, Feature, Features, Language, Stance, VerbForms};
use crate::text::token::{TokenKind, fold};

/// One spelling in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// The language that it is read in.
    pub language: &'static Language,
    /// Word, number or mark.
    pub kind: TokenKind,
    /// See [`fold`].
    pub folded: String,
    /// See [`Language::stem`]; empty for a mark.
    pub stem: String,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it has a possessive ending: Putin’s, workers’.
    pub possessive: bool,
    /// Whether its dots are those of initials: U.S., p.m.
    pub initials: bool,
    /// The verb behind the apostrophe of a pronoun: she’ll, they’ve, he’s.
    pub contraction: Option<&'static str>,
    /// The verb forms that it can be.
    pub verb: VerbForms,
    /// The cue that it can be as a verb.
    pub cue: Option<Cue>,
    /// What it reports as a noun: claim, denials.
    pub cue_noun: Option<Stance>,
    /// The stem as a number of 64 bits, by which forms are counted; two stems with one number are
    /// not to be expected.
    pub number: u64,
    term: OnceLock<Term>,
    features: Features,
}

/// What words are compared by. Shared, so that sets of terms cost no copies of them.
pub type Term = Arc<str>;

impl Form {
    fn new(language: &'static Language, shown: &str, kind: TokenKind) -> Form {
        let mark = kind == TokenKind::Mark;
        let folded = if mark { shown.to_owned() } else { fold(shown) };
        let without = shown.trim_end_matches(['’', '\'']);
        let ending = without
            .strip_suffix('s')
            .is_some_and(|stem| stem.len() > 1 && stem.ends_with(['’', '\'']));
        let stem = if mark { String::new() } else { language.stem(&folded) };
        let (lexicon, grammar) = (&language.lexicon, language.grammar.as_ref());
        let contraction = grammar.and_then(|rules| (rules.contraction)(&folded, ending));
        let spelt = grammar.map_or_else(Features::default, |rules| (rules.features)(&folded));
        Form {
            features: lexicon.features(&folded, &stem).and(spelt),
            verb: grammar.map_or_else(VerbForms::default, |rules| (rules.verb_forms)(&folded)),
            cue: lexicon.cue(&folded),
            cue_noun: lexicon.cue_noun(&folded),
            language,
            kind,
            number: xxh3_64(stem.as_bytes()),
            stem,
            capital: shown.starts_with(char::is_uppercase),
            initials: kind == TokenKind::Word && folded.len() > 2 && folded.ends_with('.'),
            possessive: !mark && contraction.is_none() && (ending || without.len() < shown.len()),
            contraction,
            term: OnceLock::new(),
            folded,
        }
    }

    /// The term by which it is compared: its class of near synonyms, the number that it spells,
    /// else its stem without what is only spelling (UK, U.K.; labor, labour; organize, organise).
    pub fn term(&self) -> &Term {
        self.term.get_or_init(|| {
            match (self.synonym(), self.language.lexicon.numbers().small(&self.folded)) {
                (Some(class), _) => format!("={class}").into(),
                (None, Some(number)) => number.to_string().into(),
                (None, None) if self.initials => self.stem.replace('.', "").into(),
                (None, None) => match &self.language.grammar {
                    Some(rules) => (rules.spelling)(&self.stem).into(),
                    None => self.stem.as_str().into(),
                },
            }
        })
    }

    /// See [`language::Lexicon::opposed`].
    pub fn opposed(&self) -> &'static [(usize, usize)] {
        self.language.lexicon.opposed(&self.stem)
    }

    /// Whether it is a mark, not a word or number.
    #[inline]
    pub fn is_mark(&self) -> bool {
        self.kind == TokenKind::Mark
    }

    /// Whether it says something by itself: no mark and no stop word.
    #[inline]
    pub fn is_content(&self) -> bool {
        !self.is_mark() && !self.features.has(Feature::Stopword)
    }

    /// Whether it is this folded word or mark.
    #[inline]
    pub fn is(&self, folded: &str) -> bool {
        self.folded == folded
    }

    /// Whether it has this feature, or can be of this class of grammar.
    #[inline]
    pub fn has(&self, feature: Feature) -> bool {
        self.features.has(feature)
    }

    /// See [`Form::has`].
    #[inline]
    pub fn can_be(&self, class: Feature) -> bool {
        self.features.has(class)
    }

    /// The class of near synonyms that it belongs to.
    pub fn synonym(&self) -> Option<usize> {
        self.language.lexicon.synonym(&self.stem)
    }

    /// Whether it can be of any class of grammar.
    pub fn is_of_grammar(&self) -> bool {
        self.features.of_grammar()
    }

    /// Whether it is a word that only the lists of nouns leave: small, no verb and no word of
    /// grammar.
    pub fn is_lower_noun(&self) -> bool {
        self.kind == TokenKind::Word
            && !self.capital
            && self.verb == VerbForms::default()
            && !self.is_of_grammar()
    }

    /// Whether it turns its clause into the opposite.
    #[inline]
    pub fn is_negation(&self) -> bool {
        self.features.has(Feature::Negation)
    }

    /// Whether it says what a person is: minister, spokesman.
    #[inline]
    pub fn is_role(&self) -> bool {
        self.features.has(Feature::Role)
    }

    /// Whether it heads a source that is not named: officials, residents.
    #[inline]
    pub fn is_unnamed(&self) -> bool {
        self.features.has(Feature::Unnamed)
    }
}

/// Spellings that a thread keeps; a thread that has met more begins anew, so that memory stays
/// bounded.
const KEPT: usize = 200_000;

/// The forms of one language that a thread has met.
#[derive(Default)]
struct Forms {
    /// By the spelling packed into a number, so that to look one up is to compare numbers.
    short: FxHashMap<u128, Arc<Form>>,
    /// By longer spellings.
    long: FxHashMap<Box<str>, Arc<Form>>,
}

thread_local! {
    static FORMS: RefCell<[Forms; language::COUNT]> = RefCell::default();
}

/// The form of `shown` in a language: “die” is another word in each.
pub fn form(language: &'static Language, shown: &str, kind: TokenKind) -> Arc<Form> {
    let new = || Arc::new(Form::new(language, shown, kind));
    let of_language = |all: &mut [Forms; language::COUNT]| {
        let Some(forms) = all.get_mut(language.number()) else { return new() };
        of(forms, shown, new)
    };
    FORMS.with_borrow_mut(of_language)
}

fn of(forms: &mut Forms, shown: &str, new: impl FnOnce() -> Arc<Form>) -> Arc<Form> {
    match packed(shown) {
        Some(spelling) => Arc::clone(bounded(&mut forms.short).entry(spelling).or_insert_with(new)),
        None => match bounded(&mut forms.long).get(shown) {
            Some(known) => Arc::clone(known),
            None => Arc::clone(forms.long.entry(shown.into()).or_insert_with(new)),
        },
    }
}

/// A spelling of at most 15 bytes as a number: its bytes, and how many they are.
fn packed(shown: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..15)?.get_mut(..shown.len())?.copy_from_slice(shown.as_bytes());
    bytes[15] = shown.len() as u8;
    Some(u128::from_le_bytes(bytes))
}

fn bounded<K>(forms: &mut FxHashMap<K, Arc<Form>>) -> &mut FxHashMap<K, Arc<Form>> {
    if forms.len() >= KEPT {
        forms.clear();
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::form as of_language;
    use crate::analysis::language::ENGLISH;
    use crate::text::token::TokenKind;

    fn form(shown: &str, kind: TokenKind) -> std::sync::Arc<super::Form> {
        of_language(&ENGLISH, shown, kind)
    }

    #[test]
    fn one_spelling_has_one_form() {
        let (first, second) =
            (form("Ministers’", TokenKind::Word), form("Ministers’", TokenKind::Word));
        assert!(std::sync::Arc::ptr_eq(&first, &second));
        assert!(first.capital && first.possessive && first.is("ministers"));
        let long = "Vesterholt-Penhallow";
        assert!(std::sync::Arc::ptr_eq(&form(long, TokenKind::Word), &form(long, TokenKind::Word)));
        assert!(
            form("Brandt's", TokenKind::Word).possessive && !form("us", TokenKind::Word).possessive
        );
    }
}
