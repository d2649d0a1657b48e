//! The way back: places that were jumped from, as a browser keeps them.

use crate::text::Span;
use crate::view::event::Finding;
use crate::view::shelf::Number;
use crate::view::walk::Thread;

/// A place in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The article.
    pub article: Number,
    /// The byte of the cursor.
    pub at: usize,
    /// What the cursor had been brought to: the bytes, and the finding of the article's event.
    pub stop: Option<(Span, Option<Finding>)>,
    /// Where the walk over disputes was, by what the article's event has; where it is not known,
    /// the stop tells.
    pub thread: Option<Thread>,
}

impl Place {
    /// Byte `at` of an article.
    pub fn at(article: Number, at: usize) -> Place {
        Place { article, at, stop: None, thread: None }
    }
}

/// Places visited, and where in them the reader is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Jumps {
    places: Vec<Place>,
    /// How many of them lie behind; equal to the length when the reader is at a place of its own.
    at: usize,
}

/// More than anyone goes back through.
const KEPT: usize = 200;

impl Jumps {
    /// Notes the place that is left by a jump; what lay ahead is forgotten.
    pub(super) fn leave(&mut self, place: Place) {
        self.places.truncate(self.at);
        if self.places.last() != Some(&place) {
            self.places.push(place);
        }
        if self.places.len() > KEPT {
            self.places.remove(0);
        }
        self.at = self.places.len();
    }

    /// One back from `here`.
    pub(super) fn back(&mut self, here: Place) -> Option<Place> {
        let to = self.at.checked_sub(1)?;
        if self.at == self.places.len() {
            self.places.push(here);
        } else {
            self.places[self.at] = here;
        }
        self.at = to;
        self.places.get(to).copied()
    }

    /// One forward again.
    pub(super) fn forward(&mut self) -> Option<Place> {
        let place = self.places.get(self.at + 1).copied()?;
        self.at += 1;
        if self.at + 1 == self.places.len() {
            // At the newest place again: it is the reader's own, not one left behind.
            self.places.pop();
        }
        Some(place)
    }

    /// The places in order, without the reader's own.
    pub(super) fn places(&self) -> &[Place] {
        &self.places
    }

    /// Which of them lies behind next; `None` where none does.
    pub(super) fn behind(&self) -> Option<usize> {
        self.at.checked_sub(1)
    }

    /// To place number `index` from `here`; what lies before and behind it stays.
    pub(super) fn to(&mut self, index: usize, here: Place) -> Option<Place> {
        let place = self.places.get(index).copied()?;
        match self.places.get_mut(self.at) {
            Some(own) => *own = here,
            None => self.places.push(here),
        }
        self.at = index;
        Some(place)
    }

    /// Puts every place where `moved` says; those that are nowhere are forgotten.
    pub(super) fn remap(&mut self, moved: impl Fn(Place) -> Option<Place>) {
        let behind = self.places.iter().take(self.at).filter_map(|place| moved(*place));
        let mut places: Vec<Place> = behind.collect();
        let at = places.len();
        // Where the reader's own place is gone, so is the way on from it.
        if self.places.get(self.at).is_some_and(|here| moved(*here).is_some()) {
            places.extend(self.places.iter().skip(self.at).filter_map(|place| moved(*place)));
        }
        *self = Jumps { places, at };
    }
}

#[cfg(test)]
mod tests {
    use super::{Jumps, Place};
    use crate::view::shelf::Number;

    fn place(at: usize) -> Place {
        Place::at(Number(0), at)
    }

    #[test]
    fn back_and_forward_are_inverse() {
        let mut jumps = Jumps::default();
        for at in [1, 2, 3] {
            jumps.leave(place(at));
        }
        let here = place(4);
        assert_eq!(jumps.back(here), Some(place(3)));
        assert_eq!(jumps.back(place(3)), Some(place(2)));
        assert_eq!(jumps.forward(), Some(place(3)));
        assert_eq!(jumps.forward(), Some(place(4)));
        assert_eq!(jumps.forward(), None);
        assert_eq!(jumps.back(place(4)), Some(place(3)));
    }

    #[test]
    fn places_that_are_gone_are_left_out_of_the_way() {
        let mut jumps = Jumps::default();
        (1..=4).for_each(|at| jumps.leave(place(at)));
        assert_eq!(jumps.back(place(5)), Some(place(4)));
        assert_eq!(jumps.back(place(4)), Some(place(3)));
        let mut whole = jumps.clone();
        whole.remap(|place| (place.at != 2 && place.at != 4).then_some(place));
        assert_eq!(whole.clone().back(place(3)), Some(place(1)));
        assert_eq!((whole.forward(), whole.forward()), (Some(place(5)), None));
        jumps.remap(|place| (place.at != 3).then_some(place));
        assert_eq!((jumps.forward(), jumps.back(place(9))), (None, Some(place(2))));
    }

    #[test]
    fn a_place_in_the_middle_is_gone_to_and_all_others_stay() {
        let mut jumps = Jumps::default();
        (1..=4).for_each(|at| jumps.leave(place(at)));
        assert_eq!(jumps.to(1, place(5)), Some(place(2)));
        assert_eq!(jumps.clone().back(place(2)), Some(place(1)));
        let ahead: Vec<_> = std::iter::from_fn(|| jumps.forward()).collect();
        assert_eq!(ahead, [place(3), place(4), place(5)]);
        assert_eq!(jumps.to(9, place(5)), None);
    }

    #[test]
    fn a_new_jump_forgets_what_lay_ahead() {
        let mut jumps = Jumps::default();
        jumps.leave(place(1));
        jumps.leave(place(2));
        assert_eq!(jumps.back(place(3)), Some(place(2)));
        jumps.leave(place(2));
        assert_eq!(jumps.forward(), None);
        assert_eq!(jumps.back(place(9)), Some(place(2)));
        assert_eq!(jumps.back(place(2)), Some(place(1)));
        assert_eq!(jumps.back(place(1)), None);
    }
}
