//! P12, P15 and P16: decisions that every request takes, without HTTP around them.

use std::sync::Arc;
use std::time::Duration;

use accounts::bare::Bare;
use chassis::address::Address;
use chassis::cache::Cache;
use chassis::config::Config;
use chassis::host::{House, Parts, Store};
use chassis::http::{Credential, Door, DoorSettings, Limits, Rate};
use chassis::keys::Keys;
use chassis::mail::{Post, Slips};
use kit::Clock;

use super::Run;
use super::child::Server;
use super::doors::Bench;
use super::table::{Goal, Line};
use super::turns::{Side, Turn, Turns, Until, take_turns};
use crate::exit::Exit;
use crate::settings::machine_time;

/// How many callers and keys take part.
const KEYS: u32 = 100_000;
/// How many of them the cache has room for.
const ROOM: u32 = 10_000;
/// What is done between two looks at the watch.
const BATCH: u64 = 256;

pub(super) fn measure(run: &Run) -> Result<Vec<Line>, Exit> {
    let mut lines = Vec::new();
    if run.wants("P12") {
        lines.extend(tokens(run)?);
    }
    if run.wants("P15") {
        let limits = Limits::new(Clock::new(machine_time), true);
        let mut keys = Zipf::new(KEYS).drawn();
        let turns = repeat(run, || limits.decide(("user", keys.next()), Rate::per_minute(u32::MAX)).allowed)?;
        lines.push(quick("P15", "whether a caller may pass", &turns, 100.0));
        let why = "the program has no Redis client yet; a local round trip takes 20,000 ns and more";
        lines.push(Line::not_run("P15", "  beside INCR of Redis", why));
    }
    if run.wants("P16") {
        lines.extend(cache(run)?);
    }
    Ok(lines)
}

/// A signature that is checked beside a caller who is known from before.
fn tokens(run: &Run) -> Result<Vec<Line>, Exit> {
    let room = run.folder.room("tokens")?;
    let bench = Bench::start(run, &room, Server::house)?;
    let email = "token@example.org";
    bench.sign_up(email)?;
    let token = bench.token(email)?;
    let token = token.trim().rsplit(' ').next().unwrap_or_default().to_owned();
    let Bench { house, runtime, .. } = bench;
    house.close()?;
    let fail = |error: kit::Error| Exit::other(chassis::host::sentence(&error));
    let clock = Clock::new(machine_time);
    let (address, limits) = (Address::default(), Arc::new(Limits::new(clock.clone(), true)));
    let parts = Parts {
        clock,
        store: Store::Files,
        config: Config::default(),
        door: Door::new(address.clone(), limits, DoorSettings::default()),
        post: Post::new(None, Slips::new(address, &room, Arc::new(|_| ()))),
        keys: Keys::open(&room).map_err(fail)?,
        migrate: true,
        away: Vec::new(),
        data: room,
    };
    let opened = runtime.block_on(House::open(parts, &[accounts::service()])).map_err(fail)?;
    let db = opened.db(contracts::accounts::SERVICE).ok_or_else(|| Exit::other("accounts is not open"))?;
    let accounts = Bare::new(opened.host(), db).map_err(fail)?;
    let credential = Credential::Bearer(token.clone());
    let raw: Side<'_> = Box::new(|length| counted(length, || accounts.verify(&token)));
    let ours: Side<'_> = Box::new(|length| {
        let known = || async { accounts.knows(&credential).await.unwrap_or(false) };
        runtime.block_on(counted_async(length, known))
    });
    let turns = take_turns(run.turn, &mut [raw, ours])?;
    let line = quick("P12", "a token that was seen before, session included", &turns[1], 500.0);
    let raw = 1e6 / turns[0].median(|turn| turn.rate);
    Ok(vec![line.note(&format!("its signature alone takes jsonwebtoken {raw:.1} us"))])
}

fn cache(run: &Run) -> Result<Vec<Line>, Exit> {
    let cache: Cache<u32, u32> = Cache::new(ROOM);
    let mut draw = Zipf::new(KEYS);
    let (best, mut keys) = (100.0 * draw.share(ROOM), draw.drawn());
    let (mut hits, mut asked) = (0u64, 0u64);
    let turns = repeat(run, || {
        let Some(key) = keys.next() else { return false };
        asked += 1;
        if cache.get(&key).is_some() {
            hits += 1;
        } else {
            cache.insert(key, key);
        }
        true
    })?;
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    let ratio = 100.0 * hits as f64 / asked as f64;
    let what = format!("a look into the cache ({KEYS} keys, room for {ROOM})");
    let line = quick("P16", &what, &turns, 200.0);
    let note = format!("{ratio:.1} % found, of {best:.1} % by the best fixed choice");
    let why = "the program has no Redis client yet; unpipelined GET answers 50 to 150 k a second and core";
    Ok(vec![line.note(&note), Line::not_run("P16", "  beside GET of Redis", why)])
}

/// A figure in nanoseconds with the goal that it has by itself.
fn quick(id: &str, what: &str, turns: &Turns, goal: f64) -> Line {
    let nanos = 1e9 / turns.median(|turn| turn.rate);
    Line::figure((id, what), None, (nanos, "ns"), Goal::AtMost(goal))
}

fn repeat(run: &Run, mut work: impl FnMut() -> bool) -> Result<Turns, Exit> {
    let side: Side<'_> = Box::new(|length| counted(length, &mut work));
    Ok(take_turns(run.turn, &mut [side])?.remove(0))
}

fn counted(length: Duration, mut work: impl FnMut() -> bool) -> Result<Turn, Exit> {
    let mut until = Until::new(length);
    while until.more(BATCH) {
        if !std::hint::black_box(work()) {
            return Err(refused());
        }
    }
    Ok(Turn { rate: until.rate(), ..Turn::default() })
}

async fn counted_async<F: Future<Output = bool>>(
    length: Duration,
    mut work: impl FnMut() -> F,
) -> Result<Turn, Exit> {
    let mut until = Until::new(length);
    while until.more(BATCH) {
        if !work().await {
            return Err(refused());
        }
    }
    Ok(Turn { rate: until.rate(), ..Turn::default() })
}

fn refused() -> Exit {
    Exit::other("what is measured was refused")
}

/// Numbers of which the first come far more often than the last: the n-th as often as 1/n.
struct Zipf {
    /// What share of all draws falls on a number or one before it.
    shares: Vec<f64>,
    state: u64,
}

impl Zipf {
    fn new(of: u32) -> Self {
        let mut sum = 0.0;
        let mut shares: Vec<f64> = (1..=of)
            .map(|n| {
                sum += 1.0 / f64::from(n);
                sum
            })
            .collect();
        shares.iter_mut().for_each(|share| *share /= sum);
        Self { shares, state: 1 }
    }

    fn next(&mut self) -> u32 {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        #[expect(clippy::cast_precision_loss, reason = "31 bits fit")]
        let drawn = (self.state >> 33) as f64 / (1u64 << 31) as f64;
        u32::try_from(self.shares.partition_point(|share| *share < drawn)).unwrap_or(0)
    }

    /// A million of them, again and again: to draw takes longer than what is measured.
    fn drawn(&mut self) -> impl Iterator<Item = u32> + use<> {
        let drawn: Vec<u32> = (0..1_000_000).map(|_| self.next()).collect();
        drawn.into_iter().cycle()
    }

    /// What share of all draws falls on the first so many.
    fn share(&self, first: u32) -> f64 {
        self.shares.get(first as usize - 1).copied().unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_numbers_come_most_often() {
        let mut draw = Zipf::new(1_000);
        let drawn: Vec<u32> = (0..100_000).map(|_| draw.next()).collect();
        let first = drawn.iter().filter(|n| **n < 10).count();
        let expected = 100_000.0 * draw.share(10);
        assert!((first as f64 / expected - 1.0).abs() < 0.05, "{first} of {expected}");
        assert!(drawn.iter().all(|n| *n < 1_000) && draw.share(1_000) > 0.999);
    }
}
