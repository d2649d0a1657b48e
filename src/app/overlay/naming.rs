//! The line in which a topic is named.

use tui_input::Input;

use crate::app::answer::{Answer, Revision};
use crate::app::below::Below;
use crate::app::overlay::machine::{Base, Machine};

/// The line in which a topic is named.
#[derive(Clone, Debug)]
pub struct Naming {
    /// What is typed.
    pub input: Input,
    /// The topic, by its place in the open event.
    pub(in crate::app) topic: usize,
}

impl Machine for Naming {
    fn base(&self) -> Base {
        Base::Event
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    /// Which topic it is about may be another now.
    fn renew(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Close
    }

    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        Answer::Change(Revision::Name(self.topic, self.input.value().to_owned()))
    }
}
