//! What each action does: one line an action. The work is in the files that the lines name; what an
//! action means over the panes each overlay knows by itself.

use crate::app::acting::entering;
use crate::app::adjust::{alone, hide, mouse, pane, point, soft, theme, width};
use crate::app::answer::Answer;
use crate::app::below::Below;
use crate::app::choice::Motion;
use crate::app::closing::{close, leave};
use crate::app::corrections::{apart, join};
use crate::app::dismissals::{dismiss_here, dismiss_pair_here};
use crate::app::effect::Effect;
use crate::app::go::{back, compare, cross, forward, next_hit, version, walk};
use crate::app::hand::{bookmark, browser, copy_here, editor};
use crate::app::layout::Pane;
use crate::app::links::bind;
use crate::app::overlay::bookmarks::BookmarkList;
use crate::app::overlay::brief::BriefPage;
use crate::app::overlay::conflicts::Conflicts;
use crate::app::overlay::corrections::CorrectionList;
use crate::app::overlay::headlines::Headlines;
use crate::app::overlay::help::Help;
use crate::app::overlay::jumps::JumpList;
use crate::app::overlay::machine::Machine;
use crate::app::overlay::matrix::Table;
use crate::app::overlay::notes::NoteList;
use crate::app::overlay::omissions::Gaps;
use crate::app::overlay::palette::Palette;
use crate::app::overlay::problems::ProblemList;
use crate::app::overlay::search::Search;
use crate::app::overlay::speakers::Speakers;
use crate::app::overlay::writing::Writing;
use crate::app::overlay::{Overlay, filter};
use crate::app::panes::{focus, left, motion, open, right, turn};
use crate::app::searching::open_everything;
use crate::app::state::{Loading, State};
use crate::app::undoing::{redo, undo};
use crate::app::unread::{next_unread, toggle};
use crate::app::{carry, corrections, hints, opening, titles};
use crate::config::action::Action;
use crate::view::walk::{Walk, Way};

/// Carries out one action. The only thing that changes the state on a reader's behalf.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    let (said, refused) = (state.notice.take(), std::mem::take(&mut state.refused));
    state.pending.clear();
    // What was to be closed never opened: that it said why is closed in its place.
    if action == Action::Leave && refused && said.is_some() && state.overlay.is_none() {
        return Vec::new();
    }
    let act = |state: &mut State| {
        if state.overlay.is_some() { in_overlay(state, action) } else { in_panes(state, action) }
    };
    let enters = matches!(action, Action::Open | Action::Right);
    let mut effects = if enters { entering(state, act) } else { act(state) };
    effects.extend(hints::used(state, action));
    state.settle();
    effects.extend(opening::asks(state));
    effects
}

fn in_panes(state: &mut State, action: Action) -> Vec<Effect> {
    use Overlay as Over;
    match action {
        Action::Down | Action::Up | Action::Top | Action::Bottom => step(state, action),
        Action::HalfDown | Action::HalfUp => step(state, action),
        Action::PageDown | Action::PageUp => step(state, action),
        Action::Left => left(state),
        Action::Right => right(state),
        Action::NextPane => turn(state, 1),
        Action::PreviousPane => turn(state, 2),
        Action::List => focus(state, Pane::List),
        Action::Text => focus(state, Pane::Text),
        Action::Topics => focus(state, Pane::Topics),
        Action::Open => open(state),
        Action::NextConflict => walk(state, Walk::Dispute, Way::On),
        Action::PreviousConflict => walk(state, Walk::Dispute, Way::Back),
        Action::NextQuote => walk(state, Walk::Quote, Way::On),
        Action::PreviousQuote => walk(state, Walk::Quote, Way::Back),
        Action::NextTopic => walk(state, Walk::Topic, Way::On),
        Action::PreviousTopic => walk(state, Walk::Topic, Way::Back),
        Action::NextUnread => next_unread(state, Way::On),
        Action::PreviousUnread => next_unread(state, Way::Back),
        Action::NextVersion => version(state, Way::On),
        Action::PreviousVersion => version(state, Way::Back),
        Action::Cross => cross(state),
        Action::Back => back(state),
        Action::Forward => forward(state),
        Action::Jumps => lay(state, Over::Jumps, JumpList::open),
        Action::Compare => compare(state),
        Action::Conflicts => lay(state, Over::Conflicts, Conflicts::open),
        Action::Dismiss => dismiss_here(state),
        Action::DismissPair => dismiss_pair_here(state),
        Action::Search => lay_on(state, Pane::Text, Over::Search, Search::open),
        Action::NextHit => next_hit(state, Way::On),
        Action::PreviousHit => next_hit(state, Way::Back),
        Action::Filter => lay_on(state, Pane::List, Over::Filter, filter::open),
        Action::SearchAll => open_everything(state),
        Action::Palette => lay(state, Over::Palette, Palette::open),
        Action::Speakers => lay(state, Over::Speakers, Speakers::open),
        Action::Matrix => lay(state, Over::Matrix, Table::open),
        Action::Omissions => lay(state, Over::Omissions, Gaps::open),
        Action::Headlines => lay(state, Over::Headlines, Headlines::open),
        Action::Brief => lay(state, Over::Brief, BriefPage::open),
        Action::Bookmark => bookmark(state),
        Action::Bookmarks => lay(state, Over::Bookmarks, BookmarkList::open),
        // To see what is written on.
        Action::Note => lay_on(state, Pane::Text, Over::Note, Writing::open),
        Action::Notes => lay(state, Over::Notes, NoteList::open),
        Action::Link => bind(state),
        Action::Read => toggle(state),
        Action::Copy => copy_here(state),
        Action::Browser => browser(state),
        Action::Editor => editor(state),
        Action::Sort | Action::Fold | Action::Timeline => in_list(state, action),
        Action::Join => join(state),
        Action::Apart => apart(state),
        Action::Undo => undo(state),
        Action::Redo => redo(state),
        Action::Name if state.focus == Pane::List => corrections::open_naming(state),
        Action::Name => titles::name(state),
        Action::Corrections => lay(state, Over::Corrections, CorrectionList::open),
        Action::Soft => soft(state),
        Action::Point => point(state),
        Action::Wider => width(state, 4),
        Action::Narrower => width(state, -4),
        Action::WiderPane => pane(state, 2),
        Action::NarrowerPane => pane(state, -2),
        Action::HideList => hide(state, Pane::List),
        Action::HideTopics => hide(state, Pane::Topics),
        Action::Alone => alone(state),
        Action::Theme => theme(state),
        Action::Mouse => mouse(state),
        Action::Problems => lay(state, Over::Problems, ProblemList::open),
        Action::Reload => reload(state),
        Action::Help => lay(state, Over::Help, Help::open),
        Action::Close => close(state),
        Action::Leave => leave(state),
        Action::Quit => vec![Effect::Quit],
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
    }
}

/// What actions mean while something lies over the panes.
fn in_overlay(state: &mut State, action: Action) -> Vec<Effect> {
    let answer = state.ask_overlay(|machine, below| {
        if machine.opener() == Some(action) {
            return machine.shut(below);
        }
        match machine.act(action, below) {
            Answer::Pass => in_any(machine, action, below),
            answer => answer,
        }
    });
    match answer {
        Answer::Pass => beside(state, action),
        answer => answered(state, answer),
    }
}

/// What an action means in any overlay that has no meaning of its own for it.
fn in_any(machine: &mut dyn Machine, action: Action, below: &Below<'_>) -> Answer {
    match action {
        Action::Close | Action::Leave | Action::Left => machine.shut(below),
        Action::Open | Action::Right | Action::Cross | Action::Search => Answer::Stay,
        _ => match Motion::of(action) {
            Some(motion) if below.layout.is_some() => {
                machine.step(motion, below);
                Answer::Stay
            }
            Some(_) => Answer::Stay,
            None => Answer::Pass,
        },
    }
}

/// What an action means over the panes, whatever lies there.
fn beside(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Copy => copy_here(state),
        Action::Theme => theme(state),
        Action::Help => {
            if let Ok(help) = Help::open(&state.below()) {
                state.lay_over(Overlay::Help(Box::new(help)));
            }
            Vec::new()
        }
        Action::Quit => vec![Effect::Quit],
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
        _ => state.say("close this first: q"),
    }
}

/// Does what an overlay answered.
pub(super) fn answered(state: &mut State, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Run(action) => {
            state.lift();
            update(state, action)
        }
        Answer::Do(action) => in_panes(state, action),
        answer => carry::out(state, answer),
    }
}

/// Lays something over the panes, or says why there is nothing to show.
fn lay<T>(
    state: &mut State,
    over: fn(Box<T>) -> Overlay,
    open: fn(&Below<'_>) -> Result<T, String>,
) -> Vec<Effect> {
    match open(&state.below()) {
        Ok(opened) => state.lay(over(Box::new(opened))),
        Err(words) => state.refuse(words),
    }
    Vec::new()
}

/// Likewise, with the pane in sight that it is about.
fn lay_on<T>(
    state: &mut State,
    pane: Pane,
    over: fn(Box<T>) -> Overlay,
    open: fn(&Below<'_>) -> Result<T, String>,
) -> Vec<Effect> {
    lay(state, over, open);
    if state.overlay.is_some() {
        state.focus = pane;
    }
    Vec::new()
}

/// Moves in whatever has the keys.
fn step(state: &mut State, action: Action) -> Vec<Effect> {
    Motion::of(action).map_or_else(Vec::new, |by| motion(state, by))
}

/// How the list is put together.
fn in_list(state: &mut State, action: Action) -> Vec<Effect> {
    let (list, shelf) = (&mut state.list, state.shelf.as_ref());
    let answer = match action {
        Action::Sort => list.sort_next(shelf, state.settings.soft),
        Action::Fold => list.fold(shelf),
        _ => list.turn_sequence(shelf),
    };
    carry::out(state, answer)
}

fn reload(state: &mut State) -> Vec<Effect> {
    state.loading = Some(Loading { what: "reading again".into(), cancelled: false });
    vec![Effect::Reload]
}
