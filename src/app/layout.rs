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

/// How the reader wants the panes beside the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// Columns of the list; `None` where the screen decides.
    pub list: Option<u16>,
    /// Columns of the topics, likewise.
    pub topics: Option<u16>,
    /// Whether the list is a drawer however wide the screen is.
    pub hides_list: bool,
    /// Whether the topics are.
    pub hides_topics: bool,
    /// Whether the text is alone, and both are.
    pub alone: bool,
}

/// Fewer columns of a pane than this, beside a box, are no pane but a sliver.
const SLIVER: u16 = 6;

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
    /// The pane that lies over the text, where one does.
    pub drawer: Option<Pane>,
    /// Whether the text is to be alone, without a frame.
    pub alone: bool,
}

impl Layout {
    /// The layout for a screen of `size` whose keys go to the pane `focus`, with a text of `column`
    /// cells where there is room for it, and `panes` as the reader wants them; `None` below
    /// [`SMALLEST`].
    pub fn new(
        size: Size,
        focus: Pane,
        column: usize,
        point: PointBox,
        panes: Panes,
    ) -> Option<Layout> {
        let Size { width, height } = size;
        if width < SMALLEST.width || height < SMALLEST.height {
            return None;
        }
        let head_rows = u16::from(height >= 16 && !panes.alone);
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
            drawer: None,
            alone: panes.alone,
        };
        if width < 60 || height < 12 {
            *layout.slot(focus) = Some(body);
            return Some(layout);
        }
        let hides_list = panes.alone || panes.hides_list;
        let beside = |pane| match pane {
            Pane::Text => true,
            Pane::List => width >= 84 && !hides_list,
            Pane::Topics => {
                let room = width >= 110 || width >= 84 && hides_list;
                room && !panes.alone && !panes.hides_topics
            }
        };
        let drawer = (!beside(focus)).then_some(focus);
        layout.drawer = drawer;
        let (side, topics) = sides(width, column, panes, Pane::ALL.map(beside));
        let left = Area { width: side, ..body };
        let right = Area::new(width - topics, body.y, topics, body.height);
        let taken = |pane: Pane| match pane {
            _ if !beside(pane) => 0,
            Pane::Topics => topics,
            _ => side,
        };
        let text_width = width - taken(Pane::List) - taken(Pane::Topics);
        layout.text = Some(Area::new(taken(Pane::List), body.y, text_width, body.height));
        let shown = |pane| beside(pane) || drawer == Some(pane);
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

    /// Whether all panes that the reader wants are there side by side, so that none is a drawer.
    pub fn all_beside(&self) -> bool {
        self.drawer.is_none() && self.status.width >= 110
    }

    /// The columns of the list or the topics, where they are beside the text.
    pub fn beside(&self, pane: Pane) -> Option<u16> {
        let area = self.area(pane).filter(|_| self.text.is_some() && self.drawer != Some(pane))?;
        (pane != Pane::Text).then_some(area.width)
    }

    /// The pane beside the text whose border with it is at a cell.
    pub fn edge_at(&self, x: u16, y: u16) -> Option<Pane> {
        let text = self
            .text
            .filter(|text| self.drawer.is_none() && (text.y..text.y + text.height).contains(&y))?;
        // The border is two cells wide: one of either pane.
        let is_at = |edge: u16| (edge.saturating_sub(1)..=edge).contains(&x);
        let edges = [(Pane::List, text.x), (Pane::Topics, text.x + text.width)];
        edges
            .into_iter()
            .find(|(pane, edge)| self.beside(*pane).is_some() && is_at(*edge))
            .map(|(pane, _)| pane)
    }

    /// The columns that a pane beside the text has when its border with it is put at column `x`.
    pub fn width_at(&self, pane: Pane, x: u16) -> u16 {
        if pane == Pane::Topics { self.status.width.saturating_sub(x) } else { x.saturating_add(1) }
    }

    /// The area of a box over the panes, in the middle above the status, at most `width` by
    /// `height`; where panes have no border, or less than [`SLIVER`] columns of them would be seen at
    /// its sides, it has the whole width.
    pub fn over(&self, width: u16, height: u16) -> Area {
        let (most, room) = (self.status.width, self.status.y);
        let (width, height) = if self.frame == Frame::Bare {
            (most, room)
        } else {
            let is_sliver = most.saturating_sub(width) < 2 * SLIVER;
            (if is_sliver { most } else { width }, height.min(room))
        };
        Area::new((most - width) / 2, (room - height) / 2, width, height)
    }

    /// All rows above the status.
    pub fn above_status(&self) -> Area {
        Area { y: 0, height: self.status.y, ..self.status }
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

/// Columns that the list and the topics can have where the reader sets them.
pub const SIDES: std::ops::RangeInclusive<u16> = 24..=60;
/// Columns that they always leave to the text, its frame included.
const TEXT: u16 = 36;

/// Cells of the list, which grows with the screen, and of the topics, which have what a text of
/// `column` cells with its margins leaves; or what the reader wants of either, as far as there is
/// room. `beside` says of each pane whether it is beside the others.
fn sides(width: u16, column: usize, panes: Panes, beside: [bool; 3]) -> (u16, u16) {
    let [list_beside, _, topics_beside] = beside;
    // Narrow screens share what there is: the text is the last to suffer.
    let least = 26 + (width.saturating_sub(110) / 6).min(8);
    let wanted = |width: u16| width.clamp(*SIDES.start(), *SIDES.end());
    let list = match (panes.list, width) {
        (Some(width), _) => wanted(width),
        (None, 110..) => 28 + (width - 110) / 4,
        (None, _) => 26 + width.saturating_sub(84) / 4,
    };
    let others = if topics_beside { least.min(panes.topics.map_or(least, wanted)) } else { 0 };
    let list = list.min(*SIDES.end()).min(width.saturating_sub(others + TEXT));
    let left = width.saturating_sub(if list_beside { list } else { 0 });
    let text = u16::try_from(column).unwrap_or(u16::MAX).saturating_add(GUTTER + 5);
    let topics = match panes.topics {
        Some(width) => wanted(width).min(left.saturating_sub(TEXT)),
        None => left.saturating_sub(text).clamp(least, 64),
    };
    (list, topics)
}

/// Cells left of the text for the cursor and for signs of conflict.
pub const GUTTER: u16 = 3;

#[cfg(test)]
mod tests {
    use super::{Frame, Layout, Pane, Panes, PointBox, SIDES, Size, TEXT};

    fn layout(width: u16, height: u16, focus: Pane) -> Layout {
        Layout::new(Size { width, height }, focus, 78, PointBox::Folded, Panes::default()).unwrap()
    }

    fn wanting(size: Size, column: usize, panes: Panes) -> Layout {
        Layout::new(size, Pane::Text, column, PointBox::Shown, panes).unwrap()
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
        let layout = wanting(Size { width, height: 40 }, column, Panes::default());
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
    fn a_box_leaves_no_slivers_at_its_sides() {
        for width in 50..300 {
            let layout = layout(width, 30, Pane::Text);
            for wanted in 20..300 {
                let area = layout.over(wanted, 20);
                let [left, right] = [area.x, width - area.x - area.width];
                assert!(
                    [left, right].iter().all(|side| *side == 0 || *side >= 6),
                    "{width} {wanted}"
                );
                assert!(area.width >= wanted.min(width));
            }
        }
    }

    #[test]
    fn small_screens_have_no_borders_and_too_small_ones_nothing() {
        assert_eq!(layout(40, 10, Pane::Text).frame, Frame::Bare);
        assert_eq!(layout(80, 24, Pane::Text).frame, Frame::Border);
        assert_eq!(
            Layout::new(
                Size { width: 19, height: 50 },
                Pane::Text,
                78,
                PointBox::Shown,
                Panes::default()
            ),
            None
        );
        assert_eq!(
            Layout::new(
                Size { width: 100, height: 3 },
                Pane::Text,
                78,
                PointBox::Shown,
                Panes::default()
            ),
            None
        );
    }

    #[test]
    fn the_reader_sets_widths_and_the_text_keeps_its_room() {
        for width in 84..260 {
            for (list, topics) in [(24, 24), (40, 30), (60, 60), (0, 999), (999, 0)] {
                let panes = Panes { list: Some(list), topics: Some(topics), ..Panes::default() };
                let layout = wanting(Size { width, height: 40 }, 78, panes);
                let of = |pane: Pane| layout.area(pane).map_or(0, |area| area.width);
                let text = of(Pane::Text);
                assert!(text >= TEXT, "{width}: {text}");
                assert_eq!(of(Pane::List) + text + of(Pane::Topics), width);
                assert!(SIDES.contains(&of(Pane::List)), "{width}");
                if width >= 160 {
                    assert_eq!(of(Pane::List), list.clamp(24, 60), "{width}");
                    assert!(of(Pane::Topics) >= 24.min(topics), "{width}");
                }
            }
        }
    }

    #[test]
    fn a_border_is_found_and_put_where_it_is_dragged_to() {
        let size = Size { width: 160, height: 40 };
        let layout = wanting(size, 78, Panes::default());
        let (list, topics) = (layout.list.unwrap(), layout.topics.unwrap());
        for x in [list.width - 1, list.width] {
            assert_eq!(layout.edge_at(x, 10), Some(Pane::List));
        }
        for x in [topics.x - 1, topics.x] {
            assert_eq!(layout.edge_at(x, 10), Some(Pane::Topics));
        }
        assert_eq!(
            [(list.width + 1, 10), (list.width, 0), (3, 39)].map(|(x, y)| layout.edge_at(x, y)),
            [None; 3]
        );
        let (left, right) = (layout.width_at(Pane::List, 29), layout.width_at(Pane::Topics, 120));
        let panes = Panes { list: Some(left), topics: Some(right), ..Panes::default() };
        let moved = wanting(size, 78, panes);
        assert_eq!(
            (moved.edge_at(29, 10), moved.edge_at(120, 10)),
            (Some(Pane::List), Some(Pane::Topics))
        );
    }

    #[test]
    fn panes_that_are_hidden_are_drawers_and_give_the_text_their_room() {
        let of = |width, focus, panes| {
            let size = Size { width, height: 40 };
            Layout::new(size, focus, 78, PointBox::Folded, panes).unwrap()
        };
        let hides_list = Panes { hides_list: true, ..Panes::default() };
        let layout = of(160, Pane::Text, hides_list);
        assert_eq!((layout.list, layout.drawer), (None, None));
        assert_eq!(layout.text.unwrap().x, 0);
        assert_eq!(of(160, Pane::List, hides_list).drawer, Some(Pane::List));
        assert!(of(90, Pane::Text, hides_list).topics.is_some(), "there is room for them now");
        let alone = Panes { alone: true, ..Panes::default() };
        for focus in Pane::ALL {
            let layout = of(220, focus, alone);
            assert_eq!(layout.text.unwrap().width, 220);
            assert_eq!(layout.drawer, Some(focus).filter(|pane| *pane != Pane::Text));
            let column = layout.column(78);
            assert!(column.x.abs_diff(220 - column.x - column.width) <= 4, "{column:?}");
        }
    }

    #[test]
    fn nothing_lies_outside_the_screen_at_any_size() {
        for width in 20..200 {
            for height in 4..60 {
                for (focus, panes) in Pane::ALL.into_iter().zip([
                    Panes::default(),
                    Panes { list: Some(60), topics: Some(60), ..Panes::default() },
                    Panes { alone: true, ..Panes::default() },
                ]) {
                    let size = Size { width, height };
                    let layout = Layout::new(size, focus, 78, PointBox::Folded, panes).unwrap();
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
