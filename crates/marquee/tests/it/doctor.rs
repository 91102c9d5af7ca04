//! What `doctor` says of a house that is well, of one that is not, and what it mends; what `keys` does.

use std::path::Path;

use chassis::db::{Db, PgPool};
use testkit::{Engine, Ground, TestClock, both_engines, mischief};

use super::*;

const USERS: &str = "/api/v1/accounts/users";
const ME: &str = "/api/v1/accounts/me";
const IRA: &str = r#"{"email":"ira@example.org","password":"quiet-lantern-7-river"}"#;
const SIGN_IN: &str = r#"{"login":"ira@example.org","password":"quiet-lantern-7-river"}"#;

fn db(folder: &Path, url: Option<&str>, service: &'static str) -> Db {
    let clock = TestClock::default().clock();
    match url {
        Some(url) => Db::postgres(service, PgPool::new(url, 2).unwrap(), clock),
        None => {
            Db::sqlite(service, &chassis::db::migrate::file_of(&folder.join("data"), service), clock).unwrap()
        }
    }
}

/// What it says, and whether it calls anything broken.
fn doctor(arguments: &[&str], folder: &Path, url: Option<&str>) -> (String, bool) {
    let output = run_on(&[&["doctor", "--data", "data"], arguments].concat(), folder, url);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.code() {
        Some(0) => (said, false),
        Some(1) => (said, true),
        code => panic!("{code:?}: {said}{}", String::from_utf8_lossy(&output.stderr)),
    }
}

fn told(arguments: &[&str], folder: &Path, url: Option<&str>) -> String {
    let output = run_on(&[arguments, &["--data", "data"]].concat(), folder, url);
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

async fn ground(engine: Engine) -> Ground {
    Ground::new(engine, &[]).await
}

both_engines! {
    async fn a_well_house_is_called_well_open_and_closed(engine) {
        let (folder, ground) = (folder(), ground(engine).await);
        let (folder, url) = (folder.path(), ground.url.as_deref());
        assert!(doctor(&[], folder, url).0.contains("there is no house in data"));
        let mut house = Some(Open::on(folder, "data", url));
        let _ = house.as_ref().unwrap().door().enter(USERS, IRA);
        for _ in ["open", "closed"] {
            let (said, broken) = doctor(&["--json"], folder, url);
            assert!(!broken, "{said}");
            for words in ["promises of accounts", "consumer notify.welcome", "signing key", "\"broken\": 0", "numbers of accounts"] {
                assert!(said.contains(words), "{words}: {said}");
            }
            assert!(said.contains(if url.is_some() { "\"PostgreSQL\"" } else { "file of accounts" }));
            drop(house.take());
        }
        let (said, broken) = doctor(&[], folder, url);
        assert!(!broken && said.contains("0 broken"), "{said}");
    }

    async fn what_stopped_is_found_and_mended_and_the_rest_is_not(engine) {
        let (folder, ground) = (folder(), ground(engine).await);
        let (folder, url) = (folder.path(), ground.url.as_deref());
        let house = Open::on(folder, "data", url);
        let _ = house.door().enter(USERS, IRA);
        assert!(!doctor(&["--reconcile"], folder, url).1);
        drop(house);
        mischief::lose_epoch(&db(folder, url, "notify")).await;
        mischief::set_numbers_back(&db(folder, url, "accounts"), url.is_some()).await;
        mischief::break_a_promise(&db(folder, url, "accounts"), true).await;
        let (said, broken) = doctor(&[], folder, url);
        for words in ["consumer notify.welcome", "has stopped: it cannot read on in the log of accounts", "users stands at", "a session ends no earlier than it began"] {
            assert!(broken && said.contains(words), "{words}: {said}");
        }
        let house = Open::on(folder, "data", url);
        let (said, broken) = doctor(&["--reconcile"], folder, url);
        assert!(broken && said.contains("mended   consumer notify.welcome") && said.contains("goes on from 2"), "{said}");
        assert!(said.contains("does not hold") && !said.contains("has stopped"), "{said}");
        mischief::break_a_promise(&db(folder, url, "accounts"), false).await;
        assert!(!doctor(&[], folder, url).1);
        let new = house.door().enter(USERS, r#"{"email":"new@example.org","password":"quiet-lantern-7-river"}"#);
        assert!(new.ask("GET", ME, "").contains(r#""number":2,"#));
        // Whoever reads a log again does nothing twice.
        let ira = house.door().enter("/api/v1/accounts/sessions", SIGN_IN);
        let notes = ira.ask("GET", "/api/v1/notify/notes", "");
        assert_eq!(notes.matches("accounts.welcome").count(), 1, "{notes}");
    }

    async fn keys_change_while_the_house_is_open(engine) {
        let (folder, ground) = (folder(), ground(engine).await);
        let (folder, url) = (folder.path(), ground.url.as_deref());
        let house = Open::on(folder, "data", url);
        let _ = house.door().enter(USERS, IRA);
        let token = || {
            let granted = house.ask("POST", "/api/v1/accounts/tokens", SIGN_IN);
            granted.split_once(r#""access_token":""#).unwrap().1.split('"').next().unwrap().to_owned()
        };
        let works = |token: &str| {
            let cookie = format!("access_token={token}");
            Door { cookie, ..house.door() }.ask("GET", ME, "").starts_with("HTTP/1.1 200")
        };
        let old = token();
        assert!(told(&["keys", "revoke", "signing", "1"], folder, url).contains("is the one in use"));
        assert!(told(&["keys", "rotate", "signing"], folder, url).contains("signing key 2 is in use"));
        let new = token();
        assert!(works(&old) && works(&new));
        assert!(house.ask("GET", "/.well-known/jwks.json", "").contains("ed-2"));
        assert!(told(&["keys", "revoke", "signing", "1"], folder, url).contains("refused from now on"));
        assert!(!works(&old) && works(&new));
        assert!(told(&["keys", "revoke", "signing", "9"], folder, url).contains("There is no signing key 9"));

        told(&["keys", "rotate", "pepper"], folder, url);
        assert!(told(&["keys", "revoke", "pepper", "1"], folder, url).contains("1 accounts have a password"));
        // A sign-in hashes anew.
        let _ = house.door().enter("/api/v1/accounts/sessions", SIGN_IN);
        assert!(told(&["keys", "revoke", "pepper", "1"], folder, url).contains("0 accounts have to set"));
        let _ = house.door().enter("/api/v1/accounts/sessions", SIGN_IN);
        drop(house);

        told(&["keys", "rotate", "sealing"], folder, url);
        mischief::let_a_mail_wait(&db(folder, url, "notify"), Some("1.nonce.bytes")).await;
        assert!(told(&["keys", "revoke", "sealing", "1"], folder, url).contains("1 mails or events that wait"));
        mischief::let_a_mail_wait(&db(folder, url, "notify"), None).await;
        assert!(told(&["keys", "revoke", "sealing", "1"], folder, url).contains("sealing key 1 is gone"));
        let list = told(&["keys", "list"], folder, url);
        assert_eq!(list.matches("in use").count(), 4, "{list}");
        let accounts = db(folder, url, "accounts");
        assert_eq!((mischief::audited(&accounts, "keys.rotate").await, mischief::audited(&accounts, "keys.revoke").await), (3, 3));
    }
}

#[test]
fn keys_from_elsewhere_are_named_when_one_is_missing() {
    let folder = folder();
    drop(Open::at(folder.path()));
    let keys = folder.path().join("keys");
    std::fs::create_dir(&keys).unwrap();
    std::fs::copy(folder.path().join("data/keys/sealing-1.key"), keys.join("sealing-1.key")).unwrap();
    let mut command = Command::new(PROGRAM);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data", "data"]).current_dir(folder.path());
    let output = command.env("MARQUEE_KEYS_DIR", &keys).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && said.contains("no signing key") && said.contains("keys/signing-1.key"),
        "{said}"
    );
}

#[test]
fn shells_can_complete_the_commands() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish"] {
        let script = String::from_utf8(run(&["completions", shell], folder.path()).stdout).unwrap();
        assert!(script.contains("reset-link") && script.contains("restore"), "{shell}");
    }
}
