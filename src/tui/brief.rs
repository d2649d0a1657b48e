//! The brief of the open event.
//!
//! ```text
//! ┏ Brief: y copies it as Markdown, tab: as HTML ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ Harbour bridge closed                                                          ┃
//! ┃                                                                                ┃
//! ┃ 4 Mar 2025; 3 outlets: Evening Post, Harbour Radio and The Courier.            ┃
//! ┃                                                                                ┃
//! ┃ Where they differ                                                              ┃
//! ┃                                                                                ┃
//! ┃ Evening Post says “nine cracks” [1]; The Courier says “ten cracks” [2].        ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

use crate::app::State;
use crate::app::layout::Layout;
use crate::app::overlay::brief::{BriefLine, BriefPage};
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::tui::paint::Painter;

/// Draws it.
pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, page: &BriefPage) {
    let key = |action| state.settings.config.keymap.key_of(action);
    let title = format!(
        "Brief: {} copies it as {}, {}: as {}",
        key(Action::Copy),
        page.form.name(),
        key(Action::NextPane),
        page.form.other().name()
    );
    painter.over(layout, BriefPage::frame(layout), &[(title, Style::default())]);
    let area = BriefPage::area(layout);
    for (y, line) in (area.y..area.y + area.height).zip(page.lines.iter().skip(page.top)) {
        let (words, role) = match line {
            BriefLine::Heading(words) => (words.as_str(), Role::Title),
            BriefLine::Text(words) => (words.as_str(), Role::Text),
            BriefLine::Faint(words) => (words.as_str(), Role::Faint),
            BriefLine::Gap => continue,
        };
        painter.put_clipped(area.x, y, area.width, words, painter.look(role));
    }
    painter.more(area, page.top, page.lines.len());
}
