//! Carries out what an overlay or a pane answers.

use crate::app::answer::{Aim, Answer, Revision};
use crate::app::effect::Effect;
use crate::app::go::{compare_here, go, go_side, go_stop, jump, walk_comparing};
use crate::app::jumps::Place;
use crate::app::layout::Pane;
use crate::app::made::Named;
use crate::app::overlay::Overlay;
use crate::app::overlay::linking::Linking;
use crate::app::overlay::writing::Writing;
use crate::app::state::State;
use crate::app::{corrections, dismissals, hand, links, notes, searching, titles};
use crate::view::shelf::Number;
use crate::view::walk::{Stop, Way};

/// Does what was answered.
pub(super) fn out(state: &mut State, answer: Answer) -> Vec<Effect> {
    match answer {
        // An action of another meaning is for those who have the table of them.
        Answer::Pass | Answer::Stay | Answer::Run(_) | Answer::Do(_) => Vec::new(),
        Answer::Close => {
            state.uncover();
            Vec::new()
        }
        Answer::CloseSaying(words) => {
            state.uncover();
            state.say(words)
        }
        Answer::Say(words) => state.say(words),
        Answer::Go(aim) => bring(state, aim),
        Answer::Ask(question) => searching::ask(state, question),
        Answer::Seek(seek) => searching::seek(state, seek),
        Answer::Change(what) => change(state, what),
        Answer::Copy(cited) => hand::copy(state, &cited),
    }
}

/// Brings the reader somewhere; what lies over the panes is closed.
fn bring(state: &mut State, aim: Aim) -> Vec<Effect> {
    let over = state.overlay.take();
    let under = std::mem::take(&mut state.under);
    match aim {
        Aim::Place(place) => go(state, place),
        Aim::Article(article) => enter(state, article),
        Aim::Stop(stop) => go_stop(state, stop),
        Aim::Side(crossing) => go_side(state, crossing),
        Aim::Jump(index) => jump(state, index),
        Aim::List => state.focus = Pane::List,
        Aim::Compared(stop) => return compared(state, stop, over),
        Aim::Next(way) => return next(state, way, under),
    }
    Vec::new()
}

/// Into an article, where it was left last; in the one that is open the reader stays where they
/// are.
fn enter(state: &mut State, article: Number) {
    if state.number() != Some(article) {
        let at = state.reading.last(article);
        go(state, Place::at(article, at));
    }
    state.focus = Pane::Text;
}

/// Goes to a stop and lays its sides beside each other; when that is closed, `list` is there again.
fn compared(state: &mut State, stop: Stop, list: Option<Overlay>) -> Vec<Effect> {
    go_stop(state, stop);
    let effects = compare_here(state);
    state.under = list.filter(|_| state.overlay.is_some()).into_iter().collect();
    effects
}

/// The next dispute is compared in the place of this one. The list that it was opened from comes
/// back as long as it is of its event.
fn next(state: &mut State, way: Way, mut list: Vec<Overlay>) -> Vec<Effect> {
    let of_event = state.place().map(|place| place.article);
    let effects = walk_comparing(state, way);
    let stays = of_event.is_some_and(|article| state.coverage.local(article).is_some());
    list.retain(|_| stays && state.overlay.is_some());
    state.under = list;
    effects
}

/// Changes what the reader made; what lies over the panes may have nothing to show any more.
fn change(state: &mut State, revision: Revision) -> Vec<Effect> {
    let effects = match revision {
        Revision::Unmark(index) => hand::unmark(state, index),
        Revision::Reword(note) => {
            state.lay_over(Overlay::Note(Box::new(Writing::of(note))));
            return Vec::new();
        }
        Revision::Annotate(passage) => {
            let writing = Writing::on(&state.below(), passage);
            state.lay_over(Overlay::Note(Box::new(writing)));
            return Vec::new();
        }
        Revision::Write(rewritten) => {
            state.uncover();
            return notes::write(state, *rewritten);
        }
        Revision::Bind(passages) => return links::bind_both(state, passages),
        Revision::Relink(link) => {
            state.lay_over(Overlay::Link(Box::new(Linking::of(*link))));
            return Vec::new();
        }
        Revision::Link(rewritten) => {
            state.uncover();
            return links::write(state, *rewritten);
        }
        Revision::Unlink(link) => links::delete(state, *link),
        Revision::Delete(note) => notes::delete(state, Some(note)),
        Revision::Name(named, typed) => {
            state.lift();
            return match named {
                Named::Topic(topic) => titles::write(state, topic, &typed),
                Named::Outlet(article) => corrections::name_outlet(state, article, &typed),
            };
        }
        Revision::Rename(place) => titles::take_back_at(state, place),
        Revision::Uncorrect(place) => corrections::take_back(state, place),
        Revision::Restore(place) => dismissals::restore(state, place),
        Revision::Refuse(judged) => dismissals::refuse(state, judged),
        Revision::Dismiss(conflict) => dismissals::dismiss(state, conflict),
        Revision::DismissPair(conflict) => dismissals::dismiss_pair(state, conflict),
    };
    if let Answer::Close = state.ask_overlay(|machine, below| machine.after_change(below)) {
        state.uncover();
    }
    effects
}
