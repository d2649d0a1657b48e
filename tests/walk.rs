//! The walk over disputes: where it goes, how it keeps its thread, and that what it counts is what
//! everything counts. By keys, over the bundled sample (whatever is found in it) and over invented
//! coverage.
#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/coverage.rs"]
mod coverage;

use std::collections::BTreeSet;

use rashomon::app::layout::Size;
use rashomon::app::overlay::Overlay;
use rashomon::app::{Message, State, play, receive};
use rashomon::config::Config;
use rashomon::config::theme::ThemeName;
use rashomon::corpus::{ArticleId, Passage};
use rashomon::library::sample;
use rashomon::tui::{draw, picture};
use rashomon::view::Coverage;
use rashomon::view::conflicts::Row;
use rashomon::view::event::{Finding, Soft, Spot, sides};
use rashomon::view::record::Narrowing;
use rashomon::view::shelf::Number;
use rashomon::view::sidebar;

const SIZES: [(u16, u16); 3] = [(160, 50), (80, 24), (40, 10)];

fn session(coverage: Coverage, (width, height): (u16, u16)) -> State {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
    receive(&mut state, Message::Loaded(coverage.into()));
    state
}

/// A session that begins at the first byte of an article.
fn opened(coverage: Coverage, (width, height): (u16, u16), article: Number) -> State {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width, height });
    receive(&mut state, Message::Resume(article, 0));
    receive(&mut state, Message::Loaded(coverage.into()));
    assert_eq!((state.number(), state.reader.cursor), (Some(article), 0));
    state
}

/// A session that begins at the top of the list.
fn at_the_top(coverage: Coverage, size: (u16, u16)) -> State {
    let first = session(coverage.clone(), size).shelf.event(0).unwrap().articles[0].number;
    opened(coverage, size, first)
}

#[track_caller]
fn press(state: &mut State, keys: &str) {
    play(state, keys).unwrap();
}

fn screen(state: &State) -> String {
    let styled = picture::styled_text(&draw(state));
    styled.split("----\n").next().unwrap_or_default().to_owned()
}

fn notice(state: &State) -> &str {
    state.notice.as_deref().unwrap_or_default()
}

/// The event's label and the number of the dispute that one stands on.
#[track_caller]
fn here(state: &State) -> (String, usize) {
    let dispute = state.dispute().unwrap_or_else(|| panic!("on a dispute: {}", notice(state)));
    (state.event().unwrap().label.clone(), state.reader.view.number(dispute.group).unwrap().0)
}

/// The passage that one was brought to, by the number of its article.
fn place(state: &State) -> (Number, Passage) {
    let passage = state.reader.stop.unwrap().passage;
    (state.coverage.number(passage.article), passage)
}

/// All disputes in the order of the list, by their events and numbers, as the list counts them.
fn expected(state: &State) -> Vec<(String, usize)> {
    let events = (0..state.shelf.events()).map(|place| (place, state.shelf.event(place).unwrap()));
    events
        .flat_map(|(place, event)| {
            (1..=state.disputes_of(place, &event)).map(move |number| (event.label.clone(), number))
        })
        .collect()
}

/// Steps so often that every dispute is come to once, and once more, pressing keys `after` each
/// step.
#[track_caller]
fn goes_round(coverage: Coverage, size: (u16, u16), step: &str, after: &str) {
    let mut state = at_the_top(coverage, size);
    let all = expected(&state);
    let on = step == "]c";
    let first = if on { 0 } else { all.len() - 1 };
    let mut seen = Vec::new();
    for at in 0..=all.len() {
        press(&mut state, step);
        let said = notice(&state).to_owned();
        seen.push(here(&state));
        let wraps = if on {
            "that was the last; on from the first"
        } else {
            "that was the first; on from the last"
        };
        let is_round = if on { at == all.len() } else { at == 0 || at == all.len() };
        assert_eq!(
            said.ends_with(wraps),
            is_round,
            "{step} {after}, step {at} of {} at {size:?}: {said}",
            all.len()
        );
        let before = seen.len().checked_sub(2).and_then(|before| seen.get(before));
        if !is_round && before.is_some_and(|before| before.0 != seen[at].0) {
            assert!(said.contains(&seen[at].0), "it says which event it goes on to: {said}");
        }
        press(&mut state, after);
    }
    let mut wanted = all.clone();
    if !on {
        wanted.reverse();
    }
    wanted.push(all[first].clone());
    assert_eq!(seen, wanted, "{step} {after} at {size:?}");
}

#[test]
fn every_dispute_of_the_sample_is_come_to_once_in_order_wherever_crossing_leads() {
    for size in SIZES {
        goes_round(sample().coverage, size, "]c", "x");
    }
    for after in ["", "x x", "x H", "x H L", "x v x q", "x C q", "x j k", "x i esc"] {
        goes_round(sample().coverage, (80, 24), "]c", after);
    }
    goes_round(sample().coverage, (80, 24), "[c", "x");
}

#[test]
fn a_walk_goes_round_over_an_event_without_disputes_between_two_that_have_some() {
    for size in SIZES {
        for after in ["", "x", "x x", "x j"] {
            goes_round(with_a_quiet_event(), size, "]c", after);
        }
        goes_round(with_a_quiet_event(), size, "[c", "x");
    }
}

#[test]
fn crossing_comes_to_every_place_of_a_dispute_says_what_comes_next_and_goes_back() {
    for coverage in [sample().coverage, with_a_quiet_event()] {
        let mut state = at_the_top(coverage, (160, 50));
        let count = expected(&state).len();
        for _ in 0..count {
            press(&mut state, "]c");
            let (dispute, begin) = (here(&state), place(&state));
            let group = state.dispute().unwrap().clone();
            let event = state.event().unwrap();
            let sides_of = |index: &usize| {
                [event.conflicts[*index].a.passage, event.conflicts[*index].b.passage]
            };
            let wanted: BTreeSet<Passage> = group.conflicts.iter().flat_map(sides_of).collect();
            let spot =
                Spot { passage: begin.1, finding: state.reader.stop.unwrap().finding.unwrap() };
            let all = sides(&state.coverage, &state.reader.view, spot, Soft::Hidden).len();
            let mut seen = BTreeSet::new();
            for at in 1..=all {
                let (text, says) = (screen(&state), format!("side {at} of {all}  x "));
                let next = match at {
                    at if at == all => "back",
                    _ if all == 2 => "other side",
                    _ => "next side",
                };
                assert!(
                    text.contains(&format!("{says}{next}\n")),
                    "{dispute:?}: {says}{next}\n{text}"
                );
                assert_eq!(here(&state), dispute, "one dispute, whatever its side");
                assert!(seen.insert(place(&state).1), "no place twice");
                press(&mut state, "x");
            }
            assert_eq!(place(&state), begin, "and back");
            assert!(wanted.is_subset(&seen), "{dispute:?}: every side");
        }
        press(&mut state, "]c");
        assert_eq!(notice(&state), "that was the last; on from the first");
    }
}

#[test]
fn on_the_last_side_of_two_it_says_back_where_there_is_room_for_a_word() {
    for (width, words) in
        [(160, "side 2 of 2  x back"), (80, "side 2 of 2  x back"), (40, "side 2/2")]
    {
        let mut state = session(coverage::coverage(), (width, 24));
        press(&mut state, "]c ]c x");
        assert!(screen(&state).contains(words), "{}", screen(&state));
    }
}

/// The fixture with a third event between its two, without disputes: of the article that took part
/// in none.
fn with_a_quiet_event() -> Coverage {
    let mut coverage = coverage::coverage();
    let mut quiet = coverage.findings.events[1].clone();
    coverage.findings.events[1].articles.pop();
    (quiet.articles, quiet.conflicts) = (vec![ArticleId(5)], Vec::new());
    (quiet.label, quiet.id) = ("Buns sold out".into(), "6.txt".into());
    coverage.findings.events.insert(1, quiet);
    coverage.findings.event_of = vec![0, 0, 0, 2, 2, 1];
    coverage
}

/// Opens the article of the event without disputes.
fn in_the_quiet_event(size: (u16, u16)) -> State {
    let state = opened(with_a_quiet_event(), size, Number(5));
    assert_eq!(state.event().unwrap().label, "Buns sold out");
    state
}

#[test]
fn from_an_event_without_disputes_the_walk_goes_on_to_the_next_that_has_one() {
    let mut state = in_the_quiet_event((80, 24));
    press(&mut state, "]c");
    assert_eq!(
        (here(&state), notice(&state)),
        (("Ferry strike".into(), 1), "no disputes here; on to the next event: Ferry strike")
    );
    press(&mut state, "[c");
    assert_eq!(
        (here(&state).1, notice(&state)),
        (4, "back to the event before: Harbour bridge closed"),
        "over it"
    );
    let mut state = in_the_quiet_event((80, 24));
    press(&mut state, "[c");
    assert_eq!(here(&state), ("Harbour bridge closed".into(), 4));
    assert_eq!(notice(&state), "no disputes here; back to the event before: Harbour bridge closed");
}

#[test]
fn where_there_are_no_disputes_it_says_so() {
    let mut coverage = with_a_quiet_event();
    let soft = coverage.findings.events[0].conflicts[5].clone();
    coverage.findings.events.iter_mut().for_each(|event| event.conflicts.clear());
    let mut state = session(coverage.clone(), (80, 24));
    press(&mut state, "]c");
    assert_eq!(notice(&state), "no disputes in any event");
    coverage.findings.events[0].conflicts.push(soft);
    let mut state = session(coverage, (80, 24));
    for step in ["]c", "[c"] {
        press(&mut state, step);
        assert_eq!(
            notice(&state),
            "no disputes in any event; hidden soft ones here: 1, S shows them"
        );
    }
    press(&mut state, "S ]c");
    assert_eq!(here(&state), ("Harbour bridge closed".into(), 1));
}

/// The fixture at its second dispute, seen from its other side.
fn crossed() -> State {
    let mut state = session(coverage::coverage(), (60, 10));
    press(&mut state, "]c ]c x");
    assert_eq!((here(&state).1, place(&state).0), (2, Number(1)));
    state
}

#[test]
fn moving_about_and_looking_is_no_leaving_of_the_walk() {
    for keys in [
        "j j", "k k k", "j j j k", "x j H", "H", "H L", "v x q", "v q", "C q", "w q", "? q", "1 2",
        "3 2", "S S", "+ -", "T",
    ] {
        let mut state = crossed();
        press(&mut state, keys);
        press(&mut state, "]c");
        assert_eq!(here(&state).1, 3, "{keys}");
    }
    // Back to where an earlier dispute was left is back in the walk.
    let mut state = crossed();
    press(&mut state, "]c H H H ]c");
    assert_eq!(here(&state).1, 2);
}

#[test]
fn who_goes_elsewhere_begins_at_the_cursor() {
    // Scrolled away, in the last article: from its first place on.
    for keys in
        ["1 g g j j j enter", "1 g g j j j enter j", "/ text:receipt enter 1 g g j j j enter"]
    {
        let mut state = crossed();
        press(&mut state, keys);
        press(&mut state, "]c");
        assert_eq!(
            (here(&state).1, place(&state).0),
            (1, Number(2)),
            "{keys}: the first place in the opened article"
        );
        press(&mut state, "]c");
        assert_eq!(here(&state).1, 2, "and on from its dispute");
    }
    let mut state = crossed();
    press(&mut state, "g g ]c");
    assert_eq!(
        (here(&state).1, place(&state).0),
        (1, Number(1)),
        "the receipt stands before the ten weeks"
    );
    let mut state = crossed();
    press(&mut state, "/ text:spokesman enter ]c");
    assert_eq!(
        (here(&state).1, place(&state).0),
        (2, Number(1)),
        "from what was found, though it is in view"
    );
    let mut state = crossed();
    press(&mut state, "1 G enter g g [c");
    assert_eq!(here(&state), ("Ferry strike".into(), 1), "in another event, back from the cursor");
}

#[test]
fn a_dispute_is_dismissed_whole_and_the_walk_goes_on_from_there() {
    let mut state = session(coverage::coverage(), (120, 40));
    press(&mut state, "]c x D");
    assert!(notice(&state).starts_with("u takes it back"), "{}", notice(&state));
    assert_eq!((state.reader.view.disputes().len(), state.dismissals.len()), (3, 2));
    let next = |state: &State| state.coverage.corpus.words(place(state).1).to_owned();
    press(&mut state, "]c");
    assert_eq!(
        (here(&state).1, next(&state)),
        (1, "the bridge would stay shut for six weeks".to_owned())
    );
    press(&mut state, "u");
    assert_eq!((state.reader.view.disputes().len(), state.dismissals.len()), (4, 0));
    press(&mut state, "]c");
    assert_eq!(here(&state).1, 3);
}

#[test]
fn one_pair_of_a_dispute_is_dismissed_in_the_text_and_in_the_mirror() {
    for (keys, back) in [("]c x g D", "u"), ("]c v g D", "q u")] {
        let mut state = session(coverage::coverage(), (120, 40));
        press(&mut state, keys);
        assert!(notice(&state).starts_with("u takes it back: not a pair"), "{}", notice(&state));
        assert_eq!((state.reader.view.disputes().len(), state.dismissals.len()), (4, 1), "{keys}");
        press(&mut state, back);
        assert_eq!((state.reader.view.disputes().len(), state.dismissals.len()), (4, 0), "{keys}");
    }
    let mut state = session(coverage::coverage(), (120, 40));
    press(&mut state, "]c ]c g D");
    let left = state.reader.view.disputes().len();
    assert_eq!((left, state.dismissals.len()), (3, 1), "a dispute of one pair goes with it");
}

#[test]
fn the_next_dispute_is_compared_and_the_list_comes_back() {
    let mut state = session(coverage::coverage(), (120, 40));
    press(&mut state, "C j v");
    for (step, number) in [("]c", 3), ("]c", 4), ("[c", 3)] {
        press(&mut state, step);
        assert!(matches!(&state.overlay, Some(Overlay::Mirror(_))));
        assert_eq!(here(&state).1, number);
    }
    press(&mut state, "q");
    let Some(Overlay::Conflicts(list)) = &state.overlay else { panic!() };
    assert_eq!(
        list.chosen(),
        state.dispute().map(rashomon::view::event::Dispute::surest),
        "at the dispute that was compared last"
    );
    press(&mut state, "v D");
    assert!(matches!(&state.overlay, Some(Overlay::Conflicts(_))));
    press(&mut state, "q ]c v ]c");
    assert_eq!(state.event().unwrap().label, "Ferry strike", "over the border of the event");
    press(&mut state, "q");
    assert!(state.overlay.is_none());
}

#[test]
fn a_dispute_that_was_dismissed_comes_back_with_the_same_key_where_it_stood() {
    let mut state = session(coverage::coverage(), (120, 40));
    press(&mut state, "]c ]c");
    let (count, here) = (state.reader.view.disputes().len(), state.place().unwrap().at);
    press(&mut state, "D");
    assert_eq!(state.reader.view.disputes().len(), count - 1);
    press(&mut state, "D");
    assert_eq!(state.reader.view.disputes().len(), count, "{}", notice(&state));
    assert_eq!(state.place().unwrap().at, here);
}

#[test]
fn help_is_there_over_whatever_is_open_and_leaves_it_there() {
    let mut state = session(coverage::coverage(), (120, 40));
    for keys in ["]c v", "C", "c", "w", "K", "B"] {
        press(&mut state, keys);
        let below = format!("{:?}", state.overlay).chars().take(12).collect::<String>();
        press(&mut state, "?");
        assert!(matches!(state.overlay, Some(Overlay::Help(_))), "{keys}");
        assert_eq!(state.mirror().is_some(), keys.ends_with('v'), "it stays in sight behind");
        press(&mut state, "q");
        let again = format!("{:?}", state.overlay).chars().take(12).collect::<String>();
        assert_eq!(again, below, "{keys}");
        press(&mut state, "esc");
    }
}

#[test]
fn everything_counts_disputes() {
    for coverage in [sample().coverage, with_a_quiet_event()] {
        for soft in [Soft::Hidden, Soft::Shown] {
            let rows = coverage
                .event_rows(&Narrowing { soft: soft == Soft::Shown, ..Narrowing::default() });
            let events = session(coverage.clone(), (160, 50)).shelf.events();
            for at in 0..events {
                let event = session(coverage.clone(), (160, 50)).shelf.event(at).unwrap();
                let mut state = opened(coverage.clone(), (160, 50), event.articles[0].number);
                press(&mut state, if soft == Soft::Shown { "S" } else { "2" });
                let row = rows.iter().find(|row| row.event == event.id).unwrap();
                let count = row.disputes.unwrap();
                assert!(count <= row.conflicts);
                assert_eq!(state.disputes_of(at, &event), count, "{}: the list", event.label);
                assert_eq!(state.reader.view.disputes().len(), count, "{}: the walk", event.label);
                let words =
                    if count == 1 { "1 dispute ".to_owned() } else { format!("{count} disputes ") };
                assert!(
                    screen(&state).lines().next().unwrap().contains(&words),
                    "{}: the head",
                    event.label
                );
                let heading = |row: &sidebar::Row| {
                    if let sidebar::Row::Heading(_, count) = row { *count } else { 0 }
                };
                assert_eq!(
                    state.topics.rows.iter().map(heading).sum::<usize>(),
                    count,
                    "{}: the topics",
                    event.label
                );
                press(&mut state, "C");
                let listed = match &state.overlay {
                    Some(Overlay::Conflicts(list)) => {
                        list.rows.iter().filter(|row| matches!(row, Row::Dispute(_))).count()
                    }
                    _ => 0,
                };
                assert_eq!(listed, count, "{}: C", event.label);
                for (place, article) in event.articles.iter().enumerate() {
                    let id = state.coverage.local(article.number).unwrap();
                    let spots = state.reader.view.spots(id).iter();
                    let disputes = spots.filter_map(|spot| match spot.finding {
                        Finding::Conflict(index) => {
                            state.reader.view.dispute_of(index).map(|dispute| dispute.group)
                        }
                        _ => None,
                    });
                    assert_eq!(
                        state.disputes_in(at, &event, place),
                        disputes.collect::<BTreeSet<_>>().len(),
                        "{}",
                        article.id
                    );
                }
            }
        }
    }
}

/// Where no rule found a dispute or the same words, x goes to what the others say on the point of
/// the sentence, through all of it, and back.
#[test]
fn x_goes_through_what_the_others_say_on_this_point_and_back() {
    for size in SIZES {
        let mut state = opened(coverage::coverage(), size, Number(0));
        let mut crossed = 0;
        for _ in 0..40 {
            press(&mut state, "j");
            let found = state.reader.current.and_then(|stop| stop.finding);
            if !matches!(found, None | Some(Finding::Topic(_))) {
                continue;
            }
            let from = state.reader.cursor;
            press(&mut state, "x");
            let Some(Finding::Point) = state.reader.stop.and_then(|stop| stop.finding) else {
                assert!(notice(&state).starts_with("nothing here is told by anybody else"));
                continue;
            };
            crossed += 1;
            let (at, count) = state.side().unwrap();
            assert_eq!(at, 2, "the nearest comes first");
            assert_ne!(place(&state).1.article, ArticleId(0), "{from}");
            if size.1 > 10 {
                assert!(screen(&state).contains("on this point, not a conflict"));
            }
            for _ in 1..count {
                press(&mut state, "x");
            }
            assert_eq!(state.side(), Some((1, count)));
            assert_eq!(place(&state).0, Number(0), "at last back");
            // A headline has the point of the first sentence.
            let sentence = place(&state).1.span;
            assert!(from < sentence.end, "{sentence:?} {from}");
        }
        assert!(crossed > 3, "{size:?}");
    }
}

#[test]
fn what_the_others_say_follows_the_cursor_and_folds_away() {
    let mut state = opened(coverage::coverage(), (160, 50), Number(0));
    let shown = |state: &State| screen(state).contains("┌ On this point ");
    assert!(shown(&state));
    let first = state.point.clone();
    press(&mut state, "2 G");
    assert!(first.is_some() && state.point.is_some() && state.point != first);
    press(&mut state, "p");
    assert!(!shown(&state));
    assert_eq!(state.point, None);
    press(&mut state, "p");
    assert!(shown(&state));
    // What there is no room for is counted on a row of its own.
    let mut drawer = opened(sample().coverage, (80, 24), Number(0));
    press(&mut drawer, "]c 3");
    let drawn = screen(&drawer);
    let more = drawn.lines().find(|line| line.contains(" more: x goes through them"));
    let rest = more.expect("the box is cramped").split("through them").nth(1).unwrap();
    assert_eq!(rest.trim_end_matches('│').trim(), "", "{drawn}");
    let mut small = opened(coverage::coverage(), (40, 10), Number(0));
    press(&mut small, "p p");
    assert_eq!(notice(&small), "there is no room for it on this screen; x goes through it");
}

#[test]
fn the_only_article_of_an_event_is_told_to_be_one() {
    let mut coverage = coverage::coverage();
    coverage.findings.events[0].articles.truncate(1);
    let event = &mut coverage.findings.events[0];
    (event.topics, event.variants, event.conflicts) = Default::default();
    let mut state = opened(coverage, (160, 50), Number(0));
    press(&mut state, "2 g g");
    assert!(screen(&state).contains("one account: nothing to compare"), "{}", screen(&state));
}

/// On a counterpart one key chooses both sides of a link.
#[test]
fn a_counterpart_is_linked_with_its_sentence_at_once() {
    let mut state = opened(coverage::coverage(), (160, 50), Number(0));
    while state.reader.stop.and_then(|stop| stop.finding) != Some(Finding::Point) {
        press(&mut state, "H j");
        press(&mut state, "x");
    }
    press(&mut state, "b");
    assert!(matches!(state.overlay, Some(Overlay::Link(_))), "{}", notice(&state));
    press(&mut state, "enter");
    assert_eq!(state.coverage.links.len(), 1);
    assert_ne!(state.coverage.links[0].sides[0], state.coverage.links[0].sides[1]);
}

/// The reason has the side on which one stands before the other, and both its numbers.
#[test]
fn a_reason_begins_with_the_side_that_one_stands_on() {
    let coverage = sample().coverage;
    let mut seen = 0;
    for event in &coverage.findings.events {
        for conflict in event.conflicts.iter().filter(|conflict| conflict.kind.name() == "number") {
            let [a, b] = [&conflict.a, &conflict.b].map(|side| coverage.corpus.words(side.passage));
            let named = |why: &str| -> Vec<String> {
                let why = why.strip_suffix(", of the same thing").unwrap();
                let why = why.trim_end_matches(" as planned").strip_prefix("one gives ").unwrap();
                why.split(" and the other ").map(str::to_lowercase).collect()
            };
            let forth = named(conflict.why_from(conflict.a.passage));
            let back = named(conflict.why_from(conflict.b.passage));
            let number = |side: &str| side.split(' ').next().unwrap().to_owned();
            assert!(a.to_lowercase().contains(&number(&forth[0])), "{forth:?} of {a}");
            assert!(b.to_lowercase().contains(&number(&forth[1])), "{forth:?} of {b}");
            assert_eq!(back, [forth[1].clone(), forth[0].clone()]);
            seen += 1;
        }
    }
    assert!(seen > 3, "{seen}");
    // On the screen too, across and back.
    let mut coverage = coverage::coverage();
    let conflict = &mut coverage.findings.events[0].conflicts[0];
    (conflict.why, conflict.back) = ("forth it is".to_owned(), Some("back it is".to_owned()));
    let (a, b) = (conflict.a.passage, conflict.b.passage);
    let mut state = at_the_top(coverage, (120, 40));
    press(&mut state, "]c");
    for _ in 0..2 {
        let stop = state.reader.current.unwrap();
        assert_eq!(stop.finding, Some(Finding::Conflict(0)));
        let (told, other) = match stop.passage {
            passage if passage == a => ("forth it is", "back it is"),
            passage => {
                assert_eq!(passage, b);
                ("back it is", "forth it is")
            }
        };
        let status: Vec<String> = screen(&state).lines().rev().take(3).map(str::to_owned).collect();
        let status = status.join("\n");
        assert!(status.contains(told) && !status.contains(other), "{status}");
        press(&mut state, "x");
    }
}
