//! Every SQL statement of search.

use chassis::db::{Error, Exec};
use chassis::{args, sql};
use uuid::Uuid;

/// Id and next version of the one row that orders what search tells.
pub(crate) async fn touch_house(on: &impl Exec, fresh: Uuid) -> Result<(Uuid, i64), Error> {
    on.one(
        sql!("insert into search.house(one, id, version) values(1, $1, 1) on conflict(one) do update set version = house.version + 1 returning id, version"),
        args![fresh],
    )
    .await
}
