//! What a configuration comes to, before anything is opened: all that is wrong with it at once.

use adapters::smtp::{self, Smtp};
use chassis::address::Address;
use chassis::config::Config;
use chassis::db::PgPool;
use chassis::host::Store;
use chassis::telemetry;

use crate::cli::Flags;
use crate::settings::{Database, LimitSettings, Server};
use crate::shape::{Peers, Shape};
use crate::{configuration, demo, logs, otlp};

/// How many connections PostgreSQL keeps for its administrators beside ours.
const SPARE: usize = 10;

/// The tables of this program, read, and what follows from them.
pub(crate) struct Plan {
    pub(crate) server: Server,
    pub(crate) database: Database,
    pub(crate) limits: LimitSettings,
    pub(crate) log: logs::Settings,
    pub(crate) traces: Option<otlp::Endpoint>,
    pub(crate) shape: Shape,
    pub(crate) address: Address,
    pub(crate) smtp: Option<Smtp>,
    pub(crate) store: Store,
}

impl Plan {
    /// Reads everything that `serve` would read.
    ///
    /// # Errors
    /// A sentence for each thing that is wrong, with what to set.
    pub(crate) fn read(config: &Config, flags: &Flags) -> Result<Self, Vec<String>> {
        let tables = configuration::tables();
        let known: Vec<&str> = tables.iter().map(|table| table.name).collect();
        let mut faults: Vec<String> = config.check_tables(&known).err().into_iter().collect();
        faults.extend(tables.iter().filter_map(|table| table.values(config).err()));
        if faults.is_empty() { Self::weigh(config, flags) } else { Err(faults) }
    }

    /// Weighs what each table says by itself against what the others say.
    fn weigh(config: &Config, flags: &Flags) -> Result<Self, Vec<String>> {
        let one = |fault| vec![fault];
        let server: Server = config.table("server").map_err(one)?;
        let database: Database = config.table("database").map_err(one)?;
        let limits: LimitSettings = config.table("limits").map_err(one)?;
        let mail: smtp::Config = config.table("mail").map_err(one)?;
        let log: logs::Settings = config.table("log").map_err(one)?;
        let metrics: telemetry::Settings = config.table("metrics").map_err(one)?;
        let otlp: otlp::Settings = config.table("telemetry").map_err(one)?;
        let peers: Peers = config.table("peers").map_err(one)?;
        let mut faults: Vec<String> =
            metrics.fault().into_iter().chain(demo::fault(flags, &server)).collect();
        let shape = Shape::choose(flags, &peers.0).map_err(|exit| exit.sentence().to_owned());
        let shape = keep(&mut faults, shape);
        if let Some(shape) = &shape {
            let part = shape.is_part() || (server.internal.is_some() && !shape.is_whole());
            if part && server.public_url.is_none() {
                faults.push(
                    "this process is a part of a house: set server.public_url to where people reach this house, the \
                     same for each of its processes, such as https://marquee.example"
                        .into(),
                );
            }
            let roles = shape.check_roles(database.url.is_some()).map_err(|exit| exit.sentence().to_owned());
            keep(&mut faults, roles);
        }
        let address =
            Address::new(server.public_url.as_deref(), &server.allowed_hosts, &server.trusted_proxies);
        let address = keep(&mut faults, address);
        let smtp = keep(&mut faults, Smtp::new(&mail));
        if mail.host.is_some() && server.public_url.is_none() {
            faults.push(
                "mail.host is set, so that mails carry links: set server.public_url to where people reach this \
                 house, such as https://marquee.example"
                    .into(),
            );
        }
        let store = keep(&mut faults, store(&database));
        let traces = keep(&mut faults, otlp.endpoint());
        match (shape, address, smtp, store, traces) {
            (Some(shape), Some(address), Some(smtp), Some(store), Some(traces)) if faults.is_empty() => {
                Ok(Self { server, database, limits, log, traces, shape, address, smtp, store })
            }
            _ => Err(faults),
        }
    }

    /// How many connections PostgreSQL has to allow for so many processes like this one: while a new version takes
    /// over, each is there twice (decision D27).
    pub(crate) fn connections(&self, copies: usize) -> Option<usize> {
        self.database.url.as_ref().map(|_| self.database.pool() * copies * 2 + SPARE)
    }
}

fn keep<T>(faults: &mut Vec<String>, result: Result<T, String>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

/// Where rows lie; nothing is connected yet.
fn store(database: &Database) -> Result<Store, String> {
    let Some(url) = &database.url else { return Ok(Store::Files) };
    PgPool::new(url, database.pool()).map(Store::Postgres).map_err(|error| format!("database.url: {error}"))
}
