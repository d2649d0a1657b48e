//! Quotes of any text at all: what holds of their spans whatever the text is, and that bad input
//! gets an honest nothing, in time.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use proptest::sample::select;
use rashomon::analysis::{Quote, QuoteKind, analyze, analyze_article};
use rashomon::corpus::{Article, Corpus};
use rashomon::text::Span;

fn article(text: &str) -> Article {
    Article {
        id: "a".into(),
        title: "Harbour bridge shut".into(),
        text: text.into(),
        ..Article::default()
    }
}

/// The quotes of a text of unknown language, once it is sure that they stand in it.
#[track_caller]
fn quotes(text: &str) -> Vec<Quote> {
    let found = analyze_article(&article(text)).quotes;
    found.iter().for_each(|quote| check_spans(text, quote));
    found
}

/// Parts in order, apart from each other, not empty; every span on the boundaries of characters of
/// `text`.
#[track_caller]
fn check_spans(text: &str, quote: &Quote) {
    let stands = |span: Span| span.start < span.end && text.get(span.start..span.end).is_some();
    assert!(
        !quote.content.is_empty() && quote.content.iter().all(|part| stands(*part)),
        "{quote:?} in {text:?}"
    );
    assert!(
        quote.content.windows(2).all(|pair| pair[0].end <= pair[1].start),
        "{quote:?} in {text:?}"
    );
    assert!(quote.cue.into_iter().chain(quote.source).all(stands), "{quote:?} in {text:?}");
}

/// What no other article can change about a quote: all but the speaker's name.
fn places(quote: &Quote) -> (QuoteKind, &[Span], Option<Span>, Option<Span>) {
    (quote.kind, &quote.content, quote.cue, quote.source)
}

/// Marks, cue words, names and the like: what the rules look for.
const PIECES: [&str; 84] = [
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "''",
    "``",
    "«",
    "»",
    "„",
    "“",
    "「",
    "」",
    "『",
    "』",
    ",",
    ".",
    "?",
    "!",
    ":",
    ";",
    "—",
    "–",
    "-",
    "…",
    "(",
    ")",
    "[",
    "]",
    "&",
    "\n\n",
    "\n",
    "said",
    "says",
    "told",
    "asked",
    "denied",
    "according to",
    "claim",
    "claims that",
    "warned",
    "called",
    "described",
    "insisted that",
    "saying",
    "adding",
    "in her words,",
    "to use Brandt’s words,",
    "that",
    "whether",
    "to",
    "if",
    "as",
    "who",
    "which",
    "and",
    "but",
    "she",
    "he",
    "they",
    "I",
    "her",
    "the",
    "a",
    "of",
    "on Friday",
    "was shut",
    "had been closed",
    "would not",
    "not",
    "Ilse Brandt",
    "Brandt",
    "Mr. Rask",
    "the mayor",
    "officials",
    "two people familiar with it",
    "U.S.",
    "ABN",
    "2,500",
    "bridge",
    "Świdnica",
    "Öl",
    "東京都",
];

/// A piece, or a few letters of any script.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![12 => select(&PIECES[..]).prop_map(str::to_owned), 2 => "[a-z]{1,8}", 1 => "[A-Z][a-zé’]{1,6}", 1 => "\\PC{1,3}"]
}

/// Text that looks like prose from afar: pieces, most of them apart.
fn prose() -> impl Strategy<Value = String> {
    let spaced =
        (piece(), prop_oneof![4 => select(&[" "][..]), 1 => select(&["", "  ", "\n\n"][..])]);
    prop::collection::vec(spaced, 0..60)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, space)| piece + space).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_quote_stands_in_its_text(text in prose()) {
        quotes(&text);
    }

    #[test]
    fn not_even_chaos_breaks_a_span(text in any::<String>()) {
        quotes(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_has_the_same_quotes_alone_and_among_others(texts in prop::collection::vec(prose(), 1..5)) {
        let named = |(index, text): (usize, &String)| Article { id: index.to_string(), ..article(text) };
        let corpus = Corpus::new(texts.iter().enumerate().map(named).collect());
        for (article, found) in corpus.articles().iter().zip(analyze(&corpus).articles) {
            let alone = analyze_article(article).quotes;
            assert_eq!(alone.iter().map(places).collect::<Vec<_>>(), found.quotes.iter().map(places).collect::<Vec<_>>(), "{:?}", article.text);
        }
    }
}

#[test]
fn a_text_without_quotes_has_none() {
    assert_eq!(quotes(""), []);
    assert_eq!(
        quotes(
            &"The harbour bridge was shut on Tuesday after a storm. Two ferries run instead.\n\n"
                .repeat(50)
        ),
        []
    );
}

#[test]
fn marks_alone_are_no_quotes() {
    for marks in
        ["“”", "\"", "\"\"", "''", "‘’", "«»", "„“", "「」", "”“", "“ ” ", "'\n\n", "“\n\n"]
    {
        assert_eq!(quotes(&marks.repeat(3000)), [], "{marks:?}");
    }
}

#[test]
fn ten_thousand_nested_marks_are_read() {
    let nested = |open: &str, close: &str| {
        format!("{}We shut it, she said.{}", open.repeat(10_000), close.repeat(10_000))
    };
    for (open, close) in [
        ("“", "”"),
        ("‘", "’"),
        ("“‘", "’”"),
        ("''", "''"),
        ("«", "»"),
        ("「", "」"),
        ("“She said, ", "” "),
        ("\"‘", "’\""),
    ] {
        quotes(&nested(open, close));
    }
}

#[test]
fn a_long_text_without_a_full_stop_is_read() {
    for stretch in [
        "the bridge was shut and ",
        "the mayor said the bridge was shut and ",
        "“We shut it,” she said, ",
        "it",
        "x ",
        "“",
        "''",
        "said ",
    ] {
        quotes(&stretch.repeat(200_000 / stretch.len()));
    }
}

#[test]
fn what_another_language_reports_is_not_claimed() {
    for (language, text) in [
        (
            "de",
            "Die Bürgermeisterin sagte, die Brücke sei gesperrt. Laut Rask war sie in an hour zu. „Wir haben sie gesperrt“, sagte sie.",
        ),
        ("fr", "Le maire a dit que le pont était fermé. « Nous l’avons fermé », a-t-elle dit."),
        ("ja", "市長は橋を閉鎖したと述べた。「まだです」と彼は言った。"),
        ("ar", "قالت رئيسة البلدية إن الجسر مغلق. «أغلقناه»، قالت."),
    ] {
        let article = Article { language: Some(language.into()), ..article(text) };
        let found = analyze_article(&article).quotes;
        found.iter().for_each(|quote| check_spans(text, quote));
        assert_eq!(
            found.iter().filter(|quote| quote.kind == QuoteKind::Indirect).count(),
            0,
            "{language}: {found:?}"
        );
    }
}

#[test]
fn marks_of_other_scripts_leave_whole_characters() {
    for text in [
        "Brandt said: 「We shut it.」",
        "Brandt said: «We shut it.»",
        "Brandt said: „We shut it.“",
        "He wrote “\u{202b}הגשר סגור\u{202c}” and said: “שלום, we shut it.”",
        "‏قال: «The bridge is shut.»",
        "「橋を閉鎖した」と市長は述べた。『まだです』",
    ] {
        quotes(text);
    }
}
