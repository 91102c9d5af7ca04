//! Notes in the bell.

use serde_json::{Value, json};
use testkit::both_engines;

use crate::*;

const NOTES: &str = "/api/v1/notify/notes";
const READS: &str = "/api/v1/notify/reads";

fn kinds(notes: &Value) -> Vec<&str> {
    notes["items"].as_array().unwrap().iter().map(|note| note["kind"].as_str().unwrap()).collect()
}

both_engines! {
    async fn a_newcomer_is_welcomed_and_told_of_the_confirmation(engine) {
        let world = world(engine, false).await;
        let mut browser = member(&world, "ira@example.org").await;
        world.settle().await;
        let notes = browser.get(NOTES).await.expect(200);
        assert_eq!((kinds(&notes), &notes["unread"]), (vec!["accounts.welcome"], &json!(1)));
        let token = world.terminal.token("Confirm ira@example.org");
        let _ = browser.post(CONFIRM, json!({ "token": token })).await.expect(200);
        world.clock.advance(std::time::Duration::from_secs(1));
        world.settle().await;
        let notes = browser.get(NOTES).await.expect(200);
        assert_eq!(kinds(&notes), ["accounts.confirmed", "accounts.welcome"]);
        world.check_promises().await;
    }

    async fn reading_marks_a_note_and_the_older_ones(engine) {
        let world = world(engine, false).await;
        let mut browser = member(&world, "ira@example.org").await;
        world.settle().await;
        let token = world.terminal.token("Confirm");
        world.clock.advance(std::time::Duration::from_secs(1));
        let _ = browser.post(CONFIRM, json!({ "token": token })).await.expect(200);
        world.settle().await;
        let notes = browser.get(NOTES).await.expect(200);
        let (newest, oldest) = (&notes["items"][0]["id"], &notes["items"][1]["id"]);
        assert_eq!(browser.post(READS, json!({ "up_to": oldest })).await.expect(200), json!({ "unread": 1 }));
        assert_eq!(browser.post(READS, json!({ "up_to": newest })).await.expect(200), json!({ "unread": 0 }));
        assert_eq!(browser.post(READS, json!({ "up_to": newest })).await.expect(200), json!({ "unread": 0 }));
    }

    async fn pages_through_notes_without_gaps(engine) {
        let world = world(engine, false).await;
        let mut browser = member(&world, "ira@example.org").await;
        for _ in 0..3 {
            let _ = browser.delete("/api/v1/accounts/sessions/current").await;
            let login = json!({ "login": "ira", "password": PASSWORD });
            let _ = browser.post("/api/v1/accounts/sessions", login).await.expect(201);
        }
        let token = { world.settle().await; world.terminal.token("Confirm") };
        let _ = browser.post(CONFIRM, json!({ "token": token })).await.expect(200);
        world.settle().await;
        let first = browser.get("/api/v1/notify/notes?limit=1").await.expect(200);
        let next = first["next"].as_str().unwrap();
        let second = browser.get(&format!("{NOTES}?limit=1&cursor={next}")).await.expect(200);
        assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
        assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (1, &json!(null)));
        let odd = browser.get("/api/v1/notify/notes?cursor=nonsense").await;
        assert!(odd.is_problem(422, "request/invalid"));
    }

    async fn nobody_sees_or_marks_notes_of_others(engine) {
        let world = world(engine, false).await;
        let mut ira = member(&world, "ira@example.org").await;
        let mut eve = member(&world, "eve@example.org").await;
        world.settle().await;
        let of_ira = ira.get(NOTES).await.expect(200)["items"][0]["id"].clone();
        assert!(eve.post(READS, json!({ "up_to": of_ira })).await.is_problem(404, "request/not-found"));
        assert_ne!(eve.get(NOTES).await.expect(200)["items"][0]["id"], of_ira);
        assert!(world.browser().get(NOTES).await.is_problem(401, "request/sign-in-needed"));
        assert_eq!(ira.get(NOTES).await.expect(200)["unread"], 1);
    }
}
