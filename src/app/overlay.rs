//! What lies over the panes: help, palette, input lines, results, a comparison. Each is a machine
//! in a file of its own, which knows neither the session nor the others; here is the one match
//! that tells which is which.

pub mod bookmarks;
pub mod brief;
pub mod conflicts;
pub mod corrections;
pub mod everything;
pub(in crate::app) mod filter;
pub mod headlines;
pub mod help;
pub mod jumps;
pub mod linking;
pub(in crate::app) mod machine;
pub mod matrix;
pub mod mirror;
pub mod naming;
pub mod notes;
pub mod omissions;
pub mod palette;
pub mod problems;
pub mod query_line;
pub mod search;
pub mod speakers;
mod typing;
pub mod writing;

use crate::app::overlay::bookmarks::BookmarkList;
use crate::app::overlay::brief::BriefPage;
use crate::app::overlay::conflicts::Conflicts;
use crate::app::overlay::corrections::CorrectionList;
use crate::app::overlay::everything::Everything;
use crate::app::overlay::headlines::Headlines;
use crate::app::overlay::help::Help;
use crate::app::overlay::jumps::JumpList;
use crate::app::overlay::linking::Linking;
use crate::app::overlay::machine::Machine;
use crate::app::overlay::matrix::Table;
use crate::app::overlay::mirror::Mirror;
use crate::app::overlay::naming::Naming;
use crate::app::overlay::notes::NoteList;
use crate::app::overlay::omissions::Gaps;
use crate::app::overlay::palette::Palette;
use crate::app::overlay::problems::ProblemList;
use crate::app::overlay::query_line::QueryLine;
use crate::app::overlay::search::Search;
use crate::app::overlay::speakers::Speakers;
use crate::app::overlay::writing::Writing;

/// What is open over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// All keys, from the live keymap.
    Help(Box<Help>),
    /// All actions by name.
    Palette(Box<Palette>),
    /// The line in which a search in the text is typed.
    Search(Box<Search>),
    /// The line in which the filter of the list is typed.
    Filter(Box<QueryLine>),
    /// The search over everything.
    Everything(Box<Everything>),
    /// Two accounts beside each other.
    Mirror(Box<Mirror>),
    /// Who is quoted.
    Speakers(Box<Speakers>),
    /// Outlets by topics.
    Matrix(Box<Table>),
    /// The event's disputes.
    Conflicts(Box<Conflicts>),
    /// What an article leaves out, and what only it tells.
    Omissions(Box<Gaps>),
    /// The headlines of an event.
    Headlines(Box<Headlines>),
    /// The event's brief.
    Brief(Box<BriefPage>),
    /// The places that were jumped from.
    Jumps(Box<JumpList>),
    /// The bookmarks.
    Bookmarks(Box<BookmarkList>),
    /// The line in which a note is written.
    Note(Box<Writing>),
    /// The line in which a topic is named.
    Name(Box<Naming>),
    /// The box in which the reader says what two passages are to each other.
    Link(Box<Linking>),
    /// The notes and links.
    Notes(Box<NoteList>),
    /// The corrections of the grouping and of topics, and the disputes that were dismissed.
    Corrections(Box<CorrectionList>),
    /// What could not be read.
    Problems(Box<ProblemList>),
}

impl Overlay {
    /// Whether it is a line of the status rows, and no box over the panes.
    pub fn is_line(&self) -> bool {
        matches!(
            self,
            Overlay::Search(_) | Overlay::Filter(_) | Overlay::Note(_) | Overlay::Name(_)
        )
    }

    /// The machine that it is.
    pub(super) fn machine(&mut self) -> &mut dyn Machine {
        match self {
            Overlay::Help(help) => help.as_mut(),
            Overlay::Palette(palette) => palette.as_mut(),
            Overlay::Search(search) => search.as_mut(),
            Overlay::Filter(line) => line.as_mut(),
            Overlay::Everything(everything) => everything.as_mut(),
            Overlay::Mirror(mirror) => mirror.as_mut(),
            Overlay::Speakers(speakers) => speakers.as_mut(),
            Overlay::Matrix(table) => table.as_mut(),
            Overlay::Conflicts(list) => list.as_mut(),
            Overlay::Omissions(gaps) => gaps.as_mut(),
            Overlay::Headlines(list) => list.as_mut(),
            Overlay::Brief(page) => page.as_mut(),
            Overlay::Jumps(list) => list.as_mut(),
            Overlay::Bookmarks(list) => list.as_mut(),
            Overlay::Note(writing) => writing.as_mut(),
            Overlay::Name(naming) => naming.as_mut(),
            Overlay::Link(linking) => linking.as_mut(),
            Overlay::Notes(list) => list.as_mut(),
            Overlay::Corrections(list) => list.as_mut(),
            Overlay::Problems(list) => list.as_mut(),
        }
    }
}
