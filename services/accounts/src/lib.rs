//! Who you are: accounts, sessions, proofs, roles, audit. See `README.md`.

pub mod config;
mod db;
mod http;
mod invariants;
pub mod model;
mod ops;
mod password;
pub mod problems;
mod rpc;
mod session;

use std::sync::Arc;

use chassis::db::Db;
use chassis::host::{Host, Opened, Service};
use contracts::accounts::AccountsServer;
use kit::Result;

use crate::config::Config;
use crate::password::Hasher;

/// Declares the service.
#[must_use]
pub fn service() -> Service {
    Service {
        name: contracts::accounts::SERVICE,
        needs: &[],
        migrations: chassis::migrations!["0001_users"],
        open: |host, db| Box::pin(open(host, db)),
    }
}

/// What every handler of the service shares.
#[derive(Clone)]
struct App {
    db: Db,
    host: Host,
    hasher: Hasher,
    config: Arc<Config>,
}

#[expect(clippy::unused_async, reason = "the signature that every service has")]
async fn open(host: Host, db: Db) -> Result<Opened> {
    let config: Config = host.config(contracts::accounts::SERVICE)?;
    let hasher = Hasher::new(host.keys().clone())?;
    let app = App { db, host: host.clone(), hasher, config: Arc::new(config) };
    host.link(contracts::accounts::SERVICE).join(AccountsServer::new(rpc::Rpc(app.clone())));
    let vouch = app.clone();
    host.door().ask(Arc::new(move |credential| {
        let app = vouch.clone();
        Box::pin(async move { ops::identify::identify(&app, &credential).await })
    }));
    let invite = app.clone();
    Ok(Opened::new(http::routes(&app)).keeps(invariants::all()).starts(Arc::new(move || {
        let app = invite.clone();
        Box::pin(async move { ops::first_administrator::invite(&app).await })
    })))
}
