//! Exports of Nexis, from paragraphs. Two forms: that of Nexis Uni and Lexis+ (since 2019), whose
//! articles end with "End of Document", and that of the older service, whose articles begin with
//! "1 of 10 DOCUMENTS".

use crate::corpus::Problem;
use crate::load::date;
use crate::load::export::{Block, Entry, Label, collected, label};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, decode, depth, page, plain};

/// How an article of the newer form ends, in lower case.
const ENDS: [&str; 7] = [
    "end of document",
    "ende des dokuments",
    "dokumentende",
    "fin du document",
    "fin de document",
    "fin del documento",
    "final del documento",
];
/// A paragraph that is a date has at most so many bytes.
const DATE: usize = 120;

/// What to do about an article that was lost.
const LOST: &str = "export it again, and report the form of the file; the other articles were read";

/// Whether the head of a text or page (in lower case) is of the older form.
pub(crate) fn is_older(lower: &str) -> bool {
    lower.split(['\n', '\r', '>', '<']).any(is_begin)
}

/// Whether a paragraph begins an article of the older form: "3 of 10 DOCUMENTS".
fn is_begin(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let is_number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words {
        [number, of, all, documents] => {
            is_number(number)
                && is_number(all)
                && matches!(of, "of" | "von" | "de" | "sur")
                && matches!(documents, "documents" | "document" | "dokumenten" | "documentos")
        }
        _ => false,
    }
}

/// Whether a paragraph begins or ends an article of either form.
pub(crate) fn is_mark(text: &str) -> bool {
    is_begin(text) || is_end(text)
}

/// Whether a paragraph ends an article of the newer form.
fn is_end(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    text.len() < 24 && ENDS.contains(&text.as_str())
}

/// A text or page of the older service.
pub(crate) fn read_file(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let is_page = bytes.iter().take(64).any(|byte| *byte == b'<');
    if is_page { read_page(file, bytes) } else { read_text(file, bytes) }
}

fn read_text(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    match decode::plain(bytes) {
        Err(binary) => binary.told(file, "text"),
        Ok(decoded) => {
            let mut found = read(file, &paragraphs(&decoded.text), "line");
            found.problems.extend(plain::damage(file, decoded.damaged));
            found
        }
    }
}

fn read_page(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let decoded = match decode::page(bytes, None) {
        Err(binary) => return binary.told(file, "page"),
        Ok(decoded) => decoded,
    };
    let document = depth::document(&decoded.text);
    let blocks: Vec<Block> = (1..)
        .zip(document.select("p").nodes())
        .map(|(line, node)| Block { text: page::line(node), line })
        .collect();
    read(file, &blocks, "paragraph")
}

/// The paragraphs of a text: lines without a blank one between them, joined.
fn paragraphs(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        match blocks.last_mut() {
            _ if line.is_empty() => open = false,
            Some(block) if open && !is_begin(line) => {
                block.text.push(' ');
                block.text.push_str(line);
            }
            _ => {
                blocks.push(Block { text: line.to_owned(), line: number });
                open = !is_begin(line);
            }
        }
    }
    blocks
}

/// The articles of an export of either form; `unit` is what the blocks' lines count.
pub(crate) fn read(file: &SourceFile, blocks: &[Block], unit: &str) -> FileDrafts {
    let blocks: Vec<Block> =
        blocks.iter().filter(|block| !block.text.trim().is_empty()).cloned().collect();
    let is_new = blocks.iter().any(|block| is_end(&block.text));
    let (entries, lost) = if is_new { newer(&blocks) } else { older(&blocks) };
    let has_lines = unit == "line";
    let told = |(line, what): (u64, String)| -> Problem {
        let place = if has_lines { String::new() } else { format!("{unit} {line}: ") };
        file.problem(has_lines.then_some(line), format!("{place}{what}"), LOST)
    };
    let mut entries = entries;
    if !has_lines {
        entries.iter_mut().for_each(|entry| entry.line = None);
    }
    collected(file, entries, lost.into_iter().map(told).collect())
}

type Split = (Vec<Entry>, Vec<(u64, String)>);

/// Splits the newer form: each article up to its "End of Document".
fn newer(blocks: &[Block]) -> Split {
    let (mut entries, mut lost) = (Vec::new(), Vec::new());
    let pieces: Vec<&[Block]> = blocks.split(|block| is_end(&block.text)).collect();
    let last = pieces.len() - 1;
    for (number, piece) in pieces.into_iter().enumerate() {
        let Some(first) = piece.first() else { continue };
        match of_newer(piece) {
            Some(entry) => {
                if number == last {
                    lost.push((
                        first.line,
                        "the last article breaks off before its end".to_owned(),
                    ));
                }
                entries.push(entry);
            }
            None if number == last && piece.len() < 4 => {}
            None => lost.push((first.line, "no article could be told apart here".to_owned())),
        }
    }
    let said = blocks.iter().find_map(|block| stated(&block.text));
    if let Some(said) = said.filter(|said| entries.len() < *said) {
        let line = blocks.last().map_or(1, |block| block.line);
        lost.push((
            line,
            format!(
                "of the {said} documents that it says it holds {} could be read",
                entries.len()
            ),
        ));
    }
    (entries, lost)
}

/// How many documents a cover says that there are: "Documents (100)".
fn stated(text: &str) -> Option<usize> {
    let (name, count) = text.trim().strip_suffix(')')?.split_once('(')?;
    let name = name.trim().to_lowercase();
    matches!(name.as_str(), "documents" | "document" | "dokumente" | "dokument" | "documentos")
        .then(|| count.parse().ok())
        .flatten()
}

/// An article of the newer form. Before the first stands the cover, so its head is looked for from
/// the text upwards: labels, editions, date, outlet, title.
fn of_newer(piece: &[Block]) -> Option<Entry> {
    let labels: Vec<Option<(Label, &str)>> = piece.iter().map(|block| label(&block.text)).collect();
    let body = labels.iter().position(|found| matches!(found, Some((Label::Body, ""))));
    let first = body.map_or_else(
        || labels.iter().position(is_ahead),
        |body| Some(first_label(&labels, body)),
    )?;
    let begin = body.map_or_else(
        || first + labels.iter().skip(first).take_while(|found| is_ahead(found)).count(),
        |body| body + 1,
    );
    let head = piece.get(..first)?;
    let is_date = |block: &Block| block.text.len() < DATE && date::find(&block.text).is_some();
    let dated = head.iter().rposition(is_date).filter(|at| *at > 0 && at + 5 > head.len());
    // A date that cannot be read stands third all the same.
    let dated = dated.or_else(|| (head.len() >= 3).then_some(head.len().min(3) - 1))?;
    let mut entry = Entry {
        title: dated.checked_sub(2).and_then(|at| head.get(at)).map_or(String::new(), text_of),
        outlet: head.get(dated - 1).map_or(String::new(), text_of),
        date: head.get(dated).map_or(String::new(), text_of),
        line: head.get(dated.saturating_sub(2)).map(|block| block.line),
        ..Entry::default()
    };
    take_labels(&mut entry, labels.get(first..begin)?);
    entry.text = without_furniture(piece.get(begin..)?);
    Some(entry)
}

fn is_ahead(found: &Option<(Label, &str)>) -> bool {
    matches!(found, Some((Label::Length | Label::Ahead | Label::Byline | Label::Copyright, _)))
}

/// The first of the labels that stand before the text at `body`, with few other lines between
/// them: the cover before the first article may have some of its own.
fn first_label(labels: &[Option<(Label, &str)>], body: usize) -> usize {
    let mut first = body;
    while let Some(above) = (1..=3)
        .map_while(|up| first.checked_sub(up))
        .find(|at| labels.get(*at).is_some_and(is_ahead))
    {
        first = above;
    }
    first
}

/// Splits the older form: each article from its "1 of 10 DOCUMENTS".
fn older(blocks: &[Block]) -> Split {
    let (mut entries, mut lost) = (Vec::new(), Vec::new());
    let mut pieces = blocks.split(|block| is_begin(&block.text));
    pieces.next(); // the cover
    for piece in pieces {
        match (of_older(piece), piece.first()) {
            (Some(entry), _) => entries.push(entry),
            (None, Some(first)) => {
                lost.push((first.line, "no article could be told apart here".to_owned()));
            }
            (None, None) => {}
        }
    }
    (entries, lost)
}

/// An article of the older form: outlet, date and edition, title, labels, text, labels.
fn of_older(piece: &[Block]) -> Option<Entry> {
    let piece: Vec<&Block> = piece.iter().collect();
    let labels: Vec<Option<(Label, &str)>> = piece.iter().map(|block| label(&block.text)).collect();
    let first = labels.iter().position(|found| {
        matches!(found, Some((Label::Length | Label::Ahead | Label::Byline | Label::Title, _)))
    })?;
    let head: Vec<&Block> = piece
        .iter()
        .take(first)
        .copied()
        .filter(|block| !matches!(label(&block.text), Some((Label::Copyright, _))))
        .collect();
    let outlet = head.first()?;
    let dated = head.iter().position(|block| date::find(&block.text).is_some()).unwrap_or(1);
    let mut entry = Entry {
        outlet: text_of(outlet),
        date: head.get(dated).map_or(String::new(), |block| text_of(block)),
        title: head
            .get(dated + 1..)
            .and_then(|rest| rest.last())
            .map_or(String::new(), |block| text_of(block)),
        line: Some(outlet.line),
        ..Entry::default()
    };
    let count = labels.iter().skip(first).take_while(|found| found.is_some()).count();
    take_labels(&mut entry, labels.get(first..first + count)?);
    let text: Vec<Block> = piece.iter().skip(first + count).map(|block| (*block).clone()).collect();
    entry.text = without_furniture(&text);
    Some(entry)
}

fn take_labels(entry: &mut Entry, labels: &[Option<(Label, &str)>]) {
    for (label, value) in labels.iter().flatten() {
        match label {
            Label::Title => entry.title = (*value).to_owned(),
            Label::Byline => entry.byline = (*value).to_owned(),
            Label::Length => entry.length = (*value).to_owned(),
            _ => {}
        }
    }
}

/// The paragraphs up to the labels behind the text.
fn without_furniture(blocks: &[Block]) -> Vec<String> {
    let is_after = |block: &&Block| matches!(label(&block.text), Some((Label::After, _)));
    let stands_alone = |block: &Block| {
        matches!(label(&block.text), Some((Label::Behind, ""))) && !block.text.contains(':')
    };
    let end = blocks
        .iter()
        .position(|block| is_after(&block) || stands_alone(block))
        .unwrap_or(blocks.len());
    let text = blocks.get(..end).unwrap_or(&[]);
    let kept = text
        .iter()
        .rposition(|block| {
            !matches!(label(&block.text), Some((Label::Behind | Label::Copyright, _)))
        })
        .map_or(0, |last| last + 1);
    text.iter().take(kept).map(text_of).collect()
}

fn text_of(block: &Block) -> String {
    block.text.trim().to_owned()
}
