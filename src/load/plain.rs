//! Plain text: the file's own characters are the article's text, line ends and all.

use crate::load::draft::{Draft, is_blank};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, decode};

pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    match decode::plain(bytes) {
        Err(binary) => binary.told(file, "text"),
        Ok(decoded) if is_blank(&decoded.text) => {
            FileDrafts::problem(file, "the file is empty", "delete it, or save the article again")
        }
        Ok(decoded) => {
            let problems = damage(file, decoded.damaged);
            FileDrafts {
                drafts: vec![Draft { text: decoded.text, ..Draft::default() }],
                problems,
                is_no_article: false,
            }
        }
    }
}

/// The problem of a text in which some bytes could not be read.
pub(crate) fn damage(file: &SourceFile, damaged: bool) -> Vec<crate::corpus::Problem> {
    let problem = || {
        file.problem(
            None,
            "some bytes are not valid in its encoding and are shown as \u{fffd}",
            "save the file as UTF-8",
        )
    };
    damaged.then(problem).into_iter().collect()
}
