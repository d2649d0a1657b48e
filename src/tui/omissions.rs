//! What an article leaves out that others tell, and what only it tells.
//!
//! ```text
//! ┏ c The Courier: what it leaves out: tab next article, enter goes there ━━━━━━━┓
//! ┃ Leaves out what others tell 1                                                ┃
//! ┃   a b      How long it stays shut                                            ┃
//! ┃ Nothing found, perhaps told in other words nothing                           ┃
//! ┃ Tells or quotes alone 2                                                      ┃
//! ┃   c        The opposition                                                    ┃
//! ┃   c        Piet Maran: “looked away for years”                               ┃
//! ┃                                                                              ┃
//! ┃ told by Evening Post, Harbour Radio                                          ┃
//! ┃ The council said that the bridge would stay shut for six weeks.              ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

use crate::app::State;
use crate::app::layout::{Area, Frame, Layout};
use crate::app::overlay::omissions::{GapRow, Gaps};
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::corpus::ArticleId;
use crate::tui::paint::{Painter, Target};
use crate::tui::parts::{foot_rows, one_line};
use crate::view::event::{Finding, speaker_of};
use crate::view::omission::{Omission, Told};
use crate::view::outline;

/// Cells before a row below its heading.
const INDENT: u16 = 2;
/// Cells of the letters of those who tell it: four of them, then how many more.
const LETTERS: u16 = 11;
/// Letters shown.
const SHOWN: usize = 4;

/// Draws the list.
pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, gaps: &Gaps) {
    let places = gaps.places(layout);
    painter.over(layout, places.frame, &heading(state, painter, layout, gaps));
    let title = &state.coverage.corpus.article(gaps.article).title;
    painter.put_clipped(
        places.head.x,
        places.head.y,
        places.head.width,
        title,
        painter.look(Role::Faint),
    );
    let rows = gaps.rows();
    for (y, (index, row)) in (places.list.y..places.list.y + places.list.height)
        .zip(rows.iter().enumerate().skip(gaps.choice.top))
    {
        let line = Area { y, height: 1, ..places.list };
        match row {
            GapRow::LeavesOut(count) => {
                heading_row(painter, line, "Leaves out what others tell", *count);
            }
            GapRow::NotFound(count) => {
                heading_row(painter, line, "Nothing found, perhaps told in other words", *count);
            }
            GapRow::Only(count) => heading_row(painter, line, "Tells or quotes alone", *count),
            GapRow::Omission(omission) => omission_row(state, painter, line, omission),
        }
        painter.target(line, Target::Row(index));
        if index == gaps.choice.selected && matches!(row, GapRow::Omission(_)) {
            painter.select(line);
        }
    }
    painter.more(places.list, gaps.choice.top, rows.len());
    painter.position_among(
        layout,
        (places.frame, places.list.height),
        (&rows, gaps.choice.selected),
        |row| matches!(row, GapRow::Omission(_)),
    );
    if let Some(omission) = gaps.chosen() {
        foot(state, painter, places.foot, omission);
    }
}

fn heading(
    state: &State,
    painter: &Painter<'_>,
    layout: &Layout,
    gaps: &Gaps,
) -> Vec<(String, Style)> {
    let key = state.settings.config.keymap.key_of(Action::NextPane);
    let (hue, letter) = state.letter(gaps.article);
    let outlet = outline::outlet(state.coverage.corpus.article(gaps.article));
    let keys = if layout.frame == Frame::Bare {
        String::new()
    } else {
        format!("; {key} next article, enter goes there")
    };
    vec![
        (format!("{letter} "), painter.look(Role::Letter(hue))),
        (format!("{outlet}: gaps{keys}"), Style::default()),
    ]
}

fn heading_row(painter: &mut Painter<'_>, line: Area, words: &str, count: usize) {
    let count = if count == 0 { "nothing".to_owned() } else { count.to_string() };
    let used = painter.put_clipped(line.x, line.y, line.width, words, painter.look(Role::Title));
    painter.put(
        line.x + used,
        line.y,
        line.width - used,
        &format!(" {count}"),
        painter.look(Role::Faint),
    );
}

/// `  a b      How long it stays shut`
fn omission_row(state: &State, painter: &mut Painter<'_>, line: Area, omission: &Omission) {
    let right = line.x + line.width;
    let mut at = line.x + INDENT;
    for article in omission.tellers.iter().take(SHOWN) {
        let (hue, letter) = state.letter(*article);
        at += painter.put(at, line.y, 3, &format!("{letter} "), painter.look(Role::Letter(hue)));
    }
    let more = omission.tellers.len().saturating_sub(SHOWN);
    if more > 0 {
        at += painter.put(at, line.y, LETTERS, &format!("+{more}"), painter.look(Role::Faint));
    }
    let from = if line.width < 60 { at } else { at.max(line.x + INDENT + LETTERS) };
    let (lead, words) = omission_words(state, omission);
    let role = if lead.is_empty() { Role::Text } else { Role::Speaker };
    let used =
        painter.put_clipped(from, line.y, right.saturating_sub(from), &lead, painter.look(role));
    painter.put_clipped(
        from + used,
        line.y,
        right.saturating_sub(from + used),
        &words,
        painter.look(Role::Text),
    );
}

/// The topic's label; of an utterance and of a source the speaker, and the words.
fn omission_words(state: &State, omission: &Omission) -> (String, String) {
    let label = |index: usize| {
        state.event().and_then(|event| event.topics.get(index)).map(|topic| topic.label.clone())
    };
    let passage = omission.opens.passage;
    let speaker = match &omission.told {
        Told::Topic(index) => return (String::new(), label(*index).unwrap_or_default()),
        Told::Utterance(index) => {
            speaker_of(&state.coverage, state.reader.view.event, Finding::Variant(*index), passage)
        }
        Told::Source(name) => Some(name.clone()),
    };
    (
        speaker.map(|name| format!("{name}: ")).unwrap_or_default(),
        one_line(state.coverage.corpus.words(passage)),
    )
}

/// Who tells it, and how the first of them does.
fn foot(state: &State, painter: &mut Painter<'_>, area: Area, omission: &Omission) {
    const MOST: usize = 12;
    let name = |article: &ArticleId| {
        format!(
            "{} {}",
            state.letter(*article).1,
            outline::outlet(state.coverage.corpus.article(*article))
        )
    };
    let mut names: Vec<String> = omission.tellers.iter().take(MOST).map(name).collect();
    if omission.tellers.len() > MOST {
        names.push(format!("{} more", omission.tellers.len() - MOST));
    }
    let words = one_line(state.coverage.corpus.words(omission.opens.passage));
    let verb = if matches!(omission.told, Told::Source(_)) { "quoted" } else { "told" };
    foot_rows(
        painter,
        area,
        &[(format!("{verb} by {}", names.join(", ")), Role::Faint), (words, Role::Text)],
    );
}
