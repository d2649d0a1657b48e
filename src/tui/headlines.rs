//! The headlines of one event, with the words that no other outlet has.
//!
//! ```text
//! ┏ Headlines: enter opens, y copies ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ a Evening Post       4 Mar   Harbour bridge shut until Easter                     ┃
//! ┃ b Harbour Radio      4 Mar   Office signed for bridge warning                     ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

use crate::app::State;
use crate::app::layout::{Area, Layout};
use crate::app::overlay::headlines::{Headlines, SOURCE};
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::text::Span;
use crate::tui::paint::{Painter, Target};
use crate::tui::parts::look_of;
use crate::view::event::letter;
use crate::view::headlines::Headline;
use crate::view::marks::{Mark, Marks, Piece, of_row};
use crate::view::outline;

pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, open: &Headlines) {
    let frame = open.frame(layout);
    let key = state.settings.config.keymap.key_of(Action::Copy);
    let title = format!("Headlines: enter opens, {key} copies all");
    painter.over(layout, frame, &[(title, Style::default())]);
    let inside = layout.inside(frame);
    let stacked = Headlines::is_stacked(inside.width);
    let rows = open.rows.iter().enumerate().skip(open.choice.top);
    let chosen = open.chosen();
    for (y, (index, (at, part))) in (inside.y..inside.y + inside.height).zip(rows) {
        let line = Area { y, height: 1, ..inside };
        let Some(headline) = open.all.get(*at) else { continue };
        let is_first = index
            .checked_sub(1)
            .and_then(|before| open.rows.get(before))
            .is_none_or(|(before, _)| before != at);
        if is_first {
            let width = if stacked { line.width } else { SOURCE };
            source(painter, Area { width, ..line }, open, headline);
        }
        let left = if stacked { 4 } else { SOURCE };
        let words = Area { x: line.x + left, width: line.width.saturating_sub(left), ..line };
        if !part.is_empty() {
            words_row(painter, words, open, headline, *part);
        }
        if *at == chosen {
            painter.select(line);
        }
        painter.target(line, Target::Row(*at));
    }
    painter.more(Area { width: inside.width, ..inside }, open.choice.top, open.rows.len());
    if open.rows.len() > usize::from(inside.height) {
        painter.position(layout, frame, chosen, open.all.len());
    }
}

/// `a Evening Post       4 Mar`
fn source(painter: &mut Painter<'_>, line: Area, open: &Headlines, headline: &Headline) {
    let Some(article) = open.event.articles.get(headline.place) else { return };
    let hue = open.hues.get(headline.place).copied().unwrap_or_default();
    let look = painter.look(Role::Letter(hue));
    painter.put(line.x + 1, line.y, 3, &letter(headline.place), look);
    let day = article.published.map(outline::day_and_month).unwrap_or_default();
    let used = painter.put_right(
        line.x + line.width.saturating_sub(2),
        line.y,
        &day,
        painter.look(Role::Faint),
    );
    let room = line.width.saturating_sub(used + 6);
    painter.put_clipped(
        line.x + 3,
        line.y,
        room,
        &outline::name(&article.outlet),
        painter.look(Role::Text),
    );
}

fn words_row(
    painter: &mut Painter<'_>,
    line: Area,
    open: &Headlines,
    headline: &Headline,
    row: Span,
) {
    let title = open.event.articles.get(headline.place).map_or("", |article| &article.title);
    let own: Vec<Piece> =
        headline.own.iter().map(|span| Piece { span: *span, mark: Mark::DIFFERS }).collect();
    let mut used = 0;
    for piece in of_row(row, &Marks::default(), &own) {
        let look = look_of(painter, piece.mark);
        let room = line.width.saturating_sub(used);
        used += painter.put(line.x + used, line.y, room, piece.span.of(title), look);
    }
}
