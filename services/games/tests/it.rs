//! Games through its doors, on both engines.

/// A statement of a test over the tables of games.
macro_rules! query {
    ($text:literal) => {{
        static STATEMENT: chassis::db::Statement = chassis::db::Statement::new("games", $text, "a test");
        &STATEMENT
    }};
}

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
use testkit::{Engine, World};

/// The lists of the tests, in the order of their names.
const LISTS: [&str; 3] = ["console.jsonl", "pc.csv", "releases.csv"];

fn list(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

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
