//! Where a cache lies: a file of its own with a lock beside it, the same file beside another
//! rashomon that writes to it, or memory where there is no room for a file.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use xxhash_rust::xxh3::xxh3_128;

use crate::corpus::Problem;
use crate::library::private;
use crate::library::store::{ANALYSIS, FORM};
use crate::load::regular;

/// What tells a cache of rashomon from other SQLite files: `RASH`.
const APPLICATION: u32 = 0x5241_5348;

/// Words are folded before they come here, so that all but white space is part of one. The text is
/// the first column: each place in another one takes two bytes more.
const TABLES: &str = "
CREATE TABLE about (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    walked INTEGER NOT NULL, settings INTEGER NOT NULL, problems TEXT NOT NULL);
CREATE TABLE outlet (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE article (id INTEGER PRIMARY KEY, file INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,
    outlet INTEGER NOT NULL, guessed INTEGER NOT NULL, title TEXT NOT NULL, authors TEXT NOT NULL, published TEXT, url TEXT,
    language TEXT, says_outlet INTEGER NOT NULL, body INTEGER NOT NULL, bytes INTEGER NOT NULL, content INTEGER NOT NULL,
    hash INTEGER NOT NULL);
CREATE INDEX article_file ON article (file, place);
CREATE INDEX article_content ON article (content, place);
CREATE INDEX article_name ON article (name);
CREATE INDEX article_hash ON article (hash);
CREATE INDEX article_long ON article (bytes) WHERE bytes > 500000;
CREATE TABLE dictionary (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE body (id INTEGER PRIMARY KEY, dictionary INTEGER NOT NULL, packed BLOB NOT NULL);
CREATE TABLE finding (article INTEGER PRIMARY KEY, version INTEGER NOT NULL, dictionary INTEGER NOT NULL, bytes INTEGER NOT NULL,
    packed BLOB NOT NULL);
CREATE TABLE event (key INTEGER PRIMARY KEY, version INTEGER NOT NULL, dictionary INTEGER NOT NULL, bytes INTEGER NOT NULL,
    packed BLOB NOT NULL);
CREATE TABLE told (article INTEGER PRIMARY KEY, speakers TEXT NOT NULL, topics TEXT NOT NULL);
CREATE TABLE shelf (piece INTEGER PRIMARY KEY, measures BLOB NOT NULL, dictionary INTEGER NOT NULL, bytes INTEGER NOT NULL,
    packed BLOB NOT NULL);
CREATE TABLE shelved (article INTEGER PRIMARY KEY, piece INTEGER NOT NULL);
CREATE TABLE same (article INTEGER PRIMARY KEY, said BLOB NOT NULL);
CREATE TABLE touched (article INTEGER PRIMARY KEY, gone INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(text, title, outlet, content='', contentless_delete=1,
    tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co'\");
CREATE VIRTUAL TABLE told_index USING fts5(speakers, topics, content='', contentless_delete=1,
    tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co'\");
INSERT INTO words(words, rank) VALUES('hashsize', 33554432);
";

/// What holds for every connection.
const SETTINGS: &str = "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000; PRAGMA journal_size_limit = 16000000; PRAGMA busy_timeout = 5000;";

/// Where a cache lies.
#[derive(Debug)]
pub(super) enum Home {
    /// In this file; this rashomon writes to it as long as it holds the lock.
    Own(
        PathBuf,
        #[expect(dead_code, reason = "held, not looked at: the lock lasts as long as it")] File,
    ),
    /// In this file, to which another rashomon writes.
    Alongside(PathBuf),
    /// In memory, under this name.
    Memory(String),
}

impl Home {
    /// The file.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Home::Own(path, _) | Home::Alongside(path) => Some(path),
            Home::Memory(_) => None,
        }
    }

    pub(super) fn is_kept(&self) -> bool {
        matches!(self, Home::Own(..))
    }

    pub(super) fn is_alongside(&self) -> bool {
        matches!(self, Home::Alongside(_))
    }

    /// Another connection, to read.
    pub(super) fn connect(&self) -> rusqlite::Result<Connection> {
        let connection = match self {
            Home::Own(path, _) | Home::Alongside(path) => there(path)?,
            Home::Memory(name) => in_memory(name)?,
        };
        connection.execute_batch("PRAGMA query_only = ON")?;
        Ok(connection)
    }
}

/// Opens or makes the cache of the folders `roots` in `cache`.
pub(super) fn open(cache: &Path, roots: &[PathBuf]) -> (Home, Connection, Vec<Problem>) {
    let path = cache.join(format!("{}.sqlite", name(roots)));
    match opened(cache, &path) {
        Ok((home, connection, problems)) => (home, connection, problems),
        Err(why) => {
            let what = format!("the cache cannot be kept: {why}");
            let hint = "this time it is in memory; make room there, or make it yours to write";
            let problem = Problem {
                path: cache.to_string_lossy().into_owned(),
                line: None,
                what,
                hint: hint.into(),
            };
            let (home, connection) = of_memory();
            (home, connection, vec![problem])
        }
    }
}

/// The canonical paths of `folders` in order, each once. One that is not there now keeps the path
/// that it was given by.
pub(super) fn canonical(folders: &[PathBuf]) -> Vec<PathBuf> {
    let canonical = |folder: &PathBuf| {
        fs::canonicalize(folder)
            .or_else(|_| std::path::absolute(folder))
            .unwrap_or_else(|_| folder.clone())
    };
    let mut paths: Vec<PathBuf> = folders.iter().map(canonical).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// The name of the cache of the folders `roots`: 32 hexadecimal digits.
fn name(roots: &[PathBuf]) -> String {
    let bytes: Vec<u8> = roots
        .iter()
        .flat_map(|path| [path.as_os_str().as_encoded_bytes(), b"\0"].concat())
        .collect();
    format!("{:032x}", xxh3_128(&bytes))
}

/// Whether a file is called as one of a cache, its lock, the sign of what is being read, or what SQLite lays beside it.
fn is_ours(name: &str) -> bool {
    let (stem, ending) = name.split_once('.').unwrap_or_default();
    stem.len() == 32
        && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
        && (matches!(ending, "lock" | "reading") || ending.starts_with("sqlite"))
}

fn opened(cache: &Path, path: &Path) -> Result<(Home, Connection, Vec<Problem>), String> {
    let words = |error: std::io::Error| error.to_string();
    private::folder(cache).map_err(words)?;
    private::tighten(cache, is_ours);
    regular::check(&path.with_extension("lock")).map_err(words)?;
    let lock = private::writing().open(path.with_extension("lock")).map_err(words)?;
    match lock.try_lock() {
        Ok(()) => {
            let (connection, problems) = for_writing(path)?;
            Ok((Home::Own(path.to_owned(), lock), connection, problems))
        }
        Err(TryLockError::WouldBlock) => {
            // The other one may be making it at this moment.
            let connection =
                there(path).and_then(|connection| checked(&connection).map(|()| connection));
            let connection =
                connection.map_err(|error| format!("another rashomon is making it ({error})"))?;
            connection
                .execute_batch("PRAGMA query_only = ON")
                .map_err(|error| error.to_string())?;
            Ok((Home::Alongside(path.to_owned()), connection, Vec::new()))
        }
        Err(TryLockError::Error(error)) => Err(words(error)),
    }
}

/// The connection that writes; what is no cache of this form makes way for a new one.
fn for_writing(path: &Path) -> Result<(Connection, Vec<Problem>), String> {
    let is_new = fs::metadata(path).map_or(true, |metadata| metadata.len() == 0);
    if !is_new {
        match on_disk(path).and_then(|connection| {
            checked(&connection).and_then(|()| outdate(&connection)).map(|()| connection)
        }) {
            Ok(connection) => return Ok((connection, Vec::new())),
            Err(error) if is_damage(&error) => remove(path),
            Err(error) => return Err(error.to_string()),
        }
    }
    // SQLite makes what lies beside it like the file itself.
    private::writing().open(path).map_err(|error| error.to_string())?;
    let connection = made(path).map_err(|error| error.to_string())?;
    let rebuilt = Problem {
        path: path.to_string_lossy().into_owned(),
        line: None,
        what: "the cache could not be read and is built anew".into(),
        hint: "nothing is lost: it is made from your files".into(),
    };
    Ok((connection, if is_new { Vec::new() } else { vec![rebuilt] }))
}

fn made(path: &Path) -> rusqlite::Result<Connection> {
    let connection = on_disk(path)?;
    connection.execute_batch("PRAGMA journal_mode = WAL")?;
    fill(&connection)?;
    Ok(connection)
}

fn fill(connection: &Connection) -> rusqlite::Result<()> {
    let about = format!("INSERT INTO about (key, value) VALUES ('analysis', {ANALYSIS});");
    let marks = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORM};");
    connection.execute_batch(&format!("BEGIN; {TABLES} {about} {marks} COMMIT;"))
}

/// Where an analysis is of another version than this program's, has done again what was found by
/// it: all files are read again, which analyses what has not been analysed by this version, and all
/// events are compared again.
fn outdate(connection: &Connection) -> rusqlite::Result<()> {
    let is_of_now = connection
        .prepare("SELECT 1 FROM about WHERE key = 'analysis' AND value = ?1")?
        .exists([ANALYSIS])?;
    if is_of_now {
        return Ok(());
    }
    let again = "UPDATE file SET size = -1; DELETE FROM event;";
    let noted =
        format!("INSERT OR REPLACE INTO about (key, value) VALUES ('analysis', {ANALYSIS});");
    let changed = "UPDATE about SET value = value + 1 WHERE key = 'changes';";
    connection.execute_batch(&format!("BEGIN; {again} {noted} {changed} COMMIT;"))
}

fn on_disk(path: &Path) -> rusqlite::Result<Connection> {
    ready(Connection::open(path)?)
}

/// The same where the file is there: one that was removed is not made again by those who read.
fn there(path: &Path) -> rusqlite::Result<Connection> {
    ready(Connection::open_with_flags(path, OpenFlags::default() & !OpenFlags::SQLITE_OPEN_CREATE)?)
}

fn ready(connection: Connection) -> rusqlite::Result<Connection> {
    connection.execute_batch(SETTINGS)?;
    // Else SQLite plans a query anew for each number that it is asked with: a first import of
    // 20,000 articles took 19.6 s, and takes 17.1.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Whether `connection` leads to a cache of this form; else an error as of a damaged file.
fn checked(connection: &Connection) -> rusqlite::Result<()> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    let known = number("application_id")? == APPLICATION && number("user_version")? == FORM;
    // All tables are named on the first pages, so this also finds a file that was cut short.
    connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE name IN ('file', 'article', 'words')",
        [],
        |row| row.get::<_, i64>(0),
    )?;
    if known { Ok(()) } else { Err(rusqlite::Error::InvalidQuery) }
}

pub(super) fn of_memory() -> (Home, Connection) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name =
        format!("file:rashomon-{}?mode=memory&cache=shared", NEXT.fetch_add(1, Ordering::Relaxed));
    let connection = in_memory(&name).and_then(|connection| fill(&connection).map(|()| connection));
    match connection {
        Ok(connection) => (Home::Memory(name), connection),
        // SQLite without memory is no program at all.
        Err(error) => panic!("SQLite in memory: {error}"),
    }
}

fn in_memory(name: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        name,
        OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_READ_WRITE,
    )?;
    let connection = ready(connection)?;
    // Connections to one memory lock whole tables against each other; a reader may see what is
    // being written.
    connection.execute_batch("PRAGMA read_uncommitted = ON")?;
    Ok(connection)
}

/// Whether `error` means that the file is no cache, and not that it cannot be come by.
fn is_damage(error: &rusqlite::Error) -> bool {
    match error.sqlite_error_code() {
        Some(code) => matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase),
        // What an earlier list was made of may be gone.
        None => !matches!(error, rusqlite::Error::QueryReturnedNoRows),
    }
}

/// Removes a cache, so that the next one to open it builds it anew.
fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        if let Err(error) = fs::remove_file(&name)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            log::warn!("{}: cannot be removed: {error}", Path::new(&name).display());
        }
    }
}

/// What is said where the cache could not do what was asked. A damaged one is removed on the spot.
pub(super) fn failed(path: Option<&Path>, error: &rusqlite::Error) -> Problem {
    if is_damage(error) {
        log::error!("cache: {error}");
        return damaged(path);
    }
    let what = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the cache cannot be kept: the disk is full".to_owned(),
        Some(ErrorCode::ReadOnly) => {
            "the cache cannot be kept: it is not yours to write, or another rashomon writes to it"
                .to_owned()
        }
        _ => format!("the cache cannot be used: {error}"),
    };
    let hint = "reading goes on without it".to_owned();
    Problem { path: shown(path), line: None, what, hint }
}

/// What is said of a damaged cache, which is removed.
pub(super) fn damaged(path: Option<&Path>) -> Problem {
    if let Some(path) = path {
        remove(path);
    }
    let hint = "nothing is lost: it is built anew from your files at the next start".to_owned();
    Problem { path: shown(path), line: None, what: "the cache is damaged".into(), hint }
}

fn shown(path: Option<&Path>) -> String {
    path.map_or_else(|| "memory".to_owned(), |path| path.to_string_lossy().into_owned())
}
