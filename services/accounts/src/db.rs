//! Every SQL statement of accounts.

mod proofs;
mod sessions;
mod users;

pub(crate) use proofs::*;
pub(crate) use sessions::*;
pub(crate) use users::*;

use chassis::db::{Error, Exec, Tx};
use chassis::{args, random, sql};
use uuid::Uuid;

/// Leaves a row in the audit, in the transaction of what it tells.
pub(crate) async fn audit(
    tx: &Tx,
    actor: Option<Uuid>,
    action: &str,
    subject: Option<Uuid>,
    address: std::net::IpAddr,
) -> Result<(), Error> {
    let (id, now, address) = (random::uuid(tx.now()), tx.now(), address.to_string());
    tx.exec(
        sql!("insert into accounts.audit(id, at, actor, action, subject, address, detail) values($1, $2, $3, $4, $5, $6, '{}')"),
        args![id, now, actor, action, subject, address],
    )
    .await
    .map(drop)
}
