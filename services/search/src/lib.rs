//! Finds things by words. See `README.md`.

mod db;
mod events;
mod jobs;
pub mod operator;
mod ops;
mod rpc;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use chassis::db::Db;
use chassis::host::{Host, Opened, Service};
use chassis::http::{Face, Routes};
use chassis::pool::Pool;
use chassis::search::Index;
use contracts::search::{SERVICE, SearchServer};
use kit::Result;

/// How many questions may wait for their turn before others are told to come back.
const QUEUE: usize = 64;

/// Declares the service.
#[must_use]
pub fn service() -> Service {
    Service {
        name: SERVICE,
        needs: &[],
        migrations: chassis::migrations!["0001_house"],
        face: Face::none,
        open: |host, db| Box::pin(open(host, db)),
    }
}

/// What every part of the service shares.
#[derive(Clone)]
struct App {
    db: Db,
    index: Arc<Index>,
    /// Questions, which are short.
    asking: Pool,
    /// Changes of the index, one at a time.
    writing: Pool,
    /// When the index was last written, in microseconds.
    written_at: Arc<AtomicI64>,
}

#[expect(clippy::unused_async, reason = "the signature that every service has")]
async fn open(host: Host, db: Db) -> Result<Opened> {
    let index = Arc::new(Index::open(&host.folder(SERVICE))?);
    let (asking, writing) = (Pool::beside_the_rest("search.ask", QUEUE), Pool::new("search.write", 1, QUEUE));
    let app = App { db, index, asking, writing, written_at: Arc::default() };
    host.link(SERVICE).join(SearchServer::new(rpc::Rpc(app.clone())));
    let opened = Opened::new(Routes::new(host.door()).done(())).hears(events::consumers(&app));
    Ok(opened.works(jobs::rest(&app)).starts(jobs::fill(&app)))
}
