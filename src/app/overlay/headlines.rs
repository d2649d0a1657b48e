//! The headlines of one event over the panes, one below the other.

use std::sync::Arc;

use crate::app::answer::{Aim, Answer};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::layout::{Area, Layout, Pane};
use crate::app::overlay::machine::{Base, Machine};
use crate::config::action::Action;
use crate::text::wrap::Rows;
use crate::text::{Span, safe};
use crate::view::headlines::{Headline, headlines};
use crate::view::outline::{self, Row};
use crate::view::shelf::ShelfEvent;

/// The headlines of one event.
#[derive(Clone, Debug)]
pub struct Headlines {
    /// The event.
    pub event: Arc<ShelfEvent>,
    /// The hue of the outlet of each of its articles.
    pub hues: Vec<usize>,
    /// What is listed.
    pub all: Vec<Headline>,
    /// The rows: which headline, and which part of it.
    pub rows: Vec<(usize, Span)>,
    /// The chosen row, the first of a headline.
    pub choice: Choice,
    /// Cells that a headline is wrapped to; 0 before the rows are made.
    width: usize,
}

/// Cells of the box at most, frame included.
pub const WIDEST: u16 = 130;
/// Cells left of a headline: its letter, outlet and day.
pub const SOURCE: u16 = 32;
/// Cells of the box below which the source has a row of its own.
const NARROW: u16 = 76;

impl Headlines {
    /// Those of the event that is chosen in the list, where the keys go there, else of the open one.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Headlines, String> {
        let chosen = below.list.chosen().filter(|_| below.focus == Pane::List);
        let place = match chosen {
            Some(Row::Event(place) | Row::Article(place, _) | Row::Story(place, _)) => Some(place),
            Some(Row::Singles(_)) | None => None,
        };
        let open = || Some(below.shelf.find(below.place()?.article)?.0);
        let Some(event) = place.or_else(open).and_then(|place| below.shelf.event(place)) else {
            return Err("nothing is open".into());
        };
        let all = headlines(&event);
        if all.len() < 2 {
            return Err("one headline: nothing to compare".into());
        }
        Ok(Headlines {
            hues: event.hues(),
            event,
            all,
            rows: Vec::new(),
            choice: Choice::default(),
            width: 0,
        })
    }

    /// Whether a headline stands below its source in a box of so many cells, not beside it.
    pub fn is_stacked(width: u16) -> bool {
        width < NARROW
    }

    /// For each row whether a headline begins there.
    fn heads(&self) -> Vec<bool> {
        let before =
            std::iter::once(None).chain(self.rows.iter().map(|(headline, _)| Some(*headline)));
        self.rows.iter().zip(before).map(|((at, _), before)| before != Some(*at)).collect()
    }

    /// The chosen headline.
    pub fn chosen(&self) -> usize {
        self.rows.get(self.choice.selected).map_or(0, |(headline, _)| *headline)
    }

    fn height(&self, layout: &Layout) -> usize {
        usize::from(layout.inside(self.frame(layout)).height)
    }

    /// The box on the screen of `layout`.
    pub fn frame(&self, layout: &Layout) -> Area {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        layout.over(WIDEST, rows.saturating_add(2).max(6))
    }

    /// All of them as lines to hand on.
    fn cited(&self) -> Vec<String> {
        let line = |headline: &Headline| {
            let article = self.event.articles.get(headline.place)?;
            let day = article.published.map(outline::date).unwrap_or_default();
            let source = [outline::name(&article.outlet), day];
            let source: Vec<_> = source.into_iter().filter(|part| !part.is_empty()).collect();
            let line = format!("{}: {}", source.join(", "), article.title);
            Some(safe::lines(&line).into_owned())
        };
        self.all.iter().filter_map(line).collect()
    }
}

impl Machine for Headlines {
    fn opener(&self) -> Option<Action> {
        Some(Action::Headlines)
    }

    fn base(&self) -> Base {
        Base::Grouping
    }

    /// Chooses headline number `row`.
    fn choose(&mut self, row: usize) -> bool {
        let at = self.rows.iter().position(|(headline, _)| *headline == row);
        self.choice.selected = at.unwrap_or(self.choice.selected);
        at.is_some()
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        if let Some(layout) = &below.layout {
            let (heads, height) = (self.heads(), self.height(layout));
            self.choice.walk(motion, &heads, height);
        }
    }

    fn act(&mut self, action: Action, _below: &Below<'_>) -> Answer {
        match action {
            Action::Open | Action::Right => {
                let chosen = self.all.get(self.chosen());
                let article = chosen.and_then(|one| self.event.articles.get(one.place));
                article.map_or(Answer::Stay, |article| Answer::Go(Aim::Article(article.number)))
            }
            Action::Copy => Answer::Copy(self.cited()),
            _ => Answer::Pass,
        }
    }

    fn fit(&mut self, below: &Below<'_>) {
        let Some(layout) = &below.layout else { return };
        let inside = layout.inside(layout.over(WIDEST, u16::MAX)).width;
        let left = if Headlines::is_stacked(inside) { 4 } else { SOURCE };
        let width = usize::from(inside.saturating_sub(left + 2)).max(8);
        if self.width != width {
            let chosen = self.chosen();
            let stacked = Headlines::is_stacked(inside);
            self.rows = self
                .all
                .iter()
                .enumerate()
                .flat_map(|(at, headline)| {
                    let title = self.event.articles.get(headline.place).map_or("", |a| &a.title);
                    let rows = Rows::wrap(title, &[Span::new(0, title.len())], width);
                    let source = stacked.then_some((at, Span::default()));
                    source
                        .into_iter()
                        .chain((0..rows.len()).map(move |row| (at, rows.get(row))))
                        .collect::<Vec<_>>()
                })
                .collect();
            self.width = width;
            self.choice.selected =
                self.rows.iter().position(|(headline, _)| *headline == chosen).unwrap_or(0);
        }
        let height = self.height(layout);
        self.choice.follow_under(self.rows.len(), height);
    }
}
