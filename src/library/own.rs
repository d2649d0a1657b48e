//! What the reader makes: which folders were opened last, and bookmarks. Neither the reader's files
//! nor a cache: it is kept durably in one JSON file of the data folder, keyed by an article's
//! canonical path and a hash of its text.
//!
//! A change takes a lock, reads the file anew (another rashomon may have written it), and writes it
//! beside, to the disk, and over the old one in one step: after a crash either the old or the new
//! is there. A file that cannot be read is left as it is, one that cannot be understood is moved
//! aside (under the lock): neither is overwritten.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::{ArticleId, Corpus, Problem};

/// The file, inside the data folder.
const FILE: &str = "kept.json";
/// The form of the file. A later form that this program does not know is moved aside, not guessed at.
const FORM: u32 = 1;

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    form: u32,
    /// The PATHs opened last, canonical.
    #[serde(default)]
    pub opened: Vec<PathBuf>,
    /// Bookmarks in the order in which they were made.
    #[serde(default)]
    bookmarks: Vec<Bookmark>,
}

impl Default for Kept {
    fn default() -> Self {
        Kept { form: FORM, opened: Vec::new(), bookmarks: Vec::new() }
    }
}

/// An article, whatever it is called in today's corpus and whichever folder it was opened from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The canonical path of its file; empty where it came from none.
    path: String,
    /// Its id, where that tells it apart from other records of its file, or where there is no file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// XXH3 (64 bits) of its text, in hexadecimal digits.
    hash: String,
}

impl Key {
    /// The key of an article of `corpus`.
    pub fn of(corpus: &Corpus, id: ArticleId) -> Self {
        let article = corpus.article(id);
        let of_file = || corpus.articles().iter().filter(|other| other.path == article.path).count();
        let is_record = article.path.is_empty() || of_file() > 1;
        Key { path: canonical(&article.path), id: is_record.then(|| article.id.clone()), hash: hash(&article.text) }
    }
}

/// The canonical path of an article's file; an article of no file has none, whatever lies in the working folder.
fn canonical(path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    fs::canonicalize(path).map_or_else(|_| path.to_owned(), |path| path.to_string_lossy().into_owned())
}

fn hash(text: &str) -> String {
    format!("{:016x}", xxh3_64(text.as_bytes()))
}

/// A place that the reader wants to find again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// What it is called on the screen; two may be called the same.
    pub name: String,
    /// The article; with the byte, what tells a bookmark from all others.
    pub article: Key,
    /// The byte of its text.
    pub byte: usize,
    /// The words there, by which it is found when the text has changed.
    pub words: String,
}

impl Kept {
    /// Bookmarks in the order in which they were made.
    pub fn bookmarks(&self) -> &[Bookmark] {
        &self.bookmarks
    }

    /// Adds a bookmark; one of the same place gives way.
    pub fn add_bookmark(&mut self, bookmark: Bookmark) {
        self.remove_bookmark(&bookmark.article, bookmark.byte);
        self.bookmarks.push(bookmark);
    }

    /// Removes the bookmark of that place.
    pub fn remove_bookmark(&mut self, article: &Key, byte: usize) {
        self.bookmarks.retain(|bookmark| (&bookmark.article, bookmark.byte) != (article, byte));
    }

    /// Where each bookmark stands in `corpus`: its byte where the text is as it was, else the place of
    /// its words that is nearest to it; `None` where the article or the words are gone.
    pub fn places(&self, corpus: &Corpus) -> Vec<Option<(ArticleId, usize)>> {
        if self.bookmarks.is_empty() {
            return Vec::new();
        }
        let mut by_path: BTreeMap<&str, Vec<ArticleId>> = BTreeMap::new();
        for id in corpus.ids() {
            by_path.entry(&corpus.article(id).path).or_default().push(id);
        }
        let wanted: BTreeSet<&str> = self.bookmarks.iter().map(|bookmark| bookmark.article.path.as_str()).collect();
        let mut of_file: BTreeMap<String, Vec<ArticleId>> = BTreeMap::new();
        for (path, ids) in by_path {
            let path = canonical(path);
            if wanted.contains(path.as_str()) {
                of_file.entry(path).or_default().extend(ids);
            }
        }
        let articles = |bookmark: &Bookmark| of_file.get(&bookmark.article.path).map_or(&[][..], Vec::as_slice);
        self.bookmarks.iter().map(|bookmark| bookmark.place(corpus, articles(bookmark))).collect()
    }
}

impl Bookmark {
    /// Where it stands in one of the `articles` of its file.
    fn place(&self, corpus: &Corpus, articles: &[ArticleId]) -> Option<(ArticleId, usize)> {
        let text = |id: ArticleId| corpus.article(id).text.as_str();
        let is_named = |id: &ArticleId| self.article.id.as_ref().is_none_or(|name| corpus.article(*id).id == *name);
        let same: Vec<ArticleId> = articles.iter().copied().filter(|id| hash(text(*id)) == self.article.hash).collect();
        let unchanged = same.iter().copied().find(is_named).or(same.first().copied());
        if let Some(id) = unchanged.filter(|id| text(*id).is_char_boundary(self.byte)) {
            return Some((id, self.byte));
        }
        // A file of one article is that article, whatever it is called from here.
        let only = articles.first().copied().filter(|_| articles.len() == 1);
        let id = articles.iter().copied().find(is_named).or(only).filter(|_| !self.words.is_empty())?;
        let places = text(id).match_indices(&self.words).map(|(at, _)| at);
        places.min_by_key(|at| at.abs_diff(self.byte)).map(|at| (id, at))
    }
}

/// The kept file of one data folder.
#[derive(Clone, Debug)]
pub struct Own {
    folder: PathBuf,
    kept: Kept,
}

impl Own {
    /// Reads what `folder` keeps. What cannot be understood is moved aside and told.
    pub fn open(folder: &Path) -> (Self, Vec<Problem>) {
        let read = match read(folder) {
            Ok(Found::Kept(kept)) => Ok((kept, None)),
            Ok(Found::Broken(_)) => lock(folder).and_then(|_held| read_or_move(folder)),
            Err(error) => Err(error),
        };
        let (kept, problem) = read.unwrap_or_else(|error| {
            let problem = problem(folder, format!("cannot be read: {error}"), "until then nothing of yours is remembered");
            (Kept::default(), Some(problem))
        });
        (Own { folder: folder.to_owned(), kept }, problem.into_iter().collect())
    }

    /// What is kept.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Changes what is kept and writes it to the disk; gives what went wrong, in words for the reader. A change
    /// that cannot be written holds until the program ends.
    #[must_use]
    pub fn change(&mut self, change: impl FnOnce(&mut Kept)) -> Vec<Problem> {
        let held = lock(&self.folder).and_then(|held| Ok((held, read_or_move(&self.folder)?)));
        let (held, aside) = match held {
            Ok((held, (kept, aside))) => {
                self.kept = kept;
                (Ok(held), aside)
            }
            Err(error) => (Err(error), None),
        };
        change(&mut self.kept);
        // What could not be read is not written over: it may be all there.
        let written = held.and_then(|_held| write(&self.folder, &self.kept));
        let failed = written.err().map(|error| {
            problem(&self.folder, format!("cannot be kept: {error}"), "free some room there, or make it yours to read and write")
        });
        aside.into_iter().chain(failed).collect()
    }
}

/// Takes the lock, which lasts as long as the file.
fn lock(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let lock = File::create(folder.join("lock"))?;
    lock.lock()?;
    Ok(lock)
}

/// What the file holds.
enum Found {
    Kept(Kept),
    /// Nothing that can be understood, and why.
    Broken(String),
}

fn read(folder: &Path) -> io::Result<Found> {
    let bytes = match fs::read(folder.join(FILE)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Kept(Kept::default())),
        Err(error) => return Err(error),
    };
    Ok(match serde_json::from_slice::<Kept>(&bytes) {
        Ok(kept) if kept.form == FORM => Found::Kept(kept),
        Ok(kept) => Found::Broken(format!("is of form {}, which this rashomon does not know", kept.form)),
        Err(error) => Found::Broken(format!("cannot be understood: {error}")),
    })
}

/// Reads the file, and moves it aside where it cannot be understood. Only under the lock: another
/// rashomon may just have put a sound one in its place.
fn read_or_move(folder: &Path) -> io::Result<(Kept, Option<Problem>)> {
    let why = match read(folder)? {
        Found::Kept(kept) => return Ok((kept, None)),
        Found::Broken(why) => why,
    };
    let mut names = (1..).map(|n| folder.join(format!("{FILE}.aside-{n}")));
    let aside = names.find(|aside| !aside.exists()).unwrap_or_else(|| folder.join("aside"));
    fs::rename(folder.join(FILE), &aside)?;
    let hint = format!("it was moved to {}, and rashomon begins anew", aside.display());
    Ok((Kept::default(), Some(problem(folder, why, hint))))
}

/// Writes to a new file, to the disk, and then in the place of the old one.
fn write(folder: &Path, kept: &Kept) -> io::Result<()> {
    let fresh = folder.join(format!("{FILE}.new"));
    let mut file = File::create(&fresh)?;
    serde_json::to_writer_pretty(&mut file, kept)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&fresh, folder.join(FILE))?;
    // The new name is on the disk only when the folder is; not every system lets a folder be synced.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

fn problem(folder: &Path, what: String, hint: impl Into<String>) -> Problem {
    Problem { path: folder.join(FILE).to_string_lossy().into_owned(), line: None, what, hint: hint.into() }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Bookmark, FILE, Kept, Key, Own};
    use crate::corpus::{Article, ArticleId, Corpus};

    fn article(id: &str, path: &str, text: &str) -> Article {
        Article { id: id.into(), path: path.into(), text: text.into(), ..Article::default() }
    }

    fn corpus(text: &str) -> Corpus {
        Corpus::new(vec![article("bridge.txt", "no/such/bridge.txt", text)])
    }

    fn bookmark(corpus: &Corpus, id: u32, byte: usize, words: &str) -> Bookmark {
        Bookmark { name: "crack".into(), article: Key::of(corpus, ArticleId(id)), byte, words: words.into() }
    }

    fn keeping(bookmark: Bookmark) -> Kept {
        Kept { bookmarks: vec![bookmark], ..Kept::default() }
    }

    #[test]
    fn what_was_written_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("deep/er");
        let (mut own, problems) = Own::open(&place);
        assert_eq!(problems, []);
        let corpus = corpus("Nine cracks.");
        for byte in [5, 0, 5] {
            assert_eq!(own.change(|kept| kept.add_bookmark(bookmark(&corpus, 0, byte, ""))), []);
        }
        let (mut own, problems) = Own::open(&place);
        let bytes: Vec<_> = own.kept().bookmarks().iter().map(|bookmark| bookmark.byte).collect();
        assert_eq!((problems, bytes), (vec![], vec![0, 5]));
        assert_eq!(own.change(|kept| kept.remove_bookmark(&Key::of(&corpus, ArticleId(0)), 0)), []);
        assert_eq!(own.kept().bookmarks().len(), 1);
    }

    #[test]
    fn two_programs_do_not_undo_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let (mut one, _) = Own::open(folder.path());
        let (mut other, _) = Own::open(folder.path());
        assert_eq!(one.change(|kept| kept.opened = vec!["/news".into()]), []);
        assert_eq!(other.change(|kept| kept.add_bookmark(bookmark(&corpus("x"), 0, 0, "x"))), []);
        let (own, _) = Own::open(folder.path());
        assert_eq!((own.kept().opened.len(), own.kept().bookmarks().len()), (1, 1));
    }

    #[test]
    fn what_cannot_be_understood_is_moved_aside_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        for broken in ["{ no", r#"{"form": 99}"#] {
            fs::write(folder.path().join(FILE), broken).unwrap();
            let (mut own, problems) = Own::open(folder.path());
            assert_eq!((own.kept(), problems.len()), (&Kept::default(), 1));
            assert_eq!(own.change(|kept| kept.opened.clear()), []);
        }
        assert_eq!(fs::read_to_string(folder.path().join("kept.json.aside-1")).unwrap(), "{ no");
        assert_eq!(fs::read_to_string(folder.path().join("kept.json.aside-2")).unwrap(), r#"{"form": 99}"#);
    }

    #[test]
    fn what_breaks_while_the_program_runs_is_moved_aside_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let (mut own, _) = Own::open(folder.path());
        fs::write(folder.path().join(FILE), "{ no").unwrap();
        let problems = own.change(|kept| kept.opened = vec!["/news".into()]);
        assert!(problems.len() == 1 && problems[0].hint.contains("aside-1"), "{problems:?}");
        assert_eq!(Own::open(folder.path()).0.kept().opened.len(), 1);
    }

    /// A folder of that name cannot be read as a file, whoever runs the test.
    #[test]
    fn what_cannot_be_read_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (mut own, _) = Own::open(folder.path());
        assert_eq!(own.change(|kept| kept.opened = vec!["/news".into()]), []);
        let aside = folder.path().join("away");
        fs::rename(folder.path().join(FILE), &aside).unwrap();
        fs::create_dir(folder.path().join(FILE)).unwrap();
        let problems = own.change(|kept| kept.opened = vec!["/other".into()]);
        assert!(problems.len() == 1 && problems[0].what.starts_with("cannot be kept"), "{problems:?}");
        assert!(!folder.path().join("kept.json.new").exists(), "it was written before it was read");
        assert_eq!(own.kept().opened, [std::path::PathBuf::from("/other")]);
        assert!(Own::open(folder.path()).1[0].what.starts_with("cannot be read"));
    }

    #[test]
    fn a_bookmark_follows_its_words() {
        let kept = keeping(bookmark(&corpus("Nine cracks."), 0, 5, "cracks"));
        let place = |text: &str| kept.places(&corpus(text))[0].map(|(_, at)| at);
        assert_eq!(place("Nine cracks."), Some(5));
        assert_eq!(place("At least nine cracks."), Some(14));
        assert_eq!(place("No word of it."), None);
    }

    #[test]
    fn files_of_one_name_have_bookmarks_of_their_own() {
        let both = Corpus::new(vec![article("a.txt", "no/one/a.txt", "Nine cracks."), article("a.txt", "no/two/a.txt", "Nine cracks.")]);
        let mut kept = Kept::default();
        kept.add_bookmark(bookmark(&both, 0, 5, "cracks"));
        kept.add_bookmark(bookmark(&both, 1, 5, "cracks"));
        assert_eq!(kept.places(&both), [Some((ArticleId(0), 5)), Some((ArticleId(1), 5))]);
    }

    #[test]
    fn a_bookmark_does_not_depend_on_the_folder_that_was_opened() {
        let kept = keeping(bookmark(&Corpus::new(vec![article("one/a.txt", "no/one/a.txt", "Nine cracks.")]), 0, 5, "cracks"));
        let from_within = |text: &str| Corpus::new(vec![article("a.txt", "no/one/a.txt", text)]);
        assert_eq!(kept.places(&from_within("Nine cracks.")), [Some((ArticleId(0), 5))]);
        assert_eq!(kept.places(&from_within("Ten cracks.")), [Some((ArticleId(0), 4))]);
    }

    #[test]
    fn records_of_one_file_are_told_apart() {
        let records = |first: &str| Corpus::new(vec![article("x", "no/a.jsonl", first), article("y", "no/a.jsonl", "Nine cracks.")]);
        let kept = keeping(bookmark(&records("Nine cracks."), 1, 5, "cracks"));
        assert_eq!(kept.places(&records("Nine cracks.")), [Some((ArticleId(1), 5))]);
        let kept = keeping(bookmark(&records("Ten cracks, or more cracks."), 0, 20, "cracks"));
        assert_eq!(kept.places(&records("Ten cracks.")), [Some((ArticleId(0), 4))]);
    }

    #[test]
    fn an_article_of_no_file_is_not_looked_for_on_the_disk() {
        let sample = Corpus::new(vec![article("src", "", "Nine cracks.")]);
        assert_eq!(Key::of(&sample, ArticleId(0)).path, "");
        assert_eq!(keeping(bookmark(&sample, 0, 5, "cracks")).places(&sample), [Some((ArticleId(0), 5))]);
    }
}
