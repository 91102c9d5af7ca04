//! What one process of a house shows another: a mark that only holders of the house's keys can make, good for a
//! short time, one path and one caller (SEC-25).

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use kit::{Clock, Result, Time};

use crate::http::CALLER;
use crate::keys::Keys;

/// The header that carries it.
pub(crate) const PASS: HeaderName = HeaderName::from_static("marquee-pass");

/// How long a pass is good, which also bounds how far the clocks of two processes may differ.
const LIFE: Duration = Duration::from_secs(60);

/// Makes and checks passes.
#[derive(Clone, Debug)]
pub struct Pass {
    keys: Keys,
    clock: Clock,
}

impl Pass {
    /// A maker of passes of the house that these keys belong to.
    #[must_use]
    pub fn new(keys: Keys, clock: Clock) -> Self {
        Self { keys, clock }
    }

    /// A pass for one request.
    pub(crate) fn show(&self, method: &str, path: &str, caller: Option<&HeaderValue>) -> Result<HeaderValue> {
        let until = self.clock.now().plus(LIFE).micros().to_string();
        let mark = self.keys.mark(&parts(&until, method, path, caller))?;
        HeaderValue::from_str(&format!("{until} {mark}"))
            .map_err(|error| kit::error::INTERNAL.err().caused_by(error))
    }

    /// Whether a request comes from a process of this house.
    pub(crate) fn is_good(&self, headers: &HeaderMap, method: &str, path: &str) -> bool {
        let shown = headers.get(PASS).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let Some((until, mark)) = shown.split_once(' ') else { return false };
        let now = self.clock.now();
        let due = until.parse().map(Time::from_micros);
        // Nobody is given a pass for longer than its life, give or take the clocks.
        due.is_ok_and(|due| now <= due && due <= now.plus(LIFE * 2))
            && self.keys.is_marked(mark, &parts(until, method, path, headers.get(CALLER)))
    }
}

/// What a pass is good for: one address, in the name of one caller, until then.
fn parts<'p>(
    until: &'p str,
    method: &'p str,
    path: &'p str,
    caller: Option<&'p HeaderValue>,
) -> [&'p [u8]; 5] {
    let caller = caller.map_or(&b""[..], HeaderValue::as_bytes);
    [b"house", until.as_bytes(), method.as_bytes(), path.as_bytes(), caller]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    #[test]
    fn is_good_for_one_path_and_a_short_time() {
        let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let at = Arc::new(AtomicI64::new(1_000_000));
        let read = at.clone();
        let clock = Clock::new(move || Time::from_micros(read.load(Ordering::Relaxed)));
        let pass = Pass::new(Keys::open(folders.0.path()).unwrap(), clock.clone());
        let mut headers = HeaderMap::new();
        assert!(!pass.is_good(&headers, "POST", "/a"));
        headers.insert(PASS, pass.show("POST", "/a", None).unwrap());
        assert!(pass.is_good(&headers, "POST", "/a"));
        let mut other = headers.clone();
        other.insert(CALLER, HeaderValue::from_static("somebody"));
        assert!(!pass.is_good(&other, "POST", "/a"));
        assert!(!pass.is_good(&headers, "GET", "/a") && !pass.is_good(&headers, "POST", "/b"));
        let stranger = Pass::new(Keys::open(folders.1.path()).unwrap(), clock);
        assert!(!stranger.is_good(&headers, "POST", "/a"));
        at.fetch_add(61_000_000, Ordering::Relaxed);
        assert!(!pass.is_good(&headers, "POST", "/a"));
        at.store(-121_000_000, Ordering::Relaxed);
        assert!(!pass.is_good(&headers, "POST", "/a"));
    }
}
