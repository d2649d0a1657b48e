//! Articles as JSON: one object a line (JSONL), or a file with one object or an array of them. An
//! object with `text` or `html` is an article; JSON without any is of another sort, and is counted
//! among the files passed over. A broken line is a problem with its number, and the rest load.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde_json::{Map, Value};

use crate::corpus::{Problem, Published};
use crate::load::draft::{Draft, authors, said};
use crate::load::guard::guarded;
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, date, decode, page};

/// What one record came to.
enum Record {
    Article(Box<Draft>),
    /// Valid JSON that is no article.
    Other,
    Broken(Problem),
}

/// A `.json` file: an object, an array of objects, or, as is often seen, lines after all.
pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    let lines = bytes.clone();
    let text = match decode::plain(bytes) {
        Err(binary) => return FileDrafts::problem(file, format!("not JSON but {}", binary.kind), binary.hint),
        Ok(decoded) => decoded.text,
    };
    match serde_json::from_str::<Value>(&text) {
        Ok(Value::Array(records)) => collected(file, records.into_iter().map(|value| (None, record(file, None, value))).collect()),
        Ok(value) => collected(file, vec![(None, record(file, None, value))]),
        Err(error) if is_lines(&text) => {
            log::debug!("{}: read as one object a line ({error})", file.path);
            read_lines(file, &lines)
        }
        Err(error) => FileDrafts {
            problems: vec![file.problem(
                Some(error.line() as u64),
                format!("broken JSON: {}", reason(&error)),
                "mend that line, or save the file again",
            )],
            ..FileDrafts::default()
        },
    }
}

/// A `.jsonl` or `.ndjson` file.
pub(crate) fn read_lines(file: &SourceFile, bytes: &[u8]) -> FileDrafts {
    let decoded;
    let bytes = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding != encoding_rs::UTF_8 => {
            decoded = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or(&[])).0;
            decoded.as_bytes()
        }
        Some((_, mark)) => bytes.get(mark..).unwrap_or(&[]),
        None => bytes,
    };
    let lines: Vec<(u64, &[u8])> =
        (1..).zip(bytes.split(|byte| *byte == b'\n')).filter(|(_, line)| !line.trim_ascii().is_empty()).collect();
    let records = lines.into_par_iter().map(|(number, line)| (Some(number), read_line(file, number, line))).collect();
    collected(file, records)
}

fn read_line(file: &SourceFile, number: u64, line: &[u8]) -> Record {
    let decoded = decode::line(line);
    match serde_json::from_str::<Value>(decoded.text.trim()) {
        Ok(value) => record(file, Some(number), value),
        Err(error) => {
            let what = format!("broken JSON at character {}: {}", error.column(), reason(&error));
            Record::Broken(file.problem(Some(number), what, "mend or delete the line; the others were read"))
        }
    }
}

/// The articles and problems of a file's records. Where no record is an article, and none is
/// broken, the file is of another sort.
fn collected(file: &SourceFile, records: Vec<(Option<u64>, Record)>) -> FileDrafts {
    let mut found = FileDrafts::default();
    let mut others = Vec::new();
    for (line, record) in records {
        match record {
            Record::Article(draft) => found.drafts.push(*draft),
            Record::Other => others.push(line),
            Record::Broken(problem) => found.problems.push(problem),
        }
    }
    if found.drafts.is_empty() && found.problems.is_empty() {
        found.is_no_article = true;
    } else if !found.drafts.is_empty() {
        let without_text = |line| file.problem(line, "a record without text", "an article has a field text or html");
        found.problems.extend(others.into_iter().map(without_text));
    }
    found
}

/// Whether every filled line (of the first few) looks like an object of its own.
fn is_lines(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(3).peekable();
    lines.peek().is_some() && lines.all(|line| line.trim_start().starts_with('{') && line.trim_end().ends_with('}'))
}

fn record(file: &SourceFile, line: Option<u64>, value: Value) -> Record {
    let Value::Object(mut fields) = value else { return Record::Other };
    let text = match (fields.remove("text"), fields.remove("html")) {
        (Some(Value::String(text)), _) if !text.trim().is_empty() => Ok(Draft { text, ..Draft::default() }),
        (_, Some(Value::String(html))) if !html.trim().is_empty() => {
            guarded(|| page::draft(&html)).flatten().ok_or("its html has no main text")
        }
        (None | Some(Value::Null), None | Some(Value::Null)) => return Record::Other,
        (Some(Value::String(_)), _) | (_, Some(Value::String(_))) => Err("its text is empty"),
        _ => Err("its text is not a string"),
    };
    match text {
        Ok(draft) => Record::Article(Box::new(described(&fields, draft))),
        Err(what) => {
            let name = fields.get("id").and_then(word).map(|id| format!("record {id}: ")).unwrap_or_default();
            Record::Broken(file.problem(line, format!("{name}{what}"), "an article has a field text or html"))
        }
    }
}

/// `draft` with what the record's fields say of it; a page's own metadata give way.
fn described(fields: &Map<String, Value>, draft: Draft) -> Draft {
    let first = |names: &[&str]| names.iter().find_map(|name| word(fields.get(*name)?));
    let named = ["authors", "author", "byline"].iter().find_map(|name| Some(names(fields.get(*name)?)).filter(|names| !names.is_empty()));
    let published = ["date", "published", "date_published", "pubDate"].iter().find_map(|name| moment(fields.get(*name)?));
    Draft {
        id: first(&["id"]),
        outlet: first(&["outlet", "source", "publisher"]).or(draft.outlet),
        title: first(&["title", "headline"]).or(draft.title),
        authors: named.unwrap_or(draft.authors),
        published: published.or(draft.published),
        url: first(&["url", "link"]).or(draft.url),
        ..draft
    }
}

/// A string or a number as one line; an object's `name` or `title`, as in `{"source": {"name": …}}`.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(word) => said(word),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => object.get("name").or_else(|| object.get("title")).and_then(word),
        _ => None,
    }
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().filter_map(word).collect(),
        Value::String(byline) => authors(byline),
        other => word(other).into_iter().collect(),
    }
}

fn moment(value: &Value) -> Option<Published> {
    match value {
        Value::String(date) => date::find(date),
        Value::Number(number) => date::from_epoch(number.as_i64()?),
        _ => None,
    }
}

/// A parser's message without the place, which the problem already names.
fn reason(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "it breaks off".to_owned();
    }
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or(&message).to_owned()
}
