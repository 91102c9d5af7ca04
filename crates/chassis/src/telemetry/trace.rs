//! Traces: request, call between services, statement. Made only while somebody takes them.
//!
//! Names and W3C header are those of OpenTelemetry; whoever takes the spans sends them on.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use kit::text::hex;
use kit::{Clock, Time};

use super::{HERE, Here, Whose};
use crate::random;

/// The header in which a trace crosses from one process to another.
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
/// The header in which a request's id crosses.
const REQUEST: HeaderName = HeaderName::from_static("marquee-request");

/// What a span stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// A request that was answered.
    Server,
    /// Another service, or a database, that was asked.
    Client,
}

/// A piece of work that is over.
#[derive(Clone, Debug)]
pub struct Span {
    /// The trace that it belongs to.
    pub trace: [u8; 16],
    /// Its own id.
    pub id: [u8; 8],
    /// What it was done for; nothing when it is the first.
    pub parent: Option<[u8; 8]>,
    /// What it stands for.
    pub kind: SpanKind,
    /// `GET /api/v1/games/works/{id}`; one of a bounded number.
    pub name: String,
    /// When it began.
    pub begun: Time,
    /// When it was over.
    pub ended: Time,
    /// What else is worth knowing.
    pub attributes: Vec<(&'static str, String)>,
    /// Whether it went wrong in a way that is our fault.
    pub failed: bool,
}

/// Takes the spans of a process.
#[derive(Clone)]
pub struct Tracer(Arc<Inner>);

struct Inner {
    clock: Clock,
    /// Of all 2^64 beginnings of a trace's id, so many are taken.
    taken: u128,
    take: Box<dyn Fn(Span) + Send + Sync>,
}

/// A place in a trace.
#[derive(Clone)]
pub(crate) struct Spot {
    tracer: Tracer,
    pub(super) trace: [u8; 16],
    span: [u8; 8],
}

/// A piece of work that goes on for as long as this lives.
pub(crate) struct Open {
    pub(crate) spot: Spot,
    parent: Option<[u8; 8]>,
    kind: SpanKind,
    pub(crate) name: String,
    begun: Time,
    pub(crate) attributes: Vec<(&'static str, String)>,
    pub(crate) failed: bool,
}

impl Tracer {
    /// Takes `share` (0 to 1) of all traces; the same ones in every process. `take` must not wait.
    #[must_use]
    pub fn new(clock: Clock, share: f64, take: impl Fn(Span) + Send + Sync + 'static) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share, bounded before"
        )]
        let taken = (share.clamp(0.0, 1.0) * 2_f64.powi(64)) as u128;
        Self(Arc::new(Inner { clock, taken, take: Box::new(take) }))
    }

    /// Begins the span of a request that arrives, in the trace that its header names, if that is taken.
    pub(crate) fn arrive(&self, headers: &HeaderMap) -> Option<Open> {
        let known = headers.get(TRACEPARENT).and_then(|value| parse(value.to_str().ok()?));
        let (trace, parent) = match known {
            Some((_, _, false)) => return None,
            Some((trace, span, true)) => (trace, Some(span)),
            None => (random::bytes(), None),
        };
        let chance = trace[8..].iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        let spot = Spot { tracer: self.clone(), trace, span: random::bytes() };
        (chance < self.0.taken).then(|| spot.open(parent, SpanKind::Server, String::new()))
    }
}

impl Spot {
    fn open(self, parent: Option<[u8; 8]>, kind: SpanKind, name: String) -> Open {
        let begun = self.tracer.0.clock.now();
        Open { spot: self, parent, kind, name, begun, attributes: Vec::new(), failed: false }
    }
}

impl Open {
    /// Notes how a request was answered.
    pub(crate) fn answered(&mut self, route: &str, (method, path): (&Method, &str), status: u16, id: &str) {
        route.clone_into(&mut self.name);
        self.failed = status >= 500;
        let template = route.split_once(' ').map_or(route, |(_, path)| path);
        self.attributes.extend([
            ("http.request.method", method.to_string()),
            ("url.path", path.to_owned()),
            ("http.route", template.to_owned()),
            ("http.response.status_code", status.to_string()),
            ("marquee.request_id", id.to_owned()),
        ]);
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let Spot { tracer, trace, span } = &self.spot;
        (tracer.0.take)(Span {
            trace: *trace,
            id: *span,
            parent: self.parent,
            kind: self.kind,
            name: std::mem::take(&mut self.name),
            begun: self.begun,
            ended: tracer.0.clock.now(),
            attributes: std::mem::take(&mut self.attributes),
            failed: self.failed,
        });
    }
}

/// Begins a piece of the running request's work, if its trace is taken.
pub(crate) fn begin(name: impl FnOnce() -> String) -> Option<Open> {
    let parent = HERE.try_with(|here| here.spot.clone()).ok().flatten()?;
    let (above, spot) = (parent.span, Spot { span: random::bytes(), ..parent });
    Some(spot.open(Some(above), SpanKind::Client, name()))
}

/// Does work as a part of `open`, so that what it begins hangs below it.
pub(crate) async fn within<F: Future>(open: Option<&Open>, work: F) -> F::Output {
    let whose = open.and_then(|_| HERE.try_with(|here| here.whose.clone()).ok());
    match (open, whose) {
        (Some(open), Some(whose)) => Here { whose, spot: Some(open.spot.clone()) }.work(work).await,
        _ => work.await,
    }
}

/// Tells another process of this house which request, and which trace, it is asked for.
pub(crate) fn carry(headers: &mut HeaderMap) {
    let _: Result<(), _> = HERE.try_with(|here| {
        if let Ok(id) = HeaderValue::from_str(here.whose.request_id()) {
            headers.insert(REQUEST, id);
        }
        if let Some(Spot { trace, span, .. }) = &here.spot
            && let Ok(value) = HeaderValue::from_str(&format!("00-{}-{}-01", hex(trace), hex(span)))
        {
            headers.insert(TRACEPARENT, value);
        }
    });
}

/// What another process of this house [`carry`]s here, and the span of its question when its trace is taken.
pub(crate) fn carried<B>(tracer: Option<&Tracer>, request: &Request<B>) -> (Here, Option<Open>) {
    let id = request.headers().get(REQUEST).and_then(|id| id.to_str().ok()).unwrap_or_default();
    let known = tracer.filter(|_| request.headers().contains_key(TRACEPARENT));
    let mut span = known.and_then(|tracer| tracer.arrive(request.headers()));
    if let Some(span) = &mut span {
        request.uri().path().trim_start_matches('/').clone_into(&mut span.name);
    }
    let spot = span.as_ref().map(|span| span.spot.clone());
    (Here { whose: Whose::Carried(id.into()), spot }, span)
}

/// Reads `00-<trace>-<span>-<flags>`; whether the trace is taken by whoever sends it.
fn parse(text: &str) -> Option<([u8; 16], [u8; 8], bool)> {
    let mut parts = text.trim().split('-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let whole = version.len() == 2 && version != "ff" && (version != "00" || parts.next().is_none());
    let (trace, span, [flags]) = (bytes::<16>(trace)?, bytes::<8>(span)?, bytes::<1>(flags)?);
    (whole && trace != [0; 16] && span != [0; 8]).then_some((trace, span, flags & 1 == 1))
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_w3c_allows_and_nothing_else() {
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let (trace, span, taken) = parse(good).unwrap();
        assert_eq!((hex(&trace), hex(&span), taken), (good[3..35].into(), good[36..52].into(), true));
        assert!(!parse(&good.replace("-01", "-00")).unwrap().2);
        // A later version may have more to say.
        assert!(parse(&format!("{}-more", good.replacen("00", "01", 1))).is_some());
        let zero = |from: std::ops::Range<usize>| {
            let mut text = good.to_owned();
            text.replace_range(from.clone(), &"0".repeat(from.len()));
            text
        };
        let bad = [
            format!("{good}-more"),
            good.replacen("00", "ff", 1),
            good.to_uppercase(),
            zero(3..35),
            zero(36..52),
        ];
        for bad in bad.iter().map(String::as_str).chain(["", "00", "00-é-1-01", &good[..54]]) {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_share_is_the_same_in_every_process_and_no_is_no() {
        let clock = Clock::new(Time::default);
        let tracer = |share| Tracer::new(clock.clone(), share, |_| {});
        let headers = |text: &str| HeaderMap::from_iter([(TRACEPARENT, text.parse().unwrap())]);
        let low = headers("00-0af7651916cd43dd0448eb211c80319c-b7ad6b7169203331-01");
        assert!(tracer(0.1).arrive(&low).is_some() && tracer(0.01).arrive(&low).is_none());
        assert!(
            tracer(1.0).arrive(&HeaderMap::new()).is_some()
                && tracer(0.0).arrive(&HeaderMap::new()).is_none()
        );
        let no = headers("00-0af7651916cd43dd0448eb211c80319c-b7ad6b7169203331-00");
        assert!(tracer(1.0).arrive(&no).is_none());
    }
}
