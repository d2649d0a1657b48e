//! Questions of a reader, answered as plain data with marks. Knows no screen.

pub mod brief;
pub mod compare;
pub mod conflicts;
pub mod counterpart;
pub mod event;
pub mod find;
#[cfg(test)]
#[path = "../tests/support/coverage.rs"]
pub(crate) mod fixture;
pub mod headlines;
pub mod judged;
pub mod link;
pub mod marks;
pub mod matrix;
pub mod omission;
pub mod origin;
pub mod outline;
pub mod point;
pub mod query;
pub mod record;
pub mod shelf;
pub mod sidebar;
pub mod speaker;
pub mod topic;
pub mod unread;
pub mod walk;

use std::collections::BTreeSet;

use crate::analysis::Findings;
use crate::corpus::{ArticleId, Corpus, Passage, Problem};
use crate::view::judged::Judged;
use crate::view::link::Link;
use crate::view::shelf::{Anchor, Number};

/// What is loaded and what was found in it: an immutable snapshot.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The articles.
    pub corpus: Corpus,
    /// What the analysis found.
    pub findings: Findings,
    /// The articles' numbers in the library that this is a part of; empty where it is all of it,
    /// and they are numbered as they stand.
    pub numbers: Vec<Number>,
    /// What could not be read, and why.
    pub problems: Vec<Problem>,
    /// What was passed over and is nothing to mend: kinds of files that are not read.
    pub notices: Vec<Problem>,
    /// The conflicts that the reader says are none, by event and place in its list: found, and not
    /// shown.
    pub dismissed: BTreeSet<(usize, usize)>,
    /// What the reader says that passages are to each other; shown where both are of one event.
    pub links: Vec<Link>,
    /// What the second reader finds: in the order of the events, of each the surest first.
    pub judged: Vec<Judged>,
    /// What it finds in the open event and the reader says is none: kept apart, to be taken back.
    pub refused: Vec<Judged>,
    /// What the reader says of topics: the events are with it.
    pub topics: topic::Corrected,
}

impl Coverage {
    /// The number of an article in the library.
    pub fn number(&self, id: ArticleId) -> Number {
        self.numbers.get(id.index()).copied().unwrap_or_else(|| Number::from(id))
    }

    /// The place of a passage in the library.
    pub fn anchor(&self, passage: Passage) -> Anchor {
        Anchor { article: self.number(passage.article), span: passage.span }
    }

    /// The article of a number; `None` where it is not in here.
    pub fn local(&self, number: Number) -> Option<ArticleId> {
        let id = match self.numbers.as_slice() {
            [] => number.id()?,
            numbers => {
                ArticleId(u32::try_from(numbers.iter().position(|other| *other == number)?).ok()?)
            }
        };
        (id.index() < self.corpus.articles().len()).then_some(id)
    }

    /// Event number `event` by itself: its articles in the order of their letters, and what was
    /// found in them.
    pub fn only(&self, event: usize) -> Option<Coverage> {
        let mut event = self.findings.events.get(event)?.clone();
        let articles = event.articles.clone();
        let place = |id: ArticleId| {
            articles
                .iter()
                .position(|other| *other == id)
                .and_then(|place| u32::try_from(place).ok())
        };
        event.renumber(|id| ArticleId(place(id).unwrap_or(u32::MAX)));
        let findings = Findings {
            articles: articles
                .iter()
                .map(|id| self.findings.articles.get(id.index()).cloned().unwrap_or_default())
                .collect(),
            event_of: vec![0; articles.len()],
            follows: vec![None],
            events: vec![event],
            ..Findings::default()
        };
        let corpus =
            Corpus::new(articles.iter().map(|id| self.corpus.article(*id).clone()).collect());
        Some(Coverage {
            corpus,
            findings,
            numbers: articles.into_iter().map(|id| self.number(id)).collect(),
            ..Coverage::default()
        })
    }
}
