//! Where the configuration comes from: flags, the environment with its classic names, the file.

use chassis::config::{Config, Described, Origin};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cli::Flags;
use crate::exit::Exit;
use crate::{logs, otlp, services, settings, shape};

/// The configuration as it was given, and what is worth telling about how.
pub(crate) struct Given {
    pub(crate) config: Config,
    /// Variables that nobody reads although they look like ours, as sentences.
    pub(crate) odd: Vec<String>,
}

/// A service without settings.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Nothing {}

/// All tables of the configuration, as they describe themselves; in the order of the documents.
pub(crate) fn tables() -> Vec<Described> {
    let mut tables = vec![
        Described::of::<settings::Server>("server", &[]),
        Described::of::<settings::Database>("database", &["url"]),
        Described::of::<settings::LimitSettings>("limits", &[]),
        Described::of::<adapters::smtp::Config>("mail", &["password"]),
        Described::of::<logs::Settings>("log", &[]),
        Described::of::<chassis::telemetry::Settings>("metrics", &["token"]),
        Described::of::<otlp::Settings>("telemetry", &[]),
        Described::of::<shape::Peers>("peers", &[]),
        Described::of::<accounts::config::Config>("accounts", &[]),
        Described::of::<todos::config::Config>("todos", &[]),
    ];
    for service in services::all() {
        if !tables.iter().any(|table| table.name == service.name) {
            tables.push(Described::of::<Nothing>(service.name, &[]));
        }
    }
    tables
}

/// Reads flags, environment and file. What the values mean is looked at by whoever reads a table.
#[expect(clippy::disallowed_methods, reason = "this is where configuration comes from")]
pub(crate) fn read(flags: &Flags) -> Result<Given, Exit> {
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
    let variables: Vec<(String, String)> = std::env::vars().collect();
    for (name, value) in &variables {
        for (table, key) in classic(name) {
            config.set_from(name, table, key, value);
        }
    }
    config.overlay(variables.iter().cloned()).map_err(Exit::configuration)?;
    let level = flags.log.map(|level| level.name().to_owned());
    let data = flags.data.as_ref().map(|data| data.to_string_lossy().into_owned());
    let said = [
        ("server", "listen", flags.listen.clone()),
        ("server", "internal", flags.internal.clone()),
        ("server", "data", data),
        ("log", "level", level),
    ];
    for (table, key, value) in said {
        if let Some(value) = value {
            config.set(table, key, value.into());
        }
    }
    let odd = variables.iter().filter(|(name, value)| is_odd(name, value)).map(|(name, _)| {
        format!(
            "{name} is no setting: ours have two underscores after the table, as MARQUEE_SERVER__LISTEN has"
        )
    });
    Ok(Given { config, odd: odd.collect() })
}

/// The names that the systems before us had for settings of ours, and what they set (decision D32). Ours come
/// before them, the file after.
const CLASSIC_NAMES: [(&str, &str, &str); 13] = [
    ("INSTANCE_NAME", "server", "instance_name"),
    ("RATE_LIMIT_ENABLED", "limits", "enabled"),
    // One figure there is two here.
    ("RATE_LIMIT_MAX_REQUESTS", "limits", "user"),
    ("RATE_LIMIT_MAX_REQUESTS", "limits", "anonymous"),
    ("RATE_LIMIT_WINDOW_SECONDS", "limits", "window_seconds"),
    ("SMTP_HOST", "mail", "host"),
    ("SMTP_PORT", "mail", "port"),
    ("SMTP_USERNAME", "mail", "user"),
    ("SMTP_PASSWORD", "mail", "password"),
    ("FROM_EMAIL", "mail", "from"),
    ("ACCESS_TOKEN_EXPIRE_MINUTES", "accounts", "classic_token_minutes"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "telemetry", "otlp"),
    ("OTEL_SERVICE_NAME", "telemetry", "name"),
];

fn classic(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    CLASSIC_NAMES.iter().filter(move |(classic, ..)| *classic == name).map(|(_, table, key)| (*table, *key))
}

/// The classic names that took effect, with what they set.
pub(crate) fn classic_in_effect(config: &Config) -> Vec<(&'static str, String)> {
    let named = |(name, table, key): &(&'static str, &'static str, &'static str)| {
        let took = matches!(config.origin(table, key), Origin::Environment(variable, _) if variable == *name);
        took.then(|| (*name, format!("{table}.{key}")))
    };
    CLASSIC_NAMES.iter().filter_map(named).collect()
}

/// What builds and tests of this program read; no settings, and nothing to wonder at.
const BUILDS: [&str; 8] = [
    "MARQUEE_BIN",
    "MARQUEE_BUILD_UI",
    "MARQUEE_DEV",
    "MARQUEE_FAULTS",
    "MARQUEE_SKIP_UI",
    "MARQUEE_TEST_POSTGRES",
    "MARQUEE_WEB_DIST",
    "MARQUEE_KEYS_DIR",
];

/// Whether a variable looks like ours and means nothing. Kubernetes sets some for every service called `marquee` or
/// `marquee-…` (`MARQUEE_PORT=tcp://…`, `MARQUEE_SERVICE_HOST`); those are nobody's mistake.
fn is_odd(name: &str, value: &str) -> bool {
    let Some(rest) = name.strip_prefix("MARQUEE_").filter(|rest| !rest.contains("__")) else { return false };
    let parts: Vec<&str> = rest.split('_').collect();
    let linked = parts.windows(2).any(|two| matches!(two, ["SERVICE", "HOST" | "PORT"]))
        || parts.windows(2).any(|two| two[0] == "PORT" && two[1].parse::<u16>().is_ok())
        || (parts.last() == Some(&"PORT") && value.contains("://"));
    !linked && !BUILDS.contains(&name) && !rest.starts_with("CRASH_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_mistake_is_odd() {
        for (name, value) in
            [("MARQUEE_LISTEN", "0.0.0.0:80"), ("MARQUEE_PORT", "8080"), ("MARQUEE_SERVER_DATA", "x")]
        {
            assert!(is_odd(name, value), "{name}");
        }
        for (name, value) in [
            ("MARQUEE_PORT", "tcp://10.0.0.1:8080"),
            ("MARQUEE_SERVICE_HOST", "10.0.0.1"),
            ("MARQUEE_STORE_SERVICE_PORT_HTTP", "8080"),
            ("MARQUEE_PORT_8080_TCP_ADDR", "10.0.0.1"),
            ("MARQUEE_STORE_PORT", "tcp://10.0.0.1:8080"),
            ("MARQUEE_SERVER__LISTEN", "0.0.0.0:80"),
            ("MARQUEE_TEST_POSTGRES", "postgres://"),
            ("PATH", "/bin"),
        ] {
            assert!(!is_odd(name, value), "{name}");
        }
    }

    #[test]
    fn every_service_with_settings_has_a_table_and_every_classic_name_a_key() {
        let tables = tables();
        for service in services::all() {
            let own = format!("{}/../../services/{}/src/config.rs", env!("CARGO_MANIFEST_DIR"), service.name);
            let table = tables.iter().find(|table| table.name == service.name).expect("a table");
            let keys = table.values(&Config::default()).unwrap().len();
            assert_eq!(
                std::path::Path::new(&own).exists(),
                keys > 0,
                "name the table of {} in tables()",
                service.name
            );
        }
        for (name, table, key) in CLASSIC_NAMES {
            let table = tables.iter().find(|known| known.name == table).expect(name);
            assert!(table.values(&Config::default()).unwrap().contains_key(key), "{name}");
        }
    }

    #[test]
    fn a_classic_name_takes_effect_below_ours() {
        let mut config = Config::default();
        for (table, key) in classic("RATE_LIMIT_MAX_REQUESTS") {
            config.set_from("RATE_LIMIT_MAX_REQUESTS", table, key, "7");
        }
        let ours = [("MARQUEE_LIMITS__USER".to_owned(), "9".to_owned())];
        config.overlay(ours.into_iter()).unwrap();
        assert_eq!(classic_in_effect(&config), [("RATE_LIMIT_MAX_REQUESTS", "limits.anonymous".to_owned())]);
    }
}
