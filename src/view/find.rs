//! Searching texts as a reader types: without regard to case, to the shape of quotation marks,
//! dashes and apostrophes, and to line ends.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::corpus::{Article, ArticleId, Passage};
use crate::text::Span;
use crate::view::Coverage;

/// The form in which a character is compared.
fn folded(c: char) -> char {
    match c {
        '‘' | '’' | '‛' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' | '–' | '—' => '-',
        c if c.is_ascii() => {
            if c.is_ascii_whitespace() {
                ' '
            } else {
                c.to_ascii_lowercase()
            }
        }
        c if c.is_whitespace() => ' ',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// What is looked for, folded once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle {
    chars: Vec<char>,
}

impl Needle {
    /// Looks for `query`: the white space around it does not count, and a run of it inside is one space.
    pub fn new(query: &str) -> Needle {
        let words: Vec<&str> = query.split_whitespace().collect();
        Needle { chars: words.join(" ").chars().map(folded).collect() }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The places in `text`, in order, not overlapping, at most `most`.
    pub fn hits(&self, text: &str, most: usize) -> Vec<Span> {
        let Some(first) = self.chars.first() else { return Vec::new() };
        let mut found = Vec::new();
        let mut from = 0;
        for (start, c) in text.char_indices() {
            if found.len() == most {
                break;
            }
            if start >= from
                && folded(c) == *first
                && let Some(end) = self.end_at(text, start)
            {
                found.push(Span::new(start, end));
                from = end;
            }
        }
        found
    }

    /// Whether it is anywhere in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.is_empty() || !self.hits(text, 1).is_empty()
    }

    /// Where a hit that begins at byte `start` ends.
    fn end_at(&self, text: &str, start: usize) -> Option<usize> {
        let mut rest = text.get(start..)?.char_indices().peekable();
        for (at, wanted) in self.chars.iter().enumerate() {
            let (_, c) = rest.next()?;
            if folded(c) != *wanted {
                return None;
            }
            // A run of white space counts as one space, so that a phrase is found over a line end.
            while *wanted == ' ' && at + 1 < self.chars.len() && rest.peek().is_some_and(|(_, c)| c.is_whitespace()) {
                rest.next();
            }
        }
        Some(start + rest.peek().map_or(text.len() - start, |(at, _)| *at))
    }
}

/// At most this many places an article in a search over everything: enough to show that there are more.
const PER_ARTICLE: usize = 20;

/// At most this many places in all: more than anyone goes through.
const IN_ALL: usize = 2_000;

/// The places of `query` in all titles and texts, in order of event, then article, then text.
/// A hit in a title is an empty span at the beginning. Stops early when `cancelled` is set.
pub fn everywhere(coverage: &Coverage, query: &str, cancelled: &AtomicBool) -> Vec<Passage> {
    let needle = Needle::new(query);
    if needle.is_empty() {
        return Vec::new();
    }
    let articles: Vec<ArticleId> = coverage.findings.events.iter().flat_map(|event| event.articles.iter().copied()).collect();
    let hits: Vec<Vec<Passage>> = articles
        .into_par_iter()
        .map(|id| {
            if cancelled.load(Ordering::Relaxed) {
                return Vec::new();
            }
            let article = coverage.corpus.article(id);
            let in_title = needle.is_in(&article.title).then(Span::default);
            let mut spans = needle.hits(&article.text, PER_ARTICLE);
            if let Some(span) = in_title.filter(|_| spans.is_empty()) {
                spans.push(span);
            }
            spans.into_iter().map(|span| Passage::new(id, span)).collect()
        })
        .collect();
    let mut found: Vec<Passage> = hits.into_iter().flatten().collect();
    found.truncate(IN_ALL);
    found
}

/// The articles whose outlet, title, event label or text holds every word of `query`.
pub fn filter(coverage: &Coverage, query: &str, cancelled: &AtomicBool) -> Vec<ArticleId> {
    let needles: Vec<Needle> = query.split_whitespace().map(Needle::new).collect();
    let events = &coverage.findings.events;
    let articles: Vec<(usize, ArticleId)> =
        events.iter().enumerate().flat_map(|(index, event)| event.articles.iter().map(move |article| (index, *article))).collect();
    let holds = |event: usize, article: &Article, needle: &Needle| {
        needle.is_in(&article.outlet.name)
            || needle.is_in(&article.title)
            || needle.is_in(&events[event].label)
            || needle.is_in(&article.text)
    };
    articles
        .into_par_iter()
        .filter(|(event, id)| {
            let article = coverage.corpus.article(*id);
            !cancelled.load(Ordering::Relaxed) && needles.iter().all(|needle| holds(*event, article, needle))
        })
        .map(|(_, id)| id)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::{Needle, everywhere, filter};
    use crate::view::fixture;

    fn hits<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
        Needle::new(query).hits(text, 9).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn case_marks_and_line_ends_do_not_matter() {
        assert_eq!(hits("He didn’t. HE DIDN'T.", "didn't"), ["didn’t", "DIDN'T"]);
        assert_eq!(hits("told\n  nothing before", "told nothing"), ["told\n  nothing"]);
        assert_eq!(hits("told nothing, told  nothing", " told  \tnothing"), ["told nothing", "told  nothing"]);
        assert_eq!(hits("Ölpreis über", "ÖL"), ["Öl"]);
        assert_eq!(hits("aaaa", "aa"), ["aa", "aa"]);
        assert!(hits("abc", " ").is_empty());
    }

    #[test]
    fn everything_is_searched_in_order_and_filtered_by_every_word() {
        let coverage = fixture::coverage();
        let go_on = AtomicBool::new(false);
        let found = everywhere(&coverage, "bridge", &go_on);
        assert!(found.len() > 3);
        let kept = filter(&coverage, "courier bridge", &go_on);
        assert_eq!(kept.len(), 1);
        assert!(everywhere(&coverage, "bridge", &AtomicBool::new(true)).is_empty());
    }
}
