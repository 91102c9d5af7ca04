//! P5 and P8: the data layer beside tokio-postgres, 16 connections and 32 tasks on both sides.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chassis::bare::{self, Durability, Item, OwnDatabase, RawPostgres};
use chassis::db::{Db, Error, PgPool, migrate};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::Run;
use super::sqlite::{Ids, ROWS, TASKS, clock, crowd, failed, runtime};
use super::table::{Goal, Line};
use super::turns::{Side, Turn, Turns, Until, Watch, take_turns};
use crate::exit::Exit;

/// Connections of either side.
const CONNECTIONS: usize = 16;
/// The most of them that one service takes at a time (decision D27).
const SHARE: usize = 6;

pub(super) fn measure(run: &Run) -> Result<Vec<Line>, Exit> {
    let Some(url) = &run.postgres else {
        let why = "no PostgreSQL; give one with --postgres URL or MARQUEE_DATABASE__URL";
        let rows = [("P5", "one row by key from PostgreSQL"), ("P8", "durable inserts into PostgreSQL")];
        let asked = rows.iter().filter(|(id, _)| run.wants(id));
        return Ok(asked.map(|(id, what)| Line::not_run(id, what, why)).collect());
    };
    let runtime = runtime()?;
    let name = format!("marquee_bench_{}", std::process::id());
    let own = runtime.block_on(OwnDatabase::make(url, &name)).map_err(failed)?;
    let pool = PgPool::new(own.url(), CONNECTIONS).map_err(failed)?;
    let measured = within(run, &runtime, &own, &pool);
    runtime.block_on(own.drop(&pool)).map_err(failed)?;
    measured
}

fn within(run: &Run, runtime: &Runtime, own: &OwnDatabase, pool: &PgPool) -> Result<Vec<Line>, Exit> {
    let db = Db::postgres(bare::SERVICE, pool.clone(), clock());
    let next = Arc::new(AtomicU64::new(0));
    let prepare = async {
        migrate::up(&db, bare::MIGRATIONS).await?;
        let mut raw = Vec::new();
        for _ in 0..CONNECTIONS {
            raw.push(Arc::new(RawPostgres::connect(own.url()).await?));
        }
        Ok((Raw(Arc::new(raw), Arc::default()), own.durability().await?))
    };
    let (raw, durability) = runtime.block_on(prepare).map_err(failed)?;
    let mut lines = Vec::new();
    if run.wants("P5") {
        runtime.block_on(fill(&raw, &next)).map_err(failed)?;
        let ours = |length| runtime.block_on(many_reads(length, &db, layer_read));
        let bare = |length| runtime.block_on(many_reads(length, &raw, raw_read));
        let turns = take_turns(run.turn, &mut [Box::new(bare), Box::new(ours)])?;
        lines.push(line(("P5", "one row by key from PostgreSQL, reads a second"), &turns));
    }
    if run.wants("P8") {
        let ours = |length| runtime.block_on(crowd(TASKS, length, layer_insert, &db, &next));
        let bare = |length| runtime.block_on(crowd(TASKS, length, raw_insert, &raw, &next));
        let few = raw.first(SHARE);
        let as_few = |length| runtime.block_on(crowd(TASKS, length, raw_insert, &few, &next));
        let sides: &mut [Side<'_>] = &mut [Box::new(bare), Box::new(ours), Box::new(as_few)];
        let turns = take_turns(run.turn, sides)?;
        let Durability { fsync, synchronous_commit } = &durability;
        let durable = format!("both sides fsync={fsync}, synchronous_commit={synchronous_commit}");
        lines.push(line(("P8", "durable inserts into PostgreSQL"), &turns).note(&durable));
        let name = ("P8", "  over 6 connections, one service's share");
        lines.push(Line::ratio(name, "/s", |t| t.rate, (&turns[2], &turns[1]), Goal::None));
    }
    Ok(lines)
}

fn line(name: (&str, &str), turns: &[Turns]) -> Line {
    Line::ratio(name, "/s", |t| t.rate, (&turns[0], &turns[1]), Goal::AtLeast(0.80))
}

/// All raw connections, taken one after another.
#[derive(Clone)]
struct Raw(Arc<Vec<Arc<RawPostgres>>>, Arc<AtomicU64>);

impl Raw {
    /// Only so many of them.
    fn first(&self, connections: usize) -> Self {
        Self(Arc::new(self.0.iter().take(connections).cloned().collect()), Arc::default())
    }

    fn next(&self) -> Arc<RawPostgres> {
        let turn = usize::try_from(self.1.fetch_add(1, Ordering::Relaxed)).unwrap_or(0);
        self.0[turn % self.0.len()].clone()
    }
}

async fn raw_insert(item: Item, raw: Raw) -> Result<(), Error> {
    raw.next().insert(&item).await
}

async fn layer_insert(item: Item, db: Db) -> Result<(), Error> {
    bare::insert(&db, &item).await
}

async fn raw_read(id: uuid::Uuid, raw: Raw) -> Result<Item, Error> {
    raw.next().read(id).await
}

async fn layer_read(id: uuid::Uuid, db: Db) -> Result<Item, Error> {
    bare::read(&db, id).await
}

/// Writes the rows that are read.
async fn fill(raw: &Raw, next: &Arc<AtomicU64>) -> Result<(), Error> {
    let mut filling = JoinSet::new();
    for _ in 0..TASKS {
        let (raw, next) = (raw.clone(), next.clone());
        filling.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= ROWS {
                    return Ok::<_, Error>(());
                }
                raw.next().insert(&Item::number(number)).await?;
            }
        });
    }
    while let Some(filled) = filling.join_next().await {
        filled.map_err(|error| Error::Unavailable(error.to_string()))??;
    }
    Ok(())
}

/// Many tasks that read one row after another.
async fn many_reads<T, F>(length: Duration, on: &T, read: fn(uuid::Uuid, T) -> F) -> Result<Turn, Exit>
where
    T: Clone + Send + 'static,
    F: Future<Output = Result<Item, Error>> + Send + 'static,
{
    let watch = Watch::start();
    let mut reading = JoinSet::new();
    for task in 0..TASKS {
        let on = on.clone();
        reading.spawn(async move {
            let (mut until, mut ids, mut done) = (Until::new(length), Ids::from(task), 0_u64);
            while until.more(1) {
                std::hint::black_box(read(ids.next(), on.clone()).await?);
                done += 1;
            }
            Ok::<_, Error>(done)
        });
    }
    let mut done = 0;
    while let Some(read) = reading.join_next().await {
        done += read.map_err(|error| Exit::other(error.to_string()))?.map_err(failed)?;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    let rate = done as f64 / watch.elapsed().as_secs_f64();
    Ok(Turn { rate, ..Turn::default() })
}
