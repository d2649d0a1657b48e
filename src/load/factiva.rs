//! Exports of Factiva: pages and documents, where each field has a code of two letters (HD, WC, PD,
//! SN, LP, TD), and XML.

use dom_query::{Document, NodeRef};
use memchr::memmem;

use crate::load::export::{Block, Entry, collected};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, date, decode, depth, page, xml};

/// The codes of fields.
const CODES: [&str; 40] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA",
    "CY", "CX", "LP", "TD", "RF", "ART", "CT", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN",
    "CLM", "DLN", "RST", "SU", "DE", "UP", "OR", "PR", "TK", "ID",
];

/// Whether paragraphs are an export with codes.
pub(crate) fn is_coded(blocks: &[Block]) -> bool {
    let has = |code: &str| blocks.iter().any(|block| block.text.trim() == code);
    has("HD") && has("PD") && has("AN")
}

/// The articles of paragraphs in which each code is one.
pub(crate) fn read(file: &SourceFile, blocks: &[Block]) -> FileDrafts {
    let (mut entries, mut fields) = (Vec::new(), Fields::default());
    for block in blocks {
        let text = block.text.trim();
        if let Some(code) = CODES.iter().find(|code| **code == text) {
            if fields.is_ended() && *code != "AN" {
                entries.push(std::mem::take(&mut fields).entry());
            }
            fields.code(code);
        } else if !text.is_empty() {
            fields.value(text);
        }
    }
    if !fields.0.is_empty() {
        entries.push(fields.entry());
    }
    collected(file, entries, Vec::new())
}

/// A page of articles, or XML of the web service.
pub(crate) fn read_file(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    if memmem::find(&bytes, b"<ppsarticle").is_some() {
        read_xml(file, bytes)
    } else if file.extension() == "xml" {
        FileDrafts { is_no_article: true, ..FileDrafts::default() }
    } else {
        read_page(file, bytes)
    }
}

fn read_page(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let decoded = match decode::page(bytes, None) {
        Err(binary) => return binary.told(file, "page"),
        Ok(decoded) => decoded,
    };
    let document: Document = depth::document(&decoded.text);
    let articles = document.select("div.article");
    let entries: Vec<Entry> = articles.nodes().iter().map(of_page).collect();
    if entries.is_empty() {
        return FileDrafts::problem(
            file,
            "a page of Factiva in which no article was found",
            "export it again as “Article format: Full Article/Report plus Indexing”",
        );
    }
    collected(file, entries, Vec::new())
}

fn of_page(article: &NodeRef<'_>) -> Entry {
    let mut fields = Fields::default();
    for row in article.find(&["tr"]) {
        let cells = row.children();
        let mut cells = cells.iter().filter(|cell| cell.node_name().as_deref() == Some("td"));
        let (Some(code), Some(value)) = (cells.next(), cells.next()) else { continue };
        fields.code(&page::line(code));
        let paragraphs = value.find(&["p"]);
        if paragraphs.is_empty() {
            fields.value(&page::line(value));
        }
        paragraphs.iter().for_each(|paragraph| fields.value(&page::line(paragraph)));
    }
    if fields.0.is_empty() { displayed(article) } else { fields.entry() }
}

/// An article without codes: its title, then lines that are told by what they look like, of which
/// the outlet stands below the date, then the text.
fn displayed(article: &NodeRef<'_>) -> Entry {
    let mut entry = Entry::default();
    let lines: Vec<String> = article
        .find(&["div"])
        .iter()
        .filter(|line| line.find(&["div"]).is_empty())
        .map(page::line)
        .filter(|line| !line.is_empty())
        .collect();
    let is_clock = |line: &&String| line.len() <= 8 && line.contains(':');
    if let Some(dated) =
        lines.iter().skip(1).position(|line| line.len() < 40 && date::find(line).is_some())
    {
        entry.date = lines.get(dated + 1).cloned().unwrap_or_default();
        let below = lines.get(dated + 2..).unwrap_or(&[]);
        entry.outlet = below.iter().find(|line| !is_clock(line)).cloned().unwrap_or_default();
        entry.length = lines.get(dated).cloned().unwrap_or_default();
        entry.byline = dated
            .checked_sub(1)
            .filter(|at| *at > 0)
            .and_then(|at| lines.get(at))
            .cloned()
            .unwrap_or_default();
    }
    entry.title = lines.first().cloned().unwrap_or_default();
    entry.text = article.find(&["p"]).iter().map(page::line).collect();
    entry
}

/// The fields of one article: codes with their paragraphs.
#[derive(Debug, Default)]
struct Fields(Vec<(String, Vec<String>)>);

impl Fields {
    fn code(&mut self, code: &str) {
        self.0.push((code.trim().to_owned(), Vec::new()));
    }

    fn value(&mut self, value: &str) {
        if let Some((_, values)) = self.0.last_mut() {
            values.push(value.trim().to_owned());
        }
    }

    /// Whether the last field of an article, its number, is there.
    fn is_ended(&self) -> bool {
        self.0.iter().any(|(code, _)| code == "AN")
    }

    fn entry(self) -> Entry {
        let all = |wanted: &str| -> Vec<String> {
            self.0
                .iter()
                .filter(|(code, _)| code == wanted)
                .flat_map(|(_, values)| values.clone())
                .collect()
        };
        let one = |code: &str| all(code).join(" ");
        Entry {
            title: one("HD"),
            outlet: one("SN"),
            date: format!("{} {}", one("PD"), one("ET")),
            byline: one("BY"),
            length: one("WC"),
            text: [all("LP"), all("TD")].concat(),
            ..Entry::default()
        }
    }
}

fn read_xml(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let decoded = match decode::page(bytes, None) {
        Err(binary) => {
            return FileDrafts::problem(file, format!("not XML but {}", binary.kind), binary.hint);
        }
        Ok(decoded) => decoded,
    };
    let (root, fault) = xml::parse(&decoded.text);
    let entries = root.below("article").into_iter().map(of_xml).collect();
    let lost = fault.map(|fault| {
        file.problem(
            Some(fault.line),
            format!("broken XML: {}", fault.what),
            "what stands before it was read; save the file again",
        )
    });
    collected(file, entries, lost.into_iter().collect())
}

fn of_xml(article: &xml::Element) -> Entry {
    let words = |name: &str| article.first(name).map(xml::Element::text).unwrap_or_default();
    let paragraphs = |name: &str| -> Vec<String> {
        let field = article.first(name);
        let paragraphs = field.into_iter().flat_map(|field| field.named("paragraph"));
        paragraphs.map(|paragraph| crate::load::draft::one_line(&paragraph.text())).collect()
    };
    let count = words("wordCount");
    Entry {
        title: words("headline"),
        outlet: words("sourceName"),
        date: words("publicationDate"),
        byline: words("byline"),
        length: if count.is_empty() { count } else { format!("{count} words") },
        text: [paragraphs("leadParagraph"), paragraphs("tailParagraphs")].concat(),
        ..Entry::default()
    }
}
