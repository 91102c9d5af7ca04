//! Statements over `works`, `work_facets`, `locked_fields` and `house`.

use chassis::db::value::List;
use chassis::db::{Error, Exec};
use chassis::{args, record, sql};

use crate::model::{Kind, WorkId};

record! {
    /// A work, as it is stored.
    pub(crate) struct StoredWork {
        pub(crate) id: WorkId,
        pub(crate) number: i64,
        pub(crate) title: String,
        /// A [`crate::summary::Summary`] as JSON.
        pub(crate) summary: String,
        pub(crate) merged_into: Option<WorkId>,
        pub(crate) version: i64,
    }
}

/// Raises the version of the catalogue; whoever else wants to change it waits until this is committed.
pub(crate) async fn touch_house(on: &impl Exec) -> Result<i64, Error> {
    let (version,) = on
        .one(sql!("update games.house set version = version + 1 where one = 1 returning version"), args![])
        .await?;
    Ok(version)
}

/// The version of the catalogue.
pub(crate) async fn house_version(on: &impl Exec) -> Result<i64, Error> {
    let (version,) = on.one(sql!("select version from games.house where one = 1"), args![]).await?;
    Ok(version)
}

/// The works with these ids, in any order.
pub(crate) async fn works(on: &impl Exec, ids: &[WorkId]) -> Result<Vec<StoredWork>, Error> {
    on.all(
        sql!("select id, number, title, summary, merged_into, version from games.works where id in ($1..)"),
        args![List(ids)],
    )
    .await
}

/// Inserts a work that nobody was told of yet.
pub(crate) async fn insert_work(
    on: &impl Exec,
    id: WorkId,
    number: i64,
    (title, sort_key, summary): (&str, &str, &str),
) -> Result<(), Error> {
    on.exec(
        sql!("insert into games.works(id, number, kind, title, sort_key, summary, version, told) values($1, $2, $3, $4, $5, $6, 1, 0)"),
        args![id, number, Kind::Main.number(), title, sort_key, summary],
    )
    .await
    .map(drop)
}

/// Replaces what is said of a work.
pub(crate) async fn update_work(
    on: &impl Exec,
    id: WorkId,
    (title, sort_key, summary): (&str, &str, &str),
) -> Result<(), Error> {
    on.exec(
        sql!("update games.works set title = $2, sort_key = $3, summary = $4, version = version + 1 where id = $1"),
        args![id, title, sort_key, summary],
    )
    .await
    .map(drop)
}

/// Notes that a work is the same as another one, and so are all that were the same as it.
pub(crate) async fn merge_work(on: &impl Exec, from: WorkId, into: WorkId) -> Result<(), Error> {
    on.exec(
        sql!(
            "update games.works set merged_into = $2, version = version + 1 where id = $1 or merged_into = $1"
        ),
        args![from, into],
    )
    .await?;
    on.exec(sql!("update games.releases set work = $2 where work = $1"), args![from, into]).await?;
    on.exec(sql!("delete from games.doubts where work_a = $1 or work_b = $1"), args![from]).await?;
    clear_facets(on, from).await
}

/// Takes a work out of the catalogue's lists.
pub(crate) async fn clear_facets(on: &impl Exec, work: WorkId) -> Result<(), Error> {
    on.exec(sql!("delete from games.work_facets where work = $1"), args![work]).await.map(drop)
}

/// Puts a work into one of the catalogue's lists.
pub(crate) async fn insert_facet(
    on: &impl Exec,
    work: WorkId,
    (name, value): (&str, &str),
    sort_key: &str,
) -> Result<(), Error> {
    on.exec(
        sql!("insert into games.work_facets(name, value, sort_key, work) values($1, $2, $3, $4) on conflict do nothing"),
        args![name, value, sort_key, work],
    )
    .await
    .map(drop)
}

/// The fields of these works that a person set.
pub(crate) async fn locked_fields(on: &impl Exec, works: &[WorkId]) -> Result<Vec<(WorkId, String)>, Error> {
    on.all(sql!("select work, field from games.locked_fields where work in ($1..)"), args![List(works)]).await
}

/// Works that search was not told of as they are now.
pub(crate) async fn untold(on: &impl Exec, most: i64) -> Result<Vec<StoredWork>, Error> {
    on.all(
        sql!("select id, number, title, summary, merged_into, version from games.works where told < version order by number limit $1"),
        args![most],
    )
    .await
}

/// Notes that search was told of these works as they are at these versions.
pub(crate) async fn set_told(on: &impl Exec, id: WorkId, version: i64) -> Result<(), Error> {
    on.exec(sql!("update games.works set told = $2 where id = $1"), args![id, version]).await.map(drop)
}

/// Forgets what search was told.
pub(crate) async fn forget_told(on: &impl Exec) -> Result<u64, Error> {
    on.exec(sql!("update games.works set told = 0 where told > 0"), args![]).await
}
