//! `rashomon.toml` beside the articles, or above them: what the files themselves do not say.
//!
//! ```toml
//! outlet = "The Courier"      # for every file of this folder and below
//!
//! [[article]]                 # for the files whose name (or path from here) matches
//! file = "bridge-*.txt"
//! outlet = "Evening Post"
//! date = "2025-03-04"
//! title = "Bridge shut"
//! ```
//!
//! The nearest file that says a thing counts, an `[[article]]` before the whole folder. An unknown
//! key is a problem with its line, never a refusal.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use globset::{Glob, GlobMatcher};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::corpus::{Problem, Published};
use crate::load::draft::{Draft, said};
use crate::load::saved::Libraries;
use crate::load::walk::SourceFile;
use crate::load::{date, regular};

/// The name of the file.
pub(crate) const FILE: &str = "rashomon.toml";
/// The size from which on it is not read, in bytes.
const MOST: u64 = 1_000_000;

/// What is said about one article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// By the library of saved pages that it belongs to, before it is heard itself.
    pub(crate) library: Option<Draft>,
    /// Whether the file is no article, but what a reader marked in one.
    pub(crate) has_marks: bool,
    pub(crate) outlet: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) published: Option<Published>,
}

/// All the files of this name that count for the articles.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    /// By folder, canonical.
    files: BTreeMap<PathBuf, FolderFile>,
    /// From a folder as it is written in paths to its canonical form.
    canonical: BTreeMap<PathBuf, PathBuf>,
    libraries: Libraries,
}

#[derive(Debug, Default)]
struct FolderFile {
    source: Vec<u8>,
    outlet: Option<String>,
    articles: Vec<(GlobMatcher, Settings)>,
    problems: Vec<Problem>,
}

impl Folders {
    /// Reads those in the folders of `files` and above.
    pub(crate) fn beside(files: &[SourceFile]) -> Self {
        let mut folders = Folders::default();
        let written: BTreeSet<PathBuf> = files.iter().filter_map(SourceFile::folder).collect();
        let mut above = BTreeSet::new();
        for folder in written {
            let shown = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
            if let Ok(canonical) = shown.canonicalize() {
                above.extend(canonical.ancestors().map(Path::to_owned));
                folders.canonical.insert(folder, canonical);
            }
        }
        for folder in above {
            let path = folder.join(FILE);
            match regular::read(&path, MOST) {
                Ok(bytes) => {
                    let file = read(&path.to_string_lossy(), &String::from_utf8_lossy(&bytes));
                    folders.files.insert(folder, FolderFile { source: bytes, ..file });
                }
                Err(error)
                    if error.kind() == std::io::ErrorKind::PermissionDenied && path.exists() =>
                {
                    let problem = problem(
                        &path.to_string_lossy(),
                        None,
                        "cannot be read: permission denied",
                        "make it readable",
                    );
                    folders.files.insert(
                        folder,
                        FolderFile { problems: vec![problem], ..FolderFile::default() },
                    );
                }
                Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => {
                    let hint = "move it away, or put the outlets in a file of this name";
                    let problem = problem(
                        &path.to_string_lossy(),
                        None,
                        format!("cannot be read: {error}"),
                        hint,
                    );
                    folders.files.insert(
                        folder,
                        FolderFile { problems: vec![problem], ..FolderFile::default() },
                    );
                }
                Err(_) => {}
            }
        }
        folders.libraries = Libraries::around(folders.canonical.values());
        folders
    }

    /// Those among `files`, which are in memory.
    pub(crate) fn in_memory(files: &[(&str, &[u8])]) -> Self {
        let mut folders = Folders::default();
        for (name, bytes) in files {
            let folder = Path::new(name).parent().unwrap_or(Path::new("")).to_owned();
            folders.canonical.insert(folder.clone(), folder.clone());
            if Path::new(name).file_name().is_some_and(|name| name == FILE) {
                folders.files.insert(folder, read(name, &String::from_utf8_lossy(bytes)));
            }
        }
        folders
    }

    /// What they say about `file`.
    pub(crate) fn of(&self, file: &SourceFile) -> Settings {
        let mut settings = Settings::default();
        let folder = file.folder().and_then(|folder| self.canonical.get(&folder).cloned());
        let Some(folder) = folder else { return settings };
        settings.library = self.libraries.of(&folder, &file.name()).cloned();
        settings.has_marks = self.libraries.has_marks_in(&folder);
        let path = folder.join(file.name());
        for above in folder.ancestors() {
            let Some(found) = self.files.get(above) else { continue };
            let relative = path.strip_prefix(above).unwrap_or(&path);
            for (glob, said) in &found.articles {
                if glob.is_match(file.name()) || glob.is_match(relative) {
                    settings.outlet = settings.outlet.or_else(|| said.outlet.clone());
                    settings.title = settings.title.or_else(|| said.title.clone());
                    settings.published = settings.published.or(said.published);
                }
            }
            settings.outlet = settings.outlet.or_else(|| found.outlet.clone());
        }
        settings
    }

    /// What the files hold, to tell whether one of them changed.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.files
            .iter()
            .flat_map(|(folder, file)| {
                [folder.as_os_str().as_encoded_bytes(), b"\n", &file.source].concat()
            })
            .chain(self.libraries.bytes())
            .collect()
    }

    /// What is wrong with them.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let of_files = self.files.values().flat_map(|file| &file.problems);
        of_files.chain(&self.libraries.problems).cloned().collect()
    }
}

fn problem(path: &str, line: Option<u64>, what: impl Into<String>, hint: &str) -> Problem {
    Problem { path: path.to_owned(), line, what: what.into(), hint: hint.to_owned() }
}

/// A reader of one file, which gathers what is wrong with it.
struct SettingsReader<'a> {
    path: &'a str,
    source: &'a str,
    problems: Vec<Problem>,
}

fn read(path: &str, source: &str) -> FolderFile {
    let mut reading = SettingsReader { path, source, problems: Vec::new() };
    let mut file = FolderFile::default();
    match DeTable::parse(source) {
        Ok(table) => {
            for (key, value) in table.into_inner() {
                match (key.get_ref().as_ref(), value.get_ref()) {
                    ("outlet", _) => file.outlet = reading.word("outlet", &value),
                    ("article", DeValue::Array(articles)) => {
                        file.articles = articles
                            .iter()
                            .filter_map(|article| reading.article(article))
                            .collect();
                    }
                    ("article", _) => reading.complain(
                        key.span().start,
                        "article is not a list",
                        "write [[article]] above its keys",
                    ),
                    (unknown, _) => {
                        reading.complain(
                            key.span().start,
                            format!("unknown key {unknown}"),
                            "known are outlet and [[article]]",
                        );
                    }
                }
            }
        }
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            reading.complain(
                at,
                format!("not valid TOML: {}", error.message()),
                "mend it; until then nothing of it counts",
            );
        }
    }
    file.problems = reading.problems;
    file.problems.sort();
    file
}

impl SettingsReader<'_> {
    fn complain(&mut self, at: usize, what: impl Into<String>, hint: &str) {
        let lines = self.source.bytes().take(at).filter(|byte| *byte == b'\n').count() as u64;
        self.problems.push(problem(self.path, Some(lines + 1), what, hint));
    }

    fn word(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let word = value.get_ref().as_str().and_then(said);
        if word.is_none() {
            self.complain(
                value.span().start,
                format!("{key} is not a text"),
                "write it between quotation marks",
            );
        }
        word
    }

    fn article(&mut self, article: &Spanned<DeValue<'_>>) -> Option<(GlobMatcher, Settings)> {
        let DeValue::Table(fields) = article.get_ref() else {
            self.complain(
                article.span().start,
                "not a table of keys",
                "write [[article]] above its keys",
            );
            return None;
        };
        let mut settings = Settings::default();
        let mut glob = None;
        for (key, value) in fields {
            match key.get_ref().as_ref() {
                "file" => glob = self.glob(value),
                "outlet" => settings.outlet = self.word("outlet", value),
                "title" => settings.title = self.word("title", value),
                "date" => settings.published = self.date(value),
                unknown => self.complain(
                    key.span().start,
                    format!("unknown key {unknown}"),
                    "known are file, outlet, date and title",
                ),
            }
        }
        if !fields.keys().any(|key| key.get_ref() == "file") {
            self.complain(
                article.span().start,
                "an article without file",
                "say which files it is about: file = \"name-*.txt\"",
            );
        }
        Some((glob?, settings))
    }

    fn glob(&mut self, value: &Spanned<DeValue<'_>>) -> Option<GlobMatcher> {
        let word = self.word("file", value)?;
        match Glob::new(&word) {
            Ok(glob) => Some(glob.compile_matcher()),
            Err(error) => {
                self.complain(
                    value.span().start,
                    format!("file is no pattern: {}", error.kind()),
                    "use * and ?, as in \"bridge-*.txt\"",
                );
                None
            }
        }
    }

    fn date(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Published> {
        let written = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            value => value.as_str().unwrap_or("").to_owned(),
        };
        let found = date::find(&written);
        if found.is_none() {
            self.complain(value.span().start, "date is not a date", "write it as \"2025-03-04\"");
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Folders;
    use crate::load::walk::SourceFile;

    fn of(toml: &str, name: &str) -> (Option<String>, Option<String>, Vec<String>) {
        let files: [(&str, &[u8]); 2] = [("news/rashomon.toml", toml.as_bytes()), (name, b"text")];
        let folders = Folders::in_memory(&files);
        let settings = folders.of(&SourceFile::in_memory(name, b"text"));
        (
            settings.outlet,
            settings.published.map(|date| date.to_string()),
            folders.problems().iter().map(ToString::to_string).collect(),
        )
    }

    #[test]
    fn an_article_counts_before_its_folder_and_the_folder_for_those_below() {
        let toml = "outlet = 'The Courier'\n[[article]]\nfile = 'b*.txt'\noutlet = 'Evening Post'\ndate = 2025-03-04\n";
        let some = |word: &str| Some(word.to_owned());
        assert_eq!(of(toml, "news/bridge.txt"), (some("Evening Post"), some("2025-03-04"), vec![]));
        assert_eq!(of(toml, "news/deep/ferry.txt"), (some("The Courier"), None, vec![]));
        assert_eq!(of(toml, "elsewhere/ferry.txt"), (None, None, vec![]));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let toml = "colour = 'red'\noutlet = 7\n[[article]]\nfile = '*'\ndate = 'soon'\nauthor = 'x'\n[[article]]\noutlet = 'y'\n";
        let problems = of(toml, "news/a.txt").2.join("\n");
        expect_test::expect![[r#"
            news/rashomon.toml:1: unknown key colour (known are outlet and [[article]])
            news/rashomon.toml:2: outlet is not a text (write it between quotation marks)
            news/rashomon.toml:5: date is not a date (write it as "2025-03-04")
            news/rashomon.toml:6: unknown key author (known are file, outlet, date and title)
            news/rashomon.toml:7: an article without file (say which files it is about: file = "name-*.txt")"#]]
        .assert_eq(&problems);
        assert!(
            of("outlet = \n", "news/a.txt")
                .2
                .join("")
                .starts_with("news/rashomon.toml:1: not valid TOML")
        );
    }
}
