//! Sides take turns, forwards and backwards, so that a machine that slows down slows all of them.

use std::time::{Duration, Instant};

use crate::exit::Exit;

/// How often all sides have their two turns.
const ROUNDS: usize = 3;
/// An anchor that moves more than this makes its row void.
pub(super) const STEADY: f64 = 0.05;

/// What one turn of one side gave.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Turn {
    /// Operations a second.
    pub(super) rate: f64,
    /// Microseconds of the processor for one operation; nought where that was not asked.
    pub(super) cpu: f64,
    /// The time that 99 of 100 operations stay below, in microseconds; nought where that was not asked.
    pub(super) p99: f64,
}

impl Turn {
    /// Microseconds for one operation: of the processor where that is known, else by the watch.
    pub(super) fn micros(&self) -> f64 {
        if self.cpu > 0.0 { self.cpu } else { 1e6 / self.rate }
    }
}

/// One side: measures itself for as long as it is told.
pub(super) type Side<'s> = Box<dyn FnMut(Duration) -> Result<Turn, Exit> + 's>;

/// All turns of one side.
#[derive(Debug)]
pub(super) struct Turns(Vec<Turn>);

/// Gives every side a short turn to warm up, and then A-B-B-A (A-B-C-C-B-A) as often as it takes.
pub(super) fn take_turns(length: Duration, sides: &mut [Side<'_>]) -> Result<Vec<Turns>, Exit> {
    let mut turns: Vec<Turns> = sides.iter().map(|_| Turns(Vec::new())).collect();
    for side in sides.iter_mut() {
        side(length.min(Duration::from_secs(1)))?;
    }
    for _ in 0..ROUNDS {
        for at in (0..sides.len()).chain((0..sides.len()).rev()) {
            turns[at].0.push(sides[at](length)?);
        }
    }
    Ok(turns)
}

/// Gives one side one turn, where more of them would measure what the ones before left behind.
pub(super) fn one_turn(length: Duration, side: &mut Side<'_>) -> Result<Turns, Exit> {
    Ok(Turns(vec![side(length)?]))
}

impl Turns {
    /// The median over all turns.
    pub(super) fn median(&self, of: fn(&Turn) -> f64) -> f64 {
        middle(self.0.iter().map(of).collect())
    }

    /// How far the turn that is furthest away lies from the median, as a share of it.
    pub(super) fn moved(&self, of: fn(&Turn) -> f64) -> f64 {
        let median = self.median(of);
        self.0.iter().map(|turn| (of(turn) - median).abs() / median).fold(0.0, f64::max)
    }

    /// The ratios of neighbouring turns with another side, the lowest and the highest.
    pub(super) fn spread(&self, over: &Self, of: fn(&Turn) -> f64) -> (f64, f64) {
        let ratios = self.0.iter().zip(&over.0).map(|(mine, other)| of(mine) / of(other));
        ratios.fold((f64::MAX, f64::MIN), |(low, high), ratio| (low.min(ratio), high.max(ratio)))
    }
}

/// The median.
pub(super) fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[n / 2],
        n => f64::midpoint(values[n / 2 - 1], values[n / 2]),
    }
}

/// The value that 99 of 100 stay below.
pub(super) fn p99(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) * 99 / 100).copied().unwrap_or(0.0)
}

/// A watch for what is measured.
#[derive(Clone, Copy)]
pub(super) struct Watch(Instant);

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    #[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
    pub(super) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    pub(super) fn micros(self) -> f64 {
        self.elapsed().as_secs_f64() * 1e6
    }
}

/// Counts operations until their time is over.
pub(super) struct Until {
    watch: Watch,
    length: Duration,
    done: u64,
}

impl Until {
    pub(super) fn new(length: Duration) -> Self {
        Self { watch: Watch::start(), length, done: 0 }
    }

    /// Counts one more, unless the time is over; looks at the watch at every `every`th.
    pub(super) fn more(&mut self, every: u64) -> bool {
        if self.done.is_multiple_of(every) && self.watch.elapsed() >= self.length {
            return false;
        }
        self.done += 1;
        true
    }

    /// Counts `more` that were done together with the last one.
    pub(super) fn also(&mut self, more: usize) {
        self.done += more as u64;
    }

    /// What has been counted.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    pub(super) fn done(&self) -> f64 {
        self.done as f64
    }

    /// What has been counted, a second.
    pub(super) fn rate(&self) -> f64 {
        self.done() / self.watch.elapsed().as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_turns_there_and_back() {
        let order = std::cell::RefCell::new(String::new());
        let side = |name: char| -> Side<'_> {
            let order = &order;
            Box::new(move |_| {
                order.borrow_mut().push(name);
                Ok(Turn { rate: 1.0, ..Turn::default() })
            })
        };
        let turns = take_turns(Duration::ZERO, &mut [side('a'), side('b')]).unwrap();
        assert_eq!(*order.borrow(), "ababbaabbaabba");
        assert_eq!(turns[0].0.len(), 6);
    }

    #[test]
    fn tells_a_steady_anchor_from_one_that_moved() {
        let turns = |rates: [f64; 3]| Turns(rates.map(|rate| Turn { rate, ..Turn::default() }).to_vec());
        let rate = |turn: &Turn| turn.rate;
        assert!(turns([100.0, 104.0, 96.0]).moved(rate) < STEADY);
        assert!(turns([100.0, 106.0, 100.0]).moved(rate) > STEADY);
        assert_eq!(turns([50.0, 80.0, 60.0]).spread(&turns([100.0; 3]), rate), (0.5, 0.8));
    }
}
