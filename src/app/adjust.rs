//! What keys change of the settings.

use crate::app::effect::Effect;
use crate::app::layout::{Pane, PointBox, SIDES};
use crate::app::state::State;
use crate::config::WIDTHS;
use crate::config::action::Action;
use crate::view::event::Soft;

/// Shows soft conflicts, or hides them.
pub(super) fn soft(state: &mut State) -> Vec<Effect> {
    let (soft, words) = match state.settings.soft {
        Soft::Hidden => (Soft::Shown, "soft disputes are shown"),
        Soft::Shown => (Soft::Hidden, "soft disputes are hidden"),
    };
    let hidden = state.dispute_counts().1;
    let none = soft == Soft::Shown && hidden == 0 && state.event().is_some();
    state.settings.soft = soft;
    state.list.sort(state.shelf.as_ref(), soft);
    state.reader.forget(&state.coverage, soft);
    (state.reader.stop, state.crossing) = (None, None);
    state.renew_overlays();
    let hidden = state.dispute_counts().1;
    let also = if soft == Soft::Hidden && hidden > 0 {
        format!(": {hidden} in this event")
    } else if none {
        "; there are none in this event".to_owned()
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

/// Makes the pane that has the keys so many columns wider; while the text has them, the list.
pub(super) fn pane(state: &mut State, by: i16) -> Vec<Effect> {
    let pane = if state.focus == Pane::Topics { Pane::Topics } else { Pane::List };
    let Some(was) = state.layout().and_then(|layout| layout.beside(pane)) else {
        return state.say(format!("{} not beside the text here", named(pane)));
    };
    set_pane(state, pane, was.saturating_add_signed(by))
}

/// Gives a pane so many columns, as far as there is room.
pub(super) fn set_pane(state: &mut State, pane: Pane, width: u16) -> Vec<Effect> {
    let width = width.clamp(*SIDES.start(), *SIDES.end());
    let panes = &mut state.settings.panes;
    let side = if pane == Pane::Topics { &mut panes.topics } else { &mut panes.list };
    *side = Some(width);
    let fitting = state.layout().and_then(|layout| layout.beside(pane)).unwrap_or(width);
    let what = if pane == Pane::Topics { "the topics have" } else { "the coverage has" };
    let room = if fitting < width { "; there is no more room" } else { "" };
    state.say(format!("{what} {fitting} columns{room}"))
}

/// Hides the list or the topics, or shows them again.
pub(super) fn hide(state: &mut State, pane: Pane) -> Vec<Effect> {
    let was_alone = std::mem::take(&mut state.settings.panes.alone);
    let panes = &mut state.settings.panes;
    let (hides, key) = match pane {
        Pane::Topics => (&mut panes.hides_topics, Action::Topics),
        _ => (&mut panes.hides_list, Action::List),
    };
    *hides = !(*hides || was_alone);
    let is_hidden = *hides;
    if is_hidden && state.focus == pane {
        state.focus = Pane::Text;
    }
    let is_beside = state.layout().is_some_and(|layout| layout.beside(pane).is_some());
    let key = state.settings.key_of(key);
    state.say(match (is_hidden, is_beside) {
        (true, _) => format!("{} hidden; {key} shows {} over the text", named(pane), them(pane)),
        (false, true) => format!("{} shown again", named(pane)),
        (false, false) => format!(
            "{} not beside the text on a screen of this width; {key} shows {}",
            named(pane),
            them(pane)
        ),
    })
}

fn named(pane: Pane) -> &'static str {
    if pane == Pane::Topics { "the topics are" } else { "the coverage is" }
}

fn them(pane: Pane) -> &'static str {
    if pane == Pane::Topics { "them" } else { "it" }
}

/// Leaves the text alone on the screen, or brings the panes back.
pub(super) fn alone(state: &mut State) -> Vec<Effect> {
    state.settings.panes.alone = !state.settings.panes.alone;
    if !state.settings.panes.alone {
        return Vec::new();
    }
    state.focus = Pane::Text;
    let key = state.settings.key_of(Action::Alone);
    state.say(format!("the text alone; {key} brings the panes back"))
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
