//! Statements that list and count a member's items.

use chassis::db::value::Columns;
use chassis::db::{Error, Exec, Record};
use chassis::{args, record, sql};
use kit::Time;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::{Item, ListId};

/// Which items are wanted. Nothing in a field wants all.
#[derive(Debug, Default)]
pub(crate) struct Wanted<'w> {
    pub(crate) list: Option<ListId>,
    /// `open`, `done` or `trash`; all that are not in the trash without it.
    pub(crate) state: Option<&'w str>,
    pub(crate) label: Option<&'w str>,
    pub(crate) priority: Option<i64>,
    /// `overdue`, `today`, `week` or `none`.
    pub(crate) due: Option<&'w str>,
    /// Part of a title, folded.
    pub(crate) words: Option<&'w str>,
    /// `order`, `due`, `created` or `changed`.
    pub(crate) sort: &'w str,
    pub(crate) now: Time,
}

/// The place of an item in the order that was asked for, as its cursor tells it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Place(String, i64, i64, i64);

impl Place {
    /// Before everything.
    pub(crate) fn start() -> Self {
        Self(String::new(), i64::MIN, i64::MIN, i64::MIN)
    }
}

/// An item on a page.
pub(crate) struct Found {
    pub(crate) item: Item,
    pub(crate) place: Place,
}

impl Record for Found {
    fn read(columns: &mut Columns<'_>) -> Result<Self, Error> {
        let item = Item::read(columns)?;
        let place = Place(columns.read()?, columns.read()?, columns.read()?, item.number);
        Ok(Self { item, place })
    }
}

/// A member's items behind a place, in the wanted order.
///
/// A member's items are bounded, so that one statement can sort them by whatever is wanted. `replace` tells
/// whether a text is part of another: `like` would read `%` and `_` in what a person typed.
pub(crate) async fn page(
    on: &impl Exec,
    user: Uuid,
    wanted: &Wanted<'_>,
    Place(due, first, second, number): &Place,
    most: i64,
) -> Result<Vec<Found>, Error> {
    let week = wanted.now.plus(std::time::Duration::from_secs(6 * 86_400));
    let label = wanted.label.map(|label| format!("\n{label}\n"));
    on.all(
        sql!(
            "with found as (
                select i.id, i.number, i.list_id, i.rank, i.title, i.note, i.completed_at, i.due_date, i.due_time,
                    i.due_zone, i.priority, i.labels, i.repeat, i.repeat_since, i.follows, i.trashed_at, i.version,
                    i.created_at, i.updated_at,
                    case cast($10 as text) when 'due' then coalesce(i.due_date || coalesce(i.due_time, '24:00'), '9999')
                        else '' end as place1,
                    case cast($10 as text) when 'created' then -i.number when 'changed' then -i.turn
                        else l.rank end as place2,
                    i.rank as place3
                from todos.items i join todos.lists l on l.id = i.list_id
                where i.user_id = $1
                    and (cast($2 as uuid) is null or i.list_id = $2)
                    and case cast($3 as text)
                        when 'open' then i.trashed_at is null and i.completed_at is null
                        when 'done' then i.trashed_at is null and i.completed_at is not null
                        when 'trash' then i.trashed_at is not null
                        else i.trashed_at is null end
                    and (cast($4 as text) is null or replace(i.labels, $4, '') <> i.labels)
                    and (cast($5 as bigint) is null or i.priority = $5)
                    and case cast($6 as text)
                        when 'overdue' then i.due_at <= $8 and i.completed_at is null
                        when 'today' then i.day_begins_at <= $8 and $8 < i.day_ends_at
                        when 'week' then i.day_begins_at <= $9 and $8 < i.day_ends_at
                        when 'none' then i.due_date is null
                        else true end
                    and (cast($7 as text) is null or replace(i.title_key, $7, '') <> i.title_key)
            )
            select id, number, list_id, rank, title, note, completed_at, due_date, due_time, due_zone, priority, labels,
                repeat, repeat_since, follows, trashed_at, version, created_at, updated_at, place1, place2, place3
            from found where (place1, place2, place3, number) > ($11, $12, $13, $14)
            order by place1, place2, place3, number limit $15"
        ),
        args![
            user,
            wanted.list,
            wanted.state,
            label,
            wanted.priority,
            wanted.due,
            wanted.words,
            wanted.now,
            week,
            wanted.sort,
            due,
            first,
            second,
            number,
            most,
        ],
    )
    .await
}

record! {
    /// How many items a member has, over all lists.
    #[derive(Debug, Serialize, ToSchema)]
    #[schema(as = TodoCounts)]
    pub(crate) struct Counts {
        /// Not done.
        pub(crate) open: i64,
        /// Done.
        pub(crate) done: i64,
        /// In the trash.
        pub(crate) trash: i64,
        /// Not done although it was due.
        pub(crate) overdue: i64,
        /// Not done and due on this day, in the zone of the due date.
        pub(crate) today: i64,
    }
}

/// How many items a member has in which state.
pub(crate) async fn counts(on: &impl Exec, user: Uuid, now: Time) -> Result<Counts, Error> {
    on.one(
        sql!(
            "select count(*) filter (where trashed_at is null and completed_at is null),
                count(*) filter (where trashed_at is null and completed_at is not null),
                count(*) filter (where trashed_at is not null),
                count(*) filter (where trashed_at is null and completed_at is null and due_at <= $2),
                count(*) filter (where trashed_at is null and completed_at is null and day_begins_at <= $2 and $2 < day_ends_at)
            from todos.items where user_id = $1"
        ),
        args![user, now],
    )
    .await
}
