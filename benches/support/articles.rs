//! The articles of the benches: those that `RASHOMON_BENCH_DATA` names (a file or folder; else the
//! bundled sample), and as many more like them as are wanted.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each bench uses a part, and a bench whose setting fails has failed"
)]

use std::path::PathBuf;

use jiff::{Span, ToSpan};
use rashomon::corpus::Article;
use rashomon::library;
use rashomon::load::Watch;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a piece of an article.
const PIECE: usize = 1_750;

/// The articles as they are.
pub(crate) fn given() -> Vec<Article> {
    match std::env::var("RASHOMON_BENCH_DATA") {
        Ok(path) => library::read(&[PathBuf::from(path)], &Watch::default())
            .coverage
            .corpus
            .articles()
            .to_vec(),
        Err(_) => library::sample().coverage.corpus.articles().to_vec(),
    }
}

/// The articles cut into pieces of some 1,750 bytes; whole with `RASHOMON_BENCH_WHOLE`.
pub(crate) fn given_in_pieces() -> Vec<Article> {
    let given = given();
    if std::env::var_os("RASHOMON_BENCH_WHOLE").is_some() {
        given
    } else {
        given.iter().flat_map(pieces).collect()
    }
}

/// Pieces of an article, cut at spaces, each with a place of its own in the id.
fn pieces(article: &Article) -> Vec<Article> {
    let mut found = Vec::new();
    let mut rest = article.text.as_str();
    while !rest.is_empty() {
        let end = (PIECE..rest.len())
            .find(|at| rest.is_char_boundary(*at) && rest.as_bytes()[*at] == b' ')
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        found.push(Article {
            id: format!("{}-{}", article.id, found.len()),
            text: piece.trim().to_owned(),
            ..article.clone()
        });
        rest = after.trim_start();
    }
    found.retain(|piece| piece.text.len() > PIECE / 2);
    found
}

/// Article number `at`: one of the given, in later rounds with other names and other numbers, and
/// on another day.
pub(crate) fn varied(given: &[Article], at: usize) -> Article {
    let (article, copy) = (&given[at % given.len()], at / given.len());
    if copy == 0 { article.clone() } else { copied(article, copy, (copy as i64).days()) }
}

/// The article with other names, other numbers and published later.
pub(crate) fn copied(article: &Article, copy: usize, later: Span) -> Article {
    let mut other = article.clone();
    other.id = format!("{}/{copy}", article.id);
    other.title = renamed(&article.title, copy, is_name);
    other.text = renamed(&article.text, copy, is_name);
    if let Some(published) = &mut other.published {
        published.date = published.date.saturating_add(later);
    }
    other
}

fn is_name(word: &str) -> bool {
    word.len() > 4 && word.starts_with(char::is_uppercase)
}

/// Text of some `size` bytes that no article of the library tells: small words are as they were,
/// all others made up.
pub(crate) fn foreign(given: &[Article], size: usize, copy: usize) -> String {
    let mut text = String::with_capacity(size + size / 4);
    for article in given.iter().cycle() {
        text.push_str(&renamed(&article.text, copy + text.len(), |word| word.len() > 4));
        text.push_str("\n\n");
        if text.len() >= size {
            break;
        }
    }
    text
}

/// `text` with every digit and every word that is to be changed another, the same word always in
/// the same way.
fn renamed(text: &str, copy: usize, is_changed: impl Fn(&str) -> bool) -> String {
    let mut changed = String::with_capacity(text.len() + text.len() / 8);
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let (letters, end) =
            word.split_at(word.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
        if is_changed(letters) {
            let number = xxh3_64(letters.to_lowercase().as_bytes()).wrapping_add(copy as u64);
            changed.push_str(letters);
            changed.extend(
                [(number % 26) as u8, (number / 26 % 26) as u8, (copy % 26) as u8]
                    .map(|letter| char::from(b'a' + letter)),
            );
        } else {
            changed.extend(letters.chars().map(|c| {
                c.to_digit(10)
                    .and_then(|d| char::from_digit((d + copy as u32) % 10, 10))
                    .unwrap_or(c)
            }));
        }
        changed.push_str(end);
    }
    changed
}

/// Megabytes that `field` of this process's status says; 0 where there is no such status.
pub(crate) fn memory(field: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
    line.trim_matches(|c: char| !c.is_ascii_digit())
        .parse()
        .map_or(0, |kilobytes: usize| kilobytes / 1024)
}
