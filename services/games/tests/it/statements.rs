//! Every statement of games is understood by both engines.

use chassis::db::migrate::{down, prepare_only, up};
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

    async fn the_newest_migration_goes_back_and_forth_with_a_full_catalogue(engine) {
        let world = crate::filled(engine).await;
        let (db, migrations) = (world.db("games"), games::service().migrations);
        let newest = migrations.last().unwrap().name;
        assert_eq!(down(db, migrations, true).await.unwrap(), newest);
        assert_eq!(up(db, migrations).await.unwrap(), 1);
        // Works from before the migration are on the shelf like all others.
        let facts = world.browser().get("/api/v1/games/facts").await.expect(200);
        let page = world.browser().get("/api/v1/games/works").await.expect(200);
        assert_eq!(facts["works"], page["total"]);
        assert!(page["total"].as_i64() > Some(100));
        world.check_promises().await;
    }
}
