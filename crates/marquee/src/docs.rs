//! `/docs` (Swagger UI) and `/redoc` (ReDoc): the API to read and to try, for the whole house and for each service.

use axum::response::{IntoResponse as _, Response};
use chassis::http::extract::NOT_FOUND;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use web::readers;

use crate::services;

/// Both readers make styles as they run, ReDoc searches in a worker that it makes itself; nothing comes from elsewhere,
/// and calls go to this house alone.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                   font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; \
                   form-action 'none'; frame-ancestors 'none'";

/// Where the cinema system had them (row S5-89).
const MOVED: [(&str, &str); 3] = [
    ("/auth/docs", "/docs/accounts"),
    ("/auth/redoc", "/redoc/accounts"),
    ("/auth/openapi.json", "/api/v1/accounts/openapi.json"),
];

/// The answer to a path of the readers; nothing for any other path.
pub(crate) fn answer(path: &str, asked: &HeaderMap) -> Option<Response> {
    if let Some((_, now)) = MOVED.iter().find(|(before, _)| *before == path) {
        return Some((StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, *now)]).into_response());
    }
    if let Some(file) = readers::file(path) {
        return Some(send(file, asked));
    }
    let mut parts = path.trim_matches('/').split('/');
    let kind = parts.next().filter(|kind| matches!(*kind, "docs" | "redoc"))?;
    let service = parts.next().unwrap_or_default();
    let known = service.is_empty() || service == "house" || services::all().iter().any(|s| s.name == service);
    if !known || parts.next().is_some() {
        return Some(NOT_FOUND.because("No service of that name has documents here.").into_response());
    }
    let document = match service {
        "" => "/openapi.json".to_owned(),
        service => format!("/api/v1/{service}/openapi.json"),
    };
    let mut response = readers::page(kind, service, &document).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    Some(response)
}

fn send(file: &'static readers::File, asked: &HeaderMap) -> Response {
    let codings = asked.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let takes_gzip =
        codings.split(',').any(|c| c.trim().split(';').next() == Some("gzip") && !c.contains("q=0"));
    let (bytes, packed) = file.bytes(takes_gzip);
    let mut response = bytes.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.mime));
    let cache = if file.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}
