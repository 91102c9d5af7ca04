//! Runs the consumers of a house: each a task of its own, one event after another.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use kit::{Error, Kind, Result};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use super::consumer::Place;
use super::standing::fits;
use super::{Consumer, Log, log};
use crate::db::sql::own_sql;
use crate::db::{Db, Exec};
use crate::{args, transact};

own_sql! {
    CURSOR = "select epoch, pos from {s}.cursors where consumer = $1 and source = $2";
    PLACE = "update {s}.cursors set epoch = $1, pos = $2 where consumer = $3 and source = $4 and epoch = $5";
    CURSORS = "select count(*) from {s}.cursors";
    GUARD = "select head from {s}.log_head where one = 1 {lock}";
    BEGIN = "insert into {s}.cursors(consumer, source, epoch, pos) values($1, $2, $3, $4) on conflict do nothing";
    SKIP = "update {s}.cursors set pos = $1 where consumer = $2 and source = $3 and pos = $4";
}

/// Nobody of this name follows that log here.
pub const NO_SUCH_CONSUMER: Kind =
    Kind::new(404, "chassis/no-such-consumer", "Nobody of this name listens here");

/// How often an event that cannot be taken is tried before it is parked.
const TRIES: u32 = 5;
/// How long a follower waits when nobody rings.
pub(super) const POLL: Duration = Duration::from_secs(1);
/// The epoch of a cursor whose log was not seen yet: at its beginning (0) or at its end (1).
pub(super) const UNSEEN: i64 = -1;

/// A consumer with the database that it writes to and the log that it reads.
#[derive(Clone)]
pub struct Following {
    /// Who follows.
    pub consumer: Consumer,
    /// The consumer's own database.
    pub db: Db,
    /// The log that it reads.
    pub source: Log,
}

/// Work that a service does by itself, such as sending what is queued; rung for, or tried each second.
#[derive(Clone)]
pub struct Worker {
    name: &'static str,
    wake: Arc<Notify>,
    step: Arc<dyn Fn() -> BoxFuture<'static, Result<u64>> + Send + Sync>,
    /// Whether it keeps something in the memory of the process that answers.
    at_doors: bool,
}

impl Worker {
    /// `name` is `<service>.<verb>`; `wake` rings when there is something to do; `step` does a bounded piece of
    /// it and answers how much it did.
    pub fn new<F>(name: &'static str, wake: Arc<Notify>, step: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<u64>> + Send + 'static,
    {
        Self { name, wake, step: Arc::new(move || Box::pin(step())), at_doors: false }
    }

    /// Also runs in processes that only answer requests: it keeps something in their memory.
    #[must_use]
    pub fn at_doors(mut self) -> Self {
        self.at_doors = true;
        self
    }
}

/// All followers and workers of a process, and the logs that need numbering.
#[derive(Clone, Default)]
pub struct Runner {
    pub(super) following: Vec<Following>,
    workers: Vec<Worker>,
    logs: Vec<Db>,
    listeners: Vec<Listen>,
}

/// Listens to another process for as long as it is let.
pub(crate) type Listen = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

impl Runner {
    /// Takes the services' databases and what their consumers follow.
    #[must_use]
    pub fn new(logs: Vec<Db>, following: Vec<Following>) -> Self {
        Self { following, workers: Vec::new(), logs, listeners: Vec::new() }
    }

    /// Adds workers.
    #[must_use]
    pub fn with_workers(mut self, workers: Vec<Worker>) -> Self {
        self.workers = workers;
        self
    }

    /// What is left for a process that only answers requests.
    #[must_use]
    pub fn at_doors(mut self) -> Self {
        self.workers.retain(|worker| worker.at_doors);
        Self { following: Vec::new(), logs: Vec::new(), ..self }
    }

    /// Adds listeners.
    pub(crate) fn with_listeners(mut self, listeners: Vec<Listen>) -> Self {
        self.listeners = listeners;
        self
    }

    /// Gives every consumer its cursor (decision D4): those of a service that opens for the first time hear all
    /// that there is, one that is born later begins at the head.
    ///
    /// # Errors
    /// As any statement.
    pub async fn enroll(&self) -> Result<()> {
        let mut services: Vec<&Db> = Vec::new();
        for following in &self.following {
            if !services.iter().any(|db| db.service() == following.db.service()) {
                services.push(&following.db);
            }
        }
        for db in services {
            let own: Vec<&Following> =
                self.following.iter().filter(|f| f.db.service() == db.service()).collect();
            begin(db, &own).await?;
            for following in own {
                let (name, source) = (following.consumer.name, following.consumer.source);
                // One that has stopped keeps no house from opening: its own task says so, and `doctor`.
                let at: Option<(i64, i64)> = db.opt(CURSOR.of(db.service()), args![name, source]).await?;
                if let (Log::Here(_), Some((UNSEEN, pos))) = (&following.source, at) {
                    following.place(pos, following.source.head().await?).await?;
                }
            }
        }
        Ok(())
    }

    /// Takes what a consumer parked of one thing, after whatever was wrong has been mended; answers how many.
    ///
    /// # Errors
    /// [`NO_SUCH_CONSUMER`]; what the first event that still cannot be taken fails with.
    pub async fn replay(&self, consumer: &str, source: &str, aggregate: Uuid) -> Result<u64> {
        let named = |f: &&Following| f.consumer.name == consumer && f.consumer.source == source;
        let following = self.following.iter().find(named).ok_or_else(|| {
            NO_SUCH_CONSUMER
                .because("This program has no such consumer any more. Look at the list once more.")
        })?;
        following.consumer.replay(&following.db, aggregate).await
    }

    /// Takes everything that is there to be taken, again and again until nothing moves; answers how much moved.
    /// For tests, and for commands that open a house for a moment.
    ///
    /// # Errors
    /// The first failure that would be waited out in a running house.
    pub async fn settle(&self) -> Result<u64> {
        let mut all = 0;
        loop {
            let mut moved = 0;
            for log in &self.logs {
                moved += log::sequence(log).await?;
            }
            for following in &self.following {
                moved += following.step().await?;
            }
            for worker in &self.workers {
                moved += (worker.step)().await?;
            }
            if moved == 0 {
                return Ok(all);
            }
            all += moved;
        }
    }

    /// Starts what listens to other processes; it ends when `stop` says so.
    #[expect(clippy::disallowed_methods, reason = "the host's own tasks")]
    pub fn listen(&self, stop: &watch::Receiver<bool>) -> Vec<tokio::task::JoinHandle<()>> {
        let mut logs: Vec<&Log> = Vec::new();
        for Following { source, .. } in &self.following {
            if !logs.iter().any(|log| log.service() == source.service()) {
                logs.push(source);
            }
        }
        let remote = logs.into_iter().filter_map(|log| match log {
            Log::There(remote) => Some(remote.clone().listen()),
            Log::Here(_) => None,
        });
        let all = remote.chain(self.listeners.iter().map(|listen| listen()));
        all.map(|listen| tokio::spawn(until(stop.clone(), listen))).collect()
    }

    /// Starts a task for each follower and each log that needs numbering; they end when `stop` says so.
    #[expect(clippy::disallowed_methods, reason = "the host's own tasks")]
    pub fn start(self, stop: &watch::Receiver<bool>) -> Vec<tokio::task::JoinHandle<()>> {
        let listen = self.listen(stop);
        let number = self.logs.into_iter().filter(Db::many_writers).map(|db| {
            let stop = stop.clone();
            tokio::spawn(async move {
                let step = || log::sequence(&db);
                follow(db.published(), stop, "sequencer", step).await;
            })
        });
        let hear = self.following.into_iter().map(|following| {
            let stop = stop.clone();
            tokio::spawn(async move {
                let step = || following.step();
                follow(following.source.bell(), stop, following.consumer.name, step).await;
            })
        });
        let work = self.workers.into_iter().map(|worker| {
            let stop = stop.clone();
            tokio::spawn(async move { follow(&worker.wake, stop, worker.name, || (worker.step)()).await })
        });
        number.chain(hear).chain(work).chain(listen).collect()
    }
}

/// Gives the consumers of one service their cursors, all of them or none: a process that ends in between, or another
/// that opens at the same time, must not make latecomers of the rest.
async fn begin(db: &Db, own: &[&Following]) -> Result<()> {
    let schema = db.service();
    transact!(db, |tx| {
        let _: (i64,) = tx.one(GUARD.of(schema), args![]).await?;
        let (known,): (i64,) = tx.one(CURSORS.of(schema), args![]).await?;
        // A log in another process may not be within reach yet, so that its place is found at the first look.
        let start = i64::from(known > 0);
        for following in own {
            let (name, source) = (following.consumer.name, following.consumer.source);
            tx.exec(BEGIN.of(schema), args![name, source, UNSEEN, start]).await?;
        }
        Ok(())
    })
}

/// Listens until the house closes.
async fn until(mut stop: watch::Receiver<bool>, listen: BoxFuture<'static, ()>) {
    tokio::select! {
        () = listen => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
}

/// Steps until nothing moves, then waits until somebody rings.
async fn follow<F: Future<Output = Result<u64>>>(
    bell: &Notify,
    mut stop: watch::Receiver<bool>,
    name: &'static str,
    step: impl Fn() -> F,
) {
    let mut pause = Duration::from_millis(50);
    while !*stop.borrow() {
        let rung = bell.notified();
        tokio::pin!(rung);
        // Enabled before the step, so that an event published during the step still rings.
        rung.as_mut().enable();
        let wait = match step().await {
            Ok(moved) => {
                pause = Duration::from_millis(50);
                if moved > 0 {
                    continue;
                }
                POLL
            }
            Err(error) => {
                tracing::warn!(follower = name, ?error, "waiting before the next try");
                pause = (pause * 2).min(Duration::from_secs(30));
                pause
            }
        };
        let failed = wait != POLL;
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = rung, if !failed => {}
            _ = stop.changed() => {}
        }
    }
}

impl Following {
    /// Takes up to one page of events; answers how far the cursor moved.
    async fn step(&self) -> Result<u64> {
        let head = self.source.head().await?;
        let cursor = self.cursor(head).await?;
        let page = self.source.read(cursor, head.head, self.consumer.kind).await?;
        let mut at = cursor;
        for envelope in &page {
            let place = Place::Log { cursor: at, source: self.consumer.source };
            self.take(envelope, place).await?;
            at = envelope.pos;
        }
        // Fewer than a page: the rest up to the head is of other types.
        if page.len() < 100 && at < head.head {
            let args = args![head.head, self.consumer.name, self.consumer.source, at];
            self.db.exec(SKIP.of(self.db.service()), args).await?;
            at = head.head;
        }
        Ok(u64::try_from(at - cursor).unwrap_or(0))
    }

    async fn take(&self, envelope: &kit::Envelope, place: Place) -> Result<()> {
        if self.consumer.is_parked(&self.db, envelope.aggregate).await? {
            return self
                .consumer
                .park(&self.db, envelope, place, "an earlier event of the same thing is parked")
                .await;
        }
        let mut tries = 0;
        loop {
            let Err(error) = self.consumer.take(&self.db, envelope, place).await else { return Ok(()) };
            let error = crate::db::problem(error);
            if transient(&error) {
                return Err(error);
            }
            tries += 1;
            if tries == TRIES {
                return self.consumer.park(&self.db, envelope, place, &format!("{error:?}")).await;
            }
        }
    }

    /// Gives a cursor whose log was not seen before its place: the beginning (0) or the end (1).
    async fn place(&self, at: i64, head: log::Head) -> Result<i64> {
        let (name, source, schema) = (self.consumer.name, self.consumer.source, self.db.service());
        let start = if at == 0 { head.first_pos - 1 } else { head.head };
        self.db.exec(PLACE.of(schema), args![head.epoch, start, name, source, UNSEEN]).await?;
        Ok(start)
    }

    async fn cursor(&self, head: log::Head) -> Result<i64> {
        let (name, source, schema) = (self.consumer.name, self.consumer.source, self.db.service());
        let found: Option<(i64, i64)> = self.db.opt(CURSOR.of(schema), args![name, source]).await?;
        let Some((epoch, pos)) = found else {
            let reason = format!("{name} has no cursor; it is enrolled when the house opens");
            return Err(kit::error::UNAVAILABLE.err().caused_by(reason));
        };
        if epoch == UNSEEN {
            return self.place(pos, head).await;
        }
        if !fits((epoch, pos), head) {
            let reason =
                format!("{name} cannot read on at {epoch}-{pos} in the log of {source}; it has to rebuild");
            return Err(kit::error::UNAVAILABLE.err().caused_by(reason));
        }
        Ok(pos)
    }
}

/// Whether waiting helps: something is away, as opposed to something being wrong with the event.
fn transient(error: &Error) -> bool {
    matches!(error.kind().status, 429 | 503 | 504)
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Runner({} consumers)", self.following.len())
    }
}

/// Makes the followers of `consumers`, whose service's database is `db`.
pub fn following(consumers: Vec<Consumer>, db: &Db, sources: &[Log]) -> Vec<Following> {
    let source = |name: &str| sources.iter().find(|log| log.service() == name).cloned();
    consumers
        .into_iter()
        .filter_map(|consumer| {
            let source = source(consumer.source)?;
            Some(Following { consumer, db: db.clone(), source })
        })
        .collect()
}
