//! How long loading takes: `cargo bench --bench load`. The articles are made up on the spot.

#![allow(clippy::unwrap_used, reason = "a bench whose setting fails has failed")]

use std::fs;
use std::path::PathBuf;

use divan::Bencher;
use divan::counter::BytesCount;
use rashomon::load::{Watch, load};
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// An article of some 3,000 characters, a little different each time.
fn text(number: usize) -> String {
    let sentence = |i: usize| {
        format!(
            "The council met for {} minutes on Tuesday, and “nothing was decided,” said the mayor, who left early. ",
            number % 90 + i
        )
    };
    let paragraphs: Vec<String> =
        (0..10).map(|p| (0..3).map(|s| sentence(p * 3 + s)).collect()).collect();
    format!(
        "Council meets for the {number}th time\n\nMarch 4, 2025\n\n{}\n",
        paragraphs.join("\n\n")
    )
}

/// A folder of `count` files of one kind, and how many bytes they are.
fn folder(count: usize, extension: &str, write: impl Fn(usize) -> String) -> (TempDir, usize) {
    let folder = tempfile::tempdir().unwrap();
    let bytes = (0..count).map(|number| {
        let content = write(number);
        fs::write(folder.path().join(format!("{number:05}.{extension}")), &content).unwrap();
        content.len()
    });
    let bytes = bytes.sum();
    (folder, bytes)
}

fn measure(bencher: Bencher<'_, '_>, (folder, bytes): (TempDir, usize), articles: usize) {
    let paths = [PathBuf::from(folder.path())];
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let loaded = load(&paths, &Watch::default());
        assert_eq!(loaded.articles.len(), articles);
        loaded
    });
}

#[divan::bench(sample_count = 10)]
fn a_thousand_texts(bencher: Bencher<'_, '_>) {
    measure(bencher, folder(1000, "txt", text), 1000);
}

#[divan::bench(sample_count = 10)]
fn a_hundred_pages(bencher: Bencher<'_, '_>) {
    let page = |number| {
        let body = text(number).replace("\n\n", "</p>\n<p>");
        format!(
            "<html><head><title>Council {number}</title></head><body><nav><a href=/>Home</a></nav><article><p>{body}</p></article></body></html>"
        )
    };
    measure(bencher, folder(100, "html", page), 100);
}

#[divan::bench(sample_count = 10)]
fn one_file_of_two_thousand_records(bencher: Bencher<'_, '_>) {
    let lines = |_| {
        (0..2000)
            .map(|n| {
                serde_json::json!({"id": n, "outlet": "The Courier", "date": "2025-03-04", "title": "Council", "text": text(n)}).to_string()
                    + "\n"
            })
            .collect()
    };
    measure(bencher, folder(1, "jsonl", lines), 2000);
}
