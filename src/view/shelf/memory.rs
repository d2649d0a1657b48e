//! A library in memory: the bundled sample and standard input.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::analysis::copy::CopyKind;
use crate::analysis::correction::{self, Correction};
use crate::analysis::{Conflict, ConflictKind, Depth, EventFindings, Strength};
use crate::corpus::{ArticleId, Passage};
use crate::view::conflicts::between;
use crate::view::event::letter;
use crate::view::query::{self, Query};
use crate::view::shelf::{
    Anchor, Change, Count, Found, IsKnown, Kept, Left, Measure, Number, Said, Shelf, ShelfArticle,
    ShelfEvent, Whole,
};
use crate::view::speaker::{self, QuoteId, Speaker};
use crate::view::{Coverage, outline};

/// A coverage, and the rows of what was looked at.
#[derive(Debug, Default)]
pub struct Memory {
    coverage: Coverage,
    /// The events by place, and the place of each.
    order: Vec<usize>,
    places: Vec<usize>,
    /// For each event those that go on with it.
    followed: BTreeMap<usize, Vec<usize>>,
    rows: Vec<OnceLock<Arc<ShelfEvent>>>,
    measures: OnceLock<Arc<[Measure]>>,
    names: OnceLock<BTreeMap<String, ArticleId>>,
}

impl Memory {
    /// The library that is `coverage`.
    pub fn new(coverage: Coverage) -> Memory {
        let order = outline::newest_first(&coverage);
        let mut places = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, event)| places[*event] = place);
        let mut followed: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (later, earlier) in coverage.findings.follows.iter().enumerate() {
            earlier.iter().for_each(|earlier| followed.entry(*earlier).or_default().push(later));
        }
        let rows = order.iter().map(|_| OnceLock::new()).collect();
        Memory { coverage, order, places, followed, rows, ..Memory::default() }
    }

    /// All of it.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The place of an article's event.
    fn place(&self, article: ArticleId) -> Option<usize> {
        self.places.get(*self.coverage.findings.event_of.get(article.index())?).copied()
    }

    fn event_at(&self, place: usize) -> Option<(usize, &EventFindings)> {
        let event = *self.order.get(place)?;
        Some((event, self.coverage.findings.events.get(event)?))
    }

    fn row(&self, index: usize) -> ShelfEvent {
        let findings = &self.coverage.findings;
        let first = |event: &usize| {
            findings.events.get(*event)?.articles.first().copied().map(Number::from)
        };
        let follows = findings.follows.get(index).copied().flatten().as_ref().and_then(first);
        let followed = self.followed.get(&index).into_iter().flatten().filter_map(first).collect();
        ShelfEvent {
            follows,
            followed,
            ..event_row(&self.coverage, index, &|article| self.whole(article))
        }
    }

    fn whole(&self, article: ArticleId) -> Option<(CopyKind, Original)> {
        let (kind, original) = self.coverage.findings.copies.whole(article)?;
        let event_of = &self.coverage.findings.event_of;
        let beside = event_of.get(original.index()) == event_of.get(article.index());
        let elsewhere =
            || Original::Elsewhere(outline::outlet(self.coverage.corpus.article(original)));
        Some((kind, if beside { Original::Beside(original) } else { elsewhere() }))
    }

    fn passage(&self, at: Anchor) -> Option<Passage> {
        Some(Passage::new(self.coverage.local(at.article)?, at.span))
    }

    /// A correction by ids; those of articles that are not there change nothing.
    pub fn correction(change: &Change) -> Option<Correction> {
        let apart_from = change.apart_from.iter().filter_map(|number| number.id()).collect();
        Some(Correction {
            article: change.article.id()?,
            apart_from,
            with: change.with.and_then(Number::id),
        })
    }
}

impl Change {
    /// A correction by the numbers of a library in memory.
    pub fn of(correction: &Correction) -> Change {
        let Correction { article, apart_from, with } = correction;
        Change {
            article: (*article).into(),
            apart_from: apart_from.iter().copied().map(Number::from).collect(),
            with: with.map(Number::from),
            outlet: None,
        }
    }
}

impl Shelf for Memory {
    fn events(&self) -> usize {
        self.order.len()
    }

    fn articles(&self) -> usize {
        self.coverage.corpus.articles().len()
    }

    fn event(&self, place: usize) -> Option<Arc<ShelfEvent>> {
        let row = || Arc::new(self.row(self.order[place]));
        self.rows.get(place).map(|held| Arc::clone(held.get_or_init(row)))
    }

    fn measures(&self) -> Arc<[Measure]> {
        let measure = |event: &usize| {
            measure(&self.coverage, &self.coverage.findings.events[*event], &|article| {
                self.whole(article)
            })
        };
        Arc::clone(self.measures.get_or_init(|| self.order.iter().map(measure).collect()))
    }

    fn find(&self, article: Number) -> Option<(usize, usize)> {
        let id = self.coverage.local(article)?;
        let place = self.place(id)?;
        let (_, event) = self.event_at(place)?;
        Some((place, event.articles.iter().position(|other| *other == id)?))
    }

    fn named(&self, id: &str) -> Option<Number> {
        let corpus = &self.coverage.corpus;
        let names = self.names.get_or_init(|| {
            corpus.ids().map(|article| (corpus.article(article).id.clone(), article)).collect()
        });
        names.get(id).map(|article| Number::from(*article))
    }

    fn left(&self, place: usize, without: &[[Anchor; 2]]) -> Option<Left> {
        Some(left(&self.coverage, *self.order.get(place)?, without))
    }

    fn words(&self, at: Anchor) -> Option<String> {
        let passage = self.passage(at)?;
        self.coverage
            .corpus
            .article(passage.article)
            .text
            .get(at.span.start..at.span.end)
            .map(str::to_owned)
    }

    fn quote(&self, id: QuoteId) -> Option<Said> {
        speaker::said(&self.coverage, id)
    }

    fn corrected(&self) -> Vec<Change> {
        self.coverage.findings.corrected.corrections.iter().map(Change::of).collect()
    }

    fn at_hand(&self, article: Number) -> Option<Coverage> {
        self.coverage
            .only(*self.coverage.findings.event_of.get(self.coverage.local(article)?.index())?)
    }

    fn open(&self, article: Number) -> Option<Coverage> {
        self.at_hand(article)
    }

    fn everywhere(
        &self,
        query: &Query,
        is: IsKnown<'_>,
        limit: usize,
        cancelled: &AtomicBool,
    ) -> Vec<Found> {
        let found = query::search(
            &self.coverage,
            query,
            &|id, known| is(id.into(), known),
            limit,
            cancelled,
        )
        .into_iter();
        let found = found.filter_map(|(id, places)| {
            let number = Number::from(id);
            Some(Found::new(
                query,
                self.coverage.corpus.article(id),
                number,
                self.find(number)?,
                &places,
            ))
        });
        found.collect()
    }

    fn filter(&self, query: &Query, is: IsKnown<'_>, cancelled: &AtomicBool) -> Kept {
        let mut kept = Kept::new();
        for (id, _) in query::search(
            &self.coverage,
            query,
            &|id, known| is(id.into(), known),
            usize::MAX,
            cancelled,
        ) {
            let Some((event, article)) = self.find(id.into()) else { continue };
            kept.entry(event).or_default().push(article);
        }
        kept.values_mut().for_each(|articles| articles.sort_unstable());
        kept
    }

    fn speakers(&self, _: &AtomicBool) -> Vec<Speaker> {
        speaker::speakers(&self.coverage, speaker::everywhere(&self.coverage))
    }

    fn regrouped(&self, corrections: &[Change], cancelled: &AtomicBool) -> Option<Arc<dyn Shelf>> {
        let corrections = corrections.iter().filter_map(Memory::correction).collect();
        let mut coverage = self.coverage.clone();
        let stopped = || cancelled.load(Ordering::Relaxed);
        let regrouped = correction::regroup(
            &coverage.corpus,
            &coverage.findings,
            corrections,
            Depth::Everything,
            &stopped,
        );
        coverage.findings.take_in(regrouped);
        Some(Arc::new(Memory::new(coverage)))
    }
}

/// How many disputes these conflicts of one event are.
fn count<'a>(conflicts: impl Iterator<Item = &'a Conflict>) -> Count {
    let mut all: BTreeMap<usize, bool> = BTreeMap::new();
    for conflict in conflicts {
        *all.entry(conflict.group).or_default() |= conflict.strength != Strength::Soft;
    }
    let number = |firm: bool| {
        u32::try_from(all.values().filter(|is_firm| **is_firm == firm).count()).unwrap_or(u32::MAX)
    };
    Count { firm: number(true), soft: number(false) }
}

/// Whether a conflict has a side in an article.
fn has_side(conflict: &Conflict, article: ArticleId) -> bool {
    [&conflict.a, &conflict.b].iter().any(|side| side.passage.article == article)
}

/// What is left of the disputes of event number `index` without the conflicts that stand between
/// these places.
pub fn left(coverage: &Coverage, index: usize, without: &[[Anchor; 2]]) -> Left {
    let Some(event) = coverage.findings.events.get(index) else { return Left::default() };
    let passage = |at: Anchor| Some(Passage::new(coverage.local(at.article)?, at.span));
    let conflicts =
        |[a, b]: [Anchor; 2]| between(coverage, passage(a).zip(passage(b)).map(|(a, b)| [a, b]));
    let group = |(_, conflict): &(usize, usize)| {
        event.conflicts.get(*conflict).map(|conflict| conflict.group)
    };
    let gone: BTreeSet<(usize, usize)> =
        without.iter().flat_map(|sides| conflicts(*sides)).collect();
    let stays = || {
        event
            .conflicts
            .iter()
            .enumerate()
            .filter(|(at, _)| !gone.contains(&(index, *at)))
            .map(|(_, conflict)| conflict)
    };
    Left {
        without: without
            .iter()
            .map(|sides| (*sides, conflicts(*sides).first().and_then(group)))
            .collect(),
        disputes: count(stays()),
        articles: event
            .articles
            .iter()
            .map(|article| count(stays().filter(|conflict| has_side(conflict, *article))))
            .collect(),
    }
}

/// The article whose text another is as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Original {
    /// One of the same event.
    Beside(ArticleId),
    /// One of another event, by its outlet.
    Elsewhere(String),
}

/// What articles are as a whole.
type Wholes<'a> = &'a dyn Fn(ArticleId) -> Option<(CopyKind, Original)>;

fn measure(coverage: &Coverage, event: &EventFindings, whole: Wholes<'_>) -> Measure {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let copied = |article: &ArticleId| {
        matches!(whole(*article), Some((CopyKind::Copy, Original::Beside(_))))
    };
    let own = event.articles.iter().filter(|article| !copied(article));
    let outlets: BTreeSet<&str> =
        own.map(|article| coverage.corpus.article(*article).outlet.name.as_str()).collect();
    Measure {
        articles: number(event.articles.len()),
        outlets: number(outlets.len()),
        disputes: count(event.conflicts.iter()),
    }
}

/// The kinds of conflicts that are hard or medium, in order, each once.
fn kinds<'a>(conflicts: impl Iterator<Item = &'a Conflict>) -> Vec<ConflictKind> {
    let firm = conflicts.filter(|conflict| conflict.strength != Strength::Soft);
    let kinds: BTreeSet<ConflictKind> = firm.map(|conflict| conflict.kind).collect();
    kinds.into_iter().collect()
}

/// The row of an event, but for its story; the texts of its articles are not looked at.
pub fn event_row(coverage: &Coverage, index: usize, whole: Wholes<'_>) -> ShelfEvent {
    let Some(event) = coverage.findings.events.get(index) else { return ShelfEvent::default() };
    let article_row = |id: &ArticleId| {
        let article = coverage.corpus.article(*id);
        let place = |original| {
            event
                .articles
                .iter()
                .position(|article| *article == original)
                .map(letter)
                .unwrap_or_default()
        };
        let whole = whole(*id).map(|(kind, original)| match original {
            Original::Beside(original) => Whole { kind, of: place(original) },
            Original::Elsewhere(of) => Whole { kind, of },
        });
        ShelfArticle {
            number: coverage.number(*id),
            id: article.id.clone(),
            path: article.path.clone(),
            outlet: article.outlet.clone(),
            title: article.title.clone(),
            authors: article.authors.clone(),
            published: article.published,
            disputes: count(event.conflicts.iter().filter(|conflict| has_side(conflict, *id))),
            kinds: kinds(event.conflicts.iter().filter(|conflict| has_side(conflict, *id))),
            whole,
        }
    };
    ShelfEvent {
        id: event.id.clone(),
        label: event.label.clone(),
        from: event.from,
        to: event.to,
        measure: measure(coverage, event, whole),
        articles: event.articles.iter().map(article_row).collect(),
        ..ShelfEvent::default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::Memory;
    use crate::text::Span;
    use crate::view::fixture;
    use crate::view::query::{Known, Query};
    use crate::view::shelf::{Anchor, Change, Kept, Number, Shelf};

    #[test]
    fn an_event_by_itself_has_the_words_that_it_has_among_all() {
        let (whole, shelf) = (fixture::coverage(), Memory::new(fixture::coverage()));
        for event in &whole.findings.events {
            let own = shelf.open(Number::from(event.articles[1])).unwrap();
            let found = &own.findings.events[0];
            assert_eq!(
                (own.corpus.articles().len(), own.findings.events.len()),
                (event.articles.len(), 1)
            );
            let words = |conflicts: &[crate::analysis::Conflict],
                         corpus: &crate::corpus::Corpus| {
                let sides =
                    conflicts.iter().flat_map(|conflict| [conflict.a.passage, conflict.b.passage]);
                sides.map(|side| corpus.words(side).to_owned()).collect::<Vec<_>>()
            };
            assert_eq!(
                words(&found.conflicts, &own.corpus),
                words(&event.conflicts, &whole.corpus)
            );
            for (topic, same) in found.topics.iter().zip(&event.topics) {
                let told: Vec<&str> =
                    topic.versions.iter().map(|version| own.corpus.words(*version)).collect();
                assert_eq!(
                    told,
                    same.versions
                        .iter()
                        .map(|version| whole.corpus.words(*version))
                        .collect::<Vec<_>>()
                );
            }
            for (place, article) in event.articles.iter().enumerate() {
                let id = own.local(Number::from(*article)).unwrap();
                assert_eq!((id.index(), own.number(id)), (place, Number::from(*article)));
                assert_eq!(
                    own.findings.articles[place].quotes,
                    whole.findings.articles[article.index()].quotes
                );
            }
        }
        let first = shelf.open(Number(0)).unwrap();
        assert_eq!(
            [first.local(Number(5)), first.local(Number(-1)), whole.local(Number(6))],
            [None; 3]
        );
        assert!(shelf.open(Number(6)).is_none());
    }

    #[test]
    fn what_is_on_the_shelf_is_found_by_its_number_and_its_id() {
        let shelf = Memory::new(fixture::coverage());
        assert_eq!((shelf.events(), shelf.articles(), shelf.measures().len()), (2, 6, 2));
        for place in 0..shelf.events() {
            let event = shelf.event(place).unwrap();
            assert_eq!(shelf.measures()[place], event.measure);
            for (index, article) in event.articles.iter().enumerate() {
                assert_eq!(
                    (shelf.find(article.number), shelf.named(&article.id)),
                    (Some((place, index)), Some(article.number))
                );
            }
        }
        assert!(
            shelf.event(2).is_none()
                && shelf.find(Number(6)).is_none()
                && shelf.named("7.txt").is_none()
        );
    }

    #[test]
    fn what_a_search_finds_comes_with_the_text_around() {
        let shelf = Memory::new(fixture::coverage());
        let go_on = AtomicBool::new(false);
        let query = |written: &str| Query::parse(written).unwrap();
        let found = shelf.everywhere(&query("inspections"), &|_, _| false, 9, &go_on);
        assert!(!found.is_empty());
        for one in &found {
            assert_eq!(shelf.find(one.article), Some(one.place));
            for sentence in &one.sentences {
                let words: Vec<String> = sentence
                    .words
                    .iter()
                    .map(|word| word.of(&sentence.text).to_lowercase())
                    .collect();
                assert!(
                    !words.is_empty() && words.iter().all(|word| word == "inspections"),
                    "{words:?}"
                );
                let at = Anchor { article: one.article, span: sentence.at };
                assert_eq!(shelf.words(at).unwrap(), sentence.words[0].of(&sentence.text));
            }
        }
        let first = shelf.everywhere(&query("inspections"), &|_, _| false, 1, &go_on);
        assert_eq!(first, found.get(..1).unwrap());
        let read = |number: Number, _| number == found[0].article;
        assert!(
            shelf
                .everywhere(&query("inspections is:unread"), &read, 9, &go_on)
                .iter()
                .all(|one| !read(one.article, Known::Read))
        );
        assert_eq!(shelf.everywhere(&query("inspections is:read"), &read, 9, &go_on).len(), 1);
        assert_eq!(
            shelf.filter(&query("outlet:courier bridge"), &|_, _| false, &go_on),
            Kept::from([(0, vec![2])])
        );
        assert_eq!(shelf.everywhere(&query("the"), &|_, _| false, 9, &AtomicBool::new(true)), []);
    }

    #[test]
    fn events_are_grouped_anew_beside_the_old_ones() {
        let shelf = Memory::new(fixture::coverage());
        let change = Change {
            article: Number(1),
            apart_from: vec![Number(0), Number(2)],
            ..Change::default()
        };
        let parted =
            shelf.regrouped(std::slice::from_ref(&change), &AtomicBool::new(false)).unwrap();
        assert_eq!((shelf.events(), parted.events(), parted.corrected()), (2, 3, vec![change]));
        assert_eq!(parted.regrouped(&[], &AtomicBool::new(false)).unwrap().events(), 2);
        let at =
            |article, start| Anchor { article: Number(article), span: Span::new(start, start + 4) };
        let left = shelf.left(0, &[[at(0, 0), at(3, 0)]]).unwrap();
        assert_eq!((left.without[0].1, left.disputes), (None, shelf.measures()[0].disputes));
    }
}
