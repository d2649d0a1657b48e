//! What the library answers to what is asked of it. Whoever carries out effects decides on which thread.

use std::sync::atomic::AtomicBool;

use crate::app::{Effect, Message, Scope};
use crate::view::shelf::Shelf;

/// The answer to an effect that asks something of `shelf`; `None` where it asks something else. Stops early when `cancelled`
/// is set.
pub fn answer(shelf: &dyn Shelf, effect: &Effect, cancelled: &AtomicBool) -> Option<Message> {
    Some(match effect {
        Effect::Find(Scope::Everything, query, generation) => Message::Found(*generation, shelf.everywhere(query, cancelled)),
        Effect::Find(Scope::Filter, query, generation) => Message::Filtered(*generation, query.clone(), shelf.filter(query, cancelled)),
        Effect::Speakers(generation) => Message::Speakers(*generation, shelf.speakers()),
        Effect::Open(article, number) => Message::Opened(*number, shelf.open(*article).map(Box::new)),
        Effect::Seek(unread, number) => Message::Sought(*number, unread.seek(shelf, usize::MAX, cancelled)),
        Effect::Regroup(corrections, asked) => Message::Regrouped(*asked, shelf.regrouped(corrections, cancelled)),
        _ => return None,
    })
}
