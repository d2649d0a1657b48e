//! Whether the parts of the cache agree with each other.

use crate::corpus::Problem;
use crate::library::store::Store;

/// What must be so, each as a query that gives how often it is not, with the words for it.
const RULES: [(&str, &str); 6] = [
    (
        "articles without a text",
        "SELECT count(*) FROM article WHERE body NOT IN (SELECT id FROM body)",
    ),
    (
        "texts without an article",
        "SELECT count(*) FROM body WHERE id NOT IN (SELECT body FROM article)",
    ),
    (
        "articles that are not in the index",
        "SELECT count(*) FROM article WHERE id NOT IN (SELECT id FROM words_docsize)",
    ),
    (
        "articles in the index that are gone",
        "SELECT count(*) FROM words_docsize WHERE id NOT IN (SELECT id FROM article)",
    ),
    (
        "findings without an article",
        "SELECT count(*) FROM finding WHERE article NOT IN (SELECT id FROM article)",
    ),
    (
        "articles without a file",
        "SELECT count(*) FROM article WHERE file NOT IN (SELECT id FROM file)",
    ),
];

impl Store {
    /// What does not agree, in words; nothing where all is well. Reads the whole cache.
    ///
    /// # Errors
    /// Where the cache cannot be read, or is damaged.
    pub fn check(&mut self) -> Result<Vec<String>, Problem> {
        self.write(|transaction| {
            transaction.execute("INSERT INTO words (words) VALUES ('integrity-check')", [])?;
            transaction
                .execute("INSERT INTO told_index (told_index) VALUES ('integrity-check')", [])?;
            let sound: String =
                transaction.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
            if sound != "ok" {
                log::error!("cache: {sound}");
                return Err(rusqlite::Error::InvalidQuery);
            }
            let mut found = Vec::new();
            for (what, sql) in RULES {
                let count: i64 = transaction.query_row(sql, [], |row| row.get(0))?;
                found.extend((count > 0).then(|| format!("{count} {what}")));
            }
            Ok(found)
        })
    }
}
