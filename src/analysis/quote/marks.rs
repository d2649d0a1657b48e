//! Quotation marks paired by type within a paragraph: the outermost pairs; what is quoted inside them is theirs.

use crate::text::Span;

/// What stands between a pair of quotation marks, marks included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// Bytes of the article's text, marks included.
    pub span: Span,
    /// Whether a closing mark was found in the paragraph.
    pub closed: bool,
}

impl Quoted {
    /// The span without its marks.
    pub fn inside(&self, text: &str) -> Span {
        let shown = self.span.of(text);
        let open = shown.chars().next().map_or(0, char::len_utf8);
        let close = if self.closed { shown.chars().next_back().map_or(0, char::len_utf8) } else { 0 };
        Span::new(self.span.start + open, self.span.end.saturating_sub(close).max(self.span.start + open))
    }
}

/// The outermost quoted spans of one paragraph, in order. A mark that is never closed reaches to the
/// paragraph's end, as when the quote goes on in the next one.
pub fn quoted(text: &str, paragraph: Span) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None; // the outermost opening mark and its closer
    let mut before = ' ';
    let mut chars = paragraph.of(text).char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let at = at + paragraph.start;
        let after = chars.peek().map_or(' ', |(_, next)| *next);
        match open {
            None => {
                let single = |closer: char| matches!(closer, '’' | '\'');
                let opened =
                    opens(c, before, after).filter(|closer| !single(*closer) || is_closed(text, at + c.len_utf8(), paragraph, *closer));
                open = opened.map(|closer| (at, closer));
            }
            Some((start, closer)) => {
                if closes(c, closer, before, after) {
                    found.push(Quoted { span: Span::new(start, at + c.len_utf8()), closed: true });
                    open = None;
                }
            }
        }
        before = c;
    }
    if let Some((start, _)) = open {
        found.push(Quoted { span: Span::new(start, paragraph.end), closed: false });
    }
    found
}

/// Characters within which a single opening mark must be closed: it may be an apostrophe ("’til dawn").
const SINGLE: usize = 1000;

/// Whether a single mark that opens before byte `from` is closed in its paragraph.
fn is_closed(text: &str, from: usize, paragraph: Span, closer: char) -> bool {
    let rest = Span::new(from, paragraph.end).of(text);
    let chars: Vec<char> = rest.chars().take(SINGLE).collect();
    let neighbour = |at: usize| chars.get(at).copied().unwrap_or(' ');
    (1..chars.len()).any(|at| closes(chars[at], closer, chars[at - 1], neighbour(at + 1)))
}

/// The closing mark that answers `c`, when `c` opens a quotation between these neighbours.
fn opens(c: char, before: char, after: char) -> Option<char> {
    let at_start = before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '-' | '“' | '"' | '/');
    let before_word = !after.is_whitespace();
    match c {
        '“' | '„' if before_word => Some('”'),
        '«' => Some('»'),
        '"' if at_start && before_word => Some('"'),
        '‘' if at_start && before_word => Some('’'),
        '\'' if at_start && after.is_alphabetic() => Some('\''),
        _ => None,
    }
}

fn closes(c: char, closer: char, before: char, after: char) -> bool {
    match closer {
        '’' | '\'' => c == closer && !after.is_alphanumeric() && !before.is_whitespace(),
        '”' => c == '”' || (c == '“' && after_a_word(before) && !after.is_alphanumeric()) || (c == '"' && !after.is_alphanumeric()),
        _ => c == closer,
    }
}

fn after_a_word(before: char) -> bool {
    before.is_alphanumeric() || matches!(before, '.' | ',' | '!' | '?' | '…')
}

#[cfg(test)]
mod tests {
    use super::quoted;
    use crate::text::Span;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = quoted(text, Span::new(0, text.len())).into_iter().map(|q| q.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_pair_by_kind() {
        check("He said “yes, ‘maybe’ yes” and \"no\".", &["“yes, ‘maybe’ yes”", "\"no\""]);
        check("Die „Lage“ sei ernst, «dit-il».", &["„Lage“", "«dit-il»"]);
        check("the mayor’s ‘very short’ talk, she’s told", &["‘very short’"]);
        check("'Not now,' said the workers' leader.", &["'Not now,'"]);
        check("a 5\" pipe and the workers’ pay", &[]);
    }

    #[test]
    fn an_open_quote_reaches_to_the_end_of_its_paragraph() {
        check("He said, “We waited.", &["“We waited."]);
        check("in the ’80s we sang ‘til dawn", &[]);
        check("’Tis late, she said, and ‘til dawn “nobody sleeps” here", &["“nobody sleeps”"]);
    }
}
