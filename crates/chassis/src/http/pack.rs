//! Answers are packed for who takes them so: the quickest level, and only where it is worth it, since this runs
//! between other people's requests. Files of the page and kept bytes come packed already and are left as they are.

use std::convert::Infallible;
use std::future::ready;

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use tower::{Layer as _, ServiceExt as _, service_fn};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

/// From how many bytes on an answer is packed.
pub(crate) const WORTH: u16 = 1024;

/// Whether a caller takes gzip and does not rule it out.
pub(crate) fn takes_gzip(asked: &HeaderMap) -> bool {
    let lines = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_some_and(|q| q > 0.0)
    })
}

/// Packs an answer for who takes it so, and says that it depends on that.
pub(super) async fn pack(response: Response, gzip: bool) -> Response {
    let packing = CompressionLayer::new().quality(CompressionLevel::Fastest);
    let packing = packing.compress_when(SizeAbove::new(WORTH));
    let answer = std::sync::Mutex::new(Some(response));
    let taken = move |_: Request| {
        let response = answer.lock().ok().and_then(|mut answer| answer.take()).unwrap_or_default();
        ready(Ok::<_, Infallible>(response))
    };
    let mut request = Request::new(Body::empty());
    if gzip {
        request.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
    match packing.layer(service_fn(taken)).oneshot(request).await {
        Ok(packed) => packed.map(Body::new),
        Err(never) => match never {},
    }
}

/// Whether an answer has to be packed, or has to say that it could be: most are short, are packed already, or say
/// already what they depend on.
pub(super) fn concerns(response: &Response, gzip: bool) -> bool {
    let headers = response.headers();
    if headers.contains_key(header::CONTENT_ENCODING) {
        return false;
    }
    let short = response.body().size_hint().exact().is_some_and(|size| size < u64::from(WORTH));
    let told = headers
        .get_all(header::VARY)
        .iter()
        .any(|vary| vary.as_bytes().to_ascii_lowercase().windows(15).any(|word| word == b"accept-encoding"));
    !short && (gzip || !told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(accept: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accept))])
    }

    #[test]
    fn knows_who_takes_gzip() {
        for accept in ["gzip", "br, gzip;q=0.5", "deflate, GZIP"] {
            assert!(takes_gzip(&asked(accept)), "{accept}");
        }
        for accept in ["", "br", "gzip;q=0", "gzip; q=0.0", "identity", "gzip;nonsense"] {
            assert!(!takes_gzip(&asked(accept)), "{accept}");
        }
    }

    #[tokio::test]
    async fn a_long_answer_says_what_it_depends_on() {
        let long = || Response::new(Body::from("a long answer ".repeat(1000)));
        let (plain, packed) = (pack(long(), false).await, pack(long(), true).await);
        assert!([&plain, &packed].iter().all(|answer| answer.headers()["vary"] == "accept-encoding"));
        assert!(!plain.headers().contains_key("content-encoding"));
        assert_eq!(packed.headers()["content-encoding"], "gzip");
        assert!(concerns(&long(), true) && concerns(&long(), false) && !concerns(&packed, true));
        assert!(concerns(&plain, true) && !concerns(&plain, false), "it says already what it depends on");
        assert!(!concerns(&Response::new(Body::from("short")), true));
    }
}
