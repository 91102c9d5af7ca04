//! One instant of several SQLite files, to be copied while others go on writing (decision D9).

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedMutexGuard;

use super::sqlite::{Sqlite, Writer, connect};
use super::{Db, Engine, Error, faults};

/// For how long writers may be kept waiting at most while the locks are collected.
const PATIENCE: Duration = Duration::from_millis(100);
/// How often all locks are tried for, with a pause between in which writers write.
const TRIES: u32 = 100;
/// That pause.
const PAUSE: Duration = Duration::from_millis(20);

const HEAD: &str = "select epoch, head from log_head";
const NAMES: &str = "select track || '/' || name from migrations order by track, number";

/// How a service stands in a backup.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct About {
    /// Its name.
    pub service: String,
    /// The epoch of its log.
    pub epoch: i64,
    /// The newest position of its log.
    pub head: i64,
    /// Its migrations, `accounts/0001_users`.
    pub migrations: Vec<String>,
}

/// A file as it was at one instant: an open read transaction that has read.
pub struct Snapshot {
    service: &'static str,
    conn: Mutex<Connection>,
}

/// Pins the files of these services at one instant: what is committed to any of them by then is in it, and
/// nothing that was committed later to another. Writers wait for at most 100 ms.
///
/// # Errors
/// [`Error::Unavailable`] on PostgreSQL, when a file cannot be opened, or when writers never let go in time.
pub async fn snapshots(dbs: &[Db]) -> Result<Vec<Snapshot>, Error> {
    let files = dbs.iter().map(|db| Ok((db.service(), file(db)?))).collect::<Result<Vec<_>, Error>>()?;
    if faults::off("backup.all_locks") {
        return one_by_one(&files).await;
    }
    for _ in 0..TRIES {
        let held = tokio::time::timeout(PATIENCE, async {
            let mut held = Vec::new();
            for (_, file) in &files {
                held.push(file.hold().await?);
            }
            Ok::<Vec<OwnedMutexGuard<Writer>>, Error>(held)
        });
        if let Ok(held) = held.await {
            let _held = held?;
            return files.iter().map(|(service, file)| Snapshot::pin(service, file)).collect();
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(Error::Unavailable("the files were written to without a pause; try again in a moment".into()))
}

/// What a backup would be without holding all writers at once.
async fn one_by_one(files: &[(&'static str, &Sqlite)]) -> Result<Vec<Snapshot>, Error> {
    let mut pinned = Vec::new();
    for (service, file) in files {
        drop(file.hold().await?);
        pinned.push(Snapshot::pin(service, file)?);
        tokio::time::sleep(PAUSE).await;
    }
    Ok(pinned)
}

fn file(db: &Db) -> Result<&Sqlite, Error> {
    match &db.0.engine {
        Engine::Sqlite(sqlite) => Ok(sqlite),
        Engine::Postgres(_) => Err(Error::Unavailable("there are no files on PostgreSQL".into())),
    }
}

impl Snapshot {
    fn pin(service: &'static str, file: &Sqlite) -> Result<Self, Error> {
        let conn = connect(file.path(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        // `begin` alone pins nothing: only a transaction that has read has its instant.
        let pin = "begin; select count(*) from sqlite_schema";
        conn.execute_batch(pin).map_err(|e| Error::sqlite(&e, pin))?;
        Ok(Self { service, conn: Mutex::new(conn) })
    }

    /// Whose file it is.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// How the service stood at that instant.
    ///
    /// # Errors
    /// As any statement.
    pub fn about(&self) -> Result<About, Error> {
        let conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || {
            let (epoch, head) = conn.query_row(HEAD, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut names = conn.prepare(NAMES)?;
            let migrations = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(About { service: self.service.to_owned(), epoch, head, migrations })
        };
        read().map_err(|e: rusqlite::Error| Error::sqlite(&e, NAMES))
    }

    /// Copies it into a new file, and looks whether the copy is sound.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the copy cannot be written, or is not sound.
    #[expect(clippy::disallowed_methods, reason = "an operator's copy, one at a time")]
    pub async fn copy_to(self, path: &Path) -> Result<(), Error> {
        let path = path.to_owned();
        let copied = tokio::task::spawn_blocking(move || self.copy(&path));
        copied.await.map_err(|e| Error::Unavailable(e.to_string()))?
    }

    fn copy(&self, path: &Path) -> Result<(), Error> {
        let fail = |e: rusqlite::Error| Error::Unavailable(format!("{}: {e}", path.display()));
        if path.exists() {
            return Err(Error::Unavailable(format!("{} is there already", path.display())));
        }
        let from = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut to = Connection::open(path).map_err(fail)?;
        Backup::new(&from, &mut to)
            .and_then(|copy| copy.run_to_completion(1000, Duration::from_millis(1), None))
            .map_err(fail)?;
        drop(to);
        sound(path)
    }
}

/// Looks whether a SQLite file is whole; reads all of it.
///
/// # Errors
/// [`Error::Unavailable`] with what is wrong.
pub fn sound(path: &Path) -> Result<(), Error> {
    let fail = |e: rusqlite::Error| Error::Unavailable(format!("{}: {e}", path.display()));
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let told: String = conn.query_row("pragma integrity_check(1)", [], |row| row.get(0)).map_err(fail)?;
    if told != "ok" {
        return Err(Error::Unavailable(format!("{} is not sound: {told}", path.display())));
    }
    Ok(())
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Snapshot({})", self.service)
    }
}
