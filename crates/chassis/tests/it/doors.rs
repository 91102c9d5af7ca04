//! The doors of a service: idempotency, versions, hypermedia, other sites, classic paths, jobs, dead letters.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use chassis::bus::Consumer;
use chassis::db::migrate::Migration;
use chassis::db::{Db, Exec as _, Statement};
use chassis::host::{Host, Open, Opened, Service};
use chassis::http::{
    Answer, CHANGED, Caller, Door, Expected, Hal, Json, Once, Path, Renderer, Routes, Tagged, anyone, routes,
    user,
};
use chassis::jobs::Job;
use chassis::{args, transact};
use http::Method;
use kit::{Event, Kind, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use testkit::{Browser, Engine, World, both_engines, fakes};
use utoipa::ToSchema;
use uuid::Uuid;

const THINGS: &[Migration] = &[Migration {
    name: "0001_things",
    text: "-- up
create table demo.things(id uuid primary key, name text collate \"C\" not null unique, version bigint not null);
create table demo.runs(id uuid primary key);
-- down
drop table demo.runs;
drop table demo.things;",
}];

static PUT: Statement = Statement::new(
    "demo",
    "insert into demo.things(id, name, version) values($1, $2, 1) on conflict do nothing",
    "test",
);
static COUNT: Statement = Statement::new("demo", "select count(*) from demo.things", "test");
static NAME: Statement =
    Statement::new("demo", "select name, version from demo.things where id = $1", "test");
static RENAME: Statement = Statement::new(
    "demo",
    "update demo.things set name = $2, version = version + 1 where id = $1 and (cast($3 as bigint) is null or version = $3) returning version",
    "test",
);
static RAN: Statement = Statement::new("demo", "insert into demo.runs(id) values($1)", "test");
static RUNS: Statement = Statement::new("demo", "select count(*) from demo.runs", "test");

const TAKEN: Kind = Kind::new(409, "demo/taken", "Taken");
/// How often the job of a test still fails; tests use a service each, so the name of a thing tells them apart.
static FAILURES: AtomicU64 = AtomicU64::new(0);

#[derive(Deserialize, Serialize, ToSchema)]
struct Thing {
    name: String,
}
#[derive(Serialize, ToSchema)]
struct Shown {
    name: String,
    version: i64,
}

fn shown(id: Uuid, name: String, version: i64) -> Hal<Shown> {
    Hal::new(Shown { name, version }).link("self", format!("/api/v1/demo/things/{id}"))
}

#[utoipa::path(post, path = "/api/v1/demo/things", request_body = Thing, responses((status = 201)))]
async fn create(State(db): State<Db>, once: Once, Json(body): Json<Thing>) -> Result<Answer> {
    transact!(db, |tx| {
        if let Some(answer) = once.earlier(tx).await? {
            return Ok(answer);
        }
        let id = chassis::random::uuid(tx.now());
        if tx.exec(&PUT, args![id, body.name]).await? == 0 {
            return Err(TAKEN.because("Take another name."));
        }
        tx.enqueue("demo.count", id, &body).await?;
        once.keep(tx, 201, &shown(id, body.name.clone(), 1)).await
    })
}

#[utoipa::path(get, path = "/api/v1/demo/things/{id}", responses((status = 200)))]
async fn show(State(db): State<Db>, Path(id): Path<Uuid>) -> Result<Tagged<Json<Hal<Shown>>>> {
    let (name, version): (String, i64) = db.one(&NAME, args![id]).await?;
    Ok(Tagged(version, Json(shown(id, name, version))))
}

#[utoipa::path(patch, path = "/api/v1/demo/things/{id}", request_body = Thing, responses((status = 200)))]
async fn rename(
    State(db): State<Db>,
    Path(id): Path<Uuid>,
    expected: Expected,
    Json(body): Json<Thing>,
) -> Result<Json<Shown>> {
    let version: Option<(i64,)> = db.opt(&RENAME, args![id, body.name, expected.version()]).await?;
    let (version,) = version.ok_or_else(|| CHANGED.because("Load it again."))?;
    Ok(Json(Shown { name: body.name, version }))
}

#[utoipa::path(get, path = "/things", responses((status = 200)))]
async fn classic(caller: Caller) -> Result<Response> {
    let _ = caller.who()?;
    Ok(axum::response::IntoResponse::into_response(Json(json!([]))))
}

#[derive(Clone, Serialize, Deserialize)]
struct Happened {
    thing: Uuid,
}
impl Event for Happened {
    const TYPE: &'static str = "accounts.demo.happened.v1";
    fn aggregate(&self) -> Uuid {
        self.thing
    }
}

fn things(door: &Door) -> Routes<Db> {
    Routes::new(door)
        .add(user("todos.own").idempotent(), routes!(create))
        .add(anyone(), routes!(show))
        .add(user("todos.own"), routes!(rename))
        .add(
            user("todos.own").classic(Renderer::Detail).strangers("missing credentials", "invalid token"),
            routes!(classic),
        )
}

#[expect(clippy::unused_async, reason = "the signature that every service has")]
async fn open(host: Host, db: Db) -> Result<Opened> {
    let doors = things(host.door()).done(db.clone());
    let job = Job::new("demo.count").run(move |run| {
        let db = db.clone();
        async move {
            let body: Thing = run.body()?;
            if body.name == "stubborn" && FAILURES.fetch_sub(1, Ordering::SeqCst) > 0 {
                return Err(TAKEN.err());
            }
            db.exec(&RAN, args![run.key]).await?;
            Ok(())
        }
    });
    let hear = Consumer::on::<Happened>("demo.hear").apply(|tx, heard| {
        Box::pin(async move {
            let renamed = tx.opt::<(i64,)>(&RENAME, args![heard.event.thing, "heard", None::<i64>]).await?;
            renamed.map(drop).ok_or_else(|| TAKEN.err())
        })
    });
    Ok(Opened::new(doors).does([job]).hears([hear]))
}

async fn world(engine: Engine) -> World {
    let (name, open): (_, Open) = ("demo", |host, db| Box::pin(open(host, db)));
    let demo = Service { name, needs: &[], migrations: THINGS, face: |door| things(door).face(), open };
    World::new(engine, &[fakes::accounts(), demo]).await
}

const PATH: &str = "/api/v1/demo/things";

async fn make(browser: &mut Browser, name: &str, key: &str) -> testkit::Answer {
    browser
        .send(Method::POST, PATH, Some(json!({ "name": name }).to_string()), &[("idempotency-key", key)])
        .await
}

async fn count(world: &World) -> i64 {
    world.db("demo").one::<(i64,)>(&COUNT, args![]).await.unwrap().0
}

both_engines! {
    async fn a_repeat_gets_the_first_answer(engine) {
        let world = world(engine).await;
        let user = world.somebody();
        let mut browser = world.browser_of(user);
        let first = make(&mut browser, "Dust", "k1").await;
        let again = make(&mut browser, "Dust", "k1").await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
        assert_eq!(first.text, again.text);
        assert_eq!((&first.headers["etag"], &again.headers["etag"]), (&"\"1\"".parse().unwrap(), &"\"1\"".parse().unwrap()));
        assert_eq!(first.headers["location"], again.headers["location"]);
        assert!(first.headers.get("idempotent-replayed").is_none());
        assert_eq!(again.headers["idempotent-replayed"], "true");
        assert_eq!(count(&world).await, 1);
        // Another body, another caller, another day.
        assert!(make(&mut browser, "Other", "k1").await.is_problem(422, "request/key-reused"));
        let mut other = world.browser_of(world.somebody());
        assert!(make(&mut other, "Dust", "k1").await.is_problem(409, "demo/taken"));
        world.clock.advance(Duration::from_secs(25 * 3600));
        assert_eq!(make(&mut browser, "Other", "k1").await.status, 201);
    }

    async fn a_refusal_is_repeated_too(engine) {
        let world = world(engine).await;
        let mut browser = world.browser_of(world.somebody());
        let _ = make(&mut browser, "Dust", "k1").await.expect(201);
        let refused = make(&mut browser, "Dust", "k2").await;
        assert!(refused.is_problem(409, "demo/taken"));
        let id = world.db("demo").one::<(Uuid,)>(&Statement::new("demo", "select id from demo.things", "test"), args![]).await.unwrap().0;
        let _ = browser.patch(&format!("{PATH}/{id}"), json!({ "name": "Gone" })).await.expect(200);
        let again = make(&mut browser, "Dust", "k2").await;
        assert!(again.is_problem(409, "demo/taken"), "{}", again.text);
        assert_eq!((again.text, again.headers["idempotent-replayed"].to_str().unwrap()), (refused.text, "true"));
        assert!(make(&mut browser, "Fresh", &"k".repeat(201)).await.is_problem(422, "request/invalid"));
    }

    async fn many_at_once_with_one_key_do_it_once(engine) {
        let world = world(engine).await;
        let browser = world.browser_of(world.somebody());
        let all = (0..12).map(|_| {
            let mut browser = browser.clone();
            async move { make(&mut browser, "Dust", "k1").await }
        });
        let answers = futures_util::future::join_all(all).await;
        assert!(answers.iter().all(|answer| answer.status == 201 && answer.text == answers[0].text));
        assert_eq!(answers.iter().filter(|a| a.headers.contains_key("idempotent-replayed")).count(), 11);
        assert_eq!(count(&world).await, 1);
    }

    async fn a_stale_version_changes_nothing(engine) {
        let world = world(engine).await;
        let mut browser = world.browser_of(world.somebody());
        let made = make(&mut browser, "Dust", "k1").await;
        let path = made.headers["location"].to_str().unwrap().to_owned();
        let send = |version: &'static str, name: &str| {
            (Some(json!({ "name": name }).to_string()), [("if-match", version)])
        };
        let (body, tag) = send("\"1\"", "Two");
        let _ = browser.send(Method::PATCH, &path, body, &tag).await.expect(200);
        for stale in ["\"1\"", "\"nonsense\"", "7"] {
            let (body, tag) = send(stale, "Three");
            assert!(browser.send(Method::PATCH, &path, body, &tag).await.is_problem(412, "request/changed-meanwhile"));
        }
        let (body, tag) = send("*", "Three");
        let _ = browser.send(Method::PATCH, &path, body, &tag).await.expect(200);
        let shown = browser.send(Method::GET, &path, None, &[("if-none-match", "W/\"3\"")]).await;
        assert_eq!((shown.status.as_u16(), shown.text.as_str()), (304, ""));
        let hal = browser.send(Method::GET, &path, None, &[("accept", "application/prs.hal-forms+json")]).await;
        assert_eq!(hal.headers["content-type"], "application/prs.hal-forms+json");
        assert_eq!(hal.json()["_links"]["self"]["href"], path);
    }

    async fn a_job_is_done_once_for_its_key_and_tried_again_when_it_fails(engine) {
        let world = world(engine).await;
        let mut browser = world.browser_of(world.somebody());
        let _ = make(&mut browser, "Dust", "k1").await.expect(201);
        world.settle().await;
        world.settle().await;
        let runs = || async { world.db("demo").one::<(i64,)>(&RUNS, args![]).await.unwrap().0 };
        assert_eq!(runs().await, 1);
        let listed = browser.get("/api/v1/demo/jobs?state=done").await.expect(200);
        assert_eq!(listed["items"][0]["kind"], "demo.count");
        assert_eq!(listed["items"][0]["attempts"], 1);
    }

    async fn a_dead_letter_is_taken_again_once_it_can_be(engine) {
        let world = world(engine).await;
        let mut browser = world.browser_of(world.somebody());
        let thing = world.somebody();
        for _ in 0..2 {
            world.accounts_tells(&Happened { thing }).await;
        }
        world.settle().await;
        let parked = browser.get("/api/v1/demo/parked").await.expect(200);
        assert_eq!(parked["items"].as_array().unwrap().len(), 2);
        assert!(parked["items"][0]["reason"].as_str().unwrap().contains("demo/taken"), "{parked}");
        let asked = json!({ "consumer": "demo.hear", "source": "accounts", "aggregate": thing });
        let replays = "/api/v1/demo/parked/replays";
        assert!(browser.post(replays, asked.clone()).await.is_problem(409, "chassis/still-refused"));
        world.db("demo").exec(&PUT, args![thing, "there now"]).await.unwrap();
        assert_eq!(browser.post(replays, asked.clone()).await.expect(200)["replayed"], 2);
        assert_eq!(browser.post(replays, asked).await.expect(200)["replayed"], 0);
        let (name, version): (String, i64) = world.db("demo").one(&NAME, args![thing]).await.unwrap();
        assert_eq!((name.as_str(), version), ("heard", 3));
        let unknown = json!({ "consumer": "demo.nobody", "source": "accounts", "aggregate": thing });
        assert!(browser.post(replays, unknown).await.is_problem(404, "chassis/no-such-consumer"));
        let audit = browser.get("/api/v1/demo/audit?action=parked.replay").await.expect(200);
        assert_eq!(audit["items"].as_array().unwrap().len(), 2);
    }

    async fn back_doors_are_for_those_who_run_the_house(engine) {
        let world = world(engine).await;
        let mut member = world.browser_of_member(world.somebody());
        for path in ["audit", "parked", "jobs"] {
            let path = format!("/api/v1/demo/{path}");
            assert!(member.get(&path).await.is_problem(403, "request/not-allowed"));
            assert!(world.browser().get(&path).await.is_problem(401, "request/sign-in-needed"));
        }
    }

    /// C32, S4-01, S4-47.
    async fn the_root_tells_programs_where_things_are(engine) {
        let world = world(engine).await;
        let index = world.browser().get("/").await.expect(200);
        assert_eq!((&index["status"], &index["instance"]), (&json!("ok"), &json!("marquee")));
        let health = json!({ "rel": "health", "href": "http://127.0.0.1:8080/health", "method": "GET" });
        assert_eq!(index["links"]["health"], health);
        assert!(index["links"].get("todos").is_none(), "only what runs here");
        assert_eq!(world.browser().send(Method::HEAD, "/", None, &[]).await.status, 200);
    }

    async fn classic_paths_speak_as_their_clients_know(engine) {
        let world = world(engine).await;
        let bare = world.browser().get("/things").await;
        assert_eq!((bare.status.as_u16(), bare.json()), (401, json!({ "detail": "missing credentials" })));
        let bad = world.browser().with("authorization", "Bearer nonsense").get("/things").await;
        assert_eq!((bad.status.as_u16(), bad.json()), (401, json!({ "detail": "invalid token" })));
        let mut browser = world.browser_of(world.somebody());
        for path in ["/things", "/things/"] {
            assert_eq!(browser.get(path).await.text, "[]", "{path}");
        }
        // Whoever opens it in a browser gets the page; a house in a test has none.
        let page = browser.send(Method::GET, "/things", None, &[("accept", "text/html,application/xhtml+xml")]).await;
        assert_eq!(page.status, 404);
        assert_eq!(bare.headers["x-instance-name"], "marquee");
        assert_eq!(bare.headers["x-ratelimit-window"], "60");
    }
}

#[tokio::test]
async fn a_job_that_fails_is_put_off_and_comes_again() {
    let world = world(Engine::Sqlite).await;
    let mut browser = world.browser_of(world.somebody());
    FAILURES.store(2, Ordering::SeqCst);
    let _ = make(&mut browser, "stubborn", "k1").await.expect(201);
    let runs = || async { world.db("demo").one::<(i64,)>(&RUNS, args![]).await.unwrap().0 };
    for expected in [0, 0, 1] {
        world.settle().await;
        assert_eq!(runs().await, expected);
        world.clock.advance(Duration::from_secs(5));
    }
    let listed = browser.get("/api/v1/demo/jobs").await.expect(200);
    let job = listed["items"].as_array().unwrap().iter().find(|job| job["kind"] == "demo.count").unwrap();
    assert_eq!((&job["state"], &job["attempts"]), (&json!("done"), &json!(3)));
    let path = format!("/api/v1/demo/jobs/{}/retries", job["id"].as_str().unwrap());
    assert!(browser.post(&path, json!({})).await.is_problem(404, "chassis/no-such-job"));
}
