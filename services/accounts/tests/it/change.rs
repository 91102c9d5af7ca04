//! Profile, devices, password and address, and the ways back (S4-03, S4-04; SEC-6, SEC-9; decisions D13, D14).

use std::time::Duration;

use http::Method;
use serde_json::json;
use testkit::both_engines;

use crate::*;

const ME: &str = "/api/v1/accounts/me";
const SESSIONS: &str = "/api/v1/accounts/sessions";
const ANOTHER: &str = "violet-harbour-9-stone";

async fn in_with(world: &World, login: &str, password: &str) -> u16 {
    sign_in(&mut world.browser(), login, password).await.status.as_u16()
}

fn back(token: &str) -> serde_json::Value {
    json!({ "token": token, "new_password": "copper-meadow-3-cloud" })
}

both_engines! {
    async fn an_owner_changes_the_profile(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        member(&world, "jonas@example.org").await;
        let edit = json!({ "name": "Ira Rao", "username": "ira.rao", "zone": "Europe/Berlin", "street_address": "Hauptstraße 1" });
        let me = browser.patch(ME, edit).await.expect(200);
        assert_eq!((&me["name"], &me["username"], &me["zone"]), (&json!("Ira Rao"), &json!("ira.rao"), &json!("Europe/Berlin")));
        assert_eq!(me["version"], 2);
        assert!(browser.patch(ME, json!({ "username": "Jonas" })).await.is_problem(409, "accounts/username-taken"));
        let wrong = browser.patch(ME, json!({ "zone": "Mars/Base", "locale": "xx", "name": " ", "username": "a b" })).await.expect(422);
        assert_eq!(wrong["fields"].as_array().unwrap().len(), 4);
        let stale = browser.send(Method::PATCH, ME, Some(json!({ "name": "Old" }).to_string()), &[("if-match", "\"1\"")]).await;
        assert!(stale.is_problem(412, "request/changed-meanwhile"));
        assert!(browser.patch(ME, json!({ "role": "admin" })).await.is_problem(422, "request/invalid"));
    }

    async fn devices_are_listed_and_ended(engine) {
        let world = world(engine).await;
        let mut here = member(&world, "ira@example.org").await;
        let mut there = world.browser().with("user-agent", "Elsewhere/1.0");
        let _ = sign_in(&mut there, "ira", PASSWORD).await.expect(201);
        let listed = here.get(SESSIONS).await.expect(200);
        let items = listed["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(items.iter().filter(|item| item["current"] == true).count(), 1);
        let other = items.iter().find(|item| item["agent"] == "Elsewhere/1.0").unwrap();
        let path = format!("{SESSIONS}/{}", other["id"].as_str().unwrap());
        let mut stranger = member(&world, "jonas@example.org").await;
        assert!(stranger.delete(&path).await.is_problem(404, "accounts/no-such-session"));
        assert_eq!(here.delete(&path).await.status, 204);
        assert_eq!(there.get(ME).await.status, 401);
        assert!(here.delete(&path).await.is_problem(404, "accounts/no-such-session"));
        for _ in 0..2 {
            let _ = sign_in(&mut world.browser(), "ira", PASSWORD).await.expect(201);
        }
        assert_eq!(here.delete(SESSIONS).await.expect(200)["ended"], 2);
        assert_eq!(here.get(ME).await.status, 200);
    }

    async fn a_new_password_signs_everybody_else_out(engine) {
        let world = world(engine).await;
        let mut here = member(&world, "ira@example.org").await;
        let mut there = world.browser();
        let _ = sign_in(&mut there, "ira", PASSWORD).await.expect(201);
        let change = |current: &str, new: &str| json!({ "current_password": current, "new_password": new });
        let path = format!("{ME}/password");
        let wrong = here.put(&path, change("not it at all", ANOTHER)).await;
        assert!(wrong.is_problem(401, "accounts/bad-credentials"));
        assert_eq!(wrong.json()["fields"][0]["field"], "current_password");
        assert!(here.put(&path, change(PASSWORD, "12345678")).await.is_problem(422, "request/invalid"));
        let me = here.put(&path, change(PASSWORD, ANOTHER)).await.expect(200);
        assert_eq!(me["confirmed"], false);
        assert_eq!((here.get(ME).await.status.as_u16(), there.get(ME).await.status.as_u16()), (200, 401));
        assert_eq!((in_with(&world, "ira", PASSWORD).await, in_with(&world, "ira", ANOTHER).await), (401, 201));
        world.check_promises().await;
    }

    async fn a_forgotten_password_is_set_by_mail(engine) {
        let world = world(engine).await;
        let mut there = member(&world, "ira@example.org").await;
        let mut browser = world.browser();
        let asked = json!({ "email": " IRA@example.org" });
        for email in [asked.clone(), json!({ "email": "nobody@example.org" })] {
            assert_eq!(browser.post("/api/v1/accounts/password-reset-mails", email).await.expect(202), json!({ "state": "mail_sent" }));
        }
        assert_eq!(world.count_events("accounts.reset.asked.v1").await, 1);
        let token = token(&world, "accounts.reset.asked.v1").await;
        let me = browser.post("/api/v1/accounts/password-resets", back(&token)).await.expect(200);
        assert_eq!((&me["email"], &me["confirmed"]), (&json!("ira@example.org"), &json!(true)));
        assert_eq!((browser.get(ME).await.status.as_u16(), there.get(ME).await.status.as_u16()), (200, 401));
        assert!(browser.post("/api/v1/accounts/password-resets", back(&token)).await.is_problem(410, "accounts/link-spent"));
        assert_eq!(in_with(&world, "ira", PASSWORD).await, 401);
        world.check_promises().await;
    }

    async fn a_reset_link_is_over_after_an_hour_or_a_change(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        let ask = || async {
            let _ = world.browser().post("/api/v1/accounts/password-reset-mails", json!({ "email": "ira@example.org" })).await.expect(202);
            token(&world, "accounts.reset.asked.v1").await
        };
        let late = ask().await;
        world.clock.advance(Duration::from_secs(3601));
        let mut other = world.browser();
        assert_eq!(other.post("/api/v1/accounts/password-resets", back(&late)).await.status, 410);
        let early = ask().await;
        let change = json!({ "current_password": PASSWORD, "new_password": ANOTHER });
        let _ = browser.put(&format!("{ME}/password"), change).await.expect(200);
        assert_eq!(other.post("/api/v1/accounts/password-resets", back(&early)).await.status, 410);
    }

    async fn somebody_elses_mailbox_is_not_filled(engine) {
        let world = world_with_mail(engine).await;
        let _ = world.browser().post("/api/v1/accounts/users", form("ira@example.org")).await.expect(202);
        for n in 0..8 {
            let mut browser = world.browser();
            let _ = browser.post("/api/v1/accounts/password-reset-mails", json!({ "email": "ira@example.org" })).await.expect(202);
            assert!(world.count_events("accounts.reset.asked.v1").await <= 3, "after {n}");
        }
    }

    async fn a_new_address_is_told_to_both_and_can_be_taken_back(engine) {
        let world = world(engine).await;
        let mut owner = member(&world, "ira@example.org").await;
        let path = format!("{ME}/email");
        let mine = owner.put(&path, json!({ "email": "Ira@example.org", "password": PASSWORD })).await;
        assert!(mine.is_problem(409, "accounts/email-taken"));
        assert_eq!(owner.put(&path, json!({ "email": "new@example.org", "password": "wrong one" })).await.status, 401);
        let me = owner.put(&path, json!({ "email": "new@example.org", "password": PASSWORD })).await.expect(200);
        assert_eq!((&me["email"], &me["confirmed"]), (&json!("new@example.org"), &json!(false)));
        let event = world.newest_event("accounts.email.changed.v1").await.unwrap();
        assert!(!event.to_string().contains("example.org"), "events carry no addresses");
        // Nobody gets the old address as long as it can be taken back.
        assert!(world.browser().post("/api/v1/accounts/users", form("ira@example.org")).await.is_problem(409, "accounts/email-taken"));
        let mut jonas = member(&world, "jonas@example.org").await;
        assert!(jonas.put(&path, json!({ "email": "IRA@example.org", "password": PASSWORD })).await.is_problem(409, "accounts/email-taken"));
        let undo = token_of(&world, "accounts.email.changed.v1", "undo").await;
        let mut mailbox = world.browser();
        let me = mailbox.post("/api/v1/accounts/undos", back(&undo)).await.expect(200);
        assert_eq!((&me["email"], &me["confirmed"]), (&json!("ira@example.org"), &json!(true)));
        assert_eq!(owner.get(ME).await.status, 401);
        assert!(mailbox.post("/api/v1/accounts/undos", back(&undo)).await.is_problem(410, "accounts/link-spent"));
        assert_eq!(in_with(&world, "new@example.org", PASSWORD).await, 401);
        world.check_promises().await;
    }

    async fn whoever_got_in_cannot_make_the_way_back_worthless(engine) {
        let world = world(engine).await;
        let mut thief = member(&world, "ira@example.org").await;
        let path = format!("{ME}/email");
        let _ = thief.put(&path, json!({ "email": "one@evil.example", "password": PASSWORD })).await.expect(200);
        let first = token_of(&world, "accounts.email.changed.v1", "undo").await;
        let _ = thief.put(&path, json!({ "email": "two@evil.example", "password": PASSWORD })).await.expect(200);
        let second = token_of(&world, "accounts.email.changed.v1", "undo").await;
        let change = json!({ "current_password": PASSWORD, "new_password": ANOTHER });
        let _ = thief.put(&format!("{ME}/password"), change).await.expect(200);
        let third = token_of(&world, "accounts.password.changed.v1", "undo").await;
        let mut owner = world.browser();
        let me = owner.post("/api/v1/accounts/undos", back(&first)).await.expect(200);
        assert_eq!(me["email"], "ira@example.org");
        for later in [second, third] {
            assert_eq!(thief.post("/api/v1/accounts/undos", back(&later)).await.status, 410);
        }
        assert_eq!(thief.get(ME).await.status, 401);
        world.check_promises().await;
    }

    async fn whichever_link_the_owner_opens_gives_the_account_back(engine) {
        let world = world(engine).await;
        let mut thief = member(&world, "ira@example.org").await;
        let change = json!({ "current_password": PASSWORD, "new_password": ANOTHER });
        let _ = thief.put(&format!("{ME}/password"), change).await.expect(200);
        let first = token_of(&world, "accounts.password.changed.v1", "undo").await;
        world.clock.advance(Duration::from_secs(60));
        let away = json!({ "email": "one@evil.example", "password": ANOTHER });
        let _ = thief.put(&format!("{ME}/email"), away).await.expect(200);
        let me = world.browser().post("/api/v1/accounts/undos", back(&first)).await.expect(200);
        assert_eq!(me["email"], "ira@example.org");
        assert_eq!(thief.get(ME).await.status, 401);
        world.check_promises().await;
    }

    async fn an_undo_proves_no_mailbox_but_its_own(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        let change = json!({ "current_password": PASSWORD, "new_password": ANOTHER });
        let _ = browser.put(&format!("{ME}/password"), change).await.expect(200);
        let undo = token_of(&world, "accounts.password.changed.v1", "undo").await;
        let other = json!({ "email": "chief@victim.example", "password": ANOTHER });
        let _ = browser.put(&format!("{ME}/email"), other).await.expect(200);
        let me = browser.post("/api/v1/accounts/undos", back(&undo)).await.expect(200);
        assert_eq!((&me["email"], &me["confirmed"]), (&json!("ira@example.org"), &json!(true)));
    }

    async fn an_account_with_an_owner_is_not_given_to_a_new_mailbox(engine) {
        let world = world(engine).await;
        let mut owner = member(&world, "ira@example.org").await;
        let proof = token(&world, "accounts.user.registered.v1").await;
        let _ = owner.post("/api/v1/accounts/confirmations", json!({ "token": proof })).await.expect(200);
        let _ = owner.put(&format!("{ME}/email"), json!({ "email": "new@example.org", "password": PASSWORD })).await.expect(200);
        let proof = token(&world, "accounts.email.changed.v1").await;
        let take = json!({ "token": proof, "new_password": ANOTHER });
        let mut mailbox = world.browser();
        assert!(mailbox.post("/api/v1/accounts/confirmations", take).await.is_problem(403, "accounts/password-needed"));
        let right = json!({ "token": proof, "password": PASSWORD });
        assert_eq!(mailbox.post("/api/v1/accounts/confirmations", right).await.expect(200)["confirmed"], true);
    }

    async fn an_undo_is_over_after_three_days(engine) {
        let world = world(engine).await;
        let mut owner = member(&world, "ira@example.org").await;
        let _ = owner.put(&format!("{ME}/email"), json!({ "email": "new@example.org", "password": PASSWORD })).await.expect(200);
        let undo = token_of(&world, "accounts.email.changed.v1", "undo").await;
        world.clock.advance(Duration::from_secs(72 * 3600 + 1));
        assert_eq!(world.browser().post("/api/v1/accounts/undos", back(&undo)).await.status, 410);
        // From now on the old address is free.
        let _ = world.browser().post("/api/v1/accounts/users", form("ira@example.org")).await.expect(201);
    }

    async fn with_a_mail_server_a_change_of_address_locks_nobody_out(engine) {
        let world = world_with_mail(engine).await;
        let mut owner = world.browser();
        let _ = owner.post("/api/v1/accounts/users", form("ira@example.org")).await.expect(202);
        let proof = token(&world, "accounts.user.registered.v1").await;
        let _ = owner.post("/api/v1/accounts/confirmations", json!({ "token": proof })).await.expect(200);
        let _ = owner.put(&format!("{ME}/email"), json!({ "email": "new@example.org", "password": PASSWORD })).await.expect(200);
        assert_eq!(in_with(&world, "new@example.org", PASSWORD).await, 201);
    }
}
