//! The documents for machines, as the house that runs hands them out: `/openapi.json`, and one a service.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::header;
use kit::Result;

use super::{Service, faces};
use crate::http::extract::NOT_FOUND;
use crate::http::{Door, Doors, Face, Path, Routes, anyone, routes};

/// The services of this house, and their documents once somebody asked.
#[derive(Clone)]
struct Papers {
    door: Door,
    services: Arc<[Service]>,
    written: Arc<OnceLock<BTreeMap<&'static str, Bytes>>>,
}

/// What the document of the whole house is called beside those of its parts.
const ALL: &str = "";

pub(super) fn doors(door: &Door, services: &[Service]) -> Doors {
    let papers = Papers { door: door.clone(), services: services.into(), written: Arc::default() };
    routes(door).done(papers)
}

/// What these routes show to the outside.
pub(super) fn face(door: &Door) -> Face {
    routes(door).face()
}

fn routes(door: &Door) -> Routes<Papers> {
    Routes::new(door).add(anyone(), routes!(document)).add(anyone(), routes!(document_of))
}

impl Papers {
    /// The document of this name. All are written when the first is asked for: a start need not wait for them.
    fn get(&self, name: &str) -> Option<Response> {
        let written = self.written.get_or_init(|| {
            let mut all: BTreeMap<_, _> = faces(&self.door, &self.services)
                .into_iter()
                .map(|(name, face)| (name, face.document(&format!("Marquee: {name}")).to_string().into()))
                .collect();
            all.insert(ALL, super::face(&self.door, &self.services).document("Marquee").to_string().into());
            all
        });
        let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
        Some((headers, written.get(name)?.clone()).into_response())
    }
}

/// Describes the whole API of this house: the services that run, and the paths of the systems that it replaces.
#[utoipa::path(get, path = "/openapi.json", tag = "house",
    responses((status = 200, description = "OpenAPI 3.1", body = Object)))]
async fn document(State(papers): State<Papers>) -> Result<Response> {
    papers.get(ALL).ok_or_else(|| NOT_FOUND.err())
}

/// Describes the API of one service that runs here, or of the `house` itself.
#[utoipa::path(get, path = "/api/v1/{service}/openapi.json", tag = "house",
    params(("service" = String, Path, description = "the name of the service, or `house`")),
    responses((status = 200, description = "OpenAPI 3.1", body = Object), (status = 404)))]
async fn document_of(State(papers): State<Papers>, Path(service): Path<String>) -> Result<Response> {
    let found = papers.get(&service).filter(|_| !service.is_empty());
    found.ok_or_else(|| NOT_FOUND.because("No service of that name runs here."))
}
