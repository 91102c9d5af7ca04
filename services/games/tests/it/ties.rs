//! Editions, additions, bundles: what titles say, and what staff says.

use serde_json::json;
use testkit::both_engines;

use crate::*;

fn row(title: &str, year: i64, developer: &str) -> Value {
    json!({ "title": title, "platform": "Sega - Saturn", "year": year, "developer": developer })
}

both_engines! {
    async fn titles_say_what_is_an_edition_or_adds_to_a_game(engine) {
        let (world, mut staff) = kept(engine).await;
        // The edition comes before its game, and is an edition as soon as the game is there.
        import_rows(&world, &[row("Gem: Gold Edition", 1997, "Left"), row("Gem - Night DLC", 1998, "Left"), row("Gem: Gold Edition Extra", 1999, "Left")]).await;
        let alone = path_of(&mut staff, "q=gem%3A%20gold%20edition&year_to=1997").await;
        assert_eq!(staff.get(&alone).await.expect(200)["kind"], "game");
        import_rows(&world, &[row("Gem", 1995, "Left"), json!({ "title": "Nine in One", "platform": "Sega - Saturn", "genre": "Compilation" })]).await;
        let edition = staff.get(&alone).await.expect(200);
        assert_eq!((&edition["kind"], &edition["edition_title"]), (&json!("edition"), &json!("Gold Edition")));
        assert_eq!(edition["edition_of"]["title"], "Gem");
        let game = staff.get(&format!("/api/v1/games/works/{}", edition["edition_of"]["id"].as_str().unwrap())).await.expect(200);
        assert_eq!((&game["editions"][0]["title"], &game["additions"][0]["title"]), (&json!("Gem: Gold Edition"), &json!("Gem - Night DLC")));
        assert_eq!((&game["additions"][0]["kind"], &game["kind"]), (&json!("dlc"), &json!("game")));
        for (kind, found) in [("dlc", "Gem - Night DLC"), ("bundle", "Nine in One"), ("edition", "Gem: Gold Edition")] {
            let page = staff.get(&format!("/api/v1/games/works?kinds={kind}")).await.expect(200);
            assert_eq!(titles(&page), [found]);
        }
        world.check_promises().await;
    }

    async fn a_corrected_list_is_taken_whole_also_where_works_hang_on_each_other(engine) {
        let (world, mut staff) = kept(engine).await;
        let list = |price: i64| {
            let row = |title: &str, year: i64| json!({ "title": title, "platform": "Sega - Saturn", "year": year, "developer": "Left", "serial": title, "players": price });
            [row("Gem: Gold Edition", 1997), row("Gem - Night DLC", 1998), row("Gem", 1995)]
        };
        import_rows(&world, &list(1)).await;
        import_rows(&world, &list(2)).await;
        let page = staff.get("/api/v1/games/works?kinds=edition").await.expect(200);
        assert_eq!(titles(&page), ["Gem: Gold Edition"]);
        let game = path_of(&mut staff, "q=gem&years=1995").await;
        assert_eq!(staff.get(&game).await.expect(200)["players"], 2);
        world.check_promises().await;
    }

    async fn what_is_not_certain_is_a_game_of_its_own(engine) {
        let (world, mut staff) = kept(engine).await;
        let rows = [row("Gem", 1995, "Left"), row("Gem: Gold Edition", 1997, "Right"), row("Pin", 1999, "Left"), row("Pin Gold Edition", 1990, "Left"), row("Axe", 1986, "Left"), row("Axe: Collector's Edition", 2003, "Left")];
        import_rows(&world, &rows).await;
        let page = staff.get("/api/v1/games/works?kinds=game").await.expect(200);
        assert_eq!(page["total"], 6, "another company, an edition before its game, and one long after it");
    }

    async fn staff_ties_games_and_no_import_unties_them(engine) {
        let (world, mut staff) = kept(engine).await;
        import_rows(&world, &[row("Gem", 1995, "Left"), row("Gem at Night", 1996, "Left"), row("Gem: Gold Edition", 1997, "Left")]).await;
        let game = path_of(&mut staff, "q=gem&years=1995").await;
        let id = game.rsplit('/').next().unwrap().to_owned();
        let night = path_of(&mut staff, "q=gem%20at").await;
        let version = staff.get(&game).await.expect(200)["version"].clone();
        let work = staff.patch(&night, json!({ "kind": "expansion", "parent": id })).await.expect(200);
        assert_eq!((&work["kind"], &work["parent"]["title"], &work["locked"]), (&json!("expansion"), &json!("Gem"), &json!(["kind", "parent"])));
        assert!(staff.get(&game).await.expect(200)["version"].as_i64() > version.as_i64(), "the game's page names it now");
        let gold = path_of(&mut staff, "q=gem%3A").await;
        let alone = staff.patch(&gold, json!({ "edition_of": null })).await.expect(200);
        assert_eq!((&alone["kind"], &alone["edition_title"]), (&json!("game"), &json!(null)));
        import_rows(&world, &[row("Pin", 1999, "Left")]).await;
        assert_eq!(staff.get(&gold).await.expect(200)["kind"], "game");
        for field in ["edition_of", "edition_title", "kind"] {
            fine(staff.delete(&format!("{gold}/locks/{field}")).await);
        }
        assert_eq!(staff.get(&gold).await.expect(200)["edition_of"]["id"], id.as_str(), "unlocked, it is what its title says");
        world.check_promises().await;
    }

    async fn ties_that_cannot_be_are_refused(engine) {
        let (world, mut staff) = kept(engine).await;
        import_rows(&world, &[row("Gem", 1995, "Left"), row("Pin", 1996, "Left"), row("Axe", 1997, "Left")]).await;
        let mut paths = vec![];
        for title in ["gem", "pin", "axe"] {
            paths.push(path_of(&mut staff, &format!("q={title}")).await);
        }
        let id = |n: usize| paths[n].rsplit('/').next().unwrap().to_owned();
        fine(staff.patch(&paths[1], json!({ "kind": "dlc", "parent": id(0) })).await);
        fine(staff.patch(&paths[2], json!({ "edition_of": id(0), "edition_title": "Gold" })).await);
        let refused = games::problems::TIE_REFUSED.slug;
        for (path, body, slug) in [
            (0, json!({ "kind": "dlc" }), refused),
            (0, json!({ "kind": "dlc", "parent": id(1) }), refused),
            (0, json!({ "parent": id(0) }), refused),
            (0, json!({ "parent": id(1) }), refused),
            (0, json!({ "edition_of": id(2) }), refused),
            (0, json!({ "kind": "expansion", "parent": id(2) }), refused),
            (1, json!({ "parent": world.somebody() }), refused),
            (1, json!({ "kind": "edition" }), "request/invalid"),
            (1, json!({ "edition_title": "Gold" }), "request/invalid"),
        ] {
            let answer = staff.patch(&paths[path], body.clone()).await;
            assert!(answer.is_problem(422, slug), "{path} {body}: {}", answer.text);
            assert!(!answer.json()["fields"].as_array().unwrap().is_empty());
        }
        let new = staff.post("/api/v1/games/works", json!({ "title": "Gem at Night", "kind": "dlc", "parent": id(1) })).await;
        assert!(new.is_problem(422, refused), "what adds to a game cannot be added to");
        let new = staff.post("/api/v1/games/works", json!({ "title": "Gem at Night", "kind": "dlc", "parent": id(0) })).await.expect(201);
        assert_eq!(new["parent"]["id"], id(0).as_str());
        world.check_promises().await;
    }
}
