//! Bounded pools for work that would hold up an async core: hashing, images, search.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use kit::{Kind, Result};
use tokio::sync::Semaphore;

/// So much of this work waits already that more would only make everybody slower.
pub const BUSY: Kind = Kind::new(503, "request/busy", "Many people want this at the moment");

/// So many at a time, so many waiting, and whoever comes after is told at once.
#[derive(Clone)]
pub struct Pool(Arc<Inner>);

struct Inner {
    name: &'static str,
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
    queue: usize,
}

/// All pools of the process, so that their queues can be seen.
static POOLS: Mutex<Vec<Weak<Inner>>> = Mutex::new(Vec::new());

/// How many jobs wait in the pools of this process, by name; pools of one name count together.
pub(crate) fn waiting() -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    for pool in POOLS.lock().unwrap_or_else(PoisonError::into_inner).iter().filter_map(Weak::upgrade) {
        *found.entry(pool.name).or_default() += pool.waiting.load(Ordering::SeqCst);
    }
    found
}

impl Pool {
    /// `workers` jobs run at a time, `queue` more may wait.
    #[must_use]
    pub fn new(name: &'static str, workers: usize, queue: usize) -> Self {
        let free = Arc::new(Semaphore::new(workers));
        let inner = Arc::new(Inner { name, free, waiting: AtomicUsize::new(0), queue });
        let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
        pools.retain(|pool| pool.strong_count() > 0);
        pools.push(Arc::downgrade(&inner));
        Self(inner)
    }

    /// One worker fewer than there are cores, so that one is left for everybody else; at least one.
    #[must_use]
    pub fn beside_the_rest(name: &'static str, queue: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self::new(name, (cores - 1).max(1), queue)
    }

    /// Runs `work` when its turn comes.
    ///
    /// # Errors
    /// [`BUSY`] at once when the queue is full.
    #[expect(clippy::disallowed_methods, reason = "this is the pool that the lint points to")]
    pub async fn run<R: Send + 'static>(&self, work: impl FnOnce() -> R + Send + 'static) -> Result<R> {
        let place = Place::take(&self.0)?;
        let permit = self.0.free.clone().acquire_owned().await?;
        drop(place);
        // The permit goes into the job: a client that hangs up does not free a worker that still works.
        let job = move || {
            let _permit = permit;
            work()
        };
        Ok(tokio::task::spawn_blocking(job).await?)
    }
}

/// A place in the queue, given back when its holder stops waiting for whatever reason.
struct Place<'p>(&'p Inner);

impl<'p> Place<'p> {
    fn take(pool: &'p Inner) -> Result<Self> {
        let ahead = pool.waiting.fetch_add(1, Ordering::SeqCst);
        let place = Self(pool);
        if ahead >= pool.queue + pool.free.available_permits() {
            tracing::warn!(pool = pool.name, "queue full");
            return Err(BUSY.because("Try again in a few seconds.").retry_after(2));
        }
        Ok(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    #[expect(clippy::disallowed_methods, reason = "a crowd of two")]
    async fn refuses_at_once_when_full() {
        let pool = Pool::new("test", 1, 1);
        let (go, wait) = mpsc::channel::<()>();
        let (started, has_started) = tokio::sync::oneshot::channel();
        let busy = pool.clone();
        let running = tokio::spawn(async move {
            busy.run(move || {
                started.send(()).unwrap();
                wait.recv().unwrap();
            })
            .await
        });
        has_started.await.unwrap();
        let queued = pool.clone();
        let mut waiting = std::pin::pin!(queued.run(|| 7));
        tokio::select! {
            biased;
            _ = waiting.as_mut() => panic!("there is one worker"),
            () = std::future::ready(()) => {}
        }
        assert_eq!(pool.run(|| 8).await.unwrap_err().kind(), BUSY);
        go.send(()).unwrap();
        assert_eq!(waiting.await.unwrap(), 7);
        running.await.unwrap().unwrap();
    }
}
