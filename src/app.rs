//! A reading session without a screen. Keys come in as messages, [`update`] alone changes the
//! state, and what the world must do is given back as [`Effect`]s.
//!
//! | what | where |
//! |---|---|
//! | what comes in, what goes out | `message`, `effect`; the library's answers in `reply` |
//! | parts of a session, each by itself | [`layout`], [`choice`], `jumps`, [`reader`], `reading`, `judgement`, [`made`], `list`, `topics`, `settings` |
//! | what lies over the panes | [`overlay`]: one file a machine, which is handed `below` and gives an `answer` |
//! | all of it together | `state` |
//! | what changes it | `opening` and `go` (from place to place), `acting`, `hints`, `unread`, `searching`, `hand`, `notes`, `corrections`, `titles`, `dismissals`, `undoing`, `second`, `adjust`, `closing`, `adopt` and `living` (another library) |
//! | what is done with an answer | `carry`, `panes` |
//! | who begins it | `update` (one line an action), `receive` (one line a message), `script` |
//!
//! No file uses one that uses it, over however many others; `tests/tidy.rs` says so. A new overlay is
//! a file below `overlay`, a variant and a line of the match in `overlay`, and a line in
//! `tui::overlay`; the key that opens it is a line in `update`.

mod acting;
mod adjust;
mod adopt;
mod answer;
mod below;
mod carry;
pub mod choice;
mod citation;
mod closing;
mod coming;
pub(crate) mod corrections;
mod crossing;
mod dismissals;
mod effect;
mod go;
mod hand;
pub(crate) mod hints;
mod judgement;
mod jumps;
pub mod layout;
pub(crate) mod links;
mod list;
mod living;
pub mod made;
mod marks;
mod message;
mod notes;
mod opening;
pub mod overlay;
mod panes;
pub mod reader;
mod reading;
mod receive;
mod reply;
mod script;
mod searching;
mod second;
mod settings;
mod state;
pub(crate) mod titles;
mod topics;
mod undoing;
mod unread;
mod update;

pub use answer::Wait;
pub use effect::{Asked, Effect, Scope};
pub use judgement::Second;
pub use jumps::Place;
pub use list::List;
pub use marks::Marks;
pub use message::Message;
pub use reading::ReadMarks;
pub use receive::receive;
pub use reply::{answer, first_answer};
pub use script::play;
pub use settings::Settings;
pub use state::{Loading, State};
pub use topics::Topics;
pub use update::update;
