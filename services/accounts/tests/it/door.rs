//! The rules at the door: host, origin, content type, size (decisions D30, D41).

use http::Method;
use serde_json::json;
use testkit::both_engines;

use crate::*;

const USERS: &str = "/api/v1/accounts/users";
const CURRENT: &str = "/api/v1/accounts/sessions/current";

both_engines! {
    async fn only_pages_of_ours_may_change_something(engine) {
        let world = world(engine).await;
        let browser = member(&world, "ira@example.org").await;
        let cases: [(&[(&str, &str)], u16); 8] = [
            (&[("origin", "https://evil.example")], 403),
            (&[("origin", "null")], 403),
            (&[("origin", "http://127.0.0.1:9999")], 403),
            (&[("origin", ""), ("sec-fetch-site", "cross-site")], 403),
            (&[("origin", ""), ("sec-fetch-site", "same-site")], 403),
            (&[("origin", "")], 403),
            (&[("origin", ""), ("sec-fetch-site", "same-origin")], 204),
            (&[("origin", "http://127.0.0.1:8080")], 204),
        ];
        for (headers, status) in cases {
            let answer = browser.clone().send(Method::DELETE, CURRENT, None, headers).await;
            assert_eq!(answer.status, status, "{headers:?}");
            assert!(status == 204 || answer.is_problem(403, "request/foreign-origin"));
        }
        let mut program = world.browser();
        let without_cookie = program.send(Method::POST, USERS, Some(form("jonas@example.org").to_string()), &[("origin", "")]).await;
        assert_eq!(without_cookie.status, 201);
    }

    async fn a_wrong_setting_is_named(engine) {
        let setting = Setting { mail: false, config: "[accounts]\npasword_min = 9" };
        let refused = World::refusal(engine, &[accounts::service()], setting).await;
        assert_eq!(refused.kind().slug, "request/misconfigured");
        assert!(refused.detail_text().unwrap().contains("did you mean password_min?"));
    }

    async fn answers_to_its_own_name_only(engine) {
        let world = world(engine).await;
        for (host, status) in [("127.0.0.1:8080", 200), ("localhost:8080", 200), ("rebind.example", 421)] {
            let answer = world.browser().send(Method::GET, "/api/v1", None, &[("host", "")]).await;
            assert_eq!(answer.status, 200);
            let mut there = testkit::Browser::new(world.house.served(axum::Router::new()), host);
            let answer = there.get("/api/v1").await;
            assert_eq!(answer.status, status, "{host}");
            assert_eq!(answer.is_problem(421, "request/other-host"), status == 421);
        }
    }

    async fn bad_requests_get_clear_problems(engine) {
        let world = world(engine).await;
        let mut browser = world.browser();
        let text = browser.send(Method::POST, USERS, Some("{}".into()), &[("content-type", "text/plain")]).await;
        assert!(text.is_problem(415, "request/not-json"));
        let broken = browser.send(Method::POST, USERS, Some("{\"email\":".into()), &[]).await;
        assert!(broken.is_problem(422, "request/invalid"));
        let large = browser.send(Method::POST, USERS, Some("x".repeat(1_100_000)), &[]).await;
        assert!(large.is_problem(413, "request/too-large"), "{}", large.text);
        assert!(browser.get("/api/v1/nothing/here").await.is_problem(404, "request/not-found"));
        let method = browser.send(Method::PUT, USERS, Some("{}".into()), &[]).await;
        assert!(method.is_problem(405, "request/method"));
        assert!(method.headers["allow"].to_str().unwrap().contains("POST"));
        let nul = browser.post(USERS, json!({ "email": "a\u{0}@b.org", "password": PASSWORD })).await;
        assert!(nul.is_problem(422, "request/invalid"));
    }

    async fn every_answer_is_dressed(engine) {
        let world = world(engine).await;
        for path in ["/api/v1", "/api/v1/accounts/me", "/api/v1/nothing", "/health"] {
            let answer = world.browser().get(path).await;
            assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
            assert_eq!(answer.headers["referrer-policy"], "same-origin");
            assert!(answer.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
            assert!(answer.headers.contains_key("x-request-id"));
        }
    }

    async fn an_address_may_ask_so_often_and_no_more(engine) {
        let world = world(engine).await;
        let mut browser = world.browser();
        let first = browser.get("/api/v1").await;
        assert_eq!(first.headers["x-ratelimit-limit"], "300");
        assert_eq!(first.headers["x-ratelimit-remaining"], "299");
        for _ in 1..300 {
            assert_eq!(browser.get("/api/v1").await.status, 200);
        }
        let refused = browser.get("/api/v1").await;
        assert!(refused.is_problem(429, "request/too-many"));
        assert_eq!(refused.headers["x-ratelimit-remaining"], "0");
        assert_eq!(refused.headers["retry-after"], "1");
        world.clock.advance(std::time::Duration::from_secs(1));
        assert_eq!(browser.get("/api/v1").await.status, 200);
    }

    async fn health_speaks_json_and_plain_text(engine) {
        let world = world(engine).await;
        assert_eq!(world.browser().get("/health").await.expect(200), json!({ "status": "ok", "service": "gateway" }));
        assert_eq!(world.browser().with("accept", "text/plain").get("/health").await.text, "healthy\n");
    }
}
