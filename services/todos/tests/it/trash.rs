//! The trash: nothing is gone until it is deleted for ever, by its member or by time.

use std::time::Duration;

use http::Method;
use testkit::both_engines;

use crate::*;

const DAY: Duration = Duration::from_secs(86_400);

both_engines! {
    async fn what_is_taken_out_stands_where_it_stood(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        add(&mut browser, "one").await;
        let two = add(&mut browser, "two").await;
        add(&mut browser, "three").await;
        let trashed = browser.delete(&path(&two)).await.expect(200);
        assert!(trashed["trashed_at"].is_string());
        assert_eq!(titles(&mut browser, "").await, ["one", "three"]);
        // To do it again changes nothing, and neither does taking out what is not in it.
        assert_eq!(browser.delete(&path(&two)).await.expect(200), trashed);
        let restore = format!("{}/restorations", path(&two));
        let back = browser.post(&restore, json!({})).await.expect(200);
        assert_eq!(browser.post(&restore, json!({})).await.expect(200), back);
        assert_eq!(titles(&mut browser, "").await, ["one", "two", "three"]);
        world.check_promises().await;
    }

    async fn one_or_all_are_deleted_for_ever(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let mut items = Vec::new();
        for title in ["one", "two", "three", "four"] {
            items.push(add(&mut browser, title).await);
        }
        let gone = |item: &Value| format!("{TRASH}/{}", item["id"].as_str().unwrap());
        assert!(browser.delete(&gone(&items[0])).await.is_problem(404, "todos/no-such-item"));
        for item in &items[..3] {
            let _ = browser.delete(&path(item)).await.expect(200);
        }
        let stale = browser.send(Method::DELETE, &gone(&items[0]), None, &[("if-match", "\"1\"")]).await;
        assert!(stale.is_problem(412, "request/changed-meanwhile"));
        assert_eq!(browser.delete(&gone(&items[0])).await.status, 204);
        assert!(browser.delete(&gone(&items[0])).await.is_problem(404, "todos/no-such-item"));
        assert_eq!(browser.delete(TRASH).await.expect(200), json!({ "deleted": 2 }));
        assert_eq!(browser.delete(TRASH).await.expect(200), json!({ "deleted": 0 }));
        assert_eq!(titles(&mut browser, "").await, ["four"]);
        assert_eq!((world.audited("todos", "item.delete").await, world.audited("todos", "trash.empty").await), (1, 1));
        world.check_promises().await;
    }

    async fn after_thirty_days_it_empties_itself(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let (old, new) = (add(&mut browser, "old").await, add(&mut browser, "new").await);
        add(&mut browser, "kept").await;
        let _ = browser.delete(&path(&old)).await.expect(200);
        world.clock.advance(29 * DAY);
        let _ = browser.delete(&path(&new)).await.expect(200);
        world.settle().await;
        assert_eq!(titles(&mut browser, "state=trash").await, ["new", "old"]);
        world.clock.advance(DAY + Duration::from_secs(1));
        world.settle().await;
        assert_eq!(titles(&mut browser, "state=trash").await, ["new"]);
        assert_eq!(titles(&mut browser, "").await, ["kept"]);
        world.check_promises().await;
    }

    async fn a_full_trash_lets_the_oldest_go(engine) {
        let world = world_with(engine, "[todos]\nmost_items = 3").await;
        let mut browser = member(&world);
        for title in ["one", "two", "three", "four", "five"] {
            let item = add(&mut browser, title).await;
            world.clock.advance(Duration::from_secs(1));
            let _ = browser.delete(&path(&item)).await.expect(200);
        }
        assert_eq!(titles(&mut browser, "state=trash").await, ["five", "four", "three"]);
        world.check_promises().await;
    }
}
