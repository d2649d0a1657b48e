//! The paragraphs of an RTF document: control words, groups in braces, and letters in the code page
//! that it names, or as numbers.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::load::export::Block;

/// Groups that hold no text of the document.
const HIDDEN: [&str; 22] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "objdata",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "themedata",
    "latentstyles",
];
/// Groups inside each other up to here are told apart.
const DEPTH: usize = 1000;

/// What holds inside a group.
#[derive(Clone, Copy)]
struct Group {
    is_hidden: bool,
    /// How many letters stand behind a number for programs that cannot read it.
    substitutes: usize,
}

struct Rtf {
    encoding: &'static Encoding,
    groups: Vec<Group>,
    /// Groups deeper than [`DEPTH`].
    too_deep: usize,
    /// Letters to leave out behind a number.
    skip: usize,
    /// Half of a letter that two numbers give.
    high: Option<u16>,
    /// Bytes in the code page, not yet letters.
    pending: Vec<u8>,
    text: String,
    blocks: Vec<Block>,
}

/// Whether bytes are RTF.
pub(super) fn is_rtf(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{\\rtf")
}

/// The paragraphs; a cell of a table is one.
pub(super) fn paragraphs(bytes: &[u8]) -> Vec<Block> {
    let group = Group { is_hidden: false, substitutes: 1 };
    let mut rtf = Rtf {
        encoding: WINDOWS_1252,
        groups: vec![group],
        too_deep: 0,
        skip: 0,
        high: None,
        pending: Vec::new(),
        text: String::new(),
        blocks: Vec::new(),
    };
    let mut rest = bytes;
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        match byte {
            b'{' => rtf.open(),
            b'}' => rtf.close(),
            b'\\' => rest = rtf.control(rest),
            b'\r' | b'\n' => {}
            byte => rtf.byte(*byte),
        }
    }
    rtf.paragraph();
    rtf.blocks
}

impl Rtf {
    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group { is_hidden: false, substitutes: 1 })
    }

    fn open(&mut self) {
        self.skip = 0;
        if self.groups.len() < DEPTH {
            self.groups.push(self.group());
        } else {
            self.too_deep += 1;
        }
    }

    fn close(&mut self) {
        self.skip = 0;
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if self.groups.len() > 1 {
            self.groups.pop();
        }
    }

    /// What stands behind a backslash; gives what stands behind that.
    fn control<'a>(&mut self, rest: &'a [u8]) -> &'a [u8] {
        let Some((first, behind)) = rest.split_first() else { return rest };
        if !first.is_ascii_alphabetic() {
            return self.symbol(*first, behind);
        }
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, behind) = rest.split_at(length);
        let sign = usize::from(behind.first() == Some(&b'-'));
        let digits =
            behind.iter().skip(sign).take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let (number, mut behind) = if digits == 0 {
            (None, behind)
        } else {
            let (number, behind) = behind.split_at(sign + digits);
            (std::str::from_utf8(number).ok().and_then(|number| number.parse::<i64>().ok()), behind)
        };
        behind = behind.strip_prefix(b" ").unwrap_or(behind);
        let word = std::str::from_utf8(word).unwrap_or("");
        if word == "bin" {
            let count = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            return behind.get(count..).unwrap_or(&[]);
        }
        self.word(word, number);
        behind
    }

    fn symbol<'a>(&mut self, symbol: u8, behind: &'a [u8]) -> &'a [u8] {
        match symbol {
            b'\'' => {
                let (digits, rest) = behind.split_at(behind.len().min(2));
                let byte = std::str::from_utf8(digits).ok();
                if let Some(byte) = byte.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.byte(byte);
                }
                return rest;
            }
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.letter('\u{a0}'),
            b'_' => self.letter('-'),
            b'*' => self.hide(),
            b'\r' | b'\n' => self.paragraph(),
            _ => {}
        }
        behind
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        match word {
            "par" | "sect" | "page" | "cell" | "row" | "nestcell" | "nestrow" => self.paragraph(),
            "line" | "softline" => self.letter('\n'),
            "tab" => self.letter('\t'),
            "emdash" => self.letter('—'),
            "endash" => self.letter('–'),
            "lquote" => self.letter('‘'),
            "rquote" => self.letter('’'),
            "ldblquote" => self.letter('“'),
            "rdblquote" => self.letter('”'),
            "bullet" => self.letter('•'),
            "emspace" | "enspace" => self.letter(' '),
            "ansicpg" => self.encoding = number.and_then(encoding_of).unwrap_or(WINDOWS_1252),
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "uc" => {
                let count = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(8);
                if let Some(group) = self.groups.last_mut() {
                    group.substitutes = count;
                }
            }
            "u" => self.number(number.unwrap_or(0)),
            word if HIDDEN.contains(&word) => self.hide(),
            _ => {}
        }
    }

    fn hide(&mut self) {
        if let Some(group) = self.groups.last_mut() {
            group.is_hidden = true;
        }
    }

    /// A letter by its number in UTF-16, which may be written as a negative one.
    fn number(&mut self, number: i64) {
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or(0xfffd);
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if units.len() == 1 && (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
        } else {
            char::decode_utf16(units).for_each(|letter| self.letter(letter.unwrap_or('\u{fffd}')));
        }
        self.skip = self.group().substitutes;
    }

    fn letter(&mut self, letter: char) {
        self.flush();
        self.skip = 0;
        if !self.group().is_hidden {
            self.text.push(letter);
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.group().is_hidden {
            self.pending.push(byte);
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.text.push_str(&self.encoding.decode_without_bom_handling(&self.pending).0);
            self.pending.clear();
        }
    }

    fn paragraph(&mut self) {
        if self.group().is_hidden {
            return;
        }
        self.flush();
        let text = std::mem::take(&mut self.text);
        self.blocks.push(Block { text, line: self.blocks.len() as u64 + 1 });
    }
}

/// The encoding of a code page of Windows.
fn encoding_of(page: i64) -> Option<&'static Encoding> {
    let label = match page {
        65001 => "utf-8".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        page => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::paragraphs;

    fn texts(rtf: &str) -> Vec<String> {
        paragraphs(rtf.as_bytes()).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn letters_are_read_in_each_of_their_forms() {
        let head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}\uc1 ";
        assert_eq!(
            texts(&format!("{head}caf\\'e9 \\u8220?no\\u8221?, \\{{ok\\}}\\par Ten\\emdash one}}")),
            ["café “no”, {ok}", "Ten—one"]
        );
        assert_eq!(texts(r"{\rtf1\ansicpg1251 \'cc\'ee\'f1\'f2\par}"), ["Мост", ""]);
        assert_eq!(texts(r"{\rtf1 \u-10179?\u-8704?}"), ["😀"]);
        assert_eq!(texts(r"{\rtf1 a\cell b\cell\row}"), ["a", "b", "", ""]);
    }

    proptest! {
        #[test]
        fn never_panics(bytes in any::<Vec<u8>>(), words in "[\\\\{}'a-u0-9 -]{0,60}") {
            let _ = (paragraphs(&bytes), paragraphs(words.as_bytes()));
        }
    }
}
