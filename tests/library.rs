//! The store as the reader uses it: import, open again, list, texts, search; what changed, moved and went; and what must
//! hold whatever happens to the program or the file.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use rashomon::analysis::{self, ArticleFindings};
use rashomon::corpus::Problem;
use rashomon::library::query::Query;
use rashomon::library::store::shelf::{ShelfArticle, ShelfEvent};
use rashomon::library::store::{Batch, Entry, Store};
use rashomon::load::{self, Walked, Watch};
use tempfile::TempDir;

/// A library of files that a test writes, and the folder of its cache.
struct Library {
    folder: TempDir,
    cache: TempDir,
}

impl Library {
    fn new(files: &[(&str, &str)]) -> Library {
        let library = Library { folder: tempfile::tempdir().unwrap(), cache: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            library.write(name, text);
        }
        library
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn roots(&self) -> Vec<PathBuf> {
        vec![self.folder.path().to_owned()]
    }

    fn open(&self) -> (Store, Vec<Problem>) {
        Store::open(self.cache.path(), &self.roots())
    }

    /// A walk so late that no file is in doubt.
    fn walk(&self) -> Walked {
        let mut walked = load::walk(&self.roots());
        walked.at += 10_000_000_000;
        walked
    }
}

/// What taking in a plan came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Taken {
    read: usize,
    unchanged: usize,
    gone: usize,
    analysed: usize,
}

/// Brings `store` up to date as the reader does, `at_once` files a batch.
fn take_in(store: &mut Store, walked: &Walked, at_once: usize) -> Taken {
    let plan = store.plan(walked).unwrap();
    let mut taken = Taken { read: plan.read.len(), unchanged: plan.unchanged, gone: plan.gone.len(), analysed: 0 };
    for places in plan.read.chunks(at_once) {
        let files = walked.read(places, &Watch::default());
        let mut found: Vec<Vec<Option<ArticleFindings>>> = Vec::new();
        for (_, file) in &files {
            let lacking = store.reader().lacking(&file.articles).unwrap();
            let analysed = file.articles.iter().zip(lacking).map(|(article, lacking)| lacking.then(|| analysis::analyze_article(article)));
            found.push(analysed.collect());
        }
        taken.analysed += found.iter().flatten().flatten().count();
        let entries: Vec<Vec<Entry<'_>>> = files
            .iter()
            .zip(&found)
            .map(|((_, file), found)| {
                file.articles.iter().zip(found).map(|(article, findings)| Entry { article, findings: findings.as_ref() }).collect()
            })
            .collect();
        let batches: Vec<Batch<'_>> = files
            .iter()
            .zip(&entries)
            .map(|((place, file), entries)| Batch {
                file: &walked.files[*place],
                walked: walked.at,
                from: 0,
                entries,
                problems: &file.problems,
                is_last: true,
            })
            .collect();
        store.put(&batches).unwrap();
    }
    store.forget(walked.settings).unwrap();
    taken
}

/// The list of `store`: every article as an event of its own, newest first.
fn shelf_of(store: &Store) -> Vec<ShelfEvent> {
    let rows = store.reader().rows().unwrap();
    let mut rows: Vec<_> = rows.into_iter().map(|row| (row.id, row.article)).collect();
    rows.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    let article = |(id, article): (_, rashomon::corpus::Article)| ShelfArticle {
        id,
        name: article.id,
        title: article.title,
        ..ShelfArticle::default()
    };
    rows.into_iter()
        .map(article)
        .map(|article| ShelfEvent { label: article.title.clone(), articles: vec![article], ..ShelfEvent::default() })
        .collect()
}

fn search(store: &Store, query: &str, limit: usize) -> Vec<String> {
    let query = Query::parse(query).unwrap();
    let found = store.reader().search(&query, &|_| false, limit, &AtomicBool::new(false)).unwrap();
    found.into_iter().map(|found| found.stored.article.id).collect()
}

fn three() -> Library {
    Library::new(&[
        (
            "courier.md",
            "---\ndate: 2025-03-04\n---\n# Harbour bridge closed\n\nThe bridge is shut. “We were told nothing,” the mayor, Ilse Brandt, said.\n",
        ),
        ("post.txt", "Ferry strike\n\nMarch 6, 2025\n\nThe crews of the ferries stayed at home. Nobody was told.\n"),
        (
            "radio.jsonl",
            "{\"id\": \"r1\", \"title\": \"Bridge opens\", \"text\": \"The bridge is open again.\", \"date\": \"2025-03-09\"}\n{\"id\": \"r2\", \"text\": \"No news of the bridge today.\"}\n",
        ),
    ])
}

#[test]
fn what_was_taken_in_is_there_when_it_is_opened_again() {
    let library = three();
    let (mut store, problems) = library.open();
    assert_eq!((problems, store.is_kept()), (vec![], true));
    let walked = library.walk();
    assert_eq!(take_in(&mut store, &walked, 2), Taken { read: 3, unchanged: 0, gone: 0, analysed: 4 });
    drop(store);
    let (mut store, problems) = library.open();
    assert_eq!(problems, []);
    assert_eq!(take_in(&mut store, &library.walk(), 2), Taken { read: 0, unchanged: 3, gone: 0, analysed: 0 });
    let loaded = load::load(&library.roots(), &Watch::default());
    let rows = store.reader().rows().unwrap();
    assert_eq!(rows.len(), loaded.articles.len());
    for (row, article) in rows.iter().zip(&loaded.articles) {
        let stored = store.reader().article(row.id).unwrap().unwrap().article;
        assert_eq!(format!("{stored:?}"), format!("{article:?}"));
        assert_eq!(store.reader().findings(row.id).unwrap(), Some(analysis::analyze_article(article)));
    }
    assert_eq!(search(&store, "bridge", 9), ["r1", "courier.md", "r2"]);
    assert_eq!(search(&store, "told -bridge", 9), ["post.txt"]);
    assert_eq!(search(&store, "said:told", 9), ["courier.md"]);
}

#[test]
fn the_list_is_read_in_windows_and_changed_in_pieces() {
    let lines: Vec<String> =
        (0..700).map(|n| format!("{{\"id\": \"r{n:03}\", \"title\": \"Title {n:03}\", \"text\": \"Text {n}.\"}}")).collect();
    let library = Library::new(&[("all.jsonl", &lines.join("\n"))]);
    let (mut store, _) = library.open();
    take_in(&mut store, &library.walk(), 9);
    assert_eq!(store.reader().shelf().unwrap().events, 0);
    let mut list = shelf_of(&store);
    let changes = store.reader().changes().unwrap();
    store.shelve(&list, changes).unwrap();
    let check = |store: &Store, list: &[ShelfEvent]| {
        let shelf = store.reader().shelf().unwrap();
        assert_eq!((shelf.events, shelf.articles, shelf.is_current), (list.len(), list.len(), true));
        for window in [0..40, 100..150, 127..129, 690..720, 0..list.len(), 5000..5010] {
            let expected = list.get(window.start..window.end.min(list.len())).unwrap_or(&[]);
            assert_eq!(shelf.window(window).unwrap(), expected);
        }
        for place in [0, 127, 128, 300, list.len() - 1] {
            assert_eq!(shelf.find(list[place].articles[0].id).unwrap(), Some((place, 0)));
        }
        assert_eq!(shelf.measures().unwrap().len(), list.len());
    };
    check(&store, &list);
    // One event changes, two come, and some go over the edge of a piece.
    let named = |label: &str, like: &ShelfEvent| ShelfEvent { label: label.into(), ..like.clone() };
    for (places, labels) in [(300..301, vec!["a"]), (10..11, vec!["b", "c", "d"]), (120..140, vec![]), (682..682, vec!["z"])] {
        let new: Vec<ShelfEvent> = labels.into_iter().map(|label| named(label, &list[places.start.min(list.len() - 1)])).collect();
        let mut new: Vec<ShelfEvent> = new;
        for (n, event) in new.iter_mut().enumerate().skip(1) {
            event.articles[0].id.0 = 1 << 50 | n as i64;
        }
        if places.is_empty() {
            new[0].articles[0].id.0 = 1 << 51;
        }
        store.reshelve(places.clone(), &new, changes).unwrap();
        list.splice(places, new);
        check(&store, &list);
    }
    library.write("more.txt", "One more.");
    take_in(&mut store, &library.walk(), 9);
    assert!(!store.reader().shelf().unwrap().is_current);
}
