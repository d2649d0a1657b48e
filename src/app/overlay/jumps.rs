//! The list of the places that were jumped from.

use crate::app::answer::{Aim, Answer};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::jumps::Place;
use crate::app::overlay::machine::{Base, Machine};
use crate::config::action::Action;
use crate::text::Span;
use crate::text::sentence::index_at;
use crate::view::outline;

/// The list of the places that were jumped from, the latest first.
#[derive(Clone, Debug, Default)]
pub struct JumpList {
    /// What each is called.
    pub rows: Vec<String>,
    /// The chosen one.
    pub choice: Choice,
}

impl JumpList {
    /// The list, at the place that was jumped from last.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<JumpList, String> {
        let places = below.jumps.places();
        if places.is_empty() {
            return Err("no places to go back to: nothing was jumped from yet".into());
        }
        let rows = places.iter().rev().map(|place| called(below, place)).collect();
        let last = places.len() - 1;
        let selected = last - below.jumps.behind().unwrap_or(0).min(last);
        Ok(JumpList { rows, choice: Choice { selected, ..Choice::default() } })
    }
}

/// `The Courier, “Bridge closed”: Two engineers, who asked …`; the words of an event that is not
/// open would have to be waited for.
fn called(below: &Below<'_>, place: &Place) -> String {
    let found = below.shelf.find(place.article);
    let event = found.and_then(|(event, _)| below.shelf.event(event));
    let article = event.as_ref().zip(found).and_then(|(event, (_, at))| event.articles.get(at));
    let Some(article) = article else { return String::new() };
    let name = format!("{}, “{}”", outline::name(&article.outlet), article.called());
    match words(below, place) {
        Some(words) => format!("{name}: {words}"),
        None => name,
    }
}

/// What the reader was brought to there, or the sentence; of the open event.
fn words(below: &Below<'_>, place: &Place) -> Option<String> {
    let id = below.coverage.local(place.article)?;
    let sentences = &below.coverage.findings.articles.get(id.index())?.sentences;
    let sentence = index_at(sentences, place.at).and_then(|at| sentences.get(at)).copied();
    let span: Span = place.stop.map(|(span, _)| span).or(sentence)?;
    let text = &below.coverage.corpus.article(id).text;
    Some(text.get(span.start..span.end)?.split_whitespace().collect::<Vec<_>>().join(" "))
}

impl Machine for JumpList {
    fn opener(&self) -> Option<Action> {
        Some(Action::Jumps)
    }

    /// Its rows are the jumps by their numbers.
    fn base(&self) -> Base {
        Base::Event
    }

    fn choose(&mut self, row: usize) -> bool {
        let is_there = row < self.rows.len();
        if is_there {
            self.choice.selected = row;
        }
        is_there
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        self.choice.step(motion, self.rows.len(), below.height());
    }

    fn act(&mut self, action: Action, _below: &Below<'_>) -> Answer {
        match action {
            Action::Open | Action::Right => {
                let index = (self.rows.len() - 1).saturating_sub(self.choice.selected);
                Answer::Go(Aim::Jump(index))
            }
            _ => Answer::Pass,
        }
    }
}
