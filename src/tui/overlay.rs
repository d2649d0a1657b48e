//! What lies over the panes: help, palette, results, a comparison.

use crate::app::State;
use crate::app::choice::Choice;
use crate::app::layout::{Area, Layout};
use crate::app::made::{Bookmark, Link, LinkSide, Note, said};
use crate::app::overlay::Overlay;
use crate::app::overlay::help::{Help, HelpLine, Legend, Sign};
use crate::app::overlay::palette::Palette;
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::text::Span;
use crate::text::wrap::{self, Rows};
use crate::tui::conflicts;
use crate::tui::everything;
use crate::tui::headlines;
use crate::tui::linking;
use crate::tui::paint::Painter;
use crate::tui::parts::{below, boxed, input_line, list_rows, one_line};
use crate::tui::speakers;
use crate::tui::{brief, matrix, omissions};

/// Draws the overlay, if one is open; gives the cell of the cursor where a line is typed in it.
pub(super) fn render(state: &State, painter: &mut Painter<'_>) -> Option<(u16, u16)> {
    let layout = state.layout()?;
    let overlay = state.overlay.as_ref()?;
    let is_boxed = |overlay: &Overlay| !overlay.is_line() && !matches!(overlay, Overlay::Mirror(_));
    if let Some(covered) = state.covered().filter(|covered| is_boxed(covered)) {
        painter.fade(layout.above_status());
        one(state, painter, &layout, covered);
    }
    if is_boxed(overlay) {
        painter.fade(layout.above_status());
    }
    one(state, painter, &layout, overlay)
}

fn one(
    state: &State,
    painter: &mut Painter<'_>,
    layout: &Layout,
    overlay: &Overlay,
) -> Option<(u16, u16)> {
    match overlay {
        Overlay::Search(_) | Overlay::Filter(_) | Overlay::Note(_) | Overlay::Name(_) => None,
        Overlay::Mirror(_) => None, // drawn in the place of the text
        Overlay::Help(help) => help_box(state, painter, layout, help),
        Overlay::Palette(palette) => palette_box(state, painter, layout, palette),
        Overlay::Everything(everything) => everything::render(state, painter, layout, everything),
        Overlay::Speakers(list) => speakers::render(state, painter, layout, list),
        Overlay::Matrix(table) => {
            matrix::render(state, painter, layout, table);
            None
        }
        Overlay::Conflicts(list) => {
            conflicts::render(state, painter, layout, list);
            None
        }
        Overlay::Omissions(gaps) => {
            omissions::render(state, painter, layout, gaps);
            None
        }
        Overlay::Headlines(list) => {
            headlines::render(state, painter, layout, list);
            None
        }
        Overlay::Brief(page) => {
            brief::render(state, painter, layout, page);
            None
        }
        Overlay::Jumps(list) => {
            let rows: Vec<String> = list.rows.iter().map(|row| painter.with_marks(row)).collect();
            list_box(painter, layout, "Jumped from: enter goes", &rows, list.choice);
            None
        }
        Overlay::Bookmarks(list) => {
            bookmarks_box(state, painter, layout, list.choice);
            None
        }
        Overlay::Link(linking) => linking::render(painter, layout, linking),
        Overlay::Notes(list) => {
            notes_box(state, painter, layout, list.choice);
            None
        }
        Overlay::Corrections(list) => {
            corrections_box(state, painter, layout, list.choice);
            None
        }
        Overlay::Problems(list) => {
            let rows: Vec<String> = state.problems().map(ToString::to_string).collect();
            list_box(painter, layout, "Problems", &rows, list.choice);
            None
        }
    }
}

fn bookmarks_box(state: &State, painter: &mut Painter<'_>, layout: &Layout, choice: Choice) {
    // Names are kept for good, so they are the same with and without the option for ASCII; earlier
    // ones end with the byte, which tells a reader nothing.
    let name = |mark: &Bookmark| {
        let (name, last) = mark.name.rsplit_once(" · ").unwrap_or((&mark.name, "x"));
        let is_byte = last.chars().all(|c| c.is_ascii_digit());
        let name = if is_byte { name } else { &mark.name };
        name.replace('·', painter.glyphs.dot)
    };
    let [open, shut] = painter.glyphs.marks;
    let row = |mark: &Bookmark| {
        let words = one_line(&mark.words);
        // A passage with quotation marks of its own needs no others round it.
        let [open, shut] = if words.contains(['“', '"']) { ["", ""] } else { [open, shut] };
        format!("{open}{words}{shut}  {}", name(mark))
    };
    let rows: Vec<String> = state.bookmarks.iter().map(row).collect();
    list_box(painter, layout, "Bookmarks: enter goes, m removes", &rows, choice);
}

fn corrections_box(state: &State, painter: &mut Painter<'_>, layout: &Layout, choice: Choice) {
    let away = |is_open: bool| if is_open { "" } else { " (not open)" };
    let corrections = state
        .corrections
        .all
        .iter()
        .map(|one| format!("{}{}", painter.with_marks(&one.words), away(one.change.is_some())));
    let titles = state
        .titles
        .iter()
        .map(|one| format!("{}{}", painter.with_marks(&one.words), away(one.correction.is_some())));
    let listed = state.list.dismissals_listed(&state.dismissals);
    let dismissals = listed.into_iter().filter_map(|place| state.dismissals.get(place));
    let dismissals = dismissals.map(|one| {
        let words = painter.with_marks(&one.words);
        format!("no dispute: {words}{}", away(one.sides.is_some()))
    });
    let rows: Vec<String> = corrections.chain(titles).chain(dismissals).collect();
    let key = state.settings.config.keymap.key_of(Action::Undo);
    let title = format!("Corrections: enter goes, {key} undoes");
    list_box(painter, layout, &title, &rows, choice);
}

fn notes_box(state: &State, painter: &mut Painter<'_>, layout: &Layout, choice: Choice) {
    let key = |action| state.settings.config.keymap.key_of(action);
    let [open, shut] = painter.glyphs.marks;
    let row = |note: &Note| {
        let away = if note.at.is_some() { "" } else { " (not open)" };
        let about = [note.outlet.as_str(), note.title.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        // A passage with quotation marks of its own needs no others round it.
        let [open, shut] = if note.words.contains(['“', '"']) { ["", ""] } else { [open, shut] };
        format!("{}  {about}: {open}{}{shut}{away}", one_line(&note.text), one_line(&note.words))
    };
    let notes = state.notes.all().iter().map(row);
    let links = state.links.all().iter().map(|link| link_words(painter, link));
    let rows: Vec<String> = notes.chain(links).collect();
    let what = if state.links.all().is_empty() { "Notes" } else { "Notes and links" };
    let title = format!(
        "{what}: enter goes, {} changes, {} deletes, {} undoes",
        key(Action::Note),
        key(Action::Dismiss),
        key(Action::Undo)
    );
    list_box(painter, layout, &title, &rows, choice);
}

/// `denial: who was told?  The Courier: “nothing” & Evening Post: “a receipt” (not open)`
fn link_words(painter: &Painter<'_>, link: &Link) -> String {
    let side = |side: &LinkSide| {
        let away = if side.at.is_some() { "" } else { " (not open)" };
        format!("{}{away}", linking::side_words(painter, side))
    };
    let [a, b] = link.sides.each_ref().map(side);
    format!("{}  {a} {} {b}", one_line(&said(link.kind, &link.why)), painter.glyphs.link)
}

fn help_box(
    state: &State,
    painter: &mut Painter<'_>,
    layout: &Layout,
    help: &Help,
) -> Option<(u16, u16)> {
    let key = |action| state.settings.config.keymap.key_of(action);
    let title = format!(
        "Help: {} finds, {} the marks, {} closes",
        key(Action::Search),
        key(Action::Bottom),
        key(Action::Leave)
    );
    let inside = boxed(painter, layout, 84, u16::MAX, &title);
    let (cursor, area) = match &help.query {
        Some(input) => (Some(input_line(painter, inside, "/", input)), below(inside, 2)),
        None => (None, inside),
    };
    let keys = help
        .lines
        .iter()
        .map(|line| if let HelpLine::Keys(keys, _) = line { wrap::cells(keys) } else { 0 })
        .max()
        .unwrap_or(0);
    // Where there is little room, what keys do matters more than all the keys that do it.
    let most = if area.width < 60 { area.width / 4 } else { area.width / 2 };
    let left = u16::try_from(keys).unwrap_or(20).min(most) + 2;
    if help.lines.is_empty() {
        painter.put(area.x, area.y, area.width, "nothing of that name", painter.look(Role::Faint));
    }
    // The last page stays full whatever the box's height.
    let top = help.top.min(help.lines.len().saturating_sub(usize::from(area.height)));
    for (y, line) in (area.y..area.y + area.height).zip(help.lines.iter().skip(top)) {
        match line {
            HelpLine::Gap => {}
            HelpLine::Heading(title) => {
                painter.put(area.x, y, area.width, title, painter.look(Role::Title));
            }
            HelpLine::Keys(keys, what) => {
                painter.put_clipped(area.x, y, left, keys, painter.look(Role::Key));
                painter.put_clipped(
                    area.x + left,
                    y,
                    area.width.saturating_sub(left),
                    what,
                    painter.look(Role::Text),
                );
            }
            HelpLine::Mark(mark, what) => {
                let (words, look) = sample(painter, *mark);
                painter.put(area.x, y, left, words, look);
                let room = area.width.saturating_sub(left);
                painter.put_clipped(area.x + left, y, room, what, painter.look(Role::Text));
            }
        }
    }
    if top + usize::from(area.height) < help.lines.len() {
        let (x, y) = (area.x + area.width, area.y + area.height.saturating_sub(1));
        painter.put(x, y, 1, painter.glyphs.down, painter.look(Role::Faint));
    }
    cursor
}

/// What stands for a mark in the legend, as the screen has it.
pub(super) fn sample(painter: &Painter<'_>, mark: Legend) -> (&'static str, Style) {
    let glyphs = painter.glyphs;
    let (words, role) = match mark {
        Legend::Words(role, words) => (words, role),
        Legend::Sign(Sign::Conflict) => (glyphs.conflict, Role::Conflict),
        Legend::Sign(Sign::Judged) => (glyphs.judged, Role::Judged),
        Legend::Sign(Sign::Variant) => (glyphs.variant, Role::Conflict),
        Legend::Sign(Sign::Echo) => (glyphs.echo, Role::Faint),
        Legend::Sign(Sign::Topic) => (glyphs.chosen, Role::Focus),
        Legend::Sign(Sign::Note) => (glyphs.note, Role::Key),
        Legend::Sign(Sign::Link) => (glyphs.link, Role::Key),
        Legend::Sign(Sign::Read) => (glyphs.read, Role::Faint),
        Legend::Sign(Sign::Nothing) => (glyphs.none, Role::Faint),
        Legend::Sign(Sign::Up) => (glyphs.up, Role::Faint),
        Legend::Sign(Sign::Down) => (glyphs.down, Role::Faint),
        Legend::Sign(Sign::Cursor) => (glyphs.cursor, Role::Focus),
    };
    let look = painter.look(role);
    (words, if matches!(mark, Legend::Sign(_)) { look.plain() } else { look })
}

fn palette_box(
    state: &State,
    painter: &mut Painter<'_>,
    layout: &Layout,
    palette: &Palette,
) -> Option<(u16, u16)> {
    let inside = boxed(painter, layout, 96, 24, "Actions: enter does it");
    let cursor = input_line(painter, inside, ": ", &palette.input);
    let area = below(inside, 2);
    if palette.found.is_empty() {
        painter.put(
            area.x,
            area.y,
            area.width,
            "no action of that name",
            painter.look(Role::Faint),
        );
    }
    list_rows(
        painter,
        area,
        palette.choice.selected,
        palette.found.len(),
        |painter, line, index| {
            let Some(entry) = palette.found.get(index) else { return };
            // All of its keys, where there is room for them.
            let keymap = &state.settings.config.keymap;
            let keys = keymap.keys_of(entry.action).join("  ");
            let keys = if line.width < 88 { keymap.key_of(entry.action) } else { keys };
            let used =
                painter.put_right(line.x + line.width, line.y, &keys, painter.look(Role::Key));
            let name =
                painter.put(line.x, line.y, 18, entry.name, painter.look(Role::Title)).max(17) + 1;
            painter.put_clipped(
                line.x + name,
                line.y,
                line.width.saturating_sub(used + name + 1),
                entry.what,
                painter.look(Role::Text),
            );
        },
    );
    Some(cursor)
}

fn list_box(
    painter: &mut Painter<'_>,
    layout: &Layout,
    title: &str,
    rows: &[String],
    choice: Choice,
) {
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(6).clamp(8, 26);
    let inside = boxed(painter, layout, 100, height, title);
    let frame = layout.over(100, height);
    painter.position_among(layout, (frame, inside.height), (rows, choice.selected), |_| true);
    let whole = rows.get(choice.selected).map_or("", String::as_str);
    let wrapped = Rows::wrap(whole, &[Span::new(0, whole.len())], usize::from(inside.width));
    // What is chosen stands below in full, where it has more to say than its row has room for.
    let room = if wrapped.len() > 1 && inside.height >= 6 { 4 } else { 0 };
    let list = Area { height: inside.height - room, ..inside };
    list_rows(painter, list, choice.selected, rows.len(), |painter, line, index| {
        let words = rows.get(index).map_or("", String::as_str);
        painter.put_clipped(line.x, line.y, line.width, words, painter.look(Role::Text));
    });
    for (y, row) in
        (inside.y + inside.height - room + 1..inside.y + inside.height).zip(0..wrapped.len())
    {
        painter.put(
            inside.x,
            y,
            inside.width,
            wrapped.get(row).of(whole),
            painter.look(Role::Faint),
        );
    }
}
