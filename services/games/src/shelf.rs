//! The catalogue in memory, as far as it is listed, filtered and counted by.
//!
//! A copy that knows of which version it is: before it answers, it takes in what was changed since, so it is as
//! fresh as the table. To go through 100,000 works once, counts included, takes one or two milliseconds; no index
//! that a database could hold answers any mix of filters, orders and counts in that time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use chassis::cache::{Current, Pages};
use chassis::db::Db;
use chassis::pool::Pool;
use kit::Result;
use uuid::Uuid;

use crate::db;

mod books;
mod look;

pub(crate) use books::{Books, Facet};
pub(crate) use look::{Counts, Order, Place, Wanted};

/// How many bytes of public answers are kept.
const PAGES: u64 = 8 * 1024 * 1024;
/// How many works are read together.
const PAGE: i64 = 2_000;
/// How many questions may wait for their turn before others are told to come back.
const QUEUE: usize = 256;

/// The shelf of one process.
#[derive(Clone)]
pub(crate) struct Shelf {
    books: Arc<RwLock<Books>>,
    /// The version of the catalogue that the books show at least; -1 as long as nothing was read. Beside the lock, so
    /// that a request does not wait on its core for somebody who reads or writes the books.
    version: Arc<AtomicI64>,
    /// The version of the catalogue.
    current: Arc<Current>,
    /// One at a time brings it up to date; whoever waits finds it done.
    turn: Arc<tokio::sync::Mutex<()>>,
    pool: Pool,
    /// What everybody sees alike, as bytes.
    pub(crate) pages: Arc<Pages<String>>,
}

impl Default for Shelf {
    fn default() -> Self {
        let pool = Pool::beside_the_rest("games.shelf", QUEUE);
        let (version, pages) = (Arc::new(AtomicI64::new(-1)), Arc::new(Pages::new(PAGES)));
        let (books, current, turn) = Default::default();
        Self { books, version, current, turn, pool, pages }
    }
}

impl Shelf {
    /// The version of the catalogue. Whoever was told that something is committed is not given an older one.
    ///
    /// # Errors
    /// As any statement.
    pub(crate) async fn current(&self, db: &Db) -> Result<i64> {
        self.current.of(db, db::house_version(db)).await
    }

    /// Takes in what was changed; answers the version of the catalogue that the shelf has then at least.
    ///
    /// # Errors
    /// As any statement; `request/busy` (503).
    pub(crate) async fn freshen(&self, db: &Db) -> Result<i64> {
        let version = self.current(db).await?;
        if self.version() >= version {
            return Ok(version);
        }
        let _turn = self.turn.lock().await;
        let known = self.version();
        if known >= version {
            return Ok(version);
        }
        // All that was changed up to `version` is committed: each change raised it under one lock.
        let mut after = (known, Uuid::max());
        loop {
            let page = db::changed_after(db, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = (last.changed, last.id.uuid());
            let (books, whole) = (self.books.clone(), i64::try_from(page.len())? < PAGE);
            let taken = move || books.write().unwrap_or_else(PoisonError::into_inner).take(page);
            self.pool.run(taken).await??;
            if whole {
                break;
            }
        }
        self.version.store(version, Ordering::Release);
        Ok(version)
    }

    /// Asks the shelf as it is.
    ///
    /// # Errors
    /// `request/busy` (503) when too many ask.
    pub(crate) async fn ask<R: Send + 'static>(
        &self,
        question: impl FnOnce(&Books) -> R + Send + 'static,
    ) -> Result<R> {
        let books = self.books.clone();
        self.pool.run(move || question(&books.read().unwrap_or_else(PoisonError::into_inner))).await
    }

    fn version(&self) -> i64 {
        self.version.load(Ordering::Acquire)
    }
}
