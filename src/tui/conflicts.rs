//! The event's disputes as a list, by kind or by topic.
//!
//! ```text
//! ┏ Disputes by kind: tab by topic, D no dispute ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ 5 disputes, 1 soft hidden: S shows                                              ┃
//! ┃ denial 2                                                                        ┃
//! ┃   hard    c Brandt “told nothing before Tuesday” ≠ a engineers “a report …”     ┃
//! ┃ no dispute, you say 1                                                           ┃
//! ┃   number  a council “six weeks” ≠ b Nordbau “ten weeks”                         ┃
//! ┃                                                                                 ┃
//! ┃ denial, hard: What the mayor knew                                               ┃
//! ┃ “told nothing before Tuesday” against a report that “had gone out … in January” ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

use crate::analysis::{Conflict, EventFindings};
use crate::app::State;
use crate::app::layout::{Area, Frame, Layout};
use crate::app::overlay::conflicts::Conflicts;
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::corpus::Passage;
use crate::tui::paint::{Painter, Target};
use crate::tui::parts::{cells, counted, foot_rows, one_line, side_parts};
use crate::view::conflicts::{Group, Grouping, Row};
use crate::view::event::{Finding, speaker_of};
use crate::view::judged::Judged;
use crate::view::matrix::REST;

/// Cells of the word before a dispute: `account`, and for the longest `attribut…`.
const WORD: u16 = 9;
/// Cells before a row below its heading.
const INDENT: u16 = 2;
/// Boxes narrower than this have no room for the word: the foot has it.
const WORDY: u16 = 60;

/// Draws the list.
pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, list: &Conflicts) {
    let places = list.places(layout);
    painter.over(layout, places.frame, &[(title(state, layout, list), Style::default())]);
    painter.put_clipped(
        places.head.x,
        places.head.y,
        places.head.width,
        &summary(state, list),
        painter.look(Role::Faint),
    );
    let rows = list.rows.iter().enumerate().skip(list.choice.top);
    for (y, (index, row)) in (places.list.y..places.list.y + places.list.height).zip(rows) {
        let line = Area { y, height: 1, ..places.list };
        match row {
            Row::Heading(group, count) => heading_row(state, painter, line, *group, *count),
            Row::Dispute(conflict) => conflict_row(state, painter, line, list.grouping, *conflict),
            Row::Judged(index) => {
                let judged = state.coverage.judged.get(*index);
                judged_row(state, painter, line, Finding::Judged(*index), judged);
            }
            // It is no finding that is shown any more, so nobody speaks in it.
            Row::Refused(index) => {
                let judged = state.coverage.refused.get(*index);
                judged_row(state, painter, line, Finding::Point, judged);
            }
            Row::Link(link) => link_row(state, painter, line, *link),
        }
        painter.target(line, Target::Row(index));
        if index == list.choice.selected {
            painter.select(line);
        }
    }
    painter.more(places.list, list.choice.top, list.rows.len());
    painter.position_among(
        layout,
        (places.frame, places.list.height),
        (&list.rows, list.choice.selected),
        |row| !matches!(row, Row::Heading(..)),
    );
    if let Some(index) = list.chosen() {
        foot(state, painter, places.foot, index);
    }
    let judged = list.chosen_judged().and_then(|at| state.coverage.judged.get(at));
    let refused = list.chosen_refused().and_then(|at| state.coverage.refused.get(at));
    if let Some(judged) = judged.or(refused) {
        let [a, b] = judged.sides.map(|side| (side_in_full(state, side), Role::Faint));
        let lead = format!("{}, {}", found_by(judged), judged.kind.name());
        let rows = [(lead, Role::Title), (judged.point.clone(), Role::Text), a, b];
        foot_rows(painter, places.foot, &rows);
    }
    if let Some(link) = list.chosen_link().and_then(|index| state.coverage.links.get(index)) {
        let [a, b] = link.sides.map(|side| (side_in_full(state, side), Role::Faint));
        let lead = (format!("yours: {}", link.kind.name()), Role::Title);
        foot_rows(painter, places.foot, &[lead, (link.why.clone(), Role::Text), a, b]);
    }
}

/// `c The mayor knew of it.`
fn side_in_full(state: &State, side: Passage) -> String {
    format!("{} {}", state.letter(side.article).1, one_line(state.coverage.corpus.words(side)))
}

/// `found by qwen3:14b (.8)`
pub(super) fn found_by(judged: &Judged) -> String {
    format!("found by {} ({:.1})", judged.model, judged.likely)
}

fn title(state: &State, layout: &Layout, list: &Conflicts) -> String {
    let key = |action| state.settings.config.keymap.key_of(action);
    let (name, other) = (list.grouping.name(), list.grouping.other().name());
    let (switch, dismiss) = (key(Action::NextPane), key(Action::Dismiss));
    if layout.frame == Frame::Bare {
        return format!("Disputes {name}: {switch} {other}");
    }
    format!(
        "Disputes {name}: {switch} {other}, enter goes, {} compares, {dismiss} no dispute",
        key(Action::Compare)
    )
}

/// `5 disputes, 1 soft hidden: S shows`; `by qwen3:14b: f goes on to who else found something`
fn summary(state: &State, list: &Conflicts) -> String {
    if let Some(by) = &list.by {
        let key = state.settings.config.keymap.key_of(Action::Filter);
        return format!("by {by}: {key} goes on to who else found something");
    }
    let (shown, hidden) = state.dispute_counts();
    let shown = counted(shown, "dispute");
    if hidden == 0 {
        return shown;
    }
    format!(
        "{shown}, {hidden} soft hidden: {} shows",
        state.settings.config.keymap.key_of(Action::Soft)
    )
}

fn heading_row(state: &State, painter: &mut Painter<'_>, line: Area, group: Group, count: usize) {
    let label = match group {
        Group::Kind(kind) => kind.name(),
        Group::Topic(index) => {
            state.event().and_then(|event| event.topics.get(index)).map_or("", |topic| &topic.label)
        }
        Group::Rest => REST,
        Group::Judged => "Second reader",
        Group::Links => "Yours",
        Group::Dismissed | Group::Refused => "No dispute, you say",
    };
    let number = format!(" {count}");
    let room = line.width.saturating_sub(u16::try_from(number.len()).unwrap_or(0));
    let used = painter.put_clipped(line.x, line.y, room, label, painter.look(Role::Title));
    painter.put(
        line.x + used,
        line.y,
        line.width - used,
        &number,
        painter.look(Role::Conflict).plain(),
    );
}

/// `  hard    a council “six weeks” ≠ b Nordbau “ten weeks”`
fn conflict_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    grouping: Grouping,
    index: usize,
) {
    let Some(conflict) = state.event().and_then(|event| event.conflicts.get(index)) else { return };
    let mut at = line.x + INDENT;
    if line.width >= WORDY {
        let dismissed = state.coverage.dismissed.contains(&(state.reader.view.event, index));
        let word = if grouping == Grouping::Kind && !dismissed {
            conflict.strength.name()
        } else {
            conflict.kind.name()
        };
        painter.put_clipped(at, line.y, WORD, word, painter.look(Role::Faint));
        at += WORD + 1;
        if grouping == Grouping::Topic {
            painter.put_clipped(
                at,
                line.y,
                STRENGTH,
                conflict.strength.name(),
                painter.look(Role::Faint),
            );
            at += STRENGTH + 1;
        }
    }
    let passages = [conflict.a.passage, conflict.b.passage];
    sides_row(
        state,
        painter,
        Area { x: at, width: (line.x + line.width).saturating_sub(at), ..line },
        Finding::Conflict(index),
        passages,
        painter.glyphs.conflict,
    );
}

/// `  denial    a council “six weeks” ≟ b Nordbau “ten weeks”`
fn judged_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    finding: Finding,
    judged: Option<&Judged>,
) {
    let Some(judged) = judged else { return };
    let mut at = line.x + INDENT;
    if line.width >= WORDY {
        painter.put_clipped(at, line.y, WORD, judged.kind.name(), painter.look(Role::Faint));
        at += WORD + 1;
    }
    let rest = Area { x: at, width: (line.x + line.width).saturating_sub(at), ..line };
    sides_row(state, painter, rest, finding, judged.sides, painter.glyphs.judged);
}

/// Cells of `says the same`.
const LINK_WORD: u16 = 13;

/// `  answers       a council “six weeks” & b Nordbau “ten weeks”`
fn link_row(state: &State, painter: &mut Painter<'_>, line: Area, index: usize) {
    let Some(link) = state.coverage.links.get(index) else { return };
    let mut at = line.x + INDENT;
    if line.width >= WORDY {
        painter.put_clipped(at, line.y, LINK_WORD, link.kind.name(), painter.look(Role::Faint));
        at += LINK_WORD + 1;
    }
    let rest = Area { x: at, width: (line.x + line.width).saturating_sub(at), ..line };
    sides_row(state, painter, rest, Finding::Link(index), link.sides, painter.glyphs.link);
}

/// `a council “six weeks” ≠ b Nordbau “ten weeks”`
fn sides_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    finding: Finding,
    passages: [Passage; 2],
    sign: &str,
) {
    let said =
        |side: Passage| (side, speaker_of(&state.coverage, state.reader.view.event, finding, side));
    let sides = passages.map(said);
    let at = line.x;
    let room = usize::from((line.x + line.width).saturating_sub(at)).saturating_sub(3);
    let [a, b] = sides.each_ref().map(|side| cells(&side_parts(state, painter, side, usize::MAX)));
    let half = room / 2;
    let mut parts = side_parts(state, painter, &sides[0], half.max(room.saturating_sub(b)));
    parts.push((format!(" {sign} "), painter.look(Role::Conflict).plain()));
    parts.extend(side_parts(state, painter, &sides[1], half.max(room.saturating_sub(a))));
    painter.put_all(at, line.y, (line.x + line.width).saturating_sub(at), &parts);
}

/// Cells of `medium`.
const STRENGTH: u16 = 6;

/// The chosen dispute in full, by its surest conflict: what and how sure, why, and both sides; and
/// how many further conflicts there are.
fn foot(state: &State, painter: &mut Painter<'_>, area: Area, index: usize) {
    let Some(event) = state.event() else { return };
    let Some(conflict) = event.conflicts.get(index) else { return };
    let further =
        state.reader.view.dispute_of(index).map_or(0, |dispute| dispute.conflicts.len() - 1);
    let further = if further > 0 { format!(" (and {further} more)") } else { String::new() };
    let topic = conflict
        .topic
        .and_then(|topic| event.topics.get(topic))
        .map(|topic| format!(": {}", topic.label));
    let lead = format!(
        "{}, {}{further}{}",
        conflict.kind.name(),
        conflict.strength.name(),
        topic.unwrap_or_default()
    );
    let texts = if area.height <= 2 {
        // The row above has the sides; here is what it has no room for.
        vec![(
            format!(
                "{}, {}{further}: {}",
                conflict.kind.name(),
                conflict.strength.name(),
                conflict.why
            ),
            Role::Text,
        )]
    } else {
        let [a, b] = in_full(state, event, conflict);
        vec![
            (lead, Role::Title),
            (conflict.why.clone(), Role::Text),
            (a, Role::Faint),
            (b, Role::Faint),
        ]
    };
    foot_rows(painter, area, &texts);
}

/// `a two engineers: a report on the cracks had gone out …`, of both sides.
fn in_full(state: &State, event: &EventFindings, conflict: &Conflict) -> [String; 2] {
    [&conflict.a, &conflict.b].map(|side| {
        let name = event.name(side.speaker);
        let speaker = name.map(|speaker| format!(" {speaker}:")).unwrap_or_default();
        let words = one_line(state.coverage.corpus.words(side.passage));
        format!("{}{speaker} {words}", state.letter(side.passage.article).1)
    })
}
