//! What the library's cache costs: `cargo bench --bench library`.
//!
//! Takes the articles that `RASHOMON_BENCH_DATA` names (a file or folder; else the bundled sample),
//! cut into pieces of some 1,750 bytes (whole with `RASHOMON_BENCH_WHOLE`), and varies them to as
//! many as are wanted: later rounds have other names, numbers and days. Prints, at 1,000, 10,000
//! and 100,000 articles (with `-- N` at a hundredth and a tenth of N and at N; a million takes a
//! quarter of an hour and 3 GB of disk; with `RASHOMON_BENCH_BARE` nothing is analysed), what an
//! import costs, what an open library costs, what one changed article costs, what searches cost,
//! and how large the cache is.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench whose setting fails has failed, and it prints its figures"
)]

#[path = "support/articles.rs"]
mod articles;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use articles::{given_in_pieces, memory, varied};
use rashomon::analysis::event::Rarity;
use rashomon::analysis::{ArticleFindings, analyze_article};
use rashomon::corpus::Article;
use rashomon::library::store::shelf::{Basis, Shelf, Shelving};
use rashomon::library::store::{Batch, Entry, Reader, Store};
use rashomon::load::{FileSeen, Look};
use rashomon::view::query::Query;
use rashomon::view::shelf::{Measure, ShelfArticle, ShelfEvent};
use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// Articles of one transaction.
const BATCH: usize = 2_000;
/// How often a search is measured.
const TIMES: usize = 21;
/// Searches: how common they are, and what is asked.
const SEARCHES: [(&str, &str); 9] = [
    ("most common word", "the"),
    ("common word", "said"),
    ("two common words", "president police"),
    ("phrase", "\"prime minister\""),
    ("phrase of common words", "\"to be in the\""),
    ("rare word", "ferry"),
    ("no such word", "zzyzx"),
    ("begun word", "p"),
    ("common, but without", "said -the"),
];

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return; // `cargo test --benches` only builds it
    }
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let largest: usize = asked.unwrap_or(100_000);
    let given = given_in_pieces();
    let mut rows = Vec::new();
    for count in [largest / 100, largest / 10, largest] {
        rows.push(measured(&given, count));
    }
    print_table(&rows);
}

/// Fifty rows of the list from a place on.
fn rows(shelf: &Shelf<&Reader>, from: usize) -> Vec<Arc<ShelfEvent>> {
    (from..from + 50).filter_map(|place| shelf.event(place).unwrap()).collect()
}

/// One column of the table: what is measured, and how much.
type Column = Vec<(String, String)>;

fn print_table(columns: &[Column]) {
    for (row, (what, _)) in columns[0].iter().enumerate() {
        let values: Vec<&str> = columns.iter().map(|column| column[row].1.as_str()).collect();
        println!(
            "{what:<44}{}",
            values.iter().map(|value| format!("{value:>14}")).collect::<String>()
        );
    }
}

/// What a library of `count` articles costs. Its cache is kept and named where
/// `RASHOMON_BENCH_KEEP` is set.
fn measured(given: &[Article], count: usize) -> Column {
    let folder = tempfile::tempdir().unwrap();
    let mut column = vec![("articles".to_owned(), count.to_string())];
    let mut note = |what: &str, value: String| column.push((what.to_owned(), value));
    let root = folder.path().to_owned();
    let open = || Store::open(&root.join("cache"), std::slice::from_ref(&root)).0;
    let mut store = open();
    let import = Import::run(&mut store, given, count);
    note("text, MB", format!("{:.1}", import.bytes as f64 / 1e6));
    note("analysis of each article, s", format!("{:.1}", import.analysis.as_secs_f64()));
    note("taking them in, s", format!("{:.2}", import.taken.as_secs_f64()));
    note(
        "taking in, ms an article",
        format!("{:.3}", import.taken.as_secs_f64() * 1e3 / count as f64),
    );
    let began = Instant::now();
    let mut shelving = Shelving::default();
    shelving.add(import.list.clone()).unwrap();
    store.shelve(shelving, &basis(&store), &(Rarity::default(), count)).unwrap();
    note("writing the list, ms", ms(began.elapsed()));
    note(
        "one changed article, ms",
        ms(middle(
            (0..TIMES).map(|turn| change(&mut store, &given[turn % given.len()], turn)).collect(),
        )),
    );
    note(
        "one changed event of the list, ms",
        ms(median(TIMES, |turn| reshelve(&mut store, &import.list, turn))),
    );
    drop(store);
    let on_disk = size_of(&root.join("cache"));
    note("cache, MB", format!("{:.1}", on_disk as f64 / 1e6));
    note("cache, share of the text", format!("{:.3}", on_disk as f64 / import.bytes as f64));
    note(
        "open, list, 50 rows of it, ms",
        ms(median(TIMES, |_| _ = rows(&open().reader().shelf().unwrap(), 0))),
    );
    let store = open();
    let shelf = store.reader().shelf().unwrap();
    note(
        "50 rows elsewhere, ms",
        ms(median(TIMES, |turn| _ = rows(&shelf, count * (turn + 1) / 25))),
    );
    note(
        "what all events are sorted by, ms",
        ms(median(5, |_| assert_eq!(shelf.measures().unwrap().len(), import.list.len()))),
    );
    let texts: Vec<_> = import
        .list
        .iter()
        .step_by(1 + import.list.len() / 1000)
        .map(|event| event.articles[0].number)
        .collect();
    let one =
        |turn: usize| _ = store.reader().article(texts[turn * 7 % texts.len()]).unwrap().unwrap();
    note("one text, ms", ms(median(TIMES, one)));
    for (what, query) in SEARCHES {
        let query =
            if query.len() == 1 { Query::typing(query) } else { Query::parse(query) }.unwrap();
        let search = |_| {
            _ = store.reader().search(&query, &|_, _| false, 50, &AtomicBool::new(false)).unwrap();
        };
        note(&format!("search, first 50: {what}, ms"), ms(median(TIMES, search)));
    }
    if std::env::var_os("RASHOMON_BENCH_KEEP").is_some() {
        println!("kept in {}", folder.keep().display());
    }
    note("memory of the bench, MB at most", memory("VmHWM:").to_string());
    column
}

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

fn median(times: usize, mut work: impl FnMut(usize)) -> Duration {
    let once = |turn| {
        let began = Instant::now();
        work(turn);
        began.elapsed()
    };
    middle((0..times).map(once).collect())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// What an import took.
struct Import {
    bytes: usize,
    analysis: Duration,
    taken: Duration,
    /// Every article as an event of its own.
    list: Vec<ShelfEvent>,
}

impl Import {
    fn run(store: &mut Store, given: &[Article], count: usize) -> Import {
        let mut import = Import {
            bytes: 0,
            analysis: Duration::ZERO,
            taken: Duration::ZERO,
            list: Vec::with_capacity(count),
        };
        let file = FileSeen { path: "/bench/all.jsonl".into(), size: 1, modified: 0 };
        let bare = std::env::var_os("RASHOMON_BENCH_BARE").is_some();
        for from in (0..count).step_by(BATCH) {
            let to = (from + BATCH).min(count);
            let articles: Vec<Article> =
                (from..to).into_par_iter().map(|at| varied(given, at)).collect();
            let began = Instant::now();
            let analyse = |article: &Article| (!bare).then(|| analyze_article(article));
            let found: Vec<Option<ArticleFindings>> = articles.par_iter().map(analyse).collect();
            import.analysis += began.elapsed();
            let entries: Vec<Entry<'_>> = articles
                .iter()
                .zip(&found)
                .map(|(article, findings)| Entry {
                    article,
                    says_outlet: true,
                    findings: findings.as_ref(),
                })
                .collect();
            let began = Instant::now();
            let ids = store
                .put(&[Batch {
                    file: &file,
                    look: Look::default(),
                    from,
                    entries: &entries,
                    problems: &[],
                    is_last: to == count,
                }])
                .unwrap();
            import.taken += began.elapsed();
            import.bytes += articles.iter().map(|article| article.text.len()).sum::<usize>();
            for (id, article) in ids.into_iter().zip(&articles) {
                let row = ShelfArticle {
                    number: id,
                    id: article.id.clone(),
                    outlet: article.outlet.clone(),
                    title: article.title.clone(),
                    published: article.published,
                    ..ShelfArticle::default()
                };
                let measure = Measure { articles: 1, outlets: 1, ..Measure::default() };
                let label = article.title.clone();
                import.list.push(ShelfEvent {
                    id: article.id.clone(),
                    label,
                    measure,
                    articles: vec![row],
                    ..ShelfEvent::default()
                });
            }
        }
        import
    }
}

/// What it takes until a file of one article that came, or changed, is in; its analysis is not
/// counted.
fn change(store: &mut Store, like: &Article, turn: usize) -> Duration {
    let article =
        Article { text: format!("{} Corrected {turn} times.", like.text), ..like.clone() };
    let found = analyze_article(&article);
    let file = FileSeen { path: "/bench/one.txt".into(), size: turn as u64, modified: 0 };
    let entries = [Entry { article: &article, says_outlet: true, findings: Some(&found) }];
    let began = Instant::now();
    store
        .put(&[Batch {
            file: &file,
            look: Look::default(),
            from: 0,
            entries: &entries,
            problems: &[],
            is_last: true,
        }])
        .unwrap();
    began.elapsed()
}

fn reshelve(store: &mut Store, list: &[ShelfEvent], turn: usize) {
    let place = list.len() * turn / TIMES;
    let event = ShelfEvent { label: format!("Changed {turn} times"), ..list[place].clone() };
    let basis = basis(store);
    store.reshelve(&[place].into(), vec![event], &basis).unwrap();
}

fn basis(store: &Store) -> Basis {
    Basis { changes: store.reader().changes().unwrap(), corrected: Vec::new() }
}

fn size_of(folder: &Path) -> u64 {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}
