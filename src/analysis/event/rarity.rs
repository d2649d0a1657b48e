//! How rare terms are: what makes a shared word tell that two articles are of one event.
//!
//! Counted over a sample of the articles that depends on their ids alone, and in steps, so that the
//! weights do not depend on the order in which articles came, and that a few articles more leave
//! almost all of them, and so the events, as they are.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::analysis::event::profile::{Profile, Term, key};

/// Articles above which only every second, fourth, eighth … one is counted. With a quarter of this,
/// which samples allsides too, its F1 was .913.
const SAMPLE: usize = 2048;
/// Added to the number of articles that were counted, so that in a folder of three not every shared
/// word is worthless. Chosen with the other settings of the first vectors on basil, allsides and
/// ecbplus.
const BACKGROUND: u32 = 1000;
/// The weight of a term that every article has.
const LEAST: f32 = 0.05;

/// How many of the articles that are counted hold each term.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rarity {
    holders: FxHashMap<Term, u32>,
    counted: u32,
    /// One of two to the power of this many articles is counted.
    halvings: u32,
}

impl Rarity {
    /// Counts `profiles`, which are all of so many `articles`, or those of them that are
    /// [`Rarity::counts`].
    pub fn new<'a>(profiles: impl Iterator<Item = &'a Profile>, articles: usize) -> Rarity {
        let halvings = halvings(articles);
        let mut rarity = Rarity { halvings, ..Rarity::default() };
        for profile in profiles.filter(|profile| is_counted(profile.key, halvings)) {
            rarity.counted += 1;
            profile.terms.iter().for_each(|term| *rarity.holders.entry(*term).or_default() += 1);
        }
        rarity
    }

    /// Whether the article of this id is counted, of so many `articles`.
    pub fn counts(id: &str, articles: usize) -> bool {
        is_counted(key(id), halvings(articles))
    }

    /// The weight of one occurrence: the logarithm of all articles over those that hold it.
    pub(super) fn of(&self, term: Term) -> f32 {
        let holders = self.holders.get(&term).copied().unwrap_or(0);
        (low(self.counted + BACKGROUND) / low(self.standing(holders))).ln().max(LEAST)
    }

    /// About how many of all articles hold the term; at least so many as a sample cannot tell from
    /// none.
    pub(super) fn holders(&self, term: Term) -> u32 {
        let holders = self.holders.get(&term).copied().unwrap_or(0);
        (low(self.standing(holders)) as u32 - 1) << self.halvings
    }

    /// The count by which so many holders are weighed. Of a sample, one or two holders are chance.
    fn standing(&self, holders: u32) -> u32 {
        if self.halvings > 0 { holders.max(2) + 1 } else { holders + 1 }
    }
}

/// One of two to the power of how many articles is counted, of so many.
fn halvings(articles: usize) -> u32 {
    (0..).find(|halvings| articles >> halvings <= SAMPLE).unwrap_or(0)
}

fn is_counted(key: u64, halvings: u32) -> bool {
    halvings == 0 || key >> (64 - halvings) == 0
}

/// The lowest count of the step on which a count stands: 1, 2, 3, 4–5, 6–7, 8–11, 12–15, 16–23 …
fn low(count: u32) -> f32 {
    let keep = count.max(1).ilog2().saturating_sub(1);
    (count >> keep << keep) as f32
}

#[cfg(test)]
mod tests {
    use super::low;

    #[test]
    fn counts_stand_on_steps() {
        let steps: Vec<u32> = (1..=24).map(|count| low(count) as u32).collect();
        assert_eq!(
            steps,
            [1, 2, 3, 4, 4, 6, 6, 8, 8, 8, 8, 12, 12, 12, 12, 16, 16, 16, 16, 16, 16, 16, 16, 24]
        );
    }
}
