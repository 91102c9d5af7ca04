//! Statements that carry the catalogue into memory and count it.

use chassis::db::{Error, Exec};
use chassis::{args, record, sql};
use uuid::Uuid;

use super::works::StoredWork;
use crate::model::WorkId;

record! {
    /// What a list needs to know of a work.
    pub(crate) struct Changed {
        pub(crate) id: WorkId,
        pub(crate) changed: i64,
        pub(crate) sort_key: String,
        pub(crate) summary: String,
        pub(crate) kind: i64,
        pub(crate) version_parent: Option<WorkId>,
        pub(crate) merged_into: Option<WorkId>,
    }
}

/// The next works that were changed after a place in the order of changes.
pub(crate) async fn changed_after(
    on: &impl Exec,
    (changed, id): (i64, Uuid),
    most: i64,
) -> Result<Vec<Changed>, Error> {
    on.all(
        sql!("select id, changed, sort_key, summary, kind, version_parent, merged_into from games.works where (changed, id) > ($1, $2) order by changed, id limit $3"),
        args![changed, id, most],
    )
    .await
}

/// How many works and releases there are.
pub(crate) async fn totals(on: &impl Exec) -> Result<(i64, i64), Error> {
    on.one(
        sql!("select (select count(*) from games.works where merged_into is null), (select count(*) from games.external_ids)"),
        args![],
    )
    .await
}

/// The next works of the catalogue in the order of their ids.
pub(crate) async fn works_after(on: &impl Exec, after: WorkId, most: i64) -> Result<Vec<StoredWork>, Error> {
    on.all(
        sql!("select id, number, title, summary, merged_into, version, kind, parent, version_parent, version_title from games.works where id > $1 and merged_into is null order by id limit $2"),
        args![after, most],
    )
    .await
}
