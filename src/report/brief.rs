//! A brief to hand on: as text, Markdown, one HTML page, or JSON.

use std::io;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::corpus::Published;
use crate::report::html::Page;
use crate::report::json;
use crate::report::markdown::Document;
use crate::report::sheet::Sheet;
use crate::report::writer::{Block, Writer};
use crate::text::safe;
use crate::view::brief::{About, Brief, Part, Sentence};

/// How a brief is written where it is to be pasted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// For notes and editors.
    #[default]
    Markdown,
    /// One page that needs nothing beside it.
    Html,
}

impl Form {
    /// The other one.
    pub fn other(self) -> Form {
        match self {
            Form::Markdown => Form::Html,
            Form::Html => Form::Markdown,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Form::Markdown => "Markdown",
            Form::Html => "HTML",
        }
    }
}

/// Writes a brief to be pasted.
pub fn write(brief: &Brief, form: Form) -> String {
    match form {
        Form::Markdown => walk(brief, Document::new(&brief.label)),
        Form::Html => walk(brief, Page::new(&brief.label)),
    }
}

fn walk(brief: &Brief, mut out: impl Writer) -> String {
    out.sentence(&facts(brief));
    for section in &brief.sections {
        out.section(section.about.title());
        if !section.about.claim().is_empty() {
            out.explain(section.about.claim());
        }
        section.sentences.iter().for_each(|sentence| out.sentence(sentence));
    }
    if !brief.citations.is_empty() {
        out.section(SOURCES);
        out.open(Block::List);
        for (number, citation) in (1..).zip(&brief.citations) {
            out.source(number, citation);
        }
        out.shut(Block::List);
    }
    out.into_text()
}

fn facts(brief: &Brief) -> Sentence {
    Sentence { parts: vec![Part::Words(brief.facts.clone())], ..Sentence::default() }
}

/// The heading over the articles that were cited.
const SOURCES: &str = "Sources";

/// A paragraph of a brief in plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paragraph {
    /// A heading.
    Heading(String),
    /// What the sentences below it claim.
    Claim(String),
    /// A sentence.
    Sentence(String),
    /// An article with its number.
    Source(String),
    /// Where it stands: an address or a file, which is not to be broken.
    Place(String),
}

/// A brief as paragraphs of plain text, the first its title.
pub fn paragraphs(brief: &Brief) -> Vec<Paragraph> {
    let mut all =
        vec![Paragraph::Heading(brief.label.clone()), Paragraph::Sentence(brief.facts.clone())];
    for section in &brief.sections {
        all.push(Paragraph::Heading(section.about.title().to_owned()));
        let claim = section.about.claim();
        all.extend((!claim.is_empty()).then(|| Paragraph::Claim(claim.to_owned())));
        all.extend(section.sentences.iter().map(|one| Paragraph::Sentence(one.text())));
    }
    if !brief.citations.is_empty() {
        all.push(Paragraph::Heading(SOURCES.to_owned()));
    }
    let sources = (1..).zip(&brief.citations);
    all.extend(sources.flat_map(|(number, citation)| {
        let what = format!("[{number}] {}", citation.text());
        [Paragraph::Source(what), Paragraph::Place(citation.place().to_owned())]
    }));
    all
}

/// Writes a brief as text for people.
pub fn text(brief: &Brief, sheet: &mut Sheet) {
    for paragraph in paragraphs(brief) {
        match paragraph {
            Paragraph::Heading(words) => sheet.heading(&words),
            Paragraph::Claim(words) => sheet.indented(0, &words),
            Paragraph::Sentence(words) => {
                sheet.gap();
                sheet.indented(0, &words);
            }
            Paragraph::Source(words) => {
                sheet.gap();
                sheet.indented(0, &words);
            }
            Paragraph::Place(place) => sheet.verbatim(&safe::line(&place)),
        }
    }
}

/// Writes a brief as one JSON object.
///
/// # Errors
/// Never in practice: a brief is plain data.
pub fn object(brief: &Brief) -> io::Result<String> {
    Ok(json::object(&Object(brief))? + "\n")
}

/// A brief as JSON: its parts by name.
struct Object<'a>(&'a Brief);

#[derive(Serialize)]
struct Row<'a> {
    text: String,
    sources: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    conflicts: &'a [String],
}

impl<'a> Row<'a> {
    fn of(sentence: &'a Sentence) -> Row<'a> {
        Row {
            text: sentence.text(),
            sources: sentence.sources(),
            kind: sentence.kind,
            by: sentence.by.as_deref(),
            conflicts: &sentence.conflicts,
        }
    }
}

#[derive(Serialize)]
struct Source<'a> {
    number: usize,
    article: &'a str,
    outlet: &'a str,
    title: &'a str,
    published: Option<Published>,
    url: Option<&'a str>,
    path: &'a str,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let brief = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("event", &brief.event)?;
        map.serialize_entry("label", &brief.label)?;
        map.serialize_entry("facts", &brief.facts)?;
        for about in About::ALL {
            let section = brief.sections.iter().find(|section| section.about == about);
            let rows: Vec<_> =
                section.into_iter().flat_map(|section| &section.sentences).map(Row::of).collect();
            map.serialize_entry(about.name(), &rows)?;
        }
        let sources: Vec<_> = (1..)
            .zip(&brief.citations)
            .map(|(number, citation)| Source {
                number,
                article: &citation.article,
                outlet: &citation.outlet,
                title: &citation.title,
                published: citation.published,
                url: citation.url.as_deref(),
                path: &citation.path,
            })
            .collect();
        map.serialize_entry("sources", &sources)?;
        map.end()
    }
}
