//! To-dos: lists of items, each of one member alone. See `README.md`.
//!
//! This is the service to read first, and to copy from: `cargo xtask new <name>` makes another one like it.

pub mod config;
mod db;
pub mod due;
mod events;
mod http;
mod invariants;
mod jobs;
pub mod model;
mod ops;
pub mod problems;
pub mod repeat;

use chassis::db::Db;
use chassis::host::{Host, Opened, Service};
use kit::Result;

use config::Config;

/// The service's name.
pub const SERVICE: &str = "todos";

/// Declares the service.
#[must_use]
pub fn service() -> Service {
    Service {
        name: SERVICE,
        needs: &[],
        migrations: chassis::migrations!["0001_items"],
        face: |door| http::routes(door).face(),
        open: |host, db| Box::pin(open(host, db)),
    }
}

/// What every handler of the service shares.
#[derive(Clone)]
struct App {
    db: Db,
    host: Host,
    config: Config,
}

#[expect(clippy::unused_async, reason = "the signature that every service has")]
async fn open(host: Host, db: Db) -> Result<Opened> {
    let config = host.config(SERVICE)?;
    let app = App { db, host, config };
    app.host.live().register(model::TOPIC, |who, key| who.user.to_string() == key);
    Ok(Opened::new(http::routes(app.host.door()).done(app.clone()))
        .does([jobs::empty_trash(&app)])
        .hears(events::consumers(&app))
        .keeps(invariants::all()))
}
