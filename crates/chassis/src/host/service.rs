//! What a service tells the house: what it is called and needs, how it opens, and what it does once it is open.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use kit::Result;

use super::Host;
use crate::args;
use crate::bus::{Consumer, Worker};
use crate::db::migrate::Migration;
use crate::db::value::Columns;
use crate::db::{Db, Error as DbError, Exec as _, Record, Statement};
use crate::http::{Door, Doors, Face};
use crate::jobs::Job;
use crate::telemetry::Gauge;

/// What a service declares about itself; the program is a list of these.
#[derive(Clone, Copy)]
pub struct Service {
    /// URL prefix, crate, schema, configuration table and log target.
    pub name: &'static str,
    /// The services that it asks; without them it cannot run.
    pub needs: &'static [&'static str],
    /// Its schema.
    pub migrations: &'static [Migration],
    /// What it shows to the outside.
    pub face: fn(&Door) -> Face,
    /// Opens it.
    pub open: Open,
}

/// How a service opens on its database.
pub type Open = fn(Host, Db) -> BoxFuture<'static, Result<Opened>>;

/// A service that is open.
pub struct Opened {
    pub(super) doors: Doors,
    pub(super) consumers: Vec<Consumer>,
    pub(super) workers: Vec<Worker>,
    pub(super) jobs: Vec<Job>,
    pub(super) invariants: Vec<Invariant>,
    pub(super) gauges: Vec<Gauge>,
    pub(super) starts: Option<Start>,
}

/// What a service does once the house listens.
pub type Start = Arc<dyn Fn() -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// A statement that must return no row; asked by tests, benches and `doctor`.
#[derive(Clone, Copy)]
pub struct Invariant {
    /// What holds, as a sentence.
    pub holds: &'static str,
    /// Finds what breaks it.
    pub broken_by: &'static Statement,
}

impl Opened {
    /// A service with these routes.
    #[must_use]
    pub fn new(doors: Doors) -> Self {
        let (consumers, workers, jobs, invariants, gauges) = Default::default();
        Self { doors, consumers, workers, jobs, invariants, gauges, starts: None }
    }

    /// Follows what other services publish.
    #[must_use]
    pub fn hears(mut self, consumers: impl IntoIterator<Item = Consumer>) -> Self {
        self.consumers.extend(consumers);
        self
    }

    /// Works by itself.
    #[must_use]
    pub fn works(mut self, worker: Worker) -> Self {
        self.workers.push(worker);
        self
    }

    /// Does these jobs.
    #[must_use]
    pub fn does(mut self, jobs: impl IntoIterator<Item = Job>) -> Self {
        self.jobs.extend(jobs);
        self
    }

    /// Does this once the house listens.
    #[must_use]
    pub fn starts(mut self, start: Start) -> Self {
        self.starts = Some(start);
        self
    }

    /// Keeps these.
    #[must_use]
    pub fn keeps(mut self, invariants: impl IntoIterator<Item = Invariant>) -> Self {
        self.invariants.extend(invariants);
        self
    }

    /// Shows these figures to the operator.
    #[must_use]
    pub fn shows(mut self, gauges: impl IntoIterator<Item = Gauge>) -> Self {
        self.gauges.extend(gauges);
        self
    }
}

impl Invariant {
    /// Whether it holds at this moment.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn is_kept(&self, db: &Db) -> Result<bool> {
        Ok(db.rows::<AnyRow>(self.broken_by, args![], 1).await?.is_empty())
    }
}

/// A row whose columns do not matter.
struct AnyRow;
impl Record for AnyRow {
    fn read(_: &mut Columns<'_>) -> Result<Self, DbError> {
        Ok(Self)
    }
}
