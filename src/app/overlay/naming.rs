//! The line in which a topic or an outlet is named.

use tui_input::Input;

use crate::app::answer::{Answer, Revision};
use crate::app::below::Below;
use crate::app::made::Named;
use crate::app::overlay::machine::{Base, Machine};

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
