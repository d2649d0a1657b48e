//! A library that is kept by a thread: what it shows is what the same articles show in memory,
//! whatever changed on the way.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "living/changes.rs"]
mod changes;
#[path = "living/damage.rs"]
mod damage;
#[path = "living/happenings.rs"]
mod happenings;
#[path = "living/killed.rs"]
mod killed;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, unbounded};
use rashomon::analysis::Depth;
use rashomon::library::keyed::Keyed;
use rashomon::library::living::{Changed, Living, News};
use rashomon::library::own::Key;
use rashomon::library::shelf::StoreShelf;
use rashomon::library::{self};
use rashomon::load::Watch;
use rashomon::view::shelf::memory::Memory;
use rashomon::view::shelf::{Change, Number, Shelf, ShelfEvent};
use tempfile::TempDir;

/// A library of files that a test writes, its cache, and what its thread says.
struct Library {
    folder: TempDir,
    cache: TempDir,
    living: Option<(Living, Receiver<News>)>,
}

impl Library {
    fn new() -> Library {
        Library {
            folder: tempfile::tempdir().unwrap(),
            cache: tempfile::tempdir().unwrap(),
            living: None,
        }
    }

    /// The sample, in files.
    fn sample() -> Library {
        let library = Library::new();
        for entry in
            fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample")).unwrap()
        {
            let path = entry.unwrap().path();
            fs::copy(&path, library.folder.path().join(path.file_name().unwrap())).unwrap();
        }
        library
    }

    fn paths(&self) -> Vec<PathBuf> {
        vec![self.folder.path().canonicalize().unwrap()]
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    /// Opens it; gives the list as it was kept.
    fn open(&mut self) -> Option<Arc<StoreShelf>> {
        let (send, news) = unbounded();
        let mut living = Living::open(Some(self.cache.path()), &self.paths());
        let shelf = living.shelf.clone();
        living.begin(move |one| drop(send.send(one)));
        self.living = Some((living, news));
        shelf
    }

    /// Waits until all is done; gives the last word of what changed.
    fn settled(&self) -> Option<Changed> {
        let mut last = None;
        loop {
            match self.living.as_ref().unwrap().1.recv_timeout(Duration::from_secs(60)).unwrap() {
                News::Changed(changed) => last = Some(*changed),
                News::Settled { .. } => return last,
                News::Progress(_) => {}
            }
        }
    }

    /// Waits until the list shows what `wanted` asks for.
    fn until(&self, wanted: impl Fn(&StoreShelf) -> bool) -> Changed {
        for _ in 0..100 {
            if let Some(changed) = self.settled().filter(|changed| wanted(&changed.shelf)) {
                return changed;
            }
        }
        panic!("it never came");
    }

    /// The list of the files as they are now; `shelf` is one of before.
    fn now(&self, shelf: &dyn Shelf) -> Arc<dyn Shelf> {
        self.living.as_ref().unwrap().0.look();
        shelf.regrouped(&shelf.corrected(), &AtomicBool::new(false)).unwrap()
    }

    /// The same articles in memory.
    fn in_memory(&self) -> Memory {
        Memory::new(library::open(&self.paths(), Depth::Everything, &Watch::default()).coverage)
    }
}

/// The rows of a list, without what articles are called in it.
fn rows(shelf: &dyn Shelf) -> Vec<ShelfEvent> {
    let event = |place| {
        let mut event = shelf.event(place).unwrap().as_ref().clone();
        event.articles.iter_mut().for_each(|article| article.number = Number::default());
        (event.follows, event.followed) = (
            event.follows.map(|_| Number::default()),
            vec![Number::default(); event.followed.len()],
        );
        event
    };
    (0..shelf.events()).map(event).collect()
}

/// By label, the ids of the articles of each event.
fn events(shelf: &dyn Shelf) -> BTreeMap<String, Vec<String>> {
    let events = (0..shelf.events()).map(|place| shelf.event(place).unwrap());
    events
        .map(|event| {
            (event.id.clone(), event.articles.iter().map(|article| article.id.clone()).collect())
        })
        .collect()
}

/// Compares what is long: shows where two begin to differ.
#[track_caller]
fn alike<T: std::fmt::Debug>(kept: &[T], held: &[T]) {
    let [kept, held] = [kept, held].map(|all| format!("{all:#?}"));
    let differ = kept.lines().zip(held.lines()).position(|(a, b)| a != b);
    let around = |text: &str, at: usize| {
        text.lines().skip(at.saturating_sub(12)).take(16).collect::<Vec<_>>().join("\n")
    };
    assert!(
        kept == held,
        "{}\n---\n{}",
        around(&kept, differ.unwrap_or(0)),
        around(&held, differ.unwrap_or(0))
    );
}

#[track_caller]
fn same(shelf: &dyn Shelf, memory: &dyn Shelf) {
    alike(&rows(shelf), &rows(memory));
    assert_eq!((shelf.articles(), shelf.measures()), (memory.articles(), memory.measures()));
    for place in 0..shelf.events() {
        let numbers = [shelf, memory].map(|shelf| shelf.event(place).unwrap().articles[0].number);
        let [kept, held] = [shelf.open(numbers[0]).unwrap(), memory.open(numbers[1]).unwrap()];

        alike(&kept.findings.events, &held.findings.events);
        alike(&kept.findings.articles, &held.findings.articles);
        alike(kept.corpus.articles(), held.corpus.articles());
        assert!(shelf.at_hand(numbers[0]).is_some(), "opened events are at hand");
    }
    let said = |shelf: &dyn Shelf| {
        let speakers = shelf.speakers(&AtomicBool::new(false)).into_iter();
        let row = |speaker: rashomon::view::speaker::Speaker| {
            let quotes: Vec<String> =
                speaker.quotes.iter().map(|quote| shelf.quote(*quote).unwrap().words).collect();
            (speaker.label(), speaker.told_by(9), speaker.relayed(), quotes)
        };
        // Of one description in two events either may come first.
        let mut rows: Vec<_> = speakers.map(row).collect();
        rows.sort();
        rows
    };
    alike(&said(shelf), &said(memory));
}

#[test]
fn a_library_in_the_cache_shows_what_it_shows_in_memory() {
    let mut library = Library::sample();
    assert!(library.open().is_none(), "there is nothing before the first time");
    let changed = library.settled().unwrap();
    assert_eq!(changed.problems, []);
    let memory = library.in_memory();
    same(changed.shelf.as_ref(), &memory);
    // The next time it is there at once, and nothing is done again.
    library.living = None;
    let shelf = library.open();
    // The first one still has the lock: this one reads along.
    same(shelf.unwrap().as_ref(), &memory);
}

#[test]
fn what_changes_comes_into_the_list() {
    let mut library = Library::sample();
    library.open();
    let before = library.settled().unwrap().shelf;
    let (rows_before, articles_before) = (rows(before.as_ref()), before.articles());
    library.write(
        "late.md",
        "---\noutlet: Night Desk\ndate: 2025-03-09\n---\n# Lighthouse lamp lit again\n\nThe lamp at Orm Point burns again.\n",
    );
    let titled = |shelf: &StoreShelf, title: &str| {
        events(shelf).values().flatten().count() > 0
            && rows(shelf).iter().any(|row| row.label == title)
    };
    let changed = library.until(|shelf| titled(shelf, "Lighthouse lamp lit again"));
    assert_eq!(
        (changed.shelf.articles(), changed.touched.unwrap().changed.len()),
        (articles_before + 1, 1)
    );
    same(changed.shelf.as_ref(), &library.in_memory());
    library.write("late.md", "---\noutlet: Night Desk\ndate: 2025-03-09\n---\n# Lighthouse lamp out\n\nThe lamp at Orm Point is out.\n");
    let changed = library.until(|shelf| titled(shelf, "Lighthouse lamp out"));
    same(changed.shelf.as_ref(), &library.in_memory());
    fs::remove_file(library.folder.path().join("late.md")).unwrap();
    let changed = library.until(|shelf| !titled(shelf, "Lighthouse lamp out"));
    assert_eq!(rows(changed.shelf.as_ref()), rows_before);
    assert_eq!(rows(before.as_ref()).len(), rows_before.len(), "a shelf does not change");
}

#[test]
fn a_break_down_is_told_and_the_next_look_goes_on() {
    let mut library = Library::sample();
    let (send, news) = unbounded();
    let mut living = Living::open(Some(library.cache.path()), &library.paths());
    let first = AtomicBool::new(true);
    living.begin(move |one| {
        let breaks_down = matches!(one, News::Changed(_)) && first.swap(false, Ordering::Relaxed);
        assert!(!breaks_down, "asked for by the test");
        drop(send.send(one));
    });
    library.living = Some((living, news));
    let changed = library.settled().unwrap();
    assert_eq!(
        changed.problems.iter().map(|problem| problem.what.as_str()).collect::<Vec<_>>(),
        ["taking in the articles broke down"]
    );
    library.write("late.md", "# Lighthouse lamp lit again\n\nThe lamp at Orm Point burns again.\n");
    let changed = library
        .until(|shelf| rows(shelf).iter().any(|row| row.label == "Lighthouse lamp lit again"));
    same(changed.shelf.as_ref(), &library.in_memory());
}

#[test]
fn a_file_that_cannot_be_read_is_told_when_it_comes_and_when_it_goes() {
    let mut library = Library::sample();
    library.open();
    assert_eq!(library.settled().unwrap().problems, []);
    // It brings no article, so that nothing of the list changes.
    library.write("broken.jsonl", "{ no\n");
    let broken = |changed: &Changed| {
        changed.problems.iter().any(|problem| problem.path.ends_with("broken.jsonl"))
    };
    let told = |library: &Library, wanted: &dyn Fn(&Changed) -> bool| {
        (0..100).any(|_| library.settled().is_some_and(|changed| wanted(&changed)))
    };
    assert!(told(&library, &broken));
    fs::remove_file(library.folder.path().join("broken.jsonl")).unwrap();
    assert!(told(&library, &|changed| !broken(changed)));
}

#[test]
fn a_correction_is_taken_in_and_taken_back() {
    let mut library = Library::sample();
    library.open();
    let shelf = library.settled().unwrap().shelf;
    let event = (0..shelf.events())
        .map(|place| shelf.event(place).unwrap())
        .find(|event| event.articles.len() > 2)
        .unwrap();
    let [article, others @ ..] =
        &event.articles.iter().map(|article| article.number).collect::<Vec<_>>()[..]
    else {
        panic!()
    };
    let change =
        Change { article: *article, apart_from: others.to_vec(), with: None, outlet: None };
    let go_on = AtomicBool::new(false);
    let parted = shelf.regrouped(std::slice::from_ref(&change), &go_on).unwrap();
    assert_eq!((parted.events(), parted.corrected()), (shelf.events() + 1, vec![change]));
    let place = parted.find(*article).unwrap().0;
    assert_eq!(parted.event(place).unwrap().articles.len(), 1);
    let joined = parted.regrouped(&[], &go_on).unwrap();
    assert_eq!(rows(joined.as_ref()), rows(shelf.as_ref()));
    assert_eq!(rows(parted.as_ref()).len(), shelf.events() + 1, "a shelf does not change");
}

#[test]
fn what_the_reader_made_is_found_by_the_same_keys_as_in_memory() {
    let mut library = Library::new();
    library
        .write("quay.txt", "Quay shut\n\nThe quay is shut. Ilse Brandt said it opens on Friday.\n");
    library.write(
        "tide.txt",
        "High tide\n\nThe tide rose at noon. Nobody drowned, the harbour master said.\n",
    );
    let record = |id: &str, text: &str| {
        format!(r#"{{"id": "{id}", "title": "{id}", "text": "{text}"}}"#) + "\n"
    };
    let records: String = (0..30)
        .map(|n| record(&format!("r{n}"), &format!("Pier {n} gave way at hour {n}.")))
        .collect();
    library.write("piers.jsonl", &records);
    library.open();
    let shelf = library.settled().unwrap().shelf;
    let memory =
        Memory::new(library::open(&library.paths(), Depth::Events, &Watch::default()).coverage);
    let ids: Vec<String> =
        memory.coverage().corpus.articles().iter().map(|article| article.id.clone()).collect();
    assert_eq!(ids.len(), 32);
    let numbers =
        |shelf: &dyn Shelf| ids.iter().map(|id| shelf.named(id).unwrap()).collect::<Vec<Number>>();
    let (here, there) = (numbers(shelf.as_ref()), numbers(&memory));
    let keys: Vec<Key> = shelf.keys(&here).into_iter().flatten().collect();
    assert_eq!(keys, memory.keys(&there).into_iter().flatten().collect::<Vec<_>>());
    let all: Vec<&Key> = keys.iter().rev().collect();
    assert_eq!(shelf.all_keyed(&all), here.iter().rev().copied().map(Some).collect::<Vec<_>>());
    assert_eq!(memory.all_keyed(&all), there.iter().rev().copied().map(Some).collect::<Vec<_>>());
    // A file that was moved and a record that says something else are the same; a record that is
    // gone is nowhere.
    fs::rename(library.folder.path().join("quay.txt"), library.folder.path().join("old-quay.txt"))
        .unwrap();
    let without: String = records
        .lines()
        .filter(|line| !line.contains("r7"))
        .map(|line| line.replace("r9\", \"text\": \"", "r9\", \"text\": \"Updated: ") + "\n")
        .collect();
    library.write("piers.jsonl", &without);
    let new = |shelf: &StoreShelf| {
        shelf.named("old-quay.txt").is_some()
            && shelf.named("quay.txt").is_none()
            && shelf.named("r7").is_none()
    };
    let shelf = library.until(new).shelf;
    let memory =
        Memory::new(library::open(&library.paths(), Depth::Events, &Watch::default()).coverage);
    let name = |shelf: &dyn Shelf, number: Option<Number>| {
        let (place, article) = shelf.find(number?)?;
        Some(shelf.event(place)?.articles[article].id.clone())
    };
    let found = |shelf: &dyn Keyed| {
        shelf.all_keyed(&all).into_iter().map(|number| name(shelf, number)).collect::<Vec<_>>()
    };
    assert_eq!(found(shelf.as_ref()), found(&memory));
    let keyed = |id: &str| {
        name(shelf.as_ref(), shelf.keyed(&keys[ids.iter().position(|other| other == id).unwrap()]))
    };
    assert_eq!(
        [keyed("quay.txt"), keyed("r9"), keyed("r7")],
        [Some("old-quay.txt".into()), Some("r9".into()), None]
    );
}
