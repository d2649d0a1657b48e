//! What an entry is tied to: an article by its file and a hash of its text, and words in it. Both
//! are found again in whatever is loaded, from whichever folder, also where the file was moved, and
//! where the text has changed and the words are still there.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::{fmt, fs};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::{ArticleId, Corpus, Passage};
use crate::text::Span;

/// An article, whatever it is called in today's corpus and whichever folder it was opened from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The canonical path of its file; empty where it came from none.
    pub(super) path: String,
    /// Its id, where that tells it apart from other records of its file, or where there is no file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// XXH3 (64 bits) of its text, in hexadecimal digits.
    pub(super) hash: String,
}

impl Key {
    /// The key of an article of `corpus`.
    pub fn of(corpus: &Corpus, id: ArticleId) -> Self {
        Key::all(corpus, &[id]).swap_remove(0)
    }

    /// The keys of several articles of `corpus`, in their order.
    pub fn all(corpus: &Corpus, ids: &[ArticleId]) -> Vec<Self> {
        let mut of_file: BTreeMap<&str, usize> =
            ids.iter().map(|id| (corpus.article(*id).path.as_str(), 0)).collect();
        for article in corpus.articles() {
            if let Some(count) = of_file.get_mut(article.path.as_str()) {
                *count += 1;
            }
        }
        let key = |id: &ArticleId| {
            let article = corpus.article(*id);
            let is_record = article.path.is_empty() || of_file[article.path.as_str()] > 1;
            Key {
                path: canonical(&article.path),
                id: is_record.then(|| article.id.clone()),
                hash: hash(&article.text),
            }
        };
        ids.iter().map(key).collect()
    }

    /// The article of `corpus` that it is of, whatever its text says by now.
    pub fn article_of(&self, corpus: &Corpus) -> Option<ArticleId> {
        self.find(corpus, Files::of(corpus, [self].into_iter()).file(self)?)
    }

    /// The key of an article of the file of this canonical path, with its `id` where the file has
    /// others, and the XXH3 of its text.
    pub fn new(path: String, id: Option<String>, text: u64) -> Self {
        Key { path, id, hash: digits(text) }
    }

    /// Its id, where that tells it apart from other records of its file.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// XXH3 of its text.
    pub fn text(&self) -> Option<u64> {
        u64::from_str_radix(&self.hash, 16).ok()
    }

    /// The articles of `corpus` that `keys` are of, where they are there, whatever their texts say
    /// by now.
    pub fn articles_of<'a>(
        keys: impl Iterator<Item = &'a Key>,
        corpus: &Corpus,
    ) -> BTreeMap<&'a Key, ArticleId> {
        let keys: BTreeSet<&Key> = keys.collect();
        let files = Files::of(corpus, keys.iter().copied());
        keys.into_iter()
            .filter_map(|key| Some((key, key.find(corpus, files.file(key)?)?)))
            .collect()
    }

    /// The canonical path of its file; empty where it came from none.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it is called where nothing better is known: its id, or its file's name.
    pub(super) fn name(&self) -> &str {
        self.id
            .as_deref()
            .unwrap_or_else(|| self.path.rsplit(['/', '\\']).next().unwrap_or_default())
    }

    /// Whether both are of one article, though its text may have changed between them.
    pub(super) fn is_of_same(&self, other: &Key) -> bool {
        let is_named_once = self.id.is_none() != other.id.is_none();
        self.path == other.path && (self.id == other.id || is_named_once && self.hash == other.hash)
    }

    /// Which of the articles of its file it is: the one whose text is as it was, else the one of
    /// its name.
    fn find(&self, corpus: &Corpus, file: &File<'_>) -> Option<ArticleId> {
        self.unchanged(corpus, file).or_else(|| self.changed(file))
    }

    /// Which of the articles of its file has the text as it was: the one of its name before others.
    fn unchanged(&self, corpus: &Corpus, file: &File<'_>) -> Option<ArticleId> {
        let named = self.id.as_ref().and_then(|id| file.named(id));
        named
            .filter(|id| hash(&corpus.article(*id).text) == self.hash)
            .or_else(|| file.of_text(corpus, &self.hash))
    }

    /// Which of the articles of its file it is where the text has changed: the one of its name, or
    /// the only one, whatever that is called from here.
    fn changed(&self, file: &File<'_>) -> Option<ArticleId> {
        let named = self.id.as_ref().and_then(|id| file.named(id));
        named.or(file.articles.first().copied().filter(|_| file.articles.len() == 1))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.as_deref().unwrap_or_default();
        write!(
            f,
            "{}{}{id}",
            self.path,
            if self.path.is_empty() || id.is_empty() { "" } else { " " }
        )
    }
}

/// The articles of one file, or those of one text. A file of records may have a hundred thousand,
/// and as many keys.
#[derive(Debug, Default)]
struct File<'c> {
    articles: Vec<ArticleId>,
    by_id: FxHashMap<&'c str, ArticleId>,
    /// The first article of each text.
    by_text: OnceCell<FxHashMap<String, ArticleId>>,
}

impl<'c> File<'c> {
    fn add(&mut self, corpus: &'c Corpus, id: ArticleId) {
        self.articles.push(id);
        self.by_id.insert(&corpus.article(id).id, id);
    }

    fn named(&self, id: &str) -> Option<ArticleId> {
        self.by_id.get(id).copied()
    }

    fn of_text(&self, corpus: &Corpus, text: &str) -> Option<ArticleId> {
        let of = |id: &ArticleId| (hash(&corpus.article(*id).text), *id);
        self.by_text.get_or_init(|| self.articles.iter().rev().map(of).collect()).get(text).copied()
    }
}

/// Where the articles of some keys may be in a corpus.
pub(super) struct Files<'a, 'c> {
    /// The articles by the canonical paths of their files.
    of_file: FxHashMap<&'a str, File<'c>>,
    /// The articles of the same text, of keys whose file is gone: it was moved, or the key comes
    /// from another computer. While the file is there, another one of the same text is a copy.
    moved: FxHashMap<&'a str, File<'c>>,
}

impl<'a, 'c> Files<'a, 'c> {
    /// Of `keys` in `corpus`. The file system is asked once for each folder, not for each file.
    pub(super) fn of(corpus: &'c Corpus, keys: impl Iterator<Item = &'a Key>) -> Self {
        let keys: Vec<&Key> = keys.collect();
        let wanted: BTreeSet<&str> = keys.iter().map(|key| key.path.as_str()).collect();
        let mut of_file = by_file(corpus, &wanted);
        let missing =
            wanted.into_iter().filter(|path| !path.is_empty() && !of_file.contains_key(*path));
        let (there, gone): (BTreeSet<&str>, BTreeSet<&str>) =
            missing.partition(|path| Path::new(path).exists());
        // What is there and not among the articles may be so by another name.
        if !there.is_empty() {
            add_links(corpus, &there, &mut of_file);
        }
        let lost = keys.into_iter().filter(|key| gone.contains(key.path.as_str()));
        let mut moved: FxHashMap<&str, File<'_>> =
            lost.map(|key| (key.hash.as_str(), File::default())).collect();
        if !moved.is_empty() {
            for id in corpus.ids() {
                moved
                    .get_mut(hash(&corpus.article(id).text).as_str())
                    .into_iter()
                    .for_each(|file| file.add(corpus, id));
            }
        }
        Files { of_file, moved }
    }

    /// The articles that `key` may be of.
    fn file(&self, key: &Key) -> Option<&File<'c>> {
        self.of_file.get(key.path.as_str()).or_else(|| self.moved.get(key.hash.as_str()))
    }

    /// Where words that were kept with an article and a byte stand: at the byte where the text is
    /// as it was, else at the place of the words that is nearest to it.
    pub(super) fn stands(
        &self,
        corpus: &Corpus,
        (key, byte, words): (&Key, usize, &str),
    ) -> Option<Passage> {
        let file = self.file(key)?;
        let text = |id: ArticleId| corpus.article(id).text.as_str();
        let unchanged = key.unchanged(corpus, file);
        if let Some(id) = unchanged.filter(|id| text(*id).is_char_boundary(byte)) {
            let end = byte + words.len();
            return Some(Passage::new(
                id,
                Span::new(byte, if text(id).is_char_boundary(end) { end } else { byte }),
            ));
        }
        let id = key.changed(file)?;
        places_of(words, text(id))
            .min_by_key(|span| span.start.abs_diff(byte))
            .map(|span| Passage::new(id, span))
    }
}

/// The folder of a path, and the name in it.
fn split(path: &str) -> Option<(&str, &str)> {
    let path = Path::new(path);
    Some((path.parent()?.to_str()?, path.file_name()?.to_str()?))
}

/// The articles of `corpus` by the canonical paths of their files, of those that are wanted, where
/// no file itself is a link.
fn by_file<'a, 'c>(corpus: &'c Corpus, wanted: &BTreeSet<&'a str>) -> FxHashMap<&'a str, File<'c>> {
    let names: FxHashMap<(&str, &str), &str> =
        wanted.iter().filter_map(|path| Some((split(path)?, *path))).collect();
    let mut folders: FxHashMap<&str, String> = FxHashMap::default();
    let mut of_file: FxHashMap<&str, File<'_>> = FxHashMap::default();
    for id in corpus.ids() {
        let path = corpus.article(id).path.as_str();
        let mut within = || {
            let (folder, name) = split(path)?;
            let canonical = folders.entry(folder).or_insert_with(|| canonical_folder(folder));
            // A folder that is gone is called what it was called.
            names.get(&(canonical.as_str(), name)).or_else(|| names.get(&(folder, name))).copied()
        };
        let found = if path.is_empty() { wanted.get("").copied() } else { within() };
        found.into_iter().for_each(|path| of_file.entry(path).or_default().add(corpus, id));
    }
    of_file
}

/// Adds the articles whose files are links to wanted ones.
fn add_links<'a, 'c>(
    corpus: &'c Corpus,
    wanted: &BTreeSet<&'a str>,
    of_file: &mut FxHashMap<&'a str, File<'c>>,
) {
    let mut folders: FxHashMap<&str, BTreeSet<OsString>> = FxHashMap::default();
    for id in corpus.ids() {
        let path = corpus.article(id).path.as_str();
        let Some((folder, name)) = split(path) else { continue };
        let is_link =
            folders.entry(folder).or_insert_with(|| links(folder)).contains(OsStr::new(name));
        let found = if is_link { wanted.get(canonical(path).as_str()).copied() } else { None };
        found.into_iter().for_each(|path| of_file.entry(path).or_default().add(corpus, id));
    }
}

/// The names in a folder that are links.
fn links(folder: &str) -> BTreeSet<OsString> {
    let entries = fs::read_dir(here(folder)).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_symlink()))
        .map(|entry| entry.file_name())
        .collect()
}

/// The folder in which a path without any lies.
fn here(folder: &str) -> &str {
    if folder.is_empty() { "." } else { folder }
}

fn canonical_folder(folder: &str) -> String {
    canonical(here(folder))
}

/// The canonical path of an article's file; an article of no file has none, whatever lies in the
/// working folder.
fn canonical(path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    fs::canonicalize(path)
        .map_or_else(|_| path.to_owned(), |path| path.to_string_lossy().into_owned())
}

fn hash(text: &str) -> String {
    digits(xxh3_64(text.as_bytes()))
}

fn digits(hash: u64) -> String {
    format!("{hash:016x}")
}

/// Where `words` stand in `text`, whatever white space is between them: a file may be wrapped anew.
/// The last of them may go on there, since what is kept may be cut.
pub(super) fn places_of<'a>(words: &'a str, text: &'a str) -> impl Iterator<Item = Span> + 'a {
    let mut each = words.split_whitespace();
    let first = each.next();
    let from = first
        .into_iter()
        .flat_map(|first| text.match_indices(first).map(move |(at, _)| (at, at + first.len())));
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
