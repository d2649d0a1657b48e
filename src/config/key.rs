//! Keys as they are written in the configuration and shown in help. Knows no terminal library.

use std::fmt;

/// What a key is, without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character as typed: shift is part of it. The space bar is `Char(' ')`.
    Char(char),
    /// A key with a name of its own, one of [`NAMED`].
    Named(&'static str),
    /// F1 to F24.
    F(u8),
}

/// The names of keys that type no character, as they are written and parsed.
pub const NAMED: [&str; 14] = [
    "enter",
    "esc",
    "tab",
    "backspace",
    "delete",
    "insert",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pageup",
    "pagedown",
];

/// One press of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The key itself.
    pub code: Code,
    /// Held with Ctrl.
    pub ctrl: bool,
    /// Held with Alt.
    pub alt: bool,
    /// Held with Shift; always false for characters, which say so themselves.
    pub shift: bool,
}

impl Key {
    /// A character without modifiers.
    pub const fn char(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: false, alt: false, shift: false }
    }

    /// A key with a name; `None` where there is none of that name.
    pub fn named(name: &str) -> Option<Key> {
        let name = NAMED.iter().find(|known| **known == name)?;
        Some(Key { code: Code::Named(name), ctrl: false, alt: false, shift: false })
    }

    /// Ctrl and a character.
    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// Whether this is the key called `name`, without modifiers.
    pub fn is(self, name: &str) -> bool {
        Key::named(name) == Some(self)
    }

    /// The character that it types into a line of input.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Parses `x`, `space`, `ctrl-o`, `alt-left`, `shift-tab`, `f5`.
    fn parse(word: &str) -> Option<Key> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = word;
        loop {
            let lower = rest.to_ascii_lowercase();
            let found = [("ctrl-", &mut ctrl), ("alt-", &mut alt), ("shift-", &mut shift)]
                .into_iter()
                .find(|(prefix, _)| lower.starts_with(prefix) && lower.len() > prefix.len());
            let Some((prefix, held)) = found else { break };
            *held = true;
            rest = rest.get(prefix.len()..)?;
        }
        let code = parse_code(rest)?;
        let code = match code {
            // Terminals send one byte for ctrl and a letter, whatever its case.
            Code::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
            Code::Char(c) if shift => Code::Char(c.to_uppercase().next()?),
            code => code,
        };
        let shift = shift && !matches!(code, Code::Char(_));
        Some(Key { code, ctrl, alt, shift })
    }
}

fn parse_code(word: &str) -> Option<Code> {
    let mut chars = word.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control()).then_some(Code::Char(c));
    }
    let lower = word.to_ascii_lowercase();
    if lower == "space" {
        return Some(Code::Char(' '));
    }
    if let Some(number) = lower.strip_prefix('f').and_then(|n| n.parse::<u8>().ok()) {
        return (1..=24).contains(&number).then_some(Code::F(number));
    }
    let lower = match lower.as_str() {
        "return" => "enter",
        "escape" => "esc",
        "pgup" | "page-up" => "pageup",
        "pgdn" | "pgdown" | "page-down" => "pagedown",
        other => other,
    };
    NAMED.iter().find(|known| **known == lower).map(|name| Code::Named(name))
}

/// Parses one key or several pressed one after the other: `]c`, `g g`, `ctrl-o`, `space`.
/// `None` where a word names no key.
pub fn sequence(written: &str) -> Option<Vec<Key>> {
    let mut keys = Vec::new();
    for word in written.split_whitespace() {
        match Key::parse(word) {
            Some(key) => keys.push(key),
            None if word.chars().all(|c| !c.is_alphanumeric() || word.chars().count() <= 2) => {
                keys.extend(word.chars().map(Key::char));
            }
            None => return None,
        }
    }
    (!keys.is_empty()).then_some(keys)
}

/// A sequence as it is written: the inverse of [`sequence`].
pub fn written(keys: &[Key]) -> String {
    let plain = |key: &Key| matches!(key.typed(), Some(c) if c != ' ');
    let together = keys.len() == 2
        && keys.iter().all(plain)
        && !keys.iter().all(|key| key.typed().is_some_and(char::is_alphanumeric));
    let words: Vec<_> = keys.iter().map(ToString::to_string).collect();
    words.join(if together { "" } else { " " })
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            Code::Char(' ') => f.write_str("space"),
            Code::Char(c) => write!(f, "{c}"),
            Code::Named(name) => f.write_str(name),
            Code::F(number) => write!(f, "f{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, sequence, written};

    #[test]
    fn every_way_to_write_a_key_is_read_and_written_back() {
        for spelled in [
            "x",
            "]c",
            "g g",
            "ctrl-o",
            "alt-left",
            "space",
            "shift-tab",
            "f5",
            "-",
            "ctrl--",
            "'",
            "pagedown",
            "alt-x",
            "[",
        ] {
            let keys = sequence(spelled).unwrap_or_else(|| panic!("{spelled}"));
            assert_eq!(written(&keys), spelled);
        }
        assert_eq!(sequence("Ctrl-O"), sequence("ctrl-o"));
        assert_eq!(sequence("gg"), sequence("g g"));
        assert_eq!(sequence("shift-g"), Some(vec![Key::char('G')]));
        assert_eq!(sequence("PgDn"), sequence("pagedown"));
    }

    #[test]
    fn what_names_no_key_is_refused() {
        for spelled in ["", " ", "hyper-x", "f99", "leftish"] {
            assert_eq!(sequence(spelled), None, "{spelled:?}");
        }
    }
}
