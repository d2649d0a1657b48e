//! What the articles say, found by rules that show their reason. Pure and total: no file, no
//! terminal, no clock, no panic; the same corpus gives the same findings on every machine.
//!
//! An article's findings depend on that article alone, an event's on its articles alone.

pub mod boilerplate;
pub mod clause;
pub mod cluster;
pub mod conflict;
pub mod copy;
pub mod correction;
pub mod counterpart;
pub mod event;
mod findings;
pub mod form;
pub mod language;
pub mod prose;
pub mod quantity;
pub mod quote;
pub mod speaker;
pub mod tag;
pub mod telling;
pub mod topic;
pub mod variant;

use std::collections::BTreeMap;

use rayon::prelude::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator,
};

pub use findings::{
    ArticleFindings, Conflict, ConflictKind, EventFindings, Findings, Gap, Member, Quote,
    QuoteKind, Side, SpeakerId, Strength, Topic, Variant,
};

use crate::analysis::language::Language;
use crate::analysis::prose::Prose;
use crate::analysis::telling::{Telling, Tellings};
use crate::corpus::{Article, ArticleId, Corpus};
use crate::text::paragraph;

/// How far an analysis goes; each depth has what those before it have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Which articles tell which event, and what no account is in them: no quote, topic, variant or
    /// conflict.
    Events,
    /// Who is quoted saying what, under one name in each event.
    Quotes,
    /// What the articles of each event make of it.
    Everything,
}

/// Finds everything that the passes know to find.
pub fn analyze(corpus: &Corpus) -> Findings {
    analyze_unless(corpus, Depth::Everything, &|| false)
}

/// Finds what `depth` asks for, until `stopped` says so: asked before each article and each event.
/// What has not been looked at by then has no findings, and each article has an event all the same.
pub fn analyze_unless(
    corpus: &Corpus,
    depth: Depth,
    stopped: &(dyn Fn() -> bool + Sync),
) -> Findings {
    let read = |article| if stopped() { Reading::default() } else { read(article, depth) };
    let readings: Vec<Reading> = corpus.articles().par_iter().map(read).collect();
    let (mut articles, mut proses, mut profiles, mut prints) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for reading in readings {
        articles.push(reading.findings);
        proses.push(reading.prose);
        profiles.push(reading.sketch.profile);
        prints.push(reading.sketch.prints);
    }
    let copies =
        if stopped() { copy::Copies::default() } else { copy::find(corpus, &articles, &prints) };
    drop(prints);
    let alone = || event::Grouped {
        events: corpus.ids().map(|id| vec![id]).collect(),
        related: Vec::new(),
    };
    let event::Grouped { events: groups, related } =
        if stopped() { alone() } else { event::group(&profiles) };
    unify_speakers(&mut articles, &groups);
    let ids = event::ids(corpus, &groups);
    let mut proses: Vec<Option<Prose>> = proses.into_iter().map(Some).collect();
    let taken: Vec<Proses> = groups
        .iter()
        .map(|group| Proses::of(group, |id| proses.get_mut(id.index())?.take()))
        .collect();
    let compare = |mut event: EventFindings, proses: &Proses| {
        if depth == Depth::Everything && !stopped() {
            compare_accounts(corpus, &articles, proses, &copies, &mut event);
        }
        event
    };
    let found = groups.into_par_iter().zip(taken).zip(ids);
    let found = found.map(|((group, proses), id)| compare(described(corpus, group, id), &proses));
    let events: Vec<EventFindings> = found.collect();
    let mut findings = Findings { articles, events, copies, related, ..Findings::default() };
    findings.order_events();
    findings
}

/// Gives the speakers of each event one name. `articles` are all of a corpus.
pub fn unify_speakers(articles: &mut [ArticleFindings], groups: &[Vec<ArticleId>]) {
    let mut free: Vec<Option<&mut ArticleFindings>> = articles.iter_mut().map(Some).collect();
    for group in groups.iter().filter(|group| group.len() > 1) {
        let mut event: Vec<&mut ArticleFindings> =
            group.iter().filter_map(|id| free.get_mut(id.index())?.take()).collect();
        speaker::unify(&mut event);
    }
}

/// Finds what one article holds, whatever the others say.
pub fn analyze_article(article: &Article) -> ArticleFindings {
    alone(article, Depth::Everything).0
}

/// The same, and what the article is compared by with all others.
pub fn analyze_and_sketch(article: &Article) -> (ArticleFindings, Sketch) {
    let (findings, prose) = alone(article, Depth::Everything);
    let sketch = Sketch::new(article, &prose);
    (findings, sketch)
}

/// What `article` is about, as events are grouped by.
pub fn profile(article: &Article) -> event::Profile {
    let (text, language) = (analysed(&article.text), Language::of(article));
    let parts = boilerplate::find(text, title(article), language);
    Sketch::new(article, &prose(article, &parts, language)).profile
}

/// What an article is compared by with all others: a few kilobytes.
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    /// What it is about.
    pub profile: event::Profile,
    /// What its copies are found by.
    pub prints: copy::Prints,
}

/// The sketch of `article`, of which these are the [`ArticleFindings::parts`] and its language.
pub fn sketch(
    article: &Article,
    parts: &[boilerplate::Part],
    language: &'static Language,
) -> Sketch {
    Sketch::new(article, &prose(article, parts, language))
}

impl Sketch {
    fn new(article: &Article, prose: &Prose) -> Sketch {
        Sketch { profile: event::Profile::new(article, prose), prints: copy::Prints::new(prose) }
    }
}

/// Finds what the articles of each group make of their event, which has this id. `found` holds what
/// was found of each article of `corpus`, its speakers under one name in each event. The findings
/// are those of [`analyze`] for the same events and copies.
pub fn compare(
    corpus: &Corpus,
    found: &[ArticleFindings],
    copies: &copy::Copies,
    groups: Vec<(Vec<ArticleId>, String)>,
) -> Vec<EventFindings> {
    let compared = |(group, id): (Vec<ArticleId>, String)| {
        let prose = |id: ArticleId| {
            let found = found.get(id.index())?;
            Some(prose(corpus.article(id), &found.parts, found.language))
        };
        let proses = Proses::of(&group, prose);
        let mut event = described(corpus, group, id);
        compare_accounts(corpus, found, &proses, copies, &mut event);
        event
    };
    groups.into_par_iter().map(compared).collect()
}

/// Bytes of an article that are analysed. The longest of the 20,000 articles of the load set has 52
/// kB; what goes on for longer is no article, and is shown and searched to its end all the same.
pub const ANALYSED: usize = 500_000;

/// The first [`ANALYSED`] bytes of a text, cut at white space where there is some.
fn analysed(text: &str) -> &str {
    if text.len() <= ANALYSED {
        return text;
    }
    let whole = (0..=ANALYSED).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let cut = text.get(..whole).unwrap_or("");
    cut.rfind(char::is_whitespace).and_then(|at| cut.get(..at)).unwrap_or(cut)
}

/// What reading one article brings.
#[derive(Default)]
struct Reading {
    findings: ArticleFindings,
    sketch: Sketch,
    /// What its account is compared by; empty where accounts are not compared, for a prose takes
    /// ten times the room of its text.
    prose: Prose,
}

fn read(article: &Article, depth: Depth) -> Reading {
    let (findings, prose) = alone(article, depth);
    let sketch = Sketch::new(article, &prose);
    Reading {
        findings,
        sketch,
        prose: if depth == Depth::Everything { prose } else { Prose::default() },
    }
}

fn title(article: &Article) -> Option<&str> {
    Some(article.title.as_str()).filter(|title| !title.is_empty())
}

/// The account of an article without its `parts`.
fn prose(article: &Article, parts: &[boilerplate::Part], language: &'static Language) -> Prose {
    Prose::new(analysed(&article.text), parts, language)
}

/// What an article holds by itself.
fn alone(article: &Article, depth: Depth) -> (ArticleFindings, Prose) {
    let text = analysed(&article.text);
    let language = Language::of(article);
    let parts = boilerplate::find(text, title(article), language);
    let prose = prose(article, &parts, language);
    let (mut quotes, mut speakers) = (Vec::new(), Vec::new());
    if depth >= Depth::Quotes {
        if prose.language.grammar.is_some() {
            quotes = quote::extract(text, &prose);
            speakers = speaker::resolve(text, &prose, &mut quotes);
        } else {
            (quotes, speakers) = quote::beside::quotes(text, &prose);
        }
    }
    let sentences = prose.sentences.iter().map(|sentence| sentence.span).collect();
    (
        ArticleFindings {
            parts,
            paragraphs: paragraph::paragraphs(&article.text),
            sentences,
            quotes,
            language,
            speakers,
        },
        prose,
    )
}

/// The proses of one event's articles.
pub(crate) struct Proses(BTreeMap<ArticleId, Prose>);

impl Proses {
    fn of(articles: &[ArticleId], mut prose: impl FnMut(ArticleId) -> Option<Prose>) -> Proses {
        Proses(articles.iter().filter_map(|id| Some((*id, prose(*id)?))).collect())
    }

    /// That of one of them.
    pub(crate) fn get(&self, article: ArticleId) -> Option<&Prose> {
        self.0.get(&article)
    }
}

/// The event `id` of the articles in `group`, which nobody has compared yet.
fn described(corpus: &Corpus, mut group: Vec<ArticleId>, id: String) -> EventFindings {
    group.sort_by(|a, b| event::in_time(corpus, *a, *b));
    let dates = || group.iter().filter_map(|id| corpus.article(*id).published);
    let (from, to) =
        (dates().min_by_key(|date| date.order()), dates().max_by_key(|date| date.order()));
    let label = event::label(corpus, &group);
    group.sort_by(|a, b| {
        let key = |id: &ArticleId| (&corpus.article(*id).outlet.name, &corpus.article(*id).id);
        key(a).cmp(&key(b))
    });
    EventFindings { id, label, articles: group, from, to, ..EventFindings::default() }
}

/// Finds what the articles of one event make of it. What one of them repeats of another is told
/// once.
fn compare_accounts(
    corpus: &Corpus,
    found: &[ArticleFindings],
    proses: &Proses,
    copies: &copy::Copies,
    event: &mut EventFindings,
) {
    let repeated = copy::echo::repeated(copies, &event.articles, proses);
    event.echoes = copy::echo::echoes(&repeated, proses);
    let tells = |(id, prose): &(ArticleId, &Prose)| {
        prose.language.grammar.is_some() && !event.is_superseded(*id)
    };
    let telling: Vec<(ArticleId, &Prose)> = event
        .articles
        .iter()
        .filter_map(|id| Some((*id, proses.get(*id)?)))
        .filter(tells)
        .collect();
    let own: Vec<Option<Prose>> =
        telling.iter().map(|(id, prose)| copy::echo::own(*id, prose, &repeated)).collect();
    let accounts = telling.iter().zip(&own).map(|((id, whole), own)| {
        Telling::new(
            *id,
            corpus.article(*id),
            own.as_ref().unwrap_or(whole),
            whole,
            &found[id.index()],
        )
    });
    let tellings = Tellings::new(accounts.collect());
    let utterances = variant::utterances(&tellings);
    // Neither needs the other; in a large event each takes about a third of the time.
    let (alignments, topics) =
        rayon::join(|| variant::align(&tellings, &utterances), || topic::find(&tellings));
    event.topics = topics;
    event.variants = variant::group(&tellings, &utterances, &alignments);
    event.speakers = speakers(&event.articles, found);
    event.conflicts = conflict::detect(
        &tellings,
        &utterances,
        &alignments,
        &event.topics,
        &event.id,
        &mut event.speakers,
    );
    topic::take_in_disputed(&tellings, &mut event.topics, &event.conflicts);
    topic::take_in_repeated(&mut event.topics, &repeated, &event.articles);
    topic::find_gaps(&tellings, &mut event.topics);
    topic::order_by_dispute(&mut event.topics, &mut event.conflicts);
    topic::title_by_numbers(&tellings, &mut event.topics, &event.conflicts);
    for variant in &mut event.variants {
        variant.topic =
            variant.members.iter().find_map(|member| topic::holding(&event.topics, member.passage));
    }
}

/// What the speakers of an event are called, by number.
fn speakers(articles: &[ArticleId], found: &[ArticleFindings]) -> Vec<String> {
    let all = articles.iter().filter_map(|id| found.get(id.index()));
    let mut names: Vec<String> = Vec::new();
    for known in all.flat_map(|found| &found.speakers) {
        if names.len() <= known.id.index() {
            names.resize(known.id.index() + 1, String::new());
        }
        if let Some(name) = names.get_mut(known.id.index()) {
            name.clone_from(&known.name);
        }
    }
    names
}

#[cfg(test)]
pub(crate) mod testing {
    //! An event made of texts that a test writes.

    use super::{
        ArticleFindings, Depth, EventFindings, Prose, Proses, Reading, compare_accounts, copy,
        described, read, unify_speakers,
    };
    use crate::corpus::{Article, Corpus, Outlet};

    /// What texts, one an outlet named a, b, c …, make of an event that they are said to share.
    pub(crate) fn one_event(texts: &[&str]) -> (Corpus, EventFindings) {
        let named = |(index, text): (usize, &&str)| {
            let name = char::from(b'a' + index as u8).to_string();
            let outlet = Outlet { name: name.clone(), guessed: false };
            Article {
                id: name,
                outlet,
                title: "T".into(),
                text: (*text).into(),
                ..Article::default()
            }
        };
        let corpus = Corpus::new(texts.iter().enumerate().map(named).collect());
        let readings: Vec<Reading> =
            corpus.articles().iter().map(|article| read(article, Depth::Everything)).collect();
        let prints: Vec<_> = readings.iter().map(|reading| reading.sketch.prints.clone()).collect();
        let (mut found, proses): (Vec<ArticleFindings>, Vec<Prose>) =
            readings.into_iter().map(|reading| (reading.findings, reading.prose)).unzip();
        unify_speakers(&mut found, &[corpus.ids().collect()]);
        let proses = Proses(corpus.ids().zip(proses).collect());
        let copies = copy::find(&corpus, &found, &prints);
        let mut event = described(&corpus, corpus.ids().collect(), "event".into());
        compare_accounts(&corpus, &found, &proses, &copies, &mut event);
        (corpus, event)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{Depth, Findings, analyze, analyze_unless};
    use crate::corpus::{Article, Corpus};

    #[test]
    fn stopped_at_any_point_every_article_has_an_event() {
        let text =
            "The quay is shut, said the mayor, Ilse Brandt. “It will open on Friday,” she said.";
        let article = |n: usize| Article {
            id: n.to_string(),
            title: "Quay shut".into(),
            text: text.into(),
            ..Article::default()
        };
        let corpus = Corpus::new((0..4).map(article).collect());
        for until in 0..9 {
            let asked = AtomicUsize::new(0);
            let found = analyze_unless(&corpus, Depth::Everything, &|| {
                asked.fetch_add(1, Ordering::Relaxed) >= until
            });
            assert_eq!((found.articles.len(), found.event_of.len()), (4, 4));
            assert_eq!(found.events.iter().map(|event| event.articles.len()).sum::<usize>(), 4);
            assert_eq!(
                found.articles.iter().filter(|article| !article.quotes.is_empty()).count(),
                until.min(4)
            );
        }
        assert_eq!(analyze(&corpus).events.len(), 1, "of one text");
    }

    #[test]
    fn each_depth_finds_what_those_before_it_find() {
        let article = |id: &str, text: &str| Article {
            id: id.into(),
            title: "Quay shut".into(),
            text: text.into(),
            ..Article::default()
        };
        let corpus = Corpus::new(vec![
            article(
                "a",
                "The quay was shut after the storm, said the mayor, Ilse Brandt. “It will open on Friday,” she said.",
            ),
            article(
                "b",
                "The quay was shut after the storm. Brandt said that it would not open on Friday.",
            ),
        ]);
        let [events, quotes, everything] = [Depth::Events, Depth::Quotes, Depth::Everything]
            .map(|depth| analyze_unless(&corpus, depth, &|| false));
        let told = |found: &Findings| {
            found
                .events
                .iter()
                .map(|event| (event.id.clone(), event.articles.clone()))
                .collect::<Vec<_>>()
        };
        let said = |found: &Findings| {
            found.articles.iter().flat_map(|article| article.quotes.clone()).collect::<Vec<_>>()
        };
        let compared = |found: &Findings| {
            found.events.iter().any(|event| !event.topics.is_empty() || !event.variants.is_empty())
        };
        assert_eq!((told(&events), told(&quotes)), (told(&everything), told(&everything)));
        assert_eq!((said(&events).len(), said(&quotes)), (0, said(&everything)));
        assert!(!said(&quotes).is_empty() && !compared(&quotes) && compared(&everything));
    }
}
