//! What the reader makes while reading, by keys: what is read, where it was left, and notes on
//! passages. The screens are golden files under `tests/data/screen/`.
#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/coverage.rs"]
mod coverage;

use expect_test::expect_file;
use rashomon::app::layout::{Pane, Size};
use rashomon::app::overlay::Overlay;
use rashomon::app::{Effect, Message, State, play, receive};
use rashomon::config::Config;
use rashomon::config::theme::ThemeName;
use rashomon::corpus::{Article, Corpus, Outlet, Published};
use rashomon::tui::{draw, picture};
use rashomon::view::Coverage;
use rashomon::view::event::Finding;
use rashomon::view::marks::Mark;
use rashomon::view::outline::Row;
use rashomon::view::shelf::Number;

fn session(width: u16, height: u16) -> State {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    state
}

/// Presses keys; gives what is to be kept of what was read, and what else the world must do.
fn press(state: &mut State, keys: &str) -> (Vec<Effect>, Vec<Effect>) {
    let mut effects = play(state, keys).unwrap();
    effects.retain(|effect| !matches!(effect, Effect::Seen(_)));
    effects.into_iter().partition(|effect| {
        matches!(effect, Effect::Read(_) | Effect::Unread(_) | Effect::Left(..))
    })
}

fn read(articles: &[i64]) -> Effect {
    Effect::Read(articles.iter().copied().map(Number).collect())
}

fn unread(articles: &[i64]) -> Effect {
    Effect::Unread(articles.iter().copied().map(Number).collect())
}

/// The articles that count as read.
fn all_read(state: &State) -> Vec<i64> {
    (0..6).filter(|number| state.reading.is_read(Number(*number))).collect()
}

/// The first byte of the current finding.
fn current(state: &State) -> usize {
    state.reader.current.unwrap().passage.span.start
}

fn screen(state: &State) -> String {
    let styled = picture::styled_text(&draw(state));
    styled.split("----\n").next().unwrap_or_default().to_owned()
}

#[track_caller]
fn golden(name: &str, state: &State) {
    let path = format!("{}/tests/data/screen/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    expect_file![path].assert_eq(&picture::styled_text(&draw(state)));
}

#[test]
fn what_was_opened_is_read_and_what_was_passed_over_is_not() {
    let mut state = session(120, 40);
    assert_eq!(all_read(&state), [0; 0], "nothing is read because rashomon was started");
    for keys in ["1", "j k", "2", "?", "q", "T", "+", "]", "esc", "S", "S"] {
        assert_eq!(press(&mut state, keys).0, [], "{keys}");
    }
    assert_eq!(press(&mut state, "j").0, [read(&[0])], "who moves in an article reads it");
    assert_eq!(press(&mut state, "j k G").0, [], "it is read once");
    let at = state.place().unwrap().at;
    assert_eq!(
        press(&mut state, "1 g g j j enter").0,
        [Effect::Left(Number(0), at), read(&[1])],
        "what enter opens is read"
    );
    // From side to side of a dispute, on to the next and back, even inside one article: all of it
    // was passed over.
    let mut state = session(120, 40);
    press(&mut state, "]c x");
    assert_eq!(state.number(), Some(Number(2)));
    press(&mut state, "]c ]c [c x H H x v q ]q [q ]c x");
    assert_eq!(all_read(&state), [0; 0]);
    let here = state.number().unwrap().0;
    assert_eq!(press(&mut state, "j").0, [read(&[here])], "who goes on in it reads it");
}

#[test]
fn what_is_opened_from_a_list_a_search_or_with_the_mouse_is_read() {
    for (keys, article) in
        [("s text:buns enter", 5), ("c G l enter", 0), ("1 G l", 5), ("C j j enter", 0)]
    {
        let mut state = session(120, 40);
        press(&mut state, keys);
        assert_eq!((state.overlay.is_none(), state.focus), (true, Pane::Text), "{keys}");
        let open = state.number().unwrap().0;
        assert!(
            all_read(&state) == [open] && (article == 0 || open == article),
            "{keys}: {open}, {:?}",
            all_read(&state)
        );
    }
    let mut state = session(120, 40);
    let row = u16::try_from(state.list.outline.len()).unwrap() + 1;
    receive(&mut state, Message::Click(5, row));
    assert_eq!(all_read(&state), [5], "a click opens");
    receive(&mut state, Message::Resize(Size { width: 60, height: 12 }));
    let mut state = session(60, 12);
    receive(&mut state, Message::Wheel(20, 5, 3));
    assert_eq!(all_read(&state), [0]);
}

#[test]
fn read_and_unread_are_changed_with_a_key_for_an_article_and_for_an_event() {
    let mut state = session(120, 40);
    assert_eq!(press(&mut state, "R").0, [read(&[0])]);
    assert_eq!(press(&mut state, "R").0, [unread(&[0])]);
    assert_eq!(
        press(&mut state, "j G k").0,
        [],
        "it stays unread while it is open, whatever is done in it"
    );
    press(&mut state, "1 g g j j enter 1 g g j enter");
    assert_eq!(all_read(&state), [0, 1], "opened again it is read");
    assert_eq!(press(&mut state, "1 g g R").0, [read(&[2])], "of an event those that are not");
    assert!(
        state.notice.as_deref().unwrap().contains("all 3 articles of this event count as read"),
        "{:?}",
        state.notice
    );
    assert_eq!(press(&mut state, "R").0, [unread(&[0, 1, 2])]);
    assert_eq!(press(&mut state, "j j R").0, [read(&[1])]);
}

#[test]
fn the_next_unread_article_is_gone_to_round_the_end_of_the_list() {
    let mut state = session(120, 40);
    let mut seen = Vec::new();
    for _ in 0..5 {
        press(&mut state, "]u");
        seen.push(state.number().unwrap().0);
    }
    assert_eq!((seen, all_read(&state)), (vec![1, 2, 3, 4, 5], vec![1, 2, 3, 4, 5]));
    press(&mut state, "]u");
    assert_eq!(
        (state.number(), state.notice.as_deref()),
        (Some(Number(0)), Some("that was the last; on from the first"))
    );
    press(&mut state, "]u");
    assert_eq!(state.notice.as_deref(), Some("everything was read; R marks an article as unread"));
    press(&mut state, "R ]u");
    assert_eq!(state.notice.as_deref(), Some("there is no other unread article"));
    press(&mut state, "1 G R 1 g g ]u");
    assert_eq!(state.number(), Some(Number(0)), "from the chosen row of the list");
    press(&mut state, "1 g g R R [u");
    assert_eq!((state.number(), state.focus), (Some(Number(5)), Pane::Text));
    assert_eq!(state.notice.as_deref(), Some("that was the first; on from the last"));
}

#[test]
fn an_article_is_opened_where_it_was_left_and_a_finding_where_it_is() {
    let mut state = session(60, 14);
    press(&mut state, "j j j j j");
    let at = state.place().unwrap().at;
    assert!(at > 0);
    let (left, _) = press(&mut state, "1 g g j j enter");
    assert_eq!(left[0], Effect::Left(Number(0), at));
    press(&mut state, "1 g g j enter");
    assert_eq!(state.place().unwrap().at, at);
    let (row, top) = (state.reader.row(), state.reader.top_row());
    assert!((top..top + state.text_height()).contains(&row));
    let mut state = session(60, 14);
    press(&mut state, "j 1 g g j j j enter G 1 g g j enter ]c x");
    assert_eq!(
        (state.number(), current(&state)),
        (Some(Number(2)), state.reader.cursor),
        "a jump goes to what it goes to"
    );
    // What was only passed over is opened at its beginning.
    let mut state = session(60, 14);
    press(&mut state, "]c x");
    assert!(state.number() == Some(Number(2)) && current(&state) > 0);
    press(&mut state, "H 1 g g j j j enter");
    assert_eq!(state.place().map(|place| (place.article, place.at)), Some((Number(2), 0)));
}

#[test]
fn what_is_known_of_earlier_is_taken_in_and_gives_way_to_what_was_done_since() {
    let mut state = session(120, 40);
    press(&mut state, "1 g g j j enter R");
    assert_eq!(all_read(&state), [0; 0]);
    press(&mut state, "1 g g j enter");
    let known = [0, 1, 4].into_iter().map(Number).collect();
    receive(
        &mut state,
        Message::Read(known, [(Number(5), 40), (Number(1), 9)].into_iter().collect()),
    );
    assert_eq!(all_read(&state), [0, 4], "the second was marked as unread since");
    press(&mut state, "1 G enter");
    assert_eq!(state.place().map(|place| place.article), Some(Number(5)));
    assert!(state.place().unwrap().at > 0, "where it was left");
    press(&mut state, "1 g g j j enter");
    assert_eq!(state.place().unwrap().at, 0, "left in this session at its beginning");
}

#[test]
fn the_reader_begins_where_the_last_session_ended() {
    let fresh = || State::new(Config::default(), ThemeName::Mono, Size { width: 120, height: 40 });
    let mut state = fresh();
    receive(&mut state, Message::Resume(Number(4), 30));
    let effects = receive(&mut state, Message::Loaded(coverage::coverage().into()));
    assert_eq!((effects, state.number(), all_read(&state)), (vec![], Some(Number(4)), vec![]));
    assert!(state.place().unwrap().at > 0 && screen(&state).contains("▸"), "{:?}", state.place());
    assert_eq!(
        state.chosen_row(),
        state.shelf.find(Number(4)).map(|(event, article)| Row::Article(event, article))
    );
    let mut state = fresh();
    receive(&mut state, Message::Resume(Number(99), 30));
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    assert_eq!(state.number(), Some(Number(0)), "an article that is gone is not gone back to");
    receive(&mut state, Message::Loaded(coverage::coverage().into()));
    assert_eq!(state.number(), Some(Number(0)));
    assert_eq!(
        state.leaving().map(|(article, at, stayed)| (article.0, at, stayed)),
        Some((0, 0, false))
    );
    press(&mut state, "j");
    assert!(state.leaving().unwrap().2);
}

/// The coverage with its articles, or those that `keep` keeps, in another order, so that their
/// numbers are others.
fn turned(edit: impl Fn(&mut Article)) -> Coverage {
    let mut articles: Vec<_> =
        coverage::coverage().corpus.articles().iter().rev().cloned().collect();
    articles.iter_mut().for_each(edit);
    let corpus = Corpus::new(articles);
    let findings = rashomon::analysis::analyze(&corpus);
    Coverage { corpus, findings, ..Coverage::default() }
}

#[test]
fn what_is_read_left_and_noted_holds_over_a_reload() {
    let mut state = session(120, 40);
    press(&mut state, "j j j i text:ask enter 1 g g j j enter");
    let left = state.notes.all()[0].clone();
    receive(&mut state, Message::Loaded(turned(|_| ()).into()));
    assert_eq!(all_read(&state), [4, 5], "by their ids");
    assert_eq!(state.notes.all()[0].at.map(|at| at.article), Some(Number(5)));
    assert_eq!(state.notes.of(Number(5)).count(), 1);
    assert_eq!(press(&mut state, "R").0, [unread(&[4])]);
    receive(
        &mut state,
        Message::Loaded(
            turned(|article| article.text = article.text.replace("bridge", "ferry")).into(),
        ),
    );
    assert_eq!(state.notes.all()[0].at.is_some(), !left.words.contains("bridge"));
}

/// The notes that the world is asked to keep, and to forget.
fn kept(effects: &[Effect]) -> Vec<(&str, bool)> {
    let mut kept = Vec::new();
    for effect in effects {
        match effect {
            Effect::Note { was, is } => {
                kept.extend(was.iter().map(|note| (note.text.as_str(), false)));
                kept.extend(is.iter().map(|note| (note.text.as_str(), true)));
            }
            other => panic!("{other:?}"),
        }
    }
    kept
}

#[test]
fn notes_are_written_changed_deleted_and_brought_back() {
    let mut state = session(120, 40);
    press(&mut state, "I");
    assert_eq!(state.notice.as_deref(), Some("no notes yet: i writes one, b links two passages"));
    press(&mut state, "]c i text:who esc i enter");
    assert_eq!(
        (state.notes.all().len(), state.notice.as_deref()),
        (0, Some("no note was written"))
    );
    let (_, effects) = press(&mut state, "i text:ask space text:Holt enter");
    assert_eq!(kept(&effects), [("ask Holt", true)]);
    let current = state.reader.current.unwrap().passage;
    assert_eq!(
        state.notes.all()[0].words,
        state.coverage.corpus.words(current),
        "on the current finding"
    );
    assert_eq!(state.note_here().map(|note| note.text.as_str()), Some("ask Holt"));
    let (_, effects) = press(&mut state, "i text:! enter");
    assert_eq!(
        kept(&effects),
        [("ask Holt", false), ("ask Holt!", true)],
        "on the same passage it is the same note"
    );
    assert_eq!(kept(&press(&mut state, "u").1), [("ask Holt!", false), ("ask Holt", true)]);
    assert_eq!(kept(&press(&mut state, "i enter").1), [], "unchanged");
    assert_eq!(
        kept(&press(&mut state, "i ctrl-u enter").1),
        [("ask Holt", false)],
        "without words it is deleted"
    );
    assert_eq!((state.notes.all().len(), state.note_here()), (0, None));
    assert_eq!(kept(&press(&mut state, "u").1), [("ask Holt", true)]);
    assert_eq!(
        kept(&press(&mut state, "u").1),
        [("ask Holt", false)],
        "and even that it was written is undone"
    );
    press(&mut state, "u");
    assert!(state.notice.as_deref().unwrap().contains("nothing was corrected"));
}

#[test]
fn notes_are_listed_gone_to_changed_and_deleted_in_the_list() {
    let mut state = session(120, 40);
    press(&mut state, "]c i text:one enter x i text:two enter 1 G enter j j i text:three enter");
    let places: Vec<_> = state.notes.all().iter().map(|note| note.at.unwrap().article.0).collect();
    assert_eq!(places, [0, 2, 5]);
    press(&mut state, "I k enter");
    assert_eq!(state.place().map(|place| place.article), Some(Number(2)));
    assert_eq!(state.note_here().map(|note| note.text.as_str()), Some("two"));
    press(&mut state, "H");
    assert_eq!(state.number(), Some(Number(5)), "and back");
    assert_eq!(
        kept(&press(&mut state, "I g g i text:! enter").1),
        [("one", false), ("one!", true)]
    );
    assert_eq!(state.notes.all()[0].text, "one!", "it keeps its place");
    assert!(matches!(&state.overlay, Some(Overlay::Notes(_))), "the list is there again");
    assert_eq!(kept(&press(&mut state, "q I D").1), [("three", false)]);
    assert_eq!(kept(&press(&mut state, "u").1), [("three", true)], "in the list too");
    assert_eq!(
        kept(&press(&mut state, "g g D D D").1),
        [("one!", false), ("two", false), ("three", false)]
    );
    assert!(state.overlay.is_none() && state.notes.all().is_empty());
}

#[test]
fn a_note_stands_in_its_row_and_in_the_status_lines_at_every_size() {
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        let mut state = session(width, height);
        press(&mut state, "]c i text:who space text:says space text:so? enter j k");
        let text = screen(&state);
        assert!(text.contains("≠*"), "{text}");
        assert!(text.lines().next_back().unwrap().contains("* who says so"), "{text}");
        press(&mut state, "G");
        assert!(!screen(&state).contains("who says so"));
    }
    let mut state = session(120, 40);
    press(&mut state, "j j i text:here enter");
    let span = state.notes.all()[0].at.unwrap().span;
    assert!(span.contains(state.reader.cursor), "where there is no finding, the sentence");
    press(&mut state, "i");
    let Some(Overlay::Note(writing)) = &state.overlay else { panic!() };
    assert_eq!(writing.input.value(), "here", "which has a note now");
}

#[test]
fn a_note_whose_article_is_not_here_is_listed_changed_and_deleted() {
    let mut state = session(120, 40);
    press(&mut state, "]c i text:one enter");
    let mut note = state.notes.all()[0].clone();
    note.at = None;
    receive(&mut state, Message::Notes(vec![note]));
    press(&mut state, "I");
    assert!(screen(&state).contains("(not open)"));
    press(&mut state, "enter");
    assert!(state.notice.as_deref().unwrap().contains("not open"));
    assert_eq!(kept(&press(&mut state, "I i text:! enter").1), [("one", false), ("one!", true)]);
    assert_eq!(kept(&press(&mut state, "q I D").1), [("one!", false)]);
}

/// The links that the world is asked to keep, and to forget.
fn linked(effects: &[Effect]) -> Vec<(String, bool)> {
    let mut linked = Vec::new();
    for effect in effects {
        match effect {
            Effect::Link { was, is } => {
                linked.extend(was.iter().map(|link| (link.said(), false)));
                linked.extend(is.iter().map(|link| (link.said(), true)));
            }
            other => panic!("{other:?}"),
        }
    }
    linked
}

fn is(said: &str) -> (String, bool) {
    (said.to_owned(), true)
}

fn was(said: &str) -> (String, bool) {
    (said.to_owned(), false)
}

/// Keys that choose “She is to face the council on Thursday.” in the first article, then “The
/// opposition called for her to go.” in the third.
const TWO: &str = "/ text:face enter b 1 g g j j j enter / text:opposition enter b";

/// A session with a link between the two.
fn with_a_link(width: u16, height: u16) -> State {
    let mut state = session(width, height);
    press(&mut state, TWO);
    press(&mut state, "down text:her space text:turn enter esc");
    state
}

fn notice(state: &State) -> &str {
    state.notice.as_deref().unwrap_or_default()
}

#[test]
fn two_passages_are_linked_changed_deleted_and_brought_back() {
    let mut state = session(120, 40);
    press(&mut state, "j b");
    assert!(screen(&state).contains("b on another passage links the two, esc gives up: Evening"));
    press(&mut state, "b");
    assert_eq!((notice(&state), state.links.half.is_none()), ("not linked", true));
    for giving_up in ["esc", "q"] {
        press(&mut state, "b");
        press(&mut state, giving_up);
        assert_eq!((notice(&state), state.links.half.is_none()), ("not linked", true));
    }
    press(&mut state, TWO);
    assert!(matches!(state.overlay, Some(Overlay::Link(_))));
    assert_eq!(press(&mut state, "text:no esc").1, []);
    assert_eq!((notice(&state), state.links.all().len()), ("not linked", 0));
    assert!(state.overlay.is_none() && state.links.half.is_none());
    let mut state = session(120, 40);
    press(&mut state, TWO);
    let (_, effects) = press(&mut state, "down down text:who? enter");
    assert_eq!(linked(&effects), [is("number: who?")]);
    let words = state.links.all()[0].sides.each_ref().map(|side| side.words.clone());
    assert_eq!(
        words,
        ["She is to face the council on Thursday.", "The opposition called for her to go."]
    );
    // Bound once more it is changed, from whichever side one begins.
    let (_, effects) = press(&mut state, "b x b up ctrl-u enter");
    assert_eq!(linked(&effects), [was("number: who?"), is("account")]);
    assert_eq!(linked(&press(&mut state, "u").1), [was("account"), is("number: who?")]);
    assert_eq!(linked(&press(&mut state, "u").1), [was("number: who?")]);
    assert_eq!((state.links.all().len(), state.coverage.links.len()), (0, 0));
    press(&mut state, "u");
    assert!(notice(&state).contains("nothing was corrected"));
}

#[test]
fn a_link_is_walked_crossed_and_compared_like_a_dispute() {
    let mut state = with_a_link(120, 40);
    let sides = state.coverage.links[0].sides;
    let disputes = state.reader.view.disputes().len();
    press(&mut state, "1 g g j enter g g");
    let mut seen = Vec::new();
    for _ in 0..=disputes {
        press(&mut state, "]c");
        seen.push(state.reader.current.unwrap());
        press(&mut state, "x");
    }
    let of_links: Vec<_> =
        seen.iter().filter(|stop| matches!(stop.finding, Some(Finding::Link(0)))).collect();
    assert_eq!(of_links.len(), 1, "once among {disputes} disputes");
    assert_eq!(of_links[0].passage, sides[0], "where it stands first");
    let order: Vec<_> = seen.iter().map(|stop| state.reader.view.position(stop.passage)).collect();
    assert!(order.is_sorted(), "in order with the found ones: {order:?}");
    // From side to side and back, with what it says.
    let walked = (0..20).find(|_| {
        press(&mut state, "]c");
        state.reader.current == Some(*of_links[0])
    });
    assert!(walked.is_some(), "the walk comes to it again");
    let text = screen(&state);
    assert!(text.contains("& yours") && text.contains("yours: account: her turn"), "{text}");
    for side in [1, 0, 1] {
        press(&mut state, "x");
        assert_eq!(state.reader.current.unwrap().passage, sides[side]);
    }
    press(&mut state, "v");
    let text = screen(&state);
    assert!(text.contains("yours: account") && text.contains("The opposition called"), "{text}");
    assert_eq!(linked(&press(&mut state, "D").1), [was("account: her turn")]);
    assert!(state.overlay.is_none() && state.coverage.links.is_empty());
    assert_eq!(linked(&press(&mut state, "u").1), [is("account: her turn")]);
    assert_eq!(state.coverage.links[0].sides, sides);
}

#[test]
fn a_walk_goes_on_into_an_event_that_has_a_link_and_no_dispute() {
    let mut state = session(120, 40);
    press(
        &mut state,
        "1 g g j j j j j enter ]c D / text:pay enter b 1 G enter / text:buns enter b",
    );
    press(&mut state, "enter esc 1 g g j enter g g");
    let disputes = state.reader.view.disputes().len();
    for _ in 0..=disputes {
        press(&mut state, "]c");
    }
    assert_eq!(state.reader.current.unwrap().finding, Some(Finding::Link(0)));
    assert_eq!(
        (state.number(), notice(&state)),
        (Some(Number(3)), "on to the next event: Ferry strike")
    );
    press(&mut state, "x");
    assert_eq!(state.number(), Some(Number(5)));
    press(&mut state, "]c");
    assert_eq!(notice(&state), "that was the last; on from the first");
}

#[test]
fn a_link_is_marked_and_listed_among_the_disputes_and_the_notes() {
    let mut state = with_a_link(120, 40);
    press(&mut state, "1 g g j enter / text:face enter");
    let row = |state: &State| state.reader.page.rows.get(state.reader.row());
    let marked = state.row_pieces(row(&state));
    assert!(marked.iter().any(|piece| piece.mark.has(Mark::LINK)), "{marked:?}");
    assert!(screen(&state).contains('&'), "a sign stands in the margin");
    press(&mut state, "esc");
    press(&mut state, "C G");
    let text = screen(&state);
    assert!(text.contains("Yours 1") && text.contains("yours: account"), "{text}");
    press(&mut state, "enter");
    assert_eq!(state.reader.current.unwrap().finding, Some(Finding::Link(0)));
    press(&mut state, "C");
    assert_eq!(linked(&press(&mut state, "D").1), [was("account: her turn")], "it was chosen");
    press(&mut state, "q u I");
    let text = screen(&state);
    assert!(text.contains("account: her turn  Evening Post: “She is to face"), "{text}");
    press(&mut state, "x");
    assert_eq!(state.number(), Some(Number(2)));
    press(&mut state, "I enter");
    assert_eq!(state.number(), Some(Number(0)));
    let (_, effects) = press(&mut state, "I i text:! enter");
    assert_eq!(linked(&effects), [was("account: her turn"), is("account: her turn!")]);
    assert_eq!(linked(&press(&mut state, "q I D").1), [was("account: her turn!")]);
    assert!(state.overlay.is_none());
}

#[test]
fn what_is_compared_is_linked_with_one_key() {
    let mut state = session(120, 40);
    press(&mut state, "]c");
    let sides = [state.reader.current.unwrap().passage, state.opposite().unwrap()];
    assert_eq!(linked(&press(&mut state, "v b up enter").1), [is("denial")]);
    assert_eq!(state.coverage.links[0].sides, sides);
    assert!(matches!(state.reader.current.unwrap().finding, Some(Finding::Conflict(_))));
}

#[test]
fn a_link_between_two_events_is_marked_listed_and_gone_to_from_the_list() {
    let mut state = session(120, 40);
    press(&mut state, "/ text:face enter b 1 G enter / text:buns enter b enter");
    assert_eq!((state.links.all().len(), state.coverage.links.len()), (1, 0));
    press(&mut state, "esc");
    let text = screen(&state);
    assert!(
        text.contains("& yours: denial · Evening Post: “She is to face the council on Thursday.” (another event)"),
        "{text}"
    );
    press(&mut state, "I enter");
    assert_eq!(state.number(), Some(Number(0)));
    press(&mut state, "I x");
    assert_eq!(state.number(), Some(Number(5)));
}

#[test]
fn a_link_with_a_side_that_is_not_here_is_listed_changed_and_deleted() {
    let mut state = with_a_link(120, 40);
    let mut link = state.links.all()[0].clone();
    link.sides[1].at = None;
    receive(&mut state, Message::Links(vec![link.clone()]));
    assert_eq!(state.coverage.links, []);
    press(&mut state, "I");
    assert_eq!(screen(&state).matches("(not open)").count(), 1);
    press(&mut state, "x");
    assert!(notice(&state).contains("not open"));
    press(&mut state, "I enter");
    assert_eq!(state.number(), Some(Number(0)), "to the side that is there");
    link.sides[0].at = None;
    receive(&mut state, Message::Links(vec![link]));
    press(&mut state, "I enter");
    assert!(notice(&state).contains("not open"));
    assert_eq!(linked(&press(&mut state, "I D").1), [was("account: her turn")]);
}

#[test]
fn links_hold_over_a_reload_where_their_words_stand() {
    let mut state = with_a_link(120, 40);
    let words = |state: &State| {
        let sides = state.coverage.links.first().map(|link| link.sides);
        sides.map(|sides| sides.map(|side| state.coverage.corpus.words(side).to_owned()))
    };
    let before = words(&state);
    press(&mut state, "b");
    receive(&mut state, Message::Loaded(turned(|_| ()).into()));
    assert_eq!(words(&state), before);
    assert!(state.links.half.is_some());
    let edited = |article: &mut Article| {
        article.text = article.text.replace("opposition", "other side");
    };
    receive(&mut state, Message::Loaded(turned(edited).into()));
    assert_eq!((words(&state), state.links.half.is_none()), (None, true));
    assert_eq!(state.links.all()[0].sides.each_ref().map(|side| side.at.is_some()), [true, false]);
}

#[test]
fn linking_on_the_screen() {
    for (width, height) in [(120, 40), (80, 24), (40, 10)] {
        let mut state = session(width, height);
        press(&mut state, TWO);
        press(&mut state, "down text:her space text:turn");
        golden(&format!("linking-{width}x{height}"), &state);
        press(&mut state, "enter esc 1 g g j enter / text:face enter esc");
        golden(&format!("linked-{width}x{height}"), &state);
    }
}

#[test]
fn what_was_read_and_noted_on_the_screen() {
    for (width, height) in [(160, 50), (80, 24), (40, 10)] {
        let mut state = session(width, height);
        press(
            &mut state,
            "]c i text:who space text:counted space text:them? enter ]c i text:ask enter 1 g g j j R g g",
        );
        golden(&format!("read-list-{width}x{height}"), &state);
        press(&mut state, "2 [c");
        golden(&format!("noted-{width}x{height}"), &state);
        press(&mut state, "i");
        golden(&format!("note-line-{width}x{height}"), &state);
        press(&mut state, "esc I");
        golden(&format!("notes-{width}x{height}"), &state);
    }
    let mut state = session(80, 24);
    press(&mut state, "1 g g R");
    golden("read-event-80x24", &state);
}

/// A ferry strike, and a bridge of which so many of three outlets tell by now.
fn coming(bridge: usize) -> Coverage {
    let article = |id: &str, outlet: &str, text: &str| Article {
        id: id.into(),
        outlet: Outlet { name: outlet.into(), guessed: false },
        title: text.split('.').next().unwrap_or_default().into(),
        published: Some(Published::on(jiff::civil::date(2025, 3, 4))),
        text: text.into(),
        ..Article::default()
    };
    let told = [
        "Engineers found nine cracks in the north pier of the harbour bridge. The harbour bridge was shut on Monday. Its piers are of 1911.",
        "Nine cracks in the north pier of the harbour bridge were found by engineers. On Monday the harbour bridge was shut. A school band played on.",
        "The harbour bridge was shut on Monday when engineers found nine cracks in its north pier. A diver lost a boot of rubber below the harbour bridge. The boot of rubber was never found by the diver.",
        "Engineers found nine cracks in the north pier, and the harbour bridge was shut on Monday. A diver lost a boot of rubber below it.",
    ];
    let mut all = vec![article(
        "ferry",
        "Post",
        "Crews of the island ferries walked out on Wednesday over pay. The union called its members out.",
    )];
    let outlets = ["Courier", "Mail", "Radio", "Standard"].into_iter().zip(told).take(bridge);
    all.extend(outlets.map(|(outlet, text)| article(outlet, outlet, text)));
    let corpus = Corpus::new(all);
    let findings = rashomon::analysis::analyze(&corpus);
    Coverage { corpus, findings, ..Coverage::default() }
}

#[test]
fn what_came_after_an_event_was_read_is_new_until_it_is_read_again() {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 160, height: 50 });
    receive(&mut state, Message::Loaded(coming(2).into()));
    let news = |state: &State| -> Vec<String> {
        let list = screen(state).lines().map(|line| line.chars().take(39).collect()).collect();
        let list: Vec<String> = list;
        list.into_iter().filter(|line| line.contains(" new ") || line.contains("2 new")).collect()
    };
    let go = |state: &mut State, id: &str| {
        let number = state.shelf.named(id).unwrap();
        let (event, place) = state.shelf.find(number).unwrap();
        play(state, "1").unwrap();
        state.list.choice.selected = state.list.outline.find(Row::Article(event, place)).unwrap();
        play(state, "enter").unwrap()
    };
    go(&mut state, "Courier");
    let left = go(&mut state, "ferry");
    let seen = |effects: &[Effect]| -> Vec<usize> {
        let seen = effects.iter().filter_map(|effect| match effect {
            Effect::Seen(all) => Some(all.len()),
            _ => None,
        });
        seen.collect()
    };
    assert_eq!(seen(&left), [2], "both, though one was read");
    assert_eq!(news(&state), [""; 0]);
    receive(&mut state, Message::Loaded(coming(4).into()));
    let marked = news(&state);
    assert_eq!(marked.len(), 3, "the event and the articles: {}", screen(&state));
    assert!(marked[0].contains("2 new") && marked[1].contains("Radio new"), "{marked:?}");
    // It is new while the event is read, with the topic that only the new ones tell.
    go(&mut state, "Courier");
    assert_eq!(news(&state).len(), 3);
    let topics: Vec<String> =
        state.event().unwrap().topics.iter().map(|topic| topic.label.clone()).collect();
    let fresh: Vec<bool> =
        state.event().unwrap().topics.iter().map(|topic| state.is_new_topic(topic)).collect();
    assert!(
        fresh.iter().filter(|new| **new).count() == 1 && fresh.len() > 1,
        "{topics:?} {fresh:?}"
    );
    let marked = screen(&state).lines().filter(|line| line.ends_with("new│")).count();
    assert_eq!(marked, 1, "{}", screen(&state));
    assert_eq!(seen(&go(&mut state, "ferry")), [2]);
    assert_eq!(news(&state), [""; 0], "it was read since");
}
