//! What an entry is tied to: an article by its file and a hash of its text, and words in it. Both are found again in whatever is
//! loaded, from whichever folder, also where the file was moved, and where the
//! text has changed and the words are still there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fmt, fs};

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

    /// The article of `corpus` that it is of, whatever its text says by now.
    pub fn article_of(&self, corpus: &Corpus) -> Option<ArticleId> {
        self.find(corpus, Files::of(corpus, [self].into_iter()).articles(self))
    }

    /// The key of an article of the file of this canonical path, with its `id` where the file has others.
    pub fn new(path: String, id: Option<String>, text: &str) -> Self {
        Key { path, id, hash: hash(text) }
    }

    /// Its id, where that tells it apart from other records of its file.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// XXH3 of its text.
    pub fn text(&self) -> Option<u64> {
        u64::from_str_radix(&self.hash, 16).ok()
    }

    /// The articles of `corpus` that `keys` are of, where they are there, whatever their texts say by now.
    pub fn articles_of<'a>(keys: &[&'a Key], corpus: &Corpus) -> BTreeMap<&'a Key, ArticleId> {
        found(corpus, keys.iter().copied())
    }

    /// The canonical path of its file; empty where it came from none.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it is called where nothing better is known: its id, or its file's name.
    pub(super) fn name(&self) -> &str {
        self.id.as_deref().unwrap_or_else(|| self.path.rsplit(['/', '\\']).next().unwrap_or_default())
    }

    /// Whether both are of one article, though its text may have changed between them.
    pub(super) fn is_of_same(&self, other: &Key) -> bool {
        let is_named_once = self.id.is_none() != other.id.is_none();
        self.path == other.path && (self.id == other.id || is_named_once && self.hash == other.hash)
    }

    /// Which of the `articles` of its file it is: the one whose text is as it was, else the one of its name.
    pub(super) fn find(&self, corpus: &Corpus, articles: &[ArticleId]) -> Option<ArticleId> {
        self.unchanged(corpus, articles).or_else(|| self.changed(corpus, articles))
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

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.as_deref().unwrap_or_default();
        write!(f, "{}{}{id}", self.path, if self.path.is_empty() || id.is_empty() { "" } else { " " })
    }
}

/// Which articles of `corpus` the `keys` are of, where they are there.
pub(super) fn found<'a>(corpus: &Corpus, keys: impl Iterator<Item = &'a Key>) -> BTreeMap<&'a Key, ArticleId> {
    let keys: BTreeSet<&Key> = keys.collect();
    let files = Files::of(corpus, keys.iter().copied());
    keys.into_iter().filter_map(|key| Some((key, key.find(corpus, files.articles(key))?))).collect()
}

/// Where the articles of some keys may be in a corpus.
pub(super) struct Files<'a> {
    /// The articles by the canonical paths of their files.
    of_file: BTreeMap<String, Vec<ArticleId>>,
    /// The articles of the same text, of keys whose file is gone: it was moved, or the key comes from another computer. While the file
    /// is there, another one of the same text is a copy.
    moved: BTreeMap<&'a Key, Vec<ArticleId>>,
}

impl<'a> Files<'a> {
    /// Of `keys` in `corpus`.
    pub(super) fn of(corpus: &Corpus, keys: impl Iterator<Item = &'a Key>) -> Self {
        let keys: BTreeSet<&Key> = keys.collect();
        let wanted: BTreeSet<&str> = keys.iter().map(|key| key.path.as_str()).collect();
        let of_file = by_file(corpus, &wanted);
        let is_gone = |path: &&str| !path.is_empty() && !of_file.contains_key(*path) && !Path::new(path).exists();
        let gone: BTreeSet<&str> = wanted.into_iter().filter(is_gone).collect();
        let lost: Vec<&Key> = keys.into_iter().filter(|key| gone.contains(key.path.as_str())).collect();
        let mut by_text: BTreeMap<String, Vec<ArticleId>> = BTreeMap::new();
        if !lost.is_empty() {
            corpus.ids().for_each(|id| by_text.entry(hash(&corpus.article(id).text)).or_default().push(id));
        }
        let moved = lost.into_iter().filter_map(|key| Some((key, by_text.get(&key.hash)?.clone()))).collect();
        Files { of_file, moved }
    }

    /// The articles that `key` may be of.
    pub(super) fn articles(&self, key: &Key) -> &[ArticleId] {
        self.of_file.get(&key.path).or_else(|| self.moved.get(key)).map_or(&[], Vec::as_slice)
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
/// Where words that were kept with an article and a byte stand in one of the `articles` of its file: at the byte where the text is as
/// it was, else at the place of the words that is nearest to it.
pub(super) fn stands(corpus: &Corpus, articles: &[ArticleId], (key, byte, words): (&Key, usize, &str)) -> Option<Passage> {
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
pub(super) fn places_of<'a>(words: &'a str, text: &'a str) -> impl Iterator<Item = Span> + 'a {
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
