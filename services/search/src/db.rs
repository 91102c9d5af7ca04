//! Every SQL statement of search.

use chassis::db::{Error, Exec};
use chassis::{args, record, sql};
use uuid::Uuid;

record! {
    /// A document that waits to be put into the index.
    pub(crate) struct Queued {
        pub(crate) kind: String,
        pub(crate) id: Uuid,
        pub(crate) version: i64,
        /// A [`contracts::search::Document`] as JSON.
        pub(crate) body: String,
    }
}

/// Queues a document, unless a newer version of it waits already.
pub(crate) async fn enqueue(
    on: &impl Exec,
    kind: &str,
    id: Uuid,
    version: i64,
    body: &str,
) -> Result<(), Error> {
    on.exec(
        sql!("insert into search.queue(kind, id, version, body) values($1, $2, $3, $4) on conflict(kind, id) do update set version = excluded.version, body = excluded.body where excluded.version > queue.version"),
        args![kind, id, version, body],
    )
    .await
    .map(drop)
}

/// The next documents that wait.
pub(crate) async fn queued(on: &impl Exec, most: i64) -> Result<Vec<Queued>, Error> {
    on.all(sql!("select kind, id, version, body from search.queue order by kind, id limit $1"), args![most])
        .await
}

/// Takes a document off the queue, unless a newer version of it came in meanwhile.
pub(crate) async fn dequeue(on: &impl Exec, document: &Queued) -> Result<(), Error> {
    on.exec(
        sql!("delete from search.queue where kind = $1 and id = $2 and version = $3"),
        args![document.kind, document.id, document.version],
    )
    .await
    .map(drop)
}

/// The next version of what search itself publishes.
pub(crate) async fn touch_house(on: &impl Exec) -> Result<i64, Error> {
    let (version,) = on
        .one(sql!("update search.house set version = version + 1 where one = 1 returning version"), args![])
        .await?;
    Ok(version)
}
