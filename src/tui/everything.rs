//! The search over everything: a line in which is typed, and what was found, by event.
//!
//! ```text
//! ┏ Search everything: arrows choose, enter goes there, ctrl-r ranks ━━━━━━━━━━━━━━━━┓
//! ┃ / said:paper mayor                                                     1 article ┃
//! ┃                                                                                  ┃
//! ┃ Harbour bridge closed · 4 Mar 2025                                               ┃
//! ┃   b Harbour Radio   4 Mar   Tom Reyle, denied that the mayor had read it. “It …  ┃
//! ┃                                                                                  ┃
//! ┃ Mayor knew of cracks, say engineers · Harbour Radio · 4 Mar 2025                 ┃
//! ┃ Her spokesman, Tom Reyle, denied that the mayor had read it. “It was one paper   ┃
//! ┃ among hundreds,” he said.                                                        ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

use crate::app::layout::{Area, Layout};
use crate::app::overlay::everything::{Everything, FoundOrder, FoundRow};
use crate::app::{State, Wait};
use crate::config::theme::{Role, Style};
use crate::text::Span;
use crate::text::wrap;
use crate::tui::paint::{Painter, Target};
use crate::tui::parts::{Parts, counted, foot_rows, one_line, typed_line, underline};
use crate::view::event::letter;
use crate::view::outline;
use crate::view::query::LANGUAGE;
use crate::view::shelf::{Found, Number, Sentence};

/// Cells before a row below its event.
const INDENT: u16 = 2;
/// Cells of an outlet's name with its letter at most, and of a day.
const OUTLET: u16 = 22;
const DAY: u16 = 8;
/// Boxes narrower than this have no room for the day: the foot has it.
const DATED: u16 = 90;

/// Draws the search; gives the cell of the cursor.
pub(super) fn render(
    state: &State,
    painter: &mut Painter<'_>,
    layout: &Layout,
    everything: &Everything,
) -> Option<(u16, u16)> {
    let places = everything.places(layout);
    let title = "Search everything: arrows choose, enter goes there, ctrl-r ranks";
    painter.over(layout, places.frame, &[(title.to_owned(), Style::default())]);
    let words = summary(state, painter, everything);
    let used = painter.put_right(
        places.line.x + places.line.width,
        places.line.y,
        &words,
        painter.look(Role::Faint),
    );
    let line = Area { width: places.line.width.saturating_sub(used + 1), ..places.line };
    let typed = typed_line(painter, line, "/ ", &everything.line.input);
    if let Some(broken) = &everything.line.broken {
        underline(painter, &typed, &everything.line, broken);
        caret(painter, places.broken, typed.cell(&everything.line.input, broken.at), &broken.what);
    }
    if everything.line.input.value().trim().is_empty() {
        language(painter, places.list);
    }
    let rows = everything.rows.iter().enumerate().skip(everything.choice.top);
    for (y, (index, row)) in (places.list.y..places.list.y + places.list.height).zip(rows) {
        let line = Area { y, height: 1, ..places.list };
        match (row, everything.sentence(*row)) {
            (FoundRow::Event(event), _) => {
                event_row(state, painter, line, *event, everything.firsts.get(event).copied());
            }
            (FoundRow::Sentence(_, place), Some((found, sentence))) => {
                let named = *place == 0 || index == everything.choice.top;
                let hues = state.shelf.event(found.place.0).map(|event| event.hues());
                let hue = hues.and_then(|hues| hues.get(found.place.1).copied());
                let found = named.then_some((found, hue.unwrap_or_default()));
                sentence_row(painter, line, found, sentence);
            }
            _ => {}
        }
        painter.target(line, Target::Row(index));
        if index == everything.choice.selected {
            painter.select(line);
        }
    }
    painter.more(places.list, everything.choice.top, everything.rows.len());
    painter.position_among(
        layout,
        (places.frame, places.list.height),
        (&everything.rows, everything.choice.selected),
        |row| matches!(row, FoundRow::Sentence(..)),
    );
    if let Some((found, sentence)) = everything.chosen() {
        foot(painter, places.foot, found, sentence);
    }
    Some(typed.cursor)
}

/// `12 articles`, `newest 200, ranked`
fn summary(state: &State, painter: &Painter<'_>, everything: &Everything) -> String {
    let asked = !everything.line.input.value().trim().is_empty();
    match (everything.line.wait, everything.found.len()) {
        (Wait::Long, _) => format!(
            "searching {}{}",
            counted(state.shelf.articles(), "article"),
            painter.glyphs.wait
        ),
        (_, count) if everything.more && everything.order == FoundOrder::Relevance => {
            format!("newest {count}, ranked")
        }
        (_, count) if everything.more => format!("{count} articles and more"),
        (Wait::Nothing, 0) if asked && everything.line.broken.is_none() => {
            "found nowhere".to_owned()
        }
        (_, 0) => String::new(),
        (_, count) if everything.order == FoundOrder::Relevance => {
            format!("{}, ranked", counted(count, "article"))
        }
        (_, count) => counted(count, "article"),
    }
}

/// A caret below the cell where a line is wrong, and below that what is wrong; beside it where that
/// has only one row.
fn caret(painter: &mut Painter<'_>, area: Area, cell: u16, what: &str) {
    let look = painter.look(Role::Notice);
    let cell = cell.min(area.x + area.width.saturating_sub(1));
    if area.height < 2 {
        painter.put_clipped(area.x, area.y, area.width, what, look);
        return;
    }
    painter.put(cell, area.y, 1, "^", look);
    let below = Area { y: area.y + 1, height: area.height - 1, ..area };
    foot_rows(painter, below, &[(what.to_owned(), Role::Notice)]);
}

/// What can be written.
fn language(painter: &mut Painter<'_>, area: Area) {
    let cells = LANGUAGE.iter().map(|(example, _)| wrap::cells(example)).max().unwrap_or(0);
    let left = u16::try_from(cells).unwrap_or(20).min(area.width / 2) + 2;
    for (y, (example, what)) in (area.y..area.y + area.height).zip(LANGUAGE) {
        painter.put_clipped(area.x, y, left - 1, example, painter.look(Role::Key));
        painter.put_clipped(
            area.x + left,
            y,
            area.width.saturating_sub(left),
            what,
            painter.look(Role::Text),
        );
    }
}

/// `Harbour bridge closed · 4–5 Mar 2025 · first of these b`
fn event_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    event: usize,
    first: Option<Number>,
) {
    let Some(event) = state.shelf.event(event) else { return };
    let place = |first| event.articles.iter().position(|article| article.number == first);
    let first = first.and_then(place).map(|place| format!("first of these {}", letter(place)));
    let days = Some(outline::days(event.from, event.to)).filter(|days| !days.is_empty());
    let facts = days.into_iter().chain(first).map(|fact| format!(" {} {fact}", painter.glyphs.dot));
    let days: String = facts.collect();
    let room = line.width.saturating_sub(u16::try_from(wrap::cells(&days)).unwrap_or(0));
    let used = painter.put_clipped(line.x, line.y, room, &event.label, painter.look(Role::Title));
    painter.put(line.x + used, line.y, line.width - used, &days, painter.look(Role::Faint));
}

/// `  b Harbour Radio   4 Mar   Her spokesman denied that the mayor …`, the words found standing
/// out; below another sentence of the same article without `found`.
fn sentence_row(
    painter: &mut Painter<'_>,
    line: Area,
    found: Option<(&Found, usize)>,
    sentence: &Sentence,
) {
    let outlet = (line.width / 4).clamp(12, OUTLET);
    let day = if line.width >= DATED { DAY } else { 0 };
    if let Some((found, hue)) = found {
        let (place, x) = (found.place.1, line.x + INDENT);
        let used = painter.put(
            x,
            line.y,
            outlet,
            &format!("{} ", letter(place)),
            painter.look(Role::Letter(hue)),
        );
        painter.put_clipped(
            x + used,
            line.y,
            (outlet - 1).saturating_sub(used),
            &outline::name(&found.outlet),
            painter.look(Role::Speaker),
        );
        let published = found
            .published
            .map(|published| published.date.strftime("%-d %b").to_string())
            .unwrap_or_default();
        painter.put(x + outlet, line.y, day, &published, painter.look(Role::Faint));
    }
    let x = line.x + INDENT + outlet + day;
    let width = (line.x + line.width).saturating_sub(x);
    let parts = parts(painter, sentence, usize::from(width));
    painter.put_all(x, line.y, width, &parts);
}

/// The words of a sentence in at most `room` cells, such that the longest words found are among
/// them.
fn parts(painter: &Painter<'_>, sentence: &Sentence, room: usize) -> Parts {
    let text = sentence.text.as_str();
    let look = painter.look(if sentence.at.is_empty() { Role::Title } else { Role::Text });
    let hit = look.under(painter.look(Role::Hit));
    let wanted =
        sentence.words.iter().copied().rev().max_by_key(|word| word.len()).unwrap_or_default();
    // Where the row is too short it begins a third of itself before the words.
    let before = wrap::cells(Span::new(0, wanted.end).of(text));
    let mut at = if before < room { 0 } else { back(text, wanted.start, room / 3) };
    let dots = painter.glyphs.dots.to_string();
    let mut parts: Parts = if at > 0 { vec![(dots.clone(), look)] } else { Vec::new() };
    let from = at;
    for word in sentence.words.iter().filter(|word| word.start >= from) {
        parts.push((one_line(Span::new(at, word.start).of(text)), look));
        parts.push((one_line(word.of(text)), hit));
        at = word.end;
    }
    parts.push((one_line(text.get(at..).unwrap_or("")), look));
    let mut left = room;
    for (part, _) in &mut parts {
        if wrap::cells(part) > left {
            *part = wrap::clip(part, left, painter.glyphs.dots);
        }
        left -= wrap::cells(part).min(left);
    }
    parts
}

/// The byte at most `cells` characters before `at`, at the beginning of a word where one is near.
fn back(text: &str, at: usize, cells: usize) -> usize {
    let before = text.get(..at).unwrap_or("");
    let from = before.char_indices().rev().take(cells).last().map_or(at, |(start, _)| start);
    let gap = before.get(from..).and_then(|part| part.find(' '));
    if from == 0 { 0 } else { gap.map_or(from, |gap| (from + gap + 1).min(at)) }
}

/// What is chosen in full: whose, when, and the sentence.
fn foot(painter: &mut Painter<'_>, area: Area, found: &Found, sentence: &Sentence) {
    let facts =
        [found.title.clone(), outline::name(&found.outlet), outline::moment(found.published)];
    let facts = facts
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect::<Vec<_>>()
        .join(&format!(" {} ", painter.glyphs.dot));
    let mut texts = vec![(facts, Role::Title)];
    if !sentence.at.is_empty() {
        texts.push((one_line(&sentence.text), Role::Text));
    }
    foot_rows(painter, area, &texts);
}
