//! How deep HTML may be nested. Parsers of it call themselves for each level, and an overflowing
//! stack ends the whole program; some look at every level for each tag, and take minutes. So the
//! tags are looked at before, in one pass, and those that lie deeper than [`DEPTH`] are left out,
//! with their text kept. That pass follows the rules by which HTML closes elements that nobody
//! closes, so that a page of a thousand `<p>` is not a deep one. It leaves out the finer of them:
//! what comes out is measured once more ([`is_bounded`]).

use std::borrow::Cow;

use dom_query::{Document, NodeRef};
use rustc_hash::FxHashMap;

/// Levels that are kept. The deepest of 181 saved pages of newspapers has 49 (by this count); on a
/// stack of 2 MB a parser overflows beyond some 7,000.
pub(crate) const DEPTH: usize = 400;
/// Formatting elements (`<b>`, `<font>`) that may be open at once: HTML opens those again in each
/// block that follows.
const FORMATTING: usize = 10;

/// What is never open: it has no end tag, or is one of a page's frame, which is there anyway.
const VOID: [&str; 21] = [
    "wbr", "area", "base", "basefont", "bgsound", "body", "br", "col", "embed", "frame", "head",
    "hr", "html", "img", "input", "keygen", "link", "meta", "param", "source", "track",
];
/// What holds text and no tags up to its own end tag.
const RAW: [&str; 8] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];
const FORMATS: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// An end tag of another kind does not close these. `h1` stands for all headings.
const SPECIAL: [&str; 55] = [
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "button",
    "caption",
    "center",
    "colgroup",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "h1",
    "header",
    "hgroup",
    "li",
    "listing",
    "main",
    "marquee",
    "menu",
    "nav",
    "noscript",
    "object",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "foreignobject",
    "desc",
    "title",
    "mi",
    "mo",
    "annotation-xml",
];
/// No end tag and no new block closes what is open around these.
const BORDERS: [&str; 16] = [
    "applet",
    "caption",
    "table",
    "td",
    "th",
    "marquee",
    "object",
    "template",
    "foreignobject",
    "desc",
    "title",
    "mi",
    "mo",
    "mn",
    "ms",
    "annotation-xml",
];
const IN_TABLES: [&str; 8] = ["caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th"];
/// A `<p>` that is open ends before these.
const ENDS_PARAGRAPH: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "header",
    "hgroup",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "ul",
    "xmp",
];

/// `html` without the tags that lie deeper than [`DEPTH`], each a blank; borrowed where there are
/// none.
pub(crate) fn flattened(html: &str) -> Cow<'_, str> {
    let mut open = Open::default();
    let mut flat = String::new();
    let mut copied = 0;
    for_each_tag(html, |tag, at, end| {
        if !open.keeps(tag) {
            flat.push_str(html.get(copied..at).unwrap_or(""));
            flat.push(' ');
            copied = end;
        }
        open.is_foreign()
    });
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    flat.push_str(html.get(copied..).unwrap_or(""));
    Cow::Owned(flat)
}

/// A piece of HTML, of bounded depth; empty where that cannot be had.
pub(crate) fn fragment(html: &str) -> Document {
    let document = Document::fragment(&*flattened(html));
    if is_bounded(&document) { document } else { Document::fragment("") }
}

/// A page, of bounded depth; empty where that cannot be had.
pub(crate) fn document(html: &str) -> Document {
    let document = Document::from(&*flattened(html));
    if is_bounded(&document) { document } else { Document::from("") }
}

/// Whether a parsed document is as deep as [`flattened`] promises, with room for what the parser
/// opens again and for elements that were ended before what they hold.
pub(crate) fn is_bounded(document: &Document) -> bool {
    const ROOM: usize = 3 * DEPTH;
    let (mut node, mut depth): (NodeRef<'_>, usize) = (document.root(), 0);
    loop {
        let next = if let Some(child) = node.first_child() {
            depth += 1;
            Some(child)
        } else {
            loop {
                if depth == 0 {
                    break None;
                }
                if let Some(sibling) = node.next_sibling() {
                    break Some(sibling);
                }
                let Some(parent) = node.parent() else { break None };
                node = parent;
                depth -= 1;
            }
        };
        match next {
            Some(_) if depth > ROOM => return false,
            Some(next) => node = next,
            None => return true,
        }
    }
}

/// A tag as it stands.
#[derive(Debug)]
struct Tag<'a> {
    /// In lower case.
    name: &'a str,
    is_end: bool,
    /// Whether it ends with `/>`, which counts in pictures and formulas alone.
    is_closed: bool,
}

/// An element that is open, with what is asked of it over and over.
#[derive(Default)]
struct Element {
    name: String,
    is_special: bool,
    is_border: bool,
    /// Whether it is a picture or formula, or in one.
    is_foreign: bool,
}

impl Element {
    fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.name.as_str())
    }
}

/// The elements that are open, outermost first.
#[derive(Default)]
struct Open {
    elements: Vec<Element>,
    /// How many of each name were left out in the innermost of these.
    left_out: FxHashMap<String, usize>,
    /// The formatting elements that HTML may open again.
    formats: FxHashMap<String, usize>,
}

impl Open {
    /// Takes in a tag; tells whether it is kept.
    fn keeps(&mut self, tag: &Tag<'_>) -> bool {
        let is_heading = matches!(tag.name.as_bytes(), [b'h', b'1'..=b'6']);
        let name = if is_heading { "h1" } else { tag.name };
        let kept = if tag.is_end { self.end(name) } else { self.start(name, tag.is_closed) };
        if self.elements.len() < DEPTH {
            self.left_out.clear();
        }
        kept
    }

    fn is_foreign(&self) -> bool {
        self.elements.last().is_some_and(|top| top.is_foreign)
    }

    fn start(&mut self, name: &str, is_closed: bool) -> bool {
        let is_foreign = self.is_foreign();
        let in_table = || self.elements.iter().any(|open| open.name == "table");
        if VOID.contains(&name)
            || is_closed && is_foreign
            || IN_TABLES.contains(&name) && !in_table()
        {
            return true;
        }
        // What is inside of what was left out closes nothing that was kept.
        if self.left_out.is_empty() {
            self.close_before(name);
        }
        if self.elements.len() >= DEPTH {
            *self.left_out.entry(name.to_owned()).or_default() += 1;
            return false;
        }
        if FORMATS.contains(&name) {
            // Of links one is open at most.
            if name != "a" && self.formats.values().sum::<usize>() >= FORMATTING {
                return false;
            }
            *self.formats.entry(name.to_owned()).or_default() += 1;
        }
        self.elements.push(Element {
            name: name.to_owned(),
            is_special: SPECIAL.contains(&name),
            is_border: BORDERS.contains(&name),
            is_foreign: is_foreign || name == "svg" || name == "math",
        });
        true
    }

    /// Closes what ends where `name` begins.
    fn close_before(&mut self, name: &str) {
        if ENDS_PARAGRAPH.contains(&name) {
            self.close(&["p"], |open| open.is_border || open.name == "button");
        }
        let around = |open: &Element| open.is_special && !open.is(&["address", "div", "p"]);
        let table = |open: &Element| open.is(&["table", "template"]);
        let top = self.elements.last().map_or("", |top| top.name.as_str());
        match name {
            "h1" if top == "h1" => self.close(&["h1"], table),
            "li" => self.close(&["li"], around),
            "dd" | "dt" => self.close(&["dd", "dt"], around),
            "option" | "optgroup" if top == "option" => self.close(&["option"], table),
            "td" | "th" => self.close(&["td", "th", "caption"], table),
            "tr" => self.close(&["tr", "caption"], table),
            "tbody" | "thead" | "tfoot" => {
                self.close(&["tbody", "thead", "tfoot", "caption"], table);
            }
            "table" if ["table", "tbody", "thead", "tfoot", "tr"].contains(&top) => {
                self.close(&["table"], |open| open.name == "template");
            }
            "button" => self.close(&["button"], |open| open.is_border),
            "a" | "nobr" => self.end_format(name),
            _ => {}
        }
    }

    /// Closes the innermost element that is one of `names`, and all inside it, unless it is beyond
    /// one that `is_border`.
    fn close(&mut self, names: &[&str], is_border: impl Fn(&Element) -> bool) {
        let found = self.elements.iter().rposition(|open| is_border(open) || open.is(names));
        if let Some(at) = found.filter(|at| self.elements[*at].is(names)) {
            self.elements.truncate(at);
        }
    }

    fn end(&mut self, name: &str) -> bool {
        if let Some(count) = self.left_out.get_mut(name) {
            *count -= 1;
            if *count == 0 {
                self.left_out.remove(name);
            }
            return false;
        }
        match name {
            "form" => self.take_out(name),
            "p" => self.close(&[name], |open| open.is_border || open.name == "button"),
            "li" => self.close(&[name], |open| open.is_border || open.is(&["ul", "ol"])),
            "table" => self.close(&[name], |open| open.name == "template"),
            _ if FORMATS.contains(&name) => self.end_format(name),
            _ if IN_TABLES.contains(&name) => {
                self.close(&[name], |open| open.is(&["table", "template"]));
            }
            _ if SPECIAL.contains(&name) => self.close(&[name], |open| open.is_border),
            _ => self.close(&[name], |open| open.is_special),
        }
        true
    }

    /// Ends a formatting element: blocks inside it stay open.
    fn end_format(&mut self, name: &str) {
        if let Some(count) = self.formats.get_mut(name) {
            *count = count.saturating_sub(1);
        }
        match self.elements.iter().rposition(|open| open.is_special || open.name == name) {
            Some(at) if self.elements[at].name == name => self.elements.truncate(at),
            Some(_) => self.take_out(name),
            None => {}
        }
    }

    /// Takes the innermost `name` from between the others.
    fn take_out(&mut self, name: &str) {
        let found = self.elements.iter().rposition(|open| open.is_border || open.name == name);
        if let Some(at) = found.filter(|at| self.elements[*at].name == name) {
            self.elements.remove(at);
        }
    }
}

/// Gives `take` each tag of `html` with its first byte and the one behind it; what that answers is
/// whether a picture or formula is open now, where other rules hold.
fn for_each_tag(html: &str, mut take: impl FnMut(&Tag<'_>, usize, usize) -> bool) {
    let bytes = html.as_bytes();
    let behind = |from: usize, word: &str| {
        html.get(from..).and_then(|rest| rest.find(word)).map(|found| from + found + word.len())
    };
    let (mut at, mut is_foreign, mut lower) = (0, false, String::new());
    while let Some(found) = memchr::memchr(b'<', bytes.get(at..).unwrap_or(&[])) {
        let start = at + found;
        let rest = &bytes[start..];
        let is_end = rest.get(1) == Some(&b'/');
        let named = start + 1 + usize::from(is_end);
        at = if rest.starts_with(b"<!-->") || rest.starts_with(b"<!--->") {
            start + 5
        } else if rest.starts_with(b"<!--") {
            let Some(end) = end_of_comment(html, start + 4) else { return };
            end
        } else if rest.starts_with(b"<![CDATA[") && is_foreign {
            let Some(end) = behind(start, "]]>") else { return };
            end
        } else if bytes.get(named).is_some_and(u8::is_ascii_alphabetic) {
            let length = bytes[named..]
                .iter()
                .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
            let Some(name) = length.and_then(|length| html.get(named..named + length)) else {
                return;
            };
            let Some(end) = end_of_tag(bytes, named + name.len()) else { return };
            lower.clear();
            lower.push_str(name);
            lower.make_ascii_lowercase();
            let tag = Tag { name: &lower, is_end, is_closed: bytes[end - 2] == b'/' };
            if tag.name == "plaintext" && !is_end {
                return;
            }
            if !is_end && !is_foreign && RAW.contains(&tag.name) {
                let Some(end) = end_of_raw(html, end, tag.name) else { return };
                end
            } else {
                is_foreign = take(&tag, start, end);
                end
            }
        } else if matches!(rest.get(1), Some(b'!' | b'?' | b'/')) {
            let Some(end) = behind(start, ">") else { return };
            end
        } else {
            start + 1
        };
    }
}

/// The byte behind a comment whose text begins at `from`.
fn end_of_comment(html: &str, from: usize) -> Option<usize> {
    let bytes = html.as_bytes();
    memchr::memmem::find_iter(&bytes[from..], "--").map(|found| from + found + 2).find_map(
        |behind| match &bytes[behind..] {
            [b'>', ..] => Some(behind + 1),
            [b'!', b'>', ..] => Some(behind + 2),
            // Of three dashes the last two may end it.
            [b'-', b'>', ..] => Some(behind + 2),
            _ => None,
        },
    )
}

/// The byte behind the `>` of a tag whose name ends at `from`: not one inside a quoted value.
fn end_of_tag(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    let mut is_value = false;
    loop {
        match bytes.get(at)? {
            b'>' => return Some(at + 1),
            b'=' if !is_value => is_value = true,
            quote @ (b'"' | b'\'') if is_value => {
                at += 1 + memchr::memchr(*quote, bytes.get(at + 1..)?)?;
                is_value = false;
            }
            byte if byte.is_ascii_whitespace() => {}
            _ if is_value => {
                let rest = &bytes[at..];
                at += rest.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
                is_value = false;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Where the end tag stands of an element `name` without tags in it, whose text begins at `from`:
/// behind that tag.
fn end_of_raw(html: &str, from: usize, name: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    memchr::memmem::find_iter(&bytes[from..], "</").map(|found| from + found + 2).find_map(
        |named| {
            let end = named + name.len();
            let is_it = html.get(named..end)?.eq_ignore_ascii_case(name);
            let is_whole = bytes
                .get(end)
                .is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
            if is_it && is_whole { end_of_tag(bytes, end) } else { None }
        },
    )
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{DEPTH, flattened, is_bounded};

    fn is_deep(html: &str) -> bool {
        matches!(flattened(html), Cow::Owned(_))
    }

    #[test]
    fn what_nobody_closes_is_not_deep() {
        for piece in [
            "<p>a",
            "<li>a",
            "<dt>a<dd>b",
            "<option>a",
            "<br>",
            "<img src=a>",
            "<h2>a</h3>",
            "<a href=/x>a",
            "<tr><td>a",
            "<b><div>a</b></div>",
            "<p><b>a</b>",
            "<div><p>a</div>",
            "<!-- <div> -->",
            "<script>'<div>'</script>",
            "<title><div></title>",
            "<p title='<div>'>",
            "<svg><path/></svg>",
            "<form><div></form></div>",
            "<p title=it's>a",
            "<!--><p>",
            "<textarea><div></textarea>",
            "<div/></div>",
        ] {
            assert!(!is_deep(&format!("<ul><table>{}", piece.repeat(2_000))), "{piece}");
        }
    }

    #[test]
    fn what_is_deep_is_flattened_and_bounded() {
        for piece in [
            "<ul><li>",
            "<i><em>",
            "<b>",
            "<div>",
            "<table><tr><td>",
            "<span><div></span>",
            "<div><svg><desc></div>",
            "<blockquote><p>",
            "<font color=n>",
            "<p><font color=n>",
            "<x-y>",
            "<svg><g>",
            "<math><mi>",
            "<b><div></b>",
            "<a><div>",
            "<dl><dd>",
            "<object>",
            "<section><h1>",
            "<DIV\n>",
            "<select><option>",
            "<template>",
            "<button><div>",
            "<form><div></form>",
            "<div/>",
            "<ruby><rt>",
        ] {
            let mut number = 0;
            let html: String = (0..3_000)
                .map(|_| {
                    number += 1;
                    piece.replace("=n", &format!("={number}"))
                })
                .collect();
            let flat = flattened(&html);
            assert!(is_bounded(&dom_query::Document::from(&*flat)), "{piece}");
        }
    }

    #[test]
    fn the_text_of_what_lies_too_deep_is_kept() {
        let html =
            format!("{}deep{}<p>after</p>", "<div>".repeat(DEPTH + 2), "</div>".repeat(DEPTH + 2));
        let expected =
            format!("{}  deep  {}<p>after</p>", "<div>".repeat(DEPTH), "</div>".repeat(DEPTH));
        assert_eq!(flattened(&html), expected);
        assert!(!is_deep(&format!("{}a", "<div>".repeat(DEPTH))));
    }
}
