//! `marquee openapi`: prints what this program describes for other programs. Nothing is opened for it, and nothing
//! configured is read.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chassis::address::Address;
use chassis::host;
use chassis::http::{Door, DoorSettings, Face, Limits};
use clap::Args;
use kit::Clock;
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::services;

mod asyncapi;
mod postman;
#[cfg(test)]
mod tests;

/// Which document.
#[derive(Args, Debug, Default, Clone)]
pub(crate) struct OpenapiFlags {
    /// Only what this service answers; `house` is what the house itself answers.
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// The events that services tell each other, and the live topics (AsyncAPI).
    #[arg(long, group = "what")]
    asyncapi: bool,
    /// A Postman collection with a folder a service.
    #[arg(long, group = "what")]
    postman: bool,
    /// Every way in which this program says no.
    #[arg(long, group = "what")]
    problems: bool,
    /// The route table: who may come to which path.
    #[arg(long, group = "what")]
    routes: bool,
    /// Writes all documents into this folder instead of printing one.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["what", "service"])]
    into: Option<PathBuf>,
}

/// Every `Kind` of the source; `cargo xtask spec` reads them there.
const PROBLEMS: &str = include_str!("../../../specs/problems.json");

/// What each service shows, the house itself first.
type Faces = Vec<(&'static str, Face)>;

pub(crate) fn openapi(flags: &OpenapiFlags) -> Result<(), Exit> {
    let mut faces = faces();
    if let Some(folder) = &flags.into {
        return write_all(folder, faces);
    }
    if let Some(name) = &flags.service {
        faces.retain(|(service, _)| service == name);
        if faces.is_empty() {
            return Err(Exit::usage(unknown(name)));
        }
    }
    let text = match flags {
        OpenapiFlags { asyncapi: true, .. } => pretty(&asyncapi::document(flags.service.as_deref())),
        OpenapiFlags { postman: true, .. } => pretty(&postman::collection(&faces)),
        OpenapiFlags { routes: true, .. } => pretty(&routes(&faces)),
        OpenapiFlags { problems: true, service, .. } => problems(service.as_deref())?,
        _ => pretty(&combined(faces)),
    };
    // Whoever reads only the beginning closes the pipe: that is no failure.
    let _: std::io::Result<()> = std::io::stdout().write_all(text.as_bytes());
    Ok(())
}

fn unknown(name: &str) -> String {
    let names: Vec<&str> = faces().iter().map(|(name, _)| *name).collect();
    format!("there is no service `{name}`; there are {}", names.join(", "))
}

/// What all services show to the outside.
fn faces() -> Faces {
    let limits = Limits::new(Clock::new(kit::Time::default), false);
    let door = Door::new(Address::default(), Arc::new(limits), DoorSettings::default());
    host::faces(&door, &services::all())
}

/// One document of several services.
fn combined(faces: Faces) -> Value {
    let title = if let [(name, _)] = faces.as_slice() { title(name) } else { "Marquee".to_owned() };
    faces.into_iter().map(|(_, face)| face).reduce(Face::and).unwrap_or_default().document(&title)
}

fn title(service: &str) -> String {
    format!("Marquee: {service}")
}

/// The route table, by path and method.
fn routes(faces: &Faces) -> Value {
    let mut rows = BTreeMap::new();
    for (service, face) in faces {
        let document = face.document("");
        for route in &face.table {
            let name = &document["paths"][&route.path][route.method.to_lowercase()]["operationId"];
            let row = json!({
                "method": route.method, "path": route.path, "service": service, "operation": name,
                "right": route.right, "classic": route.classic, "idempotent": route.idempotent,
                "per_minute": route.per_minute,
            });
            rows.insert((&route.path, &route.method), row);
        }
    }
    rows.into_values().collect()
}

/// The problems of a service, or all.
fn problems(service: Option<&str>) -> Result<String, Exit> {
    let all: Vec<Value> = serde_json::from_str(PROBLEMS).map_err(|error| Exit::other(error.to_string()))?;
    let start = service.map(|name| format!("{name}/"));
    let wanted = |problem: &Value| {
        let slug = problem["slug"].as_str().unwrap_or_default();
        start.as_ref().is_none_or(|start| slug.starts_with(start))
    };
    Ok(pretty(&all.into_iter().filter(wanted).collect()))
}

/// As it is committed: keys in order, a line at the end.
fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Writes everything that `specs/` holds.
fn write_all(folder: &Path, faces: Faces) -> Result<(), Exit> {
    let mut files = vec![
        ("asyncapi.json".to_owned(), asyncapi::document(None)),
        ("routes.json".to_owned(), routes(&faces)),
        ("postman/marquee.postman_collection.json".to_owned(), postman::collection(&faces)),
    ];
    for (name, face) in &faces {
        files.push((format!("openapi/{name}.json"), face.document(&title(name))));
    }
    files.push(("openapi.json".to_owned(), combined(faces)));
    let mut texts: Vec<(String, String)> =
        files.into_iter().map(|(name, value)| (name, pretty(&value))).collect();
    texts.push(("problems.json".to_owned(), PROBLEMS.to_owned()));
    for (name, text) in texts {
        let path = folder.join(name);
        let told = |error: std::io::Error| Exit::other(format!("{}: {error}", path.display()));
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(told)?;
        fs::write(&path, text).map_err(told)?;
    }
    Ok(())
}
