//! Sentences, by `sentencex` inside each paragraph.

use crate::text::Span;
use crate::text::token::is_title;

/// Closing marks that belong to the sentence before them, not to the one after.
const CLOSING: [char; 6] = ['”', '’', '"', '\'', ')', '»'];

/// Whether `next` belongs to the sentence before it: closing marks, what follows a title ("said
/// Ms." "Warden"), a day or zone behind a time ("by 3 p.m." "Friday"), and what begins small (“Why
/// not?” she asked).
fn goes_on(sentence: &str, next: &str) -> bool {
    next.starts_with(char::is_lowercase)
        || next.chars().all(|c| CLOSING.contains(&c))
        || sentence.split_whitespace().next_back().is_some_and(is_title)
        || ends_in_a_time(sentence) && next.split_whitespace().next().is_some_and(goes_with_a_time)
}

/// "D-N." of "D-N.Y."
fn ends_in_initial(sentence: &str) -> bool {
    let last = sentence.strip_suffix('.').and_then(|head| head.rsplit(['-', '–', '.', ' ']).next());
    last.is_some_and(|last| last.len() == 1 && last.starts_with(char::is_uppercase))
}

/// "by 3 p.m."
fn ends_in_a_time(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace().rev();
    let half =
        words.next().is_some_and(|word| ["p.m.", "a.m."].iter().any(|half| word.ends_with(half)));
    half && words.next().is_none_or(|word| word.ends_with(|c: char| c.is_ascii_digit()))
}

/// "Friday", "EST": what tells of which day or zone a time is.
fn goes_with_a_time(word: &str) -> bool {
    const DAYS: [&str; 12] = [
        "Mon",
        "Tue",
        "Wed",
        "Thu",
        "Fri",
        "Sat",
        "Sun",
        "Eastern",
        "Central",
        "Pacific",
        "Mountain",
        "Greenwich",
    ];
    let word = word.trim_end_matches(['.', ',', ';', ')']);
    let zone = (2..=4).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && word.ends_with('T');
    zone || DAYS.iter().any(|day| word.starts_with(day))
}

/// The sentences of the paragraphs of `text`, in order, without white space around them.
/// `language` is an ISO 639-1 code; one that `sentencex` has no rules for is split as English.
pub fn sentences(text: &str, paragraphs: &[Span], language: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for paragraph in paragraphs {
        let part = paragraph.of(text);
        if language == "en" && is_one(part) {
            found.push(*paragraph);
            continue;
        }
        for boundary in sentencex::get_sentence_boundaries(language, part) {
            let span =
                Span::new(boundary.start_byte, boundary.end_byte).shift(paragraph.start).trim(text);
            if span.is_empty() {
                continue;
            }
            match found.last_mut() {
                Some(last)
                    if paragraph.covers(*last)
                        && (goes_on(last.of(text), span.of(text))
                            || last.end == span.start && ends_in_initial(last.of(text))) =>
                {
                    last.end = span.end;
                }
                _ => found.push(span),
            }
        }
    }
    found
}

/// Whether a paragraph is plainly one sentence, so that it need not be asked where it could be
/// split: in ASCII, without the marks of lists, and without a full stop before its end. In English
/// news one in four is.
fn is_one(part: &str) -> bool {
    let Some(inside) = part.trim_end_matches(['"', '\'']).strip_suffix(['.', '!', '?']) else {
        return false;
    };
    part.starts_with(|c: char| c.is_ascii_uppercase() || c == '"')
        && inside
            .bytes()
            .all(|b| b.is_ascii() && !matches!(b, b'.' | b'!' | b'?' | b')' | b'[' | b'\n' | b'\r'))
}

/// The index of the last of `spans` (sorted, not overlapping) that begins at or before byte `at`.
pub fn index_at(spans: &[Span], at: usize) -> Option<usize> {
    spans.partition_point(|span| span.start <= at).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, proptest};

    use super::{is_one, sentences};
    use crate::text::paragraph::paragraphs;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

        /// A language without rules of its own is split as English, and not asked whether it is one
        /// sentence.
        #[test]
        fn what_is_plainly_one_sentence_is_never_split(text in r#"["A-Z][a-zA-Z0-9 ,;:'"(*+/$%-]{0,60}[.!?]["']{0,2}"#) {
            assert!(is_one(&text));
            assert_eq!(sentences(&text, &paragraphs(&text), "en"), sentences(&text, &paragraphs(&text), "zz"));
        }
    }

    #[test]
    fn a_day_behind_a_time_ends_no_sentence() {
        let text = "The town must vote by 3 p.m. Friday or lose the loan. It met until 9 p.m. Nobody spoke. It rose at 4 p.m. EST on Monday.";
        let found: Vec<_> =
            sentences(text, &paragraphs(text), "en").into_iter().map(|s| s.of(text)).collect();
        assert_eq!(
            found,
            [
                "The town must vote by 3 p.m. Friday or lose the loan.",
                "It met until 9 p.m.",
                "Nobody spoke.",
                "It rose at 4 p.m. EST on Monday."
            ]
        );
    }

    #[test]
    fn abbreviations_and_closing_marks_do_not_split() {
        let text = "Mr. Dahl met the U.S. envoy at 2 p.m. on Friday. “We agreed.” Then he left.\n\nNobody knew. “It rains,” Ms. Dahl said.";
        let found: Vec<_> =
            sentences(text, &paragraphs(text), "en").into_iter().map(|s| s.of(text)).collect();
        assert_eq!(
            found,
            [
                "Mr. Dahl met the U.S. envoy at 2 p.m. on Friday.",
                "“We agreed.”",
                "Then he left.",
                "Nobody knew.",
                "“It rains,” Ms. Dahl said."
            ]
        );
    }
}
