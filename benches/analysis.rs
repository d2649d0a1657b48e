//! What the passes cost: `cargo bench --bench analysis`. One article and one event of the sample, at 1, 10 and
//! 100 times their length or number: each must grow in proportion.

#![allow(clippy::unwrap_used, reason = "a bench whose setting fails has failed")]

use divan::Bencher;
use divan::counter::BytesCount;
use rashomon::analysis::{analyze, analyze_article};
use rashomon::corpus::{Article, Corpus};
use rashomon::library;

fn main() {
    divan::main();
}

fn sample() -> Vec<Article> {
    library::sample().coverage.corpus.articles().to_vec()
}

/// An article as long as `times` of the sample's first.
fn long(times: usize) -> Article {
    let mut article = sample().swap_remove(0);
    article.text = vec![article.text; times].join("\n\n");
    article
}

/// The sample `times` over, each time under other names so that its events stay apart.
fn many(times: usize) -> Corpus {
    let renamed = |copy: usize| {
        sample().into_iter().map(move |mut article| {
            let name = |word: &str| format!("{word}{}", "abcdefghij".chars().nth(copy % 10).unwrap().to_string().repeat(1 + copy / 10));
            for word in
                ["Elsin", "Brandt", "Halvany", "Corvin", "Saltern", "Morva", "Vesterholt", "Penhallow", "bridge", "ferry", "ammonia", "dam"]
            {
                article.text = article.text.replace(word, &name(word));
                article.title = article.title.replace(word, &name(word));
            }
            article.id = format!("{copy}/{}", article.id);
            article
        })
    };
    Corpus::new((0..times).flat_map(renamed).collect())
}

#[divan::bench(args = [1, 10, 100])]
fn one_article(bencher: Bencher, times: usize) {
    let article = long(times);
    bencher.counter(BytesCount::new(article.text.len())).bench(|| analyze_article(divan::black_box(&article)));
}

#[divan::bench(args = [1, 10, 40], sample_count = 5)]
fn many_articles(bencher: Bencher, times: usize) {
    let corpus = many(times);
    let bytes: usize = corpus.articles().iter().map(|article| article.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| analyze(divan::black_box(&corpus)));
}

/// A quotation mark that is never closed must not make an article cost more than its length.
#[divan::bench(args = [10, 100])]
fn an_open_quotation_mark(bencher: Bencher, times: usize) {
    let mut article = long(times);
    article.text = format!("“{}", article.text.replace(['“', '”', '\n'], " "));
    bencher.counter(BytesCount::new(article.text.len())).bench(|| analyze_article(divan::black_box(&article)));
}
