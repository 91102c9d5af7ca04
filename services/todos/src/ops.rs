//! What todos does.
//!
//! One member's changes come one after another: each begins with [`take_turn`]. So an op may read, decide and write
//! without looking over its shoulder, and different members never wait for each other.

pub(crate) mod create;
pub(crate) mod create_list;
pub(crate) mod delete;
pub(crate) mod delete_list;
pub(crate) mod demo;
pub(crate) mod edit;
pub(crate) mod edit_list;
pub(crate) mod follow_up;
pub(crate) mod place;
pub(crate) mod trash;

use chassis::db::Tx;
use chassis::http::{CHANGED, Expected};
use chassis::random;
use kit::{Error, Result};
use serde_json::json;
use uuid::Uuid;

use crate::model::{Item, ItemId, List, TOPIC};
use crate::problems::{IN_TRASH, NO_SUCH_ITEM, NO_SUCH_LIST};
use crate::{App, db};

/// Begins a change of what a member has; answers its number. Others who change something of this member wait until
/// the transaction ends. Whoever comes for the first time gets the list that stays.
pub(crate) async fn take_turn(tx: &Tx, user: Uuid) -> Result<i64> {
    if let Some(turn) = db::members::take_turn(tx, user).await? {
        return Ok(turn);
    }
    if db::members::insert(tx, user).await? {
        db::lists::insert(tx, user, &List::default(random::id(tx.now()), tx.now())).await?;
        return Ok(1);
    }
    // Somebody was faster, with the same member's first request.
    Ok(db::members::take_turn(tx, user).await?.ok_or(chassis::db::Error::NoRow)?)
}

/// Reads an item that is about to be changed.
///
/// # Errors
/// `todos/no-such-item` (404); `request/changed-meanwhile` (412) when the caller saw another version.
pub(crate) async fn read(tx: &Tx, user: Uuid, id: ItemId, expected: Expected) -> Result<Item> {
    let item = db::items::by_id(tx, user, id).await?.ok_or_else(no_such_item)?;
    check_version(expected, item.version)?;
    Ok(item)
}

/// Refuses to change what is in the trash.
pub(crate) fn check_not_in_trash(item: &Item) -> Result<()> {
    match item.trashed_at {
        Some(_) => Err(IN_TRASH.because("Take it out of the trash first.")),
        None => Ok(()),
    }
}

/// Writes an item back.
pub(crate) async fn save(tx: &Tx, user: Uuid, turn: i64, item: &mut Item) -> Result<()> {
    item.updated_at = tx.now();
    if !db::items::save(tx, user, turn, item).await? {
        return Err(changed());
    }
    item.version += 1;
    Ok(())
}

/// Refuses a change of something that is not as its caller saw it any more.
pub(crate) fn check_version(expected: Expected, version: i64) -> Result<()> {
    match expected.version() {
        Some(seen) if seen != version => Err(changed()),
        _ => Ok(()),
    }
}

pub(crate) fn changed() -> Error {
    CHANGED.because("It was changed since you looked. Load it again, and see whether you still want this.")
}

pub(crate) fn no_such_item() -> Error {
    NO_SUCH_ITEM.because("There is no such item among yours. It may have been deleted for ever.")
}

pub(crate) fn no_such_list() -> Error {
    NO_SUCH_LIST.because("There is no such list among yours.")
}

/// Tells the member's open pages to look again, once the change is durable.
pub(crate) fn hint(app: &App, tx: &Tx, user: Uuid, changed: &[Uuid]) {
    let (live, data) = (app.host.live().clone(), json!({ "changed": changed }));
    tx.afterwards(move || live.publish(&format!("{TOPIC}{user}"), &data));
}
