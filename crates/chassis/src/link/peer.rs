//! Another process of the house, reached by HTTP/2 at its internal address.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Method, Request, Response, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use kit::error::INTERNAL;
use kit::{Kind, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::pass::PASS;
use super::{Crossing, DEADLINE, Pass};
use crate::http::CALLER;
use crate::telemetry;

/// The process that has the answer cannot be reached.
pub const AWAY: Kind = Kind::new(503, "request/part-away", "A part of this house cannot be reached");

/// How long it may take to be connected.
const CONNECT: Duration = Duration::from_secs(2);
/// How often a silent connection is asked whether the other side is still there.
const ALIVE: Duration = Duration::from_secs(10);
/// The most bytes that one answer, or one line of a stream, may have: a page of events of the largest size.
const LARGEST: usize = 32 * 1024 * 1024;

/// Another process of this house.
#[derive(Clone)]
pub struct Peer(Arc<Inner>);

struct Inner {
    authority: Authority,
    client: Client<HttpConnector, Body>,
    /// For what is held open long: each on a connection of its own, so that it takes no place among short calls.
    streams: Client<HttpConnector, Body>,
    pass: Pass,
}

impl Peer {
    /// The process whose internal address is `url`, such as `http://10.0.0.7:9100`. Nothing is connected yet.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the address.
    pub fn new(url: &str, pass: Pass) -> Result<Self, String> {
        let wrong = || format!("'{url}' is not an address such as http://10.0.0.7:9100");
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let plain = uri.scheme() == Some(&Scheme::HTTP) && uri.path() == "/" && uri.query().is_none();
        let authority = uri.authority().filter(|_| plain).cloned().ok_or_else(wrong)?;
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(CONNECT));
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .http2_only(true)
            .timer(TokioTimer::new())
            .http2_keep_alive_interval(ALIVE)
            .http2_keep_alive_timeout(CONNECT)
            .http2_adaptive_window(true)
            .build(connector.clone());
        let streams = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector);
        Ok(Self(Arc::new(Inner { authority, client, streams, pass })))
    }

    /// Its address, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.authority.as_str()
    }

    /// Sends a request as it is, with a pass; the answer's body comes as it is sent.
    ///
    /// # Errors
    /// [`AWAY`].
    pub(crate) async fn send(&self, mut request: Request<Body>) -> Result<Response<Body>> {
        *request.version_mut() = http::Version::HTTP_2;
        self.send_by(&self.0.client, request).await
    }

    async fn send_by(
        &self,
        client: &Client<HttpConnector, Body>,
        mut request: Request<Body>,
    ) -> Result<Response<Body>> {
        let path = request.uri().path_and_query().cloned();
        let path = path.unwrap_or_else(|| PathAndQuery::from_static("/"));
        let pass =
            self.0.pass.show(request.method().as_str(), path.as_str(), request.headers().get(CALLER))?;
        request.headers_mut().insert(PASS, pass);
        telemetry::carry(request.headers_mut());
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(Scheme::HTTP);
        parts.authority = Some(self.0.authority.clone());
        parts.path_and_query = Some(path);
        *request.uri_mut() = Uri::from_parts(parts).map_err(|error| INTERNAL.err().caused_by(error))?;
        let sent = client.request(request).await;
        sent.map(|response| response.map(Body::new)).map_err(|error| {
            tracing::warn!(peer = self.name(), cause = chain(&error), "a part of the house is away");
            AWAY.because("Try again in a moment.").retry_after(2)
        })
    }

    /// Asks one question and waits for the answer, `wait` longer than any answer may take.
    ///
    /// # Errors
    /// [`AWAY`], and whatever problem the other side answers with.
    pub(crate) async fn ask<A: DeserializeOwned>(
        &self,
        path: &'static str,
        question: &impl Serialize,
        wait: Duration,
    ) -> Result<A> {
        let answer = async {
            let held = if wait.is_zero() { &self.0.client } else { &self.0.streams };
            let response = self.post(held, path, question).await?;
            let (parts, body) = response.into_parts();
            let bytes = Limited::new(body, LARGEST).collect().await;
            let bytes = bytes.map_err(|error| AWAY.err().retry_after(2).caused_by(error))?.to_bytes();
            if parts.status == StatusCode::OK {
                return Ok(serde_json::from_slice(&bytes)?);
            }
            Err(refused(&bytes))
        };
        let late = |_| Err(AWAY.because("It did not answer in time.").retry_after(2));
        tokio::time::timeout(DEADLINE + wait, answer).await.unwrap_or_else(late)
    }

    /// Asks for a stream of lines.
    ///
    /// # Errors
    /// As [`Peer::ask`].
    pub(crate) async fn lines(&self, path: &'static str, question: &impl Serialize) -> Result<Lines> {
        let late = |_| Err(AWAY.because("It did not answer in time.").retry_after(2));
        let response = tokio::time::timeout(DEADLINE, self.post(&self.0.streams, path, question))
            .await
            .unwrap_or_else(late)?;
        if response.status() == StatusCode::OK {
            return Ok(Lines { body: response.into_body(), read: BytesMut::new() });
        }
        let bytes = Limited::new(response.into_body(), LARGEST).collect().await;
        Err(refused(&bytes.map(http_body_util::Collected::to_bytes).unwrap_or_default()))
    }

    async fn post(
        &self,
        client: &Client<HttpConnector, Body>,
        path: &'static str,
        question: &impl Serialize,
    ) -> Result<Response<Body>> {
        let request = Request::builder().method(Method::POST).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let body = serde_json::to_vec(question)?;
        self.send_by(client, request.body(Body::from(body)).map_err(|error| INTERNAL.err().caused_by(error))?)
            .await
    }
}

fn refused(bytes: &[u8]) -> kit::Error {
    match serde_json::from_slice::<Crossing>(bytes) {
        Ok(crossing) => crossing.arrive(),
        Err(error) => INTERNAL.err().caused_by(error),
    }
}

/// An error with what caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut at = error.source();
    while let Some(cause) = at {
        text = format!("{text}: {cause}");
        at = cause.source();
    }
    text
}

/// Lines as they come from another process.
pub(crate) struct Lines {
    body: Body,
    read: BytesMut,
}

impl Lines {
    /// The next line without its end; nothing when the other side is gone. Safe to drop while it waits.
    pub(crate) async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(end) = self.read.iter().position(|byte| *byte == b'\n') {
                let mut line = self.read.split_to(end + 1);
                line.truncate(end);
                return Some(line.freeze());
            }
            if self.read.len() > LARGEST {
                return None;
            }
            let data = self.body.frame().await?.ok()?.into_data().ok()?;
            self.read.extend_from_slice(&data);
        }
    }
}

#[cfg(test)]
mod tests {
    use kit::{Clock, Time};

    use super::*;
    use crate::keys::Keys;

    #[test]
    fn takes_addresses_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let pass = Pass::new(Keys::open(folder.path()).unwrap(), Clock::new(Time::default));
        assert_eq!(Peer::new("http://10.0.0.7:9100", pass.clone()).unwrap().name(), "10.0.0.7:9100");
        for odd in ["10.0.0.7:9100", "https://10.0.0.7", "http://10.0.0.7/path", "", "http://"] {
            assert!(Peer::new(odd, pass.clone()).is_err(), "{odd}");
        }
    }

    #[tokio::test]
    async fn somebody_who_is_not_there_is_away() {
        let folder = tempfile::tempdir().unwrap();
        let pass = Pass::new(Keys::open(folder.path()).unwrap(), Clock::new(Time::default));
        // Port 9 is discard; nobody listens.
        let peer = Peer::new("http://127.0.0.1:9", pass).unwrap();
        let error = peer.ask::<()>("/house/v1/identify", &(), Duration::ZERO).await.unwrap_err();
        assert_eq!((error.kind(), error.wait()), (AWAY, Some(2)));
    }
}
