//! Lists that come from the administration page.

use http::Method;
use serde_json::json;
use testkit::both_engines;

use crate::*;

const IMPORTS: &str = "/api/v1/games/imports";

async fn send(browser: &mut Browser, name: &str, text: &str) -> testkit::Answer {
    let path = format!("{IMPORTS}?name={name}");
    browser
        .send(Method::POST, &path, Some(text.to_owned()), &[("content-type", "application/octet-stream")])
        .await
}

fn rows(count: usize) -> String {
    (0..count)
        .map(|n| format!("{{\"title\":\"Game {n}\",\"platform\":\"Nintendo - Game Boy\",\"year\":1990}}\n"))
        .collect()
}

/// The files that lie in the folder of uploads.
fn files(world: &World) -> usize {
    std::fs::read_dir(world.house.host().folder("games").join("uploads")).map_or(0, Iterator::count)
}

both_engines! {
    async fn an_uploaded_list_is_read_afterwards_and_shown(engine) {
        let (world, mut staff) = kept(engine).await;
        let text = format!("{}{{broken\n{{\"platform\":\"P\"}}\n", rows(600));
        let answer = send(&mut staff, "my%20list.jsonl", &text).await;
        let path = answer.headers["location"].to_str().unwrap().to_owned();
        let import = answer.expect(202);
        assert_eq!((&import["state"], &import["name"], &import["source"]), (&json!("waiting"), &json!("my list.jsonl"), &json!("libretro")));
        assert_eq!((&import["bytes"], &import["started_at"]), (&json!(text.len()), &json!(null)));
        world.settle().await;
        let import = staff.get(&path).await.expect(200);
        assert_eq!((&import["state"], &import["rows"], &import["read_bytes"]), (&json!("done"), &json!(602), &json!(text.len())));
        assert_eq!((&import["taken"], &import["known"], &import["bad"]), (&json!(600), &json!(0), &json!(2)));
        assert!(import["finished_at"].is_string() && import["error"].is_null());
        assert_eq!(staff.get("/api/v1/games/works").await.expect(200)["total"], 600);
        let first = staff.get(&format!("{path}/rejects?limit=1")).await.expect(200);
        assert_eq!((&first["items"][0]["line"], &first["items"][0]["text"]), (&json!(601), &json!("{broken")));
        let rest = staff.get(&format!("{path}/rejects?cursor={}", first["next"].as_str().unwrap())).await.expect(200);
        assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &json!(null)));
        assert_eq!(files(&world), 0, "what was read is gone");
        assert_eq!(world.audited("games", "import.upload").await, 1);
        assert!(world.newest_event("games.import.finished.v1").await.is_some());
        world.check_promises().await;
    }

    async fn the_same_file_again_is_known(engine) {
        let (world, mut staff) = kept(engine).await;
        let first = send(&mut staff, "a.jsonl", &rows(3)).await.expect(202);
        let waiting = send(&mut staff, "b.jsonl", &rows(3)).await.expect(200);
        assert_eq!((&waiting["id"], &waiting["name"]), (&first["id"], &json!("a.jsonl")));
        world.settle().await;
        let known = send(&mut staff, "c.jsonl", &rows(3)).await.expect(200);
        assert_eq!((&known["id"], &known["state"]), (&first["id"], &json!("done")));
        assert_eq!(files(&world), 0);
        assert_eq!(send(&mut staff, "d.jsonl", &rows(4)).await.status, 202);
        world.clock.advance(std::time::Duration::from_secs(1));
        assert_eq!(send(&mut staff, "e.jsonl", &rows(5)).await.status, 202);
        let page = staff.get(&format!("{IMPORTS}?limit=1")).await.expect(200);
        assert_eq!(page["items"][0]["name"], "e.jsonl");
        let rest = staff.get(&format!("{IMPORTS}?cursor={}", page["next"].as_str().unwrap())).await.expect(200);
        assert_eq!(rest["items"].as_array().unwrap().len(), 2);
        world.settle().await;
        world.check_promises().await;
    }

    async fn a_file_that_is_no_list_is_refused_and_does_not_stay(engine) {
        let (world, mut staff) = kept(engine).await;
        for text in ["", "title;year\n", "\u{89}PNG"] {
            let answer = send(&mut staff, "a.png", text).await;
            assert!(answer.is_problem(422, games::problems::NOT_A_LIST.slug), "{}", answer.text);
        }
        let json = staff.post(&format!("{IMPORTS}?name=a.jsonl"), json!({ "title": "A" })).await;
        assert!(json.is_problem(415, games::problems::NOT_A_FILE.slug));
        assert!(send(&mut staff, "%20", "x").await.is_problem(422, "request/invalid"));
        assert_eq!(files(&world), 0);
        let nothing = format!("{IMPORTS}/{}", world.somebody());
        for path in [nothing.clone(), format!("{nothing}/rejects")] {
            assert!(staff.get(&path).await.is_problem(404, games::problems::NO_SUCH_IMPORT.slug));
        }
        let mut member = world.browser_of_member(world.somebody());
        assert_eq!(send(&mut member, "a.jsonl", &rows(1)).await.status, 403);
    }

    async fn a_house_that_was_closed_in_between_goes_on(engine) {
        let (mut world, mut staff) = kept(engine).await;
        let import = send(&mut staff, "a.jsonl", &rows(800)).await.expect(202);
        // The job begins, and its process ends in the middle.
        let half = async {
            loop {
                let at = staff.get(&format!("{IMPORTS}/{}", import["id"].as_str().unwrap())).await.expect(200);
                if at["taken"].as_i64().unwrap() > 0 {
                    break;
                }
                world.clock.advance(std::time::Duration::from_secs(1));
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            () = half => {}
            () = world.settle() => {}
        }
        world.restart().await;
        let mut staff = world.browser_of(world.somebody());
        let mut done = Value::Null;
        // A busy machine may break off a step again; the job is tried again then.
        for _ in 0..5 {
            world.clock.advance(std::time::Duration::from_secs(3_600));
            world.settle().await;
            done = staff.get(&format!("{IMPORTS}/{}", import["id"].as_str().unwrap())).await.expect(200);
            if done["state"] == "done" {
                break;
            }
        }
        assert_eq!((&done["state"], &done["taken"], &done["known"]), (&json!("done"), &json!(800), &json!(0)));
        assert_eq!(staff.get("/api/v1/games/facts").await.expect(200)["releases"], 800);
        world.check_promises().await;
    }

    async fn a_lost_file_fails_with_the_reason_and_is_taken_up_by_the_next_upload(engine) {
        let (world, mut staff) = kept(engine).await;
        let import = send(&mut staff, "a.jsonl", &rows(5)).await.expect(202);
        std::fs::remove_dir_all(world.house.host().folder("games").join("uploads")).unwrap();
        world.settle().await;
        let path = format!("{IMPORTS}/{}", import["id"].as_str().unwrap());
        let failed = staff.get(&path).await.expect(200);
        assert_eq!(failed["state"], "failed");
        assert!(failed["error"].as_str().unwrap().contains("cannot be read"), "{failed}");
        world.check_promises().await;
        assert_eq!(send(&mut staff, "a.jsonl", &rows(5)).await.expect(200)["state"], "waiting");
        world.settle().await;
        assert_eq!(staff.get(&path).await.expect(200)["state"], "done");
        world.check_promises().await;
    }

    async fn an_import_that_ended_with_its_process_says_so(engine) {
        let (mut world, _) = kept(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("long.jsonl");
        std::fs::write(&file, rows(900)).unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let mut stop = Some(stop);
        tokio::select! {
            _ = games::ops::import::import(world.db("games"), folder.path(), &file, |at| if at.taken > 0 { drop(stop.take()); }) => {}
            _ = stopped => {}
        }
        world.restart().await;
        let mut staff = world.browser_of(world.somebody());
        let broken = staff.get(IMPORTS).await.expect(200)["items"][0].clone();
        assert_eq!((&broken["state"], &broken["name"]), (&json!("failed"), &json!("long.jsonl")));
        assert!(broken["error"].as_str().unwrap().starts_with("It was broken off"));
        let report = import_list(world.db("games"), &file).await;
        assert_eq!(report.progress.taken, 900);
        let done = staff.get(IMPORTS).await.expect(200)["items"][0].clone();
        assert_eq!((&done["state"], &done["error"]), (&json!("done"), &json!(null)));
        world.check_promises().await;
    }

    async fn what_a_broken_upload_left_behind_is_swept_away(engine) {
        let (world, mut staff) = kept(engine).await;
        assert_eq!(send(&mut staff, "a.jsonl", &rows(2)).await.status, 202);
        let stray = world.house.host().folder("games").join("uploads/stray");
        let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        std::fs::File::create(&stray).unwrap().set_modified(old).unwrap();
        world.clock.advance(std::time::Duration::from_secs(2 * 24 * 3600));
        world.settle().await;
        assert!(!stray.exists());
        assert_eq!(staff.get(IMPORTS).await.expect(200)["items"][0]["state"], "done");
    }
}
