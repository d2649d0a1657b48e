//! On this point: what the others say of the sentence at the cursor.
//!
//! ```text
//! ┌ On this point ──────────┐
//! │ b Nordbau: Repairs will │
//! │   take at least ten …   │
//! │ a Ilse Brandt: the …    │
//! │ –  c  nothing found     │
//! └─────────────────────────┘
//! ```

use crate::app::State;
use crate::app::layout::{Area, Layout};
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::text::{Span, wrap};
use crate::tui::paint::Painter;
use crate::view::outline;
use crate::view::point::{Entry, Line};

pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, area: Area) {
    painter.frame(layout, area, &[("On this point".to_owned(), Style::default())], false);
    let inside = layout.inside(area);
    let Some(point) = &state.point else { return };
    let words = |painter: &mut Painter<'_>, y: u16, words: &str| {
        let room = inside.width.saturating_sub(1);
        painter.put_clipped(inside.x + 1, y, room, words, painter.look(Role::Faint));
    };
    let end = inside.y + inside.height;
    let alone = state.event().is_some_and(|event| event.articles.len() == 1);
    // The last row is for those in which nothing was found.
    let last = end - u16::from(alone || !point.nothing.is_empty());
    let rows = |entry: &Entry| if entry.same_text { 1 } else { entry.lines.len() };
    let needed = point.entries.iter().map(rows).sum::<usize>();
    let cramped = point.more > 0 || needed > usize::from(last - inside.y);
    // And the one above it for how many there is no room for.
    let below = last.saturating_sub(u16::from(cramped)).max(inside.y);
    let (mut y, mut drawn) = (inside.y, 0);
    for entry in &point.entries {
        if y >= below {
            break;
        }
        y = entry_rows(state, painter, Area { y, height: below - y, ..inside }, entry);
        drawn += 1;
    }
    let left = point.entries.len() - drawn + point.more;
    if left > 0 && below < last {
        let key = state.settings.config.keymap.key_of(Action::Cross);
        words(painter, below, &format!("and {left} more: {key} goes through them"));
    }
    if alone {
        words(painter, last, outline::ALONE);
    } else if !point.nothing.is_empty() {
        nothing_row(state, painter, Area { y: last, height: 1, ..inside });
    }
}

/// The rows of one passage; gives the row after them.
fn entry_rows(state: &State, painter: &mut Painter<'_>, area: Area, entry: &Entry) -> u16 {
    let (hue, letter) = state.letter(entry.passage.article);
    painter.put(area.x, area.y, 3, &letter, painter.look(Role::Letter(hue)));
    let here = state.reader.current.is_some_and(|stop| {
        stop.passage.article == entry.passage.article
            && stop.passage.span.overlaps(entry.passage.span)
    });
    let at = area.x + 2;
    let width = area.width.saturating_sub(2);
    if entry.same_text {
        painter.put_clipped(at, area.y, width, "the same text", painter.look(Role::Faint));
        return area.y + 1;
    }
    let rows = usize::from(area.height).min(entry.lines.len());
    for (y, line) in (area.y..).zip(entry.lines.iter().take(rows)) {
        line_row(painter, Area { x: at, y, width, height: 1 }, line);
    }
    if here {
        painter.tint(Area { height: rows as u16, ..area }, painter.look(Role::Marked));
    }
    area.y + rows as u16
}

fn line_row(painter: &mut Painter<'_>, area: Area, line: &Line) {
    let shown = wrap::clip(&line.text, usize::from(area.width), painter.glyphs.dots);
    // What is cut off stands out nowhere.
    let whole =
        Span::new(0, if shown.len() < line.text.len() { shown.len() - 1 } else { shown.len() });
    let mut cuts: Vec<(Span, Role)> = vec![(line.speaker, Role::Speaker)];
    cuts.extend(line.cut.map(|sign| (sign, Role::Faint)));
    cuts.extend(line.differs.iter().map(|span| (*span, Role::Differs)));
    let mut parts = Vec::new();
    let mut from = 0;
    for (span, role) in cuts.into_iter().filter(|(span, _)| !span.is_empty() && whole.covers(*span))
    {
        let plain = Span::new(from, span.start.max(from)).of(&shown).to_owned();
        parts.push((plain, painter.look(Role::Text)));
        let is_cut = line.cut == Some(span);
        let words =
            if is_cut { painter.glyphs.dots.to_string() } else { span.of(&shown).to_owned() };
        parts.push((words, painter.look(role)));
        from = span.end;
    }
    let rest = Span::new(from, shown.len()).of(&shown).to_owned();
    parts.push((rest, painter.look(Role::Text)));
    painter.put_all(area.x, area.y, area.width, &parts);
}

/// `–  c d  nothing found`
fn nothing_row(state: &State, painter: &mut Painter<'_>, line: Area) {
    let Some(point) = &state.point else { return };
    let mut parts =
        vec![(format!("{}  nothing found in", painter.glyphs.none), painter.look(Role::Faint))];
    for article in &point.nothing {
        let (hue, letter) = state.letter(*article);
        parts.push((format!(" {letter}"), painter.look(Role::Letter(hue))));
    }
    painter.put_all(line.x, line.y, line.width, &parts);
}
