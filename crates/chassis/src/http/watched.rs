//! How a request is counted, told and traced, whichever door it came through.

use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::response::Response;
use http::Method;

use super::caller::Caller;
use super::door::Door;
use crate::telemetry::{Here, Whose};

/// From how long on an answer is worth a warning.
const SLOW: Duration = Duration::from_secs(1);

/// Answers a request: whatever is logged meanwhile knows whose it is, and its route counts the answer.
#[expect(clippy::disallowed_methods, reason = "a duration for the log, not a fact")]
pub(super) async fn watched<F: Future<Output = Response>>(
    door: &Door,
    caller: &Caller,
    request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response {
    let (begun, _under_way) = (Instant::now(), door.traffic().enters());
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let mut span = door.tracer().and_then(|tracer| tracer.arrive(request.headers()));
    let spot = span.as_ref().map(|span| span.spot.clone());
    let answer = async {
        let response = answer(request).await;
        let (status, took) = (response.status().as_u16(), begun.elapsed());
        let tally = caller.0.tally.get();
        tally.map_or(&door.traffic().elsewhere, |tally| tally).count(status, took);
        tell(&method, uri.path(), status, took);
        if let Some(span) = &mut span {
            let route = tally.and_then(|tally| tally.route()).unwrap_or("elsewhere");
            span.answered(route, (&method, uri.path()), status, caller.request_id());
        }
        response
    };
    Here { whose: Whose::Caller(caller.clone()), spot }.work(answer).await
}

/// Tells the log of an answer: each at debug under the target `requests`, what is slow or failed as a warning.
fn tell(method: &Method, path: &str, status: u16, took: Duration) {
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if status >= 500 || took > SLOW {
        tracing::warn!(target: "requests", %method, path, status, millis, "answered");
    } else {
        tracing::debug!(target: "requests", %method, path, status, millis, "answered");
    }
}
