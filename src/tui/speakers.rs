//! The sources: a line a speaker, in columns how often, in whose words, how often at second hand,
//! then by which outlet.
//!
//! ```text
//! ┏ Speakers of this event: tab shows everything, / finds ━━━━━━━━━━━━━━━━━━━━┓
//! ┃ 4 speakers                   quotes  own  partly  reported   a   b   c   ┃
//! ┃ ▾ Ilse Brandt                     5    2       3         –   1   1   3   ┃
//! ┃     a Evening Post   4 Mar 2025  inspections were “up to date”           ┃
//! ┃ ▸ two engineers (unnamed)         2    1       –         1   2   –   –   ┃
//! ┃                                                                          ┃
//! ┃ Ilse Brandt: 5 quotes, 2 in own words, 3 partly                          ┃
//! ┃ The Courier 3, Evening Post 1, Harbour Radio 1                           ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

use crate::analysis::QuoteKind;
use crate::app::State;
use crate::app::layout::{Area, Frame, Layout};
use crate::app::overlay::speakers::{Reach, Speakers, places};
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::text::wrap;
use crate::tui::paint::{Painter, Target};
use crate::tui::parts::{counted, foot_rows, input_line, one_line};
use crate::view::outline;
use crate::view::shelf::Number;
use crate::view::speaker::{QuoteId, Row, Speaker, Standing};

/// What a column counts.
#[derive(Clone, Copy)]
enum Count {
    Quotes,
    Direct,
    Mixed,
    Indirect,
    Outlets,
    Events,
    SecondHand,
    Article(Number),
    /// Which articles, each with how many: words, and no number.
    By,
}

/// A column of numbers: what it counts, its head and the look of that, its cells.
struct Column {
    count: Count,
    head: String,
    role: Role,
    width: u16,
}

/// Cells that a name has at least.
const NAME: u16 = 16;
/// Cells that a name has at most.
const WIDEST_NAME: u16 = 44;
/// Cells before a name: whether its quotes are shown.
const SIGN: u16 = 2;

/// Draws the list; gives the cell of the cursor where the filter is typed.
pub(super) fn render(
    state: &State,
    painter: &mut Painter<'_>,
    layout: &Layout,
    speakers: &Speakers,
) -> Option<(u16, u16)> {
    let places = places(layout);
    painter.over(layout, places.frame, &[(title(state, layout, speakers), Style::default())]);
    let columns = columns(state, speakers, places.head.width.saturating_sub(SIGN + NAME));
    // The numbers stand near the name even where there is more room.
    let name = places
        .head
        .width
        .saturating_sub(columns.iter().map(|column| column.width).sum())
        .min(WIDEST_NAME);
    let cursor = head(painter, Area { width: name, ..places.head }, &columns, speakers);
    if speakers.rows.is_empty() {
        let words = match (speakers.all.is_empty(), speakers.reach) {
            _ if speakers.running => format!("counting{}", painter.glyphs.wait),
            (false, _) => "nobody of that name".to_owned(),
            (true, Reach::Event) => "nobody is quoted in this event".to_owned(),
            (true, Reach::Everything) => "nobody is quoted".to_owned(),
        };
        painter.put_clipped(
            places.list.x,
            places.list.y,
            places.list.width,
            &words,
            painter.look(Role::Faint),
        );
    }
    painter.position_among(
        layout,
        (places.frame, places.list.height),
        (&speakers.rows, speakers.choice.selected),
        |_| true,
    );
    let rows = speakers.rows.iter().enumerate().skip(speakers.choice.top);
    for (y, (index, row)) in (places.list.y..places.list.y + places.list.height).zip(rows) {
        let line = Area { y, height: 1, ..places.list };
        match row {
            Row::Speaker(index) => {
                speaker_row(state, painter, line, (name, &columns), (speakers, *index));
            }
            Row::Quote(id) => quote_row(state, painter, line, speakers.reach, *id),
        }
        painter.target(line, Target::Row(index));
        if index == speakers.choice.selected {
            painter.select(line);
        }
    }
    foot(state, painter, places.foot, speakers);
    cursor
}

fn title(state: &State, layout: &Layout, speakers: &Speakers) -> String {
    let key = |action| state.settings.config.keymap.key_of(action);
    let (these, others) = match speakers.reach {
        Reach::Event => ("this event", "everything"),
        Reach::Everything => ("everything", "this event"),
    };
    if layout.frame == Frame::Bare {
        return format!("Speakers of {these}: {} others", key(Action::NextPane));
    }
    format!(
        "Speakers of {these}: {} shows {others}, {} finds",
        key(Action::NextPane),
        key(Action::Search)
    )
}

/// The columns that fit into `room` cells: who cites them first, then in whose words.
fn columns(state: &State, speakers: &Speakers, room: u16) -> Vec<Column> {
    let plain = |count, head: &str, width| Column {
        count,
        head: head.to_owned(),
        role: Role::Faint,
        width,
    };
    let quotes = plain(Count::Quotes, "quotes", 8);
    let how = [
        plain(Count::Direct, "own", 6),
        plain(Count::Mixed, "partly", 8),
        plain(Count::Indirect, "reported", 10),
        plain(Count::SecondHand, "2nd-hand", 10),
    ];
    // Few articles have anything at second hand: where none does, names have the room.
    let relayed = speakers.all.iter().any(|speaker| !speaker.via.is_empty());
    let how =
        how.into_iter().filter(|column| relayed || !matches!(column.count, Count::SecondHand));
    let articles = state.event().map_or(&[][..], |event| &event.articles);
    let letters: Vec<Column> = articles
        .iter()
        .map(|article| {
            let (hue, letter) = state.letter(*article);
            Column {
                count: Count::Article(state.coverage.number(*article)),
                head: letter,
                role: Role::Letter(hue),
                width: 4,
            }
        })
        .collect();
    let mut left = room.saturating_sub(quotes.width);
    let last = match speakers.reach {
        Reach::Everything => {
            vec![plain(Count::Outlets, "outlets", 9), plain(Count::Events, "events", 8)]
        }
        Reach::Event if letters.len() * 4 <= usize::from(left) => letters,
        Reach::Event => vec![plain(Count::By, "by", left.min(BY))],
    };
    left = left.saturating_sub(last.iter().map(|column| column.width).sum());
    let how = how.take_while(|column| {
        let fits = column.width <= left;
        left = left.saturating_sub(column.width);
        fits
    });
    std::iter::once(quotes).chain(how.collect::<Vec<_>>()).chain(last).collect()
}

/// Cells of the letters of those who cite a speaker, each with how often, where there are too many
/// for columns.
const BY: u16 = 30;

/// The filter or how many there are, in `area`, and right of it the columns' heads.
fn head(
    painter: &mut Painter<'_>,
    area: Area,
    columns: &[Column],
    speakers: &Speakers,
) -> Option<(u16, u16)> {
    let mut right = area.x + area.width;
    for column in columns {
        right += column.width;
        painter.put_right(right, area.y, &column.head, painter.look(column.role));
    }
    if speakers.typing || !speakers.filter.value().is_empty() {
        let cursor = input_line(painter, area, "/ ", &speakers.filter);
        return speakers.typing.then_some(cursor);
    }
    // The quotes of nobody come last and are no speaker's.
    let nobody = speakers.all.last().is_some_and(|speaker| speaker.standing == Standing::Nobody);
    let named = speakers.all.len() - usize::from(nobody);
    if !speakers.running {
        painter.put_clipped(
            area.x,
            area.y,
            area.width,
            &counted(named, "speaker"),
            painter.look(Role::Faint),
        );
    }
    None
}

fn speaker_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    (name, columns): (u16, &[Column]),
    (speakers, index): (&Speakers, usize),
) {
    let Some(speaker) = speakers.all.get(index) else { return };
    let sign = if speakers.open == Some(index) { painter.glyphs.open } else { painter.glyphs.shut };
    painter.put(line.x, line.y, SIGN, sign, painter.look(Role::Border));
    name_cell(
        painter,
        Area { x: line.x + SIGN, width: name.saturating_sub(SIGN), ..line },
        speaker,
    );
    let mut right = line.x + name;
    for column in columns {
        right += column.width;
        if matches!(column.count, Count::By) {
            let by = by_letters(state, speaker);
            let room = column.width.saturating_sub(2);
            painter.put_clipped(right - room, line.y, room, &by, painter.look(Role::Text));
            continue;
        }
        let count = number(speaker, column.count);
        let words = if count == 0 { painter.glyphs.none.to_owned() } else { count.to_string() };
        painter.put_right(
            right,
            line.y,
            &words,
            painter.look(if count == 0 { Role::Faint } else { Role::Text }),
        );
    }
}

/// The name, clipped so that `(unnamed)` is read whatever its length.
fn name_cell(painter: &mut Painter<'_>, area: Area, speaker: &Speaker) {
    let label = speaker.label();
    let said = label
        .strip_prefix(&speaker.name)
        .filter(|rest| !rest.is_empty() && speaker.standing == Standing::Anonymous);
    let (name, rest) = said.map_or((label.as_str(), ""), |rest| (speaker.name.as_str(), rest));
    let cells = u16::try_from(wrap::cells(rest)).unwrap_or(0);
    let role = if speaker.standing == Standing::Named { Role::Speaker } else { Role::Text };
    let used = painter.put_clipped(
        area.x,
        area.y,
        area.width.saturating_sub(cells),
        name,
        painter.look(role),
    );
    painter.put(area.x + used, area.y, cells, rest, painter.look(Role::Faint));
}

fn number(speaker: &Speaker, count: Count) -> usize {
    match count {
        Count::Quotes => speaker.quotes.len(),
        Count::Direct => speaker.kinds.direct,
        Count::Mixed => speaker.kinds.mixed,
        Count::Indirect => speaker.kinds.indirect,
        Count::Outlets => speaker.outlets.len(),
        Count::Events => speaker.events.len(),
        Count::SecondHand => speaker.second_hand(),
        Count::By => 0,
        Count::Article(article) => speaker
            .articles
            .iter()
            .find(|(other, _)| *other == article)
            .map_or(0, |(_, count)| *count),
    }
}

/// `a Evening Post  4 Mar 2025  words`; without the date, then the outlet, where there is no room.
fn quote_row(state: &State, painter: &mut Painter<'_>, line: Area, reach: Reach, id: QuoteId) {
    const OUTLET: u16 = 20;
    const DAY: u16 = 12;
    let Some(said) = state.shelf.quote(id) else { return };
    let right = line.x + line.width;
    let mut at = line.x + 2 * SIGN;
    if reach == Reach::Event {
        let (hue, letter) = letter(state, id.0);
        at += painter.put(at, line.y, 3, &letter, painter.look(Role::Letter(hue))) + 1;
    }
    let room = match line.width {
        70.. => OUTLET,
        _ if reach == Reach::Event => 0,
        width => width / 3,
    };
    if room > 0 {
        painter.put_clipped(
            at,
            line.y,
            room - 2,
            &outline::outlet(&said.article),
            painter.look(Role::Title),
        );
        at += room;
    }
    if line.width >= 70 {
        painter.put_clipped(
            at,
            line.y,
            DAY,
            &outline::day(&said.article),
            painter.look(Role::Faint),
        );
        at += DAY;
    }
    let role = match said.kind {
        QuoteKind::Direct => Role::Quote,
        QuoteKind::Mixed | QuoteKind::Indirect => Role::Indirect,
    };
    let words = one_line(&said.words);
    painter.put_clipped(at, line.y, right.saturating_sub(at), &words, painter.look(role));
}

/// What is chosen in full: a speaker's count and outlets, or a quote's place and words.
fn foot(state: &State, painter: &mut Painter<'_>, area: Area, speakers: &Speakers) {
    let Some(speaker) = speakers.chosen().and_then(|index| speakers.all.get(index)) else { return };
    let (lead, words) = match speakers.quote() {
        Some(id) => quote_in_full(state, painter, speaker, id),
        None => {
            let facts =
                [counted(speaker.quotes.len(), "quote"), speaker.kinds.told(), speaker.relayed()];
            let counts =
                facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(", ");
            let tight = area.height <= 2; // there the row above has the name, and letters stand for the outlets
            let told_by = match speakers.reach {
                Reach::Event if tight => told_by_letters(state, speaker),
                Reach::Event => speaker.told_by(OUTLETS),
                Reach::Everything => format!(
                    "{} {} {}",
                    speaker.told_by(OUTLETS),
                    painter.glyphs.dot,
                    events(state, speaker)
                ),
            };
            (if tight { counts } else { format!("{}: {counts}", speaker.label()) }, told_by)
        }
    };
    foot_rows(painter, area, &[(lead, Role::Text), (words, Role::Faint)]);
}

/// More outlets than this are only counted.
const OUTLETS: usize = 12;

/// The labels of the events that a speaker is quoted in.
fn events(state: &State, speaker: &Speaker) -> String {
    const MOST: usize = 3;
    let label = |first: &Number| state.row_of(*first).map(|(event, _)| event.label.clone());
    let more = speaker.events.len().saturating_sub(MOST);
    let more = (more > 0).then(|| counted(more, "more event"));
    speaker.events.iter().take(MOST).filter_map(label).chain(more).collect::<Vec<_>>().join("; ")
}

/// The place and the letter of an article of the open event.
fn letter(state: &State, article: Number) -> (usize, String) {
    state.coverage.local(article).map(|article| state.letter(article)).unwrap_or_default()
}

/// `a1 b1 c3`; where articles are numbered, `27:3`.
fn by_letters(state: &State, speaker: &Speaker) -> String {
    let each = speaker.articles.iter().map(|(article, count)| {
        let letter = letter(state, *article).1;
        let gap = if letter.starts_with(|c: char| c.is_ascii_digit()) { ":" } else { "" };
        format!("{letter}{gap}{count}")
    });
    each.collect::<Vec<_>>().join(" ")
}

/// `a 1, b 1, c 3`
fn told_by_letters(state: &State, speaker: &Speaker) -> String {
    let letters = speaker
        .articles
        .iter()
        .take(26)
        .map(|(article, count)| format!("{}\u{a0}{count}", letter(state, *article).1));
    letters.collect::<Vec<_>>().join(", ")
}

/// `The Courier · 4 Mar 2025 · “told”`, and the words.
fn quote_in_full(
    state: &State,
    painter: &Painter<'_>,
    speaker: &Speaker,
    id: QuoteId,
) -> (String, String) {
    let Some(said) = state.shelf.quote(id) else { return Default::default() };
    let article = &said.article;
    // Who speaks is told by the row above, except of nobody: there the article's own words may tell
    // something.
    let source =
        if speaker.standing == Standing::Nobody { one_line(&said.source) } else { String::new() };
    let [open, shut] = painter.glyphs.marks;
    let cue = one_line(&said.cue);
    let cue = if cue.is_empty() { cue } else { format!("{open}{cue}{shut}") };
    let via = said.via.as_ref().map_or_else(String::new, |via| format!("told {via}"));
    let facts: Vec<String> = [outline::outlet(article), outline::day(article), source, cue, via]
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect();
    (facts.join(&format!(" {} ", painter.glyphs.dot)), one_line(&said.words))
}
