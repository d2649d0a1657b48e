//! The room that the panes have, and what the mouse and the keys do to it: widths, hidden panes, the
//! text alone; jumps in a list; what is undone and done again; boxes over the panes at every size.
#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/coverage.rs"]
mod coverage;

use expect_test::expect_file;
use rashomon::app::layout::{Layout, Pane, Size};
use rashomon::app::overlay::Overlay;
use rashomon::app::{Effect, Message, State, play, receive};
use rashomon::config::Config;
use rashomon::config::theme::ThemeName;
use rashomon::library::own::Widths;
use rashomon::tui::{draw, drawn, picture};

fn session(width: u16, height: u16) -> State {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    state
}

/// What keys ask of the world, but for keeping what was read.
#[track_caller]
fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    let effects = play(state, keys).unwrap();
    let reading =
        |effect: &Effect| matches!(effect, Effect::Read(_) | Effect::Seen(_) | Effect::Left(..));
    effects.into_iter().filter(|effect| !reading(effect)).collect()
}

#[track_caller]
fn golden(name: &str, state: &State) {
    let path = format!("{}/tests/data/screen/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    expect_file![path].assert_eq(&picture::styled_text(&draw(state)));
}

fn layout(state: &State) -> Layout {
    state.layout().unwrap()
}

/// Columns of list and topics, where they are beside the text.
fn beside(state: &State) -> [Option<u16>; 2] {
    [Pane::List, Pane::Topics].map(|pane| layout(state).beside(pane))
}

fn notice(state: &State) -> &str {
    state.notice.as_deref().unwrap_or_default()
}

#[test]
fn keys_and_the_mouse_set_the_widths_and_they_are_there_again() {
    let mut state = session(160, 40);
    assert_eq!(beside(&state), [Some(40), Some(34)]);
    press(&mut state, "< < <");
    assert_eq!(beside(&state)[0], Some(34));
    assert_eq!(notice(&state), "the coverage has 34 columns");
    press(&mut state, "3 > 2");
    assert_eq!(beside(&state), [Some(34), Some(42)]);
    // The border is taken, dragged far and let go; after that the pointer moves nothing.
    let edge = layout(&state).list.unwrap().width - 1;
    let (focus, cursor) = (state.focus, state.reader.cursor);
    for message in
        [Message::Click(edge, 9), Message::Drag(50, 12), Message::Drag(51, 90), Message::Release]
    {
        receive(&mut state, message);
    }
    assert_eq!(beside(&state)[0], Some(52));
    receive(&mut state, Message::Drag(30, 9));
    assert_eq!((beside(&state)[0], state.focus, state.reader.cursor), (Some(52), focus, cursor));
    let topics = layout(&state).topics.unwrap().x;
    receive(&mut state, Message::Click(topics, 9));
    receive(&mut state, Message::Drag(0, 9));
    assert_eq!(beside(&state)[1], Some(60), "as wide as it gets");
    let kept = state.settings.widths();
    let mut later = State::new(Config::default(), ThemeName::Mono, Size { width: 160, height: 40 });
    receive(&mut later, Message::Widths(kept));
    receive(&mut later, Message::Loaded(coverage::coverage().into()));
    assert_eq!(beside(&later), beside(&state));
    receive(&mut later, Message::Widths(Widths { list: Some(u16::MAX), topics: Some(0) }));
    assert_eq!(beside(&later), [Some(60), Some(24)], "whatever is kept, there is room for all");
    let mut narrow = session(120, 40);
    press(&mut narrow, "> > > > > > > > > > > > > > >");
    assert!(notice(&narrow).contains("no more room"), "{}", notice(&narrow));
    assert_eq!(layout(&narrow).text.unwrap().width, 36, "the text keeps that much");
    let mut narrow = session(80, 24);
    press(&mut narrow, ">");
    assert_eq!(notice(&narrow), "the coverage is not beside the text here");
}

#[test]
fn panes_are_hidden_and_the_text_is_alone() {
    let mut state = session(120, 40);
    press(&mut state, "1 g 1");
    assert_eq!((beside(&state)[0], state.focus), (None, Pane::Text));
    press(&mut state, "1");
    assert_eq!(layout(&state).drawer, Some(Pane::List), "it lies over the text for a moment");
    assert_eq!(press(&mut state, "q"), [], "a drawer is closed first");
    press(&mut state, "g 3");
    assert_eq!(beside(&state), [None, None]);
    press(&mut state, "g 1 g 3");
    assert!(beside(&state).iter().all(Option::is_some));
    press(&mut state, "]c Z");
    golden("alone-120x40", &state);
    assert_eq!(layout(&state).text.unwrap().width, 120);
    press(&mut state, "3 v");
    assert!(state.overlay.is_some(), "what lies over the panes lies over the text alone too");
    press(&mut state, "q q Z");
    assert!(beside(&state).iter().all(Option::is_some));
    assert_eq!(press(&mut state, "Z g 1"), [], "to show a pane ends it");
    assert!(beside(&state)[0].is_some());
    assert_eq!(press(&mut state, "q"), [Effect::Quit]);
}

#[test]
fn jumps_are_listed_and_gone_to_and_the_way_back_stays() {
    let mut state = session(120, 40);
    press(&mut state, "g j");
    assert!(state.overlay.is_none() && notice(&state).starts_with("no places to go back to"));
    press(&mut state, "]c x ]c x");
    let here = state.place();
    press(&mut state, "g j");
    golden("jumps-120x40", &state);
    press(&mut state, "j j enter");
    let gone = state.place();
    assert_ne!(gone, here);
    press(&mut state, "L L L L L");
    assert_eq!(state.place(), here, "what lay ahead of it lies ahead still");
    press(&mut state, "H H H");
    assert_eq!(state.place(), gone);
}

#[test]
fn what_was_undone_is_done_again_until_something_else_is_made() {
    let mut state = session(120, 40);
    press(&mut state, "]c");
    let count = |state: &State| state.dispute_counts().0;
    let all = count(&state);
    let dismissed = press(&mut state, "D");
    assert!(matches!(press(&mut state, "u")[..], [Effect::Restore(_)]));
    assert_eq!(count(&state), all);
    assert_eq!(press(&mut state, "ctrl-r"), dismissed, "the same again");
    assert!(count(&state) < all);
    assert!(notice(&state).starts_with("not a dispute, again"), "{}", notice(&state));
    press(&mut state, "u ctrl-r u");
    assert_eq!(count(&state), all, "as often as one likes");
    let noted = press(&mut state, "i text:who? enter");
    press(&mut state, "u ctrl-r");
    assert_eq!(state.notes.all().len(), 1);
    assert!(matches!(noted[..], [Effect::Note { .. }]));
    assert_eq!(press(&mut state, "ctrl-r"), [], "the dismissal was before the note");
    assert!(notice(&state).starts_with("nothing was undone"), "{}", notice(&state));
    press(&mut state, "1 G J g g J");
    let joined = state.corrections.all.clone();
    assert_eq!(joined.len(), 1);
    press(&mut state, "u");
    assert_eq!(state.corrections.all, []);
    press(&mut state, "ctrl-r");
    assert_eq!(state.corrections.all, joined);
    press(&mut state, "u u");
    assert!(state.notes.all().is_empty());
    press(&mut state, "ctrl-r ctrl-r");
    assert_eq!((state.notes.all().len(), state.corrections.all.len()), (1, 1), "in their order");
}

#[test]
fn q_closes_what_said_that_it_has_nothing_to_show() {
    let mut state = session(120, 40);
    for opener in ["'", "I", "U", "g j"] {
        press(&mut state, opener);
        assert!(state.overlay.is_none() && state.notice.is_some(), "{opener}");
        assert_eq!(press(&mut state, "q"), [], "{opener}");
        assert_eq!(state.notice, None);
    }
    press(&mut state, "' j");
    assert_eq!(press(&mut state, "q"), [Effect::Quit], "only right after");
    press(&mut state, "y");
    assert_eq!(press(&mut state, "q"), [Effect::Quit], "other words are no box");
}

fn screen(state: &State) -> String {
    let styled = picture::styled_text(&draw(state));
    styled.split("----\n").next().unwrap_or_default().to_owned()
}

/// Keys that lay something over the panes, each with what there has to be for it.
const OPENERS: [&str; 20] = [
    "Z ?",
    "g 1 g 3 C",
    "?",
    ":",
    "s",
    "s text:bridge",
    "]c v",
    "C",
    "w",
    "w enter",
    "c",
    "a",
    "m '",
    "i text:who enter I",
    "]c D U",
    "P",
    "]c b ]c x b",
    "]c x g j",
    "/ text:the",
    "f text:before:20x",
];

#[test]
fn nothing_breaks_at_any_size_with_anything_open() {
    let small = (20..=60).flat_map(|width| (4..=20).map(move |height| (width, height)));
    let large = [
        (500, 200),
        (220, 60),
        (160, 50),
        (120, 40),
        (110, 20),
        (109, 30),
        (100, 30),
        (84, 12),
        (83, 13),
        (80, 24),
        (500, 4),
        (20, 200),
        (60, 12),
        (59, 11),
    ];
    let sizes: Vec<(u16, u16)> = small.chain(large).collect();
    for (number, opener) in OPENERS.into_iter().enumerate() {
        let mut state = session(120, 40);
        play(&mut state, opener).unwrap();
        assert!(state.overlay.is_some(), "{opener}");
        for (width, height) in &sizes {
            let size = Size { width: *width, height: *height };
            receive(&mut state, Message::Resize(size));
            state.settings.theme = ThemeName::ALL[(number + usize::from(width + height)) % 4];
            let drawn = draw(&state);
            assert_eq!((drawn.area.width, drawn.area.height), (*width, *height), "{opener}");
            assert!(state.overlay.is_some(), "{opener} at {width}x{height}");
        }
    }
}

#[test]
fn help_and_palette_are_whole_at_80_columns() {
    let mut state = session(80, 24);
    let cut = |state: &State| -> String {
        let shown = screen(state);
        shown.lines().filter(|line| line.starts_with('┃') && line.contains('…')).collect()
    };
    press(&mut state, "?");
    for _ in 0..12 {
        assert_eq!(cut(&state), "");
        press(&mut state, "pagedown");
    }
    golden("help-marks-80x24", &state);
    press(&mut state, "q :");
    for _ in 1..rashomon::config::action::ACTIONS.len() {
        assert_eq!(cut(&state), "");
        press(&mut state, "down");
    }
    // Whatever a name begins with, its line says all.
    assert!(screen(&state).contains("draw the screen again"), "{}", screen(&state));
}

#[test]
fn what_lies_behind_a_box_has_no_look_of_its_own_and_is_faint_without_colours_too() {
    for theme in ThemeName::ALL {
        let mut state = session(160, 40);
        state.settings.theme = theme;
        press(&mut state, "]c");
        let corner = |state: &State| {
            let drawn = draw(state);
            let cells = (0..3).flat_map(|y| (0..30).map(move |x| (x, y)));
            let styles = cells.map(|place| drawn.cell(place).unwrap().style());
            styles.map(|style| format!("{style:?}")).collect::<std::collections::BTreeSet<_>>()
        };
        let before = corner(&state);
        press(&mut state, "?");
        let behind = corner(&state);
        assert!(before.len() > 1 && behind.len() == 1, "{theme:?}: {behind:?}");
        let is_faint = behind.iter().all(|style| style.contains("dim") || style.contains("Rgb"));
        assert!(is_faint, "{theme:?}: {behind:?}");
        press(&mut state, "q");
        assert_eq!(corner(&state), before);
    }
}

/// Clicks where `words` stand on the screen, in the first row that has them.
#[track_caller]
fn click(state: &mut State, words: &str) -> Vec<Effect> {
    let shown = screen(state);
    let found = shown.lines().enumerate().find_map(|(y, line)| {
        let before = line.split_once(words)?.0;
        Some((before.chars().count() + words.chars().count() / 2, y))
    });
    let (x, y) = found.unwrap_or_else(|| panic!("{words} is nowhere in\n{shown}"));
    let message = drawn(state).1.click(u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
    receive(state, message)
}

#[test]
fn hints_of_keys_are_buttons() {
    let mut state = session(120, 40);
    press(&mut state, "j");
    click(&mut state, "]c next dispute");
    let first = state.reader.current.unwrap().passage;
    click(&mut state, "x next side");
    assert_ne!(state.reader.current.unwrap().passage, first);
    click(&mut state, "? help");
    assert!(matches!(state.overlay, Some(Overlay::Help(_))));
    let message = drawn(&state).1.click(60, 20);
    assert!(matches!(message, Message::Click(..)), "in the box nothing happens: {message:?}");
    receive(&mut state, message);
    assert!(state.overlay.is_some());
    let message = drawn(&state).1.click(2, 20);
    receive(&mut state, message);
    assert!(state.overlay.is_none(), "beside it closes it");
}

#[test]
fn a_click_on_a_row_of_a_box_opens_it_and_one_beside_it_closes_the_box() {
    let mut state = session(160, 40);
    press(&mut state, "C");
    click(&mut state, "port authority “Some");
    assert!(state.overlay.is_none() && state.reader.current.is_some(), "{}", screen(&state));
    press(&mut state, ": text:theme");
    let theme = state.settings.theme;
    click(&mut state, "next theme");
    assert_ne!(state.settings.theme, theme, "in the palette a click does it");
    press(&mut state, "s text:bridge");
    click(&mut state, "Tuesday after…");
    assert!(state.overlay.is_none() && !state.reader.hits.is_empty());
    let shelf =
        [("c", "How many use it"), ("w", "Ilse Brandt"), ("a", "a "), ("m '", "Evening Post")];
    for (keys, words) in shelf {
        press(&mut state, keys);
        let before = state.overlay.is_some();
        click(&mut state, words);
        let message = drawn(&state).1.click(0, 0);
        receive(&mut state, message);
        assert!(before && state.overlay.is_none(), "{keys}: {}", screen(&state));
    }
    // The line of the status rows is none of these boxes.
    press(&mut state, "/ text:the");
    assert!(matches!(drawn(&state).1.click(3, 3), Message::Click(3, 3)));
}

#[test]
fn a_query_that_cannot_be_is_told_and_stays_open() {
    let mut state = session(80, 24);
    press(&mut state, "f text:before:20x enter");
    assert!(matches!(state.overlay, Some(Overlay::Filter(_))));
    assert!(screen(&state).contains("20x is no day"), "{}", screen(&state));
    // The beginning of a day is none either, when no more of it comes.
    press(&mut state, "ctrl-u text:before:20");
    assert!(!screen(&state).contains("is no day"), "{}", screen(&state));
    press(&mut state, "enter");
    assert!(screen(&state).contains("20 is no day"), "{}", screen(&state));
    press(&mut state, "ctrl-u text:before:2026 enter");
    assert!(state.overlay.is_none() && state.focus == Pane::List);
}

#[test]
fn numbers_of_the_first_row_are_whole_or_not_there() {
    let numbers = ["3 outlets", "3 topics", "4 disputes"];
    let mut fewer = 0;
    for width in 20..120 {
        let state = session(width, 20);
        let shown = screen(&state);
        let head = shown.lines().next().unwrap();
        let parts: Vec<&str> = head.split(" · ").skip(1).collect();
        let last = parts.last().map_or("", |part| part.split("  ").next().unwrap());
        for part in &parts[..parts.len().saturating_sub(1)] {
            assert!(numbers.contains(part), "{width}: {head}");
        }
        assert!(parts.is_empty() || numbers.contains(&last), "{width}: {head}");
        assert!(parts.is_empty() || last == "4 disputes", "{width}: they are the last to go");
        fewer += usize::from(parts.len() < 3);
    }
    assert!(fewer > 10);
}

#[test]
fn what_is_only_said_says_how_it_is() {
    let mut state = session(120, 40);
    press(&mut state, "S");
    assert_eq!(notice(&state), "soft disputes are shown");
    press(&mut state, "S 1 G enter S");
    assert_eq!(notice(&state), "soft disputes are shown; there are none in this event");
    press(&mut state, "o");
    assert!(notice(&state).ends_with("e opens its file"), "{}", notice(&state));
    assert!(matches!(press(&mut state, "e")[..], [Effect::Editor(..)]), "and so it does");
    press(&mut state, "1 g g enter 2 ]q m '");
    let row = screen(&state);
    assert!(row.contains("January”  Evening Post · Harbour"), "its words and whose: {row}");
    let mut sample = State::new(Config::default(), ThemeName::Mono, state.size);
    receive(&mut sample, Message::Loaded(rashomon::library::sample().coverage.into()));
    for key in ["o", "e"] {
        assert_eq!(press(&mut sample, key), []);
        let nowhere = "this article has no file of its own and no address on the web";
        assert_eq!(notice(&sample), nowhere, "{key}");
    }
}

#[test]
fn a_drawer_names_the_topic_whose_heading_is_out_of_view() {
    let mut state = session(80, 13);
    press(&mut state, "]c 3");
    for _ in 0..12 {
        let shown = screen(&state);
        let title = shown.lines().find(|line| line.contains("3 Topics")).unwrap();
        let top = state.topics.rows[state.topics.choice.top];
        let heading = matches!(top, rashomon::view::sidebar::Row::Heading(..));
        assert_eq!(title.contains("3 Topics ·"), !heading, "{shown}");
        press(&mut state, "j");
    }
}

#[test]
fn no_row_of_the_text_has_more_than_three_looks_at_once() {
    let mut rows = 0;
    for theme in ThemeName::ALL {
        let size = Size { width: 120, height: 40 };
        let mut state = State::new(Config::default(), theme, size);
        receive(&mut state, Message::Loaded(rashomon::library::sample().coverage.into()));
        for _ in 0..12 {
            press(&mut state, "]c x");
            let drawn = draw(&state);
            let column = state.column();
            // The cursor's row has a ground of its own under all of its looks.
            let cursor =
                column.y + u16::try_from(state.reader.row() - state.reader.top_row()).unwrap();
            for y in (column.y..column.y + column.height).filter(|y| *y != cursor) {
                let style = |x| drawn.cell((x, y)).unwrap().style();
                let looks: std::collections::BTreeSet<String> = (column.x..column.x + column.width)
                    .filter(|x| drawn.cell((*x, y)).unwrap().symbol() != " ")
                    .map(|x| format!("{:?}", style(x)))
                    .collect();
                assert!(looks.len() <= 4, "plain and three: {looks:#?}");
                rows += usize::from(looks.len() > 2);
            }
        }
    }
    assert!(rows > 20, "{rows}");
}
