//! A reading session without a screen. Keys come in as messages, [`update`] alone changes the
//! state, and what the world must do is given back as [`Effect`]s.

mod answer;
pub mod choice;
pub mod conflicts;
pub mod corrections;
pub mod dismissals;
pub mod everything;
pub(crate) mod go;
mod hand;
pub mod jumps;
pub mod layout;
mod living;
pub mod matrix;
pub mod notes;
pub mod omissions;
mod opening;
pub mod overlay;
pub mod reader;
pub mod reading;
mod receive;
mod script;
pub mod speakers;
mod update;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use answer::{answer, first_answer};
pub use receive::{Message, receive};
pub use script::play;
pub use update::update;

use crate::app::choice::Choice;
use crate::app::corrections::{Correction, Corrections, Made};
use crate::app::dismissals::Dismissal;
use crate::app::everything::{Asked, Everything};
use crate::app::jumps::{Jumps, Place};
use crate::app::layout::{Area, Layout, Pane, Size};
use crate::app::notes::{Note, Notes};
use crate::app::opening::Opening;
use crate::app::overlay::Overlay;
use crate::app::reader::Reader;
use crate::app::reading::Reading;
use crate::config::Config;
use crate::config::key::Key;
use crate::config::theme::ThemeName;
use crate::corpus::{ArticleId, Passage, Problem};
use crate::library::own;
use crate::text::Span;
use crate::view::event::{Dispute, Finding, Soft, against, sides, topic_of};
use crate::view::marks::{Mark, Piece};
use crate::view::outline::{self, Dismissed, Order, Outline, Places, Sequence, Shape, Singles};
use crate::view::shelf::memory::Memory;
use crate::view::shelf::{Anchor, Change, Kept, Number, Shelf, ShelfEvent};
use crate::view::sidebar::{self, Heading};
use crate::view::unread::Unread;
use crate::view::walk::Stop;
use crate::view::{Coverage, marks};

/// Something that the world must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Hand this on for pasting: put it on the terminal's clipboard, and into what keeps one
    /// between.
    Copy(String),
    /// Open this address in the browser.
    Browser(String),
    /// Open this file at this line, counted from 1.
    Editor(String, usize),
    /// Take the mouse from the terminal, or give it back.
    Mouse(bool),
    /// Keep for good this bookmark, and forget those that it takes the place of, in one change.
    Bookmark {
        /// What is forgotten.
        was: Vec<Bookmark>,
        /// What is kept.
        is: Option<Bookmark>,
    },
    /// Keep this note for good, and forget the one that it takes the place of, in one change.
    Note {
        /// What is forgotten.
        was: Option<Box<Note>>,
        /// What is kept.
        is: Option<Box<Note>>,
    },
    /// Keep for good that these articles were read.
    Read(Vec<Number>),
    /// Keep for good that they were not.
    Unread(Vec<Number>),
    /// Keep for good the byte at which this article was left.
    Left(Number, usize),
    /// Keep this correction for good.
    Correct(Correction),
    /// Forget this correction.
    Uncorrect(Correction),
    /// Keep for good that these are no conflicts, in one change.
    Dismiss(Vec<Dismissal>),
    /// Forget that.
    Restore(Vec<Dismissal>),
    /// Group anew with these corrections on another thread and send the answer with the number.
    Regroup(Vec<Change>, u64),
    /// Search on another thread and send the answer with the generation.
    Find(Scope, Asked, u64),
    /// Stop searching.
    Stop,
    /// Count on another thread who is quoted anywhere and send the answer with the generation.
    Speakers(u64),
    /// Open the event of this article on another thread and send it with the number of the opening.
    Open(Number, u64),
    /// Look for the next unread article on another thread and send the answer with the number.
    Seek(Box<Unread<'static>>, u64),
    /// Read the files again.
    Reload,
    /// Stop reading the files.
    Cancel,
    /// Give the terminal back, stop, and come back.
    Suspend,
    /// Draw everything again.
    Redraw,
    /// Leave.
    Quit,
}

/// Where to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In everything, for places.
    Everything,
    /// In everything, for articles to keep in the list.
    Filter,
}

/// A place that the reader wants to find again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// What it is called; two may be called the same.
    pub name: String,
    /// The words that stand there.
    pub words: String,
    /// Where it is; `None` where its article is not in the library.
    pub place: Option<(Number, usize)>,
    /// What it is kept as: article and byte; `None` where it was made since the files were read.
    pub kept: Option<(own::Key, usize)>,
}

/// Settings that a key can change.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The reader's configuration; its theme, width and soft count only at the start.
    pub config: Arc<Config>,
    /// The look.
    pub theme: ThemeName,
    /// Cells of the text column at most.
    pub width: usize,
    /// Whether soft conflicts are shown.
    pub soft: Soft,
    /// Whether the mouse is the program's.
    pub mouse: bool,
}

/// The list of events and articles.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What is shown.
    pub outline: Outline,
    /// Which is chosen.
    pub choice: Choice,
    /// The events that are open, with the rows below them.
    pub open: BTreeMap<usize, Arc<[outline::Row]>>,
    /// The filter and the articles that it keeps.
    pub filter: Option<(String, Kept)>,
    /// What the events are sorted by.
    pub by: Order,
    /// All events, sorted so: sorted anew only when something changes, since there may be a
    /// million.
    pub order: Places,
    /// What is left of the events in which conflicts do not count.
    pub dismissed: Dismissed,
    /// The place of the event of each dismissal, looked up once.
    places: BTreeMap<[Anchor; 2], Option<usize>>,
    /// Whether events of one article are listed.
    pub singles: Singles,
    /// How an event's articles are ordered.
    pub sequence: Sequence,
}

/// The list of topics.
#[derive(Clone, Debug, Default)]
pub struct Topics {
    /// What is shown.
    pub rows: Vec<sidebar::Row>,
    /// Which is chosen.
    pub choice: Choice,
    /// The group that is open: the chosen topic.
    pub open: Option<Heading>,
    /// What the rows were made for.
    made_for: Option<(Option<Heading>, Soft, usize)>,
    /// The place that was followed last.
    followed: Option<Place>,
}

/// A walk from side to side of one dispute.
#[derive(Clone, Debug)]
struct Crossing {
    sides: Vec<Passage>,
    at: usize,
    finding: Finding,
}

/// How far the loading is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loading {
    /// What is being done, in a few words.
    pub what: String,
    /// Whether it was given up.
    pub cancelled: bool,
}

/// Everything that the screen shows.
#[derive(Clone, Debug)]
pub struct State {
    /// The library.
    pub shelf: Arc<dyn Shelf>,
    /// The open event by itself; without any article where none is open.
    pub coverage: Arc<Coverage>,
    /// What could not be read, and why.
    pub problems: Vec<Problem>,
    /// What was passed over and is nothing to mend.
    pub notices: Vec<Problem>,
    /// The size of the screen.
    pub size: Size,
    /// Which pane has the keys.
    pub focus: Pane,
    /// Events and articles.
    pub list: List,
    /// The text.
    pub reader: Reader,
    /// Topics.
    pub topics: Topics,
    /// What lies over them.
    pub overlay: Option<Overlay>,
    /// Something to say, until the next key.
    pub notice: Option<String>,
    /// Keys of a sequence that is not complete.
    pub pending: Vec<Key>,
    /// Settings.
    pub settings: Settings,
    /// Places to find again.
    pub bookmarks: Vec<Bookmark>,
    /// What the reader wrote on passages.
    pub notes: Notes,
    /// What was read, and where it was left.
    pub reading: Reading,
    /// Corrections of the grouping.
    pub corrections: Corrections,
    /// Conflicts that are none, in the order in which they were dismissed.
    pub dismissals: Vec<Dismissal>,
    /// The loading that is going on.
    pub loading: Option<Loading>,
    jumps: Jumps,
    crossing: Option<Crossing>,
    /// What was made in this session and can be undone, in order.
    made: Vec<Made>,
    /// The search over everything as it was left for a place that it found.
    searched: Option<Everything>,
    /// The number of the last search; older answers are dropped.
    generation: u64,
    /// The event that is on its way, and the number of the last one that was.
    opening: Option<Opening>,
    openings: u64,
    /// Where the last session ended: there the reader begins.
    resume: Option<Place>,
}

impl State {
    /// A session on a screen of `size`, before anything is loaded.
    pub fn new(config: Config, theme: ThemeName, size: Size) -> State {
        let settings = Settings {
            theme,
            width: config.width,
            soft: if config.soft { Soft::Shown } else { Soft::Hidden },
            mouse: config.mouse,
            config: Arc::new(config),
        };
        State {
            shelf: Arc::new(Memory::default()),
            coverage: Arc::default(),
            problems: Vec::new(),
            notices: Vec::new(),
            size,
            focus: Pane::Text,
            list: List::default(),
            reader: Reader::default(),
            topics: Topics::default(),
            overlay: None,
            notice: None,
            pending: Vec::new(),
            settings,
            bookmarks: Vec::new(),
            notes: Notes::default(),
            reading: Reading::default(),
            corrections: Corrections::default(),
            dismissals: Vec::new(),
            loading: Some(Loading { what: "reading".into(), cancelled: false }),
            jumps: Jumps::default(),
            crossing: None,
            made: Vec::new(),
            searched: None,
            generation: 0,
            opening: None,
            openings: 0,
            resume: None,
        }
    }

    /// Where everything is; `None` when the screen is too small.
    pub fn layout(&self) -> Option<Layout> {
        Layout::new(self.size, self.focus, self.settings.width)
    }

    /// The place of the cursor.
    pub fn place(&self) -> Option<Place> {
        let stop = self.reader.stop.map(|stop| (stop.passage.span, stop.finding));
        let article = self.coverage.number(self.reader.article?);
        Some(Place { stop, thread: self.reader.thread, ..Place::at(article, self.reader.cursor) })
    }

    /// The number of the open article, or of the one that is on its way.
    pub fn number(&self) -> Option<Number> {
        self.coming().or_else(|| Some(self.coverage.number(self.reader.article?)))
    }

    /// The number of the article that is on its way.
    pub fn coming(&self) -> Option<Number> {
        self.opening.as_ref().and_then(Opening::article)
    }

    /// An article's row, its place in its event, and the event's.
    pub fn row_of(&self, article: Number) -> Option<(Arc<ShelfEvent>, usize)> {
        let (place, article) = self.shelf.find(article)?;
        self.shelf
            .event(place)
            .filter(|event| article < event.articles.len())
            .map(|event| (event, article))
    }

    /// How many disputes are shown of the event at a place.
    pub fn disputes_of(&self, place: usize, event: &ShelfEvent) -> usize {
        outline::without(&self.list.dismissed, place, event.measure)
            .disputes
            .shown(self.settings.soft)
    }

    /// How many of them have a side in its article number `article`.
    pub fn disputes_in(&self, place: usize, event: &ShelfEvent, article: usize) -> usize {
        let left = self.list.dismissed.get(&place).and_then(|left| left.articles.get(article));
        let count = left.or(event.articles.get(article).map(|article| &article.disputes));
        count.map_or(0, |count| count.shown(self.settings.soft))
    }

    /// Rows above the text for a title that does not stand in it.
    pub fn title_rows(&self) -> usize {
        let titled = self.reader.page.titled
            || self.article().is_none_or(|article| article.title.is_empty());
        let height = self.layout().map_or(0, |layout| layout.rows(Pane::Text));
        if titled || height < 12 { 0 } else { 2 }
    }

    /// Rows of text in view.
    pub fn text_height(&self) -> usize {
        let height = self.layout().map_or(1, |layout| layout.rows(Pane::Text));
        // Where the text is not shown it comes back with the height of the pane that hides it.
        let height = if height == 0 {
            self.layout().map_or(1, |layout| layout.rows(self.focus))
        } else {
            height
        };
        height.saturating_sub(self.title_rows()).max(1)
    }

    /// The column of the text, gutter excluded, below the title.
    pub fn column(&self) -> Area {
        let column =
            self.layout().map_or_else(Area::default, |layout| layout.column(self.settings.width));
        let above = u16::try_from(self.title_rows()).unwrap_or(0);
        Area { y: column.y + above, height: column.height.saturating_sub(above), ..column }
    }

    /// The open article.
    pub fn article(&self) -> Option<&crate::corpus::Article> {
        self.coverage.corpus.articles().get(self.reader.article?.index())
    }

    /// The event of the open article.
    pub fn event(&self) -> Option<&crate::analysis::EventFindings> {
        self.coverage.findings.events.get(self.reader.view.event)
    }

    /// The chosen topic.
    pub fn topic(&self) -> Option<usize> {
        match self.topics.open {
            Some(Heading::Topic(index)) => Some(index),
            _ => None,
        }
    }

    /// The dispute that the current finding is of.
    pub fn dispute(&self) -> Option<&Dispute> {
        match self.reader.current?.finding? {
            Finding::Conflict(index) => self.reader.view.dispute_of(index),
            _ => None,
        }
    }

    /// The passage that stands against the current one: its other side, form or version.
    pub fn opposite(&self) -> Option<Passage> {
        let stop = self.reader.current?;
        let finding = stop.finding?;
        if let Finding::Conflict(index) = finding {
            let event = self.event()?;
            return Some(against(&self.coverage, event, event.conflicts.get(index)?, stop.passage));
        }
        let spot = crate::view::event::Spot { passage: stop.passage, finding };
        sides(&self.coverage, &self.reader.view, spot, self.settings.soft).get(1).copied()
    }

    /// Which side of the current finding the reader stands on, counted from 1, and how many there
    /// are; a crossing begins at the first.
    pub fn side(&self) -> Option<(usize, usize)> {
        let stop = self.reader.current?;
        if let Some(crossing) = self.standing_crossing() {
            return Some((crossing.at + 1, crossing.sides.len()));
        }
        let spot = crate::view::event::Spot { passage: stop.passage, finding: stop.finding? };
        let count = sides(&self.coverage, &self.reader.view, spot, self.settings.soft).len();
        (count > 1).then_some((1, count))
    }

    /// The crossing that the reader stands in: at the side that it has come to, of the dispute that
    /// it goes through. Two disputes may have a side at one passage.
    fn standing_crossing(&self) -> Option<&Crossing> {
        let (crossing, stop) = (self.crossing.as_ref()?, self.reader.stop?);
        let group = |finding: Finding| match finding {
            Finding::Conflict(index) => {
                self.event()?.conflicts.get(index).map(|conflict| conflict.group)
            }
            _ => None,
        };
        let finding = stop.finding?;
        let is_of_it = finding == crossing.finding
            || group(finding).is_some() && group(finding) == group(crossing.finding);
        (is_of_it && crossing.sides.get(crossing.at) == Some(&stop.passage)).then_some(crossing)
    }

    /// The pieces of one row of the open article, with why each stands out at this moment.
    pub fn row_pieces(&self, row: Span) -> Vec<Piece> {
        let mut over = Vec::new();
        if let (Some(topic), Some(event)) = (self.topic(), self.event()) {
            let versions = event.topics.get(topic).map_or(&[][..], |topic| &topic.versions);
            let here =
                versions.iter().filter(|version| Some(version.article) == self.reader.article);
            over.extend(here.map(|version| Piece { span: version.span, mark: Mark::CHOSEN }));
        }
        if let Some(stop) = self.reader.current
            && !matches!(stop.finding, Some(Finding::Topic(_) | Finding::Echo(_)))
        {
            over.push(Piece { span: stop.passage.span, mark: Mark::CURRENT });
        }
        let noted = self
            .reader
            .article
            .into_iter()
            .flat_map(|article| self.notes.of(self.coverage.number(article)));
        over.extend(noted.map(|(_, span)| Piece { span, mark: Mark::NOTE }));
        let hits = &self.reader.hits;
        let from = hits.partition_point(|hit| hit.end <= row.start);
        over.extend(
            hits.iter()
                .skip(from)
                .take_while(|hit| hit.start < row.end)
                .map(|hit| Piece { span: *hit, mark: Mark::HIT }),
        );
        marks::of_row(row, &self.reader.page.marks, &over)
    }

    /// What could not be read, then what was passed over.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().chain(&self.notices)
    }

    /// The letter of an article within its event.
    pub fn letter(&self, article: ArticleId) -> (usize, String) {
        let place = self.reader.view.place(article).unwrap_or(0);
        (place, crate::view::event::letter(place))
    }

    fn say(&mut self, words: impl Into<String>) -> Vec<Effect> {
        self.notice = Some(words.into());
        Vec::new()
    }

    /// Makes everything that follows from the rest fit again. The end of every change.
    fn settle(&mut self) {
        let column = self.layout().map_or(Area { width: 40, ..Area::default() }, |layout| {
            layout.column(self.settings.width)
        });
        self.reader.fit(&self.coverage, self.settings.soft, usize::from(column.width));
        self.find_current();
        self.follow_topic();
        let height = self.text_height();
        self.reader.follow(height);
        self.make_topics();
        if let Some(layout) = self.layout() {
            self.list.choice.follow(self.list.outline.len(), layout.rows(Pane::List));
            self.topics.choice.follow(self.topics.rows.len(), layout.rows(Pane::Topics));
        }
        self.fit_overlay();
    }

    fn find_current(&mut self) {
        let reader = &mut self.reader;
        reader.current = reader.stop.or_else(|| {
            let row = reader.page.rows.get(reader.row());
            let spot = reader.view.at(reader.article?, reader.cursor, row)?;
            Some(Stop { passage: spot.passage, finding: Some(spot.finding) })
        });
    }

    /// Opens the topic of the current finding, when the cursor has come to another place.
    fn follow_topic(&mut self) {
        let place = self.place();
        if place == self.topics.followed {
            return;
        }
        self.topics.followed = place;
        let finding = self.reader.current.and_then(|stop| stop.finding).or_else(|| {
            // A quote is no finding of a topic; what holds its first byte is.
            let spot =
                self.reader.view.at(self.reader.article?, self.reader.cursor, Span::default())?;
            Some(spot.finding)
        });
        let (Some(finding), Some(event)) = (finding, self.event()) else { return };
        let open = match topic_of(event, finding) {
            Some(topic) => Some(Heading::Topic(topic)),
            None if matches!(finding, Finding::Conflict(_)) => Some(Heading::Rest),
            None => return,
        };
        self.topics.open = open;
        self.make_topics();
        let passage = self.reader.current.map(|stop| stop.passage);
        let dispute = self.dispute().map(Dispute::surest);
        let row = self.topics.rows.iter().position(|row| match (row, passage) {
            (
                sidebar::Row::Version(version, ..) | sidebar::Row::Echo(version, _),
                Some(passage),
            ) => version.article == passage.article && version.span.overlaps(passage.span),
            (sidebar::Row::Dispute(index, ..), _) => {
                dispute == Some(*index) && open == Some(Heading::Rest)
            }
            _ => false,
        });
        let heading = self.topics.rows.iter().position(
            |row| matches!(row, sidebar::Row::Heading(heading, _) if Some(*heading) == open),
        );
        if let Some(row) = row.or(heading) {
            self.topics.choice.selected = row;
            self.show_group(heading.unwrap_or(row));
        }
    }

    /// Scrolls the topics so that as much as fits of the group at row `heading` is in view.
    fn show_group(&mut self, heading: usize) {
        let height = self.layout().map_or(0, |layout| layout.rows(Pane::Topics));
        let after = self
            .topics
            .rows
            .iter()
            .skip(heading + 1)
            .position(|row| matches!(row, sidebar::Row::Heading(..)));
        let end = after.map_or(self.topics.rows.len(), |distance| heading + 1 + distance);
        let top = &mut self.topics.choice.top;
        if *top + height < end {
            *top = end.saturating_sub(height);
        }
        *top = (*top).min(heading);
    }

    fn make_topics(&mut self) {
        // What an entry says stands right of its letter.
        let pane = self
            .layout()
            .and_then(|layout| layout.area(Pane::Topics).map(|area| layout.inside(area).width));
        let width = usize::from(pane.unwrap_or(30).saturating_sub(4));
        let wanted = Some((self.topics.open, self.settings.soft, width));
        if self.topics.made_for != wanted {
            self.topics.made_for = wanted;
            self.topics.rows =
                sidebar::rows(&self.coverage, &self.reader.view, self.topics.open, width);
        }
    }

    /// Sorts the events anew, and makes the list of them.
    fn sort_list(&mut self) {
        self.list.order = outline::sorted(
            self.shelf.as_ref(),
            self.list.by,
            self.settings.soft,
            &self.list.dismissed,
        );
        self.make_list();
    }

    fn make_list(&mut self) {
        let chosen = self.chosen_row();
        let list = &self.list;
        let kept = list.filter.as_ref().map(|(_, kept)| kept);
        let shape = Shape {
            order: &list.order,
            open: &list.open,
            kept,
            singles: list.singles,
            sequence: list.sequence,
        };
        self.list.outline = Outline::new(self.shelf.as_ref(), shape);
        if let Some(chosen) = chosen {
            self.choose_row(chosen);
        }
    }

    /// The chosen row of the list.
    pub fn chosen_row(&self) -> Option<outline::Row> {
        self.list.outline.row(self.list.choice.selected)
    }

    /// Chooses `row` in the list; what is folded away is in its last row.
    fn choose_row(&mut self, row: outline::Row) {
        let single = match row {
            outline::Row::Singles(_) => true,
            outline::Row::Event(event)
            | outline::Row::Article(event, _)
            | outline::Row::Story(event, _) => {
                self.shelf.event(event).is_some_and(|event| event.articles.len() == 1)
            }
        };
        let outline = &self.list.outline;
        if let Some(at) = outline.find(row).or_else(|| outline.folded_row().filter(|_| single)) {
            self.list.choice.selected = at;
        }
    }

    /// Opens the event at a place in the list.
    fn unfold(&mut self, place: usize) {
        self.list
            .open
            .insert(place, outline::below(self.shelf.as_ref(), place, self.list.sequence));
    }

    /// Chooses an article in the list, opening its event.
    fn choose_in_list(&mut self, article: Number) {
        let Some((event, article)) = self.shelf.find(article) else { return };
        if !self.list.open.contains_key(&event) {
            self.unfold(event);
            self.make_list();
        }
        self.choose_row(outline::Row::Article(event, article));
    }

    /// Makes what is open ready for the size of the screen.
    fn fit_overlay(&mut self) {
        match (self.layout(), &mut self.overlay) {
            (Some(layout), Some(Overlay::Speakers(speakers))) => speakers::fit(speakers, &layout),
            (Some(layout), Some(Overlay::Matrix(table))) => table.fit(&layout),
            (Some(layout), Some(Overlay::Conflicts(list))) => list.fit(&layout),
            (Some(layout), Some(Overlay::Everything(everything))) => everything.fit(&layout),
            (Some(layout), Some(Overlay::Omissions(gaps))) => gaps.fit(&layout),
            _ => {}
        }
        let width = compare_width(self.size);
        let coverage = &self.coverage;
        if let Some(Overlay::Compare(compare)) = &mut self.overlay
            && compare.width != width
        {
            compare.width = width;
            let wrap = |beside: &crate::view::compare::Beside| {
                let text = coverage
                    .corpus
                    .articles()
                    .get(beside.passage.article.index())
                    .map_or("", |article| article.text.as_str());
                crate::text::wrap::Rows::wrap(text, &beside.context, width)
            };
            compare.rows = [wrap(&compare.comparison.left), wrap(&compare.comparison.right)];
        }
    }
}

/// Whether a comparison has its sides beside each other on a screen of `size`, or one below the
/// other.
pub fn compares_beside(size: Size) -> bool {
    size.width >= 72
}

/// The cells of one column of a comparison on a screen of `size`.
pub fn compare_width(size: Size) -> usize {
    // Wider than this nobody reads a column; below, two columns share the screen less frame and
    // gaps.
    let all = usize::from(size.width);
    let width =
        if compares_beside(size) { (all.saturating_sub(9)) / 2 } else { all.saturating_sub(4) };
    width.clamp(8, 74)
}
