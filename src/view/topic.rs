//! The reader's corrections of topics: this one is called so, these two are one. A topic is named
//! by passages that it holds, so that it is found whatever the analysis or an edit changes around
//! them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::analysis::{EventFindings, Topic};
use crate::corpus::{ArticleId, Passage};
use crate::view::Coverage;

/// One correction, of passages that are told as `P`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction<P> {
    /// Passages of the topic that it is about.
    pub topic: Vec<P>,
    /// What is said of it.
    #[serde(flatten)]
    pub says: Says<P>,
}

/// What the reader says of a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Says<P> {
    /// It is called this.
    Called(String),
    /// It is one with the topic of these passages.
    With(Vec<P>),
}

impl<P> Correction<P> {
    /// All passages that it names, those of the topic that it is about first.
    pub fn passages(&self) -> impl Iterator<Item = &P> {
        let with = match &self.says {
            Says::Called(_) => &[][..],
            Says::With(with) => with,
        };
        self.topic.iter().chain(with)
    }

    /// The same of passages told as `Q`, as far as they are found; `None` where a topic has none
    /// left.
    pub fn found<Q>(&self, mut find: impl FnMut(&P) -> Option<Q>) -> Option<Correction<Q>> {
        let mut all = |passages: &[P]| -> Option<Vec<Q>> {
            let found: Vec<Q> = passages.iter().filter_map(&mut find).collect();
            (!found.is_empty()).then_some(found)
        };
        let topic = all(&self.topic)?;
        let says = match &self.says {
            Says::Called(title) => Says::Called(title.clone()),
            Says::With(with) => Says::With(all(with)?),
        };
        Some(Correction { topic, says })
    }
}

/// What the reader's corrections make of the topics of a coverage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corrected {
    corrections: Vec<Correction<Passage>>,
    /// The events of which they say something, by place, as they were found.
    found: BTreeMap<usize, EventFindings>,
    /// The topics that the reader named, by event and place in it.
    named: BTreeSet<(usize, usize)>,
}

impl Corrected {
    /// Whether these corrections are others than those that the topics are with.
    pub fn differ(&self, corrections: &[Correction<Passage>]) -> bool {
        self.corrections != corrections
    }

    /// Whether the title of a topic is the reader's.
    pub fn is_named(&self, event: usize, topic: usize) -> bool {
        self.named.contains(&(event, topic))
    }
}

/// The passages that a topic is named by: its first one in each article.
pub fn passages(topic: &Topic) -> Vec<Passage> {
    let mut named: Vec<Passage> = Vec::new();
    for version in &topic.versions {
        if !named.iter().any(|passage| passage.article == version.article) {
            named.push(*version);
        }
    }
    named
}

impl Coverage {
    /// The topic, by event and place in it, that holds most of these passages; the first of equals.
    pub fn topic_of(&self, passages: &[Passage]) -> Option<(usize, usize)> {
        let mut held: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for passage in passages {
            let Some(at) = self.findings.event_of.get(passage.article.index()) else { continue };
            let topics = self.findings.events.get(*at).map_or(&[][..], |event| &event.topics);
            for (index, topic) in topics.iter().enumerate() {
                if holds(topic, *passage) {
                    *held.entry((*at, index)).or_default() += 1;
                }
            }
        }
        let most = held.values().copied().max()?;
        held.into_iter().find(|(_, count)| *count == most).map(|(topic, _)| topic)
    }

    /// Takes these corrections of topics in the place of those that it is with; whether they are
    /// others. First the topics are joined, then they are named: a name holds for what is joined,
    /// whichever was said first. The later of two names wins.
    pub fn correct_topics(&mut self, corrections: Vec<Correction<Passage>>) -> bool {
        if !self.topics.differ(&corrections) {
            return false;
        }
        for (at, event) in std::mem::take(&mut self.topics.found) {
            self.findings.events[at] = event;
        }
        self.topics.named.clear();
        for Correction { topic, says } in &corrections {
            if let Says::With(with) = says
                && let Some((at, one)) = self.topic_of(topic)
                && let Some((other_at, other)) = self.topic_of(with)
                && at == other_at
                && one != other
            {
                join(self.changed(at), one, other);
            }
        }
        for Correction { topic, says } in &corrections {
            if let Says::Called(title) = says
                && let Some((at, index)) = self.topic_of(topic)
            {
                self.changed(at).topics[index].label.clone_from(title);
                self.topics.named.insert((at, index));
            }
        }
        self.topics.corrections = corrections;
        true
    }

    /// What a topic of this event, by place, was called before the reader named it; where it is
    /// joined from two, the one of them that holds most of its passages.
    pub fn title_found(&self, event: usize, topic: usize) -> Option<&str> {
        let now = self.findings.events.get(event)?;
        let label = &now.topics.get(topic)?.label;
        let Some(found) = self.topics.found.get(&event) else { return Some(label) };
        let named_by = passages(now.topics.get(topic)?);
        let held = |topic: &&Topic| named_by.iter().filter(|one| holds(topic, **one)).count();
        found.topics.iter().rev().max_by_key(held).map(|topic| topic.label.as_str())
    }

    /// An event of which the reader says something; as it was found it is kept.
    fn changed(&mut self, at: usize) -> &mut EventFindings {
        let event = &mut self.findings.events[at];
        self.topics.found.entry(at).or_insert_with(|| event.clone());
        event
    }
}

fn holds(topic: &Topic, passage: Passage) -> bool {
    topic
        .versions
        .iter()
        .any(|version| version.article == passage.article && version.span.overlaps(passage.span))
}

/// Makes topic `one` a part of `other`, whose title both have. They stand where the first of them
/// stood.
fn join(event: &mut EventFindings, one: usize, other: usize) {
    let (first, second) = (one.min(other), one.max(other));
    let label = event.topics[other].label.clone();
    let gone = event.topics.remove(second);
    let articles = event.articles.clone();
    let place = |article: ArticleId| articles.iter().position(|other| *other == article);
    let topic = &mut event.topics[first];
    topic.label = label;
    topic.versions.extend(gone.versions);
    topic.versions.sort_by_key(|version| (place(version.article), version.span));
    topic.versions.dedup();
    // An article leaves out what is told of neither.
    topic.missing.retain(|article| gone.missing.contains(article));
    let moved = |topic: &mut Option<usize>| {
        *topic = topic.map(|at| match at {
            at if at == second => first,
            at if at > second => at - 1,
            at => at,
        });
    };
    event.conflicts.iter_mut().map(|conflict| &mut conflict.topic).for_each(moved);
    event.variants.iter_mut().map(|variant| &mut variant.topic).for_each(moved);
}

#[cfg(test)]
mod tests {
    use super::{Correction, Says, passages};
    use crate::view::{Coverage, fixture};

    fn named(coverage: &Coverage, topic: usize, title: &str) -> Correction<crate::corpus::Passage> {
        let topic = passages(&coverage.findings.events[0].topics[topic]);
        Correction { topic, says: Says::Called(title.into()) }
    }

    fn joined(coverage: &Coverage, one: usize, other: usize) -> Correction<crate::corpus::Passage> {
        let of = |topic: usize| passages(&coverage.findings.events[0].topics[topic]);
        Correction { topic: of(one), says: Says::With(of(other)) }
    }

    fn titles(coverage: &Coverage) -> Vec<&str> {
        coverage.findings.events[0].topics.iter().map(|topic| topic.label.as_str()).collect()
    }

    #[test]
    fn a_name_holds_for_what_is_joined_and_all_comes_back() {
        let found = fixture::coverage();
        let before: Vec<String> = titles(&found).into_iter().map(str::to_owned).collect();
        let mut coverage = found.clone();
        let (name, join) = (named(&coverage, 2, "Mine"), joined(&coverage, 2, 0));
        assert!(coverage.correct_topics(vec![name.clone(), join.clone()]));
        assert_eq!((titles(&coverage)[0], titles(&coverage).len()), ("Mine", before.len() - 1));
        assert!(coverage.topics.is_named(0, 0) && !coverage.topics.is_named(0, 1));
        let event = &coverage.findings.events[0];
        let all = [0, 2].map(|topic| found.findings.events[0].topics[topic].versions.clone());
        assert!(all.concat().iter().all(|version| event.topics[0].versions.contains(version)));
        for (conflict, was) in event.conflicts.iter().zip(&found.findings.events[0].conflicts) {
            let now = was.topic.map(|at| [0, 1, 0, 2, 3, 4][at]);
            assert_eq!(conflict.topic, now, "{}", conflict.why);
        }
        assert!(!coverage.correct_topics(vec![name, join]), "they are the same");
        assert!(coverage.correct_topics(Vec::new()));
        assert_eq!(titles(&coverage), before);
        assert_eq!(coverage.findings.events, found.findings.events);
    }

    #[test]
    fn what_is_joined_has_the_title_of_the_one_it_is_joined_to_and_the_later_name_wins() {
        let mut coverage = fixture::coverage();
        let second = titles(&coverage)[1].to_owned();
        let join = joined(&coverage, 0, 1);
        coverage.correct_topics(vec![join.clone()]);
        assert_eq!(titles(&coverage)[0], second);
        let names = ["One", "Two"].map(|title| named(&coverage, 0, title));
        coverage.correct_topics(std::iter::once(join).chain(names).collect());
        assert_eq!(titles(&coverage)[0], "Two");
        assert_ne!(coverage.title_found(0, 0), Some("Two"));
    }

    #[test]
    fn passages_of_no_topic_say_nothing() {
        let coverage = fixture::coverage();
        let mut other = coverage.clone();
        let nowhere = Correction { topic: Vec::new(), says: Says::Called("Nothing".into()) };
        other.correct_topics(vec![nowhere, joined(&coverage, 1, 1)]);
        assert_eq!(other.findings.events, coverage.findings.events);
        let lost = named(&coverage, 0, "x").found(|_| None::<()>);
        assert_eq!(lost, None);
    }
}
