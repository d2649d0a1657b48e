//! The text of the open article, only the rows in view. In the gutter the cursor line, signs
//! of conflict and of another's text (`=`), of notes (`*`) and links (`&`), and the rows of the
//! chosen topic.
//!
//! ```text
//! ┏ b The Courier · 4 Mar 2025 ━━━━━━━━━━━━━━━━━┓
//! ┃▌≠┊Mayor Ilse Brandt said the council had     ┃
//! ┃ ≠┊been “told nothing before Tuesday” about   ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

use crate::app::State;
use crate::app::layout::{Area, Frame, GUTTER, Layout, Pane};
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::load::kind;
use crate::text::Span;
use crate::text::wrap::Rows;
use crate::tui::paint::Painter;
use crate::tui::parts::{focused, look_of};
use crate::view::event::letter;
use crate::view::marks::{Mark, Piece};
use crate::view::outline;
use crate::view::shelf::ShelfArticle;

pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, area: Area) {
    if let Some((event, place)) = state.coming().and_then(|article| state.row_of(article)) {
        let hue = event.hues().get(place).copied().unwrap_or_default();
        return coming(state, painter, layout, area, &event.articles[place], (place, hue));
    }
    let Some((article, id)) = state.article().zip(state.reader.article) else {
        framed(state, painter, layout, area, &[("2 Text".to_owned(), Style::default())]);
        empty(state, painter, layout.inside(area));
        return;
    };
    let (hue, letter) = state.letter(id);
    let dot = painter.glyphs.dot;
    let mut title = vec![
        ("2 ".to_owned(), Style::default()),
        (letter, painter.look(Role::Letter(hue))),
        (format!(" {}", outline::outlet(article)), Style::default()),
    ];
    let rest = [outline::moment(article.published), article.authors.join(", ")];
    title.extend(
        rest.iter()
            .filter(|part| !part.is_empty())
            .map(|part| (format!(" {dot} {part}"), Style::default())),
    );
    framed(state, painter, layout, area, &title);
    let column = state.column();
    if state.title_rows() > 0 {
        let y = column.y - 2;
        painter.put_clipped(column.x, y, column.width, &article.title, painter.look(Role::Title));
    }
    let top = state.reader.top_row();
    let last = state.reader.page.rows.len();
    let inside = layout.inside(area);
    for (down, index) in (0..column.height.min(inside.height)).zip(top..last) {
        let row = state.reader.page.rows.get(index);
        let line = Area { y: column.y + down, height: 1, ..column };
        text_row(state, painter, line, &article.text, row, index == state.reader.row());
    }
    let end = top + usize::from(column.height);
    more(painter, inside, top > 0, end < last);
}

/// The frame of the text with its title; alone on the screen it needs none.
fn framed(
    state: &State,
    painter: &mut Painter<'_>,
    layout: &Layout,
    area: Area,
    title: &[(String, Style)],
) {
    if !layout.alone || layout.frame == Frame::Bare {
        return painter.frame(layout, area, title, focused(state, Pane::Text));
    }
    painter.clear(area);
    let column = layout.column(state.settings.width);
    let words: String = title.iter().map(|(words, _)| words.as_str()).collect();
    let words = words.trim_start_matches("2 ");
    painter.put_clipped(column.x, area.y, column.width, words, painter.look(Role::Faint));
}

/// An article that is on its way: all but its text.
fn coming(
    state: &State,
    painter: &mut Painter<'_>,
    layout: &Layout,
    area: Area,
    article: &ShelfArticle,
    (place, hue): (usize, usize),
) {
    let mut title = vec![
        ("2 ".to_owned(), Style::default()),
        (letter(place), painter.look(Role::Letter(hue))),
        (format!(" {}", outline::name(&article.outlet)), Style::default()),
    ];
    let moment = outline::moment(article.published);
    let moment = (!moment.is_empty()).then(|| format!(" {} {moment}", painter.glyphs.dot));
    title.extend(moment.map(|moment| (moment, Style::default())));
    framed(state, painter, layout, area, &title);
    let column = layout.column(state.settings.width);
    painter.put_clipped(
        column.x,
        column.y,
        column.width,
        article.called(),
        painter.look(Role::Title),
    );
}

/// Signs that there is more text above or below, at the right edge.
fn more(painter: &mut Painter<'_>, inside: Area, above: bool, below: bool) {
    let (x, look) = (inside.x + inside.width.saturating_sub(1), painter.look(Role::Faint));
    if above {
        painter.put(x, inside.y, 1, painter.glyphs.up, look);
    }
    if below {
        painter.put(x, inside.y + inside.height.saturating_sub(1), 1, painter.glyphs.down, look);
    }
}

fn text_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    text: &str,
    row: Span,
    cursor: bool,
) {
    let pieces = state.row_pieces(row);
    let gutter = line.x - GUTTER;
    if cursor {
        let width = line.width + GUTTER;
        painter.tint(Area { x: gutter, width, ..line }, painter.look(Role::CursorLine));
        painter.put(gutter, line.y, 1, painter.glyphs.cursor, painter.look(Role::Focus));
    }
    if pieces.iter().any(|piece| piece.mark.has(Mark::CONFLICT)) {
        painter.put(
            gutter + 1,
            line.y,
            1,
            painter.glyphs.conflict,
            painter.look(Role::Conflict).plain(),
        );
    } else if pieces.iter().any(|piece| piece.mark.has(Mark::JUDGED)) {
        let look = painter.look(Role::Judged).plain();
        painter.put(gutter + 1, line.y, 1, painter.glyphs.judged, look);
    } else if pieces.iter().any(|piece| piece.mark.has(Mark::ECHO)) {
        painter.put(gutter + 1, line.y, 1, painter.glyphs.echo, painter.look(Role::Faint));
    }
    if let Some(sign) = begun(state, painter, row) {
        painter.put(gutter + 2, line.y, 1, sign, painter.look(Role::Key));
    } else if pieces.iter().any(|piece| piece.mark.has(Mark::CHOSEN)) {
        painter.put(
            gutter + 2,
            line.y,
            1,
            painter.glyphs.chosen,
            painter.look(Role::Focus).plain(),
        );
    }
    let mut used = 0;
    let quiet = quiet(painter, &pieces);
    for piece in &pieces {
        let look = look_of(painter, piece.mark.without(quiet));
        used += painter.put(
            line.x + used,
            line.y,
            line.width.saturating_sub(used),
            piece.span.of(text),
            look,
        );
    }
}

/// More looks at once in a row than this are noise.
const LOOKS: usize = 3;

/// The marks that have no look in a row which would have too many: what tells least gives way first.
fn quiet(painter: &Painter<'_>, pieces: &[Piece]) -> Mark {
    let plain = look_of(painter, Mark::NONE);
    let looks = |quiet: Mark| {
        let mut looks: Vec<Style> =
            pieces.iter().map(|piece| look_of(painter, piece.mark.without(quiet))).collect();
        looks.retain(|look| *look != plain);
        (0..looks.len()).filter(|at| !looks[..*at].contains(&looks[*at])).count()
    };
    let mut quiet = Mark::NONE;
    for mark in [Mark::VARIANT, Mark::SPEAKER, Mark::QUOTE] {
        if looks(quiet) > LOOKS {
            quiet = quiet.with(mark);
        }
    }
    quiet
}

/// The sign of a passage of the reader's that begins in a row: of one with a note before one that
/// is linked.
fn begun(state: &State, painter: &Painter<'_>, row: Span) -> Option<&'static str> {
    let article = state.coverage.number(state.reader.article?);
    let begins = |span: Span| (row.start..row.end).contains(&span.start);
    if state.notes.of(article).any(|(_, span)| begins(span)) {
        return Some(painter.glyphs.note);
    }
    state.links.of(article).any(begins).then_some(painter.glyphs.link)
}

fn empty(state: &State, painter: &mut Painter<'_>, area: Area) {
    let keymap = &state.settings.config.keymap;
    let lines = match &state.loading {
        Some(loading) if loading.cancelled => vec![
            "stopped reading".to_owned(),
            format!("{} reads again", keymap.key_of(Action::Reload)),
        ],
        Some(loading) => vec![loading.what.clone(), "esc stops".to_owned()],
        None => nothing_here(state),
    };
    let width = area.width.saturating_sub(4);
    let rows: Vec<&str> = lines
        .iter()
        .flat_map(|line| {
            let rows = Rows::wrap(line, &[Span::new(0, line.len())], usize::from(width.max(1)));
            (0..rows.len()).map(|index| rows.get(index).of(line)).collect::<Vec<_>>()
        })
        .collect();
    let above = usize::from(area.height).saturating_sub(rows.len());
    let top = area.y + u16::try_from(above).unwrap_or(0).min(area.height / 3);
    for (y, row) in (top..area.y + area.height).zip(rows) {
        painter.put(area.x + 2, y, width, row, painter.look(Role::Faint));
    }
}

/// What is said where there is no article: what can be read, and how.
fn nothing_here(state: &State) -> Vec<String> {
    let key = state.settings.config.keymap.key_of(Action::Problems);
    let mut lines = vec![
        "No articles here.".to_owned(),
        format!(
            "rashomon reads news articles from files and folders: {} (rashomon kinds lists them).",
            kind::groups()
        ),
        "For example: rashomon ~/news/bridge".to_owned(),
        "rashomon --sample shows how it looks.".to_owned(),
    ];
    if state.problems().next().is_some() {
        lines.push(format!("{key} shows what was passed over or could not be read, and why."));
    }
    lines
}
