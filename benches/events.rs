//! What grouping costs: `cargo bench --bench events`.
//!
//! Reads the articles that `RASHOMON_BENCH_DATA` names (a file or folder, a tenth of what is wanted; else the bundled
//! sample), and makes as many more as are wanted: each round of copies has other names, other numbers and other years,
//! so that it tells other events. What grows is an archive that goes on for longer, with as many articles a day. Prints how long grouping takes at 10,000 and 100,000 articles (with `-- N` at N), the
//! growth between them, what one more article costs, and the memory. The texts are dropped when their profiles are
//! made, as they would be by a library that keeps them on disk.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench whose setting fails has failed, and it prints its figures")]

#[path = "support/articles.rs"]
mod articles;

use std::time::{Duration, Instant};

use articles::{copied, given, memory};
use jiff::ToSpan;
use rashomon::analysis::event::{Grouping, Profile};
use rashomon::analysis::profile;
use rashomon::corpus::Article;
use rayon::prelude::{IntoParallelIterator, ParallelIterator};

/// Articles that are added one by one when what one more costs is measured.
const MORE: usize = 200;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return; // `cargo test --benches` only builds it
    }
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let largest: usize = asked.unwrap_or(100_000);
    let mut articles = given();
    articles.truncate(largest / 10);
    println!("{} articles read, {} bytes each", articles.len(), articles.iter().map(|a| a.text.len()).sum::<usize>() / articles.len());
    let began = Instant::now();
    let mut profiles = made(&articles, largest + MORE);
    let words = began.elapsed();
    drop(articles);
    let _ = std::fs::write("/proc/self/clear_refs", "5"); // the highest mark begins here
    let before = memory("VmRSS:");
    let further = profiles.split_off(largest);
    let some = profiles.iter().take(largest / 10).cloned().collect();
    let (small, of_small) = grouped(some);
    let small = small.groups().len();
    let (grouping, of_large) = grouped(profiles);
    println!("profiles of {} articles (made up, read and counted): {:.1} s", largest + MORE, words.as_secs_f64());
    println!("grouping {:>7} articles: {:.2} s, {small} events", largest / 10, of_small.as_secs_f64());
    println!("grouping {largest:>7} articles: {:.2} s, {} events", of_large.as_secs_f64(), grouping.groups().len());
    println!("growth: exponent {:.2}", (of_large.as_secs_f64() / of_small.as_secs_f64()).log10());
    println!("memory: {before} MB with the profiles, {} MB at most", memory("VmHWM:"));
    one_more(grouping, further);
}

fn grouped(profiles: Vec<Profile>) -> (Grouping, Duration) {
    let began = Instant::now();
    let grouping = Grouping::new(profiles);
    (grouping, began.elapsed())
}

/// The profiles of `count` articles: the first as they are, then copies that tell other events.
fn made(articles: &[Article], count: usize) -> Vec<Profile> {
    let days = articles.iter().filter_map(|article| article.published);
    let years =
        i64::from(days.clone().map(|day| day.date.year()).max().unwrap_or(0) - days.map(|day| day.date.year()).min().unwrap_or(0) + 1);
    let article = |at: usize| (&articles[at % articles.len()], at / articles.len());
    (0..count)
        .into_par_iter()
        .map(|at| match article(at) {
            (article, 0) => profile(article),
            (article, copy) => profile(&copied(article, copy, (years * copy as i64).years())),
        })
        .collect()
}

/// Adds articles one by one, and checks that all at once are the same events.
fn one_more(mut grouping: Grouping, further: Vec<Profile>) {
    let all: Vec<Profile> = grouping.profiles().iter().chain(&further).cloned().collect();
    let mut times: Vec<Duration> = further
        .into_iter()
        .map(|profile| {
            let began = Instant::now();
            grouping.add(profile);
            began.elapsed()
        })
        .collect();
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    let mean = times.iter().sum::<Duration>().as_secs_f64() * 1e3 / times.len() as f64;
    println!("one more article: median {:.2} ms, 90th percentile {:.2} ms, slowest {:.0} ms, mean {mean:.1} ms", at(0.5), at(0.9), at(1.0));
    assert_eq!(grouping.groups(), Grouping::new(all).groups(), "one by one and all at once are the same events");
}
