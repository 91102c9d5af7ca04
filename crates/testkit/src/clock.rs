//! A clock that a test moves by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use kit::{Clock, Time};

/// Stands still until it is moved; starts on Friday, 21 November 2026, 17:00 UTC.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<AtomicI64>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(1_795_280_400_000_000)))
    }
}

impl TestClock {
    /// Moves it into the future.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_micros()).unwrap_or(0), Ordering::SeqCst);
    }

    /// The clock as a house gets it.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let micros = self.0.clone();
        Clock::new(move || Time::from_micros(micros.load(Ordering::SeqCst)))
    }
}
