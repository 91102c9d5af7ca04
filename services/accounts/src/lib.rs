//! Who you are: accounts, sessions, proofs, roles, audit. See `README.md`.

pub mod bare;
mod callers;
pub mod config;
mod db;
mod http;
mod invariants;
mod jobs;
pub mod model;
pub mod operator;
mod ops;
mod password;
pub mod problems;
mod rpc;
mod session;
mod token;

use std::sync::Arc;

use chassis::db::Db;
use chassis::host::{Host, Opened, Service};
use contracts::accounts::AccountsServer;
use kit::Result;

use crate::config::Config;

/// Declares the service.
#[must_use]
pub fn service() -> Service {
    Service {
        name: contracts::accounts::SERVICE,
        needs: &[],
        migrations: chassis::migrations!["0001_users", "0002_tokens", "0003_epochs", "0004_demo"],
        face: |door| http::routes(door).face(),
        open: |host, db| Box::pin(open(host, db)),
    }
}

/// What every handler of the service shares.
#[derive(Clone)]
struct App {
    db: Db,
    host: Host,
    hasher: password::Hasher,
    tokens: token::Tokens,
    callers: callers::Callers,
    config: Arc<Config>,
}

#[expect(clippy::unused_async, reason = "the signature that every service has")]
async fn open(host: Host, db: Db) -> Result<Opened> {
    let app = App::new(&host, db)?;
    host.link(contracts::accounts::SERVICE).join(AccountsServer::new(rpc::Rpc(app.clone())));
    host.door().ask(rpc::vouch(&app));
    let opened = Opened::new(http::routes(app.host.door()).done(app.clone()))
        .does(jobs::all(&app))
        .starts(jobs::invite(&app));
    Ok(opened.keeps(invariants::all()))
}
