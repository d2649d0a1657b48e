//! What panes, overlays and the last rows are put together from: counts, boxes, lines in which is
//! typed, passages with their speakers, rows and feet of lists, the look of marks.

use crate::app::State;
use crate::app::layout::{Area, Layout, Pane};
use crate::app::overlay::query_line::QueryLine;
use crate::config::theme::{Attrs, Role, Style};
use crate::corpus::Passage;
use crate::text::Span;
use crate::text::wrap::{self, Rows};
use crate::tui::paint::{Painter, Target};
use crate::view::marks::Mark;
use crate::view::query::Broken;

/// `1 outlet`, `3 outlets`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Whether `pane` has the keys.
pub(super) fn focused(state: &State, pane: Pane) -> bool {
    state.focus == pane && state.overlay.is_none()
}

/// What is chosen in full, at the foot of a list: each text may take its share of the rows that
/// those before it leave, the last one all of them; what does not fit ends in dots.
pub(super) fn foot_rows(painter: &mut Painter<'_>, area: Area, texts: &[(String, Role)]) {
    let mut y = area.y;
    for (index, (text, role)) in texts.iter().enumerate() {
        let wrapped = Rows::wrap(text, &[Span::new(0, text.len())], usize::from(area.width));
        let left = usize::from((area.y + area.height).saturating_sub(y));
        let most = left.div_ceil(texts.len() - index).min(wrapped.len());
        for index in 0..most {
            let row = wrapped.get(index);
            let end = if index + 1 == most { text.len() } else { row.end };
            painter.put_clipped(
                area.x,
                y,
                area.width,
                Span::new(row.start, end).of(text),
                painter.look(*role),
            );
            y += 1;
        }
    }
}

/// A framed box in the middle, at most `width` by `height`; gives the area inside.
pub(super) fn boxed(
    painter: &mut Painter<'_>,
    layout: &Layout,
    width: u16,
    height: u16,
    title: &str,
) -> Area {
    let area = layout.over(width, height);
    painter.over(layout, area, &[(title.to_owned(), Style::default())]);
    let inside = layout.inside(area);
    Area { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }
}

/// `area` without its first `rows`.
pub(super) fn below(area: Area, rows: u16) -> Area {
    let rows = rows.min(area.height);
    Area { y: area.y + rows, height: area.height - rows, ..area }
}

/// The rows of a list around the chosen one, each drawn by `draw`.
pub(super) fn list_rows(
    painter: &mut Painter<'_>,
    area: Area,
    selected: usize,
    count: usize,
    mut draw: impl FnMut(&mut Painter<'_>, Area, usize),
) {
    let height = usize::from(area.height);
    let top = (selected + 1).saturating_sub(height).min(count.saturating_sub(height.min(count)));
    for (y, index) in (area.y..area.y + area.height).zip(top..count) {
        let line = Area { y, height: 1, ..area };
        draw(painter, line, index);
        painter.target(line, Target::Row(index));
        if index == selected {
            painter.select(line);
        }
    }
}

/// `text` with each run of white space as one space.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}

/// A line in which something is typed, as it was drawn.
pub(super) struct Typed {
    /// The cell of the cursor.
    pub(super) cursor: (u16, u16),
    /// The cells of the line that are used.
    pub(super) used: u16,
    /// The cell of the first character in view, and the cells before it that are not.
    first: u16,
    scroll: usize,
    /// The cell after the last one that there is for characters.
    end: u16,
}

impl Typed {
    /// The cell of the character at a byte.
    pub(super) fn cell(&self, input: &tui_input::Input, byte: usize) -> u16 {
        let before = wrap::cells(input.value().get(..byte).unwrap_or(input.value()))
            .saturating_sub(self.scroll);
        self.first.saturating_add(u16::try_from(before).unwrap_or(u16::MAX)).min(self.end)
    }
}

/// Draws a line in which something is typed, after its sign.
pub(super) fn typed_line(
    painter: &mut Painter<'_>,
    area: Area,
    sign: &str,
    input: &tui_input::Input,
) -> Typed {
    let first = area.x + painter.put(area.x, area.y, area.width, sign, painter.look(Role::Key));
    let width = area.width.saturating_sub(first - area.x + 1).max(1);
    let scroll = input.visual_scroll(usize::from(width));
    let shown: String = input.value().chars().skip(scroll).collect();
    let used = first - area.x + painter.put(first, area.y, width, &shown, painter.look(Role::Text));
    let cursor = first + u16::try_from(input.visual_cursor().saturating_sub(scroll)).unwrap_or(0);
    Typed { cursor: (cursor, area.y), used, first, scroll, end: first + width }
}

/// The line in which something is typed, at the top of a box; gives the cell of the cursor.
pub(super) fn input_line(
    painter: &mut Painter<'_>,
    area: Area,
    sign: &str,
    input: &tui_input::Input,
) -> (u16, u16) {
    typed_line(painter, area, sign, input).cursor
}

/// Underlines what is wrong with a line.
pub(super) fn underline(
    painter: &mut Painter<'_>,
    typed: &Typed,
    line: &QueryLine,
    broken: &Broken,
) {
    let input = &line.input;
    let rest = input.value().get(broken.at..).unwrap_or("");
    let end = broken.at + rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (from, to) = (
        typed.cell(input, broken.at),
        typed.cell(input, end).max(typed.cell(input, broken.at) + 1),
    );
    let area = Area { x: from, y: typed.cursor.1, width: to - from, height: 1 };
    painter.tint(area, Style { attrs: Attrs::UNDERLINE, ..Style::default() });
}

/// How a set of marks looks: the later of this list over the earlier.
pub(super) fn look_of(painter: &Painter<'_>, mark: Mark) -> Style {
    let order = [
        (Mark::INDIRECT, Role::Indirect),
        (Mark::QUOTE, Role::Quote),
        (Mark::CUE, Role::Cue),
        (Mark::SPEAKER, Role::Speaker),
        (Mark::HEADING, Role::Title),
        (Mark::DIM, Role::Faint),
        (Mark::VARIANT, Role::Variant),
        (Mark::NOTE, Role::Note),
        (Mark::LINK, Role::Note),
        (Mark::CHOSEN, Role::Chosen),
        (Mark::JUDGED, Role::Judged),
        (Mark::CONFLICT, Role::Conflict),
        (Mark::DIFFERS, Role::Differs),
        (Mark::CURRENT, Role::Current),
        (Mark::HIT, Role::Hit),
    ];
    let holding = order.into_iter().filter(|(one, _)| mark.has(*one));
    let look =
        holding.fold(painter.look(Role::Text), |look, (_, role)| look.under(painter.look(role)));
    // A hit inside the current finding would vanish in it, reversed both: it stands out upright.
    if mark.has(Mark::HIT) && mark.has(Mark::CURRENT) { look.upright() } else { look }
}

/// Words, each with its look.
pub(super) type Parts = Vec<(String, Style)>;

/// A passage, and whom its article credits with it.
pub(super) type Said = (Passage, Option<String>);

/// The cells that they take.
pub(super) fn cells(parts: &Parts) -> usize {
    parts.iter().map(|(text, _)| wrap::cells(text)).sum()
}

/// `a Speaker “words”` in at most `room` cells.
pub(super) fn side_parts(state: &State, painter: &Painter<'_>, side: &Said, room: usize) -> Parts {
    let (passage, speaker) = side;
    let (hue, letter) = state.letter(passage.article);
    let words = state.coverage.corpus.words(*passage);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    // A passage with quotation marks of its own needs no others round it.
    let [open, shut] = painter.glyphs.marks;
    let words = if words.contains(['“', '"']) { words } else { format!("{open}{words}{shut}") };
    let mut parts = vec![(format!("{letter} "), painter.look(Role::Letter(hue)))];
    if let Some(speaker) = speaker.as_deref().filter(|_| room > 24) {
        let last = speaker.split_whitespace().next_back().unwrap_or(speaker);
        // The last word tells a person; of a body it is often any word.
        let is_person = speaker.split_whitespace().count() <= 3
            && speaker.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
        let shown = if room < 48 && is_person { last } else { speaker };
        parts.push((
            format!("{} ", wrap::clip(shown, room / 3, painter.glyphs.dots)),
            painter.look(Role::Speaker),
        ));
    }
    let left = room.saturating_sub(cells(&parts));
    parts.push((wrap::clip(&words, left, painter.glyphs.dots), painter.look(Role::Text)));
    parts
}
