//! Asking another service: the generated client over a link that is a function call in one process, and
//! HTTP/2 where the service runs in another.
//!
//! A link adds a deadline, carries problems unchanged, and refuses to be used inside a transaction.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::BoxFuture;
use kit::Result;
use tonic::body::Body;
use tonic::server::NamedService;
pub use tonic::{Request, Response, Status, async_trait};
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt as _};

use crate::telemetry;

mod crossing;
mod pass;
mod peer;

pub(crate) use crossing::Crossing;
pub use crossing::refuse;
pub use pass::Pass;
pub(crate) use peer::Lines;
pub use peer::{AWAY, Peer};

/// How long an answer may take.
const DEADLINE: Duration = Duration::from_secs(5);

pub(crate) type Server = BoxCloneSyncService<http::Request<Body>, http::Response<Body>, Infallible>;

/// Where a link ends.
enum End {
    /// In this process, at a server that answers calls of this name.
    Here(&'static str, Server),
    /// In another.
    There(Peer),
}

/// The way to one service, wherever it runs. Clients are generated: `AccountsClient<Link>`.
#[derive(Clone)]
pub struct Link {
    service: &'static str,
    end: Arc<OnceLock<End>>,
}

impl Link {
    /// A link to a service that is not open yet.
    #[must_use]
    pub fn to(service: &'static str) -> Self {
        Self { service, end: Arc::new(OnceLock::new()) }
    }

    /// A link to a service in another process.
    #[must_use]
    pub fn away(service: &'static str, peer: Peer) -> Self {
        Self { service, end: Arc::new(OnceLock::from(End::There(peer))) }
    }

    /// The service at the other end.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// Joins the link to a server in this process: the generated server type around a service.
    pub fn join<S>(&self, server: S)
    where
        S: Service<http::Request<Body>, Response = http::Response<Body>, Error = Infallible> + NamedService,
        S: Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
    {
        let _: Result<(), End> = self.end.set(End::Here(S::NAME, BoxCloneSyncService::new(server)));
    }

    /// The server in this process that answers calls of this name, such as `accounts.v1.Accounts`.
    pub(crate) fn server(&self, name: &str) -> Option<Server> {
        match self.end.get() {
            Some(End::Here(here, server)) if *here == name => Some(server.clone()),
            _ => None,
        }
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
        let link = self.clone();
        let inside = crate::db::in_transaction();
        Box::pin(async move {
            let service = link.service;
            if inside {
                return Err(Status::internal(format!("{service} was asked while a transaction is open")));
            }
            let span = telemetry::begin(|| request.uri().path().trim_start_matches('/').to_owned());
            let answer = async {
                match link.end.get() {
                    Some(End::Here(_, server)) => match server.clone().oneshot(request).await {
                        Ok(response) => Ok(response),
                        Err(never) => match never {},
                    },
                    Some(End::There(peer)) => {
                        let sent = peer.send(request.map(axum::body::Body::new)).await;
                        sent.map(|response| response.map(Body::new)).map_err(refuse)
                    }
                    None => Err(Status::unavailable(format!("{service} does not run here"))),
                }
            };
            let answer = telemetry::within(span.as_ref(), answer);
            let late = |_| Err(Status::unavailable(format!("{service} did not answer in time")));
            tokio::time::timeout(DEADLINE, answer).await.unwrap_or_else(late)
        })
    }
}

/// Waits for the answer of a generated client.
///
/// # Errors
/// The problem that the other service answered with, or `request/unavailable` when it cannot be reached.
pub async fn ask<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T> {
    call.await.map(Response::into_inner).map_err(|status| crossing::problem(&status))
}

#[cfg(test)]
mod tests {
    use kit::error::UNAVAILABLE;

    use super::*;

    #[tokio::test]
    async fn says_when_nobody_is_there() {
        let mut link = Link::to("search");
        let error = link.call(http::Request::new(Body::empty())).await.unwrap_err();
        assert_eq!(crossing::problem(&error).kind(), UNAVAILABLE);
    }
}
