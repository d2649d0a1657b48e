//! What it costs to keep one more note, and to open what is kept, with so many kept already.

#![allow(clippy::unwrap_used, reason = "a bench whose setting fails has failed")]

use divan::Bencher;
use jiff::civil::date;
use rashomon::corpus::{Article, ArticleId, Corpus, Passage};
use rashomon::library::own::{Key, Note, Own};
use rashomon::text::Span;
use tempfile::TempDir;

fn main() {
    divan::main();
}

fn corpus() -> Corpus {
    let article = |n: usize| {
        let text = format!("The quay {n} is shut, said the mayor, Ilse Brandt. “It opens on Friday,” she said.");
        Article {
            id: format!("quay-{n}.txt"),
            path: format!("/no/such/news/quay-{n}.txt"),
            title: format!("Quay {n} shut"),
            text,
            ..Article::default()
        }
    };
    Corpus::new((0..100).map(article).collect())
}

fn note(corpus: &Corpus, number: usize) -> Note {
    let id = ArticleId((number % 100) as u32);
    Note::of(corpus, Passage::new(id, Span::new(4, 40)), &format!("note {number}: whether it opens is not said"), date(2025, 3, 4))
}

/// A home with so many notes.
fn home(notes: usize) -> (TempDir, Own) {
    let (home, corpus) = (tempfile::tempdir().unwrap(), corpus());
    let (mut own, _) = Own::open(home.path());
    let keys = Key::all(&corpus, &corpus.ids().collect::<Vec<_>>());
    let problems = own.change(|kept| {
        for number in 0..notes {
            kept.add_note(note(&corpus, number));
        }
        keys.into_iter().for_each(|key| kept.set_read(key));
    });
    assert_eq!(problems, []);
    (home, own)
}

#[divan::bench(args = [100, 10_000], sample_count = 500, sample_size = 1)]
fn save_one_more_note(bencher: Bencher<'_, '_>, notes: usize) {
    let ((_home, mut own), corpus) = (home(notes), corpus());
    let mut number = notes;
    bencher.bench_local(|| {
        number += 1;
        assert_eq!(own.change(|kept| kept.add_note(note(&corpus, number))), []);
    });
}

#[divan::bench(args = [100, 10_000], sample_count = 50, sample_size = 1)]
fn open_what_is_kept(bencher: Bencher<'_, '_>, notes: usize) {
    let (home, _) = home(notes);
    bencher.bench_local(|| Own::open(home.path()));
}
