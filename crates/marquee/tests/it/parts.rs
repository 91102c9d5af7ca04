//! The same program as two processes that find each other.

use std::path::Path;
use std::process::Command;

use crate::{Open, folder, refused};

const PUBLIC: (&str, &str) = ("MARQUEE_SERVER__PUBLIC_URL", "http://house.test");
const HOST: &str = "host: house.test";

/// The part with people and notes, reached by others at `internal`.
fn people(folder: &Path, internal: &str) -> (Open, String) {
    let arguments = ["--only", "accounts,notify", "--internal", internal, "--data", "people"];
    let mut people = Open::start(folder, &arguments, &[PUBLIC]);
    let inside = people.place("Other processes reach this one at http://");
    people.line("This process runs accounts, notify");
    (people, inside)
}

/// The rest of the house, which knows where the people are.
fn rest(folder: &Path, inside: &str) -> Open {
    // Processes of one house share its keys.
    std::fs::create_dir_all(folder.join("rest/keys")).unwrap();
    for key in std::fs::read_dir(folder.join("people/keys")).unwrap() {
        let key = key.unwrap();
        std::fs::copy(key.path(), folder.join("rest/keys").join(key.file_name())).unwrap();
    }
    let url = format!("http://{inside}");
    let peers = [PUBLIC, ("MARQUEE_PEERS__ACCOUNTS", &url), ("MARQUEE_PEERS__NOTIFY", &url)];
    let mut rest = Open::start(folder, &["--without", "accounts,notify", "--data", "rest"], &peers);
    rest.address = rest.place("It listens at http://");
    rest
}

#[test]
fn two_processes_are_one_house() {
    let folder = folder();
    let (mut first, inside) = people(folder.path(), "127.0.0.1:0");
    let rest = rest(folder.path(), &inside);
    let about = rest.ask_as(HOST, "GET", "/api/v1", "");
    assert!(
        ["accounts", "notify", "search", "games", "todos"].iter().all(|name| about.contains(name)),
        "{about}"
    );
    let body = r#"{"email":"ira@example.org","password":"quiet-lantern-7-river"}"#;
    let signed = rest.ask_as(HOST, "POST", "/api/v1/accounts/users", body);
    assert!(signed.starts_with("HTTP/1.1 201"), "{signed}");
    let cookie = signed.lines().find_map(|line| line.strip_prefix("set-cookie: marquee_80="));
    let cookie =
        cookie.and_then(|cookie| cookie.split(';').next()).expect("a session for the public address");
    let member = format!("{HOST}\r\ncookie: marquee_80={cookie}");
    let todo = rest.ask_as(
        &format!("{member}\r\norigin: http://house.test"),
        "POST",
        "/api/v1/todos/items",
        r#"{"title":"Book the room"}"#,
    );
    assert!(todo.starts_with("HTTP/1.1 201"), "{todo}");
    // The welcome note is written by the process beside, by itself.
    while !rest.ask_as(&member, "GET", "/api/v1/notify/notes", "").contains("accounts.welcome") {
        std::thread::yield_now();
    }
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    let away = rest.ask_as(&member, "GET", "/api/v1/accounts/me", "");
    assert!(away.starts_with("HTTP/1.1 503") && away.contains("request/part-away"), "{away}");
    assert!(rest.ask_as(HOST, "GET", "/api/v1/games/works", "").starts_with("HTTP/1.1 200"));
    let (_second, _) = people(folder.path(), &inside);
    let back = rest.ask_as(&member, "GET", "/api/v1/accounts/me", "");
    assert!(back.starts_with("HTTP/1.1 200"), "{back}");
}

#[test]
fn a_part_that_misses_something_says_what_to_set() {
    let folder = folder();
    let serve =
        |more: &[&'static str]| [&["serve", "--listen", "127.0.0.1:0", "--data", "data"], more].concat();
    let named = ["notify needs accounts", "peers.accounts"];
    refused(&serve(&["--only", "notify"]), folder.path(), 1, &named);
    refused(&serve(&["--only", "acounts"]), folder.path(), 3, &["no service 'acounts'", "accounts"]);
    refused(&serve(&["--roles", "work"]), folder.path(), 3, &["--roles needs PostgreSQL"]);
    std::fs::write(folder.path().join("marquee.toml"), "[peers]\naccounts = 'http://127.0.0.1:1'").unwrap();
    refused(&serve(&["--without", "accounts"]), folder.path(), 3, &["server.public_url"]);
    std::fs::write(
        folder.path().join("marquee.toml"),
        "[server]\npublic_url = 'http://house.test'\n[peers]\naccounts = 'here'",
    )
    .unwrap();
    refused(
        &serve(&["--without", "accounts"]),
        folder.path(),
        3,
        &["peers.accounts", "http://10.0.0.7:9100"],
    );
}

#[test]
#[cfg(unix)]
fn it_closes_when_it_is_told_and_leaves_nothing_unwritten() {
    let folder = folder();
    let mut house = Open::at(folder.path());
    assert!(house.sign_up(1).starts_with("HTTP/1.1 201"));
    let told = Command::new("kill").args(["-TERM", &house.child.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert_eq!(house.child.wait().unwrap().code(), Some(0));
    let log = folder.path().join("data/accounts.db-wal");
    let left = std::fs::metadata(log).map_or(0, |file| file.len());
    assert_eq!(left, 0, "the write-ahead log was not taken in");
}
