//! What each action does. One line an action; the work is in the functions below.

use std::sync::Arc;

use tui_input::Input;

use crate::app::choice::{Choice, Motion};
use crate::app::jumps::Place;
use crate::app::layout::{Layout, Pane};
use crate::app::overlay::{Compare, Everything, Overlay, Palette, Search};
use crate::app::{Bookmark, Crossing, Effect, Loading, State, Topics};
use crate::config::WIDTHS;
use crate::config::action::Action;
use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::text::sentence::index_at;
use crate::view::Coverage;
use crate::view::compare::compare;
use crate::view::event::{Finding, Soft, Spot, conflict_between, sides};
use crate::view::find::Needle;
use crate::view::outline::{self, Counts};
use crate::view::sidebar;
use crate::view::walk::{self, Crossed, From, Stop, Walk, Way};

/// Carries out one action. The only thing that changes the state on a reader's behalf.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    state.notice = None;
    state.pending.clear();
    let effects = if state.overlay.is_some() { in_overlay(state, action) } else { in_panes(state, action) };
    state.settle();
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
        Action::NextConflict => walk(state, Walk::Conflict, Way::On),
        Action::PreviousConflict => walk(state, Walk::Conflict, Way::Back),
        Action::NextQuote => walk(state, Walk::Quote, Way::On),
        Action::PreviousQuote => walk(state, Walk::Quote, Way::Back),
        Action::NextTopic => walk(state, Walk::Topic, Way::On),
        Action::PreviousTopic => walk(state, Walk::Topic, Way::Back),
        Action::NextVersion => version(state, Way::On),
        Action::PreviousVersion => version(state, Way::Back),
        Action::Cross => cross(state),
        Action::Back => back(state),
        Action::Forward => forward(state),
        Action::Compare => open_compare(state),
        Action::Search => open_search(state),
        Action::NextHit => next_hit(state, Way::On),
        Action::PreviousHit => next_hit(state, Way::Back),
        Action::Filter => open_filter(state),
        Action::SearchAll => show(state, Overlay::Everything(Everything::default())),
        Action::Palette => show(state, Overlay::palette()),
        Action::Bookmark => bookmark(state),
        Action::Bookmarks => open_bookmarks(state),
        Action::Copy => copy(state),
        Action::Browser => browser(state),
        Action::Editor => editor(state),
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
    match &mut state.overlay {
        None => match state.focus {
            Pane::List => state.list.choice.step(motion, state.list.rows.len(), layout.rows(Pane::List)),
            Pane::Topics => state.topics.choice.step(motion, state.topics.rows.len(), layout.rows(Pane::Topics)),
            Pane::Text => {
                let height = state.text_height();
                state.reader.step(motion.rows(height));
            }
        },
        Some(Overlay::Help(help)) => help.top = scrolled(help.top, motion, help.lines.len(), height),
        Some(Overlay::Compare(compare)) => {
            let rows = compare.rows[0].len().max(compare.rows[1].len());
            compare.scroll = scrolled(compare.scroll, motion, rows, height);
        }
        Some(Overlay::Palette(palette)) => palette.choice.step(motion, palette.found.len(), height),
        Some(Overlay::Everything(everything)) => everything.choice.step(motion, everything.found.len(), height),
        Some(Overlay::Bookmarks(choice)) => choice.step(motion, state.bookmarks.len(), height),
        Some(Overlay::Problems(choice)) => {
            let count = state.coverage.problems.len() + state.coverage.notices.len();
            choice.step(motion, count, height);
        }
        Some(Overlay::Search(_) | Overlay::Filter(_)) => {}
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
        Pane::List => match state.list.rows.get(state.list.choice.selected) {
            Some(outline::Row::Event(event)) if !state.list.open.contains(event) => open(state),
            Some(outline::Row::Event(_)) => motion(state, Motion::Rows(1)),
            _ => open(state),
        },
        Pane::Topics => open(state),
    }
}

fn shut_event(state: &mut State) -> Vec<Effect> {
    let Some(outline::Row::Event(event) | outline::Row::Article(event, _)) = state.list.rows.get(state.list.choice.selected).copied()
    else {
        return Vec::new();
    };
    state.list.open.remove(&event);
    state.make_list();
    if let Some(at) = state.list.rows.iter().position(|row| *row == outline::Row::Event(event)) {
        state.list.choice.selected = at;
    }
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
    match state.list.rows.get(state.list.choice.selected).copied() {
        Some(outline::Row::Event(event)) => {
            if !state.list.open.remove(&event) {
                state.list.open.insert(event);
            }
            state.make_list();
            Vec::new()
        }
        Some(outline::Row::Article(_, article)) => {
            if state.reader.article != Some(article) {
                go(state, article, 0, None);
            }
            focus(state, Pane::Text)
        }
        None => Vec::new(),
    }
}

fn open_topic(state: &mut State) -> Vec<Effect> {
    match state.topics.rows.get(state.topics.choice.selected).copied() {
        Some(sidebar::Row::Heading(heading, _)) => {
            state.topics.open = (state.topics.open != Some(heading)).then_some(heading);
            state.make_topics();
            let at = state.topics.rows.iter().position(|row| matches!(row, sidebar::Row::Heading(other, _) if *other == heading));
            state.topics.choice.selected = at.unwrap_or(0);
            state.show_group(at.unwrap_or(0));
            Vec::new()
        }
        Some(sidebar::Row::Version(passage)) => {
            let finding = state.topic().map(Finding::Topic);
            go_stop(state, Stop { passage, finding });
            focus(state, Pane::Text)
        }
        Some(sidebar::Row::Conflict(index)) => {
            let Some(conflict) = state.event().and_then(|event| event.conflicts.get(index)) else { return Vec::new() };
            // The side in the open article, if it has one: the shortest way.
            let here = |passage: &Passage| Some(passage.article) == state.reader.article;
            let passage = [conflict.a.passage, conflict.b.passage].into_iter().find(here).unwrap_or(conflict.a.passage);
            go_stop(state, Stop { passage, finding: Some(Finding::Conflict(index)) });
            focus(state, Pane::Text)
        }
        Some(sidebar::Row::Missing(_)) => state.say("this outlet says nothing of it"),
        None => Vec::new(),
    }
}

/// A click on a row of a list: chooses it; opens a heading, or a row that was chosen already.
pub(super) fn click_row(state: &mut State, pane: Pane, row: usize, fresh: bool) -> Vec<Effect> {
    let (choice, count, heading) = match pane {
        Pane::List => (&mut state.list.choice, state.list.rows.len(), matches!(state.list.rows.get(row), Some(outline::Row::Event(_)))),
        _ => (&mut state.topics.choice, state.topics.rows.len(), matches!(state.topics.rows.get(row), Some(sidebar::Row::Heading(..)))),
    };
    if row >= count {
        return Vec::new();
    }
    let again = choice.selected == row && !fresh;
    choice.selected = row;
    if heading || again { open(state) } else { Vec::new() }
}

/// Jumps to a place, noting the one that is left.
fn go(state: &mut State, article: ArticleId, at: usize, stop: Option<Stop>) {
    if let Some(here) = state.place() {
        state.jumps.leave(here);
    }
    stand(state, Place { article, at, stop });
}

fn go_stop(state: &mut State, stop: Stop) {
    go(state, stop.passage.article, stop.passage.span.start, Some(stop));
}

/// Puts the cursor at a place, with the passage a third down the pane.
fn stand(state: &mut State, place: Place) {
    let coverage = Arc::clone(&state.coverage);
    state.reader.open(&coverage, state.settings.soft, place.article, place.at);
    state.reader.stop = place.stop;
    state.focus = Pane::Text;
    let column = state.layout().map_or(40, |layout| usize::from(layout.column(state.settings.width).width));
    state.reader.fit(&coverage, state.settings.soft, column);
    let height = state.text_height();
    state.reader.aim(height);
    state.choose_in_list();
}

fn walk(state: &mut State, walk: Walk, way: Way) -> Vec<Effect> {
    let Some(place) = state.place() else { return state.say("nothing is open") };
    let (conflicts, hidden) = conflict_counts(state);
    if walk == Walk::Conflict && conflicts == 0 {
        let hint = if hidden > 0 { format!("; {hidden} soft ones are hidden: S shows them") } else { String::new() };
        return state.say(format!("no conflicts in this event{hint}"));
    }
    let from = From { article: place.article, at: place.at, stop: place.stop, topic: state.topic() };
    let coverage = Arc::clone(&state.coverage);
    let view = Arc::clone(&state.reader.view);
    let Some((event, stop, crossed)) = walk::step(&coverage, &view, state.settings.soft, walk, way, from) else {
        let what = match walk {
            Walk::Conflict => "conflicts",
            Walk::Quote => "quotes",
            Walk::Topic => "other topics",
        };
        return state.say(format!("no {what} here"));
    };
    go_stop(state, stop);
    let label = coverage.findings.events.get(event).map_or("", |event| event.label.as_str());
    match (crossed, way) {
        (Crossed::Nothing, _) => Vec::new(),
        (Crossed::Event, Way::On) => state.say(format!("on to the next event: {label}")),
        (Crossed::Event, Way::Back) => state.say(format!("back to the event before: {label}")),
        (Crossed::End, Way::On) => state.say("that was the last; on from the first"),
        (Crossed::End, Way::Back) => state.say("that was the first; on from the last"),
    }
}

/// Shown conflicts of the open event, and those that only soft ones would add.
fn conflict_counts(state: &State) -> (usize, usize) {
    let all = state.event().map_or(0, |event| event.conflicts.len());
    let shown = state.reader.view.conflicts().len();
    (shown, all - shown)
}

fn version(state: &mut State, way: Way) -> Vec<Effect> {
    let (Some(topic), Some(place)) = (state.topic(), state.place()) else {
        return state.say("no topic here; ]t goes to the next");
    };
    match walk::next_version(&state.coverage, &state.reader.view, topic, place.article, way) {
        Some(stop) => {
            go_stop(state, stop);
            Vec::new()
        }
        None => state.say("no other outlet tells this"),
    }
}

fn cross(state: &mut State) -> Vec<Effect> {
    if let Some(crossing) = &mut state.crossing
        && state.reader.stop.is_some_and(|stop| Some(&stop.passage) == crossing.sides.get(crossing.at))
    {
        crossing.at = (crossing.at + 1) % crossing.sides.len();
    } else {
        let Some(Stop { passage, finding: Some(finding) }) = state.reader.current else {
            return state.say("nothing to cross here; ]c goes to the next conflict");
        };
        let sides = sides(&state.coverage, &state.reader.view, Spot { passage, finding }, state.settings.soft);
        if sides.len() < 2 {
            return state.say("no other side here; ]c goes to the next conflict");
        }
        // The finding itself is the origin: the cursor may stand at the beginning of its line only.
        state.reader.cursor = passage.span.start;
        state.reader.stop = state.reader.current;
        state.crossing = Some(Crossing { sides, at: 1, finding });
    }
    let Some(crossing) = state.crossing.clone() else { return Vec::new() };
    let Some(passage) = crossing.sides.get(crossing.at).copied() else { return Vec::new() };
    let finding = finding_of_side(state, &crossing, passage);
    go_stop(state, Stop { passage, finding: Some(finding) });
    let count = crossing.sides.len();
    match crossing.at {
        0 => state.say("back where it began"),
        at if count > 2 => state.say(format!("side {} of {count}; x goes on", at + 1)),
        _ => Vec::new(),
    }
}

/// Which finding a side of a crossing stands for: the conflict with where it began, where there is one.
fn finding_of_side(state: &State, crossing: &Crossing, passage: Passage) -> Finding {
    let (Finding::Conflict(index), Some(event), Some(origin)) = (crossing.finding, state.event(), crossing.sides.first().copied()) else {
        return crossing.finding;
    };
    if passage == origin {
        return crossing.finding;
    }
    let group = event.conflicts.get(index).map(|conflict| conflict.group);
    let beside = || {
        event.conflicts.iter().position(|conflict| {
            Some(conflict.group) == group
                && state.settings.soft.shows(conflict)
                && [conflict.a.passage, conflict.b.passage].contains(&passage)
        })
    };
    conflict_between(event, origin, passage).or_else(beside).map_or(crossing.finding, Finding::Conflict)
}

fn back(state: &mut State) -> Vec<Effect> {
    let Some(here) = state.place() else { return Vec::new() };
    match state.jumps.back(here) {
        Some(place) => {
            stand(state, place);
            Vec::new()
        }
        None => state.say("nothing to go back to"),
    }
}

fn forward(state: &mut State) -> Vec<Effect> {
    match state.jumps.forward() {
        Some(place) => {
            stand(state, place);
            Vec::new()
        }
        None => state.say("nothing ahead"),
    }
}

fn show(state: &mut State, overlay: Overlay) -> Vec<Effect> {
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

fn open_compare(state: &mut State) -> Vec<Effect> {
    let Some(stop @ Stop { passage, finding: Some(finding) }) = state.reader.current else {
        return state.say("nothing to compare here; ]c goes to the next conflict");
    };
    let mut sides = sides(&state.coverage, &state.reader.view, Spot { passage, finding }, state.settings.soft);
    if let Some(crossing) = &state.crossing
        && crossing.sides.get(crossing.at) == Some(&passage)
        && crossing.at > 0
        && let Some(origin) = crossing.sides.first()
    {
        // In the middle of a crossing the pair is the one of the status line: here, and where it began.
        sides.retain(|side| side != origin);
        sides.insert(1.min(sides.len()), *origin);
    }
    let Some(other) = sides.get(1).copied() else { return state.say("no other side here") };
    let comparison = compare(&state.coverage, passage, other);
    let rows = Default::default();
    show(state, Overlay::Compare(Box::new(Compare { origin: stop, sides, at: 1, comparison, scroll: 0, rows, width: 0 })))
}

/// The next side comes to the right of the comparison.
fn next_side(state: &mut State) -> Vec<Effect> {
    let coverage = Arc::clone(&state.coverage);
    let Some(Overlay::Compare(open)) = &mut state.overlay else { return Vec::new() };
    open.at = if open.at + 1 < open.sides.len() { open.at + 1 } else { 1 };
    let (Some(left), Some(right)) = (open.sides.first().copied(), open.sides.get(open.at).copied()) else { return Vec::new() };
    open.comparison = compare(&coverage, left, right);
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
    show(state, Overlay::Filter(Input::new(query)))
}

/// Brings the cursor to the first hit at or after byte `from`, or round to the first of all.
pub(super) fn hit_from(state: &mut State, from: usize) {
    let hits = &state.reader.hits;
    let next = hits.partition_point(|hit| hit.start < from);
    if let Some(hit) = hits.get(next).or(hits.first()).copied() {
        let wrapped = hit.start < from;
        stand_on_hit(state, hit);
        if wrapped {
            state.notice = Some("found nothing further down; on from the top".into());
        }
    }
}

fn stand_on_hit(state: &mut State, hit: Span) {
    state.reader.cursor = hit.start;
    state.reader.stop = None;
    let height = state.text_height();
    let (row, top) = (state.reader.row(), state.reader.top_row());
    if !(top..top + height).contains(&row) {
        state.reader.aim(height);
    }
}

fn next_hit(state: &mut State, way: Way) -> Vec<Effect> {
    if state.reader.needle.is_empty() {
        return state.say("nothing searched for yet: / searches this text, s everything");
    }
    state.focus = Pane::Text;
    let (hits, at) = (&state.reader.hits, state.reader.cursor);
    let (next, round) = match way {
        Way::On => (hits.iter().find(|hit| hit.start > at), hits.first()),
        Way::Back => (hits.iter().rev().find(|hit| hit.start < at), hits.last()),
    };
    let Some(hit) = next.or(round).copied() else { return state.say("not in this text") };
    let wrapped = next.is_none();
    if let Some(here) = state.place() {
        state.jumps.leave(here);
    }
    stand_on_hit(state, hit);
    match (wrapped, way) {
        (false, _) => Vec::new(),
        (true, Way::On) => state.say("that was the last; on from the top"),
        (true, Way::Back) => state.say("that was the first; on from the bottom"),
    }
}

/// Goes to the chosen place of a search over everything; its words can be walked with n.
pub(super) fn open_found(state: &mut State, everything: &Everything) -> Vec<Effect> {
    let Some(passage) = everything.found.get(everything.choice.selected).copied() else {
        state.overlay = Some(Overlay::Everything(everything.clone()));
        return Vec::new();
    };
    state.reader.needle = Needle::new(everything.input.value());
    go(state, passage.article, passage.span.start, None);
    let coverage = Arc::clone(&state.coverage);
    state.reader.search(&coverage);
    Vec::new()
}

/// Does what the palette's chosen line says.
pub(super) fn run_palette(state: &mut State, palette: &Palette) -> Vec<Effect> {
    palette.found.get(palette.choice.selected).map_or_else(Vec::new, |entry| update(state, entry.action))
}

/// The passage that copy and bookmark mean: the current finding, else the sentence at the cursor.
fn passage_here(state: &State) -> Option<Passage> {
    if let Some(stop) = state.reader.current {
        return Some(stop.passage);
    }
    let article = state.reader.article?;
    let sentences = state.coverage.findings.articles.get(article.index()).map_or(&[][..], |found| &found.sentences);
    let row = state.reader.page.rows.get(state.reader.row());
    let span = index_at(sentences, state.reader.cursor).and_then(|at| sentences.get(at).copied()).unwrap_or(row);
    Some(Passage::new(article, span))
}

fn bookmark(state: &mut State) -> Vec<Effect> {
    let Some(passage) = passage_here(state) else { return state.say("nothing is open") };
    let article = state.coverage.corpus.article(passage.article);
    // A bookmark's words only remind, and find the place when the text has changed; a row of them is enough.
    let at = passage.span.start;
    let words: String = article.text.get(at..passage.span.end).unwrap_or("").chars().take(120).collect();
    let name = format!("{} · {} · {at}", outline::outlet(article), article.id);
    let bookmark = Bookmark { name, words, place: Some((passage.article, at)) };
    state.bookmarks.retain(|other| other.name != bookmark.name);
    state.bookmarks.push(bookmark.clone());
    state.say("bookmarked; ' goes to one");
    vec![Effect::Keep(bookmark)]
}

fn open_bookmarks(state: &mut State) -> Vec<Effect> {
    if state.bookmarks.is_empty() {
        return state.say("no bookmarks yet: m sets one");
    }
    show(state, Overlay::Bookmarks(Choice::default()))
}

fn drop_bookmark(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Bookmarks(choice)) = &mut state.overlay else { return state.say("close this first: q") };
    if choice.selected >= state.bookmarks.len() {
        return Vec::new();
    }
    let dropped = state.bookmarks.remove(choice.selected);
    choice.selected = choice.selected.min(state.bookmarks.len().saturating_sub(1));
    if state.bookmarks.is_empty() {
        state.overlay = None;
    }
    vec![Effect::Drop(dropped.name)]
}

fn go_bookmark(state: &mut State, index: usize) -> Vec<Effect> {
    let Some(bookmark) = state.bookmarks.get(index) else { return Vec::new() };
    match bookmark.place {
        Some((article, at)) => {
            go(state, article, at, None);
            Vec::new()
        }
        None => state.say("the article of this bookmark is not open, or its words are gone"),
    }
}

fn copy(state: &mut State) -> Vec<Effect> {
    let passages = match &state.overlay {
        Some(Overlay::Compare(open)) => vec![open.comparison.left.passage, open.comparison.right.passage],
        _ => passage_here(state).into_iter().collect(),
    };
    if passages.is_empty() {
        return state.say("nothing to copy");
    }
    let cited: Vec<String> = passages.into_iter().map(|passage| citation(&state.coverage, passage)).collect();
    state.say("sent to the terminal's clipboard");
    vec![Effect::Copy(cited.join("\n"))]
}

/// The words of a passage and where they stand, for handing on.
fn citation(coverage: &Coverage, passage: Passage) -> String {
    let article = coverage.corpus.article(passage.article);
    let words = coverage.corpus.words(passage).split_whitespace().collect::<Vec<_>>().join(" ");
    let title = if article.title.is_empty() { String::new() } else { format!("“{}”", article.title) };
    let url = article.url.clone().unwrap_or_default();
    let source = [outline::outlet(article), title, outline::day(article), url];
    let source: Vec<_> = source.into_iter().filter(|part| !part.is_empty()).collect();
    crate::text::safe::lines(&format!("{words}\n— {}\n", source.join(", "))).into_owned()
}

fn browser(state: &mut State) -> Vec<Effect> {
    let Some(article) = state.article() else { return state.say("nothing is open") };
    match article.url.clone() {
        // Nothing but pages of the web is handed to the desktop.
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => {
            state.say("opening in the browser");
            vec![Effect::Browser(url)]
        }
        _ => state.say("this article has no address on the web; e opens its file"),
    }
}

fn editor(state: &mut State) -> Vec<Effect> {
    let Some(article) = state.article() else { return state.say("nothing is open") };
    if article.path.is_empty() {
        return state.say("this article is in no file of its own");
    }
    // In plain text the offset tells the line; in pages and records it does not.
    let plain = [".txt", ".text"].iter().any(|ending| article.path.to_lowercase().ends_with(ending));
    let before = article.text.get(..state.reader.cursor).unwrap_or("");
    let line = if plain { 1 + before.matches('\n').count() } else { 1 };
    vec![Effect::Editor(article.path.clone(), line)]
}

fn soft(state: &mut State) -> Vec<Effect> {
    let (soft, words) = match state.settings.soft {
        Soft::Hidden => (Soft::Shown, "soft conflicts are shown"),
        Soft::Shown => (Soft::Hidden, "soft conflicts are hidden"),
    };
    state.settings.soft = soft;
    state.counts = Counts::new(&state.coverage, soft);
    let coverage = Arc::clone(&state.coverage);
    state.reader.forget(&coverage, soft);
    (state.reader.stop, state.crossing) = (None, None);
    let hidden = conflict_counts(state).1;
    let also = if soft == Soft::Hidden && hidden > 0 { format!(": {hidden} in this event") } else { String::new() };
    state.say(format!("{words}{also}"))
}

fn width(state: &mut State, by: isize) -> Vec<Effect> {
    let column = |state: &State| state.layout().map_or(0, |layout| usize::from(layout.column(state.settings.width).width));
    // From what is seen, not from what was asked for: a narrow screen answers the first press too.
    state.settings.width = column(state).saturating_add_signed(by).clamp(*WIDTHS.start(), *WIDTHS.end());
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
    let words = if state.settings.mouse { "the mouse is rashomon's again" } else { "the mouse is the terminal's; M takes it back" };
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
        Some(Overlay::Filter(_)) => clear_filter(state),
        Some(Overlay::Help(help)) if help.query.is_some() => {
            let overlay = Overlay::help(&state.settings.config.keymap);
            state.overlay = Some(overlay);
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
    if !state.reader.needle.is_empty() {
        clear_search(state);
    } else if state.list.filter.is_some() {
        clear_filter(state);
    } else if state.focus != Pane::Text {
        state.focus = Pane::Text;
    }
    Vec::new()
}

fn clear_search(state: &mut State) {
    state.reader.needle = Needle::default();
    state.reader.hits.clear();
}

fn clear_filter(state: &mut State) {
    state.generation += 1; // an answer on its way is not wanted any more
    state.list.filter = None;
    state.make_list();
    state.choose_in_list();
}

/// `q`: closes what is open; a drawer counts. At the top it quits.
fn leave(state: &mut State) -> Vec<Effect> {
    let drawer = state.focus != Pane::Text && !state.layout().is_some_and(|layout| Layout::all_beside(&layout));
    if state.loading.is_none() && (drawer || !state.reader.needle.is_empty() || state.list.filter.is_some()) {
        return close_pane(state);
    }
    vec![Effect::Quit]
}

/// Takes in what was loaded; after a reload the reader stays where they were.
pub(super) fn load(state: &mut State, coverage: Arc<Coverage>) -> Vec<Effect> {
    let before = state.article().map(|article| article.id.clone()).zip(state.place());
    let again = before.is_some();
    state.coverage = coverage;
    state.loading = None;
    state.counts = Counts::new(&state.coverage, state.settings.soft);
    state.topics = Topics::default();
    state.crossing = None;
    state.jumps.clear();
    state.overlay = None;
    state.list.filter = None;
    let place = before.and_then(|(id, place)| Some(Place { article: state.coverage.corpus.find(&id)?, stop: None, ..place }));
    let first = || {
        let event = state.counts.most_disputed()?;
        let article = state.coverage.findings.events.get(event)?.articles.first()?;
        Some(Place { article: *article, at: 0, stop: None })
    };
    let place = place.or_else(first);
    let reader = std::mem::take(&mut state.reader);
    (state.reader.needle, state.reader.top) = (reader.needle, reader.top);
    if !again {
        open_few(state);
    }
    state.make_list();
    if let Some(place) = place {
        let text = &state.coverage.corpus.article(place.article).text;
        let at = (0..=place.at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        stand(state, Place { at, ..place });
    }
    match (state.coverage.problems.len(), state.coverage.corpus.articles().len()) {
        (_, 0) | (0, _) => Vec::new(),
        (1, _) => state.say("one problem: P shows it"),
        (count, _) => state.say(format!("{count} problems: P shows them")),
    }
}

/// Opens all events in the list where they fit on a screen or so.
fn open_few(state: &mut State) {
    const A_SCREEN_OR_SO: usize = 60;
    let events = &state.coverage.findings.events;
    let rows = events.len() + events.iter().map(|event| event.articles.len()).sum::<usize>();
    state.list.open = if rows <= A_SCREEN_OR_SO { (0..events.len()).collect() } else { std::collections::BTreeSet::new() };
}
