//! Stores of feed readers: newsboat's `cache.db`, FreshRSS and Liferea, all SQLite files. Which one
//! it is its tables tell; columns that a version lacks are left out.
//!
//! Nothing is written to a store, nor beside it, and the feed reader may run meanwhile: items are
//! read some at a time, so that it is never kept waiting. Where a write-ahead log or a journal
//! stands beside a store, only SQLite can put them together, and would write there; so all is
//! copied into a private folder first, which is gone afterwards.

mod open;

use std::io::{BufRead, Read as _};

use flate2::read::ZlibDecoder;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::corpus::Problem;
use crate::load::draft::{Draft, authors, is_blank, said};
use crate::load::feed::{self, Lacking};
use crate::load::pieces::Pieces;
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, date, guard};
pub(crate) use open::{is_sqlite, open_locked};

/// Items that are asked for at once.
const ROWS: u32 = 256;
/// A packed text may unpack to so many bytes.
const MOST: u64 = 16 * 1024 * 1024;

/// Where a field of an item stands: a column of a table, and how it is asked for.
type Place = (&'static str, &'static str, &'static str);

/// The tables of a feed reader.
#[derive(Debug)]
struct Form {
    /// The table with the items, `i` below.
    items: &'static str,
    /// Another that it has.
    feeds: &'static str,
    title: Place,
    author: Place,
    url: Place,
    /// Seconds since 1970.
    date: Place,
    content: Place,
    /// What the content is where it is not HTML: `text/plain`.
    kind: Place,
    /// The title of the item's feed.
    feed: Place,
    /// Not 0 where the item is none to show.
    hidden: Place,
}

const NONE: Place = ("", "", "");

static FORMS: [Form; 3] = [
    // newsboat
    Form {
        items: "rss_item",
        feeds: "rss_feed",
        title: ("rss_item", "title", "i.title"),
        author: ("rss_item", "author", "i.author"),
        url: ("rss_item", "url", "i.url"),
        date: ("rss_item", "pubDate", "i.pubDate"),
        content: ("rss_item", "content", "i.content"),
        kind: ("rss_item", "content_mime_type", "i.content_mime_type"),
        feed: ("rss_item", "feedurl", "(SELECT title FROM rss_feed WHERE rssurl = i.feedurl)"),
        hidden: ("rss_item", "deleted", "i.deleted"),
    },
    // FreshRSS
    Form {
        items: "entry",
        feeds: "feed",
        title: ("entry", "title", "i.title"),
        author: ("entry", "author", "i.author"),
        url: ("entry", "link", "i.link"),
        date: ("entry", "date", "i.date"),
        content: ("entry", "content", "i.content"),
        kind: NONE,
        feed: ("entry", "id_feed", "(SELECT name FROM feed WHERE id = i.id_feed)"),
        hidden: NONE,
    },
    // Liferea
    Form {
        items: "items",
        feeds: "node",
        title: ("items", "title", "i.title"),
        author: (
            "metadata",
            "key",
            "(SELECT value FROM metadata WHERE item_id = i.item_id AND key = 'author' LIMIT 1)",
        ),
        url: ("items", "source", "i.source"),
        date: ("items", "date", "i.date"),
        content: ("items", "description", "i.description"),
        kind: NONE,
        feed: ("items", "node_id", "(SELECT title FROM node WHERE node_id = i.node_id)"),
        hidden: ("items", "comment", "i.comment"),
    },
];

/// An item as it is stored.
#[derive(Debug, Default)]
struct Item {
    title: String,
    author: String,
    url: String,
    date: Option<i64>,
    content: String,
    is_plain: bool,
    feed: String,
}

/// A store that is being read.
#[derive(Debug)]
pub(crate) struct Store<'a> {
    file: &'a SourceFile,
    connection: Connection,
    /// What gives the next items behind a row.
    select: String,
    /// The row that was read last; `None` when all are.
    last: Option<i64>,
    lacking: Lacking,
    fault: Option<Problem>,
    /// Where the store was copied to. Fields are dropped in order, so it goes after what uses it.
    _copy: Option<open::Copied>,
}

/// The items of a store, at its place where `file` is on the disk; SQLite with other tables is no
/// article.
pub(crate) fn read(
    file: &SourceFile,
    source: &mut dyn BufRead,
    pieces: &mut Pieces<'_>,
) -> Option<FileDrafts> {
    let mut store = match Store::open(file, source) {
        Ok(Some(store)) => store,
        Ok(None) => return Some(FileDrafts { is_no_article: true, ..FileDrafts::default() }),
        Err(problem) => {
            return Some(FileDrafts { problems: vec![problem], ..FileDrafts::default() });
        }
    };
    while let Some(found) = store.next(pieces.size) {
        if !(pieces.put)(found) {
            return None;
        }
    }
    Some(store.end())
}

impl<'a> Store<'a> {
    /// Opens `file`, or a copy of its `source` where it is not on the disk; `None` where it is no
    /// store.
    fn open(file: &'a SourceFile, source: &mut dyn BufRead) -> Result<Option<Self>, Problem> {
        let Some((connection, copy)) = open::open(file, source)? else { return Ok(None) };
        let select = select(&connection).map_err(|error| open::fault(file, &error))?;
        Ok(select.map(|select| Store {
            file,
            connection,
            select,
            last: Some(i64::MIN),
            lacking: Lacking::default(),
            fault: None,
            _copy: copy,
        }))
    }

    /// Adds the next items, until they have `size` bytes; none behind the last. Those before a fault
    /// are added, too.
    fn add(&mut self, size: usize, items: &mut Vec<Item>) -> rusqlite::Result<()> {
        let mut bytes = 0;
        while let (Some(last), true) = (self.last, bytes < size) {
            self.last = None;
            let mut statement = self.connection.prepare_cached(&self.select)?;
            let mut rows = statement.query((last, ROWS))?;
            while let Some(row) = rows.next()? {
                let item = item(row)?;
                bytes += item.content.len() + 1;
                items.push(item);
                // In a damaged file rows may come again.
                self.last = Some(row.get(0)?).filter(|number| *number > last);
            }
        }
        Ok(())
    }

    /// The next items, of some `size` bytes; `None` behind the last.
    fn next(&mut self, size: usize) -> Option<FileDrafts> {
        self.last?;
        let mut items = Vec::new();
        if let Err(error) = self.add(size, &mut items) {
            log::info!("{}: {error}", self.file.path);
            self.fault = Some(open::fault(self.file, &error));
            self.last = None;
        }
        let mut found = FileDrafts::default();
        for draft in guard::each(items, |item| draft(&item)) {
            let Some((draft, is_summary)) = draft else {
                let what = "its parser gave up on an item";
                found.problems.push(self.file.problem(None, what, "report that item"));
                continue;
            };
            found.drafts.extend(self.lacking.counted(draft, is_summary));
        }
        Some(found)
    }

    /// What shows only when all are read.
    fn end(self) -> FileDrafts {
        let problems: Vec<Problem> =
            self.lacking.told(self.file).into_iter().chain(self.fault).collect();
        let is_no_article = self.lacking.articles() == 0 && problems.is_empty();
        FileDrafts { problems, is_no_article, ..FileDrafts::default() }
    }
}

/// What gives the next items of a database, as far as it is a store.
fn select(connection: &Connection) -> rusqlite::Result<Option<String>> {
    // A view, or a table of an extension, could be anything.
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'";
    let tables: Vec<String> = words(connection, tables, &[])?;
    let has_table = |name: &str| tables.iter().any(|table| table == name);
    let form = FORMS.iter().find(|form| has_table(form.items) && has_table(form.feeds));
    let Some(form) = form else { return Ok(None) };
    let place = |(table, column, sql): Place| -> rusqlite::Result<&'static str> {
        let columns = if has_table(table) {
            words(connection, "SELECT name FROM pragma_table_info(?1)", &[table])?
        } else {
            Vec::new()
        };
        Ok(if columns.iter().any(|name| name.eq_ignore_ascii_case(column)) { sql } else { "NULL" })
    };
    let content = place(form.content)?;
    if content == "NULL" {
        return Ok(None);
    }
    Ok(Some(format!(
        "SELECT i.rowid, {}, {}, {}, {}, {content}, {}, {} FROM {} AS i \
         WHERE i.rowid > ?1 AND NOT coalesce({}, 0) ORDER BY i.rowid LIMIT ?2",
        place(form.title)?,
        place(form.author)?,
        place(form.url)?,
        place(form.date)?,
        place(form.kind)?,
        place(form.feed)?,
        form.items,
        place(form.hidden)?,
    )))
}

fn words(connection: &Connection, select: &str, of: &[&str]) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(select)?;
    let rows = statement.query_map(rusqlite::params_from_iter(of), |row| row.get(0))?;
    rows.collect()
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let word = |column: usize| row.get_ref(column).map(text);
    Ok(Item {
        title: word(1)?,
        author: word(2)?,
        url: word(3)?,
        date: word(4)?.parse().ok().filter(|date| *date != 0),
        content: word(5)?,
        is_plain: word(6)? == "text/plain",
        feed: word(7)?,
    })
}

/// A value as text; bytes are taken for packed text.
fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Blob(bytes) => unpacked(bytes),
    }
}

/// The text of packed bytes; MySQL writes its length before them.
fn unpacked(bytes: &[u8]) -> String {
    for packed in [Some(bytes), bytes.get(4..)].into_iter().flatten() {
        let mut text = Vec::new();
        if ZlibDecoder::new(packed).take(MOST).read_to_end(&mut text).is_ok() && !text.is_empty() {
            return String::from_utf8_lossy(&text).into_owned();
        }
    }
    String::from_utf8_lossy(bytes).into_owned()
}

/// The article of an item, and whether it is but a summary.
fn draft(item: &Item) -> (Draft, bool) {
    let title = said(&feed::words(&item.title));
    let (text, is_summary) = if item.is_plain {
        feed::plain(&item.content)
    } else {
        feed::body(&item.content, title.as_deref())
    };
    let draft = Draft {
        title,
        outlet: said(&feed::words(&item.feed)),
        authors: authors(&feed::words(&item.author)),
        published: item.date.and_then(date::from_epoch),
        url: said(&item.url).filter(|url| !is_blank(url)),
        text,
        ..Draft::default()
    };
    (draft, is_summary)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::unpacked;

    #[test]
    fn packed_texts_are_unpacked_with_and_without_their_length() {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        packed.write_all("<p>Nine cracks.</p>".as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(unpacked(&packed), "<p>Nine cracks.</p>");
        assert_eq!(unpacked(&[&[19, 0, 0, 0], &*packed].concat()), "<p>Nine cracks.</p>");
        assert_eq!(unpacked(b"no more"), "no more");
    }
}
