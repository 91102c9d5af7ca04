//! Statements over `proofs`: links that were sent, by their hashes.

use chassis::db::{Error, Exec};
use chassis::{args, record, sql};
use kit::{Id, Time};
use uuid::Uuid;

use crate::model::User;

/// A link that confirms a mailbox.
pub(crate) const CONFIRM: &str = "confirm";
/// The link that makes the first administrator.
pub(crate) const SETUP: &str = "setup";
/// A link that sets a new password.
pub(crate) const RESET: &str = "reset";
/// A link that takes a change of password or address back.
pub(crate) const UNDO: &str = "undo";

record! {
    /// A link that still works.
    pub(crate) struct Proof {
        pub(crate) user: Option<Id<User>>,
        pub(crate) browser: Option<Vec<u8>>,
        /// The address that it brings back.
        pub(crate) address: Option<String>,
    }
}

/// A link that is sent.
pub(crate) struct NewProof<'n> {
    pub(crate) kind: &'static str,
    pub(crate) hash: Vec<u8>,
    pub(crate) user: Option<Id<User>>,
    pub(crate) browser: Option<Vec<u8>>,
    pub(crate) address: Option<&'n str>,
    pub(crate) now: Time,
    pub(crate) expires_at: Time,
}

/// Stores the hash of a link.
pub(crate) async fn insert_proof(on: &impl Exec, new: &NewProof<'_>) -> Result<(), Error> {
    let NewProof { kind, hash, user, browser, address, now, expires_at } = new;
    let key = address.map(crate::model::key);
    on.exec(
        sql!("insert into accounts.proofs(hash, kind, user_id, browser, address, address_key, created_at, expires_at, epoch) values($1, $2, $3, $4, $5, $6, $7, $8, (select i.epoch from accounts.installation i))"),
        args![hash, kind, user, browser, address, key, now, expires_at],
    )
    .await
    .map(drop)
}

/// The link behind a hash, while it works. After a restore only those work still that take a change back.
pub(crate) async fn proof(
    on: &impl Exec,
    kind: &str,
    hash: &[u8],
    now: Time,
) -> Result<Option<Proof>, Error> {
    on.opt(
        sql!("select user_id, browser, address from accounts.proofs where hash = $1 and kind = $2 and used_at is null and expires_at > $3 and (kind = 'undo' or epoch = (select i.epoch from accounts.installation i))"),
        args![hash, kind, now],
    )
    .await
}

/// Uses a link up; false when it does not work any more.
pub(crate) async fn use_proof(on: &impl Exec, kind: &str, hash: &[u8], now: Time) -> Result<bool, Error> {
    let used = on
        .exec(
            sql!("update accounts.proofs set used_at = $3 where hash = $1 and kind = $2 and used_at is null and expires_at > $3 and (kind = 'undo' or epoch = (select i.epoch from accounts.installation i))"),
            args![hash, kind, now],
        )
        .await?;
    Ok(used == 1)
}

/// Makes all other links of an account worthless, but not those that take a change back: whoever got in
/// cannot make the owner's way back worthless.
pub(crate) async fn void_proofs(on: &impl Exec, user: Id<User>, now: Time) -> Result<(), Error> {
    on.exec(
        sql!("update accounts.proofs set used_at = $2 where user_id = $1 and used_at is null and kind <> 'undo'"),
        args![user, now],
    )
    .await
    .map(drop)
}

/// Makes the older links to a confirmation worthless.
pub(crate) async fn void_confirmations(on: &impl Exec, user: Id<User>, now: Time) -> Result<(), Error> {
    on.exec(
        sql!("update accounts.proofs set used_at = $2 where user_id = $1 and used_at is null and kind = 'confirm'"),
        args![user, now],
    )
    .await
    .map(drop)
}

/// Makes the links worthless that would take back what happened after the link behind `hash` was sent.
pub(crate) async fn void_later_undos(
    on: &impl Exec,
    user: Id<User>,
    hash: &[u8],
    now: Time,
) -> Result<(), Error> {
    on.exec(
        sql!("update accounts.proofs set used_at = $3 where user_id = $1 and used_at is null and kind = 'undo' and created_at >= (select p.created_at from accounts.proofs p where p.hash = $2)"),
        args![user, hash, now],
    )
    .await
    .map(drop)
}

/// Whether an address is held for somebody else, who may still take it back.
pub(crate) async fn is_held(on: &impl Exec, address_key: &str, but: Uuid, now: Time) -> Result<bool, Error> {
    let found: Option<(i64,)> = on
        .opt(
            sql!("select 1 from accounts.proofs where address_key = $1 and used_at is null and expires_at > $3 and user_id <> $2 limit 1"),
            args![address_key, but, now],
        )
        .await?;
    Ok(found.is_some())
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

/// Forgets links that nobody used and that were too old before `before`.
pub(crate) async fn forget_proofs(on: &impl Exec, before: Time) -> Result<u64, Error> {
    on.exec(sql!("delete from accounts.proofs where expires_at < $1 and kind <> 'confirm'"), args![before])
        .await
}
