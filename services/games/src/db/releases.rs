//! Statements over `releases`, `external_ids` and `match_keys`.

use chassis::db::value::List;
use chassis::db::{Error, Exec};
use chassis::{args, record, sql};

use crate::formats::Row;
use crate::model::{ReleaseId, WorkId};

record! {
    /// A release, as it is stored.
    pub(crate) struct StoredRelease {
        pub(crate) id: ReleaseId,
        pub(crate) work: WorkId,
        /// The [`Row`] that it was made of, as JSON.
        pub(crate) facts: String,
    }
}

record! {
    /// A release that its source knows by this uid.
    pub(crate) struct KnownRelease {
        pub(crate) uid: String,
        pub(crate) id: ReleaseId,
        pub(crate) facts: String,
    }
}

/// Those of these uids that are in the catalogue.
pub(crate) async fn known(on: &impl Exec, source: &str, uids: &[&str]) -> Result<Vec<KnownRelease>, Error> {
    on.all(
        sql!("select e.uid, r.id, r.facts from games.external_ids e join games.releases r on r.id = e.release where e.source = $1 and e.uid in ($2..)"),
        args![source, List(uids)],
    )
    .await
}

/// The works of releases that go by one of these titles.
pub(crate) async fn works_by_keys(on: &impl Exec, keys: &[&str]) -> Result<Vec<(WorkId,)>, Error> {
    on.all(
        sql!("select distinct r.work from games.match_keys k join games.releases r on r.id = k.release where k.key in ($1..)"),
        args![List(keys)],
    )
    .await
}

/// The works of releases that their source counts among these games.
pub(crate) async fn works_by_groups(
    on: &impl Exec,
    source: &str,
    groups: &[&str],
) -> Result<Vec<(WorkId,)>, Error> {
    on.all(
        sql!("select distinct work from games.releases where source = $1 and source_group in ($2..)"),
        args![source, List(groups)],
    )
    .await
}

/// The works of these releases.
pub(crate) async fn works_by_releases(
    on: &impl Exec,
    releases: &[ReleaseId],
) -> Result<Vec<(WorkId,)>, Error> {
    on.all(sql!("select distinct work from games.releases where id in ($1..)"), args![List(releases)]).await
}

/// All releases of these works, those of the oldest work first.
pub(crate) async fn releases_of(on: &impl Exec, works: &[WorkId]) -> Result<Vec<StoredRelease>, Error> {
    on.all(
        sql!("select r.id, r.work, r.facts from games.releases r join games.works w on w.id = r.work where r.work in ($1..) order by w.number, r.id"),
        args![List(works)],
    )
    .await
}

/// Inserts a release under its source's uid.
pub(crate) async fn insert_release(
    on: &impl Exec,
    id: ReleaseId,
    work: WorkId,
    (row, facts): (&Row, &str),
) -> Result<(), Error> {
    let (date, source) = (row.date.map(|d| d.to_string()), row.source.slug());
    on.exec(
        sql!("insert into games.releases(id, work, platform, region, date, title, source, source_group, facts) values($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        args![id, work, row.platform, row.region, date, row.title, source, row.group, facts],
    )
    .await?;
    on.exec(
        sql!("insert into games.external_ids(source, uid, release) values($1, $2, $3)"),
        args![source, row.uid, id],
    )
    .await
    .map(drop)
}

/// Replaces what a release's source says of it.
pub(crate) async fn update_release(
    on: &impl Exec,
    id: ReleaseId,
    (row, facts): (&Row, &str),
) -> Result<(), Error> {
    let date = row.date.map(|d| d.to_string());
    on.exec(
        sql!("update games.releases set platform = $2, region = $3, date = $4, title = $5, source_group = $6, facts = $7 where id = $1"),
        args![id, row.platform, row.region, date, row.title, row.group, facts],
    )
    .await?;
    on.exec(sql!("delete from games.match_keys where release = $1"), args![id]).await.map(drop)
}

/// Notes a title by which a release can be compared.
pub(crate) async fn insert_key(on: &impl Exec, key: &str, release: ReleaseId) -> Result<(), Error> {
    on.exec(
        sql!("insert into games.match_keys(key, release) values($1, $2) on conflict do nothing"),
        args![key, release],
    )
    .await
    .map(drop)
}

/// The next titles that releases of several works go by, in order.
pub(crate) async fn shared_keys(on: &impl Exec, after: &str, most: i64) -> Result<Vec<(String,)>, Error> {
    on.all(
        sql!("select k.key from games.match_keys k join games.releases r on r.id = k.release where k.key > $1 group by k.key having count(distinct r.work) > 1 order by k.key limit $2"),
        args![after, most],
    )
    .await
}

record! {
    /// A release under a title that it goes by.
    pub(crate) struct KeyedRelease {
        pub(crate) key: String,
        pub(crate) work: WorkId,
        pub(crate) facts: String,
    }
}

/// The releases that go by these titles.
pub(crate) async fn releases_by_keys(on: &impl Exec, keys: &[String]) -> Result<Vec<KeyedRelease>, Error> {
    on.all(
        sql!("select k.key, r.work, r.facts from games.match_keys k join games.releases r on r.id = k.release where k.key in ($1..)"),
        args![List(keys)],
    )
    .await
}
