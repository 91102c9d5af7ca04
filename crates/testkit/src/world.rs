//! A whole house for one test: real router, real databases, a clock that stands still, mail that is caught.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use chassis::address::Address;
use chassis::args;
use chassis::config::Config;
use chassis::db::migrate::Migration;
use chassis::db::{Db, Exec as _, OwnSql};
use chassis::host::{Away, House, Parts, Service, Store};
use chassis::http::{Door, Limits};
use chassis::keys::Keys;
use chassis::link::{Pass, Peer};
use chassis::mail::{Deliver, Post, Slips};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinHandle};

use crate::{Browser, Engine, Ground, Office, Terminal, TestClock, Wire};

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

/// What a house of a test stands on, and in how many processes.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The engine.
    pub engine: Engine,
    /// Whether accounts and notify run in a process beside the one that browsers speak with.
    pub split: bool,
}

impl From<Engine> for Shape {
    fn from(engine: Engine) -> Self {
        Self { engine, split: false }
    }
}

/// The services of the process beside, where there is one.
const BESIDE: [&str; 2] = ["accounts", "notify"];

/// A house, and what a test needs beside it.
pub struct World {
    /// The house; of several processes the one that browsers speak with.
    pub house: House,
    /// The process beside.
    beside: Option<Beside>,
    /// The time, as the test moves it.
    pub clock: TestClock,
    /// The mails that were sent.
    pub office: Office,
    /// The lines that the operator saw.
    pub terminal: Terminal,
    router: Router,
    shape: Shape,
    services: Vec<Service>,
    setting: Setting,
    ground: Ground,
}

/// The process beside, and the internal addresses of both.
struct Beside {
    house: House,
    /// The way to its internal address.
    wire: Wire,
    tasks: Vec<AbortHandle>,
    stop: watch::Sender<bool>,
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
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
    pub async fn open(shape: impl Into<Shape>, services: &[Service], setting: Setting) -> Self {
        let shape = shape.into();
        let schemas: Vec<(&'static str, &[Migration])> =
            services.iter().map(|s| (s.name, s.migrations)).collect();
        let ground = Ground::new(shape.engine, &schemas).await;
        let (office, terminal) = (Office::default(), Terminal::default());
        let parts = parts(&ground, &office, &terminal, setting);
        let (house, beside, router) = open(parts, services, shape).await;
        let (clock, services) = (ground.clock.clone(), services.to_vec());
        Self { house, beside, clock, office, terminal, router, shape, services, setting, ground }
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
        let parts = parts(&self.ground, &self.office, &self.terminal, self.setting);
        (self.house, self.beside, self.router) = open(parts, &self.services, self.shape).await;
    }

    /// The process in which a service runs.
    #[must_use]
    pub fn house_of(&self, service: &str) -> &House {
        match &self.beside {
            Some(beside) if beside.house.db(service).is_some() => &beside.house,
            _ => &self.house,
        }
    }

    /// The way to the process beside, to be cut and mended.
    ///
    /// # Panics
    /// When there is none.
    pub fn wire(&mut self) -> &mut Wire {
        &mut self.beside.as_mut().expect("a process beside").wire
    }

    /// Runs what a house does by itself, in both processes, instead of waiting for [`World::settle`].
    pub fn run(&mut self) {
        let Some(beside) = &self.beside else { return };
        let stop = beside.stop.subscribe();
        let tasks: Vec<_> = self.houses().flat_map(|house| house.runner.clone().start(&stop)).collect();
        self.beside
            .iter_mut()
            .for_each(|beside| beside.tasks.extend(tasks.iter().map(JoinHandle::abort_handle)));
    }

    fn houses(&self) -> impl Iterator<Item = &House> {
        [&self.house].into_iter().chain(self.beside.as_ref().map(|beside| &beside.house))
    }

    /// A browser without cookies.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone(), "127.0.0.1:8080")
    }

    /// A browser without cookies at another process over the same data.
    ///
    /// # Panics
    /// When that does not open.
    pub async fn browser_beside(&self) -> Browser {
        let parts = parts(&self.ground, &self.office, &self.terminal, self.setting);
        Browser::new(alone(parts, &self.services).await.served(Router::new()), "127.0.0.1:8080")
    }

    /// The database of a service.
    ///
    /// # Panics
    /// When the service does not run here.
    #[must_use]
    pub fn db(&self, service: &str) -> &Db {
        self.house_of(service).db(service).expect("the service runs here")
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
        loop {
            let mut moved = 0;
            for house in self.houses() {
                moved += house.runner.settle().await.expect("everything settles");
            }
            if moved == 0 {
                return;
            }
        }
    }

    /// Fails the test when a promise of a service is broken.
    ///
    /// # Panics
    /// With the promises that do not hold.
    pub async fn check_promises(&self) {
        for house in self.houses() {
            let broken = house.broken_promises().await.expect("the databases answer");
            assert!(broken.is_empty(), "broken: {broken:?}");
        }
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
        away: Vec::new(),
        data,
    }
}

async fn open(parts: Parts, services: &[Service], shape: Shape) -> (House, Option<Beside>, Router) {
    let (house, beside) =
        if shape.split { split(parts, services).await } else { (alone(parts, services).await, None) };
    let router = house.served(Router::new());
    (house, beside, router)
}

async fn alone(parts: Parts, services: &[Service]) -> House {
    let house = House::open(parts, services).await.expect("the house opens");
    house.start().await.expect("the house starts");
    house
}

/// Opens two houses that know each other, each with a folder of its own and the same keys.
async fn split(parts: Parts, services: &[Service]) -> (House, Option<Beside>) {
    let (back, front): (Vec<Service>, Vec<Service>) =
        services.iter().partition(|service| BESIDE.contains(&service.name));
    let pass = Pass::new(parts.keys.clone(), parts.clock.clone());
    let listen = async || TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let (to_front, to_back) = (listen().await, listen().await);
    let wire = Wire::to(to_back.local_addr().expect("an address")).await;
    let away = |services: &[Service], at: SocketAddr| -> Vec<Away> {
        let url = format!("http://{at}");
        let peer = Peer::new(&url, pass.clone()).expect("a peer");
        services.iter().map(|service| Away { service: *service, peer: peer.clone() }).collect()
    };
    // Each process has limits, a door and a folder of its own.
    let limits = Arc::new(Limits::new(parts.clock.clone(), true));
    let door = Door::new(parts.door.address().clone(), limits, Default::default());
    let data = parts.data.join("beside");
    std::fs::create_dir_all(&data).expect("a folder");
    let behind =
        Parts { away: away(&front, to_front.local_addr().expect("an address")), data, door, ..parts.clone() };
    let before = Parts { away: away(&back, wire.at()), ..parts };
    let (behind, before) = (alone(behind, &back).await, alone(before, &front).await);
    let (stop, stopped) = watch::channel(false);
    let mut tasks = behind.runner.listen(&stopped);
    tasks.extend(before.runner.listen(&stopped));
    tasks.extend([serve(to_front, before.inside.clone()), serve(to_back, behind.inside.clone())]);
    let tasks = tasks.iter().map(JoinHandle::abort_handle).collect();
    (before, Some(Beside { house: behind, wire, tasks, stop }))
}

#[expect(clippy::disallowed_methods, reason = "a server beside the test")]
fn serve(listener: TcpListener, router: Router) -> JoinHandle<()> {
    tokio::spawn(async move {
        let _: std::io::Result<()> = axum::serve(listener, router).await;
    })
}
