//! The headlines of one event, and in each the words that no other outlet's has.

use rustc_hash::FxHashMap;

use crate::analysis::language::{Feature, Language};
use crate::text::Span;
use crate::text::token::{TokenKind, fold, tokens};
use crate::view::shelf::ShelfEvent;

/// One headline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The article, by its place in its event.
    pub place: usize,
    /// Its words of content that no other outlet's headline has, in bytes of it.
    pub own: Vec<Span>,
}

/// The headlines of an event in the order of its articles; those without one are left out. What is
/// the same text as another article as a whole says nothing of its own.
pub fn headlines(event: &ShelfEvent) -> Vec<Headline> {
    let titles: Vec<&str> = event.articles.iter().map(|article| article.title.as_str()).collect();
    let language = Language::of_text(&titles.join(". "));
    let words: Vec<Vec<(Span, String)>> =
        titles.iter().map(|title| content(language, title)).collect();
    // For each word the outlet that has it, `None` where several have.
    let mut had: FxHashMap<&str, Option<&str>> = FxHashMap::default();
    for (article, words) in event.articles.iter().zip(&words) {
        let outlet = article.outlet.name.as_str();
        for (_, word) in words {
            let by = had.entry(word).or_insert(Some(outlet));
            *by = by.filter(|other| *other == outlet);
        }
    }
    let own = |words: &[(Span, String)]| {
        let own =
            words.iter().filter(|(_, word)| had.get(word.as_str()).is_some_and(Option::is_some));
        own.map(|(span, _)| *span).collect()
    };
    let listed = titles.iter().zip(&words).enumerate().filter(|(_, (title, _))| !title.is_empty());
    listed.map(|(place, (_, words))| Headline { place, own: own(words) }).collect()
}

/// The words of content of a headline, as stems.
fn content(language: &'static Language, title: &str) -> Vec<(Span, String)> {
    tokens(title, Span::new(0, title.len()))
        .filter(|token| token.kind != TokenKind::Mark)
        .map(|token| (token.span, fold(token.span.of(title))))
        .filter(|(_, word)| !language.lexicon.features(word, "").has(Feature::Stopword))
        .map(|(span, word)| (span, language.stem(&word)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::headlines;
    use crate::corpus::Outlet;
    use crate::view::shelf::{ShelfArticle, ShelfEvent};

    #[test]
    fn the_words_stand_out_that_no_other_outlet_has() {
        let article = |outlet: &str, title: &str| ShelfArticle {
            outlet: Outlet { name: outlet.into(), ..Outlet::default() },
            title: title.into(),
            ..ShelfArticle::default()
        };
        let event = ShelfEvent {
            articles: vec![
                article("Courier", "The mayor was warned of cracks in the bridge at dawn"),
                article("Courier", "Mayor warned of cracks, ferries sail"),
                article("Radio", "Bridge cracked, and the mayors knew"),
                article("Post", ""),
            ],
            ..ShelfEvent::default()
        };
        let own: Vec<(usize, Vec<&str>)> = headlines(&event)
            .into_iter()
            .map(|headline| {
                let title = &event.articles[headline.place].title;
                (headline.place, headline.own.iter().map(|span| span.of(title)).collect())
            })
            .collect();
        assert_eq!(
            own,
            [
                (0, vec!["warned", "dawn"]),
                (1, vec!["warned", "ferries", "sail"]),
                (2, vec!["knew"]),
            ]
        );
    }
}
