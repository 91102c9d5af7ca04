//! Makes the next time of an item that comes back.

use chassis::db::Tx;
use chassis::random;
use kit::Result;
use uuid::Uuid;

use crate::model::{Item, ItemId};
use crate::ops::create::check_room;
use crate::ops::place::before;
use crate::{App, db};

/// Makes the next time of an item that was just finished, in its place on the list; nothing when it does not come back.
///
/// The database lets an item be followed once. So one that is reopened and finished again makes no second.
///
/// # Errors
/// `todos/too-many-items` (409).
pub(crate) async fn follow_up(
    app: &App,
    tx: &Tx,
    (user, turn): (Uuid, i64),
    done: &Item,
) -> Result<Option<ItemId>> {
    let Some(due) = done.next_due(tx.now()) else { return Ok(None) };
    let (list, rank) = before(tx, user, done.id).await?;
    let next = Item {
        id: random::id(tx.now()),
        number: tx.next_number("items").await?,
        list,
        rank,
        due: Some(due),
        completed_at: None,
        follows: Some(done.id),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        ..done.clone()
    };
    if !db::items::insert(tx, user, turn, &next).await? {
        return Ok(None);
    }
    check_room(app, db::items::count(tx, user).await?)?;
    Ok(Some(next.id))
}
