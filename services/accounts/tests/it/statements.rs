//! What requests cost in statements, and that every statement is understood by both engines.

use chassis::db::migrate::prepare_only;
use chassis::db::sql;
use testkit::both_engines;

use crate::*;

both_engines! {
    async fn every_statement_can_be_prepared(engine) {
        let world = world(engine).await;
        let mut seen = 0;
        for statement in sql::all().filter(|s| s.schema() == "accounts") {
            prepare_only(world.db("accounts"), statement).await.unwrap_or_else(|e| panic!("{}: {e}", statement.place()));
            seen += 1;
        }
        assert!(seen > 20, "{seen}");
    }

    async fn requests_run_few_statements(engine) {
        let world = world(engine).await;
        let count = || world.db("accounts").statements();
        let mut browser = member(&world, "ira@example.org").await;
        let before = count();
        let _ = browser.get("/api/v1/accounts/me").await.expect(200);
        assert_eq!(count() - before, 2, "who, account with its grants");
        let before = count();
        let _ = sign_in(&mut world.browser(), "ira", PASSWORD).await.expect(201);
        assert_eq!(count() - before, 5, "password, still the same, audit, session, account with its grants");
        let before = count();
        assert_eq!(sign_in(&mut world.browser(), "nobody", PASSWORD).await.status, 401);
        assert_eq!(count() - before, 2, "password, audit");
    }
}
