//! PDF: the text of its pages as one article. The reader is rashomon's own and bounded: in how far
//! it unpacks, how deep it goes and how many steps a drawing has; so it needs no process of its own.

mod fonts;
mod layout;
mod objects;
mod words;

use std::collections::BTreeSet;

use crate::load::FileDrafts;
use crate::load::draft::{Draft, one_line};
use crate::load::walk::SourceFile;
use layout::Block;
use objects::{Dict, Object, Pdf};
use words::Drawing;

/// So many pages are read.
const PAGES: usize = 2_000;
/// Fewer letters than this are no text.
const LETTERS: usize = 40;
/// A title has at most so many words.
const TITLE: usize = 30;
/// What is so much larger than the rest is a title.
const LARGER: f64 = 1.25;

/// Whether a file that begins so is a PDF.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// The article of a PDF.
pub(crate) fn read(file: &SourceFile, bytes: &[u8]) -> FileDrafts {
    let pdf = Pdf::of(bytes);
    if *pdf.entry(&pdf.trailer, "Encrypt") != Object::Null {
        return FileDrafts::problem(
            file,
            "a PDF that is locked, even where it opens without a password",
            "print it into a new PDF, or save its text",
        );
    }
    let pages = pages(&pdf);
    if pages.is_empty() {
        return FileDrafts::problem(
            file,
            "a PDF without pages: it is cut off or damaged",
            "download or copy it again",
        );
    }
    let mut drawing = Drawing::new(&pdf);
    let mut read: Vec<Vec<Block>> = Vec::new();
    for page in pages.iter().take(PAGES) {
        drawing.page(&content(&pdf, page.dict), page.resources);
        read.push(layout::blocks(&std::mem::take(&mut drawing.pieces)));
    }
    let unknown = drawing.unknown;
    let title = title(&read);
    let text = layout::paragraphs(read).join("\n\n");
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    if letters < LETTERS.max(unknown) {
        return without_text(file, unknown);
    }
    let mut found = FileDrafts {
        drafts: vec![Draft { title, text, ..Draft::default() }],
        ..FileDrafts::default()
    };
    if pages.len() > PAGES {
        let what = format!("it has {} pages, of which the first {PAGES} were read", pages.len());
        found.problems.push(file.problem(None, what, "split it into parts"));
    }
    if unknown > 0 {
        let what =
            format!("{unknown} of its letters cannot be known: their fonts do not name them");
        found.problems.push(file.problem(None, what, "compare the text with the PDF"));
    }
    found
}

fn without_text(file: &SourceFile, unknown: usize) -> FileDrafts {
    if unknown > 0 {
        return FileDrafts::problem(
            file,
            "a PDF whose fonts do not say what its letters are",
            "have a program read its pages (OCR), or find the text elsewhere",
        );
    }
    FileDrafts::problem(
        file,
        "a PDF that holds no text: its pages are pictures (a scan)",
        "have a program read them (OCR), for example ocrmypdf",
    )
}

/// A page, and what it is drawn with.
struct Page<'a> {
    dict: &'a Dict,
    resources: &'a Dict,
}

/// The pages in order; where the list of them is lost, as they stand in the file.
fn pages<'a>(pdf: &'a Pdf<'_>) -> Vec<Page<'a>> {
    static NONE: Dict = Dict::new();
    let is_catalog = |object: &&Object| is_of_type(pdf, object, "Catalog");
    let root = pdf.entry(&pdf.trailer, "Root").dict();
    let root = root.or_else(|| pdf.objects().find(is_catalog).and_then(Object::dict));
    let tree = root.and_then(|root| pdf.entry(root, "Pages").dict());
    let mut pages = tree.map(|tree| pages_below(pdf, tree, &NONE)).unwrap_or_default();
    if pages.is_empty() {
        let alone = pdf.objects().filter(|object| is_of_type(pdf, object, "Page"));
        pages.extend(alone.filter_map(Object::dict).map(|dict| Page {
            dict,
            resources: pdf.entry(dict, "Resources").dict().unwrap_or(&NONE),
        }));
    }
    pages
}

fn is_of_type(pdf: &Pdf<'_>, object: &Object, kind: &str) -> bool {
    object.dict().is_some_and(|dict| pdf.entry(dict, "Type").name() == Some(kind))
}

/// The pages below `tree`; a branch that leads back is not gone again.
fn pages_below<'a>(pdf: &'a Pdf<'_>, tree: &'a Dict, none: &'a Dict) -> Vec<Page<'a>> {
    let mut seen = BTreeSet::new();
    let (mut pages, mut left) = (Vec::new(), vec![(tree, none)]);
    while let Some((dict, resources)) = left.pop() {
        if !seen.insert(std::ptr::from_ref(dict).addr()) {
            continue;
        }
        let resources = pdf.entry(dict, "Resources").dict().unwrap_or(resources);
        match pdf.entry(dict, "Kids").array() {
            Some(kids) => {
                let kids = kids.iter().rev().filter_map(|kid| pdf.get(kid).dict());
                left.extend(kids.map(|kid| (kid, resources)));
            }
            None => pages.push(Page { dict, resources }),
        }
    }
    pages
}

/// What draws a page.
fn content(pdf: &Pdf<'_>, page: &Dict) -> Vec<u8> {
    match pdf.entry(page, "Contents") {
        Object::Array(parts) => {
            let parts: Vec<Vec<u8>> =
                parts.iter().map(|part| pdf.unpacked(pdf.get(part))).collect();
            parts.join(&b'\n')
        }
        stream => pdf.unpacked(stream),
    }
}

/// What stands on the first page in the largest letters, where these are much larger than most.
fn title(pages: &[Vec<Block>]) -> Option<String> {
    let first = pages.first()?;
    let longest = pages.iter().flatten().max_by_key(|block| block.text().len())?;
    let largest = first
        .iter()
        .filter(|block| block.text().chars().any(char::is_alphabetic))
        .max_by(|a, b| a.size().total_cmp(&b.size()))?;
    let title = one_line(&largest.text());
    (largest.size() > longest.size() * LARGER && title.split(' ').count() <= TITLE).then_some(title)
}
