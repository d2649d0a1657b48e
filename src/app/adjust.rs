//! What keys change of the settings.

use crate::app::effect::Effect;
use crate::app::layout::PointBox;
use crate::app::state::State;
use crate::config::WIDTHS;
use crate::view::event::Soft;

/// Shows soft conflicts, or hides them.
pub(super) fn soft(state: &mut State) -> Vec<Effect> {
    let (soft, words) = match state.settings.soft {
        Soft::Hidden => (Soft::Shown, "soft conflicts are shown"),
        Soft::Shown => (Soft::Hidden, "soft conflicts are hidden"),
    };
    state.settings.soft = soft;
    state.list.sort(state.shelf.as_ref(), soft);
    state.reader.forget(&state.coverage, soft);
    (state.reader.stop, state.crossing) = (None, None);
    state.renew_overlays();
    let hidden = state.dispute_counts().1;
    let also = if soft == Soft::Hidden && hidden > 0 {
        format!(": {hidden} in this event")
    } else {
        String::new()
    };
    state.say(format!("{words}{also}"))
}

/// Shows what the others say on the point at the cursor, or folds it away.
pub(super) fn point(state: &mut State) -> Vec<Effect> {
    let (point, words) = match state.settings.point {
        PointBox::Shown => (PointBox::Folded, "folded: what the others say on this point"),
        PointBox::Folded => {
            (PointBox::Shown, "above the topics: what the others say on this point")
        }
    };
    state.settings.point = point;
    if point == PointBox::Shown && state.layout().is_none_or(|layout| layout.point.is_none()) {
        return state.say("there is no room for it on this screen; x goes through it");
    }
    state.say(words)
}

/// Makes the text so many cells wider.
pub(super) fn width(state: &mut State, by: isize) -> Vec<Effect> {
    let column = |state: &State| {
        state.layout().map_or(0, |layout| usize::from(layout.column(state.settings.width).width))
    };
    // From what is seen, not from what was asked for: a narrow screen answers the first press too.
    state.settings.width =
        column(state).saturating_add_signed(by).clamp(*WIDTHS.start(), *WIDTHS.end());
    let fitting = column(state);
    if fitting < state.settings.width {
        state.settings.width = fitting.max(*WIDTHS.start());
        return state.say(format!("text is {fitting} cells wide; there is no more room"));
    }
    state.say(format!("text is {fitting} cells wide"))
}

/// Takes the next theme.
pub(super) fn theme(state: &mut State) -> Vec<Effect> {
    state.settings.theme = state.settings.theme.next();
    state.say(format!("theme: {}", state.settings.theme.name()))
}

/// Gives the mouse to the terminal, or takes it back.
pub(super) fn mouse(state: &mut State) -> Vec<Effect> {
    state.settings.mouse = !state.settings.mouse;
    let words = if state.settings.mouse {
        "the mouse is rashomon's again"
    } else {
        "the mouse is the terminal's; M takes it back"
    };
    state.say(words);
    vec![Effect::Mouse(state.settings.mouse)]
}
