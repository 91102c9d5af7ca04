//! Statements over `lists`.

use chassis::db::value::Columns;
use chassis::db::{Error, Exec, Record};
use chassis::{args, sql};
use uuid::Uuid;

use crate::model::{Color, GAP, List, ListId};

impl Record for List {
    fn read(columns: &mut Columns<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: columns.read()?,
            name: columns.read()?,
            color: columns.read::<Option<String>>()?.and_then(|word| Color::read(&word)),
            rank: columns.read()?,
            is_default: columns.read()?,
            version: columns.read()?,
            created_at: columns.read()?,
            open: columns.read()?,
        })
    }
}

/// A member's lists in their order. Their number is bounded where they are made.
pub(crate) async fn all(on: &impl Exec, user: Uuid) -> Result<Vec<List>, Error> {
    on.all(
        sql!(
            "select l.id, l.name, l.color, l.rank, l.is_default, l.version, l.created_at,
                (select count(*) from todos.items i where i.list_id = l.id and i.completed_at is null and i.trashed_at is null)
            from todos.lists l where l.user_id = $1 order by l.rank"
        ),
        args![user],
    )
    .await
}

/// One list of a member.
pub(crate) async fn by_id(on: &impl Exec, user: Uuid, id: ListId) -> Result<Option<List>, Error> {
    on.opt(
        sql!(
            "select l.id, l.name, l.color, l.rank, l.is_default, l.version, l.created_at,
                (select count(*) from todos.items i where i.list_id = l.id and i.completed_at is null and i.trashed_at is null)
            from todos.lists l where l.user_id = $1 and l.id = $2"
        ),
        args![user, id],
    )
    .await
}

/// How many lists a member has.
pub(crate) async fn count(on: &impl Exec, user: Uuid) -> Result<i64, Error> {
    let (count,) = on.one(sql!("select count(*) from todos.lists where user_id = $1"), args![user]).await?;
    Ok(count)
}

/// Inserts a list.
pub(crate) async fn insert(on: &impl Exec, user: Uuid, list: &List) -> Result<(), Error> {
    let color = list.color.map(Color::word);
    on.exec(
        sql!("insert into todos.lists(id, user_id, name, color, rank, is_default, version, created_at) values($1, $2, $3, $4, $5, $6, $7, $8)"),
        args![list.id, user, list.name, color, list.rank, list.is_default, list.version, list.created_at],
    )
    .await
    .map(drop)
}

/// Writes a list back and counts its version up; false when it is not the version that was read any more.
pub(crate) async fn save(on: &impl Exec, user: Uuid, list: &List) -> Result<bool, Error> {
    let color = list.color.map(Color::word);
    let saved = on
        .exec(
            sql!("update todos.lists set name = $4, color = $5, rank = $6, version = version + 1 where user_id = $1 and id = $2 and version = $3"),
            args![user, list.id, list.version, list.name, color, list.rank],
        )
        .await?;
    Ok(saved == 1)
}

/// Deletes a list that no item stands on; false when it is not this version, or the one that stays.
pub(crate) async fn delete(on: &impl Exec, user: Uuid, list: &List) -> Result<bool, Error> {
    let deleted = on
        .exec(
            sql!(
                "delete from todos.lists where user_id = $1 and id = $2 and version = $3 and not is_default"
            ),
            args![user, list.id, list.version],
        )
        .await?;
    Ok(deleted == 1)
}

/// The rank of a list, and that of the one before it.
pub(crate) async fn neighbours(
    on: &impl Exec,
    user: Uuid,
    id: ListId,
) -> Result<Option<(i64, Option<i64>)>, Error> {
    on.opt(
        sql!(
            "select a.rank, (select max(b.rank) from todos.lists b where b.user_id = $1 and b.rank < a.rank)
            from todos.lists a where a.user_id = $1 and a.id = $2"
        ),
        args![user, id],
    )
    .await
}

/// The highest rank of a member's lists.
pub(crate) async fn last_rank(on: &impl Exec, user: Uuid) -> Result<i64, Error> {
    let (rank,): (Option<i64>,) =
        on.one(sql!("select max(rank) from todos.lists where user_id = $1"), args![user]).await?;
    Ok(rank.unwrap_or(0))
}

/// Puts a member's lists far apart again, in the order that they have. By way of ranks below zero, so that no two
/// are the same on the way.
pub(crate) async fn spread(on: &impl Exec, user: Uuid) -> Result<(), Error> {
    on.exec(
        sql!(
            "update todos.lists as l set rank = cast($2 as bigint) * -o.place
            from (select id, row_number() over (order by rank) as place from todos.lists where user_id = $1) o
            where l.id = o.id and l.user_id = $1"
        ),
        args![user, GAP],
    )
    .await?;
    on.exec(sql!("update todos.lists set rank = -rank where user_id = $1 and rank < 0"), args![user])
        .await
        .map(drop)
}
