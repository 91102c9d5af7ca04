//! The gateway between processes: what runs elsewhere is answered from there. Gates stand where the routes are;
//! this side only lets in, and takes away what only the house itself may say.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, on};
use http::{HeaderMap, HeaderName, Method, header};
use kit::Result;

use super::Service;
use crate::http::{CALLER, Caller, Door, Doors, Renderer, problem, slashed, wants_page};
use crate::link::Peer;
use crate::telemetry::{self, Tally};

/// A service that runs in another process.
#[derive(Clone)]
pub struct Away {
    /// What it declares.
    pub service: Service,
    /// The process.
    pub peer: Peer,
}

/// One route of a service that runs elsewhere.
#[derive(Clone)]
struct Way {
    peer: Peer,
    door: Door,
    renderer: Renderer,
    tally: Arc<Tally>,
}

/// The doors of a service that runs elsewhere.
pub(super) fn doors(door: &Door, away: &Away) -> Doors {
    let face = super::back::face(door, away.service.name).and((away.service.face)(door));
    let mut router = Router::new();
    for route in &face.table {
        let Ok(filter) = MethodFilter::try_from(route.method.parse::<Method>().unwrap_or_default()) else {
            continue;
        };
        let (renderer, tally) = (route.renderer, route.tally.clone());
        let way = Way { peer: away.peer.clone(), door: door.clone(), renderer, tally };
        let handler = on(filter, move |request: Request| forward(way.clone(), request));
        if let Some(other) = slashed(&route.path, route.renderer) {
            router = router.route(&other, handler.clone());
        }
        router = router.route(&route.path, handler);
    }
    Doors { router, face }
}

async fn forward(way: Way, request: Request) -> Response {
    if way.renderer != Renderer::Problem && wants_page(&request) {
        return way.door.page(request).await;
    }
    let caller = request.extensions().get::<Caller>().cloned();
    if let Some(caller) = &caller {
        caller.counts_at(&way.tally);
    }
    let span = telemetry::begin(|| format!("forward to {}", way.peer.name()));
    let response = match telemetry::within(span.as_ref(), send(&way.peer, request)).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    };
    problem::finish(response, way.renderer, caller.as_ref().map_or("", Caller::request_id))
}

async fn send(peer: &Peer, mut request: Request) -> Result<Response> {
    let caller = request.extensions().get::<Caller>().map(Caller::carry);
    let caller = caller.ok_or_else(|| kit::error::INTERNAL.err().caused_by("no caller at the door"))??;
    request.extensions_mut().clear();
    keep_to_the_message(request.headers_mut());
    let headers = request.headers_mut();
    headers.remove(header::HOST);
    // The credential travels with the caller, where nobody takes another for it.
    headers.remove(header::AUTHORIZATION);
    headers.insert(CALLER, caller);
    let mut response = peer.send(request).await?;
    keep_to_the_message(response.headers_mut());
    Ok(response)
}

/// Headers of one connection, which mean nothing on the next (RFC 9110, 7.6.1).
const CONNECTION: [HeaderName; 7] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Takes away what belongs to a connection, and what only processes of this house say to each other.
fn keep_to_the_message(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    let ours = headers.keys().filter(|name| name.as_str().starts_with("marquee-")).cloned();
    for name in ours.collect::<Vec<_>>().into_iter().chain(named).chain(CONNECTION) {
        headers.remove(name);
    }
}

/// A request that came through the door of another process: the caller that it brings.
pub(super) fn caller(headers: &mut HeaderMap) -> Option<Caller> {
    headers.remove(CALLER).as_ref().and_then(Caller::arrive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_connection_stays_on_it() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "close, x-secret"),
            ("x-secret", "1"),
            ("transfer-encoding", "chunked"),
            ("marquee-caller", "forged"),
            ("marquee-pass", "forged"),
            ("content-type", "application/json"),
        ] {
            headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        }
        keep_to_the_message(&mut headers);
        assert_eq!(headers.keys().map(HeaderName::as_str).collect::<Vec<_>>(), ["content-type"]);
    }
}
