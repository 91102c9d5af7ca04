//! How the figures are shown.

use super::turns::{STEADY, Turn, Turns};

/// What a row should come to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal {
    AtLeast(f64),
    AtMost(f64),
    /// Shown, without a goal of its own.
    None,
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct Line {
    id: String,
    what: String,
    anchor: String,
    subject: String,
    ratio: String,
    goal: String,
    verdict: String,
}

impl Goal {
    fn reached(self, value: f64) -> Option<bool> {
        match self {
            Self::AtLeast(least) => Some(value >= least),
            Self::AtMost(most) => Some(value <= most),
            Self::None => None,
        }
    }

    fn text(self, unit: &str) -> String {
        match self {
            Self::AtLeast(least) => format!(">= {}{unit}", short(least)),
            Self::AtMost(most) => format!("<= {}{unit}", short(most)),
            Self::None => String::new(),
        }
    }

    fn verdict(self, value: f64) -> &'static str {
        self.reached(value).map_or("", |reached| if reached { "reached" } else { "NOT REACHED" })
    }
}

impl Line {
    /// A ratio of two sides.
    pub(super) fn ratio(
        (id, what): (&str, &str),
        unit: &str,
        of: fn(&Turn) -> f64,
        (anchor, subject): (&Turns, &Turns),
        goal: Goal,
    ) -> Self {
        let (bare, ours) = (anchor.median(of), subject.median(of));
        let (low, high) = subject.spread(anchor, of);
        let line = Self {
            anchor: format!("{} {unit}", short(bare)),
            subject: format!("{} {unit}", short(ours)),
            ratio: format!("{:.2} ({low:.2} to {high:.2})", ours / bare),
            goal: goal.text(""),
            verdict: goal.verdict(ours / bare).into(),
            ..Self::named(id, what)
        };
        line.anchor_moved(anchor.moved(of))
    }

    /// Makes the row void when what it is measured against moved too far; its figures stay to be seen.
    #[must_use]
    pub(super) fn anchor_moved(mut self, moved: f64) -> Self {
        if moved > STEADY {
            let was = if self.verdict.is_empty() { String::new() } else { format!(" ({})", self.verdict) };
            self.verdict = format!("VOID, anchor moved {:.0} %{was}", moved * 100.0);
        }
        self
    }

    /// A figure without an anchor, or one whose anchor is a sum.
    pub(super) fn figure(
        (id, what): (&str, &str),
        anchor: Option<(f64, &str)>,
        (value, unit): (f64, &str),
        goal: Goal,
    ) -> Self {
        let (judged, goal_unit) =
            anchor.map_or((value, format!(" {unit}")), |(bare, _)| (value / bare, String::new()));
        Self {
            anchor: anchor.map_or_else(String::new, |(bare, of)| format!("{} {unit} {of}", short(bare))),
            subject: format!("{} {unit}", short(value)),
            ratio: anchor.map_or_else(String::new, |_| format!("{judged:.2}")),
            goal: goal.text(&goal_unit),
            verdict: goal.verdict(judged).into(),
            ..Self::named(id, what)
        }
    }

    /// A row that was not run, and why.
    pub(super) fn not_run(id: &str, what: &str, why: &str) -> Self {
        Self { verdict: format!("NOT RUN: {why}"), ..Self::named(id, what) }
    }

    /// Adds a word of explanation to the verdict.
    #[must_use]
    pub(super) fn note(mut self, note: &str) -> Self {
        let gap = if self.verdict.is_empty() { "" } else { "; " };
        self.verdict = format!("{}{gap}{note}", self.verdict);
        self
    }

    fn named(id: &str, what: &str) -> Self {
        let empty = String::new;
        Self {
            id: id.into(),
            what: what.into(),
            anchor: empty(),
            subject: empty(),
            ratio: empty(),
            goal: empty(),
            verdict: empty(),
        }
    }

    pub(super) fn print(&self) {
        let Self { id, what, anchor, subject, ratio, goal, verdict } = self;
        println!("{id:<5}{what:<50}{anchor:<22}{subject:<16}{ratio:<22}{goal:<12}{verdict}");
    }
}

/// Prints what the columns mean.
pub(super) fn heading() {
    let (anchor, subject, ratio) = ("bare parts", "Marquee", "ratio (spread)");
    println!("{:<5}{:<50}{anchor:<22}{subject:<16}{ratio:<22}{:<12}verdict", "row", "what", "goal");
}

/// Three digits that count.
fn short(value: f64) -> String {
    match value {
        v if v >= 10_000.0 => format!("{:.1} k", v / 1000.0),
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_goal_is_shown_as_missed() {
        assert_eq!(Goal::AtLeast(0.85).verdict(0.84), "NOT REACHED");
        assert_eq!(Goal::AtMost(1.25).verdict(1.2), "reached");
        assert_eq!(Goal::None.verdict(0.1), "");
        let line = Line::figure(("P4", "x"), Some((10.0, "")), (13.0, "us"), Goal::AtMost(1.25));
        assert_eq!((line.ratio.as_str(), line.verdict.as_str()), ("1.30", "NOT REACHED"));
        assert_eq!(line.anchor_moved(0.2).verdict, "VOID, anchor moved 20 % (NOT REACHED)");
    }
}
