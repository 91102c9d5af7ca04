//! Every statement of demo is understood by both engines.

use chassis::db::migrate::prepare_only;
use testkit::both_engines;

use crate::*;

both_engines! {
    async fn every_statement_can_be_prepared(engine) {
        let world = world(engine).await;
        let mut prepared = 0;
        for statement in chassis::db::sql::all().filter(|s| s.schema() == "demo") {
            prepare_only(world.db("demo"), statement).await.unwrap_or_else(|e| panic!("{}: {e}", statement.place()));
            prepared += 1;
        }
        assert!(prepared >= 6, "{prepared}");
    }
}
