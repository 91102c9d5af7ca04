//! Reads the configuration and builds the parts of the house from it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use adapters::smtp::{self, Smtp};
use chassis::address::Address;
use chassis::config::Config;
use chassis::db::PgPool;
use chassis::host::{Parts, Store};
use chassis::http::{Door, DoorSettings, Limits, Rate};
use chassis::keys::{self, Keys};
use chassis::link::Pass;
use chassis::mail::{Deliver, Post, Slips};
use kit::{Clock, Time};
use serde::{Deserialize, Serialize};

use crate::cli::Flags;
use crate::exit::Exit;
use crate::services;
use crate::shape::Shape;

/// `[server]` in the configuration.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    /// Where to listen.
    pub(crate) listen: String,
    /// Where the other processes of this house reach this one; only a private network should.
    pub(crate) internal: Option<String>,
    /// The data folder.
    pub(crate) data: PathBuf,
    /// How people reach the house from outside, such as `https://marquee.example`.
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
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Database {
    /// `postgres://user:password@host/database`; SQLite files in the data folder when it is left out.
    url: Option<String>,
    /// Connections of this process to PostgreSQL; 16 when it is left out.
    connections: Option<usize>,
}

/// `[limits]` in the configuration.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LimitSettings {
    enabled: bool,
    /// `house`: what a person's browser needs. `classic`: the 100 a minute that the systems before us had.
    preset: Preset,
    /// Requests of one account in `window_seconds`; the preset's when it is left out.
    user: Option<u32>,
    /// Requests of one address without an account; the preset's when it is left out.
    anonymous: Option<u32>,
    window_seconds: u32,
}

/// Ready-made limits.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
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
    _lock: File,
}

impl Settings {
    /// Reads flags, environment and file, and takes the data folder.
    pub(crate) fn read(flags: &Flags) -> Result<Self, Exit> {
        let config = configuration(flags)?;
        let table = Exit::configuration;
        let server: Server = config.table("server").map_err(table)?;
        crate::demo::check(flags, &server)?;
        let database: Database = config.table("database").map_err(table)?;
        let limits: LimitSettings = config.table("limits").map_err(table)?;
        let mail: smtp::Config = config.table("mail").map_err(table)?;
        let shape = Shape::choose(flags, &config.table("peers").map_err(table)?)?;
        if shape.is_part() && server.public_url.is_none() {
            return Err(table(
                "[peers] names other processes: set server.public_url to where people reach this house, the same \
                 for each of its processes, such as https://marquee.example"
                    .into(),
            ));
        }
        shape.check_roles(database.url.is_some())?;
        let address =
            Address::new(server.public_url.as_deref(), &server.allowed_hosts, &server.trusted_proxies);
        let address = address.map_err(table)?;
        let smtp = Smtp::new(&mail).map_err(table)?;
        if smtp.is_some() && !address.is_public() {
            return Err(table(
                "mail.host is set, so that mails carry links: set server.public_url to where people reach this house, \
                 such as https://marquee.example"
                    .into(),
            ));
        }
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
        let store = store(&database)?;
        let post = Post::new(smtp.map(|smtp| Arc::new(smtp) as Arc<dyn Deliver>), slips);
        let (data, migrate) = (server.data.clone(), !flags.no_migrate);
        let away = shape.away(&Pass::new(keys.clone(), clock.clone()))?;
        let parts = Parts { clock, data, store, config, door, post, keys, migrate, away };
        Ok(Self { server, parts, address, shape, _lock: lock })
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
        let config = configuration(flags)?;
        let server: Server = config.table("server").map_err(Exit::configuration)?;
        let store = store(&config.table("database").map_err(Exit::configuration)?)?;
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

#[expect(clippy::disallowed_methods, reason = "this is where configuration comes from")]
fn configuration(flags: &Flags) -> Result<Config, Exit> {
    let named = flags.config.clone();
    let path = named.clone().unwrap_or_else(|| "marquee.toml".into());
    let mut config = match std::fs::read_to_string(&path) {
        Ok(text) => {
            Config::parse(&text).map_err(|e| Exit::configuration(format!("{}: {e}", path.display())))?
        }
        Err(error) if named.is_some() => {
            return Err(Exit::configuration(format!("{} cannot be read: {error}", path.display())));
        }
        Err(_) => Config::default(),
    };
    config.overlay(classic_environment(std::env::vars()));
    config.overlay(std::env::vars());
    if let Some(listen) = &flags.listen {
        config.set("server", "listen", listen.clone().into());
    }
    if let Some(internal) = &flags.internal {
        config.set("server", "internal", internal.clone().into());
    }
    if let Some(data) = &flags.data {
        config.set("server", "data", data.to_string_lossy().into_owned().into());
    }
    let services = services::all();
    let known: Vec<&str> = ["server", "peers", "database", "limits", "mail"]
        .into_iter()
        .chain(services.iter().map(|s| s.name))
        .collect();
    config.check_tables(&known).map_err(Exit::configuration)?;
    Ok(config)
}

/// The names that the systems before us had for settings of ours (decision D32); ours come before them.
const CLASSIC_NAMES: [(&str, &str); 9] = [
    ("INSTANCE_NAME", "MARQUEE_SERVER__INSTANCE_NAME"),
    ("RATE_LIMIT_ENABLED", "MARQUEE_LIMITS__ENABLED"),
    ("RATE_LIMIT_WINDOW_SECONDS", "MARQUEE_LIMITS__WINDOW_SECONDS"),
    ("SMTP_HOST", "MARQUEE_MAIL__HOST"),
    ("SMTP_PORT", "MARQUEE_MAIL__PORT"),
    ("SMTP_USERNAME", "MARQUEE_MAIL__USER"),
    ("SMTP_PASSWORD", "MARQUEE_MAIL__PASSWORD"),
    ("FROM_EMAIL", "MARQUEE_MAIL__FROM"),
    ("ACCESS_TOKEN_EXPIRE_MINUTES", "MARQUEE_ACCOUNTS__CLASSIC_TOKEN_MINUTES"),
];

/// The variables with a classic name, under ours; each that took effect is told by name.
fn classic_environment(
    variables: impl Iterator<Item = (String, String)>,
) -> impl Iterator<Item = (String, String)> {
    variables.flat_map(|(name, value)| {
        // One figure there is two here.
        let ours: Vec<&str> = match name.as_str() {
            "RATE_LIMIT_MAX_REQUESTS" => vec!["MARQUEE_LIMITS__USER", "MARQUEE_LIMITS__ANONYMOUS"],
            name => {
                CLASSIC_NAMES.iter().filter(|(classic, _)| *classic == name).map(|(_, ours)| *ours).collect()
            }
        };
        if !ours.is_empty() {
            tracing::info!(name, "taken from the environment by its classic name");
        }
        ours.into_iter().map(|ours| (ours.to_owned(), value.clone())).collect::<Vec<_>>()
    })
}

fn store(database: &Database) -> Result<Store, Exit> {
    let Some(url) = &database.url else { return Ok(Store::Files) };
    let pool = PgPool::new(url, database.connections.unwrap_or(16));
    pool.map(Store::Postgres).map_err(|error| Exit::configuration(format!("database.url: {error}")))
}

/// The data folder that these flags, the environment and the file name.
pub(crate) fn data_folder(flags: &Flags) -> Result<PathBuf, Exit> {
    let server: Server = configuration(flags)?.table("server").map_err(Exit::configuration)?;
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
fn machine_time() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
