//! Demo through its doors, on both engines.

#[path = "it/gizmos.rs"]
mod gizmos;
#[path = "it/statements.rs"]
mod statements;

use serde_json::{Value, json};
use testkit::{Browser, Engine, World, fakes};

const GIZMOS: &str = "/api/v1/demo/gizmos";

async fn world(engine: Engine) -> World {
    World::new(engine, &[fakes::accounts(), demo::service()]).await
}

/// Somebody who may have gizmos, in a browser.
fn member(world: &World) -> Browser {
    world.browser_of_member(world.somebody())
}

async fn make(browser: &mut Browser, name: &str) -> Value {
    browser.post(GIZMOS, json!({ "name": name })).await.expect(201)
}

/// Where a gizmo is.
fn path(gizmo: &Value) -> String {
    gizmo["_links"]["self"]["href"].as_str().expect("a link").to_owned()
}
