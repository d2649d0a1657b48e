//! What is asked of a model: the sentences of an event by number, in one request where they fit, and
//! each request's hash, by which its answer is known again.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::analysis::EventFindings;
use crate::analysis::counterpart::Counterparts;
use crate::corpus::{Article, ArticleId, Passage};
use crate::second::division::{self, Sizes};
use crate::text::safe;
use crate::view::Coverage;

/// What the model is told to do, with its version in the first line.
const PROMPT: &str = include_str!("../../assets/second/prompt.txt");
/// The form that its answer has to have.
const SCHEMA: &str = include_str!("../../assets/second/schema.json");
/// Bytes that are counted as a token.
pub const TOKEN: usize = 4;
/// Bytes that a program may add which writes a request in its own way, with spaces between its
/// parts.
const SPARE: usize = 160;
/// Characters of a sentence that are shown to the model: what is longer is a list or a table.
const MOST_OF_SENTENCE: usize = 600;
/// Characters of the name of an outlet or a speaker.
const MOST_OF_NAME: usize = 40;

/// What is asked at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What the answer is kept by. It depends on the words of the sentences, on the model and on the
    /// version of the prompt, on nothing else.
    pub hash: String,
    /// The sentences, of which the first has number 1.
    pub sentences: Vec<Passage>,
    /// The JSON that is sent.
    pub body: String,
}

/// The requests about event number `event` to `model`, each of at most `context` tokens. One article
/// can have both sides of a conflict, so that an event of one is asked about, too.
pub fn requests(coverage: &Coverage, event: usize, model: &str, context: usize) -> Vec<Request> {
    let Some(found) = coverage.findings.events.get(event) else { return Vec::new() };
    let counterparts = coverage.counterparts(found);
    let told: Vec<Told> = counterparts
        .sentences()
        .filter(|(passage, _)| !found.is_superseded(passage.article))
        .map(|(passage, speaker)| Told::new(coverage, passage, speaker))
        .collect();
    let room = (context * TOKEN).saturating_sub(body(model, "").len() + SPARE);
    let headings = headings(coverage, found);
    let sizes = Sizes::new(
        told.iter().map(|told| (told.passage.article, told.bytes)),
        headings.iter().map(|(id, heading)| (*id, escaped(heading) + NEW_LINE)),
    );
    let whole = sizes.of(0..told.len()) <= room;
    let parts = if whole {
        vec![(0..told.len()).collect()]
    } else {
        division::divide(&sizes, &nearness(found, &counterparts, &told), room)
    };
    let request = |part: Vec<usize>| {
        let told: Vec<&Told> = part.iter().filter_map(|place| told.get(*place)).collect();
        Request {
            hash: hash(coverage, model, &told),
            body: body(model, &text(&told, &headings)),
            sentences: told.iter().map(|told| told.passage).collect(),
        }
    };
    parts.into_iter().filter(|part| !part.is_empty()).map(request).collect()
}

/// Bytes of a line's end in JSON.
const NEW_LINE: usize = 2;
/// Bytes of the longest number of a sentence, with the space behind it.
const NUMBER: usize = 5;

/// A sentence as the model is told it.
struct Told {
    passage: Passage,
    /// Its line without its number.
    line: String,
    /// Bytes of its line in JSON, at most.
    bytes: usize,
}

impl Told {
    fn new(coverage: &Coverage, passage: Passage, speaker: Option<&str>) -> Told {
        let words = one_line(coverage.corpus.words(passage), MOST_OF_SENTENCE);
        let is_named =
            |name: &&str| name.split_whitespace().last().is_some_and(|last| words.contains(last));
        let line = match speaker.filter(|name| !is_named(name)) {
            Some(name) => format!("[{}] {words}", one_line(name, MOST_OF_NAME)),
            None => words,
        };
        Told { passage, bytes: NUMBER + escaped(&line) + NEW_LINE, line }
    }
}

/// Words of an article or of its outlet on one line, so that no text can pretend to be a line of
/// the request, without characters that nobody sees.
fn one_line(text: &str, most: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = safe::line(&words);
    match shown.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", shown.get(..cut).unwrap_or_default()),
        None => shown.into_owned(),
    }
}

fn headings(coverage: &Coverage, event: &EventFindings) -> BTreeMap<ArticleId, String> {
    event.articles.iter().map(|id| (*id, heading(coverage.corpus.article(*id)))).collect()
}

/// `# Evening Post, 2025-03-04 14:30`
fn heading(article: &Article) -> String {
    let outlet = one_line(&article.outlet.name, MOST_OF_NAME);
    let Some(published) = article.published else { return format!("# {outlet}, undated") };
    let hour = published.time.map(|time| time.strftime(" %H:%M").to_string());
    format!("# {outlet}, {}{}", published.date, hour.unwrap_or_default())
}

/// What the model is told: each article's heading and its sentences, numbered through.
fn text(told: &[&Told], headings: &BTreeMap<ArticleId, String>) -> String {
    let mut text = String::new();
    let mut last = None;
    for (number, told) in (1..).zip(told) {
        let article = told.passage.article;
        if last.replace(article) != Some(article) {
            text.push_str(headings.get(&article).map_or("#", String::as_str));
            text.push('\n');
        }
        text.push_str(&format!("{number} {}\n", told.line));
    }
    text
}

/// A request with the words `text`, in the protocol of chat completions.
fn body(model: &str, text: &str) -> String {
    let [model, system, user] = [model, PROMPT.trim_end(), text].map(quoted);
    let schema = SCHEMA.trim_end();
    format!(
        r#"{{"model":{model},"messages":[{{"role":"system","content":{system}}},{{"role":"user","content":{user}}}],"temperature":0,"seed":1,"response_format":{schema}}}"#
    )
}

/// A text as JSON has it.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Bytes of a text inside a text of JSON.
fn escaped(text: &str) -> usize {
    quoted(text).len() - 2
}

fn hash(coverage: &Coverage, model: &str, told: &[&Told]) -> String {
    let version = PROMPT.lines().next().unwrap_or_default();
    let mut said = format!("{version}\0{model}");
    let mut last = None;
    for told in told {
        let article = told.passage.article;
        said.push(if last.replace(article) == Some(article) { '\0' } else { '\u{1}' });
        said.push_str(coverage.corpus.words(told.passage));
    }
    format!("{:032x}", xxh3_128(said.as_bytes()))
}

/// What two sentences are to each other that stand in one topic, beside how near counterparts are.
/// This and the next were tried by hand on events that are not in the tests.
const TOPIC: f32 = 0.05;
/// The same of two that follow each other in one article: an answer stands beside what it answers.
const BESIDE: f32 = 0.05;
/// Sentences of a topic of which each is set beside each; in a larger one each beside the next.
const IN_TOPIC: usize = 40;

/// How likely pairs of sentences are the two sides of a conflict: by their places, each pair once.
fn nearness(
    event: &EventFindings,
    counterparts: &Counterparts,
    told: &[Told],
) -> BTreeMap<(usize, usize), f32> {
    let meeting = |passage: Passage| {
        let from = told.partition_point(|told| order(event, told.passage) < order(event, passage));
        // The first one begins before the passage where that begins inside it.
        let from = from.saturating_sub(1);
        let near = told.get(from..).unwrap_or_default().iter().enumerate();
        near.take_while(move |(_, told)| order(event, told.passage).0 <= order(event, passage).0)
            .take_while(move |(_, told)| {
                told.passage.article != passage.article
                    || told.passage.span.start < passage.span.end
            })
            .filter(move |(_, told)| {
                told.passage.article == passage.article && told.passage.span.overlaps(passage.span)
            })
            .map(move |(place, _)| from + place)
            .collect::<Vec<_>>()
    };
    let mut near: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    let mut add = |a: usize, b: usize, weight: f32| {
        if a != b {
            *near.entry((a.min(b), a.max(b))).or_default() += weight;
        }
    };
    for (place, sentence) in told.iter().enumerate() {
        let at = sentence.passage;
        for found in counterparts.of(at.article, at.span.start) {
            for other in meeting(found.passage) {
                add(place, other, found.score);
            }
        }
        let next = told.get(place + 1);
        if next.is_some_and(|next| next.passage.article == at.article) {
            add(place, place + 1, BESIDE);
        }
    }
    for topic in &event.topics {
        let places: Vec<usize> = topic.versions.iter().flat_map(|at| meeting(*at)).collect();
        let reach = if places.len() > IN_TOPIC { 1 } else { places.len() };
        for (at, place) in places.iter().enumerate() {
            for other in places.iter().skip(at + 1).take(reach) {
                add(*place, *other, TOPIC);
            }
        }
    }
    near
}

/// The order of the sentences of an event.
fn order(event: &EventFindings, passage: Passage) -> (usize, usize) {
    let place = event.articles.iter().position(|id| *id == passage.article);
    (place.unwrap_or(usize::MAX), passage.span.start)
}
