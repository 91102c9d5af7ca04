//! Sessions: begun, used, over (decision D11), and how guessing is held back (D29).

use std::time::Duration;

use serde_json::json;
use testkit::both_engines;

use crate::*;

const ME: &str = "/api/v1/accounts/me";
const CURRENT: &str = "/api/v1/accounts/sessions/current";

fn days(days: u64) -> Duration {
    Duration::from_secs(days * 86_400)
}

both_engines! {
    async fn signs_in_by_address_or_user_name(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        for login in ["ira@example.org", "IRA@EXAMPLE.ORG", "ira"] {
            let mut browser = world.browser();
            let _ = sign_in(&mut browser, login, PASSWORD).await.expect(201);
            assert_eq!(browser.get(ME).await.expect(200)["number"], 1);
        }
        assert_eq!(world.audited("accounts", "sign_in").await, 3);
    }

    async fn never_tells_which_of_the_two_was_wrong(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let wrong = sign_in(&mut world.browser(), "ira@example.org", "not the password").await;
        let nobody = sign_in(&mut world.browser(), "nobody@example.org", "not the password").await;
        assert!(wrong.is_problem(401, "accounts/bad-credentials"));
        let bare = |answer: &testkit::Answer| {
            let mut body = answer.json();
            body["request_id"] = json!(null);
            body
        };
        assert_eq!(bare(&wrong), bare(&nobody));
        assert!(wrong.headers.get("set-cookie").is_none());
    }

    async fn the_session_is_in_a_cookie_that_scripts_cannot_read(engine) {
        let world = world(engine).await;
        let mut browser = world.browser();
        let answer = browser.post("/api/v1/accounts/users", form("ira@example.org")).await;
        let cookie = answer.headers.get_all("set-cookie").iter().find(|c| c.to_str().unwrap().starts_with("marquee_8080="));
        let cookie = cookie.unwrap().to_str().unwrap();
        assert!(cookie.contains("HttpOnly; SameSite=Lax; Max-Age=2592000"), "{cookie}");
        assert_eq!(answer.headers["cache-control"], "no-store");
        let secret = &browser.cookies()["marquee_8080"];
        assert_eq!(secret.len(), 43);
    }

    async fn signing_out_ends_it_for_good(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        let stolen = browser.cookies()["marquee_8080"].clone();
        assert_eq!(browser.delete(CURRENT).await.status, 204);
        assert!(!browser.cookies().contains_key("marquee_8080"));
        let mut thief = world.browser();
        thief.hold("marquee_8080", &stolen);
        assert!(thief.get(ME).await.is_problem(401, "request/sign-in-needed"));
        assert_eq!(browser.delete(CURRENT).await.status, 204);
    }

    async fn a_new_sign_in_ends_the_session_it_replaces(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        let old = browser.cookies()["marquee_8080"].clone();
        let _ = sign_in(&mut browser, "ira", PASSWORD).await.expect(201);
        assert_ne!(browser.cookies()["marquee_8080"], old);
        let mut other = world.browser();
        other.hold("marquee_8080", &old);
        assert_eq!(other.get(ME).await.status, 401);
        assert_eq!(browser.get(ME).await.status, 200);
    }

    async fn a_session_ends_when_it_is_idle_or_old(engine) {
        let world = world(engine).await;
        let mut idle = member(&world, "ira@example.org").await;
        world.clock.advance(days(6));
        assert_eq!(idle.get(ME).await.status, 200);
        world.clock.advance(days(6));
        assert_eq!(idle.get(ME).await.status, 200);
        world.clock.advance(days(8));
        assert_eq!(idle.get(ME).await.status, 401);
        let mut old = member(&world, "jonas@example.org").await;
        for _ in 0..5 {
            world.clock.advance(days(5));
            assert_eq!(old.get(ME).await.status, 200);
        }
        world.clock.advance(days(6));
        assert_eq!(old.get(ME).await.status, 401);
    }

    async fn sessions_outlive_a_restart(engine) {
        let mut world = world(engine).await;
        let browser = member(&world, "ira@example.org").await;
        world.restart().await;
        let mut again = world.browser();
        again.hold("marquee_8080", &browser.cookies()["marquee_8080"]);
        assert_eq!(again.get(ME).await.status, 200);
    }

    async fn twenty_wrong_passwords_are_held_back(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let mut guesser = world.browser();
        let mut statuses = Vec::new();
        for n in 0..20 {
            statuses.push(sign_in(&mut guesser, "ira", &format!("guess {n}")).await.status.as_u16());
        }
        assert_eq!(statuses.iter().filter(|s| **s == 401).count(), 10);
        let held = sign_in(&mut guesser, "ira", PASSWORD).await;
        assert!(held.is_problem(429, "request/too-many"), "{}", held.text);
        assert!(held.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() > 0);
        // The owner at another address still gets in, and so does everybody once the time is over.
        let (_, peer) = ("elsewhere", "198.51.100.7:1");
        assert_eq!(elsewhere(&world, peer, "ira", PASSWORD).await, 201);
        world.clock.advance(Duration::from_secs(601));
        let _ = sign_in(&mut guesser, "ira", PASSWORD).await.expect(201);
    }

    async fn a_bad_token_is_not_fallen_back_from(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await.with("authorization", "Bearer nonsense");
        assert_eq!(browser.get(ME).await.status, 401);
    }
}

/// Signs in from another address.
async fn elsewhere(world: &World, peer: &str, login: &str, password: &str) -> u16 {
    use axum::extract::ConnectInfo;
    use tower::ServiceExt as _;
    let body = json!({ "login": login, "password": password }).to_string();
    let mut request = http::Request::post("/api/v1/accounts/sessions")
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header("content-type", "application/json")
        .body(axum::body::Body::from(body))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(peer.parse::<std::net::SocketAddr>().unwrap()));
    world.house.served(axum::Router::new()).oneshot(request).await.unwrap().status().as_u16()
}
