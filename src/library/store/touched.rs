//! Which articles are not as they were when the list was made. It is noted with every change, so
//! that it is known also where the program ended before the list was written anew.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::corpus::Problem;
use crate::library::store::Reader;
use crate::view::shelf::Number;

/// Articles that are not as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Those that are new, or say something else.
    pub changed: Vec<Number>,
    /// Those that are no more under these numbers.
    pub gone: Vec<Number>,
}

impl Touched {
    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty()
    }
}

impl Reader {
    /// How often articles have changed: what a list is made of. To be asked before the articles are
    /// read.
    ///
    /// # Errors
    /// Where the cache cannot be read; likewise below.
    pub fn changes(&self) -> Result<i64, Problem> {
        self.answered(changes(&self.connection))
    }

    /// The articles that are not as they were when the list was made, in order of number; `None`
    /// where there is no list, or where it may be any.
    pub fn touched(&self) -> Result<Option<Touched>, Problem> {
        self.answered(touched(&self.connection))
    }
}

fn touched(connection: &Connection) -> rusqlite::Result<Option<Touched>> {
    if !is_followed(connection)? {
        return Ok(None);
    }
    let mut found = Touched::default();
    let mut rows =
        connection.prepare_cached("SELECT article, gone FROM touched ORDER BY article")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let kind = if row.get(1)? { &mut found.gone } else { &mut found.changed };
        kind.push(Number(row.get(0)?));
    }
    Ok(Some(found))
}

/// Counts one more change, and notes the articles that it `touched` where those of the changes
/// before it are known.
pub(super) fn changed(transaction: &Transaction<'_>, touched: &Touched) -> rusqlite::Result<()> {
    let (is_followed, now) = (is_followed(transaction)?, changes(transaction)? + 1);
    put(transaction, "changes", now)?;
    if !is_followed {
        return Ok(());
    }
    put(transaction, "listed", now)?;
    let mut row = transaction
        .prepare_cached("INSERT OR REPLACE INTO touched (article, gone) VALUES (?1, ?2)")?;
    // A number that is gone may have come to another article.
    let gone = touched.gone.iter().map(|article| (article, true));
    gone.chain(touched.changed.iter().map(|article| (article, false)))
        .try_for_each(|(article, gone)| row.execute((article.0, gone)).map(drop))
}

/// Notes that the list is of the articles as they were after so many changes.
pub(super) fn listed(transaction: &Transaction<'_>, changes: i64) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM touched", [])?;
    put(transaction, "listed", changes)
}

/// Whether all changes since the list was made are known.
fn is_followed(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(count(connection, "listed")? == Some(changes(connection)?))
}

fn changes(connection: &Connection) -> rusqlite::Result<i64> {
    Ok(count(connection, "changes")?.unwrap_or(0))
}

fn count(connection: &Connection, key: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT value FROM about WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

fn put(transaction: &Transaction<'_>, key: &str, count: i64) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO about (key, value) VALUES (?1, ?2)")?
        .execute((key, count))
        .map(drop)
}
