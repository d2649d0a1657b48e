//! What the reader made in this session is taken back, and made again, step by step.

use crate::app::effect::Effect;
use crate::app::made::{Made, Undone};
use crate::app::state::State;
use crate::app::{corrections, dismissals, links, notes, titles};
use crate::config::action::Action;

/// Takes back the last correction, dismissal, note or link of this session.
pub(super) fn undo(state: &mut State) -> Vec<Effect> {
    let Some(last) = state.made.last().cloned() else { return nothing(state) };
    match last {
        Made::Correction => {
            let Some(correction) = state.corrections.all.last().cloned() else { return Vec::new() };
            state.undone.push(Undone::Correction(Box::new(correction)));
            corrections::take_back(state, state.corrections.all.len() - 1)
        }
        Made::Dismissal => {
            let Some(place) = state.dismissals.len().checked_sub(1) else { return Vec::new() };
            let effects = dismissals::restore(state, place);
            let restored = effects.iter().filter_map(|effect| match effect {
                Effect::Restore(all) => Some(Undone::Dismissals(all.clone())),
                _ => None,
            });
            state.undone.extend(restored);
            effects
        }
        Made::Note(rewritten) => {
            state.made.pop();
            state.undone.push(Undone::Note(rewritten.clone()));
            notes::undo(state, *rewritten)
        }
        Made::Link(rewritten) => {
            state.made.pop();
            state.undone.push(Undone::Link(rewritten.clone()));
            links::undo(state, *rewritten)
        }
        Made::Topic(rewritten) => {
            state.made.pop();
            state.undone.push(Undone::Topic(rewritten.clone()));
            titles::undo(state, *rewritten)
        }
    }
}

/// Where nothing was made in this session.
fn nothing(state: &mut State) -> Vec<Effect> {
    let key = state.settings.key_of(Action::Corrections);
    // Each dismissed dispute is listed once, so there is one where there is any dismissal.
    let any = !state.corrections.all.is_empty()
        || !state.titles.is_empty()
        || !state.dismissals.is_empty();
    let earlier = if any { format!("; {key} lists the earlier ones") } else { String::new() };
    state.say(format!("nothing was corrected since rashomon was started{earlier}"))
}

/// Does again what was undone last.
pub(super) fn redo(state: &mut State) -> Vec<Effect> {
    let key = state.settings.key_of(Action::Undo);
    match state.undone.pop() {
        Some(Undone::Correction(correction)) => corrections::again(state, *correction),
        Some(Undone::Dismissals(all)) => dismissals::again(state, all),
        Some(Undone::Note(rewritten)) => notes::again(state, *rewritten),
        Some(Undone::Link(rewritten)) => links::again(state, *rewritten),
        Some(Undone::Topic(rewritten)) => titles::again(state, *rewritten),
        None => state.say(format!("nothing was undone that could be done again; {key} undoes")),
    }
}
