//! Events are the same whatever the order in which articles come.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use rashomon::analysis::{Depth, analyze_unless};
use rashomon::corpus::{Article, Corpus};
use rashomon::library;

type Events = BTreeSet<BTreeSet<String>>;

fn sample() -> Vec<Article> {
    library::sample().coverage.corpus.articles().to_vec()
}

fn events_of(articles: &[Article]) -> Events {
    let corpus = Corpus::new(articles.to_vec());
    let found = analyze_unless(&corpus, Depth::Events, &|| false);
    found
        .events
        .iter()
        .map(|event| event.articles.iter().map(|id| corpus.article(*id).id.clone()).collect())
        .collect()
}

#[test]
fn the_order_in_which_articles_come_changes_no_event() {
    let sample = sample();
    let events = events_of(&sample);
    assert!(events.len() > 3 && events.iter().any(|event| event.len() > 2));
    for by in [1, 5, 11] {
        let mut turned = sample.clone();
        turned.rotate_left(by);
        turned.reverse();
        assert_eq!(events_of(&turned), events);
    }
}
