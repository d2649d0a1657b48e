//! The list of the bookmarks.

use crate::app::answer::{Aim, Answer, Revision};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::jumps::Place;
use crate::app::made::Bookmark;
use crate::app::overlay::machine::Machine;
use crate::config::action::Action;

/// The list of the bookmarks.
#[derive(Clone, Copy, Debug, Default)]
pub struct BookmarkList {
    /// The chosen one.
    pub choice: Choice,
}

impl BookmarkList {
    /// The list at its first.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<BookmarkList, String> {
        match below.bookmarks {
            [] => Err("no bookmarks yet: m sets one".into()),
            _ => Ok(BookmarkList::default()),
        }
    }
}

impl Machine for BookmarkList {
    fn opener(&self) -> Option<Action> {
        Some(Action::Bookmarks)
    }

    fn choose(&mut self, row: usize) -> bool {
        self.choice.selected = row;
        true
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        self.choice.step(motion, below.bookmarks.len(), below.height());
    }

    fn act(&mut self, action: Action, below: &Below<'_>) -> Answer {
        let index = self.choice.selected;
        match action {
            Action::Open | Action::Right => match below.bookmarks.get(index) {
                Some(Bookmark { place: Some((article, at)), .. }) => {
                    Answer::Go(Aim::Place(Place::at(*article, *at)))
                }
                Some(_) => Answer::CloseSaying(
                    "the article of this bookmark is not open, or its words are gone".into(),
                ),
                None => Answer::Close,
            },
            Action::Bookmark => Answer::Change(Revision::Unmark(index)),
            _ => Answer::Pass,
        }
    }

    fn after_change(&mut self, below: &Below<'_>) -> Answer {
        self.choice.selected = self.choice.selected.min(below.bookmarks.len().saturating_sub(1));
        if below.bookmarks.is_empty() { Answer::Close } else { Answer::Stay }
    }
}
