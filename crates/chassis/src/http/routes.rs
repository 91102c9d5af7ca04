//! The route table of a service. A route cannot be added without a gate.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, header};
use kit::{Error, Result, Who};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::caller::{Caller, NOT_ALLOWED};
use super::limit::{Decision, Rate, network};
use super::{Door, Renderer, problem};

/// Who may pass, how often, and how a refusal looks.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    access: Access,
    rate: Option<u32>,
    renderer: Renderer,
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
    Gate { access: Access::Anyone, rate: None, renderer: Renderer::Problem }
}

/// Whoever is signed in and holds this right may pass.
#[must_use]
pub const fn user(right: &'static str) -> Gate {
    Gate { access: Access::User(right), rate: None, renderer: Renderer::Problem }
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

    /// Says no in the shape that a classic client knows.
    #[must_use]
    pub const fn classic(mut self, renderer: Renderer) -> Self {
        self.renderer = renderer;
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
    /// Whether it belongs to the classic API.
    pub classic: bool,
}

/// The routes of a service that shares an `A`.
pub struct Routes<A> {
    router: OpenApiRouter<A>,
    table: Vec<Route>,
    door: Door,
}

/// A service's routes, ready to be hung into the house.
pub struct Doors {
    /// Matches and answers.
    pub router: Router,
    /// The route table.
    pub table: Vec<Route>,
    /// The description for machines.
    pub openapi: OpenApi,
}

impl<A: Clone + Send + Sync + 'static> Routes<A> {
    /// An empty table behind this door.
    #[must_use]
    pub fn new(door: &Door) -> Self {
        Self { router: OpenApiRouter::new(), table: Vec::new(), door: door.clone() }
    }

    /// Adds handlers behind a gate: `add(user("store.buy"), routes!(orders::create))`.
    #[must_use]
    pub fn add(mut self, gate: Gate, (schemas, paths, methods): UtoipaMethodRouter<A>) -> Self {
        for (path, item) in &paths.paths {
            let named = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            let right = if let Access::User(right) = gate.access { Some(right) } else { None };
            let classic = !path.starts_with("/api/v1");
            self.table.extend(
                named.into_iter().filter(|(_, operation)| operation.is_some()).map(|(method, _)| Route {
                    method: method.into(),
                    path: path.clone(),
                    right,
                    classic,
                }),
            );
        }
        let name = paths.paths.keys().next().cloned().unwrap_or_default();
        let guard = Guard { gate, door: self.door.clone(), name: name.into() };
        let methods = methods.layer(from_fn_with_state(guard, pass));
        self.router = self.router.routes((schemas, paths, methods));
        self
    }

    /// Closes the table; `app` is what handlers get as state.
    #[must_use]
    pub fn done(self, app: A) -> Doors {
        let (router, openapi) = self.router.with_state::<()>(app).split_for_parts();
        Doors { router, table: self.table, openapi }
    }
}

#[derive(Clone)]
struct Guard {
    gate: Gate,
    door: Door,
    name: Arc<str>,
}

/// What every request of a route goes through: limit, identity, right, and then the handler.
async fn pass(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let Some(caller) = request.extensions().get::<Caller>().cloned() else {
        return kit::error::INTERNAL.err().caused_by("a route stands outside of the door").into_response();
    };
    let (admitted, decision) = admit(&guard, &caller).await;
    let response = match admitted {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    let mut response = problem::finish(response, guard.gate.renderer, caller.request_id());
    tell(&mut response, decision);
    response
}

async fn admit(guard: &Guard, caller: &Caller) -> (Result<()>, Decision) {
    let settings = guard.door.settings();
    let limits = guard.door.limits();
    let place = network(caller.address());
    // An anonymous flood is stopped before anybody is looked up; the account's own limit comes after.
    let anonymous = caller.0.credential.is_none();
    let by_place = Rate::per_minute(settings.anonymous_per_minute * if anonymous { 1 } else { 10 });
    let mut decision = limits.decide(("place", anonymous, place), by_place);
    if let Err(error) = decision.check() {
        return (Err(error), decision);
    }
    if let Err(error) = identify(guard, caller).await {
        return (Err(error), decision);
    }
    if caller.known().is_none() && !anonymous && guard.gate.access != Access::Anyone {
        decision = limits.decide(("place", true, place), Rate::per_minute(settings.anonymous_per_minute));
    } else if let Some(who) = caller.known() {
        decision = limits.decide(("user", who.user), Rate::per_minute(settings.user_per_minute));
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
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

fn refusal(right: &str) -> Error {
    NOT_ALLOWED.because("Ask somebody who administers this house for the right.").with("right", right)
}

fn tell(response: &mut Response, decision: Decision) {
    let headers = response.headers_mut();
    // The door adds seven more; the map grows once.
    headers.reserve(12);
    let numbers = [(LIMIT, decision.limit), (REMAINING, decision.remaining), (RESET, decision.seconds)];
    for (name, value) in numbers {
        headers.insert(name, HeaderValue::from(value));
    }
    if headers.contains_key(header::SET_COOKIE) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
