//! What each action does: one line an action. Here is the work in panes, lists and overlays; going
//! from place to place is in `go`, what is taken along in `hand`.

use tui_input::Input;

use crate::analysis::Gap;
use crate::app::choice::{Choice, Motion};
use crate::app::conflicts::{self, in_conflicts, open_conflicts};
use crate::app::corrections::{apart, go_correction, join, listed, open_corrections, undo};
use crate::app::dismissals::dismiss;
use crate::app::everything::{self, Line, open_everything};
use crate::app::go::{
    back, cross, dispute_counts, finding_of_side, forward, go, go_stop, next_hit, version, walk,
    walk_comparing,
};
use crate::app::hand::{
    bookmark, browser, copy, drop_bookmark, editor, go_bookmark, open_bookmarks,
};
use crate::app::jumps::Place;
use crate::app::layout::{Layout, Pane};
use crate::app::matrix::{in_matrix, open_matrix};
use crate::app::notes::{self, go_note, in_notes, open_notes};
use crate::app::omissions::{in_omissions, open_omissions};
use crate::app::overlay::{Compare, Overlay, Palette, Search};
use crate::app::reader::Sought;
use crate::app::reading::{self, next_unread};
use crate::app::speakers::{self, in_speakers, open_speakers};
use crate::app::{Crossing, Effect, Loading, State};
use crate::config::WIDTHS;
use crate::config::action::Action;
use crate::view::compare::compare;
use crate::view::event::{Finding, Soft, Spot, sides};
use crate::view::outline::{self, Order, Sequence, Singles};
use crate::view::sidebar;
use crate::view::walk::{Stop, Walk, Way};

/// Carries out one action. The only thing that changes the state on a reader's behalf.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    state.notice = None;
    state.pending.clear();
    let act = |state: &mut State| {
        if state.overlay.is_some() { in_overlay(state, action) } else { in_panes(state, action) }
    };
    let enters = matches!(action, Action::Open | Action::Right);
    let mut effects = if enters { reading::entering(state, act) } else { act(state) };
    state.settle();
    effects.extend(state.asks());
    effects
}

fn in_panes(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Down => motion(state, Motion::Rows(1)),
        Action::Up => motion(state, Motion::Rows(-1)),
        Action::Left => left(state),
        Action::Right => right(state),
        Action::Top => motion(state, Motion::Top),
        Action::Bottom => motion(state, Motion::Bottom),
        Action::HalfDown => motion(state, Motion::Half(1)),
        Action::HalfUp => motion(state, Motion::Half(-1)),
        Action::PageDown => motion(state, Motion::Page(1)),
        Action::PageUp => motion(state, Motion::Page(-1)),
        Action::NextPane => pane(state, 1),
        Action::PreviousPane => pane(state, 2),
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
        Action::Compare => open_compare(state),
        Action::Conflicts => open_conflicts(state),
        Action::Dismiss => dismiss(state),
        Action::Search => open_search(state),
        Action::NextHit => next_hit(state, Way::On),
        Action::PreviousHit => next_hit(state, Way::Back),
        Action::Filter => open_filter(state),
        Action::SearchAll => open_everything(state),
        Action::Palette => show(state, Overlay::palette()),
        Action::Speakers => open_speakers(state),
        Action::Matrix => open_matrix(state),
        Action::Omissions => open_omissions(state),
        Action::Bookmark => bookmark(state),
        Action::Bookmarks => open_bookmarks(state),
        Action::Note => notes::write(state),
        Action::Notes => open_notes(state),
        Action::Read => reading::toggle(state),
        Action::Copy => copy(state),
        Action::Browser => browser(state),
        Action::Editor => editor(state),
        Action::Sort => sort(state),
        Action::Fold => fold(state),
        Action::Timeline => timeline(state),
        Action::Join => join(state),
        Action::Apart => apart(state),
        Action::Undo => undo(state),
        Action::Corrections => open_corrections(state),
        Action::Soft => soft(state),
        Action::Wider => width(state, 4),
        Action::Narrower => width(state, -4),
        Action::Theme => theme(state),
        Action::Mouse => mouse(state),
        Action::Problems => open_problems(state),
        Action::Reload => reload(state),
        Action::Help => help(state),
        Action::Close => close(state),
        Action::Leave => leave(state),
        Action::Quit => vec![Effect::Quit],
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
    }
}

/// What actions mean while something lies over the panes.
fn in_overlay(state: &mut State, action: Action) -> Vec<Effect> {
    if state.overlay.as_ref().is_some_and(|overlay| overlay.toggles(action)) {
        return close(state);
    }
    let own = match state.overlay {
        Some(Overlay::Speakers(_)) => in_speakers(state, action),
        Some(Overlay::Matrix(_)) => in_matrix(state, action),
        Some(Overlay::Conflicts(_)) => in_conflicts(state, action),
        Some(Overlay::Omissions(_)) => in_omissions(state, action),
        Some(Overlay::Notes(_)) => in_notes(state, action),
        _ => None,
    };
    if let Some(effects) = own {
        return effects;
    }
    match action {
        Action::Down => motion(state, Motion::Rows(1)),
        Action::Up => motion(state, Motion::Rows(-1)),
        Action::Top => motion(state, Motion::Top),
        Action::Bottom => motion(state, Motion::Bottom),
        Action::HalfDown => motion(state, Motion::Half(1)),
        Action::HalfUp => motion(state, Motion::Half(-1)),
        Action::PageDown => motion(state, Motion::Page(1)),
        Action::PageUp => motion(state, Motion::Page(-1)),
        Action::Open | Action::Right => open_in_overlay(state),
        Action::Cross => next_side(state),
        Action::NextConflict if matches!(state.overlay, Some(Overlay::Compare(_))) => {
            compare_next(state, Way::On)
        }
        Action::PreviousConflict if matches!(state.overlay, Some(Overlay::Compare(_))) => {
            compare_next(state, Way::Back)
        }
        Action::Undo
            if matches!(state.overlay, Some(Overlay::Corrections(_) | Overlay::Notes(_))) =>
        {
            undo(state)
        }
        Action::Dismiss
            if matches!(state.overlay, Some(Overlay::Conflicts(_) | Overlay::Compare(_))) =>
        {
            dismiss(state)
        }
        Action::Copy => copy(state),
        Action::Search => search_help(state),
        Action::Bookmark => drop_bookmark(state),
        Action::Close | Action::Leave | Action::Left => close(state),
        Action::Theme => theme(state),
        Action::Quit => vec![Effect::Quit],
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
        _ => state.say("close this first: q"),
    }
}

/// Moves in whatever has the keys.
pub(super) fn motion(state: &mut State, motion: Motion) -> Vec<Effect> {
    let Some(layout) = state.layout() else { return Vec::new() };
    let height = usize::from(state.size.height).saturating_sub(8).max(1);
    let corrections = listed(state);
    match &mut state.overlay {
        None => match state.focus {
            Pane::List => {
                state.list.choice.step(motion, state.list.outline.len(), layout.rows(Pane::List));
            }
            Pane::Topics => step_topics(state, motion, layout.rows(Pane::Topics)),
            Pane::Text => {
                let height = state.text_height();
                state.reader.step(motion.rows(height));
            }
        },
        Some(Overlay::Help(help)) => {
            help.top = scrolled(help.top, motion, help.lines.len(), height);
        }
        Some(Overlay::Compare(compare)) => {
            let rows = compare.rows[0].len().max(compare.rows[1].len());
            compare.scroll = scrolled(compare.scroll, motion, rows, height);
        }
        Some(Overlay::Palette(palette)) => palette.choice.step(motion, palette.found.len(), height),
        Some(Overlay::Everything(everything)) => everything.step(motion, &layout),
        Some(Overlay::Speakers(list)) => speakers::step(list, motion, &layout),
        Some(Overlay::Matrix(table)) => table.step(motion, &layout),
        Some(Overlay::Conflicts(list)) => list.step(motion, &layout),
        Some(Overlay::Omissions(gaps)) => gaps.step(motion, &layout),
        Some(Overlay::Corrections(choice)) => choice.step(motion, corrections, height),
        Some(Overlay::Bookmarks(choice)) => choice.step(motion, state.bookmarks.len(), height),
        Some(Overlay::Notes(choice)) => choice.step(motion, state.notes.all().len(), height),
        Some(Overlay::Problems(choice)) => {
            let count = state.problems.len() + state.notices.len();
            choice.step(motion, count, height);
        }
        Some(Overlay::Search(_) | Overlay::Filter(_) | Overlay::Note(_)) => {}
    }
    Vec::new()
}

/// A first line in view, moved, such that the last page stays full.
fn scrolled(top: usize, motion: Motion, count: usize, height: usize) -> usize {
    top.saturating_add_signed(motion.rows(height)).min(count.saturating_sub(height))
}

fn focus(state: &mut State, pane: Pane) -> Vec<Effect> {
    state.focus = pane;
    Vec::new()
}

fn pane(state: &mut State, steps: usize) -> Vec<Effect> {
    let at = Pane::ALL.iter().position(|pane| *pane == state.focus).unwrap_or(1);
    focus(state, Pane::ALL[(at + steps) % Pane::ALL.len()])
}

fn left(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Pane::Topics => focus(state, Pane::Text),
        Pane::Text => focus(state, Pane::List),
        Pane::List => shut_event(state),
    }
}

fn right(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Pane::Text => focus(state, Pane::Topics),
        Pane::List => match state.chosen_row() {
            Some(outline::Row::Event(event)) if !state.list.open.contains_key(&event) => {
                open(state)
            }
            Some(outline::Row::Event(_)) => motion(state, Motion::Rows(1)),
            _ => open(state),
        },
        Pane::Topics => open(state),
    }
}

fn shut_event(state: &mut State) -> Vec<Effect> {
    let Some(
        outline::Row::Event(event)
        | outline::Row::Article(event, _)
        | outline::Row::Story(event, _),
    ) = state.chosen_row()
    else {
        return Vec::new();
    };
    state.list.open.remove(&event);
    state.make_list();
    state.choose_row(outline::Row::Event(event));
    Vec::new()
}

fn open(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Pane::List => open_row(state),
        Pane::Topics => open_topic(state),
        // In the text, what opens is the comparison of what the cursor is on.
        Pane::Text => open_compare(state),
    }
}

fn open_row(state: &mut State) -> Vec<Effect> {
    match state.chosen_row() {
        Some(outline::Row::Event(event)) => {
            if state.list.open.remove(&event).is_none() {
                state.unfold(event);
            }
            state.make_list();
            Vec::new()
        }
        Some(outline::Row::Article(event, article)) => {
            let article = state
                .shelf
                .event(event)
                .and_then(|event| Some(event.articles.get(article)?.number));
            if let Some(article) = article.filter(|article| state.number() != Some(*article)) {
                let at = state.reading.last(article);
                go(state, Place::at(article, at));
            }
            focus(state, Pane::Text)
        }
        Some(outline::Row::Story(_, other)) => {
            let row = outline::Row::Event(other);
            if state.list.outline.find(row).is_none() {
                fold(state); // it is one of those folded away
            }
            state.unfold(other);
            state.make_list();
            state.choose_row(row);
            Vec::new()
        }
        Some(outline::Row::Singles(_)) => fold(state),
        None => Vec::new(),
    }
}

/// Sorts the list by the next thing that it can be sorted by.
fn sort(state: &mut State) -> Vec<Effect> {
    state.list.by = state.list.by.next();
    state.sort_list();
    state.say(match state.list.by {
        Order::Time => "events by time, the newest first",
        Order::Outlets => "events by how many outlets tell them",
        Order::Disputes => "events by how many disputes they hold",
    })
}

/// Folds the events of one article away, or lists them again.
fn fold(state: &mut State) -> Vec<Effect> {
    let count = outline::singles(state.shelf.as_ref());
    if count == 0 {
        return state.say("every event here has several articles");
    }
    let (singles, words) = match state.list.singles {
        Singles::Listed => (Singles::Folded, "folded into the last row"),
        Singles::Folded => (Singles::Listed, "listed"),
    };
    state.list.singles = singles;
    state.make_list();
    let also = if state.list.filter.is_some() { " when the filter is gone" } else { "" };
    state.say(format!("events of one article are {words}{also}: {count}"))
}

/// An event's articles by their letters, or by time.
fn timeline(state: &mut State) -> Vec<Effect> {
    let (sequence, words) = match state.list.sequence {
        Sequence::Letters => {
            (Sequence::Timeline, "articles of an event by time, undated ones last")
        }
        Sequence::Timeline => (Sequence::Letters, "articles of an event by outlet"),
    };
    state.list.sequence = sequence;
    let open: Vec<usize> = state.list.open.keys().copied().collect();
    open.into_iter().for_each(|event| state.unfold(event));
    state.make_list();
    state.say(words)
}

/// Moves the choice among the topics from entry to entry: one may take several rows.
fn step_topics(state: &mut State, motion: Motion, height: usize) {
    let rows = &state.topics.rows;
    let choice = &mut state.topics.choice;
    let before = choice.selected;
    choice.step(motion, rows.len(), height);
    let within = sidebar::head(rows, choice.selected);
    let below =
        (choice.selected..rows.len()).find(|at| rows.get(*at).is_some_and(|row| !row.continues()));
    choice.selected =
        if within == before && choice.selected > before { below.unwrap_or(within) } else { within };
    choice.follow(rows.len(), height);
}

fn open_topic(state: &mut State) -> Vec<Effect> {
    match state.topics.rows.get(state.topics.choice.selected).copied() {
        Some(sidebar::Row::Heading(heading, _)) => {
            state.topics.open = (state.topics.open != Some(heading)).then_some(heading);
            state.make_topics();
            let at = state.topics.rows.iter().position(
                |row| matches!(row, sidebar::Row::Heading(other, _) if *other == heading),
            );
            state.topics.choice.selected = at.unwrap_or(0);
            state.show_group(at.unwrap_or(0));
            Vec::new()
        }
        Some(sidebar::Row::Version(passage, ..) | sidebar::Row::Echo(passage, _)) => {
            let finding = state.topic().map(Finding::Topic);
            go_stop(state, Stop { passage, finding });
            focus(state, Pane::Text)
        }
        Some(sidebar::Row::Dispute(index, ..)) => {
            let Some(dispute) = state.reader.view.dispute_of(index) else { return Vec::new() };
            // Its place in the open article, if it has one: the shortest way.
            let is_of_it = |spot: &&Spot| matches!(spot.finding, Finding::Conflict(index) if dispute.conflicts.contains(&index));
            let here = state
                .reader
                .article
                .and_then(|article| state.reader.view.spots(article).iter().find(is_of_it));
            let Spot { passage, finding } = here.copied().unwrap_or(dispute.first);
            go_stop(state, Stop { passage, finding: Some(finding) });
            focus(state, Pane::Text)
        }
        Some(sidebar::Row::Missing(_, Gap::LeftOut)) => state.say("this outlet leaves it out"),
        Some(sidebar::Row::Missing(_, Gap::NothingFound)) => {
            state.say("nothing was found of it in this outlet; it may tell it in other words")
        }
        None => Vec::new(),
    }
}

/// A click on a row of a list: chooses it; opens a heading, or a row that was chosen already.
pub(super) fn click_row(state: &mut State, pane: Pane, row: usize, fresh: bool) -> Vec<Effect> {
    let (choice, count, heading) = match pane {
        Pane::List => (
            &mut state.list.choice,
            state.list.outline.len(),
            matches!(
                state.list.outline.row(row),
                Some(outline::Row::Event(_) | outline::Row::Story(..) | outline::Row::Singles(_))
            ),
        ),
        _ => (
            &mut state.topics.choice,
            state.topics.rows.len(),
            matches!(state.topics.rows.get(row), Some(sidebar::Row::Heading(..))),
        ),
    };
    if row >= count {
        return Vec::new();
    }
    let row = if pane == Pane::Topics { sidebar::head(&state.topics.rows, row) } else { row };
    let again = choice.selected == row && !fresh;
    choice.selected = row;
    if heading || again { open(state) } else { Vec::new() }
}

pub(super) fn show(state: &mut State, overlay: Overlay) -> Vec<Effect> {
    state.overlay = Some(overlay);
    Vec::new()
}

fn help(state: &mut State) -> Vec<Effect> {
    let overlay = Overlay::help(&state.settings.config.keymap);
    show(state, overlay)
}

fn search_help(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Help(help)) = &mut state.overlay {
        help.query = Some(Input::default());
    }
    Vec::new()
}

pub(super) fn open_compare(state: &mut State) -> Vec<Effect> {
    let Some(stop @ Stop { passage, finding: Some(finding) }) = state.reader.current else {
        return state.say("nothing to compare here; ]c goes to the next dispute");
    };
    let mut sides =
        sides(&state.coverage, &state.reader.view, Spot { passage, finding }, state.settings.soft);
    if let Some(opposite) = state.opposite() {
        // The pair is the one of the status line, wherever a crossing has come to.
        sides.retain(|side| *side != opposite);
        sides.insert(1.min(sides.len()), opposite);
    }
    let Some(other) = sides.get(1).copied() else { return state.say("no other side here") };
    let comparison = compare(&state.coverage, passage, other);
    let rows = Default::default();
    show(
        state,
        Overlay::Compare(Box::new(Compare {
            origin: stop,
            sides,
            at: 1,
            comparison,
            scroll: 0,
            rows,
            width: 0,
            list: None,
        })),
    )
}

/// Lays the sides of what the reader was just brought to beside each other.
pub(super) fn open_compare_here(state: &mut State) -> Vec<Effect> {
    state.reader.current = state.reader.stop;
    open_compare(state)
}

/// The next dispute is compared in the place of this one. The list that it was opened from comes
/// back as long as it is of its event.
fn compare_next(state: &mut State, way: Way) -> Vec<Effect> {
    let Some(Overlay::Compare(open)) = state.overlay.take() else { return Vec::new() };
    let of_event = state.place().map(|place| place.article);
    let effects = walk_comparing(state, way);
    let stays = of_event.is_some_and(|article| state.coverage.local(article).is_some());
    if let Some(Overlay::Compare(next)) = &mut state.overlay {
        next.list = open.list.filter(|_| stays);
    }
    effects
}

/// The next side comes to the right of the comparison.
fn next_side(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Compare(open)) = &mut state.overlay else { return Vec::new() };
    open.at = if open.at + 1 < open.sides.len() { open.at + 1 } else { 1 };
    let (Some(left), Some(right)) = (open.sides.first().copied(), open.sides.get(open.at).copied())
    else {
        return Vec::new();
    };
    open.comparison = compare(&state.coverage, left, right);
    (open.scroll, open.width) = (0, 0);
    if open.sides.len() == 2 { state.say("there are only these two sides") } else { Vec::new() }
}

fn open_in_overlay(state: &mut State) -> Vec<Effect> {
    match state.overlay.take() {
        Some(Overlay::Compare(open)) => {
            let Some(passage) = open.sides.get(open.at).copied() else { return Vec::new() };
            let finding = open.origin.finding;
            let (sides, at) = (open.sides.clone(), open.at);
            if let Some(finding) = finding {
                let crossing = Crossing { sides, at, finding };
                let found = finding_of_side(state, &crossing, passage);
                state.crossing = Some(crossing);
                go_stop(state, Stop { passage, finding: Some(found) });
            }
            Vec::new()
        }
        Some(Overlay::Bookmarks(choice)) => go_bookmark(state, choice.selected),
        Some(Overlay::Notes(choice)) => go_note(state, choice.selected),
        Some(Overlay::Corrections(choice)) => go_correction(state, choice.selected),
        Some(other) => show(state, other),
        None => Vec::new(),
    }
}

fn open_search(state: &mut State) -> Vec<Effect> {
    if state.reader.article.is_none() {
        return state.say("nothing is open");
    }
    state.focus = Pane::Text;
    let origin = (state.reader.cursor, state.reader.top);
    show(state, Overlay::Search(Search { input: Input::default(), origin }))
}

fn open_filter(state: &mut State) -> Vec<Effect> {
    state.focus = Pane::List;
    let query = state.list.filter.as_ref().map(|(query, _)| query.clone()).unwrap_or_default();
    show(state, Overlay::Filter(Line { input: Input::new(query), ..Line::default() }))
}

/// Does what the palette's chosen line says.
pub(super) fn run_palette(state: &mut State, palette: &Palette) -> Vec<Effect> {
    palette
        .found
        .get(palette.choice.selected)
        .map_or_else(Vec::new, |entry| update(state, entry.action))
}

pub(super) fn soft(state: &mut State) -> Vec<Effect> {
    let (soft, words) = match state.settings.soft {
        Soft::Hidden => (Soft::Shown, "soft conflicts are shown"),
        Soft::Shown => (Soft::Hidden, "soft conflicts are hidden"),
    };
    state.settings.soft = soft;
    state.sort_list();
    state.reader.forget(&state.coverage, soft);
    (state.reader.stop, state.crossing) = (None, None);
    let hidden = dispute_counts(state).1;
    let also = if soft == Soft::Hidden && hidden > 0 {
        format!(": {hidden} in this event")
    } else {
        String::new()
    };
    state.say(format!("{words}{also}"))
}

fn width(state: &mut State, by: isize) -> Vec<Effect> {
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

fn theme(state: &mut State) -> Vec<Effect> {
    state.settings.theme = state.settings.theme.next();
    state.say(format!("theme: {}", state.settings.theme.name()))
}

fn mouse(state: &mut State) -> Vec<Effect> {
    state.settings.mouse = !state.settings.mouse;
    let words = if state.settings.mouse {
        "the mouse is rashomon's again"
    } else {
        "the mouse is the terminal's; M takes it back"
    };
    state.say(words);
    vec![Effect::Mouse(state.settings.mouse)]
}

fn open_problems(state: &mut State) -> Vec<Effect> {
    if state.problems().next().is_none() {
        return state.say("no problems: everything could be read");
    }
    show(state, Overlay::Problems(Choice::default()))
}

fn reload(state: &mut State) -> Vec<Effect> {
    state.loading = Some(Loading { what: "reading again".into(), cancelled: false });
    vec![Effect::Reload]
}

/// Closes what is open: an overlay, a search, a filter, a drawer.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    match state.overlay.take() {
        Some(Overlay::Search(search)) => {
            (state.reader.cursor, state.reader.top) = search.origin;
            clear_search(state);
        }
        Some(Overlay::Filter(line)) => {
            clear_filter(state);
            return everything::give_up(state, &line);
        }
        Some(Overlay::Everything(everything)) => {
            return everything::give_up(state, &everything.line);
        }
        Some(Overlay::Help(help)) if help.query.is_some() => {
            let overlay = Overlay::help(&state.settings.config.keymap);
            state.overlay = Some(overlay);
        }
        Some(Overlay::Speakers(mut list)) if list.typing || !list.filter.value().is_empty() => {
            list.clear();
            state.overlay = Some(Overlay::Speakers(list));
        }
        Some(Overlay::Compare(open)) => {
            state.overlay = open.list.filter(|list| !list.rows.is_empty()).map(Overlay::Conflicts);
            conflicts::come_back(state);
        }
        Some(_) => {}
        None => return close_pane(state),
    }
    Vec::new()
}

/// Esc with nothing over the panes: what was searched or filtered, then drawers.
fn close_pane(state: &mut State) -> Vec<Effect> {
    if state.loading.is_some() {
        if let Some(loading) = &mut state.loading {
            loading.cancelled = true;
        }
        return vec![Effect::Cancel];
    }
    if state.corrections.joining.take().is_some() {
        return state.say("not joined");
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

fn clear_search(state: &mut State) {
    (state.reader.sought, state.searched) = (Sought::default(), None);
    state.reader.hits.clear();
}

fn clear_filter(state: &mut State) {
    state.generation += 1; // an answer on its way is not wanted any more
    state.list.filter = None;
    state.make_list();
    if let Some(article) = state.number() {
        state.choose_in_list(article);
    }
}

/// `q`: closes what is open; a drawer counts. At the top it quits.
fn leave(state: &mut State) -> Vec<Effect> {
    let drawer = state.focus != Pane::Text
        && !state.layout().is_some_and(|layout| Layout::all_beside(&layout));
    let joining = state.corrections.joining.is_some();
    if state.loading.is_none()
        && (drawer || joining || !state.reader.sought.is_empty() || state.list.filter.is_some())
    {
        return close_pane(state);
    }
    vec![Effect::Quit]
}
