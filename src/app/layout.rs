//! Where the panes are for a size of the screen. Pure arithmetic; the terminal is told later.

pub mod mirror;

/// Cells of the whole screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether the cell at column `x`, row `y` lies inside.
    pub fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }

    fn new(x: u16, y: u16, width: u16, height: u16) -> Area {
        Area { x, y, width, height }
    }
}

/// The three panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// Events and articles.
    List,
    /// The article.
    Text,
    /// Topics with each outlet's version.
    Topics,
}

impl Pane {
    /// From left to right.
    pub const ALL: [Pane; 3] = [Pane::List, Pane::Text, Pane::Topics];
}

/// How a pane is set off from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A border all round, the title in it.
    Border,
    /// A row for the title only.
    Bare,
}

/// The parts of a list that lies over the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The box, frame included.
    pub frame: Area,
    /// The row of the columns' heads.
    pub head: Area,
    /// The rows.
    pub list: Area,
    /// What is chosen, in full.
    pub foot: Area,
}

/// Below this nothing can be read any more.
pub const SMALLEST: Size = Size { width: 20, height: 4 };

/// Whether there is a box for what the others say on the point at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointBox {
    /// Where there is room for it.
    Shown,
    /// Nowhere.
    Folded,
}

/// Rows of the topics from which they share them with the point at the cursor.
const SHARED: u16 = 20;

/// Where everything is. A pane that is not there at this size has no area; a drawer lies over the
/// text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The row that names the event.
    pub head: Option<Area>,
    /// Events and articles.
    pub list: Option<Area>,
    /// The article.
    pub text: Option<Area>,
    /// What the others say on the point at the cursor: above the topics, where both have room.
    pub point: Option<Area>,
    /// Topics.
    pub topics: Option<Area>,
    /// One or two rows for the finding, its reason, notices and input.
    pub status: Area,
    /// How panes are set off.
    pub frame: Frame,
}

impl Layout {
    /// The layout for a screen of `size` whose keys go to the pane `focus`, with a text of `column`
    /// cells where there is room for it; `None` below [`SMALLEST`].
    pub fn new(size: Size, focus: Pane, column: usize, point: PointBox) -> Option<Layout> {
        let Size { width, height } = size;
        if width < SMALLEST.width || height < SMALLEST.height {
            return None;
        }
        let head_rows = u16::from(height >= 16);
        let status_rows = if height >= 8 { 2 } else { 1 };
        let body = Area::new(0, head_rows, width, height - head_rows - status_rows);
        let mut layout = Layout {
            head: (head_rows > 0).then(|| Area::new(0, 0, width, 1)),
            list: None,
            text: None,
            point: None,
            topics: None,
            status: Area::new(0, height - status_rows, width, status_rows),
            frame: if height >= 12 && width >= 50 { Frame::Border } else { Frame::Bare },
        };
        if width < 60 || height < 12 {
            *layout.slot(focus) = Some(body);
            return Some(layout);
        }
        let (side, topics) = sides(width, column);
        let left = Area { width: side, ..body };
        let right = Area::new(width - topics, body.y, topics, body.height);
        let (beside, drawer) = match width {
            110.. => (vec![Pane::List, Pane::Topics], None),
            84..110 => (vec![Pane::List], (focus == Pane::Topics).then_some(Pane::Topics)),
            _ => (vec![], (focus != Pane::Text).then_some(focus)),
        };
        let taken = |pane: Pane| match pane {
            _ if !beside.contains(&pane) => 0,
            Pane::Topics => topics,
            _ => side,
        };
        let text_width = width - taken(Pane::List) - taken(Pane::Topics);
        layout.text = Some(Area::new(taken(Pane::List), body.y, text_width, body.height));
        let shown = |pane| beside.contains(&pane) || drawer == Some(pane);
        layout.list = shown(Pane::List).then_some(left);
        layout.topics = shown(Pane::Topics).then_some(right);
        if drawer.is_some() {
            // A drawer may be wider than a column beside the text: what it covers is not being
            // read.
            let wide = (width / 2).max(side);
            layout.list = layout.list.map(|area| {
                if drawer == Some(Pane::List) { Area { width: wide, ..area } } else { area }
            });
            layout.topics = layout.topics.map(|area| {
                if drawer == Some(Pane::Topics) {
                    Area { x: width - wide, width: wide, ..area }
                } else {
                    area
                }
            });
        }
        layout.put_point(point);
        Some(layout)
    }

    /// Gives the upper part of the topics to what is said on the point at the cursor.
    fn put_point(&mut self, point: PointBox) {
        let tall = |area: &Area| area.height >= SHARED;
        let Some(area) = self.topics.filter(tall).filter(|_| point == PointBox::Shown) else {
            return;
        };
        let height = area.height * 2 / 5;
        self.point = Some(Area { height, ..area });
        self.topics = Some(Area { y: area.y + height, height: area.height - height, ..area });
    }

    fn slot(&mut self, pane: Pane) -> &mut Option<Area> {
        match pane {
            Pane::List => &mut self.list,
            Pane::Text => &mut self.text,
            Pane::Topics => &mut self.topics,
        }
    }

    /// The area of `pane`, frame included.
    pub fn area(&self, pane: Pane) -> Option<Area> {
        match pane {
            Pane::List => self.list,
            Pane::Text => self.text,
            Pane::Topics => self.topics,
        }
    }

    /// Whether all three panes are there side by side, so that none is a drawer.
    pub fn all_beside(&self) -> bool {
        matches!((self.list, self.text, self.topics), (Some(_), Some(_), Some(_)))
            && self.status.width >= 110
    }

    /// The area of a box over the panes, in the middle above the status, at most `width` by
    /// `height`; where panes have no border it takes all the room.
    pub fn over(&self, width: u16, height: u16) -> Area {
        let (most, room) = (self.status.width, self.status.y);
        let (width, height) = if self.frame == Frame::Bare {
            (most, room)
        } else {
            (width.min(most), height.min(room))
        };
        Area::new((most - width) / 2, (room - height) / 2, width, height)
    }

    /// The parts of a list over the panes, in a box of at most `width` by `height`.
    pub fn listing(&self, width: u16, height: u16) -> Listing {
        let frame = self.over(width, height);
        let inside = self.inside(frame);
        let inside = Area { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        // The list comes first: a row of the foot for every four rows or so.
        let foot = match inside.height {
            0..6 => 0,
            6..12 => 2,
            12..24 => 4,
            _ => 6,
        };
        let gap = u16::from(inside.height >= 12);
        let list = inside.height.saturating_sub(1 + foot + gap);
        let part = |below: u16, height: u16| Area { y: inside.y + below, height, ..inside };
        Listing {
            frame,
            head: part(0, inside.height.min(1)),
            list: part(1, list),
            foot: part(1 + list + gap, foot),
        }
    }

    /// The part of `area` inside its frame.
    pub fn inside(&self, area: Area) -> Area {
        match self.frame {
            Frame::Border => Area::new(
                area.x + 1,
                area.y + 1,
                area.width.saturating_sub(2),
                area.height.saturating_sub(2),
            ),
            Frame::Bare => Area::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1)),
        }
    }

    /// The rows inside the frame of `pane`; none where it is not shown.
    pub fn rows(&self, pane: Pane) -> usize {
        self.area(pane).map_or(0, |area| usize::from(self.inside(area).height))
    }

    /// The pane on top at a cell: drawers lie over the text.
    pub fn pane_at(&self, x: u16, y: u16) -> Option<Pane> {
        [Pane::List, Pane::Topics, Pane::Text]
            .into_iter()
            .find(|pane| self.area(*pane).is_some_and(|area| area.contains(x, y)))
    }

    /// The column of the text, at most `most` cells wide, right of a gutter of [`GUTTER`] cells.
    /// Where the text is not shown, the column that it would have on the whole screen.
    pub fn column(&self, most: usize) -> Area {
        let whole = Area { width: self.status.width, ..Area::default() };
        let inside = self.text.map_or(whole, |area| self.inside(area));
        let room = inside.width.saturating_sub(GUTTER + 1).max(8);
        let width = room.min(u16::try_from(most).unwrap_or(u16::MAX));
        Area { x: inside.x + GUTTER + (room - width) / 2, width, ..inside }
    }
}

/// Cells of the list, which grows with the screen, and of the topics, which have what a text of
/// `column` cells with its margins leaves.
fn sides(width: u16, column: usize) -> (u16, u16) {
    let list = match width {
        110.. => 28 + (width - 110) / 4,
        _ => 26 + width.saturating_sub(84) / 4,
    };
    let list = list.min(60);
    let text = u16::try_from(column).unwrap_or(u16::MAX).saturating_add(GUTTER + 5);
    // Narrow screens share what there is: the text is the last to suffer.
    let least = 26 + (width.saturating_sub(110) / 6).min(8);
    (list, width.saturating_sub(list).saturating_sub(text).clamp(least, 64))
}

/// Cells left of the text for the cursor and for signs of conflict.
pub const GUTTER: u16 = 3;

#[cfg(test)]
mod tests {
    use super::{Frame, Layout, Pane, PointBox, Size};

    fn layout(width: u16, height: u16, focus: Pane) -> Layout {
        Layout::new(Size { width, height }, focus, 78, PointBox::Folded).unwrap()
    }

    #[test]
    fn panes_come_and_go_with_the_width() {
        let shown =
            |width, focus| Pane::ALL.map(|pane| layout(width, 40, focus).area(pane).is_some());
        assert_eq!(shown(110, Pane::Text), [true, true, true]);
        assert_eq!(shown(109, Pane::Text), [true, true, false]);
        assert_eq!(shown(109, Pane::Topics), [true, true, true]);
        assert_eq!(shown(84, Pane::List), [true, true, false]);
        assert_eq!(shown(83, Pane::Text), [false, true, false]);
        assert_eq!(shown(60, Pane::List), [true, true, false]);
        assert_eq!(shown(59, Pane::List), [true, false, false]);
    }

    /// Cells of list, text column and topics.
    fn widths(width: u16, column: usize) -> [u16; 3] {
        let layout =
            Layout::new(Size { width, height: 40 }, Pane::Text, column, PointBox::Shown).unwrap();
        let pane = |pane| layout.area(pane).map_or(0, |area| area.width);
        [pane(Pane::List), layout.column(column).width, pane(Pane::Topics)]
    }

    #[test]
    fn the_list_grows_with_the_screen_and_the_text_stays_comfortable() {
        let table = [
            (84, [26, 52, 0]),
            (109, [32, 71, 0]),
            (110, [28, 50, 26]),
            (124, [31, 59, 28]),
            (140, [35, 68, 31]),
            (160, [40, 78, 34]),
            (200, [50, 78, 64]),
            (220, [55, 78, 64]),
            (300, [60, 78, 64]),
        ];
        for (width, expected) in table {
            assert_eq!(widths(width, 78), expected, "{width}");
        }
        assert_eq!(
            widths(200, 110),
            [50, 110, 34],
            "a text that is to be wide takes from the topics"
        );
        assert_eq!(widths(200, 160), [50, 110, 34]);
    }

    #[test]
    fn small_screens_have_no_borders_and_too_small_ones_nothing() {
        assert_eq!(layout(40, 10, Pane::Text).frame, Frame::Bare);
        assert_eq!(layout(80, 24, Pane::Text).frame, Frame::Border);
        assert_eq!(
            Layout::new(Size { width: 19, height: 50 }, Pane::Text, 78, PointBox::Shown),
            None
        );
        assert_eq!(
            Layout::new(Size { width: 100, height: 3 }, Pane::Text, 78, PointBox::Shown),
            None
        );
    }

    #[test]
    fn nothing_lies_outside_the_screen_at_any_size() {
        for width in 20..200 {
            for height in 4..60 {
                for focus in Pane::ALL {
                    let layout = layout(width, height, focus);
                    let areas =
                        [layout.head, layout.list, layout.text, layout.topics, Some(layout.status)];
                    for area in areas.into_iter().flatten() {
                        assert!(
                            area.x + area.width <= width && area.y + area.height <= height,
                            "{width}x{height} {area:?}"
                        );
                    }
                    let column = layout.column(78);
                    assert!(column.x + column.width <= width, "{width}x{height} {column:?}");
                    assert!(layout.area(focus).is_some());
                }
            }
        }
    }
}
