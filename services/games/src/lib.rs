//! The catalogue of games: works and their releases, and the import that fills it. See `README.md`.

pub mod date;
mod db;
mod events;
pub mod formats;
mod genres;
mod http;
mod invariants;
mod jobs;
pub mod matching;
pub mod model;
pub mod ops;
mod platforms;
pub mod problems;
mod shelf;
pub mod summary;

use std::sync::Arc;

use chassis::db::Db;
use chassis::host::{Host, Opened, Service};
use chassis::link::Link;
use contracts::search::SearchClient;
use kit::Result;
use shelf::Shelf;
use tokio::sync::Notify;

/// Declares the service.
#[must_use]
pub fn service() -> Service {
    Service {
        name: contracts::games::SERVICE,
        needs: &[],
        migrations: chassis::migrations!["0001_works", "0002_imports", "0003_keeping", "0004_corrections"],
        face: |door| http::routes(door).face(),
        open: |host, db| Box::pin(open(host, db)),
    }
}

/// What every handler of the service shares.
#[derive(Clone)]
struct App {
    db: Db,
    host: Host,
    search: Arc<SearchClient<Link>>,
    untold: Arc<Notify>,
    shelf: Shelf,
}

#[expect(clippy::unused_async, reason = "the signature that every service has")]
async fn open(host: Host, db: Db) -> Result<Opened> {
    let search = Arc::new(SearchClient::new(host.link(contracts::search::SERVICE)));
    let app = App { db, host, search, untold: Arc::default(), shelf: Shelf::default() };
    let opened = Opened::new(http::routes(app.host.door()).done(app.clone())).hears(events::consumers(&app));
    let opened = opened.does(jobs::all(&app)).starts(jobs::look_after_imports(&app));
    let opened = opened.works(jobs::tell_search(&app)).works(jobs::fill_shelf(&app));
    Ok(opened.keeps(invariants::all()))
}
