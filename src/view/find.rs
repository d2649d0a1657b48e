//! Searching one text, and names, as a reader types: letters that follow each other, without regard
//! to case, to the shape of quotation marks, dashes and apostrophes, and to line ends.

use crate::text::Span;

/// The form in which a character is compared.
fn folded(c: char) -> char {
    match c {
        '‘' | '’' | '‛' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' | '–' | '—' => '-',
        c if c.is_ascii() => {
            if c.is_ascii_whitespace() {
                ' '
            } else {
                c.to_ascii_lowercase()
            }
        }
        c if c.is_whitespace() => ' ',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// What is looked for, folded once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle {
    chars: Vec<char>,
}

impl Needle {
    /// Looks for `query`: the white space around it does not count, and a run of it inside is one
    /// space.
    pub fn new(query: &str) -> Needle {
        let words: Vec<&str> = query.split_whitespace().collect();
        Needle { chars: words.join(" ").chars().map(folded).collect() }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The places in `text`, in order, not overlapping, at most `most`.
    pub fn hits(&self, text: &str, most: usize) -> Vec<Span> {
        let Some(first) = self.chars.first() else { return Vec::new() };
        let mut found = Vec::new();
        let mut from = 0;
        for (start, c) in text.char_indices() {
            if found.len() == most {
                break;
            }
            if start >= from
                && folded(c) == *first
                && let Some(end) = self.end_at(text, start)
            {
                found.push(Span::new(start, end));
                from = end;
            }
        }
        found
    }

    /// Whether it is anywhere in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.is_empty() || !self.hits(text, 1).is_empty()
    }

    /// Where a hit that begins at byte `start` ends.
    fn end_at(&self, text: &str, start: usize) -> Option<usize> {
        let mut rest = text.get(start..)?.char_indices().peekable();
        for (at, wanted) in self.chars.iter().enumerate() {
            let (_, c) = rest.next()?;
            if folded(c) != *wanted {
                return None;
            }
            // A run of white space counts as one space, so that a phrase is found over a line end.
            while *wanted == ' '
                && at + 1 < self.chars.len()
                && rest.peek().is_some_and(|(_, c)| c.is_whitespace())
            {
                rest.next();
            }
        }
        Some(start + rest.peek().map_or(text.len() - start, |(at, _)| *at))
    }
}

#[cfg(test)]
mod tests {
    use super::Needle;

    fn hits<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
        Needle::new(query).hits(text, 9).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn case_marks_and_line_ends_do_not_matter() {
        assert_eq!(hits("He didn’t. HE DIDN'T.", "didn't"), ["didn’t", "DIDN'T"]);
        assert_eq!(hits("told\n  nothing before", "told nothing"), ["told\n  nothing"]);
        assert_eq!(
            hits("told nothing, told  nothing", " told  \tnothing"),
            ["told nothing", "told  nothing"]
        );
        assert_eq!(hits("Ölpreis über", "ÖL"), ["Öl"]);
        assert_eq!(hits("aaaa", "aa"), ["aa", "aa"]);
        assert!(hits("abc", " ").is_empty());
    }
}
