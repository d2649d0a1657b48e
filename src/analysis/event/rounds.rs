//! Grouping in rounds: in each, every two groups that are each other's best match become one, until no two match.
//!
//! With average link this gives the groups that merging the two most alike of all would give (mutual nearest
//! neighbours stay so under a reducible linkage: Bruynooghe 1977, Murtagh 1983), but what a group does in a round
//! depends on the groups beside it alone. So an article that is added regroups its neighbourhood, and the outcome is
//! the same whatever the order in which articles came.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator, ParallelSliceMut};
use rustc_hash::FxHashMap;

use crate::analysis::event::likeness::{Edge, ONE};

/// Mean likeness, less the penalty for days, from which two groups match (see likeness.rs for how it was chosen).
const ALIKE: f64 = 0.13;
/// What the days between two groups take from their likeness at most. It is no wall: a late account that is much alike
/// still finds its event. More, or more after some weeks, parts follow-ups that ecbplus counts with what they follow (.22:
/// .884 against .897).
const PENALTY: f64 = 0.2;
/// Days of the width of the Gaussian by which the penalty grows.
const DAYS: f64 = 2.0;
/// The share of what holds each of two groups together that must hold the two together. It tells apart look-alikes whose
/// outlets share the words of their kind, but share more among themselves (without it allsides .904 for .917, ecbplus .833 for .897).
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
struct Node {
    /// The round after which it stands; 0 for an article.
    since: u32,
    parent: Option<u32>,
    of: Of,
    size: u32,
    /// The least key of its articles.
    key: u64,
    /// The sum of the likeness of its pairs, in parts of [`ONE`].
    within: u64,
    /// How many of its articles are of each day, in order.
    days: Vec<(i32, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Article(u32),
    Groups(u32, u32),
    /// A group that is no more; its place can be taken.
    Nothing,
}

/// All groups of all rounds.
#[derive(Clone, Debug, Default)]
pub(super) struct Rounds {
    nodes: Vec<Node>,
    /// The node of each article.
    leaves: Vec<u32>,
    free: Vec<u32>,
}

/// What stands alone again, by the round from which on.
type Parted = BTreeMap<u32, Vec<u32>>;

impl Rounds {
    /// The groups of all of `items`.
    pub(super) fn new(items: &Items) -> Rounds {
        let mut rounds = Rounds::default();
        rounds.take_in(items);
        let mut changed = rounds.leaves.clone();
        let mut round = 0;
        // Where neither a group nor any beside it has changed, it finds nobody, as in the round before.
        while !changed.is_empty() {
            let asked = rounds.with_neighbours(items, &changed, round);
            let pairs = rounds.mutual(items, &asked, round);
            changed = pairs.into_iter().map(|(a, b)| rounds.merge(items, a, b, round)).collect();
            round += 1;
        }
        rounds
    }

    /// Groups anew what `dirty` articles touch: of every edge that is new or changed one end at least, of every edge that is
    /// gone both. The outcome is that of [`Rounds::new`].
    pub(super) fn regroup(&mut self, items: &Items, dirty: &BTreeSet<u32>) {
        self.take_in(items);
        let mut changed: BTreeSet<u32> = dirty.iter().map(|article| self.leaves[*article as usize]).collect();
        let mut parted = Parted::new();
        let mut round = 0;
        loop {
            let here = parted.remove(&round).unwrap_or_default();
            changed.extend(here.into_iter().filter(|node| self.stands(*node, round)));
            let asked = self.with_neighbours(items, &changed.iter().copied().collect::<Vec<u32>>(), round);
            let pairs = self.mutual(items, &asked, round);
            self.part(&asked, &pairs, round, &mut parted);
            let new: Vec<(u32, u32)> = pairs.into_iter().filter(|(a, _)| self.partner(*a, round).is_none()).collect();
            let merged: Vec<u32> = new.into_iter().map(|(a, b)| self.merge(items, a, b, round)).collect();
            for node in &changed {
                if self.partner(*node, round).is_some() {
                    self.sum_up(items, self.at(*node, round + 1), round);
                }
            }
            let alone = parted.remove(&round).unwrap_or_default();
            let next = if merged.is_empty() && alone.is_empty() { self.next(items, &asked, round) } else { Some(round + 1) };
            changed = changed.into_iter().chain(alone).chain(merged).map(|node| self.at(node, round + 1)).collect();
            match next.into_iter().chain(parted.keys().next().copied()).min() {
                Some(next) => round = next,
                None => return,
            }
        }
    }

    /// The next round after this one in which one of those `asked`, or one beside them, merges as things stand. Until then
    /// all of them find whom they find now.
    fn next(&self, items: &Items, asked: &[u32], round: u32) -> Option<u32> {
        let around = self.with_neighbours(items, asked, round);
        let merges = around.iter().filter_map(|node| self.node(*node).parent).map(|parent| self.node(parent).since - 1);
        merges.map(|merge| merge.max(round + 1)).min()
    }

    /// Takes apart the groups of the next round, and those of later ones, that the new `pairs` of those `asked` leave
    /// no room for.
    fn part(&mut self, asked: &[u32], pairs: &[(u32, u32)], round: u32, parted: &mut Parted) {
        let partners: FxHashMap<u32, u32> = pairs.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        for node in asked {
            let (before, now) = (self.partner(*node, round), partners.get(node).copied());
            if before != now {
                for end in [Some(*node), now].into_iter().flatten() {
                    self.dissolve(end, parted);
                }
            }
        }
    }

    /// With whom `node` merges in `round`, as it is now.
    fn partner(&self, node: u32, round: u32) -> Option<u32> {
        let parent = self.node(self.node(node).parent?);
        match parent.of {
            Of::Groups(a, b) if parent.since == round + 1 => Some(if a == node { b } else { a }),
            _ => None,
        }
    }

    /// Takes every group above `node` apart. What they were made of stands alone from the round on in which it merged.
    fn dissolve(&mut self, node: u32, parted: &mut Parted) {
        let mut above = self.node(node).parent;
        while let Some(group) = above {
            above = self.node(group).parent;
            if let Of::Groups(a, b) = self.node(group).of {
                let round = self.node(group).since - 1;
                for part in [a, b] {
                    self.nodes[part as usize].parent = None;
                    parted.entry(round).or_default().push(part);
                }
            }
            self.nodes[group as usize].of = Of::Nothing;
            self.free.push(group);
        }
    }

    /// Whether `node` is a group when `round` begins.
    fn stands(&self, node: u32, round: u32) -> bool {
        self.node(node).of != Of::Nothing && self.node(node).since <= round && self.at(node, round) == node
    }

    /// The groups, each in order, in order of their first.
    pub(super) fn groups(&self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut placed: FxHashMap<u32, usize> = FxHashMap::default();
        for (article, leaf) in self.leaves.iter().enumerate() {
            let group = *placed.entry(self.at(*leaf, u32::MAX)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push(article as u32);
        }
        groups
    }

    /// Makes leaves of the articles that have none.
    fn take_in(&mut self, items: &Items) {
        for article in self.leaves.len()..items.keys.len() {
            let days = items.days[article].map(|day| (day, 1)).into_iter().collect();
            let of = Of::Article(article as u32);
            let leaf = self.put(Node { since: 0, parent: None, of, size: 1, key: items.keys[article], within: 0, days });
            self.leaves.push(leaf);
        }
    }

    fn put(&mut self, node: Node) -> u32 {
        if let Some(place) = self.free.pop() {
            self.nodes[place as usize] = node;
            return place;
        }
        self.nodes.push(node);
        self.nodes.len() as u32 - 1
    }

    fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }

    /// The group that `node` belongs to when `round` begins.
    fn at(&self, mut node: u32, round: u32) -> u32 {
        while let Some(parent) = self.node(node).parent.filter(|parent| self.node(*parent).since <= round) {
            node = parent;
        }
        node
    }

    fn articles(&self, node: u32) -> Vec<u32> {
        let (mut found, mut open) = (Vec::with_capacity(self.node(node).size as usize), vec![node]);
        while let Some(node) = open.pop() {
            match self.node(node).of {
                Of::Article(article) => found.push(article),
                Of::Groups(a, b) => open.extend([a, b]),
                Of::Nothing => {}
            }
        }
        found
    }

    /// The groups beside `node` when `round` begins, with the sum of the likeness of the pairs across.
    fn beside(&self, items: &Items, node: u32, round: u32) -> FxHashMap<u32, u64> {
        let mut sums: FxHashMap<u32, u64> = FxHashMap::default();
        for article in self.articles(node) {
            for edge in &items.edges[article as usize] {
                *sums.entry(self.at(self.leaves[edge.to as usize], round)).or_default() += u64::from(edge.likeness);
            }
        }
        sums.remove(&node);
        sums
    }

    /// `nodes` and the groups that may match them when `round` begins, in order: without one pair that is alike enough the
    /// mean over all pairs is not.
    fn with_neighbours(&self, items: &Items, nodes: &[u32], round: u32) -> Vec<u32> {
        let close = |edge: &&Edge| f64::from(edge.likeness) >= ALIKE * f64::from(ONE);
        let beside =
            |article: u32| items.edges[article as usize].iter().filter(close).map(|edge| self.at(self.leaves[edge.to as usize], round));
        let around = |node: &u32| self.articles(*node).into_iter().flat_map(beside).chain([*node]);
        let mut found: Vec<u32> = nodes.par_iter().flat_map_iter(around).collect();
        found.par_sort_unstable();
        found.dedup();
        found
    }

    /// The pairs that match in `round`, of which one is `asked`; the smaller index first.
    fn mutual(&self, items: &Items, asked: &[u32], round: u32) -> Vec<(u32, u32)> {
        let best = |node: &u32| Some((*node, self.best(items, *node, round)?));
        let mut matches: FxHashMap<u32, u32> = asked.par_iter().filter_map(best).collect();
        let unasked: BTreeSet<u32> = matches.values().filter(|other| asked.binary_search(other).is_err()).copied().collect();
        matches.extend(unasked.iter().filter_map(best).collect::<Vec<_>>());
        let mut pairs: Vec<(u32, u32)> =
            matches.iter().filter(|(a, b)| a < b && matches.get(b) == Some(a)).map(|(a, b)| (*a, *b)).collect();
        pairs.sort_unstable();
        pairs
    }

    /// The group that `node` matches best when `round` begins; of several the one with the least key.
    fn best(&self, items: &Items, node: u32, round: u32) -> Option<u32> {
        let matches = self.beside(items, node, round).into_iter().filter_map(|(other, sum)| Some((self.value(node, other, sum)?, other)));
        let key = |other: u32| self.node(other).key;
        matches.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| key(b.1).cmp(&key(a.1)))).map(|(_, other)| other)
    }

    /// How well two groups match whose pairs are alike by `sum` together; nothing where they do not.
    fn value(&self, a: u32, b: u32, sum: u64) -> Option<f64> {
        let (a, b) = (self.node(a), self.node(b));
        let likeness = share(sum, u64::from(a.size) * u64::from(b.size));
        if likeness < ALIKE {
            return None;
        }
        let value = likeness - penalty(&a.days, &b.days);
        let held = |node: &Node| share(node.within, u64::from(node.size) * u64::from(node.size - 1) / 2);
        let together = a.size == 1 || b.size == 1 || likeness >= COHESION * (held(a) * held(b)).sqrt();
        (value >= ALIKE && together).then_some(value)
    }

    /// Makes one group of two, which stands after `round`.
    fn merge(&mut self, items: &Items, a: u32, b: u32, round: u32) -> u32 {
        let empty = Node { since: round + 1, parent: None, of: Of::Groups(a, b), size: 0, key: 0, within: 0, days: Vec::new() };
        let merged = self.put(empty);
        self.sum_up(items, merged, round);
        self.nodes[a as usize].parent = Some(merged);
        self.nodes[b as usize].parent = Some(merged);
        merged
    }

    /// Sums up what a group of two is, which were still two when `round` began.
    fn sum_up(&mut self, items: &Items, node: u32, round: u32) {
        let Of::Groups(a, b) = self.node(node).of else { return };
        let across = self.beside(items, a, round).get(&b).copied().unwrap_or(0);
        let (x, y) = (self.node(a), self.node(b));
        let mut days: BTreeMap<i32, u32> = x.days.iter().copied().collect();
        y.days.iter().for_each(|(day, count)| *days.entry(*day).or_default() += count);
        let (size, key, within) = (x.size + y.size, x.key.min(y.key), x.within + y.within + across);
        let sums = &mut self.nodes[node as usize];
        (sums.size, sums.key, sums.within, sums.days) = (size, key, within, days.into_iter().collect());
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
    use std::collections::BTreeSet;

    use proptest::prelude::{Just, Strategy, any, prop, proptest};

    use super::{Items, Rounds};
    use crate::analysis::event::likeness::{Edge, ONE};

    /// Articles whose edges can be set.
    #[derive(Default)]
    struct World {
        edges: Vec<Vec<Edge>>,
        days: Vec<Option<i32>>,
        keys: Vec<u64>,
    }

    impl World {
        fn items(&self) -> Items<'_> {
            Items { edges: &self.edges, days: &self.days, keys: &self.keys }
        }

        fn add(&mut self, key: u64, day: Option<i32>) {
            self.edges.push(Vec::new());
            self.days.push(day);
            self.keys.push(key);
        }

        /// Makes `a` and `b` this much alike, in hundredths; not at all with 0.
        fn connect(&mut self, a: usize, b: usize, percent: u32) {
            for (from, to) in [(a, b), (b, a)] {
                self.edges[from].retain(|edge| edge.to != to as u32);
                if percent > 0 {
                    self.edges[from].push(Edge { to: to as u32, likeness: ONE * percent / 100 });
                }
            }
        }

        /// The groups as the keys of their articles.
        fn groups(&self, rounds: &Rounds) -> BTreeSet<BTreeSet<u64>> {
            rounds.groups().into_iter().map(|group| group.into_iter().map(|at| self.keys[at as usize]).collect()).collect()
        }
    }

    fn apart(days: &[i32], alike: &[(usize, usize, u32)]) -> BTreeSet<BTreeSet<u64>> {
        let mut world = World::default();
        for (at, day) in days.iter().enumerate() {
            world.add(at as u64, (*day >= 0).then_some(*day));
        }
        alike.iter().for_each(|(a, b, percent)| world.connect(*a, *b, *percent));
        world.groups(&Rounds::new(&world.items()))
    }

    fn sets(groups: &[&[u64]]) -> BTreeSet<BTreeSet<u64>> {
        groups.iter().map(|group| group.iter().copied().collect()).collect()
    }

    #[test]
    fn a_chain_of_likeness_is_not_one_event() {
        assert_eq!(apart(&[1, 1, 1, 1], &[(0, 1, 60), (2, 3, 50), (1, 2, 30)]), sets(&[&[0, 1], &[2, 3]]));
    }

    #[test]
    fn days_part_what_words_alone_would_join() {
        assert_eq!(apart(&[1, 2], &[(0, 1, 25)]), sets(&[&[0, 1]]));
        assert_eq!(apart(&[1, 20], &[(0, 1, 25)]), sets(&[&[0], &[1]]));
        assert_eq!(apart(&[1, 20], &[(0, 1, 60)]), sets(&[&[0, 1]]), "time is no wall");
    }

    #[test]
    fn an_undated_article_joins_its_event_and_brings_no_other_with_it() {
        let alike = [(0, 1, 40), (2, 3, 40), (4, 0, 35), (4, 1, 35), (4, 2, 30), (4, 3, 30), (0, 2, 25), (1, 3, 25)];
        assert_eq!(apart(&[1, 1, 20, 20, -1], &alike), sets(&[&[0, 1, 4], &[2, 3]]));
    }

    #[test]
    fn look_alikes_that_hold_together_less_than_each_by_itself_stay_two() {
        let across = [(0, 2, 20), (0, 3, 20), (1, 2, 20), (1, 3, 20)];
        let alike = |within| [&[(0, 1, within), (2, 3, within)][..], &across[..]].concat();
        assert_eq!(apart(&[-1; 4], &alike(60)), sets(&[&[0, 1], &[2, 3]]));
        assert_eq!(apart(&[-1; 4], &alike(25)), sets(&[&[0, 1, 2, 3]]));
    }

    /// What happens to a world: a new article with its day, or none, and whom it or another is alike from now on.
    type Step = (bool, Option<i32>, Vec<(u8, u32)>);

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let edge = (any::<u8>(), prop::sample::select(vec![0, 8, 13, 14, 20, 20, 30, 45, 45, 70]));
        let day = prop::sample::select(vec![None, Some(1), Some(1), Some(2), Some(3), Some(9)]);
        prop::collection::vec((prop::bool::weighted(0.8), day, prop::collection::vec(edge, 0..6)), 1..40)
    }

    proptest! {
        #[test]
        fn one_by_one_gives_what_all_at_once_gives((steps, seed) in (steps(), Just(0x9e37_79b9_7f4a_7c15u64))) {
            let mut world = World::default();
            let mut rounds = Rounds::new(&world.items());
            for (new, day, edges) in steps {
                let mut dirty = BTreeSet::new();
                if new || world.keys.is_empty() {
                    world.add((world.keys.len() as u64 + 1).wrapping_mul(seed), day);
                    dirty.insert(world.keys.len() as u32 - 1);
                }
                let at = if new { world.keys.len() - 1 } else { edges.len() % world.keys.len() };
                for (to, percent) in edges {
                    let to = usize::from(to) % world.keys.len();
                    if to != at {
                        world.connect(at, to, percent);
                        dirty.insert(at as u32);
                        dirty.extend((percent == 0).then_some(to as u32));
                    }
                }
                rounds.regroup(&world.items(), &dirty);
                assert_eq!(world.groups(&rounds), world.groups(&Rounds::new(&world.items())));
            }
        }
    }
}
