//! Which files there are: the PATHs as given, folders walked by `ignore` (hidden files and what a
//! `.gitignore` or `.ignore` inside the folder names are left out), links followed, loops told.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::WalkBuilder;

use crate::corpus::{Problem, is_web};
use crate::load::{kind, regular, settings};

/// What standard input is called.
pub(crate) const STDIN: &str = "-";

/// What the bytes of a file are got from.
pub(crate) trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// What is said of a PATH that is an address, and what can be done.
pub(crate) const ADDRESS: (&str, &str) = (
    "an address, and nothing is fetched unless you ask for it",
    "--fetch fetches and saves the page; or save it with your browser, and open that file",
);

/// One file to read.
#[derive(Clone, Debug)]
pub(crate) struct SourceFile {
    /// As it is shown and, where it is on the disk, as it can be opened again.
    pub(crate) path: String,
    /// The path relative to the PATH given; the id of an article that brings none.
    pub(crate) id: String,
    /// The number of the PATH that it was found under.
    pub(crate) root: usize,
    /// Whether the PATH is this very file: then it is read whatever its name is.
    pub(crate) named: bool,
    /// Whether the PATH is one of several folders side by side: `news/courier news/post`.
    beside: bool,
    location: Location,
}

#[derive(Clone, Debug)]
enum Location {
    Disk(PathBuf),
    Memory(Vec<u8>),
    Stdin,
}

impl SourceFile {
    pub(crate) fn in_memory(name: &str, bytes: &[u8]) -> Self {
        SourceFile {
            path: name.to_owned(),
            id: name.to_owned(),
            root: 0,
            named: false,
            beside: false,
            location: Location::Memory(bytes.to_owned()),
        }
    }

    /// Opens it; what is no file on the disk, and so cannot be gone back in, is read whole.
    pub(crate) fn open(&self) -> io::Result<Box<dyn Source>> {
        let mut bytes = Vec::new();
        match &self.location {
            Location::Disk(path) => {
                let mut file = File::open(path)?;
                if file.metadata()?.is_file() {
                    return Ok(Box::new(file));
                }
                file.read_to_end(&mut bytes)?;
            }
            Location::Memory(there) => bytes.clone_from(there),
            Location::Stdin => {
                io::stdin().lock().read_to_end(&mut bytes)?;
            }
        }
        Ok(Box::new(Cursor::new(bytes)))
    }

    /// Where it lies on the disk, as it was reached.
    pub(crate) fn location(&self) -> Option<&Path> {
        if let Location::Disk(path) = &self.location { Some(path) } else { None }
    }

    /// The path where it can be opened again; empty where it is not on the disk.
    pub(crate) fn on_disk(&self) -> String {
        if matches!(self.location, Location::Disk(_)) { self.path.clone() } else { String::new() }
    }

    /// The folder that it is in, as written; `None` for standard input.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        match &self.location {
            Location::Disk(path) => Some(path.parent().unwrap_or(Path::new("")).to_owned()),
            Location::Memory(_) => {
                Some(Path::new(&self.path).parent().unwrap_or(Path::new("")).to_owned())
            }
            Location::Stdin => None,
        }
    }

    /// The folder that it is in, where that may be one of several side by side: one below the PATH,
    /// or the PATH itself where it has others beside it.
    pub(crate) fn folder_among_others(&self) -> Option<PathBuf> {
        let below = self.beside
            || Path::new(&self.id).parent().is_some_and(|parent| !parent.as_os_str().is_empty());
        (below && !self.named).then(|| self.folder()).flatten()
    }

    /// The file's name without its folders.
    pub(crate) fn name(&self) -> String {
        let name = Path::new(&self.path).file_name().unwrap_or(OsStr::new(&self.path));
        name.to_string_lossy().into_owned()
    }

    /// The file's name without its folders and its ending.
    pub(crate) fn stem(&self) -> String {
        let mut name = self.name();
        let behind = name.len().saturating_sub(self.extension().len() + 1);
        if behind > 0 && name.get(behind..).is_some_and(|ending| ending.starts_with('.')) {
            name.truncate(behind);
        }
        name
    }

    /// In lower case; empty where it has none.
    pub(crate) fn extension(&self) -> String {
        extension(Path::new(&self.path))
    }

    /// A problem with this file.
    pub(crate) fn problem(
        &self,
        line: Option<u64>,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) -> Problem {
        Problem { path: self.path.clone(), line, what: what.into(), hint: hint.into() }
    }
}

/// How a name ends: `html`; `warc.gz`, where that is the ending of a kind.
fn extension(path: &Path) -> String {
    let last = |path: &Path| path.extension().map(|last| last.to_string_lossy().to_lowercase());
    let Some(ending) = last(path) else { return String::new() };
    let double = path.file_stem().and_then(|stem| last(Path::new(stem)));
    double
        .map(|double| format!("{double}.{ending}"))
        .filter(|double| kind::has(double))
        .unwrap_or(ending)
}

/// Whether a walk passes over `below`, a path relative to its PATH, because it is hidden. What says
/// which others are passed over is not.
pub(crate) fn is_hidden(below: &Path) -> bool {
    let says_what_is_ignored =
        below.file_name().is_some_and(|name| name == ".ignore" || name == ".gitignore");
    let hidden = below.iter().filter(|part| part.as_encoded_bytes().starts_with(b".")).count();
    hidden > usize::from(says_what_is_ignored)
}

/// Whether a walk reads a file of this name, as far as the name tells: it is of a kind that is
/// read, or of none, or says how others are read.
pub(crate) fn is_read(path: &Path) -> bool {
    let extension = extension(path);
    extension.is_empty()
        || kind::has(&extension)
        || path.file_name().is_some_and(|name| name == settings::FILE)
}

/// The files under some PATHs.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) skipped: BTreeMap<String, u64>,
    pub(crate) missing: usize,
}

/// The files under `paths`, in order of path given, then of the bytes of their paths. A file that
/// is reached twice counts once.
pub(crate) fn files(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    let mut links = paths.len() > 1;
    for (root, path) in paths.iter().enumerate() {
        let shown = path.to_string_lossy();
        if shown == STDIN {
            let id = STDIN.to_owned();
            found.files.push(SourceFile {
                path: id.clone(),
                id,
                root,
                named: true,
                beside: false,
                location: Location::Stdin,
            });
            continue;
        }
        match std::fs::metadata(path) {
            Err(error) => found.missing_root(path, &error),
            Ok(metadata) if metadata.is_dir() => links |= found.walk(root, path),
            Ok(_) => {
                let id =
                    path.file_name().map_or(shown.clone(), OsStr::to_string_lossy).into_owned();
                found.files.push(SourceFile {
                    path: shown.into_owned(),
                    id,
                    root,
                    named: true,
                    beside: false,
                    location: Location::Disk(path.clone()),
                });
            }
        }
    }
    found.mark_beside(paths);
    if links {
        let mut seen = BTreeSet::new();
        found.files.retain(|file| match &file.location {
            Location::Disk(path) => {
                seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone()))
            }
            _ => seen.insert(PathBuf::from(STDIN)),
        });
    }
    found
}

impl Found {
    /// Tells the files of PATHs that are folders side by side.
    fn mark_beside(&mut self, paths: &[PathBuf]) {
        let above = |path: &PathBuf| {
            path.canonicalize().ok().filter(|path| path.is_dir())?.parent().map(Path::to_owned)
        };
        let above: Vec<_> = paths.iter().map(above).collect();
        for file in &mut self.files {
            let own = above.get(file.root).cloned().flatten();
            file.beside = own.is_some() && above.iter().filter(|other| **other == own).count() >= 2;
        }
    }

    fn missing_root(&mut self, path: &Path, error: &io::Error) {
        let (what, hint) = match error.kind() {
            _ if path.to_str().is_some_and(is_web) => (ADDRESS.0.to_owned(), ADDRESS.1.to_owned()),
            io::ErrorKind::NotFound => ("no such file or folder".to_owned(), near_miss(path)),
            _ => {
                (format!("cannot be opened: {error}"), "check that it is yours to read".to_owned())
            }
        };
        self.missing += 1;
        self.problems.push(Problem {
            path: path.to_string_lossy().into_owned(),
            line: None,
            what,
            hint,
        });
    }

    /// Adds the files below the folder `path`; tells whether there are links among them.
    fn walk(&mut self, root: usize, path: &Path) -> bool {
        let mut links = false;
        let mut below = Vec::new();
        if let Err(problem) = can_be_walked(path) {
            self.problems.push(problem);
            return false;
        }
        let passed_over = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&passed_over);
        let mut walk = WalkBuilder::new(path);
        walk.follow_links(true).parents(false).git_global(false).git_exclude(false);
        walk.filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let Err(problem) = (if is_folder { can_be_walked(entry.path()) } else { Ok(()) })
            else {
                return true;
            };
            told.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
            false
        });
        for entry in walk.build() {
            match entry {
                Err(error) => self.problems.push(walk_problem(path, &error)),
                Ok(entry) => {
                    links |= entry.path_is_symlink();
                    if entry.file_type().is_some_and(|kind| kind.is_file()) {
                        below.push(entry.into_path());
                    }
                }
            }
        }
        self.problems.append(&mut passed_over.lock().unwrap_or_else(PoisonError::into_inner));
        let files_before = self.files.len();
        below
            .sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
        for file in below {
            if file.file_name().is_some_and(|name| name == settings::FILE) {
                continue;
            }
            let extension = extension(&file);
            if !extension.is_empty() && !kind::has(&extension)
                || extension.is_empty() && !looks_like_text(&file)
            {
                *self.skipped.entry(extension).or_default() += 1;
                continue;
            }
            let id = file.strip_prefix(path).unwrap_or(&file).to_string_lossy().into_owned();
            self.files.push(SourceFile {
                path: path_shown(&file),
                id,
                root,
                named: false,
                beside: false,
                location: Location::Disk(file),
            });
        }
        if self.files.len() == files_before {
            self.problems.push(no_articles(path));
        }
        links
    }
}

/// The size from which on a file that says what is passed over is not read, in bytes.
const MOST_IGNORED: u64 = 1_000_000;

/// Whether the files of `folder` that say what is passed over are files: the walk opens whatever
/// has their name. Without them it is not known what may be read there, so nothing is.
fn can_be_walked(folder: &Path) -> Result<(), Problem> {
    [".ignore", ".gitignore"].into_iter().try_for_each(|name| {
        let path = folder.join(name);
        let told = |error| Problem {
            path: path.to_string_lossy().into_owned(),
            line: None,
            what: format!("its folder is passed over: {error}"),
            hint: "move it away, or put a file in its place that says what not to read".to_owned(),
        };
        regular::check_size(&path, MOST_IGNORED).map_err(told)
    })
}

/// A path as it is shown: without the `./` that a walk of `.` puts before it.
fn path_shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned()
}

/// Whether a file without extension is a text: by its first bytes.
fn looks_like_text(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(1024).read_to_end(&mut head));
    // One that cannot be opened goes on, to be named as a problem.
    read.is_err() || (!head.is_empty() && !head.contains(&0))
}

fn walk_problem(root: &Path, error: &ignore::Error) -> Problem {
    let (path, what, hint) = describe(error);
    let path = path.map_or_else(
        || root.to_string_lossy(),
        |path| Cow::Owned(path.to_string_lossy().into_owned()),
    );
    Problem { path: path.into_owned(), line: None, what, hint: hint.to_owned() }
}

fn describe(error: &ignore::Error) -> (Option<&Path>, String, &'static str) {
    match error {
        ignore::Error::WithPath { path, err } => {
            let (inner, what, hint) = describe(err);
            (inner.or(Some(path)), what, hint)
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            describe(err)
        }
        ignore::Error::Loop { ancestor, child } => (
            Some(child),
            format!("a link that leads back to {}", ancestor.display()),
            "remove the link; its files are read once, where they are",
        ),
        ignore::Error::Io(error) if error.kind() == io::ErrorKind::NotFound => (
            None,
            "a link that leads nowhere".to_owned(),
            "remove the link, or put back what it points to",
        ),
        error => (None, format!("cannot be read: {error}"), "check that it is yours to read"),
    }
}

/// How far the path is right.
fn near_miss(path: &Path) -> String {
    let above =
        path.ancestors().skip(1).find(|above| !above.as_os_str().is_empty() && above.exists());
    let missing = above.and_then(|above| path.strip_prefix(above).ok()?.components().next());
    match (above, missing) {
        (Some(above), Some(missing)) => {
            format!("there is no {} in {}", Path::new(&missing).display(), above.display())
        }
        _ => "check the name; rashomon --sample opens articles that are always there".to_owned(),
    }
}

/// A problem for each folder given in which files were read, and all in vain without a word.
pub(crate) fn roots_in_vain(
    paths: &[PathBuf],
    files: &[SourceFile],
    fruitful: &BTreeSet<usize>,
    problems: &[Problem],
) -> Vec<Problem> {
    let tried: BTreeSet<usize> =
        files.iter().filter(|file| !file.named).map(|file| file.root).collect();
    let in_vain = tried.difference(fruitful).filter_map(|root| paths.get(*root));
    in_vain
        .filter(|path| !problems.iter().any(|problem| Path::new(&problem.path).starts_with(path)))
        .map(|path| no_articles(path))
        .collect()
}

fn no_articles(path: &Path) -> Problem {
    Problem {
        path: path.to_string_lossy().into_owned(),
        line: None,
        what: "no articles in this folder".to_owned(),
        hint: kind::hint(),
    }
}
