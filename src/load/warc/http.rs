//! The answer of a server as a crawler kept it: its header, and its body unpacked. Many crawlers
//! unpack the body and keep the header that says how it was packed: what is not packed as it says
//! is taken as it is.

use std::io::Read;

use encoding_rs::Encoding;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::loss::{LARGEST, Loss};
use crate::load::gunzip::MAGIC;

/// What the header of an answer says.
#[derive(Debug, Default)]
pub(super) struct Head {
    status: u16,
    kind: ContentType,
    /// How the body is packed, in the order in which that was done.
    packings: Vec<String>,
    is_chunked: bool,
}

/// A media type, and the encoding of letters that comes with it.
#[derive(Clone, Debug, Default)]
pub(super) struct ContentType {
    /// In lower case, without its parameters; empty where none is said.
    pub(super) name: String,
    pub(super) charset: Option<&'static Encoding>,
}

impl ContentType {
    pub(super) fn of(value: &str) -> Self {
        let value = value.to_ascii_lowercase();
        let mut parts = value.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_owned();
        let charset = parts.find_map(|part| part.strip_prefix("charset="));
        let label = charset.map(|label| label.trim_matches(['"', '\'', ' ']));
        ContentType { name, charset: label.and_then(|label| Encoding::for_label(label.as_bytes())) }
    }

    pub(super) fn is_page(&self) -> bool {
        matches!(self.name.as_str(), "text/html" | "application/xhtml+xml")
    }
}

impl Head {
    /// The header of an answer, up to its empty line; `None` where it is none.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines();
        let status = lines.next()?.strip_prefix("HTTP/")?.split_whitespace().nth(1)?;
        let mut head = Head { status: status.parse().ok()?, ..Head::default() };
        for line in lines {
            let Some((name, value)) = line.split_once(':') else { continue };
            let list = || value.split(',').map(|value| value.trim().to_ascii_lowercase());
            match name.trim().to_ascii_lowercase().as_str() {
                "content-type" => head.kind = ContentType::of(value),
                "content-encoding" => head.packings.extend(list()),
                "transfer-encoding" => head.is_chunked |= list().any(|value| value == "chunked"),
                _ => {}
            }
        }
        Some(head)
    }

    /// Whether the body is a page that was asked for, or may be one: no word of an error, no picture.
    pub(super) fn may_be_page(&self) -> bool {
        self.status == 200 && (self.kind.is_page() || self.kind.name.is_empty())
    }

    pub(super) fn kind(&self) -> &ContentType {
        &self.kind
    }

    /// The body unpacked, and whether it is damaged: then it is what could be unpacked.
    pub(super) fn body(&self, bytes: Vec<u8>) -> Result<(Vec<u8>, bool), Loss> {
        let mut bytes = if self.is_chunked { joined(bytes) } else { bytes };
        let mut is_damaged = false;
        for packing in self.packings.iter().rev() {
            let read = match packing.as_str() {
                "gzip" | "x-gzip" if bytes.starts_with(MAGIC) => {
                    unpacked(MultiGzDecoder::new(&*bytes))?
                }
                "deflate" if is_zlib(&bytes) => unpacked(ZlibDecoder::new(&*bytes))?,
                "deflate" if !is_text(&bytes) => unpacked(DeflateDecoder::new(&*bytes))?,
                "br" | "zstd" | "compress" if !is_text(&bytes) => {
                    return Err(Loss::Packed(packing.clone()));
                }
                _ => continue,
            };
            bytes = read.0;
            is_damaged |= read.1;
        }
        Ok((bytes, is_damaged))
    }
}

fn unpacked(reader: impl Read) -> Result<(Vec<u8>, bool), Loss> {
    let mut bytes = Vec::new();
    let read = reader.take(LARGEST + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > LARGEST {
        return Err(Loss::TooLarge);
    }
    Ok((bytes, read.is_err()))
}

fn is_zlib(bytes: &[u8]) -> bool {
    let Some([first, second]) = bytes.first_chunk() else { return false };
    first & 0x0f == 8 && u16::from_be_bytes([*first, *second]) % 31 == 0
}

/// Whether bytes are a page already.
fn is_text(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<") || bytes.starts_with(b"\xef\xbb\xbf")
}

/// A body without the lengths between its chunks.
fn joined(bytes: Vec<u8>) -> Vec<u8> {
    let mut whole = Vec::with_capacity(bytes.len());
    let mut rest = &*bytes;
    loop {
        let (line, behind) = match rest.iter().take(128).position(|byte| *byte == b'\n') {
            Some(end) => (rest.get(..end).unwrap_or_default(), rest.get(end + 1..)),
            None => (rest, None),
        };
        let length = std::str::from_utf8(line)
            .ok()
            .and_then(|line| line.split(';').next())
            .and_then(|length| usize::from_str_radix(length.trim(), 16).ok());
        let Some((length, behind)) = length.zip(behind) else {
            return if whole.is_empty() { bytes } else { whole };
        };
        let (chunk, behind) = behind.split_at(length.min(behind.len()));
        whole.extend_from_slice(chunk);
        if length == 0 || behind.is_empty() {
            return whole;
        }
        let behind = behind.strip_prefix(b"\r").unwrap_or(behind);
        rest = behind.strip_prefix(b"\n").unwrap_or(behind);
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, joined};

    #[test]
    fn chunks_are_joined_and_what_is_in_none_stays() {
        let joined = |bytes: &str| String::from_utf8(joined(bytes.into())).unwrap_or_default();
        assert_eq!(joined("5\r\nNine \r\n7;x=y\r\ncracks.\r\n0\r\n\r\n"), "Nine cracks.");
        assert_eq!(joined("5\r\nNine \r\n70\r\ncrac"), "Nine crac");
        assert_eq!(joined("<p>\nNine cracks."), "<p>\nNine cracks.");
        assert_eq!(joined(""), "");
    }

    #[test]
    fn the_header_of_an_answer() {
        let head = Head::of(b"HTTP/1.1 200 OK\r\ncontent-TYPE: Text/HTML; Charset=\"latin1\"\r\nContent-Encoding: gzip, br\r\nno header\r\n");
        let head = head.unwrap_or_default();
        assert!(head.may_be_page());
        assert_eq!(head.kind().charset, Some(encoding_rs::WINDOWS_1252));
        assert_eq!(head.packings, ["gzip", "br"]);
        assert!(!Head::of(b"HTTP/1.1 404 Not Found\r\n").is_none_or(|head| head.may_be_page()));
        assert!(Head::of(b"GET / HTTP/1.1\r\n").is_none());
    }
}
