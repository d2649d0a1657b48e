//! The outline of the coverage: events, opened to their articles, with counts of disputes. Only
//! what is open or sorted otherwise than by time is laid out; a row is found by its number, however
//! many there are.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::corpus::{Article, Outlet, Published};
use crate::view::Coverage;
use crate::view::event::Soft;
use crate::view::shelf::{Kept, Left, Measure, Shelf};

/// One row of the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// An event, by its place on the shelf.
    Event(usize),
    /// An article of the event above it, by its place there.
    Article(usize, usize),
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
    /// Those with most disputes first.
    Disputes,
}

impl Order {
    /// The one after it, round to the first.
    pub fn next(self) -> Order {
        match self {
            Order::Time => Order::Outlets,
            Order::Outlets => Order::Disputes,
            Order::Disputes => Order::Time,
        }
    }

    /// `by time`, for titles.
    pub fn name(self) -> &'static str {
        match self {
            Order::Time => "by time",
            Order::Outlets => "by outlets",
            Order::Disputes => "by disputes",
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

/// The events newest first, undated ones last, ties as in the findings.
pub fn newest_first(coverage: &Coverage) -> Vec<usize> {
    let events = &coverage.findings.events;
    let mut order: Vec<usize> = (0..events.len()).collect();
    // Nothing is less than any date: reversed, undated events come last.
    order.sort_by_key(|event| Reverse(events[*event].from.map(Published::order)));
    order
}

/// Events in some order, by their places on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Places {
    /// So many, as they stand on the shelf.
    All(usize),
    /// These.
    Listed(Arc<Listed>),
}

/// Events in an order of their own.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed {
    places: Vec<u32>,
    /// For each place of the shelf where it comes; [`u32::MAX`] where it does not.
    ranks: Vec<u32>,
}

impl Default for Places {
    fn default() -> Places {
        Places::All(0)
    }
}

impl Places {
    /// These places, of so many.
    fn of(places: Vec<u32>, all: usize) -> Places {
        let mut ranks = vec![u32::MAX; all];
        for (rank, place) in (0..).zip(&places) {
            ranks[*place as usize] = rank;
        }
        Places::Listed(Arc::new(Listed { places, ranks }))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Places::All(count) => *count,
            Places::Listed(listed) => listed.places.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place that comes at `rank`.
    pub fn get(&self, rank: usize) -> Option<usize> {
        match self {
            Places::All(count) => (rank < *count).then_some(rank),
            Places::Listed(listed) => listed.places.get(rank).map(|place| *place as usize),
        }
    }

    /// Where `place` comes.
    pub fn rank(&self, place: usize) -> Option<usize> {
        match self {
            Places::All(count) => (place < *count).then_some(place),
            Places::Listed(listed) => {
                listed.ranks.get(place).filter(|rank| **rank != u32::MAX).map(|rank| *rank as usize)
            }
        }
    }
}

/// The events in which the reader says of conflicts that they are none, by place: what is left of
/// each.
pub type Dismissed = BTreeMap<usize, Left>;

/// What the event at `place` measures without those.
pub fn without(all: &Dismissed, place: usize, measure: Measure) -> Measure {
    all.get(&place).map_or(measure, |left| Measure { disputes: left.disputes, ..measure })
}

/// The events sorted.
pub fn sorted(shelf: &dyn Shelf, by: Order, soft: Soft, dismissed: &Dismissed) -> Places {
    let measures = match by {
        Order::Time => return Places::All(shelf.events()),
        Order::Outlets | Order::Disputes => shelf.measures(),
    };
    // Above what a key holds, events are alike. None comes near it.
    let key = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let mut keys: Vec<u16> = match by {
        Order::Disputes => {
            measures.iter().map(|measure| key(measure.disputes.shown(soft))).collect()
        }
        Order::Time | Order::Outlets => {
            measures.iter().map(|measure| key(measure.outlets as usize)).collect()
        }
    };
    if by == Order::Disputes {
        for (place, left) in dismissed {
            if let Some(count) = keys.get_mut(*place) {
                *count = key(left.disputes.shown(soft));
            }
        }
    }
    Places::of(most_first(&keys), shelf.events())
}

/// The places of `keys`, the largest first, equals as they stand: counted, since there may be a
/// million and they are small.
fn most_first(keys: &[u16]) -> Vec<u32> {
    let largest = keys.iter().copied().max().unwrap_or(0);
    let bin = |key: u16| usize::from(largest - key);
    let mut starts = vec![0; usize::from(largest) + 2];
    keys.iter().for_each(|key| starts[bin(*key) + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut places = vec![0; keys.len()];
    for (place, key) in (0..).zip(keys) {
        let next = &mut starts[bin(*key)];
        places[*next] = place;
        *next += 1;
    }
    places
}

/// What decides which rows are shown.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// All events, as they are sorted.
    pub order: &'a Places,
    /// The events that are open, with the rows below them ([`below`]).
    pub open: &'a BTreeMap<usize, Arc<[Row]>>,
    /// The articles that a filter keeps: they are shown with their events, all open and none folded
    /// away.
    pub kept: Option<&'a Kept>,
    /// Whether events of one article are listed.
    pub singles: Singles,
    /// How the articles are ordered.
    pub sequence: Sequence,
}

/// The rows, found by their numbers.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    events: Places,
    /// The open ones, in order.
    open: Vec<Open>,
    folded: usize,
}

/// An open event.
#[derive(Clone, Debug)]
struct Open {
    /// Where it comes among the events.
    rank: usize,
    /// The number of its row.
    row: usize,
    below: Arc<[Row]>,
}

impl Open {
    /// The rank and the row of what comes after it.
    fn end(&self) -> (usize, usize) {
        (self.rank + 1, self.row + 1 + self.below.len())
    }
}

impl Outline {
    /// Lays out the rows of `shelf`.
    pub fn new(shelf: &dyn Shelf, shape: Shape<'_>) -> Outline {
        let events = match shape.kept {
            Some(kept) => in_order(kept.keys().copied(), shape.order, shelf.events()),
            None if shape.singles == Singles::Folded => without_singles(shelf, shape.order),
            None => shape.order.clone(),
        };
        let open: Vec<(usize, Arc<[Row]>)> = match shape.kept {
            Some(kept) => kept
                .iter()
                .map(|(place, articles)| (*place, only(shelf, *place, articles, shape.sequence)))
                .collect(),
            None => shape.open.iter().map(|(place, below)| (*place, Arc::clone(below))).collect(),
        };
        let folded = if shape.kept.is_some() { 0 } else { shape.order.len() - events.len() };
        let mut outline = Outline { events, open: Vec::new(), folded };
        outline.open(open);
        outline
    }

    fn open(&mut self, open: Vec<(usize, Arc<[Row]>)>) {
        let ranked =
            open.into_iter().filter_map(|(place, below)| Some((self.events.rank(place)?, below)));
        let mut ranked: Vec<(usize, Arc<[Row]>)> = ranked.collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        let mut before = 0;
        self.open.extend(ranked.into_iter().map(|(rank, below)| {
            let row = rank + before;
            before += below.len();
            Open { rank, row, below }
        }));
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        let below = self.open.last().map_or(0, |last| last.end().1 - last.end().0);
        self.events.len() + below + usize::from(self.folded > 0)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Row number `index`.
    pub fn row(&self, index: usize) -> Option<Row> {
        let open = self
            .open
            .partition_point(|open| open.row < index)
            .checked_sub(1)
            .map(|at| &self.open[at]);
        if let Some(row) = open.and_then(|open| open.below.get(index - open.row - 1)) {
            return Some(*row);
        }
        let (after, next) = open.map_or((0, 0), Open::end);
        let rank = after + index - next;
        match self.events.get(rank) {
            Some(place) => Some(Row::Event(place)),
            None if self.folded > 0 && rank == self.events.len() => Some(Row::Singles(self.folded)),
            None => None,
        }
    }

    /// All rows; a look at each.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.len()).filter_map(|index| self.row(index))
    }

    /// The number of a row.
    pub fn find(&self, row: Row) -> Option<usize> {
        let (Row::Event(place) | Row::Article(place, _) | Row::Story(place, _)) = row else {
            return self.folded_row();
        };
        let rank = self.events.rank(place)?;
        let at = self.open.partition_point(|open| open.rank < rank);
        let (after, next) = at.checked_sub(1).map_or((0, 0), |before| self.open[before].end());
        let event = next + rank - after;
        if matches!(row, Row::Event(_)) {
            return Some(event);
        }
        let open = self.open.get(at).filter(|open| open.rank == rank)?;
        open.below.iter().position(|other| *other == row).map(|below| event + 1 + below)
    }

    /// The number of the row of what is folded away.
    pub fn folded_row(&self) -> Option<usize> {
        (self.folded > 0).then(|| self.len() - 1)
    }
}

/// `places` as they come in `order`.
fn in_order(places: impl Iterator<Item = usize>, order: &Places, all: usize) -> Places {
    let mut ranks: Vec<usize> = places.filter_map(|place| order.rank(place)).collect();
    ranks.sort_unstable();
    Places::of(
        ranks.into_iter().filter_map(|rank| u32::try_from(order.get(rank)?).ok()).collect(),
        all,
    )
}

fn without_singles(shelf: &dyn Shelf, order: &Places) -> Places {
    let measures = shelf.measures();
    let several = |place: &usize| measures.get(*place).is_none_or(|measure| measure.articles != 1);
    let places = (0..order.len()).filter_map(|rank| order.get(rank)).filter(several);
    Places::of(places.filter_map(|place| u32::try_from(place).ok()).collect(), shelf.events())
}

/// How many events have one article.
pub fn singles(shelf: &dyn Shelf) -> usize {
    shelf.measures().iter().filter(|measure| measure.articles == 1).count()
}

/// The rows below the event at `place` when it is open: its articles, then the event that it
/// follows in its story and those that follow it.
pub fn below(shelf: &dyn Shelf, place: usize, sequence: Sequence) -> Arc<[Row]> {
    let Some(event) = shelf.event(place) else { return Arc::default() };
    let articles: Vec<usize> = match sequence {
        Sequence::Letters => (0..event.articles.len()).collect(),
        Sequence::Timeline => event.in_time(),
    };
    let beside =
        event.follows.iter().chain(&event.followed).filter_map(|article| shelf.find(*article));
    let beside = beside.map(|(other, _)| Row::Story(place, other));
    articles.into_iter().map(|article| Row::Article(place, article)).chain(beside).collect()
}

/// The rows of these articles of the event at `place` alone.
fn only(shelf: &dyn Shelf, place: usize, articles: &[usize], sequence: Sequence) -> Arc<[Row]> {
    let sequence = match sequence {
        Sequence::Letters => articles.to_vec(),
        Sequence::Timeline => {
            let all = shelf.event(place).map(|event| event.in_time()).unwrap_or_default();
            all.into_iter().filter(|article| articles.contains(article)).collect()
        }
    };
    sequence.into_iter().map(|article| Row::Article(place, article)).collect()
}

/// Events at the top of the list among which a disputed one is looked for.
const TOP: usize = 500;

/// The first event near the top of the list that has disputes, else the first of all: where reading
/// begins.
pub fn first_disputed(shelf: &dyn Shelf, soft: Soft) -> Option<usize> {
    let count = shelf.events();
    let disputed = |place: &usize| {
        shelf.event(*place).is_some_and(|event| event.measure.disputes.shown(soft) > 0)
    };
    (0..count.min(TOP)).find(disputed).or((count > 0).then_some(0))
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

/// Whether the reader can name the outlet of an article of the file at `path`: what has no file is
/// not known again.
pub fn can_be_named(path: &str) -> bool {
    !path.is_empty() && path != "-"
}

/// A day as newspapers print it: `4 Mar 2025`; empty where none is known.
pub fn day(article: &Article) -> String {
    article.published.map(date).unwrap_or_default()
}

/// The same, of when it was published.
pub fn date(published: Published) -> String {
    published.date.strftime("%-d %b %Y").to_string()
}

/// `4 Mar`.
pub fn day_and_month(published: Published) -> String {
    published.date.strftime("%-d %b").to_string()
}

/// The days that an event's articles are of: `4 Mar 2025`, `4 Mar 2025 to 6 Mar 2025`; empty where
/// none is known.
pub fn days(from: Option<Published>, to: Option<Published>) -> String {
    match (from.map(date), to.map(date)) {
        (Some(from), Some(to)) if from != to => format!("{from} to {to}"),
        (from, to) => from.or(to).unwrap_or_default(),
    }
}

/// The day and the hour, where that is known: `4 Mar 2025 14:05`.
pub fn moment(published: Option<Published>) -> String {
    let hour = published
        .and_then(|published| published.time)
        .map(|time| time.strftime(" %H:%M").to_string());
    published.map(date).unwrap_or_default() + &hour.unwrap_or_default()
}

/// What is said of an event of one article.
pub const ALONE: &str = "one account: nothing to compare";

/// `5 outlets, 3 accounts`: outlets that print one text give one account; these are said where they
/// are fewer.
pub fn told_by(outlets: usize, accounts: usize) -> String {
    let counted =
        |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    match accounts {
        0 => counted(outlets, "outlet"),
        accounts if accounts >= outlets => counted(outlets, "outlet"),
        accounts => format!("{}, {}", counted(outlets, "outlet"), counted(accounts, "account")),
    }
}

/// How long after `before` an article came: `+35 min`, `+3 h`, `+2 d`, and days alone where an hour
/// is not known; `None` for no time that could be told.
pub fn later(before: Published, after: Published) -> Option<String> {
    let ((from, begun), (to, ended)) = (before.order(), after.order());
    let known = before.time.is_some() && after.time.is_some();
    let days = if known {
        from.until(to).map_or(0, |span| span.get_days())
    } else {
        before.days_until(after)
    };
    let minutes = if known { (days * 24 * 60 * 60 + ended - begun) / 60 } else { days * 24 * 60 };
    match minutes {
        ..1 => None,
        1..60 => Some(format!("+{minutes} min")),
        60..2880 if known => Some(format!("+{} h", (minutes + 30) / 60)),
        _ => Some(format!("+{} d", (minutes + 720) / 1440)),
    }
}

/// What a timeline says of an article that follows another: how long after it, or when, where there
/// is none with a date.
pub fn since(before: Option<Published>, published: Option<Published>) -> String {
    match (before, published) {
        (_, None) => "undated".to_owned(),
        (None, Some(published)) => match published.time {
            Some(time) => {
                format!("{} {}", published.date.strftime("%-d %b"), time.strftime("%H:%M"))
            }
            None => date(published),
        },
        (Some(before), Some(published)) => {
            later(before, published).unwrap_or_else(|| "same day".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::{
        Dismissed, Order, Outline, Places, Row, Sequence, Shape, Singles, below, day,
        first_disputed, later, moment, most_first, outlet, since, sorted,
    };
    use crate::corpus::{ArticleId, Corpus, Published};
    use crate::view::event::Soft;
    use crate::view::shelf::memory::Memory;
    use crate::view::shelf::{Kept, Shelf};
    use crate::view::{Coverage, fixture};

    /// The events as they stand on the shelf, all shut.
    const SHUT: Shape<'_> = Shape {
        order: &Places::All(0),
        open: &BTreeMap::new(),
        kept: None,
        singles: Singles::Listed,
        sequence: Sequence::Letters,
    };

    /// The rows, each of which is found where it stands.
    #[track_caller]
    fn rows(shelf: &Memory, open: &[usize], shape: Shape<'_>) -> Vec<Row> {
        let open: BTreeMap<usize, Arc<[Row]>> =
            open.iter().map(|place| (*place, below(shelf, *place, shape.sequence))).collect();
        let all = Places::All(shelf.events());
        let order = if shape.order.is_empty() { &all } else { shape.order };
        let outline = Outline::new(shelf, Shape { order, open: &open, ..shape });
        let rows: Vec<Row> = outline.rows().collect();
        assert_eq!((rows.len(), outline.row(rows.len())), (outline.len(), None));
        assert!(
            rows.iter().enumerate().all(|(index, row)| outline.find(*row) == Some(index)),
            "{rows:?}"
        );
        rows
    }

    #[test]
    fn open_events_show_their_articles() {
        let shelf = Memory::new(fixture::coverage());
        assert_eq!(rows(&shelf, &[], SHUT), [Row::Event(0), Row::Event(1)]);
        let first = [
            Row::Event(0),
            Row::Article(0, 0),
            Row::Article(0, 1),
            Row::Article(0, 2),
            Row::Event(1),
        ];
        assert_eq!(rows(&shelf, &[0], SHUT), first);
        assert_eq!(rows(&shelf, &[0, 1], SHUT).len(), 8);
        assert_eq!(rows(&shelf, &[1], SHUT)[1..3], [Row::Event(1), Row::Article(1, 0)]);
        let kept = Kept::from([(1, vec![2])]);
        assert_eq!(
            rows(&shelf, &[0], Shape { kept: Some(&kept), ..SHUT }),
            [Row::Event(1), Row::Article(1, 2)]
        );
        assert!(rows(&Memory::default(), &[], SHUT).is_empty());
    }

    #[test]
    fn an_open_event_ends_with_those_beside_it_in_its_story() {
        let mut coverage = fixture::coverage();
        coverage.findings.follows = vec![None, Some(0)];
        let shelf = Memory::new(coverage);
        let story = |row: &Row| matches!(row, Row::Story(..));
        let found: Vec<Row> = rows(&shelf, &[0, 1], SHUT).into_iter().filter(story).collect();
        assert_eq!(found, [Row::Story(0, 1), Row::Story(1, 0)]);
        assert_eq!(rows(&shelf, &[], SHUT).iter().filter(|row| story(row)).count(), 0);
    }

    /// The fixture with a third event, of one article and without a date, that was the second's. By
    /// time the second event comes first, then the first.
    fn with_a_single() -> Coverage {
        let mut coverage = fixture::coverage();
        let mut single = coverage.findings.events[1].clone();
        (single.articles, single.conflicts, single.from) = (vec![ArticleId(5)], Vec::new(), None);
        coverage.findings.events[1].articles.pop();
        coverage.findings.events.push(single);
        coverage.findings.event_of[5] = 2;
        for (event, day) in [(0, 4), (1, 5)] {
            coverage.findings.events[event].from =
                Some(Published::on(jiff::civil::date(2025, 3, day)));
        }
        coverage
    }

    #[test]
    fn events_are_sorted_by_what_is_asked_for_and_equals_by_time() {
        let order = |shelf: &Memory, by, dismissed: &Dismissed| {
            let places = sorted(shelf, by, Soft::Hidden, dismissed);
            let order: Vec<usize> = (0..places.len()).filter_map(|rank| places.get(rank)).collect();
            assert!(
                order.iter().enumerate().all(|(rank, place)| places.rank(*place) == Some(rank))
            );
            order
        };
        let mut coverage = with_a_single();
        let shelf = Memory::new(coverage.clone());
        assert_eq!(shelf.event(0).unwrap().label, "Ferry strike", "the newest comes first");
        assert_eq!(order(&shelf, Order::Time, &Dismissed::new()), [0, 1, 2]);
        assert_eq!(order(&shelf, Order::Outlets, &Dismissed::new()), [1, 0, 2]);
        assert_eq!(order(&shelf, Order::Disputes, &Dismissed::new()), [1, 0, 2]);
        let conflicts = coverage.findings.events[0].conflicts.clone();
        let sides = conflicts.iter().map(|conflict| {
            [conflict.a.passage, conflict.b.passage].map(|side| coverage.anchor(side))
        });
        let left = shelf.left(1, &sides.collect::<Vec<_>>()).unwrap();
        let groups: Vec<Option<usize>> = left.without.iter().map(|(_, group)| *group).collect();
        assert_eq!(
            groups,
            conflicts.iter().map(|conflict| Some(conflict.group)).collect::<Vec<_>>()
        );
        let all = Dismissed::from([(1, left)]);
        assert_eq!(
            order(&shelf, Order::Disputes, &all),
            [0, 1, 2],
            "what is dismissed does not count"
        );
        coverage.findings.events[0].conflicts.truncate(1);
        coverage.findings.events[0].articles.pop();
        let shelf = Memory::new(coverage);
        assert_eq!(order(&shelf, Order::Outlets, &Dismissed::new()), [0, 1, 2], "equals");
        assert_eq!(order(&shelf, Order::Disputes, &Dismissed::new()), [0, 1, 2], "equals");
        assert_eq!(Order::Time.next().next().next(), Order::Time);
        assert_eq!(most_first(&[1, 60_000, 1, 2, 60_000]), [1, 4, 3, 0, 2]);
        assert_eq!(most_first(&[]), Vec::<u32>::new());
    }

    #[test]
    fn events_of_one_article_fold_into_one_row_unless_a_filter_asks_for_them() {
        let shelf = Memory::new(with_a_single());
        let folded = Shape { singles: Singles::Folded, ..SHUT };
        assert_eq!(rows(&shelf, &[], folded), [Row::Event(0), Row::Event(1), Row::Singles(1)]);
        assert_eq!(
            rows(&shelf, &[1, 2], folded).len(),
            6,
            "what is folded away shows nothing below it"
        );
        let kept = Kept::from([(2, vec![0])]);
        assert_eq!(
            rows(&shelf, &[], Shape { kept: Some(&kept), ..folded }),
            [Row::Event(2), Row::Article(2, 0)]
        );
        let by = sorted(&shelf, Order::Outlets, Soft::Hidden, &Dismissed::new());
        assert_eq!(
            rows(&shelf, &[], Shape { order: &by, ..folded }),
            [Row::Event(1), Row::Event(0), Row::Singles(1)]
        );
    }

    #[test]
    fn the_timeline_goes_by_time_and_ends_with_the_undated() {
        let mut coverage = fixture::coverage();
        let mut articles = coverage.corpus.articles().to_vec();
        articles[0].published = None;
        articles[1].published = Some(Published::on(jiff::civil::date(2025, 3, 6)));
        coverage.corpus = Corpus::new(articles);
        let shelf = Memory::new(coverage);
        let found = rows(&shelf, &[0], Shape { sequence: Sequence::Timeline, ..SHUT });
        assert_eq!(
            found[..4],
            [Row::Event(0), Row::Article(0, 2), Row::Article(0, 1), Row::Article(0, 0)]
        );
        assert_eq!(shelf.event(0).unwrap().earliest().map(|article| article.number.0), Some(2));
        let kept = Kept::from([(0, vec![0, 1])]);
        let found =
            rows(&shelf, &[], Shape { sequence: Sequence::Timeline, kept: Some(&kept), ..SHUT });
        assert_eq!(found, [Row::Event(0), Row::Article(0, 1), Row::Article(0, 0)]);
    }

    #[test]
    fn the_newest_event_comes_first_and_undated_ones_last() {
        let mut coverage = fixture::coverage();
        let mut undated = coverage.findings.events[0].clone();
        undated.conflicts.clear();
        coverage.findings.events.push(undated);
        for (event, day) in [(0, 4), (1, 5)] {
            coverage.findings.events[event].from =
                Some(Published::on(jiff::civil::date(2025, 3, day)));
        }
        let first =
            |coverage: &Coverage| first_disputed(&Memory::new(coverage.clone()), Soft::Hidden);
        let shelf = Memory::new(coverage.clone());
        let found: Vec<_> = (0..3)
            .map(|place| shelf.event(place).unwrap())
            .map(|event| (event.label.clone(), event.from.is_some()))
            .collect();
        let [bridge, ferries] = ["Harbour bridge closed", "Ferry strike"].map(str::to_owned);
        assert_eq!(found, [(ferries, true), (bridge.clone(), true), (bridge, false)]);
        assert_eq!(first(&coverage), Some(0));
        coverage.findings.events[1].conflicts.clear();
        assert_eq!(first(&coverage), Some(1));
        coverage.findings.events[0].conflicts.clear();
        assert_eq!((first(&coverage), first(&Coverage::default())), (Some(0), None));
    }

    #[test]
    fn gaps_are_told_as_exactly_as_the_dates_are() {
        let day = |day| Published::on(jiff::civil::date(2025, 3, day));
        let at = |date: i8, hour, minute| Published {
            time: Some(jiff::civil::time(hour, minute, 0, 0)),
            ..day(date)
        };
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
        let dated = Some(at(4, 9, 0));
        assert_eq!(
            [moment(dated), since(None, dated), since(dated, dated)],
            ["4 Mar 2025 09:00", "4 Mar 09:00", "same day"]
        );
        assert_eq!([moment(None), since(dated, None)], ["", "undated"]);
    }

    #[test]
    fn disputes_are_counted_once_in_their_event_and_in_each_article_that_they_have_a_side_in() {
        let shelf = Memory::new(fixture::coverage());
        let event = shelf.event(0).unwrap();
        let counts = |soft| {
            (
                event.measure.disputes.shown(soft),
                event.articles.iter().map(|one| one.disputes.shown(soft)).collect::<Vec<_>>(),
            )
        };
        assert_eq!(counts(Soft::Hidden), (4, vec![4, 3, 2]));
        assert_eq!(counts(Soft::Shown), (5, vec![5, 3, 3]));
    }

    #[test]
    fn a_dispute_counts_until_all_of_it_is_dismissed() {
        let coverage = fixture::coverage();
        let shelf = Memory::new(coverage.clone());
        let sides = |index: usize| {
            let conflict = &coverage.findings.events[0].conflicts[index];
            [conflict.a.passage, conflict.b.passage].map(|side| coverage.anchor(side))
        };
        let counts = |without: &[usize]| {
            let left = shelf
                .left(0, &without.iter().map(|index| sides(*index)).collect::<Vec<_>>())
                .unwrap();
            (
                left.disputes.shown(Soft::Hidden),
                left.articles.iter().map(|count| count.shown(Soft::Hidden)).collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            counts(&[0]),
            (4, vec![3, 3, 2]),
            "what is left of it has no side in the first article"
        );
        assert_eq!(counts(&[0, 1]), (3, vec![3, 2, 1]));
        assert_eq!(shelf.left(0, &[sides(5)]).unwrap().disputes.shown(Soft::Shown), 4);
    }

    #[test]
    fn a_guessed_outlet_says_so() {
        let coverage = fixture::coverage();
        let article = coverage.corpus.articles().last().unwrap();
        assert_eq!(outlet(article), "shortwave?");
        assert_eq!(day(&coverage.corpus.articles()[0]), "4 Mar 2025");
    }
}
