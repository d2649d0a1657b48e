//! A comparison or a brief as one HTML page that loads nothing: no script, no font, no picture.

use std::fmt::Write as _;

use crate::corpus::is_web;
use crate::report::text::said;
use crate::report::writer::{Absent, Block, InDispute, Label, Legend, Writer};
use crate::text::safe;
use crate::view::brief::{Citation, Part, Sentence};
use crate::view::record::{ConflictRow, SideField};

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

/// A page.
pub(crate) struct Page {
    out: String,
}

impl Page {
    /// A page with its title.
    pub(crate) fn new(title: &str) -> Page {
        let title = escaped(title);
        let out = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}\n</style>\n<h1>{title}</h1>\n"
        );
        Page { out }
    }

    fn line(&mut self, words: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(words);
        self.out.push('\n');
    }

    fn side(&mut self, side: &SideField<'_>) {
        let speaker = side.speaker.map(|name| format!(", {}", escaped(name))).unwrap_or_default();
        let (words, outlet) = (escaped(side.text), escaped(side.outlet));
        self.line(format_args!(
            "<blockquote>{words}<br><small><b>{outlet}</b>{speaker}</small></blockquote>"
        ));
    }
}

impl Writer for Page {
    fn section(&mut self, title: &str) {
        self.line(format_args!("<h2>{title}</h2>"));
    }

    fn explain(&mut self, words: &str) {
        self.line(format_args!("<p class=\"why\">{words}</p>"));
    }

    fn heading(&mut self, words: &str) {
        self.line(format_args!("<h3>{}</h3>", escaped(words)));
    }

    fn open(&mut self, block: Block) {
        self.out.push_str(if block == Block::List { "<ul>\n" } else { "<dl>\n" });
    }

    fn shut(&mut self, block: Block) {
        self.out.push_str(if block == Block::List { "</ul>\n" } else { "</dl>\n" });
    }

    fn article(&mut self, outlet: &str, when: &str, title: &str, url: Option<&str>) {
        let (outlet, title) = (escaped(outlet), escaped(title));
        let title = match url.filter(|url| is_web(url)) {
            Some(url) => format!("<a href=\"{}\" rel=\"noreferrer\">{title}</a>", escaped(url)),
            None => title,
        };
        self.line(format_args!("<li><b>{outlet}</b> <small>{when}</small>: {title}</li>"));
    }

    fn table(
        &mut self,
        title: &str,
        legend: Legend<'_>,
        heads: &[String],
        rows: &[(&str, Vec<String>)],
    ) {
        if rows.is_empty() {
            return;
        }
        let (Legend::Everywhere(words) | Legend::OnPage(words)) = legend;
        self.section(title);
        self.explain(words);
        let cells = |tag: &str, cells: &[String]| -> String {
            cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect()
        };
        self.line(format_args!("<div class=\"wide\"><table>"));
        self.line(format_args!("<tr><th></th>{}</tr>", cells("th", heads)));
        for (label, row) in rows {
            let (label, row) = (escaped(label), cells("td", row));
            self.line(format_args!("<tr><th scope=\"row\">{label}</th>{row}</tr>"));
        }
        self.line(format_args!("</table></div>"));
    }

    fn conflict(&mut self, row: &ConflictRow<'_>, place: InDispute) {
        let (kind, why) = (row.kind.name(), escaped(&said(row)));
        match place {
            InDispute::First => {
                let topic = row.topic.map(|topic| format!(": {}", escaped(topic)));
                self.line(format_args!("<h3>{kind}{}</h3>", topic.unwrap_or_default()));
                if !why.is_empty() {
                    self.explain(&why);
                }
            }
            InDispute::Further => {
                self.explain(&format!("And in the same dispute, {kind}: {why}"));
            }
        }
        self.line(format_args!("<div class=\"sides\">"));
        self.side(&row.a);
        self.side(&row.b);
        self.line(format_args!("</div>"));
    }

    fn term(&mut self, term: Label<'_>, words: &str) {
        let (Label::Name(term) | Label::Sign(term)) = term;
        self.line(format_args!("<dt>{}</dt><dd>{}</dd>", escaped(term), escaped(words)));
    }

    fn absent(&mut self, outlets: &[&str], absent: Absent) {
        let why = match absent {
            Absent::LeftOut => "leaves it out",
            Absent::NotFound => "nothing found",
        };
        for outlet in outlets {
            let outlet = escaped(outlet);
            self.line(format_args!("<dt>{outlet}</dt><dd class=\"missing\">{why}</dd>"));
        }
    }

    fn gap(&mut self, sign: &str, topic: &str, told_by: &str, words: &str) {
        let (topic, told_by, words) = (escaped(topic), escaped(told_by), escaped(words));
        self.line(format_args!(
            "<li>{sign} <b>{topic}</b> <small>({told_by})</small>: {words}</li>"
        ));
    }

    fn quote(&mut self, words: &str, outlet: &str) {
        let (words, outlet) = (escaped(words), escaped(outlet));
        self.line(format_args!("<li>{words} <small>{outlet}</small></li>"));
    }

    fn sentence(&mut self, sentence: &Sentence) {
        let part = |part: &Part| match part {
            Part::Words(words) => escaped(words),
            Part::Source(number) => format!(" <a href=\"#source-{number}\">[{number}]</a>"),
        };
        let words: String = sentence.parts.iter().map(part).collect();
        self.line(format_args!("<p>{words}</p>"));
    }

    fn source(&mut self, number: usize, citation: &Citation) {
        let (outlet, title) = (escaped(&citation.outlet), escaped(&citation.title));
        let title = match citation.url.as_deref().filter(|url| is_web(url)) {
            _ if title.is_empty() => title,
            Some(url) => format!(", <a href=\"{}\" rel=\"noreferrer\">{title}</a>", escaped(url)),
            None => format!(", {title}"),
        };
        let facts = [citation.day(), citation.place().to_owned()];
        let known = facts.iter().filter(|fact| !fact.is_empty());
        let facts: String = known.map(|fact| format!(", {}", escaped(fact))).collect();
        self.line(format_args!(
            "<li id=\"source-{number}\">[{number}] <b>{outlet}</b>{title}<small>{facts}</small></li>"
        ));
    }

    fn into_text(self) -> String {
        self.out + "</html>\n"
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
