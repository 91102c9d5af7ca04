//! The web page: files with their validators, and the one page for every path that a person opens.

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use chassis::http::extract::NOT_FOUND;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use web::Asset;

use crate::docs;

/// What the page may load: its own files and nothing else.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
                   connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Answers every path that no service has.
pub(crate) fn router() -> Router {
    Router::new().fallback(answer)
}

async fn answer(request: Request) -> Response {
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) || path.starts_with("/api/") {
        return NOT_FOUND.because("No service of this house has such a path.").into_response();
    }
    if let Some(reader) = docs::answer(path, request.headers()) {
        return reader;
    }
    if let Some(asset) = web::asset(path).filter(|asset| asset.path != web::page().path) {
        return send(asset, request.headers());
    }
    // A name with an ending is a file that is not there; anything else is a place in the page.
    if path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
        return NOT_FOUND
            .because("There is no such file. Reload the page to get the newest one.")
            .into_response();
    }
    send(web::page(), request.headers())
}

fn send(asset: &'static Asset, asked: &HeaderMap) -> Response {
    let accepts = |coding: &str| {
        let codings = asked.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
        codings.split(',').any(|c| c.trim().split(';').next() == Some(coding) && !c.contains("q=0"))
    };
    let (bytes, coding) = match (asset.br, asset.gz) {
        (Some(br), _) if accepts("br") => (br, Some("br")),
        (_, Some(gz)) if accepts("gzip") => (gz, Some("gzip")),
        _ => (asset.bytes, None),
    };
    let etag = coding
        .map_or_else(|| asset.etag.to_owned(), |c| format!("{}-{c}\"", asset.etag.trim_end_matches('"')));
    let known = asked.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let fresh = known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag);
    let mut response = if fresh { StatusCode::NOT_MODIFIED.into_response() } else { bytes.into_response() };
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    if !fresh {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
    }
    let cache = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}
