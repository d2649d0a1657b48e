//! What the reader makes: which folders were opened last, what is read, bookmarks. Neither the
//! reader's files nor a cache: it is kept durably in one JSON file of the data folder, keyed by an
//! article's canonical path and a hash of its text.
//!
//! A change takes a lock, reads the file anew (another rashomon may have written it), and writes it
//! beside, to the disk, and over the old one in one step: after a crash either the old or the new
//! is there. A file that cannot be understood is moved aside, never overwritten.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::{Article, ArticleId, Corpus, Problem};

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
    /// The articles that were read, in order of key.
    #[serde(default)]
    read: Vec<Key>,
    /// Bookmarks in the order in which they were made.
    #[serde(default)]
    bookmarks: Vec<Bookmark>,
}

impl Default for Kept {
    fn default() -> Self {
        Kept { form: FORM, opened: Vec::new(), read: Vec::new(), bookmarks: Vec::new() }
    }
}

/// An article, whatever it is called in today's corpus.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The canonical path of its file; as it is shown where there is no such file.
    pub path: String,
    /// Its id, which tells the records of one file apart.
    pub id: String,
    /// XXH3 (64 bits) of its text, in hexadecimal digits.
    pub hash: String,
}

impl Key {
    /// The key of an article.
    pub fn of(article: &Article) -> Self {
        let path = fs::canonicalize(&article.path).map_or_else(|_| article.path.clone(), |path| path.to_string_lossy().into_owned());
        Key { path, id: article.id.clone(), hash: hash(&article.text) }
    }
}

fn hash(text: &str) -> String {
    format!("{:016x}", xxh3_64(text.as_bytes()))
}

/// A place that the reader wants to find again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// What it is called; one of its kind.
    pub name: String,
    /// The article.
    pub article: Key,
    /// The byte of its text.
    pub byte: usize,
    /// The words there, by which it is found when the text has changed.
    pub words: String,
}

impl Kept {
    /// Whether the article was read as it stands now.
    pub fn is_read(&self, key: &Key) -> bool {
        self.read.binary_search(key).is_ok()
    }

    /// Marks an article as read.
    pub fn mark_read(&mut self, key: Key) {
        if let Err(place) = self.read.binary_search(&key) {
            self.read.insert(place, key);
        }
    }

    /// Marks an article as not read.
    pub fn mark_unread(&mut self, key: &Key) {
        self.read.retain(|read| read != key);
    }

    /// Bookmarks in the order in which they were made.
    pub fn bookmarks(&self) -> &[Bookmark] {
        &self.bookmarks
    }

    /// Adds a bookmark; one of the same name gives way.
    pub fn add_bookmark(&mut self, bookmark: Bookmark) {
        self.remove_bookmark(&bookmark.name);
        self.bookmarks.push(bookmark);
    }

    /// Removes the bookmark of that name.
    pub fn remove_bookmark(&mut self, name: &str) {
        self.bookmarks.retain(|bookmark| bookmark.name != name);
    }
}

impl Bookmark {
    /// Where the bookmark stands in `corpus`: its byte where the text is as it was, else the place of
    /// its words that is nearest to it; `None` where the article or the words are gone.
    pub fn place(&self, corpus: &Corpus) -> Option<(ArticleId, usize)> {
        let of_file = |id: &ArticleId| corpus.article(*id).id == self.article.id && Key::of(corpus.article(*id)).path == self.article.path;
        let id = corpus.ids().find(of_file)?;
        let text = &corpus.article(id).text;
        if hash(text) == self.article.hash && text.is_char_boundary(self.byte) {
            return Some((id, self.byte));
        }
        let places = text.match_indices(&self.words).map(|(at, _)| at);
        places.min_by_key(|at| at.abs_diff(self.byte)).filter(|_| !self.words.is_empty()).map(|at| (id, at))
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
        match read(folder) {
            Ok((kept, problems)) => (Own { folder: folder.to_owned(), kept }, problems),
            Err(error) => {
                let problem = problem(folder, &format!("cannot be read: {error}"), "until then nothing of yours is remembered");
                (Own { folder: folder.to_owned(), kept: Kept::default() }, vec![problem])
            }
        }
    }

    /// What is kept.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Changes what is kept and writes it to the disk. On an error the change holds until the program ends.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn change(&mut self, change: impl FnOnce(&mut Kept)) -> Result<(), Problem> {
        let written = self.locked(change);
        written.map_err(|error| {
            problem(&self.folder, &format!("cannot be written: {error}"), "free some room there, or make it yours to write")
        })
    }

    fn locked(&mut self, change: impl FnOnce(&mut Kept)) -> io::Result<()> {
        let lock = fs::create_dir_all(&self.folder).and_then(|()| File::create(self.folder.join("lock")));
        let lock = lock.and_then(|lock| lock.lock().map(|()| lock));
        if lock.is_ok()
            && let Ok((kept, _)) = read(&self.folder)
        {
            self.kept = kept;
        }
        change(&mut self.kept);
        let _held = lock?;
        write(&self.folder, &self.kept)
    }
}

fn read(folder: &Path) -> io::Result<(Kept, Vec<Problem>)> {
    let path = folder.join(FILE);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Kept::default(), Vec::new())),
        Err(error) => return Err(error),
    };
    let why = match serde_json::from_slice::<Kept>(&bytes) {
        Ok(mut kept) if kept.form == FORM => {
            kept.read.sort();
            return Ok((kept, Vec::new()));
        }
        Ok(kept) => format!("is of form {}, which this rashomon does not know", kept.form),
        Err(error) => format!("cannot be understood: {error}"),
    };
    let aside =
        (1..).map(|n| folder.join(format!("{FILE}.aside-{n}"))).find(|aside| !aside.exists()).unwrap_or_else(|| folder.join("aside"));
    fs::rename(&path, &aside)?;
    let hint = format!("it was moved to {}, and rashomon begins anew", aside.display());
    Ok((Kept::default(), vec![Problem { path: path.to_string_lossy().into_owned(), line: None, what: why, hint }]))
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

fn problem(folder: &Path, what: &str, hint: &str) -> Problem {
    Problem { path: folder.join(FILE).to_string_lossy().into_owned(), line: None, what: what.to_owned(), hint: hint.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Bookmark, FILE, Kept, Key, Own};
    use crate::corpus::{Article, Corpus};

    fn article(text: &str) -> Article {
        Article { id: "bridge.txt".into(), path: "no/such/bridge.txt".into(), text: text.into(), ..Article::default() }
    }

    fn bookmark(text: &str, byte: usize, words: &str) -> Bookmark {
        Bookmark { name: "crack".into(), article: Key::of(&article(text)), byte, words: words.into() }
    }

    #[test]
    fn what_was_written_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("deep/er");
        let (mut own, problems) = Own::open(&place);
        assert_eq!(problems, []);
        let key = Key::of(&article("Nine cracks."));
        own.change(|kept| kept.mark_read(key.clone())).unwrap();
        own.change(|kept| kept.add_bookmark(bookmark("Nine cracks.", 5, "cracks"))).unwrap();
        own.change(|kept| kept.add_bookmark(bookmark("Nine cracks.", 0, "Nine"))).unwrap();
        let (own, problems) = Own::open(&place);
        assert_eq!((problems, own.kept().bookmarks().len(), own.kept().bookmarks()[0].byte), (vec![], 1, 0));
        assert!(own.kept().is_read(&key) && !own.kept().is_read(&Key::of(&article("Ten cracks."))));
    }

    #[test]
    fn two_programs_do_not_undo_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let (mut one, _) = Own::open(folder.path());
        let (mut other, _) = Own::open(folder.path());
        one.change(|kept| kept.opened = vec!["/news".into()]).unwrap();
        other.change(|kept| kept.mark_read(Key::of(&article("x")))).unwrap();
        let (own, _) = Own::open(folder.path());
        assert_eq!(own.kept().opened, [std::path::PathBuf::from("/news")]);
        assert!(own.kept().is_read(&Key::of(&article("x"))));
    }

    #[test]
    fn what_cannot_be_understood_is_moved_aside_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        for broken in ["{ no", r#"{"form": 99}"#] {
            std::fs::write(folder.path().join(FILE), broken).unwrap();
            let (mut own, problems) = Own::open(folder.path());
            assert_eq!((own.kept(), problems.len()), (&Kept::default(), 1));
            own.change(|kept| kept.opened.clear()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(folder.path().join("kept.json.aside-1")).unwrap(), "{ no");
        assert_eq!(std::fs::read_to_string(folder.path().join("kept.json.aside-2")).unwrap(), r#"{"form": 99}"#);
    }

    #[test]
    fn a_bookmark_follows_its_words() {
        let place = |kept: &Bookmark, text: &str| kept.place(&Corpus::new(vec![article(text)])).map(|(_, at)| at);
        let kept = bookmark("Nine cracks.", 5, "cracks");
        assert_eq!(place(&kept, "Nine cracks."), Some(5));
        assert_eq!(place(&kept, "At least nine cracks."), Some(14));
        assert_eq!(place(&kept, "No word of it."), None);
    }
}
