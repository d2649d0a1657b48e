//! Gathering only what changed gives what gathering all gives.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use tempfile::TempDir;

use super::{Basis, Follower, Gathering, Sketches};
use crate::analysis::analyze_article;
use crate::library::store::{Batch, Entry, Store, Touched};
use crate::load::{self, Watch};
use crate::view::shelf::{Number, ShelfEvent};

/// Towns in which something happens, each with what it is: on a day of its own.
const TOWNS: usize = 24;
/// What it is made of: so little is the same in two towns that none has its words of another.
const WHO: [&str; 8] =
    ["divers", "ferry crews", "teachers", "firemen", "shepherds", "clerks", "nurses", "masons"];
const DID: [&str; 6] = [
    "found cracks",
    "walked out",
    "raised the alarm",
    "saved the barn",
    "counted their losses",
    "kept copies",
];
const WHERE: [&str; 5] =
    ["under the bridge", "at the quay", "in the gymnasium", "behind the mill", "near the archive"];
const NAMES: [&str; 24] = [
    "Borden", "Falgri", "Huljor", "Kellum", "Marnev", "Osspir", "Rudsten", "Torvim", "Denfal",
    "Grihul", "Jorkel", "Lummar", "Nevoss", "Pirrud", "Stentor", "Vimbor", "Faljor", "Hulkel",
    "Kelmar", "Marpir", "Ossrud", "Rudtor", "Torbor", "Denhul",
];

/// What outlet `outlet` tells of a town.
fn told(town: usize, outlet: &str, more: &str) -> String {
    let (name, who) = (NAMES[town % NAMES.len()], WHO[town % WHO.len()]);
    let (did, place) = (DID[town % DID.len()], WHERE[town % WHERE.len()]);
    let day = format!("2025-{:02}-{:02}", 1 + town / 4, 3 + town % 4 * 6);
    let text = format!(
        "The {name} {who} {did} {place} of {name}. Of the {who} {name} heard nothing before. {place} {name} put lamps up. {more}"
    );
    format!("---\noutlet: {outlet}\ndate: {day}\n---\n# {name} {who} {did}\n\n{text}\n")
}

/// A folder, and its store.
struct Library {
    folder: TempDir,
    store: Store,
}

impl Library {
    /// A library in which three outlets tell of each town, all gathered.
    fn new() -> Library {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_memory(&[folder.path().to_owned()]);
        let mut library = Library { folder, store };
        for town in 0..TOWNS {
            for outlet in ["Courier", "Post", "Radio"] {
                library.write(
                    &format!("{outlet}-{town:02}.md"),
                    &told(town, outlet, &format!("The {outlet} was there.")),
                );
            }
        }
        take_in(&mut library.store, &library.folder);
        gather(&mut library.store, None);
        library
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.folder.path().join(name)).unwrap();
    }

    /// Takes in what changed and gathers that alone. The list must be one of the articles as they
    /// are, whole as before where nothing changed, and, as nothing here is doubtful, that of all
    /// gathered anew.
    fn follow(&mut self) -> Vec<ShelfEvent> {
        let before = list(&self.store);
        let touched = take_in(&mut self.store, &self.folder);
        gather(&mut self.store, Some(&touched));
        let now = list(&self.store);
        let shelved: Vec<Number> =
            now.iter().flat_map(|event| &event.articles).map(|article| article.number).collect();
        let all: BTreeSet<Number> =
            self.store.reader().moments().unwrap().into_iter().map(|(number, _)| number).collect();
        assert_eq!(
            (shelved.len(), shelved.iter().copied().collect::<BTreeSet<_>>()),
            (all.len(), all),
            "each is in one event"
        );
        for (place, event) in now.iter().enumerate() {
            for (at, article) in event.articles.iter().enumerate() {
                assert_eq!(
                    self.store.reader().shelf().unwrap().find(article.number).unwrap(),
                    Some((place, at))
                );
            }
        }
        let touched: BTreeSet<Number> = touched.changed.into_iter().chain(touched.gone).collect();
        let is_touched = |event: &ShelfEvent| {
            event.articles.iter().any(|article| touched.contains(&article.number))
        };
        let numbers = |event: &ShelfEvent| {
            event.articles.iter().map(|article| article.number).collect::<Vec<_>>()
        };
        let rows: BTreeMap<Vec<Number>, &ShelfEvent> =
            now.iter().map(|event| (numbers(event), event)).collect();
        let far = before.iter().filter(|event| !is_touched(event));
        let kept = far
            .clone()
            .filter(|event| rows.get(&numbers(event)).is_some_and(|now| now.id == event.id))
            .count();
        assert!(kept + 2 >= far.count(), "what is untouched stays as it was");
        let mut anew = Store::in_memory(&[self.folder.path().to_owned()]);
        take_in(&mut anew, &self.folder);
        gather(&mut anew, None);
        let (told, all) = (told_of(&now), told_of(&list(&anew)));
        for (told, anew) in told.iter().zip(&all) {
            assert_eq!(told, anew);
        }
        assert_eq!(told.len(), all.len());
        now
    }
}

/// A list without what articles are called in the store, and without stories, which reach farther
/// than what changed.
fn told_of(list: &[ShelfEvent]) -> Vec<ShelfEvent> {
    let without = |event: &ShelfEvent| {
        let mut event = ShelfEvent { follows: None, followed: Vec::new(), ..event.clone() };
        event.articles.iter_mut().for_each(|article| article.number = Number::default());
        event
    };
    list.iter().map(without).collect()
}

fn list(store: &Store) -> Vec<ShelfEvent> {
    let shelf = store.reader().shelf().unwrap();
    (0..shelf.events).map(|place| shelf.event(place).unwrap().unwrap().as_ref().clone()).collect()
}

fn take_in(store: &mut Store, folder: &TempDir) -> Touched {
    let walked = load::walk(&[folder.path().to_owned()]);
    let plan = store.plan(&walked).unwrap();
    let files = walked.read(&plan.read, &Watch::default());
    for (place, file) in &files {
        let found: Vec<_> = file.articles.iter().map(analyze_article).collect();
        let articles = file.articles.iter().zip(&file.says_outlet).zip(&found);
        let entries: Vec<Entry<'_>> = articles
            .map(|((article, says_outlet), found)| Entry {
                article,
                says_outlet: *says_outlet,
                findings: Some(found),
            })
            .collect();
        let batch = Batch {
            file: &walked.files[*place],
            look: walked.look,
            from: 0,
            entries: &entries,
            problems: &file.problems,
            is_last: true,
        };
        store.put(&[batch]).unwrap();
    }
    store.settle(&walked, &BTreeMap::new()).unwrap();
    store.reader().touched().unwrap().unwrap_or_default()
}

/// Gathers all, or what changed.
fn gather(store: &mut Store, touched: Option<&Touched>) {
    let basis = Basis { changes: store.reader().changes().unwrap(), corrected: Vec::new() };
    let articles = store.reader().moments().unwrap();
    let rarity = store.reader().rarity().unwrap();
    let follower = Follower { tell: &|_| {}, stopped: &|| false };
    let mut gathering = Gathering {
        store,
        articles,
        basis,
        sketches: &mut Sketches::default(),
        follower: &follower,
    };
    let done = match touched {
        Some(touched) => gathering.some(touched, &rarity.unwrap().0),
        None => gathering.all(),
    };
    assert!(done.unwrap());
}

/// The articles of the event of this id.
#[track_caller]
fn of<'a>(list: &'a [ShelfEvent], id: &str) -> Vec<&'a str> {
    let Some(event) = list.iter().find(|event| event.id == id) else {
        panic!("no {id} among {:?}", list.iter().map(|event| &event.id).collect::<Vec<_>>())
    };
    event.articles.iter().map(|article| article.id.as_str()).collect()
}

#[test]
fn what_changes_is_gathered_as_if_all_were() {
    let mut library = Library::new();
    assert_eq!(
        of(&list(&library.store), "Courier-05"),
        ["Courier-05.md", "Post-05.md", "Radio-05.md"]
    );
    // A new one joins its event, and is its first from then on.
    library.write("Agency-05.md", &told(5, "Agency", "The agency saw it."));
    let now = library.follow();
    assert_eq!(
        of(&now, "Agency-05"),
        ["Agency-05.md", "Courier-05.md", "Post-05.md", "Radio-05.md"]
    );
    // One that tells another happening goes there.
    library.write("Courier-05.md", &told(6, "Courier", "The Courier has gone elsewhere."));
    let now = library.follow();
    assert_eq!(of(&now, "Agency-05"), ["Agency-05.md", "Post-05.md", "Radio-05.md"]);
    assert!(now.iter().any(|event| {
        event.articles.iter().filter(|article| article.id.ends_with("-06.md")).count() == 3
            && event.articles.iter().any(|article| article.id == "Courier-05.md")
    }));
    // One that is gone, the first one, gives its event another id.
    library.remove("Agency-05.md");
    let now = library.follow();
    assert_eq!(of(&now, "Post-05"), ["Post-05.md", "Radio-05.md"]);
    // The last ones go, and the event with them.
    library.remove("Post-05.md");
    library.remove("Radio-05.md");
    let now = library.follow();
    assert!(now.iter().all(|event| !event.id.ends_with("-05") || event.id == "Courier-05"));
    // An event of its own, without a date, and one that comes before all.
    library.write("z.md", "# A lamp\n\nThe lighthouse keeper lit a lamp and went to bed, and nobody wrote of it but one.\n");
    library.write("a.md", "---\ndate: 1999-01-01\n---\n# Old\n\nAn old thing was dug up in a garden where potatoes were to grow.\n");
    let now = library.follow();
    assert_eq!((of(&now, "z"), of(&now, "a")), (vec!["z.md"], vec!["a.md"]));
}

#[test]
fn whatever_changes_is_gathered_as_if_all_were() {
    let mut library = Library::new();
    let (mut seed, mut next) = (0x2545_f491_4f6c_dd1d_u64, 0);
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for _ in 0..12 {
        for _ in 0..=random(2) {
            next += 1;
            let names: Vec<String> = fs::read_dir(library.folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            let names: BTreeSet<String> = names.into_iter().collect();
            let name = names.iter().nth(random(names.len())).unwrap();
            let outlet = ["Courier", "Post", "Radio", "Harbour News"][random(4)];
            let new = told(random(TOWNS), outlet, &format!("It was the report number {next}."));
            match random(4) {
                0 => library.remove(name),
                1 => fs::rename(
                    library.folder.path().join(name),
                    library.folder.path().join(format!("moved-{next}.md")),
                )
                .unwrap(),
                2 => library.write(name, &new),
                _ => library.write(&format!("new-{next}.md"), &new),
            }
        }
        library.follow();
    }
}
