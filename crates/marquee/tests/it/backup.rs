//! The drill: a house is copied while people write, brought back elsewhere, and opened.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use testkit::{Engine, Ground, both_engines};

use super::*;

const USERS: &str = "/api/v1/accounts/users";
const SESSIONS: &str = "/api/v1/accounts/sessions";
const ME: &str = "/api/v1/accounts/me";
const ITEMS: &str = "/api/v1/todos/items";
const IRA: &str = r#"{"email":"ira@example.org","password":"quiet-lantern-7-river"}"#;
const SIGN_IN: &str = r#"{"login":"ira@example.org","password":"quiet-lantern-7-river"}"#;
const SECRET: [&str; 2] = ["--passphrase-file", "passphrase.txt"];
const GAMES: &str = r#"{"title":"Lantern Keep","platform":"SNES","year":1994}
{"title":"Quiet River","platform":"NES","year":1989}
"#;

/// Runs the program and gives what it said; it has to succeed.
fn told(arguments: &[&str], folder: &Path, url: Option<&str>) -> String {
    let output = run_on(arguments, folder, url);
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}

/// Writes to-dos until it is told to stop; `made` holds what was acknowledged.
#[expect(clippy::disallowed_methods, reason = "somebody else who writes")]
fn keep_writing(door: &Door) -> (Arc<Mutex<Vec<String>>>, impl FnOnce() + use<>) {
    let (made, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
    let (door, acknowledged, stopped) = (door.clone(), made.clone(), stop.clone());
    let (first, begun) = std::sync::mpsc::channel();
    let writer = std::thread::spawn(move || {
        for n in 0.. {
            if stopped.load(Ordering::Relaxed) {
                return;
            }
            let title = format!("to-do number {n}.");
            let answer = door.ask("POST", ITEMS, &format!(r#"{{"title":"{title}"}}"#));
            assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
            acknowledged.lock().unwrap().push(title);
            if n == 20 {
                let _: Result<(), _> = first.send(());
            }
        }
    });
    begun.recv().expect("it writes");
    let end = move || {
        stop.store(true, Ordering::Relaxed);
        writer.join().expect("it wrote to the end");
    };
    (made, end)
}

/// Everything that a member has on all pages.
fn items(door: &Door) -> String {
    let (mut all, mut cursor) = (String::new(), String::new());
    loop {
        let page = door.ask("GET", &format!("{ITEMS}?limit=100{cursor}"), "");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        all.push_str(&page);
        let Some(next) = page.split_once(r#""next":""#).and_then(|(_, rest)| rest.split('"').next()) else {
            return all;
        };
        cursor = format!("&cursor={next}");
    }
}

fn port(address: &str) -> String {
    format!("_{}=", address.rsplit(':').next().unwrap())
}

async fn database(engine: Engine) -> Ground {
    Ground::new(engine, &[]).await
}

/// A house with somebody in it and games on the shelf.
fn furnish(folder: &Path, url: Option<&str>) -> (Open, Door) {
    std::fs::write(folder.join("passphrase.txt"), "a quiet lantern on the river\n").unwrap();
    std::fs::write(folder.join("games.jsonl"), GAMES).unwrap();
    let house = Open::on(folder, "data", url);
    let ira = house.door().enter(USERS, IRA);
    told(&["import", "games", "games.jsonl", "--data", "data"], folder, url);
    std::fs::create_dir_all(folder.join("data/games/uploads")).unwrap();
    std::fs::write(folder.join("data/games/uploads/kept.csv"), "title").unwrap();
    (house, ira)
}

both_engines! {
    async fn what_was_committed_before_the_backup_comes_back(engine) {
        let folder = folder();
        let (from, to) = (database(engine).await, database(engine).await);
        let (folder, from, to) = (folder.path(), from.url.as_deref(), to.url.as_deref());
        let (house, ira) = furnish(folder, from);
        let (made, end) = keep_writing(&ira);
        let before = made.lock().unwrap().clone();
        let said = told(&[&["backup", "set.tar", "--data", "data"], &SECRET[..]].concat(), folder, from);
        assert!(said.contains("set.tar holds 5 services"), "{said}");
        let late = r#"{"email":"late@example.org","password":"quiet-lantern-7-river"}"#;
        let _ = house.door().enter(USERS, late);
        end();
        drop(house);

        let said = told(&[&["restore", "set.tar", "--data", "other"], &SECRET[..]].concat(), folder, to);
        assert!(said.contains("signed in is out") && said.contains("Numbers of accounts users go on from 10000"), "{said}");
        assert_eq!(std::fs::read_to_string(folder.join("other/games/uploads/kept.csv")).unwrap(), "title");
        assert!(!folder.join("other/restoring").exists());

        let back = Open::on(folder, "other", to);
        // The names of the cookies carry the port.
        let cookie = ira.cookie.replace(&port(&ira.address), &port(&back.address));
        let old = Door { cookie, ..back.door() };
        assert!(old.ask("GET", ME, "").starts_with("HTTP/1.1 401"));
        let again = back.door().enter(SESSIONS, SIGN_IN);
        assert!(again.ask("GET", ME, "").contains(r#""number":1,"#));
        let there = items(&again);
        for title in &before {
            assert!(there.contains(title), "{title} was acknowledged before the backup began and is gone");
        }
        assert!(before.len() > 20);
        // Waits until everything is heard; what is known is not doubled.
        told(&["import", "games", "games.jsonl", "--data", "other"], folder, to);
        let found = again.ask("GET", "/api/v1/games/works?q=lantren", "");
        assert!(found.contains("Lantern Keep"), "{found}");
        let new = back.door().enter(USERS, late);
        assert!(new.ask("GET", ME, "").contains(r#""number":100000"#));
    }

    async fn a_restore_refuses_what_it_should(engine) {
        let folder = folder();
        let (from, to) = (database(engine).await, database(engine).await);
        let (folder, from, to) = (folder.path(), from.url.as_deref(), to.url.as_deref());
        drop(furnish(folder, from));
        told(&[&["backup", "set", "--data", "data"], &SECRET[..]].concat(), folder, from);
        let no = |arguments: &[&str], url: Option<&str>, code: i32, words: &str| {
            let output = run_on(&[arguments, &SECRET[..]].concat(), folder, url);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.code() == Some(code) && said.contains(words), "{arguments:?}: {said}");
        };
        no(&["backup", "set", "--data", "data"], from, 1, "overwrites nothing");
        no(&["backup", "set2", "--data", "nowhere"], from, 4, "no house");
        no(&["restore", "nothing", "--data", "other"], to, 2, "no backup at nothing");
        no(&["restore", "set", "--data", "data"], to, 4, "is not empty");
        if from.is_some() {
            no(&["restore", "set", "--data", "other"], from, 4, "the database is not empty");
            no(&["restore", "set", "--data", "other"], None, 3, "rows of PostgreSQL");
        }
        std::fs::write(folder.join("wrong.txt"), "another lantern on the river").unwrap();
        let wrong = run_on(&["restore", "set", "--data", "other", "--passphrase-file", "wrong.txt"], folder, to);
        assert!(String::from_utf8_lossy(&wrong.stderr).contains("passphrase does not fit"));

        // One changed byte anywhere is seen, and nothing is left behind.
        let kept = folder.join("set/folders/games/uploads/kept.csv");
        std::fs::write(&kept, "tiTle").unwrap();
        no(&["restore", "set", "--data", "other"], to, 1, "kept.csv is not what its manifest says");
        std::fs::write(&kept, "title").unwrap();
        let manifest = folder.join("set/manifest.json");
        let text = std::fs::read_to_string(&manifest).unwrap();
        std::fs::write(&manifest, text.replace("kept.csv", "kepT.csv")).unwrap();
        no(&["restore", "set", "--data", "other"], to, 1, "the manifest of this backup was changed");
        std::fs::write(&manifest, text).unwrap();
        told(&[&["restore", "set", "--data", "other"], &SECRET[..]].concat(), folder, to);
        std::fs::create_dir(folder.join("other/restoring")).unwrap();
        let half = run_on(&["serve", "--listen", "127.0.0.1:0", "--data", "other"], folder, to);
        assert!(String::from_utf8_lossy(&half.stderr).contains("did not end"));
    }
}
