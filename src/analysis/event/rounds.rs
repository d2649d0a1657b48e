//! Grouping in rounds: in each, every two groups that are each other's best match become one, until
//! no two match.
//!
//! With average link this gives the groups that merging the two most alike of all would give
//! (mutual nearest neighbours stay so under a reducible linkage: Bruynooghe 1977, Murtagh 1983),
//! but what a group does in a round depends on the groups beside it alone. So all of a round is
//! done in parallel, what lies far from an article does not change what becomes of it, and the
//! outcome is the same whatever the order in which articles came.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator, ParallelSliceMut};
use rustc_hash::FxHashMap;

use crate::analysis::event::likeness::{Edge, ONE};

/// Mean likeness, less the penalty for days, from which two groups match (see likeness.rs for how
/// it was chosen).
const ALIKE: f64 = 0.13;
/// What the days between two groups take from their likeness at most. It is no wall: a late account
/// that is much alike still finds its event. More, or more after some weeks, parts follow-ups that
/// ecbplus counts with what they follow (.22: .884 against .897).
const PENALTY: f64 = 0.2;
/// Days of the width of the Gaussian by which the penalty grows.
const DAYS: f64 = 2.0;
/// The share of what holds each of two groups together that must hold the two together. It tells
/// apart look-alikes whose outlets share the words of their kind, but share more among themselves
/// (without it allsides .904 for .917, ecbplus .833 for .897).
const COHESION: f64 = 0.6;

/// What the groups are made of.
pub(super) struct Items<'a> {
    /// The neighbours of each article.
    pub(super) edges: &'a [Vec<Edge>],
    /// The day of each article.
    pub(super) days: &'a [Option<i32>],
    /// By what ties between articles are broken.
    pub(super) keys: &'a [u64],
}

/// A group, or an article by itself.
#[derive(Clone, Debug)]
struct Group {
    articles: Vec<u32>,
    /// The least key of its articles.
    key: u64,
    /// The sum of the likeness of its pairs, in parts of [`ONE`].
    within: u64,
    /// How many of its articles are of each day, in order.
    days: Vec<(i32, u32)>,
}

/// The groups of `items`, each in order, in order of their first.
pub(super) fn groups(items: &Items) -> Vec<Vec<u32>> {
    let mut rounds = Rounds::new(items);
    let mut changed: Vec<u32> = rounds.group_of.clone();
    // Where neither a group nor any beside it has changed, it finds nobody, as in the round before.
    while !changed.is_empty() {
        let pairs = rounds.mutual(&rounds.with_neighbours(&changed));
        pairs.iter().for_each(|(a, b)| rounds.merge(*a, *b));
        changed = pairs.into_iter().map(|(a, _)| a).collect();
    }
    let mut groups: Vec<Vec<u32>> = rounds
        .groups
        .into_iter()
        .map(|group| group.articles)
        .filter(|articles| !articles.is_empty())
        .collect();
    groups.iter_mut().for_each(|articles| articles.sort_unstable());
    groups
}

/// The groups as they stand before a round.
struct Rounds<'a> {
    items: &'a Items<'a>,
    /// Each has the index of its first article; those that have become part of another are empty.
    groups: Vec<Group>,
    /// The group of each article.
    group_of: Vec<u32>,
}

impl<'a> Rounds<'a> {
    /// Every article by itself.
    fn new(items: &'a Items<'a>) -> Rounds<'a> {
        let alone = |(article, (key, day)): (u32, (&u64, &Option<i32>))| {
            let days = day.map(|day| (day, 1)).into_iter().collect();
            Group { articles: vec![article], key: *key, within: 0, days }
        };
        let groups: Vec<Group> = (0..).zip(items.keys.iter().zip(items.days)).map(alone).collect();
        let group_of = (0..groups.len() as u32).collect();
        Rounds { items, groups, group_of }
    }

    fn group(&self, group: u32) -> &Group {
        &self.groups[group as usize]
    }

    /// The groups beside `group`, with the sum of the likeness of the pairs across.
    fn beside(&self, group: u32) -> FxHashMap<u32, u64> {
        let mut sums: FxHashMap<u32, u64> = FxHashMap::default();
        for article in &self.group(group).articles {
            for edge in &self.items.edges[*article as usize] {
                *sums.entry(self.group_of[edge.to as usize]).or_default() +=
                    u64::from(edge.likeness);
            }
        }
        sums.remove(&group);
        sums
    }

    /// `groups` and those that may match them, in order: without one pair that is alike enough the
    /// mean over all pairs is not.
    fn with_neighbours(&self, groups: &[u32]) -> Vec<u32> {
        let close = |edge: &&Edge| f64::from(edge.likeness) >= ALIKE * f64::from(ONE);
        let beside = |article: &u32| {
            self.items.edges[*article as usize]
                .iter()
                .filter(close)
                .map(|edge| self.group_of[edge.to as usize])
        };
        let around =
            |group: &u32| self.group(*group).articles.iter().flat_map(beside).chain([*group]);
        let mut found: Vec<u32> = groups.par_iter().flat_map_iter(around).collect();
        found.par_sort_unstable();
        found.dedup();
        found
    }

    /// The pairs that match, of which one is `asked`; the smaller index first.
    fn mutual(&self, asked: &[u32]) -> Vec<(u32, u32)> {
        let best = |group: &u32| Some((*group, self.best(*group)?));
        let mut matches: FxHashMap<u32, u32> = asked.par_iter().filter_map(best).collect();
        let unasked: BTreeSet<u32> =
            matches.values().filter(|other| asked.binary_search(other).is_err()).copied().collect();
        matches.extend(unasked.iter().filter_map(best).collect::<Vec<_>>());
        let mut pairs: Vec<(u32, u32)> = matches
            .iter()
            .filter(|(a, b)| a < b && matches.get(b) == Some(a))
            .map(|(a, b)| (*a, *b))
            .collect();
        pairs.sort_unstable();
        pairs
    }

    /// The group that `group` matches best; of several the one with the least key.
    fn best(&self, group: u32) -> Option<u32> {
        let matches = self
            .beside(group)
            .into_iter()
            .filter_map(|(other, sum)| Some((self.value(group, other, sum)?, other)));
        let key = |other: u32| self.group(other).key;
        matches
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| key(b.1).cmp(&key(a.1))))
            .map(|(_, other)| other)
    }

    /// How well two groups match whose pairs are alike by `sum` together; nothing where they do
    /// not.
    fn value(&self, a: u32, b: u32, sum: u64) -> Option<f64> {
        let (a, b) = (self.group(a), self.group(b));
        let size = |group: &Group| group.articles.len() as u64;
        let likeness = share(sum, size(a) * size(b));
        if likeness < ALIKE {
            return None;
        }
        let value = likeness - penalty(&a.days, &b.days);
        let held = |group: &Group| share(group.within, size(group) * (size(group) - 1) / 2);
        let together =
            size(a) == 1 || size(b) == 1 || likeness >= COHESION * (held(a) * held(b)).sqrt();
        (value >= ALIKE && together).then_some(value)
    }

    /// Makes `b` part of `a`.
    fn merge(&mut self, a: u32, b: u32) {
        let across = self.beside(a).get(&b).copied().unwrap_or(0);
        let empty = Group { articles: Vec::new(), key: 0, within: 0, days: Vec::new() };
        let other = std::mem::replace(&mut self.groups[b as usize], empty);
        other.articles.iter().for_each(|article| self.group_of[*article as usize] = a);
        let group = &mut self.groups[a as usize];
        group.articles.extend(other.articles);
        group.key = group.key.min(other.key);
        group.within += other.within + across;
        let mut days: BTreeMap<i32, u32> = group.days.iter().copied().collect();
        other.days.iter().for_each(|(day, count)| *days.entry(*day).or_default() += count);
        group.days = days.into_iter().collect();
    }
}

fn share(sum: u64, pairs: u64) -> f64 {
    sum as f64 / (pairs.max(1) * u64::from(ONE)) as f64
}

/// What the days between two groups take: the mean over the pairs that have a day each.
fn penalty(a: &[(i32, u32)], b: &[(i32, u32)]) -> f64 {
    let (mut sum, mut pairs) = (0u64, 0u64);
    for (x, of_x) in a {
        for (y, of_y) in b {
            let count = u64::from(*of_x) * u64::from(*of_y);
            pairs += count;
            sum += count * u64::from(apart(x.abs_diff(*y)));
        }
    }
    share(sum, pairs)
}

/// The penalty for so many days, in parts of [`ONE`].
fn apart(days: u32) -> u32 {
    let width = f64::from(days) / DAYS;
    (PENALTY * (1.0 - (-width * width / 2.0).exp()) * f64::from(ONE)) as u32
}

#[cfg(test)]
mod tests {
    use super::{Items, groups};
    use crate::analysis::event::likeness::{Edge, ONE};

    /// The groups of articles of these days, none where it is below 0, of which these pairs are
    /// this much alike, in hundredths.
    fn apart(days: &[i32], alike: &[(u32, u32, u32)]) -> Vec<Vec<u32>> {
        let mut edges = vec![Vec::new(); days.len()];
        for (a, b, percent) in alike {
            let likeness = ONE * percent / 100;
            edges[*a as usize].push(Edge { to: *b, likeness });
            edges[*b as usize].push(Edge { to: *a, likeness });
        }
        let days: Vec<Option<i32>> = days.iter().map(|day| (*day >= 0).then_some(*day)).collect();
        let keys: Vec<u64> = (0..days.len() as u64).collect();
        groups(&Items { edges: &edges, days: &days, keys: &keys })
    }

    #[test]
    fn a_chain_of_likeness_is_not_one_event() {
        assert_eq!(apart(&[1, 1, 1, 1], &[(0, 1, 60), (2, 3, 50), (1, 2, 30)]), [&[0, 1], &[2, 3]]);
    }

    #[test]
    fn days_part_what_words_alone_would_join() {
        assert_eq!(apart(&[1, 2], &[(0, 1, 25)]), [&[0, 1]]);
        assert_eq!(apart(&[1, 20], &[(0, 1, 25)]), [&[0], &[1]]);
        assert_eq!(apart(&[1, 20], &[(0, 1, 60)]), [&[0, 1]], "time is no wall");
    }

    #[test]
    fn an_undated_article_joins_its_event_and_brings_no_other_with_it() {
        let alike = [
            (0, 1, 40),
            (2, 3, 40),
            (4, 0, 35),
            (4, 1, 35),
            (4, 2, 30),
            (4, 3, 30),
            (0, 2, 25),
            (1, 3, 25),
        ];
        assert_eq!(apart(&[1, 1, 20, 20, -1], &alike), [&[0, 1, 4][..], &[2, 3]]);
    }

    #[test]
    fn look_alikes_that_hold_together_less_than_each_by_itself_stay_two() {
        let across = [(0, 2, 20), (0, 3, 20), (1, 2, 20), (1, 3, 20)];
        let alike = |within| [&[(0, 1, within), (2, 3, within)][..], &across[..]].concat();
        assert_eq!(apart(&[-1; 4], &alike(60)), [&[0, 1], &[2, 3]]);
        assert_eq!(apart(&[-1; 4], &alike(25)), [&[0, 1, 2, 3]]);
    }
}
