//! Sources to articles: the only reader of article files. One file a format; whatever is wrong
//! with one file is a [`Problem`] in a list, and the rest is loaded.
//!
//! The order of the articles is fixed: by PATH as given, then by the bytes of the path, then as
//! they stand in their file. Where an article does not say its outlet, [`outlet`] has the rules.

mod aleph;
mod archive;
mod date;
mod decode;
mod depth;
mod document;
mod draft;
mod epub;
mod europresse;
mod export;
mod factiva;
mod feed;
mod guard;
mod gunzip;
mod json;
pub mod kind;
mod language;
mod links;
mod mail;
mod markdown;
mod members;
mod nexis;
mod outlet;
mod page;
mod pdf;
mod pieces;
mod plain;
mod proquest;
pub(crate) mod regular;
mod saved;
mod settings;
mod store;
mod walk;
mod walked;
mod warc;
mod xml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::corpus::{Article, Problem};
use draft::Draft;
use walk::SourceFile;

pub use outlet::Silent;
pub(crate) use walk::{ADDRESS, STDIN, is_hidden, is_read};
pub use walked::{FileRead, FileSeen, Look, Outlets, Walked, walk};

/// What loading brought.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// In the fixed order; ids are not yet unique (see [`crate::corpus::Corpus::new`]).
    pub articles: Vec<Article>,
    /// What could not be read as asked, in order of path and line.
    pub problems: Vec<Problem>,
    /// How many files were passed over because rashomon does not read their kind, by extension
    /// (`json`, `png`; empty for none).
    pub skipped: BTreeMap<String, u64>,
    /// How many of the PATHs do not exist.
    pub missing: usize,
}

impl Loaded {
    /// One line on the files below `paths` that were passed over; `None` where there were none.
    pub fn notice(&self, paths: &[PathBuf]) -> Option<Problem> {
        let total: u64 = self.skipped.values().sum();
        let kind = |(extension, count): (&String, &u64)| match extension.as_str() {
            "" => format!("{count} without extension"),
            extension => format!("{count} .{extension}"),
        };
        let kinds: Vec<_> = self.skipped.iter().map(kind).collect();
        (total > 0).then(|| Problem {
            path: paths.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>().join(", "),
            line: None,
            what: format!(
                "passed over {total} {} with no articles in them: {}",
                if total == 1 { "file" } else { "files" },
                kinds.join(", ")
            ),
            hint: kind::hint(),
        })
    }
}

/// How loading is followed and stopped from another thread.
#[derive(Debug, Default)]
pub struct Watch {
    /// Set to stop as soon as the files now open are read.
    pub cancelled: AtomicBool,
    /// Files found so far.
    pub total: AtomicUsize,
    /// Files read so far.
    pub done: AtomicUsize,
}

impl Watch {
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// Loads files and folders; `-` is standard input.
pub fn load(paths: &[PathBuf], watch: &Watch) -> Loaded {
    let found = walk::files(paths);
    let loaded = Loaded {
        problems: found.problems,
        skipped: found.skipped,
        missing: found.missing,
        ..Loaded::default()
    };
    let folders = settings::Folders::beside(&found.files);
    assemble(loaded, paths, &found.files, &folders, watch)
}

/// Loads files that are in memory: `name` is the file's path relative to a folder that does not
/// exist, and a `rashomon.toml` among them counts for the others.
pub fn from_memory(files: &[(&str, &[u8])]) -> Loaded {
    let folders = settings::Folders::in_memory(files);
    let sources: Vec<_> = files
        .iter()
        .filter(|(name, _)| Path::new(name).file_name().is_none_or(|name| name != settings::FILE))
        .map(|(name, bytes)| SourceFile::in_memory(name, bytes))
        .collect();
    assemble(Loaded::default(), &[], &sources, &folders, &Watch::default())
}

/// Reads every file in parallel and puts the pieces together in order.
fn assemble(
    mut loaded: Loaded,
    roots: &[PathBuf],
    files: &[SourceFile],
    folders: &settings::Folders,
    watch: &Watch,
) -> Loaded {
    watch.total.store(files.len(), Ordering::Relaxed);
    let read = read_all(&files.iter().collect::<Vec<_>>(), folders, watch);
    let mut sources = Vec::new();
    for (file, drafts) in files.iter().zip(read) {
        let Some(drafts) = drafts else { continue };
        loaded.problems.extend(drafts.problems);
        if drafts.is_no_article && !file.named {
            *loaded.skipped.entry(file.extension()).or_default() += 1;
        }
        let is_record = drafts.drafts.len() > 1;
        sources.extend(drafts.drafts.into_iter().map(|draft| (file, draft, is_record)));
    }
    let outlets =
        outlet::of_folders(sources.iter().map(|(file, draft, _)| (*file, draft.outlet.as_deref())));
    let fruitful = sources.iter().map(|(file, ..)| file.root).collect();
    loaded.articles =
        sources.into_iter().map(|(file, draft, is)| finish(file, draft, is, &outlets)).collect();
    loaded.problems.extend(folders.problems());
    let in_vain = walk::roots_in_vain(roots, files, &fruitful, &loaded.problems);
    loaded.problems.extend(in_vain);
    loaded.problems.sort();
    loaded.problems.dedup();
    loaded
}

/// Reads `files` in parallel; `None` for those that were not come to before `watch` stopped it.
fn read_all(
    files: &[&SourceFile],
    folders: &settings::Folders,
    watch: &Watch,
) -> Vec<Option<FileDrafts>> {
    let read = |file: &&SourceFile| {
        let mut drafts = FileDrafts::default();
        let is_whole =
            pieces::read(file, &folders.of(file), pieces::SIZE, watch, &mut |piece, _| {
                drafts.append(piece);
            });
        watch.done.fetch_add(1, Ordering::Relaxed);
        is_whole.then_some(drafts)
    };
    files.par_iter().map(read).collect()
}

/// What one file brought.
#[derive(Debug, Default)]
pub(crate) struct FileDrafts {
    drafts: Vec<Draft>,
    problems: Vec<Problem>,
    /// A file of a kind that may hold articles and does not: JSON of another sort.
    is_no_article: bool,
}

impl FileDrafts {
    fn problem(file: &SourceFile, what: impl Into<String>, hint: impl Into<String>) -> Self {
        FileDrafts { problems: vec![file.problem(None, what, hint)], ..FileDrafts::default() }
    }

    /// Adds what a later part of the file brought; whether it holds articles shows at its end.
    fn append(&mut self, mut later: FileDrafts) {
        self.drafts.append(&mut later.drafts);
        self.problems.append(&mut later.problems);
        self.is_no_article = later.is_no_article;
    }
}

/// What is said of a file that was asked for by name and holds no article.
fn in_vain(file: &SourceFile, found: &FileDrafts) -> Option<Problem> {
    let asked = || file.problem(None, "no article in it", kind::hint());
    (found.is_no_article && file.named).then(asked)
}

/// Completes each article of a file, `before` of which came earlier; one on which that panics is a
/// problem, and the others stay.
fn completed(
    file: &SourceFile,
    found: FileDrafts,
    before: usize,
    complete: impl Fn(&mut Draft) + Sync,
) -> FileDrafts {
    let FileDrafts { drafts, mut problems, is_no_article } = found;
    if drafts.iter().any(|draft| draft.is_flattened) {
        let what = format!(
            "HTML nested deeper than {} elements; what lies deeper was read as running text",
            depth::DEPTH
        );
        problems.push(file.problem(
            None,
            what,
            "where text is missing, save the article's text as a .txt file",
        ));
    }
    let done = guard::each(drafts, |mut draft| {
        complete(&mut draft);
        draft
    });
    let mut drafts = Vec::with_capacity(done.len());
    for (number, draft) in (before + 1..).zip(done) {
        match draft {
            Some(draft) => drafts.push(draft),
            None => problems.push(file.problem(
                None,
                format!("article {number} of it could not be read"),
                "report that article",
            )),
        }
    }
    FileDrafts { drafts, problems, is_no_article }
}

/// The article of a draft; `is_record` says whether its file holds others.
fn finish(
    file: &SourceFile,
    draft: Draft,
    is_record: bool,
    outlets: &outlet::FolderOutlets,
) -> Article {
    let outlet = outlet::of(file, &draft, is_record, outlets);
    Article {
        id: draft.id.unwrap_or_else(|| file.id.clone()),
        path: file.on_disk(),
        outlet,
        title: draft.title.unwrap_or_default(),
        authors: draft.authors,
        published: draft.published,
        url: draft.url,
        language: draft.language,
        text: draft.text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Draft, FileDrafts, SourceFile, completed};

    #[test]
    fn one_bad_article_costs_only_itself() {
        let file = SourceFile::in_memory("a.jsonl", b"");
        let draft = |text: &str| Draft { text: text.to_owned(), ..Draft::default() };
        let found = FileDrafts {
            drafts: vec![draft("a"), draft("b"), draft("c")],
            ..FileDrafts::default()
        };
        let done = completed(&file, found, 0, |draft| assert!(draft.text != "b", "never seen"));
        let texts: Vec<_> = done.drafts.iter().map(|draft| draft.text.as_str()).collect();
        let problems: Vec<_> = done.problems.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["a", "c"]);
        assert_eq!(problems, ["a.jsonl: article 2 of it could not be read (report that article)"]);
    }
}
