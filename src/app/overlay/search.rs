//! The line of the search in the text: what is typed is found at once.

use tui_input::Input;

use crate::app::answer::{Answer, Origin, Seek};
use crate::app::below::Below;
use crate::app::overlay::machine::Machine;

/// The line of the search in the text.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is typed.
    pub input: Input,
    /// Where the cursor and the view were before.
    origin: Origin,
}

impl Search {
    /// An empty line.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Search, String> {
        match below.reader.article {
            Some(_) => Ok(Search {
                input: Input::default(),
                origin: (below.reader.cursor, below.reader.top),
            }),
            None => Err("nothing is open".into()),
        }
    }
}

impl Machine for Search {
    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn changed(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Seek(Seek::Letters(self.input.value().to_owned(), self.origin))
    }

    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Seek(Seek::Taken(self.input.value().to_owned(), self.origin))
    }

    fn shut(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Seek(Seek::GivenUp(self.origin))
    }
}
