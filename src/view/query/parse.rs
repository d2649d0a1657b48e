//! A query as it is written, read. What is wrong is told with its byte and a plain sentence.

use std::fmt;

use jiff::civil::Date;

use crate::analysis::ConflictKind;
use crate::view::query::{Condition, Known, Query, Term, Test, folded_words};

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The byte of the query where it is wrong.
    pub at: usize,
    /// What is wrong and what to write instead.
    pub what: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {})", self.what, self.at)
    }
}

/// Whether a query is whole, or still being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Whole,
    Typing,
}

/// The fields, for messages.
const FIELDS: &str = "outlet: speaker: said: topic: after: before: is: has: kind:";

impl Query {
    /// Reads a whole query.
    ///
    /// # Errors
    /// Where a quotation mark is not closed, a field is unknown or empty, or a day is none.
    pub fn parse(written: &str) -> Result<Query, Broken> {
        parsed(written, Stage::Whole)
    }

    /// Reads a query that is still being typed: its last word may be the beginning of one, its last
    /// quotation mark may be open, and its last field empty.
    ///
    /// # Errors
    /// Those of [`Query::parse`] that no more typing can mend.
    pub fn typing(written: &str) -> Result<Query, Broken> {
        parsed(written, Stage::Typing)
    }
}

fn parsed(written: &str, stage: Stage) -> Result<Query, Broken> {
    let mut conditions = Vec::new();
    let mut at = 0;
    while let Some(item) = item(written, at)? {
        at = item.end;
        let is_last = stage == Stage::Typing && at == written.len();
        if item.open && !is_last {
            return Err(Broken {
                at: item.value_at,
                what: "this quotation mark is not closed".into(),
            });
        }
        if let Some(test) = test(&item, is_last)? {
            conditions.push(Condition { negated: item.negated, test });
        }
    }
    Ok(Query { conditions })
}

/// One item as it is written: `-field:"value"`.
#[derive(Debug)]
struct Item<'a> {
    negated: bool,
    /// With its byte.
    field: Option<(usize, &'a str)>,
    /// Where the value begins, its quotation mark included.
    value_at: usize,
    value: &'a str,
    /// Whether the value stands in quotation marks.
    quoted: bool,
    /// Whether the second of them is missing.
    open: bool,
    /// One past its last byte.
    end: usize,
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

/// The item of `written` from byte `from` on.
fn item(written: &str, from: usize) -> Result<Option<Item<'_>>, Broken> {
    let rest = |at: usize| written.get(at..).unwrap_or("");
    let start = from + rest(from).len() - rest(from).trim_start().len();
    if rest(start).is_empty() {
        return Ok(None);
    }
    let minus = rest(start)
        .strip_prefix(['-', '−'])
        .filter(|after| after.starts_with(|c: char| !c.is_whitespace() && c != '-'));
    let bare_at = minus.map_or(start, |after| written.len() - after.len());
    let field = field(rest(bare_at)).map(|name| (bare_at, name));
    let value_at = field.map_or(bare_at, |(at, name)| at + name.len() + 1);
    let mut chars = rest(value_at).char_indices();
    let opening = chars.next().filter(|(_, c)| is_quotation_mark(*c));
    let (value, length, open) = match opening {
        Some((_, mark)) => {
            let inner = value_at + mark.len_utf8();
            match rest(inner).char_indices().find(|(_, c)| is_quotation_mark(*c)) {
                Some((length, closing)) => (
                    rest(inner).get(..length),
                    inner + length + closing.len_utf8() - value_at,
                    false,
                ),
                None => (Some(rest(inner)), rest(value_at).len(), true),
            }
        }
        None => {
            // A quotation mark begins the next item: `bridge"up to date"`.
            let length = rest(value_at)
                .find(|c: char| c.is_whitespace() || is_quotation_mark(c))
                .unwrap_or(rest(value_at).len());
            (rest(value_at).get(..length), length, false)
        }
    };
    let item = Item {
        negated: minus.is_some(),
        field,
        value_at,
        value: value.unwrap_or(""),
        quoted: opening.is_some(),
        open,
        end: value_at + length,
    };
    match item.field {
        Some((at, name)) if !is_field(name) => {
            let what = format!("there is no {name}: but {FIELDS}; or put it in quotation marks");
            Err(Broken { at, what })
        }
        _ => Ok(Some(item)),
    }
}

/// The name before the colon that `rest` begins with. A word with a colon and nothing behind it
/// that is no field is a word, and so is an address.
fn field(rest: &str) -> Option<&str> {
    let (name, behind) = rest.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(char::is_alphabetic);
    let has_value = behind.starts_with(|c: char| !c.is_whitespace() && c != '/');
    (is_name && (has_value || is_field(name))).then_some(name)
}

fn is_field(name: &str) -> bool {
    let known = ["outlet", "speaker", "said", "topic", "after", "before", "is", "has", "kind"];
    known.iter().any(|field| field.eq_ignore_ascii_case(name))
}

/// What `item` asks for; `None` for marks alone and for what is still being typed.
fn test(item: &Item<'_>, is_last: bool) -> Result<Option<Test>, Broken> {
    let unfinished = is_last && (item.open || !item.quoted);
    let words: Vec<String> = folded_words(item.value).collect();
    let Some((field_at, name)) = item.field else {
        return Ok((!words.is_empty()).then_some(Test::Words(Term { words, unfinished })));
    };
    let name = name.to_ascii_lowercase();
    if words.is_empty() {
        let what = format!(
            "{name}: has nothing to look for; write it right behind the colon, as in {}",
            example(&name)
        );
        return if is_last { Ok(None) } else { Err(Broken { at: field_at, what }) };
    }
    let term = Term { words, unfinished };
    Ok(Some(match name.as_str() {
        "outlet" => Test::Outlet(term),
        "speaker" => Test::Speaker(term),
        "said" => Test::Said(term),
        "topic" => Test::Topic(term),
        "is" | "has" | "kind" => {
            let typed = item.value.to_lowercase();
            let all = values(&name);
            if let Some((_, known, wanted)) = all.iter().find(|(value, ..)| *value == typed) {
                return Ok(Some(Test::Known(*known, *wanted)));
            }
            if is_last && all.iter().any(|(value, ..)| value.starts_with(&typed)) {
                return Ok(None);
            }
            let all: Vec<String> =
                all.iter().map(|(value, ..)| format!("{name}:{value}")).collect();
            let what = format!("{name}:{typed} is not known; there are {}", all.join(", "));
            return Err(Broken { at: item.value_at, what });
        }
        after_or_before => match day(item.value.trim()) {
            Some(day) if after_or_before == "after" => Test::After(day),
            Some(day) => Test::Before(day),
            None if is_last && may_become_day(item.value.trim()) => return Ok(None),
            None => {
                let what =
                    format!("{} is no day; write 2025-03-04, 2025-03 or 2025", item.value.trim());
                return Err(Broken { at: item.value_at, what });
            }
        },
    }))
}

/// What may stand behind a field of what is known, with what it asks.
fn values(field: &str) -> Vec<(&'static str, Known, bool)> {
    match field {
        "is" => vec![
            ("unread", Known::Read, false),
            ("read", Known::Read, true),
            ("new", Known::New, true),
        ],
        "has" => vec![
            ("conflict", Known::Disputed, true),
            ("dispute", Known::Disputed, true),
            ("note", Known::Noted, true),
        ],
        _ => ConflictKind::ALL.map(|kind| (kind.name(), Known::Kind(kind), true)).to_vec(),
    }
}

fn example(field: &str) -> &'static str {
    match field {
        "outlet" => "outlet:courier",
        "speaker" => "speaker:brandt",
        "said" => "said:\"up to date\"",
        "topic" => "topic:repairs",
        "is" => "is:unread",
        "has" => "has:conflict",
        "kind" => "kind:number",
        "after" => "after:2025-03-04",
        _ => "before:2025-03-04",
    }
}

/// `2025-03-04`, or the first day of `2025-03` or `2025`.
fn day(written: &str) -> Option<Date> {
    let mut parts = written.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut part =
        || parts.next().map_or(Some(1), |part| part.parse().ok().filter(|_| part.len() <= 2));
    let (month, day) = (part()?, part()?);
    Date::new(year, month, day).ok().filter(|_| parts.next().is_none())
}

/// Whether more typing can make it a day: `20`, `2025-`, `2025-0`.
fn may_become_day(written: &str) -> bool {
    ["1", "0", "00", "000"].iter().any(|rest| day(&format!("{written}{rest}")).is_some())
}

#[cfg(test)]
mod tests {
    use super::Query;
    use crate::view::query::LANGUAGE;

    #[track_caller]
    fn broken(written: &str, expected: &str) {
        assert_eq!(
            Query::parse(written).map_err(|broken| broken.to_string()),
            Err(expected.to_owned()),
            "{written}"
        );
    }

    /// What a query reads as, each condition in a form of its own.
    fn read(query: &Query) -> String {
        let shown = query.conditions().iter().map(|condition| {
            format!("{}{:?}", if condition.negated { "-" } else { "" }, condition.test)
        });
        let shown = shown
            .collect::<Vec<_>>()
            .join(" ")
            .replace("Term { words: ", "")
            .replace(", unfinished: false }", "");
        shown.replace(", unfinished: true }", "…")
    }

    #[track_caller]
    fn check(written: &str, expected: &str) {
        assert_eq!(
            Query::parse(written).map(|query| read(&query)),
            Ok(expected.to_owned()),
            "{written}"
        );
    }

    #[test]
    fn everything_that_a_reader_can_write() {
        check("bridge Mayor’s", r#"Words(["bridge"]) Words(["mayor"])"#);
        check(
            "\"Up to  date\" “cease-fire”",
            r#"Words(["up", "to", "date"]) Words(["ceasefire"])"#,
        );
        check(
            "outlet:Courier -speaker:\"Ilse Brandt\"",
            r#"Outlet(["courier"]) -Speaker(["ilse", "brandt"])"#,
        );
        check("said:warned topic:repairs", r#"Said(["warned"]) Topic(["repairs"])"#);
        check(
            "after:2025 before:2025-03 -after:2025-3-4",
            "After(2025-01-01) Before(2025-03-01) -After(2025-03-04)",
        );
        check("is:unread IS:Read", "Known(Read, false) Known(Read, true)");
        check("has:note kind:number", "Known(Noted, true) Known(Kind(Number), true)");
        check(
            "cease-fire - -- “” $ 6:40 https://a.example/b",
            r#"Words(["ceasefire"]) Words(["6:40"]) Words(["https", "a.example", "b"])"#,
        );
        check(
            "note: bridge\"up to\"date",
            r#"Words(["note"]) Words(["bridge"]) Words(["up", "to"]) Words(["date"])"#,
        );
        check("", "");
    }

    #[test]
    fn the_examples_for_readers_are_queries() {
        for (example, what) in LANGUAGE {
            assert!(
                Query::parse(example).is_ok_and(|query| !query.is_empty()),
                "{example}: {what}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        broken("bridge \"up to", "this quotation mark is not closed (at byte 7)");
        broken(
            "bridge outlett:courier",
            "there is no outlett: but outlet: speaker: said: topic: after: before: is: has: kind:; or put it in quotation marks (at byte 7)",
        );
        broken(
            "outlet: courier",
            "outlet: has nothing to look for; write it right behind the colon, as in outlet:courier (at byte 0)",
        );
        broken(
            "é after:2025-13",
            "2025-13 is no day; write 2025-03-04, 2025-03 or 2025 (at byte 9)",
        );
        broken("is:old", "is:old is not known; there are is:unread, is:read, is:new (at byte 3)");
    }

    #[test]
    fn what_is_being_typed_is_read_as_far_as_it_goes() {
        let typing = |written: &str| {
            Query::typing(written).map(|query| read(&query)).map_err(|broken| broken.to_string())
        };
        assert_eq!(typing("bridge may"), Ok(r#"Words(["bridge"]) Words(["may"]…)"#.to_owned()));
        assert_eq!(typing("bridge may "), Ok(r#"Words(["bridge"]) Words(["may"])"#.to_owned()));
        assert_eq!(typing("\"up to da"), Ok(r#"Words(["up", "to", "da"]…)"#.to_owned()));
        for unfinished in ["a outlet:", "a is:unr", "a after:2025-1", "a after:202"] {
            assert!(
                typing(unfinished).is_ok_and(|read| read.starts_with(r#"Words(["a"])"#)),
                "{unfinished}"
            );
        }
        assert!(typing("after:20 a").is_err());
        for begun in ["2", "20", "202", "2025", "2025-", "2025-0", "2025-1", "2025-1-", "2025-12-3"]
        {
            assert!(typing(&format!("before:{begun}")).is_ok(), "{begun}");
        }
        for wrong in ["20x", "x", "20252", "2025-13", "2025-12-32", "2025-12-3-", "2025/1"] {
            let told = typing(&format!("before:{wrong}"));
            assert!(told.is_err_and(|told| told.contains("is no day")), "{wrong}");
        }
    }
}
