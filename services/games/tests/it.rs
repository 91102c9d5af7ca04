//! Games through its doors, on both engines.

#[path = "it/demo.rs"]
mod demo;
#[path = "it/doubts.rs"]
mod doubts;
#[path = "it/filters.rs"]
mod filters;
#[path = "it/import.rs"]
mod import;
#[path = "it/keeping.rs"]
mod keeping;
#[path = "it/search.rs"]
mod search;
#[path = "it/shared.rs"]
mod shared;
#[path = "it/statements.rs"]
mod statements;
#[path = "it/ties.rs"]
mod ties;
#[path = "it/uploads.rs"]
mod uploads;
#[path = "it/works.rs"]
mod works;

use std::path::{Path, PathBuf};

use chassis::db::Db;
use games::ops::import::{Report, import};
use serde_json::Value;
use testkit::{Browser, Engine, World, fakes};

/// The lists of the tests, in the order of their names.
const LISTS: [&str; 3] = ["console.jsonl", "pc.csv", "releases.csv"];

fn list(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// What search is told by.
const TOLD: &str = "games.documents.changed.v1";

async fn world(engine: Engine) -> World {
    World::new(engine, &[games::service()]).await
}

/// A house whose catalogue holds all three lists.
async fn filled(engine: Engine) -> World {
    let world = world(engine).await;
    for name in LISTS {
        import_list(world.db("games"), &list(name)).await;
    }
    world
}

async fn import_list(db: &Db, file: &Path) -> Report {
    let folder = std::env::temp_dir().join("marquee-games-tests");
    import(db, &folder, file, |_| ()).await.expect("the list is imported")
}

/// The whole catalogue, read page by page.
async fn all_works(world: &World) -> Vec<Value> {
    let mut browser = world.browser();
    let (mut all, mut path) = (vec![], "/api/v1/games/works?limit=100".to_owned());
    loop {
        let page = browser.get(&path).await.expect(200);
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else { return all };
        path = format!("/api/v1/games/works?limit=100&cursor={next}");
    }
}

/// A house with accounts, and a browser of somebody who keeps its games.
async fn kept(engine: Engine) -> (World, Browser) {
    let world = World::new(engine, &[fakes::accounts(), games::service()]).await;
    let staff = world.browser_of(world.somebody());
    (world, staff)
}

/// Imports rows of a console list.
async fn import_rows(world: &World, rows: &[Value]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.jsonl");
    let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
    std::fs::write(&file, text).unwrap();
    import(world.db("games"), folder.path(), &file, |_| ()).await.expect("the list is imported")
}

/// The path of the only work that a query finds.
async fn path_of(browser: &mut Browser, query: &str) -> String {
    let page = browser.get(&format!("/api/v1/games/works?{query}")).await.expect(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 1, "{query}: {page}");
    format!("/api/v1/games/works/{}", page["items"][0]["id"].as_str().unwrap())
}

/// The titles on a page.
fn titles(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|work| work["title"].as_str().unwrap()).collect()
}

/// Fails the test unless it was done.
#[track_caller]
fn fine(answer: testkit::Answer) {
    let _: Value = answer.expect(200);
}
