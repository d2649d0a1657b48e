//! What the other threads send to the loop.

use crossterm::event::Event;

use crate::app::Message;
use crate::config::theme::Ground;
use crate::library::living::News;
use crate::view::Coverage;

/// What the other threads send.
pub(super) enum Incoming {
    /// The terminal's next event, and whether another is there already; the thread waits to be told
    /// before it reads that.
    Event(std::io::Result<Event>, bool),
    /// The terminal's answer to what lies under its letters, which came late.
    Ground(Ground),
    /// A signal.
    Signal(i32),
    /// The files of this reading are read.
    Loaded(u64, Box<Coverage>),
    /// What the thread says that keeps the library.
    News(News),
    /// What is kept, looked up with this number.
    Kept(u64, Vec<Message>),
    /// The answer to a search, or word that a job broke down.
    Message(Message),
}
