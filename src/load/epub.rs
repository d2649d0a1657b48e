//! Books: an EPUB is a ZIP archive of pages, in the order that its package file gives (the spine).
//! Each chapter with prose is an article; cover, contents and imprint are none. Its outlet is the
//! book's publisher, else the book.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::Published;
use crate::load::archive::{Archive, Fault};
use crate::load::draft::{Draft, authors, one_line, said};
use crate::load::walk::SourceFile;
use crate::load::xml::{self, Element};
use crate::load::{FileDrafts, date, decode, depth, page};

const CONTAINER: &str = "META-INF/container.xml";
const ENCRYPTION: &str = "META-INF/encryption.xml";
/// What makes a font unreadable, and nothing else.
const FONTS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];
/// What the parts of a book are called that are none of its chapters (`epub:type`, and `type` in the
/// guide of older books).
const NO_CHAPTER: [&str; 13] = [
    "cover",
    "toc",
    "titlepage",
    "title-page",
    "halftitlepage",
    "copyright-page",
    "copyright",
    "landmarks",
    "loi",
    "lot",
    "index",
    "colophon",
    "page-list",
];
/// A part of fewer words is no prose: a cover, a dedication, the title of a part.
const WORDS: usize = 50;
/// A part of at most so many words that gives the number of the book is its imprint.
const IMPRINT: usize = 600;
/// What all chapters together may unpack to, in bytes.
const LARGEST: usize = 256_000_000;

/// Whether a file that begins so is a book.
pub(crate) fn is_book(bytes: &[u8]) -> bool {
    let head = bytes.get(..100.min(bytes.len())).unwrap_or(bytes);
    head.starts_with(b"PK\x03\x04") && memchr::memmem::find(head, b"application/epub+zip").is_some()
}

/// The chapters of a book.
pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let book = Archive::open(bytes).and_then(Book::open);
    let mut book = match book {
        Ok(book) => book,
        Err(fault) => return FileDrafts::problem(file, fault.what, fault.hint),
    };
    let mut found = FileDrafts::default();
    let mut bytes = 0;
    for path in std::mem::take(&mut book.spine) {
        match book.archive.member(&path) {
            Ok(page) => {
                bytes += page.len();
                found.drafts.extend(book.chapter(&path, page));
            }
            Err(fault) => found.problems.push(file.problem(None, fault.what, fault.hint)),
        }
        if bytes > LARGEST {
            let what = format!("its chapters have more than {} MB", LARGEST / 1_000_000);
            found.problems.push(file.problem(None, what, "the first of them were read"));
            break;
        }
    }
    if found.drafts.is_empty() && found.problems.is_empty() {
        return FileDrafts::problem(
            file,
            "a book without a chapter of text",
            "where its pages are pictures, have a program read them, and save the text",
        );
    }
    found
}

struct Book {
    archive: Archive,
    /// The paths of its parts in the order in which they are read.
    spine: Vec<String>,
    /// What the table of contents calls them.
    titles: BTreeMap<String, String>,
    /// Parts that are no chapters.
    passed_over: BTreeSet<String>,
    title: Option<String>,
    outlet: Option<String>,
    authors: Vec<String>,
    published: Option<Published>,
}

impl Book {
    fn open(mut archive: Archive) -> Result<Self, Fault> {
        let container = parsed(&mut archive, CONTAINER)?;
        let package_path = container
            .below("rootfile")
            .iter()
            .find_map(|root| root.attribute("full-path"))
            .ok_or_else(|| broken(CONTAINER))?
            .to_owned();
        let package = parsed(&mut archive, &package_path)?;
        let items: BTreeMap<&str, Item<'_>> = package
            .below("item")
            .into_iter()
            .filter_map(|item| Some((item.attribute("id")?, Item::of(item, &package_path)?)))
            .collect();
        let mut seen = BTreeSet::new();
        let spine: Vec<&Item<'_>> = package
            .below("itemref")
            .into_iter()
            .filter_map(|part| items.get(part.attribute("idref")?))
            .filter(|item| item.is_page() && seen.insert(item.path.clone()))
            .collect();
        if spine.is_empty() {
            return Err(broken(&package_path));
        }
        let paths: Vec<String> = spine.iter().map(|item| item.path.clone()).collect();
        if is_locked(&mut archive, &paths) {
            return Err(Fault {
                what: "a book that is locked (DRM)".to_owned(),
                hint: "only the programs of its shop can read it; open a copy that is not locked",
            });
        }
        let mut passed_over: BTreeSet<String> = package
            .below("reference")
            .into_iter()
            .filter(|part| part.attribute("type").is_some_and(is_no_chapter))
            .filter_map(|part| Some(resolved(&package_path, part.attribute("href")?)))
            .collect();
        passed_over
            .extend(items.values().filter(|item| item.is_contents).map(|item| item.path.clone()));
        let titles = titles(&mut archive, items.values());
        Ok(Book { spine: paths, titles, passed_over, ..Book::described(archive, &package) })
    }

    /// What the package says of the book.
    fn described(archive: Archive, package: &Element) -> Self {
        let all = |name: &str| -> Vec<&Element> { package.below(name) };
        let words = |name: &str| all(name).into_iter().find_map(|element| said(&element.text()));
        let title = words("title");
        // What a program made of a newspaper names that program.
        let is_said = |name: &String| !name.to_lowercase().contains("calibre");
        let source = words("source").filter(|source| !source.contains(':'));
        let outlet = words("publisher").filter(is_said).or(source);
        let book = title.as_deref().map(|title| title.split(" [").next().unwrap_or(title));
        let is_of_publication = |element: &&Element| {
            let event = element.attributes.iter().find(|(name, _)| name.ends_with("event"));
            event.is_none_or(|(_, event)| event == "publication")
        };
        Book {
            archive,
            spine: Vec::new(),
            titles: BTreeMap::new(),
            passed_over: BTreeSet::new(),
            outlet: outlet.or_else(|| book.and_then(said)),
            authors: all("creator")
                .into_iter()
                .map(|creator| one_line(&creator.text()))
                .filter(is_said)
                .flat_map(|creator| authors(&creator))
                .collect(),
            published: all("date")
                .into_iter()
                .filter(is_of_publication)
                .find_map(|date| date::find(&date.text())),
            title,
        }
    }

    /// The article of a part; nothing where it is no chapter.
    fn chapter(&self, path: &str, bytes: Vec<u8>) -> Option<Draft> {
        if self.passed_over.contains(path) {
            return None;
        }
        let decoded = decode::page(bytes, None).ok()?;
        let html = opened_and_closed(&decoded.text);
        let document = depth::document(&html);
        let body = document.select_single("body");
        let types = body.attr("epub:type").into_iter().chain(
            document.select("body > section").iter().filter_map(|part| part.attr("epub:type")),
        );
        let mut types = types.collect::<Vec<_>>().into_iter();
        if types.any(|types| types.split_whitespace().any(is_no_chapter)) {
            return None;
        }
        document.select("nav, .calibre_navbar").remove();
        let heading = ["h1", "h2", "h3", "head title"]
            .iter()
            .find_map(|name| said(&document.select_single(name).text()));
        let title = self.titles.get(path).cloned().or(heading).or_else(|| self.title.clone());
        let links: usize = body.select("a[href]").iter().map(|link| words(&link.text())).sum();
        let text = page::body(&body.html(), title.as_deref());
        let count = words(&text);
        let is_imprint = count <= IMPRINT && body.text().contains("ISBN");
        (count >= WORDS && links * 2 < count && !is_imprint).then(|| Draft {
            outlet: self.outlet.clone(),
            title,
            authors: self.authors.clone(),
            published: self.published,
            text,
            ..Draft::default()
        })
    }
}

/// A file of the book, as its package lists it.
struct Item<'a> {
    path: String,
    kind: &'a str,
    /// Whether it is the table of contents.
    is_contents: bool,
}

impl<'a> Item<'a> {
    fn of(item: &'a Element, package: &str) -> Option<Self> {
        let properties = item.attribute("properties").unwrap_or_default();
        Some(Item {
            path: resolved(package, item.attribute("href")?),
            kind: item.attribute("media-type").unwrap_or_default(),
            is_contents: properties.split_whitespace().any(|property| property == "nav"),
        })
    }

    fn is_page(&self) -> bool {
        matches!(self.kind, "application/xhtml+xml" | "text/html" | "text/x-oeb1-document")
    }
}

/// What the table of contents calls the parts, by their paths.
fn titles<'a>(
    archive: &mut Archive,
    items: impl Iterator<Item = &'a Item<'a>>,
) -> BTreeMap<String, String> {
    let mut titles = BTreeMap::new();
    let mut add = |contents: &str, href: Option<&str>, title: &str| {
        if let Some((href, title)) = href.zip(said(title)) {
            titles.entry(resolved(contents, href)).or_insert(title);
        }
    };
    for item in items {
        let is_older = item.kind == "application/x-dtbncx+xml";
        if !item.is_contents && !is_older {
            continue;
        }
        let Ok(root) = parsed(archive, &item.path) else { continue };
        for point in every(&root, "navPoint") {
            let label = point.first("navLabel").map(Element::text).unwrap_or_default();
            let href = point.first("content").and_then(|content| content.attribute("src"));
            add(&item.path, href, &label);
        }
        for link in every(&root, "a") {
            add(&item.path, link.attribute("href"), &link.text());
        }
    }
    titles
}

/// All elements of this name, those inside another too.
fn every<'a>(root: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for element in root.below(name) {
        found.push(element);
        found.extend(every(element, name));
    }
    found
}

/// Whether some of the parts `paths` are locked.
fn is_locked(archive: &mut Archive, paths: &[String]) -> bool {
    let Ok(encryption) = parsed(archive, ENCRYPTION) else { return false };
    encryption.below("EncryptedData").iter().any(|data| {
        let algorithm =
            data.first("EncryptionMethod").and_then(|method| method.attribute("Algorithm"));
        let is_font = algorithm.is_some_and(|algorithm| FONTS.contains(&algorithm));
        let references = data.below("CipherReference");
        let mut locked = references.iter().filter_map(|reference| reference.attribute("URI"));
        !is_font && locked.any(|uri| paths.contains(&resolved("", uri)))
    })
}

fn is_no_chapter(kind: &str) -> bool {
    NO_CHAPTER.contains(&kind)
}

fn parsed(archive: &mut Archive, path: &str) -> Result<Element, Fault> {
    let bytes = archive.member(path)?;
    let decoded = decode::page(bytes, None).map_err(|_| broken(path))?;
    Ok(xml::parse(&decoded.text).0)
}

fn broken(path: &str) -> Fault {
    Fault {
        what: format!("its member {path} does not say what the book holds"),
        hint: "download or copy it again",
    }
}

/// The path of what `href` names in the file `from`, without a place in it.
fn resolved(from: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or(href);
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<String> = folder.split('/').map(str::to_owned).collect();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(unescaped(part)),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// A part of a URL with `%20` as what that stands for.
fn unescaped(part: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = part.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// XHTML with its empty elements as HTML has them: `<title/>` would make the whole page its title.
fn opened_and_closed(xhtml: &str) -> String {
    static EMPTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"<(a|b|div|em|i|iframe|p|script|section|span|strong|style|td|textarea|title)(\s[^<>]*)?/>",
        )
        .ok()
    });
    match EMPTY.as_ref() {
        Some(empty) => empty.replace_all(xhtml, "<$1$2></$1>").into_owned(),
        None => xhtml.to_owned(),
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn paths_go_from_where_they_stand() {
        assert_eq!(resolved("OEBPS/book.opf", "text/a%20b.xhtml#p1"), "OEBPS/text/a b.xhtml");
        assert_eq!(resolved("OEBPS/nav/toc.ncx", "../a.xhtml"), "OEBPS/a.xhtml");
        assert_eq!(resolved("book.opf", "../../%zz%"), "%zz%");
    }
}
