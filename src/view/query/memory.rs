//! A query asked of articles in memory: where there is no store, or it is still being filled, and to filter the list.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::corpus::{ArticleId, Published};
use crate::text::Span;
use crate::view::Coverage;
use crate::view::query::{PLACES, Place, Query, Subject};

/// The articles of `coverage` that answer `query`, with where they do: newest first, undated ones last, of one moment by path
/// and then as they stand in their file. `is_read` tells what the reader has read. Stops early when `cancelled` is set.
pub fn search(
    coverage: &Coverage,
    query: &Query,
    is_read: &(dyn Fn(ArticleId) -> bool + Sync),
    cancelled: &AtomicBool,
) -> Vec<(ArticleId, Vec<Place>)> {
    let ids: Vec<ArticleId> = coverage.corpus.ids().collect();
    let ask = |id: ArticleId| Some((id, find(coverage, query, id, is_read, PLACES).filter(|_| !cancelled.load(Ordering::Relaxed))?));
    let mut found: Vec<(ArticleId, Vec<Place>)> = ids.into_par_iter().filter_map(ask).collect();
    found.sort_by_key(|(id, _)| {
        let article = coverage.corpus.article(*id);
        (Reverse(article.published.map(Published::order)), &article.path, *id)
    });
    found
}

/// Where article `id` answers `query`, at most at `most` places.
pub(super) fn find(
    coverage: &Coverage,
    query: &Query,
    id: ArticleId,
    is_read: &dyn Fn(ArticleId) -> bool,
    most: usize,
) -> Option<Vec<Place>> {
    let article = coverage.corpus.article(id);
    let found = coverage.findings.articles.get(id.index());
    let asks = query.asks();
    let quotes = || found.map(|found| found.quotes.as_slice()).unwrap_or_default();
    let said: Vec<Span> = if asks.said { quotes().iter().flat_map(|quote| quote.content.iter().copied()).collect() } else { Vec::new() };
    let told = if asks.told { coverage.told(id) } else { Told::default() };
    let subject = Subject {
        title: &article.title,
        text: &article.text,
        language: article.language.as_deref(),
        outlet: &article.outlet.name,
        published: article.published,
        read: is_read(id),
        said: &said,
        speakers: &told.speakers,
        topics: &told.topics,
    };
    query.find_most(&subject, most)
}

/// What an article has in its event, for `speaker:` and `topic:`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Whom it quotes, each once.
    pub speakers: Vec<String>,
    /// The labels of the topics that it tells.
    pub topics: Vec<String>,
}

impl Coverage {
    /// What article `id` has in its event.
    pub fn told(&self, id: ArticleId) -> Told {
        let quotes = self.findings.articles.get(id.index()).map(|found| found.quotes.as_slice()).unwrap_or_default();
        let mut speakers: Vec<String> = quotes.iter().filter_map(|quote| quote.speaker.clone()).collect();
        speakers.sort();
        speakers.dedup();
        let event = self.findings.event_of.get(id.index()).and_then(|event| self.findings.events.get(*event));
        let topics = event.map(|event| event.topics.as_slice()).unwrap_or_default();
        let tells = topics.iter().filter(|topic| topic.versions.iter().any(|version| version.article == id));
        Told { speakers, topics: tells.map(|topic| topic.label.clone()).collect() }
    }
}
