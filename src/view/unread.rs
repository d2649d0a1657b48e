//! The next article that was not read, in the order of the list.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashSet;

use crate::view::outline::{Places, Sequence};
use crate::view::shelf::{Kept, Number, Shelf, ShelfEvent};
use crate::view::walk::Way;

/// What is looked for, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread<'a> {
    /// The events as the list is sorted.
    pub order: Cow<'a, Places>,
    /// The articles that a filter keeps.
    pub kept: Option<Cow<'a, Kept>>,
    /// How an event's articles are ordered.
    pub sequence: Sequence,
    /// The articles that were read.
    pub read: Arc<FxHashSet<Number>>,
    /// Which event of the order one stands on, and which of its articles; without one at the head
    /// of the event.
    pub from: (usize, Option<usize>),
    /// Which way to look.
    pub way: Way,
}

/// What comes of looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// This article, and over which end of the list it was come to, if over one.
    Found(Number, Option<Way>),
    /// Everything was read.
    Nowhere,
    /// It is further than was asked for.
    Further,
}

impl Unread<'_> {
    /// The same with nothing borrowed, for another thread.
    pub fn into_owned(self) -> Unread<'static> {
        let Unread { order, kept, sequence, read, from, way } = self;
        let kept = kept.map(|kept| Cow::Owned(kept.into_owned()));
        Unread { order: Cow::Owned(order.into_owned()), kept, sequence, read, from, way }
    }

    /// Looks through at most so many events of `shelf`, round the end of the list and back to where
    /// one stands. Stops early when `cancelled` is set.
    pub fn seek(&self, shelf: &dyn Shelf, most: usize, cancelled: &AtomicBool) -> Next {
        let (count, here) = (self.order.len(), self.from.0);
        let mut looked = 0;
        for distance in 0..=count {
            let rank = match self.way {
                Way::On => (here + distance) % count.max(1),
                Way::Back => (here + count - distance) % count.max(1),
            };
            let kept =
                |place: &usize| self.kept.as_ref().is_none_or(|kept| kept.contains_key(place));
            let Some(place) = self.order.get(rank).filter(kept) else { continue };
            if looked == most || cancelled.load(Ordering::Relaxed) {
                return Next::Further;
            }
            looked += 1;
            let Some(event) = shelf.event(place) else { continue };
            let found = self
                .among(place, &event, distance, count)
                .find(|article| !self.read.contains(article));
            if let Some(article) = found {
                let round = match self.way {
                    Way::On => here + distance >= count,
                    Way::Back => distance > here,
                };
                return Next::Found(article, round.then_some(self.way));
            }
        }
        Next::Nowhere
    }

    /// The articles of the event at `place`, in the order in which they are come to `distance`
    /// events away.
    fn among<'b>(
        &self,
        place: usize,
        event: &'b ShelfEvent,
        distance: usize,
        count: usize,
    ) -> impl Iterator<Item = Number> + 'b {
        let mut places = match self.sequence {
            Sequence::Letters => (0..event.articles.len()).collect(),
            Sequence::Timeline => event.in_time(),
        };
        if let Some(kept) = self.kept.as_ref().and_then(|kept| kept.get(&place)) {
            places.retain(|article| kept.contains(article));
        }
        if self.way == Way::Back {
            places.reverse();
        }
        let passed = match (self.from.1, self.way) {
            (Some(here), _) => {
                places.iter().position(|place| *place == here).map_or(0, |at| at + 1)
            }
            (None, Way::On) => 0,
            (None, Way::Back) => places.len(),
        };
        // In the event where one stands what lies ahead comes first, and the rest last.
        let within = match distance {
            0 => passed..places.len(),
            distance if distance == count => 0..passed,
            _ => 0..places.len(),
        };
        places
            .drain(within)
            .collect::<Vec<_>>()
            .into_iter()
            .filter_map(|place| Some(event.articles.get(place)?.number))
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::{Next, Unread};
    use crate::view::fixture;
    use crate::view::outline::{Places, Sequence};
    use crate::view::shelf::memory::Memory;
    use crate::view::shelf::{Kept, Number, Shelf};
    use crate::view::walk::Way;

    static NEVER: AtomicBool = AtomicBool::new(false);

    /// The articles that one comes to, reading each, from an article or from the head of its event.
    fn walked(
        read: &[i64],
        from: (usize, Option<usize>),
        way: Way,
        kept: Option<Kept>,
    ) -> Vec<(i64, Option<Way>)> {
        let shelf = Memory::new(fixture::coverage());
        let read = Arc::new(read.iter().copied().map(Number).collect());
        let order = Cow::Owned(Places::All(shelf.events()));
        let mut unread = Unread {
            order,
            kept: kept.map(Cow::Owned),
            sequence: Sequence::Letters,
            read,
            from,
            way,
        };
        let mut walked = Vec::new();
        while let Next::Found(article, over) = unread.seek(&shelf, usize::MAX, &NEVER) {
            walked.push((article.0, over));
            Arc::make_mut(&mut unread.read).insert(article);
            let (place, at) = shelf.find(article).unwrap();
            unread.from = (place, Some(at));
        }
        assert_eq!(unread.seek(&shelf, usize::MAX, &NEVER), Next::Nowhere);
        walked
    }

    fn order() -> Vec<i64> {
        let shelf = Memory::new(fixture::coverage());
        (0..shelf.events())
            .flat_map(|place| {
                shelf
                    .event(place)
                    .unwrap()
                    .articles
                    .iter()
                    .map(|article| article.number.0)
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn all_that_is_unread_is_come_to_in_the_order_of_the_list_and_round_its_end() {
        let all = order();
        let numbers = |walked: Vec<(i64, Option<Way>)>| {
            walked.into_iter().map(|(number, _)| number).collect::<Vec<_>>()
        };
        assert_eq!(numbers(walked(&[], (0, None), Way::On, None)), all);
        let back: Vec<i64> = all.iter().rev().copied().collect();
        let walked_back = walked(&[], (0, None), Way::Back, None);
        assert!(walked_back[0].1 == Some(Way::Back), "{walked_back:?}");
        assert_eq!(numbers(walked_back), back);
        let from_second = walked(&all[2..3], (0, Some(1)), Way::On, None);
        assert_eq!(numbers(from_second.clone()), [&all[3..], &all[..2]].concat());
        assert_eq!(
            from_second.iter().position(|(_, over)| *over == Some(Way::On)),
            Some(all.len() - 3),
            "{from_second:?}"
        );
        assert_eq!(walked(&all, (0, None), Way::On, None), []);
    }

    #[test]
    fn a_filter_keeps_the_rest_out() {
        let kept = Kept::from([(1, vec![0])]);
        let all = order();
        let first = Memory::new(fixture::coverage()).event(0).unwrap().articles.len();
        assert_eq!(walked(&[], (0, None), Way::On, Some(kept)), [(all[first], None)]);
    }

    #[test]
    fn nobody_waits_for_more_than_was_asked_for() {
        let shelf = Memory::new(fixture::coverage());
        let first: Vec<Number> =
            shelf.event(0).unwrap().articles.iter().map(|article| article.number).collect();
        let order = Places::All(shelf.events());
        let unread = Unread {
            order: Cow::Borrowed(&order),
            kept: None,
            sequence: Sequence::Letters,
            read: Arc::new(first.into_iter().collect()),
            from: (0, None),
            way: Way::On,
        };
        assert_eq!(unread.seek(&shelf, 1, &NEVER), Next::Further);
        assert!(matches!(
            unread.clone().into_owned().seek(&shelf, 2, &NEVER),
            Next::Found(_, None)
        ));
        assert_eq!(unread.seek(&shelf, 9, &AtomicBool::new(true)), Next::Further);
    }
}
