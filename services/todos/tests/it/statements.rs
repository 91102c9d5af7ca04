//! Every statement of todos is understood by both engines, and a request needs few of them.

use chassis::db::migrate::prepare_only;
use testkit::both_engines;

use crate::*;

async fn counted(world: &World, request: impl Future<Output = Answer>) -> u64 {
    let before = world.db("todos").statements();
    let answer = request.await;
    assert!(answer.status.is_success(), "{}", answer.text);
    world.db("todos").statements() - before
}

/// Every statement names the member whose rows it may touch (row S3-15); only the job that empties old trash asks for all.
#[test]
fn every_statement_names_its_member() {
    let ours = chassis::db::sql::all().filter(|s| s.schema() == "todos" && s.place().contains("/src/db/"));
    let of_all: Vec<&str> = ours
        .map(chassis::db::Statement::postgres)
        .filter(|text| !text.contains("user_id = $1") && !text.starts_with("insert "))
        .collect();
    assert_eq!(of_all.len(), 1, "{of_all:#?}");
    assert!(of_all[0].contains("trashed_at < $1"));
}

both_engines! {
    async fn every_statement_can_be_prepared(engine) {
        let world = world(engine).await;
        let mut prepared = 0;
        for statement in chassis::db::sql::all().filter(|s| s.schema() == "todos") {
            prepare_only(world.db("todos"), statement).await.unwrap_or_else(|e| panic!("{}: {e}", statement.place()));
            prepared += 1;
        }
        assert!(prepared > 25, "{prepared}");
    }

    async fn a_request_needs_few_statements(engine) {
        let world = world(engine).await;
        let mut browser = member(&world);
        let first = add(&mut browser, "Book the venue").await;
        let weekly = json!({ "title": "Water the plants", "due": { "date": "2026-11-20", "zone": "UTC" }, "repeat": { "every": "week" } });
        let weekly = make(&mut browser, weekly).await;
        assert_eq!(counted(&world, browser.post(ITEMS, json!({ "title": "Buy stamps" }))).await, 4);
        let keyed = [("idempotency-key", "k1")];
        let body = json!({ "title": "Once" }).to_string();
        assert_eq!(counted(&world, browser.send(http::Method::POST, ITEMS, Some(body), &keyed)).await, 6);
        assert_eq!(counted(&world, browser.get(&path(&first))).await, 1);
        assert_eq!(counted(&world, browser.get(ITEMS)).await, 2);
        assert_eq!(counted(&world, browser.get(LISTS)).await, 1);
        assert_eq!(counted(&world, browser.patch(&path(&first), json!({ "title": "Book it" }))).await, 3);
        assert_eq!(counted(&world, place(&mut browser, &weekly, &first["id"])).await, 4);
        assert_eq!(counted(&world, finish(&mut browser, &first)).await, 3);
        assert_eq!(counted(&world, finish(&mut browser, &weekly)).await, 7);
        assert_eq!(counted(&world, browser.delete(&path(&first))).await, 4);
    }
}
