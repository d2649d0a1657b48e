//! The second reader on the screen: when it is asked, where its findings stand among the rules', and
//! what the reader makes of them; and in a real terminal, that nothing waits for it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/coverage.rs"]
mod coverage;
#[path = "support/terminal.rs"]
mod terminal;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use expect_test::expect_file;
use rashomon::analysis::ConflictKind;
use rashomon::app::layout::Size;
use rashomon::app::overlay::Overlay;
use rashomon::app::{Effect, Message, State, play, receive};
use rashomon::config::theme::ThemeName;
use rashomon::config::{self, Config};
use rashomon::corpus::{Corpus, Passage};
use rashomon::second::answer::{Answer, Pair};
use rashomon::second::kept::Kept;
use rashomon::second::requests;
use rashomon::text::Span;
use rashomon::tui::{draw, picture};
use rashomon::view::Coverage;
use rashomon::view::event::Finding;
use rashomon::view::judged::Judged;
use rashomon::view::link::LinkKind;
use rashomon::view::shelf::memory::Memory;
use rashomon::view::shelf::{Anchor, Number};
use serde_json::json;
use terminal::Terminal;

fn config() -> Config {
    config::parse("c", "[second]\nurl = \"http://127.0.0.1:9\"\n").0
}

/// A session with the fixture open, and the number of the event that the second reader is to be
/// asked about.
fn session(config: Config) -> (State, Option<u64>) {
    let size = Size { width: 120, height: 40 };
    let mut state = State::new(config, ThemeName::Mono, size);
    let effects = receive(&mut state, Message::Loaded(coverage::coverage().into()));
    (state, asked(&effects))
}

fn asked(effects: &[Effect]) -> Option<u64> {
    effects.iter().find_map(|effect| match effect {
        Effect::Judge(number) => Some(*number),
        _ => None,
    })
}

fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    play(state, keys).unwrap()
}

fn screen(state: &State) -> String {
    let styled = picture::styled_text(&draw(state));
    styled.split("----\n").next().unwrap_or_default().to_owned()
}

/// Where words stand in the open event.
fn passage(state: &State, words: &str) -> Passage {
    let corpus = &state.coverage.corpus;
    let found = corpus.ids().find_map(|id| Some((id, corpus.article(id).text.find(words)?)));
    let (id, at) = found.unwrap();
    Passage::new(id, Span::new(at, at + words.len()))
}

fn judged(state: &State, sides: [&str; 2], likely: f32) -> Judged {
    Judged {
        model: "m-1".into(),
        kind: ConflictKind::Account,
        point: "when the cracks were known".into(),
        likely,
        sides: sides.map(|words| passage(state, words)),
    }
}

const WARNED: &str = "“Nobody can say they were not warned,” one of them said.";
const DIVER: &str =
    "Hairline cracks were first seen by a diver on Monday night, the port authority said.";

/// A session in which the second reader found something that no rule did.
fn with_a_finding() -> State {
    let (mut state, number) = session(config());
    let found = judged(&state, [WARNED, DIVER], 0.9);
    assert_eq!(receive(&mut state, Message::Judged(number.unwrap(), vec![found])), []);
    state
}

/// The stops of a walk through the open event.
fn walked(state: &mut State) -> Vec<Finding> {
    press(state, "1 g g j enter g g");
    let here = state.number();
    let event = state.coverage.numbers.clone();
    let mut found = Vec::new();
    for _ in 0..20 {
        press(state, "]c");
        let stop = state.reader.current.unwrap();
        if state.coverage.numbers != event || found.contains(&stop.finding.unwrap()) {
            break;
        }
        found.push(stop.finding.unwrap());
    }
    assert!(here.is_some());
    found
}

#[test]
fn it_is_asked_once_an_event_and_not_at_all_unless_it_is_on() {
    assert_eq!(session(Config::default()).1, None);
    let (mut state, number) = session(config());
    let number = number.unwrap();
    assert_eq!(asked(&press(&mut state, "j j ]c x v q")), None, "it is the same event");
    let next = asked(&press(&mut state, "1 G enter")).unwrap();
    assert!(next > number, "another event is another question");
}

#[test]
fn what_comes_too_late_is_dropped() {
    let (mut state, number) = session(config());
    let found = judged(&state, [WARNED, DIVER], 0.9);
    press(&mut state, "1 G enter");
    receive(&mut state, Message::Judged(number.unwrap(), vec![found]));
    receive(&mut state, Message::Unjudged(number.unwrap(), "unreachable"));
    assert!(state.coverage.judged.is_empty() && state.second.fault.is_none());
}

#[test]
fn a_finding_is_walked_crossed_compared_and_counted_nowhere() {
    let mut plain = session(Config::default()).0;
    let mut state = with_a_finding();
    let head = |state: &State| screen(state).lines().next().unwrap_or_default().to_owned();
    assert_eq!(head(&state), head(&plain), "no count has changed");
    assert_eq!(state.reader.view.disputes().len(), plain.reader.view.disputes().len());
    let (before, after) = (walked(&mut plain), walked(&mut state));
    assert_eq!(after.len(), before.len() + 1);
    let of_rules = |finding: &&Finding| !matches!(finding, Finding::Judged(_));
    assert_eq!(after.iter().filter(of_rules).copied().collect::<Vec<_>>(), before);
    let mut state = with_a_finding();
    let comes = (0..20).find(|_| {
        press(&mut state, "]c");
        state.reader.current.unwrap().finding == Some(Finding::Judged(0))
    });
    assert!(comes.is_some());
    let text = screen(&state);
    assert!(text.contains("≟ account"), "{text}");
    assert!(text.contains("found by m-1 (0.9): when the cracks were known; b confirms"), "{text}");
    let path = format!("{}/tests/data/screen/second.txt", env!("CARGO_MANIFEST_DIR"));
    expect_file![path].assert_eq(&picture::styled_text(&draw(&state)));
    let sides = [WARNED, DIVER].map(|words| passage(&state, words));
    for side in [1, 0, 1] {
        press(&mut state, "x");
        assert_eq!(state.reader.current.unwrap().passage, sides[side]);
    }
    press(&mut state, "v");
    let text = screen(&state);
    assert!(text.contains("found by m-1 (0.9): account"), "{text}");
    press(&mut state, "q C G");
    let text = screen(&state);
    assert!(text.contains("Second reader 1"), "{text}");
    press(&mut state, "enter");
    assert_eq!(state.reader.current.unwrap().finding, Some(Finding::Judged(0)));
}

#[test]
fn the_signs_are_ascii_where_that_is_asked_for() {
    let (mut state, number) = session(Config { ascii: true, ..config() });
    let found = judged(&state, [WARNED, DIVER], 0.9);
    receive(&mut state, Message::Judged(number.unwrap(), vec![found]));
    press(&mut state, "C G enter");
    let text = screen(&state);
    assert!(text.contains("? account") && !text.contains('≟'), "{text}");
    receive(&mut state, Message::Unjudged(number.unwrap(), "slow"));
    assert!(screen(&state).contains("? slow"));
}

#[test]
fn unlikely_ones_are_shown_with_the_soft_ones() {
    let (mut state, number) = session(config());
    let found = judged(&state, [WARNED, DIVER], 0.4);
    receive(&mut state, Message::Judged(number.unwrap(), vec![found]));
    let shown = |state: &State| {
        state.reader.view.all_spots().any(|spot| matches!(spot.finding, Finding::Judged(_)))
    };
    assert!(!shown(&state));
    press(&mut state, "S");
    assert!(shown(&state));
}

#[test]
fn what_the_rules_found_too_is_theirs() {
    let (mut state, number) = session(config());
    let conflict = state.coverage.findings.events[0].conflicts[0].clone();
    let sides = [conflict.b.passage, conflict.a.passage];
    let found = Judged { sides, ..judged(&state, [WARNED, DIVER], 0.9) };
    receive(&mut state, Message::Judged(number.unwrap(), vec![found]));
    assert_eq!(state.coverage.also(0, 0), ["m-1"]);
    let comes = ["]c", "x", "x", "]c", "x", "x", "]c", "x", "x"].iter().any(|keys| {
        press(&mut state, keys);
        screen(&state).contains("(also found by m-1)")
    });
    assert!(comes, "{}", screen(&state));
    assert!(walked(&mut state).iter().all(|finding| !matches!(finding, Finding::Judged(_))));
}

#[test]
fn in_a_dispute_of_the_rules_it_comes_behind_theirs() {
    let (mut state, number) = session(config());
    let conflict = state.coverage.findings.events[0].conflicts[0].clone();
    let a = conflict.a.passage;
    // A sentence begins before the clause in it that a rule found.
    let wider = Passage::new(a.article, Span::new(a.span.start - 1, a.span.end));
    let other = passage(&state, DIVER);
    let found = Judged {
        kind: conflict.kind,
        sides: [wider, other],
        ..judged(&state, [WARNED, DIVER], 0.9)
    };
    receive(&mut state, Message::Judged(number.unwrap(), vec![found]));
    let walk = walked(&mut state);
    let at = walk.iter().position(|finding| *finding == Finding::Judged(0)).unwrap();
    let Finding::Conflict(before) = walk[at - 1] else { panic!("{walk:?}") };
    let group = |index: usize| state.coverage.findings.events[0].conflicts[index].group;
    assert_eq!(group(before), conflict.group);
}

#[test]
fn a_finding_is_dismissed_and_brought_back() {
    let mut state = with_a_finding();
    let number = state.coverage.judged.len();
    for keys in ["C G enter D", "C G D", "C G enter v D"] {
        let effects = press(&mut state, keys);
        let dismissed: Vec<_> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Dismiss(made) => Some(made[0].words.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(dismissed, ["account: when the cracks were known (m-1)"], "{keys}");
        assert_eq!((state.coverage.judged.len(), state.dismissals.len()), (0, 1), "{keys}");
        press(&mut state, "esc esc");
        let effects = press(&mut state, "u");
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Restore(_))), "{keys}");
        assert_eq!((state.coverage.judged.len(), state.dismissals.len()), (number, 0), "{keys}");
    }
}

#[test]
fn a_dismissed_finding_is_listed_last_and_taken_back_there() {
    for key in ["D", "u"] {
        let mut state = with_a_finding();
        press(&mut state, "C G D");
        let text = screen(&state);
        assert!(
            text.contains("No dispute, you say 1") && !text.contains("Second reader"),
            "{text}"
        );
        assert!(text.contains('≟') && text.contains("Hairline"), "{text}");
        press(&mut state, "G v");
        assert!(screen(&state).contains("you dismissed this"), "{}", screen(&state));
        press(&mut state, "enter");
        assert_eq!(state.reader.current.unwrap().passage, passage(&state, WARNED));
        press(&mut state, "C G");
        let effects = press(&mut state, key);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Restore(_))), "{key}");
        let text = screen(&state);
        assert!(
            text.contains("Second reader 1") && !text.contains("No dispute, you say"),
            "{text}"
        );
    }
}

#[test]
fn what_the_rules_found_too_is_dismissed_and_listed_once() {
    let (mut state, number) = session(config());
    let conflict = state.coverage.findings.events[0].conflicts[0].clone();
    let sides = [conflict.a.passage, conflict.b.passage];
    let found = Judged { sides, ..judged(&state, [WARNED, DIVER], 0.9) };
    receive(&mut state, Message::Judged(number.unwrap(), vec![found]));
    press(&mut state, "C");
    press(&mut state, "D");
    let text = screen(&state);
    assert!(text.contains("No dispute, you say 1"), "{text}");
    assert!(!text.contains('≟'), "{text}");
}

#[test]
fn the_list_is_kept_to_what_one_of_them_found() {
    let mut state = with_a_finding();
    press(&mut state, "C");
    let kept = |state: &State| {
        let Some(Overlay::Conflicts(list)) = &state.overlay else { panic!("no list is open") };
        (list.by.clone(), list.rows.len())
    };
    let all = kept(&state);
    press(&mut state, "f");
    let rules = kept(&state);
    assert_eq!((rules.0.as_deref(), rules.1), (Some("rashomon"), all.1 - 2));
    assert!(!screen(&state).contains("Second reader"));
    press(&mut state, "f");
    assert_eq!(kept(&state), (Some("m-1".into()), 2));
    let text = screen(&state);
    assert!(text.contains("by m-1: f goes on") && text.contains("Second reader 1"), "{text}");
    // When that has nothing left all is shown again.
    press(&mut state, "D");
    press(&mut state, "G D");
    assert_eq!(kept(&state), (Some("m-1".into()), 2));
    press(&mut state, "f");
    assert_eq!(kept(&state), all);
    // What both found is in both.
    let (mut state, number) = session(config());
    let conflict = state.coverage.findings.events[0].conflicts[0].clone();
    let sides = [conflict.b.passage, conflict.a.passage];
    press(&mut state, "C f");
    assert!(screen(&state).contains("all of these were found by rashomon"));
    let found = Judged { sides, ..judged(&state, [WARNED, DIVER], 0.9) };
    receive(&mut state, Message::Judged(number.unwrap(), vec![found]));
    press(&mut state, "f f");
    assert_eq!(kept(&state), (Some("m-1".into()), 2));
    receive(&mut state, Message::Judged(number.unwrap(), Vec::new()));
    assert_eq!(kept(&state).0, None, "it has nothing left");
}

#[test]
fn a_finding_is_confirmed_and_is_a_link_then() {
    let mut state = with_a_finding();
    press(&mut state, "C G enter b");
    let Some(Overlay::Link(linking)) = &state.overlay else { panic!("no box is open") };
    assert_eq!(linking.input.value(), "when the cracks were known");
    let effects = press(&mut state, "enter");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Link { was: None, is: Some(_) })));
    let link = &state.coverage.links[0];
    assert_eq!(link.kind, LinkKind::Conflict(ConflictKind::Account));
    assert_eq!(link.sides, [WARNED, DIVER].map(|words| passage(&state, words)));
    let walk = walked(&mut state);
    assert!(walk.contains(&Finding::Link(0)) && !walk.contains(&Finding::Judged(0)), "{walk:?}");
}

#[test]
fn its_word_does_not_disturb_who_reads() {
    let (mut state, number) = session(config());
    press(&mut state, "]c x");
    let before = (state.reader.current, state.side(), state.number(), state.reader.cursor);
    let found = judged(&state, [WARNED, DIVER], 0.9);
    receive(&mut state, Message::Judged(number.unwrap(), vec![found.clone()]));
    let after = (state.reader.current, state.side(), state.number(), state.reader.cursor);
    assert_eq!(before, after);
    // Another one before it: a place that named the first names nothing now.
    press(&mut state, "C G enter");
    let surer =
        Judged { likely: 0.95, ..judged(&state, [DIVER, "I closed it within the hour"], 0.9) };
    receive(&mut state, Message::Judged(number.unwrap(), vec![surer, found]));
    assert_eq!(state.number(), Some(Number(0)));
    press(&mut state, "H L");
}

/// A finding between the beginnings of two articles of the other event.
fn elsewhere(coverage: &Coverage, likely: f32) -> Judged<Anchor> {
    let articles = &coverage.findings.events[1].articles;
    let side =
        |at: usize| Anchor { article: coverage.number(articles[at]), span: Span::new(0, 12) };
    Judged {
        model: "m-1".into(),
        kind: ConflictKind::Account,
        point: "who waits".into(),
        likely,
        sides: [side(0), side(1)],
    }
}

/// A session in whose second event no rule finds anything, and the number by which it asks for what
/// was found earlier.
fn with_a_quiet_event() -> (State, u64) {
    let mut coverage = coverage::coverage();
    coverage.findings.events[1].conflicts.clear();
    let mut state = State::new(config(), ThemeName::Mono, Size { width: 120, height: 40 });
    let effects = receive(&mut state, Message::Loaded(coverage.into()));
    let number = effects.iter().find_map(|effect| match effect {
        Effect::Recall(number) => Some(*number),
        _ => None,
    });
    (state, number.unwrap())
}

/// Whether `keys`, again and again, come into the second event: the finding there, and the number
/// by which the second reader is asked about it.
fn comes_there(state: &mut State, keys: &str) -> Option<(Finding, u64)> {
    (0..20).find_map(|_| {
        let effects = press(state, keys);
        let there = state.number() >= Some(Number(3));
        there.then(|| (state.reader.current.unwrap().finding.unwrap(), asked(&effects).unwrap()))
    })
}

#[test]
fn the_walk_goes_on_into_events_in_which_only_a_model_found_something() {
    let all = coverage::coverage();
    for keys in ["]c", "[c"] {
        let (mut state, number) = with_a_quiet_event();
        assert_eq!(comes_there(&mut state, keys), None, "no rule found anything there");
        let head = screen(&state).lines().next().unwrap_or_default().to_owned();
        receive(&mut state, Message::Recalled(number + 1, vec![elsewhere(&all, 0.9)]));
        assert_eq!(comes_there(&mut state, keys), None, "that is of another library");
        receive(&mut state, Message::Recalled(number, vec![elsewhere(&all, 0.4)]));
        assert_eq!(comes_there(&mut state, keys), None, "it is not shown");
        receive(&mut state, Message::Recalled(number, vec![elsewhere(&all, 0.9)]));
        assert_eq!(screen(&state).lines().next().unwrap_or_default(), head, "it is not counted");
        let (finding, now) = comes_there(&mut state, keys).unwrap();
        assert_eq!(finding, Finding::Judged(0));
        assert!(screen(&state).contains("≟ account"), "{}", screen(&state));
        // The same once more disturbs nothing.
        let found = state.coverage.judged.clone();
        receive(&mut state, Message::Judged(now, found));
        assert_eq!(state.reader.current.unwrap().finding, Some(Finding::Judged(0)));
        press(&mut state, "D");
        press(&mut state, "1 g g j enter");
        assert_eq!(comes_there(&mut state, keys), None, "it is dismissed");
    }
}

#[test]
fn what_a_newer_answer_does_not_find_any_more_is_forgotten() {
    let (mut state, number) = with_a_quiet_event();
    let finding = elsewhere(&coverage::coverage(), 0.9);
    receive(&mut state, Message::Recalled(number, vec![finding]));
    let (_, now) = comes_there(&mut state, "]c").unwrap();
    receive(&mut state, Message::Judged(now, Vec::new()));
    press(&mut state, "1 g g j enter");
    assert_eq!(comes_there(&mut state, "]c"), None);
}

#[test]
fn what_was_kept_is_found_again_where_its_words_still_stand() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Kept::new(folder.path());
    let mut coverage = coverage::coverage();
    let request = requests(&coverage, 0, "m-1", 8000).remove(0);
    let pair = |sides, likely| Pair {
        sides,
        kind: ConflictKind::Number,
        point: "how many".into(),
        likely,
    };
    let answer = Answer { pairs: vec![pair([0, 5], 0.75), pair([2, 1], 0.3)], dropped: 0 };
    kept.keep(&coverage, &request, "m-1", &answer).unwrap();
    let found =
        |coverage: &Coverage, model: &str| kept.findings(model, &Memory::new(coverage.clone()));
    let sides: Vec<_> = found(&coverage, "m-1").into_iter().map(|found| found.sides).collect();
    let place = |at: usize| coverage.anchor(request.sentences[at]);
    assert_eq!(sides, [[place(0), place(5)], [place(2), place(1)]]);
    assert_eq!(found(&coverage, "m-2"), []);
    let Passage { article, span } = request.sentences[0];
    let mut articles = coverage.corpus.articles().to_vec();
    articles[article.index()].text.replace_range(span.start..=span.start, "~");
    coverage.corpus = Corpus::new(articles);
    assert_eq!(found(&coverage, "m-1").len(), 1);
}

/// A server that answers every request so, and what it was sent.
fn serve(answer: String) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut bytes = Vec::new();
            let mut piece = [0; 65536];
            while !String::from_utf8_lossy(&bytes).ends_with("additionalProperties\":false}}}}") {
                match stream.read(&mut piece) {
                    Ok(count) if count > 0 => bytes.extend(&piece[..count]),
                    _ => break,
                }
            }
            let _ = tell.send(String::from_utf8_lossy(&bytes).into_owned());
            let body = json!({"choices": [{"message": {"content": answer}}]}).to_string();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all((head + &body).as_bytes());
        }
    });
    (url, told)
}

/// The reader on the sample, with a second reader at `url`.
fn reader(home: &std::path::Path, url: &str) -> Terminal {
    fs::create_dir_all(home.join("rashomon")).unwrap();
    let settings = format!("[second]\nurl = \"{url}\"\nmodel = \"m-1\"\n");
    fs::write(home.join("rashomon/config.toml"), settings).unwrap();
    let mut terminal = Terminal::run_at(home, "exec $R --sample", &[]);
    terminal.wait_for("the sample", |screen| {
        screen.alternate_screen() && screen.contents().contains("help")
    });
    terminal
}

/// A server that takes requests and never answers: its address, and a word for each.
fn silent() -> (String, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = channel();
    thread::spawn(move || {
        let mut all = Vec::new();
        for stream in listener.incoming() {
            all.push(stream);
            let _ = tell.send(());
        }
    });
    (url, told)
}

/// A shell that runs `rashomon second` on the sample, which waits for a model, and then `then`;
/// before and behind that it keeps how the terminal is.
fn asking(home: &std::path::Path, then: &str) -> Terminal {
    let (url, asked) = silent();
    fs::create_dir_all(home.join("rashomon")).unwrap();
    fs::write(home.join("rashomon/config.toml"), format!("[second]\nurl = \"{url}\"\n")).unwrap();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");
    let script = format!(
        "cd {}; stty -a > before; trap : INT QUIT; {then}; echo code $?; stty -a > after; echo done",
        home.display()
    );
    let terminal =
        Terminal::run_at(home, &script.replace("ASK", &format!("$R second {samples}")), &[]);
    asked.recv().unwrap();
    terminal
}

/// Whether the terminal is as it was before, in the end or in the file `then` in between.
fn assert_as_before(home: &std::path::Path, then: &str) {
    let [before, after] = ["before", then].map(|name| fs::read_to_string(home.join(name)).unwrap());
    assert!(before.contains(" icanon") && before.contains(" echo "), "{before}");
    assert_eq!(before, after);
}

#[test]
fn esc_stops_asking_all_and_every_end_gives_the_terminal_back() {
    // An arrow is no Esc, and the keys that send a signal do what they do.
    for (key, code, is_told) in
        [("\u{1b}", "code 130", true), ("\u{3}", "code 130", false), ("\u{1c}", "code 131", false)]
    {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = asking(home.path(), "ASK");
        terminal.press("x\u{1b}[A");
        terminal.press(key);
        terminal.wait_for("the end", |screen| screen.contents().contains("done"));
        let text = terminal.parser.screen().contents();
        assert!(text.contains(code), "{text}");
        assert_eq!(text.contains("stopped; what was answered is kept"), is_told, "{text}");
        assert_as_before(home.path(), "after");
        terminal.ends_with(0);
    }
}

#[test]
fn while_asking_is_suspended_the_terminal_is_the_shells() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal =
        asking(home.path(), "set -m; ASK; stty -a > between; echo between; read line; fg");
    terminal.press("\u{1a}");
    terminal.wait_for("the shell", |screen| screen.contents().contains("between"));
    assert_as_before(home.path(), "between");
    terminal.press("\n");
    terminal.wait_for("the job", |screen| screen.contents().matches("second").count() > 0);
    // Until it has taken the terminal again the key waits for the end of a line.
    let ends = |screen: &vt100::Screen| screen.contents().contains("done");
    let mut tries = 0;
    while terminal.comes(Duration::from_millis(300), ends).is_none() {
        tries += 1;
        assert!(tries < 60, "{}", terminal.parser.screen().contents());
        terminal.press("\u{1b}");
    }
    assert!(terminal.parser.screen().contents().contains("stopped; what was answered is kept"));
    assert_as_before(home.path(), "after");
    terminal.ends_with(0);
}

#[test]
fn without_a_server_there_is_one_word_and_all_else_as_before() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = reader(home.path(), "http://127.0.0.1:1");
    terminal.wait_for("the word", |screen| screen.contents().contains("≟ unreachable"));
    terminal.press("]c");
    terminal.wait_for("a dispute", |screen| screen.contents().contains("side 1 of"));
    terminal.press("q");
    terminal.ends_with(0);
}

/// The address is one of those that lead nowhere.
#[test]
fn that_texts_leave_the_machine_is_said_before_they_do() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal =
        reader(home.path(), "http://192.0.2.1\"\nremote = true\ntimeout = 1\nkey_env = \"HOME");
    terminal.wait_for("the word", |screen| {
        screen.contents().contains("texts leave this machine, for 192.0.2.1")
    });
    terminal.press("j");
    terminal.wait_for("that it failed", |screen| screen.contents().contains("≟ "));
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn what_a_model_answers_is_shown_and_is_there_at_once_the_next_time() {
    let home = tempfile::tempdir().unwrap();
    let pair = json!({"pairs": [{"a": 3, "b": 30, "kind": "account", "point": "who \u{1b}[31mcounted", "p": 0.9}]});
    let (url, asked) = serve(pair.to_string());
    for is_first in [true, false] {
        let mut terminal = reader(home.path(), &url);
        let seen = |screen: &vt100::Screen| {
            let contents = screen.contents();
            contents.contains("Second reader 1") && contents.contains("found by m-1 (0.9)")
        };
        let mut tries = 0;
        // It comes when it comes: the list is opened until it is in it.
        while terminal.comes(Duration::from_millis(500), seen).is_none() {
            tries += 1;
            assert!(tries < 60, "{}", terminal.parser.screen().contents());
            terminal.press("\u{1b}");
            thread::sleep(Duration::from_millis(100));
            terminal.press("CG");
        }
        assert!(terminal.parser.screen().contents().contains("who ␛[31mcounted"));
        assert_eq!(asked.try_recv().is_ok(), is_first, "it is asked once");
        terminal.press("\u{1b}");
        thread::sleep(Duration::from_millis(100));
        terminal.press("q");
        terminal.ends_with(0);
    }
}
