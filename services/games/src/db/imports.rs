//! Statements over `imports` and `rejects`.

use chassis::db::{Error, Exec};
use chassis::{args, record, sql};
use kit::Time;
use uuid::Uuid;

use crate::formats::{Place, Rejected};

record! {
    /// An import: what file, how far it was read, and what came of it.
    #[derive(Clone, Debug)]
    pub(crate) struct StoredImport {
        pub(crate) id: Uuid,
        pub(crate) name: String,
        pub(crate) source: String,
        /// `waiting`, `running`, `done` or `failed`.
        pub(crate) state: String,
        pub(crate) bytes: i64,
        /// Where an uploaded file lies in the folder of uploads.
        pub(crate) file: Option<String>,
        pub(crate) error: Option<String>,
        pub(crate) rows: i64,
        pub(crate) read_bytes: i64,
        pub(crate) read_lines: i64,
        pub(crate) taken: i64,
        pub(crate) known: i64,
        pub(crate) bad: i64,
        pub(crate) started_at: Time,
        pub(crate) finished_at: Option<Time>,
    }
}

/// A file that is to be read.
pub(crate) struct NewImport<'n> {
    pub(crate) id: Uuid,
    pub(crate) hash: &'n [u8],
    pub(crate) name: &'n str,
    pub(crate) source: &'n str,
    pub(crate) bytes: i64,
    /// Where it was uploaded to, and by whom; one from the command line lies where it lies.
    pub(crate) upload: Option<(&'n str, Uuid)>,
}

/// Notes that a file is to be read; false when it is known, which stays as it is.
pub(crate) async fn insert_import(on: &impl Exec, new: &NewImport<'_>, now: Time) -> Result<bool, Error> {
    let (file, by) = new.upload.unzip();
    let state = if file.is_some() { "waiting" } else { "running" };
    let inserted = on
        .exec(
            sql!("insert into games.imports(id, hash, name, source, rows, read_bytes, read_lines, taken, known, bad, started_at, version, state, bytes, file, asked_by) values($1, $2, $3, $4, 0, 0, 0, 0, 0, 0, $5, 1, $6, $7, $8, $9) on conflict do nothing"),
            args![new.id, new.hash, new.name, new.source, now, state, new.bytes, file, by],
        )
        .await?;
    Ok(inserted == 1)
}

/// The import of the file with this hash.
pub(crate) async fn import_by_hash(on: &impl Exec, hash: &[u8]) -> Result<StoredImport, Error> {
    on.one(
        sql!("select id, name, source, state, bytes, file, error, rows, read_bytes, read_lines, taken, known, bad, started_at, finished_at from games.imports where hash = $1"),
        args![hash],
    )
    .await
}

/// One import.
pub(crate) async fn import_by_id(on: &impl Exec, id: Uuid) -> Result<Option<StoredImport>, Error> {
    on.opt(
        sql!("select id, name, source, state, bytes, file, error, rows, read_bytes, read_lines, taken, known, bad, started_at, finished_at from games.imports where id = $1"),
        args![id],
    )
    .await
}

/// Imports that began before a moment, newest first.
pub(crate) async fn imports_before(
    on: &impl Exec,
    (at, id): (Time, Uuid),
    most: i64,
) -> Result<Vec<StoredImport>, Error> {
    on.all(
        sql!("select id, name, source, state, bytes, file, error, rows, read_bytes, read_lines, taken, known, bad, started_at, finished_at from games.imports where (started_at, id) < ($1, $2) order by started_at desc, id desc limit $3"),
        args![at, id, most],
    )
    .await
}

/// Starts over with a file that was read to its end before.
pub(crate) async fn restart_import(on: &impl Exec, id: Uuid, now: Time) -> Result<(), Error> {
    on.exec(sql!("delete from games.rejects where import = $1"), args![id]).await?;
    on.exec(
        sql!("update games.imports set read_bytes = 0, read_lines = 0, taken = 0, known = 0, bad = 0, started_at = $2, finished_at = null, state = 'running' where id = $1"),
        args![id, now],
    )
    .await
    .map(drop)
}

/// Notes that the rows of a file are being read, and how many there are; false when it was read to its end.
pub(crate) async fn start_import(on: &impl Exec, id: Uuid, rows: i64) -> Result<bool, Error> {
    let started = on
        .exec(
            sql!("update games.imports set state = 'running', rows = $2, error = null where id = $1 and finished_at is null"),
            args![id, rows],
        )
        .await?;
    Ok(started == 1)
}

/// Hands a new copy of its file to an import that was broken off and has none; false when it needs none.
pub(crate) async fn revive_import(on: &impl Exec, id: Uuid, file: &str) -> Result<bool, Error> {
    let revived = on
        .exec(
            sql!("update games.imports set state = 'waiting', file = $2, error = null where id = $1 and state = 'failed' and file is null and finished_at is null"),
            args![id, file],
        )
        .await?;
    Ok(revived == 1)
}

/// Notes why an import ended before its file did.
pub(crate) async fn fail_import(on: &impl Exec, id: Uuid, error: &str) -> Result<bool, Error> {
    let failed = on
        .exec(
            sql!("update games.imports set state = 'failed', error = $2, file = null where id = $1 and finished_at is null"),
            args![id, error],
        )
        .await?;
    Ok(failed == 1)
}

/// Notes of imports that nobody goes on with by himself that they were broken off; one that is alive all the same
/// says so with its next batch.
pub(crate) async fn give_up_imports(on: &impl Exec, error: &str) -> Result<u64, Error> {
    on.exec(
        sql!("update games.imports set state = 'failed', error = $1 where state = 'running' and file is null and finished_at is null"),
        args![error],
    )
    .await
}

/// Notes that an import has no file any more.
pub(crate) async fn forget_file(on: &impl Exec, id: Uuid) -> Result<(), Error> {
    on.exec(sql!("update games.imports set file = null where id = $1"), args![id]).await.map(drop)
}

/// The uploaded files that are still to be read.
pub(crate) async fn uploads(on: &impl Exec) -> Result<Vec<(String,)>, Error> {
    on.all(sql!("select file from games.imports where file is not null limit 100000"), args![]).await
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
            sql!("update games.imports set read_bytes = $3, read_lines = $4, taken = taken + $5, known = known + $6, bad = bad + $7, state = 'running', error = null where id = $1 and read_lines = $2 and finished_at is null"),
            args![id, lines(from), bytes, lines(to), step.taken, step.known, step.bad],
        )
        .await?;
    Ok(moved == 1)
}

/// Notes that a file was read to its end; answers the version, or nothing when somebody else did.
pub(crate) async fn finish_import(on: &impl Exec, id: Uuid, now: Time) -> Result<Option<i64>, Error> {
    let version: Option<(i64,)> = on
        .opt(
            sql!("update games.imports set finished_at = $2, state = 'done', version = version + 1 where id = $1 and finished_at is null returning version"),
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
