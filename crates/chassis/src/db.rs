//! The data layer: one SQL text, two engines, transactions that are retried, group commit.
//!
//! A service sees [`Db`], [`Tx`], [`Exec`], [`sql!`](crate::sql), [`args!`](crate::args),
//! [`record!`](crate::record) and [`transact!`](crate::transact), never a driver. Why it is ours
//! stands in `docs/adr/0004-own-data-layer.md`.

mod dump;
mod error;
pub mod faults;
pub mod migrate;
mod numbers;
mod postgres;
mod revive;
mod snapshot;
pub mod sql;
pub(crate) mod sqlite;
mod tx;
pub mod value;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kit::{Clock, Time};
use tokio::sync::Notify;

use crate::telemetry;
pub use dump::{Dump, drop_schemas, dump, load, schemas_there};

pub(crate) use error::away;
pub use error::{Error, is_away, problem};
pub use numbers::Series;
pub use postgres::{PgPool, Server};
pub use revive::{Revived, revive};
pub use snapshot::{About, Snapshot, snapshots, sound};
pub use sql::{OwnSql, Statement};
pub use tx::Tx;
pub use value::{List, Record, Value};

use postgres::Postgres;
use sqlite::Sqlite;
use tx::AnyTx;

/// A statement that takes longer is told to the log.
const SLOW: Duration = Duration::from_millis(50);
/// How often a transaction is run again after it met another.
const TRIES: u32 = 6;

tokio::task_local! {
    static IN_TX: ();
}

/// Whether the running task is inside a transaction, where asking another service is a mistake.
#[must_use]
pub fn in_transaction() -> bool {
    IN_TX.try_with(|()| ()).is_ok()
}

/// A service's database: a file of its own, or a schema of its own.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    service: &'static str,
    engine: Engine,
    clock: Clock,
    published: Notify,
    jobs: Arc<Notify>,
    statements: AtomicU64,
    commits: AtomicU64,
    slow: AtomicU64,
}

enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Db {
    /// Opens, or makes, the SQLite file of a service.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the file cannot be opened.
    pub fn sqlite(service: &'static str, path: &Path, clock: Clock) -> Result<Self, Error> {
        Ok(Self::new(service, Engine::Sqlite(Sqlite::open(path)?), clock))
    }

    /// Takes a service's share of a PostgreSQL pool.
    #[must_use]
    pub fn postgres(service: &'static str, pool: PgPool, clock: Clock) -> Self {
        Self::new(service, Engine::Postgres(Postgres::new(pool)), clock)
    }

    fn new(service: &'static str, engine: Engine, clock: Clock) -> Self {
        let (published, jobs) = (Notify::new(), Arc::default());
        let (statements, slow, commits) = Default::default();
        Self(Arc::new(Inner { service, engine, clock, published, jobs, statements, slow, commits }))
    }

    /// The service that owns it.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.0.service
    }

    /// The time, as this house tells it.
    #[must_use]
    pub fn now(&self) -> Time {
        self.0.clock.now()
    }

    /// How many statements it has run; tests count those of one request.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// How often something was committed here by this process. It is counted before whoever wrote is answered, so
    /// that what was read at a count that still stands is what everybody who was answered knows of.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::Acquire)
    }

    fn committed(&self) {
        self.0.commits.fetch_add(1, Ordering::Release);
    }

    /// How many statements took longer than 50 ms.
    #[must_use]
    pub fn slow_statements(&self) -> u64 {
        self.0.slow.load(Ordering::Relaxed)
    }

    /// Whether rows get their order from a sequencer (PostgreSQL) or from the single writer (SQLite).
    pub(crate) fn many_writers(&self) -> bool {
        matches!(self.0.engine, Engine::Postgres(_))
    }

    /// Rings when a transaction that published an event is committed.
    pub(crate) fn published(&self) -> &Notify {
        &self.0.published
    }

    /// Rings when a job was asked for.
    pub(crate) fn jobs(&self) -> &Arc<Notify> {
        &self.0.jobs
    }

    /// Begins a transaction; [`transact!`](crate::transact) is how services do it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when no connection is to be had.
    pub async fn begin(&self) -> Result<Tx, Error> {
        if in_transaction() {
            // It would wait for the writer that the outer transaction holds.
            return Err(Error::Unavailable("a transaction was begun inside another".into()));
        }
        let inner = match &self.0.engine {
            Engine::Sqlite(sqlite) => AnyTx::Sqlite(sqlite.begin().await?),
            Engine::Postgres(postgres) => AnyTx::Postgres(postgres.begin().await?),
        };
        Ok(Tx::new(self.clone(), inner))
    }

    /// Takes the write-ahead log of SQLite into its file, so that the file alone is all there is; nothing on
    /// PostgreSQL.
    ///
    /// # Errors
    /// What the file system says against it; nothing is lost by that.
    pub async fn checkpoint(&self) -> Result<(), Error> {
        let Engine::Sqlite(sqlite) = &self.0.engine else { return Ok(()) };
        let text = "pragma wal_checkpoint(truncate)";
        sqlite.alone(|conn| conn.query_row(text, [], |_| Ok(())).map_err(|e| Error::sqlite(&e, text))).await
    }

    /// Copies a SQLite database, as it is at this instant, into a new file while others go on writing.
    ///
    /// # Errors
    /// As [`snapshots`] and [`Snapshot::copy_to`].
    pub async fn copy_to(&self, path: &Path) -> Result<(), Error> {
        for snapshot in snapshots(std::slice::from_ref(self)).await? {
            snapshot.copy_to(path).await?;
        }
        Ok(())
    }

    /// After an attempt of a transaction: its result, or `Continue` when it should run again.
    #[doc(hidden)]
    pub async fn after<R>(&self, result: kit::Result<R>, tries: &mut u32) -> ControlFlow<kit::Result<R>> {
        match result {
            Err(error) if *tries + 1 < TRIES && error.cause::<Error>().is_some_and(Error::again) => {
                *tries += 1;
                tokio::time::sleep(Duration::from_millis(3 << *tries)).await;
                ControlFlow::Continue(())
            }
            result => ControlFlow::Break(result.map_err(problem)),
        }
    }

    /// `select accounts`; a trace shows which statement it was beside it.
    fn span_name(&self, sql: &Statement) -> String {
        let verb = sql.postgres().split_whitespace().next().unwrap_or_default();
        format!("{verb} {}", self.service())
    }

    /// Counts a statement, and watches how long it takes until what is answered is dropped.
    #[expect(clippy::disallowed_methods, reason = "a duration for the log, not a fact")]
    fn watch<'w>(&'w self, sql: &'w Statement) -> Watch<'w> {
        self.0.statements.fetch_add(1, Ordering::Relaxed);
        Watch { db: self, sql, begun: Instant::now(), span: telemetry::begin(|| self.span_name(sql)) }
    }
}

/// Whatever runs statements: a [`Db`], where each is a transaction of its own, or a [`Tx`].
pub trait Exec: Send + Sync {
    /// Runs a statement; answers how many rows it changed. That count is how races are decided.
    fn exec(&self, sql: &Statement, args: &[Value<'_>]) -> impl Future<Output = Result<u64, Error>> + Send;

    /// Runs a statement and reads at most `most` rows.
    fn rows<T: Record>(
        &self,
        sql: &Statement,
        args: &[Value<'_>],
        most: usize,
    ) -> impl Future<Output = Result<Vec<T>, Error>> + Send;

    /// Reads all rows; the statement bounds them.
    fn all<T: Record>(
        &self,
        sql: &Statement,
        args: &[Value<'_>],
    ) -> impl Future<Output = Result<Vec<T>, Error>> + Send {
        self.rows(sql, args, usize::MAX)
    }

    /// Reads the first row, if there is one.
    fn opt<T: Record>(
        &self,
        sql: &Statement,
        args: &[Value<'_>],
    ) -> impl Future<Output = Result<Option<T>, Error>> + Send {
        async move { Ok(self.rows(sql, args, 1).await?.pop()) }
    }

    /// Reads the first row; [`Error::NoRow`] when there is none.
    fn one<T: Record>(
        &self,
        sql: &Statement,
        args: &[Value<'_>],
    ) -> impl Future<Output = Result<T, Error>> + Send {
        async move { self.opt(sql, args).await?.ok_or(Error::NoRow) }
    }
}

impl Exec for Db {
    async fn exec(&self, sql: &Statement, args: &[Value<'_>]) -> Result<u64, Error> {
        if let Engine::Postgres(postgres) = &self.0.engine {
            let _watch = self.watch(sql);
            let done = postgres.exec(sql, args).await;
            self.committed();
            return done;
        }
        let tx = self.begin().await?;
        let done = tx.exec(sql, args).await;
        tx.end(done.is_ok()).await?;
        done
    }

    async fn rows<T: Record>(
        &self,
        sql: &Statement,
        args: &[Value<'_>],
        most: usize,
    ) -> Result<Vec<T>, Error> {
        match &self.0.engine {
            Engine::Postgres(postgres) => {
                let _watch = self.watch(sql);
                let rows = postgres.query(sql, args).await;
                if sql.writes() {
                    self.committed();
                }
                postgres::records(&rows?, most)
            }
            Engine::Sqlite(sqlite) if !sql.writes() => {
                // An inline read never waits by itself; give others their turn now and then.
                tokio::task::coop::consume_budget().await;
                let _watch = self.watch(sql);
                sqlite.query(sql, args, most)
            }
            Engine::Sqlite(_) => {
                let tx = self.begin().await?;
                let rows = tx.rows(sql, args, most).await;
                tx.end(rows.is_ok()).await?;
                rows
            }
        }
    }
}

/// Tells the log of a statement that took too long, once it is over.
struct Watch<'w> {
    db: &'w Db,
    sql: &'w Statement,
    begun: Instant,
    span: Option<telemetry::Open>,
}

impl Drop for Watch<'_> {
    #[expect(clippy::disallowed_methods, reason = "a duration for the log, not a fact")]
    fn drop(&mut self) {
        let took = self.begun.elapsed();
        if let Some(span) = &mut self.span {
            let system = if self.db.many_writers() { "postgresql" } else { "sqlite" };
            span.attributes.push(("db.system.name", system.to_owned()));
            span.attributes.push(("db.query.text", self.sql.postgres().to_owned()));
            span.attributes.push(("code.location", self.sql.place().to_owned()));
        }
        if took > SLOW {
            self.db.0.slow.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(micros = took.as_micros() as u64, place = self.sql.place(), "slow statement");
        }
    }
}

/// Runs a transaction: begin, body, commit; the body again when it met another transaction.
///
/// `transact!(app.db, |tx| { db::mark_paid(tx, id).await?; Ok(id) })`. The body borrows freely, must end
/// in a `kit::Result`, and must not ask another service. `Err` rolls everything back.
#[macro_export]
macro_rules! transact {
    ($db:expr, |$tx:ident| $body:block) => {{
        let db: &$crate::db::Db = &$db;
        let mut tries = 0;
        loop {
            let attempt = async {
                let begun = db.begin().await?;
                let result = {
                    let $tx = &begun;
                    $tx.run(async { $body }).await
                };
                begun.finish(result.is_ok()).await?;
                result
            };
            if let ::std::ops::ControlFlow::Break(result) = db.after(attempt.await, &mut tries).await {
                break result;
            }
        }
    }};
}
