//! The brief of the open event, over the panes: to read, and to copy whole.

use crate::app::answer::Answer;
use crate::app::below::Below;
use crate::app::choice::Motion;
use crate::app::layout::{Area, Layout};
use crate::app::made::Note;
use crate::app::overlay::machine::{Base, Machine, scrolled};
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::report::brief::{self, Form, Paragraph};
use crate::text::Span;
use crate::text::wrap::Rows;
use crate::view::brief::{Brief, Wanted};
use crate::view::event::Soft;
use crate::view::record::Narrowing;

/// The brief, in rows for the size of the screen.
#[derive(Clone, Debug)]
pub struct BriefPage {
    brief: Brief,
    /// How it is copied.
    pub form: Form,
    /// Its rows.
    pub lines: Vec<BriefLine>,
    /// The first row in view.
    pub top: usize,
    /// The cells that the rows were made for.
    width: usize,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BriefLine {
    /// Of a heading.
    Heading(String),
    /// Of a sentence.
    Text(String),
    /// Of what the sentences below claim, or of where an article stands.
    Faint(String),
    /// Nothing.
    Gap,
}

/// The widest and the highest that the box is.
const MOST: (u16, u16) = (100, 60);

impl BriefPage {
    /// The brief of the open event.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<BriefPage, String> {
        let brief = made(below).ok_or("nothing is open")?;
        let mut page =
            BriefPage { brief, form: Form::default(), lines: Vec::new(), top: 0, width: 0 };
        page.fit(below);
        Ok(page)
    }

    /// Where the box is on the screen of `layout`.
    pub fn frame(layout: &Layout) -> Area {
        let (width, height) = MOST;
        layout.over(width, height)
    }

    /// Where its rows are.
    pub fn area(layout: &Layout) -> Area {
        let inside = layout.inside(BriefPage::frame(layout));
        Area { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }
    }
}

/// The brief of the open event as it is shown, with the notes of the session.
fn made(below: &Below<'_>) -> Option<Brief> {
    let narrowing = Narrowing { soft: below.settings.soft == Soft::Shown, ..Narrowing::default() };
    let here = |note: &Note| {
        let at = note.at?;
        Some((Passage::new(below.coverage.local(at.article)?, at.span), note.text.clone()))
    };
    let notes: Vec<(Passage, String)> = below.notes.all().iter().filter_map(here).collect();
    let wanted = Wanted { narrowing: &narrowing, by: None, notes: &notes };
    Brief::of(below.coverage, below.reader.view.event, wanted)
}

/// The rows of a brief at so many cells.
fn lines(brief: &Brief, width: usize) -> Vec<BriefLine> {
    let mut lines = Vec::new();
    for paragraph in brief::paragraphs(brief) {
        let (words, line): (String, fn(String) -> BriefLine) = match paragraph {
            Paragraph::Heading(words) => (words, BriefLine::Heading),
            Paragraph::Claim(words) | Paragraph::Place(words) => (words, BriefLine::Faint),
            Paragraph::Sentence(words) | Paragraph::Source(words) => (words, BriefLine::Text),
        };
        let is_apart = line(String::new()) != BriefLine::Faint(String::new());
        if is_apart && !lines.is_empty() {
            lines.push(BriefLine::Gap);
        }
        let rows = Rows::wrap(&words, &[Span::new(0, words.len())], width);
        lines.extend((0..rows.len()).map(|row| line(rows.get(row).of(&words).to_owned())));
    }
    lines
}

impl Machine for BriefPage {
    fn opener(&self) -> Option<Action> {
        Some(Action::Brief)
    }

    fn base(&self) -> Base {
        Base::Event
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        if let Some(layout) = below.layout {
            let height = usize::from(BriefPage::area(&layout).height);
            self.top = scrolled(self.top, motion, self.lines.len(), height);
        }
    }

    /// It is copied whole, in the form that was chosen.
    fn act(&mut self, action: Action, _below: &Below<'_>) -> Answer {
        match action {
            Action::Copy => Answer::Copy(vec![brief::write(&self.brief, self.form)]),
            Action::NextPane | Action::PreviousPane => {
                self.form = self.form.other();
                Answer::Stay
            }
            _ => Answer::Pass,
        }
    }

    fn fit(&mut self, below: &Below<'_>) {
        let Some(layout) = below.layout else { return };
        let area = BriefPage::area(&layout);
        if self.width != usize::from(area.width) {
            self.width = usize::from(area.width);
            self.lines = lines(&self.brief, self.width);
        }
        self.top = self.top.min(self.lines.len().saturating_sub(usize::from(area.height)));
    }

    /// What is shown, dismissed or found may be another.
    fn renew(&mut self, below: &Below<'_>) -> Answer {
        let Some(brief) = made(below) else { return Answer::Close };
        self.brief = brief;
        self.width = 0;
        self.fit(below);
        Answer::Stay
    }
}
