//! What grouping costs: `cargo bench --bench events`.
//!
//! Reads the articles that `RASHOMON_BENCH_DATA` names (a file or folder, a tenth of what is wanted; else the bundled
//! sample), and makes as many more as are wanted: each round of copies has other names, other numbers and other years,
//! so that it tells other events. What grows is an archive that goes on for longer, with as many articles a day. Prints how long grouping takes at 10,000 and 100,000 articles (with `-- N` at N), the
//! growth between them, what one more article costs, and the memory. The texts are dropped when their profiles are
//! made, as they would be by a library that keeps them on disk.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench whose setting fails has failed, and it prints its figures")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::ToSpan;
use rashomon::analysis::event::{Grouping, Profile};
use rashomon::analysis::profile;

use rashomon::corpus::Article;
use rashomon::library;
use rashomon::load::Watch;
use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use xxhash_rust::xxh3::xxh3_64;

/// Articles that are added one by one when what one more costs is measured.
const MORE: usize = 200;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return; // `cargo test --benches` only builds it
    }
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let largest: usize = asked.unwrap_or(100_000);
    let mut articles = match std::env::var("RASHOMON_BENCH_DATA") {
        Ok(path) => library::read(&[PathBuf::from(path)], &Watch::default()).coverage.corpus.articles().to_vec(),
        Err(_) => library::sample().coverage.corpus.articles().to_vec(),
    };
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
    let years = days.clone().map(|day| day.date.year()).max().unwrap_or(0) - days.map(|day| day.date.year()).min().unwrap_or(0) + 1;
    let article = |at: usize| (&articles[at % articles.len()], at / articles.len());
    (0..count)
        .into_par_iter()
        .map(|at| match article(at) {
            (article, 0) => profile(article),
            (article, copy) => profile(&copied(article, copy, years)),
        })
        .collect()
}

/// The article with other names, other numbers and another year.
fn copied(article: &Article, copy: usize, years: i16) -> Article {
    let mut other = article.clone();
    other.id = format!("{}/{copy}", article.id);
    other.title = renamed(&article.title, copy);
    other.text = renamed(&article.text, copy);
    if let Some(published) = &mut other.published {
        published.date = published.date.saturating_add((i64::from(years) * copy as i64).years());
    }
    other
}

/// `text` with every digit and every longer word with a capital changed, the same word always in the same way.
fn renamed(text: &str, copy: usize) -> String {
    let mut changed = String::with_capacity(text.len() + text.len() / 8);
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let (letters, end) = word.split_at(word.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
        if letters.len() > 4 && letters.starts_with(char::is_uppercase) {
            let number = xxh3_64(letters.to_lowercase().as_bytes()).wrapping_add(copy as u64);
            changed.push_str(letters);
            changed.extend([(number % 26) as u8, (number / 26 % 26) as u8, (copy % 26) as u8].map(|letter| char::from(b'a' + letter)));
        } else {
            changed.extend(letters.chars().map(|c| c.to_digit(10).and_then(|d| char::from_digit((d + copy as u32) % 10, 10)).unwrap_or(c)));
        }
        changed.push_str(end);
    }
    changed
}

/// Megabytes that `field` of this process's status says; 0 where there is no such status.
fn memory(field: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse().map_or(0, |kilobytes: usize| kilobytes / 1024)
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
