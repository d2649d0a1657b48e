//! What pages of a web archive are without: told once for all of them, with the first.

use std::collections::BTreeMap;

use crate::corpus::Problem;
use crate::load::walk::SourceFile;

/// A page of more bytes is passed over.
pub(super) const LARGEST: u64 = 64_000_000;

/// What is wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loss {
    NoText,
    Damaged,
    Letters,
    Truncated,
    Packed(String),
    TooLarge,
    GaveUp,
}

impl Loss {
    fn what(&self) -> String {
        match self {
            Loss::NoText => "no main text".to_owned(),
            Loss::Damaged => "damaged, what could be unpacked was read".to_owned(),
            Loss::Letters => "bytes not valid in its encoding, shown as \u{fffd}".to_owned(),
            Loss::Truncated => "cut off by the crawler, what it kept was read".to_owned(),
            Loss::Packed(packing) => format!("packed with {packing}, which is not read"),
            Loss::TooLarge => format!("more than {} MB, passed over", LARGEST / 1_000_000),
            Loss::GaveUp => "its parser gave up".to_owned(),
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Loss::NoText => "lists and menus have none; save others from a browser",
            Loss::Packed(_) => {
                "have the crawler ask for pages in gzip, or unpack them with another program"
            }
            _ => "where it matters, save the page from a browser",
        }
    }
}

/// How many pages there are of each loss, and the first of them.
#[derive(Debug, Default)]
pub(super) struct Losses(BTreeMap<Loss, (usize, String)>);

impl Losses {
    /// Counts the page `subject`.
    pub(super) fn add(&mut self, loss: Loss, subject: impl FnOnce() -> String) {
        self.0.entry(loss).or_insert_with(|| (0, subject())).0 += 1;
    }

    pub(super) fn told(self, file: &SourceFile) -> Vec<Problem> {
        let told = |(loss, (count, first)): (Loss, (usize, String))| {
            let which = if count == 1 {
                format!("1 of its pages, {first}")
            } else {
                format!("{count} of its pages, first {first}")
            };
            file.problem(None, format!("{}: {which}", loss.what()), loss.hint())
        };
        self.0.into_iter().map(told).collect()
    }
}
