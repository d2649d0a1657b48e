//! The members of a tar archive, plain or packed with gzip: ustar, with the longer names of pax and
//! GNU.

use std::io::{self, BufReader, Read};

use super::Members;
use crate::load::gunzip::{self, Gunzip};
use crate::load::pieces::BUFFER;
use crate::load::walk::Source;

/// Headers, and the room that is filled up behind members, in bytes.
const BLOCK: usize = 512;
/// Names and what else is said of a member have at most so many bytes.
const MOST_SAID: u64 = 1_000_000;

/// Whether what a file holds, once it is unpacked, is a tar archive.
pub(crate) fn is_tar(unpacked: &[u8]) -> bool {
    unpacked.get(257..262) == Some(b"ustar")
}

/// Reads all members: their names first, since those of all folders tell what a folder is.
pub(super) fn read(source: &mut Box<dyn Source>, members: &mut Members<'_, '_>) -> io::Result<()> {
    let mut names = Vec::new();
    // What is wrong with it later shows again.
    let first = walk(source, |name, _| {
        names.push(name.to_owned());
        true
    });
    source.rewind()?;
    if names.is_empty() && first.is_err_and(|error| error.kind() == io::ErrorKind::InvalidData) {
        return Err(io::Error::other("it is neither a ZIP nor a tar archive"));
    }
    members.know(&names);
    walk(source, |name, bytes| !members.is_read(name) || members.member(name, None, bytes))
}

/// Gives `take` each file's name and bytes, until it wants no more.
fn walk(
    source: &mut Box<dyn Source>,
    take: impl FnMut(&str, &mut dyn Read) -> bool,
) -> io::Result<()> {
    let is_packed = super::begin(source)?.starts_with(gunzip::MAGIC);
    let mut bytes = BufReader::with_capacity(BUFFER, source);
    if is_packed {
        each(&mut BufReader::with_capacity(BUFFER, Gunzip::new(bytes)), take)
    } else {
        each(&mut bytes, take)
    }
}

fn each(
    archive: &mut impl Read,
    mut take: impl FnMut(&str, &mut dyn Read) -> bool,
) -> io::Result<()> {
    let mut said = Said::default();
    while let Some(header) = Header::read(archive)? {
        let size = said.size.unwrap_or(header.size);
        let mut bytes = Exactly { bytes: &mut *archive, left: size };
        match header.kind {
            b'L' => said.name = Some(until_nul(&said_of(&mut bytes)?)),
            b'x' => said.read(&said_of(&mut bytes)?),
            b'0' | 0 | b'7' => {
                let name = said.name.take().unwrap_or(header.name);
                said = Said::default();
                if !take(&name, &mut bytes) {
                    return Ok(());
                }
            }
            b'g' | b'K' => {}
            _ => said = Said::default(),
        }
        io::copy(&mut bytes, &mut io::sink())?;
        let room = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
        io::copy(&mut archive.take(room), &mut io::sink())?;
    }
    Ok(())
}

/// What is said of the member that follows.
#[derive(Default)]
struct Said {
    name: Option<String>,
    size: Option<u64>,
}

impl Said {
    /// Reads the records of pax: "24 path=courier/bridge.txt".
    fn read(&mut self, records: &[u8]) {
        let mut rest = records;
        while let Some(space) = rest.iter().position(|byte| *byte == b' ') {
            let length = std::str::from_utf8(rest.get(..space).unwrap_or_default())
                .ok()
                .and_then(|length| length.parse().ok());
            let Some(record) = length.and_then(|length| rest.get(space + 1..length)) else {
                return;
            };
            rest = rest.get(length.unwrap_or(0)..).unwrap_or_default();
            let record = String::from_utf8_lossy(record);
            match record.trim_end_matches('\n').split_once('=') {
                Some(("path", name)) => self.name = Some(name.to_owned()),
                Some(("size", size)) => self.size = size.parse().ok(),
                _ => {}
            }
        }
    }
}

fn said_of(bytes: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut said = Vec::new();
    bytes.take(MOST_SAID).read_to_end(&mut said)?;
    Ok(said)
}

/// What stands before a member.
struct Header {
    name: String,
    size: u64,
    kind: u8,
}

impl Header {
    /// The next header; nothing at the end, which is a block of nothing or that of the file.
    fn read(archive: &mut impl Read) -> io::Result<Option<Self>> {
        let mut block = Vec::with_capacity(BLOCK);
        archive.take(BLOCK as u64).read_to_end(&mut block)?;
        if block.iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        let damaged =
            || io::Error::new(io::ErrorKind::InvalidData, "what should be a member is none");
        let field = |from: usize, to: usize| block.get(from..to).ok_or_else(damaged);
        let sum = octal(field(148, 156)?).ok_or_else(damaged)?;
        let counted: u64 = (0..)
            .zip(&block)
            .map(|(at, byte)| u64::from(if (148..156).contains(&at) { b' ' } else { *byte }))
            .sum();
        if sum != counted {
            return Err(damaged());
        }
        let mut name = until_nul(field(0, 100)?);
        let prefix = until_nul(field(345, 500)?);
        if field(257, 263)? == b"ustar\0" && !prefix.is_empty() {
            name = format!("{prefix}/{name}");
        }
        let size = number(field(124, 136)?).ok_or_else(damaged)?;
        Ok(Some(Header { name, size, kind: field(156, 157)?.first().copied().unwrap_or(0) }))
    }
}

fn until_nul(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.split(|byte| *byte == 0).next().unwrap_or_default()).into_owned()
}

fn octal(field: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(field).ok()?.trim_matches([' ', '\0']);
    if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
}

/// A number in digits to the base of eight or, where it is larger, in bytes.
fn number(field: &[u8]) -> Option<u64> {
    match field.split_first() {
        Some((0x80, bytes)) => {
            let (high, low) = bytes.split_last_chunk::<8>()?;
            high.iter().all(|byte| *byte == 0).then(|| u64::from_be_bytes(*low))
        }
        _ => octal(field),
    }
}

/// So many bytes, or an error.
struct Exactly<'a, R> {
    bytes: &'a mut R,
    left: u64,
}

impl<R: Read> Read for Exactly<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let count = self.bytes.read(into.get_mut(..most).unwrap_or_default())?;
        if count == 0 && most > 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the archive breaks off in it",
            ));
        }
        self.left -= count as u64;
        Ok(count)
    }
}
