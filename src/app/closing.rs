//! Esc and `q` with nothing over the panes: what was joined, linked, searched or filtered, then drawers, then the
//! program.

use crate::app::effect::Effect;
use crate::app::layout::{Layout, Pane};
use crate::app::searching::{clear_filter, clear_search};
use crate::app::state::State;

/// Esc: what is being read, joined, linked, searched or filtered is given up, then drawers are closed.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    if let Some(loading) = &mut state.loading {
        loading.cancelled = true;
        return vec![Effect::Cancel];
    }
    if state.corrections.joining.take().is_some() {
        return state.say("not joined");
    }
    if state.topics.joining.take().is_some() {
        return state.say("not joined");
    }
    if state.links.half.take().is_some() {
        return state.say("not linked");
    }
    if !state.reader.sought.is_empty() {
        clear_search(state);
    } else if state.list.filter.is_some() {
        clear_filter(state);
    } else if state.focus != Pane::Text {
        state.focus = Pane::Text;
    }
    Vec::new()
}

/// `q`: closes what is open; a drawer counts. At the top it quits.
pub(super) fn leave(state: &mut State) -> Vec<Effect> {
    let all_beside = state.layout().as_ref().is_some_and(Layout::all_beside);
    let drawer = state.focus != Pane::Text && !all_beside;
    let joining = state.corrections.joining.is_some()
        || state.topics.joining.is_some()
        || state.links.half.is_some();
    let sought = !state.reader.sought.is_empty() || state.list.filter.is_some();
    if state.loading.is_none() && (drawer || joining || sought) {
        return close(state);
    }
    vec![Effect::Quit]
}
