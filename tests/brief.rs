//! The brief of an event as it is handed on: in every form, with what the reader and a model add, and
//! without what the reader put away.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use expect_test::{expect, expect_file};
use rashomon::analysis::Depth;
use rashomon::corpus::{ArticleId, Corpus, Passage};
use rashomon::library::{self, own};
use rashomon::load::Watch;
use rashomon::text::Span;
use rashomon::view::link::LinkKind;
use serde_json::{Value, json};
use tempfile::TempDir;

const COURIER: &str = "---\ntitle: Dock *union* & Nordbau at odds\noutlet: The Courier\ndate: 2025-03-04\nurl: https://courier.example/dock_pay\n---\n\nThe dock union of Port Elsin met Nordbau on Tuesday about pay. “The union accepted the company’s offer,” Anna Holt said. Some 40 dockers were locked out at the gate, the port office said.\n";
const POST: &str = "---\ntitle: Dock talks at Nordbau end\noutlet: Evening Post\ndate: 2025-03-05\n---\n\nThe dock union of Port Elsin met Nordbau on Tuesday about pay. Bo Rask said the union did not accept the company’s offer. Some 90 dockers were locked out at the gate, the port office said.\n";

/// Two accounts that cannot both be right.
fn news() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("courier.md"), COURIER).unwrap();
    fs::write(folder.path().join("post.md"), POST).unwrap();
    fs::create_dir(folder.path().join(".home")).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rashomon"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for place in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
        command.env(place, folder.join(".home"));
    }
    command.output().unwrap()
}

/// What is printed, where nothing is wrong.
#[track_caller]
fn printed(folder: &TempDir, arguments: &[&str]) -> String {
    let output = run(folder.path(), arguments);
    let (out, err) =
        [output.stdout, output.stderr].map(|one| String::from_utf8(one).unwrap()).into();
    assert_eq!((output.status.code(), err.as_str()), (Some(0), ""), "{arguments:?}");
    out
}

fn coverage(folder: &TempDir) -> rashomon::view::Coverage {
    let paths = ["courier.md", "post.md"].map(|name| folder.path().join(name));
    library::open(&paths, Depth::Everything, &Watch::default()).coverage
}

fn passage(corpus: &Corpus, article: u32, words: &str) -> Passage {
    let at = corpus.article(ArticleId(article)).text.find(words).unwrap();
    Passage::new(ArticleId(article), Span::new(at, at + words.len()))
}

#[test]
fn the_sample_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let brief = |format: &str| {
        let form = ["brief", "ammonia", "--sample", "--format", format];
        printed(&folder, &form)
    };
    for (format, ending) in
        [("text", "txt"), ("markdown", "md"), ("html", "html"), ("json", "json")]
    {
        expect_file![format!("{}/tests/data/brief/saltern.{ending}", env!("CARGO_MANIFEST_DIR"))]
            .assert_eq(&brief(format));
    }
    assert_eq!(printed(&folder, &["brief", "ammonia", "--sample"]), brief("text"));
}

/// Words in quotation marks are an article's, and every number is that of an article of the list.
#[test]
fn what_is_quoted_stands_in_the_article_that_is_cited() {
    let folder = tempfile::tempdir().unwrap();
    let lines = printed(&folder, &["events", "--sample", "--format", "jsonl"]);
    let events = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut checked = 0;
    for event in events {
        let id = event["event"].as_str().unwrap();
        let brief: Value =
            serde_json::from_str(&printed(&folder, &["brief", id, "--sample", "--format", "json"]))
                .unwrap();
        let sources = brief["sources"].as_array().unwrap();
        let numbers: Vec<usize> = (1..=sources.len()).collect();
        let given: Vec<u64> =
            sources.iter().map(|source| source["number"].as_u64().unwrap()).collect();
        assert_eq!(given, numbers.iter().map(|n| *n as u64).collect::<Vec<_>>());
        let texts: Vec<String> = sources
            .iter()
            .map(|source| {
                printed(&folder, &["text", source["article"].as_str().unwrap(), "--sample"])
            })
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(
            brief["disputes"].as_array().map(|all| all.len() as u64),
            event["disputes"].as_u64(),
            "one sentence a dispute"
        );
        for sentence in brief["disputes"].as_array().unwrap() {
            // Behind each passage stands its number.
            let text = sentence["text"].as_str().unwrap();
            for part in text.split_inclusive(']').filter(|part| part.ends_with(']')) {
                let (words, number) = part.rsplit_once(" [").unwrap();
                let number: usize = number.trim_end_matches(']').parse().unwrap();
                let end = words.rfind(['”', '’']).unwrap();
                let quoted = match words.get(end..).unwrap().chars().next() {
                    Some('”') => words.get(..end).unwrap().rsplit('“').next().unwrap(),
                    _ => words.get(..end).unwrap().split_once('‘').unwrap().1,
                };
                let quoted = quoted.trim_start_matches("… ").trim_end_matches(" …");
                assert!(texts[number - 1].contains(quoted), "{quoted} [{number}] of {text}");
                checked += 1;
            }
        }
    }
    assert!(checked > 30, "{checked}");
}

#[test]
fn nothing_and_several_of_a_name_are_told_with_what_there_is() {
    let folder = news();
    fs::write(
        folder.path().join("other.md"),
        "---\ntitle: Dock fair draws crowds\noutlet: The Courier\ndate: 2024-06-01\n---\n\nThe summer fair on the old quay drew 4,000 visitors. Bakers sold out of buns by noon.\n",
    )
    .unwrap();
    let failed = |name: &str| {
        let output = run(folder.path(), &["brief", name, "."]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
        String::from_utf8(output.stderr).unwrap()
    };
    expect![[r#"
        rashomon: no event is called ferry; give the id of one, or words of its label: courier (Dock talks at Nordbau end); other (Dock fair draws crowds)
        rashomon: 2 events are called dock; give the id of one: other (Dock fair draws crowds); courier (Dock talks at Nordbau end)
    "#]]
    .assert_eq(&(failed("ferry") + &failed("dock")));
    assert!(printed(&folder, &["brief", "dock fair", "."]).starts_with("Dock fair draws crowds\n"));
}

/// Notes and links are told as the reader's; what was dismissed is left out without being asked, and
/// no word of an article becomes markup.
#[test]
fn what_the_reader_made_is_in_it_and_what_was_dismissed_is_not() {
    let folder = news();
    let coverage = coverage(&folder);
    let corpus = &coverage.corpus;
    let conflicts = &coverage.findings.events[0].conflicts;
    let number = conflicts.iter().find(|one| one.kind.name() == "number").unwrap();
    let dismissal = own::Dismissal::of(
        corpus,
        [number.a.passage, number.b.passage],
        "number: 40 or 90 dockers",
    );
    let day = jiff::civil::date(2025, 3, 6);
    let gate = passage(corpus, 0, "40 dockers were locked out");
    let note = own::Note::of(corpus, gate, "who *counted*", day);
    let sides = [passage(corpus, 0, "met Nordbau on Tuesday"), passage(corpus, 1, "met Nordbau")];
    let link = own::Link::of(corpus, sides, (LinkKind::Same, "one meeting"), day);
    let before = printed(&folder, &["brief", "dock", "."]);
    assert!(before.contains("40 dockers") && before.contains("90 dockers"), "{before}");
    let (mut own, _) = own::Own::open(&folder.path().join(".home/rashomon"));
    let made = own.change(|kept| {
        kept.add_dismissal(dismissal);
        kept.add_note(note);
        kept.add_link(link);
    });
    assert_eq!(made, []);
    expect![[r#"
        # Dock talks at Nordbau end

        4 Mar 2025 to 5 Mar 2025; 2 outlets: Evening Post and The Courier.

        ## Where they differ

        The Courier quotes Anna Holt: “The union accepted the company’s offer” [1]; against that, Evening Post paraphrases Bo Rask: “the union did not accept the company’s offer” [2].

        ## Who is quoted first-hand

        As far as quotes were found: no other outlet is named as their source, and the text is the outlet’s own. Whom one outlet alone quotes, without a full name, is left out.

        Evening Post (once) [2] and The Courier (once) [1] quote the port office.

        Only Evening Post quotes Bo Rask [2].

        Only The Courier quotes Anna Holt [1].

        ## Your notes and links

        You linked, as saying the same: The Courier says “… met Nordbau on Tuesday …” [1]; Evening Post says “… met Nordbau …” [2]. Your reason: one meeting.

        You noted on “… 40 dockers were locked out …” in The Courier [1]: who \*counted\*.

        ## Sources

        1. **The Courier**, [Dock \*union\* \& Nordbau at odds](<https://courier.example/dock_pay>), 4 Mar 2025, https://courier.example/dock\_pay
        2. **Evening Post**, Dock talks at Nordbau end, 5 Mar 2025, post.md
    "#]]
    .assert_eq(&printed(&folder, &["brief", "dock", "--format", "markdown", "."]));
    let page = printed(&folder, &["brief", "dock", "--format", "html", "."]);
    assert!(
        page.contains("https://courier.example/dock_pay\" rel") && !page.contains("90 dockers")
    );
    // What one found, and whose: each keeps to a part.
    let by = |name: &str| printed(&folder, &["brief", "dock", "--by", name, "."]);
    let (reader, rules) = (by("reader"), by("rashomon"));
    assert!(reader.contains("You linked") && !reader.contains("Anna Holt:"), "{reader}");
    assert!(rules.contains("quotes Anna Holt:") && !rules.contains("You "), "{rules}");
    let courier = printed(&folder, &["brief", "dock", "--outlet", "courier", "."]);
    assert!(courier.contains("Only The Courier") && !courier.contains("Only Evening"), "{courier}");
}

#[test]
fn a_models_finding_is_told_by_its_name() {
    let folder = news();
    let asked = printed(&folder, &["second", "--dry-run", "."]);
    let request: Value = serde_json::from_str(asked.lines().next().unwrap()).unwrap();
    let sentences = request["sentences"].as_array().unwrap();
    let number = |article: &str, last: bool| {
        let mut places = (1..).zip(sentences).filter(|(_, one)| one["article"] == article);
        if last { places.last().unwrap().0 } else { places.next().unwrap().0 }
    };
    let pair = json!({"a": number("courier.md", false), "b": number("post.md", true),
        "kind": "account", "point": "the *gate*", "p": 0.9});
    let line = json!({"hash": request["hash"], "answer": {"pairs": [pair]}});
    fs::write(folder.path().join(".home/answers"), line.to_string()).unwrap();
    let brief = |extra: &[&str]| {
        let second = ["brief", "dock", "--format", "json", "--second", ".home/answers", "."];
        let text = printed(&folder, &[&second[..], extra].concat());
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let all = brief(&[]);
    let judged = all["judged"][0]["text"].as_str().unwrap();
    expect!["According to the model model these do not agree on “the *gate*”: The Courier says “The dock union of Port Elsin met Nordbau on Tuesday about pay.” [1]; Evening Post says “Some 90 dockers were locked out at the gate, the port office said.” [2]."].assert_eq(judged);
    assert_eq!(all["disputes"].as_array().map(Vec::len), Some(2));
    let its = brief(&["--by", "model"]);
    assert_eq!([&its["disputes"], &its["quoted"], &its["yours"]], [&json!([]); 3]);
    assert_eq!(its["judged"].as_array().map(Vec::len), Some(1));
    let without = printed(&folder, &["brief", "dock", "--format", "json", "."]);
    assert!(without.contains("\"judged\":[]"));
}
