//! What every request passes before any route: host, origin, deadline; and what every answer carries.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use kit::{Error, Kind, Result, Who};

use super::caller::{Caller, Credential, Identify, Inner};
use super::extract::NOT_FOUND;
use super::limit::Limits;
use super::{Renderer, problem};
use crate::address::Address;
use crate::random;

/// The `Host` of the request is none of ours.
pub const OTHER_HOST: Kind = Kind::new(421, "request/other-host", "This house is not known by that name");
/// The request was sent by another site, or cannot show that it was not.
pub const FOREIGN_ORIGIN: Kind = Kind::new(403, "request/foreign-origin", "Another site sent this request");
/// The route does not know this method.
pub const METHOD: Kind = Kind::new(405, "request/method", "This address does not take that method");
/// The answer took longer than anybody waits.
pub const TOO_SLOW: Kind = Kind::new(504, "request/too-slow", "This took too long");

/// How long a request may take.
const DEADLINE: Duration = Duration::from_secs(30);

/// What an operator may set about the doors.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Requests a minute of one account.
    pub user_per_minute: u32,
    /// Requests a minute of one address without an account.
    pub anonymous_per_minute: u32,
    /// Whether pages of other loopback origins may call, for the development of the front end.
    pub development: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { user_per_minute: 600, anonymous_per_minute: 300, development: false }
    }
}

/// The entrance of the house; one for all services.
#[derive(Clone)]
pub struct Door(Arc<Shared>);

struct Shared {
    address: Address,
    limits: Arc<Limits>,
    settings: Settings,
    identify: OnceLock<Identify>,
    prefix: String,
    count: AtomicU64,
}

impl Door {
    /// Builds the entrance.
    #[must_use]
    pub fn new(address: Address, limits: Arc<Limits>, settings: Settings) -> Self {
        let prefix: String = random::bytes::<5>().iter().map(|b| format!("{b:02x}")).collect();
        let (identify, count) = (OnceLock::new(), AtomicU64::new(0));
        Self(Arc::new(Shared { address, limits, settings, identify, prefix, count }))
    }

    /// Tells the door whom to ask about credentials; the host does this once accounts can be asked.
    pub fn ask(&self, identify: Identify) {
        let _: Result<(), Identify> = self.0.identify.set(identify);
    }

    /// Where the house is to be found.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// The limiter.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(super) async fn identify(&self, credential: Credential) -> Result<Option<Who>> {
        match self.0.identify.get() {
            Some(ask) => ask(credential).await,
            None => Ok(None),
        }
    }

    /// Whether the session that a request came with still stands.
    pub async fn is_still(&self, caller: &Caller) -> bool {
        let session = caller.known().map(|who| who.session);
        match caller.0.credential.clone() {
            Some(credential) => {
                let now = self.identify(credential).await;
                now.is_ok_and(|who| who.is_some_and(|who| Some(who.session) == session))
            }
            None => false,
        }
    }

    /// Puts a router behind this door.
    pub fn wrap(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.clone(), enter))
    }

    fn caller(&self, request: &Request) -> Caller {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
        let headers = request.headers();
        let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
        Caller(Arc::new(Inner {
            address: self.0.address.caller(peer, headers),
            request_id: format!("{}{:06x}", self.0.prefix, self.0.count.fetch_add(1, Ordering::Relaxed)),
            credential: Credential::of(headers, &self.0.address),
            who: OnceLock::new(),
            local: self.0.address.is_local(peer, headers),
            agent: agent.get(..200).unwrap_or(agent).to_owned(),
        }))
    }

    /// Why a request does not come in at all.
    fn refuse(&self, request: &Request) -> Option<Error> {
        let headers = request.headers();
        let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
        if !self.0.address.serves(host) {
            return Some(other_host(host));
        }
        self.check_origin(request.method(), request.uri().path(), headers, host).err()
    }

    /// Decision D30: an unsafe request or a WebSocket handshake comes from our own pages, or from no page.
    fn check_origin(&self, method: &Method, path: &str, headers: &HeaderMap, host: &str) -> Result<()> {
        let upgrade = headers.contains_key(header::UPGRADE);
        let safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
        if (safe && !upgrade) || headers.contains_key(header::AUTHORIZATION) {
            return Ok(());
        }
        let text = |name: HeaderName| headers.get(name).map(|v| v.to_str().unwrap_or("null"));
        let site = headers.get("sec-fetch-site").map(|v| v.to_str().unwrap_or("cross-site"));
        let fine = match (text(header::ORIGIN), site) {
            (Some(origin), _) => self.is_allowed(origin, host),
            (None, Some(site)) => matches!(site, "same-origin" | "none"),
            (None, None) => !headers.contains_key(header::COOKIE) || !path.starts_with("/api/"),
        };
        if fine {
            return Ok(());
        }
        Err(FOREIGN_ORIGIN.because("Only pages of this house may do that. Open it here and try again."))
    }

    fn is_allowed(&self, origin: &str, host: &str) -> bool {
        let loopback = ["http://localhost:", "http://127.0.0.1:", "http://[::1]:"];
        let development =
            self.0.settings.development && loopback.iter().any(|start| origin.starts_with(start));
        development || self.0.address.is_own(origin, host)
    }
}

/// The way of a request through the door, and of its answer back.
async fn enter(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    let caller = door.caller(&request);
    let api = request.uri().path().starts_with("/api/");
    let method = request.method().clone();
    let response = match door.refuse(&request) {
        Some(error) => error.into_response(),
        None => {
            request.extensions_mut().insert(caller.clone());
            run(next, request).await
        }
    };
    let response = if api { explain(response) } else { response };
    let id = caller.request_id();
    let mut response = problem::finish(response, Renderer::Problem, id);
    dress(response.headers_mut(), id);
    tracing::debug!(request_id = id, %method, status = response.status().as_u16(), "answered");
    response
}

fn other_host(host: &str) -> Error {
    OTHER_HOST.because(format!(
        "This house does not answer to '{host}'. Its operator can set server.public_url, or add the name to \
         server.allowed_hosts."
    ))
}

async fn run(next: Next, request: Request) -> Response {
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(DEADLINE, answer).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => kit::error::INTERNAL.err().caused_by("a handler panicked").into_response(),
        Err(_) => TOO_SLOW.because("Look whether it was done before you do it again.").into_response(),
    }
}

/// Gives the router's own bare refusals a problem to carry.
fn explain(response: Response) -> Response {
    if response.extensions().get::<Arc<Error>>().is_some()
        || response.headers().contains_key(header::CONTENT_TYPE)
    {
        return response;
    }
    match response.status() {
        StatusCode::NOT_FOUND => {
            NOT_FOUND.because("No service of this house has such a path.").into_response()
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            let mut refused = METHOD.because("Look at the Allow header for what it takes.").into_response();
            if let Some(allow) = response.headers().get(header::ALLOW) {
                refused.headers_mut().insert(header::ALLOW, allow.clone());
            }
            refused
        }
        _ => response,
    }
}

/// What every answer says about itself, unless its handler said otherwise.
static ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

fn dress(headers: &mut HeaderMap, id: &str) {
    headers.reserve(ALWAYS.len() + 1);
    for (name, value) in &ALWAYS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
}
