//! The coverage matrix over the panes: outlets by topics, walked cell by cell.

use crate::analysis::Gap;
use crate::app::answer::{Aim, Answer};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::citation::cited;
use crate::app::layout::{Layout, Listing};
use crate::app::overlay::machine::{Base, Machine};
use crate::config::action::Action;
use crate::text::wrap;
use crate::view::matrix::{Cell, Matrix, Teller};
use crate::view::outline;
use crate::view::sidebar::Heading;

/// The matrix and the cell that is chosen in it. It is made when it is opened; to draw it only
/// looks at the cells in view.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What is shown.
    pub matrix: Matrix,
    /// The chosen row.
    pub row: Choice,
    /// The chosen column, and the first one in view.
    pub column: Choice,
    /// Cells of the terminal that the longest cell takes.
    cell: u16,
}

/// Where the parts of the matrix are on the screen, in cells of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The box; its head and rows begin with a topic's label.
    pub listing: Listing,
    /// The width of the labels.
    pub label: u16,
    /// The width of each outlet's column.
    pub column: u16,
    /// How many columns are in view.
    pub columns: usize,
    /// Whether the columns have room for the outlets' names, or for letters only.
    pub named: bool,
}

/// Labels have this many cells at least,
const LABEL: u16 = 15;
/// and at most.
const WIDEST_LABEL: u16 = 56;
/// Names of outlets are clipped to so many cells.
const WIDEST_NAME: u16 = 22;
/// Cells between columns.
const GAP: u16 = 2;
/// `2≠1`: a cell has room for so much at least.
const CELL: u16 = 3;
/// Frame and margin on both sides.
const FRAME: u16 = 4;
/// Rows of the box beside those of the topics: frame, head, gap and foot.
const AROUND: u16 = 10;
/// The box has this many cells at least where there is room: its title says what the signs mean.
const NARROWEST: u16 = 74;
/// Cells of an outlet's letter and the space behind it.
const LETTER: u16 = 2;

/// The cells of `words`.
fn cells(words: &str) -> u16 {
    u16::try_from(wrap::cells(words)).unwrap_or(u16::MAX)
}

impl Table {
    fn new(matrix: Matrix) -> Table {
        let digits = |count: usize| if count == 0 { 0 } else { count.to_string().len() };
        let long = |cell: &Cell| {
            let sign = usize::from(!cell.disputes.is_empty());
            digits(cell.passages.len())
                + sign
                + digits(cell.disputes.len())
                + usize::from(cell.alone)
                + usize::from(cell.same_as.is_some())
        };
        let longest = matrix.rows.iter().flat_map(|row| &row.cells).map(long).max().unwrap_or(0);
        Table { matrix, cell: u16::try_from(longest).unwrap_or(CELL).max(CELL), ..Table::default() }
    }

    /// Where the parts are on the screen of `layout`.
    pub fn grid(&self, layout: &Layout) -> Grid {
        let labels = self
            .matrix
            .rows
            .iter()
            .map(|row| cells(&row.label))
            .max()
            .unwrap_or(0)
            .clamp(LABEL, WIDEST_LABEL)
            + GAP;
        let count = u16::try_from(self.matrix.outlets.len()).unwrap_or(u16::MAX).max(1);
        let names = self
            .matrix
            .outlets
            .iter()
            .map(|teller| cells(&outline::name(&teller.outlet)).saturating_add(LETTER))
            .max();
        let room = layout.listing(u16::MAX, u16::MAX).list.width;
        let names = names.unwrap_or(0).min(WIDEST_NAME) + GAP;
        let named = names.checked_mul(count).is_some_and(|all| all.saturating_add(labels) <= room);
        let column = if named { names } else { self.cell + GAP };
        let label =
            labels.min(room.saturating_sub(column.saturating_mul(count)).max(LABEL)).min(room);
        let columns = ((room - label) / column).clamp(1, count);
        let width = (label + columns * column).saturating_add(FRAME).max(NARROWEST);
        let height =
            u16::try_from(self.matrix.rows.len()).unwrap_or(u16::MAX).saturating_add(AROUND);
        let listing = layout.listing(width, height);
        Grid { listing, label, column, columns: usize::from(columns), named }
    }

    /// The outlet and the cell that are chosen.
    pub fn chosen(&self) -> Option<(&Teller, &Cell)> {
        Some((
            self.matrix.outlets.get(self.column.selected)?,
            self.matrix.cell(self.row.selected, self.column.selected)?,
        ))
    }

    /// The matrix at the outlet of the open article and the open topic.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Table, String> {
        let Some(article) = below.reader.article else { return Err("nothing is open".into()) };
        let matrix = Matrix::new(below.coverage, &below.reader.view);
        if matrix.rows.is_empty() {
            let words = match below.event().map_or(0, |event| event.articles.len()) {
                1 => outline::ALONE,
                _ => "no topics in this event: there is nothing to compare",
            };
            return Err(words.into());
        }
        let column = matrix.outlets.iter().position(|teller| teller.articles.contains(&article));
        let open = below.heading.unwrap_or(Heading::Topic(0));
        let row = matrix.rows.iter().position(|row| row.heading == open);
        let mut table = Table::new(matrix);
        (table.row.selected, table.column.selected) = (row.unwrap_or(0), column.unwrap_or(0));
        Ok(table)
    }

    /// Chooses the cell so many columns on.
    fn aside(&mut self, columns: isize, below: &Below<'_>) -> Answer {
        if let Some(layout) = below.layout {
            let in_view = self.grid(&layout).columns;
            self.column.step(Motion::Rows(columns), self.matrix.outlets.len(), in_view);
        }
        Answer::Stay
    }

    /// Goes to what the chosen cell stands for, or says why there is nothing.
    fn enter(&self) -> Answer {
        let Some((teller, cell)) = self.chosen() else { return Answer::Stay };
        if let Some(stop) = cell.opens {
            return Answer::Go(Aim::Stop(stop));
        }
        let what = match cell.gap {
            Some(Gap::LeftOut) => "leaves it out",
            Some(Gap::NothingFound) => "has nothing on it that was found",
            None => "is in none of these disputes",
        };
        Answer::Say(format!("{} {what}", outline::name(&teller.outlet)))
    }
}

impl Machine for Table {
    fn opener(&self) -> Option<Action> {
        Some(Action::Matrix)
    }

    fn base(&self) -> Base {
        Base::Event
    }

    /// From row to row.
    /// Cells are counted row by row.
    fn choose(&mut self, cell: usize) -> bool {
        let columns = self.matrix.outlets.len().max(1);
        let is_there = cell / columns < self.matrix.rows.len();
        if is_there {
            (self.row.selected, self.column.selected) = (cell / columns, cell % columns);
        }
        is_there
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        if let Some(layout) = below.layout {
            let height = usize::from(self.grid(&layout).listing.list.height);
            self.row.step(motion, self.matrix.rows.len(), height);
        }
    }

    fn act(&mut self, action: Action, below: &Below<'_>) -> Answer {
        match action {
            Action::Open => self.enter(),
            Action::Left | Action::PreviousPane => self.aside(-1, below),
            Action::Right | Action::NextPane => self.aside(1, below),
            Action::Copy => {
                let passages = self.chosen().map_or(&[][..], |(_, cell)| &cell.passages);
                Answer::Copy(cited(below.coverage, passages.iter().copied()))
            }
            _ => Answer::Pass,
        }
    }

    /// Topics may be called otherwise, or be others.
    fn renew(&mut self, below: &Below<'_>) -> Answer {
        let Ok(table) = Table::open(below) else { return Answer::Close };
        let (row, column) = (self.row.selected, self.column.selected);
        let last = table.matrix.rows.len().saturating_sub(1);
        *self = table;
        (self.row.selected, self.column.selected) = (row.min(last), column);
        Answer::Stay
    }

    fn fit(&mut self, below: &Below<'_>) {
        let Some(layout) = below.layout else { return };
        let grid = self.grid(&layout);
        self.row.follow(self.matrix.rows.len(), usize::from(grid.listing.list.height));
        self.column.follow(self.matrix.outlets.len(), grid.columns);
    }
}
