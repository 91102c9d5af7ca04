//! Statements over `edits` and `locked_fields`.

use chassis::db::value::List;
use chassis::db::{Error, Exec};
use chassis::{args, record, sql};
use kit::Time;
use uuid::Uuid;

use crate::model::WorkId;

record! {
    /// What somebody did to a work.
    pub(crate) struct StoredEdit {
        pub(crate) id: Uuid,
        pub(crate) number: i64,
        pub(crate) work: WorkId,
        /// The work that it was done to, which may have been merged since.
        pub(crate) made_on: WorkId,
        pub(crate) at: Time,
        pub(crate) actor: Uuid,
        pub(crate) action: String,
        /// [`crate::model::face::Change`]s as JSON.
        pub(crate) changes: String,
    }
}

/// Notes what somebody did to a work.
pub(crate) async fn insert_edit(
    on: &impl Exec,
    (id, number, work): (Uuid, i64, WorkId),
    (actor, at): (Uuid, Time),
    (action, changes): (&str, &str),
) -> Result<(), Error> {
    on.exec(
        sql!("insert into games.edits(id, number, work, made_on, at, actor, action, changes) values($1, $2, $3, $3, $4, $5, $6, $7)"),
        args![id, number, work, at, actor, action, changes],
    )
    .await
    .map(drop)
}

/// What was done to a work before an entry, newest first.
pub(crate) async fn edits_before(
    on: &impl Exec,
    work: WorkId,
    before: i64,
    most: i64,
) -> Result<Vec<StoredEdit>, Error> {
    on.all(
        sql!("select id, number, work, made_on, at, actor, action, changes from games.edits where work = $1 and number < $2 order by number desc limit $3"),
        args![work, before, most],
    )
    .await
}

/// One thing that was done.
pub(crate) async fn edit_by_id(on: &impl Exec, id: Uuid) -> Result<Option<StoredEdit>, Error> {
    on.opt(
        sql!("select id, number, work, made_on, at, actor, action, changes from games.edits where id = $1"),
        args![id],
    )
    .await
}

/// Shows with `into` what was done to `from`.
pub(crate) async fn move_edits(on: &impl Exec, from: WorkId, into: WorkId) -> Result<(), Error> {
    on.exec(sql!("update games.edits set work = $2 where work = $1"), args![from, into]).await.map(drop)
}

/// The fields of these works that a person set.
pub(crate) async fn locked_fields(on: &impl Exec, works: &[WorkId]) -> Result<Vec<(WorkId, String)>, Error> {
    on.all(
        sql!("select work, field from games.locked_fields where work in ($1..) order by work, field"),
        args![List(works)],
    )
    .await
}

/// Locks a field in the name of whoever set it.
pub(crate) async fn lock_field(
    on: &impl Exec,
    (work, field): (WorkId, &str),
    (by, at): (Uuid, Time),
) -> Result<(), Error> {
    on.exec(
        sql!("insert into games.locked_fields(work, field, locked_by, locked_at) values($1, $2, $3, $4) on conflict(work, field) do update set locked_by = excluded.locked_by, locked_at = excluded.locked_at"),
        args![work, field, by, at],
    )
    .await
    .map(drop)
}

/// Unlocks a field; false when it was not locked.
pub(crate) async fn unlock_field(on: &impl Exec, work: WorkId, field: &str) -> Result<bool, Error> {
    let gone = on
        .exec(sql!("delete from games.locked_fields where work = $1 and field = $2"), args![work, field])
        .await?;
    Ok(gone == 1)
}

/// Gives the locks of one work to another, as far as that one has none of its own for the field.
pub(crate) async fn move_locks(on: &impl Exec, from: WorkId, into: WorkId) -> Result<(), Error> {
    on.exec(
        sql!("insert into games.locked_fields(work, field, locked_by, locked_at) select $2, l.field, l.locked_by, l.locked_at from games.locked_fields l where l.work = $1 on conflict do nothing"),
        args![from, into],
    )
    .await?;
    on.exec(sql!("delete from games.locked_fields where work = $1"), args![from]).await.map(drop)
}
