//! What the processes of a house tell each other, at the internal address: calls between services, requests that
//! came through the door of another, logs, and live topics. Everything needs a pass.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt as _};
use http::StatusCode;
use kit::{Envelope, Kind, Result, Who};
use serde::{Deserialize, Serialize};
use tower::ServiceExt as _;

use super::{Host, forward};
use crate::bus::{self, AskHead, AskPage, Head};
use crate::db::Db;
use crate::http::extract::NOT_FOUND;
use crate::http::{Credential, Identify, Vouched, problem};
use crate::link::{Crossing, Pass, Peer};
use crate::live::{self, Follow};
use crate::telemetry;

/// Whoever asks cannot show that it belongs to this house.
pub const NO_PASS: Kind =
    Kind::new(401, "request/no-pass", "This address is for the processes of this house");

const IDENTIFY: &str = "/house/v1/identify";

/// What the internal address needs to answer.
#[derive(Clone)]
struct Inside {
    host: Host,
    pass: Pass,
    dbs: Arc<Vec<Db>>,
    /// The routes of this process, without a door.
    routes: Router,
}

/// The internal address of a process; `open` needs no pass.
pub(super) fn router(host: &Host, dbs: Vec<Db>, routes: Router, open: Router) -> Router {
    let pass = Pass::new(host.keys().clone(), host.clock().clone());
    let inside = Inside { host: host.clone(), pass, dbs: Arc::new(dbs), routes };
    Router::new()
        .route(IDENTIFY, post(identify))
        .route(bus::HEAD, post(head))
        .route(bus::PAGE, post(page))
        .route(live::FOLLOW, post(follow))
        .route(live::ENDS, post(ends))
        .fallback(call)
        .layer(from_fn_with_state(inside.clone(), enter))
        .with_state(inside)
        .merge(open)
}

/// Lets nobody in without a pass, and hands requests of other doors to the routes.
async fn enter(State(inside): State<Inside>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    if !inside.pass.is_good(request.headers(), request.method().as_str(), path) {
        return problem::finish(NO_PASS.err().into_response(), Default::default(), "");
    }
    let Some(caller) = forward::caller(request.headers_mut()) else {
        let (here, _span) = telemetry::carried(inside.host.door().tracer(), &request);
        return here.work(next.run(request)).await;
    };
    request.extensions_mut().insert(caller);
    inside.host.door().answer(inside.routes, request).await
}

/// A call of a generated client.
async fn call(State(inside): State<Inside>, request: Request) -> Response {
    let name = request.uri().path().trim_start_matches('/').split('/').next().unwrap_or_default();
    let Some(server) = inside.host.links.iter().find_map(|link| link.server(name)) else {
        return refusal(&NOT_FOUND.because("No service of this process has such a path."));
    };
    match server.oneshot(request.map(tonic::body::Body::new)).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

/// An answer to another process.
fn told<T: Serialize>(answer: Result<T>) -> Response {
    let bytes = answer.and_then(|answer| Ok(serde_json::to_vec(&answer)?));
    bytes.map_or_else(|error| refusal(&error), IntoResponse::into_response)
}

fn refusal(error: &kit::Error) -> Response {
    if error.kind() == kit::error::INTERNAL {
        tracing::error!(cause = error.chain().unwrap_or_default(), "another process was not answered");
    }
    let status = StatusCode::from_u16(error.kind().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, serde_json::to_vec(&Crossing::of(error)).unwrap_or_default()).into_response()
}

type Asked<T> = axum::Json<T>;

async fn identify(State(inside): State<Inside>, axum::Json(credential): Asked<Credential>) -> Response {
    let who = inside.host.door().identify(credential).await;
    told(who.map(|who| who.as_ref().map(Vouched::from)))
}

/// Asks the process in which accounts runs who stands behind a credential.
pub(super) fn identify_at(peer: Peer) -> Identify {
    Arc::new(move |credential| {
        let peer = peer.clone();
        Box::pin(async move {
            let told: Option<Vouched> = peer.ask(IDENTIFY, &credential, Duration::ZERO).await?;
            Ok(told.map(Who::from))
        })
    })
}

impl Inside {
    fn db(&self, service: &str) -> Result<&Db> {
        let db = self.dbs.iter().find(|db| db.service() == service);
        db.ok_or_else(|| NOT_FOUND.because(format!("{service} does not run in this process.")))
    }
}

async fn head(State(inside): State<Inside>, axum::Json(asked): Asked<AskHead>) -> Response {
    let answer: Result<Head> = async {
        let db = inside.db(&asked.service)?;
        tokio::select! {
            grown = bus::grown(db, asked.beyond) => grown,
            // Whoever asks comes back to wherever this service runs next.
            () = inside.host.live().closing() => bus::head(db).await,
        }
    }
    .await;
    told(answer)
}

async fn page(State(inside): State<Inside>, axum::Json(asked): Asked<AskPage>) -> Response {
    let answer: Result<Vec<Envelope>> =
        async { bus::read(inside.db(&asked.service)?, asked.after, asked.until, &asked.kind).await }.await;
    told(answer)
}

/// Asks to follow a topic in the name of somebody.
#[derive(Serialize, Deserialize)]
pub(crate) struct AskTopic {
    pub(crate) who: Vouched,
    pub(crate) topic: String,
    pub(crate) after: Option<String>,
}

async fn follow(State(inside): State<Inside>, axum::Json(asked): Asked<AskTopic>) -> Response {
    let AskTopic { who, topic, after } = asked;
    let follow = Follow::begin(inside.host.live(), &Who::from(who), &topic, after.as_deref());
    let told = stream::unfold(follow, |mut follow| async { Some((follow.next().await?, follow)) });
    lines(told.take_until(Box::pin(inside.host.live().closing())))
}

async fn ends(State(inside): State<Inside>) -> Response {
    let signals = inside.host.live().signals();
    lines(stream::unfold(signals, |mut signals| async {
        let line = live::end_line(signals.recv().await)?;
        Some((line, signals))
    }))
}

/// Lines for as long as the other side listens.
fn lines(lines: impl Stream<Item = Arc<str>> + Send + 'static) -> Response {
    let bytes = lines.map(|line| Ok::<_, std::convert::Infallible>(Bytes::from(format!("{line}\n"))));
    Body::from_stream(bytes).into_response()
}
