//! The list of the event's disputes over the panes, by kind or by topic, with the reader's links and
//! with those that were dismissed.

use crate::app::answer::{Aim, Answer, Revision};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::citation::{cited, cited_sides};
use crate::app::layout::{Layout, Listing};
use crate::app::made::Dismissal;
use crate::app::overlay::machine::{Base, Machine};
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::view::conflicts::{self, Grouping, Row};
use crate::view::event::{Finding, Spot};
use crate::view::judged::Judged;
use crate::view::walk::Stop;

/// The list. It is made when it is opened and when what it shows has changed; to draw it only looks
/// at the rows in view.
#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    /// What is put together.
    pub grouping: Grouping,
    /// Whose findings are shown; everybody's where nobody is named.
    pub by: Option<String>,
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
            Row::Heading(..) | Row::Judged(_) | Row::Link(_) | Row::Refused(_) => None,
        }
    }

    /// The chosen finding of the second reader, by its place in the coverage's list.
    pub fn chosen_judged(&self) -> Option<usize> {
        match self.rows.get(self.choice.selected)? {
            Row::Judged(index) => Some(*index),
            _ => None,
        }
    }

    /// The chosen link, by its place in the coverage's list.
    pub fn chosen_link(&self) -> Option<usize> {
        match self.rows.get(self.choice.selected)? {
            Row::Link(index) => Some(*index),
            Row::Heading(..) | Row::Dispute(_) | Row::Judged(_) | Row::Refused(_) => None,
        }
    }

    /// The chosen one of the second reader's findings that were dismissed, by its place among them.
    pub fn chosen_refused(&self) -> Option<usize> {
        match self.rows.get(self.choice.selected)? {
            Row::Refused(index) => Some(*index),
            _ => None,
        }
    }

    /// Chooses this row, else the first dispute.
    fn choose(&mut self, chosen: Option<Row>) {
        let at = self.rows.iter().position(|row| Some(*row) == chosen);
        self.choice.selected = at.unwrap_or(0);
        self.leave_heading(1);
    }

    /// For each row whether it is no heading.
    fn disputes(&self) -> Vec<bool> {
        self.rows.iter().map(|row| !matches!(row, Row::Heading(..))).collect()
    }

    fn leave_heading(&mut self, way: isize) {
        self.choice.onto(&self.disputes(), way);
    }

    fn height(&self, below: &Below<'_>) -> Option<usize> {
        Some(usize::from(self.places(&below.layout?).list.height))
    }

    /// The list at the current dispute.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Conflicts, String> {
        let mut list = Conflicts::default();
        list.put_together(below);
        if list.rows.is_empty() {
            return Err(below.no_disputes("in this event"));
        }
        list.choose(current(below));
        Ok(list)
    }

    /// The stop of the chosen dispute or link. A dispute that is dismissed is shown where it stands,
    /// and no stop of any walk.
    fn stop(&self, below: &Below<'_>) -> Option<Stop> {
        let judged = self.chosen_judged().map(Finding::Judged);
        if let Some(finding) = judged.or(self.chosen_link().map(Finding::Link)) {
            let (_, first) = below.reader.view.point_of(finding)?;
            return Some(Stop { passage: first.passage, finding: Some(first.finding) });
        }
        if let Some(judged) = self.refused(below) {
            return Some(Stop { passage: judged.sides[0], finding: None });
        }
        let index = self.chosen()?;
        let conflict = below.event()?.conflicts.get(index)?;
        let first = below.reader.view.dispute_of(index).map(|dispute| dispute.first);
        let as_it_stands = Spot { passage: conflict.a.passage, finding: Finding::Conflict(index) };
        let spot = first.unwrap_or(as_it_stands);
        Some(Stop { passage: spot.passage, finding: Some(spot.finding) })
    }

    /// Puts the list together in the other way.
    fn regroup(&mut self, below: &Below<'_>) {
        let chosen = self.rows.get(self.choice.selected).copied();
        self.grouping = self.grouping.other();
        self.put_together(below);
        self.choose(chosen);
    }

    /// Puts the list together; where the finder whose findings it kept to has none left, all of it.
    fn put_together(&mut self, below: &Below<'_>) {
        let rows = |by: Option<&str>| {
            conflicts::rows(below.coverage, &below.reader.view, self.grouping, by)
        };
        let mut found = rows(self.by.as_deref());
        if found.is_empty() && self.by.take().is_some() {
            found = rows(None);
        }
        self.rows = found;
    }

    /// Keeps to what the next finder found, after the last one to nobody's.
    fn keep_to_next(&mut self, below: &Below<'_>) -> Answer {
        let all = conflicts::finders(below.coverage, &below.reader.view);
        let names: Vec<&str> = all.iter().map(|by| by.name()).collect();
        if let [name] = names[..] {
            return Answer::Say(format!("all of these were found by {name}"));
        }
        let here = self.by.as_deref().and_then(|by| names.iter().position(|name| *name == by));
        let next = names.get(here.map_or(0, |at| at + 1)).map(|name| (*name).to_owned());
        let chosen = self.rows.get(self.choice.selected).copied();
        self.by = next;
        self.put_together(below);
        self.choose(chosen);
        Answer::Stay
    }

    /// The chosen finding of the second reader that was dismissed.
    fn refused<'a>(&self, below: &Below<'a>) -> Option<&'a Judged> {
        self.chosen_refused().and_then(|index| below.coverage.refused.get(index))
    }

    /// Takes back the chosen dismissal, else the last one of all.
    fn take_back(&self, below: &Below<'_>) -> Answer {
        if let Some(revision) = self.unrefused(below) {
            return Answer::Change(revision);
        }
        match (self.chosen(), below.dismissals.len().checked_sub(1)) {
            (Some(index), _) if is_dismissed(index, below) => {
                Answer::Change(Revision::Dismiss(Some(index)))
            }
            (None, _) if self.chosen_link().is_some() => Answer::Do(Action::Undo),
            (_, Some(last)) => Answer::Change(Revision::Restore(last)),
            _ => Answer::Say("nothing was dismissed".into()),
        }
    }

    /// Takes back the dismissal of the chosen finding of the second reader.
    fn unrefused(&self, below: &Below<'_>) -> Option<Revision> {
        let judged = self.refused(below)?;
        let is_of_it = |dismissal: &Dismissal| {
            let pair = dismissal.passages(below.coverage);
            pair.is_some_and(|pair| conflicts::are_one(judged.sides, pair))
        };
        below.dismissals.iter().rposition(is_of_it).map(Revision::Restore)
    }

    /// What is done to the chosen row: a dispute is none, a link is deleted.
    fn dismissed(&self, below: &Below<'_>) -> Revision {
        if let Some(index) = self.chosen_judged() {
            return Revision::Refuse(index);
        }
        if let Some(revision) = self.unrefused(below) {
            return revision;
        }
        let link =
            self.chosen_link().and_then(|index| below.links.found(below.coverage, index)).cloned();
        link.map_or_else(
            || Revision::Dismiss(self.chosen()),
            |link| Revision::Unlink(Box::new(link)),
        )
    }

    /// Both sides of what is chosen, for handing on.
    fn cited(&self, below: &Below<'_>) -> Vec<String> {
        let sides = self.passages(below);
        let conflict = self.chosen().map(Finding::Conflict);
        let other = self.chosen_judged().map(Finding::Judged);
        match conflict.or(other).or(self.chosen_link().map(Finding::Link)) {
            Some(finding) => cited_sides(below.coverage, below.reader.view.event, finding, sides),
            None => cited(below.coverage, sides),
        }
    }

    /// Both sides of the chosen link, or of the chosen dispute's surest conflict.
    fn passages(&self, below: &Below<'_>) -> Vec<Passage> {
        if let Some(link) = self.chosen_link().and_then(|index| below.coverage.links.get(index)) {
            return link.sides.to_vec();
        }
        if let Some(judged) = self.chosen_judged().and_then(|at| below.coverage.judged.get(at)) {
            return judged.sides.to_vec();
        }
        if let Some(judged) = self.refused(below) {
            return judged.sides.to_vec();
        }
        let conflict = self.chosen().and_then(|index| below.event()?.conflicts.get(index));
        conflict.map_or_else(Vec::new, |conflict| vec![conflict.a.passage, conflict.b.passage])
    }
}

/// The row of the current dispute or link.
fn current(below: &Below<'_>) -> Option<Row> {
    match below.reader.current?.finding? {
        Finding::Judged(index) => Some(Row::Judged(index)),
        Finding::Link(index) => Some(Row::Link(index)),
        _ => below.dispute().map(|dispute| Row::Dispute(dispute.surest())),
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
    fn choose(&mut self, row: usize) -> bool {
        let is_there = self.disputes().get(row) == Some(&true);
        if is_there {
            self.choice.selected = row;
        }
        is_there
    }

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
            Action::Compare if self.chosen_refused().is_some() => {
                let key = below.key_of(Action::Undo);
                Answer::Say(format!("you dismissed this; {key} takes it back"))
            }
            Action::Compare => {
                self.stop(below).map_or(Answer::Stay, |stop| Answer::Go(Aim::Compared(stop)))
            }
            Action::NextPane | Action::PreviousPane => {
                self.regroup(below);
                Answer::Stay
            }
            Action::Filter => self.keep_to_next(below),
            Action::Soft => Answer::Do(Action::Soft),
            Action::Undo => self.take_back(below),
            Action::Dismiss => Answer::Change(self.dismissed(below)),
            Action::Note => {
                let first = self.passages(below).first().copied();
                first.map_or(Answer::Stay, |side| Answer::Change(Revision::Annotate(side)))
            }
            Action::Link => match self.passages(below).as_slice() {
                [a, b] => Answer::Change(Revision::Bind([*a, *b])),
                _ => Answer::Stay,
            },
            Action::Copy => Answer::Copy(self.cited(below)),
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
        self.put_together(below);
        match chosen {
            // What was just dismissed goes to the end, where nobody wants to follow it.
            Some(index) if !is_dismissed(index, below) => self.choose(Some(Row::Dispute(index))),
            _ => {
                self.choice.selected = place.min(self.rows.len().saturating_sub(1));
                self.leave_heading(1);
            }
        }
        if self.rows.is_empty() { Answer::Close } else { Answer::Stay }
    }

    /// The dispute that was compared is chosen.
    fn uncovered(&mut self, below: &Below<'_>) {
        if let Some(current) = current(below) {
            self.choose(Some(current));
        }
    }
}
