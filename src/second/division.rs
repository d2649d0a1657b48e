//! The sentences of an event that is too long for one request, divided so that those which may
//! conflict stand in one.
//!
//! Method: sentences that are near each other are joined to blocks, several of which fit a request.
//! Each request begins with the two blocks that are nearest of those which no request has together
//! yet, and takes in what brings most further pairs for its length. What is asked of an event is
//! bounded: a few times its length, and of a very long one its likeliest sentences alone.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::ArticleId;

/// Blocks that fit a request, where sentences are short.
const BLOCKS: usize = 6;
/// How many times the length of an event its requests have together, at most.
const TIMES: usize = 4;
/// Requests of the longest event without what is asked again: the sentences of a longer one that are
/// least near to any other are left out.
const LONGEST: usize = 10;
/// How likely any two sentences are the sides of a conflict, whatever is known of them.
const ANY: f32 = 0.002;

/// What sentences and the headings of their articles take of a request, in bytes.
#[derive(Debug, Default)]
pub(super) struct Sizes {
    /// Of each sentence its article and its own bytes.
    sentences: Vec<(ArticleId, usize)>,
    headings: BTreeMap<ArticleId, usize>,
}

impl Sizes {
    pub(super) fn new(
        sentences: impl Iterator<Item = (ArticleId, usize)>,
        headings: impl Iterator<Item = (ArticleId, usize)>,
    ) -> Sizes {
        Sizes { sentences: sentences.collect(), headings: headings.collect() }
    }

    /// What these sentences take together.
    pub(super) fn of(&self, places: impl IntoIterator<Item = usize>) -> usize {
        let all = places.into_iter().filter_map(|place| self.sentences.get(place));
        let mut articles = BTreeSet::new();
        let sentences: usize = all
            .map(|(article, bytes)| {
                articles.insert(article);
                bytes
            })
            .sum();
        let headings = articles.into_iter().filter_map(|article| self.headings.get(article));
        sentences + headings.sum::<usize>()
    }
}

/// Sentences that are always asked about together.
#[derive(Clone, Debug)]
struct Block {
    sentences: Vec<usize>,
    bytes: usize,
}

/// The sentences of each request, in order; each request takes at most `room` bytes. `near` says how
/// likely two sentences, the first of them first, are the sides of a conflict.
pub(super) fn divide(
    sizes: &Sizes,
    near: &BTreeMap<(usize, usize), f32>,
    room: usize,
) -> Vec<Vec<usize>> {
    let blocks = blocks(sizes, near, likeliest(sizes, near, room), room);
    let weights = weights(&blocks, near, sizes.sentences.len());
    let whole: usize = blocks.iter().map(|block| block.bytes).sum();
    let requests = cover(&blocks, weights, room, TIMES * whole.div_ceil(room.max(1)));
    let sentences = |request: Vec<usize>| {
        let blocks = request.into_iter().filter_map(|place| blocks.get(place));
        let mut sentences: Vec<usize> =
            blocks.flat_map(|block| block.sentences.iter().copied()).collect();
        sentences.sort_unstable();
        sentences
    };
    requests.into_iter().map(sentences).collect()
}

/// The sentences that are asked about at all: where there are more than fit, those that are nearest
/// to another one.
fn likeliest(sizes: &Sizes, near: &BTreeMap<(usize, usize), f32>, room: usize) -> Vec<usize> {
    let mut best = vec![0.0_f32; sizes.sentences.len()];
    for ((a, b), weight) in near {
        for place in [a, b] {
            if let Some(best) = best.get_mut(*place) {
                *best = best.max(*weight);
            }
        }
    }
    let mut order: Vec<usize> =
        (0..best.len()).filter(|place| sizes.of([*place]) <= room).collect();
    order.sort_by(|a, b| best[*b].total_cmp(&best[*a]));
    let mut left = LONGEST * room;
    order.retain(|place| {
        let bytes = sizes.sentences.get(*place).map_or(0, |(_, bytes)| *bytes);
        let fits = bytes <= left;
        left -= if fits { bytes } else { 0 };
        fits
    });
    order.sort_unstable();
    order
}

/// Joins sentences, the nearest first, as long as several blocks fit a request; then what is left
/// alone in order.
fn blocks(
    sizes: &Sizes,
    near: &BTreeMap<(usize, usize), f32>,
    sentences: Vec<usize>,
    room: usize,
) -> Vec<Block> {
    let most = room / BLOCKS;
    let mut block_of: Vec<Option<usize>> = vec![None; sizes.sentences.len()];
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    for place in sentences {
        block_of[place] = Some(blocks.len());
        blocks.push(vec![place]);
    }
    let mut pairs: Vec<(&(usize, usize), &f32)> = near.iter().collect();
    pairs.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
    for ((a, b), _) in pairs {
        let block = |place: usize| block_of.get(place).copied().flatten();
        let (Some(a), Some(b)) = (block(*a), block(*b)) else { continue };
        let both = || blocks[a].iter().chain(&blocks[b]).copied();
        if a != b && sizes.of(both()) <= most {
            let joined = std::mem::take(&mut blocks[b]);
            joined.iter().for_each(|place| block_of[*place] = Some(a));
            blocks[a].extend(joined);
        }
    }
    let mut packed: Vec<Block> = Vec::new();
    for sentences in blocks.into_iter().filter(|block| !block.is_empty()) {
        let with = |block: &Block| sizes.of(block.sentences.iter().chain(&sentences).copied());
        match packed.iter().position(|block| with(block) <= most) {
            Some(place) => {
                let bytes = with(&packed[place]);
                packed[place].sentences.extend(sentences);
                packed[place].bytes = bytes;
            }
            None => packed.push(Block { bytes: sizes.of(sentences.iter().copied()), sentences }),
        }
    }
    packed
}

/// How likely a conflict has its sides in two blocks, by their places.
fn weights(blocks: &[Block], near: &BTreeMap<(usize, usize), f32>, count: usize) -> Vec<Vec<f32>> {
    let mut block_of: Vec<Option<usize>> = vec![None; count];
    for (number, block) in blocks.iter().enumerate() {
        block.sentences.iter().for_each(|place| block_of[*place] = Some(number));
    }
    let any = |a: &Block, b: &Block| ANY * (a.sentences.len() * b.sentences.len()) as f32;
    let mut weights: Vec<Vec<f32>> =
        blocks.iter().map(|a| blocks.iter().map(|b| any(a, b)).collect()).collect();
    for ((a, b), weight) in near {
        let block = |place: &usize| block_of.get(*place).copied().flatten();
        if let (Some(a), Some(b)) = (block(a), block(b)) {
            weights[a][b] += weight;
            weights[b][a] += if a == b { 0.0 } else { *weight };
        }
    }
    weights
}

/// The blocks of each request: all pairs of blocks that `most` requests have room for, the
/// likeliest first, and each block at least once.
fn cover(blocks: &[Block], mut left: Vec<Vec<f32>>, room: usize, most: usize) -> Vec<Vec<usize>> {
    let bytes = |request: &[usize]| request.iter().map(|block| blocks[*block].bytes).sum::<usize>();
    let mut requests: Vec<Vec<usize>> = Vec::new();
    while requests.len() < most {
        let pairs = (0..blocks.len()).flat_map(|a| (a + 1..blocks.len()).map(move |b| (a, b)));
        let fitting = pairs.filter(|(a, b)| left[*a][*b] > 0.0 && bytes(&[*a, *b]) <= room);
        let nearest = fitting.max_by(|x, y| {
            left[x.0][x.1].total_cmp(&left[y.0][y.1]).then(y.cmp(x)) // the first of equals
        });
        let Some((a, b)) = nearest else { break };
        let mut request = vec![a, b];
        loop {
            let gain = |block: usize| {
                let sum: f32 = request.iter().map(|other| left[block][*other]).sum();
                sum / blocks[block].bytes.max(1) as f32
            };
            let others = (0..blocks.len()).filter(|block| !request.contains(block));
            let fitting = others.filter(|block| {
                bytes(&request) + blocks[*block].bytes <= room && gain(*block) > 0.0
            });
            let best = fitting
                .max_by(|a, b| gain(*a).total_cmp(&gain(*b)).then(Reverse(a).cmp(&Reverse(b))));
            let Some(best) = best else { break };
            request.push(best);
        }
        for a in &request {
            request.iter().for_each(|b| left[*a][*b] = 0.0);
        }
        requests.push(request);
    }
    for (place, block) in blocks.iter().enumerate() {
        if requests.iter().any(|request| request.contains(&place)) {
            continue;
        }
        match requests.iter_mut().find(|request| bytes(request) + block.bytes <= room) {
            Some(request) => request.push(place),
            None => requests.push(vec![place]),
        }
    }
    requests
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{ProptestConfig, prop, proptest};

    use super::{BLOCKS, LONGEST, Sizes, TIMES, divide};
    use crate::corpus::ArticleId;

    /// Sentences of these sizes, ten an article, under headings of ten bytes.
    fn sizes(bytes: &[usize]) -> Sizes {
        let article = |place: usize| ArticleId((place / 10) as u32);
        let articles = (0..bytes.len().div_ceil(10)).map(|place| (ArticleId(place as u32), 10));
        Sizes::new(bytes.iter().enumerate().map(|(at, bytes)| (article(at), *bytes)), articles)
    }

    fn stand_in_one(requests: &[Vec<usize>], a: usize, b: usize) -> bool {
        requests.iter().any(|request| request.contains(&a) && request.contains(&b))
    }

    #[test]
    fn all_pairs_of_an_event_little_longer_than_a_request_stand_in_one() {
        let sizes = sizes(&[100; 60]);
        let requests = divide(&sizes, &BTreeMap::new(), 3000);
        for a in 0..60 {
            for b in 0..a {
                assert!(stand_in_one(&requests, a, b), "{a} and {b}");
            }
        }
        assert!(requests.len() <= TIMES * 3, "{} requests", requests.len());
    }

    #[test]
    fn of_a_long_event_what_is_near_stands_in_one() {
        let sizes = sizes(&[100; 280]);
        let pairs = (0..140).map(|a| ((a, 279 - a), 0.5));
        let near: BTreeMap<_, _> = pairs.collect();
        let requests = divide(&sizes, &near, 3000);
        assert!(near.keys().all(|(a, b)| stand_in_one(&requests, *a, *b)));
        assert!(requests.len() <= TIMES * LONGEST + BLOCKS, "{} requests", requests.len());
    }

    #[test]
    fn of_an_endless_event_the_likeliest_sentences_are_asked_about() {
        let sizes = sizes(&[100; 3000]);
        let near: BTreeMap<_, _> = (0..20).map(|n| ((n * 70, n * 70 + 1500), 0.5)).collect();
        let requests = divide(&sizes, &near, 3000);
        assert!(near.keys().all(|(a, b)| stand_in_one(&requests, *a, *b)));
        assert!(requests.len() <= TIMES * (LONGEST + 1), "{} requests", requests.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_request_fits_and_every_sentence_that_fits_stands_in_one(
            bytes in prop::collection::vec(1..900_usize, 0..120),
            near in prop::collection::btree_map((0..130_usize, 0..130_usize), 0.0..1.0_f32, 0..200),
            room in 500..4000_usize,
        ) {
            let near = near.into_iter().filter(|((a, b), _)| a < b).collect();
            let sizes = sizes(&bytes);
            let requests = divide(&sizes, &near, room);
            for request in &requests {
                assert!(sizes.of(request.iter().copied()) <= room);
                assert!(request.is_sorted_by(|a, b| a < b), "each once, in order");
            }
            let whole: usize = bytes.iter().sum();
            for (place, bytes) in bytes.iter().enumerate() {
                let fits = bytes + 10 <= room && whole <= LONGEST * room / 2;
                assert!(!fits || requests.iter().any(|request| request.contains(&place)), "{place}");
            }
            assert_eq!(divide(&sizes, &near, room), requests);
        }
    }
}
