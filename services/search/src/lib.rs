//! Finds things by words: an index of what the owners of things publish. See `README.md`.

mod db;
mod events;
mod invariants;
mod jobs;
mod ops;
mod rpc;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use chassis::db::Db;
use chassis::host::{Host, Opened, Service};
use chassis::http::Routes;
use chassis::pool::Pool;
use chassis::search::Index;
use contracts::search::SearchServer;
use kit::Result;
use tokio::sync::Notify;

pub use ops::rebuild::rebuild;

/// How many questions may wait for a core.
const WAITING: usize = 64;

/// Declares the service.
#[must_use]
pub fn service() -> Service {
    Service {
        name: contracts::search::SERVICE,
        needs: &[],
        migrations: chassis::migrations!["0001_queue"],
        open: |host, db| Box::pin(open(host, db)),
    }
}

/// What every part of the service shares.
#[derive(Clone)]
struct App {
    db: Db,
    host: Host,
    index: Arc<Index>,
    asking: Pool,
    writing: Pool,
    queued: Arc<Notify>,
    /// When the index was last written to, in microseconds.
    written: Arc<AtomicI64>,
}

#[expect(clippy::unused_async, reason = "the signature that every service has")]
async fn open(host: Host, db: Db) -> Result<Opened> {
    let index = Arc::new(Index::open(&host.folder(contracts::search::SERVICE).join("v1"))?);
    let (asking, writing) = (Pool::beside_the_rest("search.ask", WAITING), Pool::new("search.write", 1, 4));
    let (queued, written) = (Arc::default(), Arc::default());
    let app = App { db, host: host.clone(), index, asking, writing, queued, written };
    host.link(contracts::search::SERVICE).join(SearchServer::new(rpc::Rpc(app.clone())));
    let doors = Routes::new(host.door()).done(app.clone());
    let starting = app.clone();
    let opened = Opened::new(doors).hears(events::consumers(&app)).works(jobs::fill_index(&app));
    Ok(opened.keeps(invariants::all()).starts(Arc::new(move || {
        let app = starting.clone();
        Box::pin(async move { ops::rebuild::fill_when_empty(&app).await })
    })))
}
