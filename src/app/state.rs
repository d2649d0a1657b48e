//! A reading session as it stands: everything that the screen shows. Who changes it is in the files
//! that use this one.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::{EventFindings, Topic};
use crate::app::answer::{Answer, Wait};
use crate::app::below::Below;
use crate::app::coming::{Opening, Target};
use crate::app::crossing::Crossing;
use crate::app::effect::Effect;
use crate::app::judgement::{Recollection, Second};
use crate::app::jumps::{Jumps, Place};
use crate::app::layout::{Area, Layout, Pane, Size};
use crate::app::list::List;
use crate::app::made::{
    Bookmark, Corrections, Dismissal, Link, LinkSide, Links, Made, Note, Notes, TopicCorrection,
    Undone,
};
use crate::app::overlay::Overlay;
use crate::app::overlay::everything::Everything;
use crate::app::overlay::machine::Machine;
use crate::app::overlay::mirror::Mirror;
use crate::app::reader::Reader;
use crate::app::reading::ReadMarks;
use crate::app::settings::Settings;
use crate::app::topics::Topics;
use crate::config::Config;
use crate::config::key::Key;
use crate::config::theme::ThemeName;
use crate::corpus::{Article, ArticleId, Passage, Problem};
use crate::library::own::Hint;
use crate::text::Span;
use crate::view::event::{Dispute, Finding, letter};
use crate::view::marks::{Mark, Piece};
use crate::view::outline;
use crate::view::point::{self, Point};
use crate::view::shelf::memory::Memory;
use crate::view::shelf::{Number, Shelf, ShelfEvent};
use crate::view::{Coverage, marks};

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
    /// Whether what is read is the bundled sample, which is invented.
    pub is_sample: bool,
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
    /// The pane whose border is being dragged.
    pub(super) dragged: Option<Pane>,
    /// What lies over them.
    pub overlay: Option<Overlay>,
    /// What that lies over, from below: the last is there again when it is closed.
    pub(super) under: Vec<Overlay>,
    /// Something to say, until the next key.
    pub notice: Option<String>,
    /// Whether that says why nothing was laid over the panes.
    pub(super) refused: bool,
    /// What a newcomer is still to be told; nothing, unless a session says so.
    pub(super) hints: BTreeSet<Hint>,
    /// Keys of a sequence that is not complete.
    pub pending: Vec<Key>,
    /// Settings.
    pub settings: Settings,
    /// Places to find again.
    pub bookmarks: Vec<Bookmark>,
    /// What the reader wrote on passages.
    pub notes: Notes,
    /// What the reader says that passages are to each other.
    pub links: Links,
    /// What was read, and where it was left.
    pub reading: ReadMarks,
    /// Corrections of the grouping.
    pub corrections: Corrections,
    /// What the reader says of topics, in the order in which it was said.
    pub titles: Vec<TopicCorrection>,
    /// Conflicts that are none, in the order in which they were dismissed.
    pub dismissals: Vec<Dismissal>,
    /// What the second reader says of the open event.
    pub second: Second,
    /// What it said of all events.
    pub(super) recollection: Recollection,
    /// The loading that is going on.
    pub loading: Option<Loading>,
    pub(super) jumps: Jumps,
    pub(super) crossing: Option<Crossing>,
    /// What the others say on the point at the cursor, where there is room for it.
    pub point: Option<Point>,
    /// The sentence and width that it was found for.
    pub(super) point_made_for: Option<(Passage, usize)>,
    /// What was made in this session and can be undone, in order.
    pub(super) made: Vec<Made>,
    /// What was undone since and can be done again, in order.
    pub(super) undone: Vec<Undone>,
    /// The search over everything as it was left for a place that it found.
    pub(super) searched: Option<Everything>,
    /// The number of the last search; older answers are dropped.
    pub(super) generation: u64,
    /// The event that is on its way, and the number of the last one that was.
    pub(super) opening: Option<Opening>,
    pub(super) openings: u64,
    /// Where the last session ended: there the reader begins.
    pub(super) resume: Option<Place>,
}

impl State {
    /// A session on a screen of `size`, before anything is loaded.
    pub fn new(config: Config, theme: ThemeName, size: Size) -> State {
        let settings = Settings::new(config, theme);
        State {
            shelf: Arc::new(Memory::default()),
            coverage: Arc::default(),
            problems: Vec::new(),
            notices: Vec::new(),
            is_sample: false,
            size,
            focus: Pane::Text,
            list: List::default(),
            reader: Reader::default(),
            topics: Topics::default(),
            dragged: None,
            overlay: None,
            under: Vec::new(),
            notice: None,
            refused: false,
            hints: BTreeSet::new(),
            pending: Vec::new(),
            settings,
            bookmarks: Vec::new(),
            notes: Notes::default(),
            links: Links::default(),
            reading: ReadMarks::default(),
            corrections: Corrections::default(),
            titles: Vec::new(),
            dismissals: Vec::new(),
            second: Second::default(),
            recollection: Recollection::default(),
            loading: Some(Loading { what: "reading".into(), cancelled: false }),
            jumps: Jumps::default(),
            crossing: None,
            point: None,
            point_made_for: None,
            made: Vec::new(),
            undone: Vec::new(),
            searched: None,
            generation: 0,
            opening: None,
            openings: 0,
            resume: None,
        }
    }

    /// What is open, for an overlay or a pane to look at.
    pub(super) fn below(&self) -> Below<'_> {
        Below {
            size: self.size,
            layout: self.layout(),
            settings: &self.settings,
            shelf: self.shelf.as_ref(),
            coverage: &self.coverage,
            reader: &self.reader,
            list: &self.list,
            focus: self.focus,
            heading: self.topics.open,
            jumps: &self.jumps,
            bookmarks: &self.bookmarks,
            notes: &self.notes,
            links: &self.links,
            corrections: &self.corrections.all,
            titles: &self.titles,
            dismissals: &self.dismissals,
            problems: self.problems().count(),
        }
    }

    /// Where everything is; `None` when the screen is too small.
    pub fn layout(&self) -> Option<Layout> {
        let Settings { width, point, panes, .. } = self.settings;
        Layout::new(self.size, self.focus, width, point, panes)
    }

    /// The place of the cursor.
    pub fn place(&self) -> Option<Place> {
        self.reader.place(&self.coverage)
    }

    /// The place of the cursor or, where its event is on its way, of where it will be; and the byte
    /// at the top of the view.
    pub(super) fn standing(&self) -> Option<(Place, Option<usize>)> {
        match self.opening.as_ref().map(|opening| &opening.target) {
            Some(Target::Stand(place, top)) => Some((*place, *top)),
            _ => Some((self.place()?, Some(self.reader.top))),
        }
    }

    /// Where the reader leaves: article and byte, and whether the article counts as read.
    pub fn leaving(&self) -> Option<(Number, usize, bool)> {
        let (place, _) = self.standing()?;
        Some((place.article, place.at, self.reading.is_stayed_in(place.article)))
    }

    /// The articles of the event in which the reader has read since it was opened, as far as they
    /// were not seen: they are when the reader leaves.
    pub fn seeing(&self) -> Vec<Number> {
        let event = self.reading.visited.and_then(|article| self.row_of(article));
        event.map(|(event, _)| self.reading.unseen(&event)).unwrap_or_default()
    }

    /// Whether all that tells a topic of the open event came after the reader had read in it.
    pub fn is_new_topic(&self, topic: &Topic) -> bool {
        let Some((event, _)) = self.number().and_then(|number| self.row_of(number)) else {
            return false;
        };
        let is_new = |article| self.reading.is_new(&event, self.coverage.number(article));
        topic.versions.iter().all(|version| is_new(version.article))
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

    /// How many accounts the open event has: outlets that tell it in a text of their own.
    pub fn accounts(&self) -> Option<usize> {
        let (event, _) = self.row_of(self.number()?)?;
        Some(event.measure.outlets as usize)
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
    pub fn article(&self) -> Option<&Article> {
        self.coverage.corpus.articles().get(self.reader.article?.index())
    }

    /// The event of the open article.
    pub fn event(&self) -> Option<&EventFindings> {
        self.coverage.findings.events.get(self.reader.view.event)
    }

    /// The chosen topic.
    pub fn topic(&self) -> Option<usize> {
        self.topics.topic()
    }

    /// The dispute that the current finding is of.
    pub fn dispute(&self) -> Option<&Dispute> {
        self.below().dispute()
    }

    /// The passage that stands against the current one: its other side, form or version.
    pub fn opposite(&self) -> Option<Passage> {
        self.below().opposite()
    }

    /// Shown disputes of the open event, and those that only soft ones would add.
    pub fn dispute_counts(&self) -> (usize, usize) {
        self.below().dispute_counts()
    }

    /// Which side of the current finding the reader stands on, counted from 1, and how many there
    /// are; a crossing begins at the first.
    pub fn side(&self) -> Option<(usize, usize)> {
        let stop = self.reader.current?;
        if let Some(crossing) = self.standing_crossing() {
            return Some((crossing.at + 1, crossing.sides.len()));
        }
        let count = self.below().sides(stop.passage, stop.finding?).len();
        (count > 1).then_some((1, count))
    }

    /// The crossing that the reader stands in.
    pub(super) fn standing_crossing(&self) -> Option<&Crossing> {
        let stop = self.reader.stop?;
        self.crossing.as_ref().filter(|crossing| crossing.is_at(stop, self.event()))
    }

    /// The pieces of one row of the open article, with why each stands out at this moment.
    pub fn row_pieces(&self, row: Span) -> Vec<Piece> {
        let mut over = Vec::new();
        if let (Some(topic), Some(event)) = (self.topics.topic(), self.event()) {
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
        let article = self.reader.article.map(|article| self.coverage.number(article));
        let noted = article.into_iter().flat_map(|article| self.notes.of(article));
        over.extend(noted.map(|(_, span)| Piece { span, mark: Mark::NOTE }));
        let linked = article.into_iter().flat_map(|article| self.links.of(article));
        over.extend(linked.map(|span| Piece { span, mark: Mark::LINK }));
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

    /// The note on the passage at the cursor: on the current finding, else round the cursor, else
    /// any in its row.
    pub fn note_here(&self) -> Option<&Note> {
        let article = self.coverage.number(self.reader.article?);
        let (row, cursor) = (self.reader.page.rows.get(self.reader.row()), self.reader.cursor);
        let current = self.reader.current.map(|stop| stop.passage.span);
        let in_row = || self.notes.of(article).filter(|(_, span)| span.overlaps(row));
        let found = in_row().find(|(_, span)| Some(*span) == current);
        found
            .or_else(|| in_row().find(|(_, span)| span.contains(cursor)))
            .or_else(|| in_row().next())
            .map(|(note, _)| note)
    }

    /// The link from a passage in the cursor's row to one of another event or to one that is not
    /// there, with that side.
    pub fn link_away(&self) -> Option<(&Link, &LinkSide)> {
        let article = self.coverage.number(self.reader.article?);
        let row = self.reader.page.rows.get(self.reader.row());
        let here = self.links.in_article(article).filter(|(_, span)| span.overlaps(row));
        let is_away =
            |side: &&LinkSide| side.at.is_none_or(|at| self.coverage.local(at.article).is_none());
        let mut away = here.filter_map(|(link, _)| Some((link, link.sides.iter().find(is_away)?)));
        away.next()
    }

    /// Whether a search was asked for just now whose answer has not come.
    pub fn waits(&self) -> bool {
        let line = match &self.overlay {
            Some(Overlay::Everything(everything)) => &everything.line,
            Some(Overlay::Filter(line)) => line,
            _ => return false,
        };
        line.wait == Wait::Short
    }

    /// What could not be read, then what was passed over.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().chain(&self.notices)
    }

    /// The hue of the outlet of an article, and the letter of the article within its event.
    pub fn letter(&self, article: ArticleId) -> (usize, String) {
        let place = self.reader.view.place(article).unwrap_or(0);
        (self.reader.view.hue(article), letter(place))
    }

    /// The chosen row of the list.
    pub fn chosen_row(&self) -> Option<outline::Row> {
        self.list.chosen()
    }

    pub(super) fn say(&mut self, words: impl Into<String>) -> Vec<Effect> {
        self.notice = Some(words.into());
        Vec::new()
    }

    /// Says why nothing is laid over the panes.
    pub(super) fn refuse(&mut self, words: impl Into<String>) {
        (self.notice, self.refused) = (Some(words.into()), true);
    }

    /// Takes note of what the reader made: an undo takes it back, and what was undone before cannot
    /// be done again.
    pub(super) fn make(&mut self, made: Made) {
        self.undone.clear();
        self.made.push(made);
    }

    /// Lays something over the panes, in the place of what lay there.
    pub(super) fn lay(&mut self, overlay: Overlay) {
        (self.overlay, self.under) = (Some(overlay), Vec::new());
    }

    /// Lays something over what lies there, which is there again when it is closed.
    pub(super) fn lay_over(&mut self, overlay: Overlay) {
        self.under.extend(self.overlay.replace(overlay));
    }

    /// What stays in sight under help, or under the line or the box in which something is said of it.
    pub fn covered(&self) -> Option<&Overlay> {
        let over = &self.overlay;
        let says = matches!(over, Some(Overlay::Note(_) | Overlay::Link(_) | Overlay::Help(_)));
        self.under.last().filter(|_| says)
    }

    /// The two accounts beside each other, open or covered.
    pub fn mirror(&self) -> Option<&Mirror> {
        match self.covered().or(self.overlay.as_ref())? {
            Overlay::Mirror(mirror) => Some(mirror),
            _ => None,
        }
    }

    /// Takes away what lies over the panes.
    pub(super) fn lift(&mut self) {
        (self.overlay, self.under) = (None, Vec::new());
    }

    /// Takes away what lies on top; what it lay over is there again.
    pub(super) fn uncover(&mut self) {
        self.overlay = self.under.pop();
        self.ask_overlay(|machine, below| {
            machine.uncovered(below);
            Answer::Stay
        });
    }

    /// Hands what lies over the panes what is below it, and gives what it answers.
    pub(super) fn ask_overlay(
        &mut self,
        ask: impl FnOnce(&mut dyn Machine, &Below<'_>) -> Answer,
    ) -> Answer {
        let Some(mut overlay) = self.overlay.take() else { return Answer::Pass };
        let answer = ask(overlay.machine(), &self.below());
        self.overlay = Some(overlay);
        answer
    }

    /// Finds what the others say on the point at the cursor, where it is shown and not yet known.
    fn make_point(&mut self) {
        let area = self.layout().and_then(|layout| Some(layout.inside(layout.point?)));
        let width = area.map_or(0, |area| usize::from(area.width.saturating_sub(2)));
        // Where there is no room nothing is looked up.
        let sentence = (width > 0).then(|| self.below().point()).flatten();
        let wanted = sentence.map(|sentence| (sentence, width));
        if self.point_made_for == wanted {
            return;
        }
        self.point_made_for = wanted;
        self.point = wanted.and_then(|(sentence, width)| {
            let event = self.event()?;
            let counterparts = self.reader.counterparts(&self.coverage);
            let at = (sentence.article, sentence.span.start);
            point::point(&self.coverage, event, counterparts, at, width)
        });
    }

    /// Hands the topics what is beside them, and gives what they answer.
    pub(super) fn ask_topics<T>(&mut self, ask: impl FnOnce(&mut Topics, &Below<'_>) -> T) -> T {
        let mut topics = std::mem::take(&mut self.topics);
        let answer = ask(&mut topics, &self.below());
        self.topics = topics;
        answer
    }

    /// Which conflicts are shown or dismissed is another now: tells what lies over the panes.
    pub(super) fn renew_overlays(&mut self) {
        let stays = |state: &State, overlay: &mut Overlay| {
            let answer = overlay.machine().renew(&state.below());
            !matches!(answer, Answer::Close)
        };
        let (mut overlay, mut under) = (self.overlay.take(), std::mem::take(&mut self.under));
        self.overlay = overlay.take_if(|overlay| stays(self, overlay));
        under.retain_mut(|overlay| stays(self, overlay));
        self.under = under;
    }

    /// Makes everything that follows from the rest fit again. The end of every change.
    pub(super) fn settle(&mut self) {
        let column = self.layout().map_or(Area { width: 40, ..Area::default() }, |layout| {
            layout.column(self.settings.width)
        });
        self.reader.fit(&self.coverage, self.settings.soft, usize::from(column.width));
        self.reader.find_current();
        self.ask_topics(Topics::follow);
        let height = self.text_height();
        self.reader.follow(height);
        self.ask_topics(Topics::make);
        self.make_point();
        if let Some(layout) = self.layout() {
            self.list.choice.follow(self.list.outline.len(), layout.rows(Pane::List));
            self.topics.choice.follow(self.topics.rows.len(), layout.rows(Pane::Topics));
        }
        self.ask_overlay(|machine, below| {
            machine.fit(below);
            Answer::Stay
        });
        if let Some(mut under) = self.under.pop() {
            under.machine().fit(&self.below());
            self.under.push(under);
        }
    }
}
