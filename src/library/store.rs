//! The cache of a library: what was read and found, in one SQLite file that anyone can open, so
//! that nothing is computed twice for a file that has not changed. It can be deleted at any time;
//! the reader's files are the truth.
//!
//! A library is a set of folders. Its cache lies in the cache folder under a hash of their
//! canonical paths:
//!
//! | table | a row is |
//! |---|---|
//! | `file` | a file that was read, with size, time and problems |
//! | `article` | all of an article but its text; `id` goes by the day it was published (see `store/number.rs`) |
//! | `body` | its text, compressed; a number of its own keeps those of one import together on full pages |
//! | `finding` | what an analysis of it alone found, with the version of that analysis |
//! | `event` | what its articles make of an event, by a hash of what they say |
//! | `told` | by article: the speakers and topics that it has in its event |
//! | `words`, `told_index` | the search index (FTS5) over titles, texts and outlets, and over `told` |
//! | `shelf`, `shelved` | the list of events with their articles as it was shown last, in pieces (see [`shelf`]); which article is in which |
//! | `same` | what an article has of others' texts, while events are gathered; else empty |
//! | `touched` | an article that is not as it was when the list was made |
//!
//! As [`crate::library::living`] uses it, on a thread of its own:
//!
//! 1. [`Store::open`] never fails: what cannot be read is rebuilt, what cannot be written is kept
//!    in memory, and a second rashomon reads along. The list is there as it was kept last.
//! 2. [`crate::load::walk`] looks at the folders, and [`Store::plan`] says what changed. The files
//!    of the plan are read ([`crate::load::Walked::read`]), what [`Reader::lacking`] names is
//!    analysed, and [`Store::put`] takes it in, batch by batch; [`Store::settle`] ends the plan.
//!    What [`Store::put`] has answered outlives any crash of the program.
//! 3. [`Reader::touched`] says which articles are not as they were. With that
//!    [`crate::library::gather`] groups and compares, and keeps events by [`Store::put_events`] and
//!    the list by [`Store::shelve`], or by [`Store::reshelve`] where only some of it changed.
//!    [`Store::fold`] ends it.
//! 4. A session reads by [`Store::another`], as a [`crate::library::shelf::StoreShelf`]: rows of
//!    the [`shelf`], [`Reader::opened`] events, [`Reader::search`] and [`Reader::matches`].

mod check;
mod event;
mod home;
mod number;
mod pack;
mod plan;
mod put;
mod same;
mod search;
mod settle;
pub mod shelf;
mod touched;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row};

use crate::analysis::event::without_ending;
use crate::analysis::{ANALYSED, ArticleFindings};
use crate::corpus::{Article, Outlet, Problem, Published};
use crate::view::shelf::Number;
use home::Home;
use pack::Packer;

pub use event::{Drawn, EventKey};
pub use plan::Plan;
pub use put::{Batch, Entry};
pub use search::Found;
pub use touched::Touched;

/// The version of the analysis, made from its sources when the program is built (`build.rs`): what
/// another one found is done again.
pub const ANALYSIS: u32 = made(env!("RASHOMON_ANALYSIS"));
/// The form of the tables and of what is packed in them, made likewise. Another one is built anew.
const FORM: u32 = made(env!("RASHOMON_STORE"));

const fn made(version: &str) -> u32 {
    match u32::from_str_radix(version, 10) {
        Ok(version) => version,
        Err(_) => panic!("build.rs gives a number"),
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("home", &self.home).finish_non_exhaustive()
    }
}

/// The cache of one library, to read and, where no other rashomon does, to write.
pub struct Store {
    reader: Reader,
    home: Home,
    /// The canonical paths of the folders.
    roots: Vec<PathBuf>,
    presses: put::Presses,
    /// The files that a plan found gone: articles with the same text move out of them.
    gone: Vec<i64>,
}

/// One look into the cache. Each thread has its own; what it reads is one state of the whole.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
    packer: Packer,
    /// The file, for messages; and to be removed when it turns out to be damaged.
    path: Option<PathBuf>,
}

impl Store {
    /// Opens the cache of `folders` in the folder `cache`, which is made where it is not there.
    pub fn open(cache: &Path, folders: &[PathBuf]) -> (Store, Vec<Problem>) {
        let roots = home::canonical(folders);
        let (home, connection, problems) = home::open(cache, &roots);
        let path = home.path().map(Path::to_owned);
        let reader = Reader { connection, packer: Packer::default(), path };
        (
            Store { reader, home, roots, presses: put::Presses::default(), gone: Vec::new() },
            problems,
        )
    }

    /// A store in memory, which ends with the program.
    pub fn in_memory(folders: &[PathBuf]) -> Store {
        let (home, connection) = home::of_memory();
        let reader = Reader { connection, packer: Packer::default(), path: None };
        let roots = home::canonical(folders);
        Store { reader, home, roots, presses: put::Presses::default(), gone: Vec::new() }
    }

    /// Whether what is put here is kept for the next time. Where it is not, the store is in memory,
    /// or another rashomon keeps it.
    pub fn is_kept(&self) -> bool {
        self.home.is_kept()
    }

    /// Whether another rashomon writes to it, and this one only reads along.
    pub fn is_alongside(&self) -> bool {
        self.home.is_alongside()
    }

    /// The file of the cache that this one writes to.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.home.path().filter(|_| self.is_kept())
    }

    /// Whether what it is written to is still there: somebody may have removed it, and so does
    /// whoever finds it damaged.
    pub fn is_there(&self) -> bool {
        self.home.path().is_none_or(|path| path.metadata().is_ok_and(|metadata| metadata.len() > 0))
    }

    /// The files that it is written to; none in memory.
    pub fn paths(&self) -> Vec<PathBuf> {
        let file = self.home.path().into_iter();
        file.flat_map(|path| {
            ["", "-wal"].map(|suffix| {
                [path.as_os_str(), suffix.as_ref()].into_iter().collect::<OsString>().into()
            })
        })
        .collect()
    }

    /// Folds what was written into the file, so that the next start finds it there. Where somebody
    /// reads at this moment, it is done another time.
    pub fn fold(&self) {
        if self.home.is_kept()
            && let Err(error) = self
                .reader
                .connection
                .execute_batch("PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 5000;")
        {
            log::warn!("cache: {error}");
        }
    }

    /// What is in it.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Another look into it, for another thread.
    ///
    /// # Errors
    /// Where the file cannot be opened once more.
    pub fn another(&self) -> Result<Reader, Problem> {
        let connection = self.home.connect().map_err(|error| self.reader.failed(&error))?;
        Ok(Reader { connection, packer: Packer::default(), path: self.reader.path.clone() })
    }
}

/// The columns of `article` that [`article_of`] reads, joined with `file` and `outlet`.
const ARTICLE: &str = "SELECT article.id, article.name, file.path, outlet.name, guessed, title, authors, published, url, language, \
                       article.content \
                       FROM article JOIN file ON file.id = article.file JOIN outlet ON outlet.id = article.outlet";

/// A row of [`ARTICLE`].
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its number.
    pub id: Number,
    /// The article; without its text unless that was asked for.
    pub article: Article,
    /// XXH3 of what the analysis of it depends on.
    pub content: i64,
}

fn article_of(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let authors: String = row.get(6)?;
    let article = Article {
        id: row.get(1)?,
        path: row.get(2)?,
        outlet: Outlet { name: row.get(3)?, guessed: row.get(4)? },
        title: row.get(5)?,
        authors: authors
            .split('\n')
            .filter(|author| !author.is_empty())
            .map(str::to_owned)
            .collect(),
        published: published(row, 7)?,
        url: row.get(8)?,
        language: row.get(9)?,
        text: String::new(),
    };
    Ok(Stored { id: Number(row.get(0)?), article, content: row.get(10)? })
}

/// When an article was published, as a row has it at a column.
fn published(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Published>> {
    let published: Option<String> = row.get(column)?;
    Ok(published.and_then(|published| published.parse().ok()))
}

impl Reader {
    /// An article with its text.
    ///
    /// # Errors
    /// Where the cache cannot be read; likewise below.
    pub fn article(&self, id: Number) -> Result<Option<Stored>, Problem> {
        let mut stored = self.row(id)?;
        if let Some(stored) = &mut stored {
            stored.article.text = self.text(id)?.unwrap_or_default();
        }
        Ok(stored)
    }

    /// An article without its text.
    pub fn row(&self, id: Number) -> Result<Option<Stored>, Problem> {
        self.answered(self.row_of(id))
    }

    fn row_of(&self, id: Number) -> rusqlite::Result<Option<Stored>> {
        self.connection
            .prepare_cached(&format!("{ARTICLE} WHERE article.id = ?1"))?
            .query_row([id.0], article_of)
            .optional()
    }

    /// The numbers of all articles, in order, each with when it was published.
    pub fn moments(&self) -> Result<Vec<(Number, Option<Published>)>, Problem> {
        let found = || -> rusqlite::Result<Vec<(Number, Option<Published>)>> {
            let mut rows =
                self.connection.prepare_cached("SELECT id, published FROM article ORDER BY id")?;
            rows.query_map([], |row| Ok((Number(row.get(0)?), published(row, 1)?)))?.collect()
        };
        self.answered(found())
    }

    /// What an article is called.
    pub fn name(&self, id: Number) -> Result<Option<String>, Problem> {
        let name = self.connection.prepare_cached("SELECT name FROM article WHERE id = ?1");
        self.answered(name.and_then(|mut name| name.query_row([id.0], |row| row.get(0)).optional()))
    }

    /// These articles in the order in which files are loaded: by path, then as they stand there.
    pub fn as_loaded(&self, numbers: &[Number]) -> Result<Vec<Number>, Problem> {
        let sorted = || -> rusqlite::Result<Vec<Number>> {
            let sql = "SELECT file.path, abs(place) FROM article JOIN file ON file.id = file WHERE article.id = ?1";
            let mut origin = self.connection.prepare_cached(sql)?;
            let mut found = Vec::with_capacity(numbers.len());
            for number in numbers {
                let origin = origin
                    .query_row([number.0], |row| {
                        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
                    })
                    .optional()?;
                found.push((origin, *number));
            }
            found.sort();
            Ok(found.into_iter().map(|(_, number)| number).collect())
        };
        self.answered(sorted())
    }

    /// What each article is called, in the order of their numbers.
    pub fn names(&self) -> Result<Vec<String>, Problem> {
        let names = self.connection.prepare_cached("SELECT name FROM article ORDER BY id");
        self.answered(names.and_then(|mut names| names.query_map([], |row| row.get(0))?.collect()))
    }

    /// The article of this id.
    pub fn named(&self, id: &str) -> Result<Option<Number>, Problem> {
        let named = self.connection.prepare_cached("SELECT id FROM article WHERE name = ?1");
        self.answered(
            named.and_then(|mut named| {
                named.query_row([id], |row| row.get(0).map(Number)).optional()
            }),
        )
    }

    /// The articles of the file of this canonical path.
    pub fn of_file(&self, path: &str) -> Result<Vec<Number>, Problem> {
        self.numbered("SELECT id FROM article WHERE file = (SELECT id FROM file WHERE path = ?1) ORDER BY place", path)
    }

    /// What the reader's own data knows an article by: the canonical path of its file, its id where
    /// the file has others, and the XXH3 of its text.
    pub fn kept_by(
        &self,
        article: Number,
    ) -> Result<Option<(String, Option<String>, u64)>, Problem> {
        const KEY: &str = "SELECT path, name, hash, EXISTS (SELECT 1 FROM article other WHERE other.file = article.file AND other.id != article.id) \
                           FROM article JOIN file ON file.id = article.file WHERE article.id = ?1";
        let key = |row: &Row<'_>| {
            let is_record: bool = row.get(3)?;
            let id: String = row.get(1)?;
            Ok((row.get(0)?, is_record.then_some(id), row.get::<_, i64>(2)?.cast_unsigned()))
        };
        self.answered(
            self.connection
                .prepare_cached(KEY)
                .and_then(|mut rows| rows.query_row([article.0], key).optional()),
        )
    }

    /// The articles whose text has this XXH3.
    pub fn of_text(&self, hash: u64) -> Result<Vec<Number>, Problem> {
        self.numbered("SELECT id FROM article WHERE hash = ?1 ORDER BY id", hash.cast_signed())
    }

    /// The articles of more than so many bytes as are analysed ([`crate::analysis::ANALYSED`]).
    pub fn too_long(&self) -> Result<Vec<Number>, Problem> {
        // Left to itself SQLite looks at all articles for the sake of their order.
        let sql = "SELECT id FROM article INDEXED BY article_long WHERE bytes > 500000 AND bytes > ?1 ORDER BY id";
        self.numbered(sql, i64::try_from(ANALYSED).unwrap_or(i64::MAX))
    }

    fn numbered(&self, sql: &str, wanted: impl rusqlite::ToSql) -> Result<Vec<Number>, Problem> {
        let numbered = self.connection.prepare_cached(sql);
        self.answered(
            numbered.and_then(|mut rows| {
                rows.query_map([wanted], |row| row.get(0).map(Number))?.collect()
            }),
        )
    }

    /// The id of the event whose earliest article is called so: without the ending of its file
    /// where no other article has the same.
    pub fn event_id(&self, earliest: &str) -> Result<String, Problem> {
        let bare = without_ending(earliest);
        let alike = || -> rusqlite::Result<bool> {
            // Whatever is called so with an ending stands between these two.
            let sql = "SELECT name FROM article WHERE name = ?1 OR name >= ?1 || '.' AND name < ?1 || '/'";
            let mut names = self.connection.prepare_cached(sql)?;
            let mut names = names.query([bare])?;
            while let Some(row) = names.next()? {
                let name = row.get_ref(0)?.as_str()?;
                if name != earliest && without_ending(name) == bare {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        Ok(if self.answered(alike())? { earliest } else { bare }.to_owned())
    }

    /// What was wrong with the files when they were read.
    pub fn problems(&self) -> Result<Vec<Problem>, Problem> {
        let found = || -> rusqlite::Result<Vec<Problem>> {
            let mut rows = self
                .connection
                .prepare_cached("SELECT problems FROM file WHERE problems <> '[]' ORDER BY path")?;
            let lists: Vec<String> =
                rows.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let lists = lists.iter().map(|list| {
                serde_json::from_str::<Vec<Problem>>(list)
                    .map_err(|_| rusqlite::Error::InvalidQuery)
            });
            Ok(lists.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
        };
        self.answered(found())
    }

    /// The text of an article.
    pub fn text(&self, id: Number) -> Result<Option<String>, Problem> {
        self.answered(self.text_of(id))
    }

    fn text_of(&self, id: Number) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT dictionary, packed, article.bytes FROM article JOIN body ON body.id = body WHERE article.id = ?1";
        let bytes = self.packed(sql, &[&id.0])?;
        bytes
            .map(|bytes| String::from_utf8(bytes).map_err(|_| rusqlite::Error::InvalidQuery))
            .transpose()
    }

    /// What the analysis of an article alone found; `None` where this version of it has not been
    /// done.
    pub fn findings(&self, id: Number) -> Result<Option<ArticleFindings>, Problem> {
        self.answered(self.findings_of(id))
    }

    fn findings_of(&self, id: Number) -> rusqlite::Result<Option<ArticleFindings>> {
        let sql =
            "SELECT dictionary, packed, bytes FROM finding WHERE article = ?1 AND version = ?2";
        let bytes = self.packed(sql, &[&id.0, &ANALYSIS])?;
        bytes
            .map(|bytes| postcard::from_bytes(&bytes).map_err(|_| rusqlite::Error::InvalidQuery))
            .transpose()
    }

    /// The bytes that a query for dictionary, packed bytes and length gives.
    fn packed(
        &self,
        sql: &str,
        wanted: &[&dyn rusqlite::ToSql],
    ) -> rusqlite::Result<Option<Vec<u8>>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let unpacked = |row: &Row<'_>| {
            self.packer.unpack(
                &self.connection,
                row.get(0)?,
                row.get_ref(1)?.as_blob()?,
                row.get(2)?,
            )
        };
        statement.query_row(wanted, unpacked).optional()
    }

    /// `answer`, or what is to be said where the cache could not give it.
    fn answered<T>(&self, answer: rusqlite::Result<T>) -> Result<T, Problem> {
        answer.map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &rusqlite::Error) -> Problem {
        home::failed(self.path.as_deref(), error)
    }

    fn damaged(&self) -> Problem {
        home::damaged(self.path.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::atomic::AtomicBool;

    use jiff::civil::date;
    use tempfile::TempDir;

    use super::{Batch, Entry, Store};
    use crate::analysis::analyze_article;
    use crate::corpus::{Article, Problem, Published};
    use crate::load::{FileSeen, Look};
    use crate::view::query::Query;
    use crate::view::shelf::Number;

    fn store() -> (TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let (store, problems) = Store::open(folder.path(), &[PathBuf::from("/news")]);
        assert_eq!(problems, []);
        (folder, store)
    }

    fn put(store: &mut Store, name: &str, text: &str) -> Result<Number, Problem> {
        let article = Article {
            id: name.into(),
            title: "Quay".into(),
            text: text.into(),
            ..Article::default()
        };
        let file = FileSeen { path: format!("/news/{name}"), size: 1, modified: 0 };
        let entries = [Entry {
            article: &article,
            says_outlet: true,
            findings: Some(&analyze_article(&article)),
        }];
        let batch = Batch {
            file: &file,
            look: Look::default(),
            from: 0,
            entries: &entries,
            problems: &[],
            is_last: true,
        };
        store.put(&[batch]).map(|ids| ids[0])
    }

    #[test]
    fn articles_are_numbered_by_day_however_many_a_day_has() {
        let (_folder, mut store) = store();
        let on = |n: i8| Article {
            id: n.to_string(),
            text: format!("Day {n}."),
            published: Some(Published::on(date(2025, 3, n))),
            ..Article::default()
        };
        let many: Vec<Article> = (0..1_500)
            .map(|n| Article { text: format!("Text {n}."), ..on(2) })
            .chain([on(1), on(3)])
            .collect();
        let entries: Vec<Entry<'_>> = many
            .iter()
            .map(|article| Entry { article, says_outlet: true, findings: None })
            .collect();
        let file = FileSeen { path: "/news/all.jsonl".into(), size: 1, modified: 0 };
        let ids = store
            .put(&[Batch {
                file: &file,
                look: Look::default(),
                from: 0,
                entries: &entries,
                problems: &[],
                is_last: true,
            }])
            .unwrap();
        let found = |query: &str| -> Vec<Number> {
            let query = Query::parse(query).unwrap();
            let found = store
                .reader()
                .search(&query, &|_, _| false, 2_000, &AtomicBool::new(false))
                .unwrap();
            found.into_iter().map(|found| found.stored.id).collect()
        };
        assert_eq!(
            (found("before:2025-03-02"), found("after:2025-03-03"), found("after:2025-03-04")),
            (vec![ids[1_500]], vec![ids[1_501]], vec![])
        );
        assert_eq!(
            (found("after:2025-03-02 before:2025-03-03").len(), found("after:2025-03-01").len()),
            (1_500, 1_502)
        );
        assert_eq!(
            (found("after:2025-03-01")[0], found("before:2025-03-03")[1_500]),
            (ids[1_501], ids[1_500])
        );
    }

    #[test]
    fn a_full_disk_is_told_and_what_was_there_stays() {
        let (_folder, mut store) = store();
        let first = put(&mut store, "a.txt", "The quay is shut.").unwrap();
        let pages: i64 = store
            .reader
            .connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .unwrap();
        store.reader.connection.pragma_update(None, "max_page_count", pages + 2).unwrap();
        let large: String = (0..30_000).map(|n| format!("word{n} ")).collect();
        let problem = put(&mut store, "b.txt", &large).unwrap_err();
        assert!(problem.what.contains("the disk is full"), "{problem}");
        assert_eq!(store.reader().text(first).unwrap().as_deref(), Some("The quay is shut."));
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        assert_eq!(store.reader().moments().unwrap().len(), 1);
        store
            .reader
            .connection
            .pragma_update(None, "max_page_count", i64::from(u32::MAX - 1))
            .unwrap();
        assert!(put(&mut store, "b.txt", &large).is_ok());
    }

    #[test]
    fn a_new_version_of_the_analysis_redoes_that_alone() {
        let (_folder, mut store) = store();
        let id = put(&mut store, "a.txt", "The quay is shut, said the mayor.").unwrap();
        let stored = store.reader().article(id).unwrap().unwrap().article;
        let lacking =
            |store: &Store| store.reader().lacking(std::slice::from_ref(&stored)).unwrap();
        assert_eq!(lacking(&store), [false]);
        store.reader.connection.execute("UPDATE finding SET version = 0", []).unwrap();
        assert_eq!((lacking(&store), store.reader().findings(id).unwrap()), (vec![true], None));
        assert_eq!(put(&mut store, "a.txt", "The quay is shut, said the mayor.").unwrap(), id);
        assert_eq!(
            (lacking(&store), store.reader().findings(id).unwrap()),
            (vec![false], Some(analyze_article(&stored)))
        );
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
    }
}
