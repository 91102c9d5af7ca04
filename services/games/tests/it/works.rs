//! The catalogue through its doors.

use serde_json::json;
use testkit::both_engines;

use crate::*;

both_engines! {
    async fn lists_by_title_page_by_page(engine) {
        let world = filled(engine).await;
        let works = all_works(&world).await;
        let titles: Vec<&str> = works.iter().map(|work| work["title"].as_str().unwrap()).collect();
        assert!(titles.is_sorted_by_key(|title| kit::text::sort_key(title)));
        let ids: std::collections::BTreeSet<&str> = works.iter().map(|work| work["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), works.len());
        let facts = world.browser().get("/api/v1/games/facts").await.expect(200);
        assert_eq!(facts["works"], json!(works.len()));
    }

    async fn filters_and_counts(engine) {
        let world = filled(engine).await;
        let mut browser = world.browser();
        let page = browser.get("/api/v1/games/works?platform=Game%20Boy&genre=Puzzle").await.expect(200);
        let titles: Vec<&str> = page["items"].as_array().unwrap().iter().map(|w| w["title"].as_str().unwrap()).collect();
        assert_eq!(titles, ["Dr. Mario", "Tetris", "Tetris Attack"]);
        assert_eq!(page["total"], 3);
        assert_eq!(page["facets"]["platforms"][0], json!({ "name": "Game Boy", "count": 3 }));
        let years = browser.get("/api/v1/games/works?year=1995&platform=Super%20Nintendo").await.expect(200);
        assert!(years["total"].as_i64().unwrap() >= 3);
        let bad = browser.get("/api/v1/games/works?year=soon").await;
        assert!(bad.is_problem(422, "request/invalid"));
    }

    async fn shows_a_work_with_its_releases_and_sources(engine) {
        let world = filled(engine).await;
        let mut browser = world.browser();
        let page = browser.get("/api/v1/games/works?q=chrono%20trigger").await.expect(200);
        assert_eq!(page["fallback"], true, "search does not run here");
        let card = page["items"][0].clone();
        assert_eq!(card["alt_title"], "クロノ・トリガー");
        assert_eq!((&card["year"], &card["platforms"]), (&json!(1995), &json!(["Super Nintendo", "PC", "Wii"])));
        let before = world.db("games").statements();
        let work = browser.get(&format!("/api/v1/games/works/{}", card["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(world.db("games").statements() - before, 5, "the work, its releases and locks, what hangs on it");
        let first = &work["releases"][0];
        assert_eq!((&first["date"], &first["region"]), (&json!("1995-03-11"), &json!("Japan")));
        assert_eq!(work["sources"][0]["credit"], "Game data: libretro-database (CC BY-SA 4.0)");
        assert_eq!(work["sources"].as_array().unwrap().len(), 3);
        assert_eq!(work["price_reference"], json!({ "amount_minor": 1499, "currency": "USD" }));
        assert_eq!(work["releases"].as_array().unwrap().len(), 6);
        let ids: Vec<&str> = work["external_ids"].as_array().unwrap().iter().map(|id| id["source"].as_str().unwrap()).collect();
        assert!(["libretro", "gamedatabase", "steamspy"].iter().all(|source| ids.contains(source)), "{ids:?}");
        let before = world.db("games").statements();
        let again = browser.get(work["_links"]["self"]["href"].as_str().unwrap()).await.expect(200);
        assert_eq!((world.db("games").statements() - before, again), (0, work), "the bytes are kept");
    }

    async fn remakes_and_originals_are_two_works(engine) {
        let world = filled(engine).await;
        let mut browser = world.browser();
        // Of "Prince of Persia" the original, its late Game Boy Color port by others, the reissue of which
        // nobody knows the original's company, and the game of 2008.
        for (title, works) in [("prince%20of%20persia", 4), ("doom", 3), ("castlevania", 2), ("bionic%20commando", 2)] {
            let page = browser.get(&format!("/api/v1/games/works?q={title}&limit=100")).await.expect(200);
            let same = page["items"].as_array().unwrap().iter();
            let same = same.filter(|w| games::matching::key(w["title"].as_str().unwrap()) == title.replace("%20", "")).count();
            assert_eq!(same, works, "{title}");
        }
    }

    async fn tells_its_size_and_refuses_strangers(engine) {
        let world = world(engine).await;
        let mut browser = world.browser();
        assert_eq!(browser.get("/api/v1/games/facts").await.expect(200), json!({ "works": 0, "releases": 0, "platforms": 0 }));
        import_list(world.db("games"), &list("console.jsonl")).await;
        let facts = browser.get("/api/v1/games/facts").await.expect(200);
        assert_eq!((&facts["releases"], &facts["platforms"]), (&json!(188), &json!(11)));
        for id in ["0191e5a0-0000-7000-8000-000000000009", "nonsense"] {
            let answer = browser.get(&format!("/api/v1/games/works/{id}")).await;
            assert!(answer.is_problem(404, "games/no-such-game") || answer.is_problem(404, "request/not-found"));
        }
        let long = browser.get(&format!("/api/v1/games/works?q={}", "x".repeat(201))).await;
        assert!(long.is_problem(422, "request/invalid"));
        assert!(browser.get("/api/v1/games/works?cursor=zzz").await.is_problem(422, "request/invalid"));
    }
}
