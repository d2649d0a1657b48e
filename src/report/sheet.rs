//! A sheet of text for people: words wrapped to a width, with hanging indents. Everything that is
//! written on it is made safe for a terminal.

use crate::text::wrap::{Rows, cells};
use crate::text::{Span, safe};

/// The width of a sheet that goes into a pipe or a file, in cells.
pub const PIPED: usize = 100;
/// No column of prose is wider: longer lines are hard to read.
const PROSE: usize = 100;
/// Narrower than this a sheet is not made: the words would stand one below the other.
const NARROWEST: usize = 30;

/// Which glyphs the sheet may use for its own marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Plain Unicode of one cell.
    Unicode,
    /// ASCII alone.
    Ascii,
}

/// A sheet as far as it is written.
#[derive(Clone, Debug)]
pub struct Sheet {
    width: usize,
    glyphs: Glyphs,
    text: String,
}

impl Sheet {
    /// An empty sheet of `width` cells.
    pub fn new(width: usize, glyphs: Glyphs) -> Self {
        Sheet { width: width.max(NARROWEST), glyphs, text: String::new() }
    }

    /// What was written, every line ended.
    pub fn into_text(self) -> String {
        self.text
    }

    /// How many cells a line has.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The mark between the sides of a conflict.
    pub(crate) fn against(&self) -> &'static str {
        self.pick("≠", "!=")
    }

    /// The same where a model judged it.
    pub(crate) fn judged(&self) -> &'static str {
        self.pick("≟", "?=")
    }

    /// The mark between facts on one line.
    pub(crate) fn dot(&self) -> &'static str {
        self.pick(" · ", " | ")
    }

    /// The mark between what was and what is.
    pub(crate) fn arrow(&self) -> &'static str {
        self.pick("→", "->")
    }

    /// The mark for nothing.
    pub(crate) fn none(&self) -> &'static str {
        self.pick("–", "-")
    }

    fn pick(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self.glyphs {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }

    /// Facts on one line, those that are empty left out.
    pub(crate) fn facts(&self, facts: &[&str]) -> String {
        facts.iter().filter(|fact| !fact.is_empty()).copied().collect::<Vec<_>>().join(self.dot())
    }

    /// An empty line, unless the sheet is empty or ends in one.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A heading, underlined.
    pub(crate) fn heading(&mut self, words: &str) {
        self.gap();
        let start = self.text.len();
        self.hanging("", 0, words);
        let longest = self.text.get(start..).unwrap_or("").lines().map(cells).max().unwrap_or(0);
        self.text.push_str(&self.pick("─", "-").repeat(longest));
        self.text.push('\n');
    }

    /// Words that begin behind `label` and go on below at `indent`, wrapped.
    pub(crate) fn hanging(&mut self, label: &str, indent: usize, words: &str) {
        let label = safe::line(label).into_owned();
        let room = self.width.min(indent + PROSE).saturating_sub(indent).max(NARROWEST / 2);
        let rows = Rows::wrap(words, &[Span::new(0, words.len()).trim(words)], room);
        let gap = indent.saturating_sub(cells(&label));
        self.text.push_str(&label);
        // A label as wide as the indent has a line of its own.
        let mut fresh = !label.is_empty() && gap == 0 && indent > 0;
        if fresh {
            self.text.push('\n');
        }
        for index in 0..rows.len() {
            let blank = if index == 0 && !fresh { gap } else { indent };
            fresh = false;
            self.text.push_str(&" ".repeat(blank));
            self.text.push_str(safe::line(rows.get(index).of(words)).trim_end());
            self.text.push('\n');
        }
    }

    /// Words at an indent, wrapped.
    pub(crate) fn indented(&mut self, indent: usize, words: &str) {
        self.hanging("", indent, words);
    }

    /// Lines of an article as they are, made safe.
    pub(crate) fn verbatim(&mut self, words: &str) {
        self.text.push_str(&safe::lines(words));
        if !words.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

/// `count` with its noun: "1 article", "3 articles".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::{Glyphs, Sheet};

    #[test]
    fn labels_hang_and_nothing_is_wider_than_the_sheet() {
        let mut sheet = Sheet::new(30, Glyphs::Ascii);
        sheet.heading("Bridge shut");
        sheet.hanging("  Post", 8, "the council was told nothing before Tuesday\u{1b}[2J");
        sheet.hanging("Courier News", 6, "Mayor and bridge chief differ");
        expect_test::expect![[r#"
            Bridge shut
            -----------
              Post  the council was told
                    nothing before
                    Tuesday␛[2J
            Courier News
                  Mayor and bridge chief
                  differ
        "#]]
        .assert_eq(&sheet.into_text());
    }
}
