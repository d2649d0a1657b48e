//! Lists of links: bookmarks, read-it-later lists, results of media databases, lists of feeds. They
//! hold no texts, which is said, with how many links there are and what would help.

use serde_json::Value;

use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, decode, saved, xml};

/// Columns of tables that hold links, and of those that hold texts.
const LINKS: [&str; 5] = ["url", "link", "href", "documentidentifier", "story_url"];
const TEXTS: [&str; 7] =
    ["text", "content", "body", "html", "full_text", "fulltext", "article_text"];
/// Fields of JSON that hold links.
const FIELDS: [&str; 5] = ["url", "uri", "href", "article__url", "originalUrl"];

/// What would help.
const HELP: &str =
    "save the pages themselves, for example with SingleFile or ArchiveBox, and open their folder";

/// Who writes a list: words of its head, all in lower case, all of which are there.
const MAKERS: [(&str, &[&str]); 10] = [
    ("Pocket", &["title,url,time_added"]),
    ("Pocket", &["<title>pocket export"]),
    ("Instapaper", &["url,title,selection,folder"]),
    ("Raindrop", &["title,note,excerpt,url"]),
    ("Readwise", &["title,url,id,document tags"]),
    ("Media Cloud", &["media_name", "publish_date", "url"]),
    ("bookmarks", &["netscape-bookmark-file"]),
    ("bookmarks of Firefox", &["text/x-moz-place"]),
    ("Pinboard", &["\"href\"", "\"toread\""]),
    ("Readability", &["\"article__url\""]),
];

/// Whether a file that begins so (in lower case) holds links and no texts.
pub(crate) fn is_links(head: &str) -> bool {
    maker(head).is_some() || is_omnivore(head) || is_table(head)
}

/// Whether it is what Omnivore exports beside the pages themselves.
fn is_omnivore(head: &str) -> bool {
    ["\"slug\"", "\"savedat\""].iter().all(|field| head.contains(field))
        && !head.contains("\"content\"")
}

fn maker(head: &str) -> Option<&'static str> {
    let found = MAKERS.iter().find(|(_, words)| words.iter().all(|word| head.contains(word)));
    found.map(|(maker, _)| *maker)
}

/// Whether the first line is that of a table with links, and without texts.
fn is_table(head: &str) -> bool {
    let first = head.lines().next().unwrap_or("");
    let columns: Vec<&str> =
        first.split([',', ';', '\t']).map(|column| column.trim().trim_matches('"')).collect();
    columns.len() > 1
        && columns.iter().any(|column| LINKS.contains(column))
        && !columns.iter().any(|column| TEXTS.contains(column))
}

/// Says what the list is; a table of something else is no article.
pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let Ok(decoded) = decode::page(bytes, None) else {
        return FileDrafts { is_no_article: true, ..FileDrafts::default() };
    };
    let text = &decoded.text;
    let head: String = text.chars().take(16 * 1024).collect::<String>().to_lowercase();
    if !is_links(&head) || is_omnivore(&head) && saved::has_pages(file) {
        return FileDrafts { is_no_article: true, ..FileDrafts::default() };
    }
    let count = match text.trim_start().chars().next() {
        Some('{' | '[') => serde_json::from_str(text).map_or(0, |value| in_json(&value)),
        Some('<') => text.to_lowercase().matches("<a href=").count(),
        _ => rows(text).saturating_sub(1),
    };
    let of = maker(&head).map(|maker| format!(" ({maker})")).unwrap_or_default();
    FileDrafts::problem(file, format!("{} and no texts{of}", counted(count, "link")), HELP)
}

/// A list of feeds.
pub(crate) fn read_opml(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let Ok(decoded) = decode::page(bytes, None) else {
        return FileDrafts { is_no_article: true, ..FileDrafts::default() };
    };
    let count = decoded.text.to_lowercase().matches("xmlurl").count();
    let mut found = FileDrafts::problem(
        file,
        format!("{} of feeds and no texts", counted(count, "address")),
        "open what your feed reader has kept, or feeds that are saved as files",
    );
    found.problems.extend(xml::parse(&decoded.text).1.map(|fault| {
        file.problem(
            Some(fault.line),
            format!("broken XML: {}", fault.what),
            "export the list again",
        )
    }));
    found
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}{}", if what.ends_with('s') { "es" } else { "s" }),
    }
}

/// The links in JSON, each a field.
fn in_json(value: &Value) -> usize {
    match value {
        Value::Array(list) => list.iter().map(in_json).sum(),
        Value::Object(fields) => {
            let is_link = |value: &Value| value.as_str().is_some_and(|word| word.contains("://"));
            fields
                .iter()
                .map(|(name, value)| {
                    let own = FIELDS.contains(&name.as_str()) && is_link(value);
                    usize::from(own) + in_json(value)
                })
                .sum()
        }
        _ => 0,
    }
}

/// The rows of a table: line ends between quotation marks are none.
fn rows(text: &str) -> usize {
    let (mut rows, mut quoted, mut filled) = (0, false, false);
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                rows += usize::from(filled);
                filled = false;
                continue;
            }
            _ => {}
        }
        filled |= !letter.is_whitespace();
    }
    rows + usize::from(filled)
}
