//! Putting words on cells. Every string passes through [`safe`](crate::text::safe) here, so
//! nothing that an article says can reach the terminal as anything but letters.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use crate::app::layout::{Area, Frame, Layout};
use crate::config::action::Action;
use crate::config::theme::{self};
use crate::config::theme::{Attrs, Colour, Role, ThemeName};
use crate::text::{safe, wrap};

/// The program's own marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyphs {
    pub(super) open: &'static str,
    pub(super) shut: &'static str,
    pub(super) cursor: &'static str,
    pub(super) conflict: &'static str,
    /// The same where the second reader says so.
    pub(super) judged: &'static str,
    pub(super) variant: &'static str,
    pub(super) echo: &'static str,
    pub(super) chosen: &'static str,
    /// Where a passage with a note begins.
    pub(super) note: &'static str,
    /// Where a linked passage begins, and between the sides of a link.
    pub(super) link: &'static str,
    /// Before what was read.
    pub(super) read: &'static str,
    pub(super) dots: char,
    /// After a word for what goes on.
    pub(super) wait: &'static str,
    /// Round words that are no quote of an article.
    pub(super) marks: [&'static str; 2],
    pub(super) none: &'static str,
    pub(super) dot: &'static str,
    pub(super) down: &'static str,
    pub(super) up: &'static str,
    plain: [&'static str; 6],
    heavy: [&'static str; 6],
}

const UNICODE: Glyphs = Glyphs {
    open: "▾",
    shut: "▸",
    cursor: "▌",
    conflict: "≠",
    judged: "≟",
    variant: "≈",
    echo: "=",
    chosen: "┊",
    note: "*",
    link: "&",
    read: "✓",
    dots: '…',
    wait: " …",
    marks: ["“", "”"],
    none: "–",
    dot: "·",
    down: "▼",
    up: "▲",
    plain: ["┌", "─", "┐", "│", "└", "┘"],
    heavy: ["┏", "━", "┓", "┃", "┗", "┛"],
};

const ASCII: Glyphs = Glyphs {
    open: "v",
    shut: ">",
    cursor: "|",
    conflict: "!",
    judged: "?",
    variant: "~",
    echo: "=",
    chosen: ":",
    note: "*",
    link: "&",
    read: ".",
    dots: '~',
    wait: " ...",
    marks: ["\"", "\""],
    none: "-",
    dot: "-",
    down: "v",
    up: "^",
    plain: ["+", "-", "+", "|", "+", "+"],
    heavy: ["#", "=", "#", "#", "#", "#"],
};

/// What a click on a part of the screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A key's hint: what the key does.
    Key(Action),
    /// A row of the list in the box over the panes, by its place in the whole list.
    Row(usize),
    /// The box over the panes; beside it the panes are.
    Over,
}

/// A buffer, with the look of everything that is put on it.
pub(super) struct Painter<'a> {
    buffer: &'a mut Buffer,
    theme: ThemeName,
    pub(super) glyphs: Glyphs,
    /// What can be clicked of what was put, beside the panes; later over earlier.
    pub(super) targets: Vec<(Area, Target)>,
}

impl<'a> Painter<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, theme: ThemeName, ascii: bool) -> Painter<'a> {
        Painter { buffer, theme, glyphs: if ascii { ASCII } else { UNICODE }, targets: Vec::new() }
    }

    /// How a role looks.
    pub(super) fn look(&self, role: Role) -> theme::Style {
        self.theme.style(role)
    }

    /// Words of the program's own that quote titles, with the quotation marks of its glyphs.
    pub(super) fn with_marks(&self, words: &str) -> String {
        let [open, shut] = self.glyphs.marks;
        words.replace('“', open).replace('”', shut)
    }

    /// Puts `text` at a cell, clipped to `width` cells; gives the cells used.
    pub(super) fn put(
        &mut self,
        x: u16,
        y: u16,
        width: u16,
        text: &str,
        look: theme::Style,
    ) -> u16 {
        let area = self.buffer.area;
        if width == 0 || y >= area.bottom() || x >= area.right() {
            return 0;
        }
        let shown = safe::line(text);
        let room = usize::from(width.min(area.right() - x));
        let end = self.buffer.set_stringn(x, y, shown.as_ref(), room, style(look)).0;
        end.saturating_sub(x)
    }

    /// Like [`put`](Self::put), with dots where the text does not fit.
    pub(super) fn put_clipped(
        &mut self,
        x: u16,
        y: u16,
        width: u16,
        text: &str,
        look: theme::Style,
    ) -> u16 {
        let clipped = wrap::clip(text, usize::from(width), self.glyphs.dots);
        self.put(x, y, width, &clipped, look)
    }

    /// Puts `text` such that it ends before column `right`.
    pub(super) fn put_right(&mut self, right: u16, y: u16, text: &str, look: theme::Style) -> u16 {
        let cells = u16::try_from(wrap::cells(text)).unwrap_or(u16::MAX).min(right);
        self.put(right - cells, y, cells, text, look)
    }

    /// Puts pieces one after the other; gives the cells used.
    pub(super) fn put_all(
        &mut self,
        x: u16,
        y: u16,
        width: u16,
        parts: &[(String, theme::Style)],
    ) -> u16 {
        let mut used = 0;
        for (text, look) in parts {
            used += self.put(x + used, y, width.saturating_sub(used), text, *look);
        }
        used
    }

    /// Lets a click on `area` mean something.
    pub(super) fn target(&mut self, area: Area, target: Target) {
        self.targets.push((area, target));
    }

    /// Puts the hint of a key, `x other side`, with what stands between them, such that it ends
    /// before column `right`; it can be clicked. Gives the cells used.
    pub(super) fn hint_right(
        &mut self,
        right: u16,
        y: u16,
        (action, key): (Action, &str),
        words: (&str, theme::Style),
    ) -> u16 {
        let mut used = self.put_right(right, y, words.0, words.1);
        used += self.put_right(right - used, y, key, self.look(Role::Key));
        self.target(Area { x: right - used, y, width: used, height: 1 }, Target::Key(action));
        used
    }

    /// Gives the cells of `area` a look without touching their letters.
    pub(super) fn tint(&mut self, area: Area, look: theme::Style) {
        self.buffer.set_style(rect(area), style(look));
    }

    /// Makes the chosen row one quiet bar, whatever looks its words have.
    pub(super) fn select(&mut self, area: Area) {
        let look = self.look(Role::Selected);
        let bar = style(look)
            .fg(look.fg.map_or(Color::Reset, colour))
            .bg(look.bg.map_or(Color::Reset, colour));
        self.buffer.set_style(rect(area), bar.remove_modifier(Modifier::DIM));
    }

    /// On the lower border of a list's frame which of its `count` entries is chosen: `12/145`.
    pub(super) fn position(&mut self, layout: &Layout, frame: Area, chosen: usize, count: usize) {
        self.below(layout, frame, &format!("{}/{count}", (chosen + 1).min(count)));
    }

    /// Words on the lower border of a frame; where it has none, in the row of its title.
    pub(super) fn below(&mut self, layout: &Layout, frame: Area, words: &str) {
        if words.is_empty() {
            return;
        }
        let (right, look) = (frame.x + frame.width, self.look(Role::Faint));
        let words = format!(" {words} ");
        match layout.frame {
            Frame::Border => {
                let y = frame.y + frame.height.saturating_sub(1);
                self.put_right(right.saturating_sub(2), y, &words, look);
            }
            Frame::Bare => {
                self.put_right(right, frame.y, &words, look);
            }
        }
    }

    /// Takes every look from the cells of `area`: what they show lies behind something.
    pub(super) fn fade(&mut self, area: Area) {
        let look = style(self.look(Role::Behind));
        let area = rect(area).intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.set_style(Style::reset().patch(look));
                }
            }
        }
    }

    /// The position among those of `rows` that are entries, where not all are in view; `chosen` is
    /// one of the rows.
    pub(super) fn position_among<Row>(
        &mut self,
        layout: &Layout,
        (frame, height): (Area, u16),
        (rows, chosen): (&[Row], usize),
        is_entry: impl Fn(&Row) -> bool,
    ) {
        if rows.len() > usize::from(height) {
            let count = |rows: &[Row]| rows.iter().filter(|row| is_entry(row)).count();
            let before = count(rows.get(..chosen).unwrap_or(rows));
            self.position(layout, frame, before, count(rows));
        }
    }

    /// Signs right of a list that shows its rows from `top` on in `area`: that there are more of
    /// its `count` above or below.
    pub(super) fn more(&mut self, area: Area, top: usize, count: usize) {
        let (x, look) = (area.x + area.width, self.look(Role::Faint));
        if top > 0 {
            self.put(x, area.y, 1, self.glyphs.up, look);
        }
        if top + usize::from(area.height) < count {
            self.put(x, area.y + area.height.saturating_sub(1), 1, self.glyphs.down, look);
        }
    }

    /// Empties `area`.
    pub(super) fn clear(&mut self, area: Area) {
        let area = rect(area).intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// Draws the frame of a pane with its title; a heavy one for the pane that has the keys.
    pub(super) fn frame(
        &mut self,
        layout: &Layout,
        area: Area,
        title: &[(String, theme::Style)],
        focused: bool,
    ) {
        self.clear(area);
        let look = self.look(if focused { Role::Focus } else { Role::Border });
        match layout.frame {
            Frame::Bare => {
                let bar = if focused {
                    self.look(Role::Head).under(self.look(Role::Focus))
                } else {
                    self.look(Role::Head)
                };
                let used = self.put(area.x, area.y, 2, &format!("{} ", self.glyphs.shut), bar);
                self.put_title(
                    area.x + used,
                    area.y,
                    area.width.saturating_sub(used),
                    title,
                    focused,
                );
            }
            Frame::Border => {
                self.border(area, focused, look);
                self.put_title(area.x + 1, area.y, area.width.saturating_sub(2), title, focused);
            }
        }
    }

    /// Draws the frame of a box over the panes.
    pub(super) fn over(&mut self, layout: &Layout, area: Area, title: &[(String, theme::Style)]) {
        self.frame(layout, area, title, true);
        self.target(area, Target::Over);
    }

    fn put_title(
        &mut self,
        x: u16,
        y: u16,
        width: u16,
        title: &[(String, theme::Style)],
        focused: bool,
    ) {
        let over = if focused { self.look(Role::Focus) } else { theme::Style::default() };
        let mut parts = vec![(" ".to_owned(), over)];
        let mut room = usize::from(width.saturating_sub(2));
        for (text, look) in title {
            let clipped = wrap::clip(text, room, self.glyphs.dots);
            room = room.saturating_sub(wrap::cells(&clipped));
            parts.push((clipped, look.under(over)));
        }
        parts.push((" ".to_owned(), over));
        self.put_all(x, y, width, &parts);
    }

    /// Draws a border round `area`.
    pub(super) fn border(&mut self, area: Area, heavy: bool, look: theme::Style) {
        let [nw, h, ne, v, sw, se] = if heavy { self.glyphs.heavy } else { self.glyphs.plain };
        let (right, bottom) =
            (area.x + area.width.saturating_sub(1), area.y + area.height.saturating_sub(1));
        let line = h.repeat(usize::from(area.width.saturating_sub(2)));
        self.put(area.x, area.y, area.width, &format!("{nw}{line}{ne}"), look);
        for y in area.y + 1..bottom {
            self.put(area.x, y, 1, v, look);
            self.put(right, y, 1, v, look);
        }
        self.put(area.x, bottom, area.width, &format!("{sw}{line}{se}"), look);
    }
}

/// An area as ratatui has it.
pub(super) fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

/// A look as ratatui has it.
fn style(look: theme::Style) -> Style {
    let mut style = Style::new();
    if let Some(fg) = look.fg {
        style = style.fg(colour(fg));
    }
    if let Some(bg) = look.bg {
        style = style.bg(colour(bg));
    }
    let attributes = [
        (Attrs::BOLD, Modifier::BOLD),
        (Attrs::DIM, Modifier::DIM),
        (Attrs::ITALIC, Modifier::ITALIC),
        (Attrs::UNDERLINE, Modifier::UNDERLINED),
        (Attrs::REVERSE, Modifier::REVERSED),
    ];
    for (_, modifier) in attributes.into_iter().filter(|(attr, _)| look.attrs.has(*attr)) {
        style = style.add_modifier(modifier);
    }
    style
}

fn colour(colour: Colour) -> Color {
    match colour {
        Colour::Ansi(n) => Color::Indexed(n),
        Colour::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}
