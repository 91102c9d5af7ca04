//! Gizmos, each of one member alone. See `README.md`.

mod db;
mod http;
mod invariants;
pub mod model;
mod ops;
pub mod problems;

use chassis::db::Db;
use chassis::host::{Host, Opened, Service};
use kit::Result;

/// The service's name.
pub const SERVICE: &str = "demo";

/// Declares the service.
#[must_use]
pub fn service() -> Service {
    Service {
        name: SERVICE,
        needs: &[],
        migrations: chassis::migrations!["0001_gizmos"],
        face: |door| http::routes(door).face(),
        open: |host, db| Box::pin(open(host, db)),
    }
}

/// What every handler of the service shares.
#[derive(Clone)]
struct App {
    db: Db,
    host: Host,
}

#[expect(clippy::unused_async, reason = "the signature that every service has")]
async fn open(host: Host, db: Db) -> Result<Opened> {
    let app = App { db, host };
    Ok(Opened::new(http::routes(app.host.door()).done(app.clone())).keeps(invariants::all()))
}
