//! Events are the same whatever the order in which articles come, and whether one by one or all at once.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use rashomon::analysis::event::Grouping;
use rashomon::analysis::{Depth, analyze_unless, profile};
use rashomon::corpus::{Article, Corpus};
use rashomon::library;

type Events = BTreeSet<BTreeSet<String>>;

fn sample() -> Vec<Article> {
    library::sample().coverage.corpus.articles().to_vec()
}

fn all_at_once(articles: &[Article]) -> Events {
    let corpus = Corpus::new(articles.to_vec());
    let found = analyze_unless(&corpus, Depth::Events, &|| false);
    found.events.iter().map(|event| event.articles.iter().map(|id| corpus.article(*id).id.clone()).collect()).collect()
}

fn one_by_one(articles: &[Article]) -> Events {
    let mut grouping = Grouping::default();
    articles.iter().for_each(|article| grouping.add(profile(article)));
    grouping.groups().iter().map(|group| group.iter().map(|at| articles[*at as usize].id.clone()).collect()).collect()
}

#[test]
fn the_order_in_which_articles_come_changes_no_event() {
    let sample = sample();
    let events = all_at_once(&sample);
    assert!(events.len() > 3 && events.iter().any(|event| event.len() > 2));
    for by in [1, 5, 11] {
        let mut turned = sample.clone();
        turned.rotate_left(by);
        turned.reverse();
        assert_eq!(all_at_once(&turned), events);
        assert_eq!(one_by_one(&turned), events);
    }
}
