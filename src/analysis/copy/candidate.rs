//! Which articles may share text, found without comparing each with each.
//!
//! Method: MinHash with bands of one row, taken locally: of every [`WINDOW`] shingles in a row the
//! one with the smallest number is kept (winnowing; Schleimer, Wilkerson, Aiken 2003), so that
//! cuts, additions and other paragraphs around a passage change nothing in it. Articles are
//! candidates when two such prints that stand near each other in the one stand in the other too. Of
//! a stretch of 28 unaltered words at least two prints are kept in both, whatever is around it, so
//! it is always met; of an article of which one word in five is another, a third of the shingles
//! are left and about half of their prints: in 100 words some 3, in 300 some 8.
//!
//! Not done: a text that more than [`COMMON`] articles print is taken for a sign-up line, and finds
//! none of them.

use rayon::prelude::{IntoParallelIterator, ParallelIterator, ParallelSliceMut};

use crate::analysis::prose::Prose;

/// Words of a shingle. Fewer stand in texts that have nothing to do with each other, more do not
/// outlive an edit.
pub(super) const SHINGLE: usize = 5;
/// Shingles of which one is kept at least; about 2 in 13 are. An article of 700 words has some 110
/// prints of 4 bytes.
const WINDOW: usize = 12;
/// Articles that hold a print from which it finds nothing any more.
const COMMON: usize = 200;
/// Of the articles that hold a print, each is a candidate of so many of the first ones and of so
/// many just before it: the cost of a print grows with its holders, not with their square.
const FIRST: usize = 4;
/// See [`FIRST`].
const BEFORE: usize = 4;
/// Prints in which two must be shared. Chance phrases are strewn over a text, what was taken over
/// stands together.
const NEAR: usize = 4;

/// The prints of one article, in order of its text, each once.
#[derive(Clone, Debug, Default)]
pub struct Prints(Vec<u32>);

impl Prints {
    /// The prints of an account.
    pub fn new(prose: &Prose) -> Prints {
        let words = prose
            .sentences
            .iter()
            .flat_map(|sentence| &sentence.words)
            .filter(|word| !word.is_mark());
        let numbers: Vec<u64> = words.map(|word| word.number).collect();
        let shingles: Vec<u32> =
            numbers.windows(SHINGLE).map(|shingle| (number_of(shingle) >> 32) as u32).collect();
        let mut kept: Vec<u32> = Vec::with_capacity(shingles.len() / 6 + 1);
        let mut last = None; // the place of the print kept last
        for from in
            0..(shingles.len() + 1).saturating_sub(WINDOW).max(usize::from(!shingles.is_empty()))
        {
            let window = from..(from + WINDOW).min(shingles.len());
            let smallest = match last {
                // The smallest of the window before is in this one too: only the new shingle can be
                // smaller.
                Some(last) if window.contains(&last) => {
                    let new = window.end - 1;
                    if shingles[new] <= shingles[last] { new } else { last }
                }
                _ => window.rev().min_by_key(|at| shingles[*at]).unwrap_or(from),
            };
            if last != Some(smallest) {
                kept.push(shingles[smallest]);
                last = Some(smallest);
            }
        }
        let mut seen = rustc_hash::FxHashSet::default();
        kept.retain(|print| seen.insert(*print));
        kept.shrink_to_fit();
        Prints(kept)
    }
}

/// The number of a shingle, by the numbers of its words.
pub(super) fn number_of(shingle: &[u64]) -> u64 {
    let mix = |number: u64| {
        let number = (number ^ (number >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        number ^ (number >> 29)
    };
    shingle.iter().fold(0, |sum: u64, word| mix(sum.rotate_left(7) ^ word))
}

/// Two articles that may share text, by their places in the corpus.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// The one that comes first in the order.
    pub(super) earlier: usize,
    /// The other.
    pub(super) later: usize,
    /// The share of the shorter one's prints that the other has, from 0 to 1.
    pub(super) likeness: f32,
}

/// The articles that may share text, where `order` says which of two comes first.
pub(super) fn find(prints: &[Prints], order: &[usize]) -> Vec<Candidate> {
    let index = Index::new(prints, order);
    let of_place = |place: u32| {
        let later = order[place as usize];
        let candidate = |(earlier, shared): (usize, usize)| {
            let earlier = order[earlier];
            let shorter = prints[earlier].0.len().min(prints[later].0.len()).max(1);
            Candidate { earlier, later, likeness: shared as f32 / shorter as f32 }
        };
        index.candidates(&prints[later], place).into_iter().map(candidate).collect::<Vec<_>>()
    };
    let found: Vec<Vec<Candidate>> =
        (0..order.len() as u32).into_par_iter().map(of_place).collect();
    found.into_iter().flatten().collect()
}

/// All prints with the articles that hold them.
struct Index {
    /// A print, and the place of its article: sorted.
    entries: Vec<u64>,
    /// Where the prints that begin with each 16 bits begin.
    starts: Vec<usize>,
}

impl Index {
    fn new(prints: &[Prints], order: &[usize]) -> Index {
        let all = order.iter().map(|article| &prints[*article].0);
        let mut entries: Vec<u64> = Vec::with_capacity(all.clone().map(Vec::len).sum());
        for (place, prints) in all.enumerate() {
            entries.extend(prints.iter().map(|print| entry(*print, place as u32)));
        }
        entries.par_sort_unstable();
        let mut starts = Vec::with_capacity((1 << 16) + 1);
        let mut at = 0;
        for head in 0..=1u64 << 16 {
            at += entries
                .get(at..)
                .unwrap_or_default()
                .iter()
                .take_while(|entry| **entry >> 48 < head)
                .count();
            starts.push(at);
        }
        Index { entries, starts }
    }

    /// The entries of a print.
    fn holders(&self, print: u32) -> &[u64] {
        let head = (print >> 16) as usize;
        let near = &self.entries[self.starts[head]..self.starts[head + 1]];
        let from = near.partition_point(|entry| *entry >> 32 < u64::from(print));
        let to = from + near[from..].partition_point(|entry| *entry >> 32 == u64::from(print));
        &near[from..to]
    }

    /// The places before `place` of articles that may share text with the one there, and how many
    /// prints they share.
    fn candidates(&self, prints: &Prints, place: u32) -> Vec<(usize, usize)> {
        let mut hits: Vec<(u32, usize)> = Vec::new(); // place of the other, place of the print
        for (at, print) in prints.0.iter().enumerate() {
            let holders = self.holders(*print);
            if holders.len() > COMMON {
                continue;
            }
            let before =
                &holders[..holders.partition_point(|holder| *holder < entry(*print, place))];
            let first = &before[..before.len().min(FIRST)];
            let next = &before[before.len().saturating_sub(BEFORE).max(first.len())..];
            hits.extend(first.iter().chain(next).map(|holder| (*holder as u32, at)));
        }
        hits.sort_unstable();
        let of_one = hits.chunk_by(|a, b| a.0 == b.0);
        let near = of_one.filter(|hits| hits.windows(2).any(|pair| pair[1].1 - pair[0].1 < NEAR));
        near.filter_map(|hits| Some((hits.first()?.0 as usize, hits.len()))).collect()
    }
}

fn entry(print: u32, place: u32) -> u64 {
    u64::from(print) << 32 | u64::from(place)
}
