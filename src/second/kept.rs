//! Answers by the hash of their request: those that are kept in the cache, a file each, and those
//! that a file brings. They depend on nothing but what was asked, so they outlive every other change
//! of the cache.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::Passage;
use crate::library::private;
use crate::load::regular;
use crate::second::answer::{self, Answer, Pair};
use crate::second::request::{Request, quoted};
use crate::text::Span;
use crate::view::Coverage;
use crate::view::judged::Judged;
use crate::view::shelf::{Anchor, Shelf};

/// The folder of the cache that holds them.
const FOLDER: &str = "second";
/// Bytes of a file of answers at most.
const MOST: u64 = 1 << 28;

/// Answers that somebody has.
pub trait Answers {
    /// The answer to `request`, where there is one.
    fn of(&self, request: &Request) -> Option<Answer>;
}

/// The answers in the cache.
#[derive(Clone, Debug)]
pub struct Kept {
    folder: PathBuf,
}

impl Kept {
    /// Those in the folder `cache`; nothing is made yet.
    pub fn new(cache: &Path) -> Kept {
        Kept { folder: cache.join(FOLDER) }
    }

    /// Keeps the answer to `request` about an event of `coverage`, whole or not at all, with where
    /// its findings stand: they are found again without the event.
    ///
    /// # Errors
    /// What the disk says.
    pub fn keep(
        &self,
        coverage: &Coverage,
        request: &Request,
        model: &str,
        answer: &Answer,
    ) -> io::Result<()> {
        private::folder(&self.folder)?;
        let fresh = self.folder.join(format!("{}.{}.new", request.hash, std::process::id()));
        let (hash, model) = (quoted(&request.hash), quoted(model));
        let side = |side: usize| Side::new(coverage, request.sentences.get(side).copied());
        let places: Vec<_> = answer.pairs.iter().map(|pair| pair.sides.map(side)).collect();
        let places = serde_json::to_string(&places)?;
        let line = format!(
            r#"{{"hash":{hash},"model":{model},"answer":{},"places":{places}}}"#,
            answer.kept()
        );
        let mut file = private::writing().truncate(true).open(&fresh)?;
        file.write_all(line.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        fs::rename(&fresh, self.path(request))
    }

    /// What `model` found in articles of `shelf` that say there what they said then, in no order.
    pub fn findings(&self, model: &str, shelf: &dyn Shelf) -> Vec<Judged<Anchor>> {
        let Ok(files) = fs::read_dir(&self.folder) else { return Vec::new() };
        let files = files.filter_map(|file| {
            let bytes = regular::read(&file.ok()?.path(), answer::LONGEST as u64).ok()?;
            found(&bytes, model)
        });
        files.flatten().filter_map(|judged| judged.placed(|side| side.on(shelf))).collect()
    }

    fn path(&self, request: &Request) -> PathBuf {
        self.folder.join(format!("{}.json", request.hash))
    }
}

/// A sentence as it is kept: where it stood, and by what its words are known again.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Side {
    article: String,
    start: usize,
    end: usize,
    words: u64,
}

impl Side {
    fn new(coverage: &Coverage, passage: Option<Passage>) -> Side {
        passage.map_or_else(Side::default, |passage| Side {
            article: coverage.corpus.article(passage.article).id.clone(),
            start: passage.span.start,
            end: passage.span.end,
            words: xxh3_64(coverage.corpus.words(passage).as_bytes()),
        })
    }

    fn on(self, shelf: &dyn Shelf) -> Option<Anchor> {
        if self.start >= self.end {
            return None;
        }
        let at =
            Anchor { article: shelf.named(&self.article)?, span: Span::new(self.start, self.end) };
        (xxh3_64(shelf.words(at)?.as_bytes()) == self.words).then_some(at)
    }
}

/// The findings of a kept line, where it is one of `model`.
fn found(bytes: &[u8], model: &str) -> Option<Vec<Judged<Side>>> {
    let mut line: Value = serde_json::from_slice(bytes).ok()?;
    if line.get("model")?.as_str()? != model {
        return None;
    }
    let places: Vec<[Side; 2]> = serde_json::from_value(line.get_mut("places")?.take()).ok()?;
    let answer = answer::of_value(line.get("answer")?, usize::MAX)?;
    if answer.pairs.len() != places.len() {
        return None;
    }
    let model: Arc<str> = model.into();
    let judged = |(pair, sides): (Pair, [Side; 2])| Judged {
        model: Arc::clone(&model),
        kind: pair.kind,
        point: pair.point,
        likely: pair.likely,
        sides,
    };
    Some(answer.pairs.into_iter().zip(places).map(judged).collect())
}

impl Answers for Kept {
    /// What cannot be read is asked for again.
    fn of(&self, request: &Request) -> Option<Answer> {
        let bytes = regular::read(&self.path(request), answer::LONGEST as u64).ok()?;
        let (hash, value) = line(&bytes)?;
        (hash == request.hash).then(|| answer::of_value(&value, request.sentences.len()))?
    }
}

/// The answers of a file: a line each, `{"hash": …, "answer": …}`.
#[derive(Debug, Default)]
pub struct Brought {
    answers: HashMap<String, Value>,
    /// How many of its lines are no answer.
    pub dropped: usize,
}

impl Brought {
    /// Reads the file `path`.
    ///
    /// # Errors
    /// What the disk says; that it is no file, or longer than any such file.
    pub fn read(path: &Path) -> io::Result<Brought> {
        let mut brought = Brought::default();
        let bytes = regular::read(path, MOST)?;
        for line_of in
            bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty())
        {
            match line(line_of) {
                Some((hash, answer)) => drop(brought.answers.insert(hash, answer)),
                None => brought.dropped += 1,
            }
        }
        Ok(brought)
    }
}

impl Answers for Brought {
    fn of(&self, request: &Request) -> Option<Answer> {
        answer::of_value(self.answers.get(&request.hash)?, request.sentences.len())
    }
}

/// The hash and the answer of a line.
fn line(bytes: &[u8]) -> Option<(String, Value)> {
    if bytes.len() > answer::LONGEST {
        return None;
    }
    let mut line: Value = serde_json::from_slice(bytes).ok()?;
    let hash = line.get("hash")?.as_str()?.to_owned();
    Some((hash, line.get_mut("answer")?.take()))
}
