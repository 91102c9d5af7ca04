//! Live topics over one WebSocket (decision D21). Messages are hints, REST is the truth.
//!
//! Each topic counts its messages; a client that was away says after which one it wants to go on, and gets
//! what it missed or is told to reload.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kit::Who;
use kit::text::hex;
use serde_json::{Value, json};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::link::Peer;
use crate::random;

mod follow;
mod socket;
pub(crate) use follow::{ENDS, FOLLOW, Follow, end_line, hear_ends};
pub use socket::routes;

/// How many messages of a topic are kept for those who come back.
const KEPT: usize = 64;
/// How many messages may wait for a slow reader before it is told to reload.
const QUEUE: usize = 64;
/// Topics nobody listens to are forgotten beyond this many.
const TOPICS: usize = 10_000;

/// Decides whether `who` may follow the topic; gets what stands behind the topic's pattern.
pub type May = fn(who: &Who, key: &str) -> bool;

/// The topics of a process.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    epoch: String,
    patterns: Mutex<Vec<(&'static str, May)>>,
    topics: Mutex<HashMap<String, Topic>>,
    signals: broadcast::Sender<Signal>,
    /// Which process has the topics of a service that runs elsewhere.
    away: Vec<(&'static str, Peer)>,
    sockets: AtomicUsize,
}

/// What every socket has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// This session is over.
    Ended(Uuid),
    /// Some session may be over; look whether yours still stands.
    Check,
    /// This process closes.
    Closing,
}

struct Topic {
    seq: u64,
    kept: VecDeque<(u64, Arc<str>)>,
    send: broadcast::Sender<Arc<str>>,
}

/// A socket that is open.
pub(crate) struct Counted(Hub);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.0.sockets.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What a new follower gets.
pub(crate) struct Subscription {
    /// Where it stands now, `<epoch>-<seq>`.
    pub(crate) at: String,
    /// What it missed; nothing when that is not known any more and it has to reload.
    pub(crate) missed: Option<Vec<Arc<str>>>,
    /// What comes.
    pub(crate) next: broadcast::Receiver<Arc<str>>,
}

impl Default for Hub {
    fn default() -> Self {
        Self::beside(Vec::new())
    }
}

impl Hub {
    /// The topics of a process beside others: the services that run elsewhere, and where.
    pub(crate) fn beside(away: Vec<(&'static str, Peer)>) -> Self {
        let epoch = hex(&random::bytes::<4>());
        let (patterns, topics, sockets) = (Mutex::default(), Mutex::default(), AtomicUsize::new(0));
        let signals = broadcast::Sender::new(256);
        Self(Arc::new(Inner { epoch, patterns, topics, signals, away, sockets }))
    }

    /// Registers the topics that begin with `prefix`, such as `notify.notes.`.
    pub fn register(&self, prefix: &'static str, may: May) {
        self.0.patterns.lock().unwrap_or_else(PoisonError::into_inner).push((prefix, may));
    }

    /// Tells everybody who follows `topic`.
    pub fn publish(&self, topic: &str, data: &Value) {
        let mut topics = self.topics();
        let Some(found) = topics.get_mut(topic) else { return };
        found.seq += 1;
        let at = format!("{}-{}", self.0.epoch, found.seq);
        let message: Arc<str> = json!({ "topic": topic, "at": at, "data": data }).to_string().into();
        found.kept.push_back((found.seq, message.clone()));
        if found.kept.len() > KEPT {
            found.kept.pop_front();
        }
        // Nobody listening at this moment is fine: whoever comes back finds it among the kept.
        let _: Result<usize, _> = found.send.send(message);
    }

    /// Closes the sockets of a session that is over.
    pub fn end_session(&self, session: Uuid) {
        self.signal(Signal::Ended(session));
    }

    /// Closes all sockets; their clients come back to another process, or to this one once it is open again.
    pub fn close(&self) {
        self.signal(Signal::Closing);
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let _: Result<usize, _> = self.0.signals.send(signal);
    }

    pub(crate) fn signals(&self) -> broadcast::Receiver<Signal> {
        self.0.signals.subscribe()
    }

    /// Ends when this process closes.
    pub(crate) fn closing(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut signals = self.signals();
        async move {
            while !matches!(
                signals.recv().await,
                Ok(Signal::Closing) | Err(broadcast::error::RecvError::Closed)
            ) {}
        }
    }

    /// The process that has this topic, when it is another.
    fn peer(&self, topic: &str) -> Option<Peer> {
        let service = topic.split('.').next().unwrap_or_default();
        self.0.away.iter().find(|(name, _)| *name == service).map(|(_, peer)| peer.clone())
    }

    /// How many sockets are open.
    #[must_use]
    pub fn sockets(&self) -> usize {
        self.0.sockets.load(Ordering::Relaxed)
    }

    /// Counts a socket for as long as the answer lives.
    pub(crate) fn counts(&self) -> Counted {
        self.0.sockets.fetch_add(1, Ordering::Relaxed);
        Counted(self.clone())
    }

    pub(crate) fn may(&self, who: &Who, topic: &str) -> bool {
        let patterns = self.0.patterns.lock().unwrap_or_else(PoisonError::into_inner);
        patterns.iter().any(|(prefix, may)| topic.strip_prefix(prefix).is_some_and(|key| may(who, key)))
    }

    pub(crate) fn subscribe(&self, topic: &str, after: Option<&str>) -> Subscription {
        let mut topics = self.topics();
        if topics.len() >= TOPICS {
            topics.retain(|_, topic| topic.send.receiver_count() > 0);
        }
        let fresh = || Topic { seq: 0, kept: VecDeque::new(), send: broadcast::Sender::new(QUEUE) };
        let found = topics.entry(topic.to_owned()).or_insert_with(fresh);
        let at = format!("{}-{}", self.0.epoch, found.seq);
        let missed = match after.and_then(|after| after.split_once('-')) {
            None => Some(Vec::new()),
            Some((epoch, seq)) => seq.parse::<u64>().ok().filter(|_| epoch == self.0.epoch).and_then(|seq| {
                let oldest = found.kept.front().map_or(found.seq + 1, |(seq, _)| *seq);
                let known = seq <= found.seq && seq + 1 >= oldest;
                known.then(|| found.kept.iter().filter(|(n, _)| *n > seq).map(|(_, m)| m.clone()).collect())
            }),
        };
        Subscription { at, missed, next: found.send.subscribe() }
    }

    fn topics(&self) -> MutexGuard<'_, HashMap<String, Topic>> {
        self.0.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resumes_after_the_last_message_or_asks_to_reload() {
        let hub = Hub::default();
        let first = hub.subscribe("t", None);
        for n in 0..3 {
            hub.publish("t", &json!(n));
        }
        let missed = hub.subscribe("t", Some(&first.at)).missed.unwrap();
        assert_eq!(missed.len(), 3);
        assert!(missed[2].contains(r#""data":2"#));
        let now = hub.subscribe("t", None).at;
        assert_eq!(hub.subscribe("t", Some(&now)).missed.unwrap().len(), 0);
        assert!(hub.subscribe("t", Some("other-1")).missed.is_none());
        for n in 0..100 {
            hub.publish("t", &json!(n));
        }
        assert!(hub.subscribe("t", Some(&first.at)).missed.is_none());
    }
}
