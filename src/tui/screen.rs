//! The whole screen.
//!
//! ```text
//!  rashomon  Harbour bridge closed · 3 outlets · 9 topics · 7 disputes                            ? help
//! ┌ Coverage ────────────────┐┌ b The Courier · 4 Mar 2025 ─────────────────┐┏ Topics ━━━━━━━━━━━━━━━━━┓
//! │ list                     ││ text                                        ││ topics                  │
//! └──────────────────────────┘└─────────────────────────────────────────────┘┗━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//!  ≠ 2/7 denial  b Brandt “told nothing before Tuesday” ≠ b engineers “had gone out …”    x other side
//!  why
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::State;
use crate::app::layout::Area;
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::text::wrap;
use crate::tui::paint::Painter;
use crate::tui::parts::counted;
use crate::tui::{list, mirror, overlay, point, status, text, topics};
use crate::view::outline;

/// Draws `state` on a buffer of its size. Gives the cell of the terminal's cursor, where input is
/// typed.
pub fn render(state: &State, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let mut painter = Painter::new(buffer, state.settings.theme, state.settings.config.ascii);
    let Some(layout) = state.layout() else {
        too_small(state, &mut painter);
        return None;
    };
    if let Some(area) = layout.head {
        head(state, &mut painter, area);
    }
    let mirror = state.mirror();
    if let Some(area) = layout.text.filter(|_| mirror.is_none()) {
        text::render(state, &mut painter, &layout, area);
    }
    if let Some(area) = layout.list {
        list::render(state, &mut painter, &layout, area);
    }
    if let Some(area) = layout.point.filter(|_| mirror.is_none()) {
        point::render(state, &mut painter, &layout, area);
    }
    if let Some(area) = layout.topics.filter(|_| mirror.is_none()) {
        topics::render(state, &mut painter, &layout, area);
    }
    if let Some(mirror) = mirror {
        mirror::render(state, &mut painter, &layout, mirror);
    }
    let typed = status::render(state, &mut painter, layout.status);
    overlay::render(state, &mut painter).or(typed)
}

/// `state` on a buffer of its own.
pub fn draw(state: &State) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, state.size.width, state.size.height));
    render(state, &mut buffer);
    buffer
}

fn too_small(state: &State, painter: &mut Painter<'_>) {
    painter.put(0, 0, state.size.width, "too small: 20x4 or more", Style::default());
}

/// One row: the program, the event in numbers once it is there, and how to get help.
fn head(state: &State, painter: &mut Painter<'_>, area: Area) {
    let (head, faint, key) =
        (painter.look(Role::Head), painter.look(Role::Faint), painter.look(Role::Key));
    let help = state.settings.config.keymap.key_of(Action::Help);
    let right = area.x + area.width - 1;
    let used = painter.put_right(right, area.y, " help", faint);
    let used = used + painter.put_right(right - used, area.y, &help, key);
    let room = area.width.saturating_sub(used + 4);
    let mut parts = vec![(" rashomon  ".to_owned(), painter.look(Role::Focus))];
    if let Some(event) = state.event().filter(|_| state.reader.article.is_some()) {
        let dot = painter.glyphs.dot;
        let numbers = [
            outline::told_by(state.reader.view.outlets, state.accounts().unwrap_or(0)),
            counted(event.topics.len(), "topic"),
            counted(state.reader.view.disputes().len(), "dispute"),
        ];
        let numbers: String = numbers.iter().map(|number| format!(" {dot} {number}")).collect();
        // The numbers give way to the label where the row is too short for a good part of it.
        let left = usize::from(room).saturating_sub(13 + wrap::cells(&numbers));
        let label = wrap::clip(&event.label, left.max(16), painter.glyphs.dots);
        parts.push((label, head));
        parts.push((numbers, faint));
    } else if let Some((event, _)) = state.coming().and_then(|article| state.row_of(article)) {
        parts.push((event.label.clone(), head));
    }
    painter.put_all(area.x, area.y, room, &parts);
}
