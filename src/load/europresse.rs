//! Pages of Europresse: each article has its outlet, date, title and text in elements with names.

use dom_query::NodeRef;

use crate::load::draft::one_line;
use crate::load::export::{Entry, collected};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, date, decode, depth, page};

/// A byline has at most so many words.
const BYLINE: usize = 8;

/// The articles of a page.
pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let decoded = match decode::page(bytes, None) {
        Err(binary) => return binary.told(file, "page"),
        Ok(decoded) => decoded,
    };
    let document = depth::document(&decoded.text);
    let newer = document.select("article");
    let entries: Vec<Entry> = if newer.is_empty() {
        let names = document.select(".DocPublicationName");
        names.nodes().iter().filter_map(older).collect()
    } else {
        newer.nodes().iter().filter_map(of_newer).collect()
    };
    if entries.is_empty() {
        return FileDrafts::problem(
            file,
            "a page of Europresse in which no article was found",
            "save the articles again with their full text",
        );
    }
    collected(file, entries, Vec::new())
}

/// The words of the elements below `node` whose class has `name` in it, whatever its case.
fn class(node: &NodeRef<'_>, name: &str) -> Option<String> {
    let has = |node: &NodeRef<'_>| {
        node.attr("class").is_some_and(|class| {
            class.split_whitespace().any(|class| class.eq_ignore_ascii_case(name))
        })
    };
    let found: Vec<String> =
        node.descendants_it().filter(has).map(|node| page::line(&node)).collect();
    (!found.is_empty()).then(|| found.join(" "))
}

/// An article of the form since 2019.
fn of_newer(article: &NodeRef<'_>) -> Option<Entry> {
    let outlet = class(article, "DocPublicationName")
        .or_else(|| class(article, "rdp__DocPublicationName"))?;
    let text = article.descendants_it().find(|node| {
        node.attr("class")
            .is_some_and(|class| class.contains("docOcurrContainer") || class.contains("DocText"))
    })?;
    let is_furniture = |line: &str| line.starts_with('©') || line.starts_with("Numéro de document");
    let text: Vec<String> = text
        .formatted_text()
        .lines()
        .map(one_line)
        .take_while(|line| !is_furniture(line))
        .collect();
    Some(Entry {
        title: class(article, "titreArticleVisu")
            .or_else(|| class(article, "titreArticle"))
            .unwrap_or_default(),
        outlet: outlet.split(" - ").next().unwrap_or(&outlet).to_owned(),
        date: class(article, "DocHeader")
            .or_else(|| class(article, "rdp__DocHeader"))
            .unwrap_or_default(),
        byline: class(article, "sm-margin-bottomNews")
            .or_else(|| class(article, "docAuthors"))
            .unwrap_or_default(),
        text,
        ..Entry::default()
    })
}

/// An article of the older form: its cell of a table, of which the name of the outlet is a part.
/// Below the title stands a byline, if any, then the text, then a © of the outlet.
fn older(name: &NodeRef<'_>) -> Option<Entry> {
    let cell = name.ancestors_it(Some(6)).find(|node| node.node_name().as_deref() == Some("td"))?;
    let title = class(&cell, "TitreArticleVisu").unwrap_or_default();
    let lines: Vec<String> = cell
        .formatted_text()
        .lines()
        .map(one_line)
        .filter(|line| !line.is_empty())
        .take_while(|line| !line.starts_with('©') && !line.starts_with("Numéro de document"))
        .collect();
    let below = lines.iter().position(|line| *line == title).map_or(0, |at| at + 1);
    let mut text: Vec<String> = lines.get(below..).unwrap_or(&[]).to_vec();
    let is_byline = |line: &String| {
        line.split(' ').count() <= BYLINE
            && !line.ends_with(['.', '!', '?', ':', '»', '”'])
            && line.chars().next().is_some_and(char::is_uppercase)
            && date::find(line).is_none()
    };
    let byline = if text.len() > 1 && text.first().is_some_and(is_byline) {
        text.remove(0)
    } else {
        String::new()
    };
    Some(Entry {
        title,
        outlet: page::line(name),
        date: class(&cell, "DocHeader").unwrap_or_default(),
        byline,
        text,
        ..Entry::default()
    })
}
