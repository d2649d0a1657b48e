//! What the library answers to what is asked of it. Whoever carries out effects decides on which
//! thread.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::effect::{Asked, Effect, Scope};
use crate::app::message::Message;
use crate::app::overlay::everything::LISTED;
use crate::view::shelf::Shelf;

/// Articles that are shown before the rest of what a search finds: a screen of them.
const FIRST: usize = 25;

/// The beginning of the answer to a search over everything, which comes sooner than all of it.
pub fn first_answer(shelf: &dyn Shelf, effect: &Effect, cancelled: &AtomicBool) -> Option<Message> {
    let Effect::Find(Scope::Everything, Asked { query, marks, .. }, generation) = effect else {
        return None;
    };
    let is = |article, known| marks.is(shelf, article, known);
    let found = shelf.everywhere(query, &is, FIRST, cancelled);
    (!found.is_empty() && !cancelled.load(Ordering::Relaxed))
        .then_some(Message::Begun(*generation, found))
}

/// The answer to an effect that asks something of `shelf`; `None` where it asks something else.
/// Stops early when `cancelled` is set.
pub fn answer(shelf: &dyn Shelf, effect: &Effect, cancelled: &AtomicBool) -> Option<Message> {
    Some(match effect {
        Effect::Find(scope, Asked { written, query, marks }, generation) => {
            let is = |article, known| marks.is(shelf, article, known);
            match scope {
                // One more than are listed tells whether there are more.
                Scope::Everything => {
                    Message::Found(*generation, shelf.everywhere(query, &is, LISTED + 1, cancelled))
                }
                Scope::Filter => Message::Filtered(
                    *generation,
                    written.trim().to_owned(),
                    shelf.filter(query, &is, cancelled),
                ),
            }
        }
        Effect::Speakers(generation) => {
            let all = shelf.speakers(cancelled);
            (!cancelled.load(Ordering::Relaxed)).then_some(Message::Speakers(*generation, all))?
        }
        Effect::Open(article, number) => {
            Message::Opened(*number, shelf.open(*article).map(Box::new))
        }
        Effect::Regroup(corrections, asked) => {
            Message::Regrouped(*asked, shelf.regrouped(corrections, cancelled)?)
        }
        Effect::Seek(unread, number) => {
            Message::Unread(*number, unread.seek(shelf, usize::MAX, cancelled))
        }
        _ => return None,
    })
}
