//! The house that is killed: this program, started with a folder of its own.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::backup::take::beside;
use crate::exit::Exit;

pub(super) struct Victim {
    data: PathBuf,
    url: Option<String>,
    at: String,
    child: Child,
    /// Kept open: a house that cannot print would end by itself.
    _printed: BufReader<ChildStdout>,
}

/// How long something takes.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "durations of work are what is shown")]
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    #[expect(clippy::disallowed_methods, reason = "durations of work are what is shown")]
    pub(super) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// This program, on that house.
fn program(data: &Path, url: Option<&str>) -> Result<Command, Exit> {
    let program =
        std::env::current_exe().map_err(|e| Exit::other(format!("this program is not found: {e}")))?;
    let mut command = Command::new(program);
    command.envs(url.map(|url| ("MARQUEE_DATABASE__URL", url))).stdin(Stdio::null());
    // Writers write as fast as they can, and for as long as they are let.
    command.env("MARQUEE_LIMITS__ENABLED", "false").env("MARQUEE_TODOS__MOST_ITEMS", "100000000");
    command.env("MARQUEE_SERVER__DATA", data);
    Ok(command)
}

impl Victim {
    /// Starts a house at a free port.
    pub(super) async fn start(data: &Path, url: Option<String>) -> Result<Self, Exit> {
        open(data, url.as_deref(), "127.0.0.1:0").await.map(|(child, printed, at)| Self {
            data: data.to_owned(),
            url,
            at,
            child,
            _printed: printed,
        })
    }

    /// Its address.
    pub(super) fn at(&self) -> &str {
        &self.at
    }

    /// Its database, where that is PostgreSQL.
    pub(super) fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Takes it away in the middle of whatever it does.
    pub(super) fn kill(&mut self) -> Result<(), Exit> {
        let killed = self.child.kill().and_then(|()| self.child.wait());
        killed.map(drop).map_err(|e| Exit::other(format!("the house cannot be killed: {e}")))
    }

    /// Starts it again where it was; answers how long that took until it answered.
    pub(super) async fn restart(&mut self) -> Result<Duration, Exit> {
        let watch = Stopwatch::start();
        let (child, printed, at) = open(&self.data, self.url.as_deref(), &self.at).await?;
        (self.child, self._printed, self.at) = (child, printed, at);
        Ok(watch.elapsed())
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        let _: Result<(), Exit> = self.kill();
    }
}

async fn open(
    data: &Path,
    url: Option<&str>,
    at: &str,
) -> Result<(Child, BufReader<ChildStdout>, String), Exit> {
    let mut command = program(data, url)?;
    command.args(["serve", "--log", "error", "--listen", at]).stdout(Stdio::piped());
    let no = |why: String| Exit::other(format!("the house does not start: {why}"));
    let mut child = command.spawn().map_err(|e| no(e.to_string()))?;
    let Some(out) = child.stdout.take() else { return Err(no("it has no output".into())) };
    beside(move || {
        let (mut printed, mut line) = (BufReader::new(out), String::new());
        while printed.read_line(&mut line).map_err(|e| no(e.to_string()))? > 0 {
            if let Some((_, at)) = line.trim().split_once("is open at http://") {
                return Ok((child, printed, at.to_owned()));
            }
            line.clear();
        }
        let _: Result<_, _> = child.wait();
        Err(no("its own words stand above".into()))
    })
    .await
}

/// What `marquee doctor` finds broken in the open house.
pub(super) async fn broken_promises(data: &Path, url: Option<&str>) -> Result<Vec<String>, Exit> {
    let mut command = program(data, url)?;
    command.args(["doctor", "--json"]).stderr(Stdio::null());
    let output =
        beside(move || command.output().map_err(|e| Exit::other(format!("the doctor: {e}")))).await?;
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)
        .map_err(|e| Exit::other(format!("the doctor's answer cannot be read: {e}")))?;
    let findings = report["findings"].as_array().into_iter().flatten();
    let broken = findings.filter(|finding| finding["state"] == "broken");
    Ok(broken.map(|finding| format!("{}: {}", finding["check"], finding["told"])).collect())
}
