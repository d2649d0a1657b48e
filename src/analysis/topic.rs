//! Topics: the points that an event's articles tell, with each article's version.
//!
//! Method: sentences as vectors of stems (near synonyms share a term) weighted by how few of the
//! event's sentences hold them, names that every article has counting less; average link. Labels
//! are the topics' own noun phrases: see `label`.
//!
//! Not done: topics that two articles tell in wholly different words.

mod label;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::clause::Clause;
use crate::analysis::cluster::{Edge, Terms, Vector, average_link, neighbours};
use crate::analysis::conflict::evidence::Pattern;
use crate::analysis::copy::echo::Repeated;
use crate::analysis::language::Feature;
use crate::analysis::prose::Word;
use crate::analysis::quantity::{self, Quantity};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Telling, Tellings};
use crate::analysis::{Conflict, ConflictKind, Side, Strength, Topic};
use crate::corpus::{ArticleId, Passage};
use crate::text::token::fold;

/// Average cosine from which sentences tell one point. Of .18, .185, .19 and .2 the best on seven
/// labelled events (BCubed .629, .627, .630, .626): higher splits points, lower joins them under
/// names that every article has.
const ALIKE: f32 = 0.19;
/// How near two sentences of two articles must be so that their topic is a point and not a word: the
/// cosine, times the root of how many runs of words they share; a name of four words is one run. Of
/// 180 topics by lot readers found a common point in 5 of 15 below, in 13 of 20 up to .6, and in 131
/// of 145 above.
const POINT: f32 = 0.5;
/// What two neighbouring sentences of one article have in common before any word is compared; less
/// than half of [`ALIKE`], so that it joins nothing by itself.
const NEIGHBOURS: f32 = 0.06;
/// Content words below which a sentence tells no point by itself.
const CONTENT: usize = 3;

struct Unit<'a> {
    passage: Passage,
    words: &'a [Word],
    clauses: &'a [Clause],
    telling: &'a Telling<'a>,
    paragraph: usize,
}

impl<'a> Unit<'a> {
    /// The text that its words are of.
    fn text(&self) -> &'a str {
        &self.telling.article.text
    }
}

/// The topics of an event, most told first.
pub fn find(event: &Tellings) -> Vec<Topic> {
    let articles: Vec<ArticleId> = event.all.iter().map(|telling| telling.id).collect();
    let units: Vec<Unit> = event
        .sentences()
        .map(|(telling, s)| Unit {
            passage: telling.passage(s.span),
            words: &s.words,
            clauses: telling.clauses(s),
            telling,
            paragraph: s.paragraph,
        })
        .filter(|unit| unit.words.iter().filter(|word| word.is_content()).count() >= CONTENT)
        .collect();
    if articles.len() < 2 {
        return Vec::new();
    }
    let vectors = vectors(&units, articles.len());
    let bonus = |a: usize, b: usize| {
        let near = a + 1 == b
            && units[a].passage.article == units[b].passage.article
            && units[a].paragraph == units[b].paragraph;
        if near { NEIGHBOURS } else { 0.0 }
    };
    let mut edges = neighbours(&vectors, 0.02, |a, b, cosine| cosine + bonus(a, b));
    let known: BTreeSet<(usize, usize)> = edges.iter().map(|edge| (edge.a, edge.b)).collect();
    edges.extend(
        (1..units.len())
            .map(|b| Edge { a: b - 1, b, weight: bonus(b - 1, b) })
            .filter(|edge| edge.weight > 0.0 && !known.contains(&(edge.a, edge.b))),
    );
    let groups = average_link(units.len(), &edges, ALIKE);
    let points = points(&units, &groups, &edges);
    let told: Vec<Vec<usize>> = groups
        .into_iter()
        .zip(points)
        .filter(|(_, is_point)| *is_point)
        .map(|(it, _)| it)
        .collect();
    let labels = label::labels(&units, &told, &quoted_names(event));
    let mut topics: Vec<Topic> = told
        .iter()
        .zip(labels)
        .map(|(group, label)| {
            let versions: Vec<Passage> = group.iter().map(|index| units[*index].passage).collect();
            Topic { label, versions, missing: Vec::new() }
        })
        .collect();
    let untold = |topic: &Topic| articles.iter().filter(|id| !topic.is_told_by(**id)).count();
    topics.sort_by_key(|topic| (untold(topic), Reverse(topic.versions.len())));
    topics
}

/// Lets the sentence of a conflict's side that no topic holds be a version of the conflict's topic:
/// what is disputed belongs beside what disputes it.
pub fn take_in_disputed(event: &Tellings, topics: &mut [Topic], conflicts: &[Conflict]) {
    for conflict in conflicts.iter().filter(|conflict| conflict.strength != Strength::Soft) {
        for side in [conflict.a.passage, conflict.b.passage] {
            let Some(index) = conflict.topic.filter(|_| holding(topics, side).is_none()) else {
                continue;
            };
            let Some(telling) = event.all.iter().find(|telling| telling.id == side.article) else {
                continue;
            };
            let sentence = telling
                .prose
                .sentence_at(side.span.start)
                .and_then(|at| telling.prose.sentences.get(at));
            if let (Some(topic), Some(sentence)) = (topics.get_mut(index), sentence) {
                topic.versions.push(telling.passage(sentence.span));
                let place = |version: &Passage| {
                    (event.all.iter().position(|t| t.id == version.article), version.span)
                };
                topic.versions.sort_by_key(place);
            }
        }
    }
}

/// Lets what articles repeat be a version beside the sentence that it repeats: they tell the topic,
/// in another's words.
pub fn take_in_repeated(topics: &mut [Topic], repeated: &[Repeated], articles: &[ArticleId]) {
    for topic in topics {
        let told = |passage: Passage, versions: &[Passage]| {
            versions.iter().any(|v| v.article == passage.article && v.span.overlaps(passage.span))
        };
        // What repeats a copy repeats what that one repeats: until nothing is new.
        loop {
            let versions = &topic.versions;
            let new = repeated.iter().filter(|sentence| {
                told(sentence.of, versions) && !told(sentence.passage, versions)
            });
            let new: Vec<Passage> = new.map(|sentence| sentence.passage).collect();
            if new.is_empty() {
                break;
            }
            topic.versions.extend(new);
        }
        topic.versions.sort_by_key(|version| {
            (articles.iter().position(|id| *id == version.article), version.span)
        });
        topic.versions.dedup();
    }
}

/// Weight of a word from which two of them tell what a sentence is about: a third of the sentences
/// hold it. Chosen, not measured.
const TELLING: f32 = 1.5;
/// Telling words of a topic that one sentence must hold, so that its article may tell the topic in
/// other words.
const MET: usize = 2;

/// Finds for each topic the articles that leave it out: they have no version of it, and none of
/// their sentences shares two telling words, a number or a name with one. An article that has such
/// a sentence may tell the topic in other words: nothing is claimed of it. With the absence of a
/// version alone, of the omissions claimed on seven labelled events 34 in 100 were right.
pub fn find_gaps(event: &Tellings, topics: &mut [Topic]) {
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut sentences: Vec<(Passage, &[Word])> = Vec::new();
    let mut of_article: FxHashMap<ArticleId, Range<usize>> = FxHashMap::default();
    for telling in &event.all {
        let first = sentences.len();
        for sentence in &telling.whole.sentences {
            let tells = sentence.words.iter().filter(|word| {
                tells_alone(word) || word.is_content() && event.weight(word.term()) >= TELLING
            });
            let terms: BTreeSet<&str> = tells.map(|word| &**word.term()).collect();
            terms
                .into_iter()
                .for_each(|term| places.entry(term).or_default().push(sentences.len()));
            sentences.push((telling.passage(sentence.span), &sentence.words));
        }
        of_article.insert(telling.id, first..sentences.len());
    }
    // Those that a version holds or cuts.
    let sentences_of = |version: &Passage| {
        let own =
            of_article.get(&version.article).map_or(&[][..], |range| &sentences[range.clone()]);
        let from = own.partition_point(|(passage, _)| passage.span.end <= version.span.start);
        let end = version.span.end;
        own[from..].iter().take_while(move |(passage, _)| passage.span.start < end)
    };
    for topic in topics {
        let words: Vec<&Word> = topic
            .versions
            .iter()
            .flat_map(sentences_of)
            .flat_map(|(_, words)| words.iter())
            .collect();
        let alone: BTreeSet<&str> =
            words.iter().filter(|word| tells_alone(word)).map(|word| &**word.term()).collect();
        let terms: BTreeSet<&str> = words
            .iter()
            .filter(|word| places.contains_key(&**word.term()))
            .map(|word| &**word.term())
            .collect();
        let mut met: FxHashMap<usize, usize> = FxHashMap::default();
        for term in terms {
            let weight = if alone.contains(term) { MET } else { 1 };
            places[term].iter().for_each(|place| *met.entry(*place).or_default() += weight);
        }
        let may_tell: BTreeSet<ArticleId> = met
            .into_iter()
            .filter(|(_, met)| *met >= MET)
            .map(|(place, _)| sentences[place].0.article)
            .collect();
        topic.missing = event
            .all
            .iter()
            .map(|telling| telling.id)
            .filter(|id| !topic.is_told_by(*id) && !may_tell.contains(id))
            .collect();
    }
}

/// Whether one word is enough to suspect that two sentences tell one thing: a name or a number.
fn tells_alone(word: &Word) -> bool {
    word.tag == Tag::Name && word.is_content()
        || quantity::value(word).is_some() && !word.has(Feature::One)
}

/// Puts the most disputed topics first, and lets the conflicts point at their new places.
pub fn order_by_dispute(topics: &mut Vec<Topic>, conflicts: &mut [Conflict]) {
    let disputes = |index: usize| {
        let shown = conflicts.iter().filter(|conflict| {
            conflict.topic == Some(index) && conflict.strength != Strength::Soft
        });
        shown.map(|conflict| conflict.group).collect::<BTreeSet<_>>().len()
    };
    let mut order: Vec<usize> = (0..topics.len()).collect();
    order.sort_by_key(|index| Reverse(disputes(*index)));
    *topics = order.iter().filter_map(|index| topics.get(*index).cloned()).collect();
    for conflict in conflicts {
        conflict.topic =
            conflict.topic.and_then(|old| order.iter().position(|index| *index == old));
    }
}

/// Titles a topic by the numbers about which its articles differ: "Planned for 30 or 35 minutes".
pub fn title_by_numbers(event: &Tellings, topics: &mut [Topic], conflicts: &[Conflict]) {
    let mut titled: BTreeSet<usize> = BTreeSet::new();
    for conflict in conflicts {
        let shown = conflict.kind == ConflictKind::Number && conflict.strength != Strength::Soft;
        let Some(at) = conflict.topic.filter(|at| shown && !titled.contains(at)) else { continue };
        let Some(numbers) = numbers(event, conflict) else { continue };
        let title = match conflict.evidence.pattern {
            Pattern::PlannedLength => format!("Planned for {numbers}"),
            _ => numbers,
        };
        let taken = topics.iter().any(|topic| topic.label.eq_ignore_ascii_case(&title));
        if let Some(topic) = topics.get_mut(at).filter(|_| !taken && label::fits(&title)) {
            topic.label = title;
            titled.insert(at);
        }
    }
}

/// The quantities of the sides of a conflict, the smaller first, their unit once: "30 or 35
/// minutes".
fn numbers(event: &Tellings, conflict: &Conflict) -> Option<String> {
    let quantities = |side: &Side| {
        let passage = side.passage;
        let telling = event.all.iter().find(|telling| telling.id == passage.article)?;
        let at = telling.prose.sentence_at(passage.span.start)?;
        let found = quantity::find(&telling.prose.sentences.get(at)?.words);
        let inside = found.into_iter().filter(|one| passage.span.covers(one.span));
        let shown = |one: Quantity| {
            let words = one.span.of(&telling.article.text).split_whitespace();
            (words.map(str::to_owned).collect::<Vec<_>>(), one)
        };
        Some(inside.map(shown).collect::<Vec<_>>())
    };
    let (a, b) = (quantities(&conflict.a)?, quantities(&conflict.b)?);
    let mut pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    let (x, y) = pairs.find(|((_, x), (_, y))| x.unit == y.unit && x.disjoint(y))?;
    let ((small, _), (large, _)) = if x.1.low <= y.1.low { (x, y) } else { (y, x) };
    let same = small.iter().rev().zip(large.iter().rev()).take_while(|(a, b)| a == b).count();
    let own = small.get(..small.len() - same.min(small.len() - 1))?;
    // "Three tonnes" opened its sentence.
    Some(format!("{} or {}", own.join(" "), large.join(" ").to_lowercase()))
}

/// The topic one of whose versions meets a passage.
pub fn holding(topics: &[Topic], passage: Passage) -> Option<usize> {
    topics.iter().position(|topic| {
        topic.versions.iter().any(|version| {
            version.article == passage.article && version.span.overlaps(passage.span)
        })
    })
}

/// The last names, folded, of who is quoted.
fn quoted_names(event: &Tellings) -> BTreeSet<String> {
    let quotes = event
        .all
        .iter()
        .flat_map(|telling| telling.quotes.iter().filter_map(|quote| telling.name(quote.speaker?)));
    quotes.filter_map(|name| name.split_whitespace().last()).map(fold).collect()
}

/// For each group whether two of its sentences, of two articles, tell one point: see [`POINT`].
fn points(units: &[Unit], groups: &[Vec<usize>], edges: &[Edge]) -> Vec<bool> {
    let mut of_unit = vec![None; units.len()];
    for (at, group) in groups.iter().enumerate() {
        group.iter().for_each(|unit| of_unit[*unit] = Some(at));
    }
    let mut points = vec![false; groups.len()];
    for edge in edges {
        let apart = units[edge.a].passage.article != units[edge.b].passage.article;
        let both = of_unit[edge.a].filter(|at| apart && Some(*at) == of_unit[edge.b]);
        if let Some(at) = both.filter(|at| !points[*at]) {
            let runs = shared_runs(units[edge.a].words, units[edge.b].words);
            points[at] = edge.weight * (runs as f32).sqrt() >= POINT;
        }
    }
    points
}

/// How many runs of content words two sentences share, no word in two runs.
fn shared_runs(a: &[Word], b: &[Word]) -> usize {
    let terms = |words: &[Word]| -> Vec<_> {
        words.iter().filter(|word| word.is_content()).map(|word| word.term().clone()).collect()
    };
    let (a, b) = (terms(a), terms(b));
    let mut seen = BTreeSet::new();
    let (mut at, mut runs) = (0, 0);
    while at < a.len() {
        let both = |from: usize| a[at..].iter().zip(&b[from..]).take_while(|(x, y)| x == y).count();
        let length = (0..b.len()).map(both).max().unwrap_or(0);
        let run = &a[at..at + length];
        let new = run.iter().filter(|term| seen.insert((*term).clone())).count();
        runs += usize::from(new > 0);
        at += length.max(1);
    }
    runs
}

fn vectors(units: &[Unit], articles: usize) -> Vec<Vector> {
    let mut terms = Terms::default();
    let mut holders: BTreeMap<u32, BTreeSet<ArticleId>> = BTreeMap::new();
    let held: Vec<Vec<u32>> = units
        .iter()
        .map(|unit| {
            let mut held: Vec<&str> = Vec::new();
            for word in unit.words.iter().filter(|word| word.is_content()) {
                if !held.contains(&&**word.term()) {
                    held.push(word.term());
                }
            }
            let numbers: Vec<u32> = held.into_iter().map(|term| terms.hold(term)).collect();
            for number in &numbers {
                holders.entry(*number).or_default().insert(unit.passage.article);
            }
            numbers
        })
        .collect();
    let count = units.len() as f32;
    let weigh = |number: u32| {
        let idf = (1.0 + count / terms.holders[number as usize] as f32).ln();
        // A word that stands in one article only joins nothing across outlets.
        let shared = holders[&number].len().min(articles);
        (number, if shared == 1 { 0.6 * idf } else { idf })
    };
    held.into_iter().map(|numbers| Vector::new(numbers.into_iter().map(weigh).collect())).collect()
}

#[cfg(test)]
mod tests {
    use crate::analysis::testing::one_event;
    use crate::corpus::ArticleId;

    #[test]
    fn points_that_two_outlets_tell_are_topics_and_know_who_leaves_them_out() {
        let (corpus, event) = one_event(&[
            "Engineers found cracks in the north pier. Ferry tickets will be free until summer.",
            "Cracks in the north pier were found by engineers. The mayor praised her parrot at length.",
            "Ferry tickets are to be free until the summer.",
        ]);
        let shown: Vec<(&str, usize, Vec<&str>)> = event
            .topics
            .iter()
            .map(|topic| {
                let missing =
                    topic.missing.iter().map(|id| corpus.article(*id).id.as_str()).collect();
                (topic.label.as_str(), topic.versions.len(), missing)
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("Engineers found cracks in the north pier", 2, vec!["c"]),
                ("Ferry tickets will be free until summer", 2, vec!["b"])
            ]
        );
    }

    #[test]
    fn an_article_that_may_tell_a_point_in_other_words_is_not_said_to_leave_it_out() {
        let missing = |third: &str| {
            let first = "Engineers found nine cracks in the north pier on Monday.";
            let (_, event) =
                one_event(&[first, "Cracks in the north pier were found by engineers.", third]);
            let topic = event
                .topics
                .iter()
                .find(|topic| topic.label.to_lowercase().contains("cracks"))
                .expect("two tell of the cracks");
            (topic.is_told_by(ArticleId(2)), topic.missing.clone())
        };
        assert_eq!(
            missing("Ferry tickets are to be free until the summer."),
            (false, vec![ArticleId(2)])
        );
        let told = "The mayor counted nine of them on her way to the baker, with her parrot and a boat hook in the basket.";
        assert_eq!(missing(told), (false, vec![]));
    }

    #[test]
    fn what_is_disputed_stands_among_the_versions_of_its_topic() {
        let (corpus, event) = one_event(&[
            "Engineers found cracks in the north pier on Monday. The repairs of the pier will cost 9 million crowns.",
            "Cracks in the north pier were found by engineers on Monday.",
            "Repairs will cost 14 million crowns, and nobody knows who pays.",
        ]);
        let conflict = event.conflicts.first().expect("two sums are a conflict");
        let topic = &event.topics[conflict.topic.expect("it is about a topic")];
        for side in [conflict.a.passage, conflict.b.passage] {
            let words = corpus.words(side);
            assert!(
                topic
                    .versions
                    .iter()
                    .any(|v| v.article == side.article && v.span.overlaps(side.span)),
                "{words}"
            );
            assert!(!topic.missing.contains(&side.article), "{words}");
        }
    }

    #[test]
    fn one_article_has_no_topics_to_compare() {
        let (_, event) =
            one_event(&["Engineers found cracks in the north pier. The north pier has cracks."]);
        assert!(event.topics.is_empty());
    }
}
