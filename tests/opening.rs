//! A library that gives an event only when asked on another thread, as one on a disk does: no key
//! waits for it, what comes too late is dropped, and in the end everything is as in a library in
//! memory.
#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/coverage.rs"]
mod coverage;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rashomon::app::layout::{Pane, Size};
use rashomon::app::{Effect, Message, State, answer, play, receive};
use rashomon::config::Config;
use rashomon::config::key::sequence;
use rashomon::config::theme::ThemeName;
use rashomon::tui::{draw, picture};
use rashomon::view::Coverage;
use rashomon::view::query::Query;
use rashomon::view::shelf::memory::Memory;
use rashomon::view::shelf::{
    Anchor, Change, Found, IsKnown, Kept, Left, Loaded, Measure, Number, Said, Shelf, ShelfEvent,
};
use rashomon::view::speaker::{QuoteId, Speaker};

/// A library in memory that has nothing at hand.
#[derive(Debug)]
struct Slow(Arc<dyn Shelf>);

impl Shelf for Slow {
    fn events(&self) -> usize {
        self.0.events()
    }
    fn articles(&self) -> usize {
        self.0.articles()
    }
    fn event(&self, place: usize) -> Option<Arc<ShelfEvent>> {
        self.0.event(place)
    }
    fn measures(&self) -> Arc<[Measure]> {
        self.0.measures()
    }
    fn find(&self, article: Number) -> Option<(usize, usize)> {
        self.0.find(article)
    }
    fn named(&self, id: &str) -> Option<Number> {
        self.0.named(id)
    }
    fn left(&self, place: usize, without: &[[Anchor; 2]]) -> Option<Left> {
        self.0.left(place, without)
    }
    fn words(&self, at: Anchor) -> Option<String> {
        self.0.words(at)
    }
    fn quote(&self, id: QuoteId) -> Option<Said> {
        self.0.quote(id)
    }
    fn corrected(&self) -> Vec<Change> {
        self.0.corrected()
    }
    fn at_hand(&self, _: Number) -> Option<Coverage> {
        None
    }
    fn open(&self, article: Number) -> Option<Coverage> {
        self.0.open(article)
    }
    fn everywhere(
        &self,
        query: &Query,
        is: IsKnown<'_>,
        limit: usize,
        cancelled: &AtomicBool,
    ) -> Vec<Found> {
        self.0.everywhere(query, is, limit, cancelled)
    }
    fn filter(&self, query: &Query, is: IsKnown<'_>, cancelled: &AtomicBool) -> Kept {
        self.0.filter(query, is, cancelled)
    }
    fn speakers(&self, cancelled: &AtomicBool) -> Vec<Speaker> {
        self.0.speakers(cancelled)
    }
    fn regrouped(&self, corrections: &[Change], cancelled: &AtomicBool) -> Option<Arc<dyn Shelf>> {
        Some(Arc::new(Slow(self.0.regrouped(corrections, cancelled)?)))
    }
}

fn loaded(coverage: Coverage) -> Message {
    Message::Loaded(Loaded {
        shelf: Arc::new(Slow(Arc::new(Memory::new(coverage)))),
        ..Loaded::default()
    })
}

fn session(message: Message) -> (State, Vec<Effect>) {
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 120, height: 40 });
    let effects = receive(&mut state, message);
    (state, effects)
}

/// Takes in the answers to `effects`, which ask for nothing more.
#[track_caller]
fn take_in(state: &mut State, effects: &[Effect]) {
    for effect in effects {
        let message = answer(state.shelf.as_ref(), effect, &AtomicBool::new(false)).unwrap();
        assert_eq!(beside_reading(receive(state, message)), []);
    }
}

fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    beside_reading(
        sequence(keys)
            .unwrap()
            .into_iter()
            .flat_map(|key| receive(state, Message::Key(key)))
            .collect(),
    )
}

/// What is asked of the world, but for keeping what was read.
fn beside_reading(effects: Vec<Effect>) -> Vec<Effect> {
    effects
        .into_iter()
        .filter(|effect| !matches!(effect, Effect::Read(_) | Effect::Seen(_) | Effect::Left(..)))
        .collect()
}

fn screen(state: &State) -> String {
    picture::styled_text(&draw(state))
}

#[test]
fn the_list_and_the_title_are_there_before_the_text_is() {
    let (mut state, effects) = session(loaded(coverage::coverage()));
    assert_eq!(effects, [Effect::Open(Number(0), 1)], "asked once");
    assert_eq!((state.article().is_some(), state.number()), (false, Some(Number(0))));
    assert!(screen(&state).starts_with(" rashomon  Harbour bridge closed "), "{}", screen(&state));
    assert!(screen(&state).contains("2 a Evening Post · 4 Mar 2025"), "{}", screen(&state));
    assert!(
        screen(&state).contains("Harbour bridge shut until Easter")
            && !screen(&state).contains("PORT ELSIN")
    );
    assert_eq!(
        press(&mut state, "1 j j j x v j ] c y m J"),
        [],
        "no key waits for it, and none breaks anything"
    );
    assert_eq!(press(&mut state, "esc 1"), []);
    let chosen = state.chosen_row();
    take_in(&mut state, &effects);
    assert!(screen(&state).contains("PORT ELSIN"), "{}", screen(&state));
    assert_eq!(
        (state.focus, state.chosen_row()),
        (Pane::List, chosen),
        "the text comes, and nothing else changes"
    );
}

#[test]
fn what_comes_too_late_is_dropped() {
    let (mut state, first) = session(loaded(coverage::coverage()));
    let second = press(&mut state, "1 G enter");
    assert_eq!(second, [Effect::Open(Number(5), 2)]);
    take_in(&mut state, &first);
    assert_eq!((state.article().is_some(), state.number()), (false, Some(Number(5))));
    take_in(&mut state, &second);
    assert_eq!(state.article().unwrap().id, "6.txt");
    take_in(&mut state, &second);
    // A walk that goes on into another event, and one that changes its mind.
    let walk = press(&mut state, "] q");
    assert_eq!(walk.len(), 1);
    assert!(state.article().is_some(), "until it is known where it leads, the reader stays");
    let back = press(&mut state, "1 g g j enter");
    take_in(&mut state, &walk);
    assert_eq!(state.number(), Some(Number(0)));
    take_in(&mut state, &back);
    assert_eq!(state.article().unwrap().id, "1.txt");
}

#[test]
fn who_is_quoted_anywhere_is_counted_aside() {
    let (mut state, effects) = session(loaded(coverage::coverage()));
    take_in(&mut state, &effects);
    let [first, second] = [press(&mut state, "w tab"), press(&mut state, "tab tab")];
    assert!(
        screen(&state).contains("counting") && !screen(&state).contains("0 speakers"),
        "{}",
        screen(&state)
    );
    take_in(&mut state, &first);
    assert!(screen(&state).contains("counting"), "an answer to what was asked before is dropped");
    take_in(&mut state, &second);
    assert!(screen(&state).contains("4 speakers"), "{}", screen(&state));
}

#[test]
fn what_cannot_be_read_says_so() {
    let (mut state, effects) = session(loaded(coverage::coverage()));
    let [Effect::Open(_, number)] = effects.as_slice() else { panic!("{effects:?}") };
    receive(&mut state, Message::Opened(*number, None));
    assert_eq!(state.notice.as_deref(), Some("this article could not be read"));
    let again = press(&mut state, "1 G enter");
    take_in(&mut state, &again);
    assert!(state.article().is_some());
}

#[test]
fn in_the_end_all_is_as_in_memory() {
    let scripts = [
        "]c ]c ]c ]c ]c ]c ]c ]c ]c ]c ]c ]c",
        "]c x ]c x ]c x ]c x ]c x ]c x H H ]c",
        "C j v ]c ]c ]c ]c q",
        "[c [c [c [c H H H L",
        "]q ]q ]q ]q ]q ]q ]q ]q ]q ]q",
        "]t ]t ]t ]t ]t [t [t",
        "1 G enter m H ' enter x",
        "s text:ferry enter n n H L",
        "s text:bridge enter f text:radio enter 1 j enter",
        "w tab G enter G enter H",
        "]c D 1 G enter H u",
        "1 gg J G J 2 ]c ]c ]c u H",
        "1 gg j A ]c x x H",
        "S ]c x c enter C enter O O z 1",
    ];
    for keys in scripts {
        let (mut memory, _) = session(Message::Loaded(coverage::coverage().into()));
        let (mut slow, effects) = session(loaded(coverage::coverage()));
        memory.problems.clear();
        memory.notice = None;
        take_in(&mut slow, &effects);
        let asked = [play(&mut memory, keys).unwrap(), play(&mut slow, keys).unwrap()];
        assert_eq!(asked[0], asked[1], "{keys}");
        assert_eq!(screen(&memory), screen(&slow), "{keys}");
    }
}

#[test]
fn a_reload_while_an_event_is_on_its_way_goes_on_with_it() {
    let (mut state, _) = session(loaded(coverage::coverage()));
    let late = press(&mut state, "1 G enter");
    let again = receive(&mut state, loaded(coverage::coverage()));
    assert_eq!(again, [Effect::Open(Number(5), 3)]);
    take_in(&mut state, &late);
    assert!(state.article().is_none());
    take_in(&mut state, &again);
    assert_eq!(state.article().unwrap().id, "6.txt");
}
