//! Two accounts beside each other: laid side by side at their passages at every size, scrolled
//! together and alone, turned, entered, written on. By keys, over the bundled sample and invented
//! coverage.
#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/coverage.rs"]
mod coverage;

use rashomon::app::layout::Size;
use rashomon::app::overlay::Overlay;
use rashomon::app::overlay::mirror::{Hold, Mirror};
use rashomon::app::{Effect, Message, State, play, receive};
use rashomon::config::Config;
use rashomon::config::theme::ThemeName;
use rashomon::library::sample;
use rashomon::tui::{draw, picture};
use rashomon::view::Coverage;

fn session(coverage: Coverage, width: u16, height: u16) -> State {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
    receive(&mut state, Message::Loaded(coverage.into()));
    state
}

#[track_caller]
fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    play(state, keys).unwrap()
}

#[track_caller]
fn mirror(state: &State) -> &Mirror {
    state.mirror().unwrap()
}

fn screen(state: &State) -> String {
    let styled = picture::styled_text(&draw(state));
    styled.split("----\n").next().unwrap_or_default().to_owned()
}

/// Rows between the first one in view of each account and its passage.
fn below_the_top(state: &State) -> [isize; 2] {
    let (mirror, tops) = (mirror(state), mirror(state).tops());
    let row = |side: usize| mirror.pages[side].rows.row_of(mirror.pair()[side].span.start);
    [0, 1].map(|side| row(side).cast_signed() - tops[side].cast_signed())
}

#[test]
fn every_dispute_of_the_sample_lies_side_by_side_at_every_size() {
    let coverage = sample().coverage;
    for (width, height) in
        [(220, 60), (160, 50), (120, 40), (100, 30), (80, 24), (60, 20), (40, 10), (20, 4)]
    {
        let mut state = session(coverage.clone(), width, height);
        for _ in 0..24 {
            press(&mut state, "]c v");
            let [left, right] = below_the_top(&state);
            assert_eq!(left, right, "{width}x{height}");
            let layout = state.layout().unwrap();
            let shown = mirror(&state).shown();
            let frames = layout.mirror(shown).frames;
            for frame in frames.into_iter().flatten() {
                let rows = isize::from(layout.inside(frame).height.cast_signed());
                assert!((0..rows.max(1)).contains(&left), "in sight: {left} of {rows}");
            }
            // The reason is there at every size, and so is the key that goes on where two rows are.
            let index = match mirror(&state).origin.finding {
                Some(rashomon::view::event::Finding::Conflict(index)) => index,
                other => panic!("{other:?}"),
            };
            let first = mirror(&state).pair()[0];
            let why = state.event().unwrap().conflicts[index].why_from(first).to_owned();
            let begins: String = why.chars().take(usize::from(width / 2)).collect();
            assert!(screen(&state).contains(&begins), "{width}x{height}: {}", screen(&state));
            if height >= 8 {
                assert!(screen(&state).contains(" x "), "{}", screen(&state));
            }
            press(&mut state, "q");
        }
    }
}

#[test]
fn both_scroll_together_or_one_alone_and_come_together_again() {
    let mut state = session(coverage::coverage(), 120, 10);
    press(&mut state, "]c ]c v");
    let apart = |state: &State| {
        let [left, right] = below_the_top(state);
        left - right
    };
    let first = mirror(&state).tops();
    press(&mut state, "j j");
    assert_eq!(apart(&state), 0);
    assert_ne!(mirror(&state).tops(), first);
    press(&mut state, "k k");
    assert_eq!(mirror(&state).tops(), first);
    press(&mut state, "tab j");
    assert_eq!(mirror(&state).hold, Hold::One(0));
    assert_eq!((apart(&state), mirror(&state).tops()[1]), (-1, first[1]), "the left one alone");
    press(&mut state, "tab k k");
    assert_eq!(apart(&state), -3, "and the right one alone");
    press(&mut state, "tab");
    assert_eq!((mirror(&state).hold, mirror(&state).tops()), (Hold::Both, first));
    // To the ends and back nothing is out of reach and nothing runs away.
    press(&mut state, "G");
    let end = mirror(&state).tops();
    press(&mut state, "G j j");
    assert_eq!(mirror(&state).tops(), end);
    press(&mut state, "g g");
    assert_eq!(mirror(&state).tops().map(|top| top.min(1)).iter().sum::<usize>(), 0);
}

#[test]
fn the_sides_change_places_and_one_is_entered() {
    let mut state = session(coverage::coverage(), 120, 40);
    press(&mut state, "]c ]c");
    let here = state.place().unwrap();
    press(&mut state, "v");
    let [a, b] = mirror(&state).pair();
    assert_eq!(mirror(&state).sides.len(), 2);
    press(&mut state, "x");
    assert_eq!(mirror(&state).pair(), [b, a]);
    press(&mut state, "x");
    assert_eq!(mirror(&state).pair(), [a, b]);
    press(&mut state, "q");
    assert_eq!(state.place().unwrap(), here, "a look at it is no leaving");
    press(&mut state, "v enter");
    assert!(state.overlay.is_none());
    assert_eq!(state.reader.current.unwrap().passage, b, "the one on the right");
    press(&mut state, "x");
    assert_eq!(state.reader.current.unwrap().passage, a, "a crossing goes on from there");
    press(&mut state, "v h enter");
    assert_eq!(state.reader.current.unwrap().passage, a, "the left one is where it began");
}

#[test]
fn a_third_side_comes_in_turn() {
    let mut state = session(coverage::coverage(), 160, 50);
    let found = (0..6).find(|_| {
        press(&mut state, "]c v");
        let found = mirror(&state).sides.len() == 3;
        if !found {
            press(&mut state, "q");
        }
        found
    });
    assert!(found.is_some(), "the coverage has a dispute with three sides");
    let sides = mirror(&state).sides.clone();
    let seen: Vec<_> = (0..3)
        .map(|_| {
            let pair = mirror(&state).pair();
            press(&mut state, "x");
            pair
        })
        .collect();
    assert_eq!(seen, [[sides[0], sides[1]], [sides[1], sides[2]], [sides[2], sides[0]]]);
}

#[test]
fn a_note_is_written_and_a_dispute_dismissed_beside_each_other() {
    let mut state = session(coverage::coverage(), 120, 40);
    press(&mut state, "]c ]c v");
    let [a, b] = mirror(&state).pair();
    press(&mut state, "i text:who");
    assert!(screen(&state).contains("note: who"), "{}", screen(&state));
    assert!(state.mirror().is_some(), "what is written on stays in sight");
    press(&mut state, "enter");
    assert!(matches!(state.overlay, Some(Overlay::Mirror(_))));
    let noted =
        |state: &State| state.notes.all().iter().map(|note| note.at.unwrap()).collect::<Vec<_>>();
    assert_eq!(noted(&state), [state.coverage.anchor(b)], "on the right one");
    press(&mut state, "h i text:what enter");
    assert_eq!(
        noted(&state).last(),
        Some(&state.coverage.anchor(a)),
        "or on the one that is meant"
    );
    press(&mut state, "i esc");
    assert!(matches!(state.overlay, Some(Overlay::Mirror(_))));
    let count = state.reader.view.disputes().len();
    press(&mut state, "D");
    assert!(state.overlay.is_none());
    assert_eq!(state.reader.view.disputes().len(), count - 1);
}

#[test]
fn the_words_stand_out_in_which_the_two_part() {
    let mut state = session(coverage::coverage(), 120, 40);
    press(&mut state, "]c ]c v");
    let deciding = mirror(&state).comparison.sides.each_ref().map(|side| {
        let text = &state.coverage.corpus.article(side.passage.article).text;
        side.decides.iter().map(|span| span.of(text)).collect::<Vec<_>>()
    });
    assert_eq!(deciding, [vec!["six"], vec!["ten"]]);
}

#[test]
fn what_is_copied_says_who_says_it_where_and_why_they_part() {
    let mut state = session(coverage::coverage(), 120, 40);
    for keys in ["]c ]c v y", "q C y"] {
        let effects = press(&mut state, keys);
        let Some(Effect::Copy(text)) = effects.last() else { panic!("{effects:?}") };
        assert_eq!(
            text,
            "the council: the bridge would stay shut for six weeks\n\
             — Evening Post, “Harbour bridge shut until Easter”, 4 Mar 2025\n\n\
             Nordbau: Repairs will take at least ten weeks\n\
             — Harbour Radio, “Office signed for bridge warning”, 4 Mar 2025\n\n\
             number: six weeks against at least ten weeks\n"
        );
    }
}

#[test]
fn one_passage_is_copied_with_who_says_it() {
    let mut state = session(sample().coverage, 120, 40);
    let copied = (0..12).find_map(|_| {
        let effects = press(&mut state, "]c y");
        let Some(Effect::Copy(text)) = effects.last() else { panic!("{effects:?}") };
        text.contains("The alarm did not sound").then(|| text.clone())
    });
    let copied = copied.unwrap();
    assert!(copied.starts_with("Dagny Holm: “The alarm did not sound”\n— "), "{copied}");
}

#[test]
fn the_list_of_disputes_takes_notes_and_links_and_comes_back() {
    let mut state = session(coverage::coverage(), 120, 40);
    press(&mut state, "C j");
    let Some(Overlay::Conflicts(list)) = &state.overlay else { panic!() };
    let index = list.chosen().unwrap();
    let conflict = state.event().unwrap().conflicts[index].clone();
    press(&mut state, "i text:ask");
    assert!(screen(&state).contains("Disputes by kind"), "it stays in sight: {}", screen(&state));
    press(&mut state, "enter");
    assert_eq!(state.notes.all()[0].at, Some(state.coverage.anchor(conflict.a.passage)));
    assert!(matches!(state.overlay, Some(Overlay::Conflicts(_))));
    press(&mut state, "b enter");
    assert_eq!(state.coverage.links[0].sides, [conflict.a.passage, conflict.b.passage]);
    assert!(matches!(state.overlay, Some(Overlay::Conflicts(_))));
}

#[test]
fn the_mouse_scrolls_and_chooses_a_side() {
    let mut state = session(coverage::coverage(), 120, 10);
    press(&mut state, "]c ]c v");
    let first = mirror(&state).tops();
    receive(&mut state, Message::Click(100, 5));
    assert_eq!(mirror(&state).hold, Hold::One(1));
    receive(&mut state, Message::Wheel(100, 5, 1));
    assert_eq!(mirror(&state).tops(), [first[0], first[1] + 1]);
    receive(&mut state, Message::Wheel(10, 5, 1));
    assert_eq!(mirror(&state).tops(), [first[0] + 1, first[1] + 1], "the one under the pointer");
    assert_eq!(mirror(&state).hold, Hold::One(1));
}

#[test]
fn another_size_keeps_both_side_by_side() {
    let mut state = session(sample().coverage, 160, 50);
    press(&mut state, "]c v");
    for (width, height) in [(80, 24), (40, 10), (20, 4), (300, 100), (60, 12), (110, 14), (160, 50)]
    {
        receive(&mut state, Message::Resize(Size { width, height }));
        let [left, right] = below_the_top(&state);
        assert_eq!(left, right, "{width}x{height}");
        assert!(!screen(&state).is_empty());
    }
}
