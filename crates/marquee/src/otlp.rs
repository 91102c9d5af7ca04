//! Sends traces to a collector by OTLP over HTTP, in batches, and loses them rather than keeping anybody waiting.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use chassis::telemetry::{Span, Tracer};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Request, Uri, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use kit::Clock;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use utoipa::ToSchema;

mod wire;

/// How many spans may wait to be sent; what comes on top is lost.
const QUEUE: usize = 4096;
/// How many go at once.
const BATCH: usize = 512;
/// How long the first of a batch waits for others.
const GATHER: Duration = Duration::from_secs(1);
/// How long the collector may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the log hears nothing more of spans that are lost; they are counted together.
const QUIET: Duration = Duration::from_secs(60);

/// `[telemetry]` in the configuration.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    /// Where traces are sent by OTLP over HTTP, such as `http://127.0.0.1:4318`. Nothing is traced without.
    otlp: Option<String>,
    /// What the house is called in its traces.
    name: String,
    /// Which share of all traces is taken, from 0 to 1.
    share: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { otlp: None, name: "marquee".into(), share: 1.0 }
    }
}

/// Where traces go, and which.
#[derive(Debug)]
pub(crate) struct Endpoint {
    uri: Uri,
    name: String,
    share: f64,
}

impl Settings {
    /// Where traces go, when they are wanted.
    ///
    /// # Errors
    /// A sentence that names the setting and what is wrong with it.
    pub(crate) fn endpoint(&self) -> Result<Option<Endpoint>, String> {
        if !(0.0..=1.0).contains(&self.share) {
            return Err(format!("telemetry.share is {}, but a share lies between 0 and 1", self.share));
        }
        let Some(url) = &self.otlp else { return Ok(None) };
        let wrong = || {
            format!(
                "telemetry.otlp: '{url}' is not an address such as http://127.0.0.1:4318. TLS is left to a collector \
                 beside this program"
            )
        };
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let mut parts = uri.into_parts();
        let host: Option<&Authority> = parts.authority.as_ref();
        if parts.scheme != Some(Scheme::HTTP) || host.is_none_or(|host| host.host().is_empty()) {
            return Err(wrong());
        }
        let base = parts.path_and_query.as_ref().map_or("", PathAndQuery::path).trim_end_matches('/');
        let base = base.strip_suffix("/v1/traces").unwrap_or(base);
        parts.path_and_query = Some(format!("{base}/v1/traces").parse().map_err(|_| wrong())?);
        let uri = Uri::from_parts(parts).map_err(|_| wrong())?;
        Ok(Some(Endpoint { uri, name: self.name.clone(), share: self.share }))
    }
}

/// Sends spans for as long as the house is open.
pub(crate) struct Exporter {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Spans on their way.
struct Sender {
    endpoint: Endpoint,
    instance: String,
    client: Client<HttpConnector, Body>,
    lost: Arc<AtomicU64>,
    /// Until when the log is not told again that spans are lost.
    quiet: Instant,
}

/// Begins to send what the tracer takes.
#[expect(clippy::disallowed_methods, reason = "the host's own task")]
pub(crate) fn begin(endpoint: Endpoint, instance: &str, clock: Clock) -> (Tracer, Exporter) {
    let (give, mut take) = mpsc::channel::<Span>(QUEUE);
    let lost = Arc::new(AtomicU64::new(0));
    let dropped = lost.clone();
    let tracer = Tracer::new(clock, endpoint.share, move |span| {
        if give.try_send(span).is_err() {
            dropped.fetch_add(1, Ordering::Relaxed);
        }
    });
    let client = Client::builder(TokioExecutor::new()).build_http();
    let instance = instance.to_owned();
    let mut sender = Sender { endpoint, instance, client, lost, quiet: Instant::now() };
    let (stop, mut stopped) = watch::channel(false);
    let task = tokio::spawn(async move {
        while !*stopped.borrow() {
            let mut batch = Vec::new();
            tokio::select! {
                _ = take.recv_many(&mut batch, BATCH) => {}
                _ = stopped.changed() => {}
            }
            let more = async {
                while batch.len() < BATCH
                    && let Some(span) = take.recv().await
                {
                    batch.push(span);
                }
            };
            tokio::select! {
                () = more => {}
                () = tokio::time::sleep(GATHER) => {}
                _ = stopped.changed() => {}
            }
            sender.send(batch).await;
        }
        let mut rest = Vec::new();
        while let Ok(span) = take.try_recv() {
            rest.push(span);
        }
        sender.send(rest).await;
    });
    (tracer, Exporter { stop, task })
}

impl Exporter {
    /// Sends what is left, and ends.
    pub(crate) async fn close(self) {
        self.stop.send_replace(true);
        let _: Result<Result<(), _>, _> = tokio::time::timeout(PATIENCE * 2, self.task).await;
    }
}

impl Sender {
    async fn send(&mut self, batch: Vec<Span>) {
        if batch.is_empty() {
            return;
        }
        let many = u64::try_from(batch.len()).unwrap_or(u64::MAX);
        let body = wire::encode(&self.endpoint.name, &self.instance, batch);
        let sent = tokio::time::timeout(PATIENCE, self.post(body)).await;
        let sent = sent.unwrap_or_else(|_| Err("it does not answer".into()));
        let more = if sent.is_err() { many } else { 0 };
        let lost = self.lost.swap(0, Ordering::Relaxed) + more;
        if lost > 0 && Instant::now() < self.quiet {
            self.lost.fetch_add(lost, Ordering::Relaxed);
        } else if lost > 0 {
            self.quiet = Instant::now() + QUIET;
            let why = sent.err().unwrap_or_else(|| "more came than could be sent".into());
            tracing::warn!(lost, why, collector = %self.endpoint.uri, "spans were lost");
        }
    }

    async fn post(&self, body: Vec<u8>) -> Result<(), String> {
        let request = Request::post(self.endpoint.uri.clone())
            .header(header::CONTENT_TYPE, "application/x-protobuf")
            .body(Body::from(body))
            .map_err(|error| error.to_string())?;
        let answer = self.client.request(request).await.map_err(|error| error.to_string())?;
        if answer.status().is_success() { Ok(()) } else { Err(format!("it answered {}", answer.status())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(otlp: &str) -> Result<Option<Endpoint>, String> {
        Settings { otlp: Some(otlp.into()), ..Settings::default() }.endpoint()
    }

    #[test]
    fn takes_what_collectors_are_given_as() {
        for (given, sent) in [
            ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
            ("http://collector:4318/", "http://collector:4318/v1/traces"),
            ("http://collector/otlp", "http://collector/otlp/v1/traces"),
            ("http://collector/v1/traces", "http://collector/v1/traces"),
        ] {
            assert_eq!(read(given).unwrap().unwrap().uri, sent);
        }
        for odd in ["https://collector:4318", "collector:4318", "", "http://", "grpc://a"] {
            assert!(read(odd).unwrap_err().starts_with("telemetry.otlp: "), "{odd}");
        }
        assert!(Settings { share: 1.5, ..Settings::default() }.endpoint().is_err());
        assert!(Settings::default().endpoint().unwrap().is_none());
    }
}
