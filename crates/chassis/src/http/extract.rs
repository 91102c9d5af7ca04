//! What a handler takes out of a request. Whatever is wrong with it is a problem, never plain text.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use http::header;
use http::request::Parts;
use kit::error::INVALID;
use kit::{Error, Kind};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

/// The body is larger than this route takes.
pub const TOO_LARGE: Kind = Kind::new(413, "request/too-large", "The body is too large");
/// A native route takes JSON and says so by content type.
pub const NOT_JSON: Kind = Kind::new(415, "request/not-json", "This route takes JSON");

/// The most bytes of a body, unless a route says otherwise.
pub const BODY: usize = 1024 * 1024;

/// A JSON body, in and out.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
            Err(error) => Error::from(error).into_response(),
        }
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        let mime =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if mime.split(';').next().map(str::trim) != Some("application/json") {
            return Err(NOT_JSON.because("Send the body as JSON with content-type: application/json."));
        }
        let body = axum::body::to_bytes(request.into_body(), BODY)
            .await
            .map_err(|_| TOO_LARGE.because(format!("A body here has at most {} KiB.", BODY / 1024)))?;
        if body.windows(6).any(|w| w == b"\\u0000") || body.contains(&0) {
            return Err(INVALID.because("The character U+0000 cannot be stored. Leave it out."));
        }
        serde_json::from_slice(&body).map(Self).map_err(|error| {
            let text = error.to_string();
            let refused = INVALID.because(format!("The body cannot be read: {text}."));
            match text.split('`').nth(1) {
                Some(field) if text.contains("field `") => {
                    refused.field(field, text.split(" at line").next().unwrap_or(&text))
                }
                _ => refused,
            }
        })
    }
}

/// The query of a URL.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(INVALID.because("The character U+0000 cannot be looked for. Leave it out."));
        }
        axum::extract::Query::<T>::from_request_parts(parts, state).await.map(|query| Self(query.0)).map_err(
            |error| {
                INVALID.because(format!(
                    "The query cannot be read: {}.",
                    error.body_text().trim_end_matches('.')
                ))
            },
        )
    }
}

/// The variable parts of a path. One that cannot be read names nothing: 404.
#[derive(Debug)]
pub struct Path<T>(pub T);

/// Tells a field of a change that is null, and takes something away, from one that is left out, and stays:
/// `#[serde(default, deserialize_with = "given")]` on an `Option<Option<T>>`.
///
/// # Errors
/// As `T` says.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Nothing is there.
pub const NOT_FOUND: Kind = Kind::new(404, "request/not-found", "There is nothing at this address");

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let nothing = || NOT_FOUND.because("The address names nothing that could exist.");
        if parts.uri.path().contains("%00") {
            return Err(nothing());
        }
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|path| Self(path.0)).map_err(|_| nothing())
    }
}
