//! A database of its own for each test, on either engine.
//!
//! On PostgreSQL a test gets a database made from a migrated template; the template is named after the
//! checksum of the migrations and made once, under an advisory lock (decision D37).

use std::path::Path;

use chassis::db::migrate::{self, Migration};
use chassis::db::{Db, PgPool};
use chassis::host::Service;
use kit::Clock;
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

use crate::TestClock;

/// Which engine a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Files in a folder of the test's own.
    Sqlite,
    /// A database of the test's own in the cluster that `MARQUEE_TEST_POSTGRES` names.
    Postgres,
}

/// What one test stands on; taken down when it is dropped.
pub struct Ground {
    /// The folder of the test.
    pub folder: TempDir,
    /// The time, as the test moves it.
    pub clock: TestClock,
    /// The URL of the test's database on PostgreSQL.
    pub url: Option<String>,
    pool: Option<PgPool>,
}

/// The cluster for tests, as `cargo xtask test` starts it.
#[expect(clippy::disallowed_methods, reason = "tests are configured by the environment")]
fn cluster() -> Option<String> {
    std::env::var("MARQUEE_TEST_POSTGRES").ok()
}

/// Whether tests on PostgreSQL can run; says so when not.
///
/// # Panics
/// When `CI=true` and no cluster is there: a run that leaves half of the tests out must not be green.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "tests are configured by the environment")]
pub fn postgres_is_there(test: &str) -> bool {
    let there = cluster().is_some();
    if !there {
        let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!ci, "{test} on PostgreSQL was not run: MARQUEE_TEST_POSTGRES is not set");
        eprintln!(
            "NOT RUN: {test} on PostgreSQL (MARQUEE_TEST_POSTGRES is not set; `cargo xtask test` sets it)"
        );
    }
    there
}

impl Ground {
    /// Lays the ground for services with these migrations.
    ///
    /// # Panics
    /// When the engine cannot be reached: no test can run then.
    pub async fn new(engine: Engine, services: &[(&'static str, &[Migration])]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = TestClock::default();
        let url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(database(services, &clock.clock()).await),
        };
        let pool = url.as_ref().map(|url| PgPool::new(url, 8).expect("a URL"));
        Self { folder, clock, url, pool }
    }

    /// The database of one service, with its schema as new as it gets.
    ///
    /// # Panics
    /// When it cannot be opened or migrated.
    pub async fn db(&self, service: &'static str, migrations: &[Migration]) -> Db {
        let db = self.bare_db(service);
        migrate::up(&db, migrations).await.expect("migrations");
        db
    }

    /// The connections of the test on PostgreSQL.
    #[must_use]
    pub fn pool(&self) -> Option<PgPool> {
        self.pool.clone()
    }

    /// The database of one service, as it is.
    ///
    /// # Panics
    /// When it cannot be opened.
    #[must_use]
    pub fn bare_db(&self, service: &'static str) -> Db {
        match &self.pool {
            Some(pool) => Db::postgres(service, pool.clone(), self.clock.clock()),
            None => sqlite(service, self.folder.path(), self.clock.clock()),
        }
    }
}

fn sqlite(service: &'static str, folder: &Path, clock: Clock) -> Db {
    Db::sqlite(service, &migrate::file_of(folder, service), clock).expect("a SQLite file")
}

/// Makes a database from the template of these services, and the template when it is the first to need it.
async fn database(services: &[(&'static str, &[Migration])], clock: &Clock) -> String {
    let cluster = cluster().expect("MARQUEE_TEST_POSTGRES");
    let admin = connect(&format!("{cluster}/postgres")).await;
    let names: String =
        services.iter().map(|(name, own)| format!("_{name}{}", migrate::checksum_of(own))).collect();
    let template = format!("template_{}", migrate::checksum_of_text(&names));
    admin.batch_execute("select pg_advisory_lock(7301002)").await.expect("a lock");
    let there =
        admin.query_opt("select 1 from pg_database where datname = $1", &[&template]).await.expect("a list");
    if there.is_none() {
        let draft = format!("{template}_draft");
        admin.batch_execute(&format!("drop database if exists {draft}")).await.expect("room for a draft");
        admin.batch_execute(&format!("create database {draft}")).await.expect("a draft");
        let pool = PgPool::new(&format!("{cluster}/{draft}"), 2).expect("a URL");
        for (name, own) in services {
            let db = Db::postgres(name, pool.clone(), clock.clone());
            migrate::up(&db, own).await.expect("migrations");
        }
        pool.close();
        drop(pool);
        let seal = format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{draft}';
             alter database {draft} rename to {template}"
        );
        admin.batch_execute(&seal).await.expect("the template's name");
        admin
            .batch_execute(&format!("alter database {template} allow_connections false"))
            .await
            .expect("a template");
    }
    let name = format!("test_{}", chassis::random::uuid(clock.now()).simple());
    admin.batch_execute(&format!("create database {name} template {template}")).await.expect("a database");
    admin.batch_execute("select pg_advisory_unlock(7301002)").await.expect("the lock back");
    format!("{cluster}/{name}")
}

#[expect(clippy::disallowed_methods, reason = "the driver's connection needs a task")]
async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the cluster for tests");
    tokio::spawn(connection);
    client
}

/// Applies a migration that no present program knows, as a newer version would have.
///
/// # Panics
/// When the file cannot be changed.
pub fn make_newer(data: &Path, service: &Service) {
    let later = Migration { name: "9001_later", text: "-- up\n-- number later\n-- down\n" };
    let migrations: Vec<Migration> = service.migrations.iter().copied().chain([later]).collect();
    let db = sqlite(service.name, data, TestClock::default().clock());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(migrate::up(&db, &migrations)).expect("the migration is applied");
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Some(pool) = &self.pool {
            pool.close();
        }
    }
}
