//! What only a house of several processes has to keep: who may speak at the internal address, and what happens
//! while a part of it is away.

use chassis::host::NO_PASS;
use chassis::link::AWAY;
use futures_util::SinkExt as _;
use http::Method;
use serde_json::json;
use testkit::{Engine, every_shape};

use crate::bell::{OURS, connect, next, serve, subscribe};
use crate::*;

async fn split() -> World {
    house(Shape { engine: Engine::Sqlite, split: true }, false).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_speaks_at_the_internal_address_without_a_pass() {
    let world = split().await;
    let mut stranger = Browser::new(world.house_of("accounts").inside.clone(), "127.0.0.1");
    for path in
        ["/house/v1/identify", "/house/v1/log/page", "/accounts.v1.Accounts/Address", "/api/v1/accounts/me"]
    {
        let refused = stranger.post(path, json!({})).await;
        assert!(refused.is_problem(NO_PASS.status, NO_PASS.slug), "{path}: {}", refused.text);
    }
    let forged = [("marquee-pass", "99999999999999 1.AAAA"), ("marquee-caller", "e30")];
    let refused = stranger.send(Method::GET, "/api/v1/accounts/me", None, &forged).await;
    assert!(refused.is_problem(NO_PASS.status, NO_PASS.slug));
    // And the outer door takes nobody's word for who the caller is.
    let mut browser = world.browser().with("marquee-caller", "e30").with("marquee-pass", "1 1.AA");
    assert_eq!(browser.get("/api/v1/accounts/me").await.status, 401);
    assert_eq!(browser.get("/house/v1/identify").await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_a_part_is_away_the_rest_answers_and_says_so() {
    let mut world = split().await;
    let mut browser = world.browser();
    sign_up(&mut browser, "ira@example.org").await;
    world.wire().cut().await;
    let away = browser.get("/api/v1/accounts/me").await;
    assert!(away.is_problem(AWAY.status, AWAY.slug), "{}", away.text);
    assert_eq!(away.headers["retry-after"], "2");
    // Its own routes want to know who asks, and cannot; what everybody may see goes on.
    assert!(browser.get("/api/v1/todos/items").await.is_problem(AWAY.status, AWAY.slug));
    assert_eq!(browser.get("/api/v1/games/works").await.status, 200);
    let classic =
        browser.post("/auth/login", json!({ "email": "ira@example.org", "password": PASSWORD })).await;
    assert_eq!(
        (classic.status.as_u16(), classic.json()["detail"].is_string()),
        (503, true),
        "{}",
        classic.text
    );
    world.wire().mend().await;
    assert_eq!(browser.get("/api/v1/accounts/me").await.status, 200);
    assert_eq!(browser.get("/api/v1/todos/items").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_again_and_again_follows_once() {
    let world = split().await;
    let mut browser = world.browser();
    let me = sign_up(&mut browser, "ira@example.org").await;
    let topic = format!("notify.notes.{}", me["id"].as_str().unwrap());
    let mut socket = connect(serve(&world).await, &browser, OURS).await.unwrap();
    let wishes: Vec<serde_json::Value> = (0..500).map(|_| json!({ "topic": topic })).collect();
    for _ in 0..3 {
        let words = json!({ "sub": wishes }).to_string();
        socket.send(tokio_tungstenite::tungstenite::Message::Text(words.into())).await.unwrap();
    }
    // Everybody else is still answered by the process beside, and the topic still speaks.
    assert_eq!(browser.get("/api/v1/accounts/me").await.status, 200);
    world.settle().await;
    loop {
        if next(&mut socket).await.expect("the socket stands")["data"]["note"].is_string() {
            break;
        }
    }
    assert_eq!(browser.get("/api/v1/accounts/me").await.status, 200);
}

/// The runners of both processes, as they run in a house that nobody settles by hand.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_cross_by_themselves_and_a_follower_hears_that_it_missed_something() {
    let mut world = split().await;
    world.run();
    let mut browser = world.browser();
    let me = sign_up(&mut browser, "ira@example.org").await;
    let topic = format!("notify.notes.{}", me["id"].as_str().unwrap());
    let mut socket = connect(serve(&world).await, &browser, OURS).await.unwrap();
    subscribe(&mut socket, &topic, None).await;
    // Either the welcome note came before the socket, or its hint comes through it.
    assert_eq!(next(&mut socket).await.unwrap()["ok"], true);
    while browser.get("/api/v1/notify/notes").await.expect(200)["unread"] == 0 {
        tokio::task::yield_now().await;
    }
    world.wire().cut().await;
    world.wire().mend().await;
    loop {
        let told = next(&mut socket).await.unwrap();
        assert_eq!(told["topic"], topic);
        if told["reload"] == true {
            break;
        }
    }
}

every_shape! {
    /// A program that signs out with a token that has run out ends what it belongs to, whichever process lets it in.
    async fn signing_out_late_ends_the_family(shape) {
        let world = house(shape, false).await;
        let mut browser = world.browser();
        sign_up(&mut browser, "ira@example.org").await;
        let login = json!({ "email": "ira@example.org", "password": PASSWORD });
        let tokens = world.browser().post("/auth/login", login).await.expect(200);
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        world.clock.advance(std::time::Duration::from_secs(3700));
        let _ = world.browser().with("authorization", &bearer).post("/auth/logout", json!({})).await.expect(200);
        let refresh = json!({ "refresh_token": tokens["refresh_token"] });
        assert_eq!(world.browser().post("/auth/refresh", refresh).await.status, 401);
    }
}

#[tokio::test]
async fn a_service_without_what_it_needs_says_where_to_name_it() {
    let refused = World::refusal(Engine::Sqlite, &[notify::service()], Setting::default()).await;
    let sentence = refused.detail_text().unwrap();
    assert!(sentence.contains("notify needs accounts") && sentence.contains("peers.accounts"), "{sentence}");
}
