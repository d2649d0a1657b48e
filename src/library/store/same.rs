//! Which articles have texts of others, kept aside between grouping a library and comparing its
//! events: of a million articles it is more than there may be memory for.

use rusqlite::OptionalExtension;

use crate::corpus::Problem;
use crate::library::store::{Reader, Store};
use crate::view::shelf::Number;

impl Store {
    /// Keeps what there is to say of some articles, in the place of what was kept of them.
    ///
    /// # Errors
    /// Where the cache cannot be written; likewise below.
    pub fn put_same(&mut self, rows: &[(Number, Vec<u8>)]) -> Result<(), Problem> {
        self.write(|transaction| {
            let mut put = transaction
                .prepare_cached("INSERT OR REPLACE INTO same (article, said) VALUES (?1, ?2)")?;
            rows.iter().try_for_each(|(article, said)| put.execute((article.0, said)).map(drop))
        })
    }

    /// Forgets all that was kept so.
    pub fn forget_same(&mut self) -> Result<(), Problem> {
        self.write(|transaction| transaction.execute("DELETE FROM same", []).map(drop))
    }
}

impl Reader {
    /// What was kept of an article by [`Store::put_same`].
    ///
    /// # Errors
    /// Where the cache cannot be read.
    pub fn same(&self, article: Number) -> Result<Option<Vec<u8>>, Problem> {
        let said = self.connection.prepare_cached("SELECT said FROM same WHERE article = ?1");
        self.answered(
            said.and_then(|mut said| said.query_row([article.0], |row| row.get(0)).optional()),
        )
    }
}
