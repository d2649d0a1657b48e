//! What it costs to keep one more note, and to open what is kept, with so many kept already; and to
//! find it in a library.

#![allow(clippy::unwrap_used, reason = "a bench whose setting fails has failed")]

use std::fs;

use divan::Bencher;
use jiff::civil::date;
use rashomon::corpus::{Article, ArticleId, Corpus, Passage};
use rashomon::library::own::{Bookmark, Kept, Key, Note, Own};
use rashomon::text::Span;
use tempfile::TempDir;

/// Articles of a folder.
const IN_A_FOLDER: usize = 500;

fn main() {
    divan::main();
}

fn corpus() -> Corpus {
    let article = |n: usize| {
        let text = format!(
            "The quay {n} is shut, said the mayor, Ilse Brandt. “It opens on Friday,” she said."
        );
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
    Note::of(
        corpus,
        Passage::new(id, Span::new(4, 40)),
        &format!("note {number}: whether it opens is not said"),
        date(2025, 3, 4),
    )
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

/// A library of files that are there, with a thousand of them read and a hundred notes and
/// bookmarks, and one read that is elsewhere.
fn library(articles: usize) -> (TempDir, Corpus, Kept) {
    let news = tempfile::tempdir().unwrap();
    let article = |n: usize| {
        let folder = news.path().join(format!("{}", n / IN_A_FOLDER));
        if n.is_multiple_of(IN_A_FOLDER) {
            fs::create_dir(&folder).unwrap();
        }
        let path = folder.join(format!("quay-{n}.txt"));
        fs::write(&path, "").unwrap();
        let text = format!(
            "The quay {n} is shut, said the mayor, Ilse Brandt. “It opens on Friday,” she said. "
        )
        .repeat(20);
        Article {
            id: format!("quay-{n}.txt"),
            path: path.to_string_lossy().into_owned(),
            text,
            ..Article::default()
        }
    };
    let corpus = Corpus::new((0..articles).map(article).collect());
    let ids: Vec<ArticleId> = corpus.ids().step_by(articles / 1000).collect();
    let mut kept = Kept::default();
    Key::all(&corpus, &ids).into_iter().for_each(|key| kept.set_read(key));
    for id in corpus.ids().step_by(articles / 100) {
        let note = Note::of(
            &corpus,
            Passage::new(id, Span::new(4, 40)),
            "whether it opens is not said",
            date(2025, 3, 4),
        );
        kept.add_bookmark(Bookmark {
            name: "quay".into(),
            article: note.at.article.clone(),
            byte: 4,
            words: note.at.words.clone(),
        });
        kept.add_note(note);
    }
    fs::write(news.path().join("elsewhere.txt"), "").unwrap();
    kept.set_read(Key::of(
        &Corpus::new(vec![Article {
            path: news.path().join("elsewhere.txt").to_string_lossy().into_owned(),
            ..Article::default()
        }]),
        ArticleId(0),
    ));
    (news, corpus, kept)
}

/// Where everything that is kept stands in a library.
#[divan::bench(args = [1_000, 20_000, 100_000], sample_count = 5, sample_size = 1)]
fn find_what_is_kept(bencher: Bencher<'_, '_>, articles: usize) {
    let (_news, corpus, kept) = library(articles);
    bencher.bench_local(|| {
        assert_eq!(Key::articles_of(kept.read_articles(), &corpus).len(), 1000);
        assert!(
            kept.places(&corpus).iter().all(Option::is_some)
                && kept.noted(&corpus).iter().all(Option::is_some)
        );
    });
}

/// Ten thousand records of one file, all read.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn find_the_records_read_of_one_file(bencher: Bencher<'_, '_>) {
    let records = (0..10_000).map(|n| Article {
        id: format!("{n}"),
        path: "/no/such/a.jsonl".into(),
        text: format!("The quay {n}."),
        ..Article::default()
    });
    let corpus = Corpus::new(records.collect());
    let mut kept = Kept::default();
    let keys = Key::all(&corpus, &corpus.ids().collect::<Vec<_>>());
    keys.into_iter().for_each(|key| kept.set_read(key));
    bencher
        .bench_local(|| assert_eq!(Key::articles_of(kept.read_articles(), &corpus).len(), 10_000));
}
