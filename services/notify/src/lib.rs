//! Tells people what happened: notes and mails. See `README.md`.

mod db;
mod events;
mod http;
mod invariants;
mod letter;
pub mod model;
pub mod operator;
mod ops;

use std::sync::Arc;

use chassis::db::Db;
use chassis::host::{Host, Opened, Service};
use chassis::link::Link;
use contracts::accounts::AccountsClient;
use kit::Result;
use tokio::sync::Notify;

/// The service's name.
pub const SERVICE: &str = "notify";

/// Declares the service.
#[must_use]
pub fn service() -> Service {
    Service {
        name: SERVICE,
        needs: &[contracts::accounts::SERVICE],
        migrations: chassis::migrations!["0001_notes", "0002_other_mailboxes"],
        face: |door| http::routes(door).face(),
        open: |host, db| Box::pin(open(host, db)),
    }
}

/// What every handler of the service shares.
#[derive(Clone)]
struct App {
    db: Db,
    host: Host,
    accounts: AccountsClient<Link>,
    mails: Arc<Notify>,
}

#[expect(clippy::unused_async, reason = "the signature that every service has")]
async fn open(host: Host, db: Db) -> Result<Opened> {
    let accounts = AccountsClient::new(host.link(contracts::accounts::SERVICE));
    let app = App { db, host: host.clone(), accounts, mails: Arc::default() };
    host.live().register(model::TOPIC, |who, key| who.user.to_string() == key);
    Ok(Opened::new(http::routes(app.host.door()).done(app.clone()))
        .hears(events::consumers(&app))
        .works(ops::send_mails::sender(&app))
        .shows([db::queue()])
        .keeps(invariants::all()))
}
