//! An open transaction: statements, and what is to happen once it is durable.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kit::Time;

use super::postgres::{self, PgTx};
use super::sql::{self, OwnSql, Statement};
use super::sqlite::SqliteTx;
use super::{Db, Error, Exec, IN_TX, Record, Value};
use crate::args;

/// How long a transaction may stay open: it holds the only writer.
const TX_TIME: Duration = Duration::from_secs(2);

/// An open transaction. Dropped without an end it is rolled back.
pub struct Tx {
    db: Db,
    inner: AnyTx,
    published: AtomicBool,
    afterwards: Mutex<Vec<Afterwards>>,
}

type Afterwards = Box<dyn FnOnce() + Send>;

pub(super) enum AnyTx {
    Sqlite(SqliteTx),
    Postgres(PgTx),
}

impl Tx {
    pub(super) fn new(db: Db, inner: AnyTx) -> Self {
        Self { db, inner, published: AtomicBool::new(false), afterwards: Mutex::default() }
    }

    /// The database that it runs on.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The time, as this house tells it.
    #[must_use]
    pub fn now(&self) -> Time {
        self.db.now()
    }

    /// Runs `work` once the transaction is durable, and never when it is rolled back: live hints, caches.
    pub fn afterwards(&self, work: impl FnOnce() + Send + 'static) {
        self.afterwards.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(work));
    }

    /// Notes that an event was published, so that its readers are woken after the commit.
    pub(crate) fn publishes(&self) {
        self.published.store(true, Ordering::Relaxed);
    }

    /// Runs the body of a transaction, for at most so long as the only writer may be held.
    #[doc(hidden)]
    pub async fn run<R>(&self, body: impl Future<Output = kit::Result<R>>) -> kit::Result<R> {
        match tokio::time::timeout(TX_TIME, IN_TX.scope((), body)).await {
            Ok(result) => result,
            Err(_) => Err(Error::TooLong(TX_TIME).into()),
        }
    }

    /// Ends the transaction: durable when its body gave `Ok`, rolled back otherwise.
    ///
    /// What is to happen afterwards happens also when whoever waited has gone away meanwhile.
    #[doc(hidden)]
    #[expect(clippy::disallowed_methods, reason = "a client that goes away cancels nothing")]
    pub async fn finish(self, keep: bool) -> Result<(), Error> {
        let afterwards = std::mem::take(&mut *self.afterwards.lock().unwrap_or_else(PoisonError::into_inner));
        let published = self.published.load(Ordering::Relaxed);
        if !keep || (afterwards.is_empty() && !published) {
            return self.end(keep).await;
        }
        let ended = tokio::spawn(async move {
            self.end(true).await?;
            if published {
                self.db.published().notify_waiters();
            }
            afterwards.into_iter().for_each(|work| work());
            Ok(())
        });
        ended.await.unwrap_or_else(|error| Err(Error::Unavailable(error.to_string())))
    }

    pub(super) async fn end(&self, keep: bool) -> Result<(), Error> {
        let ended = match &self.inner {
            AnyTx::Sqlite(tx) => tx.end(keep).await,
            AnyTx::Postgres(tx) => tx.end(keep).await,
        };
        // Also after a failure, of which nobody knows whether it became durable.
        if keep {
            self.db.committed();
        }
        ended
    }

    /// Draws the next number of a series (`users`), declared in a migration as `-- number users`.
    /// Numbers are never given twice; gaps are fine (decision D7).
    ///
    /// # Errors
    /// As any statement.
    pub async fn next_number(&self, series: &str) -> Result<i64, Error> {
        let (number,) = if self.db.many_writers() {
            let sequence = format!("{}.{series}_number", self.db.service());
            self.one(NEXT_IN_SEQUENCE.of(self.db.service()), args![sequence]).await?
        } else {
            self.one(NEXT_IN_COUNTER.of(self.db.service()), args![series]).await?
        };
        Ok(number)
    }
}

static NEXT_IN_SEQUENCE: OwnSql = OwnSql::postgres_only("select nextval(cast(cast($1 as text) as regclass))");
inventory::submit! { sql::RegisteredOwn(&NEXT_IN_SEQUENCE) }
sql::own_sql! {
    NEXT_IN_COUNTER = "update {s}.counters set value = value + 1 where name = $1 returning value";
}

impl Exec for Tx {
    async fn exec(&self, sql: &Statement, args: &[Value<'_>]) -> Result<u64, Error> {
        let _watch = self.db.watch(sql);
        match &self.inner {
            AnyTx::Sqlite(tx) => tx.exec(sql, args),
            AnyTx::Postgres(tx) => tx.exec(sql, args).await,
        }
    }

    async fn rows<T: Record>(
        &self,
        sql: &Statement,
        args: &[Value<'_>],
        most: usize,
    ) -> Result<Vec<T>, Error> {
        let _watch = self.db.watch(sql);
        match &self.inner {
            AnyTx::Sqlite(tx) => tx.query(sql, args, most),
            AnyTx::Postgres(tx) => postgres::records(&tx.query(sql, args).await?, most),
        }
    }
}
