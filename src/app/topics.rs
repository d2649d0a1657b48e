//! The list of topics: each outlet's version of the open one, who leaves it out, what is disputed.

use crate::analysis::Gap;
use crate::app::answer::{Aim, Answer};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::jumps::Place;
use crate::app::layout::{Layout, Pane};
use crate::text::Span;
use crate::view::event::{Dispute, Finding, Soft, Spot, topic_of};
use crate::view::sidebar::{self, Heading, Row};
use crate::view::walk::Stop;

/// The list of topics.
#[derive(Clone, Debug, Default)]
pub struct Topics {
    /// What is shown.
    pub rows: Vec<Row>,
    /// Which is chosen.
    pub choice: Choice,
    /// The group that is open: the chosen topic.
    pub open: Option<Heading>,
    /// The topic that is to be joined with what comes next.
    pub joining: Option<usize>,
    /// What the rows were made for.
    made_for: Option<(Option<Heading>, Soft, usize)>,
    /// The place that was followed last.
    followed: Option<Place>,
}

impl Topics {
    /// What is shown is no more as it was made.
    pub(super) fn forget(&mut self) {
        self.made_for = None;
    }

    /// Makes the rows, unless they are made already.
    pub(super) fn make(&mut self, below: &Below<'_>) {
        // What an entry says stands right of its letter.
        let inside = |layout: Layout| Some(layout.inside(layout.area(Pane::Topics)?).width);
        let pane = below.layout.and_then(inside);
        let width = usize::from(pane.unwrap_or(30).saturating_sub(4));
        let wanted = Some((self.open, below.settings.soft, width));
        if self.made_for != wanted {
            self.made_for = wanted;
            self.rows = sidebar::rows(below.coverage, &below.reader.view, self.open, width);
        }
    }

    /// Opens the topic of the current finding, when the cursor has come to another place.
    pub(super) fn follow(&mut self, below: &Below<'_>) {
        let (place, reader) = (below.place(), below.reader);
        if place == self.followed {
            return;
        }
        self.followed = place;
        let finding = reader.current.and_then(|stop| stop.finding).or_else(|| {
            // A quote is no finding of a topic; what holds its first byte is.
            let spot = reader.view.at(reader.article?, reader.cursor, Span::default())?;
            Some(spot.finding)
        });
        let (Some(finding), Some(event)) = (finding, below.event()) else { return };
        let topic = match (finding, reader.current) {
            (Finding::Judged(_) | Finding::Link(_), Some(stop)) => {
                reader.view.topic_at(stop.passage)
            }
            _ => topic_of(event, finding),
        };
        let open = match topic {
            Some(topic) => Some(Heading::Topic(topic)),
            None if matches!(finding, Finding::Conflict(_)) => Some(Heading::Rest),
            None => return,
        };
        self.open = open;
        self.make(below);
        let heading = open.and_then(|open| self.heading(open));
        if let Some(row) = self.row_of_current(below).or(heading) {
            self.choice.selected = row;
            self.show_group(heading.unwrap_or(row), below.layout);
        }
    }

    /// The row of the current finding in the open group.
    fn row_of_current(&self, below: &Below<'_>) -> Option<usize> {
        let passage = below.reader.current.map(|stop| stop.passage);
        let dispute = below.dispute().map(Dispute::surest);
        self.rows.iter().position(|row| match (row, passage) {
            (Row::Version(version, ..) | Row::Echo(version, _), Some(passage)) => {
                version.article == passage.article && version.span.overlaps(passage.span)
            }
            (Row::Dispute(index, ..), _) => {
                dispute == Some(*index) && self.open == Some(Heading::Rest)
            }
            _ => false,
        })
    }

    /// The row of a heading.
    fn heading(&self, heading: Heading) -> Option<usize> {
        self.rows.iter().position(|row| matches!(row, Row::Heading(other, _) if *other == heading))
    }

    /// Scrolls so that as much as fits of the group at row `heading` is in view.
    fn show_group(&mut self, heading: usize, layout: Option<Layout>) {
        let height = layout.map_or(0, |layout| layout.rows(Pane::Topics));
        let below = self.rows.iter().skip(heading + 1);
        let after = below.into_iter().position(|row| matches!(row, Row::Heading(..)));
        let end = after.map_or(self.rows.len(), |distance| heading + 1 + distance);
        let top = &mut self.choice.top;
        if *top + height < end {
            *top = end.saturating_sub(height);
        }
        *top = (*top).min(heading);
    }

    /// Moves the choice from entry to entry: one may take several rows.
    pub(super) fn step(&mut self, motion: Motion, height: usize) {
        let (rows, choice) = (&self.rows, &mut self.choice);
        let before = choice.selected;
        choice.step(motion, rows.len(), height);
        let within = sidebar::head(rows, choice.selected);
        let below = (choice.selected..rows.len())
            .find(|at| rows.get(*at).is_some_and(|row| !row.continues()));
        choice.selected = if within == before && choice.selected > before {
            below.unwrap_or(within)
        } else {
            within
        };
        choice.follow(rows.len(), height);
    }

    /// Scrolls by `rows`. The choice is an entry's first row, the next one in view where it came to
    /// stand inside one.
    pub(super) fn scroll(&mut self, rows: isize, height: usize) {
        self.choice.scroll(rows, self.rows.len(), height);
        let from = self.choice.selected;
        let first = self.rows.iter().skip(from).position(|row| !row.continues());
        self.choice.selected =
            first.map_or_else(|| sidebar::head(&self.rows, from), |down| from + down);
    }

    /// Opens what is chosen: a heading, or the passage of an entry.
    pub(super) fn enter(&mut self, below: &Below<'_>) -> Answer {
        match self.rows.get(self.choice.selected).copied() {
            Some(Row::Heading(heading, _)) => {
                self.open = (self.open != Some(heading)).then_some(heading);
                self.make(below);
                let at = self.heading(heading).unwrap_or(0);
                self.choice.selected = at;
                self.show_group(at, below.layout);
                Answer::Stay
            }
            Some(Row::Version(passage, ..) | Row::Echo(passage, _)) => {
                let finding = self.topic().map(Finding::Topic);
                Answer::Go(Aim::Stop(Stop { passage, finding }))
            }
            Some(Row::Dispute(index, ..)) => dispute(index, below),
            Some(Row::Missing(_, Gap::LeftOut)) => Answer::Say("this outlet leaves it out".into()),
            Some(Row::Missing(_, Gap::NothingFound)) => Answer::Say(
                "nothing was found of it in this outlet; it may tell it in other words".into(),
            ),
            Some(Row::Title(..)) | None => Answer::Stay,
        }
    }

    /// The topic that the chosen row is of.
    pub(super) fn chosen(&self) -> Option<usize> {
        let above = self.rows.get(..=self.choice.selected)?;
        above.iter().rev().find_map(|row| match row {
            Row::Heading(Heading::Topic(index), _) => Some(Some(*index)),
            Row::Heading(Heading::Rest, _) => Some(None),
            _ => None,
        })?
    }

    /// Makes the rows of other topics, `open` the open and chosen one.
    pub(super) fn reopen(&mut self, open: Option<usize>, below: &Below<'_>) {
        (self.joining, self.followed) = (None, below.place());
        self.open = open.map(Heading::Topic);
        self.make(below);
        let at = self.open.and_then(|open| self.heading(open)).unwrap_or(0);
        self.choice.selected = at;
        self.show_group(at, below.layout);
    }

    /// The chosen topic.
    pub fn topic(&self) -> Option<usize> {
        match self.open {
            Some(Heading::Topic(index)) => Some(index),
            _ => None,
        }
    }
}

/// To a dispute: to its place in the open article, if it has one, which is the shortest way.
fn dispute(index: usize, below: &Below<'_>) -> Answer {
    let view = &below.reader.view;
    let Some(dispute) = view.dispute_of(index) else { return Answer::Stay };
    let is_of_it = |spot: &&Spot| matches!(spot.finding, Finding::Conflict(index) if dispute.conflicts.contains(&index));
    let here = below.reader.article.and_then(|article| view.spots(article).iter().find(is_of_it));
    let Spot { passage, finding } = here.copied().unwrap_or(dispute.first);
    Answer::Go(Aim::Stop(Stop { passage, finding: Some(finding) }))
}
