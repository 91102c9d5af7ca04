//! What the house itself answers: which services it runs, and that it is there.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};

use super::Host;
use crate::http::{Door, Doors, Face, Json, Renderer, Routes, anyone, routes};

/// What the house's own routes share.
#[derive(Clone)]
struct Front {
    about: About,
    host: Host,
}

/// What this installation is.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Installation)]
struct About {
    /// `Marquee`.
    name: &'static str,
    /// The program's version.
    version: &'static str,
    /// The services that run; the page shows only those.
    services: Vec<&'static str>,
    /// Whether a mail server is set; sign-up answers differently then.
    mail: bool,
}

/// What classic clients find at the root (row C32).
#[derive(Serialize, ToSchema)]
struct Index {
    message: &'static str,
    version: &'static str,
    instance: String,
    status: &'static str,
    /// Where the API can be read and tried.
    docs: String,
    links: BTreeMap<&'static str, IndexLink>,
}

/// Where one can go from the root.
#[derive(Serialize, ToSchema)]
struct IndexLink {
    rel: &'static str,
    href: String,
    method: &'static str,
}

pub(super) fn doors(host: &Host, services: &[&'static str]) -> Doors {
    let about = About {
        name: "Marquee",
        version: env!("CARGO_PKG_VERSION"),
        services: services.to_vec(),
        mail: host.post().is_server(),
    };
    routes(host.door()).done(Front { about, host: host.clone() })
}

/// What the house itself shows to the outside.
pub(super) fn face(door: &Door) -> Face {
    routes(door).face()
}

/// A face without routes that says whose it is.
pub(super) fn info() -> Face {
    Face { openapi: openapi(), ..Face::default() }
}

fn routes(door: &Door) -> Routes<Front> {
    Routes::new(door)
        .add(anyone(), routes!(about_house))
        .add(anyone().classic(Renderer::Trading), routes!(index))
        .add(anyone(), routes!(health))
}

fn openapi() -> OpenApi {
    let info = InfoBuilder::new().title("Marquee").version(env!("CARGO_PKG_VERSION"));
    OpenApiBuilder::new().info(info.build()).build()
}

/// Tells which services this house runs.
#[utoipa::path(get, path = "/api/v1", tag = "house", responses((status = 200, body = About)))]
async fn about_house(State(front): State<Front>) -> Json<About> {
    Json(front.about)
}

/// What the classic root can lead to, and the service that has it.
const PLACES: [(&str, &str, &str); 5] = [
    ("users", "/users", "accounts"),
    ("todos", "/todos", "todos"),
    ("health", "/health", ""),
    ("documentation", "/docs", ""),
    ("openapi", "/openapi.json", ""),
];

/// Tells programs where things are; whoever opens it in a browser gets the page (row C32).
#[utoipa::path(get, path = "/", tag = "classic", responses((status = 200, body = Index)))]
async fn index(State(Front { about, host }): State<Front>) -> Json<Index> {
    let origin = host.address().origin();
    let there = |service: &str| service.is_empty() || about.services.contains(&service);
    let places = PLACES.into_iter().filter(|(_, _, service)| there(service));
    let links =
        places.map(|(rel, path, _)| (rel, IndexLink { rel, href: format!("{origin}{path}"), method: "GET" }));
    Json(Index {
        message: "Welcome to Marquee",
        version: about.version,
        instance: host.door().instance().to_owned(),
        status: "ok",
        docs: format!("{origin}/docs"),
        links: links.collect(),
    })
}

/// That the house is there.
#[derive(ToSchema)]
#[expect(dead_code, reason = "what the bytes below say, for the documents")]
struct Health {
    /// `gateway`.
    service: &'static str,
    /// `ok`.
    status: &'static str,
}

/// Probes ask often and always get the same bytes.
const HEALTHY: &str = r#"{"service":"gateway","status":"ok"}"#;

/// Tells that the house is there: JSON, or the word `healthy` for whoever asks for plain text (row C33).
#[utoipa::path(get, path = "/health", tag = "house", responses((status = 200, description = "It is there", content((Health = "application/json"), (String = "text/plain")))))]
async fn health(headers: HeaderMap) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if accept.starts_with("text/plain") {
        return "healthy\n".into_response();
    }
    ([(header::CONTENT_TYPE, "application/json")], HEALTHY).into_response()
}
