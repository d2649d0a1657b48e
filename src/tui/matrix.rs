//! Which outlet tells which topic: a row a topic, a column an outlet.
//!
//! ```text
//! ┏ Who tells what: – nothing found, ≠ in dispute, * told by nobody else ━━━━━━━┓
//! ┃ 4 topics                   a Evening Post   b Harbour Radio   c The Courier ┃
//! ┃ What the mayor knew        1≠1              1≠1               1≠2           ┃
//! ┃ Inspections                1*               –                 –             ┃
//! ┃                                                                             ┃
//! ┃ b Harbour Radio: 1 passage, 1 dispute                                      ┃
//! ┃ A receipt dated 14 January, seen by this station, …                         ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

use crate::analysis::Gap;
use crate::app::State;
use crate::app::layout::{Area, Frame, Layout};
use crate::app::overlay::matrix::{Grid, Table};
use crate::config::theme::{Role, Style};
use crate::text::wrap;
use crate::tui::paint::{Painter, Target};
use crate::tui::parts::{counted, foot_rows, one_line};
use crate::view::matrix::{Cell, Row, Teller};
use crate::view::outline;
use crate::view::sidebar::Heading;

/// What stands behind the count of an outlet that has the only account of a topic.
const ALONE: &str = "*";

/// Draws the matrix.
pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, table: &Table) {
    let grid = table.grid(layout);
    painter.over(layout, grid.listing.frame, &[(title(painter, layout), Style::default())]);
    head(state, painter, table, grid);
    let list = grid.listing.list;
    let rows = table.matrix.rows.iter().enumerate().skip(table.row.top);
    for (y, (index, row)) in (list.y..list.y + list.height).zip(rows) {
        let line = Area { y, height: 1, ..list };
        let chosen = index == table.row.selected;
        let role = if chosen { Role::Title } else { Role::Text };
        painter.put_clipped(
            line.x,
            y,
            grid.label.saturating_sub(1),
            &called(painter, row),
            painter.look(role),
        );
        for (column, area) in columns(table, grid, line) {
            if let Some(cell) = row.cells.get(column) {
                cell_parts(painter, area, cell);
            }
            let cells = row.cells.len();
            painter.target(area, Target::Row(index * cells + column));
            if chosen && column == table.column.selected {
                painter.select(area);
            }
        }
    }
    painter.more(list, table.row.top, table.matrix.rows.len());
    let (frame, rows) = (grid.listing.frame, &table.matrix.rows);
    painter.position_among(layout, (frame, list.height), (rows, table.row.selected), |_| true);
    foot(state, painter, grid, table);
}

/// The topic, with a sign where the reader calls it so.
fn called(painter: &Painter<'_>, row: &Row) -> String {
    if row.yours { format!("{} {}", painter.glyphs.link, row.label) } else { row.label.clone() }
}

fn title(painter: &Painter<'_>, layout: &Layout) -> String {
    let (none, conflict) = (painter.glyphs.none, painter.glyphs.conflict);
    if layout.frame == Frame::Bare {
        return format!("{none} nothing found {conflict} dispute {ALONE} only account");
    }
    format!(
        "Who tells what: {none} nothing found, {conflict} in dispute, {ALONE} only account, {} same text",
        painter.glyphs.echo
    )
}

/// The columns in view, each with its cells on `line`.
fn columns(table: &Table, grid: Grid, line: Area) -> impl Iterator<Item = (usize, Area)> + use<> {
    let (top, count) = (table.column.top, table.matrix.outlets.len());
    let right = line.x + line.width;
    (top..count).take(grid.columns).zip(0..).map(move |(column, place)| {
        let x = line.x + grid.label + place * grid.column;
        (column, Area { x, width: (grid.column - 1).min(right.saturating_sub(x)), ..line })
    })
}

/// How far down the rows go, and the outlets' letters or names; a sign where there are more
/// columns.
fn head(state: &State, painter: &mut Painter<'_>, table: &Table, grid: Grid) {
    let line = grid.listing.head;
    let count = table.matrix.rows.len();
    let words = if count > usize::from(grid.listing.list.height) {
        format!("{} of {count} topics", table.row.selected + 1)
    } else {
        counted(
            table.matrix.rows.iter().filter(|row| row.heading != Heading::Rest).count(),
            "topic",
        )
    };
    let width = grid.label.saturating_sub(2);
    painter.put_clipped(line.x, line.y, width, &words, painter.look(Role::Faint));
    for (column, area) in columns(table, grid, line) {
        let Some(teller) = table.matrix.outlets.get(column) else { continue };
        let (place, letters) = letters(state, teller);
        let look = painter.look(Role::Letter(place));
        let used = painter.put(area.x, area.y, area.width, &letters, look);
        if grid.named {
            let x = area.x + used + 1;
            let room = area.width.saturating_sub(used + 1);
            painter.put_clipped(
                x,
                area.y,
                room,
                &outline::name(&teller.outlet),
                painter.look(Role::Title),
            );
        }
        if column == table.column.selected {
            painter.tint(area, painter.look(Role::Marked));
        }
    }
    let look = painter.look(Role::Key);
    if table.column.top > 0 {
        painter.put(line.x + grid.label - 2, line.y, 1, "<", look);
    }
    if table.column.top + grid.columns < table.matrix.outlets.len() {
        painter.put(line.x + line.width, line.y, 1, ">", look);
    }
}

/// The letters of an outlet's articles, and the place of the first: `a`, or `a-c` for several.
fn letters(state: &State, teller: &Teller) -> (usize, String) {
    let (first, last) =
        (teller.articles.first(), teller.articles.last().filter(|_| teller.articles.len() > 1));
    let (place, letter) = first.map_or_else(Default::default, |article| state.letter(*article));
    (
        place,
        last.map_or_else(|| letter.clone(), |last| format!("{letter}-{}", state.letter(*last).1)),
    )
}

/// `2≠1*`: passages, disputes, and whether nobody else tells it.
fn cell_parts(painter: &mut Painter<'_>, area: Area, cell: &Cell) {
    if cell.gap.is_some() {
        painter.put(area.x, area.y, area.width, painter.glyphs.none, painter.look(Role::Faint));
        return;
    }
    let number = |count: usize, sign: &str| {
        if count == 0 { String::new() } else { format!("{sign}{count}") }
    };
    let parts = [
        (number(cell.passages.len(), ""), painter.look(Role::Text)),
        (
            number(cell.disputes.len(), painter.glyphs.conflict),
            painter.look(Role::Conflict).plain(),
        ),
        ((if cell.alone { ALONE } else { "" }).to_owned(), painter.look(Role::Title)),
        (
            (if cell.same_as.is_some() { painter.glyphs.echo } else { "" }).to_owned(),
            painter.look(Role::Notice),
        ),
    ];
    painter.put_all(area.x, area.y, area.width, &parts);
}

/// The chosen cell in words: who, how much, the passage, and why it is disputed.
fn foot(state: &State, painter: &mut Painter<'_>, grid: Grid, table: &Table) {
    let area = grid.listing.foot;
    let (Some((teller, cell)), Some(row)) =
        (table.chosen(), table.matrix.rows.get(table.row.selected))
    else {
        return;
    };
    let (letter, name) = (letters(state, teller).1, outline::name(&teller.outlet));
    let texts = match cell.opens {
        Some(stop) => {
            let same = cell.same_as.map(|of| format!(", same text as {}", state.letter(of).1));
            let much = how_much(cell) + &same.unwrap_or_default();
            let lead = format!("{letter} {name}: {much}");
            let words = one_line(state.coverage.corpus.words(stop.passage));
            let conflicts = state.event().map_or(&[][..], |event| &event.conflicts);
            let why =
                cell.disputes.first().and_then(|index| conflicts.get(*index)).map(|conflict| {
                    let sign = painter.glyphs.conflict;
                    (format!("{sign} {}: {}", conflict.kind.name(), conflict.why), Role::Faint)
                });
            [(lead, Role::Title), (words, Role::Text)].into_iter().chain(why).collect()
        }
        None if cell.gap.is_some() => {
            let told =
                table.matrix.outlets.iter().zip(&row.cells).filter(|(_, cell)| cell.gap.is_none());
            let told: Vec<String> = told.map(|(teller, _)| outline::name(&teller.outlet)).collect();
            let found =
                if cell.gap == Some(Gap::LeftOut) { "leaves it out" } else { "nothing found" };
            let lead = format!("{letter} {name}: {found}");
            vec![(lead, Role::Title), (format!("told by {}", told.join(", ")), Role::Faint)]
        }
        None => vec![(format!("{letter} {name} is in none of these disputes"), Role::Faint)],
    };
    // The label is clipped in its row where it is long: the whole of it stands here.
    let whole = wrap::cells(&row.label) >= usize::from(grid.label) && area.height > 2;
    let texts: Vec<_> =
        Some((row.label.clone(), Role::Faint)).filter(|_| whole).into_iter().chain(texts).collect();
    foot_rows(painter, area, &texts);
}

/// `2 passages, 1 dispute, the only account`
fn how_much(cell: &Cell) -> String {
    let passages = (!cell.passages.is_empty()).then(|| counted(cell.passages.len(), "passage"));
    let disputes = (!cell.disputes.is_empty()).then(|| counted(cell.disputes.len(), "dispute"));
    let alone = cell.alone.then(|| "the only account".to_owned());
    [passages, disputes, alone].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
