//! The line of the filter of the list. A query that is broken asks nothing, and what the last good
//! one found stays.

use tui_input::Input;

use crate::app::answer::{Aim, Answer, Question, Seek};
use crate::app::below::Below;
use crate::app::effect::Scope;
use crate::app::overlay::machine::Machine;
use crate::app::overlay::query_line::QueryLine;

/// The line with the filter that there is.
pub(in crate::app) fn open(below: &Below<'_>) -> Result<QueryLine, String> {
    let query = below.list.filter.as_ref().map(|(query, _)| query.clone()).unwrap_or_default();
    Ok(QueryLine { input: Input::new(query), ..QueryLine::default() })
}

impl Machine for QueryLine {
    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn changed(&mut self, _below: &Below<'_>) -> Answer {
        match self.read() {
            Some((query, waiting)) if query.is_empty() => Answer::Seek(Seek::Unfiltered(waiting)),
            Some((query, _)) => {
                let written = self.input.value().to_owned();
                Answer::Ask(Question::Find(Scope::Filter, written, query))
            }
            None => Answer::Stay,
        }
    }

    /// What is wrong is still to be read.
    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        if self.is_whole() { Answer::Go(Aim::List) } else { Answer::Stay }
    }

    fn shut(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Seek(Seek::NoFilter(self.wait))
    }
}
