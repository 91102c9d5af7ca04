//! Statements over the items in the trash.

use chassis::db::{Error, Exec};
use chassis::{args, sql};
use kit::Time;
use uuid::Uuid;

use crate::model::{GAP, ItemId, ListId};

/// Puts all items of a list into the trash, and behind the others on another list: the first is about to go.
pub(crate) async fn take_list(
    on: &impl Exec,
    user: Uuid,
    (from, to, behind): (ListId, ListId, i64),
    turn: i64,
    now: Time,
) -> Result<(), Error> {
    on.exec(
        sql!(
            "update todos.items as i set list_id = $3, rank = $4 + cast($5 as bigint) * o.place,
                trashed_at = coalesce(i.trashed_at, $6), turn = $7, updated_at = $6, version = i.version + 1
            from (select id, row_number() over (order by rank) as place from todos.items where list_id = $2) o
            where i.id = o.id and i.user_id = $1"
        ),
        args![user, from, to, behind, GAP, now, turn],
    )
    .await
    .map(drop)
}

/// Deletes for ever what the trash of a member holds beyond the newest so many.
pub(crate) async fn make_room(on: &impl Exec, user: Uuid, most: u32) -> Result<(), Error> {
    on.exec(
        sql!(
            "delete from todos.items where user_id = $1 and trashed_at is not null and (trashed_at, id) <= (
                select t.trashed_at, t.id from todos.items t where t.user_id = $1 and t.trashed_at is not null
                order by t.trashed_at desc, t.id desc limit 1 offset $2)"
        ),
        args![user, most],
    )
    .await
    .map(drop)
}

/// Deletes an item in the trash for ever; false when there is none.
pub(crate) async fn delete(on: &impl Exec, user: Uuid, id: ItemId) -> Result<bool, Error> {
    let deleted = on
        .exec(
            sql!("delete from todos.items where user_id = $1 and id = $2 and trashed_at is not null"),
            args![user, id],
        )
        .await?;
    Ok(deleted == 1)
}

/// Deletes everything in a member's trash for ever; answers how much that was.
pub(crate) async fn empty(on: &impl Exec, user: Uuid) -> Result<u64, Error> {
    on.exec(sql!("delete from todos.items where user_id = $1 and trashed_at is not null"), args![user]).await
}

/// Deletes for ever some of what has been in anybody's trash since before `before`; answers how much that was.
///
/// The condition stands twice: what its member takes out meanwhile is looked at again, and stays.
pub(crate) async fn expire(on: &impl Exec, before: Time) -> Result<u64, Error> {
    on.exec(
        sql!(
            "delete from todos.items where trashed_at < $1 and id in (
                select id from todos.items where trashed_at < $1 order by trashed_at limit 500)"
        ),
        args![before],
    )
    .await
}
