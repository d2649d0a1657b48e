//! The reader's corrections of the grouping: these two are one event, this article is another. They
//! win over the method, and a later one over an earlier. Applied to the method's groups they give
//! the events; only events that change are described and compared anew, since the findings of an
//! event depend on its articles alone.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator,
};

use crate::analysis::prose::Prose;
use crate::analysis::{
    ArticleFindings, Depth, EventFindings, Findings, Proses, Reading, compare_accounts, described,
    event, read, unify_speakers,
};
use crate::corpus::{ArticleId, Corpus};

/// One correction. It holds for the articles that it names, whatever else is loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// The article that it is about.
    pub article: ArticleId,
    /// Articles that do not tell its event: it leaves a group in which one of them is.
    pub apart_from: Vec<ArticleId>,
    /// An article that tells the same event: the groups of both become one.
    pub with: Option<ArticleId>,
}

/// The corrections that findings are with, and the method's own groups, to which others can be
/// applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrected {
    /// In the order in which they were made.
    pub corrections: Vec<Correction>,
    /// As the method has them; empty where there are no corrections, for then the events are these
    /// groups.
    groups: Vec<Vec<ArticleId>>,
}

/// The groups after the corrections: each the sorted ids of its articles, in order of the first.
pub fn apply(groups: Vec<Vec<ArticleId>>, corrections: &[Correction]) -> Vec<Vec<ArticleId>> {
    let mut groups: Vec<BTreeSet<ArticleId>> =
        groups.into_iter().map(BTreeSet::from_iter).collect();
    let mut group_of: BTreeMap<ArticleId, usize> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        group_of.extend(group.iter().map(|article| (*article, index)));
    }
    for Correction { article, apart_from, with } in corrections {
        let Some(mut own) = group_of.get(article).copied() else { continue };
        if apart_from.iter().any(|other| other != article && group_of.get(other) == Some(&own)) {
            groups[own].remove(article);
            own = groups.len();
            groups.push(BTreeSet::from([*article]));
            group_of.insert(*article, own);
        }
        if let Some(other) =
            with.and_then(|with| group_of.get(&with).copied()).filter(|other| *other != own)
        {
            let joined = std::mem::take(&mut groups[other]);
            group_of.extend(joined.iter().map(|article| (*article, own)));
            groups[own].extend(joined);
        }
    }
    let mut groups: Vec<Vec<ArticleId>> =
        groups.into_iter().map(Vec::from_iter).filter(|group| !group.is_empty()).collect();
    groups.sort();
    groups
}

/// What other corrections change of findings.
#[derive(Clone, Debug, Default)]
pub struct Regrouped {
    corrected: Corrected,
    /// The articles of events that change, as they are read in the event that they are of now.
    articles: BTreeMap<ArticleId, ArticleFindings>,
    /// Those events.
    events: Vec<EventFindings>,
}

/// Groups anew with `corrections` in the place of those that `findings` are with, and finds what
/// `depth` asks for in the events that are not as they were; until `stopped` says so.
pub fn regroup(
    corpus: &Corpus,
    findings: &Findings,
    corrections: Vec<Correction>,
    depth: Depth,
    stopped: &(dyn Fn() -> bool + Sync),
) -> Regrouped {
    let by_method = match findings.corrected.corrections.as_slice() {
        [] => findings.events.iter().map(|event| event.articles.clone()).collect(),
        _ => findings.corrected.groups.clone(),
    };
    let groups = apply(by_method.clone(), &corrections);
    let ids = event::ids(corpus, &groups);
    let changed = groups.into_iter().zip(ids).filter(|(group, id)| !is_there(findings, group, id));
    let (changed, ids): (Vec<Vec<ArticleId>>, Vec<String>) = changed.unzip();
    // What an article says was changed by those that it shared an event with: it is read again.
    let wanted: Vec<ArticleId> = changed.iter().flatten().copied().collect();
    let read = |id: &ArticleId| {
        if stopped() { Reading::default() } else { read(corpus.article(*id), depth) }
    };
    let readings: Vec<Reading> = wanted.par_iter().map(read).collect();
    let mut articles = vec![ArticleFindings::default(); corpus.articles().len()];
    let mut proses: BTreeMap<ArticleId, Prose> = BTreeMap::new();
    for (id, reading) in wanted.iter().zip(readings) {
        articles[id.index()] = reading.findings;
        proses.insert(*id, reading.prose);
    }
    let proses = Proses(proses);
    unify_speakers(&mut articles, &changed);
    let compare = |(group, id)| {
        let mut event = described(corpus, group, id);
        if depth == Depth::Everything && !stopped() {
            compare_accounts(corpus, &articles, &proses, &findings.copies, &mut event);
        }
        event
    };
    let events = changed.into_par_iter().zip(ids).map(compare).collect();
    let articles =
        wanted.into_iter().map(|id| (id, std::mem::take(&mut articles[id.index()]))).collect();
    let groups = if corrections.is_empty() { Vec::new() } else { by_method };
    Regrouped { corrected: Corrected { corrections, groups }, articles, events }
}

/// Whether there is an event of these articles and this id.
fn is_there(findings: &Findings, group: &[ArticleId], id: &str) -> bool {
    let event = || findings.events.get(*findings.event_of.get(group.first()?.index())?);
    event().is_some_and(|event| {
        event.id == id
            && event.articles.len() == group.len()
            && event.articles.iter().all(|article| group.binary_search(article).is_ok())
    })
}

impl Findings {
    /// Takes in what has changed; all else is as it was.
    pub fn take_in(&mut self, regrouped: Regrouped) {
        self.events.retain(|event| {
            !event.articles.iter().any(|article| regrouped.articles.contains_key(article))
        });
        for (article, findings) in regrouped.articles {
            if let Some(place) = self.articles.get_mut(article.index()) {
                *place = findings;
            }
        }
        self.events.extend(regrouped.events);
        self.order_events();
        self.corrected = regrouped.corrected;
    }
}

#[cfg(test)]
mod tests {
    use super::{Correction, apply, regroup};
    use crate::analysis::{Depth, Findings, analyze};
    use crate::corpus::{Article, ArticleId, Corpus};

    fn ids(group: &[u32]) -> Vec<ArticleId> {
        group.iter().copied().map(ArticleId).collect()
    }

    fn apart(article: u32, from: &[u32]) -> Correction {
        Correction { article: ArticleId(article), apart_from: ids(from), with: None }
    }

    fn join(article: u32, with: u32) -> Correction {
        Correction {
            article: ArticleId(article),
            apart_from: Vec::new(),
            with: Some(ArticleId(with)),
        }
    }

    fn moved(article: u32, from: &[u32], with: u32) -> Correction {
        Correction { with: Some(ArticleId(with)), ..apart(article, from) }
    }

    #[track_caller]
    fn check(groups: &[&[u32]], corrections: &[Correction], expected: &[&[u32]]) {
        let listed = |groups: &[&[u32]]| groups.iter().map(|group| ids(group)).collect::<Vec<_>>();
        assert_eq!(apply(listed(groups), corrections), listed(expected));
    }

    #[test]
    fn corrections_join_part_and_move() {
        let groups: &[&[u32]] = &[&[0, 1, 2], &[3, 4], &[5]];
        check(groups, &[], groups);
        check(groups, &[join(5, 3)], &[&[0, 1, 2], &[3, 4, 5]]);
        check(groups, &[apart(1, &[0, 2])], &[&[0, 2], &[1], &[3, 4], &[5]]);
        check(groups, &[moved(1, &[0, 2], 5)], &[&[0, 2], &[1, 5], &[3, 4]]);
        // Whoever is apart from one of a group leaves it, and nobody leaves what they are not in.
        check(groups, &[apart(1, &[9, 2])], &[&[0, 2], &[1], &[3, 4], &[5]]);
        check(groups, &[apart(1, &[3, 5]), apart(5, &[]), apart(5, &[5])], groups);
        // Articles that are not there change nothing.
        check(groups, &[join(9, 1), join(1, 9), apart(9, &[1]), apart(1, &[9])], groups);
        check(&[], &[join(0, 1)], &[]);
    }

    #[test]
    fn whatever_is_corrected_every_article_has_one_group() {
        const ARTICLES: u32 = 9;
        let mut number = 7_u32;
        let mut next = |below: u32| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (number >> 16) % below
        };
        for _ in 0..500 {
            let mut groups: Vec<Vec<ArticleId>> = vec![Vec::new(); 4];
            (0..ARTICLES).for_each(|article| groups[next(4) as usize].push(ArticleId(article)));
            groups.retain(|group| !group.is_empty());
            let correction = |next: &mut dyn FnMut(u32) -> u32| Correction {
                article: ArticleId(next(ARTICLES + 2)),
                apart_from: (0..next(3)).map(|_| ArticleId(next(ARTICLES + 2))).collect(),
                with: (next(2) == 0).then(|| ArticleId(next(ARTICLES + 2))),
            };
            let corrections: Vec<Correction> =
                (0..next(6)).map(|_| correction(&mut next)).collect();
            let found = apply(groups.clone(), &corrections);
            let mut all: Vec<u32> = found.iter().flatten().map(|id| id.0).collect();
            all.sort_unstable();
            assert_eq!(all, (0..ARTICLES).collect::<Vec<_>>(), "{corrections:?}");
            assert!(
                found.is_sorted()
                    && found.iter().all(|group| group.is_sorted() && !group.is_empty())
            );
            // The last one holds, whatever was said before it.
            let Some(Correction { article, apart_from, with }) = corrections.last() else {
                continue;
            };
            let group = found.iter().find(|group| group.contains(article));
            let is_with = |other: &ArticleId| group.is_some_and(|group| group.contains(other));
            assert!(
                with.is_none_or(|with| group.is_none() || with.0 >= ARTICLES || is_with(&with))
            );
            let parted = |other: &&ArticleId| *other != article && with.is_none();
            assert!(!apart_from.iter().filter(parted).any(is_with), "{corrections:?}: {found:?}");
        }
    }

    #[test]
    fn a_later_correction_wins_over_an_earlier() {
        let groups: &[&[u32]] = &[&[0, 1], &[2, 3]];
        check(groups, &[join(0, 2), apart(0, &[1, 2, 3])], &[&[0], &[1, 2, 3]]);
        check(groups, &[apart(0, &[1]), join(0, 1)], groups);
        check(groups, &[moved(0, &[1], 2), moved(0, &[2, 3], 1)], groups);
        check(groups, &[join(0, 2), join(2, 0), join(1, 3)], &[&[0, 1, 2, 3]]);
    }

    #[test]
    fn the_order_of_articles_decides_nothing() {
        // The same happenings under other numbers: 0..6 read backwards.
        let turned = |id: &ArticleId| ArticleId(5 - id.0);
        let corrections = [join(5, 3), apart(4, &[3, 5]), moved(0, &[1, 2], 4), join(1, 3)];
        let turned_too: Vec<Correction> = corrections
            .iter()
            .map(|one| Correction {
                article: turned(&one.article),
                apart_from: one.apart_from.iter().map(turned).collect(),
                with: one.with.as_ref().map(turned),
            })
            .collect();
        let groups = vec![ids(&[0, 1, 2]), ids(&[3, 4]), ids(&[5])];
        let backwards: Vec<Vec<ArticleId>> =
            groups.iter().rev().map(|group| group.iter().rev().map(turned).collect()).collect();
        let expected = apply(groups, &corrections);
        let mut found: Vec<Vec<ArticleId>> = apply(backwards, &turned_too)
            .iter()
            .map(|group| group.iter().map(turned).collect())
            .collect();
        found.iter_mut().for_each(|group| group.sort());
        found.sort();
        assert_eq!(found, expected);
    }

    fn corpus() -> Corpus {
        let article = |id: &str, title: &str, text: &str| Article {
            id: format!("{id}.txt"),
            title: title.into(),
            text: text.into(),
            ..Article::default()
        };
        Corpus::new(vec![
            article(
                "a",
                "Harbour bridge shut",
                "The harbour bridge in Elsin was shut after engineers found 9 cracks in its piers, said the mayor, Ilse Brandt.",
            ),
            article(
                "b",
                "Ferry crews strike",
                "Ferry crews walked out after talks with Sound Line about pay for night sailings failed. “We will stay out,” said Jo Lind.",
            ),
            article(
                "c",
                "Cracks close the harbour bridge",
                "Engineers found 12 cracks in the piers of the harbour bridge. Brandt shut it. “It is safe,” she said.",
            ),
            article(
                "d",
                "Strike stops ferries",
                "Sound Line cancelled night sailings when its ferry crews began a strike about pay. Lind said that they would stay out.",
            ),
        ])
    }

    fn told(findings: &Findings) -> String {
        format!("{:#?}{:#?}{:#?}", findings.articles, findings.events, findings.event_of)
    }

    #[test]
    fn findings_follow_the_corrections_and_come_back_without_them() {
        let corpus = corpus();
        let plain = analyze(&corpus);
        assert_eq!(plain.event_of, [0, 1, 0, 1]);
        let mut findings = plain.clone();
        let with = |findings: &mut Findings, corrections: &[Correction]| {
            let regrouped =
                regroup(&corpus, findings, corrections.to_vec(), Depth::Everything, &|| false);
            findings.take_in(regrouped);
        };
        with(&mut findings, &[moved(2, &[0], 1)]);
        assert_eq!(findings.event_of, [0, 1, 1, 1]);
        assert_eq!((findings.events[0].id.as_str(), findings.events[1].id.as_str()), ("a", "b"));
        assert_eq!(
            findings.articles[2].quotes[0].speaker,
            analyze(&Corpus::new(vec![corpus.articles()[2].clone()])).articles[0].quotes[0].speaker
        );
        with(&mut findings, &[join(0, 1)]);
        assert_eq!(
            findings.event_of,
            [0, 0, 0, 0],
            "of the method's groups, not of those corrected before"
        );
        assert!(findings.events[0].topics.len() >= plain.events[0].topics.len());
        with(&mut findings, &[apart(1, &[3])]);
        assert_eq!(findings.events.len(), 3);
        with(&mut findings, &[]);
        assert_eq!(told(&findings), told(&plain));
    }

    #[test]
    fn events_that_nothing_changes_are_not_looked_at_again() {
        let corpus = corpus();
        let mut findings = analyze(&corpus);
        findings.events[1].label = "As it was".into();
        let regrouped =
            regroup(&corpus, &findings, vec![apart(0, &[2])], Depth::Everything, &|| false);
        findings.take_in(regrouped);
        let labels: Vec<_> = findings.events.iter().map(|event| event.label.as_str()).collect();
        assert_eq!(labels, ["Harbour bridge shut", "As it was", "Cracks close the harbour bridge"]);
        assert_eq!(findings.event_of, [0, 1, 2, 1]);
    }
}
