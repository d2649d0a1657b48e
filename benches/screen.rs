//! What a frame and a key cost: `cargo bench --bench screen`. Both must stay the same when the
//! corpus or the article grows; compare the columns of a row. The `list_` benches have a library
//! that is made up as it is looked at, of a thousand to a million articles: what they measure is
//! the reader alone.

#![allow(clippy::unwrap_used, reason = "a bench whose setting fails has failed")]

#[path = "../tests/support/coverage.rs"]
mod coverage;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use divan::Bencher;
use rashomon::app::layout::Size;
use rashomon::app::{Message, State, play, receive};
use rashomon::config::Config;
use rashomon::config::theme::ThemeName;
use rashomon::corpus::{ArticleId, Corpus, Outlet, Published};
use rashomon::text::Span;
use rashomon::tui::draw;
use rashomon::view::Coverage;
use rashomon::view::query::Query;
use rashomon::view::shelf::{
    Anchor, Change, Count, Found, IsKnown, Kept, Left, Loaded, Measure, Number, Said, Sentence,
    Shelf, ShelfArticle, ShelfEvent,
};
use rashomon::view::speaker::{QuoteId, Speaker};

fn main() {
    divan::main();
}

/// Copies of the small coverage beside each other, the articles `longer` times as long.
fn coverage(copies: usize, longer: usize) -> Coverage {
    let small = coverage::coverage();
    let count = small.corpus.articles().len();
    let mut big = Coverage::default();
    let mut articles = Vec::new();
    for copy in 0..copies {
        let shift = u32::try_from(copy * count).unwrap();
        let shifted = |id: ArticleId| ArticleId(id.0 + shift);
        for article in small.corpus.articles() {
            let mut article = article.clone();
            article.text.push_str(
                &"\n\nNothing else was heard of it that day, and nobody asked."
                    .repeat((longer - 1) * 15),
            );
            article.id = format!("{copy}/{}", article.id);
            articles.push(article);
        }
        big.findings.articles.extend(small.findings.articles.iter().cloned());
        for event in &small.findings.events {
            let mut event = event.clone();
            event.articles.iter_mut().for_each(|id| *id = shifted(*id));
            let topics = event.topics.iter_mut().flat_map(|topic| topic.versions.iter_mut());
            topics.for_each(|version| version.article = shifted(version.article));
            event
                .topics
                .iter_mut()
                .flat_map(|topic| topic.missing.iter_mut())
                .for_each(|id| *id = shifted(*id));
            let members = event.variants.iter_mut().flat_map(|variant| variant.members.iter_mut());
            members.for_each(|member| member.passage.article = shifted(member.passage.article));
            for conflict in &mut event.conflicts {
                conflict.a.passage.article = shifted(conflict.a.passage.article);
                conflict.b.passage.article = shifted(conflict.b.passage.article);
            }
            big.findings.events.push(event);
            big.findings.event_of.extend([big.findings.events.len() - 1; 3]);
        }
    }
    big.corpus = Corpus::new(articles);
    big.findings.articles.iter_mut().for_each(|found| found.paragraphs.clear()); // made anew from the longer texts
    big
}

fn session(copies: usize, longer: usize) -> State {
    let mut state = State::new(Config::default(), ThemeName::Dark, Size { width: 160, height: 50 });
    receive(&mut state, Message::Loaded(coverage(copies, longer).into()));
    play(&mut state, "]c").unwrap();
    state
}

/// (copies of six articles, length of an article in pages)
const SIZES: [(usize, usize); 4] = [(1, 1), (1, 300), (1_000, 1), (10_000, 1)];

#[divan::bench(args = SIZES)]
fn frame(bencher: Bencher<'_, '_>, (copies, longer): (usize, usize)) {
    let state = session(copies, longer);
    bencher.bench(|| draw(&state));
}

fn key(bencher: Bencher<'_, '_>, (copies, longer): (usize, usize), keys: &str) {
    let mut state = session(copies, longer);
    bencher.bench_local(|| play(&mut state, keys).unwrap());
}

#[divan::bench(args = SIZES)]
fn line_down_and_up(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    key(bencher, size, "j k");
}

#[divan::bench(args = SIZES)]
fn next_conflict_and_back(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    key(bencher, size, "]c [c");
}

#[divan::bench(args = SIZES)]
fn cross_and_return(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    key(bencher, size, "x H");
}

#[divan::bench(args = SIZES)]
fn choose_in_the_list(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    key(bencher, size, "1 j k 2");
}

/// Counted once when it is opened, so this alone may grow with what is loaded.
#[divan::bench(args = SIZES)]
fn open_speakers_of_everything(bencher: Bencher<'_, '_>, size: (usize, usize)) {
    key(bencher, size, "w tab q");
}

#[divan::bench(args = SIZES)]
fn frame_with_speakers(bencher: Bencher<'_, '_>, (copies, longer): (usize, usize)) {
    let mut state = session(copies, longer);
    play(&mut state, "w tab enter j").unwrap();
    bencher.bench(|| draw(&state));
}

/// A library of so many events, each of one to three articles, made up where it is looked at.
#[derive(Debug)]
struct MadeUp {
    events: usize,
    event: Coverage,
    measures: OnceLock<Arc<[Measure]>>,
}

impl MadeUp {
    fn new(articles: usize) -> MadeUp {
        MadeUp {
            events: articles * 4 / 7,
            event: coverage::coverage().only(0).unwrap(),
            measures: OnceLock::new(),
        }
    }

    fn measure(place: usize) -> Measure {
        let number = |number: usize| u32::try_from(number).unwrap();
        let articles = [3, 1, 1, 2][place % 4];
        let firm = if articles == 1 { 0 } else { number(place / 7 % 6) };
        Measure {
            articles,
            outlets: 1 + articles * number(place % 2) / 2,
            disputes: Count { firm, soft: number(place % 3) },
        }
    }
}

/// The number of the first article of the event at a place; those of the others follow.
fn number(place: usize) -> i64 {
    i64::try_from(3 * place).unwrap()
}

impl Shelf for MadeUp {
    fn events(&self) -> usize {
        self.events
    }

    fn articles(&self) -> usize {
        self.events * 7 / 4
    }

    fn event(&self, place: usize) -> Option<Arc<ShelfEvent>> {
        if place >= self.events {
            return None;
        }
        let measure = MadeUp::measure(place);
        let date =
            Some(Published::on(jiff::civil::date(2025, 3, 1 + i8::try_from(place % 28).unwrap())));
        let article = |index: u32| ShelfArticle {
            number: Number(number(place) + i64::from(index)),
            id: format!("news/{place}/{index}.txt"),
            outlet: Outlet { name: format!("Evening Post {index}"), guessed: false },
            title: format!("Harbour bridge {place} shut until Easter"),
            published: date,
            disputes: Count { soft: 0, ..measure.disputes },
            ..ShelfArticle::default()
        };
        Some(Arc::new(ShelfEvent {
            id: format!("{place}"),
            label: format!("Harbour bridge {place} closed"),
            from: date,
            to: date,
            measure,
            articles: (0..measure.articles).map(article).collect(),
            ..ShelfEvent::default()
        }))
    }

    fn measures(&self) -> Arc<[Measure]> {
        Arc::clone(self.measures.get_or_init(|| (0..self.events).map(MadeUp::measure).collect()))
    }

    fn find(&self, article: Number) -> Option<(usize, usize)> {
        let number = usize::try_from(article.0).ok()?;
        (number / 3 < self.events).then_some((number / 3, number % 3))
    }

    fn named(&self, id: &str) -> Option<Number> {
        let (place, index) = id.strip_prefix("news/")?.strip_suffix(".txt")?.split_once('/')?;
        Some(Number(number(place.parse().ok()?) + index.parse::<i64>().ok()?))
    }

    fn left(&self, _: usize, _: &[[Anchor; 2]]) -> Option<Left> {
        None
    }

    fn words(&self, _: Anchor) -> Option<String> {
        None
    }

    fn quote(&self, _: QuoteId) -> Option<Said> {
        None
    }

    fn corrected(&self) -> Vec<Change> {
        Vec::new()
    }

    fn at_hand(&self, article: Number) -> Option<Coverage> {
        let first = number(self.find(article)?.0);
        Some(Coverage { numbers: (first..first + 3).map(Number).collect(), ..self.event.clone() })
    }

    fn open(&self, article: Number) -> Option<Coverage> {
        self.at_hand(article)
    }

    fn everywhere(&self, _: &Query, _: IsKnown<'_>, limit: usize, _: &AtomicBool) -> Vec<Found> {
        let found = (0..self.events).take(limit).map(|place| Found {
            article: Number(number(place)),
            place: (place, 0),
            outlet: Outlet { name: "Evening Post 0".into(), guessed: false },
            title: format!("Harbour bridge {place} shut until Easter"),
            published: None,
            sentences: vec![
                Sentence {
                    at: Span::new(9, 14),
                    text: "The harbour bridge was shut. ".repeat(15),
                    words: vec![Span::new(4, 11)]
                };
                3
            ],
        });
        found.collect()
    }

    fn filter(&self, _: &Query, _: IsKnown<'_>, _: &AtomicBool) -> Kept {
        (0..self.events).step_by(97).map(|place| (place, vec![0])).collect()
    }

    fn speakers(&self, _: &AtomicBool) -> Vec<Speaker> {
        Vec::new()
    }

    fn regrouped(&self, _: &[Change], _: &AtomicBool) -> Option<Arc<dyn Shelf>> {
        Some(Arc::new(MadeUp::new(self.articles())))
    }
}

const ARTICLES: [usize; 3] = [1_000, 100_000, 1_000_000];

/// A session in the list of a library, with some hundred events open.
fn reading(articles: usize) -> State {
    let mut state = State::new(Config::default(), ThemeName::Dark, Size { width: 160, height: 50 });
    let loaded = Loaded { shelf: Arc::new(MadeUp::new(articles)), ..Loaded::default() };
    receive(&mut state, Message::Loaded(loaded));
    play(&mut state, "1 gg").unwrap();
    for _ in 0..100 {
        play(&mut state, "enter j j j").unwrap();
    }
    state
}

fn list_key(bencher: Bencher<'_, '_>, articles: usize, keys: &str) {
    let mut state = reading(articles);
    bencher.bench_local(|| play(&mut state, keys).unwrap());
}

#[divan::bench(args = ARTICLES)]
fn list_first_screen(bencher: Bencher<'_, '_>, articles: usize) {
    let shelf: Arc<dyn Shelf> = Arc::new(MadeUp::new(articles));
    bencher.bench(|| {
        let mut state =
            State::new(Config::default(), ThemeName::Dark, Size { width: 160, height: 50 });
        receive(
            &mut state,
            Message::Loaded(Loaded { shelf: Arc::clone(&shelf), ..Loaded::default() }),
        );
        draw(&state)
    });
}

#[divan::bench(args = ARTICLES)]
fn list_frame(bencher: Bencher<'_, '_>, articles: usize) {
    let state = reading(articles);
    bencher.bench(|| draw(&state));
}

#[divan::bench(args = ARTICLES)]
fn list_row_down_and_up(bencher: Bencher<'_, '_>, articles: usize) {
    list_key(bencher, articles, "j k");
}

#[divan::bench(args = ARTICLES)]
fn list_end_and_beginning(bencher: Bencher<'_, '_>, articles: usize) {
    list_key(bencher, articles, "G gg");
}

#[divan::bench(args = ARTICLES)]
fn list_page_down_and_up(bencher: Bencher<'_, '_>, articles: usize) {
    list_key(bencher, articles, "pagedown pageup");
}

#[divan::bench(args = ARTICLES)]
fn list_open_and_shut_the_last_event(bencher: Bencher<'_, '_>, articles: usize) {
    list_key(bencher, articles, "G enter h");
}

#[divan::bench(args = ARTICLES)]
fn list_read_an_article_and_go_back(bencher: Bencher<'_, '_>, articles: usize) {
    list_key(bencher, articles, "gg j enter 1 G l j enter H H 1");
}

#[divan::bench(args = ARTICLES)]
fn list_on_to_the_next_disputed_event_and_back(bencher: Bencher<'_, '_>, articles: usize) {
    let mut state = reading(articles);
    while !state.notice.as_deref().is_some_and(|notice| notice.starts_with("on to")) {
        play(&mut state, "]c").unwrap();
    }
    bencher.bench_local(|| play(&mut state, "[c ]c").unwrap());
}

#[divan::bench(args = ARTICLES)]
fn list_fold_and_unfold(bencher: Bencher<'_, '_>, articles: usize) {
    list_key(bencher, articles, "z z");
}

/// By time, by outlets, by disputes: what is counted here is every event.
#[divan::bench(args = ARTICLES)]
fn list_sort_three_ways(bencher: Bencher<'_, '_>, articles: usize) {
    list_key(bencher, articles, "O O O");
}

#[divan::bench(args = ARTICLES)]
fn list_soft_conflicts_shown_and_hidden(bencher: Bencher<'_, '_>, articles: usize) {
    list_key(bencher, articles, "S S");
}

/// Two hundred articles were found, in as many events.
fn searching(articles: usize) -> State {
    let mut state = reading(articles);
    play(&mut state, "s text:bridge down down down").unwrap();
    state
}

#[divan::bench(args = ARTICLES)]
fn list_frame_with_what_was_found(bencher: Bencher<'_, '_>, articles: usize) {
    let state = searching(articles);
    bencher.bench(|| draw(&state));
}

#[divan::bench(args = ARTICLES)]
fn list_row_down_and_up_in_what_was_found(bencher: Bencher<'_, '_>, articles: usize) {
    let mut state = searching(articles);
    bencher.bench_local(|| play(&mut state, "down up").unwrap());
}

/// With the answer, which is made up.
#[divan::bench(args = ARTICLES)]
fn list_letter_more_and_less_in_the_search(bencher: Bencher<'_, '_>, articles: usize) {
    let mut state = searching(articles);
    bencher.bench_local(|| play(&mut state, "text:x backspace").unwrap());
}

#[divan::bench(args = ARTICLES)]
fn list_filter_and_show_all(bencher: Bencher<'_, '_>, articles: usize) {
    list_key(bencher, articles, "f text:x enter esc 1");
}
