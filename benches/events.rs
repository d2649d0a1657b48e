//! What grouping costs: `cargo bench --bench events`.
//!
//! Reads the articles that `RASHOMON_BENCH_DATA` names (a file or folder, a tenth of what is
//! wanted; else the bundled sample), and makes as many more as are wanted: each round of copies has
//! other names, other numbers and other years, so that it tells other events. What grows is an
//! archive that goes on for longer, with as many articles a day. Prints how long grouping takes at
//! 10,000 and 100,000 articles (with `-- N` at N), the growth between them, and the memory. The
//! texts are dropped when their profiles are made, as by a library that keeps them on disk.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench whose setting fails has failed, and it prints its figures"
)]

#[path = "support/articles.rs"]
mod articles;

use std::time::{Duration, Instant};

use articles::{copied, given, memory};
use jiff::ToSpan;
use rashomon::analysis::event::{self, Profile};
use rashomon::analysis::profile;
use rashomon::corpus::Article;
use rayon::prelude::{IntoParallelIterator, ParallelIterator};

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return; // `cargo test --benches` only builds it
    }
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let largest: usize = asked.unwrap_or(100_000);
    let mut articles = given();
    articles.truncate(largest / 10);
    println!(
        "{} articles read, {} bytes each",
        articles.len(),
        articles.iter().map(|a| a.text.len()).sum::<usize>() / articles.len()
    );
    let began = Instant::now();
    let profiles = made(&articles, largest);
    let words = began.elapsed();
    drop(articles);
    let _ = std::fs::write("/proc/self/clear_refs", "5"); // the highest mark begins here
    let before = memory("VmRSS:");
    let (small, of_small) = grouped(profiles.get(..largest / 10).unwrap());
    let (large, of_large) = grouped(&profiles);
    println!(
        "profiles of {largest} articles (made up, read and counted): {:.1} s",
        words.as_secs_f64()
    );
    println!(
        "grouping {:>7} articles: {:.2} s, {small} events",
        largest / 10,
        of_small.as_secs_f64()
    );
    println!("grouping {largest:>7} articles: {:.2} s, {large} events", of_large.as_secs_f64());
    println!("growth: exponent {:.2}", (of_large.as_secs_f64() / of_small.as_secs_f64()).log10());
    println!("memory: {before} MB with the profiles, {} MB at most", memory("VmHWM:"));
}

/// The number of events, and how long it took to find them.
fn grouped(profiles: &[Profile]) -> (usize, Duration) {
    let began = Instant::now();
    let events = event::group(profiles).events.len();
    (events, began.elapsed())
}

/// The profiles of `count` articles: the first as they are, then copies that tell other events.
fn made(articles: &[Article], count: usize) -> Vec<Profile> {
    let days = articles.iter().filter_map(|article| article.published);
    let years = i64::from(
        days.clone().map(|day| day.date.year()).max().unwrap_or(0)
            - days.map(|day| day.date.year()).min().unwrap_or(0)
            + 1,
    );
    let article = |at: usize| (&articles[at % articles.len()], at / articles.len());
    (0..count)
        .into_par_iter()
        .map(|at| match article(at) {
            (article, 0) => profile(article),
            (article, copy) => profile(&copied(article, copy, (years * copy as i64).years())),
        })
        .collect()
}
