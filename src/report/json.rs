//! Rows as JSON. What could harm a terminal (control characters, direction overrides) is escaped,
//! so that the output can be shown as it is and still reads back exactly.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use crate::text::safe;

/// Writes rows as one array.
///
/// # Errors
/// When `out` fails.
pub fn array<T: Serialize>(rows: &[T], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (i, row) in rows.iter().enumerate() {
        out.write_all(if i == 0 { b"\n  " } else { b",\n  " })?;
        out.write_all(object(row)?.as_bytes())?;
    }
    out.write_all(if rows.is_empty() { b"]\n" } else { b"\n]\n" })
}

/// Writes rows as one object a line.
///
/// # Errors
/// When `out` fails.
pub fn lines<T: Serialize>(rows: &[T], out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        writeln!(out, "{}", object(row)?)?;
    }
    Ok(())
}

/// One row as JSON on one line.
///
/// # Errors
/// Never in practice: rows are plain data.
pub fn object<T: Serialize>(row: &T) -> io::Result<String> {
    Ok(escaped(serde_json::to_string(row)?))
}

/// One value as JSON on many lines.
///
/// # Errors
/// Never in practice: what is written is plain data.
pub(crate) fn pretty<T: Serialize>(value: &T) -> io::Result<String> {
    Ok(escaped(serde_json::to_string_pretty(value)?))
}

/// JSON in which every character that [`safe`] would not let through is written `\uXXXX`. In JSON
/// such a character can only stand inside a string, but for the line's end, which stands only
/// between them.
fn escaped(json: String) -> String {
    let harmless = |c: char| safe::picture(c) == Some(c) || matches!(c, '\u{a0}' | '\u{ad}' | '\n');
    if json.bytes().all(|b| matches!(b, b' '..=b'~')) || json.chars().all(harmless) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if harmless(c) {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{object, pretty};

    #[test]
    fn what_could_harm_is_escaped_and_reads_back() {
        let word = "a\u{1b}[2J\u{202e}b\u{7f}\u{9b}\u{2028}\u{e0041}é";
        let json = object(&word).unwrap_or_default();
        assert_eq!(json, r#""a\u001b[2J\u202eb\u007f\u009b\u2028\udb40\udc41é""#);
        assert_eq!(serde_json::from_str::<String>(&json).ok().as_deref(), Some(word));
        assert_eq!(pretty(&["\n\u{9b}"]).unwrap_or_default(), "[\n  \"\\n\\u009b\"\n]");
    }
}
