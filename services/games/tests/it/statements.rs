//! Every statement of games is understood by both engines.

use chassis::db::migrate::prepare_only;
use testkit::both_engines;

use crate::world;

both_engines! {
    async fn every_statement_can_be_prepared(engine) {
        let world = world(engine).await;
        let statements = chassis::db::sql::all().filter(|s| s.schema() == "games");
        let mut prepared = 0;
        for statement in statements {
            prepare_only(world.db("games"), statement).await.unwrap_or_else(|e| panic!("{}: {e}", statement.place()));
            prepared += 1;
        }
        assert!(prepared > 30, "{prepared}");
    }
}
