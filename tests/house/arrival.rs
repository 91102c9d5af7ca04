//! From the sign-up to the first administrator.

use serde_json::json;
use testkit::both_engines;

use crate::*;

const CONFIRM: &str = "/api/v1/accounts/confirmations";

both_engines! {
    async fn a_newcomer_signs_up_confirms_and_becomes_administrator(engine) {
        let world = house(engine, false).await;
        let mut browser = world.browser();
        assert_eq!(sign_up(&mut browser, "ira@example.org").await["confirmed"], false);
        world.settle().await;
        let token = world.terminal.token("Confirm ira@example.org");
        assert_eq!(browser.post(CONFIRM, json!({ "token": token })).await.expect(200)["confirmed"], true);
        let token = world.terminal.token("First administrator");
        let setup = json!({ "token": token, "password": PASSWORD });
        assert_eq!(browser.post("/api/v1/accounts/setup", setup).await.expect(200)["role"], "super_admin");
        world.settle().await;
        let notes = browser.get("/api/v1/notify/notes").await.expect(200);
        assert_eq!(notes["unread"], 3);
        world.check_promises().await;
    }

    async fn with_a_mail_server_the_way_in_is_the_mailbox(engine) {
        let world = house(engine, true).await;
        let mut browser = world.browser();
        assert_eq!(sign_up(&mut browser, "ira@example.org").await, json!({ "state": "mail_sent" }));
        world.settle().await;
        let mail = world.office.to("ira@example.org").pop().unwrap();
        let token = mail.text.split_once("/confirm#").unwrap().1.split_whitespace().next().unwrap();
        let mut elsewhere = world.browser();
        let asked = elsewhere.post(CONFIRM, json!({ "token": token })).await;
        assert!(asked.is_problem(403, "accounts/password-needed"));
        assert_eq!(browser.post(CONFIRM, json!({ "token": token })).await.expect(200)["confirmed"], true);
        assert_eq!(browser.get("/api/v1/accounts/me").await.status, 200);
        world.check_promises().await;
    }

    async fn every_route_that_changes_something_refuses_other_sites(engine) {
        let world = house(engine, false).await;
        let unsafe_routes = world.house.table.iter().filter(|route| route.method != "GET");
        let mut seen = 0;
        for route in unsafe_routes {
            let method: axum::http::Method = route.method.parse().unwrap();
            let path = route.path.replace("{id}", "x");
            let mut browser = world.browser();
            browser.hold("marquee_8080", "whatever");
            for headers in [[("origin", "https://evil.example")], [("origin", "null")]] {
                let answer = browser.send(method.clone(), &path, Some("{}".into()), &headers).await;
                assert!(answer.is_problem(403, "request/foreign-origin"), "{} {path}: {}", route.method, answer.text);
            }
            seen += 1;
        }
        assert!(seen >= 6, "{seen}");
    }

    async fn every_route_behind_a_right_refuses_strangers(engine) {
        let world = house(engine, false).await;
        for route in world.house.table.iter().filter(|route| route.right.is_some()) {
            let method: axum::http::Method = route.method.parse().unwrap();
            let path = route.path.replace("{id}", "x");
            let answer = world.browser().send(method, &path, Some("{}".into()), &[]).await;
            assert!(answer.is_problem(401, "request/sign-in-needed"), "{} {path}: {}", route.method, answer.text);
        }
    }
}
