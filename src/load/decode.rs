//! Bytes to text: by byte order mark, then (for pages) the charset that the page declares, then as
//! UTF-8, then by `chardetng`'s guess. The mark is dropped; everything else stays as it stands.

use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use regex::bytes::Regex;

use crate::load::FileDrafts;
use crate::load::draft;
use crate::load::walk::SourceFile;

/// How much of a file is looked at to tell a binary from a text, in bytes. As in `git`.
const SNIFFED: usize = 8000;
/// How much is shown to the guesser of encodings: it has made up its mind long before, in bytes.
const GUESSED_FROM: usize = 64 * 1024;
/// Where a page must declare its charset: HTML asks for the first 1024 bytes, pages in the wild are
/// late.
const DECLARED_IN: usize = 4096;

/// A text, and whether some bytes of it could not be read and stand as `\u{fffd}`.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) damaged: bool,
    /// The line (from 1) of the first byte that is not UTF-8, where the text was taken for UTF-8
    /// first.
    pub(crate) strange: Option<u64>,
}

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Binary {
    /// What it seems to be instead: "a PDF file".
    pub(crate) kind: &'static str,
    /// What the reader can do.
    pub(crate) hint: &'static str,
}

impl Binary {
    /// The problem of a file that should be a `wanted`: a page, a text.
    pub(crate) fn told(self, file: &SourceFile, wanted: &str) -> FileDrafts {
        FileDrafts::problem(file, format!("not a {wanted} but {}", self.kind), self.hint)
    }
}

/// What can be done about most.
const SAVE: &str = "save it as text or as a web page first";

/// The text of a plain file.
pub(crate) fn plain(bytes: Vec<u8>) -> Result<Decoded, Binary> {
    if let Some(text) = utf_32(&bytes) {
        return Ok(Decoded { text, damaged: false, strange: None });
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let bytes = bytes.get(mark..).unwrap_or(&[]);
        if encoding != UTF_8 && is_no_utf_16(bytes) {
            return Err(Binary { kind: "a binary file", hint: SAVE });
        }
        return Ok(decode(encoding, bytes));
    }
    if let Some(encoding) = utf_16_without_mark(&bytes) {
        return Ok(decode(encoding, &bytes));
    }
    match String::from_utf8(bytes) {
        Ok(text) => match binary(text.as_bytes()) {
            Some(binary) => Err(binary),
            None => Ok(Decoded { text, damaged: false, strange: None }),
        },
        Err(error) => {
            let sound = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = bytes.iter().take(sound).filter(|byte| **byte == b'\n').count();
            match binary(&bytes) {
                Some(binary) => Err(binary),
                None => Ok(Decoded { strange: Some(before as u64 + 1), ..guessed(&bytes) }),
            }
        }
    }
}

/// The text of a page, with a heed to the charset in which it was sent or, where nobody says that,
/// which it declares.
pub(crate) fn page(bytes: Vec<u8>, sent: Option<&'static Encoding>) -> Result<Decoded, Binary> {
    static CHARSET: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)"#).ok()
    });
    let head = bytes.get(..DECLARED_IN.min(bytes.len())).unwrap_or(&[]);
    // What is commented out declares nothing.
    static COMMENT: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?s-u)<!--.*?-->").ok());
    let declared = || {
        let head = COMMENT.as_ref()?.replace_all(head, &b""[..]);
        let found = CHARSET.as_ref()?.captures(&head)?;
        Encoding::for_label(found.get(1)?.as_bytes())
    };
    match sent.or_else(declared) {
        // A page that could be read as ASCII cannot be in UTF-16, whatever it says.
        Some(encoding)
            if encoding != UTF_8
                && encoding.is_ascii_compatible()
                && Encoding::for_bom(&bytes).is_none() =>
        {
            // Many pages were saved anew as UTF-8 and kept their old declaration.
            if !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok() {
                return plain(bytes);
            }
            match binary(&bytes) {
                Some(binary) => Err(binary),
                None => Ok(decode(encoding, &bytes)),
            }
        }
        _ => plain(bytes),
    }
}

/// Whether a file holds nothing that can be seen: no byte, a byte order mark, white space.
pub(crate) fn is_blank(bytes: &[u8]) -> bool {
    // Nearly every file that is not blank shows it here, and need not be decoded for it.
    if bytes.iter().take(SNIFFED).any(u8::is_ascii_alphanumeric) {
        return false;
    }
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding != UTF_8 => {
            draft::is_blank(&decode(encoding, bytes.get(mark..).unwrap_or(&[])).text)
        }
        _ => std::str::from_utf8(bytes).is_ok_and(draft::is_blank),
    }
}

/// One line of a file whose lines may be broken one by one.
pub(crate) fn line(bytes: &[u8]) -> Decoded {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.to_owned(), damaged: false, strange: None },
        Err(_) => Decoded { strange: Some(1), ..guessed(bytes) },
    }
}

fn decode(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), damaged, strange: None }
}

/// Bytes that are not valid UTF-8: damaged UTF-8 where most of what is not ASCII is, else an older
/// encoding.
fn guessed(bytes: &[u8]) -> Decoded {
    let (mut sound, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if sound > broken {
        return Decoded {
            text: String::from_utf8_lossy(bytes).into_owned(),
            damaged: true,
            strange: None,
        };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let from = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0).saturating_sub(1024);
    detector.feed(bytes.get(from..bytes.len().min(from + GUESSED_FROM)).unwrap_or(bytes), true);
    match detector.guess(None, Utf8Detection::Deny) {
        encoding if encoding == WINDOWS_1252 && is_macintosh(bytes) => decode(MACINTOSH, bytes),
        encoding => decode(encoding, bytes),
    }
}

/// A text in UTF-32, which says so by its mark.
fn utf_32(bytes: &[u8]) -> Option<String> {
    let number: fn([u8; 4]) -> u32 = match bytes.get(..4)? {
        [0xff, 0xfe, 0, 0] => u32::from_le_bytes,
        [0, 0, 0xfe, 0xff] => u32::from_be_bytes,
        _ => return None,
    };
    let (letters, []) = bytes.get(4..)?.as_chunks::<4>() else { return None };
    let letter = |letter: &[u8; 4]| char::from_u32(number(*letter)).filter(|c| *c != '\0');
    letters.iter().map(letter).collect()
}

/// Whether bytes that were taken for Windows-1252 are Mac Roman: there would be capitals with marks
/// where Mac Roman has quotation marks and dashes, and no small letter with one.
fn is_macintosh(bytes: &[u8]) -> bool {
    let marks = bytes.iter().filter(|byte| matches!(byte, 0xd0..=0xd5)).count();
    marks >= 2 && !bytes.iter().any(|byte| *byte >= 0xe0)
}

/// UTF-16 of mostly Latin text shows as a NUL in every other byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..SNIFFED.min(bytes.len()) & !1)?;
    let nuls = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (nuls(0), nuls(1), head.len() / 2);
    match half {
        0..8 => None,
        _ if odd * 10 > half * 7 && even * 50 < half => Some(UTF_16LE),
        _ if even * 10 > half * 7 && odd * 50 < half => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether bytes behind a mark of UTF-16 are something else: most of them are letters of ASCII, which
/// would show as letters of China. Of a text in UTF-16 at most half of the bytes are, whatever its
/// script.
fn is_no_utf_16(bytes: &[u8]) -> bool {
    let head = bytes.get(..SNIFFED.min(bytes.len())).unwrap_or(&[]);
    let letters = head.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let nuls = head.chunks_exact(2).filter(|pair| **pair == [0, 0]).count();
    letters * 10 > head.len() * 6 || nuls > 0
}

/// What bytes seem to be that are no text.
fn binary(bytes: &[u8]) -> Option<Binary> {
    let known: [(&[u8], &str, &str); 9] = [
        (b"%PDF", "a PDF file", "name it .pdf"),
        (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save it as text"),
        (b"\x1f\x8b", "a gzip archive", "unpack it first, with gunzip"),
        (b"\xfd7zXZ", "an xz archive", "unpack it first, with unxz"),
        (b"\x89PNG", "a picture", "only texts and pages can be read"),
        (b"\xff\xd8\xff", "a picture", "only texts and pages can be read"),
        (b"GIF8", "a picture", "only texts and pages can be read"),
        (b"{\\rtf", "an RTF document", SAVE),
        (b"\xd0\xcf\x11\xe0", "an office document", SAVE),
    ];
    if let Some((_, kind, hint)) = known.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Some(Binary { kind, hint });
    }
    let head = bytes.get(..SNIFFED.min(bytes.len())).unwrap_or(&[]);
    let strange = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    // A stray control character does not make a binary; a NUL does, as in `git` and `grep`.
    let is_binary = head.contains(&0) || strange * 20 > head.len();
    is_binary.then_some(Binary { kind: "a binary file", hint: SAVE })
}

#[cfg(test)]
mod tests {
    use super::{page, plain};

    fn text(bytes: &[u8]) -> String {
        plain(bytes.to_vec()).map_or_else(|binary| binary.kind.to_owned(), |decoded| decoded.text)
    }

    #[test]
    fn marks_are_dropped_and_line_ends_stay() {
        assert_eq!(text(b"\xef\xbb\xbfThe ferry\r\nwaits.\r\n"), "The ferry\r\nwaits.\r\n");
        let wide: Vec<u8> =
            "\u{feff}The ferry “waits”".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide), "The ferry “waits”");
        let wide: Vec<u8> =
            "The ferry waits at the pier".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&wide), "The ferry waits at the pier");
    }

    #[test]
    fn older_encodings_are_guessed() {
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(
            "“Señor Núñez”, said the café’s owner, “was not here – and André wasn’t either.”",
        );
        assert_eq!(
            text(&bytes),
            "“Señor Núñez”, said the café’s owner, “was not here – and André wasn’t either.”"
        );
        let (bytes, ..) = encoding_rs::WINDOWS_1251
            .encode("Встреча продолжалась более двух часов, сообщил министр.");
        assert_eq!(text(&bytes), "Встреча продолжалась более двух часов, сообщил министр.");
    }

    #[test]
    fn marks_of_utf_32_and_quotation_marks_of_a_mac_are_known() {
        let said = "“We won’t be rushed,” said André";
        let wide = |bytes: fn(u32) -> [u8; 4]| -> Vec<u8> {
            "\u{feff}".chars().chain(said.chars()).flat_map(|c| bytes(c.into())).collect()
        };
        assert_eq!(text(&wide(u32::to_le_bytes)), said);
        assert_eq!(text(&wide(u32::to_be_bytes)), said);
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode("Ò Ó");
        assert_eq!(text(&bytes), "“ ”");
        assert_eq!(text(b"\xd2We won\xd5t be rushed,\xd3 said Andr\x8e"), said);
    }

    #[test]
    fn damaged_utf_8_stays_utf_8() {
        let decoded = plain(
            b"\xe2\x80\x9cNo,\xe2\x80\x9d he s\xffaid. \xe2\x80\x9cNever.\xe2\x80\x9d".to_vec(),
        )
        .ok();
        let decoded = decoded.map(|d| (d.text, d.damaged));
        assert_eq!(decoded, Some(("“No,” he s\u{fffd}aid. “Never.”".to_owned(), true)));
    }

    #[test]
    fn a_page_says_its_charset() {
        let (bytes, ..) =
            encoding_rs::ISO_8859_2.encode("<meta charset='iso-8859-2'><p>Łódź i Kraków</p>");
        assert!(
            page(bytes.to_vec(), None).is_ok_and(|decoded| decoded.text.contains("Łódź i Kraków"))
        );
        let bytes =
            "<!-- <meta charset=koi8-r> --><meta charset=windows-1252><p>\u{201c}No\u{201d}";
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(bytes);
        assert!(page(bytes.to_vec(), None).is_ok_and(|decoded| decoded.text.contains("“No”")));
        let late = "<meta charset=latin1><p>saved as UTF-8: “é”</p>".as_bytes().to_vec();
        assert!(page(late, None).is_ok_and(|decoded| decoded.text.contains("“é”")));
    }

    /// Letters of every script that UTF-16 is used for stay what they are.
    #[test]
    fn what_only_begins_like_utf_16_is_told_and_not_shown_as_letters_of_china() {
        assert_eq!(text(b"\xff\xfe\x00\x01binary and more"), "a binary file");
        assert_eq!(text(b"\xff\xfe\x00\x00\x01\x00\x02\x00\x00\x00"), "a binary file");
        assert_eq!(text(b"\xfe\xff\x01\x00some settings of a program"), "a binary file");
        let scripts = [
            "大桥周二因裂缝关闭。市长说，检查是最新的。",
            "橋は火曜日に閉鎖されました。これはひどいことだとしちょうはいった。",
            "다리는 화요일에 폐쇄되었다고 시장이 말했다.",
            "Мост закрыли во вторник, сказал мэр.",
            "The bridge was shut on Tuesday, the mayor said.",
        ];
        for written in scripts {
            for units in [u16::to_le_bytes, u16::to_be_bytes] {
                let marked = format!("\u{feff}{written}");
                let bytes: Vec<u8> = marked.encode_utf16().flat_map(units).collect();
                assert_eq!(text(&bytes), written);
            }
        }
    }

    #[test]
    fn binaries_are_named() {
        assert_eq!(text(b"%PDF-1.7 \x00\x01"), "a PDF file");
        assert_eq!(text(b"ELF\x00\x00\x01\x02\x03"), "a binary file");
        assert_eq!(
            text(b"bell \x07 and escape \x1b[31m stay text"),
            "bell \u{7} and escape \u{1b}[31m stay text"
        );
    }
}
