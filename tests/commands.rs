//! The program as it is run: what it prints, where it complains, and how it exits.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use expect_test::{Expect, expect};
use rashomon::analysis::{Depth, correction};
use rashomon::corpus::{ArticleId, Passage};
use rashomon::library::{self, own};
use rashomon::load::Watch;
use rashomon::text::Span;
use rashomon::view::link::LinkKind;
use rashomon::view::topic;
use serde_json::Value;
use tempfile::TempDir;

const COURIER: &str = "Mayor shuts the cracked Harbour Bridge\n\nBy Danny Spratt\n\nMarch 4, 2025\n\nMayor Ilse Brandt shut the Harbour Bridge on Tuesday. “The council was told nothing before Tuesday,” Brandt said. Inspectors counted nine cracks.\n";
const POST: &str = "---\ntitle: Harbour Bridge closed after cracks are found\noutlet: Evening Post\ndate: 2025-03-04\nauthor: Maren Lisk\nurl: https://post.example/bridge\n---\n\nThe Harbour Bridge was closed on Tuesday. Inspectors counted nine cracks in it.\n";

/// Two articles of one event, and nothing wrong.
fn news() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bridge-courier.txt"), COURIER).unwrap();
    fs::write(folder.path().join("bridge-post.md"), POST).unwrap();
    fs::write(
        folder.path().join("rashomon.toml"),
        "[[article]]\nfile = \"*-courier.txt\"\noutlet = \"The Courier\"\n",
    )
    .unwrap();
    folder
}

fn rashomon(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rashomon"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    // The reader's own places must not be touched by a test.
    for place in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
        command.env(place, folder.join(".home"));
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    rashomon(folder, arguments).output().unwrap()
}

/// Runs in the folder and compares exit code, standard output and standard error.
#[track_caller]
fn check(folder: &TempDir, arguments: &[&str], expected: &Expect) {
    let output = run(folder.path(), arguments);
    let shown = |bytes: &[u8]| {
        String::from_utf8(bytes.to_vec())
            .unwrap()
            .replace(&*folder.path().to_string_lossy(), "/news")
            .replace('\r', "␍")
    };
    let (out, err) = (shown(&output.stdout), shown(&output.stderr));
    expected.assert_eq(&format!(
        "exit {}\n{out}{}{err}",
        output.status.code().unwrap(),
        if err.is_empty() { "" } else { "--\n" }
    ));
}

#[test]
fn articles_for_people_and_for_machines() {
    check(
        &news(),
        &["articles", "."],
        &expect![[r#"
        exit 0
        2025-03-04  The Courier   Mayor shuts the cracked Harbour Bridge
                    bridge-courier.txt · 34 words · en · Danny Spratt
        2025-03-04  Evening Post  Harbour Bridge closed after cracks are found
                    bridge-post.md · 13 words · en · Maren Lisk
    "#]],
    );
    check(
        &news(),
        &["articles", "--format", "jsonl", "."],
        &expect![[r#"
            exit 0
            {"id":"bridge-courier.txt","path":"bridge-courier.txt","outlet":"The Courier","outlet_guessed":false,"title":"Mayor shuts the cracked Harbour Bridge","authors":["Danny Spratt"],"published":"2025-03-04","url":null,"language":"en","words":34,"event":"bridge-courier"}
            {"id":"bridge-post.md","path":"bridge-post.md","outlet":"Evening Post","outlet_guessed":false,"title":"Harbour Bridge closed after cracks are found","authors":["Maren Lisk"],"published":"2025-03-04","url":"https://post.example/bridge","language":"en","words":13,"event":"bridge-courier"}
        "#]],
    );
    check(
        &news(),
        &["articles", "--format", "json", "--outlet", "courier", "."],
        &expect![[r#"
            exit 0
            [
              {"id":"bridge-courier.txt","path":"bridge-courier.txt","outlet":"The Courier","outlet_guessed":false,"title":"Mayor shuts the cracked Harbour Bridge","authors":["Danny Spratt"],"published":"2025-03-04","url":null,"language":"en","words":34,"event":"bridge-courier"}
            ]
        "#]],
    );
    check(
        &news(),
        &["articles", "--text", "--outlet", "post", "."],
        &expect![[r#"
        exit 0
        Harbour Bridge closed after cracks are found
        ────────────────────────────────────────────
        Evening Post · 2025-03-04 · bridge-post.md · 13 words · en · Maren Lisk

        The Harbour Bridge was closed on Tuesday. Inspectors counted nine cracks in it.
    "#]],
    );
}

#[test]
fn search_finds_words_and_phrases() {
    check(
        &news(),
        &["search", "nine cracks", "."],
        &expect![[r#"
        exit 0
        The Courier · Mayor shuts the cracked Harbour Bridge
            Inspectors counted nine cracks.

        Evening Post · Harbour Bridge closed after cracks are found
            Inspectors counted nine cracks in it.
    "#]],
    );
    check(
        &news(),
        &["search", "\"council was told\"", ".", "--format", "jsonl"],
        &expect![[r#"
        exit 0
        {"article":"bridge-courier.txt","outlet":"The Courier","title":"Mayor shuts the cracked Harbour Bridge","start":133,"end":149,"snippet":"“The council was told nothing before Tuesday,” Brandt said."}
    "#]],
    );
    check(
        &news(),
        &["search", "speaker:brandt said:council -outlet:post", "."],
        &expect![[r#"
            exit 0
            The Courier · Mayor shuts the cracked Harbour Bridge
                “The council was told nothing before Tuesday,” Brandt said.
        "#]],
    );
    check(
        &news(),
        &["search", "nine auther:brandt", "."],
        &expect![[r#"
            exit 2
            --
            rashomon: nine auther:brandt: there is no auther: but outlet: speaker: said: topic: after: before: is: has: kind:; or put it in quotation marks (at byte 5)
        "#]],
    );
    check(
        &news(),
        &["search", "nine is:unread", "."],
        &expect![[r#"
            exit 2
            --
            rashomon: nine is:unread: what is read, new and noted is known in the reader only; leave it out
        "#]],
    );
    check(
        &news(),
        &["search", "ferry", ".", "--format", "json"],
        &expect![[r#"
        exit 0
        []
    "#]],
    );
}

#[test]
fn offsets_are_bytes_of_what_text_prints() {
    let folder = news();
    let text = run(folder.path(), &["text", "bridge-courier.txt", "."]).stdout;
    assert_eq!(text, COURIER.as_bytes());
    for command in ["quotes", "search"] {
        let arguments: &[&str] = if command == "search" {
            &["search", "Tuesday", ".", "--format", "json"]
        } else {
            &["quotes", ".", "--format", "json"]
        };
        let rows: Vec<Value> =
            serde_json::from_slice(&run(folder.path(), arguments).stdout).unwrap();
        for row in rows.iter().filter(|row| row["article"] == "bridge-courier.txt") {
            let (start, end) =
                (row["start"].as_u64().unwrap() as usize, row["end"].as_u64().unwrap() as usize);
            let words = std::str::from_utf8(&text[start..end]).unwrap();
            assert!(
                if command == "search" { words == "Tuesday" } else { row["text"] == words },
                "{row}"
            );
        }
    }
}

#[test]
fn exit_codes_and_complaints() {
    let folder = news();
    check(
        &folder,
        &["articles"],
        &expect![[r#"
        exit 2
        --
        error: the following required arguments were not provided:
          <PATH>...

        Usage: rashomon articles <PATH>...

        For more information, try '--help'.
    "#]],
    );
    check(
        &folder,
        &["articles", "nowhere"],
        &expect![[r#"
        exit 1
        --
        rashomon: nowhere: no such file or folder (check the name; rashomon --sample opens articles that are always there)
    "#]],
    );
    check(
        &folder,
        &["search", "ferry", "nowhere", "."],
        &expect![[r#"
        exit 3
        --
        rashomon: nowhere: no such file or folder (check the name; rashomon --sample opens articles that are always there)
    "#]],
    );
    check(
        &folder,
        &["search", "…", "."],
        &expect![[r#"
        exit 2
        --
        rashomon: there is no word in the query
    "#]],
    );
    check(
        &folder,
        &["quotes", "--format", "html", "."],
        &expect![[r#"
            exit 2
            --
            rashomon: --format html is not for this command; it prints text, json, jsonl, csv
        "#]],
    );
}

/// The Courier's text, cut and with a lead of its own in the Post; and a later version of the
/// Courier's.
fn reprint() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let lock = "The harbour authority shut its northern lock after divers found a crack as long as a man in the lower gate.";
    let barges = "Eleven barges are waiting in the outer basin, and the coal that two of them carry is meant for the power station at Morva.";
    let scrap = "A spare gate was sold for scrap nine years ago, when the council wanted money for the market hall.";
    let record = |id: &str, outlet: &str, date: &str, text: &[&str]| {
        let url = (outlet == "Courier").then_some("https://courier.example/lock");
        serde_json::json!({"id": id, "outlet": outlet, "date": date, "title": format!("Lock {id}"), "url": url, "text": text.join("\n\n")})
    };
    let records = [
        record("one", "Courier", "2025-03-04", &[lock, barges, scrap]),
        record(
            "two",
            "Courier",
            "2025-03-05",
            &[
                lock,
                &barges.replace("Eleven", "Fourteen"),
                "The lock opens on Friday, the authority now says.",
            ],
        ),
        record(
            "three",
            "Post",
            "2025-03-05",
            &[
                "Coal is short at Morva this week, and the reason lies forty miles downstream.",
                barges,
            ],
        ),
    ];
    fs::write(
        folder.path().join("lock.jsonl"),
        records.map(|record| record.to_string() + "\n").concat(),
    )
    .unwrap();
    folder
}

#[test]
fn copies_and_versions_are_told_passage_by_passage() {
    check(
        &reprint(),
        &["copies", "."],
        &expect![[r#"
        exit 0
        Courier · version of its own article · 83 % of its words
        ────────────────────────────────────────────────────────
            2025-03-05 · Lock two
          = 2025-03-04 · Lock one

          = The harbour authority shut its northern lock after divers found a crack as long as a man in the
            lower gate.

          - Eleven barges are waiting in the outer basin, and the coal that two of them carry is meant for
            the power station at Morva.
          + Fourteen barges are waiting in the outer basin, and the coal that two of them carry is meant for
            the power station at Morva.

          - A spare gate was sold for scrap nine years ago, when the council wanted money for the market
            hall.

          + The lock opens on Friday, the authority now says.

        Post · same text as Courier · 63 % of its words
        ───────────────────────────────────────────────
            2025-03-05 · Lock three
          = 2025-03-05 · Lock two

          - Fourteen barges are waiting in the outer basin, and the coal that two of them carry is meant for
            the power station at Morva.
          + Eleven barges are waiting in the outer basin, and the coal that two of them carry is meant for
            the power station at Morva.
    "#]],
    );
    check(
        &reprint(),
        &["copies", "--format", "jsonl", "--outlet", "post", "."],
        &expect![[r#"
            exit 0
            {"event":"one","kind":"copy","change":"changed","share":0.6315789,"agency":null,"dated":false,"a":{"article":"three","outlet":"Post","start":79,"end":201,"text":"Eleven barges are waiting in the outer basin, and the coal that two of them carry is meant for the power station at Morva."},"b":{"article":"two","outlet":"Courier","start":109,"end":233,"text":"Fourteen barges are waiting in the outer basin, and the coal that two of them carry is meant for the power station at Morva."}}
        "#]],
    );
}

/// An agency's text in three outlets is one account, whoever had it first, and it is called the
/// agency's; the days say who had another outlet's.
#[test]
fn accounts_are_counted_and_an_agency_is_named_as_the_origin() {
    let folder = tempfile::tempdir().unwrap();
    let body = "The harbour authority shut its northern lock after divers found a crack as long as a man in the lower gate.\n\nEleven barges are waiting in the outer basin, and the coal that two of them carry is meant for the power station at Morva.\n\nA spare gate was sold for scrap nine years ago, when the council wanted money for the market hall.";
    let write = |name: &str, outlet: &str, day: &str, dateline: &str| {
        let head = format!(
            "---\noutlet: {outlet}\ndate: 2025-03-{day}\ntitle: Crack shuts the northern lock\n---\n"
        );
        fs::write(folder.path().join(name), format!("{head}{dateline}{body}\n")).unwrap();
    };
    write("one.md", "Post", "05", "");
    write("two.md", "Courier", "05", "PORT ELSIN (Reuters) - ");
    write("three.md", "Reuters", "05", "");
    let printed =
        |arguments: &[&str]| String::from_utf8(run(folder.path(), arguments).stdout).unwrap();
    assert!(
        printed(&["events", "."]).contains("3 outlets, 1 account"),
        "{}",
        printed(&["events", "."])
    );
    let event: Value =
        serde_json::from_str(&printed(&["events", "--format", "json", "."])).unwrap();
    assert_eq!(
        (&event[0]["accounts"], event[0]["outlets"].as_array().unwrap().len()),
        (&1.into(), 3)
    );
    let rows: Vec<Value> = printed(&["copies", "--format", "jsonl", "."])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(rows.iter().all(|row| row["b"]["outlet"] == "Reuters" && row["agency"] == "Reuters"));
    let copies = printed(&["copies", "."]);
    assert!(
        copies.contains("Courier · text of Reuters") && copies.contains("Post · text of Reuters"),
        "{copies}"
    );
    // Without the agency the credit tells whose it is, and without that the days who had it first.
    write("three.md", "Mirror", "06", "");
    let copies = printed(&["copies", "."]);
    assert!(copies.contains("Courier · text of Reuters, as in Post"), "{copies}");
    assert!(copies.contains("Mirror · same text as Post, which had it first"), "{copies}");
    fs::remove_file(folder.path().join("two.md")).unwrap();
    write("three.md", "Mirror", "05", "");
    let copies = printed(&["copies", "."]);
    assert!(copies.contains(" · same text as ") && !copies.contains("first"), "{copies}");
    let event = printed(&["events", "--format", "jsonl", "."]);
    let event =
        serde_json::from_str::<Value>(&event).unwrap()["event"].as_str().unwrap().to_owned();
    let page = printed(&["export", &event, "."]);
    assert!(page.contains("100 % of its words, same text as"), "{page}");
}

/// Who was first is told where the dates do.
#[test]
fn the_first_to_tell_a_topic_is_named_where_the_dates_tell() {
    let folder = news();
    let firsts = || -> Vec<Value> {
        let printed =
            String::from_utf8(run(folder.path(), &["topics", "--format", "jsonl", "."]).stdout);
        let row = |line: &str| serde_json::from_str::<Value>(line).unwrap()["first"].clone();
        printed.unwrap().lines().map(row).collect()
    };
    assert!(firsts().iter().all(Value::is_null), "of one day");
    fs::write(folder.path().join("bridge-post.md"), POST.replace("2025-03-04", "2025-03-03"))
        .unwrap();
    let found = firsts();
    assert!(found.iter().all(|first| first == "bridge-post.md"), "{found:?}");
    let text = String::from_utf8(run(folder.path(), &["topics", "."]).stdout).unwrap();
    assert!(text.contains("  first told by Evening Post"), "{text}");
}

#[test]
fn names_that_nothing_is_called_by() {
    let folder = news();
    check(
        &folder,
        &["quotes", "--event", "ferry", "."],
        &expect![[r#"
            exit 1
            --
            rashomon: no event is called ferry; give the id of one, or words of its label: bridge-courier (Harbour Bridge closed after cracks are found)
        "#]],
    );
    check(
        &folder,
        &["quotes", "--outlet", "mirror", "."],
        &expect![[r#"
        exit 1
        --
        rashomon: no article is by mirror; rashomon articles lists the outlets
    "#]],
    );
    check(
        &folder,
        &["text", "bridge", "."],
        &expect![[r#"
        exit 1
        --
        rashomon: no article is called bridge; rashomon articles lists their ids
    "#]],
    );
    check(
        &folder,
        &["text", ".txt.txt", "."],
        &expect![[r#"
        exit 1
        --
        rashomon: no article is called .txt.txt; rashomon articles lists their ids
    "#]],
    );
    check(
        &folder,
        &["export", "ferry", "."],
        &expect![[r#"
            exit 1
            --
            rashomon: no event is called ferry; give the id of one, or words of its label: bridge-courier (Harbour Bridge closed after cracks are found)
        "#]],
    );
    check(
        &folder,
        &[".", "problems"],
        &expect![[r#"
        exit 2
        --
        error: the following required arguments were not provided:
          <PATH>...

        Usage: rashomon problems <PATH>...

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn the_sample_is_read_instead_of_paths_not_beside_them() {
    let folder = news();
    for arguments in [&["articles", "--sample", "."][..], &["--sample", "."]] {
        assert_eq!(run(folder.path(), arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn speakers_are_counted_and_their_quotes_headed_by_the_count() {
    let folder = news();
    check(
        &folder,
        &["speakers", "."],
        &expect![[r#"
            exit 0
            1  Ilse Brandt  1 in own words · The Courier 1
        "#]],
    );
    check(
        &folder,
        &["speakers", "--format", "jsonl", "."],
        &expect![[r#"
            exit 0
            {"speaker":"Ilse Brandt","anonymous":false,"quotes":1,"direct":1,"mixed":0,"indirect":0,"via":{},"outlets":{"The Courier":1},"events":["bridge-courier"]}
        "#]],
    );
    check(
        &folder,
        &["quotes", "--speaker", "BRANDT", "."],
        &expect![[r#"
        exit 0
        Ilse Brandt: 1 quote, 1 in own words; The Courier 1

        The Courier · Mayor shuts the cracked Harbour Bridge
        ────────────────────────────────────────────────────

        Ilse Brandt · direct · “said”
            “The council was told nothing before Tuesday,”
    "#]],
    );
    check(
        &folder,
        &["quotes", "--speaker", "ilse brand", "--format", "json", "."],
        &expect![[r#"
        exit 0
        []
        --
        rashomon: nobody called ilse brand is quoted; near: Ilse Brandt
    "#]],
    );
    check(
        &folder,
        &["speakers", "--speaker", "mirror", "."],
        &expect![[r#"
        exit 0
        --
        rashomon: nobody called mirror is quoted; rashomon speakers lists who is
    "#]],
    );
    check(
        &folder,
        &["speakers", "--outlet", "post", "--format", "json", "."],
        &expect![[r#"
        exit 0
        []
    "#]],
    );
}

#[test]
fn a_name_with_control_characters_is_made_safe() {
    let folder = news();
    let text = "Quay shut\n\nMayor Ilse Bra\u{1b}[2Jndt\u{202e} shut the quay. “It is shut,” Ilse Bra\u{1b}[2Jndt\u{202e} said.\n";
    fs::write(folder.path().join("evil.txt"), text).unwrap();
    for arguments in [
        &["speakers", "."][..],
        &["speakers", ".", "--format", "json"],
        &["quotes", ".", "--speaker", "a\u{1b}[2Jb"],
    ] {
        let output = run(folder.path(), arguments);
        let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(
            !printed.is_empty() && !printed.contains(['\u{1b}', '\u{202e}']),
            "{arguments:?}: {printed}"
        );
    }
}

#[test]
fn problems_are_named_and_listed() {
    let folder = news();
    fs::write(
        folder.path().join("broken.jsonl"),
        "{\"text\": \"The ferry waits.\"}\n{\"text\": \n",
    )
    .unwrap();
    fs::write(folder.path().join("photo.jpg"), "x").unwrap();
    fs::write(folder.path().join("evil\u{1b}[31m.txt"), "").unwrap();
    check(
        &folder,
        &["search", "ferry", "."],
        &expect![[r#"
            exit 3
            The ferry waits · The ferry waits.
                The ferry waits.
            --
            rashomon: broken.jsonl:2: broken JSON at character 8: it breaks off (mend or delete the line; the others were read)
            rashomon: evil␛[31m.txt: the file is empty (delete it, or save the article again)
        "#]],
    );
    check(
        &folder,
        &["problems", "."],
        &expect![[r#"
            exit 3
            broken.jsonl:2: broken JSON at character 8: it breaks off
                mend or delete the line; the others were read
            evil␛[31m.txt: the file is empty
                delete it, or save the article again
            .: passed over 1 file with no articles in them: 1 .jpg
                articles are .txt, .md, .json, .jsonl, .html, .mbox, .eml, .mhtml, .db, .xml, .zip, .pdf, .epub,
                .docx and .warc files; rashomon kinds says more
        "#]],
    );
    check(
        &folder,
        &["problems", "--format", "jsonl", "."],
        &expect![[r#"
            exit 3
            {"path":"broken.jsonl","line":2,"what":"broken JSON at character 8: it breaks off","hint":"mend or delete the line; the others were read"}
            {"path":"evil\u001b[31m.txt","line":null,"what":"the file is empty","hint":"delete it, or save the article again"}
            {"path":".","line":null,"what":"passed over 1 file with no articles in them: 1 .jpg","hint":"articles are .txt, .md, .json, .jsonl, .html, .mbox, .eml, .mhtml, .db, .xml, .zip, .pdf, .epub, .docx and .warc files; rashomon kinds says more"}
        "#]],
    );
}

/// Three tellings of one event, of which the last prints the second's text.
fn ferries() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let wire = "The ferry Elsin ran aground off Morva on Friday with 212 people on board. The harbour board said that the pilot had been warned of \
                the sandbank. Divers will look at the hull today.\n";
    let own = "The ferry Elsin ran aground off Morva on Friday. “Nobody warned me of the sandbank,” said Tomas Grell, the pilot. The harbour \
               board had counted 240 people on board the ferry.\n";
    for (name, text) in [("courier", own), ("post", wire), ("radio", wire)] {
        fs::write(folder.path().join(format!("{name}.txt")), text).unwrap();
    }
    folder
}

#[test]
fn counterparts_of_every_sentence_are_rows() {
    let folder = ferries();
    let output = run(folder.path(), &["counterparts", "--format", "json", "."]);
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(rows.len(), 9, "one row a sentence");
    let courier = fs::read_to_string(folder.path().join("courier.txt")).unwrap();
    for row in rows.iter().filter(|row| row["article"] == "courier.txt") {
        let place = |end: &str| row[end].as_u64().unwrap() as usize;
        assert_eq!(row["text"], *courier.get(place("start")..place("end")).unwrap());
    }
    let warned = rows.iter().find(|row| row["speaker"] == "Tomas Grell").unwrap();
    let found = warned["counterparts"].as_array().unwrap();
    assert_eq!(
        found[0]["text"],
        "The harbour board said that the pilot had been warned of the sandbank."
    );
    let texts: Vec<&Value> = found.iter().map(|found| &found["text"]).collect();
    assert_eq!(texts.iter().filter(|text| **text == &found[0]["text"]).count(), 1, "{texts:?}");
    let divers = rows.iter().find(|row| row["text"] == "Divers will look at the hull today.");
    let found = divers.unwrap()["counterparts"].as_array().unwrap();
    let last = found.last().unwrap();
    assert_eq!((&last["same_text"], &last["article"]), (&Value::Bool(true), &"radio.txt".into()));
    assert!(found.iter().rev().skip(1).all(|found| found["same_text"] == false));
}

#[test]
fn counterparts_of_the_sentence_at_a_place() {
    let folder = ferries();
    check(
        &folder,
        &["counterparts", "--at", "courier.txt:60", "."],
        &expect![[r#"
            exit 0
            courier · Tomas Grell
              “Nobody warned me of the sandbank,” said Tomas Grell, the pilot.
                1  post · the harbour board
                   The harbour board said that the pilot had been warned of the sandbank.
                2  courier
                   The ferry Elsin ran aground off Morva on Friday.
                3  courier
                   The harbour board had counted 240 people on board the ferry.
        "#]],
    );
    check(
        &folder,
        &["counterparts", "--at", "courier.txt", "."],
        &expect![[r#"
            exit 2
            --
            error: invalid value 'courier.txt' for '--at <ARTICLE:OFFSET>': give an article and a byte of its text, as in bridge.txt:120; rashomon quotes prints both

            For more information, try '--help'.
        "#]],
    );
    check(
        &folder,
        &["counterparts", "--at", "herald.txt:3", "."],
        &expect![[r#"
        exit 1
        --
        rashomon: no article is called herald.txt; rashomon articles lists their ids
    "#]],
    );
    check(
        &folder,
        &["counterparts", "--at", "courier.txt:9000", "."],
        &expect![[r#"
        exit 1
        --
        rashomon: courier.txt has 179 bytes and none at 9000; other commands print where its sentences start
    "#]],
    );
}

#[test]
fn every_command_answers_in_every_format() {
    let folder = news();
    for command in [
        "articles",
        "events",
        "quotes",
        "speakers",
        "topics",
        "variants",
        "conflicts",
        "counterparts",
        "copies",
        "problems",
    ] {
        let array = run(folder.path(), &[command, "--format", "json", "--sample"]);
        let lines = run(folder.path(), &[command, "--format", "jsonl", "--sample"]);
        let text = run(folder.path(), &[command, "--sample"]);
        assert!(
            [&array, &lines, &text]
                .iter()
                .all(|output| output.status.code() == Some(0) && output.stderr.is_empty()),
            "{command}"
        );
        let rows: Vec<Value> = serde_json::from_slice(&array.stdout).unwrap();
        let streamed: Vec<Value> = String::from_utf8(lines.stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(rows, streamed, "{command}");
        assert!(!text.stdout.contains(&0x1b), "{command} into a pipe is plain");
        assert_eq!(rows.is_empty(), text.stdout.is_empty(), "{command}");
    }
}

#[test]
fn rows_go_into_a_spreadsheet_and_no_cell_is_a_formula() {
    let folder = news();
    fs::write(
        folder.path().join("bridge-post.md"),
        POST.replace("Harbour Bridge closed after", "=SUM(A1) \"bridge\", closed after")
            .replace("outlet: Evening Post", "outlet: +Evening Post"),
    )
    .unwrap();
    check(
        &folder,
        &["search", "\"nine cracks\"", "--format", "csv", "."],
        &expect![[r#"
            exit 0
            article,outlet,title,start,end,snippet␍
            bridge-courier.txt,The Courier,Mayor shuts the cracked Harbour Bridge,209,220,Inspectors counted nine cracks.␍
            bridge-post.md,'+Evening Post,"'=SUM(A1) ""bridge"", closed after cracks are found",61,72,Inspectors counted nine cracks in it.␍
        "#]],
    );
    check(
        &folder,
        &["quotes", "--format", "csv", "."],
        &expect![[r#"
            exit 0
            article,outlet,event,kind,start,end,text,cue,speaker,source,via␍
            bridge-courier.txt,The Courier,bridge-courier,direct,126,176,"“The council was told nothing before Tuesday,”",said,Ilse Brandt,Brandt,␍
        "#]],
    );
    check(
        &folder,
        &["conflicts", "--format", "csv", "."],
        &expect![[r#"
            exit 0
            id,group,event,topic,kind,strength,why,by,also,point,score,a.article,a.outlet,a.speaker,a.start,a.end,a.text,b.article,b.outlet,b.speaker,b.start,b.end,b.text␍
        "#]],
    );
    check(
        &folder,
        &["topics", "--format", "csv", "."],
        &expect![[r#"
        exit 2
        --
        rashomon: --format csv is not for this command; it prints text, json, jsonl
    "#]],
    );
    // As many cells in every row as in the first, one row more than there are in JSON.
    let table =
        String::from_utf8(run(folder.path(), &["conflicts", "--format", "csv", "--sample"]).stdout)
            .unwrap();
    let rows: Vec<Value> = serde_json::from_slice(
        &run(folder.path(), &["conflicts", "--format", "json", "--sample"]).stdout,
    )
    .unwrap();
    let cells = |line: &str| {
        let outside = line.split('"').step_by(2);
        1 + outside.map(|part| part.matches(',').count()).sum::<usize>()
    };
    let counts: Vec<usize> = table.split_terminator("\r\n").map(cells).collect();
    assert_eq!(counts, vec![23; rows.len() + 1]);
}

#[test]
fn articles_are_entries_of_a_bibliography() {
    let folder = news();
    fs::write(
        folder.path().join("bridge-courier.txt"),
        COURIER.replace("Mayor shuts", "50 % & {more}: Mayor_shuts"),
    )
    .unwrap();
    let printed = || {
        let output = run(folder.path(), &["articles", "--format", "bibtex", "."]);
        String::from_utf8(output.stdout).unwrap()
    };
    let before = printed();
    expect![[r#"
        @article{the-courier-2025-03-04-a9836fe5d7,
          title = {{50 \% \& \textbraceleft{}more\textbraceright{}: Mayor\_shuts the cracked Harbour Bridge}},
          author = {Danny Spratt},
          journal = {The Courier},
          date = {2025-03-04},
          file = {bridge-courier.txt},
        }

        @online{evening-post-2025-03-04-508bb9a37d,
          title = {{Harbour Bridge closed after cracks are found}},
          author = {Maren Lisk},
          publisher = {Evening Post},
          date = {2025-03-04},
          url = {https://post.example/bridge},
        }
    "#]].assert_eq(&before);
    // One more article changes no key, and no two are the same.
    fs::write(folder.path().join("again-post.md"), POST).unwrap();
    let after = printed();
    let keys = |text: &str| {
        let entries = text.lines().filter(|line| line.starts_with('@'));
        entries.map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    assert!(keys(&before).is_subset(&keys(&after)) && keys(&after).len() == 3, "{after}");
    let all = run(folder.path(), &["articles", "--format", "bibtex", "--sample"]);
    let all = String::from_utf8(all.stdout).unwrap();
    assert_eq!(keys(&all).len(), all.matches("\n}\n").count());
    assert!(all.matches('{').count() == all.matches('}').count());
}

#[test]
fn a_comparison_is_handed_on() {
    let folder = news();
    let events: Vec<Value> = serde_json::from_slice(
        &run(folder.path(), &["events", "--format", "json", "--sample"]).stdout,
    )
    .unwrap();
    let event = events[0]["event"].as_str().unwrap();
    let export = |format: &str| {
        let output = run(folder.path(), &["export", event, "--format", format, "--sample"]);
        assert_eq!(output.status.code(), Some(0), "{format}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(export("markdown").starts_with("# "));
    assert!(export("html").starts_with("<!doctype html>") && !export("html").contains("<script"));
    assert_eq!(serde_json::from_str::<Value>(&export("json")).unwrap()["event"], event);
}

#[test]
fn options_that_would_be_ignored_are_refused() {
    let folder = news();
    let cases: [(&[&str], &str); 6] = [
        (&["--event", "bridge", "--sample"], "--event"),
        (&["--format", "json", "--sample"], "--format"),
        (&["text", "bridge-post.md", ".", "--outlet", "courier"], "--outlet"),
        (&["problems", ".", "--speaker", "Brandt"], "--speaker"),
        (&["man", "--event", "x"], "--event"),
        (&["completions", "bash", "--format", "json"], "--format"),
    ];
    for (arguments, option) in cases {
        let output = run(folder.path(), arguments);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), output.stdout.as_slice()),
            (Some(2), &b""[..]),
            "{arguments:?}"
        );
        assert!(told.starts_with(&format!("rashomon: {option} has no meaning here")), "{told}");
    }
    assert_eq!(run(folder.path(), &["problems", ".", "--format", "json"]).status.code(), Some(0));
}

#[test]
fn standard_input_is_a_path() {
    let folder = news();
    let mut child = rashomon(folder.path(), &["articles", "--text", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"{\"outlet\": \"The Courier\", \"text\": \"The ferry waits.\"}\n")
        .unwrap();
    let rows: Vec<Value> =
        serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(
        (rows[0]["id"].as_str(), rows[0]["outlet"].as_str(), rows[0]["text"].as_str()),
        (Some("-"), Some("The Courier"), Some("The ferry waits."))
    );
}

#[test]
fn a_pipe_that_is_closed_early_is_no_error() {
    let folder = news();
    let mut child =
        rashomon(folder.path(), &["articles", "--text", "--format", "jsonl", "--sample"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
    drop(child.stdout.take());
    let mut complaint = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert_eq!((child.wait().unwrap().code(), complaint.as_str()), (Some(0), ""));
}

#[test]
fn the_reader_asks_for_a_terminal() {
    check(
        &news(),
        &["."],
        &expect![[r#"
        exit 1
        --
        rashomon: the reader needs a terminal, and standard output is none; print instead, for example with: rashomon conflicts PATH, rashomon topics PATH (rashomon --help has all)
    "#]],
    );
}

#[test]
fn a_command_that_is_mistyped_is_named() {
    let folder = news();
    let done = run(folder.path(), &["conflict"]);
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("the command is rashomon conflicts"), "{said}");
}

#[test]
fn completions_and_manual_come_from_the_definitions() {
    let folder = news();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = String::from_utf8(run(folder.path(), &["completions", shell]).stdout).unwrap();
        assert!(script.contains("conflicts") && script.contains("speaker"), "{shell}");
    }
    let manual = String::from_utf8(run(folder.path(), &["man"]).stdout).unwrap();
    assert!(
        manual.contains(".TH rashomon 1")
            && manual.contains("RASHOMON EXPORT")
            && manual.contains("RASHOMON NOTES IMPORT")
    );
    let help = String::from_utf8(run(folder.path(), &["--help"]).stdout).unwrap();
    assert!(help.contains("Examples:") && help.contains("rashomon.toml"));
}

#[test]
fn the_log_is_written_where_it_is_asked_for() {
    let folder = news();
    run(folder.path(), &["articles", "--log", "log.txt", "."]);
    assert!(fs::read_to_string(folder.path().join("log.txt")).unwrap().contains("rashomon 0."));
    assert_eq!(
        run(folder.path(), &["articles", "--log", "no/such/folder/log.txt", "."]).status.code(),
        Some(1)
    );
}

/// Two accounts that cannot both be right.
fn disputed() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let story = |line: &str| {
        format!(
            "Dock union and Nordbau at odds\n\nThe dock union of Port Elsin met Nordbau on Tuesday about pay. {line}\n"
        )
    };
    fs::write(
        folder.path().join("one.txt"),
        story("Anna Holt said the union accepted the company’s offer."),
    )
    .unwrap();
    fs::write(
        folder.path().join("two.txt"),
        story("Bo Rask said the union did not accept the company’s proposal."),
    )
    .unwrap();
    folder
}

#[test]
fn what_was_dismissed_is_printed_with_a_word_about_it_or_left_out_when_asked() {
    let folder = disputed();
    let lines = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (text(output.stdout).lines().count(), text(output.stderr), output.status.code())
    };
    let all = lines(&["conflicts", "--format", "jsonl", "."]);
    assert!(all.0 > 0 && all.1.is_empty(), "{all:?}");
    let paths = [folder.path().join("one.txt"), folder.path().join("two.txt")];
    let opened = library::open(&paths, Depth::Everything, &Watch::default());
    let conflict = &opened.coverage.findings.events[0].conflicts[0];
    let sides = [conflict.a.passage, conflict.b.passage];
    let dismissal = own::Dismissal::of(&opened.coverage.corpus, sides, "denial: accepted or not");
    let (mut own, _) = own::Own::open(&folder.path().join(".home/rashomon"));
    assert_eq!(own.change(|kept| kept.add_dismissal(dismissal)), []);
    let said = lines(&["conflicts", "--format", "jsonl", "."]);
    let words = "rashomon: you dismissed one of these disputes in the reader; --undismissed leaves it out\n";
    assert_eq!(said, (all.0, words.to_owned(), Some(0)), "all that is found is printed");
    assert_eq!(
        lines(&["conflicts", "--undismissed", "--format", "jsonl", "."]),
        (all.0 - 1, String::new(), Some(0))
    );
    let counted = |arguments: &[&str]| -> u64 {
        let events: Value = serde_json::from_slice(&run(folder.path(), arguments).stdout).unwrap();
        events[0]["conflicts"].as_u64().unwrap()
    };
    assert_eq!(
        counted(&["events", "--format", "json", "."]),
        counted(&["events", "--undismissed", "--format", "json", "."]) + 1
    );
}

#[test]
fn what_the_reader_linked_is_printed_with_what_was_found_and_exported() {
    let folder = disputed();
    let paths = [folder.path().join("one.txt"), folder.path().join("two.txt")];
    let opened = library::open(&paths, Depth::Everything, &Watch::default());
    let corpus = &opened.coverage.corpus;
    let passage = |id: u32, words: &str| {
        let at = corpus.article(ArticleId(id)).text.find(words).unwrap();
        Passage::new(ArticleId(id), Span::new(at, at + words.len()))
    };
    let sides = [passage(0, "Anna Holt said the union accepted"), passage(1, "did not accept")];
    let day = jiff::civil::date(2025, 3, 4);
    let links = [(LinkKind::Answers, "who *asked*?"), (LinkKind::Same, "")]
        .map(|said| own::Link::of(corpus, sides, said, day));
    let (mut own, _) = own::Own::open(&folder.path().join(".home/rashomon"));
    assert_eq!(own.change(|kept| links.into_iter().for_each(|link| kept.add_link(link))), []);
    let printed =
        |arguments: &[&str]| String::from_utf8(run(folder.path(), arguments).stdout).unwrap();
    let rows: Vec<Value> = printed(&["conflicts", "--format", "jsonl", "."])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let by: Vec<_> = rows.iter().map(|row| row["by"].as_str().unwrap()).collect();
    assert!(by.contains(&"rashomon") && by.ends_with(&["reader", "reader"]), "{by:?}");
    let [answers, same] = &rows[rows.len() - 2..] else { panic!() };
    let expected = serde_json::json!([
        "answers",
        "who *asked*?",
        null,
        null,
        null,
        "did not accept",
        "Bo Rask"
    ]);
    let said = ["kind", "why", "strength", "score", "evidence"].map(|field| &answers[field]);
    let said = [&said[..], &[&answers["b"]["text"], &answers["b"]["speaker"]]].concat();
    assert_eq!(serde_json::json!(said), expected);
    assert_eq!((&same["kind"], &same["why"]), (&"says the same".into(), &"".into()));
    let distinct = |field: &str| {
        rows.iter()
            .map(|row| row[field].to_string())
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    };
    assert_eq!(distinct("id"), rows.len());
    assert_ne!((&answers["group"], &answers["id"]), (&same["group"], &same["id"]));
    let text = printed(&["conflicts", "."]);
    assert!(text.contains("answers · yours") && text.contains("  who *asked*?"), "{text}");
    let event = rows[0]["event"].as_str().unwrap();
    let markdown = printed(&["export", event, "."]);
    let section = markdown.split("## Linked by the reader").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    assert!(section.contains("### Answers") && section.contains("who \\*asked\\*?"), "{section}");
    assert!(section.contains("### Says the same"), "{section}");
    let html = printed(&["export", event, "--format", "html", "."]);
    assert!(html.contains("<h2>Linked by the reader</h2>") && html.contains("<h3>answers"));
    let json: Value =
        serde_json::from_str(&printed(&["export", event, "--format", "json", "."])).unwrap();
    assert_eq!(json["links"].as_array().map(Vec::len), Some(2));
    assert!(json["disputes"].as_array().unwrap().iter().all(|row| row["by"] == "rashomon"));
    // What is found does not change by what the reader says, and one whose words are gone is shown
    // nowhere but in the notes.
    fs::write(&paths[1], fs::read_to_string(&paths[1]).unwrap().replace("did not", "did")).unwrap();
    assert!(!printed(&["conflicts", "--format", "jsonl", "."]).contains("reader"));
    assert!(printed(&["notes", "export"]).contains("did not accept"));
}

/// Topics as the reader corrects them hold in every command, by the words of their passages: also
/// where the files have changed around these.
#[test]
fn topics_as_the_reader_calls_and_joins_them_are_printed_and_survive_a_changed_file() {
    let folder = news();
    let printed =
        |arguments: &[&str]| String::from_utf8(run(folder.path(), arguments).stdout).unwrap();
    let topics = || -> Vec<Value> {
        let printed = printed(&["topics", "--format", "jsonl", "."]);
        printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let before = topics();
    assert!(before.len() > 1 && before.iter().all(|row| row["by"] == "rashomon"), "{before:?}");
    let opened = library::open(&[folder.path().into()], Depth::Everything, &Watch::default());
    let event = opened.coverage.findings.events.iter().find(|event| event.topics.len() > 1);
    let of = |index: usize| topic::passages(&event.unwrap().topics[index]);
    let corpus = &opened.coverage.corpus;
    let said = [
        topic::Correction { topic: of(1), says: topic::Says::With(of(0)) },
        topic::Correction { topic: of(1), says: topic::Says::Called("Who *knew*".into()) },
    ];
    let (mut own, _) = own::Own::open(&folder.path().join(".home/rashomon"));
    let problems = own.change(|kept| {
        said.iter().for_each(|one| kept.add_topic(own::TopicCorrection::of(corpus, one, "said")));
    });
    assert_eq!(problems, []);
    let check = |what: &str| {
        let now = topics();
        assert_eq!(now.len(), before.len() - 1, "{what}");
        let yours: Vec<&Value> = now.iter().filter(|row| row["by"] == "reader").collect();
        assert_eq!(yours.len(), 1, "{what}");
        assert_eq!(yours[0]["topic"], "Who *knew*", "{what}");
        assert!(printed(&["topics", "."]).contains("Who *knew* (yours)"), "{what}");
        let event = yours[0]["event"].as_str().unwrap();
        assert!(printed(&["export", event, "."]).contains("Who \\*knew\\* (yours)"), "{what}");
    };
    check("as it was made");
    for path in fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|end| end == "txt") {
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text + "\n\nThe baker on the quay has sold out of buns again.\n")
                .unwrap();
        }
    }
    check("after the files have changed");
    let all = own.kept().topics().to_vec();
    assert_eq!(own.change(|kept| all.iter().for_each(|one| kept.remove_topic(one))), []);
    assert!(topics().iter().all(|row| row["by"] == "rashomon"));
}

/// A home in which one thing of each kind was made, on the articles of `folder`.
fn made(folder: &TempDir) {
    let opened = library::open(&[folder.path().to_path_buf()], Depth::Events, &Watch::default());
    let corpus = &opened.coverage.corpus;
    let passage = |id: u32, words: &str| {
        let at = corpus.article(ArticleId(id)).text.find(words).unwrap();
        Passage::new(ArticleId(id), Span::new(at, at + words.len()))
    };
    let (told, nine) = (passage(0, "told nothing before Tuesday"), passage(1, "nine cracks"));
    let apart = correction::Correction {
        article: ArticleId(1),
        apart_from: vec![ArticleId(0)],
        with: None,
    };
    let article = own::Key::of(corpus, ArticleId(0));
    let (mut own, _) = own::Own::open(&folder.path().join(".home/rashomon"));
    let problems = own.change(|kept| {
        kept.add_note(own::Note::of(
            corpus,
            told,
            "Who told *whom*?\n\nAsk Lisk.",
            jiff::civil::date(2025, 3, 6),
        ));
        kept.add_note(own::Note::of(
            corpus,
            nine,
            "Ten, says the harbour.",
            jiff::civil::date(2025, 3, 5),
        ));
        kept.add_bookmark(own::Bookmark {
            name: "the cracks".into(),
            article: article.clone(),
            byte: 9,
            words: "the cracked".into(),
        });
        kept.add_dismissal(own::Dismissal::of(corpus, [told, nine], "number: nine or none"));
        kept.add_link(own::Link::of(
            corpus,
            [told, nine],
            (LinkKind::Answers, "Lisk *denies* it"),
            jiff::civil::date(2025, 3, 7),
        ));
        kept.add_correction(own::Correction::of(
            corpus,
            &apart,
            "Evening Post is an event of its own",
        ));
        let correction = topic::Correction {
            topic: vec![told, nine],
            says: topic::Says::Called("What the mayor knew".into()),
        };
        let words = "“Cracks” is called “What the mayor knew”";
        kept.add_topic(own::TopicCorrection::of(corpus, &correction, words));
        kept.set_read(article);
        kept.set_last_byte(own::Key::of(corpus, ArticleId(1)), 3);
    });
    assert_eq!(problems, []);
}

#[test]
fn notes_are_exported_imported_and_exported_the_same() {
    let (from, to) = (news(), news());
    made(&from);
    let exported = run(from.path(), &["notes", "export"]).stdout;
    let value: Value = serde_json::from_slice(&exported).unwrap();
    assert_eq!(
        (&value["rashomon"], &value["version"], value["notes"].as_array().unwrap().len()),
        (&"notes".into(), &1.into(), 2)
    );
    fs::write(to.path().join("notes.json"), &exported).unwrap();
    check(
        &to,
        &["notes", "import", "notes.json"],
        &expect![[r"
        exit 0
        new: 2 notes, 1 link, 1 bookmark, 1 dismissed conflict, 1 correction, 1 correction of a topic, 1 article read
    "]],
    );
    assert_eq!(
        String::from_utf8(run(to.path(), &["notes", "export"]).stdout),
        String::from_utf8(exported)
    );
    check(
        &to,
        &["notes", "import", "notes.json"],
        &expect![[r"
        exit 0
        nothing was new
    "]],
    );
}

#[test]
fn notes_can_be_read_as_a_page() {
    let folder = news();
    check(
        &folder,
        &["notes", "export", "--format", "markdown"],
        &expect![[r#"
        exit 0
        # Notes

        None yet.
    "#]],
    );
    made(&folder);
    check(
        &folder,
        &["notes", "export", "--format", "markdown"],
        &expect![[r#"
        exit 0
        # Notes

        ## Evening Post

        ### Harbour Bridge closed after cracks are found

        /news/bridge-post.md

        > nine cracks

        Ten, says the harbour. (2025-03-05)

        ## The Courier

        ### Mayor shuts the cracked Harbour Bridge

        /news/bridge-courier.txt · read

        > the cracked

        Bookmark: the cracks

        > told nothing before Tuesday

        Who told \*whom\*?

        Ask Lisk. (2025-03-06)

        ## Links

        answers: Lisk \*denies\* it (2025-03-07)

        - The Courier, Mayor shuts the cracked Harbour Bridge: told nothing before Tuesday
        - Evening Post, Harbour Bridge closed after cracks are found: nine cracks

        ## Dismissed conflicts

        number: nine or none

        - The Courier, Mayor shuts the cracked Harbour Bridge: told nothing before Tuesday
        - Evening Post, Harbour Bridge closed after cracks are found: nine cracks

        ## Corrections of the grouping

        - Evening Post is an event of its own

        ## Corrections of topics

        - “Cracks” is called “What the mayor knew”
    "#]],
    );
    fs::remove_file(folder.path().join("bridge-courier.txt")).unwrap();
    let page =
        String::from_utf8(run(folder.path(), &["notes", "export", "--format", "markdown"]).stdout)
            .unwrap();
    assert!(
        page.contains("\n## The Courier\n") && page.contains("told nothing"),
        "a note knows of whom it speaks: {page}"
    );
}

#[test]
fn what_an_imported_note_says_reaches_no_terminal_as_anything_but_letters() {
    let (from, to) = (news(), news());
    made(&from);
    let mut notes: Value =
        serde_json::from_slice(&run(from.path(), &["notes", "export"]).stdout).unwrap();
    notes["notes"][0]["made"] = "\u{1b}]0;owned\u{7}\u{9b}2J\n# Heading".into();
    notes["links"][0]["made"] = "\u{1b}[2J".into();
    notes["links"][0]["why"] = "by\u{9b}2J\u{202e}".into();
    notes["notes"][1]["text"] = "ask\u{9b}2J\u{202e}\u{7f}\u{1b}[31m".into();
    fs::write(to.path().join("notes.json"), notes.to_string()).unwrap();
    check(
        &to,
        &["notes", "import", "notes.json"],
        &expect![[r#"
            exit 3
            new: 2 notes, 1 link, 1 bookmark, 1 dismissed conflict, 1 correction, 1 correction of a topic, 1 article read
            --
            rashomon: notes.json: 2 of its notes and links say that they were made on what is no day (they are taken in without one)
        "#]],
    );
    for format in ["json", "markdown"] {
        let printed =
            String::from_utf8(run(to.path(), &["notes", "export", "--format", format]).stdout)
                .unwrap();
        let raw: Vec<char> = printed
            .chars()
            .filter(|c| *c != '\n' && (c.is_control() || *c == '\u{202e}'))
            .collect();
        assert!(raw.is_empty(), "{format}: {printed}");
        assert!(!printed.contains("owned") && !printed.contains("()"), "{format}: {printed}");
    }
    let again: Value =
        serde_json::from_slice(&run(to.path(), &["notes", "export"]).stdout).unwrap();
    assert_eq!(
        (&again["notes"][0]["made"], &again["notes"][1]),
        (&"".into(), &notes["notes"][1]),
        "what is a day, and every text, is kept as it is"
    );
    // What was taken in before days were looked at is no day on the page either.
    let (mut own, _) = own::Own::open(&to.path().join(".home/rashomon"));
    let unchecked = own::Note {
        made: "\u{1b}[2J".into(),
        text: "unchecked".into(),
        ..own.kept().notes()[0].clone()
    };
    assert_eq!(own.change(|kept| kept.add_note(unchecked)), []);
    let page =
        String::from_utf8(run(to.path(), &["notes", "export", "--format", "markdown"]).stdout)
            .unwrap();
    assert!(page.contains("\nunchecked\n"), "{page}");
}

#[test]
fn what_is_no_export_of_notes_is_refused_and_nothing_changed() {
    let folder = news();
    made(&folder);
    let before = run(folder.path(), &["notes", "export"]).stdout;
    let files = [
        ("page.json", "<html>\n"),
        ("cut.json", "{\"rashomon\": \"notes\",\n\"version\": 1,\n\"notes\": [{"),
        ("later.json", "{\"rashomon\": \"notes\", \"version\": 2}"),
        ("other.json", "{\"rashomon\": \"notes\",\n\"version\": 1,\n\"verses\": []}"),
        ("list.json", "[\"notes\", 1]"),
    ];
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let told: String =
        files.iter().map(|(name, _)| refused(&folder, &["notes", "import", name])).collect();
    expect![[r#"
        rashomon: page.json:1: is no export of notes: expected value at line 1 column 1 (rashomon notes export writes what can be imported; nothing of yours was changed)
        rashomon: cut.json:3: is no export of notes: EOF while parsing an object at line 3 column 11 (rashomon notes export writes what can be imported; nothing of yours was changed)
        rashomon: later.json: is of version 2, which this rashomon does not know (rashomon notes export writes what can be imported; nothing of yours was changed)
        rashomon: other.json:3: is no export of notes: unknown field `verses`, expected one of `rashomon`, `version`, `bookmarks`, `notes`, `links`, `dismissals`, `corrections`, `topics`, `read` at line 3 column 8 (rashomon notes export writes what can be imported; nothing of yours was changed)
        rashomon: list.json: is no export of notes: it is a list (rashomon notes export writes what can be imported; nothing of yours was changed)
    "#]].assert_eq(&told);
    expect![[r#"
        rashomon: cannot read none.json: No such file or directory (os error 2)
    "#]]
    .assert_eq(&refused(&folder, &["notes", "import", "none.json"]));
    assert_eq!(run(folder.path(), &["notes", "export"]).stdout, before);
    fs::write(folder.path().join("bad"), "").unwrap();
    fs::write(
        folder.path().join("empty.json"),
        "{\"rashomon\": \"notes\", \"version\": 1, \"read\": [{\"path\": \"/a\", \"hash\": \"0\"}]}",
    )
    .unwrap();
    let output = rashomon(folder.path(), &["notes", "import", "empty.json"])
        .env("XDG_DATA_HOME", folder.path().join("bad"))
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(1)
            && err.contains("cannot be kept: ")
            && output.stdout.is_empty(),
        "{err}"
    );
}

/// What a run that fails says.
#[track_caller]
fn refused(folder: &TempDir, arguments: &[&str]) -> String {
    let output = run(folder.path(), arguments);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    String::from_utf8(output.stderr).unwrap()
}

/// Runs a command that must not wait for anybody; `timeout` ends it with 124 if it does. What it
/// tells must be in `expected`.
#[cfg(unix)]
#[track_caller]
fn tells_at_once(folder: &Path, arguments: &[&str], expected: &str) {
    let mut command = Command::new("timeout");
    command
        .args(["20", env!("CARGO_BIN_EXE_rashomon")])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    for place in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
        command.env(place, folder.join(".home"));
    }
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.code() != Some(124) && told.contains(expected),
        "{:?} {told}",
        output.status
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_not_waited_for() {
    let folder = news();
    let folder = folder.path();
    fs::remove_file(folder.join("rashomon.toml")).unwrap();
    fs::create_dir_all(folder.join("deep")).unwrap();
    fs::create_dir_all(folder.join(".home/rashomon")).unwrap();
    fs::write(folder.join("deep/a.txt"), COURIER).unwrap();
    let read = ["read", "/dev/zero", "/", &folder.join("pipe").to_string_lossy()]
        .map(|path| format!(r#"{{"path": "{path}", "hash": "0"}}"#));
    fs::write(
        folder.join("notes.json"),
        format!(r#"{{"rashomon": "notes", "version": 1, "read": [{}]}}"#, read.join(",")),
    )
    .unwrap();
    assert!(run(folder, &["notes", "import", "notes.json"]).status.success());
    fs::remove_file(folder.join("notes.json")).unwrap();
    let places = [
        ("pipe", &["notes", "export", "--format", "markdown"] as &[&str], ""),
        (
            "rashomon.toml",
            &["articles", "deep"],
            "rashomon.toml: cannot be read: rashomon.toml is not a file but",
        ),
        (
            "deep/.ignore",
            &["articles", "."],
            "deep/.ignore: its folder is passed over: .ignore is not a file but",
        ),
        (
            ".gitignore",
            &["articles", "."],
            ".gitignore: its folder is passed over: .gitignore is not a file but",
        ),
        (
            ".home/rashomon/kept.json",
            &["notes", "export"],
            "cannot be read: kept.json is not a file but",
        ),
        (
            ".home/rashomon/kept.journal",
            &["notes", "export"],
            "cannot be read: kept.journal is not a file but",
        ),
    ];
    for (name, arguments, expected) in places {
        let (place, aside) = (folder.join(name), folder.join("aside"));
        let _ = fs::rename(&place, &aside);
        assert!(Command::new("mkfifo").arg(&place).status().unwrap().success());
        tells_at_once(folder, arguments, expected);
        fs::remove_file(&place).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &place).unwrap();
        tells_at_once(folder, arguments, expected);
        fs::remove_file(&place).unwrap();
        let _ = fs::rename(&aside, &place);
    }
}
