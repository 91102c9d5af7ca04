//! Staff keeps the catalogue: edits, locks, history, undo.

use serde_json::json;
use testkit::{both_engines, crowd};

use crate::*;

/// A house with one game, and its path.
async fn one_game(engine: Engine) -> (World, Browser, String) {
    let (world, mut staff) = kept(engine).await;
    import_rows(&world, &[gem(1995)]).await;
    let path = path_of(&mut staff, "q=gem").await;
    (world, staff, path)
}

fn gem(year: i64) -> Value {
    json!({ "title": "Gem", "platform": "Sega - Saturn", "year": year, "developer": "Left", "genre": "Puzzle" })
}

fn with_tag(browser: &Browser, version: &Value) -> Browser {
    browser.clone().with("if-match", &format!("\"{version}\""))
}

both_engines! {
    async fn an_edit_is_shown_locked_noted_and_told(engine) {
        let (world, mut staff, path) = one_game(engine).await;
        let before = staff.get(&path).await.expect(200);
        let body = json!({ "title": "Gem Story", "alt_title": "宝石", "year": 1994, "genres": ["Puzzle", "Adventure"], "players": 2, "franchise": null });
        let answer = staff.patch(&path, body).await;
        assert_eq!(answer.headers["etag"], format!("\"{}\"", answer.json()["version"]).as_str());
        let work = answer.expect(200);
        assert_eq!((&work["title"], &work["alt_title"], &work["year"]), (&json!("Gem Story"), &json!("宝石"), &json!(1994)));
        assert_eq!(work["locked"], json!(["alt_title", "genres", "players", "title", "year"]), "what stayed is not locked");
        assert!(work["version"].as_i64() > before["version"].as_i64());
        let history = staff.get(&format!("{path}/history")).await.expect(200);
        let entry = &history["items"][0];
        assert_eq!((&entry["action"], &entry["actor_name"]), (&json!("edit"), &json!(null)));
        assert!(entry["changes"].as_array().unwrap().contains(&json!({ "field": "title", "before": "Gem", "after": "Gem Story" })));
        assert_eq!(world.audited("games", "work.edit").await, 1);
        let list = staff.get("/api/v1/games/works?genres=Adventure").await.expect(200);
        assert_eq!(titles(&list), ["Gem Story"]);
        world.settle().await;
        let told = world.newest_event(TOLD).await.unwrap();
        let document = &told["documents"][0];
        assert_eq!((&document["title"], &document["names"]), (&json!("Gem Story"), &json!(["Gem"])), "it is still found by its old title");
        world.check_promises().await;
    }

    /// Goes red when `Summary::keep` is left out of `take.rs`.
    async fn an_import_never_changes_a_locked_field(engine) {
        let (world, mut staff, path) = one_game(engine).await;
        fine(staff.patch(&path, json!({ "title": "Jewel", "year": 1993, "developer": null })).await);
        let again = json!({ "title": "Gem", "platform": "Sega - Saturn", "year": 1996, "developer": "Left", "genre": "Racing", "players": 4 });
        assert_eq!(import_rows(&world, &[again]).await.progress.taken, 1);
        let work = staff.get(&path).await.expect(200);
        assert_eq!((&work["title"], &work["year"], &work["developer"]), (&json!("Jewel"), &json!(1993), &json!(null)));
        assert_eq!((&work["genres"], &work["players"]), (&json!(["Racing"]), &json!(4)), "what is not locked follows its sources");
        world.check_promises().await;
    }

    async fn an_unlocked_field_says_what_its_sources_say(engine) {
        let (world, mut staff, path) = one_game(engine).await;
        fine(staff.patch(&path, json!({ "title": "Jewel", "year": 1993 })).await);
        let work = staff.delete(&format!("{path}/locks/title")).await.expect(200);
        assert_eq!((&work["title"], &work["year"], &work["locked"]), (&json!("Gem"), &json!(1993), &json!(["year"])));
        for field in ["title", "metascore"] {
            let answer = staff.delete(&format!("{path}/locks/{field}")).await;
            assert!(answer.is_problem(404, games::problems::NOT_LOCKED.slug), "{field}");
        }
        let newest = staff.get(&format!("{path}/history")).await.expect(200)["items"][0].clone();
        assert_eq!(newest["changes"], json!([{ "field": "title", "before": "Jewel", "after": "Gem" }]));
        assert_eq!(world.audited("games", "work.unlock").await, 1);
        world.check_promises().await;
    }

    async fn one_entry_of_the_history_is_undone_and_the_others_stay(engine) {
        let (world, mut staff, path) = one_game(engine).await;
        fine(staff.patch(&path, json!({ "title": "Jewel", "players": 3 })).await);
        world.clock.advance(std::time::Duration::from_secs(1));
        fine(staff.patch(&path, json!({ "year": 1990 })).await);
        let history = staff.get(&format!("{path}/history?limit=1")).await.expect(200);
        let older = staff.get(&format!("{path}/history?cursor={}", history["next"].as_str().unwrap())).await.expect(200);
        let entry = &older["items"][0];
        assert_eq!(entry["_templates"]["undo"]["target"], format!("{path}/undos").as_str());
        let body = json!({ "entry": entry["id"] });
        let keyed = staff.clone().with("idempotency-key", "undo-1");
        let first = keyed.clone().post(&format!("{path}/undos"), body.clone()).await.expect(200);
        assert_eq!((&first["title"], &first["players"], &first["year"]), (&json!("Gem"), &json!(null), &json!(1990)));
        let again = keyed.clone().post(&format!("{path}/undos"), body).await;
        assert_eq!(again.headers["idempotent-replayed"], "true");
        assert_eq!(again.expect(200), first);
        let history = staff.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history["items"].as_array().unwrap().len(), 3);
        assert_eq!(history["items"][0]["action"], "undo");
        let nobody = staff.post(&format!("{path}/undos"), json!({ "entry": world.somebody() })).await;
        assert!(nobody.is_problem(404, games::problems::NO_SUCH_ENTRY.slug));
        world.check_promises().await;
    }

    async fn of_two_editors_who_saw_the_same_version_one_wins(engine) {
        let (world, mut staff, path) = one_game(engine).await;
        let version = staff.get(&path).await.expect(200)["version"].clone();
        let browser = with_tag(&staff, &version);
        let answers = crowd(6, |n| {
            let (mut browser, path) = (browser.clone(), path.clone());
            async move { browser.patch(&path, json!({ "title": format!("Gem {n}") })).await }
        }).await;
        let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(won.len(), 1);
        assert_eq!(answers.iter().filter(|answer| answer.is_problem(412, "request/changed-meanwhile")).count(), 5);
        assert_eq!(staff.get(&path).await.expect(200)["title"], won[0].json()["title"]);
        assert_eq!(staff.get(&format!("{path}/history")).await.expect(200)["items"].as_array().unwrap().len(), 1);
        world.check_promises().await;
    }

    async fn a_lock_that_meets_an_import_holds(engine) {
        let (world, staff, path) = one_game(engine).await;
        let edit = async {
            let mut staff = staff.clone();
            staff.patch(&path, json!({ "year": 1980 })).await
        };
        let rows = [gem(1996)];
        let (edited, report) = tokio::join!(edit, import_rows(&world, &rows));
        assert_eq!((edited.status.as_u16(), report.progress.taken), (200, 1));
        let mut staff = staff;
        assert_eq!(staff.get(&path).await.expect(200)["year"], 1980);
        world.check_promises().await;
    }

    async fn what_will_not_do_is_refused_field_by_field(engine) {
        let (world, mut staff, path) = one_game(engine).await;
        let answer = staff.patch(&path, json!({ "title": " ", "year": 1850, "genres": ["A", "A"], "players": 0 })).await;
        assert!(answer.is_problem(422, "request/invalid"));
        let fields: Vec<String> = answer.json()["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap().to_owned()).collect();
        assert_eq!(fields, ["title", "year", "genres", "players"]);
        for body in [json!({ "colour": "red" }), json!({ "platforms": ["NES"] }), json!({ "year": "soon" }), json!({ "title": null, "kind": "film" })] {
            assert!(staff.patch(&path, body.clone()).await.is_problem(422, "request/invalid"), "{body}");
        }
        let nothing = format!("/api/v1/games/works/{}", world.somebody());
        for answer in [staff.patch(&nothing, json!({ "year": 1990 })).await, staff.get(&format!("{nothing}/mine")).await, staff.get(&format!("{nothing}/history")).await] {
            assert!(answer.is_problem(404, games::problems::NO_SUCH_GAME.slug));
        }
        let same = staff.patch(&path, json!({ "title": "Gem" })).await.expect(200);
        assert_eq!((&same["locked"], &same["version"]), (&json!([]), &json!(1)), "what changes nothing locks nothing");
    }

    async fn only_keepers_are_offered_and_do_what_keepers_do(engine) {
        let (world, mut staff, path) = one_game(engine).await;
        let mine = staff.get(&format!("{path}/mine")).await.expect(200);
        let offered: Vec<&String> = mine["_templates"].as_object().unwrap().keys().collect();
        assert_eq!(offered, ["add_addition", "add_edition", "edit", "merge"]);
        fine(staff.patch(&path, json!({ "year": 1990 })).await);
        let mine = staff.get(&format!("{path}/mine")).await.expect(200);
        assert!(mine["_templates"]["unlock"]["target"].as_str().unwrap().ends_with("/locks/{field}"));
        let (mut member, mut stranger) = (world.browser_of_member(world.somebody()), world.browser());
        for (browser, status) in [(&mut member, 403), (&mut stranger, 401)] {
            let mine = browser.get(&format!("{path}/mine")).await.expect(200);
            assert_eq!(mine["_templates"], json!({}));
            assert_eq!(browser.patch(&path, json!({ "year": 1991 })).await.status, status);
            assert_eq!(browser.post("/api/v1/games/works", json!({ "title": "New" })).await.status, status);
            assert_eq!(browser.delete(&format!("{path}/locks/year")).await.status, status);
            assert_eq!(browser.get(&format!("{path}/history")).await.status, status);
            assert_eq!(browser.get("/api/v1/games/doubts").await.status, status);
            assert_eq!(browser.get("/api/v1/games/imports").await.status, status);
        }
        assert_eq!(staff.get(&path).await.expect(200)["year"], 1990);
    }

    async fn a_game_that_no_list_has_is_made_once_and_joined_by_a_list_later(engine) {
        let (world, staff, _) = one_game(engine).await;
        let mut keyed = staff.clone().with("idempotency-key", "new-1");
        let body = json!({ "title": "Home Brew", "year": 2001, "developer": "Us", "platforms": ["Dreamcast"] });
        let answer = keyed.post("/api/v1/games/works", body.clone()).await;
        let path = answer.headers["location"].to_str().unwrap().to_owned();
        assert!(answer.headers.contains_key("etag"));
        let work = answer.expect(201);
        assert_eq!((&work["platforms"], &work["sources"], &work["external_ids"]), (&json!(["Dreamcast"]), &json!([]), &json!([])));
        assert_eq!(keyed.post("/api/v1/games/works", body.clone()).await.expect(201), work, "the same key, the same game");
        let mut staff = staff;
        let known = staff.post("/api/v1/games/works", body).await;
        assert!(known.is_problem(409, games::problems::KNOWN_ALREADY.slug));
        assert_eq!(known.json()["work"], work["id"]);
        import_rows(&world, &[json!({ "title": "Home Brew", "platform": "Atari - Lynx", "year": 2001, "developer": "Them" })]).await;
        let joined = staff.get(&path).await.expect(200);
        assert_eq!((&joined["platforms"], &joined["developer"]), (&json!(["Atari Lynx", "Dreamcast"]), &json!("Us")));
        assert!(staff.post("/api/v1/games/works", json!({ "year": 1990 })).await.is_problem(422, "request/invalid"));
        let bare = staff.post("/api/v1/games/works", json!({ "title": "???" })).await.expect(201);
        assert_eq!((&bare["platforms"], &bare["releases"]), (&json!([]), &json!([])));
        world.check_promises().await;
    }
}
