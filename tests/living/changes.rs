//! Files that change in every way that files change while a library is kept.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use proptest::prelude::*;
use rashomon::view::shelf::Shelf;

use crate::happenings::{markdown, record, told};
use crate::{Library, rows, same};

impl Library {
    /// A library of a dozen files that is opened and read.
    fn dozen() -> (Library, Arc<dyn Shelf>) {
        let mut library = Library::new();
        for n in 0..12 {
            library.write(
                &format!("{}/{n}.md", ["courier", "post", "radio"][n % 3]),
                &markdown(n / 3, n, "", 1 + n / 3),
            );
        }
        library.open();
        let shelf = library.settled().unwrap().shelf;
        same(shelf.as_ref(), &library.in_memory());
        (library, shelf)
    }

    fn set_time(&self, name: &str, time: SystemTime) {
        fs::File::options().write(true).open(self.path(name)).unwrap().set_modified(time).unwrap();
    }
}

#[test]
fn a_clock_that_is_set_back_hides_nothing() {
    let (library, shelf) = Library::dozen();
    let day = Duration::from_secs(86_400);
    library.set_time("post/1.md", SystemTime::now() + day);
    let shelf = library.now(shelf.as_ref());
    // Another text of the same length at the same time to come, and one that is older than what it
    // takes the place of.
    library.write("post/1.md", &markdown(0, 2, "", 1));
    library.set_time("post/1.md", SystemTime::now() + day);
    library.write("radio/2.md", &markdown(0, 3, "", 1));
    library.set_time("radio/2.md", SystemTime::now() - 400 * day);
    library.write("radio/new.md", &markdown(2, 5, "", 3));
    library.set_time("radio/new.md", SystemTime::UNIX_EPOCH);
    let shelf = library.now(shelf.as_ref());
    assert!(shelf.named("radio/new.md").is_some());
    same(shelf.as_ref(), &library.in_memory());
}

#[test]
fn a_file_that_changes_while_it_is_read_is_in_the_list_as_it_ends() {
    let (library, _) = Library::dozen();
    let began = Instant::now();
    let mut lines: Vec<String> = Vec::new();
    let mut version = 0;
    while began.elapsed() < Duration::from_secs(1) {
        version += 1;
        let line = |n: usize| {
            record(&format!("w{n}"), n / 2, version, &format!("Wire {}", n % 2), 1 + n % 5)
        };
        match version % 7 {
            0 => lines.truncate(5), // it is shorter than it was
            3 => lines = (0..lines.len()).map(line).collect(),
            _ => lines.push(line(lines.len())),
        }
        library.write("wire.jsonl", &lines.concat());
        // Half a line, as of a program that has not come to its end.
        if version % 5 == 0 {
            let text = lines.concat().into_bytes();
            fs::write(library.path("wire.jsonl"), &text[..text.len() * 2 / 3]).unwrap();
        }
    }
    let line =
        |n: usize| record(&format!("last{n}"), n / 2, 99, &format!("Wire {}", n % 2), 1 + n % 5);
    library.write("wire.jsonl", &(0..8).map(line).collect::<String>());
    let changed = library.until(|shelf| shelf.articles() == 20 && shelf.named("last7").is_some());
    same(changed.shelf.as_ref(), &library.in_memory());
    assert_eq!(changed.problems, []);
}

#[test]
fn ten_thousand_files_that_come_at_once_come_into_the_list() {
    let (library, _) = Library::dozen();
    for n in 0..10_000 {
        library.write(
            &format!("many/{n}.txt"),
            &format!("Note {n}\n\nBy {} alone.\n", crate::happenings::name(n % 4_096)),
        );
    }
    let changed = library.until(|shelf| shelf.articles() == 10_012);
    let places =
        (0..changed.shelf.events()).map(|place| changed.shelf.event(place).unwrap().articles.len());
    assert_eq!((places.sum::<usize>(), changed.problems), (10_012, vec![]));
}

#[test]
fn a_folder_that_vanishes_is_shown_as_it_was_and_read_when_it_is_back() {
    let (library, shelf) = Library::dozen();
    let away = library.folder.path().with_extension("away");
    fs::rename(library.folder.path(), &away).unwrap();
    let gone = loop {
        let changed = library.settled();
        if let Some(changed) = changed.filter(|changed| {
            changed.problems.iter().any(|problem| problem.what.contains("is not there now"))
        }) {
            break changed;
        }
    };
    assert_eq!(rows(gone.shelf.as_ref()), rows(shelf.as_ref()));
    fs::write(away.join("post/late.md"), markdown(1, 7, "", 2)).unwrap();
    fs::rename(&away, library.folder.path()).unwrap();
    let changed = library.until(|shelf| shelf.named("post/late.md").is_some());
    assert_eq!(changed.problems, []);
    same(changed.shelf.as_ref(), &library.in_memory());
}

#[test]
fn all_files_go_by_other_names() {
    let (library, shelf) = Library::dozen();
    for n in 0..12 {
        let outlet = ["courier", "post", "radio"][n % 3];
        fs::rename(
            library.path(&format!("{outlet}/{n}.md")),
            library.path(&format!("{outlet}/then-{}.md", 11 - n)),
        )
        .unwrap();
    }
    fs::rename(library.path("courier"), library.path("herald")).unwrap();
    let shelf = library.now(shelf.as_ref());
    assert!(shelf.named("herald/then-11.md").is_some() && shelf.named("courier/0.md").is_none());
    same(shelf.as_ref(), &library.in_memory());
    // Two that change their places.
    for (from, to) in [
        ("post/then-10.md", "post/x"),
        ("post/then-7.md", "post/then-10.md"),
        ("post/x", "post/then-7.md"),
    ] {
        fs::rename(library.path(from), library.path(to)).unwrap();
    }
    same(library.now(shelf.as_ref()).as_ref(), &library.in_memory());
}

#[test]
fn a_file_that_cannot_be_read_any_more_is_told_and_the_rest_stays() {
    let (library, shelf) = Library::dozen();
    fs::remove_file(library.path("post/1.md")).unwrap();
    fs::create_dir(library.path("post/1.md")).unwrap();
    fs::write(library.path("radio/2.md"), [0, 1, 2, 0, 255, 254, 0]).unwrap();
    library.write(
        "wire.jsonl",
        &(record("w1", 1, 1, "Wire", 2) + "{\"text\": \n[1]\n" + &record("w2", 2, 1, "Wire", 2)),
    );
    let shelf = library.now(shelf.as_ref());
    same(shelf.as_ref(), &library.in_memory());
    library.living.as_ref().unwrap().0.look();
    fs::remove_dir(library.path("post/1.md")).unwrap();
    library.write("post/1.md", &markdown(0, 1, "", 1));
    library.write("radio/2.md", &markdown(0, 2, "", 1));
    fs::remove_file(library.path("wire.jsonl")).unwrap();
    let now = library.now(shelf.as_ref());
    assert_eq!(now.articles(), 12);
    same(now.as_ref(), &library.in_memory());
}

/// Something that happens to an article, or to a file.
#[derive(Clone, Debug)]
enum Step {
    Add,
    Remove,
    Rename,
    Redate(usize),
    Undate,
    Outlet(usize),
    Title(usize),
    Text(usize),
}

/// An article of a library that changes.
#[derive(Clone, Debug)]
struct Piece {
    happening: usize,
    version: usize,
    outlet: usize,
    day: usize,
    title: usize,
    is_record: bool,
    name: usize,
}

/// The outlets that articles say they come from; none where it is the folder's.
const OUTLETS: [&str; 4] = ["", "Post", "Courier", "Harbour Radio"];

impl Piece {
    fn new(n: usize) -> Piece {
        Piece {
            happening: n % 8,
            version: n,
            outlet: n % 4,
            day: 1 + n % 8,
            title: 0,
            is_record: n.is_multiple_of(3),
            name: n,
        }
    }

    fn path(&self) -> String {
        format!("{}/{:02}.md", ["post", "courier", "radio"][self.name % 3], self.name)
    }

    fn take(&mut self, step: &Step, next: usize) {
        match step {
            Step::Rename => self.name = next,
            Step::Redate(day) => self.day = *day,
            Step::Undate => self.day = 0,
            Step::Outlet(outlet) => self.outlet = *outlet,
            Step::Title(title) => self.title = *title,
            Step::Text(happening) => {
                (self.happening, self.version) = (*happening, self.version + 1);
            }
            Step::Add | Step::Remove => {}
        }
    }

    fn written(&self) -> String {
        let (mut title, text) = told(self.happening, self.version);
        if self.title > 0 {
            title = format!("{title}, part {}", self.title);
        }
        let day = if self.day == 0 { String::new() } else { format!("2025-03-{:02}", self.day) };
        let outlet = OUTLETS[self.outlet];
        if self.is_record {
            let field = |name: &str, value: &str| {
                if value.is_empty() { String::new() } else { format!(r#""{name}": "{value}", "#) }
            };
            let fields = field("date", &day) + &field("outlet", outlet);
            return format!(
                r#"{{"id": "w{}", {fields}"title": "{title}", "text": "{text}"}}"#,
                self.name
            ) + "\n";
        }
        let line = |name: &str, value: &str| {
            if value.is_empty() { String::new() } else { format!("{name}: {value}\n") }
        };
        format!("---\n{}{}---\n# {title}\n\n{text}\n", line("outlet", outlet), line("date", &day))
    }
}

/// Writes the pieces over what was there before.
fn write(library: &Library, before: &[Piece], now: &[Piece]) {
    for piece in before.iter().filter(|piece| !piece.is_record) {
        if !now.iter().any(|other| !other.is_record && other.path() == piece.path()) {
            fs::remove_file(library.path(&piece.path())).unwrap();
        }
    }
    for piece in now.iter().filter(|piece| !piece.is_record) {
        if !before.iter().any(|other| {
            !other.is_record && other.path() == piece.path() && other.written() == piece.written()
        }) {
            library.write(&piece.path(), &piece.written());
        }
    }
    let records = |pieces: &[Piece]| {
        pieces.iter().filter(|piece| piece.is_record).map(Piece::written).collect::<String>()
    };
    if records(before) != records(now) {
        library.write("wire.jsonl", &records(now));
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Add),
        Just(Step::Remove),
        Just(Step::Rename),
        (1..20_usize).prop_map(Step::Redate),
        Just(Step::Undate),
        (0..4_usize).prop_map(Step::Outlet),
        (0..4_usize).prop_map(Step::Title),
        (0..10_usize).prop_map(Step::Text),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn whatever_changes_the_list_is_that_of_the_files(
        steps in prop::collection::vec(prop::collection::vec((0..1_000_usize, step()), 1..5), 6),
    ) {
        let mut library = Library::new();
        let mut pieces: Vec<Piece> = (0..30).map(Piece::new).collect();
        write(&library, &[], &pieces);
        library.open();
        let mut shelf: Arc<dyn Shelf> = library.settled().unwrap().shelf;
        let mut next = 30;
        for steps in steps {
            let before = pieces.clone();
            for (at, step) in steps {
                next += 1;
                let at = at % pieces.len();
                match step {
                    Step::Add => pieces.insert(at, Piece::new(next)),
                    Step::Remove if pieces.len() > 1 => drop(pieces.remove(at)),
                    _ => pieces[at].take(&step, next),
                }
            }
            write(&library, &before, &pieces);
            shelf = library.now(shelf.as_ref());
            same(shelf.as_ref(), &library.in_memory());
        }
    }
}

#[test]
fn what_an_article_of_another_event_had_first_counts_while_it_is_there() {
    let mut library = Library::new();
    let shared = "The lock gates at Vennholm were opened by hand on Sunday night, said Ilse Brandt, the harbour master, because no power \
                  came from the mainland, and eleven barges passed before the tide turned and the keeper closed them again for good.";
    let other = (40..50).map(|n| told(n, 1).1).collect::<Vec<_>>().join("\n\n");
    (0..20).for_each(|n| library.write(&format!("more/{n}.md"), &markdown(n, 0, "More", 1 + n)));
    let article = |outlet: &str, month: u8, title: &str, text: &str| {
        format!("---\noutlet: {outlet}\ndate: 2025-{month:02}-09\n---\n# {title}\n\n{text}\n")
    };
    library.write(
        "agency.md",
        &article("Agency", 1, "Snow on Ossborden", &format!("{other}\n\n{shared}")),
    );
    for (n, outlet) in ["Courier", "Post", "Radio"].into_iter().enumerate() {
        let more = format!(
            "At Vennholm {n} barges of Vennholm wait, and the lock keeper of Vennholm denied that {} barges sank.",
            n + 3
        );
        library.write(
            &format!("{outlet}.md"),
            &article(outlet, 9, "Lock gates at Vennholm opened", &format!("{shared} {more}")),
        );
    }
    library.open();
    let shelf = library.settled().unwrap().shelf;
    same(shelf.as_ref(), &library.in_memory());
    let place = |id: &str| shelf.find(shelf.named(id).unwrap()).unwrap().0;
    assert_ne!(place("agency.md"), place("Courier.md"));
    library.write("agency.md", &article("Agency", 1, "Snow on Ossborden", &other));
    let shelf = library.now(shelf.as_ref());
    same(shelf.as_ref(), &library.in_memory());
    fs::remove_file(library.path("agency.md")).unwrap();
    same(library.now(shelf.as_ref()).as_ref(), &library.in_memory());
}
