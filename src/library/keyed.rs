//! Libraries in which what the reader keeps ([`crate::library::own`]) is found again.

use std::borrow::Cow;

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
    /// Articles with their texts among which are all that `keys` are of: what [`crate::library::own::Kept`] looks for its entries in.
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

    fn around(&self, _: &[&Key]) -> Cow<'_, Coverage> {
        Cow::Borrowed(self.coverage())
    }
}
