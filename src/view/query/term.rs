//! Words that follow each other, and where they stand in a text.
//!
//! A text is not read word by word for that: only where a letter stands with which the first word
//! may begin is it looked at. (To open an article of 5 MB that a search found took 42 ms when all
//! its words were read, and takes 13: `benches/reader`.)

use memchr::{memchr2_iter, memrchr3};

use crate::text::Span;
use crate::text::token::{TokenKind, fold, tokens};

/// Words that follow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Term {
    /// Folded; at least one.
    pub(crate) words: Vec<String>,
    /// Whether the last is only the beginning of a word: it is still being typed.
    pub(crate) unfinished: bool,
}

impl Term {
    /// Where it stands in `text`, in bytes and in order.
    pub(super) fn places(&self, text: &str) -> Vec<Span> {
        let Some(letter) = self.words.first().and_then(|word| word.chars().next()) else {
            return Vec::new();
        };
        // Two signs beyond ASCII are ASCII letters in lower case.
        let is_plain = letter.is_ascii()
            && !(letter == 'k' && text.contains('\u{212a}')
                || letter == 'i' && text.contains('\u{130}'));
        match u8::try_from(letter) {
            Ok(letter) if is_plain => self.by_letter(text, letter),
            _ => words(text)
                .filter(|word| begins(word.of(text), letter))
                .filter_map(|word| self.from(text, word))
                .collect(),
        }
    }

    /// Whether it stands in `name`.
    pub(super) fn is_in(&self, name: &str) -> bool {
        !self.places(name).is_empty()
    }

    /// Likewise where its first word begins with an ASCII `letter` or digit, in lower case.
    fn by_letter(&self, text: &str, letter: u8) -> Vec<Span> {
        let bytes = text.as_bytes();
        let (mut places, mut read) = (Vec::new(), 0);
        for at in memchr2_iter(letter, letter.to_ascii_uppercase(), bytes) {
            let is_inside = at < read || at > 0 && bytes[at - 1].is_ascii_alphanumeric();
            if is_inside || !self.may_begin(&bytes[at..]) {
                continue;
            }
            // No word holds a blank, so that words are told from there as from the beginning.
            let blank =
                memrchr3(b' ', b'\n', b'\t', &bytes[read..at]).map_or(read, |blank| read + blank);
            let Some(token) =
                tokens(text, Span::new(blank, text.len())).find(|token| token.span.end > at)
            else {
                break;
            };
            read = token.span.end;
            if token.span.start == at {
                places.extend(self.from(text, token.span));
            }
        }
        places
    }

    /// Whether a word that begins as `bytes` may be the first one, as far as its letters and digits
    /// can tell.
    fn may_begin(&self, bytes: &[u8]) -> bool {
        let mut wanted = self.words.first().map_or(&[][..], |word| word.as_bytes()).iter();
        for byte in bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()) {
            match wanted.next() {
                Some(wanted)
                    if wanted.is_ascii_alphanumeric() && *wanted != byte.to_ascii_lowercase() =>
                {
                    return false;
                }
                Some(wanted) if !wanted.is_ascii_alphanumeric() => return true,
                Some(_) => {}
                None => return self.is_begun(0),
            }
        }
        true
    }

    /// Where it stands in `text` if it begins with the word `first`.
    fn from(&self, text: &str, first: Span) -> Option<Span> {
        if !self.is(0, first.of(text)) {
            return None;
        }
        let mut last = first;
        let mut rest = words_from(text, first.end);
        for at in 1..self.words.len() {
            last = rest.next().filter(|word| self.is(at, word.of(text)))?;
        }
        Some(first.hull(last))
    }

    /// Whether `word` is the term's word number `at`.
    fn is(&self, at: usize, word: &str) -> bool {
        let word = fold(word);
        self.words.get(at).is_some_and(|wanted| {
            word == *wanted || self.is_begun(at) && word.starts_with(wanted.as_str())
        })
    }

    /// Whether of its word number `at` only the beginning is known.
    fn is_begun(&self, at: usize) -> bool {
        self.unfinished && at + 1 == self.words.len()
    }
}

/// Whether `word` begins with `letter` when it is folded.
fn begins(word: &str, letter: char) -> bool {
    word.chars()
        .next()
        .is_some_and(|first| first == letter || first.to_lowercase().next() == Some(letter))
}

/// The words of `text`, without the marks between them.
fn words(text: &str) -> impl Iterator<Item = Span> {
    words_from(text, 0)
}

/// Likewise from a byte on at which no word goes on.
fn words_from(text: &str, at: usize) -> impl Iterator<Item = Span> {
    tokens(text, Span::new(at, text.len()))
        .filter(|token| token.kind != TokenKind::Mark)
        .map(|token| token.span)
}

/// The words of `text` as they are compared.
pub(crate) fn folded_words(text: &str) -> impl Iterator<Item = String> {
    words(text).map(|word| fold(word.of(text)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Term, begins, folded_words, words};
    use crate::text::Span;

    /// Where a term stands, with every word of the text looked at.
    fn in_all_words(term: &Term, text: &str) -> Vec<Span> {
        let all: Vec<Span> = words(text).collect();
        let windows = all.windows(term.words.len());
        let found = windows
            .filter(|window| (0..).zip(*window).all(|(at, word)| term.is(at, word.of(text))));
        found.map(|window| window[0].hull(window[window.len() - 1])).collect()
    }

    /// Text in which little differs, of marks that join words and such as do not.
    fn text() -> impl Strategy<Value = String> {
        let pieces = [
            "k", "K", "ki", "Kit", "it", "IT", "1", "12", "é", "É", "İ", "\u{212a}", "\u{ad}", "-",
            "’s", "'", ".", ",", " ", " ", "\n", "\u{a0}", "“", "S.", "U.S.", "Mr.", "日",
        ];
        prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn a_term_is_found_as_if_every_word_were_looked_at(text in text(), wanted in text(), count in 1..3_usize, unfinished: bool) {
            let words: Vec<String> = folded_words(&wanted).filter(|word| !word.is_empty()).take(count).collect();
            prop_assume!(!words.is_empty());
            let term = Term { words, unfinished };
            prop_assert_eq!(term.places(&text), in_all_words(&term, &text));
        }
    }

    #[test]
    fn letters_are_alike_whatever_their_case() {
        assert!(
            begins("Quay", 'q')
                && begins("éclair", 'é')
                && begins("Éclair", 'é')
                && !begins("Quay", 'k')
        );
        let places = |word: &str, text: &str| {
            Term { words: vec![word.into()], unfinished: false }.places(text).len()
        };
        assert_eq!(
            (
                places("kelvin", "Kelvin \u{212a}elvin kelvins kel-vin"),
                places("éclair", "Éclair, éclair’s")
            ),
            (3, 2)
        );
    }
}
