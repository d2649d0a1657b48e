//! A comparison as Markdown. Words of articles are escaped, so that they cannot become markup.

use std::fmt::Write as _;

use crate::corpus::is_web;
use crate::report::export::{Comparison, GAPS, LEGEND};
use crate::report::text::{Names, difference, disputes, told};
use crate::text::safe;
use crate::view::record::SideField;

/// The comparison as a Markdown document.
pub(crate) fn write(comparison: &Comparison<'_>, names: &Names<'_>) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", line(comparison.event.label));
    articles(comparison, &mut out);
    matrix(comparison, &mut out);
    conflicts(comparison, &mut out);
    topics(comparison, names, &mut out);
    omissions(comparison, &mut out);
    copies(comparison, &mut out);
    variants(comparison, names, &mut out);
    sources(comparison, &mut out);
    quotes(comparison, &mut out);
    out
}

fn articles(comparison: &Comparison<'_>, out: &mut String) {
    for (row, when) in comparison.timeline() {
        let title = match row.url {
            Some(url)
                if is_web(url)
                    && !url.contains(|c: char| c.is_whitespace() || "<>()".contains(c)) =>
            {
                format!("[{}](<{}>)", line(row.title), safe::line(url))
            }
            _ => line(row.title),
        };
        let _ = writeln!(out, "- **{}**, {when}: {title}", line(row.outlet));
    }
}

fn matrix(comparison: &Comparison<'_>, out: &mut String) {
    let (outlets, rows) = comparison.table();
    table(out, &format!("Who tells what\n\n{LEGEND}"), &outlets, rows);
}

/// A table under its heading, where it has rows.
fn table<'a>(
    out: &mut String,
    heading: &str,
    heads: &[String],
    rows: impl IntoIterator<Item = (&'a str, Vec<String>)>,
) {
    let columns = |cells: &[String]| {
        cells.iter().map(|cell| format!(" {} |", line(cell))).collect::<String>()
    };
    let mut rows = rows.into_iter().peekable();
    if rows.peek().is_some() {
        let _ = writeln!(
            out,
            "\n## {heading}\n\n| |{}\n|---|{}",
            columns(heads),
            "---|".repeat(heads.len())
        );
    }
    for (label, cells) in rows {
        let _ = writeln!(out, "| {} |{}", line(label), columns(&cells));
    }
}

fn conflicts(comparison: &Comparison<'_>, out: &mut String) {
    if comparison.disputes.is_empty() {
        return;
    }
    out.push_str("\n## Where they conflict\n");
    for dispute in disputes(&comparison.disputes) {
        for (place, row) in dispute.into_iter().enumerate() {
            let topic = row.topic.map(|topic| format!(" ({})", line(topic))).unwrap_or_default();
            let _ = match place {
                0 => writeln!(
                    out,
                    "\n### {}{topic}\n\n{}\n",
                    heading(row.kind.name()),
                    line(row.why)
                ),
                _ => writeln!(
                    out,
                    "\nAnd in the same dispute, {}: {}\n",
                    row.kind.name(),
                    line(row.why)
                ),
            };
            side(&row.a, out);
            out.push_str(">\n");
            side(&row.b, out);
        }
    }
}

fn side(side: &SideField<'_>, out: &mut String) {
    let speaker = side.speaker.map(|name| format!(", {}", line(name))).unwrap_or_default();
    let _ = writeln!(out, "> {}\n>\n> — **{}**{speaker}", line(side.text), line(side.outlet));
}

fn topics(comparison: &Comparison<'_>, names: &Names<'_>, out: &mut String) {
    if comparison.topics.is_empty() {
        return;
    }
    out.push_str("\n## What each says\n");
    for row in &comparison.topics {
        let _ = writeln!(out, "\n### {}\n", line(row.topic));
        for version in &row.versions {
            let _ =
                writeln!(out, "- **{}**: {}", line(version.outlet), line(&told(version, names)));
        }
        if !row.missing.is_empty() {
            let _ = writeln!(out, "- *left out by {}*", line(&row.missing.join(", ")));
        }
        if !row.not_found.is_empty() {
            let _ = writeln!(out, "- *nothing found in {}*", line(&row.not_found.join(", ")));
        }
    }
}

fn omissions(comparison: &Comparison<'_>, out: &mut String) {
    if comparison.omissions.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## What each leaves out\n\n{GAPS}");
    for (outlet, gaps) in comparison.gaps() {
        let _ = writeln!(out, "\n### {}\n", line(outlet));
        for gap in gaps {
            let _ = writeln!(
                out,
                "- *{}* **{}** ({}): {}",
                gap.sign,
                line(gap.topic),
                line(&gap.told_by),
                line(gap.text)
            );
        }
    }
}

fn sources(comparison: &Comparison<'_>, out: &mut String) {
    let (heads, rows) = comparison.ledger();
    table(
        out,
        "Who is cited by whom",
        &heads,
        rows.iter().map(|(name, cells)| (name.as_str(), cells.clone())),
    );
}

fn copies(comparison: &Comparison<'_>, out: &mut String) {
    if comparison.copies.is_empty() {
        return;
    }
    out.push_str("\n## One text, printed again\n");
    for pair in comparison.copied() {
        let _ = writeln!(out, "\n### {}\n", line(&pair.what));
        for (sign, words) in &pair.changes {
            let _ = writeln!(out, "- *{sign}*: {}", line(words));
        }
    }
}

fn variants(comparison: &Comparison<'_>, names: &Names<'_>, out: &mut String) {
    if comparison.variants.is_empty() {
        return;
    }
    out.push_str("\n## The same words, told differently\n");
    for row in &comparison.variants {
        let _ = writeln!(out, "\n### {}\n", line(row.speaker.unwrap_or("nobody named")));
        for member in &row.members {
            let _ = writeln!(out, "- **{}**: {}", line(member.outlet), line(member.text));
        }
        let differing = difference(row, names, "→");
        if !differing.is_empty() {
            let _ = writeln!(out, "- *differing*: {}", line(&differing));
        }
    }
}

fn quotes(comparison: &Comparison<'_>, out: &mut String) {
    if comparison.quotes.is_empty() {
        return;
    }
    out.push_str("\n## Who is quoted\n");
    for (name, quotes) in comparison.by_speaker() {
        let _ = writeln!(out, "\n### {}\n", line(name.unwrap_or("nobody named")));
        for quote in quotes {
            let _ = writeln!(out, "- {} — {}", line(quote.text), line(quote.outlet));
        }
    }
}

fn heading(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Words on one line, safe and without meaning as markup.
pub(crate) fn line(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::with_capacity(words.len());
    let words = safe::line(&words);
    // "1." and "1)" begin a list.
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in words.char_indices() {
        let begins_block = at == 0 && matches!(c, '#' | '-' | '+' | '>' | '=')
            || at > 0 && at == digits && matches!(c, '.' | ')');
        if begins_block || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn words_of_articles_are_no_markup() {
        assert_eq!(line("# *a*\n_b_ <c> [d](e)\u{202e}"), "\\# \\*a\\* \\_b\\_ \\<c> \\[d\\](e)");
        assert_eq!(line("1. x 2. y"), "1\\. x 2. y");
        assert_eq!(line("12) x"), "12\\) x");
        assert_eq!(line("1.5 million. 2"), "1\\.5 million. 2");
    }
}
