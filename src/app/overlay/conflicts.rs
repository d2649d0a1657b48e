//! The list of the event's disputes over the panes, by kind or by topic, with those that were
//! dismissed.

use crate::app::answer::{Aim, Answer, Revision};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::citation::cited;
use crate::app::layout::{Layout, Listing};
use crate::app::overlay::machine::{Base, Machine};
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::view::conflicts::{self, Grouping, Row};
use crate::view::event::{Dispute, Finding, Spot};
use crate::view::walk::Stop;

/// The list. It is made when it is opened and when what it shows has changed; to draw it only looks
/// at the rows in view.
#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    /// What is put together.
    pub grouping: Grouping,
    /// What is shown.
    pub rows: Vec<Row>,
    /// The chosen row.
    pub choice: Choice,
}

/// Rows of the box beside those of the list: frame, head, gap and foot.
const AROUND: u16 = 10;

impl Conflicts {
    /// Where the parts of the list are on the screen of `layout`.
    pub fn places(&self, layout: &Layout) -> Listing {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX).saturating_add(AROUND);
        layout.listing(130, rows.clamp(20, 40))
    }

    /// The chosen dispute, by the place of its surest conflict in the event's list.
    pub fn chosen(&self) -> Option<usize> {
        match self.rows.get(self.choice.selected)? {
            Row::Dispute(index) => Some(*index),
            Row::Heading(..) => None,
        }
    }

    /// Chooses the dispute whose surest conflict is number `index`, else the first.
    fn choose(&mut self, index: Option<usize>) {
        let at =
            self.rows.iter().position(|row| index.is_some_and(|index| *row == Row::Dispute(index)));
        self.choice.selected = at.unwrap_or(0);
        self.leave_heading(1);
    }

    /// For each row whether it is no heading.
    fn disputes(&self) -> Vec<bool> {
        self.rows.iter().map(|row| matches!(row, Row::Dispute(_))).collect()
    }

    fn leave_heading(&mut self, way: isize) {
        self.choice.onto(&self.disputes(), way);
    }

    fn height(&self, below: &Below<'_>) -> Option<usize> {
        Some(usize::from(self.places(&below.layout?).list.height))
    }

    /// The list at the current dispute.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Conflicts, String> {
        let rows = conflicts::rows(below.coverage, &below.reader.view, Grouping::default());
        if rows.is_empty() {
            return Err(below.no_disputes("in this event"));
        }
        let mut list = Conflicts { rows, ..Conflicts::default() };
        list.choose(below.dispute().map(Dispute::surest));
        Ok(list)
    }

    /// The stop of the chosen dispute. One that is dismissed is shown where it stands, and no stop
    /// of any walk.
    fn stop(&self, below: &Below<'_>) -> Option<Stop> {
        let index = self.chosen()?;
        let conflict = below.event()?.conflicts.get(index)?;
        let first = below.reader.view.dispute_of(index).map(|dispute| dispute.first);
        let as_it_stands = Spot { passage: conflict.a.passage, finding: Finding::Conflict(index) };
        let spot = first.unwrap_or(as_it_stands);
        Some(Stop { passage: spot.passage, finding: Some(spot.finding) })
    }

    /// Puts the list together in the other way.
    fn regroup(&mut self, below: &Below<'_>) {
        let chosen = self.chosen();
        self.grouping = self.grouping.other();
        self.rows = conflicts::rows(below.coverage, &below.reader.view, self.grouping);
        self.choose(chosen);
    }

    /// Takes back the chosen dismissal, else the last one of all.
    fn take_back(&self, below: &Below<'_>) -> Answer {
        match (self.chosen(), below.dismissals.len().checked_sub(1)) {
            (Some(index), _) if is_dismissed(index, below) => {
                Answer::Change(Revision::Dismiss(Some(index)))
            }
            (_, Some(last)) => Answer::Change(Revision::Restore(last)),
            _ => Answer::Say("nothing was dismissed".into()),
        }
    }

    /// Both sides of the chosen dispute's surest conflict.
    fn passages(&self, below: &Below<'_>) -> Vec<Passage> {
        let conflict = self.chosen().and_then(|index| below.event()?.conflicts.get(index));
        conflict.map_or_else(Vec::new, |conflict| vec![conflict.a.passage, conflict.b.passage])
    }
}

fn is_dismissed(index: usize, below: &Below<'_>) -> bool {
    below.coverage.dismissed.contains(&(below.reader.view.event, index))
}

impl Machine for Conflicts {
    fn opener(&self) -> Option<Action> {
        Some(Action::Conflicts)
    }

    fn base(&self) -> Base {
        Base::Event
    }

    /// From dispute to dispute.
    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        if let Some(height) = self.height(below) {
            self.choice.walk(motion, &self.disputes(), height);
        }
    }

    fn act(&mut self, action: Action, below: &Below<'_>) -> Answer {
        match action {
            Action::Open | Action::Right => {
                self.stop(below).map_or(Answer::Stay, |stop| Answer::Go(Aim::Stop(stop)))
            }
            Action::Compare => {
                self.stop(below).map_or(Answer::Stay, |stop| Answer::Go(Aim::Compared(stop)))
            }
            Action::NextPane | Action::PreviousPane => {
                self.regroup(below);
                Answer::Stay
            }
            Action::Soft => Answer::Do(Action::Soft),
            Action::Undo => self.take_back(below),
            Action::Dismiss => Answer::Change(Revision::Dismiss(self.chosen())),
            Action::Copy => Answer::Copy(cited(below.coverage, self.passages(below))),
            _ => Answer::Pass,
        }
    }

    fn fit(&mut self, below: &Below<'_>) {
        if let Some(height) = self.height(below) {
            self.choice.follow_under(self.rows.len(), height);
        }
    }

    /// Lists the disputes anew: what was chosen stays so, else what stands in its place is.
    fn renew(&mut self, below: &Below<'_>) -> Answer {
        let (chosen, place) = (self.chosen(), self.choice.selected);
        self.rows = conflicts::rows(below.coverage, &below.reader.view, self.grouping);
        match chosen {
            // What was just dismissed goes to the end, where nobody wants to follow it.
            Some(index) if !is_dismissed(index, below) => self.choose(Some(index)),
            _ => {
                self.choice.selected = place.min(self.rows.len().saturating_sub(1));
                self.leave_heading(1);
            }
        }
        if self.rows.is_empty() { Answer::Close } else { Answer::Stay }
    }

    /// The dispute that was compared is chosen.
    fn uncovered(&mut self, below: &Below<'_>) {
        if let Some(current) = below.dispute().map(Dispute::surest) {
            self.choose(Some(current));
        }
    }
}
