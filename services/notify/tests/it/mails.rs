//! Mails: sent once, and not lost while the server is away (rows S1-55, R11).

use std::time::Duration;

use chassis::db::migrate::prepare_only;
use chassis::db::{revive, sql};
use contracts::accounts::{ConfirmationAsked, KnownAddressTried};
use testkit::both_engines;

use crate::*;

fn address(user: Uuid) -> String {
    format!("{user}@example.org")
}

fn subjects(world: &World, user: Uuid) -> Vec<String> {
    world.office.to(&address(user)).into_iter().map(|mail| mail.subject).collect()
}

both_engines! {
    async fn the_link_arrives_in_both_forms(engine) {
        let world = world(engine, true).await;
        let user = sign_up(&world, "t0k").await;
        world.settle().await;
        let mails = world.office.to(&address(user));
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains("http://127.0.0.1:8080/confirm#t0k") && mails[0].html.contains("/confirm#t0k"));
        world.check_promises().await;
    }

    async fn without_a_mail_server_the_link_is_shown(engine) {
        let world = world(engine, false).await;
        let user = sign_up(&world, "t0k").await;
        world.settle().await;
        assert_eq!(world.terminal.token(&format!("Confirm {user}@example.org")), "t0k");
        let proof = world.house.host().keys().seal("again").unwrap();
        world.accounts_tells(&ConfirmationAsked { user, proof }).await;
        world.settle().await;
        assert_eq!(world.terminal.token("Confirm"), "again");
        world.check_promises().await;
    }

    async fn a_server_that_is_away_loses_nothing(engine) {
        let world = world(engine, true).await;
        world.office.shut(true);
        let user = sign_up(&world, "t0k").await;
        for _ in 0..6 {
            world.settle().await;
            world.clock.advance(Duration::from_secs(3600));
        }
        assert_eq!(subjects(&world, user).len(), 0);
        world.office.shut(false);
        world.settle().await;
        world.clock.advance(Duration::from_secs(3600));
        world.settle().await;
        assert_eq!(subjects(&world, user), ["Confirm your address for Marquee"]);
        world.check_promises().await;
    }

    async fn after_a_restore_nobody_gets_what_the_life_before_told(engine) {
        let mut world = world(engine, true).await;
        world.office.shut(true);
        let waiting = sign_up(&world, "t0k").await;
        world.settle().await;
        // The backup is made before this one is heard.
        let unheard = sign_up(&world, "t1k").await;
        let dbs = [world.db("accounts").clone(), world.db("notify").clone()];
        revive(&dbs, world.clock.clock().now()).await.unwrap();
        assert_eq!(notify::operator::drop_waiting(world.db("notify")).await.unwrap(), 1);
        world.office.shut(false);
        world.clock.advance(Duration::from_secs(3600));
        world.restart().await;
        world.settle().await;
        assert_eq!((subjects(&world, waiting).len(), subjects(&world, unheard).len()), (0, 0));
        let later = sign_up(&world, "t2k").await;
        world.settle().await;
        assert_eq!(subjects(&world, later).len(), 1);
        world.check_promises().await;
    }

    async fn a_mail_nobody_takes_is_given_up_after_three_days(engine) {
        let world = world(engine, true).await;
        world.office.shut(true);
        let user = sign_up(&world, "t0k").await;
        for _ in 0..80 {
            world.settle().await;
            world.clock.advance(Duration::from_secs(3600));
        }
        world.office.shut(false);
        world.settle().await;
        assert_eq!(subjects(&world, user).len(), 0);
        world.check_promises().await;
    }

    async fn the_owner_of_a_known_address_is_told(engine) {
        let world = world(engine, true).await;
        let user = world.somebody();
        world.accounts_tells(&KnownAddressTried { user }).await;
        world.settle().await;
        assert_eq!(subjects(&world, user), ["You already have an account"]);
    }

    async fn a_mail_speaks_the_language_of_its_reader(engine) {
        let world = world(engine, true).await;
        let user = world.somebody_german();
        let proof = world.house.host().keys().seal("t0k").unwrap();
        world.accounts_tells(&ConfirmationAsked { user, proof }).await;
        world.settle().await;
        let mails = world.office.to(&address(user));
        assert_eq!(mails[0].subject, "Bestätige deine Adresse für Marquee");
        assert!(mails[0].text.starts_with("Hallo,") && mails[0].text.contains("/confirm#t0k"), "{}", mails[0].text);
        assert!(mails[0].html.contains(r#"<html lang="de">"#) && mails[0].html.contains("Adresse bestätigen"));
        world.check_promises().await;
    }

    async fn hearing_twice_sends_once(engine) {
        let mut world = world(engine, true).await;
        let user = sign_up(&world, "t0k").await;
        world.settle().await;
        world.restart().await;
        world.settle().await;
        assert_eq!(subjects(&world, user).len(), 1);
    }

    async fn every_statement_can_be_prepared(engine) {
        let world = world(engine, false).await;
        for statement in sql::all().filter(|s| s.schema() == "notify") {
            prepare_only(world.db("notify"), statement).await.unwrap_or_else(|e| panic!("{}: {e}", statement.place()));
        }
    }
}
