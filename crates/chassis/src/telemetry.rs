//! What an operator sees of a house: which request a line of the log belongs to, figures, traces, probes.
//!
//! Nothing here costs a request more than a few atomic additions: the log asks for the request's id when a line is
//! written, figures that a database knows are asked for when somebody wants to see them, and spans are made only
//! while traces are wanted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use kit::text::hex;
use uuid::Uuid;

use crate::http::Caller;

mod figures;
pub(crate) mod overview;
mod trace;

pub(crate) use figures::{Tally, Traffic};
pub use overview::{Gauge, HIDDEN, Settings};
pub(crate) use trace::{Open, Spot, begin, carried, carry, within};
pub use trace::{Span, SpanKind, Tracer};

tokio::task_local! {
    /// The request that the running task works on.
    static HERE: Here;
}

#[derive(Clone)]
pub(crate) struct Here {
    pub(crate) whose: Whose,
    /// Where in its trace the task is, while traces are wanted.
    pub(crate) spot: Option<Spot>,
}

/// Whose request it is.
#[derive(Clone)]
pub(crate) enum Whose {
    /// Of somebody at the door.
    Caller(Caller),
    /// Of another process of this house, for a request of this id; empty when it works by itself.
    Carried(Arc<str>),
}

impl Whose {
    fn request_id(&self) -> &str {
        match self {
            Self::Caller(caller) => caller.request_id(),
            Self::Carried(id) => id,
        }
    }
}

/// The request that a line of the log, or a problem, belongs to.
#[derive(Debug)]
pub struct About<'h> {
    /// As the answer tells it in `X-Request-Id`.
    pub request_id: &'h str,
    /// The account, once somebody was looked up.
    pub user: Option<Uuid>,
    /// The trace, 32 hexadecimal digits, while traces are wanted.
    pub trace_id: Option<String>,
}

/// Tells about the request that the running task works on; `None` when it works on none.
pub fn about<R>(tell: impl FnOnce(&About<'_>) -> R) -> Option<R> {
    let told = HERE.try_with(|here| {
        let known = if let Whose::Caller(caller) = &here.whose { caller.known() } else { None };
        let (user, trace_id) = (known.map(|who| who.user), here.spot.as_ref().map(|s| hex(&s.trace)));
        tell(&About { request_id: here.whose.request_id(), user, trace_id })
    });
    told.ok()
}

impl Here {
    /// Does the work of this request.
    pub(crate) async fn work<F: Future>(self, work: F) -> F::Output {
        HERE.scope(self, work).await
    }
}

/// Whether a house takes requests: it does once it is open and until it drains. `/readyz` tells it to balancers.
#[derive(Clone, Debug, Default)]
pub struct Readiness(Arc<AtomicU8>);

impl Readiness {
    /// The house is open.
    pub fn open(&self) {
        self.0.store(1, Ordering::Release);
    }

    /// The house is about to close: no new requests, please.
    pub fn drain(&self) {
        self.0.store(2, Ordering::Release);
    }

    /// Whether the house has opened, and may be closing again.
    #[must_use]
    pub fn has_opened(&self) -> bool {
        self.0.load(Ordering::Acquire) > 0
    }

    /// Whether new requests are welcome.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.load(Ordering::Acquire) == 1
    }
}
