//! Web archives: WARC, and ARC before it, plain or packed with gzip as a whole or record by record.
//! A record in which a server answered with a page is an article; so is a text that somebody made of
//! one ("conversion", as in WET). When a page was crawled says nothing of when it was published.

mod http;
mod loss;
mod records;

use std::io::{BufRead, BufReader};

use crate::load::draft::{Draft, is_blank};
use crate::load::gunzip::{self, Gunzip};
use crate::load::pieces::Pieces;
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, date, decode, guard, page};
use loss::{Loss, Losses};
use records::{Capture, Holds, Records};

/// How much is unpacked at once, in bytes.
const BUFFER: usize = 64 * 1024;

/// Whether what a file holds, once it is unpacked, is a web archive.
pub(crate) fn is_web_archive(unpacked: &[u8]) -> bool {
    unpacked.starts_with(b"WARC/") || unpacked.starts_with(records::ARC)
}

/// The pages of a web archive.
pub(crate) fn read(
    file: &SourceFile,
    source: &mut dyn BufRead,
    pieces: &mut Pieces<'_>,
) -> Option<FileDrafts> {
    let is_packed = source.fill_buf().is_ok_and(|bytes| bytes.starts_with(gunzip::MAGIC));
    let mut records = if is_packed {
        let unpacked = BufReader::with_capacity(BUFFER, Gunzip::new(source));
        Records::of(Box::new(unpacked), is_packed)
    } else {
        Records::of(Box::new(source), is_packed)
    };
    let mut losses = Losses::default();
    let mut has_articles = false;
    let collect = |pages: Vec<Option<Page>>| {
        let mut found = FileDrafts::default();
        for page in pages.into_iter().flatten() {
            for loss in page.losses {
                losses.add(loss, || page.subject.clone());
            }
            found.drafts.extend(page.draft);
        }
        has_articles |= !found.drafts.is_empty();
        found
    };
    let next = || {
        let capture = records.next()?;
        let bytes = capture.bytes.len();
        Some((capture, bytes))
    };
    if !pieces.work(next, Page::of, collect) {
        return None;
    }
    let (faults, too_large) = records.told(file);
    for subject in too_large {
        losses.add(Loss::TooLarge, || subject);
    }
    let problems = [faults, losses.told(file)].concat();
    let is_no_article = !has_articles && problems.is_empty();
    Some(FileDrafts { drafts: Vec::new(), problems, is_no_article })
}

/// What was made of a record.
struct Page {
    /// How it is called in problems.
    subject: String,
    draft: Option<Draft>,
    losses: Vec<Loss>,
}

impl Page {
    fn of(capture: Capture) -> Self {
        let subject = capture.subject();
        let mut losses: Vec<Loss> =
            capture.is_truncated.then_some(Loss::Truncated).into_iter().collect();
        let (url, is_told) = (capture.url.clone(), capture.is_told);
        let read = guard::guarded(|| draft(capture, &mut losses)).unwrap_or(Err(Loss::GaveUp));
        let draft = match read {
            Ok(draft) => {
                let in_url = || url.as_deref().and_then(date::in_url);
                let published = draft.published.or_else(in_url);
                Some(Draft { published, url: url.or(draft.url), ..draft })
            }
            Err(loss) => {
                losses.extend(Some(loss).filter(|loss| !is_told || *loss != Loss::NoText));
                None
            }
        };
        Page { subject, draft, losses }
    }
}

/// The article of a record, and what was lost on the way.
fn draft(capture: Capture, losses: &mut Vec<Loss>) -> Result<Draft, Loss> {
    let (bytes, charset) = match &capture.holds {
        Holds::Text => {
            let decoded = decode::plain(capture.bytes).map_err(|_| Loss::NoText)?;
            losses.extend(decoded.damaged.then_some(Loss::Letters));
            let text = decoded.text.trim().to_owned();
            let draft = Draft { text, ..Draft::default() };
            return if is_blank(&draft.text) { Err(Loss::NoText) } else { Ok(draft) };
        }
        Holds::Page(kind) => (capture.bytes, kind.charset),
        Holds::Answer(head) => {
            let (bytes, is_damaged) = head.body(capture.bytes)?;
            losses.extend(is_damaged.then_some(Loss::Damaged));
            (bytes, head.kind().charset)
        }
    };
    let (draft, is_damaged) = page::sent(bytes, charset).map_err(|_| Loss::NoText)?;
    losses.extend(is_damaged.then_some(Loss::Letters));
    draft.ok_or(Loss::NoText)
}
