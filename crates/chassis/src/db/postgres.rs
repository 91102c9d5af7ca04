//! PostgreSQL: one pool a process, prepared and pipelined statements.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};

use super::Error;
use super::sql::{Statement, with_list};
use super::value::{Columns, Record, Value};

/// Connections of the process; services share them (decision D27).
#[derive(Clone)]
pub struct PgPool(Pool);

/// How a PostgreSQL server stands (decision D27).
#[derive(Clone, Copy, Debug)]
pub struct Server {
    /// `150018` for 15.18.
    pub version: i64,
    /// The most connections that it takes.
    pub most: i64,
    /// Those that there are.
    pub used: i64,
    /// Those of Marquee, to this database.
    pub ours: i64,
    /// The most that this process opens.
    pub pool: i64,
}

/// At most so many connections for one service at a time.
const SHARE: usize = 6;
/// How long a caller waits for a connection.
const WAIT: Duration = Duration::from_secs(5);

impl PgPool {
    /// Prepares a pool for `url` (`postgres://user:password@host/database`); connects when it is first used.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the URL cannot be read.
    pub fn new(url: &str, connections: usize) -> Result<Self, Error> {
        let mut config: tokio_postgres::Config =
            url.parse().map_err(|e| Error::Unavailable(format!("the database URL cannot be read: {e}")))?;
        config.application_name("marquee").connect_timeout(WAIT);
        let extra = "-c statement_timeout=10000 -c idle_in_transaction_session_timeout=10000";
        let options =
            config.get_options().map_or_else(|| extra.to_owned(), |given| format!("{given} {extra}"));
        config.options(options);
        let manager =
            Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager)
            .max_size(connections)
            .wait_timeout(Some(WAIT))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|e| Error::Unavailable(e.to_string()))?;
        Ok(Self(pool))
    }

    /// How the server stands.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it cannot be reached.
    pub async fn server(&self) -> Result<Server, Error> {
        let sql = "select current_setting('server_version_num')::bigint, current_setting('max_connections')::bigint, \
            count(*), count(*) filter (where application_name = 'marquee' and datname = current_database()) \
            from pg_stat_activity where backend_type = 'client backend'";
        let row = self.object().await?.query_one(sql, &[]).await.map_err(|e| Error::postgres(&e, sql))?;
        let most = i64::try_from(self.0.status().max_size).unwrap_or(i64::MAX);
        Ok(Server { version: row.get(0), most: row.get(1), used: row.get(2), ours: row.get(3), pool: most })
    }

    /// A connection of the process, for work that is no service's.
    pub(super) async fn object(&self) -> Result<Object, Error> {
        self.0.get().await.map_err(|error| Error::Unavailable(error.to_string()))
    }

    /// Closes all connections, so that the database can be dropped.
    pub fn close(&self) {
        self.0.close();
    }
}

/// A service's share of the pool.
pub(crate) struct Postgres {
    pool: PgPool,
    share: Arc<Semaphore>,
}

struct Conn {
    client: Object,
    _share: OwnedSemaphorePermit,
}

impl Postgres {
    pub(crate) fn new(pool: PgPool) -> Self {
        Self { pool, share: Arc::new(Semaphore::new(SHARE)) }
    }

    async fn connect(&self) -> Result<Conn, Error> {
        let full = || Error::Unavailable("all connections are taken".into());
        let share = tokio::time::timeout(WAIT, self.share.clone().acquire_owned()).await;
        let share = share.map_err(|_| full())?.map_err(|_| full())?;
        let client = self.pool.0.get().await.map_err(|error| match error {
            PoolError::Backend(error) => Error::Unavailable(error.to_string()),
            other => Error::Unavailable(other.to_string()),
        })?;
        Ok(Conn { client, _share: share })
    }

    /// The rows as they came: what is done with them is compiled once for each kind of record, and this is not.
    pub(crate) async fn query(&self, sql: &Statement, args: &[Value<'_>]) -> Result<Vec<Row>, Error> {
        let conn = self.connect().await?;
        query(&conn.client, sql, args).await
    }

    pub(crate) async fn exec(&self, sql: &Statement, args: &[Value<'_>]) -> Result<u64, Error> {
        let conn = self.connect().await?;
        exec(&conn.client, sql, args).await
    }

    pub(crate) async fn begin(&self) -> Result<PgTx, Error> {
        Ok(PgTx {
            conn: Mutex::new(Some(Arc::new(self.connect().await?))),
            begun: false.into(),
            failed: false.into(),
        })
    }

    pub(crate) async fn ask_text(&self, text: &str) -> Result<Option<String>, Error> {
        let conn = self.connect().await?;
        let row = conn.client.query_opt(text, &[]).await.map_err(|e| Error::postgres(&e, text))?;
        Ok(row.and_then(|row| row.get(0)))
    }

    /// Prepares a statement without running it.
    pub(crate) async fn prepare(&self, sql: &Statement) -> Result<(), Error> {
        let conn = self.connect().await?;
        let text = with_list(sql.postgres(), '$', 2);
        conn.client.prepare(&text).await.map(drop).map_err(|e| Error::postgres(&e, &text))
    }

    /// Runs a script of statements as one transaction, under a lock that keeps other processes out.
    pub(crate) async fn script(&self, text: &str) -> Result<(), Error> {
        let conn = self.connect().await?;
        let wait = "set local statement_timeout = 0; select pg_advisory_xact_lock(7301001)";
        let all = format!("begin; {wait}; {text}; commit");
        let done = conn.client.batch_execute(&all).await;
        if done.is_err() {
            let _: Result<_, _> = conn.client.batch_execute("rollback").await;
        }
        done.map_err(|e| Error::postgres(&e, text))
    }
}

/// An open transaction; `begin` travels together with its first statement.
pub(crate) struct PgTx {
    conn: Mutex<Option<Arc<Conn>>>,
    begun: AtomicBool,
    failed: AtomicBool,
}

impl PgTx {
    fn conn(&self) -> Result<Arc<Conn>, Error> {
        let conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        conn.clone().ok_or_else(|| Error::Unavailable("the transaction is over".into()))
    }

    async fn with_begin<R>(
        &self,
        conn: &Conn,
        work: impl Future<Output = Result<R, Error>>,
    ) -> Result<R, Error> {
        let done = if self.begun.swap(true, Ordering::Relaxed) {
            work.await
        } else {
            let (begun, done) = futures_util::future::join(conn.client.batch_execute("begin"), work).await;
            begun.map_err(|e| Error::postgres(&e, "begin"))?;
            done
        };
        if done.is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
        done
    }

    pub(crate) async fn query(&self, sql: &Statement, args: &[Value<'_>]) -> Result<Vec<Row>, Error> {
        let conn = self.conn()?;
        self.with_begin(&conn, query(&conn.client, sql, args)).await
    }

    pub(crate) async fn exec(&self, sql: &Statement, args: &[Value<'_>]) -> Result<u64, Error> {
        let conn = self.conn()?;
        self.with_begin(&conn, exec(&conn.client, sql, args)).await
    }

    pub(crate) async fn end(&self, keep: bool) -> Result<(), Error> {
        let conn = self.conn()?;
        // PostgreSQL answers a COMMIT after a failed statement with a silent roll-back.
        if keep && self.failed.load(Ordering::Relaxed) {
            return Err(Error::Unavailable("a statement of this transaction had failed".into()));
        }
        if self.begun.load(Ordering::Relaxed) {
            let sql = if keep { "commit" } else { "rollback" };
            conn.client.batch_execute(sql).await.map_err(|e| Error::postgres(&e, sql))?;
        }
        // Only now is there nothing left that `drop` would have to roll back.
        self.conn.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(())
    }
}

impl Drop for PgTx {
    /// A transaction that nobody ended is rolled back before its connection goes back to the pool.
    fn drop(&mut self) {
        let conn = self.conn.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let (Some(conn), true) = (conn, *self.begun.get_mut()) else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let _: Result<_, _> = conn.client.batch_execute("rollback").await;
            });
        }
    }
}

async fn exec(client: &Object, sql: &Statement, args: &[Value<'_>]) -> Result<u64, Error> {
    let (text, flat) = flatten(sql, args);
    let fail = |e: tokio_postgres::Error| Error::postgres(&e, &text);
    let statement = client.prepare_cached(&text).await.map_err(fail)?;
    client.execute(&statement, &params(&flat)).await.map_err(fail)
}

async fn query(client: &Object, sql: &Statement, args: &[Value<'_>]) -> Result<Vec<Row>, Error> {
    let (text, flat) = flatten(sql, args);
    let fail = |e: tokio_postgres::Error| Error::postgres(&e, &text);
    let statement = client.prepare_cached(&text).await.map_err(fail)?;
    client.query(&statement, &params(&flat)).await.map_err(fail)
}

/// Reads the first `most` rows as records.
pub(crate) fn records<T: Record>(rows: &[Row], most: usize) -> Result<Vec<T>, Error> {
    rows.iter().take(most).map(|row| T::read(&mut Columns::postgres(row))).collect()
}

fn params<'v>(values: &'v [Value<'v>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn flatten<'v>(
    sql: &'v Statement,
    args: &'v [Value<'v>],
) -> (std::borrow::Cow<'v, str>, std::borrow::Cow<'v, [Value<'v>]>) {
    if let Some((Value::List(list), rest)) = args.split_last() {
        let flat: Vec<Value<'_>> = rest.iter().chain(list).cloned().collect();
        return (with_list(sql.postgres(), '$', list.len()).into(), flat.into());
    }
    (sql.postgres().into(), args.into())
}
