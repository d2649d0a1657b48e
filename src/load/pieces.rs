//! A large file of one article a line, piece by piece: each is read, parsed in parallel and handed
//! on before the next, so that memory holds one piece and not the file.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read as _};
use std::path::Path;
use std::sync::atomic::Ordering;

use encoding_rs::{Encoding, UTF_8};

use crate::load::json::Lines;
use crate::load::settings::Settings;
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
    match file
        .location()
        .filter(|_| kind::is_streamed(&file.extension()))
        .and_then(|path| opened(path).ok()?)
    {
        None => take(super::read(file, settings), true),
        Some(source) => {
            let mut reading = PieceReader { file, settings, size, watch, take };
            if !reading.lines(source) {
                return;
            }
        }
    }
    watch.done.fetch_add(1, Ordering::Relaxed);
}

/// The lines of the file `path` behind its mark; `None` where only the whole file tells how to read
/// it: it is in another encoding than UTF-8, or begins with nothing.
fn opened(path: &Path) -> io::Result<Option<impl BufRead>> {
    let mut rest = File::open(path)?;
    let mut head = Vec::new();
    rest.by_ref().take(HEAD).read_to_end(&mut head)?;
    let mark = match Encoding::for_bom(&head) {
        Some((encoding, mark)) if encoding == UTF_8 => mark,
        Some(_) => return Ok(None),
        None => 0,
    };
    let is_filled = head.iter().any(u8::is_ascii_alphanumeric);
    head.drain(..mark);
    Ok(is_filled.then(|| BufReader::new(Cursor::new(head).chain(rest))))
}

struct PieceReader<'a> {
    file: &'a SourceFile,
    settings: &'a Settings,
    size: usize,
    watch: &'a Watch,
    take: &'a mut dyn FnMut(FileDrafts, bool),
}

impl PieceReader<'_> {
    /// Reads all lines of `source`; tells whether it came to the end.
    fn lines(&mut self, mut source: impl BufRead) -> bool {
        let mut lines = Lines::of(self.file);
        let mut before = 0;
        // Broken records come before records without text, and those before articles that could not
        // be completed.
        let (mut broken, mut incomplete) = (Vec::new(), Vec::new());
        loop {
            let (bytes, end) = piece(&mut source, self.size);
            let gave_up = || {
                FileDrafts::problem(
                    self.file,
                    "its parser gave up on a part of it",
                    "report that file",
                )
            };
            let mut found = guard::guarded(|| lines.read(&bytes)).unwrap_or_else(gave_up);
            drop(bytes);
            broken.append(&mut found.problems);
            let count = found.drafts.len();
            found = completed(self.file, found, before, |draft| draft.complete(self.settings));
            incomplete.append(&mut found.problems);
            before += count;
            if let Some(end) = end {
                let whole = lines.end();
                found.problems = broken;
                found.problems.extend(whole.problems);
                found.problems.append(&mut incomplete);
                found.problems.extend(end.err().map(|error| {
                    self.file.problem(
                        None,
                        format!("cannot be read to its end: {error}"),
                        "check that it is there and yours to read",
                    )
                }));
                found.is_no_article = whole.is_no_article;
                found.problems.extend(in_vain(self.file, &found));
                (self.take)(found, true);
                return true;
            }
            if count > 0 {
                (self.take)(found, false);
            }
            if self.watch.is_cancelled() {
                return false;
            }
        }
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
