//! Articles as JSON: one object a line (JSONL), or a file with one object or an array of them. An
//! object with `text` or `html` is an article, also by the names that readers and archives have for
//! them; JSON without any is of another sort, and is counted among the files passed over. A broken
//! line is a problem with its number, and the rest load.

use std::io::{self, BufRead, Read as _};
use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8};
use regex::{Captures, Regex};
use serde_json::{Map, Value};

use crate::corpus::{Problem, Published, is_web};
use crate::load::aleph::{self, Documents, Entity, Part};
use crate::load::draft::{Draft, authors, is_blank, said};
use crate::load::feed::Lacking;
use crate::load::guard::guarded;
use crate::load::pieces::{self, Pieces};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, date, decode, guard, page};

/// A line of so many bytes is none: an archive may hold one without end.
const LONGEST: u64 = 256_000_000;

/// What one record came to.
enum Record {
    /// An article, which may lack its text, and whether it is but a summary.
    Article(Box<Draft>, bool),
    /// A part of an article.
    Part(Box<Part>),
    /// What is none, and stands beside articles by right.
    PassedOver,
    /// Valid JSON that is no article.
    Other,
    Broken(Problem),
}

/// A `.json` file: an object, an array of objects, or, as is often seen, lines after all.
pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    // Lines are decoded one by one, so that a bad one does not spoil the others; the copy is made
    // for damaged files alone.
    let damaged = std::str::from_utf8(&bytes).is_err().then(|| bytes.clone());
    let decoded = match decode::plain(bytes) {
        Err(binary) => {
            return FileDrafts::problem(file, format!("not JSON but {}", binary.kind), binary.hint);
        }
        Ok(decoded) => decoded,
    };
    let text = &decoded.text;
    // Behind a byte order mark only the text shows where the damage is.
    let damage = || {
        (1..)
            .zip(text.lines())
            .find(|(_, line)| line.contains('\u{fffd}'))
            .map(|(number, _)| number)
    };
    let strange = decoded.strange.or_else(|| damage().filter(|_| decoded.damaged));
    let mut found = match parsed(text) {
        Ok(value) => {
            let records = records(value).into_iter().map(|value| (None, value)).collect();
            collected(file, guarded_records(file, records, record))
        }
        Err(error) if is_lines(text) => {
            log::debug!("{}: read as one object a line ({error})", file.path);
            let damaged = damaged.filter(|_| decoded.strange.is_some());
            let lines = damaged.as_deref().unwrap_or(text.as_bytes());
            return pieces::joined(read_pieces, file, lines);
        }
        Err(error) => FileDrafts {
            problems: vec![file.problem(
                Some(error.line() as u64),
                format!("broken JSON: {}", reason(&error)),
                "mend that line, or save the file again",
            )],
            ..FileDrafts::default()
        },
    };
    if !found.is_no_article {
        found.problems.extend(strange.map(|line| not_utf_8(file, line, 0)));
    }
    found
}

/// A `.jsonl` or `.ndjson` file.
pub(crate) fn read_pieces(
    file: &SourceFile,
    source: &mut dyn BufRead,
    pieces: &mut Pieces<'_>,
) -> Option<FileDrafts> {
    let mut wide = Vec::new();
    let mark = source.fill_buf().ok().and_then(Encoding::for_bom);
    match mark {
        Some((encoding, mark)) if encoding != UTF_8 => {
            source.consume(mark);
            if let Err(error) = source.read_to_end(&mut wide) {
                return Some(not_to_its_end(file, &error));
            }
            let text = encoding.decode_without_bom_handling(&wide).0;
            return lines(file, &mut text.as_bytes(), pieces);
        }
        Some((_, mark)) => source.consume(mark),
        None => {}
    }
    lines(file, source, pieces)
}

/// All lines of `source`.
fn lines(
    file: &SourceFile,
    source: &mut dyn BufRead,
    pieces: &mut Pieces<'_>,
) -> Option<FileDrafts> {
    let mut lines = Lines::of(file);
    loop {
        let (bytes, end) = some_lines(source, pieces.size);
        if !(pieces.put)(lines.read(&bytes)) && end.is_none() {
            return None;
        }
        if let Some(end) = end {
            while let Some(joined) = lines.rest(pieces.size) {
                if !(pieces.put)(joined) {
                    return None;
                }
            }
            let mut rest = lines.end();
            if let Err(error) = end {
                rest.problems.append(&mut not_to_its_end(file, &error).problems);
            }
            return Some(rest);
        }
    }
}

fn not_to_its_end(file: &SourceFile, error: &io::Error) -> FileDrafts {
    let what = format!("cannot be read to its end: {error}");
    FileDrafts::problem(file, what, "check that it is there and yours to read")
}

/// The next lines, whole, until they have `size` bytes; and, where there are no more, how that
/// came.
fn some_lines(mut source: &mut dyn BufRead, size: usize) -> (Vec<u8>, Option<io::Result<()>>) {
    let mut bytes = Vec::new();
    while bytes.len() < size {
        match (&mut source).take(LONGEST).read_until(b'\n', &mut bytes) {
            Ok(0) => return (bytes, Some(Ok(()))),
            Ok(count) if count as u64 == LONGEST && !bytes.ends_with(b"\n") => {
                let what = format!("it has a line of more than {} MB", LONGEST / 1_000_000);
                return (Vec::new(), Some(Err(io::Error::other(what))));
            }
            Ok(_) => {}
            Err(error) => return (bytes, Some(Err(error))),
        }
    }
    (bytes, None)
}

/// Lines of a file, read some at a time.
struct Lines<'a> {
    records: Records<'a>,
    /// The number of lines that were read.
    count: u64,
    /// The first line that is not UTF-8, and how many more there are.
    strange: Option<(u64, usize)>,
}

impl<'a> Lines<'a> {
    fn of(file: &'a SourceFile) -> Self {
        Lines { records: Records::of(file), count: 0, strange: None }
    }

    /// Reads the next lines, whole ones. They are UTF-8 without a mark, or their encoding is
    /// guessed line by line.
    fn read(&mut self, bytes: &[u8]) -> FileDrafts {
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let mut lines = Vec::new();
        for line in bytes.split(|byte| *byte == b'\n') {
            self.count += 1;
            if line.trim_ascii().is_empty() {
                continue;
            }
            if std::str::from_utf8(line).is_err() {
                self.strange =
                    Some(self.strange.map_or((self.count, 0), |(first, more)| (first, more + 1)));
            }
            lines.push((Some(self.count), line));
        }
        self.records.collect(guarded_records(self.records.file, lines, read_line))
    }

    /// The next articles that were put together of several lines, of some `size` bytes, when all
    /// lines are read; `None` behind the last.
    fn rest(&mut self, size: usize) -> Option<FileDrafts> {
        self.records.rest(size)
    }

    /// What shows only when all is read.
    fn end(self) -> FileDrafts {
        let file = self.records.file;
        let mut found = self.records.end();
        if !found.is_no_article {
            found.problems.extend(self.strange.map(|(first, more)| not_utf_8(file, first, more)));
        }
        found
    }
}

/// JSON is UTF-8; what is not was guessed at, from `line` on and in `more` lines behind it.
fn not_utf_8(file: &SourceFile, line: u64, more: usize) -> Problem {
    let more = match more {
        0 => String::new(),
        1 => ", nor is 1 line below".to_owned(),
        more => format!(", nor are {more} lines below"),
    };
    file.problem(
        Some(line),
        format!("not valid UTF-8{more}; some letters may be wrong"),
        "save the file as UTF-8",
    )
}

/// Reads every record, each guarded by itself.
fn guarded_records<T: Send>(
    file: &SourceFile,
    records: Vec<(Option<u64>, T)>,
    read: impl Fn(&SourceFile, Option<u64>, T) -> Record + Sync,
) -> Vec<(Option<u64>, Record)> {
    let lines: Vec<Option<u64>> = records.iter().map(|(line, _)| *line).collect();
    let gave_up = |line| {
        Record::Broken(file.problem(
            line,
            "its parser gave up on this record",
            "give its text in a field text, and report it",
        ))
    };
    let read = guard::each(records, |(line, record)| read(file, line, record));
    lines
        .into_iter()
        .zip(read)
        .map(|(line, record)| (line, record.unwrap_or_else(|| gave_up(line))))
        .collect()
}

fn read_line(file: &SourceFile, number: Option<u64>, line: &[u8]) -> Record {
    let decoded = decode::line(line);
    match parsed(decoded.text.trim()) {
        Ok(value) => record(file, number, value),
        Err(error) => {
            let what = format!("broken JSON at character {}: {}", error.column(), reason(&error));
            Record::Broken(file.problem(
                number,
                what,
                "mend or delete the line; the others were read",
            ))
        }
    }
}

/// JSON, also with what others write and JSON has not: `NaN`, half an emoji (a surrogate alone).
fn parsed(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text).or_else(|error| match mended(text) {
        Some(mended) => serde_json::from_str(&mended).map_err(|_| error),
        None => Err(error),
    })
}

/// A text with `null` for what is no number, and `\ufffd` for half of a pair; `None` where it has
/// neither.
fn mended(text: &str) -> Option<String> {
    static SLIPS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        // A string, its escapes apart; or what is no number outside of one.
        Regex::new(r#""(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b"#).ok()
    });
    static ESCAPES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let (high, low) = (r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}");
        // An escaped backslash, a whole pair, and halves.
        Regex::new(&format!(r"\\\\|{high}{low}|{high}|{low}")).ok()
    });
    let escapes = ESCAPES.as_ref()?;
    let halved = |string: &str| {
        escapes
            .replace_all(string, |found: &Captures<'_>| match found[0].len() {
                6 => r"\ufffd".to_owned(),
                _ => found[0].to_owned(),
            })
            .into_owned()
    };
    let mended = SLIPS.as_ref()?.replace_all(text, |found: &Captures<'_>| {
        if found[0].starts_with('"') { halved(&found[0]) } else { "null".to_owned() }
    });
    (mended != text).then(|| mended.into_owned())
}

/// The records of a file, collected some at a time. Where none is an article, and none is broken,
/// the file is of another sort.
struct Records<'a> {
    file: &'a SourceFile,
    lacking: Lacking,
    broken: bool,
    /// What was put aside until all are collected.
    documents: Option<Documents>,
    /// The lines of those that are neither.
    others: Vec<Option<u64>>,
}

impl<'a> Records<'a> {
    fn of(file: &'a SourceFile) -> Self {
        let (lacking, documents) = (Lacking::default(), None);
        Records { file, lacking, broken: false, documents, others: Vec::new() }
    }

    /// The articles and problems of some records.
    fn collect(&mut self, records: Vec<(Option<u64>, Record)>) -> FileDrafts {
        let mut found = FileDrafts::default();
        for (line, record) in records {
            match record {
                Record::Article(draft, is_summary) => {
                    found.drafts.extend(self.lacking.counted(*draft, is_summary));
                }
                Record::Part(part) => found.problems.extend(self.put_aside(&part).err()),
                Record::PassedOver => {}
                Record::Other => self.others.push(line),
                Record::Broken(problem) => found.problems.push(problem),
            }
        }
        self.broken |= !found.problems.is_empty();
        found
    }

    fn put_aside(&mut self, part: &Part) -> Result<(), Problem> {
        let mut add = || {
            let documents = match self.documents.take() {
                Some(documents) => documents,
                None => Documents::new()?,
            };
            self.documents.insert(documents).add(part)
        };
        add().map_err(|error| self.no_room(&error))
    }

    fn no_room(&self, error: &rusqlite::Error) -> Problem {
        let what = format!("a page of it was lost: {error}");
        self.file.problem(None, what, "make room in the folder of temporary files")
    }

    /// The next articles that were put aside; `None` behind the last.
    fn rest(&mut self, size: usize) -> Option<FileDrafts> {
        let documents = self.documents.as_mut()?;
        let (mut found, mut bytes) = (FileDrafts::default(), 0);
        while bytes < size {
            match documents.next() {
                Ok(Some(draft)) => {
                    bytes += draft.text.len() + 1;
                    found.drafts.extend(self.lacking.counted(draft, false));
                }
                Ok(None) => {
                    self.documents = None;
                    break;
                }
                Err(error) => {
                    found.problems.push(self.no_room(&error));
                    (self.documents, self.broken) = (None, true);
                    break;
                }
            }
        }
        Some(found)
    }

    /// What shows only when all are collected.
    fn end(self) -> FileDrafts {
        let Records { file, lacking, broken, others, .. } = self;
        let articles = lacking.articles() > 0;
        let without_text = |line| {
            file.problem(line, "a record without text", "an article has a field text or html")
        };
        let mut problems: Vec<Problem> =
            others.into_iter().filter(|_| articles).map(without_text).collect();
        problems.extend(lacking.told(file));
        let is_no_article = !articles && !broken && problems.is_empty();
        FileDrafts { problems, is_no_article, ..FileDrafts::default() }
    }
}

/// The articles and problems of all records of a file.
fn collected(file: &SourceFile, given: Vec<(Option<u64>, Record)>) -> FileDrafts {
    let mut records = Records::of(file);
    let mut found = records.collect(given);
    if let Some(rest) = records.rest(usize::MAX) {
        found.append(rest);
    }
    found.append(records.end());
    found
}

/// The records of a whole file: of a list, of a feed (whose title is their outlet), of what a search
/// engine or a news service answers, or one.
fn records(value: Value) -> Vec<Value> {
    let mut whole = match value {
        Value::Array(records) => return records,
        Value::Object(whole) => whole,
        other => return vec![other],
    };
    let is_feed =
        whole.get("version").and_then(Value::as_str).is_some_and(|v| v.contains("jsonfeed"));
    let list = if is_feed { whole.get_mut("items") } else { answered(&mut whole) };
    let Some(Value::Array(list)) = list else { return vec![Value::Object(whole)] };
    let mut items = std::mem::take(list);
    for item in items.iter_mut().filter(|_| is_feed).filter_map(Value::as_object_mut) {
        if let Some(title) = whole.get("title").filter(|_| !item.contains_key("source")) {
            item.insert("source".to_owned(), title.clone());
        }
        item.remove("id");
    }
    items
}

/// The list in an answer of NewsAPI, or of Elasticsearch.
fn answered(whole: &mut Map<String, Value>) -> Option<&mut Value> {
    if whole.contains_key("status") && whole.contains_key("articles") {
        return whole.get_mut("articles");
    }
    whole.get_mut("hits")?.get_mut("hits")
}

/// A document of Elasticsearch out of what the engine says of it.
fn unwrapped(mut fields: Map<String, Value>) -> Map<String, Value> {
    if !fields.get("_source").is_some_and(Value::is_object) {
        return fields;
    }
    let id = fields.remove("_id");
    match fields.remove("_source") {
        Some(Value::Object(mut source)) => {
            if let Some(id) = id.filter(|_| !source.contains_key("id")) {
                source.insert("id".to_owned(), id);
            }
            source
        }
        _ => fields,
    }
}

/// Gives a text that stands under another name the name `text`: in JSON Feed, in what readers export
/// and news services answer, beside a title and a URL. Tells whether it is but a summary.
fn renamed(fields: &mut Map<String, Value>) -> bool {
    if let Some(text) = fields.remove("text_content") {
        fields.entry("text").or_insert(text);
    }
    let is_article = fields.contains_key("url") && fields.contains_key("title");
    if !is_article || fields.contains_key("text") || fields.contains_key("html") {
        return false;
    }
    let is_dated = fields.contains_key("publishedAt") || fields.contains_key("date_published");
    let summaries = ["summary", "description"].into_iter().filter(|_| is_dated);
    let names = ["content_html", "content_text", "content"].map(|name| (name, false));
    for (name, is_summary) in names.into_iter().chain(summaries.map(|name| (name, true))) {
        let Some(Value::String(written)) = fields.get(name) else { continue };
        let (text, is_cut) = without_count(written);
        let text = if text.contains("</") { page::body(text, None) } else { text.to_owned() };
        if !is_blank(&text) {
            fields.insert("text".to_owned(), Value::String(text));
            return is_summary || is_cut;
        }
    }
    false
}

/// A text without what NewsAPI puts where it cuts one off, "[+1234 chars]"; and whether it did.
fn without_count(text: &str) -> (&str, bool) {
    let is_count = |words: &str| {
        words.strip_suffix(" chars]").is_some_and(|count| count.parse::<u64>().is_ok())
    };
    match text.trim_end().rsplit_once("[+") {
        Some((text, count)) if is_count(count) => (text.trim_end(), true),
        _ => (text, false),
    }
}

/// Whether every filled line (of the first few) looks like an object of its own.
fn is_lines(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(3).peekable();
    lines.peek().is_some()
        && lines.all(|line| line.trim_start().starts_with('{') && line.trim_end().ends_with('}'))
}

fn record(file: &SourceFile, line: Option<u64>, value: Value) -> Record {
    let Value::Object(fields) = value else { return Record::Other };
    let mut fields = unwrapped(fields);
    if aleph::is_entity(&fields) {
        return match aleph::read(&fields) {
            Entity::Document(draft) => Record::Article(Box::new(draft), false),
            Entity::Part(part) => Record::Part(Box::new(part)),
            Entity::Other => Record::PassedOver,
        };
    }
    let is_summary = renamed(&mut fields);
    let text = match (fields.remove("text"), fields.remove("html")) {
        (Some(Value::String(text)), _) if !is_blank(&text) => {
            Ok(Draft { text, ..Draft::default() })
        }
        (_, Some(Value::String(html))) if !html.trim().is_empty() => {
            guarded(|| page::draft(&html)).flatten().ok_or("its html has no main text")
        }
        (None | Some(Value::Null), None | Some(Value::Null)) => return Record::Other,
        (Some(Value::String(_)), _) | (_, Some(Value::String(_))) => Err("its text is empty"),
        _ => Err("its text is not a string"),
    };
    match text {
        Ok(draft) => Record::Article(Box::new(described(&fields, draft)), is_summary),
        Err(what) => {
            let name = fields
                .get("id")
                .and_then(word)
                .map(|id| format!("record {id}: "))
                .unwrap_or_default();
            Record::Broken(file.problem(
                line,
                format!("{name}{what}"),
                "an article has a field text or html",
            ))
        }
    }
}

/// The names of the date of an article.
const DATES: [&str; 7] = [
    "date",
    "published",
    "date_published",
    "published_at",
    "publishedAt",
    "publication_date",
    "pubDate",
];

/// `draft` with what the record's fields say of it; a page's own metadata give way.
pub(crate) fn described(fields: &Map<String, Value>, draft: Draft) -> Draft {
    let first = |names: &[&str]| names.iter().find_map(|name| word(fields.get(*name)?));
    let named = ["authors", "author", "byline", "published_by"]
        .iter()
        .find_map(|name| Some(names(fields.get(*name)?)).filter(|names| !names.is_empty()));
    let published = DATES.iter().find_map(|name| moment(fields.get(*name)?));
    Draft {
        id: first(&["id"]),
        outlet: first(&["outlet", "source", "publisher", "canonical_domain"]).or(draft.outlet),
        title: first(&["title", "headline", "article_title"])
            .map(|title| page::unescaped(&title))
            .or(draft.title),
        authors: named.unwrap_or(draft.authors),
        published: published.or(draft.published),
        url: first(&["url", "link", "original_url"]).filter(|url| is_web(url)).or(draft.url),
        ..draft
    }
}

/// A string or a number as one line; an object's `name` or `title`, as in
/// `{"source": {"name": …}}`.
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
        Value::String(date) => date::find(date).or_else(|| {
            let digits = date.trim();
            let is_epoch = digits.len() >= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
            date::from_epoch(digits.parse().ok().filter(|_| is_epoch)?)
        }),
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
    if message.starts_with("recursion limit exceeded") {
        return "it is nested deeper than 127 levels".to_owned();
    }
    message.split(" at line ").next().unwrap_or(&message).to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Record, collected, guarded_records, parsed, record};
    use crate::load::draft::Draft;
    use crate::load::walk::SourceFile;

    #[test]
    fn what_others_write_and_json_has_not_costs_no_record() {
        let read = |text: &str| parsed(text).unwrap_or(Value::Null);
        assert_eq!(
            read(r#"{"a": NaN, "b": [-Infinity, 1], "c": "NaN \"Infinity\" stays"}"#),
            json!({"a": null, "b": [null, 1], "c": "NaN \"Infinity\" stays"})
        );
        let halves =
            r#"["half \ud83d of", "\ude00 other", "whole \ud83d\ude00", "\\ud83d is none"]"#;
        assert_eq!(
            read(halves),
            json!(["half \u{fffd} of", "\u{fffd} other", "whole \u{1f600}", "\\ud83d is none"])
        );
        assert_eq!(read("{broken"), Value::Null);
    }

    #[test]
    fn the_title_of_a_record_has_no_entities_and_seconds_in_quotation_marks_are_a_date() {
        let file = SourceFile::in_memory("a.jsonl", b"");
        let fields = json!({"text": "Nine.", "title": "Don&#x27;t, says A &amp; B < C", "date": "1741087920"});
        let Record::Article(draft, _) = record(&file, None, fields) else {
            unreachable!("it has a text")
        };
        assert_eq!(draft.title.as_deref(), Some("Don't, says A & B < C"));
        let date = draft.published.map(|date| date.to_string());
        assert_eq!(date.as_deref(), Some("2025-03-04T11:32:00Z"));
    }

    #[test]
    fn a_record_on_which_a_parser_panics_costs_only_itself() {
        let file = SourceFile::in_memory("a.jsonl", b"");
        let records = guarded_records(
            &file,
            vec![(Some(1), "a"), (Some(2), "b"), (Some(3), "c")],
            |_, _, text| {
                assert!(text != "b", "never seen");
                Record::Article(
                    Box::new(Draft { text: text.to_owned(), ..Draft::default() }),
                    false,
                )
            },
        );
        let found = collected(&file, records);
        assert_eq!(
            (found.drafts.len(), found.problems.len(), found.problems[0].line),
            (2, 1, Some(2))
        );
    }
}
