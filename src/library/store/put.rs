//! Taking articles in: one transaction a batch, in which an article, its text, its findings and its
//! words in the index come and go together.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

use crate::analysis::{ArticleFindings, analyze_article};
use crate::corpus::{Article, Outlet, Problem};
use crate::library::store::pack::{Matter, Packed, Packing, Press};
use crate::library::store::touched::{self, Touched};
use crate::library::store::{ANALYSIS, Reader, Store, number};
use crate::load::{FileSeen, Look};
use crate::view::query::folded_words;
use crate::view::shelf::Number;

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
    /// What its analysis found; `None` where the store has that already ([`Reader::lacking`]).
    /// Where it turns out to have it no more, since the article that said the same says something
    /// else by now, it is found anew.
    pub findings: Option<&'a ArticleFindings>,
}

/// A hash of what the analysis of an article alone depends on: title, language, text.
pub(super) fn content(article: &Article) -> i64 {
    let mut hash = Xxh3Default::new();
    for part in [
        article.title.as_bytes(),
        article.language.as_deref().unwrap_or("").as_bytes(),
        article.text.as_bytes(),
    ] {
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
        let sql = format!(
            "SELECT 1 FROM finding WHERE version = ?2 AND article IN (SELECT id FROM article WHERE content = ?1 LIMIT {SAME})"
        );
        let lacking = self.connection.prepare_cached(&sql).and_then(|mut known| {
            contents
                .iter()
                .map(|content| known.exists((content, ANALYSIS)).map(|known| !known))
                .collect::<rusqlite::Result<Vec<bool>>>()
        });
        self.answered(lacking)
    }
}

impl Store {
    /// Takes in `batches` in one transaction; gives the numbers of the articles, in order. When
    /// this has answered, they outlive a crash of the program.
    ///
    /// # Errors
    /// Where the cache cannot be written; then none of them was taken in.
    pub fn put(&mut self, batches: &[Batch<'_>]) -> Result<Vec<Number>, Problem> {
        let entries: Vec<&Entry<'_>> = batches.iter().flat_map(|batch| batch.entries).collect();
        let pressed = self.presses.press(&self.reader.connection, &entries);
        let pressed = self.reader.answered(pressed)?;
        let gone = std::mem::take(&mut self.gone);
        let presses = std::mem::take(&mut self.presses);
        let done = self.write(|transaction| {
            let mut putting = Putting {
                transaction,
                pressed: pressed.iter(),
                findings: &presses.findings,
                gone: &gone,
                ids: Vec::new(),
                leaving: Vec::new(),
                coming: Vec::new(),
                touched: Touched::default(),
            };
            batches.iter().try_for_each(|batch| putting.batch(batch))?;
            putting.index()?;
            // What was read again because it was in doubt, and says what it said, leaves the list
            // as it is.
            if !putting.touched.is_empty() {
                touched::changed(transaction, &putting.touched)?;
            }
            Ok(putting.ids)
        });
        (self.gone, self.presses) = (gone, presses);
        done
    }

    /// Does `work` in one transaction.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Problem> {
        let done = self
            .reader
            .connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .and_then(|transaction| {
                let done = work(&transaction)?;
                transaction.commit()?;
                Ok(done)
            });
        done.map_err(|error| self.reader.failed(&error))
    }
}

/// What makes articles small, got ready once.
#[derive(Default)]
pub(super) struct Presses {
    texts: Press,
    pub(super) findings: Press,
}

/// What an article comes to in the store, made beforehand on all processors.
struct PressedArticle {
    content: i64,
    /// XXH3 of its text alone.
    hash: i64,
    title: String,
    text: String,
    body: Packed,
    findings: Option<Packed>,
}

impl Presses {
    fn press(
        &mut self,
        connection: &Connection,
        entries: &[&Entry<'_>],
    ) -> rusqlite::Result<Vec<PressedArticle>> {
        let bytes = |entry: &&Entry<'_>| postcard::to_stdvec(entry.findings?).ok();
        let texts = || entries.iter().map(|entry| entry.article.text.as_bytes().to_vec()).collect();
        self.texts.ready(connection, Matter::Text, texts)?;
        self.findings
            .ready(connection, Matter::Findings, || entries.iter().filter_map(bytes).collect())?;
        let chunks: Vec<Vec<PressedArticle>> = entries
            .par_chunks(64)
            .map(|entries| {
                let (mut text, mut found) = (self.texts.packing(), self.findings.packing());
                entries.iter().map(|entry| pressed(entry, &mut text, &mut found)).collect()
            })
            .collect();
        Ok(chunks.into_iter().flatten().collect())
    }
}

fn pressed(
    entry: &Entry<'_>,
    text: &mut Packing<'_>,
    findings: &mut Packing<'_>,
) -> PressedArticle {
    let article = entry.article;
    let found = entry.findings.and_then(|found| postcard::to_stdvec(found).ok());
    PressedArticle {
        content: content(article),
        hash: xxh3_64(article.text.as_bytes()).cast_signed(),
        title: indexed(&article.title),
        text: indexed(&article.text),
        body: text.pack(article.text.as_bytes()),
        findings: found.map(|bytes| findings.pack(&bytes)),
    }
}

/// The words of `text` as the index takes them in: folded, with a space between.
pub(super) fn indexed(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in folded_words(text) {
        line.push_str(&word);
        line.push(' ');
    }
    line
}

/// One call of [`Store::put`].
struct Putting<'a> {
    transaction: &'a Transaction<'a>,
    pressed: std::slice::Iter<'a, PressedArticle>,
    /// What packs findings.
    findings: &'a Press,
    /// Files that are gone.
    gone: &'a [i64],
    /// The numbers of the articles so far.
    ids: Vec<Number>,
    /// What is to be done to the index: the number whose words go, and the article whose words
    /// come, with its outlet.
    leaving: Vec<i64>,
    coming: Vec<(i64, &'a PressedArticle, Outlet)>,
    touched: Touched,
}

impl Putting<'_> {
    fn batch(&mut self, batch: &Batch<'_>) -> rusqlite::Result<()> {
        let file = file_of(self.transaction, batch)?;
        if batch.from == 0 {
            // Until they are met again, the articles that the file had are out of the way.
            let sql = "UPDATE article SET place = -1 - place WHERE file = ?1 AND place >= 0";
            self.transaction.prepare_cached(sql)?.execute([file])?;
        }
        let alone = batch.from == 0 && batch.is_last && batch.entries.len() == 1;
        for (place, entry) in (batch.from..).zip(batch.entries) {
            let Some(pressed) = self.pressed.next() else { break };
            let at = (file, i64::try_from(place).unwrap_or(i64::MAX));
            let before = known(self.transaction, at, pressed.content, alone, self.gone)?;
            let id = self.article(at, entry, pressed, before.as_ref())?;
            self.ids.push(Number(id));
        }
        if batch.is_last {
            let mut left = self
                .transaction
                .prepare_cached("SELECT id FROM article WHERE file = ?1 AND place < 0")?;
            let left: Vec<i64> =
                left.query_map([file], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            left.iter().try_for_each(|article| remove(self.transaction, *article))?;
            self.touched.gone.extend(left.into_iter().map(Number));
        }
        Ok(())
    }

    /// Brings the index up to date, in order of number: FTS5 writes a segment of its own for each
    /// step back.
    fn index(&mut self) -> rusqlite::Result<()> {
        self.leaving.sort_unstable();
        let mut delete = self.transaction.prepare_cached("DELETE FROM words WHERE rowid = ?1")?;
        for id in &self.leaving {
            delete.execute([id])?;
        }
        self.coming.sort_unstable_by_key(|(id, ..)| *id);
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO words (rowid, title, text, outlet) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (id, pressed, outlet) in &self.coming {
            insert.execute((id, &pressed.title, &pressed.text, indexed(&outlet.name)))?;
        }
        Ok(())
    }
}

/// The number of the file of `batch`, noted as it was seen, or as not yet read where it has more to
/// come.
fn file_of(transaction: &Transaction<'_>, batch: &Batch<'_>) -> rusqlite::Result<i64> {
    let size =
        if batch.is_last { i64::try_from(batch.file.size).unwrap_or(i64::MAX) } else { UNREAD };
    let problems = serde_json::to_string(batch.problems).unwrap_or_default();
    let sql = "INSERT INTO file (path, size, modified, walked, settings, problems) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT (path) DO UPDATE SET size = ?2, modified = ?3, walked = ?4, settings = ?5, problems = ?6 RETURNING id";
    let (file, look) = (batch.file, batch.look);
    let mut noted = transaction.prepare_cached(sql)?;
    noted.query_row(
        (&file.path, size, file.modified, look.at, look.settings.cast_signed(), problems),
        |row| row.get(0),
    )
}

/// Articles of one content that are looked at for findings to share: a library may hold thousands
/// of copies of one line.
const SAME: usize = 16;
/// The size of a file that was not read to its end.
const UNREAD: i64 = -1;

/// An article that the store has, as far as it matters whether it changed.
struct Before {
    id: i64,
    /// What it is called, which is unique.
    name: String,
    content: i64,
    outlet: Outlet,
    says_outlet: bool,
    /// The number of its text.
    body: i64,
}

/// What the store has of the article at `place` of `file`: the one that stood there if it says the
/// same, else one that says the same and stood elsewhere in the file or in one that is gone. Where
/// a file is one article, the one that it was.
fn known(
    transaction: &Transaction<'_>,
    (file, place): (i64, i64),
    content: i64,
    alone: bool,
    gone: &[i64],
) -> rusqlite::Result<Option<Before>> {
    let sql = "SELECT article.id, article.name, content, outlet.name, guessed, says_outlet, body, file FROM article JOIN outlet ON outlet.id = outlet";
    let row = |row: &rusqlite::Row<'_>| {
        let outlet = Outlet { name: row.get(3)?, guessed: row.get(4)? };
        let (id, name, content) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((
            Before { id, name, content, outlet, says_outlet: row.get(5)?, body: row.get(6)? },
            row.get::<_, i64>(7)?,
        ))
    };
    let mut stood = transaction.prepare_cached(&format!("{sql} WHERE file = ?1 AND place = ?2"))?;
    let stood = stood.query_row([file, -1 - place], row).optional()?.map(|(before, _)| before);
    if stood.as_ref().is_some_and(|stood| stood.content == content) {
        return Ok(stood);
    }
    let mut same = transaction
        .prepare_cached(&format!("{sql} WHERE content = ?1 AND place < 0 AND file = ?2 LIMIT 1"))?;
    if let Some((same, _)) = same.query_row([content, file], row).optional()? {
        return Ok(Some(same));
    }
    if !gone.is_empty() {
        let mut same =
            transaction.prepare_cached(&format!("{sql} WHERE content = ?1 LIMIT {SAME}"))?;
        for found in same.query_map([content], row)? {
            let (before, of) = found?;
            if gone.contains(&of) {
                return Ok(Some(before));
            }
        }
    }
    Ok(stood.filter(|_| alone))
}

impl<'a> Putting<'a> {
    /// Writes one article, over what it was before; gives its number.
    fn article(
        &mut self,
        at: (i64, i64),
        entry: &Entry<'_>,
        pressed: &'a PressedArticle,
        before: Option<&Before>,
    ) -> rusqlite::Result<i64> {
        let (transaction, article) = (self.transaction, entry.article);
        let day = number::day(article.published);
        let id = match before {
            Some(before) if number::day_of(before.id) == day => before.id,
            _ => number::free(transaction, day)?,
        };
        // Which outlet the folders tell is known when all files are in (see `settle`): until then
        // one that was told so stays.
        let told = before.filter(|before| !entry.says_outlet && !before.says_outlet);
        let outlet = told.map_or_else(|| article.outlet.clone(), |before| before.outlet.clone());
        let same_content = before.is_some_and(|before| before.content == pressed.content);
        let same_words = before.is_some_and(|before| {
            same_content && before.id == id && before.outlet.name == outlet.name
        });
        if let Some(before) = before {
            if !same_words {
                self.leaving.push(before.id);
            }
            if before.id != id {
                renumber(transaction, before.id, id)?;
                self.touched.gone.push(Number(before.id));
            }
            if !same_content {
                forget_findings(transaction, id)?;
            }
        }
        let body = match before {
            Some(before) if same_content => before.body,
            _ => put_body(transaction, before, &pressed.body)?,
        };
        let name = name(transaction, (id, at.0), &article.id, before)?;
        let is_same = write_row(transaction, (id, body), at, (&name, &outlet, entry), pressed)?;
        if !is_same || !same_words {
            self.touched.changed.push(Number(id));
        }
        if !same_words {
            self.coming.push((id, pressed, outlet));
        }
        match &pressed.findings {
            Some(found) => put_findings(transaction, id, found)?,
            None => self.same_findings(id, article, pressed.content)?,
        }
        Ok(id)
    }
}

impl Putting<'_> {
    /// Gives an article the findings of what it says, which were found before.
    fn same_findings(&self, id: i64, article: &Article, content: i64) -> rusqlite::Result<()> {
        let sql = "SELECT 1 FROM finding WHERE article = ?1 AND version = ?2";
        let has = || self.transaction.prepare_cached(sql)?.exists((id, ANALYSIS));
        if has()? {
            return Ok(());
        }
        copy_findings(self.transaction, id, content)?;
        if has()? {
            return Ok(());
        }
        let found = postcard::to_stdvec(&analyze_article(article))
            .map_err(|_| rusqlite::Error::InvalidQuery)?;
        put_findings(self.transaction, id, &self.findings.packing().pack(&found))
    }
}

/// Writes a text, over the one that was there; gives its number.
fn put_body(
    transaction: &Transaction<'_>,
    before: Option<&Before>,
    body: &Packed,
) -> rusqlite::Result<i64> {
    let sql =
        "INSERT OR REPLACE INTO body (id, dictionary, packed) VALUES (?1, ?2, ?3) RETURNING id";
    let mut put = transaction.prepare_cached(sql)?;
    put.query_row((before.map(|before| before.body), body.dictionary, &body.bytes), |row| {
        row.get(0)
    })
}

/// What the article of this number is called: `id`, or where another one is called so, `id#2`,
/// `id#3` …; as it was called before where that still goes.
fn name(
    transaction: &Transaction<'_>,
    (number, file): (i64, i64),
    id: &str,
    before: Option<&Before>,
) -> rusqlite::Result<String> {
    let is_of = |name: &str| {
        name.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
    };
    if let Some(before) = before.filter(|before| is_of(&before.name)) {
        return Ok(before.name.clone());
    }
    // Those of its file that have not been met again are on their way out.
    let mut others = transaction.prepare_cached(
        "SELECT 1 FROM article WHERE name = ?1 AND id <> ?2 AND NOT (file = ?3 AND place < 0)",
    )?;
    let mut is_taken = |name: &str| others.exists((name, number, file));
    if !is_taken(id)? {
        return Ok(id.to_owned());
    }
    let called = |count: u64| format!("{id}#{count}");
    // Thousands of records may share one id: the first free number is found in steps that double,
    // then in halves.
    let (mut taken, mut free) = (1, 2);
    while is_taken(&called(free))? {
        (taken, free) = (free, free * 2);
    }
    while free - taken > 1 {
        let middle = u64::midpoint(taken, free);
        match is_taken(&called(middle))? {
            true => taken = middle,
            false => free = middle,
        }
    }
    Ok(called(free))
}

/// Writes all of an article but its text; gives whether all that an event depends on is as it was,
/// its words aside.
fn write_row(
    transaction: &Transaction<'_>,
    (id, body): (i64, i64),
    (file, place): (i64, i64),
    (name, outlet, entry): (&str, &Outlet, &Entry<'_>),
    pressed: &PressedArticle,
) -> rusqlite::Result<bool> {
    let article = entry.article;
    let number = outlet_of(transaction, &outlet.name)?;
    let (authors, published) =
        (article.authors.join("\n"), article.published.map(|published| published.to_string()));
    let same = "SELECT 1 FROM article WHERE id = ?1 AND name = ?2 AND authors = ?3 AND published IS ?4 AND url IS ?5 AND guessed = ?6";
    let is_same = transaction.prepare_cached(same)?.exists((
        id,
        name,
        &authors,
        &published,
        &article.url,
        outlet.guessed,
    ))?;
    let sql = "INSERT OR REPLACE INTO article
               (id, file, place, name, outlet, guessed, title, authors, published, url, language, says_outlet, body, bytes, content, hash)
               VALUES (:id, :file, :place, :name, :outlet, :guessed, :title, :authors, :published, :url, :language, :says_outlet, :body,
                       :bytes, :content, :hash)";
    transaction.prepare_cached(sql)?.execute(named_params! {
        ":id": id,
        ":file": file,
        ":place": place,
        ":name": name,
        ":outlet": number,
        ":guessed": outlet.guessed,
        ":title": article.title,
        ":authors": authors,
        ":published": published,
        ":url": article.url,
        ":language": article.language,
        ":says_outlet": entry.says_outlet,
        ":body": body,
        ":bytes": i64::try_from(article.text.len()).unwrap_or(i64::MAX),
        ":content": pressed.content,
        ":hash": pressed.hash,
    })?;
    Ok(is_same)
}

pub(super) fn outlet_of(transaction: &Transaction<'_>, name: &str) -> rusqlite::Result<i64> {
    let known = transaction
        .prepare_cached("SELECT id FROM outlet WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    known.map_or_else(
        || {
            transaction
                .prepare_cached("INSERT INTO outlet (name) VALUES (?1) RETURNING id")?
                .query_row([name], |row| row.get(0))
        },
        Ok,
    )
}

fn put_findings(transaction: &Transaction<'_>, id: i64, found: &Packed) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO finding (article, version, dictionary, bytes, packed) VALUES (?1, ?2, ?3, ?4, ?5)";
    transaction.prepare_cached(sql)?.execute((
        id,
        ANALYSIS,
        found.dictionary,
        found.length,
        &found.bytes,
    ))?;
    Ok(())
}

/// Gives an article the findings of another that says the same.
fn copy_findings(transaction: &Transaction<'_>, id: i64, content: i64) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT OR REPLACE INTO finding (article, version, dictionary, bytes, packed)
         SELECT ?1, version, dictionary, bytes, packed FROM finding
         WHERE article IN (SELECT id FROM article WHERE content = ?2 AND id <> ?1 LIMIT {SAME}) ORDER BY version DESC LIMIT 1"
    );
    transaction.prepare_cached(&sql)?.execute((id, content))?;
    Ok(())
}

/// Gives all that is kept of article `from` to the free number `to`.
fn renumber(transaction: &Transaction<'_>, from: i64, to: i64) -> rusqlite::Result<()> {
    transaction.prepare_cached("UPDATE article SET id = ?2 WHERE id = ?1")?.execute([from, to])?;
    for table in ["finding", "told"] {
        transaction
            .prepare_cached(&format!("UPDATE {table} SET article = ?2 WHERE article = ?1"))?
            .execute([from, to])?;
    }
    let told = "INSERT INTO told_index (rowid, speakers, topics) SELECT article, speakers, topics FROM told WHERE article = ?1";
    transaction.prepare_cached("DELETE FROM told_index WHERE rowid = ?1")?.execute([from])?;
    transaction.prepare_cached(told)?.execute([to])?;
    Ok(())
}

fn forget_findings(transaction: &Transaction<'_>, id: i64) -> rusqlite::Result<()> {
    for table in ["finding", "told"] {
        transaction
            .prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?
            .execute([id])?;
    }
    transaction.prepare_cached("DELETE FROM told_index WHERE rowid = ?1")?.execute([id])?;
    Ok(())
}

/// Drops an article and all that is kept of it.
pub(super) fn remove(transaction: &Transaction<'_>, id: i64) -> rusqlite::Result<()> {
    forget_findings(transaction, id)?;
    transaction.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([id])?;
    transaction
        .prepare_cached("DELETE FROM body WHERE id = (SELECT body FROM article WHERE id = ?1)")?
        .execute([id])?;
    transaction.prepare_cached("DELETE FROM article WHERE id = ?1")?.execute([id])?;
    Ok(())
}
