//! The contract of the data layer: every promise, on both engines.

use std::sync::Arc;
use std::time::Duration;

use chassis::db::migrate::{Migration, prepare_only};
use chassis::db::{Db, Error, Exec, List, Statement, sql};
use chassis::{args, random, record, transact};
use futures_util::FutureExt as _;
use kit::{Id, Kind, Time};
use testkit::{Engine, Ground, both_engines};

const DEMO: &[Migration] = &[Migration {
    name: "0001_things",
    text: "-- up
create table demo.things(id uuid primary key, name text collate \"C\" not null unique, n bigint not null default 0,
  at timestamptz, extra jsonb, fine boolean not null default true, raw bytea, ratio double precision);
-- number things
-- down
drop table demo.things;",
}];

struct Thing;
record! {
    #[derive(Debug, PartialEq)]
    struct Full {
        id: Id<Thing>,
        name: String,
        n: i64,
        at: Option<Time>,
        extra: Option<String>,
        fine: bool,
        raw: Option<Vec<u8>>,
        ratio: Option<f64>,
    }
}

macro_rules! demo_sql {
    ($($name:ident = $text:literal;)+) => { $(static $name: Statement = Statement::new("demo", $text, "test");)+ };
}
demo_sql! {
    PUT = "insert into demo.things(id, name, n) values($1, $2, $3)";
    PUT_FULL = "insert into demo.things(id, name, n, at, extra, fine, raw, ratio) values($1, $2, $3, $4, $5, $6, $7, $8)";
    FULL = "select id, name, n, at, extra, fine, raw, ratio from demo.things where id = $1";
    COUNT = "select count(*) from demo.things";
    SUM = "select cast(coalesce(sum(n), 0) as bigint) from demo.things";
    TAKE = "update demo.things set n = n - 1 where name = $2 and n >= $1";
    ADD = "update demo.things set n = n + 1 where name = $1 returning n";
    LISTED = "select name from demo.things where n > $1 and name in ($2..) order by name";
    LOCKED = "select n from demo.things where name = $1 {lock}";
}

async fn demo(engine: Engine) -> (Ground, Db) {
    let ground = Ground::new(engine, &[("demo", DEMO)]).await;
    let db = ground.db("demo", DEMO).await;
    (ground, db)
}

async fn put(on: &impl Exec, name: &str, n: i64) -> Result<u64, Error> {
    on.exec(&PUT, args![random::uuid(Time::default()), name, n]).await
}

async fn count(db: &Db) -> i64 {
    db.one::<(i64,)>(&COUNT, args![]).await.unwrap().0
}

const REFUSED: Kind = Kind::new(409, "demo/refused", "Refused");

both_engines! {
    async fn gives_back_every_type(engine) {
        let (_ground, db) = demo(engine).await;
        let full = Full {
            id: random::id(db.now()),
            name: "Chrono Trigger 時空".into(),
            n: i64::MAX,
            at: Some(Time::from_micros(-1_000_001)),
            extra: Some(r#"{"a": [1, "é"]}"#.into()),
            fine: false,
            raw: Some(vec![0, 255, 7]),
            ratio: Some(0.1),
        };
        let Full { id, name, n, at, extra, fine, raw, ratio } = &full;
        db.exec(&PUT_FULL, args![id, name, n, at, extra, fine, raw, ratio]).await.unwrap();
        assert_eq!(db.one::<Full>(&FULL, args![id]).await.unwrap(), full);
        let bare: Id<Thing> = random::id(db.now());
        let none = (None::<Time>, None::<&str>, None::<Vec<u8>>, None::<f64>);
        db.exec(&PUT_FULL, args![bare, "bare", 0_i64, none.0, none.1, true, none.2, none.3]).await.unwrap();
        let got = db.one::<Full>(&FULL, args![bare]).await.unwrap();
        assert_eq!((got.at, got.extra, got.raw, got.ratio), (None, None, None, None));
    }

    async fn tells_a_missing_row_and_a_wrong_type(engine) {
        let (_ground, db) = demo(engine).await;
        let nobody: Id<Thing> = random::id(db.now());
        assert!(matches!(db.one::<Full>(&FULL, args![nobody]).await, Err(Error::NoRow)));
        assert!(db.opt::<Full>(&FULL, args![nobody]).await.unwrap().is_none());
        assert!(matches!(db.one::<(String,)>(&COUNT, args![]).await, Err(Error::Column { column: 0, .. })));
    }

    async fn binds_parameters_by_number(engine) {
        let (_ground, db) = demo(engine).await;
        put(&db, "seats", 3).await.unwrap();
        // $2 stands before $1 in the text: whoever binds by order of appearance gets this wrong.
        assert_eq!(db.exec(&TAKE, args![1_i64, "seats"]).await.unwrap(), 1);
        assert_eq!(db.one::<(i64,)>(&SUM, args![]).await.unwrap().0, 2);
    }

    async fn takes_lists_of_any_length(engine) {
        let (_ground, db) = demo(engine).await;
        for name in ["a", "b", "c", "d", "e"] {
            put(&db, name, 1).await.unwrap();
        }
        for (wanted, found) in [(vec![], 0), (vec!["a"], 1), (vec!["a", "c", "e"], 3), (vec!["a", "b", "c", "d", "x"], 4)] {
            let rows: Vec<(String,)> = db.all(&LISTED, args![0_i64, List(&wanted)]).await.unwrap();
            assert_eq!(rows.len(), found, "{wanted:?}");
        }
    }

    async fn a_conflict_names_the_column(engine) {
        let (_ground, db) = demo(engine).await;
        put(&db, "once", 1).await.unwrap();
        let error = put(&db, "once", 2).await.unwrap_err();
        assert!(error.conflict_on("name") && !error.conflict_on("id_"), "{error}");
        assert_eq!(count(&db).await, 1);
    }

    async fn a_refused_transaction_leaves_nothing(engine) {
        let (_ground, db) = demo(engine).await;
        let refused: kit::Result<()> = transact!(db, |tx| {
            put(tx, "gone", 1).await?;
            assert_eq!(tx.one::<(i64,)>(&COUNT, args![]).await?.0, 1);
            Err(REFUSED.err())
        });
        assert_eq!(refused.unwrap_err().kind(), REFUSED);
        assert_eq!(count(&db).await, 0);
    }

    async fn a_dropped_transaction_leaves_nothing_and_blocks_nobody(engine) {
        let (_ground, db) = demo(engine).await;
        let tx = db.begin().await.unwrap();
        put(&tx, "gone", 1).await.unwrap();
        drop(tx);
        put(&db, "kept", 1).await.unwrap();
        assert_eq!(count(&db).await, 1);
    }

    async fn whoever_goes_away_while_others_wait_for_one_commit_leaves_them_answered(engine) {
        let (_ground, db) = demo(engine).await;
        for round in 0..20 {
            let first = db.begin().await.unwrap();
            put(&first, &format!("first {round}"), 1).await.unwrap();
            let others = tokio::spawn(testkit::crowd(4, {
                let db = db.clone();
                move |n| {
                    let db = db.clone();
                    async move { put(&db, &format!("other {round} {n}"), 1).await }
                }
            }));
            // They come to stand in line for the writer; the first one is done, would commit for all, and hangs up.
            for _ in 0..round {
                tokio::task::yield_now().await;
            }
            let _: Option<Result<(), Error>> = first.finish(true).now_or_never();
            let done = tokio::time::timeout(Duration::from_secs(20), others).await;
            assert!(done.expect("nobody waits for ever").unwrap().iter().all(Result::is_ok));
        }
        assert!(count(&db).await >= 80);
    }

    async fn a_failed_statement_cannot_be_committed_over(engine) {
        let (_ground, db) = demo(engine).await;
        put(&db, "once", 1).await.unwrap();
        let swallowed: kit::Result<()> = transact!(db, |tx| {
            put(tx, "before", 1).await?;
            let _: Result<u64, Error> = put(tx, "once", 1).await;
            Ok(())
        });
        // SQLite keeps what ran; PostgreSQL cannot, and must not answer as if it had.
        let kept = count(&db).await == 2;
        assert_eq!(swallowed.is_ok(), kept);
    }

    async fn hundred_tasks_count_to_a_hundred(engine) {
        let (_ground, db) = demo(engine).await;
        put(&db, "counter", 0).await.unwrap();
        let tasks = (0..100).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                transact!(db, |tx| { Ok(tx.one::<(i64,)>(&ADD, args!["counter"]).await?.0) }).unwrap()
            })
        });
        let mut seen = Vec::new();
        for task in tasks.collect::<Vec<_>>() {
            seen.push(task.await.unwrap());
        }
        seen.sort_unstable();
        assert_eq!(seen, (1..=100).collect::<Vec<i64>>());
    }

    async fn scarce_things_are_never_oversold(engine) {
        let (_ground, db) = demo(engine).await;
        put(&db, "seats", 10).await.unwrap();
        let won = Arc::new(std::sync::atomic::AtomicU64::new(0));
        let tasks: Vec<_> = (0..40).map(|_| {
            let (db, won) = (db.clone(), won.clone());
            tokio::spawn(async move {
                let took: kit::Result<u64> = transact!(db, |tx| { Ok(tx.exec(&TAKE, args![1_i64, "seats"]).await?) });
                won.fetch_add(took.unwrap(), std::sync::atomic::Ordering::SeqCst);
            })
        }).collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(won.load(std::sync::atomic::Ordering::SeqCst), 10);
        assert_eq!(db.one::<(i64,)>(&SUM, args![]).await.unwrap().0, 0);
    }

    async fn a_slow_transaction_is_rolled_back(engine) {
        let (_ground, db) = demo(engine).await;
        let late: kit::Result<()> = transact!(db, |tx| {
            put(tx, "late", 1).await?;
            tokio::time::sleep(Duration::from_secs(60)).await;
            Ok(())
        });
        let late = late.unwrap_err();
        assert_eq!(late.kind().status, 503, "{late:?}");
        assert_eq!(count(&db).await, 0);
        put(&db, "next", 1).await.unwrap();
    }

    async fn draws_every_number_once(engine) {
        let (_ground, db) = demo(engine).await;
        let draw = |db: Db| async move { transact!(db, |tx| { Ok(tx.next_number("things").await?) }).unwrap() };
        let tasks: Vec<_> = (0..20).map(|_| tokio::spawn(draw(db.clone()))).collect();
        let mut numbers = Vec::new();
        for task in tasks {
            numbers.push(task.await.unwrap());
        }
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!((numbers.len(), numbers[0]), (20, 1));
    }

    async fn a_reader_never_sees_half_a_transaction(engine) {
        let (_ground, db) = demo(engine).await;
        let tx = db.begin().await.unwrap();
        put(&tx, "one", 1).await.unwrap();
        assert_eq!(count(&db).await, 0);
        drop(tx);
    }

    async fn locks_rows_where_rows_are_locked(engine) {
        let (_ground, db) = demo(engine).await;
        put(&db, "one", 5).await.unwrap();
        let n = transact!(db, |tx| { Ok(tx.one::<(i64,)>(&LOCKED, args!["one"]).await?.0) }).unwrap();
        assert_eq!(n, 5);
    }

    async fn every_statement_of_the_chassis_can_be_prepared(engine) {
        let (_ground, db) = demo(engine).await;
        for own in sql::all_own().filter(|own| engine == Engine::Postgres || !own.is_postgres_only()) {
            let statement = own.of("demo");
            prepare_only(&db, statement).await.unwrap_or_else(|error| panic!("{error}"));
        }
    }

    async fn says_when_it_stands_in_a_transaction(engine) {
        let (_ground, db) = demo(engine).await;
        assert!(!chassis::db::in_transaction());
        let inside = transact!(db, |tx| {
            put(tx, "x", 1).await?;
            Ok(chassis::db::in_transaction())
        });
        assert!(inside.unwrap());
    }
}

#[tokio::test]
async fn copies_a_file_while_others_write() {
    let (ground, db) = demo(Engine::Sqlite).await;
    for n in 0..50 {
        put(&db, &format!("thing {n}"), n).await.unwrap();
    }
    let writer = {
        let db = db.clone();
        tokio::spawn(async move {
            for n in 50..150 {
                put(&db, &format!("thing {n}"), n).await.unwrap();
            }
        })
    };
    let copy = ground.folder.path().join("copy.db");
    db.copy_to(&copy).await.unwrap();
    writer.await.unwrap();
    let copied = Db::sqlite("demo", &copy, ground.clock.clock()).unwrap();
    let there = count(&copied).await;
    assert!((50..=150).contains(&there), "{there}");
    assert_eq!(count(&db).await, 150);
}
