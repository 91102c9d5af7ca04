//! Ten thousand guesses: few are looked at, and the owner is never locked out (SEC-4, decision D29).

use axum::extract::ConnectInfo;
use serde_json::json;
use testkit::both_engines;
use tower::ServiceExt as _;

use crate::*;

const SESSIONS: &str = "/api/v1/accounts/sessions";

/// One try to sign in from an address, with a cookie if there is one.
async fn guess(router: &axum::Router, from: &str, password: &str, cookie: &str) -> u16 {
    let body = json!({ "login": "ira", "password": password }).to_string();
    let mut request = http::Request::post(SESSIONS)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header("content-type", "application/json")
        .header("cookie", cookie)
        .body(axum::body::Body::from(body))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(from.parse::<std::net::SocketAddr>().unwrap()));
    router.clone().oneshot(request).await.unwrap().status().as_u16()
}

both_engines! {
    async fn ten_thousand_guesses_are_held_back_and_the_owner_gets_in(engine) {
        let world = world(engine).await;
        let owner = member(&world, "ira@example.org").await;
        let device = owner.cookies()["marquee_device_8080"].clone();
        let router = world.house.served(axum::Router::new());
        let mut looked_at = 0;
        for n in 0..10_000 {
            let from = format!("198.51.{}.{}:1", n / 250 % 250, n % 250);
            looked_at += u32::from(guess(&router, &from, "a guess", "").await != 429);
        }
        assert!(looked_at <= 100, "{looked_at} guesses were looked at");
        // A stranger with the right password has to wait like the guessers, whoever comes with the browser does not.
        assert_eq!(guess(&router, "203.0.113.9:1", PASSWORD, "").await, 429);
        let cookie = format!("marquee_device_8080={device}");
        assert_eq!(guess(&router, "203.0.113.9:1", PASSWORD, &cookie).await, 201);
        // A made-up device is nobody's.
        let made_up = format!("marquee_device_8080={}", "A".repeat(43));
        assert_eq!(guess(&router, "203.0.113.10:1", PASSWORD, &made_up).await, 429);
    }

    async fn being_held_back_tells_nothing(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let mut statuses = Vec::new();
        for login in ["ira@example.org", "nobody@example.org", "ira", "nobody"] {
            let mut browser = world.browser();
            let mut row = Vec::new();
            for _ in 0..11 {
                row.push(sign_in(&mut browser, login, "a guess").await.status.as_u16());
            }
            statuses.push(row);
        }
        assert!(statuses.iter().all(|row| *row == statuses[0]), "{statuses:?}");
    }

    async fn a_known_browser_is_held_back_too(engine) {
        let world = world(engine).await;
        let owner = member(&world, "ira@example.org").await;
        let router = world.house.served(axum::Router::new());
        let cookie = format!("marquee_device_8080={}", owner.cookies()["marquee_device_8080"]);
        let mut statuses = Vec::new();
        for _ in 0..12 {
            statuses.push(guess(&router, "203.0.113.9:1", "a guess", &cookie).await);
        }
        assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 10);
    }
}
