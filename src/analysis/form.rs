//! Forms: what the lists and the spelling say of one word, worked out once for each spelling.
//!
//! A corpus repeats its words: the 3.9 MB of the measured set hold 740,000 words in 46,000
//! spellings. So folding, stemming and every list are asked once a spelling, and a word is a place
//! and a shared form.

use std::cell::RefCell;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashMap};
use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::language::{self, Cue, Feature, Features, Language, Stance, VerbForms, names};
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
    /// The folded word as a number, as the stem is one.
    pub spelling: u64,
    /// In which of the languages with lists, in their order, it is a stop word.
    pub stopword_of: [bool; language::LISTED.len()],
    /// See [`language::Lexicon::bodies`].
    pub bodies: u64,
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
            features: lexicon
                .features(&folded, &stem)
                .and(spelt)
                .and(names::features(shown, &folded)),
            stopword_of: Language::stopword_of(&folded),
            bodies: lexicon.bodies(&folded),
            verb: grammar.map_or_else(VerbForms::default, |rules| (rules.verb_forms)(&folded)),
            cue: lexicon.cue(&folded),
            cue_noun: lexicon.cue_noun(&folded),
            language,
            kind,
            number: xxh3_64(stem.as_bytes()),
            spelling: xxh3_64(folded.as_bytes()),
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
    pub fn opposed(&self) -> &'static [language::Opposed] {
        self.language.lexicon.opposed(&self.folded)
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

/// A form as a word holds it: one of those kept for good, or one that goes with the words of it.
///
/// Words share their forms across threads; what is kept for good has no count of its holders, which
/// the threads would take from each other with every word that is read or dropped.
#[derive(Clone, Debug)]
pub enum Held {
    /// One of the spellings that were met first.
    Kept(&'static Form),
    /// One met later.
    Own(Arc<Form>),
}

impl Deref for Held {
    type Target = Form;

    #[inline]
    fn deref(&self) -> &Form {
        match self {
            Held::Kept(form) => form,
            Held::Own(form) => form,
        }
    }
}

/// Spellings that are kept for good: what a corpus repeats is among the first ones of it. What comes
/// later is worked out anew by each thread, [`LATE`] at a time. Both chosen, not measured.
const KEPT: usize = 200_000;
const LATE: usize = 50_000;

/// Forms of one language by their spelling.
struct Forms<F> {
    /// By the spelling packed into a number, so that to look one up is to compare numbers.
    short: FxHashMap<u128, F>,
    /// By longer spellings.
    long: FxHashMap<Box<str>, F>,
}

impl<F: Clone> Forms<F> {
    const NONE: Forms<F> = Forms {
        short: FxHashMap::with_hasher(FxBuildHasher),
        long: FxHashMap::with_hasher(FxBuildHasher),
    };

    fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    #[inline]
    fn get(&self, shown: &str) -> Option<F> {
        match packed(shown) {
            Some(spelling) => self.short.get(&spelling).cloned(),
            None => self.long.get(shown).cloned(),
        }
    }

    fn insert(&mut self, shown: &str, form: F) {
        match packed(shown) {
            Some(spelling) => drop(self.short.insert(spelling, form)),
            None => drop(self.long.insert(shown.into(), form)),
        }
    }
}

/// What all threads have kept.
static ALL: Mutex<[Forms<&'static Form>; language::COUNT]> =
    Mutex::new([const { Forms::NONE }; language::COUNT]);

thread_local! {
    /// What this thread has met.
    static MET: RefCell<[Forms<Held>; language::COUNT]> =
        const { RefCell::new([const { Forms::NONE }; language::COUNT]) };
}

/// The form of `shown` in a language: “die” is another word in each.
pub fn form(language: &'static Language, shown: &str, kind: TokenKind) -> Held {
    MET.with_borrow_mut(|all| {
        let Some(met) = all.get_mut(language.number()) else {
            return Held::Own(Arc::new(Form::new(language, shown, kind)));
        };
        met.get(shown).unwrap_or_else(|| {
            if met.len() >= KEPT + LATE {
                *met = Forms::NONE;
            }
            let form = kept(language, shown, kind);
            met.insert(shown, form.clone());
            form
        })
    })
}

/// The form that all threads keep of a spelling that this one has not met.
fn kept(language: &'static Language, shown: &str, kind: TokenKind) -> Held {
    let number = language.number();
    // What a thread that died was putting in is whole or not there.
    let all = || ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all().get(number).and_then(|forms| forms.get(shown)) {
        return Held::Kept(known);
    }
    let new = Form::new(language, shown, kind);
    let mut all = all();
    let full = all.iter().map(Forms::len).sum::<usize>() >= KEPT;
    match all.get_mut(number).filter(|_| !full) {
        Some(forms) => Held::Kept(forms.get(shown).unwrap_or_else(|| {
            let form: &'static Form = Box::leak(Box::new(new));
            forms.insert(shown, form);
            form
        })),
        None => Held::Own(Arc::new(new)),
    }
}

/// A spelling of at most 15 bytes as a number: its bytes, and how many they are.
#[inline]
fn packed(shown: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..15)?.get_mut(..shown.len())?.copy_from_slice(shown.as_bytes());
    bytes[15] = shown.len() as u8;
    Some(u128::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::form as of_language;
    use crate::analysis::language::ENGLISH;
    use crate::text::token::TokenKind;

    fn form(shown: &str, kind: TokenKind) -> super::Held {
        of_language(&ENGLISH, shown, kind)
    }

    fn same(a: &super::Form, b: &super::Form) -> bool {
        std::ptr::eq(a, b)
    }

    #[test]
    fn one_spelling_has_one_form() {
        let (first, second) =
            (form("Ministers’", TokenKind::Word), form("Ministers’", TokenKind::Word));
        assert!(same(&first, &second));
        assert!(first.capital && first.possessive && first.is("ministers"));
        let long = "Vesterholt-Penhallow";
        assert!(same(&form(long, TokenKind::Word), &form(long, TokenKind::Word)));
        assert!(
            form("Brandt's", TokenKind::Word).possessive && !form("us", TokenKind::Word).possessive
        );
    }
}
