//! A query asked of articles in memory: where there is no store, or it is still being filled, and
//! to filter the list.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::{IntoParallelRefIterator, ParallelExtend, ParallelIterator};

use crate::analysis::{ArticleFindings, Conflict};
use crate::corpus::{ArticleId, Published};
use crate::text::Span;
use crate::view::Coverage;
use crate::view::event::Soft;
use crate::view::query::{Known, PLACES, Place, Query, Subject};

/// Articles that are asked at once before it is seen whether there are enough: enough for all
/// cores, and not much more than the answers to a common word.
const AT_ONCE: usize = 512;

/// The first `limit` articles of `coverage` that answer `query`, with where they do: newest first,
/// undated ones last, of one moment by path and then as they stand in their file. `is` tells
/// what is known of each. Stops early when `cancelled` is set.
pub fn search(
    coverage: &Coverage,
    query: &Query,
    is: &(dyn Fn(ArticleId, Known) -> bool + Sync),
    limit: usize,
    cancelled: &AtomicBool,
) -> Vec<(ArticleId, Vec<Place>)> {
    let mut ids: Vec<ArticleId> = coverage.corpus.ids().collect();
    ids.sort_by_key(|id| {
        let article = coverage.corpus.article(*id);
        (Reverse(article.published.map(Published::order)), &article.path, *id)
    });
    let ask = |id: &ArticleId| {
        let go_on = !cancelled.load(Ordering::Relaxed);
        Some((*id, find(coverage, query, *id, is, PLACES).filter(|_| go_on)?))
    };
    let mut found = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        if found.len() >= limit || cancelled.load(Ordering::Relaxed) {
            break;
        }
        found.par_extend(ids.par_iter().filter_map(ask));
    }
    found.truncate(limit);
    found
}

/// Where article `id` answers `query`, at most at `most` places.
pub(super) fn find(
    coverage: &Coverage,
    query: &Query,
    id: ArticleId,
    is: &dyn Fn(ArticleId, Known) -> bool,
    most: usize,
) -> Option<Vec<Place>> {
    let article = coverage.corpus.article(id);
    let asks = query.asks();
    let said = if asks.said { coverage.said(id) } else { Vec::new() };
    let told = if asks.told { coverage.labels(id) } else { Labels::default() };
    let known = query.known(|known| is(id, known));
    let subject = Subject::new(article, &known, &said, &told);
    query.find_most(&subject, most)
}

/// What an article has in its event, for `speaker:` and `topic:`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// Whom it quotes, each once.
    pub speakers: Vec<String>,
    /// The labels of the topics that it tells.
    pub topics: Vec<String>,
}

impl Coverage {
    /// Whether this is known of article `id` by what was found in it; what only a reader can know
    /// is not.
    pub fn is_known(&self, id: ArticleId, known: Known) -> bool {
        let event = self.findings.event_of.get(id.index()).copied();
        let mut kinds = event.into_iter().flat_map(|event| {
            let sides = |conflict: &Conflict| {
                [&conflict.a, &conflict.b].iter().any(|side| side.passage.article == id)
            };
            let shown = self.shown(event, Soft::Hidden).map(|(_, conflict)| conflict);
            shown.filter(move |conflict| sides(conflict)).map(|conflict| conflict.kind)
        });
        match known {
            Known::Disputed => kinds.next().is_some(),
            Known::Kind(kind) => kinds.any(|other| other == kind),
            Known::Read | Known::New | Known::Noted => false,
        }
    }

    /// What article `id` quotes, for `said:`: the parts of each quote.
    pub fn said(&self, id: ArticleId) -> Vec<Span> {
        let quotes = self
            .findings
            .articles
            .get(id.index())
            .map(|found| found.quotes.as_slice())
            .unwrap_or_default();
        quotes.iter().flat_map(|quote| quote.content.iter().copied()).collect()
    }

    /// What article `id` has in its event.
    pub fn labels(&self, id: ArticleId) -> Labels {
        let found = self.findings.articles.get(id.index());
        let names = |found: &ArticleFindings| -> Vec<String> {
            let names = found.quotes.iter().filter_map(|quote| found.speaker(quote));
            names.map(str::to_owned).collect()
        };
        let mut speakers = found.map(names).unwrap_or_default();
        speakers.sort();
        speakers.dedup();
        let event = self
            .findings
            .event_of
            .get(id.index())
            .and_then(|event| self.findings.events.get(*event));
        let topics = event.map(|event| event.topics.as_slice()).unwrap_or_default();
        let tells = topics
            .iter()
            .filter(|topic| topic.versions.iter().any(|version| version.article == id));
        Labels { speakers, topics: tells.map(|topic| topic.label.clone()).collect() }
    }
}
