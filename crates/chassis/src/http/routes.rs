//! The route table of a service. A route cannot be added without a gate.
//!
//! Classic paths (everything outside of `/api/v1`) answer with and without a slash at the end (row C35), and
//! give way to the page for whoever asks for HTML (row C34).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use kit::{Error, Result, Who};
use utoipa::openapi::{OpenApi, RefOr, Schema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use uuid::Uuid;

use super::caller::{Caller, NOT_ALLOWED, SIGN_IN};
use super::limit::{Decision, Rate, network};
use super::{Door, Once, Renderer, hal, problem, version};
use crate::telemetry::Tally;

/// Who may pass, how often, and how a refusal looks.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    access: Access,
    rate: Option<u32>,
    renderer: Renderer,
    idempotent: bool,
    /// What a classic client is told when it brings no credential, and when it brings a bad one.
    stranger: Option<(&'static str, &'static str)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Anyone,
    Known,
    User(&'static str),
}

/// Everybody may pass; nobody is looked up.
#[must_use]
pub const fn anyone() -> Gate {
    gate(Access::Anyone)
}

/// Whoever is signed in and holds this right may pass.
#[must_use]
pub const fn user(right: &'static str) -> Gate {
    gate(Access::User(right))
}

const fn gate(access: Access) -> Gate {
    Gate { access, rate: None, renderer: Renderer::Problem, idempotent: false, stranger: None }
}

impl Gate {
    /// Looks up who is signed in, without asking for it.
    #[must_use]
    pub const fn known(mut self) -> Self {
        self.access = Access::Known;
        self
    }

    /// At most so many a minute for one caller, on this route alone.
    #[must_use]
    pub const fn per_minute(mut self, most: u32) -> Self {
        self.rate = Some(most);
        self
    }

    /// Takes an `Idempotency-Key`; its handlers have to ask for [`Once`].
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Says no in the shape that a classic client knows.
    #[must_use]
    pub const fn classic(mut self, renderer: Renderer) -> Self {
        self.renderer = renderer;
        self
    }

    /// The words that a classic client knows for "no credential" and "a bad credential".
    #[must_use]
    pub const fn strangers(mut self, missing: &'static str, bad: &'static str) -> Self {
        self.stranger = Some((missing, bad));
        self
    }
}

/// One row of the route table: what the matrices of tests and the gateway go by.
#[derive(Clone, Debug)]
pub struct Route {
    /// `POST`.
    pub method: String,
    /// `/api/v1/accounts/users`, with `{id}` for what varies.
    pub path: String,
    /// The right that its gate names; nothing for everybody.
    pub right: Option<&'static str>,
    /// Whether its gate looks up who is signed in without asking for it.
    pub known: bool,
    /// At most so many a minute for one caller, beside the limits that hold everywhere.
    pub per_minute: Option<u32>,
    /// How it says no.
    pub renderer: Renderer,
    /// Whether it belongs to the classic API.
    pub classic: bool,
    /// Whether it takes an `Idempotency-Key`.
    pub idempotent: bool,
    /// What it answered since the house opened.
    pub(crate) tally: Arc<Tally>,
}

/// The routes of a service that shares an `A`.
pub struct Routes<A> {
    router: OpenApiRouter<A>,
    /// The classic paths once more, with a slash at the end.
    slashed: Router<A>,
    table: Vec<Route>,
    clashes: Vec<String>,
    door: Door,
}

/// What a service shows to the outside, told without opening it: the gateway and the descriptions go by it.
#[derive(Default)]
pub struct Face {
    /// The route table.
    pub table: Vec<Route>,
    /// What its handlers say of themselves; [`Face::document`] makes the whole description of it.
    pub openapi: OpenApi,
    /// Names that stand for two types: one of them would be described wrongly.
    pub clashes: Vec<String>,
}

impl Face {
    /// The face of a service without routes.
    #[must_use]
    pub fn none(_: &Door) -> Self {
        Self::default()
    }

    /// The same routes below a prefix, such as `/api/v1/accounts`.
    #[must_use]
    pub fn under(self, prefix: &str) -> Self {
        let table = self.table.into_iter();
        let table = table.map(|route| Route { path: format!("{prefix}{}", route.path), ..route }).collect();
        Self { table, openapi: OpenApi::default().nest(prefix, self.openapi), clashes: self.clashes }
    }

    /// Both faces as one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.table.extend(other.table);
        let (known, new) = (self.openapi.components.as_ref(), other.openapi.components.as_ref());
        if let (Some(known), Some(new)) = (known, new) {
            let found = clashes(&known.schemas, new.schemas.iter());
            self.clashes.extend(found);
        }
        self.clashes.extend(other.clashes);
        self.openapi.merge(other.openapi);
        self
    }
}

/// The names among these that stand for something else already.
fn clashes<'a>(
    known: &BTreeMap<String, RefOr<Schema>>,
    new: impl Iterator<Item = (&'a String, &'a RefOr<Schema>)>,
) -> Vec<String> {
    new.filter(|(name, schema)| known.get(*name).is_some_and(|known| known != *schema))
        .map(|(name, _)| name.clone())
        .collect()
}

/// A service's routes, ready to be hung into the house.
pub struct Doors {
    /// Matches and answers.
    pub router: Router,
    /// What they show to the outside.
    pub face: Face,
}

impl<A: Clone + Send + Sync + 'static> Routes<A> {
    /// An empty table behind this door.
    #[must_use]
    pub fn new(door: &Door) -> Self {
        let (router, slashed) = (OpenApiRouter::new(), Router::new());
        Self { router, slashed, table: Vec::new(), clashes: Vec::new(), door: door.clone() }
    }

    /// Adds handlers behind a gate: `add(user("store.buy"), routes!(orders::create))`.
    #[must_use]
    pub fn add(mut self, gate: Gate, (schemas, paths, methods): UtoipaMethodRouter<A>) -> Self {
        let mut tallies = Vec::new();
        for (path, item) in &paths.paths {
            let named = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            let right = if let Access::User(right) = gate.access { Some(right) } else { None };
            for (method, _) in named.into_iter().filter(|(_, operation)| operation.is_some()) {
                let tally = Arc::<Tally>::default();
                tallies.push((method, tally.clone()));
                self.table.push(Route {
                    method: method.into(),
                    path: path.clone(),
                    right,
                    known: gate.access == Access::Known,
                    per_minute: gate.rate,
                    renderer: gate.renderer,
                    classic: gate.renderer != Renderer::Problem,
                    idempotent: gate.idempotent,
                    tally,
                });
            }
        }
        if let Some(known) = &self.router.get_openapi().components {
            let new = schemas.iter().map(|(name, schema)| (name, schema));
            self.clashes.extend(clashes(&known.schemas, new));
        }
        let name = paths.paths.keys().next().cloned().unwrap_or_default();
        let guard =
            Guard { gate, door: self.door.clone(), name: name.as_str().into(), tallies: tallies.into() };
        // Not around a method that the path does not take: that is 405 for everybody.
        let methods = methods.route_layer(from_fn_with_state(guard, pass));
        if let Some(other) = slashed(&name, gate.renderer) {
            self.slashed = self.slashed.route(&other, methods.clone());
        }
        self.router = self.router.routes((schemas, paths, methods));
        self
    }

    /// Closes the table; `app` is what handlers get as state.
    #[must_use]
    pub fn done(self, app: A) -> Doors {
        let (router, openapi) = self.router.with_state::<()>(app.clone()).split_for_parts();
        let face = Face { table: self.table, openapi, clashes: self.clashes };
        Doors { router: router.merge(self.slashed.with_state(app)), face }
    }

    /// The table without its handlers' state.
    #[must_use]
    pub fn face(self) -> Face {
        Face { table: self.table, openapi: self.router.into_openapi(), clashes: self.clashes }
    }
}

impl Doors {
    /// The same routes below a prefix, such as `/api/v1/accounts`.
    #[must_use]
    pub fn under(self, prefix: &str) -> Self {
        Self { router: Router::new().nest(prefix, self.router), face: self.face.under(prefix) }
    }
}

#[derive(Clone)]
struct Guard {
    gate: Gate,
    door: Door,
    name: Arc<str>,
    /// Where answers are counted, by method.
    tallies: Arc<[(&'static str, Arc<Tally>)]>,
}

/// What every request of a route goes through: limit, identity, right, and then the handler.
async fn pass(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let Some(caller) = request.extensions().get::<Caller>().cloned() else {
        return kit::error::INTERNAL.err().caused_by("a route stands outside of the door").into_response();
    };
    if let Some(tally) = guard.tally(request.method()) {
        caller.counts_at(tally);
    }
    if guard.gate.renderer != Renderer::Problem && wants_page(&request) {
        return Box::pin(guard.door.page(request)).await;
    }
    let (method, asked) = (request.method().clone(), Asked::of(request.headers()));
    let (admitted, decision) = admit(&guard, &caller).await;
    let response = match admitted {
        Ok(()) => answer(&guard, &caller, request, next).await,
        Err(error) => guard.in_its_words(error, &caller).into_response(),
    };
    let mut response = problem::finish(response, guard.gate.renderer, caller.request_id());
    if let Some(asked) = asked {
        if version::is_known(&method, asked.held.as_ref(), &response) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = axum::body::Body::empty();
            response.headers_mut().remove(header::CONTENT_TYPE);
            response.headers_mut().remove(header::CONTENT_ENCODING);
        }
        hal::name_type(asked.accept.as_ref(), response.headers_mut());
    }
    tell(&mut response, decision);
    response
}

/// The headers of a request by which its answer is dressed; most requests have none of them.
struct Asked {
    accept: Option<HeaderValue>,
    /// The versions that the caller holds.
    held: Option<HeaderValue>,
}

impl Asked {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let hal = headers
            .get(header::ACCEPT)
            .is_some_and(|accept| accept.as_bytes().windows(3).any(|w| w == b"hal"));
        if !hal && !headers.contains_key(header::IF_NONE_MATCH) {
            return None;
        }
        let named = |name: HeaderName| headers.get(name).cloned();
        Some(Self { accept: named(header::ACCEPT), held: named(header::IF_NONE_MATCH) })
    }
}

/// A classic path once more: with a slash at the end, or without.
pub(crate) fn slashed(path: &str, renderer: Renderer) -> Option<String> {
    let classic = renderer != Renderer::Problem && path.len() > 1;
    classic.then(|| path.strip_suffix('/').map_or_else(|| format!("{path}/"), str::to_owned))
}

/// Whether a person opens the address in a browser, as opposed to a program that calls it.
pub(crate) fn wants_page(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    matches!(*request.method(), Method::GET | Method::HEAD) && accept.starts_with("text/html")
}

async fn answer(guard: &Guard, caller: &Caller, request: Request, next: Next) -> Response {
    let Some(who) = caller.known().filter(|_| guard.gate.idempotent).map(|who| who.user) else {
        return next.run(request).await;
    };
    // In a box, as everything that few requests need: what waits for an answer is moved from layer to layer.
    Box::pin(answer_once(guard, caller, request, next, who)).await
}

/// Answers what was answered before under the same key, and keeps what is refused.
async fn answer_once(guard: &Guard, caller: &Caller, request: Request, next: Next, who: Uuid) -> Response {
    match Once::of(request, who, &guard.name).await {
        Ok((once, mut request)) => {
            request.extensions_mut().insert(once.clone());
            let response = next.run(request).await;
            if let Some(error) = response.extensions().get::<Arc<Error>>().cloned() {
                once.refused(&error, guard.gate.renderer, caller.request_id()).await;
            }
            response
        }
        Err(error) => error.into_response(),
    }
}

impl Guard {
    /// Where the answer to this method is counted.
    fn tally(&self, method: &Method) -> Option<&Arc<Tally>> {
        let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
        self.tallies.iter().find(|(known, _)| *known == method).map(|(_, tally)| tally)
    }

    /// Tells a classic client what it knows to mean that nobody is signed in.
    fn in_its_words(&self, error: Error, caller: &Caller) -> Error {
        match self.gate.stranger {
            Some((missing, bad)) if error.kind() == SIGN_IN => {
                error.detail(if caller.0.credential.is_none() { missing } else { bad })
            }
            _ => error,
        }
    }
}

async fn admit(guard: &Guard, caller: &Caller) -> (Result<()>, Decision) {
    let settings = guard.door.settings();
    let limits = guard.door.limits();
    let place = network(caller.address());
    // An anonymous flood is stopped before anybody is looked up; the account's own limit comes after.
    let anonymous = caller.0.credential.is_none();
    // Where nobody is looked up, a credential widens nothing.
    let narrow = anonymous || guard.gate.access == Access::Anyone;
    let by_place = settings.anonymous.wider(if narrow { 1 } else { 10 });
    let mut decision = limits.decide(("place", narrow, place), by_place);
    if let Err(error) = decision.check() {
        return (Err(error), decision);
    }
    if let Err(error) = identify(guard, caller).await {
        // A refusal counts as narrowly as anything else: a made-up credential buys nothing.
        decision = match caller.known() {
            Some(who) => limits.decide(("user", who.user), settings.user),
            None => limits.decide(("place", true, place), settings.anonymous),
        };
        return (decision.check().and(Err(error)), decision);
    }
    if caller.known().is_none() && !anonymous && guard.gate.access != Access::Anyone {
        decision = limits.decide(("place", true, place), settings.anonymous);
    } else if let Some(who) = caller.known() {
        decision = limits.decide(("user", who.user), settings.user);
    }
    if let (Some(most), true) = (guard.gate.rate, decision.allowed) {
        // Where one can come without an account, a new account or a made-up cookie buys nothing.
        let user =
            caller.known().map(|who| who.user).filter(|_| matches!(guard.gate.access, Access::User(_)));
        decision =
            limits.decide((&*guard.name, user, user.is_none().then_some(place)), Rate::per_minute(most));
    }
    (decision.check(), decision)
}

/// Finds out who the caller is, where the gate wants to know.
async fn identify(guard: &Guard, caller: &Caller) -> Result<()> {
    if guard.gate.access == Access::Anyone {
        return Ok(());
    }
    if let Some(credential) = caller.0.credential.clone()
        && let Some(who) = guard.door.identify(credential).await?
    {
        let _: Result<(), Who> = caller.0.who.set(who);
    }
    if let Access::User(right) = guard.gate.access
        && !caller.who()?.may(right)
    {
        return Err(refusal(right));
    }
    Ok(())
}

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const WINDOW: HeaderName = HeaderName::from_static("x-ratelimit-window");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

fn refusal(right: &str) -> Error {
    NOT_ALLOWED.because("Ask somebody who administers this house for the right.").with("right", right)
}

fn tell(response: &mut Response, decision: Decision) {
    let headers = response.headers_mut();
    // The door adds seven more; the map grows once.
    headers.reserve(12);
    let numbers = [
        (LIMIT, decision.limit),
        (REMAINING, decision.remaining),
        (WINDOW, decision.within),
        (RESET, decision.seconds),
    ];
    for (name, value) in numbers {
        headers.insert(name, HeaderValue::from(value));
    }
    if headers.contains_key(header::SET_COOKIE) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
