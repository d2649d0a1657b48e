//! The rows of `search`: the sentences that answer a query.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::corpus::Passage;
use crate::text::Span;
use crate::view::Coverage;
use crate::view::query::memory::find;
use crate::view::query::{Place, Query};
use crate::view::record::{HitRow, Narrowing};

/// The rows of `search`, in order of article, then text; none for a query that asks for nothing.
pub fn rows<'a>(coverage: &'a Coverage, query: &Query, narrowing: &Narrowing) -> Vec<HitRow<'a>> {
    let ids: Vec<_> = coverage
        .corpus
        .ids()
        .filter(|id| !query.is_empty() && coverage.is_in_scope(narrowing, *id))
        .collect();
    let row = |id, place: Place| {
        let article = coverage.corpus.article(id);
        let (snippet, Span { start, end }) =
            (place.snippet(&article.text).of(&article.text), place.at);
        let row = HitRow {
            article: &article.id,
            outlet: &article.outlet.name,
            title: &article.title,
            start,
            end,
            snippet,
        };
        (row, Passage::new(id, place.sentence))
    };
    let answers = |id| {
        find(coverage, query, id, &|id, known| coverage.is_known(id, known), usize::MAX)
            .unwrap_or_default()
            .into_iter()
            .map(move |place| row(id, place))
    };
    let hits: Vec<_> = ids.into_par_iter().flat_map_iter(answers).collect();
    let wanted = hits.into_iter().filter(|(_, passage)| {
        narrowing.speaker.is_none() || coverage.speaks_in(narrowing, *passage)
    });
    wanted.map(|(row, _)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::rows;
    use crate::analysis::analyze;
    use crate::corpus::{Article, Corpus};
    use crate::view::Coverage;
    use crate::view::query::{Query, SNIPPET};
    use crate::view::record::Narrowing;

    #[track_caller]
    fn check(query: &str, expected: &[(&str, &str)]) {
        let text = "The ferry waits. A cease-fire holds at the Mayor’s word.\n\nThe mayor waits for the ferry.";
        let article =
            Article { title: "Harbour strike".into(), text: text.into(), ..Article::default() };
        let coverage = Coverage { corpus: Corpus::new(vec![article]), ..Coverage::default() };
        let rows = rows(&coverage, &Query::parse(query).unwrap(), &Narrowing::default());
        let found: Vec<_> = rows
            .iter()
            .map(|row| (text.get(row.start..row.end).unwrap_or(""), row.snippet))
            .collect();
        assert_eq!(found, expected, "{query}");
    }

    /// A text with a list of names, without any full stop, behind its account.
    fn with_list() -> String {
        let names: String = (0..9000).map(|n| format!("Berth {n} ")).collect();
        format!(
            "The ferry waits. The mayor said that nobody was told before.\n\n{names}Zennor {names}"
        )
    }

    #[test]
    fn a_snippet_is_short_and_the_same_with_and_without_findings() {
        let article = Article {
            id: "a".into(),
            title: "Harbour strike".into(),
            text: with_list(),
            ..Article::default()
        };
        let corpus = Corpus::new(vec![article]);
        let bare = Coverage { corpus: corpus.clone(), ..Coverage::default() };
        let mut found = Coverage { findings: analyze(&corpus), corpus, ..Coverage::default() };
        // As where the account ends before the hit.
        found.findings.articles[0].sentences.truncate(1);
        for query in ["zennor", "mayor", "zennor ferry", "strike"] {
            let told = |coverage: &Coverage| {
                let rows = rows(coverage, &Query::parse(query).unwrap(), &Narrowing::default());
                rows.into_iter()
                    .map(|row| (row.start, row.end, row.snippet.to_owned()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(told(&bare), told(&found), "{query}");
            assert!(
                !told(&bare).is_empty()
                    && told(&bare).iter().all(|(.., snippet)| snippet.len() <= SNIPPET),
                "{query}"
            );
        }
        let rows = rows(&bare, &Query::parse("zennor").unwrap(), &Narrowing::default());
        assert!(
            rows[0].snippet.contains("8999 Zennor Berth 0 ")
                && rows[0].snippet.starts_with("Berth")
                || rows[0].snippet.starts_with('8')
        );
    }

    #[test]
    fn words_and_phrases_must_all_occur() {
        check("mayor FERRY", &[("mayor", "The mayor waits for the ferry.")]);
        check("\"ferry waits\"", &[("ferry waits", "The ferry waits.")]);
        check("“waits for” ferry", &[("waits for", "The mayor waits for the ferry.")]);
        check("ceasefire", &[("cease-fire", "A cease-fire holds at the Mayor’s word.")]);
        check(
            "ceasefire ferry",
            &[
                ("ferry", "The ferry waits."),
                ("cease-fire", "A cease-fire holds at the Mayor’s word."),
            ],
        );
        check("harbour", &[("", "The ferry waits.")]);
        check("bridge ferry", &[]);
        check("harbour -bridge mayor", &[("Mayor’s", "A cease-fire holds at the Mayor’s word.")]);
        check("mayor -ferry", &[]);
    }
}
