//! A comparison to hand on: one walk over it, and for each form a writer of its parts.

use std::io;

use crate::report::comparison::{GAPS, LEGEND};
use crate::report::html::Page;
use crate::report::json;
use crate::report::markdown::Document;
use crate::report::text::{Names, called, difference, disputes, version_words};
use crate::report::writer::{Absent, Block, InDispute, Label, Legend, Writer};

pub use crate::report::comparison::Comparison;

/// How a comparison is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For notes and editors.
    Markdown,
    /// One page that needs nothing beside it.
    Html,
    /// One object with the rows of every command.
    Json,
}

/// Writes a comparison.
///
/// # Errors
/// Never in practice: a comparison is plain data.
pub fn write(comparison: &Comparison<'_>, form: Form, names: &Names<'_>) -> io::Result<String> {
    let title = comparison.event.label;
    Ok(match form {
        Form::Markdown => walk(comparison, names, Document::new(title)),
        Form::Html => walk(comparison, names, Page::new(title)),
        Form::Json => json::object(comparison)? + "\n",
    })
}

fn walk(comparison: &Comparison<'_>, names: &Names<'_>, mut out: impl Writer) -> String {
    articles(comparison, &mut out);
    let (outlets, rows) = comparison.table();
    out.table("Who tells what", Legend::Everywhere(LEGEND), &outlets, &rows);
    conflicts(comparison, &mut out);
    links(comparison, &mut out);
    topics(comparison, names, &mut out);
    omissions(comparison, &mut out);
    copies(comparison, &mut out);
    variants(comparison, names, &mut out);
    let (heads, rows) = comparison.ledger();
    let rows: Vec<_> = rows.iter().map(|(name, cells)| (name.as_str(), cells.clone())).collect();
    let legend = Legend::OnPage("How often, in whose words, and by which outlet.");
    out.table("Who is cited by whom", legend, &heads, &rows);
    quotes(comparison, &mut out);
    out.into_text()
}

fn articles(comparison: &Comparison<'_>, out: &mut impl Writer) {
    out.open(Block::List);
    for (row, when) in comparison.timeline() {
        out.article(row.outlet, &when, row.title, row.url);
    }
    out.shut(Block::List);
}

fn conflicts(comparison: &Comparison<'_>, out: &mut impl Writer) {
    if comparison.disputes.is_empty() {
        return;
    }
    out.section("Where they conflict");
    for dispute in disputes(&comparison.disputes) {
        for (place, row) in dispute.into_iter().enumerate() {
            out.conflict(row, if place == 0 { InDispute::First } else { InDispute::Further });
        }
    }
}

fn links(comparison: &Comparison<'_>, out: &mut impl Writer) {
    if comparison.links.is_empty() {
        return;
    }
    out.section("Linked by the reader");
    comparison.links.iter().for_each(|row| out.conflict(row, InDispute::First));
}

fn topics(comparison: &Comparison<'_>, names: &Names<'_>, out: &mut impl Writer) {
    if comparison.topics.is_empty() {
        return;
    }
    out.section("What each says");
    for row in &comparison.topics {
        out.heading(&called(row));
        out.open(Block::Terms);
        for version in &row.versions {
            out.term(Label::Name(version.outlet), &version_words(version, names));
        }
        out.absent(&row.missing, Absent::LeftOut);
        out.absent(&row.not_found, Absent::NotFound);
        out.shut(Block::Terms);
    }
}

fn omissions(comparison: &Comparison<'_>, out: &mut impl Writer) {
    if comparison.omissions.is_empty() {
        return;
    }
    out.section("What each leaves out");
    out.explain(GAPS);
    for (outlet, gaps) in comparison.gaps() {
        out.heading(outlet);
        out.open(Block::List);
        for gap in gaps {
            out.gap(gap.sign, gap.topic, &gap.told_by, gap.text);
        }
        out.shut(Block::List);
    }
}

fn copies(comparison: &Comparison<'_>, out: &mut impl Writer) {
    if comparison.copies.is_empty() {
        return;
    }
    out.section("One text, printed again");
    for pair in comparison.copied() {
        out.heading(&pair.what);
        if pair.changes.is_empty() {
            continue;
        }
        out.open(Block::Terms);
        for (sign, words) in &pair.changes {
            out.term(Label::Sign(sign), words);
        }
        out.shut(Block::Terms);
    }
}

fn variants(comparison: &Comparison<'_>, names: &Names<'_>, out: &mut impl Writer) {
    if comparison.variants.is_empty() {
        return;
    }
    out.section("The same words, told differently");
    for row in &comparison.variants {
        out.heading(row.speaker.unwrap_or(NOBODY));
        out.open(Block::Terms);
        for member in &row.members {
            out.term(Label::Name(member.outlet), member.text);
        }
        let differing = difference(row, names, "→");
        if !differing.is_empty() {
            out.term(Label::Sign("differing"), &differing);
        }
        out.shut(Block::Terms);
    }
}

fn quotes(comparison: &Comparison<'_>, out: &mut impl Writer) {
    if comparison.quotes.is_empty() {
        return;
    }
    out.section("Who is quoted");
    for (name, quotes) in comparison.by_speaker() {
        out.heading(name.unwrap_or(NOBODY));
        out.open(Block::List);
        for quote in quotes {
            out.quote(quote.text, quote.outlet);
        }
        out.shut(Block::List);
    }
}

/// Who is quoted where an article names nobody.
const NOBODY: &str = "nobody named";
