//! Articles as entries of a bibliography: BibTeX with the fields of BibLaTeX.
//!
//! A page of the web is `@online`, any other article `@article` with its file. A key is made of
//! outlet, day and the article's id, so that it stays what it is when other articles come.

use std::fmt::Write as _;

use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::is_web;
use crate::text::safe;
use crate::view::record::ArticleRow;

/// An entry for each article.
pub fn entries(rows: &[ArticleRow<'_>]) -> String {
    rows.iter().map(entry).collect::<Vec<_>>().join("\n")
}

fn entry(row: &ArticleRow<'_>) -> String {
    let url = row.url.filter(|url| is_web(url));
    let (kind, outlet) =
        if url.is_some() { ("online", "publisher") } else { ("article", "journal") };
    let authors: Vec<String> = row.authors.iter().map(|author| name(author)).collect();
    let guessed = "the outlet is guessed from the file's name";
    let fields = [
        // A second brace keeps the capitals.
        ("title", field(row.title, |title| format!("{{{}}}", escaped(title)))),
        ("author", authors.join(" and ")),
        (outlet, escaped(row.outlet)),
        ("date", row.published.map(|published| published.date.to_string()).unwrap_or_default()),
        ("url", url.map(address).unwrap_or_default()),
        ("file", if url.is_none() { file(row.path) } else { String::new() }),
        ("note", if row.outlet_guessed { guessed.to_owned() } else { String::new() }),
    ];
    let mut entry = format!("@{kind}{{{},\n", key(row));
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(entry, "  {name} = {{{value}}},");
    }
    entry + "}\n"
}

fn field(value: &str, written: impl FnOnce(&str) -> String) -> String {
    if value.trim().is_empty() { String::new() } else { written(value) }
}

/// `the-courier-2025-03-04-1f0c9a22b7`
fn key(row: &ArticleRow<'_>) -> String {
    let letters = row.outlet.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> =
        letters.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let day = row.published.map(|published| published.date.to_string());
    let own = format!("{:010x}", xxh3_64(row.id.as_bytes()) >> 24);
    words.into_iter().chain(day).chain([own]).collect::<Vec<_>>().join("-")
}

/// An author; one whose name would be taken for two, or for a last name before a first, stays whole.
fn name(author: &str) -> String {
    let name = escaped(author);
    if name.contains(',') || name.split(' ').any(|word| word.eq_ignore_ascii_case("and")) {
        format!("{{{name}}}")
    } else {
        name
    }
}

/// Words on one line without meaning for TeX. Braces have to be balanced even where they are escaped.
fn escaped(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::with_capacity(words.len());
    for c in safe::line(&words).chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '$' | '&' | '#' | '%' | '_' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address, which is taken as it stands: only what would end the field is written otherwise.
fn address(url: &str) -> String {
    let mut written = String::with_capacity(url.len());
    for c in safe::line(url).chars() {
        match c {
            '{' => written.push_str("%7B"),
            '}' => written.push_str("%7D"),
            '\\' => written.push_str("%5C"),
            ' ' => written.push_str("%20"),
            c => written.push(c),
        }
    }
    written
}

/// The path of a file, which is taken as it stands, too, unless it could end the field.
fn file(path: &str) -> String {
    if path.contains(['{', '}', '\\']) { escaped(path) } else { safe::line(path).into_owned() }
}

#[cfg(test)]
mod tests {
    use super::{address, escaped, name};

    #[test]
    fn words_of_articles_have_no_meaning_for_tex() {
        assert_eq!(
            escaped("50 % of #1 & A_b\n$5 \\x"),
            "50 \\% of \\#1 \\& A\\_b \\$5 \\textbackslash{}x"
        );
        assert_eq!(
            escaped("}~^{"),
            "\\textbraceright{}\\textasciitilde{}\\textasciicircum{}\\textbraceleft{}"
        );
        assert_eq!(address("https://a.example/b_c?d={e}%20"), "https://a.example/b_c?d=%7Be%7D%20");
        assert_eq!(
            ["Anna Holt", "Holt, Anna", "Holt and Sons", "Sand Rask"].map(name),
            ["Anna Holt", "{Holt, Anna}", "{Holt and Sons}", "Sand Rask"]
        );
    }
}
