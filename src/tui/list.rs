//! The coverage: events, opened to their articles, with a sign on what was read.
//!
//! ```text
//! ┌ Coverage ────────────────┐
//! │▾ Harbour bridge closed 7≠│
//! │ ✓a Evening Post        3≠│
//! │  b Harbour Radio = a     │
//! │▸ Ferry strike          2≠│
//! └──────────────────────────┘
//! ```

use std::sync::Arc;

use crate::analysis::copy::CopyKind;
use crate::app::State;
use crate::app::hints;
use crate::app::layout::{Area, Layout, Pane};
use crate::app::made::Chosen;
use crate::app::overlay::help::FIRST_MARKS;
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::text::wrap;
use crate::tui::overlay::sample;
use crate::tui::paint::Painter;
use crate::tui::parts::{counted, focused};
use crate::view::event::letter;
use crate::view::outline::{self, Order, Row, Sequence};
use crate::view::shelf::{ShelfArticle, ShelfEvent, Whole};

pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, area: Area) {
    let joining = state.corrections.joining;
    let (name, rest) = match &state.list.filter {
        _ if joining.is_some() => {
            let key = state.settings.config.keymap.key_of(Action::Join);
            ("1 Coverage", (format!(": {key} joins here"), painter.look(Role::Notice)))
        }
        // Queries are longer than words, and the pane is narrow.
        Some((query, _)) => ("1 /", (format!(" {query}"), painter.look(Role::Notice))),
        None => ("1 Coverage", (format!(" {}", state.list.by.name()), Style::default())),
    };
    let title = [(name.to_owned(), Style::default()), rest];
    painter.frame(layout, area, &title, focused(state, Pane::List));
    let inside = layout.inside(area);
    let outline = &state.list.outline;
    let (chosen, top) = (state.list.choice.selected, state.list.choice.top);
    let is_longer = outline.len() > usize::from(inside.height);
    let place = is_longer.then(|| format!("{}/{}", chosen + 1, outline.len()));
    let matching = state.list.filter.as_ref().map(|(_, kept)| {
        let articles: usize = kept.values().map(Vec::len).sum();
        format!("{articles} match")
    });
    let below = matching.into_iter().chain(place).collect::<Vec<_>>().join(", ");
    painter.below(layout, area, &below);
    if is_longer {
        painter.more(inside, top, outline.len());
    }
    if outline.is_empty() {
        empty(state, painter, inside);
        return;
    }
    legend(state, painter, inside, outline.len());
    let mut hues = Hues::default();
    for (y, index) in (inside.y..inside.y + inside.height).zip(state.list.choice.top..outline.len())
    {
        let line = Area { y, height: 1, ..inside };
        let Some(row) = outline.row(index) else { continue };
        match row {
            Row::Event(event) => event_row(state, painter, line, event, (index, y == inside.y)),
            Row::Article(event, article) => {
                article_row(state, painter, line, (event, article), (index, &mut hues));
            }
            Row::Story(event, other) => story_row(state, painter, line, event, other),
            Row::Singles(count) => singles_row(painter, line, count),
        }
        if joining.is_some_and(|joining| is_joining(state, row, joining)) {
            painter.put(line.x, y, 2, JOINING, painter.look(Role::Notice));
        }
        if index == state.list.choice.selected {
            match focused(state, Pane::List) {
                true => painter.select(line),
                false => painter.tint(line, painter.look(Role::Marked)),
            }
        }
    }
}

/// What the marks say, at the foot of the list while a newcomer finds the way, where there is room
/// below the rows.
fn legend(state: &State, painter: &mut Painter<'_>, inside: Area, rows: usize) {
    let needed = FIRST_MARKS.len() + 2;
    let free = usize::from(inside.height).saturating_sub(rows);
    if !hints::is_newcomer(state) || free < needed || inside.width < LEGEND {
        return;
    }
    let from = inside.y + inside.height - FIRST_MARKS.len() as u16;
    for (y, (mark, what)) in (from..).zip(FIRST_MARKS) {
        let (words, look) = sample(painter, mark);
        painter.put(inside.x + 2, y, SAMPLE, words, look);
        let room = inside.width.saturating_sub(SAMPLE + 3);
        painter.put_clipped(inside.x + 2 + SAMPLE, y, room, what, painter.look(Role::Faint));
    }
}

/// Cells of a list that has room for what the marks say, and those of a mark.
const LEGEND: u16 = 26;
const SAMPLE: u16 = 7;

/// The hues of the event whose rows are being drawn.
#[derive(Default)]
struct Hues(Option<(usize, Vec<usize>)>);

impl Hues {
    /// That of its article number `place`.
    fn of(&mut self, event: usize, row: &ShelfEvent, place: usize) -> usize {
        let known = self.0.take().filter(|(known, _)| *known == event);
        let (_, hues) = self.0.insert(known.unwrap_or_else(|| (event, row.hues())));
        hues.get(place).copied().unwrap_or_default()
    }
}

/// What came since its event was read.
pub(super) const NEW: &str = "new";

/// The sign before what is to be joined.
const JOINING: &str = "+";

/// Whether `row` is what is to be joined.
fn is_joining(state: &State, row: Row, joining: Chosen) -> bool {
    let found = state.shelf.find(joining.article());
    match (row, joining) {
        (Row::Event(event), Chosen::Event(_)) => found.is_some_and(|(place, _)| place == event),
        (Row::Article(event, article), Chosen::Article(_)) => found == Some((event, article)),
        _ => false,
    }
}

fn empty(state: &State, painter: &mut Painter<'_>, area: Area) {
    let words = match (&state.loading, &state.list.filter) {
        (Some(_), _) => format!("reading{}", painter.glyphs.wait),
        (_, Some(_)) => "nothing matches; esc shows all".to_owned(),
        _ => "no articles here".to_owned(),
    };
    painter.put_clipped(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &words,
        painter.look(Role::Faint),
    );
}

/// The count of disputes at the right; gives the cells that it takes.
fn count(painter: &mut Painter<'_>, line: Area, count: usize) -> u16 {
    if count == 0 {
        return 0;
    }
    let words = format!(" {count}{}", painter.glyphs.conflict);
    painter.put_right(line.x + line.width, line.y, &words, painter.look(Role::Conflict).plain())
}

/// How many articles came since the event was read, left of its disputes; gives the cells that it
/// takes.
fn news(painter: &mut Painter<'_>, line: Area, used: u16, count: usize) -> u16 {
    if count == 0 {
        return 0;
    }
    let words = format!(" {count} {NEW}");
    painter.put_right(line.x + line.width - used, line.y, &words, painter.look(Role::Notice))
}

fn event_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    event: usize,
    (index, is_first): (usize, bool),
) {
    let open = state.list.filter.is_some() || state.list.open.contains_key(&event);
    let sign = if open { painter.glyphs.open } else { painter.glyphs.shut };
    let Some(row) = state.shelf.event(event) else { return };
    let used = count(painter, line, state.disputes_of(event, &row));
    let used = used + news(painter, line, used, state.reading.news(&row));
    let used = used + sorted_by(state, painter, line, used, (&row, index, is_first));
    let label = &row.label;
    painter.put(line.x, line.y, 2, sign, painter.look(Role::Border));
    let read = state.reading.is_all_read(&row);
    // A heading of the articles below it; in bold, all of a long list would be.
    let look = looks(state, painter, index, read, if open { Role::Title } else { Role::Text });
    read_sign(painter, line, read);
    painter.put_clipped(line.x + 2, line.y, line.width.saturating_sub(used + 2), label, look);
}

/// What the events are sorted by, left of their counts, where it is another than in the event
/// above; in the first row in view always. Gives the cells that it takes.
fn sorted_by(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    used: u16,
    (event, index, is_first): (&ShelfEvent, usize, bool),
) -> u16 {
    let words = sorted_words(state, event);
    let above = || event_above(state, index).map(|above| sorted_words(state, &above));
    if words.is_empty() || line.width < SORTED || !is_first && above().as_ref() == Some(&words) {
        return 0;
    }
    let right = (line.x + line.width).saturating_sub(used.max(COUNT));
    let taken = painter.put_right(right, line.y, &format!(" {words}"), painter.look(Role::Faint));
    taken + used.max(COUNT) - used
}

/// What an event is sorted by, in words; nothing where its count says so.
fn sorted_words(state: &State, event: &ShelfEvent) -> String {
    match state.list.by {
        Order::Time => event.from.map(outline::day_and_month).unwrap_or_default(),
        Order::Outlets => counted(event.measure.outlets as usize, "outlet"),
        Order::Disputes => String::new(),
    }
}

/// The event whose rows end right above row `index`.
fn event_above(state: &State, index: usize) -> Option<Arc<ShelfEvent>> {
    match state.list.outline.row(index.checked_sub(1)?)? {
        Row::Event(event) | Row::Article(event, _) | Row::Story(event, _) => {
            state.shelf.event(event)
        }
        Row::Singles(_) => None,
    }
}

/// The sign of what was read: in a library that is new there is none, and what stands out later is
/// what is new.
fn read_sign(painter: &mut Painter<'_>, line: Area, read: bool) {
    if read {
        painter.put(line.x + 1, line.y, 1, painter.glyphs.read, painter.look(Role::Text));
    }
}

/// How a name in row `index` looks: faint where it was read, but for the chosen row, which is bold.
fn looks(state: &State, painter: &Painter<'_>, index: usize, read: bool, unread: Role) -> Style {
    let faint = read && index != state.list.choice.selected;
    painter.look(if faint { Role::Faint } else { unread })
}

/// `↑ 4 Mar Harbour bridge shut`: an event that comes before in the story; `↓` one that comes
/// after.
fn story_row(state: &State, painter: &mut Painter<'_>, line: Area, event: usize, other: usize) {
    let (Some(event), Some(row)) = (state.shelf.event(event), state.shelf.event(other)) else {
        return;
    };
    let sign =
        if comes_before(state, &event, other) { painter.glyphs.up } else { painter.glyphs.down };
    let other = row;
    let day = other.from.map(|from| outline::day_and_month(from) + " ").unwrap_or_default();
    painter.put(line.x + 2, line.y, 2, sign, painter.look(Role::Border));
    painter.put_clipped(
        line.x + 4,
        line.y,
        line.width.saturating_sub(4),
        &(day + &other.label),
        painter.look(Role::Faint),
    );
}

/// Whether the event at `other` is the one that `event` follows in its story.
pub(super) fn comes_before(state: &State, event: &ShelfEvent, other: usize) -> bool {
    event
        .follows
        .and_then(|earlier| state.shelf.find(earlier))
        .is_some_and(|(place, _)| place == other)
}

/// `▸ 412 events of one article`
fn singles_row(painter: &mut Painter<'_>, line: Area, count: usize) {
    painter.put(line.x, line.y, 2, painter.glyphs.shut, painter.look(Role::Border));
    let words = format!("{} of one article", counted(count, "event"));
    painter.put_clipped(
        line.x + 2,
        line.y,
        line.width.saturating_sub(2),
        &words,
        painter.look(Role::Faint),
    );
}

/// `= b` behind an article that is another's text as a whole, `version of b` behind an earlier
/// version where there is room; gives the cells used.
fn whole(
    painter: &mut Painter<'_>,
    line: Area,
    (at, room): (u16, u16),
    article: &ShelfArticle,
) -> Option<u16> {
    let Whole { kind, of } = article.whole.as_ref()?;
    let version = (*kind == CopyKind::Version).then(|| format!(" version of {of}"));
    let short = format!(" {} {of}", painter.glyphs.echo);
    let words =
        version.into_iter().chain([short]).find(|words| wrap::cells(words) <= usize::from(room))?;
    Some(painter.put(at, line.y, room, &words, painter.look(Role::Notice)))
}

fn article_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    (event, place): (usize, usize),
    (index, hues): (usize, &mut Hues),
) {
    let Some(row) = state.shelf.event(event) else { return };
    let Some(article) = row.articles.get(place) else { return };
    let used = count(painter, line, state.disputes_in(event, &row, place));
    if state.number() == Some(article.number) {
        painter.put(line.x, line.y, 1, painter.glyphs.shut, painter.look(Role::Focus));
    }
    let read = state.reading.is_read(article.number);
    read_sign(painter, line, read);
    let name = letter(place);
    let mut at = line.x
        + 2
        + painter.put(
            line.x + 2,
            line.y,
            3,
            &format!("{name} "),
            painter.look(Role::Letter(hues.of(event, &row, place))),
        );
    let right = (line.x + line.width).saturating_sub(used);
    let (timeline, before) =
        (state.list.sequence == Sequence::Timeline, before(state, event, &row, index));
    if timeline {
        let words = outline::since(before.and_then(|before| before.published), article.published);
        at += painter
            .put_clipped(at, line.y, right.saturating_sub(at), &words, painter.look(Role::Faint))
            .max(WHEN)
            + 1;
    }
    let room = right.saturating_sub(at);
    let taken = painter.put_clipped(
        at,
        line.y,
        room,
        &outline::name(&article.outlet),
        looks(state, painter, index, read, Role::Text),
    );
    let taken = taken
        + whole(painter, line, (at + taken, room.saturating_sub(taken)), article).unwrap_or(0);
    let new = state.reading.is_new(&row, article.number).then(|| format!(" {NEW}"));
    let left = room.saturating_sub(taken);
    let taken = taken
        + new.map_or(0, |new| {
            painter.put(at + taken, line.y, left, &new, painter.look(Role::Notice))
        });
    if timeline {
        return;
    }
    // When it was published, then the headline, where there is room for them.
    let right = right.min((line.x + line.width).saturating_sub(COUNT));
    let words = moment(&row, article).filter(|_| line.width >= DAY).unwrap_or_default();
    let from = at + taken + 1;
    let fits = usize::from(right.saturating_sub(from)) > wrap::cells(&words);
    let dated = if fits && !words.is_empty() {
        painter.put_right(right, line.y, &words, painter.look(Role::Faint)) + 1
    } else {
        0
    };
    let rest = right.saturating_sub(dated + from + 1);
    if rest >= TITLE {
        painter.put_clipped(from + 1, line.y, rest, &article.title, painter.look(Role::Faint));
    }
}

/// When an article was published: the day where it is another than that of its event, else the hour
/// where it is known.
fn moment(event: &ShelfEvent, article: &ShelfArticle) -> Option<String> {
    let published = article.published?;
    let is_other = event.from.is_none_or(|day| day.date != published.date);
    if is_other {
        return Some(outline::day_and_month(published));
    }
    published.time.map(|time| time.strftime("%H:%M").to_string())
}

/// Cells of the counts, to which dates reach: ` 12≠`.
const COUNT: u16 = 4;

/// Cells of a list that is wide enough for a day beside an outlet, and for what events are sorted by
/// beside a title.
const DAY: u16 = 28;
const SORTED: u16 = 34;

/// Cells that a headline must have for a look at it to be worth it.
const TITLE: u16 = 16;

/// Cells of how long after the one before an article came: `same day`.
const WHEN: u16 = 8;

/// The article in the row above `index`, where that is of the same event.
fn before<'a>(
    state: &State,
    event: usize,
    row: &'a ShelfEvent,
    index: usize,
) -> Option<&'a ShelfArticle> {
    match state.list.outline.row(index.checked_sub(1)?) {
        Some(Row::Article(other, article)) if other == event => row.articles.get(article),
        _ => None,
    }
}
