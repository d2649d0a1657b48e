//! The list as it was shown last: every event with the rows of its articles, in the order of the list, so that a library
//! of any size is on the screen before its files have been looked at.
//!
//! It lies in pieces of some hundred events. Opening it reads one row that says how many events each piece has; a window
//! of the list reads the pieces it is in. So neither depends on how many articles there are, and a changed event
//! rewrites one piece.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use rusqlite::{OptionalExtension, Transaction};
use serde::{Deserialize, Serialize};

use crate::corpus::Problem;
use crate::library::store::pack::{Packed, Packing, Press};
use crate::library::store::{Reader, Store};
use crate::view::shelf::{Measure, Number, ShelfEvent};

/// Events of a piece that is new. A window of a screen lies in one or two, and one takes a tenth of a millisecond.
const EVENTS: usize = 128;
/// Pieces that a shelf holds unpacked: more than a screen shows.
const HELD: usize = 8;

/// Which pieces there are, in order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Directory {
    pieces: Vec<Piece>,
    /// The number of the next new piece.
    next: i64,
    /// How often articles had changed when it was made.
    changes: i64,
}

/// One piece and how much is in it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Piece {
    number: i64,
    events: u32,
    articles: u32,
}

/// The list, read as it is looked at.
#[derive(Debug)]
pub struct Shelf<'a> {
    reader: &'a Reader,
    directory: Directory,
    /// For each piece the place of its first event.
    firsts: Vec<usize>,
    /// How many events there are.
    pub events: usize,
    /// How many articles there are.
    pub articles: usize,
    /// Whether it is of the articles as they are now; where the program ended before it was written anew it is not.
    pub is_current: bool,
    held: RefCell<VecDeque<(usize, Rc<Vec<ShelfEvent>>)>>,
}

impl Reader {
    /// The list as it was kept last; empty where none was.
    ///
    /// # Errors
    /// Where the cache cannot be read; likewise below.
    pub fn shelf(&self) -> Result<Shelf<'_>, Problem> {
        let directory = directory(&self.connection).and_then(|directory| Ok((directory, changes(&self.connection)?)));
        let (directory, changes) = self.answered(directory)?;
        let is_current = directory.as_ref().is_some_and(|directory| directory.changes == changes);
        let directory = directory.unwrap_or_default();
        let firsts = directory.pieces.iter().scan(0, |next, piece| Some(std::mem::replace(next, *next + piece.events as usize)));
        let firsts = firsts.collect();
        let events = directory.pieces.iter().map(|piece| piece.events as usize).sum();
        let articles = directory.pieces.iter().map(|piece| piece.articles as usize).sum();
        Ok(Shelf { reader: self, directory, firsts, events, articles, is_current, held: RefCell::default() })
    }
}

impl Shelf<'_> {
    /// The events at `places`, in order of the list.
    pub fn window(&self, places: Range<usize>) -> Result<Vec<ShelfEvent>, Problem> {
        let mut found = Vec::with_capacity(places.len());
        for place in places.start..places.end.min(self.events) {
            let piece = self.piece_of(place);
            let events = self.piece(piece)?;
            found.extend(events.get(place - self.firsts[piece]).cloned());
        }
        Ok(found)
    }

    /// What all events can be sorted by, in order of the list. Reads a few bytes an event.
    pub fn measures(&self) -> Result<Vec<Measure>, Problem> {
        let all = || -> rusqlite::Result<Vec<Measure>> {
            let mut row = self.reader.connection.prepare_cached("SELECT measures FROM shelf WHERE piece = ?1")?;
            let mut all = Vec::with_capacity(self.events);
            for piece in &self.directory.pieces {
                let bytes: Vec<u8> = row.query_row([piece.number], |row| row.get(0))?;
                all.extend(postcard::from_bytes::<Vec<Measure>>(&bytes).map_err(|_| rusqlite::Error::InvalidQuery)?);
            }
            Ok(all)
        };
        self.reader.answered(all())
    }

    /// The place of the event of an article, and the article's place in that.
    pub fn find(&self, id: Number) -> Result<Option<(usize, usize)>, Problem> {
        let piece = self.reader.connection.prepare_cached("SELECT piece FROM shelved WHERE article = ?1");
        let piece = piece.and_then(|mut piece| piece.query_row([id.0], |row| row.get::<_, i64>(0)).optional());
        let number = self.reader.answered(piece)?;
        let Some(piece) = self.directory.pieces.iter().position(|piece| Some(piece.number) == number) else { return Ok(None) };
        let events = self.piece(piece)?;
        let article = |event: &ShelfEvent| event.articles.iter().position(|article| article.number == id);
        Ok(events.iter().enumerate().find_map(|(place, event)| Some((self.firsts[piece] + place, article(event)?))))
    }

    /// The piece that the event at `place` is in.
    fn piece_of(&self, place: usize) -> usize {
        self.firsts.partition_point(|first| *first <= place).saturating_sub(1)
    }

    /// The events of the piece at a place of the directory.
    fn piece(&self, piece: usize) -> Result<Rc<Vec<ShelfEvent>>, Problem> {
        let mut held = self.held.borrow_mut();
        if let Some((_, events)) = held.iter().find(|(other, _)| *other == piece) {
            return Ok(Rc::clone(events));
        }
        let number = self.directory.pieces.get(piece).map_or(-1, |piece| piece.number);
        let events = Rc::new(self.reader.answered(self.reader.shelved(number))?);
        held.push_front((piece, Rc::clone(&events)));
        held.truncate(HELD);
        Ok(events)
    }
}

impl Reader {
    /// The events of piece `number`.
    fn shelved(&self, number: i64) -> rusqlite::Result<Vec<ShelfEvent>> {
        let bytes = self.packed("SELECT dictionary, packed, bytes FROM shelf WHERE piece = ?1", &[&number])?;
        bytes.map_or(Ok(Vec::new()), |bytes| postcard::from_bytes(&bytes).map_err(|_| rusqlite::Error::InvalidQuery))
    }

    /// How often articles have changed: what a list is made of. To be asked before the articles are read.
    ///
    /// # Errors
    /// Where the cache cannot be read.
    pub fn changes(&self) -> Result<i64, Problem> {
        self.answered(changes(&self.connection))
    }
}

impl Store {
    /// Keeps the list, made of the articles as they were after so many `changes` ([`Reader::changes`]).
    ///
    /// # Errors
    /// Where the cache cannot be written; then the list stays what it was.
    pub fn shelve(&mut self, events: &[ShelfEvent], changes: i64) -> Result<(), Problem> {
        let press = Press::default();
        let mut packing = press.packing();
        self.write(|transaction| {
            transaction.execute_batch("DELETE FROM shelf; DELETE FROM shelved;")?;
            let mut directory = Directory { changes, ..Directory::default() };
            put_pieces(transaction, &mut directory, 0, events, &mut packing)?;
            put_directory(transaction, &directory)
        })
    }

    /// Puts `events` in the place of those at `places` of the list, and notes that it is of the articles as they were after so
    /// many `changes`. Only the pieces that these are in are written anew.
    ///
    /// # Errors
    /// Where the cache cannot be written; then the list stays what it was.
    pub fn reshelve(&mut self, places: Range<usize>, events: &[ShelfEvent], changes: i64) -> Result<(), Problem> {
        let press = Press::default();
        let mut packing = press.packing();
        let shelf = self.reader.shelf()?;
        let (mut directory, firsts) = (shelf.directory.clone(), shelf.firsts.clone());
        let (first, last) = (shelf.piece_of(places.start), shelf.piece_of(places.end.saturating_sub(1).max(places.start)));
        let mut now = Vec::new();
        for piece in first..(last + 1).min(firsts.len()) {
            now.extend(shelf.piece(piece)?.iter().cloned());
        }
        let begin = firsts.get(first).copied().unwrap_or(0);
        let within = |place: usize| place.saturating_sub(begin).min(now.len());
        let range = within(places.start)..within(places.end.max(places.start));
        now.splice(range, events.iter().cloned());
        self.write(|transaction| {
            for piece in directory.pieces.drain(first..(last + 1).min(firsts.len())) {
                transaction.prepare_cached("DELETE FROM shelf WHERE piece = ?1")?.execute([piece.number])?;
            }
            directory.changes = changes;
            put_pieces(transaction, &mut directory, first, &now, &mut packing)?;
            put_directory(transaction, &directory)
        })
    }
}

/// Writes `events` as new pieces, which come into `directory` before the one at `at`.
fn put_pieces(
    transaction: &Transaction<'_>,
    directory: &mut Directory,
    at: usize,
    events: &[ShelfEvent],
    packing: &mut Packing<'_>,
) -> rusqlite::Result<()> {
    let mut new = Vec::new();
    for events in events.chunks(EVENTS) {
        let number = directory.next;
        directory.next += 1;
        let articles = events.iter().flat_map(|event| &event.articles);
        let mut shelved = transaction.prepare_cached("INSERT OR REPLACE INTO shelved (article, piece) VALUES (?1, ?2)")?;
        for article in articles.clone() {
            shelved.execute([article.number.0, number])?;
        }
        let length = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        new.push(Piece { number, events: length(events.len()), articles: length(articles.count()) });
        let measures: Vec<Measure> = events.iter().map(|event| event.measure).collect();
        let Packed { dictionary, length, bytes } = packing.pack(&encoded(&events)?);
        let mut row =
            transaction.prepare_cached("INSERT INTO shelf (piece, measures, dictionary, bytes, packed) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        row.execute((number, encoded(&measures)?, dictionary, length, bytes))?;
    }
    directory.pieces.splice(at..at, new);
    Ok(())
}

fn encoded(value: &impl Serialize) -> rusqlite::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|_| rusqlite::Error::InvalidQuery)
}

fn directory(connection: &rusqlite::Connection) -> rusqlite::Result<Option<Directory>> {
    let bytes = connection
        .prepare_cached("SELECT value FROM about WHERE key = 'shelf'")?
        .query_row([], |row| row.get::<_, Vec<u8>>(0))
        .optional()?;
    bytes.map(|bytes| postcard::from_bytes(&bytes).map_err(|_| rusqlite::Error::InvalidQuery)).transpose()
}

fn put_directory(transaction: &Transaction<'_>, directory: &Directory) -> rusqlite::Result<()> {
    transaction.execute("INSERT OR REPLACE INTO about (key, value) VALUES ('shelf', ?1)", [encoded(directory)?])?;
    Ok(())
}

fn changes(connection: &rusqlite::Connection) -> rusqlite::Result<i64> {
    let changes = connection.prepare_cached("SELECT value FROM about WHERE key = 'changes'")?.query_row([], |row| row.get(0)).optional()?;
    Ok(changes.unwrap_or(0))
}

/// Counts one more change of articles.
pub(super) fn changed(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let sql = "INSERT INTO about (key, value) VALUES ('changes', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1";
    transaction.prepare_cached(sql)?.execute([])?;
    Ok(())
}
