//! The text pane: which article, where the cursor stands, what is in view. Places are bytes of the
//! text, so they hold at every width; rows are made once for an article and a width.

use std::sync::{Arc, OnceLock};

use crate::analysis::counterpart::Counterparts;
use crate::app::jumps::Place;
use crate::corpus::ArticleId;
use crate::text::wrap::Rows;
use crate::text::{Span, paragraph};
use crate::view::Coverage;
use crate::view::event::{EventView, Soft};
use crate::view::find::Needle;
use crate::view::marks::{self, Marks};
use crate::view::query::Query;
use crate::view::shelf::Number;
use crate::view::walk::{Stop, Thread};

/// An article made ready for one width.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The text, wrapped.
    pub rows: Rows,
    /// What stands out in it.
    pub marks: Marks,
    /// Whether the title stands in the text itself.
    pub titled: bool,
}

/// How many pages are kept: as many as anyone goes back and forth between.
const KEPT: usize = 32;

/// What a page depends on.
type PageKey = (Number, usize, Soft);

/// What is searched for in the texts.
#[derive(Clone, Debug)]
pub enum Sought {
    /// Letters, by the search in the text.
    Letters(Needle),
    /// The words of a search over everything.
    Query(Query),
}

impl Default for Sought {
    fn default() -> Sought {
        Sought::Letters(Needle::default())
    }
}

impl Sought {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        match self {
            Sought::Letters(needle) => needle.is_empty(),
            Sought::Query(query) => query.is_empty(),
        }
    }

    /// Where it stands in an article, at most `most` times.
    fn hits(&self, coverage: &Coverage, article: ArticleId, most: usize) -> Vec<Span> {
        let Some(text) =
            coverage.corpus.articles().get(article.index()).map(|article| article.text.as_str())
        else {
            return Vec::new();
        };
        match self {
            Sought::Letters(needle) => needle.hits(text, most),
            Sought::Query(query) => query.hits(text, &coverage.said(article), most),
        }
    }
}

/// The text pane.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// The open article.
    pub article: Option<ArticleId>,
    /// Its event.
    pub view: Arc<EventView>,
    /// Its rows and marks.
    pub page: Arc<Page>,
    /// The byte that the cursor stands on.
    pub cursor: usize,
    /// A byte of the first row in view.
    pub top: usize,
    /// Where a walk brought the cursor, until it moves.
    pub stop: Option<Stop>,
    /// Where the walk over disputes is.
    pub thread: Option<Thread>,
    /// The current finding.
    pub current: Option<Stop>,
    /// What is searched for.
    pub sought: Sought,
    /// Where it was found in this article.
    pub hits: Vec<Span>,
    pages: Vec<(PageKey, Arc<Page>)>,
    /// What its event's sentences have to do with each other; made when it is first asked for.
    counterparts: Arc<OnceLock<Counterparts>>,
}

impl Reader {
    /// Forgets everything that depends on the coverage or on which conflicts are shown.
    pub fn forget(&mut self, coverage: &Coverage, soft: Soft) {
        self.pages.clear();
        self.view = Arc::new(EventView::new(coverage, self.view.event, soft));
    }

    /// Looks at another event, that of `coverage`. No article of it is open yet.
    pub fn enter(&mut self, coverage: &Coverage, soft: Soft) {
        self.shut();
        self.view = Arc::new(EventView::new(coverage, 0, soft));
    }

    /// Shuts the open article, and its event.
    pub fn shut(&mut self) {
        let Reader { sought, pages, .. } = std::mem::take(self);
        (self.sought, self.pages) = (sought, pages);
    }

    /// Opens an article of the event with the cursor at byte `at`, or as near before it as a
    /// character begins.
    pub fn open(&mut self, coverage: &Coverage, article: ArticleId, at: usize) {
        if self.article != Some(article) {
            self.article = Some(article);
            self.top = 0;
            self.search(coverage);
        }
        let text = self.text(coverage).unwrap_or_default();
        self.cursor =
            (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        (self.stop, self.thread) = (None, None);
    }

    /// Finds what is searched for in the open article.
    pub fn search(&mut self, coverage: &Coverage) {
        // More hits than anyone walks through are not worth a stop in typing.
        const MOST: usize = 10_000;
        self.hits =
            self.article.map_or_else(Vec::new, |article| self.sought.hits(coverage, article, MOST));
    }

    /// The open article's text.
    pub fn text<'a>(&self, coverage: &'a Coverage) -> Option<&'a str> {
        coverage.corpus.articles().get(self.article?.index()).map(|article| article.text.as_str())
    }

    /// Sees to it that the page is that of the open article at `width` cells.
    pub fn fit(&mut self, coverage: &Coverage, soft: Soft, width: usize) {
        let Some(article) = self.article else {
            self.page = Arc::default();
            return;
        };
        let key = (coverage.number(article), width, soft);
        if let Some(at) = self.pages.iter().position(|(kept, _)| *kept == key) {
            let page = self.pages.remove(at);
            self.page = Arc::clone(&page.1);
            self.pages.push(page);
            return;
        }
        self.page = Arc::new(page(coverage, &self.view, article, width));
        if self.pages.len() >= KEPT {
            self.pages.remove(0);
        }
        self.pages.push((key, Arc::clone(&self.page)));
    }

    /// The place of the cursor.
    pub fn place(&self, coverage: &Coverage) -> Option<Place> {
        let stop = self.stop.map(|stop| (stop.passage.span, stop.finding));
        let article = coverage.number(self.article?);
        Some(Place { stop, thread: self.thread, ..Place::at(article, self.cursor) })
    }

    /// What the sentences of the open event have to do with each other.
    pub fn counterparts(&self, coverage: &Coverage) -> &Counterparts {
        self.counterparts.get_or_init(|| {
            let event = coverage.findings.events.get(self.view.event);
            event.map(|event| coverage.counterparts(event)).unwrap_or_default()
        })
    }

    /// Finds what is current: where a walk brought the cursor, else what is found in its row.
    pub(super) fn find_current(&mut self) {
        self.current = self.stop.or_else(|| {
            let row = self.page.rows.get(self.row());
            let spot = self.view.at(self.article?, self.cursor, row)?;
            Some(Stop { passage: spot.passage, finding: Some(spot.finding) })
        });
    }

    /// The row of the cursor.
    pub fn row(&self) -> usize {
        self.page.rows.row_of(self.cursor)
    }

    /// The first row in view.
    pub fn top_row(&self) -> usize {
        self.page.rows.row_of(self.top)
    }

    /// Moves the cursor by `rows`, over the gaps between paragraphs.
    pub fn step(&mut self, rows: isize) {
        let row = self.text_row(self.row().saturating_add_signed(rows), rows);
        self.stand_on(row);
    }

    /// Puts the cursor at the beginning of row `row`.
    pub fn stand_on(&mut self, row: usize) {
        self.cursor = self.page.rows.get(row.min(self.page.rows.len().saturating_sub(1))).start;
        self.stop = None;
    }

    /// Scrolls by `rows` and takes the cursor along at the edge of the `height` rows in view.
    pub fn scroll(&mut self, rows: isize, height: usize) {
        let last = self.page.rows.len().saturating_sub(height);
        let top = self.text_row(self.top_row().saturating_add_signed(rows).min(last), rows);
        self.top = self.page.rows.get(top).start;
        let row = self.row().clamp(top, top + height.saturating_sub(1));
        if row != self.row() {
            self.stand_on(self.text_row(row, if row > top { -1 } else { 1 }));
        }
    }

    /// `row`, or the next one in the direction of `way` that holds text.
    fn text_row(&self, row: usize, way: isize) -> usize {
        let row = row.min(self.page.rows.len().saturating_sub(1));
        if self.page.rows.get(row).is_empty() {
            row.saturating_add_signed(way.signum())
        } else {
            row
        }
    }

    /// Brings the cursor's row into view, a third down the `height` rows.
    pub fn aim(&mut self, height: usize) {
        let last = self.page.rows.len().saturating_sub(height);
        let top = self.row().saturating_sub(height / 3).min(last);
        self.top = self.page.rows.get(self.text_row(top, -1)).start;
    }

    /// Moves the view as little as brings the cursor into it.
    pub fn follow(&mut self, height: usize) {
        let height = height.max(1);
        // Rows kept in sight beyond the cursor, where there is room for them.
        let margin = if height > 8 { 2 } else { 0 };
        let (row, top) = (self.row(), self.top_row());
        let last = self.page.rows.len().saturating_sub(height);
        let lowest = (row + margin + 1).saturating_sub(height).min(last);
        let highest = row.saturating_sub(margin);
        let fitting = top.clamp(lowest.min(highest), highest.max(lowest)).min(last.max(lowest));
        if fitting != top {
            // The row before a paragraph's first cannot be told from it by its byte; go on past it.
            let way = if fitting < top && row + 1 < fitting + height { -1 } else { 1 };
            self.top = self.page.rows.get(self.text_row(fitting, way)).start;
        }
    }

    /// The hit under the cursor or the last one before it, counted from 1.
    pub fn hit_number(&self) -> usize {
        self.hits.partition_point(|hit| hit.start <= self.cursor)
    }
}

/// The page of an article at `width` cells.
pub(super) fn page(
    coverage: &Coverage,
    view: &EventView,
    article: ArticleId,
    width: usize,
) -> Page {
    use crate::analysis::boilerplate::PartKind;
    let text = &coverage.corpus.article(article).text;
    let found = coverage.findings.articles.get(article.index());
    let rows = match found.map(|found| found.paragraphs.as_slice()) {
        Some(paragraphs) if !paragraphs.is_empty() => Rows::wrap(text, paragraphs, width),
        _ => Rows::wrap(text, &paragraph::paragraphs(text), width),
    };
    let title = coverage.corpus.article(article).title.trim();
    let titled = text.trim_start().starts_with(title)
        || found
            .is_some_and(|found| found.parts.iter().any(|part| part.kind == PartKind::Headline));
    Page { rows, marks: marks::of_article(coverage, view, article), titled }
}

#[cfg(test)]
mod tests {
    use super::Reader;
    use crate::view::event::Soft;
    use crate::view::fixture;

    fn reader(width: usize) -> Reader {
        let coverage = fixture::coverage();
        let mut reader = Reader::default();
        reader.enter(&coverage, Soft::Hidden);
        reader.open(&coverage, coverage.findings.events[0].articles[0], 0);
        reader.fit(&coverage, Soft::Hidden, width);
        reader
    }

    #[test]
    fn the_cursor_steps_over_gaps_and_stays_inside() {
        let mut reader = reader(40);
        let mut rows = vec![reader.row()];
        for _ in 0..40 {
            reader.step(1);
            rows.push(reader.row());
        }
        assert!(rows.is_sorted());
        assert_eq!(*rows.last().unwrap(), reader.page.rows.len() - 1);
        assert!(rows.iter().all(|row| !reader.page.rows.get(*row).is_empty()));
        for _ in 0..60 {
            reader.step(-1);
        }
        assert_eq!(reader.row(), 0);
    }

    #[test]
    fn scrolling_reaches_both_ends_one_row_at_a_time() {
        let mut reader = reader(30);
        for _ in 0..100 {
            reader.scroll(1, 10);
            assert!((reader.top_row()..reader.top_row() + 10).contains(&reader.row()));
        }
        assert!(reader.top_row() + 10 >= reader.page.rows.len());
        for _ in 0..100 {
            reader.scroll(-1, 10);
            assert!((reader.top_row()..reader.top_row() + 10).contains(&reader.row()));
        }
        assert_eq!(reader.top_row(), 0);
    }

    #[test]
    fn the_view_follows_the_cursor_at_every_height() {
        for height in [1, 3, 7, 12, 30] {
            let mut reader = reader(30);
            for step in [1, 1, 5, 9, 30, -1, -7, -2, -40, 3] {
                reader.step(step);
                reader.follow(height);
                let (row, top) = (reader.row(), reader.top_row());
                assert!(
                    (top..top + height).contains(&row),
                    "height {height}, row {row}, top {top}"
                );
            }
        }
    }

    #[test]
    fn a_place_holds_when_the_width_changes() {
        let coverage = fixture::coverage();
        let mut reader = reader(60);
        reader.step(5);
        let place = reader.cursor;
        reader.fit(&coverage, Soft::Hidden, 25);
        assert_eq!(reader.cursor, place);
        assert!(reader.page.rows.get(reader.row()).contains(place));
    }
}
