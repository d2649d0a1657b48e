//! The coverage matrix of an event: which outlet tells which topic, leaves it out, has a side in a
//! dispute about it, or is the only one to tell it.

use crate::analysis::copy::CopyKind;
use crate::analysis::{EventFindings, Gap, Topic};
use crate::corpus::{ArticleId, Outlet, Passage};
use crate::view::Coverage;
use crate::view::event::{Dispute, EventView, Finding};
use crate::view::sidebar::Heading;
use crate::view::walk::Stop;

/// Outlets by topics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// The outlets in order of their articles' letters, each once.
    pub outlets: Vec<Teller>,
    /// The topics in the event's order: most disputed first; at last the disputes of no topic,
    /// where there are any.
    pub rows: Vec<Row>,
}

/// An outlet and what it brought of the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teller {
    /// Who.
    pub outlet: Outlet,
    /// Its articles; their letters follow one another.
    pub articles: Vec<ArticleId>,
}

/// One topic with a cell for each outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The topic.
    pub heading: Heading,
    /// What it is called.
    pub label: String,
    /// Whether the reader calls it so.
    pub yours: bool,
    /// In the order of the outlets.
    pub cells: Vec<Cell>,
}

/// What one outlet makes of one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The passages in which it tells the topic, in order of article, then text.
    pub passages: Vec<Passage>,
    /// The shown disputes about the topic in which it has a side, surest first: of each its own
    /// surest conflict, by its place in the event's list.
    pub disputes: Vec<usize>,
    /// What is known where it has no passage of a topic and no side in a dispute about it; else
    /// `None`. Nobody leaves out what is no topic.
    pub gap: Option<Gap>,
    /// The article whose words all its passages are, where they are another's.
    pub same_as: Option<ArticleId>,
    /// Whether no other outlet has an account of the topic.
    pub alone: bool,
    /// Where it is opened: at its side of the surest dispute, else at its first passage.
    pub opens: Option<Stop>,
}

impl Matrix {
    /// The matrix of the event of `view`, with the disputes that `view` shows.
    pub fn new(coverage: &Coverage, view: &EventView) -> Matrix {
        let Some(event) = coverage.findings.events.get(view.event) else {
            return Matrix::default();
        };
        let outlets = tellers(coverage, &event.articles);
        let row = |heading, label: &str, topic: Option<usize>| {
            let mut disputes: Vec<&Dispute> =
                view.disputes().iter().filter(|dispute| dispute.topic == topic).collect();
            disputes.sort_unstable_by_key(|dispute| dispute.surest());
            let versions = topic
                .and_then(|index| event.topics.get(index))
                .map_or(&[][..], |topic| &topic.versions);
            let told = Told { topic, versions, disputes };
            Row {
                heading,
                label: label.to_owned(),
                yours: topic.is_some_and(|topic| coverage.topics.is_named(view.event, topic)),
                cells: outlets.iter().map(|teller| told.by(view, event, teller)).collect(),
            }
        };
        let topics = event.topics.iter().enumerate();
        let mut rows: Vec<Row> = topics
            .map(|(index, topic)| row(Heading::Topic(index), &topic.label, Some(index)))
            .collect();
        let rest = row(Heading::Rest, REST, None);
        rows.extend(
            Some(rest).filter(|row| row.cells.iter().any(|cell| !cell.disputes.is_empty())),
        );
        rows.iter_mut().for_each(Row::find_alone);
        Matrix { outlets, rows }
    }

    /// The cell of row and column.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.cells.get(column)
    }
}

/// What disputes of no topic are listed under.
pub const REST: &str = "Other disputes";

impl Row {
    fn find_alone(&mut self) {
        let has_account = |cell: &&mut Cell| !cell.passages.is_empty() && cell.same_as.is_none();
        let mut tellers = self.cells.iter_mut().filter(has_account);
        if let (Some(only), None) = (tellers.next(), tellers.next()) {
            only.alone = true;
        }
    }
}

/// The outlets of `articles`, which are in order of outlet.
fn tellers(coverage: &Coverage, articles: &[ArticleId]) -> Vec<Teller> {
    let outlet = |article: &ArticleId| &coverage.corpus.article(*article).outlet;
    let runs = articles.chunk_by(|a, b| outlet(a).name == outlet(b).name);
    runs.map(|articles| Teller {
        outlet: outlet(&articles[0]).clone(),
        articles: articles.to_vec(),
    })
    .collect()
}

/// All that is told of one topic, or of none.
struct Told<'a> {
    topic: Option<usize>,
    versions: &'a [Passage],
    /// Surest first.
    disputes: Vec<&'a Dispute>,
}

impl Told<'_> {
    /// What one outlet makes of it.
    fn by(&self, view: &EventView, event: &EventFindings, teller: &Teller) -> Cell {
        let own = |passage: &Passage| teller.articles.contains(&passage.article);
        let mut passages: Vec<Passage> = self.versions.iter().copied().filter(own).collect();
        passages.sort_by_key(|passage| view.position(*passage));
        let side = |index: usize| {
            let conflict = event.conflicts.get(index)?;
            let passage = [conflict.a.passage, conflict.b.passage].into_iter().find(own)?;
            Some(Stop { passage, finding: Some(Finding::Conflict(index)) })
        };
        let own = |dispute: &&Dispute| {
            dispute.conflicts.iter().copied().find(|index| side(*index).is_some())
        };
        let disputes: Vec<usize> = self.disputes.iter().filter_map(own).collect();
        let told =
            || Some(Stop { passage: *passages.first()?, finding: self.topic.map(Finding::Topic) });
        let opens = disputes.first().and_then(|index| side(*index)).or_else(told);
        let untold = self
            .topic
            .and_then(|index| event.topics.get(index))
            .filter(|_| passages.is_empty() && disputes.is_empty());
        let gap = untold.map(|topic| gap(topic, teller));
        let same_as = repeats(event, &passages);
        Cell { passages, disputes, gap, same_as, alone: false, opens }
    }
}

/// The article whose words these passages are, where all of them repeat another outlet's.
fn repeats(event: &EventFindings, passages: &[Passage]) -> Option<ArticleId> {
    let of = |passage: &Passage| {
        let echo = event.echo_of(*passage)?;
        (!echo.altered && echo.kind == CopyKind::Copy).then_some(echo.of.article)
    };
    passages.iter().map(of).collect::<Option<Vec<ArticleId>>>()?.first().copied()
}

/// What is known where none of an outlet's articles has a version of a topic.
fn gap(topic: &Topic, teller: &Teller) -> Gap {
    let left_out = teller.articles.iter().all(|article| topic.gap(*article) == Some(Gap::LeftOut));
    if left_out { Gap::LeftOut } else { Gap::NothingFound }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Matrix};
    use crate::analysis::Gap;
    use crate::analysis::copy::CopyKind;
    use crate::analysis::copy::echo::Echo;
    use crate::corpus::ArticleId;
    use crate::view::Coverage;
    use crate::view::event::{EventView, Finding, Soft};
    use crate::view::fixture;

    fn drawn(coverage: &Coverage, event: usize) -> Vec<String> {
        let matrix = Matrix::new(coverage, &EventView::new(coverage, event, Soft::Hidden));
        let row = |row: &super::Row| {
            let cell = |cell: &Cell| match cell.gap {
                Some(Gap::LeftOut) => "-".to_owned(),
                Some(Gap::NothingFound) => "?".to_owned(),
                None => format!(
                    "{}!{}{}",
                    cell.passages.len(),
                    cell.disputes.len(),
                    if cell.alone { "*" } else { "" }
                ),
            };
            format!("{}: {}", row.label, row.cells.iter().map(cell).collect::<Vec<_>>().join(" "))
        };
        matrix.rows.iter().map(row).collect()
    }

    #[test]
    fn cells_tell_passages_disputes_omissions_and_who_is_alone() {
        let mut coverage = fixture::coverage();
        let alone = coverage.findings.events[0].topics[0].versions[0];
        coverage.findings.events[0].topics[2].versions = vec![alone, alone];
        coverage.findings.events[0].topics[2].missing = vec![ArticleId(1), ArticleId(2)];
        expect_test::expect![[r#"
            [
                "How long it stays shut: 1!1 1!1 -",
                "What the mayor knew: 1!1 1!1 1!1",
                "How many use it: 2!1* - 0!1",
                "Other disputes: 0!1 0!1 0!0",
            ]
        "#]]
        .assert_debug_eq(&drawn(&coverage, 0));
    }

    #[test]
    fn who_prints_anothers_text_has_no_account_of_its_own() {
        let mut coverage = fixture::coverage();
        let event = &mut coverage.findings.events[0];
        let [first, second] = [0, 1].map(|at| event.topics[0].versions[at]);
        let echo = |altered| Echo { passage: second, of: first, kind: CopyKind::Copy, altered };
        event.echoes = vec![echo(false)];
        let cells = |coverage: &Coverage| {
            let view = EventView::new(coverage, 0, Soft::Hidden);
            let row = Matrix::new(coverage, &view).rows.swap_remove(0);
            row.cells.iter().map(|cell| (cell.same_as, cell.alone)).collect::<Vec<_>>()
        };
        let of_first = Some(first.article);
        assert_eq!(cells(&coverage), [(None, true), (of_first, false), (None, false)]);
        coverage.findings.events[0].echoes = vec![echo(true)];
        assert_eq!(cells(&coverage), [(None, false); 3], "another number is another account");
    }

    #[test]
    fn articles_of_one_outlet_tell_as_one() {
        let mut coverage = fixture::coverage();
        let mut articles = coverage.corpus.articles().to_vec();
        articles[1].outlet = articles[0].outlet.clone();
        coverage.corpus = crate::corpus::Corpus::new(articles);
        let matrix = Matrix::new(&coverage, &EventView::new(&coverage, 0, Soft::Hidden));
        let articles: Vec<_> =
            matrix.outlets.iter().map(|teller| teller.articles.clone()).collect();
        assert_eq!(articles, [vec![ArticleId(0), ArticleId(1)], vec![ArticleId(2)]]);
    }

    #[test]
    fn a_cell_opens_at_the_surest_dispute_or_the_first_passage() {
        let coverage = fixture::coverage();
        let matrix = Matrix::new(&coverage, &EventView::new(&coverage, 0, Soft::Hidden));
        let stops =
            matrix.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.passages.is_empty());
        for cell in stops {
            let stop = cell.opens.unwrap();
            match stop.finding {
                Some(Finding::Conflict(index)) => assert_eq!(Some(&index), cell.disputes.first()),
                _ => assert!(cell.disputes.is_empty() && stop.passage == cell.passages[0]),
            }
        }
    }

    #[test]
    fn disputes_of_no_topic_have_a_row_of_their_own_in_which_nothing_is_left_out() {
        let mut coverage = fixture::coverage();
        // A dispute is of no topic where none of its conflicts is of one.
        coverage.findings.events[0].conflicts[..2]
            .iter_mut()
            .for_each(|conflict| conflict.topic = None);
        let matrix = Matrix::new(&coverage, &EventView::new(&coverage, 0, Soft::Hidden));
        let last = matrix.rows.last().unwrap();
        assert_eq!(last.label, super::REST);
        assert!(last.cells.iter().all(|cell| cell.gap.is_none()));
        assert_eq!(last.cells.iter().map(|cell| cell.disputes.len()).sum::<usize>(), 3 + 2);
    }
}
