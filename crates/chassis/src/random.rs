//! Randomness and ids, from the system's generator alone.

use aws_lc_rs::rand;
use kit::{Id, Time};
use uuid::Uuid;

/// Random bytes that nobody can guess.
///
/// # Panics
/// When the operating system has no randomness to give; nothing that is made without it is safe.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// A new `UUIDv7`.
#[must_use]
pub fn uuid(now: Time) -> Uuid {
    let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes()).into_uuid()
}

/// A new id.
#[must_use]
pub fn id<T>(now: Time) -> Id<T> {
    Id::new(uuid(now))
}
