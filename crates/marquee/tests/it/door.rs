//! A way in for somebody who holds cookies.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// Where the house is, and the cookies.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) address: String,
    pub(crate) cookie: String,
}

impl Door {
    /// Sends a request; gives the whole answer as text.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let (host, length, cookie) = (&self.address, body.len(), &self.cookie);
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    /// Signs in, or up, and holds the session.
    pub(crate) fn enter(mut self, path: &str, body: &str) -> Self {
        let answer = self.ask("POST", path, body);
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        let cookies = answer.lines().filter_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        self.cookie = cookies.filter(|cookie| !cookie.ends_with('=')).collect::<Vec<_>>().join("; ");
        self
    }
}
