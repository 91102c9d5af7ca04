//! The generator: a closed loop of raw HTTP/1.1 over kept connections.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::turns::{Until, Watch, p99};
use crate::exit::Exit;

/// How many connections ask at a time.
const CONNECTIONS: usize = 16;

/// A request as it goes over the wire.
pub(super) fn request(method: &str, path: &str, host: SocketAddr, rest: &str, body: &str) -> Vec<u8> {
    let length = if body.is_empty() { String::new() } else { format!("content-length: {}\r\n", body.len()) };
    format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\n{rest}{length}\r\n{body}").into_bytes()
}

/// A connection, and what was read from it but not understood yet.
pub(super) struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Line {
    pub(super) async fn open(to: SocketAddr) -> Result<Self, Exit> {
        let stream = TcpStream::connect(to).await.map_err(broken)?;
        Ok(Self { stream, buffer: Vec::with_capacity(8192) })
    }

    /// Sends a request and reads the whole answer.
    pub(super) async fn ask(&mut self, request: &[u8]) -> Result<Answer, Exit> {
        let (head, whole) = self.exchange(request).await?;
        let text = String::from_utf8_lossy(&self.buffer[..head]).into_owned();
        let answer = Answer { head: text, body: self.buffer[head..whole].to_vec() };
        self.buffer.drain(..whole);
        Ok(answer)
    }

    /// Sends a request and takes the answer for good when it has the status that is due.
    async fn knock(&mut self, request: &[u8], due: u16) -> Result<(), Exit> {
        let (_, whole) = self.exchange(request).await?;
        if status(&self.buffer) != Some(due) {
            let line = String::from_utf8_lossy(&self.buffer[..whole.min(32)]).into_owned();
            return Err(Exit::other(format!("the server answered {line} where {due} was due")));
        }
        self.buffer.drain(..whole);
        Ok(())
    }

    /// How long the answer's head is, and the whole answer.
    async fn exchange(&mut self, request: &[u8]) -> Result<(usize, usize), Exit> {
        self.stream.write_all(request).await.map_err(broken)?;
        loop {
            if let Some((head, whole)) = measure(&self.buffer)
                && self.buffer.len() >= whole
            {
                return Ok((head, whole));
            }
            if self.stream.read_buf(&mut self.buffer).await.map_err(broken)? == 0 {
                return Err(Exit::other("the server closed the connection"));
            }
        }
    }
}

impl Answer {
    pub(super) fn is(&self, due: u16) -> bool {
        self.status() == due
    }

    /// The status; nought when there is none.
    pub(super) fn status(&self) -> u16 {
        status(self.head.as_bytes()).unwrap_or(0)
    }

    /// The value of a header, by its name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

fn status(answer: &[u8]) -> Option<u16> {
    std::str::from_utf8(answer.strip_prefix(b"HTTP/1.1 ")?.get(..3)?).ok()?.parse().ok()
}

/// The length of the head and of the whole answer, once the head is there.
fn measure(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = find(bytes, b"\r\n\r\n")? + 4;
    let name = b"content-length: ";
    let length = find(&bytes[..head], name).map_or(0, |at| {
        let digits = bytes[at + name.len()..].iter().take_while(|byte| byte.is_ascii_digit());
        digits.fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'))
    });
    Some((head, head + length))
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

fn broken(error: std::io::Error) -> Exit {
    Exit::other(format!("the connection to the measured server: {error}"))
}

/// Kept connections that each send a request of their own again and again.
pub(super) struct Load {
    lines: Vec<(Line, Vec<u8>)>,
    due: u16,
}

/// How much was answered in how long.
pub(super) struct Answered {
    pub(super) requests: u64,
    pub(super) seconds: f64,
    /// Microseconds that 99 of 100 answers took at most.
    pub(super) p99: f64,
}

impl Load {
    /// Connections that all send the same request.
    pub(super) async fn new(to: SocketAddr, request: &[u8], due: u16) -> Result<Self, Exit> {
        Self::of(to, vec![request.to_vec(); CONNECTIONS], due).await
    }

    /// A connection for each request.
    pub(super) async fn of(to: SocketAddr, requests: Vec<Vec<u8>>, due: u16) -> Result<Self, Exit> {
        let mut lines = Vec::new();
        for request in requests {
            lines.push((Line::open(to).await?, request));
        }
        Ok(Self { lines, due })
    }

    /// Asks on all connections, each as fast as it is answered.
    pub(super) async fn run(&mut self, length: Duration) -> Result<Answered, Exit> {
        let watch = Watch::start();
        let mut asking = JoinSet::new();
        for (mut line, request) in self.lines.drain(..) {
            let due = self.due;
            asking.spawn(async move {
                let (mut until, mut times) = (Until::new(length), Vec::new());
                while until.more(1) {
                    let begun = Watch::start();
                    line.knock(&request, due).await?;
                    times.push(begun.micros());
                }
                Ok::<_, Exit>((line, request, times))
            });
        }
        let mut times = Vec::new();
        while let Some(asked) = asking.join_next().await {
            let (line, request, took) = asked.map_err(|error| Exit::other(error.to_string()))??;
            times.extend(took);
            self.lines.push((line, request));
        }
        let (requests, seconds) = (times.len() as u64, watch.elapsed().as_secs_f64());
        Ok(Answered { requests, seconds, p99: p99(times) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_end_of_an_answer() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\ndate: x\r\n\r\nhello, world";
        assert_eq!(measure(answer), Some((answer.len() - 12, answer.len())));
        assert_eq!(measure(b"HTTP/1.1 204 No Content\r\n\r\n"), Some((27, 27)));
        assert_eq!(measure(b"HTTP/1.1 200 OK\r\ncontent-le"), None);
        assert_eq!(
            (status(answer), status(b"HTTP/1.1 304 Not Modified"), status(b"HTTP/1.1 2")),
            (Some(200), Some(304), None)
        );
    }
}
