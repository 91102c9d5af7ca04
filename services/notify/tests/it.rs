//! Notify through its doors, on both engines.

#[path = "it/mails.rs"]
mod mails;
#[path = "it/notes.rs"]
mod notes;

use serde_json::json;
use testkit::{Browser, Engine, Setting, World};

const PASSWORD: &str = "quiet-lantern-7-river";
const CONFIRM: &str = "/api/v1/accounts/confirmations";

async fn world(engine: Engine, mail: bool) -> World {
    World::open(engine, &[accounts::service(), notify::service()], Setting { mail, config: "" }).await
}

/// A browser that has just signed up.
async fn member(world: &World, email: &str) -> Browser {
    let mut browser = world.browser();
    let answer =
        browser.post("/api/v1/accounts/users", json!({ "email": email, "password": PASSWORD })).await;
    assert!(answer.status.is_success(), "{}", answer.text);
    browser
}
