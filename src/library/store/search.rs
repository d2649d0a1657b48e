//! Search in the store: the index proposes articles from the newest day on, and the query decides
//! ([`crate::view::query`]) with the text at hand, until there are enough.
//!
//! What the index gives is never too little: it was fed with the very words that the query
//! compares.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;
use rusqlite::{CachedStatement, OptionalExtension, Rows, ToSql};

use crate::corpus::{Problem, Published};
use crate::library::store::{Reader, Stored, number};
use crate::text::Span;
use crate::view::query::{Condition, Known, Labels, Place, Query, Subject, Term, Test};
use crate::view::shelf::Number;

/// Articles of one day that are put in order of time before they are looked at; of a day with more
/// of them, those that came last are taken first. The load set has 25 a day at most.
const DAY: usize = 256;

/// Articles that are looked through without the index for a word that is still being typed: they
/// take it some five milliseconds.
const NEWEST: usize = 64;

/// Bytes of text above which an article is not among those.
const QUICK: i64 = 100_000;

/// An article that answers a query.
#[derive(Clone, Debug)]
pub struct Found {
    /// The article, with its text.
    pub stored: Stored,
    /// Where it answers.
    pub places: Vec<Place>,
}

/// What a search goes by.
struct Proposal {
    /// What is asked of the index of texts; empty for nothing.
    words: String,
    /// What is asked of the index of speakers and topics; empty for nothing.
    told: String,
    /// The days.
    days: Range<i64>,
    /// What must be known of what is wanted, or not.
    known: Vec<(Known, bool)>,
    /// Whether all that is proposed answers.
    exact: bool,
}

impl Proposal {
    /// Whether what must be known of article `id` is.
    fn is_wanted(&self, id: Number, is: &dyn Fn(Number, Known) -> bool) -> bool {
        self.known.iter().all(|(known, wanted)| is(id, *known) == *wanted)
    }
}

impl Reader {
    /// The first `limit` articles that answer `query`: newest first, undated ones last, of one
    /// moment by path. `is` tells what is known of each. Stops early when `cancelled` is
    /// set.
    ///
    /// # Errors
    /// Where the cache cannot be read.
    pub fn search(
        &self,
        query: &Query,
        is: &dyn Fn(Number, Known) -> bool,
        limit: usize,
        cancelled: &AtomicBool,
    ) -> Result<Vec<Found>, Problem> {
        self.answered(self.found(query, is, limit, cancelled))
    }

    fn found(
        &self,
        query: &Query,
        is: &dyn Fn(Number, Known) -> bool,
        limit: usize,
        cancelled: &AtomicBool,
    ) -> rusqlite::Result<Vec<Found>> {
        if query.is_hardly_begun() {
            // Whatever begins with a letter is in nearly every article, and the index would gather
            // all of that first.
            let newest = self.looked_through(
                &Proposal::everything(),
                query,
                is,
                (limit, NEWEST),
                cancelled,
            )?;
            if newest.len() == limit {
                return Ok(newest);
            }
        }
        self.looked_through(&Proposal::of(query), query, is, (limit, usize::MAX), cancelled)
    }

    /// The first `limit` articles that answer `query`, among the first `most` that `proposal`
    /// proposes.
    fn looked_through(
        &self,
        proposal: &Proposal,
        query: &Query,
        is: &dyn Fn(Number, Known) -> bool,
        (limit, most): (usize, usize),
        cancelled: &AtomicBool,
    ) -> rusqlite::Result<Vec<Found>> {
        let mut left = most;
        let mut proposed = self.proposed(proposal)?;
        let mut proposed = proposed.open()?;
        let mut found = Vec::new();
        while let Some(day) = proposed.day(|id| proposal.is_wanted(id, is))? {
            for id in self.in_order(day, limit)? {
                if found.len() == limit || left == 0 || cancelled.load(Ordering::Relaxed) {
                    return Ok(found);
                }
                left -= 1;
                if most == usize::MAX || self.bytes(id)? <= QUICK {
                    found.extend(self.answer(id, query, is)?);
                }
            }
        }
        Ok(found)
    }

    fn bytes(&self, id: i64) -> rusqlite::Result<i64> {
        self.connection
            .prepare_cached("SELECT bytes FROM article WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
    }

    /// All articles that answer `query`, until `cancelled` is set. Where the index alone can tell,
    /// no text is read: a word that is in every article costs no more than listing them.
    ///
    /// # Errors
    /// Where the cache cannot be read.
    pub fn matches(
        &self,
        query: &Query,
        is: &dyn Fn(Number, Known) -> bool,
        cancelled: &AtomicBool,
    ) -> Result<Vec<Number>, Problem> {
        self.answered(self.matching(query, is, cancelled))
    }

    fn matching(
        &self,
        query: &Query,
        is: &dyn Fn(Number, Known) -> bool,
        cancelled: &AtomicBool,
    ) -> rusqlite::Result<Vec<Number>> {
        let proposal = Proposal::of(query);
        let mut proposed = self.proposed(&proposal)?;
        let mut proposed = proposed.open()?;
        let mut matching = Vec::new();
        while let Some(day) = proposed.day(|id| proposal.is_wanted(id, is))? {
            for id in day {
                if cancelled.load(Ordering::Relaxed) {
                    return Ok(matching);
                }
                if proposal.exact || self.answer(id, query, is)?.is_some() {
                    matching.push(Number(id));
                }
            }
        }
        Ok(matching)
    }

    /// The articles of one day in order.
    fn in_order(&self, mut day: Vec<i64>, limit: usize) -> rusqlite::Result<Vec<i64>> {
        if day.len() < 2 || limit == 0 {
            return Ok(day);
        }
        let sql = "SELECT published, file.path, abs(place) FROM article JOIN file ON file.id = file WHERE article.id = ?1";
        let mut key = self.connection.prepare_cached(sql)?;
        let mut keyed = Vec::with_capacity(day.len());
        for id in day.drain(..) {
            let row = key.query_row([id], |row| {
                Ok((
                    row.get::<_, Option<String>>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, i64>(2)?,
                ))
            });
            if let Some((published, path, place)) = row.optional()? {
                let order = published
                    .and_then(|published| published.parse::<Published>().ok())
                    .map(Published::order);
                keyed.push(((Reverse(order), path, place), id));
            }
        }
        keyed.sort();
        Ok(keyed.into_iter().map(|(_, id)| id).collect())
    }

    /// The article `id`, where it answers.
    fn answer(
        &self,
        id: i64,
        query: &Query,
        is: &dyn Fn(Number, Known) -> bool,
    ) -> rusqlite::Result<Option<Found>> {
        let id = Number(id);
        let Some(mut stored) = self.row_of(id)? else { return Ok(None) };
        stored.article.text = self.text_of(id)?.unwrap_or_default();
        let asks = query.asks();
        let said = if asks.said { self.said(id)? } else { Vec::new() };
        let told = if asks.told { self.labels(id)? } else { Labels::default() };
        let known = query.known(|known| is(id, known));
        let subject = Subject::new(&stored.article, &known, &said, &told);
        let places = query.find(&subject);
        Ok(places.map(|places| Found { stored, places }))
    }

    fn said(&self, id: Number) -> rusqlite::Result<Vec<Span>> {
        let found = self.findings_of(id)?;
        Ok(found
            .map(|found| found.quotes.into_iter().flat_map(|quote| quote.content).collect())
            .unwrap_or_default())
    }

    fn labels(&self, id: Number) -> rusqlite::Result<Labels> {
        let mut told = self
            .connection
            .prepare_cached("SELECT speakers, topics FROM told WHERE article = ?1")?;
        let lines = |lines: String| lines.lines().map(str::to_owned).collect();
        let told = told
            .query_row([id.0], |row| {
                Ok(Labels { speakers: lines(row.get(0)?), topics: lines(row.get(1)?) })
            })
            .optional()?;
        Ok(told.unwrap_or_default())
    }

    /// The statements that list what `proposal` proposes.
    fn proposed(&self, proposal: &Proposal) -> rusqlite::Result<Proposed<'_>> {
        let sql = match (proposal.words.is_empty(), proposal.told.is_empty()) {
            (false, _) => {
                "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC"
            }
            (true, false) => {
                "SELECT rowid FROM told_index WHERE told_index MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC"
            }
            (true, true) => {
                "SELECT id FROM article WHERE ?1 = '' AND id >= ?2 AND id < ?3 ORDER BY id DESC"
            }
        };
        let expression = if proposal.words.is_empty() { &proposal.told } else { &proposal.words };
        let only = match (proposal.words.is_empty(), proposal.told.is_empty()) {
            (false, false) => {
                let mut told = self
                    .connection
                    .prepare_cached("SELECT rowid FROM told_index WHERE told_index MATCH ?1")?;
                Some(
                    told.query_map([&proposal.told], |row| row.get(0))?
                        .collect::<rusqlite::Result<BTreeSet<i64>>>()?,
                )
            }
            _ => None,
        };
        let statement = || self.connection.prepare_cached(sql);
        Ok(Proposed {
            statements: [statement()?, statement()?],
            expression: expression.clone(),
            ranges: number::ranges(proposal.days.clone()),
            only,
        })
    }
}

/// What lists the articles that are proposed.
struct Proposed<'a> {
    statements: [CachedStatement<'a>; 2],
    expression: String,
    ranges: [Range<i64>; 2],
    /// The articles that speakers and topics leave.
    only: Option<BTreeSet<i64>>,
}

impl Proposed<'_> {
    fn open(&mut self) -> rusqlite::Result<Listing<'_>> {
        let [narrow, wide] = &mut self.statements;
        let expression: &dyn ToSql = &self.expression;
        let mut listing = Listing {
            rows: [
                narrow.query([expression, &self.ranges[0].start, &self.ranges[0].end])?,
                wide.query([expression, &self.ranges[1].start, &self.ranges[1].end])?,
            ],
            next: [None, None],
            only: self.only.as_ref(),
        };
        listing.advance(0)?;
        listing.advance(1)?;
        Ok(listing)
    }
}

/// The proposed articles of the narrow and the wide range, from the newest on.
struct Listing<'a> {
    rows: [Rows<'a>; 2],
    next: [Option<i64>; 2],
    only: Option<&'a BTreeSet<i64>>,
}

impl Listing<'_> {
    fn advance(&mut self, which: usize) -> rusqlite::Result<()> {
        self.next[which] = match self.rows[which].next()? {
            Some(row) => Some(row.get(0)?),
            None => None,
        };
        Ok(())
    }

    /// The articles of the next day that has any which `wanted` lets pass; of a day with very many
    /// some of them.
    fn day(&mut self, wanted: impl Fn(Number) -> bool) -> rusqlite::Result<Option<Vec<i64>>> {
        loop {
            let Some(day) = self.next.iter().flatten().map(|id| number::day_of(*id)).max() else {
                return Ok(None);
            };
            let mut found = Vec::new();
            for which in [1, 0] {
                while let Some(id) =
                    self.next[which].filter(|id| number::day_of(*id) == day && found.len() < DAY)
                {
                    self.advance(which)?;
                    if self.only.is_none_or(|only| only.contains(&id)) && wanted(Number(id)) {
                        found.push(id);
                    }
                }
            }
            if !found.is_empty() {
                return Ok(Some(found));
            }
        }
    }
}

impl Proposal {
    /// All articles.
    fn everything() -> Proposal {
        Proposal {
            words: String::new(),
            told: String::new(),
            days: number::all_days(),
            known: Vec::new(),
            exact: false,
        }
    }

    /// What must be so for `query` to be answered; what must not be so where the index can tell.
    fn of(query: &Query) -> Proposal {
        let (mut words, mut told) = (Vec::new(), Vec::new());
        let mut days = number::all_days();
        let mut known = Vec::new();
        for condition in query.conditions().iter().filter(|condition| !condition.negated) {
            match &condition.test {
                Test::Words(term) => words.push(column("{title text}", term)),
                Test::Said(term) => words.push(column("text", term)),
                Test::Outlet(term) => words.push(column("outlet", term)),
                Test::Speaker(term) => told.push(column("speakers", term)),
                Test::Topic(term) => told.push(column("topics", term)),
                Test::After(date) => days.start = days.start.max(day(*date)),
                Test::Before(date) => {
                    (days.start, days.end) = (days.start.max(1), days.end.min(day(*date) + 1));
                }
                Test::Known(asked, wanted) => known.push((*asked, *wanted)),
            }
        }
        days.end = days.end.max(days.start);
        let excluded = query.conditions().iter().filter(|condition| condition.negated).filter_map(
            |condition| match &condition.test {
                Test::Words(term) if !term.unfinished => {
                    Some(format!(" NOT {}", column("{title text}", term)))
                }
                _ => None,
            },
        );
        // There must be something that is left out of.
        let excluded: String = if words.is_empty() { String::new() } else { excluded.collect() };
        let is_exact = |condition: &Condition| match &condition.test {
            Test::Words(term) => !condition.negated || !term.unfinished && !words.is_empty(),
            Test::Outlet(_) | Test::Known(..) => !condition.negated,
            // Days that are too early or too late for the numbers are told by the date alone; names
            // and labels stand side by side in the index, and what is quoted is not marked there.
            Test::After(_)
            | Test::Before(_)
            | Test::Said(_)
            | Test::Speaker(_)
            | Test::Topic(_) => false,
        };
        let exact = query.conditions().iter().all(is_exact);
        let words = words.join(" AND ") + &excluded;
        Proposal { words, told: told.join(" AND "), days, known, exact }
    }
}

fn day(date: Date) -> i64 {
    number::day(Some(Published::on(date)))
}

/// `term` in `columns`, in the language of FTS5: a string in quotation marks is a phrase of words,
/// whatever is in it.
fn column(columns: &str, term: &Term) -> String {
    let phrase = term.words.join(" ").replace('"', "\"\"");
    format!("{columns} : \"{phrase}\"{}", if term.unfinished { " *" } else { "" })
}
