//! Events in the store: what their articles make of them, by a hash of what those say, so that an
//! event whose articles are as they were is never compared again.

use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Default;

use crate::analysis::{self, ArticleFindings, EventFindings, Findings};
use crate::corpus::{ArticleId, Corpus, Problem};
use crate::library::store::pack::{Matter, Packed};
use crate::library::store::put::{content, indexed};
use crate::library::store::{ANALYSIS, Reader, Store};
use crate::text::Span;
use crate::text::diff::WordOp;
use crate::view::Coverage;
use crate::view::query::Told;
use crate::view::shelf::{Number, ShelfEvent};

/// What an event is known by: a hash of all that its articles say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKey(i64);

impl EventKey {
    /// The key of the event of `articles`, in whichever order.
    pub fn of(corpus: &Corpus, articles: &[ArticleId]) -> EventKey {
        EventKey::with(corpus, articles, |id| content(corpus.article(id)))
    }

    fn with(
        corpus: &Corpus,
        articles: &[ArticleId],
        content: impl Fn(ArticleId) -> i64,
    ) -> EventKey {
        let mut hash = Xxh3Default::new();
        for id in in_order(corpus, articles) {
            let article = corpus.article(id);
            let published =
                article.published.map(|published| published.to_string()).unwrap_or_default();
            let authors = article.authors.join("\n");
            for part in [
                &article.id,
                &article.outlet.name,
                &published,
                &authors,
                article.url.as_deref().unwrap_or(""),
            ] {
                hash.update(part.as_bytes());
                hash.update(b"\0");
            }
            hash.update(&content(id).to_le_bytes());
        }
        EventKey(hash.digest().cast_signed())
    }
}

/// The articles as [`EventFindings::articles`] has them: by outlet, then id.
fn in_order(corpus: &Corpus, articles: &[ArticleId]) -> Vec<ArticleId> {
    let mut articles = articles.to_vec();
    let key = |id: &ArticleId| (&corpus.article(*id).outlet.name, &corpus.article(*id).id);
    articles.sort_by(|a, b| key(a).cmp(&key(b)));
    articles
}

/// An event as it is kept: its articles are numbered as they stand in it, since those of the corpus
/// change.
#[derive(Serialize, Deserialize)]
struct Kept {
    event: EventFindings,
    /// A hash of what its articles have of each other's texts: other articles may change that.
    texts: u64,
    /// For each variant the way from its first member's words to the second's.
    diffs: Vec<Vec<(u8, Span, Span)>>,
}

/// Some articles of the store.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// The articles.
    pub corpus: Corpus,
    /// What was found of each alone; nothing where that has not been done.
    pub found: Vec<ArticleFindings>,
    /// What each is called in the library.
    pub numbers: Vec<Number>,
    /// A hash of what each says.
    contents: Vec<i64>,
}

impl Drawn {
    /// Takes texts and findings from `other`, which has some of the same articles in the same
    /// order.
    pub fn fill(&mut self, other: Drawn) {
        let mut articles = self.corpus.articles().to_vec();
        let mut at = 0;
        for (number, (article, found)) in
            other.numbers.iter().zip(other.corpus.articles().iter().zip(other.found))
        {
            while self.numbers.get(at).is_some_and(|known| known != number) {
                at += 1;
            }
            if let Some((known, place)) = articles.get_mut(at).zip(self.found.get_mut(at)) {
                known.text.clone_from(&article.text);
                *place = found;
            }
        }
        self.corpus = Corpus::new(articles);
    }

    /// The key of the event of some of them.
    pub fn key(&self, articles: &[ArticleId]) -> EventKey {
        EventKey::with(&self.corpus, articles, |id| {
            self.contents.get(id.index()).copied().unwrap_or_default()
        })
    }

    /// These articles by themselves, all of one `event` if any.
    pub fn coverage(self, event: Option<EventFindings>) -> Coverage {
        let Drawn { corpus, found, numbers, .. } = self;
        let event_of = event.iter().flat_map(|_| vec![0; numbers.len()]).collect();
        let (events, follows) = event.map(|event| (event, None)).into_iter().unzip();
        let findings =
            Findings { articles: found, events, event_of, follows, ..Findings::default() };
        Coverage { corpus, findings, numbers, ..Coverage::default() }
    }
}

impl Reader {
    /// The articles of these numbers, with texts and findings; those that are gone are left out.
    ///
    /// # Errors
    /// Where the cache cannot be read; likewise below.
    pub fn draw(&self, numbers: &[Number]) -> Result<Drawn, Problem> {
        let (mut articles, mut drawn) = (Vec::with_capacity(numbers.len()), Drawn::default());
        for number in numbers {
            let Some(stored) = self.article(*number)? else { continue };
            articles.push(stored.article);
            drawn.found.push(self.findings(*number)?.unwrap_or_default());
            drawn.numbers.push(*number);
            drawn.contents.push(stored.content);
        }
        drawn.corpus = Corpus::new(articles);
        Ok(drawn)
    }

    /// The same without texts and findings.
    pub fn draw_rows(&self, numbers: &[Number]) -> Result<Drawn, Problem> {
        let (mut articles, mut drawn) = (Vec::with_capacity(numbers.len()), Drawn::default());
        for number in numbers {
            let Some(stored) = self.row(*number)? else { continue };
            articles.push(stored.article);
            drawn.numbers.push(*number);
            drawn.contents.push(stored.content);
        }
        drawn.found = vec![ArticleFindings::default(); articles.len()];
        drawn.corpus = Corpus::new(articles);
        Ok(drawn)
    }

    /// What was found of the event of `articles`, whose key this is; `None` where this version of
    /// the analysis has not compared them as they are now.
    pub fn event_of(
        &self,
        corpus: &Corpus,
        articles: &[ArticleId],
        key: EventKey,
    ) -> Result<Option<EventFindings>, Problem> {
        Ok(self.event_with(corpus, articles, key)?.map(|(event, _)| event))
    }

    /// The same with the hash of what its articles have of each other's texts.
    pub fn event_with(
        &self,
        corpus: &Corpus,
        articles: &[ArticleId],
        key: EventKey,
    ) -> Result<Option<(EventFindings, u64)>, Problem> {
        let articles = in_order(corpus, articles);
        let sql = "SELECT dictionary, packed, bytes FROM event WHERE key = ?1 AND version = ?2";
        let bytes = self.answered(self.packed(sql, &[&key.0, &ANALYSIS]))?;
        let Some(bytes) = bytes else { return Ok(None) };
        let kept: Kept = postcard::from_bytes(&bytes).map_err(|_| self.damaged())?;
        let mut event = kept.event;
        for (variant, diff) in event.variants.iter_mut().zip(kept.diffs) {
            variant.diff = diff.into_iter().map(word_op).collect();
        }
        event.renumber(|id| articles.get(id.index()).copied().unwrap_or_default());
        Ok(Some((event, kept.texts)))
    }

    /// The event of a row of the list by itself, with texts and findings: what the reader opens.
    /// What has not been found yet is not in it, and an article that has gone since the list was
    /// made is left out.
    pub fn opened(&self, row: &ShelfEvent) -> Result<Coverage, Problem> {
        let numbers: Vec<Number> = row.articles.iter().map(|article| article.number).collect();
        let mut drawn = self.draw(&numbers)?;
        let all: Vec<ArticleId> = drawn.corpus.ids().collect();
        let (id, label) = (row.id.clone(), row.label.clone());
        let bare = || EventFindings {
            id,
            label,
            articles: all.clone(),
            from: row.from,
            to: row.to,
            ..EventFindings::default()
        };
        let event = self.event_of(&drawn.corpus, &all, drawn.key(&all))?.unwrap_or_else(bare);
        analysis::unify_speakers(&mut drawn.found, &[all]);
        Ok(drawn.coverage(Some(event)))
    }
}

impl Store {
    /// Keeps what was found of events of `corpus`, each with a hash of what its articles have of
    /// each other's texts, and of each of their articles what it has there.
    ///
    /// # Errors
    /// Where the cache cannot be written; then none is kept.
    pub fn put_events(
        &mut self,
        corpus: &Corpus,
        events: &[(&EventFindings, u64)],
        told: &[(Number, Told)],
    ) -> Result<(), Problem> {
        let ready =
            self.presses.findings.ready(&self.reader.connection, Matter::Findings, Vec::new);
        self.reader.answered(ready)?;
        let mut packing = self.presses.findings.packing();
        let packed = |(event, texts): &(&EventFindings, u64)| {
            let bytes = postcard::to_stdvec(&kept(event, *texts)).ok()?;
            Some((EventKey::of(corpus, &event.articles), packing.pack(&bytes)))
        };
        let packed: Vec<(EventKey, Packed)> = events.iter().filter_map(packed).collect();
        drop(packing);
        self.write(|transaction| {
            packed.iter().try_for_each(|(key, packed)| put_event(transaction, *key, packed))?;
            told.iter().try_for_each(|(id, told)| put_told(transaction, *id, told))
        })
    }

    /// Drops the events that are not among `current`, those of all events that there are now.
    ///
    /// # Errors
    /// Where the cache cannot be written.
    pub fn keep_events(&mut self, current: &[EventKey]) -> Result<(), Problem> {
        self.write(|transaction| {
            let mut keys = transaction.prepare_cached("SELECT key FROM event")?;
            let keys: Vec<i64> =
                keys.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let current: std::collections::BTreeSet<EventKey> = current.iter().copied().collect();
            for key in keys.into_iter().filter(|key| !current.contains(&EventKey(*key))) {
                transaction.prepare_cached("DELETE FROM event WHERE key = ?1")?.execute([key])?;
            }
            Ok(())
        })
    }
}

fn put_event(
    transaction: &Transaction<'_>,
    EventKey(key): EventKey,
    packed: &Packed,
) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO event (key, version, dictionary, bytes, packed) VALUES (?1, ?2, ?3, ?4, ?5)";
    transaction.prepare_cached(sql)?.execute((
        key,
        ANALYSIS,
        packed.dictionary,
        packed.length,
        &packed.bytes,
    ))?;
    Ok(())
}

fn put_told(
    transaction: &Transaction<'_>,
    Number(id): Number,
    told: &Told,
) -> rusqlite::Result<()> {
    let (speakers, topics) = (told.speakers.join("\n"), told.topics.join("\n"));
    let same = transaction
        .prepare_cached("SELECT 1 FROM told WHERE article = ?1 AND speakers = ?2 AND topics = ?3")?
        .exists((id, &speakers, &topics))?;
    if same {
        return Ok(());
    }
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO told (article, speakers, topics) VALUES (?1, ?2, ?3)",
        )?
        .execute((id, &speakers, &topics))?;
    transaction.prepare_cached("DELETE FROM told_index WHERE rowid = ?1")?.execute([id])?;
    let mut index = transaction
        .prepare_cached("INSERT INTO told_index (rowid, speakers, topics) VALUES (?1, ?2, ?3)")?;
    index.execute((id, indexed(&speakers), indexed(&topics)))?;
    Ok(())
}

fn kept(event: &EventFindings, texts: u64) -> Kept {
    let diffs =
        event.variants.iter().map(|variant| variant.diff.iter().map(steps).collect()).collect();
    let mut kept = event.clone();
    let place = |id: ArticleId| {
        event
            .articles
            .iter()
            .position(|other| *other == id)
            .and_then(|place| u32::try_from(place).ok())
    };
    kept.renumber(|id| ArticleId(place(id).unwrap_or(u32::MAX)));
    Kept { event: kept, texts, diffs }
}

fn steps(op: &WordOp) -> (u8, Span, Span) {
    match *op {
        WordOp::Same { a, b } => (0, a, b),
        WordOp::Cut { a } => (1, a, Span::default()),
        WordOp::Added { b } => (2, Span::default(), b),
        WordOp::Swapped { a, b } => (3, a, b),
    }
}

fn word_op((kind, a, b): (u8, Span, Span)) -> WordOp {
    match kind {
        0 => WordOp::Same { a, b },
        1 => WordOp::Cut { a },
        2 => WordOp::Added { b },
        _ => WordOp::Swapped { a, b },
    }
}
