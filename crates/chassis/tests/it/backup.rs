//! Copies of a whole house: one instant over all files, and a new life for what comes back.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chassis::args;
use chassis::db::migrate::{Migration, file_of};
use chassis::db::{Db, Exec, OwnSql, PgPool, Statement, dump, faults, load, migrate, revive, snapshots};
use kit::Time;
use testkit::{Engine, Ground, TestClock, both_engines};

const ROWS: Migration = Migration {
    name: "0001_rows",
    text: "-- up
create table {s}.rows(n bigint primary key, words text collate \"C\" not null, bytes bytea, at timestamptz);
create table {s}.alias(n bigint not null references {s}.rows(n));
-- number rows
-- down
drop table {s}.alias; drop table {s}.rows;",
};
static PUT: OwnSql = OwnSql::new("insert into {s}.rows(n, words, bytes, at) values($1, $2, $3, $4)");
static PUT_ALIAS: OwnSql = OwnSql::new("insert into {s}.alias(n) values($1)");
static ALL: OwnSql = OwnSql::new("select n, words, bytes, at from {s}.rows order by n");
static NEWEST: OwnSql = OwnSql::new("select coalesce(max(n), 0) from {s}.rows");
static STANDS: OwnSql =
    OwnSql::new("select i.epoch, h.epoch, h.head from {s}.installation i, {s}.log_head h");
static ENROLL: OwnSql =
    OwnSql::new("insert into {s}.cursors(consumer, source, epoch, pos) values($1, $2, $3, $4)");
static CURSORS: OwnSql = OwnSql::new("select consumer, epoch, pos from {s}.cursors order by consumer");
static WAL: Statement = Statement::new("one", "select count(*) from one.rows", "test");

async fn put(db: &Db, n: i64) {
    let words = format!("tab\tline\nback\\slash \u{1f3ac} {n}");
    let (bytes, at) = (vec![0u8, 9, 10, 92, 255], Time::from_micros(n));
    db.exec(PUT.of(db.service()), args![n, words, bytes, at]).await.unwrap();
}

async fn newest(db: &Db) -> i64 {
    db.one::<(i64,)>(NEWEST.of(db.service()), args![]).await.unwrap().0
}

fn copy_of(folder: &Path, service: &'static str) -> Db {
    Db::sqlite(service, &file_of(folder, service), TestClock::default().clock()).unwrap()
}

/// A writer puts every number first into one file, then into the other. Answers how far apart copies were, at most,
/// over up to `tries` backups; 0 or 1 when each is of one instant.
async fn apart(tries: usize) -> i64 {
    let ground = Ground::new(Engine::Sqlite, &[]).await;
    let (one, two) = (ground.db("one", &[ROWS]).await, ground.db("two", &[ROWS]).await);
    let stop = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn({
        let (one, two, stop) = (one.clone(), two.clone(), stop.clone());
        async move {
            for n in 1.. {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                put(&one, n).await;
                put(&two, n).await;
            }
        }
    });
    let mut apart = 0;
    for n in 0..tries {
        let folder = ground.folder.path().join(n.to_string());
        std::fs::create_dir(&folder).unwrap();
        for snapshot in snapshots(&[one.clone(), two.clone()]).await.unwrap() {
            let file = file_of(&folder, snapshot.service());
            snapshot.copy_to(&file).await.unwrap();
        }
        let (first, second) =
            (newest(&copy_of(&folder, "one")).await, newest(&copy_of(&folder, "two")).await);
        // The second never has what the first has not, and lags by the one that is under way.
        apart = apart.max((first - second - 1).max(second - first));
    }
    stop.store(true, Ordering::Relaxed);
    writer.await.unwrap();
    apart
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_copied_as_they_were_at_one_instant() {
    assert_eq!(apart(12).await, 0);
    // The same is red when the writers are not held all at once, so the test can see what it looks for.
    faults::turn_off("backup.all_locks");
    assert!(apart(12).await > 0, "the harness cannot see two instants");
}

#[tokio::test]
async fn a_copy_holds_what_was_committed_and_nothing_later() {
    let ground = Ground::new(Engine::Sqlite, &[]).await;
    let one = ground.db("one", &[ROWS]).await;
    put(&one, 1).await;
    let pinned = snapshots(std::slice::from_ref(&one)).await.unwrap();
    put(&one, 2).await;
    let copy = ground.folder.path().join("copy.db");
    for snapshot in pinned {
        snapshot.copy_to(&copy).await.unwrap();
    }
    let copy = Db::sqlite("one", &copy, TestClock::default().clock()).unwrap();
    assert_eq!(copy.one::<(i64,)>(&WAL, args![]).await.unwrap().0, 1);
}

#[tokio::test]
async fn postgres_comes_back_row_by_row_and_number_by_number() {
    if !testkit::ground::postgres_is_there("a dump") {
        return;
    }
    let schemas: [(&'static str, &[Migration]); 1] = [("one", &[ROWS])];
    let (from, to) =
        (Ground::new(Engine::Postgres, &schemas).await, Ground::new(Engine::Postgres, &schemas).await);
    let (one, folder) = (from.bare_db("one"), from.folder.path().join("set"));
    std::fs::create_dir(&folder).unwrap();
    for n in 1..=3 {
        put(&one, n).await;
    }
    one.exec(PUT_ALIAS.of("one"), args![2]).await.unwrap();
    let number = chassis::transact!(one, |tx| { Ok(tx.next_number("rows").await?) }).unwrap();
    let pool: PgPool = from.pool().unwrap();
    let dumped = dump(&pool, &["one"], &folder).await.unwrap();
    put(&one, 4).await;
    let back = to.bare_db("one");
    load(&to.pool().unwrap(), &dumped, &folder).await.unwrap();
    type Row = (i64, String, Option<Vec<u8>>, Option<Time>);
    let rows: Vec<Row> = back.all(ALL.of("one"), args![]).await.unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2].1, "tab\tline\nback\\slash \u{1f3ac} 3");
    assert_eq!(
        (rows[2].2.as_deref(), rows[2].3),
        (Some(&[0u8, 9, 10, 92, 255][..]), Some(Time::from_micros(3)))
    );
    let next = chassis::transact!(back, |tx| { Ok(tx.next_number("rows").await?) }).unwrap();
    assert_eq!(next, number + 1);
    assert_eq!(migrate::up(&back, &[ROWS]).await.unwrap(), 0);
}

both_engines! {
    async fn what_comes_back_begins_another_life(engine) {
        let ground = Ground::new(engine, &[]).await;
        let (one, two) = (ground.db("one", &[ROWS]).await, ground.db("two", &[ROWS]).await);
        for (consumer, epoch, pos) in [("well", 1, 0), ("beyond", 1, 7), ("elsewhere", 9, 0)] {
            two.exec(ENROLL.of("two"), args![consumer, "one", epoch, pos]).await.unwrap();
        }
        let number = chassis::transact!(one, |tx| { Ok(tx.next_number("rows").await?) }).unwrap();
        let dbs = [one.clone(), two.clone()];
        let first = revive(&dbs, Time::from_micros(5)).await.unwrap();
        let second = revive(&dbs, Time::from_micros(5)).await.unwrap();
        assert!(first.epoch > 1 && second.epoch > first.epoch);
        for db in &dbs {
            let stands = db.one::<(i64, i64, i64)>(STANDS.of(db.service()), args![]).await.unwrap();
            assert_eq!(stands, (second.epoch, second.epoch, 0));
        }
        let cursors: Vec<(String, i64, i64)> = two.all(CURSORS.of("two"), args![]).await.unwrap();
        let well = ("well".to_owned(), second.epoch, 0);
        assert_eq!(cursors, [("beyond".into(), 1, 7), ("elsewhere".into(), 9, 0), well]);
        let next = chassis::transact!(one, |tx| { Ok(tx.next_number("rows").await?) }).unwrap();
        assert_eq!(next, number + 2_000_001);
    }
}
