//! Which pages of other sites may call (row C37): those that are listed, and only on classic paths.

use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

/// Who may call from elsewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Cors {
    /// Origins such as `https://games.example`.
    pub(super) allowed: Vec<String>,
    /// Whether pages of other loopback origins may call as well, for the development of the front end.
    pub(super) development: bool,
}

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE");
const HEADERS: HeaderValue =
    HeaderValue::from_static("authorization, content-type, idempotency-key, if-match, if-none-match");
const SHOWN: HeaderValue = HeaderValue::from_static(
    "etag, link, location, retry-after, x-instance-name, x-ratelimit-limit, x-ratelimit-remaining, \
     x-ratelimit-reset, x-ratelimit-window, x-request-id, x-total-count",
);
const LOOPBACK: [&str; 3] = ["http://localhost:", "http://127.0.0.1:", "http://[::1]:"];

/// Whether a path belongs to the native API, which only pages of ours may call.
pub(super) fn is_native(path: &str) -> bool {
    path.strip_prefix("/api/v1").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Cors {
    /// Whether a page of this origin, which is not ours, may call this path.
    pub(super) fn allows(&self, origin: &str, path: &str) -> bool {
        let listed = || self.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin));
        let development = self.development && LOOPBACK.iter().any(|start| origin.starts_with(start));
        development || (!is_native(path) && listed())
    }

    /// The origin to which an answer is to be shown, when it is an allowed one of another site.
    pub(super) fn shown_to(&self, asked: &HeaderMap, path: &str) -> Option<HeaderValue> {
        let origin = asked.get(header::ORIGIN)?;
        self.allows(origin.to_str().ok()?, path).then(|| origin.clone())
    }

    /// Whether answers on this path differ by origin.
    pub(super) fn varies(&self, path: &str) -> bool {
        self.development || !(self.allowed.is_empty() || is_native(path))
    }
}

/// Whether a browser only asks whether its page may call.
pub(super) fn is_preflight(method: &Method, asked: &HeaderMap) -> bool {
    *method == Method::OPTIONS && asked.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Tells a browser what its page may send.
pub(super) fn welcome() -> Response {
    const AGE: HeaderValue = HeaderValue::from_static("600");
    let told: [(HeaderName, HeaderValue); 3] = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
        (header::ACCESS_CONTROL_MAX_AGE, AGE),
    ];
    (StatusCode::NO_CONTENT, told).into_response()
}

/// Lets the page of this origin read the answer.
pub(super) fn show(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
}
