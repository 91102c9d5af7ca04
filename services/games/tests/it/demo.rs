//! The games of a house to look around in (decision D17).

use contracts::accounts::DemoAsked;
use testkit::both_engines;

use crate::*;

both_engines! {
    async fn sixty_well_known_games_come_once(engine) {
        let world = World::new(engine, &[fakes::accounts(), games::service()]).await;
        let user = world.somebody();
        for _ in 0..2 {
            world.accounts_tells(&DemoAsked { user, members: vec![user] }).await;
            world.settle().await;
            let facts = world.browser().get("/api/v1/games/facts").await.expect(200);
            assert_eq!(facts["works"], 60);
        }
        let page = world.browser().get("/api/v1/games/works?q=chrono%20trigger").await.expect(200);
        let card = &page["items"][0];
        assert_eq!((card["title"].as_str(), card["year"].as_i64()), (Some("Chrono Trigger"), Some(1995)));
        let work = world.browser().get(&format!("/api/v1/games/works/{}", card["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(work["sources"].as_array().unwrap().len(), 0, "nobody else is owed for these facts");
        world.check_promises().await;
    }
}
