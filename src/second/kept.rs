//! Answers by the hash of their request: those that are kept in the cache, a file each, and those
//! that a file brings. They depend on nothing but what was asked, so they outlive every other change
//! of the cache.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::library::private;
use crate::load::regular;
use crate::second::answer::{self, Answer};
use crate::second::request::{Request, quoted};

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

    /// Keeps the answer to `request`, whole or not at all.
    ///
    /// # Errors
    /// What the disk says.
    pub fn keep(&self, request: &Request, model: &str, answer: &Answer) -> io::Result<()> {
        private::folder(&self.folder)?;
        let fresh = self.folder.join(format!("{}.{}.new", request.hash, std::process::id()));
        let (hash, model) = (quoted(&request.hash), quoted(model));
        let line = format!(r#"{{"hash":{hash},"model":{model},"answer":{}}}"#, answer.kept());
        let mut file = private::writing().truncate(true).open(&fresh)?;
        file.write_all(line.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        fs::rename(&fresh, self.path(request))
    }

    fn path(&self, request: &Request) -> PathBuf {
        self.folder.join(format!("{}.json", request.hash))
    }
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
