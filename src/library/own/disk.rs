//! The files: `kept.json`, which is everything at one moment, and `kept.journal`, the changes
//! since, a line each.
//!
//! A change is written behind the journal and to the disk, which takes as long however much is
//! kept. A long journal is folded in: a new `kept.json` is written beside, to the disk, and over
//! the old one in one step, and the old journal, which bears the old one's number, is worth nothing
//! from then on. After a crash all that was acknowledged is there. Who writes holds a lock, and
//! first takes in what another rashomon wrote. A file that cannot be read is left as it is, one
//! that cannot be understood is moved aside (under the lock), and what of it could be understood
//! holds: none is overwritten.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::corpus::Problem;
use crate::library::own::kept::{Change, FORM};
use crate::library::own::{Kept, fault};
use crate::library::private;
use crate::load::regular;

/// The file, inside the data folder.
pub(super) const FILE: &str = "kept.json";
/// The changes since.
pub(super) const JOURNAL: &str = "kept.journal";
/// Who writes holds this.
const LOCK: &str = "lock";
/// A journal of less than these bytes is not folded in, nor one of less than a quarter of the file:
/// so a byte is written some five times, and a start reads little more than the file.
const SHORT: u64 = 1 << 16;
/// How often the files are read anew where another rashomon folds them in between.
const TRIES: usize = 4;

/// The first line of a journal.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    form: u32,
    /// The number of the file that it goes on.
    after: u64,
}

/// What tells one state of the file from another: it is only ever replaced whole. `None` where
/// there is none.
type Stamp = Option<(u64, Option<SystemTime>)>;

/// How far the files were read.
#[derive(Clone, Debug)]
struct Seen {
    stamp: Stamp,
    /// Bytes of the journal; 0 where there is none that goes on the file.
    end: u64,
}

/// The files of one data folder.
#[derive(Clone, Debug)]
pub struct Own {
    folder: PathBuf,
    kept: Arc<Kept>,
    /// `None` where they could not be read.
    seen: Option<Seen>,
    /// Changes that could not be written yet.
    unsaved: Vec<Change>,
}

impl Own {
    /// Reads what `folder` keeps. What cannot be understood is moved aside and told.
    pub fn open(folder: &Path) -> (Self, Vec<Problem>) {
        private::tighten(folder, |name| name == LOCK || name.starts_with("kept."));
        let mut own = Own {
            folder: folder.to_owned(),
            kept: Arc::default(),
            seen: None,
            unsaved: Vec::new(),
        };
        let read = read(folder).and_then(|read| {
            if read.broken.is_empty() {
                (own.kept, own.seen) = (Arc::new(read.kept), Some(read.seen));
                return Ok(Vec::new());
            }
            let _held = lock(folder)?;
            own.read_anew()
        });
        let problems = read.unwrap_or_else(|error| {
            vec![problem(
                &folder.join(FILE),
                format!("cannot be read: {error}"),
                "mend or move it away; until then nothing of yours is remembered",
            )]
        });
        (own, problems)
    }

    /// What is kept.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// What is kept at this moment, for another thread.
    pub fn snapshot(&self) -> Arc<Kept> {
        Arc::clone(&self.kept)
    }

    /// Whether all of it is on the disk.
    pub fn is_saved(&self) -> bool {
        self.unsaved.is_empty()
    }

    /// What of it is not, but for where the reader was: how many changes of which kind.
    pub fn unsaved(&self) -> Vec<String> {
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        for kind in self.unsaved.iter().filter_map(Change::kind) {
            match kinds.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((kind, 1)),
            }
        }
        kinds
            .into_iter()
            .map(|(kind, count)| {
                format!("{kind} ({count} {})", if count == 1 { "change" } else { "changes" })
            })
            .collect()
    }

    /// Changes what is kept and writes it to the disk; gives what went wrong, in words for the
    /// reader. A change that cannot be written holds until the program ends, and is written with
    /// the next one that can.
    #[must_use]
    pub fn change(&mut self, change: impl FnOnce(&mut Kept)) -> Vec<Problem> {
        let (held, mut problems) =
            match lock(&self.folder).and_then(|held| Ok((held, self.catch_up()?))) {
                Ok((held, problems)) => (Ok(held), problems),
                Err(error) => (Err(error), Vec::new()),
            };
        let kept = Arc::make_mut(&mut self.kept);
        change(kept);
        self.unsaved.append(&mut kept.made);
        // What could not be read is not written over: it may be all there.
        if let Err(error) = held.and_then(|_held| self.write()) {
            let hint = "free some room there, or make it yours to read and write";
            problems.push(problem(
                &self.folder.join(FILE),
                format!("cannot be kept: {error}"),
                hint,
            ));
        }
        problems
    }

    /// Takes in what another rashomon wrote; only under the lock.
    fn catch_up(&mut self) -> io::Result<Vec<Problem>> {
        if let Some(seen) = &self.seen
            && seen.stamp == stamp(&self.folder)?
            && let Some(lines) = behind(&self.folder.join(JOURNAL), seen.end)?
            && replay(Arc::make_mut(&mut self.kept), &lines).is_ok()
        {
            self.seen = Some(Seen { stamp: seen.stamp, end: seen.end + lines.len() as u64 });
            return Ok(Vec::new());
        }
        let problems = self.read_anew();
        if problems.is_err() {
            self.seen = None; // what was read may be broken still
        }
        for change in self.unsaved.clone() {
            Arc::make_mut(&mut self.kept).apply(change);
        }
        problems
    }

    /// Reads all, and moves aside what cannot be understood; only under the lock: another rashomon
    /// may just have put something sound in its place.
    fn read_anew(&mut self) -> io::Result<Vec<Problem>> {
        let read = read(&self.folder)?;
        (self.kept, self.seen) = (Arc::new(read.kept), Some(read.seen));
        if read.broken.is_empty() {
            return Ok(Vec::new());
        }
        let mut problems = Vec::new();
        for (file, line, why) in read.broken {
            let path = self.folder.join(file);
            let mut names = (1..).map(|n| self.folder.join(format!("{file}.aside-{n}")));
            let aside =
                names.find(|aside| !aside.exists()).unwrap_or_else(|| self.folder.join("aside"));
            fault::step()?;
            fs::copy(&path, &aside)?;
            fault::step()?;
            File::open(&aside)?.sync_all()?;
            let rest =
                if file == FILE { "rashomon begins anew" } else { "what stands before that holds" };
            let hint = format!("a copy was put aside as {}, and {rest}", aside.display());
            problems.push(Problem { line, ..problem(&path, why, hint) });
        }
        self.fold()?;
        Ok(problems)
    }

    /// Writes the changes that are not yet written.
    fn write(&mut self) -> io::Result<()> {
        if self.unsaved.is_empty() {
            return Ok(());
        }
        let Some(seen) = &mut self.seen else {
            return Err(io::Error::other("what is there could not be read"));
        };
        let size = seen.stamp.map_or(0, |(size, _)| size);
        if seen.stamp.is_none() || seen.end > SHORT.max(size / 4) {
            self.fold()?;
        } else {
            let mut line = serde_json::to_vec(&self.unsaved)?;
            line.push(b'\n');
            let journal = self.folder.join(JOURNAL);
            seen.end = if seen.end == 0 {
                let head = serde_json::to_vec(&Head { form: FORM, after: self.kept.folded })?;
                let lines = [head, line].join(&b'\n');
                replace(&self.folder, JOURNAL, &lines)?;
                lines.len() as u64
            } else {
                append(&journal, seen.end, &line)?;
                seen.end + line.len() as u64
            };
        }
        self.unsaved.clear();
        Ok(())
    }

    /// Writes everything, and drops the journal, which is in it.
    fn fold(&mut self) -> io::Result<()> {
        let folded = Kept { form: FORM, folded: self.kept.folded + 1, ..Kept::clone(&self.kept) };
        let mut bytes = serde_json::to_vec_pretty(&folded)?;
        bytes.push(b'\n');
        self.seen = None; // until it is known which is there
        replace(&self.folder, FILE, &bytes)?;
        self.kept = Arc::new(folded);
        self.seen = Some(Seen { stamp: stamp(&self.folder)?, end: 0 });
        // A journal that stays bears the old number and is not read again.
        let _ = fault::step().and_then(|()| fs::remove_file(self.folder.join(JOURNAL)));
        Ok(())
    }
}

impl Kept {
    /// What `folder` keeps, only to look at it: nothing where it cannot be read or understood.
    pub fn read(folder: &Path) -> Kept {
        read(folder).map(|read| read.kept).unwrap_or_default()
    }
}

/// Takes the lock, which lasts as long as the file.
fn lock(folder: &Path) -> io::Result<File> {
    if !folder.is_dir() {
        fault::step()?;
        private::folder(folder)?;
        folder.parent().into_iter().for_each(sync_folder);
    }
    fault::step()?;
    regular::check(&folder.join(LOCK))?;
    let lock = private::writing().open(folder.join(LOCK))?;
    lock.lock()?;
    Ok(lock)
}

/// What the files hold.
struct JournalRead {
    kept: Kept,
    seen: Seen,
    /// What cannot be understood: the file, its line, and why.
    broken: Vec<(&'static str, Option<u64>, String)>,
}

/// Reads both files. Without the lock another rashomon may fold in between; then they are read
/// again.
fn read(folder: &Path) -> io::Result<JournalRead> {
    [FILE, JOURNAL].into_iter().try_for_each(|name| regular::check(&folder.join(name)))?;
    for _ in 1..TRIES {
        let before = stamp(folder)?;
        let read = read_once(folder, before)?;
        if stamp(folder)? == before && read.broken.is_empty() {
            return Ok(read);
        }
    }
    read_once(folder, stamp(folder)?)
}

fn read_once(folder: &Path, stamp: Stamp) -> io::Result<JournalRead> {
    let mut broken = Vec::new();
    let kept = if let Some(bytes) = there(fs::read(folder.join(FILE)))? {
        let (kept, why) = match object::<Kept>(&bytes) {
            Ok(kept) if (1..=FORM).contains(&kept.form) => (kept, None),
            Ok(kept) => (Kept::default(), Some(unknown_form(kept.form))),
            Err(error) => (Kept::default(), Some(format!("cannot be understood: {error}"))),
        };
        broken.extend(why.map(|why| (FILE, None, why)));
        kept
    } else {
        Kept::default()
    };
    let mut read = JournalRead { kept, seen: Seen { stamp, end: 0 }, broken };
    if let Some(bytes) = there(fs::read(folder.join(JOURNAL)))? {
        match take_in_journal(&mut read.kept, &bytes) {
            Ok(end) => read.seen.end = end,
            Err((line, why)) => read.broken.push((JOURNAL, Some(line), why)),
        }
    }
    Ok(read)
}

/// Makes the changes of a journal, unless they are in the file already; gives the bytes of it that
/// count, or the first line that cannot be understood.
fn take_in_journal(kept: &mut Kept, bytes: &[u8]) -> Result<u64, (u64, String)> {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (head, rest) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());
    let head: Head = object(head).map_err(|error| (1, format!("cannot be understood: {error}")))?;
    if head.form != FORM {
        return Err((1, unknown_form(head.form)));
    }
    if head.after < kept.folded {
        return Ok(0);
    }
    kept.folded = head.after;
    replay(kept, rest).map_err(|(line, why)| (line + 1, why))?;
    Ok(bytes.len() as u64)
}

/// Makes the changes that `lines` say; or tells the first line, counted from 1, that cannot be
/// understood, with those before it made.
fn replay(kept: &mut Kept, lines: &[u8]) -> Result<(), (u64, String)> {
    for (number, line) in (1..).zip(lines.split_inclusive(|byte| *byte == b'\n')) {
        let understood = serde_json::from_slice::<Vec<Change>>(line)
            .map_err(|error| format!("cannot be understood: {error}"));
        let whole = if line.ends_with(b"\n") {
            understood
        } else {
            Err("is cut off, as by a crash before it was saved".to_owned())
        };
        whole.map_err(|why| (number, why))?.into_iter().for_each(|change| kept.apply(change));
    }
    Ok(())
}

/// Reads one JSON object. A list of the fields' values, which serde takes for one too, is none.
pub(super) fn object<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    if json.trim_ascii_start().starts_with(b"[") {
        return Err(serde::de::Error::custom("it is a list"));
    }
    serde_json::from_slice(json)
}

fn unknown_form(form: u32) -> String {
    format!("is of form {form}, which this rashomon does not know")
}

/// What was read, where there is a file.
fn there<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn stamp(folder: &Path) -> io::Result<Stamp> {
    Ok(there(fs::metadata(folder.join(FILE)))?.map(|file| (file.len(), file.modified().ok())))
}

/// What stands in the journal behind its first `end` bytes; `None` where it is another one by now.
fn behind(journal: &Path, end: u64) -> io::Result<Option<Vec<u8>>> {
    let Some(mut file) = there(File::open(journal))? else { return Ok((end == 0).then(Vec::new)) };
    if end == 0 || file.metadata()?.len() < end {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(end))?;
    let mut lines = Vec::new();
    file.read_to_end(&mut lines)?;
    Ok(Some(lines))
}

/// Writes `line` behind the first `end` bytes of the journal and to the disk, or leaves it as it
/// was.
fn append(journal: &Path, end: u64, line: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(journal)?;
    file.seek(SeekFrom::Start(end))?;
    let written =
        write(&mut file, line).and_then(|()| fault::step()).and_then(|()| file.sync_data());
    if written.is_err() {
        // Where even this fails, the line is cut off, and put aside by whoever reads it next.
        let _ = fault::step().and_then(|()| file.set_len(end));
    }
    written
}

/// Writes to a new file, to the disk, and then in the place of the old one.
fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let fresh = folder.join(format!("{name}.new"));
    let written = fault::step()
        .and_then(|()| private::writing().truncate(true).open(&fresh))
        .and_then(|mut file| {
            write(&mut file, bytes)?;
            fault::step()?;
            file.sync_all()
        });
    if let Err(error) =
        written.and_then(|()| fault::step()).and_then(|()| fs::rename(&fresh, folder.join(name)))
    {
        let _ = fault::step().and_then(|()| fs::remove_file(&fresh)); // it would take up room that is missing
        return Err(error);
    }
    sync_folder(folder);
    Ok(())
}

fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(fault::part(bytes))?;
    fault::step()
}

/// A new name is on the disk only when its folder is; not every system lets a folder be synced.
fn sync_folder(folder: &Path) {
    let _ = fault::step().and_then(|()| File::open(folder)).and_then(|folder| folder.sync_all());
}

fn problem(path: &Path, what: String, hint: impl Into<String>) -> Problem {
    Problem { path: path.to_string_lossy().into_owned(), line: None, what, hint: hint.into() }
}
