//! What can only be said when all files of a plan are in: which files are gone, and the outlets
//! that go by the names of all folders.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Transaction};
use xxhash_rust::xxh3::Xxh3Default;

use crate::corpus::{Outlet, Problem};
use crate::library::store::Store;
use crate::library::store::put::{indexed, outlet_of, remove};
use crate::library::store::touched::{self, Touched};
use crate::load::{Silent, Walked};
use crate::view::shelf::Number;

impl Store {
    /// Ends the plan made of `walked`, when all its files are in (and where there were none): drops
    /// what is gone, and gives articles that do not say their outlet the one that the reader
    /// `named`, else the one that the folders of all files tell.
    ///
    /// # Errors
    /// Where the cache cannot be written.
    pub fn settle(
        &mut self,
        walked: &Walked,
        named: &BTreeMap<Number, &str>,
    ) -> Result<(), Problem> {
        let now = (self.reader.changes()?, hash(named));
        let connection = &self.reader.connection;
        if self.gone.is_empty() && self.reader.answered(settled(connection))? == Some(now) {
            return Ok(());
        }
        let wrong = self.reader.answered(wrong_outlets(connection, walked, named))?;
        let texts: Vec<String> = wrong
            .iter()
            .map(|(id, _)| Ok(self.reader.text(*id)?.unwrap_or_default()))
            .collect::<Result<_, Problem>>()?;
        let gone = std::mem::take(&mut self.gone);
        let mut touched =
            Touched { changed: wrong.iter().map(|(id, _)| *id).collect(), gone: Vec::new() };
        self.write(|transaction| {
            for ((id, outlet), text) in wrong.iter().zip(&texts) {
                set_outlet(transaction, *id, outlet, text)?;
            }
            gone.iter().try_for_each(|file| forget(transaction, *file, &mut touched.gone))?;
            touched::changed(transaction, &touched)?;
            let sql = "INSERT OR REPLACE INTO about (key, value) SELECT 'settled', value FROM about WHERE key = 'changes'";
            transaction.execute(sql, [])?;
            let sql = "INSERT OR REPLACE INTO about (key, value) VALUES ('named', ?1)";
            transaction.execute(sql, [now.1]).map(drop)
        })
    }
}

/// Tells whether the reader named other outlets.
fn hash(named: &BTreeMap<Number, &str>) -> i64 {
    let mut hash = Xxh3Default::new();
    for (Number(article), outlet) in named {
        hash.update(&article.to_le_bytes());
        hash.update(outlet.as_bytes());
        hash.update(b"\0");
    }
    hash.digest().cast_signed()
}

/// How often articles had changed when the last plan ended, and the hash of the outlets that were
/// named then.
fn settled(connection: &Connection) -> rusqlite::Result<Option<(i64, i64)>> {
    let sql =
        "SELECT a.value, b.value FROM about a, about b WHERE a.key = 'settled' AND b.key = 'named'";
    connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

/// Drops a file and its articles, which are told.
fn forget(
    transaction: &Transaction<'_>,
    file: i64,
    gone: &mut Vec<Number>,
) -> rusqlite::Result<()> {
    let mut articles = transaction.prepare_cached("SELECT id FROM article WHERE file = ?1")?;
    let articles: Vec<i64> =
        articles.query_map([file], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    articles.iter().try_for_each(|article| remove(transaction, *article))?;
    gone.extend(articles.into_iter().map(Number));
    transaction.prepare_cached("DELETE FROM file WHERE id = ?1")?.execute([file])?;
    Ok(())
}

/// The articles of `walked` that do not say their outlet and have another than the reader named or
/// the folders tell, with that.
fn wrong_outlets(
    connection: &Connection,
    walked: &Walked,
    named: &BTreeMap<Number, &str>,
) -> rusqlite::Result<Vec<(Number, Outlet)>> {
    let silent =
        connection.prepare("SELECT 1 FROM article WHERE NOT says_outlet LIMIT 1")?.exists([])?;
    if !silent {
        return Ok(Vec::new());
    }
    let places: BTreeMap<&str, usize> =
        walked.files.iter().enumerate().map(|(place, file)| (file.path.as_str(), place)).collect();
    let sql = "SELECT DISTINCT file.path, CASE WHEN says_outlet THEN outlet.name END
               FROM article JOIN file ON file.id = file JOIN outlet ON outlet.id = outlet";
    let mut said = connection.prepare(sql)?;
    let said =
        said.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))?;
    let said: Vec<(String, Option<String>)> = said.collect::<rusqlite::Result<_>>()?;
    let outlets = walked.outlets(
        said.iter().filter_map(|(path, said)| Some((*places.get(path.as_str())?, said.as_deref()))),
    );
    let sql = "SELECT article.id, file.path, url, outlet.name, guessed, title,
                      EXISTS (SELECT 1 FROM article other WHERE other.file = article.file AND other.id != article.id)
               FROM article JOIN file ON file.id = file JOIN outlet ON outlet.id = outlet WHERE NOT says_outlet";
    let mut rows = connection.prepare(sql)?;
    let mut rows = rows.query([])?;
    let mut wrong = Vec::new();
    while let Some(row) = rows.next()? {
        let (number, path): (_, String) = (Number(row.get(0)?), row.get(1)?);
        let (url, title): (Option<String>, String) = (row.get(2)?, row.get(5)?);
        let Some(place) = places.get(path.as_str()) else { continue };
        let silent = Silent { url: url.as_deref(), title: &title, is_record: row.get(6)? };
        let found = || walked.outlet(*place, &silent, &outlets);
        let outlet = named.get(&number).map_or_else(found, |name| Outlet::named(*name));
        if outlet != (Outlet { name: row.get(3)?, guessed: row.get(4)? }) {
            wrong.push((number, outlet));
        }
    }
    Ok(wrong)
}

fn set_outlet(
    transaction: &Transaction<'_>,
    Number(id): Number,
    outlet: &Outlet,
    text: &str,
) -> rusqlite::Result<()> {
    let number = outlet_of(transaction, &outlet.name)?;
    transaction
        .prepare_cached("UPDATE article SET outlet = ?2, guessed = ?3 WHERE id = ?1")?
        .execute((id, number, outlet.guessed))?;
    let title: String = transaction
        .prepare_cached("SELECT title FROM article WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    transaction.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([id])?;
    let mut words = transaction
        .prepare_cached("INSERT INTO words (rowid, title, text, outlet) VALUES (?1, ?2, ?3, ?4)")?;
    words.execute((id, indexed(&title), indexed(text), indexed(&outlet.name)))?;
    Ok(())
}
