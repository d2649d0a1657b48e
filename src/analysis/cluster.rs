//! Grouping by shared words: sparse vectors, neighbours from an inverted index, average link.
//! Events are groups of articles, topics groups of sentences.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// Weights of terms, sorted by term, of length 1.
#[derive(Clone, Debug, Default)]
pub struct Vector {
    terms: Vec<(u32, f32)>,
}

impl Vector {
    /// The vector with these weights, scaled to length 1.
    pub fn new(weights: BTreeMap<u32, f32>) -> Vector {
        let length = weights.values().map(|weight| weight * weight).sum::<f32>().sqrt();
        let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
        Vector { terms: weights.into_iter().map(|(term, weight)| (term, weight * scale)).collect() }
    }

    /// The cosine of two vectors, from 0 to 1.
    pub fn cosine(&self, other: &Vector) -> f32 {
        let (mut a, mut b, mut sum) = (self.terms.iter().peekable(), other.terms.iter().peekable(), 0.0);
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.0.cmp(&y.0) {
                Ordering::Less => drop(a.next()),
                Ordering::Greater => drop(b.next()),
                Ordering::Equal => {
                    sum += x.1 * y.1;
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }

    /// The heaviest `count` terms.
    fn heaviest(&self, count: usize) -> Vec<u32> {
        let mut terms = self.terms.clone();
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.into_iter().take(count).map(|(term, _)| term).collect()
    }
}

/// Numbers for terms, in order of first use.
#[derive(Debug, Default)]
pub struct Terms {
    numbers: HashMap<String, u32>,
    /// How many of the items that were counted hold each term.
    pub counts: Vec<u32>,
}

impl Terms {
    /// The number of `term`.
    pub fn number(&mut self, term: &str) -> u32 {
        if let Some(number) = self.numbers.get(term) {
            return *number;
        }
        let number = self.counts.len() as u32;
        self.numbers.insert(term.to_owned(), number);
        self.counts.push(0);
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
/// Items that a term is indexed for; further ones are found by their other terms. It counts in every cosine.
const TOO_COMMON: usize = 400;
/// Shared heavy terms that make two items candidates.
const SHARED: u32 = 2;

/// Pairs of items that share heavy terms, weighted by `weigh(a, b, cosine)`, where that is at least `least`.
/// Costs the items times their candidates, not the square of the items.
pub fn neighbours(vectors: &[Vector], least: f32, weigh: impl Fn(usize, usize, f32) -> f32) -> Vec<Edge> {
    let mut index: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut edges = Vec::new();
    for (b, vector) in vectors.iter().enumerate() {
        let heavy = vector.heaviest(LOOKED_UP);
        let mut shared: BTreeMap<usize, u32> = BTreeMap::new();
        for term in &heavy {
            for a in index.get(term).into_iter().flatten() {
                *shared.entry(*a).or_default() += 1;
            }
        }
        let candidates = shared.into_iter().filter(|(_, count)| *count >= SHARED);
        edges.extend(candidates.filter_map(|(a, _)| {
            let weight = weigh(a, b, vectors[a].cosine(vector));
            (weight >= least).then_some(Edge { a, b, weight })
        }));
        for term in heavy {
            let holders = index.entry(term).or_default();
            if holders.len() < TOO_COMMON {
                holders.push(b);
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
    let mut links: Vec<BTreeMap<usize, f32>> = vec![BTreeMap::new(); count];
    let mut heap = BinaryHeap::new();
    for edge in edges {
        links[edge.a].insert(edge.b, edge.weight);
        links[edge.b].insert(edge.a, edge.weight);
        heap.push(Merge { weight: edge.weight, a: edge.a.min(edge.b), b: edge.a.max(edge.b) });
    }
    while let Some(Merge { weight, a, b }) = heap.pop() {
        if weight < threshold {
            break;
        }
        let current = links[a].get(&b).map(|sum| sum / (groups[a].len() * groups[b].len()) as f32);
        if groups[a].is_empty() || groups[b].is_empty() || current.is_none_or(|now| (now - weight).abs() > 1e-6) {
            continue; // one of them has been merged since
        }
        let moved = std::mem::take(&mut groups[b]);
        groups[a].extend(moved);
        for (other, sum) in std::mem::take(&mut links[b]) {
            links[other].remove(&b);
            if other != a {
                *links[a].entry(other).or_default() += sum;
            }
        }
        links[a].remove(&b);
        let merged: Vec<(usize, f32)> = links[a].iter().map(|(other, sum)| (*other, *sum)).collect();
        for (other, sum) in merged {
            links[other].insert(a, sum);
            let weight = sum / (groups[a].len() * groups[other].len()) as f32;
            heap.push(Merge { weight, a: a.min(other), b: a.max(other) });
        }
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
