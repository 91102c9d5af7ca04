//! What games tells search, and what it makes of the answer.

use std::sync::{Arc, Mutex};

use chassis::host::{Opened, Service};
use chassis::http::{Face, Routes};
use chassis::link::{AWAY, Request, Response, Status, async_trait, refuse};
use contracts::search::v1::{AskReply, AskRequest, Count, Hit};
use contracts::search::{Search, SearchServer};
use serde_json::json;
use testkit::{World, both_engines};
use uuid::Uuid;

use crate::*;

/// What the search of the tests answers.
static ANSWER: Mutex<Option<AskReply>> = Mutex::new(None);
/// One test at a time sets it.
static ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

struct Fake(Arc<Mutex<Vec<AskRequest>>>);

#[async_trait]
impl Search for Fake {
    async fn ask(&self, request: Request<AskRequest>) -> Result<Response<AskReply>, Status> {
        self.0.lock().unwrap().push(request.into_inner());
        ANSWER.lock().unwrap().clone().map(Response::new).ok_or_else(|| refuse(AWAY.err()))
    }
}

fn fake() -> Service {
    Service {
        name: "search",
        needs: &[],
        migrations: &[],
        face: Face::none,
        open: |host, _| {
            Box::pin(async move {
                host.link("search").join(SearchServer::new(Fake(Arc::default())));
                Ok(Opened::new(Routes::new(host.door()).done(())))
            })
        },
    }
}

both_engines! {
    async fn shows_what_search_found_in_its_order(engine) {
        let _one = ONE.lock().await;
        let world = World::new(engine, &[games::service(), fake()]).await;
        import_list(world.db("games"), &list("pc.csv")).await;
        let mut browser = world.browser();
        *ANSWER.lock().unwrap() = None;
        let away = browser.get("/api/v1/games/works?q=portal").await.expect(200);
        assert_eq!((&away["fallback"], &away["total"]), (&json!(true), &json!(2)));
        let id = |n: usize| Uuid::parse_str(away["items"][n]["id"].as_str().unwrap()).unwrap();
        let hit = |id: Uuid| Hit { kind: "game".into(), id: id.as_bytes().to_vec() };
        let counts = vec![Count { name: "platform".into(), value: "PC".into(), documents: 2 }];
        let hits = vec![hit(id(1)), hit(Uuid::from_u128(7)), hit(id(0))];
        *ANSWER.lock().unwrap() = Some(AskReply { hits, total: 3, corrected: Some("portal".into()), counts });
        let page = browser.get("/api/v1/games/works?q=protal").await.expect(200);
        let titles: Vec<&str> = page["items"].as_array().unwrap().iter().map(|w| w["title"].as_str().unwrap()).collect();
        assert_eq!(titles, ["Portal 2", "Portal"]);
        assert_eq!((&page["corrected"], &page["fallback"]), (&json!("portal"), &json!(false)));
        assert_eq!(page["facets"]["platforms"], json!([{ "name": "PC", "count": 2 }]));
    }

    async fn tells_search_every_work_once_and_again_when_asked(engine) {
        let world = world(engine).await;
        import_list(world.db("games"), &list("pc.csv")).await;
        world.settle().await;
        let told = world.newest_event(TOLD).await.unwrap();
        let last = told["documents"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["version"]), (&json!("game"), &json!(1)));
        assert!(last["facets"].as_array().unwrap().contains(&json!(["platform", "PC"])));
        import_list(world.db("games"), &list("console.jsonl")).await;
        world.settle().await;
        let now = world.newest_event(TOLD).await.unwrap();
        assert_ne!(now, told);
        world.settle().await;
        assert_eq!(world.newest_event(TOLD).await.unwrap(), now, "nothing is told twice");
        let finished = world.newest_event("games.import.finished.v1").await.unwrap();
        assert_eq!((&finished["rows"], &finished["bad"]), (&json!(200), &json!(12)));
    }
}
