//! Two accounts beside each other, each whole, laid side by side at their passages.

use std::sync::Arc;

use crate::analysis::EventFindings;
use crate::analysis::copy::CopyKind;
use crate::app::answer::{Aim, Answer, Revision};
use crate::app::below::Below;
use crate::app::choice::Motion;
use crate::app::citation::cited_sides;
use crate::app::crossing::Crossing;
use crate::app::layout::Area;
use crate::app::overlay::machine::{Base, Machine};
use crate::app::reader::{self, Page};
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::view::compare::{Comparison, compare};
use crate::view::event::{Finding, conflict_between};
use crate::view::walk::{Stop, Way};

/// Which of the two scrolls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hold {
    /// Both, together.
    #[default]
    Both,
    /// That one alone.
    One(usize),
}

/// Two accounts beside each other, ready for their columns.
#[derive(Clone, Debug)]
pub struct Mirror {
    /// The finding that was compared.
    pub origin: Stop,
    /// All sides, that of the finding first.
    pub sides: Vec<Passage>,
    /// Which of them are on the left and on the right.
    pub at: [usize; 2],
    /// The two.
    pub comparison: Comparison,
    /// The two articles, wrapped for [`width`](Self::width).
    pub pages: [Arc<Page>; 2],
    /// Which of the two scrolls.
    pub hold: Hold,
    /// Rows of the first article in view: where both scroll together, that of the second follows.
    top: isize,
    /// Rows that each was scrolled by alone.
    alone: [isize; 2],
    /// Rows in view of each.
    heights: [usize; 2],
    /// Cells of a column; 0 before the pages are made.
    width: usize,
}

impl Mirror {
    /// The sides of the current finding; without one, the versions of the open article.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Mirror, String> {
        let current = below.reader.current.filter(|stop| stop.finding.is_some());
        let Some(origin) = current.or_else(|| versions(below)) else {
            return Err("nothing to compare here; ]c goes to the next dispute".into());
        };
        let finding = origin.finding.unwrap_or(Finding::Point);
        let mut sides = below.sides(origin.passage, finding);
        if current.is_some()
            && let Some(opposite) = below.opposite()
        {
            // The pair is the one of the status line, wherever a crossing has come to.
            sides.retain(|side| *side != opposite);
            sides.insert(1.min(sides.len()), opposite);
        }
        let Some(other) = sides.get(1).copied() else { return Err("no other side here".into()) };
        let comparison = laid(below, origin, [origin.passage, other]);
        Ok(Mirror {
            origin,
            sides,
            at: [0, 1],
            comparison,
            pages: Default::default(),
            hold: Hold::Both,
            top: 0,
            alone: [0; 2],
            heights: [1; 2],
            width: 0,
        })
    }

    /// The one on the right comes to the left, the next side to the right: two change places.
    fn turn(&mut self, below: &Below<'_>) {
        let next = (self.at[1] + 1) % self.sides.len();
        self.at = [self.at[1], next];
        let sides = self.at.map(|at| self.sides.get(at).copied());
        if let [Some(left), Some(right)] = sides {
            self.comparison = laid(below, self.origin, [left, right]);
            (self.hold, self.width) = (Hold::Both, 0);
        }
    }

    /// The one that is meant where one is: what scrolls alone, else the right one; where there is
    /// room for one only, that one.
    pub fn meant(&self, is_one: bool) -> usize {
        match self.hold {
            Hold::One(side) => side,
            Hold::Both => usize::from(!is_one),
        }
    }

    /// The one that is in sight where there is room for one only.
    pub fn shown(&self) -> usize {
        self.meant(true)
    }

    /// Whether there is room for one only.
    fn is_one(&self, below: &Below<'_>) -> bool {
        below.layout.is_some_and(|layout| layout.mirror(self.shown()).line.is_some())
    }

    /// To the side that is meant; where the reader stands on it already, back to it.
    fn enter(&self, below: &Below<'_>) -> Answer {
        let at = self.at[self.meant(self.is_one(below))];
        match self.origin.finding {
            Some(finding) if at > 0 => {
                Answer::Go(Aim::Side(Crossing { sides: self.sides.clone(), at, finding }))
            }
            _ => Answer::Close,
        }
    }

    /// The two passages.
    pub fn pair(&self) -> [Passage; 2] {
        self.comparison.sides.each_ref().map(|side| side.passage)
    }

    /// The two, for handing on.
    fn cited(&self, below: &Below<'_>) -> Vec<String> {
        let between = self.conflict(below).map(Finding::Conflict);
        let finding = between.or(self.origin.finding).unwrap_or(Finding::Point);
        cited_sides(below.coverage, below.reader.view.event, finding, self.pair())
    }

    /// What is done to what the reader says is none: a link of the reader's own is deleted.
    fn dismissed(&self, below: &Below<'_>) -> Revision {
        if let Some(Finding::Judged(index)) = self.origin.finding {
            return Revision::Refuse(index);
        }
        let link = match self.origin.finding {
            Some(Finding::Link(index)) => below.links.found(below.coverage, index),
            _ => None,
        };
        link.map_or_else(
            || Revision::Dismiss(self.conflict(below)),
            |link| Revision::Unlink(Box::new(link.clone())),
        )
    }

    /// The conflict that is compared.
    fn conflict(&self, below: &Below<'_>) -> Option<usize> {
        let Some(Finding::Conflict(index)) = self.origin.finding else { return None };
        conflict_between(below.coverage, below.reader.view.event, index, self.pair())
            .or(Some(index))
    }

    /// The rows at which both meet, in order.
    fn anchors(&self) -> impl Iterator<Item = [isize; 2]> + '_ {
        let row = |side: usize, at: usize| signed(self.pages[side].rows.row_of(at));
        self.comparison.anchors.iter().map(move |[a, b]| [row(0, *a), row(1, *b)])
    }

    /// The row of the second article that stands beside row `top` of the first: as far from the
    /// last place at which both meet, and not beyond the next.
    fn beside(&self, top: isize) -> isize {
        let (mut before, mut after) = (None, None);
        for [left, right] in self.anchors() {
            if left <= top || before.is_none() {
                before = Some([left, right]);
            } else {
                after = Some(right);
                break;
            }
        }
        let row = before.map_or(top, |[left, right]| right + top - left);
        after.map_or(row, |after| row.min(after.max(0)))
    }

    /// The first row in view of each article.
    pub fn tops(&self) -> [usize; 2] {
        let tops = [self.top + self.alone[0], self.beside(self.top) + self.alone[1]];
        let last = |side: usize| signed(self.pages[side].rows.len()) - 1;
        [0, 1].map(|side| usize::try_from(tops[side].clamp(0, last(side).max(0))).unwrap_or(0))
    }

    /// Brings both passages to one height, with what stands before them where both have room for
    /// it.
    fn aim(&mut self) {
        let rows = [0, 1].map(|side| self.pages[side].rows.row_of(self.pair()[side].span.start));
        let least = self.heights[0].min(self.heights[1]);
        // Where little is in sight, the passage comes first.
        let lead = if least < 6 { 0 } else { least / 3 };
        let lead = lead.min(rows[0]).min(rows[1]);
        self.top = signed(rows[0] - lead);
        self.alone = [0; 2];
        // What was added above a passage of two versions may have moved it: it comes first.
        self.alone[1] = signed(rows[1] - lead) - self.beside(self.top);
    }

    fn scroll(&mut self, motion: Motion) {
        match self.hold {
            Hold::One(side) => {
                let top = signed(self.tops()[side]);
                let last = signed(self.pages[side].rows.len().saturating_sub(self.heights[side]));
                let to = top.saturating_add(motion.rows(self.heights[side]));
                let to = to.clamp(0, last.max(top));
                self.alone[side] += to - top;
            }
            Hold::Both => {
                let least = self.heights[0].min(self.heights[1]);
                let [first, last] = self.range();
                let top = self.top.saturating_add(motion.rows(least));
                self.top = top.clamp(first, last);
            }
        }
    }

    /// From where both show their beginning to where both show their end.
    fn range(&self) -> [isize; 2] {
        let ends = [0, 1]
            .map(|side| signed(self.pages[side].rows.len().saturating_sub(self.heights[side])));
        let apart = |meet: Option<[isize; 2]>| meet.map_or(0, |[left, right]| left - right);
        let first = (apart(self.anchors().next()) - self.alone[1]).min(0);
        let last = (ends[1] + apart(self.anchors().last()) - self.alone[1]).max(ends[0]);
        // The passages lie side by side even where little comes behind them.
        [first, last.max(first).max(self.top)]
    }

    /// The next of both, the left one alone, the right one alone.
    fn take_hold(&mut self, back: bool) {
        self.hold = match (self.hold, back) {
            (Hold::Both, false) | (Hold::One(1), true) => Hold::One(0),
            (Hold::One(0), false) | (Hold::Both, true) => Hold::One(1),
            _ => Hold::Both,
        };
        if self.hold == Hold::Both {
            self.aim();
        }
    }

    /// Scrolls both where they scroll together; else the one under the pointer alone.
    pub(in crate::app) fn wheel(&mut self, below: &Below<'_>, (x, y): (u16, u16), rows: isize) {
        let before = self.hold;
        if let (Hold::One(_), Some(side)) = (before, self.side_at(below, x, y)) {
            self.hold = Hold::One(side);
        }
        self.scroll(Motion::Rows(rows));
        self.hold = before;
    }

    /// The one that was clicked is meant.
    pub(in crate::app) fn click(&mut self, below: &Below<'_>, x: u16, y: u16) {
        if let Some(side) = self.side_at(below, x, y) {
            self.hold = Hold::One(side);
        }
    }

    fn side_at(&self, below: &Below<'_>, x: u16, y: u16) -> Option<usize> {
        let panes = below.layout?.mirror(self.shown());
        let is_there = |area: &Option<Area>| area.is_some_and(|area| area.contains(x, y));
        panes.frames.iter().position(is_there)
    }
}

fn signed(rows: usize) -> isize {
    isize::try_from(rows).unwrap_or(isize::MAX / 4)
}

fn laid(below: &Below<'_>, origin: Stop, pair: [Passage; 2]) -> Comparison {
    compare(below.coverage, below.reader.view.event, origin.finding, pair)
}

/// Where the open article and another version of it have a text in common, nearest the cursor.
fn versions(below: &Below<'_>) -> Option<Stop> {
    let (event, article) = (below.event()?, below.reader.article?);
    let shared = shared_versions(event);
    let here = shared.flat_map(|(index, sides)| sides.map(|side| (index, side)));
    let here = here.filter(|(_, side)| side.article == article);
    let (index, passage) =
        here.min_by_key(|(_, side)| side.span.start.abs_diff(below.reader.cursor))?;
    Some(Stop { passage, finding: Some(Finding::Echo(index)) })
}

fn shared_versions(event: &EventFindings) -> impl Iterator<Item = (usize, [Passage; 2])> + '_ {
    let versions = event.echoes.iter().enumerate();
    versions
        .filter(|(_, echo)| echo.kind == CopyKind::Version)
        .map(|(index, echo)| (index, [echo.passage, echo.of]))
}

impl Machine for Mirror {
    fn opener(&self) -> Option<Action> {
        Some(Action::Compare)
    }

    fn base(&self) -> Base {
        Base::Event
    }

    fn step(&mut self, motion: Motion, _below: &Below<'_>) {
        self.scroll(motion);
    }

    fn act(&mut self, action: Action, below: &Below<'_>) -> Answer {
        match action {
            Action::Open => self.enter(below),
            Action::Left => {
                self.hold = Hold::One(0);
                Answer::Stay
            }
            Action::Right => {
                self.hold = Hold::One(1);
                Answer::Stay
            }
            Action::NextPane | Action::PreviousPane => {
                self.take_hold(action == Action::PreviousPane);
                Answer::Stay
            }
            Action::Cross => {
                self.turn(below);
                Answer::Stay
            }
            Action::NextConflict => Answer::Go(Aim::Next(Way::On)),
            Action::PreviousConflict => Answer::Go(Aim::Next(Way::Back)),
            Action::Dismiss => Answer::Change(self.dismissed(below)),
            Action::DismissPair => Answer::Change(Revision::DismissPair(self.conflict(below))),
            Action::Link => Answer::Change(Revision::Bind(self.pair())),
            Action::Note => {
                let meant = self.meant(self.is_one(below));
                Answer::Change(Revision::Annotate(self.pair()[meant]))
            }
            Action::Wider | Action::Narrower => Answer::Do(action),
            Action::Copy => Answer::Copy(self.cited(below)),
            _ => Answer::Pass,
        }
    }

    fn fit(&mut self, below: &Below<'_>) {
        let Some(layout) = below.layout else { return };
        let frames = layout.mirror(self.shown()).frames;
        let columns = frames
            .map(|frame| frame.map(|frame| layout.mirror_column(frame, below.settings.width)));
        let of_both = columns.into_iter().flatten();
        let Some(width) = of_both.map(|column| usize::from(column.width)).min() else { return };
        let one = columns.into_iter().flatten().next().map_or(1, |column| column.height);
        let heights = columns.map(|column| usize::from(column.map_or(one, |c| c.height)).max(1));
        let is_other_size = heights != self.heights;
        self.heights = heights;
        if self.width != width {
            let event = &below.reader.view;
            let page = |passage: Passage| {
                Arc::new(reader::page(below.coverage, event, passage.article, width))
            };
            self.pages = self.pair().map(page);
            self.width = width;
            self.aim();
        } else if is_other_size {
            self.aim();
        }
    }

    /// What is no dispute any more, or linked no more, need not be compared.
    fn after_change(&mut self, below: &Below<'_>) -> Answer {
        if matches!(self.origin.finding, Some(Finding::Link(_) | Finding::Judged(_))) {
            return Answer::Close;
        }
        let event = below.reader.view.event;
        let is_dismissed = |index: usize| below.coverage.dismissed.contains(&(event, index));
        if self.conflict(below).is_some_and(is_dismissed) { Answer::Close } else { Answer::Stay }
    }
}
