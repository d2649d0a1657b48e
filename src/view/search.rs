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
    let found = tokens(text, Span::new(0, text.len())).filter(|token| token.kind != TokenKind::Mark);
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
        let text = &article.text;
        let paragraphs = paragraphs(text);
        // Sentences are those of the whole text, whether it was analysed or not; only where a word stands are they wanted.
        let holding: Vec<Span> =
            paragraphs.iter().copied().filter(|paragraph| places.iter().any(|places| first_in(places, *paragraph).is_some())).collect();
        let language = article.language.as_deref().unwrap_or("en");
        let sentences = sentences(text, &holding, language);
        let around = |at: &Span| {
            let of = |spans: &[Span]| index_at(spans, at.start).and_then(|index| spans.get(index).copied()).filter(|span| span.covers(*at));
            of(&sentences).or_else(|| of(&paragraphs)).unwrap_or(*at)
        };
        let together = sentences.iter().filter(|sentence| places.iter().all(|places| first_in(places, **sentence).is_some()));
        let mut hits: Vec<(Span, Span)> =
            together.filter_map(|sentence| Some((first_in(places.first()?, *sentence)?, *sentence))).collect();
        if hits.is_empty() {
            hits = places.iter().filter_map(|places| places.first()).map(|place| (*place, around(place))).collect();
            hits.sort();
            hits.dedup_by_key(|(_, sentence)| *sentence);
        }
        if hits.is_empty() {
            // The words are in the title alone, which need not stand in the text.
            let beginning = paragraphs.first().map(|first| self::sentences(text, &[*first], language));
            hits.push((Span::default(), beginning.and_then(|sentences| sentences.first().copied()).unwrap_or_default()));
        }
        let row = |(at, sentence): (Span, Span)| {
            let snippet = shortened(text, sentence, at).of(text);
            let row =
                HitRow { article: &article.id, outlet: &article.outlet.name, title: &article.title, start: at.start, end: at.end, snippet };
            (row, Passage::new(id, sentence))
        };
        hits.into_iter().map(row).collect()
    }
}

/// The longest snippet, in bytes. The longest sentences of newspapers have half of it; what is longer is a
/// list, a table or a text without full stops.
const SNIPPET: usize = 600;

/// The first of `places` (in order, not overlapping) that stands inside `span`.
fn first_in(places: &[Span], span: Span) -> Option<Span> {
    let first = places.partition_point(|place| place.start < span.start);
    places.get(first).copied().filter(|place| span.covers(*place))
}

/// `span`, or as much of it around `at` as a snippet may have, cut between words where there are some.
fn shortened(text: &str, span: Span, at: Span) -> Span {
    if span.len() <= SNIPPET {
        return span;
    }
    let room = SNIPPET.saturating_sub(at.len()) / 2;
    let start = at.start.saturating_sub(room).clamp(span.start, span.end);
    let end = (at.end.max(start) + room).clamp(start, span.end);
    let start = (start..=span.end).find(|at| text.is_char_boundary(*at)).unwrap_or(span.start);
    let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    let (before, after) = (Span::new(start, at.start.clamp(start, end)), Span::new(at.end.clamp(start, end), end));
    let from = before.of(text).find(char::is_whitespace).filter(|_| start > span.start).map_or(start, |gap| start + gap);
    let to = after.of(text).rfind(char::is_whitespace).filter(|_| end < span.end).map_or(end, |gap| after.start + gap);
    Span::new(from, to).trim(text)
}

#[cfg(test)]
mod tests {
    use super::{Query, SNIPPET};
    use crate::analysis::analyze;
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

    /// A text with a list of names, without any full stop, behind its account.
    fn with_list() -> String {
        let names: String = (0..9000).map(|n| format!("Berth {n} ")).collect();
        format!("The ferry waits. The mayor said that nobody was told before.\n\n{names}Zennor {names}")
    }

    #[test]
    fn a_snippet_is_short_and_the_same_with_and_without_findings() {
        let article = Article { id: "a".into(), title: "Harbour strike".into(), text: with_list(), ..Article::default() };
        let corpus = Corpus::new(vec![article]);
        let bare = Coverage { corpus: corpus.clone(), ..Coverage::default() };
        let mut found = Coverage { findings: analyze(&corpus), corpus, ..Coverage::default() };
        // As where the account ends before the hit.
        found.findings.articles[0].sentences.truncate(1);
        for query in ["zennor", "mayor", "zennor ferry", "strike"] {
            let rows = |coverage: &Coverage| {
                let rows = coverage.search_rows(&Query::new(query), &Narrowing::default());
                rows.into_iter().map(|row| (row.start, row.end, row.snippet.to_owned())).collect::<Vec<_>>()
            };
            assert_eq!(rows(&bare), rows(&found), "{query}");
            assert!(!rows(&bare).is_empty() && rows(&bare).iter().all(|(.., snippet)| snippet.len() <= SNIPPET), "{query}");
        }
        let rows = bare.search_rows(&Query::new("zennor"), &Narrowing::default());
        assert!(
            rows[0].snippet.contains("8999 Zennor Berth 0 ") && rows[0].snippet.starts_with("Berth") || rows[0].snippet.starts_with('8')
        );
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
