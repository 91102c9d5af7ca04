//! Roles, suspensions, grants: who may do what to whom (S5-10, C11, decision D15; SEC-16).

use serde_json::{Value, json};
use testkit::both_engines;

use crate::*;

const USERS: &str = "/api/v1/accounts/users";

async fn set_role(browser: &mut Browser, id: &str, role: &str) -> testkit::Answer {
    browser.put(&format!("{USERS}/{id}/role"), json!({ "role": role })).await
}

fn templates(shown: &Value) -> Vec<String> {
    shown["_templates"].as_object().unwrap().keys().cloned().collect()
}

both_engines! {
    async fn only_a_strictly_higher_role_appoints(engine) {
        let world = world(engine).await;
        let mut chief = staff(&world, "chief@example.org", "super_admin").await;
        let mut admin = staff(&world, "admin@example.org", "admin").await;
        let mut other = staff(&world, "other@example.org", "admin").await;
        let mut user = member(&world, "ira@example.org").await;
        let (chief_id, admin_id) = (id_of(&mut chief).await, id_of(&mut admin).await);
        let (other_id, user_id) = (id_of(&mut other).await, id_of(&mut user).await);
        assert!(set_role(&mut user, &user_id, "admin").await.is_problem(403, "request/not-allowed"));
        assert!(set_role(&mut admin, &admin_id, "moderator").await.is_problem(403, "accounts/not-above"));
        assert!(set_role(&mut admin, &other_id, "user").await.is_problem(403, "accounts/not-above"));
        assert!(set_role(&mut admin, &chief_id, "user").await.is_problem(403, "accounts/not-above"));
        assert!(set_role(&mut admin, &user_id, "admin").await.is_problem(403, "accounts/not-above"));
        assert_eq!(set_role(&mut admin, &user_id, "moderator").await.expect(200)["role"], "moderator");
        assert_eq!(user.get("/api/v1/accounts/me").await.status, 401, "another role is another session");
        assert_eq!(set_role(&mut chief, &user_id, "super_admin").await.expect(200)["role"], "super_admin");
        assert!(set_role(&mut chief, &chief_id, "user").await.is_problem(403, "accounts/not-above"));
        assert!(set_role(&mut chief, &user_id, "king").await.is_problem(422, "request/invalid"));
        let nobody = uuid::Uuid::nil().to_string();
        assert!(set_role(&mut chief, &nobody, "user").await.is_problem(404, "accounts/no-such-user"));
        assert_eq!(world.audited("accounts", "role.change").await, 2);
    }

    async fn the_last_super_administrator_stays(engine) {
        let world = world(engine).await;
        let mut one = staff(&world, "one@example.org", "super_admin").await;
        let mut two = staff(&world, "two@example.org", "super_admin").await;
        let (one_id, two_id) = (id_of(&mut one).await, id_of(&mut two).await);
        // Each demotes the other at the same moment: one of them is too late.
        let (a, b) = tokio::join!(set_role(&mut one, &two_id, "user"), set_role(&mut two, &one_id, "user"));
        let done = [&a, &b].iter().filter(|answer| answer.status == 200).count();
        assert_eq!(done, 1, "{} {}", a.text, b.text);
        let mut left = if a.status == 200 { one } else { two };
        let mut admin = staff(&world, "admin@example.org", "admin").await;
        let id = id_of(&mut left).await;
        assert_eq!(admin.put(&format!("{USERS}/{id}/suspension"), json!({ "reason": "no" })).await.status, 403);
    }

    async fn a_suspended_account_is_out_and_stays_out(engine) {
        let world = world(engine).await;
        let mut admin = staff(&world, "admin@example.org", "admin").await;
        let mut user = member(&world, "ira@example.org").await;
        let path = format!("{USERS}/{}/suspension", id_of(&mut user).await);
        assert!(admin.put(&path, json!({ "reason": " " })).await.is_problem(422, "request/invalid"));
        let shown = admin.put(&path, json!({ "reason": "sold the seats twice" })).await.expect(200);
        assert_eq!((&shown["suspended"], &shown["suspended_reason"]), (&json!(true), &json!("sold the seats twice")));
        assert!(templates(&shown).contains(&"restore".to_owned()) && !templates(&shown).contains(&"suspend".to_owned()));
        assert_eq!(user.get("/api/v1/accounts/me").await.status, 401);
        assert!(sign_in(&mut user, "ira", PASSWORD).await.is_problem(403, "accounts/suspended"));
        assert!(sign_in(&mut user, "ira", "a guess").await.is_problem(401, "accounts/bad-credentials"));
        // Neither a link that was sent before nor a new one leads around it.
        let proof = token(&world, "accounts.user.registered.v1").await;
        let confirm = json!({ "token": proof, "password": PASSWORD });
        assert_eq!(user.post("/api/v1/accounts/confirmations", confirm).await.status, 403);
        let _ = user.post("/api/v1/accounts/password-reset-mails", json!({ "email": "ira@example.org" })).await.expect(202);
        let proof = token(&world, "accounts.reset.asked.v1").await;
        let reset = json!({ "token": proof, "new_password": "violet-harbour-9-stone" });
        assert!(user.post("/api/v1/accounts/password-resets", reset).await.is_problem(403, "accounts/suspended"));
        let _ = admin.delete(&path).await.expect(200);
        let _ = sign_in(&mut user, "ira", PASSWORD).await.expect(201);
    }

    async fn grants_are_subsets_of_ones_own_rights(engine) {
        let world = world(engine).await;
        let mut admin = staff(&world, "admin@example.org", "admin").await;
        let mut user = member(&world, "ira@example.org").await;
        let path = format!("{USERS}/{}/grants/catalogue", id_of(&mut user).await);
        assert_eq!(admin.put(&path, json!({})).await.expect(200)["grants"], json!(["catalogue"]));
        let me = user.get("/api/v1/accounts/me").await.expect(200);
        assert!(me["rights"].as_array().unwrap().contains(&json!("games.import")));
        assert_eq!(admin.delete(&path).await.expect(200)["grants"], json!([]));
        let unknown = path.replace("catalogue", "everything");
        assert!(admin.put(&unknown, json!({})).await.is_problem(404, "accounts/no-such-user"));
        let own = format!("{USERS}/{}/grants/catalogue", id_of(&mut admin).await);
        assert!(admin.put(&own, json!({})).await.is_problem(403, "accounts/not-above"));
    }

    async fn accounts_are_found_by_their_beginnings(engine) {
        let world = world(engine).await;
        let mut admin = staff(&world, "admin@example.org", "admin").await;
        for email in ["ira@example.org", "irma@example.org", "jonas@example.org"] {
            world.clock.advance(std::time::Duration::from_secs(1));
            member(&world, email).await;
        }
        let mut find = async |query: &str| {
            let found = admin.get(&format!("{USERS}?{query}")).await.expect(200);
            let names = found["items"].as_array().unwrap().iter();
            names.map(|item| item["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(find("q=IR").await, ["irma", "ira"]);
        assert_eq!(find("role=admin").await, ["admin"]);
        assert!(find("state=suspended").await.is_empty());
        assert_eq!(find("q=%25").await, Vec::<String>::new());
        let page = admin.get(&format!("{USERS}?limit=3")).await.expect(200);
        assert_eq!((page["items"].as_array().unwrap().len(), &page["total"]), (3, &json!(4)));
        let next = format!("{USERS}?limit=3&cursor={}", page["next"].as_str().unwrap());
        assert_eq!(admin.get(&next).await.expect(200)["items"].as_array().unwrap().len(), 1);
        assert!(admin.get(&format!("{USERS}?role=king")).await.is_problem(422, "request/invalid"));
    }

    async fn a_page_offers_exactly_what_would_succeed(engine) {
        let world = world(engine).await;
        let mut admin = staff(&world, "admin@example.org", "admin").await;
        let mut chief = staff(&world, "chief@example.org", "super_admin").await;
        let mut user = member(&world, "ira@example.org").await;
        let (user_id, chief_id, admin_id) = (id_of(&mut user).await, id_of(&mut chief).await, id_of(&mut admin).await);
        let shown = admin.get(&format!("{USERS}/{user_id}")).await.expect(200);
        assert_eq!(templates(&shown), ["change_role", "end_sessions", "grant", "send_reset", "suspend"]);
        for (mut browser, id) in [(admin.clone(), chief_id), (admin.clone(), admin_id.clone())] {
            assert!(templates(&browser.get(&format!("{USERS}/{id}")).await.expect(200)).is_empty());
        }
        let shown = chief.get(&format!("{USERS}/{admin_id}")).await.expect(200);
        assert!(templates(&shown).contains(&"change_role".to_owned()));
        assert_eq!(admin.post(&format!("{USERS}/{user_id}/password-reset-mails"), json!({})).await.status, 202);
        assert_eq!(world.count_events("accounts.reset.asked.v1").await, 1);
        let ended = admin.delete(&format!("{USERS}/{user_id}/sessions")).await.expect(200);
        assert!(!templates(&ended).contains(&"end_sessions".to_owned()));
        assert_eq!(user.get("/api/v1/accounts/me").await.status, 401);
        assert!(admin.delete(&format!("{USERS}/{admin_id}/sessions")).await.is_problem(403, "accounts/not-above"));
    }
}
