//! The program as an operator meets it: it starts, it says what is wrong, it loses nothing.

mod backup;
mod chaos;
mod doctor;
mod door;
mod operation;
mod parts;
mod traces;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use door::Door;

const PROGRAM: &str = env!("CARGO_BIN_EXE_marquee");

/// Runs the program to its end; one that does not end in a minute fails the test.
fn run(arguments: &[&str], folder: &Path) -> Output {
    run_on(arguments, folder, None)
}

/// The same with a PostgreSQL database instead of files.
#[expect(clippy::disallowed_methods, reason = "a thread that waits is the bound of the wait")]
fn run_on(arguments: &[&str], folder: &Path, url: Option<&str>) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command.envs(url.map(|url| ("MARQUEE_DATABASE__URL", url)));
    let (send, ended) = std::sync::mpsc::channel();
    std::thread::spawn(move || send.send(command.output()));
    let output = ended.recv_timeout(std::time::Duration::from_secs(60));
    output.unwrap_or_else(|_| panic!("{arguments:?} did not end")).expect("it runs")
}

fn refused(arguments: &[&str], folder: &Path, code: i32, words: &[&str]) {
    let output = run(arguments, folder);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for word in words {
        assert!(said.contains(word), "'{word}' is missing in: {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

/// A house that is open, and what it prints.
struct Open {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
    address: String,
}

impl Open {
    fn at(folder: &Path) -> Self {
        Self::on(folder, "data", None)
    }

    /// With this data folder, and a PostgreSQL database instead of files.
    fn on(folder: &Path, data: &str, url: Option<&str>) -> Self {
        let environment: Vec<_> = url.map(|url| ("MARQUEE_DATABASE__URL", url)).into_iter().collect();
        let mut open = Self::start(folder, &["--data", data], &environment);
        open.address = open.place("is open at http://");
        open
    }

    /// Starts it; it may not be open yet.
    fn start(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["serve", "--listen", "127.0.0.1:0", "--log", "error"]).args(arguments);
        Self::from(command.envs(environment.iter().copied()).current_dir(folder))
    }

    /// Starts a house by this command; it may not be open yet.
    fn from(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let lines = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, lines, address: String::new() }
    }

    /// The host and port in the next line that holds these words.
    fn place(&mut self, words: &str) -> String {
        self.line(words).split_once("http://").expect("an address").1.to_owned()
    }

    /// The next line that holds these words.
    fn line(&mut self, words: &str) -> String {
        let mut line = String::new();
        while self.lines.read_line(&mut line).expect("its output") > 0 {
            if line.contains(words) {
                return line.trim().to_owned();
            }
            line.clear();
        }
        panic!("it ended without saying '{words}'");
    }

    /// Sends a request; gives the whole answer as text.
    fn ask(&self, method: &str, path: &str, body: &str) -> String {
        self.ask_as(&format!("host: {}", self.address), method, path, body)
    }

    /// Sends a request with one header more; gives the whole answer as text.
    fn ask_with(&self, method: &str, path: &str, header: &str) -> String {
        self.ask_as(&format!("host: {}\r\n{header}", self.address), method, path, "")
    }

    /// Sends a request with these headers, one a line.
    fn ask_as(&self, headers: &str, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{headers}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    fn door(&self) -> Door {
        Door { address: self.address.clone(), cookie: String::new() }
    }

    fn sign_up(&self, n: usize) -> String {
        let body = format!(r#"{{"email":"m{n}@example.org","password":"quiet-lantern-7-river"}}"#);
        self.ask("POST", "/api/v1/accounts/users", &body)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _: Result<(), _> = self.child.kill();
        let _: Result<_, _> = self.child.wait();
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn opens_from_an_empty_folder_and_answers() {
    let folder = folder();
    let mut house = Open::at(folder.path());
    assert!(house.line("First administrator: http://").contains("/setup#"));
    assert!(house.ask("GET", "/api/v1", "").contains(r#""name":"Marquee""#));
    let page = house.ask("GET", "/anywhere", "");
    assert!(page.contains("text/html") && page.contains("script-src 'self'"), "{page}");
    assert!(house.ask("GET", "/assets/gone.js", "").starts_with("HTTP/1.1 404"));
    assert!(house.sign_up(1).starts_with("HTTP/1.1 201"));
    assert!(house.line("Confirm m1@example.org: http://").contains("/confirm#"));
}

#[test]
fn a_taken_address_is_told() {
    let folder = folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap().to_string();
    refused(&["serve", "--listen", &at], folder.path(), 5, &[&at, "--listen", "another Marquee"]);
    refused(&["serve", "--listen", "nonsense"], folder.path(), 5, &["nonsense", "--listen 127.0.0.1:8080"]);
}

#[test]
fn a_folder_that_cannot_be_used_is_told() {
    let folder = folder();
    std::fs::write(folder.path().join("file"), "x").unwrap();
    refused(&["serve", "--data", "file/data"], folder.path(), 4, &["file/data", "cannot be used", "--data"]);
    let _house = Open::at(folder.path());
    refused(
        &["serve", "--listen", "127.0.0.1:0", "--data", "data"],
        folder.path(),
        4,
        &["another marquee", "--data"],
    );
}

#[test]
fn data_of_a_newer_version_is_left_alone() {
    let folder = folder();
    drop(Open::at(folder.path()));
    testkit::ground::make_newer(&folder.path().join("data"), &accounts::service());
    refused(
        &["serve", "--listen", "127.0.0.1:0", "--data", "data"],
        folder.path(),
        4,
        &["newer than this program", "9001_later"],
    );
    refused(&["migrate", "down", "--service", "accounts", "--data", "data"], folder.path(), 4, &["newer"]);
}

#[test]
fn a_wrong_configuration_is_told_with_the_nearest_key() {
    let folder = folder();
    let cases = [
        ("[server]\nlisen = '127.0.0.1:1'", "did you mean listen?"),
        ("[servr]", "did you mean server?"),
        ("[accounts]\npasword_min = 9", "did you mean password_min?"),
        ("[server]\ndata = 7", "invalid type"),
        ("[server\n", "line 1"),
        ("[server]\npublic_url = 'https://m.example'", "trusted_proxies"),
        ("[mail]\nhost = 'smtp.example'\nfrom = 'a@b.org'", "server.public_url"),
        ("[mail]\nhost = 'smtp.example'", "mail.from"),
    ];
    for (text, words) in cases {
        std::fs::write(folder.path().join("marquee.toml"), text).unwrap();
        refused(&["serve", "--listen", "127.0.0.1:0"], folder.path(), 3, &[words]);
    }
    refused(&["serve", "--config", "missing.toml"], folder.path(), 3, &["missing.toml cannot be read"]);
    refused(&["serv"], folder.path(), 2, &["serve"]);
}

#[test]
fn the_schema_goes_down_and_up_again() {
    let folder = folder();
    drop(Open::at(folder.path()));
    let data = ["--data", "data"];
    let told = |arguments: &[&str]| {
        let output = run(&[arguments, &data].concat(), folder.path());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(told(&["migrate", "status"]).contains("0001_users"));
    refused(&["migrate", "down", "--service", "notify", "--data", "data"], folder.path(), 4, &["--force"]);
    assert!(told(&["migrate", "down", "--service", "notify", "--force"]).contains("taken back"));
    assert!(told(&["migrate", "status"]).contains("missing"));
    refused(
        &["serve", "--no-migrate", "--listen", "127.0.0.1:0", "--data", "data"],
        folder.path(),
        4,
        &["migrate up"],
    );
    assert!(told(&["migrate", "up"]).contains("notify: 1 applied"));
    assert!(told(&["migrate", "down", "--service", "accounts", "--force"]).contains("taken back"));
    assert!(told(&["migrate", "up"]).contains("accounts: 1 applied"));
    drop(Open::at(folder.path()));
    refused(
        &["migrate", "down", "--service", "nobody", "--data", "data"],
        folder.path(),
        3,
        &["accounts", "notify"],
    );
}

#[test]
fn what_was_answered_is_there_after_a_kill() {
    let folder = folder();
    let mut made = 0;
    for _ in 0..4 {
        let mut house = Open::at(folder.path());
        for _ in 0..5 {
            made += 1;
            assert!(house.sign_up(made).starts_with("HTTP/1.1 201"));
        }
        house.child.kill().unwrap();
    }
    let house = Open::at(folder.path());
    for n in 1..=made {
        let again = house.sign_up(n);
        assert!(again.starts_with("HTTP/1.1 409"), "account {n} is lost: {again}");
    }
}
