//! Rows as CSV for spreadsheets: RFC 4180, a header row, lines that end in CR LF.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, also one that
//! an article wrote; such a cell begins with `'`, as spreadsheets themselves write it.

use std::fmt::Display;

use crate::analysis::QuoteKind;
use crate::text::safe;
use crate::view::record::{ConflictRow, HitRow, QuoteRow, SideField};

/// What makes a cell a formula where it stands first, white space passed over.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// The rows of `search`.
pub fn hits(rows: &[HitRow<'_>]) -> String {
    let heads = ["article", "outlet", "title", "start", "end", "snippet"];
    let cells = |row: &HitRow<'_>| {
        vec![
            cell(row.article),
            cell(row.outlet),
            cell(row.title),
            cell(row.start),
            cell(row.end),
            cell(row.snippet),
        ]
    };
    table(&heads, rows.iter().map(cells))
}

/// The rows of `quotes`; `source` has the words that name the speaker.
pub fn quotes(rows: &[QuoteRow<'_>]) -> String {
    let heads = [
        "article", "outlet", "event", "kind", "start", "end", "text", "cue", "speaker", "source",
        "via",
    ];
    let cells = |row: &QuoteRow<'_>| {
        let speaker = row.speaker.as_ref();
        vec![
            cell(row.article),
            cell(row.outlet),
            cell(row.event.unwrap_or("")),
            cell(kind(row.kind)),
            cell(row.start),
            cell(row.end),
            cell(row.text),
            cell(row.cue.map_or("", |cue| cue.text)),
            cell(speaker.and_then(|speaker| speaker.name).unwrap_or("")),
            cell(speaker.and_then(|speaker| speaker.text).unwrap_or("")),
            cell(row.via.unwrap_or("")),
        ]
    };
    table(&heads, rows.iter().map(cells))
}

fn kind(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Mixed => "mixed",
        QuoteKind::Indirect => "indirect",
    }
}

/// The rows of `conflicts`, one a pair; both sides have their columns.
pub fn conflicts(rows: &[ConflictRow<'_>]) -> String {
    let heads = [
        "id",
        "group",
        "event",
        "topic",
        "kind",
        "strength",
        "why",
        "by",
        "also",
        "point",
        "score",
        "a.article",
        "a.outlet",
        "a.speaker",
        "a.start",
        "a.end",
        "a.text",
        "b.article",
        "b.outlet",
        "b.speaker",
        "b.start",
        "b.end",
        "b.text",
    ];
    let cells = |row: &ConflictRow<'_>| {
        let own = vec![
            cell(&row.id),
            cell(row.group),
            cell(row.event),
            cell(row.topic.unwrap_or("")),
            cell(row.kind.name()),
            cell(row.strength.map_or("", |strength| strength.name())),
            cell(row.why),
            cell(row.by.name()),
            cell(row.also.join(", ")),
            cell(row.point.unwrap_or("")),
            cell(row.score.map(|score| score.to_string()).unwrap_or_default()),
        ];
        [own, side(&row.a), side(&row.b)].concat()
    };
    table(&heads, rows.iter().map(cells))
}

fn side(side: &SideField<'_>) -> Vec<String> {
    vec![
        cell(side.article),
        cell(side.outlet),
        cell(side.speaker.unwrap_or("")),
        cell(side.start),
        cell(side.end),
        cell(side.text),
    ]
}

fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: String| cells + "\r\n";
    let rows = rows.map(|cells| line(cells.join(",")));
    std::iter::once(line(heads.join(","))).chain(rows).collect()
}

/// A value as a cell: quoted where it must be, and never a formula.
fn cell(value: impl Display) -> String {
    let value = value.to_string();
    let shown = safe::lines(&value);
    let mark = if shown.trim_start().starts_with(FORMULA) { "'" } else { "" };
    let value = format!("{mark}{shown}");
    if value.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        for (value, expected) in [
            ("nine cracks", "nine cracks"),
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("+49", "'+49"),
            ("-2", "'-2"),
            ("@SUM(A1,A2)", "\"'@SUM(A1,A2)\""),
            ("3 = 4", "3 = 4"),
            ("", ""),
        ] {
            assert_eq!(cell(value), expected);
        }
        assert!(!cell("a\u{1b}[2J\u{202e}").contains(['\u{1b}', '\u{202e}']));
        for hidden in ["\t=1", "\u{202e}=1", "\n\r @x", "\u{200b}-1"] {
            assert!(cell(hidden).trim_start_matches('"').starts_with('\''), "{hidden:?}");
        }
    }
}
