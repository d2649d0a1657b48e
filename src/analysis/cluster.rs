//! Grouping within one event by shared words: sparse vectors, neighbours from an inverted index,
//! average link. Topics are groups of sentences, variants groups of utterances; articles are
//! grouped in `event`.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Weights of terms, sorted by term, of length 1.
#[derive(Clone, Debug, Default)]
pub struct Vector {
    terms: Vec<(u32, f32)>,
}

impl Vector {
    /// The vector with these weights, each of another term, scaled to length 1.
    pub fn new(mut weights: Vec<(u32, f32)>) -> Vector {
        weights.sort_unstable_by_key(|(term, _)| *term);
        let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
        weights.iter_mut().for_each(|(_, weight)| *weight *= scale);
        Vector { terms: weights }
    }

    /// The heaviest `count` terms, in no order.
    fn heaviest(&self, count: usize) -> Vec<u32> {
        let mut terms = self.terms.clone();
        if terms.len() > count {
            terms.select_nth_unstable_by(count, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            terms.truncate(count);
        }
        terms.into_iter().map(|(term, _)| term).collect()
    }

    /// One past the largest term.
    fn reach(&self) -> usize {
        self.terms.last().map_or(0, |(term, _)| *term as usize + 1)
    }
}

/// One vector laid out by term, so that the cosine with others is a look-up a term of theirs.
struct LaidOut(Vec<f32>);

impl LaidOut {
    fn lay(&mut self, vector: &Vector) {
        vector.terms.iter().for_each(|(term, weight)| self.0[*term as usize] = *weight);
    }

    fn take_up(&mut self, vector: &Vector) {
        vector.terms.iter().for_each(|(term, _)| self.0[*term as usize] = 0.0);
    }

    /// The cosine with the vector that is laid out, from 0 to 1.
    fn cosine(&self, other: &Vector) -> f32 {
        other.terms.iter().map(|(term, weight)| self.0[*term as usize] * weight).sum()
    }
}

/// Numbers for terms, in order of first use.
#[derive(Debug, Default)]
pub struct Terms<T> {
    numbers: FxHashMap<T, u32>,
    /// How many of the items that were counted hold each term.
    pub holders: Vec<u32>,
}

impl<T: Eq + Hash> Terms<T> {
    /// The number of `term`, which one more item holds.
    pub fn hold(&mut self, term: T) -> u32 {
        let number = *self.numbers.entry(term).or_insert(self.holders.len() as u32);
        match self.holders.get_mut(number as usize) {
            Some(holders) => *holders += 1,
            None => self.holders.push(1),
        }
        number
    }
}

/// Two items that may belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The smaller index.
    pub a: usize,
    /// The larger index.
    pub b: usize,
    /// How alike they are, from 0 to 1.
    pub weight: f32,
}

/// Heaviest terms of an item that are looked up to find its neighbours.
const LOOKED_UP: usize = 40;
/// Items that a term is indexed for; further ones are found by their other terms. It counts in
/// every cosine.
const TOO_COMMON: usize = 400;
/// Shared heavy terms that make two items candidates.
const SHARED: u32 = 2;

/// Pairs of items that share heavy terms, weighted by `weigh(a, b, cosine)`, where that is at least
/// `least`. Costs the items times their candidates, not the square of the items.
pub fn neighbours(
    vectors: &[Vector],
    least: f32,
    weigh: impl Fn(usize, usize, f32) -> f32,
) -> Vec<Edge> {
    let terms = vectors.iter().map(Vector::reach).max().unwrap_or(0);
    let mut index: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut laid_out = LaidOut(vec![0.0; terms]);
    let mut shared = vec![0; vectors.len()];
    let mut edges = Vec::new();
    for (b, vector) in vectors.iter().enumerate() {
        let heavy = vector.heaviest(LOOKED_UP);
        let mut met = Vec::new();
        for a in heavy.iter().filter_map(|term| index.get(term)).flatten().map(|a| *a as usize) {
            if shared[a] == 0 {
                met.push(a);
            }
            shared[a] += 1;
        }
        met.sort_unstable();
        laid_out.lay(vector);
        edges.extend(
            met.into_iter().filter(|a| std::mem::take(&mut shared[*a]) >= SHARED).filter_map(|a| {
                let weight = weigh(a, b, laid_out.cosine(&vectors[a]));
                (weight >= least).then_some(Edge { a, b, weight })
            }),
        );
        laid_out.take_up(vector);
        for term in heavy {
            let holders = index.entry(term).or_default();
            if holders.len() < TOO_COMMON {
                holders.push(b as u32);
            }
        }
    }
    edges
}

/// A merge that may be done: heaviest first, then by the groups' first items.
#[derive(PartialEq)]
struct Merge {
    weight: f32,
    a: usize,
    b: usize,
}

impl Eq for Merge {}

impl Ord for Merge {
    fn cmp(&self, other: &Self) -> Ordering {
        self.weight.total_cmp(&other.weight).then(other.a.cmp(&self.a)).then(other.b.cmp(&self.b))
    }
}

impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Groups of `0..count` by average link: the two groups whose items are most alike on average are
/// merged as long as that average is at least `threshold`. Pairs without an edge count as 0.
/// Each group is sorted; groups are in order of their first item.
pub fn average_link(count: usize, edges: &[Edge], threshold: f32) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..count).map(|item| vec![item]).collect();
    // The order of a row plays no part: sums are by pair, and the heap orders merges.
    let mut links: Vec<FxHashMap<u32, f32>> = vec![FxHashMap::default(); count];
    let mut heap = BinaryHeap::new();
    for edge in edges {
        links[edge.a].insert(edge.b as u32, edge.weight);
        links[edge.b].insert(edge.a as u32, edge.weight);
        if edge.weight >= threshold {
            heap.push(Merge { weight: edge.weight, a: edge.a.min(edge.b), b: edge.a.max(edge.b) });
        }
    }
    while let Some(Merge { weight, a, b }) = heap.pop() {
        let current =
            links[a].get(&(b as u32)).map(|sum| sum / (groups[a].len() * groups[b].len()) as f32);
        if groups[a].is_empty()
            || groups[b].is_empty()
            || current.is_none_or(|now| (now - weight).abs() > 1e-6)
        {
            continue; // one of them has been merged since
        }
        let moved = std::mem::take(&mut groups[b]);
        groups[a].extend(moved);
        let gone = std::mem::take(&mut links[b]);
        let mut row = std::mem::take(&mut links[a]);
        gone.into_iter().filter(|(other, _)| *other as usize != a).for_each(|(other, sum)| {
            links[other as usize].remove(&(b as u32));
            *row.entry(other).or_default() += sum;
        });
        row.remove(&(b as u32));
        row.iter().for_each(|(other, sum)| {
            let other = *other as usize;
            links[other].insert(a as u32, *sum);
            let weight = sum / (groups[a].len() * groups[other].len()) as f32;
            if weight >= threshold {
                heap.push(Merge { weight, a: a.min(other), b: a.max(other) });
            }
        });
        links[a] = row;
    }
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort();
    groups
}

#[cfg(test)]
mod tests {
    use super::{Edge, average_link};

    #[test]
    fn average_link_does_not_chain() {
        let edge = |a, b, weight| Edge { a, b, weight };
        // 0-1 and 2-3 are close; 1-2 alone does not pull the four together.
        let edges = [edge(0, 1, 0.9), edge(2, 3, 0.8), edge(1, 2, 0.6)];
        assert_eq!(average_link(5, &edges, 0.3), [vec![0, 1], vec![2, 3], vec![4]]);
        assert_eq!(average_link(5, &edges, 0.1), [vec![0, 1, 2, 3], vec![4]]);
    }
}
