//! JSON-LD of a page: the schema.org object that describes the article.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::corpus::Published;
use crate::load::draft::{authors, said};
use crate::load::{date, depth};

/// What the JSON-LD of a page says of its article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Linked {
    pub(crate) headline: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) authors: Vec<String>,
    /// Whether what is given as its author is an organisation.
    pub(crate) is_by_a_body: bool,
    pub(crate) published: Option<Published>,
    pub(crate) url: Option<String>,
    /// The text itself, which some pages give here for search engines and draw by script for
    /// readers.
    pub(crate) body: Option<String>,
}

/// Reads the first object that is an article; empty where there is none.
pub(crate) fn read(document: &Document) -> Linked {
    let scripts = document.select("script[type='application/ld+json']");
    let mut objects = Vec::new();
    for script in scripts.nodes() {
        let text = script.text();
        let text = text
            .trim()
            .trim_start_matches("//<![CDATA[")
            .trim_start_matches("<![CDATA[")
            .trim_end_matches("//]]>")
            .trim_end_matches("]]>");
        // Line ends inside strings are no JSON, and common.
        let parsed = serde_json::from_str(text)
            .or_else(|_| serde_json::from_str::<Value>(&text.replace(['\n', '\r', '\t'], " ")));
        if let Ok(value) = parsed {
            gather(value, &mut objects);
        }
    }
    let article = objects.iter().find(|object| is_article(object));
    article.map(|article| described(article, &objects)).unwrap_or_default()
}

/// All objects of a value: itself, those of a list, those of `@graph`, and the main entity of a
/// page.
fn gather(value: Value, objects: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Array(list) => list.into_iter().for_each(|value| gather(value, objects)),
        Value::Object(mut object) => {
            let inner = ["@graph", "mainEntity"].map(|key| {
                object.get(key).filter(|value| value.is_array() || value.is_object()).cloned()
            });
            object.remove("@graph");
            objects.push(object);
            inner.into_iter().flatten().for_each(|value| gather(value, objects));
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let is_one = |kind: &str| {
        kind.ends_with("Article")
            || kind.ends_with("BlogPosting")
            || kind == "Report"
            || kind == "Article"
    };
    match object.get("@type") {
        Some(Value::String(kind)) => is_one(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_one),
        _ => false,
    }
}

fn described(article: &Map<String, Value>, objects: &[Map<String, Value>]) -> Linked {
    let page = article.get("mainEntityOfPage");
    let url = |value: &Value| {
        value.as_str().or_else(|| value.get("@id").and_then(Value::as_str)).and_then(said)
    };
    Linked {
        headline: ["headline", "name"].iter().find_map(|key| plain(article.get(*key)?.as_str()?)),
        publisher: article.get("publisher").and_then(|value| name(value, objects)),
        authors: ["author", "creator"]
            .iter()
            .find_map(|key| {
                Some(names(article.get(*key)?, objects)).filter(|names| !names.is_empty())
            })
            .unwrap_or_default(),
        is_by_a_body: article.get("author").and_then(|author| author.get("@type"))
            == Some(&Value::from("Organization")),
        published: ["datePublished", "dateCreated", "dateModified"]
            .iter()
            .find_map(|key| date::find(article.get(*key)?.as_str()?)),
        url: article
            .get("url")
            .and_then(url)
            .or_else(|| page.and_then(url))
            .filter(|url| url.starts_with("http")),
        body: article.get("articleBody").and_then(Value::as_str).map(str::to_owned),
    }
}

/// The name of a publisher, as it stands.
fn name(value: &Value, objects: &[Map<String, Value>]) -> Option<String> {
    let told = |id: &Value| {
        objects.iter().find(|object| object.get("@id") == Some(id) && object.contains_key("name"))
    };
    match value {
        Value::String(name) => plain(name),
        Value::Array(list) => name(list.first()?, objects),
        Value::Object(object) => match object.get("name") {
            Some(Value::String(name)) => plain(name),
            _ => plain(told(object.get("@id")?)?.get("name")?.as_str()?),
        },
        _ => None,
    }
}

/// The names of a person or body, or of a list of them, also where they are told elsewhere by
/// `@id`.
fn names(value: &Value, objects: &[Map<String, Value>]) -> Vec<String> {
    match value {
        Value::String(name) if name.contains("://") => Vec::new(),
        Value::String(name) => plain(name).map(|name| authors(&name)).unwrap_or_default(),
        Value::Array(list) => list.iter().flat_map(|value| names(value, objects)).collect(),
        Value::Object(object) => match (object.get("name"), object.get("@id")) {
            (Some(Value::String(name)), _) => plain(name)
                .map(|name| authors(&name).into_iter().next().unwrap_or(name))
                .into_iter()
                .collect(),
            (Some(Value::Array(list)), _) => {
                list.iter().filter_map(Value::as_str).filter_map(plain).collect()
            }
            (_, Some(id)) => {
                let told = objects
                    .iter()
                    .find(|object| object.get("@id") == Some(id) && object.contains_key("name"));
                told.and_then(|object| plain(object.get("name")?.as_str()?)).into_iter().collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// A value of JSON-LD is text, but sites write HTML entities into it.
fn plain(value: &str) -> Option<String> {
    if !value.contains(['&', '<']) {
        return said(value);
    }
    said(&depth::fragment(value).text())
}
