//! What is claimed of articles in other languages: in German who says what stands inside quotation
//! marks, and events; nothing that would need a grammar.

use rashomon::analysis::language::Language;
use rashomon::analysis::{Findings, QuoteKind, analyze};
use rashomon::corpus::{Article, Corpus};

const BRIDGE: [(&str, &str); 3] = [
    (
        "Brücke in Brenk gesperrt",
        "Die Hafenbrücke in Brenk ist seit Montag gesperrt. Ein Taucher hatte am Sonntag einen Riss im Nordpfeiler entdeckt, wie die Stadt mitteilte.

„Wir öffnen die Brücke erst, wenn der Pfeiler sicher ist“, sagte die Bürgermeisterin Ilse Brandt. Die Arbeiten sollen mehr als zwei Wochen dauern.",
    ),
    (
        "Riss im Pfeiler: Hafenbrücke bleibt zu",
        "Nach dem Fund eines Risses im Nordpfeiler bleibt die Hafenbrücke in Brenk gesperrt. Der Riss wurde am Sonntag von einem Taucher entdeckt.

»Die Brücke war nie in Gefahr«, erklärte am Montag der Hafenmeister Bo Rask. Brandt sagte: „Der Pfeiler hat einen Riss.“",
    ),
    (
        "Fähre nach Sarvik fällt aus",
        "Die Fähre nach Sarvik fährt in dieser Woche nicht. Die Mannschaft streikt seit Mittwoch für höhere Löhne.

„Wir wollen endlich verhandeln“, sagte die Sprecherin der Mannschaft, Anna Holt.",
    ),
];

fn found(texts: &[(&str, &str)]) -> (Corpus, Findings) {
    let article = |(index, (title, text)): (usize, &(&str, &str))| Article {
        id: index.to_string(),
        title: (*title).into(),
        text: (*text).into(),
        ..Article::default()
    };
    let corpus = Corpus::new(texts.iter().enumerate().map(article).collect());
    let found = analyze(&corpus);
    (corpus, found)
}

fn quotes(corpus: &Corpus, found: &Findings) -> Vec<String> {
    let of = |(article, found): (&Article, &rashomon::analysis::ArticleFindings)| {
        let shown = found.quotes.iter().map(|quote| {
            assert_eq!(quote.kind, QuoteKind::Direct);
            let words = quote.hull().of(&article.text);
            format!("{}: {words}", found.speaker(quote).unwrap_or("-"))
        });
        shown.collect::<Vec<_>>()
    };
    corpus.articles().iter().zip(&found.articles).flat_map(of).collect()
}

#[test]
fn german_articles_have_direct_quotes_with_their_speakers() {
    let (corpus, found) = found(&BRIDGE);
    assert_eq!(
        quotes(&corpus, &found),
        [
            "Ilse Brandt: „Wir öffnen die Brücke erst, wenn der Pfeiler sicher ist“",
            "Bo Rask: »Die Brücke war nie in Gefahr«",
            "Ilse Brandt: „Der Pfeiler hat einen Riss.“",
            "Anna Holt: „Wir wollen endlich verhandeln“",
        ]
    );
}

#[test]
fn german_articles_of_one_event_are_one_event() {
    let (_, found) = found(&BRIDGE);
    let mut events: Vec<Vec<u32>> =
        found.events.iter().map(|event| event.articles.iter().map(|id| id.0).collect()).collect();
    events.sort();
    assert_eq!(events, [vec![0, 1], vec![2]]);
}

#[test]
fn german_promotion_is_no_part_of_an_account() {
    let text = "Die Brücke ist seit Montag zu, wie die Stadt am Abend mitteilte.\n\nLesen Sie auch: „Wie der Hafen vor fünfzig Jahren entstand“.";
    let (corpus, found) = found(&[("Brücke zu", text)]);
    assert_eq!(quotes(&corpus, &found), Vec::<String>::new());
    assert_eq!(found.articles[0].parts.len(), 1);
}

#[test]
fn nothing_is_claimed_that_would_need_a_grammar() {
    let (corpus, found) = found(&BRIDGE);
    assert!(corpus.articles().iter().all(|article| Language::of(article).grammar.is_none()));
    for event in &found.events {
        assert!(event.conflicts.is_empty() && event.topics.is_empty() && event.variants.is_empty());
    }
}

/// Texts that share words with English or German, and one in both.
#[test]
fn no_text_is_read_in_a_language_that_is_not_its_own() {
    for text in [
        "De burgemeester zei dat de brug was gesloten. „We hebben de brug vandaag gesloten”, zei Anna Holt in de raad van Brenk.",
        "Borgmesteren sagde, at broen var lukket. »Vi har lukket broen i dag«, sagde Anna Holt til rådet i Brenk.",
        "Le maire a dit que le pont était fermé. « Nous avons fermé le pont », a déclaré Anna Holt au conseil.",
        "Brücke zu. Bridge shut. Pont fermé. Holt, Brandt, Rask.",
        "",
    ] {
        let article = Article { text: text.into(), ..Article::default() };
        assert_eq!(Language::of(&article).code, "", "{text}");
        let (corpus, found) = found(&[("T", text)]);
        assert!(quotes(&corpus, &found).iter().all(|quote| quote.starts_with("-: ")), "{text}");
    }
}

/// What the loader tells of a language counts against the words alone.
#[test]
fn a_text_that_is_said_to_be_in_another_language_has_no_grammar() {
    let text = "The mayor said that the bridge was shut and that it would be open on Friday.";
    let article = |language: Option<&str>| Article {
        text: text.into(),
        language: language.map(str::to_owned),
        ..Article::default()
    };
    for (told, code) in [(None, "en"), (Some("en"), "en"), (Some("fr"), "fr"), (Some("de"), "")] {
        assert_eq!(Language::of(&article(told)).code, code, "{told:?}");
    }
}

#[test]
fn broken_german_is_read_to_its_end() {
    for stretch in
        ["„Das ", "sagte: „", "», sagte der ", "der der der ", "sagte ", "“ ", "„“", "»«: "]
    {
        let text = stretch.repeat(100_000 / stretch.len());
        found(&[("T", &text), ("T", &text)]);
    }
}
