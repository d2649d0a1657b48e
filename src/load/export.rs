//! Exports of library databases: what is common to them. An export is many articles in one file,
//! each with labels before its text ("Byline: …", "Länge: 355 Wörter") in the language of the
//! database's screen; this knows the labels, and makes articles of what they said.

use crate::load::draft::{Draft, authors, one_line, said};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, date};

/// A paragraph of a document, on one line where it is not poetry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) text: String,
    /// Where it begins: a line of a text, a paragraph of a document, from 1.
    pub(crate) line: u64,
}

/// What a label says of what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Title,
    Byline,
    Length,
    /// Section, dateline, edition, highlight: before the text, and no part of it.
    Ahead,
    Body,
    /// What always stands behind the text.
    After,
    /// What stands behind the text, if nothing of the text follows.
    Behind,
    /// `Copyright …`, without a colon.
    Copyright,
}

/// The labels of Nexis in the languages of its screen, in lower case.
const LABELS: [(Label, &[&str]); 7] = [
    (Label::Title, &["headline", "schlagzeile", "überschrift", "titre", "titular"]),
    (Label::Byline, &["byline", "autor", "verfasser", "auteur", "auteurs", "autores", "autor:in"]),
    (Label::Length, &["length", "länge", "laenge", "longueur", "longitud", "extensión"]),
    (
        Label::Ahead,
        &[
            "section",
            "rubrik",
            "ressort",
            "rubrique",
            "sección",
            "dateline",
            "datumszeile",
            "ortsmarke",
            "lieu",
            "lugar",
            "highlight",
            "hervorhebung",
            "encadré",
            "destacado",
            "edition",
            "ausgabe",
            "édition",
            "edición",
            "series",
            "serie",
            "série",
            "column",
            "kolumne",
            "chronique",
            "columna",
            "distribution",
        ],
    ),
    (
        Label::Body,
        &[
            "body",
            "textkörper",
            "volltext",
            "text",
            "corps",
            "corps de l'article",
            "texte",
            "cuerpo",
            "texto",
        ],
    ),
    (
        Label::After,
        &[
            "load-date",
            "ladedatum",
            "load date",
            "date de chargement",
            "fecha de carga",
            "language",
            "sprache",
            "langue",
            "idioma",
            "publication-type",
            "publication type",
            "publikationstyp",
            "type de publication",
            "tipo de publicación",
            "journal-code",
            "journal code",
            "zeitungs-code",
            "code de revue",
            "código de la publicación",
            "update",
            "classification",
            "klassifizierung",
            "klassifikation",
            "clasificación",
        ],
    ),
    (
        Label::Behind,
        &[
            "graphic",
            "grafik",
            "graphique",
            "gráfico",
            "notes",
            "anmerkungen",
            "subject",
            "thema",
            "sujet",
            "tema",
            "correction",
            "correction-date",
            "country",
            "land",
            "pays",
            "país",
            "document-type",
            "type",
            "industry",
            "company",
            "organization",
            "person",
            "city",
            "geographic",
            "acc-no",
            "series-url",
            "url",
        ],
    ),
];

/// The label at the start of a paragraph, and what stands behind it. A label of a block (`Body`)
/// stands alone.
pub(crate) fn label(text: &str) -> Option<(Label, &str)> {
    let text = text.trim();
    if is_copyright(text) {
        return Some((Label::Copyright, text));
    }
    let (name, value) = text.split_once([':', '：']).unwrap_or((text, ""));
    let (name, alone) = (name.trim().to_lowercase(), !text.contains([':', '：']));
    let (label, _) = LABELS.iter().find(|(_, names)| names.contains(&name.as_str()))?;
    let stands_alone = matches!(label, Label::Body | Label::After | Label::Behind);
    // "Text: …" is how a sentence begins, "Body" alone a heading.
    let fits = if alone { stands_alone } else { *label != Label::Body || value.trim().is_empty() };
    fits.then_some((*label, value.trim()))
}

fn is_copyright(text: &str) -> bool {
    let head: String = text.chars().take(12).collect::<String>().to_lowercase();
    head.starts_with("copyright") || head.starts_with('©') || head.starts_with("(c) ")
}

/// An article of an export, as its labels tell it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) title: String,
    pub(crate) outlet: String,
    pub(crate) date: String,
    pub(crate) byline: String,
    /// As it stands: "355 words".
    pub(crate) length: String,
    pub(crate) url: String,
    pub(crate) text: Vec<String>,
    /// The line on which it begins, where the file has lines.
    pub(crate) line: Option<u64>,
}

/// The articles of an export, with what is wrong with them; `lost` is what could not be split.
pub(crate) fn collected(
    file: &SourceFile,
    entries: Vec<Entry>,
    lost: Vec<crate::corpus::Problem>,
) -> FileDrafts {
    let mut found = FileDrafts { problems: lost, ..FileDrafts::default() };
    for (number, entry) in (1..).zip(entries) {
        let line = entry.line;
        let name = format!("article {number}, “{}”", shortened(&entry.title));
        let mut tell = |what: String, hint: &str| {
            found.problems.push(file.problem(line, format!("{name}: {what}"), hint));
        };
        let text: Vec<&str> =
            entry.text.iter().map(|block| block.trim()).filter(|block| !block.is_empty()).collect();
        let text = text.join("\n\n");
        if text.is_empty() {
            tell("it has no text".to_owned(), "export it again with its full text");
            continue;
        }
        let published = date::find(&entry.date);
        if published.is_none() {
            tell(
                format!("its date cannot be read: “{}”", shortened(&entry.date)),
                "it stands without a date; report how it is written",
            );
        }
        let words =
            text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
        if let Some(stated) = words_stated(&entry.length).filter(|stated| words * 3 < stated * 2) {
            tell(
                format!("its text has {words} words of the {stated} that it says it has"),
                "export it again, or compare it with the original",
            );
        }
        found.drafts.push(Draft {
            outlet: said(&outlet(&entry.outlet)),
            title: said(&entry.title),
            authors: authors(&without_by(&entry.byline)),
            published,
            url: said(&entry.url),
            text,
            ..Draft::default()
        });
    }
    found
}

/// The number of words in "1,355 words"; none where it counts something else.
fn words_stated(length: &str) -> Option<usize> {
    let units = ["word", "wörter", "worte", "mot", "palabra"];
    let length = length.to_lowercase();
    let digits: String = length
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}'))
        .filter(char::is_ascii_digit)
        .collect();
    units.iter().any(|unit| length.contains(unit)).then(|| digits.parse().ok()).flatten()
}

/// A name with a blank before its brackets, and without the number of an issue: "The Echo(Elsin)",
/// "Echo, no. 5968".
fn outlet(name: &str) -> String {
    let name = one_line(name);
    let name = name.split(", no. ").next().unwrap_or(&name);
    let mut spaced = String::with_capacity(name.len() + 1);
    for letter in name.chars() {
        if letter == '(' && spaced.ends_with(|last: char| !last.is_whitespace()) {
            spaced.push(' ');
        }
        spaced.push(letter);
    }
    spaced
}

/// A byline without the "by" of other languages; [`authors`] knows that of English.
fn without_by(byline: &str) -> String {
    let byline = one_line(byline);
    let lower = byline.to_lowercase();
    let by = ["by ", "von ", "par ", "por ", "de "].iter().find(|by| lower.starts_with(**by));
    byline.get(by.map_or(0, |by| by.len())..).unwrap_or(&byline).to_owned()
}

fn shortened(words: &str) -> String {
    let line = one_line(words);
    if line.chars().count() <= 60 {
        line
    } else {
        format!("{}…", line.chars().take(59).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::{Label, label, outlet, words_stated};

    #[test]
    fn labels_are_told_in_every_language_of_the_screen() {
        for (text, expected) in [
            ("Byline:\u{a0}Ana Belo", Some((Label::Byline, "Ana Belo"))),
            ("LÄNGE: 355 Wörter", Some((Label::Length, "355 Wörter"))),
            ("Rubrique : Ports", Some((Label::Ahead, "Ports"))),
            ("Cuerpo", Some((Label::Body, ""))),
            ("Body: a word", None),
            ("Length", None),
            ("Copyright 2031 The Echo", Some((Label::Copyright, "Copyright 2031 The Echo"))),
            ("The mayor said: no.", None),
        ] {
            assert_eq!(label(text), expected, "{text}");
        }
    }

    #[test]
    fn lengths_count_words_or_nothing() {
        let read =
            ["1,355 words", "2.355 Wörter", "1 295 mots", "355字", "words"].map(words_stated);
        assert_eq!(read, [Some(1355), Some(2355), Some(1295), None, None]);
        assert_eq!(outlet("The Echo(Elsin)"), "The Echo (Elsin)");
        assert_eq!(outlet("Echo 1, no. 5968"), "Echo 1");
    }
}
