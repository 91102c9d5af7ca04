//! From three lists to a game on the screen: import, search, and a search that was lost.

use std::path::{Path, PathBuf};

use games::ops::import::import;
use serde_json::{Value, json};
use testkit::every_shape;

use crate::*;

fn list(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../services/games/tests/fixtures").join(name)
}

async fn fill(world: &World) {
    let folder = world.house.host().folder("games");
    for name in ["console.jsonl", "releases.csv", "pc.csv"] {
        import(world.db("games"), &folder, &list(name), |_| ()).await.expect("the list is imported");
    }
    world.settle().await;
}

async fn search(browser: &mut Browser, words: &str) -> Value {
    let words: String = words.bytes().map(|byte| format!("%{byte:02x}")).collect();
    browser.get(&format!("/api/v1/games/works?q={words}")).await.expect(200)
}

fn titles(found: &Value) -> Vec<&str> {
    found["items"].as_array().unwrap().iter().map(|work| work["title"].as_str().unwrap()).collect()
}

every_shape! {
    async fn games_are_found_however_they_are_typed(shape) {
        let world = house(shape, false).await;
        fill(&world).await;
        let mut browser = world.browser();
        for words in ["Castlevania", "castelvania", "CASTLEV", "ｃａｓｔｌｅｖａｎｉａ"] {
            let found = search(&mut browser, words).await;
            assert!(titles(&found).iter().any(|title| title.contains("Castlevania")), "{words}: {found}");
            assert_eq!(found["fallback"], false);
        }
        assert_eq!(search(&mut browser, "castelvania").await["corrected"], "castlevania");
        assert!(!titles(&search(&mut browser, "ドラキュラ").await).is_empty());
        assert_eq!(search(&mut browser, "zzzzqqqq").await["total"], 0);
        world.check_promises().await;
    }

    async fn a_found_game_opens_with_its_releases_and_sources(shape) {
        let world = house(shape, false).await;
        fill(&world).await;
        let mut browser = world.browser();
        let found = search(&mut browser, "castlevania").await;
        let id = found["items"][0]["id"].as_str().unwrap();
        let work = browser.get(&format!("/api/v1/games/works/{id}")).await.expect(200);
        assert_eq!(work["title"], found["items"][0]["title"]);
        assert!(!work["releases"].as_array().unwrap().is_empty());
        assert!(work["sources"][0]["credit"].as_str().unwrap().contains('('), "{}", work["sources"]);
        let facts = browser.get("/api/v1/games/facts").await.expect(200);
        assert!(facts["works"].as_i64().unwrap() > 100, "{facts}");
        let nothing = browser.get("/api/v1/games/works/0191e5a0-0000-7000-8000-000000000009").await;
        assert!(nothing.is_problem(404, "games/no-such-game"));
    }

    async fn a_lost_index_heals_by_itself(shape) {
        let mut world = house(shape, false).await;
        fill(&world).await;
        let before = search(&mut world.browser(), "castlevania").await["total"].clone();
        assert_ne!(before, json!(0));
        std::fs::remove_dir_all(world.house.host().folder("search")).unwrap();
        world.restart().await;
        world.settle().await;
        assert_eq!(search(&mut world.browser(), "castlevania").await["total"], before);
    }

    /// S1-38
    async fn words_filters_and_orders_go_together(shape) {
        let world = house(shape, false).await;
        fill(&world).await;
        let mut browser = world.browser();
        let all = search(&mut browser, "tetris").await;
        let mut get = async |query: &str| browser.get(&format!("/api/v1/games/works?q=tetris&{query}")).await.expect(200);
        let some = get("platforms=Mega%20Drive,Super%20Nintendo").await;
        assert!(some["total"].as_i64() < all["total"].as_i64() && some["total"] != 0, "{some}");
        for card in some["items"].as_array().unwrap() {
            let platforms = card["platforms"].as_array().unwrap();
            assert!(platforms.contains(&json!("Mega Drive")) || platforms.contains(&json!("Super Nintendo")), "{card}");
        }
        assert!(some["facets"]["companies"][0]["count"].as_i64() > Some(0), "{some}");
        let early = get("year_to=1993&sort=year").await;
        let years: Vec<i64> = early["items"].as_array().unwrap().iter().map(|w| w["year"].as_i64().unwrap()).collect();
        assert!(!years.is_empty() && years.is_sorted() && years.iter().all(|year| *year <= 1993), "{years:?}");
        let first = get("sort=title&limit=1").await;
        let second = get(&format!("sort=title&limit=1&cursor={}", first["next"].as_str().unwrap())).await;
        assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
        assert_eq!(get("year_from=2030").await["total"], 0);
        assert_eq!(get("kinds=game").await["total"], all["total"]);
    }
}
