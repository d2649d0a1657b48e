//! The files of some PATHs as they lie on the disk at one moment, so that only those that changed need be read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::{Article, Problem};
use crate::load::settings::Folders;
use crate::load::walk::{self, SourceFile};
use crate::load::{Loaded, Watch, assemble};

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

/// What a walk saw.
#[derive(Debug)]
pub struct Walked {
    /// The files in the order in which they are loaded; standard input is none of them.
    pub files: Vec<FileSeen>,
    /// When the walk began, in nanoseconds since 1970.
    pub at: i64,
    /// The canonical paths of the PATHs below which there are files.
    pub fruitful: Vec<String>,
    /// XXH3 of the `rashomon.toml` files that count here: where they changed, what was read with them is out of date.
    pub settings: u64,
    /// What could not be walked, and which kinds of files were passed over.
    pub problems: Vec<Problem>,
    sources: Vec<SourceFile>,
    folders: Folders,
}

/// What reading one file brought.
#[derive(Clone, Debug, Default)]
pub struct FileRead {
    /// In the order of the file; their paths are canonical, their ids not yet unique.
    pub articles: Vec<Article>,
    /// What could not be read as asked.
    pub problems: Vec<Problem>,
}

/// Walks files and folders without reading them.
pub fn walk(paths: &[PathBuf]) -> Walked {
    let at = nanoseconds(SystemTime::now());
    let found = walk::files(paths);
    let canonical: Vec<Option<PathBuf>> = paths.iter().map(|path| path.canonicalize().ok()).collect();
    let seen = |source: &SourceFile| seen(source, paths.get(source.root)?, canonical.get(source.root)?.as_ref()?);
    let seen: Vec<Option<FileSeen>> = found.files.par_iter().map(seen).collect();
    let mut problems = found.problems.clone();
    problems.extend(Loaded { skipped: found.skipped, ..Loaded::default() }.notice(paths));
    let there = found.files.into_iter().zip(seen).filter_map(|(source, seen)| Some((source, seen?)));
    let (sources, files): (Vec<SourceFile>, Vec<FileSeen>) = there.unzip();
    let is_fruitful = |root: usize| sources.iter().any(|source| source.root == root);
    let fruitful = canonical.iter().enumerate().filter(|(root, _)| is_fruitful(*root)).filter_map(|(_, path)| path.as_ref());
    let fruitful = fruitful.map(|path| path.to_string_lossy().into_owned()).collect();
    let folders = Folders::beside(&sources);
    Walked { files, at, fruitful, settings: xxh3_64(&folders.bytes()), problems, sources, folders }
}

/// The file `source`, found below the PATH `given`.
fn seen(source: &SourceFile, given: &Path, canonical: &Path) -> Option<FileSeen> {
    let location = source.location()?;
    let metadata = location.metadata().ok()?;
    let below = location.strip_prefix(given).ok().filter(|_| !source.named);
    let path = below.map_or(canonical.to_owned(), |below| canonical.join(below));
    Some(FileSeen { path: path.to_string_lossy().into_owned(), size: metadata.len(), modified: nanoseconds(metadata.modified().ok()?) })
}

/// Nanoseconds since 1970, negative before.
fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |before| -before),
    }
}

impl Walked {
    /// Reads some of the files, by their places in [`Walked::files`]; gives one answer for each, in their order. Where
    /// `watch` stops it, the answers that are missing are those of files that were not read.
    pub fn read(&self, places: &[usize], watch: &Watch) -> Vec<(usize, FileRead)> {
        let sources: Vec<SourceFile> = places.iter().filter_map(|place| self.sources.get(*place).cloned()).collect();
        let loaded = assemble(Loaded::default(), &[], &sources, &self.folders, watch);
        if watch.is_cancelled() {
            return Vec::new();
        }
        let mut read: Vec<(usize, FileRead)> = places.iter().map(|place| (*place, FileRead::default())).collect();
        let shown: BTreeMap<&str, usize> = sources.iter().enumerate().map(|(at, source)| (source.path.as_str(), at)).collect();
        for mut article in loaded.articles {
            if let Some((place, file)) = shown.get(article.path.as_str()).and_then(|at| read.get_mut(*at)) {
                article.path.clone_from(&self.files[*place].path);
                file.articles.push(article);
            }
        }
        for problem in loaded.problems {
            if let Some((_, file)) = shown.get(problem.path.as_str()).and_then(|at| read.get_mut(*at)) {
                file.problems.push(problem);
            }
        }
        read
    }
}
