//! The program in a real terminal (a PTY): it starts, follows a new size, stops and goes on, ends
//! in every way there is, and each time the terminal is afterwards as it was before.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/terminal.rs"]
mod terminal;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use terminal::{Terminal, modes};

#[test]
fn it_starts_and_quits() {
    let mut terminal = Terminal::sample(&[]);
    let screen = terminal.parser.screen();
    assert!(screen.bracketed_paste());
    assert_ne!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert_ne!(modes(terminal.master.as_ref()), terminal.before, "raw mode is on");
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn ctrl_c_quits_from_anywhere() {
    let mut terminal = Terminal::sample(&[]);
    terminal.press(":");
    terminal.wait_for("the palette, with the cursor where one types", |screen| {
        screen.contents().contains("Actions") && !screen.hide_cursor()
    });
    terminal.press("\u{3}");
    terminal.ends_with(0);
}

#[test]
fn keys_pressed_before_anything_is_read_are_not_lost() {
    let mut terminal = Terminal::run("exec $R --sample", &[]);
    terminal.wait_for("the screen", vt100::Screen::alternate_screen);
    terminal.press("?");
    terminal.wait_for("help", |screen| screen.contents().contains("From account to account"));
    terminal.press("qq");
    terminal.ends_with(0);
}

#[test]
fn a_new_size_is_followed() {
    let mut terminal = Terminal::sample(&[]);
    terminal.resize(40, 10);
    terminal.wait_for("one pane without borders", |screen| {
        let contents = screen.contents();
        !contents.contains('┃')
            && contents.lines().next().is_some_and(|first| first.starts_with('▸'))
    });
    terminal.resize(15, 3);
    terminal.wait_for("a word that this is too small", |screen| {
        screen.contents().contains("too small")
    });
    terminal.resize(120, 40);
    terminal.wait_for("three panes", |screen| screen.contents().contains("3 Topics"));
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn it_stops_and_goes_on_with_the_new_size() {
    let mut terminal = Terminal::run(
        "set -m; $R --sample; echo stopped; read word; fg >/dev/null; echo left with $?",
        &[],
    );
    terminal.wait_for("the sample", |screen| screen.contents().contains("next quote"));
    terminal.press("\u{1a}");
    terminal.wait_for("the shell", |screen| {
        !screen.alternate_screen() && screen.contents().contains("stopped")
    });
    terminal.is_restored();
    terminal.resize(100, 30);
    terminal.press("on\n");
    terminal.wait_for("the reader again, at its new size", |screen| {
        let contents = screen.contents();
        let head = contents.lines().next().unwrap_or_default();
        screen.alternate_screen()
            && contents.contains("next quote")
            && head.ends_with("help")
            && head.chars().count() <= 100
    });
    terminal.press("j");
    terminal.press("q");
    terminal.wait_for("the shell again", |screen| {
        !screen.alternate_screen() && screen.contents().contains("left with 0")
    });
    terminal.ends_with(0);
}

#[test]
fn without_a_shell_to_go_back_to_it_does_not_stop() {
    let mut terminal = Terminal::sample(&[]);
    terminal.press("\u{1a}");
    terminal.wait_for("a word about it", |screen| screen.contents().contains("no shell here"));
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn signals_end_it_with_their_own_codes() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let mut terminal = Terminal::sample(&[]);
        terminal.signal(signal, terminal.pid());
        terminal.ends_with(code);
    }
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "what is shipped cannot be asked to panic")]
fn a_panic_gives_the_terminal_back_before_it_is_printed() {
    let mut terminal = Terminal::sample(&[("RASHOMON_PANIC", "1")]);
    terminal.press("j");
    terminal.wait_for("the message", |screen| {
        screen.contents().contains("asked for by RASHOMON_PANIC")
    });
    terminal.ends_with(101);
    assert!(terminal.parser.screen().contents().contains("panicked at"));
}

#[test]
fn the_mouse_is_given_back_when_asked() {
    let mut terminal = Terminal::sample(&[]);
    terminal.press("M");
    terminal.wait_for("the mouse back", |screen| {
        screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    });
    terminal.press("M");
    terminal.wait_for("the mouse again", |screen| {
        screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None
    });
    terminal.press("q");
    terminal.ends_with(0);
    let mut terminal = Terminal::run("exec $R --sample --no-mouse", &[]);
    terminal.wait_for("the sample", |screen| screen.contents().contains("next quote"));
    assert_eq!(terminal.count("\u{1b}[?1000h"), 0);
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn the_mouse_and_the_wheel_reach_the_pane_below_them() {
    let mut terminal = Terminal::sample(&[]);
    terminal.press("\u{1b}[<0;5;3M\u{1b}[<0;5;3m");
    terminal.wait_for("the coverage to have the keys", |screen| {
        screen.contents().contains("┏ 1 Coverage")
    });
    // A report of a cell that does not exist ends nothing.
    terminal.press("\u{1b}[<0;9999;9999M");
    // The hint in the first row opens help, and a click beside the box closes it.
    terminal.press("\u{1b}[<0;118;1M\u{1b}[<0;118;1m");
    terminal.wait_for("help", |screen| screen.contents().contains("┏ Help"));
    terminal.press("\u{1b}[<0;3;9M\u{1b}[<0;3;9m");
    terminal.wait_for("no help", |screen| !screen.contents().contains("┏ Help"));
    terminal.press("2");
    terminal.wait_for("the text to have the keys", |screen| screen.contents().contains("┏ 2 "));
    terminal.press("q");
    terminal.ends_with(0);
}

/// The cells of a screen.
fn cells(screen: &vt100::Screen) -> impl Iterator<Item = &vt100::Cell> {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    (0..rows).flat_map(move |row| (0..columns).filter_map(move |column| screen.cell(row, column)))
}

#[test]
fn no_color_keeps_reverse_bold_and_underline() {
    let mut terminal = Terminal::sample(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
    terminal.press("1");
    terminal.wait_for("a chosen row, reversed", |screen| cells(screen).any(vt100::Cell::inverse));
    let screen = terminal.parser.screen();
    assert!(cells(screen).any(vt100::Cell::bold));
    let coloured = |cell: &vt100::Cell| {
        cell.fgcolor() != vt100::Color::Default || cell.bgcolor() != vt100::Color::Default
    };
    assert!(!cells(screen).any(coloured));
    terminal.press("q");
    terminal.ends_with(0);
    // And with colours there are some.
    let mut terminal = Terminal::sample(&[("COLORTERM", "truecolor"), ("COLORFGBG", "15;0")]);
    assert!(cells(terminal.parser.screen()).any(coloured));
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn an_idle_reader_writes_nothing() {
    let mut terminal = Terminal::sample(&[]);
    // What is on its way may still come; then silence.
    while terminal.chunks.recv_timeout(Duration::from_millis(300)).is_ok() {}
    assert_eq!(
        terminal.chunks.recv_timeout(Duration::from_secs(2)),
        Err(RecvTimeoutError::Timeout)
    );
    terminal.press("q");
    let status = terminal.child.wait().unwrap();
    assert_eq!(status.exit_code(), 0);
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

#[test]
fn a_search_is_typed_and_gone_to() {
    let mut terminal = Terminal::sample(&[]);
    let shown =
        |words: &'static str| move |screen: &vt100::Screen| screen.contents().contains(words);
    terminal.press("s");
    terminal.wait_for("what can be written", shown("before:2025-03"));
    // Faster than it can be answered: what is typed last is what is found.
    terminal.press("said:\"well within\" -outlet:courier");
    terminal.wait_for("the answer", |screen| {
        screen.contents().contains(" 1 article ") && screen.contents().contains("Konrad Vail")
    });
    terminal.press("\u{15}is:old");
    terminal.wait_for(
        "what is wrong",
        shown("is:old is not known; there are is:unread, is:read, is:new"),
    );
    terminal.press("\u{15}\"the ferries\"");
    terminal.wait_for("another answer", |screen| {
        !screen.contents().contains("is:old") && screen.contents().contains(" articles ")
    });
    terminal.press("\r");
    let stand_out =
        |screen: &vt100::Screen| cells(screen).any(|cell| cell.inverse() && cell.underline());
    terminal.wait_for("the words in the text", |screen| {
        !screen.contents().contains("Search everything") && stand_out(screen)
    });
    terminal.press("\u{1b}");
    terminal.wait_for("the text alone", |screen| !stand_out(screen));
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn hostile_text_never_reaches_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "\u{1b}]0;owned\u{7}The tide\u{1b}[31m rose\u{9b}2J at \u{202e}noon\u{2066}.\u{8}\u{8} Nobody drowned, the harbour master said.";
    write(folder.path(), "tide\u{1b}[2J\u{202e}.txt", &format!("{hostile}\n\n{hostile}"));
    write(folder.path(), "none\u{1b}]0;x\u{7}.txt", "");
    // Escapes of JSON are characters once it is read: in the title and the outlet too.
    let bad = r"\u001b]2;x\u0007 water\u202e\u009b\b\u001b[31m";
    let record = format!(
        r#"{{"title": "High{bad}", "outlet": "Tide{bad}", "author": "Ann{bad}", "text": "The tide{bad} rose at noon."}}"#
    );
    write(folder.path(), "tide.jsonl", &record);
    let script = format!("exec $R {}", folder.path().display());
    let mut terminal = Terminal::run(&script, &[]);
    terminal
        .wait_for("the text, with pictures for escapes", |screen| screen.contents().contains("␛"));
    let shown =
        |words: &'static str| move |screen: &vt100::Screen| screen.contents().contains(words);
    terminal.press("1");
    terminal.wait_for("the list", shown("┏ 1 Coverage"));
    terminal.wait_for("the outlet", shown("Tide␛"));
    for (keys, words) in [("gg", "┏ 1 Coverage"), ("G\r", "┏ 2 ")] {
        terminal.press(keys);
        terminal.wait_for(words, shown(words));
    }
    for (keys, words, leave) in [
        ("s", "Search everything", ""),
        ("tide", "2 articles", "\u{1b}"),
        ("P", "none␛]0;x", "q"),
        ("m", "bookmarked", ""),
        ("'", "Bookmarks: enter", "q"),
    ] {
        terminal.press(keys);
        terminal.wait_for(words, shown(words));
        terminal.press(leave);
        if !leave.is_empty() {
            terminal.wait_for("the panes again", |screen| !screen.contents().contains(words));
        }
    }
    terminal.press("1gg");
    for _ in 0..6 {
        terminal.press("\rj");
    }
    terminal.wait_for("the coverage, gone through", shown("1 Coverage"));
    terminal.press("\u{3}");
    terminal.ends_with(0);
    let sent = String::from_utf8_lossy(&terminal.bytes).into_owned();
    for bad in
        ["\u{1b}]0;", "\u{1b}]2;", "\u{7}", "\u{202e}", "\u{2066}", "\u{9b}", "\u{8}", "\u{1b}[31m"]
    {
        assert!(!sent.contains(bad), "{bad:?} was sent");
    }
}

#[test]
fn a_correction_holds_on_the_screen_in_every_command_and_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "bridge-post.txt",
        "Harbour bridge shut\n\nThe harbour bridge was shut on Tuesday. Inspectors found nine cracks in its piers.\n",
    );
    write(
        folder.path(),
        "bridge-courier.txt",
        "Cracks shut harbour bridge\n\nInspectors found cracks in the piers of the harbour bridge. It was shut.\n",
    );
    let script = format!(
        "cd {}; $R . && $R events --format jsonl . && read go && exec $R .",
        folder.path().display()
    );
    let mut terminal = Terminal::run(&script, &[]);
    terminal.wait_for("one event", |screen| {
        screen.contents().contains("2 outlets") && screen.contents().contains("next quote")
    });
    terminal.press("A");
    terminal.wait_for("the correction", |screen| {
        let text = screen.contents();
        text.contains("u undoes it: bridge-courier?")
            && text.contains("1 outlet ")
            && text.contains("Harbour bridge shut")
    });
    terminal.press("j"); // which reads it: at the next start its sign says that what is kept was looked up
    terminal.press("q");
    let events = |screen: &vt100::Screen| screen.contents().matches("\"event\"").count();
    terminal.wait_for("two events in what a command prints", |screen| {
        !screen.alternate_screen() && events(screen) == 2
    });
    terminal.press("\n");
    terminal.wait_for("the next start", |screen| {
        screen.alternate_screen()
            && screen.contents().contains("1 outlet ")
            && screen.contents().contains("▸✓a bridge-courier?")
    });
    terminal.press("U");
    terminal.wait_for("the list", |screen| screen.contents().contains("is no part of"));
    terminal.press("u");
    terminal.wait_for("the event", |screen| screen.contents().contains("2 outlets"));
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn a_dismissed_conflict_stays_so_at_the_next_start_when_a_file_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let story = |line: &str| {
        format!(
            "Dock union and Nordbau at odds\n\nThe dock union of Port Elsin met Nordbau on Tuesday about pay. {line}\n"
        )
    };
    write(
        folder.path(),
        "one.txt",
        &story("Anna Holt said the union accepted the company’s offer."),
    );
    write(
        folder.path(),
        "two.txt",
        &story("Bo Rask said the union did not accept the company’s proposal."),
    );
    let again = "sed -i -e 's/Port Elsin met/the port met/' two.txt && exec $R .";
    let script =
        format!("cd {}; $R . && $R conflicts . && read go && {again}", folder.path().display());
    let mut terminal = Terminal::run(&script, &[]);
    terminal.wait_for("the conflict", |screen| {
        screen.contents().contains("1 dispute ") && screen.contents().contains("next dispute")
    });
    terminal.press("]cD");
    terminal.wait_for("the dismissal", |screen| {
        let text = screen.contents();
        text.contains("u takes it back") && text.contains("0 disputes")
    });
    terminal.press("q");
    terminal.wait_for("what a command says", |screen| {
        !screen.alternate_screen() && screen.contents().contains("you dismissed one of these")
    });
    terminal.press("\n");
    terminal.wait_for("the next start", |screen| {
        screen.alternate_screen() && screen.contents().contains("0 disputes")
    });
    terminal.settle(Duration::from_millis(500)); // the changed file is taken in
    terminal.press("C");
    terminal.wait_for("the list", |screen| screen.contents().contains("No dispute, you say 1"));
    terminal.press("u");
    terminal.wait_for("the conflict again", |screen| {
        screen.contents().contains("1 dispute ") && screen.contents().contains("denial 1")
    });
    terminal.press("qq");
    terminal.ends_with(0);
}

#[test]
fn a_topic_is_called_as_the_reader_named_it_at_the_next_start_when_a_file_has_changed() {
    let (home, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let post = "Harbour bridge shut\n\nThe harbour bridge was shut on Tuesday. Inspectors found nine cracks in its piers.\n";
    write(folder.path(), "bridge-post.txt", post);
    write(
        folder.path(),
        "bridge-courier.txt",
        "Cracks shut harbour bridge\n\nInspectors found nine cracks in the piers of the harbour bridge. It was shut.\n",
    );
    let open = || {
        let mut terminal = at_home(home.path(), "", folder.path());
        terminal.wait_for("the event", shows(&["2 outlets"]));
        terminal.press("3");
        terminal
    };
    let mut terminal = open();
    terminal.wait_for("the topics", shows(&["┏ 3 Topics", "cracks"]));
    terminal.press("E");
    terminal.wait_for("the line", shows(&["topic: "]));
    terminal.press("\u{15}What broke\r");
    terminal.wait_for("the title", shows(&["& What broke", "is called “What broke”"]));
    terminal.press("q");
    terminal.press("q");
    terminal.ends_with(0);
    write(folder.path(), "bridge-post.txt", &post.replace("on Tuesday", "before dawn"));
    let mut terminal = open();
    terminal.wait_for("the title", shows(&["& What broke"]));
    terminal.press("U");
    terminal.wait_for("the list", shows(&["Corrections", "is called “What broke”"]));
    terminal.press("u");
    terminal.wait_for("the title as it was", |screen| {
        !screen.contents().contains("& What broke") && screen.contents().contains("no more")
    });
    terminal.press("qq");
    terminal.ends_with(0);
}

#[test]
fn an_outlet_that_nothing_names_is_called_as_the_reader_says_in_every_command_too() {
    let (home, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let second =
        "The harbour bridge was shut on Tuesday. Inspectors found nine cracks in its piers.";
    write(folder.path(), "17.txt", &format!("Harbour bridge shut\n\n{second}\n"));
    let first = "Inspectors found nine cracks in the piers of the harbour bridge. It was shut.";
    write(folder.path(), "bridge-courier.txt", &format!("Cracks shut harbour bridge\n\n{first}\n"));
    let mut terminal = at_home(home.path(), "", folder.path());
    terminal.wait_for("both guesses", shows(&["Harbour bridge shut?", "bridge-courier?"]));
    terminal.press("1gg");
    terminal.press("j");
    terminal.wait_for("the offer", shows(&["is guessed, E names the outlet"]));
    terminal.press("E");
    terminal.wait_for("the line", shows(&["outlet: "]));
    terminal.press("Evening Post\r");
    terminal.wait_for("the name", |screen| {
        let text = screen.contents();
        text.contains("is by Evening Post") && text.matches("Evening Post").count() >= 2
    });
    terminal.press("q");
    terminal.ends_with(0);
    let script = format!("$R articles --format jsonl {}", folder.path().display());
    let mut told = Terminal::run_at(home.path(), &script, &[]);
    told.wait_for("the outlet in a command", |screen| {
        screen.contents().replace('\n', "").contains("\"outlet\":\"Evening Post\"")
    });
    let mut terminal = at_home(home.path(), "", folder.path());
    terminal.wait_for("the name at the next start", shows(&["Evening Post", "2 outlets"]));
    terminal.press("U");
    terminal.wait_for("the list", shows(&["Corrections", "is by Evening Post"]));
    terminal.press("u");
    terminal.wait_for("the guess again", |screen| {
        let text = screen.contents();
        text.contains("undone") && text.contains("shut?")
    });
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn an_article_that_came_since_its_event_was_read_is_new_at_the_next_start() {
    let (home, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let story = |first: &str| {
        format!(
            "Harbour bridge shut\n\n{first} Inspectors found nine cracks in the piers of the harbour bridge.\n"
        )
    };
    write(folder.path(), "bridge-post.txt", &story("The harbour bridge was shut on Tuesday."));
    write(folder.path(), "bridge-mail.txt", &story("Nobody crosses the bridge since Tuesday."));
    let open = || {
        let script = format!("exec $R {}", folder.path().display());
        Terminal::run(&script, &[("XDG_DATA_HOME", home.path().to_str().unwrap())])
    };
    let mut terminal = open();
    terminal.wait_for("the event", shows(&["2 outlets"]));
    terminal.press("j"); // to move in an article is to read it
    terminal.wait_for("the sign of what was read", shows(&["✓a"]));
    terminal.press("q");
    terminal.ends_with(0);
    write(folder.path(), "bridge-radio.txt", &story("The bridge has been shut for a day."));
    let mut terminal = open();
    terminal.wait_for("what is new", shows(&["3 outlets", "radio? new", "1 new"]));
    terminal.press("j");
    terminal.press("q");
    terminal.ends_with(0);
    let mut terminal = open();
    terminal.wait_for("what was read", |screen| {
        let text = screen.contents();
        text.contains("3 outlets") && text.contains("✓a") && !text.contains(" new")
    });
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn a_link_is_there_at_the_next_start_when_a_file_has_changed() {
    let (home, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let story = |line: &str| {
        format!(
            "Dock union and Nordbau at odds\n\nThe dock union of Port Elsin met Nordbau on Tuesday about pay. {line}\n"
        )
    };
    let accepted = story("Anna Holt said the union accepted the company’s offer.");
    write(folder.path(), "one.txt", &accepted);
    let refused = story("Bo Rask said the union did not accept the company’s proposal.");
    write(folder.path(), "two.txt", &refused);
    let open = || {
        let script = format!("exec $R {}", folder.path().display());
        let home = [("XDG_DATA_HOME", home.path().to_str().unwrap())];
        let mut terminal = Terminal::run(&script, &home);
        terminal.wait_for("the conflict", shows(&["1 dispute ", "one?"]));
        terminal
    };
    let mut terminal = open();
    terminal.press("]cvb");
    terminal.wait_for("the kinds", shows(&["Link: up and down choose", "says the same"]));
    terminal.press("\u{1b}[B");
    terminal.press("who asked?\r");
    terminal.wait_for("the word", shows(&["linked; I lists the links"]));
    terminal.press("q");
    terminal.wait_for("the text again", shows(&["1 Coverage", "&"]));
    terminal.press("q");
    terminal.ends_with(0);
    write(folder.path(), "two.txt", &refused.replace("Port Elsin met", "the port met"));
    let mut terminal = open();
    terminal.press("C");
    terminal.wait_for("the list", shows(&["Yours 1"]));
    terminal.press("G\r");
    terminal.wait_for("the link", shows(&["& yours", "yours: account: who asked?"]));
    terminal.press("u");
    terminal.wait_for("the word", shows(&["nothing was corrected"]));
    terminal.press("D");
    terminal.wait_for("the word", shows(&["link deleted"]));
    terminal.press("q");
    terminal.ends_with(0);
    let mut terminal = open();
    terminal.press("I");
    terminal.wait_for("that there is none", shows(&["no notes yet"]));
    // One for the list that did not open, and one to leave.
    terminal.press("qq");
    terminal.ends_with(0);
}

#[test]
fn a_burst_of_keys_is_drawn_at_once() {
    let mut terminal = Terminal::sample(&[]);
    while terminal.chunks.recv_timeout(Duration::from_millis(300)).is_ok() {}
    terminal.bytes.clear();
    terminal.press(&"j".repeat(200));
    terminal.press("?");
    terminal.wait_for("help", |screen| screen.contents().contains("From account to account"));
    let drawn = terminal.count("\u{1b}[?2026h");
    assert!(drawn < 100, "201 keys were drawn {drawn} times");
    terminal.press("\u{3}");
    terminal.ends_with(0);
}

#[test]
fn a_clear_word_where_there_is_no_terminal_for_it() {
    let mut terminal = Terminal::run("TERM=dumb $R --sample; echo left with $?", &[]);
    terminal.wait_for("a word", |screen| {
        screen.contents().contains("dumb") && screen.contents().contains("left with 1")
    });
    terminal.ends_with(0);
    let output = Command::new(env!("CARGO_BIN_EXE_rashomon")).arg("--sample").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("needs a terminal"));
}

#[test]
fn the_editor_has_the_terminal_to_itself() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "quay.txt",
        "The quay was closed.\n\nNobody knew why it was closed, said the baker.",
    );
    let tools = tempfile::tempdir().unwrap();
    let editor = tools.path().join("editor");
    std::fs::write(&editor, "#!/bin/sh\necho editing $1\nread typed\ntest $typed = keys\n")
        .unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let script =
        format!("VISUAL={} $R {}; echo left with $?", editor.display(), folder.path().display());
    let mut terminal = Terminal::run(&script, &[]);
    terminal.wait_for("the text", |screen| screen.contents().contains("Nobody knew why"));
    terminal.press("e");
    terminal.wait_for("the editor at the line", |screen| {
        !screen.alternate_screen() && screen.contents().contains("editing +1")
    });
    terminal.press("keys\n");
    terminal.wait_for("the reader again", |screen| {
        screen.alternate_screen() && screen.contents().contains("The quay was closed.")
    });
    assert!(!terminal.parser.screen().contents().contains("ended with"), "the editor got its keys");
    terminal.press("q");
    terminal.wait_for("the shell", |screen| screen.contents().contains("left with 0"));
    terminal.ends_with(0);
}

/// A terminal that is asked for its ground, and answers so, before the first screen comes.
fn asked(answers: &str) -> Terminal {
    let mut terminal = Terminal::run("exec $R --sample", &[("COLORTERM", "truecolor")]);
    terminal.wait_for("the terminal taken", vt100::Screen::alternate_screen);
    is_sent(&mut terminal, "\u{1b}]11;?\u{7}\u{1b}[c");
    terminal.press(answers);
    terminal
}

/// Waits until `sequence` was sent to the terminal.
fn is_sent(terminal: &mut Terminal, sequence: &str) {
    while terminal.count(sequence) == 0 {
        let chunk = terminal.chunks.recv_timeout(Duration::from_secs(20)).unwrap();
        terminal.take_in(&chunk);
    }
}

/// What tells the themes: the letters of the text.
const DARK: &str = "38;2;214;214;210";
const LIGHT: &str = "38;2;38;40;42";

#[test]
fn the_ground_of_the_terminal_chooses_the_theme() {
    let table = [
        ("\u{1b}]11;rgb:1616/1919/1d1d\u{7}\u{1b}[?62;22c", Some(DARK)),
        ("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\\u{1b}[?62;22c", Some(LIGHT)),
        ("\u{1b}[?1;2c", None),
        ("", None),
    ];
    for (answers, letters) in table {
        let mut terminal = asked(answers);
        terminal.wait_for("the sample", |screen| screen.contents().contains("next quote"));
        // On a busy machine the answer may come after the first screen.
        letters.into_iter().for_each(|letters| is_sent(&mut terminal, letters));
        for theme in [DARK, LIGHT] {
            assert_eq!(terminal.count(theme) > 0, letters == Some(theme), "{answers:?} {theme}");
        }
        assert_eq!(terminal.count("\u{1b}]11;?"), 1, "it is asked once");
        // Nothing was typed: the text has the keys, and no search, filter or help is open.
        assert!(
            terminal.parser.screen().contents().contains("┏ 2 "),
            "{}",
            terminal.parser.screen().contents()
        );
        terminal.press("q");
        terminal.ends_with(0);
    }
}

#[test]
fn keys_pressed_while_the_terminal_answers_arrive_and_in_order() {
    for answers in [
        "?\u{1b}]11;rgb:0/0/0\u{7}\u{1b}[?62c",
        "\u{1b}[?62c?",
        "?",
        "\u{1b}]11;rgb:0/0/0\u{7}?\u{1b}[?62c",
    ] {
        let mut terminal = asked(answers);
        terminal.wait_for("help", |screen| screen.contents().contains("From account to account"));
        terminal.press("qq");
        terminal.ends_with(0);
    }
}

#[test]
fn an_answer_that_comes_late_counts_and_is_no_keys() {
    for end in ["\u{7}", "\u{1b}\\"] {
        let mut terminal = asked("");
        terminal.wait_for("the sample", |screen| screen.contents().contains("next quote"));
        terminal.press(&format!("\u{1b}]11;rgb:ffff/ffff/ffff{end}\u{1b}[?62;22c"));
        terminal.press("?");
        terminal.wait_for("help", |screen| screen.contents().contains("From account to account"));
        is_sent(&mut terminal, LIGHT);
        terminal.press("q");
        terminal.wait_for("the text, with the keys", |screen| {
            screen.contents().contains("┏ 2 ") && !screen.contents().contains("From account")
        });
        terminal.press("q");
        terminal.ends_with(0);
    }
}

#[test]
fn a_terminal_is_not_asked_where_the_theme_is_said_or_it_has_no_colours_for_it() {
    let rich = ("COLORTERM", "truecolor");
    let table = [
        ("exec $R --sample", ("TERM", "xterm-256color")),
        ("exec $R --sample --theme dark", rich),
        ("NO_COLOR=1 exec $R --sample", rich),
    ];
    for (script, environment) in table {
        let mut terminal = Terminal::run(script, &[environment]);
        terminal.wait_for("the sample", |screen| screen.contents().contains("next quote"));
        assert_eq!(terminal.count("\u{1b}]11;?"), 0, "{script}");
        terminal.press("q");
        terminal.ends_with(0);
    }
}

#[test]
fn a_copy_fills_the_buffer_of_tmux_and_else_is_only_said_to_be_sent() {
    let tools = tempfile::tempdir().unwrap();
    let tmux = tools.path().join("tmux");
    let starting = |script: &str| {
        std::fs::write(&tmux, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&tmux, std::fs::Permissions::from_mode(0o755)).unwrap();
        let script =
            format!("export B={} PATH={0}:$PATH; exec $R --sample", tools.path().display());
        let mut terminal = Terminal::run(&script, &[("TMUX", "/no/such/server,1,0")]);
        terminal.wait_for("the sample", |screen| screen.contents().contains("next quote"));
        terminal.press("]cy");
        terminal
    };
    let (plain, through) = ("\u{1b}]52;c;", "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;");
    let of_our_days = "test \"$*\" = 'load-buffer -w -' && cat > $B/new";
    let of_old = "test \"$*\" = 'load-buffer -' && cat > $B/old";
    for (script, file) in [(of_our_days, "new"), (of_old, "old")] {
        let mut terminal = starting(script);
        terminal.wait_for("that it is there", |screen| {
            screen.contents().contains("copied to tmux's buffer")
        });
        let buffer = std::fs::read_to_string(tools.path().join(file)).unwrap();
        assert!(buffer.contains("\n— "), "the passage with its citation: {buffer}");
        assert_eq!(
            (terminal.count(plain), terminal.count(through)),
            (1, 1),
            "one with no wrapping would fill a second buffer"
        );
        terminal.press("q");
        terminal.ends_with(0);
    }
    let mut terminal = starting("exit 1");
    terminal.wait_for("that it was sent", |screen| {
        screen.contents().contains("sent to the terminal, which does not say")
    });
    assert_eq!(
        (terminal.count(plain), terminal.count(through)),
        (2, 1),
        "and tmux may take the one that is meant for it"
    );
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn a_tmux_on_the_other_end_of_a_connection_is_told_by_the_terminals_name() {
    let mut terminal = Terminal::sample(&[("TERM", "tmux-256color")]);
    terminal.press("]cy");
    terminal.wait_for("that it was sent", |screen| {
        screen.contents().contains("sent to the terminal, which does not say")
    });
    let (plain, through) = ("\u{1b}]52;c;", "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;");
    assert_eq!((terminal.count(plain), terminal.count(through)), (2, 1), "plain, and through it");
    terminal.press("q");
    terminal.ends_with(0);
}

/// In each line that is typed in, and where nothing is: there it is no row of commands.
#[test]
fn a_pasted_megabyte_holds_nothing_up() {
    let mut terminal = Terminal::sample(&[]);
    let paste = format!("\u{1b}[200~{}\u{1b}[201~", "bridge q\r\n".repeat(100_000));
    let lines =
        [("s", "Search everything"), ("/", "not found"), ("f", "filter: "), (":", "Actions: ")];
    for (opener, shown) in lines.into_iter().chain([("i", "note: "), ("?/", "┏ Help")]) {
        terminal.press(opener);
        terminal.press(&paste);
        terminal.wait_for(opener, |screen| {
            screen.contents().contains(shown) && screen.contents().contains("bridge qbridge")
        });
        terminal.press("\u{1b}");
        terminal.wait_for("the end of it", |screen| !screen.contents().contains("bridge qbridge"));
    }
    terminal.press("q");
    terminal.wait_for("no help", |screen| !screen.contents().contains("┏ Help"));
    // Where nothing is typed in it does nothing: no q of it quits.
    terminal.press(&paste);
    terminal.press("?");
    terminal.wait_for("help", |screen| screen.contents().contains("┏ Help"));
    terminal.press("qq");
    terminal.ends_with(0);
}

/// A folder with two articles on two events; the second is long, and names Halvorsen in the middle.
fn news() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let seen = |numbers: std::ops::Range<u32>| {
        numbers.map(|n| format!("\nPier {n} gave way at hour {n}.\n")).collect::<String>()
    };
    let long = format!(
        "Cracks shut the quay\n\nThe quay is shut.\n{}\nHalvorsen saw all of it.\n{}",
        seen(1..30),
        seen(30..60)
    );
    write(folder.path(), "quay.txt", &long);
    write(
        folder.path(),
        "ferry.txt",
        "Ferry strike called off\n\nThe crews of the island ferries go back to work on Friday.\n",
    );
    folder
}

/// The reader on a folder, with a home that outlives it.
fn at_home(home: &Path, options: &str, folder: &Path) -> Terminal {
    let script = format!("exec $R {options} {}", folder.display());
    let mut terminal = Terminal::run(&script, &[("XDG_DATA_HOME", home.to_str().unwrap())]);
    terminal.wait_for("an article", |screen| {
        screen.contents().contains("┏ 2 ") && screen.contents().contains("next pane")
    });
    terminal
}

/// Goes to Halvorsen and writes a note there.
fn go_and_note(terminal: &mut Terminal) {
    terminal.press("s");
    terminal.wait_for("the search", |screen| screen.contents().contains("Search everything"));
    terminal.press("Halvorsen");
    terminal.wait_for("what it finds", |screen| screen.contents().contains("saw all of it"));
    terminal.press("\r");
    terminal.wait_for("the place", |screen| {
        screen.contents().contains("▌  Halvorsen saw") && screen.contents().contains("1/1 found")
    });
    // Where the folder is still being looked through, the first Esc stops that.
    let is_closed = |screen: &vt100::Screen| !screen.contents().contains("1/1 found");
    terminal.press("\u{1b}");
    terminal.wait_for("the search, closed, or the reading, stopped", |screen| {
        is_closed(screen) || screen.contents().contains("stopped")
    });
    if terminal.comes(Duration::ZERO, is_closed).is_none() {
        terminal.press("\u{1b}");
        terminal.wait_for("the search, closed", is_closed);
    }
    terminal.press("iask him\r");
    terminal.wait_for("the note", |screen| {
        screen.contents().contains("▌ *Halvorsen saw") && screen.contents().contains("noted")
    });
}

fn shows(words: &'static [&'static str]) -> impl Fn(&vt100::Screen) -> bool {
    move |screen| words.iter().all(|words| screen.contents().contains(words))
}

#[test]
fn notes_what_was_read_and_where_one_was_survive_however_it_is_ended() {
    for (end, code) in [("q", 0), ("\u{3}", 0), ("TERM", 143), ("HUP", 129)] {
        let (home, folder) = (tempfile::tempdir().unwrap(), news());
        let mut terminal = at_home(home.path(), "", folder.path());
        go_and_note(&mut terminal);
        match end {
            "TERM" | "HUP" => terminal.signal(end, terminal.pid()),
            keys => terminal.press(keys),
        }
        terminal.ends_with(code);
        // The same place, with the note in the margin and the status line, and the sign of what was
        // read.
        let mut terminal = at_home(home.path(), "", folder.path());
        terminal.wait_for(
            "the place, the note and the sign",
            shows(&["▌ *Halvorsen saw", "* ask him", "▸✓a quay"]),
        );
        terminal.press("q");
        terminal.ends_with(0);
    }
}

#[test]
fn fresh_begins_anew_and_an_article_is_opened_where_it_was_left_all_the_same() {
    let (home, folder) = (tempfile::tempdir().unwrap(), news());
    let mut terminal = at_home(home.path(), "", folder.path());
    go_and_note(&mut terminal);
    terminal.press("q");
    terminal.ends_with(0);
    let mut terminal = at_home(home.path(), "--fresh", folder.path());
    terminal.wait_for("the first article", shows(&["▌  Ferry strike called off", "✓a quay"]));
    terminal.press("1G\r");
    terminal.wait_for("the place where it was left", shows(&["▌ *Halvorsen saw", "* ask him"]));
    terminal.press("R");
    terminal.wait_for("the word", shows(&["this article counts as unread"]));
    terminal.press("1ggj\r");
    terminal.wait_for("the other article", shows(&["▌  Ferry strike called off", "▸✓a ferry"]));
    terminal.press("q");
    terminal.ends_with(0);
    // Another folder has a place of its own.
    let other = tempfile::tempdir().unwrap();
    write(other.path(), "tide.txt", "The tide rose\n\nThe tide rose at noon.\n");
    let mut terminal = at_home(home.path(), "", other.path());
    terminal.wait_for("the article", shows(&["▌  The tide rose"]));
    terminal.press("q");
    terminal.ends_with(0);
    // Without a PATH it is the folder opened last, and the article that is unread stays so.
    let mut terminal = at_home(home.path(), "", folder.path());
    terminal.wait_for("both articles", shows(&["✓a ferry", " a quay"]));
    terminal.press("I");
    terminal.wait_for("the note", shows(&["Notes: enter goes", "ask him"]));
    terminal.press("D");
    terminal.wait_for("the word", shows(&["note deleted"]));
    terminal.press("q");
    terminal.ends_with(0);
    let mut terminal = at_home(home.path(), "", folder.path());
    terminal.wait_for("what was read", shows(&["✓a ferry"]));
    terminal.press("I");
    terminal.wait_for("that there is none", shows(&["no notes yet"]));
    // One for the list that did not open, and one to leave.
    terminal.press("qq");
    terminal.ends_with(0);
}

#[test]
fn without_a_path_the_folders_opened_last_come_back_where_they_were_left() {
    let (home, folder) = (tempfile::tempdir().unwrap(), news());
    let mut terminal = at_home(home.path(), "", folder.path());
    go_and_note(&mut terminal);
    terminal.press("q");
    terminal.ends_with(0);
    // The sample is looked at in between, and leaves no trace.
    let mut terminal =
        Terminal::run("exec $R --sample", &[("XDG_DATA_HOME", home.path().to_str().unwrap())]);
    terminal.wait_for("the sample", |screen| screen.contents().contains("next quote"));
    terminal.press("]c]cq");
    terminal.ends_with(0);
    let mut terminal =
        Terminal::run("exec $R", &[("XDG_DATA_HOME", home.path().to_str().unwrap())]);
    terminal.wait_for("the place", shows(&["▌ *Halvorsen saw", "* ask him", "▸✓a quay"]));
    terminal.press("q");
    terminal.ends_with(0);
}

/// The sample, with everything kept in `home`.
fn sample_at(home: &Path, options: &str) -> Terminal {
    let mut terminal = Terminal::run_at(home, &format!("exec $R --sample {options}"), &[]);
    terminal.wait_for("the sample", |screen| screen.contents().contains("disputes"));
    terminal
}

#[test]
fn the_sample_goes_on_where_one_left_it_and_what_was_hinted_at_is_not_again() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = sample_at(home.path(), "");
    terminal.wait_for("the first hint", shows(&["]c goes to the next dispute"]));
    terminal.press("]c");
    terminal.wait_for("the second", shows(&["x goes to its other side"]));
    terminal.press("]c]c");
    terminal.wait_for("the third dispute", shows(&[" 3/"]));
    let line = |terminal: &Terminal| {
        terminal
            .parser
            .screen()
            .contents()
            .lines()
            .find(|line| line.contains(" 3/"))
            .unwrap()
            .to_owned()
    };
    terminal.wait_for("all of its row", shows(&["side 1 of"]));
    let before = line(&terminal);
    terminal.press("q");
    terminal.ends_with(0);
    let mut terminal = sample_at(home.path(), "");
    // The end of the row may still have been that of the dispute before.
    let same = before.split("  side").next().unwrap_or_default().to_owned();
    terminal.wait_for("the place", move |screen| screen.contents().contains(&same));
    terminal.wait_for("what is still to be said", shows(&["x goes to its other side"]));
    terminal.press("xvq");
    terminal.wait_for("the other side", shows(&["side 2 of"]));
    terminal.press("gg");
    terminal.settle(Duration::from_millis(300));
    assert!(!terminal.parser.screen().contents().contains("goes to"), "each is said once");
    terminal.press("q");
    terminal.ends_with(0);
    let mut terminal = sample_at(home.path(), "--fresh");
    terminal.settle(Duration::from_millis(300));
    let screen = terminal.parser.screen().contents();
    assert!(!screen.contains(" 3/") && !screen.contains("goes to"), "{screen}");
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn a_border_is_dragged_and_stays_where_it_was_put() {
    let home = tempfile::tempdir().unwrap();
    // The column in which the frame of the text begins.
    let edge = |screen: &vt100::Screen| {
        let row = screen.contents().lines().nth(1).unwrap_or_default().to_owned();
        row.chars().position(|c| c == '┏')
    };
    let mut terminal = sample_at(home.path(), "");
    terminal.wait_for("the panes", |screen| edge(screen) == Some(30));
    terminal.press("\u{1b}[<0;31;10M\u{1b}[<32;36;11M\u{1b}[<32;40;12M\u{1b}[<0;40;12m");
    terminal.wait_for("a wider list", |screen| edge(screen) == Some(40));
    terminal.press("\u{1b}[<32;30;12Mq");
    terminal.ends_with(0);
    let mut terminal = sample_at(home.path(), "");
    terminal.wait_for("the same width", |screen| edge(screen) == Some(40));
    terminal.press("q");
    terminal.ends_with(0);
}

#[test]
fn what_cannot_be_kept_is_told() {
    let (home, folder) = (tempfile::tempdir().unwrap(), news());
    write(home.path(), "rashomon", "a file where the folder would be");
    let mut terminal = at_home(home.path(), "", folder.path());
    terminal.press("jiask\r");
    terminal.wait_for("what is wrong", shows(&["cannot be kept"]));
    terminal.press("I");
    terminal.wait_for(
        "the note, which lasts as long as the session",
        shows(&["Notes: enter goes", "ask"]),
    );
    terminal.press("qq");
    terminal.ends_with(1);
    let told = shows(&["lost with this session: ", "notes (1 change)"]);
    assert!(told(terminal.parser.screen()), "{}", terminal.parser.screen().contents());
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "what is shipped cannot be asked to crash")]
fn a_file_that_crashed_it_is_told_and_passed_over_until_it_changes() {
    let (home, folder) = (tempfile::tempdir().unwrap(), news());
    write(folder.path(), "harmful.txt", "Harmful tide\n\nThe tide came in at nine.\n");
    let start = |environment: &[(&str, &str)]| {
        let script = format!("$R --no-mouse {}; echo left with $?", folder.path().display());
        Terminal::run_at(home.path(), &script, environment)
    };
    let crash = [("RASHOMON_ABORT", "harmful")];
    let mut terminal = start(&crash);
    terminal.wait_for("the crash", shows(&["left with 134"]));
    // The next start tells of it and has the rest; so has the one after it, without a crash.
    for _ in 0..2 {
        let mut terminal = start(&crash);
        terminal.wait_for("the others", shows(&["ferry", "quay", "one problem: P shows it"]));
        assert!(!terminal.parser.screen().contents().contains("harmful"));
        terminal.press("P");
        terminal.wait_for(
            "what is wrong",
            shows(&["harmful.txt", "reading it crashed rashomon", "passed over until it changes"]),
        );
        terminal.press("qq");
        terminal.wait_for("the end", shows(&["left with 0"]));
    }
    write(folder.path(), "harmful.txt", "Harmless tide\n\nThe tide went out at ten.\n");
    let mut terminal = start(&[]);
    terminal.wait_for("the file, which has changed", shows(&["The tide went out"]));
    terminal.press("q");
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "what is shipped cannot be asked to crash")]
fn a_reader_that_was_killed_passes_over_nothing() {
    let (home, folder) = (tempfile::tempdir().unwrap(), news());
    let script = format!("exec $R {}", folder.path().display());
    let mut terminal = Terminal::run_at(home.path(), &script, &[]);
    terminal.wait_for("an article", shows(&["ferry", "quay"]));
    terminal.press("q");
    terminal.ends_with(0);
    // As a start that is killed leaves it.
    let named = |name: &str| folder.path().canonicalize().unwrap().join(name);
    let sign = serde_json::to_vec(&[named("quay.txt"), named("tide.txt")]).unwrap();
    write(folder.path(), "tide.txt", "Spring tide\n\nThe tide came in at nine.\n");
    let cache = modes_in(home.path())
        .into_iter()
        .map(|(path, _)| path)
        .find(|path| path.ends_with(".sqlite"))
        .unwrap();
    std::fs::write(cache.replace(".sqlite", ".reading"), sign).unwrap();
    let mut terminal = Terminal::run_at(home.path(), &script, &[]);
    terminal.wait_for("all of them", shows(&["ferry", "quay", "tide came in"]));
    assert!(!terminal.parser.screen().contents().contains("▲"));
    terminal.press("q");
    terminal.ends_with(0);
    assert!(modes_in(home.path()).iter().all(|(path, _)| !path.ends_with(".reading")));
}

/// The modes of all that is in `folder`, itself among it, by path.
fn modes_in(folder: &Path) -> Vec<(String, u32)> {
    let mut found = vec![(
        folder.display().to_string(),
        std::fs::metadata(folder).unwrap().permissions().mode() & 0o777,
    )];
    for entry in std::fs::read_dir(folder).unwrap() {
        let (path, kind) = entry.map(|entry| (entry.path(), entry.file_type().unwrap())).unwrap();
        match kind.is_dir() {
            true => found.extend(modes_in(&path)),
            false => found.push((
                path.display().to_string(),
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            )),
        }
    }
    found
}

fn set_mode(path: impl AsRef<Path>, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_is_kept_and_the_cache_are_for_nobody_else() {
    let (home, folder) = (tempfile::tempdir().unwrap(), news());
    let base = home.path().join("base");
    std::fs::create_dir(&base).unwrap();
    let places = ["data", "cache"].map(|name| base.join(name).display().to_string());
    let own = places.clone().map(|place| Path::new(&place).join("rashomon"));
    // Twice: as it is made, and as an earlier rashomon left it.
    for round in 0..2 {
        let script = format!("umask 022; exec $R {}", folder.path().display());
        let mut terminal = Terminal::run(
            &script,
            &[("XDG_DATA_HOME", &places[0]), ("XDG_CACHE_HOME", &places[1])],
        );
        terminal.wait_for("an article", |screen| {
            screen.contents().contains("┏ 2 ") && screen.contents().contains("next pane")
        });
        if round == 0 {
            go_and_note(&mut terminal);
        }
        // While it runs, what SQLite lays beside the cache is there too.
        let found: Vec<(String, u32)> = own.iter().flat_map(|own| modes_in(own)).collect();
        let names = found.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>().join("\n");
        for name in
            ["kept.json", "data/rashomon/lock", ".sqlite\n", ".sqlite-wal", ".sqlite-shm", ".lock"]
        {
            assert!(format!("{names}\n").contains(name), "{name} is not there: {names}");
        }
        terminal.press("q");
        terminal.ends_with(0);
        for (path, mode) in found.into_iter().chain(own.iter().flat_map(|own| modes_in(own))) {
            let allowed = if Path::new(&path).is_dir() { 0o700 } else { 0o600 };
            let is_foreign = path.ends_with("foreign.txt");
            assert_eq!(mode, if is_foreign { 0o644 } else { allowed }, "round {round}: {path}");
        }
        for place in &places {
            assert_eq!(
                std::fs::metadata(place).unwrap().permissions().mode() & 0o777,
                [0o700, 0o755][round],
                "{place} is not its own"
            );
            set_mode(place, 0o755);
        }
        for own in &own {
            write(own, "foreign.txt", "");
            for (path, _) in modes_in(own) {
                set_mode(&path, if Path::new(&path).is_dir() { 0o755 } else { 0o644 });
            }
        }
    }
}
