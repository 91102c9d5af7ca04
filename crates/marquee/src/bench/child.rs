//! The measured servers: children of the bench, each on a core of its own.

use std::convert::Infallible;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use axum::body::Bytes;
use clap::Args;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::load::Answer;
use super::machine::{cpu_micros, keep_to};
use crate::cli::{Flags, Level};
use crate::exit::Exit;
use crate::serve;

/// Which server the bench starts itself as.
#[derive(Args, Debug, Clone)]
pub(crate) struct Part {
    /// The core to stay on.
    #[arg(long)]
    core: Option<usize>,
    /// The data folder of a house.
    #[arg(long)]
    data: PathBuf,
    /// A recorded answer: hyper alone gives it, instead of a house.
    #[arg(long)]
    answer: Option<PathBuf>,
}

/// What the bench's child does.
pub(crate) fn part(part: &Part) -> Result<(), Exit> {
    if let Some(core) = part.core {
        keep_to(&[core]);
    }
    // A bench that is killed leaves no server behind.
    #[cfg(target_os = "linux")]
    let _: Result<(), _> =
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    // The runtime counts the cores that it may use, and so it starts one worker on one core.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Exit::other(format!("the runtime does not start: {error}")))?;
    let listen = "127.0.0.1:0".to_owned();
    match &part.answer {
        Some(answer) => runtime.block_on(bare(answer, &listen)),
        None => {
            let (data, listen) = (Some(part.data.clone()), Some(listen));
            runtime.block_on(serve::serve(&Flags {
                data,
                listen,
                log: Some(Level::Warn),
                ..Flags::default()
            }))
        }
    }
}

/// hyper and nothing else: the same answer to everything, as bytes that were recorded.
#[expect(clippy::disallowed_methods, reason = "what is measured against has no chassis")]
async fn bare(answer: &Path, listen: &str) -> Result<(), Exit> {
    let (status, headers, body) = replay(answer)?;
    let listener = TcpListener::bind(listen).await.map_err(|e| Exit::address(e.to_string()))?;
    let at = listener.local_addr().map_err(|e| Exit::address(e.to_string()))?;
    println!("hyper is open at http://{at}");
    loop {
        let (stream, _) = listener.accept().await.map_err(|e| Exit::address(e.to_string()))?;
        let (headers, body) = (headers.clone(), body.clone());
        tokio::spawn(async move {
            let service = service_fn(move |_| {
                let mut response = http::Response::new(Full::new(body.clone()));
                *response.status_mut() = status;
                response.headers_mut().clone_from(&headers);
                async { Ok::<_, Infallible>(response) }
            });
            http1::Builder::new().serve_connection(TokioIo::new(stream), service).await
        });
    }
}

/// Writes an answer down for [`replay`]; without its headers when only the body should be given.
pub(super) fn record(answer: &Answer, with_headers: bool, path: &Path) -> Result<(), Exit> {
    // hyper writes these three by itself.
    let own = ["date", "content-length", "connection"];
    let lines = answer.head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let kept: String = lines
        .filter(|(name, _)| with_headers && !own.contains(name))
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    let status = format!("{}\n", answer.status());
    let text = [status.as_bytes(), kept.as_bytes(), b"\n", &answer.body].concat();
    std::fs::write(path, text).map_err(|e| Exit::data(format!("{}: {e}", path.display())))
}

fn replay(path: &Path) -> Result<(StatusCode, HeaderMap, Bytes), Exit> {
    let refuse = |why: String| Exit::data(format!("{}: {why}", path.display()));
    let recorded = std::fs::read(path).map_err(|e| refuse(e.to_string()))?;
    let none = || refuse("no recorded answer".into());
    // The head is text; a packed body is not.
    let end = recorded.windows(2).position(|two| two == b"\n\n").ok_or_else(none)?;
    let (head, body) = (&recorded[..end], &recorded[end + 2..]);
    let head = std::str::from_utf8(head).map_err(|e| refuse(e.to_string()))?;
    let status = head.lines().next().and_then(|status| StatusCode::from_bytes(status.as_bytes()).ok());
    let mut headers = HeaderMap::new();
    for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
        let name = HeaderName::try_from(name).map_err(|e| refuse(e.to_string()))?;
        headers.append(name, HeaderValue::try_from(value).map_err(|e| refuse(e.to_string()))?);
    }
    Ok((status.ok_or_else(none)?, headers, Bytes::copy_from_slice(body)))
}

/// Limits that decide about every request and refuse none.
const LIFTED: [(&str, &str); 2] =
    [("MARQUEE_LIMITS__USER", "6000000"), ("MARQUEE_LIMITS__ANONYMOUS", "6000000")];

/// A running child. It is killed when this is dropped.
pub(super) struct Server {
    child: Child,
    at: SocketAddr,
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts a house over a data folder, with limits that a bench cannot reach.
    pub(super) fn house(core: Option<usize>, data: &Path) -> Result<Self, Exit> {
        Self::start(core, data, None, &LIFTED)
    }

    /// Starts a house whose routes have no limits at all, for what no client may do so often.
    pub(super) fn open_house(core: Option<usize>, data: &Path) -> Result<Self, Exit> {
        // Nobody writes as many to-dos as a bench does.
        let lifted = [("MARQUEE_LIMITS__ENABLED", "false"), ("MARQUEE_TODOS__MOST_ITEMS", "100000000")];
        Self::start(core, data, None, &lifted)
    }

    /// Starts hyper with a recorded answer.
    pub(super) fn bare(core: Option<usize>, data: &Path, answer: &Path) -> Result<Self, Exit> {
        Self::start(core, data, Some(answer), &[])
    }

    fn start(
        core: Option<usize>,
        data: &Path,
        answer: Option<&Path>,
        limits: &[(&str, &str)],
    ) -> Result<Self, Exit> {
        let fail = |error: std::io::Error| Exit::other(format!("a measured server does not start: {error}"));
        let mut command = Command::new(std::env::current_exe().map_err(fail)?);
        command.arg("bench-part").arg("--data").arg(data);
        if let Some(core) = core {
            command.args(["--core", &core.to_string()]);
        }
        if let Some(answer) = answer {
            command.arg("--answer").arg(answer);
        }
        // No environment and no configuration file of the operator's: only the limits are lifted.
        command.env_clear().current_dir(data);
        command.envs(limits.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(fail)?;
        let output = child.stdout.take().ok_or_else(|| Exit::other("a child without output"))?;
        let mut server = Waiting(Some(child));
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line).map_err(fail)?;
        let at = line.trim().rsplit_once("http://").and_then(|(_, at)| at.parse().ok());
        let at = at.ok_or_else(|| Exit::other("a measured server did not open; it says why above"))?;
        let child = server.0.take().ok_or_else(|| Exit::other("a child that is gone"))?;
        Ok(Self { child, at, _output: output })
    }

    pub(super) fn at(&self) -> SocketAddr {
        self.at
    }

    pub(super) fn process(&self) -> u32 {
        self.child.id()
    }

    /// The processor time that it has used so far, in microseconds.
    pub(super) fn cpu(&self) -> Option<f64> {
        cpu_micros(self.process())
    }

    /// Asks it to close, and waits until it did.
    pub(super) fn close(mut self) -> Result<(), Exit> {
        #[cfg(target_os = "linux")]
        if let Some(process) = i32::try_from(self.process()).ok().and_then(rustix::process::Pid::from_raw) {
            let _: Result<(), _> = rustix::process::kill_process(process, rustix::process::Signal::TERM);
            return self.child.wait().map(drop).map_err(|e| Exit::other(e.to_string()));
        }
        self.child.kill().map_err(|e| Exit::other(e.to_string()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(Waiting(None));
        let _: Result<(), std::io::Error> = self.child.kill();
        let _: Result<_, std::io::Error> = self.child.wait();
    }
}

/// A child that has not said where it listens; it is killed when it never does.
struct Waiting(Option<Child>);

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _: Result<(), std::io::Error> = child.kill();
            let _: Result<_, std::io::Error> = child.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_answer_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answer");
        let head = "HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ndate: x\r\n\r\n".to_owned();
        let answer = Answer { head, body: vec![0xff, 0, b'\n', b'\n', 1] };
        record(&answer, true, &path).unwrap();
        let (status, headers, body) = replay(&path).unwrap();
        assert_eq!(
            (status, headers.len(), &headers["content-encoding"]),
            (StatusCode::OK, 1, &HeaderValue::from_static("br"))
        );
        assert_eq!(body, answer.body);
        record(&answer, false, &path).unwrap();
        let (_, headers, body) = replay(&path).unwrap();
        assert!(headers.is_empty() && body == answer.body);
    }
}
