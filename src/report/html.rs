//! A comparison as one HTML page that loads nothing: no script, no font, no picture.

use std::fmt::Write as _;

use crate::corpus::is_web;
use crate::report::export::{Comparison, GAPS, LEGEND};
use crate::report::text::{Names, difference, disputes, told};
use crate::text::safe;
use crate::view::record::SideField;

const STYLE: &str = "\
:root{color-scheme:light dark}
body{font:1rem/1.5 Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem;border-bottom:1px solid}
small,.why,.missing{opacity:.75}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem}
blockquote{margin:0;padding:.5rem 1rem;border-left:.25rem solid}
.wide{overflow-x:auto}table{border-collapse:collapse}th,td{padding:.2rem .8rem;text-align:left;border-bottom:1px solid}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.4rem 1rem}dt{font-weight:bold}dd{margin:0}
@media(max-width:36rem){dl{display:block}}";

/// The comparison as an HTML page.
pub(crate) fn write(comparison: &Comparison<'_>, names: &Names<'_>) -> String {
    let title = escaped(comparison.event.label);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}\n</style>\n<h1>{title}</h1>\n"
    );
    articles(comparison, &mut out);
    matrix(comparison, &mut out);
    conflicts(comparison, &mut out);
    topics(comparison, names, &mut out);
    omissions(comparison, &mut out);
    copies(comparison, &mut out);
    variants(comparison, names, &mut out);
    sources(comparison, &mut out);
    quotes(comparison, &mut out);
    out.push_str("</html>\n");
    out
}

fn articles(comparison: &Comparison<'_>, out: &mut String) {
    out.push_str("<ul>\n");
    for (row, when) in comparison.timeline() {
        let title = match row.url.filter(|url| is_web(url)) {
            Some(url) => format!(
                "<a href=\"{}\" rel=\"noreferrer\">{}</a>",
                escaped(url),
                escaped(row.title)
            ),
            None => escaped(row.title),
        };
        let _ =
            writeln!(out, "<li><b>{}</b> <small>{when}</small>: {title}</li>", escaped(row.outlet));
    }
    out.push_str("</ul>\n");
}

fn matrix(comparison: &Comparison<'_>, out: &mut String) {
    let (outlets, rows) = comparison.table();
    table(out, "Who tells what", LEGEND, &outlets, rows);
}

/// A table under its heading with what it means, where it has rows.
fn table<'a>(
    out: &mut String,
    title: &str,
    legend: &str,
    heads: &[String],
    rows: impl IntoIterator<Item = (&'a str, Vec<String>)>,
) {
    let mut rows = rows.into_iter().peekable();
    if rows.peek().is_none() {
        return;
    }
    let heads: String = heads.iter().map(|head| format!("<th>{}</th>", escaped(head))).collect();
    let _ = writeln!(
        out,
        "<h2>{title}</h2>\n<p class=\"why\">{legend}</p>\n<div class=\"wide\"><table>\n<tr><th></th>{heads}</tr>"
    );
    for (label, cells) in rows {
        let cells: String =
            cells.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
        let _ = writeln!(out, "<tr><th scope=\"row\">{}</th>{cells}</tr>", escaped(label));
    }
    out.push_str("</table></div>\n");
}

fn conflicts(comparison: &Comparison<'_>, out: &mut String) {
    if comparison.disputes.is_empty() {
        return;
    }
    out.push_str("<h2>Where they conflict</h2>\n");
    for dispute in disputes(&comparison.disputes) {
        for (place, row) in dispute.into_iter().enumerate() {
            let topic = row.topic.map(|topic| format!(": {}", escaped(topic))).unwrap_or_default();
            let (kind, why) = (row.kind.name(), escaped(row.why));
            let _ = match place {
                0 => writeln!(
                    out,
                    "<h3>{kind}{topic}</h3>\n<p class=\"why\">{why}</p>\n<div class=\"sides\">"
                ),
                _ => writeln!(
                    out,
                    "<p class=\"why\">And in the same dispute, {kind}: {why}</p>\n<div class=\"sides\">"
                ),
            };
            side(&row.a, out);
            side(&row.b, out);
            out.push_str("</div>\n");
        }
    }
}

fn side(side: &SideField<'_>, out: &mut String) {
    let speaker = side.speaker.map(|name| format!(", {}", escaped(name))).unwrap_or_default();
    let _ = writeln!(
        out,
        "<blockquote>{}<br><small><b>{}</b>{speaker}</small></blockquote>",
        escaped(side.text),
        escaped(side.outlet)
    );
}

fn topics(comparison: &Comparison<'_>, names: &Names<'_>, out: &mut String) {
    if comparison.topics.is_empty() {
        return;
    }
    out.push_str("<h2>What each says</h2>\n");
    for row in &comparison.topics {
        let _ = writeln!(out, "<h3>{}</h3>\n<dl>", escaped(row.topic));
        for version in &row.versions {
            let _ = writeln!(
                out,
                "<dt>{}</dt><dd>{}</dd>",
                escaped(version.outlet),
                escaped(&told(version, names))
            );
        }
        for outlet in &row.missing {
            let _ = writeln!(
                out,
                "<dt>{}</dt><dd class=\"missing\">leaves it out</dd>",
                escaped(outlet)
            );
        }
        for outlet in &row.not_found {
            let _ = writeln!(
                out,
                "<dt>{}</dt><dd class=\"missing\">nothing found</dd>",
                escaped(outlet)
            );
        }
        out.push_str("</dl>\n");
    }
}

fn omissions(comparison: &Comparison<'_>, out: &mut String) {
    if comparison.omissions.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h2>What each leaves out</h2>\n<p class=\"why\">{GAPS}</p>");
    for (outlet, gaps) in comparison.gaps() {
        let _ = writeln!(out, "<h3>{}</h3>\n<ul>", escaped(outlet));
        for gap in gaps {
            let (topic, told_by) = (escaped(gap.topic), escaped(&gap.told_by));
            let _ = writeln!(
                out,
                "<li>{} <b>{topic}</b> <small>({told_by})</small>: {}</li>",
                gap.sign,
                escaped(gap.text)
            );
        }
        out.push_str("</ul>\n");
    }
}

fn sources(comparison: &Comparison<'_>, out: &mut String) {
    let (heads, rows) = comparison.ledger();
    let rows = rows.iter().map(|(name, cells)| (name.as_str(), cells.clone()));
    table(
        out,
        "Who is cited by whom",
        "How often, in whose words, and by which outlet.",
        &heads,
        rows,
    );
}

fn copies(comparison: &Comparison<'_>, out: &mut String) {
    if comparison.copies.is_empty() {
        return;
    }
    out.push_str("<h2>One text, printed again</h2>\n");
    for pair in comparison.copied() {
        let _ = writeln!(out, "<h3>{}</h3>", escaped(&pair.what));
        if pair.changes.is_empty() {
            continue;
        }
        out.push_str("<dl>\n");
        for (sign, words) in &pair.changes {
            let _ = writeln!(out, "<dt>{sign}</dt><dd>{}</dd>", escaped(words));
        }
        out.push_str("</dl>\n");
    }
}

fn variants(comparison: &Comparison<'_>, names: &Names<'_>, out: &mut String) {
    if comparison.variants.is_empty() {
        return;
    }
    out.push_str("<h2>The same words, told differently</h2>\n");
    for row in &comparison.variants {
        let _ = writeln!(out, "<h3>{}</h3>\n<dl>", escaped(row.speaker.unwrap_or("nobody named")));
        for member in &row.members {
            let _ = writeln!(
                out,
                "<dt>{}</dt><dd>{}</dd>",
                escaped(member.outlet),
                escaped(member.text)
            );
        }
        let differing = difference(row, names, "→");
        if !differing.is_empty() {
            let _ = writeln!(out, "<dt>differing</dt><dd>{}</dd>", escaped(&differing));
        }
        out.push_str("</dl>\n");
    }
}

fn quotes(comparison: &Comparison<'_>, out: &mut String) {
    if comparison.quotes.is_empty() {
        return;
    }
    out.push_str("<h2>Who is quoted</h2>\n");
    for (name, quotes) in comparison.by_speaker() {
        let _ = writeln!(out, "<h3>{}</h3>\n<ul>", escaped(name.unwrap_or("nobody named")));
        for quote in quotes {
            let _ = writeln!(
                out,
                "<li>{} <small>{}</small></li>",
                escaped(quote.text),
                escaped(quote.outlet)
            );
        }
        out.push_str("</ul>\n");
    }
}

/// Words as text of a page, whatever they hold.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in safe::line(words).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn words_of_articles_are_no_markup() {
        assert_eq!(escaped("<script>\"&'\u{202e}"), "&lt;script&gt;&quot;&amp;&#39;");
    }
}
