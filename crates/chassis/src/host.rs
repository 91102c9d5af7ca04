//! Opens services in list order and hangs them into one house.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use kit::{Clock, Error, Result};
use serde::de::DeserializeOwned;

use crate::address::Address;
use crate::bus::{self, Log, Runner, Worker};
use crate::config::{Config, MISCONFIGURED};
use crate::db::migrate;
use crate::db::{Db, Error as DbError, PgPool};
use crate::http::{Door, Face};
use crate::jobs::{self, Job};
use crate::keys::Keys;
use crate::link::{Link, Peer};
use crate::live::{self, Hub};
use crate::mail::Post;
use crate::telemetry::Readiness;
use crate::telemetry::overview::{self, Overview};

mod back;
mod checkup;
mod forward;
mod front;
mod inside;
mod papers;
mod service;

pub use checkup::{Checkup, Finding, State};
pub use forward::Away;
pub(crate) use inside::AskTopic;
pub use inside::NO_PASS;
pub use service::{Invariant, Open, Opened, Service, Start};

/// The service that knows who stands behind a credential.
const ACCOUNTS: &str = "accounts";

/// Where the services' data lies.
#[derive(Clone)]
pub enum Store {
    /// A SQLite file each, in the data folder.
    Files,
    /// A schema each, in one PostgreSQL database.
    Postgres(PgPool),
}

/// Everything that a house is made of before its services open.
#[derive(Clone)]
pub struct Parts {
    /// Tells the time.
    pub clock: Clock,
    /// The data folder: files, keys, the search index.
    pub data: PathBuf,
    /// Where rows lie.
    pub store: Store,
    /// The settings.
    pub config: Config,
    /// The entrance.
    pub door: Door,
    /// The way mails go.
    pub post: Post,
    /// The keys of this installation.
    pub keys: Keys,
    /// Whether missing migrations are applied; otherwise they are an error.
    pub migrate: bool,
    /// The services that run in other processes.
    pub away: Vec<Away>,
}

/// The house, as a service sees it while it opens and runs.
#[derive(Clone)]
pub struct Host {
    /// Every handler holds a host of its own, so that it has to be cheap to clone.
    parts: Arc<Parts>,
    links: Arc<Vec<Link>>,
    live: Hub,
}

impl Host {
    /// What the house is made of.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Tells the time.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.parts.clock
    }

    /// The entrance, behind which routes are hung.
    #[must_use]
    pub fn door(&self) -> &Door {
        &self.parts.door
    }

    /// Where the house is to be found.
    #[must_use]
    pub fn address(&self) -> &Address {
        self.parts.door.address()
    }

    /// The keys of this installation.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.parts.keys
    }

    /// The way mails go.
    #[must_use]
    pub fn post(&self) -> &Post {
        &self.parts.post
    }

    /// The live topics.
    #[must_use]
    pub fn live(&self) -> &Hub {
        &self.live
    }

    /// A folder of the service's own for what is not rows.
    #[must_use]
    pub fn folder(&self, service: &str) -> PathBuf {
        self.parts.data.join(service)
    }

    /// The service's settings.
    ///
    /// # Errors
    /// `request/internal` with a sentence that names the key.
    pub fn config<T: DeserializeOwned>(&self, service: &str) -> Result<T> {
        self.parts.config.table(service).map_err(|e| MISCONFIGURED.because(e))
    }

    /// The way to a service, which may open later than this call.
    #[must_use]
    pub fn link(&self, service: &str) -> Link {
        let known = self.links.iter().find(|link| link.service() == service).cloned();
        // One that does not run here answers that it is not available.
        known.unwrap_or_else(|| Link::to("a service that does not run here"))
    }
}

impl Host {
    /// The host of these services, which knows the way to those in other processes.
    fn of(parts: Parts, services: &[Service]) -> Self {
        let away = || parts.away.iter().map(|away| (away.service.name, away.peer.clone()));
        let here = services.iter().map(|service| Link::to(service.name));
        let links: Vec<Link> = here.chain(away().map(|(name, peer)| Link::away(name, peer))).collect();
        let live = Hub::beside(away().collect());
        let host = Self { links: Arc::new(links), live, parts: Arc::new(parts) };
        if let Some(peer) = host.accounts_away() {
            host.door().ask(inside::identify_at(peer));
        }
        host
    }

    /// The process in which accounts runs, when it is another.
    fn accounts_away(&self) -> Option<Peer> {
        let away = self.parts.away.iter().find(|away| away.service.name == ACCOUNTS);
        away.map(|away| away.peer.clone())
    }
}

/// A service with its database, as it is open.
struct Room {
    service: Service,
    db: Db,
}

impl Room {
    async fn open(&self, host: &Host) -> Result<Opened> {
        (self.service.open)(host.clone(), self.db.clone()).await.map_err(|error| {
            if error.kind() == MISCONFIGURED {
                return error;
            }
            let why = error.detail_text().map_or_else(|| format!("{error:?}"), str::to_owned);
            kit::error::INTERNAL.because(format!("{} cannot be opened: {why}", self.service.name))
        })
    }
}

/// Hears which sessions are over, where accounts runs in another process.
fn ends(host: &Host) -> Vec<bus::Listen> {
    let peer = host.accounts_away().into_iter();
    let listen = |peer: Peer| -> bus::Listen {
        let hub = host.live.clone();
        Arc::new(move || Box::pin(live::hear_ends(hub.clone(), peer.clone())))
    };
    peer.map(listen).collect()
}

/// All services, open.
pub struct House {
    /// Answers requests, behind the door.
    pub router: Router,
    /// Answers the other processes of the house, at the internal address.
    pub inside: Router,
    /// Runs consumers and workers.
    pub runner: Runner,
    /// All routes of all services, and their description for machines.
    pub face: Face,
    host: Host,
    rooms: Vec<Room>,
    starts: Vec<Start>,
    overview: Arc<Overview>,
}

impl House {
    /// Opens the services in this order.
    ///
    /// # Errors
    /// A sentence that says which service could not be opened and why.
    pub async fn open(parts: Parts, services: &[Service]) -> Result<Self> {
        let away = parts.away.clone();
        let everywhere: Vec<Service> =
            services.iter().copied().chain(away.iter().map(|away| away.service)).collect();
        let names: Vec<&'static str> = everywhere.iter().map(|service| service.name).collect();
        needs_are_met(services, &names)?;
        let host = Host::of(parts, services);
        let mut rooms = Vec::new();
        for service in services {
            let db = open_db(&host.parts, service).await?;
            rooms.push(Room { service: *service, db });
        }
        let dbs: Vec<Db> = rooms.iter().map(|room| room.db.clone()).collect();
        let remote = away.iter().map(|away| Log::there(away.service.name, away.peer.clone()));
        let logs: Vec<Log> = dbs.iter().cloned().map(Log::Here).chain(remote).collect();
        let mut doors = vec![
            front::doors(&host, &names),
            papers::doors(host.door(), &everywhere),
            live::routes(host.door()).done((host.door().clone(), host.live.clone())),
        ];
        let (mut following, mut workers, mut starts) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = Vec::new();
        for room in &rooms {
            let opened = room.open(&host).await?;
            let consumers = opened.consumers.iter().map(|consumer| consumer.name).collect();
            let (invariants, gauges) = (opened.invariants, opened.gauges);
            seen.push(overview::Room { db: room.db.clone(), invariants, gauges, consumers });
            let own = bus::following(opened.consumers, &room.db, &logs);
            let runner = Runner::new(Vec::new(), own.clone());
            doors.push(back::doors(host.door(), back::Back { db: room.db.clone(), runner }));
            doors.push(opened.doors);
            following.extend(own);
            workers.extend(opened.workers);
            workers.push(hire(&room.db, opened.jobs).await?);
            starts.extend(opened.starts);
        }
        let inner = doors.iter().fold(Router::new(), |router, doors| router.merge(doors.router.clone()));
        doors.extend(away.iter().map(|away| forward::doors(host.door(), away)));
        let overview = Overview::new(&host, seen)?;
        let inside = inside::router(&host, dbs.clone(), inner, overview::internal(&overview));
        doors.push(overview::routes(host.door()).done(overview.clone()));
        overview.counts(doors.iter().flat_map(|doors| doors.face.table.clone()).collect());
        workers.push(overview.worker());
        let router = doors.into_iter().fold(Router::new(), |router, doors| router.merge(doors.router));
        let face = face(host.door(), &everywhere);
        let runner = Runner::new(dbs, following).with_workers(workers).with_listeners(ends(&host));
        runner.enroll().await?;
        Ok(Self { router, inside, runner, face, host, rooms, starts, overview })
    }

    /// The house as services see it.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Tells the services that the house listens now.
    ///
    /// # Errors
    /// The first that cannot do what it has to.
    pub async fn start(&self) -> Result<()> {
        for start in &self.starts {
            start().await?;
        }
        self.overview.ready.open();
        Ok(())
    }

    /// Leaves the files of the house as small and whole as they can be, once nothing runs any more.
    pub async fn close(&self) {
        for room in &self.rooms {
            if let Err(error) = room.db.checkpoint().await {
                tracing::warn!(service = room.service.name, %error, "the write-ahead log stays as it is");
            }
        }
    }

    /// Whether the house takes requests; whoever closes it says so here first, so that balancers look elsewhere.
    #[must_use]
    pub fn readiness(&self) -> &Readiness {
        &self.overview.ready
    }

    /// The database of a service.
    #[must_use]
    pub fn db(&self, service: &str) -> Option<&Db> {
        self.rooms.iter().find(|room| room.service.name == service).map(|room| &room.db)
    }

    /// The databases of all services, in their order.
    #[must_use]
    pub fn dbs(&self) -> Vec<Db> {
        self.rooms.iter().map(|room| room.db.clone()).collect()
    }

    /// Everything behind the door, with `fallback` for paths that no service has (the page).
    pub fn served(&self, fallback: Router) -> Router {
        overview::probes(&self.overview).merge(self.host.door().wrap(self.router.clone(), fallback))
    }

    /// The promises that do not hold at this moment, as sentences; an empty list is the only good answer.
    ///
    /// # Errors
    /// When a database cannot be asked.
    pub async fn broken_promises(&self) -> Result<Vec<String>> {
        let broken = self.overview.broken_promises().await?;
        Ok(broken.into_iter().map(|(service, holds)| format!("{service}: {holds}")).collect())
    }
}

/// Whether everything that these services ask runs somewhere.
fn needs_are_met(services: &[Service], names: &[&str]) -> Result<()> {
    for service in services {
        if let Some(missing) = service.needs.iter().find(|need| !names.contains(need)) {
            let why = format!(
                "{} needs {missing}, which does not run here: run it too, or say in peers.{missing} where it runs",
                service.name
            );
            return Err(kit::error::INTERNAL.because(why));
        }
    }
    Ok(())
}

/// What a house of these services shows to the outside; nothing is opened for it.
#[must_use]
pub fn face(door: &Door, services: &[Service]) -> Face {
    faces(door, services).into_iter().fold(front::info(), |all, (_, face)| all.and(face))
}

/// The same by service: first the house itself, then the services in their order, each with its back doors.
#[must_use]
pub fn faces(door: &Door, services: &[Service]) -> Vec<(&'static str, Face)> {
    let house = front::face(door).and(papers::face(door)).and(live::routes(door).face());
    let house = house.and(overview::routes(door).face());
    let face =
        |service: &Service| front::info().and((service.face)(door)).and(back::face(door, service.name));
    let mut all = vec![("house", front::info().and(house))];
    all.extend(services.iter().map(|service| (service.name, face(service))));
    all
}

/// Sees to it that the jobs of a service are done, and those that every service has.
async fn hire(db: &Db, mut own: Vec<Job>) -> Result<Worker> {
    own.push(jobs::housekeeping(db));
    jobs::schedule(db, &own).await?;
    Ok(jobs::worker(db, own))
}

/// Opens the database of a service, and brings its schema up to date when that is wanted.
///
/// # Errors
/// A sentence that says what is in the way.
pub async fn open_db(parts: &Parts, service: &Service) -> Result<Db> {
    let refuse = |error: DbError| kit::error::INTERNAL.because(error.to_string()).caused_by(error);
    let db = bare_db(&parts.data, &parts.store, &parts.clock, service.name).map_err(refuse)?;
    if parts.migrate {
        migrate::up(&db, service.migrations).await.map_err(refuse)?;
    } else {
        let standing = migrate::status(&db, service.migrations).await.map_err(refuse)?;
        if let Some(missing) = standing.iter().find(|s| s.applied_at.is_none()) {
            let (name, service) = (&missing.name, service.name);
            let why = format!("migration {name} of {service} is missing; run `marquee migrate up`");
            return Err(refuse(DbError::Migration(why)));
        }
    }
    Ok(db)
}

/// The database of a service as it is.
///
/// # Errors
/// When the file cannot be opened.
pub fn bare_db(data: &Path, store: &Store, clock: &Clock, service: &'static str) -> Result<Db, DbError> {
    match store {
        Store::Files => Db::sqlite(service, &migrate::file_of(data, service), clock.clone()),
        Store::Postgres(pool) => Ok(Db::postgres(service, pool.clone(), clock.clone())),
    }
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "House({} routes)", self.face.table.len())
    }
}

/// The problem with which the house does not open, as one sentence for its operator.
#[must_use]
pub fn sentence(error: &Error) -> String {
    error.detail_text().map_or_else(|| format!("{error:?}"), str::to_owned)
}
