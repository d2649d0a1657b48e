//! Texts and findings made small: Zstandard with a dictionary that is trained on the library's own first articles. On
//! articles of 1.75 kB: .54 of the text without a dictionary, .37 with one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rusqlite::{Connection, OptionalExtension};
use zstd::bulk::{Compressor, Decompressor};

/// What a dictionary is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Matter {
    /// Texts of articles.
    Text,
    /// What an analysis found, in the postcard format.
    Findings,
    /// Pieces of the list, likewise.
    List,
}

impl Matter {
    /// The number of its dictionary; 0 is none.
    fn dictionary(self) -> i64 {
        self as i64 + 1
    }
}

/// Stands in the place of a dictionary's number where bytes are not packed at all.
const AS_IS: i64 = -1;
/// How hard to try, from 1 to 22: at 9 a text of 1.75 kB takes 40 µs and is a twentieth smaller than at 3.
const LEVEL: i32 = 6;
/// Bytes of a dictionary.
const DICTIONARY: usize = 112 << 10;
/// Samples from which a dictionary is made, at least: below, the library is small anyway.
const SAMPLES: usize = 400;

/// Packs and unpacks for one connection.
#[derive(Default)]
pub(super) struct Packer {
    /// By number of dictionary.
    unpackers: RefCell<BTreeMap<i64, Decompressor<'static>>>,
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Packer").finish_non_exhaustive()
    }
}

/// Packs one kind of matter. Cheap to make where there is no dictionary yet, half a millisecond where there is one.
pub(super) struct Press {
    dictionary: i64,
    bytes: Vec<u8>,
}

impl Press {
    /// With the dictionary of the store, which is trained on `samples` where there is none yet and they are enough.
    pub(super) fn new(connection: &Connection, matter: Matter, samples: &dyn Fn() -> Vec<Vec<u8>>) -> rusqlite::Result<Press> {
        let number = matter.dictionary();
        if let Some(bytes) = dictionary(connection, number)? {
            return Ok(Press { dictionary: number, bytes });
        }
        let samples = samples();
        let trained = if samples.len() >= SAMPLES { zstd::dict::from_samples(&samples, DICTIONARY).ok() } else { None };
        let Some(bytes) = trained else { return Ok(Press { dictionary: 0, bytes: Vec::new() }) };
        connection.execute("INSERT INTO dictionary (id, bytes) VALUES (?1, ?2)", (number, &bytes))?;
        Ok(Press { dictionary: number, bytes })
    }

    /// Something that packs, for one thread.
    pub(super) fn packing(&self) -> Packing {
        Packing { dictionary: self.dictionary, compressor: Compressor::with_dictionary(LEVEL, &self.bytes).ok() }
    }
}

/// Packs on one thread.
pub(super) struct Packing {
    dictionary: i64,
    compressor: Option<Compressor<'static>>,
}

impl Packing {
    pub(super) fn pack(&mut self, bytes: &[u8]) -> Packed {
        let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        match self.compressor.as_mut().and_then(|compressor| compressor.compress(bytes).ok()) {
            Some(bytes) => Packed { dictionary: self.dictionary, length, bytes },
            None => Packed { dictionary: AS_IS, length, bytes: bytes.to_vec() },
        }
    }
}

/// Packed bytes as a row has them.
pub(super) struct Packed {
    /// The number of the dictionary.
    pub(super) dictionary: i64,
    /// How many bytes were packed.
    pub(super) length: i64,
    pub(super) bytes: Vec<u8>,
}

fn dictionary(connection: &Connection, number: i64) -> rusqlite::Result<Option<Vec<u8>>> {
    connection.prepare_cached("SELECT bytes FROM dictionary WHERE id = ?1")?.query_row([number], |row| row.get(0)).optional()
}

impl Packer {
    /// The `length` bytes that were packed with the dictionary of this number.
    pub(super) fn unpack(&self, connection: &Connection, number: i64, packed: &[u8], length: i64) -> rusqlite::Result<Vec<u8>> {
        if number == AS_IS {
            return Ok(packed.to_vec());
        }
        let length = usize::try_from(length).map_err(|_| rusqlite::Error::InvalidQuery)?;
        let mut unpackers = self.unpackers.borrow_mut();
        let unpacker = match unpackers.entry(number) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let bytes = if number == 0 { Some(Vec::new()) } else { dictionary(connection, number)? };
                let unpacker = bytes.and_then(|bytes| Decompressor::with_dictionary(&bytes).ok());
                new.insert(unpacker.ok_or(rusqlite::Error::InvalidQuery)?)
            }
        };
        let unpacked = unpacker.decompress(packed, length).ok();
        unpacked.filter(|bytes| bytes.len() == length).ok_or(rusqlite::Error::InvalidQuery)
    }
}
