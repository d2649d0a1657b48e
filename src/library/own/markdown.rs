//! What is carried, for people: by outlet and article, with the words and what the reader says of
//! them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::corpus::{ArticleId, Corpus};
use crate::library::own::carry::Carried;
use crate::library::own::{Anchor, Key, day};
use crate::report::markdown::line;

/// Outlet, title, and path of an article, as it is listed.
type Heading = (String, String, String);

/// Writes `carried` as Markdown. Outlet and title are those of the article in `corpus`, else those
/// that a note or link kept, else the file's name.
pub fn write(carried: &Carried, corpus: &Corpus) -> String {
    let headings = Headings::of(carried, corpus);
    let mut by_article: BTreeMap<Heading, Vec<(usize, String)>> = BTreeMap::new();
    for key in &carried.read {
        by_article.entry(headings.of_article(key)).or_default();
    }
    for note in &carried.notes {
        let day = made_on(&note.made);
        let said = format!("> {}\n\n{}{day}\n\n", line(&note.at.words), paragraphs(&note.text));
        by_article
            .entry(headings.of_article(&note.at.article))
            .or_default()
            .push((note.at.byte, said));
    }
    for bookmark in &carried.bookmarks {
        let said = format!("> {}\n\nBookmark: {}\n\n", line(&bookmark.words), line(&bookmark.name));
        by_article
            .entry(headings.of_article(&bookmark.article))
            .or_default()
            .push((bookmark.byte, said));
    }
    let mut out = "# Notes\n".to_owned();
    if by_article.is_empty()
        && carried.links.is_empty()
        && carried.dismissals.is_empty()
        && carried.corrections.is_empty()
        && carried.topics.is_empty()
    {
        out.push_str("\nNone yet.\n");
    }
    articles(by_article, carried, &headings, &mut out);
    linked(carried, &headings, &mut out);
    dismissed(carried, &headings, &mut out);
    let corrections = carried.corrections.iter().map(|one| one.words.as_str());
    listed("Corrections of the grouping", corrections, &mut out);
    listed("Corrections of topics", carried.topics.iter().map(|one| one.words.as_str()), &mut out);
    out
}

/// A section with a line for each of `all`; nothing where there is none.
fn listed<'a>(title: &str, all: impl Iterator<Item = &'a str>, out: &mut String) {
    for (at, words) in all.enumerate() {
        if at == 0 {
            let _ = write!(out, "\n## {title}\n\n");
        }
        out.extend(["- ", &line(words), "\n"]);
    }
}

/// What is said of each article, in the order of its text.
fn articles(
    by_article: BTreeMap<Heading, Vec<(usize, String)>>,
    carried: &Carried,
    headings: &Headings<'_>,
    out: &mut String,
) {
    let read: Vec<Heading> = carried.read.iter().map(|key| headings.of_article(key)).collect();
    let mut of = String::new();
    for (heading, mut said) in by_article {
        let (outlet, title, path) = &heading;
        if of != *outlet {
            let _ = write!(out, "\n## {}\n", line(outlet));
            of.clone_from(outlet);
        }
        let mark = if read.contains(&heading) { " · read" } else { "" };
        let _ = write!(out, "\n### {}\n\n{}{mark}\n\n", line(title), line(path));
        said.sort_by_key(|(byte, _)| *byte);
        said.iter().for_each(|(_, said)| out.push_str(said));
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
}

/// ` (2025-03-04)`, where it is known.
fn made_on(made: &str) -> String {
    day(made).map(|day| format!(" ({day})")).unwrap_or_default()
}

fn linked(carried: &Carried, headings: &Headings<'_>, out: &mut String) {
    if carried.links.is_empty() {
        return;
    }
    out.push_str("\n## Links\n");
    for link in &carried.links {
        let why = line(&link.why);
        let colon = if why.is_empty() { "" } else { ": " };
        let _ = write!(out, "\n{}{colon}{why}{}\n\n", link.kind.name(), made_on(&link.made));
        link.sides.iter().for_each(|side| self::side(headings, &side.at, out));
    }
}

/// `- The Courier, Bridge closed: told nothing before Tuesday`
fn side(headings: &Headings<'_>, at: &Anchor, out: &mut String) {
    let (outlet, title, _) = headings.of_article(&at.article);
    let _ = writeln!(out, "- {}, {}: {}", line(&outlet), line(&title), line(&at.words));
}

fn dismissed(carried: &Carried, headings: &Headings<'_>, out: &mut String) {
    if carried.dismissals.is_empty() {
        return;
    }
    out.push_str("\n## Dismissed conflicts\n");
    for dismissal in &carried.dismissals {
        let _ = write!(out, "\n{}\n\n", line(&dismissal.words));
        dismissal.sides.iter().for_each(|at| side(headings, at, out));
    }
}

/// What the reader wrote, paragraph by paragraph.
fn paragraphs(text: &str) -> String {
    text.split("\n\n")
        .map(line)
        .filter(|paragraph| !paragraph.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// How articles are called.
struct Headings<'a> {
    corpus: &'a Corpus,
    found: BTreeMap<&'a Key, ArticleId>,
    noted: BTreeMap<&'a Key, (&'a str, &'a str)>,
}

impl<'a> Headings<'a> {
    fn of(carried: &'a Carried, corpus: &'a Corpus) -> Self {
        let notes = carried.notes.iter().map(|note| (&note.at, &note.outlet, &note.title));
        let sides = carried.links.iter().flat_map(|link| &link.sides);
        let sides = sides.map(|side| (&side.at, &side.outlet, &side.title));
        let noted = notes
            .chain(sides)
            .filter(|(_, outlet, _)| !outlet.is_empty())
            .map(|(at, outlet, title)| (&at.article, (outlet.as_str(), title.as_str())))
            .collect();
        Headings { corpus, found: Key::articles_of(carried.keys(), corpus), noted }
    }

    fn of_article(&self, key: &Key) -> Heading {
        let article = self.found.get(key).map(|id| self.corpus.article(*id));
        let (outlet, title) = article
            .map(|article| (article.outlet.name.as_str(), article.title.as_str()))
            .or_else(|| self.noted.get(key).copied())
            .unwrap_or(("No longer there", ""));
        let title = if title.is_empty() { key.name() } else { title };
        (outlet.to_owned(), title.to_owned(), key.to_string())
    }
}
