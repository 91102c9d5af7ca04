//! Statements over `imports`, `rejects` and `doubts`.

use chassis::db::{Error, Exec};
use chassis::{args, record, sql};
use kit::Time;
use uuid::Uuid;

use crate::formats::{Place, Rejected};
use crate::model::WorkId;

record! {
    /// How far a file was read.
    pub(crate) struct StoredImport {
        pub(crate) id: Uuid,
        pub(crate) read_bytes: i64,
        pub(crate) read_lines: i64,
        pub(crate) taken: i64,
        pub(crate) known: i64,
        pub(crate) bad: i64,
        pub(crate) finished_at: Option<Time>,
    }
}

/// Notes that a file is to be read; one that is known stays as it is.
pub(crate) async fn insert_import(
    on: &impl Exec,
    id: Uuid,
    (hash, name, source): (&[u8], &str, &str),
    rows: i64,
    now: Time,
) -> Result<(), Error> {
    on.exec(
        sql!("insert into games.imports(id, hash, name, source, rows, read_bytes, read_lines, taken, known, bad, started_at, version) values($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, $6, 1) on conflict do nothing"),
        args![id, hash, name, source, rows, now],
    )
    .await
    .map(drop)
}

/// The import of the file with this hash.
pub(crate) async fn import_by_hash(on: &impl Exec, hash: &[u8]) -> Result<StoredImport, Error> {
    on.one(
        sql!("select id, read_bytes, read_lines, taken, known, bad, finished_at from games.imports where hash = $1"),
        args![hash],
    )
    .await
}

/// Starts over with a file that was read to its end before.
pub(crate) async fn restart_import(on: &impl Exec, id: Uuid, now: Time) -> Result<(), Error> {
    on.exec(sql!("delete from games.rejects where import = $1"), args![id]).await?;
    on.exec(
        sql!("update games.imports set read_bytes = 0, read_lines = 0, taken = 0, known = 0, bad = 0, started_at = $2, finished_at = null where id = $1"),
        args![id, now],
    )
    .await
    .map(drop)
}

/// What one transaction of an import did.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Step {
    pub(crate) taken: i64,
    pub(crate) known: i64,
    pub(crate) bad: i64,
}

/// Moves an import on from one place to the next; false when somebody else has moved it.
pub(crate) async fn move_import(
    on: &impl Exec,
    id: Uuid,
    (from, to): (Place, Place),
    step: Step,
) -> Result<bool, Error> {
    let lines = |place: Place| i64::try_from(place.line).unwrap_or(i64::MAX);
    let bytes = i64::try_from(to.offset).unwrap_or(i64::MAX);
    let moved = on
        .exec(
            sql!("update games.imports set read_bytes = $3, read_lines = $4, taken = taken + $5, known = known + $6, bad = bad + $7 where id = $1 and read_lines = $2 and finished_at is null"),
            args![id, lines(from), bytes, lines(to), step.taken, step.known, step.bad],
        )
        .await?;
    Ok(moved == 1)
}

/// Notes that a file was read to its end; answers the version, or nothing when somebody else did.
pub(crate) async fn finish_import(on: &impl Exec, id: Uuid, now: Time) -> Result<Option<i64>, Error> {
    let version: Option<(i64,)> = on
        .opt(
            sql!("update games.imports set finished_at = $2, version = version + 1 where id = $1 and finished_at is null returning version"),
            args![id, now],
        )
        .await?;
    Ok(version.map(|(version,)| version))
}

/// Puts a bad row aside.
pub(crate) async fn insert_reject(on: &impl Exec, import: Uuid, bad: &Rejected) -> Result<(), Error> {
    let line = i64::try_from(bad.line).unwrap_or(i64::MAX);
    on.exec(
        sql!("insert into games.rejects(import, line, reason, text) values($1, $2, $3, $4) on conflict do nothing"),
        args![import, line, bad.reason, bad.text],
    )
    .await
    .map(drop)
}

/// The next rows of an import that were put aside.
pub(crate) async fn rejects(
    on: &impl Exec,
    import: Uuid,
    after: i64,
    most: i64,
) -> Result<Vec<(i64, String, String)>, Error> {
    on.all(
        sql!("select line, reason, text from games.rejects where import = $1 and line > $2 order by line limit $3"),
        args![import, after, most],
    )
    .await
}

/// All pairs of works in doubt.
pub(crate) async fn doubts(on: &impl Exec) -> Result<Vec<(WorkId, WorkId, String)>, Error> {
    on.all(
        sql!("select work_a, work_b, reason from games.doubts order by work_a, work_b limit 100000"),
        args![],
    )
    .await
}

/// Notes a pair of works in doubt.
pub(crate) async fn insert_doubt(on: &impl Exec, pair: (WorkId, WorkId), reason: &str) -> Result<(), Error> {
    on.exec(
        sql!("insert into games.doubts(work_a, work_b, reason) values($1, $2, $3) on conflict(work_a, work_b) do update set reason = excluded.reason"),
        args![pair.0, pair.1, reason],
    )
    .await
    .map(drop)
}

/// Takes a pair of works off the list.
pub(crate) async fn delete_doubt(on: &impl Exec, pair: (WorkId, WorkId)) -> Result<(), Error> {
    on.exec(sql!("delete from games.doubts where work_a = $1 and work_b = $2"), args![pair.0, pair.1])
        .await
        .map(drop)
}
