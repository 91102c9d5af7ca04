//! Running a program, reading along, never for longer than it may.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;
use crate::count::{Runner, Tally};
use crate::guard::Guard;

/// The cargo that started this, else the one in the path.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// A program that is about to run.
pub struct Step {
    command: Command,
    runner: Runner,
    limit: Duration,
}

/// How a program ended.
pub struct Ended {
    /// Whether it was content with itself and ended in time.
    pub ok: bool,
    /// What its runner printed.
    pub tally: Tally,
    /// Why it is not fine although it may have said so.
    pub note: Option<String>,
}

impl Step {
    /// A program in a folder, with its arguments; it may take `minutes`.
    pub fn new(program: impl Into<OsString>, arguments: &[&str], folder: &Path, minutes: u64) -> Self {
        let mut command = Command::new(program.into());
        command.args(arguments).current_dir(folder).stdin(Stdio::null());
        Self { command, runner: Runner::None, limit: Duration::from_secs(60 * minutes) }
    }

    /// Cargo in a folder.
    pub fn cargo(arguments: &[&str], folder: &Path, minutes: u64) -> Self {
        Self::new(cargo(), arguments, folder, minutes)
    }

    /// Sets a variable of its environment.
    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.command.env(name, value.into());
        self
    }

    /// Says whose summary lines it prints.
    pub fn counts(mut self, runner: Runner) -> Self {
        self.runner = runner;
        self
    }

    /// Runs it to its end, showing what it prints. What it started ends with it, whatever happens to this process.
    ///
    /// # Errors
    /// A program that cannot be started.
    pub fn run(mut self) -> Result<Ended> {
        let name = self.command.get_program().to_string_lossy().into_owned();
        self.command.process_group(0).stdout(Stdio::piped());
        let mut child = self.command.spawn().map_err(|error| format!("{name}: {error}"))?;
        let group = child.id().to_string();
        let guard = Guard::new("kill -s TERM -- \"-$1\"; sleep 2; kill -s KILL -- \"-$1\"", &[&group], None)?;
        let stdout = child.stdout.take().ok_or("no standard output")?;
        let mut tally = Tally::default();
        let in_time = self.follow(&lines_of(stdout), &mut tally);
        if in_time {
            guard.disarm();
        } else {
            drop(guard);
        }
        let ok = child.wait()?.success() && in_time;
        let note = if in_time {
            let idle = ok && self.runner != Runner::None && tally == Tally::default();
            idle.then(|| "it ran no test".to_owned())
        } else {
            Some(format!("stopped after {} minutes", self.limit.as_secs() / 60))
        };
        Ok(Ended { ok: ok && note.is_none(), tally, note })
    }

    /// Shows and counts lines until there are no more; false when time is up first.
    fn follow(&self, lines: &Receiver<String>, tally: &mut Tally) -> bool {
        let end = Instant::now() + self.limit;
        loop {
            match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    tally.read(self.runner, &line);
                    println!("{line}");
                }
                Err(RecvTimeoutError::Disconnected) => return true,
                Err(RecvTimeoutError::Timeout) => return false,
            }
        }
    }
}

fn lines_of(stdout: ChildStdout) -> Receiver<String> {
    let (send, receive) = channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_owned();
            if send.send(text).is_err() {
                return;
            }
            line.clear();
        }
    });
    receive
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Step {
        Step::new("sh", &["-c", script], Path::new("/"), 1)
    }

    #[test]
    fn counts_what_a_runner_prints() {
        let script = "echo 'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured'";
        let ended = shell(script).counts(Runner::Cargo).run().unwrap();
        assert!(ended.ok);
        assert_eq!(ended.tally, Tally { passed: 3, failed: 0, skipped: 1 });
    }

    #[test]
    fn a_runner_that_ran_nothing_is_not_fine() {
        let ended = shell("echo nothing here").counts(Runner::Vitest).run().unwrap();
        assert!(!ended.ok && ended.note.is_some());
        assert!(shell("echo nothing here").run().unwrap().ok);
    }

    #[test]
    fn what_takes_too_long_is_stopped_with_all_it_started() {
        let mut step = shell("sleep 600 & sleep 600");
        step.limit = Duration::from_millis(50);
        let started = Instant::now();
        assert!(!step.run().unwrap().ok);
        assert!(started.elapsed() < Duration::from_secs(60));
    }
}
