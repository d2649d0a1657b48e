//! Two accounts beside each other in the place of the text: both whole, laid side by side at their
//! passages, and of these only the words stand out in which the two part.
//!
//! ```text
//! ┏ b The Courier · 4 Mar 2025 · Ilse Brandt ━━┓┏ a Evening Post · 4 Mar 2025 ━━━━━━━━━━━━━━┓
//! ┃ ≠ Mayor Ilse Brandt said the council had   ┃┃ ≠ Two engineers, who asked not to be named, ┃
//! ┃ ≠ been “told nothing before Tuesday” about ┃┃ ≠ said a report had gone out in January …   ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//!  ≠ dispute 2 of 7, denial                          x swap   enter to a   tab one alone   q close
//!  “told nothing before Tuesday” against a report that “had gone out … in January”
//! ```

use crate::analysis::copy::CopyKind;
use crate::app::State;
use crate::app::layout::{Area, GUTTER, Layout};
use crate::app::overlay::mirror::{Hold, Mirror};
use crate::config::action::Action;
use crate::config::theme::{Role, Style};
use crate::corpus::Passage;
use crate::text::{Span, wrap};
use crate::tui::conflicts::found_by;
use crate::tui::paint::Painter;
use crate::tui::parts::{look_of, side_parts};
use crate::view::event::{Finding, conflict_between, speaker_of};
use crate::view::marks::{Mark, Piece, of_row};
use crate::view::origin::Origin;
use crate::view::outline;

/// Draws both, or the one that there is room for with a row of the other.
pub(super) fn render(state: &State, painter: &mut Painter<'_>, layout: &Layout, mirror: &Mirror) {
    let shown = mirror.shown();
    let panes = layout.mirror(shown);
    for (side, frame) in panes.frames.into_iter().enumerate() {
        if let Some(frame) = frame {
            account(state, painter, layout, (mirror, side), frame);
        }
    }
    if let Some(line) = panes.line {
        painter.clear(line);
        let other = mirror.pair()[1 - shown];
        let said = (other, speaker(state, mirror, other));
        let sign = format!(" {} ", sign(painter, mirror));
        let used =
            painter.put(line.x, line.y, line.width, &sign, painter.look(Role::Conflict).plain());
        let room = line.width.saturating_sub(used + 1);
        let parts = side_parts(state, painter, &said, usize::from(room));
        painter.put_all(line.x + used, line.y, room, &parts);
    }
}

/// One of the two: its title, and the rows in view.
fn account(
    state: &State,
    painter: &mut Painter<'_>,
    layout: &Layout,
    (mirror, side): (&Mirror, usize),
    frame: Area,
) {
    let passage = mirror.pair()[side];
    let article = state.coverage.corpus.article(passage.article);
    let scrolls = mirror.hold == Hold::Both || mirror.hold == Hold::One(side);
    painter.frame(layout, frame, &title(state, painter, mirror, passage), scrolls);
    let column = layout.mirror_column(frame, state.settings.width);
    let (rows, top) = (&mirror.pages[side].rows, mirror.tops()[side]);
    for (y, index) in (column.y..column.y + column.height).zip(top..rows.len()) {
        let line = Area { y, height: 1, ..column };
        text_row(state, painter, line, (mirror, side), &article.text, rows.get(index));
    }
    let inside = layout.inside(frame);
    let edge = Area { width: inside.width.saturating_sub(1), ..inside };
    painter.more(edge, top, rows.len());
}

/// `a Evening Post · 4 Mar 2025 · Ilse Brandt`
fn title(
    state: &State,
    painter: &Painter<'_>,
    mirror: &Mirror,
    passage: Passage,
) -> Vec<(String, Style)> {
    let article = state.coverage.corpus.article(passage.article);
    let (hue, letter) = state.letter(passage.article);
    let moment = outline::moment(article.published);
    let rest = [Some(moment), speaker(state, mirror, passage)];
    let mut title = vec![
        (letter, painter.look(Role::Letter(hue))),
        (format!(" {}", outline::outlet(article)), Style::default()),
    ];
    let rest = rest.into_iter().flatten().filter(|part| !part.is_empty());
    title.extend(rest.map(|part| (format!(" {} {part}", painter.glyphs.dot), Style::default())));
    title
}

/// What stands out in the articles besides the passages: what they are made of, not what is found
/// in them.
const KEPT: [Mark; 4] = [Mark::DIM, Mark::HEADING, Mark::QUOTE, Mark::SPEAKER];

fn text_row(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    (mirror, side): (&Mirror, usize),
    text: &str,
    row: Span,
) {
    let beside = &mirror.comparison.sides[side];
    let span = beside.passage.span;
    let mut over = vec![Piece { span, mark: Mark::CHOSEN }];
    let deciding = beside.decides.iter().filter(|span| span.overlaps(row));
    over.extend(deciding.map(|span| Piece { span: *span, mark: Mark::DIFFERS }));
    let number = state.coverage.number(beside.passage.article);
    let noted = state.notes.of(number);
    over.extend(noted.map(|(_, span)| Piece { span, mark: Mark::NOTE }));
    if span.overlaps(row) {
        let look = painter.look(Role::Conflict).plain();
        painter.put(line.x - GUTTER + 1, line.y, 1, sign(painter, mirror), look);
    }
    let mut used = 0;
    for piece in of_row(row, &mirror.pages[side].marks, &over) {
        let kept = KEPT.into_iter().filter(|mark| piece.mark.has(*mark));
        let laid = [Mark::CHOSEN, Mark::DIFFERS, Mark::NOTE];
        let laid = laid.into_iter().filter(|mark| piece.mark.has(*mark));
        let mark = kept.chain(laid).fold(Mark::NONE, Mark::with);
        let look = look_of(painter, mark);
        let room = line.width.saturating_sub(used);
        used += painter.put(line.x + used, line.y, room, piece.span.of(text), look);
    }
}

/// The sign of what is compared.
fn sign(painter: &Painter<'_>, mirror: &Mirror) -> &'static str {
    match mirror.origin.finding {
        Some(Finding::Conflict(_)) => painter.glyphs.conflict,
        Some(Finding::Judged(_)) => painter.glyphs.judged,
        Some(Finding::Link(_)) => painter.glyphs.link,
        Some(Finding::Variant(_)) => painter.glyphs.variant,
        Some(Finding::Echo(_)) => painter.glyphs.echo,
        Some(Finding::Topic(_) | Finding::Point) | None => painter.glyphs.chosen,
    }
}

/// Whom a passage credits.
fn speaker(state: &State, mirror: &Mirror, passage: Passage) -> Option<String> {
    let finding = mirror.origin.finding.filter(|finding| {
        !matches!(finding, Finding::Topic(_) | Finding::Echo(_) | Finding::Point)
    })?;
    speaker_of(&state.coverage, state.reader.view.event, finding, passage)
}

/// The row of what is compared, with the keys; gives the reason. Where there is one row only, it is
/// the reason's.
pub(super) fn status(
    state: &State,
    painter: &mut Painter<'_>,
    line: Area,
    mirror: &Mirror,
    is_only: bool,
) -> Option<String> {
    let is_narrow = line.width < NARROW;
    let (what, why) = reason(state, mirror, is_narrow);
    let count = mirror.sides.len();
    let of = match count {
        2 => String::new(),
        _ if is_narrow => String::new(),
        _ => format!(", sides {} and {} of {count}", mirror.at[0] + 1, mirror.at[1] + 1),
    };
    let lead = format!(" {} {what}{of}", sign(painter, mirror));
    let look = painter.look(Role::Conflict).plain();
    if is_only {
        let words = if why.is_empty() { lead } else { format!(" {why}") };
        painter.put_clipped(line.x, line.y, line.width, &words, look);
        return None;
    }
    let right = line.x + line.width;
    let least = u16::try_from(wrap::cells(&lead)).unwrap_or(u16::MAX).min(line.width / 2);
    let mut taken = 1u16;
    for (action, what) in hints(state, mirror) {
        let key = match action {
            Action::Open => "enter".to_owned(),
            action => state.settings.config.keymap.key_of(action),
        };
        let cells = u16::try_from(wrap::cells(&key) + wrap::cells(&what)).unwrap_or(u16::MAX);
        if taken.saturating_add(cells).saturating_add(3 + least) > line.width {
            break;
        }
        let words = (what.as_str(), painter.look(Role::Faint));
        taken += painter.hint_right(right - taken, line.y, (action, &key), words) + 3;
    }
    let room = line.width.saturating_sub(taken);
    painter.put_clipped(line.x, line.y, room, &lead, look);
    Some(why)
}

/// What keys do, what is needed most first.
fn hints(state: &State, mirror: &Mirror) -> [(Action, String); 6] {
    let is_one = state.layout().is_some_and(|layout| layout.mirror(0).line.is_some());
    let meant = mirror.pair()[mirror.meant(is_one)].article;
    let turn = if mirror.sides.len() == 2 { " swaps" } else { " next side" };
    let hold = match mirror.hold {
        Hold::Both => " one alone",
        Hold::One(0) => " the other alone",
        Hold::One(_) => " both again",
    };
    [
        (Action::Cross, turn.to_owned()),
        (Action::Leave, " closes".to_owned()),
        (Action::Open, format!(" goes to {}", state.letter(meant).1)),
        (Action::NextConflict, " next dispute".to_owned()),
        (Action::NextPane, hold.to_owned()),
        (Action::Copy, " copies".to_owned()),
    ]
}

/// Columns below which little is said beside the keys.
const NARROW: u16 = 60;

/// The kind of what is compared, and why it was found.
fn reason(state: &State, mirror: &Mirror, is_narrow: bool) -> (String, String) {
    let Some(event) = state.event() else { return Default::default() };
    let pair = mirror.pair();
    match mirror.origin.finding {
        Some(Finding::Conflict(index)) => {
            let between = conflict_between(&state.coverage, state.reader.view.event, index, pair);
            let Some(conflict) = event.conflicts.get(between.unwrap_or(index)) else {
                return Default::default();
            };
            let place = state.reader.view.number(conflict.group);
            let place = place
                .map(|(number, count)| match is_narrow {
                    true => format!("{number}/{count} "),
                    false => format!("dispute {number} of {count}, "),
                })
                .unwrap_or_default();
            (format!("{place}{}", conflict.kind.name()), conflict.why_from(pair[0]).to_owned())
        }
        Some(Finding::Judged(index)) => {
            state.coverage.judged.get(index).map_or_else(Default::default, |judged| {
                let lead = format!("{}: {}", found_by(judged), judged.kind.name());
                (lead, judged.point.clone())
            })
        }
        Some(Finding::Link(index)) => {
            state.coverage.links.get(index).map_or_else(Default::default, |link| {
                (format!("yours: {}", link.kind.name()), link.why.clone())
            })
        }
        Some(Finding::Variant(_)) => {
            ("same words".into(), "one utterance as two articles give it".into())
        }
        Some(Finding::Echo(index)) => match event.echoes.get(index).map(|echo| echo.kind) {
            Some(CopyKind::Version) => {
                ("two versions".into(), "one article of one outlet at two times".into())
            }
            _ => {
                let [a, b] = pair.map(|side| side.article);
                let whose = match state.coverage.origin(a, b) {
                    Origin::Agency(agency) => format!("text of {agency}"),
                    Origin::Original | Origin::Unknown => "one text".to_owned(),
                };
                ("same text".into(), format!("{whose} as two articles print it"))
            }
        },
        Some(Finding::Topic(index)) => {
            let label = event.topics.get(index).map_or("", |topic| topic.label.as_str());
            ("one topic".into(), label.to_owned())
        }
        Some(Finding::Point) | None => {
            ("on this point".into(), "not a conflict that a rule found".into())
        }
    }
}
