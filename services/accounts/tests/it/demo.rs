//! A house to look around in (decision D17).

use serde_json::json;
use testkit::both_engines;

use crate::*;

const DEMO: &str = "/api/v1/accounts/demo";

both_engines! {
    async fn whoever_sits_at_the_machine_fills_an_empty_house(engine) {
        let world = world(engine).await;
        let mut browser = world.browser();
        assert_eq!(browser.get(DEMO).await.expect(200), json!({ "here": false, "offered": true }));
        assert_eq!(browser.post(DEMO, json!({})).await.expect(201), json!({ "here": true, "offered": false }));
        let heard = world.newest_event("accounts.demo.asked.v1").await.unwrap();
        assert_eq!(heard["members"].as_array().unwrap().len(), 2);
        for email in ["mira@demo.example", "jonas@demo.example"] {
            let password = world.terminal.secret(&format!("Password of {email}"));
            let me = sign_in(&mut world.browser(), email, &password).await.expect(201);
            assert_eq!((&me["role"], &me["confirmed"]), (&json!("user"), &json!(true)));
        }
        // Once is enough, whoever asks again.
        assert_eq!(world.browser().post(DEMO, json!({})).await.expect(200)["here"], true);
        assert_eq!(world.browser().get(DEMO).await.expect(200), json!({ "here": true, "offered": false }));
        world.check_promises().await;
    }

    async fn a_member_alone_may_and_one_of_two_may_not(engine) {
        let world = world(engine).await;
        let mut ira = member(&world, "ira@example.org").await;
        assert_eq!(ira.get(DEMO).await.expect(200)["offered"], true);
        let mut leo = member(&world, "leo@example.org").await;
        for browser in [&mut ira, &mut leo, &mut world.browser()] {
            assert_eq!(browser.get(DEMO).await.expect(200)["offered"], false);
            assert!(browser.post(DEMO, json!({})).await.is_problem(403, "accounts/demo-closed"));
        }
        assert_eq!(world.browser().get(DEMO).await.expect(200)["here"], false);
        world.check_promises().await;
    }

    async fn the_first_administrator_may_while_nobody_else_is_there(engine) {
        let world = world(engine).await;
        let mut first = member(&world, "ira@example.org").await.with("x-forwarded-for", "203.0.113.7");
        let token = world.terminal.token("First administrator");
        let _ = first.post("/api/v1/accounts/setup", json!({ "token": token, "password": PASSWORD })).await.expect(200);
        assert_eq!(first.get(DEMO).await.expect(200)["offered"], true);
        let leo = member(&world, "leo@example.org").await;
        assert_eq!(first.get(DEMO).await.expect(200)["offered"], false);
        assert!(first.post(DEMO, json!({})).await.is_problem(403, "accounts/demo-closed"));
        drop(leo);
        world.check_promises().await;
    }

    async fn a_proxy_on_this_machine_is_not_whoever_sits_at_it(engine) {
        let world = world(engine).await;
        let mut browser = world.browser().with("x-forwarded-for", "203.0.113.7");
        assert_eq!(browser.get(DEMO).await.expect(200)["offered"], false);
        assert!(browser.post(DEMO, json!({})).await.is_problem(403, "accounts/demo-closed"));
        world.check_promises().await;
    }

    async fn an_address_that_somebody_has_keeps_its_owner(engine) {
        let world = world(engine).await;
        let mut mira = member(&world, "mira@demo.example").await;
        let _ = mira.post(DEMO, json!({})).await.expect(201);
        let heard = world.newest_event("accounts.demo.asked.v1").await.unwrap();
        assert_eq!(heard["members"].as_array().unwrap().len(), 1);
        let _ = sign_in(&mut world.browser(), "mira@demo.example", PASSWORD).await.expect(201);
        assert!(!world.terminal.secret("Password of jonas@demo.example").is_empty());
        let shown = std::panic::AssertUnwindSafe(|| world.terminal.secret("Password of mira@demo.example"));
        assert!(std::panic::catch_unwind(shown).is_err(), "no password is shown for an account that was there");
        world.check_promises().await;
    }
}
