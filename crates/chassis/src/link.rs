//! Asking another service: the generated client over a link that is a function call in one process.
//!
//! A link adds a deadline, carries problems unchanged, and refuses to be used inside a transaction.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::BoxFuture;
use kit::error::{INTERNAL, UNAVAILABLE};
use kit::{Error, Kind, Result};
use serde::{Deserialize, Serialize};
use tonic::Code;
use tonic::body::Body;
pub use tonic::{Request, Response, Status, async_trait};
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt as _};

/// How long an answer may take.
const DEADLINE: Duration = Duration::from_secs(5);

type Server = BoxCloneSyncService<http::Request<Body>, http::Response<Body>, Infallible>;

/// The way to one service, wherever it runs. Clients are generated: `AccountsClient<Link>`.
#[derive(Clone)]
pub struct Link {
    service: &'static str,
    server: Arc<OnceLock<Server>>,
}

impl Link {
    /// A link to a service that is not open yet.
    #[must_use]
    pub fn to(service: &'static str) -> Self {
        Self { service, server: Arc::new(OnceLock::new()) }
    }

    /// The service at the other end.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// Joins the link to a server in this process: the generated server type around a service.
    pub fn join<S>(&self, server: S)
    where
        S: Service<http::Request<Body>, Response = http::Response<Body>, Error = Infallible>,
        S: Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
    {
        let _: Result<(), Server> = self.server.set(BoxCloneSyncService::new(server));
    }
}

impl Service<http::Request<Body>> for Link {
    type Response = http::Response<Body>;
    type Error = Status;
    type Future = BoxFuture<'static, Result<Self::Response, Status>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Status>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let (service, server) = (self.service, self.server.get().cloned());
        let inside = crate::db::in_transaction();
        Box::pin(async move {
            if inside {
                return Err(Status::internal(format!("{service} was asked while a transaction is open")));
            }
            let Some(server) = server else {
                return Err(Status::unavailable(format!("{service} does not run here")));
            };
            match tokio::time::timeout(DEADLINE, server.oneshot(request)).await {
                Ok(Ok(response)) => Ok(response),
                Ok(Err(never)) => match never {},
                Err(_) => Err(Status::unavailable(format!("{service} did not answer in time"))),
            }
        })
    }
}

/// Waits for the answer of a generated client.
///
/// # Errors
/// The problem that the other service answered with, or `request/unavailable` when it cannot be reached.
pub async fn ask<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T> {
    call.await.map(Response::into_inner).map_err(|status| problem(&status))
}

/// A problem as it crosses from one service to another.
#[derive(Serialize, Deserialize)]
struct Crossing {
    status: u16,
    slug: String,
    title: String,
    detail: Option<String>,
    fields: Vec<kit::FieldError>,
    extensions: serde_json::Map<String, serde_json::Value>,
    retry_after: Option<u32>,
}

/// Turns a service's refusal into what the generated server answers.
#[must_use]
pub fn refuse(error: Error) -> Status {
    let error = crate::db::problem(error);
    let kind = error.kind();
    if kind == INTERNAL {
        tracing::error!(cause = error.chain().unwrap_or_default(), "call failed");
    }
    let crossing = Crossing {
        status: kind.status,
        slug: kind.slug.into(),
        title: kind.title.into(),
        detail: error.detail_text().map(Into::into),
        fields: error.fields().to_vec(),
        extensions: error.extensions().clone(),
        retry_after: error.wait(),
    };
    let code = if kind.status == 503 { Code::Unavailable } else { Code::FailedPrecondition };
    let details = serde_json::to_vec(&crossing).unwrap_or_default();
    Status::with_details(code, kind.slug, details.into())
}

fn problem(status: &Status) -> Error {
    if let Ok(crossing) = serde_json::from_slice::<Crossing>(status.details()) {
        let kind = Kind::new(crossing.status, intern(&crossing.slug), intern(&crossing.title));
        let mut error = kind.err();
        if let Some(detail) = crossing.detail {
            error = error.detail(detail);
        }
        error = crossing.fields.into_iter().fold(error, |error, f| error.field(f.field, f.message));
        error = crossing.extensions.into_iter().fold(error, |error, (name, value)| error.with(&name, value));
        return match crossing.retry_after {
            Some(wait) => error.retry_after(wait),
            None => error,
        };
    }
    let kind = if status.code() == Code::Unavailable { UNAVAILABLE } else { INTERNAL };
    kind.err().caused_by(status.message().to_owned())
}

/// Keeps the words of problems that crossed; there are as many as services declare, and no more.
fn intern(text: &str) -> &'static str {
    static KNOWN: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = known.iter().find(|k| **k == text) {
        return found;
    }
    if known.len() >= 4096 {
        return INTERNAL.slug;
    }
    let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
    known.push(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const GONE: Kind = Kind::new(410, "request/gone", "It was there, and is not any more");

    #[test]
    fn problems_cross_unchanged() {
        let sent =
            || GONE.because("Ask for a new one.").with("hours", 24).field("token", "Spent.").retry_after(3);
        let got = problem(&refuse(sent()));
        assert_eq!(got.kind(), GONE);
        assert_eq!((got.detail_text(), got.wait()), (Some("Ask for a new one."), Some(3)));
        assert_eq!((got.fields(), &got.extensions()["hours"]), (sent().fields(), &24.into()));
    }

    #[tokio::test]
    async fn says_when_nobody_is_there() {
        let mut link = Link::to("search");
        let error = link.call(http::Request::new(Body::empty())).await.unwrap_err();
        assert_eq!(problem(&error).kind(), UNAVAILABLE);
    }
}
