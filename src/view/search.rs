//! Searching all texts for words: every word, and every phrase in quotation marks, must occur in
//! the article or its title, whatever the case, the hyphens or the kind of apostrophe. A hit is a
//! sentence that holds all of them or, where there is none, the first sentence of each.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::text::paragraph::paragraphs;
use crate::text::sentence::{index_at, sentences};
use crate::text::token::{TokenKind, fold, tokens};
use crate::view::Coverage;
use crate::view::record::{HitRow, Narrowing};

/// A query: terms that must all occur, each one word or the words of a phrase, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Vec<String>>,
}

impl Query {
    /// Reads `written`: words, and phrases between straight or curly quotation marks.
    pub fn new(written: &str) -> Query {
        let straight = written.replace(['“', '”', '„'], "\"");
        let mut terms = Vec::new();
        for (i, part) in straight.split('"').enumerate() {
            let words = words(part).into_iter().map(|(word, _)| word);
            if i % 2 == 1 {
                terms.push(words.collect());
            } else {
                terms.extend(words.map(|word| vec![word]));
            }
        }
        terms.retain(|term: &Vec<String>| !term.is_empty());
        Query { terms }
    }

    /// Whether there is no word in it.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// For each term the places in `text` where it stands.
    fn places(&self, text: &str) -> Vec<Vec<Span>> {
        let words = words(text);
        let found = |term: &Vec<String>| {
            let windows = words.windows(term.len());
            let same = windows.filter(|window| window.iter().map(|(word, _)| word).eq(term));
            same.filter_map(|window| Some(window.first()?.1.hull(window.last()?.1))).collect()
        };
        self.terms.iter().map(found).collect()
    }
}

fn words(text: &str) -> Vec<(String, Span)> {
    let found = tokens(text, Span::new(0, text.len())).into_iter().filter(|token| token.kind != TokenKind::Mark);
    found.map(|token| (fold(token.span.of(text)), token.span)).collect()
}

impl Coverage {
    /// The rows of `search`, in order of article, then text.
    pub fn search_rows(&self, query: &Query, narrowing: &Narrowing) -> Vec<HitRow<'_>> {
        let ids: Vec<_> = self.corpus.ids().filter(|id| !query.is_empty() && self.is_in_scope(narrowing, *id)).collect();
        let hits: Vec<_> = ids.into_par_iter().flat_map_iter(|id| self.hits(id, query)).collect();
        let wanted = hits.into_iter().filter(|row| narrowing.speaker.is_none() || self.speaks_in(narrowing, row.1));
        wanted.map(|(row, _)| row).collect()
    }

    fn hits(&self, id: ArticleId, query: &Query) -> Vec<(HitRow<'_>, Passage)> {
        let article = self.corpus.article(id);
        let places = query.places(&article.text);
        let in_title = query.places(&article.title);
        if places.iter().zip(&in_title).any(|(text, title)| text.is_empty() && title.is_empty()) {
            return Vec::new();
        }
        let kept = self.findings.articles.get(id.index()).map(|findings| findings.sentences.clone());
        let language = article.language.as_deref().unwrap_or("en");
        let sentences = kept.unwrap_or_else(|| sentences(&article.text, &paragraphs(&article.text), language));
        let row = |at: Span, sentence: Span| {
            let Span { start, end } = at;
            let snippet = sentence.of(&article.text);
            (
                HitRow { article: &article.id, outlet: &article.outlet.name, title: &article.title, start, end, snippet },
                Passage::new(id, sentence),
            )
        };
        let around =
            |at: &Span| index_at(&sentences, at.start).and_then(|index| sentences.get(index)).map_or(*at, |sentence| sentence.hull(*at));
        let holds = |sentence: &Span| places.iter().all(|places| places.iter().any(|place| sentence.covers(*place)));
        let together = sentences.iter().filter(|sentence| holds(sentence));
        let mut hits: Vec<_> =
            together.filter_map(|sentence| Some((*places.first()?.iter().find(|place| sentence.covers(**place))?, *sentence))).collect();
        if hits.is_empty() {
            hits = places.iter().filter_map(|places| places.first()).map(|place| (*place, around(place))).collect();
            hits.sort();
            hits.dedup_by_key(|(_, sentence)| *sentence);
        }
        if hits.is_empty() {
            // The words are in the title alone, which need not stand in the text.
            hits.push((Span::default(), sentences.first().copied().unwrap_or_default()));
        }
        hits.into_iter().map(|(at, sentence)| row(at, sentence)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Query;
    use crate::corpus::{Article, Corpus};
    use crate::view::Coverage;
    use crate::view::record::Narrowing;

    #[track_caller]
    fn check(query: &str, expected: &[(&str, &str)]) {
        let text = "The ferry waits. A cease-fire holds at the Mayor’s word.\n\nThe mayor waits for the ferry.";
        let article = Article { title: "Harbour strike".into(), text: text.into(), ..Article::default() };
        let coverage = Coverage { corpus: Corpus::new(vec![article]), ..Coverage::default() };
        let rows = coverage.search_rows(&Query::new(query), &Narrowing::default());
        let found: Vec<_> = rows.iter().map(|row| (text.get(row.start..row.end).unwrap_or(""), row.snippet)).collect();
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn words_and_phrases_must_all_occur() {
        check("mayor FERRY", &[("mayor", "The mayor waits for the ferry.")]);
        check("\"ferry waits\"", &[("ferry waits", "The ferry waits.")]);
        check("“waits for” ferry", &[("waits for", "The mayor waits for the ferry.")]);
        check("ceasefire", &[("cease-fire", "A cease-fire holds at the Mayor’s word.")]);
        check("ceasefire ferry", &[("ferry", "The ferry waits."), ("cease-fire", "A cease-fire holds at the Mayor’s word.")]);
        check("harbour", &[("", "The ferry waits.")]);
        check("bridge ferry", &[]);
        check("", &[]);
    }
}
