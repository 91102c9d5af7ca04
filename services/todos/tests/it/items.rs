//! Items: made, shown, changed, refused.

use http::Method;
use testkit::both_engines;

use crate::*;

both_engines! {
    async fn an_item_is_what_was_said(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let due = json!({ "date": "2026-11-27", "time": "18:00", "zone": "Europe/Berlin" });
        let body = json!({
            "title": " Book the venue ", "note": "Ask for the big hall", "due": due, "priority": 3,
            "labels": ["Venue", "party", "venue"], "repeat": { "every": "week", "days": ["fri"] },
        });
        let answer = browser.post(ITEMS, body).await;
        let headers = answer.headers.clone();
        let item = answer.expect(201);
        assert_eq!((&headers["location"], &headers["etag"]), (&path(&item).parse().unwrap(), &"\"1\"".parse().unwrap()));
        assert_eq!((&item["title"], &item["note"], &item["priority"]), (&json!("Book the venue"), &json!("Ask for the big hall"), &json!(3)));
        assert_eq!((&item["due"], &item["due_at"]), (&due, &json!("2026-11-27T17:00:00.000000Z")));
        assert_eq!(item["labels"], json!(["venue", "party"]));
        assert_eq!(item["repeat"], json!({ "every": "week", "interval": 1, "days": ["fri"] }));
        assert_eq!((&item["completed"], &item["trashed_at"], &item["version"]), (&json!(false), &Value::Null, &json!(1)));
        assert_eq!(actions(&item), ["edit", "finish", "move", "trash"]);
        let lists = browser.get(LISTS).await.expect(200);
        assert_eq!((&lists["items"][0]["id"], &lists["items"][0]["open"]), (&item["list"], &json!(1)));
        assert_eq!(browser.get(&path(&item)).await.expect(200), item);
        world.check_promises().await;
    }

    async fn says_everything_that_cannot_be_accepted(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let body = json!({
            "title": "", "priority": 4, "due": { "date": "tomorrow", "time": "6 pm", "zone": "Middle/Earth" },
            "repeat": { "every": "day", "interval": 0 },
        });
        let answer = browser.post(ITEMS, body).await;
        assert!(answer.is_problem(422, "request/invalid"), "{}", answer.text);
        let fields: Vec<Value> = answer.json()["fields"].as_array().unwrap().iter().map(|f| f["field"].clone()).collect();
        assert_eq!(fields, ["title", "priority", "due.date", "due.time", "due.zone", "repeat.interval"]);
        for wrong in [
            json!({ "title": "x".repeat(201) }),
            json!({ "title": "two\nlines" }),
            json!({ "title": "x", "repeat": { "every": "day" } }),
            json!({ "title": "x", "repeat": { "every": "fortnight" } }),
            json!({ "title": "x", "list": "0191e5a0-0000-7000-8000-000000000009" }),
            json!({ "title": "x", "owner": "somebody" }),
        ] {
            let answer = browser.post(ITEMS, wrong.clone()).await;
            assert!(answer.is_problem(422, "request/invalid"), "{wrong}: {}", answer.text);
        }
        let item = add(&mut browser, "Book the venue").await;
        for wrong in [json!({ "title": "" }), json!({ "labels": [""] }), json!({ "repeat": { "every": "day" } }), json!({ "number": 7 })] {
            let answer = browser.patch(&path(&item), wrong.clone()).await;
            assert!(answer.is_problem(422, "request/invalid"), "{wrong}: {}", answer.text);
        }
        assert_eq!(browser.get(&path(&item)).await.expect(200), item);
    }

    async fn what_is_left_out_stays_and_null_takes_away(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let due = json!({ "date": "2026-11-27", "time": null, "zone": "Europe/Berlin" });
        let item = make(&mut browser, json!({ "title": "Rehearse", "due": due, "priority": 2, "repeat": { "every": "day" } })).await;
        let renamed = browser.patch(&path(&item), json!({ "title": "Rehearse again" })).await.expect(200);
        assert_eq!((&renamed["due"], &renamed["priority"], &renamed["version"]), (&due, &json!(2), &json!(2)));
        let bare = browser.patch(&path(&item), json!({ "due": null, "repeat": null, "note": "Bring water" })).await.expect(200);
        assert_eq!((&bare["due"], &bare["due_at"], &bare["repeat"]), (&Value::Null, &Value::Null, &Value::Null));
        assert_eq!((&bare["title"], &bare["note"]), (&json!("Rehearse again"), &json!("Bring water")));
        let refused = browser.patch(&path(&item), json!({ "repeat": { "every": "day" } })).await;
        assert!(refused.is_problem(422, "request/invalid"));
        world.check_promises().await;
    }

    async fn offers_what_would_succeed_and_nothing_else(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let item = add(&mut browser, "Book the venue").await;
        let done = finish(&mut browser, &item).await.expect(200);
        assert_eq!((&done["completed"], done["completed_at"].is_string()), (&json!(true), true));
        assert_eq!(actions(&done), ["edit", "move", "reopen", "trash"]);
        let open = browser.patch(&path(&item), json!({ "completed": false })).await.expect(200);
        assert_eq!((&open["completed_at"], actions(&open)), (&Value::Null, vec!["edit", "finish", "move", "trash"]));
        let trashed = browser.delete(&path(&item)).await.expect(200);
        assert_eq!(actions(&trashed), ["delete_forever", "restore"]);
        for (method, target) in [(Method::PATCH, path(&item)), (Method::POST, format!("{}/moves", path(&item)))] {
            let answer = browser.send(method, &target, Some("{}".into()), &[]).await;
            assert!(answer.is_problem(409, "todos/in-trash"), "{target}: {}", answer.text);
        }
        // Every action that is offered succeeds, in an order in which each is still open.
        for (name, body) in [("restore", "{}"), ("edit", r#"{"title":"x"}"#), ("finish", r#"{"completed":true}"#),
            ("reopen", r#"{"completed":false}"#), ("move", r#"{"before":null}"#), ("trash", ""), ("delete_forever", "")] {
            let now = browser.get(&path(&item)).await.expect(200);
            let template = &now["_templates"][name];
            let method: Method = template["method"].as_str().expect(name).parse().unwrap();
            let target = template["target"].as_str().unwrap();
            let answer = browser.send(method, target, Some(body.into()), &[]).await;
            assert!(answer.status.is_success(), "{name}: {}", answer.text);
        }
        assert!(browser.get(&path(&item)).await.is_problem(404, "todos/no-such-item"));
    }

    async fn a_change_of_what_was_changed_meanwhile_is_refused(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let item = add(&mut browser, "Book the venue").await;
        let _ = browser.patch(&path(&item), json!({ "title": "Book it" })).await.expect(200);
        let moves = format!("{}/moves", path(&item));
        let stale = [("if-match", "\"1\"")];
        for (method, target, body) in [
            (Method::PATCH, path(&item), r#"{"title":"Mine"}"#),
            (Method::POST, moves, r#"{"before":null}"#),
            (Method::DELETE, path(&item), ""),
        ] {
            let answer = browser.send(method, &target, Some(body.into()), &stale).await;
            assert!(answer.is_problem(412, "request/changed-meanwhile"), "{target}: {}", answer.text);
        }
        let fresh = [("if-match", "\"2\"")];
        let answer = browser.send(Method::PATCH, &path(&item), Some(r#"{"title":"Mine"}"#.into()), &fresh).await;
        assert_eq!((&answer.headers["etag"], answer.status.as_u16()), (&"\"3\"".parse().unwrap(), 200));
        let known = browser.send(Method::GET, &path(&item), None, &[("if-none-match", "\"3\"")]).await;
        assert_eq!((known.status.as_u16(), known.text.as_str()), (304, ""));
    }

    async fn of_two_who_change_the_same_version_one_is_told(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let item = add(&mut browser, "Book the venue").await;
        let target = path(&item);
        let answers = testkit::crowd(8, |n| {
            let (mut browser, target) = (browser.clone(), target.clone());
            async move {
                let body = json!({ "title": format!("Title {n}") }).to_string();
                browser.send(Method::PATCH, &target, Some(body), &[("if-match", "\"1\"")]).await.status.as_u16()
            }
        }).await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == 412).count(), 7, "{answers:?}");
    }

    async fn what_is_sent_twice_is_made_once(engine) {
        let world = world(engine).await;
        let browser = member(&world);
        let body = json!({ "title": "Book the venue" }).to_string();
        let ids = testkit::crowd(8, |_| {
            let (mut browser, body) = (browser.clone(), body.clone());
            async move {
                let key = [("idempotency-key", "one-intent")];
                browser.send(Method::POST, ITEMS, Some(body), &key).await.expect(201)["id"].clone()
            }
        }).await;
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        let mut browser = browser;
        assert_eq!(titles(&mut browser, "").await, ["Book the venue"]);
        let key = [("idempotency-key", "one-intent")];
        let again = browser.send(Method::POST, ITEMS, Some(body), &key).await;
        assert_eq!((again.headers["idempotent-replayed"].as_bytes(), &again.headers["etag"]), (&b"true"[..], &"\"1\"".parse().unwrap()));
        assert!(again.headers.contains_key("location"));
        let other = browser.send(Method::POST, ITEMS, Some(r#"{"title":"Another"}"#.into()), &key).await;
        assert!(other.is_problem(422, "request/key-reused"));
    }

    async fn more_than_fits_is_refused_in_words(engine) {
        let world = world_with(engine, "[todos]\nmost_items = 3\nmost_lists = 2").await;
        let mut browser = member(&world);
        let repeating = json!({ "title": "Daily", "due": { "date": "2026-11-21", "zone": "UTC" }, "repeat": { "every": "day" } });
        let first = make(&mut browser, repeating).await;
        for title in ["two", "three"] {
            add(&mut browser, title).await;
        }
        let full = browser.post(ITEMS, json!({ "title": "four" })).await;
        assert!(full.is_problem(409, "todos/too-many-items"), "{}", full.text);
        assert!(finish(&mut browser, &first).await.is_problem(409, "todos/too-many-items"));
        let _ = browser.delete(&path(&first)).await.expect(200);
        add(&mut browser, "four").await;
        let back = browser.post(&format!("{}/restorations", path(&first)), json!({})).await;
        assert!(back.is_problem(409, "todos/too-many-items"));
        let _ = browser.post(LISTS, json!({ "name": "Second" })).await.expect(201);
        assert!(browser.post(LISTS, json!({ "name": "Third" })).await.is_problem(409, "todos/too-many-lists"));
        assert_eq!(titles(&mut browser, "").await.len(), 3);
        world.check_promises().await;
    }
}
