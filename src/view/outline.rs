//! The outline of the coverage: events, opened to their articles, with counts of conflicts.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::analysis::copy::CopyKind;
use crate::analysis::{EventFindings, event};
use crate::corpus::{Article, ArticleId, Outlet, Published};
use crate::view::Coverage;
use crate::view::event::Soft;

/// One row of the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// An event, by its place among all.
    Event(usize),
    /// An article of the event above it.
    Article(usize, ArticleId),
    /// Under an open event, another that comes before or after it in its story.
    Story(usize, usize),
    /// So many events of one article, folded away.
    Singles(usize),
}

/// What the events are sorted by. Equals are by time, newest first, then by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest first, undated ones last.
    #[default]
    Time,
    /// Those that most outlets tell in a text of their own first.
    Outlets,
    /// Those with most conflicts first.
    Conflicts,
}

impl Order {
    /// The one after it, round to the first.
    pub fn next(self) -> Order {
        match self {
            Order::Time => Order::Outlets,
            Order::Outlets => Order::Conflicts,
            Order::Conflicts => Order::Time,
        }
    }

    /// `by time`, for titles.
    pub fn name(self) -> &'static str {
        match self {
            Order::Time => "by time",
            Order::Outlets => "by outlets",
            Order::Conflicts => "by conflicts",
        }
    }
}

/// Whether events of one article are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Singles {
    /// Like all others.
    #[default]
    Listed,
    /// As one row at the end.
    Folded,
}

/// In which order an event's articles are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sequence {
    /// By outlet, as their letters go.
    #[default]
    Letters,
    /// As they were published, undated ones last.
    Timeline,
}

/// What decides which rows are shown.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// All events, as they are sorted.
    pub order: &'a [usize],
    /// The events that are open.
    pub open: &'a BTreeSet<usize>,
    /// The articles that a filter keeps: they are shown with their events, all open and none folded away.
    pub kept: Option<&'a BTreeSet<ArticleId>>,
    /// Whether events of one article are listed.
    pub singles: Singles,
    /// How the articles are ordered.
    pub sequence: Sequence,
}

/// How many conflicts there are, counted once for a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By event.
    pub events: Vec<usize>,
    /// By article: conflicts that have a side in it.
    pub articles: Vec<usize>,
}

impl Counts {
    /// Counts the conflicts that are shown.
    pub fn new(coverage: &Coverage, soft: Soft) -> Counts {
        let mut counts = Counts { events: vec![0; coverage.findings.events.len()], articles: vec![0; coverage.corpus.articles().len()] };
        for index in 0..coverage.findings.events.len() {
            for (_, conflict) in coverage.shown(index, soft) {
                counts.events[index] += 1;
                let (a, b) = (conflict.a.passage.article, conflict.b.passage.article);
                for article in [Some(a), (b != a).then_some(b)].into_iter().flatten() {
                    if let Some(count) = counts.articles.get_mut(article.index()) {
                        *count += 1;
                    }
                }
            }
        }
        counts
    }

    /// The first event of the outline that has conflicts, else the first of all: where reading begins.
    pub fn first_disputed(&self, coverage: &Coverage) -> Option<usize> {
        let order = newest_first(coverage);
        let disputed = |event: &&usize| self.events.get(**event).is_some_and(|count| *count > 0);
        order.iter().find(disputed).or(order.first()).copied()
    }
}

/// The events newest first, undated ones last, ties as in the findings.
pub fn newest_first(coverage: &Coverage) -> Vec<usize> {
    let events = &coverage.findings.events;
    let mut order: Vec<usize> = (0..events.len()).collect();
    // Nothing is less than any date: reversed, undated events come last.
    order.sort_by_key(|event| Reverse(events[*event].from.map(Published::order)));
    order
}

/// The events sorted.
pub fn sorted(coverage: &Coverage, counts: &Counts, by: Order) -> Vec<usize> {
    let mut order = newest_first(coverage);
    // Stable: equals stay newest first.
    match by {
        Order::Time => {}
        Order::Outlets => order.sort_by_cached_key(|event| Reverse(accounts(coverage, *event))),
        Order::Conflicts => order.sort_by_key(|event| Reverse(counts.events.get(*event).copied().unwrap_or(0))),
    }
    order
}

/// How many outlets tell an event: its articles are in order of outlet.
pub fn outlets(coverage: &Coverage, event: usize) -> usize {
    let outlet = |article: &ArticleId| coverage.corpus.articles().get(article.index()).map(|article| &article.outlet.name);
    let articles = coverage.findings.events.get(event).map_or(&[][..], |event| &event.articles);
    articles.chunk_by(|a, b| outlet(a) == outlet(b)).count()
}

/// How many of them tell it in a text of their own: one that is as a whole another outlet's counts with that one.
pub fn accounts(coverage: &Coverage, event: usize) -> usize {
    let Some(event) = coverage.findings.events.get(event) else { return 0 };
    let copied = |article: &ArticleId| {
        let whole = coverage.findings.copies.whole(*article);
        whole.is_some_and(|(kind, original)| kind == CopyKind::Copy && event.articles.contains(&original))
    };
    let own = event.articles.iter().filter(|article| !copied(article));
    own.map(|article| &coverage.corpus.article(*article).outlet.name).collect::<BTreeSet<_>>().len()
}

/// The earliest article of an event: the one that its id is made from.
pub fn earliest(coverage: &Coverage, event: usize) -> Option<ArticleId> {
    let articles = &coverage.findings.events.get(event)?.articles;
    articles.iter().copied().min_by(|a, b| event::in_time(&coverage.corpus, *a, *b))
}

/// The rows to show.
pub fn rows(coverage: &Coverage, shape: Shape<'_>) -> Vec<Row> {
    let (mut rows, mut folded) = (Vec::new(), 0);
    for index in shape.order.iter().copied() {
        let Some(event) = coverage.findings.events.get(index) else { continue };
        if shape.kept.is_none() && shape.singles == Singles::Folded && event.articles.len() == 1 {
            folded += 1;
            continue;
        }
        let articles: Vec<ArticleId> = match shape.kept {
            Some(kept) => event.articles.iter().copied().filter(|article| kept.contains(article)).collect(),
            None if shape.open.contains(&index) => event.articles.clone(),
            None => Vec::new(),
        };
        if shape.kept.is_none() || !articles.is_empty() {
            rows.push(Row::Event(index));
            rows.extend(in_sequence(coverage, articles, shape.sequence).into_iter().map(|article| Row::Article(index, article)));
            if shape.kept.is_none() && shape.open.contains(&index) {
                rows.extend(beside(coverage, index).into_iter().map(|other| Row::Story(index, other)));
            }
        }
    }
    rows.extend((folded > 0).then_some(Row::Singles(folded)));
    rows
}

/// The events beside `event` in its story: the one that it follows, then those that follow it.
pub fn beside(coverage: &Coverage, event: usize) -> Vec<usize> {
    let follows = &coverage.findings.follows;
    let before = follows.get(event).copied().flatten();
    let after = follows.iter().enumerate().filter(|(_, earlier)| **earlier == Some(event)).map(|(later, _)| later);
    before.into_iter().chain(after).collect()
}

/// The articles of one event, which are in order of their letters, in the order that is asked for.
fn in_sequence(coverage: &Coverage, mut articles: Vec<ArticleId>, sequence: Sequence) -> Vec<ArticleId> {
    if sequence == Sequence::Timeline {
        articles.sort_by(|a, b| event::in_time(&coverage.corpus, *a, *b));
    }
    articles
}

/// An outlet's name as it is shown: with `?` where it was guessed.
pub fn outlet(article: &Article) -> String {
    name(&article.outlet)
}

/// The same, of the outlet alone.
pub fn name(outlet: &Outlet) -> String {
    let name = if outlet.name.is_empty() { "unknown outlet" } else { &outlet.name };
    if outlet.guessed { format!("{name}?") } else { name.to_owned() }
}

/// A day as newspapers print it: `4 Mar 2025`; empty where none is known.
pub fn day(article: &Article) -> String {
    article.published.map(|published| published.date.strftime("%-d %b %Y").to_string()).unwrap_or_default()
}

/// The days that an event's articles are of: `4 Mar 2025`, `4 Mar 2025 to 6 Mar 2025`; empty where none is known.
pub fn days(event: &EventFindings) -> String {
    let told = |published: Option<Published>| published.map(|published| published.date.strftime("%-d %b %Y").to_string());
    match (told(event.from), told(event.to)) {
        (Some(from), Some(to)) if from != to => format!("{from} to {to}"),
        (from, to) => from.or(to).unwrap_or_default(),
    }
}

/// The day and the hour, where that is known: `4 Mar 2025 14:05`.
pub fn moment(article: &Article) -> String {
    let hour = article.published.and_then(|published| published.time).map(|time| time.strftime(" %H:%M").to_string());
    day(article) + &hour.unwrap_or_default()
}

/// How long after `before` an article came: `+35 min`, `+3 h`, `+2 d`, and days alone where an hour is not known; `None` for no
/// time that could be told.
pub fn later(before: Published, after: Published) -> Option<String> {
    let ((from, begun), (to, ended)) = (before.order(), after.order());
    let known = before.time.is_some() && after.time.is_some();
    let days = if known { from.until(to).map_or(0, |span| span.get_days()) } else { before.days_until(after) };
    let minutes = if known { (days * 24 * 60 * 60 + ended - begun) / 60 } else { days * 24 * 60 };
    match minutes {
        ..1 => None,
        1..60 => Some(format!("+{minutes} min")),
        60..2880 if known => Some(format!("+{} h", (minutes + 30) / 60)),
        _ => Some(format!("+{} d", (minutes + 720) / 1440)),
    }
}

/// What a timeline says of an article that follows another: how long after it, or when, where there is none with a date.
pub fn since(before: Option<&Article>, article: &Article) -> String {
    match (before.and_then(|article| article.published), article.published) {
        (_, None) => "undated".to_owned(),
        (None, Some(published)) => match published.time {
            Some(time) => format!("{} {}", published.date.strftime("%-d %b"), time.strftime("%H:%M")),
            None => day(article),
        },
        (Some(before), Some(published)) => later(before, published).unwrap_or_else(|| "same day".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Counts, Order, Row, Sequence, Shape, Singles, day, later, moment, newest_first, outlet, rows, since, sorted};
    use crate::corpus::{Article, ArticleId, Corpus, Published};
    use crate::view::event::Soft;
    use crate::view::{Coverage, fixture};

    /// The rows of the events in the order of the findings, shut.
    fn shut<'a>(order: &'a [usize], open: &'a BTreeSet<usize>) -> Shape<'a> {
        Shape { order, open, kept: None, singles: Singles::Listed, sequence: Sequence::Letters }
    }

    #[test]
    fn open_events_show_their_articles() {
        let coverage = fixture::coverage();
        let (order, none, first) = ([0, 1], BTreeSet::new(), BTreeSet::from([0]));
        assert_eq!(rows(&coverage, shut(&order, &none)), [Row::Event(0), Row::Event(1)]);
        assert_eq!(rows(&coverage, shut(&order, &first)).len(), 5);
        let kept = BTreeSet::from([coverage.findings.events[1].articles[0]]);
        assert_eq!(rows(&coverage, Shape { kept: Some(&kept), ..shut(&order, &none) }).len(), 2);
    }

    #[test]
    fn an_open_event_ends_with_those_beside_it_in_its_story() {
        let mut coverage = fixture::coverage();
        coverage.findings.follows = vec![None, Some(0)];
        let (order, open) = ([1, 0], BTreeSet::from([0, 1]));
        let story = |row: &Row| matches!(row, Row::Story(..));
        let found: Vec<Row> = rows(&coverage, shut(&order, &open)).into_iter().filter(story).collect();
        assert_eq!(found, [Row::Story(1, 0), Row::Story(0, 1)]);
        assert_eq!(rows(&coverage, shut(&order, &BTreeSet::new())).iter().filter(|row| story(row)).count(), 0);
    }

    /// The fixture with a third event, of one article and without a date, that was the second's.
    fn with_a_single() -> Coverage {
        let mut coverage = fixture::coverage();
        let mut single = coverage.findings.events[1].clone();
        (single.articles, single.conflicts, single.from) = (vec![ArticleId(5)], Vec::new(), None);
        coverage.findings.events[1].articles.pop();
        coverage.findings.events.push(single);
        coverage.findings.event_of[5] = 2;
        for (event, day) in [(0, 4), (1, 5)] {
            coverage.findings.events[event].from = Some(Published::on(jiff::civil::date(2025, 3, day)));
        }
        coverage
    }

    #[test]
    fn events_are_sorted_by_what_is_asked_for_and_equals_by_time() {
        let mut coverage = with_a_single();
        let order = |coverage: &Coverage, by| sorted(coverage, &Counts::new(coverage, Soft::Hidden), by);
        assert_eq!(order(&coverage, Order::Time), [1, 0, 2]);
        assert_eq!(order(&coverage, Order::Outlets), [0, 1, 2]);
        assert_eq!(order(&coverage, Order::Conflicts), [0, 1, 2]);
        coverage.findings.events[0].conflicts.truncate(1);
        coverage.findings.events[0].articles.pop();
        assert_eq!(order(&coverage, Order::Outlets), [1, 0, 2], "equals");
        assert_eq!(order(&coverage, Order::Conflicts), [1, 0, 2], "equals");
        assert_eq!(Order::Time.next().next().next(), Order::Time);
    }

    #[test]
    fn events_of_one_article_fold_into_one_row_unless_a_filter_asks_for_them() {
        let coverage = with_a_single();
        let (order, none) = ([1, 0, 2], BTreeSet::new());
        let folded = Shape { singles: Singles::Folded, ..shut(&order, &none) };
        assert_eq!(rows(&coverage, folded), [Row::Event(1), Row::Event(0), Row::Singles(1)]);
        let kept = BTreeSet::from([ArticleId(5)]);
        assert_eq!(rows(&coverage, Shape { kept: Some(&kept), ..folded }), [Row::Event(2), Row::Article(2, ArticleId(5))]);
    }

    #[test]
    fn the_timeline_goes_by_time_and_ends_with_the_undated() {
        let mut coverage = fixture::coverage();
        let mut articles = coverage.corpus.articles().to_vec();
        articles[0].published = None;
        articles[1].published = Some(Published::on(jiff::civil::date(2025, 3, 6)));
        coverage.corpus = Corpus::new(articles);
        let (order, open) = ([0], BTreeSet::from([0]));
        let found = rows(&coverage, Shape { sequence: Sequence::Timeline, ..shut(&order, &open) });
        assert_eq!(found, [Row::Event(0), Row::Article(0, ArticleId(2)), Row::Article(0, ArticleId(1)), Row::Article(0, ArticleId(0))]);
    }

    #[test]
    fn the_newest_event_comes_first_and_undated_ones_last() {
        let mut coverage = fixture::coverage();
        let mut undated = coverage.findings.events[0].clone();
        undated.conflicts.clear();
        coverage.findings.events.push(undated);
        for (event, day) in [(0, 4), (1, 5)] {
            coverage.findings.events[event].from = Some(Published::on(jiff::civil::date(2025, 3, day)));
        }
        assert_eq!(newest_first(&coverage), [1, 0, 2]);
        assert_eq!(Counts::new(&coverage, Soft::Hidden).first_disputed(&coverage), Some(1));
        coverage.findings.events[1].conflicts.clear();
        assert_eq!(Counts::new(&coverage, Soft::Hidden).first_disputed(&coverage), Some(0));
        coverage.findings.events[0].conflicts.clear();
        assert_eq!(Counts::new(&coverage, Soft::Hidden).first_disputed(&coverage), Some(1));
    }

    #[test]
    fn gaps_are_told_as_exactly_as_the_dates_are() {
        let day = |day| Published::on(jiff::civil::date(2025, 3, day));
        let at = |date: i8, hour, minute| Published { time: Some(jiff::civil::time(hour, minute, 0, 0)), ..day(date) };
        let table = [
            (day(4), day(4), None),
            (day(4), day(6), Some("+2 d")),
            (day(4), at(4, 9, 0), None),
            (at(4, 9, 0), at(4, 9, 0), None),
            (at(4, 9, 0), at(4, 9, 35), Some("+35 min")),
            (at(4, 9, 0), at(4, 11, 50), Some("+3 h")),
            (at(4, 22, 0), at(5, 1, 0), Some("+3 h")),
            (at(4, 9, 0), at(6, 10, 0), Some("+2 d")),
        ];
        for (before, after, words) in table {
            assert_eq!(later(before, after).as_deref(), words, "{before} to {after}");
        }
        let article = |published| Article { published, ..Article::default() };
        let (dated, undated) = (article(Some(at(4, 9, 0))), article(None));
        assert_eq!([moment(&dated), since(None, &dated), since(Some(&dated), &dated)], ["4 Mar 2025 09:00", "4 Mar 09:00", "same day"]);
        assert_eq!([moment(&undated), since(Some(&dated), &undated), since(Some(&undated), &dated)], ["", "undated", "4 Mar 09:00"]);
    }

    #[test]
    fn conflicts_are_counted_at_both_sides() {
        let coverage = fixture::coverage();
        let counts = Counts::new(&coverage, Soft::Hidden);
        assert_eq!(counts.first_disputed(&coverage), Some(0));
        assert!(counts.articles.iter().sum::<usize>() > counts.events[0]);
    }

    #[test]
    fn a_guessed_outlet_says_so() {
        let coverage = fixture::coverage();
        let article = coverage.corpus.articles().last().unwrap();
        assert_eq!(outlet(article), "shortwave?");
        assert_eq!(day(&coverage.corpus.articles()[0]), "4 Mar 2025");
    }
}
