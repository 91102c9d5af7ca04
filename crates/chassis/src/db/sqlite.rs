//! SQLite: readers that run inline, one writer with group commit.
//!
//! Every transaction is a savepoint inside one open `begin immediate`; transactions run one after
//! another, and the first that is done waits for the fair lock once more and commits for all that ran meanwhile.
//! Nobody is answered, refused included, before that COMMIT returned.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use tokio::sync::{Mutex as FairMutex, OwnedMutexGuard, watch};

use super::sql::{Statement, with_list};
use super::value::{Columns, Record, Value};
use super::{Error, faults};

/// One database file.
pub(crate) struct Sqlite {
    path: PathBuf,
    readers: Vec<Mutex<Option<Connection>>>,
    turn: AtomicUsize,
    writer: Arc<FairMutex<Writer>>,
}

/// The one connection that writes, and the batch that is open on it.
pub(crate) struct Writer {
    conn: Connection,
    batch: Option<Arc<Batch>>,
}

type Outcome = Result<(), Arc<Error>>;

/// The transactions that share one COMMIT.
struct Batch {
    outcome: watch::Sender<Option<Outcome>>,
    /// Whether somebody sees to the COMMIT. All others wait for the outcome alone: in the queue of the lock they
    /// would only hold up those who want to write.
    led: AtomicBool,
}

/// The oldest SQLite that is free of the WAL-reset fault.
const OLDEST: i32 = 3_051_003;

/// How the writer works.
pub(crate) const WRITER: &str = "pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; \
    pragma temp_store=memory; pragma cache_size=-16000; pragma journal_size_limit=67108864; \
    pragma trusted_schema=off;";
/// How a reader works.
pub(crate) const READER: &str =
    "pragma cache_size=-4000; pragma temp_store=memory; pragma trusted_schema=off;";

impl Sqlite {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        if rusqlite::version_number() < OLDEST {
            return Err(Error::Unavailable(format!(
                "SQLite {} is too old, 3.51.3 is needed",
                rusqlite::version()
            )));
        }
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        conn.execute_batch(WRITER).map_err(|e| Error::sqlite(&e, "pragma"))?;
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Self {
            path: path.to_owned(),
            readers: (0..cores.min(4)).map(|_| Mutex::new(None)).collect(),
            turn: AtomicUsize::new(0),
            writer: Arc::new(FairMutex::new(Writer { conn, batch: None })),
        })
    }

    /// Runs `work` on a reader, on this thread: a hop to another would cost more than the read.
    fn read<R>(&self, work: impl FnOnce(&Connection) -> Result<R, Error>) -> Result<R, Error> {
        let mut slot = self.free_reader();
        if slot.is_none() {
            let conn = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            conn.execute_batch(READER).map_err(|e| Error::sqlite(&e, "pragma"))?;
            *slot = Some(conn);
        }
        slot.as_ref().map_or(Err(Error::NoRow), work)
    }

    fn free_reader(&self) -> MutexGuard<'_, Option<Connection>> {
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        let all = self.readers.len();
        for i in 0..all {
            match self.readers[(first + i) % all].try_lock() {
                Ok(slot) => return slot,
                Err(TryLockError::Poisoned(slot)) => return slot.into_inner(),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        self.readers[first % all].lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn query<T: Record>(
        &self,
        sql: &Statement,
        args: &[Value<'_>],
        most: usize,
    ) -> Result<Vec<T>, Error> {
        self.read(|conn| query(conn, sql, args, most))
    }

    pub(crate) fn ask_text(&self, text: &str) -> Result<Option<String>, Error> {
        let read = |conn: &Connection| conn.query_row(text, [], |row| row.get(0));
        self.read(|conn| read(conn).map_err(|e| Error::sqlite(&e, text)))
    }

    pub(crate) async fn begin(&self) -> Result<SqliteTx, Error> {
        let mut writer = self.writer.clone().lock_owned().await;
        let batch = match &writer.batch {
            Some(batch) => batch.clone(),
            None => {
                run(&writer.conn, "begin immediate")?;
                let batch = Arc::new(Batch { outcome: watch::Sender::new(None), led: false.into() });
                writer.batch = Some(batch.clone());
                batch
            }
        };
        if let Err(error) = run(&writer.conn, "savepoint t") {
            fail_batch(&mut writer, &error);
            return Err(error);
        }
        Ok(SqliteTx { open: Mutex::new(Some(writer)), batch, lock: self.writer.clone() })
    }

    /// Runs `work` alone on the writer, between batches; for migrations.
    pub(crate) async fn alone<R>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<R, Error>,
    ) -> Result<R, Error> {
        work(&mut self.hold().await?.conn)
    }

    /// Where the file is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps everybody from writing, between batches, for as long as the answer is kept.
    pub(crate) async fn hold(&self) -> Result<OwnedMutexGuard<Writer>, Error> {
        let mut writer = self.writer.clone().lock_owned().await;
        if writer.batch.is_some() {
            commit(&mut writer).map_err(Error::Shared)?;
        }
        Ok(writer)
    }
}

/// An open transaction: a savepoint, and the writer's lock while it runs.
pub(crate) struct SqliteTx {
    open: Mutex<Option<OwnedMutexGuard<Writer>>>,
    batch: Arc<Batch>,
    lock: Arc<FairMutex<Writer>>,
}

impl SqliteTx {
    pub(crate) fn query<T: Record>(
        &self,
        sql: &Statement,
        args: &[Value<'_>],
        most: usize,
    ) -> Result<Vec<T>, Error> {
        self.on(|conn| query(conn, sql, args, most))
    }

    pub(crate) fn exec(&self, sql: &Statement, args: &[Value<'_>]) -> Result<u64, Error> {
        self.on(|conn| exec(conn, sql, args))
    }

    fn on<R>(&self, work: impl FnOnce(&Connection) -> Result<R, Error>) -> Result<R, Error> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(writer) = open.as_mut() else { return Err(self.lost()) };
        let result = work(&writer.conn);
        // Some failures (disk full, I/O) roll back the whole outer transaction and with it the batch.
        if let Err(error) = &result
            && writer.conn.is_autocommit()
        {
            fail_batch(writer, error);
            *open = None;
            return Err(self.lost());
        }
        result
    }

    fn lost(&self) -> Error {
        match &*self.batch.outcome.borrow() {
            Some(Err(error)) => Error::Shared(error.clone()),
            _ => Error::Unavailable("the transaction is over".into()),
        }
    }

    /// Ends the savepoint and waits until the batch is durable, also when it was rolled back:
    /// a refusal may rest on rows of the batch that are not durable yet.
    pub(crate) async fn end(&self, keep: bool) -> Result<(), Error> {
        let Some(debt) = self.release(keep)? else { return Err(self.lost()) };
        debt.pay().await
    }

    fn release(&self, keep: bool) -> Result<Option<Debt>, Error> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut writer) = open.take() else { return Ok(None) };
        let ended = if keep { run(&writer.conn, "release t") } else { roll_back(&writer.conn) };
        if let Err(error) = ended {
            fail_batch(&mut writer, &error);
            return Err(error);
        }
        Ok(Some(Debt { owed: Some((self.lock.clone(), self.batch.clone())), leads: false }))
    }
}

impl Drop for SqliteTx {
    /// A transaction that nobody ended is rolled back; its batch is still made durable.
    fn drop(&mut self) {
        let _: Result<_, Error> = self.release(false);
    }
}

/// A savepoint is over, but its batch is not durable yet. Whoever gives up waiting and was to see to the COMMIT
/// leaves that to a task.
struct Debt {
    owed: Option<(Arc<FairMutex<Writer>>, Arc<Batch>)>,
    leads: bool,
}

impl Debt {
    async fn pay(mut self) -> Result<(), Error> {
        let Some((lock, batch)) = self.owed.clone() else { return Ok(()) };
        if faults::off("sqlite.wait_for_commit") {
            return Ok(());
        }
        self.leads = batch.take_the_lead();
        let outcome = if self.leads { settle(lock, batch).await } else { batch.outcome().await };
        self.owed = None;
        outcome.map_err(Error::Shared)
    }
}

impl Drop for Debt {
    fn drop(&mut self) {
        let Some((lock, batch)) = self.owed.take() else { return };
        if !self.leads && !batch.take_the_lead() {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(settle(lock, batch));
        }
    }
}

impl Batch {
    /// True for the first who asks.
    fn take_the_lead(&self) -> bool {
        !self.led.swap(true, Ordering::AcqRel)
    }

    /// Waits until whoever leads has committed, or failed to.
    async fn outcome(&self) -> Outcome {
        let mut outcome = self.outcome.subscribe();
        let done = outcome.wait_for(Option::is_some).await;
        done.map_or(Ok(()), |done| done.clone().unwrap_or(Ok(())))
    }
}

/// Waits until the batch is committed, or commits it for all.
#[expect(clippy::disallowed_methods, reason = "waits for a disk, and one writer bounds it")]
async fn settle(lock: Arc<FairMutex<Writer>>, batch: Arc<Batch>) -> Outcome {
    let writer = tokio::select! {
        biased;
        done = batch.outcome() => return done,
        writer = lock.lock_owned() => writer,
    };
    if let Some(done) = &*batch.outcome.borrow() {
        return done.clone();
    }
    let mut writer = writer;
    // The sync of the disk takes long, so that it does not run on an async core.
    let led = tokio::task::spawn_blocking(move || commit(&mut writer)).await;
    led.unwrap_or_else(|e| Err(Arc::new(Error::Unavailable(e.to_string()))))
}

fn commit(writer: &mut Writer) -> Outcome {
    let outcome = run(&writer.conn, "commit").map_err(|error| {
        let _: Result<_, Error> = run(&writer.conn, "rollback");
        Arc::new(Error::Unavailable(format!("a batch could not be committed: {error}")))
    });
    if let Some(batch) = writer.batch.take() {
        batch.outcome.send_replace(Some(outcome.clone()));
    }
    outcome
}

fn fail_batch(writer: &mut Writer, error: &Error) {
    if !writer.conn.is_autocommit() {
        let _: Result<_, Error> = run(&writer.conn, "rollback");
    }
    if let Some(batch) = writer.batch.take() {
        let shared = Arc::new(Error::Unavailable(format!("a batch was lost: {error}")));
        batch.outcome.send_replace(Some(Err(shared)));
    }
}

fn roll_back(conn: &Connection) -> Result<(), Error> {
    run(conn, "rollback to t")?;
    run(conn, "release t")
}

fn run(conn: &Connection, sql: &str) -> Result<(), Error> {
    let fail = |e: rusqlite::Error| Error::sqlite(&e, sql);
    conn.prepare_cached(sql).map_err(fail)?.execute([]).map_err(fail).map(drop)
}

pub(crate) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let fail = |e: rusqlite::Error| Error::Unavailable(format!("{}: {e}", path.display()));
    let conn = Connection::open_with_flags(path, flags).map_err(fail)?;
    conn.busy_timeout(Duration::from_secs(5)).map_err(fail)?;
    conn.set_prepared_statement_cache_capacity(128);
    // Plans do not depend on bound values. Without this, SQLite marks most statements with `column = ?` as to be
    // planned anew whenever their bindings change, and giving one back to the cache clears its bindings.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fail)?;
    Ok(conn)
}

fn exec(conn: &Connection, sql: &Statement, args: &[Value<'_>]) -> Result<u64, Error> {
    prepared(conn, sql, args, |statement, flat| statement.execute(params_from_iter(flat)).map(|n| n as u64))
}

fn query<T: Record>(
    conn: &Connection,
    sql: &Statement,
    args: &[Value<'_>],
    most: usize,
) -> Result<Vec<T>, Error> {
    let mut found = Vec::new();
    let read = prepared(conn, sql, args, |statement, flat| {
        let mut rows = statement.query(params_from_iter(flat))?;
        while found.len() < most
            && let Some(row) = rows.next()?
        {
            match T::read(&mut Columns::sqlite(row)) {
                Ok(record) => found.push(record),
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(Ok(()))
    })?;
    read.map(|()| found)
}

fn prepared<R>(
    conn: &Connection,
    sql: &Statement,
    args: &[Value<'_>],
    work: impl FnOnce(&mut rusqlite::CachedStatement<'_>, &[Value<'_>]) -> rusqlite::Result<R>,
) -> Result<R, Error> {
    let fail = |e: rusqlite::Error| Error::sqlite(&e, sql.sqlite());
    if let Some((Value::List(list), rest)) = args.split_last() {
        let flat: Vec<Value<'_>> = rest.iter().chain(list).cloned().collect();
        let text = with_list(sql.sqlite(), '?', list.len());
        return work(&mut conn.prepare_cached(&text).map_err(fail)?, &flat).map_err(fail);
    }
    work(&mut conn.prepare_cached(sql.sqlite()).map_err(fail)?, args).map_err(fail)
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn a_cached_statement_is_not_planned_anew() {
        let conn = connect(Path::new(":memory:"), OpenFlags::default()).unwrap();
        conn.execute_batch("create table a(id integer, b integer); create table b(id integer)").unwrap();
        let text = "select a.id from a join b on b.id = a.b where a.id = ?1";
        for id in 0..3 {
            let mut statement = conn.prepare_cached(text).unwrap();
            let rows: Vec<i64> = statement.query_map([id], |row| row.get(0)).unwrap().flatten().collect();
            assert_eq!((rows.len(), statement.get_status(StatementStatus::RePrepare)), (0, 0));
        }
    }
}
