//! Who published an article that does not say so itself. In this order: the record's field, the
//! page's metadata or front matter; a `rashomon.toml`; the folder's name where the folders are
//! named by outlet; the site of its URL; else the file's name, marked as guessed.
//!
//! Folders are taken to be named by outlet when two or more folders side by side, below the PATH or
//! the PATHs themselves, hold articles, their names hold letters, and no article in any of them
//! says that its outlet is another than its folder's name. So `news/courier/…` and `news/post/…`
//! are two outlets; a folder that stands alone, or folders named by year, are none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::corpus::Outlet;
use crate::load::draft::Draft;
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

/// The outlet of an article.
pub(crate) fn of(file: &SourceFile, draft: &Draft, folders: &FolderOutlets) -> Outlet {
    match &draft.outlet {
        Some(name) => Outlet { name: name.clone(), guessed: false },
        None => otherwise(file, draft.url.as_deref(), folders),
    }
}

/// The outlet of an article that does not say it.
pub(crate) fn otherwise(file: &SourceFile, url: Option<&str>, folders: &FolderOutlets) -> Outlet {
    let known = |name: String| Outlet { name, guessed: false };
    if let Some(folder) = file.folder_among_others().filter(|folder| folders.contains(folder)) {
        return known(name_of(&folder));
    }
    if let Some(site) = url.and_then(site) {
        return known(site);
    }
    Outlet { name: file.stem(), guessed: true }
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
    use super::{of, of_folders, site};
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
        sources.iter().map(|(file, draft)| shown(of(file, draft, &folders))).collect()
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
