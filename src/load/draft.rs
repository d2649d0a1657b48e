//! An article before its outlet is settled: what its source says of itself, completed by the
//! `rashomon.toml` above it and, last, by what its text shows.

use crate::analysis::boilerplate::{self, Part, PartKind};
use crate::analysis::language::Language;
use crate::corpus::{Published, is_web};
use crate::load::settings::Settings;
use crate::load::{date, language, outlet};
use crate::text::Span;
use crate::text::paragraph::paragraphs;
use crate::text::sentence::sentences;

/// A title made of the first sentence is cut here, in characters.
const TITLE: usize = 100;
/// The head of a text: headline, date and byline stand here, or nowhere, in bytes.
const HEAD: usize = 16 * 1024;

/// An article as far as its source tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) id: Option<String>,
    pub(crate) outlet: Option<String>,
    /// The name of the folder that it is in inside an archive, where that is an outlet's.
    pub(crate) folder: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<Published>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) text: String,
    /// Whether the outlet was told by the article itself, not by a `rashomon.toml`.
    pub(crate) says_outlet: bool,
    /// Whether its HTML was nested too deep to be read as it is.
    pub(crate) is_flattened: bool,
}

impl Draft {
    /// Fills in what the source left open.
    pub(crate) fn complete(&mut self, settings: &Settings) {
        if let Some(library) = &settings.library {
            self.mend(library);
        }
        self.says_outlet = self.outlet.is_some();
        self.outlet =
            self.outlet.take().or_else(|| settings.outlet.clone()).or_else(|| self.folder.take());
        self.title = self.title.take().or_else(|| settings.title.clone());
        self.published = self.published.or(settings.published);
        self.url = self.url.take().filter(|url| is_web(url));
        self.language = language::detect(&self.text);
        if self.title.is_none() || self.published.is_none() || self.authors.is_empty() {
            self.read_head();
        }
    }

    /// Takes what a library of saved pages says; a folder of such a library is no outlet.
    fn mend(&mut self, library: &Draft) {
        let mend = |own: &mut Option<String>, said: &Option<String>| {
            *own = said.clone().or_else(|| own.take());
        };
        mend(&mut self.title, &library.title);
        mend(&mut self.url, &library.url);
        mend(&mut self.outlet, &library.outlet);
        self.outlet = self.outlet.take().or_else(|| outlet::site(self.url.as_deref()?));
        self.published = library.published.or(self.published);
        if !library.authors.is_empty() {
            self.authors.clone_from(&library.authors);
        }
    }

    /// Takes title, date and byline from the head of the text.
    fn read_head(&mut self) {
        let end = (0..=HEAD.min(self.text.len()))
            .rev()
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(0);
        let head = self.text.get(..end).unwrap_or("").to_owned();
        if self.title.is_some() && self.published.is_some() && !boilerplate::may_have_byline(&head)
        {
            return;
        }
        let parts = boilerplate::find(&head, self.title.as_deref(), Language::of_text(&head));
        let of = |kind: PartKind| {
            parts.iter().filter(move |part| part.kind == kind).map(|part| part.span.of(&head))
        };
        if self.title.is_none() {
            let headline = of(PartKind::Headline).next().map(one_line);
            let deck = || of(PartKind::Deck).next().map(shortened);
            self.title = headline.or_else(deck).or_else(|| first_sentence(&head, &parts));
        }
        if self.published.is_none() {
            self.published = of(PartKind::Date).find_map(date::find);
        }
        if self.authors.is_empty() {
            self.authors = of(PartKind::Byline).next().map(authors).unwrap_or_default();
        }
    }
}

/// The first sentence that is no date, dateline or byline, cut at a word where it is long.
fn first_sentence(text: &str, parts: &[Part]) -> Option<String> {
    let rest = |paragraph: Span| {
        // What stands before the account in its own paragraph: "PORT ELSIN, March 5 (HNA) —".
        let ahead = parts
            .iter()
            .filter(|part| part.span.overlaps(paragraph))
            .map(|part| part.span.end)
            .max();
        Span::new(ahead.unwrap_or(paragraph.start).min(paragraph.end), paragraph.end).trim(text)
    };
    let paragraphs = paragraphs(text);
    let first = paragraphs.iter().map(|paragraph| rest(*paragraph)).find(|rest| !rest.is_empty());
    let first = first.or_else(|| paragraphs.first().copied())?;
    let sentence = sentences(text, &[first], "en").first().map_or(first, |sentence| *sentence);
    Some(shortened(sentence.of(text)))
}

/// Words on one line, cut at a word where they are long for a title.
fn shortened(words: &str) -> String {
    let whole = one_line(words);
    if whole.chars().count() <= TITLE {
        return whole;
    }
    let cut: String = whole.chars().take(TITLE).collect();
    let at_word = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", at_word.trim_end_matches([',', ';', ':', ' ']))
}

/// `text` with every run of white space as one space.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether nothing of a text can be seen: it is white space, or marks of no width.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}'))
}

/// The value, unless it is blank.
pub(crate) fn said(value: &str) -> Option<String> {
    let value = one_line(value);
    (!value.is_empty()).then_some(value)
}

/// The names of a byline: "By Ana Belo in Port Elsin and Jo Marsh" → Ana Belo, Jo Marsh.
/// What cannot be a name (an address, a date, a sentence) is left out.
pub(crate) fn authors(byline: &str) -> Vec<String> {
    let line = one_line(byline);
    let line = ["By ", "by ", "BY ", "Written by "]
        .iter()
        .find_map(|by| line.strip_prefix(by))
        .unwrap_or(&line);
    let line = line.split(['|', '•', '·', '—', '–', '/', '(']).next().unwrap_or(line);
    let names = line.split([',', ';', '&']).flat_map(|part| part.split(" and "));
    let without_place = |name: &str| said(name.split(" in ").next().unwrap_or(name));
    names.filter_map(without_place).filter(|name| is_name(name)).collect()
}

fn is_name(name: &str) -> bool {
    let no_name = ["Updated", "Published", "Special to", "Staff"];
    let words = name.split(' ').count();
    words <= 5
        && !name.contains(['@', '"', '“', ':'])
        && !name.chars().any(|c| c.is_ascii_digit())
        && !no_name.iter().any(|word| name.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::{Draft, authors};
    use crate::load::settings::Settings;

    #[test]
    fn bylines_are_split_into_names() {
        assert_eq!(authors("By Ana Belo in Port Elsin and Jo Marsh"), ["Ana Belo", "Jo Marsh"]);
        assert_eq!(
            authors("By ANA BELO, JO MARSH & LENA OBERG | 4 March 2025"),
            ["ANA BELO", "JO MARSH", "LENA OBERG"]
        );
        assert_eq!(authors("Updated 4 March 2025"), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_page_of_the_web_is_no_url() {
        for (url, kept) in [
            ("javascript:alert(1)", None),
            ("https://courier.example/a", Some("https://courier.example/a")),
        ] {
            let mut draft =
                Draft { text: "Nine cracks.".into(), url: Some(url.into()), ..Draft::default() };
            draft.complete(&Settings::default());
            assert_eq!(draft.url.as_deref(), kept);
        }
    }

    #[test]
    fn a_text_without_headline_is_called_by_its_first_sentence() {
        let text = "The council, which had met on three evenings in a row without coming to any end of the matter at all, agreed on Friday to close the bridge. Nobody knew.";
        let mut draft = Draft { text: text.to_owned(), ..Draft::default() };
        draft.complete(&Settings::default());
        let title = draft.title.unwrap_or_default();
        assert_eq!(
            title,
            "The council, which had met on three evenings in a row without coming to any end of the matter at…"
        );
        assert_eq!(draft.language.as_deref(), Some("en"));
    }
}
