//! Stories: events that follow from one another, each linked to the earlier one that it goes on
//! with.

use std::collections::BTreeMap;

use crate::corpus::ArticleId;

/// Mean likeness, over an event's articles, of the most alike article of another event, from which
/// the two are of one story. Of 40 links read in allsides 35 go on with what the earlier event
/// began.
const FOLLOWS: f32 = 0.2;

/// For each of `events`, which are in order of time, the index of the earlier one that it goes on
/// with, if any. An event is its articles and whether it has a date; `related` has for an article
/// those of other events that are like it. What has no date follows nothing and is not followed.
pub fn follows<'a>(
    events: &[(&[ArticleId], bool)],
    event_of: &[usize],
    related: impl Fn(ArticleId) -> &'a [(ArticleId, f32)],
) -> Vec<Option<usize>> {
    let dated = |event: usize| events.get(event).is_some_and(|(_, dated)| *dated);
    let followed = |(at, (articles, _)): (usize, &(&[ArticleId], bool))| {
        let mut sums: BTreeMap<usize, f32> = BTreeMap::new();
        for article in articles.iter().filter(|_| dated(at)) {
            let mut best: BTreeMap<usize, f32> = BTreeMap::new();
            for (other, likeness) in related(*article) {
                let other = event_of[other.index()];
                if other < at && dated(other) {
                    let most = best.entry(other).or_default();
                    *most = most.max(*likeness);
                }
            }
            best.into_iter()
                .for_each(|(other, likeness)| *sums.entry(other).or_default() += likeness);
        }
        let mean = |(other, sum): (usize, f32)| (sum / articles.len() as f32, other);
        let close = sums.into_iter().map(mean).filter(|(mean, _)| *mean >= FOLLOWS);
        close.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, other)| other)
    };
    events.iter().enumerate().map(followed).collect()
}
