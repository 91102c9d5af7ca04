//! The victim of the crash test: writes pairs of rows as fast as it can and prints each that was acknowledged.
//!
//! `crash_writer <file> [guard to turn off]`; ends when it is killed.

#![expect(clippy::disallowed_methods, reason = "many writers at a time are its purpose")]

use std::io::Write as _;
use std::path::Path;

use chassis::db::migrate::{self, Migration};
use chassis::db::{Db, Exec, Statement, faults};
use chassis::{args, random, transact};
use kit::{Clock, Time};

const PAIRS: &[Migration] = &[Migration {
    name: "0001_pairs",
    text: "-- up
create table pairs.a(id uuid primary key);
create table pairs.b(id uuid primary key, fine boolean not null);
-- down
drop table pairs.b;
drop table pairs.a;",
}];
static A: Statement = Statement::new("pairs", "insert into pairs.a(id) values($1)", "crash_writer");
static B: Statement = Statement::new("pairs", "insert into pairs.b(id, fine) values($1, $2)", "crash_writer");

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(guard) = args.get(2) {
        faults::turn_off(Box::leak(guard.clone().into_boxed_str()));
    }
    let clock = Clock::new(|| Time::from_micros(1_795_280_400_000_000));
    let db = Db::sqlite("pairs", Path::new(&args[1]), clock).expect("the file");
    migrate::up(&db, PAIRS).await.expect("the tables");
    let tasks: Vec<_> = (0..16).map(|n| tokio::spawn(write(db.clone(), n))).collect();
    for task in tasks {
        task.await.expect("writers never end");
    }
}

/// Every fourth transaction is refused, every fifth given up half-way.
async fn write(db: Db, task: u64) {
    for n in task.. {
        let id = random::uuid(db.now());
        let pair = async {
            transact!(db, |tx| {
                tx.exec(&A, args![id]).await?;
                tx.exec(&B, args![id, n % 4 != 0]).await?;
                if n % 4 == 0 { Err(kit::error::INVALID.err()) } else { Ok(()) }
            })
        };
        if n % 5 == 0 {
            let _: Result<_, _> = tokio::time::timeout(std::time::Duration::from_micros(80), pair).await;
        } else if pair.await.is_ok() {
            let line = format!("{id}\n");
            std::io::stdout().lock().write_all(line.as_bytes()).expect("somebody reads");
        }
    }
}
