//! What the reader writes on passages: with a key, in a line of input. A note is shown where its
//! passage stands and in a list, and can be changed, deleted, and brought back.

use std::collections::BTreeMap;

use tui_input::Input;

use crate::app::choice::Choice;
use crate::app::corrections::Made;
use crate::app::go::go;
use crate::app::hand::passage_here;
use crate::app::jumps::Place;
use crate::app::layout::Pane;
use crate::app::overlay::Overlay;
use crate::app::update::show;
use crate::app::{Effect, State};
use crate::config::action::Action;
use crate::library::own;
use crate::text::Span;
use crate::view::outline;
use crate::view::shelf::{Anchor, Number, Shelf};

/// A note, as the session knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What the reader says.
    pub text: String,
    /// The words that it is said of.
    pub words: String,
    /// Who published them.
    pub outlet: String,
    /// The title of their article.
    pub title: String,
    /// Where they stand; `None` where their article is not open, or they are gone from it.
    pub at: Option<Anchor>,
    /// What it is kept as; `None` where it was written since the files were read.
    pub kept: Option<own::Note>,
}

/// All notes.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// In the order in which they were written.
    all: Vec<Note>,
    /// Which of them stand in an article.
    of: BTreeMap<Number, Vec<usize>>,
}

impl Notes {
    /// All, in the order in which they were written.
    pub fn all(&self) -> &[Note] {
        &self.all
    }

    /// Those on an article, with their passages.
    pub fn of(&self, article: Number) -> impl Iterator<Item = (&Note, Span)> {
        let places = self.of.get(&article).into_iter().flatten();
        places
            .filter_map(|place| self.all.get(*place))
            .filter_map(|note| Some((note, note.at?.span)))
    }

    fn set(&mut self, all: Vec<Note>) {
        self.all = all;
        self.of.clear();
        for (place, note) in self.all.iter().enumerate() {
            note.at.iter().for_each(|at| self.of.entry(at.article).or_default().push(place));
        }
    }

    /// Puts `is` in the place of `was`, or behind all where there is none.
    fn replace(&mut self, was: Option<&Note>, is: Option<Note>) {
        let mut all = std::mem::take(&mut self.all);
        let place = was.and_then(|was| all.iter().position(|note| note.is_same(was)));
        match (place, is) {
            (Some(place), Some(is)) => all[place] = is,
            (Some(place), None) => drop(all.remove(place)),
            (None, is) => all.extend(is),
        }
        self.set(all);
    }
}

impl Note {
    /// Whether both say the same of the same words.
    fn is_same(&self, other: &Note) -> bool {
        self.text == other.text && self.at == other.at && self.words == other.words
    }
}

/// What was done to one note, for an undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rewritten {
    was: Option<Note>,
    is: Option<Note>,
}

/// The line in which a note is written.
#[derive(Clone, Debug)]
pub struct Writing {
    /// What is typed.
    pub input: Input,
    /// The note as it will be, but for its text.
    note: Note,
    /// The note that it was before.
    was: Option<Note>,
}

/// The note on the passage at the cursor: on the current finding, else round the cursor, else any
/// in its row.
pub fn here(state: &State) -> Option<&Note> {
    let article = state.coverage.number(state.reader.article?);
    let (row, cursor) = (state.reader.page.rows.get(state.reader.row()), state.reader.cursor);
    let current = state.reader.current.map(|stop| stop.passage.span);
    let in_row = || state.notes.of(article).filter(|(_, span)| span.overlaps(row));
    let found = in_row().find(|(_, span)| Some(*span) == current);
    found
        .or_else(|| in_row().find(|(_, span)| span.contains(cursor)))
        .or_else(|| in_row().next())
        .map(|(note, _)| note)
}

/// Opens the line for a note on the current passage; on one that has a note for changing that.
pub(super) fn write(state: &mut State) -> Vec<Effect> {
    let Some(passage) = passage_here(state) else { return state.say("nothing is open") };
    state.focus = Pane::Text; // to see what is written on
    let at = state.coverage.anchor(passage);
    let there =
        state.notes.of(at.article).find(|(_, span)| *span == at.span).map(|(note, _)| note.clone());
    if let Some(note) = there {
        return rewrite(state, note);
    }
    let article = state.coverage.corpus.article(passage.article);
    let words = state.coverage.corpus.words(passage).to_owned();
    let (outlet, title) = (outline::outlet(article), article.title.clone());
    let note = Note { text: String::new(), words, outlet, title, at: Some(at), kept: None };
    show(state, Overlay::Note(Box::new(Writing { input: Input::default(), note, was: None })))
}

fn rewrite(state: &mut State, note: Note) -> Vec<Effect> {
    // What stands in an open article is kept anew, by the text of today.
    let kept = note.kept.clone().filter(|_| note.at.is_none());
    let writing = Writing {
        input: Input::new(note.text.clone()),
        note: Note { kept, ..note.clone() },
        was: Some(note),
    };
    show(state, Overlay::Note(Box::new(writing)))
}

/// Takes what was typed; a note without words is deleted.
pub(super) fn written(state: &mut State, writing: Writing) -> Vec<Effect> {
    let Writing { input, mut note, was } = writing;
    note.text = input.value().trim().to_owned();
    if let Some(kept) = &mut note.kept {
        kept.text.clone_from(&note.text);
    }
    let key = |action| state.settings.config.keymap.key_of(action);
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

fn delete(state: &mut State, was: Option<Note>) -> Vec<Effect> {
    let words = format!(
        "note deleted; {} brings it back",
        state.settings.config.keymap.key_of(Action::Undo)
    );
    let effects = change(state, Rewritten { was, is: None });
    state.say(words);
    effects
}

fn change(state: &mut State, rewritten: Rewritten) -> Vec<Effect> {
    let effects = put(state, rewritten.was.clone(), rewritten.is.clone());
    state.made.push(Made::Note(Box::new(rewritten)));
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
pub(super) fn undo(state: &mut State, rewritten: Rewritten) -> Vec<Effect> {
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

/// Lists the notes, the last one chosen.
pub(super) fn open_notes(state: &mut State) -> Vec<Effect> {
    let Some(last) = state.notes.all.len().checked_sub(1) else {
        return state.say(format!(
            "no notes yet: {} writes one",
            state.settings.config.keymap.key_of(Action::Note)
        ));
    };
    show(state, Overlay::Notes(Choice { selected: last, top: 0 }))
}

/// Goes to a note of the list.
pub(super) fn go_note(state: &mut State, index: usize) -> Vec<Effect> {
    match state.notes.all.get(index).map(|note| note.at) {
        Some(Some(at)) => {
            go(state, Place::at(at.article, at.span.start));
            Vec::new()
        }
        Some(None) => state.say("the article of this note is not open, or its words are gone"),
        None => Vec::new(),
    }
}

/// What keys do in the list of notes, besides moving and going to one.
pub(super) fn in_notes(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let Some(Overlay::Notes(choice)) = &mut state.overlay else { return None };
    let note = state.notes.all.get(choice.selected).cloned()?;
    match action {
        Action::Note => Some(rewrite(state, note)),
        Action::Dismiss => {
            choice.selected = choice.selected.min(state.notes.all.len().saturating_sub(2));
            let effects = delete(state, Some(note));
            if state.notes.all.is_empty() {
                state.overlay = None;
            }
            Some(effects)
        }
        _ => None,
    }
}

/// The notes kept from earlier and in this session, as they are known of what was loaded.
pub(super) fn kept(state: &mut State, all: Vec<Note>) -> Vec<Effect> {
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
    let mut all = std::mem::take(&mut state.notes.all);
    all.iter_mut().for_each(place);
    state.notes.set(all);
    for made in &mut state.made {
        if let Made::Note(rewritten) = made {
            rewritten.was.iter_mut().chain(&mut rewritten.is).for_each(place);
        }
    }
}
