//! Statements over `items`.

use chassis::db::value::Columns;
use chassis::db::{Error, Exec, Record};
use chassis::{args, sql};
use kit::Time;
use kit::text::fold;
use uuid::Uuid;

use crate::due::Due;
use crate::model::{GAP, Item, ItemId, ListId};
use crate::repeat::Repeat;

impl Record for Item {
    fn read(columns: &mut Columns<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: columns.read()?,
            number: columns.read()?,
            list: columns.read()?,
            rank: columns.read()?,
            title: columns.read()?,
            note: columns.read()?,
            completed_at: columns.read()?,
            due: due(columns.read()?, columns.read()?, columns.read()?),
            priority: columns.read()?,
            labels: columns.read::<String>()?.lines().filter(|l| !l.is_empty()).map(str::to_owned).collect(),
            repeat: columns.read::<Option<String>>()?.as_deref().map(repeat).transpose()?,
            repeat_since: columns.read()?,
            follows: columns.read()?,
            trashed_at: columns.read()?,
            version: columns.read()?,
            created_at: columns.read()?,
            updated_at: columns.read()?,
        })
    }
}

fn due(date: Option<String>, time: Option<String>, zone: Option<String>) -> Option<Due> {
    Some(Due { date: date?, time, zone: zone? })
}

fn repeat(text: &str) -> Result<Repeat, Error> {
    serde_json::from_str(text).map_err(|error| Error::Column { column: 12, reason: error.to_string() })
}

/// What the columns hold beside the words of an item: what it is found, filtered and sorted by.
struct Stored<'i> {
    title_key: String,
    date: Option<&'i str>,
    time: Option<&'i str>,
    zone: Option<&'i str>,
    due_at: Option<Time>,
    day_begins_at: Option<Time>,
    day_ends_at: Option<Time>,
    labels: String,
    repeat: Option<String>,
}

impl<'i> Stored<'i> {
    fn new(item: &'i Item) -> Self {
        let due = item.due.as_ref();
        let moments = due.and_then(Due::moments);
        Self {
            title_key: fold(&item.title),
            date: due.map(|due| due.date.as_str()),
            time: due.and_then(|due| due.time.as_deref()),
            zone: due.map(|due| due.zone.as_str()),
            due_at: moments.map(|moments| moments.due_at),
            day_begins_at: moments.map(|moments| moments.day_begins_at),
            day_ends_at: moments.map(|moments| moments.day_ends_at),
            labels: enclose(&item.labels),
            repeat: item.repeat.as_ref().and_then(|repeat| serde_json::to_string(repeat).ok()),
        }
    }
}

/// Labels with a line break before and after each, so that a whole label can be looked for.
fn enclose(labels: &[String]) -> String {
    labels.iter().fold(String::new(), |all, label| format!("{all}\n{label}\n"))
}

/// One item of a member.
pub(crate) async fn by_id(on: &impl Exec, user: Uuid, id: ItemId) -> Result<Option<Item>, Error> {
    on.opt(
        sql!(
            "select id, number, list_id, rank, title, note, completed_at, due_date, due_time, due_zone, priority, labels,
                repeat, repeat_since, follows, trashed_at, version, created_at, updated_at
            from todos.items where user_id = $1 and id = $2"
        ),
        args![user, id],
    )
    .await
}

/// The id of a member's item that is not in the trash, by its number.
pub(crate) async fn id_of(on: &impl Exec, user: Uuid, number: i64) -> Result<Option<ItemId>, Error> {
    let found: Option<(ItemId,)> = on
        .opt(
            sql!("select id from todos.items where user_id = $1 and number = $2 and trashed_at is null"),
            args![user, number],
        )
        .await?;
    Ok(found.map(|(id,)| id))
}

/// Inserts an item; false when the item that it follows is followed already.
pub(crate) async fn insert(on: &impl Exec, user: Uuid, turn: i64, item: &Item) -> Result<bool, Error> {
    let stored = Stored::new(item);
    let inserted = on
        .exec(
            sql!(
                "insert into todos.items(id, number, user_id, list_id, rank, title, title_key, note, completed_at,
                    due_date, due_time, due_zone, due_at, day_begins_at, day_ends_at, priority, labels, repeat,
                    repeat_since, follows, trashed_at, version, turn, created_at, updated_at)
                values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                    $22, $23, $24, $25)
                on conflict(follows) do nothing"
            ),
            args![
                item.id,
                item.number,
                user,
                item.list,
                item.rank,
                item.title,
                stored.title_key,
                item.note,
                item.completed_at,
                stored.date,
                stored.time,
                stored.zone,
                stored.due_at,
                stored.day_begins_at,
                stored.day_ends_at,
                item.priority,
                stored.labels,
                stored.repeat,
                item.repeat_since,
                item.follows,
                item.trashed_at,
                item.version,
                turn,
                item.created_at,
                item.updated_at,
            ],
        )
        .await?;
    Ok(inserted == 1)
}

/// Writes an item back and counts its version up; false when it is not the version that was read any more.
pub(crate) async fn save(on: &impl Exec, user: Uuid, turn: i64, item: &Item) -> Result<bool, Error> {
    let stored = Stored::new(item);
    let saved = on
        .exec(
            sql!(
                "update todos.items set list_id = $4, rank = $5, title = $6, title_key = $7, note = $8,
                    completed_at = $9, due_date = $10, due_time = $11, due_zone = $12, due_at = $13,
                    day_begins_at = $14, day_ends_at = $15, priority = $16, labels = $17, repeat = $18,
                    repeat_since = $19, trashed_at = $20, turn = $21, updated_at = $22, version = version + 1
                where user_id = $1 and id = $2 and version = $3"
            ),
            args![
                user,
                item.id,
                item.version,
                item.list,
                item.rank,
                item.title,
                stored.title_key,
                item.note,
                item.completed_at,
                stored.date,
                stored.time,
                stored.zone,
                stored.due_at,
                stored.day_begins_at,
                stored.day_ends_at,
                item.priority,
                stored.labels,
                stored.repeat,
                item.repeat_since,
                item.trashed_at,
                turn,
                item.updated_at,
            ],
        )
        .await?;
    Ok(saved == 1)
}

/// How many items of a member are not in the trash.
pub(crate) async fn count(on: &impl Exec, user: Uuid) -> Result<i64, Error> {
    let (count,) = on
        .one(sql!("select count(*) from todos.items where user_id = $1 and trashed_at is null"), args![user])
        .await?;
    Ok(count)
}

/// A member's items that are not in the trash after this number, in the order of their numbers.
pub(crate) async fn by_number(
    on: &impl Exec,
    user: Uuid,
    after: i64,
    most: i64,
) -> Result<Vec<(i64, String, bool)>, Error> {
    on.all(
        sql!(
            "select number, title, (completed_at is not null) from todos.items
            where user_id = $1 and trashed_at is null and number > $2 order by number limit $3"
        ),
        args![user, after, most],
    )
    .await
}

/// The labels of a member's open items, and how many items have exactly these.
pub(crate) async fn label_sets(on: &impl Exec, user: Uuid) -> Result<Vec<(String, i64)>, Error> {
    on.all(
        sql!(
            "select labels, count(*) from todos.items
            where user_id = $1 and trashed_at is null and completed_at is null and labels <> '' group by labels"
        ),
        args![user],
    )
    .await
}

/// Where an item stands, and the rank of the one before it. Nothing when it is in the trash.
pub(crate) async fn neighbours(
    on: &impl Exec,
    user: Uuid,
    id: ItemId,
) -> Result<Option<(ListId, i64, Option<i64>)>, Error> {
    on.opt(
        sql!(
            "select a.list_id, a.rank, (select max(b.rank) from todos.items b where b.list_id = a.list_id and b.rank < a.rank)
            from todos.items a where a.user_id = $1 and a.id = $2 and a.trashed_at is null"
        ),
        args![user, id],
    )
    .await
}

/// Where a new item goes: the list, the highest rank on it, and how many items the member has. Without a list it is
/// the one that stays; nothing when there is no such list.
pub(crate) async fn room(
    on: &impl Exec,
    user: Uuid,
    list: Option<ListId>,
) -> Result<Option<(ListId, i64, i64)>, Error> {
    on.opt(
        sql!(
            "select l.id, coalesce((select max(i.rank) from todos.items i where i.list_id = l.id), 0),
                (select count(*) from todos.items i where i.user_id = $1 and i.trashed_at is null)
            from todos.lists l where l.user_id = $1 and (l.id = $2 or (cast($2 as uuid) is null and l.is_default))"
        ),
        args![user, list],
    )
    .await
}

/// Puts the items of a list far apart again, in the order that they have. By way of ranks below zero, so that no two
/// are the same on the way.
pub(crate) async fn spread(on: &impl Exec, user: Uuid, list: ListId) -> Result<(), Error> {
    on.exec(
        sql!(
            "update todos.items as i set rank = cast($3 as bigint) * -o.place
            from (select id, row_number() over (order by rank) as place from todos.items where list_id = $2) o
            where i.id = o.id and i.user_id = $1"
        ),
        args![user, list, GAP],
    )
    .await?;
    on.exec(
        sql!("update todos.items set rank = -rank where user_id = $1 and list_id = $2 and rank < 0"),
        args![user, list],
    )
    .await
    .map(drop)
}
