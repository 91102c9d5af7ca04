//! Gizmos: made, listed, shown, changed, deleted, and of one member alone.

use http::Method;
use testkit::both_engines;

use crate::*;

async fn names(browser: &mut Browser, query: &str) -> Vec<String> {
    let page = browser.get(&format!("{GIZMOS}?{query}")).await.expect(200);
    page["items"].as_array().unwrap().iter().map(|gizmo| gizmo["name"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn a_gizmo_is_made_shown_changed_and_deleted(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let gizmo = make(&mut browser, " Round ").await;
        assert_eq!((&gizmo["name"], &gizmo["version"]), (&json!("Round"), &json!(1)));
        assert_eq!(browser.get(&path(&gizmo)).await.expect(200), gizmo);
        let renamed = browser.patch(&path(&gizmo), json!({ "name": "Square" })).await.expect(200);
        assert_eq!((&renamed["name"], &renamed["version"]), (&json!("Square"), &json!(2)));
        assert_eq!(browser.delete(&path(&gizmo)).await.status, 204);
        assert!(browser.get(&path(&gizmo)).await.is_problem(404, "demo/no-such-gizmo"));
        world.check_promises().await;
    }

    async fn pages_through_gizmos_newest_first(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        for name in ["one", "two", "three"] {
            make(&mut browser, name).await;
            world.clock.advance(std::time::Duration::from_secs(1));
        }
        let first = browser.get(&format!("{GIZMOS}?limit=2")).await.expect(200);
        let next = first["next"].as_str().expect("a next page");
        assert_eq!(names(&mut browser, &format!("cursor={next}")).await, ["one"]);
        assert_eq!(names(&mut browser, "").await, ["three", "two", "one"]);
    }

    async fn what_cannot_be_accepted_is_said(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let gizmo = make(&mut browser, "Round").await;
        for wrong in [json!({ "name": "" }), json!({}), json!({ "name": "x", "owner": "me" })] {
            assert!(browser.post(GIZMOS, wrong.clone()).await.is_problem(422, "request/invalid"));
            assert!(browser.patch(&path(&gizmo), wrong).await.is_problem(422, "request/invalid"));
        }
        assert!(world.browser().get(GIZMOS).await.is_problem(401, "request/sign-in-needed"));
    }

    async fn a_change_of_what_was_changed_meanwhile_is_refused(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let gizmo = make(&mut browser, "Round").await;
        let _ = browser.patch(&path(&gizmo), json!({ "name": "Square" })).await.expect(200);
        for method in [Method::PATCH, Method::DELETE] {
            let body = json!({ "name": "Oval" }).to_string();
            let answer = browser.send(method, &path(&gizmo), Some(body), &[("if-match", "\"1\"")]).await;
            assert!(answer.is_problem(412, "request/changed-meanwhile"), "{}", answer.text);
        }
    }

    async fn what_is_sent_twice_is_made_once(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        for _ in 0..2 {
            let body = json!({ "name": "Round" }).to_string();
            let answer = browser.send(Method::POST, GIZMOS, Some(body), &[("idempotency-key", "k1")]).await;
            assert_eq!(answer.status, 201);
        }
        assert_eq!(names(&mut browser, "").await, ["Round"]);
    }

    async fn nobody_reaches_gizmos_of_others(engine) {
        let world = world(engine).await;
        let (mut ira, mut eve) = (member(&world), member(&world));
        let gizmo = make(&mut ira, "Round").await;
        for method in [Method::GET, Method::PATCH, Method::DELETE] {
            let body = json!({ "name": "Mine now" }).to_string();
            let answer = eve.send(method, &path(&gizmo), Some(body), &[]).await;
            assert!(answer.is_problem(404, "demo/no-such-gizmo"), "{}", answer.text);
        }
        assert_eq!(names(&mut eve, "").await, Vec::<String>::new());
        assert_eq!(ira.get(&path(&gizmo)).await.expect(200), gizmo);
        world.check_promises().await;
    }

    async fn a_flood_of_gizmos_is_refused(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        for n in 0..demo::model::MOST {
            make(&mut browser, &n.to_string()).await;
            world.clock.advance(std::time::Duration::from_millis(150));
        }
        let answer = browser.post(GIZMOS, json!({ "name": "one too many" })).await;
        assert!(answer.is_problem(409, "demo/too-many-gizmos"), "{}", answer.text);
    }
}
