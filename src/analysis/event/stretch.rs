//! Grouping a library that is too large to be grouped at once: a stretch of time after the other,
//! from the newest on.
//!
//! Of so many articles no term is rare enough to connect two that are more than a week apart (see
//! likeness.rs), so that what lies beyond a margin decides nothing. A group is settled when none of
//! its articles lies before the stretch; others wait for the next one. Articles without a day come
//! last, in the order of the list, which is that of their files: of more than a stretch of them
//! those that are far apart in it are not compared (111,000 at once took 1.1 GB).

use std::cmp::Reverse;

/// Articles of a stretch, but for the rest of its first day: up to so many are grouped at once.
/// With their profiles and neighbours they take some 150 MB.
const STRETCH: usize = 32_768;
/// Days before a stretch whose articles are looked at, too: those within a week of it may be of its
/// events, and need neighbours of their own.
const MARGIN: i32 = 14;

/// Articles by their places in a list, on their way to being grouped.
#[derive(Clone, Debug)]
pub struct Stretches {
    /// Day and article, the newest first, undated ones last.
    order: Vec<(Option<i32>, u32)>,
    /// How many of them have been in a stretch.
    done: usize,
    /// Those of them that are in no settled group.
    waiting: Vec<u32>,
    /// The first day of the stretch; `None` where nothing comes after it.
    from: Option<i32>,
}

impl Stretches {
    /// Of articles of these days (counted from 1 January 1970).
    pub fn new(days: &[Option<i32>]) -> Stretches {
        let mut order: Vec<(Option<i32>, u32)> = days.iter().copied().zip(0..).collect();
        order.sort_by_key(|(day, _)| Reverse(*day));
        Stretches { order, done: 0, waiting: Vec::new(), from: None }
    }

    /// The articles to be grouped next, in order of their places; none when all groups are settled.
    pub fn advance(&mut self) -> Vec<u32> {
        let (end, margin) = self.stretch(self.done, STRETCH);
        let taken =
            self.order.get(self.done..end).unwrap_or_default().iter().map(|(_, article)| *article);
        self.waiting.extend(taken);
        self.done = end;
        let beyond =
            self.order.get(end..margin).unwrap_or_default().iter().map(|(_, article)| *article);
        let mut articles: Vec<u32> = self.waiting.iter().copied().chain(beyond).collect();
        articles.sort_unstable();
        articles
    }

    /// Where the stretch of at least `size` articles that begins at `start` ends, and where its
    /// margin does.
    fn stretch(&mut self, start: usize, size: usize) -> (usize, usize) {
        let all = self.order.len();
        let dated = self.order.partition_point(|(day, _)| day.is_some());
        self.from = None;
        if all <= size || start >= dated {
            let end = (start + size).min(all);
            return (end, end);
        }
        let last = self
            .order
            .get((start + size).min(dated) - 1)
            .and_then(|(day, _)| *day)
            .unwrap_or(i32::MIN);
        let until =
            |first: i32| self.order.partition_point(|(day, _)| day.is_some_and(|day| day >= first));
        let (end, margin) = (until(last), until(last.saturating_sub(MARGIN)));
        self.from = (end < all).then_some(last);
        (end, margin)
    }

    /// Takes the groups of the articles of the stretch; gives those that are settled.
    pub fn settle(
        &mut self,
        groups: Vec<Vec<u32>>,
        day: impl Fn(u32) -> Option<i32>,
    ) -> Vec<Vec<u32>> {
        let Some(from) = self.from else {
            self.waiting.clear();
            return groups;
        };
        let is_settled = |group: &Vec<u32>| {
            group.iter().all(|article| day(*article).is_some_and(|day| day >= from))
        };
        let settled: Vec<Vec<u32>> = groups.into_iter().filter(is_settled).collect();
        let mut of_settled: Vec<u32> = settled.iter().flatten().copied().collect();
        of_settled.sort_unstable();
        self.waiting.retain(|article| of_settled.binary_search(article).is_err());
        settled
    }
}

#[cfg(test)]
mod tests {
    use super::{STRETCH, Stretches};

    /// What each stretch looks at (first and last day) and the groups of all, where articles of
    /// neighbouring days pair up.
    fn paired(days: &[Option<i32>]) -> (Vec<usize>, Vec<Vec<u32>>) {
        let mut stretches = Stretches::new(days);
        let (mut sizes, mut found) = (Vec::new(), Vec::new());
        loop {
            let articles = stretches.advance();
            if articles.is_empty() {
                return (sizes, found);
            }
            sizes.push(articles.len());
            let mut groups: Vec<Vec<u32>> = Vec::new();
            for article in articles {
                let pair = |group: &&mut Vec<u32>| group.len() == 1 && group[0] / 2 == article / 2;
                match groups.iter_mut().rev().take(1).find(pair) {
                    Some(group) => group.push(article),
                    None => groups.push(vec![article]),
                }
            }
            found.extend(stretches.settle(groups, |article| days[article as usize]));
        }
    }

    #[test]
    fn few_articles_are_one_stretch() {
        let (sizes, groups) = paired(&[Some(3), None, Some(-4), Some(900)]);
        assert_eq!((sizes, groups), (vec![4], vec![vec![0, 1], vec![2, 3]]));
        assert_eq!(paired(&[]).0, Vec::<usize>::new());
    }

    #[test]
    fn every_article_is_settled_once_and_groups_are_not_cut() {
        // Three a day, in pairs that cross from one day to the next; then some without a day.
        let count = 3 * STRETCH as u32 + 100;
        let mut days: Vec<Option<i32>> =
            (0..count).map(|at| Some(i32::try_from(at / 3).unwrap())).collect();
        let undated = STRETCH as u32 + 10;
        days.extend((0..undated).map(|_| None));
        let (sizes, groups) = paired(&days);
        assert_eq!(sizes.len(), 6, "{sizes:?}");
        assert!(sizes.iter().all(|size| *size <= STRETCH + 3 * 16), "{sizes:?}");
        let mut all: Vec<u32> = groups.iter().flatten().copied().collect();
        all.sort_unstable();
        assert_eq!(all, (0..count + undated).collect::<Vec<u32>>());
        assert!(groups.iter().all(|group| group.len() == 2), "no pair was cut");
    }
}
