//! What is said to be kept is kept wherever the disk fails, or the program is killed.

use std::path::Path;
use std::sync::Arc;

use super::{Home, Keeping};
use crate::app::layout::Size;
use crate::app::{Effect, Message, State, play, receive};
use crate::config::Config;
use crate::config::theme::ThemeName;
use crate::library;
use crate::library::own::fault::{Fault, inject, steps};
use crate::library::own::{Kept, Own};
use crate::view::shelf::Loaded;
use crate::view::shelf::memory::Memory;

/// At least so many failures are injected.
const FAILURES: usize = 1_200;
/// How often something is written, changed or taken back in one session.
const CHANGES: usize = 8;
/// A cut-off line, as it is told at the next start.
const CUT_OFF: &str = "is cut off, as by a crash before it was saved";

/// Numbers that are the same at each run.
struct Random(u64);

impl Random {
    fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap()
    }
}

/// The notes, bookmarks, links and names of topics, a line each.
fn made(kept: &Kept) -> Vec<String> {
    let notes = kept.notes().iter().map(|note| format!("note {} at {:?}", note.text, note.at));
    let bookmarks = kept.bookmarks().iter().map(|mark| format!("{mark:?}"));
    let links = kept
        .links()
        .iter()
        .map(|link| format!("link {:?} {} {:?}", link.kind, link.why, link.sides));
    let topics = kept.topics().iter().map(|one| format!("topic {}", one.words));
    notes.chain(bookmarks).chain(links).chain(topics).collect()
}

/// Something that a reader does to notes, bookmarks or links.
fn done(state: &mut State, random: &mut Random, number: usize) -> Vec<Effect> {
    let keys = match random.below(12) {
        0 | 1 => format!("i ctrl-u text:new{number} enter"),
        2 => format!("i text:+{number} enter"),
        3 => "i ctrl-u enter".to_owned(),
        4 => "u".to_owned(),
        5 => "m".to_owned(),
        6 => "m ]c m [c m".to_owned(),
        7 if !state.bookmarks.is_empty() => "' m esc".to_owned(),
        9 => format!("]c v b down ctrl-u text:why{number} enter esc"),
        11 => format!("3 g g E ctrl-u text:called{number} enter"),
        10 => "]c v b up text:! enter esc".to_owned(),
        // So long that the journal is folded in soon after.
        8 => {
            let mut effects = play(state, "i ctrl-u").unwrap();
            effects.extend(receive(state, Message::Paste(format!("long{number} ").repeat(9_000))));
            effects.extend(play(state, "enter").unwrap());
            return effects;
        }
        _ => format!("]c i ctrl-u text:there{number} enter"),
    };
    play(state, &keys).unwrap()
}

/// One session with one fault; gives whether it came to that.
fn session(folder: &Path, library: &Arc<Memory>, effects: &[Effect], fault: Fault) -> bool {
    let home =
        Home { own: Some(Own::open(folder).0), opened: Vec::new(), sample: false, fresh: true };
    let mut keeping = Keeping::new(home);
    keeping.loaded(library.clone());
    let of = |keeping: &Keeping| made(keeping.home.own.as_ref().unwrap().kept());
    // What was there when all was saved last, and whatever was asked for since.
    let mut may_be = vec![of(&keeping)];
    let mut is_killed = false;
    inject(Some(fault));
    for effect in effects {
        let wrong = keeping.carry_out(effect.clone());
        let is_saved = keeping.home.own.as_ref().unwrap().is_saved();
        assert!(is_saved || wrong.is_some(), "what is not saved is told: {effect:?}");
        if is_saved {
            may_be.clear();
        }
        may_be.push(of(&keeping));
        is_killed = fault.lasts == usize::MAX && steps() >= fault.at;
        if is_killed {
            break;
        }
    }
    let is_reached = steps() >= fault.at;
    inject(None);
    let (own, problems) = Own::open(folder);
    assert!(
        may_be.contains(&made(own.kept())),
        "{fault:?}: {:#?}\nis none of {may_be:#?}",
        made(own.kept())
    );
    assert!(problems.iter().all(|problem| problem.what == CUT_OFF), "{fault:?}: {problems:?}");
    assert_eq!(Own::open(folder).1, [], "{fault:?}: a fault is told once");
    if !is_killed {
        assert_eq!(keeping.unsaved(), None, "{fault:?}: when there is room again all is written");
        assert_eq!(made(Own::open(folder).0.kept()), of(&keeping), "{fault:?}");
    }
    is_reached
}

#[test]
fn wherever_the_disk_fails_each_note_and_bookmark_is_the_old_one_or_the_new_one() {
    let memory = Arc::new(Memory::new(library::sample().coverage));
    let mut state = State::new(Config::default(), ThemeName::Mono, Size { width: 120, height: 40 });
    receive(&mut state, Message::Loaded(Loaded { shelf: memory.clone(), ..Loaded::default() }));
    play(&mut state, "]c").unwrap();
    let (mut failures, mut kills, mut seed) = (0, 0, 0x9e37_79b9_7f4a_7c15);
    while failures < FAILURES {
        seed += 1;
        let (mut state, mut random) = (state.clone(), Random(seed));
        let effects: Vec<Effect> =
            (0..CHANGES).flat_map(|number| done(&mut state, &mut random, number)).collect();
        // One step fails, two do, and all that follow, as when the program is killed.
        for lasts in [1, 2, usize::MAX] {
            let mut at = 1;
            let is_reached = |at| {
                let folder = tempfile::tempdir().unwrap();
                let part = Random(seed ^ (at as u64) << 7).below(1_001);
                session(
                    &folder.path().join("rashomon"),
                    &memory,
                    &effects,
                    Fault { at, lasts, part },
                )
            };
            while is_reached(at) {
                failures += 1;
                kills += usize::from(lasts == usize::MAX);
                at += 1;
            }
        }
    }
    println!("{failures} failures injected, {kills} of them kills: 0 lost");
    assert!(failures >= 1_000 && kills >= 300, "{failures} failures, {kills} of them kills");
}
