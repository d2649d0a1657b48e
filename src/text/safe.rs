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

/// What makes one picture of several characters, of which terminals do not agree how wide it is:
/// joiners, tones of skin, the key round a digit.
fn joins(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Pictures; the joiner between letters of a script is another matter.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2190}'..='\u{2bff}' | '©' | '®' | '™')
}

/// What to print for a text, character by character: of pictures that are joined to one the first,
/// in no tone.
fn shown(text: &str) -> impl Iterator<Item = char> + '_ {
    let (mut before, mut is_joined) = (None, false);
    text.chars().filter_map(move |c| {
        let after_emoji = before.is_some_and(is_emoji);
        if c == '\u{200d}' && after_emoji {
            is_joined = true;
            return None;
        }
        let is_part = c != '\u{200d}' && joins(c) && (after_emoji || c == '\u{20e3}');
        if is_part || std::mem::take(&mut is_joined) && is_emoji(c) {
            return None;
        }
        let picture = picture(c)?;
        before = Some(c);
        Some(picture)
    })
}

/// `text` as it may be shown on one line of a terminal.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| picture(c) == Some(c) && !joins(c)) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(shown(text).collect())
    }
}

/// `text` as it may be shown on many lines of a terminal: like [`line()`], but line ends stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c == '\n' || picture(c) == Some(c) && !joins(c)) {
        return Cow::Borrowed(text);
    }
    let unix = text.replace("\r\n", "\n");
    Cow::Owned(unix.split('\n').map(line).collect::<Vec<_>>().join("\n"))
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

    /// A family, a tone, a flag of two pictures, a key; and a joiner that a script needs.
    #[test]
    fn what_is_joined_to_one_picture_is_shown_as_its_first() {
        let table = [
            ("👩\u{200d}👩\u{200d}👧 came", "👩 came"),
            ("👍\u{1f3fd}!", "👍!"),
            ("\u{1f3f3}\u{fe0f}\u{200d}🌈", "\u{1f3f3}"),
            ("\u{2764}\u{fe0f}\u{200d}🔥🔥", "\u{2764}🔥"),
            ("1\u{fe0f}\u{20e3}2", "12"),
            ("👩🏽\u{200d}🚒 and 👨", "👩 and 👨"),
            ("क्\u{200d}ष", "क्\u{200d}ष"),
        ];
        for (text, expected) in table {
            assert_eq!(line(text), expected, "{text:?}");
            assert_eq!(lines(&format!("{text}\n{text}")), format!("{expected}\n{expected}"));
        }
    }

    #[test]
    fn harmless_text_is_not_copied() {
        assert!(matches!(line("Señor “Öl” 東京"), std::borrow::Cow::Borrowed(_)));
    }
}
