//! Keys played to a session without a terminal: for pictures of the screen and for tests.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::app::effect::Effect;
use crate::app::message::Message;
use crate::app::receive::receive;
use crate::app::reply::answer;
use crate::app::state::State;
use crate::config::key::{Key, sequence};

/// Plays `keys` to the session: sequences with spaces between them (`]c x g g ctrl-o`), and
/// `text:WORD` for letters to type. What is asked of the library is answered at once; the other
/// effects are given back.
///
/// # Errors
/// The word that is no key.
pub fn play(state: &mut State, keys: &str) -> Result<Vec<Effect>, String> {
    let mut left = Vec::new();
    for word in keys.split_whitespace() {
        let pressed = match word.strip_prefix("text:") {
            Some(typed) => typed.chars().map(Key::char).collect(),
            None => sequence(word).ok_or_else(|| {
                format!("{word:?} is no key; write keys like ]c, x, ctrl-o, text:WORD")
            })?,
        };
        for key in pressed {
            let effects = receive(state, Message::Key(key));
            left.extend(answered(state, effects));
        }
    }
    Ok(left)
}

/// Answers what is asked of the library, and what the answers ask; the other effects come back.
fn answered(state: &mut State, mut effects: Vec<Effect>) -> Vec<Effect> {
    let mut left = Vec::new();
    while !effects.is_empty() {
        let shelf = Arc::clone(&state.shelf);
        for effect in std::mem::take(&mut effects) {
            match answer(shelf.as_ref(), &effect, &AtomicBool::new(false)) {
                Some(message) => effects.extend(receive(state, message)),
                None => left.push(effect),
            }
        }
    }
    left
}
