//! Texts and findings made small: Zstandard with a dictionary that is trained on the library's own
//! first articles. On articles of 1.75 kB: .54 of the text without a dictionary, .37 with one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rusqlite::{Connection, OptionalExtension};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::EncoderDictionary;

/// What a dictionary is for; its number in the store is one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Matter {
    /// Texts of articles.
    Text,
    /// What an analysis found, in the postcard format.
    Findings,
}

/// Stands in the place of a dictionary's number where bytes are not packed at all.
const AS_IS: i64 = -1;
/// How hard to try, from 1 to 22: at 9 a text of 1.75 kB takes 40 µs and is a twentieth smaller
/// than at 3.
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

/// Packs one kind of matter.
#[derive(Default)]
pub(super) struct Press {
    /// 0 for none.
    number: i64,
    dictionary: Option<EncoderDictionary<'static>>,
}

impl Press {
    /// Takes the dictionary of the store, which is trained on `samples` where there is none yet and
    /// they are enough.
    pub(super) fn ready(
        &mut self,
        connection: &Connection,
        matter: Matter,
        samples: impl FnOnce() -> Vec<Vec<u8>>,
    ) -> rusqlite::Result<()> {
        if self.dictionary.is_some() {
            return Ok(());
        }
        let number = matter as i64 + 1;
        let bytes = match dictionary(connection, number)? {
            Some(bytes) => Some(bytes),
            None => {
                let samples = samples();
                let trained = if samples.len() >= SAMPLES {
                    zstd::dict::from_samples(&samples, DICTIONARY).ok()
                } else {
                    None
                };
                if let Some(bytes) = &trained {
                    connection.execute(
                        "INSERT INTO dictionary (id, bytes) VALUES (?1, ?2)",
                        (number, bytes),
                    )?;
                }
                trained
            }
        };
        if let Some(bytes) = bytes {
            *self = Press { number, dictionary: Some(EncoderDictionary::copy(&bytes, LEVEL)) };
        }
        Ok(())
    }

    /// Something that packs, for one thread.
    pub(super) fn packing(&self) -> Packing<'_> {
        let compressor = match &self.dictionary {
            Some(dictionary) => Compressor::with_prepared_dictionary(dictionary),
            None => Compressor::new(LEVEL),
        };
        Packing { dictionary: self.number, compressor: compressor.ok() }
    }
}

/// Packs on one thread.
pub(super) struct Packing<'a> {
    dictionary: i64,
    compressor: Option<Compressor<'a>>,
}

impl Packing<'_> {
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
    connection
        .prepare_cached("SELECT bytes FROM dictionary WHERE id = ?1")?
        .query_row([number], |row| row.get(0))
        .optional()
}

impl Packer {
    /// The `length` bytes that were packed with the dictionary of this number.
    pub(super) fn unpack(
        &self,
        connection: &Connection,
        number: i64,
        packed: &[u8],
        length: i64,
    ) -> rusqlite::Result<Vec<u8>> {
        if number == AS_IS {
            return Ok(packed.to_vec());
        }
        let length = usize::try_from(length).map_err(|_| rusqlite::Error::InvalidQuery)?;
        let mut unpackers = self.unpackers.borrow_mut();
        let unpacker = match unpackers.entry(number) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let bytes =
                    if number == 0 { Some(Vec::new()) } else { dictionary(connection, number)? };
                let unpacker = bytes.and_then(|bytes| Decompressor::with_dictionary(&bytes).ok());
                new.insert(unpacker.ok_or(rusqlite::Error::InvalidQuery)?)
            }
        };
        let unpacked = unpacker.decompress(packed, length).ok();
        unpacked.filter(|bytes| bytes.len() == length).ok_or(rusqlite::Error::InvalidQuery)
    }
}
