//! Feeds saved as files: RSS, Atom and RDF. An entry is an article; where it gives no more than a
//! summary, that is said.

use crate::corpus::Problem;
use crate::load::draft::{Draft, authors, is_blank, one_line, said};
use crate::load::walk::SourceFile;
use crate::load::xml::{self, Element};
use crate::load::{FileDrafts, date, decode, depth, page};

/// A description of so many words is taken for the whole text.
const WHOLE: usize = 150;

/// Whether a file that begins so (in lower case) is a feed.
pub(crate) fn is_feed(head: &str) -> bool {
    ["<rss", "<feed", "<rdf:rdf", ":feed", "<channel"].iter().any(|tag| head.contains(tag))
        && head.starts_with('<')
}

/// The entries of a feed; XML of another sort is no article.
pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let decoded = match decode::page(bytes, None) {
        Err(binary) => {
            return FileDrafts::problem(
                file,
                format!("not a feed but {}", binary.kind),
                binary.hint,
            );
        }
        Ok(decoded) => decoded,
    };
    let (root, fault) = xml::parse(&decoded.text);
    let Some(feed) = root.elements().find(|element| is_root(element)) else {
        return no_feed(file, &root);
    };
    let is_entry = feed.local().eq_ignore_ascii_case("entry");
    let channel = feed.first("channel").unwrap_or(feed);
    // One entry may stand alone; its title is no outlet's.
    let outlet = channel.first("title").filter(|_| !is_entry).map(|title| words(&content(title)));
    let alone = if is_entry { vec![feed] } else { Vec::new() };
    let entries = [alone, feed.below("item"), feed.below("entry")].concat();
    let mut found = FileDrafts { is_no_article: entries.is_empty(), ..FileDrafts::default() };
    let mut lacking = Lacking::default();
    for entry in &entries {
        let (draft, is_summary) = draft(entry, outlet.as_deref().and_then(said));
        found.drafts.extend(lacking.counted(draft, is_summary));
    }
    found.problems.extend(lacking.told(file));
    found.problems.extend(fault.map(|fault| {
        file.problem(
            Some(fault.line),
            format!("broken XML: {}", fault.what),
            "what stands before it was read; save the feed again",
        )
    }));
    found
}

/// How many entries there are, and how many of them lack their text, or most of it.
#[derive(Debug, Default)]
pub(crate) struct Lacking {
    entries: usize,
    summaries: usize,
    empty: usize,
}

impl Lacking {
    /// Counts an entry; gives it back where it has a text.
    pub(crate) fn counted(&mut self, draft: Draft, is_summary: bool) -> Option<Draft> {
        let is_empty = is_blank(&draft.text);
        self.entries += 1;
        self.empty += usize::from(is_empty);
        self.summaries += usize::from(is_summary && !is_empty);
        (!is_empty).then_some(draft)
    }

    /// How many entries have a text.
    pub(crate) fn articles(&self) -> usize {
        self.entries - self.empty
    }

    /// What is said of the file of these entries.
    pub(crate) fn told(&self, file: &SourceFile) -> Vec<Problem> {
        let told = |(count, what): (usize, &str)| {
            let what = format!("{count} of its {} entries {what}", self.entries);
            let hint = "save the pages that they lead to, for their whole texts";
            (count > 0).then(|| file.problem(None, what, hint))
        };
        let lacking = [(self.summaries, "with a summary only"), (self.empty, "without text")];
        lacking.into_iter().filter_map(told).collect()
    }
}

/// What one reads of the HTML of an entry, and whether it is but a summary, where nothing but its
/// length tells.
pub(crate) fn body(html: &str, title: Option<&str>) -> (String, bool) {
    let text = page::body(html, title);
    let is_summary = is_short(&text);
    (text, is_summary)
}

/// The same of an entry that is no HTML.
pub(crate) fn plain(text: &str) -> (String, bool) {
    (text.trim().to_owned(), is_short(text))
}

fn is_short(text: &str) -> bool {
    text.split_whitespace().nth(WHOLE - 1).is_none()
}

fn is_root(element: &Element) -> bool {
    matches!(
        element.local().to_ascii_lowercase().as_str(),
        "rss" | "rdf" | "feed" | "channel" | "entry"
    )
}

fn no_feed(file: &SourceFile, root: &Element) -> FileDrafts {
    let is_page = root.elements().any(|element| element.local().eq_ignore_ascii_case("html"));
    if is_page {
        return FileDrafts::problem(
            file,
            "a web page where a feed should be",
            "the site may have answered with an error; save the feed again, or name the page .html",
        );
    }
    FileDrafts { is_no_article: true, ..FileDrafts::default() }
}

/// The article of an entry, and whether it is but a summary.
fn draft(entry: &Element, outlet: Option<String>) -> (Draft, bool) {
    let first = |names: &[&str]| names.iter().find_map(|name| entry.first(name));
    let title = first(&["title"]).and_then(|title| said(&words(&content(title))));
    // RSS has its whole text as `content:encoded`, media descriptions as `media:content`.
    let is_text = |element: &&Element| {
        matches!(
            element.name.as_str(),
            "content:encoded" | "content" | "atom:content" | "xhtml:body" | "body" | "fullitem"
        ) && element.attribute("src").is_none()
            && element.attribute("type").is_none_or(is_text_type)
    };
    let whole = entry.elements().find(is_text).map(content).filter(|html| !is_blank(&words(html)));
    let summary = || first(&["description", "summary"]).map(content).unwrap_or_default();
    let is_whole = whole.is_some();
    let (text, is_short) = body(&whole.unwrap_or_else(summary), title.as_deref());
    let published = ["pubDate", "published", "issued", "date", "created", "updated", "modified"]
        .iter()
        .find_map(|name| date::find(&entry.first(name)?.text()));
    let draft = Draft {
        title,
        outlet: outlet_of(entry).or(outlet),
        authors: writers(entry),
        published,
        url: link(entry),
        text,
        ..Draft::default()
    };
    (draft, is_short && !is_whole)
}

/// Whether a content of this type is a text: pictures, sounds and data stand in feeds, too.
fn is_text_type(name: &str) -> bool {
    !name.contains('/') || name.starts_with("text/") || name.starts_with("application/xhtml")
}

/// The outlet that a feed made of several names for an entry.
fn outlet_of(entry: &Element) -> Option<String> {
    let source = entry.first("source")?;
    source
        .first("title")
        .map_or_else(|| said(&source.text()), |title| said(&words(&content(title))))
}

fn writers(entry: &Element) -> Vec<String> {
    let mut found = Vec::new();
    for element in
        entry.elements().filter(|element| matches!(element.local(), "creator" | "author"))
    {
        let name = element.first("name").map_or_else(|| element.text(), Element::text);
        // "ana@courier.example (Ana Belo)".
        let name = match name.split_once('(') {
            Some((address, name)) if address.contains('@') => {
                name.trim_end_matches([')', ' ']).to_owned()
            }
            _ => name,
        };
        found.extend(authors(&one_line(&name)));
    }
    found.dedup();
    found
}

fn link(entry: &Element) -> Option<String> {
    let alternate = entry.named("link").find(|link| {
        link.attribute("href").is_some()
            && link.attribute("rel").is_none_or(|rel| rel == "alternate")
    });
    let href = alternate.and_then(|link| link.attribute("href")).map(str::to_owned);
    let written = || entry.named("link").map(Element::text).find(|url| url.contains("://"));
    let id = || entry.first("guid").map(Element::text).filter(|url| url.contains("://"));
    href.or_else(written).or_else(id).and_then(|url| said(&url))
}

/// The HTML in an element: escaped, or as elements of its own.
fn content(element: &Element) -> String {
    let is_markup = element.elements().next().is_some();
    let is_plain =
        element.attribute("type").is_some_and(|kind| kind == "text" || kind == "text/plain");
    let text = if is_markup { element.markup() } else { element.text() };
    if is_plain { quick_xml::escape::escape(text.as_str()).into_owned() } else { text }
}

/// What one reads of a piece of HTML on one line.
pub(crate) fn words(html: &str) -> String {
    if html.contains(['<', '&']) {
        one_line(&depth::fragment(html).formatted_text())
    } else {
        one_line(html)
    }
}
