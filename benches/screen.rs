//! What a frame and a key cost: `cargo bench --bench screen`. Both must stay the same when the corpus
//! or the article grows; compare the columns of a row.

#![allow(clippy::unwrap_used, reason = "a bench whose setting fails has failed")]

#[path = "../tests/support/coverage.rs"]
mod coverage;

use std::sync::Arc;

use divan::Bencher;
use rashomon::app::layout::Size;
use rashomon::app::{Message, State, play, receive};
use rashomon::config::Config;
use rashomon::config::theme::ThemeName;
use rashomon::corpus::{ArticleId, Corpus};
use rashomon::tui::draw;
use rashomon::view::Coverage;

fn main() {
    divan::main();
}

/// Copies of the small coverage beside each other, the articles `longer` times as long.
fn coverage(copies: usize, longer: usize) -> Coverage {
    let small = coverage::coverage();
    let count = small.corpus.articles().len();
    let mut big = Coverage::default();
    let mut articles = Vec::new();
    for copy in 0..copies {
        let shift = u32::try_from(copy * count).unwrap();
        let shifted = |id: ArticleId| ArticleId(id.0 + shift);
        for article in small.corpus.articles() {
            let mut article = article.clone();
            article.text.push_str(&"\n\nNothing else was heard of it that day, and nobody asked.".repeat((longer - 1) * 15));
            article.id = format!("{copy}/{}", article.id);
            articles.push(article);
        }
        big.findings.articles.extend(small.findings.articles.iter().cloned());
        for event in &small.findings.events {
            let mut event = event.clone();
            event.articles.iter_mut().for_each(|id| *id = shifted(*id));
            let topics = event.topics.iter_mut().flat_map(|topic| topic.versions.iter_mut());
            topics.for_each(|version| version.article = shifted(version.article));
            event.topics.iter_mut().flat_map(|topic| topic.missing.iter_mut()).for_each(|id| *id = shifted(*id));
            let members = event.variants.iter_mut().flat_map(|variant| variant.members.iter_mut());
            members.for_each(|member| member.passage.article = shifted(member.passage.article));
            for conflict in &mut event.conflicts {
                conflict.a.passage.article = shifted(conflict.a.passage.article);
                conflict.b.passage.article = shifted(conflict.b.passage.article);
            }
            big.findings.events.push(event);
            big.findings.event_of.extend([big.findings.events.len() - 1; 3]);
        }
    }
    big.corpus = Corpus::new(articles);
    big.findings.articles.iter_mut().for_each(|found| found.paragraphs.clear()); // made anew from the longer texts
    big
}

fn session(copies: usize, longer: usize) -> State {
    let mut state = State::new(Config::default(), ThemeName::Dark, Size { width: 160, height: 50 });
    receive(&mut state, Message::Loaded(Arc::new(coverage(copies, longer))));
    play(&mut state, "]c").unwrap();
    state
}

/// (copies of six articles, length of an article in pages)
const SIZES: [(usize, usize); 4] = [(1, 1), (1, 300), (1_000, 1), (10_000, 1)];

#[divan::bench(args = SIZES)]
fn frame(bencher: Bencher<'_, '_>, (copies, longer): (usize, usize)) {
    let state = session(copies, longer);
    bencher.bench(|| draw(&state));
}

fn key(bencher: Bencher<'_, '_>, (copies, longer): (usize, usize), keys: &str) {
    let mut state = session(copies, longer);
    bencher.bench_local(|| play(&mut state, keys).unwrap());
}

#[divan::bench(args = SIZES)]
fn line_down_and_up(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    key(bencher, size, "j k");
}

#[divan::bench(args = SIZES)]
fn next_conflict_and_back(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    key(bencher, size, "]c [c");
}

#[divan::bench(args = SIZES)]
fn cross_and_return(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    key(bencher, size, "x H");
}

#[divan::bench(args = SIZES)]
fn choose_in_the_list(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    key(bencher, size, "1 j k 2");
}

/// Counted once when it is opened, so this alone may grow with what is loaded.
#[divan::bench(args = SIZES)]
fn open_speakers_of_everything(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    key(bencher, size, "w tab q");
}

#[divan::bench(args = SIZES)]
fn frame_with_speakers(bencher: Bencher<'_, '_>, (copies, longer): (usize, usize)) {
    let mut state = session(copies, longer);
    play(&mut state, "w tab enter j").unwrap();
    bencher.bench(|| draw(&state));
}
