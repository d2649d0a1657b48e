//! What the second reader says of the open event, as the session knows it.

use crate::view::judged::Judged;
use crate::view::shelf::Anchor;

/// What is known of the second reader's word on the open event.
#[derive(Clone, Debug, Default)]
pub struct Second {
    /// What it found in the open event, also what the reader dismissed.
    pub(super) found: Vec<Judged>,
    /// Why it does not answer, in one word.
    pub fault: Option<&'static str>,
    /// The number of the last event that it was to be asked about; answers to older ones are
    /// dropped.
    pub(super) number: u64,
    /// Whether the world has been told of that.
    pub(super) asked: bool,
}

/// What it found in any event as far as it is known, by the places in the library.
#[derive(Clone, Debug, Default)]
pub(super) struct Recollection {
    /// The findings.
    pub(super) found: Vec<Judged<Anchor>>,
    /// The number of the library that they are of: what was looked up for another one is dropped.
    pub(super) number: u64,
    /// Whether the world has been asked.
    pub(super) asked: bool,
}

impl Recollection {
    /// Another library is open.
    pub(super) fn leave(&mut self) {
        *self = Recollection { number: self.number + 1, ..Recollection::default() };
    }
}

impl Second {
    /// Another event is open, or none.
    pub(super) fn leave(&mut self) {
        *self = Second { number: self.number + 1, ..Second::default() };
    }
}
