//! The coverage matrix over the panes: outlets by topics, walked cell by cell.

use crate::analysis::Gap;
use crate::app::choice::{Choice, Motion};
use crate::app::go::go_stop;
use crate::app::layout::{Layout, Listing};
use crate::app::overlay::Overlay;
use crate::app::update::show;
use crate::app::{Effect, State};
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

    /// Makes the choice fit the screen again.
    pub(super) fn fit(&mut self, layout: &Layout) {
        let grid = self.grid(layout);
        self.row.follow(self.matrix.rows.len(), usize::from(grid.listing.list.height));
        self.column.follow(self.matrix.outlets.len(), grid.columns);
    }

    /// Moves the choice from row to row.
    pub(super) fn step(&mut self, motion: Motion, layout: &Layout) {
        let height = usize::from(self.grid(layout).listing.list.height);
        self.row.step(motion, self.matrix.rows.len(), height);
    }
}

/// Opens the matrix at the outlet of the open article and the open topic.
pub(super) fn open_matrix(state: &mut State) -> Vec<Effect> {
    let Some(article) = state.reader.article else { return state.say("nothing is open") };
    let matrix = Matrix::new(&state.coverage, &state.reader.view);
    if matrix.rows.is_empty() {
        return state.say("no topics in this event: there is nothing to compare");
    }
    let column = matrix.outlets.iter().position(|teller| teller.articles.contains(&article));
    let open = state.topics.open.unwrap_or(Heading::Topic(0));
    let row = matrix.rows.iter().position(|row| row.heading == open);
    let mut table = Table::new(matrix);
    (table.row.selected, table.column.selected) = (row.unwrap_or(0), column.unwrap_or(0));
    show(state, Overlay::Matrix(Box::new(table)))
}

/// What an action means in the matrix, where it means something of its own.
pub(super) fn in_matrix(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open => Some(enter(state)),
        Action::Left => Some(aside(state, -1)),
        Action::Right => Some(aside(state, 1)),
        Action::NextPane => Some(aside(state, 1)),
        Action::PreviousPane => Some(aside(state, -1)),
        _ => None,
    }
}

fn aside(state: &mut State, columns: isize) -> Vec<Effect> {
    if let (Some(layout), Some(Overlay::Matrix(table))) = (state.layout(), &mut state.overlay) {
        let columns_in_view = table.grid(&layout).columns;
        table.column.step(Motion::Rows(columns), table.matrix.outlets.len(), columns_in_view);
    }
    Vec::new()
}

fn enter(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Matrix(table)) = &state.overlay else { return Vec::new() };
    let Some((teller, cell)) = table.chosen() else { return Vec::new() };
    match cell.opens {
        Some(stop) => {
            state.overlay = None;
            go_stop(state, stop);
            Vec::new()
        }
        None => {
            let what = match cell.gap {
                Some(Gap::LeftOut) => "leaves it out",
                Some(Gap::NothingFound) => "has nothing on it that was found",
                None => "is in none of these disputes",
            };
            let words = format!("{} {what}", outline::name(&teller.outlet));
            state.say(words)
        }
    }
}
