//! What a PDF is made of: objects, found by going through the whole file. Its own list of them (xref)
//! is not asked: it is missing or wrong in files that are damaged, and those are read, too.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::ZlibDecoder;
use memchr::memmem;

/// Lists and dictionaries deeper than this are read as nothing.
const DEPTH: usize = 40;
/// All streams together may unpack to so many bytes.
const LARGEST: usize = 256_000_000;

/// The entries of a dictionary.
pub(super) type Dict = BTreeMap<String, Object>;

/// An object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Object {
    #[default]
    Null,
    Number(f64),
    Name(String),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    Reference(u32),
    /// A word that is none of these: an operator.
    Word(String),
    /// A dictionary and where its bytes are.
    Stream(Dict, usize, usize),
}

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        if let Object::Number(number) = self { Some(*number) } else { None }
    }

    pub(super) fn name(&self) -> Option<&str> {
        if let Object::Name(name) = self { Some(name) } else { None }
    }

    pub(super) fn array(&self) -> Option<&[Object]> {
        if let Object::Array(array) = self { Some(array) } else { None }
    }

    pub(super) fn dict(&self) -> Option<&Dict> {
        match self {
            Object::Dict(dict) | Object::Stream(dict, ..) => Some(dict),
            _ => None,
        }
    }
}

/// Reads objects from bytes.
pub(super) struct Lexer<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Lexer { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
                    self.at += 1;
                }
            } else if byte.is_ascii_whitespace() || byte == 0 {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// The next object; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Object> {
        self.object(0)
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        let byte = self.peek()?;
        if depth > DEPTH && matches!(byte, b'[' | b'<') {
            self.at += 1;
            return Some(Object::Null);
        }
        match byte {
            b'/' => Some(Object::Name(self.name())),
            b'(' => Some(Object::Text(self.text())),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                Some(Object::Dict(self.dict(depth)))
            }
            b'<' => Some(Object::Text(self.hex())),
            b'[' => {
                self.at += 1;
                Some(Object::Array(self.array(depth)))
            }
            b']' | b'>' | b'{' | b'}' | b')' => {
                self.at += 1;
                Some(Object::Word(char::from(byte).to_string()))
            }
            _ => Some(self.word()),
        }
    }

    fn dict(&mut self, depth: usize) -> Dict {
        let mut dict = Dict::new();
        loop {
            self.skip_space();
            if self.bytes.get(self.at..self.at + 2) == Some(b">>") {
                self.at += 2;
                return dict;
            }
            match self.object(depth) {
                Some(Object::Name(name)) if depth < DEPTH => {
                    self.skip_space();
                    if self.peek() != Some(b'>') {
                        let value = self.value(depth + 1).unwrap_or_default();
                        dict.insert(name, value);
                    }
                }
                Some(Object::Word(word)) if matches!(&*word, "obj" | "endobj" | "stream") => {
                    return dict;
                }
                Some(_) if depth < DEPTH => {}
                _ => return dict,
            }
        }
    }

    fn array(&mut self, depth: usize) -> Vec<Object> {
        let mut array = Vec::new();
        loop {
            self.skip_space();
            if self.peek() == Some(b']') {
                self.at += 1;
                return array;
            }
            match self.value(depth + 1) {
                Some(Object::Word(word)) if matches!(&*word, "obj" | "endobj") => return array,
                Some(value) if depth < DEPTH => array.push(value),
                _ => return array,
            }
        }
    }

    /// An object, or a reference to one: `12 0 R`.
    fn value(&mut self, depth: usize) -> Option<Object> {
        let object = self.object(depth)?;
        let Object::Number(number) = object else { return Some(object) };
        let behind = self.at;
        if number >= 0.0 && number.fract() == 0.0 && self.is_behind_number_of_reference() {
            return Some(Object::Reference(number as u32));
        }
        self.at = behind;
        Some(object)
    }

    /// Goes behind the `0 R` of a reference, where that is what follows.
    fn is_behind_number_of_reference(&mut self) -> bool {
        self.skip_space();
        let digits = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        let is_number = self.at > digits;
        self.skip_space();
        let is_reference = is_number
            && self.peek() == Some(b'R')
            && self.bytes.get(self.at + 1).is_none_or(|byte| is_border(*byte));
        self.at += usize::from(is_reference);
        is_reference
    }

    fn word(&mut self) -> Object {
        let from = self.at;
        while self.peek().is_some_and(|byte| !is_border(byte)) {
            self.at += 1;
        }
        self.at = self.at.max(from + 1);
        let word = String::from_utf8_lossy(self.bytes.get(from..self.at).unwrap_or_default());
        if word == "null" {
            return Object::Null;
        }
        let is_number = word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
        match word.parse::<f64>() {
            Ok(number) if is_number && number.is_finite() => Object::Number(number),
            _ => Object::Word(word.into_owned()),
        }
    }

    fn name(&mut self) -> String {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| !is_border(*byte)) {
            self.at += 1;
            let code = self.bytes.get(self.at..self.at + 2).filter(|_| byte == b'#');
            let code = code.and_then(|code| std::str::from_utf8(code).ok());
            match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                Some(code) => {
                    name.push(code);
                    self.at += 2;
                }
                None => name.push(byte),
            }
        }
        String::from_utf8_lossy(&name).into_owned()
    }

    fn text(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut text, mut open) = (Vec::new(), 1);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    text.extend(self.escaped());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escaped(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\r' => {
                self.at += usize::from(self.peek() == Some(b'\n'));
                return None;
            }
            b'\n' => return None,
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                code.to_le_bytes()[0]
            }
            byte => byte,
        })
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            digits.extend(char::from(byte).to_digit(16));
        }
        let byte = |pair: &[u32]| {
            let value = pair.first().unwrap_or(&0) * 16 + pair.get(1).unwrap_or(&0);
            value.to_le_bytes()[0]
        };
        digits.chunks(2).map(byte).collect()
    }
}

fn is_border(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"\0()<>[]{}/%".contains(&byte)
}

/// A PDF as its objects.
pub(super) struct Pdf<'a> {
    bytes: &'a [u8],
    objects: BTreeMap<u32, Object>,
    /// What stands in its trailers, the later before the earlier.
    pub(super) trailer: Dict,
    /// How many bytes were unpacked.
    unpacked: Cell<usize>,
}

impl<'a> Pdf<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        let mut pdf =
            Pdf { bytes, objects: BTreeMap::new(), trailer: Dict::new(), unpacked: Cell::new(0) };
        pdf.find_objects();
        pdf.unpack_objects();
        pdf
    }

    fn find_objects(&mut self) {
        let bytes = self.bytes;
        for at in memmem::find_iter(bytes, b"trailer") {
            if let Some(Object::Dict(dict)) = Lexer::new(bytes, at + b"trailer".len()).next() {
                self.trailer.extend(dict);
            }
        }
        let mut at = 0;
        while let Some(found) = memmem::find(bytes.get(at..).unwrap_or_default(), b"obj") {
            let object = at + found;
            at = object + b"obj".len();
            if let Some(number) = number_before(bytes, object) {
                at = self.add_object(number, at);
            }
        }
    }

    /// Reads the object `number` that begins at `at`; gives where it ends.
    fn add_object(&mut self, number: u32, at: usize) -> usize {
        let mut lexer = Lexer::new(self.bytes, at);
        let Some(object) = lexer.value(0) else { return lexer.at };
        let mut end = lexer.at.max(at);
        let object = match object {
            Object::Dict(dict) => {
                lexer.skip_space();
                let rest = self.bytes.get(lexer.at..).unwrap_or_default();
                if rest.starts_with(b"stream") {
                    let from = lexer.at + b"stream".len();
                    let behind = self.bytes.get(from..).unwrap_or_default();
                    let from = from
                        + if behind.starts_with(b"\r\n") {
                            2
                        } else {
                            usize::from(!behind.is_empty())
                        };
                    end = self.end_of_stream(&dict, from);
                    if dict.get("Type").and_then(Object::name) == Some("XRef") {
                        self.trailer.extend(dict.clone());
                    }
                    Object::Stream(dict, from, end)
                } else {
                    Object::Dict(dict)
                }
            }
            object => object,
        };
        self.objects.insert(number, object);
        end
    }

    fn end_of_stream(&self, dict: &Dict, from: usize) -> usize {
        let length = dict.get("Length").and_then(Object::number).map(|length| length as usize);
        let said = length.and_then(|length| from.checked_add(length)).filter(|end| {
            let behind = self.bytes.get(*end..).unwrap_or_default();
            behind.trim_ascii_start().starts_with(b"endstream")
        });
        let found = || memmem::find(self.bytes.get(from..)?, b"endstream").map(|at| from + at);
        said.or_else(found).unwrap_or(self.bytes.len())
    }

    /// Takes the objects out of the streams that hold some.
    fn unpack_objects(&mut self) {
        let is_packed = |object: &&Object| {
            object.dict().and_then(|dict| dict.get("Type")).and_then(Object::name) == Some("ObjStm")
        };
        let streams: Vec<Object> = self.objects.values().filter(is_packed).cloned().collect();
        for stream in streams {
            let first = stream.dict().and_then(|dict| dict.get("First")).and_then(Object::number);
            let bytes = self.unpacked(&stream);
            let mut lexer = Lexer::new(&bytes, 0);
            let mut places = Vec::new();
            let first = first.unwrap_or(0.0) as usize;
            while lexer.at < first
                && let (Some(Object::Number(number)), Some(Object::Number(at))) =
                    (lexer.next(), lexer.next())
            {
                places.push((number as u32, at as usize));
            }
            for (number, at) in places {
                let object = Lexer::new(&bytes, first.saturating_add(at)).value(0);
                self.objects.entry(number).or_insert(object.unwrap_or_default());
            }
        }
    }

    /// What an object is, once references are followed.
    pub(super) fn get<'b>(&'b self, object: &'b Object) -> &'b Object {
        let mut object = object;
        for _ in 0..8 {
            let Object::Reference(number) = object else { return object };
            object = self.objects.get(number).unwrap_or(&Object::Null);
        }
        &Object::Null
    }

    pub(super) fn entry<'b>(&'b self, dict: &'b Dict, name: &str) -> &'b Object {
        dict.get(name).map_or(&Object::Null, |object| self.get(object))
    }

    pub(super) fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.values()
    }

    /// The bytes of a stream, unpacked as far as that can be done.
    pub(super) fn unpacked(&self, stream: &Object) -> Vec<u8> {
        let Object::Stream(dict, from, to) = stream else { return Vec::new() };
        let mut bytes = self.bytes.get(*from..*to).unwrap_or_default().to_vec();
        let listed = |object: &Object| -> Vec<Object> {
            match self.get(object) {
                Object::Array(array) => array.clone(),
                Object::Null => Vec::new(),
                one => vec![one.clone()],
            }
        };
        let filters = listed(self.entry(dict, "Filter"));
        let settings = listed(self.entry(dict, "DecodeParms"));
        for (number, filter) in filters.iter().enumerate() {
            bytes = match self.get(filter).name().unwrap_or_default() {
                "FlateDecode" | "Fl" => {
                    let setting = settings.get(number).and_then(|setting| self.get(setting).dict());
                    self.with_prediction(self.inflated(&bytes), setting)
                }
                "ASCIIHexDecode" | "AHx" => Lexer::new(&[b"<", &*bytes].concat(), 0).hex(),
                "ASCII85Decode" | "A85" => from_base_85(&bytes),
                _ => return Vec::new(),
            };
        }
        bytes
    }

    fn inflated(&self, bytes: &[u8]) -> Vec<u8> {
        let left = LARGEST.saturating_sub(self.unpacked.get());
        let mut inflated = Vec::new();
        // What comes before damage is taken.
        let _ = ZlibDecoder::new(bytes).take(left as u64).read_to_end(&mut inflated);
        self.unpacked.set(self.unpacked.get() + inflated.len());
        inflated
    }

    /// Bytes of which each row was kept as its difference to what stands beside it.
    fn with_prediction(&self, bytes: Vec<u8>, setting: Option<&Dict>) -> Vec<u8> {
        let number = |name: &str, otherwise: f64| {
            let number = setting.and_then(|setting| self.entry(setting, name).number());
            number.unwrap_or(otherwise).clamp(1.0, 65_536.0) as usize
        };
        if number("Predictor", 1.0) < 10 {
            return bytes;
        }
        let step = (number("Colors", 1.0) * number("BitsPerComponent", 8.0)).div_ceil(8);
        let width = step * number("Columns", 1.0);
        let mut rows: Vec<u8> = Vec::with_capacity(bytes.len());
        for row in bytes.chunks(width + 1) {
            let (kind, row) = row.split_first().unwrap_or((&0, &[]));
            let above = rows.len().checked_sub(width);
            for (at, byte) in row.iter().enumerate() {
                let left = at.checked_sub(step).and_then(|_| rows.get(rows.len() - step));
                let left = left.copied().unwrap_or(0);
                let up = above.and_then(|above| rows.get(above + at)).copied().unwrap_or(0);
                let base = match kind {
                    1 => left,
                    2 => up,
                    3 => left.midpoint(up),
                    _ => 0,
                };
                rows.push(byte.wrapping_add(base));
            }
        }
        rows
    }
}

/// The number of the object whose `obj` stands at `at`.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let before = bytes.get(at.saturating_sub(24)..at)?.trim_ascii_end();
    let mut words = before.rsplit(|byte| !byte.is_ascii_digit());
    words.next().filter(|generation| !generation.is_empty())?;
    let number = words.next()?;
    std::str::from_utf8(number).ok()?.parse().ok()
}

fn from_base_85(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut group: Vec<u8> = Vec::new();
    let mut put = |group: &mut Vec<u8>| {
        let count = group.len();
        group.resize(5, 84);
        let value = group
            .iter()
            .fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(u32::from(*digit)));
        decoded.extend(value.to_be_bytes().iter().take(count.saturating_sub(1)));
        group.clear();
    };
    for byte in bytes {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => {
                group.extend([0; 5]);
                put(&mut group);
            }
            b'!'..=b'u' => {
                group.push(byte - b'!');
                if group.len() == 5 {
                    put(&mut group);
                }
            }
            _ => {}
        }
    }
    if group.len() > 1 {
        put(&mut group);
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::{Lexer, Object, Pdf};

    #[test]
    fn objects_are_read() {
        let text = b"<< /A#20b [1 0 R -.5 (a\\(\\051(b)) <4 1>] /C null % no\n /D /E >> BT";
        let mut lexer = Lexer::new(text, 0);
        let object = lexer.next().unwrap_or_default();
        let list = object.dict().and_then(|dict| dict.get("A b")).and_then(Object::array);
        assert_eq!(
            list.unwrap_or_default(),
            [
                Object::Reference(1),
                Object::Number(-0.5),
                Object::Text(b"a()(b)".to_vec()),
                Object::Text(b"A".to_vec())
            ]
        );
        assert_eq!(lexer.next(), Some(Object::Word("BT".to_owned())));
        assert_eq!(lexer.next(), None);
    }

    #[test]
    fn however_deep_nothing_overflows() {
        for piece in ["[", "<<", "<</A", "1 [", "<</A 1 [", "1 0 obj <<", "1 0 obj [ 1 0 obj"] {
            let bytes = piece.repeat(300_000);
            let pdf = Pdf::of(bytes.as_bytes());
            assert!(pdf.objects().count() < 2);
        }
    }
}
