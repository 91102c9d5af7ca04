//! What whoever runs the house asks of its mails.

use std::time::Duration;

use chassis::db::Db;
use kit::{Result, Time};

use crate::db;

/// How the mails stand.
#[derive(Debug)]
pub struct Mails {
    /// How many wait.
    pub waiting: i64,
    /// Since when the oldest of them does.
    pub since: Option<Time>,
    /// How many were given up within the last day.
    pub failed: i64,
}

/// Tells how the mails stand.
///
/// # Errors
/// As any statement.
pub async fn mails(db: &Db) -> Result<Mails> {
    let (waiting, since) = db::waiting(db).await?;
    let failed = db::failed_since(db, db.now().minus(Duration::from_secs(86_400))).await?;
    Ok(Mails { waiting, since, failed })
}

/// Drops what waited when a backup was made, before the restored house opens; answers how many mails that were.
///
/// # Errors
/// As any statement.
pub async fn drop_waiting(db: &Db) -> Result<u64> {
    Ok(db::drop_mails(db, db.now()).await?)
}

/// How many mails and parked events hold something that the sealing key `id` closed.
///
/// # Errors
/// As any statement.
pub async fn sealed_with(db: &Db, id: &str) -> Result<i64> {
    Ok(db::sealed_with(db, &format!("{id}.%")).await?)
}
