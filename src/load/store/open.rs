//! Opening an SQLite file of another program: to read, for moments, and without a trace.

use std::fs::{self, DirBuilder, File};
use std::io::{self, BufRead, ErrorKind, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, Error, ErrorCode, OpenFlags};

use crate::corpus::Problem;
use crate::load::saved::ZOTERO;
use crate::load::walk::SourceFile;

/// What a file of SQLite begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// How much of a file says how SQLite writes it, in bytes.
const HEAD: usize = 100;
/// How long to wait for a program that is writing.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often a store is copied that is written to meanwhile.
const TIMES: usize = 3;
/// What stands beside a store and belongs to it.
const BESIDE: [&str; 2] = ["-wal", "-journal"];

/// Whether bytes are a file of SQLite.
pub(crate) fn is_sqlite(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Opens `file`, or a copy of its `source` where it is not on the disk; with the copy that was made
/// for it. `None` where it is no file of SQLite, or the library of saved pages.
pub(super) fn open(
    file: &SourceFile,
    source: &mut dyn BufRead,
) -> Result<Option<(Connection, Option<Copied>)>, Problem> {
    let cannot = |error: &io::Error| {
        file.problem(
            None,
            format!("cannot be copied to be read: {error}"),
            "quit the program that writes it, and make room in the folder of temporary files",
        )
    };
    let head = source.fill_buf().map_err(|error| cannot(&error))?;
    let head = head.get(..HEAD).unwrap_or(head).to_owned();
    if !is_sqlite(&head) || file.name() == ZOTERO {
        return Ok(None);
    }
    let place = file.location().filter(|path| path.is_file());
    let (opened, copy) = match place {
        Some(path) if !has_beside(path) => (at(path, &head), None),
        place => {
            let copied = place.map_or_else(|| Copied::of_source(source), Copied::of);
            let copy = copied.map_err(|error| cannot(&error))?;
            (copy.open(), Some(copy))
        }
    };
    let connection = opened.and_then(careful).map_err(|error| fault(file, &error))?;
    Ok(Some((connection, copy)))
}

/// Opens the SQLite file at `path` or, where its program keeps it locked all the while it runs, a
/// copy.
pub(crate) fn open_locked(path: &Path) -> io::Result<(Connection, Option<Copied>)> {
    if !has_beside(path) {
        let mut head = Vec::new();
        File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
        let opened = at(path, &head).and_then(|connection| {
            connection.busy_timeout(Duration::ZERO)?;
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            careful(connection)
        });
        match opened {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {}
            opened => return Ok((opened.map_err(io::Error::other)?, None)),
        }
    }
    let copy = Copied::of(path)?;
    let connection = copy.open().and_then(careful).map_err(io::Error::other)?;
    Ok((connection, Some(copy)))
}

/// A connection that does not trust what it reads, and waits a moment for others.
fn careful(connection: Connection) -> rusqlite::Result<Connection> {
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}

/// Opens the store at `path`, which begins with `head` and has nothing beside it.
fn at(path: &Path, head: &[u8]) -> rusqlite::Result<Connection> {
    let to_read = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // One that has a log while it is written to would get an empty one by being read. It has none
    // now, so nobody writes to it.
    let is_logged = head.get(18).is_some_and(|version| *version == 2);
    if is_logged {
        let name = format!("file:{}?immutable=1", escaped(path));
        return Connection::open_with_flags(name, to_read | OpenFlags::SQLITE_OPEN_URI);
    }
    Connection::open_with_flags(path, to_read)
}

/// A path as it stands in a URI.
fn escaped(path: &Path) -> String {
    let letter = |byte: &u8| match byte {
        b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    path.as_os_str().as_bytes().iter().map(letter).collect()
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Whether something that is not yet in a store, or not yet out of it, stands beside it.
fn has_beside(path: &Path) -> bool {
    let is_filled = |ending: &&str| {
        fs::metadata(beside(path, ending)).is_ok_and(|file| file.is_file() && file.len() > 0)
    };
    BESIDE.iter().any(is_filled)
}

/// A copy of a store in a folder of its own, which goes with it.
#[derive(Debug)]
pub(crate) struct Copied(PathBuf);

impl Copied {
    fn file(&self) -> PathBuf {
        self.0.join("store")
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let to_write = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(self.file(), to_write)
    }

    /// A folder that is nobody else's.
    fn empty() -> io::Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = format!("rashomon-{}-{number}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            match DirBuilder::new().mode(0o700).create(&folder) {
                Ok(()) => return Ok(Copied(folder)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn of_source(source: &mut dyn BufRead) -> io::Result<Self> {
        let copy = Copied::empty()?;
        io::copy(source, &mut File::create(copy.file())?)?;
        Ok(copy)
    }

    /// Copies a store with what stands beside it, all as it was at one moment.
    fn of(path: &Path) -> io::Result<Self> {
        for _ in 0..TIMES {
            let before = state(path);
            let copy = Copied::empty()?;
            fs::copy(path, copy.file())?;
            for ending in BESIDE {
                match fs::copy(beside(path, ending), beside(&copy.file(), ending)) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
            if before == state(path) {
                return Ok(copy);
            }
        }
        Err(io::Error::new(ErrorKind::ResourceBusy, "it is written to all the time"))
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            log::warn!("{}: cannot be removed: {error}", self.0.display());
        }
    }
}

/// The sizes of a store and what stands beside it, and when they were changed.
fn state(path: &Path) -> Vec<Option<(u64, Option<SystemTime>)>> {
    let state = |ending: &str| {
        let metadata = fs::metadata(beside(path, ending)).ok()?;
        Some((metadata.len(), metadata.modified().ok()))
    };
    ["", BESIDE[0], BESIDE[1]].map(state).to_vec()
}

/// What is said of a store that SQLite cannot read.
pub(super) fn fault(file: &SourceFile, error: &Error) -> Problem {
    let (what, hint) = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            "locked by another program".to_owned(),
            "quit the feed reader, or open it when that has done its work",
        ),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => (
            "its database is damaged".to_owned(),
            "what could be read was; sqlite3 FILE .recover may save more",
        ),
        _ => (format!("its database cannot be read: {error}"), "copy it anew, or report it"),
    };
    file.problem(None, what, hint)
}
