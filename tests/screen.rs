//! Keys in, the styled screen out: golden files under `tests/data/screen/`, at the sizes that
//! matter, in colour and without; and what each key does, as tables. No terminal is needed.
#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/coverage.rs"]
mod coverage;

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use expect_test::expect_file;
use rashomon::analysis::{ArticleFindings, EventFindings, Findings, Quote, Topic};
use rashomon::app::layout::{Pane, Size};
use rashomon::app::overlay::Overlay;
use rashomon::app::{Effect, Message, State, play, receive};
use rashomon::config::key::Key;
use rashomon::config::theme::ThemeName;
use rashomon::config::{Config, parse};
use rashomon::corpus::{Article, ArticleId, Corpus, Outlet, Passage, Published};
use rashomon::library::own::Hint;
use rashomon::text::Span;
use rashomon::tui::{draw, picture};
use rashomon::view::Coverage;
use rashomon::view::event::Finding;
use rashomon::view::outline::Row;
use rashomon::view::shelf::{Anchor, Change, Found, Kept, Loaded, Number, Sentence};
use rashomon::view::sidebar;

/// The sizes that matter.
const SIZES: [(u16, u16); 7] =
    [(220, 60), (160, 50), (120, 40), (100, 30), (80, 24), (60, 20), (40, 10)];

fn opened(config: Config, theme: ThemeName, width: u16, height: u16) -> State {
    let mut state = State::new(config, theme, Size { width, height });
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    state
}

fn session(width: u16, height: u16) -> State {
    opened(Config::default(), ThemeName::Mono, width, height)
}

/// Presses keys that ask nothing of the world but to keep what was read.
#[track_caller]
fn press(state: &mut State, keys: &str) {
    assert_eq!(asked(state, keys), [], "{keys}");
}

/// What keys ask of the world, but for keeping what was read.
#[track_caller]
fn asked(state: &mut State, keys: &str) -> Vec<Effect> {
    let effects = play(state, keys).unwrap();
    effects
        .into_iter()
        .filter(|effect| !matches!(effect, Effect::Read(_) | Effect::Seen(_) | Effect::Left(..)))
        .collect()
}

/// The words under the current finding.
fn current(state: &State) -> String {
    state
        .reader
        .current
        .map_or_else(String::new, |stop| state.coverage.corpus.words(stop.passage).to_owned())
}

fn screen_text(state: &State) -> String {
    let styled = picture::styled_text(&draw(state));
    styled.split("----\n").next().unwrap_or_default().to_owned()
}

/// Checks the styled screen after `keys` against the golden file `name`.
#[track_caller]
fn check(name: &str, theme: ThemeName, (width, height): (u16, u16), keys: &str) {
    let mut state = opened(Config::default(), theme, width, height);
    play(&mut state, keys).unwrap();
    golden(name, &state);
}

#[track_caller]
fn golden(name: &str, state: &State) {
    let path = format!("{}/tests/data/screen/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    expect_file![path].assert_eq(&picture::styled_text(&draw(state)));
}

#[test]
fn the_screen_at_every_size_in_colour_and_without() {
    for (width, height) in SIZES {
        for theme in [ThemeName::Dark, ThemeName::Light, ThemeName::Ansi, ThemeName::Mono] {
            let name = format!("conflict-{width}x{height}-{}", theme.name());
            check(&name, theme, (width, height), "]c");
        }
    }
}

#[test]
fn two_accounts_beside_each_other_at_every_size() {
    for (width, height) in SIZES {
        let name = format!("mirror-{width}x{height}");
        check(&name, ThemeName::Dark, (width, height), "]c ]c v");
    }
}

#[test]
fn what_lies_over_the_panes() {
    check("mirror-120x40-mono", ThemeName::Mono, (120, 40), "]c ]c v");
    check("mirror-stacked-40x24", ThemeName::Mono, (40, 24), "]c ]c v");
    check("help-80x24", ThemeName::Mono, (80, 24), "?");
    check("help-found", ThemeName::Mono, (80, 24), "? / text:conflict");
    check("palette", ThemeName::Mono, (80, 24), ": text:nextq");
    check("search", ThemeName::Mono, (80, 24), "/ text:bridge");
    check("search-everything", ThemeName::Mono, (120, 40), "s text:mayor");
    check("filter", ThemeName::Mono, (120, 40), "f text:ferr");
    check("problems", ThemeName::Mono, (80, 24), "P");
    check("prefix", ThemeName::Mono, (120, 24), "]");
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        check(
            &format!("speakers-{width}x{height}"),
            ThemeName::Mono,
            (width, height),
            "]q w enter j j",
        );
        check(
            &format!("speakers-everything-{width}x{height}"),
            ThemeName::Mono,
            (width, height),
            "w tab",
        );
    }
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        check(&format!("matrix-{width}x{height}"), ThemeName::Mono, (width, height), "]c c");
    }
    check("speakers-found", ThemeName::Dark, (80, 24), "w / text:eng");
}

#[test]
fn drawers_and_single_panes() {
    check("list-drawer-80x24", ThemeName::Mono, (80, 24), "1");
    check("topics-drawer-100x30", ThemeName::Mono, (100, 30), "]t 3");
    check("list-40x10", ThemeName::Mono, (40, 10), "1");
    check("topics-40x10", ThemeName::Mono, (40, 10), "3");
}

/// The hint in the status lines, by its key.
fn hinted(state: &State) -> Option<String> {
    let last = screen_text(state).lines().last().unwrap_or_default().to_owned();
    let words = ["goes to the next", "goes to its other", "shows both accounts"];
    words.into_iter().find_map(|words| {
        let (before, _) = last.split_once(words)?;
        before.split_whitespace().next_back().map(str::to_owned)
    })
}

#[test]
fn a_newcomer_is_told_one_key_at_a_time_until_it_was_used_once() {
    let hinted_effects = |state: &mut State, keys: &str| -> Vec<Effect> {
        let effects = play(state, keys).unwrap().into_iter();
        effects.filter(|effect| matches!(effect, Effect::Hinted(_))).collect()
    };
    assert_eq!(hinted(&session(120, 40)), None, "nobody said that there is a newcomer");
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 120, height: 40 });
    receive(&mut state, Message::Hinted(BTreeSet::new()));
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    assert_eq!(hinted_effects(&mut state, "j"), [], "there was something else to say at first");
    assert_eq!(hinted(&state).as_deref(), Some("]c"));
    assert_eq!(hinted_effects(&mut state, "k ]q"), [], "other keys leave it there");
    assert_eq!(hinted_effects(&mut state, "]c"), [Effect::Hinted(Hint::Walk)]);
    assert_eq!(hinted(&state).as_deref(), Some("x"));
    golden("hint-120x40", &state);
    assert_eq!(hinted_effects(&mut state, "]c x"), [Effect::Hinted(Hint::Cross)]);
    assert_eq!(hinted(&state).as_deref(), Some("v"));
    receive(&mut state, Message::Resize(Size { width: 40, height: 10 }));
    assert_eq!(hinted(&state), None, "where there is room for it only");
    receive(&mut state, Message::Resize(Size { width: 120, height: 40 }));
    assert_eq!(hinted_effects(&mut state, "v q"), [Effect::Hinted(Hint::Beside)]);
    assert_eq!(hinted(&state), None);
    assert_eq!(hinted_effects(&mut state, "g g ]c x v q"), [], "each is said once for good");
}

#[test]
fn without_articles_it_says_what_to_do() {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 80, height: 16 });
    golden("loading", &state);
    receive(&mut state, Message::Loaded(Loaded::default()));
    golden("empty", &state);
    receive(&mut state, Message::Resize(Size { width: 40, height: 14 }));
    golden("empty-40x14", &state);
    receive(&mut state, Message::Resize(Size { width: 80, height: 16 }));
    play(&mut state, "]c x v n y ]o j G / enter").unwrap();
    assert!(screen_text(&state).contains("nothing"));
}

/// The coverage with everything in it that comes from articles in ASCII; its bytes stay where they
/// are.
fn in_ascii() -> Coverage {
    let plain = |text: &str| {
        text.chars()
            .map(|c| if c.is_ascii() { c.to_string() } else { "?".repeat(c.len_utf8()) })
            .collect::<String>()
    };
    let mut coverage = coverage::coverage();
    let mut articles = coverage.corpus.articles().to_vec();
    for article in &mut articles {
        (article.text, article.title) = (plain(&article.text), plain(&article.title));
    }
    coverage.corpus = Corpus::new(articles);
    for conflict in coverage.findings.events.iter_mut().flat_map(|event| &mut event.conflicts) {
        conflict.why = plain(&conflict.why);
    }
    coverage
}

#[test]
fn ascii_needs_no_glyph_of_ours_beyond_ascii() {
    let config = Config { ascii: true, ..Config::default() };
    let keys = [
        "",
        "]c",
        "]c x",
        "]c v",
        "?",
        "3",
        "]t 3",
        "1",
        ": text:n",
        ": text:zz",
        "s text:cracks",
        "s text:zeppelin",
        "P",
        "]c m '",
        "w",
    ];
    let more = [
        "/ text:bridge",
        "/ text:zeppelin enter",
        "f text:zeppelin",
        "]",
        "]q",
        "r",
        "r esc",
        "S",
        "+",
        "t",
        "H",
        "L",
        "o",
        "y",
        "w tab enter j",
        "w / text:zz",
        "w y",
        "c",
        "]c c l l",
        "c G l enter",
        "1 t",
        "1 O O",
        "z",
        "1 g g J",
        "1 g g J G J U",
        "]c D U",
        "C tab D G",
        "a",
        "a tab j",
        "]c x x x",
    ];
    for keys in keys.iter().chain(&more) {
        for (width, height) in [(160, 50), (80, 24), (40, 10)] {
            let mut state = State::new(config.clone(), ThemeName::Mono, Size { width, height });
            let loading = screen_text(&state);
            receive(&mut state, Message::Loaded(in_ascii().into()));
            play(&mut state, keys).unwrap();
            for text in [loading, screen_text(&state)] {
                let strangers: String = text.chars().filter(|c| !c.is_ascii()).collect();
                assert_eq!(strangers, "", "{keys} at {width}x{height}:\n{text}");
            }
        }
    }
    // While a search is under way.
    let mut state = State::new(config, ThemeName::Mono, Size { width: 80, height: 24 });
    receive(&mut state, Message::Loaded(in_ascii().into()));
    for key in [Key::char('s'), Key::char('a')] {
        receive(&mut state, Message::Key(key));
    }
    assert!(
        state.waits() && !screen_text(&state).contains("searching"),
        "nothing is said in the first moment"
    );
    receive(&mut state, Message::Late);
    let text = screen_text(&state);
    assert!(
        text.contains("searching 6 articles ...") && text.is_ascii() && !state.waits(),
        "{text}"
    );
}

#[test]
fn every_size_can_be_drawn() {
    for width in (1..200).step_by(7) {
        for height in 1..40 {
            let mut state = session(width, height);
            for keys in [
                "]c", "x", "v", "q", "?", "q", ":", "esc", "1", "3", "s text:a", "esc", "w",
                "enter", "tab", "q", "c", "l", "G", "q", "C", "G", "D", "tab", "q", "a", "tab",
                "G", "q", "P",
            ] {
                play(&mut state, keys).unwrap();
                draw(&state);
            }
        }
    }
}

#[test]
fn the_conflict_walk_goes_round_all_events_and_says_so() {
    let mut state = session(120, 40);
    let mut seen = Vec::new();
    for _ in 0..30 {
        press(&mut state, "]c");
        seen.push(current(&state));
        if state.notice.as_deref().is_some_and(|notice| notice.contains("on from the first")) {
            break;
        }
    }
    assert_eq!(seen.first(), seen.last(), "it came round: {seen:#?}");
    assert!(
        seen.contains(&"every one of its 120 members had joined the strike".to_owned()),
        "over the border of the event"
    );
    press(&mut state, "[c");
    assert!(state.notice.as_deref().is_some_and(|notice| notice.contains("on from the last")));
}

#[test]
fn crossing_goes_to_every_side_and_back() {
    let mut state = session(120, 40);
    press(&mut state, "]c");
    let start = (current(&state), state.number());
    assert!(start.0.contains("January"), "{start:?}");
    press(&mut state, "x");
    assert!(current(&state).contains("told nothing before Tuesday"));
    assert_eq!(state.number(), Some(Number(2)));
    press(&mut state, "x");
    assert!(current(&state).contains("A receipt dated 14 January"));
    press(&mut state, "x");
    assert_eq!((current(&state), state.number()), start);
}

/// The last two rows.
fn status(state: &State) -> String {
    let text = screen_text(state);
    let rows: Vec<&str> = text.lines().collect();
    rows[rows.len() - 2..].join("\n")
}

#[test]
fn a_crossing_says_where_one_is_and_why_at_every_size() {
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        let mut state = session(width, height);
        press(&mut state, "]c");
        let (denial, place) = ("“told nothing before", |at: usize| {
            if width < 60 { format!("side {at}/3") } else { format!("side {at} of 3") }
        });
        // The side that one stands on is in the text; the other begins in the row.
        for (at, other) in [(1, "c"), (2, "a"), (3, "c"), (1, "c")] {
            let said = status(&state);
            assert!(
                said.contains(&place(at)) && said.contains(denial),
                "{width}x{height}, side {at}:\n{said}"
            );
            assert!(
                said.contains(&format!("{other} ")) && said.contains("denial"),
                "{width}x{height}, side {at}:\n{said}"
            );
            assert_eq!(state.notice, None, "nothing hides the reason");
            let (row, top) = (state.reader.row(), state.reader.top_row());
            assert!((top..top + state.text_height()).contains(&row), "{width}x{height}");
            press(&mut state, "x");
        }
    }
}

#[test]
fn a_crossing_goes_on_to_what_a_third_outlet_has_of_a_sides_words() {
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        let mut state = session(width, height);
        press(&mut state, "3 G enter G enter");
        let article = |state: &State| state.number().map(|article| article.0);
        assert_eq!(
            (article(&state), current(&state).as_str()),
            (Some(0), "inspections were “up to date”")
        );
        press(&mut state, "x");
        assert_eq!(article(&state), Some(1));
        press(&mut state, "x");
        assert_eq!(
            (article(&state), current(&state).as_str()),
            (Some(2), "inspections were “up to date”")
        );
        let said = status(&state);
        assert!(
            said.contains("as in a: “up to date”") && said.contains("wording"),
            "it stands with a, and why: {said}"
        );
        assert!(
            said.contains("b Brandt") || said.contains("b Ilse") || said.contains("b inspections"),
            "{said}"
        );
        press(&mut state, "v");
        let Some(Overlay::Mirror(open)) = &state.overlay else { panic!() };
        let pair = open.pair().map(|side| side.article.0);
        assert_eq!(pair, [2, 1], "the pair of the status line");
        press(&mut state, "q x");
        assert_eq!(article(&state), Some(0), "and at last back");
    }
}

#[test]
fn jumps_are_walked_back_and_forward() {
    let mut state = session(120, 40);
    let mut places = vec![state.place()];
    for keys in ["]c", "x", "]q", "]o"] {
        press(&mut state, keys);
        places.push(state.place());
    }
    for (steps, keys) in [(3, "H"), (2, "ctrl-o"), (1, "alt-left"), (0, "H")] {
        press(&mut state, keys);
        assert_eq!(state.place(), places[steps], "{keys}");
    }
    press(&mut state, "H");
    assert_eq!(state.notice.as_deref(), Some("nothing to go back to"));
    for (steps, keys) in [(1, "L"), (2, "alt-right"), (3, "L"), (4, "L")] {
        press(&mut state, keys);
        assert_eq!(state.place(), places[steps], "{keys}");
    }
}

#[test]
fn a_jump_brings_the_passage_into_view_and_opens_its_topic() {
    for (width, height) in [(160, 50), (80, 24), (40, 10), (24, 5)] {
        let mut state = session(width, height);
        for keys in ["]c", "x", "]c", "]q", "]t", "]o", "[c", "[q", "[t", "[o"] {
            press(&mut state, keys);
            let (row, top) = (state.reader.row(), state.reader.top_row());
            assert!((top..top + state.text_height()).contains(&row), "{keys} at {width}x{height}");
        }
    }
    let mut state = session(120, 40);
    press(&mut state, "]c");
    assert_eq!(state.topic(), Some(1), "What the mayor knew");
}

#[test]
fn versions_go_from_outlet_to_outlet() {
    let mut state = session(120, 40);
    press(&mut state, "]c");
    let articles: Vec<_> = (0..3)
        .map(|_| {
            press(&mut state, "]o");
            state.number().unwrap().0
        })
        .collect();
    assert_eq!(articles, [1, 2, 0]);
    press(&mut state, "[o");
    assert_eq!(state.number(), Some(Number(2)));
    assert!(matches!(state.reader.current.unwrap().finding, Some(Finding::Topic(1))));
}

#[test]
fn panes_are_reached_by_every_way() {
    let table = [
        ("1", Pane::List),
        ("tab", Pane::Text),
        ("tab", Pane::Topics),
        ("tab", Pane::List),
        ("shift-tab", Pane::Topics),
        ("h", Pane::Text),
        ("left", Pane::List),
        ("2", Pane::Text),
        ("l", Pane::Topics),
        ("esc", Pane::Text),
        ("3", Pane::Topics),
    ];
    let mut state = session(120, 40);
    for (keys, pane) in table {
        press(&mut state, keys);
        assert_eq!(state.focus, pane, "{keys}");
    }
}

#[test]
fn lists_open_and_shut_and_lead_to_the_text() {
    let mut state = session(120, 40);
    press(&mut state, "1 g g enter");
    assert_eq!(state.list.outline.len(), 5, "the first event is shut");
    press(&mut state, "l j enter");
    assert_eq!((state.focus, state.number()), (Pane::Text, Some(Number(0))));
    press(&mut state, "1 G enter");
    assert_eq!(state.number(), Some(Number(5)));
    press(&mut state, "]c");
    assert!(current(&state).contains("stay shut") || !current(&state).is_empty());
    press(&mut state, "3 g g enter");
    press(&mut state, "3 j enter");
    assert_eq!(state.focus, Pane::Text);
}

#[test]
fn searching_moves_as_one_types_and_comes_back() {
    let mut state = session(120, 40);
    press(&mut state, "/ text:mayor");
    assert_eq!(state.reader.hits.len(), 2);
    let first = state.reader.cursor;
    press(&mut state, "enter n");
    assert!(state.reader.cursor > first);
    press(&mut state, "n");
    assert_eq!(
        (state.reader.cursor, state.notice.as_deref()),
        (first, Some("that was the last; on from the top"))
    );
    press(&mut state, "N");
    assert!(state.reader.cursor > first);
    let before = state.reader.cursor;
    press(&mut state, "/ text:girders esc");
    assert_eq!(state.reader.cursor, before);
    assert!(state.reader.hits.is_empty());
    press(&mut state, "/ text:zeppelin enter");
    assert!(state.notice.as_deref().is_some_and(|notice| notice.contains("not in this text")));
}

#[test]
fn everything_is_searched_and_gone_to() {
    let mut state = session(120, 40);
    press(&mut state, "s text:buns enter");
    assert_eq!(state.number(), Some(Number(5)));
    assert_eq!(state.reader.hits.len(), 1);
    press(&mut state, "H");
    assert_eq!(state.number(), Some(Number(0)));
    press(&mut state, "s text:zeppelin enter");
    assert!(screen_text(&state).contains("found nowhere"));
}

/// The label and the count of the chosen speaker.
fn chosen_speaker(state: &State) -> (String, usize) {
    let Some(Overlay::Speakers(open)) = &state.overlay else { return Default::default() };
    open.chosen()
        .and_then(|index| open.all.get(index))
        .map(|speaker| (speaker.label(), speaker.quotes.len()))
        .unwrap_or_default()
}

#[test]
fn the_list_of_speakers_begins_with_who_speaks_here_and_leads_to_the_quotes() {
    let mut state = session(120, 40);
    press(&mut state, "]q");
    let place = state.place();
    press(&mut state, "w");
    assert_eq!(chosen_speaker(&state), ("two engineers (unnamed)".into(), 2));
    press(&mut state, "g g");
    assert_eq!(chosen_speaker(&state), ("Ilse Brandt".into(), 5));
    press(&mut state, "enter j j l");
    assert_eq!(
        (current(&state).as_str(), state.overlay.is_none()),
        ("inspections were “as up to date as the law asks”", true)
    );
    press(&mut state, "H");
    assert_eq!(state.place(), place);
    press(&mut state, "w w");
    assert!(state.overlay.is_none(), "the key that opens it closes it");
}

#[test]
fn speakers_of_everything_are_a_key_away_and_their_quotes_too() {
    let mut state = session(80, 24);
    press(&mut state, "w j j");
    assert_eq!(chosen_speaker(&state).0, "Tom Reyle");
    press(&mut state, "tab");
    assert_eq!(chosen_speaker(&state).0, "Tom Reyle");
    assert!(screen_text(&state).contains("4 speakers"));
    press(&mut state, "/ text:lind");
    assert_eq!(chosen_speaker(&state), ("Jo Lind".into(), 1));
    press(&mut state, "enter enter enter");
    assert!(state.overlay.is_some(), "the first leaves the filter, the next unfolds, then shuts");
    press(&mut state, "l l l");
    assert_eq!(
        (current(&state).as_str(), state.number()),
        ("“We will stay out until they talk,”", Some(Number(3)))
    );
    press(&mut state, "H");
    assert_eq!(state.number(), Some(Number(0)));
}

#[test]
fn the_list_of_speakers_closes_step_by_step() {
    let mut state = session(80, 24);
    press(&mut state, "w enter j h");
    assert!(
        !screen_text(&state).contains("looked away") && state.overlay.is_some(),
        "h shuts the speaker"
    );
    press(&mut state, "f text:reyle enter q");
    assert_eq!(chosen_speaker(&state).0, "Tom Reyle", "the filter goes first, the choice stays");
    assert!(screen_text(&state).contains("Ilse Brandt"));
    press(&mut state, "h");
    assert!(state.overlay.is_none());
}

#[test]
fn a_speaker_is_copied_with_all_quotes_and_a_quote_alone() {
    let mut state = session(80, 24);
    let copied = |effects: Vec<Effect>| match effects.first() {
        Some(Effect::Copy(text)) => text.matches('—').count(),
        _ => 0,
    };
    assert_eq!(copied(asked(&mut state, "w y")), 5);
    assert_eq!(copied(asked(&mut state, "enter j y")), 1);
}

#[test]
fn the_list_of_speakers_takes_any_input() {
    let mut nobody = coverage::coverage();
    nobody.findings.articles.iter_mut().for_each(|found| found.quotes.clear());
    let mut evil = coverage::coverage();
    for found in &mut evil.findings.articles {
        let name =
            "off\u{1b}[2Jicials\u{202e}\n of the city who would not be named in any of the papers";
        let speaker = coverage::credit(found, name);
        for quote in &mut found.quotes {
            (quote.speaker, quote.anonymous) = (speaker, true);
        }
    }
    for (width, height) in [(160, 50), (80, 24), (40, 10), (20, 4)] {
        for (coverage, words) in [(&nobody, "nobody is quoted"), (&evil, "(unnamed)")] {
            let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
            receive(&mut state, Message::Loaded(coverage.clone().into()));
            for keys in ["w", "enter", "j", "tab", "enter", "j"] {
                play(&mut state, keys).unwrap();
                let text = screen_text(&state);
                assert!(
                    height < 10 || text.contains(words),
                    "{words} at {width}x{height}:\n{text}"
                );
                assert!(!text.contains(['\u{1b}', '\u{202e}']));
            }
            play(&mut state, "enter y q").unwrap();
        }
    }
}

/// The label of the chosen row of the matrix, and the name of the chosen outlet.
fn chosen_cell(state: &State) -> (String, String) {
    let Some(Overlay::Matrix(table)) = &state.overlay else { return Default::default() };
    let label = table.matrix.rows.get(table.row.selected).map(|row| row.label.clone());
    (
        label.unwrap_or_default(),
        table.chosen().map(|(teller, _)| teller.outlet.name.clone()).unwrap_or_default(),
    )
}

#[test]
fn the_matrix_is_walked_and_leads_to_the_passage_and_back() {
    let mut state = session(120, 40);
    press(&mut state, "]c c");
    let place = state.place();
    assert_eq!(
        chosen_cell(&state),
        ("What the mayor knew".into(), "Evening Post".into()),
        "it begins where the reader stands"
    );
    press(&mut state, "l right");
    assert_eq!(chosen_cell(&state).1, "The Courier");
    assert!(screen_text(&state).contains("c The Courier: 1 passage, 1 dispute"));
    press(&mut state, "l tab k");
    assert_eq!(chosen_cell(&state), ("How long it stays shut".into(), "The Courier".into()));
    press(&mut state, "enter");
    assert_eq!(state.notice.as_deref(), Some("The Courier leaves it out"));
    assert_eq!((state.overlay.is_some(), state.place()), (true, place), "and nothing else happens");
    press(&mut state, "h shift-tab enter");
    assert_eq!(current(&state), "the bridge would stay shut for six weeks");
    press(&mut state, "x");
    assert_eq!(current(&state), "Repairs will take at least ten weeks");
    press(&mut state, "H H");
    assert_eq!(state.place(), place);
    press(&mut state, "c G l l enter");
    assert_eq!(
        state.notice.as_deref(),
        Some("The Courier is in none of these disputes"),
        "what is no topic is not left out"
    );
    press(&mut state, "g g c");
    assert!(state.overlay.is_none(), "the key that opens it closes it");
    assert!(
        matches!(asked(&mut state, "c y").first(), Some(Effect::Copy(text)) if text.contains("report on the cracks"))
    );
}

/// Twelve outlets and sixty topics, each told by the outlets whose number divides it.
fn wide() -> Coverage {
    let article = |n: u32| Article {
        id: format!("{n:02}.txt"),
        outlet: Outlet { name: format!("The Port Elsin Gazette no. {n:02}"), guessed: false },
        text: "The quay is shut.".into(),
        ..Article::default()
    };
    let topic = |number: usize| Topic {
        label: format!("What is said of pier {number}, and who of the port knew of it first"),
        versions: (0..12)
            .filter(|n| number.is_multiple_of(*n as usize + 1))
            .map(|n| Passage::new(ArticleId(n), Span::new(0, 17)))
            .collect(),
        missing: (0..12)
            .filter(|n| !number.is_multiple_of(*n as usize + 1))
            .map(ArticleId)
            .collect(),
    };
    let event = EventFindings {
        id: "00".into(),
        label: "The quay".into(),
        articles: (0..12).map(ArticleId).collect(),
        topics: (1..=60).map(topic).collect(),
        ..EventFindings::default()
    };
    let found = (0..12).map(|_| ArticleFindings::default()).collect();
    let findings = Findings {
        articles: found,
        events: vec![event],
        event_of: vec![0; 12],
        ..Findings::default()
    };
    Coverage {
        corpus: Corpus::new((0..12).map(article).collect()),
        findings,
        ..Coverage::default()
    }
}

#[test]
fn a_wide_matrix_scrolls_with_its_heads_in_view() {
    for (width, height) in [(160, 50), (80, 24), (40, 10), (24, 8)] {
        let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
        receive(&mut state, Message::Loaded(wide().into()));
        press(&mut state, "c G");
        for _ in 0..11 {
            press(&mut state, "l");
        }
        let text = screen_text(&state);
        let head = text
            .lines()
            .find(|line| line.contains("60 of 60"))
            .unwrap_or_else(|| panic!("{width}x{height}\n{text}"));
        let inside = head.split('┃').nth(1).unwrap_or(head).trim_end();
        assert!(inside.ends_with('l'), "the last outlet's letter: {head}");
        assert!(text.contains("What is said"), "the labels of the last topics: {text}");
        assert!(
            height < 10 || text.contains("l The Port Elsin Gazette no. 11"),
            "{width}x{height}\n{text}"
        );
        press(&mut state, "pageup ctrl-u g g h");
        assert!(screen_text(&state).contains("1 of 60"));
    }
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 40, height: 10 });
    receive(&mut state, Message::Loaded(wide().into()));
    press(&mut state, "c l l l l");
    golden("matrix-wide-40x10", &state);
}

/// The coverage with the last article as an event of its own, and with hours, of which one article
/// has none and one no date.
fn with_a_single() -> Coverage {
    let mut coverage = coverage::coverage();
    let mut articles = coverage.corpus.articles().to_vec();
    let at = |day, hour| Published {
        time: Some(jiff::civil::time(hour, 5, 0, 0)),
        ..Published::on(jiff::civil::date(2025, 3, day))
    };
    articles[0].published = Some(at(4, 18));
    articles[1].published = None;
    articles[2].published = Some(at(4, 9));
    coverage.corpus = Corpus::new(articles);
    let events = &mut coverage.findings.events;
    events[1].articles.pop();
    events.push(EventFindings {
        id: "6.txt".into(),
        label: "No ferries".into(),
        articles: vec![ArticleId(5)],
        ..EventFindings::default()
    });
    for (event, day) in [(0, 4), (1, 5), (2, 6)] {
        events[event].from = Some(Published::on(jiff::civil::date(2025, 3, day)));
    }
    coverage.findings.event_of[5] = 2;
    coverage
}

fn with_a_single_open(width: u16, height: u16) -> State {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
    receive(&mut state, Message::Loaded(with_a_single().into()));
    state
}

/// The events of the list in order, as the coverage numbers them, then how many are folded away.
fn listed(state: &State) -> (Vec<usize>, usize) {
    let labels = ["Harbour bridge closed", "Ferry strike", "No ferries"];
    let number = |place| {
        labels.iter().position(|label| *label == state.shelf.event(place).unwrap().label).unwrap()
    };
    let events = state
        .list
        .outline
        .rows()
        .filter_map(|row| if let Row::Event(place) = row { Some(number(place)) } else { None });
    let folded = state
        .list
        .outline
        .rows()
        .find_map(|row| if let Row::Singles(count) = row { Some(count) } else { None });
    (events.collect(), folded.unwrap_or(0))
}

fn chosen_row(state: &State) -> Row {
    state.chosen_row().unwrap()
}

#[test]
fn the_list_is_sorted_by_one_key_and_the_choice_stays() {
    let mut state = with_a_single_open(120, 40);
    press(&mut state, "1 G");
    let chosen = chosen_row(&state);
    let table = [
        ("by time", vec![2, 1, 0]),
        ("by outlets", vec![0, 1, 2]),
        ("by disputes", vec![0, 1, 2]),
        ("by time", vec![2, 1, 0]),
    ];
    for (name, events) in table {
        assert_eq!(listed(&state), (events, 0), "{name}");
        assert_eq!(chosen_row(&state), chosen, "{name}");
        assert!(screen_text(&state).contains(&format!("1 Coverage {name}")), "{name}");
        press(&mut state, "O");
    }
    // What a walk comes to next is what stands below in the list.
    press(&mut state, "2 [c");
    let label = state.event().unwrap().label.as_str();
    assert_eq!(
        (state.list.by.name(), label),
        ("by outlets", "Harbour bridge closed"),
        "round to the last that has any"
    );
}

#[test]
fn events_of_one_article_fold_away_and_come_back() {
    let mut state = with_a_single_open(120, 40);
    press(&mut state, "1 g g j z");
    assert_eq!(listed(&state), (vec![1, 0], 1));
    assert_eq!(chosen_row(&state), Row::Singles(1), "what was chosen is in there");
    assert!(screen_text(&state).contains("▸ 1 event of one article"));
    press(&mut state, "f text:baker enter");
    assert_eq!(listed(&state), (vec![2], 0), "a filter shows what it finds");
    press(&mut state, "esc 1 G enter");
    assert_eq!(listed(&state), (vec![2, 1, 0], 0));
    press(&mut state, "z s text:baker enter");
    assert_eq!(state.number(), Some(Number(5)), "what is folded away is found all the same");
    assert_eq!(chosen_row(&state), Row::Singles(1));
    let mut state = session(120, 40);
    press(&mut state, "z");
    assert_eq!(state.notice.as_deref(), Some("every event here has several articles"));
}

#[test]
fn a_timeline_tells_when_and_how_long_after() {
    let mut state = with_a_single_open(80, 24);
    press(&mut state, "[c H ]t ]t ]t 1 t");
    assert_eq!(chosen_row(&state), Row::Article(2, 0));
    let articles: Vec<_> = state
        .list
        .outline
        .rows()
        .filter_map(|row| if let Row::Article(2, place) = row { Some(place) } else { None })
        .collect();
    assert_eq!(articles, [2, 0, 1]);
    golden("timeline-80x24", &state);
    receive(&mut state, Message::Resize(Size { width: 120, height: 24 }));
    let text = screen_text(&state);
    for words in ["c 4 Mar 09:05 The", "a +9 h     Evening", "b undated  Harbour"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    press(&mut state, "t");
    assert!(!screen_text(&state).contains("undated"));
}

/// The articles of each event, in order of the first.
fn grouping(state: &State) -> Vec<Vec<i64>> {
    let events = (0..state.shelf.events()).map(|place| state.shelf.event(place).unwrap());
    let mut groups: Vec<Vec<i64>> = events
        .map(|event| event.articles.iter().map(|article| article.number.0).collect())
        .collect();
    groups.sort();
    groups
}

/// The place of an article's event.
fn event_of(state: &State, article: i64) -> usize {
    state.shelf.find(Number(article)).unwrap().0
}

/// Presses keys that correct the grouping; gives how many corrections are to be kept, and how many
/// to be forgotten.
#[track_caller]
fn correct(state: &mut State, keys: &str) -> (usize, usize) {
    let effects = asked(state, keys);
    let kept = effects.iter().filter(|effect| matches!(effect, Effect::Correct(_))).count();
    let forgotten = effects.iter().filter(|effect| matches!(effect, Effect::Uncorrect(_))).count();
    assert_eq!(effects.len(), kept + forgotten, "{effects:?}");
    (kept, forgotten)
}

fn notice(state: &State) -> &str {
    state.notice.as_deref().unwrap_or_default()
}

#[test]
fn two_events_are_joined_and_parted_again() {
    let mut state = session(120, 40);
    press(&mut state, "]c x 1");
    let place = state.place().map(|place| (place.article, place.at));
    press(&mut state, "g g J");
    press(&mut state, "G g g");
    assert!(
        screen_text(&state)
            .contains("J on another event joins them, esc gives up: “Harbour bridge closed”"),
        "until it is done"
    );
    assert!(
        screen_text(&state).contains("1 Coverage: J joins here")
            && screen_text(&state).contains("┃+ Harbour bridge")
    );
    press(&mut state, "J");
    assert_eq!(notice(&state), "not joined");
    assert_eq!(correct(&mut state, "J G k J"), (1, 0));
    assert_eq!(
        notice(&state),
        "u undoes it: “Harbour bridge closed” and “Ferry strike” are one event"
    );
    assert_eq!(grouping(&state), [[0, 3, 1, 4, 2, 5]], "by outlet");
    assert_eq!(
        state.place().map(|place| (place.article, place.at)),
        place,
        "the reader stays where they are"
    );
    assert!(screen_text(&state).contains("4 outlets"));
    assert_eq!(chosen_row(&state), Row::Article(0, 3));
    // The jumps still lead back, and walks go through the new event.
    press(&mut state, "2 H ]c ]c");
    assert_eq!(correct(&mut state, "u"), (0, 1));
    assert!(notice(&state).starts_with("undone: "));
    assert_eq!(grouping(&state), [[0, 1, 2], [3, 4, 5]]);
    press(&mut state, "u");
    assert_eq!(notice(&state), "nothing was corrected since rashomon was started");
}

#[test]
fn an_article_is_taken_out_or_moved_and_a_later_correction_wins() {
    let mut state = session(120, 40);
    press(&mut state, "1 g g j j");
    assert_eq!(chosen_row(&state), Row::Article(0, 1));
    assert_eq!(correct(&mut state, "A"), (1, 0));
    assert_eq!(
        notice(&state),
        "u undoes it: Harbour Radio, “Office signed for bridge warning” is no part of “Harbour bridge closed”"
    );
    assert_eq!(grouping(&state).iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 3]);
    assert_eq!(
        chosen_row(&state),
        Row::Article(event_of(&state, 1), 0),
        "it stays chosen, and in view"
    );
    press(&mut state, "A");
    assert_eq!(notice(&state), "this is an event of one article already");
    // From the text the open article is meant; here it is moved to the ferries.
    press(&mut state, "enter J");
    assert_eq!(correct(&mut state, "1 g g J"), (1, 0));
    assert_eq!(event_of(&state, 1), event_of(&state, 3));
    assert_eq!(correct(&mut state, "u"), (0, 1));
    assert_eq!(correct(&mut state, "u"), (0, 1));
    assert_eq!(grouping(&state), [[0, 1, 2], [3, 4, 5]]);
    press(&mut state, "1 g g A");
    assert_eq!(notice(&state), "choose one of its articles: A makes it an event of its own");
}

#[test]
fn what_cannot_be_joined_says_why_and_esc_gives_up() {
    let mut state = session(120, 40);
    press(&mut state, "1 g g j J j J");
    assert!(notice(&state).starts_with("these are one event already; J on another"));
    press(&mut state, "q");
    assert_eq!(notice(&state), "not joined");
    press(&mut state, "J esc");
    assert_eq!((notice(&state), state.corrections.joining), ("not joined", None));
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 80, height: 24 });
    receive(&mut state, Message::Loaded(Loaded::default()));
    press(&mut state, "J A u U 1 J A");
    assert_eq!(state.corrections.joining, None);
}

#[test]
fn corrections_are_listed_undone_one_by_one_and_hold_over_a_reload() {
    let mut state = session(120, 40);
    press(&mut state, "U");
    assert_eq!(
        notice(&state),
        "no corrections: J joins two events, A takes an article out of one, D says that a dispute is none"
    );
    assert_eq!(correct(&mut state, "1 g g J G J"), (1, 0));
    assert_eq!(correct(&mut state, "G A"), (1, 0));
    let after = grouping(&state);
    assert_eq!(after.iter().map(Vec::len).collect::<Vec<_>>(), [5, 1]);
    golden_after(&mut state, "corrections", "U");
    press(&mut state, "q");
    // What is read anew is grouped by the method, until the corrections come that are kept.
    let all = state.corrections.all.clone();
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    assert_eq!(grouping(&state), [[0, 1, 2], [3, 4, 5]]);
    let effects = receive(&mut state, Message::Corrections(all.clone()));
    let [Effect::Regroup(wanted, asked)] = effects.as_slice() else { panic!("{effects:?}") };
    answer(&mut state, wanted, *asked - 1);
    assert_eq!(
        grouping(&state),
        [[0, 1, 2], [3, 4, 5]],
        "an answer to what was asked before is dropped"
    );
    answer(&mut state, wanted, *asked);
    assert_eq!(grouping(&state), after);
    assert_eq!(receive(&mut state, Message::Corrections(all)), [], "they hold already");
    assert_eq!(correct(&mut state, "U g g u"), (0, 1));
    assert!(
        matches!(state.overlay, Some(Overlay::Corrections(_))),
        "the list stays open for the next"
    );
    assert_eq!(grouping(&state).iter().map(Vec::len).collect::<Vec<_>>(), [3, 2, 1]);
    press(&mut state, "enter");
    assert_eq!(state.number(), Some(Number(5)));
    assert_eq!(correct(&mut state, "u"), (0, 1));
    assert_eq!(grouping(&state), [[0, 1, 2], [3, 4, 5]]);
}

#[test]
fn a_correction_made_again_counts_once() {
    let mut state = session(120, 40);
    assert_eq!(correct(&mut state, "1 g g j j A"), (1, 0));
    let parted = grouping(&state);
    // Back to where it was, and out again: that is what the first one said.
    let choose = |state: &mut State, article: i64| {
        let (event, place) = state.shelf.find(Number(article)).unwrap();
        state.list.choice.selected = state.list.outline.find(Row::Article(event, place)).unwrap();
    };
    press(&mut state, "J");
    choose(&mut state, 0);
    assert_eq!(correct(&mut state, "J"), (1, 0));
    assert_eq!(grouping(&state), [[0, 1, 2], [3, 4, 5]]);
    choose(&mut state, 1);
    assert_eq!(correct(&mut state, "A"), (1, 0));
    assert_eq!(grouping(&state), parted);
    let all = &state.corrections.all;
    assert_eq!(
        (all.len(), all[0].words.contains(" tells "), all[1].words.contains(" is no part of ")),
        (2, true, true)
    );
}

#[test]
fn a_correction_of_what_is_not_open_is_listed_and_can_be_undone() {
    let mut state = session(120, 40);
    correct(&mut state, "1 g g J G J");
    let away = rashomon::app::made::Correction { change: None, ..state.corrections.all[0].clone() };
    let effects = receive(&mut state, Message::Corrections(vec![away]));
    let [Effect::Regroup(wanted, asked)] = effects.as_slice() else { panic!("{effects:?}") };
    answer(&mut state, wanted, *asked);
    assert_eq!(grouping(&state), [[0, 1, 2], [3, 4, 5]]);
    press(&mut state, "U");
    assert!(screen_text(&state).contains("are one event (not open)"));
    press(&mut state, "enter");
    assert_eq!(notice(&state), "the articles of this correction are not open");
    assert_eq!(correct(&mut state, "U u"), (0, 1));
    assert!(state.overlay.is_none() && state.corrections.all.is_empty());
}

fn labels(state: &State) -> Vec<String> {
    state.event().unwrap().topics.iter().map(|topic| topic.label.clone()).collect()
}

/// Presses keys that correct topics; gives what is to be forgotten and what is to be kept.
#[track_caller]
fn retell(state: &mut State, keys: &str) -> (Option<String>, Option<String>) {
    let effects = asked(state, keys);
    let [Effect::Topic { was, is }] = effects.as_slice() else { panic!("{effects:?}") };
    let [was, is] = [was, is].map(|one| one.as_ref().map(|one| one.words.clone()));
    (was, is)
}

#[test]
fn a_topic_is_named_and_shown_so_everywhere_and_called_as_it_was_again() {
    let mut state = session(160, 50);
    press(&mut state, "3 g g");
    let before = labels(&state);
    let named = format!("“{}” is called “Who knew first”", before[0]);
    golden_after(&mut state, "naming", "E ctrl-u text:Knew");
    press(&mut state, "esc");
    assert_eq!(labels(&state), before, "given up");
    let typed = "E ctrl-u text:Who space text:knew space text:first enter";
    assert_eq!(retell(&mut state, typed), (None, Some(named.clone())));
    assert_eq!(notice(&state), format!("u undoes it: {named}"));
    press(&mut state, "j k");
    assert!(screen_text(&state).contains("& Who knew first"), "{}", screen_text(&state));
    assert!(screen_text(&state).contains("your topic Who knew first"));
    press(&mut state, "c");
    assert!(screen_text(&state).contains("& Who knew first"));
    press(&mut state, "q");
    // It is shown in another event as little as in the event itself after it is taken back.
    let again = format!("“{}” is called “Once more”", before[0]);
    let typed = "E ctrl-u text:Once space text:more enter";
    assert_eq!(retell(&mut state, typed), (Some(named.clone()), Some(again.clone())));
    assert_eq!(retell(&mut state, "u"), (Some(again.clone()), Some(named.clone())));
    assert_eq!(labels(&state)[0], "Who knew first");
    assert_eq!(retell(&mut state, "E ctrl-u enter"), (Some(named.clone()), None));
    assert_eq!(labels(&state), before);
    assert_eq!(retell(&mut state, "u"), (None, Some(named.clone())));
    golden_after(&mut state, "named-topic", "U");
    assert_eq!(retell(&mut state, "u"), (Some(named.clone()), None));
    assert!(state.overlay.is_none() && labels(&state) == before);
    assert_eq!(retell(&mut state, "u"), (None, Some(named.clone())));
    assert_eq!(retell(&mut state, "u"), (Some(named), None));
    press(&mut state, "E enter");
    assert_eq!(notice(&state), "the topic is called as it was");
}

#[test]
fn two_topics_are_joined_and_parted_and_hold_over_a_reload() {
    let mut state = session(120, 40);
    press(&mut state, "3 g g j");
    // The second topic in the list, whichever rows the first takes.
    let before = labels(&state);
    let choose = |state: &mut State, topic: usize| {
        let is_it = |row: &sidebar::Row| matches!(row, sidebar::Row::Heading(sidebar::Heading::Topic(at), _) if *at == topic);
        state.topics.choice.selected = state.topics.rows.iter().position(is_it).unwrap();
    };
    choose(&mut state, 1);
    press(&mut state, "J");
    let waits = format!("J on another topic joins them, esc gives up: “{}”", before[1]);
    assert!(screen_text(&state).contains(&waits), "{}", screen_text(&state));
    press(&mut state, "J");
    assert_eq!(notice(&state), "not joined");
    press(&mut state, "J q");
    assert_eq!((notice(&state), state.topics.joining), ("not joined", None));
    let conflicts = state.event().unwrap().conflicts.clone();
    press(&mut state, "J");
    choose(&mut state, 0);
    let joined = format!("“{}” and “{}” are one topic", before[1], before[0]);
    assert_eq!(retell(&mut state, "J"), (None, Some(joined.clone())));
    assert_eq!(labels(&state).len(), before.len() - 1);
    assert_eq!(labels(&state)[0], before[0], "the title of the one that it is joined to");
    let of_first = |all: &[rashomon::analysis::Conflict], topics: &[usize]| {
        all.iter().filter(|one| one.topic.is_some_and(|at| topics.contains(&at))).count()
    };
    let now = state.event().unwrap().conflicts.clone();
    assert_eq!(of_first(&now, &[0]), of_first(&conflicts, &[0, 1]), "with the disputes of both");
    // It is there as it was when the event is opened again, and when the files are read again.
    press(&mut state, "1 G enter 1 g g j enter 3");
    assert_eq!(labels(&state).len(), before.len() - 1);
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    assert_eq!(labels(&state).len(), before.len() - 1);
    // What lies over the panes is of the topics as they are.
    let kept = state.titles.clone();
    press(&mut state, "c");
    assert!(!screen_text(&state).contains(&before[1]), "{}", screen_text(&state));
    receive(&mut state, Message::Topics(Vec::new()));
    assert_eq!(labels(&state), before);
    assert!(screen_text(&state).contains(&before[1]), "{}", screen_text(&state));
    press(&mut state, "q");
    receive(&mut state, Message::Topics(kept));
    press(&mut state, "3");
    choose(&mut state, 0);
    assert_eq!(retell(&mut state, "A"), (Some(joined.clone()), None));
    assert_eq!(labels(&state), before);
    choose(&mut state, 0);
    press(&mut state, "A");
    assert_eq!(notice(&state), "this topic is as it was found; J joins two");
    assert_eq!(retell(&mut state, "u"), (None, Some(joined)));
    assert_eq!(labels(&state).len(), before.len() - 1);
}

#[track_caller]
fn golden_after(state: &mut State, name: &str, keys: &str) {
    press(state, keys);
    golden(name, state);
}

/// Answers a grouping that was asked for.
fn answer(state: &mut State, wanted: &[Change], asked: u64) {
    let regrouped = state.shelf.regrouped(wanted, &AtomicBool::new(false));
    receive(state, Message::Regrouped(asked, regrouped.unwrap()));
}

#[test]
fn a_filter_keeps_until_it_is_taken_away() {
    let mut state = session(120, 40);
    press(&mut state, "f text:outlet:radio enter");
    assert_eq!(state.list.outline.len(), 4);
    assert!(screen_text(&state).contains("radio"));
    press(&mut state, "esc");
    assert_eq!(state.list.outline.len(), 8);
}

#[test]
fn soft_conflicts_come_and_go() {
    let mut state = session(120, 40);
    assert_eq!(state.reader.view.disputes().len(), 4);
    press(&mut state, "S");
    assert_eq!(state.reader.view.disputes().len(), 5);
    assert!(screen_text(&state).contains("5 disputes"));
    press(&mut state, "S");
    assert_eq!(state.notice.as_deref(), Some("soft disputes are hidden: 1 in this event"));
}

/// Presses keys that dismiss conflicts or take dismissals back; gives how many are to be kept, and
/// how many to be forgotten.
#[track_caller]
fn dismiss(state: &mut State, keys: &str) -> (usize, usize) {
    let effects = asked(state, keys);
    effects.iter().fold((0, 0), |(kept, forgotten), effect| match effect {
        Effect::Dismiss(all) => (kept + all.len(), forgotten),
        Effect::Restore(all) => (kept, forgotten + all.len()),
        other => panic!("{other:?}"),
    })
}

/// How many disputes are shown in the open event, by the view, by the list of events, and by the
/// topics.
fn shown_disputes(state: &State) -> [usize; 3] {
    let of_topics = state
        .topics
        .rows
        .iter()
        .map(|row| if let sidebar::Row::Heading(_, count) = row { *count } else { 0 })
        .sum();
    let (place, _) = state.shelf.find(state.number().unwrap()).unwrap();
    [
        state.reader.view.disputes().len(),
        state.disputes_of(place, &state.shelf.event(place).unwrap()),
        of_topics,
    ]
}

#[test]
fn a_conflict_is_dismissed_and_taken_back() {
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        let mut state = session(width, height);
        press(&mut state, "3 G enter G enter");
        assert_eq!(current(&state), "inspections were “up to date”");
        assert_eq!(shown_disputes(&state), [4, 4, 4]);
        assert_eq!(dismiss(&mut state, "D"), (1, 0));
        assert!(
            notice(&state).starts_with("u takes it back: not a dispute: “up to date” against"),
            "{}",
            notice(&state)
        );
        assert_eq!(shown_disputes(&state), [3, 3, 3]);
        assert!(!matches!(state.reader.current.unwrap().finding, Some(Finding::Conflict(4))));
        let mut walked = Vec::new();
        for _ in 0..12 {
            press(&mut state, "]c");
            walked.push(current(&state));
        }
        assert!(!walked.iter().any(|words| words.contains("up to date”")), "{walked:?}");
        assert_eq!(dismiss(&mut state, "u"), (0, 1));
        assert_eq!(
            notice(&state),
            "a dispute again: wording: “up to date” against “as up to date as the law asks”"
        );
        press(&mut state, "3 G enter G enter");
        assert_eq!(shown_disputes(&state), [4, 4, 4]);
        press(&mut state, "u");
        assert_eq!(notice(&state), "nothing was corrected since rashomon was started");
    }
}

#[test]
fn the_key_that_dismisses_means_what_is_chosen_or_compared() {
    let mut state = session(120, 40);
    press(&mut state, "1 G enter g g ]q [q");
    press(&mut state, "D");
    assert!(
        notice(&state).starts_with("no dispute here; ]c goes to the next"),
        "{}",
        notice(&state)
    );
    let mut state = session(120, 40);
    press(&mut state, "3 G enter j G");
    assert_eq!(dismiss(&mut state, "3 G D"), (1, 0));
    assert_eq!(state.coverage.dismissed, [(0, 4)].into());
    assert_eq!(
        dismiss(&mut state, "1 g g j enter g g ]c v D"),
        (2, 0),
        "all conflicts of the dispute"
    );
    assert!(state.overlay.is_none());
    assert_eq!(state.coverage.dismissed, [(0, 0), (0, 1), (0, 4)].into());
    // The matrix follows.
    press(&mut state, "c");
    let Some(Overlay::Matrix(table)) = &state.overlay else { panic!() };
    assert!(
        table.matrix.rows.iter().flat_map(|row| &row.cells).all(|cell| !cell.disputes.contains(&0))
    );
}

#[test]
fn dismissals_are_listed_with_the_corrections_and_undone_in_their_order() {
    let mut state = session(120, 40);
    assert_eq!(dismiss(&mut state, "]c D"), (2, 0));
    assert_eq!(correct(&mut state, "1 g g J G J"), (1, 0));
    press(&mut state, "2");
    // What was found in the joined event is found anew; the undo goes back step by step.
    assert_eq!(correct(&mut state, "u"), (0, 1));
    assert_eq!(correct(&mut state, "1 g g J G J"), (1, 0));
    press(&mut state, "U");
    assert_eq!(dismiss(&mut state, "G u u"), (0, 2), "in the joined event they are of no dispute");
    assert_eq!((state.dismissals.len(), state.corrections.all.len()), (0, 1));
    assert!(state.overlay.is_some(), "the list stays open for the next");
    assert_eq!(correct(&mut state, "u"), (0, 1));
    assert!(state.overlay.is_none());
    // In order, not kind by kind.
    assert_eq!(correct(&mut state, "1 g g J G J"), (1, 0));
    assert_eq!(correct(&mut state, "u"), (0, 1));
    press(&mut state, "u");
    assert_eq!(notice(&state), "nothing was corrected since rashomon was started");
}

#[test]
fn dismissals_hold_over_a_reload_and_those_of_what_is_not_open_are_listed() {
    let mut state = session(120, 40);
    assert_eq!(dismiss(&mut state, "]c D"), (2, 0));
    let dismissed = state.coverage.dismissed.clone();
    let place = state.place().map(|place| place.article);
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    assert_eq!(
        (&state.coverage.dismissed, state.place().map(|place| place.article)),
        (&dismissed, place)
    );
    receive(&mut state, Message::Loaded(with_one_before().into()));
    assert_eq!(state.coverage.dismissed, dismissed);
    assert_eq!(
        state.list.dismissed.keys().copied().collect::<Vec<_>>(),
        [1],
        "it counts less where it is now"
    );
    let all: Vec<_> = state.dismissals.clone();
    receive(&mut state, Message::Loaded(Coverage::default().into()));
    press(&mut state, "U");
    assert!(screen_text(&state).contains("(not open)"));
    press(&mut state, "enter");
    assert_eq!(notice(&state), "the articles of this correction are not open");
    // As they come from the disk, after the articles.
    let mut state = session(120, 40);
    let known = all.into_iter().map(|mut one| {
        one.sides = one
            .sides
            .map(|sides| sides.map(|side| Anchor { article: Number(side.article.0 - 1), ..side }));
        one
    });
    assert_eq!(receive(&mut state, Message::Dismissals(known.collect())), []);
    assert_eq!(state.coverage.dismissed, dismissed);
    press(&mut state, "u");
    assert_eq!(
        notice(&state),
        "nothing was corrected since rashomon was started; U lists the earlier ones"
    );
    assert_eq!(dismiss(&mut state, "U u"), (0, 2));
    assert!(state.coverage.dismissed.is_empty());
}

#[test]
fn the_list_of_conflicts_at_every_size() {
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        check(
            &format!("conflicts-{width}x{height}"),
            ThemeName::Mono,
            (width, height),
            "]c ]c D S C",
        );
    }
    check("dismissals-80x24", ThemeName::Mono, (80, 24), "]c D ]c D U");
    check("conflicts-by-topic-80x24", ThemeName::Dark, (80, 24), "C tab");
}

/// The place of the chosen conflict in the event's list.
fn chosen_conflict(state: &State) -> Option<usize> {
    let Some(Overlay::Conflicts(list)) = &state.overlay else { return None };
    list.chosen()
}

#[test]
fn the_list_of_conflicts_is_walked_grouped_and_leads_to_the_first_side() {
    let mut state = session(120, 40);
    press(&mut state, "3 G enter G enter C");
    assert_eq!(chosen_conflict(&state), Some(4), "it begins where the reader stands");
    press(&mut state, "g g");
    assert_eq!(chosen_conflict(&state), Some(0), "headings are passed over");
    press(&mut state, "j j k");
    assert_eq!(chosen_conflict(&state), Some(2));
    press(&mut state, "tab");
    assert_eq!(chosen_conflict(&state), Some(2), "what is chosen stays so");
    assert!(
        screen_text(&state).contains("Disputes by topic")
            && screen_text(&state).contains("Other disputes 1")
    );
    press(&mut state, "S");
    assert!(screen_text(&state).contains("Other disputes 2"), "soft ones come when asked for");
    press(&mut state, "g g enter");
    assert_eq!(current(&state), "the bridge would stay shut for six weeks");
    press(&mut state, "C v");
    assert!(matches!(&state.overlay, Some(Overlay::Mirror(_))));
    press(&mut state, "q");
    assert!(
        matches!(&state.overlay, Some(Overlay::Conflicts(_))),
        "back to where it was opened from"
    );
    assert_eq!(chosen_conflict(&state), Some(2));
    press(&mut state, "C");
    assert!(state.overlay.is_none(), "the key that opens it closes it");
    assert!(
        matches!(asked(&mut state, "C y").first(), Some(Effect::Copy(text)) if text.matches('—').count() == 2)
    );
}

#[test]
fn what_an_article_leaves_out_at_every_size() {
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
        receive(&mut state, Message::Loaded(with_gaps().into()));
        press(&mut state, "a");
        golden(&format!("omissions-{width}x{height}"), &state);
    }
}

#[test]
fn the_brief_at_every_size_and_copied_in_both_forms() {
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
        receive(&mut state, Message::Loaded(coverage::coverage().into()));
        press(&mut state, "B");
        golden(&format!("brief-{width}x{height}"), &state);
    }
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 40, height: 10 });
    assert!(asked(&mut state, "B").is_empty() && state.overlay.is_none(), "nothing is open");
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    // To its end, where the sources are; in more room it is shown whole again.
    press(&mut state, "B G");
    assert!(screen_text(&state).contains("[3]"), "{}", screen_text(&state));
    press(&mut state, "ctrl-u G space g g");
    assert!(screen_text(&state).contains("Harbour bridge closed"));
    press(&mut state, "G");
    receive(&mut state, Message::Resize(Size { width: 200, height: 120 }));
    assert!(screen_text(&state).contains("Where they differ"));
    let copied = |state: &mut State, keys: &str| match asked(state, keys).first() {
        Some(Effect::Copy(text)) => text.clone(),
        other => panic!("{other:?}"),
    };
    let markdown = copied(&mut state, "y");
    assert!(markdown.starts_with("# Harbour bridge closed\n\n3 outlets: Evening Post,"));
    assert!(copied(&mut state, "tab y").starts_with("<!doctype html>"));
    assert_eq!(copied(&mut state, "tab y"), markdown);
    // What was put away is left out, and a note is told.
    asked(&mut state, "q ]c D i");
    asked(&mut state, "text:who_counted? enter");
    let mended = copied(&mut state, "B y");
    assert!(mended.contains("You noted on") && mended.contains("who\\_counted?"), "{mended}");
    let sentences = |text: &str| {
        text.split("\n## ").nth(1).unwrap().split("\n\n").filter(|part| part.contains('[')).count()
    };
    assert_eq!(sentences(&mended) + 1, sentences(&markdown));
    press(&mut state, "B");
    assert!(state.overlay.is_none(), "the key that opens it closes it");
}

/// The coverage with a topic that the first article alone tells, and an utterance that it does not
/// give.
fn with_gaps() -> Coverage {
    let mut coverage = coverage::coverage();
    let event = &mut coverage.findings.events[0];
    let only = Topic {
        label: "The engineers".into(),
        versions: vec![event.topics[1].versions[0]],
        missing: vec![ArticleId(1), ArticleId(2)],
    };
    event.topics.push(only);
    event.topics[0].versions[0].article = ArticleId(2);
    event.topics[0].versions[0].span = event.topics[2].versions[1].span;
    event.topics[0].missing = vec![ArticleId(0)];
    event.variants[0].members.remove(1);
    coverage
}

#[test]
fn gaps_are_walked_article_by_article_and_lead_to_who_tells() {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 120, height: 40 });
    receive(&mut state, Message::Loaded(with_gaps().into()));
    let place = state.place();
    press(&mut state, "a enter");
    assert_eq!(
        current(&state),
        "Repairs will take at least ten weeks, said the builder, Nordbau, which was called in overnight."
    );
    assert_eq!(
        (state.number(), state.topic()),
        (Some(Number(1)), Some(0)),
        "in another's article, with its topic"
    );
    press(&mut state, "H a j enter");
    assert_eq!(current(&state), "inspections were “as up to date as the law asks”", "an utterance");
    press(&mut state, "H a G enter");
    assert_eq!(state.number(), Some(Number(0)), "what only it tells is its own");
    press(&mut state, "H");
    assert_eq!(state.place(), place);
    press(&mut state, "a tab");
    let text = screen_text(&state);
    assert!(
        text.contains("b Harbour Radio: gaps") && text.contains("Tom Reyle: “It was one paper"),
        "{text}"
    );
    press(&mut state, "shift-tab shift-tab");
    assert!(screen_text(&state).contains("c The Courier: gaps"));
    assert!(
        matches!(asked(&mut state, "tab y").first(), Some(Effect::Copy(text)) if text.contains("Repairs"))
    );
    press(&mut state, "a");
    assert!(state.overlay.is_none(), "the key that opens it closes it");
    let mut state = with_a_single_open(120, 40);
    press(&mut state, "1 g g j enter a");
    assert_eq!(notice(&state), "one account: nothing to compare");
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 80, height: 24 });
    receive(&mut state, Message::Loaded(Loaded::default()));
    press(&mut state, "a");
    assert_eq!(notice(&state), "nothing is open");
}

#[test]
fn sources_of_an_event_of_many_articles_are_told_by_letters_in_a_row() {
    let mut coverage = wide();
    let quote = coverage::coverage().findings.articles[0].quotes[0].clone();
    for (index, found) in coverage.findings.articles.iter_mut().enumerate() {
        let mut said = |name: &str, via: Option<&str>| {
            let (content, via) = (vec![Span::new(0, 8)], via.map(str::to_owned));
            let speaker = coverage::credit(found, name);
            Quote { content, source: None, cue: None, speaker, via, ..quote.clone() }
        };
        found.quotes = vec![said("Jo Lind", Some("the Gazette")), said("officials", None)];
        found.quotes.truncate(2 - index % 2);
    }
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
        receive(&mut state, Message::Loaded(coverage.clone().into()));
        press(&mut state, "w");
        golden(&format!("speakers-many-{width}x{height}"), &state);
    }
}

#[test]
fn conflicts_are_dismissed_and_taken_back_in_their_list() {
    let mut state = session(120, 40);
    press(&mut state, "C g g");
    assert_eq!(dismiss(&mut state, "D D"), (3, 0));
    assert_eq!(state.coverage.dismissed, [(0, 0), (0, 1), (0, 2)].into(), "one after the other");
    assert!(screen_text(&state).contains("No dispute, you say 2"));
    press(&mut state, "G k enter");
    assert!(screen_text(&state).contains("≠ dismissed denial"), "it can be looked at");
    assert_eq!(dismiss(&mut state, "D"), (0, 2));
    assert_eq!(state.coverage.dismissed, [(0, 2)].into());
    assert_eq!(dismiss(&mut state, "C G u"), (0, 1));
    assert_eq!(chosen_conflict(&state), Some(2), "where it stands now");
    assert_eq!(dismiss(&mut state, "g g D D D D"), (5, 0));
    assert_eq!(
        dismiss(&mut state, "u D"),
        (2, 2),
        "all of the last one is taken back at once, and dismissed again"
    );
    press(&mut state, "q C q");
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 80, height: 24 });
    receive(&mut state, Message::Loaded(Loaded::default()));
    press(&mut state, "C D");
    assert!(state.overlay.is_none());
}

#[test]
fn what_the_world_must_do_is_asked_for() {
    let mut state = session(120, 40);
    assert_eq!(asked(&mut state, "q"), [Effect::Quit]);
    assert_eq!(asked(&mut state, "ctrl-c"), [Effect::Quit]);
    assert_eq!(asked(&mut state, "ctrl-z"), [Effect::Suspend]);
    assert_eq!(asked(&mut state, "ctrl-l"), [Effect::Redraw]);
    assert_eq!(asked(&mut state, ": ctrl-l"), [Effect::Redraw], "even while typing");
    assert_eq!(asked(&mut state, "esc M"), [Effect::Mouse(false)]);
    assert_eq!(asked(&mut state, "r"), [Effect::Reload]);
    assert_eq!(asked(&mut state, "esc"), [Effect::Cancel]);
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    assert_eq!(asked(&mut state, "o"), [], "this article has no address");
    assert_eq!(
        asked(&mut state, "]c x o"),
        [Effect::Browser("https://courier.example/bridge".into())]
    );
    let copied = asked(&mut state, "y");
    let Some(Effect::Copy(text)) = copied.first() else { panic!("{copied:?}") };
    assert!(
        text.contains("told nothing before Tuesday")
            && text.contains("— The Courier, “Bridge closed"),
        "{text}"
    );
    assert!(text.contains("4 Mar 2025, https://courier.example/bridge"));
    assert_eq!(asked(&mut state, "e"), [Effect::Editor("news/3.txt".into(), 5)]);
}

#[test]
fn bookmarks_are_set_gone_to_and_removed() {
    let mut state = session(120, 40);
    press(&mut state, "'");
    assert_eq!(state.notice.as_deref(), Some("no bookmarks yet: m sets one"));
    let kept = asked(&mut state, "]c m");
    assert!(matches!(&kept[..], [Effect::Bookmark { was, is: Some(_) }] if was.is_empty()));
    let place = state.reader.cursor;
    press(&mut state, "1 G enter ' enter");
    assert_eq!((state.number(), state.reader.cursor), (Some(Number(0)), place));
    assert!(
        matches!(&asked(&mut state, "' m")[..], [Effect::Bookmark { was, is: None }] if was.len() == 1)
    );
    assert!(state.bookmarks.is_empty() && state.overlay.is_none());
}

#[test]
fn a_reload_keeps_the_readers_place() {
    let mut state = session(120, 40);
    press(&mut state, "]c x");
    let place = state.place().unwrap();
    play(&mut state, "r").unwrap();
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    let now = state.place().unwrap();
    assert_eq!((now.article, now.at), (place.article, place.at));
    assert!(state.loading.is_none());
    play(&mut state, "r esc").unwrap();
    receive(&mut state, Message::Stopped);
    assert_eq!(state.place().map(|place| place.article), Some(place.article));
    assert!(state.notice.as_deref().is_some_and(|notice| notice.contains("stays")));
}

/// The coverage after an event and its article were put before all others: every index is another.
fn with_one_before() -> Coverage {
    let mut coverage = coverage::coverage();
    let first = Article {
        id: "0.txt".into(),
        text: "The quay is shut.".into(),
        title: "Quay shut".into(),
        ..Article::default()
    };
    let articles = [first].into_iter().chain(coverage.corpus.articles().iter().cloned());
    coverage.corpus = Corpus::new(articles.collect());
    let up = |article: &mut ArticleId| article.0 += 1;
    for event in &mut coverage.findings.events {
        event.articles.iter_mut().for_each(up);
        for topic in &mut event.topics {
            topic.versions.iter_mut().for_each(|version| up(&mut version.article));
            topic.missing.iter_mut().for_each(up);
        }
        event
            .variants
            .iter_mut()
            .flat_map(|variant| &mut variant.members)
            .for_each(|member| up(&mut member.passage.article));
        event
            .conflicts
            .iter_mut()
            .flat_map(|conflict| [&mut conflict.a, &mut conflict.b])
            .for_each(|side| up(&mut side.passage.article));
    }
    let event = EventFindings {
        id: "0.txt".into(),
        label: "Quay shut".into(),
        articles: vec![ArticleId(0)],
        ..EventFindings::default()
    };
    coverage.findings.events.insert(0, event);
    coverage.findings.articles.insert(0, ArticleFindings::default());
    coverage.findings.event_of = vec![0, 1, 1, 1, 2, 2, 2];
    coverage
}

#[test]
fn a_reload_keeps_what_is_open_chosen_marked_and_jumped_from_by_id() {
    let mut state = session(120, 40);
    play(&mut state, "]c m x 1 g g j j j j enter 1 k").unwrap();
    assert_eq!(state.chosen_row().unwrap(), Row::Article(0, 2));
    play(&mut state, "g g enter G h").unwrap();
    assert_eq!(
        state.list.outline.rows().collect::<Vec<_>>(),
        [Row::Event(0), Row::Event(1)],
        "both are shut"
    );
    play(&mut state, "k enter j j j").unwrap();
    assert_eq!(state.chosen_row().unwrap(), Row::Article(0, 2));
    let place = state.place().unwrap();
    play(&mut state, "r").unwrap();
    receive(&mut state, Message::Loaded(with_one_before().into()));
    assert_eq!(state.focus, Pane::List);
    assert_eq!(state.chosen_row().unwrap(), Row::Article(1, 2));
    let events: Vec<usize> = state.list.open.keys().copied().collect();
    assert!(!events.contains(&0), "what was not open is not: {events:?}");
    assert!(events.contains(&1));
    assert_eq!(
        state.place().map(|now| (now.article.0, now.at)),
        Some((place.article.0 + 1, place.at))
    );
    assert_eq!(state.bookmarks[0].place.map(|(article, _)| article), Some(Number(1)));
    press(&mut state, "2 H");
    assert_eq!(state.place().map(|place| place.article), Some(Number(1)));
    press(&mut state, "H");
    assert_eq!(state.place().map(|place| place.article), Some(Number(1)));
    // And what is gone is gone everywhere.
    receive(&mut state, Message::Loaded(Coverage::default().into()));
    assert_eq!((state.place(), state.bookmarks[0].place), (None, None));
    press(&mut state, "H L 1 j enter");
}

#[test]
fn answers_about_what_was_read_before_a_reload_are_dropped() {
    let mut state = session(120, 40);
    receive(&mut state, Message::Key(Key::char('f')));
    let asked = receive(&mut state, Message::Key(Key::char('b')));
    let Some(Effect::Find(_, asked, generation)) = asked.first().cloned() else {
        panic!("{asked:?}")
    };
    receive(&mut state, Message::Loaded(Coverage::default().into()));
    receive(&mut state, Message::Filtered(generation, asked.written, Kept::from([(1, vec![2])])));
    assert_eq!(state.list.filter, None);
    draw(&state);
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    receive(&mut state, Message::Key(Key::char('s')));
    let asked = receive(&mut state, Message::Key(Key::char('b')));
    let Some(Effect::Find(_, _, generation)) = asked.first() else { panic!("{asked:?}") };
    receive(&mut state, Message::Loaded(Coverage::default().into()));
    receive(&mut state, Message::Key(Key::char('s')));
    let found = Found {
        article: Number(5),
        place: (1, 2),
        outlet: Outlet::default(),
        title: String::new(),
        published: None,
        sentences: vec![Sentence {
            at: Span::new(0, 3),
            text: "gone".into(),
            words: vec![Span::new(0, 3)],
        }],
    };
    receive(&mut state, Message::Found(*generation, vec![found]));
    draw(&state);
}

#[test]
fn a_reading_that_was_stopped_says_so() {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 120, height: 40 });
    assert_eq!(asked(&mut state, "esc"), [Effect::Cancel]);
    assert!(screen_text(&state).contains("stopped reading"));
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    assert!(screen_text(&state).contains("not all compared; r reads again"), "{:?}", state.notice);
}

#[test]
fn reading_begins_at_the_first_disputed_event_of_the_list() {
    let mut coverage = coverage::coverage();
    for (event, day) in [(0, 4), (1, 5)] {
        coverage.findings.events[event].from = Some(Published::on(jiff::civil::date(2025, 3, day)));
    }
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 120, height: 12 });
    receive(&mut state, Message::Loaded(coverage.into()));
    assert_eq!((state.number(), state.list.choice.top), (Some(Number(3)), 0));
    assert_eq!(state.list.outline.row(0), Some(Row::Event(0)), "the newest first");
}

#[test]
fn answers_that_come_too_late_are_dropped() {
    let mut state = session(120, 40);
    press(&mut state, "s text:mayor");
    let shown = screen_text(&state);
    receive(&mut state, Message::Found(1, Vec::new()));
    assert_eq!(screen_text(&state), shown);
    receive(&mut state, Message::Filtered(1, "x".into(), Kept::new()));
    assert_eq!(state.list.outline.len(), 8);
}

#[test]
fn the_cursor_stays_on_its_byte_when_the_size_changes() {
    let mut state = session(160, 50);
    press(&mut state, "]c x");
    let place = state.place();
    for (width, height) in [(80, 24), (40, 10), (10, 2), (200, 60)] {
        receive(&mut state, Message::Resize(Size { width, height }));
        assert_eq!(state.place(), place, "{width}x{height}");
        if let Some(layout) = state.layout() {
            let (row, top) = (state.reader.row(), state.reader.top_row());
            assert!((top..top + state.text_height()).contains(&row), "{layout:?}");
        }
    }
}

#[test]
fn a_click_moves_the_cursor_or_opens_what_is_listed() {
    let mut state = session(120, 40);
    let column = state.column();
    receive(&mut state, Message::Click(column.x + 4, column.y + 4));
    let row = state.reader.page.rows.get(state.reader.row());
    assert_eq!(state.reader.cursor, row.start + 4);
    receive(&mut state, Message::Click(4, 8));
    assert_eq!((state.focus, state.list.choice.selected), (Pane::Text, 6));
    assert_eq!(state.number(), Some(Number(4)));
    let count = state.list.outline.len();
    receive(&mut state, Message::Click(4, 2));
    assert!(state.list.outline.len() < count, "an event is shut");
    receive(&mut state, Message::Click(4, 2));
    assert_eq!((state.focus, state.list.outline.len()), (Pane::List, count), "and opened");
    for _ in 0..9 {
        receive(&mut state, Message::Wheel(column.x, column.y, 3));
        receive(&mut state, Message::Wheel(2, 4, -3));
    }
    receive(&mut state, Message::Click(119, 39));
}

#[test]
fn the_readers_own_keys_hold_and_show_in_help() {
    let (config, warnings) = parse(
        "config.toml",
        "[keys]\n\"ctrl-n\" = \"next-conflict\"\nx = \"none\"\nX = \"cross\"\n",
    );
    assert_eq!(warnings, []);
    let mut state = opened(config, ThemeName::Mono, 120, 60);
    press(&mut state, "ctrl-n X");
    assert!(current(&state).contains("told nothing"));
    assert!(screen_text(&state).contains("X next side"));
    press(&mut state, "x");
    assert_eq!(state.notice.as_deref(), Some("x does nothing; ? shows the keys"));
    press(&mut state, "? / text:across");
    assert!(screen_text(&state).contains("X  ") || screen_text(&state).contains("X "));
}

#[test]
fn the_palette_does_what_it_says() {
    let mut state = session(120, 40);
    press(&mut state, ": text:nextconf enter");
    assert!(current(&state).contains("January"));
    assert_eq!(asked(&mut state, ": text:quit enter"), [Effect::Quit]);
}

#[test]
fn q_closes_step_by_step_and_quits_at_the_top() {
    let mut state = session(80, 24);
    press(&mut state, "3 ? q");
    assert_eq!((state.overlay.is_none(), state.focus), (true, Pane::Topics));
    press(&mut state, "q");
    assert_eq!(state.focus, Pane::Text);
    assert_eq!(asked(&mut state, "q"), [Effect::Quit]);
}

#[test]
fn the_picture_is_well_formed() {
    let svg = picture::taken(
        coverage::coverage(),
        Config::default(),
        ThemeName::Dark,
        Size { width: 120, height: 36 },
        "]c x",
    )
    .unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    assert!(svg.contains("Harbour bridge closed"));
    assert!(
        picture::taken(
            coverage::coverage(),
            Config::default(),
            ThemeName::Dark,
            Size { width: 9, height: 9 },
            "hyper-x"
        )
        .is_err()
    );
}

#[test]
fn the_command_for_pictures_draws_the_sample() {
    let command = |arguments: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_rashomon")).args(arguments).output().unwrap()
    };
    let output =
        command(&["picture", "--sample", "--width", "100", "--height", "30", "--keys", "]c x"]);
    assert!(output.status.success());
    assert!(output.stdout.starts_with(b"<svg "));
    for (option, value) in [
        ("--width", "19"),
        ("--width", "401"),
        ("--height", "3"),
        ("--height", "201"),
        ("--height", "65535"),
    ] {
        let wrong = command(&["picture", "--sample", option, value]);
        assert_eq!(wrong.status.code(), Some(2), "{option} {value}");
    }
    let wrong = command(&["picture", "--sample", "--keys", "hyper-x"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("is no key"));
}

/// A fixed sequence of numbers without pattern (a linear congruence), so that a failure can be had
/// again.
fn numbers(mut seed: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    }
}

#[test]
fn no_keys_in_any_order_break_anything() {
    let keys: Vec<&str> = rashomon::config::action::ACTIONS
        .iter()
        .flat_map(|entry| entry.keys.iter().copied())
        .collect();
    let more =
        ["text:a", "text:the", "text:zz", "enter", "esc", "backspace", "up", "down", "]", "g"];
    for seed in 0..150 {
        let mut number = numbers(seed);
        let sizes = [(160, 50), (120, 40), (90, 30), (80, 24), (60, 16), (40, 10), (20, 4), (7, 2)];
        let (width, height) = sizes[number(sizes.len())];
        let mut state = session(width, height);
        let mut pressed = Vec::new();
        for _ in 0..80 {
            let at = number(keys.len() + more.len() + 3);
            match at.checked_sub(keys.len() + more.len()) {
                Some(0) => {
                    let (width, height) = sizes[number(sizes.len())];
                    receive(&mut state, Message::Resize(Size { width, height }));
                }
                Some(1) => {
                    receive(
                        &mut state,
                        Message::Click(
                            number(200).try_into().unwrap(),
                            number(60).try_into().unwrap(),
                        ),
                    );
                }
                Some(_) => {
                    receive(
                        &mut state,
                        Message::Wheel(
                            number(160).try_into().unwrap(),
                            number(50).try_into().unwrap(),
                            3,
                        ),
                    );
                }
                None => {
                    let key = keys.iter().chain(&more).nth(at).unwrap();
                    pressed.push(*key);
                    play(&mut state, key).unwrap();
                }
            }
            let drawn = draw(&state);
            assert_eq!(
                (drawn.area.width, drawn.area.height),
                (state.size.width, state.size.height)
            );
            if let (Some(_), true) = (state.layout(), state.overlay.is_none()) {
                let (row, top) = (state.reader.row(), state.reader.top_row());
                assert!(
                    (top..top + state.text_height()).contains(&row),
                    "seed {seed}: cursor out of view after {pressed:?}"
                );
            }
        }
    }
}

/// An agency's text that two outlets print, one of them whole, and an article that its outlet has
/// rewritten.
fn printed_again() -> Coverage {
    let wire = [
        "Engineers found cracks in two girders of the harbour bridge on Monday, and the repairs will cost 9 million crowns, the port authority said after a meeting in the old customs house.",
        "Some 14,000 drivers use the bridge every day, and the ferry company said it would put on four more boats until the end of the month, when its crews are due for leave.",
    ];
    let own = "The harbour bridge is shut because of cracks in its girders, which engineers found on Monday, and islanders must take the ferry.";
    let boat = "Island shops close early today, and the school boat leaves at two from the old pier behind the church.";
    let later = boat.replace("two from the old pier", "three from the new pier");
    let lead = "The cracks in the harbour bridge were known for weeks, and nobody in the town hall wants to have read the report about them.";
    let article = |id: &str, outlet: &str, day: i8, text: &[&str]| Article {
        id: id.into(),
        outlet: Outlet { name: outlet.into(), guessed: false },
        title: "Harbour bridge shut after cracks are found".into(),
        published: Some(Published::on(jiff::civil::date(2025, 3, day))),
        url: (outlet == "Island News").then(|| "https://island.example/bridge".into()),
        text: text.join("\n\n"),
        ..Article::default()
    };
    let corpus = Corpus::new(vec![
        article("1", "Evening Post", 4, &wire),
        article("2", "Harbour Radio", 5, &wire),
        article("3", "Island News", 4, &[own, boat]),
        article("4", "Island News", 5, &[own, &later]),
        article("5", "Morning Mail", 5, &[lead, wire[1]]),
    ]);
    let findings = rashomon::analysis::analyze(&corpus);
    Coverage { corpus, findings, ..Coverage::default() }
}

#[test]
fn an_outlet_that_prints_anothers_text_is_no_account_of_its_own() {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 120, height: 40 });
    receive(&mut state, Message::Loaded(printed_again().into()));
    press(&mut state, "1 gg");
    assert!(screen_text(&state).contains("4 outlets, 3 accounts"));
}

#[test]
fn from_an_event_to_those_beside_it_in_its_story() {
    let mut coverage = printed_again();
    let mut later = coverage.corpus.articles()[0].clone();
    (later.id, later.title) = ("later".into(), "Harbour bridge opens again".into());
    later.published = Some(Published::on(jiff::civil::date(2025, 3, 28)));
    later.text =
        "The tide was high and the band played when the harbour bridge opened again.".into();
    coverage.corpus = Corpus::new([coverage.corpus.articles(), &[later]].concat());
    coverage.findings = rashomon::analysis::analyze(&coverage.corpus);
    assert_eq!(coverage.findings.events.len(), 2);
    coverage.findings.follows = vec![None, Some(0)];
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 120, height: 40 });
    receive(&mut state, Message::Loaded(coverage.into()));
    press(&mut state, "1 gg j j");
    assert!(screen_text(&state).contains("▲ 4 Mar Harbour bridge"), "{}", screen_text(&state));
    assert!(screen_text(&state).contains("before it in its story"));
    press(&mut state, "enter");
    assert_eq!(state.chosen_row(), Some(Row::Event(1)));
    assert!(
        state.list.open.contains_key(&1) && screen_text(&state).contains("▼ 28 Mar Harbour bridge")
    );
    press(&mut state, "z gg j");
    press(&mut state, "G k enter");
    assert_eq!(state.chosen_row(), Some(Row::Event(0)), "unfolded to be shown");
}

#[test]
fn whose_text_a_paragraph_is_can_be_seen_and_gone_to() {
    for (width, height) in [(120, 40), (80, 24), (40, 10)] {
        let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
        receive(&mut state, Message::Loaded(printed_again().into()));
        press(&mut state, "1 j enter");
        golden(&format!("same-text-{width}x{height}"), &state);
    }
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 120, height: 40 });
    receive(&mut state, Message::Loaded(printed_again().into()));
    press(&mut state, "1 j enter");
    let copied = current(&state);
    assert!(copied.starts_with("Engineers found") && state.number() == Some(Number(1)), "{copied}");
    press(&mut state, "x");
    assert_eq!((current(&state), state.number()), (copied, Some(Number(0))));
    press(&mut state, "x");
    assert_eq!(state.number(), Some(Number(1)), "and back");
    press(&mut state, "1 j enter v");
    golden("two-versions-120x40", &state);
}

#[test]
fn the_headlines_of_an_event_below_each_other() {
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        let name = format!("headlines-{width}x{height}");
        check(&name, ThemeName::Mono, (width, height), "K j");
    }
    let mut state = session(120, 40);
    press(&mut state, "K j enter");
    assert_eq!(state.number(), Some(Number(1)), "the chosen one is opened");
    let copied = asked(&mut state, "K y");
    let Some(Effect::Copy(text)) = copied.first() else { panic!("{copied:?}") };
    assert!(
        text.starts_with("Evening Post, 4 Mar 2025: Harbour bridge shut until Easter\n"),
        "{text}"
    );
    // Of the event that is chosen in the list, where the keys go there.
    let mut state = session(120, 40);
    press(&mut state, "1 G K");
    let Some(Overlay::Headlines(list)) = &state.overlay else { panic!() };
    assert_eq!(list.event.label, "Ferry strike");
    for (width, height) in [(20, 4), (30, 8), (75, 20), (300, 90), (60, 12)] {
        receive(&mut state, Message::Resize(Size { width, height }));
        assert!(!screen_text(&state).is_empty());
    }
}

#[test]
fn a_list_longer_than_its_pane_says_where_one_is() {
    let mut state = session(120, 10);
    press(&mut state, "1 g g j j");
    let count = state.list.outline.len();
    assert!(count > 7, "{count}");
    assert!(screen_text(&state).contains(&format!(" 3/{count}")), "{}", screen_text(&state));
    press(&mut state, "f text:bridge enter");
    assert!(screen_text(&state).contains("3 match"), "how many match: {}", screen_text(&state));
}
