//! How well altered copies are found, and what it costs: `cargo bench --bench copies`.
//!
//! Into the articles that `RASHOMON_BENCH_DATA` names, else into generated ones, copies of four
//! kinds are put: *cut* (the first 40 to 70 % of an article), *led* (with the first paragraph of
//! another article), *edited* (of the words one in five dropped, swapped or joined by another) and
//! *inserted* (one paragraph of it, 30 words or more, put into another article). No article is the
//! source of two.
//!
//! Counted are pairs of articles. A copy is found when it and its source are claimed, or it and an
//! article that shares text with its source already in the untouched set: among real articles some
//! are agencies' texts. A claim is wrong when it joins an article that was made with one that it
//! was not made from and that shares no text with those; claims between two untouched articles are
//! judged where the articles are generated, and only numbered where they are real.

#![allow(clippy::unwrap_used, reason = "a bench whose setting fails has failed")]
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use divan::Bencher;
use rashomon::analysis::copy::{self, CopyKind, Prints};
use rashomon::analysis::language::Language;
use rashomon::analysis::prose::Prose;
use rashomon::analysis::{ArticleFindings, boilerplate};
use rashomon::corpus::{Article, Corpus, Outlet, Published};
use rashomon::load::{Watch, load};
use rashomon::text::{Span, paragraph};

/// Copies of all kinds together at most.
const MADE: usize = 1200;
const KINDS: [&str; 4] = ["cut", "led", "edited", "inserted"];

fn main() {
    judge();
    divan::main();
}

/// Numbers that look random and are the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const WHO: [&str; 16] = [
    "the harbour board",
    "the mayor",
    "a ferry captain",
    "the school",
    "the power station",
    "an engineer",
    "the island council",
    "a diver",
    "the fire brigade",
    "the union",
    "a baker",
    "the district court",
    "the railway",
    "a vet",
    "the port doctor",
    "the market hall",
];
const DID: [&str; 16] = [
    "closed",
    "bought",
    "lost",
    "repaired",
    "promised",
    "inspected",
    "sold",
    "painted",
    "refused",
    "counted",
    "moved",
    "rented",
    "found",
    "cleared",
    "photographed",
    "measured",
];
const WHAT: [&str; 20] = [
    "the northern lock",
    "two cranes",
    "a stone pier",
    "the old customs house",
    "eleven barges",
    "a parrot",
    "the fish scales",
    "the ferry timetable",
    "a coal heap",
    "the lighthouse",
    "three buses",
    "the signal box",
    "a cellar",
    "the war memorial",
    "a bell",
    "the tide gauge",
    "forty chairs",
    "the archive",
    "a sewer",
    "the school roof",
];
const WHEN: [&str; 14] = [
    "on Monday",
    "before dawn",
    "in spite of the rain",
    "for the second time this year",
    "while the tide was out",
    "after a long meeting",
    "without asking anyone",
    "at the end of winter",
    "under a new contract",
    "between two storms",
    "with borrowed tools",
    "in a hurry",
    "against all advice",
    "as the band played",
];

const HOW: [&str; 32] = [
    "rusty",
    "famous",
    "cheap",
    "yellow",
    "flooded",
    "heavy",
    "secret",
    "borrowed",
    "frozen",
    "broken",
    "Danish",
    "wooden",
    "haunted",
    "modern",
    "silent",
    "crooked",
    "empty",
    "painted",
    "royal",
    "dusty",
    "narrow",
    "remarkable",
    "bankrupt",
    "striped",
    "leaking",
    "ancient",
    "unloved",
    "electric",
    "temporary",
    "sunken",
    "costly",
    "sealed",
];

/// An article of ten paragraphs, one of thousands that share words and hardly a sentence.
fn generated(number: usize) -> Article {
    let mut dice = Dice(number as u64 * 7919 + 1);
    let what = |dice: &mut Dice| {
        let (what, how) = (dice.of(&WHAT), dice.of(&HOW));
        what.split_once(' ')
            .map_or_else(String::new, |(first, rest)| format!("{first} {how} {rest}"))
    };
    let sentence = |dice: &mut Dice| {
        let number = 2 + dice.below(900);
        let (who, did, thing, when) = (dice.of(&WHO), dice.of(&DID), what(dice), dice.of(&WHEN));
        let (other, then, rest) = (dice.of(&WHO), dice.of(&DID), what(dice));
        let mut words = match dice.below(3) {
            0 => format!(
                "{who} {did} {thing} {when}, and {other} {then} {rest} for {number} crowns."
            ),
            1 => format!(
                "{when}, {number} people saw how {who} {did} {thing} that {other} once {then}."
            ),
            _ => format!(
                "{thing} was what {who} {did} {when}; {other} had {then} {rest} {number} days before."
            ),
        };
        words.replace_range(..1, &words.get(..1).unwrap().to_uppercase());
        words
    };
    let paragraph = |dice: &mut Dice| (0..3).map(|_| sentence(dice)).collect::<Vec<_>>().join(" ");
    let text: Vec<String> = (0..10).map(|_| paragraph(&mut dice)).collect();
    let published = Some(Published::on(jiff::civil::date(2025, 3, 1 + (number % 28) as i8)));
    let outlet = Outlet { name: format!("Outlet {}", number % 40), guessed: false };
    Article {
        id: format!("{number:06}"),
        outlet,
        published,
        text: text.join("\n\n"),
        ..Article::default()
    }
}

/// A corpus with what the copies are found by.
fn readings(articles: Vec<Article>) -> (Corpus, Vec<ArticleFindings>, Vec<Prints>) {
    let corpus = Corpus::new(articles);
    let read = |article: &Article| {
        let title = Some(article.title.as_str()).filter(|title| !title.is_empty());
        let parts = boilerplate::find(&article.text, title, Language::of(article));
        let prose = Prose::new(&article.text, &parts, Language::of(article));
        let sentences = prose.sentences.iter().map(|sentence| sentence.span).collect();
        let paragraphs = paragraph::paragraphs(&article.text);
        (
            ArticleFindings { parts, paragraphs, sentences, ..ArticleFindings::default() },
            Prints::new(&prose),
        )
    };
    let (found, prints) = corpus.articles().iter().map(read).unzip();
    (corpus, found, prints)
}

/// The pairs of articles that are claimed, each with the smaller index first.
fn claims(articles: &[Article]) -> BTreeSet<(usize, usize)> {
    let (corpus, found, prints) = readings(articles.to_vec());
    let begun = std::time::Instant::now();
    let copies = copy::find(&corpus, &found, &prints);
    println!("looked through {} articles in {} ms", articles.len(), begun.elapsed().as_millis());
    let pairs = copies.all().iter().filter(|same| same.kind == CopyKind::Copy);
    pairs.map(|same| ordered(same.article.index(), same.original.index())).collect()
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

/// An article that was made from others of the set.
struct Made {
    kind: usize,
    article: usize,
    source: usize,
    /// What else it has text of.
    also: Option<usize>,
}

fn paragraphs(text: &str) -> Vec<&str> {
    paragraph::paragraphs(text).into_iter().map(|span: Span| span.of(text)).collect()
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A paragraph that can be told to be somebody's text: of the account, not of its furniture, and
/// not of speech.
fn tellable(text: &str, paragraph: &str) -> bool {
    let furniture = boilerplate::find(text, None, Language::of_text(text))
        .into_iter()
        .any(|part| paragraph.contains(part.span.of(text)));
    !furniture
        && words(paragraph) >= 30
        && !paragraph.contains(['“', '"', '‘'])
        && !paragraph.contains(" I ")
}

/// Puts copies into the articles.
fn make(articles: &mut Vec<Article>) -> Vec<Made> {
    let mut dice = Dice(4);
    let count = articles.len();
    let long =
        |article: &Article| words(&article.text) >= 250 && paragraphs(&article.text).len() >= 5;
    let able: Vec<usize> = (0..count).filter(|at| long(&articles[*at])).collect();
    let step = able.len().div_ceil(MADE).max(2); // those between are hosts and look-alikes
    let mut made = Vec::new();
    for (turn, place) in (0..able.len()).step_by(step).enumerate() {
        let (source, other) =
            (able[place], able[(place + 1 + step * (able.len() / (2 * step))) % able.len()]);
        let text = articles[source].text.clone();
        let parts = paragraphs(&text);
        let kind = turn % KINDS.len();
        let new = match KINDS[kind] {
            "cut" => {
                let keep = words(&text) * (40 + dice.below(31)) / 100;
                cut(&parts, keep)
            }
            "led" => [&paragraphs(&articles[other].text)[..1], &parts[1..]].concat().join("\n\n"),
            "edited" => {
                parts.iter().map(|part| edited(part, &mut dice)).collect::<Vec<_>>().join("\n\n")
            }
            _ => {
                let Some(part) =
                    parts.iter().copied().filter(|part| tellable(&text, part)).nth(dice.below(2))
                else {
                    continue;
                };
                if made.iter().any(|made: &Made| made.article == other || made.source == other) {
                    continue;
                }
                let site = |article: &Article| {
                    article.url.as_deref().and_then(|url| url.split('/').nth(2)).map(str::to_owned)
                };
                let (from, into) = (&articles[source], &articles[other]);
                if from.outlet == into.outlet || site(from).is_some() && site(from) == site(into) {
                    continue; // an outlet that prints its own paragraph again copies nobody
                }
                let host = articles[other].text.clone();
                let mut host = paragraphs(&host);
                host.insert(1 + dice.below(host.len() - 1), part);
                articles[other].text = host.join("\n\n");
                made.push(Made { kind, article: other, source, also: None });
                continue;
            }
        };
        let outlet = Outlet { name: format!("Printer {}", turn % 20), guessed: false };
        let copy = Article {
            id: format!("made {turn}"),
            outlet,
            url: None,
            text: new,
            ..articles[source].clone()
        };
        made.push(Made {
            kind,
            article: articles.len(),
            source,
            also: (KINDS[kind] == "led").then_some(other),
        });
        articles.push(copy);
    }
    made
}

/// The paragraphs up to `keep` words, the last one cut.
fn cut(parts: &[&str], keep: usize) -> String {
    let (mut kept, mut left) = (Vec::new(), keep);
    for part in parts {
        kept.push(part.split_whitespace().take(left).collect::<Vec<_>>().join(" "));
        left = left.saturating_sub(words(part));
        if left == 0 {
            break;
        }
    }
    kept.join("\n\n")
}

/// A paragraph of which one word in five is dropped, exchanged with the next, or preceded by
/// another.
fn edited(part: &str, dice: &mut Dice) -> String {
    let words: Vec<&str> = part.split_whitespace().collect();
    let mut new: Vec<&str> = Vec::new();
    for word in &words {
        match (dice.below(5), dice.below(3)) {
            (0, 0) => {}
            (0, 1) => {
                let last = new.pop();
                new.push(word);
                new.extend(last);
            }
            (0, _) => new.extend([words[dice.below(words.len())], word]),
            _ => new.push(word),
        }
    }
    new.join(" ")
}

/// Prints precision and recall.
fn judge() {
    let named = std::env::var("RASHOMON_BENCH_DATA").ok();
    let mut articles = match &named {
        Some(path) => load(&[PathBuf::from(path)], &Watch::default()).articles,
        None => (0..3000).map(generated).collect(),
    };
    let untouched = claims(&articles);
    println!(
        "{} articles, {} pairs that share text before copies are made",
        articles.len(),
        untouched.len()
    );
    let made = make(&mut articles);
    let claimed = claims(&articles);
    let twins = |a: usize, b: usize| a == b || untouched.contains(&ordered(a, b));
    let made_from =
        |made: &Made| [Some(made.source), made.also, Some(made.article)].into_iter().flatten();
    let sources: BTreeMap<usize, Vec<usize>> =
        made.iter().map(|made| (made.article, made_from(made).collect())).collect();
    let (mut all, mut all_found, mut all_wrong) = (0, 0, 0);
    for (kind, name) in KINDS.iter().enumerate() {
        let (mut count, mut found, mut wrong) = (0, 0, Vec::new());
        for made in made.iter().filter(|made| made.kind == kind) {
            let with =
                claimed.iter().filter(|pair| pair.0 == made.article || pair.1 == made.article);
            let others: Vec<usize> =
                with.map(|pair| if pair.0 == made.article { pair.1 } else { pair.0 }).collect();
            let right = |other: usize| twins(other, made.source);
            count += 1;
            found += usize::from(others.iter().any(|other| right(*other)));
            if std::env::var("RASHOMON_BENCH_MISSED").is_ok()
                && !others.iter().any(|other| right(*other))
            {
                println!(
                    "  missed {} from {}",
                    articles[made.article].id, articles[made.source].id
                );
            }
            // What shares text with an article that was made from, or with the host of a paragraph,
            // shares it here too.
            let own: Vec<usize> = made_from(made).collect();
            let explained = |other: usize| {
                let others = sources.get(&other).into_iter().flatten().copied().chain([other]);
                others.into_iter().any(|other| own.iter().any(|own| twins(other, *own)))
            };
            wrong.extend(
                others
                    .into_iter()
                    .filter(|other| !explained(*other))
                    .map(|other| (made.article, other)),
            );
        }
        let precision = found as f32 / (found + wrong.len()).max(1) as f32;
        println!(
            "{name:>9}: {count:4} made, precision {precision:.3}, recall {:.3}",
            found as f32 / count.max(1) as f32
        );
        for (a, b) in wrong.iter().take(10) {
            println!("           wrong: {} and {}", articles[*a].id, articles[*b].id);
        }
        (all, all_found, all_wrong) = (all + count, all_found + found, all_wrong + wrong.len());
    }
    let strange = if named.is_none() { untouched.len() } else { 0 };
    let precision = all_found as f32 / (all_found + all_wrong + strange).max(1) as f32;
    println!(
        " together: {all:4} made, precision {precision:.3}, recall {:.3}",
        all_found as f32 / all.max(1) as f32
    );
}

/// Finding alone, in articles of which one in twenty is another's copy; reading them is not
/// counted.
#[divan::bench(args = [1000, 4000, 16000], sample_count = 5)]
fn find(bencher: Bencher, count: usize) {
    let copied = |number: usize| if number % 20 == 19 { number - 7 } else { number };
    let articles =
        (0..count).map(|number| Article { id: number.to_string(), ..generated(copied(number)) });
    let (corpus, found, prints) = readings(articles.collect());
    bencher.bench(|| copy::find(divan::black_box(&corpus), &found, &prints));
}
