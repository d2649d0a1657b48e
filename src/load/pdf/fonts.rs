//! What the codes in a text of a PDF stand for, and how wide they are.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::objects::{Dict, Lexer, Object, Pdf};

/// Names of letters that are not their own name, as fonts use them.
const LETTERS: [(&str, &str); 78] = [
    ("space", " "),
    ("exclam", "!"),
    ("quotedbl", "\""),
    ("numbersign", "#"),
    ("dollar", "$"),
    ("percent", "%"),
    ("ampersand", "&"),
    ("quotesingle", "'"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("asterisk", "*"),
    ("plus", "+"),
    ("comma", ","),
    ("hyphen", "-"),
    ("period", "."),
    ("slash", "/"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("colon", ":"),
    ("semicolon", ";"),
    ("less", "<"),
    ("equal", "="),
    ("greater", ">"),
    ("question", "?"),
    ("at", "@"),
    ("bracketleft", "["),
    ("backslash", "\\"),
    ("bracketright", "]"),
    ("underscore", "_"),
    ("grave", "`"),
    ("braceleft", "{"),
    ("bar", "|"),
    ("braceright", "}"),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quotesinglbase", "‚"),
    ("quotedblbase", "„"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("guilsinglleft", "‹"),
    ("guilsinglright", "›"),
    ("endash", "–"),
    ("emdash", "—"),
    ("ellipsis", "…"),
    ("bullet", "•"),
    ("periodcentered", "·"),
    ("degree", "°"),
    ("Euro", "€"),
    ("sterling", "£"),
    ("section", "§"),
    ("germandbls", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("oslash", "ø"),
    ("Oslash", "Ø"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ff", "ff"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("copyright", "©"),
    ("registered", "®"),
    ("trademark", "™"),
    ("minus", "−"),
    ("dotlessi", "ı"),
    ("Lslash", "Ł"),
];
/// The names of accents, and letters with them.
const ACCENTS: [(&str, &str); 8] = [
    ("acute", "aáeéiíoóuúyýAÁEÉIÍOÓUÚYÝcćCĆnńNŃsśSŚzźZŹ"),
    ("grave", "aàeèiìoòuùAÀEÈIÌOÒUÙ"),
    ("circumflex", "aâeêiîoôuûAÂEÊIÎOÔUÛ"),
    ("dieresis", "aäeëiïoöuüyÿAÄEËIÏOÖUÜYŸ"),
    ("tilde", "aãnñoõAÃNÑOÕ"),
    ("cedilla", "cçCÇsşSŞ"),
    ("caron", "cčCČeěEĚnňNŇrřRŘsšSŠzžZŽdďDĎtťTŤ"),
    ("ring", "aåAÅuůUŮ"),
];

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    /// Bytes of a code.
    pub(super) width_of_code: usize,
    letters: BTreeMap<u32, String>,
    encoding: Option<&'static Encoding>,
    /// In thousandths of the size.
    widths: BTreeMap<u32, f64>,
    width: f64,
}

impl Font {
    /// What stands in for a font that is lost.
    pub(super) fn lost() -> Self {
        Font {
            width_of_code: 1,
            letters: BTreeMap::new(),
            encoding: Some(WINDOWS_1252),
            widths: BTreeMap::new(),
            width: 500.0,
        }
    }

    pub(super) fn of(pdf: &Pdf<'_>, dict: &Dict) -> Self {
        let is_composite = pdf.entry(dict, "Subtype").name() == Some("Type0");
        let mut font = Font::lost();
        if is_composite {
            (font.width_of_code, font.encoding) = (2, None);
            let below = pdf.entry(dict, "DescendantFonts").array().and_then(|fonts| fonts.first());
            if let Some(below) = below.and_then(|font| pdf.get(font).dict()) {
                font.width = pdf.entry(below, "DW").number().unwrap_or(1000.0);
                font.read_wide_widths(pdf, pdf.entry(below, "W").array().unwrap_or_default());
            }
        } else {
            font.read_encoding(pdf, pdf.entry(dict, "Encoding"));
            let first = pdf.entry(dict, "FirstChar").number().unwrap_or(0.0) as u32;
            let widths = pdf.entry(dict, "Widths").array().unwrap_or_default();
            let widths = (first..).zip(widths);
            font.widths
                .extend(widths.filter_map(|(code, width)| Some((code, pdf.get(width).number()?))));
        }
        font.read_map(&pdf.unpacked(pdf.entry(dict, "ToUnicode")));
        font
    }

    /// What a code stands for; nothing where the font does not say.
    pub(super) fn letter(&self, code: u32) -> Option<String> {
        if let Some(letter) = self.letters.get(&code) {
            return Some(letter.clone());
        }
        let byte = u8::try_from(code).ok()?;
        Some(self.encoding?.decode_without_bom_handling(&[byte]).0.into_owned())
    }

    /// How wide it is, in sizes of the font.
    pub(super) fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.width) / 1000.0
    }

    fn read_encoding(&mut self, pdf: &Pdf<'_>, encoding: &Object) {
        let name = encoding.name().or_else(|| pdf.entry(encoding.dict()?, "BaseEncoding").name());
        if name == Some("MacRomanEncoding") {
            self.encoding = Some(MACINTOSH);
        }
        let Some(dict) = encoding.dict() else { return };
        let mut code = 0;
        for object in pdf.entry(dict, "Differences").array().unwrap_or_default() {
            match pdf.get(object) {
                Object::Number(number) => code = *number as u32,
                Object::Name(name) => {
                    self.letters.extend(letter_of(name).map(|letter| (code, letter)));
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }

    /// Widths of wide codes: `3 [500 600]`, or `10 20 500` for all of them.
    fn read_wide_widths(&mut self, pdf: &Pdf<'_>, list: &[Object]) {
        let mut rest = list;
        while let Some((first, behind)) = rest.split_first() {
            let first = pdf.get(first).number().unwrap_or(0.0) as u32;
            rest = match behind.first().map(|object| pdf.get(object)) {
                Some(Object::Array(widths)) => {
                    let widths = (first..).zip(widths);
                    self.widths.extend(
                        widths.filter_map(|(code, width)| Some((code, pdf.get(width).number()?))),
                    );
                    behind.get(1..).unwrap_or_default()
                }
                Some(Object::Number(last)) => {
                    let width = behind.get(1).and_then(|width| pdf.get(width).number());
                    let codes = first..=(*last as u32).min(first.saturating_add(0xffff));
                    self.widths.extend(codes.filter_map(|code| Some((code, width?))));
                    behind.get(2..).unwrap_or_default()
                }
                _ => return,
            };
        }
    }

    /// Reads the map from codes to letters.
    fn read_map(&mut self, map: &[u8]) {
        let mut lexer = Lexer::new(map, 0);
        let mut before: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next() {
            let Object::Word(word) = &object else {
                before.push(object);
                continue;
            };
            match word.as_str() {
                "endbfchar" => {
                    for pair in before.chunks_exact(2) {
                        if let [Object::Text(code), Object::Text(letters)] = pair {
                            self.letters.insert(number(code), text(letters));
                        }
                    }
                }
                "endbfrange" => {
                    for range in before.chunks_exact(3) {
                        self.add_range(range);
                    }
                }
                _ => {}
            }
            before.clear();
        }
    }

    fn add_range(&mut self, range: &[Object]) {
        let [Object::Text(first), Object::Text(last), letters] = range else { return };
        let codes = number(first)..=number(last).min(number(first).saturating_add(0xffff));
        match letters {
            Object::Text(letters) => {
                let mut units = units(letters);
                for code in codes {
                    self.letters.insert(code, String::from_utf16_lossy(&units));
                    if let Some(unit) = units.last_mut() {
                        *unit = unit.wrapping_add(1);
                    }
                }
            }
            Object::Array(list) => {
                for (code, letters) in codes.zip(list) {
                    if let Object::Text(letters) = letters {
                        self.letters.insert(code, text(letters));
                    }
                }
            }
            _ => {}
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number: u32, byte| number.wrapping_shl(8) | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    bytes.chunks(2).map(|pair| number(pair) as u16).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf16_lossy(&units(bytes))
}

/// The letter of a name: `eacute`, `uni00E9`, `a.sc`.
fn letter_of(name: &str) -> Option<String> {
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    if name.chars().count() == 1 {
        return Some(name.to_owned());
    }
    if let Some((_, letter)) = LETTERS.iter().find(|(known, _)| *known == name) {
        return Some((*letter).to_owned());
    }
    let code = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    if let Some(code) = code.and_then(|code| u32::from_str_radix(code, 16).ok()) {
        return char::from_u32(code).map(String::from);
    }
    let (first, accent) = name.split_at_checked(1)?;
    let (_, letters) = ACCENTS.iter().find(|(known, _)| *known == accent)?;
    let letters: Vec<char> = letters.chars().collect();
    let pair =
        letters.chunks_exact(2).find(|pair| first.chars().eq(pair.iter().take(1).copied()))?;
    pair.get(1).map(char::to_string)
}

#[cfg(test)]
mod tests {
    use super::letter_of;

    #[test]
    fn letters_by_their_names() {
        let letters = ["A", "eacute", "scaron", "uni20AC", "quotedblleft", "fi", "a.sc", "g123"];
        let letters = letters.map(|name| letter_of(name).unwrap_or_default());
        assert_eq!(letters, ["A", "é", "š", "€", "“", "fi", "a", ""]);
    }
}
