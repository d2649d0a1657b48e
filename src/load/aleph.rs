//! Entities of FollowTheMoney, as Aleph gives them out, one a line. Those with a text of their own
//! are articles; pages are joined to their document. Companies, persons and the like are passed
//! over.
//!
//! The pages of a document stand anywhere in a file, in any order: which are all shows at its end.
//! Until then they are put aside in a database of SQLite without a name, which keeps some in memory
//! and the others in a temporary file that nobody else sees.

use rusqlite::{Connection, OptionalExtension as _};
use serde_json::{Map, Value};

use crate::load::draft::{Draft, is_blank, said};
use crate::load::{date, page};

/// The schemata with a text of their own.
const TEXTS: [&str; 6] = ["Document", "HyperText", "Article", "Email", "PlainText", "Message"];
/// That of a document whose text is its pages, and that of a page.
const PAGES: &str = "Pages";
const PAGE: &str = "Page";

/// Where documents wait for their pages.
const TABLES: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    BEGIN;
    CREATE TABLE document (number INTEGER PRIMARY KEY, id TEXT UNIQUE, properties TEXT);
    CREATE TABLE page (document TEXT, place INTEGER, text TEXT);
    CREATE INDEX of_document ON page (document, place);";

/// What an entity is.
pub(crate) enum Entity {
    /// A document with its text, which may be empty.
    Document(Draft),
    /// A document or a page that is to be joined.
    Part(Part),
    /// Nothing to read.
    Other,
}

/// A document without its pages, or a page.
pub(crate) enum Part {
    Document { id: String, properties: String },
    Page { document: String, place: i64, text: String },
}

type Properties = Map<String, Value>;

/// Whether an object is an entity.
pub(crate) fn is_entity(fields: &Map<String, Value>) -> bool {
    fields.get("schema").is_some_and(Value::is_string)
        && fields.get("properties").is_some_and(Value::is_object)
}

/// What the entity `fields` is.
pub(crate) fn read(fields: &Map<String, Value>) -> Entity {
    let word = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let Some(properties) = fields.get("properties").and_then(Value::as_object) else {
        return Entity::Other;
    };
    match word("schema") {
        PAGE => {
            let Some(document) = first(properties, &["document"]) else { return Entity::Other };
            let place = first(properties, &["index"]).and_then(|place| place.parse().ok());
            let text = text(properties);
            Entity::Part(Part::Page { document, place: place.unwrap_or(0), text })
        }
        PAGES => Entity::Part(Part::Document {
            id: word("id").to_owned(),
            properties: Value::Object(properties.clone()).to_string(),
        }),
        schema if TEXTS.contains(&schema) => Entity::Document(draft(word("id"), properties)),
        _ => Entity::Other,
    }
}

/// The article of a document, as far as it has a text itself.
fn draft(id: &str, properties: &Properties) -> Draft {
    let html = values(properties, "bodyHtml").join("\n");
    let page = Some(&html).filter(|html| !is_blank(html)).and_then(|html| page::draft(html));
    let page = page.unwrap_or_default();
    let text = Some(text(properties)).filter(|text| !is_blank(text) && page.text.is_empty());
    let body = || if page.text.is_empty() { page::body(&html, None) } else { page.text.clone() };
    let published = ["publishedAt", "date", "authoredAt"]
        .iter()
        .find_map(|name| values(properties, name).into_iter().find_map(date::find));
    let authors: Vec<String> = values(properties, "author").into_iter().filter_map(said).collect();
    Draft {
        id: said(id),
        text: text.unwrap_or_else(body),
        outlet: first(properties, &["publisher"]).or(page.outlet),
        title: first(properties, &["title", "subject", "name", "fileName"]).or(page.title),
        authors: if authors.is_empty() { page.authors } else { authors },
        published: published.or(page.published),
        url: first(properties, &["sourceUrl", "url"]).or(page.url),
        ..page
    }
}

fn text(properties: &Properties) -> String {
    values(properties, "bodyText").join("\n\n")
}

/// The values of a property.
fn values<'a>(properties: &'a Properties, name: &str) -> Vec<&'a str> {
    match properties.get(name) {
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(value)) => vec![value],
        _ => Vec::new(),
    }
}

/// The first value of the first property that has any; of one that is an entity, its id.
fn first(properties: &Properties, names: &[&str]) -> Option<String> {
    let id = |name: &&str| match properties.get(*name)? {
        Value::Array(values) => values.first()?.get("id")?.as_str(),
        value => value.get("id")?.as_str(),
    };
    let value = |name: &&str| values(properties, name).into_iter().find_map(said);
    names.iter().find_map(value).or_else(|| names.iter().find_map(id).and_then(said))
}

/// Documents that wait for their pages.
#[derive(Debug)]
pub(crate) struct Documents {
    aside: Connection,
    /// The number of the document that was given last.
    last: i64,
}

impl Documents {
    pub(crate) fn new() -> rusqlite::Result<Self> {
        let aside = Connection::open("")?;
        aside.execute_batch(TABLES)?;
        Ok(Documents { aside, last: 0 })
    }

    /// Puts a document or a page aside.
    pub(crate) fn add(&self, part: &Part) -> rusqlite::Result<()> {
        let (id, properties) = match part {
            Part::Document { id, properties } => (id, Some(properties)),
            Part::Page { document, .. } => (document, None),
        };
        self.aside
            .prepare_cached(
                "INSERT INTO document (id, properties) VALUES (?1, ?2)
                 ON CONFLICT (id) DO UPDATE SET properties = coalesce(?2, properties)",
            )?
            .execute((id, properties))?;
        if let Part::Page { document, place, text } = part {
            self.aside
                .prepare_cached("INSERT INTO page VALUES (?1, ?2, ?3)")?
                .execute((document, place, text))?;
        }
        Ok(())
    }

    /// The next document with its pages in order; `None` behind the last.
    pub(crate) fn next(&mut self) -> rusqlite::Result<Option<Draft>> {
        let next =
            "SELECT number, id, properties FROM document WHERE number > ?1 ORDER BY number LIMIT 1";
        let row: Option<(i64, String, Option<String>)> = self
            .aside
            .prepare_cached(next)?
            .query_row([self.last], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((number, id, properties)) = row else { return Ok(None) };
        self.last = number;
        let properties = properties.and_then(|written| serde_json::from_str(&written).ok());
        let mut draft = draft(&id, &properties.unwrap_or_default());
        let pages = "SELECT text FROM page WHERE document = ?1 ORDER BY place, rowid";
        let mut pages = self.aside.prepare_cached(pages)?;
        let pages: Vec<String> =
            pages.query_map([&id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let pages: Vec<&str> =
            pages.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        if !pages.is_empty() {
            draft.text = pages.join("\n\n");
        }
        Ok(Some(draft))
    }
}
