//! What changed since the library was looked at last, by size and time of its files.
//!
//! A file is read again where its size or time is another, and where they are the same and mean
//! nothing: the file was changed so shortly before it was looked at (or, after the clock was set
//! back, later than that) that one more change would have left the same time. What is read again
//! and says what it said is not analysed again: articles are known by a hash of their content, also
//! where their file was moved or renamed.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;

use crate::corpus::Problem;
use crate::library::store::Store;
use crate::load::{FileSeen, Look, Walked};

/// Nanoseconds by which two changes of a file may have the same time: the coarsest clocks of file
/// systems (FAT, some network disks) tick every two seconds.
const TICK: i64 = 2_000_000_000;

/// What is to be done so that the cache holds what the files hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The places (in [`Walked::files`]) of the files to read: new, changed or in doubt.
    pub read: Vec<usize>,
    /// How many files are as they were.
    pub unchanged: usize,
    /// The files that are not there any more, though their folder is.
    pub gone: Vec<String>,
    /// Folders with no file in them now that had some: unplugged, perhaps. What they held stays as
    /// it was.
    pub offline: Vec<Problem>,
}

/// A file as it was when it was read.
struct Known {
    id: i64,
    size: i64,
    modified: i64,
    walked: i64,
    settings: i64,
}

impl Known {
    fn is_unchanged(&self, seen: &FileSeen, look: &Look) -> bool {
        let same = i64::try_from(seen.size) == Ok(self.size) && seen.modified == self.modified;
        same && self.settings == look.settings.cast_signed()
            && self.modified < self.walked.saturating_sub(TICK)
    }
}

impl Store {
    /// Compares the store with `walked`. Where a `rashomon.toml` changed, all files are read again.
    ///
    /// # Errors
    /// Where the cache cannot be read.
    pub fn plan(&mut self, walked: &Walked) -> Result<Plan, Problem> {
        let mut known = self.reader.answered(known(&self.reader.connection))?;
        let mut plan = Plan::default();
        for (place, seen) in walked.files.iter().enumerate() {
            match known.remove(&seen.path) {
                Some(known) if known.is_unchanged(seen, &walked.look) => plan.unchanged += 1,
                _ => plan.read.push(place),
            }
        }
        let mut offline: BTreeMap<String, usize> = BTreeMap::new();
        self.gone.clear();
        for (path, known) in known {
            match self.offline_root(&path, walked) {
                Some(root) => *offline.entry(root).or_default() += 1,
                None => {
                    self.gone.push(known.id);
                    plan.gone.push(path);
                }
            }
        }
        plan.offline = offline.into_iter().map(|(root, count)| is_offline(root, count)).collect();
        Ok(plan)
    }

    /// The root that `path` is below, where no file was seen below that.
    fn offline_root(&self, path: &str, walked: &Walked) -> Option<String> {
        let roots = self.roots.iter().filter(|root| Path::new(path).starts_with(root));
        let root = roots.max_by_key(|root| root.as_os_str().len())?.to_string_lossy().into_owned();
        (!walked.fruitful.contains(&root)).then_some(root)
    }
}

fn is_offline(path: String, count: usize) -> Problem {
    let files = if count == 1 { "file" } else { "files" };
    let what = format!("is not there now, or empty; its {count} {files} are shown as they were");
    Problem {
        path,
        line: None,
        what,
        hint: "bring it back, or open the other folders without it".into(),
    }
}

fn known(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Known>> {
    let mut rows =
        connection.prepare_cached("SELECT path, id, size, modified, walked, settings FROM file")?;
    let known = |row: &rusqlite::Row<'_>| {
        Ok((
            row.get(0)?,
            Known {
                id: row.get(1)?,
                size: row.get(2)?,
                modified: row.get(3)?,
                walked: row.get(4)?,
                settings: row.get(5)?,
            },
        ))
    };
    rows.query_map([], known)?.collect()
}
