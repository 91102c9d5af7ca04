//! Notes in the bell.

use std::time::Duration;

use contracts::accounts::{RoleChanged, UserConfirmed};
use serde_json::{Value, json};
use testkit::both_engines;

use crate::*;

const NOTES: &str = "/api/v1/notify/notes";
const READS: &str = "/api/v1/notify/reads";

fn kinds(notes: &Value) -> Vec<&str> {
    notes["items"].as_array().unwrap().iter().map(|note| note["kind"].as_str().unwrap()).collect()
}

/// Somebody with three notes, a second apart.
async fn with_three_notes(world: &World) -> Uuid {
    let user = sign_up(world, "t0k").await;
    world.settle().await;
    world.clock.advance(Duration::from_secs(1));
    world.accounts_tells(&UserConfirmed { user }).await;
    world.settle().await;
    world.clock.advance(Duration::from_secs(1));
    world.accounts_tells(&RoleChanged { user, role: "super_admin".into() }).await;
    world.settle().await;
    user
}

both_engines! {
    async fn facts_become_notes_newest_first(engine) {
        let world = world(engine, false).await;
        let user = with_three_notes(&world).await;
        let notes = world.browser_of(user).get(NOTES).await.expect(200);
        assert_eq!(kinds(&notes), ["accounts.raised", "accounts.confirmed", "accounts.welcome"]);
        assert_eq!((&notes["unread"], &notes["items"][0]["params"]), (&json!(3), &json!({ "role": "super_admin" })));
        assert_eq!(notes["items"][2]["title"], "Welcome in");
        world.check_promises().await;
    }

    async fn reading_marks_a_note_and_the_older_ones(engine) {
        let world = world(engine, false).await;
        let mut browser = world.browser_of(with_three_notes(&world).await);
        let notes = browser.get(NOTES).await.expect(200);
        let (newest, middle) = (&notes["items"][0]["id"], &notes["items"][1]["id"]);
        assert_eq!(browser.post(READS, json!({ "up_to": middle })).await.expect(200), json!({ "unread": 1 }));
        assert_eq!(browser.post(READS, json!({ "up_to": newest })).await.expect(200), json!({ "unread": 0 }));
        assert_eq!(browser.post(READS, json!({ "up_to": newest })).await.expect(200), json!({ "unread": 0 }));
    }

    async fn pages_through_notes_without_gaps(engine) {
        let world = world(engine, false).await;
        let mut browser = world.browser_of(with_three_notes(&world).await);
        let (mut path, mut seen) = (format!("{NOTES}?limit=1"), Vec::new());
        loop {
            let page = browser.get(&path).await.expect(200);
            seen.extend(kinds(&page).into_iter().map(str::to_owned));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("{NOTES}?limit=1&cursor={next}");
        }
        assert_eq!(seen, ["accounts.raised", "accounts.confirmed", "accounts.welcome"]);
        let odd = browser.get("/api/v1/notify/notes?cursor=nonsense").await;
        assert!(odd.is_problem(422, "request/invalid"));
    }

    async fn nobody_sees_or_marks_notes_of_others(engine) {
        let world = world(engine, false).await;
        let (ira, eve) = (sign_up(&world, "a").await, sign_up(&world, "b").await);
        world.settle().await;
        let of_ira = world.browser_of(ira).get(NOTES).await.expect(200)["items"][0]["id"].clone();
        let mut eve = world.browser_of(eve);
        assert!(eve.post(READS, json!({ "up_to": of_ira })).await.is_problem(404, "request/not-found"));
        assert_ne!(eve.get(NOTES).await.expect(200)["items"][0]["id"], of_ira);
        assert!(world.browser().get(NOTES).await.is_problem(401, "request/sign-in-needed"));
        assert_eq!(world.browser_of(ira).get(NOTES).await.expect(200)["unread"], 1);
    }
}
