//! Documents of word processors: their paragraphs are an export of a library database, or one
//! article.

mod docx;
mod rtf;

use memchr::memmem;

use crate::load::draft::{Draft, is_blank};
use crate::load::export::Block;
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, factiva, nexis};

/// Whether bytes are a document.
pub(crate) fn is_document(bytes: &[u8]) -> bool {
    rtf::is_rtf(bytes)
        || bytes.starts_with(b"PK\x03\x04") && memmem::find(bytes, b"word/").is_some()
}

/// The articles of a document.
pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    if rtf::is_rtf(&bytes) {
        return articles(file, &rtf::paragraphs(&bytes));
    }
    match docx::paragraphs(bytes) {
        Ok((blocks, fault)) => {
            let mut found = articles(file, &blocks);
            found.problems.extend(fault.map(|fault| {
                file.problem(
                    None,
                    format!("its member word/document.xml breaks off: {}", fault.what),
                    "what stands before was read; download or save it again",
                )
            }));
            found
        }
        Err(fault) => FileDrafts::problem(file, fault.what, fault.hint),
    }
}

fn articles(file: &SourceFile, blocks: &[Block]) -> FileDrafts {
    if factiva::is_coded(blocks) {
        return factiva::read(file, blocks);
    }
    if blocks.iter().any(|block| nexis::is_mark(&block.text)) {
        return nexis::read(file, blocks, "paragraph");
    }
    let text: Vec<&str> =
        blocks.iter().map(|block| block.text.trim()).filter(|text| !text.is_empty()).collect();
    let text = text.join("\n\n");
    if is_blank(&text) {
        return FileDrafts::problem(file, "a document without text", "delete it, or save it again");
    }
    FileDrafts { drafts: vec![Draft { text, ..Draft::default() }], ..FileDrafts::default() }
}
