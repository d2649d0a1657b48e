//! A standing grouping, into which articles can be taken one by one.

use std::collections::BTreeSet;

use rayon::prelude::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::analysis::event::likeness::{Compared, Edge, Index, ONE, Vector};
use crate::analysis::event::profile::{Profile, Term};
use crate::analysis::event::rarity::{Change, Rarity};
use crate::analysis::event::rounds::{Items, Rounds};

/// Articles and the events that they tell. The events depend on the articles alone, not on the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Grouping {
    profiles: Vec<Profile>,
    rarity: Rarity,
    vectors: Vec<Vector>,
    index: Index,
    /// Of each article what it is like, in order.
    edges: Vec<Vec<Edge>>,
    days: Vec<Option<i32>>,
    keys: Vec<u64>,
    rounds: Rounds,
}

/// One of how many articles may be weighed anew before it costs less to group all anew.
const ANEW: usize = 6;

impl Grouping {
    /// The grouping of the articles with these profiles.
    pub fn new(profiles: Vec<Profile>) -> Grouping {
        let rarity = Rarity::new(profiles.iter(), profiles.len());
        Grouping::with(rarity, profiles)
    }

    /// The grouping of the articles with these profiles, some of a library whose terms are so rare.
    pub fn with(rarity: Rarity, profiles: Vec<Profile>) -> Grouping {
        let vectors: Vec<Vector> = profiles.par_iter().map(|profile| Vector::new(profile, &rarity)).collect();
        let index = Index::new(&profiles, &vectors);
        let compared = Compared { profiles: &profiles, vectors: &vectors, rarity: &rarity };
        let earlier = |at: u32| index.edges(at, compared, |other| other < at);
        let mut edges: Vec<Vec<Edge>> = (0..profiles.len() as u32).into_par_iter().map(earlier).collect();
        mirror(&mut edges);
        let (days, keys) = profiles.iter().map(|profile| (profile.day, profile.key)).unzip();
        let mut grouping = Grouping { profiles, rarity, vectors, index, edges, days, keys, rounds: Rounds::default() };
        grouping.rounds = Rounds::new(&grouping.items());
        grouping
    }

    /// Takes one article more in, which gets the next index. Only what is like it is grouped anew, but for those times
    /// when the weights of many terms take a step.
    pub fn add(&mut self, profile: Profile) {
        let at = self.profiles.len() as u32;
        let change = self.rarity.add(&profile, self.profiles.len() + 1);
        self.days.push(profile.day);
        self.keys.push(profile.key);
        self.vectors.push(Vector::new(&profile, &self.rarity));
        self.profiles.push(profile);
        self.edges.push(Vec::new());
        let reweighed = match change {
            Change::Nothing => Vec::new(),
            Change::Terms(terms) => self.holders(&terms),
            Change::Everything => return self.anew(),
        };
        if reweighed.len() > self.profiles.len() / ANEW {
            return self.anew();
        }
        let mut dirty: BTreeSet<u32> = reweighed.iter().copied().chain([at]).collect();
        let lost: BTreeSet<u32> = reweighed.iter().flat_map(|article| self.take_out(*article)).collect();
        let mut found = BTreeSet::new();
        for article in reweighed.into_iter().chain([at]) {
            self.put_in(article);
            found.extend(self.connect(article));
        }
        dirty.extend(lost.difference(&found));
        let mut rounds = std::mem::take(&mut self.rounds);
        rounds.regroup(&self.items(), &dirty);
        self.rounds = rounds;
    }

    /// What was grouped, in the order in which it came.
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// The articles of each event, in order, in order of the first.
    pub fn groups(&self) -> Vec<Vec<u32>> {
        self.rounds.groups()
    }

    /// For each article those of other events that may be of its story, with how alike they are from 0 to 1, most alike
    /// first.
    pub fn related(&self) -> Vec<Vec<(u32, f32)>> {
        let mut group_of = vec![0; self.profiles.len()];
        for (group, articles) in self.groups().iter().enumerate() {
            articles.iter().for_each(|article| group_of[*article as usize] = group);
        }
        let compared = Compared { profiles: &self.profiles, vectors: &self.vectors, rarity: &self.rarity };
        let related = |at: u32| {
            let found = self.index.related(at, compared, |other| group_of[other as usize] != group_of[at as usize]);
            found.into_iter().map(|edge| (edge.to, edge.likeness as f32 / ONE as f32)).collect()
        };
        (0..self.profiles.len() as u32).into_par_iter().map(related).collect()
    }

    fn anew(&mut self) {
        *self = Grouping::new(std::mem::take(&mut self.profiles));
    }

    fn items(&self) -> Items<'_> {
        Items { edges: &self.edges, days: &self.days, keys: &self.keys }
    }

    /// The articles before the last that hold one of `terms`.
    fn holders(&self, terms: &[Term]) -> Vec<u32> {
        let earlier = self.profiles.get(..self.profiles.len() - 1).unwrap_or_default();
        let holds = |profile: &Profile| terms.iter().any(|term| profile.terms.binary_search(term).is_ok());
        earlier.par_iter().enumerate().filter(|(_, profile)| holds(profile)).map(|(at, _)| at as u32).collect()
    }

    /// Takes an article out of the index and from its neighbours, which it gives.
    fn take_out(&mut self, article: u32) -> Vec<u32> {
        let at = article as usize;
        self.index.remove(article, &self.profiles[at], &self.vectors[at]);
        let before = std::mem::take(&mut self.edges[at]);
        for edge in &before {
            self.edges[edge.to as usize].retain(|back| back.to != article);
        }
        before.into_iter().map(|edge| edge.to).collect()
    }

    /// Puts an article into the index with its weights of now.
    fn put_in(&mut self, article: u32) {
        let at = article as usize;
        self.vectors[at] = Vector::new(&self.profiles[at], &self.rarity);
        self.index.add(article, &self.profiles[at], &self.vectors[at]);
    }

    /// Connects an article with its neighbours in the index, which it gives.
    fn connect(&mut self, article: u32) -> Vec<u32> {
        let compared = Compared { profiles: &self.profiles, vectors: &self.vectors, rarity: &self.rarity };
        let edges = self.index.edges(article, compared, |_| true);
        for edge in &edges {
            let theirs = &mut self.edges[edge.to as usize];
            let place = theirs.binary_search_by_key(&article, |back| back.to);
            let back = Edge { to: article, likeness: edge.likeness };
            match place {
                Ok(place) => theirs[place] = back,
                Err(place) => theirs.insert(place, back),
            }
        }
        let found = edges.iter().map(|edge| edge.to).collect();
        self.edges[article as usize] = edges;
        found
    }
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
