//! The list as it was shown last: every event with the rows of its articles, in the order of the
//! list, so that a library of any size is on the screen before its files have been looked at.
//!
//! It lies in pieces of some hundred events. Opening it reads one row that says how many events
//! each piece has; a window of the list reads the pieces it is in. So neither depends on how many
//! articles there are, and a changed event rewrites one piece.

use std::borrow::Borrow;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use rusqlite::{OptionalExtension, Transaction};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::analysis::event::Rarity;
use crate::corpus::{Problem, Published};
use crate::library::store::pack::{Packed, Packing, Press};
use crate::library::store::{Reader, Store, touched};
use crate::view::shelf::{Change, Measure, Number, ShelfEvent};

/// Events of a piece that is new. A window of a screen lies in one or two, and one takes a tenth of
/// a millisecond.
const EVENTS: usize = 128;
/// Pieces that a shelf holds unpacked: more than a screen shows.
const HELD: usize = 8;

/// Which pieces there are, in order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Directory {
    pieces: Vec<Piece>,
    /// The number of the next new piece.
    next: i64,
    /// How often the list was written.
    version: i64,
    /// Pieces of the lists before this one, the latest last: whoever looks at one of these has not
    /// seen this one yet.
    retired: VecDeque<Vec<i64>>,
}

/// Lists before the last one that can still be looked at: a session takes a new one in at once,
/// unless it was stopped.
const LISTS: usize = 16;

impl Directory {
    /// Notes that these pieces are of earlier lists; gives those that nobody looks at any more.
    fn retire(&mut self, pieces: Vec<i64>) -> Vec<i64> {
        self.retired.push_back(pieces);
        let many = |retired: &VecDeque<Vec<i64>>| {
            retired.iter().map(Vec::len).sum::<usize>() > self.pieces.len() + LISTS
        };
        let mut gone = Vec::new();
        while self.retired.len() > LISTS || self.retired.len() > 1 && many(&self.retired) {
            gone.extend(self.retired.pop_front().into_iter().flatten());
        }
        gone
    }
}

/// One piece and how much is in it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Piece {
    number: i64,
    events: u32,
    articles: u32,
}

/// What a list was made by.
#[derive(Clone, Debug, Default)]
pub struct Basis {
    /// How often articles had changed ([`Reader::changes`], asked before they were read).
    pub changes: i64,
    /// The corrections of the grouping that it is with.
    pub corrected: Vec<Change>,
}

/// The list, read as it is looked at.
#[derive(Debug)]
pub struct Shelf<R> {
    reader: R,
    directory: Directory,
    /// For each piece the place of its first event.
    firsts: Vec<usize>,
    /// How many events there are.
    pub events: usize,
    /// How many articles there are.
    pub articles: usize,
    held: RefCell<VecDeque<(usize, Rows)>>,
}

/// The events of one piece.
type Rows = Arc<[Arc<ShelfEvent>]>;

impl Reader {
    /// The list as it was kept last; empty where none was.
    ///
    /// # Errors
    /// Where the cache cannot be read; likewise below.
    pub fn shelf(&self) -> Result<Shelf<&Reader>, Problem> {
        Shelf::new(self)
    }
}

impl<R: Borrow<Reader>> Shelf<R> {
    /// The list as it was kept last, read by `reader`.
    pub fn new(reader: R) -> Result<Shelf<R>, Problem> {
        let known: &Reader = reader.borrow();
        let directory = known.answered(known.about::<Directory>("shelf"))?.unwrap_or_default();
        let firsts = directory
            .pieces
            .iter()
            .scan(0, |next, piece| Some(std::mem::replace(next, *next + piece.events as usize)));
        let firsts = firsts.collect();
        let events = directory.pieces.iter().map(|piece| piece.events as usize).sum();
        let articles = directory.pieces.iter().map(|piece| piece.articles as usize).sum();
        Ok(Shelf { reader, directory, firsts, events, articles, held: RefCell::default() })
    }

    /// What reads it.
    pub fn reader(&self) -> &Reader {
        self.reader.borrow()
    }

    /// The event at a place.
    pub fn event(&self, place: usize) -> Result<Option<Arc<ShelfEvent>>, Problem> {
        if place >= self.events {
            return Ok(None);
        }
        let piece = self.piece_of(place);
        Ok(self.piece(piece)?.get(place - self.firsts[piece]).cloned())
    }

    /// What all events can be sorted by, in order of the list. Reads a few bytes an event.
    pub fn measures(&self) -> Result<Vec<Measure>, Problem> {
        let all = || -> rusqlite::Result<Vec<Measure>> {
            let mut row = self
                .reader()
                .connection
                .prepare_cached("SELECT measures FROM shelf WHERE piece = ?1")?;
            let mut all = Vec::with_capacity(self.events);
            for piece in &self.directory.pieces {
                let bytes =
                    row.query_row([piece.number], |row| row.get::<_, Vec<u8>>(0)).optional()?;
                // That of an earlier list may be gone.
                let gone = || Ok(vec![Measure::default(); piece.events as usize]);
                let measures = bytes.map_or_else(gone, |bytes| postcard::from_bytes(&bytes));
                all.extend(measures.map_err(|_| rusqlite::Error::InvalidQuery)?);
            }
            Ok(all)
        };
        self.reader().answered(all())
    }

    /// The place of the event of an article, and the article's place in that.
    pub fn find(&self, id: Number) -> Result<Option<(usize, usize)>, Problem> {
        let piece =
            self.reader().connection.prepare_cached("SELECT piece FROM shelved WHERE article = ?1");
        let piece = piece
            .and_then(|mut piece| piece.query_row([id.0], |row| row.get::<_, i64>(0)).optional());
        let number = self.reader().answered(piece)?;
        let article = |event: &Arc<ShelfEvent>| {
            event.articles.iter().position(|article| article.number == id)
        };
        let within = |(piece, events): (usize, &Rows)| {
            events
                .iter()
                .enumerate()
                .find_map(|(place, event)| Some((self.firsts[piece] + place, article(event)?)))
        };
        match self.directory.pieces.iter().position(|piece| Some(piece.number) == number) {
            Some(piece) => Ok(within((piece, &self.piece(piece)?))),
            // It was written anew since: where it was is known as long as it is on the screen.
            None => Ok(number.and_then(|_| {
                self.held.borrow().iter().find_map(|(piece, events)| within((*piece, events)))
            })),
        }
    }

    /// The piece that the event at `place` is in.
    fn piece_of(&self, place: usize) -> usize {
        self.firsts.partition_point(|first| *first <= place).saturating_sub(1)
    }

    /// The events of the piece at a place of the directory.
    fn piece(&self, piece: usize) -> Result<Rows, Problem> {
        let mut held = self.held.borrow_mut();
        if let Some((_, events)) = held.iter().find(|(other, _)| *other == piece) {
            return Ok(Arc::clone(events));
        }
        let number = self.directory.pieces.get(piece).map_or(-1, |piece| piece.number);
        let events = self.reader().answered(self.reader().shelved(number))?;
        let events: Rows = events.into_iter().map(Arc::new).collect();
        held.push_front((piece, Arc::clone(&events)));
        held.truncate(HELD);
        Ok(events)
    }

    /// The place before which an event that is new belongs.
    fn place_for(&self, event: &ShelfEvent) -> Result<usize, Problem> {
        let (mut low, mut high) = (0, self.events);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.event(middle)?.is_some_and(|other| in_list(&other) < in_list(event)) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        Ok(low)
    }
}

/// The order of the list: the newest first, undated ones last, of one moment by id.
pub(in crate::library) fn in_list(event: &ShelfEvent) -> impl Ord + use<'_> {
    (Reverse(event.from.map(Published::order)), event.id.as_str())
}

impl Reader {
    /// The events of piece `number`.
    fn shelved(&self, number: i64) -> rusqlite::Result<Vec<ShelfEvent>> {
        let bytes = self
            .packed("SELECT dictionary, packed, bytes FROM shelf WHERE piece = ?1", &[&number])?;
        bytes.map_or(Ok(Vec::new()), |bytes| {
            postcard::from_bytes(&bytes).map_err(|_| rusqlite::Error::InvalidQuery)
        })
    }

    /// A number that each list has for itself; 0 where there is none.
    ///
    /// # Errors
    /// Where the cache cannot be read; likewise below.
    pub fn version(&self) -> Result<i64, Problem> {
        self.answered(self.about::<Directory>("shelf"))
            .map(|directory| directory.map_or(0, |directory| directory.version))
    }

    /// The corrections that the list is with.
    pub fn corrected(&self) -> Result<Vec<Change>, Problem> {
        self.answered(self.about("corrected")).map(Option::unwrap_or_default)
    }

    /// How rare terms were when all articles were grouped last, and how many there were; `None`
    /// where they never were.
    pub fn rarity(&self) -> Result<Option<(Rarity, usize)>, Problem> {
        self.answered(self.about("rarity"))
    }

    fn about<T: DeserializeOwned>(&self, key: &str) -> rusqlite::Result<Option<T>> {
        let mut row = self.connection.prepare_cached("SELECT value FROM about WHERE key = ?1")?;
        let bytes = row.query_row([key], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        bytes
            .map(|bytes| postcard::from_bytes(&bytes).map_err(|_| rusqlite::Error::InvalidQuery))
            .transpose()
    }
}

/// A list on its way into the cache, packed piece by piece: of a million articles it takes some
/// hundred megabytes.
#[derive(Default)]
pub struct Shelving {
    press: Press,
    /// The rows that do not fill a piece yet.
    rest: Vec<ShelfEvent>,
    packed: Vec<PackedPiece>,
}

/// A piece as it is written.
struct PackedPiece {
    events: usize,
    articles: Vec<Number>,
    measures: Vec<u8>,
    rows: Packed,
}

impl Shelving {
    /// Adds events that come next in the list.
    ///
    /// # Errors
    /// Where they cannot be packed.
    pub fn add(&mut self, events: Vec<ShelfEvent>) -> Result<(), Problem> {
        self.rest.extend(events);
        let full = self.rest.len() / EVENTS * EVENTS;
        let rest = self.rest.split_off(full);
        let full = std::mem::replace(&mut self.rest, rest);
        self.pack(&full, EVENTS).map_err(|error| super::home::failed(None, &error))
    }

    fn pack(&mut self, events: &[ShelfEvent], size: usize) -> rusqlite::Result<()> {
        let mut packing = self.press.packing();
        for events in events.chunks(size.max(1)) {
            self.packed.push(packed(events, &mut packing)?);
        }
        Ok(())
    }
}

fn packed(events: &[ShelfEvent], packing: &mut Packing<'_>) -> rusqlite::Result<PackedPiece> {
    let articles =
        events.iter().flat_map(|event| &event.articles).map(|article| article.number).collect();
    let measures: Vec<Measure> = events.iter().map(|event| event.measure).collect();
    Ok(PackedPiece {
        events: events.len(),
        articles,
        measures: encoded(&measures)?,
        rows: packing.pack(&encoded(&events)?),
    })
}

impl Store {
    /// Keeps a list that is new from end to end, and how rare terms are among so many articles.
    ///
    /// # Errors
    /// Where the cache cannot be written; then the list stays what it was.
    pub fn shelve(
        &mut self,
        mut list: Shelving,
        basis: &Basis,
        rarity: &(Rarity, usize),
    ) -> Result<(), Problem> {
        let rest = std::mem::take(&mut list.rest);
        self.reader.answered(list.pack(&rest, EVENTS))?;
        let before =
            self.reader.answered(self.reader.about::<Directory>("shelf"))?.unwrap_or_default();
        self.write(|transaction| {
            transaction.execute_batch("DELETE FROM shelved;")?;
            let mut directory = before.clone();
            directory.version += 1;
            let pieces = directory.pieces.drain(..).map(|piece| piece.number).collect();
            drop_pieces(transaction, &directory.retire(pieces))?;
            put_pieces(transaction, &mut directory, 0, &list.packed)?;
            note(transaction, "rarity", rarity)?;
            put_basis(transaction, &directory, basis)
        })
    }

    /// Changes the list: takes the events at these places out of it, and puts others in where they
    /// belong. Only the pieces that these are in are written anew.
    ///
    /// # Errors
    /// Where the cache cannot be written; then the list stays what it was.
    pub fn reshelve(
        &mut self,
        without: &BTreeSet<usize>,
        with: Vec<ShelfEvent>,
        basis: &Basis,
    ) -> Result<(), Problem> {
        let shelf = self.reader.shelf()?;
        let mut coming: BTreeMap<usize, Vec<ShelfEvent>> = BTreeMap::new();
        for event in with {
            coming.entry(shelf.place_for(&event)?).or_default().push(event);
        }
        coming.values_mut().for_each(|events| events.sort_by(|a, b| in_list(a).cmp(&in_list(b))));
        let touched: BTreeSet<usize> =
            without.iter().chain(coming.keys()).map(|place| shelf.piece_of(*place)).collect();
        let mut shelving = Vec::new();
        for piece in touched {
            let first = shelf.firsts.get(piece).copied().unwrap_or(0);
            let rows = shelf.piece(piece)?;
            let mut now = Vec::with_capacity(rows.len() + 1);
            for (place, row) in (first..).zip(rows.iter()) {
                now.extend(coming.remove(&place).into_iter().flatten());
                now.extend((!without.contains(&place)).then(|| row.as_ref().clone()));
            }
            now.extend(coming.remove(&(first + rows.len())).into_iter().flatten());
            let mut list = Shelving::default();
            self.reader.answered(
                list.pack(&now, if now.len() > 2 * EVENTS { EVENTS } else { now.len() }),
            )?;
            shelving.push((piece, list.packed));
        }
        let mut directory = shelf.directory.clone();
        directory.version += 1;
        drop(shelf);
        self.write(|transaction| {
            let mut retired = Vec::new();
            for (at, packed) in shelving.iter().rev() {
                if *at < directory.pieces.len() {
                    retired.push(directory.pieces.remove(*at).number);
                }
                put_pieces(transaction, &mut directory, *at, packed)?;
            }
            drop_pieces(transaction, &directory.retire(retired))?;
            put_basis(transaction, &directory, basis)
        })
    }
}

fn drop_pieces(transaction: &Transaction<'_>, numbers: &[i64]) -> rusqlite::Result<()> {
    let mut delete = transaction.prepare_cached("DELETE FROM shelf WHERE piece = ?1")?;
    numbers.iter().try_for_each(|number| delete.execute([number]).map(drop))
}

/// Writes new pieces, which come into `directory` before the one at `at`.
fn put_pieces(
    transaction: &Transaction<'_>,
    directory: &mut Directory,
    at: usize,
    pieces: &[PackedPiece],
) -> rusqlite::Result<()> {
    let mut new = Vec::new();
    let mut shelved = transaction
        .prepare_cached("INSERT OR REPLACE INTO shelved (article, piece) VALUES (?1, ?2)")?;
    for piece in pieces {
        let number = directory.next;
        directory.next += 1;
        for article in &piece.articles {
            shelved.execute([article.0, number])?;
        }
        let length = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        new.push(Piece {
            number,
            events: length(piece.events),
            articles: length(piece.articles.len()),
        });
        let Packed { dictionary, length, bytes } = &piece.rows;
        let mut row =
            transaction.prepare_cached("INSERT INTO shelf (piece, measures, dictionary, bytes, packed) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        row.execute((number, &piece.measures, dictionary, length, bytes))?;
    }
    directory.pieces.splice(at..at, new);
    Ok(())
}

fn put_basis(
    transaction: &Transaction<'_>,
    directory: &Directory,
    basis: &Basis,
) -> rusqlite::Result<()> {
    touched::listed(transaction, basis.changes)?;
    note(transaction, "corrected", &basis.corrected)?;
    note(transaction, "shelf", directory)
}

fn note(transaction: &Transaction<'_>, key: &str, value: &impl Serialize) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT OR REPLACE INTO about (key, value) VALUES (?1, ?2)",
        (key, encoded(value)?),
    )?;
    Ok(())
}

fn encoded(value: &impl Serialize) -> rusqlite::Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|_| rusqlite::Error::InvalidQuery)
}
