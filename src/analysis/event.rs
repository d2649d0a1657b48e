//! Events: which articles tell the same happening.
//!
//! Method: TF-IDF over stems of headline (counted three times) and lead-weighted body, with names
//! (runs of capitals) as terms of their own; cosine, lessened by the days between the two articles
//! (a Gaussian, not a wall; undated articles are not lessened); average link over the neighbours that an
//! inverted index finds. TF-IDF with time is within half a point of the best published systems
//! (Staykovski et al. 2019 .944 BCubed F1 against .948). One setting for every corpus.
//!
//! Not done: follow-ups as stories, copies, versions of one article.

use std::collections::BTreeMap;

use crate::analysis::cluster::{Terms, Vector, average_link, neighbours};
use crate::analysis::prose::{Prose, Word, words};
use crate::corpus::{Article, ArticleId, Corpus, Published};
use crate::text::Span;

/// Average cosine from which groups are one event. Of .16, .18 and .20, measured on basil, allsides and ecbplus,
/// .18 lies between the best for the first (BCubed F1 .986, .974, .958) and for the others (.851, .859, .862;
/// .851, .855, .863).
const ALIKE: f32 = 0.18;
/// Days of the Gaussian's width; methods.md names 2 to 3, and longer ones for outlets that write late. Not tuned.
const DAYS: f32 = 4.0;
/// The share of the likeness that time cannot take away, so that a late account still finds its event. Not tuned.
const TIMELESS: f32 = 0.4;
/// Occurrences that a word of the headline counts for.
const HEADLINE: f32 = 3.0;
/// Added to the number of articles in the IDF, so that in a folder of three not every shared word is worthless.
const BACKGROUND: f32 = 30.0;
/// Words of the body that are read: what an article is about stands in its first part.
const READ: usize = 1500;

/// The events of a corpus: each the sorted ids of its articles, in order of the first.
pub fn cluster(corpus: &Corpus, proses: &[Prose]) -> Vec<Vec<ArticleId>> {
    let vectors = vectors(corpus.articles(), proses);
    let published: Vec<Option<Published>> = corpus.articles().iter().map(|article| article.published).collect();
    let edges = neighbours(&vectors, ALIKE / 4.0, |a, b, cosine| cosine * nearness(published[a], published[b]));
    let groups = average_link(vectors.len(), &edges, ALIKE);
    groups.into_iter().map(|group| group.into_iter().map(|index| ArticleId(index as u32)).collect()).collect()
}

/// From [`TIMELESS`] to 1: how near in time two articles are.
fn nearness(a: Option<Published>, b: Option<Published>) -> f32 {
    let Some((a, b)) = a.zip(b) else { return 1.0 };
    let days = a.days_until(b) as f32 / DAYS;
    TIMELESS + (1.0 - TIMELESS) * (-days * days / 2.0).exp()
}

fn vectors(articles: &[Article], proses: &[Prose]) -> Vec<Vector> {
    let mut terms = Terms::default();
    let counts: Vec<BTreeMap<u32, f32>> =
        articles.iter().zip(proses).map(|(article, prose)| term_counts(article, prose, &mut terms)).collect();
    let articles = counts.len() as f32 + BACKGROUND;
    counts
        .into_iter()
        .map(|counts| {
            let weigh = |(term, count): (u32, f32)| {
                let holders = terms.counts[term as usize] as f32;
                (term, (1.0 + count.ln()) * (articles / (holders + 1.0)).ln().max(0.05))
            };
            Vector::new(counts.into_iter().map(weigh).collect())
        })
        .collect()
}

fn term_counts(article: &Article, prose: &Prose, terms: &mut Terms) -> BTreeMap<u32, f32> {
    let mut counts = BTreeMap::new();
    let title = words(&article.title, Span::new(0, article.title.len()));
    count(&title, HEADLINE, terms, &mut counts);
    let mut read = 0;
    for sentence in &prose.sentences {
        count(&sentence.words, 1.0, terms, &mut counts);
        read += sentence.words.len();
        if read > READ {
            break;
        }
    }
    for term in counts.keys() {
        terms.counts[*term as usize] += 1;
    }
    counts
}

fn count(words: &[Word], weight: f32, terms: &mut Terms, counts: &mut BTreeMap<u32, f32>) {
    for word in words.iter().filter(|word| word.is_content() && word.folded.chars().nth(1).is_some()) {
        *counts.entry(terms.number(&word.stem)).or_default() += weight;
    }
    for pair in words.windows(2).filter(|pair| pair.iter().all(|word| word.capital && word.is_content())) {
        *counts.entry(terms.number(&format!("{} {}", pair[0].stem, pair[1].stem))).or_default() += weight;
    }
}

/// What a reader would call the event: of its headlines the one whose words most of the others share.
pub fn label(corpus: &Corpus, articles: &[ArticleId]) -> String {
    let titles: Vec<(&str, Vec<Word>)> = articles
        .iter()
        .map(|id| corpus.article(*id).title.as_str())
        .filter(|title| !title.is_empty())
        .map(|title| (title, words(title, Span::new(0, title.len()))))
        .collect();
    let mut shared: BTreeMap<&str, f32> = BTreeMap::new();
    for (_, words) in &titles {
        let stems: std::collections::BTreeSet<&str> =
            words.iter().filter(|word| word.is_content()).map(|word| word.stem.as_str()).collect();
        for stem in stems {
            *shared.entry(stem).or_default() += 1.0;
        }
    }
    let mut best: Option<(f32, &str)> = None;
    for (title, words) in &titles {
        let content: Vec<f32> = words.iter().filter(|word| word.is_content()).map(|word| shared[word.stem.as_str()] - 0.99).collect();
        let score = content.iter().sum::<f32>() / (content.len() as f32 + 4.0);
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, title));
        }
    }
    best.map_or("", |(_, title)| title).to_owned()
}

/// The ids of events: of each that of its earliest article, without its file's ending where no other event
/// has the same.
pub fn ids(corpus: &Corpus, events: &[Vec<ArticleId>]) -> Vec<String> {
    let earliest = |event: &Vec<ArticleId>| event.iter().copied().min_by(|a, b| in_time(corpus, *a, *b));
    let whole: Vec<&str> = events.iter().map(|event| earliest(event).map_or("", |id| corpus.article(id).id.as_str())).collect();
    let mut bare: BTreeMap<&str, usize> = BTreeMap::new();
    for id in &whole {
        *bare.entry(without_ending(id)).or_default() += 1;
    }
    let alone = |id: &str| bare.get(without_ending(id)) == Some(&1);
    whole.iter().map(|id| if alone(id) { without_ending(id) } else { id }).map(str::to_owned).collect()
}

fn without_ending(id: &str) -> &str {
    id.rsplit_once('.').filter(|(_, ending)| (1..=5).contains(&ending.len())).map_or(id, |(name, _)| name)
}

/// The order of articles in time: dated first, then by id.
pub fn in_time(corpus: &Corpus, a: ArticleId, b: ArticleId) -> std::cmp::Ordering {
    let key = |id: ArticleId| corpus.article(id).published.map(Published::order);
    let (x, y) = (key(a), key(b));
    y.is_some().cmp(&x.is_some()).then(x.cmp(&y)).then_with(|| corpus.article(a).id.cmp(&corpus.article(b).id))
}

#[cfg(test)]
mod tests {
    use super::{cluster, label};
    use crate::analysis::{analyze, prose::Prose};
    use crate::corpus::{Article, Corpus};

    fn article(id: &str, title: &str, text: &str) -> Article {
        Article { id: id.into(), title: title.into(), text: text.into(), ..Article::default() }
    }

    fn corpus() -> Corpus {
        Corpus::new(vec![
            article("a", "Harbour bridge shut", "The harbour bridge in Elsin was shut after engineers found cracks in its piers."),
            article("b", "Ferry crews strike", "Ferry crews walked out after talks with Sound Line about pay for night sailings failed."),
            article("c", "Cracks close the harbour bridge", "Engineers found cracks in the harbour bridge. Mayor Brandt shut it."),
            article("d", "Strike stops ferries", "Sound Line cancelled night sailings when its crews began a strike about pay."),
        ])
    }

    #[test]
    fn articles_of_one_happening_are_one_event() {
        let corpus = corpus();
        let proses: Vec<Prose> = corpus.articles().iter().map(|a| Prose::new(&a.text, &[], "en")).collect();
        let groups: Vec<Vec<u32>> = cluster(&corpus, &proses).into_iter().map(|g| g.into_iter().map(|id| id.0).collect()).collect();
        assert_eq!(groups, [vec![0, 2], vec![1, 3]]);
    }

    #[test]
    fn two_events_never_share_an_id() {
        let corpus = Corpus::new(vec![
            article("story.txt", "Harbour bridge shut", "The harbour bridge was shut."),
            article("story.md", "Ferry crews strike", "Ferry crews walked out."),
            article("other.txt", "Parrot found", "A parrot came home."),
        ]);
        let ids: Vec<String> = analyze(&corpus).events.into_iter().map(|event| event.id).collect();
        assert_eq!(ids, ["other", "story.md", "story.txt"]);
    }

    #[test]
    fn the_label_is_the_headline_that_shares_most() {
        let corpus = corpus();
        let findings = analyze(&corpus);
        assert_eq!(findings.events.len(), 2);
        assert_eq!(label(&corpus, &findings.events[0].articles), "Harbour bridge shut");
    }
}
