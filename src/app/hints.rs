//! What a newcomer is told in the status lines, one thing at a time, each where it is of use and
//! until its key was used once: the way to the next dispute, the way across, both sides beside each
//! other.

use std::collections::BTreeSet;

use crate::app::effect::Effect;
use crate::app::layout::Pane;
use crate::app::state::State;
use crate::config::action::Action;
use crate::library::own::Hint;
use crate::view::event::Finding;

/// The hints in the order in which they are given: what each is about, and its words after the key.
const HINTS: [(Hint, Action, &str); 3] = [
    (Hint::Walk, Action::NextConflict, "goes to the next dispute"),
    (Hint::Cross, Action::Cross, "goes to its other side"),
    (Hint::Beside, Action::Compare, "shows both accounts side by side"),
];

/// Whether there is still something that the reader is told.
pub(crate) fn is_newcomer(state: &State) -> bool {
    !state.hints.is_empty()
}

/// The hint for where the reader is: the action that it is about, and what is said of its key.
pub(crate) fn hint(state: &State) -> Option<(Action, &'static str)> {
    if state.focus != Pane::Text || state.overlay.is_some() {
        return None;
    }
    let finding = state.reader.current.and_then(|stop| stop.finding);
    let on_dispute = matches!(finding, Some(Finding::Conflict(_)));
    let is_of_use = |hint: Hint| match hint {
        Hint::Walk => !state.reader.view.disputes().is_empty() && !on_dispute,
        Hint::Cross | Hint::Beside => on_dispute,
    };
    let (_, action, words) =
        HINTS.iter().find(|(hint, ..)| state.hints.contains(hint) && is_of_use(*hint))?;
    Some((*action, *words))
}

/// An action was used: what there is to say of it is said. Gives what is to be kept of that.
pub(super) fn used(state: &mut State, action: Action) -> Option<Effect> {
    let (hint, ..) = HINTS.iter().find(|(_, about, _)| *about == action)?;
    state.hints.remove(hint).then_some(Effect::Hinted(*hint))
}

/// All but those that did their part in an earlier session are still to be given.
pub(super) fn begin(state: &mut State, known: &BTreeSet<Hint>) -> Vec<Effect> {
    let all = HINTS.iter().map(|(hint, ..)| *hint);
    state.hints = all.filter(|hint| !known.contains(hint)).collect();
    Vec::new()
}
