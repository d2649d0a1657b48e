//! What was read and what was not, and where each article was left.
//!
//! An article counts as read when the reader opened it (with `Enter`, a click, or as the next
//! unread one), or was brought to it by a walk or a jump and then moved in it or wrote on it. One
//! that a walk only passed over does not.
//!
//! When the reader leaves an event in which an article was read so, all its articles were seen. One
//! that is neither seen nor read, of an event of which others were seen, came after that: it is new.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::app::jumps::Place;
use crate::view::shelf::{Number, ShelfEvent};

/// What was read, and where it was left.
#[derive(Clone, Debug, Default)]
pub struct ReadMarks {
    /// The articles that were read.
    pub(super) read: Arc<FxHashSet<Number>>,
    /// The articles that were there when the reader had read in their event.
    pub(super) seen: Arc<FxHashSet<Number>>,
    /// An article of the event in which the reader has read since it was opened.
    pub(super) visited: Option<Number>,
    /// The byte at which each was left last.
    places: FxHashMap<Number, usize>,
    /// What was marked as read, or as unread, since the files were read: it holds over what is
    /// known of earlier.
    since: BTreeMap<Number, bool>,
    /// The article that counts as read and is open since it does, so that marking it as unread
    /// holds while it is open.
    pub(super) stayed: Option<Number>,
    /// Whether the reader was brought where they are by a walk or another jump, since a key was
    /// pressed.
    pub(super) has_jumped: bool,
    /// The article that counts as read as soon as it is there.
    pub(super) coming: Option<Number>,
    /// The number of the last search for an unread one; an answer to an older one is dropped, and
    /// any where a key was pressed since.
    pub(super) sought: u64,
}

impl ReadMarks {
    /// Whether an article was read.
    pub fn is_read(&self, article: Number) -> bool {
        self.read.contains(&article)
    }

    /// Whether all articles of an event were.
    pub fn is_all_read(&self, event: &ShelfEvent) -> bool {
        !self.read.is_empty() && event.articles.iter().all(|article| self.is_read(article.number))
    }

    /// How many articles of an event were not.
    pub fn unread(&self, event: &ShelfEvent) -> usize {
        event.articles.iter().filter(|article| !self.is_read(article.number)).count()
    }

    /// Whether an article came after the reader had read in its event.
    pub fn is_new(&self, event: &ShelfEvent, article: Number) -> bool {
        let is_known = |article| self.seen.contains(&article) || self.is_read(article);
        let any = || event.articles.iter().any(|other| self.seen.contains(&other.number));
        !is_known(article) && any()
    }

    /// How many articles of an event did.
    pub fn news(&self, event: &ShelfEvent) -> usize {
        event.articles.iter().filter(|article| self.is_new(event, article.number)).count()
    }

    /// Those of an event's articles that were not seen before.
    pub(super) fn unseen(&self, event: &ShelfEvent) -> Vec<Number> {
        let all = event.articles.iter().map(|article| article.number);
        all.filter(|article| !self.seen.contains(article)).collect()
    }

    /// Articles were seen.
    pub(super) fn see(&mut self, articles: &[Number]) {
        if !articles.is_empty() {
            Arc::make_mut(&mut self.seen).extend(articles);
        }
    }

    /// The byte at which an article was left last; its first one where it was not open before.
    pub(super) fn last(&self, article: Number) -> usize {
        self.places.get(&article).copied().unwrap_or(0)
    }

    /// Marks an article as read or not; gives whether that is new.
    pub(super) fn set(&mut self, article: Number, read: bool) -> bool {
        if self.is_read(article) == read {
            return false;
        }
        let all = Arc::make_mut(&mut self.read);
        self.since.insert(article, read);
        if read { all.insert(article) } else { all.remove(&article) }
    }

    /// Whether an article is open that counts as read.
    pub(super) fn is_stayed_in(&self, article: Number) -> bool {
        self.stayed == Some(article)
    }

    /// The reader stays in an article: it counts as read from now on.
    pub(super) fn stay(&mut self, article: Number) {
        self.visited = Some(article);
        if self.stayed.replace(article) != Some(article) {
            self.coming = Some(article);
        }
    }

    /// The reader is brought to a place: that alone is no reading.
    pub(super) fn jump(&mut self) {
        self.has_jumped = true;
    }

    /// The reader has left a place.
    pub(super) fn left(&mut self, place: Place) {
        self.stayed = self.stayed.filter(|article| *article != place.article);
        self.places.insert(place.article, place.at);
    }

    /// After a reload; `moved` tells where the articles are now.
    pub(super) fn reloaded(&mut self, moved: &dyn Fn(Number) -> Option<Number>) {
        self.read = Arc::new(self.read.iter().filter_map(|article| moved(*article)).collect());
        self.seen = Arc::new(self.seen.iter().filter_map(|article| moved(*article)).collect());
        self.visited = self.visited.and_then(moved);
        self.places =
            self.places.iter().filter_map(|(article, at)| Some((moved(*article)?, *at))).collect();
        self.stayed = self.stayed.and_then(moved);
        self.since.clear();
        self.sought += 1;
    }

    /// Takes in what was seen earlier.
    pub(super) fn know_seen(&mut self, mut seen: FxHashSet<Number>) {
        seen.extend(self.seen.iter());
        self.seen = Arc::new(seen);
    }

    /// Takes in what is known of earlier. What was done since the files were read holds.
    pub(super) fn know(&mut self, read: FxHashSet<Number>, places: FxHashMap<Number, usize>) {
        self.read = Arc::new(read);
        for (article, read) in std::mem::take(&mut self.since) {
            self.set(article, read);
        }
        let here = std::mem::replace(&mut self.places, places);
        self.places.extend(here);
    }
}
