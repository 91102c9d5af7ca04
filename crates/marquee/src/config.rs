//! `marquee config`: what is set, what can be set, and what is wrong with it.

use chassis::config::{self, Described};
use serde_json::Value;

use crate::cli::{ConfigCommand, Flags};
use crate::configuration::{self, Given};
use crate::exit::Exit;
use crate::plan::Plan;

/// Does what was asked; opens nothing.
pub(crate) fn config(what: &ConfigCommand) -> Result<(), Exit> {
    match what {
        ConfigCommand::Check { copies, flags } => check(*copies, flags),
        ConfigCommand::Print { flags } => print(flags),
        ConfigCommand::Schema => {
            println!("{:#}", config::schema(&configuration::tables()));
            Ok(())
        }
        ConfigCommand::Example => {
            print!("{}", example());
            Ok(())
        }
    }
}

/// Says everything that is wrong, a sentence a line.
fn check(copies: usize, flags: &Flags) -> Result<(), Exit> {
    let Given { config, odd } = configuration::read(flags)?;
    for (name, key) in configuration::classic_in_effect(&config) {
        println!("{key} is set by its classic name {name}");
    }
    for sentence in odd {
        println!("warning: {sentence}");
    }
    let plan = Plan::read(&config, flags).map_err(Exit::faults)?;
    println!("The configuration is sound");
    if let Some(needed) = plan.connections(copies) {
        let pool = plan.database.pool();
        println!(
            "PostgreSQL has to allow {needed} connections: {pool} for each of {copies} processes, twice while a \
             new version takes over, and 10 for its administrators. Set max_connections to that or more."
        );
    }
    Ok(())
}

/// Prints the values in effect as TOML, each with where it comes from.
fn print(flags: &Flags) -> Result<(), Exit> {
    let Given { config, .. } = configuration::read(flags)?;
    Plan::read(&config, flags).map_err(Exit::faults)?;
    for table in configuration::tables() {
        let values = table.values(&config).map_err(Exit::configuration)?;
        if values.is_empty() {
            continue;
        }
        println!("[{}]", table.name);
        for (key, value) in values {
            match toml::Value::try_from(&value) {
                Ok(shown) if !value.is_null() => {
                    let shown = if table.is_secret(&key) { mask(&value) } else { shown };
                    println!("{key} = {shown} # {}", config.origin(table.name, &key));
                }
                _ => println!("# {key} is not set"),
            }
        }
        println!();
    }
    Ok(())
}

/// A secret as others may see it: of a URL everything but its password.
fn mask(value: &Value) -> toml::Value {
    let url = value.as_str().and_then(|text| {
        let (scheme, rest) = text.split_once("://")?;
        let (user, place) = rest.rsplit_once('@')?;
        let place = place.split('?').next().unwrap_or(place);
        Some(format!("{scheme}://{}:***@{place}", user.split(':').next().unwrap_or_default()))
    });
    url.unwrap_or_else(|| "***".to_owned()).into()
}

const HEAD: &str = "# Every setting of Marquee with its default. `marquee config example` prints this file.
#
# Copy it to marquee.toml beside where `marquee serve` is started, or name it with --config, and take the # away from
# what you change. A variable of the environment comes before the file: MARQUEE_SERVER__LISTEN sets server.listen, and
# MARQUEE_MAIL__PASSWORD_FILE names a file that holds mail.password. `marquee config check` says what is wrong,
# `marquee config print` what is in effect and why.
";

/// A configuration file in which everything is explained and nothing is set.
fn example() -> String {
    let tables = configuration::tables();
    let schema = config::schema(&tables);
    let mut text = HEAD.to_owned();
    for table in &tables {
        let own = &schema["properties"][table.name];
        let keys = own["properties"].as_object();
        if table.name != "peers" && keys.is_none_or(serde_json::Map::is_empty) {
            continue;
        }
        text.push_str(&format!("\n[{}]\n", table.name));
        let about = own["description"].as_str().unwrap_or_default();
        comment(&mut text, about.split_once("in the configuration.").map_or(about, |(_, rest)| rest));
        for (key, property) in keys.into_iter().flatten() {
            text.push('\n');
            explain(&mut text, property, &schema);
            text.push_str(&setting(table, key, property));
        }
    }
    text
}

fn setting(table: &Described, key: &str, property: &Value) -> String {
    let default = toml::Value::try_from(&property["default"]).ok().filter(|_| !property["default"].is_null());
    let kind = property["type"].as_str().unwrap_or("string");
    let value = match (default, kind) {
        (Some(default), _) => default.to_string(),
        (None, "integer") => "0".into(),
        (None, _) if table.is_secret(key) => "\"...\"".into(),
        (None, _) => "\"\"".into(),
    };
    let unset = if property["default"].is_null() { " # not set" } else { "" };
    format!("#{key} = {value}{unset}\n")
}

/// What a key does, and the words that it takes.
fn explain(text: &mut String, property: &Value, schema: &Value) {
    comment(text, property["description"].as_str().unwrap_or_default());
    let named = property["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/"));
    let Some(options) = named.map(|name| &schema["$defs"][name]) else { return };
    let words = |option: &Value| option["enum"].as_array().cloned().unwrap_or_default();
    let mut all = words(options);
    options["oneOf"].as_array().into_iter().flatten().for_each(|option| all.extend(words(option)));
    let all: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
    comment(text, &format!("One of {}.", all.join(", ")));
}

/// Writes words as comments of at most 120 columns.
fn comment(text: &mut String, words: &str) {
    let mut line = String::new();
    for word in words.split_whitespace() {
        if line.len() + word.len() > 117 {
            text.push_str(&format!("#{line}\n"));
            line.clear();
        }
        line.push(' ');
        line.push_str(word);
    }
    if !line.is_empty() {
        text.push_str(&format!("#{line}\n"));
    }
}

#[cfg(test)]
mod tests {
    use chassis::config::Config;

    use super::*;

    #[test]
    fn a_secret_is_shown_to_nobody() {
        let shown = |text: &str| mask(&text.into()).to_string();
        assert_eq!(shown("postgres://me:quiet@db/house?password=loud"), r#""postgres://me:***@db/house""#);
        assert_eq!(shown("quiet"), r#""***""#);
        assert_eq!(shown("host=db password=quiet"), r#""***""#);
    }

    #[test]
    fn the_example_says_what_is_true() {
        let set: String = example().lines().filter(|line| !line.ends_with("# not set")).fold(
            String::new(),
            |text, line| {
                // A setting begins right behind the #, a comment after a space.
                let line = line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line);
                text + line + "\n"
            },
        );
        let config = Config::parse(&set).unwrap();
        assert!(set.contains("\nlisten = \"127.0.0.1:8080\"\n"), "{set}");
        for table in configuration::tables() {
            assert_eq!(
                table.values(&config).unwrap(),
                table.values(&Config::default()).unwrap(),
                "{}",
                table.name
            );
        }
        assert!(Plan::read(&config, &Flags::default()).is_ok());
    }
}
