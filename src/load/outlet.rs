//! Who published an article that does not say so itself. In this order: the record's field, the
//! page's metadata or front matter; a `rashomon.toml`; the folder's name where the folders are
//! named by outlet; the site of its URL; else, marked as guessed, the file's name, or the first
//! words of the headline where that says nothing: `17.txt`, or a file of many articles.
//!
//! Folders are taken to be named by outlet when two or more folders side by side, below the PATH or
//! the PATHs themselves, hold articles, their names hold letters, and no article in any of them
//! says that its outlet is another than its folder's name. So `news/courier/…` and `news/post/…`
//! are two outlets; a folder that stands alone, or folders named by year, are none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::corpus::Outlet;
use crate::load::draft::Draft;
use crate::load::kind;
use crate::load::walk::SourceFile;

/// The folders whose names are outlets.
pub(crate) type FolderOutlets = BTreeSet<PathBuf>;

/// Finds the folders that are named by outlet, from the files that hold articles with the outlet
/// that each says itself.
pub(crate) fn of_folders<'a>(
    sources: impl Iterator<Item = (&'a SourceFile, Option<&'a str>)>,
) -> FolderOutlets {
    // Above each set of siblings: the folders in it, and whether all that is known agrees with
    // their names.
    let mut siblings: BTreeMap<PathBuf, (BTreeSet<PathBuf>, bool)> = BTreeMap::new();
    for (file, said) in sources {
        let Some(folder) = file.folder_among_others() else { continue };
        let above = folder.parent().unwrap_or(Path::new("")).to_owned();
        let (folders, agree) = siblings.entry(above).or_insert_with(|| (BTreeSet::new(), true));
        let name = name_of(&folder);
        *agree &=
            name.chars().any(char::is_alphabetic) && said.is_none_or(|outlet| same(outlet, &name));
        folders.insert(folder);
    }
    siblings
        .into_values()
        .filter(|(folders, agree)| *agree && folders.len() >= 2)
        .flat_map(|(folders, _)| folders)
        .collect()
}

/// What is known of an article that does not say its outlet.
#[derive(Clone, Copy, Debug)]
pub struct Silent<'a> {
    /// Its URL.
    pub url: Option<&'a str>,
    /// Its title; may be empty.
    pub title: &'a str,
    /// Whether its file holds others.
    pub is_record: bool,
}

/// The outlet of an article.
pub(crate) fn of(
    file: &SourceFile,
    draft: &Draft,
    is_record: bool,
    folders: &FolderOutlets,
) -> Outlet {
    let title = draft.title.as_deref().unwrap_or_default();
    let silent = || Silent { url: draft.url.as_deref(), title, is_record };
    draft.outlet.as_ref().map_or_else(|| otherwise(file, &silent(), folders), Outlet::named)
}

/// The outlet of an article that does not say it.
pub(crate) fn otherwise(file: &SourceFile, silent: &Silent<'_>, folders: &FolderOutlets) -> Outlet {
    if let Some(folder) = file.folder_among_others().filter(|folder| folders.contains(folder)) {
        return Outlet::named(name_of(&folder));
    }
    if let Some(site) = silent.url.and_then(site) {
        return Outlet::named(site);
    }
    let stem = file.stem();
    // Of what comes in pieces it is not known whether it holds one.
    let is_record = silent.is_record || kind::is_in_pieces(&file.extension());
    let says_nothing = is_record || is_bare(&stem);
    let words = first_words(silent.title);
    let name = if says_nothing && !words.is_empty() { words } else { stem };
    Outlet { name, guessed: true }
}

/// Names of files that say nothing, folded, without digits and marks.
const BARE: [&str; 16] = [
    "article", "articles", "content", "doc", "document", "download", "export", "file", "index",
    "item", "news", "page", "stdin", "story", "text", "untitled",
];
/// Letters in a row that make a word: `a1b2c3` has none.
const WORD: usize = 3;

/// Whether the name of a file says nothing: a number, a hash, "untitled (2)".
fn is_bare(stem: &str) -> bool {
    let lower = stem.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic());
    words.all(|word| word.chars().count() < WORD || BARE.contains(&word))
}

/// Words of a headline that stand for an outlet, and their length in characters: what a row of the
/// list has room for.
const WORDS: usize = 4;
const LONGEST: usize = 24;
/// A last word so short hangs in the air: "Mayor shuts the".
const SHORT: usize = 3;

/// The first words of a headline.
fn first_words(title: &str) -> String {
    let mut words = String::new();
    for word in title.split_whitespace().take(WORDS) {
        if !words.is_empty() && words.chars().count() + 1 + word.chars().count() > LONGEST {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    while let Some((rest, last)) = words.rsplit_once(' ')
        && last.chars().count() <= SHORT
        && last.starts_with(char::is_lowercase)
    {
        words = rest.to_owned();
    }
    let words: String = words.chars().take(LONGEST).collect();
    words.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

fn name_of(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether two names are one outlet's: "The Evening Post" and `evening-post`.
fn same(a: &str, b: &str) -> bool {
    let bare = |name: &str| {
        let name = name.to_lowercase();
        let name = name
            .strip_prefix("the ")
            .or_else(|| name.strip_prefix("the-"))
            .unwrap_or(&name)
            .to_owned();
        name.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    bare(a) == bare(b)
}

/// The site of a URL: `https://www.courier.example/a` → `courier.example`.
pub(crate) fn site(url: &str) -> Option<String> {
    let (scheme, rest) =
        url.split_once("://").or_else(|| url.strip_prefix("//").map(|rest| ("http", rest)))?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return None;
    }
    let host =
        rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = ["www.", "m.", "amp.", "mobile."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        .unwrap_or(&host);
    host.contains('.').then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{FolderOutlets, of, of_folders, site};
    use crate::load::draft::Draft;
    use crate::load::walk::SourceFile;

    fn outlets(files: &[(&str, Option<&str>)]) -> Vec<String> {
        let files: Vec<_> = files
            .iter()
            .map(|(name, outlet)| (SourceFile::in_memory(name, b""), outlet.map(str::to_owned)))
            .collect();
        let sources: Vec<_> = files
            .iter()
            .map(|(file, outlet)| (file, Draft { outlet: outlet.clone(), ..Draft::default() }))
            .collect();
        let folders =
            of_folders(sources.iter().map(|(file, draft)| (*file, draft.outlet.as_deref())));
        let shown = |outlet: crate::corpus::Outlet| {
            if outlet.guessed { format!("{}?", outlet.name) } else { outlet.name }
        };
        sources.iter().map(|(file, draft)| shown(of(file, draft, false, &folders))).collect()
    }

    #[test]
    fn folders_side_by_side_are_outlets() {
        assert_eq!(outlets(&[("courier/a.txt", None), ("post/b.txt", None)]), ["courier", "post"]);
        assert_eq!(
            outlets(&[("courier/a.txt", Some("The Courier")), ("post/b.txt", None)]),
            ["The Courier", "post"]
        );
        assert_eq!(
            outlets(&[("bridge/a.txt", Some("The Courier")), ("ferry/b.txt", None)]),
            ["The Courier", "b?"]
        );
        assert_eq!(outlets(&[("2024/a.txt", None), ("2025/b.txt", None)]), ["a?", "b?"]);
        assert_eq!(outlets(&[("alone/a.txt", None), ("b.txt", None)]), ["a?", "b?"]);
    }

    #[test]
    fn a_file_that_says_nothing_leaves_the_name_to_the_headline() {
        let title = "Cracks shut the old harbour bridge";
        let called = |name: &str, title: &str, is_record: bool| {
            let draft = Draft { title: Some(title.to_owned()), ..Draft::default() };
            of(&SourceFile::in_memory(name, b""), &draft, is_record, &FolderOutlets::new()).name
        };
        assert_eq!(called("bridge-courier.txt", title, false), "bridge-courier");
        for name in ["17.txt", "a1b2c3.html", "untitled (2).txt", "index.html", "one.jsonl"] {
            assert_eq!(called(name, title, false), "Cracks shut", "{name}");
        }
        assert_eq!(
            called("bridge-courier.json", "Bridge shut over nine cracks", true),
            "Bridge shut over nine"
        );
        assert_eq!(called("17.txt", "", false), "17", "there is nothing better");
        assert_eq!(called("17.txt", "“Bridge shut,” says mayor", false), "“Bridge shut,” says");
        assert_eq!(called("17.txt", &"é".repeat(90), false).chars().count(), 24);
    }

    #[test]
    fn sites_of_urls() {
        assert_eq!(
            site("https://www.courier.example/2025/a?b#c").as_deref(),
            Some("courier.example")
        );
        assert_eq!(site("http://user@Courier.example:8080/").as_deref(), Some("courier.example"));
        assert_eq!(site("file:///home/x.html"), None);
        assert_eq!(site("localhost"), None);
    }
}
