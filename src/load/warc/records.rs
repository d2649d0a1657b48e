//! The records of a web archive, one after the other, of each only what may be an article. Where one
//! is cut off or not as it says, that is told and the next one looked for.

use std::io::{self, BufRead, Cursor, Read as _};

use memchr::memmem;

use super::http::{ContentType, Head};
use super::loss::LARGEST;
use crate::corpus::{Problem, is_web};
use crate::load::walk::SourceFile;

/// How an ARC begins.
pub(super) const ARC: &[u8] = b"filedesc://";
/// What a record of a WARC begins with, in a block of another.
const INSIDE: &[u8] = b"\r\n\r\nWARC/1.";
/// A header of more bytes is none.
const HEADER: u64 = 256 * 1024;
/// So many faults are told one by one.
const FAULTS: usize = 20;

/// A record that may be an article.
pub(super) struct Capture {
    pub(super) url: Option<String>,
    pub(super) holds: Holds,
    /// What it holds, without the header of an answer.
    pub(super) bytes: Vec<u8>,
    /// Whether the crawler says that it did not keep all.
    pub(super) is_truncated: bool,
    /// Whether it was told that something is wrong with it.
    pub(super) is_told: bool,
    number: u64,
}

/// What a record holds.
#[derive(Debug)]
pub(super) enum Holds {
    /// What a server sent.
    Answer(Head),
    Page(ContentType),
    Text,
}

/// What a record says of itself.
#[derive(Default)]
struct Header {
    length: u64,
    url: Option<String>,
    /// What may be read of it.
    wanted: Wanted,
    is_truncated: bool,
}

#[derive(Default)]
enum Wanted {
    #[default]
    Nothing,
    Answer,
    Page(ContentType),
    Text,
}

/// The records of a file.
pub(super) struct Records<'a> {
    source: Box<dyn BufRead + 'a>,
    is_packed: bool,
    is_arc: bool,
    /// How many bytes were read.
    at: u64,
    /// The number of the record that is being read, and where it began.
    number: u64,
    start: u64,
    /// The first line of the next record, where it was read already.
    begun: Option<Vec<u8>>,
    is_ended: bool,
    /// What was wrong with records, and how many more there were.
    faults: Vec<String>,
    more_faults: usize,
    too_large: Vec<String>,
}

impl Capture {
    /// "record 7 (https://courier.example/bridge)".
    pub(super) fn subject(&self) -> String {
        subject(self.number, self.url.as_deref())
    }
}

fn subject(number: u64, url: Option<&str>) -> String {
    match url {
        Some(url) => format!("record {number} ({url})"),
        None => format!("record {number}"),
    }
}

impl<'a> Records<'a> {
    pub(super) fn of(source: Box<dyn BufRead + 'a>, is_packed: bool) -> Self {
        Records {
            source,
            is_packed,
            is_arc: false,
            at: 0,
            number: 0,
            start: 0,
            begun: None,
            is_ended: false,
            faults: Vec::new(),
            more_faults: 0,
            too_large: Vec::new(),
        }
    }

    /// The next record that may be an article.
    pub(super) fn next(&mut self) -> Option<Capture> {
        while !self.is_ended {
            match self.record() {
                Ok(Some(capture)) => return Some(capture),
                Ok(None) => {}
                Err(what) => {
                    self.tell(what);
                    self.look_on();
                }
            }
        }
        None
    }

    /// What was wrong, and the pages that were passed over because of their size.
    pub(super) fn told(self, file: &SourceFile) -> (Vec<Problem>, Vec<String>) {
        let hint = "what stands before and behind was read; copy or download the file again";
        let mut told: Vec<Problem> =
            self.faults.into_iter().map(|what| file.problem(None, what, hint)).collect();
        if self.more_faults > 0 {
            let what = format!("{} more records are cut off or damaged", self.more_faults);
            told.push(file.problem(None, what, hint));
        }
        (told, self.too_large)
    }

    fn tell(&mut self, what: impl AsRef<str>) {
        if self.faults.len() >= FAULTS {
            self.more_faults += 1;
            return;
        }
        let unpacked = if self.is_packed { " unpacked" } else { "" };
        let (number, start) = (self.number, self.start);
        self.faults.push(format!("record {number}, at byte {start}{unpacked}: {}", what.as_ref()));
    }

    /// Reads one record; nothing where it is no article, or there is none any more.
    fn record(&mut self) -> Result<Option<Capture>, String> {
        let Some(first) = self.begin()? else {
            self.is_ended = true;
            return Ok(None);
        };
        self.number += 1;
        self.start = self.at - first.len() as u64;
        self.is_arc |= self.number == 1 && first.starts_with(ARC);
        let header = if self.is_arc {
            arc_header(&first).ok_or("its header cannot be read")?
        } else if first.starts_with(b"WARC/") {
            self.warc_header()?
        } else {
            return Err("no record begins here".to_owned());
        };
        self.block(header)
    }

    /// The first line of the next record; nothing at the end.
    fn begin(&mut self) -> Result<Option<Vec<u8>>, String> {
        if let Some(line) = self.begun.take() {
            return Ok(Some(line));
        }
        loop {
            match self.line() {
                Ok(None) => return Ok(None),
                Ok(Some(line)) if line.trim_ascii().is_empty() => {}
                Ok(Some(line)) => return Ok(Some(line)),
                Err(error) => {
                    (self.number, self.start) = (self.number + 1, self.at);
                    return Err(broken(&error));
                }
            }
        }
    }

    /// The next line with its end, or as much of it as a header may have; nothing at the end.
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let read = (&mut self.source).take(HEADER).read_until(b'\n', &mut line);
        self.at += line.len() as u64;
        read.map(|_| (!line.is_empty()).then_some(line))
    }

    /// The lines up to the empty one, or of `most` bytes.
    fn header_lines(&mut self, most: u64) -> Result<Vec<u8>, String> {
        let start = self.at;
        let mut lines = Vec::new();
        while self.at - start < most {
            let line = self.line().map_err(|error| broken(&error))?;
            let line = line.ok_or("it breaks off in its header")?;
            if line.trim_ascii().is_empty() {
                return Ok(lines);
            }
            lines.extend(line);
        }
        Ok(lines)
    }

    fn warc_header(&mut self) -> Result<Header, String> {
        let lines = self.header_lines(HEADER)?;
        let lines = String::from_utf8_lossy(&lines);
        let value = |name: &str| {
            lines.lines().find_map(|line| {
                let (found, value) = line.split_once(':')?;
                found.trim().eq_ignore_ascii_case(name).then(|| value.trim())
            })
        };
        let length = value("content-length").ok_or("its header does not say how long it is")?;
        let length = length.parse().map_err(|_| format!("its length is no number: {length}"))?;
        let kind = ContentType::of(value("content-type").unwrap_or_default());
        let wanted = match value("warc-type").unwrap_or_default().to_ascii_lowercase().as_str() {
            "response" if kind.name == "application/http" => Wanted::Answer,
            "response" | "resource" | "conversion" if kind.is_page() => Wanted::Page(kind),
            "conversion" if kind.name == "text/plain" => Wanted::Text,
            _ => Wanted::Nothing,
        };
        // wget puts the URL in brackets.
        let url = value("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let is_truncated = value("warc-truncated").is_some();
        Ok(Header { length, url: url.filter(|url| is_web(url)), wanted, is_truncated })
    }

    /// What follows the header of a record.
    fn block(&mut self, header: Header) -> Result<Option<Capture>, String> {
        let end = self.at.saturating_add(header.length);
        let holds = match header.wanted {
            Wanted::Nothing => None,
            Wanted::Page(kind) => Some(Holds::Page(kind)),
            Wanted::Text => Some(Holds::Text),
            Wanted::Answer => {
                let head = Head::of(&self.header_lines(header.length.min(HEADER))?)
                    .ok_or("it holds no answer of a server")?;
                head.may_be_page().then_some(Holds::Answer(head))
            }
        };
        let rest = end.saturating_sub(self.at);
        if rest > LARGEST {
            // Its length may be wrong: what follows is looked for, not counted on.
            if holds.is_some() {
                self.too_large.push(subject(self.number, header.url.as_deref()));
            }
            self.look_on();
            return Ok(None);
        }
        let Some(holds) = holds else {
            let skipped = self.skip(rest).map_err(|error| broken(&error))?;
            return if skipped < rest { Err(cut_off(skipped, rest)) } else { self.close(None) };
        };
        let mut bytes = Vec::new();
        let read = (&mut self.source).take(rest).read_to_end(&mut bytes);
        self.at += bytes.len() as u64;
        let number = self.number;
        let capture = |bytes, is_told| Capture {
            url: header.url,
            holds,
            bytes,
            is_truncated: header.is_truncated,
            is_told,
            number,
        };
        match read {
            Ok(_) if bytes.len() as u64 == rest => {
                let capture = capture(bytes, false);
                self.close(Some(capture))
            }
            // What was kept of it is read all the same.
            Ok(_) => {
                let what = cut_off(bytes.len() as u64, rest);
                let capture = capture(bytes, true);
                self.tell(what);
                self.is_ended = true;
                Ok(Some(capture))
            }
            Err(error) => {
                self.tell(broken(&error));
                self.look_on();
                // What comes of damage is no text; what was cut off is, as far as it goes.
                let is_cut = error.kind() == io::ErrorKind::UnexpectedEof;
                Ok(is_cut.then_some(capture(bytes, true)))
            }
        }
    }

    /// Skips `count` bytes; gives how many there were.
    fn skip(&mut self, count: u64) -> io::Result<u64> {
        let skipped = io::copy(&mut (&mut self.source).take(count), &mut io::sink());
        self.at += skipped.as_ref().copied().unwrap_or(0);
        skipped
    }

    /// Sees to it that the next record begins behind this one.
    fn close(&mut self, mut capture: Option<Capture>) -> Result<Option<Capture>, String> {
        if self.is_arc {
            return Ok(capture);
        }
        let next = match self.line_behind() {
            Ok(next) => next,
            Err(what) => {
                self.tell(what);
                self.look_on();
                return Ok(capture);
            }
        };
        match next {
            Some(line) if !line.starts_with(b"WARC/") => {
                let bytes = capture.as_mut().map(|capture| {
                    capture.is_told = true;
                    &mut capture.bytes
                });
                let inside = bytes.as_ref().and_then(|bytes| memmem::find(bytes, INSIDE));
                if let Some((bytes, inside)) = bytes.zip(inside) {
                    self.tell("it is shorter than it says");
                    let rest = bytes.split_off(inside);
                    self.put_back([rest, line].concat());
                } else {
                    self.tell("it is not as long as it says, or no record follows it");
                    self.look_on();
                }
            }
            next => self.begun = next,
        }
        Ok(capture)
    }

    /// The first line that is not empty; nothing at the end.
    fn line_behind(&mut self) -> Result<Option<Vec<u8>>, String> {
        loop {
            match self.line() {
                Ok(Some(line)) if line.trim_ascii().is_empty() => {}
                Ok(line) => return Ok(line),
                Err(error) => return Err(broken(&error)),
            }
        }
    }

    fn put_back(&mut self, bytes: Vec<u8>) {
        self.at -= bytes.len() as u64;
        let behind = std::mem::replace(&mut self.source, Box::new(io::empty()));
        self.source = Box::new(Cursor::new(bytes).chain(behind));
    }

    /// Looks for the next record.
    fn look_on(&mut self) {
        let mut is_at_start = true;
        let mut failed_at = None;
        loop {
            match self.line() {
                Ok(Some(line)) if is_at_start && self.is_begin(&line) => {
                    self.begun = Some(line);
                    return;
                }
                Ok(Some(line)) => is_at_start = line.ends_with(b"\n"),
                Ok(None) => break,
                // Behind a damaged part of a packed file another one begins.
                Err(_) if failed_at != Some(self.at) => {
                    (is_at_start, failed_at) = (true, Some(self.at));
                }
                Err(_) => break,
            }
        }
        self.is_ended = true;
    }

    fn is_begin(&self, line: &[u8]) -> bool {
        if self.is_arc {
            return arc_header(line).is_some();
        }
        (line.starts_with(b"WARC/1.") || line.starts_with(b"WARC/0.")) && line.len() < 16
    }
}

/// The one line that is the header of a record in an ARC: URL, address, date, kind, length; in the
/// second version five more fields stand before the length. The URL may hold spaces.
fn arc_header(line: &[u8]) -> Option<Header> {
    let line = std::str::from_utf8(line).ok()?.trim_end();
    let is_date =
        |field: &str| matches!(field.len(), 12 | 14) && field.bytes().all(|b| b.is_ascii_digit());
    let fields: Vec<&str> = line.split(' ').collect();
    let date = fields.iter().rposition(|field| is_date(field))?;
    let length = fields.last().filter(|_| date + 2 < fields.len())?.parse().ok()?;
    let url = fields.get(..date.checked_sub(1)?)?.join(" ");
    let wanted = if is_web(&url) { Wanted::Answer } else { Wanted::Nothing };
    url.contains(':').then_some(Header {
        length,
        url: Some(url).filter(|url| is_web(url)),
        wanted,
        is_truncated: false,
    })
}

fn broken(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file breaks off in it".to_owned(),
        _ => format!("it cannot be unpacked: {error}"),
    }
}

fn cut_off(there: u64, length: u64) -> String {
    format!("the file breaks off in it: {there} of {length} bytes are there")
}

#[cfg(test)]
mod tests {
    use super::arc_header;

    #[test]
    fn headers_of_arc() {
        let read = |line: &str| {
            let header = arc_header(line.as_bytes())?;
            Some(format!("{} {}", header.length, header.url.unwrap_or_default()))
        };
        assert_eq!(
            read("https://echo.example/a b c 127.0.0.1 20310304092000 text/html 1591\r\n")
                .as_deref(),
            Some("1591 https://echo.example/a b c")
        );
        assert_eq!(
            read("http://echo.example/ 127.0.0.1 20310304092000 text/html 200 - - 8 a.arc 77")
                .as_deref(),
            Some("77 http://echo.example/")
        );
        assert_eq!(
            read("dns:echo.example 1.2.3.4 20310304092000 text/dns 50").as_deref(),
            Some("50 ")
        );
        assert_eq!(read("http://echo.example/ 127.0.0.1 20310304092000 text/html -1"), None);
        assert_eq!(read("The bridge was shut on Tuesday."), None);
    }
}
