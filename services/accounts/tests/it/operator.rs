//! What whoever runs the machine does, and people of the systems before us (C10, S1-26, S3-08, S5-08, S5-09).

use accounts::operator::Newcomer;
use serde_json::json;
use testkit::both_engines;

use crate::*;

fn newcomer(email: &str, password_hash: &str) -> Newcomer {
    serde_json::from_value(json!({ "email": email, "password_hash": password_hash })).unwrap()
}

both_engines! {
    async fn hashes_of_other_systems_open_the_door_once_and_are_replaced(engine) {
        let world = world(engine).await;
        let operator = operator(&world);
        // bcrypt over "quiet-lantern-7-river", cost 4, and over its SHA-256 in hex.
        let chain = "sha256+$2b$04$abcdefghijklmnopqrstuuG3xHcAhQfVqmL9m8S8XnS0FZ0m5gQ7W";
        let bcrypt = bcrypt::hash(PASSWORD, 4).unwrap();
        assert!(operator.take_over(&newcomer("ira@example.org", &bcrypt)).await.unwrap());
        assert!(!operator.take_over(&newcomer("ira@example.org", &bcrypt)).await.unwrap(), "safe to repeat");
        assert!(operator.take_over(&newcomer("jonas@example.org", chain)).await.is_ok());
        assert!(operator.take_over(&newcomer("mia@example.org", "plain text")).await.is_err());
        assert_eq!(world.stored_password("ira@example.org").await, bcrypt);
        assert_eq!(sign_in(&mut world.browser(), "ira@example.org", "a guess").await.status, 401);
        assert_eq!(world.stored_password("ira@example.org").await, bcrypt);
        let _ = sign_in(&mut world.browser(), "ira@example.org", PASSWORD).await.expect(201);
        assert!(world.stored_password("ira@example.org").await.starts_with("argon2id$"));
        let _ = sign_in(&mut world.browser(), "ira@example.org", PASSWORD).await.expect(201);
        assert_eq!(sign_in(&mut world.browser(), "jonas@example.org", PASSWORD).await.status, 401);
        world.check_promises().await;
    }

    async fn an_operator_makes_accounts_and_links(engine) {
        let world = world(engine).await;
        let operator = operator(&world);
        assert!(operator.create_user("ira@example.org", "admin", "too short").await.is_err());
        assert!(operator.create_user("ira@example.org", "king", PASSWORD).await.is_err());
        assert_eq!(operator.create_user("ira@example.org", "super_admin", PASSWORD).await.unwrap(), 1);
        assert!(operator.create_user("IRA@example.org", "user", PASSWORD).await.is_err());
        let setup = world.browser().get("/api/v1/accounts/setup").await.expect(200);
        assert_eq!(setup["open"], false, "the house has its administrator");
        assert!(operator.reset_link("nobody@example.org").await.is_err());
        let link = operator.reset_link("Ira@example.org").await.unwrap();
        let token = link.strip_prefix("http://127.0.0.1:8080/reset#").unwrap();
        let body = json!({ "token": token, "new_password": "violet-harbour-9-stone" });
        let me = world.browser().post("/api/v1/accounts/password-resets", body).await.expect(200);
        assert_eq!(me["role"], "super_admin");
        world.check_promises().await;
    }
}
