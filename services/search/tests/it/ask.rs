//! From a document that is published to a hit.

use std::sync::{Mutex, OnceLock};

use chassis::bus::Consumer;
use chassis::db::Db;
use chassis::host::{Opened, Service};
use chassis::http::Routes;
use chassis::link::{Link, ask};
use chassis::transact;
use contracts::games::DocumentsChanged;
use contracts::search::v1::AskRequest;
use contracts::search::{Document, RebuildAsked, SearchClient};
use testkit::{World, both_engines};
use uuid::Uuid;

/// How often somebody asked for all documents.
static ASKED: Mutex<usize> = Mutex::new(0);
/// One test at a time counts.
static ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// An owner of documents.
fn owner() -> Service {
    Service {
        name: "games",
        needs: &[],
        migrations: &[],
        open: |host, _| {
            Box::pin(async move {
                let heard = Consumer::on::<RebuildAsked>("games.count_asked").apply(|_, _| {
                    Box::pin(async {
                        *ASKED.lock().unwrap() += 1;
                        Ok(())
                    })
                });
                Ok(Opened::new(Routes::new(host.door()).done(())).hears([heard]))
            })
        },
    }
}

async fn world(engine: testkit::Engine) -> World {
    World::new(engine, &[owner(), search::service()]).await
}

fn game(id: u128, version: i64, title: &str) -> Document {
    Document {
        kind: "game".into(),
        id: Uuid::from_u128(id),
        title: title.into(),
        names: vec!["悪魔城ドラキュラ".into()],
        text: "Konami".into(),
        facets: vec![("platform".into(), "NES".into())],
        weight: 1,
        version,
        gone: false,
    }
}

async fn publish(db: &Db, documents: Vec<Document>) {
    static VERSION: OnceLock<Mutex<i64>> = OnceLock::new();
    let version = {
        let mut version = VERSION.get_or_init(Mutex::default).lock().unwrap();
        *version += 1;
        *version
    };
    transact!(db, |tx| {
        tx.publish(version, None, &DocumentsChanged { documents: documents.clone() }).await?;
        Ok(())
    })
    .unwrap();
}

async fn found(world: &World, words: &str) -> Vec<u128> {
    let request =
        AskRequest { words: words.into(), size: 10, count: vec!["platform".into()], ..AskRequest::default() };
    let mut client: SearchClient<Link> = SearchClient::new(world.house.host().link("search"));
    let reply = ask(client.ask(request)).await.unwrap();
    reply.hits.iter().map(|hit| Uuid::from_slice(&hit.id).unwrap().as_u128()).collect()
}

both_engines! {
    async fn finds_what_was_published_and_only_the_newest(engine) {
        let _one = ONE.lock().await;
        let world = world(engine).await;
        publish(world.db("games"), vec![game(1, 1, "Castlevania"), game(2, 1, "Contra")]).await;
        world.settle().await;
        assert_eq!(found(&world, "castlevania").await, [1]);
        assert_eq!(found(&world, "悪魔城").await, [1, 2]);
        publish(world.db("games"), vec![game(1, 3, "Vampire Killer"), game(1, 2, "Dracula")]).await;
        publish(world.db("games"), vec![Document { gone: true, ..game(2, 2, "") }]).await;
        world.settle().await;
        assert_eq!(found(&world, "vampire").await, [1]);
        assert!(found(&world, "dracula").await.is_empty() && found(&world, "contra").await.is_empty());
        world.check_promises().await;
    }

    async fn asks_for_everything_once_when_the_index_is_empty(engine) {
        let _one = ONE.lock().await;
        *ASKED.lock().unwrap() = 0;
        let mut world = world(engine).await;
        world.settle().await;
        assert_eq!(*ASKED.lock().unwrap(), 1);
        publish(world.db("games"), vec![game(1, 1, "Castlevania")]).await;
        world.settle().await;
        world.restart().await;
        world.settle().await;
        assert_eq!(*ASKED.lock().unwrap(), 1, "a restart keeps the index");
        assert_eq!(found(&world, "castlevania").await, [1]);
    }
}
