//! Markdown: front matter (YAML between `---`, TOML between `+++`) tells title, date, outlet,
//! authors and URL; the article's text is the body as one reads it, without markup, each heading,
//! paragraph, list item and quotation a paragraph of its own.
//!
//! Of YAML only what front matter needs is read: `key: value`, quoted values, and lists, in
//! brackets or as `- item` lines.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::corpus::is_web;
use crate::load::draft::{Draft, authors, is_blank, one_line, said};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, date, decode, depth, plain};

pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let decoded = match decode::plain(bytes) {
        Err(binary) => return binary.told(file, "text"),
        Ok(decoded) => decoded,
    };
    let problems = plain::damage(file, decoded.damaged);
    let (fields, body) = front_matter(&decoded.text);
    let rendered = render(body);
    let mut draft = described(&fields);
    if draft.title.is_none() {
        draft.title = rendered.title;
    }
    draft.text = rendered.text;
    if is_blank(&draft.text) {
        return FileDrafts::problem(
            file,
            "there is no text below its front matter",
            "delete it, or save the article again",
        );
    }
    FileDrafts { drafts: vec![draft], problems, is_no_article: false }
}

/// What the fields of front matter say.
fn described(fields: &[(String, Vec<String>)]) -> Draft {
    let values = |names: &[&str]| {
        names.iter().find_map(|name| {
            fields
                .iter()
                .find(|(key, values)| key == name && !values.is_empty())
                .map(|(_, values)| values.clone())
        })
    };
    let first = |names: &[&str]| values(names).and_then(|values| said(values.first()?));
    // Clippers call the URL of a page its source.
    let (linked, source): (Option<String>, Option<String>) =
        first(&["source"]).map_or((None, None), |source| {
            if is_web(&source) { (Some(source), None) } else { (None, Some(source)) }
        });
    Draft {
        id: first(&["id"]),
        outlet: first(&["outlet"])
            .or(source)
            .or_else(|| first(&["publisher", "site", "site_name", "publication"]))
            .map(|outlet| unlinked(&outlet)),
        title: first(&["title", "headline"]),
        authors: values(&["authors", "author", "byline"])
            .map(|names| names.iter().flat_map(|name| authors(&unlinked(name))).collect())
            .unwrap_or_default(),
        published: first(&["date", "published", "pubdate", "publish_date"])
            .and_then(|value| date::find(&value)),
        url: first(&["url", "link", "canonical", "source_url"]).or(linked),
        ..Draft::default()
    }
}

/// A name without the marks of a link between notes: `[[Ana Belo]]`, `[[people/ana|Ana Belo]]`.
fn unlinked(name: &str) -> String {
    let name = name.trim().trim_matches(['[', ']']);
    name.rsplit('|').next().unwrap_or(name).to_owned()
}

/// Front matter as keys (in lower case) with their values, and the body below it.
fn front_matter(text: &str) -> (Vec<(String, Vec<String>)>, &str) {
    for (fence, parse) in [("---", yaml as fn(&str) -> Vec<(String, Vec<String>)>), ("+++", toml)] {
        let Some(rest) = text.strip_prefix(fence).filter(|rest| rest.starts_with(['\n', '\r']))
        else {
            continue;
        };
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            // YAML may end in dots.
            let is_end = line.trim_end() == fence || fence == "---" && line.trim_end() == "...";
            if is_end && at > 0 {
                return (
                    parse(rest.get(..at).unwrap_or("")),
                    rest.get(at + line.len()..).unwrap_or(""),
                );
            }
            at += line.len();
        }
    }
    (Vec::new(), text)
}

fn yaml(matter: &str) -> Vec<(String, Vec<String>)> {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    // Whether nothing stands behind the key above, so that keys below it are nested in it.
    let mut is_mapping = false;
    for line in matter.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            // An item may be a mapping itself: "- name: …" over "title: …".
            let item =
                nested(item).filter(|(key, _)| *key == "name").map_or(item, |(_, name)| name);
            if let Some((_, values)) = fields.last_mut() {
                values.push(unquoted(item));
            }
        } else if line.starts_with([' ', '\t']) {
            // A nested mapping ("author:" over "name: …") or a folded value: both go on with the
            // key above.
            if let Some((_, values)) = fields.last_mut() {
                match (nested(line), values.last_mut()) {
                    (Some(("name", name)), _) => values.push(unquoted(name)),
                    (Some(_), _) if is_mapping => {}
                    (_, Some(last)) if !last.is_empty() => {
                        *last = format!("{last} {}", unquoted(line));
                    }
                    _ => values.push(unquoted(line)),
                }
            }
        } else if let Some((key, value)) = line.split_once(':') {
            let value = value.trim();
            is_mapping = value.is_empty();
            let values = match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
                Some(list) => list.split(',').map(unquoted).collect(),
                None if value.is_empty() || value.starts_with(['>', '|']) => Vec::new(),
                None => vec![unquoted(value)],
            };
            fields.push((key.trim().to_lowercase(), values));
        }
    }
    fields
}

/// Key and value of a line inside a mapping: "name: Wenna Pryde".
fn nested(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim().split_once(':')?;
    let is_key =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    (is_key && (value.is_empty() || value.starts_with(' '))).then(|| (key, value.trim()))
}

fn toml(matter: &str) -> Vec<(String, Vec<String>)> {
    let table: toml::Table = matter.parse().unwrap_or_default();
    let word =
        |value: &toml::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let values = |value: &toml::Value| {
        value.as_array().map_or_else(|| vec![word(value)], |list| list.iter().map(word).collect())
    };
    table.iter().map(|(key, value)| (key.to_lowercase(), values(value))).collect()
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inside = |mark: char| value.strip_prefix(mark).and_then(|value| value.strip_suffix(mark));
    match (inside('"'), inside('\'')) {
        (Some(inside), _) => inside.replace("\\\"", "\"").replace("\\\\", "\\"),
        (_, Some(inside)) => inside.replace("''", "'"),
        _ => value.split(" #").next().unwrap_or(value).trim_end().to_owned(),
    }
}

/// A body as one reads it.
#[derive(Default)]
struct Rendered {
    text: String,
    /// The first heading, where it stands before any paragraph.
    title: Option<String>,
}

fn render(body: &str) -> Rendered {
    let mut options = Options::empty();
    options
        .insert(Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES);
    let mut rendered = Rendered::default();
    let mut block = String::new();
    let mut html: Option<String> = None;
    // What is struck out is said no more.
    let mut is_struck = false;
    for event in Parser::new_ext(body, options) {
        match event {
            Event::Start(Tag::Strikethrough) => is_struck = true,
            Event::End(TagEnd::Strikethrough) => is_struck = false,
            _ if is_struck => {}
            Event::Html(markup) => html.get_or_insert_default().push_str(&markup),
            Event::Text(words) | Event::Code(words) => block.push_str(&words),
            Event::SoftBreak => block.push(' '),
            Event::HardBreak => block.push('\n'),
            Event::End(TagEnd::HtmlBlock) => rendered.html(&html.take().unwrap_or_default()),
            Event::End(TagEnd::Heading(_)) => {
                if rendered.text.is_empty() && rendered.title.is_none() {
                    rendered.title = said(&block);
                }
                rendered.close(&mut block);
            }
            // An item may hold a list or paragraphs: what was said so far is a paragraph then.
            Event::Start(tag) if is_block(&tag) => rendered.close(&mut block),
            Event::End(TagEnd::TableCell) => block.push(' '),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::BlockQuote(_)
                | TagEnd::CodeBlock
                | TagEnd::TableRow
                | TagEnd::TableHead,
            ) => {
                rendered.close(&mut block);
            }
            _ => {}
        }
    }
    rendered.close(&mut block);
    rendered
}

impl Rendered {
    /// What one reads of a block of HTML, each of its blocks a paragraph.
    fn html(&mut self, markup: &str) {
        let document = depth::fragment(markup);
        document.select("script, style, template").remove();
        for line in document.formatted_text().lines() {
            self.close(&mut line.to_owned());
        }
    }

    fn close(&mut self, block: &mut String) {
        let lines: Vec<_> = block.lines().map(one_line).filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.text.push_str(&lines.join("\n"));
        }
        block.clear();
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::CodeBlock(_)
            | Tag::TableRow
    )
}

#[cfg(test)]
mod tests {
    use super::{described, front_matter, render};

    #[test]
    fn front_matter_in_yaml_and_toml() {
        let yaml = "---\ntitle: \"Bridge: shut\"\ndate: 2025-03-05 # Wednesday\nOutlet: Harbour Radio\nauthors:\n  - Wenna Pryde\n  - 'Jo O''Dell'\nurl: https://radio.example/a\n---\nBody.";
        let toml = "+++\ntitle = 'Bridge: shut'\ndate = 2025-03-05\noutlet = \"Harbour Radio\"\nauthors = [\"Wenna Pryde\", \"Jo O'Dell\"]\nurl = 'https://radio.example/a'\n+++\nBody.";
        for text in [yaml, toml] {
            let (fields, body) = front_matter(text);
            let draft = described(&fields);
            assert_eq!(
                (body, draft.title.as_deref(), draft.outlet.as_deref()),
                ("Body.", Some("Bridge: shut"), Some("Harbour Radio"))
            );
            assert_eq!(draft.authors, ["Wenna Pryde", "Jo O'Dell"]);
            assert_eq!(draft.published.map(|date| date.to_string()).as_deref(), Some("2025-03-05"));
            assert_eq!(draft.url.as_deref(), Some("https://radio.example/a"));
        }
    }

    #[test]
    fn nested_front_matter_tells_the_author() {
        let read = |text: &str| described(&front_matter(text).0);
        let draft = read(
            "---\nauthor:\n  name: Wenna Pryde\n  title: Reporter\n  url: https://radio.example/w\ntitle: Shut\n---\nBody.",
        );
        assert_eq!(
            (draft.authors, draft.title.as_deref(), draft.url),
            (vec!["Wenna Pryde".to_owned()], Some("Shut"), None)
        );
        let draft = read(
            "---\nauthors:\n  - name: Wenna Pryde\n    title: Reporter\n  - name: Jo Marsh\n---\nBody.",
        );
        assert_eq!(draft.authors, ["Wenna Pryde", "Jo Marsh"]);
        let draft = read("---\ntitle: >-\n  Bridge: shut\n  for months\n---\nBody.");
        assert_eq!(draft.title.as_deref(), Some("Bridge: shut for months"));
    }

    #[test]
    fn front_matter_may_end_in_dots_and_what_is_struck_out_is_not_said() {
        let (fields, body) =
            front_matter("---\ntitle: Shut\n...\nThe crane weighs ~~90~~ 120 tonnes.");
        assert_eq!(described(&fields).title.as_deref(), Some("Shut"));
        assert_eq!(render(body).text, "The crane weighs 120 tonnes.");
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        assert_eq!(front_matter("---\nno end"), (Vec::new(), "---\nno end"));
        assert_eq!(front_matter("--- x\n---\n").0, Vec::new());
    }

    #[test]
    fn blocks_stand_apart_and_markup_goes() {
        let body = "# *Shut* bridge\n\nThe **mayor**\nspoke to [the board](https://x.example/1).\n\n- one\n- two\n  - deeper\n\n> “Never,”\n> she said.\n\n<div>On the <b>quay</b></div>\n<!-- not seen -->\n<script>no()</script>\n\n![a crack](c.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
        let rendered = render(body);
        assert_eq!(rendered.title.as_deref(), Some("Shut bridge"));
        assert_eq!(
            rendered.text,
            "Shut bridge\n\nThe mayor spoke to the board.\n\none\n\ntwo\n\ndeeper\n\n“Never,” she said.\n\nOn the quay\n\na crack\n\na b\n\n1 2"
        );
    }
}
