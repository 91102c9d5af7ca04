//! A whole house for one test: real router, real databases, a clock that stands still, mail that is caught.

use std::sync::Arc;

use axum::Router;
use chassis::address::Address;
use chassis::args;
use chassis::config::Config;
use chassis::db::migrate::Migration;
use chassis::db::{Db, Exec as _, OwnSql};
use chassis::host::{House, Parts, Service, Store};
use chassis::http::{Door, Limits};
use chassis::keys::Keys;
use chassis::mail::{Deliver, Post, Slips};

use crate::{Browser, Engine, Ground, Office, Terminal, TestClock};

static NEWEST_EVENT: OwnSql =
    OwnSql::new("select body from {s}.events where type = $1 order by seq desc limit 1");
static COUNT_EVENTS: OwnSql = OwnSql::new("select count(*) from {s}.events where type = $1");
static STORED_PASSWORD: OwnSql = OwnSql::new("select password from {s}.users where email_key = $1");
static AUDITED: OwnSql = OwnSql::new("select count(*) from {s}.audit where action = $1");

/// How a house for a test differs from a fresh one on a laptop.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setting {
    /// Whether a mail server is set.
    pub mail: bool,
    /// The configuration file.
    pub config: &'static str,
}

/// A house, and what a test needs beside it.
pub struct World {
    /// The house.
    pub house: House,
    /// The time, as the test moves it.
    pub clock: TestClock,
    /// The mails that were sent.
    pub office: Office,
    /// The lines that the operator saw.
    pub terminal: Terminal,
    router: Router,
    parts: Parts,
    services: Vec<Service>,
    setting: Setting,
    ground: Ground,
}

impl World {
    /// A fresh house without a mail server.
    pub async fn new(engine: Engine, services: &[Service]) -> Self {
        Self::open(engine, services, Setting::default()).await
    }

    /// A fresh house with this setting.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn open(engine: Engine, services: &[Service], setting: Setting) -> Self {
        let schemas: Vec<(&'static str, &[Migration])> =
            services.iter().map(|s| (s.name, s.migrations)).collect();
        let ground = Ground::new(engine, &schemas).await;
        let (office, terminal) = (Office::default(), Terminal::default());
        let parts = parts(&ground, &office, &terminal, setting);
        let (house, router) = open(&parts, services).await;
        let clock = ground.clock.clone();
        Self { house, clock, office, terminal, router, parts, services: services.to_vec(), setting, ground }
    }

    /// Why a house with this setting does not open.
    ///
    /// # Panics
    /// When it does open.
    pub async fn refusal(engine: Engine, services: &[Service], setting: Setting) -> kit::Error {
        let ground = Ground::new(engine, &[]).await;
        let parts = parts(&ground, &Office::default(), &Terminal::default(), setting);
        House::open(parts, services).await.expect_err("it does not open")
    }

    /// Closes the house and opens it again on the same data.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn restart(&mut self) {
        self.parts = parts(&self.ground, &self.office, &self.terminal, self.setting);
        (self.house, self.router) = open(&self.parts, &self.services).await;
    }

    /// A browser without cookies.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone(), "127.0.0.1:8080")
    }

    /// The database of a service.
    ///
    /// # Panics
    /// When the service does not run here.
    #[must_use]
    pub fn db(&self, service: &str) -> &Db {
        self.house.db(service).expect("the service runs here")
    }

    /// The newest event of a type in the log of its service, as JSON.
    ///
    /// # Panics
    /// When the database cannot be asked.
    pub async fn newest_event(&self, kind: &str) -> Option<serde_json::Value> {
        let db = self.db(kind.split('.').next().unwrap_or_default());
        let statement = NEWEST_EVENT.of(db.service());
        let row: Option<(String,)> = db.opt(statement, args![kind]).await.expect("the log");
        row.and_then(|(body,)| serde_json::from_str(&body).ok())
    }

    /// How many events of a type are in the log of their service.
    ///
    /// # Panics
    /// When the database cannot be asked.
    pub async fn count_events(&self, kind: &str) -> i64 {
        let db = self.db(kind.split('.').next().unwrap_or_default());
        db.one::<(i64,)>(COUNT_EVENTS.of(db.service()), args![kind]).await.expect("the log").0
    }

    /// How often a deed stands in the audit of a service.
    ///
    /// # Panics
    /// When the database cannot be asked.
    pub async fn audited(&self, service: &str, action: &str) -> i64 {
        let db = self.db(service);
        db.one::<(i64,)>(AUDITED.of(db.service()), args![action]).await.expect("the audit").0
    }

    /// How the password of somebody is stored in accounts.
    ///
    /// # Panics
    /// When nobody has this address.
    pub async fn stored_password(&self, email: &str) -> String {
        let db = self.db("accounts");
        db.one::<(String,)>(STORED_PASSWORD.of("accounts"), args![email]).await.expect("an account").0
    }

    /// Lets every event be heard and every worker finish.
    ///
    /// # Panics
    /// When something fails that a running house would wait out.
    pub async fn settle(&self) {
        self.house.runner.settle().await.expect("everything settles");
    }

    /// Fails the test when a promise of a service is broken.
    ///
    /// # Panics
    /// With the promises that do not hold.
    pub async fn check_promises(&self) {
        let broken = self.house.broken_promises().await.expect("the databases answer");
        assert!(broken.is_empty(), "broken: {broken:?}");
    }
}

fn parts(ground: &Ground, office: &Office, terminal: &Terminal, setting: Setting) -> Parts {
    let clock = ground.clock.clock();
    let data = ground.folder.path().to_owned();
    let config = Config::parse(setting.config).expect("a configuration");
    let address = if setting.mail {
        Address::new(Some("http://127.0.0.1:8080"), &[], &[]).expect("an address")
    } else {
        Address::default()
    };
    address.listens("127.0.0.1:8080".parse().expect("an address"));
    let print = terminal.clone();
    let slips = Slips::new(address.clone(), &data, Arc::new(move |line| print.print(line)));
    let server = setting.mail.then(|| Arc::new(office.clone()) as Arc<dyn Deliver>);
    let limits = Arc::new(Limits::new(clock.clone(), true));
    Parts {
        clock,
        store: ground.pool().map_or(Store::Files, Store::Postgres),
        config,
        door: Door::new(address, limits, Default::default()),
        post: Post::new(server, slips),
        keys: Keys::open(&data).expect("keys"),
        migrate: true,
        data,
    }
}

async fn open(parts: &Parts, services: &[Service]) -> (House, Router) {
    let house = House::open(parts.clone(), services).await.expect("the house opens");
    house.start().await.expect("the house starts");
    let router = house.served(Router::new());
    (house, router)
}
