//! What is known of the articles of a library besides their words, as it stands when something is
//! asked of it on another thread.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::view::event::Soft;
use crate::view::outline::Dismissed;
use crate::view::query::Known;
use crate::view::shelf::{Number, Shelf};

/// What is known of the articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// What the reader has read.
    pub read: Arc<FxHashSet<Number>>,
    /// What was there when the reader had read in its event.
    pub seen: Arc<FxHashSet<Number>>,
    /// What the reader wrote notes on.
    pub noted: BTreeSet<Number>,
    /// What is left of the events in which disputes were dismissed.
    pub left: Dismissed,
    /// Whether soft conflicts are shown.
    pub soft: Soft,
}

impl Marks {
    /// Whether this is known of an article of `shelf`.
    pub fn is(&self, shelf: &dyn Shelf, article: Number, known: Known) -> bool {
        match known {
            Known::Read => self.read.contains(&article),
            Known::New => self.is_new(shelf, article),
            Known::Noted => self.noted.contains(&article),
            Known::Disputed => self.disputed(shelf, article).is_some(),
            Known::Kind(kind) => self
                .disputed(shelf, article)
                .and_then(|(event, place)| shelf.event(event)?.articles.get(place).cloned())
                .is_some_and(|article| article.kinds.contains(&kind)),
        }
    }

    /// Where an article stands in which a shown dispute has a side. Most events have none, which is
    /// told without a look at their rows.
    fn disputed(&self, shelf: &dyn Shelf, article: Number) -> Option<(usize, usize)> {
        let (event, place) = shelf.find(article)?;
        let left = self.left.get(&event);
        let of_event = left.map(|left| left.disputes);
        let of_event = of_event.or_else(|| Some(shelf.measures().get(event)?.disputes));
        of_event.filter(|count| count.shown(self.soft) > 0)?;
        let count = match left {
            Some(left) => *left.articles.get(place)?,
            None => shelf.event(event)?.articles.get(place)?.disputes,
        };
        (count.shown(self.soft) > 0).then_some((event, place))
    }

    /// Whether an article came after the reader had read in its event.
    fn is_new(&self, shelf: &dyn Shelf, article: Number) -> bool {
        if self.seen.is_empty() || self.seen.contains(&article) || self.read.contains(&article) {
            return false;
        }
        let event = shelf.find(article).and_then(|(event, _)| shelf.event(event));
        event.is_some_and(|event| event.articles.iter().any(|one| self.seen.contains(&one.number)))
    }
}
