//! Whole flows, the same body in every shape that there is: one process and two, on SQLite and on PostgreSQL.

mod any_request;
mod arrival;
mod bell;
mod catalogue;
mod described;
mod gates;
mod processes;
mod todos;
mod traces;

use chassis::host::Service;
use serde_json::{Value, json};
use testkit::{Browser, Setting, Shape, World};

const PASSWORD: &str = "quiet-lantern-7-river";

fn services() -> Vec<Service> {
    vec![accounts::service(), notify::service(), search::service(), games::service(), ::todos::service()]
}

async fn house(shape: impl Into<Shape>, mail: bool) -> World {
    World::open(shape, &services(), Setting { mail, config: "" }).await
}

async fn sign_up(browser: &mut Browser, email: &str) -> Value {
    let answer =
        browser.post("/api/v1/accounts/users", json!({ "email": email, "password": PASSWORD })).await;
    assert!(answer.status.is_success(), "{}", answer.text);
    answer.json()
}
