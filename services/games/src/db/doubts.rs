//! Statements over `doubts` and `kept_apart`. The first of a pair is the one with the smaller id.

use chassis::db::value::List;
use chassis::db::{Error, Exec};
use chassis::{args, sql};
use kit::Time;
use uuid::Uuid;

use crate::model::WorkId;

/// All pairs of works in doubt.
pub(crate) async fn doubts(on: &impl Exec) -> Result<Vec<(WorkId, WorkId, String)>, Error> {
    on.all(
        sql!("select work_a, work_b, reason from games.doubts order by work_a, work_b limit 100000"),
        args![],
    )
    .await
}

/// Notes a pair of works in doubt.
pub(crate) async fn insert_doubt(on: &impl Exec, pair: (WorkId, WorkId), reason: &str) -> Result<(), Error> {
    on.exec(
        sql!("insert into games.doubts(work_a, work_b, reason) select a.id, b.id, $3 from games.works a, games.works b where a.id = $1 and b.id = $2 and a.merged_into is null and b.merged_into is null and not exists (select 1 from games.kept_apart k where (k.work_a = $1 and k.work_b = $2) or (k.work_a = $2 and k.work_b = $1)) on conflict(work_a, work_b) do update set reason = excluded.reason"),
        args![pair.0, pair.1, reason],
    )
    .await
    .map(drop)
}

/// Takes a pair of works off the list.
pub(crate) async fn delete_doubt(on: &impl Exec, pair: (WorkId, WorkId)) -> Result<(), Error> {
    on.exec(sql!("delete from games.doubts where work_a = $1 and work_b = $2"), args![pair.0, pair.1])
        .await
        .map(drop)
}

/// The next pairs of works in doubt for this reason, or for any.
pub(crate) async fn doubts_after(
    on: &impl Exec,
    reason: Option<&str>,
    after: (WorkId, WorkId),
    most: i64,
) -> Result<Vec<(WorkId, WorkId, String)>, Error> {
    match reason {
        Some(reason) => {
            on.all(
                sql!("select work_a, work_b, reason from games.doubts where reason = $1 and (work_a, work_b) > ($2, $3) order by work_a, work_b limit $4"),
                args![reason, after.0, after.1, most],
            )
            .await
        }
        None => {
            on.all(
                sql!("select work_a, work_b, reason from games.doubts where (work_a, work_b) > ($1, $2) order by work_a, work_b limit $3"),
                args![after.0, after.1, most],
            )
            .await
        }
    }
}

/// How many pairs are in doubt, by reason.
pub(crate) async fn count_doubts(on: &impl Exec) -> Result<Vec<(String, i64)>, Error> {
    on.all(sql!("select reason, count(*) from games.doubts group by reason order by reason"), args![]).await
}

/// The works that may be the same as this one, with the reasons.
pub(crate) async fn doubts_of(on: &impl Exec, work: WorkId) -> Result<Vec<(WorkId, String)>, Error> {
    on.all(
        sql!("select work_b, reason from games.doubts where work_a = $1 union all select work_a, reason from games.doubts where work_b = $1"),
        args![work],
    )
    .await
}

/// Takes all pairs with a work off the list.
pub(crate) async fn delete_doubts_of(on: &impl Exec, work: WorkId) -> Result<(), Error> {
    on.exec(sql!("delete from games.doubts where work_a = $1 or work_b = $1"), args![work]).await.map(drop)
}

/// Notes that two works are two.
pub(crate) async fn keep_apart(
    on: &impl Exec,
    pair: (WorkId, WorkId),
    (by, at): (Uuid, Time),
) -> Result<bool, Error> {
    let kept = on
        .exec(
            sql!("insert into games.kept_apart(work_a, work_b, kept_by, kept_at) values($1, $2, $3, $4) on conflict do nothing"),
            args![pair.0, pair.1, by, at],
        )
        .await?;
    Ok(kept == 1)
}

/// Forgets that two works are two.
pub(crate) async fn forget_apart(on: &impl Exec, pair: (WorkId, WorkId)) -> Result<(), Error> {
    on.exec(sql!("delete from games.kept_apart where work_a = $1 and work_b = $2"), args![pair.0, pair.1])
        .await
        .map(drop)
}

/// The pairs of which staff said that they are two, as far as the first of them is one of these works.
pub(crate) async fn apart_among(on: &impl Exec, works: &[WorkId]) -> Result<Vec<(WorkId, WorkId)>, Error> {
    on.all(sql!("select work_a, work_b from games.kept_apart where work_a in ($1..)"), args![List(works)])
        .await
}

/// All of them.
pub(crate) async fn all_apart(on: &impl Exec) -> Result<Vec<(WorkId, WorkId)>, Error> {
    on.all(sql!("select work_a, work_b from games.kept_apart limit 100000"), args![]).await
}

/// The works that staff keeps apart from this one, with who said so and when.
pub(crate) async fn apart_from(on: &impl Exec, work: WorkId) -> Result<Vec<(WorkId, Uuid, Time)>, Error> {
    on.all(
        sql!("select work_b, kept_by, kept_at from games.kept_apart where work_a = $1 union all select work_a, kept_by, kept_at from games.kept_apart where work_b = $1"),
        args![work],
    )
    .await
}

/// Forgets all pairs with a work.
pub(crate) async fn forget_apart_of(on: &impl Exec, work: WorkId) -> Result<(), Error> {
    on.exec(sql!("delete from games.kept_apart where work_a = $1 or work_b = $1"), args![work])
        .await
        .map(drop)
}
