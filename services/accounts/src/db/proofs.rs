//! Statements over `proofs`: links that were sent, by their hashes.

use chassis::db::{Error, Exec};
use chassis::{args, record, sql};
use kit::{Id, Time};

use crate::model::User;

/// A link that confirms a mailbox.
pub(crate) const CONFIRM: &str = "confirm";
/// The link that makes the first administrator.
pub(crate) const SETUP: &str = "setup";

record! {
    /// A link that still works.
    pub(crate) struct Proof {
        pub(crate) user: Option<Id<User>>,
        pub(crate) browser: Option<Vec<u8>>,
    }
}

/// Stores the hash of a link.
pub(crate) async fn insert_proof(
    on: &impl Exec,
    kind: &str,
    hash: &[u8],
    user: Option<Id<User>>,
    browser: Option<&[u8]>,
    (now, expires_at): (Time, Time),
) -> Result<(), Error> {
    on.exec(
        sql!("insert into accounts.proofs(hash, kind, user_id, browser, created_at, expires_at) values($1, $2, $3, $4, $5, $6)"),
        args![hash, kind, user, browser, now, expires_at],
    )
    .await
    .map(drop)
}

/// The link behind a hash, while it works.
pub(crate) async fn proof(
    on: &impl Exec,
    kind: &str,
    hash: &[u8],
    now: Time,
) -> Result<Option<Proof>, Error> {
    on.opt(
        sql!("select user_id, browser from accounts.proofs where hash = $1 and kind = $2 and used_at is null and expires_at > $3"),
        args![hash, kind, now],
    )
    .await
}

/// Uses a link up; false when it does not work any more.
pub(crate) async fn use_proof(on: &impl Exec, kind: &str, hash: &[u8], now: Time) -> Result<bool, Error> {
    let used = on
        .exec(
            sql!("update accounts.proofs set used_at = $3 where hash = $1 and kind = $2 and used_at is null and expires_at > $3"),
            args![hash, kind, now],
        )
        .await?;
    Ok(used == 1)
}

/// Makes all other links of an account worthless.
pub(crate) async fn void_proofs(on: &impl Exec, user: Id<User>, now: Time) -> Result<(), Error> {
    on.exec(
        sql!("update accounts.proofs set used_at = $2 where user_id = $1 and used_at is null"),
        args![user, now],
    )
    .await
    .map(drop)
}

/// Makes all links to the set-up worthless.
pub(crate) async fn void_setups(on: &impl Exec, now: Time) -> Result<(), Error> {
    on.exec(
        sql!("update accounts.proofs set used_at = $1 where kind = 'setup' and used_at is null"),
        args![now],
    )
    .await
    .map(drop)
}
