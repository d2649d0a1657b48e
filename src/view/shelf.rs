//! The library as a reading session sees it: the list of events as rows, which are looked at by
//! window and cost the same however many there are, and the way to what is behind them, one event
//! at a time. It has two makers: what is in memory ([`memory`]), and the cache
//! (`library/shelf.rs`).

pub mod memory;

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use crate::analysis::copy::CopyKind;
use crate::analysis::{ConflictKind, QuoteKind};
use crate::corpus::{Article, ArticleId, Outlet, Problem, Published};
use crate::text::Span;
use crate::view::Coverage;
use crate::view::event::{Soft, hues};
use crate::view::query::{self, Known, Query};
use crate::view::shelf::memory::Memory;
use crate::view::speaker::{QuoteId, Speaker};

/// An article of the library. Unlike an [`ArticleId`] it holds whatever is open. In the cache,
/// later days have higher numbers, and a number stays as long as the day does.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Number(pub i64);

impl From<ArticleId> for Number {
    fn from(id: ArticleId) -> Number {
        Number(id.0.into())
    }
}

impl Number {
    /// The article of a corpus that is all of the library.
    pub fn id(self) -> Option<ArticleId> {
        u32::try_from(self.0).ok().map(ArticleId)
    }
}

/// A place in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// The article.
    pub article: Number,
    /// Bytes of its text.
    pub span: Span,
}

/// An event as the list shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfEvent {
    /// The id of [`crate::analysis::EventFindings`].
    pub id: String,
    /// What a reader would call it.
    pub label: String,
    /// The earliest article's date.
    pub from: Option<Published>,
    /// The latest article's date.
    pub to: Option<Published>,
    /// An article of the earlier event that it goes on with.
    pub follows: Option<Number>,
    /// An article of each later event that goes on with it, in their order.
    pub followed: Vec<Number>,
    /// What it can be sorted by.
    pub measure: Measure,
    /// Its articles, in the order of their letters.
    pub articles: Vec<ShelfArticle>,
}

/// What events can be sorted and folded by, besides time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Articles.
    pub articles: u32,
    /// Outlets that tell it in a text of their own: one that is as a whole another outlet's counts
    /// with that one.
    pub outlets: u32,
    /// Disputes, dismissed ones among them.
    pub disputes: Count,
}

/// How many disputes there are, in an event or with a side in an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Those with a conflict that is hard or medium.
    pub firm: u32,
    /// Those whose conflicts are all soft.
    pub soft: u32,
}

impl Count {
    /// How many are shown.
    pub fn shown(self, soft: Soft) -> usize {
        self.firm as usize + if soft == Soft::Shown { self.soft as usize } else { 0 }
    }
}

/// An article as the list shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfArticle {
    /// Its number.
    pub number: Number,
    /// Its id as it is printed, unique in the library.
    pub id: String,
    /// The file that it was read from; empty where it came from none.
    pub path: String,
    /// Who published it.
    pub outlet: Outlet,
    /// The headline.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// Disputes that have a side in it, dismissed ones among them.
    pub disputes: Count,
    /// The kinds of these disputes, in order.
    pub kinds: Vec<ConflictKind>,
    /// The article whose text it is as a whole, and how.
    pub whole: Option<Whole>,
}

impl ShelfArticle {
    /// The headline; where there is none, the id.
    pub fn called(&self) -> &str {
        if self.title.is_empty() { &self.id } else { &self.title }
    }

    fn in_time(&self, other: &ShelfArticle) -> Ordering {
        let (x, y) = (self.published.map(Published::order), other.published.map(Published::order));
        y.is_some().cmp(&x.is_some()).then(x.cmp(&y)).then_with(|| self.id.cmp(&other.id))
    }
}

/// What an article is as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// A copy, or an earlier version.
    pub kind: CopyKind,
    /// Of which article: its letter, or the outlet where it is of another event.
    pub of: String,
}

impl ShelfEvent {
    /// The hue of the outlet of each article, in their order.
    pub fn hues(&self) -> Vec<usize> {
        let outlets = self.articles.iter().map(|article| article.outlet.name.as_str());
        hues(&outlets.collect::<Vec<_>>())
    }

    /// How many outlets tell it: the articles are in order of outlet.
    pub fn outlets(&self) -> usize {
        self.articles.chunk_by(|a, b| a.outlet.name == b.outlet.name).count()
    }

    /// The places of the articles as they were published, undated ones last.
    pub fn in_time(&self) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.articles.len()).collect();
        places.sort_by(|a, b| self.articles[*a].in_time(&self.articles[*b]));
        places
    }

    /// The earliest article: the one that the id is made from.
    pub fn earliest(&self) -> Option<&ShelfArticle> {
        self.articles.iter().min_by(|a, b| a.in_time(b))
    }
}

/// A correction, by numbers: of the grouping ([`crate::analysis::correction::Correction`]), or of
/// who published an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The article that it is about.
    pub article: Number,
    /// Articles that do not tell its event.
    pub apart_from: Vec<Number>,
    /// An article that tells the same event.
    pub with: Option<Number>,
    /// The outlet of the article, where nothing else names it.
    pub outlet: Option<String>,
}

impl Change {
    /// The outlets that `changes` name; of an article the last.
    pub fn outlets(changes: &[Change]) -> BTreeMap<Number, &str> {
        changes
            .iter()
            .filter_map(|change| Some((change.article, change.outlet.as_deref()?)))
            .collect()
    }
}

/// What is left of an event's disputes when conflicts between certain places do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// These places, each pair with the dispute that it is of: what the conflicts of that share
    /// ([`crate::analysis::Conflict::group`]); `None` where no conflict stands there.
    pub without: Vec<([Anchor; 2], Option<usize>)>,
    /// The event's disputes.
    pub disputes: Count,
    /// Those with a side in each of its articles.
    pub articles: Vec<Count>,
}

/// An article that a search over everything found, with what is to be shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The article.
    pub article: Number,
    /// Its event's place on the shelf, and its own in the event.
    pub place: (usize, usize),
    /// Who published it.
    pub outlet: Outlet,
    /// The headline; where there is none, the id.
    pub title: String,
    /// When it was published.
    pub published: Option<Published>,
    /// Where it answers; at least one place.
    pub sentences: Vec<Sentence>,
}

/// A place where an article answers a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The words found, in bytes of the article's text; empty where the title or the fields answer.
    pub at: Span,
    /// The sentence around, shortened where it is very long; the headline where `at` is empty.
    pub text: String,
    /// The words found, in bytes of `text`, in order, not overlapping.
    pub words: Vec<Span>,
}

impl Found {
    /// How relevant it is, the most relevant first: by how many of the words asked for the headline
    /// has, then by how early in the text they come. News tells first what it is about.
    pub fn rank(&self, query: &Query) -> impl Ord + use<> {
        (
            Reverse(query.count_in(&self.title)),
            self.sentences.first().map_or(0, |sentence| sentence.at.start),
        )
    }

    /// An article of the library, at its place on the shelf, that answers `query` at `places`.
    pub fn new(
        query: &Query,
        article: &Article,
        number: Number,
        place: (usize, usize),
        places: &[query::Place],
    ) -> Found {
        let title = if article.title.is_empty() { &article.id } else { &article.title };
        let sentence = |place: &query::Place| {
            if place.at.is_empty() {
                return Sentence {
                    at: Span::default(),
                    text: title.clone(),
                    words: query.hits(title, &[], usize::MAX),
                };
            }
            let shown = place.snippet(&article.text);
            let words = place.words.iter().filter(|word| shown.covers(**word));
            let mut words: Vec<Span> = words
                .map(|word| Span::new(word.start - shown.start, word.end - shown.start))
                .collect();
            words.dedup_by(|next, word| next.start < word.end);
            Sentence { at: place.at, text: shown.of(&article.text).to_owned(), words }
        };
        Found {
            article: number,
            place,
            outlet: article.outlet.clone(),
            title: title.clone(),
            published: article.published,
            sentences: places.iter().map(sentence).collect(),
        }
    }
}

/// A quote with what is to be shown of it.
#[derive(Clone, Debug)]
pub struct Said {
    /// The article, without its text.
    pub article: Article,
    /// Where it stands.
    pub at: Anchor,
    /// In whose words.
    pub kind: QuoteKind,
    /// Its words.
    pub words: String,
    /// The words that name its source; empty where none do.
    pub source: String,
    /// The words that make it an attribution; likewise.
    pub cue: String,
    /// Through whom it came.
    pub via: Option<String>,
}

/// What is known of an article besides its words.
pub type IsKnown<'a> = &'a (dyn Fn(Number, Known) -> bool + Sync);

/// Articles that a filter keeps: by their event's place, their places in it, in order.
pub type Kept = BTreeMap<usize, Vec<usize>>;

/// The library. Events have places, in order of time, the newest first and undated ones last; a
/// shelf does not change, so they hold until there is another.
pub trait Shelf: Debug + Send + Sync {
    /// How many events there are.
    fn events(&self) -> usize;
    /// How many articles there are.
    fn articles(&self) -> usize;
    /// The event at a place. The list asks for each row that it shows at every key: far less than a
    /// tenth of a millisecond.
    fn event(&self, place: usize) -> Option<Arc<ShelfEvent>>;
    /// What all events can be sorted by, by place. Asked for by a key, once.
    fn measures(&self) -> Arc<[Measure]>;
    /// The place of the event of an article, and the article's place in it.
    fn find(&self, article: Number) -> Option<(usize, usize)>;
    /// The article of an id.
    fn named(&self, id: &str) -> Option<Number>;
    /// What is left of the disputes of the event at a place without the conflicts that stand
    /// between these. Asked for each event in which one was dismissed.
    fn left(&self, place: usize, without: &[[Anchor; 2]]) -> Option<Left>;
    /// The words of a place.
    fn words(&self, at: Anchor) -> Option<String>;
    /// A quote. Asked for each row that is shown.
    fn quote(&self, id: QuoteId) -> Option<Said>;
    /// The corrections that the events are with.
    fn corrected(&self) -> Vec<Change>;

    /// The event of an article by itself, where it can be had at once.
    fn at_hand(&self, article: Number) -> Option<Coverage>;

    // What may take longer, and is asked on another thread.

    /// The event of an article by itself.
    fn open(&self, article: Number) -> Option<Coverage>;
    /// The first `limit` articles that answer `query`: newest first, undated ones last. Stops early
    /// when `cancelled` is set; likewise below.
    fn everywhere(
        &self,
        query: &Query,
        is: IsKnown<'_>,
        limit: usize,
        cancelled: &AtomicBool,
    ) -> Vec<Found>;
    /// All articles that answer `query`.
    fn filter(&self, query: &Query, is: IsKnown<'_>, cancelled: &AtomicBool) -> Kept;
    /// Who is quoted anywhere.
    fn speakers(&self, cancelled: &AtomicBool) -> Vec<Speaker>;
    /// The library with its events grouped by these corrections in the place of those that it is
    /// with; `None` where it was stopped, or cannot be changed.
    fn regrouped(&self, corrections: &[Change], cancelled: &AtomicBool) -> Option<Arc<dyn Shelf>>;
}

/// What was loaded.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The library.
    pub shelf: Arc<dyn Shelf>,
    /// What could not be read, and why.
    pub problems: Vec<Problem>,
    /// What was passed over and is nothing to mend.
    pub notices: Vec<Problem>,
}

impl Default for Loaded {
    fn default() -> Loaded {
        Coverage::default().into()
    }
}

impl From<Coverage> for Loaded {
    fn from(mut coverage: Coverage) -> Loaded {
        let (problems, notices) =
            (std::mem::take(&mut coverage.problems), std::mem::take(&mut coverage.notices));
        Loaded { shelf: Arc::new(Memory::new(coverage)), problems, notices }
    }
}
