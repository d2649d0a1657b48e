//! A cache that comes to harm, before and while a library is kept by it.

use std::fs;
use std::path::PathBuf;

use rashomon::view::shelf::Shelf;

use crate::happenings::{markdown, record};
use crate::{Library, same};

/// A library of some articles, closed, with its cache.
fn kept() -> Library {
    let library = Library::new();
    let records =
        (0..60).map(|n| record(&format!("r{n}"), n / 3, 0, &format!("Wire {}", n % 3), 1 + n / 6));
    library.write("wire.jsonl", &records.collect::<String>());
    library.write("post/one.md", &markdown(3, 1, "Post", 2));
    library.kept_elsewhere();
    library
}

impl Library {
    /// The files of the cache, first that of the tables; without that which the programs share as
    /// memory.
    fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> =
            fs::read_dir(self.cache.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| {
            path.extension().is_some_and(|extension| {
                ["sqlite", "sqlite-wal"].iter().any(|kind| extension == *kind)
            })
        });
        files.sort();
        files
    }
}

#[test]
fn a_cache_that_is_none_makes_way_and_the_library_is_whole() {
    let before = kept();
    let whole = fs::read(&before.files()[0]).unwrap();
    let harms: [(&str, Vec<u8>); 4] = [
        ("zeros", vec![0; whole.len()]),
        ("cut in two", whole[..whole.len() / 2].to_vec()),
        ("nothing", Vec::new()),
        ("a text", b"no database at all\n".repeat(900)),
    ];
    for (what, bytes) in harms {
        let mut library = Library {
            folder: kept_folder(&before),
            cache: tempfile::tempdir().unwrap(),
            living: None,
        };
        library.kept_elsewhere();
        fs::write(&library.files()[0], bytes).unwrap();
        assert!(library.open().is_none(), "{what}");
        let changed = library.settled().unwrap();
        same(changed.shelf.as_ref(), &library.in_memory());
        let told = changed
            .problems
            .iter()
            .filter(|problem| problem.what.contains("is built anew"))
            .count();
        assert_eq!(told, usize::from(what != "nothing"), "{what}: {:?}", changed.problems);
    }
}

/// The files of a library in another folder.
fn kept_folder(library: &Library) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("post")).unwrap();
    for name in ["wire.jsonl", "post/one.md"] {
        fs::copy(library.path(name), folder.path().join(name)).unwrap();
    }
    folder
}

/// Overwrites a part of a file, from one share of it to another.
fn overwrite(path: &PathBuf, from: f64, to: f64) {
    let mut bytes = fs::read(path).unwrap();
    let [from, to] = [from, to].map(|share| (share * bytes.len() as f64) as usize);
    bytes[from..to].fill(0x55);
    fs::write(path, bytes).unwrap();
}

/// What befalls the files of a cache.
type Harm = fn(&[PathBuf]);

#[test]
fn a_cache_that_comes_to_harm_while_it_is_used_is_built_anew() {
    let before = kept();
    let harms: [(&str, Harm); 5] = [
        ("its middle", |files| overwrite(&files[0], 0.3, 0.7)),
        ("all but its first page", |files| {
            files.iter().for_each(|file| overwrite(file, 0.02, 1.0));
        }),
        ("its tables are zeros", |files| fs::write(&files[0], vec![0; 60_000]).unwrap()),
        ("it is emptied", |files| files.iter().for_each(|file| fs::write(file, "").unwrap())),
        ("it is removed", |files| files.iter().for_each(|file| fs::remove_file(file).unwrap())),
    ];
    for (what, harm) in harms {
        let mut library = Library {
            folder: kept_folder(&before),
            cache: tempfile::tempdir().unwrap(),
            living: None,
        };
        library.open();
        let shelf = library.settled().unwrap().shelf;
        harm(&library.files());
        // What was shown may be gone, but nobody breaks down; and whoever looks for it has it
        // looked after.
        for place in 0..shelf.events() {
            let _ = shelf.event(place).map(|event| shelf.open(event.articles[0].number));
        }
        library.write("post/two.md", &markdown(3, 2, "Radio", 2));
        let mut now = library.now(shelf.as_ref());
        for _ in 0..3 {
            let opens = |place| {
                now.event(place).is_some_and(|event| now.open(event.articles[0].number).is_some())
            };
            if (0..now.events()).all(opens) {
                break;
            }
            now = library.now(now.as_ref());
        }
        assert!(now.named("post/two.md").is_some(), "{what}");
        same(now.as_ref(), &library.in_memory());
        // It is a library as before: changes are followed.
        library.write("post/two.md", &markdown(4, 2, "Radio", 2));
        same(library.now(now.as_ref()).as_ref(), &library.in_memory());
    }
}

#[test]
fn a_new_version_of_an_analysis_redoes_what_was_found_by_it() {
    let sql = "UPDATE about SET value = 0 WHERE key = 'analysis';
               UPDATE finding SET version = 0, packed = x'00';
               UPDATE event SET version = 0, packed = x'00';";
    let mut library = kept();
    let connection = rusqlite::Connection::open(&library.files()[0]).unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    assert!(library.open().is_some(), "what was there is shown until then");
    let changed = library.settled().unwrap();
    same(changed.shelf.as_ref(), &library.in_memory());
    assert_eq!(changed.problems, []);
}
