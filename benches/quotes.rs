//! What it costs to find quotes: `cargo bench --bench quotes`. The same text at 1, 10 and 100 times
//! its length, and texts that no article is; each must grow in proportion. The articles are made up
//! on the spot.
//!
//! An article is measured as it is analysed: parts, sentences, quotes, speakers, terms of the
//! event. Of the other texts the sentences, quotes and speakers alone are, without the bound on the
//! length of an article (`ANALYSED`).

use divan::Bencher;
use divan::counter::BytesCount;
use rashomon::analysis::language::ENGLISH;
use rashomon::analysis::prose::Prose;
use rashomon::analysis::{Quote, analyze_article, quote, speaker};
use rashomon::corpus::Article;

fn main() {
    divan::main();
}

/// An article of some 4,000 characters, in which half of the sentences are attributed.
fn text(number: usize) -> String {
    let names = ["Ilse Brandt", "Bo Rask", "Ada Lund", "Tomas Grell", "Ida Moss"];
    let (name, other) = (names[number % 5], names[(number + 2) % 5]);
    let paragraph = |at: usize| {
        let minutes = 10 + (number + 7 * at) % 80;
        format!(
            "The council met for {minutes} minutes on Tuesday and put off its vote on the harbour bridge. “Nothing has been decided, and \
             nothing will be before the report is in,” said {name}, the mayor, who left early. According to {other}, head of the harbour \
             board, the cracks were known in January.\n\n{other} said that the ferry would sail every {minutes} minutes. The quay was \
             empty, and two shops had closed. “We were told late,” she said, “and by the wrong office.” Officials denied the claim that \
             the piers had not been checked.\n\n"
        )
    };
    (0..6).map(paragraph).collect()
}

/// The quotes of a text that is one account, of any length.
fn quotes(text: &str) -> Vec<Quote> {
    let prose = Prose::new(text, &[], &ENGLISH);
    let mut found = quote::extract(text, &prose);
    speaker::resolve(text, &prose, &mut found);
    found
}

fn measure(bencher: Bencher, text: &str) {
    bencher.counter(BytesCount::new(text.len())).bench(|| quotes(divan::black_box(text)));
}

#[divan::bench(args = [1, 10, 100])]
fn an_article(bencher: Bencher, times: usize) {
    let text: String = (0..times).map(text).collect();
    let article = Article { title: "Council puts off its vote".into(), text, ..Article::default() };
    bencher
        .counter(BytesCount::new(article.text.len()))
        .bench(|| analyze_article(divan::black_box(&article)));
}

/// One paragraph that opens with a quotation mark which nothing closes; the last is of 5 MB.
#[divan::bench(args = [50_000, 500_000, 5_000_000], sample_count = 5)]
fn an_open_mark(bencher: Bencher, bytes: usize) {
    let words = text(0).replace(['“', '”', '\n'], " ");
    measure(bencher, &format!("“{}", words.repeat(bytes / words.len())));
}

/// Marks inside of marks, all opened and all closed.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 5)]
fn nested_marks(bencher: Bencher, marks: usize) {
    measure(
        bencher,
        &format!("{}We shut it, she said.{}", "“She said, ‘".repeat(marks), "’ ”".repeat(marks)),
    );
}

/// Words without a full stop; the last are of a megabyte.
#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 5)]
fn no_full_stop(bencher: Bencher, bytes: usize) {
    let words = "the mayor said the bridge was shut and the ferry would sail ";
    measure(bencher, &words.repeat(bytes / words.len()));
}
