//! The kinds of files that are read: one row each. Help, the README, the words on an empty folder
//! and what a walk passes over come from here; a kind more is a reader and a row.
//!
//! A file is of the first row that has its ending and whose content it has, else of the last row
//! with its ending. Where its ending says nothing, its content alone decides; else it is plain text.

use std::io::{BufRead, Read as _};

use serde::{Serialize, Serializer};

use crate::load::gunzip::{self, Gunzip};
use crate::load::pieces::Pieces;
use crate::load::walk::{Source, SourceFile};
use crate::load::{
    FileDrafts, document, epub, europresse, factiva, feed, json, links, mail, markdown, members,
    nexis, page, pdf, plain, proquest, store, warc,
};

/// How much of a file tells what it is, in bytes.
pub(crate) const HEAD: usize = 16 * 1024;

/// A kind of files.
#[derive(Debug, Serialize)]
pub struct Kind {
    /// What readers call it: "saved pages".
    pub name: &'static str,
    /// What several kinds are called together: "exports of library databases".
    pub group: &'static str,
    /// How the names of its files end, in lower case, without the dot.
    pub endings: &'static [&'static str],
    /// Whether a file holds many articles, or one.
    pub many: bool,
    /// What is taken of it, in a line for readers.
    pub taken: &'static str,
    /// Whether a file is of this kind, by how it begins.
    #[serde(skip)]
    told: fn(&Content<'_>) -> bool,
    #[serde(rename = "streamed", serialize_with = "streamed")]
    pub(crate) reading: Reading,
}

/// Reads a file in pieces; what is left to tell comes back at its end, nothing where no more was
/// wanted.
pub(crate) type ReadPieces =
    fn(&SourceFile, &mut dyn BufRead, &mut Pieces<'_>) -> Option<FileDrafts>;

/// How a file is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reading {
    /// At once.
    Whole(fn(&SourceFile, Vec<u8>) -> FileDrafts),
    /// In pieces, as its bytes come.
    Pieces(ReadPieces),
    /// The same, from its members, each by its own kind.
    Members(fn(&SourceFile, Box<dyn Source>, &mut Pieces<'_>) -> Option<FileDrafts>),
}

fn streamed<S: Serializer>(reading: &Reading, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(reading.is_in_pieces())
}

/// What of a file tells its kind.
struct Content<'a> {
    bytes: &'a [u8],
    /// How it begins, in lower case, without a mark and white space.
    head: String,
    /// How what it holds begins, where it is packed with gzip.
    unpacked: Option<Vec<u8>>,
}

const TEXTS: &str = "texts, saved pages and records";
const EXPORTS: &str = "exports of library databases";
const LETTERS: &str = "mail and feeds";
const ARCHIVES: &str = "archives and books";
const STORES: &str = "stores of readers";
/// What is known, and holds nothing to read.
const LISTS: &str = "lists of links";

/// All kinds, the special before the general.
static KINDS: &[Kind] = &[
    Kind {
        name: "lists of links",
        group: LISTS,
        endings: &["csv", "json", "html", "htm"],
        many: false,
        taken: "nothing: that bookmarks, or a list of Pocket, Instapaper, Raindrop, Readwise, Pinboard, Media Cloud or the like, hold links and no texts is told, with how many",
        told: |content| links::is_links(&content.head),
        reading: Reading::Whole(links::read),
    },
    Kind {
        name: "lists of feeds",
        group: LISTS,
        endings: &["opml", "xml"],
        many: false,
        taken: "nothing: that they hold addresses and no texts is told",
        told: |content| content.has("<opml"),
        reading: Reading::Whole(links::read_opml),
    },
    Kind {
        name: "web archives",
        group: ARCHIVES,
        endings: &["warc", "warc.gz", "arc", "arc.gz"],
        many: true,
        taken: "WARC and ARC: each page that a server sent, read as saved pages are, with its URL; texts made of pages (WET); the day of the crawl is no date",
        told: |content| warc::is_web_archive(content.unpacked()),
        reading: Reading::Pieces(warc::read),
    },
    Kind {
        name: "Nexis, the older service",
        group: EXPORTS,
        endings: &["txt", "html", "htm"],
        many: true,
        taken: "each article from its “1 of 10 DOCUMENTS”: outlet, date, title, byline, text; labels in English, German, French and Spanish",
        told: |content| nexis::is_older(&content.head),
        reading: Reading::Whole(nexis::read_file),
    },
    Kind {
        name: "Factiva",
        group: EXPORTS,
        endings: &["html", "htm", "xml"],
        many: true,
        taken: "title (HD), outlet (SN), date (PD), byline (BY) and text (LP, TD) of each article",
        told: |content| {
            let is_page = content.is_page()
                && (content.has("<title>factiva") || content.has("articleparagraph"));
            is_page || content.has("<ppsarticle")
        },
        reading: Reading::Whole(factiva::read_file),
    },
    Kind {
        name: "Europresse",
        group: EXPORTS,
        endings: &["html", "htm"],
        many: true,
        taken: "outlet, date, title, byline and text of each article",
        told: |content| content.has("docpublicationname"),
        reading: Reading::Whole(europresse::read),
    },
    Kind {
        name: "ProQuest",
        group: EXPORTS,
        endings: &["txt"],
        many: true,
        taken: "title, outlet, date, byline, URL and full text of each article; labels in English, German, French and Spanish",
        told: |content| proquest::is_proquest(&content.head),
        reading: Reading::Whole(proquest::read),
    },
    Kind {
        name: "documents",
        group: EXPORTS,
        endings: &["docx", "rtf"],
        many: true,
        taken: "the articles of an export of Nexis Uni, Lexis+, the older Nexis or Factiva; any other document is one article",
        told: |content| document::is_document(content.bytes),
        reading: Reading::Whole(document::read),
    },
    Kind {
        name: "books",
        group: ARCHIVES,
        endings: &["epub"],
        many: true,
        taken: "EPUB: each chapter with its title in the table of contents; author and date of the book; its publisher, else its title, as outlet",
        told: |content| epub::is_book(content.bytes),
        reading: Reading::Whole(epub::read),
    },
    Kind {
        name: "PDF",
        group: ARCHIVES,
        endings: &["pdf"],
        many: false,
        taken: "the text of its pages, columns apart, words at the ends of lines joined, without running heads; a scan and a locked PDF are told",
        told: |content| pdf::is_pdf(content.bytes),
        reading: Reading::Whole(|file, bytes| pdf::read(file, &bytes)),
    },
    Kind {
        name: "archives",
        group: ARCHIVES,
        endings: &["zip", "wacz", "tar", "tar.gz", "tgz"],
        many: true,
        taken: "ZIP and tar: each file in it by its own kind, but no archive; folders in it count as folders do; of a WACZ its web archives",
        told: |content| members::is_zip(content.bytes) || members::is_tar(content.unpacked()),
        reading: Reading::Members(members::read),
    },
    Kind {
        name: "feeds",
        group: LETTERS,
        endings: &["xml", "rss", "atom", "rdf"],
        many: true,
        taken: "RSS, Atom and RDF: title, link, date, author and text of each entry; that one gives a summary only is told; JSON Feed is read as records are",
        told: |content| feed::is_feed(&content.head),
        reading: Reading::Whole(feed::read),
    },
    Kind {
        name: "stores of feed readers",
        group: STORES,
        endings: &["db", "sqlite", "sqlite3"],
        many: true,
        taken: "of newsboat (`cache.db`), FreshRSS and Liferea: title, feed, link, date, author and text of each item, also while the feed reader runs; that one is a summary only is told",
        told: |content| store::is_sqlite(content.bytes),
        reading: Reading::Pieces(store::read),
    },
    Kind {
        name: "pages saved as MHTML",
        group: TEXTS,
        endings: &["mhtml", "mht"],
        many: false,
        taken: "as of saved pages",
        told: |content| mail::is_mhtml(&content.head),
        reading: Reading::Whole(|file, bytes| mail::read_mhtml(file, &bytes)),
    },
    Kind {
        name: "mail",
        group: LETTERS,
        endings: &["eml"],
        many: false,
        taken: "subject, date, sender as outlet, and the text without what is about unsubscribing",
        told: |content| mail::is_mail(&content.head),
        reading: Reading::Whole(mail::read),
    },
    Kind {
        name: "mailboxes",
        group: LETTERS,
        endings: &["mbox", "mbx"],
        many: true,
        taken: "the same of each letter",
        told: |content| mail::is_mailbox(&content.head),
        reading: Reading::Whole(mail::read_mailbox),
    },
    Kind {
        name: "saved pages",
        group: TEXTS,
        endings: &["html", "htm", "xhtml"],
        many: false,
        taken: "the main text; metadata from JSON-LD, Open Graph and `meta`; the URL that SingleFile or a browser noted; of snapshots of Zotero, and pages exported by Omnivore, what the library beside them says",
        told: |content| content.is_page(),
        reading: Reading::Whole(page::read),
    },
    Kind {
        name: "records, one a line",
        group: TEXTS,
        endings: &["jsonl", "ndjson"],
        many: true,
        taken: "`text` or `html`, and any of `id`, `outlet` (`source`, `publisher`), `title`, `date` (`published`), `authors` (`author`), `url`; Aleph's entities (FollowTheMoney), pages joined to their document; Elasticsearch's `_source`, by the names of Media Cloud",
        told: |content| content.is_lines(),
        reading: Reading::Pieces(json::read_pieces),
    },
    Kind {
        name: "records",
        group: TEXTS,
        endings: &["json"],
        many: true,
        taken: "as of records, one a line; one object or a list; also what wallabag and Omnivore export, JSON Feed, and what Elasticsearch and NewsAPI answer; that a text is a summary only, or cut off, is told",
        told: |content| content.is_json(),
        reading: Reading::Whole(json::read),
    },
    Kind {
        name: "Markdown",
        group: TEXTS,
        endings: &["md", "markdown"],
        many: false,
        taken: "the rendered text; front matter (YAML or TOML) gives title, outlet, date, authors, url, as clippers name them, too",
        told: |content| content.head.starts_with("---\n") || content.head.starts_with("+++\n"),
        reading: Reading::Whole(markdown::read),
    },
    PLAIN,
];

/// What everything else is.
const PLAIN: Kind = Kind {
    name: "plain text",
    group: TEXTS,
    endings: &["txt", "text"],
    many: false,
    taken: "all characters as they are; headline, date and byline are found in the text; files without an ending are read so, too",
    told: |_| true,
    reading: Reading::Whole(plain::read),
};

/// The kind of a file with this ending (in lower case, without the dot) and these bytes.
pub(crate) fn of(ending: &str, bytes: &[u8]) -> &'static Kind {
    let content = Content::of(bytes);
    let named: Vec<&Kind> = KINDS.iter().filter(|kind| kind.endings.contains(&ending)).collect();
    match named.split_last() {
        None => KINDS.iter().find(|kind| (kind.told)(&content)).unwrap_or(&PLAIN),
        Some((last, special)) => special.iter().find(|kind| (kind.told)(&content)).unwrap_or(last),
    }
}

/// Whether some kind has this ending.
pub(crate) fn has(ending: &str) -> bool {
    KINDS.iter().any(|kind| kind.endings.contains(&ending))
}

/// All kinds, the general before the special, as they are shown.
pub fn shown() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().rev()
}

/// What is read, for hints: "articles are .txt, .md, … and .html files".
pub(crate) fn hint() -> String {
    let mut endings: Vec<&str> = Vec::new();
    for kind in shown().filter(|kind| kind.group != LISTS) {
        endings.extend(kind.endings.first().filter(|ending| !endings.contains(*ending)));
    }
    let last = endings.pop().unwrap_or_default();
    let endings: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
    format!("articles are {} and .{last} files; rashomon kinds says more", endings.join(", "))
}

/// What is read, in a few words: the groups of the kinds.
pub fn groups() -> String {
    let mut groups: Vec<&str> = Vec::new();
    for kind in shown().filter(|kind| kind.group != LISTS) {
        if !groups.contains(&kind.group) {
            groups.push(kind.group);
        }
    }
    groups.join(", ")
}

/// Whether files of this ending may be read in pieces.
pub(crate) fn is_in_pieces(ending: &str) -> bool {
    KINDS.iter().any(|kind| kind.endings.contains(&ending) && kind.is_streamed())
}

impl Kind {
    /// Whether a file is read in pieces, so that its size does not matter, or whole.
    pub fn is_streamed(&self) -> bool {
        self.reading.is_in_pieces()
    }
}

impl Reading {
    pub(crate) fn is_in_pieces(self) -> bool {
        !matches!(self, Reading::Whole(_))
    }
}

impl<'a> Content<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or(&[]);
        let unpacked = head.starts_with(gunzip::MAGIC).then(|| {
            let mut unpacked = Vec::new();
            // Of a head only a part can be unpacked.
            let _ = Gunzip::new(head).take(HEAD as u64).read_to_end(&mut unpacked);
            unpacked
        });
        let head = String::from_utf8_lossy(head).replace('\0', "").to_lowercase();
        Content { bytes, head, unpacked }
    }

    /// The bytes, or how they begin once they are unpacked.
    fn unpacked(&self) -> &[u8] {
        self.unpacked.as_deref().unwrap_or(self.bytes)
    }

    fn has(&self, words: &str) -> bool {
        self.head.contains(words)
    }

    fn is_page(&self) -> bool {
        let head = self.head.get(..self.head.floor_char_boundary(512)).unwrap_or("");
        head.starts_with('<')
            && ["<!doctype html", "<html", "<head"].iter().any(|tag| head.contains(tag))
    }

    fn is_lines(&self) -> bool {
        let first_line = self.bytes.split(|byte| *byte == b'\n').next().unwrap_or(&[]);
        self.head.starts_with('{')
            && (is_json(first_line)
                || !is_json(self.bytes)
                    && self.head.trim_start_matches('{').trim_start().starts_with('"'))
    }

    fn is_json(&self) -> bool {
        self.head.starts_with(['{', '[']) && is_json(self.bytes)
    }
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{of, shown};

    /// The rows of the README's table.
    fn rows() -> Vec<String> {
        let row = |kind: &super::Kind| {
            let endings: Vec<_> = kind.endings.iter().map(|end| format!("`.{end}`")).collect();
            format!("| {} | {} | {} |", kind.name, endings.join(", "), kind.taken)
        };
        shown().map(row).collect()
    }

    #[test]
    fn the_readme_lists_what_is_read() {
        let readme = include_str!("../../README.md");
        let table = readme.split("| kind | files | what is taken |\n|---|---|---|\n").nth(1);
        let table: Vec<_> = table.unwrap().lines().take_while(|line| !line.is_empty()).collect();
        assert_eq!(
            table,
            rows(),
            "the table in README.md is made of these rows:\n{}",
            rows().join("\n")
        );
    }

    #[test]
    fn the_ending_decides_and_else_the_content() {
        let name = |ending: &str, text: &str| of(ending, text.as_bytes()).name;
        assert_eq!(name("md", "<html>"), "Markdown");
        assert_eq!(name("", "<!DOCTYPE html><p>Nine cracks."), "saved pages");
        assert_eq!(name("", "{\"text\": \"Nine\"}\n{\"text\": \"Ten\"}\n"), "records, one a line");
        assert_eq!(name("", "[{\"text\": \"Nine\"}]"), "records");
        assert_eq!(name("odd", "---\ntitle: Cracks\n---\nNine."), "Markdown");
        assert_eq!(name("odd", "Nine cracks."), "plain text");
    }
}
