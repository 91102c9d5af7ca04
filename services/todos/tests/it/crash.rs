//! SIGKILL under writers: what was acknowledged is there, and what is sent again is not doubled.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use axum::Router;
use chassis::address::Address;
use chassis::config::Config;
use chassis::db::PgPool;
use chassis::host::{House, Parts, Service, Store};
use chassis::http::{Door, Limits};
use chassis::keys::Keys;
use chassis::mail::{Post, Slips};
use http::Method;
use testkit::Ground;
use uuid::Uuid;

use crate::*;

/// Tells the victim where to write; whoever has none of them is not the victim.
const FOLDER: &str = "MARQUEE_CRASH_FOLDER";
const URL: &str = "MARQUEE_CRASH_POSTGRES";
const ROUND: &str = "MARQUEE_CRASH_ROUND";
/// How many write at the same time, each for a member of its own.
const WRITERS: usize = 8;

fn services() -> [Service; 2] {
    [fakes::accounts(), todos::service()]
}

/// A house that two processes can open one after the other, without limits.
async fn open(folder: &Path, url: Option<&str>) -> (House, Browser) {
    let clock = testkit::TestClock::default().clock();
    let address = Address::default();
    address.listens("127.0.0.1:8080".parse().unwrap());
    let limits = Arc::new(Limits::new(clock.clone(), false));
    let parts = Parts {
        store: url.map_or(Store::Files, |url| Store::Postgres(PgPool::new(url, 8).expect("a URL"))),
        clock,
        config: Config::parse("").unwrap(),
        door: Door::new(address.clone(), limits, Default::default()),
        post: Post::new(None, Slips::new(address, folder, Arc::new(|_| ()))),
        keys: Keys::open(folder).expect("keys"),
        migrate: true,
        away: Vec::new(),
        data: folder.to_owned(),
    };
    let house = House::open(parts, &services()).await.expect("the house opens");
    let browser = Browser::new(house.served(Router::new()), "127.0.0.1:8080");
    (house, browser)
}

fn signed_in(browser: &Browser, writer: usize) -> Browser {
    let mut browser = browser.clone();
    browser.hold("marquee_8080", &Uuid::from_u128(writer as u128 + 1).to_string());
    browser
}

/// Sends what a writer wants, under the key of this one intent. Every third item repeats.
async fn send(browser: &mut Browser, key: &str) -> Answer {
    let third = key.rsplit('-').next().and_then(|n| n.parse::<u64>().ok()).is_some_and(|n| n % 3 == 0);
    let mut body = json!({ "title": key });
    if third {
        body["due"] = json!({ "date": "2026-11-21", "zone": "UTC" });
        body["repeat"] = json!({ "every": "day" });
    }
    browser.send(Method::POST, ITEMS, Some(body.to_string()), &[("idempotency-key", key)]).await
}

fn say(words: &str) {
    std::io::stdout().lock().write_all(format!("{words}\n").as_bytes()).expect("somebody reads");
}

/// Writes until it is killed. Does nothing unless the test below starts it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "a process that is started by a test gets its orders this way")]
async fn victim() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let url = std::env::var(URL).ok();
    let round = std::env::var(ROUND).expect("a round");
    let (_house, browser) = open(Path::new(&folder), url.as_deref()).await;
    testkit::crowd(WRITERS, |writer| {
        let (mut browser, round) = (signed_in(&browser, writer), round.clone());
        async move {
            for n in 0.. {
                let key = format!("{round}-{writer}-{n}");
                say(&format!("\ntries {writer} {key}"));
                let item = send(&mut browser, &key).await.expect(201);
                say(&format!("made {key} {}", item["id"].as_str().unwrap()));
                let _ = finish(&mut browser, &item).await.expect(200);
                say(&format!("finished {key}"));
            }
        }
    })
    .await;
}

/// What the victim said before it died.
#[derive(Default)]
struct Said {
    tried: BTreeMap<String, usize>,
    made: BTreeMap<String, String>,
    finished: BTreeSet<String>,
}

impl Said {
    fn read(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["tries", writer, key] => {
                self.tried.insert((*key).to_owned(), writer.parse().unwrap());
            }
            ["made", key, id] => {
                self.made.insert((*key).to_owned(), (*id).to_owned());
            }
            ["finished", key] => {
                self.finished.insert((*key).to_owned());
            }
            _ => {}
        }
    }
}

/// Lets the victim write until so many intents were finished, and kills it.
fn write_and_kill(said: &mut Said, folder: &Path, url: Option<&str>, (round, most): (usize, usize)) {
    let me: PathBuf = std::env::current_exe().expect("this program");
    let mut command = Command::new(me);
    command
        .args(["crash::victim", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .env(ROUND, round.to_string());
    command.envs(url.map(|url| (URL, url))).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the victim starts");
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    let before = said.finished.len();
    let mut line = String::new();
    while said.finished.len() < before + most {
        line.clear();
        assert!(out.read_line(&mut line).expect("a line") > 0, "the victim ended by itself");
        said.read(&line);
    }
    child.kill().expect("SIGKILL");
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("what it still said");
    child.wait().expect("it is dead");
    // The last line may be cut off in the middle.
    let whole = rest.rfind('\n').map_or("", |end| &rest[..end]);
    whole.lines().for_each(|line| said.read(line));
}

/// Sends every intent again, and looks that each was done once and that what was acknowledged is there.
async fn audit(said: &Said, folder: &Path, url: Option<&str>) {
    let (house, browser) = open(folder, url).await;
    for (key, writer) in &said.tried {
        let again = send(&mut signed_in(&browser, *writer), key).await;
        let replayed = again.headers.contains_key("idempotent-replayed");
        let item = again.expect(201);
        if let Some(id) = said.made.get(key) {
            assert!(replayed && item["id"] == **id, "{key} was acknowledged and made again");
        }
    }
    let mut there: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    for writer in 0..WRITERS {
        let (mut browser, mut cursor) = (signed_in(&browser, writer), String::new());
        loop {
            let page = browser.get(&format!("{ITEMS}?limit=100{cursor}")).await.expect(200);
            for item in page["items"].as_array().unwrap() {
                let title = item["title"].as_str().unwrap().to_owned();
                there.entry(title).or_default().push(item["completed"] == true);
            }
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
    }
    assert_eq!(there.len(), said.tried.len());
    for (key, found) in &there {
        let repeats = key.rsplit('-').next().unwrap().parse::<u64>().unwrap() % 3 == 0;
        let done = found.iter().filter(|done| **done).count();
        assert_eq!(found.len(), if repeats { 1 + done } else { 1 }, "{key}: {found:?}");
        assert!(done == 1 || (done == 0 && !said.finished.contains(key)), "{key} was finished and is not");
    }
    assert_eq!(house.broken_promises().await.unwrap(), Vec::<String>::new());
}

testkit::both_engines! {
    async fn a_kill_loses_nothing_and_doubles_nothing(engine) {
        let schemas = services().map(|service| (service.name, service.migrations));
        let ground = Ground::new(engine, &schemas).await;
        let mut said = Said::default();
        for round in 1..=4 {
            let (folder, url) = (ground.folder.path(), ground.url.as_deref());
            write_and_kill(&mut said, folder, url, (round, 40 + 23 * round));
            audit(&said, folder, url).await;
        }
        assert!(said.finished.len() > 300 && said.tried.len() > said.finished.len(), "{}", said.finished.len());
    }
}
