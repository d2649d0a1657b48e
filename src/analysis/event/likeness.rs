//! How alike two articles are, and which articles are alike enough to be looked at.
//!
//! TF-IDF cosines of four kinds of terms, each with its share. TF-IDF and time are within half a
//! point of the best published systems on news streams (Staykovski et al. 2019: .944 BCubed F1,
//! against .948).

use std::cmp::Reverse;

use rayon::prelude::{
    IntoParallelIterator, IntoParallelRefIterator, ParallelIterator, ParallelSliceMut,
};
use rustc_hash::FxHashMap;

use crate::analysis::event::profile::{Kind, Profile, Term};
use crate::analysis::event::rarity::Rarity;

// The shares, SAME_OUTLET and what rounds.rs is set by were chosen together on basil, allsides and
// ecbplus (BCubed F1 .996, .917, .897), of several hundred settings tried. Of their neighbours most
// are within .01; what ecbplus gains allsides loses.

/// The shares of the kinds of terms in the likeness, in the order of [`Kind::ALL`].
const SHARES: [f32; 4] = [0.61, 0.2, 0.1, 0.09];
/// What of the likeness is left between two articles of one outlet: an outlet tells a happening
/// once, its next article is of what came of it (without it allsides .904 for .917). Not for
/// articles that are nearly the same text.
const SAME_OUTLET: u32 = percent(40);
/// Likeness from which two articles are nearly the same text.
const SAME_TEXT: u32 = percent(70);
/// The least likeness that is kept; below it two articles count as not alike at all.
const LEAST: u32 = percent(5);
/// Heaviest terms by which an article is looked up, and how many of them two articles must share
/// before they are compared.
const LOOKED_UP: usize = 50;
const SHARED: u8 = 2;
/// Articles that hold a term from which it finds nothing where one of the two has no day (400: the
/// same figures, and slower).
const TOO_COMMON: u32 = 200;
/// Days to both sides that are near.
const NEAR: i32 = 7;
/// The same three for two articles whose days are further apart. The days take from their likeness
/// all that days can take, so that they need much in common. Of more than 32,000 articles no term
/// is known to be rare enough: there, what is told again weeks later is another event of the story.
/// 20 of the heaviest terms: ecbplus .889.
const LOOKED_UP_FAR: usize = 24;
const SHARED_FAR: u8 = 3;
const TOO_COMMON_FAR: u32 = 50;

// What a story is found by was set by eye, on links read in allsides (see story.rs).

/// Likeness from which an article may go on with another's story.
const STORY: u32 = percent(12);
/// Terms looked up that two articles of one story must share.
const SHARED_STORY: u8 = 4;
/// Articles of other events that are kept for an article, the most alike.
const RELATED: usize = 8;

/// One in the fixed point in which likeness is counted: sums of whole numbers are the same in any
/// order.
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
    /// The weights of the terms of `profile`: each kind of length 1 by itself, times the root of
    /// its share.
    pub(super) fn new(profile: &Profile, rarity: &Rarity) -> Vector {
        let mut shares = SHARES;
        if !profile.terms.iter().any(|term| Kind::of(*term) == Kind::Headline) {
            shares[Kind::Word as usize] += shares[Kind::Headline as usize];
        }
        let weigh =
            |(term, count): (&Term, &u8)| (1.0 + (f32::from(*count) / 2.0).ln()) * rarity.of(*term);
        let weights: Vec<f32> = profile.terms.iter().zip(&profile.counts).map(weigh).collect();
        let mut squares = [0.0; 4];
        for (term, weight) in profile.terms.iter().zip(&weights) {
            squares[Kind::of(*term) as usize] += weight * weight;
        }
        let scale =
            |kind: usize| ONE as f32 * (shares[kind] / squares[kind].max(f32::MIN_POSITIVE)).sqrt();
        let scales = [scale(0), scale(1), scale(2), scale(3)];
        let weights = profile
            .terms
            .iter()
            .zip(weights)
            .map(|(term, weight)| (weight * scales[Kind::of(*term) as usize]) as u16);
        Vector { weights: weights.collect() }
    }

    /// The `count` heaviest terms, in no order.
    fn heaviest(&self, terms: &[Term], count: usize) -> Vec<Term> {
        let mut weighed: Vec<(u16, Term)> =
            self.weights.iter().copied().zip(terms.iter().copied()).collect();
        if weighed.len() > count {
            weighed.select_nth_unstable_by(count, |a, b| b.cmp(a));
            weighed.truncate(count);
        }
        weighed.into_iter().map(|(_, term)| term).collect()
    }
}

/// The cosine of two articles in parts of [`ONE`], lessened where one outlet tells both.
fn likeness(a: Weighed, b: Weighed) -> u32 {
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
    if one_outlet {
        (u64::from(cosine) * u64::from(SAME_OUTLET) / u64::from(ONE)) as u32
    } else {
        cosine
    }
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
/// The first day that an article can have.
const FIRST: i32 = UNDATED + 1;

/// An entry of an article: term, day, article.
type Entry = (Term, i32, u32);

/// Articles by terms, in order.
struct Holders {
    entries: Vec<Entry>,
    /// By the highest bits of a term the place of the first entry of such terms, so that one is not
    /// looked for among all.
    firsts: Vec<u32>,
    /// The bits of a term below those.
    below: u32,
}

/// Entries for each of [`Holders::firsts`], about. Set by judgement: few enough to be looked
/// through at once.
const TOGETHER: usize = 8;

impl Holders {
    fn new(entries: impl Iterator<Item = Entry>) -> Holders {
        let mut entries: Vec<Entry> = entries.collect();
        entries.par_sort_unstable();
        let bits = (entries.len() / TOGETHER).next_power_of_two().ilog2().clamp(1, 24);
        let below = Term::BITS - bits;
        let (mut firsts, mut at) = (Vec::with_capacity((1 << bits) + 1), 0);
        for head in 0..1_u32 << bits {
            firsts.push(at as u32);
            at += entries.iter().skip(at).take_while(|(term, ..)| term >> below == head).count();
        }
        firsts.push(at as u32);
        Holders { entries, firsts, below }
    }

    /// The articles of these days, first and last, that hold `term`.
    fn of(&self, term: Term, (first, last): (i32, i32)) -> impl Iterator<Item = u32> {
        let head = (term >> self.below) as usize;
        let alike = self.firsts[head] as usize..self.firsts[head + 1] as usize;
        let alike = self.entries.get(alike).unwrap_or_default();
        let from = alike.partition_point(|entry| *entry < (term, first, 0));
        let rest = alike.get(from..).unwrap_or_default().iter();
        rest.take_while(move |entry| **entry <= (term, last, u32::MAX))
            .map(|(_, _, article)| *article)
    }
}

/// How often an article has met others.
struct Meetings {
    /// By article, one more than it must still be met; 0 where it has not been met at all.
    missing: Vec<u8>,
    /// Those that have been met.
    met: Vec<u32>,
}

impl Meetings {
    fn among(articles: usize) -> Meetings {
        Meetings { missing: vec![0; articles], met: Vec::new() }
    }

    /// Notes one more meeting with `other`, which must be met so often.
    fn meet(&mut self, other: u32, needed: u8) {
        let missing = &mut self.missing[other as usize];
        if *missing == 0 {
            *missing = needed + 1;
            self.met.push(other);
        }
        *missing = (*missing - 1).max(1);
    }

    /// Those that were met as often as they must be, in order; the next article begins anew.
    fn enough(&mut self) -> Vec<u32> {
        let mut enough: Vec<u32> =
            self.met.iter().copied().filter(|other| self.missing[*other as usize] == 1).collect();
        self.met.drain(..).for_each(|other| self.missing[other as usize] = 0);
        enough.sort_unstable();
        enough
    }
}

/// Articles to be compared.
pub(super) struct Compared<'a> {
    profiles: &'a [Profile],
    rarity: &'a Rarity,
    vectors: Vec<Vector>,
    /// By the heaviest terms.
    near: Holders,
    /// By the few heaviest of all, of articles that have a day.
    far: Holders,
}

impl<'a> Compared<'a> {
    /// Articles with these profiles, whose terms are so rare.
    pub(super) fn new(profiles: &'a [Profile], rarity: &'a Rarity) -> Compared<'a> {
        let vectors: Vec<Vector> =
            profiles.par_iter().map(|profile| Vector::new(profile, rarity)).collect();
        let all = || (0..).zip(profiles.iter().zip(&vectors));
        let near = Holders::new(all().flat_map(|(at, article)| entries(at, article, LOOKED_UP)));
        let far = Holders::new(all().flat_map(|(at, article)| far_entries(at, article)));
        Compared { profiles, rarity, vectors, near, far }
    }

    /// For each article those that it is like, in order.
    pub(super) fn edges(&self) -> Vec<Vec<Edge>> {
        let all = self.profiles.len();
        let earlier = (0..all as u32)
            .into_par_iter()
            .map_init(|| Meetings::among(all), |meetings, at| self.earlier(at, meetings));
        let mut edges: Vec<Vec<Edge>> = earlier.collect();
        mirror(&mut edges);
        edges
    }

    /// For each article those of other `groups` that have names in common with it whatever their
    /// day, and are like it, most alike first.
    pub(super) fn related(&self, groups: &[Vec<u32>]) -> Vec<Vec<Edge>> {
        let mut group_of = vec![0; self.profiles.len()];
        for (group, articles) in groups.iter().enumerate() {
            articles.iter().for_each(|article| group_of[*article as usize] = group);
        }
        let apart = |at: usize, other: u32| group_of[at] != group_of[other as usize];
        (0..group_of.len())
            .into_par_iter()
            .map(|at| self.related_to(at as u32, |other| apart(at, other)))
            .collect()
    }

    fn article(&self, at: u32) -> Weighed<'_> {
        (&self.profiles[at as usize], &self.vectors[at as usize])
    }

    /// The articles before article `at` that it is like, in order.
    fn earlier(&self, at: u32, meetings: &mut Meetings) -> Vec<Edge> {
        let edges = self
            .candidates(at, meetings)
            .into_iter()
            .map(|to| Edge { to, likeness: likeness(self.article(at), self.article(to)) });
        edges.filter(|edge| edge.likeness >= LEAST).collect()
    }

    /// The articles before article `at` that share enough of its terms, in order.
    fn candidates(&self, at: u32, meetings: &mut Meetings) -> Vec<u32> {
        let (profile, vector) = self.article(at);
        let mut meet = |holders: &Holders, term: Term, days: (i32, i32), needed: u8| {
            holders
                .of(term, days)
                .filter(|other| *other < at)
                .for_each(|other| meetings.meet(other, needed));
        };
        for term in vector.heaviest(&profile.terms, LOOKED_UP) {
            let known = self.rarity.holders(term) <= TOO_COMMON;
            match profile.day {
                Some(day) => meet(
                    &self.near,
                    term,
                    (day.saturating_sub(NEAR).max(FIRST), day.saturating_add(NEAR)),
                    SHARED,
                ),
                None if known => meet(&self.near, term, (FIRST, i32::MAX), SHARED),
                None => {}
            }
            if known {
                meet(&self.near, term, (UNDATED, UNDATED), SHARED);
            }
        }
        let rare = |(term, _, _): &Entry| self.rarity.holders(*term) <= TOO_COMMON_FAR;
        for (term, day, _) in far_entries(at, (profile, vector)).filter(rare) {
            meet(&self.far, term, (FIRST, day.saturating_sub(NEAR + 1)), SHARED_FAR);
            meet(&self.far, term, (day.saturating_add(NEAR + 1), i32::MAX), SHARED_FAR);
        }
        meetings.enough()
    }

    fn related_to(&self, at: u32, wanted: impl Fn(u32) -> bool) -> Vec<Edge> {
        let this = self.article(at);
        // How many terms are shared, and whether one is a name.
        let mut shared: FxHashMap<u32, (u8, bool)> = FxHashMap::default();
        for term in this
            .1
            .heaviest(&this.0.terms, LOOKED_UP)
            .into_iter()
            .filter(|term| self.rarity.holders(*term) <= TOO_COMMON)
        {
            for other in self.near.of(term, (UNDATED, i32::MAX)).filter(|other| wanted(*other)) {
                let (count, name) = shared.entry(other).or_default();
                (*count, *name) = (count.saturating_add(1), *name || Kind::of(term) == Kind::Name);
            }
        }
        let alike = shared.into_iter().filter(|(_, (count, name))| *count >= SHARED_STORY && *name);
        let edges = alike.map(|(to, _)| Edge { to, likeness: likeness(this, self.article(to)) });
        let mut edges: Vec<Edge> = edges.filter(|edge| edge.likeness >= STORY).collect();
        edges.sort_unstable_by_key(|edge| {
            (Reverse(edge.likeness), self.profiles[edge.to as usize].key)
        });
        edges.truncate(RELATED);
        edges
    }
}

/// An article with the weights of its terms.
type Weighed<'a> = (&'a Profile, &'a Vector);

/// The entries of an article by its `count` heaviest terms.
fn entries(at: u32, (profile, vector): Weighed, count: usize) -> impl Iterator<Item = Entry> {
    let day = profile.day.unwrap_or(UNDATED);
    vector.heaviest(&profile.terms, count).into_iter().map(move |term| (term, day, at))
}

/// The same for those that are found whatever the day.
fn far_entries(at: u32, article: Weighed) -> impl Iterator<Item = Entry> {
    entries(at, article, if article.0.day.is_some() { LOOKED_UP_FAR } else { 0 })
}

/// Gives every article the edges that others have to it, of which each has those to earlier ones.
fn mirror(edges: &mut [Vec<Edge>]) {
    let mut later = vec![0; edges.len()];
    edges.iter().flatten().for_each(|edge| later[edge.to as usize] += 1);
    edges.iter_mut().zip(later).for_each(|(edges, later)| edges.reserve_exact(later));
    for at in 0..edges.len() {
        // Later ones come in order, so that each list stays in order.
        let earlier = edges[at].partition_point(|edge| (edge.to as usize) < at);
        for place in 0..earlier {
            let Edge { to, likeness } = edges[at][place];
            edges[to as usize].push(Edge { to: at as u32, likeness });
        }
    }
}
