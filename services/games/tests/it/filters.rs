//! Row S1-38: what games are filtered, sorted and browsed by.

use serde_json::json;
use testkit::both_engines;

use crate::*;

/// Six games that differ in everything.
async fn shelf(engine: Engine) -> (World, Browser) {
    let (world, browser) = kept(engine).await;
    let row = |title: &str, platform: &str, more: Value| {
        let mut row = json!({ "title": title, "platform": platform });
        row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        row
    };
    import_rows(
        &world,
        &[
            row("Anvil", "Sega - Saturn", json!({ "year": 1995, "genre": "Racing", "players": 2, "esrb": "E", "developer": "Left, Inc." })),
            row("Boat", "Sega - Saturn", json!({ "year": 1996, "genre": "Puzzle", "players": 1, "esrb": "KA", "publisher": "Left, Inc." })),
            row("Crane", "Atari - Lynx", json!({ "year": 1990, "genre": "Racing", "players": 4, "developer": "Right" })),
            row("Drum", "Atari - Lynx", json!({ "year": 1991, "genre": "Music", "esrb": "T", "franchise": "Noise" })),
            row("Eel", "Nintendo - Game Boy", json!({ "genre": "Puzzle", "esrb": "NOT RATED", "developer": "Left" })),
            row("Flute", "Nintendo - Game Boy", json!({ "year": 1995, "genre": "Music", "franchise": "Noise" })),
        ],
    )
    .await;
    (world, browser)
}

both_engines! {
    /// S1-38
    async fn every_filter_that_the_lists_carry_takes_any_of_several_values(engine) {
        let (_world, mut browser) = shelf(engine).await;
        for (query, found) in [
            ("platforms=Saturn", "Anvil Boat"),
            ("platforms=Saturn,Atari%20Lynx", "Anvil Boat Crane Drum"),
            ("genres=Music,Racing&platforms=Atari%20Lynx", "Crane Drum"),
            ("years=1990,1995", "Anvil Crane Flute"),
            ("year_from=1991&year_to=1995", "Anvil Drum Flute"),
            ("years=1990,1995&year_from=1991", "Anvil Flute"),
            ("companies=Right", "Crane"),
            ("franchises=Noise", "Drum Flute"),
            ("esrb_ratings=E", "Anvil Boat"),
            ("esrb_ratings=E,T", "Anvil Boat Drum"),
            ("players_min=2", "Anvil Crane"),
            ("kinds=game", "Anvil Boat Crane Drum Eel Flute"),
            ("kinds=dlc,edition", ""),
            ("platform=Saturn&year=1996", "Boat"),
            ("platforms=Nothing", ""),
            ("q=an&platforms=Saturn", "Anvil"),
            ("platforms=&q=", "Anvil Boat Crane Drum Eel Flute"),
        ] {
            let page = browser.get(&format!("/api/v1/games/works?{query}")).await.expect(200);
            assert_eq!(titles(&page).join(" "), found, "{query}");
            assert_eq!(page["total"], json!(titles(&page).len()), "{query}");
        }
    }

    /// S1-38
    async fn a_comma_parts_two_values_or_belongs_to_one(engine) {
        let (_world, mut browser) = shelf(engine).await;
        for (query, found) in [
            ("companies=Left,%20Inc.", "Anvil Boat"),
            ("companies=Left,%20Inc.,Right", "Anvil Boat Crane"),
            ("companies=Right,Left", "Crane Eel"),
            ("companies=Left&companies=Right", "Crane Eel"),
        ] {
            let page = browser.get(&format!("/api/v1/games/works?{query}")).await.expect(200);
            assert_eq!(titles(&page).join(" "), found, "{query}");
        }
    }

    /// S1-38
    async fn what_no_list_says_is_refused_with_the_reason(engine) {
        let (_world, mut browser) = shelf(engine).await;
        for name in [
            "themes", "game_modes", "player_perspectives", "game_engines", "keywords", "collections", "release_status",
            "multiplayer_modes", "ratings", "min_rating", "max_rating",
        ] {
            let answer = browser.get(&format!("/api/v1/games/works?{name}=x")).await;
            assert!(answer.is_problem(422, games::problems::NO_SUCH_FILTER.slug), "{name}: {}", answer.text);
            assert_eq!(answer.json()["fields"][0]["field"], name);
            assert!(answer.json()["detail"].as_str().unwrap().contains("say nothing of"));
        }
        for query in ["colour=red", "years=soon", "kinds=film", "sort=size", "players_min=-1", "year_from=x", "limit=x"] {
            assert!(browser.get(&format!("/api/v1/games/works?{query}")).await.is_problem(422, "request/invalid"), "{query}");
        }
    }

    /// S1-38
    async fn scores_of_critics_are_a_range_and_an_order(engine) {
        let world = filled(engine).await;
        let mut browser = world.browser();
        let page = browser.get("/api/v1/games/works?metacritic_min=90&metacritic_max=96&sort=-metacritic&limit=100").await.expect(200);
        assert!(page["total"].as_i64().unwrap() > 2, "{page}");
        let mut last = 97;
        for card in page["items"].as_array().unwrap() {
            let work = browser.get(&format!("/api/v1/games/works/{}", card["id"].as_str().unwrap())).await.expect(200);
            let score = work["metascore"].as_i64().unwrap();
            assert!((90..=96).contains(&score) && score <= last, "{score} after {last}");
            last = score;
        }
    }

    async fn every_order_goes_through_all_works_once(engine) {
        let world = filled(engine).await;
        let mut browser = world.browser();
        let all = all_works(&world).await.len();
        for sort in ["title", "year", "-year", "-metacritic"] {
            let (mut seen, mut years, mut path) = (vec![], vec![], format!("/api/v1/games/works?limit=50&sort={sort}"));
            loop {
                world.clock.advance(std::time::Duration::from_secs(1));
                let page = browser.get(&path).await.expect(200);
                seen.extend(page["items"].as_array().unwrap().iter().map(|work| work["id"].as_str().unwrap().to_owned()));
                years.extend(page["items"].as_array().unwrap().iter().map(|work| work["year"].as_i64()));
                let Some(next) = page["next"].as_str() else { break };
                path = format!("/api/v1/games/works?limit=50&sort={sort}&cursor={next}");
            }
            let count = seen.len();
            seen.sort();
            seen.dedup();
            assert_eq!((seen.len(), count), (all, all), "{sort}");
            match sort {
                "year" => assert!(years.is_sorted_by_key(|year| year.unwrap_or(i64::MAX))),
                "-year" => assert!(years.is_sorted_by_key(|year| year.map_or(i64::MAX, |year| -year))),
                _ => {}
            }
        }
        let other = browser.get("/api/v1/games/works?limit=1&sort=year").await.expect(200)["next"].clone();
        let mixed = browser.get(&format!("/api/v1/games/works?sort=title&cursor={}", other.as_str().unwrap())).await;
        assert!(mixed.is_problem(422, "request/invalid"), "a cursor of another order");
    }

    async fn counts_belong_to_what_was_found(engine) {
        let (_world, mut browser) = shelf(engine).await;
        let facets = browser.get("/api/v1/games/works?platforms=Saturn").await.expect(200)["facets"].clone();
        assert_eq!(facets["platforms"], json!([{ "name": "Saturn", "count": 2 }]));
        assert_eq!(facets["genres"], json!([{ "name": "Puzzle", "count": 1 }, { "name": "Racing", "count": 1 }]));
        assert_eq!(facets["years"], json!([{ "name": "1995", "count": 1 }, { "name": "1996", "count": 1 }]));
        assert_eq!(facets["decades"], json!([{ "name": "1990", "count": 2 }]));
        assert_eq!(facets["companies"], json!([{ "name": "Left, Inc.", "count": 2 }]));
        assert_eq!(facets["franchises"], json!([]));
    }

    async fn the_catalogue_is_browsed_by_its_facets(engine) {
        let (_world, mut browser) = shelf(engine).await;
        let names = |page: &Value| -> Vec<String> {
            page["items"].as_array().unwrap().iter().map(|v| format!("{} {}", v["name"].as_str().unwrap(), v["count"])).collect()
        };
        let page = browser.get("/api/v1/games/facets/companies?limit=2").await.expect(200);
        assert_eq!((names(&page), &page["total"]), (vec!["Left, Inc. 2".to_owned(), "Left 1".to_owned()], &json!(3)));
        let rest = browser.get(&format!("/api/v1/games/facets/companies?cursor={}", page["next"].as_str().unwrap())).await.expect(200);
        assert_eq!((names(&rest), &rest["next"]), (vec!["Right 1".to_owned()], &json!(null)));
        let found = browser.get("/api/v1/games/facets/companies?q=INC&sort=name").await.expect(200);
        assert_eq!(names(&found), ["Left, Inc. 2"]);
        let years = browser.get("/api/v1/games/facets/years?sort=name").await.expect(200);
        assert_eq!(names(&years), ["1990 1", "1991 1", "1995 2", "1996 1"]);
        for name in ["platforms", "genres", "franchises", "esrb_ratings"] {
            let page = browser.get(&format!("/api/v1/games/facets/{name}")).await.expect(200);
            assert!(page["total"].as_i64().unwrap() > 0, "{name}");
        }
        assert!(browser.get("/api/v1/games/facets/colours").await.is_problem(404, games::problems::NO_SUCH_FACET.slug));
        assert!(browser.get("/api/v1/games/facets/years?sort=size").await.is_problem(422, "request/invalid"));
    }

    async fn public_pages_may_be_kept_and_are_asked_for_once(engine) {
        let (world, mut browser) = shelf(engine).await;
        let work = path_of(&mut browser, "q=anvil").await;
        for path in ["/api/v1/games/works?genres=Music", "/api/v1/games/facets/genres", "/api/v1/games/facts", &work] {
            let first = browser.get(path).await;
            assert_eq!(first.headers["cache-control"], "public, max-age=0, must-revalidate", "{path}");
            assert_eq!(first.headers["vary"], "Accept, Accept-Encoding");
            let tag = first.headers["etag"].to_str().unwrap().to_owned();
            let mut again = browser.clone().with("if-none-match", &tag);
            assert_eq!(again.get(path).await.status, 304, "{path}");
            import_rows(&world, &[json!({ "title": "Anvil", "platform": "Sega - Saturn", "year": 1995, "serial": path.len().to_string() })]).await;
            assert_eq!(again.get(path).await.status, 200, "{path}: it says something else now");
        }
        fine(browser.get("/api/v1/games/works").await);
        let before = world.db("games").statements();
        fine(browser.get("/api/v1/games/works?genres=Music").await);
        let after = world.db("games").statements();
        assert_eq!(after - before, 1, "the works that are shown; the version is known");
    }
}
