//! What the house itself answers: which services it runs, and that it is there.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};

use super::Host;
use crate::http::{Doors, Json, Routes, anyone, routes};

/// What this installation is.
#[derive(Clone, Serialize, ToSchema)]
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

pub(super) fn routes(host: &Host, services: &[&'static str]) -> Doors {
    let about = About {
        name: "Marquee",
        version: env!("CARGO_PKG_VERSION"),
        services: services.to_vec(),
        mail: host.post().is_server(),
    };
    Routes::new(host.door()).add(anyone(), routes!(about_house)).add(anyone(), routes!(health)).done(about)
}

pub(super) fn openapi() -> OpenApi {
    let info = InfoBuilder::new().title("Marquee").version(env!("CARGO_PKG_VERSION")).description(Some(
        "Everything that an entertainment venue and its game community need behind one sign-in.",
    ));
    OpenApiBuilder::new().info(info.build()).build()
}

/// Tells which services this house runs.
#[utoipa::path(get, path = "/api/v1", tag = "house", responses((status = 200, body = About)))]
async fn about_house(State(about): State<About>) -> Json<About> {
    Json(about)
}

/// Probes ask often and always get the same bytes.
const HEALTHY: &str = r#"{"service":"gateway","status":"ok"}"#;

/// Tells that the house is there: JSON, or the word `healthy` for whoever asks for plain text (row C33).
#[utoipa::path(get, path = "/health", tag = "house", responses((status = 200, description = "It is there")))]
async fn health(headers: HeaderMap) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if accept.starts_with("text/plain") {
        return "healthy\n".into_response();
    }
    ([(header::CONTENT_TYPE, "application/json")], HEALTHY).into_response()
}
