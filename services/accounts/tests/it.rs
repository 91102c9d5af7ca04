//! Accounts through its doors, on both engines.

#[path = "it/administer.rs"]
mod administer;
#[path = "it/callers.rs"]
mod callers;
#[path = "it/change.rs"]
mod change;
#[path = "it/classic.rs"]
mod classic;
#[path = "it/confirm.rs"]
mod confirm;
#[path = "it/demo.rs"]
mod demo;
#[path = "it/door.rs"]
mod door;
#[path = "it/epochs.rs"]
mod epochs;
#[path = "it/guessing.rs"]
mod guessing;
#[path = "it/operator.rs"]
mod operator;
#[path = "it/sessions.rs"]
mod sessions;
#[path = "it/setup.rs"]
mod setup;
#[path = "it/sign_up.rs"]
mod sign_up;
#[path = "it/statements.rs"]
mod statements;
#[path = "it/tokens.rs"]
mod tokens;

use serde_json::{Value, json};
use testkit::{Browser, Engine, Setting, World};

/// A password that nobody guesses, long enough for whoever administers.
const PASSWORD: &str = "quiet-lantern-7-river";

async fn world(engine: Engine) -> World {
    World::new(engine, &[accounts::service()]).await
}

async fn world_with_mail(engine: Engine) -> World {
    World::open(engine, &[accounts::service()], Setting { mail: true, config: "" }).await
}

fn form(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD })
}

/// A browser that has just signed up.
async fn member(world: &World, email: &str) -> Browser {
    let mut browser = world.browser();
    let _ = browser.post("/api/v1/accounts/users", form(email)).await.expect(201);
    browser
}

/// The operator's hands on the accounts of this house.
fn operator(world: &World) -> accounts::operator::Operator {
    accounts::operator::Operator::new(world.house.host(), world.db("accounts")).unwrap()
}

/// A browser of somebody with this role.
async fn staff(world: &World, email: &str, role: &str) -> Browser {
    operator(world).create_user(email, role, PASSWORD).await.unwrap();
    let mut browser = world.browser();
    let _ = sign_in(&mut browser, email, PASSWORD).await.expect(201);
    browser
}

/// The id of the account that this browser is signed in to.
async fn id_of(browser: &mut Browser) -> String {
    browser.get("/api/v1/accounts/me").await.expect(200)["id"].as_str().unwrap().to_owned()
}

async fn sign_in(browser: &mut Browser, login: &str, password: &str) -> testkit::Answer {
    browser.post("/api/v1/accounts/sessions", json!({ "login": login, "password": password })).await
}

/// The token that the newest event of a type carries, as whoever writes the mail opens it.
async fn token(world: &World, kind: &str) -> String {
    token_of(world, kind, "proof").await
}

/// The same for another field of the event.
async fn token_of(world: &World, kind: &str, field: &str) -> String {
    let event = world.newest_event(kind).await.expect("an event");
    let sealed: kit::Sealed<()> = serde_json::from_value(event[field].clone()).unwrap();
    world.house.host().keys().open_seal(&sealed).unwrap()
}
