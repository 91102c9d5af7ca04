//! The first administrator (row C11; decision D17).

use std::time::Duration;

use serde_json::json;
use testkit::both_engines;

use crate::*;

const SETUP: &str = "/api/v1/accounts/setup";

both_engines! {
    async fn the_link_makes_an_account(engine) {
        let world = world(engine).await;
        let token = world.terminal.token("First administrator");
        let mut browser = world.browser();
        assert_eq!(browser.get(SETUP).await.expect(200), json!({ "open": true }));
        let short = json!({ "token": token, "email": "ira@example.org", "password": "quiet-lantern" });
        assert!(browser.post(SETUP, short).await.is_problem(422, "request/invalid"));
        let unknown = json!({ "token": token, "email": "ira@example.org", "password": PASSWORD, "locale": "xx" });
        assert!(browser.post(SETUP, unknown).await.is_problem(422, "request/invalid"));
        let body = json!({ "token": token, "email": "ira@example.org", "password": PASSWORD, "locale": "de" });
        let me = browser.post(SETUP, body.clone()).await.expect(201);
        assert_eq!((&me["role"], &me["locale"]), (&json!("super_admin"), &json!("de")));
        assert!(me["rights"].as_array().unwrap().contains(&json!("games.import")));
        assert_eq!(browser.get(SETUP).await.expect(200), json!({ "open": false }));
        let late = json!({ "token": token, "email": "eve@example.org", "password": PASSWORD });
        assert!(world.browser().post(SETUP, late).await.is_problem(410, "accounts/link-spent"));
        world.check_promises().await;
    }

    async fn the_link_raises_who_is_signed_in(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        let old = browser.cookies()["marquee_8080"].clone();
        let token = world.terminal.token("First administrator");
        let wrong = browser.post(SETUP, json!({ "token": token, "password": "not-my-password-at-all" })).await;
        assert!(wrong.is_problem(401, "accounts/bad-credentials"), "{}", wrong.text);
        let me = browser.post(SETUP, json!({ "token": token, "password": PASSWORD })).await.expect(200);
        assert_eq!(me["role"], "super_admin");
        assert_ne!(browser.cookies()["marquee_8080"], old, "a new role is a new session");
        let heard = world.newest_event("accounts.role.changed.v1").await.unwrap();
        assert_eq!(heard["role"], "super_admin");
        world.check_promises().await;
    }

    async fn a_short_password_has_to_grow(engine) {
        let world = world(engine).await;
        let mut browser = world.browser();
        let short = "amber-fox-9";
        let _ = browser.post("/api/v1/accounts/users", json!({ "email": "ira@example.org", "password": short })).await.expect(201);
        let token = world.terminal.token("First administrator");
        let refused = browser.post(SETUP, json!({ "token": token, "password": short })).await;
        assert!(refused.is_problem(422, "request/invalid"));
        let _ = browser.post(SETUP, json!({ "token": token, "password": short, "new_password": PASSWORD })).await.expect(200);
        let _ = sign_in(&mut world.browser(), "ira", PASSWORD).await.expect(201);
    }

    async fn one_of_many_becomes_it(engine) {
        let world = world(engine).await;
        let token = world.terminal.token("First administrator");
        let mut statuses = testkit::crowd(5, |n| {
            let mut browser = world.browser();
            let body = json!({ "token": token, "email": format!("m{n}@example.org"), "password": PASSWORD });
            async move { browser.post(SETUP, body).await.status.as_u16() }
        })
        .await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 410, 410, 410, 410]);
        world.check_promises().await;
    }

    async fn each_start_makes_a_new_link_and_the_old_one_is_worth_nothing(engine) {
        let mut world = world(engine).await;
        let old = world.terminal.token("First administrator");
        world.restart().await;
        let new = world.terminal.token("First administrator");
        assert_ne!(old, new);
        let body = |token: &str| json!({ "token": token, "email": "ira@example.org", "password": PASSWORD });
        assert_eq!(world.browser().post(SETUP, body(&old)).await.status, 410);
        world.clock.advance(Duration::from_secs(25 * 3600));
        assert_eq!(world.browser().post(SETUP, body(&new)).await.status, 410);
        world.restart().await;
        let newest = world.terminal.token("First administrator");
        let _ = world.browser().post(SETUP, body(&newest)).await.expect(201);
    }
}
