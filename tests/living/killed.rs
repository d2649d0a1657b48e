//! A reader that is killed at any moment, from the first file to the last event.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use crossbeam_channel::unbounded;
use rashomon::library::living::{Living, News};
use rashomon::library::shelf::StoreShelf;
use rashomon::library::store::Store;

use crate::happenings::{Random, markdown, record};
use crate::{Library, same};

/// How often it is killed.
const KILLS: usize = 40;
/// Articles of the library, half of them in files of their own.
const ARTICLES: usize = 160;
/// What tells the child that it is one, and the folders of library and cache.
const CHILD: &str = "RASHOMON_TEST_LIVING";

/// The program that is killed: keeps the library until all is done.
#[test]
fn child_that_lives() {
    let Ok(folders) = std::env::var(CHILD) else { return };
    let (folder, cache) = folders.split_once('\n').unwrap();
    let (send, news) = unbounded();
    let mut living = Living::open(Some(Path::new(cache)), &[PathBuf::from(folder)]);
    living.begin(move |one| drop(send.send(one)));
    writeln!(std::io::stdout(), "begun").unwrap();
    while !matches!(news.recv().unwrap(), News::Settled { .. }) {}
    writeln!(std::io::stdout(), "settled").unwrap();
}

/// Held to write while a child is made: until it runs its program it holds the locks of this one,
/// too.
static SPAWNING: RwLock<()> = RwLock::new(());

impl Library {
    /// A child that has begun to keep the library.
    fn child(&self) -> (Child, impl Iterator<Item = String> + use<>) {
        let making = SPAWNING.write().unwrap_or_else(PoisonError::into_inner);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::child_that_lives", "--nocapture", "--test-threads=1"])
            .env(CHILD, format!("{}\n{}", self.paths()[0].display(), self.cache.path().display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        drop(making);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.ends_with("begun")));
        (child, lines)
    }

    /// Keeps the library in a child until all is done; gives how long that took.
    pub(crate) fn kept_elsewhere(&self) -> Duration {
        let (mut child, mut lines) = self.child();
        let began = Instant::now();
        assert!(lines.any(|line| line.ends_with("settled")));
        let took = began.elapsed();
        child.wait().unwrap();
        took
    }

    /// Writes the half of the articles that is in one file.
    fn write_records(&self, versions: &[usize]) {
        let half = versions.len() / 2;
        let records = (0..half).map(|n| {
            record(&format!("r{n}"), n / 2, versions[n], &format!("Wire {}", n % 3), 1 + n % 9)
        });
        self.write("wire.jsonl", &records.collect::<String>());
    }

    fn write_file(&self, n: usize, version: usize) {
        self.write(
            &format!("{n:03}.md"),
            &markdown(n % (ARTICLES / 4), version, &format!("Post {}", n % 3), 1 + n % 9),
        );
    }

    /// Opens the store as the next program does: it must be whole, and its list that of the same
    /// articles in memory where it is said to be that of the files.
    fn is_whole(&self, round: usize, is_settled: bool) {
        let none_is_made = SPAWNING.read().unwrap_or_else(PoisonError::into_inner);
        let (mut store, problems) = Store::open(self.cache.path(), &self.paths());
        drop(none_is_made);
        assert_eq!((problems, store.is_kept()), (vec![], true), "round {round}");
        assert_eq!(store.check().unwrap(), Vec::<String>::new(), "round {round}");
        let shelf = StoreShelf::new(&store, unbounded().0).unwrap();
        if is_settled {
            same(&shelf, &self.in_memory());
        }
    }
}

#[test]
fn killed_at_any_moment_it_catches_up() {
    let library = Library::new();
    let mut versions = vec![0; ARTICLES];
    library.write_records(&versions);
    (ARTICLES / 2..ARTICLES).for_each(|n| library.write_file(n, 0));
    let whole = library.kept_elsewhere();
    library.is_whole(0, true);
    let (mut random, mut unfinished) = (Random(0x9e37_79b9_7f4a_7c15), 0);
    for round in 1..=KILLS {
        let is_anew = round % 3 == 1;
        if is_anew {
            fs::remove_dir_all(library.cache.path()).unwrap();
        }
        for _ in 0..6 {
            let n = random.below(ARTICLES);
            versions[n] = round;
            if n >= ARTICLES / 2 {
                library.write_file(n, round);
            }
        }
        library.write_records(&versions);
        let _ = fs::rename(library.path("150.md"), library.path("a/150.md"));
        let (mut child, mut lines) = library.child();
        let moment =
            whole.mul_f64(random.below(1_000) as f64 / 1_000.0 * if is_anew { 1.0 } else { 0.5 });
        std::thread::sleep(moment); // not to wait for anything: the moment at which it is killed
        child.kill().unwrap();
        child.wait().unwrap();
        unfinished += usize::from(!lines.any(|line| line.ends_with("settled")));
        library.is_whole(round, false);
        if round % 5 == 0 {
            library.kept_elsewhere();
            library.is_whole(round, true);
        }
    }
    assert!(unfinished > KILLS / 2, "{unfinished} cut short");
}
