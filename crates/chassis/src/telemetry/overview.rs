//! The house as its operator sees it: figures for Prometheus, and probes for whoever keeps it running.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{Digest, SHA256, digest};
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use futures_util::future::join_all;
use http::{HeaderMap, StatusCode, header};
use kit::{Kind, Result, Time};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::figures::Page;
use super::{Readiness, Tally};
use crate::args;
use crate::bus::{self, Worker};
use crate::config::MISCONFIGURED;
use crate::db::sql::own_sql;
use crate::db::{Db, Exec as _, Statement};
use crate::host::{Host, Invariant};
use crate::http::{Caller, Door, Route, Routes, anyone, routes};
use crate::pool::{self, Pool};

own_sql! {
    CURSORS = "select consumer, source, pos from {s}.cursors";
    PARKED = "select count(*) from {s}.parked";
    JOBS = "select state, count(*) from {s}.jobs where state <> 'done' group by state";
}

/// Figures are for this machine, for whoever has the token, and for the internal listener.
pub const HIDDEN: Kind =
    Kind::new(403, "chassis/figures-hidden", "The figures of this house are not for everybody");

/// How long a database may take to answer a probe.
const PATIENCE: Duration = Duration::from_secs(1);
/// For how long the answer of a probe holds: everybody may ask.
const FRESH: Duration = Duration::from_secs(1);
/// How often the promises of the services are looked at, the first time so long after the house opened.
const PROMISES: Duration = Duration::from_secs(600);

/// `[metrics]` in the configuration.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What a scraper from elsewhere shows as `Authorization: Bearer …`; at least 16 characters. Without it `/metrics`
    /// answers this machine and the internal listener only.
    pub token: Option<String>,
}

impl Settings {
    /// What is wrong with it, as a sentence.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let short = self.token.as_ref().is_some_and(|token| token.len() < 16);
        short.then(|| "metrics.token is too short: set at least 16 characters that nobody can guess".into())
    }
}

/// A figure that only a service can tell, such as the mails that wait.
#[derive(Clone, Copy, Debug)]
pub struct Gauge {
    /// `marquee_mails_waiting`.
    pub name: &'static str,
    /// What it tells, as a sentence.
    pub tells: &'static str,
    /// Gives one row with one number.
    pub asked: &'static Statement,
}

/// What there is to see of one service.
pub(crate) struct Room {
    pub(crate) db: Db,
    pub(crate) invariants: Vec<Invariant>,
    pub(crate) gauges: Vec<Gauge>,
    pub(crate) consumers: Vec<&'static str>,
}

/// Everything there is to see of a house.
pub(crate) struct Overview {
    host: Host,
    rooms: Vec<Room>,
    routes: OnceLock<Vec<Route>>,
    begun: Time,
    token: Option<Digest>,
    pub(crate) ready: Readiness,
    answered: tokio::sync::Mutex<Option<(Time, bool)>>,
    /// When the promises are looked at next, and how many of each service did not hold the last time.
    promises: Mutex<(Time, Vec<(&'static str, usize)>)>,
    /// Looks at tables beside the requests: one scrape, and the promises.
    aside: Pool,
}

/// The route of the figures.
pub(crate) fn routes(door: &Door) -> Routes<Arc<Overview>> {
    Routes::new(door).add(anyone(), routes!(metrics))
}

/// Tells the figures of this process, as Prometheus reads them: to this machine, and to whoever shows `metrics.token`.
#[utoipa::path(get, path = "/metrics", tag = "house",
    responses((status = 200, body = String, description = "Text format 0.0.4"), (status = 403)))]
async fn metrics(State(seen): State<Arc<Overview>>, caller: Caller, headers: HeaderMap) -> Result<Response> {
    if caller.is_local() || seen.is_shown(&headers) {
        return seen.figures().await;
    }
    Err(HIDDEN.because("Show metrics.token as a bearer token, or ask the internal listener."))
}

/// Probes, which answer everybody with a bare status, whatever name they call us by.
pub(crate) fn probes(seen: &Arc<Overview>) -> Router {
    let bare = |fine: bool| if fine { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let (started, ready) = (seen.clone(), seen.clone());
    Router::new()
        .route("/livez", get(|| async { StatusCode::OK }))
        .route("/startupz", get(move || async move { bare(started.ready.has_opened()) }))
        .route("/readyz", get(move || async move { bare(ready.is_ready().await) }))
}

/// What the internal listener answers: probes and figures, to everybody who reaches it.
pub(crate) fn internal(seen: &Arc<Overview>) -> Router {
    let figures = seen.clone();
    probes(seen).route("/metrics", get(move || async move { figures.figures().await }))
}

impl Overview {
    /// # Errors
    /// A sentence that says what is wrong with `[metrics]`.
    pub(crate) fn new(host: &Host, rooms: Vec<Room>) -> Result<Arc<Self>> {
        let settings: Settings = host.config("metrics")?;
        if let Some(fault) = settings.fault() {
            return Err(MISCONFIGURED.because(fault));
        }
        let begun = host.clock().now();
        Ok(Arc::new(Self {
            host: host.clone(),
            rooms,
            routes: OnceLock::new(),
            begun,
            token: settings.token.map(|token| digest(&SHA256, token.as_bytes())),
            ready: Readiness::default(),
            answered: tokio::sync::Mutex::default(),
            promises: Mutex::new((begun.plus(PROMISES), Vec::new())),
            aside: Pool::new("overview", 2, 4),
        }))
    }

    /// Takes the routes whose answers are counted, as the house has hung them.
    pub(crate) fn counts(&self, routes: Vec<Route>) {
        for route in &routes {
            route.tally.is_for(&route.method, &route.path);
        }
        let _: Result<(), _> = self.routes.set(routes);
    }

    fn is_shown(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
        let shown = shown.map(|(_, token)| digest(&SHA256, token.trim().as_bytes()));
        let pair = self.token.as_ref().zip(shown.as_ref());
        pair.is_some_and(|(token, shown)| verify_slices_are_equal(token.as_ref(), shown.as_ref()).is_ok())
    }

    /// Whether new requests are welcome: the house is open, not draining, and every database answers.
    async fn is_ready(&self) -> bool {
        if !self.ready.is_open() {
            return false;
        }
        let now = self.host.clock().now();
        let mut answered = self.answered.lock().await;
        if let Some((at, fine)) = *answered
            && at <= now
            && now.since(at) < FRESH
        {
            return fine;
        }
        let away: Vec<&str> =
            self.answers().await.into_iter().filter(|(_, up)| !up).map(|(name, _)| name).collect();
        if !away.is_empty() {
            tracing::warn!(?away, "not ready: databases do not answer");
        }
        *answered = Some((now, away.is_empty()));
        away.is_empty()
    }

    /// Which databases answer.
    async fn answers(&self) -> Vec<(&'static str, bool)> {
        let ask = |room: &Room| {
            let db = room.db.clone();
            async move {
                let answer = tokio::time::timeout(PATIENCE, bus::head(&db)).await;
                (db.service(), answer.is_ok_and(|answer| answer.is_ok()))
            }
        };
        join_all(self.rooms.iter().map(ask)).await
    }

    /// What a service promises of its rows.
    pub(crate) fn invariants(&self, service: &str) -> &[Invariant] {
        self.rooms.iter().find(|room| room.db.service() == service).map_or(&[], |room| &room.invariants)
    }

    /// The promises that do not hold at this moment: the service, and what it promised.
    pub(crate) async fn broken_promises(&self) -> Result<Vec<(&'static str, &'static str)>> {
        let mut broken = Vec::new();
        for room in &self.rooms {
            for invariant in &room.invariants {
                if !invariant.is_kept(&room.db).await? {
                    broken.push((room.db.service(), invariant.holds));
                }
            }
        }
        Ok(broken)
    }

    /// Looks at the promises now and then, beside the requests.
    pub(crate) fn worker(self: &Arc<Self>) -> Worker {
        let seen = self.clone();
        Worker::new("house.promises", Arc::new(Notify::new()), move || {
            let seen = seen.clone();
            async move { seen.look().await }
        })
    }

    async fn look(self: Arc<Self>) -> Result<u64> {
        let now = self.host.clock().now();
        {
            let mut promises = self.promises();
            if now < promises.0 {
                return Ok(0);
            }
            promises.0 = now.plus(PROMISES);
        }
        let (seen, runtime) = (self.clone(), tokio::runtime::Handle::current());
        let broken = self.aside.run(move || runtime.block_on(seen.broken_promises())).await??;
        for (service, holds) in &broken {
            tracing::error!(service, promise = holds, "a promise is broken");
        }
        let count = |name| broken.iter().filter(|(service, _)| *service == name).count();
        self.promises().1 =
            self.rooms.iter().map(|room| (room.db.service(), count(room.db.service()))).collect();
        Ok(0)
    }

    fn promises(&self) -> std::sync::MutexGuard<'_, (Time, Vec<(&'static str, usize)>)> {
        self.promises.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn figures(self: &Arc<Self>) -> Result<Response> {
        let (seen, runtime) = (self.clone(), tokio::runtime::Handle::current());
        let text = self.aside.run(move || runtime.block_on(seen.write())).await?;
        Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
    }

    async fn write(&self) -> String {
        let mut page = Page::default();
        self.write_process(&mut page);
        self.write_requests(&mut page);
        self.write_databases(&mut page).await;
        self.write_gauges(&mut page).await;
        page.0
    }

    fn write_process(&self, page: &mut Page) {
        page.family("marquee_build_info", "gauge", "The program.");
        page.sample("marquee_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
        let start = ("process_start_time_seconds", "gauge", "When the house opened, since 1970.");
        page.single(start, self.begun.seconds());
        if let Some(bytes) = resident_bytes() {
            page.single(("process_resident_memory_bytes", "gauge", "Memory of the process."), bytes);
        }
        let ready = ("marquee_ready", "gauge", "1 while new requests are welcome.");
        page.single(ready, u8::from(self.ready.is_open()));
        let sockets = ("marquee_live_sockets", "gauge", "Open WebSockets of live topics.");
        page.single(sockets, self.host.live().sockets());
        page.family("marquee_pool_waiting", "gauge", "Jobs that wait for a worker of a pool.");
        for (pool, waiting) in pool::waiting() {
            page.sample("marquee_pool_waiting", &[("pool", pool)], waiting);
        }
        page.family(
            "marquee_broken_promises",
            "gauge",
            "Promises that did not hold the last time; alarm above 0.",
        );
        for (service, broken) in &self.promises().1 {
            page.sample("marquee_broken_promises", &[("service", service)], broken);
        }
    }

    fn write_requests(&self, page: &mut Page) {
        let (door, routes) = (self.host.door(), self.routes.get().map_or(&[][..], Vec::as_slice));
        let named = routes.iter().map(|route| (route.method.as_str(), route.path.as_str(), &*route.tally));
        let elsewhere = ("any", "elsewhere", &door.traffic().elsewhere);
        let tallies: Vec<(&str, &str, &Tally)> = named.chain([elsewhere]).collect();
        page.family("http_requests_total", "counter", "Answers by route and class of status.");
        for (method, endpoint, tally) in &tallies {
            tally.write_counts(page, (method, endpoint, door.instance()));
        }
        page.family("http_request_duration_seconds", "histogram", "How long answers took.");
        for (method, endpoint, tally) in &tallies {
            tally.write_times(page, (method, endpoint));
        }
        let active = ("http_requests_active", "gauge", "Requests under way.");
        page.single(active, door.traffic().active());
        let name = "marquee_limiter_refusals_total";
        page.family(name, "counter", "Requests and tries that came too often.");
        page.sample(name, &[("limiter", "requests")], door.limits().refused());
        page.sample(name, &[("limiter", "guards")], door.guards().refused());
    }

    async fn write_databases(&self, page: &mut Page) {
        let answers = self.answers().await;
        page.family("marquee_database_up", "gauge", "1 when the service's database answers.");
        for (service, up) in &answers {
            page.sample("marquee_database_up", &[("service", service)], u8::from(*up));
        }
        let name = "marquee_database_statements_total";
        page.family(name, "counter", "Statements that were run.");
        for room in &self.rooms {
            page.sample(name, &[("service", room.db.service())], room.db.statements());
        }
        let name = "marquee_database_slow_statements_total";
        page.family(name, "counter", "Statements that took longer than 50 ms.");
        for room in &self.rooms {
            page.sample(name, &[("service", room.db.service())], room.db.slow_statements());
        }
    }

    /// What has to be asked of databases; one that does not answer is left out.
    async fn write_gauges(&self, page: &mut Page) {
        page.family("marquee_events_behind", "gauge", "Events that a consumer has not heard yet.");
        for room in &self.rooms {
            let cursors: Vec<(String, String, i64)> = room.ask(&CURSORS).await;
            for (consumer, source, pos) in cursors {
                let log = self.rooms.iter().find(|room| room.db.service() == source);
                // The log of a service that runs elsewhere is watched there.
                if let (Some(log), true) = (log, room.consumers.contains(&&*consumer))
                    && let Ok(Ok(head)) = tokio::time::timeout(PATIENCE, bus::head(&log.db)).await
                {
                    let labels = [("consumer", &*consumer), ("source", &*source)];
                    page.sample("marquee_events_behind", &labels, (head.head - pos).max(0));
                }
            }
        }
        page.family("marquee_events_parked", "gauge", "Events that could not be taken; alarm above 0.");
        for room in &self.rooms {
            for (count,) in room.ask::<(i64,)>(&PARKED).await {
                page.sample("marquee_events_parked", &[("service", room.db.service())], count);
            }
        }
        page.family("marquee_jobs", "gauge", "Jobs that are waiting, running or failed.");
        for room in &self.rooms {
            let found: Vec<(String, i64)> = room.ask(&JOBS).await;
            for state in ["waiting", "running", "failed"] {
                let count = found.iter().find(|(known, _)| known == state).map_or(0, |(_, count)| *count);
                page.sample("marquee_jobs", &[("service", room.db.service()), ("state", state)], count);
            }
        }
        for room in &self.rooms {
            for gauge in &room.gauges {
                let asked = tokio::time::timeout(PATIENCE, room.db.one::<(i64,)>(gauge.asked, args![])).await;
                if let Ok(Ok((value,))) = asked {
                    page.single((gauge.name, "gauge", gauge.tells), value);
                }
            }
        }
    }
}

impl Room {
    async fn ask<T: crate::db::Record>(&self, sql: &'static crate::db::OwnSql) -> Vec<T> {
        let asked = self.db.rows(sql.of(self.db.service()), args![], 1000);
        tokio::time::timeout(PATIENCE, asked).await.ok().and_then(Result::ok).unwrap_or_default()
    }
}

/// The memory of this process, where the machine tells it.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? * 1024)
}
