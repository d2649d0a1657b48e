//! Words of an article and where they stand, for handing on.

use crate::corpus::{Article, Passage};
use crate::text::safe;
use crate::view::{Coverage, outline};

/// Passages of an event, each with where it stands.
pub(super) fn cited(
    coverage: &Coverage,
    passages: impl IntoIterator<Item = Passage>,
) -> Vec<String> {
    let corpus = &coverage.corpus;
    passages
        .into_iter()
        .map(|passage| citation(corpus.article(passage.article), corpus.words(passage)))
        .collect()
}

/// Words of an article and where they stand.
pub(super) fn citation(article: &Article, words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let title =
        if article.title.is_empty() { String::new() } else { format!("“{}”", article.title) };
    let url = article.url.clone().unwrap_or_default();
    let source = [outline::outlet(article), title, outline::day(article), url];
    let source: Vec<_> = source.into_iter().filter(|part| !part.is_empty()).collect();
    safe::lines(&format!("{words}\n— {}\n", source.join(", "))).into_owned()
}
