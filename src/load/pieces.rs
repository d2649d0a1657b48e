//! A file piece by piece: some of its articles are read, completed in parallel and handed on before
//! the next, so that memory holds a piece and not the file. A kind that cannot be read so is one
//! piece.

use std::io::{self, BufReader, Cursor, Read as _, Seek as _};

use crate::corpus::Problem;
use crate::load::draft::Draft;
use crate::load::kind::{self, ReadPieces, Reading};
use crate::load::settings::Settings;
use crate::load::walk::{Source, SourceFile};
use crate::load::{FileDrafts, Watch, completed, decode, guard, in_vain};

/// Bytes of a piece where nobody asks for another size: a second's work or so.
pub(crate) const SIZE: usize = 4_000_000;
/// How much of a file is read from the disk at once, in bytes.
pub(crate) const BUFFER: usize = 64 * 1024;

/// Where what is read of a file goes while the rest of it is still to be read.
pub(crate) struct Pieces<'a> {
    /// Bytes of which a piece is made.
    pub(crate) size: usize,
    /// Takes a piece, and says whether more is wanted.
    pub(crate) put: &'a mut dyn FnMut(FileDrafts) -> bool,
}

impl Pieces<'_> {
    /// Works on what `next` gives (each with its bytes), a piece at a time in parallel, while what
    /// comes behind that is got. `collect` makes a piece of it; it has `None` for what `work`
    /// panicked on. Tells whether more is wanted.
    pub(crate) fn work<T: Send, U: Send>(
        &mut self,
        mut next: impl FnMut() -> Option<(T, usize)>,
        work: impl Fn(T) -> U + Sync,
        mut collect: impl FnMut(Vec<Option<U>>) -> FileDrafts,
    ) -> bool {
        let size = self.size;
        let mut some = || {
            let (mut items, mut bytes) = (Vec::new(), 0);
            while bytes < size
                && let Some((item, more)) = next()
            {
                items.push(item);
                bytes += more;
            }
            items
        };
        let mut items = some();
        while !items.is_empty() {
            let mut done = Vec::new();
            let now = std::mem::take(&mut items);
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| done = guard::each(now, &work));
                items = some();
            });
            if !(self.put)(collect(done)) {
                return false;
            }
        }
        true
    }
}

/// Reads `file` and gives `take` its pieces, of some `size` bytes each, and whether it is the last;
/// only that may hold no article, and all problems come with it. None is the last where `watch`
/// stopped it; then the answer is no.
pub(crate) fn read(
    file: &SourceFile,
    settings: &Settings,
    size: usize,
    watch: &Watch,
    take: &mut dyn FnMut(FileDrafts, bool),
) -> bool {
    if watch.is_cancelled() {
        return false;
    }
    if settings.has_marks && !file.named {
        take(FileDrafts { is_no_article: true, ..FileDrafts::default() }, true);
        return true;
    }
    let blank =
        || FileDrafts::problem(file, "the file is empty", "delete it, or save the article again");
    let opened = match opened(file) {
        Ok(Some(opened)) => opened,
        other => {
            take(other.map_or_else(|error| unread(file, &error), |_| blank()), true);
            return true;
        }
    };
    guard::abort_if_asked(&file.path);
    let mut completing =
        Completing { file, settings, before: 0, problems: Vec::new(), incomplete: Vec::new() };
    let mut put = |found| {
        let drafts = completing.completed(found);
        if !drafts.is_empty() {
            take(FileDrafts { drafts, ..FileDrafts::default() }, false);
        }
        !watch.is_cancelled()
    };
    let gave_up = || {
        Some(FileDrafts::problem(
            file,
            "its parser gave up",
            "save the article's text as a .txt file, and report the page",
        ))
    };
    let mut pieces = Pieces { size, put: &mut put };
    let rest = guard::guarded(|| opened.read(file, &mut pieces)).unwrap_or_else(gave_up);
    let Some(rest) = rest else { return false };
    take(completing.end(rest), true);
    true
}

/// A file of which it is known how it is read.
struct Opened {
    reading: Reading,
    bytes: Bytes,
}

/// What a file holds, in memory or to be got.
enum Bytes {
    Here(Vec<u8>),
    There(Box<dyn Source>),
}

impl Opened {
    /// Reads the file; gives what is left to tell at its end, or nothing where no more is wanted.
    fn read(self, file: &SourceFile, pieces: &mut Pieces<'_>) -> Option<FileDrafts> {
        match self.reading {
            Reading::Whole(read) => Some(match self.bytes.here() {
                Ok(bytes) => read(file, bytes),
                Err(error) => unread(file, &error),
            }),
            Reading::Pieces(read) => {
                read(file, &mut BufReader::with_capacity(BUFFER, self.bytes.there()), pieces)
            }
            Reading::Members(read) => read(file, self.bytes.there(), pieces),
        }
    }
}

impl Bytes {
    fn here(self) -> io::Result<Vec<u8>> {
        match self {
            Bytes::Here(bytes) => Ok(bytes),
            Bytes::There(mut source) => {
                let mut bytes = Vec::new();
                source.read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }

    fn there(self) -> Box<dyn Source> {
        match self {
            Bytes::Here(bytes) => Box::new(Cursor::new(bytes)),
            Bytes::There(source) => source,
        }
    }
}

/// Opens `file` and finds out its kind: by how it begins, where that is read in pieces, else by all
/// of it. `None` where there is nothing in it.
fn opened(file: &SourceFile) -> io::Result<Option<Opened>> {
    let mut source = file.open()?;
    let mut bytes = Vec::new();
    source.by_ref().take(kind::HEAD as u64).read_to_end(&mut bytes)?;
    let ending = file.extension();
    if !decode::is_blank(&bytes) {
        let reading = kind::of(&ending, &bytes).reading;
        if reading.is_in_pieces() {
            source.rewind()?;
            return Ok(Some(Opened { reading, bytes: Bytes::There(source) }));
        }
    }
    source.read_to_end(&mut bytes)?;
    let is_filled = !decode::is_blank(&bytes);
    let reading = kind::of(&ending, &bytes).reading;
    Ok(is_filled.then_some(Opened { reading, bytes: Bytes::Here(bytes) }))
}

/// What `bytes`, all that `file` holds, are read as; no archive.
pub(crate) fn whole(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    match kind::of(&file.extension(), &bytes).reading {
        Reading::Whole(read) => read(file, bytes),
        Reading::Pieces(read) => joined(read, file, &bytes),
        Reading::Members(_) => FileDrafts::default(),
    }
}

/// All pieces of `bytes` together.
pub(crate) fn joined(read: ReadPieces, file: &SourceFile, bytes: &[u8]) -> FileDrafts {
    let mut whole = FileDrafts::default();
    let mut put = |found| {
        whole.append(found);
        true
    };
    let rest = read(file, &mut &*bytes, &mut Pieces { size: usize::MAX, put: &mut put });
    whole.append(rest.unwrap_or_default());
    whole
}

fn unread(file: &SourceFile, error: &io::Error) -> FileDrafts {
    FileDrafts::problem(
        file,
        format!("cannot be read: {error}"),
        "check that it is there and yours to read",
    )
}

/// Completes the articles of a file as they come, and keeps what is to be told of it at its end.
struct Completing<'a> {
    file: &'a SourceFile,
    settings: &'a Settings,
    /// How many articles came so far.
    before: usize,
    problems: Vec<Problem>,
    /// What was wrong with articles when they were completed.
    incomplete: Vec<Problem>,
}

impl Completing<'_> {
    fn completed(&mut self, mut found: FileDrafts) -> Vec<Draft> {
        self.problems.append(&mut found.problems);
        let count = found.drafts.len();
        let done = completed(self.file, found, self.before, |draft| draft.complete(self.settings));
        self.before += count;
        for problem in done.problems {
            // That HTML is nested too deep is told once.
            if !self.incomplete.contains(&problem) {
                self.incomplete.push(problem);
            }
        }
        done.drafts
    }

    /// The last piece.
    fn end(mut self, rest: FileDrafts) -> FileDrafts {
        let is_no_article = rest.is_no_article;
        let drafts = self.completed(rest);
        self.problems.append(&mut self.incomplete);
        let mut last = FileDrafts { drafts, problems: self.problems, is_no_article };
        last.problems.extend(in_vain(self.file, &last));
        last
    }
}
