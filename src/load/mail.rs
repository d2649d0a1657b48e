//! Mail: newsletters as `.eml` or in an mbox, and pages that a browser saved as MHTML, which is a
//! mail, too. The sender of a newsletter is its outlet.

use std::io::Cursor;

use mail_parser::mailbox::mbox::{self, MessageIterator};
use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

use crate::load::draft::{Draft, is_blank, said};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, date, page};
use crate::text::paragraph::paragraphs;

/// Paragraphs of at most so many words with one of [`FURNITURE`] are none of the letter.
const WORDS: usize = 40;
/// What stands about a newsletter, in lower case.
const FURNITURE: [&str; 22] = [
    "unsubscribe",
    "view in browser",
    "view this email",
    "view online",
    "in your browser",
    "manage your preferences",
    "update your preferences",
    "you are receiving this",
    "you're receiving this",
    "you received this email",
    "forwarded this email",
    "abbestellen",
    "newsletter abmelden",
    "im browser",
    "se désabonner",
    "désinscrire",
    "désinscription",
    "dans votre navigateur",
    "darse de baja",
    "cancelar la suscripción",
    "en su navegador",
    "en tu navegador",
];
/// Headers with which a mail may begin, in lower case.
const HEADERS: [&str; 10] = [
    "from:",
    "received:",
    "return-path:",
    "delivered-to:",
    "mime-version:",
    "message-id:",
    "x-mailer:",
    "subject:",
    "date:",
    "to:",
];

/// Whether a file that begins so (in lower case) is a mail.
pub(crate) fn is_mail(head: &str) -> bool {
    let begin = head.split("\n\n").next().unwrap_or(head);
    let begin = begin.split("\r\n\r\n").next().unwrap_or(begin);
    let has = |header: &str| begin.lines().any(|line| line.starts_with(header));
    HEADERS.iter().any(|header| head.starts_with(header))
        && has("from:")
        && has("subject:")
        && has("date:")
}

/// Whether a file that begins so (in lower case) is a mailbox.
pub(crate) fn is_mailbox(head: &str) -> bool {
    head.starts_with("from ") && head.split_once('\n').is_some_and(|(_, rest)| is_mail(rest))
}

/// Whether a file that begins so (in lower case) is a page saved as a mail.
pub(crate) fn is_mhtml(head: &str) -> bool {
    head.contains("snapshot-content-location:")
        || head.contains("saved by") && head.contains("multipart/related")
}

/// One letter.
pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    letters(file, std::iter::once(bytes))
}

/// All letters of a mailbox.
pub(crate) fn read_mailbox(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let messages = MessageIterator::new(Cursor::new(bytes));
    letters(file, messages.flatten().map(mbox::Message::unwrap_contents))
}

fn letters(file: &SourceFile, letters: impl Iterator<Item = Vec<u8>>) -> FileDrafts {
    let mut found = FileDrafts::default();
    for (number, bytes) in (1..).zip(letters) {
        let read = MessageParser::default().parse(&bytes).and_then(|message| letter(&message));
        match read {
            Some(draft) => found.drafts.push(draft),
            None => found.problems.push(file.problem(
                None,
                format!("letter {number} has no text that can be read"),
                "save its text as a .txt file if it has one",
            )),
        }
    }
    if found.drafts.is_empty() && found.problems.is_empty() {
        return FileDrafts::problem(file, "no letter in it", "save the mail again");
    }
    found
}

fn letter(message: &Message<'_>) -> Option<Draft> {
    let title = message.subject().and_then(said);
    let mut draft = match html(message) {
        Some(html) => page_of(&html, title.as_deref()),
        None => Draft { text: plain(message), ..Draft::default() },
    };
    draft.text = without_furniture(&draft.text);
    if is_blank(&draft.text) {
        return None;
    }
    let sender = message.from().and_then(|from| from.first());
    let domain = |address: &str| address.rsplit('@').next().map(str::to_owned);
    draft.outlet = sender
        .and_then(|sender| sender.name().and_then(said))
        .or_else(|| sender.and_then(|sender| sender.address().and_then(domain)));
    draft.title = title.or(draft.title);
    draft.published = message.date().and_then(|date| date::find(&date.to_rfc3339()));
    Some(draft)
}

/// The text of a letter written as a page: its main part or, where that cannot be told, all of it.
fn page_of(html: &str, title: Option<&str>) -> Draft {
    let whole = page::body(html, title);
    let main = page::draft(html).filter(|main| main.text.len() * 2 > whole.len());
    Draft { text: main.map_or(whole, |main| main.text), ..Draft::default() }
}

fn html(message: &Message<'_>) -> Option<String> {
    message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) if !is_blank(html) => Some(html.to_string()),
        _ => None,
    })
}

fn plain(message: &Message<'_>) -> String {
    let texts = message.text_bodies().filter_map(|part| match &part.body {
        PartType::Text(text) => Some(text.trim().replace("\r\n", "\n")),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n\n")
}

/// A letter without the paragraphs that say how to unsubscribe, or to see it elsewhere.
fn without_furniture(text: &str) -> String {
    let is_letter = |paragraph: &&str| {
        let lower = paragraph.to_lowercase();
        paragraph.split_whitespace().count() > WORDS
            || !FURNITURE.iter().any(|words| lower.contains(words))
    };
    let kept: Vec<&str> = paragraphs(text)
        .into_iter()
        .map(|paragraph| paragraph.of(text))
        .filter(is_letter)
        .collect();
    kept.join("\n\n")
}

/// A page that a browser saved with all that belongs to it in one file.
pub(crate) fn read_mhtml(file: &SourceFile, bytes: &[u8]) -> FileDrafts {
    let message = MessageParser::default().parse(bytes);
    let page = message.as_ref().and_then(|message| {
        let mut draft = page::draft(&page::without_data(&html(message)?))?;
        let header = |name: &'static str| message.header_raw(name).and_then(said);
        let location =
            || message.parts.iter().find_map(|part| part.content_location().and_then(said));
        draft.url = draft.url.or_else(|| header("Snapshot-Content-Location")).or_else(location);
        Some(draft)
    });
    match page {
        Some(draft) => FileDrafts { drafts: vec![draft], ..FileDrafts::default() },
        None => FileDrafts::problem(
            file,
            "a saved page with no main text",
            "save it again when it is fully shown, or save its text as a .txt file",
        ),
    }
}
