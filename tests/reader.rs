//! The reader on a library that changes while it is open, in a real terminal (a PTY): what comes,
//! changes and goes is on the screen without a key, the reader's place stays, and the next start
//! shows at once what was there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/terminal.rs"]
mod terminal;

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use terminal::Terminal;

const FERRY: &str =
    "The ferry to Wrack Island sailed twice on Monday, and the crew was paid, said the purser.";
const TOWER: &str =
    "The clock tower of Ostrel stood still for an hour, and the watchmaker blamed a pigeon.";
const MARKET: &str = "Eel stalls at the fish market were moved behind the chapel, and the sellers complained of the wind.";

/// A folder of articles beside others, and a home.
struct Library {
    around: TempDir,
    home: TempDir,
}

impl Library {
    /// Two articles that tell two events.
    fn new() -> Library {
        let library =
            Library { around: tempfile::tempdir().unwrap(), home: tempfile::tempdir().unwrap() };
        fs::create_dir(library.news()).unwrap();
        library.write("ferry.md", "Ferry sails", 3, FERRY);
        library.write("tower.md", "Tower stops", 7, TOWER);
        library
    }

    fn news(&self) -> PathBuf {
        self.around.path().join("news")
    }

    /// Writes an article of that day of March.
    fn write(&self, name: &str, title: &str, day: u8, text: &str) {
        let article = format!(
            "---\ntitle: {title}\noutlet: Harbour Radio\ndate: 2025-03-{day:02}\n---\n\n{text}\n"
        );
        fs::write(self.news().join(name), article).unwrap();
    }

    fn open(&self) -> Terminal {
        self.open_with(&[])
    }

    /// Opens the reader and waits until both articles are in its list.
    fn open_with(&self, environment: &[(&str, &str)]) -> Terminal {
        let environment: Vec<_> = [("NO_COLOR", "1")].iter().chain(environment).copied().collect();
        let script = format!("exec $R {}", self.news().display());
        let mut terminal = Terminal::run_at(self.home.path(), &script, &environment);
        terminal.wait_for("the list", |screen| {
            lists(screen, "Ferry sails") && lists(screen, "Tower stops")
        });
        terminal
    }
}

/// The rows of the list.
fn list(screen: &vt100::Screen) -> Vec<String> {
    screen.rows(1, 28).skip(2).collect()
}

fn lists(screen: &vt100::Screen, title: &str) -> bool {
    screen.alternate_screen() && list(screen).iter().any(|row| row.contains(title))
}

/// The row of the list on which the cursor is.
fn chosen(screen: &vt100::Screen) -> String {
    let is_chosen = |row: &usize| screen.cell(*row as u16, 4).is_some_and(vt100::Cell::inverse);
    (2..38)
        .find(is_chosen)
        .map(|row| screen.rows(1, 28).nth(row).unwrap_or_default())
        .unwrap_or_default()
}

fn shows(words: &str) -> impl Fn(&vt100::Screen) -> bool + '_ {
    move |screen| screen.contents().contains(words)
}

#[test]
fn a_new_file_comes_into_the_list_and_the_cursor_stays_on_its_article() {
    let library = Library::new();
    let mut terminal = library.open();
    terminal.press("1G");
    terminal.wait_for("the cursor in the list", |screen| !chosen(screen).is_empty());
    terminal.press("\r");
    terminal.wait_for("the text", shows("sailed twice on Monday"));
    terminal.press("1");
    terminal.wait_for("the cursor", |screen| !chosen(screen).is_empty());
    let before = chosen(terminal.parser.screen());
    // It is the newest, and so the first: all rows move down.
    library.write("market.md", "Stalls moved", 9, MARKET);
    terminal.wait_for("the new one", |screen| lists(screen, "Stalls moved"));
    let screen = terminal.parser.screen();
    let above = list(screen).iter().position(|row| row.contains("Stalls moved"))
        < list(screen).iter().position(|row| row.contains("Tower stops"));
    assert!(above, "{}", screen.contents());
    assert_eq!(chosen(screen), before, "{}", screen.contents());
    assert!(shows("sailed twice on Monday")(screen), "{}", screen.contents());
    terminal.press("\u{3}");
    terminal.ends_with(0);
}

#[test]
fn a_changed_file_is_shown_as_it_is_now() {
    let library = Library::new();
    let mut terminal = library.open();
    terminal.wait_for("a text", shows("stood still for an hour"));
    library.write("tower.md", "Tower runs again", 7, &TOWER.replace("an hour", "two days"));
    terminal.wait_for("the new text and title", |screen| {
        lists(screen, "Tower runs") && shows("stood still for two days")(screen)
    });
    // As editors do it: written beside, then put in its place.
    library.write(".tower.swp", "Tower demolished", 7, &TOWER.replace("an hour", "ever"));
    fs::rename(library.news().join(".tower.swp"), library.news().join("tower.md")).unwrap();
    terminal.wait_for("the text after that", |screen| {
        lists(screen, "Tower demolished") && shows("stood still for ever")(screen)
    });
    assert!(lists(terminal.parser.screen(), "Ferry sails"));
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn a_deleted_file_leaves_the_list_and_the_rest_can_be_read() {
    let library = Library::new();
    let mut terminal = library.open();
    terminal.wait_for("a text", shows("stood still for an hour"));
    fs::remove_file(library.news().join("tower.md")).unwrap();
    terminal.wait_for("the list without it", |screen| {
        !lists(screen, "Tower stops") && lists(screen, "Ferry sails")
    });
    terminal.wait_for("what is left", shows("sailed twice on Monday"));
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn a_start_shows_what_was_there_and_then_what_changed_meanwhile() {
    let library = Library::new();
    let mut terminal = library.open();
    terminal.press("q");
    terminal.ends_with(0);
    library.write("market.md", "Stalls moved", 9, MARKET);
    fs::remove_file(library.news().join("ferry.md")).unwrap();
    let mut terminal = Terminal::run_at(
        library.home.path(),
        &format!("exec $R {}", library.news().display()),
        &[],
    );
    terminal.wait_for("the list of now", |screen| {
        lists(screen, "Stalls moved")
            && lists(screen, "Tower stops")
            && !lists(screen, "Ferry sails")
    });
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn a_folder_that_is_empty_now_is_shown_from_the_cache() {
    let library = Library::new();
    let mut terminal = library.open();
    terminal.press("q");
    terminal.ends_with(0);
    // As with a disk that is not there: where it was mounted there is an empty folder.
    let unplugged = library.around.path().join("unplugged");
    fs::rename(library.news(), &unplugged).unwrap();
    fs::create_dir(library.news()).unwrap();
    let mut terminal = library.open();
    terminal.wait_for("a text that only the cache has", shows("stood still for an hour"));
    // The disk is there again, with one more on it.
    fs::remove_dir(library.news()).unwrap();
    fs::rename(&unplugged, library.news()).unwrap();
    library.write("market.md", "Stalls moved", 9, MARKET);
    terminal.wait_for("what is new on it", |screen| {
        lists(screen, "Stalls moved") && lists(screen, "Ferry sails")
    });
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn a_folder_that_vanishes_is_shown_as_it_was_and_followed_when_it_is_back() {
    let library = Library::new();
    let mut terminal = library.open();
    let away = library.around.path().join("away");
    fs::rename(library.news(), &away).unwrap();
    terminal.press("1gg\r");
    terminal.wait_for("the text all the same", shows("stood still for an hour"));
    fs::rename(&away, library.news()).unwrap();
    library.write("tower.md", "Tower runs again", 7, &TOWER.replace("an hour", "two days"));
    terminal.wait_for("the new text", |screen| {
        lists(screen, "Tower runs") && shows("stood still for two days")(screen)
    });
    assert!(lists(terminal.parser.screen(), "Ferry sails"));
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn two_readers_of_one_library_both_show_what_is_new() {
    let library = Library::new();
    let mut first = library.open();
    let mut second = library.open();
    library.write("market.md", "Stalls moved", 9, MARKET);
    for terminal in [&mut first, &mut second] {
        terminal.wait_for("the new one", |screen| lists(screen, "Stalls moved"));
    }
    first.press("q");
    first.ends_with(0);
    // The one that is left goes on, and now takes in itself what is new.
    second.press("1ggj\r");
    second.wait_for("the new text", shows("Eel stalls"));
    library.write("tower.md", "Tower runs again", 7, &TOWER.replace("an hour", "two days"));
    second.wait_for("what changed after that", |screen| lists(screen, "Tower runs"));
    second.press("q");
    second.ends_with(0);
}

#[test]
fn without_a_place_for_the_cache_the_library_lives_in_memory() {
    let library = Library::new();
    let no_folder = library.home.path().join("file");
    fs::write(&no_folder, "not a folder").unwrap();
    let mut terminal = library.open_with(&[("XDG_CACHE_HOME", &no_folder.to_string_lossy())]);
    library.write("market.md", "Stalls moved", 9, MARKET);
    terminal.wait_for("the new one", |screen| lists(screen, "Stalls moved"));
    terminal.press("P");
    terminal.wait_for("the problem", shows("the cache cannot be kept"));
    terminal.press("\u{3}");
    terminal.ends_with(0);
}

#[test]
fn a_cache_that_is_no_cache_is_built_anew() {
    let library = Library::new();
    let mut terminal = library.open();
    terminal.press("q");
    terminal.ends_with(0);
    let mut broken = 0;
    for path in files_below(library.home.path().to_owned())
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "sqlite"))
    {
        fs::write(path, "no cache at all ".repeat(1000)).unwrap();
        broken += 1;
    }
    assert!(broken > 0, "there was a cache");
    let mut terminal = library.open();
    terminal.wait_for("a text", shows("stood still for an hour"));
    terminal.press("q");
    terminal.ends_with(0);
}

fn files_below(folder: PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(path) } else { vec![path] }).collect()
}
