//! What the passes cost: `cargo bench --bench analysis`. One article and one event of the sample,
//! at 1, 10 and 100 times their length or number: each must grow in proportion. And everything
//! about one event, of made articles or, with `RASHOMON_BENCH_DATA`, of the first of those that it
//! names.

#![allow(clippy::unwrap_used, reason = "a bench whose setting fails has failed")]

use std::path::PathBuf;

use divan::Bencher;
use divan::counter::BytesCount;
use rashomon::analysis::correction::{Correction, regroup};
use rashomon::analysis::{Depth, EventFindings, analyze, analyze_article, analyze_unless};
use rashomon::corpus::{Article, Corpus, Outlet};
use rashomon::library;
use rashomon::load::Watch;

fn main() {
    divan::main();
}

fn sample() -> Vec<Article> {
    library::sample().coverage.corpus.articles().to_vec()
}

/// An article as long as `times` of the sample's first.
fn long(times: usize) -> Article {
    let mut article = sample().swap_remove(0);
    article.text = vec![article.text; times].join("\n\n");
    article
}

/// The sample `times` over, each time under other names so that its events stay apart.
fn many(times: usize) -> Corpus {
    let renamed = |copy: usize| {
        sample().into_iter().map(move |mut article| {
            let name = |word: &str| {
                format!(
                    "{word}{}",
                    "abcdefghij".chars().nth(copy % 10).unwrap().to_string().repeat(1 + copy / 10)
                )
            };
            for word in [
                "Elsin",
                "Brandt",
                "Halvany",
                "Corvin",
                "Saltern",
                "Morva",
                "Vesterholt",
                "Penhallow",
                "bridge",
                "ferry",
                "ammonia",
                "dam",
            ] {
                article.text = article.text.replace(word, &name(word));
                article.title = article.title.replace(word, &name(word));
            }
            article.id = format!("{copy}/{}", article.id);
            article
        })
    };
    Corpus::new((0..times).flat_map(renamed).collect())
}

#[divan::bench(args = [1, 10, 100])]
fn one_article(bencher: Bencher, times: usize) {
    let article = long(times);
    bencher
        .counter(BytesCount::new(article.text.len()))
        .bench(|| analyze_article(divan::black_box(&article)));
}

#[divan::bench(args = [1, 10, 40], sample_count = 5)]
fn many_articles(bencher: Bencher, times: usize) {
    let corpus = many(times);
    let bytes: usize = corpus.articles().iter().map(|article| article.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| analyze(divan::black_box(&corpus)));
}

/// What an article tells in one sentence: one of each pair of brackets, told apart by a number.
const TOLD: [[&str; 4]; 12] = [
    [
        "The harbour bridge",
        "was shut on Friday",
        "after engineers found cracks in the north tower",
        "and nobody knows for how long",
    ],
    [
        "Mayor Ilse Brandt",
        "said the council",
        "“was told nothing before Tuesday”",
        "and that inspections were up to date",
    ],
    [
        "Two engineers who asked not to be named",
        "said a report",
        "had gone to the council in January",
        "but nobody had read it",
    ],
    [
        "“We are sorry for every hour that people lose,”",
        "Brandt said",
        "on the steps of the city hall",
        "before the ferries came",
    ],
    [
        "The bridges authority",
        "denied that",
        "the cracks had been known for a year",
        "as the union claims",
    ],
    [
        "Some 40,000 drivers",
        "cross the bridge each day",
        "according to the toll office",
        "which lost its cameras",
    ],
    [
        "Bo Rask of the pilots’ union",
        "called the plan",
        "“a swindle from the first page to the last”",
        "and left the room",
    ],
    [
        "Repairs",
        "will cost between 9 and 14 million crowns",
        "the ministry estimated",
        "and take at least six months",
    ],
    [
        "The detour through the old town",
        "takes an hour",
        "at the best of times",
        "drivers complained",
    ],
    [
        "“The lights never came on,”",
        "the harbour master told Harbour Radio",
        "when he was asked",
        "about the night of the storm",
    ],
    [
        "The government",
        "promised to pay for the repairs",
        "though the treasury refused",
        "to name a sum",
    ],
    [
        "School buses",
        "were late by more than 20 minutes",
        "and the ambulance service",
        "moved two crews to the island",
    ],
];
const PLACES: [&str; 8] =
    ["Brenk", "Morva", "Elsin", "Skerry", "Lindmouth", "Saltern", "Norhaven", "Vesterholt"];

/// `count` articles of some 25 sentences that tell one event, no two alike.
fn event(count: usize) -> Corpus {
    let article = |number: usize| {
        let sentence = |at: usize| {
            let seed = number * 7919 + at * 104_729;
            let [who, what, how, and] = TOLD[(number + at) % TOLD.len()];
            let place = PLACES[seed / 3 % PLACES.len()];
            match seed % 3 {
                0 => format!("{who} {what} {how} {and}."),
                1 => format!("In {place}, {who} {what} {how}."),
                _ => format!("{who} {what} {how} in {place}, {and}."),
            }
        };
        let text: Vec<String> = (0..25).map(sentence).collect();
        Article {
            id: number.to_string(),
            outlet: Outlet { name: format!("Outlet {number}"), guessed: false },
            title: "Harbour bridge shut after cracks are found".into(),
            text: text.chunks(2).map(|two| two.join(" ")).collect::<Vec<_>>().join("\n\n"),
            ..Article::default()
        }
    };
    Corpus::new((0..count).map(article).collect())
}

/// The first `count` articles of a file or folder.
fn named(path: &str, count: usize) -> Corpus {
    let read = library::read(&[PathBuf::from(path)], &Watch::default());
    Corpus::new(read.coverage.corpus.articles().iter().take(count).cloned().collect())
}

/// Everything about one event: its articles are read and compared; those that `RASHOMON_BENCH_DATA`
/// names, else made ones. A reader has put them together, for what all articles of a corpus share
/// tells the grouping nothing.
#[divan::bench(args = [3, 30, 300], sample_count = 5)]
fn one_event(bencher: Bencher, articles: usize) {
    let corpus = match std::env::var("RASHOMON_BENCH_DATA") {
        Ok(path) => named(&path, articles),
        Err(_) => event(articles),
    };
    let mut apart = analyze_unless(&corpus, Depth::Events, &|| false);
    let alone = |id| EventFindings { articles: vec![id], ..EventFindings::default() };
    apart.events = corpus.ids().map(alone).collect();
    let mut ids = corpus.ids();
    let first = ids.next();
    let corrections: Vec<Correction> =
        ids.map(|article| Correction { article, apart_from: Vec::new(), with: first }).collect();
    let compare = || regroup(&corpus, &apart, corrections.clone(), Depth::Everything, &|| false);
    let mut whole = apart.clone();
    whole.take_in(compare());
    assert_eq!(whole.events.len(), 1);
    bencher.bench(|| divan::black_box(compare()));
}

/// A quotation mark that is never closed must not make an article cost more than its length.
#[divan::bench(args = [10, 100])]
fn an_open_quotation_mark(bencher: Bencher, times: usize) {
    let mut article = long(times);
    article.text = format!("“{}", article.text.replace(['“', '”', '\n'], " "));
    bencher
        .counter(BytesCount::new(article.text.len()))
        .bench(|| analyze_article(divan::black_box(&article)));
}
