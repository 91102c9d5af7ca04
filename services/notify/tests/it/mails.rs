//! Mails: sent once, and not lost while the server is away (rows S1-55, R11).

use std::time::Duration;

use chassis::db::migrate::prepare_only;
use chassis::db::sql;
use serde_json::json;
use testkit::both_engines;

use crate::*;

fn token_in(text: &str) -> String {
    text.split_once("/confirm#").unwrap().1.split_whitespace().next().unwrap().to_owned()
}

both_engines! {
    async fn the_link_arrives_by_mail_and_works(engine) {
        let world = world(engine, true).await;
        let mut browser = member(&world, "ira@example.org").await;
        world.settle().await;
        let mails = world.office.to("ira@example.org");
        assert_eq!(mails.len(), 1);
        assert!(mails[0].html.contains("/confirm#"));
        let me = browser.post(CONFIRM, json!({ "token": token_in(&mails[0].text) })).await.expect(200);
        assert_eq!(me["confirmed"], true);
        world.check_promises().await;
    }

    async fn a_server_that_is_away_loses_nothing(engine) {
        let world = world(engine, true).await;
        world.office.shut(true);
        let _ = member(&world, "ira@example.org").await;
        for _ in 0..6 {
            world.settle().await;
            world.clock.advance(Duration::from_secs(3600));
        }
        assert_eq!(world.office.to("ira@example.org").len(), 0);
        world.office.shut(false);
        world.settle().await;
        world.clock.advance(Duration::from_secs(3600));
        world.settle().await;
        assert_eq!(world.office.to("ira@example.org").len(), 1);
        world.check_promises().await;
    }

    async fn a_mail_nobody_takes_is_given_up_after_three_days(engine) {
        let world = world(engine, true).await;
        world.office.shut(true);
        let _ = member(&world, "ira@example.org").await;
        for _ in 0..80 {
            world.settle().await;
            world.clock.advance(Duration::from_secs(3600));
        }
        world.office.shut(false);
        world.settle().await;
        assert_eq!(world.office.to("ira@example.org").len(), 0);
        world.check_promises().await;
    }

    async fn the_owner_of_a_known_address_is_told_and_nobody_else(engine) {
        let world = world(engine, true).await;
        let _ = member(&world, "ira@example.org").await;
        let _ = member(&world, "IRA@example.org").await;
        world.settle().await;
        let subjects: Vec<String> = world.office.to("ira@example.org").into_iter().map(|m| m.subject).collect();
        assert_eq!(subjects, ["Confirm your address for Marquee", "You already have an account"]);
        assert!(world.office.to("IRA@example.org").is_empty());
    }

    async fn hearing_twice_sends_once(engine) {
        let mut world = world(engine, true).await;
        let _ = member(&world, "ira@example.org").await;
        world.settle().await;
        world.restart().await;
        world.settle().await;
        assert_eq!(world.office.to("ira@example.org").len(), 1);
    }

    async fn every_statement_can_be_prepared(engine) {
        let world = world(engine, false).await;
        for statement in sql::all().filter(|s| s.schema() == "notify") {
            prepare_only(world.db("notify"), statement).await.unwrap_or_else(|e| panic!("{}: {e}", statement.place()));
        }
    }
}
