//! The list of the corrections: of the grouping, below them those of topics, and below these the
//! disputes that were dismissed.

use crate::app::answer::{Aim, Answer, Revision};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::jumps::Place;
use crate::app::overlay::machine::Machine;
use crate::config::action::Action;

/// The list of the corrections.
#[derive(Clone, Copy, Debug, Default)]
pub struct CorrectionList {
    /// The chosen one.
    pub choice: Choice,
}

/// How many things are listed.
fn count(below: &Below<'_>) -> usize {
    below.corrections.len()
        + below.titles.len()
        + below.list.dismissals_listed(below.dismissals).len()
}

impl CorrectionList {
    /// The list at the last one.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<CorrectionList, String> {
        if let Some(selected) = count(below).checked_sub(1) {
            return Ok(CorrectionList { choice: Choice { selected, top: 0 } });
        }
        let [join, apart, dismiss] =
            [Action::Join, Action::Apart, Action::Dismiss].map(|action| below.key_of(action));
        Err(format!(
            "no corrections: {join} joins two events, {apart} takes an article out of one, {dismiss} says that a dispute is none"
        ))
    }

    /// The correction of a topic that the chosen row stands for, by its place among all.
    fn title(&self, below: &Below<'_>) -> Option<usize> {
        let row = self.choice.selected.checked_sub(below.corrections.len())?;
        (row < below.titles.len()).then_some(row)
    }

    /// The dismissal that it stands for, likewise.
    fn dismissal(&self, below: &Below<'_>) -> Option<usize> {
        let above = below.corrections.len() + below.titles.len();
        let row = self.choice.selected.checked_sub(above)?;
        below.list.dismissals_listed(below.dismissals).get(row).copied()
    }

    /// To the article that a correction is about, to the first passage of a topic, or to the first
    /// side of a dismissed dispute.
    fn enter(&self, below: &Below<'_>) -> Answer {
        let correction = below.corrections.get(self.choice.selected);
        let dismissal = self.dismissal(below).and_then(|place| below.dismissals.get(place));
        let title = self.title(below).and_then(|place| below.titles.get(place));
        let place = match (correction, dismissal) {
            (Some(correction), _) => correction.change.as_ref().map(|change| (change.article, 0)),
            (_, Some(dismissal)) => {
                dismissal.sides.map(|[first, _]| (first.article, first.span.start))
            }
            (None, None) => match title {
                Some(title) => {
                    let first = title.correction.as_ref().and_then(|said| said.topic.first());
                    first.map(|first| (first.article, first.span.start))
                }
                None => return Answer::Close,
            },
        };
        match place {
            Some((article, at)) => Answer::Go(Aim::Place(Place::at(article, at))),
            None => Answer::CloseSaying("the articles of this correction are not open".into()),
        }
    }
}

impl Machine for CorrectionList {
    fn opener(&self) -> Option<Action> {
        Some(Action::Corrections)
    }

    fn choose(&mut self, row: usize) -> bool {
        self.choice.selected = row;
        true
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        self.choice.step(motion, count(below), below.height());
    }

    fn act(&mut self, action: Action, below: &Below<'_>) -> Answer {
        match action {
            Action::Open | Action::Right => self.enter(below),
            Action::Undo => Answer::Change(match (self.title(below), self.dismissal(below)) {
                (Some(place), _) => Revision::Rename(place),
                (_, Some(place)) => Revision::Restore(place),
                (None, None) => Revision::Uncorrect(self.choice.selected),
            }),
            _ => Answer::Pass,
        }
    }

    fn after_change(&mut self, below: &Below<'_>) -> Answer {
        let Some(last) = count(below).checked_sub(1) else { return Answer::Close };
        self.choice = Choice { selected: self.choice.selected.min(last), top: 0 };
        Answer::Stay
    }
}
