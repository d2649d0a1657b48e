//! An event that is on its way, and what is wanted of it.

use crate::app::jumps::Place;
use crate::view::shelf::Number;
use crate::view::walk::{Walk, Way};

/// An event that is on its way.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    /// One of its articles.
    pub(super) event: Number,
    /// What is wanted of it.
    pub(super) target: Target,
    /// Its number; an answer to another is dropped.
    pub(super) number: u64,
    /// Whether the world has been told.
    pub(super) asked: bool,
}

/// What is wanted of an event.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// To stand at a place; with this byte in the first row in view, else a third down.
    Stand(Place, Option<usize>),
    /// To go on with a walk.
    Walk(Onward),
}

impl Opening {
    /// The article that is to be read; a walk does not know it before it is there.
    pub(super) fn article(&self) -> Option<Number> {
        match self.target {
            Target::Stand(place, _) => Some(place.article),
            Target::Walk(_) => None,
        }
    }
}

/// A walk that has come to the end of the open event, or into one that has nothing to walk to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Onward {
    /// What is walked.
    pub(super) walk: Walk,
    /// Which way.
    pub(super) way: Way,
    /// How many events it is beyond that one, as the list is sorted.
    pub(super) distance: usize,
    /// How many of them were opened to see whether they have a stop.
    pub(super) opened: usize,
    /// Whether the sides of the dispute are to be laid beside each other.
    pub(super) compares: bool,
}

impl Onward {
    /// Whether it went over the end of the list, from the event that comes at `here` of so many.
    pub(super) fn is_round(self, here: usize, count: usize) -> bool {
        match self.way {
            Way::On => here + self.distance >= count,
            Way::Back => self.distance > here,
        }
    }
}
