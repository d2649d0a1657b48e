//! The files of some PATHs as they lie on the disk at one moment, so that only those that changed
//! need be read.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::{Article, Outlet, Problem};
use crate::load::outlet::{self, FolderOutlets, Silent};
use crate::load::settings::Folders;
use crate::load::walk::{self, SourceFile};
use crate::load::{FileDrafts, Loaded, Watch, finish, pieces, read_all};

/// The version of the readers of files, made from their sources when the program is built.
const READING: &[u8] = env!("RASHOMON_READING").as_bytes();

/// A file as a walk sees it, unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSeen {
    /// Its canonical path, whatever the working folder is.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was changed last, in nanoseconds since 1970; negative before.
    pub modified: i64,
}

/// When a walk looked, and what else decides how a file is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// When it began, in nanoseconds since 1970.
    pub at: i64,
    /// XXH3 of the `rashomon.toml` files that count, and of how files are read: where either
    /// changed, what was read is out of date.
    pub settings: u64,
}

/// What a walk saw.
#[derive(Debug)]
pub struct Walked {
    /// The files in the order in which they are loaded; standard input is none of them.
    pub files: Vec<FileSeen>,
    /// When it looked, and by which settings.
    pub look: Look,
    /// The canonical paths of the PATHs below which there are files.
    pub fruitful: Vec<String>,
    /// What could not be walked.
    pub problems: Vec<Problem>,
    /// Which kinds of files were passed over.
    pub notices: Vec<Problem>,
    sources: Vec<SourceFile>,
    folders: Folders,
    likely: Outlets,
}

/// What reading one file brought.
#[derive(Clone, Debug, Default)]
pub struct FileRead {
    /// In the order of the file; their paths are canonical, their ids not yet unique.
    pub articles: Vec<Article>,
    /// For each of them whether it, or a `rashomon.toml`, says its outlet. Else that goes by the
    /// folders of all files: see [`Walked::outlets`].
    pub says_outlet: Vec<bool>,
    /// What could not be read as asked.
    pub problems: Vec<Problem>,
}

/// The folders that are named by outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlets(FolderOutlets);

/// Walks files and folders without reading them.
pub fn walk(paths: &[PathBuf]) -> Walked {
    let at = nanoseconds(SystemTime::now());
    let found = walk::files(paths);
    let canonical: Vec<Option<PathBuf>> =
        paths.iter().map(|path| path.canonicalize().ok()).collect();
    let seen = |source: &SourceFile| {
        seen(source, paths.get(source.root)?, canonical.get(source.root)?.as_ref()?)
    };
    let seen: Vec<Option<FileSeen>> = found.files.par_iter().map(seen).collect();
    let mut problems = found.problems.clone();
    let notices =
        Loaded { skipped: found.skipped, ..Loaded::default() }.notice(paths).into_iter().collect();
    let there =
        found.files.into_iter().zip(seen).filter_map(|(source, seen)| Some((source, seen?)));
    let (sources, files): (Vec<SourceFile>, Vec<FileSeen>) = there.unzip();
    let is_fruitful = |root: usize| sources.iter().any(|source| source.root == root);
    let fruitful = canonical
        .iter()
        .enumerate()
        .filter(|(root, _)| is_fruitful(*root))
        .filter_map(|(_, path)| path.as_ref());
    let fruitful = fruitful.map(|path| path.to_string_lossy().into_owned()).collect();
    let folders = Folders::beside(&sources);
    problems.extend(folders.problems());
    let likely = Outlets(outlet::of_folders(sources.iter().map(|source| (source, None))));
    let look = Look { at, settings: xxh3_64(&[READING, &folders.bytes()].concat()) };
    Walked { files, look, fruitful, problems, notices, sources, folders, likely }
}

/// The file `source`, found below the PATH `given`.
fn seen(source: &SourceFile, given: &Path, canonical: &Path) -> Option<FileSeen> {
    let location = source.location()?;
    let metadata = location.metadata().ok()?;
    let below = location.strip_prefix(given).ok().filter(|_| !source.named);
    let path = below.map_or(canonical.to_owned(), |below| canonical.join(below));
    Some(FileSeen {
        path: path.to_string_lossy().into_owned(),
        size: metadata.len(),
        modified: nanoseconds(metadata.modified().ok()?),
    })
}

/// Nanoseconds since 1970, negative before.
fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => {
            i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |before| -before)
        }
    }
}

impl Walked {
    /// Reads some of the files, by their places in [`Walked::files`]; gives one answer for each, in
    /// their order; none for those that were not come to before `watch` stopped it. Outlets that no
    /// article says are taken from the folders' names where these may be outlets, as long as
    /// nothing more is known of the other files.
    pub fn read(&self, places: &[usize], watch: &Watch) -> Vec<(usize, FileRead)> {
        let there: Vec<(usize, &SourceFile)> =
            places.iter().filter_map(|place| Some((*place, self.sources.get(*place)?))).collect();
        let sources: Vec<&SourceFile> = there.iter().map(|(_, source)| *source).collect();
        let read = read_all(&sources, &self.folders, watch);
        let finished = |((place, source), drafts): ((usize, &SourceFile), Option<FileDrafts>)| {
            Some((place, self.finished(place, source, drafts?)))
        };
        there.into_iter().zip(read).filter_map(finished).collect()
    }

    /// Reads the file at `place` in pieces of some `size` bytes, so that memory holds one of them
    /// however large the file is. A file of a kind that is not read in pieces is one.
    ///
    /// `take` has each piece, the place of its first article in the file, and whether it is the
    /// last; only that may hold no article, and what was wrong with the file comes with it. Joined,
    /// the pieces are what [`Walked::read`] gives. None is the last where `watch` stopped it.
    pub fn read_pieces(
        &self,
        place: usize,
        size: usize,
        watch: &Watch,
        take: &mut dyn FnMut(FileRead, usize, bool),
    ) {
        let Some(source) = self.sources.get(place) else { return };
        let mut from = 0;
        let is_whole =
            pieces::read(source, &self.folders.of(source), size, watch, &mut |drafts, is_last| {
                let count = drafts.drafts.len();
                take(self.finished(place, source, drafts), from, is_last);
                from += count;
            });
        watch.done.fetch_add(usize::from(is_whole), Ordering::Relaxed);
    }

    fn finished(&self, place: usize, source: &SourceFile, drafts: FileDrafts) -> FileRead {
        let FileDrafts { drafts, problems, .. } = drafts;
        let says_outlet = drafts.iter().map(|draft| draft.outlet.is_some()).collect();
        let is_record = drafts.len() > 1;
        let article = |draft| Article {
            path: self.files[place].path.clone(),
            ..finish(source, draft, is_record, &self.likely.0)
        };
        FileRead { articles: drafts.into_iter().map(article).collect(), says_outlet, problems }
    }

    /// The folders that are named by outlet, by the files that hold articles (places in
    /// [`Walked::files`]), each with the outlets that its articles say.
    pub fn outlets<'a>(
        &'a self,
        holding: impl Iterator<Item = (usize, Option<&'a str>)>,
    ) -> Outlets {
        Outlets(outlet::of_folders(
            holding.filter_map(|(place, said)| Some((self.sources.get(place)?, said))),
        ))
    }

    /// The outlet of an article of the file at `place` that does not say it.
    pub fn outlet(&self, place: usize, silent: &Silent<'_>, outlets: &Outlets) -> Outlet {
        self.sources
            .get(place)
            .map(|source| outlet::otherwise(source, silent, &outlets.0))
            .unwrap_or_default()
    }
}
