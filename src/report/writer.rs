//! The parts of a comparison and of a brief, for who writes them in one form.

use crate::view::brief::{Citation, Sentence};
use crate::view::record::ConflictRow;

/// A document that grows part by part. Words may hold anything: each form sees to it that they
/// cannot become markup.
pub(crate) trait Writer {
    /// A part of it.
    fn section(&mut self, title: &str);

    /// What the section is about.
    fn explain(&mut self, words: &str);

    /// A heading within a section.
    fn heading(&mut self, words: &str);

    /// Lines begin that belong together.
    fn open(&mut self, block: Block);

    /// They end.
    fn shut(&mut self, block: Block);

    /// A line with an article.
    fn article(&mut self, outlet: &str, when: &str, title: &str, url: Option<&str>);

    /// A section with a table, where it has rows.
    fn table(
        &mut self,
        title: &str,
        legend: Legend<'_>,
        heads: &[String],
        rows: &[(&str, Vec<String>)],
    );

    /// A conflict or link with its sides.
    fn conflict(&mut self, row: &ConflictRow<'_>, place: InDispute);

    /// A line with what one of several has or says.
    fn term(&mut self, term: Label<'_>, words: &str);

    /// Who has nothing to say.
    fn absent(&mut self, outlets: &[&str], absent: Absent);

    /// A line with what an article leaves out or alone tells.
    fn gap(&mut self, sign: &str, topic: &str, told_by: &str, words: &str);

    /// A line with a quote.
    fn quote(&mut self, words: &str, outlet: &str);

    /// A paragraph with numbers of sources in it.
    fn sentence(&mut self, sentence: &Sentence);

    /// A line with what such a number stands for.
    fn source(&mut self, number: usize, citation: &Citation);

    /// The whole document.
    fn into_text(self) -> String;
}

/// Lines that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// Articles, gaps or quotes.
    List,
    /// Terms, each with its words.
    Terms,
}

/// What a table means, and where that is said.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Legend<'a> {
    /// In every form.
    Everywhere(&'a str),
    /// On a page only, which has more room.
    OnPage(&'a str),
}

/// Where a conflict stands in its dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InDispute {
    /// It comes first.
    First,
    /// Others of the dispute came before it.
    Further,
}

/// Of whom or what the words are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Label<'a> {
    /// An outlet.
    Name(&'a str),
    /// What was done to them.
    Sign(&'a str),
}

/// Why an outlet says nothing on a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// It leaves it out.
    LeftOut,
    /// Nothing was found in it.
    NotFound,
}
