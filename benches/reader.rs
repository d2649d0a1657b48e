//! The whole program on a library of many articles, as a reader waits for it, in a real terminal (a
//! PTY): `cargo bench --bench reader`.
//!
//! Makes a library of 100,000 articles (`-- N`: of N) of some 1,750 bytes each from those that
//! `RASHOMON_BENCH_DATA` names, else from the bundled sample (`RASHOMON_BENCH_WHOLE`: of the size
//! that they are), and smaller ones, of a tenth and of a hundredth, and so on down to 1,000; opens
//! each and prints, as a table, what a reader waits for and what it costs. Everything lies in a
//! temporary folder; `RASHOMON_BENCH_KEEP` keeps and names it, and `RASHOMON_BENCH_REUSE` names one
//! that was kept, for another go without making it and taking it in again. `RASHOMON_BENCH_PROGRAM`
//! names another program to measure than the one just built.
//!
//! What does not come is told with the screen that was there instead, and stands as `-` in the
//! table.
#![cfg_attr(
    not(target_os = "linux"),
    allow(unused, reason = "what a program costs is read from /proc")
)]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench whose setting fails has failed, and it prints its figures"
)]

#[path = "support/articles.rs"]
mod articles;
#[path = "support/process.rs"]
mod process;
#[path = "../tests/support/terminal.rs"]
mod terminal;

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use articles::{foreign, given_in_pieces, varied};
use rashomon::corpus::Article;
use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use serde_json::json;
use terminal::{Terminal, at_home};

/// Articles of one file.
const IN_FILE: usize = 10_000;
/// How often a start is measured, as long as that does not take too long.
const STARTS: usize = 11;
const STARTS_TAKE: Duration = Duration::from_secs(60);
/// Keys in the list and in the text.
const KEYS: usize = 300;
/// How often opening and changing a file are measured.
const TIMES: usize = 5;
const IDLE: Duration = Duration::from_secs(20);
/// Longer than anything but an import takes.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than an import takes.
const IMPORT_PATIENCE: Duration = Duration::from_secs(1800);

/// A long article that is opened: its file, its size in bytes, a word to find it by, and one that
/// is seen when it is open.
const LONG: [(&str, usize, &str, &str); 2] = [
    ("fifty.json", 50_000, "zwillbrock", "Ammerquoll"),
    ("five.json", 5_000_000, "yxenholt", "Belderwick"),
];
/// The word by which the file that changes is found, and which begins its title.
const CHANGING: &str = "vexmoor";
/// Searches: what they are, and what is typed.
const SEARCHES: [(&str, &str); 4] = [
    ("rare word", LONG[0].2),
    ("common word", "said"),
    ("phrase", "\"in the\""),
    ("two common words", "president police"),
];

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return; // `cargo test --benches` only builds it
    }
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let largest: usize = asked.unwrap_or(100_000);
    let temporary = tempfile::tempdir().unwrap();
    let reused = std::env::var_os("RASHOMON_BENCH_REUSE").map(PathBuf::from);
    let root = reused.unwrap_or_else(|| temporary.path().to_owned());
    let mut columns = Vec::new();
    let mut counts = vec![largest, largest / 10, largest / 100];
    while counts.last().is_some_and(|count| *count >= 10_000) {
        counts.push(counts[counts.len() - 1] / 10);
    }
    for count in counts.into_iter().rev() {
        columns.push(Library::at(&root.join(count.to_string()), count).measured());
    }
    println!();
    print_table(&columns);
    if std::env::var_os("RASHOMON_BENCH_KEEP").is_some() {
        println!("kept in {}", temporary.keep().display());
    }
}

/// One column of the table: what is measured, and how much.
#[derive(Default)]
struct Column(Vec<(String, String)>);

impl Column {
    fn note(&mut self, what: &str, value: impl Into<Option<String>>) {
        let value = value.into().unwrap_or_else(|| "-".to_owned());
        println!("  {what:<58}{value:>20}");
        self.0.push((what.to_owned(), value));
    }
}

fn print_table(columns: &[Column]) {
    for (row, (what, _)) in columns[0].0.iter().enumerate() {
        let values: String =
            columns.iter().map(|column| format!("{:>20}", column.0[row].1)).collect();
        println!("{what:<58}{values}");
    }
}

/// A library of articles on the disk, and a home.
struct Library {
    news: PathBuf,
    home: PathBuf,
    /// The text of all its articles, in bytes; 0 where it was there already.
    text: usize,
    count: usize,
}

impl Library {
    /// Makes a library of `count` articles in `folder`, unless there is one.
    fn at(folder: &Path, count: usize) -> Library {
        // The folder that the library is in has no other file in it: what else is written there
        // would be noticed.
        let mut library = Library {
            news: folder.join("library/news"),
            home: folder.join("home"),
            text: 0,
            count,
        };
        if !library.news.exists() {
            fs::create_dir_all(&library.home).unwrap();
            library.make();
        }
        library
    }

    fn make(&mut self) {
        fs::create_dir_all(&self.news).unwrap();
        let given = given_in_pieces();
        for from in (0..self.count).step_by(IN_FILE) {
            let articles: Vec<Article> = (from..self.count.min(from + IN_FILE))
                .into_par_iter()
                .map(|at| varied(&given, at))
                .collect();
            let mut file = BufWriter::new(
                fs::File::create(self.news.join(format!("{:04}.jsonl", from / IN_FILE))).unwrap(),
            );
            for article in &articles {
                let published = article.published.map(|published| published.to_string());
                let (outlet, title, text) = (&article.outlet.name, &article.title, &article.text);
                let record = json!({ "id": article.id, "outlet": outlet, "title": title, "published": published, "authors": article.authors, "text": text });
                writeln!(file, "{record}").unwrap();
                self.text += text.len();
            }
            file.flush().unwrap();
        }
        for (name, size, word, sign) in LONG {
            // What is found and what is seen are further apart than a line of results is long.
            let begin = format!(
                "{word} begins here. {}\n\n{sign} is said below.\n\n",
                "It is a long account of the harbour. ".repeat(12)
            );
            let text = begin + &foreign(&given, size, size);
            // So far apart that the two are no event.
            let published = format!("20{:02}-01-02", 31 + name.len());
            let record = json!({ "title": format!("Long account {size}"), "outlet": "Long", "published": published, "text": text });
            fs::write(self.news.join(name), record.to_string()).unwrap();
        }
        self.change(0);
    }

    /// Writes the file that changes, with `number` in its title.
    fn change(&self, number: usize) {
        let text = "The tide tables of the harbour were printed again on Monday, the harbour master said, because the old ones were wet.";
        let file = format!(
            "---\ntitle: Vexmoor {number}\noutlet: Harbour Radio\ndate: 2031-03-04\n---\n\n{CHANGING} is a buoy. {text}\n"
        );
        fs::write(self.news.join("changing.md"), file).unwrap();
    }

    /// Starts the program on it.
    fn open(&self) -> Session {
        let program = std::env::var("RASHOMON_BENCH_PROGRAM")
            .unwrap_or_else(|_| env!("CARGO_BIN_EXE_rashomon").to_owned());
        let mut command = at_home(&program, &self.home);
        command.arg(&self.news);
        let began = Instant::now();
        Session { terminal: Terminal::start(command, 160, 50), began }
    }

    fn measured(&self) -> Column {
        println!("\n{} articles in {}", self.count, self.news.display());
        let mut column = Column::default();
        column.note("articles", self.count.to_string());
        column.note("text, MB", (self.text > 0).then(|| format!("{:.1}", self.text as f64 / 1e6)));
        self.import(&mut column);
        column.note(
            "kept in cache and data folders, MB",
            format!("{:.1}", size_of(&self.home) as f64 / 1e6),
        );
        self.starts(&mut column);
        self.open_long(&mut column);
        let mut session = self.open();
        session.usable();
        session.calm(PATIENCE);
        process::forget_peak(session.pid());
        session.keys(&mut column);
        session.searches(&mut column);
        let megabytes = |field| process::kilobytes(session.pid(), field) / 1024;
        column.note(
            "memory after browsing and searching, now / most, MB",
            format!("{} / {}", megabytes("VmRSS:"), megabytes("VmHWM:")),
        );
        self.changes(&mut session, &mut column);
        session.idle(&mut column);
        session.terminal.quit(PATIENCE);
        column
    }

    /// The first import, or the first start on a cache that is there already.
    fn import(&self, column: &mut Column) {
        let is_first = size_of(&self.home) == 0;
        let mut session = self.open();
        let usable = session.usable();
        let done = session.calm(IMPORT_PATIENCE);
        let took = done
            .filter(|_| is_first)
            .map(|done| format!("{:.1}", (done - session.began).as_secs_f64()));
        column.note(
            "first import: until a list is there, s",
            usable.filter(|_| is_first).map(|time| format!("{:.2}", time.as_secs_f64())),
        );
        column.note("first import, with all analysis, s", took);
        let cpu = process::cpu(session.pid()).as_secs_f64();
        column.note("first import: CPU, s", is_first.then(|| format!("{cpu:.1}")));
        column.note(
            "first import: most memory, MB",
            is_first.then(|| (process::kilobytes(session.pid(), "VmHWM:") / 1024).to_string()),
        );
        session.terminal.quit(PATIENCE);
    }

    /// Starts with a warm cache.
    fn starts(&self, column: &mut Column) {
        let began = Instant::now();
        let (mut walls, mut at_list, mut later) = (Vec::new(), Vec::new(), Vec::new());
        while walls.len() < STARTS && (walls.is_empty() || began.elapsed() < STARTS_TAKE) {
            let mut session = self.open();
            let usable = session.usable();
            at_list.extend(usable.map(|_| process::cpu(session.pid())));
            walls.extend(usable);
            session.terminal.comes(Duration::from_secs(2), |_| false);
            later.push(process::cpu(session.pid()));
            session.terminal.quit(PATIENCE);
            if usable.is_none() {
                break;
            }
        }
        column.note(&format!("start to a usable list, median of {STARTS}, ms"), median(&walls));
        column.note("start to a usable list, slowest, ms", share(&walls, 1.0));
        column.note("start to a usable list, CPU, ms", median(&at_list));
        column.note("start and two seconds, CPU, ms", median(&later));
    }

    /// Opens the long articles, each time in a program that has just begun.
    fn open_long(&self, column: &mut Column) {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..TIMES {
            let mut session = self.open();
            session.usable();
            session.calm(PATIENCE);
            for (times, (_, _, word, sign)) in times.iter_mut().zip(LONG) {
                times.extend(session.go_to(word, sign));
            }
            session.terminal.quit(PATIENCE);
            if times.iter().any(Vec::is_empty) {
                break;
            }
        }
        column.note("open an article of 50 KB, ms", median(&times[0]));
        column.note("open an article of 5 MB, ms", median(&times[1]));
    }

    /// Changes a file that is open.
    fn changes(&self, session: &mut Session, column: &mut Column) {
        self.change(1000);
        session.calm(PATIENCE);
        session.go_to(CHANGING, "Vexmoor ");
        let mut times = Vec::new();
        for number in 1001..1001 + TIMES {
            session.calm(PATIENCE);
            let began = Instant::now();
            self.change(number);
            let title = format!("Vexmoor {number}");
            if session
                .comes(Duration::from_secs(10), &format!("the title {title}"), |screen| {
                    screen.contents().contains(&title)
                })
                .is_none()
            {
                break;
            }
            times.push(began.elapsed());
        }
        column.note("one changed file, seen on the screen, median, ms", median(&times));
        column.note("one changed file, seen on the screen, slowest, ms", share(&times, 1.0));
    }
}

/// The program, running.
struct Session {
    terminal: Terminal,
    began: Instant,
}

impl Session {
    fn pid(&self) -> i64 {
        self.terminal.pid()
    }

    /// Waits until the screen is as wanted; where it is not in time, prints what is there.
    fn comes(
        &mut self,
        patience: Duration,
        what: &str,
        wanted: impl Fn(&vt100::Screen) -> bool,
    ) -> Option<Duration> {
        let came = self.terminal.comes(patience, wanted);
        if came.is_none() {
            let shown = self.terminal.parser.screen().contents();
            let rows: Vec<&str> = shown.lines().map(str::trim_end).collect();
            println!(
                "  waited {} s for {what}, and saw:\n    {}",
                patience.as_secs(),
                rows.join("\n    ")
            );
        }
        came
    }

    /// Waits for a list with articles or events in it; gives the time since the start.
    fn usable(&mut self) -> Option<Duration> {
        self.comes(IMPORT_PATIENCE, "a list", has_list)?;
        Some(self.began.elapsed())
    }

    /// Waits until the program does nothing any more: no progress is shown, nothing is written, no
    /// time is used. Gives when that began.
    fn calm(&mut self, patience: Duration) -> Option<Instant> {
        const LOOK: Duration = Duration::from_millis(50);
        const CALM: Duration = Duration::from_millis(1000);
        let began = Instant::now();
        let (mut last, mut cpu) = (began, process::cpu(self.pid()));
        while began.elapsed() < patience {
            let seen = self.terminal.bytes.len();
            self.terminal.comes(LOOK, |_| false);
            let now = process::cpu(self.pid());
            if now > cpu + LOOK / 20
                || self.terminal.bytes.len() > seen
                || has_progress(self.terminal.parser.screen())
            {
                last = Instant::now();
            }
            cpu = now;
            if last.elapsed() > CALM {
                return Some(last);
            }
        }
        println!(
            "  it is still at work after {} s:\n{}",
            patience.as_secs(),
            self.terminal.parser.screen().contents()
        );
        None
    }

    /// Goes to an article by searching for a word of it; gives the time from Enter until `sign` of
    /// it is on the screen.
    fn go_to(&mut self, word: &str, sign: &str) -> Option<Duration> {
        self.search();
        self.terminal.press(word);
        // The word stands where it is typed, and again where it is found.
        let found =
            |screen: &vt100::Screen| screen.contents().to_lowercase().matches(word).count() >= 2;
        self.comes(PATIENCE, &format!("{word} to be found"), found)?;
        self.calm_for_keys();
        let began = Instant::now();
        self.terminal.press("\r");
        self.comes(PATIENCE, &format!("{sign} in the text"), |screen| {
            screen.contents().contains(sign)
        })?;
        Some(began.elapsed())
    }

    /// Opens the search, with nothing typed.
    fn search(&mut self) {
        self.calm_for_keys();
        self.terminal.press("s");
        self.calm_for_keys();
        self.terminal.press("\u{15}");
        self.calm_for_keys();
    }

    fn calm_for_keys(&mut self) {
        self.terminal.settle(Duration::from_millis(150));
    }

    /// Presses keys in the list and in the text.
    fn keys(&mut self, column: &mut Column) {
        let list = ["j", "j", "j", "\r", "1", "j", "k", "\u{4}", "j", "\u{15}", "G", "gg"];
        let text = ["j", "j", "]q", "j", "k", "\u{4}", "j", "]c", "\u{15}", "G", "gg", "]t"];
        for (pane, focus, keys) in [("list", "1", list), ("text", "2", text)] {
            self.calm_for_keys();
            self.terminal.press(focus);
            self.calm_for_keys();
            let (mut first, mut whole, mut unanswered) = (Vec::new(), Vec::new(), 0);
            for at in 0..KEYS / 2 {
                match self.key(keys[at % keys.len()]) {
                    Some((frame, all)) => {
                        first.push(frame);
                        whole.push(all);
                    }
                    None => unanswered += 1,
                }
            }
            let figures = |times: &[Duration]| {
                Some(format!("{} / {}", share(times, 0.5)?, share(times, 0.99)?))
            };
            column
                .note(&format!("key to screen in the {pane}, median / 99th, ms"), figures(&first));
            column.note(
                &format!("key to the last of what follows in the {pane}, ms"),
                figures(&whole),
            );
            if unanswered > 0 {
                println!("  {unanswered} of {} keys changed nothing on the screen", KEYS / 2);
            }
        }
    }

    /// Presses the keys of a sequence; gives the time from the last of them to its frame, and to
    /// the last frame that followed soon.
    fn key(&mut self, sequence: &str) -> Option<(Duration, Duration)> {
        let (before, last) = but_last(sequence);
        self.terminal.press(before);
        let first = self.terminal.answer(last, Duration::from_secs(1))?;
        let began = self.terminal.last - first;
        self.terminal.settle(Duration::from_millis(30));
        Some((first, self.terminal.last - began))
    }

    /// Searches everything: the time from the last key until the last of what follows is on the
    /// screen.
    fn searches(&mut self, column: &mut Column) {
        for (what, query) in SEARCHES {
            self.search();
            let (before, last) = but_last(query);
            self.terminal.press(before);
            self.calm(PATIENCE);
            let first = self.terminal.answer(last, PATIENCE);
            let began = first.map(|first| self.terminal.last - first);
            self.calm(PATIENCE);
            let whole = began.map(|began| self.terminal.last - began);
            let took =
                first.zip(whole).map(|(first, whole)| format!("{} / {}", ms(first), ms(whole)));
            let shown = self.terminal.parser.screen().contents();
            let typed = format!("/ {query}");
            let line = shown
                .lines()
                .find_map(|line| line.get(line.find(&typed)?..)?.split('┃').next())
                .unwrap_or("no line of what was typed");
            println!("  {}", line.split_whitespace().collect::<Vec<_>>().join(" "));
            column.note(
                &format!("search all bodies: {what}, first / last of what follows, ms"),
                took,
            );
            self.terminal.press("\u{1b}");
            self.calm_for_keys();
        }
    }

    /// Leaves the program alone.
    fn idle(&mut self, column: &mut Column) {
        self.calm(PATIENCE);
        let (switches, bytes, cpu) =
            (process::switches(self.pid()), self.terminal.bytes.len(), process::cpu(self.pid()));
        self.terminal.comes(IDLE, |_| false);
        let woken = process::switches(self.pid()) - switches;
        let seconds = IDLE.as_secs();
        column.note(
            &format!("idle for {seconds} s: wake-ups / bytes"),
            format!("{woken} / {}", self.terminal.bytes.len() - bytes),
        );
        column.note(
            &format!("idle for {seconds} s: CPU, ms"),
            ms(process::cpu(self.pid()).saturating_sub(cpu)),
        );
    }
}

/// Whether the list has rows: its pane is the first, below the title row.
fn has_list(screen: &vt100::Screen) -> bool {
    let rows = screen.rows(1, 28).skip(2).take(3);
    screen.alternate_screen()
        && rows.filter(|row| row.chars().filter(|c| c.is_alphanumeric()).count() >= 3).count() == 3
}

/// Whether the status line says that something is going on.
fn has_progress(screen: &vt100::Screen) -> bool {
    let (rows, columns) = screen.size();
    let status: Vec<String> =
        screen.rows(0, columns.get()).skip(usize::from(rows.get()) - 2).collect();
    let words = ["reading", "grouping", "comparing", "looking for"];
    status.iter().any(|row| {
        row.contains("esc stops") || words.iter().any(|word| row.trim_start().starts_with(word))
    })
}

/// What is typed before the last key, and that.
fn but_last(keys: &str) -> (&str, &str) {
    keys.split_at(keys.char_indices().last().map_or(0, |(at, _)| at))
}

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

fn median(times: &[Duration]) -> Option<String> {
    share(times, 0.5)
}

/// The time that this share of `times` does not exceed, in milliseconds.
fn share(times: &[Duration], share: f64) -> Option<String> {
    let mut times = times.to_vec();
    times.sort();
    times.get((times.len().saturating_sub(1) as f64 * share).round() as usize).copied().map(ms)
}

/// Bytes of all files below a folder.
fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            if entry.path().is_dir() {
                size_of(&entry.path())
            } else {
                entry.metadata().unwrap().len()
            }
        })
        .sum()
}
