//! Text of ProQuest: articles between lines of `____`, each a title and lines with labels, of which
//! one is the full text.

use crate::load::draft::one_line;
use crate::load::export::{Entry, collected};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, decode, plain};

/// What a label is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    Byline,
    Outlet,
    Date,
    /// Outlet and date in one line, where they do not stand alone.
    Info,
    Text,
    Url,
    Other,
}

/// The labels in the languages of the screen, in lower case.
const LABELS: [(Field, &[&str]); 8] = [
    (Field::Title, &["title", "titel", "titre", "título"]),
    (Field::Byline, &["author", "autor", "verfasser", "auteur"]),
    (
        Field::Outlet,
        &[
            "publication title",
            "publikationstitel",
            "titre de la publication",
            "título de publicación",
        ],
    ),
    (
        Field::Date,
        &[
            "publication date",
            "publikationsdatum",
            "erscheinungsdatum",
            "date de publication",
            "fecha de publicación",
        ],
    ),
    (
        Field::Info,
        &[
            "publication info",
            "publikationsinfo",
            "informations sur la publication",
            "información de publicación",
        ],
    ),
    (Field::Text, &["full text", "volltext", "texte intégral", "texto completo"]),
    (
        Field::Url,
        &[
            "document url",
            "url de document",
            "url du document",
            "dokument-url",
            "url del documento",
        ],
    ),
    (
        Field::Other,
        &[
            "abstract",
            "zusammenfassung",
            "résumé",
            "resumen",
            "links",
            "subject",
            "thema",
            "sujet",
            "materia",
            "location",
            "people",
            "company / organization",
            "company",
            "section",
            "first page",
            "pages",
            "page",
            "number of pages",
            "publication year",
            "year",
            "publication subject",
            "publisher",
            "herausgeber",
            "éditeur",
            "editorial",
            "place of publication",
            "country of publication",
            "source type",
            "language of publication",
            "sprache",
            "langue",
            "idioma",
            "document type",
            "dokumententyp",
            "type de document",
            "tipo de documento",
            "proquest document id",
            "proquest-dokument-id",
            "id de document proquest",
            "id del documento de proquest",
            "copyright",
            "last updated",
            "database",
            "datenbank",
            "base de données",
            "base de datos",
            "issn",
            "isbn",
            "volume",
            "issue",
            "edition",
            "column",
            "dateline",
            "credit",
            "illustration",
            "caption",
            "identifier / keyword",
            "ethnicity",
            "classification",
            "document feature",
            "contact us at",
        ],
    ),
];

/// Whether text (in lower case) is of this kind.
pub(crate) fn is_proquest(lower: &str) -> bool {
    lower.contains("proquest") && has_rule(lower) && {
        let mut names =
            LABELS.iter().filter(|(field, _)| *field == Field::Text).flat_map(|(_, names)| *names);
        names.any(|name| lower.contains(&format!("{name}:")))
    }
}

fn has_rule(text: &str) -> bool {
    text.lines().any(is_rule)
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 20 && line.bytes().all(|byte| byte == b'_')
}

/// The articles of a text.
pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let decoded = match decode::plain(bytes) {
        Err(binary) => return binary.told(file, "text"),
        Ok(decoded) => decoded,
    };
    let (mut entries, mut lost) = (Vec::new(), plain::damage(file, decoded.damaged));
    let lines: Vec<(u64, &str)> = (1..).zip(decoded.text.lines()).collect();
    for piece in lines.split(|(_, line)| is_rule(line)) {
        let Some((line, _)) = piece.iter().find(|(_, line)| !line.trim().is_empty()) else {
            continue;
        };
        match entry(piece) {
            Some(entry) => entries.push(Entry { line: Some(*line), ..entry }),
            // The cover and the list of titles have no label of an article.
            None if !piece.iter().any(|(_, line)| is_article(line)) => {}
            None => lost.push(file.problem(
                Some(*line),
                "an article without full text",
                "export it again with its full text; the other articles were read",
            )),
        }
    }
    collected(file, entries, lost)
}

fn is_article(line: &str) -> bool {
    matches!(label(line), Some((Field::Outlet | Field::Info | Field::Date, _)))
}

fn label(line: &str) -> Option<(Field, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim().to_lowercase();
    let (field, _) = LABELS.iter().find(|(_, names)| names.contains(&name.as_str()))?;
    Some((*field, value.trim()))
}

/// One article; none where there is no full text.
fn entry(piece: &[(u64, &str)]) -> Option<Entry> {
    let mut entry = Entry::default();
    let (mut info, mut first) = (String::new(), String::new());
    let mut has_text = false;
    let mut field = None;
    for (_, line) in piece {
        let line = line.trim();
        if let Some((found, value)) = label(line) {
            field = Some(found);
            has_text |= found == Field::Text;
            take(&mut entry, &mut info, found, value);
        } else if field.is_none() {
            if first.is_empty() && !line.to_lowercase().starts_with("document ") {
                line.clone_into(&mut first);
            }
        } else if field == Some(Field::Text) {
            match entry.text.last_mut() {
                _ if line.is_empty() => entry.text.push(String::new()),
                Some(last) => *last = format!("{last} {line}"),
                None => entry.text.push(line.to_owned()),
            }
        }
    }
    entry.text = entry.text.iter().map(|text| one_line(text)).collect();
    if entry.title.is_empty() {
        entry.title = first;
    }
    from_info(&mut entry, &info);
    has_text.then_some(entry)
}

fn take(entry: &mut Entry, info: &mut String, field: Field, value: &str) {
    let place = match field {
        Field::Title => &mut entry.title,
        Field::Byline => {
            entry.byline = value.split(';').map(turned).collect::<Vec<_>>().join("; ");
            return;
        }
        Field::Outlet => &mut entry.outlet,
        Field::Date => &mut entry.date,
        Field::Info => info,
        Field::Url => &mut entry.url,
        Field::Text => {
            entry.text.push(value.to_owned());
            return;
        }
        Field::Other => return,
    };
    if place.is_empty() {
        value.clone_into(place);
    }
}

/// "Ana Belo" of "Belo, Ana".
fn turned(name: &str) -> String {
    match name.trim().split_once(", ") {
        Some((last, first)) if !first.contains(',') => format!("{first} {last}"),
        _ => name.trim().to_owned(),
    }
}

/// Fills in what only "The Echo ; Port Elsin [Port Elsin]04 Mar 2031: A.1." says, and leaves the
/// place away that stands behind an outlet's name: "The Echo, Late Edition; Port Elsin".
fn from_info(entry: &mut Entry, info: &str) {
    if entry.date.is_empty() {
        entry.date = info.rsplit(']').next().unwrap_or(info).to_owned();
    }
    let name = if entry.outlet.is_empty() { info } else { &entry.outlet };
    entry.outlet = name.split([';', '[']).next().unwrap_or(name).trim().to_owned();
}
