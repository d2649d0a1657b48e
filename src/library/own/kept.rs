//! What is kept, and the changes that can be made to it: what is written to the disk is the
//! changes, one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::analysis::correction;
use crate::corpus::{ArticleId, Corpus, Passage};
use crate::library::own::anchor::Files;
use crate::library::own::{
    Anchor, Bookmark, Correction, Dismissal, Hint, Key, Link, Note, Place, Session,
    TopicCorrection, Widths,
};
use crate::view::topic;

/// The form of the files. A later form that this program does not know is moved aside, not guessed
/// at. Form 1 had no journal.
pub(super) const FORM: u32 = 2;
/// Of how many articles the last place is kept: of those that were read last.
const PLACES: usize = 4000;

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub(super) form: u32,
    /// How often the journal was folded in: it belongs to the file of its number, or to none any
    /// more.
    #[serde(default)]
    pub(super) folded: u64,
    /// The PATHs opened last, canonical.
    #[serde(default)]
    pub(super) opened: Vec<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) session: Option<Session>,
    /// The place in the bundled sample, which is no PATH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sample: Option<Place>,
    /// The hints that did their part.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) hints: BTreeSet<Hint>,
    #[serde(default)]
    pub(super) widths: Widths,
    #[serde(default)]
    pub(super) bookmarks: Vec<Bookmark>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<Note>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) links: Vec<Link>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) corrections: Vec<Correction>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) topics: Vec<TopicCorrection>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) dismissals: Vec<Dismissal>,
    /// Articles that were read.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) read: BTreeSet<Key>,
    /// Articles that were there when their event was read in.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) seen: BTreeSet<Key>,
    /// The last place in each article, the one left last behind the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) places: Vec<Place>,
    /// The changes made since they were last taken.
    #[serde(skip)]
    pub(super) made: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Change {
    Opened(Vec<PathBuf>),
    Session(Session),
    Sample(Place),
    Hint(Hint),
    Widths(Widths),
    Bookmark(Bookmark),
    Unbookmark { article: Key, byte: usize },
    Note(Note),
    Unnote(Note),
    Link(Link),
    Unlink(Link),
    Correct(Correction),
    Uncorrect(Correction),
    Topic(TopicCorrection),
    Untopic(TopicCorrection),
    Dismiss(Dismissal),
    Undismiss(Dismissal),
    Read(Key),
    Unread(Key),
    Seen(Key),
    Place(Place),
}

impl Change {
    /// What it is a change of, in words for the reader; `None` for where the reader was, and what
    /// was hinted at.
    pub(super) fn kind(&self) -> Option<&'static str> {
        match self {
            Change::Opened(_) | Change::Session(_) | Change::Place(_) | Change::Seen(_) => None,
            Change::Sample(_) | Change::Hint(_) | Change::Widths(_) => None,
            Change::Bookmark(_) | Change::Unbookmark { .. } => Some("bookmarks"),
            Change::Note(_) | Change::Unnote(_) => Some("notes"),
            Change::Link(_) | Change::Unlink(_) => Some("links"),
            Change::Correct(_) | Change::Uncorrect(_) => Some("corrections"),
            Change::Topic(_) | Change::Untopic(_) => Some("corrections of topics"),
            Change::Dismiss(_) | Change::Undismiss(_) => Some("dismissed disputes"),
            Change::Read(_) | Change::Unread(_) => Some("what was read"),
        }
    }
}

impl Default for Kept {
    fn default() -> Self {
        Kept {
            form: FORM,
            folded: 0,
            opened: Vec::new(),
            session: None,
            sample: None,
            hints: BTreeSet::new(),
            widths: Widths::default(),
            bookmarks: Vec::new(),
            notes: Vec::new(),
            links: Vec::new(),
            corrections: Vec::new(),
            topics: Vec::new(),
            dismissals: Vec::new(),
            read: BTreeSet::new(),
            seen: BTreeSet::new(),
            places: Vec::new(),
            made: Vec::new(),
        }
    }
}

/// The marks of an article, whatever its text was then.
fn marks_of<'a>(marks: &'a BTreeSet<Key>, article: &Key) -> impl Iterator<Item = &'a Key> {
    // Keys without an id come before those with one. One that has an id has at most two marks: by
    // its id, and without.
    let from = |id: Option<&String>| Key {
        path: article.path.clone(),
        id: id.cloned(),
        hash: String::new(),
    };
    let alone = marks.range(from(None)..).take_while(|other| other.path == article.path);
    let alone = alone.take_while(|other| article.id.is_none() || other.id.is_none());
    let named = article
        .id
        .as_ref()
        .map(|id| marks.range(from(Some(id))..).take_while(|other| other.id.as_ref() == Some(id)));
    alone.chain(named.into_iter().flatten()).filter(|other| other.is_of_same(article))
}

fn forget(marks: &mut BTreeSet<Key>, article: &Key) {
    let same: Vec<Key> = marks_of(marks, article).cloned().collect();
    for key in &same {
        marks.remove(key);
    }
}

impl Kept {
    fn make(&mut self, change: Change) {
        self.apply(change.clone());
        self.made.push(change);
    }

    /// Makes a change. To make it again changes nothing more, but that it is then the latest. Bytes
    /// are compared before articles, since they differ more often.
    pub(super) fn apply(&mut self, change: Change) {
        match change {
            Change::Opened(paths) => self.opened = paths,
            Change::Session(session) => self.session = Some(session),
            Change::Sample(place) => self.sample = Some(place),
            Change::Widths(widths) => self.widths = widths,
            Change::Hint(hint) => drop(self.hints.insert(hint)),
            Change::Bookmark(bookmark) => {
                self.bookmarks.retain(|other| {
                    other.byte != bookmark.byte || other.article != bookmark.article
                });
                self.bookmarks.push(bookmark);
            }
            Change::Unbookmark { article, byte } => {
                self.bookmarks.retain(|other| other.byte != byte || other.article != article);
            }
            Change::Note(note) => {
                self.notes.retain(|other| !other.is_same(&note));
                self.notes.push(note);
            }
            Change::Unnote(note) => self.notes.retain(|other| !other.is_same(&note)),
            Change::Link(link) => {
                self.links.retain(|other| !other.is_same(&link));
                self.links.push(link);
            }
            Change::Unlink(link) => self.links.retain(|other| !other.is_same(&link)),
            Change::Correct(correction) => {
                self.corrections.retain(|other| !other.is_same(&correction));
                self.corrections.push(correction);
            }
            Change::Uncorrect(correction) => {
                self.corrections.retain(|other| !other.is_same(&correction));
            }
            Change::Topic(topic) => {
                self.topics.retain(|other| !other.is_same(&topic));
                self.topics.push(topic);
            }
            Change::Untopic(topic) => self.topics.retain(|other| !other.is_same(&topic)),
            Change::Dismiss(dismissal) => {
                self.dismissals.retain(|other| !other.is_same(&dismissal));
                self.dismissals.push(dismissal);
            }
            Change::Undismiss(dismissal) => {
                self.dismissals.retain(|other| !other.is_same(&dismissal));
            }
            Change::Read(article) => {
                forget(&mut self.read, &article);
                self.read.insert(article);
            }
            Change::Unread(article) => forget(&mut self.read, &article),
            Change::Seen(article) => {
                forget(&mut self.seen, &article);
                self.seen.insert(article);
            }
            Change::Place(place) => {
                self.places.retain(|other| !other.article.is_of_same(&place.article));
                self.places.push(place);
                self.places.drain(..self.places.len().saturating_sub(PLACES));
            }
        }
    }

    /// Whether an article was read; one whose text has changed since stays read.
    pub fn is_read(&self, article: &Key) -> bool {
        marks_of(&self.read, article).next().is_some()
    }

    /// The PATHs opened last, canonical.
    pub fn opened(&self) -> &[PathBuf] {
        &self.opened
    }

    /// Keeps the PATHs opened last.
    pub fn set_opened(&mut self, paths: Vec<PathBuf>) {
        self.make(Change::Opened(paths));
    }

    /// Where the reader was last.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Keeps where the reader is, for the next session.
    pub fn set_session(&mut self, session: Session) {
        self.make(Change::Session(session));
    }

    /// Where the reader was last in the bundled sample.
    pub fn sample(&self) -> Option<&Place> {
        self.sample.as_ref()
    }

    /// Keeps where the reader is in the bundled sample.
    pub fn set_sample(&mut self, place: Place) {
        self.make(Change::Sample(place));
    }

    /// The widths of the panes.
    pub fn widths(&self) -> Widths {
        self.widths
    }

    /// Keeps the widths of the panes.
    pub fn set_widths(&mut self, widths: Widths) {
        self.make(Change::Widths(widths));
    }

    /// The hints that did their part and are not shown any more.
    pub fn hints(&self) -> &BTreeSet<Hint> {
        &self.hints
    }

    /// A hint has done its part.
    pub fn set_hint(&mut self, hint: Hint) {
        if !self.hints.contains(&hint) {
            self.make(Change::Hint(hint));
        }
    }

    /// The articles that were read.
    pub fn read_articles(&self) -> impl Iterator<Item = &Key> {
        self.read.iter()
    }

    /// Marks an article as read.
    pub fn set_read(&mut self, article: Key) {
        self.make(Change::Read(article));
    }

    /// Marks an article as unread, also where its text has changed since it was read.
    pub fn set_unread(&mut self, article: Key) {
        self.make(Change::Unread(article));
    }

    /// The articles that were there when the reader had read in their event.
    pub fn seen_articles(&self) -> impl Iterator<Item = &Key> {
        self.seen.iter()
    }

    /// Marks an article as seen; one whose text changes stays so.
    pub fn set_seen(&mut self, article: Key) {
        self.make(Change::Seen(article));
    }

    /// The byte at which the article was left last; where its text has changed since, that byte may
    /// be in the middle of a character.
    pub fn last_byte(&self, article: &Key) -> Option<usize> {
        self.places.iter().find(|place| place.article.is_of_same(article)).map(|place| place.byte)
    }

    /// The last place in each article that has one.
    pub fn last_places(&self) -> &[Place] {
        &self.places
    }

    /// Keeps the byte at which an article was left; of thousands of articles the oldest is
    /// forgotten.
    pub fn set_last_byte(&mut self, article: Key, byte: usize) {
        self.make(Change::Place(Place { article, byte }));
    }

    /// Notes in the order in which they were written.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Adds a note; the same words on the same passage give way.
    pub fn add_note(&mut self, note: Note) {
        self.make(Change::Note(note));
    }

    /// Removes a note.
    pub fn remove_note(&mut self, note: &Note) {
        self.make(Change::Unnote(note.clone()));
    }

    /// Where each note stands in `corpus`; `None` where the article is not there, or the words are
    /// gone from it.
    pub fn noted(&self, corpus: &Corpus) -> Vec<Option<Passage>> {
        if self.notes.is_empty() {
            return Vec::new();
        }
        let files = Files::of(corpus, self.notes.iter().map(|note| &note.at.article));
        let place = |Anchor { article, byte, words }: &Anchor| {
            files.stands(corpus, (article, *byte, words))
        };
        self.notes.iter().map(|note| place(&note.at)).collect()
    }

    /// Links in the order in which they were made.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Adds a link; one that says the same of the same two passages gives way.
    pub fn add_link(&mut self, link: Link) {
        self.make(Change::Link(link));
    }

    /// Removes a link.
    pub fn remove_link(&mut self, link: &Link) {
        self.make(Change::Unlink(link.clone()));
    }

    /// Where the sides of each link stand in `corpus`; `None` for a side whose article is not
    /// there, or whose words are gone from it.
    pub fn linked(&self, corpus: &Corpus) -> Vec<[Option<Passage>; 2]> {
        if self.links.is_empty() {
            return Vec::new();
        }
        let files = Files::of(corpus, self.links.iter().flat_map(Link::keys));
        let place = |Anchor { article, byte, words }: &Anchor| {
            files.stands(corpus, (article, *byte, words))
        };
        self.links.iter().map(|link| link.sides.each_ref().map(|side| place(&side.at))).collect()
    }

    /// Corrections of the grouping in the order in which they were made.
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// Adds a correction; the same one made earlier gives way, since the latest wins.
    pub fn add_correction(&mut self, correction: Correction) {
        self.make(Change::Correct(correction));
    }

    /// Removes a correction.
    pub fn remove_correction(&mut self, correction: &Correction) {
        self.make(Change::Uncorrect(correction.clone()));
    }

    /// The outlets that corrections name, by the articles of `corpus`; of each the last.
    pub fn outlets(&self, corpus: &Corpus) -> BTreeMap<ArticleId, &str> {
        let named = || self.corrections.iter().filter(|one| one.outlet.is_some());
        let found = Key::articles_of(named().map(|one| &one.article), corpus);
        named()
            .filter_map(|one| Some((*found.get(&one.article)?, one.outlet.as_deref()?)))
            .collect()
    }

    /// What each correction says of the grouping of the articles of `corpus`; `None` where it says
    /// nothing of that.
    pub fn corrected(&self, corpus: &Corpus) -> Vec<Option<correction::Correction>> {
        if self.corrections.is_empty() {
            return Vec::new();
        }
        let found = Key::articles_of(self.corrections.iter().flat_map(Correction::keys), corpus);
        let article = |key: &Key| found.get(key).copied();
        let corrected = |one: &Correction| {
            let apart_from: Vec<ArticleId> = one.apart_from.iter().filter_map(article).collect();
            let with = one.with.as_ref().and_then(article);
            let says = with.is_some() || !apart_from.is_empty();
            Some(correction::Correction { article: article(&one.article)?, apart_from, with })
                .filter(|_| says)
        };
        self.corrections.iter().map(corrected).collect()
    }

    /// What the reader says of topics, in the order in which it was said.
    pub fn topics(&self) -> &[TopicCorrection] {
        &self.topics
    }

    /// Adds what the reader says of a topic; the same said earlier gives way.
    pub fn add_topic(&mut self, topic: TopicCorrection) {
        self.make(Change::Topic(topic));
    }

    /// Removes what the reader says of a topic.
    pub fn remove_topic(&mut self, topic: &TopicCorrection) {
        self.make(Change::Untopic(topic.clone()));
    }

    /// What is said of the topics of `corpus`, by the passages of them that are still there; `None`
    /// where a topic has none left.
    pub fn retold(&self, corpus: &Corpus) -> Vec<Option<topic::Correction<Passage>>> {
        if self.topics.is_empty() {
            return Vec::new();
        }
        let files = Files::of(corpus, self.topics.iter().flat_map(TopicCorrection::keys));
        let place = |Anchor { article, byte, words }: &Anchor| {
            files.stands(corpus, (article, *byte, words))
        };
        self.topics.iter().map(|one| one.correction.found(place)).collect()
    }

    /// Conflicts that are none, in the order in which they were dismissed.
    pub fn dismissals(&self) -> &[Dismissal] {
        &self.dismissals
    }

    /// Adds a dismissal; the same one made earlier gives way.
    pub fn add_dismissal(&mut self, dismissal: Dismissal) {
        self.make(Change::Dismiss(dismissal));
    }

    /// Removes a dismissal.
    pub fn remove_dismissal(&mut self, dismissal: &Dismissal) {
        self.make(Change::Undismiss(dismissal.clone()));
    }

    /// Where the sides of each dismissal stand in `corpus`; `None` where an article is not there,
    /// or the words are gone from it.
    pub fn dismissed(&self, corpus: &Corpus) -> Vec<Option<[Passage; 2]>> {
        if self.dismissals.is_empty() {
            return Vec::new();
        }
        let files = Files::of(
            corpus,
            self.dismissals.iter().flat_map(|one| &one.sides).map(|side| &side.article),
        );
        let place = |side: &Anchor| files.stands(corpus, (&side.article, side.byte, &side.words));
        self.dismissals
            .iter()
            .map(|one| Some([place(&one.sides[0])?, place(&one.sides[1])?]))
            .collect()
    }

    /// Bookmarks in the order in which they were made.
    pub fn bookmarks(&self) -> &[Bookmark] {
        &self.bookmarks
    }

    /// Adds a bookmark; one of the same place gives way.
    pub fn add_bookmark(&mut self, bookmark: Bookmark) {
        self.make(Change::Bookmark(bookmark));
    }

    /// Removes the bookmark of that place.
    pub fn remove_bookmark(&mut self, article: &Key, byte: usize) {
        self.make(Change::Unbookmark { article: article.clone(), byte });
    }

    /// Where each bookmark stands in `corpus`: its byte where the text is as it was, else the place
    /// of its words that is nearest to it; `None` where the article or the words are gone.
    pub fn places(&self, corpus: &Corpus) -> Vec<Option<(ArticleId, usize)>> {
        if self.bookmarks.is_empty() {
            return Vec::new();
        }
        let files = Files::of(corpus, self.bookmarks.iter().map(|bookmark| &bookmark.article));
        let place = |bookmark: &Bookmark| {
            let passage =
                files.stands(corpus, (&bookmark.article, bookmark.byte, &bookmark.words))?;
            Some((passage.article, passage.span.start))
        };
        self.bookmarks.iter().map(place).collect()
    }
}
