//! Tokens of API clients: refreshed, reused, ended (S1-17 to S1-19, S3-05, S3-09, S3-46; SEC-5, SEC-10; decisions
//! D11, D12).

use std::time::Duration;

use serde_json::json;
use testkit::both_engines;

use crate::*;

const ME: &str = "/api/v1/accounts/me";
const TOKENS: &str = "/api/v1/accounts/tokens";
const REFRESHES: &str = "/api/v1/accounts/tokens/refreshes";

/// Signs a program in; gives the program (with its device cookie), its access and its refresh token.
async fn program(world: &World) -> (Browser, String, String) {
    let mut program = world.browser();
    let got = program.post(TOKENS, json!({ "login": "ira", "password": PASSWORD })).await.expect(201);
    assert_eq!((&got["token_type"], &got["expires_in"]), (&json!("Bearer"), &json!(600)));
    let text = |name: &str| got[name].as_str().unwrap().to_owned();
    (program, text("access_token"), text("refresh_token"))
}

async fn refresh(browser: &mut Browser, token: &str) -> testkit::Answer {
    browser.post(REFRESHES, json!({ "refresh_token": token })).await
}

async fn status_with(world: &World, access: &str) -> u16 {
    world.browser().with("authorization", &format!("Bearer {access}")).get(ME).await.status.as_u16()
}

both_engines! {
    async fn an_access_token_opens_doors_for_ten_minutes(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let (_, access, _) = program(&world).await;
        assert_eq!(status_with(&world, &access).await, 200);
        world.clock.advance(Duration::from_secs(599));
        assert_eq!(status_with(&world, &access).await, 200);
        world.clock.advance(Duration::from_secs(2));
        assert_eq!(status_with(&world, &access).await, 401);
    }

    async fn a_refresh_token_works_once_and_gives_the_next(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let (mut program, _, mut token) = program(&world).await;
        for _ in 0..5 {
            world.clock.advance(Duration::from_secs(3600));
            let got = refresh(&mut program, &token).await.expect(201);
            assert_eq!(status_with(&world, got["access_token"].as_str().unwrap()).await, 200);
            assert_ne!(got["refresh_token"], json!(token));
            got["refresh_token"].as_str().unwrap().clone_into(&mut token);
        }
        world.clock.advance(Duration::from_secs(31 * 86_400));
        assert!(refresh(&mut program, &token).await.is_problem(401, "accounts/bad-refresh-token"));
    }

    async fn a_stolen_refresh_token_ends_its_family(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let (mut program, _, first) = program(&world).await;
        let got = refresh(&mut program, &first).await.expect(201);
        let (access, second) = (got["access_token"].as_str().unwrap(), got["refresh_token"].as_str().unwrap());
        // The thief has the token but not the device cookie, and is quick.
        let mut thief = world.browser();
        assert!(refresh(&mut thief, &first).await.is_problem(401, "accounts/bad-refresh-token"));
        assert_eq!(status_with(&world, access).await, 401);
        assert!(refresh(&mut program, second).await.is_problem(401, "accounts/bad-refresh-token"));
        assert_eq!(world.audited("accounts", "token.reused").await, 1);
    }

    async fn a_lost_answer_can_be_asked_for_again_by_the_same_program(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let (mut program, _, first) = program(&world).await;
        let got = refresh(&mut program, &first).await.expect(201);
        world.clock.advance(Duration::from_secs(5));
        let again = refresh(&mut program, &first).await.expect(201);
        assert_eq!(again["refresh_token"], got["refresh_token"]);
        world.clock.advance(Duration::from_secs(6));
        assert_eq!(refresh(&mut program, &first).await.status, 401);
        assert_eq!(refresh(&mut program, got["refresh_token"].as_str().unwrap()).await.status, 401);
    }

    async fn many_at_once_never_branch_the_family(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let (program, _, first) = program(&world).await;
        let tries = (0..8).map(|_| {
            let (mut program, first) = (program.clone(), first.clone());
            async move { refresh(&mut program, &first).await }
        });
        let answers = futures_util::future::join_all(tries).await;
        let next: Vec<_> = answers.iter().map(|answer| answer.json()["refresh_token"].clone()).collect();
        assert!(answers.iter().all(|answer| answer.status == 201), "{:?}", answers[0].text);
        assert!(next.iter().all(|token| *token == next[0]));
    }

    async fn what_ends_the_family_ends_its_tokens_at_once(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        let (_, access, token) = program(&world).await;
        let devices = browser.get("/api/v1/accounts/sessions").await.expect(200);
        let family = devices["items"].as_array().unwrap().iter().find(|d| d["kind"] == "token").unwrap();
        let path = format!("/api/v1/accounts/sessions/{}", family["id"].as_str().unwrap());
        assert_eq!(browser.delete(&path).await.status, 204);
        assert_eq!(status_with(&world, &access).await, 401);
        assert_eq!(refresh(&mut world.browser(), &token).await.status, 401);
    }

    async fn a_token_of_one_kind_is_none_of_the_other(engine) {
        let world = world(engine).await;
        let browser = member(&world, "ira@example.org").await;
        let (_, access, token) = program(&world).await;
        assert_eq!(status_with(&world, &token).await, 401);
        assert_eq!(status_with(&world, &browser.cookies()["marquee_8080"]).await, 401);
        assert_eq!(refresh(&mut world.browser(), &access).await.status, 401);
        let mut cookie = world.browser();
        cookie.hold("marquee_8080", &access);
        assert_eq!(cookie.get(ME).await.status, 401);
    }

    async fn the_keys_are_published_without_their_secrets(engine) {
        let world = world(engine).await;
        let keys = world.browser().get("/.well-known/jwks.json").await.expect(200);
        assert_eq!((&keys["keys"][0]["crv"], &keys["keys"][0]["alg"]), (&json!("Ed25519"), &json!("EdDSA")));
        assert!(keys["keys"][0].get("d").is_none());
    }

    async fn hs256_is_a_setting(engine) {
        let setting = Setting { mail: false, config: "[accounts]\ntoken_algorithm = 'hs256'" };
        let world = World::open(engine, &[accounts::service()], setting).await;
        member(&world, "ira@example.org").await;
        let (_, access, _) = program(&world).await;
        assert_eq!(status_with(&world, &access).await, 200);
        let head = access.split('.').next().unwrap();
        assert!(head.starts_with("eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJIUzI1NiI"), "{head}");
    }
}
