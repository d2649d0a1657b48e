//! The paragraphs of a DOCX: a ZIP archive, of which `word/document.xml` is the text.

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::Event;

use crate::load::archive::{Archive, Fault};
use crate::load::export::Block;

/// The member with the text.
const TEXT: &str = "word/document.xml";
/// How files begin that older or locked documents are in.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// The paragraphs, and where reading ended early.
pub(super) fn paragraphs(bytes: Vec<u8>) -> Result<(Vec<Block>, Option<Fault>), Fault> {
    if bytes.starts_with(COMPOUND) {
        return Err(Fault {
            what: "a document that is locked with a password, or of an older Word".to_owned(),
            hint: "open it in a word processor and save it as .docx without a password",
        });
    }
    let xml = Archive::open(bytes)?.member(TEXT)?;
    Ok(read(&String::from_utf8_lossy(&xml)))
}

/// The paragraphs of the text; one inside another (a box) comes before it.
fn read(xml: &str) -> (Vec<Block>, Option<Fault>) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let (mut blocks, mut open) = (Vec::new(), Vec::<String>::new());
    // What is deleted, the code of a field, and the copy of a box for older programs are not read.
    let (mut hidden, mut in_text) = (0usize, false);
    let is_hidden =
        |name: &str| matches!(name, "w:del" | "w:instrText" | "mc:Fallback" | "w:delText");
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => match start.name().into_inner() {
                name if is_hidden(name) => hidden += 1,
                "w:p" => open.push(String::new()),
                "w:t" => in_text = true,
                _ => {}
            },
            Ok(Event::End(end)) => match end.name().into_inner() {
                name if is_hidden(name) => hidden = hidden.saturating_sub(1),
                "w:p" => {
                    let text = open.pop().unwrap_or_default();
                    blocks.push(Block { text, line: blocks.len() as u64 + 1 });
                }
                "w:t" => in_text = false,
                _ => {}
            },
            Ok(Event::Empty(empty)) => match empty.name().into_inner() {
                "w:br" | "w:cr" => put(&mut open, "\n"),
                "w:tab" => put(&mut open, "\t"),
                "w:noBreakHyphen" => put(&mut open, "-"),
                "w:p" => blocks.push(Block { text: String::new(), line: blocks.len() as u64 + 1 }),
                _ => {}
            },
            Ok(Event::Text(words)) if in_text && hidden == 0 => put(&mut open, &words),
            Ok(Event::CData(words)) if in_text && hidden == 0 => put(&mut open, &words),
            Ok(Event::GeneralRef(name)) if in_text && hidden == 0 => {
                let letter = name.resolve_char_ref().ok().flatten().map(String::from);
                let known = || resolve_html5_entity(&name).map(str::to_owned);
                put(&mut open, &letter.or_else(known).unwrap_or_default());
            }
            Ok(Event::Eof) if open.is_empty() => return (blocks, None),
            Ok(Event::Eof) => {
                let text = open.concat();
                blocks.push(Block { text, line: blocks.len() as u64 + 1 });
                return (blocks, Some(fault("it ends inside a paragraph".to_owned())));
            }
            Ok(_) => {}
            Err(error) => return (blocks, Some(fault(error.to_string()))),
        }
    }
}

fn fault(what: String) -> Fault {
    Fault { what, hint: "download or save it again" }
}

fn put(open: &mut [String], words: &str) {
    if let Some(paragraph) = open.last_mut() {
        paragraph.push_str(words);
    }
}
