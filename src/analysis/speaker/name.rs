//! A person's name in its parts, as two of them are compared.

use crate::analysis::language::given;
use crate::analysis::language::names::{is_particle, is_suffix};

/// The parts of a person's name, plain: see [`names::plain`](crate::analysis::language::names).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// Given and middle names, in order.
    pub(super) given: Vec<String>,
    /// The last name without its particles: `meer` of van der Meer.
    pub(super) last: String,
    /// jr, sr, iii
    pub(super) suffix: Option<String>,
}

impl Name {
    /// The parts of a name in plain words.
    pub(super) fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Name {
        let mut name = Name::default();
        for word in words {
            if is_suffix(word) && !name.last.is_empty() {
                name.suffix = Some(word.trim_end_matches('.').to_owned());
            } else if !is_particle(word) || name.last.is_empty() && given::is_given(word) {
                let before = std::mem::replace(&mut name.last, word.to_owned());
                name.given.extend(Some(before).filter(|before| !before.is_empty()));
            }
        }
        name
    }

    /// Whether it has more than a last name.
    pub(super) fn is_full(&self) -> bool {
        !self.given.is_empty()
    }

    /// The given name by which the person goes.
    pub(super) fn called(&self) -> Option<&str> {
        self.given.first().map(String::as_str)
    }

    /// Whether two full names may be one person's. `strict` holds a son apart from a father whom
    /// no "Sr." tells.
    pub(super) fn may_be(&self, other: &Name, strict: bool) -> bool {
        let suffixes = match (&self.suffix, &other.suffix) {
            (Some(a), Some(b)) => a == b,
            (None, None) => true,
            _ => !strict,
        };
        // "Billionaire Ada Lund" and "Mary Ada Lund" may be Ada Lund.
        let among = |a: &Name, b: &Name| b.called().is_some_and(|name| a.has_given(name));
        let called = self.called().zip(other.called());
        suffixes
            && self.last == other.last
            && (called.is_some_and(|(a, b)| given::may_be_one(a, b))
                || among(self, other)
                || among(other, self))
    }

    fn has_given(&self, name: &str) -> bool {
        self.given.iter().any(|given| given == name)
    }
}

/// Whether plain words are more than a last name.
pub(super) fn is_full<'w>(words: impl IntoIterator<Item = &'w str>) -> bool {
    let mut parts = 0;
    for word in words {
        let suffix = parts > 0 && is_suffix(word);
        let own = !is_particle(word) || parts == 0 && given::is_given(word);
        parts += usize::from(!suffix && own);
    }
    parts > 1
}

#[cfg(test)]
mod tests {
    use super::Name;
    use crate::analysis::language::names::plain;

    fn name(words: &str) -> Name {
        let words: Vec<String> = words.split_whitespace().map(plain).collect();
        Name::new(words.iter().map(String::as_str))
    }

    #[test]
    fn names_have_parts() {
        let parts = |words: &str| {
            let name = name(words);
            assert_eq!(
                super::is_full(
                    words.split(' ').map(plain).collect::<Vec<_>>().iter().map(String::as_str)
                ),
                name.is_full()
            );
            (name.given.join(" "), name.last, name.suffix.unwrap_or_default())
        };
        for (words, given, last, suffix) in [
            ("Ruth van der Meer", "ruth", "meer", ""),
            ("Klaas ten Brink", "klaas", "brink", ""),
            ("José Álvarez", "jose", "alvarez", ""),
            ("Jose\u{301} A\u{301}lvarez", "jose", "alvarez", ""),
            ("Ada B. Lund Jr.", "ada b.", "lund", "jr"),
            ("O’Neill", "", "o'neill", ""),
            ("Al Grell", "al", "grell", ""),
        ] {
            assert_eq!(parts(words), (given.into(), last.into(), suffix.into()), "{words}");
        }
    }

    #[test]
    fn two_names_of_one_person() {
        for (a, b) in [
            ("Joe Lund", "Joseph R. Lund"),
            ("Billionaire Joe Lund", "Joe Lund"),
            ("Sergei Tolvan", "Sergey Tolvan"),
        ] {
            assert!(name(a).may_be(&name(b), true), "{a}, {b}");
        }
        for (a, b) in [("Mark Dorn", "Mary Dorn"), ("Mark Dorn", "Mark Dorn Jr.")] {
            assert!(!name(a).may_be(&name(b), true), "{a}, {b}");
        }
        assert!(name("Mark Dorn").may_be(&name("Mark Dorn Jr."), false));
        assert!(!name("Mark Dorn Sr.").may_be(&name("Mark Dorn Jr."), false));
    }
}
