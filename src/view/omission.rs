//! What an article of an event leaves out that others tell, and what only its outlet tells. Gaps,
//! never conflicts.

use crate::analysis::{EventFindings, Gap};
use crate::corpus::{ArticleId, Passage};
use crate::view::Coverage;
use crate::view::event::{EventView, Finding};
use crate::view::speaker::{self, Standing, is_full_name};
use crate::view::walk::Stop;

/// What some tell and others do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A topic of the event, by its place.
    Topic(usize),
    /// An utterance: a variant of the event, by its place.
    Utterance(usize),
    /// A source, by name.
    Source(String),
}

/// Something that is told, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omission {
    /// What.
    pub told: Told,
    /// The articles that tell it, in order of their letters.
    pub tellers: Vec<ArticleId>,
    /// Where it is told first, an utterance where its longest form stands: in another outlet's
    /// article what is left out, in the article itself what only it tells.
    pub opens: Stop,
}

/// The gaps of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Omissions {
    /// Topics in the event's order that at least [`WITNESSES`] other outlets tell, or all others
    /// where they are fewer, and of which no sentence of the article speaks.
    pub leaves_out: Vec<Omission>,
    /// Further such topics, of which no version was found in it, though it may tell them in other
    /// words; then utterances that as many give, of topics that are not in this list or the one
    /// before.
    pub not_found: Vec<Omission>,
    /// Topics of which no other outlet has an account of its own, then sources with a full name
    /// whom no other quotes.
    pub only: Vec<Omission>,
}

/// What one outlet alone tells is that outlet's choice, and no omission of all the others: it takes
/// two to miss something.
pub const WITNESSES: usize = 2;

impl Omissions {
    /// The gaps of `article`, one of the event of `view`.
    pub fn of(coverage: &Coverage, view: &EventView, article: ArticleId) -> Omissions {
        let Some(event) = coverage.findings.events.get(view.event) else {
            return Omissions::default();
        };
        // The account of what was updated is its later version.
        if event.is_superseded(article) {
            return Omissions::default();
        }
        let telling = Telling { coverage, view, event, article };
        let topics = || {
            event
                .topics
                .iter()
                .enumerate()
                .map(|(index, topic)| (Told::Topic(index), topic.versions.as_slice()))
        };
        let gaps: Vec<Omission> =
            topics().filter_map(|(told, versions)| telling.left_out(told, versions)).collect();
        let whole: Vec<Told> = gaps.iter().map(|omission| omission.told.clone()).collect();
        let is_sure = |omission: &Omission| match omission.told {
            Told::Topic(index) => {
                event.topics.get(index).and_then(|topic| topic.gap(article)) == Some(Gap::LeftOut)
            }
            Told::Utterance(_) | Told::Source(_) => false,
        };
        let (leaves_out, mut not_found): (Vec<Omission>, Vec<Omission>) =
            gaps.into_iter().partition(is_sure);
        let variants = event.variants.iter().enumerate();
        let variants = variants.filter(|(_, variant)| {
            variant.topic.is_none_or(|topic| !whole.contains(&Told::Topic(topic)))
        });
        not_found.extend(variants.filter_map(|(index, variant)| {
            let forms: Vec<Passage> = variant.members.iter().map(|member| member.passage).collect();
            telling.left_out(Told::Utterance(index), &forms)
        }));
        let mut only = Omissions::topics_alone(coverage, view, article);
        // A description may be of somebody whom the others call by name.
        let mut sources = speaker::speakers(coverage, event.articles.iter().copied());
        sources.retain(|source| {
            source.standing == Standing::Named
                && is_full_name(&source.name)
                && source.outlets.len() == 1
        });
        only.extend(sources.into_iter().filter_map(|source| {
            let quotes: Vec<Passage> =
                source.quotes.iter().filter_map(|id| speaker::passage(coverage, *id)).collect();
            telling.only(Told::Source(source.name), &quotes)
        }));
        Omissions { leaves_out, not_found, only }
    }
}

impl Omissions {
    /// The topics of which no outlet but that of `article` has an account of its own.
    pub(crate) fn topics_alone(
        coverage: &Coverage,
        view: &EventView,
        article: ArticleId,
    ) -> Vec<Omission> {
        let Some(event) = coverage.findings.events.get(view.event) else { return Vec::new() };
        if event.is_superseded(article) {
            return Vec::new();
        }
        let telling = Telling { coverage, view, event, article };
        let topics = event.topics.iter().enumerate();
        topics
            .filter_map(|(index, topic)| telling.only(Told::Topic(index), &topic.versions))
            .collect()
    }
}

/// What is asked of each point.
struct Telling<'a> {
    coverage: &'a Coverage,
    view: &'a EventView,
    event: &'a EventFindings,
    article: ArticleId,
}

impl Telling<'_> {
    fn outlet(&self, article: ArticleId) -> &str {
        &self.coverage.corpus.article(article).outlet.name
    }

    fn left_out(&self, told: Told, passages: &[Passage]) -> Option<Omission> {
        if passages.iter().any(|passage| passage.article == self.article) {
            return None;
        }
        let own = self.outlet(self.article);
        let is_copy =
            |passage: &&Passage| self.event.echo_of(**passage).is_some_and(|echo| !echo.altered);
        let mut outlets: Vec<&str> = passages
            .iter()
            .filter(|passage| !is_copy(passage))
            .map(|passage| self.outlet(passage.article))
            .collect();
        outlets.retain(|outlet| *outlet != own);
        outlets.sort_unstable();
        outlets.dedup();
        let others = || {
            self.event
                .articles
                .iter()
                .map(|article| self.outlet(*article))
                .filter(|outlet| *outlet != own)
        };
        // An outlet that prints another's account tells the point too; it is one account.
        let tells = |outlet: &str| passages.iter().any(|one| self.outlet(one.article) == outlet);
        let everybody = !outlets.is_empty() && others().all(tells);
        (outlets.len() >= WITNESSES || everybody).then(|| self.omission(told, passages))?
    }

    fn only(&self, told: Told, passages: &[Passage]) -> Option<Omission> {
        let own = self.outlet(self.article);
        let is_own = |passage: &Passage| {
            let echo = self.event.echo_of(*passage).filter(|echo| !echo.altered);
            let teller = echo.map_or(passage.article, |echo| echo.of.article);
            self.outlet(teller) == own
        };
        let alone = passages.iter().all(is_own);
        let here: Vec<Passage> =
            passages.iter().copied().filter(|passage| passage.article == self.article).collect();
        // Where every article is of one outlet, to be the only one says nothing.
        let several = self.event.articles.iter().any(|article| self.outlet(*article) != own);
        if alone && several { self.omission(told, &here) } else { None }
    }

    fn omission(&self, told: Told, passages: &[Passage]) -> Option<Omission> {
        let mut tellers: Vec<(usize, ArticleId)> = passages
            .iter()
            .filter_map(|passage| Some((self.view.place(passage.article)?, passage.article)))
            .collect();
        tellers.sort_unstable();
        tellers.dedup();
        let passage = match told {
            Told::Utterance(_) => *passages.first()?, // its longest form
            Told::Topic(_) | Told::Source(_) => {
                *passages.iter().min_by_key(|passage| self.view.position(**passage))?
            }
        };
        let finding = match told {
            Told::Topic(index) => Some(Finding::Topic(index)),
            Told::Utterance(index) => Some(Finding::Variant(index)),
            Told::Source(_) => None,
        };
        let opens = Stop { passage, finding };
        Some(Omission {
            told,
            tellers: tellers.into_iter().map(|(_, article)| article).collect(),
            opens,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Omission, Omissions, Told};
    use crate::analysis::copy::CopyKind;
    use crate::analysis::copy::echo::Echo;
    use crate::analysis::{SpeakerId, Topic};
    use crate::corpus::{ArticleId, Corpus};
    use crate::view::event::{EventView, Soft};
    use crate::view::{Coverage, fixture};

    /// What article `article` leaves out, each with its tellers, what was not found in it, and what
    /// only it tells.
    fn gaps(coverage: &Coverage, event: usize, article: u32) -> [Vec<(Told, Vec<u32>)>; 3] {
        let found = Omissions::of(
            coverage,
            &EventView::new(coverage, event, Soft::Hidden),
            ArticleId(article),
        );
        let shown = |omission: &Omission| {
            (omission.told.clone(), omission.tellers.iter().map(|id| id.0).collect())
        };
        [found.leaves_out, found.not_found, found.only].map(|gaps| gaps.iter().map(shown).collect())
    }

    #[test]
    fn an_account_counts_once_whoever_prints_it() {
        let mut coverage = fixture::coverage();
        let event = &mut coverage.findings.events[0];
        let [first, second] = [0, 1].map(|at| event.topics[0].versions[at]);
        event.echoes =
            vec![Echo { passage: second, of: first, kind: CopyKind::Copy, altered: false }];
        let [left_out, _, only] = gaps(&coverage, 0, 2);
        assert_eq!(left_out, [(Told::Topic(0), vec![0, 1])], "all others print it");
        assert!(only.is_empty());
        assert!(gaps(&coverage, 0, 0)[2].contains(&(Told::Topic(0), vec![0])));
        assert!(!gaps(&coverage, 0, 1)[2].iter().any(|(told, _)| *told == Told::Topic(0)));
    }

    #[test]
    fn what_two_others_tell_is_left_out_and_what_one_tells_is_its_own() {
        use Told::{Source, Topic as T, Utterance};
        let source = |name: &str, article| (Source(name.to_owned()), vec![article]);
        let mut coverage = fixture::coverage();
        assert_eq!(gaps(&coverage, 0, 2), [vec![(T(0), vec![0, 1])], vec![], vec![]]);
        assert_eq!(
            gaps(&coverage, 0, 1),
            [vec![(T(2), vec![0, 2])], vec![], vec![source("Tom Reyle", 1)]]
        );
        assert_eq!(
            gaps(&coverage, 0, 0),
            [vec![], vec![], vec![]],
            "who is not named may be anybody"
        );
        coverage.findings.articles[0].quotes[1].speaker = Some(SpeakerId::new(5));
        coverage.findings.articles[0].quotes[1].anonymous = false;
        assert_eq!(
            gaps(&coverage, 0, 0),
            [vec![], vec![], vec![]],
            "the others may call it by name"
        );
        let event = &mut coverage.findings.events[0];
        let alone = Topic {
            label: "The receipt".into(),
            versions: vec![event.topics[1].versions[1]],
            missing: vec![ArticleId(0), ArticleId(2)],
        };
        event.topics.push(alone);
        // An utterance that the third does not give, of a topic that it tells.
        event.variants[0].members.pop();
        assert_eq!(
            gaps(&coverage, 0, 1),
            [vec![(T(2), vec![0, 2])], vec![], vec![(T(3), vec![1]), source("Tom Reyle", 1)]]
        );
        assert_eq!(
            gaps(&coverage, 0, 2),
            [vec![(T(0), vec![0, 1])], vec![(Utterance(0), vec![0, 1])], vec![]]
        );
        // Of a topic that is left out as a whole it is no gap of its own.
        coverage.findings.events[0].variants[0].topic = Some(0);
        assert_eq!(gaps(&coverage, 0, 2), [vec![(T(0), vec![0, 1])], vec![], vec![]]);
        // What may be told in other words is not said to be left out.
        coverage.findings.events[0].topics[0].missing.clear();
        assert_eq!(gaps(&coverage, 0, 2), [vec![], vec![(T(0), vec![0, 1])], vec![]]);
    }

    #[test]
    fn it_opens_where_another_tells_it_first() {
        let coverage = fixture::coverage();
        let found =
            Omissions::of(&coverage, &EventView::new(&coverage, 0, Soft::Hidden), ArticleId(2));
        let words = coverage.corpus.words(found.leaves_out[0].opens.passage);
        assert_eq!(words, "The council said that the bridge would stay shut for six weeks.");
        // Of an utterance the longest form, which is the variant's first.
        let mut coverage = coverage;
        coverage.findings.events[0].variants[0].members.pop();
        let found =
            Omissions::of(&coverage, &EventView::new(&coverage, 0, Soft::Hidden), ArticleId(2));
        let words = coverage.corpus.words(found.not_found[0].opens.passage);
        assert_eq!(words, "inspections were “as up to date as the law asks”");
    }

    #[test]
    fn of_two_outlets_each_can_miss_what_the_other_tells_and_of_one_none_is_the_only_one() {
        let mut coverage = fixture::coverage();
        let mut articles = coverage.corpus.articles().to_vec();
        articles[1].outlet = articles[0].outlet.clone();
        coverage.corpus = Corpus::new(articles.clone());
        assert_eq!(gaps(&coverage, 0, 2)[0].len(), 1, "all others tell it");
        articles[2].outlet = articles[0].outlet.clone();
        coverage.corpus = Corpus::new(articles);
        assert!((0..3).all(|article| gaps(&coverage, 0, article) == [vec![], vec![], vec![]]));
    }
}
