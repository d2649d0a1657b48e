//! A library in the cache as a reading session sees it: one state of its list, read as it is looked
//! at. What is written meanwhile makes another shelf (see [`crate::library::living`]), which comes
//! at once; until then this one has the list as it was, and texts as they are. (To hold the whole
//! cache at one moment instead would keep SQLite from ever folding in what is written.)

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crossbeam_channel::{Sender, bounded};
use rustc_hash::FxHashSet;

use crate::analysis::{EventFindings, unify_speakers};
use crate::corpus::{ArticleId, Problem};
use crate::library::keyed::Keyed;
use crate::library::living::Order;
use crate::library::own::Key;
use crate::library::store::{Found as Answer, Reader, Store, shelf};
use crate::view::Coverage;
use crate::view::query::Query;
use crate::view::shelf::memory::left;
use crate::view::shelf::{
    Anchor, Change, Found, IsKnown, Kept, Left, Measure, Number, Said, Shelf, ShelfEvent,
};
use crate::view::speaker::{self, Census, QuoteId, Speaker};

/// Events and articles that were opened and are at hand again at once, as long as their texts are
/// not large.
const AT_HAND: usize = 12;
/// Bytes of text that are held so.
const HELD: usize = 4_000_000;

/// One state of a library in the cache.
#[derive(Debug)]
pub struct StoreShelf {
    events: usize,
    articles: usize,
    /// The rows, for the thread that draws.
    rows: Mutex<shelf::Shelf<Reader>>,
    /// For opening events.
    texts: Mutex<Reader>,
    /// For searching, which takes longest.
    search: Mutex<Reader>,
    measures: OnceLock<Arc<[Measure]>>,
    corrected: Vec<Change>,
    /// Events that were opened, the latest first.
    opened: Mutex<VecDeque<Arc<Coverage>>>,
    /// Articles of which quotes are shown, likewise.
    quoted: Mutex<VecDeque<Arc<Coverage>>>,
    /// Whoever may change the library.
    orders: Sender<Order>,
    /// Whether the cache could not answer.
    has_failed: AtomicBool,
}

impl StoreShelf {
    /// The state of `store` at this moment; `orders` go to whoever keeps it.
    ///
    /// # Errors
    /// Where the cache cannot be read.
    pub fn new(store: &Store, orders: Sender<Order>) -> Result<StoreShelf, Problem> {
        let rows = store.another()?;
        let corrected = rows.corrected()?;
        let rows = shelf::Shelf::new(rows)?;
        let [texts, search] = [store.another()?, store.another()?];
        Ok(StoreShelf {
            events: rows.events,
            articles: rows.articles,
            rows: Mutex::new(rows),
            texts: Mutex::new(texts),
            search: Mutex::new(search),
            measures: OnceLock::new(),
            corrected,
            opened: Mutex::default(),
            quoted: Mutex::default(),
            orders,
            has_failed: AtomicBool::new(false),
        })
    }

    fn rows(&self) -> MutexGuard<'_, shelf::Shelf<Reader>> {
        held(&self.rows)
    }

    /// The event of an article by itself, as it was opened lately.
    fn again(&self, article: Number) -> Option<Arc<Coverage>> {
        held(&self.opened).iter().find(|event| event.local(article).is_some()).cloned()
    }

    /// The event at a place without texts and what was found of its articles alone.
    fn bare(&self, place: usize) -> Option<Coverage> {
        let rows = self.rows();
        let row = self.answer(rows.event(place))??;
        let numbers: Vec<Number> = row.articles.iter().map(|article| article.number).collect();
        let drawn = self.answer(rows.reader().draw_rows(&numbers))?;
        let all: Vec<ArticleId> = drawn.corpus.ids().collect();
        let event = self.answer(rows.reader().event_of(&drawn.corpus, &all, drawn.key(&all)))??;
        Some(drawn.coverage(Some(event)))
    }

    /// One article by itself.
    fn alone(&self, article: Number) -> Option<Arc<Coverage>> {
        if let Some(known) = held(&self.quoted).iter().find(|one| one.numbers.contains(&article)) {
            return Some(Arc::clone(known));
        }
        let coverage = Arc::new(self.answer(self.rows().reader().draw(&[article]))?.coverage(None));
        hold(&mut held(&self.quoted), &coverage);
        Some(coverage)
    }
}

/// What a mutex holds: what is behind it is only read, so that a thread that broke down leaves it
/// whole.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts `one` before the others that are held, and drops the last of these where that is too much.
fn hold(all: &mut VecDeque<Arc<Coverage>>, one: &Arc<Coverage>) {
    let bytes = |one: &Arc<Coverage>| {
        one.corpus.articles().iter().map(|article| article.text.len()).sum::<usize>()
    };
    if bytes(one) > HELD {
        return;
    }
    all.push_front(Arc::clone(one));
    all.truncate(AT_HAND);
    while all.iter().map(bytes).sum::<usize>() > HELD {
        all.pop_back();
    }
}

impl StoreShelf {
    /// What the cache answered. That it could not is told in the log, and looks as if there were
    /// nothing, until whoever keeps the library has looked after it.
    fn answer<T>(&self, answer: Result<T, Problem>) -> Option<T> {
        let failed = |problem| {
            log::error!("{problem}");
            if !self.has_failed.swap(true, Ordering::Relaxed) {
                let _ = self.orders.send(Order::Look);
            }
        };
        answer.map_err(failed).ok()
    }

    /// Which of the articles of its file a key is of; one of the same text where the file is gone.
    fn keyed_among(&self, key: &Key, of_file: &FxHashSet<Number>) -> Option<Number> {
        let rows = self.rows(); // for one key at a time: who draws waits for it
        let of_text = || self.answer(rows.reader().of_text(key.text()?));
        match of_file.len() {
            0 if !Path::new(key.path()).exists() => of_text()?.first().copied(),
            1 => of_file.iter().next().copied(),
            _ => {
                let named = key
                    .id()
                    .and_then(|id| self.answer(rows.reader().named(id))?)
                    .filter(|named| of_file.contains(named));
                named.or_else(|| of_text()?.into_iter().find(|same| of_file.contains(same)))
            }
        }
    }
}

impl Shelf for StoreShelf {
    fn events(&self) -> usize {
        self.events
    }

    fn articles(&self) -> usize {
        self.articles
    }

    fn event(&self, place: usize) -> Option<Arc<ShelfEvent>> {
        self.answer(self.rows().event(place))?
    }

    fn measures(&self) -> Arc<[Measure]> {
        Arc::clone(
            self.measures
                .get_or_init(|| self.answer(self.rows().measures()).unwrap_or_default().into()),
        )
    }

    fn find(&self, article: Number) -> Option<(usize, usize)> {
        self.answer(self.rows().find(article))?
    }

    fn named(&self, id: &str) -> Option<Number> {
        self.answer(self.rows().reader().named(id))?
    }

    fn left(&self, place: usize, without: &[[Anchor; 2]]) -> Option<Left> {
        Some(left(&self.bare(place)?, 0, without))
    }

    fn words(&self, at: Anchor) -> Option<String> {
        let coverage = self.again(at.article).or_else(|| self.alone(at.article))?;
        let text = &coverage.corpus.article(coverage.local(at.article)?).text;
        text.get(at.span.start..at.span.end).map(str::to_owned)
    }

    fn quote(&self, id: QuoteId) -> Option<Said> {
        speaker::said(self.alone(id.0)?.as_ref(), id)
    }

    fn corrected(&self) -> Vec<Change> {
        self.corrected.clone()
    }

    fn at_hand(&self, article: Number) -> Option<Coverage> {
        self.again(article).map(|event| event.as_ref().clone())
    }

    fn open(&self, article: Number) -> Option<Coverage> {
        let (place, _) = self.find(article)?;
        let row = self.event(place)?;
        let event = Arc::new(self.answer(held(&self.texts).opened(&row))?);
        hold(&mut held(&self.opened), &event);
        Some(Arc::unwrap_or_clone(event))
    }

    fn everywhere(
        &self,
        query: &Query,
        is: IsKnown<'_>,
        limit: usize,
        cancelled: &AtomicBool,
    ) -> Vec<Found> {
        let found = self
            .answer(held(&self.search).search(query, is, limit, cancelled))
            .unwrap_or_default()
            .into_iter();
        let found = found.filter_map(|Answer { stored, places }| {
            Some(Found::new(query, &stored.article, stored.id, self.find(stored.id)?, &places))
        });
        found.collect()
    }

    fn filter(&self, query: &Query, is: IsKnown<'_>, cancelled: &AtomicBool) -> Kept {
        let matches =
            self.answer(held(&self.search).matches(query, is, cancelled)).unwrap_or_default();
        let mut kept = Kept::new();
        for (event, article) in matches.into_iter().filter_map(|number| self.find(number)) {
            kept.entry(event).or_default().push(article);
        }
        kept.values_mut().for_each(|articles| articles.sort_unstable());
        kept
    }

    fn speakers(&self, cancelled: &AtomicBool) -> Vec<Speaker> {
        let mut census = Census::default();
        for place in (0..self.events).take_while(|_| !cancelled.load(Ordering::Relaxed)) {
            let Some(row) = self.event(place) else { continue };
            let numbers: Vec<Number> = row.articles.iter().map(|article| article.number).collect();
            let Some(mut drawn) = self.answer(held(&self.search).draw(&numbers)) else { continue };
            let all: Vec<ArticleId> = drawn.corpus.ids().collect();
            unify_speakers(&mut drawn.found, std::slice::from_ref(&all));
            let event = EventFindings { articles: all.clone(), ..EventFindings::default() };
            census.add(speaker::speakers(&drawn.coverage(Some(event)), all));
        }
        census.done()
    }

    fn regrouped(&self, corrections: &[Change], cancelled: &AtomicBool) -> Option<Arc<dyn Shelf>> {
        let (send, answers) = bounded(1);
        self.orders.send(Order::Regroup(corrections.to_vec(), send)).ok()?;
        let shelf: Arc<StoreShelf> = answers.recv().ok()?;
        (!cancelled.load(Ordering::Relaxed)).then_some(shelf as Arc<dyn Shelf>)
    }
}

impl Keyed for StoreShelf {
    fn key(&self, article: Number) -> Option<Key> {
        let (path, id, text) = self.answer(self.rows().reader().kept_by(article))??;
        Some(Key::new(path, id, text))
    }

    fn keyed(&self, key: &Key) -> Option<Number> {
        self.all_keyed(&[key]).pop().flatten()
    }

    fn all_keyed(&self, keys: &[&Key]) -> Vec<Option<Number>> {
        // Keys of one file stand together, and a file of records may have a hundred thousand of
        // them.
        let of_one_file = keys.chunk_by(|a, b| a.path() == b.path());
        let found = of_one_file.flat_map(|keys| {
            let path = keys.first().map_or("", |key| key.path());
            let of_file = self
                .answer(self.rows().reader().of_file(path))
                .unwrap_or_default()
                .into_iter()
                .collect();
            keys.iter().map(move |key| self.keyed_among(key, &of_file)).collect::<Vec<_>>()
        });
        found.collect()
    }

    fn around(&self, keys: &[&Key]) -> Cow<'_, Coverage> {
        let wanted: BTreeSet<Number> = self.all_keyed(keys).into_iter().flatten().collect();
        let drawn = self
            .answer(self.rows().reader().draw(&wanted.into_iter().collect::<Vec<_>>()))
            .unwrap_or_default();
        Cow::Owned(drawn.coverage(None))
    }
}
