//! Questions of a reader, answered as plain data with marks. Knows no screen.

pub mod compare;
pub mod conflicts;
pub mod event;
pub mod find;
#[cfg(test)]
#[path = "../tests/support/coverage.rs"]
pub(crate) mod fixture;
pub mod marks;
pub mod matrix;
pub mod omission;
pub mod outline;
pub mod record;
pub mod sidebar;
pub mod speaker;
pub mod walk;

use std::collections::BTreeSet;

use crate::analysis::Findings;
use crate::corpus::{Corpus, Problem};

/// What is loaded and what was found in it: an immutable snapshot.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The articles.
    pub corpus: Corpus,
    /// What the analysis found.
    pub findings: Findings,
    /// What could not be read, and why.
    pub problems: Vec<Problem>,
    /// What was passed over and is nothing to mend: kinds of files that are not read.
    pub notices: Vec<Problem>,
    /// The conflicts that the reader says are none, by event and place in its list: found, and not shown.
    pub dismissed: BTreeSet<(usize, usize)>,
}
