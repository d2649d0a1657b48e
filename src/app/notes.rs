//! What the reader writes on passages. A note is shown where its passage stands and in a list, and
//! can be changed, deleted, and brought back.

use crate::app::effect::Effect;
use crate::app::made::{Made, Note, Rewritten};
use crate::app::state::State;
use crate::config::action::Action;
use crate::view::shelf::{Anchor, Number, Shelf};

/// Takes what was typed; a note without words is deleted.
pub(super) fn write(state: &mut State, Rewritten { was, is }: Rewritten<Note>) -> Vec<Effect> {
    let Some(note) = is else { return Vec::new() };
    let key = |action| state.settings.key_of(action);
    match &was {
        None if note.text.is_empty() => state.say("no note was written"),
        Some(was) if was.text == note.text => Vec::new(),
        Some(_) if note.text.is_empty() => delete(state, was),
        _ => {
            let words = format!(
                "noted; {} lists the notes, {} takes it back",
                key(Action::Notes),
                key(Action::Undo)
            );
            let effects = change(state, Rewritten { was, is: Some(note) });
            state.say(words);
            effects
        }
    }
}

/// Deletes a note.
pub(super) fn delete(state: &mut State, was: Option<Note>) -> Vec<Effect> {
    let words = format!("note deleted; {} brings it back", state.settings.key_of(Action::Undo));
    let effects = change(state, Rewritten { was, is: None });
    state.say(words);
    effects
}

fn change(state: &mut State, rewritten: Rewritten<Note>) -> Vec<Effect> {
    let effects = put(state, rewritten.was.clone(), rewritten.is.clone());
    state.make(Made::Note(Box::new(rewritten)));
    effects
}

fn put(state: &mut State, was: Option<Note>, is: Option<Note>) -> Vec<Effect> {
    if let Some(article) = is
        .as_ref()
        .and_then(|is| is.at)
        .map(|at| at.article)
        .filter(|article| state.number() == Some(*article))
    {
        state.reading.stay(article);
    }
    state.notes.replace(was.as_ref(), is.clone());
    vec![Effect::Note { was: was.map(Box::new), is: is.map(Box::new) }]
}

/// Takes back what was done last to a note.
pub(super) fn undo(state: &mut State, rewritten: Rewritten<Note>) -> Vec<Effect> {
    let Rewritten { was, is } = rewritten;
    let text =
        |note: &Option<Note>| note.as_ref().map(|note| note.text.clone()).unwrap_or_default();
    state.say(match (&was, &is) {
        (None, _) => format!("note taken back: {}", text(&is)),
        (Some(_), None) => format!("the note is there again: {}", text(&was)),
        (Some(_), Some(_)) => format!("the note is as it was: {}", text(&was)),
    });
    put(state, is, was)
}

/// Does to a note again what was taken back.
pub(super) fn again(state: &mut State, rewritten: Rewritten<Note>) -> Vec<Effect> {
    state.say(match &rewritten.is {
        Some(note) => format!("noted again: {}", note.text),
        None => "note deleted again".to_owned(),
    });
    state.made.push(Made::Note(Box::new(rewritten.clone())));
    put(state, rewritten.was, rewritten.is)
}

/// The notes kept from earlier and in this session, as they are known of what was loaded.
pub(super) fn take_notes(state: &mut State, all: Vec<Note>) -> Vec<Effect> {
    state.notes.set(all);
    Vec::new()
}

/// After a reload: a note stays where its article has the same words there; `moved` tells where the
/// articles are now.
pub(super) fn reloaded(
    state: &mut State,
    new: &dyn Shelf,
    moved: &dyn Fn(Number) -> Option<Number>,
) {
    let place = |note: &mut Note| {
        note.at = note.at.and_then(|at| {
            let now = Anchor { article: moved(at.article)?, ..at };
            (new.words(now)? == note.words).then_some(now)
        });
    };
    let mut all = state.notes.all().to_vec();
    all.iter_mut().for_each(place);
    state.notes.set(all);
    for made in &mut state.made {
        if let Made::Note(rewritten) = made {
            rewritten.was.iter_mut().chain(&mut rewritten.is).for_each(place);
        }
    }
}
