//! The coverage: events, opened to their articles.
//!
//! ```text
//! ┌ Coverage ────────────────┐
//! │▾ Harbour bridge closed 7≠│
//! │  a Evening Post        3≠│
//! │  b Harbour Radio = a     │
//! │▸ Ferry strike          2≠│
//! └──────────────────────────┘
//! ```

use crate::analysis::copy::CopyKind;
use crate::app::State;
use crate::app::layout::{Area, Layout, Pane};
use crate::config::theme::{Role, Style};
use crate::corpus::ArticleId;
use crate::text::wrap;
use crate::tui::paint::Painter;
use crate::tui::screen::focused;
use crate::view::event::letter;
use crate::view::outline::{self, Row};

pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, area: Area) {
    let mut title = vec![("1 Coverage".to_owned(), Style::default())];
    if let Some((query, _)) = &state.list.filter {
        title.push((format!(" / {query}"), painter.look(Role::Notice)));
    }
    painter.frame(layout, area, &title, focused(state, Pane::List));
    let inside = layout.inside(area);
    if state.list.rows.is_empty() {
        empty(state, painter, inside);
        return;
    }
    let rows = state.list.rows.iter().enumerate().skip(state.list.choice.top);
    for (y, (index, row)) in (inside.y..inside.y + inside.height).zip(rows) {
        let line = Area { y, height: 1, ..inside };
        match row {
            Row::Event(event) => event_row(state, painter, line, *event),
            Row::Article(event, article) => article_row(state, painter, line, *event, *article),
        }
        if index == state.list.choice.selected {
            let role = if focused(state, Pane::List) { Role::Selected } else { Role::Marked };
            painter.tint(line, painter.look(role));
        }
    }
}

fn empty(state: &State, painter: &mut Painter<'_>, area: Area) {
    let words = match (&state.loading, &state.list.filter) {
        (Some(_), _) => format!("reading{}", painter.glyphs.wait),
        (_, Some(_)) => "nothing matches; esc shows all".to_owned(),
        _ => "no articles here".to_owned(),
    };
    painter.put_clipped(area.x + 1, area.y, area.width.saturating_sub(1), &words, painter.look(Role::Faint));
}

/// The count of conflicts at the right; gives the cells that it takes.
fn count(painter: &mut Painter<'_>, line: Area, count: usize) -> u16 {
    if count == 0 {
        return 0;
    }
    let words = format!(" {count}{}", painter.glyphs.conflict);
    painter.put_right(line.x + line.width, line.y, &words, painter.look(Role::Conflict).plain())
}

fn event_row(state: &State, painter: &mut Painter<'_>, line: Area, event: usize) {
    let open = state.list.filter.is_some() || state.list.open.contains(&event);
    let sign = if open { painter.glyphs.open } else { painter.glyphs.shut };
    let used = count(painter, line, state.counts.events.get(event).copied().unwrap_or(0));
    let label = state.coverage.findings.events.get(event).map_or("", |event| event.label.as_str());
    painter.put(line.x, line.y, 2, sign, painter.look(Role::Border));
    painter.put_clipped(line.x + 2, line.y, line.width.saturating_sub(used + 2), label, painter.look(Role::Title));
}

/// `= b` behind an article that is another's text as a whole, `version of b` behind an earlier version where there is room; gives the cells used.
fn whole(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    (at, room): (u16, u16),
    (id, articles): (ArticleId, &[ArticleId]),
) -> Option<u16> {
    let (kind, other) = state.coverage.findings.copies.whole(id)?;
    let place = articles.iter().position(|article| *article == other);
    let name = place.map_or_else(|| outline::outlet(state.coverage.corpus.article(other)), letter);
    let version = (kind == CopyKind::Version).then(|| format!(" version of {name}"));
    let short = format!(" {} {name}", painter.glyphs.echo);
    let words = version.into_iter().chain([short]).find(|words| wrap::cells(words) <= usize::from(room))?;
    Some(painter.put(at, line.y, room, &words, painter.look(Role::Notice)))
}

fn article_row(state: &State, painter: &mut Painter<'_>, line: Area, event: usize, id: ArticleId) {
    let article = state.coverage.corpus.article(id);
    let used = count(painter, line, state.counts.articles.get(id.index()).copied().unwrap_or(0));
    let articles = state.coverage.findings.events.get(event).map_or(&[][..], |event| &event.articles);
    let place = articles.iter().position(|other| *other == id).unwrap_or(0);
    if state.reader.article == Some(id) {
        painter.put(line.x, line.y, 1, painter.glyphs.shut, painter.look(Role::Focus));
    }
    let name = letter(place);
    let at = line.x + 2 + painter.put(line.x + 2, line.y, 3, &format!("{name} "), painter.look(Role::Letter(place)));
    let room = (line.x + line.width).saturating_sub(at + used);
    let outlet = outline::outlet(article);
    let taken = painter.put_clipped(at, line.y, room, &outlet, painter.look(Role::Text));
    let taken = taken + whole(state, painter, line, (at + taken, room.saturating_sub(taken)), (id, articles)).unwrap_or(0);
    // A title or a date goes where there is room for a good part of it.
    let rest = room.saturating_sub(taken + 2);
    let day = outline::day(article);
    let extra = if rest >= 20 && !article.title.is_empty() { article.title.as_str() } else { day.as_str() };
    if usize::from(rest) >= wrap::cells(extra).min(20) && !extra.is_empty() {
        painter.put_clipped(at + taken + 2, line.y, rest, extra, painter.look(Role::Faint));
    }
}
