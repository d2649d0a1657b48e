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

use crate::app::layout::Area;
use crate::app::{Message, State};
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::text::wrap;
use crate::tui::paint::{Painter, Target};
use crate::tui::parts::counted;
use crate::tui::{list, mirror, overlay, point, status, text, topics};
use crate::view::outline;

/// A screen as it was drawn.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// The cell of the terminal's cursor, where input is typed.
    pub cursor: Option<(u16, u16)>,
    targets: Vec<(Area, Target)>,
}

impl Drawn {
    /// What a click on a cell of this screen says to the session.
    pub fn click(&self, x: u16, y: u16) -> Message {
        let target = self.targets.iter().rev().find(|(area, _)| area.contains(x, y));
        let is_covered = self.targets.iter().any(|(_, target)| *target == Target::Over);
        match target {
            Some((_, Target::Key(action))) => Message::Do(*action),
            Some((_, Target::Row(row))) => Message::Pick(*row),
            None if is_covered => Message::Outside,
            Some((_, Target::Over)) | None => Message::Click(x, y),
        }
    }
}

/// Draws `state` on a buffer of its size.
pub fn render(state: &State, buffer: &mut Buffer) -> Drawn {
    let mut painter = Painter::new(buffer, state.settings.theme, state.settings.config.ascii);
    let Some(layout) = state.layout() else {
        too_small(state, &mut painter);
        return Drawn::default();
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
    let cursor = overlay::render(state, &mut painter).or(typed);
    Drawn { cursor, targets: painter.targets }
}

/// `state` on a buffer of its own.
pub fn draw(state: &State) -> Buffer {
    drawn(state).0
}

/// Likewise, with what can be clicked of it.
pub fn drawn(state: &State) -> (Buffer, Drawn) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, state.size.width, state.size.height));
    let drawn = render(state, &mut buffer);
    (buffer, drawn)
}

fn too_small(state: &State, painter: &mut Painter<'_>) {
    painter.put(0, 0, state.size.width, "too small: 20x4 or more", Style::default());
}

/// The first row begins with it.
const PROGRAM: &str = " rashomon  ";
/// Cells of an event's label that its numbers always leave to it.
const LABEL: usize = 16;

/// Columns from which there is room for how to leave the sample.
const ROOMY: u16 = 130;

/// One row: the program, the event in numbers once it is there, and how to get help.
fn head(state: &State, painter: &mut Painter<'_>, area: Area) {
    let (head, faint) = (painter.look(Role::Head), painter.look(Role::Faint));
    let help = state.settings.config.keymap.key_of(Action::Help);
    let right = area.x + area.width - 1;
    let used = painter.hint_right(right, area.y, (Action::Help, &help), (" help", faint));
    let sample = match area.width {
        _ if !state.is_sample => "",
        ROOMY.. => "  invented sample; rashomon FOLDER opens your own   ",
        70..ROOMY => "  invented sample   ",
        _ => "",
    };
    let used = used + painter.put_right(right - used, area.y, sample, faint);
    let room = area.width.saturating_sub(used + 4);
    let mut parts = vec![(PROGRAM.to_owned(), painter.look(Role::Focus))];
    if let Some(event) = state.event().filter(|_| state.reader.article.is_some()) {
        let dot = painter.glyphs.dot;
        let count = |count: usize, what: &str| format!(" {dot} {}", counted(count, what));
        let told = outline::told_by(state.reader.view.outlets, state.accounts().unwrap_or(0));
        let mut numbers = [
            format!(" {dot} {told}"),
            count(event.topics.len(), "topic"),
            count(state.reader.view.disputes().len(), "dispute"),
        ];
        // A number that there is no room for is left away whole, the disputes last, and the label
        // keeps a good part of itself.
        let name = wrap::cells(&event.label).min(LABEL);
        let needed = |numbers: &[String; 3]| {
            PROGRAM.len() + name + numbers.iter().map(|number| wrap::cells(number)).sum::<usize>()
        };
        for place in [1, 0, 2] {
            if needed(&numbers) > usize::from(room) {
                numbers[place].clear();
            }
        }
        let numbers = numbers.concat();
        let left = usize::from(room).saturating_sub(PROGRAM.len() + wrap::cells(&numbers));
        let label = wrap::clip(&event.label, left.max(LABEL), painter.glyphs.dots);
        parts.push((label, head));
        parts.push((numbers, faint));
    } else if let Some((event, _)) = state.coming().and_then(|article| state.row_of(article)) {
        parts.push((event.label.clone(), head));
    }
    painter.put_all(area.x, area.y, room, &parts);
}
