//! Every SQL statement of demo. Each names the member whose rows it may touch.

use chassis::db::value::Columns;
use chassis::db::{Error, Exec, Record};
use chassis::{args, sql};
use kit::Time;
use uuid::Uuid;

use crate::model::{Gizmo, GizmoId, MOST};

impl Record for Gizmo {
    fn read(columns: &mut Columns<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: columns.read()?,
            name: columns.read()?,
            version: columns.read()?,
            created_at: columns.read()?,
        })
    }
}

/// A member's gizmos behind a place, the newest first.
pub(crate) async fn page(
    on: &impl Exec,
    user: Uuid,
    (at, id): (Time, Uuid),
    most: u32,
) -> Result<Vec<Gizmo>, Error> {
    on.all(
        sql!(
            "select id, name, version, created_at from demo.gizmos
            where user_id = $1 and (created_at, id) < ($2, $3) order by created_at desc, id desc limit $4"
        ),
        args![user, at, id, most],
    )
    .await
}

/// One gizmo of a member.
pub(crate) async fn by_id(on: &impl Exec, user: Uuid, id: GizmoId) -> Result<Option<Gizmo>, Error> {
    on.opt(
        sql!("select id, name, version, created_at from demo.gizmos where user_id = $1 and id = $2"),
        args![user, id],
    )
    .await
}

/// Inserts a gizmo; false when no more fit. Two at the same time may pass the bound by one: it is there for floods.
pub(crate) async fn insert(on: &impl Exec, user: Uuid, gizmo: &Gizmo) -> Result<bool, Error> {
    let inserted = on
        .exec(
            sql!(
                "insert into demo.gizmos(id, user_id, name, version, created_at)
                select $1, $2, $3, $4, $5 where (select count(*) from demo.gizmos where user_id = $2) < $6"
            ),
            args![gizmo.id, user, gizmo.name, gizmo.version, gizmo.created_at, MOST],
        )
        .await?;
    Ok(inserted == 1)
}

/// Gives a gizmo another name, if it is still the version that the caller saw.
pub(crate) async fn rename(
    on: &impl Exec,
    (user, id): (Uuid, GizmoId),
    seen: Option<i64>,
    name: &str,
) -> Result<Option<Gizmo>, Error> {
    on.opt(
        sql!(
            "update demo.gizmos set name = $4, version = version + 1
            where user_id = $1 and id = $2 and (cast($3 as bigint) is null or version = $3)
            returning id, name, version, created_at"
        ),
        args![user, id, seen, name],
    )
    .await
}

/// Deletes a gizmo, if it is still the version that the caller saw; false when it is not.
pub(crate) async fn delete(
    on: &impl Exec,
    (user, id): (Uuid, GizmoId),
    seen: Option<i64>,
) -> Result<bool, Error> {
    let deleted = on
        .exec(
            sql!(
                "delete from demo.gizmos where user_id = $1 and id = $2 and (cast($3 as bigint) is null or version = $3)"
            ),
            args![user, id, seen],
        )
        .await?;
    Ok(deleted == 1)
}
