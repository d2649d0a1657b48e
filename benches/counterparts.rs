//! What it costs to ask what the others say on a point: `cargo bench --bench counterparts`. An event
//! of 3, 30 and 300 articles, whose words are as rare as those of coverage: the index that is made
//! when it is opened, and a look-up, which is what moves the cursor.

#![allow(clippy::unwrap_used, reason = "a bench whose setting fails has failed")]

use std::cell::Cell;

use divan::Bencher;
use divan::counter::ItemsCount;
use rashomon::analysis::counterpart::Counterparts;
use rashomon::analysis::{ArticleFindings, EventFindings, analyze_article};
use rashomon::corpus::{Article, Corpus, Outlet, Passage};

fn main() {
    divan::main();
}

/// Sentences of an article.
const SENTENCES: usize = 40;

/// A made word; the smaller its number, the more common.
fn word(number: u64) -> String {
    let syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "so", "te"];
    let mut word = String::new();
    let mut rest = number + 8;
    while rest > 0 {
        word.push_str(syllables[(rest % 8) as usize]);
        rest /= 8;
    }
    word
}

/// One of many numbers, small ones far more often.
fn skewed(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let share = (*seed >> 33) as f64 / (1_u64 << 31) as f64;
    (6_000_f64.powf(share)) as u64
}

fn article(number: usize) -> Article {
    let mut seed = number as u64 + 1;
    let sentence = |at: usize, seed: &mut u64| {
        let words: Vec<String> = (0..18).map(|_| word(skewed(seed))).collect();
        match at % 4 {
            0 => format!("“The {},” said Ilse Brandt, the mayor.", words.join(" ")),
            1 => format!("But {} of {at} boats.", words.join(" ")),
            _ => format!("The bridge and {}.", words.join(" ")),
        }
    };
    let text: Vec<String> = (0..SENTENCES).map(|at| sentence(at, &mut seed)).collect();
    Article {
        id: format!("{number}"),
        outlet: Outlet { name: format!("Outlet {number}"), guessed: false },
        title: "Bridge closed".into(),
        language: Some("en".into()),
        text: text.chunks(2).map(|pair| pair.join(" ")).collect::<Vec<_>>().join("\n\n"),
        ..Article::default()
    }
}

fn event(articles: usize) -> (Corpus, Vec<ArticleFindings>, EventFindings) {
    let corpus = Corpus::new((0..articles).map(article).collect());
    let found = corpus.articles().iter().map(analyze_article).collect();
    let event = EventFindings { articles: corpus.ids().collect(), ..EventFindings::default() };
    (corpus, found, event)
}

#[divan::bench(args = [3, 30, 300], sample_count = 10)]
fn an_event_is_opened(bencher: Bencher, articles: usize) {
    let (corpus, found, event) = event(articles);
    bencher
        .counter(ItemsCount::new(articles))
        .bench(|| Counterparts::new(&corpus, &found, divan::black_box(&event)));
}

#[divan::bench(args = [3, 30, 300])]
fn the_cursor_moves(bencher: Bencher, articles: usize) {
    let (corpus, found, event) = event(articles);
    let counterparts = Counterparts::new(&corpus, &found, &event);
    let passages: Vec<Passage> =
        counterparts.sentences().map(|(passage, _)| passage).step_by(7).collect();
    let at = Cell::new(0);
    bencher.bench_local(|| {
        at.set((at.get() + 1) % passages.len());
        let passage = passages[at.get()];
        counterparts.on_this_point(passage.article, passage.span.start)
    });
}
