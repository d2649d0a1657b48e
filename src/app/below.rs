//! What an overlay or a pane is handed: what is open below it, to look at.

use crate::analysis::{EventFindings, Quote};
use crate::app::jumps::{Jumps, Place};
use crate::app::layout::{Layout, Pane, Size};
use crate::app::list::List;
use crate::app::made::{Bookmark, Correction, Dismissal, Links, Notes, TopicCorrection};
use crate::app::reader::Reader;
use crate::app::settings::Settings;
use crate::config::action::Action;
use crate::corpus::Passage;
use crate::text::sentence::index_at;
use crate::view::event::{Dispute, Finding, Soft, Spot, against, disputes, sides};
use crate::view::shelf::Shelf;
use crate::view::sidebar::Heading;
use crate::view::walk::Stop;
use crate::view::{Coverage, conflicts};

/// What is open, to look at.
#[derive(Clone, Copy)]
pub(super) struct Below<'a> {
    /// The size of the screen, and where the panes are; `None` when it is too small.
    pub(super) size: Size,
    pub(super) layout: Option<Layout>,
    pub(super) settings: &'a Settings,
    pub(super) shelf: &'a dyn Shelf,
    /// The open event.
    pub(super) coverage: &'a Coverage,
    pub(super) reader: &'a Reader,
    pub(super) list: &'a List,
    /// Which pane has the keys.
    pub(super) focus: Pane,
    /// The open group of topics.
    pub(super) heading: Option<Heading>,
    pub(super) jumps: &'a Jumps,
    pub(super) bookmarks: &'a [Bookmark],
    pub(super) notes: &'a Notes,
    pub(super) links: &'a Links,
    pub(super) corrections: &'a [Correction],
    pub(super) titles: &'a [TopicCorrection],
    pub(super) dismissals: &'a [Dismissal],
    /// How many problems and notices there are.
    pub(super) problems: usize,
}

impl<'a> Below<'a> {
    /// Rows that a box over the panes has for what is scrolled in it, more or less.
    pub(super) fn height(&self) -> usize {
        usize::from(self.size.height).saturating_sub(8).max(1)
    }

    /// The key that asks for an action.
    pub(super) fn key_of(&self, action: Action) -> String {
        self.settings.key_of(action)
    }

    /// The place of the cursor.
    pub(super) fn place(&self) -> Option<Place> {
        self.reader.place(self.coverage)
    }

    /// The open event.
    pub(super) fn event(&self) -> Option<&'a EventFindings> {
        self.coverage.findings.events.get(self.reader.view.event)
    }

    /// The dispute that the current finding is of.
    pub(super) fn dispute(&self) -> Option<&'a Dispute> {
        match self.reader.current?.finding? {
            Finding::Conflict(index) => self.reader.view.dispute_of(index),
            _ => None,
        }
    }

    /// All sides of what is found at a passage, itself the first.
    pub(super) fn sides(&self, passage: Passage, finding: Finding) -> Vec<Passage> {
        if finding == Finding::Point {
            let at = (passage.article, passage.span.start);
            let mut found = self.reader.counterparts(self.coverage).of(at.0, at.1);
            // As in the box: other articles first, of which a voice of the same one is the less.
            found.sort_by_key(|one| (one.same_text, one.passage.article == passage.article));
            return std::iter::once(passage).chain(found.iter().map(|one| one.passage)).collect();
        }
        let spot = Spot { passage, finding };
        sides(self.coverage, &self.reader.view, spot, self.settings.soft)
    }

    /// The passage that stands against the current one: its other side, form or version.
    pub(super) fn opposite(&self) -> Option<Passage> {
        let stop = self.reader.current?;
        let finding = stop.finding?;
        if let Finding::Conflict(index) = finding {
            let event = self.event()?;
            return Some(against(self.coverage, event, event.conflicts.get(index)?, stop.passage));
        }
        self.sides(stop.passage, finding).get(1).copied()
    }

    /// The passage that copy, bookmark and note mean: the current finding, else the sentence at the
    /// cursor.
    pub(super) fn passage(&self) -> Option<Passage> {
        self.reader.current.map(|stop| stop.passage).or_else(|| self.sentence())
    }

    /// The passage that is linked: what is current, unless that is only a topic's version or
    /// another's text, which may be long, or the cursor was put beside it in its row; then the quote
    /// at the cursor, else the sentence.
    pub(super) fn linkable(&self) -> Option<Passage> {
        let (reader, cursor) = (self.reader, self.reader.cursor);
        let is_in_row = reader.page.rows.get(reader.row()).start == cursor;
        let is_meant = |stop: &Stop| match stop.finding {
            Some(Finding::Topic(_) | Finding::Echo(_)) => false,
            _ => is_in_row || stop.passage.span.contains(cursor),
        };
        if let Some(stop) = reader.current.filter(is_meant) {
            return Some(stop.passage);
        }
        let article = reader.article?;
        let found = self.coverage.findings.articles.get(article.index());
        let hulls = found.into_iter().flat_map(|found| &found.quotes).map(Quote::hull);
        let around = hulls.filter(|hull| hull.contains(cursor)).min_by_key(|hull| hull.len());
        around.map(|span| Passage::new(article, span)).or_else(|| self.sentence())
    }

    /// The sentence at the cursor; where there is none, the row.
    fn sentence(&self) -> Option<Passage> {
        let article = self.reader.article?;
        let found = self.coverage.findings.articles.get(article.index());
        let sentences = found.map_or(&[][..], |found| &found.sentences);
        let row = self.reader.page.rows.get(self.reader.row());
        let span = index_at(sentences, self.reader.cursor)
            .and_then(|at| sentences.get(at).copied())
            .unwrap_or(row);
        Some(Passage::new(article, span))
    }

    /// The sentence at the cursor, on whose point others may say something.
    pub(super) fn point(&self) -> Option<Passage> {
        let article = self.reader.article?;
        self.reader.counterparts(self.coverage).sentence_at(article, self.reader.cursor)
    }

    /// Shown disputes of the open event, and those that only soft ones would add.
    pub(super) fn dispute_counts(&self) -> (usize, usize) {
        let all = self.coverage.shown(self.reader.view.event, Soft::Shown);
        let all = disputes(all.map(|(_, conflict)| conflict));
        let shown = self.reader.view.disputes().len();
        (shown, all - shown)
    }

    /// That no disputes are shown `where_`, and which of the open event are not shown.
    pub(super) fn no_disputes(&self, where_: &str) -> String {
        let hidden = self.dispute_counts().1;
        let dismissed = conflicts::dismissed(self.coverage, self.reader.view.event).len();
        let here = if where_ == "in this event" { "" } else { " here" };
        let hidden = (hidden > 0).then(|| {
            format!("; hidden soft ones{here}: {hidden}, {} shows them", self.key_of(Action::Soft))
        });
        let dismissed = (dismissed > 0).then(|| {
            let key = self.key_of(Action::Conflicts);
            format!("; dismissed{here}: {dismissed}, {key} lists them")
        });
        format!(
            "no disputes {where_}{}{}",
            hidden.unwrap_or_default(),
            dismissed.unwrap_or_default()
        )
    }
}
