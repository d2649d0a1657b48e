//! Given names: which two may be one person's, and whether they are a man's or a woman's.
//!
//! Never by a first letter: by a list of names and their forms, and, for what the list does not
//! know, by how far the spellings are apart.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::analysis::language::lexicon::entries;
use crate::analysis::language::names::plain;

/// What "he" and "she" may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analysis) enum Gender {
    Man,
    Woman,
}

/// What the list says of one form.
#[derive(Default)]
struct Given {
    /// The names that it is a form of, by line.
    names: Vec<usize>,
    man: bool,
    woman: bool,
}

/// The forms of the list, plain.
static GIVEN: LazyLock<FxHashMap<&str, Given>> = LazyLock::new(|| {
    let mut known: FxHashMap<&str, Given> = FxHashMap::default();
    let lines = entries(include_str!("../../../assets/lexicon/names/given.txt"));
    for (line, (kind, forms)) in lines.filter_map(|line| line.split_once('\t')).enumerate() {
        for form in forms.split_whitespace() {
            let given = known.entry(form).or_default();
            given.names.push(line);
            given.man |= kind != "f";
            given.woman |= kind != "m";
        }
    }
    known
});

/// Whether a folded word is a known given name, however its letters are marked.
pub(in crate::analysis) fn is_given(folded: &str) -> bool {
    match folded.is_ascii() {
        true => GIVEN.contains_key(folded),
        false => GIVEN.contains_key(plain(folded).as_str()),
    }
}

/// Whose given name it is, where it is either's own.
pub(in crate::analysis) fn gender(plain: &str) -> Option<Gender> {
    match GIVEN.get(plain).map(|given| (given.man, given.woman)) {
        Some((true, false)) => Some(Gender::Man),
        Some((false, true)) => Some(Gender::Woman),
        _ => None,
    }
}

/// Letters of the shorter of two spellings that one slip apart are one name: Anna and Anne, Mark
/// and Mary are not.
const SPELLED: usize = 5;

/// Whether two plain given names may be one person's: equal, forms of one name, an initial and a
/// name, or two spellings of a name that the list does not tell apart.
pub(in crate::analysis) fn may_be_one(a: &str, b: &str) -> bool {
    let (known_a, known_b) = (GIVEN.get(a), GIVEN.get(b));
    if a == b {
        return true;
    }
    if let (Some(a), Some(b)) = (known_a, known_b) {
        return a.names.iter().any(|name| b.names.contains(name));
    }
    initial(a, b) || initial(b, a) || spelled_alike(a, b)
}

/// Whether `short` is an initial of `long`.
fn initial(short: &str, long: &str) -> bool {
    let letter = short.trim_end_matches('.');
    letter.chars().count() == 1 && long.starts_with(letter)
}

fn spelled_alike(a: &str, b: &str) -> bool {
    let (a, b) = (sounds(a), sounds(b));
    // Mario and Maria, Daniel and Daniela are two.
    let other_end = a.ends_with('a') != b.ends_with('a');
    let short = a.chars().count().min(b.chars().count());
    a == b || short >= SPELLED && !other_end && is_one_slip(&a, &b)
}

/// A name without what is only a way to write another alphabet: Sergey, Sergei; Yevgeny, Evgeni.
fn sounds(plain: &str) -> String {
    let mut heard = String::with_capacity(plain.len());
    for c in plain.replace("ye", "e").replace("ph", "f").replace("kh", "h").chars() {
        let c = match c {
            'y' | 'j' => 'i',
            'w' => 'v',
            c => c,
        };
        if !heard.ends_with(c) {
            heard.push(c);
        }
    }
    heard
}

/// Whether one letter was swapped, put in or left out.
pub(in crate::analysis) fn is_one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a[head..].iter().rev().zip(b[head..].iter().rev());
    let tail = rest.take_while(|(x, y)| x == y).count();
    (a.len() - head - tail).max(b.len() - head - tail) <= 1
}

#[cfg(test)]
mod tests {
    use super::{Gender, gender, may_be_one};

    #[test]
    fn forms_and_spellings_are_one_name_and_a_letter_is_none() {
        for (a, b) in [
            ("sergei", "sergey"),
            ("william", "bill"),
            ("katherine", "kate"),
            ("j.", "joe"),
            ("dmitrij", "dmitry"),
            ("oleksandr", "oleksander"),
            ("yelena", "elena"),
        ] {
            assert!(may_be_one(a, b) && may_be_one(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("joe", "jill"),
            ("donald", "ivanka"),
            ("mark", "mary"),
            ("anna", "anne"),
            ("mario", "maria"),
            ("sergei", "stefan"),
            ("briano", "briana"),
            ("william", "walter"),
        ] {
            assert!(!may_be_one(a, b) && !may_be_one(b, a), "{a} {b}");
        }
    }

    #[test]
    fn a_name_that_either_may_bear_tells_nothing() {
        assert_eq!(gender("ilse"), Some(Gender::Woman));
        assert_eq!(gender("oskar"), Some(Gender::Man));
        assert_eq!(["chris", "robin", "tolvan"].map(gender), [None; 3]);
    }
}
