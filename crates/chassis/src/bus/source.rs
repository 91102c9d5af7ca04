//! The log that a consumer follows, in this process or in another.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use kit::{Envelope, Result};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::log::{self, Head};
use crate::db::Db;
use crate::link::Peer;

/// How long a question for news of a log is held open on the other side.
const HOLD: Duration = Duration::from_secs(20);

/// A service's log.
#[derive(Clone)]
pub enum Log {
    /// In a database of this process.
    Here(Db),
    /// In another process, which is asked for it.
    There(Arc<Remote>),
}

/// The log of a service in another process.
pub struct Remote {
    service: &'static str,
    peer: Peer,
    bell: Notify,
}

/// Asks where a log begins and ends; later, when it is to have grown beyond `beyond`.
#[derive(Serialize, Deserialize)]
pub(crate) struct AskHead {
    pub(crate) service: String,
    pub(crate) beyond: Option<i64>,
}

/// Asks for events, as [`log::read`] takes it.
#[derive(Serialize, Deserialize)]
pub(crate) struct AskPage {
    pub(crate) service: String,
    pub(crate) after: i64,
    pub(crate) until: i64,
    pub(crate) kind: String,
}

pub(crate) const HEAD: &str = "/house/v1/log/head";
pub(crate) const PAGE: &str = "/house/v1/log/page";

impl Log {
    /// The log of a service that runs in the process of this peer.
    #[must_use]
    pub fn there(service: &'static str, peer: Peer) -> Self {
        Self::There(Arc::new(Remote { service, peer, bell: Notify::new() }))
    }

    pub(super) fn service(&self) -> &'static str {
        match self {
            Self::Here(db) => db.service(),
            Self::There(remote) => remote.service,
        }
    }

    pub(super) async fn head(&self) -> Result<Head> {
        match self {
            Self::Here(db) => log::head(db).await,
            Self::There(remote) => remote.head(None, Duration::ZERO).await,
        }
    }

    pub(super) async fn read(&self, after: i64, until: i64, kind: &str) -> Result<Vec<Envelope>> {
        match self {
            Self::Here(db) => log::read(db, after, until, kind).await,
            Self::There(remote) => {
                let service = remote.service.to_owned();
                let page = AskPage { service, after, until, kind: kind.to_owned() };
                remote.peer.ask(PAGE, &page, Duration::ZERO).await
            }
        }
    }

    /// Rings when something was published.
    pub(super) fn bell(&self) -> &Notify {
        match self {
            Self::Here(db) => db.published(),
            Self::There(remote) => &remote.bell,
        }
    }
}

impl Remote {
    async fn head(&self, beyond: Option<i64>, wait: Duration) -> Result<Head> {
        let ask = AskHead { service: self.service.to_owned(), beyond };
        self.peer.ask(HEAD, &ask, wait).await
    }

    /// Waits for news of the log, again and again, and rings for each.
    pub(super) fn listen(self: Arc<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            let mut known = None;
            loop {
                match self.head(known, HOLD).await {
                    Ok(head) => {
                        if known != Some(head.head) {
                            self.bell.notify_waiters();
                        }
                        known = Some(head.head);
                    }
                    Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
                }
            }
        })
    }
}

/// Answers where the log of `db` begins and ends, once it is longer than `beyond` or somebody waited long enough.
pub(crate) async fn grown(db: &Db, beyond: Option<i64>) -> Result<Head> {
    let wait = async {
        loop {
            let rung = db.published().notified();
            tokio::pin!(rung);
            // Enabled before the look, so that what is published meanwhile still rings.
            rung.as_mut().enable();
            let head = log::head(db).await?;
            if beyond.is_none_or(|beyond| head.head > beyond) {
                return Ok(head);
            }
            // Another process of this service may have written it, and rings for nobody here.
            let _: Result<(), _> = tokio::time::timeout(super::runner::POLL, rung).await;
        }
    };
    match tokio::time::timeout(HOLD, wait).await {
        Ok(head) => head,
        Err(_) => log::head(db).await,
    }
}
