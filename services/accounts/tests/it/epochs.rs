//! A restore begins another life: nothing that was signed in, or on its way, before the backup works in it (D6).

use chassis::db::revive;
use serde_json::json;
use testkit::both_engines;

use crate::*;

const ME: &str = "/api/v1/accounts/me";

/// What a restore does to the rows of accounts.
async fn restore(world: &mut World) {
    let now = world.clock.clock().now();
    revive(&[world.db("accounts").clone()], now).await.unwrap();
    world.restart().await;
}

both_engines! {
    async fn what_was_signed_in_before_a_restore_is_over(engine) {
        let mut world = world(engine).await;
        let ira = member(&world, "ira@example.org").await;
        let mut program = world.browser();
        let login = json!({ "login": "ira@example.org", "password": PASSWORD });
        let granted = program.post("/api/v1/accounts/tokens", login).await.expect(201);
        restore(&mut world).await;

        let mut old = world.browser();
        old.hold("marquee_8080", &ira.cookies()["marquee_8080"]);
        assert_eq!(old.get(ME).await.status, 401);
        let bearer = format!("Bearer {}", granted["access_token"].as_str().unwrap());
        assert_eq!(world.browser().with("authorization", &bearer).get(ME).await.status, 401);
        let refresh = json!({ "refresh_token": granted["refresh_token"] });
        let refused = world.browser().post("/api/v1/accounts/tokens/refreshes", refresh).await;
        assert!(refused.is_problem(401, "accounts/bad-refresh-token"), "{}", refused.text);

        let mut again = world.browser();
        let _ = sign_in(&mut again, "ira@example.org", PASSWORD).await.expect(201);
        assert_eq!(again.get(ME).await.expect(200)["number"], 1);
        let listed = again.get("/api/v1/accounts/sessions").await.expect(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
        let mut new = world.browser();
        let _ = new.post("/api/v1/accounts/users", form("new@example.org")).await.expect(201);
        assert_eq!(new.get(ME).await.expect(200)["number"], 1_000_002);
    }

    async fn links_of_before_a_restore_are_worth_nothing(engine) {
        let mut world = world_with_mail(engine).await;
        let _ = world.browser().post("/api/v1/accounts/users", form("ira@example.org")).await.expect(202);
        let confirm = token(&world, "accounts.user.registered.v1").await;
        let link = operator(&world).reset_link("ira@example.org").await.unwrap();
        let reset = link.split_once('#').unwrap().1.to_owned();
        restore(&mut world).await;
        let confirmed = world.browser().post("/api/v1/accounts/confirmations", json!({ "token": confirm })).await;
        assert!(confirmed.is_problem(410, "accounts/link-spent"), "{}", confirmed.text);
        let body = json!({ "token": reset, "new_password": "another-lantern-8-lake" });
        let set = world.browser().post("/api/v1/accounts/password-resets", body).await;
        assert!(set.is_problem(410, "accounts/link-spent"), "{}", set.text);
    }
}
