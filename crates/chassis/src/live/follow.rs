//! One follower of one topic, whose service runs in this process or in another.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use kit::Who;
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::{Hub, Signal};
use crate::host::AskTopic;
use crate::http::Vouched;
use crate::link::{Lines, Peer};

pub(crate) const FOLLOW: &str = "/house/v1/live/follow";
pub(crate) const ENDS: &str = "/house/v1/live/ends";

/// How long to wait before another process is asked once more.
const PAUSE: Duration = Duration::from_secs(1);
/// What a line of [`ENDS`] says when every session has to be looked at again.
const CHECK: &str = "check";

/// What somebody gets of a topic: how it stands, what was missed, and then what comes.
pub(crate) enum Follow {
    /// A topic of this process.
    Here(Here),
    /// A topic of another.
    There(Box<There>),
}

pub(crate) struct Here {
    topic: String,
    first: VecDeque<Arc<str>>,
    next: Option<Receiver<Arc<str>>>,
}

pub(crate) struct There {
    peer: Peer,
    ask: AskTopic,
    lines: Option<Lines>,
    /// Whether the other side was out of reach, so that something may have been missed.
    lost: bool,
    /// Whether it said no.
    refused: bool,
}

impl Follow {
    /// Begins to follow a topic after the message at `after`.
    pub(crate) fn begin(hub: &Hub, who: &Who, topic: &str, after: Option<&str>) -> Self {
        if let Some(peer) = hub.peer(topic) {
            let (topic, after) = (topic.to_owned(), after.map(str::to_owned));
            let ask = AskTopic { who: Vouched::from(who), topic, after };
            return Self::There(Box::new(There { peer, ask, lines: None, lost: false, refused: false }));
        }
        let topic = topic.to_owned();
        if !hub.may(who, &topic) {
            let refused = json!({ "topic": topic, "error": "/problems/request/not-allowed" });
            return Self::Here(Here { topic, first: [refused.to_string().into()].into(), next: None });
        }
        let begun = hub.subscribe(&topic, after);
        let told = match &begun.missed {
            Some(_) => json!({ "topic": topic, "at": begun.at, "ok": true }),
            None => json!({ "topic": topic, "at": begun.at, "reload": true }),
        };
        let mut first: VecDeque<Arc<str>> = [told.to_string().into()].into();
        first.extend(begun.missed.unwrap_or_default());
        Self::Here(Here { topic, first, next: Some(begun.next) })
    }

    /// The next message; nothing when there are no more.
    pub(crate) async fn next(&mut self) -> Option<Arc<str>> {
        match self {
            Self::Here(here) => here.next().await,
            Self::There(there) => there.next().await,
        }
    }
}

impl Here {
    async fn next(&mut self) -> Option<Arc<str>> {
        if let Some(message) = self.first.pop_front() {
            return Some(message);
        }
        match self.next.as_mut()?.recv().await {
            Ok(message) => Some(message),
            Err(RecvError::Lagged(_)) => {
                Some(json!({ "topic": self.topic, "reload": true }).to_string().into())
            }
            Err(RecvError::Closed) => None,
        }
    }
}

impl There {
    async fn next(&mut self) -> Option<Arc<str>> {
        while !self.refused {
            let Some(lines) = &mut self.lines else {
                match self.peer.lines(FOLLOW, &self.ask).await {
                    Ok(mut lines) => {
                        if let Some(first) = lines.next().await {
                            self.lines = Some(lines);
                            return Some(self.begun(&first));
                        }
                        tokio::time::sleep(PAUSE).await;
                    }
                    Err(_) => {
                        self.lost = true;
                        tokio::time::sleep(PAUSE).await;
                    }
                }
                continue;
            };
            if let Some(line) = lines.next().await {
                return Some(String::from_utf8_lossy(&line).into());
            }
            (self.lines, self.lost, self.ask.after) = (None, true, None);
        }
        None
    }

    /// What the other side says first; whoever was out of reach of it has to reload.
    fn begun(&mut self, line: &[u8]) -> Arc<str> {
        let told: Value = serde_json::from_slice(line).unwrap_or_default();
        self.refused = told["error"].is_string();
        if self.lost && !self.refused {
            return json!({ "topic": told["topic"], "at": told["at"], "reload": true }).to_string().into();
        }
        told.to_string().into()
    }
}

/// A signal as a line of [`ENDS`]; nothing when this process closes.
pub(crate) fn end_line(signal: Result<Signal, RecvError>) -> Option<Arc<str>> {
    match signal {
        Ok(Signal::Ended(session)) => Some(session.to_string().into()),
        Ok(Signal::Check) | Err(RecvError::Lagged(_)) => Some(CHECK.into()),
        Ok(Signal::Closing) | Err(RecvError::Closed) => None,
    }
}

/// Hears from the process of accounts which sessions are over, for as long as it is let.
pub(crate) async fn hear_ends(hub: Hub, peer: Peer) {
    loop {
        if let Ok(mut lines) = peer.lines(ENDS, &()).await {
            // Some may have ended while nobody listened.
            hub.signal(Signal::Check);
            while let Some(line) = lines.next().await {
                let session = std::str::from_utf8(&line).ok().and_then(|text| text.parse().ok());
                hub.signal(session.map_or(Signal::Check, Signal::Ended));
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}
