//! A comparison or a brief as Markdown. Words of articles are escaped, so that they cannot become markup.

use std::fmt::Write as _;

use crate::corpus::is_web;
use crate::report::text::said;
use crate::report::writer::{Absent, Block, InDispute, Label, Legend, Writer};
use crate::text::safe;
use crate::view::brief::{Citation, Part, Sentence};
use crate::view::record::{ConflictRow, SideField};

/// A document.
pub(crate) struct Document {
    out: String,
}

impl Document {
    /// A document with its title.
    pub(crate) fn new(title: &str) -> Document {
        Document { out: format!("# {}\n\n", line(title)) }
    }

    fn line(&mut self, words: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(words);
        self.out.push('\n');
    }

    fn side(&mut self, side: &SideField<'_>) {
        let speaker = side.speaker.map(|name| format!(", {}", line(name))).unwrap_or_default();
        let (words, outlet) = (line(side.text), line(side.outlet));
        self.line(format_args!("> {words}\n>\n> — **{outlet}**{speaker}"));
    }
}

impl Writer for Document {
    fn section(&mut self, title: &str) {
        self.line(format_args!("\n## {title}"));
    }

    fn explain(&mut self, words: &str) {
        self.line(format_args!("\n{words}"));
    }

    fn heading(&mut self, words: &str) {
        self.line(format_args!("\n### {}\n", line(words)));
    }

    fn open(&mut self, _block: Block) {}

    fn shut(&mut self, _block: Block) {}

    fn article(&mut self, outlet: &str, when: &str, title: &str, url: Option<&str>) {
        let (outlet, title) = (line(outlet), linked(title, url));
        self.line(format_args!("- **{outlet}**, {when}: {title}"));
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
        self.section(title);
        if let Legend::Everywhere(words) = legend {
            self.explain(words);
        }
        let columns = |cells: &[String]| -> String {
            cells.iter().map(|cell| format!(" {} |", line(cell))).collect()
        };
        self.line(format_args!("\n| |{}\n|---|{}", columns(heads), "---|".repeat(heads.len())));
        for (label, cells) in rows {
            self.line(format_args!("| {} |{}", line(label), columns(cells)));
        }
    }

    fn conflict(&mut self, row: &ConflictRow<'_>, place: InDispute) {
        let (kind, why) = (row.kind.name(), line(&said(row)));
        match place {
            InDispute::First => {
                let topic = row.topic.map(|topic| format!(": {}", line(topic)));
                let heading = format!("{}{}", capital(kind), topic.unwrap_or_default());
                let gap = if why.is_empty() { "" } else { "\n" };
                self.line(format_args!("\n### {heading}\n{gap}{why}{gap}"));
            }
            InDispute::Further => {
                self.line(format_args!("\nAnd in the same dispute, {kind}: {why}\n"));
            }
        }
        self.side(&row.a);
        self.line(format_args!(">"));
        self.side(&row.b);
    }

    fn term(&mut self, term: Label<'_>, words: &str) {
        let words = line(words);
        match term {
            Label::Name(name) => self.line(format_args!("- **{}**: {words}", line(name))),
            Label::Sign(sign) => self.line(format_args!("- *{sign}*: {words}")),
        }
    }

    fn absent(&mut self, outlets: &[&str], absent: Absent) {
        if outlets.is_empty() {
            return;
        }
        let why = match absent {
            Absent::LeftOut => "left out by",
            Absent::NotFound => "nothing found in",
        };
        self.line(format_args!("- *{why} {}*", line(&outlets.join(", "))));
    }

    fn gap(&mut self, sign: &str, topic: &str, told_by: &str, words: &str) {
        let (topic, told_by, words) = (line(topic), line(told_by), line(words));
        self.line(format_args!("- *{sign}* **{topic}** ({told_by}): {words}"));
    }

    fn quote(&mut self, words: &str, outlet: &str) {
        self.line(format_args!("- {} — {}", line(words), line(outlet)));
    }

    fn sentence(&mut self, sentence: &Sentence) {
        let mut all = String::new();
        for part in &sentence.parts {
            match part {
                Part::Words(words) if all.is_empty() => all.push_str(&block(words)),
                Part::Words(words) => all.push_str(&inline(words)),
                Part::Source(number) => {
                    let _ = write!(all, " [{number}]");
                }
            }
        }
        let gap = if self.out.ends_with("\n\n") { "" } else { "\n" };
        self.line(format_args!("{gap}{all}"));
    }

    fn source(&mut self, number: usize, citation: &Citation) {
        let facts = [citation.day(), citation.place().to_owned()];
        let outlet = line(&citation.outlet);
        let title = match citation.title.as_str() {
            "" => String::new(),
            title => format!(", {}", linked(title, citation.url.as_deref())),
        };
        let known = facts.iter().filter(|fact| !fact.is_empty());
        let facts: String = known.map(|fact| format!(", {}", inline(fact))).collect();
        let gap = if number == 1 { "\n" } else { "" };
        self.line(format_args!("{gap}{number}. **{outlet}**{title}{facts}"));
    }

    fn into_text(self) -> String {
        self.out
    }
}

/// A headline that leads to its page, where it has one.
fn linked(title: &str, url: Option<&str>) -> String {
    let is_plain = |url: &str| !url.contains(|c: char| c.is_whitespace() || "<>()".contains(c));
    let title = line(title);
    match url.filter(|url| is_web(url) && is_plain(url)) {
        Some(url) => format!("[{title}](<{}>)", safe::line(url)),
        None => title,
    }
}

/// A word at the beginning of a line.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Words on one line, safe and without meaning as markup.
pub(crate) fn line(words: &str) -> String {
    block(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The same of what stands on one line already, where it begins a block.
fn block(words: &str) -> String {
    // "1." and "1)" begin a list.
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = words.split_at(digits);
    let begins_block = if digits == 0 {
        rest.starts_with(['#', '-', '+', '>', '='])
    } else {
        rest.starts_with(['.', ')'])
    };
    let mark = if begins_block { "\\" } else { "" };
    format!("{number}{mark}{}", inline(rest))
}

/// The same inside a line.
fn inline(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in safe::line(words).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' | '&') {
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
