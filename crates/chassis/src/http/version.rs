//! Versions of resources on the wire: `ETag`, `If-Match`, `If-None-Match`.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};
use kit::{Error, Kind};

/// The thing was changed since it was read.
pub const CHANGED: Kind = Kind::new(412, "request/changed-meanwhile", "This was changed meanwhile");

/// An answer that shows this version of a resource.
#[derive(Debug)]
pub struct Tagged<R>(pub i64, pub R);

impl<R: IntoResponse> IntoResponse for Tagged<R> {
    fn into_response(self) -> Response {
        let mut response = self.1.into_response();
        if let Some(tag) = tag(self.0) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

pub(crate) fn tag(version: i64) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("\"{version}\"")).ok()
}

/// What the tag of packed bytes ends with: a strong tag names bytes, and these are others.
const PACKED: &str = "-gzip";

/// The tag of a version's packed bytes.
pub(crate) fn packed_tag(version: i64) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("\"{version}{PACKED}\"")).ok()
}

/// The version that the caller saw last, from `If-Match`; whatever it is now when that is left out or `*`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Expected(Option<i64>);

impl Expected {
    /// The version to compare with inside the guarded statement.
    #[must_use]
    pub fn version(self) -> Option<i64> {
        self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Expected {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        // A tag that we never gave belongs to no version there is.
        let text = text.trim_start_matches("W/").trim_matches('"');
        // Packed bytes of the same version have a tag of their own.
        let version = text.strip_suffix(PACKED).unwrap_or(text).parse().unwrap_or(-1);
        Ok(Self(Some(version)))
    }
}

/// Whether a `GET` need not be answered again: the caller holds what `response` shows.
pub(super) fn is_known(method: &Method, held: Option<&HeaderValue>, response: &Response) -> bool {
    let read = matches!(*method, Method::GET | Method::HEAD) && response.status() == StatusCode::OK;
    let Some(tag) = response.headers().get(header::ETAG).filter(|_| read) else { return false };
    let held = held.and_then(|held| held.to_str().ok()).unwrap_or_default();
    let tag = bare(tag.to_str().unwrap_or_default());
    held.split(',').any(|one| one.trim() == "*" || bare(one) == tag)
}

/// A tag without the mark of a weak one: what is asked for is whether the bytes are the same.
fn bare(tag: &str) -> &str {
    tag.trim().trim_start_matches("W/")
}
