//! Puts an item into the trash, and takes it out again.

use chassis::http::Expected;
use chassis::transact;
use kit::Result;
use uuid::Uuid;

use crate::model::{Item, ItemId};
use crate::ops::create::check_room;
use crate::ops::{hint, read, save, take_turn};
use crate::{App, db};

/// Puts an item into the trash, where it keeps its place. Safe to repeat.
///
/// # Errors
/// `todos/no-such-item` (404); `request/changed-meanwhile` (412).
pub(crate) async fn trash(app: &App, user: Uuid, id: ItemId, expected: Expected) -> Result<Item> {
    transact!(app.db, |tx| {
        let turn = take_turn(tx, user).await?;
        let mut item = read(tx, user, id, expected).await?;
        if item.trashed_at.is_some() {
            return Ok(item);
        }
        item.trashed_at = Some(tx.now());
        save(tx, user, turn, &mut item).await?;
        db::trash::make_room(tx, user, app.config.most_items).await?;
        hint(app, tx, user, &[item.id.uuid()]);
        Ok(item)
    })
}

/// Takes an item out of the trash, back to where it stood. Safe to repeat.
///
/// # Errors
/// `todos/no-such-item` (404); `request/changed-meanwhile` (412); `todos/too-many-items` (409).
pub(crate) async fn restore(app: &App, user: Uuid, id: ItemId, expected: Expected) -> Result<Item> {
    transact!(app.db, |tx| {
        let turn = take_turn(tx, user).await?;
        let mut item = read(tx, user, id, expected).await?;
        if item.trashed_at.is_none() {
            return Ok(item);
        }
        check_room(app, db::items::count(tx, user).await? + 1)?;
        item.trashed_at = None;
        save(tx, user, turn, &mut item).await?;
        hint(app, tx, user, &[item.id.uuid()]);
        Ok(item)
    })
}
