//! The configuration: one TOML file, overlaid by the environment, typed by whoever uses it.
//!
//! `MARQUEE_ACCOUNTS__PASSWORD_MIN=10` sets `accounts.password_min`. Unknown keys are refused, with the
//! nearest one that exists. Precedence: flag, environment, file, default.

use kit::Kind;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

/// The house cannot open as it is configured; only its operator ever sees this.
pub const MISCONFIGURED: Kind = Kind::new(500, "request/misconfigured", "The configuration is wrong");

/// The settings as they were given, before a service reads its own table.
#[derive(Clone, Debug, Default)]
pub struct Config {
    tables: Table,
}

impl Config {
    /// Reads the text of a configuration file.
    ///
    /// # Errors
    /// A sentence with line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        let tables = text.parse::<Table>().map_err(|e| format!("the configuration cannot be read: {e}"))?;
        Ok(Self { tables })
    }

    /// Lays variables of the environment over it: those that begin with `MARQUEE_` and hold `__`.
    pub fn overlay(&mut self, variables: impl Iterator<Item = (String, String)>) {
        for (name, value) in variables {
            let Some((table, key)) = name.strip_prefix("MARQUEE_").and_then(|rest| rest.split_once("__"))
            else {
                continue;
            };
            self.set(&table.to_ascii_lowercase(), &key.to_ascii_lowercase(), understand(&value));
        }
    }

    /// Sets one value, as a flag of the command line does.
    pub fn set(&mut self, table: &str, key: &str, value: Value) {
        let table = self.tables.entry(table).or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(table) = table {
            table.insert(key.to_owned(), value);
        }
    }

    /// Reads one table into its type; a missing table is an empty one.
    ///
    /// # Errors
    /// A sentence that names the key, and the nearest right one when it is unknown.
    pub fn table<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        let table = self.tables.get(name).cloned().unwrap_or_else(|| Value::Table(Table::new()));
        table.try_into::<T>().map_err(|error| explain(name, error.message()))
    }

    /// Refuses tables that nobody reads.
    ///
    /// # Errors
    /// A sentence that names the table and the nearest right one.
    pub fn check_tables(&self, known: &[&str]) -> Result<(), String> {
        for name in self.tables.keys() {
            if !known.contains(&name.as_str()) {
                return Err(format!("unknown table [{name}] in the configuration{}", nearest(name, known)));
            }
        }
        Ok(())
    }
}

/// A value of the environment: a number, a truth, a list in brackets, or else text.
fn understand(text: &str) -> Value {
    let simple = text.starts_with('[') || text == "true" || text == "false" || text.parse::<i64>().is_ok();
    let parsed = || format!("v = {text}").parse::<Table>().ok()?.remove("v");
    if simple { parsed() } else { None }.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// Turns serde's "unknown field `a`, expected one of `b`, `c`" into a sentence that helps.
fn explain(table: &str, message: &str) -> String {
    let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match (message.starts_with("unknown field"), words.split_first()) {
        (true, Some((unknown, known))) => {
            format!("unknown key {table}.{unknown} in the configuration{}", nearest(unknown, known))
        }
        _ => format!("the table [{table}] of the configuration: {}", message.trim_end()),
    }
}

fn nearest(unknown: &str, known: &[&str]) -> String {
    let best = known.iter().map(|k| (strsim::damerau_levenshtein(unknown, k), *k)).min();
    match best {
        Some((distance, name)) if distance <= name.len().max(4) / 2 => format!("; did you mean {name}?"),
        _ => format!("; known are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Debug, PartialEq)]
    #[serde(default, deny_unknown_fields)]
    struct Server {
        listen: Vec<String>,
        public_url: Option<String>,
    }
    impl Default for Server {
        fn default() -> Self {
            Self { listen: vec!["127.0.0.1:8080".into()], public_url: None }
        }
    }

    #[test]
    fn names_the_nearest_key() {
        let config = Config::parse("[server]\nlisen = ['0.0.0.0:80']").unwrap();
        let error = config.table::<Server>("server").unwrap_err();
        assert_eq!(error, "unknown key server.lisen in the configuration; did you mean listen?");
        let wrong = Config::parse("[sever]\n").unwrap().check_tables(&["server", "mail"]).unwrap_err();
        assert!(wrong.ends_with("did you mean server?"), "{wrong}");
        let odd = Config::parse("[server]\nzzzzzzzz = 1").unwrap().table::<Server>("server").unwrap_err();
        assert!(odd.contains("known are listen, public_url"), "{odd}");
    }

    #[test]
    fn the_environment_comes_before_the_file() {
        let mut config = Config::parse("[server]\npublic_url = 'http://file'").unwrap();
        let environment =
            [("MARQUEE_SERVER__PUBLIC_URL", "http://env"), ("MARQUEE_SERVER__LISTEN", "['[::1]:0']")];
        config.overlay(environment.into_iter().map(|(n, v)| (n.into(), v.into())));
        let server: Server = config.table("server").unwrap();
        assert_eq!(server, Server { listen: vec!["[::1]:0".into()], public_url: Some("http://env".into()) });
        assert_eq!(Config::default().table::<Server>("server").unwrap(), Server::default());
    }
}
