//! The line in which a note is written.

use tui_input::Input;

use crate::app::answer::{Answer, Revision};
use crate::app::below::Below;
use crate::app::made::{Note, Rewritten};
use crate::app::overlay::machine::Machine;
use crate::corpus::Passage;
use crate::view::outline;

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

impl Writing {
    /// A note on the current passage; one that it has already is changed.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Writing, String> {
        let passage = below.passage().ok_or("nothing is open")?;
        Ok(Writing::on(below, passage))
    }

    /// A note on a passage of the open event; one that it has already is changed.
    pub(in crate::app) fn on(below: &Below<'_>, passage: Passage) -> Writing {
        let at = below.coverage.anchor(passage);
        if let Some((there, _)) = below.notes.of(at.article).find(|(_, span)| *span == at.span) {
            return Writing::of(there.clone());
        }
        let article = below.coverage.corpus.article(passage.article);
        let words = below.coverage.corpus.words(passage).to_owned();
        let (outlet, title) = (outline::outlet(article), article.title.clone());
        let note = Note { text: String::new(), words, outlet, title, at: Some(at), kept: None };
        Writing { input: Input::default(), note, was: None }
    }

    /// A note that is changed.
    pub(in crate::app) fn of(note: Note) -> Writing {
        // What stands in an open article is kept anew, by the text of today.
        let kept = note.kept.clone().filter(|_| note.at.is_none());
        Writing {
            input: Input::new(note.text.clone()),
            note: Note { kept, ..note.clone() },
            was: Some(note),
        }
    }
}

impl Machine for Writing {
    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        let mut note = self.note.clone();
        note.text = self.input.value().trim().to_owned();
        if let Some(kept) = &mut note.kept {
            kept.text.clone_from(&note.text);
        }
        let rewritten = Rewritten { was: self.was.clone(), is: Some(note) };
        Answer::Change(Revision::Write(Box::new(rewritten)))
    }
}
