//! What may reach a terminal: control characters become pictures, invisible direction marks vanish.

use std::borrow::Cow;

/// What to print for one character of an article; `None` where nothing may be printed.
///
/// C0 controls become the Unicode control pictures (␛ for escape), C1 controls and other
/// unprintables `�`, white space a space. Direction overrides and isolates, zero-width
/// characters that join nothing, and variation selectors are dropped.
pub fn picture(c: char) -> Option<char> {
    match c {
        ' '..='~' => Some(c), // nearly all of a text
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' | '\u{fff9}'..='\u{fffb}' => Some('\u{fffd}'),
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => None,
        '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' => None,
        '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}' => None,
        // Flags are pairs of these letters, and terminals do not agree how wide a pair is.
        '\u{1f1e6}'..='\u{1f1ff}' => char::from_u32(c as u32 - 0x1f1e6 + 'A' as u32),
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

/// `text` as it may be shown on one line of a terminal.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| picture(c) == Some(c)) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter_map(picture).collect())
    }
}

/// `text` as it may be shown on many lines of a terminal: like [`line()`], but line ends stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c == '\n' || picture(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    let unix = text.replace("\r\n", "\n");
    Cow::Owned(unix.chars().filter_map(|c| if c == '\n' { Some(c) } else { picture(c) }).collect())
}

#[cfg(test)]
mod tests {
    use super::{line, lines};

    #[test]
    fn escapes_and_overrides_never_come_through() {
        assert_eq!(line("\u{1b}[31mred\u{7}\u{9b}2J"), "␛[31mred␇\u{fffd}2J");
        assert_eq!(line("abc\u{202e}def\u{2066}g"), "abcdefg");
        assert_eq!(line("a\tb\u{a0}c \u{1f1f3}\u{1f1f4}"), "a b c NO");
        assert_eq!(lines("a\r\nb\u{8}\n"), "a\nb␈\n");
    }

    #[test]
    fn harmless_text_is_not_copied() {
        assert!(matches!(line("Señor “Öl” 東京"), std::borrow::Cow::Borrowed(_)));
    }
}
