//! Keys played to a session without a terminal: for pictures of the screen and for tests.

use std::sync::atomic::AtomicBool;

use crate::analysis::{Depth, correction};
use crate::app::{Effect, Message, Scope, State, receive};
use crate::config::key::{Key, sequence};
use crate::view::{Coverage, find};

/// Plays `keys` to the session: sequences with spaces between them (`]c x g g ctrl-o`), and
/// `text:WORD` for letters to type. Searches and groupings are answered at once; the other effects are given
/// back.
///
/// # Errors
/// The word that is no key.
pub fn play(state: &mut State, keys: &str) -> Result<Vec<Effect>, String> {
    let mut left = Vec::new();
    for word in keys.split_whitespace() {
        let pressed = match word.strip_prefix("text:") {
            Some(typed) => typed.chars().map(Key::char).collect(),
            None => sequence(word).ok_or_else(|| format!("{word:?} is no key; write keys like ]c, x, ctrl-o, text:WORD"))?,
        };
        for key in pressed {
            for effect in receive(state, Message::Key(key)) {
                left.extend(answer(state, effect));
            }
        }
    }
    Ok(left)
}

/// Answers a search or a grouping; any other effect comes back.
fn answer(state: &mut State, effect: Effect) -> Option<Effect> {
    let go_on = AtomicBool::new(false);
    let message = match effect {
        Effect::Find(Scope::Everything, query, generation) => Message::Found(generation, find::everywhere(&state.coverage, &query, &go_on)),
        Effect::Find(Scope::Filter, query, generation) => {
            let kept = find::filter(&state.coverage, &query, &go_on);
            Message::Filtered(generation, query, kept)
        }
        Effect::Regroup(corrections, asked) => {
            let Coverage { corpus, findings, .. } = state.coverage.as_ref();
            let regrouped = correction::regroup(corpus, findings, corrections, Depth::Everything, &|| false);
            Message::Regrouped(asked, Box::new(regrouped))
        }
        other => return Some(other),
    };
    receive(state, message);
    None
}
