//! To-dos through their doors, on both engines.

#[path = "it/classic.rs"]
mod classic;
#[path = "it/crash.rs"]
mod crash;
#[path = "it/demo.rs"]
mod demo;
#[path = "it/finding.rs"]
mod finding;
#[path = "it/items.rs"]
mod items;
#[path = "it/lists.rs"]
mod lists;
#[path = "it/order.rs"]
mod order;
#[path = "it/ownership.rs"]
mod ownership;
#[path = "it/repeating.rs"]
mod repeating;
#[path = "it/statements.rs"]
mod statements;
#[path = "it/trash.rs"]
mod trash;

use serde_json::{Value, json};
use testkit::{Answer, Browser, Engine, Setting, World, fakes};

const ITEMS: &str = "/api/v1/todos/items";
const LISTS: &str = "/api/v1/todos/lists";
const TRASH: &str = "/api/v1/todos/trash";

async fn world(engine: Engine) -> World {
    world_with(engine, "").await
}

async fn world_with(engine: Engine, config: &'static str) -> World {
    World::open(engine, &[fakes::accounts(), todos::service()], Setting { mail: false, config }).await
}

/// Somebody who may have to-dos, in a browser.
fn member(world: &World) -> Browser {
    world.browser_of_member(world.somebody())
}

/// Makes an item of this.
async fn make(browser: &mut Browser, body: Value) -> Value {
    browser.post(ITEMS, body).await.expect(201)
}

/// Makes an item with this title.
async fn add(browser: &mut Browser, title: &str) -> Value {
    make(browser, json!({ "title": title })).await
}

/// Where an item or a list is.
fn path(resource: &Value) -> String {
    resource["_links"]["self"]["href"].as_str().expect("a link").to_owned()
}

async fn finish(browser: &mut Browser, item: &Value) -> Answer {
    browser.patch(&path(item), json!({ "completed": true })).await
}

async fn place(browser: &mut Browser, item: &Value, before: &Value) -> Answer {
    browser.post(&format!("{}/moves", path(item)), json!({ "before": before })).await
}

/// The items behind a query.
async fn found(browser: &mut Browser, query: &str) -> Vec<Value> {
    let page = browser.get(&format!("{ITEMS}?limit=100&{query}")).await.expect(200);
    page["items"].as_array().expect("items").clone()
}

/// The titles behind a query, in order.
async fn titles(browser: &mut Browser, query: &str) -> Vec<String> {
    found(browser, query).await.iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

/// What can be done with something now.
fn actions(resource: &Value) -> Vec<&str> {
    resource["_templates"].as_object().expect("templates").keys().map(String::as_str).collect()
}
