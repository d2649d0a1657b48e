//! The reader's own data where things go wrong: a program that is killed, two at once, a disk that
//! is full, files that are broken.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

use std::fs::{self, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::civil::date;
use rashomon::corpus::{Article, ArticleId, Corpus, Passage, Problem};
use rashomon::library::own::{Kept, Key, Note, Own};
use rashomon::text::Span;
use tempfile::TempDir;

/// What tells the child that it is one: the data folder, its name, and how many notes it saves, a
/// line each.
const CHILD: &str = "RASHOMON_TEST_NOTES";
/// How often the saving of notes is killed, or as `RASHOMON_KILLS` says.
const KILLS: usize = 200;
const JOURNAL: &str = "kept.journal";

fn corpus() -> Corpus {
    let text = "The quay is shut. Ilse Brandt said it opens on Friday.".to_owned();
    Corpus::new(vec![Article {
        id: "quay.txt".into(),
        path: "no/such/quay.txt".into(),
        title: "Quay shut".into(),
        text,
        ..Article::default()
    }])
}

fn note(corpus: &Corpus, text: &str) -> Note {
    Note::of(corpus, Passage::new(ArticleId(0), Span::new(4, 8)), text, date(2025, 3, 4))
}

fn texts(folder: &Path) -> Vec<String> {
    Own::open(folder).0.kept().notes().iter().map(|note| note.text.clone()).collect()
}

/// The program that is killed, or runs beside another: saves notes, and says which are saved, or
/// what went wrong.
#[test]
fn child_that_saves() {
    let Ok(said) = std::env::var(CHILD) else { return };
    let [folder, name, count] = said.split('\n').collect::<Vec<_>>()[..] else { panic!("{said}") };
    let (mut own, _) = Own::open(Path::new(folder));
    let (corpus, mut out) = (corpus(), std::io::stdout());
    // What is killed makes a long line of it: a note that comes and goes folds the journal in at
    // every second change.
    let passing = name.starts_with("killed").then(|| note(&corpus, &"so she said, ".repeat(3_000)));
    let rest = if name.starts_with("killed") { String::new() } else { "so she said, ".repeat(300) };
    for number in 0..count.parse().unwrap() {
        let text = format!("{name}-{number} {rest}");
        let problems = own.change(|kept| {
            kept.add_note(note(&corpus, &text));
            if let Some(passing) = &passing {
                kept.add_note(passing.clone());
                kept.remove_note(passing);
            }
        });
        match problems.first() {
            None => writeln!(out, "saved {name}-{number}").unwrap(),
            Some(problem) => writeln!(out, "told {problem}").unwrap(),
        }
        out.flush().unwrap();
    }
}

fn child(folder: &Path, name: &str, count: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child_that_saves", "--nocapture", "--test-threads=1"]);
    command
        .env(CHILD, format!("{}\n{name}\n{count}", folder.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

fn saved(line: &str) -> Option<String> {
    Some(line.split_once("saved ")?.1.to_owned())
}

/// Whether all of `names` are among the notes of `folder`.
#[track_caller]
fn check_there(folder: &Path, names: &[String], round: usize) {
    let (own, problems) = Own::open(folder);
    // A line that was being written when the program was killed was not acknowledged.
    let is_unfinished =
        |problem: &Problem| problem.what == "is cut off, as by a crash before it was saved";
    assert!(
        problems.len() <= 1 && problems.iter().all(is_unfinished),
        "round {round}: {problems:?}"
    );
    assert_eq!(Own::open(folder).1, [], "round {round}: told once");
    let kept: Vec<&str> =
        own.kept().notes().iter().filter_map(|note| note.text.split(' ').next()).collect();
    let lost: Vec<_> = names.iter().filter(|name| !kept.contains(&name.as_str())).collect();
    assert!(lost.is_empty(), "round {round}: lost {lost:?}");
}

#[test]
fn killed_at_any_moment_every_note_that_was_acknowledged_is_there() {
    let kills =
        std::env::var("RASHOMON_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let mut home = tempfile::tempdir().unwrap();
    let (mut seed, mut acknowledged, mut folded) = (0x9e37_79b9_7f4a_7c15_u64, Vec::new(), 0);
    let mut random = |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % below
    };
    let mut total = 0;
    for round in 1..=kills {
        if round % 20 == 0 {
            home = tempfile::tempdir().unwrap();
            acknowledged.clear();
        }
        let mut running = child(home.path(), &format!("killed{round}"), 100_000).spawn().unwrap();
        let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
        let after = random(20);
        let mut seen = 0;
        while seen < after
            && let Some(line) = lines.next()
        {
            let name = saved(&line.unwrap());
            seen += u64::from(name.is_some());
            acknowledged.extend(name);
        }
        std::thread::sleep(Duration::from_micros(random(3_000))); // not to wait for anything: the moment at which it is killed
        running.kill().unwrap();
        running.wait().unwrap();
        acknowledged.extend(lines.filter_map(|line| saved(&line.ok()?)));
        check_there(home.path(), &acknowledged, round);
        total += acknowledged.len();
        folded += usize::from(
            fs::read_to_string(home.path().join("kept.json"))
                .is_ok_and(|kept| !kept.contains("\"folded\": 1,")),
        );
    }
    assert!(
        total > kills && folded > kills / 2,
        "{total} notes acknowledged, {folded} times with a journal folded in"
    );
}

#[test]
fn two_programs_at_once_lose_nothing_of_each_other() {
    let home = tempfile::tempdir().unwrap();
    let running: Vec<_> =
        ["a", "b", "c"].map(|name| child(home.path(), name, 60).spawn().unwrap()).into();
    let mut names = Vec::new();
    for one in running {
        let output = one.wait_with_output().unwrap();
        assert!(output.status.success());
        names.extend(String::from_utf8(output.stdout).unwrap().lines().filter_map(saved));
    }
    assert_eq!(names.len(), 180);
    check_there(home.path(), &names, 0);
    assert_eq!(Own::open(home.path()).0.kept().notes().len(), 180);
}

/// A limit to the size of files stands for a full disk: a write beyond it fails, as it does there.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_what_was_saved_before_stays() {
    let home = tempfile::tempdir().unwrap();
    let running = child(home.path(), "full", 40);
    let mut limited = Command::new("sh");
    limited
        .args(["-c", "trap '' XFSZ; ulimit -f 80; exec \"$@\"", "sh"])
        .arg(running.get_program())
        .args(running.get_args());
    limited.envs(running.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = limited.output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "it goes on to the end: {out}");
    let names: Vec<String> = out.lines().filter_map(saved).collect();
    let told = out
        .lines()
        .filter(|line| line.contains("told ") && line.contains("cannot be kept: "))
        .count();
    assert!(names.len() > 3 && told > 3 && names.len() + told == 40, "{out}");
    check_there(home.path(), &names, 0);
}

#[test]
fn a_home_that_cannot_be_written_to_is_told_and_changes_hold_until_the_end() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let (mut own, _) = Own::open(&folder.path().join("file/home"));
    let corpus = corpus();
    for (count, text) in [(1, "one"), (2, "two")] {
        let problems = own.change(|kept| kept.add_note(note(&corpus, text)));
        assert!(
            problems.len() == 1 && problems[0].what.starts_with("cannot be kept: "),
            "{problems:?}"
        );
        assert_eq!((own.kept().notes().len(), own.is_saved()), (count, false));
    }
    fs::remove_file(folder.path().join("file")).unwrap();
    assert_eq!(own.change(|kept| kept.set_read(Key::of(&corpus, ArticleId(0)))), []);
    assert_eq!(
        texts(&folder.path().join("file/home")),
        ["one", "two"],
        "written with the next one that could be"
    );
}

/// A home with one folded-in note and three in the journal.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let (mut own, _) = Own::open(home.path());
    for text in ["one", "two", "three", "four"] {
        assert_eq!(own.change(|kept| kept.add_note(note(&corpus(), text))), []);
    }
    home
}

#[test]
fn a_truncated_or_foreign_journal_is_put_aside_and_what_stands_before_the_fault_holds() {
    let whole = fs::read(home().path().join(JOURNAL)).unwrap();
    let ends: Vec<usize> = whole
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(at, _)| at + 1)
        .collect();
    let three_lines = whole[..ends[2]].to_vec();
    let faults: [(&str, Vec<u8>, usize, u64); 5] = [
        ("cut off", whole[..ends[2] + 9].to_vec(), 3, 4),
        ("cut off before the line's end", whole[..whole.len() - 1].to_vec(), 3, 4),
        ("filled with zeros", [&three_lines[..], &[0; 99]].concat(), 3, 4),
        ("foreign", b"PK\x03\x04 not ours\n".to_vec(), 1, 1),
        ("of a later form", b"{\"form\":99,\"after\":1}\n".to_vec(), 1, 1),
    ];
    for (name, journal, notes, line) in faults {
        let home = home();
        fs::write(home.path().join(JOURNAL), &journal).unwrap();
        let (mut own, problems) = Own::open(home.path());
        assert_eq!(
            (own.kept().notes().len(), problems.len(), problems[0].line),
            (notes, 1, Some(line)),
            "{name}: {problems:?}"
        );
        assert!(
            problems[0].path.ends_with(JOURNAL)
                && problems[0].hint.contains("kept.journal.aside-1"),
            "{problems:?}"
        );
        assert_eq!(fs::read(home.path().join("kept.journal.aside-1")).unwrap(), journal, "{name}");
        assert_eq!(own.change(|kept| kept.add_note(note(&corpus(), "five"))), []);
        assert_eq!(
            (texts(home.path()).len(), Own::open(home.path()).1),
            (notes + 1, vec![]),
            "{name}"
        );
    }
}

#[test]
fn a_journal_outlives_a_file_that_breaks() {
    for broken in [&b"{\"form\": 2, \"boo"[..], b"\0\0\0\0", b"", b"[1, 2]"] {
        let home = home();
        fs::write(home.path().join("kept.json"), broken).unwrap();
        let (own, problems) = Own::open(home.path());
        assert!(
            problems.len() == 1 && problems[0].hint.contains("kept.json.aside-1"),
            "{problems:?}"
        );
        assert_eq!(own.kept().notes().len(), 3, "what was in the journal");
        assert_eq!(fs::read(home.path().join("kept.json.aside-1")).unwrap(), broken);
        assert_eq!(
            (texts(home.path()), Own::open(home.path()).1),
            (vec!["two".into(), "three".into(), "four".into()], vec![])
        );
    }
}

/// A crash between the two steps of folding in: the new file is there, and the old journal still.
#[test]
fn a_journal_that_was_folded_in_is_not_taken_for_new() {
    let home = home();
    let journal = fs::read(home.path().join(JOURNAL)).unwrap();
    let (mut one, _) = Own::open(home.path());
    let long = "so she said, ".repeat(20_000);
    for _ in 0..2 {
        assert_eq!(one.change(|kept| kept.add_note(note(&corpus(), &long))), []);
        assert_eq!(one.change(|kept| kept.remove_note(&note(&corpus(), &long))), []);
        assert_eq!(one.change(|kept| kept.remove_note(&note(&corpus(), "two"))), []);
    }
    assert!(
        !home.path().join(JOURNAL).exists()
            || fs::read(home.path().join(JOURNAL)).unwrap() != journal
    );
    fs::write(home.path().join(JOURNAL), &journal).unwrap();
    assert_eq!(texts(home.path()), ["one", "three", "four"]);
    assert_eq!(one.change(|kept| kept.add_note(note(&corpus(), "five"))), []);
    assert_eq!(texts(home.path()), ["one", "three", "four", "five"]);
}

#[test]
fn another_program_that_is_writing_is_no_fault() {
    let home = home();
    let before = Kept::read(home.path());
    let mut journal = OpenOptions::new().append(true).open(home.path().join(JOURNAL)).unwrap();
    journal.write_all(b"[{\"note\":").unwrap();
    assert_eq!(Kept::read(home.path()), before, "what stands before it");
}
