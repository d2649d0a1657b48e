//! A large file of one article a line, or a store of items, piece by piece: each is read, parsed in
//! parallel and handed on before the next, so that memory holds one piece and not the file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read as _};
use std::path::Path;
use std::sync::atomic::Ordering;

use encoding_rs::{Encoding, UTF_8};

use crate::load::json::Lines;
use crate::load::settings::Settings;
use crate::load::store::{self, Store};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, Watch, completed, guard, in_vain, kind};

/// How much of a file tells whether it can be read in pieces, in bytes.
const HEAD: u64 = 8_000;

/// Reads `file` and gives `take` its pieces, of some `size` bytes each, and whether it is the last;
/// only that may hold no article. The problems come with the last, in the order in which they would
/// come of the whole file. What cannot be read line by line is one piece.
pub(crate) fn read(
    file: &SourceFile,
    settings: &Settings,
    size: usize,
    watch: &Watch,
    take: &mut dyn FnMut(FileDrafts, bool),
) {
    if watch.is_cancelled() {
        return;
    }
    let path = file.location().filter(|_| kind::is_streamed(&file.extension()));
    let store = path.and_then(|_| Store::open(file, &store::head(file)?).ok()?);
    let mut reading = PieceReader { file, settings, size, watch, take };
    let is_done = match (store, path.and_then(|path| opened(path).ok()?)) {
        (Some(store), _) => reading.parts(store),
        (None, Some(source)) => reading.parts(LineParts::of(file, source)),
        (None, None) => {
            (reading.take)(super::read(file, settings), true);
            true
        }
    };
    if is_done {
        watch.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// What gives the articles of a file, some at a time.
pub(crate) trait Parts {
    /// The next of some `size` bytes; `None` behind the last.
    fn next(&mut self, size: usize) -> Option<FileDrafts>;

    /// What shows only when all are read.
    fn end(self) -> FileDrafts;
}

/// The lines of a file.
struct LineParts<'a, R> {
    file: &'a SourceFile,
    /// What is left to read.
    source: Option<R>,
    lines: Lines<'a>,
    /// Why it could not be read to its end.
    fault: Option<io::Error>,
}

impl<'a, R> LineParts<'a, R> {
    fn of(file: &'a SourceFile, source: R) -> Self {
        LineParts { file, source: Some(source), lines: Lines::of(file), fault: None }
    }
}

impl<R: BufRead> Parts for LineParts<'_, R> {
    fn next(&mut self, size: usize) -> Option<FileDrafts> {
        let Some(source) = &mut self.source else { return self.lines.rest(size) };
        let (bytes, end) = piece(source, size);
        if let Some(end) = end {
            self.source = None;
            self.fault = end.err();
        }
        Some(self.lines.read(&bytes))
    }

    fn end(self) -> FileDrafts {
        let mut found = self.lines.end();
        found.problems.extend(self.fault.map(|error| {
            self.file.problem(
                None,
                format!("cannot be read to its end: {error}"),
                "check that it is there and yours to read",
            )
        }));
        found
    }
}

/// The lines of the file `path` behind its mark; `None` where only the whole file tells how to read
/// it: it is in another encoding than UTF-8 or no text, or begins with nothing.
fn opened(path: &Path) -> io::Result<Option<impl BufRead>> {
    let mut rest = File::open(path)?;
    let mut head = Vec::new();
    rest.by_ref().take(HEAD).read_to_end(&mut head)?;
    let mark = match Encoding::for_bom(&head) {
        Some((encoding, mark)) if encoding == UTF_8 => mark,
        Some(_) => return Ok(None),
        None => 0,
    };
    let is_text = head.iter().any(u8::is_ascii_alphanumeric) && !head.contains(&0);
    head.drain(..mark);
    Ok(is_text.then(|| BufReader::new(Cursor::new(head).chain(rest))))
}

struct PieceReader<'a> {
    file: &'a SourceFile,
    settings: &'a Settings,
    size: usize,
    watch: &'a Watch,
    take: &'a mut dyn FnMut(FileDrafts, bool),
}

impl PieceReader<'_> {
    /// Reads all parts; tells whether it came to the end.
    fn parts(&mut self, mut parts: impl Parts) -> bool {
        let mut before = 0;
        // Broken records come before records without text, and those before articles that could not
        // be completed.
        let (mut broken, mut incomplete) = (Vec::new(), Vec::new());
        let gave_up = || {
            let what = "its parser gave up on a part of it";
            Some(FileDrafts::problem(self.file, what, "report that file"))
        };
        while let Some(mut found) = guard::guarded(|| parts.next(self.size)).unwrap_or_else(gave_up)
        {
            broken.append(&mut found.problems);
            let count = found.drafts.len();
            found = completed(self.file, found, before, |draft| draft.complete(self.settings));
            incomplete.append(&mut found.problems);
            before += count;
            if count > 0 {
                (self.take)(found, false);
            }
            if self.watch.is_cancelled() {
                return false;
            }
        }
        let mut end = parts.end();
        end.problems.splice(..0, broken);
        end.problems.append(&mut incomplete);
        end.problems.extend(in_vain(self.file, &end));
        (self.take)(end, true);
        true
    }
}

/// The next lines, whole, until they have `size` bytes; and, where there are no more, how that
/// came.
fn piece(source: &mut impl BufRead, size: usize) -> (Vec<u8>, Option<io::Result<()>>) {
    let mut bytes = Vec::new();
    while bytes.len() < size {
        match source.read_until(b'\n', &mut bytes) {
            Ok(0) => return (bytes, Some(Ok(()))),
            Ok(_) => {}
            Err(error) => return (bytes, Some(Err(error))),
        }
    }
    (bytes, None)
}
