//! What must always hold in the tables of todos.

use chassis::host::Invariant;
use chassis::sql;

pub(crate) fn all() -> Vec<Invariant> {
    vec![
        Invariant {
            holds: "every member has exactly one list that stays",
            broken_by: sql!(
                "select m.user_id from todos.members m where 1 <> (select count(*) from todos.lists l where l.user_id = m.user_id and l.is_default)"
            ),
        },
        Invariant {
            holds: "an item stands on a list of its own member",
            broken_by: sql!(
                "select i.id from todos.items i join todos.lists l on l.id = i.list_id where l.user_id <> i.user_id"
            ),
        },
        Invariant {
            holds: "no two items of a list and no two lists of a member have one place, and places are above zero",
            broken_by: sql!(
                "select list_id from todos.items group by list_id, rank having count(*) > 1 or rank < 1
                union all select user_id from todos.lists group by user_id, rank having count(*) > 1 or rank < 1"
            ),
        },
        Invariant {
            holds: "a due date has its zone and its instants, and without one there are none",
            broken_by: sql!(
                "select id from todos.items where (due_date is null) <> (due_zone is null) or (due_date is null) <> (due_at is null)
                    or (due_date is null and due_time is not null) or due_at < day_begins_at or due_at > day_ends_at"
            ),
        },
        Invariant {
            holds: "what repeats is due and knows since when",
            broken_by: sql!(
                "select id from todos.items where repeat is not null and (due_date is null or repeat_since is null)"
            ),
        },
        Invariant {
            holds: "the next time of an item belongs to the same member and came after it",
            broken_by: sql!(
                "select n.id from todos.items n join todos.items i on i.id = n.follows where n.user_id <> i.user_id or n.number <= i.number"
            ),
        },
    ]
}
