//! The last rows: the current finding with its other side, its reason, notices and input.
//!
//! ```text
//!  ≠ 2/7 denial  b Brandt “told nothing before Tuesday” ≠ b engineers “had gone out …”    x other side
//!  “told nothing before Tuesday” against a report that “had gone out … in January”
//! ```

use crate::analysis::Gap;
use crate::analysis::copy::CopyKind;
use crate::analysis::copy::echo::Echo;
use crate::app::layout::{Area, Pane};
use crate::app::made::said;
use crate::app::overlay::Overlay;
use crate::app::overlay::query_line::QueryLine;
use crate::app::{State, Wait, corrections, hints, links, titles};
use crate::config::action::Action;
use crate::config::theme::Role;
use crate::corpus::Passage;
use crate::text::Span;
use crate::text::diff;
use crate::text::wrap::{self, Rows};
use crate::tui::conflicts::found_by;
use crate::tui::linking;
use crate::tui::list::comes_before;
use crate::tui::mirror;
use crate::tui::paint::{Painter, Target};
use crate::tui::parts::{Parts, Said, cells, counted, one_line, side_parts, typed_line, underline};
use crate::view::event::{Finding, against, side_of, speaker_of};
use crate::view::origin::Origin;
use crate::view::outline;
use crate::view::record::cut_in_words;
use crate::view::sidebar::{self, Heading};

/// Draws the rows; gives the cell of the cursor where a line is typed in them.
pub(super) fn render(state: &State, painter: &mut Painter<'_>, area: Area) -> Option<(u16, u16)> {
    let (first, last) = (area.y, area.y + area.height - 1);
    let typed = input(state, painter, area);
    let said = typed.is_some()
        || pending(state, painter, Area { y: last, height: 1, ..area })
        || notice(state, painter, area, last);
    if first == last && said {
        return typed;
    }
    if let Some(Overlay::Filter(line)) = &state.overlay
        && filter_words(painter, Area { y: first, height: 1, ..area }, line)
    {
        return typed;
    }
    let why = finding(state, painter, Area { y: first, height: 1, ..area });
    if first != last && !said {
        let words = why.unwrap_or_default();
        let area = Area { width: area.width - fault(state, painter, area, last), ..area };
        let area = Area { width: area.width - hint(state, painter, area, last), ..area };
        let noted = note(state, painter, Area { y: last, height: 1, ..area }, wrap::cells(&words));
        let used = noted
            + painter.put_clipped(
                area.x + 1 + noted,
                last,
                area.width.saturating_sub(noted + 2),
                &words,
                painter.look(Role::Faint),
            );
        hits(
            state,
            painter,
            Area {
                y: last,
                height: 1,
                x: area.x + 1 + used,
                width: area.width.saturating_sub(used + 2),
            },
        );
    }
    typed
}

/// `≟ unreachable`: why the second reader does not answer, at the end of the row; gives the cells
/// used.
fn fault(state: &State, painter: &mut Painter<'_>, area: Area, y: u16) -> u16 {
    let Some(word) = state.second.fault else { return 0 };
    let words = format!(" {} {word} ", painter.glyphs.judged);
    painter.put_right(area.x + area.width, y, &words, painter.look(Role::Faint)).min(area.width)
}

/// `x goes to its other side`: what a newcomer is told, at the end of the row; gives the cells used.
fn hint(state: &State, painter: &mut Painter<'_>, area: Area, y: u16) -> u16 {
    let Some((action, words)) = hints::hint(state).filter(|_| area.width >= NARROW) else {
        return 0;
    };
    let key = format!("  {}", state.settings.config.keymap.key_of(action));
    let words = format!(" {words} ");
    painter.hint_right(area.x + area.width, y, (action, &key), (&words, painter.look(Role::Notice)))
}

/// `* ask Holt who counted`: the note at the cursor, else the link to another event, before `others` cells of what else is to be
/// said; gives the cells used.
fn note(state: &State, painter: &mut Painter<'_>, line: Area, others: usize) -> u16 {
    let in_text = state.focus == Pane::Text && state.overlay.is_none();
    let said = match (state.note_here(), state.link_away()) {
        _ if !in_text => return 0,
        (Some(note), _) => format!("{} {}", painter.glyphs.note, one_line(&note.text)),
        (None, Some((link, other))) => {
            let where_ = if other.at.is_some() { "another event" } else { "not open" };
            let other = linking::side_words(painter, other);
            let words = format!("yours: {} {} {other} ({where_})", link.said(), painter.glyphs.dot);
            format!("{} {}", painter.glyphs.link, one_line(&words))
        }
        (None, None) => return 0,
    };
    let room = usize::from(line.width.saturating_sub(2));
    // Both have half of the row, or what the other leaves of it.
    let most = room.saturating_sub(others + 2).max(room / 2);
    let shown = wrap::clip(&said, most, painter.glyphs.dots);
    let used = painter.put(line.x + 1, line.y, line.width, &shown, painter.look(Role::Notice));
    if others > 0 { used + 2 } else { used }
}

/// A line of input in the last row: `/bridge  3/17`.
fn input(state: &State, painter: &mut Painter<'_>, area: Area) -> Option<(u16, u16)> {
    let line = Area {
        x: area.x + 1,
        y: area.y + area.height - 1,
        width: area.width.saturating_sub(1),
        height: 1,
    };
    // What is said right of it has room even where much is typed.
    let room = Area { width: line.width.saturating_sub(16), ..line };
    match &state.overlay {
        Some(Overlay::Search(search)) => {
            let typed = typed_line(painter, room, "/", &search.input);
            hits(
                state,
                painter,
                Area {
                    x: line.x + typed.used,
                    width: line.width.saturating_sub(typed.used),
                    ..line
                },
            );
            Some(typed.cursor)
        }
        Some(Overlay::Filter(filter)) => {
            let typed = typed_line(painter, room, "filter: ", &filter.input);
            if let Some(broken) = &filter.broken {
                underline(painter, &typed, filter, broken);
                if area.height == 1 {
                    let at = typed.used + 2;
                    painter.put_clipped(
                        line.x + at,
                        line.y,
                        line.width.saturating_sub(at),
                        &broken.what,
                        painter.look(Role::Notice),
                    );
                }
            }
            if filter.wait == Wait::Long {
                painter.put_right(
                    line.x + line.width,
                    line.y,
                    &format!("filtering{}", painter.glyphs.wait),
                    painter.look(Role::Notice),
                );
            }
            Some(typed.cursor)
        }
        Some(Overlay::Note(writing)) => {
            Some(typed_line(painter, line, "note: ", &writing.input).cursor)
        }
        Some(Overlay::Name(naming)) => Some(
            typed_line(painter, line, &format!("{}: ", naming.named.what()), &naming.input).cursor,
        ),
        _ => None,
    }
}

/// Above the filter's line what is wrong with it or, where nothing is typed yet, what can be.
fn filter_words(painter: &mut Painter<'_>, line: Area, filter: &QueryLine) -> bool {
    let (words, role) = match &filter.broken {
        Some(broken) => (broken.what.as_str(), Role::Notice),
        None if filter.input.value().trim().is_empty() => (WORDS, Role::Faint),
        None => return false,
    };
    painter.put_clipped(
        line.x + 1,
        line.y,
        line.width.saturating_sub(2),
        words,
        painter.look(role),
    );
    true
}

/// What can be typed, as far as a row has room for it; help has all of it.
const WORDS: &str =
    "words \"a phrase\" outlet: is:unread -not speaker: said: topic: after: before:";

/// `3/17`, for what is searched.
fn hits(state: &State, painter: &mut Painter<'_>, line: Area) {
    if state.reader.sought.is_empty() {
        return;
    }
    let (at, count) = (state.reader.hit_number(), state.reader.hits.len());
    if count == 0 && state.overlay.is_none() {
        return; // said while it was typed, and when it was asked for again
    }
    let words = if count == 0 {
        "   not found".to_owned()
    } else {
        format!("   {}/{count} found", at.max(1))
    };
    painter.put(line.x, line.y, line.width, &words, painter.look(Role::Notice));
}

/// The keys that can follow the ones pressed.
fn pending(state: &State, painter: &mut Painter<'_>, line: Area) -> bool {
    if state.pending.is_empty() {
        return false;
    }
    let begun = crate::config::key::written(&state.pending);
    let mut parts: Parts = vec![(format!(" {begun} "), painter.look(Role::Key))];
    for (rest, action) in state.settings.config.keymap.continuations(&state.pending) {
        parts.push((format!("  {}", crate::config::key::written(rest)), painter.look(Role::Key)));
        parts.push((format!(" {}", action.entry().what), painter.look(Role::Text)));
    }
    painter.put_all(line.x, line.y, line.width, &parts);
    true
}

fn notice(state: &State, painter: &mut Painter<'_>, area: Area, y: u16) -> bool {
    let reading = state
        .loading
        .as_ref()
        .filter(|loading| !loading.cancelled && state.reader.article.is_some());
    let words = match (&state.notice, reading) {
        (Some(notice), _) => painter.with_marks(notice),
        (None, Some(loading)) => format!("{}; esc stops", loading.what),
        (None, None) => match corrections::joining(state)
            .or_else(|| titles::joining(state))
            .or_else(|| links::half(state))
        {
            Some(words) => painter.with_marks(&words),
            None => return false,
        },
    };
    let used = painter.put_clipped(
        area.x + 1,
        y,
        area.width.saturating_sub(2),
        &words,
        painter.look(Role::Notice),
    );
    hits(
        state,
        painter,
        Area { x: area.x + 1 + used, y, width: area.width.saturating_sub(used + 2), height: 1 },
    );
    true
}

/// The row about the current finding, or what to do where there is none; gives its reason.
fn finding(state: &State, painter: &mut Painter<'_>, line: Area) -> Option<String> {
    if let Some(mirror) = state.mirror() {
        let is_only = state.layout().is_some_and(|layout| layout.status.height == 1);
        return mirror::status(state, painter, line, mirror, is_only);
    }
    if state.focus == Pane::List && state.overlay.is_none() {
        return chosen(state, painter, line);
    }
    state.event()?;
    if state.focus == Pane::Topics
        && state.overlay.is_none()
        && let Some(row) = state.topics.rows.get(state.topics.choice.selected)
    {
        return chosen_topic(state, painter, line, *row);
    }
    let Some(stop) = state.reader.current else {
        hints(state, painter, line);
        return None;
    };
    match stop.finding {
        Some(Finding::Conflict(index)) => conflict_row(state, painter, line, index, stop.passage),
        Some(Finding::Judged(index)) => judged_row(state, painter, line, index, stop.passage),
        Some(Finding::Link(index)) => link_row(state, painter, line, index, stop.passage),
        Some(Finding::Variant(index)) => {
            let cut = state.opposite().and_then(|other| state.coverage.cut(other, stop.passage));
            let sign =
                format!(" {} {} ", painter.glyphs.variant, cut.map_or("same words", cut_in_words));
            let middle = painter.glyphs.variant;
            pair(
                state,
                painter,
                line,
                (sign, middle),
                Finding::Variant(index),
                (stop.passage, state.opposite()),
            );
            None
        }
        Some(Finding::Echo(index)) => echo_row(state, painter, line, index, stop.passage),
        Some(Finding::Topic(index)) => {
            topic_row(state, painter, line, index);
            let other = state.opposite()?;
            let words =
                state.coverage.corpus.words(other).split_whitespace().collect::<Vec<_>>().join(" ");
            Some(format!("{}  {words}", state.letter(other.article).1))
        }
        Some(Finding::Point) => point_row(state, painter, line, stop.passage),
        None => quote_row(state, painter, line, stop.passage),
    }
}

/// Screens narrower than this have the side that the reader does not stand on in the row, and where
/// one is in words of the next.
const NARROW: u16 = 60;

/// Screens as wide as this have room to say what is counted.
const WIDE: u16 = 140;

/// The row of a conflict seen from `here`; gives its reason.
fn conflict_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    index: usize,
    here: Passage,
) -> Option<String> {
    let event = state.event()?;
    let conflict = event.conflicts.get(index)?;
    let sign = painter.glyphs.conflict;
    let place = match state.reader.view.number(conflict.group) {
        _ if state.coverage.dismissed.contains(&(state.reader.view.event, index)) => {
            "dismissed ".to_owned()
        }
        None => String::new(),
        Some((number, count)) if line.width >= WIDE => format!("dispute {number} of {count}, "),
        Some((number, count)) => format!("{number}/{count} "),
    };
    let lead = format!("{place}{}", conflict.kind.name());
    let other = against(&state.coverage, event, conflict, here);
    let own = side_of(&state.coverage, event, conflict, here).map_or(here, |side| side.passage);
    let also = match state.coverage.also(state.reader.view.event, index).as_slice() {
        [] => String::new(),
        models => format!(" (also found by {})", models.join(", ")),
    };
    let why = conflict.why_from(own);
    let why = if own == here {
        format!("{why}{also}")
    } else {
        format!("as in {}: {why}{also}", state.letter(own.article).1)
    };
    if line.width < NARROW {
        pair(
            state,
            painter,
            line,
            (format!(" {sign} "), sign),
            Finding::Conflict(index),
            (here, Some(other)),
        );
        return Some(format!("{lead}: {why}"));
    }
    pair(
        state,
        painter,
        line,
        (format!(" {sign} {lead} "), sign),
        Finding::Conflict(index),
        (here, Some(other)),
    );
    Some(why)
}

/// The row of what the second reader found, seen from `here`; gives on what the sides part, in its
/// words.
fn judged_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    index: usize,
    here: Passage,
) -> Option<String> {
    let judged = state.coverage.judged.get(index)?;
    let (sign, kind) = (painter.glyphs.judged, judged.kind.name());
    let lead = if line.width < NARROW { format!(" {sign} ") } else { format!(" {sign} {kind} ") };
    let other = judged.sides.into_iter().find(|side| *side != here);
    pair(state, painter, line, (lead, sign), Finding::Judged(index), (here, other));
    let key = state.settings.config.keymap.key_of(Action::Link);
    Some(format!("{}: {}; {key} confirms", found_by(judged), judged.point))
}

/// The row of one of the reader's links, seen from `here`; gives what the reader says of it.
fn link_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    index: usize,
    here: Passage,
) -> Option<String> {
    let link = state.coverage.links.get(index)?;
    let sign = painter.glyphs.link;
    let lead = if line.width < NARROW { format!(" {sign} ") } else { format!(" {sign} yours ") };
    let other = link.sides.into_iter().find(|side| *side != here);
    pair(state, painter, line, (lead, sign), Finding::Link(index), (here, other));
    Some(format!("yours: {}", said(link.kind, &link.why)))
}

/// `lead  a Speaker “words” ≠ b Speaker “words”    side 1 of 3  x other side`; on a narrow screen
/// `lead side 1/3  b Speaker “words”  x`: there the text has the one side in view, and the row the
/// other.
fn pair(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    (lead, middle): (String, &str),
    finding: Finding,
    (here, other): (Passage, Option<Passage>),
) {
    let said = |passage: Passage| {
        (passage, speaker_of(&state.coverage, state.reader.view.event, finding, passage))
    };
    // In a list what is chosen is no stop of a crossing.
    let standing = state.reader.current.is_some_and(|stop| stop.passage == here);
    let (at, count) = state.side().filter(|_| standing).unwrap_or((1, 2));
    let narrow = line.width < NARROW;
    let place =
        if narrow { format!("side {at}/{count} ") } else { format!("side {at} of {count} ") };
    let key = state.settings.config.keymap.key_of(Action::Cross);
    let right = line.x + line.width;
    let hint = match line.width {
        NARROW.. if at == count => " back ",
        90.. if count > 2 => " next side ",
        90.. => " other side ",
        _ => " ",
    };
    let key = format!(" {key}");
    let mut taken =
        painter.hint_right(right, line.y, (Action::Cross, &key), (hint, painter.look(Role::Faint)));
    if !narrow {
        taken += painter.put_right(
            right - taken,
            line.y,
            &format!("  {place}"),
            painter.look(Role::Text),
        );
    }
    let mut used =
        painter.put(line.x, line.y, line.width, &lead, painter.look(Role::Conflict).plain());
    if narrow {
        used +=
            painter.put(line.x + used, line.y, line.width - used, &place, painter.look(Role::Text));
    }
    let room = usize::from(line.width).saturating_sub(usize::from(used + taken));
    let parts = match other {
        Some(other) if narrow => side_parts(state, painter, &said(other), room.saturating_sub(1)),
        other => both_parts(state, painter, (&said(here), other.map(said).as_ref()), middle, room),
    };
    painter.put_all(line.x + used, line.y, line.width.saturating_sub(used + taken), &parts);
}

/// `a Speaker “words” ≠ b Speaker “words”` in at most `room` cells. The side that the reader stands
/// on is read in the text: the other may take up to two thirds, and each what the other does not
/// need.
fn both_parts(
    state: &State,
    painter: &Painter<'_>,
    (here, other): (&Said, Option<&Said>),
    middle: &str,
    room: usize,
) -> Parts {
    let Some(other) = other else { return side_parts(state, painter, here, room) };
    let room = room.saturating_sub(3);
    let [here_full, other_full] =
        [here, other].map(|side| cells(&side_parts(state, painter, side, usize::MAX)));
    let of_here = here_full.min((room / 3).max(room.saturating_sub(other_full)));
    let mut parts = side_parts(state, painter, here, of_here);
    parts.push((format!(" {middle} "), painter.look(Role::Conflict).plain()));
    parts.extend(side_parts(state, painter, other, room - of_here));
    parts
}

/// `= same text as b The Courier · 3 paragraphs    x the other text`; gives the other text's words.
fn echo_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    index: usize,
    here: Passage,
) -> Option<String> {
    let event = state.event()?;
    let echo = event.echoes.get(index)?;
    let other = if echo.passage.article == here.article { echo.of } else { echo.passage };
    let article = state.coverage.corpus.article(other.article);
    let what = match echo.kind {
        CopyKind::Copy => "same text as",
        CopyKind::Version if other == echo.of => "later version:",
        CopyKind::Version => "earlier version:",
    };
    let agency = match state.coverage.origin(echo.passage.article, echo.of.article) {
        Origin::Agency(agency) if echo.kind == CopyKind::Copy => format!("text of {agency}"),
        _ => String::new(),
    };
    let (hue, letter) = state.letter(other.article);
    let pair = |other: &&Echo| {
        (other.passage.article, other.of.article) == (echo.passage.article, echo.of.article)
    };
    let day = if echo.kind == CopyKind::Version { outline::day(article) } else { String::new() };
    let differ = if diff::differ(
        &article.text,
        other.span,
        state.article().map_or("", |here| &here.text),
        here.span,
    ) {
        "words differ"
    } else {
        ""
    };
    let paragraphs = counted(event.echoes.iter().filter(pair).count(), "paragraph");
    let dot = painter.glyphs.dot;
    let facts = [outline::outlet(article), agency, day, paragraphs, differ.to_owned()];
    let facts = facts
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect::<Vec<_>>()
        .join(&format!(" {dot} "));
    let key = state.settings.config.keymap.key_of(Action::Cross);
    let right = line.x + line.width;
    let hint = if line.width >= 90 { " other text " } else { " " };
    let key = format!("  {key}");
    let taken =
        painter.hint_right(right, line.y, (Action::Cross, &key), (hint, painter.look(Role::Faint)));
    let parts: Parts = vec![
        (format!(" {} {what} ", painter.glyphs.echo), painter.look(Role::Faint)),
        (format!("{letter} "), painter.look(Role::Letter(hue))),
        (facts, painter.look(Role::Text)),
    ];
    painter.put_all(line.x, line.y, line.width.saturating_sub(taken), &parts);
    Some(state.coverage.corpus.words(other).split_whitespace().collect::<Vec<_>>().join(" "))
}

fn topic_row(state: &State, painter: &mut Painter<'_>, line: Area, index: usize) {
    let Some((event, topic)) =
        state.event().and_then(|event| Some((event, event.topics.get(index)?)))
    else {
        return;
    };
    let yours = state.coverage.topics.is_named(state.reader.view.event, index);
    let what = if yours { " your topic " } else { " topic " };
    let mut parts: Parts = vec![
        (what.to_owned(), painter.look(Role::Faint)),
        (topic.label.clone(), painter.look(Role::Title)),
    ];
    parts.push(("   told by".to_owned(), painter.look(Role::Faint)));
    let told = event
        .articles
        .iter()
        .filter(|article| topic.versions.iter().any(|version| version.article == **article));
    for article in told {
        let (hue, letter) = state.letter(*article);
        parts.push((format!(" {letter}"), painter.look(Role::Letter(hue))));
    }
    if let Some(first) = state.coverage.first_to_tell(topic) {
        let (hue, letter) = state.letter(first);
        parts.push((", first".to_owned(), painter.look(Role::Faint)));
        parts.push((format!(" {letter}"), painter.look(Role::Letter(hue))));
    }
    if !topic.missing.is_empty() {
        parts.push(("   left out by".to_owned(), painter.look(Role::Faint)));
        for article in &topic.missing {
            let (hue, letter) = state.letter(*article);
            parts.push((format!(" {letter}"), painter.look(Role::Letter(hue))));
        }
    }
    let key = state.settings.config.keymap.key_of(Action::NextVersion);
    parts.push((format!("   {key}"), painter.look(Role::Key)));
    parts.push((" next outlet".to_owned(), painter.look(Role::Faint)));
    // In the middle of a crossing it says where one is.
    let current =
        state.reader.current.is_some_and(|stop| stop.finding == Some(Finding::Topic(index)));
    let place = state
        .side()
        .filter(|(at, _)| current && *at > 1)
        .map(|(at, count)| format!("  side {at} of {count} "));
    let taken = painter.put_right(
        line.x + line.width,
        line.y,
        &place.unwrap_or_default(),
        painter.look(Role::Text),
    );
    painter.put_all(line.x, line.y, line.width.saturating_sub(taken), &parts);
}

/// `on this point, not a conflict  b Nordbau  2 of 5   x next`
fn point_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    passage: Passage,
) -> Option<String> {
    let (hue, letter) = state.letter(passage.article);
    let who = speaker_of(&state.coverage, state.reader.view.event, Finding::Point, passage);
    let (at, count) = state.side().unwrap_or((1, 1));
    let key = state.settings.config.keymap.key_of(Action::Cross);
    let hint = if at == count { " back " } else { " next " };
    let key = format!("  {key}");
    let mut taken = painter.hint_right(
        line.x + line.width,
        line.y,
        (Action::Cross, &key),
        (hint, painter.look(Role::Faint)),
    );
    let link = state.settings.config.keymap.key_of(Action::Link);
    let place_of = match at {
        1 => "the sentence itself".to_owned(),
        _ => format!("{} of {}", at - 1, count - 1),
    };
    if at > 1 && line.width >= NARROW {
        let words = format!("   {link} links the two");
        let right = line.x + line.width - taken;
        taken += painter.put_right(right, line.y, &words, painter.look(Role::Faint));
    }
    let parts: Parts = vec![
        (" on this point, not a conflict  ".to_owned(), painter.look(Role::Faint)),
        (format!("{letter} "), painter.look(Role::Letter(hue))),
        (who.map(|who| format!("{who} ")).unwrap_or_default(), painter.look(Role::Speaker)),
        (format!(" {place_of}"), painter.look(Role::Text)),
    ];
    painter.put_all(line.x, line.y, line.width.saturating_sub(taken), &parts);
    None
}

fn quote_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    passage: Passage,
) -> Option<String> {
    let found = state.coverage.findings.articles.get(passage.article.index())?;
    let quote = found.quotes.iter().find(|quote| quote.hull() == passage.span)?;
    let speaker = found.speaker(quote).unwrap_or("nobody named");
    let via = quote.via.as_ref().map(|via| format!(" (told {via})")).unwrap_or_default();
    let kind = match quote.kind {
        crate::analysis::QuoteKind::Direct => "quote",
        crate::analysis::QuoteKind::Mixed => "partly quoted",
        crate::analysis::QuoteKind::Indirect => "reported",
    };
    let words =
        state.coverage.corpus.words(passage).split_whitespace().collect::<Vec<_>>().join(" ");
    let parts = vec![
        (format!(" {kind} "), painter.look(Role::Faint)),
        (format!("{speaker}{via} "), painter.look(Role::Speaker)),
        (words, painter.look(Role::Quote)),
    ];
    painter.put_all(line.x, line.y, line.width, &parts);
    None
}

/// What stands under the choice in the list: its name in this row, and the words of the next.
fn chosen(state: &State, painter: &mut Painter<'_>, line: Area) -> Option<String> {
    let (name, role, facts) = match state.chosen_row()? {
        outline::Row::Story(here, event) => chosen_story(state, here, event)?,
        outline::Row::Event(event) => chosen_event(state, event)?,
        outline::Row::Article(event, article) => chosen_article(state, event, article)?,
        outline::Row::Singles(count) => {
            let key = state.settings.config.keymap.key_of(Action::Fold);
            let events = counted(count, "event");
            let words = format!("{events} that one article alone tells; {key} or enter lists them");
            (words, Role::Faint, Vec::new())
        }
    };
    let width = line.width.saturating_sub(2);
    painter.put_clipped(line.x + 1, line.y, width, &name, painter.look(role));
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    (role == Role::Title).then(|| facts.join(&format!(" {} ", painter.glyphs.dot)))
}

/// A name with its look, and facts of which some may be empty.
type Named = (String, Role, Vec<String>);

/// Another event of the story of the one at `here`.
fn chosen_story(state: &State, here: usize, event: usize) -> Option<Named> {
    let before = state.shelf.event(here).is_some_and(|here| comes_before(state, &here, event));
    let place = if before { "before it in its story" } else { "after it in its story" };
    let event = state.shelf.event(event)?;
    let articles = counted(event.articles.len(), "article");
    let facts = vec![place.to_owned(), outline::days(event.from, event.to), articles];
    Some((event.label.clone(), Role::Title, facts))
}

fn chosen_event(state: &State, event: usize) -> Option<Named> {
    let event = state.shelf.event(event)?;
    let told = match event.articles.len() {
        1 => outline::ALONE.to_owned(),
        _ => outline::told_by(event.outlets(), event.measure.outlets as usize),
    };
    let unread = match state.reading.unread(&event) {
        0 => "all read".to_owned(),
        count if count < event.articles.len() => format!("{count} unread"),
        _ => String::new(),
    };
    let news = match state.reading.news(&event) {
        0 => String::new(),
        count => format!("{count} new since you read it"),
    };
    let (days, articles) =
        (outline::days(event.from, event.to), counted(event.articles.len(), "article"));
    let facts = vec![days, articles, unread, news, told];
    Some((event.label.clone(), Role::Title, facts))
}

fn chosen_article(state: &State, event: usize, article: usize) -> Option<Named> {
    let event = state.shelf.event(event)?;
    let article = event.articles.get(article)?;
    let is_new = state.reading.is_new(&event, article.number);
    let key = state.settings.config.keymap.key_of(Action::Name);
    let outlet = outline::name(&article.outlet);
    let outlet = match article.outlet.guessed && outline::can_be_named(&article.path) {
        true => format!("{outlet} is guessed, {key} names the outlet"),
        false => outlet,
    };
    let facts = vec![
        outlet,
        outline::moment(article.published),
        if is_new { "new since you read this event".to_owned() } else { String::new() },
        article.authors.join(", "),
        article.path.clone(),
    ];
    Some((article.called().to_owned(), Role::Title, facts))
}

/// What stands under the choice in the topics, at the length of two rows.
fn chosen_topic(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    row: sidebar::Row,
) -> Option<String> {
    match row {
        sidebar::Row::Heading(Heading::Topic(index), _) | sidebar::Row::Title(index, _) => {
            topic_row(state, painter, line, index);
            None
        }
        sidebar::Row::Heading(Heading::Rest, count) => {
            let words = format!("{} of no topic", counted(count, "dispute"));
            painter.put(line.x + 1, line.y, line.width, &words, painter.look(Role::Faint));
            None
        }
        sidebar::Row::Version(passage, ..) | sidebar::Row::Echo(passage, _) => {
            let name = outline::outlet(state.coverage.corpus.article(passage.article));
            let (hue, letter) = state.letter(passage.article);
            let parts = vec![
                (format!(" {letter} "), painter.look(Role::Letter(hue))),
                (format!("{name}  "), painter.look(Role::Title)),
            ];
            let used = painter.put_all(line.x, line.y, line.width, &parts);
            let words = state
                .coverage
                .corpus
                .words(passage)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let whole = Span::new(0, words.len());
            let rows = Rows::wrap(
                &words,
                &[whole],
                usize::from(line.width.saturating_sub(used + 2)).max(1),
            );
            painter.put(
                line.x + used,
                line.y,
                line.width,
                rows.get(0).of(&words),
                painter.look(Role::Text),
            );
            words.get(rows.get(1).start..).filter(|_| rows.len() > 1).map(str::to_owned)
        }
        sidebar::Row::Missing(article, gap) => {
            let found = if gap == Gap::LeftOut {
                "leaves it out"
            } else {
                "nothing was found of it; it may be told in other words"
            };
            let words =
                format!("{}: {found}", outline::outlet(state.coverage.corpus.article(article)));
            painter.put_clipped(
                line.x + 1,
                line.y,
                line.width.saturating_sub(2),
                &words,
                painter.look(Role::Faint),
            );
            None
        }
        sidebar::Row::Dispute(index, ..) => {
            let first = state.event()?.conflicts.get(index)?.a.passage;
            conflict_row(state, painter, line, index, first)
        }
    }
}

/// Where there is no finding: what to do next.
fn hints(state: &State, painter: &mut Painter<'_>, line: Area) {
    if state.reader.article.is_none() {
        return;
    }
    let keymap = &state.settings.config.keymap;
    let mut wanted = vec![
        (Action::NextQuote, "next quote"),
        (Action::NextTopic, "next topic"),
        (Action::NextPane, "next pane"),
        (Action::Help, "help"),
    ];
    // Where the last row tells of it, once is enough.
    let told = hints::hint(state).filter(|_| line.width >= NARROW);
    let is_told = told.is_some_and(|(action, _)| action == Action::NextConflict);
    if !is_told && !state.reader.view.disputes().is_empty() {
        wanted.insert(0, (Action::NextConflict, "next dispute"));
    }
    let mut used = 1;
    for (action, words) in wanted {
        let parts = [
            (keymap.key_of(action), painter.look(Role::Key)),
            (format!(" {words}   "), painter.look(Role::Faint)),
        ];
        let room = line.width.saturating_sub(used);
        let cells: usize = parts.iter().map(|(text, _)| wrap::cells(text.trim_end())).sum();
        if cells > usize::from(room) {
            continue;
        }
        let width = painter.put_all(line.x + used, line.y, room, &parts);
        let area = Area { x: line.x + used, width: width.saturating_sub(3), ..line };
        painter.target(area, Target::Key(action));
        used += width;
    }
}
