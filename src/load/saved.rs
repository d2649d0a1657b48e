//! What a library of saved pages says of them: Zotero in its `zotero.sqlite`, an export of Omnivore
//! in its `metadata_….json`. It was told or mended by a reader, so it counts before what a page says
//! of itself.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::Value;

use crate::corpus::Problem;
use crate::load::draft::{Draft, said};
use crate::load::walk::SourceFile;
use crate::load::{date, json, regular, store};

/// The library of Zotero, beside its folder `storage`, which has a folder for each page.
pub(crate) const ZOTERO: &str = "zotero.sqlite";
const STORAGE: &str = "storage";
/// The folders of an export of Omnivore: pages, and what a reader marked in them.
const CONTENT: &str = "content";
const HIGHLIGHTS: &str = "highlights";
/// Metadata of more bytes are not read.
const MOST: u64 = 64_000_000;

/// Zotero's names of a publication.
const PUBLICATIONS: [&str; 4] = ["publicationTitle", "websiteTitle", "blogTitle", "forumTitle"];

/// What Zotero has: the key of each attachment with the item that it belongs to; what is said of
/// items; who wrote them.
const ATTACHMENTS: &str = "SELECT i.key, coalesce(a.parentItemID, a.itemID) FROM itemAttachments AS a JOIN items AS i USING (itemID)";
const FIELDS: &str = "SELECT d.itemID, f.fieldName, v.value FROM itemData AS d JOIN fields AS f USING (fieldID) JOIN itemDataValues AS v USING (valueID)";
const AUTHORS: &str = "SELECT c.itemID, trim(coalesce(n.firstName, '') || ' ' || coalesce(n.lastName, '')) FROM itemCreators AS c JOIN creators AS n USING (creatorID) JOIN creatorTypes AS t USING (creatorTypeID) WHERE t.creatorType = 'author' ORDER BY c.itemID, c.orderIndex";

/// The libraries around some files.
#[derive(Debug, Default)]
pub(crate) struct Libraries {
    /// By their folder: what is said of a page, by its key.
    said: BTreeMap<PathBuf, BTreeMap<String, Draft>>,
    /// What is wrong with them.
    pub(crate) problems: Vec<Problem>,
}

impl Libraries {
    /// Those to which the pages in these canonical folders belong.
    pub(crate) fn around<'a>(folders: impl Iterator<Item = &'a PathBuf>) -> Self {
        let mut libraries = Libraries::default();
        let roots: BTreeSet<PathBuf> = folders.filter_map(|folder| root(folder)).collect();
        for root in roots {
            let of_zotero = root.join(ZOTERO);
            let said = if of_zotero.is_file() {
                zotero(&of_zotero).unwrap_or_else(|problem| {
                    libraries.problems.push(problem);
                    BTreeMap::new()
                })
            } else {
                omnivore(&root)
            };
            if !said.is_empty() {
                libraries.said.insert(root, said);
            }
        }
        libraries
    }

    /// What is said of the file `name` in a canonical folder.
    pub(crate) fn of(&self, folder: &Path, name: &str) -> Option<&Draft> {
        let said = self.said.get(&root(folder)?)?;
        let stem = Path::new(name).file_stem()?.to_str()?;
        said.get(folder.file_name()?.to_str()?).or_else(|| said.get(stem))
    }

    /// Whether a file in a canonical folder is what a reader marked in a page, and none itself.
    pub(crate) fn has_marks_in(&self, folder: &Path) -> bool {
        folder.file_name().is_some_and(|name| name == HIGHLIGHTS)
            && folder.parent().is_some_and(|root| self.said.contains_key(root))
    }

    /// All that is said, to tell whether it changed.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        if self.said.is_empty() { Vec::new() } else { format!("{:?}", self.said).into_bytes() }
    }
}

/// The folder of the library that has its pages in `folder`, by the names of the folders.
fn root(folder: &Path) -> Option<PathBuf> {
    let above = folder.parent()?;
    let is_called = |folder: &Path, name: &str| folder.file_name() == Some(OsStr::new(name));
    if is_called(above, STORAGE) {
        return above.parent().map(Path::to_owned);
    }
    is_called(folder, CONTENT).then(|| above.to_owned())
}

/// Whether a list of links is that of an export of Omnivore with its pages beside it.
pub(crate) fn has_pages(file: &SourceFile) -> bool {
    file.location().and_then(Path::parent).is_some_and(|folder| folder.join(CONTENT).is_dir())
}

/// What Zotero says of each page, by the name of its folder.
fn zotero(path: &Path) -> Result<BTreeMap<String, Draft>, Problem> {
    let told = |what: String, hint: &str| Problem {
        path: path.to_string_lossy().into_owned(),
        line: None,
        what,
        hint: hint.to_owned(),
    };
    let (connection, _copy) = store::open_locked(path).map_err(|error| {
        told(format!("cannot be opened: {error}"), "quit Zotero, and try again")
    })?;
    items(&connection).map_err(|error| {
        told(
            format!("cannot be read: {error}"),
            "its pages are read all the same; report the version of Zotero",
        )
    })
}

fn items(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Draft>> {
    let mut items: BTreeMap<i64, Draft> = BTreeMap::new();
    let mut fields = connection.prepare(FIELDS)?;
    let mut rows = fields.query([])?;
    while let Some(row) = rows.next()? {
        let (name, value): (String, Option<String>) = (row.get(1)?, row.get(2).ok());
        let Some(value) = value.as_deref().and_then(said) else { continue };
        let item = items.entry(row.get(0)?).or_default();
        match name.as_str() {
            "title" => item.title = Some(value),
            "url" => item.url = Some(value),
            "date" => item.published = date::find(&value),
            name if PUBLICATIONS.contains(&name) => item.outlet = Some(value),
            _ => {}
        }
    }
    let mut authors = connection.prepare(AUTHORS)?;
    let mut rows = authors.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(1)?;
        items.entry(row.get(0)?).or_default().authors.extend(said(&name));
    }
    let mut attachments = connection.prepare(ATTACHMENTS)?;
    let rows = attachments.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))?;
    rows.map(|row| row.map(|(key, item)| (key, items.get(&item).cloned().unwrap_or_default())))
        .collect()
}

/// What an export of Omnivore says of each page, by the page's name.
fn omnivore(root: &Path) -> BTreeMap<String, Draft> {
    let is_metadata = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("metadata_") && name.ends_with(".json")
    };
    let files = fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut said = BTreeMap::new();
    for path in files.filter(is_metadata) {
        let records = regular::read(&path, MOST).ok();
        let records = records.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let Some(Value::Array(records)) = records else { continue };
        for fields in records.iter().filter_map(Value::as_object) {
            if let Some(slug) = fields.get("slug").and_then(Value::as_str) {
                let draft = Draft { id: None, ..json::described(fields, Draft::default()) };
                said.insert(slug.to_owned(), draft);
            }
        }
    }
    said
}
