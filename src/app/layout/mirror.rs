//! Where two accounts beside each other stand: side by side where there is room for two columns of
//! text, else one above the other, else one at a time with a line of the other.

use crate::app::layout::{Area, GUTTER, Layout};

/// Columns of the screen from which two texts stand side by side.
const BESIDE: u16 = 110;
/// Columns that each text keeps where the list stays in sight.
const COLUMN: u16 = 60;
/// Rows from which two texts stand one above the other.
const STACKED: u16 = 14;

/// The panes of two accounts beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MirrorPanes {
    /// The two, frames included; where there is room for one only, that one.
    pub frames: [Option<Area>; 2],
    /// The row that tells of the one for which there is no room.
    pub line: Option<Area>,
}

impl Layout {
    /// The panes of two accounts, of which number `shown` is the one that is read where there is
    /// room for one only.
    pub fn mirror(&self, shown: usize) -> MirrorPanes {
        let top = self.head.map_or(0, |head| head.y + head.height);
        let (width, height) = (self.status.width, self.status.y.saturating_sub(top));
        let body = Area { x: 0, y: top, width, height };
        if width >= BESIDE {
            let list = self.list.filter(|list| (width - list.width) / 2 >= COLUMN);
            let x = list.map_or(0, |list| list.x + list.width);
            let half = (width - x) / 2;
            let left = Area { x, width: half, ..body };
            let right = Area { x: x + half, width: width - x - half, ..body };
            return MirrorPanes { frames: [Some(left), Some(right)], line: None };
        }
        if height >= STACKED {
            let half = height / 2;
            let upper = Area { height: half, ..body };
            let lower = Area { y: top + half, height: height - half, ..body };
            return MirrorPanes { frames: [Some(upper), Some(lower)], line: None };
        }
        let one = Area { height: height.saturating_sub(1), ..body };
        let line = Area { y: top + one.height, height: height.min(1), ..body };
        let frames = if shown == 0 { [Some(one), None] } else { [None, Some(one)] };
        MirrorPanes { frames, line: Some(line) }
    }

    /// The column of a text of at most `most` cells in a pane of two, right of its gutter.
    pub fn mirror_column(&self, frame: Area, most: usize) -> Area {
        let inside = self.inside(frame);
        let room = inside.width.saturating_sub(GUTTER + 1).max(8);
        let width = room.min(u16::try_from(most).unwrap_or(u16::MAX));
        Area { x: inside.x + GUTTER + (room - width) / 2, width, ..inside }
    }
}

#[cfg(test)]
mod tests {
    use crate::app::layout::{Layout, Pane, Panes, PointBox, Size};

    #[test]
    fn two_accounts_stand_beside_each_other_then_one_above_the_other_then_one_at_a_time() {
        let shape = |width, height| {
            let layout = Layout::new(
                Size { width, height },
                Pane::Text,
                78,
                PointBox::Folded,
                Panes::default(),
            )
            .unwrap();
            let panes = layout.mirror(1);
            let [left, right] = panes.frames.map(|frame| frame.map(|area| (area.x, area.y)));
            (left, right, panes.line.is_some())
        };
        assert_eq!(shape(160, 50), (Some((40, 1)), Some((100, 1)), false), "the list stays");
        assert_eq!(shape(120, 40), (Some((0, 1)), Some((60, 1)), false));
        assert_eq!(shape(80, 24), (Some((0, 1)), Some((0, 11)), false));
        assert_eq!(shape(40, 10), (None, Some((0, 0)), true));
    }

    #[test]
    fn nothing_lies_outside_the_screen_at_any_size() {
        for width in (20..240).step_by(7) {
            for height in 4..70 {
                let size = Size { width, height };
                let layout =
                    Layout::new(size, Pane::Text, 78, PointBox::Shown, Panes::default()).unwrap();
                let panes = layout.mirror(0);
                for area in panes.frames.into_iter().chain([panes.line]).flatten() {
                    assert!(area.x + area.width <= width, "{size:?} {area:?}");
                    assert!(area.y + area.height <= layout.status.y, "{size:?} {area:?}");
                    let column = layout.mirror_column(area, 78);
                    assert!(column.width >= 8 && column.x + column.width <= width, "{size:?}");
                }
            }
        }
    }
}
