//! The box in which the reader says what two passages are to each other.
//!
//! ```text
//! ┏ Link: up and down choose, enter links, esc gives up ━━━━━━━━━━┓
//! ┃ why: who counted?                                             ┃
//! ┃                                                               ┃
//! ┃ denial         asserted in the one, denied in the other       ┃
//! ┃ number         one quantity, different numbers                ┃
//! ┃                                                               ┃
//! ┃ Evening Post: “nine cracks”                                   ┃
//! ┃ The Courier: “ten cracks”                                     ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

use crate::app::layout::{Area, Layout};
use crate::app::made::LinkSide;
use crate::app::overlay::linking::Linking;
use crate::config::theme::Role;
use crate::tui::paint::Painter;
use crate::tui::parts::{below, boxed, input_line, list_rows, one_line};
use crate::view::link::LinkKind;

/// Cells of a kind's name, and of the gap after it.
const NAME: u16 = 15;
/// Rows of the two passages with the gap before them.
const SIDES: u16 = 3;

/// Draws the box; gives the cell of the cursor.
pub(super) fn render(
    painter: &mut Painter<'_>,
    layout: &Layout,
    linking: &Linking,
) -> Option<(u16, u16)> {
    let kinds = u16::try_from(LinkKind::ALL.len()).unwrap_or(u16::MAX);
    let height = kinds.saturating_add(SIDES + 4);
    let title = "Link: up and down choose, enter links, esc gives up";
    let inside = boxed(painter, layout, 76, height, title);
    let cursor = input_line(painter, inside, "why: ", &linking.input);
    // A low screen has room for the kinds only.
    let gap = u16::from(inside.height > kinds + 1);
    let rest = below(inside, 1 + gap);
    let feet = if rest.height >= kinds + SIDES { SIDES } else { 0 };
    let list = Area { height: rest.height - feet, ..rest };
    list_rows(
        painter,
        list,
        linking.choice.selected,
        LinkKind::ALL.len(),
        |painter, line, index| {
            let Some(kind) = LinkKind::ALL.get(index) else { return };
            painter.put_clipped(line.x, line.y, NAME, kind.name(), painter.look(Role::Title));
            let (x, width) = (line.x + NAME, line.width.saturating_sub(NAME));
            painter.put_clipped(x, line.y, width, kind.what(), painter.look(Role::Text));
        },
    );
    if feet > 0 {
        let first = rest.y + rest.height - 2;
        for (y, side) in (first..).zip(&linking.link.sides) {
            let words = side_words(painter, side);
            painter.put_clipped(rest.x, y, rest.width, &words, painter.look(Role::Faint));
        }
    }
    Some(cursor)
}

/// `The Courier: “ten cracks”`
pub(super) fn side_words(painter: &Painter<'_>, side: &LinkSide) -> String {
    // A passage with quotation marks of its own needs no others round it.
    let [open, shut] =
        if side.words.contains(['“', '"']) { ["", ""] } else { painter.glyphs.marks };
    format!("{}: {open}{}{shut}", side.outlet, one_line(&side.words))
}
