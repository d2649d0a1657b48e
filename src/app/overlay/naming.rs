//! The line in which a topic or an outlet is named.

use tui_input::Input;

use crate::app::answer::{Answer, Revision};
use crate::app::below::Below;
use crate::app::overlay::machine::{Base, Machine};
use crate::view::shelf::Number;

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A topic, by its place in the open event.
    Topic(usize),
    /// The outlet of an article.
    Outlet(Number),
}

impl Named {
    /// What it is called in the line.
    pub fn what(self) -> &'static str {
        match self {
            Named::Topic(_) => "topic",
            Named::Outlet(_) => "outlet",
        }
    }
}

/// The line in which a topic or an outlet is named.
#[derive(Clone, Debug)]
pub struct Naming {
    /// What is typed.
    pub input: Input,
    /// What the name is of.
    pub named: Named,
}

impl Machine for Naming {
    fn base(&self) -> Base {
        match self.named {
            Named::Topic(_) => Base::Event,
            Named::Outlet(_) => Base::Grouping,
        }
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    /// Which topic it is about may be another now.
    fn renew(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Close
    }

    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Change(Revision::Name(self.named, self.input.value().to_owned()))
    }
}
