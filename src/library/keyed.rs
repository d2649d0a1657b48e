//! Libraries in which what the reader keeps ([`crate::library::own`]) is found again.

use std::borrow::Cow;

use crate::corpus::ArticleId;
use crate::library::own::Key;
use crate::view::Coverage;
use crate::view::shelf::memory::Memory;
use crate::view::shelf::{Number, Shelf};

/// A library that knows its articles by their keys.
pub trait Keyed: Shelf {
    /// What an article is kept by.
    fn key(&self, article: Number) -> Option<Key>;
    /// The article that a key is of, whatever its text says by now.
    fn keyed(&self, key: &Key) -> Option<Number>;
    /// What several articles are kept by, in their order.
    fn keys(&self, articles: &[Number]) -> Vec<Option<Key>> {
        articles.iter().map(|article| self.key(*article)).collect()
    }
    /// The articles that several keys are of, in their order. Asked for all that were read: those
    /// of one file are best together.
    fn all_keyed(&self, keys: &[&Key]) -> Vec<Option<Number>> {
        keys.iter().map(|key| self.keyed(key)).collect()
    }
    /// Articles with their texts among which are all that `keys` are of: what
    /// [`crate::library::own::Kept`] looks for its entries in.
    fn around(&self, keys: &[&Key]) -> Cow<'_, Coverage>;
}

impl Keyed for Memory {
    fn key(&self, article: Number) -> Option<Key> {
        let coverage = self.coverage();
        Some(Key::of(&coverage.corpus, coverage.local(article)?))
    }

    fn keyed(&self, key: &Key) -> Option<Number> {
        key.article_of(&self.coverage().corpus).map(|id| self.coverage().number(id))
    }

    fn keys(&self, articles: &[Number]) -> Vec<Option<Key>> {
        let coverage = self.coverage();
        let ids: Vec<Option<ArticleId>> =
            articles.iter().map(|article| coverage.local(*article)).collect();
        let mut keys =
            Key::all(&coverage.corpus, &ids.iter().copied().flatten().collect::<Vec<_>>())
                .into_iter();
        ids.into_iter().map(|id| id.and_then(|_| keys.next())).collect()
    }

    fn all_keyed(&self, keys: &[&Key]) -> Vec<Option<Number>> {
        let found = Key::articles_of(keys.iter().copied(), &self.coverage().corpus);
        keys.iter().map(|key| found.get(key).map(|id| self.coverage().number(*id))).collect()
    }

    fn around(&self, _: &[&Key]) -> Cow<'_, Coverage> {
        Cow::Borrowed(self.coverage())
    }
}
