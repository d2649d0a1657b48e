//! The topics of the event: each outlet's version, who leaves it out, and what is disputed.
//!
//! ```text
//! ┌ Topics ─────────────────┐
//! │▾ When it knew          3≠│
//! │  a “told nothing before  │
//! │    Tuesday” about the …  │
//! │  c –                     │
//! │  d same text as a        │
//! │  a≠b asserted here, …    │
//! └──────────────────────────┘
//! ```

use crate::analysis::Gap;
use crate::app::State;
use crate::app::layout::{Area, Layout, Pane};
use crate::config::theme::{Role, Style};
use crate::corpus::{ArticleId, Passage};
use crate::text::{Span, wrap};
use crate::tui::list;
use crate::tui::paint::Painter;
use crate::tui::parts::focused;
use crate::view::matrix::REST;
use crate::view::outline;
use crate::view::sidebar::{self, Heading, Part, Row};

/// The topic of the first row in view, where its heading is not.
fn heading_above(state: &State) -> Option<&str> {
    let (rows, top) = (&state.topics.rows, state.topics.choice.top);
    if matches!(rows.get(top), None | Some(Row::Heading(..))) {
        return None;
    }
    rows.iter().take(top).rev().find_map(|row| match row {
        Row::Heading(Heading::Topic(index), _) => {
            state.event()?.topics.get(*index).map(|topic| topic.label.as_str())
        }
        Row::Heading(Heading::Rest, _) => Some("other disputes"),
        _ => None,
    })
}

pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, area: Area) {
    let mut title = vec![("3 Topics".to_owned(), Style::default())];
    // A group whose heading has been scrolled away is named above it.
    if let Some(label) = heading_above(state) {
        title.push((format!(" {} {label}", painter.glyphs.dot), painter.look(Role::Title)));
    }
    painter.frame(layout, area, &title, focused(state, Pane::Topics));
    let inside = layout.inside(area);
    let (rows, choice) = (&state.topics.rows, state.topics.choice);
    painter.position_among(layout, (area, inside.height), (rows, choice.selected), |row| {
        matches!(row, Row::Heading(..))
    });
    if rows.len() > usize::from(inside.height) {
        painter.more(inside, choice.top, rows.len());
    }
    if state.topics.rows.is_empty() && state.loading.is_none() {
        let words = match state.event().map_or(0, |event| event.articles.len()) {
            0 => "",
            1 => outline::ALONE,
            _ => "no topics in this event",
        };
        painter.put_clipped(
            inside.x + 1,
            inside.y,
            inside.width.saturating_sub(1),
            words,
            painter.look(Role::Faint),
        );
    }
    let rows = state.topics.rows.iter().enumerate().skip(state.topics.choice.top);
    for (y, (index, row)) in (inside.y..inside.y + inside.height).zip(rows) {
        let line = Area { y, height: 1, ..inside };
        match row {
            Row::Heading(heading, count) => {
                let second = match state.topics.rows.get(index + 1) {
                    Some(Row::Title(_, span)) => Some(span.start),
                    _ => None,
                };
                heading_row(state, painter, line, (*heading, *count), second);
            }
            Row::Title(index, span) => {
                let label = state.event().and_then(|event| event.topics.get(*index));
                let words = label.map_or("", |topic| span.of(&topic.label));
                let room = line.width.saturating_sub(2);
                let shown = clip_at_word(words, usize::from(room), painter.glyphs.dots);
                painter.put(line.x + 2, line.y, room, &shown, painter.look(Role::Title));
            }
            Row::Version(passage, span, part) => {
                version_row(state, painter, line, *passage, (*span, *part));
            }
            Row::Echo(passage, of) => echo_row(state, painter, line, *passage, *of),
            Row::Missing(article, gap) => missing_row(state, painter, line, *article, *gap),
            Row::Dispute(index, span, part) => {
                conflict_row(state, painter, line, *index, (*span, *part));
            }
        }
        if sidebar::head(&state.topics.rows, index) == state.topics.choice.selected {
            match focused(state, Pane::Topics) {
                true => painter.select(line),
                false => painter.tint(line, painter.look(Role::Marked)),
            }
        }
    }
}

fn heading_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    (heading, count): (Heading, usize),
    second: Option<usize>,
) {
    let open = state.topics.open == Some(heading);
    let sign = if open { painter.glyphs.open } else { painter.glyphs.shut };
    painter.put(line.x, line.y, 2, sign, painter.look(Role::Border));
    let label = match heading {
        Heading::Topic(index) => state
            .event()
            .and_then(|event| event.topics.get(index))
            .map_or("", |topic| topic.label.as_str()),
        Heading::Rest => REST,
    };
    let label = second.and_then(|at| label.get(..at)).map_or(label, str::trim_end);
    let mut used = 0;
    if count > 0 {
        let words = format!(" {count}{}", painter.glyphs.conflict);
        used = painter.put_right(
            line.x + line.width,
            line.y,
            &words,
            painter.look(Role::Conflict).plain(),
        );
    }
    let topic = match heading {
        Heading::Topic(index) => state.event().and_then(|event| event.topics.get(index)),
        Heading::Rest => None,
    };
    if topic.is_some_and(|topic| state.is_new_topic(topic)) {
        let words = format!(" {}", list::NEW);
        let right = line.x + line.width - used;
        used += painter.put_right(right, line.y, &words, painter.look(Role::Notice));
    }
    let room = line.width.saturating_sub(used + 2);
    let label = match heading {
        Heading::Topic(index) if state.coverage.topics.is_named(state.reader.view.event, index) => {
            format!("{} {label}", painter.glyphs.link)
        }
        _ => label.to_owned(),
    };
    let shown = clip_at_word(&label, usize::from(room), painter.glyphs.dots);
    painter.put(line.x + 2, line.y, room, &shown, painter.look(Role::Title));
}

/// A title on `cells`, cut where a word ends.
fn clip_at_word(label: &str, cells: usize, dots: char) -> String {
    let shown = wrap::clip(label, cells, dots);
    let kept = shown.strip_suffix(dots).unwrap_or(label);
    let goes_on =
        label.get(kept.len()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    match kept.rfind(' ') {
        Some(end) if kept.len() < label.len() && goes_on => {
            format!("{}{dots}", kept.get(..end).unwrap_or_default())
        }
        _ => shown,
    }
}

/// The letter of an outlet; gives the column after it.
fn put_letter(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    x: u16,
    article: ArticleId,
) -> u16 {
    let (hue, letter) = state.letter(article);
    x + painter.put(x, line.y, 3, &letter, painter.look(Role::Letter(hue))) + 1
}

fn version_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    passage: Passage,
    (span, part): (Span, Part),
) {
    let at = line.x + 4;
    let words = Passage::new(passage.article, span);
    let text = state.coverage.corpus.words(words);
    if part == Part::More {
        painter.put_clipped(
            at,
            line.y,
            (line.x + line.width).saturating_sub(at),
            text,
            painter.look(Role::Text),
        );
        return;
    }
    put_letter(state, painter, line, line.x + 2, passage.article);
    let here = state.reader.current.is_some_and(|stop| {
        stop.passage.article == passage.article && stop.passage.span.overlaps(passage.span)
    });
    if here {
        painter.put(line.x, line.y, 1, painter.glyphs.shut, painter.look(Role::Focus));
    }
    // What is disputed in a long sentence comes first: its beginning is seldom the point.
    let cut = if span.start > passage.span.start {
        painter.glyphs.dots.to_string()
    } else {
        String::new()
    };
    painter.put_clipped(
        at,
        line.y,
        (line.x + line.width).saturating_sub(at),
        &format!("{cut}{text}"),
        painter.look(Role::Text),
    );
}

/// `c  same text as b`
fn echo_row(state: &State, painter: &mut Painter<'_>, line: Area, passage: Passage, of: ArticleId) {
    let at = put_letter(state, painter, line, line.x + 2, passage.article);
    let look = painter.look(Role::Faint);
    let used =
        painter.put(at, line.y, (line.x + line.width).saturating_sub(at), "same text as ", look);
    put_letter(state, painter, line, at + used, of);
}

/// `c  – nothing found`
fn missing_row(state: &State, painter: &mut Painter<'_>, line: Area, article: ArticleId, gap: Gap) {
    let at = put_letter(state, painter, line, line.x + 2, article);
    let words = match gap {
        Gap::NothingFound => "nothing found",
        Gap::LeftOut => "leaves it out",
    };
    let words = format!("{} {words}", painter.glyphs.none);
    painter.put_clipped(
        at,
        line.y,
        (line.x + line.width).saturating_sub(at),
        &words,
        painter.look(Role::Faint),
    );
}

fn conflict_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    index: usize,
    (span, part): (Span, Part),
) {
    let Some(conflict) = state.event().and_then(|event| event.conflicts.get(index)) else { return };
    if part == Part::More {
        let at = line.x + 6;
        painter.put_clipped(
            at,
            line.y,
            (line.x + line.width).saturating_sub(at),
            span.of(&conflict.why),
            painter.look(Role::Text),
        );
        return;
    }
    // `a≠b`: the sign takes the cell between the letters.
    let between = put_letter(state, painter, line, line.x + 2, conflict.a.passage.article);
    painter.put(
        between - 1,
        line.y,
        1,
        painter.glyphs.conflict,
        painter.look(Role::Conflict).plain(),
    );
    let at = put_letter(state, painter, line, between, conflict.b.passage.article);
    painter.put_clipped(
        at,
        line.y,
        (line.x + line.width).saturating_sub(at),
        span.of(&conflict.why),
        painter.look(Role::Text),
    );
}
