//! The log on standard error: a line an event, for people or for programs, with the request that it belongs to.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::io::{IsTerminal as _, Write as _};

use chassis::telemetry::{self, About};
use kit::Time;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Level as Severity, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use utoipa::ToSchema;

use crate::cli::Level;
use crate::settings;

/// The target under which the answer to every request is told, at debug.
const REQUESTS: &str = "requests";

/// `[log]` in the configuration. It goes to standard error.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    /// How a line looks: for people, or as a line of JSON for programs.
    format: Format,
    /// How much is told.
    level: Level,
    /// Whether the answer to every request is told: method, path, status, milliseconds and the request's id. What is slow
    /// (over a second) or fails is told in any case.
    requests: bool,
    /// How much single parts tell, by service or module, such as `{ games = "debug", chassis = "warn" }`.
    targets: BTreeMap<String, Level>,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// For people.
    #[default]
    Pretty,
    /// A JSON object a line.
    Json,
}

impl Level {
    fn filter(self) -> LevelFilter {
        match self {
            Self::Error => LevelFilter::ERROR,
            Self::Warn => LevelFilter::WARN,
            Self::Info => LevelFilter::INFO,
            Self::Debug => LevelFilter::DEBUG,
        }
    }
}

impl Settings {
    fn filter(&self) -> Targets {
        let requests = self.requests.then_some((REQUESTS.to_owned(), LevelFilter::DEBUG));
        let named = self.targets.iter().map(|(target, level)| (target.clone(), level.filter()));
        Targets::new().with_default(self.level.filter()).with_targets(requests.into_iter().chain(named))
    }

    /// Begins the log. A second call in one process, as tests make, keeps the first.
    pub(crate) fn begin(&self) {
        let colours = self.format == Format::Pretty && std::io::stderr().is_terminal();
        let lines = Lines { format: self.format, colours }.with_filter(self.filter());
        let _: Result<(), _> = tracing_subscriber::registry().with(lines).try_init();
    }
}

/// Writes events to standard error.
struct Lines {
    format: Format,
    colours: bool,
}

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let line = telemetry::about(|about| self.line(event, &fields, Some(about)));
        let line = line.unwrap_or_else(|| self.line(event, &fields, None));
        // There is nobody to tell that the log cannot be written.
        let _: std::io::Result<()> = std::io::stderr().lock().write_all(line.as_bytes());
    }
}

impl Lines {
    fn line(&self, event: &Event<'_>, fields: &Fields, about: Option<&About<'_>>) -> String {
        let (meta, now) = (event.metadata(), settings::machine_time());
        let about: Vec<(&str, String)> = about.map_or_else(Vec::new, |about| {
            let id = Some(("request_id", about.request_id.to_owned())).filter(|(_, id)| !id.is_empty());
            let user = about.user.map(|user| ("user", user.to_string()));
            let trace = about.trace_id.clone().map(|trace| ("trace_id", trace));
            id.into_iter().chain(user).chain(trace).collect()
        });
        match self.format {
            Format::Json => json(*meta.level(), meta.target(), now, fields, &about),
            Format::Pretty => self.pretty(*meta.level(), meta.target(), now, fields, &about),
        }
    }

    fn pretty(
        &self,
        level: Severity,
        target: &str,
        at: Time,
        fields: &Fields,
        about: &[(&str, String)],
    ) -> String {
        let colour = match level {
            Severity::ERROR => "31",
            Severity::WARN => "33",
            _ => "2",
        };
        let (on, off) =
            if self.colours { (format!("\u{1b}[{colour}m"), "\u{1b}[0m") } else { (String::new(), "") };
        let mut line = format!("{at} {on}{level:>5}{off} {target}: {}", plain(&fields.message));
        for (name, value) in &fields.others {
            let text = value.as_str().map_or_else(|| value.to_string(), plain);
            let _: Result<(), std::fmt::Error> = write!(line, " {name}={text}");
        }
        for (name, value) in about {
            let _: Result<(), std::fmt::Error> = write!(line, " {name}={value}");
        }
        line.push('\n');
        line
    }
}

fn json(level: Severity, target: &str, at: Time, fields: &Fields, about: &[(&str, String)]) -> String {
    let mut line: Map<String, Value> = fields.others.iter().cloned().collect();
    let own = [
        ("at", at.to_string()),
        ("level", level.as_str().to_ascii_lowercase()),
        ("target", target.to_owned()),
        ("message", fields.message.clone()),
    ];
    for (name, value) in own.into_iter().chain(about.iter().cloned()) {
        line.insert(name.to_owned(), value.into());
    }
    format!("{}\n", Value::Object(line))
}

/// Text on one line, whatever somebody put into it.
fn plain(text: &str) -> String {
    let escaped = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(escaped).collect()
}

/// What an event tells.
#[derive(Default)]
struct Fields {
    message: String,
    others: Vec<(String, Value)>,
}

impl Fields {
    fn add(&mut self, field: &Field, value: Value) {
        if field.name() == "message" {
            self.message = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        } else {
            self.others.push((field.name().to_owned(), value));
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.add(field, format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, value.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        let others = vec![("path".to_owned(), "/a\nb".into()), ("status".to_owned(), 500.into())];
        Fields { message: "answered\u{1b}[2J".into(), others }
    }

    #[test]
    fn a_line_is_a_line_for_people_and_for_programs() {
        let about = [("request_id", "r1".to_owned())];
        let at = Time::from_micros(1_000_001);
        let lines = Lines { format: Format::Pretty, colours: false };
        let line = lines.pretty(Severity::WARN, "requests", at, &fields(), &about);
        assert_eq!(
            line,
            "1970-01-01T00:00:01.000001Z  WARN requests: answered\\u{1b}[2J path=/a\\nb status=500 request_id=r1\n"
        );
        let line = json(Severity::WARN, "requests", at, &fields(), &about);
        assert_eq!(line.matches('\n').count(), 1, "{line}");
        let told: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(
            (&told["level"], &told["status"], &told["request_id"]),
            (&"warn".into(), &500.into(), &"r1".into())
        );
        assert_eq!((&told["path"], &told["at"]), (&"/a\nb".into(), &"1970-01-01T00:00:01.000001Z".into()));
    }

    #[test]
    fn requests_are_told_when_that_is_wanted() {
        let quiet = Settings::default().filter();
        assert!(
            !quiet.would_enable(REQUESTS, &Severity::DEBUG) && quiet.would_enable(REQUESTS, &Severity::WARN)
        );
        let loud = Settings { requests: true, level: Level::Error, ..Settings::default() }.filter();
        assert!(
            loud.would_enable(REQUESTS, &Severity::DEBUG) && !loud.would_enable("games", &Severity::WARN)
        );
        let targets = BTreeMap::from([("games".to_owned(), Level::Debug)]);
        let games = Settings { targets, ..Settings::default() }.filter();
        assert!(games.would_enable("games::ops", &Severity::DEBUG));
        assert!(!games.would_enable("todos", &Severity::DEBUG));
    }
}
