//! What whoever runs the house asks of search.

use chassis::db::Db;
use kit::Result;

use crate::ops::rebuild;

/// Asks the owners of documents to publish them again, whatever the index holds. Safe to repeat.
///
/// # Errors
/// As any statement.
pub async fn rebuild(db: &Db) -> Result<()> {
    rebuild::ask(db).await
}
