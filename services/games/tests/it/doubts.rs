//! Pairs that may be one: staff merges them or keeps them apart, and no import argues.

use serde_json::json;
use testkit::{both_engines, crowd};

use crate::*;

fn row(platform: &str, year: i64, developer: &str) -> Value {
    json!({ "title": "Gem", "platform": platform, "year": year, "developer": developer })
}

/// Two works in doubt, the older one first.
async fn in_doubt(engine: Engine) -> (World, Browser, Vec<String>) {
    let (world, mut staff) = kept(engine).await;
    import_rows(&world, &[row("Sega - Saturn", 1995, "Left")]).await;
    assert_eq!(import_rows(&world, &[row("Atari - Lynx", 1990, "Right")]).await.doubts, 1);
    let page = staff.get("/api/v1/games/works?sort=-year").await.expect(200);
    let ids = page["items"].as_array().unwrap().iter().map(|work| work["id"].as_str().unwrap().to_owned());
    let ids = ids.collect();
    (world, staff, ids)
}

const ANSWERS: &str = "/api/v1/games/doubts/answers";

fn path(id: &str) -> String {
    format!("/api/v1/games/works/{id}")
}

both_engines! {
    async fn doubts_are_listed_with_both_works_and_the_reason(engine) {
        let (world, mut staff, ids) = in_doubt(engine).await;
        let page = staff.get("/api/v1/games/doubts?reason=years_apart").await.expect(200);
        assert_eq!((&page["total"], &page["next"]), (&json!(1), &json!(null)));
        let pair = &page["items"][0];
        assert_eq!((&pair["a"]["id"], &pair["b"]["id"]), (&json!(ids[0]), &json!(ids[1])));
        assert_eq!(pair["a"]["releases"][0]["platform"], "Saturn");
        assert!(pair["words"].as_str().unwrap().contains("two years"));
        assert_eq!(page["reasons"], json!([{ "reason": "years_apart", "count": 1 }]));
        assert_eq!(staff.get("/api/v1/games/doubts?reason=reissue").await.expect(200)["total"], 0);
        assert!(staff.get("/api/v1/games/doubts?reason=%00").await.is_problem(422, "request/invalid"));
        world.check_promises().await;
    }

    async fn many_doubts_come_page_by_page_each_once(engine) {
        let (world, mut staff) = kept(engine).await;
        for name in LISTS {
            import_list(world.db("games"), &list(name)).await;
        }
        let (mut seen, mut path) = (std::collections::BTreeSet::new(), "/api/v1/games/doubts?limit=3".to_owned());
        let total = loop {
            let page = staff.get(&path).await.expect(200);
            for pair in page["items"].as_array().unwrap() {
                assert!(pair["a"]["number"].as_i64() < pair["b"]["number"].as_i64(), "the older one first");
                assert!(seen.insert((pair["a"]["id"].to_string(), pair["b"]["id"].to_string())));
            }
            let Some(next) = page["next"].as_str() else { break page["total"].as_u64().unwrap() };
            path = format!("/api/v1/games/doubts?limit=3&cursor={next}");
        };
        assert_eq!(seen.len() as u64, total);
        assert!(total > 3, "{total}");
    }

    async fn a_merge_keeps_both_ids_and_both_histories(engine) {
        let (world, mut staff, ids) = in_doubt(engine).await;
        fine(staff.patch(&path(&ids[0]), json!({ "players": 2 })).await);
        fine(staff.patch(&path(&ids[1]), json!({ "franchise": "Stones", "players": 4 })).await);
        let pair = staff.get("/api/v1/games/doubts").await.expect(200)["items"][0].clone();
        let body = json!({ "a": ids[1], "b": ids[0], "same": true, "version": pair["version"] });
        let mut keyed = staff.clone().with("idempotency-key", "merge-1");
        let settled = keyed.post(ANSWERS, body.clone()).await.expect(200);
        let work = &settled["work"];
        assert_eq!((&work["id"], &work["players"], &work["franchise"]), (&json!(ids[0]), &json!(2), &json!("Stones")), "the older one stays, with the locks of both");
        assert_eq!(keyed.post(ANSWERS, body).await.expect(200), settled);
        assert_eq!(staff.post(ANSWERS, json!({ "a": ids[1], "b": ids[0], "same": true })).await.expect(200)["work"]["id"], ids[0].as_str(), "safe to repeat");
        for id in &ids {
            let shown = staff.get(&path(id)).await.expect(200);
            assert_eq!((&shown["id"], shown["releases"].as_array().unwrap().len()), (&json!(ids[0]), 2));
        }
        let history = staff.get(&format!("{}/history", path(&ids[1]))).await.expect(200);
        let actions: Vec<&str> = history["items"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
        assert_eq!(actions.iter().filter(|action| **action == "edit").count(), 2);
        assert!(actions.contains(&"merge"));
        assert_eq!(staff.get("/api/v1/games/works").await.expect(200)["total"], 1);
        assert_eq!(staff.get("/api/v1/games/doubts").await.expect(200)["total"], 0);
        assert_eq!(world.audited("games", "work.merge").await, 1);
        world.settle().await;
        let told = world.newest_event(TOLD).await.unwrap();
        assert!(told["documents"].as_array().unwrap().iter().any(|d| d["id"] == ids[1].as_str() && d["gone"] == true));
        let apart = staff.post(ANSWERS, json!({ "a": ids[0], "b": ids[1], "same": false })).await;
        assert!(apart.is_problem(409, games::problems::ONE_WORK.slug));
        world.check_promises().await;
    }

    /// Goes red when `Clusters::keeping_apart` or the look at `kept_apart` in `doubt.rs` is left out.
    async fn what_is_kept_apart_is_never_listed_or_merged_again(engine) {
        let (world, mut staff, ids) = in_doubt(engine).await;
        let body = json!({ "a": ids[0], "b": ids[1], "same": false });
        assert_eq!(staff.post(ANSWERS, body.clone()).await.expect(200)["same"], false);
        fine(staff.post(ANSWERS, body).await);
        assert_eq!(world.audited("games", "work.keep_apart").await, 2, "once in the history of each");
        assert_eq!(import_rows(&world, &[row("Nintendo - Game Boy", 1970, "Third")]).await.doubts, 2, "only with the new one");
        // A row by both developers would make them one.
        let report = import_rows(&world, &[row("Sony - PlayStation", 1995, "Left/Right")]).await;
        assert_eq!(report.works, 3);
        for id in &ids {
            assert_eq!(staff.get(&path(id)).await.expect(200)["id"], id.as_str());
        }
        assert_eq!(staff.get(&path(&ids[0])).await.expect(200)["releases"].as_array().unwrap().len(), 2, "it went to the older one");
        let merged = staff.post(ANSWERS, json!({ "a": ids[0], "b": ids[1], "same": true })).await.expect(200);
        assert_eq!(merged["work"]["releases"].as_array().unwrap().len(), 3, "staff may think again");
        world.check_promises().await;
    }

    async fn an_answer_to_what_was_changed_meanwhile_is_refused(engine) {
        let (world, mut staff, ids) = in_doubt(engine).await;
        let version = staff.get("/api/v1/games/doubts").await.expect(200)["items"][0]["version"].clone();
        fine(staff.patch(&path(&ids[0]), json!({ "players": 2 })).await);
        let late = staff.post(ANSWERS, json!({ "a": ids[0], "b": ids[1], "same": true, "version": version })).await;
        assert!(late.is_problem(412, "request/changed-meanwhile"));
        let nobody = staff.post(ANSWERS, json!({ "a": ids[0], "b": world.somebody(), "same": true })).await;
        assert!(nobody.is_problem(404, games::problems::NO_SUCH_GAME.slug));
    }

    async fn a_merge_that_meets_an_edit_loses_nothing(engine) {
        let (world, mut staff, ids) = in_doubt(engine).await;
        let version = staff.get(&path(&ids[1])).await.expect(200)["version"].clone();
        let edit = staff.clone().with("if-match", &format!("\"{version}\""));
        let both = ids.clone();
        let answers = crowd(2, move |n| {
            let (mut staff, mut edit, ids) = (staff.clone(), edit.clone(), both.clone());
            async move {
                match n {
                    0 => staff.post(ANSWERS, json!({ "a": ids[0], "b": ids[1], "same": true })).await,
                    _ => edit.patch(&path(&ids[1]), json!({ "franchise": "Stones" })).await,
                }
            }
        }).await;
        assert_eq!(answers[0].status, 200);
        let work = world.browser().get(&path(&ids[1])).await.expect(200);
        assert_eq!(work["id"], ids[0].as_str());
        // Either the edit came first and is part of the merged work, or it saw that there is another version now.
        let kept = work["franchise"] == "Stones";
        assert!(kept && answers[1].status == 200 || answers[1].is_problem(412, "request/changed-meanwhile"), "{}", answers[1].text);
        world.check_promises().await;
    }

    async fn what_hangs_on_a_merged_game_hangs_on_the_one_that_stays(engine) {
        let (world, mut staff, ids) = in_doubt(engine).await;
        import_rows(&world, &[json!({ "title": "Gem at Night", "platform": "Sega - Saturn", "year": 1996 }), json!({ "title": "Gem Gold", "platform": "Sega - Saturn", "year": 1997 })]).await;
        let night = path_of(&mut staff, "q=gem%20at").await;
        let gold = path_of(&mut staff, "q=gem%20gold").await;
        fine(staff.patch(&night, json!({ "kind": "dlc", "parent": ids[1] })).await);
        fine(staff.patch(&gold, json!({ "edition_of": ids[1] })).await);
        // The one that stays hangs on the one that goes.
        fine(staff.patch(&path(&ids[0]), json!({ "edition_of": ids[1] })).await);
        fine(staff.post(ANSWERS, json!({ "a": ids[0], "b": ids[1], "same": true })).await);
        let work = staff.get(&path(&ids[0])).await.expect(200);
        assert_eq!((&work["kind"], &work["edition_of"]), (&json!("game"), &json!(null)));
        assert_eq!((&work["additions"][0]["title"], &work["editions"][0]["title"]), (&json!("Gem at Night"), &json!("Gem Gold")));
        world.check_promises().await;
    }
}
