//! Lists: one is always there, the others come and go.

use http::Method;
use testkit::both_engines;

use crate::*;

async fn make_list(browser: &mut Browser, name: &str) -> Value {
    browser.post(LISTS, json!({ "name": name })).await.expect(201)
}

async fn names(browser: &mut Browser) -> Vec<String> {
    let lists = browser.get(LISTS).await.expect(200);
    lists["items"].as_array().unwrap().iter().map(|list| list["name"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn there_is_always_one(engine) {
        let world = world(engine).await;
        let browser = member(&world);
        let answers = testkit::crowd(8, |_| {
            let mut browser = browser.clone();
            async move { browser.get(LISTS).await.expect(200) }
        }).await;
        let first = &answers[0]["items"][0];
        assert!(answers.iter().all(|lists| lists["items"].as_array().unwrap().len() == 1 && lists["items"][0]["id"] == first["id"]));
        assert_eq!((&first["name"], &first["color"], actions(first)), (&json!("To do"), &Value::Null, vec!["edit"]));
        let mut browser = browser;
        assert!(browser.delete(&path(first)).await.is_problem(409, "todos/default-list"));
        let renamed = browser.patch(&path(first), json!({ "name": "Everything" })).await.expect(200);
        assert_eq!((&renamed["name"], &renamed["version"]), (&json!("Everything"), &json!(2)));
        world.check_promises().await;
    }

    async fn a_list_is_made_changed_and_counted(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let answer = browser.post(LISTS, json!({ "name": " Premiere ", "color": "amber" })).await;
        let (etag, location) = (answer.headers["etag"].clone(), answer.headers["location"].clone());
        let list = answer.expect(201);
        assert_eq!((etag, location), ("\"1\"".parse().unwrap(), path(&list).parse().unwrap()));
        assert_eq!((&list["name"], &list["color"], actions(&list)), (&json!("Premiere"), &json!("amber"), vec!["delete", "edit"]));
        let item = make(&mut browser, json!({ "title": "Book the venue", "list": list["id"] })).await;
        make(&mut browser, json!({ "title": "Print posters", "list": list["id"] })).await;
        let _ = finish(&mut browser, &item).await.expect(200);
        let bare = browser.patch(&path(&list), json!({ "color": null })).await.expect(200);
        assert_eq!((&bare["color"], &bare["open"], &bare["version"]), (&Value::Null, &json!(1), &json!(2)));
        assert_eq!(titles(&mut browser, &format!("list={}", list["id"].as_str().unwrap())).await.len(), 2);
        let stale = [("if-match", "\"1\"")];
        for method in [Method::PATCH, Method::DELETE] {
            let answer = browser.send(method, &path(&list), Some(r#"{"name":"x"}"#.into()), &stale).await;
            assert!(answer.is_problem(412, "request/changed-meanwhile"), "{}", answer.text);
        }
        for wrong in [json!({ "name": "" }), json!({ "name": "x", "color": "pink" }), json!({ "name": "x".repeat(101) }), json!({})] {
            assert!(browser.post(LISTS, wrong).await.is_problem(422, "request/invalid"));
        }
        assert!(browser.patch(&path(&list), json!({ "name": " " })).await.is_problem(422, "request/invalid"));
    }

    async fn lists_stand_where_they_are_put(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let (a, b) = (make_list(&mut browser, "a").await, make_list(&mut browser, "b").await);
        make_list(&mut browser, "c").await;
        let _ = browser.patch(&path(&b), json!({ "before": a["id"] })).await.expect(200);
        assert_eq!(names(&mut browser).await, ["To do", "b", "a", "c"]);
        let _ = browser.patch(&path(&b), json!({ "before": null })).await.expect(200);
        assert_eq!(names(&mut browser).await, ["To do", "a", "c", "b"]);
        let unknown = json!({ "before": "0191e5a0-0000-7000-8000-000000000009" });
        assert!(browser.patch(&path(&b), unknown).await.is_problem(422, "request/invalid"));
        // Again and again into the same gap, until there is none left and all have to move.
        let mut pair = [a, b];
        for _ in 0..40 {
            let _ = browser.patch(&path(&pair[1]), json!({ "before": pair[0]["id"] })).await.expect(200);
            pair.reverse();
        }
        assert_eq!(names(&mut browser).await, ["To do", "a", "b", "c"]);
        world.check_promises().await;
    }

    async fn what_stood_on_a_deleted_list_can_be_brought_back(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        add(&mut browser, "stays").await;
        let list = make_list(&mut browser, "Premiere").await;
        let mut items = Vec::new();
        for title in ["one", "two"] {
            items.push(make(&mut browser, json!({ "title": title, "list": list["id"] })).await);
        }
        assert_eq!(browser.delete(&path(&list)).await.status, 204);
        assert!(browser.delete(&path(&list)).await.is_problem(404, "todos/no-such-list"));
        assert!(browser.patch(&path(&list), json!({ "name": "x" })).await.is_problem(404, "todos/no-such-list"));
        assert_eq!(names(&mut browser).await, ["To do"]);
        assert_eq!(titles(&mut browser, "").await, ["stays"]);
        assert_eq!(titles(&mut browser, "state=trash&sort=order").await, ["one", "two"]);
        let back = browser.post(&format!("{}/restorations", path(&items[1])), json!({})).await.expect(200);
        assert_ne!(back["list"], list["id"]);
        assert_eq!(titles(&mut browser, "").await, ["stays", "two"]);
        world.check_promises().await;
    }

    async fn a_list_that_is_sent_twice_is_made_once(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let key = [("idempotency-key", "list-1")];
        let mut ids = Vec::new();
        for _ in 0..2 {
            let answer = browser.send(Method::POST, LISTS, Some(r#"{"name":"Premiere"}"#.into()), &key).await;
            ids.push(answer.expect(201)["id"].clone());
        }
        assert_eq!(ids[0], ids[1]);
        assert_eq!(names(&mut browser).await, ["To do", "Premiere"]);
    }
}
