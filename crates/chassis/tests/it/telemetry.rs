//! What an operator sees: figures, who gets them, probes, broken promises.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use chassis::address::Address;
use chassis::config::Config;
use chassis::db::migrate::Migration;
use chassis::db::{Db, Exec as _, Statement};
use chassis::host::{House, Invariant, Opened, Parts, Service, Store};
use chassis::http::{Door, Json, Limits, Path, Routes, anyone, routes};
use chassis::keys::Keys;
use chassis::mail::{Post, Slips};
use chassis::telemetry::{Gauge, HIDDEN};
use chassis::{args, bus::Consumer};
use kit::{Event, Kind, Result};
use serde::{Deserialize, Serialize};
use testkit::{Browser, Engine, Ground, Setting, World, both_engines};
use uuid::Uuid;

const LAMPS: &[Migration] = &[Migration {
    name: "0001_lamps",
    text: "-- up
create table demo.lamps(id uuid primary key, broken boolean not null);
-- down
drop table demo.lamps;",
}];

static PUT: Statement = Statement::new("demo", "insert into demo.lamps(id, broken) values($1, $2)", "test");
static COUNT: Statement = Statement::new("demo", "select count(*) from demo.lamps", "test");
static BROKEN: Statement = Statement::new("demo", "select id from demo.lamps where broken", "test");
static LOSE_LOG: Statement = Statement::new("demo", "drop table demo.log_head", "test");

const DARK: Kind = Kind::new(503, "demo/dark", "It is dark");

#[utoipa::path(get, path = "/api/v1/demo/lamps/{id}", responses((status = 200)))]
async fn show(State(db): State<Db>, Path(id): Path<u32>) -> Result<Json<i64>> {
    let (count,): (i64,) = db.one(&COUNT, args![]).await?;
    if id == 13 { Err(DARK.because("Light a lamp.")) } else { Ok(Json(count)) }
}

#[utoipa::path(post, path = "/api/v1/demo/lamps", responses((status = 200)))]
async fn light() {}

/// Nobody publishes this; a consumer of it has a cursor all the same.
#[derive(Clone, Serialize, Deserialize)]
struct Lit {
    lamp: Uuid,
}

impl Event for Lit {
    const TYPE: &'static str = "demo.lamp.lit.v1";
    fn aggregate(&self) -> Uuid {
        self.lamp
    }
}

fn lamps(door: &Door) -> Routes<Db> {
    Routes::new(door).add(anyone(), routes!(show)).add(anyone().per_minute(2), routes!(light))
}

fn demo() -> Service {
    Service {
        name: "demo",
        needs: &[],
        migrations: LAMPS,
        face: |door| lamps(door).face(),
        open: |host, db| {
            Box::pin(async move {
                let hears = Consumer::on::<Lit>("demo.hear").apply(|_, _| Box::pin(async { Ok(()) }));
                let whole = Invariant { holds: "no lamp is broken", broken_by: &BROKEN };
                let gauge = Gauge { name: "demo_lamps", tells: "Lamps.", asked: &COUNT };
                let opened = Opened::new(lamps(host.door()).done(db));
                Ok(opened.hears([hears]).keeps([whole]).shows([gauge]))
            })
        },
    }
}

async fn figures(browser: &mut Browser) -> String {
    let answer = browser.get("/metrics").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.text
}

#[track_caller]
fn told(figures: &str, line: &str) {
    assert!(figures.lines().any(|found| found == line), "{line} is missing in\n{figures}");
}

both_engines! {
    async fn figures_tell_what_happened(engine) {
        let world = World::new(engine, &[demo()]).await;
        let mut browser = world.browser();
        world.db("demo").exec(&PUT, args![world.somebody(), false]).await.unwrap();
        for id in ["1", "2", "13", "none"] {
            browser.get(&format!("/api/v1/demo/lamps/{id}")).await;
        }
        browser.send(http::Method::HEAD, "/api/v1/demo/lamps/4", None, &[]).await;
        browser.get("/nowhere").await;
        for _ in 0..3 {
            browser.post("/api/v1/demo/lamps", serde_json::json!({})).await;
        }
        let before = world.db("demo").statements();
        let seen = figures(&mut browser).await;
        let route = r#"method="GET",endpoint="/api/v1/demo/lamps/{id}""#;
        for (class, count) in [("2xx", 3), ("4xx", 1), ("5xx", 1)] {
            told(&seen, &format!(r#"http_requests_total{{{route},status="{class}",instance="marquee"}} {count}"#));
        }
        told(&seen, &format!("http_request_duration_seconds_count{{{route}}} 5"));
        told(&seen, r#"http_requests_total{method="any",endpoint="elsewhere",status="4xx",instance="marquee"} 1"#);
        told(&seen, r#"http_requests_total{method="POST",endpoint="/api/v1/demo/lamps",status="4xx",instance="marquee"} 1"#);
        told(&seen, r#"marquee_limiter_refusals_total{limiter="requests"} 1"#);
        told(&seen, &format!(r#"marquee_database_statements_total{{service="demo"}} {}"#, before + 1));
        told(&seen, r#"marquee_events_behind{consumer="demo.hear",source="demo"} 0"#);
        told(&seen, r#"marquee_events_parked{service="demo"} 0"#);
        told(&seen, r#"marquee_jobs{service="demo",state="waiting"} 1"#);
        told(&seen, r#"marquee_database_up{service="demo"} 1"#);
        // The scrape itself is under way.
        for line in ["demo_lamps 1", "http_requests_active 1", "marquee_ready 1", "marquee_live_sockets 0"] {
            told(&seen, line);
        }
        assert!(seen.contains("marquee_build_info{version=") && seen.contains(r#"{pool="overview"} 0"#), "{seen}");
        // Every sample belongs to a family that was announced before it, and no label holds what a caller chose.
        for line in seen.lines().filter(|line| !line.starts_with('#')) {
            let name = line.split(['{', ' ']).next().unwrap();
            let bare = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
            assert!([name, bare].iter().any(|name| seen.contains(&format!("# TYPE {name} "))), "{line}");
            assert!(!line.contains("lamps/1") && !line.contains("nowhere"), "{line}");
        }
    }

    /// Decision D28: this machine, whoever has the token, and the internal listener.
    async fn figures_are_not_for_everybody(engine) {
        let config = "[metrics]\ntoken = 'a-token-nobody-guesses'";
        let world = World::open(engine, &[demo()], Setting { config, ..Setting::default() }).await;
        figures(&mut world.browser()).await;
        let stranger = || world.browser().with("x-forwarded-for", "203.0.113.9");
        for shown in ["", "Bearer wrong-token-of-some-length", "Bearer ", "a-token-nobody-guesses", "Bearer a-token-nobody-guesse"] {
            let answer = stranger().with("authorization", shown).get("/metrics").await;
            assert!(answer.is_problem(403, HIDDEN.slug), "{shown}: {}", answer.text);
            assert!(!answer.text.contains("http_requests"), "{}", answer.text);
        }
        figures(&mut stranger().with("authorization", "Bearer a-token-nobody-guesses")).await;
        // Without a token there is nothing that a stranger could show.
        let world = World::new(engine, &[demo()]).await;
        let mut stranger = world.browser().with("x-forwarded-for", "203.0.113.9").with("authorization", "Bearer ");
        assert!(stranger.get("/metrics").await.is_problem(403, "chassis/figures-hidden"));
        let mut inside = Browser::new(world.house.inside.clone(), "10.1.2.3:9090").with("x-forwarded-for", "203.0.113.9");
        figures(&mut inside).await;
        assert_eq!(inside.get("/readyz").await.status, 200);
        let short = Setting { config: "[metrics]\ntoken = 'short'", ..Setting::default() };
        let refused = World::refusal(engine, &[demo()], short).await;
        assert!(refused.detail_text().unwrap_or_default().contains("metrics.token"), "{refused:?}");
    }

    async fn probes_answer_everybody_and_follow_the_house(engine) {
        let world = World::new(engine, &[demo()]).await;
        // An orchestrator calls us by an address of its own, over and over.
        let mut probe = Browser::new(world.house.served(axum::Router::new()), "pod.somewhere.example");
        assert_eq!(probe.get("/api/v1").await.status, 421);
        let mut ask = async |path: &str| {
            let answer = probe.get(path).await;
            assert_eq!(answer.text, "", "a bare status");
            answer.status.as_u16()
        };
        for _ in 0..400 {
            assert_eq!(ask("/readyz").await, 200);
        }
        assert_eq!((ask("/livez").await, ask("/startupz").await), (200, 200));
        world.db("demo").exec(&LOSE_LOG, args![]).await.unwrap();
        // What everybody may ask is asked of the database once a second.
        assert_eq!(ask("/readyz").await, 200);
        world.clock.advance(Duration::from_secs(1));
        assert_eq!((ask("/readyz").await, ask("/livez").await), (503, 200));
        let seen = figures(&mut world.browser()).await;
        told(&seen, r#"marquee_database_up{service="demo"} 0"#);
        world.house.readiness().drain();
        assert_eq!((ask("/readyz").await, ask("/startupz").await, ask("/livez").await), (503, 200, 200));
    }

    async fn a_broken_promise_is_an_alarm(engine) {
        let world = World::new(engine, &[demo()]).await;
        let mut browser = world.browser();
        world.db("demo").exec(&PUT, args![world.somebody(), true]).await.unwrap();
        world.settle().await;
        assert!(!figures(&mut browser).await.contains("marquee_broken_promises{"), "not looked at yet");
        world.clock.advance(Duration::from_secs(600));
        world.settle().await;
        told(&figures(&mut browser).await, r#"marquee_broken_promises{service="demo"} 1"#);
        assert_eq!(world.house.broken_promises().await.unwrap(), ["demo: no lamp is broken"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_house_that_opens_has_not_started() {
    let ground = Ground::new(Engine::Sqlite, &[]).await;
    let (data, clock) = (ground.folder.path().to_owned(), ground.clock.clock());
    let address = Address::default();
    let slips = Slips::new(address.clone(), &data, Arc::new(|_| {}));
    let door = Door::new(address, Arc::new(Limits::new(clock.clone(), true)), Default::default());
    let keys = Keys::open(&data).unwrap();
    let (config, post) = (Config::default(), Post::new(None, slips));
    let parts =
        Parts { clock, data, store: Store::Files, config, door, post, keys, migrate: true, away: Vec::new() };
    let house = House::open(parts, &[demo()]).await.unwrap();
    let mut probe = Browser::new(house.inside.clone(), "127.0.0.1:8080");
    for (path, status) in [("/livez", 200), ("/startupz", 503), ("/readyz", 503)] {
        assert_eq!(probe.get(path).await.status, status, "{path}");
    }
    house.start().await.unwrap();
    for path in ["/startupz", "/readyz"] {
        assert_eq!(probe.get(path).await.status, 200, "{path}");
    }
}
