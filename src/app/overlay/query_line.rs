//! A line in which a query is typed.

use tui_input::Input;

use crate::app::answer::Wait;
use crate::view::query::{Broken, Query};

/// A line in which a query is typed.
#[derive(Clone, Debug, Default)]
pub struct QueryLine {
    /// What is typed.
    pub input: Input,
    /// What is wrong with it.
    pub broken: Option<Broken>,
    /// Whether an answer is on its way.
    pub wait: Wait,
}

impl QueryLine {
    /// Whether what is typed is whole: Enter was pressed, and no more of it will come. Else what is
    /// wrong is there to be read.
    pub(in crate::app) fn is_whole(&mut self) -> bool {
        // A space ends the last word; an open quotation mark may stay open.
        let ended = Query::typing(&format!("{} ", self.input.value()));
        self.broken = self.broken.take().or(ended.err());
        self.broken.is_none()
    }

    /// Reads what is typed; where it is a query, gives that and how long the one before it has been
    /// waited for.
    pub(in crate::app) fn read(&mut self) -> Option<(Query, Wait)> {
        match Query::typing(self.input.value()) {
            Ok(query) => {
                self.broken = None;
                let wait = if query.is_empty() { Wait::Nothing } else { Wait::Short };
                Some((query, std::mem::replace(&mut self.wait, wait)))
            }
            Err(broken) => {
                self.broken = Some(broken);
                None
            }
        }
    }
}
