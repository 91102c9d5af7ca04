//! Confirming an address (row S1-27; decision D13).

use std::time::Duration;

use serde_json::json;
use testkit::both_engines;

use crate::*;

const CONFIRM: &str = "/api/v1/accounts/confirmations";
const REGISTERED: &str = "accounts.user.registered.v1";

both_engines! {
    async fn the_browser_that_signed_up_follows_its_link(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        let token = token(&world, REGISTERED).await;
        let me = browser.post(CONFIRM, json!({ "token": token })).await.expect(200);
        assert_eq!(me["confirmed"], true);
        assert!(world.newest_event("accounts.user.confirmed.v1").await.is_some());
        let again = browser.post(CONFIRM, json!({ "token": token })).await;
        assert!(again.is_problem(410, "accounts/link-spent"), "{}", again.text);
        world.check_promises().await;
    }

    async fn a_link_works_once_however_many_use_it(engine) {
        let world = world(engine).await;
        let browser = member(&world, "ira@example.org").await;
        let token = token(&world, REGISTERED).await;
        let mut statuses = testkit::crowd(5, |_| {
            let (mut browser, body) = (browser.clone(), json!({ "token": token }));
            async move { browser.post(CONFIRM, body).await.status.as_u16() }
        })
        .await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 410, 410, 410, 410]);
    }

    async fn another_browser_needs_the_password(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let token = token(&world, REGISTERED).await;
        let mut other = world.browser();
        assert!(other.post(CONFIRM, json!({ "token": token })).await.is_problem(403, "accounts/password-needed"));
        let wrong = other.post(CONFIRM, json!({ "token": token, "password": "wrong" })).await;
        assert!(wrong.is_problem(401, "accounts/bad-credentials"));
        let me = other.post(CONFIRM, json!({ "token": token, "password": PASSWORD })).await.expect(200);
        assert_eq!(me["confirmed"], true);
        assert_eq!(other.get("/api/v1/accounts/me").await.status, 200);
    }

    async fn the_mailbox_wins_over_whoever_signed_up_with_it(engine) {
        let world = world(engine).await;
        let mut squatter = member(&world, "ira@example.org").await;
        let token = token(&world, REGISTERED).await;
        let mut owner = world.browser();
        let weak = owner.post(CONFIRM, json!({ "token": token, "new_password": "12345678" })).await;
        assert!(weak.is_problem(422, "request/invalid"));
        let _ = owner.post(CONFIRM, json!({ "token": token, "new_password": "amber-harbour-12" })).await.expect(200);
        assert_eq!(squatter.get("/api/v1/accounts/me").await.status, 401);
        assert_eq!(sign_in(&mut squatter, "ira", PASSWORD).await.status, 401);
        let _ = sign_in(&mut world.browser(), "ira", "amber-harbour-12").await.expect(201);
    }

    async fn a_sign_in_with_the_old_password_cannot_slip_past_the_new_one(engine) {
        let world = world(engine).await;
        for round in 0..6 {
            let email = format!("ira{round}@example.org");
            member(&world, &email).await;
            let token = token(&world, REGISTERED).await;
            let (mut owner, mut squatter) = (world.browser(), world.browser());
            let taken = owner.post(CONFIRM, json!({ "token": token, "new_password": "amber-harbour-12" }));
            let slipping = sign_in(&mut squatter, &email, PASSWORD);
            let (taken, _) = tokio::join!(taken, slipping);
            assert_eq!(taken.status, 200);
            assert_eq!(squatter.get("/api/v1/accounts/me").await.status, 401, "round {round}");
        }
    }

    async fn with_a_mail_server_the_sign_up_cookie_is_enough(engine) {
        let world = world_with_mail(engine).await;
        let mut browser = world.browser();
        let _ = browser.post("/api/v1/accounts/users", form("ira@example.org")).await.expect(202);
        assert_eq!(browser.get("/api/v1/accounts/me").await.status, 401);
        let token = token(&world, REGISTERED).await;
        let _ = browser.post(CONFIRM, json!({ "token": token })).await.expect(200);
        assert_eq!(browser.get("/api/v1/accounts/me").await.status, 200);
    }

    async fn links_grow_old_and_newer_ones_replace_them(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        let first = token(&world, REGISTERED).await;
        let _ = browser.post("/api/v1/accounts/confirmation-mails", json!({})).await.expect(202);
        assert!(browser.post(CONFIRM, json!({ "token": first })).await.is_problem(410, "accounts/link-spent"));
        let second = token(&world, "accounts.confirmation.asked.v1").await;
        world.clock.advance(Duration::from_secs(73 * 3600));
        assert!(browser.post(CONFIRM, json!({ "token": second })).await.is_problem(410, "accounts/link-spent"));
        let _ = browser.post("/api/v1/accounts/confirmation-mails", json!({})).await.expect(202);
        let third = token(&world, "accounts.confirmation.asked.v1").await;
        let _ = browser.post(CONFIRM, json!({ "token": third })).await.expect(200);
    }
}
