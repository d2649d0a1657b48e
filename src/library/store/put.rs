//! Taking articles in: one transaction a batch, in which an article, its text, its findings and its words in the index
//! come and go together.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use xxhash_rust::xxh3::Xxh3Default;

use crate::analysis::ArticleFindings;
use crate::corpus::{Article, Problem};
use crate::library::query::folded_words;
use crate::library::store::pack::{Matter, Packed, Packing, Press};
use crate::library::store::{ARTICLE_VERSION, Reader, Store, StoreId, number, shelf};
use crate::load::{FileSeen, Look};

/// Articles of one file, or some of them.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The file as the walk saw it before it was read.
    pub file: &'a FileSeen,
    /// When that was: [`crate::load::Walked::look`].
    pub look: Look,
    /// The place of the first article among those of the file.
    pub from: usize,
    /// The articles, in order.
    pub entries: &'a [Entry<'a>],
    /// What was wrong with the file.
    pub problems: &'a [Problem],
    /// Whether the file has no more: only then does it count as read.
    pub is_last: bool,
}

/// One article and what was found in it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The article.
    pub article: &'a Article,
    /// Whether it says its outlet ([`crate::load::FileRead::says_outlet`]).
    pub says_outlet: bool,
    /// What its analysis found; `None` where the store has that already ([`Reader::lacking`]) or nobody knows yet.
    pub findings: Option<&'a ArticleFindings>,
}

/// A hash of what the analysis of an article alone depends on: title, language, text.
pub(super) fn content(article: &Article) -> i64 {
    let mut hash = Xxh3Default::new();
    for part in [article.title.as_bytes(), article.language.as_deref().unwrap_or("").as_bytes(), article.text.as_bytes()] {
        hash.update(part);
        hash.update(b"\0");
    }
    hash.digest().cast_signed()
}

impl Reader {
    /// Which of `articles` have not been analysed by this version, whatever file they were in.
    ///
    /// # Errors
    /// Where the cache cannot be read.
    pub fn lacking(&self, articles: &[Article]) -> Result<Vec<bool>, Problem> {
        let contents: Vec<i64> = articles.par_iter().map(content).collect();
        let sql = "SELECT 1 FROM article JOIN finding ON finding.article = article.id WHERE content = ?1 AND version = ?2";
        let lacking = self.connection.prepare_cached(sql).and_then(|mut known| {
            contents
                .iter()
                .map(|content| known.exists((content, ARTICLE_VERSION)).map(|known| !known))
                .collect::<rusqlite::Result<Vec<bool>>>()
        });
        self.answered(lacking)
    }
}

impl Store {
    /// Takes in `batches` in one transaction; gives the numbers of the articles, in order. When this has answered, they
    /// outlive a crash of the program.
    ///
    /// # Errors
    /// Where the cache cannot be written; then none of them was taken in.
    pub fn put(&mut self, batches: &[Batch<'_>]) -> Result<Vec<StoreId>, Problem> {
        let pressed = Pressed::new(&self.reader.connection, batches);
        let pressed = self.reader.answered(pressed)?;
        let gone = std::mem::take(&mut self.gone);
        let done = self.write(|transaction| {
            let mut pressed = pressed.articles.iter();
            let mut ids = Vec::new();
            for batch in batches {
                put_batch(transaction, batch, &mut pressed, &gone, &mut ids)?;
            }
            shelf::changed(transaction)?;
            Ok(ids)
        });
        self.gone = gone;
        done
    }

    /// Does `work` in one transaction.
    pub(super) fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, Problem> {
        let done = self.reader.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).and_then(|transaction| {
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        done.map_err(|error| self.reader.failed(&error))
    }
}

/// What articles come to in the store, made beforehand on all processors.
struct Pressed {
    articles: Vec<PressedArticle>,
}

struct PressedArticle {
    content: i64,
    title: String,
    text: String,
    outlet: String,
    body: Packed,
    findings: Option<Packed>,
}

impl Pressed {
    fn new(connection: &Connection, batches: &[Batch<'_>]) -> rusqlite::Result<Pressed> {
        let entries: Vec<&Entry<'_>> = batches.iter().flat_map(|batch| batch.entries).collect();
        let texts = Press::new(connection, Matter::Text, &|| entries.iter().map(|entry| entry.article.text.as_bytes().to_vec()).collect())?;
        let bytes = |entry: &&Entry<'_>| postcard::to_stdvec(entry.findings?).ok();
        let findings = Press::new(connection, Matter::Findings, &|| entries.iter().filter_map(bytes).collect())?;
        // A compressor with a dictionary takes half a millisecond to make, so one serves many articles.
        let chunks: Vec<Vec<PressedArticle>> = entries
            .par_chunks(64)
            .map(|entries| {
                let (mut text, mut found) = (texts.packing(), findings.packing());
                entries.iter().map(|entry| pressed(entry, &mut text, &mut found)).collect()
            })
            .collect();
        Ok(Pressed { articles: chunks.into_iter().flatten().collect() })
    }
}

fn pressed(entry: &Entry<'_>, text: &mut Packing, findings: &mut Packing) -> PressedArticle {
    let article = entry.article;
    let found = entry.findings.and_then(|found| postcard::to_stdvec(found).ok());
    PressedArticle {
        content: content(article),
        title: indexed(&article.title),
        text: indexed(&article.text),
        outlet: indexed(&article.outlet.name),
        body: text.pack(article.text.as_bytes()),
        findings: found.map(|bytes| findings.pack(&bytes)),
    }
}

/// The words of `text` as the index takes them in: folded, with a space between.
pub(super) fn indexed(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for (word, _) in folded_words(text) {
        line.push_str(&word);
        line.push(' ');
    }
    line
}

fn put_batch(
    transaction: &Transaction<'_>,
    batch: &Batch<'_>,
    pressed: &mut std::slice::Iter<'_, PressedArticle>,
    gone: &[i64],
    ids: &mut Vec<StoreId>,
) -> rusqlite::Result<()> {
    let file = file_of(transaction, batch)?;
    if batch.from == 0 {
        // Until they are met again, the articles that the file had are out of the way.
        transaction.prepare_cached("UPDATE article SET place = -1 - place WHERE file = ?1 AND place >= 0")?.execute([file])?;
    }
    let alone = batch.from == 0 && batch.is_last && batch.entries.len() == 1;
    for ((place, entry), pressed) in (batch.from..).zip(batch.entries).zip(pressed) {
        let at = (file, i64::try_from(place).unwrap_or(i64::MAX));
        let before = known(transaction, at, pressed.content, alone, gone)?;
        ids.push(StoreId(put_article(transaction, at, entry, pressed, before.as_ref())?));
    }
    if batch.is_last {
        let mut left = transaction.prepare_cached("SELECT id FROM article WHERE file = ?1 AND place < 0")?;
        let left: Vec<i64> = left.query_map([file], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        left.into_iter().try_for_each(|article| remove(transaction, article))?;
    }
    Ok(())
}

/// The number of the file of `batch`, noted as it was seen, or as not yet read where it has more to come.
fn file_of(transaction: &Transaction<'_>, batch: &Batch<'_>) -> rusqlite::Result<i64> {
    let size = if batch.is_last { i64::try_from(batch.file.size).unwrap_or(i64::MAX) } else { UNREAD };
    let problems = serde_json::to_string(batch.problems).unwrap_or_default();
    let sql = "INSERT INTO file (path, size, modified, walked, settings, problems) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT (path) DO UPDATE SET size = ?2, modified = ?3, walked = ?4, settings = ?5, problems = ?6 RETURNING id";
    let (file, look) = (batch.file, batch.look);
    let mut noted = transaction.prepare_cached(sql)?;
    noted.query_row((&file.path, size, file.modified, look.at, look.settings.cast_signed(), problems), |row| row.get(0))
}

/// The size of a file that was not read to its end.
const UNREAD: i64 = -1;

/// An article that the store has, as far as it matters whether it changed.
struct Before {
    id: i64,
    content: i64,
    /// Title and outlet, which are in the index.
    outlet: String,
}

/// What the store has of the article at `place` of `file`: the one that stood there if it says the same, else one that
/// says the same and stood elsewhere in the file or in one that is gone. Where a file is one article, the one that it was.
fn known(
    transaction: &Transaction<'_>,
    (file, place): (i64, i64),
    content: i64,
    alone: bool,
    gone: &[i64],
) -> rusqlite::Result<Option<Before>> {
    let sql = "SELECT article.id, content, outlet.name, file, place FROM article JOIN outlet ON outlet.id = outlet";
    let row = |row: &rusqlite::Row<'_>| {
        let before = Before { id: row.get(0)?, content: row.get(1)?, outlet: row.get(2)? };
        Ok((before, row.get::<_, i64>(3)?, row.get::<_, i64>(4)?))
    };
    let mut stood = transaction.prepare_cached(&format!("{sql} WHERE file = ?1 AND place = ?2"))?;
    let stood = stood.query_row([file, -1 - place], row).optional()?.map(|(before, ..)| before);
    if stood.as_ref().is_some_and(|stood| stood.content == content) {
        return Ok(stood);
    }
    let mut same = transaction.prepare_cached(&format!("{sql} WHERE content = ?1"))?;
    for found in same.query_map([content], row)? {
        let (before, of, place) = found?;
        if of == file && place < 0 || gone.contains(&of) {
            return Ok(Some(before));
        }
    }
    Ok(stood.filter(|_| alone))
}

/// Writes one article, over what it was before; gives its number.
fn put_article(
    transaction: &Transaction<'_>,
    (file, place): (i64, i64),
    entry: &Entry<'_>,
    pressed: &PressedArticle,
    before: Option<&Before>,
) -> rusqlite::Result<i64> {
    let article = entry.article;
    let day = number::day(article.published);
    let id = match before {
        Some(before) if number::day_of(before.id) == day => before.id,
        _ => number::free(transaction, day)?,
    };
    let same_content = before.is_some_and(|before| before.content == pressed.content);
    let same_words = before.is_some_and(|before| same_content && before.id == id && before.outlet == article.outlet.name);
    if let Some(before) = before {
        if !same_words {
            transaction.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([before.id])?;
        }
        if before.id != id {
            renumber(transaction, before.id, id)?;
        }
        if !same_content {
            forget_findings(transaction, id)?;
        }
    }
    write_row(transaction, id, (file, place), entry, pressed)?;
    if !same_content {
        let mut body = transaction.prepare_cached("INSERT OR REPLACE INTO body (article, dictionary, packed) VALUES (?1, ?2, ?3)")?;
        body.execute((id, pressed.body.dictionary, &pressed.body.bytes))?;
    }
    if !same_words {
        let mut words = transaction.prepare_cached("INSERT INTO words (rowid, title, text, outlet) VALUES (?1, ?2, ?3, ?4)")?;
        words.execute((id, &pressed.title, &pressed.text, &pressed.outlet))?;
    }
    match &pressed.findings {
        Some(found) => put_findings(transaction, id, found)?,
        None if !same_content => copy_findings(transaction, id, pressed.content)?,
        None => {}
    }
    Ok(id)
}

fn write_row(
    transaction: &Transaction<'_>,
    id: i64,
    (file, place): (i64, i64),
    entry: &Entry<'_>,
    pressed: &PressedArticle,
) -> rusqlite::Result<()> {
    let article = entry.article;
    let outlet = outlet_of(transaction, &article.outlet.name)?;
    let sql = "INSERT OR REPLACE INTO article
               (id, file, place, name, outlet, guessed, title, authors, published, url, language, says_outlet, bytes, content)
               VALUES (:id, :file, :place, :name, :outlet, :guessed, :title, :authors, :published, :url, :language, :says_outlet, :bytes, :content)";
    transaction.prepare_cached(sql)?.execute(named_params! {
        ":id": id,
        ":file": file,
        ":place": place,
        ":name": article.id,
        ":outlet": outlet,
        ":guessed": article.outlet.guessed,
        ":title": article.title,
        ":authors": article.authors.join("\n"),
        ":published": article.published.map(|published| published.to_string()),
        ":url": article.url,
        ":language": article.language,
        ":says_outlet": entry.says_outlet,
        ":bytes": i64::try_from(article.text.len()).unwrap_or(i64::MAX),
        ":content": pressed.content,
    })?;
    Ok(())
}

pub(super) fn outlet_of(transaction: &Transaction<'_>, name: &str) -> rusqlite::Result<i64> {
    let known = transaction.prepare_cached("SELECT id FROM outlet WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()?;
    known.map_or_else(
        || transaction.prepare_cached("INSERT INTO outlet (name) VALUES (?1) RETURNING id")?.query_row([name], |row| row.get(0)),
        Ok,
    )
}

fn put_findings(transaction: &Transaction<'_>, id: i64, found: &Packed) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO finding (article, version, dictionary, bytes, packed) VALUES (?1, ?2, ?3, ?4, ?5)";
    transaction.prepare_cached(sql)?.execute((id, ARTICLE_VERSION, found.dictionary, found.length, &found.bytes))?;
    Ok(())
}

/// Gives an article the findings of another that says the same.
fn copy_findings(transaction: &Transaction<'_>, id: i64, content: i64) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO finding (article, version, dictionary, bytes, packed)
               SELECT ?1, version, dictionary, finding.bytes, packed FROM article JOIN finding ON finding.article = article.id
               WHERE content = ?2 AND article.id <> ?1 ORDER BY version DESC LIMIT 1";
    transaction.prepare_cached(sql)?.execute((id, content))?;
    Ok(())
}

/// Gives all that is kept of article `from` to the free number `to`.
fn renumber(transaction: &Transaction<'_>, from: i64, to: i64) -> rusqlite::Result<()> {
    transaction.prepare_cached("UPDATE article SET id = ?2 WHERE id = ?1")?.execute([from, to])?;
    for table in ["body", "finding", "told"] {
        transaction.prepare_cached(&format!("UPDATE {table} SET article = ?2 WHERE article = ?1"))?.execute([from, to])?;
    }
    let told = "INSERT INTO told_index (rowid, speakers, topics) SELECT article, speakers, topics FROM told WHERE article = ?1";
    transaction.prepare_cached("DELETE FROM told_index WHERE rowid = ?1")?.execute([from])?;
    transaction.prepare_cached(told)?.execute([to])?;
    Ok(())
}

fn forget_findings(transaction: &Transaction<'_>, id: i64) -> rusqlite::Result<()> {
    for table in ["finding", "told"] {
        transaction.prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?.execute([id])?;
    }
    transaction.prepare_cached("DELETE FROM told_index WHERE rowid = ?1")?.execute([id])?;
    Ok(())
}

/// Drops an article and all that is kept of it.
pub(super) fn remove(transaction: &Transaction<'_>, id: i64) -> rusqlite::Result<()> {
    forget_findings(transaction, id)?;
    transaction.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([id])?;
    transaction.prepare_cached("DELETE FROM body WHERE article = ?1")?.execute([id])?;
    transaction.prepare_cached("DELETE FROM article WHERE id = ?1")?.execute([id])?;
    Ok(())
}
