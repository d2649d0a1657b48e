//! A chosen row in a list that may be longer than its pane.

use crate::config::action::Action;

/// Ways to move in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// By so many rows.
    Rows(isize),
    /// By half a page: 1 down, -1 up.
    Half(isize),
    /// By a page, less a row that stays in sight: 1 down, -1 up.
    Page(isize),
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
}

impl Motion {
    /// The one that an action asks for.
    pub fn of(action: Action) -> Option<Motion> {
        Some(match action {
            Action::Down => Motion::Rows(1),
            Action::Up => Motion::Rows(-1),
            Action::Top => Motion::Top,
            Action::Bottom => Motion::Bottom,
            Action::HalfDown => Motion::Half(1),
            Action::HalfUp => Motion::Half(-1),
            Action::PageDown => Motion::Page(1),
            Action::PageUp => Motion::Page(-1),
            _ => return None,
        })
    }

    /// Rows to move by in a pane of `height` rows. The ends are further away than any row.
    pub fn rows(self, height: usize) -> isize {
        let height = isize::try_from(height).unwrap_or(isize::MAX).max(2);
        match self {
            Motion::Rows(rows) => rows,
            Motion::Half(way) => way * (height / 2),
            Motion::Page(way) => way * (height - 1),
            Motion::Top => isize::MIN / 2,
            Motion::Bottom => isize::MAX / 2,
        }
    }
}

/// The chosen row and the first one in view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The chosen row.
    pub selected: usize,
    /// The first row in view.
    pub top: usize,
}

impl Choice {
    /// Moves the choice among `count` rows, of which `height` are in view.
    pub fn step(&mut self, motion: Motion, count: usize, height: usize) {
        self.selected =
            self.selected.saturating_add_signed(motion.rows(height)).min(count.saturating_sub(1));
        self.follow(count, height);
    }

    /// Scrolls by `rows` and takes the choice along at the edge.
    pub fn scroll(&mut self, rows: isize, count: usize, height: usize) {
        self.top = self.top.saturating_add_signed(rows).min(count.saturating_sub(height));
        self.selected = self
            .selected
            .clamp(self.top, (self.top + height).saturating_sub(1).max(self.top))
            .min(count.saturating_sub(1));
    }

    /// Off a row that is no entry but a heading: on to the next entry in the direction of `way`,
    /// else to the nearest in the other.
    pub fn onto(&mut self, is_entry: &[bool], way: isize) {
        let entry = |at: &usize| is_entry.get(*at).copied().unwrap_or(false);
        let (mut below, mut above) = (
            (self.selected..is_entry.len()).filter(entry),
            (0..=self.selected).rev().filter(entry),
        );
        let at =
            if way < 0 { above.next().or(below.next()) } else { below.next().or(above.next()) };
        self.selected = at.unwrap_or(0);
    }

    /// Moves the choice from entry to entry of a list with headings.
    pub fn walk(&mut self, motion: Motion, is_entry: &[bool], height: usize) {
        self.step(motion, is_entry.len(), height);
        self.onto(is_entry, motion.rows(height));
        self.follow_under(is_entry.len(), height);
    }

    /// Brings the choice into view, and the heading of the first entry with that.
    pub fn follow_under(&mut self, count: usize, height: usize) {
        if self.selected <= 1 {
            self.top = 0;
        }
        self.follow(count, height);
    }

    /// Brings the choice into view, moving as little as does it.
    pub fn follow(&mut self, count: usize, height: usize) {
        let height = height.max(1);
        self.selected = self.selected.min(count.saturating_sub(1));
        let lowest = (self.selected + 1).saturating_sub(height);
        self.top = self
            .top
            .clamp(lowest, self.selected.max(lowest))
            .min(count.saturating_sub(height).max(lowest));
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Motion};

    #[test]
    fn scrolling_as_a_table() {
        // Motion, then the chosen row and the first in view, among 20 rows of which 5 are seen.
        let table = [
            (Motion::Rows(1), 1, 0),
            (Motion::Rows(3), 4, 0),
            (Motion::Rows(1), 5, 1),
            (Motion::Half(1), 7, 3),
            (Motion::Page(1), 11, 7),
            (Motion::Rows(-1), 10, 7),
            (Motion::Page(-1), 6, 6),
            (Motion::Bottom, 19, 15),
            (Motion::Rows(9), 19, 15),
            (Motion::Top, 0, 0),
            (Motion::Rows(-9), 0, 0),
        ];
        let mut choice = Choice::default();
        for (motion, selected, top) in table {
            choice.step(motion, 20, 5);
            assert_eq!((choice.selected, choice.top), (selected, top), "{motion:?}");
        }
    }

    #[test]
    fn headings_are_passed_over() {
        let rows = [false, true, true, false, true, false];
        for (from, way, to) in [(0, 1, 1), (0, -1, 1), (3, 1, 4), (3, -1, 2), (5, 1, 4), (2, 1, 2)]
        {
            let mut choice = Choice { selected: from, top: 0 };
            choice.onto(&rows, way);
            assert_eq!(choice.selected, to, "from {from} by {way}");
        }
        let mut choice = Choice { selected: 1, top: 1 };
        choice.follow_under(6, 3);
        assert_eq!(choice.top, 0);
        choice.onto(&[false], 1);
        assert_eq!(choice.selected, 0);
    }

    #[test]
    fn no_rows_and_no_height_do_no_harm() {
        let mut choice = Choice { selected: 7, top: 3 };
        choice.step(Motion::Bottom, 0, 0);
        assert_eq!(choice, Choice::default());
        choice.scroll(5, 0, 0);
        assert_eq!(choice, Choice::default());
    }
}
