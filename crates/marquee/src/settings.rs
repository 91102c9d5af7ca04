//! Reads the configuration and builds the parts of the house from it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chassis::address::Address;
use chassis::host::{Parts, Store};
use chassis::http::{Door, DoorSettings, Limits, Rate};
use chassis::keys::{self, Keys};
use chassis::link::Pass;
use chassis::mail::{Deliver, Post, Slips};
use kit::{Clock, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cli::Flags;
use crate::configuration::{self, Given};
use crate::exit::Exit;
use crate::otlp::{self, Exporter};
use crate::plan::Plan;
use crate::shape::Shape;

/// `[server]` in the configuration.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    /// Where to listen; port 0 takes a free one, and the first line printed says which.
    pub(crate) listen: String,
    /// Where the other processes of this house reach this one; only a private network should.
    pub(crate) internal: Option<String>,
    /// The data folder: SQLite files, keys, the search index.
    #[schema(value_type = String)]
    pub(crate) data: PathBuf,
    /// How people reach the house from outside, such as `https://marquee.example`: the only source of mail links, own
    /// origin and cookie scheme. Without it only this machine's names and addresses are served.
    pub(crate) public_url: Option<String>,
    /// Further names that the house answers to.
    pub(crate) allowed_hosts: Vec<String>,
    /// Addresses or ranges of proxies whose word about the caller is believed.
    pub(crate) trusted_proxies: Vec<String>,
    /// Origins of other sites, such as `https://games.example`, whose pages may call the classic paths.
    pub(crate) allowed_origins: Vec<String>,
    /// What this process calls itself in the header `X-Instance-Name`.
    pub(crate) instance_name: String,
    /// Lets pages of other loopback origins call; for the development of the front end.
    pub(crate) development: bool,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            internal: None,
            data: "marquee-data".into(),
            public_url: None,
            allowed_hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            allowed_origins: Vec::new(),
            instance_name: "marquee".into(),
            development: false,
        }
    }
}

/// `[database]` in the configuration.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Database {
    /// `postgres://user:password@host/database`; SQLite files in the data folder when it is left out.
    pub(crate) url: Option<String>,
    /// Connections of this process to PostgreSQL; 16 when it is left out.
    connections: Option<usize>,
}

impl Database {
    /// How many connections this process holds at most.
    pub(crate) fn pool(&self) -> usize {
        self.connections.unwrap_or(16)
    }
}

/// `[limits]` in the configuration.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LimitSettings {
    /// Whether callers are limited. Tries at passwords and mails to one mailbox are limited in any case.
    enabled: bool,
    /// `house`: 600 requests for an account, 300 for an address without one. `classic`: 100 each, as the systems before us
    /// had.
    preset: Preset,
    /// Requests of one account in `window_seconds`; the preset's when it is left out.
    user: Option<u32>,
    /// Requests of one address without an account (IPv6: of its /64) in `window_seconds`; the preset's when it is left
    /// out.
    anonymous: Option<u32>,
    /// How long the window is, in seconds.
    window_seconds: u32,
}

/// Ready-made limits.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Preset {
    House,
    Classic,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self { enabled: true, preset: Preset::House, user: None, anonymous: None, window_seconds: 60 }
    }
}

impl LimitSettings {
    /// The limits of an account and of an address without one.
    fn rates(&self) -> (Rate, Rate) {
        let (user, anonymous) = match self.preset {
            Preset::House => (600, 300),
            Preset::Classic => (100, 100),
        };
        let within = Duration::from_secs(u64::from(self.window_seconds.max(1)));
        let rate = |most: u32| Rate { most, within };
        (rate(self.user.unwrap_or(user)), rate(self.anonymous.unwrap_or(anonymous)))
    }
}

/// What the house is opened from. The lock keeps other processes off the data folder while it is held.
pub(crate) struct Settings {
    pub(crate) server: Server,
    pub(crate) parts: Parts,
    pub(crate) address: Address,
    pub(crate) shape: Shape,
    /// Sends traces, when they are wanted.
    pub(crate) exporter: Option<Exporter>,
    _lock: File,
}

impl Settings {
    /// Reads flags, environment and file, begins the log, and takes the data folder.
    pub(crate) fn read(flags: &Flags) -> Result<Self, Exit> {
        let Given { config, odd } = configuration::read(flags)?;
        let plan = Plan::read(&config, flags).map_err(Exit::faults)?;
        plan.log.begin();
        for (name, key) in configuration::classic_in_effect(&config) {
            tracing::info!(name, key, "taken from the environment by its classic name");
        }
        for sentence in odd {
            tracing::warn!("{sentence}");
        }
        let Plan { server, limits, shape, address, smtp, store, traces, .. } = plan;
        let lock = take_folder(&server.data)?;
        let clock = Clock::new(machine_time);
        let slips = Slips::new(address.clone(), &server.data, Arc::new(|line| println!("{line}")));
        let (user, anonymous) = limits.rates();
        let door = DoorSettings {
            user,
            anonymous,
            allowed_origins: server.allowed_origins.clone(),
            development: server.development,
            instance: server.instance_name.clone(),
            ..DoorSettings::default()
        };
        let door = Door::new(address.clone(), Arc::new(Limits::new(clock.clone(), limits.enabled)), door);
        let keys = keys_of(&server.data)?;
        let exporter = traces.map(|traces| {
            let (tracer, exporter) = otlp::begin(traces, &server.instance_name, clock.clone());
            door.trace(tracer);
            exporter
        });
        let post = Post::new(smtp.map(|smtp| Arc::new(smtp) as Arc<dyn Deliver>), slips);
        let (data, migrate) = (server.data.clone(), !flags.no_migrate);
        let away = shape.away(&Pass::new(keys.clone(), clock.clone()))?;
        let parts = Parts { clock, data, store, config, door, post, keys, migrate, away };
        Ok(Self { server, parts, address, shape, exporter, _lock: lock })
    }
}

/// What `restore` stands on: the folder that it fills, taken, and where rows go.
pub(crate) struct Ground {
    pub(crate) data: PathBuf,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    _lock: File,
}

impl Ground {
    /// Reads the configuration and takes the data folder, in which nothing may be yet.
    pub(crate) fn empty(flags: &Flags) -> Result<Self, Exit> {
        let Given { config, .. } = configuration::read(flags)?;
        let Plan { server, store, log, .. } = Plan::read(&config, flags).map_err(Exit::faults)?;
        log.begin();
        let inside = std::fs::read_dir(&server.data).into_iter().flatten().flatten();
        if let Some(there) = inside.map(|entry| entry.file_name()).find(|name| name != "lock") {
            let (folder, there) = (server.data.display(), there.display());
            return Err(Exit::data(format!(
                "the data folder {folder} is not empty: it holds {there}. A backup is restored into an empty folder; name one with --data."
            )));
        }
        let lock = take_folder(&server.data)?;
        Ok(Self { data: server.data, store, clock: Clock::new(machine_time), _lock: lock })
    }
}

/// What stands in a data folder while a restore fills it.
pub(crate) const RESTORING: &str = "restoring";

/// The keys of the data folder, or those of the folder that `MARQUEE_KEYS_DIR` names, where others make them.
#[expect(clippy::disallowed_methods, reason = "this is where configuration comes from")]
fn keys_of(data: &Path) -> Result<Keys, Exit> {
    let keys = match std::env::var_os("MARQUEE_KEYS_DIR") {
        Some(folder) => Keys::of_folder(Path::new(&folder)),
        None => Keys::open(data),
    };
    keys.map_err(|error| Exit::data(error.chain().unwrap_or_default()))
}

/// The data folder that these flags, the environment and the file name.
pub(crate) fn data_folder(flags: &Flags) -> Result<PathBuf, Exit> {
    let server: Server = configuration::read(flags)?.config.table("server").map_err(Exit::configuration)?;
    Ok(server.data)
}

/// Whether a house is open on this data folder.
pub(crate) fn is_taken(data: &Path) -> bool {
    let lock = File::options().append(true).open(data.join("lock"));
    lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Makes the data folder and keeps other processes off it.
fn take_folder(data: &Path) -> Result<File, Exit> {
    let refuse = |error: &dyn std::fmt::Display| {
        let folder = data.display();
        Exit::data(format!(
            "the data folder {folder} cannot be used: {error}. Give another with --data, or give this user the right to write there."
        ))
    };
    if data.join(RESTORING).exists() {
        return Err(Exit::data(format!(
            "a restore into {} did not end. Delete the folder and restore again; on PostgreSQL the schemas as well.",
            data.display()
        )));
    }
    keys::private_folder(data).map_err(|error| refuse(&error.chain().unwrap_or_default()))?;
    let lock =
        File::options().create(true).append(true).open(data.join("lock")).map_err(|error| refuse(&error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Exit::data(format!(
            "another marquee works on the data folder {}. Stop it first, or give this one a folder of its own with --data.",
            data.display()
        ))),
        Err(TryLockError::Error(error)) => Err(refuse(&error)),
    }
}

/// The machine's clock; the only place that reads it.
#[expect(clippy::disallowed_methods, reason = "this is where the injected clock comes from")]
pub(crate) fn machine_time() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
