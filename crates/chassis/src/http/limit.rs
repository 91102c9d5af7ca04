//! How much one caller may ask for: GCRA, burst equal to the limit (decision D29).

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kit::{Clock, Error, Kind};

/// Somebody asks too often; `Retry-After` says how long to wait.
pub const TOO_MANY: Kind = Kind::new(429, "request/too-many", "Too many requests in a short time");

/// So many in so long a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many, at once or spread out.
    pub most: u32,
    /// In how long a time.
    pub within: Duration,
}

impl Rate {
    /// So many a minute.
    #[must_use]
    pub const fn per_minute(most: u32) -> Self {
        Self { most, within: Duration::from_secs(60) }
    }

    /// So many times as many in the same time.
    #[must_use]
    pub const fn wider(self, times: u32) -> Self {
        Self { most: self.most.saturating_mul(times), within: self.within }
    }

    fn gap(self) -> i64 {
        (i64::try_from(self.within.as_micros()).unwrap_or(i64::MAX) / i64::from(self.most.max(1))).max(1)
    }
}

/// What a limiter decided; answers tell it in their headers, so that they never lie (row C39).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether this one may pass.
    pub allowed: bool,
    /// The limit.
    pub limit: u32,
    /// In how many seconds so many may pass.
    pub within: u32,
    /// How many more may pass at this moment.
    pub remaining: u32,
    /// In how many seconds the next may pass, or all may again.
    pub seconds: u32,
}

impl Decision {
    /// Turns a refusal into the problem that the caller gets.
    ///
    /// # Errors
    /// [`TOO_MANY`] when it may not pass.
    pub fn check(self) -> Result<(), Error> {
        if self.allowed {
            return Ok(());
        }
        let wait = self.seconds.max(1);
        let unit = if wait == 1 { "second" } else { "seconds" };
        Err(TOO_MANY.because(format!("Wait {wait} {unit} and try again.")).retry_after(wait))
    }
}

/// The limiter of one process.
pub struct Limits {
    clock: Clock,
    on: bool,
    hasher: RandomState,
    shards: Vec<Mutex<Shard>>,
    refused: AtomicU64,
}

#[derive(Default)]
struct Shard {
    due: HashMap<u64, i64, BuildHasherDefault<Hashed>>,
    /// Before this moment nothing more is forgotten: whoever floods us with keys must not make each request walk
    /// all of them.
    swept: i64,
}

/// Takes keys that are hashes with a secret already as they are.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, key: u64) {
        // The lowest bits chose the shard, and are the same for all keys of one.
        self.0 = key.rotate_right(4);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// How long after a sweep the next one may come, in microseconds.
const SWEEP: i64 = 1_000_000;

const SHARDS: usize = 16;
/// A shard that holds more keys than this forgets those whose time is over.
const FULL: usize = 20_000;

impl Limits {
    /// A limiter that goes by this clock; switched off it lets everything pass.
    #[must_use]
    pub fn new(clock: Clock, on: bool) -> Self {
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Self { clock, on, hasher: RandomState::new(), shards, refused: AtomicU64::new(0) }
    }

    /// How often it has said no.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// Another limiter by the same clock that cannot be switched off.
    #[must_use]
    pub fn always_on(&self) -> Self {
        Self::new(self.clock.clone(), true)
    }

    /// Decides about one more under `key`, such as `("sign-in", "ira@example.org")`.
    pub fn decide(&self, key: impl std::hash::Hash, rate: Rate) -> Decision {
        let now = self.clock.now().micros();
        let (gap, most) = (rate.gap(), i64::from(rate.most));
        let within = u32::try_from(rate.within.as_secs()).unwrap_or(u32::MAX);
        if !self.on {
            return Decision { allowed: true, limit: rate.most, within, remaining: rate.most, seconds: 0 };
        }
        let key = self.hasher.hash_one(key);
        let mut shard = self.shard(key);
        if shard.due.len() >= FULL && now >= shard.swept + SWEEP {
            shard.due.retain(|_, arrives| *arrives > now);
            shard.swept = now;
        }
        // `due` is when the debt of this caller is paid; it may run ahead of now by the whole limit.
        let due = shard.due.get(&key).copied().unwrap_or(now).max(now);
        let next = due + gap;
        let ahead = next - now;
        let allowed = ahead <= gap * most;
        if allowed {
            shard.due.insert(key, next);
        } else {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        let used = if allowed { ahead } else { due - now };
        let remaining = most - (used + gap - 1) / gap;
        let wait = if allowed { used } else { ahead - gap * most };
        Decision {
            allowed,
            limit: rate.most,
            within,
            remaining: u32::try_from(remaining).unwrap_or(0),
            seconds: u32::try_from((wait + 999_999) / 1_000_000).unwrap_or(u32::MAX),
        }
    }

    /// Forgets what `key` has used up: whoever proved to be right is not held back.
    pub fn forgive(&self, key: impl std::hash::Hash) {
        let key = self.hasher.hash_one(key);
        self.shard(key).due.remove(&key);
    }

    fn shard(&self, key: u64) -> std::sync::MutexGuard<'_, Shard> {
        let shard = usize::try_from(key % SHARDS as u64).unwrap_or(0);
        self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The part of an address that one caller is known by: all of IPv4, the network (/64) of IPv6.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use kit::Time;

    use super::*;

    fn limits() -> (Arc<AtomicI64>, Limits) {
        let micros = Arc::new(AtomicI64::new(1_000_000_000_000));
        let read = micros.clone();
        (micros, Limits::new(Clock::new(move || Time::from_micros(read.load(Ordering::SeqCst))), true))
    }

    #[test]
    fn lets_the_limit_pass_and_no_more() {
        let (time, limits) = limits();
        let rate = Rate::per_minute(5);
        let passed: Vec<_> = (0..7).map(|_| limits.decide("a", rate)).collect();
        assert_eq!(
            passed.iter().map(|d| d.allowed).collect::<Vec<_>>(),
            [true, true, true, true, true, false, false]
        );
        assert_eq!(passed.iter().map(|d| d.remaining).collect::<Vec<_>>(), [4, 3, 2, 1, 0, 0, 0]);
        assert_eq!(passed[5].seconds, 12);
        assert_eq!(passed[5].check().unwrap_err().wait(), Some(12));
        assert!(limits.decide("b", rate).allowed);
        time.fetch_add(12_000_000, Ordering::SeqCst);
        assert!(limits.decide("a", rate).allowed && !limits.decide("a", rate).allowed);
    }

    #[test]
    fn forgives_and_can_be_off() {
        let (_, limits) = limits();
        let once = Rate::per_minute(1);
        assert!(limits.decide("a", once).allowed && !limits.decide("a", once).allowed);
        limits.forgive("a");
        assert!(limits.decide("a", once).allowed);
        assert!(limits.decide("a limit beyond all bounds", Rate::per_minute(u32::MAX)).allowed);
        let off = Limits::new(Clock::new(|| Time::from_micros(0)), false);
        assert!((0..100).all(|_| off.decide("a", once).allowed));
    }

    #[test]
    fn knows_a_network_of_ipv6_as_one() {
        let one: IpAddr = "2001:db8:1:2::1".parse().unwrap();
        let two: IpAddr = "2001:db8:1:2:ffff::9".parse().unwrap();
        assert_eq!(network(one), network(two));
        assert_eq!(network("::ffff:1.2.3.4".parse().unwrap()).to_string(), "1.2.3.4");
    }
}
