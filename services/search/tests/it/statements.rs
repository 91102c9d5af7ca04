//! Every statement of search is understood by both engines.

use chassis::db::migrate::prepare_only;
use testkit::{World, both_engines};

both_engines! {
    async fn every_statement_can_be_prepared(engine) {
        let world = World::new(engine, &[search::service()]).await;
        let mut prepared = 0;
        for statement in chassis::db::sql::all().filter(|s| s.schema() == "search") {
            prepare_only(world.db("search"), statement).await.unwrap_or_else(|e| panic!("{}: {e}", statement.place()));
            prepared += 1;
        }
        assert!(prepared >= 5, "{prepared}");
    }
}
