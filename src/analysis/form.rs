//! Forms: what the lists and the spelling say of one word, worked out once for each spelling.
//!
//! A corpus repeats its words: the 3.9 MB of the measured set hold 740,000 words in 46,000
//! spellings. So folding, stemming and every list are asked once a spelling, and a word is a place
//! and a shared form.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::lexicon::{self, Class, Classes, Cue, Stance, VerbForms};
use crate::analysis::quantity;
use crate::text::token::{TokenKind, fold, stem};

/// One spelling.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// Word, number or mark.
    pub kind: TokenKind,
    /// See [`fold`].
    pub folded: String,
    /// See [`stem`]; empty for a mark.
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
    classes: Classes,
}

/// What words are compared by. Shared, so that sets of terms cost no copies of them.
pub type Term = Arc<str>;

impl Form {
    fn new(shown: &str, kind: TokenKind) -> Form {
        let mark = kind == TokenKind::Mark;
        let folded = if mark { shown.to_owned() } else { fold(shown) };
        let without = shown.trim_end_matches(['’', '\'']);
        let ending = without
            .strip_suffix('s')
            .is_some_and(|stem| stem.len() > 1 && stem.ends_with(['’', '\'']));
        let contraction = contraction(&folded, ending);
        let stem = if mark { String::new() } else { stem(&folded) };
        Form {
            kind,
            number: xxh3_64(stem.as_bytes()),
            stem,
            capital: shown.starts_with(char::is_uppercase),
            initials: kind == TokenKind::Word && folded.len() > 2 && folded.ends_with('.'),
            possessive: !mark && contraction.is_none() && (ending || without.len() < shown.len()),
            contraction,
            verb: lexicon::verb_forms(&folded),
            cue: lexicon::CUES.get(folded.as_str()).copied(),
            cue_noun: lexicon::CUE_NOUNS.get(folded.as_str()).copied(),
            classes: lexicon::classes(&folded),
            term: OnceLock::new(),
            folded,
        }
    }

    /// The term by which it is compared: its class of near synonyms, the number that it spells,
    /// else its stem without what is only spelling (UK, U.K.; labor, labour; organize, organise).
    pub fn term(&self) -> &Term {
        self.term.get_or_init(|| {
            match (lexicon::synonym(&self.stem), quantity::small_number(&self.folded)) {
                (Some(class), _) => format!("={class}").into(),
                (None, Some(number)) => number.to_string().into(),
                (None, None) if self.initials => self.stem.replace('.', "").into(),
                (None, None) => american(&self.stem).into(),
            }
        })
    }

    /// Whether it is a mark, not a word or number.
    #[inline]
    pub fn is_mark(&self) -> bool {
        self.kind == TokenKind::Mark
    }

    /// Whether it says something by itself: no mark and no stop word.
    #[inline]
    pub fn is_content(&self) -> bool {
        !self.is_mark() && !self.classes.has(Class::Stopword)
    }

    /// Whether it is this folded word or mark.
    #[inline]
    pub fn is(&self, folded: &str) -> bool {
        self.folded == folded
    }

    /// Whether it can be of this class of grammar.
    #[inline]
    pub fn can_be(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    /// Whether it can be of any class of grammar.
    pub fn is_of_grammar(&self) -> bool {
        self.classes.any()
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
        self.classes.has(Class::Negation)
    }

    /// Whether it says what a person is: minister, spokesman.
    #[inline]
    pub fn is_role(&self) -> bool {
        self.classes.has(Class::Role)
    }

    /// Whether it heads a source that is not named: officials, residents.
    #[inline]
    pub fn is_unnamed(&self) -> bool {
        self.classes.has(Class::Unnamed)
    }
}

/// A stem as American outlets spell it.
fn american(stem: &str) -> String {
    match (stem.strip_suffix("is"), stem.len()) {
        (Some(head), 6..) => format!("{head}iz"),
        _ if stem.len() > 4 => stem.replace("our", "or"),
        _ => stem.to_owned(),
    }
}

/// What a pronoun is drawn together with. Folding takes "’s" off; of a pronoun it is no possessive
/// ending.
fn contraction(folded: &str, ends_in_s: bool) -> Option<&'static str> {
    let pronoun =
        ["he", "she", "it", "that", "there", "who", "what", "here", "let"].contains(&folded);
    let end = folded.split_once('\'').map(|(_, end)| end);
    if pronoun && ends_in_s {
        Some("s")
    } else {
        ["ll", "d", "re", "m", "ve"].into_iter().find(|known| end == Some(known))
    }
}

/// Spellings that a thread keeps; a thread that has met more begins anew, so that memory stays
/// bounded.
const KEPT: usize = 200_000;

/// The forms that a thread has met.
#[derive(Default)]
struct Forms {
    /// By the spelling packed into a number, so that to look one up is to compare numbers.
    short: FxHashMap<u128, Arc<Form>>,
    /// By longer spellings.
    long: FxHashMap<Box<str>, Arc<Form>>,
}

thread_local! {
    static FORMS: RefCell<Forms> = RefCell::default();
}

/// The form of `shown`.
pub fn form(shown: &str, kind: TokenKind) -> Arc<Form> {
    let new = || Arc::new(Form::new(shown, kind));
    FORMS.with_borrow_mut(|forms| match packed(shown) {
        Some(spelling) => Arc::clone(bounded(&mut forms.short).entry(spelling).or_insert_with(new)),
        None => match bounded(&mut forms.long).get(shown) {
            Some(known) => Arc::clone(known),
            None => Arc::clone(forms.long.entry(shown.into()).or_insert_with(new)),
        },
    })
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
    use super::form;
    use crate::text::token::TokenKind;

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
