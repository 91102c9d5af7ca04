//! Work that a service does by itself: durable, leased with a fence, tried again with growing pauses.
//!
//! A job is asked for once for a key, in the transaction that makes it necessary ([`Tx::enqueue`]), or runs again
//! and again. Whoever runs it renews its lease meanwhile; if that process dies, another takes over once the
//! lease is over. So a job may run twice, and must be safe to repeat.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use kit::{Error, Kind, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::bus::Worker;
use crate::db::sql::own_sql;
use crate::db::{Db, Exec as _, List, Tx};
use crate::http::once;
use crate::{args, random, record};

own_sql! {
    ENQUEUE = "insert into {s}.jobs(id, kind, key, body, state, attempts, fence, run_at, created_at) values($1, $2, $3, $4, 'waiting', 0, 0, $5, $5) on conflict do nothing";
    SCHEDULE = "insert into {s}.jobs(id, kind, key, body, state, attempts, fence, run_at, every_seconds, created_at) values($1, $2, $3, 'null', 'waiting', 0, 0, $4, $5, $4) on conflict(kind, key) do update set every_seconds = excluded.every_seconds";
    CLAIM = "with c as materialized (select id from {s}.jobs where state in ('waiting', 'running') and run_at <= $1 and kind in ($3..) order by run_at limit 1 {claim}) update {s}.jobs set state = 'running', attempts = attempts + 1, fence = fence + 1, run_at = $2 where id = (select id from c) returning id, kind, key, body, attempts, fence, every_seconds";
    RENEW = "update {s}.jobs set run_at = $3 where id = $1 and fence = $2 and state = 'running'";
    END = "update {s}.jobs set state = $3, run_at = $4, done_at = $5, error = $6, attempts = $7 where id = $1 and fence = $2 and state = 'running'";
    RETRY = "update {s}.jobs set state = 'waiting', attempts = 0, run_at = $2 where id = $1 and state in ('failed', 'waiting')";
    FORGET = "delete from {s}.jobs where state = 'done' and done_at < $1";
}

/// For how long one process has a job to itself before it says that it still works on it.
const LEASE: Duration = Duration::from_secs(60);
/// How often a job is tried before somebody has to look at it.
const TRIES: i64 = 10;
/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(3600);
/// For how long jobs that are done can still be looked at.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// There is no such job, or it is not waiting for anybody.
pub const NO_SUCH_JOB: Kind = Kind::new(404, "chassis/no-such-job", "There is no such job to be tried again");

type Step = Arc<dyn Fn(Run) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// A kind of work and how it is done.
#[derive(Clone)]
pub struct Job {
    kind: &'static str,
    every: Option<Duration>,
    step: Step,
}

/// A kind of work that still has to be told how.
pub struct Unplanned {
    kind: &'static str,
    every: Option<Duration>,
}

/// One go at a job.
#[derive(Clone, Debug)]
pub struct Run {
    /// What the job was asked for under; nil for one that runs again and again.
    pub key: Uuid,
    /// The how-manieth try this is, from 1.
    pub attempt: i64,
    body: String,
}

impl Run {
    /// What the job was asked for with.
    ///
    /// # Errors
    /// `request/internal` when it is something else.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T> {
        Ok(serde_json::from_str(&self.body)?)
    }
}

impl Job {
    /// Begins the declaration of a kind of work, `<service>.<verb>`.
    #[must_use]
    #[expect(clippy::new_ret_no_self, reason = "a job is whole only once it knows what to do")]
    pub fn new(kind: &'static str) -> Unplanned {
        Unplanned { kind, every: None }
    }
}

impl Unplanned {
    /// Runs again and again, this long after the last run.
    #[must_use]
    pub fn every(mut self, pause: Duration) -> Self {
        self.every = Some(pause);
        self
    }

    /// What is to be done; it has to be safe to repeat.
    pub fn run<F>(self, step: impl Fn(Run) -> F + Send + Sync + 'static) -> Job
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        Job { kind: self.kind, every: self.every, step: Arc::new(move |run| Box::pin(step(run))) }
    }
}

impl Tx {
    /// Asks for a job in this transaction: once for a kind and key, however often it is asked for.
    ///
    /// # Errors
    /// As any statement.
    pub async fn enqueue(&self, kind: &str, key: Uuid, body: &(impl Serialize + Sync)) -> Result<()> {
        let (id, now, body) = (random::uuid(self.now()), self.now(), serde_json::to_string(body)?);
        self.exec(ENQUEUE.of(self.db().service()), args![id, kind, key, body, now]).await?;
        let bell = self.db().jobs().clone();
        self.afterwards(move || bell.notify_waiters());
        Ok(())
    }
}

record! {
    struct Claimed {
        id: Uuid,
        kind: String,
        key: Uuid,
        body: String,
        attempts: i64,
        fence: i64,
        every: Option<i64>,
    }
}

/// Sees to it that what runs again and again has its row.
///
/// # Errors
/// As any statement.
pub(crate) async fn schedule(db: &Db, jobs: &[Job]) -> Result<()> {
    for job in jobs {
        let Some(every) = job.every else { continue };
        let (now, every) = (db.now(), i64::try_from(every.as_secs())?);
        let (id, key) = (random::uuid(now), Uuid::nil());
        let args = args![id, job.kind, key, now, every];
        db.exec(SCHEDULE.of(db.service()), args).await?;
    }
    Ok(())
}

/// The jobs of every service: answers and jobs that nobody may ask for any more are forgotten.
pub(crate) fn housekeeping(db: &Db) -> Job {
    let db = db.clone();
    Job::new("house.forget").every(Duration::from_secs(3600)).run(move |_| {
        let db = db.clone();
        async move {
            once::forget(&db).await?;
            db.exec(FORGET.of(db.service()), args![db.now().minus(KEPT)]).await?;
            Ok(())
        }
    })
}

/// Runs what is due, one after the other.
pub(crate) fn worker(db: &Db, jobs: Vec<Job>) -> Worker {
    let (db, jobs, bell) = (db.clone(), Arc::new(jobs), db.jobs().clone());
    Worker::new("jobs", bell, move || {
        let (db, jobs) = (db.clone(), jobs.clone());
        async move { step(&db, &jobs).await }
    })
}

async fn step(db: &Db, jobs: &[Job]) -> Result<u64> {
    let now = db.now();
    // Kinds that only a newer program knows are left for it.
    let kinds: Vec<&str> = jobs.iter().map(|job| job.kind).collect();
    let (until, kinds) = (now.plus(LEASE), List(&kinds));
    let Some(claimed) = db.opt::<Claimed>(CLAIM.of(db.service()), args![now, until, kinds]).await? else {
        return Ok(0);
    };
    let outcome = match jobs.iter().find(|job| job.kind == claimed.kind) {
        // Whoever ran it before never came back, again and again: it takes its process with it.
        Some(_) if claimed.attempts > TRIES + 1 => {
            Err(kit::error::INTERNAL.err().caused_by("no try of it ever ended"))
        }
        Some(job) => work(db, &claimed, job).await,
        None => Err(kit::error::INTERNAL.err().caused_by("this program has no such job")),
    };
    end(db, &claimed, outcome.err()).await?;
    Ok(1)
}

/// Runs the step and renews the lease meanwhile; stops when another process has taken over.
async fn work(db: &Db, claimed: &Claimed, job: &Job) -> Result<()> {
    let run = Run { key: claimed.key, attempt: claimed.attempts, body: claimed.body.clone() };
    let mut working = (job.step)(run);
    loop {
        match tokio::time::timeout(LEASE / 3, &mut working).await {
            Ok(done) => return done,
            Err(_) => {
                let until = db.now().plus(LEASE);
                if db.exec(RENEW.of(db.service()), args![claimed.id, claimed.fence, until]).await? == 0 {
                    return Err(kit::error::UNAVAILABLE.because("another process has taken this job over"));
                }
            }
        }
    }
}

async fn end(db: &Db, claimed: &Claimed, error: Option<Error>) -> Result<()> {
    let now = db.now();
    let every = claimed.every.and_then(|seconds| u64::try_from(seconds).ok()).map(Duration::from_secs);
    let told = error.as_ref().map(|error| format!("{error:?}").chars().take(500).collect::<String>());
    if let Some(error) = &told {
        tracing::warn!(job = claimed.kind, attempt = claimed.attempts, error, "job not done");
    }
    let again = match (&error, every) {
        (Some(_), _) if claimed.attempts < TRIES => Some(pause(claimed.attempts)),
        (_, Some(every)) => Some(every),
        _ => None,
    };
    let (state, at) = match again {
        Some(pause) => ("waiting", now.plus(pause)),
        None => (if error.is_some() { "failed" } else { "done" }, now),
    };
    let done_at = error.is_none().then_some(now);
    // One that runs again and again counts its tries from the last time that it was done.
    let attempts = if state == "waiting" && error.is_none() { 0 } else { claimed.attempts };
    let args = args![claimed.id, claimed.fence, state, at, done_at, told, attempts];
    db.exec(END.of(db.service()), args).await?;
    Ok(())
}

/// 2, 4, 8 seconds and so on, an hour at most.
fn pause(attempts: i64) -> Duration {
    let exponent = u32::try_from(attempts.clamp(1, 12)).unwrap_or(12);
    Duration::from_secs(1 << exponent).min(LONGEST)
}

/// Tries a job again now that failed or waits.
///
/// # Errors
/// [`NO_SUCH_JOB`]; as any statement.
pub(crate) async fn retry(db: &Db, id: Uuid) -> Result<()> {
    if db.exec(RETRY.of(db.service()), args![id, db.now()]).await? == 0 {
        return Err(
            NO_SUCH_JOB.because("It is done or running, or was never there. Look at the list once more.")
        );
    }
    db.jobs().notify_waiters();
    Ok(())
}
