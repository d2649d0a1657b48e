//! The store as the reader uses it: import, open again, list, texts, search; what changed, moved
//! and went; and what must hold whatever happens to the program or the file.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use rashomon::analysis::event::Rarity;
use rashomon::analysis::{self, ArticleFindings, Depth, EventFindings};
use rashomon::corpus::{ArticleId, Corpus, Problem};
use rashomon::library;
use rashomon::library::gather::{Follower, Sketches, gather};
use rashomon::library::living::{Living, News};
use rashomon::library::store::shelf::{Basis, Shelving};
use rashomon::library::store::{Batch, Entry, EventKey, Reader, Store, Stored, Touched};
use rashomon::load::{self, FileRead, Walked, Watch};
use rashomon::view::Coverage;
use rashomon::view::query;
use rashomon::view::query::{Known, Place, Query};
use rashomon::view::shelf::memory::Memory;
use rashomon::view::shelf::{Number, Shelf, ShelfArticle, ShelfEvent};
use tempfile::TempDir;

/// Held to write while a child is made: until it runs its program it holds the locks of this one,
/// too, so that nobody may open meanwhile.
static SPAWNING: RwLock<()> = RwLock::new(());

/// A library of files that a test writes, and the folder of its cache.
struct Library {
    folder: TempDir,
    cache: TempDir,
}

impl Library {
    fn new(files: &[(&str, &str)]) -> Library {
        let library =
            Library { folder: tempfile::tempdir().unwrap(), cache: tempfile::tempdir().unwrap() };
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

    /// The cache's file.
    fn file(&self) -> PathBuf {
        let mut files = fs::read_dir(self.cache.path()).unwrap().map(|entry| entry.unwrap().path());
        files.find(|path| path.extension().is_some_and(|extension| extension == "sqlite")).unwrap()
    }

    fn open(&self) -> (Store, Vec<Problem>) {
        let _none_is_made = SPAWNING.read().unwrap_or_else(PoisonError::into_inner);
        Store::open(self.cache.path(), &self.roots())
    }

    /// A walk so late that no file is in doubt.
    fn walk(&self) -> Walked {
        let mut walked = load::walk(&self.roots());
        walked.look.at += 10_000_000_000;
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
    let mut taken = Taken {
        read: plan.read.len(),
        unchanged: plan.unchanged,
        gone: plan.gone.len(),
        analysed: 0,
    };
    for places in plan.read.chunks(at_once) {
        let files = walked.read(places, &Watch::default());
        let mut found: Vec<Vec<Option<ArticleFindings>>> = Vec::new();
        for (_, file) in &files {
            let lacking = store.reader().lacking(&file.articles).unwrap();
            let analysed = file
                .articles
                .iter()
                .zip(lacking)
                .map(|(article, lacking)| lacking.then(|| analysis::analyze_article(article)));
            found.push(analysed.collect());
        }
        taken.analysed += found.iter().flatten().flatten().count();
        let entries: Vec<Vec<Entry<'_>>> = files
            .iter()
            .zip(&found)
            .map(|((_, file), found)| {
                let articles = unanalysed(file).into_iter().zip(found);
                articles
                    .map(|(entry, findings)| Entry { findings: findings.as_ref(), ..entry })
                    .collect()
            })
            .collect();
        let batches: Vec<Batch<'_>> = files
            .iter()
            .zip(&entries)
            .map(|((place, file), entries)| batch(walked, *place, file, entries))
            .collect();
        store.put(&batches).unwrap();
    }
    store.settle(walked, &BTreeMap::new()).unwrap();
    taken
}

/// Keeps `list` as the list of `store`.
fn shelve(store: &mut Store, list: &[ShelfEvent]) {
    let mut shelving = Shelving::default();
    shelving.add(list.to_vec()).unwrap();
    let basis = Basis { changes: store.reader().changes().unwrap(), corrected: Vec::new() };
    store.shelve(shelving, &basis, &(Rarity::default(), list.len())).unwrap();
}

/// The articles of `store` without their texts, in the order in which files are loaded.
fn rows(store: &Store) -> Vec<Stored> {
    let numbers: Vec<Number> =
        store.reader().moments().unwrap().into_iter().map(|(number, _)| number).collect();
    let numbers = store.reader().as_loaded(&numbers).unwrap();
    numbers.into_iter().map(|number| store.reader().row(number).unwrap().unwrap()).collect()
}

/// How many articles there are.
fn articles(reader: &Reader) -> usize {
    reader.moments().unwrap().len()
}

/// The list of `store`: every article as an event of its own, in order of id.
fn shelf_of(store: &Store) -> Vec<ShelfEvent> {
    let mut rows: Vec<_> = rows(store).into_iter().map(|row| (row.id, row.article)).collect();
    rows.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    let article = |(id, article): (_, rashomon::corpus::Article)| ShelfArticle {
        number: id,
        id: article.id,
        title: article.title,
        ..ShelfArticle::default()
    };
    rows.into_iter()
        .map(article)
        .map(|article| ShelfEvent {
            id: article.id.clone(),
            label: article.title.clone(),
            articles: vec![article],
            ..ShelfEvent::default()
        })
        .collect()
}

fn search(store: &Store, query: &str, limit: usize) -> Vec<String> {
    let query = Query::parse(query).unwrap();
    let found =
        store.reader().search(&query, &|_, _| false, limit, &AtomicBool::new(false)).unwrap();
    found.into_iter().map(|found| found.stored.article.id).collect()
}

fn three() -> Library {
    Library::new(&[
        (
            "courier.md",
            "---\ndate: 2025-03-04\n---\n# Harbour bridge closed\n\nThe bridge is shut. “We were told nothing,” the mayor, Ilse Brandt, said.\n",
        ),
        (
            "post.txt",
            "Ferry strike\n\nMarch 6, 2025\n\nThe crews of the ferries stayed at home. Nobody was told.\n",
        ),
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
    assert_eq!(
        take_in(&mut store, &walked, 2),
        Taken { read: 3, unchanged: 0, gone: 0, analysed: 4 }
    );
    drop(store);
    let (mut store, problems) = library.open();
    assert_eq!(problems, []);
    assert_eq!(
        take_in(&mut store, &library.walk(), 2),
        Taken { read: 0, unchanged: 3, gone: 0, analysed: 0 }
    );
    let loaded = load::load(&library.roots(), &Watch::default());
    let rows = rows(&store);
    assert_eq!(rows.len(), loaded.articles.len());
    for (row, article) in rows.iter().zip(&loaded.articles) {
        let stored = store.reader().article(row.id).unwrap().unwrap().article;
        assert_eq!(format!("{stored:?}"), format!("{article:?}"));
        assert_eq!(
            store.reader().findings(row.id).unwrap(),
            Some(analysis::analyze_article(article))
        );
    }
    assert_eq!(search(&store, "bridge", 9), ["r1", "courier.md", "r2"]);
    assert_eq!(search(&store, "told -bridge", 9), ["post.txt"]);
    assert_eq!(search(&store, "said:told", 9), ["courier.md"]);
}

#[test]
fn the_list_is_read_in_windows_and_changed_in_pieces() {
    let lines: Vec<String> = (0..700)
        .map(|n| {
            format!("{{\"id\": \"r{n:03}\", \"title\": \"Title {n:03}\", \"text\": \"Text {n}.\"}}")
        })
        .collect();
    let library = Library::new(&[("all.jsonl", &lines.join("\n"))]);
    let (mut store, _) = library.open();
    take_in(&mut store, &library.walk(), 9);
    assert_eq!(store.reader().shelf().unwrap().events, 0);
    let mut list = shelf_of(&store);
    shelve(&mut store, &list);
    let check = |store: &Store, list: &[ShelfEvent]| {
        let shelf = store.reader().shelf().unwrap();
        assert_eq!((shelf.events, shelf.articles), (list.len(), list.len()));
        assert_eq!(store.reader().touched().unwrap(), Some(Touched::default()));
        for window in [0..40, 100..150, 127..129, 690..720, 0..list.len(), 5000..5010] {
            let expected = list.get(window.start..window.end.min(list.len())).unwrap_or(&[]);
            let found: Vec<_> = window.filter_map(|place| shelf.event(place).unwrap()).collect();
            assert!(found.iter().map(AsRef::as_ref).eq(expected));
        }
        for place in [0, 127, 128, 300, list.len() - 1] {
            assert_eq!(shelf.find(list[place].articles[0].number).unwrap(), Some((place, 0)));
        }
        assert_eq!(shelf.measures().unwrap().len(), list.len());
    };
    check(&store, &list);
    // One event changes, three come for one, some go over the edge of a piece, and very many come
    // at once.
    let mut next = 1 << 50;
    let mut named = |label: String, like: &ShelfEvent| {
        next += 1;
        let article = ShelfArticle { number: Number(next), ..like.articles[0].clone() };
        ShelfEvent { id: label.clone(), label, articles: vec![article], ..like.clone() }
    };
    let many: Vec<String> = (0..600).map(|n| format!("many {n:03}")).collect();
    let few = |labels: &[&str]| labels.iter().map(|label| (*label).to_owned()).collect::<Vec<_>>();
    for (places, labels) in [
        (300..301, few(&["a"])),
        (10..11, few(&["b", "c", "d"])),
        (120..140, few(&[])),
        (680..682, few(&["z"])),
        (0..0, many),
    ] {
        let new: Vec<ShelfEvent> =
            labels.into_iter().map(|label| named(label, &list[places.start])).collect();
        let changes = store.reader().changes().unwrap();
        let basis = Basis { changes, corrected: Vec::new() };
        store.reshelve(&places.clone().collect(), new.clone(), &basis).unwrap();
        list.drain(places);
        list.extend(new);
        list.sort_by(|a, b| a.id.cmp(&b.id));
        check(&store, &list);
    }
    let all = (0..list.len()).collect();
    store
        .reshelve(
            &all,
            Vec::new(),
            &Basis { changes: store.reader().changes().unwrap(), corrected: Vec::new() },
        )
        .unwrap();
    assert_eq!(store.reader().shelf().unwrap().events, 0);
    library.write("more.txt", "One more.");
    take_in(&mut store, &library.walk(), 9);
    let new = store.reader().named("more.txt").unwrap().unwrap();
    assert_eq!(
        store.reader().touched().unwrap(),
        Some(Touched { changed: vec![new], gone: Vec::new() })
    );
    drop(store);
    fs::remove_file(library.folder.path().join("more.txt")).unwrap();
    let (mut store, _) = library.open();
    take_in(&mut store, &library.walk(), 9);
    assert_eq!(
        store.reader().touched().unwrap(),
        Some(Touched { changed: Vec::new(), gone: vec![new] })
    );
}

#[test]
fn an_update_that_was_cut_off_is_made_good_without_the_rest() {
    let library = Library::new(&[("a.txt", "The quay is shut."), ("b.txt", "The lamp is lit.")]);
    let (mut store, _) = library.open();
    take_in(&mut store, &library.walk(), 9);
    assert_eq!(store.reader().touched().unwrap(), None, "there is no list");
    let follower = Follower { tell: &|_| {}, stopped: &|| false };
    assert!(gather(&mut store, None, Vec::new(), &mut Sketches::default(), &follower).unwrap());
    library.write("c.txt", "The ferry waits.");
    fs::remove_file(library.folder.path().join("b.txt")).unwrap();
    take_in(&mut store, &library.walk(), 9);
    // Here the program ends: the list is as it was.
    drop(store);
    let (send, news) = crossbeam_channel::unbounded();
    let mut living = Living::open(Some(library.cache.path()), &library.roots());
    assert_eq!(living.shelf.as_ref().unwrap().articles(), 2);
    living.begin(move |one| drop(send.send(one)));
    let changed = news
        .iter()
        .find_map(|one| if let News::Changed(changed) = one { Some(changed) } else { None })
        .unwrap();
    let touched = changed.touched.unwrap();
    assert_eq!((touched.changed.len(), touched.gone.len()), (1, 1));
    let labels: Vec<String> = (0..changed.shelf.events())
        .map(|place| changed.shelf.event(place).unwrap().id.clone())
        .collect();
    assert_eq!(labels, ["a", "c"]);
}

/// The sample, in files and in a store with all its events.
fn sample() -> (Library, Store, Coverage) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
    let library = Library::new(&[]);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, library.folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let (mut store, _) = library.open();
    take_in(&mut store, &library.walk(), 5);
    let coverage = library::open(&library.roots(), Depth::Everything, &Watch::default()).coverage;
    let ids = store_ids(&store);
    let told: Vec<_> =
        coverage.corpus.ids().map(|id| (ids[id.index()], coverage.labels(id))).collect();
    store
        .put_events(
            &coverage.corpus,
            &coverage.findings.events.iter().map(|event| (event, 0)).collect::<Vec<_>>(),
            &told,
        )
        .unwrap();
    (library, store, coverage)
}

/// The numbers of the store's articles, in the order of a corpus of one folder.
fn store_ids(store: &Store) -> Vec<Number> {
    rows(store).into_iter().map(|row| row.id).collect()
}

#[test]
fn an_event_comes_back_as_it_was_found_whatever_its_articles_are_called_now() {
    let (_library, store, coverage) = sample();
    let found = |corpus: &Corpus, articles: &[ArticleId]| {
        store.reader().event_of(corpus, articles, EventKey::of(corpus, articles)).unwrap()
    };
    for event in &coverage.findings.events {
        assert_eq!(found(&coverage.corpus, &event.articles).as_ref(), Some(event));
        let mut fewer = event.articles.clone();
        fewer.pop();
        assert_eq!(found(&coverage.corpus, &fewer), None);
    }
    // The same articles in a corpus where they stand elsewhere.
    let mut articles = coverage.corpus.articles().to_vec();
    articles.reverse();
    let last = ArticleId(u32::try_from(articles.len()).unwrap() - 1);
    let other = Corpus::new(articles);
    let moved = |id: &ArticleId| ArticleId(last.0 - id.0);
    for event in &coverage.findings.events {
        let members: Vec<ArticleId> = event.articles.iter().map(moved).collect();
        let found = found(&other, &members).unwrap();
        assert_eq!((&found.articles, found.topics.len()), (&members, event.topics.len()));
        let sides = |event: &EventFindings, number: &dyn Fn(&ArticleId) -> ArticleId| {
            event
                .conflicts
                .iter()
                .map(|conflict| (number(&conflict.a.passage.article), conflict.a.passage.span))
                .collect::<Vec<_>>()
        };
        assert_eq!(sides(&found, &|id| *id), sides(event, &moved));
    }
}

#[test]
fn an_event_is_opened_from_the_store_as_it_is_from_memory() {
    let (_library, mut store, coverage) = sample();
    let ids = store_ids(&store);
    let memory = Memory::new(coverage);
    let row = |place| {
        let mut row = memory.event(place).unwrap().as_ref().clone();
        row.articles
            .iter_mut()
            .for_each(|article| article.number = ids[article.number.id().unwrap().index()]);
        row
    };
    let list: Vec<ShelfEvent> = (0..memory.events()).map(row).collect();
    shelve(&mut store, &list);
    let shelf = store.reader().shelf().unwrap();
    let shown: Vec<ShelfEvent> = (0..list.len())
        .map(|place| shelf.event(place).unwrap().unwrap().as_ref().clone())
        .collect();
    assert_eq!(shown, list, "what the list shows is kept whole");
    assert_eq!(shelf.measures().unwrap(), memory.measures().as_ref());
    for (place, row) in list.iter().enumerate() {
        let (stored, held) = (
            store.reader().opened(row).unwrap(),
            memory.open(memory.event(place).unwrap().articles[0].number).unwrap(),
        );
        assert_eq!(
            stored.numbers,
            row.articles.iter().map(|article| article.number).collect::<Vec<_>>()
        );
        assert_eq!(
            format!("{:?}{:?}", stored.findings.articles, stored.findings.events),
            format!("{:?}{:?}", held.findings.articles, held.findings.events)
        );
        let said = |coverage: &Coverage| {
            let articles = coverage.corpus.articles().iter();
            articles
                .map(|article| (article.id.clone(), article.outlet.clone(), article.text.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(said(&stored), said(&held));
    }
    // Of an event that has not been compared there are the texts and the quotes.
    let new = ShelfEvent {
        articles: [&list[0].articles[..], &list[1].articles[..]].concat(),
        ..list[0].clone()
    };
    let opened = store.reader().opened(&new).unwrap();
    assert_eq!(
        (opened.findings.events[0].label.as_str(), opened.findings.events[0].conflicts.len()),
        (list[0].label.as_str(), 0)
    );
    assert_eq!(opened.corpus.articles().len(), new.articles.len());
}

fn known_number(known: Known) -> i64 {
    match known {
        Known::Read => 0,
        Known::New => 1,
        Known::Noted => 2,
        Known::Disputed => 4,
        Known::Kind(_) => 5,
    }
}

/// Which articles answer, and where.
type Answers = Vec<(Number, Vec<Place>)>;

/// Asks the store and the articles in memory.
fn both(store: &Store, coverage: &Coverage, query: &Query) -> [Answers; 2] {
    let go_on = AtomicBool::new(false);
    let ids = store_ids(store);
    // Whatever is known, differently of each: what is compared is who is asked of whom.
    let read = |id: Number, known: Known| (id.0 + known_number(known)) % 3 == 0;
    let stored = store.reader().search(query, &read, usize::MAX, &go_on).unwrap();
    let memory = query::search(
        coverage,
        query,
        &|id, known| read(ids[id.index()], known),
        usize::MAX,
        &go_on,
    );
    let matches: BTreeSet<Number> =
        store.reader().matches(query, &read, &go_on).unwrap().into_iter().collect();
    assert_eq!(matches, stored.iter().map(|found| found.stored.id).collect(), "{query:?}");
    let stored = stored.into_iter().map(|found| (found.stored.id, found.places)).collect();
    [stored, memory.into_iter().map(|(id, places)| (ids[id.index()], places)).collect()]
}

#[test]
fn the_store_and_the_memory_find_the_same() {
    let (_library, store, coverage) = sample();
    let mut pieces: Vec<String> = [
        "is:unread",
        "is:read",
        "has:conflict",
        "-has:note",
        "kind:number the",
        "after:2025",
        "before:2025-03-05",
        "said:the",
        "topic:the",
        "the",
        "a -the",
        "\"said the\"",
    ]
    .map(str::to_owned)
    .to_vec();
    for id in coverage.corpus.ids() {
        let article = coverage.corpus.article(id);
        let told = coverage.labels(id);
        pieces.extend(told.speakers.iter().map(|name| format!("speaker:\"{name}\"")));
        pieces.extend(
            told.topics.iter().map(|label| format!("topic:\"{}\"", label.replace('"', " "))),
        );
        pieces.push(format!("outlet:\"{}\"", article.outlet.name));
        let words: Vec<&str> = article.text.split_whitespace().collect();
        pieces.extend(words.iter().step_by(17).map(|word| word.replace(['"', '“', '”', ':'], "")));
        pieces.extend(
            words
                .chunks(2)
                .step_by(23)
                .map(|words| format!("\"{}\"", words.join(" ").replace(['"', '“', '”'], ""))),
        );
        pieces.extend(
            words
                .iter()
                .step_by(29)
                .map(|word| format!("said:\"{}\"", word.replace(['"', '“', '”'], ""))),
        );
    }
    pieces.retain(|piece| Query::parse(piece).is_ok_and(|query| !query.is_empty()));
    let mut answered = 0;
    let mut check = |query: &Query, written: &str| {
        let [stored, memory] = both(&store, &coverage, query);
        assert_eq!(stored, memory, "{written}");
        answered += usize::from(!stored.is_empty());
    };
    for (at, piece) in pieces.iter().enumerate() {
        check(&Query::parse(piece).unwrap(), piece);
        let two = format!(
            "{piece} {}{}",
            if at % 3 == 0 { "-" } else { "" },
            pieces[at * 31 % pieces.len()]
        );
        check(&Query::parse(&two).unwrap(), &two);
        let begun: String = piece.chars().take(1 + at % piece.chars().count()).collect();
        if let Ok(query) = Query::typing(&begun) {
            check(&query, &begun);
        }
    }
    assert!(answered > pieces.len(), "{answered} answers to {} queries", pieces.len() * 3);
}

proptest! {
    /// Whatever a reader types is read or told what is wrong with it, and neither asks the index
    /// something it cannot read.
    #[test]
    fn whatever_is_typed_breaks_nothing(written in "([a-z\"“”:*()^+{} .'’-]|outlet:|said:|after:|-|NEAR|AND|OR|NOT|é|\u{0}|6|\n){0,12}") {
        thread_local! {
            static SAMPLE: (Library, Store, Coverage) = sample();
        }
        for query in [Query::parse(&written), Query::typing(&written)] {
            match query {
                Ok(query) => SAMPLE.with(|(_, store, coverage)| {
                    let [stored, memory] = both(store, coverage, &query);
                    assert_eq!(stored, memory);
                }),
                Err(broken) => prop_assert!(written.is_char_boundary(broken.at) && !broken.what.is_empty()),
            }
        }
    }
}

#[test]
fn what_changed_moved_and_went_is_followed() {
    let library = three();
    let (mut store, _) = library.open();
    take_in(&mut store, &library.walk(), 9);
    let before = ids_by_name(&store);
    // One changes, one moves, one record of a file changes and one comes before the others; one
    // file is new.
    library.write("post.txt", "Ferry strike\n\nMarch 6, 2025\n\nThe crews went back to work.\n");
    fs::create_dir(library.folder.path().join("deep")).unwrap();
    fs::rename(
        library.folder.path().join("courier.md"),
        library.folder.path().join("deep/bridge.md"),
    )
    .unwrap();
    library.write("radio.jsonl", "{\"id\": \"r0\", \"text\": \"New first.\"}\n{\"id\": \"r1\", \"title\": \"Bridge opens\", \"text\": \"The bridge is open again.\", \"date\": \"2025-03-09\"}\n{\"id\": \"r2\", \"text\": \"Still no news.\"}\n");
    assert_eq!(
        take_in(&mut store, &library.walk(), 9),
        Taken { read: 3, unchanged: 0, gone: 1, analysed: 3 }
    );
    let after = ids_by_name(&store);
    assert_eq!(after.keys().collect::<Vec<_>>(), ["deep/bridge.md", "post.txt", "r0", "r1", "r2"]);
    for (old, new) in [("courier.md", "deep/bridge.md"), ("post.txt", "post.txt"), ("r1", "r1")] {
        assert_eq!(before[old], after[new], "{new} is still the same article");
    }
    assert_eq!(search(&store, "crews", 9), ["post.txt"]);
    assert_eq!(search(&store, "stayed", 9), Vec::<String>::new());
    fs::remove_file(library.folder.path().join("post.txt")).unwrap();
    assert_eq!(
        take_in(&mut store, &library.walk(), 9),
        Taken { read: 0, unchanged: 2, gone: 1, analysed: 0 }
    );
    assert_eq!(search(&store, "crews", 9), Vec::<String>::new());
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

fn ids_by_name(store: &Store) -> BTreeMap<String, Number> {
    rows(store).into_iter().map(|row| (row.article.id, row.id)).collect()
}

#[test]
fn outlets_go_by_all_folders_and_settings_whatever_was_read_when() {
    let library = Library::new(&[
        ("courier/a.txt", "The quay is shut."),
        ("loose/b.txt", "The quay is open."),
    ]);
    let (mut store, _) = library.open();
    let outlets = |store: &Store| {
        rows(store)
            .into_iter()
            .map(|row| (row.article.outlet.name, row.article.outlet.guessed))
            .collect::<Vec<_>>()
    };
    let check = |store: &mut Store| {
        take_in(store, &library.walk(), 1);
        let loaded = load::load(&library.roots(), &Watch::default()).articles;
        let loaded: Vec<_> = loaded
            .into_iter()
            .map(|article| (article.outlet.name, article.outlet.guessed))
            .collect();
        assert_eq!(outlets(store), loaded);
        loaded
    };
    assert_eq!(check(&mut store), [("courier".into(), false), ("loose".into(), false)]);
    assert_eq!(search(&store, "outlet:loose quay", 9), ["loose/b.txt"]);
    // A third article says that its folder is no outlet: then the others are none either.
    library.write("loose/c.md", "---\noutlet: Harbour Radio\n---\n# C\n\nThe quay.\n");
    assert_eq!(
        check(&mut store),
        [
            ("The quay is shut".into(), true),
            ("The quay is open".into(), true),
            ("Harbour Radio".into(), false)
        ]
    );
    assert_eq!(search(&store, "outlet:loose quay", 9), Vec::<String>::new());
    fs::remove_file(library.folder.path().join("loose/c.md")).unwrap();
    assert_eq!(check(&mut store), [("courier".into(), false), ("loose".into(), false)]);
    library.write("rashomon.toml", "outlet = 'Evening Post'\n");
    assert_eq!(check(&mut store), [("Evening Post".into(), false), ("Evening Post".into(), false)]);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_clock_that_was_set_back_hides_no_change() {
    let library = Library::new(&[("a.txt", "The quay is shut.")]);
    let path = library.folder.path().join("a.txt");
    let set = |time: SystemTime| {
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    };
    let (mut store, _) = library.open();
    // Written "tomorrow": each look at it is in doubt, and what it says is not analysed again.
    let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
    set(tomorrow);
    assert_eq!(
        take_in(&mut store, &library.walk(), 1),
        Taken { read: 1, unchanged: 0, gone: 0, analysed: 1 }
    );
    assert_eq!(
        take_in(&mut store, &library.walk(), 1),
        Taken { read: 1, unchanged: 0, gone: 0, analysed: 0 }
    );
    // Another text of the same size at the same time.
    library.write("a.txt", "The quay is open.");
    set(tomorrow);
    assert_eq!(take_in(&mut store, &library.walk(), 1).analysed, 1);
    assert_eq!(search(&store, "open", 9), ["a.txt"]);
    // The same, within a tick of the look.
    let mut walked = load::walk(&library.roots());
    set(SystemTime::now());
    take_in(&mut store, &walked, 1);
    walked = load::walk(&library.roots());
    walked.look.at = walked.files[0].modified + 1;
    take_in(&mut store, &walked, 1);
    let same = fs::metadata(&path).unwrap().modified().unwrap();
    library.write("a.txt", "The quay is wide.");
    set(same);
    assert_eq!(
        take_in(&mut store, &library.walk(), 1),
        Taken { read: 1, unchanged: 0, gone: 0, analysed: 1 }
    );
    assert_eq!(
        take_in(&mut store, &library.walk(), 1),
        Taken { read: 0, unchanged: 1, gone: 0, analysed: 0 }
    );
}

#[test]
fn a_file_that_changes_while_it_is_read_is_read_again() {
    let library = Library::new(&[("a.txt", "The quay is shut.")]);
    let (mut store, _) = library.open();
    let walked = library.walk();
    library.write("a.txt", "The quay is open again.");
    take_in(&mut store, &walked, 1);
    assert_eq!(
        take_in(&mut store, &library.walk(), 1),
        Taken { read: 1, unchanged: 0, gone: 0, analysed: 0 }
    );
    // It goes while it is read: that is a problem of that file, and the next look sees that it is
    // gone.
    let walked = library.walk();
    library.write("b.txt", "The ferry waits.");
    let with_b = library.walk();
    fs::remove_file(library.folder.path().join("b.txt")).unwrap();
    take_in(&mut store, &with_b, 1);
    assert!(
        store.reader().problems().unwrap().iter().any(|problem| problem.path.ends_with("b.txt"))
    );
    take_in(&mut store, &walked, 1);
    assert_eq!(
        (store.reader().problems().unwrap(), search(&store, "quay", 9)),
        (vec![], vec!["a.txt".to_owned()])
    );
}

#[test]
fn ten_thousand_files_at_once_are_taken_in_and_not_read_twice() {
    let library = Library::new(&[]);
    for n in 0..10_000 {
        fs::write(
            library.folder.path().join(format!("{n:05}.txt")),
            format!("Quay {n} is shut.\n\nThe mayor said so on day {n}."),
        )
        .unwrap();
    }
    let (mut store, _) = library.open();
    let walked = library.walk();
    let plan = store.plan(&walked).unwrap();
    assert_eq!(plan.read.len(), 10_000);
    for places in plan.read.chunks(1000) {
        put_unanalysed(&mut store, &walked, places);
    }
    store.settle(&walked, &BTreeMap::new()).unwrap();
    assert_eq!(articles(store.reader()), 10_000);
    let plan = store.plan(&library.walk()).unwrap();
    assert_eq!((plan.read.len(), plan.unchanged, plan.gone.len()), (0, 10_000, 0));
    assert_eq!(search(&store, "quay 7777", 9), ["07777.txt"]);
    assert_eq!(
        search(&store, "quay", 3),
        ["09744.txt", "09745.txt", "09746.txt"],
        "of one day so many, the last to come are looked at first"
    );
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_folder_that_vanishes_keeps_what_was_found_in_it() {
    let library = three();
    let (mut store, _) = library.open();
    take_in(&mut store, &library.walk(), 9);
    let away = library.folder.path().with_extension("away");
    fs::rename(library.folder.path(), &away).unwrap();
    for step in ["not there", "empty"] {
        let walked = library.walk();
        let plan = store.plan(&walked).unwrap();
        assert_eq!((plan.gone.len(), plan.read.len(), plan.offline.len()), (0, 0, 1), "{step}");
        let offline = plan.offline[0].to_string();
        assert!(
            offline.contains("is not there now, or empty; its 3 files are shown as they were"),
            "{offline}"
        );
        store.settle(&walked, &BTreeMap::new()).unwrap();
        assert_eq!(search(&store, "bridge", 9).len(), 3);
        let _ = fs::create_dir(library.folder.path());
    }
    fs::remove_dir(library.folder.path()).unwrap();
    fs::rename(&away, library.folder.path()).unwrap();
    assert_eq!(
        take_in(&mut store, &library.walk(), 9),
        Taken { read: 0, unchanged: 3, gone: 0, analysed: 0 }
    );
}

#[test]
fn a_second_rashomon_reads_along() {
    let library = three();
    let (mut first, _) = library.open();
    take_in(&mut first, &library.walk(), 9);
    let (mut second, problems) = library.open();
    assert_eq!((problems, second.is_kept(), second.is_alongside()), (vec![], false, true));
    assert_eq!(search(&second, "bridge", 9).len(), 3);
    library.write("new.txt", "A bridge more.");
    take_in(&mut first, &library.walk(), 9);
    assert_eq!(search(&second, "bridge", 9).len(), 4);
    let walked = library.walk();
    let places: Vec<usize> = (0..walked.files.len()).collect();
    let files = walked.read(&places, &Watch::default());
    let entries: Vec<_> = files.iter().map(|(_, file)| unanalysed(file)).collect();
    let refused = second.put(&[batch(&walked, 0, &files[0].1, &entries[0])]).unwrap_err();
    assert!(refused.what.contains("another rashomon"), "{refused}");
    let reader = second.another().unwrap();
    assert_eq!(std::thread::spawn(move || articles(&reader)).join().unwrap(), 5);
    drop(first);
    drop(second);
    assert!(library.open().0.is_kept());
}

#[test]
fn without_a_place_for_the_cache_it_is_in_memory() {
    let library = three();
    let nowhere = library.folder.path().join("post.txt/cache");
    let (mut store, problems) = Store::open(&nowhere, &library.roots());
    assert!(
        !store.is_kept()
            && problems.len() == 1
            && problems[0].what.starts_with("the cache cannot be kept"),
        "{problems:?}"
    );
    take_in(&mut store, &library.walk(), 9);
    let reader = store.another().unwrap();
    assert_eq!(std::thread::spawn(move || articles(&reader)).join().unwrap(), 4);
    assert_eq!(search(&store, "bridge", 9).len(), 3);
}

/// Takes in files as if nothing were found in them.
fn put_unanalysed(store: &mut Store, walked: &Walked, places: &[usize]) {
    let files = walked.read(places, &Watch::default());
    let nothing = ArticleFindings::default();
    let entries = |file| {
        unanalysed(file)
            .into_iter()
            .map(|entry| Entry { findings: Some(&nothing), ..entry })
            .collect()
    };
    let entries: Vec<Vec<Entry<'_>>> = files.iter().map(|(_, file)| entries(file)).collect();
    let batches: Vec<Batch<'_>> = files
        .iter()
        .zip(&entries)
        .map(|((place, file), entries)| batch(walked, *place, file, entries))
        .collect();
    store.put(&batches).unwrap();
}

fn unanalysed(file: &FileRead) -> Vec<Entry<'_>> {
    file.articles
        .iter()
        .zip(&file.says_outlet)
        .map(|(article, says_outlet)| Entry { article, says_outlet: *says_outlet, findings: None })
        .collect()
}

fn batch<'a>(
    walked: &'a Walked,
    place: usize,
    file: &'a FileRead,
    entries: &'a [Entry<'a>],
) -> Batch<'a> {
    Batch {
        file: &walked.files[place],
        look: walked.look,
        from: 0,
        entries,
        problems: &file.problems,
        is_last: true,
    }
}

/// How often an import is killed, or as `RASHOMON_KILLS` says.
const KILLS: usize = 200;
/// Files of the library that is killed while it is imported.
const FILES: usize = 120;
/// What tells the child that it is one, and the folders of library and cache.
const CHILD: &str = "RASHOMON_TEST_IMPORT";

fn killed_text(file: usize, version: usize) -> String {
    format!(
        "Quay {file} shut\n\nThe quay is shut in version{version} of file{file}, said the mayor, Ilse Brandt. “It opens on Friday,” she said."
    )
}

/// The program that is killed: imports what there is in small batches, and says what was
/// acknowledged.
#[test]
fn child_that_imports() {
    let Ok(folders) = std::env::var(CHILD) else { return };
    let (folder, cache) = folders.split_once('\n').unwrap();
    let roots = [PathBuf::from(folder)];
    let mut store = Store::open(Path::new(cache), &roots).0;
    let mut walked = load::walk(&roots);
    walked.look.at += 10_000_000_000;
    let mut out = std::io::stdout();
    for places in store.plan(&walked).unwrap().read.chunks(2) {
        let files = walked.read(places, &Watch::default());
        let found: Vec<ArticleFindings> = files
            .iter()
            .flat_map(|(_, file)| &file.articles)
            .map(analysis::analyze_article)
            .collect();
        let entries: Vec<Vec<Entry<'_>>> = files
            .iter()
            .zip(&found)
            .map(|((_, file), found)| {
                unanalysed(file)
                    .into_iter()
                    .map(|entry| Entry { findings: Some(found), ..entry })
                    .collect()
            })
            .collect();
        let batches: Vec<Batch<'_>> = files
            .iter()
            .zip(&entries)
            .map(|((place, file), entries)| batch(&walked, *place, file, entries))
            .collect();
        store.put(&batches).unwrap();
        for (place, _) in &files {
            writeln!(out, "taken {}", walked.files[*place].path).unwrap();
        }
        out.flush().unwrap();
    }
    store.settle(&walked, &BTreeMap::new()).unwrap();
    writeln!(out, "settled").unwrap();
}

/// Starts the import, kills it after some acknowledged files and a moment more; gives the names
/// that were acknowledged.
fn killed(library: &Library, after: usize, moment: Duration) -> Vec<String> {
    let making = SPAWNING.write().unwrap_or_else(PoisonError::into_inner);
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_imports", "--nocapture", "--test-threads=1"])
        .env(
            CHILD,
            format!("{}\n{}", library.folder.path().display(), library.cache.path().display()),
        )
        .env("RAYON_NUM_THREADS", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(making);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let name = |line: &str| {
        line.strip_prefix("taken ")
            .and_then(|path| Some(Path::new(path).file_name()?.to_string_lossy().into_owned()))
    };
    let mut taken = Vec::new();
    while taken.len() < after
        && let Some(line) = lines.next()
    {
        taken.extend(name(&line.unwrap()));
    }
    std::thread::sleep(moment); // not to wait for anything: the moment at which it is killed
    child.kill().unwrap();
    child.wait().unwrap();
    taken.extend(lines.filter_map(|line| name(&line.ok()?)));
    taken
}

#[test]
fn killed_at_any_moment_of_an_import_nothing_acknowledged_is_lost() {
    let library = Library::new(&[]);
    let mut versions = vec![0; FILES];
    for file in 0..FILES {
        library.write(&format!("{file:03}.txt"), &killed_text(file, 0));
    }
    let kills =
        std::env::var("RASHOMON_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let (mut seed, mut acknowledged, mut unfinished) = (0x9e37_79b9_7f4a_7c15_u64, 0, 0);
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for round in 1..=kills {
        for _ in 0..12 {
            let file = random(FILES);
            versions[file] = round;
            library.write(&format!("{file:03}.txt"), &killed_text(file, round));
        }
        let taken = killed(&library, random(10), Duration::from_micros(random(6_000) as u64));
        let (mut store, problems) = library.open();
        assert_eq!((problems, store.is_kept()), (vec![], true), "round {round}");
        assert_eq!(store.check().unwrap(), Vec::<String>::new(), "round {round}");
        let ids = ids_by_name(&store);
        for name in &taken {
            let file: usize = name.trim_end_matches(".txt").parse().unwrap();
            let stored = store.reader().article(ids[name]).unwrap().unwrap().article;
            assert_eq!(stored.text, killed_text(file, versions[file]), "round {round}");
            assert_eq!(
                store.reader().findings(ids[name]).unwrap(),
                Some(analysis::analyze_article(&stored)),
                "round {round}"
            );
            let found = search(&store, &format!("file{file} version{}", versions[file]), 9);
            assert_eq!(found, std::slice::from_ref(name), "round {round}");
        }
        let plan = store.plan(&library.walk()).unwrap();
        assert!(
            plan.read.iter().all(|place| !taken.contains(&format!("{place:03}.txt"))),
            "round {round}: acknowledged, and read again"
        );
        acknowledged += taken.len();
        unfinished += usize::from(!plan.read.is_empty());
    }
    assert!(
        acknowledged > kills && unfinished > kills / 2,
        "{acknowledged} files acknowledged, {unfinished} imports cut short"
    );
}

/// A store of many articles, closed; and how it is opened again: it must be well whatever was done
/// to its file.
fn many() -> Library {
    let line = |n: usize| {
        format!(
            "{{\"id\": \"r{n}\", \"title\": \"Quay {n}\", \"text\": \"The quay {n} is shut, said mayor {n} of town{n}.\"}}\n"
        )
    };
    let library = Library::new(&[("all.jsonl", &(0..2000).map(line).collect::<String>())]);
    let (mut store, _) = library.open();
    take_in(&mut store, &library.walk(), 1);
    library
}

/// Opens the library again, rebuilds what is to be rebuilt, and gives what was said of it.
#[track_caller]
fn mended(library: &Library) -> Vec<Problem> {
    let (mut store, problems) = library.open();
    assert!(store.is_kept());
    take_in(&mut store, &library.walk(), 1);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    assert_eq!(articles(store.reader()), 2000);
    assert_eq!(search(&store, "town77", 9), ["r77"]);
    problems
}

#[test]
fn a_cache_that_is_none_is_built_anew_with_a_word() {
    let library = many();
    assert_eq!(mended(&library), []);
    let whole = fs::read(library.file()).unwrap();
    let other = {
        let folder = tempfile::tempdir().unwrap();
        let connection = rusqlite::Connection::open(folder.path().join("other")).unwrap();
        connection
            .execute_batch("CREATE TABLE article (id INTEGER); INSERT INTO article VALUES (7)")
            .unwrap();
        drop(connection);
        fs::read(folder.path().join("other")).unwrap()
    };
    let mut later = whole.clone();
    later[60..64].copy_from_slice(&99_u32.to_be_bytes()); // the version of the form
    let broken: [(&str, Vec<u8>); 7] = [
        ("zeros", vec![0; whole.len()]),
        ("cut in two", whole[..whole.len() / 2].to_vec()),
        ("cut in its first page", whole[..700].to_vec()),
        ("a text", b"no database at all\n".repeat(900)),
        ("another program's", other),
        ("a later form", later),
        ("its first page zeros", [vec![0; 4096], whole[4096..].to_vec()].concat()),
    ];
    for (what, bytes) in broken {
        fs::write(library.file(), bytes).unwrap();
        let problems = mended(&library);
        assert_eq!(problems.len(), 1, "{what}");
        assert!(problems[0].what.contains("is built anew"), "{what}: {}", problems[0]);
        assert_eq!(mended(&library), [], "{what}");
    }
}

#[test]
fn a_page_of_the_cache_that_is_damaged_is_told_and_the_cache_rebuilt() {
    let library = many();
    let whole = fs::read(library.file()).unwrap();
    let mut told = 0;
    for place in (1..whole.len() / 4096).step_by(29) {
        let mut bytes = whole.clone();
        bytes[place * 4096..(place + 1) * 4096].fill(0);
        fs::write(library.file(), &bytes).unwrap();
        let (mut store, _) = library.open();
        // All that a reader can ask: it is answered, or said to be damaged.
        let asked = [
            store.check().map(|found| assert!(found.is_empty(), "{place}: {found:?}")),
            store.reader().moments().and_then(|all| {
                all.into_iter().try_for_each(|(number, _)| {
                    let _ = (store.reader().text(number), store.reader().findings(number));
                    store.reader().row(number).map(drop)
                })
            }),
            store
                .reader()
                .search(
                    &Query::parse("quay").unwrap(),
                    &|_, _| false,
                    2000,
                    &AtomicBool::new(false),
                )
                .map(|_| ()),
            store.plan(&library.walk()).map(|_| ()),
        ];
        let damage: Vec<Problem> = asked.into_iter().filter_map(Result::err).collect();
        drop(store);
        if let Some(problem) = damage.first() {
            assert!(problem.what.contains("damaged"), "{place}: {problem}");
            told += 1;
            mended(&library);
        }
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{suffix}", library.file().display()));
        }
    }
    assert!(told > 3, "{told}");
}

#[test]
fn thousands_of_records_that_say_the_same_take_no_longer_than_others() {
    let library =
        Library::new(&[("all.jsonl", &"{\"text\": \"The quay is shut.\"}\n".repeat(8_000))]);
    let (mut store, _) = library.open();
    let began = std::time::Instant::now();
    for _ in 0..2 {
        let walked = library.walk();
        put_unanalysed(&mut store, &walked, &[0]);
        store.settle(&walked, &BTreeMap::new()).unwrap();
        assert_eq!(articles(store.reader()), 8_000);
    }
    // Where each is compared with all others, this takes a minute.
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}
