//! Quotation marks paired by type within a paragraph: the outermost pairs; what is quoted inside
//! them is theirs.

use crate::text::Span;

/// What stands between a pair of quotation marks, marks included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// Bytes of the article's text, marks included.
    pub span: Span,
    /// Whether a closing mark was found in the paragraph.
    pub closed: bool,
    /// Whether marks enclose it; not those of a tweet or a transcript.
    pub marked: bool,
}

impl Quoted {
    /// The span without its marks.
    pub fn inside(&self, text: &str) -> Span {
        if !self.marked {
            return self.span;
        }
        let shown = self.span.of(text);
        let open = self.span.start + mark_at(shown);
        let close = if self.closed { mark_before(shown) } else { 0 };
        Span::new(open, self.span.end.saturating_sub(close).max(open))
    }
}

/// Two typewriter apostrophes, as agencies write a quotation mark: ''So be it,'' she said. Also two
/// grave accents.
fn is_double(text: &str) -> bool {
    text.starts_with("''") || text.starts_with("``")
}

/// Bytes of the mark that `text` begins with.
fn mark_at(text: &str) -> usize {
    if is_double(text) { 2 } else { text.chars().next().map_or(0, char::len_utf8) }
}

/// Bytes of the mark that `text` ends with.
fn mark_before(text: &str) -> usize {
    if text.ends_with("''") && text.starts_with(['\'', '`']) {
        2
    } else {
        text.chars().next_back().map_or(0, char::len_utf8)
    }
}

/// The outermost quoted spans of one paragraph, in order. A mark that is never closed reaches to
/// the paragraph's end, as when the quote goes on in the next one.
pub fn quoted(text: &str, paragraph: Span) -> Vec<Quoted> {
    let part = paragraph.of(text);
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None; // the outermost opening mark and its closer
    let mut at = 0;
    // Only characters that can be a mark are looked at with their neighbours.
    while let Some(offset) = part.get(at..).and_then(next_mark) {
        at += offset;
        let rest = part.get(at..).unwrap_or("");
        let length = mark_at(rest);
        let c = if is_double(rest) { DOUBLE } else { rest.chars().next().unwrap_or(' ') };
        let before = part.get(..at).and_then(|head| head.chars().next_back()).unwrap_or(' ');
        let after = rest.get(length..).and_then(|tail| tail.chars().next()).unwrap_or(' ');
        match open {
            None => {
                if is_empty_pair(rest) {
                    at += length + mark_at(rest.get(length..).unwrap_or(""));
                    continue;
                }
                // An apostrophe or the mark of a list, where nothing closes it.
                let single = |closer: char| matches!(closer, '’' | '\'' | '«' | '›') || c == '”';
                let opened = opens(c, before, after)
                    .filter(|closer| !single(*closer) || is_closed(part, at + length, *closer));
                open = opened.map(|closer| (at, closer));
            }
            Some((start, closer)) if closes(c, closer, before, after) => {
                found.push(Quoted {
                    span: Span::new(start, at + length).shift(paragraph.start),
                    closed: true,
                    marked: true,
                });
                open = None;
            }
            Some(_) => {}
        }
        at += length;
    }
    if let Some((start, _)) = open {
        found.push(Quoted {
            span: Span::new(start + paragraph.start, paragraph.end),
            closed: false,
            marked: true,
        });
    }
    found
}

/// Whether `rest` begins with a pair of marks that has nothing in it, as a clerk leaves a field
/// empty: "".
fn is_empty_pair(rest: &str) -> bool {
    ["\"\"", "“”", "«»"].iter().any(|pair| rest.starts_with(pair))
}

/// What stands for two typewriter apostrophes in a row.
const DOUBLE: char = '\u{2}';
/// Characters that can be a quotation mark.
const MARKS: [char; 18] = [
    '“', '”', '„', '‟', '"', '«', '»', '‘', '’', '\'', '`', '「', '」', '『', '』', '‹', '›', '＂',
];

/// Where the next character that can be a quotation mark stands. Bytes are looked at first: to ask
/// the list for each character took a fifth of the time of finding quotes.
fn next_mark(part: &str) -> Option<usize> {
    let begins = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`' | 0xC2 | 0xE2 | 0xE3 | 0xEF);
    let mut at = 0;
    loop {
        at += part.as_bytes().get(at..)?.iter().position(begins)?;
        let c = part.get(at..)?.chars().next()?;
        if MARKS.contains(&c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Characters within which a single opening mark must be closed: it may be an apostrophe ("’til
/// dawn").
const SINGLE: usize = 1000;

/// Whether a single mark that opens before byte `from` of a paragraph is closed in it.
fn is_closed(part: &str, from: usize, closer: char) -> bool {
    let rest = part.get(from..).unwrap_or("");
    let mut chars = rest.chars().take(SINGLE).peekable();
    let Some(mut before) = chars.next() else { return false };
    while let Some(c) = chars.next() {
        if closes(c, closer, before, chars.peek().copied().unwrap_or(' ')) {
            return true;
        }
        before = c;
    }
    false
}

/// The closing mark that answers `c`, when `c` opens a quotation between these neighbours.
fn opens(c: char, before: char, after: char) -> Option<char> {
    let at_start =
        before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '-' | '“' | '"' | '/');
    let before_word = !after.is_whitespace();
    match c {
        '“' | '„' | '‟' if before_word => Some('”'),
        '«' => Some('»'),
        '»' if at_start && before_word => Some('«'),
        '「' => Some('」'),
        '『' => Some('』'),
        DOUBLE if at_start && before_word => Some(DOUBLE),
        '"' if at_start && before_word => Some('"'),
        '‹' if before_word => Some('›'),
        '＂' if at_start && before_word => Some('＂'),
        // ”So be it,” as Swedes and Finns write it
        '”' if at_start && before_word => Some('”'),
        '‘' if at_start && before_word => Some('’'),
        '\'' if at_start && after.is_alphabetic() => Some('\''),
        _ => None,
    }
}

fn closes(c: char, closer: char, before: char, after: char) -> bool {
    match closer {
        '’' | '\'' => c == closer && !after.is_alphanumeric() && !before.is_whitespace(),
        DOUBLE => c == DOUBLE && !after.is_alphanumeric(),
        '"' => c == '"' || (c == '”' && !after.is_alphanumeric()),
        '”' => {
            c == '”'
                || (c == '“' && after_a_word(before) && !after.is_alphanumeric())
                || (c == '"' && !after.is_alphanumeric())
        }
        _ => c == closer,
    }
}

fn after_a_word(before: char) -> bool {
    before.is_alphanumeric() || matches!(before, '.' | ',' | '!' | '?' | '…')
}

#[cfg(test)]
mod tests {
    use super::{MARKS, next_mark, quoted};
    use crate::text::Span;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            quoted(text, Span::new(0, text.len())).into_iter().map(|q| q.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_pair_by_kind() {
        check("He said “yes, ‘maybe’ yes” and \"no\".", &["“yes, ‘maybe’ yes”", "\"no\""]);
        check("Die „Lage“ sei ernst, «dit-il».", &["„Lage“", "«dit-il»"]);
        check("Die »Lage« sei »ernst, ja«. »Nein", &["»Lage«", "»ernst, ja«"]);
        check("» Lesen: «dit-il»", &["«dit-il»"]);
        check("the mayor’s ‘very short’ talk, she’s told", &["‘very short’"]);
        check("'Not now,' said the workers' leader.", &["'Not now,'"]);
        check("a 5\" pipe and the workers’ pay", &[]);
        check("''Not now,'' she said, ``ever.''", &["''Not now,''", "``ever.''"]);
        check("「まだです」と彼は言った。", &["「まだです」"]);
        check("‹So be it,› she said, ＂or not.＂", &["‹So be it,›", "＂or not.＂"]);
        check("”So be it,” she said.", &["”So be it,”"]);
        check("The form held \"\", a blank, and “” twice; “So be it.”", &["“So be it.”"]);
        check("‘It is,’ he said. ” Then he left.", &["‘It is,’"]);
    }

    #[test]
    fn every_mark_is_found_behind_other_letters() {
        for mark in MARKS {
            assert_eq!(next_mark(&format!("né–本 {mark}")), Some("né–本 ".len()), "{mark}");
        }
        assert_eq!(next_mark("né–本"), None);
    }

    #[test]
    fn an_open_quote_reaches_to_the_end_of_its_paragraph() {
        check("He said, “We waited.", &["“We waited."]);
        check("in the ’80s we sang ‘til dawn", &[]);
        check("’Tis late, she said, and ‘til dawn “nobody sleeps” here", &["“nobody sleeps”"]);
    }
}
