//! Search as its neighbours know it: documents in by events, ids out by link. Games is a stand-in.

use std::sync::atomic::{AtomicI64, Ordering};

use chassis::db::migrate::prepare_only;
use chassis::db::sql;
use chassis::host::{Opened, Service};
use chassis::http::{Face, Routes};
use chassis::{link, transact};
use contracts::games::DocumentsChanged;
use contracts::search::v1::{AskReply, AskRequest, Facet};
use contracts::search::{Document, SearchClient};
use testkit::{Engine, World, both_engines};
use uuid::Uuid;

fn games() -> Service {
    Service {
        name: "games",
        needs: &[],
        migrations: &[],
        face: Face::none,
        open: |host, _| Box::pin(async move { Ok(Opened::new(Routes::new(host.door()).done(()))) }),
    }
}

async fn world(engine: Engine) -> World {
    World::new(engine, &[games(), search::service()]).await
}

fn document(n: u128, title: &str, version: i64) -> Document {
    Document {
        kind: "game".into(),
        id: Uuid::from_u128(n),
        title: title.into(),
        names: vec![],
        text: "Konami".into(),
        facets: vec![("platform".into(), "NES".into())],
        weight: 0,
        version,
        gone: false,
    }
}

async fn tell(world: &World, documents: Vec<Document>) {
    // The stand-in has no row to guard; its versions only have to differ.
    static VERSION: AtomicI64 = AtomicI64::new(1);
    let version = VERSION.fetch_add(1, Ordering::Relaxed);
    let told: kit::Result<()> = transact!(world.db("games"), |tx| {
        tx.publish(version, None, &DocumentsChanged { documents: documents.clone() }).await?;
        Ok(())
    });
    told.unwrap();
}

async fn ask(world: &World, words: &str) -> AskReply {
    let mut client = SearchClient::new(world.house.host().link("search"));
    let request = AskRequest {
        words: words.into(),
        kinds: vec!["game".into()],
        filters: vec![Facet { name: "platform".into(), value: "NES".into() }],
        count: vec!["platform".into()],
        size: 10,
        ..AskRequest::default()
    };
    link::ask(client.ask(request)).await.unwrap()
}

fn ids(reply: &AskReply) -> Vec<u128> {
    reply.hits.iter().map(|hit| Uuid::from_slice(&hit.id).unwrap().as_u128()).collect()
}

both_engines! {
    async fn what_an_owner_tells_is_found(engine) {
        let world = world(engine).await;
        tell(&world, vec![document(1, "Castlevania", 1), document(2, "Metal Gear", 1)]).await;
        world.settle().await;
        let found = ask(&world, "castle").await;
        assert_eq!((ids(&found), found.total, &found.corrected), (vec![1], 1, &None));
        assert_eq!((found.counts[0].value.as_str(), found.counts[0].documents), ("NES", 1));
        let mistyped = ask(&world, "castelvania").await;
        assert_eq!((ids(&mistyped), mistyped.corrected.as_deref()), (vec![1], Some("castlevania")));
    }

    async fn newer_versions_replace_and_what_is_gone_is_not_found(engine) {
        let world = world(engine).await;
        tell(&world, vec![document(1, "Castlevania", 2)]).await;
        tell(&world, vec![document(1, "Vampire Killer", 1)]).await;
        world.settle().await;
        assert_eq!(ids(&ask(&world, "castlevania").await), [1]);
        tell(&world, vec![Document { gone: true, ..document(1, "", 3) }]).await;
        world.settle().await;
        assert!(ids(&ask(&world, "castlevania").await).is_empty());
    }

    async fn the_index_outlives_a_restart(engine) {
        let mut world = world(engine).await;
        tell(&world, vec![document(1, "Castlevania", 1)]).await;
        world.settle().await;
        world.restart().await;
        assert_eq!(ids(&ask(&world, "castlevania").await), [1]);
        assert_eq!(asked(&world).await, 1, "the first start asks, the second has no reason to");
    }

    async fn a_lost_index_is_asked_for_again(engine) {
        let mut world = world(engine).await;
        tell(&world, vec![document(1, "Castlevania", 1)]).await;
        world.settle().await;
        std::fs::remove_dir_all(world.house.host().folder("search")).unwrap();
        world.restart().await;
        assert_eq!(asked(&world).await, 2);
        assert!(ids(&ask(&world, "castlevania").await).is_empty());
    }

    async fn every_statement_can_be_prepared(engine) {
        let world = world(engine).await;
        for statement in sql::all().filter(|s| s.schema() == "search") {
            prepare_only(world.db("search"), statement).await.unwrap_or_else(|e| panic!("{}: {e}", statement.place()));
        }
    }
}

/// How often search asked its owners to publish again: it tells nothing else.
async fn asked(world: &World) -> i64 {
    world.settle().await;
    chassis::bus::head(world.db("search")).await.unwrap().head
}
