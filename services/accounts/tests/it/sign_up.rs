//! Signing up (rows S4-02, S5-12, C06, C07; decision D13).

use serde_json::json;
use testkit::both_engines;

use crate::*;

const USERS: &str = "/api/v1/accounts/users";

both_engines! {
    async fn whoever_signs_up_is_in_at_once(engine) {
        let world = world(engine).await;
        let mut browser = world.browser();
        let me = browser.post(USERS, json!({ "email": " Ira@Example.org ", "password": PASSWORD })).await.expect(201);
        assert_eq!((&me["email"], &me["name"]), (&json!("Ira@Example.org"), &json!("Ira")));
        assert_eq!((&me["number"], &me["role"], &me["confirmed"]), (&json!(1), &json!("user"), &json!(false)));
        assert_eq!(me["rights"], json!(["accounts.self", "notify.read", "todos.own"]));
        assert_eq!(browser.get("/api/v1/accounts/me").await.expect(200)["id"], me["id"]);
        let heard = world.newest_event("accounts.user.registered.v1").await.unwrap();
        assert_eq!(heard["user"], me["id"]);
        assert!(!heard.to_string().contains("example.org"), "events carry no addresses");
        assert_eq!(world.audited("accounts", "sign_up").await, 1);
        world.check_promises().await;
    }

    async fn the_language_of_the_page_is_that_of_the_account(engine) {
        let world = world(engine).await;
        let german = json!({ "email": "ira@example.org", "password": PASSWORD, "locale": "de" });
        let mut browser = world.browser();
        assert_eq!(browser.post(USERS, german).await.expect(201)["locale"], "de");
        let me = browser.patch("/api/v1/accounts/me", json!({ "locale": "en" })).await.expect(200);
        assert_eq!(me["locale"], "en");
        assert_eq!(member(&world, "jonas@example.org").await.get("/api/v1/accounts/me").await.expect(200)["locale"], "en");
        let unknown = json!({ "email": "eve@example.org", "password": PASSWORD, "locale": "xx" });
        let refused = world.browser().post(USERS, unknown).await.expect(422);
        assert_eq!(refused["fields"], json!([{ "field": "locale", "message": "The languages here are: en, de." }]));
    }

    async fn an_address_has_one_account(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let again = world.browser().post(USERS, form("IRA@example.ORG")).await;
        assert!(again.is_problem(409, "accounts/email-taken"), "{}", again.text);
        assert_eq!(again.json()["fields"][0]["field"], "email");
        let near = member(&world, "írа@example.org").await.get("/api/v1/accounts/me").await.expect(200);
        assert_ne!(near["number"], 1);
    }

    async fn two_at_once_make_one_account(engine) {
        let world = world(engine).await;
        let browser = world.browser();
        let mut statuses = testkit::crowd(6, |_| {
            let mut browser = browser.clone();
            async move { browser.post(USERS, form("ira@example.org")).await.status.as_u16() }
        })
        .await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
        world.check_promises().await;
    }

    async fn user_names_never_collide(engine) {
        let world = world(engine).await;
        let first = member(&world, "ira@one.org").await.get("/api/v1/accounts/me").await.expect(200);
        let second = member(&world, "Ira@two.org").await.get("/api/v1/accounts/me").await.expect(200);
        assert_eq!(first["username"], "ira");
        assert!(second["username"].as_str().unwrap().starts_with("Ira-"), "{second}");
        // Neither does a name that looks like an invented one, nor many at once.
        member(&world, "ira-4@three.org").await;
        let browser = world.browser();
        let made = testkit::crowd(5, |n| {
            let mut browser = browser.clone();
            async move { browser.post(USERS, form(&format!("ira@many{n}.org"))).await.status.as_u16() }
        });
        assert_eq!(made.await, [201; 5]);
    }

    async fn says_all_that_is_wrong_at_once(engine) {
        let world = world(engine).await;
        let answer = world.browser().post(USERS, json!({ "email": "ira@example", "password": "short" })).await;
        assert!(answer.is_problem(422, "request/invalid"), "{}", answer.text);
        let fields: Vec<_> = answer.json()["fields"].as_array().unwrap().iter().map(|f| f["field"].clone()).collect();
        assert_eq!(fields, ["email", "password"]);
        for body in [json!({}), json!({ "email": 7, "password": PASSWORD }), json!([]), json!({ "email": "a@b.org", "password": PASSWORD, "role": "admin" })] {
            let answer = world.browser().post(USERS, body).await;
            assert!(answer.is_problem(422, "request/invalid"), "{}", answer.text);
        }
    }

    async fn with_a_mail_server_known_and_new_look_alike(engine) {
        let world = world_with_mail(engine).await;
        let new = world.browser().post(USERS, form("ira@example.org")).await;
        let known = world.browser().post(USERS, form("ira@example.org")).await;
        assert_eq!((new.status.as_u16(), &new.text), (202, &known.text));
        assert_eq!(known.status, 202);
        let names = |answer: &testkit::Answer| {
            let cookies = answer.headers.get_all("set-cookie").iter();
            cookies.map(|c| c.to_str().unwrap().split('=').next().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(&new), names(&known));
        // Nor does a sign-in right after it tell: nobody is in before the mailbox is proved.
        for email in ["ira@example.org", "nobody@example.org"] {
            let answer = sign_in(&mut world.browser(), email, PASSWORD).await;
            assert!(answer.is_problem(401, "accounts/bad-credentials"), "{}", answer.text);
        }
        world.check_promises().await;
    }

    async fn the_owner_of_a_mailbox_is_told_and_not_buried(engine) {
        let world = world_with_mail(engine).await;
        let _ = world.browser().post(USERS, form("ira@example.org")).await.expect(202);
        for _ in 0..5 {
            let _ = world.browser().post(USERS, form("ira@example.org")).await.expect(202);
        }
        // Two more links beside the first; they belong to no browser, so that a stranger's sign-up is no way in.
        assert_eq!(world.count_events("accounts.confirmation.asked.v1").await, 2);
        let token = token(&world, "accounts.confirmation.asked.v1").await;
        let confirm = "/api/v1/accounts/confirmations";
        let asked = world.browser().post(confirm, json!({ "token": token })).await;
        assert!(asked.is_problem(403, "accounts/password-needed"));
        let body = json!({ "token": token, "new_password": "amber-harbour-12" });
        let _ = world.browser().post(confirm, body).await.expect(200);
        world.clock.advance(std::time::Duration::from_secs(3601));
        let _ = world.browser().post(USERS, form("ira@example.org")).await.expect(202);
        assert_eq!(world.count_events("accounts.known_address.tried.v1").await, 1);
    }

    async fn new_accounts_buy_no_further_tries(engine) {
        let world = world(engine).await;
        let mut browser = world.browser();
        let mut statuses = Vec::new();
        for n in 0..25 {
            statuses.push(browser.post(USERS, form(&format!("m{n}@example.org"))).await.status.as_u16());
        }
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 20);
        assert_eq!(statuses[20..], [429; 5]);
    }
}
