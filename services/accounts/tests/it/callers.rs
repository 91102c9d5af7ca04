//! Whoever was identified is known again, and never for longer than it holds (P12, SEC-6, decision D11).

use std::time::Duration;

use serde_json::json;
use testkit::both_engines;

use crate::*;

const ME: &str = "/api/v1/accounts/me";
const CURRENT: &str = "/api/v1/accounts/sessions/current";

/// A program with an access token that was used a moment ago.
async fn known_program(world: &World) -> (Browser, String) {
    let form = json!({ "login": "ira", "password": PASSWORD });
    let got = world.browser().post("/api/v1/accounts/tokens", form).await.expect(201);
    let access = got["access_token"].as_str().unwrap().to_owned();
    let mut program = world.browser().with("authorization", &format!("Bearer {access}"));
    for _ in 0..2 {
        assert_eq!(program.get(ME).await.status, 200);
    }
    (program, access)
}

both_engines! {
    async fn a_caller_is_looked_up_again_only_after_a_commit(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        let (mut program, _) = known_program(&world).await;
        for caller in [&mut browser, &mut program] {
            assert_eq!(caller.get(ME).await.status, 200);
            let before = world.db("accounts").statements();
            assert_eq!(caller.get(ME).await.status, 200);
            assert_eq!(world.db("accounts").statements() - before, 1, "the account, and nobody was looked up");
        }
        let _ = browser.patch(ME, json!({ "name": "Ira Vale" })).await.expect(200);
        let before = world.db("accounts").statements();
        assert_eq!(program.get(ME).await.status, 200);
        assert_eq!(world.db("accounts").statements() - before, 2);
    }

    async fn a_token_of_an_ended_session_is_refused_at_once(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        let (mut program, _) = known_program(&world).await;
        let devices = browser.get("/api/v1/accounts/sessions").await.expect(200);
        let family = devices["items"].as_array().unwrap().iter().find(|d| d["kind"] == "token").unwrap();
        assert_eq!(program.get(ME).await.status, 200);
        let path = format!("/api/v1/accounts/sessions/{}", family["id"].as_str().unwrap());
        assert_eq!(browser.delete(&path).await.status, 204);
        assert_eq!(program.get(ME).await.status, 401);
    }

    async fn what_somebody_may_do_changes_at_once(engine) {
        let world = world(engine).await;
        let mut chief = staff(&world, "chief@example.org", "super_admin").await;
        let mut browser = member(&world, "ira@example.org").await;
        let list = "/api/v1/accounts/users";
        let (id, right) = (id_of(&mut browser).await, |me: serde_json::Value| me["rights"].as_array().unwrap().len());
        let before = right(browser.get(ME).await.expect(200));
        let grant = format!("{list}/{id}/grants/catalogue");
        let granted = chief.put(&grant, json!({})).await;
        assert_eq!(granted.status, 200, "{}", granted.text);
        assert!(right(browser.get(ME).await.expect(200)) > before);
        let suspension = format!("{list}/{id}/suspension");
        assert_eq!(chief.put(&suspension, json!({ "reason": "no" })).await.status, 200);
        assert_eq!(browser.get(ME).await.status, 401);
    }

    async fn a_token_runs_out_to_the_moment_and_is_none_as_a_cookie(engine) {
        let world = world(engine).await;
        member(&world, "ira@example.org").await;
        let (mut program, access) = known_program(&world).await;
        let mut cookie = world.browser();
        cookie.hold("marquee_8080", &access);
        assert_eq!(cookie.get(ME).await.status, 401);
        world.clock.advance(Duration::from_millis(599_500));
        assert_eq!(program.get(ME).await.status, 200);
        world.clock.advance(Duration::from_millis(600));
        assert_eq!(program.get(ME).await.status, 401);
    }

    async fn what_another_process_ends_is_over_within_a_second(engine) {
        let world = world(engine).await;
        let mut browser = member(&world, "ira@example.org").await;
        assert_eq!(browser.get(ME).await.status, 200);
        let mut beside = world.browser_beside().await;
        beside.hold("marquee_8080", &browser.cookies()["marquee_8080"]);
        assert_eq!(beside.delete(CURRENT).await.status, 204);
        world.clock.advance(Duration::from_secs(1));
        assert_eq!(browser.get(ME).await.status, 401);
    }
}
