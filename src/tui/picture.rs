//! The screen as a picture: SVG for the README, and styled text for tests.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::app::layout::Size;
use crate::app::{Message, State, play, receive};
use crate::config::Config;
use crate::config::theme::ThemeName;
use crate::tui::screen::draw;
use crate::view::Coverage;

/// Units of the picture for one cell.
const CELL: (f32, f32) = (8.4, 18.0);

/// What a terminal gives of its own.
#[derive(Clone, Copy)]
struct Own {
    /// Behind the letters.
    ground: &'static str,
    /// The letters.
    letters: &'static str,
}

const DARK: Own = Own { ground: "#16191d", letters: "#d6d6d2" };
const LIGHT: Own = Own { ground: "#fbfaf7", letters: "#24282d" };

/// The sixteen colours as most terminals have them on a dark ground.
const SIXTEEN: [&str; 16] = [
    "#1d2126", "#d1605e", "#7fb069", "#e0b25a", "#6ea3dc", "#c08acb", "#5fb6b0", "#d6d6d2",
    "#6c7178", "#e5807d", "#98c785", "#f2c97a", "#8dbbea", "#d3a6dc", "#7fcfc9", "#f4f2ec",
];

/// The screen of `coverage` after `keys` as an SVG file.
///
/// # Errors
/// The word of `keys` that is no key.
pub fn taken(
    coverage: Coverage,
    config: Config,
    theme: ThemeName,
    size: Size,
    keys: &str,
) -> Result<String, String> {
    let mut state = State::new(config, theme, size);
    receive(&mut state, Message::Loaded(coverage.into()));
    play(&mut state, keys)?;
    let own = if theme == ThemeName::Light { LIGHT } else { DARK };
    Ok(svg(&draw(&state), own))
}

/// The screen as an SVG file.
fn svg(buffer: &Buffer, own: Own) -> String {
    let (width, height) = (buffer.area.width, buffer.area.height);
    let (w, h) = (f32::from(width) * CELL.0 + 16.0, f32::from(height) * CELL.1 + 16.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.0} {h:.0}\" width=\"{w:.0}\" height=\"{h:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\" xml:space=\"preserve\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n",
        own.ground
    );
    for y in 0..height {
        for run in runs(buffer, y) {
            run.write(&mut out, y, own);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Cells of one row that look alike.
struct Run<'a> {
    x: u16,
    cells: u16,
    text: String,
    look: &'a Cell,
}

fn runs(buffer: &Buffer, y: u16) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut skip = 0;
    for x in 0..buffer.area.width {
        let Some(cell) = buffer.cell((x, y)) else { continue };
        if skip > 0 {
            skip -= 1; // the second half of a wide letter
            continue;
        }
        let symbol = cell.symbol();
        let wide = crate::text::wrap::cells(symbol).max(1);
        skip = wide - 1;
        let wide = u16::try_from(wide).unwrap_or(1);
        match runs.last_mut() {
            Some(run) if same_look(run.look, cell) => {
                run.text.push_str(symbol);
                run.cells += wide;
            }
            _ => runs.push(Run { x, cells: wide, text: symbol.to_owned(), look: cell }),
        }
    }
    runs
}

fn same_look(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

impl Run<'_> {
    fn write(&self, out: &mut String, y: u16, own: Own) {
        let modifier = self.look.modifier;
        let (mut fg, mut bg) = (css(self.look.fg, own.letters), css(self.look.bg, own.ground));
        if modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut fg, &mut bg);
        }
        let (x, top) = (8.0 + f32::from(self.x) * CELL.0, 8.0 + f32::from(y) * CELL.1);
        let width = f32::from(self.cells) * CELL.0;
        if bg != own.ground {
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{bg}\"/>",
                CELL.1
            );
        }
        if self.text.trim().is_empty() {
            return;
        }
        let mut extra = String::new();
        let attributes = [
            (Modifier::BOLD, " font-weight=\"bold\""),
            (Modifier::ITALIC, " font-style=\"italic\""),
            (Modifier::UNDERLINED, " text-decoration=\"underline\""),
            (Modifier::DIM, " opacity=\"0.7\""),
        ];
        attributes
            .iter()
            .filter(|(bit, _)| modifier.contains(*bit))
            .for_each(|(_, words)| extra.push_str(words));
        let baseline = top + 13.5;
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{baseline:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{fg}\"{extra}>{}</text>",
            escaped(&self.text)
        );
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn css(colour: Color, default: &str) -> String {
    match colour {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Indexed(n) => {
            SIXTEEN.get(usize::from(n)).map_or_else(|| default.to_owned(), |hex| (*hex).to_owned())
        }
        _ => default.to_owned(),
    }
}

/// The screen as text, and below it where letters are set apart: one line a run of cells, with
/// row, columns, attributes (Bold, Dim, Italic, Underlined, Reversed) and colours.
pub fn styled_text(buffer: &Buffer) -> String {
    let mut out = String::new();
    let mut styles = String::new();
    for y in 0..buffer.area.height {
        let runs = runs(buffer, y);
        let row: String = runs.iter().map(|run| run.text.as_str()).collect();
        out.push_str(row.trim_end());
        out.push('\n');
        for run in runs.iter().filter(|run| {
            !run.text.trim().is_empty() || run.look.modifier.contains(Modifier::REVERSED)
        }) {
            let words = look_words(run.look);
            if !words.is_empty() {
                let _ = writeln!(
                    styles,
                    "{y:>2} {:>3}-{:<3} {words}  {}",
                    run.x,
                    run.x + run.cells - 1,
                    run.text.trim_end()
                );
            }
        }
    }
    format!("{out}----\n{styles}")
}

fn look_words(cell: &Cell) -> String {
    let attributes = [
        (Modifier::BOLD, 'B'),
        (Modifier::DIM, 'D'),
        (Modifier::ITALIC, 'I'),
        (Modifier::UNDERLINED, 'U'),
        (Modifier::REVERSED, 'R'),
    ];
    let mut words: String = attributes
        .iter()
        .filter(|(bit, _)| cell.modifier.contains(*bit))
        .map(|(_, letter)| *letter)
        .collect();
    for (sign, colour) in [("", cell.fg), ("on", cell.bg)] {
        if colour != Color::Reset {
            let _ = write!(words, " {sign}{}", css(colour, "?"));
        }
    }
    words.trim().to_owned()
}
