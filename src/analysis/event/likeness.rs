//! How alike two articles are, and which articles are alike enough to be looked at.
//!
//! TF-IDF cosines of four kinds of terms, each with its share. TF-IDF and time are within half a point of the best
//! published systems on news streams (Staykovski et al. 2019: .944 BCubed F1, against .948).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::analysis::event::profile::{Kind, Profile, Term};
use crate::analysis::event::rarity::Rarity;

// The shares, SAME_OUTLET and what event.rs and rounds.rs are set by were chosen together on basil, allsides and ecbplus,
// of 600 settings; all within a step of these are within .005.

/// The shares of the kinds of terms in the likeness, in the order of [`Kind::ALL`].
const SHARES: [f32; 4] = [0.61, 0.2, 0.1, 0.09];
/// What of the likeness is left between two articles of one outlet: an outlet tells a happening once, its next article is
/// of what came of it (allsides .917 against .905). Not for articles that are nearly the same text.
const SAME_OUTLET: u32 = percent(40);
/// Likeness from which two articles are nearly the same text.
const SAME_TEXT: u32 = percent(70);
/// The least likeness that is kept; below it two articles count as not alike at all.
const LEAST: u32 = percent(5);
/// Heaviest terms by which an article is looked up.
const LOOKED_UP: usize = 50;
/// Terms looked up that two articles must share before they are compared: two whose days are near each other or not known.
const SHARED: u8 = 2;
/// The same for two whose days are further apart. The days take from their likeness all that days can take, so that they
/// need much in common.
const SHARED_FAR: u8 = 6;
/// Articles that hold a term from which it finds for a dated article only those of the same days, and undated ones
/// (400: ecbplus .894 against .897, and three times the time).
const COMMON: u32 = 50;
/// Articles that hold a term from which it finds nothing for an undated article.
const TOO_COMMON: u32 = 400;
/// Days to both sides that are near.
const NEAR: i32 = 7;

/// Likeness from which an article may go on with another's story.
const STORY: u32 = percent(12);
/// Terms looked up that two articles of one story must share.
const SHARED_STORY: u8 = 4;
/// Articles of other events that are kept for an article, the most alike.
const RELATED: usize = 8;

/// One in the fixed point in which likeness is counted: sums of whole numbers are the same in any order.
pub(super) const ONE: u32 = 1 << 16;

const fn percent(of_hundred: u32) -> u32 {
    ONE * of_hundred / 100
}

/// The weights of an article's terms, as shares of [`ONE`]; the dot product of two is their cosine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Vector {
    weights: Box<[u16]>,
}

impl Vector {
    /// The weights of the terms of `profile`: each kind of length 1 by itself, times the root of its share.
    pub(super) fn new(profile: &Profile, rarity: &Rarity) -> Vector {
        let mut shares = SHARES;
        if !profile.terms.iter().any(|term| Kind::of(*term) == Kind::Headline) {
            shares[Kind::Word as usize] += shares[Kind::Headline as usize];
        }
        let weigh = |(term, count): (&Term, &u8)| (1.0 + (f32::from(*count) / 2.0).ln()) * rarity.of(*term);
        let weights: Vec<f32> = profile.terms.iter().zip(&profile.counts).map(weigh).collect();
        let mut squares = [0.0; 4];
        for (term, weight) in profile.terms.iter().zip(&weights) {
            squares[Kind::of(*term) as usize] += weight * weight;
        }
        let scale = |kind: usize| ONE as f32 * (shares[kind] / squares[kind].max(f32::MIN_POSITIVE)).sqrt();
        let scales = [scale(0), scale(1), scale(2), scale(3)];
        let weights = profile.terms.iter().zip(weights).map(|(term, weight)| (weight * scales[Kind::of(*term) as usize]) as u16);
        Vector { weights: weights.collect() }
    }

    /// The heaviest terms, in no order.
    fn heaviest(&self, terms: &[Term]) -> Vec<Term> {
        let mut weighed: Vec<(u16, Term)> = self.weights.iter().copied().zip(terms.iter().copied()).collect();
        if weighed.len() > LOOKED_UP {
            weighed.select_nth_unstable_by(LOOKED_UP, |a, b| b.cmp(a));
            weighed.truncate(LOOKED_UP);
        }
        weighed.into_iter().map(|(_, term)| term).collect()
    }
}

/// The cosine of two articles in parts of [`ONE`], lessened where one outlet tells both.
fn likeness(a: (&Profile, &Vector), b: (&Profile, &Vector)) -> u32 {
    let (mut i, mut j, mut sum) = (0, 0, 0u64);
    while let (Some(x), Some(y)) = (a.0.terms.get(i), b.0.terms.get(j)) {
        if x == y {
            sum += u64::from(a.1.weights[i]) * u64::from(b.1.weights[j]);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    let cosine = (sum / u64::from(ONE)) as u32;
    let one_outlet = a.0.outlet.is_some() && a.0.outlet == b.0.outlet && cosine < SAME_TEXT;
    if one_outlet { (u64::from(cosine) * u64::from(SAME_OUTLET) / u64::from(ONE)) as u32 } else { cosine }
}

/// An article that is like another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    /// The other's index.
    pub(super) to: u32,
    /// How alike they are, in parts of [`ONE`].
    pub(super) likeness: u32,
}

/// The day of articles that tell none: before any other.
const UNDATED: i32 = i32::MIN;

/// Articles by the terms that find them.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Term, day, article.
    held: BTreeSet<(Term, i32, u32)>,
}

impl Index {
    /// The index of all of `profiles`.
    pub(super) fn new(profiles: &[Profile], vectors: &[Vector]) -> Index {
        let entries = |(at, (profile, vector)): (usize, (&Profile, &Vector))| {
            let day = profile.day.unwrap_or(UNDATED);
            vector.heaviest(&profile.terms).into_iter().map(move |term| (term, day, at as u32))
        };
        Index { held: profiles.iter().zip(vectors).enumerate().flat_map(entries).collect() }
    }

    /// Takes an article in.
    pub(super) fn add(&mut self, at: u32, profile: &Profile, vector: &Vector) {
        let day = profile.day.unwrap_or(UNDATED);
        self.held.extend(vector.heaviest(&profile.terms).into_iter().map(|term| (term, day, at)));
    }

    /// Takes an article out.
    pub(super) fn remove(&mut self, at: u32, profile: &Profile, vector: &Vector) {
        let day = profile.day.unwrap_or(UNDATED);
        for term in vector.heaviest(&profile.terms) {
            self.held.remove(&(term, day, at));
        }
    }

    /// The articles that `wanted` admits and that share enough of its terms with article `at`, in order.
    fn candidates(&self, at: u32, profile: &Profile, vector: &Vector, rarity: &Rarity, wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut shared: FxHashMap<u32, u8> = FxHashMap::default();
        for term in vector.heaviest(&profile.terms) {
            for (first, last) in days_found(profile.day, rarity.holders(term)).into_iter().flatten() {
                for (_, day, other) in self.held.range((term, first, 0)..=(term, last, u32::MAX)) {
                    if *other != at && wanted(*other) {
                        let missing = shared.entry(*other).or_insert_with(|| needed(profile.day, *day));
                        *missing = missing.saturating_sub(1);
                    }
                }
            }
        }
        let mut found: Vec<u32> = shared.into_iter().filter(|(_, missing)| *missing == 0).map(|(other, _)| other).collect();
        found.sort_unstable();
        found
    }

    /// Articles that have names of article `at` in common whatever their day, and are like it, most alike first: those
    /// that `wanted` admits.
    pub(super) fn related(&self, at: u32, of: Compared, wanted: impl Fn(u32) -> bool) -> Vec<Edge> {
        let this = of.article(at);
        // How many terms are shared, and whether one is a name.
        let mut shared: FxHashMap<u32, (u8, bool)> = FxHashMap::default();
        for term in this.1.heaviest(&this.0.terms).into_iter().filter(|term| of.rarity.holders(*term) <= TOO_COMMON) {
            for (_, _, other) in self.held.range((term, UNDATED, 0)..=(term, i32::MAX, u32::MAX)) {
                if *other != at && wanted(*other) {
                    let (count, name) = shared.entry(*other).or_default();
                    (*count, *name) = (count.saturating_add(1), *name || Kind::of(term) == Kind::Name);
                }
            }
        }
        let alike = shared.into_iter().filter(|(_, (count, name))| *count >= SHARED_STORY && *name);
        let edges = alike.map(|(to, _)| Edge { to, likeness: likeness(this, of.article(to)) });
        let mut edges: Vec<Edge> = edges.filter(|edge| edge.likeness >= STORY).collect();
        edges.sort_unstable_by_key(|edge| (Reverse(edge.likeness), of.profiles[edge.to as usize].key));
        edges.truncate(RELATED);
        edges
    }

    /// What article `at` is like, of the articles that `wanted` admits, in order.
    pub(super) fn edges(&self, at: u32, of: Compared, wanted: impl Fn(u32) -> bool) -> Vec<Edge> {
        let this = of.article(at);
        let candidates = self.candidates(at, this.0, this.1, of.rarity, wanted);
        let edges = candidates.into_iter().map(|to| Edge { to, likeness: likeness(this, of.article(to)) });
        edges.filter(|edge| edge.likeness >= LEAST).collect()
    }
}

/// The stretches of days, from first to last, in which a term with so many `holders` finds articles for one of `day`. The
/// same for two articles whichever asks.
fn days_found(day: Option<i32>, holders: u32) -> [Option<(i32, i32)>; 2] {
    let undated = (holders <= TOO_COMMON).then_some((UNDATED, UNDATED));
    match day {
        _ if holders <= COMMON => [Some((UNDATED, i32::MAX)), None],
        None => [undated.map(|_| (UNDATED, i32::MAX)), None],
        Some(day) => [undated, Some((day.saturating_sub(NEAR).max(UNDATED + 1), day.saturating_add(NEAR)))],
    }
}

/// The terms that an article of `day` must share with one of `other`.
fn needed(day: Option<i32>, other: i32) -> u8 {
    let far = day.is_some_and(|day| other != UNDATED && day.abs_diff(other) > NEAR as u32);
    if far { SHARED_FAR } else { SHARED }
}

/// What articles are compared by.
#[derive(Clone, Copy)]
pub(super) struct Compared<'a> {
    /// The articles' profiles.
    pub(super) profiles: &'a [Profile],
    /// Their vectors.
    pub(super) vectors: &'a [Vector],
    /// What the vectors were made with.
    pub(super) rarity: &'a Rarity,
}

impl<'a> Compared<'a> {
    fn article(self, at: u32) -> (&'a Profile, &'a Vector) {
        (&self.profiles[at as usize], &self.vectors[at as usize])
    }
}
