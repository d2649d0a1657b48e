//! What files come to, in lines.

#![allow(dead_code, reason = "each test uses some of it")]

use std::fmt::Write as _;
use std::path::Path;

use expect_test::Expect;
use rashomon::load::{Watch, load};

/// Articles and problems of one file, in lines.
pub(crate) fn read(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    of(folder.path(), folder.path())
}

/// Articles and problems of a PATH in a folder, in lines.
pub(crate) fn of(folder: &Path, path: &Path) -> String {
    let loaded = load(&[path.to_owned()], &Watch::default());
    let mut shown = String::new();
    for article in &loaded.articles {
        let outlet =
            format!("{}{}", article.outlet.name, if article.outlet.guessed { "?" } else { "" });
        let date = article.published.map_or("-".to_owned(), |date| date.to_string());
        let url = article.url.as_ref().map(|url| format!(" | {url}")).unwrap_or_default();
        writeln!(
            shown,
            "{} | {outlet} | {} | {} | {date}{url}\n    {}",
            article.id,
            article.title,
            article.authors.join("+"),
            article.text.replace('\n', "⏎")
        )
        .unwrap();
    }
    for problem in &loaded.problems {
        writeln!(shown, "! {problem}").unwrap();
    }
    for (ending, count) in &loaded.skipped {
        writeln!(shown, "~ {ending} {count}").unwrap();
    }
    let folder = folder.to_string_lossy().into_owned();
    shown.replace(&format!("{folder}/"), "").replace(&folder, "folder")
}

/// That a file comes to these articles and problems.
#[track_caller]
pub(crate) fn check(name: &str, bytes: impl AsRef<[u8]>, expected: &Expect) {
    expected.assert_eq(&read(name, bytes.as_ref()));
}
