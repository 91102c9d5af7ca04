//! P4 and P7: the data layer beside rusqlite, on the same file with the same pragmas.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chassis::bare::{self, Item, RawReader, RawWriter};
use chassis::db::{Db, Error, migrate};
use kit::{Clock, Time};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::Run;
use super::machine::{cpu_micros, synced_write};
use super::table::{Goal, Line};
use super::turns::{Turn, Until, Watch, p99, take_turns};
use crate::exit::Exit;

/// Rows of the table that is read.
pub(super) const ROWS: u64 = 100_000;
/// Tasks that write at a time; also the most that one raw batch holds, because no more can wait.
pub(super) const TASKS: usize = 32;

pub(super) fn measure(run: &Run) -> Result<Vec<Line>, Exit> {
    let mut lines = Vec::new();
    if run.wants("P4") {
        lines.push(reads(run)?);
    }
    if run.wants("P7") {
        lines.extend(writes(run)?);
    }
    Ok(lines)
}

/// P4: one row by its key, one task.
fn reads(run: &Run) -> Result<Line, Exit> {
    let path = filled(run, "reads")?;
    let reader = RawReader::open(&path).map_err(failed)?;
    let db = Db::sqlite(bare::SERVICE, &path, clock()).map_err(failed)?;
    let runtime = runtime()?;
    let ours = |length| runtime.block_on(layer_reads(&db, length));
    let raw = |length| raw_reads(&reader, length);
    let turns = take_turns(run.turn, &mut [Box::new(raw), Box::new(ours)])?;
    let name = ("P4", "one row by key from SQLite, processor time a read");
    Ok(Line::ratio(name, "us", Turn::micros, (&turns[0], &turns[1]), Goal::AtMost(1.25)))
}

/// One row after another with rusqlite.
pub(super) fn raw_reads(reader: &RawReader, length: Duration) -> Result<Turn, Exit> {
    let (mut until, mut ids, before) = (Until::new(length), Ids::default(), own_cpu());
    reader.read(|| until.more(64).then(|| ids.next())).map_err(failed)?;
    Ok(alone(&until, before))
}

async fn layer_reads(db: &Db, length: Duration) -> Result<Turn, Exit> {
    let (mut until, mut ids, before) = (Until::new(length), Ids::default(), own_cpu());
    while until.more(64) {
        std::hint::black_box(bare::read(db, ids.next()).await.map_err(failed)?);
    }
    Ok(alone(&until, before))
}

fn own_cpu() -> Option<f64> {
    cpu_micros(std::process::id())
}

/// What a side gave that had this process for itself.
fn alone(until: &Until, before: Option<f64>) -> Turn {
    let cpu = own_cpu().zip(before).map_or(0.0, |(after, before)| (after - before) / until.done());
    Turn { rate: until.rate(), cpu, p99: 0.0 }
}

/// P7: durable inserts, 32 tasks, beside one transaction each and beside batches of 32.
fn writes(run: &Run) -> Result<Vec<Line>, Exit> {
    let synced = synced_write(run.folder.path())?;
    let raw = RawWriter::open(&file(run, "raw-writes")?.0).map_err(failed)?;
    let (path, runtime) = file(run, "writes")?;
    let db = Db::sqlite(bare::SERVICE, &path, clock()).map_err(failed)?;
    let next = Arc::new(AtomicU64::new(0));
    let fresh = || Item::number(next.fetch_add(1, Ordering::Relaxed));
    let each = |length| {
        let mut until = Until::new(length);
        while until.more(1) {
            raw.insert(&fresh()).map_err(failed)?;
        }
        Ok(Turn { rate: until.rate(), ..Turn::default() })
    };
    let batched = |length| {
        let mut until = Until::new(length);
        while until.more(TASKS as u64) {
            let items: Vec<Item> = (0..TASKS).map(|_| fresh()).collect();
            raw.insert_batch(&items).map_err(failed)?;
            until.also(TASKS - 1);
        }
        Ok(Turn { rate: until.rate(), ..Turn::default() })
    };
    let ours = |length| runtime.block_on(crowd(TASKS, length, insert, &db, &next));
    let turns = take_turns(run.turn, &mut [Box::new(each), Box::new(batched), Box::new(ours)])?;
    let level = raw.synchronous().map_err(failed)?;
    let (each, batched, ours) = (&turns[0], &turns[1], &turns[2]);
    let name = ("P7", "durable inserts into SQLite, one transaction each");
    let first = Line::ratio(name, "/s", |t| t.rate, (each, ours), Goal::AtLeast(10.0));
    let name = ("P7", "durable inserts into SQLite, batches of 32");
    let second = Line::ratio(name, "/s", |t| t.rate, (batched, ours), Goal::AtLeast(0.70));
    let waits = Some((synced, "synced"));
    let p99 = (ours.median(|t| t.p99), "us");
    let third = Line::figure(("P7", "  99 of 100 inserts within"), waits, p99, Goal::AtMost(3.0));
    let third = third.anchor_moved(each.moved(|t| t.rate));
    Ok(vec![first.note(&format!("both sides synchronous={level}")), second, third])
}

async fn insert(item: Item, db: Db) -> Result<(), Error> {
    bare::insert(&db, &item).await
}

/// Many tasks that insert one fresh item after another.
pub(super) async fn crowd<T, F>(
    tasks: usize,
    length: Duration,
    insert: fn(Item, T) -> F,
    on: &T,
    next: &Arc<AtomicU64>,
) -> Result<Turn, Exit>
where
    T: Clone + Send + 'static,
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    let watch = Watch::start();
    let mut writing = JoinSet::new();
    for _ in 0..tasks {
        let (on, next) = (on.clone(), next.clone());
        writing.spawn(async move {
            let (mut until, mut times) = (Until::new(length), Vec::new());
            while until.more(1) {
                let begun = Watch::start();
                insert(Item::number(next.fetch_add(1, Ordering::Relaxed)), on.clone()).await?;
                times.push(begun.micros());
            }
            Ok::<_, Error>(times)
        });
    }
    let mut times = Vec::new();
    while let Some(written) = writing.join_next().await {
        times.extend(written.map_err(|error| Exit::other(error.to_string()))?.map_err(failed)?);
    }
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    let rate = times.len() as f64 / watch.elapsed().as_secs_f64();
    Ok(Turn { rate, cpu: 0.0, p99: p99(times) })
}

/// A fresh file with the table, and the runtime that made it.
fn file(run: &Run, name: &str) -> Result<(PathBuf, Runtime), Exit> {
    let path = migrate::file_of(&run.folder.room(name)?, bare::SERVICE);
    let runtime = runtime()?;
    let db = Db::sqlite(bare::SERVICE, &path, clock()).map_err(failed)?;
    runtime.block_on(migrate::up(&db, bare::MIGRATIONS)).map_err(failed)?;
    Ok((path, runtime))
}

/// A file with the table and all its rows.
pub(super) fn filled(run: &Run, name: &str) -> Result<PathBuf, Exit> {
    let (path, _) = file(run, name)?;
    let items: Vec<Item> = (0..ROWS).map(Item::number).collect();
    RawWriter::open(&path).and_then(|writer| writer.insert_batch(&items)).map_err(failed)?;
    Ok(path)
}

pub(super) fn runtime() -> Result<Runtime, Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Exit::other(format!("the runtime does not start: {error}")))
}

/// Ids of rows that are there, in an order without a pattern, the same for every side.
#[derive(Default)]
pub(super) struct Ids(u64);

impl From<usize> for Ids {
    /// Another order for each task.
    fn from(task: usize) -> Self {
        Self(task as u64)
    }
}

impl Ids {
    pub(super) fn next(&mut self) -> uuid::Uuid {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Item::id_of((self.0 >> 33) % ROWS)
    }
}

/// A time for the notes of the migrations; nothing here depends on it.
pub(super) fn clock() -> Clock {
    Clock::new(|| Time::from_micros(1_795_000_000_000_000))
}

pub(super) fn failed(error: Error) -> Exit {
    Exit::other(error.to_string())
}
