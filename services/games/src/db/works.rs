//! Statements over `works` and `house`.

use chassis::db::value::List;
use chassis::db::{Error, Exec};
use chassis::{args, record, sql};

use crate::model::{Kind, WorkId};

record! {
    /// A work, as it is stored.
    #[derive(Clone, Debug)]
    pub(crate) struct StoredWork {
        pub(crate) id: WorkId,
        pub(crate) number: i64,
        pub(crate) title: String,
        /// A [`crate::summary::Summary`] as JSON.
        pub(crate) summary: String,
        pub(crate) merged_into: Option<WorkId>,
        pub(crate) version: i64,
        /// The number of a [`Kind`].
        pub(crate) kind: i64,
        pub(crate) parent: Option<WorkId>,
        pub(crate) version_parent: Option<WorkId>,
        pub(crate) version_title: Option<String>,
    }
}

impl StoredWork {
    /// How it hangs on others.
    pub(crate) fn hung(&self) -> Hung<'_> {
        Hung {
            kind: Kind::from_number(self.kind).unwrap_or(Kind::Main),
            parent: self.parent,
            base: self.version_parent,
            edition: self.version_title.as_deref(),
        }
    }
}

/// How a work hangs on others, on its way into the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hung<'h> {
    pub(crate) kind: Kind,
    pub(crate) parent: Option<WorkId>,
    /// The work that it is an edition of.
    pub(crate) base: Option<WorkId>,
    /// What sets the edition apart.
    pub(crate) edition: Option<&'h str>,
}

impl Hung<'_> {
    /// On nothing.
    pub(crate) const ALONE: Self = Self { kind: Kind::Main, parent: None, base: None, edition: None };
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
        sql!("select id, number, title, summary, merged_into, version, kind, parent, version_parent, version_title from games.works where id in ($1..)"),
        args![List(ids)],
    )
    .await
}

/// The works that are editions of these or add to them, in order of their titles; at most 1,000.
pub(crate) async fn hanging_on(on: &impl Exec, ids: &[WorkId]) -> Result<Vec<StoredWork>, Error> {
    let mut found: Vec<StoredWork> = on
        .all(
            sql!("select id, number, title, summary, merged_into, version, kind, parent, version_parent, version_title from games.works where parent is not null and parent in ($1..) order by sort_key, id limit 1000"),
            args![List(ids)],
        )
        .await?;
    let editions: Vec<StoredWork> = on
        .all(
            sql!("select id, number, title, summary, merged_into, version, kind, parent, version_parent, version_title from games.works where version_parent is not null and version_parent in ($1..) order by sort_key, id limit 1000"),
            args![List(ids)],
        )
        .await?;
    let new = |work: &StoredWork| !found.iter().any(|known| known.id == work.id);
    let editions: Vec<StoredWork> = editions.into_iter().filter(new).collect();
    found.extend(editions);
    Ok(found)
}

/// Inserts a work that nobody was told of yet.
pub(crate) async fn insert_work(
    on: &impl Exec,
    (id, number): (WorkId, i64),
    (title, sort_key, summary): (&str, &str, &str),
    hung: Hung<'_>,
) -> Result<(), Error> {
    on.exec(
        sql!("insert into games.works(id, number, kind, parent, version_parent, version_title, title, sort_key, summary, version, told, changed) values($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 0, (select h.version from games.house h where h.one = 1))"),
        args![id, number, hung.kind.number(), hung.parent, hung.base, hung.edition, title, sort_key, summary],
    )
    .await
    .map(drop)
}

/// Replaces what is said of a work at `version`, and makes it the next version; false when it was changed
/// meanwhile.
pub(crate) async fn update_work(
    on: &impl Exec,
    (id, version): (WorkId, i64),
    (title, sort_key, summary): (&str, &str, &str),
    hung: Hung<'_>,
) -> Result<bool, Error> {
    let changed = on
        .exec(
            sql!("update games.works set kind = $3, parent = $4, version_parent = $5, version_title = $6, title = $7, sort_key = $8, summary = $9, version = version + 1, changed = (select h.version from games.house h where h.one = 1) where id = $1 and version = $2 and merged_into is null"),
            args![id, version, hung.kind.number(), hung.parent, hung.base, hung.edition, title, sort_key, summary],
        )
        .await?;
    Ok(changed == 1)
}

/// Hangs a work on others; false when it was changed since `version`.
pub(crate) async fn hang_work(
    on: &impl Exec,
    (id, version): (WorkId, i64),
    hung: Hung<'_>,
) -> Result<bool, Error> {
    let changed = on
        .exec(
            sql!("update games.works set kind = $3, parent = $4, version_parent = $5, version_title = $6, version = version + 1, changed = (select h.version from games.house h where h.one = 1) where id = $1 and version = $2 and merged_into is null"),
            args![id, version, hung.kind.number(), hung.parent, hung.base, hung.edition],
        )
        .await?;
    Ok(changed == 1)
}

/// Raises the version of works whose page says something else now, because a work that it names changed.
pub(crate) async fn touch_works(on: &impl Exec, ids: &[WorkId]) -> Result<u64, Error> {
    if ids.is_empty() {
        return Ok(0);
    }
    on.exec(sql!("update games.works set version = version + 1 where id in ($1..)"), args![List(ids)]).await
}

/// Raises the version of a work above another one's: whoever saw either has not seen this.
pub(crate) async fn raise_version(on: &impl Exec, id: WorkId, above: i64) -> Result<(), Error> {
    on.exec(sql!("update games.works set version = $2 where id = $1 and version < $2"), args![id, above])
        .await
        .map(drop)
}

/// Notes that a work is the same as another one, and so are all that were the same as it.
pub(crate) async fn merge_work(on: &impl Exec, from: WorkId, into: WorkId) -> Result<(), Error> {
    on.exec(
        sql!("update games.works set merged_into = $2, kind = 0, parent = null, version_parent = null, version_title = null, version = version + 1, changed = (select h.version from games.house h where h.one = 1) where id = $1 or merged_into = $1"),
        args![from, into],
    )
    .await?;
    on.exec(sql!("update games.releases set work = $2 where work = $1"), args![from, into]).await.map(drop)
}

/// Lets a work stand alone, for whoever is about to write it as its next version.
pub(crate) async fn free_work(on: &impl Exec, id: WorkId) -> Result<(), Error> {
    on.exec(
        sql!("update games.works set kind = 0, parent = null, version_parent = null, version_title = null where id = $1"),
        args![id],
    )
    .await
    .map(drop)
}

/// Works that search was not told of as they are now.
pub(crate) async fn untold(on: &impl Exec, most: i64) -> Result<Vec<StoredWork>, Error> {
    on.all(
        sql!("select id, number, title, summary, merged_into, version, kind, parent, version_parent, version_title from games.works where told < version order by number limit $1"),
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
