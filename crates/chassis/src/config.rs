//! The configuration: one TOML file, overlaid by the environment, typed by whoever uses it.
//!
//! `MARQUEE_ACCOUNTS__PASSWORD_MIN=10` sets `accounts.password_min`, and `MARQUEE_MAIL__PASSWORD_FILE` reads
//! `mail.password` from a file. Unknown keys are refused, with the nearest one that exists. Precedence: flag,
//! environment, classic names of the environment, file, default.

use std::collections::BTreeMap;
use std::fmt;

use kit::Kind;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

mod described;
pub use described::{Described, schema};

/// The house cannot open as it is configured; only its operator ever sees this.
pub const MISCONFIGURED: Kind = Kind::new(500, "request/misconfigured", "The configuration is wrong");

/// The settings as they were given, before a service reads its own table.
#[derive(Clone, Debug, Default)]
pub struct Config {
    tables: Table,
    /// Where values came from that did not come from the file, by table and key.
    origins: BTreeMap<(String, String), Origin>,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// The configuration file.
    File,
    /// A variable of the environment, by its name, and its text.
    Environment(String, String),
    /// The command line.
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File => f.write_str("file"),
            Self::Environment(name, _) => f.write_str(name),
            Self::Flag => f.write_str("flag"),
        }
    }
}

impl Config {
    /// Reads the text of a configuration file.
    ///
    /// # Errors
    /// A sentence with line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        let tables = text.parse::<Table>().map_err(|e| format!("the configuration cannot be read: {e}"))?;
        Ok(Self { tables, origins: BTreeMap::new() })
    }

    /// Lays variables of the environment over it: those that begin with `MARQUEE_` and hold `__`. One that ends in
    /// `_FILE` names a file that holds the value.
    ///
    /// # Errors
    /// A sentence that names a variable whose file cannot be read, or a value that is given twice.
    pub fn overlay(&mut self, variables: impl Iterator<Item = (String, String)>) -> Result<(), String> {
        let mut seen: BTreeMap<(String, String), String> = BTreeMap::new();
        for (name, value) in variables {
            let Some((table, key)) = name.strip_prefix("MARQUEE_").and_then(|rest| rest.split_once("__"))
            else {
                continue;
            };
            let (table, mut key) = (table.to_ascii_lowercase(), key.to_ascii_lowercase());
            let mut text = value;
            if let Some(bare) = key.strip_suffix("_file") {
                let read = std::fs::read_to_string(&text);
                text = read.map_err(|error| format!("{name} names {text}, which cannot be read: {error}"))?;
                text.truncate(text.trim_end_matches(['\r', '\n']).len());
                key = bare.to_owned();
            }
            if let Some(other) = seen.insert((table.clone(), key.clone()), name.clone()) {
                return Err(format!("{other} and {name} both set {table}.{key}; keep one of them"));
            }
            self.set_from(&name, &table, &key, &text);
        }
        Ok(())
    }

    /// Sets one value by a variable of the environment.
    pub fn set_from(&mut self, variable: &str, table: &str, key: &str, text: &str) {
        self.set(table, key, understand(text));
        let origin = Origin::Environment(variable.to_owned(), text.to_owned());
        self.origins.insert((table.to_owned(), key.to_owned()), origin);
    }

    /// Sets one value, as a flag of the command line does.
    pub fn set(&mut self, table: &str, key: &str, value: Value) {
        self.origins.insert((table.to_owned(), key.to_owned()), Origin::Flag);
        let table = self.tables.entry(table).or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(table) = table {
            table.insert(key.to_owned(), value);
        }
    }

    /// Where the value of a key came from.
    #[must_use]
    pub fn origin(&self, table: &str, key: &str) -> Origin {
        if let Some(origin) = self.origins.get(&(table.to_owned(), key.to_owned())) {
            return origin.clone();
        }
        let given = self.tables.get(table).and_then(Value::as_table).is_some_and(|t| t.contains_key(key));
        if given { Origin::File } else { Origin::Default }
    }

    /// All variables of the environment that took effect, with what they set.
    pub fn variables(&self) -> impl Iterator<Item = (&str, String)> {
        self.origins.iter().filter_map(|((table, key), origin)| match origin {
            Origin::Environment(name, _) => Some((name.as_str(), format!("{table}.{key}"))),
            _ => None,
        })
    }

    /// Reads one table into its type; a missing table is an empty one.
    ///
    /// # Errors
    /// A sentence that names the key, and the nearest right one when it is unknown.
    pub fn table<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        let mut table = match self.tables.get(name) {
            None => Table::new(),
            Some(Value::Table(table)) => table.clone(),
            Some(_) => return Err(format!("{name} is a table in the configuration: write [{name}]")),
        };
        self.spell_out::<T>(name, &mut table);
        Value::Table(table).try_into::<T>().map_err(|error| self.explain(name, &error))
    }

    /// Takes a value of the environment that looks like a number or a truth as text where text is wanted.
    fn spell_out<T: DeserializeOwned>(&self, name: &str, table: &mut Table) {
        for (key, value) in table.iter_mut().filter(|(_, value)| !value.is_str()) {
            let Origin::Environment(_, text) = self.origin(name, key) else { continue };
            let fits = |value: &Value| {
                let alone = Table::from_iter([(key.clone(), value.clone())]);
                Value::Table(alone).try_into::<T>().is_ok()
            };
            let text = Value::String(text);
            if !fits(value) && fits(&text) {
                *value = text;
            }
        }
    }

    /// Refuses tables that nobody reads.
    ///
    /// # Errors
    /// A sentence that names the table and the nearest right one.
    pub fn check_tables(&self, known: &[&str]) -> Result<(), String> {
        let Some(name) = self.tables.keys().find(|name| !known.contains(&name.as_str())) else {
            return Ok(());
        };
        let variable = self.variables().find(|(_, key)| key.starts_with(&format!("{name}.")));
        let place =
            variable.map_or("the configuration".to_owned(), |(name, _)| format!("the variable {name}"));
        Err(format!("unknown table [{name}] in {place}{}", nearest(name, known)))
    }

    /// Turns serde's "unknown field `a`, expected one of `b`, `c`" into a sentence that helps.
    fn explain(&self, table: &str, error: &toml::de::Error) -> String {
        let (message, whole) = (error.message(), error.to_string());
        let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let place = |key: &str| match self.origin(table, key) {
            Origin::Environment(name, _) => format!("the variable {name}"),
            Origin::Flag => "the command line".to_owned(),
            _ => "the configuration".to_owned(),
        };
        if let (true, Some((unknown, known))) = (message.starts_with("unknown field"), words.split_first()) {
            return format!("unknown key {table}.{unknown} in {}{}", place(unknown), nearest(unknown, known));
        }
        // What is wrong inside of a value stands under the value's key.
        let key = whole.rsplit("in `").next().and_then(|rest| rest.trim_end().strip_suffix('`'));
        match key.filter(|_| whole.contains("\nin `")) {
            Some(key) => {
                let first = key.split('.').next().unwrap_or(key);
                format!("{table}.{key} in {}: {}", place(first), message.trim_end())
            }
            None => format!("the table [{table}] of the configuration: {}", message.trim_end()),
        }
    }
}

/// A value of the environment: a number, a truth, a list in brackets, or else text.
fn understand(text: &str) -> Value {
    let simple = text.starts_with(['[', '{'])
        || text == "true"
        || text == "false"
        || text.parse::<i64>().is_ok()
        || text.parse::<f64>().is_ok_and(f64::is_finite);
    let parsed = || format!("v = {text}").parse::<Table>().ok()?.remove("v");
    if simple { parsed() } else { None }.unwrap_or_else(|| Value::String(text.to_owned()))
}

fn nearest(unknown: &str, known: &[&str]) -> String {
    let best = known.iter().map(|k| (strsim::damerau_levenshtein(unknown, k), *k)).min();
    match best {
        Some((distance, name)) if distance <= name.len().max(4) / 2 => format!("; did you mean {name}?"),
        None => "; nothing can be set there".to_owned(),
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
        most: u32,
    }
    impl Default for Server {
        fn default() -> Self {
            Self { listen: vec!["127.0.0.1:8080".into()], public_url: None, most: 1 }
        }
    }

    fn given(file: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
        let mut config = Config::parse(file).unwrap();
        config.overlay(variables.iter().map(|(n, v)| ((*n).into(), (*v).into())))?;
        Ok(config)
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
        let flat = Config::parse("server = 1").unwrap().table::<Server>("server").unwrap_err();
        assert_eq!(flat, "server is a table in the configuration: write [server]");
    }

    #[test]
    fn names_what_is_wrong_and_where_it_was_said() {
        let told = |config: Config| config.table::<Server>("server").unwrap_err();
        let file = told(Config::parse("[server]\nmost = 'many'").unwrap());
        assert!(file.starts_with("server.most in the configuration: invalid type"), "{file}");
        let variable = told(given("", &[("MARQUEE_SERVER__MOST", "many")]).unwrap());
        assert!(variable.starts_with("server.most in the variable MARQUEE_SERVER__MOST: "), "{variable}");
        let unknown = told(given("", &[("MARQUEE_SERVER__MOTS", "1")]).unwrap());
        let words = "unknown key server.mots in the variable MARQUEE_SERVER__MOTS; did you mean most?";
        assert_eq!(unknown, words);
        let table =
            given("", &[("MARQUEE_SEVER__MOST", "1")]).unwrap().check_tables(&["server"]).unwrap_err();
        let words = "unknown table [sever] in the variable MARQUEE_SEVER__MOST; did you mean server?";
        assert_eq!(table, words);
    }

    #[test]
    fn the_environment_comes_before_the_file() {
        let environment =
            [("MARQUEE_SERVER__PUBLIC_URL", "http://env"), ("MARQUEE_SERVER__LISTEN", "['[::1]:0']")];
        let mut config = given("[server]\npublic_url = 'http://file'\nmost = 3", &environment).unwrap();
        let server: Server = config.table("server").unwrap();
        let (listen, public_url) = (vec!["[::1]:0".into()], Some("http://env".into()));
        assert_eq!(server, Server { listen, public_url, most: 3 });
        assert_eq!(Config::default().table::<Server>("server").unwrap(), Server::default());
        let origin = |config: &Config, key| config.origin("server", key).to_string();
        assert_eq!(origin(&config, "public_url"), "MARQUEE_SERVER__PUBLIC_URL");
        assert_eq!((origin(&config, "most"), origin(&config, "other")), ("file".into(), "default".into()));
        config.set("server", "public_url", "http://flag".into());
        assert_eq!(config.table::<Server>("server").unwrap().public_url.as_deref(), Some("http://flag"));
        assert_eq!(origin(&config, "public_url"), "flag");
    }

    #[test]
    fn what_looks_like_a_number_is_text_where_text_is_wanted() {
        let config = given("", &[("MARQUEE_SERVER__PUBLIC_URL", "12345"), ("MARQUEE_SERVER__MOST", "7")]);
        let server: Server = config.unwrap().table("server").unwrap();
        assert_eq!((server.public_url.as_deref(), server.most), (Some("12345"), 7));
    }

    #[test]
    fn a_secret_may_stand_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "quiet lantern\n").unwrap();
        let path = path.to_str().unwrap();
        let config = given("", &[("MARQUEE_SERVER__PUBLIC_URL_FILE", path)]).unwrap();
        assert_eq!(config.table::<Server>("server").unwrap().public_url.as_deref(), Some("quiet lantern"));
        let twice = [("MARQUEE_SERVER__PUBLIC_URL_FILE", path), ("MARQUEE_SERVER__PUBLIC_URL", "other")];
        assert!(given("", &twice).unwrap_err().contains("keep one of them"));
        let gone = given("", &[("MARQUEE_SERVER__PUBLIC_URL_FILE", "/nowhere/at/all")]).unwrap_err();
        assert!(gone.starts_with("MARQUEE_SERVER__PUBLIC_URL_FILE names /nowhere/at/all"), "{gone}");
    }
}
