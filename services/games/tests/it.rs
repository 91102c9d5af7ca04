//! Games through its doors, on both engines.

#[path = "it/import.rs"]
mod import;
#[path = "it/search.rs"]
mod search;
#[path = "it/statements.rs"]
mod statements;
#[path = "it/works.rs"]
mod works;

use std::path::{Path, PathBuf};

use chassis::db::Db;
use games::ops::import::{Report, import};
use serde_json::Value;
use testkit::{Engine, World};

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
