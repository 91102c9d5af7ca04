//! What the test runners print about themselves, added up.

use std::fmt;

/// How many tests went how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u64,
    /// Tests, or whole stages, that failed.
    pub failed: u64,
    /// Tests that were left out.
    pub skipped: u64,
}

/// Whose summary lines to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runner {
    /// A program that runs no tests.
    None,
    /// `cargo test`.
    Cargo,
    /// Vitest.
    Vitest,
    /// Playwright.
    Playwright,
}

impl Tally {
    /// Adds another tally.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Adds what a line of a runner's output tells, if it is one of its summary lines.
    pub fn read(&mut self, runner: Runner, line: &str) {
        let line = plain(line);
        let line = line.trim();
        match runner {
            Runner::None => {}
            Runner::Cargo => {
                let parts = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "));
                self.parts(parts.map_or("", |(_, counts)| counts), ';');
            }
            Runner::Vitest => {
                let parts =
                    line.strip_prefix("Tests ").map_or("", |rest| rest.split('(').next().unwrap_or(rest));
                self.parts(parts, '|');
            }
            // One count on a line: `12 passed (5.2s)`.
            Runner::Playwright => self.parts(line.split(" (").next().unwrap_or(line), '|'),
        }
    }

    fn parts(&mut self, text: &str, separator: char) {
        for part in text.split(separator) {
            let Some((number, word)) = part.trim().split_once(' ') else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match word {
                "passed" => self.passed += number,
                // A test that only passed at the second try is not one to trust.
                "failed" | "flaky" | "interrupted" => self.failed += number,
                "ignored" | "skipped" | "todo" | "did not run" => self.skipped += number,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// A line without the colours of a terminal.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut parts = line.split('\u{1b}');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| c.is_ascii_alphabetic()).map_or(part.len(), |at| at + 1);
        text.push_str(&part[end..]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(runner: Runner, lines: &[&str]) -> (u64, u64, u64) {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(runner, line);
        }
        (tally.passed, tally.failed, tally.skipped)
    }

    #[test]
    fn reads_cargo_test() {
        let lines = [
            "running 3 tests",
            "test a ... ok",
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s",
            "test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        ];
        assert_eq!(counted(Runner::Cargo, &lines), (12, 2, 1));
    }

    #[test]
    fn reads_vitest_in_colour() {
        let lines = [
            " \u{1b}[2mTest Files \u{1b}[22m \u{1b}[1m\u{1b}[32m2 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (2)\u{1b}[39m",
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[31m1 failed\u{1b}[39m | 11 passed | 2 skipped\u{1b}[90m (14)\u{1b}[39m",
        ];
        assert_eq!(counted(Runner::Vitest, &lines), (11, 1, 2));
    }

    #[test]
    fn reads_playwright() {
        let lines = [
            "Running 5 tests using 1 worker",
            "  1 failed",
            "    e2e/a.spec.ts:3:1 › 2 passed",
            "  1 flaky",
            "  2 did not run",
            "  3 passed (12.4s)",
        ];
        assert_eq!(counted(Runner::Playwright, &lines), (3, 2, 2));
    }

    #[test]
    fn a_program_that_runs_no_tests_counts_for_nothing() {
        assert_eq!(counted(Runner::None, &["test result: ok. 5 passed; 0 failed; 0 ignored"]), (0, 0, 0));
    }
}
