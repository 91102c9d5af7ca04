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
use kit::text::hex;
use kit::{Error, Kind, Result, Who};
use tower::ServiceExt as _;

use super::caller::{Caller, Credential, Identify, Inner};
use super::cors::{self, Cors};
use super::extract::NOT_FOUND;
use super::limit::{Limits, Rate};
use super::watched::watched;
use super::{Renderer, pack, problem};
use crate::address::Address;
use crate::random;
use crate::telemetry::{Tracer, Traffic};

/// The `Host` of the request is none of ours.
pub const OTHER_HOST: Kind = Kind::new(421, "request/other-host", "This house is not known by that name");
/// The request was sent by another site, or cannot show that it was not.
pub const FOREIGN_ORIGIN: Kind = Kind::new(403, "request/foreign-origin", "Another site sent this request");
/// The route does not know this method.
pub const METHOD: Kind = Kind::new(405, "request/method", "This address does not take that method");
/// The answer took longer than anybody waits.
pub const TOO_SLOW: Kind = Kind::new(504, "request/too-slow", "This took too long");

/// How long a file may take on its way to us.
const UPLOAD: Duration = Duration::from_secs(30 * 60);
/// The content type of a file that is sent as it is. Pages of other sites cannot send it without asking.
const FILE: &str = "application/octet-stream";

/// What an operator may set about the doors.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Requests of one account.
    pub user: Rate,
    /// Requests of one address without an account.
    pub anonymous: Rate,
    /// Origins of other sites whose pages may call classic paths.
    pub allowed_origins: Vec<String>,
    /// Whether pages of other loopback origins may call, for the development of the front end.
    pub development: bool,
    /// How long a request may take.
    pub deadline: Duration,
    /// What this process calls itself in `X-Instance-Name` (row S4-47).
    pub instance: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user: Rate::per_minute(600),
            anonymous: Rate::per_minute(300),
            allowed_origins: Vec::new(),
            development: false,
            deadline: Duration::from_secs(30),
            instance: "marquee".into(),
        }
    }
}

/// The entrance of the house; one for all services.
#[derive(Clone)]
pub struct Door(Arc<Shared>);

struct Shared {
    address: Address,
    limits: Arc<Limits>,
    guards: Limits,
    settings: Settings,
    cors: Cors,
    instance: HeaderValue,
    identify: OnceLock<Identify>,
    page: OnceLock<Router>,
    prefix: String,
    count: AtomicU64,
    traffic: Traffic,
    tracer: OnceLock<Tracer>,
}

impl Door {
    /// Builds the entrance.
    #[must_use]
    pub fn new(address: Address, limits: Arc<Limits>, settings: Settings) -> Self {
        let prefix = hex(&random::bytes::<5>());
        let (identify, page, count) = (OnceLock::new(), OnceLock::new(), AtomicU64::new(0));
        let cors = Cors { allowed: settings.allowed_origins.clone(), development: settings.development };
        let instance = HeaderValue::from_str(&settings.instance);
        let instance = instance.unwrap_or_else(|_| HeaderValue::from_static("marquee"));
        let guards = limits.always_on();
        Self(Arc::new(Shared {
            address,
            limits,
            guards,
            settings,
            cors,
            instance,
            identify,
            page,
            prefix,
            count,
            traffic: Traffic::default(),
            tracer: OnceLock::new(),
        }))
    }

    /// Tells the door whom to ask about credentials; the host does this once accounts can be asked.
    pub fn ask(&self, identify: Identify) {
        let _: Result<(), Identify> = self.0.identify.set(identify);
    }

    /// Gives the spans of requests to this tracer.
    pub fn trace(&self, tracer: Tracer) {
        let _: Result<(), Tracer> = self.0.tracer.set(tracer);
    }

    pub(crate) fn tracer(&self) -> Option<&Tracer> {
        self.0.tracer.get()
    }

    pub(crate) fn traffic(&self) -> &Traffic {
        &self.0.traffic
    }

    /// Where the house is to be found.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// The limiter of tries at passwords and of mails to mailboxes, which no setting switches off.
    #[must_use]
    pub fn guards(&self) -> &Limits {
        &self.0.guards
    }

    /// What this process calls itself.
    #[must_use]
    pub fn instance(&self) -> &str {
        &self.0.settings.instance
    }

    /// The limiter.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) async fn identify(&self, credential: Credential) -> Result<Option<Who>> {
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
                match self.identify(credential).await {
                    Ok(who) => who.is_some_and(|who| Some(who.session) == session),
                    // Where accounts cannot be reached, nobody has ended anything either.
                    Err(error) => crate::db::problem(error).kind().status == 503,
                }
            }
            None => false,
        }
    }

    /// Puts a router behind this door, and the page for every path that the router does not have.
    pub fn wrap(&self, router: Router, page: Router) -> Router {
        let _: Result<(), Router> = self.0.page.set(page.clone());
        router.fallback_service(page).layer(from_fn_with_state(self.clone(), enter))
    }

    /// Answers a request that came through the door of another process, where it was looked at already.
    pub(crate) async fn answer(&self, routes: Router, request: Request) -> Response {
        let Some(caller) = request.extensions().get::<Caller>().cloned() else {
            return kit::error::INTERNAL.err().caused_by("nobody was carried here").into_response();
        };
        let in_time = |request| {
            in_time(self.0.settings.deadline, request, |request| async {
                routes.oneshot(request).await.into_response()
            })
        };
        watched(self, &caller, request, in_time).await
    }

    /// The page, for whoever opens a classic path in a browser.
    pub(crate) async fn page(&self, request: Request) -> Response {
        match self.0.page.get() {
            Some(page) => page.clone().oneshot(request).await.into_response(),
            None => NOT_FOUND.because("This house serves no page.").into_response(),
        }
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
            by_header: headers.contains_key(header::AUTHORIZATION),
            who: OnceLock::new(),
            local: self.0.address.is_local(peer, headers),
            agent: agent.get(..200).unwrap_or(agent).to_owned(),
            tally: OnceLock::new(),
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
            (Some(origin), _) => self.0.cors.allows(origin, path) || self.0.address.is_own(origin, host),
            (None, Some(site)) => matches!(site, "same-origin" | "none"),
            (None, None) => !headers.contains_key(header::COOKIE) || !cors::is_native(path),
        };
        if fine {
            return Ok(());
        }
        Err(FOREIGN_ORIGIN.because("Only pages of this house may do that. Open it here and try again."))
    }
}

/// The way of a request through the door.
async fn enter(State(door): State<Door>, request: Request, next: Next) -> Response {
    let caller = door.caller(&request);
    watched(&door, &caller, request, |request| pass_through(&door, &caller, request, next)).await
}

/// The way of a request through the door, and of its answer back.
async fn pass_through(door: &Door, caller: &Caller, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let api = path.starts_with("/api/");
    let (shown_to, varies) = (door.0.cors.shown_to(request.headers(), path), door.0.cors.varies(path));
    let (method, gzip) = (request.method().clone(), pack::takes_gzip(request.headers()));
    let response = match door.refuse(&request) {
        Some(error) => error.into_response(),
        None if shown_to.is_some() && cors::is_preflight(&method, request.headers()) => cors::welcome(),
        None => {
            request.extensions_mut().insert(caller.clone());
            in_time(door.0.settings.deadline, request, |request| next.run(request)).await
        }
    };
    let response = if api { explain(response) } else { response };
    let id = caller.request_id();
    let mut response = problem::finish(response, Renderer::Problem, id);
    dress(response.headers_mut(), id, &door.0.instance);
    if varies {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
    }
    if let Some(origin) = shown_to {
        cors::show(response.headers_mut(), origin);
    }
    // In a box, as everything that few requests need: what waits for an answer is moved from layer to layer.
    if pack::concerns(&response, gzip) { Box::pin(pack::pack(response, gzip)).await } else { response }
}

fn other_host(host: &str) -> Error {
    OTHER_HOST.because(format!(
        "This house does not answer to '{host}'. Its operator can set server.public_url, or add the name to \
         server.allowed_hosts."
    ))
}

/// Waits for the answer as long as anybody does, and keeps a panic inside.
async fn in_time<F: Future<Output = Response>>(
    deadline: Duration,
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response {
    let file = request.headers().get(header::CONTENT_TYPE).is_some_and(|mime| mime == FILE);
    let deadline = if file { UPLOAD } else { deadline };
    let answer = AssertUnwindSafe(answer(request)).catch_unwind();
    match tokio::time::timeout(deadline, answer).await {
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

const INSTANCE: HeaderName = HeaderName::from_static("x-instance-name");

fn dress(headers: &mut HeaderMap, id: &str, instance: &HeaderValue) {
    headers.reserve(ALWAYS.len() + 2);
    headers.insert(INSTANCE, instance.clone());
    for (name, value) in &ALWAYS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::{get, post};
    use kit::{Clock, Time};

    use super::*;

    fn door(settings: Settings) -> Door {
        let clock = Clock::new(|| Time::from_micros(1));
        let address = Address::default();
        address.listens("127.0.0.1:8080".parse().unwrap());
        Door::new(address, Arc::new(Limits::new(clock, true)), settings)
    }

    async fn send(door: &Door, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
        let page = Router::new();
        let router = Router::new()
            .route("/never", get(std::future::pending::<()>))
            .route(
                "/panics",
                get(|| async {
                    if true {
                        panic!("on purpose")
                    }
                }),
            )
            .route("/classic", post(|| async {}))
            .route("/long", get(|| async { "a long answer ".repeat(1000) }))
            .route("/api/v1/native", post(|| async {}));
        let mut request = Request::builder().method(method).uri(path).header("host", "127.0.0.1:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(axum::body::Body::empty()).unwrap();
        door.wrap(router, page).oneshot(request).await.into_response()
    }

    #[tokio::test]
    async fn nobody_waits_for_ever_and_a_panic_stays_inside() {
        let door = door(Settings { deadline: Duration::from_millis(5), ..Settings::default() });
        let late = send(&door, Method::GET, "/never", &[]).await;
        assert_eq!(late.status(), TOO_SLOW.status);
        let broken = send(&door, Method::GET, "/panics", &[]).await;
        assert_eq!(broken.status(), kit::error::INTERNAL.status);
    }

    #[tokio::test]
    async fn a_long_answer_is_packed_for_who_takes_it_so() {
        let door = door(Settings::default());
        let packed = send(&door, Method::GET, "/long", &[("accept-encoding", "gzip")]).await;
        assert_eq!(packed.headers()["content-encoding"], "gzip");
        let body = axum::body::to_bytes(packed.into_body(), 100_000).await.unwrap();
        assert!(body.len() < 1000, "{}", body.len());
        let plain = send(&door, Method::GET, "/long", &[]).await;
        assert!(!plain.headers().contains_key("content-encoding"));
        let short = send(&door, Method::GET, "/nothing", &[("accept-encoding", "gzip")]).await;
        assert!(!short.headers().contains_key("content-encoding"));
    }

    #[tokio::test]
    async fn answers_only_to_its_own_name() {
        let door = door(Settings::default());
        let request = Request::get("/classic").header("host", "rebind.example");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let refused = door.wrap(Router::new(), Router::new()).oneshot(request).await.into_response();
        assert_eq!(refused.status(), OTHER_HOST.status);
    }

    /// C37, SEC-15: a listed origin reaches classic paths, no other one reaches anything, and never `*`.
    #[tokio::test]
    async fn listed_sites_reach_classic_paths_alone() {
        let listed = "https://games.example";
        let door = door(Settings { allowed_origins: vec![listed.into()], ..Settings::default() });
        let ask = [("origin", listed), ("access-control-request-method", "POST")];
        let welcome = send(&door, Method::OPTIONS, "/classic", &ask).await;
        assert_eq!(
            (welcome.status(), &welcome.headers()["access-control-allow-origin"]),
            (StatusCode::NO_CONTENT, &HeaderValue::from_static(listed))
        );
        let done = send(&door, Method::POST, "/classic", &[("origin", listed)]).await;
        assert_eq!(
            (done.status(), &done.headers()["access-control-allow-credentials"]),
            (StatusCode::OK, &HeaderValue::from_static("true"))
        );
        assert_eq!(done.headers()["vary"], "origin");
        let native = send(&door, Method::POST, "/api/v1/native", &[("origin", listed)]).await;
        assert_eq!(native.status(), FOREIGN_ORIGIN.status);
        let foreign = [("origin", "https://evil.example"), ("access-control-request-method", "POST")];
        for path in ["/classic", "/api/v1/native"] {
            let refused = send(&door, Method::OPTIONS, path, &foreign).await;
            assert!(!refused.headers().contains_key("access-control-allow-origin"), "{path}");
            let refused = send(&door, Method::POST, path, &foreign[..1]).await;
            assert_eq!(refused.status(), FOREIGN_ORIGIN.status, "{path}");
        }
    }
}
