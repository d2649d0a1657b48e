//! The library: the cache of the reader's folders and what keeps it, and what the reader makes,
//! which is none of the cache. What a command is asked is answered from the files alone ([`open`]).

pub mod fetch;
pub mod gather;
pub mod keyed;
pub mod living;
pub mod own;
pub(crate) mod private;
mod sample;
pub mod shelf;
pub mod store;
pub mod watch;

pub use sample::sample;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use crate::analysis::correction::{self, Correction};
use crate::analysis::{self, Depth};
use crate::corpus::{Article, ArticleId, Corpus, Outlet, Passage, Problem};
use crate::library::own::Kept;
use crate::load::{self, Loaded, Watch};
use crate::view::judged::Judged;
use crate::view::link::Link;
use crate::view::{Coverage, conflicts};

/// Loads `paths` and analyses them as far as `depth`. `watch` follows and stops it from another
/// thread; what was read until then is in the coverage.
pub fn open(paths: &[PathBuf], depth: Depth, watch: &Watch) -> Opened {
    read(paths, watch).analyzed(depth, watch)
}

/// Loads `paths` without analysing them, for questions that need no findings.
pub fn read(paths: &[PathBuf], watch: &Watch) -> Opened {
    gathered(load::load(paths, watch), paths)
}

/// A coverage, and how many of the PATHs asked for do not exist.
#[derive(Debug, Default)]
pub struct Opened {
    /// The articles and what was found in them.
    pub coverage: Coverage,
    /// How many of the PATHs do not exist.
    pub missing: usize,
    /// The conflicts that the reader says are none, by event and place in its list; they are shown,
    /// unless they are put into the coverage.
    pub dismissed: BTreeSet<(usize, usize)>,
    /// The pairs of places of which the reader says so.
    pub refused: Vec<[Passage; 2]>,
    /// The reader's notes on passages that are there.
    pub notes: Vec<(Passage, String)>,
}

impl Opened {
    /// Leaves out what the second reader found and the reader says is no conflict.
    pub fn refuse(&mut self) {
        let is_refused = |judged: &Judged| {
            self.refused.iter().any(|pair| conflicts::are_one(judged.sides, *pair))
        };
        self.coverage.judged.retain(|judged| !is_refused(judged));
    }

    /// Names the outlets that the reader named, before anything is analysed.
    pub fn name_outlets(&mut self, kept: &Kept) {
        let named = kept.outlets(&self.coverage.corpus);
        if named.is_empty() {
            return;
        }
        let named: BTreeMap<ArticleId, Outlet> =
            named.into_iter().map(|(article, name)| (article, Outlet::named(name))).collect();
        self.coverage.corpus.set_outlets(named);
    }

    /// Analyses the articles as far as `depth`; `watch` stops it from another thread.
    #[must_use]
    pub fn analyzed(mut self, depth: Depth, watch: &Watch) -> Opened {
        let stopped = || watch.cancelled.load(Ordering::Relaxed);
        self.coverage.findings = analysis::analyze_unless(&self.coverage.corpus, depth, &stopped);
        self
    }

    /// Groups the articles as the reader corrected it, where anything that is kept says something
    /// of them; `depth` is that of the analysis.
    pub fn correct(&mut self, kept: &Kept, depth: Depth, watch: &Watch) {
        let corrections: Vec<Correction> =
            kept.corrected(&self.coverage.corpus).into_iter().flatten().collect();
        let stopped = || watch.cancelled.load(Ordering::Relaxed);
        if corrections.is_empty() || stopped() {
            return;
        }
        let Coverage { corpus, findings, .. } = &mut self.coverage;
        let regrouped = correction::regroup(corpus, findings, corrections, depth, &stopped);
        findings.take_in(regrouped);
    }

    /// Takes in the reader's links, where both their sides are there.
    pub fn link(&mut self, kept: &Kept) {
        let places = kept.linked(&self.coverage.corpus);
        let link = |(link, [a, b]): (&own::Link, [Option<Passage>; 2])| {
            Some(Link { kind: link.kind, why: link.why.clone(), sides: [a?, b?] })
        };
        self.coverage.links = kept.links().iter().zip(places).filter_map(link).collect();
    }

    /// Takes in the reader's notes, where their passages are there.
    pub fn annotate(&mut self, kept: &Kept) {
        let places = kept.noted(&self.coverage.corpus);
        let note = |(note, at): (&own::Note, Option<Passage>)| Some((at?, note.text.clone()));
        self.notes = kept.notes().iter().zip(places).filter_map(note).collect();
    }

    /// Names and joins the topics of the events as they are grouped, as the reader did.
    pub fn retell(&mut self, kept: &Kept) {
        let corrections = kept.retold(&self.coverage.corpus).into_iter().flatten().collect();
        self.coverage.correct_topics(corrections);
    }

    /// Finds which conflicts of the events as they are grouped the reader says are none.
    pub fn dismiss(&mut self, kept: &Kept) {
        self.refused = kept.dismissed(&self.coverage.corpus).into_iter().flatten().collect();
        self.dismissed = conflicts::between(&self.coverage, self.refused.iter().copied());
    }
}

/// What is said of an article that is longer than articles are.
fn too_long(article: &Article) -> Problem {
    let what = format!(
        "its first {} kB are analysed, the rest is shown and searched",
        analysis::ANALYSED / 1000
    );
    Problem {
        path: article.source().to_owned(),
        line: None,
        what,
        hint: "a file of many articles can be given as JSONL".into(),
    }
}

fn gathered(loaded: Loaded, paths: &[PathBuf]) -> Opened {
    let mut notices: Vec<Problem> = loaded.notice(paths).into_iter().collect();
    let corpus = Corpus::new(loaded.articles);
    notices.extend(
        corpus
            .articles()
            .iter()
            .filter(|article| article.text.len() > analysis::ANALYSED)
            .map(too_long),
    );
    Opened {
        coverage: Coverage { corpus, problems: loaded.problems, notices, ..Coverage::default() },
        missing: loaded.missing,
        ..Opened::default()
    }
}
