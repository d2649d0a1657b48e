//! What the reader makes: which folders were opened last, bookmarks, corrections of the grouping, and which conflicts are none. Neither the reader's files
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

use crate::analysis::correction;
use crate::corpus::{ArticleId, Corpus, Passage, Problem};
use crate::text::Span;

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
    /// Corrections of the grouping in the order in which they were made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<Correction>,
    /// Conflicts that are none, in the order in which they were dismissed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    dismissals: Vec<Dismissal>,
}

impl Default for Kept {
    fn default() -> Self {
        Kept { form: FORM, opened: Vec::new(), bookmarks: Vec::new(), corrections: Vec::new(), dismissals: Vec::new() }
    }
}

/// An article, whatever it is called in today's corpus and whichever folder it was opened from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
        Key::all(corpus, &[id]).swap_remove(0)
    }

    /// The keys of several articles of `corpus`, in their order.
    pub fn all(corpus: &Corpus, ids: &[ArticleId]) -> Vec<Self> {
        let mut of_file: BTreeMap<&str, usize> = ids.iter().map(|id| (corpus.article(*id).path.as_str(), 0)).collect();
        for article in corpus.articles() {
            if let Some(count) = of_file.get_mut(article.path.as_str()) {
                *count += 1;
            }
        }
        let key = |id: &ArticleId| {
            let article = corpus.article(*id);
            let is_record = article.path.is_empty() || of_file[article.path.as_str()] > 1;
            Key { path: canonical(&article.path), id: is_record.then(|| article.id.clone()), hash: hash(&article.text) }
        };
        ids.iter().map(key).collect()
    }

    /// Which of the `articles` of its file has the text as it was: the one of its name before others.
    fn unchanged(&self, corpus: &Corpus, articles: &[ArticleId]) -> Option<ArticleId> {
        let same = |id: &ArticleId| hash(&corpus.article(*id).text) == self.hash;
        let named = articles.iter().copied().find(|id| self.id.as_ref() == Some(&corpus.article(*id).id));
        named.filter(same).or_else(|| articles.iter().copied().find(same))
    }

    /// Which of the `articles` of its file it is where the text has changed: the one of its name, or the only one, whatever that
    /// is called from here.
    fn changed(&self, corpus: &Corpus, articles: &[ArticleId]) -> Option<ArticleId> {
        let named = articles.iter().copied().find(|id| self.id.as_ref() == Some(&corpus.article(*id).id));
        named.or(articles.first().copied().filter(|_| articles.len() == 1))
    }
}

/// The articles of `corpus` by the canonical paths of their files, of those that are wanted.
fn by_file(corpus: &Corpus, wanted: &BTreeSet<&str>) -> BTreeMap<String, Vec<ArticleId>> {
    let mut by_path: BTreeMap<&str, Vec<ArticleId>> = BTreeMap::new();
    for id in corpus.ids() {
        by_path.entry(&corpus.article(id).path).or_default().push(id);
    }
    let mut of_file: BTreeMap<String, Vec<ArticleId>> = BTreeMap::new();
    for (path, ids) in by_path {
        let path = canonical(path);
        if wanted.contains(path.as_str()) {
            of_file.entry(path).or_default().extend(ids);
        }
    }
    of_file
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

/// A correction of the grouping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What it says, for the reader.
    pub words: String,
    /// The article that it is about.
    pub article: Key,
    /// Articles that do not tell its event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart_from: Vec<Key>,
    /// An article that tells the same event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Key>,
}

impl Correction {
    /// What is kept of `correction`, made in `corpus`.
    pub fn of(corpus: &Corpus, correction: &correction::Correction, words: &str) -> Self {
        let others = correction.apart_from.iter().chain(&correction.with).copied();
        let mut keys = Key::all(corpus, &[correction.article].into_iter().chain(others).collect::<Vec<_>>());
        let with = correction.with.and_then(|_| keys.pop());
        let article = keys.remove(0);
        Correction { words: words.to_owned(), article, apart_from: keys, with }
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        [&self.article].into_iter().chain(&self.apart_from).chain(&self.with)
    }
}

/// A conflict that is none: the two passages by their words, so that it is found whatever the analysis or an edit changes around
/// them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissal {
    /// What it said, for the reader.
    pub words: String,
    /// The two passages.
    pub sides: [Anchor; 2],
}

/// A passage, by its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The article.
    pub article: Key,
    /// The first byte of the passage in its text.
    pub byte: usize,
    /// All its words.
    pub words: String,
}

impl Dismissal {
    /// What is kept of the conflict between two passages of `corpus`.
    pub fn of(corpus: &Corpus, sides: [Passage; 2], words: &str) -> Self {
        let anchor = |passage: Passage| Anchor {
            article: Key::of(corpus, passage.article),
            byte: passage.span.start,
            words: corpus.words(passage).to_owned(),
        };
        Dismissal { words: words.to_owned(), sides: sides.map(anchor) }
    }
}

impl Kept {
    /// What `folder` keeps, only to look at it: nothing where it cannot be read or understood.
    pub fn read(folder: &Path) -> Kept {
        match read(folder) {
            Ok(Found::Kept(kept)) => kept,
            _ => Kept::default(),
        }
    }

    /// Corrections of the grouping in the order in which they were made.
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// Adds a correction; the same one made earlier gives way, since the latest wins.
    pub fn add_correction(&mut self, correction: Correction) {
        self.remove_correction(&correction);
        self.corrections.push(correction);
    }

    /// Removes a correction.
    pub fn remove_correction(&mut self, correction: &Correction) {
        self.corrections.retain(|other| !other.keys().eq(correction.keys()) || other.with.is_some() != correction.with.is_some());
    }

    /// What each correction says of the articles of `corpus`; `None` where it says nothing of them.
    pub fn corrected(&self, corpus: &Corpus) -> Vec<Option<correction::Correction>> {
        if self.corrections.is_empty() {
            return Vec::new();
        }
        let wanted: BTreeSet<&str> = self.corrections.iter().flat_map(Correction::keys).map(|key| key.path.as_str()).collect();
        let of_file = by_file(corpus, &wanted);
        let mut found: BTreeMap<&Key, Option<ArticleId>> = BTreeMap::new();
        for key in self.corrections.iter().flat_map(Correction::keys) {
            let articles = of_file.get(&key.path).map_or(&[][..], Vec::as_slice);
            found.entry(key).or_insert_with(|| key.unchanged(corpus, articles).or_else(|| key.changed(corpus, articles)));
        }
        let article = |key: &Key| found.get(key).copied().flatten();
        let corrected = |one: &Correction| {
            let apart_from: Vec<ArticleId> = one.apart_from.iter().filter_map(article).collect();
            let with = one.with.as_ref().and_then(article);
            let says = with.is_some() || !apart_from.is_empty();
            Some(correction::Correction { article: article(&one.article)?, apart_from, with }).filter(|_| says)
        };
        self.corrections.iter().map(corrected).collect()
    }

    /// Conflicts that are none, in the order in which they were dismissed.
    pub fn dismissals(&self) -> &[Dismissal] {
        &self.dismissals
    }

    /// Adds a dismissal; the same one made earlier gives way.
    pub fn add_dismissal(&mut self, dismissal: Dismissal) {
        self.remove_dismissal(&dismissal);
        self.dismissals.push(dismissal);
    }

    /// Removes a dismissal.
    pub fn remove_dismissal(&mut self, dismissal: &Dismissal) {
        self.dismissals.retain(|other| other.sides != dismissal.sides);
    }

    /// Where the sides of each dismissal stand in `corpus`; `None` where an article is not there, or the words are gone from it.
    pub fn dismissed(&self, corpus: &Corpus) -> Vec<Option<[Passage; 2]>> {
        if self.dismissals.is_empty() {
            return Vec::new();
        }
        let wanted: BTreeSet<&str> = self.dismissals.iter().flat_map(|one| &one.sides).map(|side| side.article.path.as_str()).collect();
        let of_file = by_file(corpus, &wanted);
        let articles = |key: &Key| of_file.get(&key.path).map_or(&[][..], Vec::as_slice);
        let place = |side: &Anchor| stands(corpus, articles(&side.article), (&side.article, side.byte, &side.words));
        self.dismissals.iter().map(|one| Some([place(&one.sides[0])?, place(&one.sides[1])?])).collect()
    }

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
        let wanted: BTreeSet<&str> = self.bookmarks.iter().map(|bookmark| bookmark.article.path.as_str()).collect();
        let of_file = by_file(corpus, &wanted);
        let articles = |bookmark: &Bookmark| of_file.get(&bookmark.article.path).map_or(&[][..], Vec::as_slice);
        let place = |bookmark: &Bookmark| {
            let passage = stands(corpus, articles(bookmark), (&bookmark.article, bookmark.byte, &bookmark.words))?;
            Some((passage.article, passage.span.start))
        };
        self.bookmarks.iter().map(place).collect()
    }
}

/// Where words that were kept with an article and a byte stand in one of the `articles` of its file: at the byte where the text is as
/// it was, else at the place of the words that is nearest to it.
fn stands(corpus: &Corpus, articles: &[ArticleId], (key, byte, words): (&Key, usize, &str)) -> Option<Passage> {
    let text = |id: ArticleId| corpus.article(id).text.as_str();
    let unchanged = key.unchanged(corpus, articles);
    if let Some(id) = unchanged.filter(|id| text(*id).is_char_boundary(byte)) {
        let end = byte + words.len();
        return Some(Passage::new(id, Span::new(byte, if text(id).is_char_boundary(end) { end } else { byte })));
    }
    let id = key.changed(corpus, articles)?;
    places_of(words, text(id)).min_by_key(|span| span.start.abs_diff(byte)).map(|span| Passage::new(id, span))
}

/// Where `words` stand in `text`, whatever white space is between them: a file may be wrapped anew. The last of them may go on there,
/// since what is kept may be cut.
fn places_of<'a>(words: &'a str, text: &'a str) -> impl Iterator<Item = Span> + 'a {
    let mut each = words.split_whitespace();
    let first = each.next();
    let from = first.into_iter().flat_map(|first| text.match_indices(first).map(move |(at, _)| (at, at + first.len())));
    from.filter_map(move |(start, end)| {
        let end = each.clone().try_fold(end, |end, word| {
            let rest = text.get(end..)?;
            let inner = rest.trim_start();
            let gap = rest.len() - inner.len();
            (gap > 0 && inner.starts_with(word)).then_some(end + gap + word.len())
        })?;
        Some(Span::new(start, end))
    })
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

    use super::{Bookmark, Correction, Dismissal, FILE, Kept, Key, Own};
    use crate::analysis::correction;
    use crate::corpus::{Article, ArticleId, Corpus, Passage};
    use crate::text::Span;

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

    /// Article, articles that it is apart from, and the one that it is with.
    type Numbers = (u32, Vec<u32>, Option<u32>);

    fn corrected(kept: &Kept, corpus: &Corpus) -> Vec<Option<Numbers>> {
        let numbers =
            |one: correction::Correction| (one.article.0, one.apart_from.iter().map(|id| id.0).collect(), one.with.map(|id| id.0));
        kept.corrected(corpus).into_iter().map(|one| one.map(numbers)).collect()
    }

    fn correction(article: u32, apart_from: &[u32], with: Option<u32>) -> correction::Correction {
        let apart_from = apart_from.iter().copied().map(ArticleId).collect();
        correction::Correction { article: ArticleId(article), apart_from, with: with.map(ArticleId) }
    }

    fn three(texts: [&str; 3]) -> Corpus {
        let article = |(name, text): (&str, &str)| article(&format!("{name}.txt"), &format!("no/such/{name}.txt"), text);
        Corpus::new(["a", "b", "c"].into_iter().zip(texts).map(article).collect())
    }

    #[test]
    fn corrections_are_there_again_and_can_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = three(["Nine cracks.", "Ten cracks.", "No ferries."]);
        let kept = |article, apart_from: &[u32], with| Correction::of(&corpus, &correction(article, apart_from, with), "as said");
        let (mut own, _) = Own::open(folder.path());
        for one in [kept(0, &[], Some(1)), kept(2, &[0, 1], None), kept(2, &[0], Some(1)), kept(0, &[], Some(1))] {
            assert_eq!(own.change(|kept| kept.add_correction(one)), []);
        }
        let read = Kept::read(folder.path());
        assert_eq!(read.corrections()[0].words, "as said");
        let expected = [Some((2, vec![0, 1], None)), Some((2, vec![0], Some(1))), Some((0, vec![], Some(1)))];
        assert_eq!(corrected(&read, &corpus), expected, "the one made again is the latest");
        assert_eq!(own.change(|own| own.remove_correction(&kept(2, &[0, 1], None))), []);
        assert_eq!(corrected(&Kept::read(folder.path()), &corpus), expected[1..]);
        assert_eq!(own.change(|own| own.remove_correction(&kept(2, &[0], Some(1)))), []);
        assert_eq!(own.change(|own| own.remove_correction(&kept(0, &[], Some(1)))), []);
        assert!(!fs::read_to_string(folder.path().join(FILE)).unwrap().contains("corrections"), "nothing of it is left");
    }

    #[test]
    fn corrections_follow_their_articles_and_say_nothing_of_others() {
        let mut kept = Kept::default();
        let corpus = three(["Nine cracks.", "Ten cracks.", "No ferries."]);
        kept.add_correction(Correction::of(&corpus, &correction(0, &[2], Some(1)), ""));
        let edited = three(["At least nine cracks.", "Ten cracks.", "No ferries."]);
        assert_eq!(corrected(&kept, &edited), [Some((0, vec![2], Some(1)))]);
        let turned = Corpus::new(corpus.articles().iter().rev().cloned().collect());
        assert_eq!(corrected(&kept, &turned), [Some((2, vec![0], Some(1)))]);
        let fewer = Corpus::new(corpus.articles()[..2].to_vec());
        assert_eq!(corrected(&kept, &fewer), [Some((0, vec![], Some(1)))], "what is left of it holds");
        assert_eq!(corrected(&kept, &Corpus::new(corpus.articles()[..1].to_vec())), [None]);
        assert_eq!(corrected(&kept, &Corpus::new(corpus.articles()[1..].to_vec())), [None]);
    }

    #[test]
    fn records_are_corrected_by_their_ids_and_texts() {
        let records = |ids: [&str; 2]| Corpus::new(ids.map(|id| article(id, "no/a.jsonl", &format!("Cracks in {id}."))).to_vec());
        let mut kept = Kept::default();
        kept.add_correction(Correction::of(&records(["x", "y"]), &correction(0, &[1], None), ""));
        assert_eq!(corrected(&kept, &records(["y", "x"])), [Some((1, vec![0], None))]);
        assert_eq!(corrected(&kept, &records(["x", "z"])), [None], "no other record of the file stands for the one that is gone");
    }

    /// The words at the places of each dismissal.
    fn dismissed(kept: &Kept, corpus: &Corpus) -> Vec<Option<[String; 2]>> {
        kept.dismissed(corpus).into_iter().map(|one| one.map(|sides| sides.map(|side| corpus.words(side).to_owned()))).collect()
    }

    /// Where `words` stand in article `id`.
    fn passage(corpus: &Corpus, id: u32, words: &str) -> Passage {
        let at = corpus.article(ArticleId(id)).text.find(words).unwrap();
        Passage::new(ArticleId(id), Span::new(at, at + words.len()))
    }

    #[test]
    fn dismissals_are_there_again_follow_their_words_and_can_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = three(["It has nine cracks in all.", "It has ten cracks, says Holt.", "No ferries."]);
        let sides = [passage(&corpus, 0, "has nine cracks"), passage(&corpus, 1, "has ten cracks")];
        let (mut own, _) = Own::open(folder.path());
        let kept = Dismissal::of(&corpus, sides, "number: nine against ten");
        for one in [kept.clone(), Dismissal::of(&corpus, [sides[0], passage(&corpus, 2, "No")], ""), kept.clone()] {
            assert_eq!(own.change(|own| own.add_dismissal(one)), []);
        }
        let read = Kept::read(folder.path());
        let both = || Some(["has nine cracks".to_owned(), "has ten cracks".to_owned()]);
        assert_eq!(read.dismissals()[1].words, "number: nine against ten", "made again it is the latest");
        assert_eq!(dismissed(&read, &corpus)[1], both());
        let edited = three(["Updated: now it has nine\n  cracks in all.", "It has ten cracks, says Holt.", ""]);
        assert_eq!(dismissed(&read, &edited), [None, Some(["has nine\n  cracks".to_owned(), "has ten cracks".to_owned()])]);
        let corrected = three(["It has eight cracks in all.", "It has ten cracks, says Holt.", "No ferries."]);
        assert_eq!(dismissed(&read, &corrected), [None, None], "what it says now is another thing");
        let fewer = Corpus::new(corpus.articles()[..2].to_vec());
        assert_eq!(dismissed(&read, &fewer), [None, both()]);
        assert_eq!(own.change(|own| own.remove_dismissal(&kept)), []);
        assert_eq!(dismissed(&Kept::read(folder.path()), &corpus).len(), 1);
        assert_eq!(own.change(|own| own.remove_dismissal(&own.dismissals()[0].clone())), []);
        assert!(!fs::read_to_string(folder.path().join(FILE)).unwrap().contains("dismissals"), "nothing of it is left");
    }

    #[test]
    fn words_are_found_whatever_white_space_is_between_them() {
        let found = |words: &str, text: &str| super::places_of(words, text).map(|span| span.of(text).to_owned()).collect::<Vec<_>>();
        assert_eq!(found("nine cracks", "nine cracks, nine\ncracks, ninecracks"), ["nine cracks", "nine\ncracks"]);
        assert_eq!(found("nine cra", "nine cracks"), ["nine cra"], "what is kept may be cut");
        assert_eq!(found("nine cracks", "nine"), [""; 0]);
        assert_eq!(found(" ", "nine"), [""; 0]);
    }

    #[test]
    fn what_is_only_looked_at_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Kept::read(&folder.path().join("none")), Kept::default());
        assert!(!folder.path().join("none").exists());
        fs::write(folder.path().join(FILE), "{ no").unwrap();
        assert_eq!(Kept::read(folder.path()), Kept::default());
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [FILE], "neither moved nor locked");
        fs::write(folder.path().join(FILE), r#"{"form": 1, "opened": ["/news"], "bookmarks": []}"#).unwrap();
        let kept = Kept::read(folder.path());
        assert_eq!((kept.opened.len(), kept.corrections().len()), (1, 0), "as a rashomon without corrections wrote it");
    }

    #[test]
    fn an_article_of_no_file_is_not_looked_for_on_the_disk() {
        let sample = Corpus::new(vec![article("src", "", "Nine cracks.")]);
        assert_eq!(Key::of(&sample, ArticleId(0)).path, "");
        assert_eq!(keeping(bookmark(&sample, 0, 5, "cracks")).places(&sample), [Some((ArticleId(0), 5))]);
    }
}
